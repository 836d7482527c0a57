/* SPDX-License-Identifier: EUPL-1.2 */

/* What became of a letter about photos elsewhere: the client's own phone may have added them. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-store.h"
#include "zpi-photo-item.h"
#include "zpi-photo.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"

typedef struct {
  char *letter_id;
  ZpiPhotoOrder *order; /* (nullable): until it was found */
} Refresh;

static void
refresh_free (Refresh *self)
{
  g_free (self->letter_id);
  g_clear_pointer (&self->order, zpi_photo_order_free);
  g_free (self);
}

/* A letter without a photo of this computer is not in the store: nothing is written about it. */
static gboolean
keep_func (ZpiStore *store, gpointer data, GError **error)
{
  Refresh *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->letter_id, NULL);

  return info == NULL || zpi_photo_item_take (store, self->letter_id, self->order, error);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  const Refresh *refresh = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  /* Its row, or that of its application, may say something else now. */
  if (zpi_session_is_open (session, NULL))
    zpi_sender_case_changed (zpi_session_get_sender (session), refresh->letter_id);
  g_task_return_boolean (task, TRUE);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  Refresh *refresh = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  refresh->order = zpi_api_photo_order_finish (ZPI_API (source), result, NULL, &error);
  if (refresh->order == NULL || !zpi_session_is_open (session, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_store_transact_async (zpi_session_get_store (session),
                            keep_func,
                            refresh,
                            NULL,
                            NULL,
                            kept_cb,
                            g_steal_pointer (&task));
}

/**
 * zpi_photo_refresh_async:
 * @session: an open session
 * @zcase: a letter about photos
 * @cancellable: (nullable): to give up waiting
 * @callback: called with how it stands now
 * @user_data: for @callback
 *
 * Asks the municipality how a letter stands.
 */
void
zpi_photo_refresh_async (ZpiSession *session,
                         ZpiCase *zcase,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  Refresh *refresh = g_new0 (Refresh, 1);
  ZpiApi *api = zpi_session_get_api (session);

  g_task_set_source_tag (task, zpi_photo_refresh_async);
  refresh->letter_id = g_strdup (zpi_case_get_id (zcase));
  g_task_set_task_data (task, refresh, (GDestroyNotify) refresh_free);
  if (api == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_OFFLINE, "There is no server");
  else
    zpi_api_find_photo_order_async (api,
                                    zpi_case_get (zcase, ZPI_KEY_LETTER_CODE),
                                    cancellable,
                                    found_cb,
                                    g_steal_pointer (&task));
}

/**
 * zpi_photo_refresh_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): how the letter stands; %NULL when it could not be asked
 */
ZpiPhotoOrder *
zpi_photo_refresh_finish (GAsyncResult *result, GError **error)
{
  Refresh *refresh = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&refresh->order)
                                                           : NULL;
}
