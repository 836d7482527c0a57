/* SPDX-License-Identifier: EUPL-1.2 */

/* Requests to bring a renewed family together in one account, and who was renewed. */

#include <string.h>

#include "zpi-clock.h"
#include "zpi-practice-forms.h"
#include "zpi-practice-mail.h"
#include "zpi-practice-router.h"

/* Handbook: at most 10 weeks. */
#define ACCOUNT_DAYS (10 * 7)

void
zpi_practice_check_renewal (ZpiPracticeCall *call)
{
  g_autoptr (sqlite3_stmt) row = NULL;
  JsonObject *object;
  gint64 pass_year = 0;

  if (!zpi_practice_call_check_body (call, &zpi_wire_renewal))
    return;
  zpi_json_get_int (call->json, "pasjaar", &pass_year);
  row = zpi_practice_store_query (call->town->store,
                                  "SELECT 1 FROM renewals WHERE bsn = ? AND pass_year = ?",
                                  "si",
                                  zpi_json_get_string (call->json, "burgerservicenummer"),
                                  pass_year);
  object = json_object_new ();
  json_object_set_string_member (object,
                                 "uitkomst",
                                 zpi_practice_store_next (call->town->store, row)
                                     ? "verlengd"
                                     : "niet-verlengd");
  json_object_set_int_member (object, "pasjaar", pass_year);
  zpi_practice_answer_json (call, 200, object);
}

/* FALSE when there is no such request. */
static gboolean
answer (ZpiPracticeCall *call, guint status, const char *id)
{
  JsonObject *object;
  JsonNode *counsellor;
  g_autofree char *sha256 = NULL;
  g_autoptr (sqlite3_stmt) row = zpi_practice_store_query (
      call->town->store,
      "SELECT reference, status, received_us, due, form_sha256, counsellor,"
      " note FROM accounts WHERE id = ?",
      "s",
      id);

  if (!zpi_practice_store_next (call->town->store, row))
    return FALSE;
  sha256 = g_strdup (zpi_practice_column_text (row, 4));
  if (call->trouble.wrong_digest)
    sha256[0] = sha256[0] == '0' ? '1' : '0';
  object = json_object_new ();
  json_object_set_string_member (object, "verzoekId", id);
  json_object_set_string_member (object, "referentie", zpi_practice_column_text (row, 0));
  json_object_set_string_member (object, "status", zpi_practice_column_text (row, 1));
  zpi_practice_set_time (object, "ontvangenOp", sqlite3_column_int64 (row, 2));
  json_object_set_string_member (object, "uiterlijkOp", zpi_practice_column_text (row, 3));
  json_object_set_string_member (object, "formulierSha256", sha256);
  counsellor = zpi_practice_parse (zpi_practice_column_text (row, 5));
  if (counsellor != NULL)
    json_object_set_member (object, "hulpverlener", counsellor);
  zpi_json_set_string (object, "toelichting", zpi_practice_column_text (row, 6));
  zpi_practice_answer_json (call, status, object);
  return TRUE;
}

void
zpi_practice_get_account (ZpiPracticeCall *call)
{
  if (!answer (call, 200, call->args[0]))
    zpi_practice_refuse (call, "niet-gevonden", "Dit verzoek is hier niet bekend.");
}

static void
keep (ZpiPracticeCall *call, const char *id)
{
  ZpiPracticeStore *store = call->town->store;
  const char *email = zpi_json_get_string (call->json, "emailadres");
  gint64 now = zpi_clock_now_us ();
  g_autofree char *today = zpi_practice_day_of (now);
  g_autofree char *due = zpi_practice_day_after (today, ACCOUNT_DAYS);
  g_autofree char *counter = g_strdup_printf ("ZA-%.4s", today);
  g_autofree char *counsellor =
      zpi_practice_serialize (json_object_get_member (call->json, "hulpverlener"));
  g_autofree char *reference =
      g_strdup_printf ("%s-%06d", counter, (int) zpi_practice_store_count_up (store, counter));

  zpi_practice_store_run (store,
                          "INSERT INTO accounts (id, form, form_sha256, status, reference,"
                          " received_us, due, counsellor, email)"
                          " VALUES (?, ?, ?, 'ontvangen', ?, ?, ?, ?, ?)",
                          "sbssisss",
                          id,
                          call->body,
                          call->body_sha256,
                          reference,
                          now,
                          due,
                          counsellor,
                          email);
  zpi_practice_mail_account (store, email, reference, due);
}

void
zpi_practice_create_account (ZpiPracticeCall *call)
{
  const char *id = NULL;
  g_autoptr (sqlite3_stmt) row = NULL;
  g_autofree char *location = NULL;

  if (!zpi_practice_call_check_body (call, &zpi_wire_account))
    return;
  id = zpi_json_get_string (call->json, "verzoekId");
  row = zpi_practice_store_query (call->town->store,
                                  "SELECT form_sha256 FROM accounts WHERE id = ?",
                                  "s",
                                  id);
  if (zpi_practice_store_next (call->town->store, row)) {
    if (strcmp (zpi_practice_column_text (row, 0), call->body_sha256) == 0)
      answer (call, 200, id);
    else
      zpi_practice_refuse (call, "ander-formulier", "Er is al een ander verzoek met deze id.");
    return;
  }
  keep (call, id);
  location = g_strconcat ("/v1/accountverzoeken/", id, NULL);
  zpi_practice_call_set_header (call, "Location", location);
  answer (call, 201, id);
}
