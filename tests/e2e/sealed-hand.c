/* SPDX-License-Identifier: EUPL-1.2 */

/* What only the window does with a sealed store, without a window: the first start, signing in,
 * taking a way in away.
 *
 * sealed-hand set-up FOLDER ORGANISATION-FILE SECRET: says the recovery code. sealed-hand sign-in
 * FOLDER SECRET: says the address for the browser, and waits. sealed-hand rotate FOLDER SECRET
 * replace|remove: says "rotated", or ends with 3 when another program has the store open. */

#include "service-fixture.h"
#include "zpi-vault.h"

#include <stdio.h>
#include <string.h>

#define BUSY 3

static void
say (const char *text)
{
  g_print ("%s\n", text);
  fflush (stdout);
}

static int
fail (const GError *error)
{
  g_printerr ("sealed-hand: %s (%d)\n", error->message, error->code);
  return g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY) ? BUSY : 1;
}

static gboolean
take_organisation (ZpiSession *session, const char *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *content = NULL;
  g_autofree char *typed = NULL;
  g_autoptr (GBytes) raw = NULL;
  gsize length;

  if (!g_file_get_contents (file, &content, &length, error))
    return FALSE;
  raw = g_bytes_new (content, length);
  typed = check_code_of (content);
  zpi_session_take_organisation_async (session, raw, typed, NULL, result_cb, &result);
  return zpi_session_take_organisation_finish (session, result_wait (&result), error) &&
         desk_try_open (session, error);
}

static int
set_up (ZpiSession *session, const char *file, const char *secret)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *code = NULL;

  zpi_vault_keep_stretch_least (TRUE);
  if (!take_organisation (session, file, &error))
    return fail (error);
  zpi_session_set_up_async (session,
                            "Anneke",
                            secret,
                            strlen (secret) >= 12,
                            NULL,
                            result_cb,
                            &result);
  code = zpi_session_set_up_finish (session, result_wait (&result), &error);
  if (code == NULL)
    return fail (error);
  say (code);
  zpi_secret_strfree (code);
  return 0;
}

static gboolean
unlock (ZpiSession *session, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_unlock_async (session, NULL, secret, NULL, result_cb, &result);
  return zpi_session_unlock_finish (session, result_wait (&result), error);
}

static void
open_browser_cb (ZpiSignIn *sign_in, const char *url, gpointer user_data)
{
  say (url);
}

static int
sign_in (ZpiSession *session)
{
  ZpiSignIn *sign_in = zpi_session_get_sign_in (session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (sign_in, "open-browser", G_CALLBACK (open_browser_cb), NULL);
  zpi_sign_in_start_async (sign_in, NULL, result_cb, &result);
  if (!zpi_sign_in_start_finish (sign_in, result_wait (&result), &error))
    return fail (error);
  say ("signed in");
  return 0;
}

static gboolean
remove_slot (ZpiSession *session, const char *slot_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_remove_slot_async (session, slot_id, NULL, result_cb, &result);
  return zpi_session_remove_slot_finish (session, result_wait (&result), error);
}

/* Whoever came in with the recovery code, and a colleague who was there for a moment. */
static gboolean
remove_others (ZpiSession *session, GError **error)
{
  const char *own = zpi_session_get_open_slot (session, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) slots = NULL;

  zpi_session_list_slots_async (session, NULL, result_cb, &result);
  slots = zpi_session_list_slots_finish (session, result_wait (&result), error);
  for (guint i = 0; slots != NULL && i < slots->len; i++) {
    const ZpiSlot *slot = slots->pdata[i];

    if (slot->kind == ZPI_SLOT_PASSPHRASE && strcmp (slot->id, own) != 0 &&
        !remove_slot (session, slot->id, error))
      return FALSE;
  }
  return slots != NULL;
}

static gboolean
add_slot (ZpiSession *session, const char *replaces, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  char *nothing;

  zpi_session_replace_slot_async (session,
                                  replaces,
                                  ZPI_SLOT_PASSPHRASE,
                                  replaces != NULL ? "Anneke" : "Bert",
                                  secret,
                                  NULL,
                                  result_cb,
                                  &result);
  nothing = zpi_session_add_slot_finish (session, result_wait (&result), error);
  zpi_secret_strfree (nothing);
  return nothing != NULL;
}

static int
rotate (ZpiSession *session, const char *secret, gboolean replace)
{
  g_autoptr (GError) error = NULL;
  gboolean done;

  zpi_vault_keep_stretch_least (TRUE);
  if (replace)
    done = add_slot (session, zpi_session_get_open_slot (session, NULL), secret, &error);
  else
    done = add_slot (session, NULL, "een wachtzin voor even", &error) &&
           remove_others (session, &error);
  if (!done)
    return fail (error);
  say ("rotated");
  return 0;
}

int
main (int argc, char **argv)
{
  Desk desk = {.folder = argc > 2 ? argv[2] : NULL};
  g_autoptr (GError) error = NULL;
  int status;

  if (argc < 4)
    return 2;
  desk.session = desk_session_new (&desk, FALSE);
  if (!desk_try_open (desk.session, &error))
    return fail (error);
  if (g_str_equal (argv[1], "set-up") && argc == 5) {
    status = set_up (desk.session, argv[3], argv[4]);
  } else {
    if (!unlock (desk.session, argv[3], &error))
      return fail (error);
    status = g_str_equal (argv[1], "sign-in")
                 ? sign_in (desk.session)
                 : rotate (desk.session, argv[3], g_str_equal (argv[argc - 1], "replace"));
  }
  desk_try_close (desk.session, NULL);
  g_clear_object (&desk.session);
  return status;
}
