/* SPDX-License-Identifier: EUPL-1.2 */

/* Any bytes as an answer of the municipality or of an issuer, to each parser of src/net, and as a
 * whole answer with a status and a type to the judge of what counts as sent. */

#include <string.h>

#include "zpi-api-private.h"
#include "zpi-json.h"
#include "zpi-oidc.h"
#include "zpi-redirect-listener.h"

#include "fuzz.h"

#define NOW (G_GINT64_CONSTANT (1768482000) * G_USEC_PER_SEC)

static void
fuzz_receipt (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  g_autoptr (ZpiReceipt) receipt = zpi_receipt_parse (bytes, &error);

  g_assert ((receipt == NULL) == (error != NULL));
  if (receipt == NULL)
    return;
  g_assert (strlen (receipt->form_sha256) == 64 && *receipt->reference != '\0');
  g_assert (
      zpi_receipt_verify (receipt, receipt->application_id, receipt->form_sha256, nothing, NULL) ==
      (receipt->documents->len == 0));
}

static void
fuzz_problem (JsonNode *node)
{
  g_autoptr (ZpiProblem) problem = zpi_problem_from_json (node);
  g_autoptr (JsonNode) kept = NULL;
  g_autoptr (ZpiProblem) again = NULL;

  if (problem == NULL)
    return;
  kept = zpi_problem_to_json (problem);
  again = zpi_problem_from_json (kept);
  g_assert (again->status == problem->status);
  g_assert (again->retry_after_us == problem->retry_after_us);
  g_assert (again->params->len == problem->params->len);
}

static void
fuzz_status (JsonNode *node, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiRemoteStatus) status =
      zpi_remote_status_parse ("7b0e5c1a-8d3c-4c55-9a37-0d9d5ce2a001", node, bytes, NULL, &error);

  g_assert ((status == NULL) == (error != NULL));
}

static void
fuzz_issuer (GBytes *bytes, const char *text)
{
  g_autoptr (ZpiOidcProvider) provider =
      zpi_oidc_provider_parse (bytes, "https://id.example", NULL);
  g_autoptr (ZpiOidcTokens) tokens = zpi_oidc_tokens_parse (bytes, NULL);
  g_autoptr (ZpiOidcIdentity) person = zpi_oidc_userinfo_parse (bytes, NULL);
  g_autoptr (ZpiOidcIdentity) signed_in =
      zpi_oidc_id_token_check (text, "https://id.example", "me", "n", NOW, NULL);
  g_autofree char *claims = g_base64_encode ((const guchar *) text, strlen (text));
  g_autofree char *token = g_strconcat ("h.", claims, ".s", NULL);
  g_autoptr (ZpiOidcIdentity) from_claims =
      zpi_oidc_id_token_check (token, "https://id.example", "me", "n", NOW, NULL);
  g_autofree char *word = zpi_oidc_error_parse (bytes);
  g_autoptr (ZpiRedirect) redirect = zpi_redirect_parse (text, "s");

  if (tokens != NULL)
    g_assert (strpbrk (tokens->access_token, "\r\n ") == NULL);
  if (word != NULL)
    g_assert (strlen (word) <= 64);
}

static void
fuzz_retry_after (const char *text)
{
  gint64 at_us = zpi_retry_after_parse (text, NOW);

  g_assert (at_us == 0 || (at_us > NOW && at_us <= NOW + 7 * 24 * 3600 * (gint64) G_USEC_PER_SEC));
}

/* The first byte chooses the status, the second the type. */
static void
fuzz_judge (const uint8_t *data, size_t size)
{
  static const guint statuses[] =
      {200, 201, 202, 204, 302, 304, 400, 401, 404, 407, 409, 410, 412, 413, 423, 429, 503, 511};
  static const char *const types[] = {"application/json",
                                      "application/problem+json",
                                      "text/html",
                                      "text/plain"};
  g_autoptr (ZpiHttpRequest) request =
      zpi_http_request_new ("GET", "https://pas.example/v1/x", "/x");
  g_autoptr (ZpiProblem) problem = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiApiAnswer) answer = NULL;
  ZpiHttpResponse *response;

  if (size < 2)
    return;
  response = g_new0 (ZpiHttpResponse, 1);
  response->status = statuses[data[0] % G_N_ELEMENTS (statuses)];
  response->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  soup_message_headers_append (response->headers,
                               "Content-Type",
                               types[data[1] % G_N_ELEMENTS (types)]);
  response->body = g_bytes_new (data + 2, size - 2);
  answer = zpi_api_judge (response, request, ZPI_API_EXPECT_JSON, 0, &problem, &error);
  g_assert ((answer == NULL) == (error != NULL));
  if (answer == NULL)
    g_assert (problem != NULL);
  else
    g_assert (answer->node != NULL || answer->response->status == 204 ||
              answer->response->status == 304);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (JsonNode) node = zpi_json_parse (bytes, 0, 0, NULL);

  fuzz_receipt (bytes);
  if (node != NULL) {
    fuzz_problem (node);
    fuzz_status (node, bytes);
  }
  fuzz_issuer (bytes, text);
  fuzz_retry_after (text);
  fuzz_judge (data, size);
  return 0;
}
