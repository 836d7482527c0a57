/* SPDX-License-Identifier: EUPL-1.2 */

/* The practice municipality as a program of its own. */

#define G_LOG_DOMAIN "zpi-practice"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "zpi-json.h"
#include "zpi-log.h"
#include "zpi-practice-server.h"

static int port;
static gint64 max_document_bytes;
static char *data_folder;
static char *rules_folder;

static const GOptionEntry entries[] = {
    {"port", 'p', 0, G_OPTION_ARG_INT, &port, "Listen on this port (0: any)", "N"},
    {"data", 'd', 0, G_OPTION_ARG_FILENAME, &data_folder, "Keep everything in this folder", "DIR"},
    {"rules",
     'r',
     0,
     G_OPTION_ARG_FILENAME,
     &rules_folder,
     "Give out the schemes of this folder, with its norms.json",
     "DIR"},
    {"max-document-bytes",
     0,
     0,
     G_OPTION_ARG_INT64,
     &max_document_bytes,
     "Largest document (default 20 MiB)",
     "N"},
    {NULL},
};

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static GBytes *
load (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;
  gsize length = 0;

  return g_file_get_contents (path, &text, &length, NULL) ? g_bytes_new_take (text, length) : NULL;
}

/* Every scheme of the folder that is JSON, under its file's name. */
static gboolean
load_rules (ZpiPracticeServer *server, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GBytes) norms = load (folder, "norms.json");
  const char *name;

  if (dir == NULL || norms == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autoptr (GBytes) scheme = NULL;
    g_autoptr (JsonNode) root = NULL;
    g_autofree char *id = NULL;

    if (!g_str_has_suffix (name, ".json") || g_str_has_prefix (name, "norms"))
      continue;
    scheme = load (folder, name);
    root = scheme != NULL ? zpi_json_parse (scheme, 0, 0, NULL) : NULL;
    id = g_strndup (name, strlen (name) - strlen (".json"));
    if (root != NULL)
      zpi_practice_server_set_rules (server, id, scheme, norms);
  }
  return TRUE;
}

static void
say (FILE *file, const char *prefix, const char *text)
{
  fputs (prefix, file);
  fputs (text, file);
  fputc ('\n', file);
  fflush (file);
}

static ZpiPracticeServer *
start (GError **error)
{
  g_autoptr (ZpiPracticeServer) server = zpi_practice_server_new (data_folder, port);

  if (max_document_bytes > 0)
    zpi_practice_server_set_max_document_bytes (server, max_document_bytes);
  if (rules_folder != NULL && !load_rules (server, rules_folder)) {
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "No rules in that folder");
    return NULL;
  }
  return zpi_practice_server_start (server, error) ? g_steal_pointer (&server) : NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (ZpiPracticeServer) server = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  umask (0077);
  zpi_log_install ();
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || data_folder == NULL || argc > 1 ||
      port < 0 || port > 65535) {
    say (stderr, "zoetermeerpas-practice-server: ", error != NULL ? error->message : "see --help");
    return 2;
  }
  server = start (&error);
  if (server == NULL) {
    say (stderr, "zoetermeerpas-practice-server: ", error->message);
    return 1;
  }
  say (stdout, "", zpi_practice_server_get_base_url (server));
  say (stderr,
       "zoetermeerpas-practice-server: ",
       "lets in every program of this user on this computer, with any token; nobody else");
  say (stderr,
       "zoetermeerpas-practice-server: ",
       "keeps in the clear, in its folder, what is sent to it, until it is asked to start over; "
       "send it "
       "no real people");
  loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  g_main_loop_run (loop);
  zpi_practice_server_stop (server);
  return 0;
}
