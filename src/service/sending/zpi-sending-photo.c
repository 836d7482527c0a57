/* SPDX-License-Identifier: EUPL-1.2 */

/* Sending one photo. The order is looked up first, each time: by its id, or by the letter's code
 * when the photo was taken without a network. It says whether this very photo is there already. A
 * photo that is sent again replaces itself. */

#define G_LOG_DOMAIN "zpi-service"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-outgoing.h"
#include "zpi-photo-item.h"
#include "zpi-sending-private.h"
#include "zpi-submission.h"

static void
stop (GTask *task, ZpiAttention reason)
{
  ZpiSending *self = g_task_get_task_data (task);

  self->attention = zpi_attention_to_nick (reason);
  zpi_sending_attention (task);
}

/* The end. */

static gboolean
photo_received_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiSending *self = data;
  ZpiOutboxPart *part = g_ptr_array_index (self->parts, 0);

  self->item->step = ZPI_OUTBOX_DONE;
  self->item->sending_since_us = 0;
  self->item->next_at_us = 0;
  self->item->retry_after_us = 0;
  self->item->attempts = 0;
  g_clear_pointer (&self->item->problem, g_free);
  g_clear_pointer (&self->item->problem_detail, g_bytes_unref);
  g_free (part->state);
  part->state = g_strdup ("done");
  part->offset = part->size_bytes;
  return zpi_outbox_store_update_part (store, self->item->id, part, error) &&
         zpi_outbox_store_update (store, self->item, error) &&
         zpi_photo_item_keep_order (store, self->item->case_id, self->order, error) &&
         zpi_follow_up_add_event (store,
                                  self->item->case_id,
                                  ZPI_EVENT_PHOTO,
                                  zpi_clock_now_us (),
                                  error) &&
         zpi_photo_item_settle (store, self->item->case_id, self->order, error);
}

/* The municipality took it: how the order stands now, for when the pass comes. What cannot be asked
 * is asked another time. */
static void
asked_after_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);
  ZpiPhotoOrder *order = zpi_api_photo_order_finish (ZPI_API (source), result, NULL, NULL);

  if (order != NULL) {
    zpi_photo_order_free (self->order);
    self->order = order;
  }
  zpi_sending_keep_received (task, photo_received_func);
}

/* Until the order can be read again. */
static void
note_in_order (ZpiPhotoOrder *order, ZpiPassHolder *holder, const char *sha256)
{
  g_free (holder->state);
  holder->state = g_strdup ("ontvangen");
  g_free (holder->sha256);
  holder->sha256 = g_strdup (sha256);
  order->complete = TRUE;
  for (guint i = 0; i < order->holders->len; i++) {
    const ZpiPassHolder *other = g_ptr_array_index (order->holders, i);

    if (strcmp (other->state, "ontbreekt") == 0 || strcmp (other->state, "afgekeurd") == 0)
      order->complete = FALSE;
  }
}

/* The photo. */

static void
photo_put_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;

  if (zpi_api_put_photo_finish (ZPI_API (source), result, &problem, &error)) {
    note_in_order (self->order, self->holder, self->part->sha256);
    zpi_api_get_photo_order_async (self->api,
                                   self->order->id,
                                   g_task_get_cancellable (task),
                                   asked_after_cb,
                                   g_object_ref (task));
  } else if (problem != NULL && g_strcmp0 (problem->code, "niet-mogelijk") == 0) {
    self->problem = g_steal_pointer (&problem);
    stop (task, ZPI_ATTENTION_PHOTO_APPROVED);
  } else {
    zpi_sending_fail (task, g_steal_pointer (&error), g_steal_pointer (&problem));
  }
}

typedef struct {
  char *document_id;
  GByteArray *bytes; /* wiped */
} ReadPhoto;

static void
read_photo_free (ReadPhoto *self)
{
  g_free (self->document_id);
  if (self->bytes != NULL) {
    explicit_bzero (self->bytes->data, self->bytes->len);
    g_byte_array_unref (self->bytes);
  }
  g_free (self);
}

static gboolean
read_photo_func (ZpiStore *store, gpointer data, GError **error)
{
  ReadPhoto *self = data;
  guint64 size, n_chunks;
  g_autofree char *type = NULL;
  g_autofree char *sha256 = NULL;

  if (!zpi_document_store_get (store, self->document_id, &size, &n_chunks, &type, &sha256, error))
    return FALSE;
  self->bytes = g_byte_array_sized_new ((guint) MIN (size, G_MAXINT));
  for (guint64 i = 0; i < n_chunks; i++) {
    g_autoptr (GBytes) chunk = zpi_outgoing_read_chunk (store, self->document_id, i, error);

    if (chunk == NULL)
      return FALSE;
    g_byte_array_append (self->bytes, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  }
  return TRUE;
}

static void
photo_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) photo = NULL;
  ReadPhoto *read = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (read == NULL) {
    zpi_sending_fail (task, g_steal_pointer (&error), NULL);
    return;
  }
  photo = zpi_secret_bytes_new (read->bytes->data, read->bytes->len);
  zpi_api_put_photo_async (self->api,
                           self->order->id,
                           self->holder->id,
                           self->part->media_type,
                           photo,
                           g_task_get_cancellable (task),
                           photo_put_cb,
                           g_object_ref (task));
}

static void
put_photo (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);
  ReadPhoto *read = g_new0 (ReadPhoto, 1);

  read->document_id = g_strdup (self->part->document_id);
  zpi_store_run_async (self->store,
                       read_photo_func,
                       read,
                       (GDestroyNotify) read_photo_free,
                       NULL,
                       photo_read_cb,
                       g_object_ref (task));
}

/* The order. */

static ZpiPassHolder *
find_holder (ZpiPhotoOrder *order, const ZpiPhotoItem *target)
{
  return (ZpiPassHolder *) zpi_photo_order_find (order,
                                                 target->holder_id != NULL ? target->holder_id
                                                                           : target->person,
                                                 NULL);
}

static void
order_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  g_autoptr (ZpiPhotoItem) target = zpi_photo_item_read (self->item->payload, NULL);

  self->order = zpi_api_photo_order_finish (ZPI_API (source), result, &problem, &error);
  if (self->order == NULL && g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    stop (task, ZPI_ATTENTION_LETTER_UNKNOWN);
    return;
  }
  if (self->order == NULL) {
    zpi_sending_fail (task, g_steal_pointer (&error), g_steal_pointer (&problem));
    return;
  }
  self->holder = find_holder (self->order, target);
  if (self->holder == NULL)
    stop (task, ZPI_ATTENTION_PERSON_UNKNOWN);
  else if (g_strcmp0 (self->holder->sha256, self->part->sha256) == 0 &&
           strcmp (self->holder->state, "afgekeurd") != 0)
    zpi_sending_keep_received (task, photo_received_func);
  else if (strcmp (self->holder->state, "goedgekeurd") == 0)
    stop (task, ZPI_ATTENTION_PHOTO_APPROVED);
  else
    put_photo (task);
}

void
zpi_sending_photo_run (GTask *task)
{
  ZpiSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiPhotoItem) target = zpi_photo_item_read (self->item->payload, &error);

  if (target == NULL || self->parts->len != 1) {
    if (error == NULL)
      g_set_error_literal (&error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "A photo has one document");
    zpi_sending_fail (task, g_steal_pointer (&error), NULL);
    return;
  }
  self->part = g_ptr_array_index (self->parts, 0);
  if (target->order_id != NULL)
    zpi_api_get_photo_order_async (self->api,
                                   target->order_id,
                                   g_task_get_cancellable (task),
                                   order_ready_cb,
                                   g_object_ref (task));
  else
    zpi_api_find_photo_order_async (self->api,
                                    target->code,
                                    g_task_get_cancellable (task),
                                    order_ready_cb,
                                    g_object_ref (task));
}
