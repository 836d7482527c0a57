/* SPDX-License-Identifier: EUPL-1.2 */

/* What an answer means. Only a 2xx (or 304) of the shape that was asked for is an answer of the
 * municipality; a page, a redirect or anything else that got in between never counts as sent. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-api.h"

#include "zpi-json.h"

#include "zpi-api-private.h"

void
zpi_api_answer_free (ZpiApiAnswer *self)
{
  zpi_http_response_free (self->response);
  g_clear_pointer (&self->node, json_node_unref);
  g_free (self->subject);
  g_clear_pointer (&self->sent, g_bytes_unref);
  g_free (self->url);
  g_free (self);
}

static gboolean
is_json (const ZpiHttpResponse *response)
{
  return zpi_http_response_has_media_type (response, "application/json") ||
         zpi_http_response_has_media_type (response, "application/problem+json");
}

/* The server's date is on the server's clock, the result on ours. */
static gint64
retry_after (const ZpiHttpResponse *response, gint64 server_offset_us)
{
  const char *value = zpi_http_response_get_header (response, "Retry-After");
  gint64 at_us = zpi_retry_after_parse (value, response->received_us + server_offset_us);

  return at_us != 0 ? at_us - server_offset_us : 0;
}

static ZpiProblem *
make_problem (const ZpiHttpResponse *response, const char *code, gint64 server_offset_us)
{
  g_autoptr (JsonNode) node = NULL;
  ZpiProblem *problem = NULL;

  if (code == NULL && is_json (response))
    node = zpi_json_parse (response->body, 0, 0, NULL);
  if (node != NULL)
    problem = zpi_problem_from_json (node);
  if (problem == NULL)
    problem = zpi_problem_new (0, code);
  problem->status = response->status;
  problem->retry_after_us = retry_after (response, server_offset_us);
  return problem;
}

static ZpiError
code_from_client_error (guint status)
{
  switch (status) {
  case 401:
    return ZPI_ERROR_SIGN_IN_NEEDED;
  case 404:
    return ZPI_ERROR_NOT_FOUND;
  case 407:
    return ZPI_ERROR_LOGIN_PAGE;
  case 408:
  case 423:
  case 425:
  case 429:
    return ZPI_ERROR_BUSY;
  case 409:
  case 412:
    return ZPI_ERROR_CONFLICT;
  case 410:
    return ZPI_ERROR_GONE;
  case 413:
    return ZPI_ERROR_TOO_LARGE;
  default:
    return ZPI_ERROR_REFUSED;
  }
}

/* Proxies send pages with these too, and mean the same. */
static gboolean
means_the_same_as_page (const ZpiHttpResponse *response)
{
  const char *challenge = zpi_http_response_get_header (response, "WWW-Authenticate");

  if (response->status == 401)
    return challenge != NULL && g_ascii_strncasecmp (challenge, "Bearer", 6) == 0;
  return response->status == 407 || response->status == 408 || response->status == 413 ||
         response->status == 423 || response->status == 425 || response->status == 429;
}

/* @reason: (out): why it is no answer of the municipality, when it is none. */
static ZpiError
code_from_failure (const ZpiHttpResponse *response, const char **reason)
{
  if (response->status == 511) {
    *reason = "html";
    return ZPI_ERROR_LOGIN_PAGE;
  }
  if (response->status >= 500 && response->status < 600)
    return ZPI_ERROR_BUSY;
  if (response->status < 400 || response->status >= 500)
    return ZPI_ERROR_NOT_VERIFIED;
  if (zpi_http_response_is_html (response) && !means_the_same_as_page (response)) {
    *reason = "html";
    return ZPI_ERROR_NOT_VERIFIED;
  }
  return code_from_client_error (response->status);
}

/* To another place: that is what networks do that want people to log in. */
static ZpiError
code_from_redirect (const ZpiHttpResponse *response, const ZpiHttpRequest *request)
{
  const char *location = zpi_http_response_get_header (response, "Location");
  g_autoptr (GUri) from = g_uri_parse (request->url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GUri) to = NULL;

  if (location != NULL && from != NULL)
    to = g_uri_parse_relative (from, location, SOUP_HTTP_URI_FLAGS, NULL);
  if (to == NULL || g_uri_get_host (to) == NULL)
    return ZPI_ERROR_NOT_VERIFIED;
  return g_ascii_strcasecmp (g_uri_get_host (to), g_uri_get_host (from)) != 0
             ? ZPI_ERROR_LOGIN_PAGE
             : ZPI_ERROR_NOT_VERIFIED;
}

static ZpiApiAnswer *
fail (ZpiHttpResponse *response,
      const ZpiHttpRequest *request,
      ZpiError code,
      const char *reason,
      gint64 server_offset_us,
      ZpiProblem **problem,
      GError **error)
{
  g_autoptr (ZpiHttpResponse) owned = response;

  *problem = make_problem (owned, reason, server_offset_us);
  g_set_error (error,
               ZPI_ERROR,
               code,
               "%s %s: status %u%s%s",
               request->method,
               request->path_template,
               owned->status,
               reason != NULL ? ", " : "",
               reason != NULL ? reason : "");
  return NULL;
}

static JsonNode *
parse_body (const ZpiHttpResponse *response)
{
  if (!is_json (response))
    return NULL;
  return zpi_json_parse (response->body, 0, 0, NULL);
}

/* Takes @response. @problem is set whenever the error is, and with a 202. */
ZpiApiAnswer *
zpi_api_judge (ZpiHttpResponse *response,
               const ZpiHttpRequest *request,
               ZpiApiExpect expect,
               gint64 server_offset_us,
               ZpiProblem **problem,
               GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  const char *reason = NULL;
  ZpiApiAnswer *answer;

  if (response->status >= 300 && response->status < 400 && response->status != 304)
    return fail (response,
                 request,
                 code_from_redirect (response, request),
                 "redirect",
                 server_offset_us,
                 problem,
                 error);
  if (response->status != 304 && (response->status < 200 || response->status >= 300)) {
    ZpiError code = code_from_failure (response, &reason);

    return fail (response, request, code, reason, server_offset_us, problem, error);
  }
  if (zpi_http_response_is_html (response))
    return fail (response, request, ZPI_ERROR_LOGIN_PAGE, "html", server_offset_us, problem, error);
  if (expect == ZPI_API_EXPECT_JSON && response->status != 204 && response->status != 304) {
    node = parse_body (response);
    if (node == NULL)
      return fail (response,
                   request,
                   ZPI_ERROR_NOT_VERIFIED,
                   "no-json",
                   server_offset_us,
                   problem,
                   error);
  }

  if (response->status == 202)
    *problem = make_problem (response, NULL, server_offset_us);
  answer = g_new0 (ZpiApiAnswer, 1);
  answer->response = response;
  answer->node = g_steal_pointer (&node);
  return answer;
}
