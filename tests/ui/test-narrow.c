/* SPDX-License-Identifier: EUPL-1.2 */

/* A narrow window with letters twice as large: what is in no case, and so not in the gallery, and
 * what a household that is filled in does not show. */

#include "zpi-config.h"

#include <libintl.h>
#include <locale.h>

#undef G_DISABLE_ASSERT

#include "zpi-advice-page.h"
#include "zpi-application.h"
#include "zpi-camera-window.h"
#include "zpi-client-view.h"
#include "zpi-group.h"
#include "zpi-hand-over-window.h"
#include "zpi-keys-window.h"
#include "zpi-lock-page.h"
#include "zpi-municipality-window.h"
#include "zpi-organisation-page.h"
#include "zpi-persons-dialog.h"
#include "zpi-photo-window.h"
#include "zpi-photos-page.h"
#include "zpi-practice-person.h"
#include "zpi-preview.h"
#include "zpi-section-page.h"
#include "zpi-sent-page.h"
#include "zpi-set-up-page.h"
#include "zpi-start-page.h"
#include "zpi-supplement-page.h"
#include "zpi-ui.h"
#include "zpi-ways-in-window.h"

/* A window of 360 pixels, without its frame. */
#define ROOM_PX 350
/* What a page leaves at its sides. */
#define EDGES_PX 24

/* Also what shows now and then only; not what a row of libadwaita has and keeps hidden. */
static void
show_all (GtkWidget *widget)
{
  gtk_widget_set_visible (widget, TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child) && !ADW_IS_PREFERENCES_ROW (widget))
      show_all (child);
}

static void
assert_fits (GtkWidget *page)
{
  int least;

  g_object_ref_sink (page);
  show_all (page);
  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_test_message ("%s: %d pixels", G_OBJECT_TYPE_NAME (page), least);
  g_assert_cmpint (least, <=, ROOM_PX);
  g_object_unref (page);
}

static void
test_pages (void)
{
  const GType types[] = {ZPI_TYPE_START_PAGE,
                         ZPI_TYPE_SENT_PAGE,
                         ZPI_TYPE_SUPPLEMENT_PAGE,
                         ZPI_TYPE_PHOTOS_PAGE,
                         ZPI_TYPE_LOCK_PAGE,
                         ZPI_TYPE_SET_UP_PAGE,
                         ZPI_TYPE_ORGANISATION_PAGE};
  const char *const doors[] = {"letter", "more-information", "account"};

  for (gsize i = 0; i < G_N_ELEMENTS (doors); i++)
    assert_fits (zpi_advice_page_new (doors[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    assert_fits (g_object_new (types[i], NULL));
}

/* A button that gets its words with the page open. */
static void
test_counted_children (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  ZpiSectionPage *page = zpi_section_page_new (ZPI_SECTION_HOUSEHOLD);

  zpi_case_set (zcase, ZPI_KEY_CHECK_CHILDREN, "2");
  g_object_ref_sink (page);
  zpi_section_page_bind (page, NULL, zcase);
  assert_fits (GTK_WIDGET (page));
  zpi_section_page_bind (page, NULL, NULL);
  g_object_unref (page);
}

/* Its content: the window itself has its frame. */
static void
test_hand_over (void)
{
  const ZpiSessionOptions options = {.practice = TRUE, .data_folder = g_get_tmp_dir ()};
  g_autoptr (ZpiSession) session = zpi_session_new (&options);
  const char *const cases[] = {NULL, "one"};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    GtkWidget *window = zpi_hand_over_window_new (NULL, session, cases[i]);
    GtkWidget *content = adw_window_get_content (ADW_WINDOW (window));
    int least;

    show_all (content);
    gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    g_test_message ("%d pixels", least);
    g_assert_cmpint (least, <=, ROOM_PX);
    gtk_window_destroy (GTK_WINDOW (window));
  }
}

/* What one chooses a page with is not shortened; what a file is may be. */
static void
assert_whole (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget))
    return;
  if (GTK_IS_LABEL (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_TOGGLE_BUTTON) != NULL &&
      gtk_label_get_ellipsize (GTK_LABEL (widget)) != PANGO_ELLIPSIZE_NONE)
    g_error ("“%s” may be shortened", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_whole (child);
}

static void
assert_windows_fit (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (windows); i > 0; i--) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i - 1);
    int least;

    if (window == parent || !gtk_widget_get_visible (GTK_WIDGET (window)))
      continue;
    show_all (adw_window_get_content (ADW_WINDOW (window)));
    assert_whole (adw_window_get_content (ADW_WINDOW (window)));
    gtk_widget_measure (GTK_WIDGET (window),
                        GTK_ORIENTATION_HORIZONTAL,
                        -1,
                        &least,
                        NULL,
                        NULL,
                        NULL);
    g_test_message ("%s: %d pixels", G_OBJECT_TYPE_NAME (window), least);
    g_assert_cmpint (least, <=, ROOM_PX);
    gtk_window_destroy (window);
  }
}

static void
nothing_done (const char *item, gpointer object)
{
}

static void
nothing_taken (GBytes *png, gpointer object)
{
}

/* Those that stand over the window. */
static void
test_windows (void)
{
  const ZpiSessionOptions options = {.practice = TRUE, .data_folder = g_get_tmp_dir ()};
  g_autoptr (ZpiSession) session = zpi_session_new (&options);
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *item = zpi_case_add_item (zcase, ZPI_LIST_DOCUMENT);
  GtkWidget *page = gtk_label_new ("page");
  GtkWindow *parent = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_child (parent, page);
  zpi_keys_window_present (parent, TRUE);
  zpi_persons_dialog_present (parent, session);
  zpi_photo_window_open (page, session, zcase, item, "Fatima", nothing_done, G_OBJECT (zcase));
  zpi_camera_window_open (page, session, nothing_taken, G_OBJECT (zcase));
  zpi_preview_open_window (page, session, zcase, item);
  zpi_municipality_window_present (parent, session, "http://127.0.0.1:9");
  gtk_window_present (GTK_WINDOW (zpi_ways_in_window_new (parent, session)));
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  assert_windows_fit (parent);
  gtk_window_destroy (parent);
}

static GtkWidget *
show_window (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_set_default_size (GTK_WINDOW (window), ROOM_PX, 400);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (child) <= 1)
    g_main_context_iteration (NULL, TRUE);
  return window;
}

/* The client's letters are larger still; the whole BSN is the largest of it. */
static void
test_client_view (void)
{
  const ZpiSessionOptions options = {.practice = TRUE, .data_folder = g_get_tmp_dir ()};
  g_autoptr (ZpiSession) session = zpi_session_new (&options);
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiApplication) application = zpi_practice_person_load (3);
  GtkWidget *view;
  GtkWidget *window;

  zpi_application_fill_case (application, zcase);
  view = zpi_client_view_new (session, zcase);
  zpi_client_view_set_section (ZPI_CLIENT_VIEW (view), ZPI_SECTION_REVIEW);
  window = show_window (view);
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  assert_fits (view);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Whether a line of @label ends within @whole. */
static gboolean
is_broken (GtkLabel *label, const char *whole)
{
  PangoLayout *layout = gtk_label_get_layout (label);
  const char *text = pango_layout_get_text (layout);
  const int start = strstr (text, whole) - text;
  const int end = start + strlen (whole);

  for (int i = 0; i < pango_layout_get_line_count (layout); i++) {
    const PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
    const int at = line->start_index;

    if (at > start && at < end)
      return TRUE;
  }
  return FALSE;
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && gtk_widget_get_mapped (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

/* The name of the program is whole beside three buttons, in a title of its own and in one that the
 * library makes; no word of it is broken. */
static void
test_title (void)
{
  for (guint i = 0; i < 2; i++) {
    GtkWidget *header = adw_header_bar_new ();
    GtkWidget *title = i == 0 ? adw_window_title_new ("Zoetermeerpas Intake", "Saved") : NULL;
    GtkWidget *window;
    GtkWidget *label;
    int least;

    adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
    adw_header_bar_set_decoration_layout (ADW_HEADER_BAR (header), ":close");
    adw_header_bar_pack_start (ADW_HEADER_BAR (header),
                               gtk_button_new_from_icon_name ("go-previous-symbolic"));
    adw_header_bar_pack_end (ADW_HEADER_BAR (header),
                             gtk_button_new_from_icon_name ("open-menu-symbolic"));
    window = show_window (header);
    gtk_window_set_title (GTK_WINDOW (window), "Zoetermeerpas Intake");
    for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2; g_get_monotonic_time () < end;)
      g_main_context_iteration (NULL, FALSE);
    label = find_type (header, GTK_TYPE_LABEL);
    g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "Zoetermeerpas Intake");
    g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
    g_assert_false (is_broken (GTK_LABEL (label), "Zoetermeerpas"));
    gtk_widget_measure (header, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    g_test_message ("%d pixels", least);
    g_assert_cmpint (least, <=, ROOM_PX);
    gtk_window_destroy (GTK_WINDOW (window));
  }
}

static void
assert_row_whole (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child))
      assert_row_whole (child);
}

/* Who opens it is known by more than a first name, with an ampersand in it. */
static void
test_lock_name (void)
{
  static const char *const names[] = {"Anneke van der Voorbeeld & Zn", NULL};
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);
  GtkWidget *page = g_object_new (ZPI_TYPE_LOCK_PAGE, NULL);
  GtkWidget *window = show_window (page);
  GtkWidget *row = find_type (page, ADW_TYPE_COMBO_ROW);

  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  assert_row_whole (row);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, names[0]);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A title of few letters is asked how wide it is at the height that a header bar has; GTK complains
 * where that is less than what the title wants at least. */
static void
test_short_title (void)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *window;
  GtkWidget *label;
  int least;

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   adw_window_title_new ("Brief", "Opgeslagen"));
  window = show_window (header);
  label = find_type (header, GTK_TYPE_LABEL);
  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  for (int high = least; high < 60; high++)
    gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, high, NULL, NULL, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_search_hint (void)
{
  GtkWidget *page = g_object_new (ZPI_TYPE_START_PAGE, NULL);
  GtkWidget *window = show_window (page);
  GtkWidget *entry;
  g_autoptr (PangoLayout) layout = NULL;
  g_autofree char *hint = NULL;
  int width;

  show_all (page);
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC / 2; g_get_monotonic_time () < end;)
    g_main_context_iteration (NULL, FALSE);
  entry = find_type (page, GTK_TYPE_SEARCH_ENTRY);
  g_object_get (entry, "placeholder-text", &hint, NULL);
  layout = gtk_widget_create_pango_layout (entry, hint);
  pango_layout_get_pixel_size (layout, &width, NULL);
  g_assert_cmpint (width, <=, gtk_widget_get_width (find_type (entry, GTK_TYPE_TEXT)));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What stands in an address that is broken is in the address. */
static void
test_no_hyphens (void)
{
  GtkWidget *label = gtk_label_new ("fatima.johanna.oefenbeek-voorbeeld@example.nl");
  GtkWidget *window;
  PangoAttrIterator *iterator;
  PangoAttribute *hyphens;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  window = show_window (label);
  g_assert_nonnull (gtk_label_get_attributes (GTK_LABEL (label)));
  iterator = pango_attr_list_get_iterator (gtk_label_get_attributes (GTK_LABEL (label)));
  hyphens = pango_attr_iterator_get (iterator, PANGO_ATTR_INSERT_HYPHENS);
  g_assert_nonnull (hyphens);
  g_assert_false (((PangoAttrInt *) hyphens)->value);
  pango_attr_iterator_destroy (iterator);
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
is_word (PangoAttribute *attribute, gpointer user_data)
{
  return attribute->klass->type == PANGO_ATTR_WORD;
}

/* One word of the program that is wider than a narrow window is broken between its syllables. */
static void
test_long_word (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *button = gtk_button_new_with_mnemonic ("Ontvangstbevestiging _printen…");
  GtkWidget *window;
  int least;

  gtk_widget_add_css_class (button, "pill");
  gtk_box_append (GTK_BOX (box), button);
  zpi_group_wrap_buttons (box);
  window = show_window (box);
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, ROOM_PX - EDGES_PX);
  zpi_ui_set_button_label (GTK_BUTTON (button), "_Vastgehouden");
  g_assert_null (pango_attr_list_filter (gtk_label_get_attributes (GTK_LABEL (
                                             gtk_button_get_child (GTK_BUTTON (button)))),
                                         is_word,
                                         NULL));
  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkWidget *
find_button (GtkWidget *widget, const char *action)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, action);
  return found;
}

static void
set_letters (int times)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", times * 96 * 1024, NULL);
}

/* What is done with chosen cases, with letters of the usual size: two lines, Send where it is
 * elsewhere, and Delete as far from it as there is room. */
static void
test_choose_bar (void)
{
  GtkWidget *page = g_object_new (ZPI_TYPE_START_PAGE, NULL);
  GtkWidget *send = find_button (page, "start.send-chosen");
  GtkWidget *delete = find_button (page, "start.delete-chosen");
  GtkWidget *bar = gtk_widget_get_parent (send);
  GtkWidget *window;
  graphene_rect_t send_box, delete_box;

  set_letters (1);
  show_all (page);
  window = show_window (page);
  g_assert_true (gtk_widget_compute_bounds (send, bar, &send_box));
  g_assert_true (gtk_widget_compute_bounds (delete, bar, &delete_box));
  g_assert_cmpfloat (gtk_widget_get_height (bar), <, 2.5 * send_box.size.height);
  g_assert_cmpfloat (delete_box.origin.y, ==, send_box.origin.y);
  g_assert_cmpfloat (send_box.origin.x + send_box.size.width, ==, gtk_widget_get_width (bar));
  g_assert_cmpfloat (delete_box.origin.x, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  set_letters (2);
}

static void
test_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover;
  GtkWidget *window;
  int wide;

  g_menu_append (menu, "Take over what somebody else began from another desk…", "win.none");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  window = show_window (button);
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  while (!gtk_widget_get_mapped (popover))
    g_main_context_iteration (NULL, TRUE);
  popover = gtk_popover_get_child (GTK_POPOVER (popover));
  gtk_widget_measure (popover, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wide, NULL, NULL);
  g_assert_cmpint (wide, <=, gtk_widget_get_width (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Whatever its width, no line of a text ends within an amount, a date or a number; also when the
 * text became another, and without any other space in it. */
static void
test_unbroken (void)
{
  static const char *const wholes[] = {"€ 1.597,72",
                                       "€ -12",
                                       "1 januari 2026",
                                       "31 December",
                                       "120 procent",
                                       "1,5 %",
                                       "999 990 019",
                                       "14 079",
                                       "06 1234 5678",
                                       "2718 AB",
                                       "8 sep"};
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *window;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  window = show_window (label);
  for (guint i = 0; i < G_N_ELEMENTS (wholes); i++) {
    g_autofree char *text = g_strdup_printf ("De grens is dan %s, zegt het.", wholes[i]);
    int least;

    gtk_label_set_label (GTK_LABEL (label), text);
    g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, text);
    gtk_widget_measure (label, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    for (int width = MAX (least, 100); width < 700; width += 7) {
      gtk_widget_size_allocate (label, &(GtkAllocation){0, 0, width, 1000}, -1);
      if (is_broken (GTK_LABEL (label), wholes[i]))
        g_test_fail_printf ("“%s” is broken at a width of %d", wholes[i], width);
    }
  }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* A column is as wide as so many letters: in a wide window a line is no shorter for large ones. */
static void
test_column (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *child = gtk_label_new ("A");

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 400);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 400);
  adw_clamp_set_child (ADW_CLAMP (clamp), child);
  gtk_window_set_child (GTK_WINDOW (window), clamp);
  gtk_window_set_default_size (GTK_WINDOW (window), 1200, 200);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (child) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (gtk_widget_get_width (child), ==, 800);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, ZPI_BUILDDIR "/po");
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  adw_init ();
  zpi_ui_init ();
  set_letters (2);
  g_test_add_func ("/narrow/pages", test_pages);
  g_test_add_func ("/narrow/counted-children", test_counted_children);
  g_test_add_func ("/narrow/lock-name", test_lock_name);
  g_test_add_func ("/narrow/hand-over", test_hand_over);
  g_test_add_func ("/narrow/windows", test_windows);
  g_test_add_func ("/narrow/client-view", test_client_view);
  g_test_add_func ("/narrow/no-hyphens", test_no_hyphens);
  g_test_add_func ("/narrow/long-word", test_long_word);
  g_test_add_func ("/narrow/choose-bar", test_choose_bar);
  g_test_add_func ("/narrow/menu", test_menu);
  g_test_add_func ("/narrow/title", test_title);
  g_test_add_func ("/narrow/short-title", test_short_title);
  g_test_add_func ("/narrow/search-hint", test_search_hint);
  g_test_add_func ("/narrow/unbroken", test_unbroken);
  g_test_add_func ("/narrow/column", test_column);
  return g_test_run ();
}
