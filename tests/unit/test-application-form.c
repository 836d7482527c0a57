/* SPDX-License-Identifier: EUPL-1.2 */

/* The form that would be sent, judged by the practice municipality, which reads the contract with
 * its own code. */

#include <glib.h>
#include <string.h>

#include "random-case.h"
#include "rules-fixture.h"
#include "zpi-application-form.h"
#include "zpi-clock.h"
#include "zpi-json.h"
#include "zpi-overview.h"
#include "zpi-practice-forms.h"
#include "zpi-practice-person.h"
#include "zpi-text.h"

static gint64
fixed_clock (gpointer user_data)
{
  return G_GINT64_CONSTANT (1768478700) * G_USEC_PER_SEC; /* 2026-01-15 13:05 */
}

static ZpiScheme *
load_scheme (void)
{
  g_autoptr (GError) error = NULL;
  ZpiScheme *scheme = zpi_scheme_load_shipped ("zoetermeerpas", &error);

  g_assert_no_error (error);
  return scheme;
}

static void
declare (ZpiCase *zcase)
{
  zpi_case_set_flag (zcase, ZPI_KEY_DECLARED, TRUE);
  zpi_case_set (zcase, ZPI_KEY_DECLARED_HOW, "mondeling");
  zpi_case_set (zcase, ZPI_KEY_DECLARED_AT, "2026-01-15T14:05:00+01:00");
}

static JsonNode *
submission (ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);

  return zpi_application_to_submission (application, scheme);
}

static void
assert_accepted (JsonNode *form)
{
  g_autoptr (ZpiPracticeFaults) faults = zpi_practice_faults_new ();

  zpi_wire_check (json_node_get_object (form), &zpi_wire_application, faults);
  for (guint i = 0; i < faults->faults->len; i++) {
    const ZpiPracticeFault *fault = g_ptr_array_index (faults->faults, i);

    g_test_message ("%s: %s", fault->name, fault->code);
  }
  g_assert_cmpuint (zpi_practice_faults_count (faults), ==, 0);
}

static void
set_in (ZpiCase *zcase, const char *item, const char *field, const char *text)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, field);

  zpi_case_set (zcase, key, text);
}

/* What taking a file in leaves behind. */
static void
settle_document (ZpiCase *zcase, const char *item)
{
  set_in (zcase,
          item,
          "sha256",
          "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
  set_in (zcase, item, "size", "4");
  set_in (zcase, item, "media_type", "application/pdf");
  set_in (zcase, item, "file_name", "geheim.pdf");
}

/* What kinds there are the rules say, not the contract: a new one is sent by its own name. */
static void
test_kinds_of_the_data (void)
{
  g_autoptr (ZpiScheme) scheme = load_scheme ();
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *document = zpi_case_add_item (zcase, ZPI_LIST_DOCUMENT);
  g_autofree char *income = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_INCOME, income, "kind");
  g_autoptr (JsonNode) form = NULL;
  g_autofree char *text = NULL;

  zpi_case_set (zcase, ZPI_KEY_FAMILY_NAME, "Jongeneelen");
  zpi_case_set (zcase, ZPI_KEY_EMAIL_WHOSE, "aanvrager");
  zpi_case_set (zcase, ZPI_KEY_EMAIL, "anna@example.nl");
  zpi_case_set (zcase, kind, "stage");
  set_in (zcase, document, "kind", "huurcontract");
  settle_document (zcase, document);
  declare (zcase);
  zpi_case_set (zcase, ZPI_KEY_SCHEME, "zoetermeerpas");
  zpi_case_set (zcase, ZPI_KEY_PASS_YEAR, "2026");
  form = submission (zcase, scheme);
  assert_accepted (form);
  text = json_to_string (form, FALSE);
  g_assert_nonnull (strstr (text, "\"soort\":\"huurcontract\""));
  g_assert_nonnull (strstr (text, "\"soort\":\"stage\""));
  g_assert_null (strstr (text, "onverwerkteAntwoorden"));
}

/* Whatever was typed, once it can be sent it is not refused for what was typed. */
static void
test_random_accepted (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  g_autoptr (ZpiScheme) scheme = load_scheme ();
  guint n_sent = 0;

  for (guint i = 0; i < 500; i++) {
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autoptr (JsonNode) form = NULL;
    g_auto (GStrv) documents = NULL;

    fill_random (zcase, rand);
    declare (zcase);
    documents = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
    for (guint j = 0; documents[j] != NULL; j++)
      settle_document (zcase, documents[j]);
    if (!zpi_case_can_send (zcase))
      continue;
    n_sent++;
    form = submission (zcase, scheme);
    assert_accepted (form);
  }
  g_assert_cmpuint (n_sent, >, 20);
}

/* One answer, how it is checked, and where it stands on the wire. */
typedef struct {
  const char *key;
  ZpiCheckResult (*check) (const char *text); /* NULL: any line will do */
  const char *path;
} Place;

/* "12 b" in one, while letter and addition are empty: the number of it. */
static ZpiCheckResult
check_whole_house_number (const char *text)
{
  g_autofree char *letter = NULL;
  g_autofree char *addition = NULL;
  char *number = NULL;

  if (zpi_house_number_split (text, &number, &letter, &addition))
    return (ZpiCheckResult){ZPI_CHECK_OK, ZPI_SEVERITY_OK, number, NULL};
  return zpi_check_house_number (text);
}

/* A longer one is cut, and said to be too long. */
static ZpiCheckResult
check_place (const char *text)
{
  ZpiCheckResult result = zpi_check_place_name (text);

  if (result.normalised != NULL && g_utf8_strlen (result.normalised, -1) > 100)
    zpi_check_result_clear (&result);
  return result;
}

static const Place places[] = {
    {ZPI_KEY_GIVEN_NAMES, zpi_check_name, "aanvrager.naam.voornamen"},
    {ZPI_KEY_PREFIX, zpi_check_name_prefix, "aanvrager.naam.voorvoegsel"},
    {ZPI_KEY_FAMILY_NAME, zpi_check_name, "aanvrager.naam.geslachtsnaam"},
    {ZPI_KEY_BSN, zpi_check_bsn, "aanvrager.burgerservicenummer"},
    {ZPI_KEY_STREET, check_place, "aanvrager.adres.straat"},
    {ZPI_KEY_HOUSE_NUMBER, check_whole_house_number, "aanvrager.adres.huisnummer"},
    {ZPI_KEY_HOUSE_LETTER, zpi_check_house_letter, "aanvrager.adres.huisletter"},
    {ZPI_KEY_HOUSE_ADDITION, zpi_check_house_addition, "aanvrager.adres.huisnummertoevoeging"},
    {ZPI_KEY_POSTCODE, zpi_check_postcode, "aanvrager.adres.postcode"},
    {ZPI_KEY_CITY, check_place, "aanvrager.adres.woonplaats"},
    {ZPI_KEY_PHONE, zpi_check_phone, "aanvrager.telefoonnummer"},
    {ZPI_KEY_EMAIL, zpi_check_email, "contact.emailadres"},
    {ZPI_KEY_HELPER_NAME, NULL, "hulpverlener.naam"},
};

/* (transfer full) (nullable): what stands at @path */
static char *
read_path (JsonNode *wire, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", 0);
  JsonNode *node = wire;

  for (guint i = 0; names[i] != NULL && node != NULL; i++)
    node = json_object_get_member (json_node_get_object (node), names[i]);
  if (node == NULL)
    return NULL;
  return json_node_get_value_type (node) == G_TYPE_INT64
             ? g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node))
             : json_node_dup_string (node);
}

/* An answer that would do, with what pasting adds to it, or nonsense. */
static char *
pasted (GRand *rand, const char *key)
{
  static const char *const additions[] = {"\u200b",
                                          "\u200e",
                                          "\u202e",
                                          "\ufeff",
                                          "\u00ad",
                                          "\u2060",
                                          "\u00a0",
                                          "\u2009",
                                          "\t",
                                          "\u2013",
                                          "\u2019",
                                          "\u00b4",
                                          "\u0301",
                                          "\x02",
                                          "-",
                                          "."};
  g_autofree char *answer = random_answer (rand, zpi_field_lookup (key));
  GString *text = g_string_new (answer);

  for (int n = g_rand_int_range (rand, 0, 4); n > 0; n--) {
    glong at = g_rand_int_range (rand, 0, (int) g_utf8_strlen (text->str, -1) + 1);

    g_string_insert (text,
                     g_utf8_offset_to_pointer (text->str, at) - text->str,
                     additions[g_rand_int_range (rand, 0, G_N_ELEMENTS (additions))]);
  }
  return g_string_free (text, FALSE);
}

/* What the check makes of @text, or one line of it where there is no check. */
static char *
judged (const Place *place, const char *text)
{
  g_autofree char *line = zpi_text_line (text);
  g_auto (ZpiCheckResult) result = {0};

  if (place->check == NULL)
    return *line != '\0' && g_utf8_strlen (line, -1) <= 100 ? g_steal_pointer (&line) : NULL;
  result = place->check (text);
  return g_steal_pointer (&result.normalised);
}

/* What a check accepts is byte for byte what the wire carries, and checking that again changes
 * nothing. What a check does not accept is not there, unless it was cut to fit. */
static void
test_check_is_wire (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  guint n_accepted = 0;

  for (guint i = 0; i < 20000; i++) {
    const Place *place = &places[i % G_N_ELEMENTS (places)];
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autoptr (ZpiApplication) application = NULL;
    g_autoptr (ZpiApplication) imported = NULL;
    g_autoptr (JsonNode) wire = NULL;
    g_autoptr (JsonNode) again = NULL;
    g_autofree char *text = pasted (rand, place->key);
    g_autofree char *accepted = judged (place, text);
    g_autofree char *twice = accepted != NULL ? judged (place, accepted) : NULL;
    g_autofree char *carried = NULL;
    g_autofree char *received = NULL;

    zpi_case_set (zcase, place->key, text);
    application = zpi_application_new_from_case (zcase);
    wire = zpi_application_to_wire (application);
    carried = read_path (wire, place->path);
    imported = zpi_application_new_from_wire (wire, NULL);
    again = zpi_application_to_wire (imported);
    received = read_path (again, place->path);
    g_assert_cmpstr (received, ==, carried);
    if (accepted == NULL && carried != NULL && g_utf8_strlen (text, -1) > 20)
      continue;
    g_assert_cmpstr (carried, ==, accepted);
    g_assert_cmpstr (twice, ==, accepted);
    n_accepted += accepted != NULL;
  }
  g_assert_cmpuint (n_accepted, >, 4000);
}

static void
test_persons_accepted (void)
{
  g_autoptr (ZpiScheme) scheme = load_scheme ();

  for (guint i = 0; i < zpi_practice_person_count (); i++) {
    g_autoptr (ZpiApplication) person = zpi_practice_person_load (i);
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autoptr (JsonNode) form = NULL;

    zpi_application_fill_case (person, zcase);
    declare (zcase);
    form = submission (zcase, scheme);
    assert_accepted (form);
    g_assert_cmpint (json_object_get_int_member (json_node_get_object (form), "pasjaar"), ==, 2026);
    g_assert_cmpstr (zpi_json_get_string (json_node_get_object (form), "regeling"),
                     ==,
                     "zoetermeerpas");
  }
}

static const char *
outcome_of (JsonNode *form)
{
  return zpi_json_get_string (zpi_json_get_object (json_node_get_object (form), "toets"),
                              "uitkomst");
}

/* Of the couple: identity, three slips, two specifications, three statements. */
static void
test_missing_evidence (void)
{
  g_autoptr (ZpiScheme) scheme = load_scheme ();
  g_autoptr (ZpiApplication) person = zpi_practice_person_load (1);
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) after = NULL;
  g_autofree char *slip = NULL;
  JsonArray *missing;
  guint n_missing;

  zpi_application_fill_case (person, zcase);
  declare (zcase);
  before = submission (zcase, scheme);
  missing = zpi_json_get_array (json_node_get_object (before), "ontbrekendeBewijsstukken");
  n_missing = json_array_get_length (missing);
  g_assert_cmpuint (n_missing, ==, 9);

  slip = zpi_case_add_item (zcase, ZPI_LIST_DOCUMENT);
  set_in (zcase, slip, "kind", "loonstrook");
  set_in (zcase, slip, "whose", "aanvrager");
  set_in (zcase, slip, "month", "2025-11");
  settle_document (zcase, slip);
  after = submission (zcase, scheme);
  missing = zpi_json_get_array (json_node_get_object (after), "ontbrekendeBewijsstukken");
  g_assert_cmpuint (json_array_get_length (missing), ==, n_missing - 1);
  for (guint i = 0; i < json_array_get_length (missing); i++) {
    JsonObject *one = json_array_get_object_element (missing, i);

    g_assert_false (g_strcmp0 (zpi_json_get_string (one, "soort"), "loonstrook") == 0 &&
                    g_strcmp0 (zpi_json_get_string (one, "maand"), "2025-11") == 0);
  }
  assert_accepted (after);
}

static void
add_wage (ZpiCase *zcase, const char *source)
{
  g_autofree char *item = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");
  g_autofree char *from = zpi_case_item_key (ZPI_LIST_INCOME, item, "source");

  zpi_case_set (zcase, kind, "loon");
  zpi_case_set (zcase, from, source);
}

/* Pay slips of two jobs are told apart, also when nobody said from whom they are. */
static void
test_missing_of_two_jobs (void)
{
  static const struct {
    const char *first, *second;
    const char *said[2];
  } rows[] = {
      {"Bakker", "Slager", {"voor loon (Bakker)", "voor loon (Slager)"}},
      {"", "", {"voor loon (nummer 1)", "voor loon (nummer 2)"}},
      {"Bakker", "Bakker", {"voor loon (Bakker, nummer 1)", "voor loon (Bakker, nummer 2)"}},
  };
  g_autoptr (ZpiScheme) scheme = load_scheme ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autoptr (JsonNode) form = NULL;
    JsonArray *missing;
    guint n = 0;

    add_wage (zcase, rows[i].first);
    add_wage (zcase, rows[i].second);
    form = submission (zcase, scheme);
    missing = zpi_json_get_array (json_node_get_object (form), "ontbrekendeBewijsstukken");
    for (guint j = 0; j < json_array_get_length (missing); j++) {
      JsonObject *one = json_array_get_object_element (missing, j);
      const char *note = zpi_json_get_string (one, "toelichting");

      if (g_strcmp0 (zpi_json_get_string (one, "soort"), "loonstrook") == 0)
        g_assert_cmpstr (note, ==, rows[i].said[n++]);
      else
        g_assert_null (note);
    }
    g_assert_cmpuint (n, ==, 2);
  }
}

static void
test_outcome (void)
{
  static const char *const expected[] = {"waarschijnlijk",
                                         "waarschijnlijk",
                                         "waarschijnlijk",
                                         "waarschijnlijk",
                                         "waarschijnlijk",
                                         "onwaarschijnlijk"};
  g_autoptr (ZpiScheme) scheme = load_scheme ();
  g_autoptr (ZpiApplication) nothing = zpi_application_new ();
  g_autoptr (JsonNode) empty = zpi_application_to_submission (nothing, scheme);

  g_assert_cmpstr (outcome_of (empty), ==, "onbekend");
  g_assert_cmpuint (G_N_ELEMENTS (expected), ==, zpi_practice_person_count ());
  for (guint i = 0; i < zpi_practice_person_count (); i++) {
    g_autoptr (ZpiApplication) person = zpi_practice_person_load (i);
    g_autoptr (JsonNode) form = zpi_application_to_submission (person, scheme);

    g_test_message ("%s", zpi_practice_person_title (i, "en"));
    g_assert_cmpstr (outcome_of (form), ==, expected[i]);
  }
}

/* The name of a file on somebody's computer is nobody's business. */
static void
test_no_file_names (void)
{
  g_autoptr (ZpiScheme) scheme = load_scheme ();
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *item = zpi_case_add_item (zcase, ZPI_LIST_DOCUMENT);
  g_autoptr (JsonNode) form = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  settle_document (zcase, item);
  form = submission (zcase, scheme);
  bytes = zpi_json_serialize (form, FALSE);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_nonnull (strstr (text, item));
  g_assert_null (strstr (text, "geheim"));
}

static void
test_evidence_findings (void)
{
  g_autoptr (ZpiScheme) scheme = load_scheme ();
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *item = NULL;
  g_autoptr (GPtrArray) without = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (ZpiOverview) overview = NULL;

  without = fixture_findings (zcase, NULL, ZPI_SECTION_EVIDENCE);
  g_assert_cmpuint (without->len, ==, 0);
  before = fixture_findings (zcase, scheme, ZPI_SECTION_EVIDENCE);
  g_assert_cmpuint (before->len, >=, 2);
  for (guint i = 0; i < before->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (before, i);

    g_assert_cmpstr (finding->key, ==, ZPI_LIST_DOCUMENT);
    g_assert_cmpint (finding->code, ==, ZPI_FINDING_EVIDENCE_MISSING);
    g_assert_cmpuint (g_strv_length (finding->args), ==, 1);
  }
  item = zpi_case_add_item (zcase, ZPI_LIST_DOCUMENT);
  set_in (zcase, item, "kind", "legitimatie");
  settle_document (zcase, item);
  after = fixture_findings (zcase, scheme, ZPI_SECTION_EVIDENCE);
  g_assert_cmpuint (after->len, ==, before->len - 1);
  overview = zpi_overview_for_case (zcase, scheme);
  g_assert_cmpint (zpi_overview_get_state (overview, ZPI_SECTION_EVIDENCE),
                   ==,
                   ZPI_SECTION_STATE_BEGUN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  zpi_clock_set_source (fixed_clock, NULL);

  g_test_add_func ("/application-form/random-accepted", test_random_accepted);
  g_test_add_func ("/application-form/kinds-of-the-data", test_kinds_of_the_data);
  g_test_add_func ("/application-form/check-is-wire", test_check_is_wire);
  g_test_add_func ("/application-form/persons-accepted", test_persons_accepted);
  g_test_add_func ("/application-form/missing-evidence", test_missing_evidence);
  g_test_add_func ("/application-form/missing-of-two-jobs", test_missing_of_two_jobs);
  g_test_add_func ("/application-form/outcome", test_outcome);
  g_test_add_func ("/application-form/no-file-names", test_no_file_names);
  g_test_add_func ("/application-form/evidence-findings", test_evidence_findings);

  return g_test_run ();
}
