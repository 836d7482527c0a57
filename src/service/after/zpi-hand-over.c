/* SPDX-License-Identifier: EUPL-1.2 */

/* Handing one case over to another desk. The file is whole and on the disk before this desk says
 * that it does not send any more; should it die in between, both can, and the municipality, which
 * decides by the id, has the application once. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-hand-over.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "zpi-clock.h"
#include "zpi-file.h"
#include "zpi-hand-over-file.h"
#include "zpi-intake.h"
#include "zpi-letters.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"
#include "zpi-submission.h"

typedef struct {
  char *case_id; /* (nullable): not known before it was read */
  char *path;
  char *passphrase;   /* (nullable): locked */
  GBytes *public_key; /* (nullable) */
  GBytes *secret_key; /* (nullable) */
  ZpiLease *lease;    /* (owned) (nullable): nothing is sent meanwhile */
  ZpiCase *zcase;     /* (owned) (nullable): while its documents are drawn */
} HandOver;

static void
hand_over_free (HandOver *self)
{
  g_clear_pointer (&self->lease, zpi_lease_release);
  g_clear_object (&self->zcase);
  g_free (self->case_id);
  g_free (self->path);
  zpi_secret_strfree (self->passphrase);
  g_clear_pointer (&self->public_key, g_bytes_unref);
  g_clear_pointer (&self->secret_key, g_bytes_unref);
  g_free (self);
}

static HandOver *
hand_over_new (const char *case_id, GFile *file, const ZpiHandOverKey *key)
{
  HandOver *self = g_new0 (HandOver, 1);

  self->case_id = g_strdup (case_id);
  self->path = file != NULL ? g_file_get_path (file) : NULL;
  if (key == NULL)
    return self;
  self->passphrase = key->passphrase != NULL ? zpi_secret_strdup (key->passphrase) : NULL;
  self->public_key = key->public_key != NULL ? g_bytes_ref (key->public_key) : NULL;
  self->secret_key = key->secret_key != NULL ? g_bytes_ref (key->secret_key) : NULL;
  return self;
}

static gboolean
choose_state (const ZpiCaseInfo *info, ZpiCaseState *state, GError **error)
{
  if (zpi_hand_over_file_choose_state (info->state, state))
    return TRUE;
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_NOT_ALLOWED,
               "A case in state %s is not handed over. What was handed over comes back with "
               "zpictl take-back",
               zpi_case_state_to_nick (info->state));
  return FALSE;
}

/* It would go from this desk after all, or be in no list of it. */
static gboolean
check_no_answer (ZpiStore *store, const char *case_id, GError **error)
{
  gboolean is_open = FALSE;

  if (!zpi_letters_has_open (store, case_id, &is_open, error))
    return FALSE;
  if (is_open)
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BUSY,
                         "What was added for the municipality did not go yet. Send it first");
  return !is_open;
}

static gboolean
leave_outbox (ZpiStore *store, const char *case_id, GError **error)
{
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    const ZpiOutboxItem *item = g_ptr_array_index (items, i);

    if (strcmp (item->case_id, case_id) == 0 && !zpi_outbox_store_remove (store, item->id, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
mark_handed_over (ZpiStore *store, const ZpiCaseInfo *info, ZpiCaseState back, GError **error)
{
  return leave_outbox (store, info->id, error) &&
         zpi_follow_up_set_text (store,
                                 info->id,
                                 ZPI_RECORD_HANDED_OVER,
                                 zpi_case_state_to_nick (back),
                                 error) &&
         zpi_case_store_set_state (store,
                                   info->id,
                                   info->state,
                                   ZPI_CASE_HANDED_OVER,
                                   NULL,
                                   error) &&
         zpi_follow_up_add_event (store,
                                  info->id,
                                  zpi_case_state_to_nick (ZPI_CASE_HANDED_OVER),
                                  zpi_clock_now_us (),
                                  error);
}

/* Never over a file that is there. */
static int
create_file (const char *path, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd >= 0)
    return fd;
  zpi_file_say_unmade (error, errno);
  return -1;
}

/* GIO has no words for half of what a disk says (a quota, a limit): asked again, it says so. */
static void
say_broken_off (GError **error, int fd, GError *reason)
{
  if (reason->domain != G_IO_ERROR) {
    g_propagate_error (error, reason);
    return;
  }
  zpi_file_say_unmade (error, write (fd, "", 1) < 0 ? errno : EIO);
  g_error_free (reason);
}

/* The case counts as handed over once the file is on the disk, and in its folder. */
static gboolean
sync_file (const char *path, int fd, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (fsync (fd) == 0)
    return zpi_file_sync_folder (folder, error);
  zpi_file_say_unmade (error, errno);
  return FALSE;
}

static gboolean
write_file (ZpiStore *store, HandOver *self, ZpiCaseState state, int fd, GError **error)
{
  g_autoptr (GOutputStream) stream = g_unix_output_stream_new (fd, FALSE);
  g_autoptr (GError) local = NULL;
  g_autoptr (ZpiParcel) parcel =
      zpi_parcel_new (stream, self->passphrase, self->public_key, &local);

  if (parcel == NULL || !zpi_hand_over_file_write (store, self->case_id, state, parcel, &local)) {
    say_broken_off (error, fd, g_steal_pointer (&local));
    return FALSE;
  }
  return sync_file (self->path, fd, error);
}

static gboolean
hand_over_func (ZpiStore *store, gpointer data, GError **error)
{
  HandOver *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);
  ZpiCaseState state;
  gboolean written;
  int fd;

  if (info == NULL || !choose_state (info, &state, error) ||
      !check_no_answer (store, info->id, error))
    return FALSE;
  fd = create_file (self->path, error);
  if (fd < 0)
    return FALSE;
  written =
      write_file (store, self, state, fd, error) && mark_handed_over (store, info, state, error);
  close (fd);
  if (!written)
    g_unlink (self->path);
  return written;
}

static void
handed_over_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  HandOver *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->lease, zpi_lease_release);
  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_sender_case_changed (zpi_session_get_sender (session), self->case_id);
  g_task_return_boolean (task, TRUE);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  HandOver *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!zpi_session_is_open (session, &error)) {
    g_task_return_error (task, error);
    return;
  }
  self->lease = zpi_lease_take (zpi_session_get_folder (session), "sender", &error);
  if (self->lease == NULL) {
    g_task_return_error (task, error);
    return;
  }
  zpi_store_transact_async (zpi_session_get_store (session),
                            hand_over_func,
                            self,
                            NULL,
                            NULL,
                            handed_over_cb,
                            g_object_ref (task));
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = ZPI_SESSION (source);
  HandOver *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean drawn = zpi_intake_settle_finish (result, &error);

  if (zpi_session_get_keeper (session) != NULL)
    zpi_case_keeper_close_case (zpi_session_get_keeper (session), self->zcase);
  g_clear_object (&self->zcase);
  if (drawn && zpi_session_is_open (session, &error))
    zpi_sender_settle_async (zpi_session_get_sender (session), settled_cb, g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* What was covered goes along as it was seen. A case that does not open has nothing to draw, or is
 * refused where it is written. */
static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  HandOver *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->zcase = zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, NULL);
  if (!zpi_session_is_open (session, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (self->zcase == NULL)
    zpi_sender_settle_async (zpi_session_get_sender (session), settled_cb, g_object_ref (task));
  else
    zpi_intake_settle_async (session, self->zcase, NULL, drawn_cb, g_object_ref (task));
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const HandOver *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (zpi_case_keeper_is_open_elsewhere (ZPI_CASE_KEEPER (source), self->case_id))
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_BUSY,
                             "The case is open in another program: close it there");
  else
    zpi_case_keeper_open_async (ZPI_CASE_KEEPER (source),
                                self->case_id,
                                NULL,
                                opened_cb,
                                g_object_ref (task));
}

/**
 * zpi_hand_over_passphrase_will_do:
 * @passphrase: (nullable): what somebody typed
 *
 * In practice too: who practises learns what is asked.
 *
 * Returns: whether it is long enough to protect a file that anybody can copy
 */
gboolean
zpi_hand_over_passphrase_will_do (const char *passphrase)
{
  return passphrase != NULL && g_utf8_strlen (passphrase, -1) >= ZPI_PARCEL_MIN_PASSPHRASE;
}

static gboolean
check_key (const HandOver *self, GError **error)
{
  gboolean enough = self->public_key != NULL || zpi_hand_over_passphrase_will_do (self->passphrase);

  if (enough && self->path != NULL)
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_NOT_ALLOWED,
                       enough ? "The file has to be on this computer. Name one in a folder here"
                              : "The passphrase needs 12 characters or more. Give a longer one");
  return FALSE;
}

/**
 * zpi_hand_over_async:
 * @session: an open session
 * @case_id: a case
 * @file: where to write it; must not be there yet
 * @key: what it opens with
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Writes a case to an encrypted file for another desk. This desk does not send it any more.
 */
void
zpi_hand_over_async (ZpiSession *session,
                     const char *case_id,
                     GFile *file,
                     const ZpiHandOverKey *key,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  HandOver *self = hand_over_new (case_id, file, key);
  GError *error = NULL;

  g_task_set_source_tag (task, zpi_hand_over_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) hand_over_free);
  if (!zpi_session_is_open (session, &error) || !check_key (self, &error)) {
    g_task_return_error (task, error);
    return;
  }
  zpi_case_keeper_flush_async (zpi_session_get_keeper (session),
                               NULL,
                               NULL,
                               flushed_cb,
                               g_object_ref (task));
}

/**
 * zpi_hand_over_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when the file is there already, %ZPI_ERROR_NOT_ALLOWED
 *   in this state or for a short passphrase, %ZPI_ERROR_NOT_DRAWN when what was covered in a
 * document cannot be drawn, %ZPI_ERROR_BUSY while something is being sent or another process has
 * the case open
 */
gboolean
zpi_hand_over_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Taking over. */

static gboolean
take_over_func (ZpiStore *store, gpointer data, GError **error)
{
  HandOver *self = data;
  g_autoptr (GInputStream) stream = zpi_file_open (self->path, error);
  g_autoptr (ZpiParcel) parcel = NULL;

  if (stream == NULL)
    return FALSE;
  parcel = zpi_parcel_open (stream, self->passphrase, self->secret_key, error);
  if (parcel == NULL)
    return FALSE;
  self->case_id = zpi_hand_over_file_read (store, parcel, error);
  return self->case_id != NULL;
}

static void
taken_over_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  HandOver *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_sender_case_changed (zpi_session_get_sender (session), self->case_id);
  g_task_return_pointer (task, g_strdup (self->case_id), g_free);
}

/**
 * zpi_take_over_async:
 * @session: an open session
 * @file: what another desk wrote
 * @key: what it opens with
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Takes a case over from another desk, whole or not at all. It keeps its id.
 */
void
zpi_take_over_async (ZpiSession *session,
                     GFile *file,
                     const ZpiHandOverKey *key,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  HandOver *self = hand_over_new (NULL, file, key);
  GError *error = NULL;

  g_task_set_source_tag (task, zpi_take_over_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) hand_over_free);
  if (!zpi_session_is_open (session, &error))
    g_task_return_error (task, error);
  else if (self->path == NULL)
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_NOT_ALLOWED,
                             "The file has to be on this computer. Name one in a folder here");
  else
    zpi_store_transact_async (zpi_session_get_store (session),
                              take_over_func,
                              self,
                              NULL,
                              NULL,
                              taken_over_cb,
                              g_object_ref (task));
}

/**
 * zpi_take_over_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the id of the case; %NULL with %ZPI_ERROR_SEAL_BROKEN for another
 *   passphrase or a damaged file, %ZPI_ERROR_BAD_FORMAT, %ZPI_ERROR_NOT_FOUND, %ZPI_ERROR_CONFLICT
 *   when the case is here and was not handed over
 */
char *
zpi_take_over_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Taking back. */

static gboolean
take_back_func (ZpiStore *store, gpointer data, GError **error)
{
  HandOver *self = data;
  g_autoptr (GBytes) record =
      zpi_case_store_get_record (store, self->case_id, ZPI_RECORD_HANDED_OVER, NULL);
  g_autofree char *nick = NULL;
  ZpiCaseState state = ZPI_CASE_DRAFT;

  if (record != NULL)
    nick = g_strndup (g_bytes_get_data (record, NULL), g_bytes_get_size (record));
  if (nick != NULL)
    zpi_case_state_from_nick (nick, &state);
  return zpi_case_store_set_state (store,
                                   self->case_id,
                                   ZPI_CASE_HANDED_OVER,
                                   state,
                                   NULL,
                                   error) &&
         zpi_follow_up_add_event (store,
                                  self->case_id,
                                  zpi_case_state_to_nick (state),
                                  zpi_clock_now_us (),
                                  error);
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  HandOver *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_sender_case_changed (zpi_session_get_sender (session), self->case_id);
  g_task_return_boolean (task, TRUE);
}

/**
 * zpi_take_back_async:
 * @session: an open session
 * @case_id: a case that was handed over
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * This desk goes on with a case that it handed over.
 */
void
zpi_take_back_async (ZpiSession *session,
                     const char *case_id,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, zpi_take_back_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, hand_over_new (case_id, NULL, NULL), (GDestroyNotify) hand_over_free);
  if (!zpi_session_is_open (session, &error)) {
    g_task_return_error (task, error);
    return;
  }
  zpi_store_transact_async (zpi_session_get_store (session),
                            take_back_func,
                            g_task_get_task_data (task),
                            NULL,
                            NULL,
                            taken_back_cb,
                            g_object_ref (task));
}

/**
 * zpi_take_back_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when it was not handed over
 */
gboolean
zpi_take_back_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
