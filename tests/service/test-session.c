/* SPDX-License-Identifier: EUPL-1.2 */

/* Opening, setting up, locking and unlocking a data folder, and the organisation file. */

#include <glib/gstdio.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>

#include "service-fixture.h"
#include "zpi-clock-evidence.h"
#include "zpi-field.h"
#include "zpi-hand-over-key.h"
#include "zpi-photo.h"
#include "zpi-renewal.h"
#include "zpi-session-private.h"
#include "zpi-sign-in-private.h"
#include "zpi-store-private.h"

static const char organisation[] =
    "{\"version\": 1, \"name\": \"Welzijn Voorbeeld\", \"email\": \"balie@example.nl\","
    " \"base_url\": \"https://api.example.nl/zoetermeerpas/v1\","
    " \"issuer\": \"https://inloggen.example.nl\", \"client_id\": \"intake\","
    " \"redirect_ports\": [49152, 49153], \"retention_days\": 30, \"max_document_bytes\": 5000000}";

static GBytes *
text_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static gboolean
take_organisation (ZpiSession *session, const char *text, const char *typed, GError **error)
{
  g_autoptr (GBytes) file = text_bytes (text);
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_take_organisation_async (session, file, typed, NULL, result_cb, &result);
  return zpi_session_take_organisation_finish (session, result_wait (&result), error);
}

static char *
set_up (ZpiSession *session, const char *pin, gboolean without_keyring, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_set_up_async (session, "Balie 1", pin, without_keyring, NULL, result_cb, &result);
  return zpi_session_set_up_finish (session, result_wait (&result), error);
}

static gboolean
unlock (ZpiSession *session, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_unlock_async (session, NULL, secret, NULL, result_cb, &result);
  return zpi_session_unlock_finish (session, result_wait (&result), error);
}

static gboolean
lock (ZpiSession *session, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_lock_async (session, result_cb, &result);
  return zpi_session_lock_finish (session, result_wait (&result), error);
}

static GPtrArray *
list_slots (ZpiSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_list_slots_async (session, NULL, result_cb, &result);
  return zpi_session_list_slots_finish (session, result_wait (&result), NULL);
}

static char *
add_slot (ZpiSession *session, ZpiSlotKind kind, const char *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_add_slot_async (session, kind, "Balie 2", secret, NULL, result_cb, &result);
  return zpi_session_add_slot_finish (session, result_wait (&result), error);
}

static gboolean
remove_slot (ZpiSession *session, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_remove_slot_async (session, id, NULL, result_cb, &result);
  return zpi_session_remove_slot_finish (session, result_wait (&result), error);
}

static guint
file_mode (Desk *desk, const char *name)
{
  g_autofree char *path = g_build_filename (desk->folder, name, NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

static void
test_practice (Desk *desk, gconstpointer data)
{
  desk_open (desk);
  g_assert_true (zpi_session_is_practice (desk->session));
  g_assert_nonnull (zpi_session_get_scheme (desk->session));
  g_assert_null (zpi_session_get_sign_in (desk->session));
  g_assert_cmpuint (file_mode (desk, "practice.key"), ==, 0600);
  g_assert_cmpuint (file_mode (desk, "store.db"), ==, 0600);
  desk_close (desk);
  desk_open (desk);
}

static void
test_practice_folders (void)
{
  g_autofree char *practice = zpi_session_default_folder (TRUE);
  g_autofree char *real = zpi_session_default_folder (FALSE);

  g_assert_true (g_str_has_suffix (practice, "/zoetermeerpas-intake-practice"));
  g_assert_true (g_str_has_suffix (real, "/zoetermeerpas-intake"));
}

/* Two programs that start on an empty folder at the same moment make one store. */
static void
test_two_first_starts (Desk *desk, gconstpointer data)
{
  g_autoptr (GAsyncResult) first_result = NULL;
  g_autoptr (GAsyncResult) second_result = NULL;
  g_autoptr (ZpiSession) first = desk_session_new (desk, TRUE);
  g_autoptr (ZpiSession) second = desk_session_new (desk, TRUE);
  g_autoptr (GPtrArray) slots = NULL;
  g_autoptr (GError) error = NULL;

  zpi_session_open_async (first, NULL, result_cb, &first_result);
  zpi_session_open_async (second, NULL, result_cb, &second_result);
  g_assert_true (zpi_session_open_finish (first, result_wait (&first_result), &error));
  g_assert_true (zpi_session_open_finish (second, result_wait (&second_result), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (zpi_store_get_uuid (zpi_session_get_store (first)),
                   ==,
                   zpi_store_get_uuid (zpi_session_get_store (second)));
  slots = list_slots (first);
  g_assert_cmpuint (slots->len, ==, 1);
  g_assert_true (desk_try_close (second, &error));
  g_assert_true (desk_try_close (first, &error));
}

static void
test_real_needs_an_organisation (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *typed = check_code_of (organisation);
  g_autofree char *small = g_ascii_strdown (typed, -1);
  g_auto (GStrv) parts = g_strsplit (small, "-", 0);
  /* As a letter on the screen has it: dashes of print, and a space where the line is broken. */
  g_autofree char *sloppy = g_strjoinv ("\u2011\u00ad \u00a0", parts);

  desk->session = desk_session_new (desk, FALSE);
  g_assert_true (desk_try_open (desk->session, &error));
  g_assert_cmpint (zpi_session_get_state (desk->session), ==, ZPI_SESSION_NEEDS_ORGANISATION);
  g_assert_false (take_organisation (desk->session, organisation, "ABCD-EFGH", &error));
  assert_zpi_error (error, ZPI_ERROR_WRONG_SECRET);
  g_clear_error (&error);
  g_assert_false (take_organisation (desk->session, organisation, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_WRONG_SECRET);
  g_clear_error (&error);
  g_assert_true (take_organisation (desk->session, organisation, sloppy, &error));
  g_assert_no_error (error);
  g_assert_true (desk_try_open (desk->session, &error));
  g_assert_cmpint (zpi_session_get_state (desk->session), ==, ZPI_SESSION_NEEDS_SET_UP);
  g_assert_cmpstr (zpi_session_get_organisation (desk->session)->name, ==, "Welzijn Voorbeeld");
}

#define ORGANISATION_WITH(member)                                                                  \
  "{\"version\": 1, \"name\": \"A\", \"base_url\": \"https://a.nl/v1\","                           \
  " \"issuer\": \"https://a.nl\", \"client_id\": \"x\", " member "}"

static void
test_organisation_files (void)
{
  static const char *const bad[] = {
      "{}",
      "{\"version\": 2}",
      "{\"version\": 1, \"name\": \"A\", \"base_url\": \"http://a.nl/v1\","
      " \"issuer\": \"https://a.nl\", \"client_id\": \"x\"}",
      "{\"version\": 1, \"name\": \"A\", \"base_url\": \"https://a.nl/\","
      " \"issuer\": \"https://a.nl\", \"client_id\": \"x\"}",
      "{\"version\": 1, \"name\": \"A\", \"base_url\": \"https://u:p@a.nl/v1\","
      " \"issuer\": \"https://a.nl\", \"client_id\": \"x\"}",
      "{\"version\": 1, \"name\": \"A\", \"base_url\": \"https://a.nl/v1\","
      " \"issuer\": \"ftp://a.nl\", \"client_id\": \"x\"}",
      "{\"version\": 1, \"name\": \"A\", \"base_url\": \"https://a.nl/v1\","
      " \"issuer\": \"https://a.nl\", \"client_id\": \"x\", \"redirect_ports\": [80]}",
      "{\"version\": 1, \"name\": \"A\", \"base_url\": \"https://a.nl/v1\","
      " \"issuer\": \"https://a.nl\", \"client_id\": \"x\", \"escrow_key\": \"AAAA\"}",
      "{\"version\": 1, \"name\": \"A\", \"base_url\": \"https://a.nl/v1\","
      " \"issuer\": \"https://a.nl\", \"client_id\": \"x\", \"retention_days\": 0}",
      "{\"signed\": \"e30=\", \"signature\": \"AAAA\"}",
      "{\"signed\": \"e30=\"}",
      "[]",
      "{\"signed\": \"W10=\", \"signature\": \"AAAA\"}",
      ORGANISATION_WITH ("\"escrow_key\": 5"),
      ORGANISATION_WITH ("\"signing_key\": []"),
      ORGANISATION_WITH ("\"email\": 5"),
      ORGANISATION_WITH ("\"allow_keyring_only\": \"false\""),
      ORGANISATION_WITH ("\"allow_keyring_only\": 1"),
      "{\"version\": 1, \"name\": \" \\u200b\", \"base_url\": \"https://a.nl/v1\","
      " \"issuer\": \"https://a.nl\", \"client_id\": \"x\"}",
  };
  static const char *const good[] = {
      ORGANISATION_WITH ("\"serial\": null"),
      ORGANISATION_WITH ("\"redirect_ports\": null, \"scheme\": null, \"email\": null"),
      ORGANISATION_WITH ("\"allow_keyring_only\": null, \"escrow_key\": null"),
      "\xef\xbb\xbf" ORGANISATION_WITH ("\"of_later\": true"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GBytes) file = text_bytes (bad[i]);
    g_autoptr (GError) error = NULL;

    g_assert_null (zpi_org_file_parse (file, &error));
    assert_zpi_error (error, ZPI_ERROR_BAD_FORMAT);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autoptr (GBytes) file = text_bytes (good[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiOrgFile) read = zpi_org_file_parse (file, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (read->retention_days, ==, 90);
  }
}

/* A policy with a slip in its name is not in force: that is said, in the envelope too. */
static void
test_unknown_in_organisation (void)
{
  static const struct {
    const char *text;
    const char *unknown;
  } table[] = {
      {ORGANISATION_WITH ("\"idle_lock_minutes\": 3, \"send_while_locked\": true"), NULL},
      {ORGANISATION_WITH ("\"idle_lock_minuts\": 3"), "idle_lock_minuts"},
      {ORGANISATION_WITH ("\"Retention_days\": 7, \"of_later\": null"), "Retention_days, of_later"},
      {ORGANISATION_WITH ("\"a b\": 7"), "…"},
  };
  g_autofree char *inside =
      g_base64_encode ((const guchar *) table[1].text, strlen (table[1].text));
  g_autofree char *envelope =
      g_strdup_printf ("{\"signed\": \"%s\", \"signature\": \"AAAA\", \"retention_days\": 7}",
                       inside);
  g_autoptr (GBytes) file = text_bytes (envelope);
  g_autoptr (ZpiOrgFile) read = zpi_org_file_parse (file, NULL);

  g_assert_cmpstr (read->unknown, ==, "retention_days, idle_lock_minuts");
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (GBytes) plain = text_bytes (table[i].text);
    g_autoptr (ZpiOrgFile) other = zpi_org_file_parse (plain, NULL);

    g_assert_cmpstr (other->unknown, ==, table[i].unknown);
  }
}

/* Typed over from a letter: letters that look like digits are those digits, spaces and dashes are
 * nothing, and one more or less is another code. */
static void
test_check_code (void)
{
  g_autoptr (ZpiOrgFile) file = NULL;
  g_autofree char *code = NULL;
  g_autofree char *longer = NULL;

  for (guint i = 0; code == NULL || strchr (code, '0') == NULL || strchr (code, '1') == NULL; i++) {
    g_autofree char *text = g_strdup_printf ("{\"version\": 1, \"name\": \"A%u\", \"base_url\": "
                                             "\"https://a.nl/v1\", \"issuer\": \"https://a.nl\", "
                                             "\"client_id\": \"x\"}",
                                             i);
    g_autoptr (GBytes) bytes = text_bytes (text);

    g_clear_pointer (&file, zpi_org_file_unref);
    g_free (g_steal_pointer (&code));
    file = zpi_org_file_parse (bytes, NULL);
    code = check_code_of (text);
  }
  g_assert_true (zpi_org_file_matches (file, code));
  longer = g_strdup_printf ("%s0", code);
  g_assert_false (zpi_org_file_matches (file, longer));
  longer[strlen (code) - 1] = '\0';
  g_assert_false (zpi_org_file_matches (file, longer));
  g_assert_false (zpi_org_file_matches (file, NULL));
  for (guint i = 0; i < 2; i++) {
    g_autofree char *typed = g_ascii_strdown (code, -1);
    g_autofree char *spaced = g_strdup_printf (" %.4s-%s ", typed, typed + 4);

    g_strdelimit (g_strdelimit (spaced, "0", 'o'), "1", "li"[i]);
    g_assert_true (zpi_org_file_matches (file, spaced));
  }
}

/* Nobody's pass is looked up without that person's word, nor one that is no BSN. */
static void
test_renewal_is_asked_with_a_word (Desk *desk, gconstpointer data)
{
  static const struct {
    const char *bsn;
    gboolean agrees;
    ZpiError code;
  } rows[] = {{"999991784", FALSE, ZPI_ERROR_NOT_ALLOWED}, {"123", TRUE, ZPI_ERROR_BAD_FORMAT}};
  ZpiRenewal renewal = ZPI_RENEWAL_UNKNOWN;

  desk_start_municipality (desk);
  desk_open (desk);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;

    zpi_renewal_check_async (desk->session,
                             rows[i].bsn,
                             0,
                             rows[i].agrees,
                             NULL,
                             result_cb,
                             &result);
    g_assert_false (zpi_renewal_check_finish (result_wait (&result), &renewal, &error));
    assert_zpi_error (error, rows[i].code);
  }
}

static void
become_real (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *typed = check_code_of (organisation);

  desk->session = desk_session_new (desk, FALSE);
  g_assert_true (desk_try_open (desk->session, &error));
  if (zpi_session_get_state (desk->session) == ZPI_SESSION_NEEDS_ORGANISATION) {
    g_assert_true (take_organisation (desk->session, organisation, typed, &error));
    g_assert_true (desk_try_open (desk->session, &error));
  }
  g_assert_no_error (error);
}

static void
test_set_up_and_unlock (Desk *desk, gconstpointer data)
{
  gboolean without_keyring = GPOINTER_TO_INT (data);
  const char *secret = without_keyring ? "een lange wachtzin" : "246813";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) slots = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  char *code;

  become_real (desk);
  g_assert_null (set_up (desk->session, "73916", without_keyring, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  code = set_up (desk->session, secret, without_keyring, &error);
  g_assert_no_error (error);
  g_assert_cmpint (zpi_session_get_state (desk->session), ==, ZPI_SESSION_OPEN);
  slots = list_slots (desk->session);
  g_assert_cmpuint (slots->len, ==, 2);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_flush (desk, zcase, &error));
  g_clear_object (&zcase);
  desk_close (desk);

  become_real (desk);
  g_assert_cmpint (zpi_session_get_state (desk->session), ==, ZPI_SESSION_LOCKED);
  g_assert_false (unlock (desk->session, "something wrong", &error));
  assert_zpi_error (error, ZPI_ERROR_WRONG_SECRET);
  g_clear_error (&error);
  g_assert_true (unlock (desk->session, secret, &error));
  g_assert_no_error (error);
  assert_soon (g_list_model_get_n_items (zpi_session_get_cases (desk->session)) == 1);
  g_assert_true (lock (desk->session, &error));
  g_assert_cmpuint (g_list_model_get_n_items (zpi_session_get_cases (desk->session)), ==, 0);
  /* The code opens everything too. */
  g_assert_true (unlock (desk->session, code, &error));
  g_assert_no_error (error);
  g_assert_cmpint (zpi_session_get_state (desk->session), ==, ZPI_SESSION_OPEN);
  zpi_secret_strfree (code);
}

static void
test_wrong_secrets_slow_down (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char *code;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  become_real (desk);
  code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  g_assert_no_error (error);
  zpi_secret_strfree (code);
  g_assert_true (lock (desk->session, &error));
  for (guint i = 0; i < 3; i++) {
    g_assert_false (unlock (desk->session, "iets anders, ook lang", &error));
    assert_zpi_error (error, ZPI_ERROR_WRONG_SECRET);
    g_clear_error (&error);
  }
  g_assert_cmpuint (zpi_session_get_unlock_wait (desk->session), >, 0);
  g_assert_false (unlock (desk->session, "een lange wachtzin", &error));
  assert_zpi_error (error, ZPI_ERROR_BUSY);
  g_clear_error (&error);

  /* Starting again does not help; waiting does; so does a clock that jumped back far. */
  desk_close (desk);
  become_real (desk);
  g_assert_cmpuint (zpi_session_get_unlock_wait (desk->session), >, 0);
  desk_advance (desk, 600);
  g_assert_true (unlock (desk->session, "een lange wachtzin", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (zpi_session_get_unlock_wait (desk->session), ==, 0);
}

static gboolean
forget_tries_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_meta_store_set (store, "unlock_failures", NULL, error);
}

/* Whoever takes away the count of wrong tries has to wait, instead of trying on. */
static void
test_tries_taken_away (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char *code;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  become_real (desk);
  code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  zpi_secret_strfree (code);
  g_assert_true (desk_run (desk, forget_tries_func, (gpointer) "", &error));
  g_assert_true (lock (desk->session, &error));
  g_assert_false (unlock (desk->session, "een lange wachtzin", &error));
  assert_zpi_error (error, ZPI_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_cmpuint (zpi_session_get_unlock_wait (desk->session), >, 200);
  desk_advance (desk, 400);
  g_assert_true (unlock (desk->session, "een lange wachtzin", &error));
  g_assert_no_error (error);
}

typedef struct {
  char *text;
} Tries;

static gboolean
read_tries_func (ZpiStore *store, gpointer data, GError **error)
{
  ((Tries *) data)->text = zpi_meta_store_get (store, "unlock_failures", error);
  return TRUE;
}

/* A try is on the disk before it is made, and another program waits too. */
static void
test_tries_are_counted_first (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiSession) other = NULL;
  g_autofree char *text = NULL;
  Tries tries = {NULL};
  char *code;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  become_real (desk);
  code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  zpi_secret_strfree (code);
  g_assert_true (lock (desk->session, &error));
  other = desk_session_new (desk, FALSE);
  g_assert_true (desk_try_open (other, &error));
  for (guint i = 0; i < 3; i++) {
    g_assert_false (unlock (desk->session, "iets anders, ook lang", &error));
    g_clear_error (&error);
  }
  g_assert_true (desk_run (desk, read_tries_func, &tries, NULL));
  text = tries.text;
  g_assert_true (g_str_has_prefix (text, "3 "));
  g_assert_false (unlock (other, "een lange wachtzin", &error));
  assert_zpi_error (error, ZPI_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_cmpuint (zpi_session_get_unlock_wait (other), >, 0);
  g_assert_true (desk_try_close (other, &error));
}

static void
test_weak_pins (Desk *desk, gconstpointer data)
{
  static const char *const weak[] = {"111111",
                                     "121212",
                                     "123123",
                                     "123456",
                                     "654321",
                                     "890123",
                                     "010580",
                                     "800501",
                                     "31121999",
                                     "19991231",
                                     "1980",
                                     "0105"};
  g_autoptr (GError) error = NULL;
  char *code;

  become_real (desk);
  for (guint i = 0; i < G_N_ELEMENTS (weak); i++) {
    g_assert_null (set_up (desk->session, weak[i], FALSE, &error));
    assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
    g_clear_error (&error);
  }
  code = set_up (desk->session, "258036", FALSE, &error);
  g_assert_no_error (error);
  zpi_secret_strfree (code);
}

static gboolean
backup_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_backup (store, data, zpi_clock_evidence_now_us (store), error);
}

static void
sql (const char *path, const char *statements)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, statements, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
put_back (Desk *desk, const char *backup)
{
  g_autofree char *elsewhere = g_strconcat (desk->folder, "-2", NULL);
  g_autoptr (GError) error = NULL;

  desk_close (desk);
  g_assert_false (zpi_store_restore (backup, elsewhere, TRUE, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_true (zpi_store_restore (backup, elsewhere, FALSE, &error));
  g_assert_no_error (error);
  g_free (desk->folder);
  desk->folder = g_steal_pointer (&elsewhere);
  become_real (desk);
}

/* The day on a backup is changed by whoever holds the file; the sealed one is not. */
static void
test_backup_expiry_is_sealed (Desk *desk, gconstpointer data)
{
  gboolean too_late = GPOINTER_TO_INT (data);
  g_autofree char *backup = g_build_filename (desk->folder, "backup.db", NULL);
  g_autoptr (GError) error = NULL;
  char *code;

  desk_set_clock (desk, "2026-11-22T10:00:00Z");
  become_real (desk);
  code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  zpi_secret_strfree (code);
  g_assert_true (desk_run (desk, backup_func, backup, &error));
  g_assert_no_error (error);
  if (too_late) {
    sql (backup, "UPDATE meta SET value = '9000000000000000' WHERE name = 'backup-expires-us'");
    desk_advance (desk, 60 * 24 * 3600);
  }
  put_back (desk, backup);
  g_assert_true (unlock (desk->session, "een lange wachtzin", &error) == !too_late);
  if (too_late)
    assert_zpi_error (error, ZPI_ERROR_GONE);
  if (too_late)
    return;
  desk_advance (desk, 60 * 24 * 3600);
  g_assert_true (lock (desk->session, &error));
  g_assert_true (unlock (desk->session, "een lange wachtzin", &error));
  g_assert_no_error (error);
}

static gboolean
verify_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiVerifyReport **report = data;

  *report = zpi_store_verify (store, error);
  return *report != NULL;
}

static guint
count_damaged (Desk *desk)
{
  ZpiVerifyReport *report = NULL;
  guint n;

  g_assert_true (desk_run (desk, verify_func, &report, NULL));
  n = report->damaged->len;
  zpi_verify_report_free (report);
  return n;
}

typedef struct {
  gboolean watched;
  guint n;
} Steps;

static int
count_step_cb (gpointer data)
{
  ((Steps *) data)->n++;
  return 0;
}

static gboolean
watch_steps_func (ZpiStore *store, gpointer data, GError **error)
{
  sqlite3_progress_handler (store->db, 10, ((Steps *) data)->watched ? count_step_cb : NULL, data);
  return TRUE;
}

/* What the database does for a verification when there are @n cases of one person. */
static guint
steps_to_verify (Desk *desk, guint n, guint from)
{
  Steps steps = {.watched = TRUE};

  for (guint i = from; i < n; i++) {
    g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");

    g_assert_true (desk_flush (desk, zcase, NULL));
    zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
  }
  g_assert_true (desk_run (desk, watch_steps_func, &steps, NULL));
  g_assert_cmpuint (count_damaged (desk), ==, 0);
  steps.watched = FALSE;
  g_assert_true (desk_run (desk, watch_steps_func, &steps, NULL));
  return steps.n;
}

/* Twice as many take twice as long, whoever they are of. */
static void
test_verify_many_of_one (Desk *desk, gconstpointer data)
{
  guint some, more, most;

  desk_open (desk);
  some = steps_to_verify (desk, 20, 0);
  more = steps_to_verify (desk, 60, 20);
  most = steps_to_verify (desk, 100, 60);
  g_test_message ("20 cases: %u, 60: %u, 100: %u", some, more, most);
  g_assert_cmpuint (some, >, 0);
  g_assert_cmpuint (more, >, some);
  /* Of two equal steps the second costs as much as the first. */
  g_assert_cmpuint (10 * (most - more), <, 12 * (more - some));
}

/* Somebody puts a queued case back to what it was, and takes it out of the outbox. */
static void
test_rolled_back_is_found (Desk *desk, gconstpointer data)
{
  g_autofree char *path = g_build_filename (desk->folder, "store.db", NULL);
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_queue (desk, zcase, &error));
  g_clear_object (&zcase);
  g_assert_cmpuint (count_damaged (desk), ==, 0);
  desk_close (desk);
  sql (path, "DELETE FROM outbox_parts; DELETE FROM outbox");
  desk_open (desk);
  g_assert_cmpuint (count_damaged (desk), ==, 1);
  desk_close (desk);
  sql (path, "UPDATE cases SET state = 'draft'");
  desk_open (desk);
  g_assert_cmpuint (count_damaged (desk), ==, 1);
}

static void
about_to_lock_cb (ZpiSession *session, ZpiCase *zcase)
{
  zpi_case_set (zcase, ZPI_KEY_PHONE, "0612345678");
}

static void
test_lock_saves (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (ZpiCase) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  ZpiVault *vault;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  g_signal_connect (desk->session, "about-to-lock", G_CALLBACK (about_to_lock_cb), zcase);
  g_assert_true (lock (desk->session, &error));
  vault = zpi_store_get_vault (zpi_session_get_store (desk->session));
  g_assert_false (zpi_vault_is_unlocked (vault));
  g_assert_null (desk_open_case (desk, id, &error));
  assert_zpi_error (error, ZPI_ERROR_KEY_MISSING);
  g_clear_error (&error);
  g_assert_true (unlock (desk->session, "", &error));
  g_assert_no_error (error);
  again = desk_open_case (desk, id, &error);
  g_assert_true (again != zcase);
  g_assert_cmpstr (zpi_case_get (again, ZPI_KEY_PHONE), ==, "0612345678");
}

static void
test_locking_stops_and_unlocking_resumes_sending (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  desk_open (desk);
  zpi_sender_start (zpi_session_get_sender (desk->session));
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  g_assert_true (desk_queue (desk, zcase, &error));
  g_clear_object (&zcase);
  g_assert_true (lock (desk->session, &error));
  desk_start_municipality (desk);
  spin (300);
  g_assert_cmpuint (desk_n_received (desk), ==, 0);
  g_assert_true (unlock (desk->session, "", &error));
  assert_soon (desk_n_received (desk) == 1);
}

static void
test_slots (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) slots = NULL;
  char *first_code, *second_code, *nothing;
  const ZpiSlot *daily;

  become_real (desk);
  first_code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  slots = list_slots (desk->session);
  daily = g_ptr_array_index (slots, 0);
  if (daily->kind == ZPI_SLOT_RECOVERY)
    daily = g_ptr_array_index (slots, 1);
  g_assert_false (remove_slot (desk->session, daily->id, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  nothing = add_slot (desk->session, ZPI_SLOT_PASSPHRASE, "kort", &error);
  g_assert_null (nothing);
  g_clear_error (&error);
  nothing = add_slot (desk->session, ZPI_SLOT_PASSPHRASE, "een tweede wachtzin", &error);
  g_assert_cmpstr (nothing, ==, "");
  zpi_secret_strfree (nothing);
  g_assert_true (remove_slot (desk->session, daily->id, &error));
  g_assert_no_error (error);
  second_code = add_slot (desk->session, ZPI_SLOT_RECOVERY, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (lock (desk->session, &error));
  g_assert_false (unlock (desk->session, "een lange wachtzin", &error));
  g_clear_error (&error);
  g_assert_false (unlock (desk->session, first_code, &error));
  g_clear_error (&error);
  g_assert_true (unlock (desk->session, second_code, &error));
  g_assert_no_error (error);
  g_assert_true (lock (desk->session, &error));
  g_assert_true (unlock (desk->session, "een tweede wachtzin", &error));
  zpi_secret_strfree (first_code);
  zpi_secret_strfree (second_code);
}

/* Who chose another PIN goes on under that way in, whether or not anybody waits to see it; who came
 * in with the recovery code goes on under the first that is added. */
static void
test_own_slot_replaced (Desk *desk, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *own = NULL;
  ZpiSlotKind kind = ZPI_SLOT_DESK;
  char *code, *nothing;

  become_real (desk);
  code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  own = g_strdup (zpi_session_get_open_slot (desk->session, NULL));
  nothing = add_slot (desk->session, ZPI_SLOT_PASSPHRASE, "die van een collega", &error);
  zpi_secret_strfree (nothing);
  g_assert_cmpstr (zpi_session_get_open_slot (desk->session, NULL), ==, own);
  zpi_session_replace_slot_async (desk->session,
                                  own,
                                  ZPI_SLOT_PASSPHRASE,
                                  "Anneke",
                                  "een andere wachtzin",
                                  NULL,
                                  result_cb,
                                  &result);
  nothing = zpi_session_add_slot_finish (desk->session, result_wait (&result), &error);
  g_assert_no_error (error);
  zpi_secret_strfree (nothing);
  g_assert_cmpstr (zpi_session_get_open_slot (desk->session, NULL), !=, own);
  g_assert_true (lock (desk->session, &error));
  g_assert_true (unlock (desk->session, code, &error));
  nothing = add_slot (desk->session, ZPI_SLOT_PASSPHRASE, "een derde wachtzin", &error);
  zpi_secret_strfree (nothing);
  zpi_session_get_open_slot (desk->session, &kind);
  g_assert_cmpint (kind, ==, ZPI_SLOT_PASSPHRASE);
  zpi_secret_strfree (code);
}

/* Another passphrase is chosen and it locks before that is done: by a key, or because the screen
 * did.
 */
static void
test_lock_amid_a_change_of_keys (Desk *desk, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *code, *nothing;

  become_real (desk);
  code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  zpi_session_replace_slot_async (desk->session,
                                  zpi_session_get_open_slot (desk->session, NULL),
                                  ZPI_SLOT_PASSPHRASE,
                                  "Anneke",
                                  "een andere wachtzin",
                                  NULL,
                                  result_cb,
                                  &result);
  g_assert_true (lock (desk->session, &error));
  nothing = zpi_session_add_slot_finish (desk->session, result_wait (&result), &error);
  g_assert_no_error (error);
  zpi_secret_strfree (nothing);
  g_assert_false (unlock (desk->session, "een lange wachtzin", &error));
  g_clear_error (&error);
  g_assert_true (unlock (desk->session, "een andere wachtzin", &error));
  zpi_secret_strfree (code);
}

static void
assert_doubted (Desk *desk, gboolean doubted)
{
  g_assert_true (zpi_session_is_organisation_doubted (desk->session) == doubted);
  g_assert_true ((zpi_session_get_api (desk->session) == NULL) == doubted);
  g_assert_true ((zpi_session_get_sign_in (desk->session) == NULL) == doubted);
}

static gboolean
put_back_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_slot_store_insert (store, data, error);
}

/* A way in that was taken away and whose row somebody kept. */
static void
test_old_slot_row (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) slots = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  const ZpiSlot *left = NULL;
  char *code, *nothing;

  become_real (desk);
  code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  slots = list_slots (desk->session);
  for (guint i = 0; i < slots->len; i++)
    if (((ZpiSlot *) slots->pdata[i])->kind == ZPI_SLOT_PASSPHRASE)
      left = slots->pdata[i];
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_flush (desk, zcase, &error));
  g_clear_object (&zcase);
  nothing = add_slot (desk->session, ZPI_SLOT_PASSPHRASE, "een tweede wachtzin", &error);
  zpi_secret_strfree (nothing);
  g_assert_true (remove_slot (desk->session, left->id, &error));
  g_assert_no_error (error);
  g_assert_true (desk_run (desk, put_back_func, (gpointer) left, &error));
  g_assert_no_error (error);
  desk_close (desk);

  become_real (desk);
  g_assert_false (unlock (desk->session, "een lange wachtzin", &error));
  assert_zpi_error (error, ZPI_ERROR_WRONG_SECRET);
  g_clear_error (&error);
  g_assert_true (unlock (desk->session, code, &error));
  g_assert_no_error (error);
  assert_doubted (desk, FALSE);
  assert_soon (g_list_model_get_n_items (zpi_session_get_cases (desk->session)) == 1);
  /* The next change leaves it out. */
  nothing = add_slot (desk->session, ZPI_SLOT_RECOVERY, NULL, &error);
  g_assert_no_error (error);
  zpi_secret_strfree (nothing);
  g_clear_pointer (&slots, g_ptr_array_unref);
  slots = list_slots (desk->session);
  g_assert_cmpuint (slots->len, ==, 2);
  zpi_secret_strfree (code);
}

static void
test_real_mode_ignores_options (Desk *desk, gconstpointer data)
{
  ZpiSessionOptions options = {.practice = FALSE,
                               .data_folder = desk->folder,
                               .api_url = "http://127.0.0.1:1/v1",
                               .token = "stolen"};

  desk->session = zpi_session_new (&options);
  g_assert_true (desk_try_open (desk->session, NULL));
  g_assert_null (zpi_session_get_api (desk->session));
}

/* Nor does where to sign in change, nor who else can open the data; what only has another name
 * comes at once. */
static void
test_server_stays_while_something_waits (Desk *desk, gconstpointer data)
{
  static const char *const changes[][2] = {
      {"api.example.nl", "elders.example.nl"},
      {"inloggen.example.nl", "elders.example.nl"},
      {"\"retention_days\"",
       "\"escrow_key\": \"CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\", \"retention_days\""},
      {"Welzijn Voorbeeld", "Welzijn Zoetermeer"},
  };
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  char *code;

  become_real (desk);
  code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  zpi_secret_strfree (code);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_queue (desk, zcase, &error));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_auto (GStrv) parts = g_strsplit (organisation, changes[i][0], 2);
    g_autofree char *other = g_strconcat (parts[0], changes[i][1], parts[1], NULL);
    g_autofree char *typed = check_code_of (other);
    gboolean last = i + 1 == G_N_ELEMENTS (changes);

    g_clear_error (&error);
    g_assert_cmpint (take_organisation (desk->session, other, typed, &error), ==, last);
    if (!last)
      assert_zpi_error (error, ZPI_ERROR_BUSY);
  }
  g_assert_no_error (error);
}

static char *
with_host (const char *host)
{
  g_auto (GStrv) parts = g_strsplit (organisation, "api.example.nl", 2);

  return g_strconcat (parts[0], host, parts[1], NULL);
}

static void
write_system_file (const char *folder, const char *host)
{
  g_autofree char *path = g_build_filename (folder, "gemeente.zpi-org", NULL);
  g_autofree char *text = with_host (host);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static gboolean
leads_to (Desk *desk, const char *host)
{
  return strstr (zpi_session_get_organisation (desk->session)->base_url, host) != NULL;
}

static void
reopen_real (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  desk_close (desk);
  desk->session = desk_session_new (desk, FALSE);
  g_assert_true (desk_try_open (desk->session, &error));
  g_assert_true (unlock (desk->session, "een lange wachtzin", &error));
  spin (100);
}

static void
test_system_file (Desk *desk, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (desk->folder, "etc", NULL);
  const char *before = zpi_session_system_folder;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  char *code;

  zpi_session_system_folder = folder;
  write_system_file (folder, "eerst.example.nl");
  desk->session = desk_session_new (desk, FALSE);
  g_assert_true (desk_try_open (desk->session, &error));
  g_assert_cmpint (zpi_session_get_state (desk->session), ==, ZPI_SESSION_NEEDS_SET_UP);
  code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  zpi_secret_strfree (code);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  g_assert_true (desk_queue (desk, zcase, &error));
  g_clear_object (&zcase);

  /* Another server while something waits for the first. */
  write_system_file (folder, "daarna.example.nl");
  reopen_real (desk);
  g_assert_true (leads_to (desk, "eerst.example.nl"));
  zpi_sender_cancel_async (zpi_session_get_sender (desk->session), id, NULL, result_cb, &result);
  g_assert_true (zpi_sender_cancel_finish (zpi_session_get_sender (desk->session),
                                           result_wait (&result),
                                           &error));
  reopen_real (desk);
  g_assert_true (leads_to (desk, "daarna.example.nl"));
  reopen_real (desk);
  g_assert_true (leads_to (desk, "daarna.example.nl"));
  zpi_session_system_folder = before;
}

static char *
own_file (Desk *desk)
{
  return g_build_filename (desk->folder, "organisation.zpi-org", NULL);
}

static void
plant (Desk *desk, const char *text)
{
  g_autofree char *path = own_file (desk);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static gboolean
confirm (ZpiSession *session, const char *text, GError **error)
{
  g_autofree char *typed = check_code_of (text);
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_confirm_organisation_async (session, typed, result_cb, &result);
  return zpi_session_confirm_organisation_finish (session, result_wait (&result), error);
}

static void
start_with_passphrase (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  char *code;

  become_real (desk);
  code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  g_assert_no_error (error);
  zpi_secret_strfree (code);
}

/* Whoever can write in the data folder leads nobody elsewhere. */
static void
test_planted_organisation (Desk *desk, gconstpointer data)
{
  g_autofree char *planted = with_host ("dief.example.nl");
  g_autofree char *path = own_file (desk);
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;

  start_with_passphrase (desk);
  assert_doubted (desk, FALSE);
  reopen_real (desk);
  assert_doubted (desk, FALSE);

  plant (desk, planted);
  reopen_real (desk);
  assert_doubted (desk, TRUE);
  g_assert_true (leads_to (desk, "api.example.nl"));
  g_assert_false (take_organisation (desk->session, planted, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_WRONG_SECRET);
  g_clear_error (&error);

  /* The letter of the one that was accepted puts that one back. */
  g_assert_true (confirm (desk->session, organisation, &error));
  g_assert_no_error (error);
  assert_doubted (desk, FALSE);
  g_assert_true (g_file_get_contents (path, &left, NULL, NULL));
  g_assert_cmpstr (left, ==, organisation);
  reopen_real (desk);
  assert_doubted (desk, FALSE);

  /* The letter of the other one accepts that. */
  plant (desk, planted);
  reopen_real (desk);
  assert_doubted (desk, TRUE);
  g_assert_true (confirm (desk->session, planted, &error));
  assert_doubted (desk, FALSE);
  g_assert_true (leads_to (desk, "dief.example.nl"));
}

static gboolean
resume_case (Desk *desk, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender = zpi_session_get_sender (desk->session);

  zpi_sender_resume_async (sender, id, NULL, result_cb, &result);
  return zpi_sender_resume_finish (sender, result_wait (&result), error);
}

static void
assert_asks (Desk *desk, const char *id, const char *reason)
{
  g_autoptr (ZpiCaseInfo) info = desk_info (desk, id);

  g_assert_cmpint (info->state, ==, reason != NULL ? ZPI_CASE_ATTENTION : ZPI_CASE_WAITING);
  if (reason != NULL)
    g_assert_cmpstr (info->attention, ==, reason);
}

/* What was queued for one server does not go to another because the file was exchanged. */
static void
test_queued_for_another_address (Desk *desk, gconstpointer data)
{
  g_autofree char *other = with_host ("elders.example.nl");
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  start_with_passphrase (desk);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  g_assert_true (desk_queue (desk, zcase, &error));
  g_clear_object (&zcase);
  plant (desk, other);
  reopen_real (desk);
  desk_drain (desk);
  assert_asks (desk, id, NULL);
  g_assert_true (confirm (desk->session, other, &error));
  desk_drain (desk);
  assert_asks (desk, id, "other-address");

  /* Once a person said that it may go there, it does. */
  g_assert_true (resume_case (desk, id, &error));
  g_assert_no_error (error);
  desk_drain (desk);
  assert_asks (desk, id, NULL);
}

static char *
queue_photo (Desk *desk, ZpiCase *letter)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "data", "documents", "foto.jpg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = g_file_load_bytes (file, NULL, NULL, &error);
  char *item = desk_take_in (desk, letter, content, NULL, &error);

  g_assert_no_error (error);
  zpi_photo_queue_async (desk->session, letter, item, NULL, NULL, "Anna", NULL, result_cb, &result);
  g_assert_true (zpi_photo_queue_finish (result_wait (&result), &error));
  g_assert_no_error (error);
  return item;
}

static char *
dup_stuck (Desk *desk, const char *letter_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) waiting = NULL;

  zpi_photo_load_async (desk->session, letter_id, NULL, result_cb, &result);
  g_assert_null (zpi_photo_load_finish (result_wait (&result), &waiting, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (waiting->len, ==, 1);
  return g_strdup (((ZpiPhotoWaiting *) waiting->pdata[0])->stuck);
}

static ZpiCase *
open_letter (Desk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ZpiPhotoOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCase *letter;

  zpi_photo_open_async (desk->session, "ABCD-2345", NULL, result_cb, &result);
  letter = zpi_photo_open_finish (result_wait (&result), &order, &error);
  g_assert_no_error (error);
  return letter;
}

/* A face goes no more than an application to where nobody meant it to go. */
static void
test_photo_queued_for_another_address (Desk *desk, gconstpointer data)
{
  g_autofree char *other = with_host ("elders.example.nl");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ZpiCase) letter = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *photo = NULL;
  g_autofree char *before = NULL;
  g_autofree char *asks = NULL;
  g_autofree char *after = NULL;

  start_with_passphrase (desk);
  letter = open_letter (desk);
  id = g_strdup (zpi_case_get_id (letter));
  photo = queue_photo (desk, letter);
  g_clear_object (&letter);
  plant (desk, other);
  reopen_real (desk);
  desk_drain (desk);
  before = dup_stuck (desk, id);
  g_assert_null (before);
  g_assert_true (confirm (desk->session, other, &error));
  desk_drain (desk);
  asks = dup_stuck (desk, id);
  g_assert_cmpstr (asks, ==, "other-address");

  /* Once a person said that it may go there, it does. */
  letter = open_letter (desk);
  g_assert_cmpstr (zpi_case_get_id (letter), ==, id);
  zpi_photo_queue_async (desk->session,
                         letter,
                         photo,
                         NULL,
                         NULL,
                         "Anna",
                         NULL,
                         result_cb,
                         &result);
  g_assert_true (zpi_photo_queue_finish (result_wait (&result), &error));
  desk_drain (desk);
  after = dup_stuck (desk, id);
  g_assert_null (after);
}

static void
sign_in_as (Desk *desk, const char *subject, const char *name)
{
  ZpiOidcIdentity *identity = g_new0 (ZpiOidcIdentity, 1);

  identity->subject = g_strdup (subject);
  identity->name = g_strdup (name);
  zpi_sign_in_take_identity (zpi_session_get_sign_in (desk->session), identity);
}

/* What one counsellor queued does not go with the sign-in of the next unless they say so. */
static void
test_queued_by_another_counsellor (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *problem = NULL;

  start_with_passphrase (desk);
  sign_in_as (desk, "anneke-1", "Anneke Voorbeeld");
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  g_assert_true (desk_queue (desk, zcase, &error));
  g_clear_object (&zcase);
  sign_in_as (desk, "bert-2", "Bert Voorbeeld");
  desk_drain (desk);
  assert_asks (desk, id, "other-counsellor");
  problem = desk_record (desk, id, "problem");
  g_assert_nonnull (strstr (problem, "Anneke Voorbeeld"));

  g_assert_true (resume_case (desk, id, &error));
  g_assert_no_error (error);
  desk_drain (desk);
  assert_asks (desk, id, NULL);
}

static char *
kept_sign_in (Desk *desk, const char *item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;

  zpi_keyring_lookup_async (zpi_store_get_uuid (zpi_session_get_store (desk->session)),
                            item,
                            NULL,
                            result_cb,
                            &result);
  result_wait (&result);
  bytes = zpi_keyring_lookup_finish (result, NULL);
  return bytes != NULL ? g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                       : NULL;
}

static gboolean
load_sign_in (Desk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSignIn *sign_in = zpi_session_get_sign_in (desk->session);

  zpi_sign_in_load_async (sign_in, NULL, result_cb, &result);
  return zpi_sign_in_load_finish (sign_in, result_wait (&result), NULL);
}

static void
keep_sign_in (Desk *desk, const char *token)
{
  ZpiSignIn *sign_in = zpi_session_get_sign_in (desk->session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  sign_in_as (desk, "anneke-1", "Anneke Voorbeeld");
  sign_in->refresh_token = zpi_secret_strdup (token);
  zpi_sign_in_keep_async (sign_in, NULL, result_cb, &result);
  zpi_sign_in_keep_finish (sign_in, result_wait (&result), &error);
  g_assert_no_error (error);
}

/* The sign-in is of the counsellor who opened the store, and nobody's while it is locked. */
static void
test_sign_in_is_of_the_slot (Desk *desk, gconstpointer data)
{
  static const char token[] = "refresh-token-of-anneke";
  g_autoptr (ZpiSignIn) before = NULL;
  g_autofree char *item = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *readable = NULL;
  g_autoptr (GError) error = NULL;
  char *nothing;

  start_with_passphrase (desk);
  nothing = add_slot (desk->session, ZPI_SLOT_PASSPHRASE, "een tweede wachtzin", &error);
  zpi_secret_strfree (nothing);
  keep_sign_in (desk, token);
  item = g_strconcat ("sign-in-", zpi_session_get_open_slot (desk->session, NULL), NULL);
  kept = kept_sign_in (desk, item);
  g_assert_nonnull (kept);
  readable = g_base64_encode ((const guchar *) token, strlen (token));
  g_assert_null (strstr (kept, readable));
  before = g_object_ref (zpi_session_get_sign_in (desk->session));

  g_assert_true (lock (desk->session, &error));
  g_assert_null (zpi_session_get_sign_in (desk->session));
  g_assert_false (zpi_sign_in_is_signed_in (before));
  g_assert_null (before->refresh_token);

  g_assert_true (unlock (desk->session, "een tweede wachtzin", &error));
  g_assert_false (load_sign_in (desk));
  g_assert_true (lock (desk->session, &error));
  g_assert_true (unlock (desk->session, "een lange wachtzin", &error));
  g_assert_true (load_sign_in (desk));
  g_assert_cmpstr (zpi_sign_in_get_name (zpi_session_get_sign_in (desk->session)),
                   ==,
                   "Anneke Voorbeeld");
}

static gboolean
forget_seal_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_meta_store_set_sealed (store, "organisation", NULL, error);
}

/* Nor does it help to take away what was accepted. */
static void
test_organisation_seal_taken_away (Desk *desk, gconstpointer data)
{
  g_autofree char *planted = with_host ("dief.example.nl");
  g_autoptr (GError) error = NULL;

  start_with_passphrase (desk);
  g_assert_true (desk_run (desk, forget_seal_func, (gpointer) "", &error));
  plant (desk, planted);
  reopen_real (desk);
  assert_doubted (desk, TRUE);
  g_assert_null (zpi_session_get_organisation (desk->session));
}

/* As the municipality would sign one. */
static char *
signed_organisation (const guint8 *secret_key, const char *content)
{
  guint8 signature[crypto_sign_BYTES];
  g_autofree char *inner = g_base64_encode ((const guchar *) content, strlen (content));
  g_autofree char *outer = NULL;

  crypto_sign_detached (signature, NULL, (const guint8 *) content, strlen (content), secret_key);
  outer = g_base64_encode (signature, sizeof signature);
  return g_strdup_printf ("{\"signed\": \"%s\", \"signature\": \"%s\"}", inner, outer);
}

static char *
organisation_with (const char *host, const guint8 *public_key, guint serial)
{
  g_autofree char *text = with_host (host);
  g_autofree char *key = g_base64_encode (public_key, crypto_sign_PUBLICKEYBYTES);

  text[strlen (text) - 1] = '\0';
  return g_strdup_printf ("%s, \"signing_key\": \"%s\", \"serial\": %u}", text, key, serial);
}

/* What the municipality signed long ago is not taken again. */
static void
test_serial_never_goes_back (Desk *desk, gconstpointer data)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 secret_key[crypto_sign_SECRETKEYBYTES];
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;
  g_autoptr (GError) error = NULL;

  crypto_sign_keypair (public_key, secret_key);
  first = organisation_with ("een.example.nl", public_key, 7);
  second = organisation_with ("twee.example.nl", public_key, 7);
  third = organisation_with ("drie.example.nl", public_key, 8);
  old = signed_organisation (secret_key, second);
  new = signed_organisation (secret_key, third);
  start_with_passphrase (desk);
  {
    g_autofree char *typed = check_code_of (first);

    g_assert_true (take_organisation (desk->session, first, typed, &error));
  }
  g_assert_false (take_organisation (desk->session, old, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_GONE);
  g_clear_error (&error);
  g_assert_true (take_organisation (desk->session, new, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (leads_to (desk, "drie.example.nl"));
  g_assert_false (take_organisation (desk->session, old, NULL, &error));
  assert_zpi_error (error, ZPI_ERROR_GONE);
  g_clear_error (&error);

  /* Nor with the letter that came with it, nor while nothing is open. */
  plant (desk, old);
  reopen_real (desk);
  assert_doubted (desk, TRUE);
  g_assert_false (confirm (desk->session, old, &error));
  assert_zpi_error (error, ZPI_ERROR_GONE);
  g_clear_error (&error);
  g_assert_true (confirm (desk->session, new, &error));
  g_assert_no_error (error);
}

/* A case is closed for another desk without its letter only when our own file vouches for theirs.
 */
static void
test_whom_to_hand_over_to (Desk *desk, gconstpointer data)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 secret_key[crypto_sign_SECRETKEYBYTES];
  guint8 other_key[crypto_sign_SECRETKEYBYTES];
  guint8 other_public_key[crypto_sign_PUBLICKEYBYTES];
  g_autofree char *own = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *code = NULL;
  g_auto (GStrv) files = g_new0 (char *, 4);
  const gboolean known[] = {TRUE, TRUE, FALSE};
  g_autoptr (GError) error = NULL;

  crypto_sign_keypair (public_key, secret_key);
  crypto_sign_keypair (other_public_key, other_key);
  own = organisation_with ("een.example.nl", public_key, 7);
  plain = organisation_with ("twee.example.nl", public_key, 8);
  files[0] = g_strdup (own);
  files[1] = signed_organisation (secret_key, plain);
  files[2] = signed_organisation (other_key, plain);
  code = check_code_of (own);
  start_with_passphrase (desk);
  g_assert_true (take_organisation (desk->session, own, code, &error));
  g_assert_no_error (error);
  for (guint i = 0; files[i] != NULL; i++) {
    g_autoptr (GBytes) raw = text_bytes (files[i]);
    g_autoptr (ZpiOrgFile) theirs = zpi_org_file_parse (raw, &error);
    g_autofree char *their_code = check_code_of (files[i]);

    g_assert_no_error (error);
    g_assert_cmpint (zpi_hand_over_knows (desk->session, theirs), ==, known[i]);
    g_assert_cmpint (zpi_hand_over_believe (desk->session, theirs, NULL, &error), ==, known[i]);
    g_assert_true (known[i] || error->code == ZPI_ERROR_WRONG_SECRET);
    g_clear_error (&error);
    g_assert_true (zpi_hand_over_believe (desk->session, theirs, their_code, &error));
    g_assert_no_error (error);
  }

  /* Who put another file here vouches for nobody. */
  plant (desk, files[2]);
  reopen_real (desk);
  assert_doubted (desk, TRUE);
  {
    g_autoptr (GBytes) raw = text_bytes (own);
    g_autoptr (ZpiOrgFile) theirs = zpi_org_file_parse (raw, NULL);

    g_assert_false (zpi_hand_over_knows (desk->session, theirs));
  }
}

/* At the first start the file says who is let in: it has to be typed over there and then. */
static void
test_planted_before_set_up (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiOrgFile) own = NULL;

  plant (desk, organisation);
  desk->session = desk_session_new (desk, FALSE);
  g_assert_true (desk_try_open (desk->session, &error));
  g_assert_cmpint (zpi_session_get_state (desk->session), ==, ZPI_SESSION_NEEDS_ORGANISATION);
  own = zpi_session_load_own_organisation (desk->session);
  g_assert_cmpstr (own->name, ==, "Welzijn Voorbeeld");
  g_assert_true (confirm (desk->session, organisation, &error));
  g_assert_true (desk_try_open (desk->session, &error));
  g_assert_no_error (error);
  g_assert_cmpint (zpi_session_get_state (desk->session), ==, ZPI_SESSION_NEEDS_SET_UP);
}

static void
test_unknown_in_organisation_said (Desk *desk, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  plant (desk, ORGANISATION_WITH ("\"idle_lock_minuts\": 3"));
  desk->session = desk_session_new (desk, FALSE);
  g_test_expect_message ("zpi-service",
                         G_LOG_LEVEL_WARNING,
                         "*nothing here knows idle_lock_minuts*");
  g_assert_true (desk_try_open (desk->session, &error));
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
}

/* The store knows what was accepted: nobody is shut out by taking the copy beside it away, and a
 * backup opens on a computer that has nothing but the backup. */
static void
test_copy_taken_away (Desk *desk, gconstpointer data)
{
  g_autofree char *path = own_file (desk);
  g_autofree char *kept = NULL;

  start_with_passphrase (desk);
  g_assert_cmpint (g_unlink (path), ==, 0);
  reopen_real (desk);
  assert_doubted (desk, FALSE);
  g_assert_cmpstr (zpi_session_get_organisation (desk->session)->name, ==, "Welzijn Voorbeeld");
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, organisation);
}

/* The administrator's file in /etc weighs more than a planted one, also while something waits. */
static void
test_planted_beside_system_file (Desk *desk, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (desk->folder, "etc", NULL);
  g_autofree char *planted = with_host ("dief.example.nl");
  const char *before = zpi_session_system_folder;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  char *code;

  zpi_session_system_folder = folder;
  write_system_file (folder, "eerst.example.nl");
  desk->session = desk_session_new (desk, FALSE);
  g_assert_true (desk_try_open (desk->session, &error));
  code = set_up (desk->session, "een lange wachtzin", TRUE, &error);
  zpi_secret_strfree (code);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_queue (desk, zcase, &error));
  g_clear_object (&zcase);
  plant (desk, planted);
  reopen_real (desk);
  assert_doubted (desk, FALSE);
  g_assert_true (leads_to (desk, "eerst.example.nl"));
  zpi_session_system_folder = before;
}

static void
test_schemes_in_the_folder (Desk *desk, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (desk->folder, "schemes", NULL);
  g_autofree char *broken = g_build_filename (folder, "zoetermeerpas.json", NULL);
  g_autofree char *version = NULL;
  g_autofree char *again = NULL;

  desk_open (desk);
  version = zpi_scheme_dup_full_version (zpi_session_get_scheme (desk->session));
  desk_close (desk);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (broken, "{\"not\": \"a scheme\"}", -1, NULL));
  g_test_expect_message ("zpi-service", G_LOG_LEVEL_WARNING, "Scheme file left alone*");
  desk_open (desk);
  g_test_assert_expected_messages ();
  again = zpi_scheme_dup_full_version (zpi_session_get_scheme (desk->session));
  g_assert_cmpstr (version, ==, again);
  g_assert_true (zpi_session_get_scheme_version (desk->session, "no such version") ==
                 zpi_session_get_scheme (desk->session));
  g_assert_true (zpi_session_get_scheme_version (desk->session, version) ==
                 zpi_session_get_scheme (desk->session));
}

/* What the window and zpictl both look at: rules of another pass, put there by the administrator.
 */
static void
test_system_rules (Desk *desk, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (desk->folder, "etc", NULL);
  g_autofree char *schemes = g_build_filename (folder, "schemes", NULL);
  g_autofree char *path = g_build_filename (schemes, "ooievaarspas.json", NULL);
  g_autofree char *given =
      g_build_filename (g_getenv ("ZPI_SOURCE_ROOT"), "tests/data/schemes/ooievaarspas.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (ZpiSchemeShelf) shelf = zpi_scheme_shelf_new ("ooievaarspas");
  const char *before = zpi_session_system_folder;

  g_assert_true (g_file_get_contents (given, &text, NULL, NULL));
  g_assert_cmpint (g_mkdir_with_parents (schemes, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  zpi_session_system_folder = folder;
  g_assert_null (zpi_scheme_shelf_get_current (shelf));
  zpi_session_load_system_rules (shelf);
  g_assert_nonnull (zpi_scheme_shelf_get_current (shelf));
  zpi_session_system_folder = before;
}

static gboolean
norms_are_shipped (Desk *desk)
{
  g_autoptr (ZpiScheme) shipped = zpi_scheme_load_shipped ("zoetermeerpas", NULL);
  g_autofree char *ours = zpi_scheme_dup_full_version (zpi_session_get_scheme (desk->session));
  g_autofree char *theirs = zpi_scheme_dup_full_version (shipped);

  return strcmp (ours, theirs) == 0;
}

/* Rules that somebody put in the data folder decide nothing until a person says so, once. */
static void
test_planted_rules (Desk *desk, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (desk->folder, "schemes", NULL);
  g_autofree char *path = g_build_filename (folder, "norms.json", NULL);
  g_autoptr (GBytes) shipped = zpi_scheme_dup_shipped_norms ();
  g_autofree char *text = g_strndup (g_bytes_get_data (shipped, NULL), g_bytes_get_size (shipped));
  g_autoptr (GString) changed = g_string_new (text);

  g_assert_cmpuint (g_string_replace (changed, "\"version\": \"2026", "\"version\": \"2027", 1),
                    ==,
                    1);
  start_with_passphrase (desk);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, changed->str, -1, NULL));
  reopen_real (desk);
  g_assert_true (norms_are_shipped (desk));
  g_assert_true (zpi_session_has_unknown_rules (desk->session));
  zpi_session_accept_rules (desk->session);
  g_assert_false (norms_are_shipped (desk));
  spin (100);
  reopen_real (desk);
  g_assert_false (norms_are_shipped (desk));
  g_assert_false (zpi_session_has_unknown_rules (desk->session));
}

/* Nor is a person asked about what the organisation's key signed. */
static void
test_signed_rules (Desk *desk, gconstpointer data)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 secret_key[crypto_sign_SECRETKEYBYTES];
  guint8 signature[crypto_sign_BYTES];
  g_autofree char *folder = g_build_filename (desk->folder, "schemes", NULL);
  g_autofree char *path = g_build_filename (folder, "norms.json", NULL);
  g_autofree char *beside = g_build_filename (folder, "norms.json.sig", NULL);
  g_autoptr (GBytes) norms = zpi_scheme_dup_shipped_norms ();
  g_autofree char *pair = zpi_scheme_shelf_dup_pair (NULL, norms);
  g_autofree char *text = NULL;
  g_autofree char *file = NULL;
  g_autofree char *typed = NULL;
  g_autoptr (GError) error = NULL;

  crypto_sign_keypair (public_key, secret_key);
  crypto_sign_detached (signature, NULL, (const guint8 *) pair, strlen (pair), secret_key);
  text = g_base64_encode (signature, sizeof signature);
  file = organisation_with ("een.example.nl", public_key, 1);
  typed = check_code_of (file);
  start_with_passphrase (desk);
  g_assert_true (take_organisation (desk->session, file, typed, &error));
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path,
                                      g_bytes_get_data (norms, NULL),
                                      (gssize) g_bytes_get_size (norms),
                                      NULL));
  reopen_real (desk);
  g_assert_true (zpi_session_has_unknown_rules (desk->session));
  g_assert_true (g_file_set_contents (beside, text, -1, NULL));
  reopen_real (desk);
  g_assert_false (zpi_session_has_unknown_rules (desk->session));
}

static void
limit_files (rlim_t bytes)
{
  struct rlimit limit = {bytes, RLIM_INFINITY};

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static gboolean
nothing_held (gpointer keeper)
{
  return !zpi_case_keeper_has_held (keeper);
}

static gboolean
is_saved (gpointer zcase)
{
  return !zpi_case_is_dirty (zcase);
}

static ZpiCase *
lock_with_unsaved (Desk *desk, const char *phone)
{
  ZpiCase *zcase = desk_household (desk, "Anna");
  g_autoptr (GError) error = NULL;

  g_assert_true (desk_flush (desk, zcase, &error));
  limit_files (0); /* whatever is written fails */
  g_test_expect_message ("zpi-service", G_LOG_LEVEL_WARNING, "A case could not be saved*");
  g_test_expect_message ("zpi-service", G_LOG_LEVEL_WARNING, "Locking with text*");
  zpi_case_set (zcase, ZPI_KEY_PHONE, phone);
  g_assert_true (lock (desk->session, &error));
  g_assert_no_error (error);
  g_test_assert_expected_messages ();
  g_assert_cmpint (zpi_session_get_state (desk->session), ==, ZPI_SESSION_LOCKED);
  g_assert_false (
      zpi_vault_is_unlocked (zpi_store_get_vault (zpi_session_get_store (desk->session))));
  g_assert_true (zpi_case_keeper_has_held (zpi_session_get_keeper (desk->session)));
  return zcase;
}

/* It locks and wipes; what was typed is there after opening, or after a restart in between. */
static void
test_lock_on_a_full_disk (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  become_real (desk);
  zpi_secret_strfree (set_up (desk->session, "een lange wachtzin", TRUE, &error));
  g_assert_no_error (error);
  {
    g_autoptr (ZpiCase) zcase = lock_with_unsaved (desk, "0612345678");
    g_autoptr (ZpiCase) again = NULL;

    id = g_strdup (zpi_case_get_id (zcase));
    /* Not closed while only the memory has it. */
    g_assert_false (desk_try_close (desk->session, &error));
    g_clear_error (&error);
    limit_files (RLIM_INFINITY);
    g_assert_true (unlock (desk->session, "een lange wachtzin", &error));
    again = desk_open_case (desk, id, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (zpi_case_get (again, ZPI_KEY_PHONE), ==, "0612345678");
    g_assert_true (wait_until (is_saved, again, 5000));
    zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), again);
  }
  {
    g_autoptr (ZpiCase) zcase = lock_with_unsaved (desk, "0687654321");

    g_free (id);
    id = g_strdup (zpi_case_get_id (zcase));
    limit_files (RLIM_INFINITY);
    /* There is room again: sealed on the disk, without anybody opening it. */
    g_assert_true (wait_until (nothing_held, zpi_session_get_keeper (desk->session), 10000));
    desk_close (desk);
  }
  become_real (desk);
  g_assert_true (unlock (desk->session, "een lange wachtzin", &error));
  g_assert_no_error (error);
  {
    g_autoptr (ZpiCase) zcase = desk_open_case (desk, id, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (zpi_case_get (zcase, ZPI_KEY_PHONE), ==, "0687654321");
  }
  desk_close (desk);
}

int
main (int argc, char **argv)
{
  signal (SIGXFSZ, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  zpi_vault_keep_stretch_least (TRUE);
  g_test_add_func ("/session/practice-folders", test_practice_folders);
  g_test_add_func ("/session/check-code", test_check_code);
  desk_test ("/session/renewal-with-a-word", test_renewal_is_asked_with_a_word);
  g_test_add_func ("/session/organisation-files", test_organisation_files);
  g_test_add_func ("/session/unknown-in-organisation", test_unknown_in_organisation);
  desk_test ("/session/practice", test_practice);
  desk_test ("/session/two-first-starts", test_two_first_starts);
  desk_test ("/session/real-needs-an-organisation", test_real_needs_an_organisation);
  desk_test ("/session/lock-on-a-full-disk", test_lock_on_a_full_disk);
  g_test_add ("/session/set-up-and-unlock/passphrase",
              Desk,
              GINT_TO_POINTER (TRUE),
              desk_set_up,
              test_set_up_and_unlock,
              desk_tear_down);
  g_test_add ("/session/set-up-and-unlock/keyring",
              Desk,
              GINT_TO_POINTER (FALSE),
              desk_set_up,
              test_set_up_and_unlock,
              desk_tear_down);
  desk_test ("/session/wrong-secrets-slow-down", test_wrong_secrets_slow_down);
  g_test_add ("/session/backup-expiry-is-sealed/in-time",
              Desk,
              GINT_TO_POINTER (FALSE),
              desk_set_up,
              test_backup_expiry_is_sealed,
              desk_tear_down);
  g_test_add ("/session/backup-expiry-is-sealed/too-late",
              Desk,
              GINT_TO_POINTER (TRUE),
              desk_set_up,
              test_backup_expiry_is_sealed,
              desk_tear_down);
  desk_test ("/session/verify-many-of-one", test_verify_many_of_one);
  desk_test ("/session/rolled-back-is-found", test_rolled_back_is_found);
  desk_test ("/session/tries-taken-away", test_tries_taken_away);
  desk_test ("/session/tries-are-counted-first", test_tries_are_counted_first);
  desk_test ("/session/weak-pins", test_weak_pins);
  desk_test ("/session/lock-saves", test_lock_saves);
  desk_test ("/session/locking-stops-sending", test_locking_stops_and_unlocking_resumes_sending);
  desk_test ("/session/slots", test_slots);
  desk_test ("/session/old-slot-row", test_old_slot_row);
  desk_test ("/session/own-slot-replaced", test_own_slot_replaced);
  desk_test ("/session/lock-amid-a-change-of-keys", test_lock_amid_a_change_of_keys);
  desk_test ("/session/real-mode-ignores-options", test_real_mode_ignores_options);
  desk_test ("/session/server-stays-while-something-waits",
             test_server_stays_while_something_waits);
  desk_test ("/session/system-file", test_system_file);
  desk_test ("/session/planted-organisation", test_planted_organisation);
  desk_test ("/session/queued-for-another-address", test_queued_for_another_address);
  desk_test ("/session/photo-queued-for-another-address", test_photo_queued_for_another_address);
  desk_test ("/session/sign-in-is-of-the-slot", test_sign_in_is_of_the_slot);
  desk_test ("/session/queued-by-another-counsellor", test_queued_by_another_counsellor);
  desk_test ("/session/organisation-seal-taken-away", test_organisation_seal_taken_away);
  desk_test ("/session/serial-never-goes-back", test_serial_never_goes_back);
  desk_test ("/session/whom-to-hand-over-to", test_whom_to_hand_over_to);
  desk_test ("/session/unknown-in-organisation-said", test_unknown_in_organisation_said);
  desk_test ("/session/planted-before-set-up", test_planted_before_set_up);
  desk_test ("/session/copy-taken-away", test_copy_taken_away);
  desk_test ("/session/planted-beside-system-file", test_planted_beside_system_file);
  desk_test ("/session/schemes-in-the-folder", test_schemes_in_the_folder);
  desk_test ("/session/system-rules", test_system_rules);
  desk_test ("/session/planted-rules", test_planted_rules);
  desk_test ("/session/signed-rules", test_signed_rules);
  return g_test_run ();
}
