/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ZpiError:
 * @ZPI_ERROR_OFFLINE: no route to the server; try later
 * @ZPI_ERROR_TIMED_OUT: no answer in time; try later
 * @ZPI_ERROR_BUSY: the other side, or another process, is busy; try later
 * @ZPI_ERROR_SIGN_IN_NEEDED: somebody has to sign in first
 * @ZPI_ERROR_REFUSED: the server would not take it; show, do not retry
 * @ZPI_ERROR_CONFLICT: somebody else changed it; load again first
 * @ZPI_ERROR_GONE: the thing was removed and its id is never used again
 * @ZPI_ERROR_TOO_LARGE: larger than the limit
 * @ZPI_ERROR_NOT_VERIFIED: something answered, but not with a receipt that verifies
 * @ZPI_ERROR_LOGIN_PAGE: the network answered with a page of its own (captive portal)
 * @ZPI_ERROR_TLS: the connection is not secure (certificate, host, clock)
 * @ZPI_ERROR_STORE_FULL: no room on the disk
 * @ZPI_ERROR_STORE_DAMAGED: the database or a part of it is damaged
 * @ZPI_ERROR_STORE_TOO_NEW: written by a newer version of the program
 * @ZPI_ERROR_STORE_READ_ONLY: the disk or the folder cannot be written
 * @ZPI_ERROR_STORE_GONE: the data folder was removed or replaced while it was open
 * @ZPI_ERROR_STORE_FAILED: another storage failure; try again
 * @ZPI_ERROR_KEYRING_LOCKED: the keyring is locked or its prompt was dismissed
 * @ZPI_ERROR_KEYRING_ABSENT: there is no keyring service
 * @ZPI_ERROR_KEYRING_UNPROTECTED: the keyring opens without a password; use a passphrase
 * @ZPI_ERROR_KEY_MISSING: the vault is locked, or the key is not where it should be
 * @ZPI_ERROR_WRONG_SECRET: a PIN, passphrase or code that does not open anything
 * @ZPI_ERROR_SEAL_BROKEN: authentication of stored data failed
 * @ZPI_ERROR_BAD_FORMAT: something that could not be understood
 * @ZPI_ERROR_NOT_FOUND: no such thing
 * @ZPI_ERROR_NOT_ALLOWED: not possible in this state or this mode
 * @ZPI_ERROR_NOT_DRAWN: what was done to a document (covered, say) has to be drawn first
 *
 * What has to happen next. Messages are English, for the log, and never hold
 * personal data; text for people is chosen from the code.
 */
typedef enum {
  ZPI_ERROR_OFFLINE,
  ZPI_ERROR_TIMED_OUT,
  ZPI_ERROR_BUSY,
  ZPI_ERROR_SIGN_IN_NEEDED,
  ZPI_ERROR_REFUSED,
  ZPI_ERROR_CONFLICT,
  ZPI_ERROR_GONE,
  ZPI_ERROR_TOO_LARGE,
  ZPI_ERROR_NOT_VERIFIED,
  ZPI_ERROR_LOGIN_PAGE,
  ZPI_ERROR_TLS,
  ZPI_ERROR_STORE_FULL,
  ZPI_ERROR_STORE_DAMAGED,
  ZPI_ERROR_STORE_TOO_NEW,
  ZPI_ERROR_STORE_READ_ONLY,
  ZPI_ERROR_STORE_GONE,
  ZPI_ERROR_STORE_FAILED,
  ZPI_ERROR_KEYRING_LOCKED,
  ZPI_ERROR_KEYRING_ABSENT,
  ZPI_ERROR_KEYRING_UNPROTECTED,
  ZPI_ERROR_KEY_MISSING,
  ZPI_ERROR_WRONG_SECRET,
  ZPI_ERROR_SEAL_BROKEN,
  ZPI_ERROR_BAD_FORMAT,
  ZPI_ERROR_NOT_FOUND,
  ZPI_ERROR_NOT_ALLOWED,
  ZPI_ERROR_NOT_DRAWN,
} ZpiError;

#define ZPI_ERROR (zpi_error_quark ())
GQuark zpi_error_quark (void);

const char *zpi_error_code_to_nick (ZpiError code);
ZpiError zpi_error_code_from_errno (int number);
void zpi_error_from_errno (GError **error, int number, const char *doing);

G_END_DECLS
