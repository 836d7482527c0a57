/* SPDX-License-Identifier: EUPL-1.2 */

#include <glib.h>
#include <string.h>

#include "zpi-clock.h"
#include "zpi-overview.h"
#include "zpi-practice-person.h"

static gint64
fixed_clock (gpointer user_data)
{
  return G_GINT64_CONSTANT (1768478700) * G_USEC_PER_SEC; /* 2026-01-15 13:05 */
}

static void
remember_bsn (GHashTable *seen, const char *bsn)
{
  g_assert_true (zpi_bsn_is_published_test_number (bsn));
  g_assert_true (g_hash_table_add (seen, g_strdup (bsn)));
}

/* Every number is a published test number, and nobody's is somebody else's. */
static void
test_bsns (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < zpi_practice_person_count (); i++) {
    g_autoptr (ZpiApplication) self = zpi_practice_person_load (i);

    remember_bsn (seen, self->applicant.bsn);
    if (self->has_partner)
      remember_bsn (seen, self->partner.bsn);
    for (guint j = 0; j < self->children->len; j++)
      remember_bsn (seen, ((ZpiPerson *) g_ptr_array_index (self->children, j))->bsn);
  }
}

static void
test_titles (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < zpi_practice_person_count (); i++) {
    g_assert_true (g_hash_table_add (seen, (gpointer) zpi_practice_person_title (i, "nl")));
    g_assert_true (g_hash_table_add (seen, (gpointer) zpi_practice_person_title (i, "en")));
    g_assert_cmpstr (zpi_practice_person_title (i, NULL), ==, zpi_practice_person_title (i, "en"));
    g_assert_cmpstr (zpi_practice_person_title (i, "nl_NL"),
                     ==,
                     zpi_practice_person_title (i, "nl"));
  }
}

/* Nothing in them is wrong, and with the declaration they can be sent. */
static void
test_findings (void)
{
  g_autoptr (ZpiScheme) scheme = zpi_scheme_load_shipped (NULL, NULL);

  zpi_findings_set_practice (TRUE);
  for (guint i = 0; i < zpi_practice_person_count (); i++) {
    g_autoptr (ZpiApplication) self = zpi_practice_person_load (i);
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autoptr (GPtrArray) found = NULL;

    zpi_application_fill_case (self, zcase);
    g_assert_false (zpi_case_can_send (zcase));
    zpi_case_set_flag (zcase, ZPI_KEY_DECLARED, TRUE);
    zpi_case_set (zcase, ZPI_KEY_DECLARED_HOW, "mondeling");
    g_assert_true (zpi_case_can_send (zcase));
    found = zpi_findings_for_case (zcase, scheme);
    for (guint j = 0; j < found->len; j++) {
      const ZpiFinding *finding = g_ptr_array_index (found, j);

      /* Nobody brings documents along ready-made. */
      if (strcmp (finding->key, ZPI_LIST_DOCUMENT) == 0)
        continue;
      /* One of them is known by her family name alone. */
      g_assert_cmpstr (finding->key, ==, ZPI_KEY_GIVEN_NAMES);
      g_assert_cmpint (finding->severity, ==, ZPI_FINDING_TO_DECIDE);
      g_assert_cmpstr (self->applicant.family_name, ==, "Haile");
    }
  }
  zpi_findings_set_practice (FALSE);
}

static void
test_months (void)
{
  g_autoptr (ZpiApplication) self = zpi_practice_person_load (1);
  const ZpiIncome *income = g_ptr_array_index (self->incomes, 2);

  g_assert_cmpuint (income->n_months, ==, 3);
  g_assert_cmpint (income->months[0].month.year * 100 + income->months[0].month.month, ==, 202510);
  g_assert_cmpint (income->months[2].month.year * 100 + income->months[2].month.month, ==, 202512);
  g_assert_cmpint (income->months[1].amount_cents, ==, 52000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  zpi_clock_set_source (fixed_clock, NULL);

  g_test_add_func ("/practice-person/bsns", test_bsns);
  g_test_add_func ("/practice-person/titles", test_titles);
  g_test_add_func ("/practice-person/findings", test_findings);
  g_test_add_func ("/practice-person/months", test_months);

  return g_test_run ();
}
