/* SPDX-License-Identifier: EUPL-1.2 */

/* The check in the window and on paper, with a real store: both say what zpictl says, and newer
 * rules are taken only after what they change was shown. */

#undef G_DISABLE_ASSERT

#include <glib/gstdio.h>
#include <string.h>

#include "paper-fixture.h"
#include "ui-fixture.h"
#include "zpi-case-keeper.h"
#include "zpi-case-view.h"
#include "zpi-eligibility.h"
#include "zpi-json.h"
#include "zpi-money-row.h"
#include "zpi-paper.h"
#include "zpi-print-copy.h"
#include "zpi-print.h"
#include "zpi-session-private.h"
#include "zpi-ui.h"

typedef struct {
  char *folder;
  ZpiSession *session;
  ZpiCase *zcase;
  GtkWidget *window;
  GtkWidget *view;
} Fixture;

/* Unfolds how the outcome was worked out. */
static void
unfold (GtkWidget *widget)
{
  GtkWidget *child;

  if (GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_get_mapped (widget))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (widget), TRUE);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    unfold (child);
}

/* Nothing below is still on its way in or out. */
static gboolean
is_at_rest (GtkWidget *widget)
{
  if (GTK_IS_REVEALER (widget) && gtk_revealer_get_reveal_child (GTK_REVEALER (widget)) !=
                                      gtk_revealer_get_child_revealed (GTK_REVEALER (widget)))
    return FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!is_at_rest (child))
      return FALSE;
  return TRUE;
}

static void
painted_cb (guint *n_frames)
{
  (*n_frames)++;
}

/* Whatever waits for a moment has been done and is on the screen, which on a busy machine takes as
 * long as it takes. */
static void
settle (Fixture *fixture)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  guint n_frames = 0;
  gulong handler =
      g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (painted_cb), &n_frames);

  spin (600);
  for (guint i = 0; i < 400 && (n_frames < 2 || !is_at_rest (fixture->window)); i++) {
    gtk_widget_queue_draw (fixture->window);
    spin (25);
  }
  g_signal_handler_disconnect (clock, handler);
  g_assert_true (n_frames >= 2);
  spin (300);
}

static void
show_page (Fixture *fixture)
{
  fixture->view = zpi_case_view_new (fixture->session, fixture->zcase);
  zpi_case_view_show_section (ZPI_CASE_VIEW (fixture->view), ZPI_SECTION_CHECK);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->view);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle (fixture);
  unfold (fixture->view);
  settle (fixture);
}

static void
hide_page (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  spin (100);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("zpi-check-XXXXXX", NULL);
  fixture->session = open_practice (fixture->folder);
  fixture->zcase =
      zpi_case_keeper_new_case (zpi_session_get_keeper (fixture->session), ZPI_CASE_APPLICATION);
  zpi_case_set (fixture->zcase, ZPI_KEY_REFERENCE_DATE, "2026-01-15");
  zpi_case_set (fixture->zcase, ZPI_KEY_BIRTH_DATE, "1-5-1980");
  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_NO);
  zpi_case_set (fixture->zcase, ZPI_KEY_CHECK_CHILDREN, "1");
  zpi_case_set (fixture->zcase, ZPI_KEY_CHECK_INCOME, "1.700");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_practice (g_steal_pointer (&fixture->session));
  g_clear_object (&fixture->zcase);
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

static char *
dup_screen (Fixture *fixture)
{
  g_autoptr (GString) all = g_string_new (NULL);

  collect (fixture->window, all);
  return squeeze (all->str);
}

static char *
dup_paper (Fixture *fixture, const char *what)
{
  g_autoptr (ZpiPaper) paper = zpi_print_make_case_paper (fixture->session, fixture->zcase, what);

  return read_paper (paper, fixture->folder);
}

/* What the municipality has not confirmed is said once on a paper: a mark stands at the value. */
static char *
dup_without_status (const char *sentence)
{
  static const char *const notes[] = {" Dit is nog niet bevestigd door de gemeente.",
                                      " The municipality has not confirmed this yet."};
  g_autofree char *kept = g_strdup (sentence);

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++) {
    char *note = strstr (kept, notes[i]);

    if (note != NULL && note[strlen (notes[i])] == '\0')
      *note = '\0';
  }
  return g_steal_pointer (&kept);
}

static void
assert_says_all (const char *text, JsonArray *steps, const char *language)
{
  g_assert_cmpuint (json_array_get_length (steps), >, 0);
  for (guint i = 0; i < json_array_get_length (steps); i++) {
    const char *sentence = zpi_json_get_string (json_array_get_object_element (steps, i), language);
    g_autofree char *plain = dup_without_status (sentence);
    g_autofree char *squeezed = squeeze (plain);

    g_test_message ("%s", sentence);
    if (strstr (text, squeezed) == NULL)
      g_test_message ("not in: %s", text);
    g_assert_nonnull (strstr (text, squeezed));
  }
}

static guint
count (const char *text, const char *sentence)
{
  g_autofree char *squeezed = squeeze (sentence);
  guint n = 0;

  for (const char *p = strstr (text, squeezed); p != NULL; p = strstr (p + 1, squeezed))
    n++;
  return n;
}

static GtkWidget *
find_fold (GtkWidget *widget)
{
  GtkWidget *found = gtk_widget_has_css_class (widget, "zpi-fold") ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_fold (child);
  return found;
}

static gboolean
says (Fixture *fixture, const char *sentence)
{
  g_autofree char *text = dup_screen (fixture);

  return count (text, sentence) > 0;
}

/* A busy computer says it later. */
static void
wait_to_say (Fixture *fixture, const char *sentence)
{
  for (guint i = 0; i < 200 && !says (fixture, sentence); i++)
    spin (50);
  g_assert_true (says (fixture, sentence));
}

/* (nullable) */
static GtkWidget *
find_table (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_GRID (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_table (child);
  return found;
}

/* The reasoning is as wide as the questions, also in a wide window: lines that can be read, and
 * each amount near its words. */
static void
test_reasoning_in_column (Fixture *fixture, gconstpointer data)
{
  show_page (fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1500, 700);
  settle (fixture);
  g_assert_cmpint (gtk_widget_get_width (find_table (fixture->window)), <=, 760);
  hide_page (fixture);
}

/* The outcome and what is missing stand there once, whatever both are part of. What is not
 * confirmed is marked, and listed with its source when somebody unfolds it. */
static void
test_said_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *known = NULL;
  g_autofree char *unfolded = NULL;
  GtkWidget *fold;
  g_autofree char *unknown = NULL;

  show_page (fixture);
  known = dup_screen (fixture);
  g_assert_cmpuint (count (known, "The limit is 120 percent of the norm."), ==, 1);
  g_assert_cmpuint (count (known, "The municipality has not confirmed this yet."), ==, 1);
  fold = find_fold (fixture->window);
  g_assert_nonnull (fold);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (fold), TRUE);
  unfolded = dup_screen (fixture);
  g_assert_cmpuint (count (unfolded, "The limit is 120 percent of the norm."), ==, 2);
  g_assert_cmpuint (count (unfolded, "The municipality has not confirmed this yet."), ==, 1);
  zpi_case_set (fixture->zcase, ZPI_KEY_CHECK_INCOME, "");
  wait_to_say (fixture, "Not known yet");
  settle (fixture);
  unknown = dup_screen (fixture);
  g_assert_cmpuint (count (unknown, "Not known yet"), ==, 1);
  g_assert_cmpuint (
      count (unknown, "Fill in the income. Is there none? Fill in 0, or switch on ‘No income’."),
      ==,
      1);
  /* What stands there and is no amount is not called empty. */
  zpi_case_set (fixture->zcase, ZPI_KEY_CHECK_INCOME, "12oo");
  wait_to_say (fixture, "Check the income per month. The amount cannot be read.");
  g_assert_false (says (fixture, "Fill in the income."));
  hide_page (fixture);
}

static GtkWidget *
find_of_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_of_type (child, type);
  return found;
}

/* Half an amount is another amount: it is judged when nobody types any more, or goes on. */
static void
test_amount_rests (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  show_page (fixture);
  row = find_of_type (fixture->window, ZPI_TYPE_MONEY_ROW);
  zpi_field_row_focus (ZPI_FIELD_ROW (row));
  wait_to_say (fixture, "The income is estimated at € 1.700,00 per month.");
  gtk_editable_set_text (GTK_EDITABLE (row), "1.40");
  spin (200);
  g_assert_true (says (fixture, "The income is estimated at € 1.700,00 per month."));
  gtk_editable_set_text (GTK_EDITABLE (row), "1.400");
  spin (200);
  g_assert_true (says (fixture, "The income is estimated at € 1.700,00 per month."));
  wait_to_say (fixture, "The income is estimated at € 1.400,00 per month.");

  gtk_editable_set_text (GTK_EDITABLE (row), "1.350");
  gtk_root_set_focus (gtk_widget_get_root (row), NULL);
  wait_to_say (fixture, "The income is estimated at € 1.350,00 per month.");

  gtk_editable_set_text (GTK_EDITABLE (row), "1.4");
  wait_to_say (fixture, "Not known yet");
  g_assert_false (says (fixture, "The income is estimated at"));
  hide_page (fixture);
}

/* A question that is answered on another page does not vanish, and what the outcome lacks is named
 * without unfolding it. */
static void
test_told_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *income = NULL;
  g_autofree char *key = NULL;

  zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  fixture->view = zpi_case_view_new (fixture->session, fixture->zcase);
  zpi_case_view_show_section (ZPI_CASE_VIEW (fixture->view), ZPI_SECTION_CHECK);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->view);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_to_say (fixture, "1 child, filled in on the page Household.");
  g_assert_false (says (fixture, "The check uses the income"));

  income = zpi_case_add_item (fixture->zcase, ZPI_LIST_INCOME);
  key = zpi_case_item_key (ZPI_LIST_INCOME, income, "kind");
  zpi_case_set (fixture->zcase, key, "loon");
  wait_to_say (fixture, "The check uses the income that you filled in on the page");
  wait_to_say (fixture, "Fill in the amount at: wages.");
  unfold (fixture->view);
  wait_to_say (fixture, "Fill in the amount at: wages.");
  hide_page (fixture);
}

/* Every sentence that zpictl prints is on the screen and on the paper, in their language. */
static void
test_alike (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (fixture->zcase);
  g_autoptr (ZpiEligibility) outcome =
      zpi_eligibility_check (zpi_session_get_scheme (fixture->session), application);
  g_autoptr (JsonNode) json = zpi_eligibility_to_json (outcome);
  JsonArray *explanation = zpi_json_get_array (json_node_get_object (json), "explanation");
  JsonArray *warnings = zpi_json_get_array (json_node_get_object (json), "warnings");
  g_autofree char *screen = NULL;
  static const char *const papers[] = {"check", "answers", "paper"};

  show_page (fixture);
  /* On a busy computer there was nothing to unfold yet. */
  for (guint i = 0; i < 200 && !says (fixture, "The applicant is 45 years old."); i++) {
    unfold (fixture->view);
    spin (50);
  }
  screen = dup_screen (fixture);
  assert_says_all (screen, explanation, zpi_ui_language ());
  assert_says_all (screen, warnings, zpi_ui_language ());
  for (guint i = 0; i < G_N_ELEMENTS (papers); i++) {
    g_autofree char *paper = dup_paper (fixture, papers[i]);

    assert_says_all (paper, explanation, "nl");
    assert_says_all (paper, warnings, "nl");
    g_assert_cmpuint (count (paper, "Dit is nog niet bevestigd door de gemeente."), ==, 1);
  }
  hide_page (fixture);
}

static gboolean
paper_says (const char *paper, const char *text)
{
  g_autofree char *squeezed = squeeze (text);

  return strstr (paper, squeezed) != NULL;
}

/* The paper pack is copied from; what the client takes home is not. */
static void
test_papers (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pack = NULL;
  g_autofree char *answers = NULL;

  zpi_case_set (fixture->zcase, ZPI_KEY_BSN, "999993653");
  zpi_case_set (fixture->zcase, ZPI_KEY_FAMILY_NAME, "");
  pack = dup_paper (fixture, "paper");
  answers = dup_paper (fixture, "answers");
  g_assert_true (paper_says (pack, "999 993 653"));
  g_assert_true (paper_says (pack, "Bel de gemeente: 14 079."));
  g_assert_false (paper_says (answers, "999 993 653"));
  g_assert_true (paper_says (answers, "Niet ingevuld:"));
  g_assert_true (paper_says (answers, "Achternaam"));
}

/* Who goes home takes along what was done and what is still to bring. */
static void
test_today (Fixture *fixture, gconstpointer data)
{
  g_autofree char *paper = NULL;

  zpi_case_set (fixture->zcase, ZPI_KEY_GIVEN_NAMES, "Fatima");
  paper = dup_paper (fixture, "today");
  g_assert_true (paper_says (paper, "Fatima"));
  g_assert_true (paper_says (paper, "Wat we vandaag hebben gedaan"));
  g_assert_true (paper_says (paper, "Nog niet begonnen"));
  g_assert_true (paper_says (paper, "Neem nog mee"));
  g_assert_true (paper_says (paper, "Uw aanvraag is nog niet verstuurd."));
}

static void
save_case (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (fixture->session);

  zpi_case_keeper_flush_async (keeper, fixture->zcase, NULL, result_cb, &result);
  g_assert_true (zpi_case_keeper_flush_finish (keeper, wait_for (&result), &error));
  g_assert_no_error (error);
}

static void
open_again (Fixture *fixture, const char *case_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCaseKeeper *keeper;

  fixture->session = open_practice (fixture->folder);
  keeper = zpi_session_get_keeper (fixture->session);
  zpi_case_keeper_open_async (keeper, case_id, NULL, result_cb, &result);
  fixture->zcase = zpi_case_keeper_open_finish (keeper, wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
replace (GString *text, const char *from, const char *to)
{
  g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
}

/* The shipped rules, a year later: 130 percent. */
static void
write_newer_rules (Fixture *fixture)
{
  GBytes *shipped = zpi_scheme_get_bytes (zpi_session_get_scheme (fixture->session));
  g_autoptr (GString) text =
      g_string_new_len (g_bytes_get_data (shipped, NULL), (gssize) g_bytes_get_size (shipped));
  g_autofree char *folder = g_build_filename (fixture->folder, "schemes", NULL);
  g_autofree char *path = g_build_filename (folder, "zoetermeerpas.json", NULL);

  replace (text, "\"version\": \"2026-11-22\"", "\"version\": \"2027-01-01\"");
  replace (text,
           "{ \"value\": 120, \"source\": \"page-2019\"",
           "{ \"value\": 130, \"source\": \"page-2019\"");
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
}

/* Newer rules come; the draft stays on its own until somebody has seen what they change. */
static void
test_newer_rules (Fixture *fixture, gconstpointer data)
{
  g_autofree char *case_id = g_strdup (zpi_case_get_id (fixture->zcase));
  g_autofree char *pinned = g_strdup (zpi_case_get (fixture->zcase, ZPI_KEY_SCHEME_VERSION));
  g_autofree char *before = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *after = NULL;
  GtkWidget *button;

  show_page (fixture);
  g_assert_null (find_button_in_sight (fixture->window, "Check again under the _newer rules"));
  hide_page (fixture);
  save_case (fixture);
  write_newer_rules (fixture);
  close_practice (g_steal_pointer (&fixture->session));
  g_clear_object (&fixture->zcase);

  open_again (fixture, case_id);
  show_page (fixture);
  before = dup_screen (fixture);
  /* Between the percentage that nobody confirmed and the next one. */
  g_assert_nonnull (strstr (before, "Notknownyet"));
  button = find_button_in_sight (fixture->window, "Check again under the _newer rules");
  g_assert_nonnull (button);
  g_assert_null (find_button_in_sight (fixture->window, "_Use the newer rules"));
  g_signal_emit_by_name (button, "clicked");
  settle (fixture);
  shown = dup_screen (fixture);
  g_assert_nonnull (strstr (shown, "Theoutcomebecomes:probablyaright.Itwas:notknownyet."));
  g_assert_nonnull (strstr (shown, "Thepercentagebecomes130.Itwas120."));
  g_assert_nonnull (strstr (shown, "Thelimitbecomes€1.730,86.Itwas€1.597,72."));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_SCHEME_VERSION), ==, pinned);

  g_signal_emit_by_name (find_button_in_sight (fixture->window, "_Use the newer rules"), "clicked");
  settle (fixture);
  after = dup_screen (fixture);
  g_assert_nonnull (strstr (after, "Thelimitis130percentofthenorm."));
  g_assert_null (strstr (after, "Notknownyet"));
  g_assert_null (find_button_in_sight (fixture->window, "Check again under the _newer rules"));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_SCHEME_VERSION), !=, pinned);
  hide_page (fixture);
}

/* What the theme lacks is found among our own: no empty frame in its place. */
static void
test_own_icon (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  g_assert_true (gtk_icon_theme_has_icon (theme, "zpi-unknown-symbolic"));
}

/* The rules of the case are gone from this computer: no outcome by others before they are chosen.
 */
static void
test_rules_gone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pinned = g_strdup (zpi_case_get (fixture->zcase, ZPI_KEY_SCHEME_VERSION));
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GtkWidget *button;

  zpi_case_set (fixture->zcase, ZPI_KEY_SCHEME, "ooievaarspas");
  zpi_case_set (fixture->zcase, ZPI_KEY_SCHEME_VERSION, "ooievaarspas/2026-01-01/2026-01-01");
  show_page (fixture);
  before = dup_screen (fixture);
  g_assert_nonnull (strstr (before, "Therulesofthisapplicationaregone"));
  g_assert_nonnull (strstr (before, "ooievaarspas/20260101/20260101"));
  g_assert_nonnull (strstr (before, "Theoutcomeofotherrulesmaybewrong."));
  g_assert_null (find_button_in_sight (fixture->window, "Check again under the _newer rules"));

  button = find_button_in_sight (fixture->window, "_Use the rules that are here");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  settle (fixture);
  after = dup_screen (fixture);
  g_assert_null (strstr (after, "Therulesofthisapplicationaregone"));
  g_assert_null (strstr (after, "Theoutcomeofotherrulesmaybewrong."));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_SCHEME), ==, "zoetermeerpas");
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_SCHEME_VERSION), ==, pinned);
  hide_page (fixture);
}

/* An age is that of the reference date, and says so when that is another day. */
static void
test_age_on (Fixture *fixture, gconstpointer data)
{
  g_autofree char *screen = NULL;

  show_page (fixture);
  screen = dup_screen (fixture);
  g_assert_nonnull (strstr (screen, "1May1980,45yearsoldon15January2026"));
  hide_page (fixture);
}

static guint
count_windows (void)
{
  return g_list_model_get_n_items (gtk_window_get_toplevels ());
}

static char *
dup_heading (void)
{
  g_autoptr (GtkWidget) last = g_list_model_get_item (gtk_window_get_toplevels (), 1);
  char *heading = NULL;

  g_assert_true (ADW_IS_MESSAGE_DIALOG (last));
  heading = g_strdup (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (last)));
  gtk_window_destroy (GTK_WINDOW (last));
  return heading;
}

/* A file of which the disk took a part is no print: the toolkit does not say so. One that is still
 * being written is waited for. */
static void
test_copy_whole (void)
{
  g_autoptr (ZpiPaper) paper = zpi_paper_new ("A paper");
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "print.pdf", NULL);
  g_autofree char *whole = NULL;
  g_autofree char *part = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWidget *window = gtk_window_new ();
  const char *data;
  gsize size;

  gtk_window_present (GTK_WINDOW (window));
  zpi_paper_add_text (paper, "What somebody answered");
  pdf = zpi_paper_to_pdf (paper, NULL);
  data = g_bytes_get_data (pdf, &size);
  g_assert_true (g_file_set_contents (path, data, (gssize) size / 2, NULL));
  zpi_print_copy_follow (GTK_WINDOW (window), file);
  spin (1000);
  g_assert_cmpuint (count_windows (), ==, 1);
  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  spin (1000);
  g_assert_cmpuint (count_windows (), ==, 2);
  whole = dup_heading ();
  g_assert_cmpstr (whole, ==, "There is a copy on this computer now");
  g_assert_true (g_file_set_contents (path, data, (gssize) size / 2, NULL));
  zpi_print_copy_follow (GTK_WINDOW (window), file);
  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*not whole*");
  spin (5000);
  g_test_assert_expected_messages ();
  part = dup_heading ();
  g_assert_cmpstr (part, ==, "That was not printed");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What was to be printed when the window locked is not shown, nor why it was not printed. */
static void
test_print_after_lock (Fixture *fixture, gconstpointer data)
{
  static const char *const whats[] = {"answers", "today", "receipt", "receipt-pdf", "decision"};
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (fixture->session);
  g_autoptr (GAsyncResult) result = NULL;

  show_page (fixture);
  zpi_case_keeper_flush_async (keeper, fixture->zcase, NULL, result_cb, &result);
  g_assert_true (zpi_case_keeper_flush_finish (keeper, wait_for (&result), NULL));
  for (guint i = 0; i < G_N_ELEMENTS (whats); i++)
    zpi_print_case (GTK_WINDOW (fixture->window),
                    fixture->session,
                    zpi_case_get_id (fixture->zcase),
                    whats[i]);
  zpi_session_set_state (fixture->session, ZPI_SESSION_LOCKED, NULL);
  spin (600);
  g_assert_cmpuint (count_windows (), ==, 1);
  zpi_session_set_state (fixture->session, ZPI_SESSION_OPEN, NULL);
  hide_page (fixture);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  zpi_ui_init ();

  g_test_add_func ("/check-page/own-icon", test_own_icon);
  g_test_add ("/check-page/alike", Fixture, NULL, set_up, test_alike, tear_down);
  g_test_add ("/check-page/said-once", Fixture, NULL, set_up, test_said_once, tear_down);
  g_test_add ("/check-page/reasoning-in-column",
              Fixture,
              NULL,
              set_up,
              test_reasoning_in_column,
              tear_down);
  g_test_add ("/check-page/amount-rests", Fixture, NULL, set_up, test_amount_rests, tear_down);
  g_test_add ("/check-page/told-elsewhere", Fixture, NULL, set_up, test_told_elsewhere, tear_down);
  g_test_add ("/check-page/papers", Fixture, NULL, set_up, test_papers, tear_down);
  g_test_add_func ("/check-page/copy-whole", test_copy_whole);
  g_test_add ("/check-page/print-after-lock",
              Fixture,
              NULL,
              set_up,
              test_print_after_lock,
              tear_down);
  g_test_add ("/check-page/today", Fixture, NULL, set_up, test_today, tear_down);
  g_test_add ("/check-page/newer-rules", Fixture, NULL, set_up, test_newer_rules, tear_down);
  g_test_add ("/check-page/rules-gone", Fixture, NULL, set_up, test_rules_gone, tear_down);
  g_test_add ("/check-page/age-on", Fixture, NULL, set_up, test_age_on, tear_down);
  return g_test_run ();
}
