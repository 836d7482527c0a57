/* SPDX-License-Identifier: EUPL-1.2 */

/* The organisation file in force: the administrator's in /etc, else the one that was accepted
 * before. Server and escrow key do not change while something that was queued for them waits. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-outbox-store.h"
#include "zpi-session-private.h"

#include <errno.h>
#include <string.h>

#define OWN_FILE "organisation.zpi-org"

const char *zpi_session_system_folder = "/etc/zoetermeerpas-intake";

static ZpiOrgFile *
load_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = NULL;
  char *content = NULL;
  gsize size = 0;
  ZpiOrgFile *file;

  if (!g_file_get_contents (path, &content, &size, NULL))
    return NULL;
  raw = g_bytes_new_take (content, size);
  file = zpi_org_file_parse (raw, &error);
  if (file == NULL)
    g_warning ("%s", error->message);
  return file;
}

static ZpiOrgFile *
load_from_system (void)
{
  g_autoptr (GDir) dir = g_dir_open (zpi_session_system_folder, 0, NULL);
  g_autofree char *first = NULL;
  g_autofree char *path = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    if (!g_str_has_suffix (name, ".zpi-org") || (first != NULL && strcmp (name, first) > 0))
      continue;
    g_free (first);
    first = g_strdup (name);
  }
  if (first == NULL)
    return NULL;
  path = g_build_filename (zpi_session_system_folder, first, NULL);
  return load_file (path);
}

static void
use_organisation (ZpiSession *self, ZpiOrgFile *file)
{
  g_clear_pointer (&self->organisation, zpi_org_file_unref);
  self->organisation = file;
}

/* Signing in needs the store's UUID, so it is made once the store was opened. */
void
zpi_session_update_sign_in (ZpiSession *self)
{
  if (self->practice || self->organisation == NULL || self->sign_in != NULL)
    return;
  self->sign_in = zpi_sign_in_new (self->organisation->issuer,
                                   self->organisation->client_id,
                                   self->organisation->redirect_ports,
                                   zpi_store_get_uuid (self->store),
                                   FALSE,
                                   NULL);
}

static gboolean
same_bytes (GBytes *a, GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

static gboolean
goes_elsewhere (const ZpiOrgFile *from, const ZpiOrgFile *to)
{
  return strcmp (from->base_url, to->base_url) != 0 ||
         !same_bytes (from->escrow_key, to->escrow_key);
}

/* The administrator's file counts, unless it leads elsewhere than the one that was in force: then
 * only when nothing waits for the old server, which is known once the store is open. */
gboolean
zpi_session_find_organisation (ZpiSession *self)
{
  g_autofree char *path = g_build_filename (self->folder, OWN_FILE, NULL);
  g_autoptr (ZpiOrgFile) system = load_from_system ();
  g_autoptr (ZpiOrgFile) own = load_file (path);

  if (system != NULL && own != NULL && goes_elsewhere (own, system)) {
    g_clear_pointer (&self->next_organisation, zpi_org_file_unref);
    self->next_organisation = g_steal_pointer (&system);
  }
  if (system != NULL)
    use_organisation (self, g_steal_pointer (&system));
  else if (own != NULL)
    use_organisation (self, g_steal_pointer (&own));
  return self->organisation != NULL;
}

static gboolean
keep_file (ZpiSession *self, ZpiOrgFile *file, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, OWN_FILE, NULL);
  g_autoptr (GError) local = NULL;
  gsize size;
  const char *content = g_bytes_get_data (file->raw, &size);

  if (g_mkdir_with_parents (self->folder, 0700) == 0 &&
      g_file_set_contents_full (path,
                                content,
                                (gssize) size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600,
                                &local))
    return TRUE;
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_STORE_READ_ONLY,
               "The organisation file cannot be kept: %s",
               local != NULL ? local->message : g_strerror (errno));
  return FALSE;
}

static gboolean
count_unsent_func (ZpiStore *store, gpointer data, GError **error)
{
  guint *n_unsent = data;
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);

  if (items == NULL)
    return FALSE;
  *n_unsent = items->len;
  return TRUE;
}

static void
change_organisation (ZpiSession *self, ZpiOrgFile *file)
{
  use_organisation (self, zpi_org_file_ref (file));
  if (self->state == ZPI_SESSION_NEEDS_ORGANISATION || !self->store_opened)
    return;
  g_clear_object (&self->sign_in);
  zpi_session_update_sign_in (self);
  zpi_session_update_api (self);
}

static void
accept_file (GTask *task)
{
  ZpiSession *self = g_task_get_source_object (task);
  ZpiOrgFile *file = g_task_get_task_data (task);
  GError *error = NULL;

  if (!keep_file (self, file, &error)) {
    g_task_return_error (task, error);
    return;
  }
  change_organisation (self, file);
  g_task_return_boolean (task, TRUE);
}

static void
next_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSession) self = user_data;
  g_autoptr (ZpiOrgFile) next = g_steal_pointer (&self->next_organisation);
  g_autoptr (GError) error = NULL;
  guint *n_unsent = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (n_unsent == NULL || next == NULL)
    return;
  if (*n_unsent > 0)
    g_message ("A new organisation file waits until what was queued is sent");
  else if (keep_file (self, next, &error))
    change_organisation (self, next);
  else
    g_warning ("%s", error->message);
}

/* Once the store is open. */
void
zpi_session_settle_organisation (ZpiSession *self)
{
  g_autofree char *path = g_build_filename (self->folder, OWN_FILE, NULL);
  g_autoptr (GError) error = NULL;

  if (self->practice || self->organisation == NULL || zpi_store_is_read_only (self->store))
    return;
  if (self->next_organisation != NULL)
    zpi_store_run_async (self->store,
                         count_unsent_func,
                         g_new0 (guint, 1),
                         g_free,
                         NULL,
                         next_counted_cb,
                         g_object_ref (self));
  else if (!g_file_test (path, G_FILE_TEST_EXISTS) && !keep_file (self, self->organisation, &error))
    g_warning ("%s", error->message);
}

static void
unsent_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  guint *n_unsent = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (n_unsent == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (*n_unsent > 0)
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_BUSY,
                             "Something that was queued has to be sent first");
  else
    accept_file (task);
}

static gboolean
may_believe (ZpiSession *self, const ZpiOrgFile *file, const char *typed, GError **error)
{
  if (typed != NULL && zpi_org_file_matches (file, typed))
    return TRUE;
  if (typed == NULL && self->organisation != NULL &&
      zpi_org_file_is_signed_by (file, self->organisation))
    return TRUE;
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_WRONG_SECRET,
               typed != NULL ? "The fingerprint is not that of the file"
                             : "The file is not signed by a key that is known");
  return FALSE;
}

/**
 * zpi_session_take_organisation_async:
 * @self: a session in real mode
 * @file: the file
 * @typed_fingerprint: (nullable): as typed over from the letter; %NULL when it is signed
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Takes an organisation file and keeps it. After %ZPI_SESSION_NEEDS_ORGANISATION open the session
 * again.
 */
void
zpi_session_take_organisation_async (ZpiSession *self,
                                     GBytes *file,
                                     const char *typed_fingerprint,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (ZpiOrgFile) parsed = NULL;
  GError *error = NULL;
  gboolean elsewhere;

  g_return_if_fail (ZPI_IS_SESSION (self));
  g_return_if_fail (file != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_session_take_organisation_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->practice) {
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_NOT_ALLOWED,
                             "Practice mode has no organisation");
    return;
  }
  parsed = zpi_org_file_parse (file, &error);
  if (parsed == NULL || !may_believe (self, parsed, typed_fingerprint, &error)) {
    g_task_return_error (task, error);
    return;
  }
  elsewhere = self->organisation != NULL && goes_elsewhere (self->organisation, parsed);
  g_task_set_task_data (task, zpi_org_file_ref (parsed), (GDestroyNotify) zpi_org_file_unref);
  if (elsewhere && self->store_opened)
    zpi_store_run_async (self->store,
                         count_unsent_func,
                         g_new0 (guint, 1),
                         g_free,
                         NULL,
                         unsent_counted_cb,
                         g_object_ref (task));
  else
    accept_file (task);
}

/**
 * zpi_session_take_organisation_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with BAD_FORMAT, WRONG_SECRET (fingerprint or signature), BUSY (something waits
 *   for the old server), NOT_ALLOWED (practice)
 */
gboolean
zpi_session_take_organisation_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
