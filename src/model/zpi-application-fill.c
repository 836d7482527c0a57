/* SPDX-License-Identifier: EUPL-1.2 */

/* From an application to the texts of a case, as somebody would type them. */

#include <string.h>

#include "zpi-application-private.h"
#include "zpi-money.h"

/* The items that were made for the entries on the wire, by their index. */
typedef struct {
  GPtrArray *children;
  GPtrArray *incomes;
} Items;

static void
set_text (ZpiCase *into, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    zpi_case_set (into, key, text);
}

static void
set_in (ZpiCase *into, const char *list, const char *item, const char *field, const char *text)
{
  g_autofree char *key = zpi_case_item_key (list, item, field);

  set_text (into, key, text);
}

static char *
dup_typed (const ZpiKept *kept, const ZpiField *field)
{
  ZpiDate date;

  if (!zpi_kept_is_date (field))
    return g_strdup (zpi_kept_text (kept, field));
  date = zpi_kept_date (kept, field);
  return zpi_date_format (&date);
}

/* The answers of the rows whose place begins with @start; @item is NULL where they are of none. */
static void
fill_rows (const ZpiKept *kept, ZpiCase *into, const char *start, const char *item)
{
  for (const ZpiField *field = zpi_wire_next_row (NULL, start); field != NULL;
       field = zpi_wire_next_row (field, start)) {
    g_autofree char *list = zpi_field_dup_list (field);
    g_autofree char *text = dup_typed (kept, field);

    if (list != NULL)
      set_in (into, list, item, strrchr (field->pattern, '.') + 1, text);
    else
      set_text (into, field->pattern, text);
  }
}

static void
fill_head (const ZpiApplication *self, ZpiCase *into)
{
  g_autofree char *date = zpi_date_format_iso (&self->reference_date);
  g_autofree char *year =
      self->pass_year != 0 ? g_strdup_printf ("%d", self->pass_year) : g_strdup ("");

  set_text (into, ZPI_KEY_SCHEME, self->scheme);
  set_text (into, ZPI_KEY_PASS_YEAR, year);
  set_text (into, ZPI_KEY_REFERENCE_DATE, date);
  set_text (into, ZPI_KEY_HELPER_NAME, self->helper_name);
  set_text (into, ZPI_KEY_HELPER_ORGANISATION, self->helper_organisation);
  set_text (into, ZPI_KEY_MANDATE, self->mandate);
  set_text (into, ZPI_KEY_MANDATE_AT, self->mandate_at);
  if (self->student)
    zpi_case_set_flag (into, ZPI_KEY_STUDENT, TRUE);
  set_text (into, ZPI_KEY_WITH_PARENTS, self->with_parents);
}

static void
fill_household (const ZpiApplication *self, ZpiCase *into, Items *items)
{
  if (self->partner_answered || self->has_partner)
    zpi_case_set (into, ZPI_KEY_PARTNER, self->has_partner ? ZPI_YES : ZPI_NO);
  if (self->children_answered && self->children->len == 0)
    zpi_case_set (into, ZPI_KEY_CHECK_CHILDREN, "0");
  for (guint i = 0; i < self->children->len; i++) {
    char *item = zpi_case_add_item (into, ZPI_LIST_CHILD);
    ZpiKept kept = zpi_kept_in_person (g_ptr_array_index (self->children, i));

    fill_rows (&kept, into, "kinderen[*]", item);
    g_ptr_array_add (items->children, item);
  }
}

static void
fill_months (const ZpiIncome *income, ZpiCase *into, const char *item)
{
  guint slot = 0;

  for (guint i = 0; i < income->n_months; i++) {
    const ZpiMonthAmount *month = &income->months[i];
    g_autofree char *month_field = NULL;
    g_autofree char *amount_field = NULL;
    g_autofree char *month_text = zpi_month_format (month->month);
    g_autofree char *amount_text = NULL;

    /* A loss, a second one of the same month, or one without, is among the unprocessed answers. */
    if (month->duplicate || month->month.year == 0 || month->amount_cents < 0)
      continue;
    slot++;
    month_field = g_strdup_printf ("month%u", slot);
    amount_field = g_strdup_printf ("amount%u", slot);
    amount_text = month->has_amount ? zpi_money_format_plain (month->amount_cents) : g_strdup ("");
    set_in (into, ZPI_LIST_INCOME, item, month_field, month_text);
    set_in (into, ZPI_LIST_INCOME, item, amount_field, amount_text);
  }
}

static void
fill_incomes (const ZpiApplication *self, ZpiCase *into, Items *items)
{
  for (guint i = 0; i < self->incomes->len; i++) {
    const ZpiIncome *income = g_ptr_array_index (self->incomes, i);
    ZpiKept kept = zpi_kept_in_income (income);
    char *item = zpi_case_add_item (into, ZPI_LIST_INCOME);
    g_autofree char *amount =
        income->has_amount ? zpi_money_format_plain (income->amount_cents) : g_strdup ("");

    set_in (into, ZPI_LIST_INCOME, item, "kind", income->kind);
    set_in (into, ZPI_LIST_INCOME, item, "amount", amount);
    fill_rows (&kept, into, "inkomen[*]", item);
    set_in (into, ZPI_LIST_INCOME, item, "basis", income->gross ? "bruto" : "");
    set_in (into,
            ZPI_LIST_INCOME,
            item,
            "holiday_allowance",
            income->with_holiday_allowance ? "met" : "");
    fill_months (income, into, item);
    g_ptr_array_add (items->incomes, item);
  }
}

static void
fill_declaration (const ZpiApplication *self, ZpiCase *into)
{
  g_autofree char *offset = g_strdup_printf ("%" G_GINT64_FORMAT, self->clock_offset_seconds);
  g_autofree char *sequence = g_strdup_printf ("%" G_GINT64_FORMAT, self->sequence);

  if (!self->declared)
    return;
  zpi_case_set_flag (into, ZPI_KEY_DECLARED, TRUE);
  set_text (into, ZPI_KEY_DECLARED_AT, self->declared_at);
  set_text (into, ZPI_KEY_DECLARED_HOW, self->declared_how);
  set_text (into, ZPI_KEY_DECLARED_TEXT, self->declared_text_version);
  if (self->has_clock_offset)
    set_text (into, ZPI_KEY_DECLARED_OFFSET, offset);
  if (self->has_sequence)
    set_text (into, ZPI_KEY_DECLARED_SEQUENCE, sequence);
  if (self->clock_doubt)
    zpi_case_set_flag (into, ZPI_KEY_DECLARED_DOUBT, TRUE);
}

static const char *
find_item (const char *list, guint index, int *month, gpointer user_data)
{
  Items *items = user_data;
  GPtrArray *array = NULL;

  if (strcmp (list, ZPI_LIST_CHILD) == 0)
    array = items->children;
  else if (strcmp (list, ZPI_LIST_INCOME) == 0)
    array = items->incomes;
  return array != NULL && index < array->len ? g_ptr_array_index (array, index) : NULL;
}

/* An answer that is for no field we know is not thrown away: it becomes part of the remark. */
static void
add_to_remark (ZpiCase *into, const ZpiUnprocessed *answer)
{
  const char *old = zpi_case_get (into, ZPI_KEY_REMARK);
  g_autofree char *remark =
      g_strdup_printf ("%s%s%s: %s", old, *old != '\0' ? "\n" : "", answer->path, answer->text);

  zpi_case_set (into, ZPI_KEY_REMARK, remark);
}

/* (transfer full): where a piece of a long text belongs, "place (2)"; %NULL when it is none */
static char *
dup_whole_path (const char *path)
{
  gsize length = strlen (path);

  if (length < 5 || path[length - 1] != ')' || !g_ascii_isdigit (path[length - 2]) ||
      strncmp (path + length - 4, " (", 2) != 0)
    return NULL;
  return g_strndup (path, length - 4);
}

static void
fill_unprocessed (const ZpiApplication *self, ZpiCase *into, Items *items)
{
  for (guint i = 0; i < self->unprocessed->len; i++) {
    const ZpiUnprocessed *answer = g_ptr_array_index (self->unprocessed, i);
    g_autofree char *whole = dup_whole_path (answer->path);
    g_autofree char *key =
        zpi_wire_path_to_key (whole != NULL ? whole : answer->path, find_item, items);
    g_autofree char *text =
        g_strconcat (whole != NULL && key != NULL ? zpi_case_get (into, key) : "",
                     answer->text,
                     NULL);

    if (key != NULL)
      zpi_case_set (into, key, text);
    else if (!g_str_has_prefix (answer->path, "bewijsstukken["))
      add_to_remark (into, answer);
  }
}

/**
 * zpi_application_fill_case:
 * @self: an application
 * @into: a case, normally a new one
 *
 * Types the answers of @self into @into: dates as 01-05-1980, amounts as 1250,00. Children and
 * incomes are added behind those that are there. Documents are not: their content has to be taken
 * in.
 */
void
zpi_application_fill_case (const ZpiApplication *self, ZpiCase *into)
{
  g_autoptr (GPtrArray) children = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) incomes = g_ptr_array_new_with_free_func (g_free);
  Items items = {children, incomes};
  ZpiKept kept;

  g_return_if_fail (self != NULL);
  g_return_if_fail (ZPI_IS_CASE (into));

  fill_head (self, into);
  kept = zpi_kept_in_application (self);
  fill_rows (&kept, into, "", NULL);
  fill_household (self, into, &items);
  fill_incomes (self, into, &items);
  fill_declaration (self, into);
  fill_unprocessed (self, into, &items);
}
