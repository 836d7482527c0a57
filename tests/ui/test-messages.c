/* SPDX-License-Identifier: EUPL-1.2 */

/* Every message that a field, a finding, a document taken in, an error and a PIN can give, as
 * tests/data/messages.json lists them: the input goes to the real check and the whole sentence is
 * compared. A code without a row fails. What zpictl says is compared by messages-test.py. */

#undef G_DISABLE_ASSERT

#include "zpi-attention.h"
#include "zpi-case-item-private.h"
#include "zpi-checks.h"
#include "zpi-clock.h"
#include "zpi-error-text.h"
#include "zpi-finding-text.h"
#include "zpi-json.h"
#include "zpi-rules.h"

static JsonObject *table;

static gint64
fixed_clock (gpointer user_data)
{
  return G_GINT64_CONSTANT (1768478700) * G_USEC_PER_SEC; /* 2026-01-15 13:05 */
}

/* What text stands at a place of a row; NULL for null. */
static const char *
text_at (JsonArray *row, guint place)
{
  JsonNode *node = json_array_get_element (row, place);

  return JSON_NODE_HOLDS_NULL (node) ? NULL : json_node_get_string (node);
}

static ZpiCheckResult
check_applicant (const char *text)
{
  const ZpiDate on = {ZPI_DATE_FULL, 2026, 1, 15};

  return zpi_check_birth_date (text, ZPI_BIRTH_OF_APPLICANT, &on, &on);
}

static ZpiCheckResult
check_child (const char *text)
{
  const ZpiDate on = {ZPI_DATE_FULL, 2026, 1, 15};

  return zpi_check_birth_date (text, ZPI_BIRTH_OF_CHILD, &on, &on);
}

static const struct {
  const char *field;
  ZpiCheckResult (*check) (const char *text);
} checks[] = {
    {"bsn", zpi_check_bsn},
    {"bsn-in-practice", zpi_check_bsn_practice},
    {"birth-of-applicant", check_applicant},
    {"birth-of-child", check_child},
    {"date", zpi_check_date},
    {"month", zpi_check_month},
    {"postcode", zpi_check_postcode},
    {"house-number", zpi_check_house_number},
    {"house-letter", zpi_check_house_letter},
    {"house-addition", zpi_check_house_addition},
    {"email", zpi_check_email},
    {"phone", zpi_check_phone},
    {"name", zpi_check_name},
    {"name-prefix", zpi_check_name_prefix},
    {"place-name", zpi_check_place_name},
    {"money", zpi_check_money},
    {"count", zpi_check_count},
};

static ZpiCheckResult
check_field (const char *field, const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++) {
    if (g_str_equal (checks[i].field, field))
      return checks[i].check (text);
  }
  g_assert_not_reached ();
}

static void
test_checks (void)
{
  JsonArray *rows = json_object_get_array_member (table, "checks");
  gboolean given[ZPI_N_CHECK_CODES] = {FALSE};

  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonArray *row = json_array_get_array_element (rows, i);
    g_auto (ZpiCheckResult) result = check_field (text_at (row, 0), text_at (row, 1));
    g_autofree char *said = zpi_error_text_dup_check (result.code, result.suggestion);

    g_test_message ("%s: %s", text_at (row, 0), text_at (row, 1));
    g_assert_cmpstr (zpi_check_code_to_nick (result.code), ==, text_at (row, 2));
    g_assert_cmpstr (said, ==, text_at (row, 3));
    given[result.code] = TRUE;
  }
  for (guint i = 0; i < ZPI_N_CHECK_CODES; i++) {
    g_test_message ("%s", zpi_check_code_to_nick (i));
    g_assert_true (given[i]);
  }
}

/* Answers by their key; in lists the items are named by the table. */
static ZpiCase *
new_case (JsonObject *answers)
{
  ZpiCase *zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (GList) keys = json_object_get_members (answers);

  for (GList *key = keys; key != NULL; key = key->next) {
    g_auto (GStrv) parts = g_strsplit (key->data, ".", 3);

    if (g_strv_length (parts) == 3)
      zpi_case_insert_item (zcase, parts[0], parts[1], G_MAXUINT);
    zpi_case_set (zcase, key->data, json_object_get_string_member (answers, key->data));
  }
  return zcase;
}

/* What is said of a key, by the code that the row names. */
static char *
find_sentence (JsonArray *row, const ZpiScheme *scheme, ZpiFindingCode *code)
{
  g_autoptr (ZpiCase) zcase = new_case (json_array_get_object_element (row, 0));
  g_autoptr (GPtrArray) found = zpi_findings_for_case (zcase, scheme);

  for (guint i = 0; i < found->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (found, i);

    g_test_message ("%s %s", finding->key, zpi_finding_code_to_nick (finding->code));
    if (!g_str_equal (finding->key, text_at (row, 1)) ||
        !g_str_equal (zpi_finding_code_to_nick (finding->code), text_at (row, 2)))
      continue;
    *code = finding->code;
    return zpi_finding_text_dup (finding, zcase, scheme);
  }
  return NULL;
}

static void
test_findings (void)
{
  JsonArray *rows = json_object_get_array_member (table, "findings");
  g_autoptr (ZpiScheme) scheme = zpi_scheme_load_shipped (NULL, NULL);
  gboolean given[ZPI_N_FINDING_CODES] = {FALSE};

  zpi_rules_set_current (scheme);
  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonArray *row = json_array_get_array_element (rows, i);
    ZpiFindingCode code = ZPI_N_FINDING_CODES;
    g_autofree char *said = find_sentence (row, scheme, &code);

    g_test_message ("%s %s", text_at (row, 1), text_at (row, 2));
    g_assert_cmpstr (said, ==, text_at (row, 3));
    given[code] = TRUE;
  }
  for (guint i = 0; i < ZPI_N_FINDING_CODES; i++) {
    g_test_message ("%s", zpi_finding_code_to_nick (i));
    g_assert_true (given[i]);
  }
  zpi_rules_set_current (NULL);
}

static void
test_documents (void)
{
  JsonArray *rows = json_object_get_array_member (table, "documents");
  g_autoptr (GEnumClass) problems = g_type_class_ref (ZPI_TYPE_INTAKE_PROBLEM);
  guint n_said = 0;

  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonObject *row = json_array_get_object_element (rows, i);
    const char *nick = json_object_get_string_member (row, "problem");
    ZpiIntakeProblem problem = zpi_intake_problem_from_nick (nick);
    const gint64 limit = json_object_get_int_member_with_default (row, "limit", 0);
    g_autofree char *said = zpi_error_text_dup_intake (problem, limit);

    g_assert_cmpstr (zpi_intake_problem_to_nick (problem), ==, nick);
    g_assert_cmpstr (said, ==, json_object_get_string_member (row, "window"));
    n_said++;
  }
  /* Of each problem but of none. */
  g_assert_cmpuint (n_said, ==, problems->n_values - 1);
}

static void
test_errors (void)
{
  JsonArray *rows = json_object_get_array_member (table, "errors");

  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonArray *row = json_array_get_array_element (rows, i);
    g_autoptr (GError) error = g_error_new_literal (ZPI_ERROR, (int) i, "for the log");

    g_assert_cmpstr (zpi_error_code_to_nick (i), ==, text_at (row, 0));
    g_assert_cmpstr (zpi_error_text_from_error (error), ==, text_at (row, 1));
  }
  g_assert_cmpuint (json_array_get_length (rows), ==, ZPI_ERROR_NOT_DRAWN + 1);
}

static void
test_pins (void)
{
  const char *passphrase = "een lange zin";
  JsonArray *rows = json_object_get_array_member (table, "pins");

  g_assert_null (zpi_error_text_for_secret (passphrase, passphrase, TRUE));
  g_assert_cmpstr (zpi_error_text_for_secret ("korte zin..", "korte zin..", TRUE),
                   ==,
                   "Choose a passphrase of 12 characters or more.");
  g_assert_cmpstr (zpi_error_text_for_secret (passphrase, "een lange rij", TRUE),
                   ==,
                   "The two are not the same. Type them again.");

  for (guint i = 0; i < json_array_get_length (rows); i++) {
    JsonArray *row = json_array_get_array_element (rows, i);

    g_assert_cmpstr (zpi_error_text_for_secret (text_at (row, 0), text_at (row, 0), FALSE),
                     ==,
                     text_at (row, 1));
  }
}

static JsonNode *
load_table (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "messages.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *root;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  root = zpi_json_parse_text (text, &error);
  g_assert_no_error (error);
  return root;
}

/* What nothing waits for is not promised to go on by itself. */
static void
test_not_by_itself (void)
{
  static const ZpiError passing[] = {ZPI_ERROR_OFFLINE, ZPI_ERROR_TIMED_OUT, ZPI_ERROR_BUSY};

  for (guint i = 0; i < G_N_ELEMENTS (passing); i++) {
    g_autoptr (GError) error = g_error_new_literal (ZPI_ERROR, passing[i], "passes");

    g_assert_true (passing[i] == ZPI_ERROR_BUSY ||
                   strstr (zpi_error_text_from_error (error), "by itself") != NULL);
    g_assert_null (strstr (zpi_error_text_for_asking (error), "by itself"));
    g_assert_null (strstr (zpi_error_text_for_withdrawing (error), "by itself"));
    g_assert_nonnull (strstr (zpi_error_text_for_withdrawing (error), "not"));
  }
}

/* What cannot be taken back is called what it is. */
static void
test_taking_back (void)
{
  static const struct {
    ZpiCaseKind kind;
    ZpiCaseState state;
    const char *words;
  } rows[] = {
      {ZPI_CASE_APPLICATION, ZPI_CASE_WAITING, "this application already"},
      {ZPI_CASE_APPLICATION, ZPI_CASE_MORE_INFORMATION, "what was added already"},
      {ZPI_CASE_LETTER, ZPI_CASE_WAITING, "what was added already"},
      {ZPI_CASE_ACCOUNT, ZPI_CASE_ATTENTION, "this request already"},
  };
  g_autoptr (GError) arrived = g_error_new_literal (ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "arrived");
  g_autoptr (GError) offline = g_error_new_literal (ZPI_ERROR, ZPI_ERROR_OFFLINE, "offline");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const ZpiCaseInfo info = {
        .id = (char *) "case",
        .kind = rows[i].kind,
        .state = rows[i].state,
    };
    g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);

    g_test_message ("%u: %s", i, zpi_error_text_for_taking_back (arrived, item));
    g_assert_nonnull (strstr (zpi_error_text_for_taking_back (arrived, item), rows[i].words));
    g_assert_null (strstr (zpi_error_text_for_taking_back (offline, item), "application"));
  }
}

int
main (int argc, char *argv[])
{
  g_autoptr (JsonNode) root = NULL;

  g_test_init (&argc, &argv, NULL);
  zpi_clock_set_source (fixed_clock, NULL);
  root = load_table ();
  table = json_node_get_object (root);

  g_test_add_func ("/messages/checks", test_checks);
  g_test_add_func ("/messages/findings", test_findings);
  g_test_add_func ("/messages/documents", test_documents);
  g_test_add_func ("/messages/errors", test_errors);
  g_test_add_func ("/messages/not-by-itself", test_not_by_itself);
  g_test_add_func ("/messages/taking-back", test_taking_back);
  g_test_add_func ("/messages/pins", test_pins);
  return g_test_run ();
}
