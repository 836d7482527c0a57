/* SPDX-License-Identifier: EUPL-1.2 */

/* How photos stand at the municipality: it may ask for another one after all were there, and the
 * client's own phone may have added them. Asked with the application, or with the letter where no
 * application is here, or by who has the letter on the screen. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-letters.h"
#include "zpi-photo-item.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"

typedef struct {
  char *case_id;
  gboolean is_letter;
  char *order_id;       /* (nullable): nothing is known of an order */
  GPtrArray *letters;   /* (element-type utf8): letters of it that are here */
  ZpiPhotoOrder *order; /* (nullable): until it was asked */
} AskPhotos;

static void
ask_photos_free (AskPhotos *self)
{
  g_free (self->case_id);
  g_free (self->order_id);
  g_ptr_array_unref (self->letters);
  g_clear_pointer (&self->order, zpi_photo_order_free);
  g_free (self);
}

static void
add_letter (AskPhotos *self, ZpiStore *store, const char *letter_id)
{
  g_autoptr (ZpiPhotoOrder) order = zpi_photo_item_load_order (store, letter_id);

  if (order == NULL)
    return;
  if (self->order_id == NULL)
    self->order_id = g_strdup (order->id);
  if (g_str_equal (self->order_id, order->id))
    g_ptr_array_add (self->letters, g_strdup (letter_id));
}

static gboolean
add_letters_of (AskPhotos *self, ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_letters_list_about (store, self->case_id, error);

  self->order_id = zpi_photo_item_dup_order_of (store, self->case_id);
  for (guint i = 0; infos != NULL && i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    add_letter (self, store, info->id);
  }
  return infos != NULL;
}

static gboolean
find_order_func (ZpiStore *store, gpointer data, GError **error)
{
  AskPhotos *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);

  if (info == NULL)
    return FALSE;
  self->is_letter = info->kind == ZPI_CASE_LETTER;
  if (self->is_letter)
    add_letter (self, store, info->id);
  else if (info->state == ZPI_CASE_PHOTOS)
    return add_letters_of (self, store, error);
  return TRUE;
}

/* A letter of which nothing was added here is not in the store: nothing is written about it. */
static gboolean
find_letter_func (ZpiStore *store, gpointer data, GError **error)
{
  AskPhotos *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, NULL);

  if (info != NULL)
    g_ptr_array_add (self->letters, g_strdup (info->id));
  return TRUE;
}

static gboolean
keep_order_func (ZpiStore *store, gpointer data, GError **error)
{
  AskPhotos *self = data;

  for (guint i = 0; i < self->letters->len; i++)
    if (!zpi_photo_item_take (store, self->letters->pdata[i], self->order, error))
      return FALSE;
  return self->letters->len > 0 ||
         zpi_letters_note_photos (store, self->case_id, self->order, error);
}

static void
order_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AskPhotos *ask = g_task_get_task_data (task);
  ZpiSender *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  for (guint i = 0; i < ask->letters->len; i++)
    zpi_sender_case_changed (self, ask->letters->pdata[i]);
  zpi_sender_case_changed (self, ask->case_id);
  g_task_return_boolean (task, TRUE);
}

static void
order_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  AskPhotos *ask = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  ask->order = zpi_api_photo_order_finish (ZPI_API (source), result, NULL, &error);
  if (ask->order == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (self->session == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session was closed");
  else
    zpi_store_transact_async (zpi_session_get_store (self->session),
                              keep_order_func,
                              ask,
                              NULL,
                              NULL,
                              order_kept_cb,
                              g_object_ref (task));
}

static void
order_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  AskPhotos *ask = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  ZpiApi *api = self->session != NULL ? zpi_session_get_api (self->session) : NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (ask->order_id == NULL)
    g_task_return_boolean (task, FALSE);
  else if (api == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_OFFLINE, "There is no server");
  else
    zpi_api_get_photo_order_async (api,
                                   ask->order_id,
                                   g_task_get_cancellable (task),
                                   order_read_cb,
                                   g_object_ref (task));
}

/* @ask: (transfer full): given to @find, which says which order to ask for */
static void
begin (GTask *task, AskPhotos *ask, const char *case_id, ZpiStoreFunc find)
{
  ZpiSender *self = g_task_get_source_object (task);

  ask->case_id = g_strdup (case_id);
  ask->letters = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, ask, (GDestroyNotify) ask_photos_free);
  if (self->session == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session was closed");
  else
    zpi_store_run_async (zpi_session_get_store (self->session),
                         find,
                         ask,
                         NULL,
                         NULL,
                         order_found_cb,
                         g_object_ref (task));
}

void
zpi_sender_ask_photos_async (ZpiSender *self,
                             const char *case_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, zpi_sender_ask_photos_async);
  begin (task, g_new0 (AskPhotos, 1), case_id, find_order_func);
}

/* @is_letter: whether no application has this id. FALSE without an error: nothing is known of
 * photos of it, and nobody was asked. */
gboolean
zpi_sender_ask_photos_finish (GAsyncResult *result, gboolean *is_letter, GError **error)
{
  const AskPhotos *ask = g_task_get_task_data (G_TASK (result));

  *is_letter = ask->is_letter;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * zpi_sender_refresh_photos_async:
 * @self: the sender
 * @letter_id: a letter about photos, which need not be in the store
 * @order_id: its order
 * @cancellable: (nullable): to give up waiting
 * @callback: called with how it stands now
 * @user_data: for @callback
 *
 * Asks the municipality how a letter stands.
 */
void
zpi_sender_refresh_photos_async (ZpiSender *self,
                                 const char *letter_id,
                                 const char *order_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  AskPhotos *ask = g_new0 (AskPhotos, 1);

  g_task_set_source_tag (task, zpi_sender_refresh_photos_async);
  ask->order_id = g_strdup (order_id);
  begin (task, ask, letter_id, find_letter_func);
}

/**
 * zpi_sender_refresh_photos_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): how the letter stands; %NULL when it could not be asked
 */
ZpiPhotoOrder *
zpi_sender_refresh_photos_finish (GAsyncResult *result, GError **error)
{
  AskPhotos *ask = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&ask->order) : NULL;
}

gboolean
zpi_sender_may_hear_of_photos (ZpiStore *store, const ZpiCaseInfo *info)
{
  g_autoptr (ZpiPhotoOrder) order = NULL;

  if (info->kind != ZPI_CASE_LETTER ||
      (info->state != ZPI_CASE_DRAFT && info->state != ZPI_CASE_RECEIVED) ||
      zpi_letters_is_attached (store, info))
    return FALSE;
  order = zpi_photo_item_load_order (store, info->id);
  return order != NULL && zpi_photo_order_is_open (order);
}
