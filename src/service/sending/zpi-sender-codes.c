/* SPDX-License-Identifier: EUPL-1.2 */

/* Codes of mails that were typed without a network are looked up at the begin of each round. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-kept-codes.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"

typedef struct {
  char *code;
  char *before;              /* (nullable) */
  const ZpiRequest *request; /* (nullable): of the caller */
  gboolean changed;          /* it was kept here */
  GPtrArray *done;           /* (element-type utf8): letters whose place the answer took */
} Settle;

static void
settle_free (Settle *self)
{
  g_free (self->code);
  g_free (self->before);
  g_ptr_array_unref (self->done);
  g_free (self);
}

static gboolean
settle_func (ZpiStore *store, gpointer data, GError **error)
{
  Settle *self = data;

  return zpi_kept_codes_settle (store,
                                self->code,
                                self->before,
                                self->request,
                                &self->changed,
                                self->done,
                                error);
}

static void
show_settled (ZpiSession *session, const Settle *settle)
{
  for (guint i = 0; i < settle->done->len; i++)
    zpi_case_keeper_delete (zpi_session_get_keeper (session), settle->done->pdata[i], 0);
  if (!settle->changed)
    return;
  if (settle->request != NULL)
    zpi_sender_case_changed (zpi_session_get_sender (session), settle->request->id);
  zpi_session_cases_changed (session);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL ||
      !zpi_session_is_open (session, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  show_settled (session, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * zpi_sender_settle_code_async:
 * @session: an open session
 * @code: the code of a mail that the municipality was asked about
 * @before: (nullable): the letter that kept another code, which was wrong
 * @request: (nullable): what has this code, %NULL for nothing; has to be there until @callback
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * Where the code was kept, the answer is begun and takes the place of the letter that kept it, or
 * its row says that the code is of nothing. Of a code that was not kept nothing is written.
 */
void
zpi_sender_settle_code_async (ZpiSession *session,
                              const char *code,
                              const char *before,
                              const ZpiRequest *request,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, NULL, callback, user_data);
  Settle *settle = g_new0 (Settle, 1);

  g_task_set_source_tag (task, zpi_sender_settle_code_async);
  settle->code = g_strdup (code);
  settle->before = g_strdup (before);
  settle->request = request;
  settle->done = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, settle, (GDestroyNotify) settle_free);
  zpi_store_transact_async (zpi_session_get_store (session),
                            settle_func,
                            settle,
                            NULL,
                            NULL,
                            settled_cb,
                            g_object_ref (task));
}

/**
 * zpi_sender_settle_code_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when it could not be written, or the session was closed meanwhile
 */
gboolean
zpi_sender_settle_code_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct {
  GPtrArray *codes;    /* (nullable) (element-type utf8): the last one is asked first */
  ZpiRequest *request; /* (nullable): what the last one is of */
} LookUp;

static void
look_up_free (LookUp *self)
{
  g_clear_pointer (&self->codes, g_ptr_array_unref);
  g_clear_pointer (&self->request, zpi_request_free);
  g_free (self);
}

static void ask_next (GTask *task);

static const char *
last_code (const LookUp *look)
{
  return g_ptr_array_index (look->codes, look->codes->len - 1);
}

static void
last_settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  LookUp *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!zpi_sender_settle_code_finish (result, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_clear_pointer (&look->request, zpi_request_free);
  g_ptr_array_remove_index (look->codes, look->codes->len - 1);
  ask_next (task);
}

/* Without an answer the others are not asked either: they wait. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  LookUp *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  look->request = zpi_api_find_request_finish (ZPI_API (source), result, NULL, &error);
  if (error != NULL && !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (self->session == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session was closed");
  else
    zpi_sender_settle_code_async (self->session,
                                  last_code (look),
                                  NULL,
                                  look->request,
                                  last_settled_cb,
                                  g_object_ref (task));
}

static void
ask_next (GTask *task)
{
  ZpiSender *self = g_task_get_source_object (task);
  LookUp *look = g_task_get_task_data (task);
  ZpiApi *api = self->session != NULL ? zpi_session_get_api (self->session) : NULL;

  if (look->codes->len == 0)
    g_task_return_boolean (task, TRUE);
  else if (api == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_OFFLINE, "There is no server");
  else
    zpi_api_find_request_async (api,
                                last_code (look),
                                g_task_get_cancellable (task),
                                found_cb,
                                g_object_ref (task));
}

static gboolean
list_func (ZpiStore *store, gpointer data, GError **error)
{
  LookUp *look = data;

  look->codes = zpi_kept_codes_list (store, error);
  return look->codes != NULL;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) != NULL)
    ask_next (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
zpi_sender_look_up_codes_async (ZpiSender *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  LookUp *look = g_new0 (LookUp, 1);

  g_task_set_source_tag (task, zpi_sender_look_up_codes_async);
  g_task_set_task_data (task, look, (GDestroyNotify) look_up_free);
  if (self->session == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The session was closed");
  else
    zpi_store_run_async (zpi_session_get_store (self->session),
                         list_func,
                         look,
                         NULL,
                         NULL,
                         listed_cb,
                         g_object_ref (task));
}

gboolean
zpi_sender_look_up_codes_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
