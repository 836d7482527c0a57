/* SPDX-License-Identifier: EUPL-1.2 */

/* The check: printed limits to the cent, boundaries for every household and norm set, birthdays,
 * and each warning. */

#include <string.h>

#include "rules-fixture.h"
#include "zpi-eligibility.h"
#include "zpi-norms.h"
#include "zpi-scheme-private.h"

typedef struct {
  const char *type;
  const char *birth;   /* for a reference date in 2024, 2025 and 2026 */
  const char *partner; /* (nullable) */
  gboolean child;
} Kind;

static const Kind kinds[] = {
    {"single_21_to_aow", "1980-05-01", NULL, FALSE},
    {"single_parent_21_to_aow", "1980-05-01", NULL, TRUE},
    {"couple_21_to_aow", "1980-05-01", "1985-05-01", FALSE},
    {"single_aow", "1950-05-01", NULL, FALSE},
    {"single_parent_aow", "1950-05-01", NULL, TRUE},
    {"couple_aow_one_or_both", "1980-05-01", "1950-05-01", FALSE},
    {"youth_18_20_single", "%d-01-01", NULL, FALSE},
    {"youth_18_20_single_parent", "%d-01-01", NULL, TRUE},
    {"youth_18_20_couple_both_no_children", "%d-01-01", "%d-01-01", FALSE},
    {"youth_18_20_couple_both_with_children", "%d-01-01", "%d-01-01", TRUE},
    {"youth_couple_one_18_20_other_21plus_no_children", "%d-01-01", "1990-05-01", FALSE},
    {"youth_couple_one_18_20_other_21plus_with_children", "1990-05-01", "%d-01-01", TRUE},
};

/* Who is called %d is 19 on the reference date. */
static char *
birth_on (const char *birth, const char *on)
{
  char *result = birth != NULL ? g_strdup (birth) : NULL;

  if (result != NULL && result[0] == '%') {
    g_free (result);
    result = g_strdup_printf ("%d-01-01", atoi (on) - 19);
  }
  return result;
}

static ZpiApplication *
household_of (const Kind *kind, const char *on, gint64 cents)
{
  g_autofree char *birth = birth_on (kind->birth, on);
  g_autofree char *partner = birth_on (kind->partner, on);
  ZpiApplication *application = fixture_household (on, birth, partner, cents);

  if (kind->child)
    fixture_add_child (application, "2020-02-02");
  /* The printed norms below 21 are for who lives in. */
  g_free (application->with_parents);
  application->with_parents = g_strdup ("ja");
  return application;
}

typedef struct {
  const char *type;
  gint64 norm;
  gint64 limits[3]; /* 110, 120, 130 % */
} Printed;

/* What the municipality printed for 1 January 2024, norm and limits. */
static const Printed printed_2024[] = {
    {"single_21_to_aow", 121964, {134160, 146357, 158553}},
    {"single_aow", 135447, {148992, 162536, 176081}},
    {"couple_21_to_aow", 174234, {191657, 209081, 226504}},
    {"couple_aow_one_or_both", 183570, {201927, 220284, 238641}},
    {"youth_18_20_single", 30109, {33120, 36131, 39142}},
    {"youth_18_20_couple_both_no_children", 60219, {66241, 72263, 78285}},
    {"youth_18_20_couple_both_with_children", 95066, {104573, 114079, 123586}},
    {"youth_couple_one_18_20_other_21plus_no_children", 117226, {128949, 140671, 152394}},
    {"youth_couple_one_18_20_other_21plus_with_children", 152073, {167280, 182488, 197695}},
};

static const Kind *
find_kind (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].type, type) == 0)
      return &kinds[i];
  g_assert_not_reached ();
}

static ZpiEligibility *
check_at (const ZpiScheme *scheme, const ZpiApplication *application, int percentage)
{
  ZpiEligibilityOptions options = {percentage, ZPI_DATE_INIT};

  return zpi_eligibility_check_full (scheme, application, &options);
}

static void
test_printed_limits (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint i = 0; i < G_N_ELEMENTS (printed_2024); i++) {
    g_autoptr (ZpiApplication) application =
        household_of (find_kind (printed_2024[i].type), "2024-01-01", 100);

    for (guint j = 0; j < 3; j++) {
      g_autoptr (ZpiEligibility) result = check_at (scheme, application, 110 + 10 * (int) j);

      g_assert_cmpstr (result->household_type, ==, printed_2024[i].type);
      g_assert_cmpint (result->norm_cents, ==, printed_2024[i].norm);
      g_assert_cmpint (result->percentage, ==, 110 + 10 * j);
      g_assert_cmpint (result->limit_cents, ==, printed_2024[i].limits[j]);
    }
  }
}

/* The limits of January 2026 that were printed: the ones that tell the two ways of rounding apart
 * are among them (the unrounded norm gives 1597.71). */
static void
test_printed_2026 (void)
{
  static const struct {
    const char *type;
    gint64 limit;
  } printed[] = {{"single_21_to_aow", 159772},
                 {"single_aow", 178375},
                 {"couple_21_to_aow", 228242},
                 {"couple_aow_one_or_both", 244434}};
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint i = 0; i < G_N_ELEMENTS (printed); i++) {
    g_autoptr (ZpiApplication) application =
        household_of (find_kind (printed[i].type), "2026-01-01", 100);
    g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);

    g_assert_cmpint (result->limit_cents, ==, printed[i].limit);
  }
}

/* The norms without holiday allowance once more, in the order of @kinds, so that a slip in the data
 * is noticed: the other tests take the norm from there. */
static const struct {
  const char *first;
  const char *last;
  gint64 norms[G_N_ELEMENTS (kinds)];
} norm_sets[] = {
    {"2024-01-01",
     "2024-06-30",
     {121964, 121964, 174234, 135447, 135447, 183570, 30109, 30109, 60219, 95066, 117226, 152073}},
    {"2024-07-01",
     "2024-12-31",
     {124303, 124303, 177575, 138401, 138401, 187781, 30688, 30688, 61376, 96891, 119476, 154991}},
    {"2025-01-01",
     "2025-06-30",
     {127818, 127818, 182597, 142602, 142602, 195081, 31556, 31556, 63112, 99631, 122855, 159374}},
    {"2025-07-01",
     "2025-12-31",
     {130061, 130061, 185801, 145370, 145370, 199023, 32108, 32108, 64216, 101376, 125009, 162169}},
    {"2026-01-01",
     "2026-06-30",
     {133143, 133143, 190202, 148646, 148646, 203695, 32869, 32869, 65738, 103779, 127971, 166012}},
};

static void
test_norm_sets (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint s = 0; s < G_N_ELEMENTS (norm_sets); s++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
      for (guint d = 0; d < 2; d++) {
        const char *on = d == 0 ? norm_sets[s].first : norm_sets[s].last;
        g_autoptr (ZpiApplication) application = household_of (&kinds[k], on, 100);
        g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);
        g_autofree char *from = zpi_date_format_iso (&result->norms_valid_from);
        g_autofree char *to = zpi_date_format_iso (&result->norms_valid_to);

        g_assert_cmpint (result->norm_cents, ==, norm_sets[s].norms[k]);
        /* 120 percent, half a cent upwards. */
        g_assert_cmpint (result->limit_cents, ==, (norm_sets[s].norms[k] * 12 + 5) / 10);
        g_assert_cmpstr (from, ==, norm_sets[s].first);
        g_assert_cmpstr (to, ==, norm_sets[s].last);
      }
}

static const char *const set_dates[] = {"2024-01-01",
                                        "2024-06-30",
                                        "2024-07-01",
                                        "2024-12-31",
                                        "2025-01-01",
                                        "2025-06-30",
                                        "2025-07-01",
                                        "2025-12-31",
                                        "2026-01-01",
                                        "2026-06-30"};

/* One cent below the limit, at it, and above it. */
static void
test_boundaries (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  guint n = 0;

  for (guint d = 0; d < G_N_ELEMENTS (set_dates); d++)
    for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
      for (int percentage = 110; percentage <= 130; percentage += 10) {
        g_autoptr (ZpiApplication) probe = household_of (&kinds[k], set_dates[d], 100);
        g_autoptr (ZpiEligibility) first = check_at (scheme, probe, percentage);

        g_assert_cmpstr (first->household_type, ==, kinds[k].type);
        /* Half up of norm × percentage / 100, worked out on its own. */
        g_assert_cmpint (first->limit_cents, ==, (first->norm_cents * percentage + 50) / 100);
        for (int off = -1; off <= 1; off++) {
          g_autoptr (ZpiApplication) application =
              household_of (&kinds[k], set_dates[d], first->limit_cents + off);
          g_autoptr (ZpiEligibility) result = check_at (scheme, application, percentage);

          g_assert_cmpint (result->outcome,
                           ==,
                           off <= 0 ? ZPI_OUTCOME_LIKELY : ZPI_OUTCOME_UNLIKELY);
          g_assert_cmpint (result->margin_cents, ==, -off);
          g_assert_true (result->close_to_limit);
          g_assert_false (fixture_has_warning (result, "norms-outdated"));
          n++;
        }
      }
  g_assert_cmpuint (n, ==, 10 * 12 * 3 * 3);
}

typedef struct {
  const char *birth;
  const char *on;
  const char *type; /* (nullable): unknown */
} Birthday;

static const Birthday birthdays[] = {
    {"2008-01-16", "2026-01-15", NULL},
    {"2008-01-15", "2026-01-15", "youth_18_20_single"},
    {"2005-01-16", "2026-01-15", "youth_18_20_single"},
    {"2005-01-15", "2026-01-15", "single_21_to_aow"},
    {"2008-02-29", "2026-02-28", NULL},
    {"2008-02-29", "2026-03-01", "youth_18_20_single"},
    {"2004-02-29", "2025-02-28", "youth_18_20_single"},
    {"2004-02-29", "2025-03-01", "single_21_to_aow"},
    {"1956-12-31", "2024-01-01", "single_aow"},
    {"1957-02-28", "2023-12-27", "single_21_to_aow"},
    {"1957-02-28", "2023-12-28", "single_aow"},
    {"1957-03-01", "2024-02-29", "single_21_to_aow"},
    {"1957-03-01", "2024-03-01", "single_aow"},
    {"1959-01-16", "2026-01-15", "single_21_to_aow"},
    {"1959-01-15", "2026-01-15", "single_aow"},
    {"1960-02-29", "2027-02-28", "single_21_to_aow"},
    {"1960-02-29", "2027-03-01", "single_aow"},
    {"1960-12-31", "2027-12-30", "single_21_to_aow"},
    {"1960-12-31", "2027-12-31", "single_aow"},
    {"1961-01-01", "2028-03-31", "single_21_to_aow"},
    {"1961-01-01", "2028-04-01", "single_aow"},
    {"1961-11-30", "2029-02-28", "single_21_to_aow"},
    {"1961-11-30", "2029-03-01", "single_aow"},
    {"1961-10-31", "2029-01-30", "single_21_to_aow"},
    {"1961-10-31", "2029-01-31", "single_aow"},
    {"1964-09-30", "2031-12-30", "single_aow"},
    {"1964-10-01", "2040-01-01", "single_21_to_aow"},
    {"1930-01-01", "2050-12-31", "single_aow"},
    {"1930-01-01", "2199-01-01", NULL}, /* nobody is that old */
    {"2199-01-01", "2200-01-01", NULL},
};

static void
test_birthdays (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint i = 0; i < G_N_ELEMENTS (birthdays); i++) {
    g_autoptr (ZpiApplication) application =
        fixture_household (birthdays[i].on, birthdays[i].birth, NULL, 10000);
    g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);

    g_test_message ("%s on %s", birthdays[i].birth, birthdays[i].on);
    g_assert_cmpstr (result->household_type, ==, birthdays[i].type);
    g_assert_cmpint (result->outcome,
                     ==,
                     birthdays[i].type != NULL ? ZPI_OUTCOME_LIKELY : ZPI_OUTCOME_UNKNOWN);
  }
}

/* The same birthdays of a partner, and those of a child. */
static void
test_birthdays_of_others (void)
{
  static const Birthday partners[] = {
      {"2008-01-16", "2026-01-15", NULL},
      {"2008-01-15", "2026-01-15", "youth_couple_one_18_20_other_21plus_no_children"},
      {"2005-01-16", "2026-01-15", "youth_couple_one_18_20_other_21plus_no_children"},
      {"2005-01-15", "2026-01-15", "couple_21_to_aow"},
      {"2004-02-29", "2025-02-28", "youth_couple_one_18_20_other_21plus_no_children"},
      {"2004-02-29", "2025-03-01", "couple_21_to_aow"},
      {"1959-01-16", "2026-01-15", "couple_21_to_aow"},
      {"1959-01-15", "2026-01-15", "couple_aow_one_or_both"},
      {"1960-02-29", "2027-02-28", "couple_21_to_aow"},
      {"1960-02-29", "2027-03-01", "couple_aow_one_or_both"},
  };
  static const Birthday children[] = {
      {"2008-01-16", "2026-01-15", "single_parent_21_to_aow"},
      {"2008-01-15", "2026-01-15", "single_21_to_aow"},
      {"2008-02-29", "2026-02-28", "single_parent_21_to_aow"},
      {"2008-02-29", "2026-03-01", "single_21_to_aow"},
      {"2026-01-15", "2026-01-15", "single_parent_21_to_aow"},
      {"2026-01-16", "2026-01-15", "single_21_to_aow"},
  };
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint i = 0; i < G_N_ELEMENTS (partners); i++) {
    g_autoptr (ZpiApplication) application =
        fixture_household (partners[i].on, "1980-05-01", partners[i].birth, 100);
    g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);

    g_test_message ("partner %s on %s", partners[i].birth, partners[i].on);
    g_assert_cmpstr (result->household_type, ==, partners[i].type);
  }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++) {
    g_autoptr (ZpiApplication) application =
        fixture_household (children[i].on, "1980-05-01", NULL, 100);
    g_autoptr (ZpiEligibility) result = NULL;

    fixture_add_child (application, children[i].birth);
    result = zpi_eligibility_check (scheme, application);
    g_test_message ("child %s on %s", children[i].birth, children[i].on);
    g_assert_cmpstr (result->household_type, ==, children[i].type);
  }
}

/* The pass year, and the one before it, in which it can be asked for; the U-pas's runs from July to
 * June. */
static void
test_pass_year (void)
{
  static const struct {
    const char *on;
    int year;
    gboolean other;
    gboolean u_pas;
  } days[] = {{"2024-12-31", 2026, TRUE, TRUE},
              {"2025-01-01", 2026, FALSE, TRUE},
              {"2025-06-30", 2026, FALSE, TRUE},
              {"2025-07-01", 2026, FALSE, FALSE},
              {"2026-06-30", 2026, FALSE, FALSE},
              {"2026-12-31", 2026, FALSE, FALSE},
              {"2027-01-01", 2026, TRUE, FALSE},
              {"2027-07-01", 2026, TRUE, TRUE},
              {"2026-01-15", 2020, TRUE, TRUE},
              {"2026-01-15", 0, FALSE, FALSE}};
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiScheme) other = fixture_other_scheme ("u-pas.json");

  for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
    g_autoptr (ZpiApplication) application =
        fixture_household (days[i].on, "1980-05-01", NULL, 100);
    g_autoptr (ZpiEligibility) here = NULL;
    g_autoptr (ZpiEligibility) there = NULL;

    application->pass_year = days[i].year;
    here = zpi_eligibility_check (scheme, application);
    there = zpi_eligibility_check (other, application);
    g_test_message ("%d on %s", days[i].year, days[i].on);
    g_assert_cmpint (fixture_has_warning (here, "pass-year-other"), ==, days[i].other);
    g_assert_cmpint (fixture_has_warning (there, "pass-year-other"), ==, days[i].u_pas);
  }
}

typedef struct {
  const char *born; /* wire */
  const char *type; /* (nullable) */
  const char *sentence;
} Partly;

static void
test_partly_unknown (void)
{
  static const Partly table[] = {
      {"{'type': 'JaarDatum', 'jaar': 1975}", "single_21_to_aow", "De aanvrager is 50 of 51 jaar."},
      {"{'type': 'JaarMaandDatum', 'jaar': 1975, 'maand': 1}",
       "single_21_to_aow",
       "De aanvrager is 50 of 51 jaar."},
      {"{'type': 'JaarMaandDatum', 'jaar': 1975, 'maand': 2}",
       "single_21_to_aow",
       "De aanvrager is 50 jaar."},
      {"{'type': 'JaarDatum', 'jaar': 1950}",
       "single_aow",
       "De aanvrager is 75 of 76 jaar en heeft de AOW-leeftijd."},
      {"{'type': 'JaarDatum', 'jaar': 2005}",
       "youth_18_20_single",
       "De aanvrager is 20 of 21 jaar."},
      {"{'type': 'JaarMaandDatum', 'jaar': 1959, 'maand': 1}",
       "single_21_to_aow",
       "De aanvrager is 66 of 67 jaar."},
      {"{'type': 'JaarDatum', 'jaar': 2008}", NULL, NULL},
      {"{'type': 'DatumOnbekend'}", NULL, NULL},
  };
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *text =
        g_strdup_printf ("{'peildatum': '2026-01-15', 'aanvrager': {'geboorte': {'datum': %s}},"
                         " 'inkomen': [{'soort': 'geen'}]}",
                         table[i].born);
    g_autoptr (ZpiApplication) application = fixture_application (text);
    g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);
    g_autofree char *all = zpi_explanation_render (result->explanation, "nl");

    g_assert_cmpstr (result->household_type, ==, table[i].type);
    g_assert_true (table[i].sentence == NULL || strstr (all, table[i].sentence) != NULL);
    g_assert_cmpint (result->outcome == ZPI_OUTCOME_UNKNOWN, ==, table[i].type == NULL);
    g_assert_cmpint (result->missing->len, ==, table[i].type == NULL ? 1 : 0);
  }
}

/* A date of birth after the reference date is named as what it is; nobody is minus so many years
 * old, also when only the year is known. */
static void
test_unborn (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application =
      fixture_household ("2026-01-15", "2026-01-16", "2090-01-01", 100);
  g_autoptr (ZpiApplication) newborn = fixture_household ("2026-01-15", "1980-05-01", NULL, 100);
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);
  g_autoptr (ZpiEligibility) other = NULL;
  g_autofree char *said = zpi_explanation_render (result->explanation, "nl");
  g_autofree char *age = NULL;

  g_assert_cmpint (result->outcome, ==, ZPI_OUTCOME_UNKNOWN);
  g_assert_cmpuint (result->missing->len, ==, 2);
  g_assert_cmpstr (zpi_step_get_id (result->missing->pdata[0]), ==, "applicant-unborn");
  g_assert_cmpstr (zpi_step_get_id (result->missing->pdata[1]), ==, "partner-unborn");
  g_assert_null (strstr (said, " jaar."));

  fixture_add_child (newborn, "2026-01-16");
  newborn->applicant.birth = (ZpiDate){ZPI_DATE_YEAR, 2026, 0, 0};
  other = zpi_eligibility_check (scheme, newborn);
  age = zpi_explanation_render (other->explanation, "nl");
  g_assert_nonnull (strstr (age, "De aanvrager is 0 jaar."));
  g_assert_true (fixture_has_warning (other, "child-unborn"));
  g_assert_cmpstr (zpi_step_get_id (other->missing->pdata[0]), ==, "applicant-minor");
}

static gboolean
explains (const ZpiEligibility *result, const char *sentence)
{
  g_autofree char *text = zpi_explanation_render (result->explanation, "en");

  return strstr (text, sentence) != NULL;
}

/* That there are no children is not said before somebody said so. */
static void
test_children_not_asked (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application = zpi_application_new ();
  g_autoptr (ZpiEligibility) silent = NULL;
  g_autoptr (ZpiEligibility) said = NULL;

  application->reference_date = fixture_day ("2026-01-15");
  application->applicant.birth = fixture_day ("1990-01-01");
  silent = zpi_eligibility_check (scheme, application);
  g_assert_true (explains (silent, "No children under 18 were filled in."));
  g_assert_false (explains (silent, "There are no children"));
  application->children_answered = TRUE;
  said = zpi_eligibility_check (scheme, application);
  g_assert_true (explains (said, "There are no children under 18."));
}

/* An estimate from the Check page counts until the real answers are there. */
static void
test_estimates (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiScheme) yearly = fixture_other_scheme ("u-pas.json");
  g_autoptr (ZpiApplication) application = zpi_application_new ();
  g_autoptr (ZpiEligibility) result = NULL;
  g_autoptr (ZpiEligibility) one_to_come = NULL;
  g_autoptr (ZpiEligibility) later = NULL;
  g_autoptr (ZpiEligibility) year = NULL;

  application->reference_date = fixture_day ("2026-01-15");
  application->applicant.birth = fixture_day ("1990-01-01");
  application->n_children_estimate = 2;
  application->has_income_estimate = TRUE;
  application->income_estimate_cents = 120000;
  result = zpi_eligibility_check (scheme, application);
  g_assert_cmpstr (result->household_type, ==, "single_parent_21_to_aow");
  g_assert_cmpint (result->income_cents, ==, 120000);
  g_assert_cmpint (result->outcome, ==, ZPI_OUTCOME_LIKELY);
  year = zpi_eligibility_check (yearly, application);
  g_assert_cmpint (year->income_cents, ==, 1440000);

  fixture_add_child (application, "2000-01-01");
  one_to_come = zpi_eligibility_check (scheme, application);
  g_assert_cmpstr (one_to_come->household_type, ==, "single_parent_21_to_aow");
  application->n_children_estimate = 1;
  later = zpi_eligibility_check (scheme, application);
  g_assert_cmpstr (later->household_type, ==, "single_21_to_aow");
}

/* Without a reference date it is today's, and an option goes before both. */
static void
test_date (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application = zpi_application_new ();
  ZpiEligibilityOptions options = {0, fixture_day ("2024-02-01")};
  g_autoptr (ZpiEligibility) now = zpi_eligibility_check (scheme, application);
  g_autoptr (ZpiEligibility) then = zpi_eligibility_check_full (scheme, application, &options);

  g_assert_true (zpi_date_is_full (&now->reference_date));
  g_assert_cmpint (now->outcome, ==, ZPI_OUTCOME_UNKNOWN);
  g_assert_cmpint (then->reference_date.year, ==, 2024);
  g_assert_cmpint (then->norms_valid_to.month, ==, 6);
  g_assert_cmpstr (zpi_outcome_to_nick (then->outcome), ==, "unknown");
}

typedef struct {
  const char *change; /* (nullable): text in the scheme */
  const char *into;
  const char *application;
  const char *warning;
} Warning;

#define MARIA                                                                                      \
  "'peildatum': '2026-01-15', 'aanvrager': {'geboorte': {'datum':"                                 \
  " {'type': 'Datum', 'datum': '1990-01-01'}}, 'adres': {'woonplaats': 'zoetermeer '}}"
#define WAGE "'inkomen': [{'soort': 'loon', 'bedragInCenten': 100000, 'periode': 'maand'}]"

static const Warning warnings[] = {
    {NULL, NULL, "{" MARIA ", " WAGE "}", "percentage-unverified"},
    {NULL,
     NULL,
     "{" MARIA ", 'inkomen': [{'soort': 'loon', 'bedragInCenten': 1800000, 'periode': 'maand'}]}",
     "income-too-large"},
    {"\"single\", \"source\": \"norm-page-2026\", \"from\": \"2024-01-01\", \"status\": "
     "\"published\"",
     "\"single\", \"source\": \"norm-page-2026\", \"from\": \"2024-01-01\", \"status\": "
     "\"unverified\"",
     "{" MARIA ", " WAGE ", 'kinderen': [{'geboorte': {'datum': {'type': 'Datum', 'datum':"
     " '2020-01-01'}}}]}",
     "single-parent-unverified"},
    {"\"zoetermeer-2026-01\",\n        \"from\": \"2026-01-01\",\n        \"status\": "
     "\"published\"",
     "\"zoetermeer-2026-01\",\n        \"from\": \"2026-01-01\",\n        \"status\": "
     "\"unverified\"",
     "{" MARIA ", " WAGE "}",
     "norm-unverified"},
    {"\"kostendelersnorm\": { \"value\": false",
     "\"kostendelersnorm\": { \"value\": true",
     "{" MARIA ", " WAGE "}",
     "co-sharers"},
    {"\"asset_test\": { \"value\": false",
     "\"asset_test\": { \"value\": true",
     "{" MARIA ", " WAGE "}",
     "asset-test"},
    {"\"extra_routes\": { \"value\": null",
     "\"extra_routes\": { \"value\": [\"wsnp\"]",
     "{" MARIA ", 'inkomen': [{'soort': 'loon', 'bedragInCenten': 900000, 'periode': 'maand'}]}",
     "extra-routes"},
    {"\"minimum_age\": { \"value\": 18",
     "\"minimum_age\": { \"value\": 50",
     "{" MARIA ", " WAGE "}",
     "minimum-age"},
    {"\"2015-01-01\", \"status\": \"unverified\" }\n    ],\n    \"self",
     "\"2015-01-01\", \"status\": \"derived\" }\n    ],\n    \"self",
     "{" MARIA
     ", 'inkomen': [{'soort': 'studiefinanciering', 'bedragInCenten': 100, 'periode': 'maand'}]}",
     "student-excluded"},
    {"\"norm_basis\": { \"value\": \"excl",
     "\"norm_basis\": { \"value\": \"incl",
     "{" MARIA ", " WAGE "}",
     "holiday-allowance-missing"},
};

static void
test_warnings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (warnings); i++) {
    g_autoptr (ZpiScheme) scheme =
        warnings[i].change != NULL ? fixture_changed_scheme (warnings[i].change, warnings[i].into)
                                   : fixture_scheme ();
    g_autoptr (ZpiApplication) application = fixture_application (warnings[i].application);
    g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);

    g_test_message ("%s", warnings[i].warning);
    g_assert_true (result->has_limit && result->has_income);
    g_assert_true (fixture_has_warning (result, warnings[i].warning));
    g_assert_false (fixture_has_warning (result, "address-missing"));
    g_assert_false (fixture_has_warning (result, "other-municipality"));
  }
}

/* A slip in the name of the place where no postcode says where it is: asked, and no reason to send
 * anybody away. */
static void
test_place_with_a_slip (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application =
      fixture_application ("{'aanvrager': {'geboorte': {'datum': {'datum': '1980-05-01'}},"
                           " 'adres': {'woonplaats': 'Zoetermer'}}, " WAGE "}");
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);

  g_assert_cmpint (result->outcome, ==, ZPI_OUTCOME_LIKELY);
  g_assert_true (fixture_has_warning (result, "place-slip"));
  g_assert_false (fixture_has_warning (result, "other-municipality"));
}

typedef struct {
  const char *incomes; /* of a single person of 45 */
  const char *on;
  int percentage;
  ZpiOutcome outcome;
  const char *reason; /* (nullable): the step that says why it is unknown */
} Doubt;

#define LIKELY   ZPI_OUTCOME_LIKELY
#define UNLIKELY ZPI_OUTCOME_UNLIKELY
#define UNKNOWN  ZPI_OUTCOME_UNKNOWN

/* On 2026-01-15 the limit is 1597.72 at 120 and 1730.86 at 130 percent. */
#define SLIP(month, cents) "{'maand': '" month "', 'bedragInCenten': " cents "}"

static const Doubt doubts[] = {
    {"{'soort': 'loon', 'bedragInCenten': 159772, 'periode': 'maand'}",
     "2026-01-15",
     0,
     LIKELY,
     NULL},
    {"{'soort': 'loon', 'bedragInCenten': 159773, 'periode': 'maand'}",
     "2026-01-15",
     0,
     UNKNOWN,
     "percentage-between"},
    {"{'soort': 'loon', 'bedragInCenten': 173086, 'periode': 'maand'}",
     "2026-01-15",
     0,
     UNKNOWN,
     "percentage-between"},
    {"{'soort': 'loon', 'bedragInCenten': 173087, 'periode': 'maand'}",
     "2026-01-15",
     0,
     UNLIKELY,
     NULL},
    {"{'soort': 'loon', 'bedragInCenten': 159773, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNLIKELY,
     NULL},
    {"{'soort': 'loon', 'bedragInCenten': 900000, 'periode': 'maand', 'grondslag': 'bruto'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "gross-income"},
    {"{'soort': 'loon', 'bedragInCenten': 150000, 'periode': 'maand', 'grondslag': 'bruto'}",
     "2026-01-15",
     120,
     LIKELY,
     NULL},
    {"{'soort': 'loon', 'bedragInCenten': 150000, 'periode': 'maand', 'grondslag': 'bruto'},"
     " {'soort': 'aow', 'bedragInCenten': 160000, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNLIKELY,
     NULL},
    {"{'soort': 'aow', 'bedragInCenten': 190000, 'periode': 'maand', 'grondslag': 'bruto'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "gross-income"},
    {"{'soort': 'pensioen', 'bedragInCenten': 190000, 'periode': 'maand', 'grondslag': 'bruto'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "gross-income"},
    {"{'soort': 'onderneming', 'bedragInCenten': 3000000, 'periode': 'jaar', 'grondslag': 'bruto'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "gross-income"},
    {"{'soort': 'loon', 'bedragInCenten': 170000, 'periode': 'maand', 'vakantiegeld': 'met'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "holiday-allowance-included"},
    {"{'soort': 'bijstand', 'bedragInCenten': 190000, 'periode': 'maand', 'vakantiegeld': 'met'}",
     "2026-01-15",
     120,
     UNLIKELY,
     NULL},
    {"{'soort': 'wisselend-loon', 'maanden': [{'maand': '2025-11', 'bedragInCenten': 200000},"
     " {'maand': '2025-12', 'bedragInCenten': 200000}]}",
     "2026-01-15",
     120,
     UNKNOWN,
     "fewer-months"},
    {"{'soort': 'wisselend-loon', 'maanden': [{'maand': '2025-11', 'bedragInCenten': 10000},"
     " {'maand': '2025-12', 'bedragInCenten': 10000}]}",
     "2026-01-15",
     120,
     UNKNOWN,
     "fewer-months"},
    {"{'soort': 'wisselend-loon', 'maanden': [{'maand': '2025-11', 'bedragInCenten': 300000},"
     " {'maand': '2025-12', 'bedragInCenten': 200000}]}",
     "2026-01-15",
     120,
     UNLIKELY,
     NULL},
    {"{'soort': 'wisselend-loon', 'maanden': [{'maand': '2025-11', 'bedragInCenten': 40000},"
     " {'maand': '2025-11', 'bedragInCenten': 900000}, {'maand': '2025-12', 'bedragInCenten': "
     "10}]}",
     "2026-01-15",
     120,
     UNKNOWN,
     "fewer-months"},
    {"{'soort': 'loon', 'van': 'gezamenlijk', 'bedragInCenten': 239658, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "income-of-absent-partner"},
    {"{'soort': 'loon', 'van': 'partner', 'bedragInCenten': 239658, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "income-of-absent-partner"},
    {"{'soort': 'loon', 'van': 'aanvrager', 'bedragInCenten': 239658, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNLIKELY,
     NULL},
    {"{'soort': 'loon', 'bedragInCenten': 163000, 'periode': 'maand'}",
     "2026-07-15",
     120,
     UNKNOWN,
     "norms-outdated"},
    {"{'soort': 'loon', 'bedragInCenten': 180000, 'periode': 'maand'}",
     "2026-07-15",
     120,
     UNLIKELY,
     NULL},
    {"{'soort': 'loon', 'bedragInCenten': 180000, 'periode': 'maand'}",
     "2029-07-15",
     120,
     UNKNOWN,
     "norms-outdated"},
    {"{'soort': 'loon', 'bedragInCenten': 159772, 'periode': 'maand'}",
     "2026-07-15",
     120,
     LIKELY,
     NULL},
    {"{'soort': 'loon', 'bedragInCenten': 146000, 'periode': 'maand'}",
     "2023-12-15",
     120,
     UNKNOWN,
     "norms-too-early"},
    /* What is not said is not taken for granted: the period, the kind, which months they are. */
    {"{'soort': 'loon', 'bedragInCenten': 1500000}", "2026-01-15", 120, UNKNOWN, "period-missing"},
    {"{'soort': 'onderneming', 'bedragInCenten': 150000}",
     "2026-01-15",
     120,
     UNKNOWN,
     "period-missing"},
    {"{'soort': 'loon', 'bedragInCenten': 30000}", "2026-01-15", 120, LIKELY, NULL},
    {"{'soort': 'loon', 'bedragInCenten': 2000000}", "2026-01-15", 120, UNLIKELY, NULL},
    {"{'soort': 'loon', 'bedragInCenten': 0}", "2026-01-15", 120, LIKELY, NULL},
    {"{'bedragInCenten': 500000, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "income-kind-missing"},
    {"{'soort': 'studiefinanciering', 'bedragInCenten': 90000, 'periode': 'maand'},"
     " {'soort': 'loon', 'bedragInCenten': 90000, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "student-amount"},
    {"{'soort': 'studiefinanciering', 'bedragInCenten': 1, 'periode': 'maand'},"
     " {'soort': 'loon', 'bedragInCenten': 159773, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNLIKELY,
     NULL},
    {"{'soort': 'iets-anders', 'bedragInCenten': 500000, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "income-kind-unknown"},
    {"{'soort': 'wisselend-loon', 'bedragInCenten': 500000, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "no-months"},
    {"{'soort': 'wisselend-loon', 'maanden': [" SLIP ("2025-09", "300000") ", " SLIP (
         "2025-11",
         "100000") ", " SLIP ("2025-12", "100000") "]}",
     "2026-01-15",
     120,
     UNKNOWN,
     "other-months"},
    {"{'soort': 'wisselend-loon', 'maanden': [" SLIP ("2025-09",
                                                      "1") ", " SLIP ("2025-11",
                                                                      "1") ", " SLIP ("2025-12",
                                                                                      "1") "]}",
     "2026-01-15",
     120,
     UNKNOWN,
     "other-months"},
    {"{'soort': 'wisselend-loon', 'maanden': [" SLIP ("2025-09", "1") ", " SLIP (
         "2025-11",
         "300000") ", " SLIP ("2025-12", "300000") "]}",
     "2026-01-15",
     120,
     UNLIKELY,
     NULL},
    /* The slip of the running month can be there already. */
    {"{'soort': 'wisselend-loon', 'maanden': [" SLIP ("2025-11",
                                                      "1") ", " SLIP ("2025-12",
                                                                      "1") ", " SLIP ("2026-01",
                                                                                      "1") "]}",
     "2026-01-31",
     120,
     LIKELY,
     NULL},
    {"{'soort': 'wisselend-loon', 'maanden': [" SLIP ("2025-10",
                                                      "1") ", " SLIP ("2025-12",
                                                                      "1") ", " SLIP ("2026-01",
                                                                                      "1") "]}",
     "2026-01-31",
     120,
     UNKNOWN,
     "other-months"},
    {"{'soort': 'wisselend-loon', 'maanden': [{'bedragInCenten': 200000}, {'bedragInCenten': "
     "200000}, {'bedragInCenten': 200000}]}",
     "2026-01-15",
     120,
     UNKNOWN,
     "other-months"},
    /* Which of two amounts for a month is right, nobody knows. */
    {"{'soort': 'wisselend-loon', 'maanden': [" SLIP ("2025-11", "900000") ", " SLIP (
         "2025-11",
         "10") ", " SLIP ("2025-12", "10") "]}",
     "2026-01-15",
     120,
     UNKNOWN,
     "fewer-months"},
    /* Whether a loss is set off against other income is not known either. */
    {"{'soort': 'onderneming', 'bedragInCenten': -900000, 'periode': 'jaar'}",
     "2026-01-15",
     120,
     LIKELY,
     NULL},
    {"{'soort': 'onderneming', 'bedragInCenten': -900000, 'periode': 'jaar'},"
     " {'soort': 'loon', 'bedragInCenten': 200000, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "income-negative"},
    /* A wage is never below zero: it is a slip, and what it should be is not known. */
    {"{'soort': 'loon', 'bedragInCenten': -250000, 'periode': 'maand'}",
     "2026-01-15",
     120,
     UNKNOWN,
     "wrong-income-amount"},
    {"{'soort': 'wisselend-loon', 'maanden': [" SLIP ("2025-10", "10") ", " SLIP (
         "2025-11",
         "-900000") ", " SLIP ("2025-12", "10") "]}",
     "2026-01-15",
     120,
     UNKNOWN,
     "wrong-income-amount"},
};

static gboolean
has_step (const GPtrArray *steps, const char *id)
{
  for (guint i = 0; i < steps->len; i++)
    if (g_str_equal (zpi_step_get_id (steps->pdata[i]), id))
      return TRUE;
  return FALSE;
}

/* Likely and unlikely are said only when nothing that is unknown can change it; why not is a step
 * of the explanation. */
static void
test_doubts (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint i = 0; i < G_N_ELEMENTS (doubts); i++) {
    const Doubt *doubt = &doubts[i];
    g_autofree char *wire = g_strdup_printf (
        "{'peildatum': '%s', 'aanvrager': {'geboorte': {'datum': {'type': 'Datum', 'datum': "
        "'1980-05-01'}}}, 'inkomen': [%s]}",
        doubt->on,
        doubt->incomes);
    g_autoptr (ZpiApplication) application = fixture_application (wire);
    g_autoptr (ZpiEligibility) result = check_at (scheme, application, doubt->percentage);

    g_test_message ("%s on %s", doubt->incomes, doubt->on);
    g_assert_cmpstr (zpi_outcome_to_nick (result->outcome),
                     ==,
                     zpi_outcome_to_nick (doubt->outcome));
    g_assert_cmpint (has_step (result->explanation, "doubt"), ==, doubt->reason != NULL);
    g_assert_cmpint (result->missing->len > 0, ==, doubt->reason != NULL);
    if (doubt->reason == NULL)
      continue;
    g_assert_true (has_step (result->explanation, doubt->reason));
    g_assert_true (has_step (result->missing, doubt->reason));
  }
}

/* The norm below 21 is for who lives in with parents; for who does not there may be more. */
static void
test_living_elsewhere (void)
{
  static const struct {
    const char *answer;
    gint64 cents;
    ZpiOutcome outcome;
  } table[] = {
      {"", 30000, LIKELY},
      {"", 100000, UNKNOWN},
      {"", 159773, UNLIKELY},
      {"ja", 100000, UNLIKELY},
      {"nee", 100000, UNKNOWN},
      {"nee", 159772, UNKNOWN},
      {"nee", 159773, UNLIKELY},
  };
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (ZpiApplication) application =
        fixture_household ("2026-01-15", "2006-01-15", NULL, table[i].cents);
    g_autoptr (ZpiEligibility) result = NULL;

    g_free (application->with_parents);
    application->with_parents = g_strdup (table[i].answer);
    result = check_at (scheme, application, 120);
    g_test_message ("“%s” %d", table[i].answer, (int) table[i].cents);
    g_assert_cmpint (result->outcome, ==, table[i].outcome);
    g_assert_cmpint (fixture_has_warning (result, "youth-norm"),
                     ==,
                     *table[i].answer != 'j' && table[i].outcome != LIKELY);
  }
}

/* A child without a date of birth counts, but does not decide: the norms of young partners differ
 * with and without a child. */
static void
test_child_in_doubt (void)
{
  static const struct {
    gint64 cents;
    const char *birth;
    ZpiOutcome outcome;
  } rows[] = {
      {100000, "", UNKNOWN}, /* between the limits for partners without and with a child */
      {78000, "", LIKELY},
      {130000, "", UNLIKELY},
      {100000, "'geboorte': {'datum': {'type': 'Datum', 'datum': '2025-01-01'}}", LIKELY},
  };
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *wire = g_strdup_printf (
        "{'peildatum': '2026-01-15', 'thuiswonend': true, 'aanvrager': {'geboorte': {'datum': "
        "{'type': 'Datum', 'datum': '2006-05-01'}}}, 'partner': {'geboorte': {'datum': {'type': "
        "'Datum', 'datum': '2006-05-01'}}}, 'kinderen': [{%s}], 'inkomen': [{'soort': 'loon', "
        "'bedragInCenten': %" G_GINT64_FORMAT ", 'periode': 'maand'}]}",
        rows[i].birth,
        rows[i].cents);
    g_autoptr (ZpiApplication) application = fixture_application (wire);
    g_autoptr (ZpiEligibility) result = check_at (scheme, application, 120);

    g_assert_cmpint (result->outcome, ==, rows[i].outcome);
    g_assert_cmpint (has_step (result->missing, "child-age-doubt"), ==, rows[i].outcome == UNKNOWN);
  }
}

/* "key=answer" each; an income begins with its kind. */
static ZpiApplication *
application_of_answers (const char *answers)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_auto (GStrv) lines = g_strsplit (answers, " ", -1);
  g_autofree char *item = NULL;

  zpi_case_set (zcase, ZPI_KEY_REFERENCE_DATE, "2026-01-15");
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (lines[i], "=", 2);
    gboolean of_income = strchr (pair[0], '.') == NULL;
    g_autofree char *key = NULL;

    if (g_str_equal (pair[0], "kind")) {
      g_free (item);
      item = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
    }
    key = of_income ? zpi_case_item_key (ZPI_LIST_INCOME, item, pair[0]) : g_strdup (pair[0]);
    zpi_case_set (zcase, key, pair[1]);
  }
  return zpi_application_new_from_case (zcase);
}

typedef struct {
  const char *scheme; /* (nullable): the shipped one */
  const char *answers;
  ZpiOutcome outcome;
  const char *reason; /* (nullable): the step that says what is to be answered */
} Open;

#define GROWN  "applicant.birth_date=1-5-1980 "
#define YOUNG  "applicant.birth_date=1-5-2006 check.with_parents=ja "
#define ALONE  "household.partner=nee "
#define COUPLE "household.partner=ja partner.birth_date=1-5-1985 "
#define YOUTHS "household.partner=ja partner.birth_date=1-5-2006 "

/* With a partner of 18 to 20 the limit is 1535.65, with one who gets a state pension 2444.34;
 * without one it is 1597.72. */
static const Open open_answers[] = {
    /* Lives with a partner? */
    {NULL, GROWN ALONE "check.children=0 check.income=1800", UNLIKELY, NULL},
    {NULL, GROWN "check.children=0 check.income=1800", UNKNOWN, "missing-partner"},
    {NULL, GROWN "check.children=0 check.income=2600", UNLIKELY, NULL},
    {NULL, GROWN "check.children=0 check.income=1000", LIKELY, NULL},
    {NULL, GROWN "check.children=0 check.income=1590", UNKNOWN, "missing-partner"},
    {NULL, GROWN "kind=loon amount=1000 period=maand", UNKNOWN, "missing-partner"},
    {NULL, GROWN "kind=geen", UNKNOWN, "missing-partner"},
    {NULL, GROWN "kind=loon amount=1800 period=maand", UNKNOWN, "missing-partner"},
    {NULL, GROWN "kind=loon amount=2600 period=maand", UNLIKELY, NULL},
    {NULL, GROWN ALONE "kind=loon amount=1000 period=maand", LIKELY, NULL},
    /* A month, or a year? */
    {NULL,
     GROWN ALONE "kind=onderneming amount=2000p/m period=jaar check.children=0",
     UNKNOWN,
     "period-differs"},
    {NULL,
     GROWN ALONE "kind=onderneming amount=1500p/m period=jaar check.children=0",
     LIKELY,
     NULL},
    {NULL, GROWN ALONE "kind=loon amount=2000p/m period=maand check.children=0", UNLIKELY, NULL},
    {NULL,
     GROWN ALONE "kind=loon amount=2000p/m period=vier-weken check.children=0",
     UNLIKELY,
     NULL},
    /* A loss is an answer, from a file and when it is typed: with nothing else it is no income. */
    {NULL, GROWN ALONE "kind=onderneming amount=-9000 period=jaar", LIKELY, NULL},
    {NULL,
     GROWN ALONE "kind=onderneming amount=-9000 period=jaar kind=loon amount=2000 period=maand",
     UNKNOWN,
     "income-negative"},
    {NULL, GROWN ALONE "kind=loon amount=-900 period=maand", UNKNOWN, "wrong-income-amount"},
    /* How many children? */
    {NULL, YOUNG YOUTHS "check.children=0 check.income=1000", UNLIKELY, NULL},
    {NULL, YOUNG YOUTHS "check.income=1000", UNKNOWN, "missing-children"},
    {NULL, YOUNG YOUTHS "check.income=780", LIKELY, NULL},
    {NULL, YOUNG YOUTHS "check.income=1300", UNLIKELY, NULL},
    {NULL, YOUNG YOUTHS "check.children=1 check.income=1000", LIKELY, NULL},
    {NULL, GROWN ALONE "check.income=1800", UNLIKELY, NULL},
    /* Whose is it? Each of two has an exemption of 220 a month. */
    {NULL,
     GROWN COUPLE "kind=loon amount=2200 period=maand kind=vrijwilligersvergoeding amount=220 "
                  "period=maand kind=vrijwilligersvergoeding amount=220 period=maand",
     UNKNOWN,
     "income-whose-missing"},
    {NULL,
     GROWN COUPLE "kind=loon amount=2200 period=maand kind=vrijwilligersvergoeding amount=220 "
                  "period=maand whose=aanvrager kind=vrijwilligersvergoeding amount=220 "
                  "period=maand whose=partner",
     LIKELY,
     NULL},
    {NULL,
     GROWN COUPLE "kind=loon amount=2200 period=maand kind=vrijwilligersvergoeding amount=220 "
                  "period=maand whose=aanvrager kind=vrijwilligersvergoeding amount=220 "
                  "period=maand",
     UNKNOWN,
     "income-whose-missing"},
    {NULL,
     GROWN COUPLE "kind=loon amount=2200 period=maand kind=vrijwilligersvergoeding amount=220 "
                  "period=maand",
     LIKELY,
     NULL},
    /* What was typed and cannot be right is not called missing. */
    {NULL, GROWN ALONE "check.income=12oo", UNKNOWN, "wrong-income-estimate"},
    {NULL, GROWN ALONE "check.income=-150", UNKNOWN, "wrong-income-estimate"},
    {NULL, GROWN ALONE "kind=loon amount=12oo period=maand", UNKNOWN, "wrong-income-amount"},
    {NULL, GROWN ALONE "kind=loon period=maand", UNKNOWN, "missing-income-amount"},
    {NULL,
     GROWN ALONE "kind=loon amount=1000 period=maand kind=aow amount=x period=maand",
     UNKNOWN,
     "wrong-income-amount"},
    {NULL,
     GROWN ALONE "kind=wisselend-loon amount1=x month1=2025-12",
     UNKNOWN,
     "wrong-income-amount"},
    {NULL,
     GROWN ALONE "kind=wisselend-loon amount1=900 month1=2025-13",
     UNKNOWN,
     "wrong-income-month"},
    {NULL,
     GROWN ALONE "kind=wisselend-loon amount1=900 month1=2025-12 amount2=900 month2=2025-11 "
                 "amount3=9oo month3=2025-10",
     UNKNOWN,
     "wrong-income-amount"},
    {NULL, YOUNG YOUTHS "check.children=veel check.income=1000", UNKNOWN, "wrong-children"},
    {NULL,
     ALONE "applicant.birth_date=31-4-1980 check.income=900",
     UNKNOWN,
     "wrong-applicant-birth"},
    {NULL,
     ALONE "applicant.birth_date=1-5-1820 check.income=900",
     UNKNOWN,
     "wrong-applicant-birth"},
    {NULL,
     GROWN "household.partner=ja partner.birth_date=x check.income=900",
     UNKNOWN,
     "wrong-partner-birth"},
    {NULL, ALONE "applicant.birth_date=1-5-2062 check.income=900", UNKNOWN, "applicant-unborn"},
    /* That it is not known is an answer. */
    {NULL,
     ALONE "applicant.birth_date=onbekend check.income=900",
     UNKNOWN,
     "doubtful-applicant-birth"},
};

/* A question that nobody answered is not a "no" and not a zero: likely and unlikely are said only
 * when every answer leads to the same. */
static void
test_open_answers (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint i = 0; i < G_N_ELEMENTS (open_answers); i++) {
    const Open *row = &open_answers[i];
    g_autoptr (ZpiApplication) application = application_of_answers (row->answers);
    g_autoptr (ZpiEligibility) result = check_at (scheme, application, 120);

    g_test_message ("%s", row->answers);
    g_assert_cmpstr (zpi_outcome_to_nick (result->outcome), ==, zpi_outcome_to_nick (row->outcome));
    if (row->reason != NULL)
      g_assert_true (has_step (result->missing, row->reason));
    else
      g_assert_cmpuint (result->missing->len, ==, 0);
  }
}

/* What a form has no room for stands in it as it was typed, and the check of the file knows it. */
static void
test_file_as_typed (void)
{
  static const char *const answers[] = {
      GROWN ALONE "kind=wisselend-loon amount1=2000,50 month1=2025-12 amount2=2000,50 "
                  "month2=2025-11 amount3=800 month3=2025-12",
      GROWN ALONE "kind=wisselend-loon amount1=3000 month1=2025-12 amount2=3000",
      GROWN ALONE "kind=wisselend-loon amount1=3000 month1=2025-12 amount2=3000 month2=2025-11 "
                  "amount3=-150 month3=2025-10",
      GROWN ALONE "kind=wisselend-loon amount1=900 amount2=1250 amount3=0",
  };
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (ZpiApplication) typed = application_of_answers (answers[i]);
    g_autoptr (JsonNode) wire = zpi_application_to_wire (typed);
    g_autoptr (ZpiApplication) read = zpi_application_new_from_wire (wire, NULL);
    g_autoptr (JsonNode) again = zpi_application_to_wire (read);
    g_autoptr (ZpiEligibility) one = check_at (scheme, typed, 120);
    g_autoptr (ZpiEligibility) other = check_at (scheme, read, 120);

    g_test_message ("%s", answers[i]);
    g_assert_true (json_node_equal (wire, again));
    g_assert_cmpint (one->income_cents, ==, other->income_cents);
    g_assert_cmpint (one->outcome, ==, other->outcome);
    g_assert_cmpint (one->outcome, ==, ZPI_OUTCOME_UNKNOWN);
  }
}

/* What is said of an amount says why it is another: its mean is without holiday pay. */
static void
test_mean_without_holiday (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application = fixture_application (
      "{" MARIA ", 'inkomen': [{'soort': 'bijstand', 'vakantiegeld': 'met', 'periode': 'maand',"
      " 'maanden': [{'maand': '2025-11', 'bedragInCenten': 140000},"
      " {'maand': '2025-12', 'bedragInCenten': 140200}]}]}");
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);
  g_autofree char *said = zpi_explanation_render (result->explanation, "nl");

  /* 1401 × 0,95 */
  g_assert_cmpint (result->income_cents, ==, 133095);
  g_assert_nonnull (strstr (said,
                            "Bijstandsuitkering: samen € 2.802,00, in 2 bedragen per maand, met "
                            "vakantiegeld. Gemiddeld en zonder vakantiegeld is dat € 1.330,95 per "
                            "maand."));
}

/* "1800 bruto" can be read: the words are what is wrong. */
static void
test_words_beside_amount (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application =
      application_of_answers (GROWN ALONE "kind=loon amount=1800bruto period=maand");
  g_autoptr (ZpiEligibility) result = check_at (scheme, application, 120);
  g_autofree char *said = zpi_explanation_render (result->missing, "nl");

  g_assert_cmpint (result->outcome, ==, ZPI_OUTCOME_UNKNOWN);
  g_assert_nonnull (strstr (said, "Controleer het bedrag bij: loon. Het heeft woorden ernaast."));
}

/* Of two people only one has an income: it may be so, and is asked about. */
static void
test_one_sided (void)
{
  static const struct {
    const char *incomes;
    const char *warning; /* (nullable) */
  } rows[] = {
      {"kind=loon amount=1000 period=maand whose=aanvrager", "no-income-of-partner"},
      {"kind=aow amount=1000 period=maand whose=partner", "no-income-of-applicant"},
      {"kind=aow amount=1000 period=maand", NULL},
      {"kind=aow amount=1000 period=maand whose=gezamenlijk", NULL},
      {"kind=aow amount=500 period=maand whose=partner kind=loon amount=500 period=maand "
       "whose=aanvrager",
       NULL},
  };
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *answers = g_strconcat (GROWN COUPLE, rows[i].incomes, NULL);
    g_autoptr (ZpiApplication) application = application_of_answers (answers);
    g_autoptr (ZpiEligibility) result = check_at (scheme, application, 120);

    g_assert_cmpint (result->outcome, ==, LIKELY);
    g_assert_true (fixture_has_warning (result, "no-income-of-partner") ==
                   (g_strcmp0 (rows[i].warning, "no-income-of-partner") == 0));
    g_assert_true (fixture_has_warning (result, "no-income-of-applicant") ==
                   (g_strcmp0 (rows[i].warning, "no-income-of-applicant") == 0));
  }
}

/* (transfer full): of somebody with a wage; @household: what else the form says */
static ZpiEligibility *
check_form (const char *household)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autofree char *form = g_strdup_printf (
      "{'peildatum': '2026-01-15', 'aanvrager': {'geboorte': {'datum': {'type': 'Datum', 'datum': "
      "'1980-05-01'}}}, %s'inkomen': [{'soort': 'loon', 'bedragInCenten': 180000, 'periode': "
      "'maand'}]}",
      household);
  g_autoptr (ZpiApplication) application = fixture_application (form);

  return check_at (scheme, application, 120);
}

/* A form that names no partner has none: it was made elsewhere, and asks nothing. */
static void
test_form_without_partner (void)
{
  g_autoptr (ZpiEligibility) result = check_form ("");

  g_assert_cmpint (result->outcome, ==, UNLIKELY);
  g_assert_true (explains (result, "There is no partner."));
}

/* Null says that somebody asked and has no answer: then nobody knows whose limit it is. */
static void
test_form_with_partner_open (void)
{
  g_autoptr (ZpiEligibility) result = check_form ("'heeftPartner': null, 'kinderen': null, ");

  g_assert_cmpint (result->outcome, ==, UNKNOWN);
  g_assert_false (explains (result, "There is no partner."));
}

/* Where each municipality has limits of its own, an address that is not there can be in any. */
static void
test_place_not_known (void)
{
  static const struct {
    const char *place;
    gint64 cents; /* a year; the limit is 19035 in Utrecht and here 15000 elsewhere */
    ZpiOutcome outcome;
  } rows[] = {
      {"Utrecht", 1700000, LIKELY},
      {"Houten", 1700000, UNLIKELY},
      {"", 1700000, UNKNOWN},
      {"", 1400000, LIKELY},
      {"", 2000000, UNLIKELY},
  };
  g_autoptr (ZpiScheme) shipped = fixture_scheme ();
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "data", "schemes", "u-pas.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiScheme) scheme = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  memcpy (g_strrstr (text, "1903500"), "1500000", strlen ("1500000"));
  bytes = g_bytes_new (text, strlen (text));
  scheme = zpi_scheme_load (bytes, "u-pas", zpi_scheme_get_norms_bytes (shipped), "norms", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (ZpiApplication) application =
        fixture_household ("2026-01-15", "1980-05-01", NULL, rows[i].cents);
    ZpiIncome *income = application->incomes->pdata[0];
    g_autoptr (ZpiEligibility) result = NULL;

    income->gross = TRUE;
    g_free (income->period);
    income->period = g_strdup ("jaar");
    g_free (application->city);
    application->city = g_strdup (rows[i].place);
    result = zpi_eligibility_check (scheme, application);
    g_test_message ("“%s” %d", rows[i].place, (int) rows[i].cents);
    g_assert_cmpint (result->outcome, ==, rows[i].outcome);
    g_assert_true (has_step (result->missing, "missing-place") == (rows[i].outcome == UNKNOWN));
  }
}

/* Three four-weekly slips of 1500 euros are 1625 a month. */
static void
test_slips_by_four_weeks (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application = fixture_application (
      "{'peildatum': '2026-01-15', 'inkomen': [{'soort': 'wisselend-loon', 'periode': "
      "'vier-weken', "
      "'maanden': [{'maand': '2025-10', 'bedragInCenten': 150000}, {'maand': '2025-11', "
      "'bedragInCenten': 150000}, {'maand': '2025-12', 'bedragInCenten': 150000}]}]}");
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);

  g_assert_cmpint (result->income_cents, ==, 162500);
  g_assert_true (has_step (result->explanation, "income-mean-converted"));
}

static void
test_large_amount (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application =
      fixture_household ("2026-01-15", "1980-01-01", NULL, G_MAXINT64);
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);

  g_assert_cmpint (result->outcome, ==, ZPI_OUTCOME_UNLIKELY);
  g_assert_true (fixture_has_warning (result, "income-too-large"));
}

static void
test_negative_amount (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application =
      fixture_household ("2026-01-15", "1980-01-01", NULL, -500);
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);

  g_assert_cmpint (result->income_cents, ==, 0);
  g_assert_true (fixture_has_warning (result, "income-negative"));
}

/* A period that this scheme does not have. */
static void
test_other_period (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application =
      fixture_household ("2026-01-15", "1980-01-01", NULL, 500);
  ZpiIncome *income = application->incomes->pdata[0];
  g_autoptr (ZpiEligibility) result = NULL;

  g_free (income->period);
  income->period = g_strdup ("eeuw");
  result = zpi_eligibility_check (scheme, application);
  g_assert_cmpint (result->income_cents, ==, 500);
  g_assert_true (fixture_has_warning (result, "period-unknown"));
}

/* The same warning is said once. */
static void
test_warning_once (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application =
      fixture_household ("2040-01-01", "1965-01-01", "1966-01-01", 100);
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);
  guint n = 0;

  for (guint i = 0; i < result->warnings->len; i++)
    n += strcmp (zpi_step_get_id (result->warnings->pdata[i]), "aow-age-open") == 0;
  g_assert_cmpuint (n, ==, 1);
}

typedef struct {
  const char *parameter;
  const char *value;
  const char *warning;
} Certainty;

/* @value with a status, in the place of a parameter of the shipped scheme */
static ZpiScheme *
scheme_with_status (const Certainty *self, const char *status)
{
  g_autoptr (ZpiScheme) shipped = fixture_scheme ();
  GBytes *bytes = zpi_scheme_get_bytes (shipped);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *key = g_strdup_printf ("\"%s\": ", self->parameter);
  const char *place = strstr (text, key);
  const char *next = place != NULL ? strstr (place, ",\n    \"") : NULL;
  g_autofree char *from = place != NULL ? g_strndup (place, next - place) : NULL;
  g_autofree char *to = g_strdup_printf ("%s{ \"value\": %s, \"source\": \"program\","
                                         " \"from\": null, \"status\": \"%s\" }",
                                         key,
                                         self->value,
                                         status);

  g_assert_nonnull (from);
  return fixture_changed_scheme (from, to);
}

static gboolean
says_unverified (const ZpiScheme *scheme, const ZpiApplication *application, const char *id)
{
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);
  g_autofree char *said = NULL;

  for (guint i = 0; i < result->warnings->len; i++)
    if (strcmp (zpi_step_get_id (result->warnings->pdata[i]), id) == 0)
      said = zpi_explanation_render_step (result->warnings->pdata[i], "nl");
  g_test_message ("%s", said);
  g_assert_nonnull (said);
  return strstr (said, " Dit is nog niet bevestigd door de gemeente.") != NULL;
}

/* What comes from a value that nobody confirmed says so, and only that. */
static void
test_certainty (void)
{
  static const Certainty table[] = {
      {"student_rule", "\"exclude\"", "student-excluded"},
      {"student_rule", "\"unless-children\"", "student-unless-children"},
      {"student_rule", "\"duo-right\"", "student-duo-right"},
      {"student_rule", "\"part-time-only\"", "student-part-time"},
      {"minimum_age", "50", "minimum-age"},
      {"child_age_until", "18", "child-adult"},
      {"kostendelersnorm", "true", "co-sharers"},
      {"extra_routes", "[\"wsnp\"]", "extra-routes"},
      {"variable_income_months", "3", "fewer-months"},
  };
  const char *text =
      "{" MARIA ", 'inkomen': [{'soort': 'loon', 'bedragInCenten': 900000, 'periode': 'maand'},"
      " {'soort': 'wisselend-loon', 'maanden': [{'maand': '2025-12',"
      " 'bedragInCenten': 1}]}], 'kinderen': [{'geboorte': {'datum': {'type':"
      " 'Datum', 'datum': '2001-01-01'}}}]}";
  g_autoptr (ZpiApplication) application = fixture_application (text);

  application->student = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (ZpiScheme) doubted = scheme_with_status (&table[i], "unverified");
    g_autoptr (ZpiScheme) certain = scheme_with_status (&table[i], "published");

    g_assert_true (says_unverified (doubted, application, table[i].warning));
    g_assert_false (says_unverified (certain, application, table[i].warning));
  }
}

typedef struct {
  const char *rule;
  const char *warning; /* (nullable) */
} StudentRule;

static void
test_student_rules (void)
{
  static const StudentRule rules[] = {
      {"\"allow\"", NULL},
      {"\"exclude\"", "student-excluded"},
      {"\"unless-children\"", "student-unless-children"},
      {"\"duo-right\"", "student-duo-right"},
      {"\"part-time-only\"", "student-part-time"},
      {"null", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree char *into = g_strconcat ("{ \"value\": ",
                                         rules[i].rule,
                                         ", \"source\": \"page-2014\", \"from\": \"2015-01-01\"",
                                         NULL);
    g_autoptr (ZpiScheme) scheme = fixture_changed_scheme (
        "{ \"value\": \"exclude\", \"source\": \"page-2014\", \"from\": \"2015-01-01\"",
        into);
    g_autoptr (ZpiApplication) application =
        fixture_household ("2026-01-15", "2003-01-01", NULL, 50000);
    g_autoptr (ZpiEligibility) result = NULL;
    g_autoptr (ZpiEligibility) parent = NULL;
    guint n = 0;

    application->student = TRUE;
    result = zpi_eligibility_check (scheme, application);
    for (guint j = 0; j < result->warnings->len; j++)
      n += g_str_has_prefix (zpi_step_get_id (result->warnings->pdata[j]), "student");
    g_assert_cmpuint (n, ==, rules[i].warning != NULL ? 1 : 0);
    g_assert_true (rules[i].warning == NULL || fixture_has_warning (result, rules[i].warning));
    g_assert_cmpint (result->outcome, ==, ZPI_OUTCOME_LIKELY);
    /* Nobody hears that there is a right and that students have none in one breath. */
    g_assert_cmpstr (zpi_step_get_id (result->conclusion),
                     ==,
                     rules[i].warning != NULL ? "likely-by-income" : "likely");
    fixture_add_child (application, "2022-01-01");
    parent = zpi_eligibility_check (scheme, application);
    g_assert_false (fixture_has_warning (parent, "student-unless-children"));
  }
}

typedef struct {
  const char *change;
  const char *into;
  const char *type;
  gint64 norm;
} Mapping;

/* The scheme maps kinds of household to norms: single parents, and the pension age. */
static void
test_mapping (void)
{
  static const char rule[] = "\"single_parent_counts_as\": { \"value\": \"single\"";
  static const Mapping mappings[] = {
      {rule,
       "\"single_parent_counts_as\": { \"value\": \"couple\"",
       "single_parent_21_to_aow",
       190202},
      {rule, "\"single_parent_counts_as\": { \"value\": \"couple\"", "single_parent_aow", 203695},
      {rule,
       "\"single_parent_counts_as\": { \"value\": \"couple\"",
       "youth_18_20_single_parent",
       103779},
      {rule,
       "\"single_parent_counts_as\": { \"value\": \"own\"",
       "single_parent_21_to_aow",
       133143},
      {rule,
       "\"single_parent_counts_as\": { \"value\": \"own\"",
       "youth_18_20_single_parent",
       32869},
      {"\"aow_split\": { \"value\": true",
       "\"aow_split\": { \"value\": false",
       "single_aow",
       133143},
      {"\"aow_split\": { \"value\": true",
       "\"aow_split\": { \"value\": false",
       "single_parent_aow",
       133143},
      {"\"aow_split\": { \"value\": true",
       "\"aow_split\": { \"value\": false",
       "couple_aow_one_or_both",
       190202},
      {"\"aow_split\": { \"value\": true",
       "\"aow_split\": { \"value\": false",
       "couple_21_to_aow",
       190202},
      {"\"norm_basis\": { \"value\": \"excl",
       "\"norm_basis\": { \"value\": \"incl",
       "single_21_to_aow",
       140150},
  };

  for (guint i = 0; i < G_N_ELEMENTS (mappings); i++) {
    g_autoptr (ZpiScheme) scheme = fixture_changed_scheme (mappings[i].change, mappings[i].into);
    g_autoptr (ZpiApplication) application =
        household_of (find_kind (mappings[i].type), "2026-01-15", 100);
    g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);

    g_assert_cmpstr (result->household_type, ==, mappings[i].type);
    g_assert_cmpint (result->norm_cents, ==, mappings[i].norm);
  }
}

static void
test_rounding_rules (void)
{
  static const struct {
    const char *rule;
    gint64 limit;  /* 1331.43 × 120 % = 1597.716 */
    gint64 income; /* 600.01 × 13 / 12 = 650.0108… */
  } rules[] = {{"half-up", 159772, 65001},
               {"down", 159771, 65001},
               {"up", 159772, 65002},
               {"half-up-euro", 159800, 65000},
               {"down-euro", 159700, 65000},
               {"up-euro", 159800, 65100}};

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    g_autofree char *limit_rule =
        g_strdup_printf ("\"rounding_limit\": { \"value\": \"%s\"", rules[i].rule);
    g_autofree char *income_rule =
        g_strdup_printf ("\"rounding_income\": { \"value\": \"%s\"", rules[i].rule);
    g_autoptr (ZpiScheme) limits =
        fixture_changed_scheme ("\"rounding_limit\": { \"value\": \"half-up\"", limit_rule);
    g_autoptr (ZpiScheme) incomes =
        fixture_changed_scheme ("\"rounding_income\": { \"value\": \"half-up\"", income_rule);
    g_autoptr (ZpiApplication) application =
        fixture_household ("2026-01-15", "1980-01-01", NULL, 60001);
    ZpiIncome *income = application->incomes->pdata[0];
    g_autoptr (ZpiEligibility) limit = NULL;
    g_autoptr (ZpiEligibility) amount = NULL;

    g_free (income->period);
    income->period = g_strdup ("vier-weken");
    limit = zpi_eligibility_check (limits, application);
    amount = zpi_eligibility_check (incomes, application);
    g_assert_cmpint (limit->limit_cents, ==, rules[i].limit);
    g_assert_cmpint (amount->income_cents, ==, rules[i].income);
  }
}

/* What half a year more may bring is rounded up to a cent: with that cent nobody is said to have
 * too much. */
static void
test_rise_to_the_cent (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  const ZpiNormSet *last =
      &g_array_index (scheme->norms->sets, ZpiNormSet, scheme->norms->sets->len - 1);
  g_autofree char *on = NULL;
  gboolean ends_the_year = last->valid_to.month > 6;
  gint64 before = 1, after = 1;
  guint n_rounded = 0;

  on = g_strdup_printf ("%d-%s-01",
                        last->valid_to.year + ends_the_year,
                        ends_the_year ? "01" : "07");
  zpi_norms_find_largest_rise (scheme->norms, FALSE, &before, &after);
  g_assert_cmpint (after, >, before);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (ZpiApplication) low = household_of (&kinds[i], on, 100);
    g_autoptr (ZpiEligibility) likely = check_at (scheme, low, 100);
    gint64 most = (likely->norm_cents * after + before - 1) / before;

    for (int above = 0; above <= 1; above++) {
      g_autoptr (ZpiApplication) high = household_of (&kinds[i], on, most + above);
      g_autoptr (ZpiEligibility) result = check_at (scheme, high, 100);

      g_assert_cmpint (result->income_cents, ==, most + above);
      g_assert_cmpint (result->outcome, ==, above ? ZPI_OUTCOME_UNLIKELY : ZPI_OUTCOME_UNKNOWN);
    }
    n_rounded += likely->norm_cents * after % before != 0;
  }
  g_assert_cmpuint (n_rounded, >, 0);
}

static void
test_norm_absent (void)
{
  g_autoptr (ZpiScheme) scheme =
      fixture_changed_scheme ("\"couple_21_to_aow\": 190202", "\"couple_21_to_aow\": null");
  g_autoptr (ZpiApplication) application =
      fixture_household ("2026-01-15", "1980-01-01", "1980-01-01", 100);
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);
  g_autoptr (JsonNode) json = zpi_eligibility_to_json (result);

  g_assert_cmpint (result->outcome, ==, ZPI_OUTCOME_UNKNOWN);
  g_assert_cmpstr (zpi_step_get_id (result->missing->pdata[0]), ==, "missing-limit");
  g_assert_true (json_object_get_null_member (json_node_get_object (json), "limit_cents"));
  g_assert_true (json_object_get_null_member (json_node_get_object (json), "norm_cents"));
}

static void
test_json (void)
{
  static const char *const members[] = {"outcome",
                                        "household_type",
                                        "norm_cents",
                                        "percentage",
                                        "limit_cents",
                                        "income_cents",
                                        "norms_valid_from",
                                        "norms_valid_to",
                                        "warnings",
                                        "explanation"};
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application =
      fixture_household ("2026-11-22", "1980-05-01", NULL, 159772);
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);
  g_autoptr (ZpiEligibility) same = zpi_eligibility_ref (result);
  g_autoptr (JsonNode) json = zpi_eligibility_to_json (same);
  JsonObject *object = json_node_get_object (json);
  JsonArray *list;

  g_assert_cmpuint (json_object_get_size (object), ==, G_N_ELEMENTS (members));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_true (json_object_has_member (object, members[i]));
  g_assert_cmpstr (zpi_json_get_string (object, "outcome"), ==, "likely");
  g_assert_cmpstr (zpi_json_get_string (object, "norms_valid_to"), ==, "2026-06-30");
  list = zpi_json_get_array (object, "warnings");
  g_assert_cmpstr (zpi_json_get_string (json_array_get_object_element (list, 0), "id"),
                   ==,
                   "norms-outdated");
  g_assert_cmpstr (zpi_json_get_string (json_array_get_object_element (list, 0), "nl"),
                   ==,
                   "De bedragen vanaf 1 juli 2026 ontbreken. De grens is nu waarschijnlijk hoger.");
  list = zpi_json_get_array (object, "explanation");
  g_assert_cmpuint (json_array_get_length (list), >, 8);
}

/* A table of limits per month, and norms with holiday allowance: assistance without it is made
 * comparable. */
static void
test_other_basis (void)
{
  g_autoptr (ZpiScheme) table = fixture_changed_scheme (
      "\"limits\": null",
      "\"limits\": { \"period\": \"month\", \"rows\": { \"single_21_to_aow\": \"one\","
      " \"couple_21_to_aow\": \"two\" }, \"tables\": [{ \"municipality\": null, \"value\": {"
      " \"one\": 200000 }, \"source\": null, \"from\": \"2026-01-01\", \"status\": \"derived\""
      " }, { \"municipality\": \"Zoetermeer\", \"value\": { \"one\": 210000 }, \"source\": null,"
      " \"from\": \"2026-01-10\", \"status\": \"derived\" }] }");
  g_autoptr (ZpiScheme) with = fixture_changed_scheme ("\"norm_basis\": { \"value\": \"excl",
                                                       "\"norm_basis\": { \"value\": \"incl");
  g_autoptr (ZpiApplication) application =
      fixture_household ("2026-01-15", "1990-01-01", NULL, 133143);
  ZpiIncome *income = application->incomes->pdata[0];
  ZpiEligibilityOptions early = {0, fixture_day ("2026-01-05")};
  ZpiEligibilityOptions earlier = {0, fixture_day ("2025-01-05")};
  g_autoptr (ZpiEligibility) own = zpi_eligibility_check (table, application);
  g_autoptr (ZpiEligibility) general = zpi_eligibility_check_full (table, application, &early);
  g_autoptr (ZpiEligibility) none = zpi_eligibility_check_full (table, application, &earlier);
  g_autoptr (ZpiEligibility) couple = NULL;
  g_autoptr (ZpiEligibility) assistance = NULL;
  g_autofree char *said = NULL;

  g_assert_cmpint (own->limit_cents, ==, 210000);
  g_assert_cmpint (general->limit_cents, ==, 200000);
  g_assert_false (own->yearly);
  g_assert_false (none->has_limit);
  g_assert_cmpint (none->outcome, ==, ZPI_OUTCOME_UNKNOWN);
  application->has_partner = TRUE;
  application->partner.birth = application->applicant.birth;
  couple = zpi_eligibility_check (table, application);
  g_assert_cmpint (couple->outcome, ==, ZPI_OUTCOME_UNKNOWN);
  g_free (income->kind);
  income->kind = g_strdup ("bijstand");
  assistance = zpi_eligibility_check (with, application);
  g_assert_cmpint (assistance->income_cents, ==, 140151);
  said = zpi_explanation_render (assistance->explanation, "nl");
  g_assert_nonnull (strstr (said, "Met vakantiegeld is dat € 1.401,51 per maand."));
}

/* Months without a date, more months than the scheme looks at, no margin. */
static void
test_months (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiScheme) two = fixture_changed_scheme ("\"variable_income_months\": { \"value\": 3",
                                                      "\"variable_income_months\": { \"value\": 2");
  g_autoptr (ZpiScheme) no_margin =
      fixture_changed_scheme ("\"close_margin_cents\": { \"value\": 2500",
                              "\"close_margin_cents\": { \"value\": null");
  g_autoptr (ZpiApplication) application = fixture_application (
      "{" MARIA ", 'inkomen': [{'soort': 'wisselend-loon', 'maanden': [{'maand': '2025-10',"
      " 'bedragInCenten': 100}, {'maand': '2025-11', 'bedragInCenten': 200}, {'maand':"
      " '2025-12', 'bedragInCenten': 400}]}]}");
  ZpiIncome *income = application->incomes->pdata[0];
  g_autoptr (ZpiEligibility) last_two = zpi_eligibility_check (two, application);
  g_autoptr (ZpiEligibility) far = zpi_eligibility_check (no_margin, application);
  g_autoptr (ZpiEligibility) unnamed = NULL;
  g_autofree char *said = zpi_explanation_render (last_two->explanation, "nl");
  g_autofree char *without_names = NULL;

  g_assert_cmpint (last_two->income_cents, ==, 300);
  g_assert_nonnull (strstr (said, "€ 6,00 over november en december 2025."));
  g_assert_false (far->close_to_limit);
  income->months[0].month.month = 0;
  income->months[1].month.year = 0;
  unnamed = zpi_eligibility_check (scheme, application);
  without_names = zpi_explanation_render (unnamed->explanation, "nl");
  g_assert_cmpint (unnamed->income_cents, ==, 233);
  g_assert_nonnull (strstr (without_names, "€ 7,00 over 3 maanden. Gemiddeld is dat € 2,33"));
}

static void
test_boxed (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autoptr (ZpiApplication) application = zpi_application_new ();
  g_autoptr (ZpiEligibility) result = NULL;
  ZpiEligibility *copy;

  application->has_income_estimate = TRUE;
  application->income_estimate_cents = -1;
  result = zpi_eligibility_check (scheme, application);
  g_assert_cmpint (result->income_cents, ==, 0);
  copy = g_boxed_copy (ZPI_TYPE_ELIGIBILITY, result);
  g_assert_true (copy == result);
  g_boxed_free (ZPI_TYPE_ELIGIBILITY, copy);
}

/* Another city: last year's gross income per year, limits by municipality. */
static void
test_u_pas (void)
{
  static const char text[] =
      "{'peildatum': '2016-03-01', 'aanvrager': {'geboorte': {'datum': {'type': 'Datum', 'datum':"
      " '1980-05-01'}}, 'adres': {'woonplaats': '%s'}}, 'kinderen': [{'geboorte': {'datum': {"
      "'type': 'Datum', 'datum': '2010-01-01'}}}], 'inkomen': [{'soort': 'loon',"
      " 'bedragInCenten': 2452200, 'periode': 'jaar', 'grondslag': 'bruto'}]}";
  g_autoptr (ZpiScheme) scheme = fixture_other_scheme ("u-pas.json");
  g_autofree char *utrecht = g_strdup_printf (text, "Vleuten");
  g_autofree char *houten = g_strdup_printf (text, "Houten");
  g_autoptr (ZpiApplication) here = fixture_application (utrecht);
  g_autoptr (ZpiApplication) there = fixture_application (houten);
  g_autoptr (ZpiEligibility) at_limit = zpi_eligibility_check (scheme, here);
  g_autoptr (ZpiEligibility) elsewhere = zpi_eligibility_check (scheme, there);
  ZpiEligibilityOptions later = {0, fixture_day ("2017-03-01")};
  g_autoptr (ZpiEligibility) unsure = zpi_eligibility_check_full (scheme, here, &later);

  g_assert_cmpint (at_limit->outcome, ==, ZPI_OUTCOME_LIKELY);
  g_assert_true (at_limit->yearly);
  g_assert_false (at_limit->has_norm);
  g_assert_cmpint (at_limit->limit_cents, ==, 2452200);
  g_assert_cmpint (at_limit->income_cents, ==, 2452200);
  g_assert_false (fixture_has_warning (at_limit, "limit-unverified"));
  g_assert_false (fixture_has_warning (at_limit, "net-income"));
  /* The general table has no row for single parents. */
  g_assert_cmpint (elsewhere->outcome, ==, ZPI_OUTCOME_UNKNOWN);
  g_assert_true (fixture_has_warning (unsure, "limit-unverified"));
}

static void
test_u_pas_income (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_other_scheme ("u-pas.json");
  g_autoptr (ZpiApplication) application = fixture_application (
      "{'peildatum': '2016-03-01', 'aanvrager': {'geboorte': {'datum': {'type': 'Datum', 'datum':"
      " '1940-05-01'}}, 'adres': {'woonplaats': 'Utrecht'}}, 'inkomen': [{'soort': 'aow',"
      " 'bedragInCenten': 100000, 'periode': 'maand'}, {'soort': 'wisselend-loon', 'grondslag':"
      " 'bruto', 'maanden': [{'maand': '2015-10', 'bedragInCenten': 10000}, {'maand': '2015-11',"
      " 'bedragInCenten': 20000}, {'maand': '2015-12', 'bedragInCenten': 10001}]}]}");
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);
  g_autofree char *said = zpi_explanation_render (result->explanation, "en");

  g_assert_cmpint (result->income_cents, ==, 1200000 + 160004);
  g_assert_cmpint (result->limit_cents, ==, 1903500);
  g_assert_true (fixture_has_warning (result, "net-income"));
  g_assert_nonnull (strstr (said, "per year"));
  g_assert_nonnull (strstr (said, "the norm is the same before and after state pension age"));
}

static void
test_ooievaarspas (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_other_scheme ("ooievaarspas.json");
  g_autoptr (ZpiApplication) application =
      fixture_household ("2026-01-15", "1980-05-01", NULL, 173086);
  g_autoptr (ZpiEligibility) result = NULL;
  gint64 limit = 0;
  const ZpiStep *asset = NULL;

  g_free (application->city);
  application->city = g_strdup ("Voorburg");
  application->student = TRUE;
  result = zpi_eligibility_check (scheme, application);
  /* 1331.43 × 130 % = 1730.859 */
  g_assert_cmpint (result->limit_cents, ==, 173086);
  g_assert_cmpint (result->outcome, ==, ZPI_OUTCOME_LIKELY);
  g_assert_true (fixture_has_warning (result, "student-duo-right"));
  for (guint i = 0; i < result->warnings->len; i++)
    if (strcmp (zpi_step_get_id (result->warnings->pdata[i]), "asset-test") == 0)
      asset = result->warnings->pdata[i];
  g_assert_nonnull (asset);
  g_assert_true (zpi_step_get_amount (asset, "limit", &limit));
  g_assert_cmpint (limit, ==, 800000);
}

/* The limit of assets by kind of household and by year, with where it comes from. */
static void
assert_assets (const ZpiScheme *scheme,
               const Kind *kind,
               const char *on,
               gint64 assets,
               gint64 home,
               ZpiStatus status)
{
  g_autoptr (ZpiApplication) application = household_of (kind, on, 100);
  g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);
  gint64 found[2] = {0, 0};
  guint n_unverified = 0;

  for (guint i = 0; i < result->warnings->len; i++) {
    const ZpiStep *step = result->warnings->pdata[i];
    gboolean of_home = strcmp (zpi_step_get_id (step), "asset-home") == 0;
    g_autofree char *said = zpi_explanation_render_step (step, "nl");

    if (!of_home && strcmp (zpi_step_get_id (step), "asset-test") != 0)
      continue;
    g_assert_true (zpi_step_get_amount (step, "limit", &found[of_home]));
    n_unverified += strstr (said, "nog niet bevestigd") != NULL;
  }
  g_assert_cmpint (found[FALSE], ==, assets);
  g_assert_cmpint (found[TRUE], ==, home);
  /* That the house counts is nowhere confirmed for this pass. */
  g_assert_cmpuint (n_unverified, ==, status == ZPI_STATUS_UNVERIFIED ? 2 : 1);
}

static void
test_ooievaarspas_assets (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_other_scheme ("ooievaarspas.json");
  const Kind *single = find_kind ("single_21_to_aow");
  const Kind *parent = find_kind ("single_parent_aow");
  const Kind *couple = find_kind ("couple_21_to_aow");

  assert_assets (scheme, single, "2024-12-31", 757500, 6390000, ZPI_STATUS_PUBLISHED);
  assert_assets (scheme, parent, "2025-01-01", 1554000, 6550000, ZPI_STATUS_PUBLISHED);
  assert_assets (scheme, couple, "2025-12-31", 1554000, 6550000, ZPI_STATUS_PUBLISHED);
  assert_assets (scheme, single, "2026-01-01", 800000, 6750000, ZPI_STATUS_UNVERIFIED);
  assert_assets (scheme, parent, "2026-01-01", 1600000, 6750000, ZPI_STATUS_UNVERIFIED);
  assert_assets (scheme, couple, "2026-01-01", 1600000, 6750000, ZPI_STATUS_UNVERIFIED);
}

/* 130 percent: one cent below the limit, at it, above it. */
static void
test_ooievaarspas_limits (void)
{
  static const struct {
    const char *type;
    gint64 limit;
  } limits[] = {{"single_21_to_aow", 173086}, /* 1331.43 × 1.3 = 1730.859 */
                {"single_parent_21_to_aow", 173086},
                {"couple_21_to_aow", 247263},        /* 1902.02 × 1.3 = 2472.626 */
                {"single_aow", 193240},              /* 1486.46 × 1.3 = 1932.398 */
                {"couple_aow_one_or_both", 264804}}; /* 2036.95 × 1.3 = 2648.035 */
  g_autoptr (ZpiScheme) scheme = fixture_other_scheme ("ooievaarspas.json");

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    for (int off = -1; off <= 1; off++) {
      g_autoptr (ZpiApplication) application =
          household_of (find_kind (limits[i].type), "2026-01-15", limits[i].limit + off);
      g_autoptr (ZpiEligibility) result = zpi_eligibility_check (scheme, application);

      g_assert_cmpint (result->percentage, ==, 130);
      g_assert_cmpint (result->limit_cents, ==, limits[i].limit);
      g_assert_cmpint (result->outcome, ==, off <= 0 ? ZPI_OUTCOME_LIKELY : ZPI_OUTCOME_UNLIKELY);
    }
}

/* The table of Utrecht for one person, a parent alone and a couple, one cent below to above. */
static void
test_u_pas_limits (void)
{
  static const struct {
    const char *type;
    gint64 limit;
  } limits[] = {{"single_21_to_aow", 1903500},
                {"single_aow", 1903500},
                {"single_parent_21_to_aow", 2452200},
                {"couple_21_to_aow", 2759000},
                {"youth_18_20_couple_both_with_children", 2759000}};
  g_autoptr (ZpiScheme) scheme = fixture_other_scheme ("u-pas.json");

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    for (int off = -1; off <= 1; off++) {
      g_autoptr (ZpiApplication) application =
          household_of (find_kind (limits[i].type), "2026-03-01", limits[i].limit + off);
      ZpiIncome *income = application->incomes->pdata[0];
      g_autoptr (ZpiEligibility) result = NULL;

      g_free (application->city);
      application->city = g_strdup ("Utrecht");
      g_free (income->period);
      income->period = g_strdup ("jaar");
      income->gross = TRUE;
      result = zpi_eligibility_check (scheme, application);
      g_assert_true (result->yearly);
      g_assert_cmpint (result->limit_cents, ==, limits[i].limit);
      g_assert_cmpint (result->income_cents, ==, limits[i].limit + off);
      g_assert_cmpint (result->outcome, ==, off <= 0 ? ZPI_OUTCOME_LIKELY : ZPI_OUTCOME_UNLIKELY);
    }
}

/* By other rules than an application names there is no outcome; what they would give is asked for.
 */
static void
test_other_rules (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  g_autofree char *own = zpi_scheme_dup_full_version (scheme);
  const struct {
    const char *id;
    const char *version;
    gboolean named;
  } cases[] = {
      {"", "", TRUE},
      {"zoetermeerpas", own, TRUE},
      {"zoetermeerpas", "", TRUE},
      {"", own, TRUE},
      {"ooievaarspas", "", FALSE},
      {"ooievaarspas", own, FALSE},
      {"zoetermeerpas", "zoetermeerpas/2019-01-01/2019-01-01", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const ZpiEligibilityOptions options = {.other_rules = TRUE};
    g_autoptr (ZpiApplication) application =
        fixture_household ("2026-01-15", "1980-05-01", NULL, 100000);
    g_autoptr (ZpiEligibility) result = NULL;
    g_autoptr (ZpiEligibility) would = NULL;

    g_free (application->scheme);
    g_free (application->scheme_version);
    application->scheme = g_strdup (cases[i].id);
    application->scheme_version = g_strdup (cases[i].version);
    result = zpi_eligibility_check (scheme, application);
    g_assert_cmpint (result->outcome,
                     ==,
                     cases[i].named ? ZPI_OUTCOME_LIKELY : ZPI_OUTCOME_UNKNOWN);
    g_assert_true (fixture_has_warning (result, "other-rules") == !cases[i].named);
    would = zpi_eligibility_check_full (scheme, application, &options);
    g_assert_cmpint (would->outcome, ==, ZPI_OUTCOME_LIKELY);
    g_assert_false (fixture_has_warning (would, "other-rules"));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/eligibility/limits/printed-2024", test_printed_limits);
  g_test_add_func ("/eligibility/limits/printed-2026", test_printed_2026);
  g_test_add_func ("/eligibility/limits/norm-sets", test_norm_sets);
  g_test_add_func ("/eligibility/limits/boundaries", test_boundaries);
  g_test_add_func ("/eligibility/limits/mapping", test_mapping);
  g_test_add_func ("/eligibility/limits/rounding", test_rounding_rules);
  g_test_add_func ("/eligibility/limits/norm-absent", test_norm_absent);
  g_test_add_func ("/eligibility/limits/rise-to-the-cent", test_rise_to_the_cent);
  g_test_add_func ("/eligibility/ages/birthdays", test_birthdays);
  g_test_add_func ("/eligibility/ages/birthdays-of-others", test_birthdays_of_others);
  g_test_add_func ("/eligibility/pass-year", test_pass_year);
  g_test_add_func ("/eligibility/ages/partly-unknown", test_partly_unknown);
  g_test_add_func ("/eligibility/ages/unborn", test_unborn);
  g_test_add_func ("/eligibility/estimates", test_estimates);
  g_test_add_func ("/eligibility/children-not-asked", test_children_not_asked);
  g_test_add_func ("/eligibility/date", test_date);
  g_test_add_func ("/eligibility/warnings/each", test_warnings);
  g_test_add_func ("/eligibility/warnings/certainty", test_certainty);
  g_test_add_func ("/eligibility/warnings/once", test_warning_once);
  g_test_add_func ("/eligibility/warnings/negative", test_negative_amount);
  g_test_add_func ("/eligibility/warnings/place-with-a-slip", test_place_with_a_slip);
  g_test_add_func ("/eligibility/warnings/period", test_other_period);
  g_test_add_func ("/eligibility/doubts", test_doubts);
  g_test_add_func ("/eligibility/child-in-doubt", test_child_in_doubt);
  g_test_add_func ("/eligibility/open-answers", test_open_answers);
  g_test_add_func ("/eligibility/file-as-typed", test_file_as_typed);
  g_test_add_func ("/eligibility/mean-without-holiday", test_mean_without_holiday);
  g_test_add_func ("/eligibility/words-beside-amount", test_words_beside_amount);
  g_test_add_func ("/eligibility/one-sided", test_one_sided);
  g_test_add_func ("/eligibility/form-without-partner", test_form_without_partner);
  g_test_add_func ("/eligibility/form-with-partner-open", test_form_with_partner_open);
  g_test_add_func ("/eligibility/place-not-known", test_place_not_known);
  g_test_add_func ("/eligibility/living-elsewhere", test_living_elsewhere);
  g_test_add_func ("/eligibility/slips-by-four-weeks", test_slips_by_four_weeks);
  g_test_add_func ("/eligibility/warnings/large", test_large_amount);
  g_test_add_func ("/eligibility/warnings/students", test_student_rules);
  g_test_add_func ("/eligibility/income/other-basis", test_other_basis);
  g_test_add_func ("/eligibility/income/months", test_months);
  g_test_add_func ("/eligibility/boxed", test_boxed);
  g_test_add_func ("/eligibility/other-rules", test_other_rules);
  g_test_add_func ("/eligibility/json", test_json);
  g_test_add_func ("/eligibility/schemes/u-pas", test_u_pas);
  g_test_add_func ("/eligibility/schemes/u-pas-income", test_u_pas_income);
  g_test_add_func ("/eligibility/schemes/u-pas-limits", test_u_pas_limits);
  g_test_add_func ("/eligibility/schemes/ooievaarspas", test_ooievaarspas);
  g_test_add_func ("/eligibility/schemes/ooievaarspas-assets", test_ooievaarspas_assets);
  g_test_add_func ("/eligibility/schemes/ooievaarspas-limits", test_ooievaarspas_limits);
  return g_test_run ();
}
