/* SPDX-License-Identifier: EUPL-1.2 */

/* The desk for a window that has no HTTP of its own. It goes over HTTP all the same, so that it
 * also reaches a municipality that another program runs. */

#include <libsoup/soup.h>
#include <string.h>

#include "zpi-error.h"
#include "zpi-json.h"
#include "zpi-practice-server.h"

#define MAX_ANSWER (16 * 1024 * 1024)

static SoupMessage *
new_request (const char *base_url, const char *method, const char *path, JsonNode *body)
{
  g_autofree char *root = g_str_has_suffix (base_url, "/v1")
                              ? g_strndup (base_url, strlen (base_url) - strlen ("/v1"))
                              : g_strdup (base_url);
  g_autofree char *uri = g_strconcat (root, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  if (message != NULL && body != NULL) {
    g_autoptr (GBytes) bytes = zpi_json_serialize (body, FALSE);

    soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  }
  return message;
}

static JsonNode *
read_answer (SoupMessage *message, GBytes *bytes, GError **error)
{
  guint status = soup_message_get_status (message);
  g_autoptr (JsonNode) node = zpi_json_parse (bytes, MAX_ANSWER, 0, error);

  if (node == NULL)
    return NULL;
  if (status >= 200 && status < 300)
    return g_steal_pointer (&node);
  g_set_error (error,
               ZPI_ERROR,
               status == 404   ? ZPI_ERROR_NOT_FOUND
               : status == 409 ? ZPI_ERROR_NOT_ALLOWED
                               : ZPI_ERROR_REFUSED,
               "The desk refused with %u",
               status);
  return NULL;
}

/**
 * zpi_practice_desk_call:
 * @base_url: the base address of a practice municipality, which ends in `/v1`
 * @method: GET, POST or PUT
 * @path: as over HTTP, `/_oefening/…`
 * @body: (nullable): what to send; a POST or PUT without one sends an empty object
 * @error: return location for an error
 *
 * One call to the desk of a municipality that this or another program runs. Any thread; blocks
 * briefly.
 *
 * Returns: (transfer full): the answer, or %NULL with %ZPI_ERROR_NOT_FOUND, %ZPI_ERROR_NOT_ALLOWED
 * (not in this state), %ZPI_ERROR_REFUSED, %ZPI_ERROR_OFFLINE or %ZPI_ERROR_BAD_FORMAT
 */
JsonNode *
zpi_practice_desk_call (const char *base_url,
                        const char *method,
                        const char *path,
                        JsonNode *body,
                        GError **error)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", 10, NULL);
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (JsonNode) nothing = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (base_url != NULL && method != NULL && path != NULL, NULL);

  if (body == NULL && g_strcmp0 (method, "GET") != 0) {
    nothing = json_node_new (JSON_NODE_OBJECT);
    json_node_take_object (nothing, json_object_new ());
    body = nothing;
  }
  message = new_request (base_url, method, path, body);
  if (message != NULL)
    bytes = soup_session_send_and_read (session, message, NULL, &local_error);
  if (bytes == NULL) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_OFFLINE,
                 "The desk cannot be reached: %s",
                 local_error != NULL ? local_error->message : "not an address");
    return NULL;
  }
  return read_answer (message, bytes, error);
}
