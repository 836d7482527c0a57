/* SPDX-License-Identifier: EUPL-1.2 */

/* The kinds of income of a scheme file, and what is asked to show them. */

#include "zpi-scheme-private.h"

static const char *const groups[] = {"work", "benefit", "pension", "other", "none", "exempt", NULL};

void
zpi_income_kind_free (ZpiIncomeKind *self)
{
  g_array_unref (self->evidence);
  g_free (self);
}

static void
check_document (ZpiReader *reader, const ZpiScheme *self, const char *id)
{
  if (id != NULL && zpi_scheme_find_document_kind (self, id) == NULL)
    zpi_reader_fail_at (reader, "document", "is not in the list of document kinds");
}

static void
read_income_evidence (ZpiReader *reader, ZpiScheme *self, ZpiIncomeKind *kind, JsonObject *entry)
{
  static const char *const keys[] = {"document", "months", "required_to_decide", NULL};
  JsonArray *array = zpi_reader_array (reader, entry, "evidence");
  guint length = array != NULL ? json_array_get_length (array) : 0;

  zpi_reader_push (reader, "evidence");
  for (guint i = 0; i < length; i++) {
    ZpiIncomeEvidence evidence = {0};
    JsonObject *element;

    zpi_reader_push_index (reader, i);
    element = zpi_reader_element (reader, array, i);
    zpi_reader_only (reader, element, keys);
    evidence.document = zpi_reader_string (reader, element, "document");
    check_document (reader, self, evidence.document);
    evidence.months = zpi_reader_integer (reader, element, "months", 0, 12);
    evidence.required_to_decide = zpi_reader_switch (reader, element, "required_to_decide", TRUE);
    g_array_append_val (kind->evidence, evidence);
    zpi_reader_pop (reader);
  }
  zpi_reader_pop (reader);
}

/* The part that does not count: an amount, or a parameter that is one. */
static void
read_exempt (ZpiReader *reader, ZpiScheme *self, ZpiIncomeKind *kind, JsonObject *entry)
{
  static const char *const keys[] = {"cents", "parameter", "period", NULL};
  JsonObject *exempt;

  if (!zpi_reader_has (reader, entry, "exempt"))
    return;
  exempt = zpi_reader_object (reader, entry, "exempt");
  zpi_reader_push (reader, "exempt");
  zpi_reader_only (reader, exempt, keys);
  kind->exempt_period = zpi_reader_string (reader, exempt, "period");
  if (kind->exempt_period != NULL && zpi_scheme_find_period (self, kind->exempt_period) == NULL)
    zpi_reader_fail_at (reader, "period", "is not in the list of periods");
  if (zpi_reader_has (reader, exempt, "parameter")) {
    const char *nick = zpi_reader_string (reader, exempt, "parameter");

    if (g_strcmp0 (nick, zpi_parameter_to_nick (ZPI_PARAMETER_GIFT_LIMIT_CENTS)) != 0)
      zpi_reader_fail_at (reader, "parameter", "must be gift_limit_cents");
    kind->exempt_is_gift_limit = TRUE;
  } else {
    kind->exempt_cents = zpi_reader_integer (reader, exempt, "cents", 0, ZPI_SCHEME_MAX_CENTS);
  }
  zpi_reader_pop (reader);
}

static void
read_switches (ZpiReader *reader, ZpiIncomeKind *kind, JsonObject *entry)
{
  kind->counts = zpi_reader_switch (reader, entry, "counts", TRUE);
  kind->variable = zpi_reader_switch (reader, entry, "variable", FALSE);
  kind->amount_asked = zpi_reader_switch (reader, entry, "amount_asked", TRUE);
  kind->employer_asked = zpi_reader_switch (reader, entry, "employer_asked", FALSE);
  kind->benefit_asked = zpi_reader_switch (reader, entry, "benefit_asked", FALSE);
  kind->student = zpi_reader_switch (reader, entry, "student", FALSE);
  kind->self_employed = zpi_reader_switch (reader, entry, "self_employed", FALSE);
}

static void
read_income_kind (ZpiReader *reader, ZpiScheme *self, JsonObject *entry)
{
  static const char *const keys[] = {"id",
                                     "group",
                                     "label",
                                     "help",
                                     "counts",
                                     "variable",
                                     "amount_asked",
                                     "employer_asked",
                                     "benefit_asked",
                                     "student",
                                     "self_employed",
                                     "exempt",
                                     "holiday_factor",
                                     "default_period",
                                     "evidence",
                                     "source",
                                     "from",
                                     "status",
                                     "note",
                                     NULL};
  ZpiIncomeKind *kind = g_new0 (ZpiIncomeKind, 1);
  const char *id = zpi_reader_id (reader, entry, "id");

  if (id != NULL && zpi_scheme_find_income_kind (self, id) != NULL)
    zpi_reader_fail_at (reader, "id", "is there twice");
  kind->evidence = g_array_new (FALSE, TRUE, sizeof (ZpiIncomeEvidence));
  g_ptr_array_add (self->income_kinds, kind);
  zpi_reader_only (reader, entry, keys);
  kind->id = id;
  kind->group = zpi_reader_string (reader, entry, "group");
  if (kind->group != NULL && !g_strv_contains (groups, kind->group))
    zpi_reader_fail_at (reader, "group", "is not a known group");
  kind->label = zpi_reader_text (reader, entry, "label");
  kind->help = zpi_reader_text (reader, entry, "help");
  read_switches (reader, kind, entry);
  read_exempt (reader, self, kind, entry);
  if (zpi_reader_has (reader, entry, "holiday_factor"))
    zpi_reader_fraction (reader,
                         entry,
                         "holiday_factor",
                         &kind->holiday_numerator,
                         &kind->holiday_denominator);
  kind->default_period = zpi_reader_string (reader, entry, "default_period");
  if (kind->default_period != NULL && zpi_scheme_find_period (self, kind->default_period) == NULL)
    zpi_reader_fail_at (reader, "default_period", "is not in the list of periods");
  read_income_evidence (reader, self, kind, entry);
  kind->provenance = zpi_reader_provenance (reader, entry);
}

void
zpi_scheme_read_incomes (ZpiReader *reader, ZpiScheme *self, JsonObject *root)
{
  JsonArray *array = zpi_reader_array (reader, root, "income_kinds");

  zpi_reader_push (reader, "income_kinds");
  for (guint i = 0; reader->error == NULL && i < json_array_get_length (array); i++) {
    zpi_reader_push_index (reader, i);
    read_income_kind (reader, self, zpi_reader_element (reader, array, i));
    zpi_reader_pop (reader);
  }
  zpi_reader_pop (reader);
  if (reader->error == NULL && zpi_scheme_find_income_kind (self, ZPI_OTHER_INCOME) == NULL)
    zpi_reader_fail_at (reader, "income_kinds", ZPI_OTHER_INCOME " is missing");
}

static ZpiEvidenceFor
read_whose (ZpiReader *reader, JsonObject *entry)
{
  static const char *const words[] = {"applicant", "partner", "household"};
  const char *word = zpi_reader_string (reader, entry, "for");

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (word, words[i]) == 0)
      return i;
  zpi_reader_fail_at (reader, "for", "must be applicant, partner or household");
  return ZPI_EVIDENCE_FOR_APPLICANT;
}

static void
read_evidence_rule (ZpiReader *reader, ZpiScheme *self, JsonObject *entry)
{
  static const char *const keys[] = {"id",
                                     "document",
                                     "for",
                                     "months",
                                     "months_if_variable",
                                     "required_to_decide",
                                     "reason",
                                     "source",
                                     "from",
                                     "status",
                                     "note",
                                     NULL};
  ZpiEvidenceRule rule = {0};

  zpi_reader_only (reader, entry, keys);
  rule.id = zpi_reader_id (reader, entry, "id");
  rule.document = zpi_reader_string (reader, entry, "document");
  check_document (reader, self, rule.document);
  rule.whose = read_whose (reader, entry);
  rule.months = zpi_reader_integer (reader, entry, "months", 0, 12);
  rule.months_if_variable = zpi_reader_has (reader, entry, "months_if_variable")
                                ? zpi_reader_integer (reader, entry, "months_if_variable", 0, 12)
                                : rule.months;
  rule.required_to_decide = zpi_reader_switch (reader, entry, "required_to_decide", TRUE);
  rule.reason = zpi_reader_text (reader, entry, "reason");
  rule.provenance = zpi_reader_provenance (reader, entry);
  g_array_append_val (self->evidence_rules, rule);
}

void
zpi_scheme_read_evidence (ZpiReader *reader, ZpiScheme *self, JsonObject *root)
{
  JsonArray *array = zpi_reader_array (reader, root, "evidence");

  zpi_reader_push (reader, "evidence");
  for (guint i = 0; reader->error == NULL && i < json_array_get_length (array); i++) {
    zpi_reader_push_index (reader, i);
    read_evidence_rule (reader, self, zpi_reader_element (reader, array, i));
    zpi_reader_pop (reader);
  }
  zpi_reader_pop (reader);
}
