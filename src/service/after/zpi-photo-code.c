/* SPDX-License-Identifier: EUPL-1.2 */

/* The code of a letter that was typed here before, so that the next photo needs no paper. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-photo.h"

#include "zpi-letters.h"
#include "zpi-session-private.h"

typedef struct {
  char *application_id;
  char *code; /* (nullable) */
} LoadCode;

static void
load_code_free (LoadCode *self)
{
  g_free (self->application_id);
  g_free (self->code);
  g_free (self);
}

static gboolean
load_code_func (ZpiStore *store, gpointer data, GError **error)
{
  LoadCode *self = data;
  g_autoptr (GError) local = NULL;

  self->code = zpi_letters_dup_photo_code (store, self->application_id, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
code_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  LoadCode *load = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (load == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&load->code), g_free);
}

/**
 * zpi_photo_load_code_async:
 * @session: an open session
 * @application_id: a case that the municipality has
 * @cancellable: (nullable): to give up waiting
 * @callback: called with the code
 * @user_data: for @callback
 *
 * The code of the letter about the photos of an application of this store, as it was typed for the
 * first of them: the paper may be at the client's home. No network is needed.
 */
void
zpi_photo_load_code_async (ZpiSession *session,
                           const char *application_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  LoadCode *load = g_new0 (LoadCode, 1);

  g_task_set_source_tag (task, zpi_photo_load_code_async);
  load->application_id = g_strdup (application_id);
  zpi_store_run_async (zpi_session_get_store (session),
                       load_code_func,
                       load,
                       (GDestroyNotify) load_code_free,
                       cancellable,
                       code_loaded_cb,
                       task);
}

/**
 * zpi_photo_load_code_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the code; %NULL without an error when none is known
 */
char *
zpi_photo_load_code_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
