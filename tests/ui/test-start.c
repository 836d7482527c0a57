/* SPDX-License-Identifier: EUPL-1.2 */

/* The list of the start page: what it shows, what it makes anew, and what one may choose. */

#undef G_DISABLE_ASSERT

#include <string.h>

#include "zpi-case-item-private.h"
#include "zpi-case-list.h"
#include "zpi-case-search.h"
#include "zpi-case-words.h"
#include "zpi-clock.h"
#include "zpi-progress-words.h"
#include "zpi-start-groups.h"
#include "zpi-ui.h"

static ZpiCaseItem *
new_item (guint number, ZpiCaseState state, const char *name)
{
  g_autofree char *id = g_strdup_printf ("case-%u", number);
  const ZpiCaseInfo info = {
      .id = id,
      .kind = ZPI_CASE_APPLICATION,
      .state = state,
      .name = (char *) name,
      .initials = (char *) "V.",
      .number = number,
  };

  return zpi_case_item_new (&info);
}

static GPtrArray *
new_items (guint n)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, new_item (i + 1, ZPI_CASE_DRAFT, "Voorbeeld"));
  return items;
}

static void
collect_func (gpointer row, gpointer user_data)
{
  g_ptr_array_add (user_data, row);
}

static GPtrArray *
rows_of (GtkWidget *list)
{
  GPtrArray *rows = g_ptr_array_new ();

  zpi_case_list_foreach_row (ZPI_CASE_LIST (list), collect_func, rows);
  return rows;
}

/* Of 10,000 cases those have a row that somebody asked for. */
static void
test_rows_as_needed (void)
{
  g_autoptr (GPtrArray) items = new_items (10000);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) more = NULL;
  GtkWidget *list = g_object_ref_sink (zpi_case_list_new ("Drafts", 12));

  zpi_case_list_set_items (ZPI_CASE_LIST (list), items, 0);
  rows = rows_of (list);
  g_assert_cmpuint (rows->len, ==, 12);
  g_assert_true (zpi_case_list_show_more (ZPI_CASE_LIST (list)));
  more = rows_of (list);
  g_assert_cmpuint (more->len, >, 12);
  g_assert_cmpuint (more->len, <, 100);
  for (guint i = 0; i < rows->len; i++)
    g_assert_true (rows->pdata[i] == more->pdata[i]);
  g_assert_finalize_object (list);
}

/* A case that comes to the front, one that goes and one that is new: the others keep their row. */
static void
test_only_what_differs (void)
{
  g_autoptr (GPtrArray) items = new_items (6);
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  GtkWidget *list = g_object_ref_sink (zpi_case_list_new ("Drafts", 12));
  const guint order[] = {4, 0, 1, 3, 5};

  zpi_case_list_set_items (ZPI_CASE_LIST (list), items, 0);
  before = rows_of (list);
  g_ptr_array_add (changed, new_item (7, ZPI_CASE_DRAFT, "Nieuw"));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    g_ptr_array_add (changed, g_object_ref (items->pdata[order[i]]));
  zpi_case_list_set_items (ZPI_CASE_LIST (list), changed, 0);
  after = rows_of (list);
  g_assert_cmpuint (after->len, ==, changed->len);
  for (guint i = 0; i < after->len; i++)
    g_assert_true (zpi_case_row_get_item (after->pdata[i]) == changed->pdata[i]);
  g_assert_true (after->pdata[2] == before->pdata[0]);
  g_assert_true (after->pdata[3] == before->pdata[1]);
  g_assert_true (after->pdata[4] == before->pdata[3]);
  g_assert_true (after->pdata[5] == before->pdata[5]);
  g_assert_finalize_object (list);
}

/* What changes of a case its row says by itself, and keeps a name for the screen reader. */
static void
test_one_item_updated (void)
{
  g_autoptr (ZpiCaseItem) item = new_item (3, ZPI_CASE_DRAFT, "Anna de Vries");
  GtkWidget *row = g_object_ref_sink (zpi_case_row_new (item, TRUE));
  const ZpiCaseInfo info = {
      .id = (char *) "case-3",
      .state = ZPI_CASE_ATTENTION,
      .attention = (char *) "refused",
      .name = (char *) "Anna Bakker",
      .number = 3,
  };

  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                   ==,
                   "Anna de Vries · 3");
  zpi_case_item_update (item, &info);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                   ==,
                   "Anna Bakker · 3");
  g_assert_nonnull (
      strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "Correct it and send again"));
  zpi_case_row_set_show_names (ZPI_CASE_ROW (row), FALSE);
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Case 3");
  g_assert_finalize_object (row);
}

static gboolean
is_cut (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) &&
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_cut (child))
      return TRUE;
  return FALSE;
}

/* The date stands at the end of what a row says: also in a narrow window all of it is there. */
static void
test_narrow_row (void)
{
  const ZpiCaseInfo info = {
      .id = (char *) "case-3",
      .kind = ZPI_CASE_APPLICATION,
      .state = ZPI_CASE_RECEIVED,
      .reference = (char *) "ZP-2026-000001",
      .name = (char *) "Anna de Vries",
      .number = 3,
      .due_us = 1800000000 * (gint64) G_USEC_PER_SEC,
      .news = TRUE,
  };
  g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);
  GtkWidget *row = g_object_ref_sink (zpi_case_row_new (item, TRUE));
  int width, height;

  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "January 2027"));
  gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  width = MAX (width, 320);
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  gtk_widget_allocate (row, width, height, -1, NULL);
  g_assert_false (is_cut (row));
  g_assert_finalize_object (row);
}

/* Of whatever is waited for the day stands behind what comes next, once, and as what it is. */
static void
test_date_of_what_waits (void)
{
  static const struct {
    ZpiCaseKind kind;
    ZpiCaseState state;
    const char *attention;
    gboolean cleared, photos;
    const char *says; /* with the day in the place of % */
  } rows[] = {
      {ZPI_CASE_APPLICATION, ZPI_CASE_RECEIVED, NULL, FALSE, FALSE, "Decision at the latest on %"},
      {ZPI_CASE_APPLICATION,
       ZPI_CASE_RECEIVED,
       NULL,
       TRUE,
       FALSE,
       "Wait for the decision · At the latest on %"},
      {ZPI_CASE_APPLICATION,
       ZPI_CASE_IN_ASSESSMENT,
       NULL,
       TRUE,
       FALSE,
       "Wait for the decision · At the latest on %"},
      {ZPI_CASE_APPLICATION,
       ZPI_CASE_MORE_INFORMATION,
       NULL,
       TRUE,
       FALSE,
       "Add what the municipality asks for · At the latest on %"},
      {ZPI_CASE_APPLICATION, ZPI_CASE_PHOTOS, "photos-sent", TRUE, TRUE, "On about %"},
      {ZPI_CASE_APPLICATION,
       ZPI_CASE_ISSUED,
       "remind-next-year",
       TRUE,
       FALSE,
       "Reminder of the new pass year on %"},
      {ZPI_CASE_LETTER,
       ZPI_CASE_DRAFT,
       NULL,
       FALSE,
       FALSE,
       "Go on adding what the municipality asks · At the latest on %"},
      {ZPI_CASE_LETTER, ZPI_CASE_RECEIVED, NULL, TRUE, TRUE, "The passes come on about %"},
      {ZPI_CASE_ACCOUNT, ZPI_CASE_RECEIVED, NULL, TRUE, FALSE, "One account on % at the latest"},
  };
  gint64 due_us = zpi_clock_now_us () + 60 * G_TIME_SPAN_DAY;
  g_autofree char *day = zpi_case_words_date (due_us);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const ZpiCaseInfo info = {
        .id = (char *) "case-3",
        .kind = rows[i].kind,
        .state = rows[i].state,
        .attention = (char *) rows[i].attention,
        .cleared_us = rows[i].cleared ? 1 : 0,
        .photos = rows[i].photos,
        .passes = 2,
        .number = 3,
        .due_us = due_us,
    };
    g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);
    g_auto (GStrv) parts = g_strsplit (rows[i].says, "%", 2);
    g_autofree char *expected = g_strconcat (parts[0], day, parts[1], NULL);
    GtkWidget *row = g_object_ref_sink (zpi_case_row_new (item, TRUE));
    const char *said = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));

    g_test_message ("%s", said);
    g_assert_true (g_str_has_suffix (said, expected));
    g_assert_true (g_strstr_len (said, -1, day) == g_strrstr (said, day));
    g_assert_finalize_object (row);
  }
}

static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    found = widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

/* A state of one word makes no column of the words beside it: it goes below them, as a long one. */
static void
test_short_state (void)
{
  const ZpiCaseInfo info = {
      .id = (char *) "case-4",
      .kind = ZPI_CASE_APPLICATION,
      .state = ZPI_CASE_HANDED_OVER,
      .name = (char *) "Maria van der Oefenbeek-Voorbeeldenstein van Schoonhoven",
      .number = 4,
  };
  g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);
  GtkWidget *row = g_object_ref_sink (zpi_case_row_new (item, TRUE));
  GtkWidget *words = find_label (row, adw_action_row_get_subtitle (ADW_ACTION_ROW (row)));
  GtkWidget *state = find_label (row, "Handed over");
  graphene_rect_t of_words, of_state;
  int width, height;

  for (guint wide = 0; wide < 2; wide++) {
    width = wide ? 700 : 320;
    gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
    gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
    gtk_widget_allocate (row, width, height, -1, NULL);
    g_assert_true (gtk_widget_compute_bounds (words, row, &of_words));
    g_assert_true (gtk_widget_compute_bounds (state, row, &of_state));
    if (wide)
      g_assert_cmpfloat (of_state.origin.x, >, of_words.origin.x + of_words.size.width - 1);
    else
      g_assert_cmpfloat (of_state.origin.y, >, of_words.origin.y + of_words.size.height - 1);
  }
  g_assert_finalize_object (row);
}

/* What has to be done until a day is not folded away. */
static void
test_never_folded (void)
{
  g_autoptr (GPtrArray) items = new_items (30);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) more = NULL;
  GtkWidget *list = g_object_ref_sink (zpi_case_list_new ("To do now", 5));

  zpi_case_list_set_items (ZPI_CASE_LIST (list), items, 7);
  rows = rows_of (list);
  g_assert_cmpuint (rows->len, ==, 7);
  zpi_case_list_show_more (ZPI_CASE_LIST (list));
  more = rows_of (list);
  g_assert_cmpuint (more->len, >, 7);
  g_assert_finalize_object (list);
}

/* What is ticked stays ticked when the list is shown anew or grows. */
static void
test_chosen (void)
{
  g_autoptr (GPtrArray) items = new_items (30);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GHashTable) chosen = g_hash_table_new (g_str_hash, g_str_equal);
  GtkWidget *list = g_object_ref_sink (zpi_case_list_new ("Drafts", 12));

  g_hash_table_add (chosen, (gpointer) "case-2");
  g_hash_table_add (chosen, (gpointer) "case-20");
  zpi_case_list_set_items (ZPI_CASE_LIST (list), items, 0);
  zpi_case_list_set_chosen (ZPI_CASE_LIST (list), chosen);
  zpi_case_list_set_items (ZPI_CASE_LIST (list), none, 0);
  zpi_case_list_set_items (ZPI_CASE_LIST (list), items, 0);
  zpi_case_list_show_more (ZPI_CASE_LIST (list));
  rows = rows_of (list);
  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpint (zpi_case_row_is_chosen (rows->pdata[i]), ==, i == 1 || i == 19);
  zpi_case_list_set_chosen (ZPI_CASE_LIST (list), NULL);
  g_assert_false (zpi_case_row_is_chosen (rows->pdata[1]));
  g_assert_finalize_object (list);
}

#define DAY_US G_TIME_SPAN_DAY

/* What went wrong first, then what has to be done until a day, the next day first, then what is
 * new; whatever has no day last. */
static void
test_to_do (void)
{
  static const struct {
    guint number;
    ZpiCaseState state;
    gint64 due_us;
  } rows[] = {
      {4, ZPI_CASE_REJECTED, 0},
      {3, ZPI_CASE_MORE_INFORMATION, 9 * DAY_US},
      {1, ZPI_CASE_ATTENTION, 0},
      {2, ZPI_CASE_MORE_INFORMATION, 2 * DAY_US},
  };
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *id = g_strdup_printf ("case-%u", rows[i].number);
    const ZpiCaseInfo info = {
        .id = id,
        .kind = ZPI_CASE_APPLICATION,
        .state = rows[i].state,
        .number = rows[i].number,
        .due_us = rows[i].due_us,
    };

    g_ptr_array_add (items, zpi_case_item_new (&info));
  }
  zpi_start_sort_to_do (items);
  for (guint i = 0; i < items->len; i++)
    g_assert_cmpuint (zpi_case_item_get_number (items->pdata[i]), ==, i + 1);
  g_assert_cmpuint (zpi_start_count_deadlines (items), ==, 3);
}

static void
test_filters (void)
{
  static const struct {
    ZpiCaseState state;
    ZpiCaseGroup group;
    ZpiStartFilter filter; /* beside ZPI_START_ALL, the only one that it passes */
  } rows[] = {
      {ZPI_CASE_DRAFT, ZPI_CASE_GROUP_DRAFTS, ZPI_START_DRAFTS},
      {ZPI_CASE_WAITING, ZPI_CASE_GROUP_WAITING, ZPI_START_MUNICIPALITY},
      {ZPI_CASE_GRANTED, ZPI_CASE_GROUP_MUNICIPALITY, ZPI_START_MUNICIPALITY},
      {ZPI_CASE_ATTENTION, ZPI_CASE_GROUP_TODAY, ZPI_START_MUNICIPALITY},
      {ZPI_CASE_WITHDRAWN, ZPI_CASE_GROUP_DONE, ZPI_START_DONE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (ZpiCaseItem) item = new_item (i, rows[i].state, "Anna");

    for (ZpiStartFilter filter = ZPI_START_ALL; filter <= ZPI_START_DONE; filter++)
      g_assert_cmpint (zpi_start_filter_passes (filter, item, rows[i].group),
                       ==,
                       filter == ZPI_START_ALL || filter == rows[i].filter);
  }
}

static gboolean
finds (const char *typed, const char *name, const char *also)
{
  g_autoptr (ZpiCaseItem) item = new_item (42, ZPI_CASE_DRAFT, name);
  g_autofree char *folded = zpi_case_search_fold (typed);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  return zpi_case_search_matches (item, also, (const char *const *) words);
}

static void
test_search (void)
{
  g_assert_true (finds ("", "Anna", NULL));
  g_assert_true (finds ("42", "Anna", NULL));
  g_assert_true (finds ("VRIES an", "Anna de Vries", NULL));
  g_assert_true (finds ("noe", "Noël", NULL));
  g_assert_true (finds ("Noël", "Noel", NULL));
  g_assert_true (finds ("soren", "Sørensen", NULL));
  g_assert_true (finds ("coelen", "Cœlen", NULL));
  g_assert_true (finds ("aegidius", "Ægidius", NULL));
  g_assert_true (finds ("lukasz", "Łukasz", NULL));
  g_assert_true (finds ("dordevic", "Đorđević", NULL));
  g_assert_true (finds ("yildirim", "Yıldırım", NULL));
  g_assert_true (finds ("thorgudrun", "Þorguðrun", NULL));
  g_assert_true (finds ("фат", "Фатима", NULL));
  g_assert_true (finds ("فاط", "فاطمة", NULL));
  g_assert_true (finds ("wait anna", "Anna", "waiting to be sent"));
  g_assert_false (finds ("annb", "Anna", "draft"));
  g_assert_false (finds ("anna 43", "Anna", "draft"));
}

/* A name that is corrected is found by the new one only. */
static void
test_search_after_update (void)
{
  g_autoptr (ZpiCaseItem) item = new_item (3, ZPI_CASE_DRAFT, "Jansen");
  const char *const old[] = {"jansen", NULL};
  const char *const young[] = {"janssen", NULL};
  const ZpiCaseInfo info = {.id = (char *) "case-3", .name = (char *) "Janssen", .number = 3};

  g_assert_true (zpi_case_search_matches (item, NULL, old));
  zpi_case_item_update (item, &info);
  g_assert_false (zpi_case_search_matches (item, NULL, old));
  g_assert_true (zpi_case_search_matches (item, NULL, young));
}

static char *
say_progress (const char *progress)
{
  const ZpiCaseInfo info = {.id = (char *) "case", .progress = (char *) progress, .number = 1};
  g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);

  return zpi_progress_words (item);
}

static void
assert_progress (const char *progress, const char *words)
{
  g_autofree char *said = say_progress (progress);

  g_assert_cmpstr (said, ==, words);
}

/* What an older or newer program wrote is not guessed at. */
static void
test_progress (void)
{
  assert_progress ("4 evidence bankafschrift", "4 of 7 · bank statement missing");
  assert_progress ("4 evidence of-another-scheme", "4 of 7 · go on with “Evidence”");
  assert_progress ("2 income", "2 of 7 · go on with “Income”");
  assert_progress ("3 applicant !", "3 of 7 · something to correct in “Applicant”");
  assert_progress ("7", "7 of 7 · all filled in");
  assert_progress (NULL, NULL);
  assert_progress ("", NULL);
  assert_progress ("8 income", NULL);
  assert_progress ("4", NULL);
  assert_progress ("4 nowhere", NULL);
}

static void
test_days (void)
{
  gint64 now_us = zpi_clock_now_us ();
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) day_before = g_date_time_add_days (now, -1);
  g_autofree char *today = zpi_progress_words_day (now_us);
  g_autofree char *yesterday =
      zpi_progress_words_day (g_date_time_to_unix (day_before) * G_USEC_PER_SEC);
  g_autofree char *before = zpi_progress_words_day (G_TIME_SPAN_DAY);

  g_assert_cmpstr (today, ==, "today");
  g_assert_cmpstr (yesterday, ==, "yesterday");
  g_assert_cmpstr (before, ==, "2 January 1970");
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  zpi_ui_init ();
  g_test_add_func ("/start/rows-as-needed", test_rows_as_needed);
  g_test_add_func ("/start/only-what-differs", test_only_what_differs);
  g_test_add_func ("/start/one-item-updated", test_one_item_updated);
  g_test_add_func ("/start/narrow-row", test_narrow_row);
  g_test_add_func ("/start/date-of-what-waits", test_date_of_what_waits);
  g_test_add_func ("/start/short-state", test_short_state);
  g_test_add_func ("/start/never-folded", test_never_folded);
  g_test_add_func ("/start/chosen", test_chosen);
  g_test_add_func ("/start/to-do", test_to_do);
  g_test_add_func ("/start/filters", test_filters);
  g_test_add_func ("/start/search", test_search);
  g_test_add_func ("/start/search-after-update", test_search_after_update);
  g_test_add_func ("/start/progress", test_progress);
  g_test_add_func ("/start/days", test_days);
  return g_test_run ();
}
