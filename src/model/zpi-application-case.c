/* SPDX-License-Identifier: EUPL-1.2 */

/* From the raw texts of a case to what they mean, and back to texts as somebody would type them. */

#include <string.h>

#include "zpi-application-private.h"
#include "zpi-clock.h"
#include "zpi-money.h"

static const char *
get_in (ZpiCase *from, const char *list, const char *item, const char *field)
{
  g_autofree char *key = zpi_case_item_key (list, item, field);

  return zpi_case_get (from, key);
}

static void
take_line (char **field, const char *text)
{
  g_free (*field);
  *field = zpi_text_line (text);
}

static void
keep_unprocessed (ZpiApplication *self, const char *text, const char *path)
{
  g_autofree char *line = zpi_text_line (text);

  if (*line != '\0')
    zpi_unprocessed_add (self->unprocessed, path, line);
}

/* @field: (nullable): the row of a date of birth */
static void
take_date (ZpiApplication *self,
           ZpiDate *date,
           const ZpiField *field,
           const char *text,
           const char *path)
{
  if (field != NULL ? !zpi_field_parse_birth (field->pattern, text, date)
                    : !zpi_date_parse (text, date))
    keep_unprocessed (self, text, path);
}

/* The amount of an income. A business can make a loss, and what is below zero of another kind is a
 * slip: whoever calculates knows which. */
gboolean
zpi_income_parse_amount (const char *text, gint64 *cents)
{
  ZpiMoneyForm form = zpi_money_read (text, cents);

  return form == ZPI_MONEY_AMOUNT || form == ZPI_MONEY_NEGATIVE;
}

/* The wire has no room for a loss. */
static gboolean
take_income (ZpiApplication *self, gint64 *cents, const char *text, const char *path)
{
  gboolean is_amount = zpi_income_parse_amount (text, cents);

  if (!is_amount || *cents < 0)
    keep_unprocessed (self, text, path);
  return is_amount;
}

static gboolean
parse_int (const char *text, gint64 min, gint64 max, gint64 *value)
{
  g_autofree char *line = zpi_text_line (text);

  return g_ascii_string_to_signed (line, 10, min, max, value, NULL);
}

/* "2025-10" on the wire and in the case; people type "10-2025" or "oktober 2025". */
gboolean
zpi_month_parse (const char *text, ZpiMonth *month)
{
  g_autofree char *line = zpi_text_line (text);
  g_autofree char *iso = zpi_wire_normalise (line, zpi_check_month);

  if (iso == NULL)
    return FALSE;
  month->year = (int) g_ascii_strtoll (iso, NULL, 10);
  month->month = (int) g_ascii_strtoll (iso + 5, NULL, 10);
  return TRUE;
}

char *
zpi_month_format (ZpiMonth month)
{
  return month.year != 0 ? g_strdup_printf ("%04d-%02d", month.year, month.month) : g_strdup ("");
}

static int
month_number (const ZpiMonthAmount *month)
{
  return month->month.year * 12 + month->month.month;
}

void
zpi_income_add_month (ZpiIncome *self, const ZpiMonthAmount *month)
{
  guint i = self->n_months;

  g_return_if_fail (self->n_months < ZPI_N_INCOME_MONTHS);

  for (; i > 0 && month_number (&self->months[i - 1]) > month_number (month); i--)
    self->months[i] = self->months[i - 1];
  self->months[i] = *month;
  self->n_months++;
}

/* How many slips of @period can be of one month: of four weeks there are thirteen in a year, so
 * that two of them end in the same month; a month can have five Fridays. */
guint
zpi_period_slips_a_month (const char *period)
{
  if (g_strcmp0 (period, "week") == 0)
    return 5;
  return g_strcmp0 (period, "vier-weken") == 0 ? 2 : 1;
}

/* Once all are there, and the period: marks what is more than there can be of the same month. */
void
zpi_income_settle_months (ZpiIncome *self)
{
  guint most = zpi_period_slips_a_month (self->period);

  for (guint i = 0; i < self->n_months; i++) {
    guint before = 0;

    for (guint j = 0; j < i; j++)
      before += month_number (&self->months[j]) == month_number (&self->months[i]) &&
                zpi_month_amount_fits (&self->months[j]);
    self->months[i].duplicate = before >= most;
  }
}

/* The place on the wire of a row of the item at @index. */
static char *
indexed_path (const ZpiField *field, guint index)
{
  const char *star = strstr (field->wire, "[*]");

  if (star == NULL)
    return g_strdup (field->wire);
  return g_strdup_printf ("%.*s[%u]%s",
                          (int) (star - field->wire),
                          field->wire,
                          index,
                          star + strlen ("[*]"));
}

static char *
row_key (const ZpiField *field, const char *item)
{
  g_autofree char *list = zpi_field_dup_list (field);

  return list != NULL ? zpi_case_item_key (list, item, strrchr (field->pattern, '.') + 1)
                      : g_strdup (field->pattern);
}

static void
read_row (ZpiApplication *self,
          const ZpiKept *kept,
          const ZpiField *field,
          const char *text,
          guint index)
{
  if (zpi_kept_is_date (field)) {
    g_autofree char *place = indexed_path (field, index);
    g_autofree char *path = g_strconcat (place, ".datum", NULL);
    ZpiDate date = ZPI_DATE_INIT;

    take_date (self, &date, field, text, path);
    zpi_kept_set_date (kept, field, &date);
    return;
  }
  zpi_kept_take_text (kept, field, zpi_field_dup_understood (field, text));
}

/* The answers of the rows whose place begins with @start, as far as they are asked. */
static void
read_rows (ZpiApplication *self,
           const ZpiKept *kept,
           ZpiCase *from,
           const char *start,
           const char *item,
           guint index)
{
  for (const ZpiField *field = zpi_wire_next_row (NULL, start); field != NULL;
       field = zpi_wire_next_row (field, start)) {
    g_autofree char *key = row_key (field, item);

    /* What an income asks depends on the scheme; what was typed goes along. */
    if (item != NULL || zpi_field_applies (from, NULL, key))
      read_row (self, kept, field, zpi_case_get (from, key), index);
  }
}

static void
read_household (ZpiApplication *self, ZpiCase *from)
{
  g_auto (GStrv) items = zpi_case_dup_items (from, ZPI_LIST_CHILD);
  g_auto (ZpiCheckResult) counted = zpi_check_count (zpi_case_get (from, ZPI_KEY_CHECK_CHILDREN));

  self->partner_answered = *zpi_case_get (from, ZPI_KEY_PARTNER) != '\0';
  self->partner_open = !self->partner_answered;
  self->has_partner = zpi_case_get_flag (from, ZPI_KEY_PARTNER);
  for (guint i = 0; items[i] != NULL; i++) {
    ZpiPerson *child = zpi_person_new ();
    ZpiKept kept = zpi_kept_in_person (child);

    child->item = g_strdup (items[i]);
    read_rows (self, &kept, from, "kinderen[*]", items[i], i);
    g_ptr_array_add (self->children, child);
  }
  self->children_answered = counted.normalised != NULL || self->children->len > 0;
  self->children_open = !self->children_answered;
  self->n_children_wrong = counted.severity == ZPI_SEVERITY_ERROR;
  if (counted.normalised != NULL)
    self->n_children_estimate = (guint) g_ascii_strtoull (counted.normalised, NULL, 10);
}

/* A month and an amount of which one is not right, at @place on the wire. A month that waits for
 * its amount is a question, not an answer. */
static gboolean
keep_unprocessed_month (ZpiApplication *self,
                        const ZpiIncome *income,
                        ZpiCase *from,
                        guint slot,
                        guint index,
                        guint place)
{
  g_autofree char *month_field = g_strdup_printf ("month%u", slot);
  g_autofree char *amount_field = g_strdup_printf ("amount%u", slot);
  g_autofree char *month_path = g_strdup_printf ("inkomen[%u].maanden[%u].maand", index, place);
  g_autofree char *amount_path =
      g_strdup_printf ("inkomen[%u].maanden[%u].bedragInCenten", index, place);
  g_autofree char *month =
      zpi_text_line (get_in (from, ZPI_LIST_INCOME, income->item, month_field));
  g_autofree char *amount =
      zpi_text_line (get_in (from, ZPI_LIST_INCOME, income->item, amount_field));
  ZpiMonth parsed;

  if (*amount == '\0' && (*month == '\0' || zpi_month_parse (month, &parsed)))
    return FALSE;
  keep_unprocessed (self, month, month_path);
  keep_unprocessed (self, amount, amount_path);
  return TRUE;
}

/* The months of an income in their slots. What is no month or no amount goes behind those that
 * are, because that is where the wire has room for it. */
static void
read_months (ZpiApplication *self, ZpiIncome *income, ZpiCase *from, guint index)
{
  gboolean fits[ZPI_N_INCOME_MONTHS] = {FALSE};
  guint place = 0;

  for (guint i = 0; i < ZPI_N_INCOME_MONTHS; i++) {
    g_autofree char *month_field = g_strdup_printf ("month%u", i + 1);
    g_autofree char *amount_field = g_strdup_printf ("amount%u", i + 1);
    ZpiMonthAmount month = {.slot = i + 1};

    if (!zpi_month_parse (get_in (from, ZPI_LIST_INCOME, income->item, month_field), &month.month))
      continue;
    month.has_amount =
        zpi_income_parse_amount (get_in (from, ZPI_LIST_INCOME, income->item, amount_field),
                                 &month.amount_cents);
    zpi_income_add_month (income, &month);
  }
  zpi_income_settle_months (income);
  for (guint i = 0; i < income->n_months; i++) {
    if (!zpi_month_amount_fits (&income->months[i]))
      continue;
    fits[income->months[i].slot - 1] = TRUE;
    place++;
  }
  for (guint i = 0; i < ZPI_N_INCOME_MONTHS; i++)
    if (!fits[i] && keep_unprocessed_month (self, income, from, i + 1, index, place))
      place++;
}

/* (transfer full) (nullable): the key of an amount of @item with "per month" beside it where
 * another period is chosen: "1500 p/m" and a year are a dozen times apart */
char *
zpi_income_find_other_period (ZpiCase *from, const char *item)
{
  const char *period = get_in (from, ZPI_LIST_INCOME, item, "period");

  if (*period == '\0' || strcmp (period, "maand") == 0)
    return NULL;
  for (guint i = 0; i <= ZPI_N_INCOME_MONTHS; i++) {
    g_autofree char *field = i == 0 ? g_strdup ("amount") : g_strdup_printf ("amount%u", i);

    if (zpi_money_says_month (get_in (from, ZPI_LIST_INCOME, item, field)))
      return zpi_case_item_key (ZPI_LIST_INCOME, item, field);
  }
  return NULL;
}

static void
read_incomes (ZpiApplication *self, ZpiCase *from)
{
  g_auto (GStrv) items = zpi_case_dup_items (from, ZPI_LIST_INCOME);

  for (guint i = 0; items[i] != NULL; i++) {
    ZpiIncome *income = zpi_income_new ();
    ZpiKept kept = zpi_kept_in_income (income);
    g_autofree char *path = g_strdup_printf ("inkomen[%u].bedragInCenten", i);
    g_autofree char *of_month = zpi_income_find_other_period (from, items[i]);

    income->item = g_strdup (items[i]);
    take_line (&income->kind, get_in (from, ZPI_LIST_INCOME, items[i], "kind"));
    read_rows (self, &kept, from, "inkomen[*]", items[i], i);
    income->gross = strcmp (get_in (from, ZPI_LIST_INCOME, items[i], "basis"), "bruto") == 0;
    income->with_holiday_allowance =
        strcmp (get_in (from, ZPI_LIST_INCOME, items[i], "holiday_allowance"), "met") == 0;
    income->has_amount = take_income (self,
                                      &income->amount_cents,
                                      get_in (from, ZPI_LIST_INCOME, items[i], "amount"),
                                      path);
    income->period_doubt = of_month != NULL;
    read_months (self, income, from, i);
    g_ptr_array_add (self->incomes, income);
  }
  self->has_income_estimate =
      zpi_money_parse (zpi_case_get (from, ZPI_KEY_CHECK_INCOME), &self->income_estimate_cents);
  if (!self->has_income_estimate)
    take_line (&self->income_estimate_misfit, zpi_case_get (from, ZPI_KEY_CHECK_INCOME));
}

/* Of whom the income is that the document was put at: that may be corrected after it was added. */
static void
take_owner (ZpiApplication *self, ZpiDocument *document)
{
  g_auto (GStrv) parts = g_strsplit (document->place != NULL ? document->place : "", "/", -1);

  for (guint i = 0; g_strv_length (parts) >= 3 && i < self->incomes->len; i++) {
    const ZpiIncome *income = self->incomes->pdata[i];

    if (g_strcmp0 (parts[2], income->item) != 0)
      continue;
    g_free (document->whose);
    document->whose = g_strdup (zpi_income_get_owner (income, self->has_partner));
  }
}

static void
read_documents (ZpiApplication *self, ZpiCase *from)
{
  g_auto (GStrv) items = zpi_case_dup_items (from, ZPI_LIST_DOCUMENT);

  for (guint i = 0; items[i] != NULL; i++) {
    ZpiDocument *document = zpi_document_new ();
    g_autofree char *path = g_strdup_printf ("bewijsstukken[%u].maand", i);
    const char *month = get_in (from, ZPI_LIST_DOCUMENT, items[i], "month");
    gint64 size = 0;

    g_free (document->item);
    document->item = g_strdup (items[i]);
    take_line (&document->kind, get_in (from, ZPI_LIST_DOCUMENT, items[i], "kind"));
    take_line (&document->whose, get_in (from, ZPI_LIST_DOCUMENT, items[i], "whose"));
    take_line (&document->media_type, get_in (from, ZPI_LIST_DOCUMENT, items[i], "media_type"));
    take_line (&document->sha256, get_in (from, ZPI_LIST_DOCUMENT, items[i], "sha256"));
    take_line (&document->file_name, get_in (from, ZPI_LIST_DOCUMENT, items[i], "file_name"));
    if (*get_in (from, ZPI_LIST_DOCUMENT, items[i], "place") != '\0')
      document->place = g_strdup (get_in (from, ZPI_LIST_DOCUMENT, items[i], "place"));
    take_owner (self, document);
    document->unseen =
        strcmp (get_in (from, ZPI_LIST_DOCUMENT, items[i], "problem"), ZPI_PROBLEM_UNSEEN) == 0;
    if (!zpi_month_parse (month, &document->month))
      keep_unprocessed (self, month, path);
    if (parse_int (get_in (from, ZPI_LIST_DOCUMENT, items[i], "size"), 0, G_MAXINT64, &size))
      document->size_bytes = (guint64) size;
    g_ptr_array_add (self->documents, document);
  }
}

static void
read_declaration (ZpiApplication *self, ZpiCase *from)
{
  self->declared = zpi_case_get_flag (from, ZPI_KEY_DECLARED);
  take_line (&self->declared_at, zpi_case_get (from, ZPI_KEY_DECLARED_AT));
  take_line (&self->declared_how, zpi_case_get (from, ZPI_KEY_DECLARED_HOW));
  take_line (&self->declared_text_version, zpi_case_get (from, ZPI_KEY_DECLARED_TEXT));
  self->has_clock_offset = parse_int (zpi_case_get (from, ZPI_KEY_DECLARED_OFFSET),
                                      -4000000000,
                                      4000000000,
                                      &self->clock_offset_seconds);
  self->has_sequence = parse_int (zpi_case_get (from, ZPI_KEY_DECLARED_SEQUENCE),
                                  0,
                                  G_GINT64_CONSTANT (9007199254740991),
                                  &self->sequence);
  self->clock_doubt = zpi_case_get_flag (from, ZPI_KEY_DECLARED_DOUBT);
}

static void
read_reference_date (ZpiApplication *self, const char *text)
{
  take_date (self, &self->reference_date, NULL, text, "peildatum");
  if (self->reference_date.precision == ZPI_DATE_NONE || zpi_date_is_full (&self->reference_date))
    return;
  self->reference_date = (ZpiDate) ZPI_DATE_INIT;
  keep_unprocessed (self, text, "peildatum");
}

/**
 * zpi_application_new_from_case:
 * @from: a case
 *
 * What the answers mean. Questions that do not apply (a partner's name without a partner) are left
 * out; what was typed but fits no field is in `unprocessed`.
 *
 * Returns: (transfer full): a new application that does not follow the case
 */
ZpiApplication *
zpi_application_new_from_case (ZpiCase *from)
{
  ZpiApplication *self;
  ZpiKept kept;
  gint64 year = 0;

  g_return_val_if_fail (ZPI_IS_CASE (from), NULL);

  self = zpi_application_new ();
  take_line (&self->scheme, zpi_case_get (from, ZPI_KEY_SCHEME));
  take_line (&self->scheme_version, zpi_case_get (from, ZPI_KEY_SCHEME_VERSION));
  if (parse_int (zpi_case_get (from, ZPI_KEY_PASS_YEAR), 2014, 2100, &year))
    self->pass_year = (int) year;
  read_reference_date (self, zpi_case_get (from, ZPI_KEY_REFERENCE_DATE));
  self->day = zpi_clock_today ();
  take_line (&self->helper_name, zpi_case_get (from, ZPI_KEY_HELPER_NAME));
  take_line (&self->helper_organisation, zpi_case_get (from, ZPI_KEY_HELPER_ORGANISATION));
  take_line (&self->mandate, zpi_case_get (from, ZPI_KEY_MANDATE));
  take_line (&self->mandate_at, zpi_case_get (from, ZPI_KEY_MANDATE_AT));
  self->student = zpi_case_get_flag (from, ZPI_KEY_STUDENT);
  take_line (&self->with_parents, zpi_case_get (from, ZPI_KEY_WITH_PARENTS));
  kept = zpi_kept_in_application (self);
  read_rows (self, &kept, from, "", NULL, 0);
  zpi_application_split_house_number (self);
  read_household (self, from);
  read_incomes (self, from);
  read_documents (self, from);
  read_declaration (self, from);
  return self;
}
