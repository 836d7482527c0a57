/* SPDX-License-Identifier: EUPL-1.2 */

/* The operations of the municipal API for what comes after an application was sent: letters and
 * mails with a code, photos, renewed passes, accounts. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-api.h"

#include <string.h>

#include "zpi-json.h"

#include "zpi-api-private.h"

/* A question that is asked with a body, so that nothing personal stands in an address. */
static void
ask (ZpiApi *self,
     const char *path,
     JsonObject *question,
     const char *subject,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) body = NULL;
  ZpiHttpRequest *request = zpi_api_request_new (self, "POST", path, path);

  json_node_take_object (node, question);
  body = zpi_json_serialize (node, FALSE);
  zpi_api_request_set_json (request, body);
  zpi_api_perform_async (self,
                         request,
                         ZPI_API_EXPECT_JSON,
                         subject,
                         cancellable,
                         callback,
                         user_data);
}

static void
ask_by_code (ZpiApi *self,
             const char *path,
             const char *code,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  JsonObject *question = json_object_new ();

  zpi_json_set_string (question, "code", code);
  ask (self, path, question, NULL, cancellable, callback, user_data);
}

static void
read_one (ZpiApi *self,
          const char *folder,
          const char *id,
          const char *template,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  g_autofree char *path = g_strconcat (folder, id, NULL);

  zpi_api_perform_async (self,
                         zpi_api_request_new (self, "GET", path, template),
                         ZPI_API_EXPECT_JSON,
                         id,
                         cancellable,
                         callback,
                         user_data);
}

/**
 * zpi_api_find_request_async:
 * @self: the API
 * @code: of the mail, see [func@letter_code_from_text]
 * @cancellable: (nullable): a cancellable
 * @callback: a callback
 * @user_data: for @callback
 *
 * Looks for the request for more information that a code belongs to.
 */
void
zpi_api_find_request_async (ZpiApi *self,
                            const char *code,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (ZPI_IS_API (self) && code != NULL);

  ask_by_code (self, "/aanvullingen/_zoeken", code, cancellable, callback, user_data);
}

/**
 * zpi_api_find_request_finish:
 * @self: the API
 * @result: a result
 * @problem: (out) (optional) (nullable): what the server said
 * @error: return location for an error
 *
 * Returns: (transfer full): the request; %NULL with %ZPI_ERROR_NOT_FOUND when no request has this
 *   code, %ZPI_ERROR_BUSY after too many wrong ones
 */
ZpiRequest *
zpi_api_find_request_finish (ZpiApi *self,
                             GAsyncResult *result,
                             ZpiProblem **problem,
                             GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);
  g_autoptr (ZpiRequest) request = NULL;

  if (answer == NULL)
    return NULL;
  request = zpi_request_from_json (zpi_api_answer_object (answer), NULL);
  if (request == NULL || request->application_id == NULL) {
    zpi_api_not_verified (error, "is no request for more information");
    return NULL;
  }
  return g_steal_pointer (&request);
}

/**
 * zpi_api_find_photo_order_async:
 * @self: the API
 * @code: of the letter, see [func@letter_code_from_text]
 * @cancellable: (nullable): a cancellable
 * @callback: a callback, for [method@Api.photo_order_finish]
 * @user_data: for @callback
 *
 * Looks for the order for photos that a code belongs to.
 */
void
zpi_api_find_photo_order_async (ZpiApi *self,
                                const char *code,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (ZPI_IS_API (self) && code != NULL);

  ask_by_code (self, "/foto-opdrachten/_zoeken", code, cancellable, callback, user_data);
}

/**
 * zpi_api_get_photo_order_async:
 * @self: the API
 * @order_id: the order
 * @cancellable: (nullable): a cancellable
 * @callback: a callback, for [method@Api.photo_order_finish]
 * @user_data: for @callback
 */
void
zpi_api_get_photo_order_async (ZpiApi *self,
                               const char *order_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (ZPI_IS_API (self) && order_id != NULL);

  read_one (self,
            "/foto-opdrachten/",
            order_id,
            "/foto-opdrachten/{opdrachtId}",
            cancellable,
            callback,
            user_data);
}

/**
 * zpi_api_photo_order_finish:
 * @self: the API
 * @result: a result of a search or a reading
 * @problem: (out) (optional) (nullable): what the server said
 * @error: return location for an error
 *
 * Returns: (transfer full): the order; %NULL with %ZPI_ERROR_NOT_FOUND when there is none
 */
ZpiPhotoOrder *
zpi_api_photo_order_finish (ZpiApi *self,
                            GAsyncResult *result,
                            ZpiProblem **problem,
                            GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);
  g_autoptr (ZpiPhotoOrder) order = NULL;

  if (answer == NULL)
    return NULL;
  order = zpi_photo_order_from_json (zpi_api_answer_object (answer), NULL);
  if (order == NULL || (answer->subject != NULL && strcmp (order->id, answer->subject) != 0)) {
    zpi_api_not_verified (error, "is no order for photos, or another one");
    return NULL;
  }
  return g_steal_pointer (&order);
}

/**
 * zpi_api_check_renewal_async:
 * @self: the API
 * @bsn: whose pass
 * @pass_year: of which year
 * @cancellable: (nullable): a cancellable
 * @callback: a callback
 * @user_data: for @callback
 *
 * Asks whether somebody's pass was renewed automatically. Never without the client's word.
 */
void
zpi_api_check_renewal_async (ZpiApi *self,
                             const char *bsn,
                             int pass_year,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  JsonObject *question;

  g_return_if_fail (ZPI_IS_API (self) && bsn != NULL);

  question = json_object_new ();
  zpi_json_set_string (question, "burgerservicenummer", bsn);
  json_object_set_int_member (question, "pasjaar", pass_year);
  ask (self, "/verlengingen/_controleren", question, NULL, cancellable, callback, user_data);
}

/**
 * zpi_api_check_renewal_finish:
 * @self: the API
 * @result: a result
 * @renewed: (out): whether it was renewed
 * @problem: (out) (optional) (nullable): what the server said
 * @error: return location for an error
 *
 * Returns: %TRUE with @renewed set; %FALSE with %ZPI_ERROR_NOT_FOUND when the municipality cannot
 *   tell
 */
gboolean
zpi_api_check_renewal_finish (ZpiApi *self,
                              GAsyncResult *result,
                              gboolean *renewed,
                              ZpiProblem **problem,
                              GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);
  const char *outcome;

  if (answer == NULL)
    return FALSE;
  outcome = zpi_json_get_string (zpi_api_answer_object (answer), "uitkomst");
  *renewed = g_strcmp0 (outcome, "verlengd") == 0;
  if (*renewed || g_strcmp0 (outcome, "niet-verlengd") == 0)
    return TRUE;
  if (g_strcmp0 (outcome, "onbekend") != 0)
    return zpi_api_not_verified (error, "says nothing of a renewal");
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "The municipality cannot tell");
  return FALSE;
}

/**
 * zpi_account_status_free:
 * @self: (transfer full): a status
 */
void
zpi_account_status_free (ZpiAccountStatus *self)
{
  g_free (self->id);
  g_free (self->reference);
  g_free (self->state);
  g_free (self->received_at);
  g_free (self->until);
  g_free (self->form_sha256);
  g_free (self->note);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self);
}

/**
 * zpi_api_post_account_request_async:
 * @self: the API
 * @id: the request's own id, which is also in @form
 * @form: exactly the bytes that are sent
 * @idempotency_key: made once, when it was queued
 * @cancellable: (nullable): a cancellable
 * @callback: a callback, for [method@Api.account_request_finish]
 * @user_data: for @callback
 *
 * Asks for one account for a family. The same bytes may be sent again.
 */
void
zpi_api_post_account_request_async (ZpiApi *self,
                                    const char *id,
                                    GBytes *form,
                                    const char *idempotency_key,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  ZpiHttpRequest *request;

  g_return_if_fail (ZPI_IS_API (self) && id != NULL && form != NULL);
  g_return_if_fail (idempotency_key != NULL);

  request = zpi_api_request_new (self, "POST", "/accountverzoeken", "/accountverzoeken");
  zpi_http_request_set_header (request, "Idempotency-Key", idempotency_key);
  zpi_api_request_set_json (request, form);
  zpi_api_perform_async (self, request, ZPI_API_EXPECT_JSON, id, cancellable, callback, user_data);
}

/**
 * zpi_api_get_account_request_async:
 * @self: the API
 * @id: the request
 * @cancellable: (nullable): a cancellable
 * @callback: a callback, for [method@Api.account_request_finish]
 * @user_data: for @callback
 */
void
zpi_api_get_account_request_async (ZpiApi *self,
                                   const char *id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (ZPI_IS_API (self) && id != NULL);

  read_one (self,
            "/accountverzoeken/",
            id,
            "/accountverzoeken/{verzoekId}",
            cancellable,
            callback,
            user_data);
}

/**
 * zpi_api_account_request_finish:
 * @self: the API
 * @result: a result of sending or reading one
 * @problem: (out) (optional) (nullable): what the server said
 * @error: return location for an error
 *
 * Returns: (transfer full): how it stands; %NULL with %ZPI_ERROR_NOT_FOUND (never arrived),
 *   %ZPI_ERROR_CONFLICT (there is another one with this id), or another error
 */
ZpiAccountStatus *
zpi_api_account_request_finish (ZpiApi *self,
                                GAsyncResult *result,
                                ZpiProblem **problem,
                                GError **error)
{
  g_autoptr (ZpiApiAnswer) answer = zpi_api_perform_finish (self, result, problem, error);
  g_autoptr (ZpiAccountStatus) status = NULL;
  JsonObject *object;

  if (answer == NULL)
    return NULL;
  object = zpi_api_answer_object (answer);
  status = g_new0 (ZpiAccountStatus, 1);
  status->id = g_strdup (zpi_json_get_string (object, "verzoekId"));
  status->reference = g_strdup (zpi_json_get_string (object, "referentie"));
  status->state = g_strdup (zpi_json_get_string (object, "status"));
  status->received_at = g_strdup (zpi_json_get_string (object, "ontvangenOp"));
  status->until = g_strdup (zpi_json_get_string (object, "uiterlijkOp"));
  status->form_sha256 = g_strdup (zpi_json_get_string (object, "formulierSha256"));
  status->note = g_strdup (zpi_json_get_string (object, "toelichting"));
  status->raw = g_bytes_ref (answer->response->body);
  if (g_strcmp0 (status->id, answer->subject) != 0 || status->reference == NULL ||
      status->state == NULL || status->form_sha256 == NULL) {
    zpi_api_not_verified (error, "is no account request, or another one");
    return NULL;
  }
  return g_steal_pointer (&status);
}
