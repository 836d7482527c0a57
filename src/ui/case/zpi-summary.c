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
#include "zpi-text.h"
#include "zpi-ui.h"

/* Longer than any answer but a remark may be that is sent. */
#define LEAST_CHARS 300

/* How much more may be typed than is left of it: spaces, separators. */
#define TYPED_SHARE 4

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
  return g_strdup_printf (_ ("ends in %s"), digits->str + digits->len - 2);
}

static char *
dup_date (const ZpiField *field, const char *key, const char *text)
{
  ZpiDate date;

  if (field->kind == ZPI_FIELD_BIRTH_DATE ? !zpi_field_parse_birth (key, text, &date)
                                          : !zpi_date_parse (text, &date))
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

/* (transfer full): as on an envelope; on the wire it has no space */
static char *
dup_postcode (char *text)
{
  g_auto (ZpiCheckResult) result = zpi_check_postcode (text);

  if (result.normalised == NULL)
    return text;
  g_free (text);
  return g_strdup_printf ("%.4s %s", result.normalised, result.normalised + 4);
}

/**
 * zpi_summary_dup_text:
 * @zcase: a case
 * @key: an answer that is a text
 *
 * Returns: (transfer full): the text as it is sent, not as it was typed, a postcode as it is read;
 *   empty when nothing was; of one that is too long to be sent the beginning
 */
char *
zpi_summary_dup_text (ZpiCase *zcase, const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);
  const guint most =
      field != NULL ? MAX (zpi_field_get_max_chars (field), LEAST_CHARS) : LEAST_CHARS;
  g_autofree char *typed = zpi_text_dup_short (zpi_case_get (zcase, key), TYPED_SHARE * most);
  g_autofree char *text = zpi_field_dup_understood (field, typed);

  if (field != NULL && field->kind == ZPI_FIELD_POSTCODE)
    text = dup_postcode (g_steal_pointer (&text));
  return zpi_text_dup_short (text, most);
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
  g_autofree char *text = zpi_summary_dup_text (zcase, key);

  if (*text == '\0')
    return NULL;
  switch (field != NULL ? field->kind : ZPI_FIELD_TEXT) {
  case ZPI_FIELD_BSN:
    return dup_masked (text);
  case ZPI_FIELD_BIRTH_DATE:
  case ZPI_FIELD_DATE:
    return dup_date (field, key, text);
  case ZPI_FIELD_MONEY:
    return dup_money (zcase, key, text);
  case ZPI_FIELD_CHOICE:
  case ZPI_FIELD_FLAG:
    return g_strdup (zpi_choice_text (key, text));
  default:
    return g_steal_pointer (&text);
  }
}

/**
 * zpi_summary_dup_mean:
 * @zcase: a case
 * @item: an income
 *
 * What the months of a fluctuating income are on average, as far as they were filled in. For the
 * eye only: the check goes on with the exact fraction.
 *
 * Returns: (transfer full) (nullable): the amount with its period; %NULL when no month has one
 */
char *
zpi_summary_dup_mean (ZpiCase *zcase, const char *item)
{
  g_autofree char *period = zpi_case_item_key (ZPI_LIST_INCOME, item, "period");
  gint64 total = 0;
  int n = 0;

  for (guint i = 1; i <= ZPI_N_INCOME_MONTHS; i++) {
    g_autofree char *field = g_strdup_printf ("amount%u", i);
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, field);
    gint64 cents;

    if (!zpi_money_parse (zpi_case_get (zcase, key), &cents))
      continue;
    total += cents;
    n++;
  }
  if (n == 0)
    return NULL;
  return zpi_choice_text_dup_amount ((2 * total + n) / (2 * n), zpi_case_get (zcase, period));
}

/* The label of an answer: what it is called, or for an amount of a month which month that is. */
static char *
dup_label (ZpiCase *zcase, const char *key)
{
  const char *field = strrchr (key, '.') + 1;
  g_autofree char *month_key = NULL;
  char *title;

  if (!g_str_has_prefix (key, ZPI_LIST_INCOME ".") || !g_str_has_prefix (field, "amount") ||
      !g_ascii_isdigit (key[strlen (key) - 1]))
    return g_strdup (zpi_field_text_label (key));
  month_key = g_strdup_printf ("%.*smonth%c", (int) (field - key), key, key[strlen (key) - 1]);
  title = zpi_rules_dup_month_title (zpi_case_get (zcase, month_key));
  return title != NULL ? title : g_strdup (zpi_field_text_label (key));
}

/**
 * zpi_summary_dup_name:
 * @about: `applicant`, `partner` or `child.<item>`
 *
 * Returns: (transfer full): the name as it is sent; empty when nothing was typed
 */
char *
zpi_summary_dup_name (ZpiCase *zcase, const char *about)
{
  static const char *const fields[] = {"given_names", "prefix", "family_name"};
  g_autoptr (GString) name = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *key = g_strconcat (about, ".", fields[i], NULL);
    g_autofree char *text = zpi_summary_dup_text (zcase, key);

    g_string_append_printf (name, "%s%s", *text != '\0' && name->len > 0 ? " " : "", text);
  }
  return zpi_text_dup_short (name->str, LEAST_CHARS);
}

static void
add_answer (Builder *builder, const char *key)
{
  g_autofree char *label = dup_label (builder->zcase, key);

  add_line (builder, key, label, zpi_summary_dup_value (builder->zcase, key));
}

/* A heading where the answers begin that are about somebody else. */
static void
add_heading_of (Builder *builder, const char *about, guint *n_children)
{
  g_autofree char *title = NULL;

  if (g_str_equal (about, "partner")) {
    title = g_strdup (_ ("Partner"));
  } else if (g_str_has_prefix (about, ZPI_LIST_CHILD ".")) {
    *n_children += 1;
    title = g_strdup_printf (_ ("Child %u"), *n_children);
  }
  if (title != NULL)
    add_heading (builder, title);
}

/* The kind of an income is the heading of what else is said of it. */
static gboolean
is_income_kind (const char *key)
{
  return g_str_has_prefix (key, ZPI_LIST_INCOME ".") && g_str_has_suffix (key, ".kind");
}

/* The answers of the section as the table has them. */
static void
add_rows (Builder *builder)
{
  g_auto (GStrv) keys =
      zpi_section_dup_read_back (builder->section, builder->zcase, zpi_rules_get_current ());
  g_autofree char *before = g_strdup ("");
  guint n_children = 0;

  for (guint i = 0; keys[i] != NULL; i++) {
    g_autofree char *about = g_strndup (keys[i], strrchr (keys[i], '.') - keys[i]);

    if (!g_str_equal (about, before))
      add_heading_of (builder, about, &n_children);
    g_free (before);
    before = g_steal_pointer (&about);
    if (is_income_kind (keys[i])) {
      g_auto (GStrv) parts = g_strsplit (keys[i], ".", 3);
      g_autofree char *title = zpi_rules_dup_title_of_income (builder->zcase, parts[1]);

      add_heading (builder, title);
    } else {
      add_answer (builder, keys[i]);
    }
  }
}

/* A document is one line, in the words of what it is for. */
static void
add_documents (Builder *builder)
{
  g_auto (GStrv) items = zpi_case_dup_items (builder->zcase, ZPI_LIST_DOCUMENT);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[i], "kind");
    g_autofree char *label = g_strdup_printf (_ ("Document %u"), i + 1);

    add_line (builder,
              key,
              label,
              zpi_evidence_text_dup_document (builder->zcase, zpi_rules_get_current (), items[i]));
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
    if (i == ZPI_SECTION_EVIDENCE)
      add_documents (&builder);
    else
      add_rows (&builder);
  }
  return builder.lines;
}
