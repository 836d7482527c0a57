/* SPDX-License-Identifier: EUPL-1.2 */

#include <string.h>

#include "rules-fixture.h"
#include "zpi-error.h"
#include "zpi-scheme.h"

static GBytes *
shipped (const char *name)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();

  return g_bytes_ref (strcmp (name, "norms.json") == 0 ? zpi_scheme_get_norms_bytes (scheme)
                                                       : zpi_scheme_get_bytes (scheme));
}

static ZpiDate
day (int year, int month, int d)
{
  ZpiDate date = ZPI_DATE_INIT;

  g_assert_true (zpi_date_set (&date, year, month, d));
  return date;
}

static void
test_shipped (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiScheme) scheme = zpi_scheme_load_shipped ("zoetermeerpas", &error);
  g_autoptr (ZpiScheme) none = NULL;
  g_autofree char *version = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (zpi_scheme_get_id (scheme), ==, "zoetermeerpas");
  g_assert_cmpstr (zpi_text_get (zpi_scheme_get_name (scheme), "nl_NL"), ==, "Zoetermeerpas");
  version = zpi_scheme_dup_full_version (scheme);
  g_assert_cmpstr (version, ==, "zoetermeerpas/2026-11-22/2026-11-22");
  g_assert_cmpint (zpi_scheme_compare_version (scheme, scheme), ==, 0);

  none = zpi_scheme_load_shipped ("rotterdampas", &error);
  g_assert_null (none);
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (zpi_scheme_load_shipped ("norms", NULL));
}

static void
test_dated_values (void)
{
  g_autoptr (ZpiScheme) scheme = zpi_scheme_load_shipped ("zoetermeerpas", NULL);
  ZpiDate before = day (2012, 5, 1);
  ZpiDate then = day (2019, 12, 31);
  ZpiDate now = day (2026, 1, 15);
  gint64 value = 0;

  g_assert_true (zpi_scheme_get_integer (scheme, ZPI_PARAMETER_PERCENTAGE, &now, &value));
  g_assert_cmpint (value, ==, 120);
  g_assert_cmpint (zpi_scheme_get_provenance (scheme, ZPI_PARAMETER_PERCENTAGE, &then)->status,
                   ==,
                   ZPI_STATUS_PUBLISHED);
  g_assert_cmpint (zpi_scheme_get_provenance (scheme, ZPI_PARAMETER_PERCENTAGE, &before)->status,
                   ==,
                   ZPI_STATUS_PUBLISHED);
  g_assert_cmpint (zpi_scheme_get_provenance (scheme, ZPI_PARAMETER_PERCENTAGE, &now)->status,
                   ==,
                   ZPI_STATUS_UNVERIFIED);
  g_assert_false (zpi_scheme_get_integer (scheme, ZPI_PARAMETER_MISSING_DATA_DAYS, &now, &value));
  g_assert_cmpint (value, ==, 120);
  g_assert_false (zpi_scheme_get_switch (scheme, ZPI_PARAMETER_ASSET_TEST, &now));
  g_assert_true (zpi_scheme_get_switch (scheme, ZPI_PARAMETER_JOINT_INCOME, &now));
  then = day (2023, 6, 1);
  g_assert_false (zpi_scheme_get_switch (scheme, ZPI_PARAMETER_JOINT_INCOME, &then));
  g_assert_null (zpi_scheme_get_text (scheme, ZPI_PARAMETER_SELF_EMPLOYED_EVIDENCE, &now));
  g_assert_null (*zpi_scheme_get_words (scheme, ZPI_PARAMETER_EXTRA_ROUTES, &now));
  g_assert_cmpstr (*zpi_scheme_get_words (scheme, ZPI_PARAMETER_AUTOMATIC_GRANT_SOURCES, &now),
                   ==,
                   "automatisch-verlengd");
}

/* The old address lasts until 1 January 2024, that day not included. */
static void
test_website (void)
{
  g_autoptr (ZpiScheme) scheme = zpi_scheme_load_shipped ("zoetermeerpas", NULL);
  ZpiDate last = day (2023, 12, 31);
  ZpiDate first = day (2024, 1, 1);

  g_assert_cmpstr (zpi_scheme_get_word (scheme, ZPI_PARAMETER_WEBSITE, &last),
                   ==,
                   "2024.zoetermeerpas.nl");
  g_assert_cmpstr (zpi_scheme_get_word (scheme, ZPI_PARAMETER_WEBSITE, &first),
                   ==,
                   "www.zoetermeerpas.nl");
}

static void
test_lists (void)
{
  static const char *const kinds[] = {"loon",
                                      "wisselend-loon",
                                      "aow",
                                      "pensioen",
                                      "bijstand",
                                      "uitkering",
                                      "alimentatie",
                                      "onderneming",
                                      "studiefinanciering",
                                      "heffingskorting",
                                      "anders",
                                      "geen"};
  static const char *const exempt[] = {"kinderbijslag", "toeslag", "kindgebonden-budget"};
  static const char *const documents[] = {"legitimatie",
                                          "loonstrook",
                                          "uitkeringsspecificatie",
                                          "pensioenspecificatie",
                                          "bankafschrift",
                                          "verklaring",
                                          "overig"};
  g_autoptr (ZpiScheme) scheme = zpi_scheme_load_shipped ("zoetermeerpas", NULL);
  const ZpiPeriod *period = zpi_scheme_find_period (scheme, "vier-weken");

  g_assert_cmpint (period->numerator, ==, 13);
  g_assert_cmpint (period->denominator, ==, 12);
  g_assert_null (zpi_scheme_find_period (scheme, "eeuw"));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_true (zpi_scheme_find_income_kind (scheme, kinds[i])->counts);
  for (guint i = 0; i < G_N_ELEMENTS (exempt); i++)
    g_assert_false (zpi_scheme_find_income_kind (scheme, exempt[i])->counts);
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    g_assert_nonnull (zpi_scheme_find_document_kind (scheme, documents[i]));
  g_assert_null (zpi_scheme_find_income_kind (scheme, "loterij"));
  g_assert_cmpuint (zpi_scheme_get_identity_kinds (scheme)->len, ==, 3);
  g_assert_cmpuint (zpi_scheme_get_municipalities (scheme)->len, ==, 1);
  g_assert_cmpuint (zpi_scheme_get_income_kinds (scheme)->len, >=, 12);
}

static void
test_pass_year (void)
{
  g_autoptr (ZpiScheme) scheme = zpi_scheme_load_shipped ("zoetermeerpas", NULL);
  ZpiDate first;
  ZpiDate last;
  ZpiDate opens;
  ZpiDate closes;
  ZpiDate on;

  zpi_scheme_pass_year_bounds (scheme, 2026, &first, &last);
  on = day (2026, 1, 1);
  g_assert_cmpint (zpi_date_compare (&first, &on), ==, 0);
  on = day (2026, 12, 31);
  g_assert_cmpint (zpi_date_compare (&last, &on), ==, 0);
  g_assert_false (zpi_scheme_application_window (scheme, 2026, &opens, &closes));
  on = day (2025, 12, 27);
  g_assert_cmpint (zpi_scheme_pass_year_on (scheme, &on), ==, 2025);
  g_assert_true (zpi_scheme_application_window (scheme, 2014, &opens, &closes));
  on = day (2013, 12, 27);
  g_assert_cmpint (zpi_date_compare (&opens, &on), ==, 0);
  g_assert_cmpint (zpi_scheme_pass_year_on (scheme, &on), ==, 2014);
  on = day (2013, 12, 26);
  g_assert_cmpint (zpi_scheme_pass_year_on (scheme, &on), ==, 2013);
  on = day (2014, 10, 31);
  g_assert_cmpint (zpi_date_compare (&closes, &on), ==, 0);
  g_assert_cmpint (zpi_scheme_pass_year_on (scheme, &on), ==, 2014);
}

/* A new application is for the year in which the pass can still come; ages and norms count on the
 * first day of a year that has not begun. */
static void
test_pass_year_preset (void)
{
  static const struct {
    ZpiDate today;
    int preset;
    int year;
    ZpiDate on;
  } rows[] = {
      {{ZPI_DATE_FULL, 2026, 11, 12}, 2026, 2026, {ZPI_DATE_FULL, 2026, 11, 12}},
      {{ZPI_DATE_FULL, 2026, 11, 13}, 2027, 2027, {ZPI_DATE_FULL, 2027, 1, 1}},
      {{ZPI_DATE_FULL, 2026, 12, 31}, 2027, 2026, {ZPI_DATE_FULL, 2026, 12, 31}},
      {{ZPI_DATE_FULL, 2027, 1, 1}, 2027, 2027, {ZPI_DATE_FULL, 2027, 1, 1}},
      {{ZPI_DATE_FULL, 2026, 3, 1}, 2026, 2027, {ZPI_DATE_FULL, 2027, 1, 1}},
      {{ZPI_DATE_FULL, 2026, 3, 1}, 2026, 2025, {ZPI_DATE_FULL, 2026, 3, 1}},
      {{ZPI_DATE_FULL, 2026, 3, 1}, 2026, 0, {ZPI_DATE_FULL, 2026, 3, 1}},
  };
  g_autoptr (ZpiScheme) scheme = zpi_scheme_load_shipped ("zoetermeerpas", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    ZpiDate on = zpi_scheme_reference_date_in (scheme, rows[i].year, &rows[i].today);

    g_assert_cmpint (zpi_scheme_pass_year_preset (scheme, &rows[i].today), ==, rows[i].preset);
    g_assert_cmpint (zpi_date_compare (&on, &rows[i].on), ==, 0);
  }
}

typedef struct {
  const char *file;
  const char *from;
  const char *to;
  const char *message;
} Damage;

/* One change to a shipped file, and the place and reason that the error has to name. */
static const Damage damages[] = {
    {"scheme", "\"zpi-scheme/1\"", "\"zpi-scheme/2\"", "line 2: format: must be zpi-scheme/1"},
    {"scheme", "\"id\": \"zoetermeerpas\"", "\"id\": 5", "line 3: id: must be a text"},
    {"scheme", "\"id\": \"zoetermeerpas\"", "\"id\": \"Zoetermeer pas\"", "line 3: id: may hold"},
    {"scheme", "\"id\": \"zoetermeerpas\",", "", "line 1: id: is missing"},
    {"scheme", "\"percentage\": [", "\"procent\": [", "parameters.procent: is not a known key"},
    {"scheme",
     "{ \"value\": 120,",
     "{ \"value\": 0,",
     "percentage.0.value: must be a whole number"},
    {"scheme", "{ \"value\": 120,", "{ \"value\": 120.5,", "percentage.0.value: must be a whole"},
    {"scheme", "{ \"value\": 120,", "{", "percentage.0.value: is missing"},
    {"scheme",
     "\"from\": \"2020-01-01\"",
     "\"from\": \"2012-01-01\"",
     "percentage.1.from: must be"},
    {"scheme",
     "\"from\": \"2020-01-01\"",
     "\"from\": \"2020-13-01\"",
     "percentage.1.from: must be"},
    {"scheme", "\"single\", \"source\"", "\"both\", \"source\"", "must be one of single, couple"},
    {"scheme",
     "\"aow_split\": { \"value\": true",
     "\"aow_split\": { \"value\": 1",
     "aow_split.value"},
    {"scheme",
     "\"aow_split\": { \"value\": true",
     "\"aow_split\": { \"value\": null",
     "may not be null"},
    {"scheme", "\"10-31\"", "\"02-29\"", "application_closes.0.value: must be a month and a day"},
    {"scheme", "\"automatisch-verlengd\"", "7", "automatic_grant_sources.value: must be a list"},
    {"scheme",
     "\"source\": \"page-2014\"",
     "\"source\": \"hearsay\"",
     "is not in the list of sources"},
    {"scheme",
     "\"status\": \"published\"",
     "\"status\": \"sure\"",
     "must be published, derived or"},
    {"scheme", "\"source\": \"page-2014\"", "\"source\": null", "percentage.0.source: is missing"},
    {"scheme", "\"limits\": null", "\"limits\": {}", "limits.period: is missing"},
    {"scheme",
     "\"percentage\": [",
     "\"percentage\": [], \"x\": [",
     "parameters.x: is not a known key"},
    {"scheme", "[[2711, 2729]]", "[[2711]]", "municipalities.0.postcodes: must be pairs"},
    {"scheme", "[[2711, 2729]]", "[[27, 2729]]", "municipalities.0.postcodes: must be pairs"},
    {"scheme", "[13, 12]", "[13, 0]", "periods.1.value: must be two whole numbers"},
    {"scheme", "[13, 12]", "[13]", "periods.1.value: must be two whole numbers"},
    {"scheme",
     "\"variable_income_months\": { \"value\": 3",
     "\"variable_income_months\": { \"value\": 4",
     "variable_income_months.value: must be a whole number from 1 to 3"},
    {"scheme", "\"id\": \"maand\"", "\"id\": \"month\"", "periods: maand is missing"},
    {"scheme", "\"id\": \"anders\"", "\"id\": \"rest\"", "income_kinds: anders is missing"},
    {"scheme", "\"id\": \"overig\"", "\"id\": \"rest\"", "document_kinds: overig is missing"},
    {"scheme",
     "\"file_words\": [",
     "\"file_words\": [5, ",
     "document_kinds.0.file_words: must be a list of texts"},
    {"scheme",
     "\"group\": \"benefit\"",
     "\"group\": \"gift\"",
     "income_kinds.3.group: is not a known"},
    {"scheme",
     "\"id\": \"wisselend-loon\"",
     "\"id\": \"loon\"",
     "income_kinds.1.id: is there twice"},
    {"scheme",
     "\"document\": \"loonstrook\"",
     "\"document\": \"brief\"",
     "evidence.0.document: is not"},
    {"scheme",
     "\"parameter\": \"gift_limit_cents\"",
     "\"parameter\": \"price\"",
     "exempt.parameter"},
    {"scheme",
     "{ \"cents\": 22000, \"period\": \"maand\"",
     "{ \"cents\": 1, \"period\": \"m\"",
     "exempt.period"},
    {"scheme",
     "\"default_period\": \"kwartaal\"",
     "\"default_period\": \"ooit\"",
     "default_period: is"},
    {"scheme", "\"for\": \"partner\"", "\"for\": \"dog\"", "evidence.1.for: must be applicant"},
    {"scheme",
     "\"norms\": \"participatiewet\"",
     "\"norms\": \"x\"",
     "norms: must be participatiewet"},
    {"scheme", "\"month-net\"", "\"previous-year-gross\"", "limits: must be amounts per year"},
    {"scheme",
     "{ \"nl\": \"loon\", \"en\": \"wages\" }",
     "{ \"nl\": \"loon\" }",
     "label.en: is missing"},
    {"scheme", "{ \"nl\": \"loon\", \"en\": \"wages\" }", "\"loon\"", "label: must be an object"},
    {"scheme", "\"income_kinds\": [", "\"income_kinds\": 5, \"y\": [", "y: is not a known key"},
    {"scheme", "\"evidence\": [\n", "\"evidence\": [ 5,\n", "evidence.0: must be an object"},
    {"scheme", "{", "[", "zoetermeerpas.json: JSON document"},
    {"scheme", "\"version\": \"2026-11-22\"", "\"version\": {}", "line 4: version: must be a text"},
    {"scheme",
     "\"version\": \"2026-11-22\"",
     "\"version\": \"\"",
     "line 4: version: must be a text"},
    {"scheme", "\"sources\": {", "\"sources\": [], \"q\": {", "q: is not a known key"},
    {"scheme",
     "{ \"value\": 120,",
     "{ \"value\": 1001,",
     "percentage.0.value: must be a whole number"},
    {"scheme",
     "{ \"value\": 120,",
     "{ \"value\": [120],",
     "percentage.0.value: must be a whole number"},
    {"scheme",
     "\"aow_split\": { \"value\": true",
     "\"aow_split\": { \"value\": [true]",
     "aow_split.value"},
    {"scheme",
     "\"minimum_age\": {",
     "\"minimum_age\": 18, \"o\": {",
     "parameters.o: is not a known"},
    {"scheme",
     "[\"automatisch-verlengd\"]",
     "[[]]",
     "automatic_grant_sources.value: must be a list"},
    {"scheme", "[\"automatisch-verlengd\"]", "{}", "automatic_grant_sources.value: must be a list"},
    {"scheme",
     "{ \"value\": \"10-31\"",
     "{ \"value\": 5",
     "application_closes.0.value: must be a text"},
    {"scheme",
     "{ \"value\": \"single\"",
     "{ \"value\": 5",
     "single_parent_counts_as.value: must be"},
    {"scheme", "[[2711, 2729]]", "[5]", "municipalities.0.postcodes: must be pairs"},
    {"scheme", "[[2711, 2729]]", "[[[], 2729]]", "municipalities.0.postcodes: must be pairs"},
    {"scheme", "[[2711, 2729]]", "[[\"2711\", 2729]]", "municipalities.0.postcodes: must be pairs"},
    {"scheme", "[[2711, 2729]]", "[[2711, 27290]]", "municipalities.0.postcodes: must be pairs"},
    {"scheme", "[[2711, 2729]]", "5", "municipalities.0.postcodes: must be a list"},
    {"scheme", "[13, 12]", "13", "periods.1.value: must be a list"},
    {"scheme", "[13, 12]", "[{}, 12]", "periods.1.value: must be two whole numbers"},
    {"scheme", "[13, 12]", "[\"13\", 12]", "periods.1.value: must be two whole numbers"},
    {"scheme", "[13, 12]", "[1300, 12]", "periods.1.value: must be two whole numbers"},
    {"scheme", "\"id\": \"loon\"", "\"id\": null", "income_kinds.0.id: is missing"},
    {"scheme",
     "\"parameter\": \"gift_limit_cents\", \"period\": \"jaar\"",
     "\"cents\": 1",
     "exempt.period"},
    {"scheme", "\"limits\": null", "\"limits\": 5", "limits: must be an object"},
    {"scheme",
     "\"limits\": null",
     "\"limits\": {\"period\": \"year\", \"rows\": {}, \"tables\": []}",
     "limits: must be amounts per month"},
    {"scheme",
     "\"limits\": null",
     "\"limits\": {\"period\": \"week\", \"rows\": {}, \"tables\": []}",
     "limits.period: must be month or year"},
    {"scheme",
     "\"limits\": null",
     "\"limits\": {\"period\": \"month\", \"rows\": {}, \"tables\": [{"
     "\"municipality\": \"Delft\", \"value\": {}, \"from\": null, \"source\": null, \"status\": "
     "\"derived\"}]}",
     "tables.0.municipality: is not in the list"},
    {"scheme",
     "[\n      { \"value\": 120, \"source\": \"page-2014\", \"from\": \"2014-01-01\", \"status\": "
     "\"published\" },",
     "[\n      { \"value\": null, \"source\": \"page-2014\", \"from\": \"2014-01-01\", \"status\": "
     "\"published\" },",
     "limits: is missing, and there is no percentage"},
    {"scheme",
     "\"minimum_age\": { \"value\": 18, \"source\": \"page-2019\", \"from\": \"2019-01-01\", "
     "\"status\": \"derived\" }",
     "\"minimum_age\": 18",
     "minimum_age: must be a value, or a list"},
    {"scheme",
     "\"minimum_age\": { \"value\": 18, \"source\": \"page-2019\", \"from\": \"2019-01-01\", "
     "\"status\": \"derived\" }",
     "\"minimum_age\": []",
     "minimum_age: must be a value, or a list"},
    {"scheme",
     "\"minimum_age\": { \"value\": 18, \"source\": \"page-2019\", \"from\": \"2019-01-01\", "
     "\"status\": \"derived\" }",
     "\"minimum_age\": [5]",
     "minimum_age.0: must be an object"},
    {"norms", "\"zpi-norms/1\"", "\"zpi-norms/9\"", "norms.json: line 2: format: must be"},
    {"norms",
     "\"single_21_to_aow\": 121964",
     "\"single_21_to_aow\": \"121964\"",
     "must be a whole"},
    {"norms", "\"single_21_to_aow\": 121964", "\"single\": 121964", "is not a known key"},
    {"norms", "\"valid_to\": \"2024-06-30\"", "\"valid_to\": \"2023-06-30\"", "valid_to: must be"},
    {"norms",
     "\"valid_from\": \"2024-07-01\"",
     "\"valid_from\": \"2024-06-30\"",
     "norm_sets.1.valid_from"},
    {"norms", "\"valid_from\": \"2024-01-01\"", "\"valid_from\": null", "valid_from: is missing"},
    {"norms", "\"born_to\": \"1960-12-31\"", "\"born_to\": \"1950-12-31\"", "aow_ages.1.born_to"},
    {"norms", "\"years\": 66", "\"years\": 6", "aow_ages.0.value.years: must be a whole number"},
    {"norms", "\"id\": \"single_aow\"", "\"id\": \"widow\"", "household_types.3.id: is not a kind"},
    {"norms", "\"id\": \"single_aow\"", "\"id\": \"couple_21_to_aow\"", "single_aow is missing"},
    {"norms", "\"base_percentage\": 40", "\"base_percentage\": 0", "kostendelersnorm.value.base"},
    {"norms", "\"norm_sets\": [", "\"norm_sets\": [], \"old\": [", "old: is not a known key"},
    {"norms", "\"aow_ages\": [", "\"aow_ages\": null, \"z\": [", "z: is not a known key"},
};

static GBytes *
damaged (GBytes *bytes, const Damage *damage)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  char *place = strstr (text, damage->from);
  GString *result;

  g_assert_nonnull (place);
  result = g_string_new_len (text, place - text);
  g_string_append (result, damage->to);
  g_string_append (result, place + strlen (damage->from));
  return g_string_free_to_bytes (result);
}

static void
test_errors (void)
{
  g_autoptr (GBytes) scheme = shipped ("zoetermeerpas.json");
  g_autoptr (GBytes) norms = shipped ("norms.json");

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++) {
    gboolean in_scheme = strcmp (damages[i].file, "scheme") == 0;
    g_autoptr (GBytes) changed = damaged (in_scheme ? scheme : norms, &damages[i]);
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiScheme) loaded = zpi_scheme_load (in_scheme ? changed : scheme,
                                                    "zoetermeerpas.json",
                                                    in_scheme ? norms : changed,
                                                    "norms.json",
                                                    &error);

    g_assert_null (loaded);
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
    g_test_message ("%s", error->message);
    if (strstr (error->message, damages[i].message) == NULL)
      g_test_fail_printf ("“%s” does not say “%s”", error->message, damages[i].message);
    g_assert_nonnull (strstr (error->message, in_scheme ? "zoetermeerpas.json:" : "norms.json:"));
    g_assert_nonnull (strstr (error->message, "line "));
  }
}

/* A file that is JSON but no object. */
static void
test_no_object (void)
{
  g_autoptr (GBytes) norms = shipped ("norms.json");
  g_autoptr (GBytes) list = g_bytes_new_static ("[]", 2);
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_scheme_load (list, "own.json", norms, "norms.json", &error));
  g_assert_cmpstr (error->message, ==, "own.json: line 1: the whole file: must be an object");
  g_clear_error (&error);
  g_assert_null (zpi_scheme_load (norms, "own.json", list, "norms.json", &error));
  g_assert_cmpstr (error->message, ==, "norms.json: line 1: the whole file: must be an object");
}

static void
test_versions (void)
{
  g_autoptr (ZpiScheme) first = fixture_scheme ();
  g_autoptr (ZpiScheme) newer =
      fixture_changed_scheme ("\"id\": \"zoetermeerpas\",\n  \"version\": \"2026-11-22\"",
                              "\"id\": \"zoetermeerpas\",\n  \"version\": \"2027-01-01\"");
  g_autoptr (ZpiScheme) norms =
      fixture_changed_scheme ("\"id\": \"participatiewet\",\n  \"version\": \"2026-11-22\"",
                              "\"id\": \"participatiewet\",\n  \"version\": \"2026-12-01\"");
  g_autofree char *version = zpi_scheme_dup_full_version (norms);

  g_assert_cmpint (zpi_scheme_compare_version (first, newer), <, 0);
  g_assert_cmpint (zpi_scheme_compare_version (newer, norms), >, 0);
  g_assert_cmpint (zpi_scheme_compare_version (first, norms), <, 0);
  g_assert_cmpstr (version, ==, "zoetermeerpas/2026-11-22/2026-12-01");
  g_assert_cmpstr (zpi_text_get (NULL, "nl"), ==, "");
}

/* Another city's pass year, window and lists. */
static void
test_other_pass_year (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_other_scheme ("u-pas.json");
  g_autoptr (ZpiScheme) window =
      fixture_changed_scheme ("\"pass_year_start\": { \"value\": \"01-01\"",
                              "\"pass_year_start\": { \"value\": \"12-28\"");
  ZpiDate on = day (2026, 6, 30);
  ZpiDate first;
  ZpiDate last;
  ZpiDate opens;
  ZpiDate closes;

  g_assert_cmpint (zpi_scheme_pass_year_on (scheme, &on), ==, 2025);
  on = day (2026, 7, 1);
  g_assert_cmpint (zpi_scheme_pass_year_on (scheme, &on), ==, 2026);
  zpi_scheme_pass_year_bounds (scheme, 2026, &first, &last);
  g_assert_cmpint (zpi_date_compare (&first, &on), ==, 0);
  on = day (2027, 6, 30);
  g_assert_cmpint (zpi_date_compare (&last, &on), ==, 0);
  g_assert_false (zpi_scheme_application_window (scheme, 2026, &opens, &closes));
  g_assert_nonnull (zpi_scheme_get_text (scheme, ZPI_PARAMETER_SELF_EMPLOYED_EVIDENCE, &on));

  /* It opens the day before it begins, and closes in the year after. */
  g_assert_true (zpi_scheme_application_window (window, 2014, &opens, &closes));
  on = day (2014, 12, 27);
  g_assert_cmpint (zpi_date_compare (&opens, &on), ==, 0);
  on = day (2015, 10, 31);
  g_assert_cmpint (zpi_date_compare (&closes, &on), ==, 0);
}

/* On the day on which the pass year begins it opens in that year, and may close on that day. */
static void
test_window_on_the_first_day (void)
{
  g_autoptr (ZpiScheme) opening =
      fixture_changed_scheme ("\"pass_year_start\": { \"value\": \"01-01\"",
                              "\"pass_year_start\": { \"value\": \"12-27\"");
  g_autoptr (ZpiScheme) closing =
      fixture_changed_scheme ("\"pass_year_start\": { \"value\": \"01-01\"",
                              "\"pass_year_start\": { \"value\": \"10-31\"");
  ZpiDate on = day (2014, 12, 27);
  ZpiDate opens;
  ZpiDate closes;

  zpi_scheme_application_window (opening, 2014, &opens, &closes);
  g_assert_cmpint (zpi_date_compare (&opens, &on), ==, 0);
  on = day (2014, 10, 31);
  zpi_scheme_application_window (closing, 2014, &opens, &closes);
  g_assert_cmpint (zpi_date_compare (&closes, &on), ==, 0);
}

static void
test_boxed (void)
{
  g_autoptr (ZpiScheme) scheme = fixture_scheme ();
  ZpiScheme *copy = g_boxed_copy (ZPI_TYPE_SCHEME, scheme);

  g_assert_true (copy == scheme);
  g_boxed_free (ZPI_TYPE_SCHEME, copy);
}

/* The line in the error is the line of the key, whatever stands around it. */
static void
test_error_line (void)
{
  g_autoptr (GBytes) norms = shipped ("norms.json");
  const char *text = "{\n \"format\": \"zpi-scheme/1\",\n \"note\": \"} \\\" {\",\n"
                     " \"sources\": {\n  \"a\": { \"title\": \"x\" },\n  \"b\":\n   {\n"
                     "    \"address\": \"y\"\n   }\n }\n}\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_scheme_load (bytes, "own.json", norms, "norms.json", &error));
  g_assert_cmpstr (error->message, ==, "own.json: line 7: sources.b.title: is missing");
}

/* What a period is in months, whatever the schemes say. */
static const struct {
  const char *id;
  gint64 numerator;
  gint64 denominator;
  const char *dutch; /* how a help says it */
  const char *english;
} known_periods[] = {
    {"week", 52, 12, "per week", "per week"},
    {"vier-weken", 13, 12, "per 4 weken", "every 4 weeks"},
    {"maand", 1, 1, "per maand", "per month"},
    {"kwartaal", 1, 3, "per kwartaal", "per quarter"},
    {"jaar", 1, 12, "jaar", "year"},
};

static void
check_periods (const ZpiScheme *scheme, const ZpiIncomeKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (known_periods); i++) {
    const ZpiPeriod *period = zpi_scheme_find_period (scheme, known_periods[i].id);
    gboolean asked = strstr (kind->help.nl, known_periods[i].dutch) != NULL;
    gboolean asked_english = strstr (kind->help.en, known_periods[i].english) != NULL;

    g_assert_nonnull (period);
    g_assert_cmpint (period->numerator * known_periods[i].denominator,
                     ==,
                     period->denominator * known_periods[i].numerator);
    g_assert_cmpint (asked, ==, asked_english);
    /* For slips the period is asked, so that a help may name two; an exemption has one of its own.
     */
    if (asked && !kind->variable && kind->exempt_period == NULL)
      g_assert_cmpstr (kind->default_period, ==, known_periods[i].id);
  }
}

/* The period that the help asks for is the one that is preset, and counts as what it is. */
static void
test_periods_agree (void)
{
  g_autoptr (ZpiScheme) shipped = fixture_scheme ();
  g_autoptr (ZpiScheme) ooievaarspas = fixture_other_scheme ("ooievaarspas.json");
  g_autoptr (ZpiScheme) u_pas = fixture_other_scheme ("u-pas.json");
  const ZpiScheme *schemes[] = {shipped, ooievaarspas, u_pas};

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++) {
    const GPtrArray *kinds = zpi_scheme_get_income_kinds (schemes[i]);

    for (guint j = 0; j < kinds->len; j++) {
      const ZpiIncomeKind *kind = kinds->pdata[j];

      g_test_message ("%s: %s", zpi_scheme_get_id (schemes[i]), kind->id);
      check_periods (schemes[i], kind);
      if (kind->self_employed)
        g_assert_cmpstr (kind->default_period, ==, "jaar");
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scheme/load/shipped", test_shipped);
  g_test_add_func ("/scheme/values/by-date", test_dated_values);
  g_test_add_func ("/scheme/values/website", test_website);
  g_test_add_func ("/scheme/lists/complete", test_lists);
  g_test_add_func ("/scheme/pass-year/bounds-and-window", test_pass_year);
  g_test_add_func ("/scheme/pass-year-preset", test_pass_year_preset);
  g_test_add_func ("/scheme/errors/name-file-line-key", test_errors);
  g_test_add_func ("/scheme/errors/line", test_error_line);
  g_test_add_func ("/scheme/errors/no-object", test_no_object);
  g_test_add_func ("/scheme/versions", test_versions);
  g_test_add_func ("/scheme/pass-year/other", test_other_pass_year);
  g_test_add_func ("/scheme/pass-year/window-on-the-first-day", test_window_on_the_first_day);
  g_test_add_func ("/scheme/boxed", test_boxed);
  g_test_add_func ("/scheme/periods-agree", test_periods_agree);
  return g_test_run ();
}
