/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "zpi-app.h"
#include "zpi-log.h"
#include "zpi-vault.h"

typedef struct {
  gboolean practice;
  gboolean version;
  char *data_folder;
  char *scheme;
} Options;

/* From the build folder translations are where meson puts them. */
static void
set_up_translations (void)
{
  g_autofree char *catalogue = g_build_filename (ZPI_BUILDDIR, "po", "nl", "LC_MESSAGES", NULL);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  gboolean uninstalled = self != NULL && g_str_has_prefix (self, ZPI_BUILDDIR);
  g_autofree char *built = g_build_filename (ZPI_BUILDDIR, "po", NULL);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE,
                  uninstalled && g_file_test (catalogue, G_FILE_TEST_IS_DIR) ? built
                                                                             : ZPI_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* What GTK spools for the printer stands in clear in a file for a moment: in memory rather than on
 * the disk, and where nobody else can look. */
static void
spool_to_memory (void)
{
  const char *folder = g_getenv ("XDG_RUNTIME_DIR");

  if (folder != NULL && g_file_test (folder, G_FILE_TEST_IS_DIR) && g_access (folder, W_OK) == 0)
    g_setenv ("TMPDIR", folder, TRUE);
}

static gboolean
parse_options (int *argc, char ***argv, Options *options, GError **error)
{
  /* clang-format off */
  const GOptionEntry entries[] = {
    { "practice",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options->practice,
      N_("Practise with a municipality inside the program"), NULL },
    { "data",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &options->data_folder,
      N_("Keep the cases in this folder"), N_("FOLDER") },
    { "scheme",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options->scheme,
      N_("While practising: open the rules of another pass"), N_("ID") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_("Print the version"), NULL },
    { NULL },
  };
  /* clang-format on */
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  return g_option_context_parse (context, argc, argv, error);
}

/* By itself malloc() learns from the first picture that is freed to keep as much as that took. */
static void
give_memory_back (void)
{
  mallopt (M_MMAP_THRESHOLD, 128 * 1024);
}

int
main (int argc, char *argv[])
{
  g_autoptr (ZpiApp) app = NULL;
  g_autoptr (GError) error = NULL;
  Options options = {0};
  int status;

  /* What is printed to a file or saved for the client is nobody else's, from its first byte. */
  umask (S_IRWXG | S_IRWXO);
  give_memory_back ();
  spool_to_memory ();
  zpi_log_install ();
  set_up_translations ();
  zpi_vault_harden_process ();
  /* A limit on the size of files is said, as a full disk is. */
  signal (SIGXFSZ, SIG_IGN);
  if (!ZPI_DEVELOPMENT)
    zpi_vault_hide_process (ZPI_BUILDDIR);

  if (!parse_options (&argc, &argv, &options, &error)) {
    g_printerr ("%s\n", error->message);
    return 2;
  }
  if (options.version) {
    g_print ("%s %s\n", ZPI_PROGRAM_NAME, ZPI_VERSION);
    return EXIT_SUCCESS;
  }
  if (options.scheme != NULL && !options.practice) {
    g_printerr ("%s\n", _ ("--scheme is for practice; else the organisation file names the pass"));
    return 2;
  }
  /* Somebody let a file go on its icon. The program would only complain, and not come. */
  if (argc > 1) {
    g_printerr ("%s\n", _ ("Files and links are not opened this way: add them in the window"));
    argc = 1;
    argv[1] = NULL;
  }
  app = zpi_app_new (options.practice, options.data_folder, options.scheme);
  status = g_application_run (G_APPLICATION (app), argc, argv);
  g_free (options.data_folder);
  g_free (options.scheme);
  return zpi_app_has_unsaved (app) ? EXIT_FAILURE : status;
}
