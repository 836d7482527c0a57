/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <libsoup/soup.h>

#include "zpi-error.h"

G_BEGIN_DECLS

/**
 * ZpiHttpLimits:
 * @idle_s: seconds without a byte in either direction, connecting included
 * @total_ms: for a whole request, besides the time that its body may take
 * @min_bytes_per_s: slowest upload that is waited for
 * @max_answer_bytes: largest answer that is read
 */
typedef struct {
  guint idle_s;
  guint total_ms;
  guint min_bytes_per_s;
  gsize max_answer_bytes;
} ZpiHttpLimits;

#define ZPI_HTTP_LIMITS_DEFAULT                                                                    \
  {                                                                                                \
    30, 90 * 1000, 4 * 1024, 4 * 1024 * 1024                                                       \
  }

/**
 * ZpiHttpRequest:
 * @path_template: what the log may show of the path
 * @headers: besides those that ZpiHttp sets itself
 * @body: (nullable): with @content_type
 *
 * A request that can be sent more than once.
 */
typedef struct {
  const char *method;
  char *url;
  char *path_template;
  SoupMessageHeaders *headers;
  char *content_type;
  GBytes *body;
} ZpiHttpRequest;

ZpiHttpRequest *
zpi_http_request_new (const char *method, const char *url, const char *path_template);
void zpi_http_request_set_header (ZpiHttpRequest *self, const char *name, const char *value);
void zpi_http_request_set_body (ZpiHttpRequest *self, const char *content_type, GBytes *body);
void zpi_http_request_free (ZpiHttpRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiHttpRequest, zpi_http_request_free)

/**
 * ZpiHttpResponse:
 * @sent_us: our clock when it was sent
 * @received_us: our clock when its headers came
 * @body: whole, never %NULL
 */
typedef struct {
  guint status;
  gint64 sent_us;
  gint64 received_us;
  SoupMessageHeaders *headers;
  GBytes *body;
} ZpiHttpResponse;

void zpi_http_response_free (ZpiHttpResponse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiHttpResponse, zpi_http_response_free)
const char *zpi_http_response_get_header (const ZpiHttpResponse *self, const char *name);
gboolean zpi_http_response_has_media_type (const ZpiHttpResponse *self, const char *media_type);
gboolean zpi_http_response_is_html (const ZpiHttpResponse *self);

/**
 * ZpiHttp:
 *
 * The one place where requests leave the program: one session with limits, without redirects,
 * cookies, cache or stored passwords; TLS errors are never overridden. Belongs to the thread that
 * made it.
 */
#define ZPI_TYPE_HTTP (zpi_http_get_type ())
G_DECLARE_FINAL_TYPE (ZpiHttp, zpi_http, ZPI, HTTP, GObject)

ZpiHttp *zpi_http_new (gboolean loopback, const char *ca_file, GError **error);
void zpi_http_set_limits (ZpiHttp *self, const ZpiHttpLimits *limits);
GUri *zpi_http_check_url (ZpiHttp *self, const char *url, GError **error);
void zpi_http_send_async (ZpiHttp *self,
                          const ZpiHttpRequest *request,
                          const char *token,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
ZpiHttpResponse *zpi_http_send_finish (ZpiHttp *self, GAsyncResult *result, GError **error);

/* Conversion of foreign errors. */
GError *
zpi_error_from_http (const GError *foreign, GTlsCertificateFlags flags, gboolean certificate_seen);

G_END_DECLS
