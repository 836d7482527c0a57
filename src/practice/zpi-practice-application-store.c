/* SPDX-License-Identifier: EUPL-1.2 */

/* The table of applications. */

#include "zpi-practice-application.h"

#include <string.h>

#include "zpi-clock.h"

#define COLUMNS                                                                                    \
  "id, status, version, form_sha256, scheme, pass_year, bsn, first_names, family_name, email,"     \
  " counsellor, created_us, changed_us, reference, received_us, application_date, decision_date,"  \
  " polls_left, decision, decided_on, reason, removed, name"

enum {
  COLUMN_ID,
  COLUMN_STATUS,
  COLUMN_VERSION,
  COLUMN_FORM_SHA256,
  COLUMN_SCHEME,
  COLUMN_PASS_YEAR,
  COLUMN_BSN,
  COLUMN_FIRST_NAMES,
  COLUMN_FAMILY_NAME,
  COLUMN_EMAIL,
  COLUMN_COUNSELLOR,
  COLUMN_CREATED,
  COLUMN_CHANGED,
  COLUMN_REFERENCE,
  COLUMN_RECEIVED,
  COLUMN_APPLICATION_DATE,
  COLUMN_DECISION_DATE,
  COLUMN_POLLS_LEFT,
  COLUMN_DECISION,
  COLUMN_DECIDED_ON,
  COLUMN_REASON,
  COLUMN_REMOVED,
  COLUMN_NAME,
};

/* A declaration counts as the day of application when it came in within this many days. Made up: no
 * source says how long that is. */
#define DECLARATION_DAYS 28

static char *
dup_column (sqlite3_stmt *row, int column)
{
  return g_strdup (zpi_practice_column_text (row, column));
}

static ZpiPracticeApplication *
from_row (sqlite3_stmt *row)
{
  ZpiPracticeApplication *self = g_new0 (ZpiPracticeApplication, 1);

  self->id = dup_column (row, COLUMN_ID);
  self->status = dup_column (row, COLUMN_STATUS);
  self->version = sqlite3_column_int64 (row, COLUMN_VERSION);
  self->form_sha256 = dup_column (row, COLUMN_FORM_SHA256);
  self->scheme = dup_column (row, COLUMN_SCHEME);
  self->pass_year = sqlite3_column_int64 (row, COLUMN_PASS_YEAR);
  self->bsn = dup_column (row, COLUMN_BSN);
  self->first_names = dup_column (row, COLUMN_FIRST_NAMES);
  self->family_name = dup_column (row, COLUMN_FAMILY_NAME);
  self->email = dup_column (row, COLUMN_EMAIL);
  self->counsellor = dup_column (row, COLUMN_COUNSELLOR);
  self->created_us = sqlite3_column_int64 (row, COLUMN_CREATED);
  self->changed_us = sqlite3_column_int64 (row, COLUMN_CHANGED);
  self->reference = dup_column (row, COLUMN_REFERENCE);
  self->received_us = sqlite3_column_int64 (row, COLUMN_RECEIVED);
  self->application_date = dup_column (row, COLUMN_APPLICATION_DATE);
  self->decision_date = dup_column (row, COLUMN_DECISION_DATE);
  self->polls_left = sqlite3_column_int64 (row, COLUMN_POLLS_LEFT);
  self->decision = dup_column (row, COLUMN_DECISION);
  self->decided_on = dup_column (row, COLUMN_DECIDED_ON);
  self->reason = dup_column (row, COLUMN_REASON);
  self->removed = sqlite3_column_int64 (row, COLUMN_REMOVED) != 0;
  self->name = dup_column (row, COLUMN_NAME);
  return self;
}

void
zpi_practice_application_free (ZpiPracticeApplication *self)
{
  g_free (self->id);
  g_free (self->status);
  g_free (self->form_sha256);
  g_free (self->scheme);
  g_free (self->bsn);
  g_free (self->first_names);
  g_free (self->family_name);
  g_free (self->name);
  g_free (self->email);
  g_free (self->counsellor);
  g_free (self->reference);
  g_free (self->application_date);
  g_free (self->decision_date);
  g_free (self->decision);
  g_free (self->decided_on);
  g_free (self->reason);
  g_free (self);
}

/* (nullable): also one that was removed */
ZpiPracticeApplication *
zpi_practice_application_load (ZpiPracticeStore *store, const char *id)
{
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (store,
                                "SELECT " COLUMNS " FROM applications WHERE id = ?",
                                "s",
                                id);

  return zpi_practice_store_next (store, row) ? from_row (row) : NULL;
}

/* Those that changed after @after_us, and of that very moment those behind @after_id. */
GPtrArray *
zpi_practice_application_list (ZpiPracticeStore *store,
                               gint64 after_us,
                               const char *after_id,
                               gint64 limit)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_practice_application_free);
  g_autoptr (sqlite3_stmt) rows = zpi_practice_store_query (
      store,
      "SELECT " COLUMNS " FROM applications"
      " WHERE removed = 0 AND (changed_us > ? OR (changed_us = ? AND id > ?))"
      " ORDER BY changed_us, id LIMIT ?",
      "iisi",
      after_us,
      after_us,
      after_id,
      limit);

  while (zpi_practice_store_next (store, rows))
    g_ptr_array_add (list, from_row (rows));
  return list;
}

GBytes *
zpi_practice_application_load_form (ZpiPracticeStore *store, const char *id)
{
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (store, "SELECT form FROM applications WHERE id = ?", "s", id);

  return zpi_practice_store_next (store, row) ? zpi_practice_column_bytes (row, 0) : NULL;
}

/* Keeps the bytes of the body exactly, and beside them what the desk asks for. */
void
zpi_practice_application_store_form (ZpiPracticeCall *call, const char *id, gboolean fresh)
{
  JsonObject *applicant = zpi_json_get_object (call->json, "aanvrager");
  JsonObject *name = zpi_json_get_object (applicant, "naam");
  JsonObject *contact = zpi_json_get_object (call->json, "contact");
  g_autofree char *counsellor =
      zpi_practice_serialize (json_object_get_member (call->json, "hulpverlener"));
  g_autofree char *whole_name = zpi_practice_serialize (json_object_get_member (applicant, "naam"));
  gint64 now = zpi_clock_now_us ();
  gint64 pass_year = 0;

  zpi_json_get_int (call->json, "pasjaar", &pass_year);
  if (fresh)
    zpi_practice_store_run (call->town->store,
                            "INSERT INTO applications (id, status, version, form_sha256, scheme,"
                            " pass_year, created_us, changed_us) VALUES (?, 'concept', 0, '', '',"
                            " 0, ?, ?)",
                            "sii",
                            id,
                            now,
                            now);
  zpi_practice_store_run (
      call->town->store,
      "UPDATE applications SET version = version + 1, form = ?, form_sha256 = ?, scheme = ?,"
      " pass_year = ?, bsn = ?, first_names = ?, family_name = ?, email = ?, counsellor = ?,"
      " name = ?, changed_us = ? WHERE id = ?",
      "bssissssssis",
      call->body,
      call->body_sha256,
      zpi_json_get_string (call->json, "regeling"),
      pass_year,
      zpi_json_get_string (applicant, "burgerservicenummer"),
      zpi_json_get_string (name, "voornamen"),
      zpi_json_get_string (name, "geslachtsnaam"),
      zpi_json_get_string (contact, "emailadres"),
      counsellor,
      whole_name,
      now,
      id);
}

/* Forgets all but the id, which is never used again. */
void
zpi_practice_application_remove (ZpiPracticeStore *store, const char *id)
{
  zpi_practice_store_run (store, "DELETE FROM documents WHERE application = ?", "s", id);
  zpi_practice_store_run (store,
                          "UPDATE applications SET removed = 1, form = NULL, form_sha256 = '',"
                          " bsn = NULL, first_names = NULL, family_name = NULL, email = NULL,"
                          " counsellor = NULL, name = NULL, changed_us = ? WHERE id = ?",
                          "is",
                          zpi_clock_now_us (),
                          id);
}

void
zpi_practice_application_set_status (ZpiPracticeStore *store, const char *id, const char *status)
{
  zpi_practice_store_run (store,
                          "UPDATE applications SET status = ?, version = version + 1,"
                          " changed_us = ? WHERE id = ?",
                          "sis",
                          status,
                          zpi_clock_now_us (),
                          id);
}

/* The day of application: that of the declaration, when the clock it was made by is in no doubt
 * and it came in soon enough; else the day it was received. */
static char *
application_day (ZpiPracticeStore *store, const char *id, gint64 received_us)
{
  g_autoptr (GBytes) form = zpi_practice_application_load_form (store, id);
  g_autoptr (JsonNode) root = form != NULL ? zpi_json_parse (form, 0, 0, NULL) : NULL;
  JsonObject *declaration =
      root != NULL ? zpi_json_get_object (json_node_get_object (root), "verklaring") : NULL;
  gboolean doubt = FALSE;
  gint64 signed_us = 0;
  gint64 oldest_us = received_us - DECLARATION_DAYS * G_TIME_SPAN_DAY;

  zpi_json_get_boolean (declaration, "klokTwijfel", &doubt);
  if (!doubt &&
      zpi_clock_parse_iso (zpi_json_get_string (declaration, "ondertekendOp"), &signed_us) &&
      signed_us > oldest_us && signed_us < received_us)
    return zpi_practice_day_of (signed_us);
  return zpi_practice_day_of (received_us);
}

/* Submits; it is decided within @decision_weeks. With @polls the receipt is only there when it was
 * asked for that often. */
void
zpi_practice_application_set_received (ZpiPracticeStore *store,
                                       const ZpiPracticeApplication *self,
                                       guint decision_weeks,
                                       gint64 polls)
{
  gint64 now = zpi_clock_now_us ();
  g_autofree char *day = application_day (store, self->id, now);
  g_autofree char *decision_day = zpi_practice_day_after (day, (int) decision_weeks * 7);
  g_autofree char *counter = g_strdup_printf ("ZP-%d", (int) self->pass_year);
  g_autofree char *reference =
      g_strdup_printf ("%s-%06d", counter, (int) zpi_practice_store_count_up (store, counter));

  zpi_practice_store_run (store,
                          "UPDATE applications SET status = ?, version = version + 1,"
                          " changed_us = ?, reference = ?, received_us = ?, application_date = ?,"
                          " decision_date = ?, polls_left = ? WHERE id = ?",
                          "sisissis",
                          polls > 0 ? "in-verwerking" : "ontvangen",
                          now,
                          reference,
                          now,
                          day,
                          decision_day,
                          polls,
                          self->id);
}

void
zpi_practice_application_count_poll (ZpiPracticeStore *store, const char *id)
{
  zpi_practice_store_run (store,
                          "UPDATE applications SET polls_left = MAX (polls_left - 1, 0)"
                          " WHERE id = ?",
                          "s",
                          id);
}

void
zpi_practice_application_decide (ZpiPracticeStore *store,
                                 const char *id,
                                 const char *outcome,
                                 const char *reason)
{
  gint64 now = zpi_clock_now_us ();
  g_autofree char *day = zpi_practice_day_of (now);

  zpi_practice_store_run (store,
                          "UPDATE applications SET status = ?, decision = ?, decided_on = ?,"
                          " reason = ?, version = version + 1, changed_us = ? WHERE id = ?",
                          "ssssis",
                          outcome,
                          outcome,
                          day,
                          reason,
                          now,
                          id);
}

/* Whether another application for the same person and pass year was submitted. */
gboolean
zpi_practice_application_is_double (ZpiPracticeStore *store, const ZpiPracticeApplication *self)
{
  g_autoptr (sqlite3_stmt) row = NULL;

  if (self->bsn == NULL)
    return FALSE;
  row = zpi_practice_store_query (store,
                                  "SELECT 1 FROM applications WHERE bsn = ? AND pass_year = ?"
                                  " AND scheme = ? AND id <> ?"
                                  " AND status NOT IN ('concept', 'ingetrokken', 'afgewezen')",
                                  "siss",
                                  self->bsn,
                                  self->pass_year,
                                  self->scheme,
                                  self->id);
  return zpi_practice_store_next (store, row);
}
