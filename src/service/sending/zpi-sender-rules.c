/* SPDX-License-Identifier: EUPL-1.2 */

/* The municipality's rules: asked now and then, kept beside the ones at hand when they are newer
 * and load completely. A draft stays on the rules it began with; its page offers the newer ones. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-json.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"

/* A version never changes: what is at hand is not read again. */
static gboolean
is_at_hand (ZpiSender *self, JsonObject *scheme, JsonObject *norms)
{
  g_autofree char *version = g_strjoin ("/",
                                        zpi_json_get_string (scheme, "id"),
                                        zpi_json_get_string (scheme, "version"),
                                        zpi_json_get_string (norms, "version"),
                                        NULL);

  return zpi_scheme_shelf_find (self->session->shelf, version) != NULL;
}

/* (transfer full): a member as a document of its own, over several lines so that a message about it
 * can name one */
static GBytes *
dup_member (JsonObject *answer, const char *member)
{
  return zpi_json_serialize (json_object_get_member (answer, member), TRUE);
}

/* @answer: an object with a scheme, or the API does not let it through */
static gboolean
keep_rules (ZpiSender *self, JsonObject *answer, gboolean *newer, GError **error)
{
  JsonObject *norms_object = zpi_json_get_object (answer, "normen");
  g_autoptr (GBytes) scheme = NULL;
  g_autoptr (GBytes) norms = NULL;
  g_autofree char *folder = NULL;

  if (norms_object == NULL) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "The answer lacks norms");
    return FALSE;
  }
  if (is_at_hand (self, zpi_json_get_object (answer, "regeling"), norms_object))
    return TRUE;
  scheme = dup_member (answer, "regeling");
  norms = dup_member (answer, "normen");
  folder = g_build_filename (self->session->folder, ZPI_SCHEMES_FOLDER, NULL);
  if (!zpi_scheme_shelf_add (self->session->shelf, folder, scheme, norms, newer, error))
    return FALSE;
  zpi_session_trust_rules (self->session, scheme, norms);
  return TRUE;
}

static void
rules_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (JsonNode) answer =
      zpi_api_get_scheme_finish (ZPI_API (source), result, &etag, NULL, &error);
  gboolean newer = FALSE;

  if (error == NULL && answer != NULL && self->session != NULL)
    keep_rules (self, json_node_get_object (answer), &newer, &error);
  if (error != NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (answer != NULL) {
    g_free (self->rules_etag);
    self->rules_etag = g_steal_pointer (&etag);
  }
  if (newer)
    g_message ("The municipality has newer rules");
  g_task_return_int (task, newer ? 1 : 0);
}

/**
 * zpi_sender_fetch_rules_async:
 * @self: the sender
 * @cancellable: (nullable): to give up
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Asks the municipality for its rules. What does not load completely replaces nothing.
 */
void
zpi_sender_fetch_rules_async (ZpiSender *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  ZpiApi *api;

  g_return_if_fail (ZPI_IS_SENDER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sender_fetch_rules_async);
  api = self->session != NULL ? zpi_session_get_api (self->session) : NULL;
  if (api == NULL) {
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_OFFLINE, "There is no server");
    return;
  }
  zpi_api_get_scheme_async (api,
                            zpi_scheme_shelf_get_id (self->session->shelf),
                            self->rules_etag,
                            cancellable,
                            rules_fetched_cb,
                            g_object_ref (task));
}

/**
 * zpi_sender_fetch_rules_finish:
 * @self: the sender
 * @result: the result
 * @error: return location for an error; %ZPI_ERROR_BAD_FORMAT names file, line and key
 *
 * Returns: 1 when newer rules came, 0 when ours are the newest, -1 on an error
 */
gint
zpi_sender_fetch_rules_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
