/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-error.h"

#include <errno.h>

/* Not G_DEFINE_QUARK: the formatter takes the dashes in its name for minus signs. */
GQuark
zpi_error_quark (void)
{
  return g_quark_from_static_string ("zpi-error-quark");
}

static const char *const nicks[] = {
    [ZPI_ERROR_OFFLINE] = "offline",
    [ZPI_ERROR_TIMED_OUT] = "timed-out",
    [ZPI_ERROR_BUSY] = "busy",
    [ZPI_ERROR_SIGN_IN_NEEDED] = "sign-in-needed",
    [ZPI_ERROR_REFUSED] = "refused",
    [ZPI_ERROR_CONFLICT] = "conflict",
    [ZPI_ERROR_GONE] = "gone",
    [ZPI_ERROR_TOO_LARGE] = "too-large",
    [ZPI_ERROR_NOT_VERIFIED] = "not-verified",
    [ZPI_ERROR_LOGIN_PAGE] = "login-page",
    [ZPI_ERROR_TLS] = "tls",
    [ZPI_ERROR_STORE_FULL] = "store-full",
    [ZPI_ERROR_STORE_DAMAGED] = "store-damaged",
    [ZPI_ERROR_STORE_TOO_NEW] = "store-too-new",
    [ZPI_ERROR_STORE_READ_ONLY] = "store-read-only",
    [ZPI_ERROR_STORE_GONE] = "store-gone",
    [ZPI_ERROR_STORE_FAILED] = "store-failed",
    [ZPI_ERROR_KEYRING_LOCKED] = "keyring-locked",
    [ZPI_ERROR_KEYRING_ABSENT] = "keyring-absent",
    [ZPI_ERROR_KEYRING_UNPROTECTED] = "keyring-unprotected",
    [ZPI_ERROR_KEY_MISSING] = "key-missing",
    [ZPI_ERROR_WRONG_SECRET] = "wrong-secret",
    [ZPI_ERROR_SEAL_BROKEN] = "seal-broken",
    [ZPI_ERROR_BAD_FORMAT] = "bad-format",
    [ZPI_ERROR_NOT_FOUND] = "not-found",
    [ZPI_ERROR_NOT_ALLOWED] = "not-allowed",
    [ZPI_ERROR_NOT_DRAWN] = "not-drawn",
};

/**
 * zpi_error_code_to_nick:
 * @code: a code
 *
 * The word for @code in logs, in the database and in `zpictl` output.
 *
 * Returns: (transfer none): a kebab-case word
 */
const char *
zpi_error_code_to_nick (ZpiError code)
{
  g_return_val_if_fail ((guint) code < G_N_ELEMENTS (nicks), "unknown");

  return nicks[code];
}

/**
 * zpi_error_code_from_errno:
 * @number: why the system did not write or open something
 *
 * The one place that tells apart what a disk says.
 *
 * Returns: what has to happen next
 */
ZpiError
zpi_error_code_from_errno (int number)
{
  switch (number) {
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return ZPI_ERROR_STORE_FULL;
  case EROFS:
  case EACCES:
  case EPERM:
    return ZPI_ERROR_STORE_READ_ONLY;
  case EWOULDBLOCK:
    return ZPI_ERROR_BUSY;
  default:
    return ZPI_ERROR_STORE_FAILED;
  }
}

/**
 * zpi_error_from_errno:
 * @error: return location for an error
 * @number: an errno
 * @doing: what was being done
 */
void
zpi_error_from_errno (GError **error, int number, const char *doing)
{
  g_set_error (error,
               ZPI_ERROR,
               zpi_error_code_from_errno (number),
               "%s: %s",
               doing,
               g_strerror (number));
}
