/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-practice"

#include "zpi-practice-server.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "zpi-error.h"
#include "zpi-practice-listener.h"
#include "zpi-practice-resources.h"

struct _ZpiPracticeServer {
  GObject parent_instance;

  char *folder;
  guint16 wanted_port;
  guint16 port;
  char *base_url;    /* (nullable): while it runs */
  GHashTable *rules; /* scheme id → GBytes of the answer */
  guint64 max_document_bytes;

  int lock_fd;
  GThread *thread;       /* (nullable) */
  GMainContext *context; /* (nullable): of the thread */
  GMainLoop *loop;       /* (nullable): of the thread */

  /* From the thread to who waits for it. */
  GMutex mutex;
  GCond cond;
  gboolean started;
  GError *start_error; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (ZpiPracticeServer, zpi_practice_server, G_TYPE_OBJECT)

static guint16
read_port (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "port", NULL);
  g_autofree char *text = NULL;
  guint64 port = 0;

  if (g_file_get_contents (path, &text, NULL, NULL))
    g_ascii_string_to_unsigned (g_strstrip (text), 10, 1, 65535, &port, NULL);
  return port;
}

static void
write_port (ZpiPracticeServer *self)
{
  g_autofree char *path = g_build_filename (self->folder, "port", NULL);
  g_autofree char *text = g_strdup_printf ("%u\n", self->port);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_warning ("The practice municipality cannot tell its port: %s", error->message);
}

/* The lock is on the folder's file `lock`, and is gone with the process that held it. */
static int
open_lock (const char *folder, int flags)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);

  return g_open (path, flags | O_RDWR | O_CLOEXEC, 0600);
}

/* Who starts or stops holds the file `door` until it is done, and who looks waits for that: in
 * between, a folder is taken and yet nobody answers there. Returns a descriptor to close, or -1
 * where there is nothing to wait for. */
static int
hold_door (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "door", NULL);
  int fd = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    return -1;
  while (flock (fd, LOCK_EX) != 0 && errno == EINTR)
    continue;
  return fd;
}

static void
let_go_of_door (int fd)
{
  if (fd >= 0)
    close (fd);
}

static gboolean
make_folder (ZpiPracticeServer *self)
{
  return g_mkdir_with_parents (self->folder, 0700) == 0 && g_chmod (self->folder, 0700) == 0;
}

static gboolean
take_lock (ZpiPracticeServer *self, GError **error)
{
  self->lock_fd = open_lock (self->folder, O_CREAT);
  if (self->lock_fd < 0) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_STORE_READ_ONLY,
                         "The practice municipality's folder cannot be written");
    return FALSE;
  }
  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  close (self->lock_fd);
  self->lock_fd = -1;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_BUSY,
                       "Another program runs the practice municipality of this folder");
  return FALSE;
}

static ZpiPracticeTown *
open_town (ZpiPracticeServer *self, GError **error)
{
  g_autoptr (ZpiPracticeTown) town = zpi_practice_town_open (self->folder, error);
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (town == NULL)
    return NULL;
  town->max_document_bytes = self->max_document_bytes;
  town->contract = g_resource_lookup_data (zpi_practice_get_resource (),
                                           "/nl/zoetermeerpas/practice/openapi.json",
                                           G_RESOURCE_LOOKUP_FLAGS_NONE,
                                           error);
  if (town->contract == NULL)
    return NULL;
  g_hash_table_iter_init (&iter, self->rules);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_replace (town->rules, g_strdup (key), g_bytes_ref (value));
  return g_steal_pointer (&town);
}

/* The port that was asked for; else the last one, so that what was stored of it goes on working;
 * else any. */
static ZpiPracticeListener *
open_listener (ZpiPracticeServer *self, ZpiPracticeTown *town, GError **error)
{
  guint16 last_port = read_port (self->folder);
  ZpiPracticeListener *listener = NULL;

  if (self->wanted_port == 0 && last_port != 0)
    listener = zpi_practice_listener_new (town, last_port, NULL);
  if (listener == NULL)
    listener = zpi_practice_listener_new (town, self->wanted_port, error);
  return listener;
}

static void
report_start (ZpiPracticeServer *self, guint16 port, GError *error)
{
  g_mutex_lock (&self->mutex);
  self->port = port;
  self->start_error = error;
  self->started = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gpointer
serve (gpointer data)
{
  ZpiPracticeServer *self = data;
  g_autoptr (ZpiPracticeTown) town = NULL;
  g_autoptr (ZpiPracticeListener) listener = NULL;
  GError *error = NULL;

  g_main_context_push_thread_default (self->context);
  town = open_town (self, &error);
  if (town != NULL)
    listener = open_listener (self, town, &error);
  report_start (self, listener != NULL ? zpi_practice_listener_get_port (listener) : 0, error);
  if (listener != NULL)
    g_main_loop_run (self->loop);
  g_clear_pointer (&listener, zpi_practice_listener_free);
  /* What was still waiting for its delay goes now. */
  while (g_main_context_iteration (self->context, FALSE))
    continue;
  g_clear_pointer (&town, zpi_practice_town_free);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
zpi_practice_server_finalize (GObject *object)
{
  ZpiPracticeServer *self = ZPI_PRACTICE_SERVER (object);

  zpi_practice_server_stop (self);
  g_free (self->folder);
  g_hash_table_unref (self->rules);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);

  G_OBJECT_CLASS (zpi_practice_server_parent_class)->finalize (object);
}

static void
zpi_practice_server_class_init (ZpiPracticeServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zpi_practice_server_finalize;
}

static void
zpi_practice_server_init (ZpiPracticeServer *self)
{
  self->lock_fd = -1;
  self->max_document_bytes = 20 * 1024 * 1024;
  self->rules =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
}

/**
 * zpi_practice_server_new:
 * @folder: where the municipality keeps what it gets; made with mode 0700 when it is not there
 * @port: the port to listen on, 0 for the one of the last time or any other
 *
 * Returns: (transfer full): a municipality that does not run yet
 */
ZpiPracticeServer *
zpi_practice_server_new (const char *folder, guint16 port)
{
  ZpiPracticeServer *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (ZPI_TYPE_PRACTICE_SERVER, NULL);
  self->folder = g_strdup (folder);
  self->wanted_port = port;
  return self;
}

static void
append_document (GByteArray *array, const char *text, GBytes *document)
{
  g_byte_array_append (array, (const guint8 *) text, strlen (text));
  g_byte_array_append (array, g_bytes_get_data (document, NULL), g_bytes_get_size (document));
}

/**
 * zpi_practice_server_set_rules:
 * @self: a municipality that does not run
 * @scheme_id: the scheme, as in `GET /regelingen/{regeling}`
 * @scheme: the JSON of the scheme
 * @norms: the JSON of the norms
 *
 * Gives the municipality rules to give out. Once it has any, applications for other schemes are
 * refused.
 */
void
zpi_practice_server_set_rules (ZpiPracticeServer *self,
                               const char *scheme_id,
                               GBytes *scheme,
                               GBytes *norms)
{
  GByteArray *array = g_byte_array_new ();

  g_return_if_fail (ZPI_IS_PRACTICE_SERVER (self));
  g_return_if_fail (self->thread == NULL);

  append_document (array, "{\"regeling\":", scheme);
  append_document (array, ",\"normen\":", norms);
  g_byte_array_append (array, (const guint8 *) "}", 1);
  g_hash_table_replace (self->rules, g_strdup (scheme_id), g_byte_array_free_to_bytes (array));
}

/**
 * zpi_practice_server_set_max_document_bytes:
 * @self: a municipality that does not run
 * @bytes: the size of the largest document that is taken; 20 MiB unless set
 */
void
zpi_practice_server_set_max_document_bytes (ZpiPracticeServer *self, guint64 bytes)
{
  g_return_if_fail (ZPI_IS_PRACTICE_SERVER (self));
  g_return_if_fail (self->thread == NULL);

  self->max_document_bytes = bytes;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
stop_behind_door (ZpiPracticeServer *self)
{
  if (self->thread != NULL) {
    /* Through the loop, so that a loop that has not begun yet is stopped too. */
    g_autoptr (GSource) source = g_idle_source_new ();

    g_source_set_callback (source, quit_cb, self->loop, NULL);
    g_source_attach (source, self->context);
    g_thread_join (g_steal_pointer (&self->thread));
  }
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->base_url, g_free);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  self->lock_fd = -1;
  self->port = 0;
}

static gboolean
start_behind_door (ZpiPracticeServer *self, GError **error)
{
  if (!take_lock (self, error))
    return FALSE;
  self->started = FALSE;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("municipality", serve, self);
  g_mutex_lock (&self->mutex);
  while (!self->started)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  if (self->start_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&self->start_error));
    stop_behind_door (self);
    return FALSE;
  }
  self->base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", self->port);
  write_port (self);
  g_message ("The practice municipality listens on port %u", self->port);
  return TRUE;
}

/**
 * zpi_practice_server_start:
 * @self: a municipality
 * @error: return location for an error
 *
 * Takes the folder, opens what is kept there and listens; returns when requests are answered.
 *
 * Returns: %FALSE with %ZPI_ERROR_BUSY when the folder or the port is in use by another program, or
 * with a store error
 */
gboolean
zpi_practice_server_start (ZpiPracticeServer *self, GError **error)
{
  int door = -1;
  gboolean started;

  g_return_val_if_fail (ZPI_IS_PRACTICE_SERVER (self), FALSE);
  g_return_val_if_fail (self->thread == NULL, FALSE);

  if (make_folder (self))
    door = hold_door (self->folder);
  started = start_behind_door (self, error);
  let_go_of_door (door);
  return started;
}

/**
 * zpi_practice_server_stop:
 * @self: a municipality
 *
 * Stops listening and waits until nothing runs any more. Harmless when it does not run.
 */
void
zpi_practice_server_stop (ZpiPracticeServer *self)
{
  int door;

  g_return_if_fail (ZPI_IS_PRACTICE_SERVER (self));

  if (self->lock_fd < 0)
    return;
  door = hold_door (self->folder);
  stop_behind_door (self);
  let_go_of_door (door);
}

/**
 * zpi_practice_server_get_base_url:
 * @self: a municipality
 *
 * Returns: (transfer none) (nullable): the base address, which ends in `/v1`; %NULL when it does
 * not run
 */
const char *
zpi_practice_server_get_base_url (ZpiPracticeServer *self)
{
  g_return_val_if_fail (ZPI_IS_PRACTICE_SERVER (self), NULL);

  return self->base_url;
}

/**
 * zpi_practice_server_find_running:
 * @folder: the municipality's folder
 * @port: (out): the port of the one that runs
 *
 * Looks whether some program, this one included, runs the municipality of @folder; waits for one
 * that is about to. Any thread.
 *
 * Returns: %FALSE when none does
 */
gboolean
zpi_practice_server_find_running (const char *folder, guint16 *port)
{
  int door, fd;
  gboolean running;

  g_return_val_if_fail (folder != NULL && port != NULL, FALSE);

  fd = open_lock (folder, 0);
  if (fd < 0)
    return FALSE;
  door = hold_door (folder);
  running = flock (fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (fd);
  *port = running ? read_port (folder) : 0;
  let_go_of_door (door);
  return running && *port != 0;
}
