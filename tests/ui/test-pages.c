/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#include <glib/gstdio.h>
#include <string.h>

#include "ui-fixture.h"
#include "zpi-advice-page.h"
#include "zpi-application.h"
#include "zpi-clock.h"
#include "zpi-error-summary.h"
#include "zpi-evidence-text.h"
#include "zpi-field-row.h"
#include "zpi-gist.h"
#include "zpi-item-list.h"
#include "zpi-notice.h"
#include "zpi-organisation-page.h"
#include "zpi-overview.h"
#include "zpi-practice-person.h"
#include "zpi-renewal-group.h"
#include "zpi-rules.h"
#include "zpi-section-page.h"
#include "zpi-section-words.h"
#include "zpi-summary.h"
#include "zpi-text-row.h"
#include "zpi-ui.h"
#include "zpi-way-back.h"

typedef struct {
  ZpiCase *zcase;
  ZpiSectionPage *page;
  GtkWidget *window;
  GString *asked; /* of what is around the page: "win.print answers;" */
} Fixture;

static void
asked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append (fixture->asked, g_action_get_name (G_ACTION (action)));
  if (parameter != NULL && g_variant_is_of_type (parameter, G_VARIANT_TYPE_STRING))
    g_string_append_printf (fixture->asked, " %s", g_variant_get_string (parameter, NULL));
  else if (parameter != NULL) {
    const char *key, *text;

    g_variant_get (parameter, "(&s&s)", &key, &text);
    g_string_append_printf (fixture->asked, " %s %s", key, text);
  }
  g_string_append_c (fixture->asked, ';');
}

static void
add_actions (Fixture *fixture)
{
  const GActionEntry of_window[] = {
      {"send", asked_cb},
      {"paper", asked_cb},
      {"print", asked_cb, "s"},
      {"client-view", asked_cb},
  };
  const GActionEntry of_case[] = {{"go-to", asked_cb, "s"}, {"answer", asked_cb, "(ss)"}};
  g_autoptr (GSimpleActionGroup) window = g_simple_action_group_new ();
  g_autoptr (GSimpleActionGroup) around = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (window),
                                   of_window,
                                   G_N_ELEMENTS (of_window),
                                   fixture);
  g_action_map_add_action_entries (G_ACTION_MAP (around), of_case, G_N_ELEMENTS (of_case), fixture);
  gtk_widget_insert_action_group (fixture->window, "win", G_ACTION_GROUP (window));
  gtk_widget_insert_action_group (fixture->window, "case", G_ACTION_GROUP (around));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  ZpiSection section = GPOINTER_TO_UINT (data);

  fixture->zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  fixture->page = g_object_ref_sink (zpi_section_page_new (section));
  fixture->window = gtk_window_new ();
  fixture->asked = g_string_new (NULL);
  add_actions (fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
}

static void
set_up_items (Fixture *fixture, gconstpointer list)
{
  ZpiSection section =
      strcmp (list, ZPI_LIST_CHILD) == 0 ? ZPI_SECTION_HOUSEHOLD : ZPI_SECTION_INCOME;

  set_up (fixture, GUINT_TO_POINTER (section));
}

static void
show (Fixture *fixture)
{
  zpi_section_page_bind (fixture->page, NULL, fixture->zcase);
  gtk_window_present (GTK_WINDOW (fixture->window));
  spin (300);
}

/* Nothing may hold on to a page: it has the answers of one client in it. */
static void
tear_down (Fixture *fixture, gconstpointer data)
{
  zpi_section_page_bind (fixture->page, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  spin (50);
  g_string_free (fixture->asked, TRUE);
  g_assert_finalize_object (G_OBJECT (fixture->page));
  g_assert_finalize_object (G_OBJECT (fixture->zcase));
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  show (fixture);
  g_assert_cmpint (zpi_section_page_get_section (fixture->page), ==, GPOINTER_TO_UINT (data));
  g_assert_true (zpi_section_page_leave (fixture->page));
  g_assert_cmpuint (zpi_case_get_generation (fixture->zcase), ==, 0);
}

static void
test_filled (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < zpi_practice_person_count (); i++) {
    g_autoptr (ZpiApplication) application = zpi_practice_person_load (i);

    zpi_application_fill_case (application, fixture->zcase);
  }
  show (fixture);
  zpi_section_page_leave (fixture->page);
  spin (400);
}

static guint
count_asked (Fixture *fixture, const char *key)
{
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (GTK_WIDGET (fixture->page));
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += g_strcmp0 (zpi_field_row_get_key (g_ptr_array_index (rows, i)), key) == 0;
  return n;
}

/* Each question of the table has its row, once, also when another answer brings it up. */
static void
test_asks_all (Fixture *fixture, gconstpointer data)
{
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  zpi_section_page_bind (fixture->page, NULL, fixture->zcase);
  for (guint i = 0; i < n_fields; i++) {
    guint n = count_asked (fixture, fields[i].pattern);

    if (fields[i].section == GPOINTER_TO_UINT (data) && zpi_field_is_asked (&fields[i]) &&
        strchr (fields[i].pattern, '*') == NULL && n != 1)
      g_test_fail_printf ("%s is asked %u times on its page", fields[i].pattern, n);
  }
}

/* Likewise of a child, and of an income that is of a kind that asks it. */
static void
test_asks_all_of_items (Fixture *fixture, gconstpointer data)
{
  const GPtrArray *kinds = zpi_scheme_get_income_kinds (zpi_rules_get_current ());
  const char *list = data;
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);
  g_auto (GStrv) items = NULL;

  zpi_section_page_bind (fixture->page, NULL, fixture->zcase);
  for (guint i = 0; i < kinds->len; i++) {
    g_autofree char *item = zpi_case_add_item (fixture->zcase, list);
    g_autofree char *kind = zpi_case_item_key (list, item, "kind");

    if (strcmp (list, ZPI_LIST_INCOME) == 0)
      zpi_case_set (fixture->zcase, kind, ((const ZpiIncomeKind *) kinds->pdata[i])->id);
  }
  items = zpi_case_dup_items (fixture->zcase, list);
  for (guint i = 0; i < n_fields; i++) {
    g_autofree char *own = zpi_field_dup_list (&fields[i]);
    const char *name = strrchr (fields[i].pattern, '.') + 1;
    guint n = 0;

    /* The kind of an income is its switch. */
    if (g_strcmp0 (own, list) != 0 || !zpi_field_is_asked (&fields[i]) ||
        strcmp (name, "kind") == 0)
      continue;
    for (guint j = 0; items[j] != NULL; j++) {
      g_autofree char *key = zpi_case_item_key (list, items[j], name);
      guint n_rows = count_asked (fixture, key);

      g_assert_cmpuint (n_rows, <=, 1);
      n += n_rows;
    }
    if (strcmp (list, ZPI_LIST_CHILD) == 0 ? n != g_strv_length (items) : n == 0)
      g_test_fail_printf ("%s is asked of %u", fields[i].pattern, n);
  }
}

/* An answer that is on two pages, or that another process wrote, shows everywhere. */
static void
test_follows_case (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  guint n_found = 0;

  show (fixture);
  zpi_case_set (fixture->zcase, ZPI_KEY_BIRTH_DATE, "1-5-1980");
  rows = zpi_field_row_collect (GTK_WIDGET (fixture->page));
  for (guint i = 0; i < rows->len; i++) {
    ZpiFieldRow *row = g_ptr_array_index (rows, i);

    if (g_strcmp0 (zpi_field_row_get_key (row), ZPI_KEY_BIRTH_DATE) != 0)
      continue;
    g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "1-5-1980");
    n_found++;
  }
  g_assert_cmpuint (n_found, ==, 1);
}

static void
test_wrong_answer (Fixture *fixture, gconstpointer data)
{
  show (fixture);
  zpi_case_set (fixture->zcase, ZPI_KEY_BSN, "123456789");
  g_assert_false (zpi_section_page_leave (fixture->page));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_BSN), ==, "123456789");
  zpi_case_set (fixture->zcase, ZPI_KEY_BSN, "999993653");
  g_assert_true (zpi_section_page_leave (fixture->page));
}

static double
find_top (Fixture *fixture, GtkWidget *widget)
{
  double top = -1;

  gtk_widget_translate_coordinates (widget, GTK_WIDGET (fixture->page), 0, 0, NULL, &top);
  return top;
}

static GtkWidget *
find_summary (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (ZPI_IS_ERROR_SUMMARY (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_summary (child);
  return found;
}

/* The list of what is wrong comes when somebody goes on, never while somebody types; and what is
 * typed stays where it is while answers become right and wrong. */
static void
test_summary_keeps_still (Fixture *fixture, gconstpointer data)
{
  static const char *const typed[] = {"2712 A", "2712 AA", "2712 AAA", "", "27", "2712 AA"};
  g_autoptr (GPtrArray) rows = NULL;
  GtkWidget *row, *summary;
  double top, height;

  zpi_case_set (fixture->zcase, ZPI_KEY_POSTCODE, "27");
  show (fixture);
  rows = zpi_field_row_collect (GTK_WIDGET (fixture->page));
  row = GTK_WIDGET (zpi_field_row_find (rows, ZPI_KEY_POSTCODE));
  summary = find_summary (GTK_WIDGET (fixture->page));
  g_assert_false (gtk_widget_get_mapped (summary));
  g_assert_false (zpi_section_page_leave (fixture->page));
  g_assert_true (gtk_widget_get_mapped (summary));
  gtk_widget_grab_focus (row);
  spin (300);
  top = find_top (fixture, row);
  height = gtk_widget_get_height (summary);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++) {
    gtk_editable_set_text (GTK_EDITABLE (row), typed[i]);
    spin (100);
    g_assert_cmpfloat (find_top (fixture, row), ==, top);
    g_assert_cmpfloat (gtk_widget_get_height (summary), ==, height);
  }
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), TRUE);
  spin (100);
  g_assert_false (gtk_widget_get_mapped (summary));
  gtk_editable_set_text (GTK_EDITABLE (row), "27");
  spin (100);
  g_assert_false (gtk_widget_get_mapped (summary));
}

/* What is in the list is the row around the entry that has the focus. */
static const char *
title_at_focus (GtkWidget *window)
{
  GtkWidget *row = gtk_root_get_focus (GTK_ROOT (window));

  if (row != NULL)
    row = gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_ROW);
  return row != NULL ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)) : NULL;
}

/* A button that can do nothing yet says what is needed, there, and puts the cursor at it. */
static void
test_buttons_say_what_is_needed (void)
{
  static const struct {
    const char *door;
    const char *button;
    const char *said;
    const char *at;
  } looks[] = {
      {"letter", "_Look up", "Type the code from the letter", "Code or link"},
      {"more-information", "_Look up", "Type the code from the e-mail", "Code or link"},
      {"letter", "L_ook it up with the municipality", "Type the BSN", "BSN of the client"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    GtkWidget *window = gtk_window_new ();
    GtkWidget *page = zpi_advice_page_new (looks[i].door);
    const ZpiSessionOptions options = {.practice = TRUE, .data_folder = g_get_tmp_dir ()};
    g_autoptr (ZpiSession) session = zpi_session_new (&options);

    zpi_advice_page_set_session (ZPI_ADVICE_PAGE (page), session);
    gtk_window_set_default_size (GTK_WINDOW (window), 900, 700);
    gtk_window_set_child (GTK_WINDOW (window), page);
    gtk_window_present (GTK_WINDOW (window));
    spin (200);
    g_assert_true (gtk_widget_activate (find_button (page, looks[i].button)));
    spin (400);
    g_assert_true (is_said (page, looks[i].said));
    g_assert_cmpstr (title_at_focus (window), ==, looks[i].at);
    gtk_window_destroy (GTK_WINDOW (window));
  }
}

/* A name in the organisation file that nothing here knows is said where its check code is typed. */
static void
test_unknown_in_organisation_file (void)
{
  static const char text[] = "{\"version\": 1, \"name\": \"A\", \"base_url\": \"https://a.nl/v1\","
                             " \"issuer\": \"https://a.nl\", \"client_id\": \"x\"%s}";
  static const char *const more[] = {"", ", \"idle_lock_minuts\": 3"};
  g_autofree char *folder = g_dir_make_tmp ("organisation-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "organisation.zpi-org", NULL);
  const ZpiSessionOptions options = {.data_folder = folder};
  g_autoptr (ZpiSession) session = zpi_session_new (&options);

  for (guint i = 0; i < G_N_ELEMENTS (more); i++) {
    g_autofree char *file = g_strdup_printf (text, more[i]);
    GtkWidget *window = gtk_window_new ();
    GtkWidget *page = g_object_new (ZPI_TYPE_ORGANISATION_PAGE, NULL);

    g_assert_true (g_file_set_contents (path, file, -1, NULL));
    gtk_window_set_child (GTK_WINDOW (window), page);
    gtk_window_present (GTK_WINDOW (window));
    spin (200);
    zpi_organisation_page_set_session (ZPI_ORGANISATION_PAGE (page), session);
    zpi_organisation_page_show (ZPI_ORGANISATION_PAGE (page));
    g_assert_cmpint (is_said (page, "does not know a part of the file: idle_lock_minuts."),
                     ==,
                     i == 1);
    gtk_window_destroy (GTK_WINDOW (window));
  }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static guint
count_rows (Fixture *fixture, const char *prefix)
{
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (GTK_WIDGET (fixture->page));
  guint n = 0;

  for (guint i = 0; i < rows->len; i++) {
    const char *key = zpi_field_row_get_key (g_ptr_array_index (rows, i));

    if (key != NULL && g_str_has_prefix (key, prefix))
      n++;
  }
  return n;
}

static void
test_children (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *key = NULL;

  show (fixture);
  g_assert_cmpuint (count_rows (fixture, "child."), ==, 0);
  first = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  second = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  g_assert_cmpuint (count_rows (fixture, "child."), ==, 10);
  key = zpi_case_item_key (ZPI_LIST_CHILD, second, "given_names");
  zpi_case_set (fixture->zcase, key, "Bo");
  zpi_case_remove_item (fixture->zcase, ZPI_LIST_CHILD, second);
  g_assert_cmpuint (count_rows (fixture, "child."), ==, 5);
  zpi_case_insert_item (fixture->zcase, ZPI_LIST_CHILD, second, 1);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, key), ==, "Bo");
  g_assert_true (zpi_section_page_focus_key (fixture->page, key));
}

static gboolean
says (GtkWidget *widget, const char *text)
{
  GtkWidget *child;

  if (GTK_IS_LABEL (widget) && gtk_widget_is_visible (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static const char *
key_at_focus (Fixture *fixture)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, ZPI_TYPE_FIELD_ROW) : NULL;

  return row != NULL ? zpi_field_row_get_key (ZPI_FIELD_ROW (row)) : "";
}

static ZpiFieldRow *
find_row (Fixture *fixture, const char *key)
{
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (GTK_WIDGET (fixture->page));

  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (zpi_field_row_get_key (rows->pdata[i]), key) == 0)
      return rows->pdata[i];
  return NULL;
}

static GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (all, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (one, type))
      return one;
  }
  return NULL;
}

/* Tab goes by everything, also by what is less high than its neighbours. */
static void
test_prefix_by_tab (Fixture *fixture, gconstpointer data)
{
  GtkWidget *focus;

  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_YES);
  show (fixture);
  g_assert_true (zpi_section_page_focus_key (fixture->page, ZPI_KEY_PARTNER_FAMILY_NAME));
  g_assert_true (gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_FORWARD));
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (GTK_IS_BUTTON (focus));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (focus)), ==, "Prefix…");
  g_assert_true (gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_BACKWARD));
  g_assert_cmpstr (key_at_focus (fixture), ==, ZPI_KEY_PARTNER_FAMILY_NAME);
}

/* Whoever clicked "Yes" and types the name: no letter of it is lost, none chooses an answer. */
static void
test_types_on (Fixture *fixture, gconstpointer data)
{
  ZpiFieldRow *row;
  GtkEventController *click;
  GtkEventController *keys;
  gboolean taken = FALSE;

  show (fixture);
  row = find_row (fixture, ZPI_KEY_PARTNER);
  g_assert_true (zpi_section_page_focus_key (fixture->page, ZPI_KEY_PARTNER));
  click = find_controller (GTK_WIDGET (row), GTK_TYPE_GESTURE_CLICK);
  keys = find_controller (GTK_WIDGET (row), GTK_TYPE_EVENT_CONTROLLER_KEY);
  g_assert_true (click != NULL && keys != NULL);
  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_YES);
  spin (300);
  g_signal_emit_by_name (click, "pressed", 1, 1.0, 1.0);
  g_signal_emit_by_name (keys, "key-pressed", GDK_KEY_N, 0, 0, &taken);
  g_assert_true (taken);
  g_assert_cmpstr (key_at_focus (fixture), ==, ZPI_KEY_PARTNER_GIVEN_NAMES);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_PARTNER), ==, ZPI_YES);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_PARTNER_GIVEN_NAMES), ==, "N");
  /* Without a click a letter is an answer. */
  g_assert_true (zpi_section_page_focus_key (fixture->page, ZPI_KEY_PARTNER));
  g_signal_emit_by_name (keys, "key-pressed", GDK_KEY_n, 0, 0, &taken);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_PARTNER), ==, "nee");
}

/* A letter with which several answers begin goes from one to the next and stays there. */
static void
test_letter_of_several (Fixture *fixture, gconstpointer data)
{
  static const char *const chosen[] = {"aanvrager", "helper", "organisatie", "geen", "aanvrager"};
  GtkEventController *keys;
  gboolean taken = FALSE;

  show (fixture);
  keys = find_controller (GTK_WIDGET (find_row (fixture, ZPI_KEY_EMAIL_WHOSE)),
                          GTK_TYPE_EVENT_CONTROLLER_KEY);
  g_assert_true (zpi_section_page_focus_key (fixture->page, ZPI_KEY_EMAIL_WHOSE));
  for (gsize i = 0; i < G_N_ELEMENTS (chosen); i++) {
    g_signal_emit_by_name (keys, "key-pressed", GDK_KEY_t, 0, 0, &taken);
    g_assert_true (taken);
    g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_EMAIL_WHOSE), ==, chosen[i]);
    g_assert_cmpstr (key_at_focus (fixture), ==, ZPI_KEY_EMAIL_WHOSE);
  }
  /* A number is an answer, and the cursor goes on. */
  g_signal_emit_by_name (keys, "key-pressed", GDK_KEY_3, 0, 0, &taken);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_EMAIL_WHOSE), ==, "organisatie");
  g_assert_cmpstr (key_at_focus (fixture), ==, ZPI_KEY_EMAIL);
}

static void
press (Fixture *fixture, const char *label)
{
  GtkWidget *button = find_button (GTK_WIDGET (fixture->page), label);

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
fill_in_child (Fixture *fixture, const char *item)
{
  static const char *const answers[][2] = {{"given_names", "Noor"},
                                           {"prefix", "van der"},
                                           {"family_name", "Oefenbeek"},
                                           {"birth_date", "9-3-2012"},
                                           {"bsn", "999990019"}};

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_CHILD, item, answers[i][0]);

    zpi_case_set (fixture->zcase, key, answers[i][1]);
  }
}

static int
top_of (Fixture *fixture, GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (fixture->page), &bounds));
  return (int) bounds.origin.y;
}

/* Who is filled in comes back as one line, who is not does not; what leads to a question unfolds
 * it. */
static void
test_cards_fold (Fixture *fixture, gconstpointer data)
{
  g_autofree char *full = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  g_autofree char *empty = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  g_autofree char *bsn = zpi_case_item_key (ZPI_LIST_CHILD, full, "bsn");
  g_autofree char *prefix = zpi_case_item_key (ZPI_LIST_CHILD, full, "prefix");
  g_autofree char *other = zpi_case_item_key (ZPI_LIST_CHILD, empty, "prefix");

  fill_in_child (fixture, full);
  show (fixture);
  g_assert_true (says (GTK_WIDGET (fixture->page), "Noor van der Oefenbeek"));
  g_assert_false (gtk_widget_is_visible (GTK_WIDGET (find_row (fixture, bsn))));
  g_assert_true (zpi_section_page_focus_key (fixture->page, bsn));
  g_assert_cmpstr (key_at_focus (fixture), ==, bsn);
  g_assert_true (gtk_widget_is_visible (GTK_WIDGET (find_row (fixture, prefix))));

  g_assert_false (gtk_widget_is_visible (GTK_WIDGET (find_row (fixture, other))));
  g_assert_true (zpi_section_page_focus_key (fixture->page, other));
  g_assert_cmpstr (key_at_focus (fixture), ==, other);
}

/* The last name that both parents have is there already; with two names there is no telling. */
static void
test_last_name (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) items = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  zpi_case_set (fixture->zcase, ZPI_KEY_FAMILY_NAME, "Oefenbeek");
  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_YES);
  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER_FAMILY_NAME, "Voorbeeld");
  show (fixture);
  press (fixture, "_Add a child");
  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER_FAMILY_NAME, "Oefenbeek");
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_CHILD);
  first = zpi_case_item_key (ZPI_LIST_CHILD, items[0], "family_name");
  g_assert_cmpstr (zpi_case_get (fixture->zcase, first), ==, "");
  zpi_case_remove_item (fixture->zcase, ZPI_LIST_CHILD, items[0]);
  press (fixture, "_Add a child");
  g_strfreev (items);
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_CHILD);
  second = zpi_case_item_key (ZPI_LIST_CHILD, items[0], "family_name");
  g_assert_cmpstr (zpi_case_get (fixture->zcase, second), ==, "Oefenbeek");
}

static void
add_income (Fixture *fixture, const char *kind)
{
  g_autofree char *item = zpi_case_add_item (fixture->zcase, ZPI_LIST_INCOME);
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");

  zpi_case_set (fixture->zcase, key, kind);
}

static guint
count_fields (Fixture *fixture, const char *ending)
{
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (GTK_WIDGET (fixture->page));
  guint n = 0;

  for (guint i = 0; i < rows->len; i++) {
    const char *key = zpi_field_row_get_key (g_ptr_array_index (rows, i));

    if (key != NULL && g_str_has_suffix (key, ending))
      n++;
  }
  return n;
}

/* Exactly the questions of the kinds that are on. */
static void
test_incomes (Fixture *fixture, gconstpointer data)
{
  show (fixture);
  add_income (fixture, "aow");
  g_assert_cmpuint (count_fields (fixture, ".amount"), ==, 1);
  g_assert_cmpuint (count_fields (fixture, ".source"), ==, 0);
  add_income (fixture, "pensioen");
  g_assert_cmpuint (count_fields (fixture, ".amount"), ==, 2);
  g_assert_cmpuint (count_fields (fixture, ".source"), ==, 1);
  add_income (fixture, "wisselend-loon");
  g_assert_cmpuint (count_fields (fixture, ".amount"), ==, 2);
  g_assert_cmpuint (count_fields (fixture, ".amount1"), ==, 1);
  g_assert_cmpuint (count_fields (fixture, ".amount3"), ==, 1);
  add_income (fixture, "geen");
  g_assert_cmpuint (count_fields (fixture, ".amount"), ==, 2);
}

/* (nullable): a switch, by the title of its row */
static GtkWidget *
find_switch (GtkWidget *widget, const char *title)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_ACTION_ROW);
  GtkWidget *child;

  if (GTK_IS_SWITCH (widget) && row != NULL &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title))
    return widget;
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_switch (child, title);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
answer (Fixture *fixture, const char *item, const char *field, const char *text)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, field);

  zpi_case_set (fixture->zcase, key, text);
}

/* The questions open below the switch with the cursor in the first, and the months have a mean. */
static void
test_income_opens (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) items = NULL;
  GtkWidget *toggle;
  GtkWidget *below;

  show (fixture);
  toggle = find_switch (GTK_WIDGET (fixture->page), "Fluctuating wages");
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_INCOME);
  g_assert_cmpuint (g_strv_length (items), ==, 1);
  g_assert_true (g_str_has_suffix (key_at_focus (fixture), ".amount1"));
  below = gtk_widget_get_next_sibling (gtk_widget_get_ancestor (toggle, ADW_TYPE_ACTION_ROW));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), below));

  g_assert_false (says (below, "Mean: "));
  answer (fixture, items[0], "amount1", "310");
  answer (fixture, items[0], "amount2", "290");
  answer (fixture, items[0], "amount3", "337");
  g_assert_true (says (below, "Mean: "));
  g_assert_true (says (below, "312,33 a month"));
  gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_INCOME), ==, 0);
  g_assert_cmpuint (count_rows (fixture, "income."), ==, 0);
}

/* A partner who is none any more leaves an income behind: whose it is can be said where it stands.
 */
static void
test_absent_partner (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) items = NULL;
  g_autofree char *whose = NULL;
  GtkWidget *row;

  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_YES);
  show (fixture);
  gtk_switch_set_active (GTK_SWITCH (find_switch (GTK_WIDGET (fixture->page), "Wages")), TRUE);
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_INCOME);
  whose = zpi_case_item_key (ZPI_LIST_INCOME, items[0], "whose");
  row = GTK_WIDGET (find_row (fixture, whose));
  answer (fixture, items[0], "whose", "partner");
  g_assert_true (gtk_widget_get_visible (row));
  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_NO);
  g_assert_true (gtk_widget_get_visible (row));
  g_assert_true (says (GTK_WIDGET (fixture->page), "No partner is filled in."));
  /* It does not go from under the hand that answers it. */
  answer (fixture, items[0], "whose", "aanvrager");
  g_assert_false (says (GTK_WIDGET (fixture->page), "No partner is filled in."));
  g_assert_true (gtk_widget_get_visible (row));
  gtk_root_set_focus (GTK_ROOT (fixture->window), NULL);
  answer (fixture, items[0], "amount", "1250");
  g_assert_false (gtk_widget_get_visible (row));
}

static GtkWidget *
find_scroller (GtkWidget *widget)
{
  GtkWidget *child;

  if (GTK_IS_SCROLLED_WINDOW (widget))
    return widget;
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_scroller (child);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
find_buttons (GtkWidget *widget, const char *label, GPtrArray *found)
{
  GtkWidget *child;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    g_ptr_array_add (found, widget);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_buttons (child, label, found);
}

static gboolean
press_key (Fixture *fixture, guint key, GdkModifierType held)
{
  GtkWidget *way_back =
      gtk_widget_get_ancestor (find_scroller (GTK_WIDGET (fixture->page)), ZPI_TYPE_WAY_BACK);
  GtkEventController *keys = find_controller (way_back, GTK_TYPE_EVENT_CONTROLLER_KEY);
  gboolean taken = FALSE;

  g_signal_emit_by_name (keys, "key-pressed", key, 0, held, &taken);
  return taken;
}

static gboolean
press_undo_key (Fixture *fixture)
{
  return press_key (fixture, GDK_KEY_z, GDK_CONTROL_MASK);
}

static gboolean
press_redo_key (Fixture *fixture)
{
  return press_key (fixture, GDK_KEY_Z, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
}

/* What somebody copied by mistake: a letter, a mailbox. */
#define LONG_CHARS 60000

static char *
dup_long_text (void)
{
  GString *text = g_string_new (NULL);

  while (text->len < LONG_CHARS)
    g_string_append (text, "Fatima van der Oefenbeek ");
  return g_string_free (text, FALSE);
}

static int
find_highest (GtkWidget *widget)
{
  int highest = GTK_IS_LABEL (widget) ? gtk_widget_get_height (widget) : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    const int below = find_highest (child);

    highest = MAX (highest, below);
  }
  return highest;
}

/* In every answer that is text, as another program may write it. */
static void
fill_with (ZpiCase *zcase, const char *text)
{
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < n_fields; i++) {
    g_autofree char *list = zpi_field_dup_list (&fields[i]);
    const char *name = strrchr (fields[i].pattern, '.') + 1;
    g_auto (GStrv) items = list != NULL ? zpi_case_dup_items (zcase, list) : NULL;

    if (!zpi_field_is_asked (&fields[i]) ||
        (fields[i].kind != ZPI_FIELD_NAME && fields[i].kind != ZPI_FIELD_TEXT))
      continue;
    if (list == NULL)
      zpi_case_set (zcase, fields[i].pattern, text);
    for (guint j = 0; items != NULL && items[j] != NULL; j++) {
      g_autofree char *key = zpi_case_item_key (list, items[j], name);

      zpi_case_set (zcase, key, text);
    }
  }
}

/* It is laid out on a few lines wherever it is said: it took 13 seconds, and 37,000 pixels. */
static void
test_long_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = dup_long_text ();
  g_autoptr (ZpiApplication) application = zpi_practice_person_load (3);
  zpi_application_fill_case (application, fixture->zcase);
  fill_with (fixture->zcase, text);
  show (fixture);
  spin (400);
  g_assert_cmpint (find_highest (GTK_WIDGET (fixture->page)), <, 400);
}

static void
find_widgets (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_widgets (child, type, found);
}

/* As a click would; %FALSE for what is no choice. */
static gboolean
choose_other (GtkWidget *row)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();
  g_autoptr (GPtrArray) switches = g_ptr_array_new ();

  find_widgets (row, GTK_TYPE_CHECK_BUTTON, buttons);
  find_widgets (row, GTK_TYPE_SWITCH, switches);
  if (!gtk_widget_get_mapped (row) || ZPI_IS_TEXT_ROW (row))
    return FALSE;
  if (ADW_IS_COMBO_ROW (row))
    adw_combo_row_set_selected (ADW_COMBO_ROW (row),
                                adw_combo_row_get_selected (ADW_COMBO_ROW (row)) == 1 ? 2 : 1);
  else if (switches->len > 0)
    gtk_switch_set_active (switches->pdata[0], !gtk_switch_get_active (switches->pdata[0]));
  else
    for (guint i = 0; i < buttons->len; i++)
      if (!gtk_check_button_get_active (buttons->pdata[i])) {
        gtk_check_button_set_active (buttons->pdata[i], TRUE);
        break;
      }
  return TRUE;
}

/* Two choices of @key were undone: they are done again in their order, and undone once more. */
static void
redo_choices (Fixture *fixture, const char *key, const char *before, const char *first)
{
  g_assert_true (press_redo_key (fixture));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, key), ==, first);
  g_assert_cmpstr (key_at_focus (fixture), ==, key);
  g_assert_true (press_key (fixture, GDK_KEY_y, GDK_CONTROL_MASK));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, key), !=, first);
  g_assert_false (press_redo_key (fixture));
  g_assert_true (press_undo_key (fixture));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, key), ==, first);
  g_assert_true (press_undo_key (fixture));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, key), ==, before);
  spin (20);
}

/* A wrong key or click on a choice is undone as a wrong word is, and the cursor goes there. */
static void
test_choices_are_undone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (ZpiApplication) application = zpi_practice_person_load (2);
  guint n_chosen = 0;

  zpi_application_fill_case (application, fixture->zcase);
  show (fixture);
  rows = zpi_field_row_collect (GTK_WIDGET (fixture->page));
  for (guint i = 0; i < rows->len; i++) {
    const char *key = zpi_field_row_get_key (rows->pdata[i]);
    g_autofree char *before = g_strdup (zpi_case_get (fixture->zcase, key));
    g_autofree char *first = NULL;

    if (!choose_other (rows->pdata[i]))
      continue;
    n_chosen++;
    first = g_strdup (zpi_case_get (fixture->zcase, key));
    g_assert_cmpstr (first, !=, before);
    choose_other (rows->pdata[i]);
    gtk_root_set_focus (GTK_ROOT (fixture->window), NULL);
    g_assert_true (press_undo_key (fixture));
    g_assert_cmpstr (zpi_case_get (fixture->zcase, key), ==, first);
    g_assert_cmpstr (key_at_focus (fixture), ==, key);
    g_assert_true (press_undo_key (fixture));
    g_assert_cmpstr (zpi_case_get (fixture->zcase, key), ==, before);
    spin (20);
    redo_choices (fixture, key, before, first);
  }
  g_assert_cmpuint (n_chosen, >, 0);
}

/* What is typed since is undone first; from a question that is no text the choice is reached over
 * it, until the page is left. */
static void
test_choice_undone_after_typing (Fixture *fixture, gconstpointer data)
{
  show (fixture);
  choose_other (GTK_WIDGET (find_row (fixture, ZPI_KEY_PARTNER)));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_PARTNER), ==, ZPI_YES);
  spin (300);
  g_assert_true (zpi_section_page_focus_key (fixture->page, ZPI_KEY_PARTNER_FAMILY_NAME));
  gtk_editable_set_text (GTK_EDITABLE (find_row (fixture, ZPI_KEY_PARTNER_FAMILY_NAME)), "Jong");
  g_assert_false (press_undo_key (fixture));
  g_assert_true (zpi_section_page_focus_key (fixture->page, ZPI_KEY_PARTNER));
  g_assert_true (press_undo_key (fixture));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_PARTNER), ==, "");
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_PARTNER_FAMILY_NAME), ==, "Jong");
  choose_other (GTK_WIDGET (find_row (fixture, ZPI_KEY_PARTNER)));
  g_assert_false (press_redo_key (fixture));
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), TRUE);
  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER_FAMILY_NAME, "Jonge");
  g_assert_false (press_undo_key (fixture));
}

static void
test_income_switch_undone (Fixture *fixture, gconstpointer data)
{
  GtkWidget *toggle;

  show (fixture);
  toggle = find_switch (GTK_WIDGET (fixture->page), "Wages");
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  g_assert_true (press_undo_key (fixture));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (toggle)));
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_INCOME), ==, 0);
  g_assert_false (press_undo_key (fixture));
  g_assert_true (press_redo_key (fixture));
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (toggle)));
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_INCOME), ==, 1);
  g_assert_true (press_undo_key (fixture));
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_INCOME), ==, 0);
}

/* Switched off with an amount: done again it goes again, and the switch still brings it back. */
static void
test_income_switched_off_again (Fixture *fixture, gconstpointer data)
{
  GtkWidget *toggle;
  g_auto (GStrv) items = NULL;
  g_autofree char *amount = NULL;

  show (fixture);
  toggle = find_switch (GTK_WIDGET (fixture->page), "Wages");
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_INCOME);
  amount = zpi_case_item_key (ZPI_LIST_INCOME, items[0], "amount");
  zpi_case_set (fixture->zcase, amount, "310");
  spin (300);
  gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
  for (guint i = 0; i < 2; i++) {
    g_assert_true (press_undo_key (fixture));
    g_assert_cmpstr (zpi_case_get (fixture->zcase, amount), ==, "310");
    spin (300);
    g_assert_true (press_redo_key (fixture));
    g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_INCOME), ==, 0);
    g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == toggle);
    g_assert_false (press_redo_key (fixture));
    spin (300);
  }
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, amount), ==, "310");
  spin (2500);
}

/* Of whatever was answered there is a way back, not only of the amount. */
static void
test_income_off_and_on_with_little (Fixture *fixture, gconstpointer data)
{
  GtkWidget *toggle;
  g_auto (GStrv) items = NULL;
  g_autofree char *basis = NULL;

  show (fixture);
  toggle = find_switch (GTK_WIDGET (fixture->page), "Wages");
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_INCOME);
  basis = zpi_case_item_key (ZPI_LIST_INCOME, items[0], "basis");
  zpi_case_set (fixture->zcase, basis, "bruto");
  gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, basis), ==, "");
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, basis), ==, "bruto");
}

/* Switched off by mistake and on again: what was typed is there, also when the toast has gone; a
 * kind that comes back in another way is not there twice. */
static void
test_income_off_and_on (Fixture *fixture, gconstpointer data)
{
  GtkWidget *toggle;
  g_auto (GStrv) items = NULL;
  g_auto (GStrv) after = NULL;
  g_autofree char *amount = NULL;

  show (fixture);
  toggle = find_switch (GTK_WIDGET (fixture->page), "Fluctuating wages");
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_INCOME);
  amount = zpi_case_item_key (ZPI_LIST_INCOME, items[0], "amount1");
  zpi_case_set (fixture->zcase, amount, "310,");
  gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, amount), ==, "");
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  after = zpi_case_dup_items (fixture->zcase, ZPI_LIST_INCOME);
  g_assert_cmpuint (g_strv_length (after), ==, 1);
  g_assert_cmpstr (after[0], ==, items[0]);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, amount), ==, "310,");
  g_assert_cmpuint (count_rows (fixture, "income."), >, 0);

  gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
  g_assert_true (press_undo_key (fixture));
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (toggle)));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, amount), ==, "310,");
  g_assert_false (press_undo_key (fixture));
  zpi_case_remove_item (fixture->zcase, ZPI_LIST_INCOME, items[0]);
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_INCOME), ==, 1);
  g_assert_cmpuint (count_rows (fixture, "income."), >, 0);
  spin (2500);
}

static void
name_child (Fixture *fixture, const char *item, const char *name)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_CHILD, item, "given_names");

  zpi_case_set (fixture->zcase, key, name);
}

/* The names of the children, in their order. */
static char *
dup_children (Fixture *fixture)
{
  g_auto (GStrv) items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_CHILD);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_CHILD, items[i], "given_names");

    g_string_append (names, zpi_case_get (fixture->zcase, key));
  }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
assert_children (Fixture *fixture, const char *names)
{
  g_autofree char *now = dup_children (fixture);

  g_assert_cmpstr (now, ==, names);
}

static double
get_scrolled (Fixture *fixture)
{
  GtkWidget *scroller = find_scroller (GTK_WIDGET (fixture->page));

  return gtk_adjustment_get_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)));
}

static void
remove_nth_child (Fixture *fixture, guint n)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  find_buttons (GTK_WIDGET (fixture->page), "Remove", buttons);
  g_assert_cmpuint (n, <, buttons->len);
  gtk_widget_grab_focus (buttons->pdata[n]);
  spin (300);
  g_signal_emit_by_name (buttons->pdata[n], "clicked");
}

static void
assert_width (Fixture *fixture, GtkWidget *row, int width)
{
  zpi_section_page_refresh (fixture->page);
  spin (300);
  g_assert_cmpint (gtk_widget_get_width (row), ==, width);
}

/* What is said below a question comes and goes; its column stays where it is. */
static void
test_columns_stay (Fixture *fixture, gconstpointer data)
{
  const char *const keys[] = {ZPI_KEY_BSN, ZPI_KEY_POSTCODE, ZPI_KEY_HOUSE_LETTER};
  const char *const answers[] = {"123456789", "2712aa", "twee"};

  show (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    GtkWidget *row = GTK_WIDGET (find_row (fixture, keys[i]));
    int width = gtk_widget_get_width (row);

    g_assert_cmpint (width, >, 20);
    zpi_field_row_focus (ZPI_FIELD_ROW (row));
    assert_width (fixture, row, width);
    zpi_case_set (fixture->zcase, keys[i], "1");
    assert_width (fixture, row, width);
    zpi_case_set (fixture->zcase, keys[i], answers[i]);
    zpi_section_page_leave (fixture->page);
    assert_width (fixture, row, width);
  }
}

/* Two removals come back one after the other, the last first, each in its place with what was
 * typed; the focus goes to who came in the place, and the page stays where it is. */
static void
test_removal (Fixture *fixture, gconstpointer data)
{
  g_autofree char *third = NULL;
  double before;

  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_NO);
  for (guint i = 0; i < 6; i++) {
    g_autofree char *item = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
    const char *names[] = {"A", "B", "C", "D", "E", "F"};

    name_child (fixture, item, names[i]);
    if (i == 2)
      third = zpi_case_item_key (ZPI_LIST_CHILD, item, "given_names");
  }
  show (fixture);
  g_assert_false (press_undo_key (fixture));
  g_assert_true (zpi_section_page_focus_key (fixture->page, third));
  spin (500);
  remove_nth_child (fixture, 1);
  before = get_scrolled (fixture);
  spin (500);
  assert_children (fixture, "ACDEF");
  g_assert_cmpstr (key_at_focus (fixture), ==, third);
  g_assert_cmpfloat (before, >, 100);
  g_assert_cmpfloat_with_epsilon (get_scrolled (fixture), before, 1);
  remove_nth_child (fixture, 4);
  assert_children (fixture, "ACDE");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) ==
                 find_button (GTK_WIDGET (fixture->page), "_Add a child"));

  g_assert_true (press_undo_key (fixture));
  assert_children (fixture, "ACDEF");
  g_assert_true (press_undo_key (fixture));
  assert_children (fixture, "ABCDEF");
  g_assert_true (g_str_has_suffix (key_at_focus (fixture), ".given_names"));
  g_assert_false (press_undo_key (fixture));
  g_assert_true (press_redo_key (fixture));
  assert_children (fixture, "ACDEF");
  g_assert_cmpstr (key_at_focus (fixture), ==, third);
  g_assert_true (press_redo_key (fixture));
  assert_children (fixture, "ACDE");
  g_assert_false (press_redo_key (fixture));
  g_assert_true (press_undo_key (fixture));
  g_assert_true (press_undo_key (fixture));
  assert_children (fixture, "ABCDEF");
  spin (4000);
  assert_children (fixture, "ABCDEF");
}

static void
remove_again (ZpiSectionPage *page, const char *const *items)
{
  g_autoptr (AdwToast) toast =
      zpi_item_list_remove (page, ZPI_LIST_CHILD, items, "Removed", remove_again);
}

static AdwToast *
remove_child (Fixture *fixture, const char *item)
{
  const char *const items[] = {item, NULL};

  return zpi_item_list_remove (fixture->page, ZPI_LIST_CHILD, items, "Removed", remove_again);
}

/* By the pointer the older one first: the key then still brings back the other. What was typed
 * between the two clicks is not undone by it. */
static void
test_removal_older_first (Fixture *fixture, gconstpointer data)
{
  g_autofree char *a = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  g_autofree char *b = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);

  name_child (fixture, a, "A");
  name_child (fixture, b, "B");
  show (fixture);
  for (guint typed = 0; typed < 2; typed++) {
    g_autoptr (AdwToast) older = remove_child (fixture, b);
    g_autoptr (AdwToast) newer = remove_child (fixture, a);

    assert_children (fixture, "");
    if (typed == 1)
      zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER_GIVEN_NAMES, "Wi");
    g_signal_emit_by_name (older, "button-clicked");
    assert_children (fixture, "B");
    g_assert_cmpint (press_undo_key (fixture), ==, typed == 0);
    assert_children (fixture, typed == 0 ? "AB" : "B");
    g_assert_false (press_undo_key (fixture));
  }
  spin (2500);
}

/* One that goes was counted too, and is not missed from then on; the way back counts it again, but
 * not over what somebody filled in since. */
static void
test_removal_counts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *third = NULL;
  g_autoptr (AdwToast) toast = NULL;
  g_autoptr (AdwToast) again = NULL;

  zpi_case_set (fixture->zcase, ZPI_KEY_CHECK_CHILDREN, "3");
  for (guint i = 0; i < 3; i++) {
    g_free (third);
    third = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  }
  show (fixture);
  toast = remove_child (fixture, third);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_CHECK_CHILDREN), ==, "2");
  g_assert_cmpuint (zpi_case_count_missing_children (fixture->zcase), ==, 0);
  g_assert_true (press_undo_key (fixture));
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_CHECK_CHILDREN), ==, "3");
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_CHILD), ==, 3);
  again = remove_child (fixture, third);
  zpi_case_set (fixture->zcase, ZPI_KEY_CHECK_CHILDREN, "5");
  g_signal_emit_by_name (again, "button-clicked");
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_CHECK_CHILDREN), ==, "5");
  g_assert_cmpuint (zpi_case_count_missing_children (fixture->zcase), ==, 2);
  spin (2500);
}

/* As long as the number and the cards differ, the number can be changed where it was given. */
static void
test_count_can_be_changed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  zpi_case_set (fixture->zcase, ZPI_KEY_CHECK_CHILDREN, "3");
  g_free (zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD));
  show (fixture);
  row = GTK_WIDGET (find_row (fixture, ZPI_KEY_CHECK_CHILDREN));
  g_assert_true (gtk_widget_get_visible (row));
  zpi_case_set (fixture->zcase, ZPI_KEY_CHECK_CHILDREN, "1");
  zpi_section_page_refresh (fixture->page);
  g_assert_false (gtk_widget_get_visible (row));
}

/* Who begins on Household can say there that there are no children; cards count themselves. */
static void
test_count_without_cards (Fixture *fixture, gconstpointer data)
{
  ZpiFieldRow *row;

  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_NO);
  show (fixture);
  row = find_row (fixture, ZPI_KEY_CHECK_CHILDREN);
  g_assert_true (gtk_widget_is_visible (GTK_WIDGET (row)));
  g_assert_true (zpi_section_page_focus_key (fixture->page, ZPI_KEY_CHECK_CHILDREN));
  gtk_editable_set_text (GTK_EDITABLE (row), "0");
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_CHECK_CHILDREN), ==, "0");
  g_assert_true (gtk_widget_is_visible (GTK_WIDGET (row)));
  g_free (zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD));
  g_assert_false (gtk_widget_is_visible (GTK_WIDGET (row)));
}

/* Who typed since: the key is of the text field, and the toast still has its button. */
static void
test_removal_then_typed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *item = NULL;

  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_YES);
  item = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  name_child (fixture, item, "A");
  show (fixture);
  remove_nth_child (fixture, 0);
  assert_children (fixture, "");
  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER_GIVEN_NAMES, "Wi");
  g_assert_false (press_undo_key (fixture));
  assert_children (fixture, "");
  spin (800);
  press (fixture, "_Undo");
  assert_children (fixture, "A");
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_PARTNER_GIVEN_NAMES), ==, "Wi");
  spin (800);
}

/* A second one of its kind is behind the first, also when it was put back before it; what is not
 * asked is shown where it was filled in. */
static void
test_income_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_auto (GStrv) items = NULL;
  g_autofree char *first = NULL;

  add_income (fixture, "pensioen");
  add_income (fixture, "pensioen");
  add_income (fixture, "toeslag");
  show (fixture);
  g_assert_true (
      gtk_switch_get_active (GTK_SWITCH (find_switch (GTK_WIDGET (fixture->page), "Pension"))));
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_INCOME);
  zpi_case_remove_item (fixture->zcase, ZPI_LIST_INCOME, items[0]);
  g_assert_cmpuint (count_fields (fixture, ".amount"), ==, 2);
  zpi_case_insert_item (fixture->zcase, ZPI_LIST_INCOME, items[0], 0);
  g_assert_cmpuint (count_fields (fixture, ".amount"), ==, 3);
  rows = zpi_field_row_collect (GTK_WIDGET (fixture->page));
  first = g_strdup_printf ("income.%s.", items[0]);
  g_assert_true (g_str_has_prefix (zpi_field_row_get_key (rows->pdata[0]), first));
  g_assert_nonnull (
      find_switch (GTK_WIDGET (fixture->page), "Care, rent or childcare allowance (toeslag)"));
}

/* Who has the age for it finds the state pension first, and the work first before that. */
static void
test_income_pension_first (Fixture *fixture, gconstpointer data)
{
  GtkWidget *pension;
  GtkWidget *wages;

  zpi_case_set (fixture->zcase, ZPI_KEY_BIRTH_DATE, "1-5-1980");
  show (fixture);
  pension = find_switch (GTK_WIDGET (fixture->page), "State pension (AOW)");
  wages = find_switch (GTK_WIDGET (fixture->page), "Wages");
  g_assert_cmpint (top_of (fixture, wages), <, top_of (fixture, pension));
  zpi_case_set (fixture->zcase, ZPI_KEY_BIRTH_DATE, "1-5-1950");
  assert_soon (top_of (fixture, wages) < top_of (fixture, pension));
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), TRUE);
  assert_soon (top_of (fixture, pension) < top_of (fixture, wages));
}

/* What the program filled in is gone over by Enter when it is right, and only then. */
static void
test_filled_in_wrong (Fixture *fixture, gconstpointer data)
{
  ZpiFieldRow *row;

  show (fixture);
  row = find_row (fixture, ZPI_KEY_POSTCODE);
  g_assert_true (zpi_field_row_is_open (row));
  zpi_case_set (fixture->zcase, ZPI_KEY_POSTCODE, "12 AB");
  g_assert_true (zpi_field_row_is_open (row));
  g_assert_null (zpi_field_row_get_problem (row));
  zpi_case_set (fixture->zcase, ZPI_KEY_POSTCODE, "2711 AB");
  g_assert_false (zpi_field_row_is_open (row));
}

static void
assert_left (Fixture *fixture, ZpiSection section, const char *words)
{
  g_autofree char *left =
      zpi_section_words_dup_left (fixture->zcase, zpi_rules_get_current (), section);

  g_assert_cmpstr (left, ==, words);
}

/* What is to be done is said as somebody would say it. */
static void
test_left (Fixture *fixture, gconstpointer data)
{
  char *child = NULL;

  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_NO);
  zpi_case_set (fixture->zcase, ZPI_KEY_CHECK_CHILDREN, "8");
  zpi_case_set (fixture->zcase, ZPI_KEY_RENEWED, "nee");
  assert_left (fixture, ZPI_SECTION_BEFORE, "1 answer to go");
  zpi_case_set (fixture->zcase, ZPI_KEY_MANDATE, "mondeling");
  assert_left (fixture, ZPI_SECTION_BEFORE, NULL);
  assert_left (fixture, ZPI_SECTION_CHECK, "2 answers to go");
  zpi_case_set (fixture->zcase, ZPI_KEY_BIRTH_DATE, "1-5-1955");
  assert_left (fixture, ZPI_SECTION_CHECK, "1 answer to go");
  assert_left (fixture, ZPI_SECTION_HOUSEHOLD, "8 children to fill in");
  for (guint i = 0; i < 8; i++) {
    g_free (child);
    child = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  }
  assert_left (fixture, ZPI_SECTION_HOUSEHOLD, "8 children to fill in");
  fill_in_child (fixture, child);
  assert_left (fixture, ZPI_SECTION_HOUSEHOLD, "7 children to fill in");
  g_free (child);
  assert_left (fixture, ZPI_SECTION_REVIEW, "2 answers to go");
  zpi_case_set (fixture->zcase, ZPI_KEY_DECLARED, ZPI_YES);
  assert_left (fixture, ZPI_SECTION_REVIEW, "1 answer to go");
}

static gboolean
is_listed (GtkWidget *widget, const char *start)
{
  GtkWidget *child;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_str_has_prefix (gtk_label_get_label (GTK_LABEL (widget)), start))
    return TRUE;
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_listed (child, start))
      return TRUE;
  return FALSE;
}

/* As on an envelope, however it was typed. */
static void
test_postcode (Fixture *fixture, gconstpointer data)
{
  g_autofree char *value = NULL;

  zpi_case_set (fixture->zcase, ZPI_KEY_POSTCODE, "2712aa");
  value = zpi_summary_dup_value (fixture->zcase, ZPI_KEY_POSTCODE);
  g_assert_cmpstr (value, ==, "2712 AA");
  zpi_case_set (fixture->zcase, ZPI_KEY_CITY, "Zoetermeer");
  show (fixture);
  g_assert_true (is_listed (GTK_WIDGET (fixture->page), "2712 AA Zoetermeer"));
  zpi_case_set (fixture->zcase, ZPI_KEY_STREET, "Oefenstraat");
  zpi_case_set (fixture->zcase, ZPI_KEY_HOUSE_NUMBER, "12");
  zpi_case_set (fixture->zcase, ZPI_KEY_HOUSE_ADDITION, "2");
  zpi_section_page_refresh (fixture->page);
  g_assert_true (is_listed (GTK_WIDGET (fixture->page), "Oefenstraat 12-2, 2712 AA Zoetermeer"));
  zpi_case_set (fixture->zcase, ZPI_KEY_POSTCODE, "27");
  g_clear_pointer (&value, g_free);
  value = zpi_summary_dup_value (fixture->zcase, ZPI_KEY_POSTCODE);
  g_assert_cmpstr (value, ==, "27");
}

/* The list of wrong answers says whose each is. */
static void
test_wrong_of_whom (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *key = NULL;

  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_NO);
  first = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  second = zpi_case_add_item (fixture->zcase, ZPI_LIST_CHILD);
  key = zpi_case_item_key (ZPI_LIST_CHILD, second, "birth_date");
  zpi_case_set (fixture->zcase, key, "31-2-2019");
  show (fixture);
  g_assert_false (zpi_section_page_leave (fixture->page));
  assert_soon (is_listed (GTK_WIDGET (fixture->page), "Child 2: Date of birth: "));
}

/* The side, *Evidence* and *Review* count alike: a month is a piece. */
static void
test_left_evidence (Fixture *fixture, gconstpointer data)
{
  const ZpiScheme *scheme = zpi_rules_get_current ();
  guint n_looked = 0;

  for (guint i = 0; i < zpi_practice_person_count (); i++) {
    g_autoptr (ZpiApplication) application = zpi_practice_person_load (i);
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autoptr (GPtrArray) found = NULL;
    g_autofree char *left = NULL;
    g_autofree char *side = NULL;
    g_autofree char *gist = NULL;
    g_autofree char *review = NULL;
    guint n;

    zpi_application_fill_case (application, zcase);
    n = zpi_evidence_text_count_missing_of (zcase, scheme);
    if (n < 2)
      continue;
    n_looked++;
    found = zpi_findings_for_case (zcase, scheme);
    left = zpi_section_words_dup_left (zcase, scheme, ZPI_SECTION_EVIDENCE);
    side = g_strdup_printf ("%u pieces missing", n);
    g_assert_cmpstr (left, ==, side);
    gist = zpi_gist_dup (zcase, scheme, ZPI_SECTION_EVIDENCE, found);
    review = g_strdup_printf ("%u documents are still needed", n);
    g_assert_true (g_str_has_suffix (gist, review));
  }
  g_assert_cmpuint (n_looked, >, 0);
}

static char *
dup_gist (ZpiCase *zcase, ZpiSection section)
{
  const ZpiScheme *scheme = zpi_rules_get_current ();
  g_autoptr (GPtrArray) found = zpi_findings_for_case (zcase, scheme);

  return zpi_gist_dup (zcase, scheme, section, found);
}

/* Nothing is complete at the side and not filled in on *Review*: of a check whose questions are
 * answered on other pages it says what it thinks. */
static void
test_gist_of_check (Fixture *fixture, gconstpointer data)
{
  g_autofree char *empty = dup_gist (fixture->zcase, ZPI_SECTION_CHECK);
  guint n_complete = 0;

  g_assert_cmpstr (empty, ==, "Not filled in");
  for (guint i = 0; i < zpi_practice_person_count (); i++) {
    g_autoptr (ZpiApplication) application = zpi_practice_person_load (i);
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autoptr (ZpiOverview) overview = NULL;

    zpi_application_fill_case (application, zcase);
    overview = zpi_overview_for_case (zcase, zpi_rules_get_current ());
    for (ZpiSection section = 0; section < ZPI_N_SECTIONS; section++) {
      g_autofree char *gist = dup_gist (zcase, section);

      if (zpi_overview_get_state (overview, section) != ZPI_SECTION_STATE_COMPLETE)
        continue;
      n_complete++;
      g_assert_cmpstr (gist, !=, "Not filled in");
    }
  }
  g_assert_cmpuint (n_complete, >, 0);
}

/* What is missing is named, the first three of it; what is only said is not missing. */
static void
test_gist_of_missing (Fixture *fixture, gconstpointer data)
{
  ZpiFinding findings[] = {
      {.key = (char *) ZPI_KEY_STREET,
       .section = ZPI_SECTION_APPLICANT,
       .severity = ZPI_FINDING_NOTICE},
      {.key = (char *) ZPI_KEY_GIVEN_NAMES,
       .section = ZPI_SECTION_APPLICANT,
       .severity = ZPI_FINDING_TO_DECIDE},
      {.key = (char *) ZPI_KEY_PARTNER,
       .section = ZPI_SECTION_HOUSEHOLD,
       .severity = ZPI_FINDING_TO_DECIDE},
      {.key = (char *) ZPI_KEY_FAMILY_NAME,
       .section = ZPI_SECTION_APPLICANT,
       .severity = ZPI_FINDING_ERROR},
      {.key = (char *) ZPI_KEY_BSN,
       .section = ZPI_SECTION_APPLICANT,
       .severity = ZPI_FINDING_TO_SEND},
      {.key = (char *) ZPI_KEY_PHONE,
       .section = ZPI_SECTION_APPLICANT,
       .severity = ZPI_FINDING_TO_DECIDE},
  };
  static const char *const said[] = {
      "Not filled in",
      "Still to fill in or to look at: “Applicant: First names”",
      "Still to fill in or to look at: “Applicant: First names”",
      "Still to fill in or to look at: “Applicant: First names”, “Applicant: Last name”",
      "Still to fill in or to look at: “Applicant: First names”, “Applicant: Last name”, "
      "“Applicant: BSN”",
      "Still to fill in or to look at: “Applicant: First names”, “Applicant: Last name”, "
      "“Applicant: BSN”, and 1 more",
  };
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (findings); i++) {
    g_autofree char *gist = NULL;

    g_ptr_array_add (found, &findings[i]);
    gist = zpi_gist_dup (fixture->zcase, zpi_rules_get_current (), ZPI_SECTION_APPLICANT, found);
    g_assert_cmpstr (gist, ==, said[i]);
  }
}

/* An income of which the months are asked has an amount too, beside one that has one only. */
static void
test_gist_of_months (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *field, *text;
  } answers[] = {{"kind", "wisselend-loon"},
                 {"period", "maand"},
                 {"amount1", "900"},
                 {"amount2", "1.020,50"},
                 {"amount3", "870"}};
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *item = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *gist = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, answers[i].field);

    zpi_case_set (zcase, key, answers[i].text);
  }
  gist = dup_gist (zcase, ZPI_SECTION_INCOME);
  g_assert_nonnull (strstr (gist, "€ 930,17"));
}

/* One income per month is said once: it is its own sum. */
static void
test_gist_of_income (Fixture *fixture, gconstpointer data)
{
  guint n_summed = 0;

  for (guint i = 0; i < zpi_practice_person_count (); i++) {
    g_autoptr (ZpiApplication) application = zpi_practice_person_load (i);
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autofree char *gist = NULL;
    const char *sum;

    zpi_application_fill_case (application, zcase);
    gist = dup_gist (zcase, ZPI_SECTION_INCOME);
    sum = strstr (gist, "In all ");
    if (sum == NULL)
      continue;
    n_summed++;
    g_assert_null (g_strstr_len (gist, sum - gist, sum + strlen ("In all ")));
  }
  g_assert_cmpuint (n_summed, >, 0);
}

static AdwMessageDialog *
find_question (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (window))
      return ADW_MESSAGE_DIALOG (window);
  }
  return NULL;
}

static gboolean
press_enter_in (Fixture *fixture, const char *key)
{
  GtkEventController *keys =
      find_controller (GTK_WIDGET (find_row (fixture, key)), GTK_TYPE_EVENT_CONTROLLER_KEY);
  gboolean taken = FALSE;

  g_signal_emit_by_name (keys, "key-pressed", GDK_KEY_Return, 0, 0, &taken);
  return taken;
}

/* Whoever keeps Enter down does not agree, and does not take it back. */
static void
test_review_enter_agrees_to_nothing (Fixture *fixture, gconstpointer data)
{
  const char *const answers[] = {"", ZPI_YES};

  show (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    GtkWidget *next = GTK_WIDGET (find_row (fixture, ZPI_KEY_DECLARED_HOW));

    zpi_case_set (fixture->zcase, ZPI_KEY_DECLARED, answers[i]);
    g_assert_true (zpi_section_page_focus_key (fixture->page, ZPI_KEY_DECLARED));
    g_assert_true (press_enter_in (fixture, ZPI_KEY_DECLARED));
    g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_DECLARED), ==, answers[i]);
    g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), next));
  }
}

/* There is no page after it: Enter in its last question goes to what comes next. */
static void
test_review_enter (Fixture *fixture, gconstpointer data)
{
  GtkWidget *focus;

  show (fixture);
  g_assert_true (zpi_section_page_focus_key (fixture->page, ZPI_KEY_DECLARED_HOW));
  g_assert_true (press_enter_in (fixture, ZPI_KEY_DECLARED_HOW));
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (focus == find_button (fixture->window, "_Send application"));
}

/* Where there is room the declaration stands beside the answers, in sight as the page opens; Tab
 * comes to it behind them. Where there is none it stands below them. */
static void
test_review_one_screen (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ZpiApplication) application = zpi_practice_person_load (3);
  GtkWidget *how, *focus;
  graphene_rect_t row, page;

  zpi_application_fill_case (application, fixture->zcase);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1090, 560);
  show (fixture);
  how = GTK_WIDGET (find_row (fixture, ZPI_KEY_DECLARED_HOW));
  g_assert_true (gtk_widget_compute_bounds (how, fixture->window, &row));
  g_assert_true (
      gtk_widget_compute_bounds (find_scroller (fixture->window), fixture->window, &page));
  g_assert_cmpfloat (row.origin.x, >, page.size.width / 2);
  g_assert_cmpfloat (row.origin.y + row.size.height, <, page.origin.y + page.size.height);

  g_assert_true (zpi_section_page_focus_key (fixture->page, ZPI_KEY_DECLARED));
  g_assert_true (gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_BACKWARD));
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (gtk_widget_compute_bounds (focus, fixture->window, &row));
  g_assert_cmpfloat (row.origin.x, <, page.size.width / 2);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 560);
  spin (300);
  g_assert_true (gtk_widget_compute_bounds (how, fixture->window, &row));
  g_assert_cmpfloat (row.origin.x, <, page.size.width / 4);
}

/* Send is at the end of the footer, as Next is on the other pages, also on a line of its own. */
static void
test_review_send_at_end (Fixture *fixture, gconstpointer data)
{
  const int widths[] = {350, 900};

  show (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++) {
    graphene_rect_t send;

    gtk_window_set_default_size (GTK_WINDOW (fixture->window), widths[i], 560);
    spin (300);
    g_assert_true (gtk_widget_compute_bounds (find_button (fixture->window, "_Send application"),
                                              fixture->window,
                                              &send));
    g_assert_cmpfloat (send.origin.x + send.size.width, >, widths[i] - 24);
  }
}

static GtkAdjustment *
find_adjustment (GtkWidget *widget)
{
  GtkAdjustment *found = NULL;

  if (GTK_IS_SCROLLED_WINDOW (widget))
    return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_adjustment (child);
  return found;
}

/* Who comes back sees which page it is. */
static void
test_opens_at_title (Fixture *fixture, gconstpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 500);
  show (fixture);
  zpi_section_page_focus_first (fixture->page);
  spin (300);
  /* So far that the first question is still in sight. */
  gtk_adjustment_set_value (find_adjustment (fixture->window), 60);
  zpi_section_page_focus_first (fixture->page);
  spin (300);
  g_assert_cmpfloat (gtk_adjustment_get_value (find_adjustment (fixture->window)), ==, 0);
}

/* The first question of *Household* that waits stands below those of the check. */
static void
test_opens_at_title_far (Fixture *fixture, gconstpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 580);
  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_YES);
  show (fixture);
  zpi_section_page_focus_first (fixture->page);
  spin (300);
  g_assert_cmpfloat (gtk_adjustment_get_value (find_adjustment (fixture->window)), ==, 0);
  /* By Enter it is brought up, as ever. */
  gtk_root_set_focus (GTK_ROOT (fixture->window), NULL);
  g_assert_true (zpi_section_page_focus_key (fixture->page, "partner.given_names"));
  spin (300);
  g_assert_cmpfloat (gtk_adjustment_get_value (find_adjustment (fixture->window)), >, 0);
}

static GtkWidget *
find_title (GtkWidget *widget)
{
  GtkWidget *found = gtk_widget_has_css_class (widget, "title-2") ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_title (child);
  return found;
}

/* The title goes only where the question with the cursor does not go below it. */
static void
test_opens_at_title_small (Fixture *fixture, gconstpointer data)
{
  GtkAdjustment *adjustment = find_adjustment (fixture->window);
  GtkWidget *title;
  int kept = 0;

  zpi_case_set (fixture->zcase, ZPI_KEY_PARTNER, ZPI_YES);
  show (fixture);
  title = find_title (fixture->window);
  for (int height = 300; height <= 720; height += 140) {
    GtkWidget *focus;
    int bottom;

    gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, height);
    spin (200);
    zpi_section_page_focus_first (fixture->page);
    spin (300);
    focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
    bottom = top_of (fixture, focus) + gtk_widget_get_height (focus);
    g_assert_cmpint (bottom, <=, (int) gtk_adjustment_get_page_size (adjustment) + 1);
    if (bottom - top_of (fixture, title) > gtk_adjustment_get_page_size (adjustment))
      continue;
    g_assert_cmpint (top_of (fixture, title), >=, 0);
    kept++;
  }
  g_assert_cmpint (kept, >, 0);
}

static int
row_of (Fixture *fixture, GtkWidget *widget)
{
  return top_of (fixture, gtk_widget_get_ancestor (widget, GTK_TYPE_LIST_BOX_ROW));
}

/* What the question is about stays whole above it, at each size of the window. */
static void
test_switch_in_sight (Fixture *fixture, gconstpointer data)
{
  show (fixture);
  for (int height = 300; height <= 700; height += 50) {
    const int width = height < 500 ? 900 : 360;
    GtkWidget *toggle = find_switch (fixture->window, "Income from an own business");

    gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
    gtk_adjustment_set_value (find_adjustment (fixture->window), 0);
    spin (200);
    gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
    spin (400);
    g_assert_cmpint (row_of (fixture, toggle), >=, 0);
    if (height < 600)
      g_assert_cmpint (row_of (fixture, toggle), <=, height / 3);
    gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
    spin (100);
  }
}

static void
press_send (Fixture *fixture)
{
  press (fixture, "_Send application");
  spin (300);
}

/* One question that names what is missing, and then it goes. */
static void
test_send (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ZpiApplication) application = zpi_practice_person_load (1);
  AdwMessageDialog *question;

  zpi_application_fill_case (application, fixture->zcase);
  zpi_case_set (fixture->zcase, ZPI_KEY_DECLARED_HOW, "mondeling");
  zpi_case_set (fixture->zcase, ZPI_KEY_EMAIL_WHOSE, "aanvrager");
  zpi_case_set (fixture->zcase, ZPI_KEY_EMAIL, "anna@example.nl");
  show (fixture);
  press_send (fixture);
  g_assert_null (find_question ());
  g_assert_cmpstr (fixture->asked->str,
                   ==,
                   "answer " ZPI_KEY_DECLARED
                   " Fill this in: without it the application cannot be sent.;");
  g_string_truncate (fixture->asked, 0);
  zpi_case_set_flag (fixture->zcase, ZPI_KEY_DECLARED, TRUE);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_DECLARED_AT), !=, "");
  press_send (fixture);
  question = find_question ();
  g_assert_nonnull (question);
  g_assert_cmpstr (adw_message_dialog_get_body (question), ==, "Still missing:");
  g_assert_true (says (adw_message_dialog_get_extra_child (question), "Identity document"));
  g_assert_cmpstr (fixture->asked->str, ==, "");
  adw_message_dialog_response (question, "yes");
  assert_soon (g_strcmp0 (fixture->asked->str, "send;") == 0);
}

/* Each section has a button that goes there, and unfolded each answer one to its question; what is
 * asked around the page has a name. */
static void
test_review_asks (Fixture *fixture, gconstpointer data)
{
  zpi_case_set (fixture->zcase, ZPI_KEY_GIVEN_NAMES, "Anna");
  show (fixture);
  press (fixture, "_Let the client read along");
  press (fixture, "_Print the answers");
  g_assert_cmpstr (fixture->asked->str, ==, "client-view;print answers;");
  g_string_truncate (fixture->asked, 0);
  press (fixture, "Change");
  g_assert_cmpstr (fixture->asked->str, ==, "go-to before;");
  g_assert_true (says (GTK_WIDGET (fixture->page), "Anna"));
}

static void
test_check_asks (Fixture *fixture, gconstpointer data)
{
  show (fixture);
  press (fixture, "_Print the check");
  press (fixture, "_Continue with the application");
  g_assert_cmpstr (fixture->asked->str, ==, "print check;go-to " ZPI_KEY_GIVEN_NAMES ";");
}

static GtkCheckButton *
find_answer (GtkWidget *widget, const char *label)
{
  GtkWidget *inside =
      GTK_IS_CHECK_BUTTON (widget) ? gtk_check_button_get_child (GTK_CHECK_BUTTON (widget)) : NULL;

  if (GTK_IS_LABEL (inside) && g_str_equal (gtk_label_get_text (GTK_LABEL (inside)), label))
    return GTK_CHECK_BUTTON (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkCheckButton *found = find_answer (child, label);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
choose (Fixture *fixture, const char *label)
{
  gtk_check_button_set_active (find_answer (GTK_WIDGET (fixture->page), label), TRUE);
  spin (600);
}

/* The reference date follows the year that is chosen; one that came with the case stays. */
static void
test_before_year (Fixture *fixture, gconstpointer data)
{
  ZpiDate today = zpi_clock_today ();
  g_autofree char *next = g_strdup_printf ("%d", today.year + 1);
  g_autofree char *first = g_strdup_printf ("%d-01-01", today.year + 1);
  g_autofree char *this_year = g_strdup_printf ("%d", today.year);
  g_autofree char *iso = zpi_date_format_iso (&today);

  zpi_case_set (fixture->zcase, ZPI_KEY_PASS_YEAR, this_year);
  zpi_case_set (fixture->zcase, ZPI_KEY_REFERENCE_DATE, "2026-01-15");
  show (fixture);
  spin (600);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_REFERENCE_DATE), ==, "2026-01-15");
  g_assert_true (gtk_check_button_get_active (find_answer (GTK_WIDGET (fixture->page), this_year)));
  choose (fixture, next);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_PASS_YEAR), ==, next);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_REFERENCE_DATE), ==, first);
  choose (fixture, this_year);
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_REFERENCE_DATE), ==, iso);
}

static GtkWidget *
find_of_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_of_type (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* What is typed to look the client up is kept as the client's, and what is known stands there. */
static void
test_before_bsn (Fixture *fixture, gconstpointer data)
{
  GtkWidget *group;
  GtkEditable *row;

  zpi_case_set (fixture->zcase, ZPI_KEY_BSN, "99999");
  zpi_case_set (fixture->zcase, ZPI_KEY_RENEWED, "onbekend");
  show (fixture);
  spin (600);
  group = find_of_type (GTK_WIDGET (fixture->page), ZPI_TYPE_RENEWAL_GROUP);
  row = GTK_EDITABLE (find_of_type (group, ZPI_TYPE_TEXT_ROW));
  g_assert_cmpstr (gtk_editable_get_text (row), ==, "99999");
  gtk_editable_set_text (row, "999993653");
  g_assert_cmpstr (zpi_case_get (fixture->zcase, ZPI_KEY_BSN), ==, "999993653");
}

/* Only where something speaks against it, one goes on "anyway". */
static void
test_before_anyway (Fixture *fixture, gconstpointer data)
{
  zpi_case_set (fixture->zcase, ZPI_KEY_RENEWED, "nee");
  show (fixture);
  g_assert_false (
      gtk_widget_get_visible (find_button (GTK_WIDGET (fixture->page), "_Continue anyway")));
  zpi_case_set (fixture->zcase, ZPI_KEY_RENEWED, "ja");
  assert_soon (
      gtk_widget_get_visible (find_button (GTK_WIDGET (fixture->page), "_Continue anyway")));
}

/* Who was renewed applies for nothing, so no day of applying is named. */
static void
test_before_renewed (Fixture *fixture, gconstpointer data)
{
  zpi_case_set (fixture->zcase, ZPI_KEY_RENEWED, "nee");
  show (fixture);
  spin (600);
  g_assert_true (says (GTK_WIDGET (fixture->page), "before 1 January"));
  zpi_case_set (fixture->zcase, ZPI_KEY_RENEWED, "ja");
  spin (600);
  g_assert_false (says (GTK_WIDGET (fixture->page), "1 January"));
}

static void
test_before_asks (Fixture *fixture, gconstpointer data)
{
  show (fixture);
  press (fixture, "Print _list");
  g_assert_cmpstr (fixture->asked->str, ==, "print bring;");
}

static void
add_wages (Fixture *fixture, GtkWidget *page)
{
  g_autofree char *id = zpi_case_add_item (fixture->zcase, ZPI_LIST_INCOME);
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, id, "kind");

  zpi_case_set (fixture->zcase, key, "loon");
  assert_soon (says (page, "Pay slip"));
}

/* What to bring, from the handbook; how many months, while nobody knows whether the income differs.
 */
static void
test_before_bring (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page;

  show (fixture);
  page = GTK_WIDGET (fixture->page);
  g_assert_true (says (page, "The BSN and date of birth of everybody in the household"));
  g_assert_true (says (page, "Identity document"));
  g_assert_true (says (page, "Proof of all income"));
  g_assert_true (says (page, "Bank statement"));
  g_assert_true (says (page, "Then of the last 3 months"));
  add_wages (fixture, page);
  g_assert_true (says (page, "Bank statement"));
  g_assert_false (says (page, "Then of the last 3 months"));
}

/* What a mark in the list means is said below it, also before an income is known. */
static void
test_before_mark (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page;

  show (fixture);
  page = GTK_WIDGET (fixture->page);
  g_assert_true (says (page, "Identity document"));
  g_assert_true (says (page, ". *"));
  g_assert_true (says (page, "* The municipality has not confirmed this yet."));
  add_wages (fixture, page);
  g_assert_true (says (page, "* The municipality has not confirmed this yet."));
}

static void
test_paper (Fixture *fixture, gconstpointer data)
{
  show (fixture);
  zpi_case_set (fixture->zcase, ZPI_KEY_EMAIL_WHOSE, "geen");
  assert_soon (
      !gtk_widget_get_visible (find_button (GTK_WIDGET (fixture->page), "_Send application")));
  press (fixture, "_Continue on paper");
  g_assert_cmpstr (fixture->asked->str, ==, "paper;");
}

static void
test_summary_masks_bsn (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (GPtrArray) lines = NULL;
  guint n_values = 0;

  zpi_case_set (zcase, ZPI_KEY_BSN, "999993653");
  zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, "Anna");
  lines = zpi_summary_build (zcase);
  for (guint i = 0; i < lines->len; i++) {
    const ZpiSummaryLine *line = g_ptr_array_index (lines, i);

    if (line->value == NULL)
      continue;
    n_values++;
    g_assert_null (strstr (line->value, "99999"));
  }
  g_assert_cmpuint (n_values, ==, 2);
}

static void
test_summary_as_sent (void)
{
  static const struct {
    const char *key;
    const char *typed;
    const char *shown;
  } texts[] = {
      {ZPI_KEY_EMAIL, " Mailto:A@B.nl", "A@b.nl"},
      {ZPI_KEY_POSTCODE, "2711ab", "2711 AB"},
      {ZPI_KEY_HOUSE_NUMBER, "nr. 012", "12"},
      {ZPI_KEY_PHONE, "06-12 34 56 78", "+31612345678"},
      {ZPI_KEY_FAMILY_NAME, " O\u00b4Brien\u200b", "O'Brien"},
      {ZPI_KEY_CITY, "Zoetermeer\u00a0", "Zoetermeer"},
      {ZPI_KEY_POSTCODE, "geen idee", "geen idee"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autofree char *value = NULL;

    zpi_case_set (zcase, texts[i].key, texts[i].typed);
    value = zpi_summary_dup_value (zcase, texts[i].key);
    g_assert_cmpstr (value, ==, texts[i].shown);
  }
}

static const ZpiSummaryLine *
find_line (const GPtrArray *lines, const char *key)
{
  for (guint i = 0; i < lines->len; i++) {
    const ZpiSummaryLine *line = g_ptr_array_index (lines, i);

    if (g_strcmp0 (line->key, key) == 0)
      return line;
  }
  return NULL;
}

/* Something that is an answer to @field, in words that are no other answer. */
static const char *
sample (const ZpiField *field)
{
  if (field->choices != NULL)
    return field->choices[0];
  return field->kind == ZPI_FIELD_FLAG ? ZPI_YES : "12";
}

/* Each question of the table that applies is read back with its answer. */
static void
test_summary_reads_back (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *child = zpi_case_add_item (zcase, ZPI_LIST_CHILD);
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < n_fields; i++) {
    g_autofree char *list = zpi_field_dup_list (&fields[i]);
    char *key;

    if (!zpi_field_is_asked (&fields[i]) || (list != NULL && strcmp (list, ZPI_LIST_CHILD) != 0))
      continue;
    key = list != NULL ? zpi_case_item_key (list, child, strrchr (fields[i].pattern, '.') + 1)
                       : g_strdup (fields[i].pattern);
    g_ptr_array_add (asked, key);
    zpi_case_set (zcase, key, sample (&fields[i]));
  }
  lines = zpi_summary_build (zcase);
  for (guint i = 0; i < asked->len; i++) {
    const char *key = asked->pdata[i];
    const ZpiSummaryLine *line = find_line (lines, key);

    if (zpi_field_applies (zcase, NULL, key) && !zpi_field_is_told_elsewhere (zcase, NULL, key) &&
        (line == NULL || line->value == NULL || *line->value == '\0'))
      g_test_fail_printf ("%s is not read back", key);
  }
}

/* An income of which nothing else is asked is read back by its name, and one for each week is not
 * read back as if it were for the month. */
static void
test_summary_incomes (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *first = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *second = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_INCOME, first, "kind");
  g_autofree char *other_kind = zpi_case_item_key (ZPI_LIST_INCOME, second, "kind");
  g_autofree char *period = zpi_case_item_key (ZPI_LIST_INCOME, second, "period");
  g_autoptr (GPtrArray) lines = NULL;
  guint n_headings = 0;

  zpi_case_set (zcase, kind, "bijstand");
  zpi_case_set (zcase, other_kind, "wisselend-loon");
  zpi_case_set (zcase, period, "week");
  lines = zpi_summary_build (zcase);
  for (guint i = 0; i < lines->len; i++) {
    const ZpiSummaryLine *line = g_ptr_array_index (lines, i);

    n_headings += line->section == ZPI_SECTION_INCOME && line->key == NULL;
  }
  g_assert_cmpuint (n_headings, ==, 2);
  g_assert_cmpstr (find_line (lines, period)->value, ==, "Week");
}

/* What a municipality may say is shown as it was said; of what is not asked, below the page. */
static void
test_refusal (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = {"<b>&amp; \"wrong\"</b>",
                                      "one\ntwo\n\nthree",
                                      "\u202eright \u05d0\u05d1",
                                      "%s %n"};
  g_autoptr (GPtrArray) rows = NULL;
  ZpiFieldRow *row;

  show (fixture);
  rows = zpi_field_row_collect (GTK_WIDGET (fixture->page));
  row = g_ptr_array_index (rows, 0);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    zpi_section_page_show_refusal (fixture->page, "child.gone.family_name", texts[i]);
    g_assert_null (zpi_field_row_get_problem (row));
    zpi_section_page_show_refusal (fixture->page, zpi_field_row_get_key (row), texts[i]);
    g_assert_cmpstr (zpi_field_row_get_problem (row), ==, texts[i]);
    zpi_case_set (fixture->zcase, zpi_field_row_get_key (row), texts[i]);
    zpi_case_set (fixture->zcase, zpi_field_row_get_key (row), "");
  }
}

int
main (int argc, char *argv[])
{
  static const ZpiSection choosing[] = {ZPI_SECTION_CHECK,
                                        ZPI_SECTION_APPLICANT,
                                        ZPI_SECTION_HOUSEHOLD,
                                        ZPI_SECTION_INCOME,
                                        ZPI_SECTION_REVIEW};
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  zpi_ui_init ();

  for (guint i = 0; i < ZPI_N_SECTIONS; i++) {
    g_autofree char *empty = g_strdup_printf ("/pages/%s/empty", zpi_section_to_nick (i));
    g_autofree char *filled = g_strdup_printf ("/pages/%s/filled", zpi_section_to_nick (i));
    g_autofree char *all = g_strdup_printf ("/pages/%s/asks-all", zpi_section_to_nick (i));

    g_test_add (empty, Fixture, GUINT_TO_POINTER (i), set_up, test_empty, tear_down);
    g_test_add (filled, Fixture, GUINT_TO_POINTER (i), set_up, test_filled, tear_down);
    g_test_add (all, Fixture, GUINT_TO_POINTER (i), set_up, test_asks_all, tear_down);
  }
  g_test_add ("/pages/household/asks-all-of-a-child",
              Fixture,
              ZPI_LIST_CHILD,
              set_up_items,
              test_asks_all_of_items,
              tear_down);
  g_test_add ("/pages/income/asks-all-of-an-income",
              Fixture,
              ZPI_LIST_INCOME,
              set_up_items,
              test_asks_all_of_items,
              tear_down);
  g_test_add ("/pages/check/follows-case",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_CHECK),
              set_up,
              test_follows_case,
              tear_down);
  g_test_add ("/pages/applicant/wrong-answer",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_APPLICANT),
              set_up,
              test_wrong_answer,
              tear_down);
  g_test_add ("/pages/applicant/summary-keeps-still",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_APPLICANT),
              set_up,
              test_summary_keeps_still,
              tear_down);
  g_test_add ("/pages/applicant/refusal",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_APPLICANT),
              set_up,
              test_refusal,
              tear_down);
  g_test_add ("/pages/household/children",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_children,
              tear_down);
  g_test_add ("/pages/applicant/columns-stay",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_APPLICANT),
              set_up,
              test_columns_stay,
              tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (choosing); i++) {
    g_autofree char *name = g_strdup_printf ("/pages/choices-are-undone/%u", choosing[i]);

    g_test_add (name,
                Fixture,
                GUINT_TO_POINTER (choosing[i]),
                set_up,
                test_choices_are_undone,
                tear_down);
  }
  g_test_add ("/pages/household/choice-undone-after-typing",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_choice_undone_after_typing,
              tear_down);
  g_test_add ("/pages/income/switch-undone",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_INCOME),
              set_up,
              test_income_switch_undone,
              tear_down);
  g_test_add ("/pages/income/switched-off-again",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_INCOME),
              set_up,
              test_income_switched_off_again,
              tear_down);
  g_test_add ("/pages/household/removal",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_removal,
              tear_down);
  g_test_add ("/pages/household/removal-older-first",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_removal_older_first,
              tear_down);
  g_test_add ("/pages/household/removal-counts",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_removal_counts,
              tear_down);
  g_test_add ("/pages/check/count-can-be-changed",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_CHECK),
              set_up,
              test_count_can_be_changed,
              tear_down);
  g_test_add ("/pages/household/count-without-cards",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_count_without_cards,
              tear_down);
  g_test_add ("/pages/household/removal-then-typed",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_removal_then_typed,
              tear_down);
  g_test_add ("/pages/household/prefix-by-tab",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_prefix_by_tab,
              tear_down);
  g_test_add ("/pages/household/types-on",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_types_on,
              tear_down);
  g_test_add ("/pages/applicant/letter-of-several",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_APPLICANT),
              set_up,
              test_letter_of_several,
              tear_down);
  g_test_add ("/pages/household/folds",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_cards_fold,
              tear_down);
  g_test_add ("/pages/household/last-name",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_last_name,
              tear_down);
  g_test_add ("/pages/income/kinds",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_INCOME),
              set_up,
              test_incomes,
              tear_down);
  g_test_add ("/pages/income/opens",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_INCOME),
              set_up,
              test_income_opens,
              tear_down);
  g_test_add ("/pages/income/absent-partner",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_INCOME),
              set_up,
              test_absent_partner,
              tear_down);
  g_test_add ("/pages/income/off-and-on",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_INCOME),
              set_up,
              test_income_off_and_on,
              tear_down);
  g_test_add ("/pages/income/off-and-on-with-little",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_INCOME),
              set_up,
              test_income_off_and_on_with_little,
              tear_down);
  g_test_add ("/pages/income/order",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_INCOME),
              set_up,
              test_income_order,
              tear_down);
  g_test_add ("/pages/income/pension-first",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_INCOME),
              set_up,
              test_income_pension_first,
              tear_down);
  g_test_add ("/pages/applicant/filled-in-wrong",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_APPLICANT),
              set_up,
              test_filled_in_wrong,
              tear_down);
  g_test_add ("/pages/household/left",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_left,
              tear_down);
  g_test_add ("/pages/evidence/left",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_EVIDENCE),
              set_up,
              test_left_evidence,
              tear_down);
  g_test_add ("/pages/review/gist-of-months",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_gist_of_months,
              tear_down);
  g_test_add ("/pages/review/gist-of-income",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_gist_of_income,
              tear_down);
  g_test_add ("/pages/review/gist-of-check",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_gist_of_check,
              tear_down);
  g_test_add ("/pages/review/gist-of-missing",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_gist_of_missing,
              tear_down);
  g_test_add ("/pages/review/enter",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_review_enter,
              tear_down);
  g_test_add ("/pages/review/one-screen",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_review_one_screen,
              tear_down);
  g_test_add ("/pages/review/send-at-end",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_review_send_at_end,
              tear_down);
  g_test_add ("/pages/review/enter-agrees-to-nothing",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_review_enter_agrees_to_nothing,
              tear_down);
  g_test_add ("/pages/check/opens-at-title",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_CHECK),
              set_up,
              test_opens_at_title,
              tear_down);
  g_test_add ("/pages/household/opens-at-title",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_opens_at_title_far,
              tear_down);
  g_test_add ("/pages/before/opens-at-title-small",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_BEFORE),
              set_up,
              test_opens_at_title_small,
              tear_down);
  g_test_add ("/pages/household/opens-at-title-small",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_opens_at_title_small,
              tear_down);
  g_test_add ("/pages/income/opens-at-title-small",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_INCOME),
              set_up,
              test_opens_at_title_small,
              tear_down);
  g_test_add ("/pages/review/postcode",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_postcode,
              tear_down);
  g_test_add ("/pages/income/switch-in-sight",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_INCOME),
              set_up,
              test_switch_in_sight,
              tear_down);
  g_test_add ("/pages/review/send",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_send,
              tear_down);
  g_test_add ("/pages/review/paper",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_paper,
              tear_down);
  g_test_add ("/pages/review/asks",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_REVIEW),
              set_up,
              test_review_asks,
              tear_down);
  g_test_add ("/pages/check/asks",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_CHECK),
              set_up,
              test_check_asks,
              tear_down);
  g_test_add ("/pages/before/year",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_BEFORE),
              set_up,
              test_before_year,
              tear_down);
  g_test_add ("/pages/before/bsn",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_BEFORE),
              set_up,
              test_before_bsn,
              tear_down);
  g_test_add ("/pages/before/anyway",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_BEFORE),
              set_up,
              test_before_anyway,
              tear_down);
  g_test_add ("/pages/before/renewed",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_BEFORE),
              set_up,
              test_before_renewed,
              tear_down);
  g_test_add ("/pages/before/bring",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_BEFORE),
              set_up,
              test_before_bring,
              tear_down);
  g_test_add ("/pages/before/mark",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_BEFORE),
              set_up,
              test_before_mark,
              tear_down);
  g_test_add ("/pages/before/asks",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_BEFORE),
              set_up,
              test_before_asks,
              tear_down);
  for (guint i = 0; i < ZPI_N_SECTIONS; i++) {
    g_autofree char *name = g_strdup_printf ("/pages/long-text/%u", i);

    g_test_add (name, Fixture, GUINT_TO_POINTER (i), set_up, test_long_text, tear_down);
  }
  g_test_add_func ("/pages/buttons-say-what-is-needed", test_buttons_say_what_is_needed);
  g_test_add_func ("/pages/unknown-in-organisation-file", test_unknown_in_organisation_file);
  g_test_add_func ("/pages/summary/masks-bsn", test_summary_masks_bsn);
  g_test_add_func ("/pages/summary/as-sent", test_summary_as_sent);
  g_test_add_func ("/pages/summary/reads-back", test_summary_reads_back);
  g_test_add_func ("/pages/summary/incomes", test_summary_incomes);
  g_test_add ("/pages/wrong-of-whom",
              Fixture,
              GUINT_TO_POINTER (ZPI_SECTION_HOUSEHOLD),
              set_up,
              test_wrong_of_whom,
              tear_down);
  return g_test_run ();
}
