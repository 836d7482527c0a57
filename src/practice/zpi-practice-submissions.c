/* SPDX-License-Identifier: EUPL-1.2 */

/* Submitting, the receipt, and withdrawing. */

#include <string.h>

#include "zpi-practice-application.h"
#include "zpi-practice-document.h"
#include "zpi-practice-forms.h"
#include "zpi-practice-mail.h"
#include "zpi-practice-router.h"
#include "zpi-practice-supplement.h"

static void
answer_pending (ZpiPracticeCall *call, const ZpiPracticeApplication *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "aanvraagId", self->id);
  json_object_set_string_member (object, "status", "in-verwerking");
  zpi_practice_call_set_header (call,
                                "Retry-After",
                                call->trouble.retry_after != NULL ? call->trouble.retry_after
                                                                  : "1");
  zpi_practice_answer_json (call, 202, object);
}

/* Answers with the receipt, or with 202 as long as it is not there. Every question brings it
 * nearer. */
static void
answer_receipt (ZpiPracticeCall *call, const char *id, guint status)
{
  ZpiPracticeStore *store = call->town->store;
  g_autoptr (ZpiPracticeApplication) self = zpi_practice_application_load (store, id);

  if (self == NULL)
    return; /* The store failed: the router says so. */
  if (self->polls_left > 0) {
    zpi_practice_application_count_poll (store, id);
    answer_pending (call, self);
    return;
  }
  if (strcmp (self->status, "in-verwerking") == 0)
    zpi_practice_application_set_status (store, id, "ontvangen");
  zpi_practice_answer_json (call, status, zpi_practice_application_receipt (call, self));
}

static gboolean
check_complete (ZpiPracticeCall *call, const char *id)
{
  g_autoptr (GBytes) form = zpi_practice_application_load_form (call->town->store, id);
  g_autoptr (JsonNode) root = form != NULL ? zpi_json_parse (form, 0, 0, NULL) : NULL;

  if (root != NULL)
    zpi_practice_document_check_complete (call->town->store,
                                          id,
                                          zpi_json_get_array (json_node_get_object (root),
                                                              "bewijsstukken"),
                                          call->faults);
  return !zpi_practice_refuse_faults (call, "documenten-ontbreken");
}

void
zpi_practice_submit_application (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeApplication) self = zpi_practice_application_need (call);
  g_autoptr (ZpiPracticeApplication) received = NULL;
  g_autofree char *location = NULL;

  if (self == NULL || !zpi_practice_call_check_body (call, &zpi_wire_submission))
    return;
  if (strcmp (zpi_json_get_string (call->json, "formulierSha256"), self->form_sha256) != 0) {
    zpi_practice_refuse (call, "ander-formulier", "Er is een ander formulier opgeslagen.");
    return;
  }
  if (strcmp (self->status, "concept") != 0) {
    answer_receipt (call, self->id, 200);
    return;
  }
  if (!check_complete (call, self->id))
    return;
  zpi_practice_application_set_received (call->town->store,
                                         self,
                                         zpi_practice_rules_decision_weeks (call->town,
                                                                            self->scheme),
                                         call->trouble.polls);
  received = zpi_practice_application_load (call->town->store, self->id);
  if (received != NULL)
    zpi_practice_mail_received (call->town->store, received);
  location = g_strdup_printf ("/v1/aanvragen/%s/ontvangstbevestiging", self->id);
  zpi_practice_call_set_header (call, "Location", location);
  answer_receipt (call, self->id, 201);
}

void
zpi_practice_get_receipt (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeApplication) self = zpi_practice_application_need (call);

  if (self == NULL)
    return;
  if (strcmp (self->status, "concept") == 0) {
    zpi_practice_refuse (call, "niet-gevonden", "Deze aanvraag is nog niet ingediend.");
    return;
  }
  answer_receipt (call, self->id, 200);
}

static gboolean
can_be_withdrawn (const ZpiPracticeApplication *self)
{
  static const char *const states[] = {
      "in-verwerking",
      "ontvangen",
      "in-behandeling",
      "aanvulling-gevraagd",
      "ingetrokken",
      NULL,
  };

  return g_strv_contains (states, self->status);
}

void
zpi_practice_withdraw_application (ZpiPracticeCall *call)
{
  ZpiPracticeStore *store = call->town->store;
  g_autoptr (ZpiPracticeApplication) self = zpi_practice_application_need (call);
  g_autoptr (ZpiPracticeApplication) after = NULL;
  g_autofree char *etag = NULL;

  if (self == NULL || !zpi_practice_call_check_body (call, &zpi_wire_withdrawal))
    return;
  if (!can_be_withdrawn (self)) {
    zpi_practice_refuse (call,
                         "niet-mogelijk",
                         strcmp (self->status, "concept") == 0
                             ? "Deze aanvraag is nog niet ingediend. Verwijder hem."
                             : "Er is al een besluit.");
    return;
  }
  if (strcmp (self->status, "ingetrokken") != 0) {
    zpi_practice_application_set_status (store, self->id, "ingetrokken");
    zpi_practice_supplement_close_all (store, self->id);
    zpi_practice_mail_withdrawn (store, self);
  }
  after = zpi_practice_application_load (store, self->id);
  if (after == NULL)
    return; /* The store failed: the router says so. */
  etag = zpi_practice_application_etag (after);
  zpi_practice_call_set_header (call, "ETag", etag);
  zpi_practice_answer_json (call, 200, zpi_practice_application_to_json (call, after));
}
