/* SPDX-License-Identifier: EUPL-1.2 */

/* Attack 5: the next counsellor, or a program that reads the keyring, uses the sign-in of the one
 * before. */

#include "attack.h"

#include "zpi-keyring.h"
#include "zpi-sign-in-private.h"

#include <string.h>

#define TOKEN "refresh-token-of-anneke"

static void
sign_in (Desk *desk)
{
  ZpiSignIn *sign_in = zpi_session_get_sign_in (desk->session);
  ZpiOidcIdentity *identity = g_new0 (ZpiOidcIdentity, 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  identity->subject = g_strdup ("anneke-1");
  zpi_sign_in_take_identity (sign_in, identity);
  sign_in->refresh_token = zpi_secret_strdup (TOKEN);
  zpi_sign_in_keep_async (sign_in, NULL, result_cb, &result);
  zpi_sign_in_keep_finish (sign_in, result_wait (&result), &error);
  g_assert_no_error (error);
}

static const char *
find (const char *data, gsize size)
{
  for (gsize i = 0; i + strlen (TOKEN) <= size; i++)
    if (memcmp (data + i, TOKEN, strlen (TOKEN)) == 0)
      return data + i;
  return NULL;
}

/* Everything that the keyring of this user has. */
static void
assert_keyring_does_not_say_it (void)
{
  g_autofree char *text = NULL;
  gsize size = 0;
  const char *path = g_getenv ("SECRET_FILE_TEST_PATH");

  if (path != NULL && g_file_get_contents (path, &text, &size, NULL))
    g_assert_null (find (text, size));
}

static void
test_keyring (Desk *desk, gconstpointer data)
{
  g_autofree char *right = attack_organisation ("https://api.example.nl/v1");
  g_autofree char *item = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *uuid = NULL;

  attack_set_up (desk, right);
  sign_in (desk);
  item = g_strconcat ("sign-in-", zpi_session_get_open_slot (desk->session, NULL), NULL);
  uuid = g_strdup (zpi_store_get_uuid (zpi_session_get_store (desk->session)));
  attack_restart (desk);
  zpi_keyring_lookup_async (uuid, item, NULL, result_cb, &result);
  result_wait (&result);
  bytes = zpi_keyring_lookup_finish (result, NULL);
  g_assert_nonnull (bytes);
  g_assert_null (find (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
  assert_keyring_does_not_say_it ();
  attack_held ("the keyring's item says nothing while the store is locked");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_test ("/attacks/5/keyring", test_keyring);
  return g_test_run ();
}
