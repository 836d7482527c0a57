/* SPDX-License-Identifier: EUPL-1.2 */

/* The operations of the municipal API. Every one goes the same road (zpi_api_perform_async) and
 * its finish function decides whether the answer is what was asked for. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-api.h"

#include <string.h>

#include "zpi-digest.h"
#include "zpi-json.h"

#include "zpi-api-private.h"

gboolean
zpi_api_not_verified (GError **error, const char *what)
{
  g_set_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED, "the answer %s", what);
  return FALSE;
}

JsonObject *
zpi_api_answer_object (const ZpiApiAnswer *answer)
{
  if (answer->node == NULL || !JSON_NODE_HOLDS_OBJECT (answer->node))
    return NULL;
  return json_node_get_object (answer->node);
}

/* Whether its member @name is the digest of the body that was sent. */
static gboolean
answer_confirms (const ZpiApiAnswer *answer, const char *name)
{
  g_autofree char *sha256 = zpi_digest_of_bytes (answer->sent);

  return g_strcmp0 (zpi_json_get_string (zpi_api_answer_object (answer), name), sha256) == 0;
}

static ZpiHttpRequest *
application_request (ZpiApi *self, const char *method, const char *id, const char *below)
{
  g_autofree char *path = g_strconcat ("/aanvragen/", id, below, NULL);
  g_autofree char *template = g_strconcat ("/aanvragen/{aanvraagId}", below, NULL);

  return zpi_api_request_new (self, method, path, template);
}

static GBytes *
object_with_string (const char *member, const char *value)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();

  zpi_json_set_string (object, member, value);
  json_node_set_object (node, object);
  return zpi_json_serialize (node, FALSE);
}

/**
 * zpi_api_put_application_async:
 * @self: the API
 * @id: our own UUID
 * @form: exactly the bytes that are sent
 * @etag: (nullable): what to replace; %NULL to create
 * @cancellable: (nullable): a cancellable
 * @callback: a callback
 * @user_data: for @callback
 */
void
zpi_api_put_application_async (ZpiApi *self,
                               const char *id,
                               GBytes *form,
                               const char *etag,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  ZpiHttpRequest *request;

  g_return_if_fail (ZPI_IS_API (self) && id != NULL && form != NULL);

  request = application_request (self, "PUT", id, "");
  zpi_http_request_set_header (request,
                               etag != NULL ? "If-Match" : "If-None-Match",
                               etag != NULL ? etag : "*");
  zpi_api_request_set_json (request, form);
  zpi_api_perform_async (self, request, ZPI_API_EXPECT_JSON, id, cancellable, callback, user_data);
}

/**
 * zpi_api_put_application_finish:
 * @self: the API
 * @result: a result
 * @problem: (out) (optional) (nullable): what the server said
 * @error: return location for an error
 *
 * Returns: (transfer full): the etag of the form as it is there now; %NULL with an error,
 * %ZPI_ERROR_CONFLICT when there is another form, %ZPI_ERROR_NOT_VERIFIED when what is there is
 * not what was sent
 */
char *
zpi_api_put_application_finish (ZpiApi *self,
                                GAsyncResult *result,
                                ZpiProblem **problem,
                                GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);
  const char *etag;
  JsonObject *object;

  if (answer == NULL)
    return NULL;
  object = zpi_api_answer_object (answer);
  etag = zpi_http_response_get_header (answer->response, "ETag");
  if (g_strcmp0 (zpi_json_get_string (object, "aanvraagId"), answer->subject) != 0)
    zpi_api_not_verified (error, "is of another application");
  else if (!answer_confirms (answer, "formulierSha256"))
    zpi_api_not_verified (error, "has another digest of the form");
  else if (etag == NULL)
    zpi_api_not_verified (error, "has no etag");
  else
    return g_strdup (etag);
  return NULL;
}

/**
 * zpi_api_get_application_async:
 * @self: the API
 * @id: of the application
 * @cancellable: (nullable): ends it
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Asks how an application stands there.
 */
void
zpi_api_get_application_async (ZpiApi *self,
                               const char *id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (ZPI_IS_API (self) && id != NULL);

  zpi_api_perform_async (self,
                         application_request (self, "GET", id, ""),
                         ZPI_API_EXPECT_JSON,
                         id,
                         cancellable,
                         callback,
                         user_data);
}

/**
 * zpi_api_get_application_finish:
 * @self: the API
 * @result: a result
 * @problem: (out) (optional) (nullable): what the server said
 * @error: return location for an error
 *
 * Returns: (transfer full): how it stands there; %NULL with %ZPI_ERROR_NOT_FOUND (never arrived),
 * %ZPI_ERROR_GONE (was removed), or another error
 */
ZpiRemoteStatus *
zpi_api_get_application_finish (ZpiApi *self,
                                GAsyncResult *result,
                                ZpiProblem **problem,
                                GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);

  if (answer == NULL)
    return NULL;
  if (answer->node == NULL) {
    zpi_api_not_verified (error, "is empty");
    return NULL;
  }
  return zpi_remote_status_parse (answer->subject,
                                  answer->node,
                                  answer->response->body,
                                  zpi_http_response_get_header (answer->response, "ETag"),
                                  error);
}

/**
 * zpi_api_submit_async:
 * @self: the API
 * @id: the application
 * @form_sha256: of exactly the form that is submitted
 * @idempotency_key: made once, when it was queued
 * @cancellable: (nullable): a cancellable
 * @callback: a callback
 * @user_data: for @callback
 */
void
zpi_api_submit_async (ZpiApi *self,
                      const char *id,
                      const char *form_sha256,
                      const char *idempotency_key,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GBytes) body = NULL;
  ZpiHttpRequest *request;

  g_return_if_fail (ZPI_IS_API (self) && id != NULL);
  g_return_if_fail (form_sha256 != NULL && idempotency_key != NULL);

  body = object_with_string ("formulierSha256", form_sha256);
  request = application_request (self, "POST", id, "/_indienen");
  zpi_http_request_set_header (request, "Idempotency-Key", idempotency_key);
  zpi_api_request_set_json (request, body);
  zpi_api_perform_async (self, request, ZPI_API_EXPECT_JSON, id, cancellable, callback, user_data);
}

/* NULL without an error: 202. */
static ZpiReceipt *
receipt_from_answer (const ZpiApiAnswer *answer, GError **error)
{
  g_autoptr (ZpiReceipt) receipt = NULL;
  JsonObject *object = zpi_api_answer_object (answer);

  if (object == NULL) {
    zpi_api_not_verified (error, "is no receipt");
    return NULL;
  }
  if (answer->response->status == 202)
    return NULL;
  receipt = zpi_receipt_from_object (object, FALSE, answer->response->body, error);
  if (receipt == NULL)
    return NULL;
  if (strcmp (receipt->application_id, answer->subject) != 0) {
    zpi_api_not_verified (error, "is of another application");
    return NULL;
  }
  return g_steal_pointer (&receipt);
}

/**
 * zpi_api_submit_finish:
 * @self: the API
 * @result: a result
 * @problem: (out) (optional) (nullable): what the server said; with a 202 when to come back
 * @error: return location for an error
 *
 * The receipt still has to be verified against what was sent: [method@Receipt.verify].
 *
 * Returns: (transfer full) (nullable): the receipt; %NULL without an error when it is still being
 * processed (202)
 */
ZpiReceipt *
zpi_api_submit_finish (ZpiApi *self, GAsyncResult *result, ZpiProblem **problem, GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);

  return answer != NULL ? receipt_from_answer (answer, error) : NULL;
}

/**
 * zpi_api_get_receipt_async:
 * @self: the API
 * @id: of the application
 * @cancellable: (nullable): ends it
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Asks for the receipt of what was submitted.
 */
void
zpi_api_get_receipt_async (ZpiApi *self,
                           const char *id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (ZPI_IS_API (self) && id != NULL);

  zpi_api_perform_async (self,
                         application_request (self, "GET", id, "/ontvangstbevestiging"),
                         ZPI_API_EXPECT_JSON,
                         id,
                         cancellable,
                         callback,
                         user_data);
}

/**
 * zpi_api_get_receipt_finish:
 * @self: the API
 * @result: a result
 * @problem: (out) (optional) (nullable): what the server said; with a 202 when to come back
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the receipt; %NULL without an error when it is not there
 * yet (202), with %ZPI_ERROR_NOT_FOUND when it was never submitted
 */
ZpiReceipt *
zpi_api_get_receipt_finish (ZpiApi *self,
                            GAsyncResult *result,
                            ZpiProblem **problem,
                            GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);

  return answer != NULL ? receipt_from_answer (answer, error) : NULL;
}

/**
 * zpi_api_submit_supplement_async:
 * @self: the API
 * @id: of the application
 * @supplement_id: what was asked for
 * @body: the form
 * @idempotency_key: the same for each try
 * @cancellable: (nullable): ends it
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Submits later evidence.
 */
void
zpi_api_submit_supplement_async (ZpiApi *self,
                                 const char *id,
                                 const char *supplement_id,
                                 GBytes *body,
                                 const char *idempotency_key,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autofree char *path = NULL;
  ZpiHttpRequest *request;

  g_return_if_fail (ZPI_IS_API (self) && id != NULL && supplement_id != NULL);
  g_return_if_fail (body != NULL && idempotency_key != NULL);

  path = g_strconcat ("/aanvragen/", id, "/aanvullingen/", supplement_id, "/_indienen", NULL);
  request = zpi_api_request_new (self,
                                 "POST",
                                 path,
                                 "/aanvragen/{aanvraagId}/aanvullingen/{aanvullingId}/_indienen");
  zpi_http_request_set_header (request, "Idempotency-Key", idempotency_key);
  zpi_api_request_set_json (request, body);
  zpi_api_perform_async (self, request, ZPI_API_EXPECT_JSON, id, cancellable, callback, user_data);
}

/**
 * zpi_api_submit_supplement_finish:
 * @self: the API
 * @result: the result
 * @problem: (out) (optional) (nullable): what the server said of a refusal
 * @error: return location for an error
 *
 * Returns: (transfer full): the receipt, in the shape of that of an application; %NULL with an
 * error of [type@Api]
 */
ZpiReceipt *
zpi_api_submit_supplement_finish (ZpiApi *self,
                                  GAsyncResult *result,
                                  ZpiProblem **problem,
                                  GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);

  return answer != NULL ? receipt_from_answer (answer, error) : NULL;
}

/**
 * zpi_api_withdraw_async:
 * @self: the API
 * @id: of the application
 * @idempotency_key: the same for each try
 * @cancellable: (nullable): ends it
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Withdraws an application.
 */
void
zpi_api_withdraw_async (ZpiApi *self,
                        const char *id,
                        const char *idempotency_key,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GBytes) body = NULL;
  ZpiHttpRequest *request;

  g_return_if_fail (ZPI_IS_API (self) && id != NULL && idempotency_key != NULL);

  body = object_with_string ("reden", NULL);
  request = application_request (self, "POST", id, "/_intrekken");
  zpi_http_request_set_header (request, "Idempotency-Key", idempotency_key);
  zpi_api_request_set_json (request, body);
  zpi_api_perform_async (self, request, ZPI_API_EXPECT_JSON, id, cancellable, callback, user_data);
}

/**
 * zpi_api_withdraw_finish:
 * @self: the API
 * @result: a result
 * @problem: (out) (optional) (nullable): what the server said
 * @error: return location for an error
 *
 * Returns: %TRUE only when the municipality says that it is withdrawn
 */
gboolean
zpi_api_withdraw_finish (ZpiApi *self, GAsyncResult *result, ZpiProblem **problem, GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);
  JsonObject *object;

  if (answer == NULL)
    return FALSE;
  object = zpi_api_answer_object (answer);
  if (g_strcmp0 (zpi_json_get_string (object, "aanvraagId"), answer->subject) != 0 ||
      g_strcmp0 (zpi_json_get_string (object, "status"), "ingetrokken") != 0)
    return zpi_api_not_verified (error, "does not say that it is withdrawn");
  return TRUE;
}

/**
 * zpi_api_put_photo_async:
 * @self: the API
 * @order_id: the order that asks for photos
 * @holder_id: whose photo it is
 * @media_type: of @photo
 * @photo: its bytes
 * @cancellable: (nullable): ends it
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Sends the photo of one pass holder.
 */
void
zpi_api_put_photo_async (ZpiApi *self,
                         const char *order_id,
                         const char *holder_id,
                         const char *media_type,
                         GBytes *photo,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autofree char *path = NULL;
  ZpiHttpRequest *request;

  g_return_if_fail (ZPI_IS_API (self) && order_id != NULL && holder_id != NULL);
  g_return_if_fail (media_type != NULL && photo != NULL);

  path = g_strconcat ("/foto-opdrachten/", order_id, "/pashouders/", holder_id, "/foto", NULL);
  request = zpi_api_request_new (self,
                                 "PUT",
                                 path,
                                 "/foto-opdrachten/{opdrachtId}/pashouders/{pashouderId}/foto");
  zpi_api_request_set_bytes (request, media_type, photo);
  zpi_api_perform_async (self,
                         request,
                         ZPI_API_EXPECT_JSON,
                         order_id,
                         cancellable,
                         callback,
                         user_data);
}

/**
 * zpi_api_put_photo_finish:
 * @self: the API
 * @result: the result
 * @problem: (out) (optional) (nullable): what the server said of a refusal
 * @error: return location for an error
 *
 * Returns: whether the municipality has it: %FALSE with %ZPI_ERROR_NOT_VERIFIED when the digest
 * that came back is not that of the photo, or with an error of [type@Api]
 */
gboolean
zpi_api_put_photo_finish (ZpiApi *self, GAsyncResult *result, ZpiProblem **problem, GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);

  if (answer == NULL)
    return FALSE;
  if (!answer_confirms (answer, "sha256"))
    return zpi_api_not_verified (error, "has another digest of the photo");
  return TRUE;
}

/**
 * zpi_api_get_scheme_async:
 * @self: the API
 * @scheme: the id of a scheme
 * @etag: (nullable): of the rules that are here
 * @cancellable: (nullable): ends it
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Asks for scheme and norms, unless they are those that are here.
 */
void
zpi_api_get_scheme_async (ZpiApi *self,
                          const char *scheme,
                          const char *etag,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  ZpiHttpRequest *request;

  g_return_if_fail (ZPI_IS_API (self) && scheme != NULL);

  escaped = g_uri_escape_string (scheme, NULL, FALSE);
  path = g_strconcat ("/regelingen/", escaped, NULL);
  request = zpi_api_request_new (self, "GET", path, "/regelingen/{regeling}");
  if (etag != NULL)
    zpi_http_request_set_header (request, "If-None-Match", etag);
  zpi_api_perform_async (self,
                         request,
                         ZPI_API_EXPECT_JSON,
                         scheme,
                         cancellable,
                         callback,
                         user_data);
}

/**
 * zpi_api_get_scheme_finish:
 * @self: the API
 * @result: a result
 * @etag: (out) (optional) (nullable): of the answer
 * @problem: (out) (optional) (nullable): what the server said
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): an object with scheme and norms; %NULL without an error when
 * ours are the newest
 */
JsonNode *
zpi_api_get_scheme_finish (ZpiApi *self,
                           GAsyncResult *result,
                           char **etag,
                           ZpiProblem **problem,
                           GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);

  if (etag != NULL)
    *etag = NULL;
  if (answer == NULL || answer->response->status == 304)
    return NULL;
  if (zpi_json_get_object (zpi_api_answer_object (answer), "regeling") == NULL) {
    zpi_api_not_verified (error, "holds no scheme");
    return NULL;
  }
  if (etag != NULL)
    *etag = g_strdup (zpi_http_response_get_header (answer->response, "ETag"));
  return g_steal_pointer (&answer->node);
}

/**
 * zpi_api_call_async:
 * @self: the API
 * @method: the HTTP method
 * @path: below the base URL; begins with a slash
 * @path_template: @path without ids, for the log
 * @body: (nullable): JSON
 * @idempotency_key: (nullable): the same for each try
 * @cancellable: (nullable): ends it
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Any other call that takes and answers JSON.
 */
void
zpi_api_call_async (ZpiApi *self,
                    const char *method,
                    const char *path,
                    const char *path_template,
                    GBytes *body,
                    const char *idempotency_key,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  ZpiHttpRequest *request;

  g_return_if_fail (ZPI_IS_API (self) && method != NULL && path_template != NULL);
  g_return_if_fail (path != NULL && path[0] == '/');

  request = zpi_api_request_new (self, method, path, path_template);
  if (idempotency_key != NULL)
    zpi_http_request_set_header (request, "Idempotency-Key", idempotency_key);
  if (body != NULL)
    zpi_api_request_set_json (request, body);
  zpi_api_perform_async (self,
                         request,
                         ZPI_API_EXPECT_JSON,
                         NULL,
                         cancellable,
                         callback,
                         user_data);
}

/**
 * zpi_api_call_finish:
 * @self: the API
 * @result: a result
 * @status: (out) (optional): of HTTP
 * @problem: (out) (optional) (nullable): what the server said
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the answer; %NULL without an error for a 204
 */
JsonNode *
zpi_api_call_finish (ZpiApi *self,
                     GAsyncResult *result,
                     guint *status,
                     ZpiProblem **problem,
                     GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);

  if (status != NULL)
    *status = answer != NULL ? answer->response->status : 0;
  return answer != NULL ? g_steal_pointer (&answer->node) : NULL;
}
