/* SPDX-License-Identifier: EUPL-1.2 */

/* What went wrong below HTTP, said in the program's own codes. A TLS failure starts with one of a
 * few fixed words, because each has its own sentence for people: an expired certificate is most
 * often a wrong clock on our side, a wrong host is most often a network that asks to log in. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-http.h"

#include "zpi-api.h"
#include "zpi-attention.h"

#include <string.h>

static const ZpiAttention tls_reasons[] = {ZPI_ATTENTION_TLS_EXPIRED,
                                           ZPI_ATTENTION_TLS_NOT_YET_VALID,
                                           ZPI_ATTENTION_TLS_UNKNOWN_AUTHORITY,
                                           ZPI_ATTENTION_TLS_WRONG_HOST,
                                           ZPI_ATTENTION_TLS_TOO_OLD};

/* A certificate of another host is named first: then nothing else about it matters. */
static ZpiAttention
reason_from_flags (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return ZPI_ATTENTION_TLS_WRONG_HOST;
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return ZPI_ATTENTION_TLS_NOT_YET_VALID;
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return ZPI_ATTENTION_TLS_EXPIRED;
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return ZPI_ATTENTION_TLS_UNKNOWN_AUTHORITY;
  return ZPI_ATTENTION_TLS_OTHER;
}

static ZpiError
code_from_io_error (int code)
{
  switch (code) {
  case G_IO_ERROR_TIMED_OUT:
    return ZPI_ERROR_TIMED_OUT;
  case G_IO_ERROR_INVALID_DATA:
    return ZPI_ERROR_NOT_VERIFIED;
  default:
    return ZPI_ERROR_OFFLINE;
  }
}

static ZpiError
code_from_foreign (const GError *foreign)
{
  if (foreign->domain == G_IO_ERROR)
    return code_from_io_error (foreign->code);
  /* Not HTTP at all, or HTTP that contradicts itself. */
  if (foreign->domain == SOUP_SESSION_ERROR)
    return ZPI_ERROR_NOT_VERIFIED;
  return ZPI_ERROR_OFFLINE;
}

/**
 * zpi_error_from_http:
 * @foreign: an error of libsoup or GIO
 * @flags: what is wrong with the certificate that was seen
 * @certificate_seen: whether a certificate was refused
 *
 * Converts an error at the border of the folder. A cancellation stays one.
 *
 * Returns: (transfer full): %ZPI_ERROR_TLS, %ZPI_ERROR_TIMED_OUT, %ZPI_ERROR_NOT_VERIFIED,
 * %ZPI_ERROR_OFFLINE, or %G_IO_ERROR_CANCELLED
 */
GError *
zpi_error_from_http (const GError *foreign, GTlsCertificateFlags flags, gboolean certificate_seen)
{
  ZpiAttention reason = certificate_seen ? reason_from_flags (flags) : ZPI_ATTENTION_TLS_OTHER;
  gboolean tls = foreign->domain == G_TLS_ERROR && foreign->code != G_TLS_ERROR_EOF;

  if (g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (foreign);
  if (certificate_seen || tls)
    return g_error_new (ZPI_ERROR,
                        ZPI_ERROR_TLS,
                        "%s: %s",
                        zpi_attention_to_nick (reason),
                        foreign->message);
  return g_error_new (ZPI_ERROR, code_from_foreign (foreign), "no answer: %s", foreign->message);
}

/**
 * zpi_http_error_get_reason:
 * @error: an error
 *
 * Returns: (transfer none) (nullable): for %ZPI_ERROR_TLS the word for what is wrong, as in
 * [struct@Problem]
 */
const char *
zpi_http_error_get_reason (const GError *error)
{
  if (!g_error_matches (error, ZPI_ERROR, ZPI_ERROR_TLS))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (tls_reasons); i++) {
    const char *reason = zpi_attention_to_nick (tls_reasons[i]);

    if (strstr (error->message, reason) != NULL)
      return reason;
  }
  return zpi_attention_to_nick (ZPI_ATTENTION_TLS_OTHER);
}
