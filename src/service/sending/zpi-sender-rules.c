/* SPDX-License-Identifier: EUPL-1.2 */

/* The municipality's rules: asked now and then, kept beside the ones at hand when they are newer
 * and load completely. A draft stays on the rules it began with; its page offers the newer ones. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-json.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"

/* (transfer full) (nullable): a member as a document of its own, over several lines so that a
 * message about it can name one */
static GBytes *
dup_member (JsonObject *answer, const char *member)
{
  JsonNode *node = json_object_get_member (answer, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? zpi_json_serialize (node, TRUE) : NULL;
}

static gboolean
keep_rules (ZpiSender *self, GBytes *bytes, gboolean *newer, GError **error)
{
  g_autoptr (JsonNode) root = zpi_json_parse (bytes, 0, 0, error);
  g_autoptr (GBytes) scheme = NULL;
  g_autoptr (GBytes) norms = NULL;
  g_autofree char *folder = NULL;

  if (root == NULL)
    return FALSE;
  /* The API let through only what is an object with a scheme. */
  scheme = dup_member (json_node_get_object (root), "regeling");
  norms = dup_member (json_node_get_object (root), "normen");
  if (norms == NULL) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "The answer lacks norms");
    return FALSE;
  }
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
  g_autoptr (GBytes) bytes =
      zpi_api_get_scheme_finish (ZPI_API (source), result, &etag, NULL, &error);
  gboolean newer = FALSE;

  if (error == NULL && bytes != NULL && self->session != NULL)
    keep_rules (self, bytes, &newer, &error);
  if (error != NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (bytes != NULL) {
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
