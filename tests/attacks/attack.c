/* SPDX-License-Identifier: EUPL-1.2 */

#include "attack.h"

#include <sqlite3.h>
#include <string.h>

char *
attack_organisation (const char *base_url)
{
  return g_strdup_printf (
      "{\"version\": 1, \"name\": \"Welzijn Voorbeeld\", \"base_url\": \"%s\","
      " \"issuer\": \"https://inloggen.example.nl\", \"client_id\": \"intake\"}",
      base_url);
}

void
attack_plant (Desk *desk, const char *organisation)
{
  g_autofree char *path = g_build_filename (desk->folder, "organisation.zpi-org", NULL);

  g_assert_true (g_file_set_contents (path, organisation, -1, NULL));
}

static void
take (Desk *desk, const char *organisation)
{
  g_autoptr (GBytes) raw = g_bytes_new (organisation, strlen (organisation));
  g_autofree char *typed = check_code_of (organisation);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  zpi_session_take_organisation_async (desk->session, raw, typed, NULL, result_cb, &result);
  zpi_session_take_organisation_finish (desk->session, result_wait (&result), &error);
  g_assert_no_error (error);
}

void
attack_set_up (Desk *desk, const char *organisation)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  zpi_vault_keep_stretch_least (TRUE);
  desk->session = desk_session_new (desk, FALSE);
  g_assert_true (desk_try_open (desk->session, &error));
  take (desk, organisation);
  g_assert_true (desk_try_open (desk->session, &error));
  zpi_session_set_up_async (desk->session,
                            "Anneke",
                            ATTACK_PASSPHRASE,
                            TRUE,
                            NULL,
                            result_cb,
                            &result);
  zpi_secret_strfree (zpi_session_set_up_finish (desk->session, result_wait (&result), &error));
  g_assert_no_error (error);
}

gboolean
attack_unlock (Desk *desk, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_unlock_async (desk->session, NULL, secret, NULL, result_cb, &result);
  return zpi_session_unlock_finish (desk->session, result_wait (&result), error);
}

void
attack_restart (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  if (desk->session != NULL)
    desk_close (desk);
  desk->session = desk_session_new (desk, FALSE);
  g_assert_true (desk_try_open (desk->session, &error));
  g_assert_no_error (error);
}

char *
attack_queue (Desk *desk)
{
  g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");
  g_autoptr (GError) error = NULL;
  char *id = g_strdup (zpi_case_get_id (zcase));

  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_no_error (error);
  return id;
}

void
attack_sql (Desk *desk, const char *sql)
{
  g_autofree char *path = g_build_filename (desk->folder, "store.db", NULL);
  g_autofree char *all =
      g_strdup_printf ("ATTACH '%s/kept.db' AS kept; BEGIN; %s; COMMIT", desk->folder, sql);
  sqlite3 *db = NULL;
  char *message = NULL;

  g_assert_null (desk->session);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, all, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

void
attack_held (const char *what)
{
  g_test_message ("held: %s", what);
}
