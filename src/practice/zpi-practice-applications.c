/* SPDX-License-Identifier: EUPL-1.2 */

/* Making, looking up and removing applications. */

#include <string.h>

#include "zpi-clock.h"
#include "zpi-practice-application.h"
#include "zpi-practice-document.h"
#include "zpi-practice-forms.h"
#include "zpi-practice-router.h"
#include "zpi-practice-supplement.h"

/* Changes with the form and the status, so that a form can be replaced while its documents are
 * coming in. */
char *
zpi_practice_application_etag (const ZpiPracticeApplication *self)
{
  return g_strdup_printf ("\"%" G_GINT64_FORMAT "-%.8s\"", self->version, self->form_sha256);
}

static void
set_counsellor (JsonObject *object, const char *stored)
{
  JsonNode *counsellor = zpi_practice_parse (stored);

  if (counsellor != NULL)
    json_object_set_member (object, "hulpverlener", counsellor);
}

static void
set_decision (JsonObject *object, const ZpiPracticeApplication *self)
{
  JsonObject *decision;

  if (self->decision == NULL)
    return;
  decision = json_object_new ();
  json_object_set_string_member (decision, "uitkomst", self->decision);
  json_object_set_string_member (decision, "datum", self->decided_on);
  zpi_json_set_string (decision, "motivering", self->reason);
  json_object_set_object_member (object, "besluit", decision);
}

JsonObject *
zpi_practice_application_to_json (ZpiPracticeCall *call, const ZpiPracticeApplication *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *supplements = zpi_practice_supplement_list (call->town->store, self->id);

  json_object_set_string_member (object, "aanvraagId", self->id);
  json_object_set_string_member (object, "status", self->status);
  json_object_set_string_member (object, "regeling", self->scheme);
  json_object_set_int_member (object, "pasjaar", self->pass_year);
  zpi_practice_set_time (object, "aangemaaktOp", self->created_us);
  zpi_practice_set_time (object, "gewijzigdOp", self->changed_us);
  json_object_set_string_member (object, "formulierSha256", self->form_sha256);
  json_object_set_boolean_member (object,
                                  "mogelijkDubbel",
                                  zpi_practice_application_is_double (call->town->store, self));
  json_object_set_array_member (object,
                                "documenten",
                                zpi_practice_document_states (call->town->store, self->id));
  if (strcmp (self->status, "in-verwerking") != 0) {
    zpi_json_set_string (object, "referentie", self->reference);
    zpi_practice_set_time (object, "ontvangenOp", self->received_us);
    zpi_json_set_string (object, "aanvraagdatum", self->application_date);
    zpi_json_set_string (object, "beslisdatum", self->decision_date);
  }
  set_counsellor (object, self->counsellor);
  if (json_array_get_length (supplements) > 0)
    json_object_set_array_member (object, "aanvullingen", supplements);
  else
    json_array_unref (supplements);
  set_decision (object, self);
  return object;
}

static JsonObject *
summarise (const ZpiPracticeApplication *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "aanvraagId", self->id);
  json_object_set_string_member (object, "status", self->status);
  zpi_practice_set_time (object, "gewijzigdOp", self->changed_us);
  if (strcmp (self->status, "in-verwerking") != 0) {
    zpi_json_set_string (object, "referentie", self->reference);
    zpi_json_set_string (object, "aanvraagdatum", self->application_date);
    zpi_json_set_string (object, "beslisdatum", self->decision_date);
  }
  return object;
}

JsonObject *
zpi_practice_application_receipt (ZpiPracticeCall *call, const ZpiPracticeApplication *self)
{
  JsonObject *object = json_object_new ();
  g_autofree char *other = g_strdup (self->form_sha256);

  if (call->trouble.wrong_digest)
    other[0] = other[0] == '0' ? '1' : '0';
  json_object_set_string_member (object, "referentie", self->reference);
  json_object_set_string_member (object, "aanvraagId", self->id);
  json_object_set_string_member (object, "status", "ontvangen");
  json_object_set_string_member (object, "regeling", self->scheme);
  json_object_set_int_member (object, "pasjaar", self->pass_year);
  zpi_practice_set_time (object, "ontvangenOp", self->received_us);
  json_object_set_string_member (object, "aanvraagdatum", self->application_date);
  json_object_set_string_member (object, "beslisdatum", self->decision_date);
  json_object_set_string_member (object, "formulierSha256", other);
  json_object_set_array_member (object,
                                "documenten",
                                zpi_practice_document_receipt (call->town->store, self->id, NULL));
  set_counsellor (object, self->counsellor);
  return object;
}

/* The application of the request's path; refuses when there is none (any more). */
ZpiPracticeApplication *
zpi_practice_application_need (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeApplication) self =
      zpi_practice_application_load (call->town->store, call->args[0]);

  if (self == NULL) {
    zpi_practice_refuse (call, "niet-gevonden", "Deze aanvraag is hier niet bekend.");
    return NULL;
  }
  if (self->removed) {
    zpi_practice_refuse (call, "verwijderd", "Deze aanvraag is verwijderd.");
    return NULL;
  }
  return g_steal_pointer (&self);
}

static void
answer (ZpiPracticeCall *call, guint status, const char *id)
{
  g_autoptr (ZpiPracticeApplication) self = zpi_practice_application_load (call->town->store, id);
  g_autofree char *etag = NULL;

  if (self == NULL)
    return; /* The store failed: the router says so. */
  etag = zpi_practice_application_etag (self);
  zpi_practice_call_set_header (call, "ETag", etag);
  zpi_practice_answer_json (call, status, zpi_practice_application_to_json (call, self));
}

void
zpi_practice_get_application (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeApplication) self = zpi_practice_application_need (call);

  if (self != NULL)
    answer (call, 200, self->id);
}

static gboolean
matches (const char *header, const char *etag)
{
  return strcmp (header, "*") == 0 || strstr (header, etag) != NULL;
}

/* Whether the conditions of the request allow it to replace @self (nullable). */
static gboolean
check_conditions (ZpiPracticeCall *call, const ZpiPracticeApplication *self)
{
  const char *if_match = zpi_practice_call_header (call, "If-Match");
  const char *if_none_match = zpi_practice_call_header (call, "If-None-Match");
  g_autofree char *etag = self != NULL ? zpi_practice_application_etag (self) : NULL;

  if (if_match == NULL && if_none_match == NULL) {
    zpi_practice_refuse (call, "voorwaarde-nodig", "Stuur If-None-Match of If-Match mee.");
    return FALSE;
  }
  if ((if_match != NULL && (self == NULL || !matches (if_match, etag))) ||
      (if_none_match != NULL && self != NULL && matches (if_none_match, etag))) {
    zpi_practice_refuse (call, "voorwaarde", "Er is al een andere versie opgeslagen.");
    return FALSE;
  }
  return TRUE;
}

/* What the contract cannot say: what this municipality knows and how much it takes. */
static gboolean
check_limits (ZpiPracticeCall *call)
{
  JsonArray *documents = zpi_json_get_array (call->json, "bewijsstukken");
  const char *scheme = zpi_json_get_string (call->json, "regeling");

  if (g_hash_table_size (call->town->rules) > 0 &&
      !g_hash_table_contains (call->town->rules, scheme))
    zpi_practice_faults_add (call->faults,
                             "regeling",
                             "waarde",
                             "Deze regeling kennen wij hier niet.");
  if (call->trouble.refuses != NULL)
    zpi_practice_faults_add (call->faults,
                             call->trouble.refuses,
                             "waarde",
                             "Dit is bij ons anders bekend. Controleer het met de cliënt.");
  for (guint i = 0; documents != NULL && i < json_array_get_length (documents); i++) {
    g_autofree char *name = g_strdup_printf ("bewijsstukken[%u].grootteInBytes", i);
    gint64 size = 0;

    zpi_json_get_int (json_array_get_object_element (documents, i), "grootteInBytes", &size);
    if ((guint64) size > call->town->max_document_bytes)
      zpi_practice_faults_add (call->faults,
                               name,
                               "te-groot",
                               "Dit document is te groot. Maak het kleiner.");
  }
  return !zpi_practice_refuse_faults (call, "ongeldige-invoer");
}

void
zpi_practice_put_application (ZpiPracticeCall *call)
{
  const char *id = call->args[0];
  g_autoptr (ZpiPracticeApplication) self = zpi_practice_application_load (call->town->store, id);
  g_autofree char *location = g_strconcat ("/v1/aanvragen/", id, NULL);

  if (self != NULL && self->removed) {
    zpi_practice_refuse (call, "verwijderd", "Deze aanvraag is verwijderd.");
    return;
  }
  if (!check_conditions (call, self))
    return;
  if (self != NULL && strcmp (self->status, "concept") != 0) {
    zpi_practice_refuse (call, "al-ingediend", "Deze aanvraag is al ingediend.");
    return;
  }
  if (!zpi_practice_call_check_body (call, &zpi_wire_application) || !check_limits (call))
    return;
  zpi_practice_application_store_form (call, id, self == NULL);
  zpi_practice_document_announce (call->town->store,
                                  id,
                                  zpi_json_get_array (call->json, "bewijsstukken"));
  if (self == NULL)
    zpi_practice_call_set_header (call, "Location", location);
  answer (call, self == NULL ? 201 : 200, id);
}

void
zpi_practice_delete_application (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeApplication) self = zpi_practice_application_need (call);
  const char *if_match = zpi_practice_call_header (call, "If-Match");
  g_autofree char *etag = NULL;

  if (self == NULL)
    return;
  etag = zpi_practice_application_etag (self);
  if (if_match != NULL && !matches (if_match, etag)) {
    zpi_practice_refuse (call, "voorwaarde", "Er is al een andere versie opgeslagen.");
    return;
  }
  if (strcmp (self->status, "concept") != 0) {
    zpi_practice_refuse (call, "al-ingediend", "Deze aanvraag is al ingediend. Trek hem in.");
    return;
  }
  zpi_practice_application_remove (call->town->store, self->id);
  zpi_practice_answer_empty (call, 204);
}

/* Where a page starts: a moment and an id. */
static gboolean
read_page (ZpiPracticeCall *call, gint64 *after_us, char **after_id, gint64 *limit)
{
  const char *since = zpi_practice_call_query (call, "gewijzigdNa");
  const char *from = zpi_practice_call_query (call, "vanaf");
  const char *count = zpi_practice_call_query (call, "aantal");
  g_auto (GStrv) parts = from != NULL ? g_strsplit (from, "_", 2) : NULL;

  *after_us = -1;
  *limit = 100;
  if (since != NULL &&
      (zpi_wire_check_time (since) != NULL || !zpi_clock_parse_iso (since, after_us)))
    zpi_practice_faults_add (call->faults, "gewijzigdNa", "formaat", "Dit tijdstip is niet goed.");
  if (parts != NULL &&
      (parts[0] == NULL || parts[1] == NULL || zpi_wire_check_uuid (parts[1]) != NULL ||
       !g_ascii_string_to_signed (parts[0], 10, 0, G_MAXINT64, after_us, NULL)))
    zpi_practice_faults_add (call->faults, "vanaf", "formaat", "Deze bladzijde bestaat niet.");
  else if (parts != NULL)
    *after_id = g_strdup (parts[1]);
  if (count != NULL && !g_ascii_string_to_signed (count, 10, 1, 500, limit, NULL))
    zpi_practice_faults_add (call->faults, "aantal", "waarde", "Vraag er 1 tot 500.");
  return !zpi_practice_refuse_faults (call, "ongeldige-invoer");
}

void
zpi_practice_list_applications (ZpiPracticeCall *call)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *after_id = NULL;
  JsonObject *page;
  JsonArray *results;
  gint64 after_us;
  gint64 limit;

  if (!read_page (call, &after_us, &after_id, &limit))
    return;
  /* All ids of the same moment count as later when no id says where to go on. */
  list = zpi_practice_application_list (call->town->store,
                                        after_us,
                                        after_id != NULL ? after_id : "~",
                                        limit + 1);
  page = json_object_new ();
  results = json_array_new ();
  for (guint i = 0; i < list->len && i < limit; i++)
    json_array_add_object_element (results, summarise (g_ptr_array_index (list, i)));
  json_object_set_array_member (page, "resultaten", results);
  zpi_practice_set_time (page, "tijdstip", zpi_clock_now_us ());
  if (list->len > limit) {
    const ZpiPracticeApplication *last = g_ptr_array_index (list, limit - 1);
    g_autofree char *next = g_strdup_printf ("%" G_GINT64_FORMAT "_%s", last->changed_us, last->id);

    json_object_set_string_member (page, "volgende", next);
  }
  zpi_practice_answer_json (call, 200, page);
}
