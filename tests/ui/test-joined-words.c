/* SPDX-License-Identifier: EUPL-1.2 */

/* What the program puts together itself, in Dutch: no two marks behind each other, no capital amid
 * a sentence, and nothing said twice. */

#undef G_DISABLE_ASSERT

#include <locale.h>

#include "zpi-application.h"
#include "zpi-field-text.h"
#include "zpi-field.h"
#include "zpi-finding-text.h"
#include "zpi-i18n.h"
#include "zpi-open-question.h"
#include "zpi-overview.h"
#include "zpi-piece-words.h"
#include "zpi-practice-person.h"
#include "zpi-rules.h"
#include "zpi-section-page.h"
#include "zpi-ui.h"

#define MONTHS                                                                                     \
  "Januari|Februari|Maart|April|Mei|Juni|Juli|Augustus|September|Oktober|November|December"

static void
check_words (const char *text)
{
  static GRegex *marks = NULL;
  static GRegex *capital = NULL;
  static GRegex *twice = NULL;

  if (marks == NULL) {
    marks = g_regex_new ("[?!:;,][:;,.]|[.][:;,]|[.][.](?![.])|[?]’?[:;]|[*] [*]", 0, 0, NULL);
    capital = g_regex_new ("[\\pL\\d,·→] (" MONTHS ")\\b", 0, 0, NULL);
    twice = g_regex_new ("^Nog nodig: ", 0, 0, NULL);
  }
  if (g_regex_match (marks, text, 0, NULL))
    g_test_fail_printf ("two marks behind each other: %s", text);
  if (g_regex_match (capital, text, 0, NULL))
    g_test_fail_printf ("a capital amid a sentence: %s", text);
  if (g_regex_match (twice, text, 0, NULL))
    g_test_fail_printf ("the heading says so: %s", text);
}

static void
check_below (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    check_words (gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_below (child);
}

static void
check_pages (ZpiCase *zcase)
{
  for (ZpiSection section = 0; section < ZPI_N_SECTIONS; section++) {
    g_autoptr (GtkWidget) page = g_object_ref_sink (GTK_WIDGET (zpi_section_page_new (section)));

    zpi_section_page_bind (ZPI_SECTION_PAGE (page), NULL, zcase);
    zpi_section_page_leave (ZPI_SECTION_PAGE (page));
    zpi_section_page_refresh (ZPI_SECTION_PAGE (page));
    check_below (page);
    zpi_section_page_bind (ZPI_SECTION_PAGE (page), NULL, NULL);
  }
}

static void
test_pages (void)
{
  for (guint i = 0; i <= zpi_practice_person_count (); i++) {
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);

    if (i > 0) {
      g_autoptr (ZpiApplication) application = zpi_practice_person_load (i - 1);

      zpi_application_fill_case (application, zcase);
    }
    check_pages (zcase);
    /* Of the letter the answer is missing, the address is nobody's. */
    zpi_case_set (zcase, ZPI_KEY_EMAIL_WHOSE, "");
    zpi_case_set (zcase, ZPI_KEY_EMAIL, "anna@@example");
    zpi_case_set (zcase, ZPI_KEY_BIRTH_DATE, "31-02-1980");
    check_pages (zcase);
  }
}

/* Each question in each line that names it. */
static void
test_questions (void)
{
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < n_fields; i++) {
    g_autofree char *about = NULL;

    if (fields[i].title == NULL)
      continue;
    about = zpi_field_text_dup_about (zpi_field_text_title (fields[i].pattern), "Kijk dit na.");
    check_words (about);
    zpi_field_text_append (list, zpi_field_text_title (fields[i].pattern));
  }
  check_words (list->str);
}

static void
test_piece (void)
{
  const ZpiWanted wanted = {
      .kind = (char *) "bankafschrift",
      .month = (char *) "2026-10",
      .whose = (char *) "partner",
  };
  const ZpiWanted identity = {
      .kind = (char *) "legitimatie",
      .month = (char *) "",
      .whose = (char *) "aanvrager",
  };
  const ZpiUnanswered called = {.applicant = (char *) "Anna", .partner = (char *) "Fatima"};
  const ZpiUnanswered forgotten = {0};
  g_autofree char *name = zpi_piece_words_name (zpi_rules_get_current (), &wanted, NULL);
  g_autofree char *kept = zpi_piece_words_missing (zpi_rules_get_current (), &wanted, &called);
  g_autofree char *own = zpi_piece_words_name (zpi_rules_get_current (), &identity, &called);
  g_autofree char *gone = zpi_piece_words_missing (zpi_rules_get_current (), &wanted, &forgotten);

  g_assert_cmpstr (name, ==, "Bankafschrift · oktober 2026 · van de partner");
  /* By name, as before it was sent, while that is kept. */
  g_assert_cmpstr (kept, ==, "Bankafschrift · oktober 2026 · van Fatima");
  g_assert_true (g_str_has_suffix (own, " · van Anna"));
  g_assert_cmpstr (gone, ==, name);
  /* Somebody who did not bring it knows what to bring. */
  g_assert_nonnull (zpi_piece_words_help (zpi_rules_get_current (), &identity));
}

/* What was not answered is called after sending what it was called before. */
static void
test_sent_question (void)
{
  const ZpiScheme *scheme = zpi_rules_get_current ();
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *wage = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *pension = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *wage_kind = zpi_case_item_key (ZPI_LIST_INCOME, wage, "kind");
  g_autofree char *wage_amount = zpi_case_item_key (ZPI_LIST_INCOME, wage, "amount");
  g_autofree char *wage_period = zpi_case_item_key (ZPI_LIST_INCOME, wage, "period");
  g_autofree char *pension_kind = zpi_case_item_key (ZPI_LIST_INCOME, pension, "kind");
  g_autofree char *pension_amount = zpi_case_item_key (ZPI_LIST_INCOME, pension, "amount");
  g_auto (GStrv) questions = NULL;
  g_auto (GStrv) kinds = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *earlier = NULL;

  zpi_case_set (zcase, wage_kind, "loon");
  zpi_case_set (zcase, wage_amount, "900");
  zpi_case_set (zcase, wage_period, "maand");
  zpi_case_set (zcase, pension_kind, "aow");
  questions = zpi_case_dup_open_questions (zcase, scheme);
  kinds = zpi_case_dup_open_kinds (zcase, (const char *const *) questions);
  g_assert_true (g_strv_contains ((const char *const *) questions, "income.2.amount"));
  g_assert_cmpuint (g_strv_length (kinds), ==, 2);
  g_assert_cmpstr (kinds[0], ==, "");
  before = zpi_finding_text_dup_where (zcase, pension_amount);
  after = zpi_finding_text_dup_question ("income.2.amount", scheme, (const char *const *) kinds);
  earlier = zpi_finding_text_dup_question ("income.2.amount", scheme, (const char *const[]){NULL});
  g_assert_cmpstr (before, ==, "AOW: Bedrag");
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (earlier, ==, "Inkomen 2: Bedrag");
}

/* Of two incomes of a kind each has its number, as on the page; before sending and after. */
static void
test_two_of_a_kind (void)
{
  const ZpiScheme *scheme = zpi_rules_get_current ();
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_auto (GStrv) questions = NULL;
  g_auto (GStrv) kinds = NULL;

  for (guint i = 1; i <= 3; i++) {
    g_autofree char *wage = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
    g_autofree char *kind = zpi_case_item_key (ZPI_LIST_INCOME, wage, "kind");
    g_autofree char *amount = zpi_case_item_key (ZPI_LIST_INCOME, wage, "amount");
    g_autofree char *period = zpi_case_item_key (ZPI_LIST_INCOME, wage, "period");

    zpi_case_set (zcase, kind, "loon");
    zpi_case_set (zcase, period, i == 1 ? "maand" : "");
    zpi_case_set (zcase, amount, i == 1 ? "900" : "");
  }
  questions = zpi_case_dup_open_questions (zcase, scheme);
  kinds = zpi_case_dup_open_kinds (zcase, (const char *const *) questions);
  for (guint i = 2; i <= 3; i++) {
    g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_INCOME);
    g_autofree char *amount = zpi_case_item_key (ZPI_LIST_INCOME, items[i - 1], "amount");
    g_autofree char *name = g_strdup_printf ("income.%u.amount", i);
    g_autofree char *before = zpi_finding_text_dup_where (zcase, amount);
    g_autofree char *after =
        zpi_finding_text_dup_question (name, scheme, (const char *const *) kinds);
    g_autofree char *called = g_strdup_printf ("Loon (%u): Bedrag", i);

    g_assert_cmpstr (before, ==, called);
    g_assert_cmpstr (after, ==, called);
  }
}

/* What nobody said of a file, and what cannot be read of it; its name may have a BSN in it. */
static void
test_file (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *item = zpi_case_add_item (zcase, ZPI_LIST_DOCUMENT);
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "kind");
  g_autofree char *file_name = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "file_name");
  char *args[] = {item, NULL};
  const ZpiFinding damaged = {.code = ZPI_FINDING_DOCUMENT_DAMAGED, .args = args};
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *line = NULL;

  zpi_case_set (zcase, file_name, "999993653.jpg");
  before = zpi_finding_text_dup_where (zcase, kind);
  after = zpi_finding_text_dup_question ("document.1.kind", NULL, NULL);
  line = zpi_finding_text_dup (&damaged, zcase, NULL);
  g_assert_cmpstr (after, ==, "Bewijsstuk 1: Wat is dit?");
  g_assert_true (g_str_has_suffix (before, "53.jpg: Wat is dit?"));
  g_assert_null (strstr (before, "999993653"));
  g_assert_null (strstr (line, "999993653"));
}

int
main (int argc, char *argv[])
{
  const char *before;
  int result;

  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();
  zpi_ui_init ();
  before = zpi_language_push ("nl");
  g_test_add_func ("/joined-words/pages", test_pages);
  g_test_add_func ("/joined-words/questions", test_questions);
  g_test_add_func ("/joined-words/file", test_file);
  g_test_add_func ("/joined-words/piece", test_piece);
  g_test_add_func ("/joined-words/sent-question", test_sent_question);
  g_test_add_func ("/joined-words/two-of-a-kind", test_two_of_a_kind);
  result = g_test_run ();
  zpi_language_pop (before);
  return result;
}
