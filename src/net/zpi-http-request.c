/* SPDX-License-Identifier: EUPL-1.2 */

/* Requests that can be sent again, and what came back. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-http.h"

#include <string.h>

/**
 * zpi_http_request_new:
 * @method: a static or interned word
 * @url: an absolute URL
 * @path_template: the path as the log may show it
 *
 * Returns: (transfer full): a request without a body
 */
ZpiHttpRequest *
zpi_http_request_new (const char *method, const char *url, const char *path_template)
{
  ZpiHttpRequest *self = g_new0 (ZpiHttpRequest, 1);

  self->method = g_intern_string (method);
  self->url = g_strdup (url);
  self->path_template = g_strdup (path_template);
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  return self;
}

void
zpi_http_request_set_header (ZpiHttpRequest *self, const char *name, const char *value)
{
  soup_message_headers_replace (self->headers, name, value);
}

void
zpi_http_request_set_body (ZpiHttpRequest *self, const char *content_type, GBytes *body)
{
  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_ref (body);
}

void
zpi_http_request_free (ZpiHttpRequest *self)
{
  g_free (self->url);
  g_free (self->path_template);
  soup_message_headers_unref (self->headers);
  g_free (self->content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

void
zpi_http_response_free (ZpiHttpResponse *self)
{
  soup_message_headers_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

/**
 * zpi_http_response_get_header:
 * @self: a response
 * @name: of a header
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
zpi_http_response_get_header (const ZpiHttpResponse *self, const char *name)
{
  return soup_message_headers_get_one (self->headers, name);
}

/**
 * zpi_http_response_has_media_type:
 * @self: a response
 * @media_type: a type without parameters
 *
 * Returns: whether the body says it is of that type
 */
gboolean
zpi_http_response_has_media_type (const ZpiHttpResponse *self, const char *media_type)
{
  const char *type = soup_message_headers_get_content_type (self->headers, NULL);

  return type != NULL && g_ascii_strcasecmp (type, media_type) == 0;
}

/**
 * zpi_http_response_is_html:
 * @self: a response
 *
 * Returns: whether this is a page for people, whatever its headers say
 */
gboolean
zpi_http_response_is_html (const ZpiHttpResponse *self)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (self->body, &size);

  if (zpi_http_response_has_media_type (self, "text/html") ||
      zpi_http_response_has_media_type (self, "application/xhtml+xml"))
    return TRUE;
  while (size > 0 && g_ascii_isspace (*data)) {
    data++;
    size--;
  }
  return size > 0 && *data == '<';
}
