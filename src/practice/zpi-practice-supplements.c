/* SPDX-License-Identifier: EUPL-1.2 */

/* Requests for more information: the table, finding one by its code, and answering it. */

#include "zpi-practice-supplement.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-practice-application.h"
#include "zpi-practice-document.h"
#include "zpi-practice-forms.h"
#include "zpi-practice-mail.h"
#include "zpi-practice-router.h"

#define COLUMNS                                                                                    \
  "id, application, code, status, asked_us, due, note, wanted, answered_us, form_sha256,"          \
  " counsellor"

static ZpiPracticeSupplement *
from_row (sqlite3_stmt *row)
{
  ZpiPracticeSupplement *self = g_new0 (ZpiPracticeSupplement, 1);

  self->id = g_strdup (zpi_practice_column_text (row, 0));
  self->application = g_strdup (zpi_practice_column_text (row, 1));
  self->code = g_strdup (zpi_practice_column_text (row, 2));
  self->status = g_strdup (zpi_practice_column_text (row, 3));
  self->asked_us = sqlite3_column_int64 (row, 4);
  self->due = g_strdup (zpi_practice_column_text (row, 5));
  self->note = g_strdup (zpi_practice_column_text (row, 6));
  self->wanted = g_strdup (zpi_practice_column_text (row, 7));
  self->answered_us = sqlite3_column_int64 (row, 8);
  self->form_sha256 = g_strdup (zpi_practice_column_text (row, 9));
  self->counsellor = g_strdup (zpi_practice_column_text (row, 10));
  return self;
}

void
zpi_practice_supplement_free (ZpiPracticeSupplement *self)
{
  g_free (self->id);
  g_free (self->application);
  g_free (self->code);
  g_free (self->status);
  g_free (self->due);
  g_free (self->note);
  g_free (self->wanted);
  g_free (self->form_sha256);
  g_free (self->counsellor);
  g_free (self);
}

ZpiPracticeSupplement *
zpi_practice_supplement_load (ZpiPracticeStore *store, const char *id)
{
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (store, "SELECT " COLUMNS " FROM supplements WHERE id = ?", "s", id);

  return zpi_practice_store_next (store, row) ? from_row (row) : NULL;
}

static ZpiPracticeSupplement *
load_by_code (ZpiPracticeStore *store, const char *code)
{
  g_autofree char *clean = zpi_practice_normalize_code (code);
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (store,
                                "SELECT " COLUMNS " FROM supplements WHERE code = ?",
                                "s",
                                clean);

  return zpi_practice_store_next (store, row) ? from_row (row) : NULL;
}

/* Asks for more. @wanted is a JSON array. */
ZpiPracticeSupplement *
zpi_practice_supplement_ask (ZpiPracticeStore *store,
                             const char *application,
                             const char *wanted,
                             const char *due,
                             const char *note)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *code = zpi_practice_make_code ();

  zpi_practice_store_run (store,
                          "INSERT INTO supplements (id, application, code, status, asked_us, due,"
                          " note, wanted) VALUES (?, ?, ?, 'open', ?, ?, ?, ?)",
                          "sssisss",
                          id,
                          application,
                          code,
                          zpi_clock_now_us (),
                          due,
                          note,
                          wanted);
  return zpi_practice_supplement_load (store, id);
}

JsonObject *
zpi_practice_supplement_to_json (const ZpiPracticeSupplement *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *wanted = zpi_practice_parse (self->wanted);

  json_object_set_string_member (object, "aanvullingId", self->id);
  json_object_set_string_member (object, "status", self->status);
  zpi_practice_set_time (object, "gevraagdOp", self->asked_us);
  json_object_set_string_member (object, "uiterlijkOp", self->due);
  zpi_json_set_string (object, "toelichting", self->note);
  json_object_set_member (object,
                          "gevraagd",
                          wanted != NULL
                              ? wanted
                              : json_node_init_array (json_node_alloc (), json_array_new ()));
  zpi_practice_set_time (object, "ingediendOp", self->answered_us);
  return object;
}

JsonArray *
zpi_practice_supplement_list (ZpiPracticeStore *store, const char *application)
{
  JsonArray *array = json_array_new ();
  g_autoptr (sqlite3_stmt) rows =
      zpi_practice_store_query (store,
                                "SELECT " COLUMNS
                                " FROM supplements WHERE application = ? ORDER BY asked_us, id",
                                "s",
                                application);

  while (zpi_practice_store_next (store, rows)) {
    g_autoptr (ZpiPracticeSupplement) self = from_row (rows);

    json_array_add_object_element (array, zpi_practice_supplement_to_json (self));
  }
  return array;
}

/* Nothing more is needed. */
void
zpi_practice_supplement_close_all (ZpiPracticeStore *store, const char *application)
{
  zpi_practice_store_run (store,
                          "UPDATE supplements SET status = 'vervallen'"
                          " WHERE application = ? AND status = 'open'",
                          "s",
                          application);
}

void
zpi_practice_find_supplement (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeSupplement) self = NULL;
  g_autoptr (ZpiPracticeApplication) application = NULL;
  JsonObject *object;

  if (!zpi_practice_call_check_search (call))
    return;
  self = load_by_code (call->town->store, zpi_json_get_string (call->json, "code"));
  if (self != NULL)
    application = zpi_practice_application_load (call->town->store, self->application);
  if (application == NULL || application->removed) {
    zpi_practice_refuse_code (call);
    return;
  }
  object = zpi_practice_supplement_to_json (self);
  json_object_set_string_member (object, "aanvraagId", application->id);
  json_object_set_string_member (object, "referentie", application->reference);
  zpi_json_set_string (object, "voornamen", application->first_names);
  zpi_practice_answer_json (call, 200, object);
}

static JsonObject *
receipt (ZpiPracticeCall *call,
         const ZpiPracticeSupplement *self,
         const ZpiPracticeApplication *application)
{
  JsonObject *object = json_object_new ();
  JsonNode *counsellor = zpi_practice_parse (self->counsellor);
  g_autofree char *sha256 = g_strdup (self->form_sha256);

  if (call->trouble.wrong_digest)
    sha256[0] = sha256[0] == '0' ? '1' : '0';
  json_object_set_string_member (object, "referentie", application->reference);
  json_object_set_string_member (object, "aanvraagId", application->id);
  json_object_set_string_member (object, "aanvullingId", self->id);
  json_object_set_string_member (object, "status", "ontvangen");
  zpi_practice_set_time (object, "ontvangenOp", self->answered_us);
  json_object_set_string_member (object, "beslisdatum", application->decision_date);
  json_object_set_string_member (object, "formulierSha256", sha256);
  json_object_set_array_member (object,
                                "documenten",
                                zpi_practice_document_receipt (call->town->store,
                                                               application->id,
                                                               self->id));
  if (counsellor != NULL)
    json_object_set_member (object, "hulpverlener", counsellor);
  return object;
}

static void
keep_answer (ZpiPracticeCall *call, const ZpiPracticeSupplement *self)
{
  g_autofree char *counsellor =
      zpi_practice_serialize (json_object_get_member (call->json, "hulpverlener"));

  zpi_practice_store_run (call->town->store,
                          "UPDATE supplements SET status = 'ingediend', answered_us = ?, form = ?,"
                          " form_sha256 = ?, counsellor = ? WHERE id = ?",
                          "ibsss",
                          zpi_clock_now_us (),
                          call->body,
                          call->body_sha256,
                          counsellor,
                          self->id);
  /* What came in but is not in the answer after all is not kept; the rest in the answer's order. */
  zpi_practice_store_run (call->town->store,
                          "UPDATE documents SET position = -1 WHERE supplement = ?",
                          "s",
                          self->id);
}

static void
order_documents (ZpiPracticeCall *call, const ZpiPracticeSupplement *self)
{
  JsonArray *documents = zpi_json_get_array (call->json, "bewijsstukken");

  for (guint i = 0; i < json_array_get_length (documents); i++) {
    JsonObject *document = json_array_get_object_element (documents, i);

    zpi_practice_store_run (call->town->store,
                            "UPDATE documents SET position = ? WHERE supplement = ? AND id = ?",
                            "iss",
                            (gint64) i,
                            self->id,
                            zpi_json_get_string (document, "documentId"));
  }
  zpi_practice_store_run (call->town->store,
                          "DELETE FROM documents WHERE supplement = ? AND position = -1",
                          "s",
                          self->id);
}

static void
answer (ZpiPracticeCall *call,
        guint status,
        const char *supplement,
        const ZpiPracticeApplication *application)
{
  g_autoptr (ZpiPracticeSupplement) self =
      zpi_practice_supplement_load (call->town->store, supplement);

  if (self != NULL)
    zpi_practice_answer_json (call, status, receipt (call, self, application));
}

static gboolean
check_can_submit (ZpiPracticeCall *call, const ZpiPracticeSupplement *self)
{
  if (strcmp (self->status, "open") != 0) {
    zpi_practice_refuse (call, "niet-mogelijk", "Deze vraag om gegevens is al afgesloten.");
    return FALSE;
  }
  zpi_practice_document_check_complete (call->town->store,
                                        self->application,
                                        zpi_json_get_array (call->json, "bewijsstukken"),
                                        call->faults);
  return !zpi_practice_refuse_faults (call, "documenten-ontbreken");
}

void
zpi_practice_submit_supplement (ZpiPracticeCall *call)
{
  ZpiPracticeStore *store = call->town->store;
  g_autoptr (ZpiPracticeApplication) application = zpi_practice_application_need (call);
  g_autoptr (ZpiPracticeSupplement) self = NULL;

  if (application == NULL)
    return;
  self = zpi_practice_supplement_load (store, call->args[1]);
  if (self == NULL || strcmp (self->application, application->id) != 0) {
    zpi_practice_refuse (call, "niet-gevonden", "Deze vraag om gegevens is hier niet bekend.");
    return;
  }
  if (!zpi_practice_call_check_body (call, &zpi_wire_supplement))
    return;
  if (strcmp (self->status, "ingediend") == 0) {
    if (strcmp (self->form_sha256, call->body_sha256) == 0)
      answer (call, 200, self->id, application);
    else
      zpi_practice_refuse (call, "ander-formulier", "Er is al een ander antwoord ontvangen.");
    return;
  }
  if (!check_can_submit (call, self))
    return;
  keep_answer (call, self);
  order_documents (call, self);
  if (strcmp (application->status, "aanvulling-gevraagd") == 0)
    zpi_practice_application_set_status (store, application->id, "in-behandeling");
  zpi_practice_mail_more_received (store, application);
  answer (call, 201, self->id, application);
}
