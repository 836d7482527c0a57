/* SPDX-License-Identifier: EUPL-1.2 */

/* Photos: the letter they belong to, and one after another frozen for sending. Source: handbook,
 * section 2. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-photo.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-digest.h"
#include "zpi-field.h"
#include "zpi-intake.h"
#include "zpi-letters.h"
#include "zpi-outgoing.h"
#include "zpi-photo-item.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"
#include "zpi-submission.h"

/* Opening. */

typedef struct {
  char *code;
  char *letter_id;      /* (nullable): of the letter that is here */
  ZpiPhotoOrder *order; /* (nullable) */
} OpenLetter;

static void
open_letter_free (OpenLetter *self)
{
  g_free (self->code);
  g_free (self->letter_id);
  g_clear_pointer (&self->order, zpi_photo_order_free);
  g_free (self);
}

static gboolean
record_is (ZpiStore *store, const char *id, const char *name, const char *text)
{
  g_autoptr (GBytes) record = zpi_case_store_get_record (store, id, name, NULL);

  return record != NULL && g_bytes_get_size (record) == strlen (text) &&
         memcmp (g_bytes_get_data (record, NULL), text, strlen (text)) == 0;
}

/* The letter of this code that is here; one that was cleared is begun anew. */
static gboolean
find_letter_func (ZpiStore *store, gpointer data, GError **error)
{
  OpenLetter *self = data;
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_LETTERS, error);

  if (infos == NULL)
    return FALSE;
  for (guint i = 0; i < infos->len && self->letter_id == NULL; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (info->kind == ZPI_CASE_LETTER && info->cleared_us == 0 && !info->damaged &&
        record_is (store, info->id, ZPI_RECORD_LETTER_CODE, self->code))
      self->letter_id = g_strdup (info->id);
  }
  if (self->letter_id != NULL && self->order == NULL)
    self->order = zpi_photo_item_load_order (store, self->letter_id);
  return TRUE;
}

typedef struct {
  char *letter_id;
  char *code;
  ZpiPhotoOrder *order; /* (nullable) */
} KeepLetter;

static void
keep_letter_free (gpointer data)
{
  KeepLetter *self = data;

  g_free (self->letter_id);
  g_free (self->code);
  g_clear_pointer (&self->order, zpi_photo_order_free);
  g_free (self);
}

static gboolean
keep_letter_func (ZpiStore *store, gpointer data, GError **error)
{
  KeepLetter *self = data;

  return zpi_follow_up_set_text (store,
                                 self->letter_id,
                                 ZPI_RECORD_LETTER_CODE,
                                 self->code,
                                 error) &&
         (self->order == NULL || zpi_photo_item_take (store, self->letter_id, self->order, error));
}

static KeepLetter *
keep_letter_new (const char *letter_id, const OpenLetter *open)
{
  KeepLetter *keep = g_new0 (KeepLetter, 1);
  g_autofree char *text = open->order != NULL ? zpi_photo_order_to_text (open->order) : NULL;

  keep->letter_id = g_strdup (letter_id);
  keep->code = g_strdup (open->code);
  keep->order = text != NULL ? zpi_photo_order_from_text (text, NULL) : NULL;
  return keep;
}

static const ZpiPassHolder *
main_holder (const ZpiPhotoOrder *order)
{
  for (guint i = 0; i < order->holders->len; i++) {
    const ZpiPassHolder *holder = g_ptr_array_index (order->holders, i);

    if (holder->main)
      return holder;
  }
  return g_ptr_array_index (order->holders, 0);
}

/* Nothing is written before there is a photo. */
static ZpiCase *
begin_letter (ZpiSession *session, const OpenLetter *open)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (session);
  ZpiCase *zcase = zpi_case_keeper_new_case (keeper, ZPI_CASE_LETTER);

  zpi_case_set (zcase, ZPI_KEY_LETTER_CODE, open->code);
  if (open->order != NULL)
    zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, main_holder (open->order)->given_names);
  zpi_case_set_saved_generation (zcase, zpi_case_get_generation (zcase));
  zpi_case_keeper_add_extra (keeper,
                             zcase,
                             keep_letter_func,
                             keep_letter_new (zpi_case_get_id (zcase), open),
                             keep_letter_free);
  return zcase;
}

static void
letter_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  OpenLetter *open = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL ||
      !zpi_session_is_open (session, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_case_keeper_answer_with_case (zpi_session_get_keeper (session), open->letter_id, task);
}

static void
letter_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  OpenLetter *open = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL ||
      !zpi_session_is_open (session, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (open->letter_id == NULL) {
    g_task_return_pointer (task, begin_letter (session, open), g_object_unref);
    return;
  }
  zpi_store_transact_async (zpi_session_get_store (session),
                            keep_letter_func,
                            keep_letter_new (open->letter_id, open),
                            keep_letter_free,
                            NULL,
                            letter_kept_cb,
                            g_object_ref (task));
}

static void
find_letter (GTask *task)
{
  ZpiSession *session = g_task_get_source_object (task);

  zpi_store_run_async (zpi_session_get_store (session),
                       find_letter_func,
                       g_task_get_task_data (task),
                       NULL,
                       NULL,
                       letter_found_cb,
                       g_object_ref (task));
}

/* Whether the municipality answered, and said that there is no such letter. */
static gboolean
is_no_letter (const GError *error)
{
  return g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND) ||
         g_error_matches (error, ZPI_ERROR, ZPI_ERROR_REFUSED) ||
         g_error_matches (error, ZPI_ERROR, ZPI_ERROR_GONE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
order_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  OpenLetter *open = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  open->order = zpi_api_photo_order_finish (ZPI_API (source), result, NULL, &error);
  if (error != NULL && is_no_letter (error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    find_letter (task); /* without an answer now, a photo waits until there is one */
}

/**
 * zpi_photo_open_async:
 * @session: an open session
 * @text: the code of a letter as it was typed, or its link
 * @cancellable: (nullable): to give up waiting
 * @callback: called with the letter
 * @user_data: for @callback
 *
 * Opens a letter about photos. Without a network too: what is added then waits.
 */
void
zpi_photo_open_async (ZpiSession *session,
                      const char *text,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  OpenLetter *open = g_new0 (OpenLetter, 1);
  ZpiApi *api = zpi_session_get_api (session);

  g_task_set_source_tag (task, zpi_photo_open_async);
  open->code = zpi_letter_code_from_text (text, NULL);
  g_task_set_task_data (task, open, (GDestroyNotify) open_letter_free);
  if (open->code == NULL)
    g_task_return_new_error (
        task,
        ZPI_ERROR,
        ZPI_ERROR_BAD_FORMAT,
        "This is no code of a letter. Type it as it stands there, or paste the link");
  else if (api != NULL)
    zpi_api_find_photo_order_async (api,
                                    open->code,
                                    cancellable,
                                    order_found_cb,
                                    g_object_ref (task));
  else
    find_letter (task);
}

/**
 * zpi_photo_open_finish:
 * @result: the result
 * @order: (out) (nullable) (transfer full): what the letter asks, as far as is known
 * @error: return location for an error
 *
 * Returns: (transfer full): the letter, open; %NULL with %ZPI_ERROR_BAD_FORMAT when the text is no
 *   code, %ZPI_ERROR_NOT_FOUND when no letter has this code
 */
ZpiCase *
zpi_photo_open_finish (GAsyncResult *result, ZpiPhotoOrder **order, GError **error)
{
  OpenLetter *open = g_task_get_task_data (G_TASK (result));
  ZpiCase *zcase = g_task_propagate_pointer (G_TASK (result), error);

  *order = zcase != NULL ? g_steal_pointer (&open->order) : NULL;
  return zcase;
}

/* How it stands. */

static void
waiting_free (gpointer data)
{
  ZpiPhotoWaiting *self = data;

  g_free (self->document_id);
  g_free (self->holder_id);
  g_free (self->person);
  g_free (self->stuck);
  g_free (self);
}

typedef struct {
  char *letter_id;
  ZpiPhotoOrder *order;
  GPtrArray *waiting;
} LoadLetter;

static void
load_letter_free (LoadLetter *self)
{
  g_free (self->letter_id);
  g_clear_pointer (&self->order, zpi_photo_order_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_free (self);
}

static void
add_waiting (LoadLetter *self, ZpiStore *store, const char *item_id)
{
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, item_id, NULL);
  g_autoptr (ZpiPhotoItem) target = item != NULL ? zpi_photo_item_read (item->payload, NULL) : NULL;
  ZpiPhotoWaiting *waiting;

  if (target == NULL)
    return;
  waiting = g_new0 (ZpiPhotoWaiting, 1);
  waiting->document_id = g_strdup (item_id);
  waiting->holder_id = g_strdup (target->holder_id);
  waiting->person = g_strdup (target->person);
  if (item->next_at_us == ZPI_OUTBOX_PARKED)
    waiting->stuck = g_strdup (item->problem);
  g_ptr_array_add (self->waiting, waiting);
}

static gboolean
load_letter_func (ZpiStore *store, gpointer data, GError **error)
{
  LoadLetter *self = data;
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);

  if (items == NULL)
    return FALSE;
  self->order = zpi_photo_item_load_order (store, self->letter_id);
  self->waiting = g_ptr_array_new_with_free_func (waiting_free);
  for (guint i = 0; i < items->len; i++) {
    const ZpiOutboxItem *item = g_ptr_array_index (items, i);

    if (strcmp (item->case_id, self->letter_id) == 0)
      add_waiting (self, store, item->id);
  }
  return TRUE;
}

static void
letter_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * zpi_photo_load_async:
 * @session: an open session
 * @letter_id: a letter about photos
 * @cancellable: (nullable): to give up waiting
 * @callback: called with how it stands
 * @user_data: for @callback
 *
 * How a letter stands, as last known: no network is needed.
 */
void
zpi_photo_load_async (ZpiSession *session,
                      const char *letter_id,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  LoadLetter *load = g_new0 (LoadLetter, 1);

  g_task_set_source_tag (task, zpi_photo_load_async);
  load->letter_id = g_strdup (letter_id);
  g_task_set_task_data (task, load, (GDestroyNotify) load_letter_free);
  zpi_store_run_async (zpi_session_get_store (session),
                       load_letter_func,
                       load,
                       NULL,
                       NULL,
                       letter_loaded_cb,
                       task);
}

/**
 * zpi_photo_load_finish:
 * @result: the result
 * @waiting: (out) (optional) (transfer full) (element-type ZpiPhotoWaiting): photos that wait
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the order; %NULL without an error when it is not known yet
 */
ZpiPhotoOrder *
zpi_photo_load_finish (GAsyncResult *result, GPtrArray **waiting, GError **error)
{
  LoadLetter *load = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  if (waiting != NULL)
    *waiting = g_steal_pointer (&load->waiting);
  return g_steal_pointer (&load->order);
}

/* Preparing. */

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  char *item = zpi_intake_edit_finish (result, NULL, &error);

  if (item == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, item, g_free);
}

/**
 * zpi_photo_prepare_async:
 * @session: an open session
 * @zcase: the letter
 * @item: the picture, a document of it
 * @x: left side of what is kept, as a part of the width
 * @y: upper side of it, as a part of the height
 * @width: its width
 * @height: its height
 * @cancellable: (nullable): to give up; the picture stays as it was
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Draws the picture anew, so that nothing else of the file is left.
 */
void
zpi_photo_prepare_async (ZpiSession *session,
                         ZpiCase *zcase,
                         const char *item,
                         double x,
                         double y,
                         double width,
                         double height,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_edit_free);
  ZpiEdit *crop = zpi_edit_new (ZPI_EDIT_CROP, 0);
  ZpiEdit *fit = zpi_edit_new (ZPI_EDIT_FIT, 0);
  GTask *task = g_task_new (session, cancellable, callback, user_data);

  g_task_set_source_tag (task, zpi_photo_prepare_async);
  crop->x = x;
  crop->y = y;
  crop->width = width;
  crop->height = height;
  fit->size = ZPI_PHOTO_MAX_SIDE;
  g_ptr_array_add (edits, crop);
  g_ptr_array_add (edits, fit);
  zpi_intake_edit_async (session, zcase, item, edits, cancellable, prepared_cb, task);
}

/**
 * zpi_photo_prepare_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the id of the picture as it is now; %NULL when it cannot be drawn
 */
char *
zpi_photo_prepare_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * zpi_photo_dup_uncut:
 * @zcase: a letter about photos, open
 * @whose: (out) (transfer full): whose photo it becomes, as it was given when it was taken in
 *
 * The picture that is still to be cut. The program may have ended, or locked, amid that.
 *
 * Returns: (transfer full) (nullable): the newest, a document of @zcase; %NULL when there is none
 */
char *
zpi_photo_dup_uncut (ZpiCase *zcase, char **whose)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);

  *whose = NULL;
  for (guint i = g_strv_length (items); i > 0; i--) {
    g_autofree char *kind = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[i - 1], "kind");
    g_autofree char *person = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[i - 1], "whose");

    if (strcmp (zpi_case_get (zcase, kind), ZPI_PHOTO_UNCUT_KIND) == 0) {
      *whose = g_strdup (zpi_case_get (zcase, person));
      return g_strdup (items[i - 1]);
    }
  }
  return NULL;
}

/* Queueing. */

typedef struct {
  char *letter_id;
  char *document_id;
  guint64 generation;
  ZpiPhotoItem target;
  char *address; /* (nullable): where it goes, in real mode */
  char *subject; /* (nullable): in whose name */
} QueuePhoto;

static void
queue_photo_free (QueuePhoto *self)
{
  g_free (self->letter_id);
  g_free (self->document_id);
  g_free (self->target.code);
  g_free (self->target.order_id);
  g_free (self->target.holder_id);
  g_free (self->target.person);
  g_free (self->address);
  g_free (self->subject);
  g_free (self);
}

static gboolean
may_queue (const QueuePhoto *self, const ZpiCaseInfo *info, GError **error)
{
  if (info->generation != self->generation) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BUSY, "Another process wrote the letter");
    return FALSE;
  }
  switch (info->state) {
  case ZPI_CASE_DRAFT:
  case ZPI_CASE_WAITING:
  case ZPI_CASE_SENDING:
  case ZPI_CASE_ATTENTION:
  case ZPI_CASE_RECEIVED:
    return TRUE;
  default:
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "The letter is closed. Ask the municipality for a new one");
    return FALSE;
  }
}

/* An earlier photo of the same person that did not go yet, and this one, when it was of nobody. */
static gboolean
remove_replaced (QueuePhoto *self, ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    const ZpiOutboxItem *item = g_ptr_array_index (items, i);
    g_autoptr (ZpiOutboxItem) full = NULL;
    g_autoptr (ZpiPhotoItem) target = NULL;

    if (strcmp (item->case_id, self->letter_id) != 0)
      continue;
    full = zpi_outbox_store_get (store, item->id, NULL);
    target = full != NULL ? zpi_photo_item_read (full->payload, NULL) : NULL;
    if (target != NULL &&
        (zpi_photo_item_is_for_same (target, &self->target) ||
         strcmp (item->id, self->document_id) == 0) &&
        !zpi_outbox_store_remove (store, item->id, error))
      return FALSE;
  }
  return TRUE;
}

static GPtrArray *
make_part (QueuePhoto *self, ZpiStore *store, GError **error)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);
  ZpiOutboxPart *part = g_new0 (ZpiOutboxPart, 1);
  guint64 n_chunks;

  g_ptr_array_add (parts, part);
  part->document_id = g_strdup (self->document_id);
  part->state = g_strdup ("waiting");
  if (zpi_document_store_get (store,
                              self->document_id,
                              &part->size_bytes,
                              &n_chunks,
                              &part->media_type,
                              &part->sha256,
                              error) &&
      zpi_outgoing_check (store, self->document_id, error))
    return parts;
  g_ptr_array_unref (parts);
  return NULL;
}

static gboolean
insert_photo (QueuePhoto *self, ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) parts = make_part (self, store, error);
  g_autoptr (ZpiOutboxItem) item = g_new0 (ZpiOutboxItem, 1);

  if (parts == NULL)
    return FALSE;
  item->id = g_strdup (self->document_id);
  item->case_id = g_strdup (self->letter_id);
  item->kind = g_strdup (ZPI_OUTBOX_PHOTO);
  item->step = ZPI_OUTBOX_SUBMIT;
  item->payload = zpi_photo_item_write (&self->target);
  item->payload_sha256 = zpi_digest_of_bytes (item->payload);
  item->idempotency_key = g_uuid_string_random ();
  item->queued_us = zpi_clock_now_us ();
  item->address = g_strdup (self->address);
  item->subject = g_strdup (self->subject);
  return zpi_outbox_store_insert (store, item, parts, error);
}

static gboolean
queue_photo_func (ZpiStore *store, gpointer data, GError **error)
{
  QueuePhoto *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->letter_id, error);

  return info != NULL && may_queue (self, info, error) && remove_replaced (self, store, error) &&
         insert_photo (self, store, error) &&
         zpi_photo_item_settle (store, self->letter_id, NULL, error);
}

static void
photo_queued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  ZpiCase *zcase = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_sender_queued (zpi_session_get_sender (session), zcase);
  g_task_return_boolean (task, TRUE);
}

typedef struct {
  GTask *task;
  QueuePhoto *queue;
} FlushPhoto;

static void
photo_flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FlushPhoto *flush = user_data;
  g_autoptr (GTask) task = flush->task;
  QueuePhoto *queue = flush->queue;
  ZpiSession *session = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  g_free (flush);
  if (!zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error) ||
      !zpi_session_is_open (session, &error)) {
    queue_photo_free (queue);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  queue->generation = zpi_case_get_generation (g_task_get_task_data (task));
  zpi_store_transact_async (zpi_session_get_store (session),
                            queue_photo_func,
                            queue,
                            (GDestroyNotify) queue_photo_free,
                            NULL,
                            photo_queued_cb,
                            g_object_ref (task));
}

/* Leaving one out. */

typedef struct {
  char *letter_id;
  char *document_id;
} LeavePhoto;

static void
leave_photo_free (LeavePhoto *self)
{
  g_free (self->letter_id);
  g_free (self->document_id);
  g_free (self);
}

static gboolean
leave_photo_func (ZpiStore *store, gpointer data, GError **error)
{
  const LeavePhoto *self = data;
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, self->document_id, error);
  g_autoptr (ZpiPhotoOrder) order = zpi_photo_item_load_order (store, self->letter_id);

  if (item == NULL)
    return FALSE;
  if (item->next_at_us != ZPI_OUTBOX_PARKED) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "The photo goes by itself");
    return FALSE;
  }
  return zpi_outbox_store_remove (store, item->id, error) &&
         zpi_photo_item_settle (store, self->letter_id, order, error);
}

static void
photo_gone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_intake_remove_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
photo_left_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  const LeavePhoto *leave = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (leave == NULL || !zpi_session_is_open (session, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_sender_case_changed (zpi_session_get_sender (session), leave->letter_id);
  zpi_intake_remove_async (session,
                           g_task_get_task_data (task),
                           leave->document_id,
                           NULL,
                           photo_gone_cb,
                           g_object_ref (task));
}

/**
 * zpi_photo_leave_async:
 * @session: an open session
 * @zcase: the letter
 * @document_id: a photo that does not go by itself
 * @cancellable: (nullable): not looked at
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Leaves a photo out: it is not sent, and goes from this computer.
 */
void
zpi_photo_leave_async (ZpiSession *session,
                       ZpiCase *zcase,
                       const char *document_id,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  LeavePhoto *leave = g_new0 (LeavePhoto, 1);

  g_task_set_source_tag (task, zpi_photo_leave_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (zcase), g_object_unref);
  leave->letter_id = g_strdup (zpi_case_get_id (zcase));
  leave->document_id = g_strdup (document_id);
  zpi_store_transact_async (zpi_session_get_store (session),
                            leave_photo_func,
                            leave,
                            (GDestroyNotify) leave_photo_free,
                            NULL,
                            photo_left_cb,
                            g_object_ref (task));
}

/**
 * zpi_photo_leave_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with NOT_ALLOWED when it goes by itself, NOT_FOUND when it went, or a storage
 *   error when it is not yet gone from the disk; it is not sent then either
 */
gboolean
zpi_photo_leave_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What was done to it and not drawn yet is in what is frozen. */
static void
photo_drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  FlushPhoto *flush = user_data;
  g_autoptr (GError) error = NULL;
  char *item = zpi_intake_edit_finish (result, NULL, &error);
  g_autofree char *kind = NULL;

  if (item == NULL || !zpi_session_is_open (ZPI_SESSION (source), &error)) {
    g_autoptr (GTask) task = flush->task;

    g_free (item);
    queue_photo_free (flush->queue);
    g_free (flush);
    g_task_return_error (task, zpi_intake_error_not_drawn (g_steal_pointer (&error)));
    return;
  }
  g_free (flush->queue->document_id);
  flush->queue->document_id = item;
  kind = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "kind");
  zpi_case_set (g_task_get_task_data (flush->task), kind, ZPI_PHOTO_KIND);
  zpi_case_keeper_flush_async (zpi_session_get_keeper (ZPI_SESSION (source)),
                               g_task_get_task_data (flush->task),
                               NULL,
                               photo_flushed_cb,
                               flush);
}

/**
 * zpi_photo_queue_async:
 * @session: an open session
 * @zcase: the letter
 * @item: the photo, a document of it
 * @order_id: (nullable): the order, when it is known
 * @holder_id: (nullable): whose photo, when the letter could be looked up
 * @person: (nullable): else as the person is named
 * @cancellable: (nullable): not looked at
 * @callback: called when it is queued
 * @user_data: for @callback
 *
 * Freezes a photo and queues it, in one transaction, and wakes the sender.
 */
void
zpi_photo_queue_async (ZpiSession *session,
                       ZpiCase *zcase,
                       const char *item,
                       const char *order_id,
                       const char *holder_id,
                       const char *person,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  FlushPhoto *flush = g_new0 (FlushPhoto, 1);

  flush->task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (flush->task, zpi_photo_queue_async);
  g_task_set_check_cancellable (flush->task, FALSE);
  g_task_set_task_data (flush->task, g_object_ref (zcase), g_object_unref);
  flush->queue = g_new0 (QueuePhoto, 1);
  flush->queue->letter_id = g_strdup (zpi_case_get_id (zcase));
  flush->queue->document_id = g_strdup (item);
  flush->queue->target.code = g_strdup (zpi_case_get (zcase, ZPI_KEY_LETTER_CODE));
  flush->queue->target.order_id = g_strdup (order_id);
  flush->queue->target.holder_id = g_strdup (holder_id);
  flush->queue->target.person = g_strdup (person);
  zpi_submission_dup_destination (session, &flush->queue->address, &flush->queue->subject);
  zpi_intake_edit_async (session, zcase, item, NULL, NULL, photo_drawn_cb, flush);
}

/**
 * zpi_photo_queue_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_BUSY when another process wrote the letter at this moment,
 *   %ZPI_ERROR_NOT_ALLOWED when it is closed, %ZPI_ERROR_NOT_DRAWN when what was done to the photo
 *   cannot be drawn, or a storage error
 */
gboolean
zpi_photo_queue_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
