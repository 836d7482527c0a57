/* SPDX-License-Identifier: EUPL-1.2 */

/* One look at a whole case says what looking section by section says, and is kept as long as it
 * holds. */

#undef G_DISABLE_ASSERT

#include <string.h>

#include "random-case.h"
#include "rules-fixture.h"
#include "zpi-clock.h"
#include "zpi-evidence.h"
#include "zpi-overview.h"
#include "zpi-progress.h"

static gint64 now_s = G_GINT64_CONSTANT (1768478700); /* 2026-01-15 13:05 */

static gint64
fixed_clock (gpointer user_data)
{
  return now_s * G_USEC_PER_SEC;
}

static void
assert_same (const ZpiFinding *a, const ZpiFinding *b)
{
  g_assert_cmpstr (a->key, ==, b->key);
  g_assert_cmpint (a->section, ==, b->section);
  g_assert_cmpint (a->code, ==, b->code);
  g_assert_cmpint (a->severity, ==, b->severity);
  g_assert_cmpint (a->check, ==, b->check);
  g_assert_true (g_strv_equal ((const char *const *) a->args, (const char *const *) b->args));
}

static gboolean
has_error (GPtrArray *found)
{
  for (guint i = 0; i < found->len; i++)
    if (((const ZpiFinding *) found->pdata[i])->severity == ZPI_FINDING_ERROR)
      return TRUE;
  return FALSE;
}

static gboolean
is_open (const GPtrArray *found)
{
  for (guint i = 0; i < found->len; i++)
    if (((const ZpiFinding *) found->pdata[i])->severity != ZPI_FINDING_NOTICE)
      return TRUE;
  return FALSE;
}

static gboolean
is_asked_by_check (const char *key)
{
  static const char *const keys[] = {ZPI_KEY_BIRTH_DATE,
                                     ZPI_KEY_PARTNER,
                                     ZPI_KEY_PARTNER_BIRTH_DATE,
                                     NULL};

  return g_strv_contains (keys, key);
}

/* What can be said of the state by the findings of one section alone. */
static void
assert_state (ZpiCase *zcase, ZpiSection section, GPtrArray *found, ZpiSectionState state)
{
  gboolean error = FALSE;

  for (guint i = 0; i < found->len; i++) {
    const ZpiFinding *finding = found->pdata[i];

    error = error || (finding->severity == ZPI_FINDING_ERROR && !is_asked_by_check (finding->key));
  }
  if (section == ZPI_SECTION_CHECK) {
    g_autoptr (GPtrArray) mine = zpi_findings_for_field (zcase, NULL, ZPI_KEY_BIRTH_DATE);
    g_autoptr (GPtrArray) partners =
        zpi_findings_for_field (zcase, NULL, ZPI_KEY_PARTNER_BIRTH_DATE);

    error = error || has_error (mine) || has_error (partners);
  }
  if (error)
    g_assert_cmpint (state, ==, ZPI_SECTION_STATE_ATTENTION);
  else if (!has_error (found))
    g_assert_cmpint (state, !=, ZPI_SECTION_STATE_ATTENTION);
  if (is_open (found))
    g_assert_cmpint (state, !=, ZPI_SECTION_STATE_COMPLETE);
  if (section == ZPI_SECTION_REVIEW && !zpi_case_can_send (zcase))
    g_assert_cmpint (state, !=, ZPI_SECTION_STATE_COMPLETE);
}

/* Returns: how many findings stood before @at and those of @section */
static guint
check_section (ZpiCase *zcase,
               const ZpiScheme *scheme,
               ZpiOverview *overview,
               ZpiSection section,
               guint at)
{
  const GPtrArray *all = zpi_overview_get_findings (overview);
  g_autoptr (GPtrArray) found = fixture_findings (zcase, scheme, section);
  guint n_missing = 0;

  for (guint i = 0; i < found->len; i++) {
    const ZpiFinding *finding = found->pdata[i];

    g_assert_cmpuint (at + i, <, all->len);
    assert_same (finding, all->pdata[at + i]);
    n_missing +=
        finding->severity == ZPI_FINDING_TO_DECIDE || finding->severity == ZPI_FINDING_TO_SEND;
  }
  if (section == ZPI_SECTION_BEFORE || section == ZPI_SECTION_CHECK)
    g_assert_cmpuint (zpi_overview_get_n_missing (overview, section), >=, n_missing);
  else
    g_assert_cmpuint (zpi_overview_get_n_missing (overview, section), ==, n_missing);
  assert_state (zcase, section, found, zpi_overview_get_state (overview, section));
  return at + found->len;
}

static void
check_case (ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autoptr (ZpiOverview) overview = zpi_overview_for_case (zcase, scheme);
  guint at = 0;

  for (ZpiSection section = 0; section < ZPI_N_SECTIONS; section++)
    at = check_section (zcase, scheme, overview, section, at);
  g_assert_cmpuint (at, ==, zpi_overview_get_findings (overview)->len);
}

/* What it takes to send does not hang on the scheme. */
static void
check_sending (ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autoptr (ZpiOverview) with = zpi_overview_for_case (zcase, scheme);
  g_autofree char *text = zpi_case_dup_missing_to_send (zcase);
  g_autoptr (ZpiOverview) without = zpi_overview_for_case (zcase, NULL);
  g_autofree char *other = zpi_case_dup_missing_to_send (zcase);

  g_assert_cmpstr (other, ==, text);
  g_assert_cmpint (zpi_case_can_send (zcase), ==, text == NULL);
}

static void
test_by_section (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  g_autoptr (ZpiScheme) scheme = zpi_scheme_load_shipped (NULL, NULL);
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < 100; i++) {
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);

    if (i % 2 == 0)
      fill_random (zcase, rand);
    for (guint j = 0; j < n_fields; j++) {
      g_autofree char *text = NULL;

      if (strchr (fields[j].pattern, '*') != NULL || g_rand_int_range (rand, 0, 8) != 0)
        continue;
      text = random_answer (rand, &fields[j]);
      zpi_case_set (zcase, fields[j].pattern, text);
      check_case (zcase, scheme);
    }
    check_case (zcase, NULL);
    check_sending (zcase, scheme);
  }
}

static ZpiSectionState
state_of (ZpiCase *zcase, ZpiSection section)
{
  g_autoptr (ZpiOverview) overview = zpi_overview_for_case (zcase, NULL);

  return zpi_overview_get_state (overview, section);
}

/* Whoever looks meanwhile gets the same; after any change somebody looks again. */
static void
test_kept (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiScheme) scheme = zpi_scheme_load_shipped (NULL, NULL);
  g_autoptr (ZpiOverview) first = zpi_overview_for_case (zcase, scheme);
  g_autofree char *progress = zpi_progress_dup_text (zcase, scheme);
  g_autoptr (ZpiOverview) same = NULL;
  g_autoptr (ZpiOverview) other = NULL;
  g_autoptr (GBytes) empty = zpi_case_snapshot (zcase);
  g_autofree char *item = NULL;

  zpi_case_set_saved_generation (zcase, zpi_case_get_generation (zcase));
  g_assert_false (zpi_case_can_send (zcase));
  same = zpi_overview_for_case (zcase, scheme);
  g_assert_true (same == first);
  other = zpi_overview_for_case (zcase, NULL);
  g_assert_true (other != first);

  g_assert_cmpint (state_of (zcase, ZPI_SECTION_HOUSEHOLD), ==, ZPI_SECTION_STATE_UNTOUCHED);
  item = zpi_case_add_item (zcase, ZPI_LIST_CHILD);
  g_assert_cmpint (state_of (zcase, ZPI_SECTION_HOUSEHOLD), ==, ZPI_SECTION_STATE_BEGUN);
  zpi_case_remove_item (zcase, ZPI_LIST_CHILD, item);
  g_assert_cmpint (state_of (zcase, ZPI_SECTION_HOUSEHOLD), ==, ZPI_SECTION_STATE_UNTOUCHED);
  zpi_case_set (zcase, ZPI_KEY_BSN, "1");
  g_assert_cmpint (state_of (zcase, ZPI_SECTION_APPLICANT), ==, ZPI_SECTION_STATE_ATTENTION);
  g_assert_true (zpi_case_replace_answers (zcase, empty, NULL));
  g_assert_cmpint (state_of (zcase, ZPI_SECTION_APPLICANT), ==, ZPI_SECTION_STATE_UNTOUCHED);
}

/* What to bring is found out once, however many sentences there are about it. */
static void
test_evidence_kept (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiScheme) scheme = zpi_scheme_load_shipped (NULL, NULL);
  g_autoptr (ZpiOverview) first = zpi_overview_for_case (zcase, scheme);
  g_autoptr (ZpiOverview) same = zpi_overview_for_case (zcase, scheme);
  g_autoptr (ZpiOverview) with_partner = NULL;
  g_autoptr (ZpiOverview) without = NULL;
  const GPtrArray *list = zpi_overview_get_evidence (first, zcase);

  g_assert_true (zpi_overview_get_evidence (same, zcase) == list);
  g_assert_null (zpi_evidence_list_find (list, "legitimatie-partner"));
  zpi_case_set (zcase, ZPI_KEY_PARTNER, ZPI_YES);
  with_partner = zpi_overview_for_case (zcase, scheme);
  g_assert_nonnull (zpi_evidence_list_find (zpi_overview_get_evidence (with_partner, zcase),
                                            "legitimatie-partner"));
  without = zpi_overview_for_case (zcase, NULL);
  g_assert_null (zpi_overview_get_evidence (without, zcase));
}

/* Nothing was typed, and yet: a date that was of tomorrow, a number that only practice takes not.
 */
static void
test_by_itself (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);

  zpi_case_set (zcase, ZPI_KEY_BIRTH_DATE, "16-1-2026");
  g_assert_cmpint (state_of (zcase, ZPI_SECTION_CHECK), ==, ZPI_SECTION_STATE_ATTENTION);
  now_s += 24 * 3600;
  g_assert_cmpint (state_of (zcase, ZPI_SECTION_CHECK), ==, ZPI_SECTION_STATE_BEGUN);
  now_s -= 24 * 3600;
  g_assert_cmpint (state_of (zcase, ZPI_SECTION_CHECK), ==, ZPI_SECTION_STATE_ATTENTION);

  zpi_case_set (zcase, ZPI_KEY_BIRTH_DATE, "1-5-1980");
  zpi_case_set (zcase, ZPI_KEY_BSN, "123456782");
  g_assert_cmpint (state_of (zcase, ZPI_SECTION_APPLICANT), ==, ZPI_SECTION_STATE_BEGUN);
  zpi_findings_set_practice (TRUE);
  g_assert_cmpint (state_of (zcase, ZPI_SECTION_APPLICANT), ==, ZPI_SECTION_STATE_ATTENTION);
  zpi_findings_set_practice (FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  zpi_clock_set_source (fixed_clock, NULL);

  g_test_add_func ("/overview/by-section", test_by_section);
  g_test_add_func ("/overview/kept", test_kept);
  g_test_add_func ("/overview/evidence-kept", test_evidence_kept);
  g_test_add_func ("/overview/by-itself", test_by_itself);

  return g_test_run ();
}
