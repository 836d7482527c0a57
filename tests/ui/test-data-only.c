/* SPDX-License-Identifier: EUPL-1.2 */

/* A kind of income, kinds of documents and rules of the household that only the data know
 * (tests/data/schemes/additions.json): on the pages, in the review, the client's view, on paper, in
 * the findings and in the form, by their own names and never by an id. */

#undef G_DISABLE_ASSERT

#include <glib/gstdio.h>
#include <string.h>

#include "paper-fixture.h"
#include "ui-fixture.h"
#include "zpi-application-form.h"
#include "zpi-case-keeper.h"
#include "zpi-case-view.h"
#include "zpi-client-view.h"
#include "zpi-eligibility.h"
#include "zpi-finding-text.h"
#include "zpi-json.h"
#include "zpi-piece-words.h"
#include "zpi-print.h"
#include "zpi-rules.h"
#include "zpi-ui.h"

/* How the ids of the additions begin. */
#define ID "zz-"

typedef struct {
  char *folder;
  ZpiSession *session;
  ZpiCase *zcase;
  char *income;
} Fixture;

static void
add_elements (JsonArray *into, JsonArray *from)
{
  for (guint i = 0; i < json_array_get_length (from); i++)
    json_array_add_element (into, json_node_copy (json_array_get_element (from, i)));
}

static void
add_member_cb (JsonObject *additions, const char *name, JsonNode *node, gpointer user_data)
{
  JsonObject *scheme = user_data;

  if (JSON_NODE_HOLDS_ARRAY (node))
    add_elements (json_object_get_array_member (scheme, name), json_node_get_array (node));
  else if (strcmp (name, "parameters") == 0)
    json_object_foreach_member (json_node_get_object (node),
                                add_member_cb,
                                json_object_get_object_member (scheme, name));
  else
    json_object_set_member (scheme, name, json_node_copy (node));
}

/* The shipped rules with the additions, as somebody who knows no C puts them in the data folder. */
static void
write_rules (Fixture *fixture)
{
  g_autofree char *from =
      g_test_build_filename (G_TEST_DIST, "data", "schemes", "additions.json", NULL);
  g_autofree char *folder = g_build_filename (fixture->folder, "schemes", NULL);
  g_autofree char *path = g_build_filename (folder, "zoetermeerpas.json", NULL);
  g_autoptr (ZpiScheme) shipped = zpi_scheme_load_shipped ("zoetermeerpas", NULL);
  GBytes *bytes = zpi_scheme_get_bytes (shipped);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (JsonNode) scheme = zpi_json_parse_text (text, NULL);
  g_autoptr (JsonNode) additions = NULL;
  g_autofree char *added = NULL;
  g_autofree char *all = NULL;

  g_assert_true (g_file_get_contents (from, &added, NULL, NULL));
  additions = zpi_json_parse_text (added, NULL);
  json_object_foreach_member (json_node_get_object (additions),
                              add_member_cb,
                              json_node_get_object (scheme));
  all = json_to_string (scheme, TRUE);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, all, -1, NULL));
}

static void
set_in (Fixture *fixture, const char *list, const char *item, const char *field, const char *text)
{
  g_autofree char *key = zpi_case_item_key (list, item, field);

  zpi_case_set (fixture->zcase, key, text);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *document = NULL;
  g_autofree char *child = NULL;
  g_autofree char *version = NULL;

  fixture->folder = g_dir_make_tmp ("zpi-data-XXXXXX", NULL);
  write_rules (fixture);
  fixture->session = open_practice (fixture->folder);
  version = zpi_scheme_dup_full_version (zpi_session_get_scheme (fixture->session));
  g_assert_cmpstr (version, ==, "zoetermeerpas/2027-01-01/2026-11-22");
  /* As the window does for the case in front. */
  zpi_rules_set_current (zpi_session_get_scheme (fixture->session));
  fixture->zcase =
      zpi_case_keeper_new_case (zpi_session_get_keeper (fixture->session), ZPI_CASE_APPLICATION);
  zpi_case_set (fixture->zcase, ZPI_KEY_REFERENCE_DATE, "2026-01-15");
  zpi_case_set (fixture->zcase, ZPI_KEY_BIRTH_DATE, "1-5-1980");
  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_NO);
  child = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  set_in (fixture, ZPI_LIST_CHILD, child, "birth_date", "1-5-2006");
  fixture->income = zpi_case_add_item (fixture->zcase, ZPI_LIST_INCOME);
  set_in (fixture, ZPI_LIST_INCOME, fixture->income, "kind", ID "stage");
  document = zpi_case_add_item (fixture->zcase, ZPI_LIST_DOCUMENT);
  set_in (fixture, ZPI_LIST_DOCUMENT, document, "kind", ID "stagebrief");
  set_in (fixture, ZPI_LIST_DOCUMENT, document, "media_type", "application/pdf");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_practice (g_steal_pointer (&fixture->session));
  g_clear_object (&fixture->zcase);
  g_free (fixture->income);
  g_free (fixture->folder);
}

static void
collect (GtkWidget *widget, GString *all)
{
  GtkWidget *child;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    g_string_append (all, gtk_label_get_label (GTK_LABEL (widget)));
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, all);
}

static void
unfold (GtkWidget *widget)
{
  GtkWidget *child;

  if (ADW_IS_EXPANDER_ROW (widget))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    unfold (child);
}

/* All that can be read in @window, which is closed. */
static char *
dup_screen (GtkWidget *window)
{
  g_autoptr (GString) all = g_string_new (NULL);

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 700);
  gtk_window_present (GTK_WINDOW (window));
  spin (800);
  unfold (window);
  spin (400);
  collect (window, all);
  gtk_window_destroy (GTK_WINDOW (window));
  spin (100);
  return squeeze (all->str);
}

static char *
dup_page (Fixture *fixture, ZpiSection section)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *view = zpi_case_view_new (fixture->session, fixture->zcase);

  zpi_case_view_show_section (ZPI_CASE_VIEW (view), section);
  gtk_window_set_child (GTK_WINDOW (window), view);
  return dup_screen (window);
}

static char *
dup_client_view (Fixture *fixture, ZpiSection section)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *view = zpi_client_view_new (fixture->session, fixture->zcase);

  zpi_client_view_set_section (ZPI_CLIENT_VIEW (view), section);
  gtk_window_set_child (GTK_WINDOW (window), view);
  return dup_screen (window);
}

static char *
dup_paper (Fixture *fixture, const char *what)
{
  g_autoptr (ZpiPaper) paper = zpi_print_make_case_paper (fixture->session, fixture->zcase, what);

  return read_paper (paper, fixture->folder);
}

/* @text: (transfer full): what somebody reads; says @wanted, and no id */
static void
assert_says (char *text, const char *wanted)
{
  g_autofree char *taken = text;
  g_autofree char *squeezed = squeeze (wanted);

  if (strstr (text, squeezed) == NULL)
    g_test_fail_printf ("“%s” is not in: %s", wanted, text);
  if (strstr (text, "zz") != NULL)
    g_test_fail_printf ("there is an id in: %s", text);
}

static char *
dup_findings (Fixture *fixture)
{
  const ZpiScheme *scheme = zpi_session_get_scheme (fixture->session);
  g_autoptr (GPtrArray) found = zpi_findings_for_case (fixture->zcase, scheme);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++) {
    g_autofree char *line = zpi_finding_text_dup_line (found->pdata[i], fixture->zcase, scheme);

    g_string_append (all, line);
  }
  return squeeze (all->str);
}

static char *
dup_form (Fixture *fixture)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (fixture->zcase);
  g_autoptr (JsonNode) form = zpi_application_to_wire (application);

  return json_to_string (form, FALSE);
}

/* A case may be printed from Start, where other rules are on the screen. */
static char *
dup_paper_alone (Fixture *fixture, const char *what)
{
  g_autoptr (ZpiScheme) shipped = zpi_scheme_load_shipped ("zoetermeerpas", NULL);
  char *text;

  zpi_rules_set_current (shipped);
  text = dup_paper (fixture, what);
  zpi_rules_set_current (zpi_session_get_scheme (fixture->session));
  return text;
}

static void
test_income_kind (Fixture *fixture, gconstpointer data)
{
  g_autofree char *form = dup_form (fixture);

  assert_says (dup_page (fixture, ZPI_SECTION_INCOME), "Traineeship pay");
  assert_says (dup_page (fixture, ZPI_SECTION_REVIEW), "Traineeship pay");
  assert_says (dup_findings (fixture), "Traineeship pay");
  set_in (fixture, ZPI_LIST_INCOME, fixture->income, "amount", "500");
  set_in (fixture, ZPI_LIST_INCOME, fixture->income, "period", "maand");
  assert_says (dup_client_view (fixture, ZPI_SECTION_INCOME), "Stagevergoeding");
  assert_says (dup_paper_alone (fixture, "answers"), "Stagevergoeding");
  assert_says (dup_paper_alone (fixture, "check"), "stagevergoeding");
  g_assert_nonnull (strstr (form, "\"soort\":\"" ID "stage\""));
}

static void
add_income (Fixture *fixture, const char *kind)
{
  g_autofree char *item = zpi_case_add_item (fixture->zcase, ZPI_LIST_INCOME);

  set_in (fixture, ZPI_LIST_INCOME, item, "kind", kind);
}

/* What is asked of a kind, and what it means beside others, stands in its members. */
static void
test_what_a_kind_asks (Fixture *fixture, gconstpointer data)
{
  add_income (fixture, ID "steun");
  assert_says (dup_page (fixture, ZPI_SECTION_INCOME), "Which benefit?");
  add_income (fixture, ID "klus");
  assert_says (dup_page (fixture, ZPI_SECTION_INCOME), "Paid every");
  assert_says (dup_page (fixture, ZPI_SECTION_EVIDENCE), "pay for odd jobs");
  add_income (fixture, ID "niets");
  assert_says (dup_page (fixture, ZPI_SECTION_INCOME), "is on together with other income");
  assert_says (dup_findings (fixture), "Nothing from anybody");
}

/* An allowance does not count: there is no income beside it. */
static void
test_none_with_allowance (Fixture *fixture, gconstpointer data)
{
  g_autofree char *page = NULL;

  set_in (fixture, ZPI_LIST_INCOME, fixture->income, "kind", "kinderbijslag");
  add_income (fixture, ID "niets");
  page = dup_page (fixture, ZPI_SECTION_INCOME);
  g_assert_null (strstr (page, "togetherwith"));
}

/* What was sent comes back as a form that somebody takes in, or as a request for more. */
static void
test_comes_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *form = dup_form (fixture);
  g_autoptr (JsonNode) wire = zpi_json_parse_text (form, NULL);
  g_autoptr (ZpiApplication) application = zpi_application_new_from_wire (wire, NULL);
  g_autoptr (ZpiCase) taken_in = zpi_case_new (ZPI_CASE_APPLICATION);
  ZpiCase *typed = fixture->zcase;
  g_autofree char *name = NULL;
  ZpiWanted wanted = {.kind = (char *) ID "huur", .whose = (char *) "", .month = (char *) ""};

  zpi_application_fill_case (application, taken_in);
  fixture->zcase = taken_in;
  assert_says (dup_page (fixture, ZPI_SECTION_INCOME), "Traineeship pay");
  assert_says (dup_client_view (fixture, ZPI_SECTION_INCOME), "Stagevergoeding");
  fixture->zcase = typed;
  name = zpi_piece_words_name (zpi_session_get_scheme (fixture->session), &wanted, NULL);
  assert_says (squeeze (name), "Tenancy agreement");
}

/* A kind that only newer rules know is a word that can be read. */
static void
test_newer_kind (Fixture *fixture, gconstpointer data)
{
  const ZpiScheme *scheme = zpi_session_get_scheme (fixture->session);
  ZpiWanted wanted = {.kind = (char *) "foto-van-huis", .whose = (char *) "", .month = (char *) ""};
  g_autofree char *document = zpi_piece_words_name (scheme, &wanted, NULL);

  g_assert_cmpstr (document, ==, "Foto van huis");
  add_income (fixture, "nieuw-soort-geld");
  assert_says (dup_page (fixture, ZPI_SECTION_REVIEW), "Nieuw soort geld");
}

static void
test_document_kind (Fixture *fixture, gconstpointer data)
{
  g_autofree char *form = dup_form (fixture);

  assert_says (dup_page (fixture, ZPI_SECTION_EVIDENCE), "Traineeship agreement");
  assert_says (dup_page (fixture, ZPI_SECTION_REVIEW), "Traineeship agreement");
  assert_says (dup_client_view (fixture, ZPI_SECTION_EVIDENCE), "Stageovereenkomst");
  assert_says (dup_paper_alone (fixture, "bring"), "Stageovereenkomst");
  assert_says (dup_paper_alone (fixture, "answers"), "Stageovereenkomst");
  g_assert_nonnull (strstr (form, "\"soort\":\"" ID "stagebrief\""));
  g_assert_null (strstr (form, "onverwerkteAntwoorden"));
}

/* Until when somebody is a child, and what is asked of every household. */
static void
test_household_rule (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (fixture->zcase);
  g_autoptr (ZpiScheme) shipped = zpi_scheme_load_shipped ("zoetermeerpas", NULL);
  g_autoptr (ZpiEligibility) before = zpi_eligibility_check (shipped, application);
  g_autoptr (ZpiEligibility) after =
      zpi_eligibility_check (zpi_session_get_scheme (fixture->session), application);

  g_assert_cmpstr (before->household_type, !=, after->household_type);
  assert_says (dup_page (fixture, ZPI_SECTION_EVIDENCE), "Tenancy agreement");
  assert_says (dup_findings (fixture), "Tenancy agreement");
  assert_says (dup_paper_alone (fixture, "bring"), "Huurcontract");
  assert_says (dup_paper_alone (fixture, "check"), "ouder");
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  zpi_ui_init ();

  g_test_add ("/data-only/income-kind", Fixture, NULL, set_up, test_income_kind, tear_down);
  g_test_add ("/data-only/what-a-kind-asks",
              Fixture,
              NULL,
              set_up,
              test_what_a_kind_asks,
              tear_down);
  g_test_add ("/data-only/none-with-allowance",
              Fixture,
              NULL,
              set_up,
              test_none_with_allowance,
              tear_down);
  g_test_add ("/data-only/comes-back", Fixture, NULL, set_up, test_comes_back, tear_down);
  g_test_add ("/data-only/newer-kind", Fixture, NULL, set_up, test_newer_kind, tear_down);
  g_test_add ("/data-only/document-kind", Fixture, NULL, set_up, test_document_kind, tear_down);
  g_test_add ("/data-only/household-rule", Fixture, NULL, set_up, test_household_rule, tear_down);

  return g_test_run ();
}
