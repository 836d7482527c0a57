/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#define _GNU_SOURCE 1 /* RTLD_NEXT */

#include <dlfcn.h>
#include <glib/gstdio.h>
#include <string.h>

#include "ui-fixture.h"
#include "zpi-application.h"
#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-case-row.h"
#include "zpi-case-store.h"
#include "zpi-case-view.h"
#include "zpi-error.h"
#include "zpi-message.h"
#include "zpi-money-row.h"
#include "zpi-outcome-bar.h"
#include "zpi-practice-person.h"
#include "zpi-session-private.h"
#include "zpi-settings.h"
#include "zpi-start-door.h"
#include "zpi-start-page.h"
#include "zpi-ui.h"
#include "zpi-window.h"

#define COUPLE 1 /* the practice household with several kinds of income */

typedef struct {
  char *folder;
  ZpiSession *session;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("zpi-window-XXXXXX", NULL);
  fixture->session = open_practice (fixture->folder);
  fixture->window = zpi_window_new (NULL, fixture->session);
  gtk_window_present (GTK_WINDOW (fixture->window));
  spin (300);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  spin (100);
  close_practice (g_steal_pointer (&fixture->session));
  g_free (fixture->folder);
}

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (ADW_IS_MESSAGE_DIALOG (window))
      return ADW_MESSAGE_DIALOG (window);
  }
  return NULL;
}

/* It said that the draft was deleted: when that is not so it says so too. */
static void
test_delete_failed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error =
      g_error_new_literal (ZPI_ERROR, ZPI_ERROR_STORE_FULL, "The disk is full");
  AdwMessageDialog *dialog;

  g_signal_emit_by_name (zpi_session_get_keeper (fixture->session),
                         "delete-failed",
                         "1f0f6a52-7a30-4b6e-9d27-1f8f2f5d3b11",
                         error);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "in the list again"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The client beside the counsellor does not read who else was there. */
static void
test_no_names (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (fixture->session);
  g_autoptr (ZpiCase) zcase = zpi_case_keeper_new_case (keeper, ZPI_CASE_APPLICATION);

  zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, "Wilhelmina");
  zpi_case_keeper_flush_async (keeper, zcase, NULL, result_cb, &result);
  g_assert_true (zpi_case_keeper_flush_finish (keeper, wait_for (&result), NULL));
  assert_soon (is_said (fixture->window, "· 1"));
  g_assert_false (is_said (fixture->window, "Wilhelmina"));
}

/* Of a store that can only be read nobody knows that it is empty: it is not said, and nobody is
 * told to begin anew. */
static void
test_nothing_read (Fixture *fixture, gconstpointer data)
{
  g_assert_true (is_said (fixture->window, "There are no cases yet"));
  zpi_session_set_state (fixture->session, ZPI_SESSION_READ_ONLY, NULL);
  assert_soon (!is_said (fixture->window, "There are no cases yet"));
  g_assert_true (is_said (fixture->window, "No case could be read here"));
  g_assert_true (is_said (fixture->window, "Nothing can be changed"));
  zpi_session_set_state (fixture->session, ZPI_SESSION_OPEN, NULL);
  assert_soon (!is_said (fixture->window, "Nothing can be changed"));
}

/* What matters most: that nothing is saved any more. Then that nothing is sent. */
static void
test_most_important_notice (Fixture *fixture, gconstpointer data)
{
  g_autofree char *away = g_strconcat (fixture->folder, "-away", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (fixture->session);
  g_autoptr (ZpiCase) zcase = zpi_case_keeper_new_case (keeper, ZPI_CASE_APPLICATION);

  fixture->session->organisation_doubted = TRUE;
  g_test_expect_message ("zpi-service", G_LOG_LEVEL_WARNING, "A case could not be saved*");
  g_assert_cmpint (g_rename (fixture->folder, away), ==, 0);
  zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, "Wilhelmina");
  zpi_case_keeper_flush_async (keeper, zcase, NULL, result_cb, &result);
  g_assert_false (zpi_case_keeper_flush_finish (keeper, wait_for (&result), NULL));
  g_test_assert_expected_messages ();
  assert_soon (is_said (fixture->window, "The folder with the cases was removed"));
  g_assert_cmpint (g_rename (away, fixture->folder), ==, 0);
  zpi_case_keeper_flush_async (keeper, zcase, NULL, result_cb, &again);
  g_assert_true (zpi_case_keeper_flush_finish (keeper, wait_for (&again), NULL));
  assert_soon (is_said (fixture->window, "The organisation file was changed outside"));
  fixture->session->organisation_doubted = FALSE;
}

/* No way is named for which there is no button. */
static void
test_key_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new_literal (ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "No key");

  zpi_session_set_state (fixture->session, ZPI_SESSION_FAILED, error);
  assert_soon (is_said (fixture->window, "The key that opens these cases"));
  g_assert_false (is_said (fixture->window, "recovery code"));
  zpi_session_set_state (fixture->session, ZPI_SESSION_OPEN, NULL);
  spin (300);
}

static GtkWidget *
find_header (GtkWidget *widget)
{
  GtkWidget *found = ADW_IS_HEADER_BAR (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_header (child);
  return found;
}

/* At 360 pixels the title is whole: it has the room of two buttons. */
/* A window that somebody makes as small as it goes is kept so; a size that the settings refuse is
 * told in the log, with each pixel. */
static void
test_smallest_is_kept (Fixture *fixture, gconstpointer data)
{
  GSettings *settings = zpi_settings_get ();
  int width;
  int height;

  g_assert_nonnull (settings);
  zpi_settings_bind_window (GTK_WINDOW (fixture->window));
  gtk_widget_get_size_request (fixture->window, &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, width);
  g_assert_cmpint (g_settings_get_int (settings, "window-height"), ==, height);
  g_settings_reset (settings, "window-width");
  g_settings_reset (settings, "window-height");
}

static void
test_narrow_title (Fixture *fixture, gconstpointer data)
{
  AdwHeaderBar *header = ADW_HEADER_BAR (find_header (fixture->window));

  g_assert_null (adw_header_bar_get_decoration_layout (header));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 720);
  assert_soon (g_strcmp0 (adw_header_bar_get_decoration_layout (header), ":close") == 0);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 720);
  spin (300);
  g_assert_null (adw_header_bar_get_decoration_layout (header));
}

static GtkWidget *
find_text (GtkWidget *widget)
{
  if (GTK_IS_TEXT (widget) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_text (child);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* Hidden, no key but F8 shows it again; then the next key adds to what was typed. */
static void
test_hide (Fixture *fixture, gconstpointer data)
{
  GtkWidget *text = NULL;

  gtk_widget_activate_action (fixture->window, "win.new-application", NULL);
  for (int i = 0; i < 100 && text == NULL; i++) {
    spin (200);
    gtk_widget_activate_action (fixture->window, "win.section", "i", ZPI_SECTION_APPLICANT);
    text = find_text (fixture->window);
  }
  g_assert_nonnull (text);
  gtk_widget_grab_focus (text);
  gtk_editable_set_text (GTK_EDITABLE (text), "Fatima");
  gtk_editable_set_position (GTK_EDITABLE (text), 6);
  gtk_widget_activate_action (fixture->window, "win.blur", NULL);
  assert_soon (!gtk_widget_get_mapped (text));
  g_assert_null (gtk_window_get_focus (GTK_WINDOW (fixture->window)));
  gtk_widget_activate_action (fixture->window, "win.blur", NULL);
  assert_soon (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == text);
  g_assert_false (gtk_editable_get_selection_bounds (GTK_EDITABLE (text), NULL, NULL));
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (text)), ==, 6);
}

static ZpiCaseState
state_of (Fixture *fixture, const char *case_id)
{
  ZpiCaseItem *item = zpi_session_find_case_item (fixture->session, case_id);

  g_assert_nonnull (item);
  return zpi_case_item_get_state (item);
}

/* Saved and closed. */
static char *
keep_case (Fixture *fixture, ZpiCase *zcase)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (fixture->session);

  zpi_case_keeper_flush_async (keeper, zcase, NULL, result_cb, &result);
  g_assert_true (zpi_case_keeper_flush_finish (keeper, wait_for (&result), NULL));
  zpi_case_keeper_close_case (keeper, zcase);
  return g_strdup (zpi_case_get_id (zcase));
}

static char *
add_case (Fixture *fixture, const char *given_names)
{
  g_autoptr (ZpiCase) zcase =
      zpi_case_keeper_new_case (zpi_session_get_keeper (fixture->session), ZPI_CASE_APPLICATION);

  zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, given_names);
  return keep_case (fixture, zcase);
}

static gboolean
received_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_state (store, data, ZPI_CASE_DRAFT, ZPI_CASE_RECEIVED, NULL, error);
}

static gboolean
letter_code_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) code = g_bytes_new_static ("K7PM2QXR", 8);

  return zpi_case_store_set_record (store, data, "letter-code", code, error) &&
         received_func (store, data, error);
}

/* What the header says of a letter of which only the stub is left. */
static void
check_title_of_stub (Fixture *fixture, ZpiStoreFunc func, const char *title)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (fixture->session);
  g_autoptr (ZpiCase) zcase = zpi_case_keeper_new_case (keeper, ZPI_CASE_LETTER);
  g_autofree char *id = NULL;
  g_autoptr (GAsyncResult) kept = NULL;
  g_autoptr (GAsyncResult) cleared = NULL;
  g_autoptr (GError) error = NULL;

  zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, "Fatima");
  id = keep_case (fixture, zcase);
  zpi_store_transact_async (zpi_session_get_store (fixture->session),
                            func,
                            id,
                            NULL,
                            NULL,
                            result_cb,
                            &kept);
  g_assert_nonnull (
      zpi_store_run_finish (zpi_session_get_store (fixture->session), wait_for (&kept), &error));
  zpi_case_keeper_clear_async (keeper, id, result_cb, &cleared);
  g_assert_true (zpi_case_keeper_clear_finish (keeper, wait_for (&cleared), &error));
  spin (600);
  zpi_window_show_case (ZPI_WINDOW (fixture->window), id);
  spin (300);
  g_assert_true (is_said (fixture->window, title));
  g_assert_cmpstr (zpi_case_item_get_name (zpi_session_find_case_item (fixture->session, id)),
                   ==,
                   "Fatima");
}

/* One about photos and one that was an answer are told apart, also when nothing else is left. */
static void
test_stub_of_letter (Fixture *fixture, gconstpointer data)
{
  check_title_of_stub (fixture, received_func, "More information 1");
  check_title_of_stub (fixture, letter_code_func, "Letter 2");
}

static gboolean
shows_view (GtkWidget *widget)
{
  if (ZPI_IS_CASE_VIEW (widget))
    return gtk_widget_get_mapped (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_view (child))
      return TRUE;
  return FALSE;
}

/* What was begun with one case is done with that case, and who went on to another stays there. */
static void
test_gone_elsewhere (Fixture *fixture, gconstpointer data)
{
  ZpiWindow *window = ZPI_WINDOW (fixture->window);
  g_autofree char *first = add_case (fixture, "Anna");
  g_autofree char *second = add_case (fixture, "Bart");

  spin (300);
  zpi_window_show_case (window, first);
  spin (600);
  gtk_widget_activate_action (fixture->window, "win.paper", NULL);
  zpi_window_show_case (window, second);
  assert_soon (state_of (fixture, first) == ZPI_CASE_PAPER);
  g_assert_cmpint (state_of (fixture, second), ==, ZPI_CASE_DRAFT);
  assert_soon (shows_view (fixture->window));
}

/* (nullable): the first widget of a type below another, after @after of them */
static GtkWidget *
find_typed (GtkWidget *widget, GType type, guint *after)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget) &&
      (*after)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_typed (child, type, after);
  return found;
}

static GtkWidget *
nth_typed (Fixture *fixture, GType type, guint n)
{
  return find_typed (fixture->window, type, &n);
}

/* Whether a label below starts so. */
static gboolean
says_first (GtkWidget *widget, const char *start)
{
  if (GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (widget)), start))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says_first (child, start))
      return TRUE;
  return FALSE;
}

/* A couple with AOW and a pension. */
static char *
add_couple (Fixture *fixture)
{
  g_autoptr (ZpiCase) zcase =
      zpi_case_keeper_new_case (zpi_session_get_keeper (fixture->session), ZPI_CASE_APPLICATION);
  g_autoptr (ZpiApplication) application = zpi_practice_person_load (COUPLE);

  zpi_application_fill_case (application, zcase);
  return keep_case (fixture, zcase);
}

/* Half an amount waits for the rest, and a whole one for nothing: not for what is typed in the
 * next. */
static void
test_outcome_of_amount_left (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = add_couple (fixture);
  GtkWidget *amounts[2];
  GtkWidget *bar;

  zpi_window_show_case (ZPI_WINDOW (fixture->window), id);
  spin (600);
  zpi_case_view_open_section (ZPI_CASE_VIEW (nth_typed (fixture, ZPI_TYPE_CASE_VIEW, 0)),
                              ZPI_SECTION_INCOME);
  spin (1000);
  bar = nth_typed (fixture, ZPI_TYPE_OUTCOME_BAR, 0);
  for (guint i = 0; i < 2; i++) {
    amounts[i] = nth_typed (fixture, ZPI_TYPE_MONEY_ROW, i);
    g_assert_nonnull (amounts[i]);
  }
  gtk_widget_grab_focus (amounts[0]);
  gtk_editable_set_text (GTK_EDITABLE (amounts[0]), "9000");
  spin (700);
  g_assert_false (says_first (bar, "€ 9"));
  gtk_widget_grab_focus (amounts[1]);
  gtk_editable_set_text (GTK_EDITABLE (amounts[1]), "1");
  assert_soon (says_first (bar, "€ 9"));
}

/* Also where no key moved it. */
static void
test_focus_shown (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (fixture->window);

  g_assert_nonnull (gtk_window_get_focus (window));
  gtk_window_set_focus_visible (window, FALSE);
  gtk_window_set_focus (window, NULL);
  gtk_widget_child_focus (fixture->window, GTK_DIR_TAB_FORWARD);
  g_assert_nonnull (gtk_window_get_focus (window));
  g_assert_true (gtk_window_get_focus_visible (window));
}

static GtkLabel *
find_label (GtkWidget *widget, const char *text)
{
  GtkLabel *found = NULL;

  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)
    return GTK_LABEL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);
  return found;
}

/* A message that fitted when it came is not cut off in a window that was made narrow after that. */
static void
test_toast_fits (Fixture *fixture, gconstpointer data)
{
  const char *text = "A message that is as long as one that says what was removed and by whom";
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkLabel *title;
  int before;

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), content);
  gtk_window_set_child (window, overlay);
  gtk_window_set_default_size (window, 900, 400);
  gtk_window_present (window);
  spin (300);
  zpi_message_toast (content, text);
  spin (300);
  title = find_label (overlay, text);
  g_assert_nonnull (title);
  before = gtk_label_get_max_width_chars (title);
  gtk_window_set_default_size (window, 360, 400);
  assert_soon (gtk_label_get_max_width_chars (title) < before);
  /* Without a button all of the line is for the words. */
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (title)), >, 360 / 2);
  gtk_window_destroy (window);
}

/* Of libadwaita 1.2 a message that is dismissed while it takes the place of another takes the
 * program along: whoever dismisses it, and however long it waited for its turn. */
static void
test_toast_replaced (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *child = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  AdwToast *stays = zpi_message_new_toast ("The draft was deleted");

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), child);
  gtk_window_set_child (window, overlay);
  gtk_window_present (window);
  spin (300);
  adw_toast_set_timeout (stays, 0);
  zpi_message_add_toast (child, g_object_ref (stays));
  zpi_message_toast (child, "This is how it stands now");
  spin (900);
  adw_toast_dismiss (stays); /* as its button does */
  g_object_unref (stays);
  spin (30);
  zpi_message_pass ();
  assert_soon (gtk_widget_get_next_sibling (child) == NULL); /* all of them are gone */
  gtk_window_destroy (window);
}

static GtkWidget *
find_by_tooltip (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_by_tooltip (child, text);
  return found;
}

/* For the next client: no name, nothing that was searched for, also by undo, and nobody is chosen.
 */
static void
test_next_client (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = add_case (fixture, "Wilhelmina");
  GtkWidget *page = nth_typed (fixture, ZPI_TYPE_START_PAGE, 0);
  GtkWidget *choose = find_by_tooltip (page, "Choose several cases to send or delete");
  GtkWidget *names = find_by_tooltip (page, "Show the names of clients in the lists");
  GtkEditable *words;

  assert_soon (is_said (page, "· 1"));
  words = gtk_editable_get_delegate (GTK_EDITABLE (nth_typed (fixture, GTK_TYPE_SEARCH_ENTRY, 0)));
  g_signal_emit_by_name (names, "clicked");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (choose), TRUE);
  gtk_widget_activate_action (page, "start.choose-all", NULL);
  gtk_editable_set_text (words, "Wilhelmina");
  assert_soon (is_said (page, "Wilhelmina"));
  g_assert_true (is_said (page, "1 chosen"));
  g_assert_null (gtk_widget_get_tooltip_text (names)); /* it does not show them now */

  zpi_start_page_reset (ZPI_START_PAGE (page));
  assert_soon (!is_said (page, "Wilhelmina"));
  g_assert_false (is_said (page, "1 chosen"));
  g_assert_cmpstr (gtk_editable_get_text (words), ==, "");
  gtk_widget_activate_action (GTK_WIDGET (words), "text.undo", NULL);
  g_assert_cmpstr (gtk_editable_get_text (words), ==, "");
}

static void
press_escape (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GListModel) shortcuts = g_list_model_get_item (controllers, i);

    for (guint j = 0; G_IS_LIST_MODEL (shortcuts) && j < g_list_model_get_n_items (shortcuts);
         j++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, j);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      if (GTK_IS_KEYVAL_TRIGGER (trigger) &&
          gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == GDK_KEY_Escape)
        gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget, NULL);
    }
  }
}

/* On a small screen, with large letters, the sections are a button away, and Escape leads back;
 * practice takes one line: nothing of it makes the window wider. */
static void
test_narrow_case (Fixture *fixture, gconstpointer data)
{
  GtkSettings *settings = gtk_settings_get_default ();
  GtkWidget *button, *view;
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 720);
  zpi_window_new_application (ZPI_WINDOW (fixture->window));
  spin (600);
  button = find_by_tooltip (fixture->window, "All sections");
  view = gtk_widget_get_ancestor (button, ZPI_TYPE_CASE_VIEW);
  for (guint i = 0; i < ZPI_N_SECTIONS; i++) {
    zpi_case_view_open_section (ZPI_CASE_VIEW (view), i);
    spin (300);
    g_assert_true (gtk_widget_get_mapped (button));
    g_assert_cmpint (gtk_widget_get_width (fixture->window), <=, 360);
  }
  g_assert_true (is_said (fixture->window, "Practice: not real"));
  g_signal_emit_by_name (button, "clicked");
  assert_soon (!gtk_widget_get_mapped (button));
  g_assert_true (ADW_IS_PREFERENCES_ROW (gtk_root_get_focus (GTK_ROOT (fixture->window))) ||
                 GTK_IS_LIST_BOX_ROW (gtk_root_get_focus (GTK_ROOT (fixture->window))));
  press_escape (view);
  assert_soon (gtk_widget_get_mapped (button));
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  spin (100);
}

#define COUNTED "Who helps"

static guint n_layouts = 0;

/* In front of Pango's: counts how often a title of the first page is laid out. */
void
pango_layout_set_width (PangoLayout *layout, int width)
{
  static void (*next) (PangoLayout * layout, int width) = NULL;

  if (next == NULL)
    *(void **) &next = dlsym (RTLD_NEXT, "pango_layout_set_width");
  n_layouts += g_str_equal (pango_layout_get_text (layout), COUNTED);
  next (layout, width);
}

/* What comes while everything is hidden (a case that was still being read, a question, a message,
 * another program that sends the case) comes behind it, and is there when it is shown again. */
static void
test_comes_while_hidden (Fixture *fixture, gconstpointer data)
{
  ZpiWindow *window = ZPI_WINDOW (fixture->window);
  ZpiCase *zcase =
      zpi_case_keeper_new_case (zpi_session_get_keeper (fixture->session), ZPI_CASE_APPLICATION);
  g_autofree char *case_id = NULL;
  AdwMessageDialog *dialog;

  zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, "Fatima");
  case_id = keep_case (fixture, zcase);
  g_object_unref (zcase);
  spin (600);
  zpi_window_toast (window, "Fatima is on her way");
  spin (1200);
  g_assert_true (is_said (fixture->window, "Fatima"));
  zpi_window_show_case (window, case_id);
  gtk_widget_activate_action (fixture->window, "win.blur", NULL);
  spin (1200);
  g_assert_true (is_said (fixture->window, "Press F8 to go on"));
  g_assert_false (is_said (fixture->window, "Fatima"));
  g_assert_false (is_said (fixture->window, "Step 1 of 7"));
  g_assert_null (gtk_window_get_focus (GTK_WINDOW (window)));
  zpi_message_tell (fixture->window, "Fatima", "has no date of birth");
  zpi_window_show_start (window);
  spin (600);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  g_assert_true (is_said (fixture->window, "Press F8 to go on"));
  g_assert_null (gtk_window_get_focus (GTK_WINDOW (window)));
  gtk_widget_activate_action (fixture->window, "win.blur", NULL);
  spin (300);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  g_assert_false (is_said (fixture->window, "Press F8 to go on"));
  g_assert_true (is_said (fixture->window, "New application"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* What was on its way when the window locked is not shown: not the case that was being read, not
 * the question that names whom it is about. */
static void
test_comes_after_lock (Fixture *fixture, gconstpointer data)
{
  ZpiWindow *window = ZPI_WINDOW (fixture->window);
  g_autofree char *case_id = add_case (fixture, "Fatima");
  const char *const case_ids[] = {case_id, NULL};

  spin (600);
  zpi_window_show_case (window, case_id);
  gtk_widget_activate_action (fixture->window, "win.send-cases", "^as", case_ids);
  zpi_session_set_state (fixture->session, ZPI_SESSION_LOCKED, NULL);
  spin (600);
  g_assert_null (find_dialog ());
  g_assert_false (shows_view (fixture->window));
  zpi_window_show_start (window);
  spin (300);
  g_assert_false (is_said (fixture->window, "New application"));
  g_assert_true (is_said (fixture->window, "Locked"));
  zpi_session_set_state (fixture->session, ZPI_SESSION_OPEN, NULL);
  spin (300);
}

/* The keyring still asked its question when the screen locked: whoever opens it again hears that
 * the PIN is not there, and behind the lock nobody does. */
static void
test_ways_in_not_changed (Fixture *fixture, gconstpointer data)
{
  AdwMessageDialog *dialog;

  zpi_session_set_state (fixture->session, ZPI_SESSION_LOCKED, NULL);
  gtk_widget_activate_action (fixture->window, "win.ways-in-not-changed", NULL);
  spin (300);
  g_assert_null (find_dialog ());
  zpi_session_set_state (fixture->session, ZPI_SESSION_OPEN, NULL);
  spin (300);
  dialog = find_dialog ();
  g_assert_nonnull (dialog);
  g_assert_nonnull (strstr (adw_message_dialog_get_heading (dialog), "was not changed"));
  gtk_window_destroy (GTK_WINDOW (dialog));
  spin (300);
}

/* What was said of a case, and lies over the window, goes with it: over Start, the lock or another
 * client's case it would tell of somebody else, and undo what nobody sees. */
static void
test_messages_go_with_case (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view;

  zpi_window_new_application (ZPI_WINDOW (fixture->window));
  spin (600);
  view = nth_typed (fixture, ZPI_TYPE_CASE_VIEW, 0);
  g_assert_nonnull (view);
  zpi_message_add_toast (view, zpi_message_new_toast ("Fatima was removed"));
  spin (1200);
  g_assert_true (is_said (fixture->window, "Fatima"));
  zpi_window_show_start (ZPI_WINDOW (fixture->window));
  spin (1200);
  g_assert_false (is_said (fixture->window, "Fatima"));
}

/* Widest, narrowest, for the width of the page, and to be drawn: the toolkit alone does it twice,
 * before the styles are known and once more at a width that the page never has. */
static void
test_page_laid_out_once (Fixture *fixture, gconstpointer data)
{
  if (gtk_get_minor_version () > 8) {
    g_test_skip ("counted on GTK 4.8");
    return;
  }
  n_layouts = 0;
  zpi_window_new_application (ZPI_WINDOW (fixture->window));
  spin (600);
  g_assert_cmpuint (n_layouts, >, 0);
  g_assert_cmpuint (n_layouts, <=, 4);
}

/* What is new is never given less room than it needs, though the window is measured once. */
static void
test_least_width_follows (Fixture *fixture, gconstpointer data)
{
  GtkWidget *wide = gtk_label_new (NULL);
  GtkWidget *content =
      adw_application_window_get_content (ADW_APPLICATION_WINDOW (fixture->window));
  int before, after;

  gtk_widget_measure (fixture->window, GTK_ORIENTATION_HORIZONTAL, -1, &before, NULL, NULL, NULL);
  gtk_widget_set_size_request (wide, before + 100, -1);
  gtk_box_append (GTK_BOX (content), wide);
  spin (300);
  gtk_widget_measure (fixture->window, GTK_ORIENTATION_HORIZONTAL, -1, &after, NULL, NULL, NULL);
  g_assert_cmpint (after, >=, before + 100);
  g_assert_cmpint (gtk_widget_get_width (wide), >=, before + 100);
}

/* Below the last page stands one bar, as below the others: Back, and Send where Next was. */
static void
test_one_bar (Fixture *fixture, gconstpointer data)
{
  graphene_rect_t back, send;
  ZpiCaseView *view;

  zpi_window_new_application (ZPI_WINDOW (fixture->window));
  spin (600);
  view = ZPI_CASE_VIEW (nth_typed (fixture, ZPI_TYPE_CASE_VIEW, 0));
  zpi_case_view_show_section (view, ZPI_SECTION_REVIEW);
  spin (300);
  g_assert_null (find_button_in_sight (fixture->window, "_Next"));
  g_assert_true (gtk_widget_compute_bounds (find_button_in_sight (fixture->window, "_Back"),
                                            fixture->window,
                                            &back));
  g_assert_true (
      gtk_widget_compute_bounds (find_button_in_sight (fixture->window, "_Send application"),
                                 fixture->window,
                                 &send));
  g_assert_cmpfloat (send.origin.y, ==, back.origin.y);
  g_assert_cmpfloat (send.origin.x, >, back.origin.x);
  g_assert_true (is_said (fixture->window, "Needed to send"));
  zpi_case_view_show_section (view, ZPI_SECTION_CHECK);
  spin (300);
  g_assert_nonnull (find_button_in_sight (fixture->window, "_Next"));
  g_assert_null (find_button_in_sight (fixture->window, "_Send application"));
}

/* Through which door somebody went: not the first one, nor what there is to do. */
static void
test_back_at_door (Fixture *fixture, gconstpointer data)
{
  static const char *const doors[] = {"letter", "more-information", "account"};
  g_autofree char *case_id = add_case (fixture, "Fatima");
  GtkWidget *start;

  spin (600);
  start = nth_typed (fixture, ZPI_TYPE_START_PAGE, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (doors); i++) {
    GtkWidget *focus;

    gtk_widget_activate_action (start, "start.door", "s", doors[i]);
    spin (300);
    zpi_window_show_start (ZPI_WINDOW (fixture->window));
    spin (300);
    focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
    g_assert_true (ZPI_IS_START_DOOR (focus) && gtk_widget_get_mapped (focus));
    g_assert_true (zpi_start_door_is (ZPI_START_DOOR (focus), doors[i]));
  }
  zpi_window_show_start (ZPI_WINDOW (fixture->window));
  spin (300);
  g_assert_true (ZPI_IS_CASE_ROW (gtk_window_get_focus (GTK_WINDOW (fixture->window))));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  zpi_ui_init ();
  g_test_add ("/window/next-client", Fixture, NULL, set_up, test_next_client, tear_down);
  g_test_add ("/window/one-bar", Fixture, NULL, set_up, test_one_bar, tear_down);
  g_test_add ("/window/back-at-door", Fixture, NULL, set_up, test_back_at_door, tear_down);
  g_test_add ("/window/delete-failed", Fixture, NULL, set_up, test_delete_failed, tear_down);
  g_test_add ("/window/key-missing", Fixture, NULL, set_up, test_key_missing, tear_down);
  g_test_add ("/window/smallest-is-kept", Fixture, NULL, set_up, test_smallest_is_kept, tear_down);
  g_test_add ("/window/narrow-title", Fixture, NULL, set_up, test_narrow_title, tear_down);
  g_test_add ("/window/narrow-case", Fixture, NULL, set_up, test_narrow_case, tear_down);
  g_test_add ("/window/nothing-read", Fixture, NULL, set_up, test_nothing_read, tear_down);
  g_test_add ("/window/page-laid-out-once",
              Fixture,
              NULL,
              set_up,
              test_page_laid_out_once,
              tear_down);
  g_test_add ("/window/least-width-follows",
              Fixture,
              NULL,
              set_up,
              test_least_width_follows,
              tear_down);
  g_test_add ("/window/most-important-notice",
              Fixture,
              NULL,
              set_up,
              test_most_important_notice,
              tear_down);
  g_test_add ("/window/no-names", Fixture, NULL, set_up, test_no_names, tear_down);
  g_test_add ("/window/stub-of-letter", Fixture, NULL, set_up, test_stub_of_letter, tear_down);
  g_test_add ("/window/comes-after-lock", Fixture, NULL, set_up, test_comes_after_lock, tear_down);
  g_test_add ("/window/ways-in-not-changed",
              Fixture,
              NULL,
              set_up,
              test_ways_in_not_changed,
              tear_down);
  g_test_add ("/window/hide", Fixture, NULL, set_up, test_hide, tear_down);
  g_test_add ("/window/messages-go-with-case",
              Fixture,
              NULL,
              set_up,
              test_messages_go_with_case,
              tear_down);
  g_test_add ("/window/comes-while-hidden",
              Fixture,
              NULL,
              set_up,
              test_comes_while_hidden,
              tear_down);
  g_test_add ("/window/gone-elsewhere", Fixture, NULL, set_up, test_gone_elsewhere, tear_down);
  g_test_add ("/window/outcome-of-amount-left",
              Fixture,
              NULL,
              set_up,
              test_outcome_of_amount_left,
              tear_down);
  g_test_add ("/window/focus-shown", Fixture, NULL, set_up, test_focus_shown, tear_down);
  g_test_add ("/window/toast-replaced", Fixture, NULL, set_up, test_toast_replaced, tear_down);
  g_test_add ("/window/toast-fits", Fixture, NULL, set_up, test_toast_fits, tear_down);
  return g_test_run ();
}
