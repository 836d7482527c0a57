/* SPDX-License-Identifier: EUPL-1.2 */

/* The form as it is sent: the answers, and what the rules make of them. */

#include "zpi-application-form.h"

#include "zpi-application-private.h"
#include "zpi-clock.h"
#include "zpi-eligibility.h"
#include "zpi-evidence.h"
#include "zpi-json.h"

#define MAX_MISSING 100

static const char *
outcome_word (ZpiOutcome outcome)
{
  switch (outcome) {
  case ZPI_OUTCOME_LIKELY:
    return "waarschijnlijk";
  case ZPI_OUTCOME_UNLIKELY:
    return "onwaarschijnlijk";
  case ZPI_OUTCOME_UNKNOWN:
  default:
    return "onbekend";
  }
}

static void
add_outcome (JsonObject *form, const ZpiApplication *self, const ZpiScheme *scheme)
{
  g_autoptr (ZpiEligibility) check = zpi_eligibility_check (scheme, self);
  g_autofree char *date = zpi_date_format_iso (&check->reference_date);
  JsonObject *outcome = json_object_new ();

  json_object_set_string_member (outcome, "uitkomst", outcome_word (check->outcome));
  zpi_json_set_string (outcome, "peildatum", date);
  json_object_set_object_member (form, "toets", outcome);
}

static void
add_missing (JsonArray *missing, const ZpiEvidence *evidence, int month)
{
  g_autofree char *belongs_to = g_strstrip (g_strdup (evidence->belongs_to.nl));
  JsonObject *object;
  g_autofree char *text = NULL;

  if (json_array_get_length (missing) >= MAX_MISSING)
    return;
  object = json_object_new ();
  text = month >= 0 ? zpi_month_format ((ZpiMonth){month / 12, month % 12 + 1}) : NULL;
  zpi_json_set_string (object, "soort", evidence->kind);
  zpi_json_set_string (object, "van", evidence->whose);
  zpi_json_set_string (object, "maand", text);
  /* Of two pay slips of a month nobody would know which of them it is. */
  if (*belongs_to != '\0')
    zpi_json_set_string (object, "toelichting", belongs_to);
  json_array_add_object_element (missing, object);
}

/* So that the municipality sees at once what it may still expect. */
static void
add_missing_evidence (JsonObject *form, const ZpiApplication *self, const ZpiScheme *scheme)
{
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, self);
  g_autoptr (JsonArray) missing = json_array_new ();

  for (guint i = 0; i < list->len; i++) {
    const ZpiEvidence *evidence = g_ptr_array_index (list, i);

    if (evidence->complete || !evidence->required_to_decide)
      continue;
    if (evidence->missing_months->len == 0)
      add_missing (missing, evidence, -1);
    for (guint j = 0; j < evidence->missing_months->len; j++)
      add_missing (missing, evidence, g_array_index (evidence->missing_months, int, j));
  }
  if (json_array_get_length (missing) > 0)
    json_object_set_array_member (form, "ontbrekendeBewijsstukken", g_steal_pointer (&missing));
}

/* An application is always for some scheme and some year. */
static void
ensure_scheme (JsonObject *form, const ZpiApplication *self, const ZpiScheme *scheme)
{
  ZpiDate on = zpi_date_is_full (&self->reference_date) ? self->reference_date : zpi_clock_today ();

  if (zpi_json_get_string (form, "regeling") == NULL)
    json_object_set_string_member (form, "regeling", zpi_scheme_get_id (scheme));
  if (self->pass_year == 0)
    json_object_set_int_member (form, "pasjaar", zpi_scheme_pass_year_on (scheme, &on));
}

/**
 * zpi_application_to_submission:
 * @self: an application that can be sent
 * @scheme: its scheme
 *
 * [method@Application.to_wire], with the outcome of the check and the evidence that is missing.
 *
 * Returns: (transfer full): a JSON object
 */
JsonNode *
zpi_application_to_submission (const ZpiApplication *self, const ZpiScheme *scheme)
{
  JsonNode *node;
  JsonObject *form;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (scheme != NULL, NULL);

  node = zpi_application_to_wire (self);
  form = json_node_get_object (node);
  ensure_scheme (form, self, scheme);
  add_missing_evidence (form, self, scheme);
  add_outcome (form, self, scheme);
  return node;
}
