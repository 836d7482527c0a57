/* SPDX-License-Identifier: EUPL-1.2 */

/* A file that is closed with a key opens for whoever has the other half, so what the key comes
 * from has to be believed first, as the own organisation file is. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-hand-over-key.h"

#include <string.h>

#include "zpi-file.h"
#include "zpi-vault.h"

#define MAX_ORGANISATION_BYTES (64 * 1024)
#define MAX_KEY_BYTES          256
#define SECRET_KEY_BYTES       32

static GBytes *
read_small (GFile *file, gsize max_bytes, GError **error)
{
  const char *path = g_file_peek_path (file);
  g_autoptr (GBytes) bytes = path != NULL ? zpi_file_read (path, max_bytes) : NULL;

  if (bytes != NULL)
    return g_steal_pointer (&bytes);
  if (path != NULL && !zpi_file_check_readable (path, error))
    return NULL;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       path != NULL ? ZPI_ERROR_BAD_FORMAT : ZPI_ERROR_NOT_ALLOWED,
                       path != NULL
                           ? "This is another kind of file. Name the right one"
                           : "The file has to be on this computer. Name one in a folder here");
  return NULL;
}

/**
 * zpi_hand_over_read_organisation:
 * @file: the organisation file of another desk
 * @error: return location for an error
 *
 * Returns: (transfer full): it, not believed yet; %NULL with %ZPI_ERROR_BAD_FORMAT, or with
 *   %ZPI_ERROR_NOT_FOUND when it names no key
 */
ZpiOrgFile *
zpi_hand_over_read_organisation (GFile *file, GError **error)
{
  g_autoptr (GBytes) raw = read_small (file, MAX_ORGANISATION_BYTES, error);
  g_autoptr (ZpiOrgFile) self = raw != NULL ? zpi_org_file_parse (raw, NULL) : NULL;

  if (raw == NULL || (self != NULL && self->escrow_key != NULL))
    return g_steal_pointer (&self);
  if (self == NULL) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BAD_FORMAT,
                         "This is no organisation file, or it is damaged. Name the one of the "
                         "other desk");
    return NULL;
  }
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_NOT_FOUND,
                       "This organisation file has no key. Hand over with a passphrase");
  return NULL;
}

/**
 * zpi_hand_over_knows:
 * @session: an open session
 * @organisation: the organisation file of another desk
 *
 * Returns: whether nobody has to type its check code: it is the one in force here, or carries the
 *   signature that this one names
 */
gboolean
zpi_hand_over_knows (ZpiSession *session, const ZpiOrgFile *organisation)
{
  const ZpiOrgFile *own = zpi_session_get_organisation (session);

  return own != NULL && !zpi_session_is_organisation_doubted (session) &&
         (zpi_org_file_is_same (organisation, own) ||
          zpi_org_file_is_signed_by (organisation, own));
}

/**
 * zpi_hand_over_believe:
 * @session: an open session
 * @organisation: the organisation file of another desk
 * @check_code: (nullable): what somebody typed over from the letter that came with it
 * @error: return location for an error
 *
 * Returns: whether something may be closed with its key; %FALSE with %ZPI_ERROR_WRONG_SECRET
 */
gboolean
zpi_hand_over_believe (ZpiSession *session,
                       const ZpiOrgFile *organisation,
                       const char *check_code,
                       GError **error)
{
  if (zpi_hand_over_knows (session, organisation) ||
      zpi_org_file_matches (organisation, check_code))
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_WRONG_SECRET,
                       "The check code does not belong to this organisation file. Take it from the "
                       "municipality's letter to that organisation");
  return FALSE;
}

/* Base64 of 32 bytes, as in the organisation file; nothing of it stays in ordinary memory. */
static GBytes *
decode_key (GBytes *raw)
{
  gsize size, n = 0, decoded = 0;
  const char *text = g_bytes_get_data (raw, &size);
  char letters[MAX_KEY_BYTES + 1];
  guint8 key[MAX_KEY_BYTES];
  int state = 0;
  guint save = 0;
  GBytes *bytes = NULL;

  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isspace (text[i]))
      letters[n++] = text[i];
  letters[n] = '\0';
  if (n == 44 && letters[43] == '=')
    decoded = g_base64_decode_step (letters, n, key, &state, &save);
  if (decoded == SECRET_KEY_BYTES)
    bytes = zpi_secret_bytes_new (key, decoded);
  explicit_bzero (letters, sizeof letters);
  explicit_bzero (key, sizeof key);
  return bytes;
}

/**
 * zpi_hand_over_read_secret_key:
 * @file: the key file: base64 of 32 bytes (X25519)
 * @error: return location for an error
 *
 * Returns: (transfer full): the key, which wipes itself; %NULL with %ZPI_ERROR_BAD_FORMAT
 */
GBytes *
zpi_hand_over_read_secret_key (GFile *file, GError **error)
{
  g_autoptr (GBytes) raw = read_small (file, MAX_KEY_BYTES, error);
  GBytes *key = raw != NULL ? decode_key (raw) : NULL;

  if (raw != NULL) {
    gsize size;
    gpointer data = (gpointer) g_bytes_get_data (raw, &size);

    explicit_bzero (data, size);
  }
  if (raw != NULL && key == NULL)
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BAD_FORMAT,
                         "This is no key file. Name the one that has the secret half of the "
                         "organisation's key");
  return key;
}
