/* SPDX-License-Identifier: EUPL-1.2 */

/* The parameters of a scheme: one table of what each of them may hold, and their values, each with
 * the date from which it counts. */

#include "zpi-scheme-private.h"

#include <string.h>

static const char *const norm_bases[] = {"excl-holiday-allowance", "incl-holiday-allowance", NULL};
static const char *const test_periods[] = {"month-net", "previous-year-gross", NULL};
static const char *const parent_rules[] = {"single", "couple", "own", NULL};
static const char *const student_rules[] =
    {"allow", "exclude", "unless-children", "duo-right", "part-time-only", NULL};
static const char *const roundings[] =
    {"half-up", "down", "up", "half-up-euro", "down-euro", "up-euro", NULL};

static const ZpiParameterSpec specs[ZPI_N_PARAMETERS] = {
    [ZPI_PARAMETER_PERCENTAGE] = {"percentage", ZPI_VALUE_INTEGER, FALSE, 1, 1000},
    [ZPI_PARAMETER_PERCENTAGE_NEXT] =
        {"percentage_next", ZPI_VALUE_INTEGER, FALSE, 1, 1000, NULL, TRUE},
    [ZPI_PARAMETER_NORM_BASIS] = {"norm_basis", ZPI_VALUE_WORD, TRUE, 0, 0, norm_bases},
    [ZPI_PARAMETER_TEST_PERIOD] = {"test_period", ZPI_VALUE_WORD, TRUE, 0, 0, test_periods},
    [ZPI_PARAMETER_SINGLE_PARENT_COUNTS_AS] =
        {"single_parent_counts_as", ZPI_VALUE_WORD, TRUE, 0, 0, parent_rules},
    [ZPI_PARAMETER_AOW_SPLIT] = {"aow_split", ZPI_VALUE_SWITCH, TRUE},
    [ZPI_PARAMETER_KOSTENDELERSNORM] = {"kostendelersnorm", ZPI_VALUE_SWITCH},
    [ZPI_PARAMETER_ASSET_TEST] = {"asset_test", ZPI_VALUE_SWITCH},
    [ZPI_PARAMETER_HOME_EQUITY_COUNTS] = {"home_equity_counts", ZPI_VALUE_SWITCH},
    [ZPI_PARAMETER_CAR_EXEMPT_CENTS] =
        {"car_exempt_cents", ZPI_VALUE_INTEGER, FALSE, 0, ZPI_SCHEME_MAX_CENTS},
    [ZPI_PARAMETER_MINIMUM_AGE] = {"minimum_age", ZPI_VALUE_INTEGER, FALSE, 0, 120},
    [ZPI_PARAMETER_CHILD_AGE_FROM] = {"child_age_from", ZPI_VALUE_INTEGER, FALSE, 0, 30},
    [ZPI_PARAMETER_CHILD_AGE_UNTIL] = {"child_age_until", ZPI_VALUE_INTEGER, FALSE, 1, 30},
    [ZPI_PARAMETER_ADULT_CHILDREN_APPLY_SEPARATELY] = {"adult_children_apply_separately",
                                                       ZPI_VALUE_SWITCH},
    [ZPI_PARAMETER_STUDENT_RULE] = {"student_rule", ZPI_VALUE_WORD, FALSE, 0, 0, student_rules},
    [ZPI_PARAMETER_SELF_EMPLOYED_EVIDENCE] = {"self_employed_evidence", ZPI_VALUE_TEXT},
    [ZPI_PARAMETER_EXTRA_ROUTES] = {"extra_routes", ZPI_VALUE_WORDS},
    [ZPI_PARAMETER_AUTOMATIC_GRANT_SOURCES] = {"automatic_grant_sources", ZPI_VALUE_WORDS},
    [ZPI_PARAMETER_PASS_YEAR_START] = {"pass_year_start", ZPI_VALUE_MONTH_DAY, TRUE},
    [ZPI_PARAMETER_APPLICATION_CLOSES] = {"application_closes", ZPI_VALUE_MONTH_DAY},
    [ZPI_PARAMETER_NEXT_YEAR_OPENS] = {"next_year_opens", ZPI_VALUE_MONTH_DAY},
    [ZPI_PARAMETER_DECISION_WEEKS] = {"decision_weeks", ZPI_VALUE_INTEGER, FALSE, 1, 104},
    [ZPI_PARAMETER_AUTOMATIC_GRANT_WEEKS] =
        {"automatic_grant_weeks", ZPI_VALUE_INTEGER, FALSE, 1, 104},
    [ZPI_PARAMETER_MISSING_DATA_DAYS] = {"missing_data_days", ZPI_VALUE_INTEGER, FALSE, 1, 366},
    [ZPI_PARAMETER_PASS_DELIVERY_WEEKS] = {"pass_delivery_weeks", ZPI_VALUE_INTEGER, FALSE, 1, 104},
    [ZPI_PARAMETER_ACCOUNT_WEEKS] = {"account_weeks", ZPI_VALUE_INTEGER, FALSE, 1, 104},
    [ZPI_PARAMETER_PRICE_CENTS] =
        {"price_cents", ZPI_VALUE_INTEGER, FALSE, 0, ZPI_SCHEME_MAX_CENTS},
    [ZPI_PARAMETER_REDUCED_PRICE_CENTS] =
        {"reduced_price_cents", ZPI_VALUE_INTEGER, FALSE, 0, ZPI_SCHEME_MAX_CENTS},
    [ZPI_PARAMETER_REPLACEMENT_FEE_CENTS] =
        {"replacement_fee_cents", ZPI_VALUE_INTEGER, FALSE, 0, ZPI_SCHEME_MAX_CENTS},
    [ZPI_PARAMETER_EVIDENCE_MAX_AGE_MONTHS] =
        {"evidence_max_age_months", ZPI_VALUE_INTEGER, FALSE, 1, 36},
    [ZPI_PARAMETER_VARIABLE_INCOME_MONTHS] =
        {"variable_income_months", ZPI_VALUE_INTEGER, TRUE, 1, ZPI_N_INCOME_MONTHS},
    [ZPI_PARAMETER_GIFT_LIMIT_CENTS] =
        {"gift_limit_cents", ZPI_VALUE_INTEGER, FALSE, 0, ZPI_SCHEME_MAX_CENTS},
    [ZPI_PARAMETER_JOINT_INCOME] = {"joint_income", ZPI_VALUE_SWITCH},
    [ZPI_PARAMETER_EMAIL_REQUIRED] = {"email_required", ZPI_VALUE_SWITCH},
    [ZPI_PARAMETER_CLOSE_MARGIN_CENTS] =
        {"close_margin_cents", ZPI_VALUE_INTEGER, FALSE, 0, ZPI_SCHEME_MAX_CENTS},
    [ZPI_PARAMETER_ROUNDING_LIMIT] = {"rounding_limit", ZPI_VALUE_WORD, TRUE, 0, 0, roundings},
    [ZPI_PARAMETER_ROUNDING_INCOME] = {"rounding_income", ZPI_VALUE_WORD, TRUE, 0, 0, roundings},
    [ZPI_PARAMETER_WEBSITE] = {"website", ZPI_VALUE_NAME},
    [ZPI_PARAMETER_PHONE_NUMBER] = {"phone_number", ZPI_VALUE_NAME},
    [ZPI_PARAMETER_DOCUMENT_MAX_BYTES] =
        {"document_max_bytes", ZPI_VALUE_INTEGER, FALSE, 1024, G_GINT64_CONSTANT (1073741824)},
    [ZPI_PARAMETER_DOCUMENT_MAX_COUNT] = {"document_max_count", ZPI_VALUE_INTEGER, FALSE, 1, 1000},
};

/**
 * zpi_parameter_to_nick:
 * @parameter: a parameter
 *
 * Returns: (transfer none): its name in the scheme file
 */
const char *
zpi_parameter_to_nick (ZpiParameter parameter)
{
  g_return_val_if_fail (parameter < ZPI_N_PARAMETERS, NULL);

  return specs[parameter].nick;
}

void
zpi_value_clear (ZpiValue *self)
{
  g_clear_pointer (&self->words, g_strfreev);
}

static gboolean
read_month_day (const char *text, gint64 *value)
{
  ZpiDate date = ZPI_DATE_INIT;
  g_autofree char *full = g_strdup_printf ("2023-%s", text);

  /* 29 February is no day to start or end anything on. */
  if (!zpi_date_parse_iso (full, &date))
    return FALSE;
  *value = date.month * 100 + date.day;
  return TRUE;
}

static void
read_content (ZpiReader *reader, const ZpiParameterSpec *spec, JsonObject *entry, ZpiValue *value)
{
  switch (spec->kind) {
  case ZPI_VALUE_INTEGER:
    value->integer = zpi_reader_integer (reader, entry, "value", spec->minimum, spec->maximum);
    break;
  case ZPI_VALUE_SWITCH:
    value->integer = zpi_reader_switch (reader, entry, "value", FALSE);
    break;
  case ZPI_VALUE_WORD:
    value->word = zpi_reader_string (reader, entry, "value");
    if (value->word != NULL && !g_strv_contains (spec->words, value->word)) {
      g_autofree char *all = g_strjoinv (", ", (GStrv) spec->words);

      zpi_reader_fail_at (reader, "value", "must be one of %s", all);
    }
    break;
  case ZPI_VALUE_NAME:
    value->word = zpi_reader_string (reader, entry, "value");
    break;
  case ZPI_VALUE_WORDS:
    value->words = zpi_reader_strings (reader, entry, "value");
    break;
  case ZPI_VALUE_TEXT:
    value->text = zpi_reader_text (reader, entry, "value");
    break;
  case ZPI_VALUE_MONTH_DAY:
    value->word = zpi_reader_string (reader, entry, "value");
    if (value->word != NULL && !read_month_day (value->word, &value->integer))
      zpi_reader_fail_at (reader, "value", "must be a month and a day, as 12-27");
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
read_value (ZpiReader *reader, const ZpiParameterSpec *spec, JsonObject *entry, GArray *values)
{
  static const char *const keys[] = {"value", "source", "from", "status", "note", NULL};
  const ZpiValue *before =
      values->len > 0 ? &g_array_index (values, ZpiValue, values->len - 1) : NULL;
  ZpiValue value = {0};

  zpi_reader_only (reader, entry, keys);
  if (entry != NULL && !json_object_has_member (entry, "value"))
    zpi_reader_fail_at (reader, "value", "is missing (null means: there is none)");
  value.provenance = zpi_reader_provenance (reader, entry);
  if (before != NULL && zpi_date_compare (&value.provenance.from, &before->provenance.from) <= 0)
    zpi_reader_fail_at (reader, "from", "must be after the one before it");
  value.present = zpi_reader_has (reader, entry, "value");
  if (value.present)
    read_content (reader, spec, entry, &value);
  else if (spec->required)
    zpi_reader_fail_at (reader, "value", "may not be null");
  g_array_append_val (values, value);
}

static void
read_parameter (ZpiReader *reader, ZpiScheme *self, JsonObject *parameters, ZpiParameter parameter)
{
  const ZpiParameterSpec *spec = &specs[parameter];
  GArray *values = self->values[parameter];
  JsonNode *node = zpi_reader_has (reader, parameters, spec->nick)
                       ? json_object_get_member (parameters, spec->nick)
                       : NULL;
  const ZpiValue nothing = {.provenance = {.status = ZPI_STATUS_UNVERIFIED}};

  if (node == NULL) {
    if (spec->optional)
      g_array_append_val (values, nothing);
    else
      zpi_reader_fail_at (reader, spec->nick, "is missing");
    return;
  }
  zpi_reader_push (reader, spec->nick);
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    read_value (reader, spec, json_node_get_object (node), values);
  } else if (JSON_NODE_HOLDS_ARRAY (node) &&
             json_array_get_length (json_node_get_array (node)) > 0) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++) {
      zpi_reader_push_index (reader, i);
      read_value (reader, spec, zpi_reader_element (reader, array, i), values);
      zpi_reader_pop (reader);
    }
  } else {
    zpi_reader_fail (reader, "must be a value, or a list of values by date");
  }
  zpi_reader_pop (reader);
}

/* Every parameter must be there, if only as null: so nobody forgets one without noticing. Those
 * that came later may be absent from older files. */
void
zpi_scheme_read_parameters (ZpiReader *reader, ZpiScheme *self, JsonObject *root)
{
  JsonObject *parameters = zpi_reader_object (reader, root, "parameters");
  const char *keys[ZPI_N_PARAMETERS + 1] = {NULL};

  for (guint i = 0; i < ZPI_N_PARAMETERS; i++)
    keys[i] = specs[i].nick;
  zpi_reader_push (reader, "parameters");
  zpi_reader_only (reader, parameters, keys);
  for (guint i = 0; i < ZPI_N_PARAMETERS; i++)
    read_parameter (reader, self, parameters, i);
  zpi_reader_pop (reader);
}

/* The value that counts on @on: the last one from that date or before, else the first. */
const ZpiValue *
zpi_scheme_get_value (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on)
{
  const GArray *values = self->values[parameter];
  const ZpiValue *found = &g_array_index (values, ZpiValue, 0);

  for (guint i = 1; i < values->len; i++) {
    const ZpiValue *value = &g_array_index (values, ZpiValue, i);

    if (zpi_date_compare (&value->provenance.from, on) <= 0)
      found = value;
  }
  return found;
}

/**
 * zpi_scheme_get_integer:
 * @self: a scheme
 * @parameter: a parameter that is a number
 * @on: the date it is asked for
 * @value: (out): the number
 *
 * Returns: %FALSE, and @value untouched, when the scheme has no such number
 */
gboolean
zpi_scheme_get_integer (const ZpiScheme *self,
                        ZpiParameter parameter,
                        const ZpiDate *on,
                        gint64 *value)
{
  const ZpiValue *found;

  g_return_val_if_fail (self != NULL && on != NULL && value != NULL, FALSE);
  g_return_val_if_fail (specs[parameter].kind == ZPI_VALUE_INTEGER, FALSE);

  found = zpi_scheme_get_value (self, parameter, on);
  if (found->present)
    *value = found->integer;
  return found->present;
}

/**
 * zpi_scheme_get_switch:
 * @self: a scheme
 * @parameter: a parameter that is yes or no
 * @on: the date it is asked for
 *
 * Returns: the value; %FALSE when there is none
 */
gboolean
zpi_scheme_get_switch (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on)
{
  g_return_val_if_fail (self != NULL && on != NULL, FALSE);
  g_return_val_if_fail (specs[parameter].kind == ZPI_VALUE_SWITCH, FALSE);

  return zpi_scheme_get_value (self, parameter, on)->integer != 0;
}

/**
 * zpi_scheme_get_word:
 * @self: a scheme
 * @parameter: a parameter that is a word or a name
 * @on: the date it is asked for
 *
 * Returns: (transfer none) (nullable): the word, %NULL when there is none
 */
const char *
zpi_scheme_get_word (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on)
{
  g_return_val_if_fail (self != NULL && on != NULL, NULL);

  return zpi_scheme_get_value (self, parameter, on)->word;
}

/**
 * zpi_scheme_get_words:
 * @self: a scheme
 * @parameter: a parameter that is a list of words
 * @on: the date it is asked for
 *
 * Returns: (transfer none) (array zero-terminated=1): the words, empty when there are none
 */
const char *const *
zpi_scheme_get_words (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on)
{
  static const char *const none[] = {NULL};
  GStrv words;

  g_return_val_if_fail (self != NULL && on != NULL, none);

  words = zpi_scheme_get_value (self, parameter, on)->words;
  return words != NULL ? (const char *const *) words : none;
}

/**
 * zpi_scheme_get_text:
 * @self: a scheme
 * @parameter: a parameter that is a text in both languages
 * @on: the date it is asked for
 *
 * Returns: (transfer none) (nullable): the text, %NULL when there is none
 */
const ZpiText *
zpi_scheme_get_text (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on)
{
  const ZpiValue *found;

  g_return_val_if_fail (self != NULL && on != NULL, NULL);
  g_return_val_if_fail (specs[parameter].kind == ZPI_VALUE_TEXT, NULL);

  found = zpi_scheme_get_value (self, parameter, on);
  return found->present ? &found->text : NULL;
}

/**
 * zpi_scheme_get_provenance:
 * @self: a scheme
 * @parameter: a parameter
 * @on: the date it is asked for
 *
 * Returns: (transfer none): where the value that counts on @on comes from
 */
const ZpiProvenance *
zpi_scheme_get_provenance (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on)
{
  g_return_val_if_fail (self != NULL && on != NULL && parameter < ZPI_N_PARAMETERS, NULL);

  return &zpi_scheme_get_value (self, parameter, on)->provenance;
}
