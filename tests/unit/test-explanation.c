/* SPDX-License-Identifier: EUPL-1.2 */

#include <string.h>

#include "zpi-explanation-private.h"

static void
assert_rendered (const ZpiStep *step, const char *nl, const char *en)
{
  g_autofree char *dutch = zpi_explanation_render_step (step, "nl_NL");
  g_autofree char *english = zpi_explanation_render_step (step, "en");
  g_autofree char *other = zpi_explanation_render_step (step, NULL);

  g_assert_cmpstr (dutch, ==, nl);
  g_assert_cmpstr (english, ==, en);
  g_assert_cmpstr (other, ==, en);
}

static void
test_render (void)
{
  g_autoptr (ZpiStep) children = zpi_step_new ("children");
  g_autoptr (ZpiStep) child = zpi_step_new ("children");
  g_autoptr (ZpiStep) year = zpi_step_new ("limit-table-year");
  const ZpiProvenance sure = {"De wet", ZPI_DATE_INIT, ZPI_STATUS_PUBLISHED};
  const ZpiProvenance derived = {NULL, ZPI_DATE_INIT, ZPI_STATUS_DERIVED};
  g_autoptr (ZpiStep) month = zpi_step_new ("limit-table-month");

  zpi_step_add_number (children, "count", 2);
  zpi_step_add_number (children, "until", 18);
  assert_rendered (children, "Er zijn 2 kinderen onder de 18.", "There are 2 children under 18.");
  zpi_step_add_number (child, "count", 1);
  zpi_step_add_number (child, "until", 18);
  assert_rendered (child, "Er is 1 kind onder de 18.", "There is 1 child under 18.");
  zpi_step_add_amount (year, "limit", 123456789);
  zpi_step_add_provenance (year, &sure);
  assert_rendered (year,
                   "De grens is € 1.234.567,89 per jaar. Bron: De wet.",
                   "The limit is € 1.234.567,89 per year. Source: De wet.");
  zpi_step_add_amount (month, "limit", 100);
  zpi_step_add_provenance (month, &derived);
  assert_rendered (month,
                   "De grens is € 1,00 per maand. Bron: niet bekend. Dit is berekend uit een "
                   "gepubliceerd bedrag of besluit.",
                   "The limit is € 1,00 per month. Source: not known. This was derived from "
                   "something published.");
}

static void
test_dates_and_months (void)
{
  const ZpiDate full = {ZPI_DATE_FULL, 2026, 3, 1};
  const ZpiDate partly = {ZPI_DATE_YEAR, 1975, 0, 0};
  g_autofree char *nl = zpi_explanation_format_date (&full, "nl");
  g_autofree char *en = zpi_explanation_format_date (&full, "en");
  g_autofree char *year = zpi_explanation_format_date (&partly, "nl");
  g_autoptr (GArray) months = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree char *none = zpi_explanation_format_months (months, "nl");
  const int across[] = {2025 * 12 + 10, 2025 * 12 + 11, 2026 * 12};
  g_autofree char *three = NULL;

  g_array_append_vals (months, across, G_N_ELEMENTS (across));
  three = zpi_explanation_format_months (months, "en");
  g_assert_cmpstr (nl, ==, "1 maart 2026");
  g_assert_cmpstr (en, ==, "1 March 2026");
  g_assert_cmpstr (year, ==, "1975");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (three, ==, "November and December 2025 and January 2026");
}

static ZpiStep *
full_step (void)
{
  const ZpiText text = {"loon", "wages"};
  const ZpiDate date = {ZPI_DATE_FULL, 2026, 3, 1};
  g_autoptr (GArray) months = g_array_new (FALSE, FALSE, sizeof (int));
  const int month = 2025 * 12 + 11;
  ZpiStep *step = zpi_step_new ("no-partner");

  g_array_append_val (months, month);
  zpi_step_add_text (step, "kind", &text);
  zpi_step_add_date (step, "on", &date);
  zpi_step_add_months (step, "months", months);
  zpi_step_add_amount (step, "sum", 100);
  zpi_step_add_number (step, "count", 3);
  zpi_step_add_word (step, "name", NULL);
  zpi_step_add_status (step, "status", ZPI_STATUS_UNVERIFIED);
  return step;
}

static void
test_step (void)
{
  g_autoptr (ZpiStep) step = full_step ();
  g_autoptr (ZpiStep) copy = zpi_step_copy (step);
  g_autoptr (ZpiStep) other = zpi_step_new ("no-partner");
  g_autoptr (ZpiStep) unlike = zpi_step_new ("close");
  g_autoptr (JsonNode) json = zpi_step_to_json (step);
  g_autofree char *text = json_to_string (json, FALSE);
  gint64 value = 0;

  g_assert_true (zpi_step_equal (step, copy));
  g_assert_false (zpi_step_equal (step, other));
  g_assert_false (zpi_step_equal (other, unlike));
  g_assert_true (zpi_step_get_amount (step, "sum", &value));
  g_assert_cmpint (value, ==, 100);
  g_assert_false (zpi_step_get_amount (step, "kind", &value));
  g_assert_false (zpi_step_get_amount (step, "nothing", &value));
  g_assert_cmpstr (text,
                   ==,
                   "{\"id\":\"no-partner\",\"nl\":\"Er is geen partner.\",\"en\":\"There is no "
                   "partner.\",\"arguments\":{\"kind\":{\"nl\":\"loon\",\"en\":\"wages\"},"
                   "\"on\":\"2026-03-01\",\"months\":[\"2025-12\"],\"sum_cents\":100,\"count\":3,"
                   "\"name\":\"\",\"status\":\"unverified\"}}");
}

/* Steps that differ in one argument are not the same. */
static void
test_equal (void)
{
  for (guint i = 0; i < 8; i++) {
    g_autoptr (ZpiStep) one = full_step ();
    g_autoptr (ZpiStep) two = full_step ();
    ZpiArgument *argument = two->arguments->pdata[MIN (i, 6)];

    g_assert_true (zpi_step_equal (one, two));
    if (i == 7)
      argument->kind = ZPI_ARGUMENT_NUMBER;
    else if (argument->kind == ZPI_ARGUMENT_DATE)
      argument->date.day++;
    else if (argument->kind == ZPI_ARGUMENT_MONTHS)
      g_array_index (argument->months, int, 0)++;
    else if (argument->kind == ZPI_ARGUMENT_TEXT)
      argument->en[0] = 'W';
    else if (argument->kind == ZPI_ARGUMENT_WORD)
      argument->name[0] = 'N';
    else
      argument->number++;
    g_assert_false (zpi_step_equal (one, two));
  }
}

/* @text without what stands between braces */
static guint
count_holes (const char *text, GHashTable *names)
{
  guint n = 0;

  for (const char *p = strchr (text, '{'); p != NULL; p = strchr (p + 1, '{')) {
    gsize length = strcspn (p + 1, "^|}");

    g_hash_table_add (names, g_strndup (p + 1, length));
    g_assert_nonnull (strchr (p, '}'));
    n++;
  }
  return n;
}

/* Every sentence is there in both languages, with the same holes, no two with one id, and short
 * enough: at most sixteen words between full stops, holes counted as one. */
static void
test_tables (void)
{
  const ZpiSentence *tables[] = {zpi_explanation_sentences, zpi_advice_sentences};
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const ZpiSentence *s = tables[t]; s->id != NULL; s++) {
      g_autoptr (GHashTable) nl = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autoptr (GHashTable) en = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_auto (GStrv) sentences = g_strsplit_set (s->nl, ".?", 0);
      GHashTableIter iter;
      gpointer name;

      g_test_message ("%s", s->id);
      g_assert_true (g_hash_table_add (ids, (gpointer) s->id));
      count_holes (s->nl, nl);
      count_holes (s->en, en);
      g_assert_cmpuint (g_hash_table_size (nl), ==, g_hash_table_size (en));
      g_hash_table_iter_init (&iter, nl);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        g_assert_true (g_hash_table_contains (en, name));
      for (guint i = 0; sentences[i] != NULL; i++) {
        g_auto (GStrv) words = g_strsplit (g_strstrip (sentences[i]), " ", 0);

        g_assert_cmpuint (g_strv_length (words), <=, 16);
      }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/explanation/render", test_render);
  g_test_add_func ("/explanation/dates-and-months", test_dates_and_months);
  g_test_add_func ("/explanation/step/json", test_step);
  g_test_add_func ("/explanation/step/equal", test_equal);
  g_test_add_func ("/explanation/tables", test_tables);
  return g_test_run ();
}
