/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-summary.h"

#include <string.h>

#include "zpi-checks.h"
#include "zpi-choice-text.h"
#include "zpi-evidence-text.h"
#include "zpi-explanation.h"
#include "zpi-field-text.h"
#include "zpi-i18n.h"
#include "zpi-money.h"
#include "zpi-rules.h"
#include "zpi-ui.h"

typedef struct {
  ZpiCase *zcase;
  ZpiSection section;
  GPtrArray *lines;
} Builder;

/**
 * zpi_summary_line_free:
 * @self: (transfer full): a line
 */
void
zpi_summary_line_free (ZpiSummaryLine *self)
{
  g_free (self->key);
  g_free (self->label);
  g_free (self->value);
  g_free (self);
}

static void
add_line (Builder *builder, const char *key, const char *label, char *value)
{
  ZpiSummaryLine *line = g_new0 (ZpiSummaryLine, 1);

  line->section = builder->section;
  line->key = g_strdup (key);
  line->label = g_strdup (label);
  line->value = value;
  g_ptr_array_add (builder->lines, line);
}

static void
add_heading (Builder *builder, const char *label)
{
  add_line (builder, NULL, label, NULL);
}

/* Only the last two digits: this is read on a screen with others around it. */
static char *
dup_masked (const char *bsn)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *p = bsn; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  if (digits->len < 3)
    return g_strdup ("••");
  /* Translators: the blank is the last two digits of a number. */
  return g_strdup_printf (_("ends in %s"), digits->str + digits->len - 2);
}

static char *
dup_date (const char *text)
{
  ZpiDate date;

  if (!zpi_date_parse (text, &date))
    return g_strdup (text);
  return zpi_explanation_format_date (&date, zpi_ui_language ());
}

static char *
dup_money (ZpiCase *zcase, const char *key, const char *text)
{
  g_autofree char *stem = NULL;
  g_autofree char *period = NULL;
  gint64 cents;

  if (!zpi_money_parse (text, &cents))
    return g_strdup (text);
  if (g_str_equal (key, ZPI_KEY_CHECK_INCOME))
    return zpi_choice_text_dup_amount (cents, "maand");
  if (!g_str_has_suffix (key, ".amount"))
    return zpi_money_format (cents);
  stem = g_strndup (key, strlen (key) - strlen ("amount"));
  period = g_strconcat (stem, "period", NULL);
  return zpi_choice_text_dup_amount (cents, zpi_case_get (zcase, period));
}

/**
 * zpi_summary_dup_value:
 * @key: an answer
 *
 * Returns: (transfer full) (nullable): the answer in words, %NULL when it was not filled in
 */
char *
zpi_summary_dup_value (ZpiCase *zcase, const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);
  const char *text = zpi_case_get (zcase, key);

  if (*text == '\0')
    return NULL;
  switch (field != NULL ? field->kind : ZPI_FIELD_TEXT) {
  case ZPI_FIELD_BSN:
    return dup_masked (text);
  case ZPI_FIELD_BIRTH_DATE:
  case ZPI_FIELD_DATE:
    return dup_date (text);
  case ZPI_FIELD_MONEY:
    return dup_money (zcase, key, text);
  case ZPI_FIELD_CHOICE:
  case ZPI_FIELD_FLAG:
    return g_strdup (zpi_choice_text (key, text));
  default:
    return g_strdup (text);
  }
}

static void
add_answer (Builder *builder, const char *key)
{
  add_line (builder, key, zpi_field_text_label (key), zpi_summary_dup_value (builder->zcase, key));
}

/* Questions that may be left out are only read back when they were answered. */
static void
add_if_answered (Builder *builder, const char *key)
{
  if (*zpi_case_get (builder->zcase, key) != '\0')
    add_answer (builder, key);
}

/* A heading where the questions begin that are about somebody else. */
static void
add_heading_of (Builder *builder, const char *about, guint *n_children)
{
  g_autofree char *child = NULL;

  if (g_str_equal (about, "partner"))
    add_heading (builder, _("Partner"));
  if (!g_str_has_prefix (about, ZPI_LIST_CHILD "."))
    return;
  *n_children += 1;
  child = g_strdup_printf (_("Child %u"), *n_children);
  add_heading (builder, child);
}

/* The questions of the section as the table has them. */
static void
add_rows (Builder *builder)
{
  g_auto (GStrv) keys = zpi_section_dup_questions (builder->section, builder->zcase, NULL);
  g_autofree char *before = g_strdup ("");
  guint n_children = 0;

  for (guint i = 0; keys[i] != NULL; i++) {
    const ZpiField *field = zpi_field_lookup (keys[i]);
    g_autofree char *about = g_strndup (keys[i], strrchr (keys[i], '.') - keys[i]);

    if (!g_str_equal (about, before))
      add_heading_of (builder, about, &n_children);
    g_free (before);
    before = g_steal_pointer (&about);
    if (field->requirement != ZPI_OPTIONAL || (field->flags & ZPI_FIELD_READ_BACK) != 0)
      add_answer (builder, keys[i]);
    else
      add_if_answered (builder, keys[i]);
  }
}

static void
add_before (Builder *builder)
{
  add_answer (builder, ZPI_KEY_RENEWED);
  add_if_answered (builder, ZPI_KEY_HELPER_NAME);
  add_if_answered (builder, ZPI_KEY_HELPER_ORGANISATION);
  add_if_answered (builder, ZPI_KEY_MANDATE);
}

static void
add_check (Builder *builder)
{
  add_answer (builder, ZPI_KEY_STUDENT);
  add_answer (builder, ZPI_KEY_WITH_PARENTS);
  if (zpi_case_get_n_items (builder->zcase, ZPI_LIST_INCOME) == 0)
    add_if_answered (builder, ZPI_KEY_CHECK_INCOME);
}

static void
add_month (Builder *builder, const char *item, guint i)
{
  g_autofree char *month_field = g_strdup_printf ("month%u", i + 1);
  g_autofree char *amount_field = g_strdup_printf ("amount%u", i + 1);
  g_autofree char *month_key = zpi_case_item_key (ZPI_LIST_INCOME, item, month_field);
  g_autofree char *amount_key = zpi_case_item_key (ZPI_LIST_INCOME, item, amount_field);
  g_autofree char *title = zpi_rules_dup_month_title (zpi_case_get (builder->zcase, month_key));

  add_line (builder,
            amount_key,
            title != NULL ? title : zpi_field_text_title (amount_key),
            zpi_summary_dup_value (builder->zcase, amount_key));
}

static void
add_income (Builder *builder, const char *item)
{
  static const char *const optional[] =
      {"benefit", "whose", "source", "basis", "holiday_allowance", "remark"};
  g_autofree char *kind_key = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");
  g_autofree char *amount = zpi_case_item_key (ZPI_LIST_INCOME, item, "amount");
  const char *id = zpi_case_get (builder->zcase, kind_key);
  const ZpiIncomeKind *kind = zpi_rules_find_income_kind (id);
  g_autofree char *title = zpi_rules_dup_income_title (id);

  add_heading (builder, title);
  for (guint i = 0; i < G_N_ELEMENTS (optional); i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, optional[i]);

    add_if_answered (builder, key);
  }
  if (kind != NULL && kind->variable) {
    for (guint i = 0; i < ZPI_N_INCOME_MONTHS; i++)
      add_month (builder, item, i);
  } else if (kind == NULL || kind->amount_asked) {
    add_answer (builder, amount);
  }
}

static void
add_incomes (Builder *builder)
{
  g_auto (GStrv) items = zpi_case_dup_items (builder->zcase, ZPI_LIST_INCOME);

  for (guint i = 0; items[i] != NULL; i++)
    add_income (builder, items[i]);
}

static void
add_documents (Builder *builder)
{
  g_auto (GStrv) items = zpi_case_dup_items (builder->zcase, ZPI_LIST_DOCUMENT);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[i], "kind");
    g_autofree char *label = g_strdup_printf (_("Document %u"), i + 1);

    add_line (builder,
              key,
              label,
              zpi_evidence_text_dup_document (builder->zcase, zpi_rules_get_current (), items[i]));
  }
}

static void
add_declaration (Builder *builder)
{
  add_if_answered (builder, ZPI_KEY_REMARK);
  add_answer (builder, ZPI_KEY_DECLARED);
  add_if_answered (builder, ZPI_KEY_DECLARED_HOW);
}

static void
add_section (Builder *builder)
{
  switch (builder->section) {
  case ZPI_SECTION_BEFORE:
    add_before (builder);
    break;
  case ZPI_SECTION_CHECK:
    add_check (builder);
    break;
  case ZPI_SECTION_APPLICANT:
    add_rows (builder);
    break;
  case ZPI_SECTION_HOUSEHOLD:
    add_rows (builder);
    break;
  case ZPI_SECTION_INCOME:
    add_incomes (builder);
    break;
  case ZPI_SECTION_EVIDENCE:
    add_documents (builder);
    break;
  case ZPI_SECTION_REVIEW:
    add_declaration (builder);
    break;
  case ZPI_N_SECTIONS:
  default:
    g_assert_not_reached ();
  }
}

/**
 * zpi_summary_build:
 * @zcase: a case
 *
 * Returns: (transfer full) (element-type ZpiSummaryLine): everything that was answered, in the
 *   order of the screen and in the language that gettext has now
 */
GPtrArray *
zpi_summary_build (ZpiCase *zcase)
{
  Builder builder = {.zcase = zcase};

  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);

  builder.lines = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_summary_line_free);
  for (guint i = 0; i < ZPI_N_SECTIONS; i++) {
    builder.section = i;
    add_section (&builder);
  }
  return builder.lines;
}
