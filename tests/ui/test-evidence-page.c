/* SPDX-License-Identifier: EUPL-1.2 */

/* The page of evidence with a real store: files go in, stay out with a reason, and come out. */

#undef G_DISABLE_ASSERT

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "ui-fixture.h"
#include "zpi-application.h"
#include "zpi-case-keeper.h"
#include "zpi-case-view.h"
#include "zpi-document-slot.h"
#include "zpi-evidence-adder.h"
#include "zpi-evidence-row.h"
#include "zpi-intake.h"
#include "zpi-place-card.h"
#include "zpi-practice-person.h"
#include "zpi-section-page.h"
#include "zpi-supplement-page.h"
#include "zpi-ui.h"
#include "zpi-way-back.h"

/* A window of 360 pixels, without its frame. */
#define ROOM_PX 350

typedef struct {
  char *folder;
  ZpiSession *session;
  ZpiCase *zcase;
  GtkWidget *window;
  ZpiSectionPage *page;
  ZpiEvidenceAdder *adder;
} Fixture;

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *child;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_type (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("zpi-evidence-XXXXXX", NULL);
  fixture->session = open_practice (fixture->folder);
  fixture->zcase =
      zpi_case_keeper_new_case (zpi_session_get_keeper (fixture->session), ZPI_CASE_APPLICATION);
  zpi_case_set (fixture->zcase, ZPI_KEY_GIVEN_NAMES, "Anna");
  fixture->page = zpi_section_page_new (ZPI_SECTION_EVIDENCE);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  zpi_section_page_bind (fixture->page, fixture->session, fixture->zcase);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->adder =
      zpi_evidence_adder_new (find_type (GTK_WIDGET (fixture->page), ZPI_TYPE_EVIDENCE_ROW),
                              fixture->session,
                              fixture->zcase);
  spin (400);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  zpi_evidence_adder_stop (fixture->adder);
  g_clear_object (&fixture->adder);
  zpi_section_page_bind (fixture->page, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  spin (100);
  close_practice (g_steal_pointer (&fixture->session));
  g_clear_object (&fixture->zcase);
  g_free (fixture->folder);
}

static void
add_file (Fixture *fixture, const char *name, const char *content, gsize length)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GSList) files = g_slist_prepend (NULL, file);

  g_assert_true (g_file_set_contents (path, content, length, NULL));
  zpi_evidence_adder_add_files (fixture->adder, NULL, files);
}

static void
wait_for_documents (Fixture *fixture, guint n)
{
  for (guint i = 0; i < 500; i++) {
    if (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_DOCUMENT) == n)
      break;
    spin (20);
  }
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_DOCUMENT), ==, n);
  spin (700);
}

static void
add_picture (Fixture *fixture, const char *name)
{
  static const guchar white[16 * 16 * 4] = {255};
  g_autoptr (GBytes) pixels = g_bytes_new_static (white, sizeof white);
  g_autoptr (GdkTexture) texture =
      gdk_memory_texture_new (16, 16, GDK_MEMORY_R8G8B8A8, pixels, 16 * 4);
  g_autoptr (GBytes) png = gdk_texture_save_to_png_bytes (texture);

  add_file (fixture, name, g_bytes_get_data (png, NULL), g_bytes_get_size (png));
}

/* (nullable): the @nth button of a piece, or of one month of it */
static GtkWidget *
find_slot (GtkWidget *widget, guint *nth)
{
  GtkWidget *found = NULL;

  if (gtk_widget_has_css_class (widget, "zpi-slot") && (*nth)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_slot (child, nth);
  return found;
}

static graphene_rect_t
place_of_slot (Fixture *fixture, GtkWidget *row, guint nth)
{
  GtkWidget *slot = find_slot (row, &nth);
  graphene_rect_t bounds;

  g_assert_nonnull (slot);
  g_assert_true (gtk_widget_compute_bounds (slot, GTK_WIDGET (fixture->page), &bounds));
  return bounds;
}

static void
assert_in_line (Fixture *fixture)
{
  float column = 0;

  for (GtkWidget *row = find_type (GTK_WIDGET (fixture->page), ZPI_TYPE_EVIDENCE_ROW); row != NULL;
       row = gtk_widget_get_next_sibling (row)) {
    float x = place_of_slot (fixture, row, 0).origin.x;

    if (column > 0)
      g_assert_cmpfloat (x, ==, column);
    column = x;
  }
  g_assert_cmpfloat (column, >, 100);
}

/* What stands beside the words begins in one column, however long and large the words are. */
static void
test_slots_in_line (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ZpiApplication) application = zpi_practice_person_load (3);

  zpi_application_fill_case (application, fixture->zcase);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1300, 700);
  for (int scale = 1; scale <= 2; scale++) {
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", scale * 96 * 1024, NULL);
    spin (700);
    assert_in_line (fixture);
  }
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
  zpi_case_set (fixture->zcase, ZPI_KEY_GIVEN_NAMES, "An-Bo-Cy-De-Ed-Fa-Ga-Ha-Ik-Jo");
  spin (700);
  assert_in_line (fixture);
}

/* (nullable): the row with three months */
static GtkWidget *
find_row_of_months (Fixture *fixture)
{
  GtkWidget *row = find_type (GTK_WIDGET (fixture->page), ZPI_TYPE_EVIDENCE_ROW);

  for (; row != NULL; row = gtk_widget_get_next_sibling (row)) {
    guint nth = 2;

    if (find_slot (row, &nth) != NULL)
      return row;
  }
  return NULL;
}

static void
add_statement (Fixture *fixture, GtkWidget *row, guint nth)
{
  g_autofree char *item = zpi_case_add_item (fixture->zcase, ZPI_LIST_DOCUMENT);
  GtkWidget *slot = find_slot (row, &nth);
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "kind");
  g_autofree char *month = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "month");
  GVariant *target = gtk_actionable_get_action_target_value (GTK_ACTIONABLE (slot));
  const char *which;

  g_variant_get (target, "(&s&s)", NULL, &which);
  zpi_case_set (fixture->zcase, month, which);
  zpi_case_set (fixture->zcase, kind, "bankafschrift");
  spin (700);
}

/* The hand is on its way to the next month. */
static void
test_slots_stay (Fixture *fixture, gconstpointer data)
{
  g_autofree char *item = zpi_case_add_item (fixture->zcase, ZPI_LIST_INCOME);
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");
  graphene_rect_t before[3];
  GtkWidget *row;
  guint last = 2;

  zpi_case_set (fixture->zcase, kind, "wisselend-loon");
  spin (700);
  row = find_row_of_months (fixture);
  g_assert_nonnull (row);
  for (guint i = 0; i < 3; i++)
    before[i] = place_of_slot (fixture, row, i);
  for (guint n = 0; n < 3; n++) {
    add_statement (fixture, row, n);
    for (guint i = 0; i < 3; i++) {
      graphene_rect_t now = place_of_slot (fixture, row, i);

      g_assert_cmpfloat_with_epsilon (now.origin.x, before[i].origin.x, 2.1);
      g_assert_cmpfloat_with_epsilon (now.origin.y, before[i].origin.y, 1.1);
    }
  }
  g_assert_true (ZPI_IS_DOCUMENT_SLOT (find_slot (row, &last)));
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) items = NULL;
  g_autofree char *key = NULL;

  add_picture (fixture, "identity.png");
  wait_for_documents (fixture, 1);
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_DOCUMENT);
  key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[0], "kind");
  g_assert_cmpstr (zpi_case_get (fixture->zcase, key), ==, "legitimatie");
  g_assert_true (is_said (GTK_WIDGET (fixture->page), "identity.png"));
  g_assert_true (is_said (GTK_WIDGET (fixture->page), "still on this computer"));
}

static gboolean
has_problem (Fixture *fixture, const char *text)
{
  g_autofree char *problems = zpi_evidence_adder_dup_problems (fixture->adder);

  return problems != NULL && strstr (problems, text) != NULL;
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  add_file (fixture, "empty.pdf", "", 0);
  assert_soon (has_problem (fixture, "This file is empty"));
  add_file (fixture, "letter.txt", "Dear municipality", 17);
  assert_soon (has_problem (fixture, "of a kind that cannot be sent"));
  assert_soon (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_DROPPED) == 0);
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_DOCUMENT), ==, 0);
}

/* The same file twice is said, and both stay: it may be for two things. */
static void
test_same (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) items = NULL;

  add_picture (fixture, "paspoort.png");
  wait_for_documents (fixture, 1);
  g_assert_false (has_problem (fixture, "was added before"));
  add_picture (fixture, "kopie.png");
  wait_for_documents (fixture, 2);
  g_assert_true (has_problem (fixture, "kopie.png: This file was added before"));
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_DOCUMENT);
  zpi_evidence_adder_remove (fixture->adder, items[1]);
  g_assert_false (has_problem (fixture, "kopie.png"));
}

static void
replace_with (Fixture *fixture, const char *name, const char *content)
{
  g_auto (GStrv) items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_DOCUMENT);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  zpi_evidence_adder_replace_with (fixture->adder, items[0], file);
}

/* A good picture is not given up for one that does not open. */
static void
test_replaced_by_junk (Fixture *fixture, gconstpointer data)
{
  add_picture (fixture, "paspoort.png");
  wait_for_documents (fixture, 1);
  replace_with (fixture, "junk.jpg", "\xff\xd8\xff\xe0 this is no picture at all");
  wait_for_documents (fixture, 2);
  g_assert_true (has_problem (fixture, "the file before it stays too"));
  g_assert_true (is_said (GTK_WIDGET (fixture->page), "paspoort.png"));
}

static guint
count_documents (GtkWidget *widget)
{
  guint n = ZPI_IS_DOCUMENT_SLOT (widget) ? 1 : 0;
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_documents (child);
  return n;
}

static gboolean
is_in_bin (const char *name)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "Trash/files", name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* The button whose words are these now. */
static GtkWidget *
find_with_words (GtkWidget *widget, const char *words)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) && is_said (widget, words))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_with_words (child, words);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* The files themselves are named as long as they are there, and go to the bin. One that was left
 * out may be nowhere else: it is not offered, and stays. */
static void
test_originals (Fixture *fixture, gconstpointer data)
{
  static const char title[] = "still on this computer";
  GtkWidget *page = GTK_WIDGET (fixture->page);
  g_autofree char *first = g_build_filename (g_get_tmp_dir (), "first.png", NULL);
  g_autofree char *second = g_build_filename (g_get_tmp_dir (), "second.png", NULL);
  g_auto (GStrv) items = NULL;

  g_assert_false (is_said (page, title));
  add_picture (fixture, "first.png");
  wait_for_documents (fixture, 1);
  g_assert_true (is_said (page, title));
  add_picture (fixture, "second.png");
  wait_for_documents (fixture, 2);
  g_assert_true (is_said (page, "2 originals are still on this computer"));
  g_assert_true (is_said (page, "Move _all to the bin"));
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_DOCUMENT);
  zpi_evidence_adder_remove (fixture->adder, items[0]);
  assert_soon (is_said (page, "1 original is still on this computer"));
  g_assert_true (is_said (page, "Move it to the _bin"));
  g_assert_true (is_said (page, "Everybody who uses this computer can open it."));
  g_signal_emit_by_name (find_with_words (page, "Move it to the _bin"), "clicked");
  assert_soon (g_access (second, F_OK) == -1);
  g_assert_cmpint (g_access (first, F_OK), ==, 0);
  g_assert_true (is_in_bin ("second.png"));
  assert_soon (is_said (page, "1 original is in the bin"));
  zpi_section_page_refresh (fixture->page);
  assert_soon (!is_said (page, title));
}

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_visible (GTK_WIDGET (window)))
      return ADW_MESSAGE_DIALOG (window);
  }
  return NULL;
}

/* Without a bin it is asked first, and *Cancel* leaves the file. */
static void
test_no_bin (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = GTK_WIDGET (fixture->page);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "only.png", NULL);
  g_autofree char *bin = g_build_filename (g_get_user_data_dir (), "Trash", NULL);
  g_autofree char *aside = g_strconcat (bin, "-aside", NULL);
  const char *answers[] = {"no", "yes"};

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  g_rename (bin, aside);
  g_assert_true (g_file_set_contents (bin, "no folder", -1, NULL));
  add_picture (fixture, "only.png");
  wait_for_documents (fixture, 1);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_signal_emit_by_name (find_with_words (page, "Move it to the _bin"), "clicked");
    spin (700);
    g_assert_nonnull (find_dialog ());
    g_assert_true (is_said (GTK_WIDGET (find_dialog ()), "Delete 1 original for good?"));
    g_assert_cmpint (g_access (path, F_OK), ==, 0);
    adw_message_dialog_response (find_dialog (), answers[i]);
    spin (500);
    g_assert_cmpint (g_access (path, F_OK), ==, i == 0 ? 0 : -1);
  }
  g_assert_cmpint (g_unlink (bin), ==, 0);
  g_rename (aside, bin);
}

/* Whether the content of a document can still be read. */
static gboolean
is_on_disk (Fixture *fixture, const char *item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) content = NULL;

  zpi_intake_read_async (fixture->session, fixture->zcase, item, NULL, result_cb, &result);
  content = zpi_intake_read_finish (wait_for (&result), NULL);
  return content != NULL;
}

/* Out of the application at once: nothing that was removed can be sent by accident. */
static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) items = NULL;

  add_picture (fixture, "identity.png");
  wait_for_documents (fixture, 1);
  g_assert_cmpuint (count_documents (GTK_WIDGET (fixture->page)), ==, 1);
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_DOCUMENT);
  zpi_evidence_adder_remove (fixture->adder, items[0]);
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_DOCUMENT), ==, 0);
  assert_soon (count_documents (GTK_WIDGET (fixture->page)) == 0);
  g_assert_true (is_on_disk (fixture, items[0]));
  zpi_evidence_adder_stop (fixture->adder);
  assert_soon (!is_on_disk (fixture, items[0]));
}

/* Pressing Undo brings it back where it was, and it stays when the page lets go. */
static void
test_undo_remove (Fixture *fixture, gconstpointer data)
{
  AdwToastOverlay *overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  g_auto (GStrv) items = NULL;
  g_auto (GStrv) after = NULL;

  add_picture (fixture, "identity.png");
  wait_for_documents (fixture, 1);
  g_object_ref (fixture->page);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (overlay));
  adw_toast_overlay_set_child (overlay, GTK_WIDGET (fixture->page));
  g_object_unref (fixture->page);
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_DOCUMENT);
  zpi_evidence_adder_remove (fixture->adder, items[0]);
  spin (700);
  g_signal_emit_by_name (find_button_in_sight (fixture->window, "_Undo"), "clicked");
  after = zpi_case_dup_items (fixture->zcase, ZPI_LIST_DOCUMENT);
  g_assert_cmpuint (g_strv_length (after), ==, 1);
  g_assert_cmpstr (after[0], ==, items[0]);
  zpi_evidence_adder_stop (fixture->adder);
  spin (500);
  g_assert_true (is_on_disk (fixture, items[0]));
}

static gboolean
press_key (Fixture *fixture, guint key, GdkModifierType held)
{
  GtkWidget *way_back = find_type (GTK_WIDGET (fixture->page), ZPI_TYPE_WAY_BACK);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (way_back);
  gboolean taken = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);

    if (GTK_IS_EVENT_CONTROLLER_KEY (one))
      g_signal_emit_by_name (one, "key-pressed", key, 0, held, &taken);
  }
  return taken;
}

static gboolean
press_undo_key (Fixture *fixture)
{
  return press_key (fixture, GDK_KEY_z, GDK_CONTROL_MASK);
}

/* The limit is that of the rules, also where files come in together; what is too many is said once,
 * with the names, and stays where it was. */
static void
test_too_many (Fixture *fixture, gconstpointer data)
{
  g_autofree char *said = NULL;

  for (guint i = 0; i < 59; i++) {
    g_autofree char *item = zpi_case_add_item (fixture->zcase, ZPI_LIST_DOCUMENT);
    g_autofree char *kind = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "kind");

    zpi_case_set (fixture->zcase, kind, "overig");
  }
  add_picture (fixture, "one.png");
  add_picture (fixture, "two.png");
  add_picture (fixture, "three.png");
  wait_for_documents (fixture, 60);
  while (zpi_evidence_adder_count (fixture->adder) > 0)
    spin (100);
  said = zpi_evidence_adder_dup_problems (fixture->adder);
  g_assert_nonnull (strstr (said, ".png, "));
  g_assert_nonnull (strstr (said, ".png: There are 60 documents already"));
  g_assert_true (strstr (said, "already") == g_strrstr (said, "already"));
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_DOCUMENT), ==, 60);
}

/* So does Ctrl+Z, and not any more when the content went with the way back. */
static void
test_undo_by_key (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) items = NULL;

  add_picture (fixture, "identity.png");
  wait_for_documents (fixture, 1);
  items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_DOCUMENT);
  zpi_evidence_adder_remove (fixture->adder, items[0]);
  wait_for_documents (fixture, 0);
  g_assert_true (press_undo_key (fixture));
  wait_for_documents (fixture, 1);
  g_assert_true (press_key (fixture, GDK_KEY_Z, GDK_CONTROL_MASK | GDK_SHIFT_MASK));
  wait_for_documents (fixture, 0);
  g_assert_true (press_undo_key (fixture));
  wait_for_documents (fixture, 1);
  g_assert_true (is_on_disk (fixture, items[0]));
  zpi_evidence_adder_remove (fixture->adder, items[0]);
  zpi_evidence_adder_stop (fixture->adder);
  assert_soon (!is_on_disk (fixture, items[0]));
  g_assert_false (press_undo_key (fixture));
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_DOCUMENT), ==, 0);
}

static GtkWidget *
find_other_window (Fixture *fixture)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (window != fixture->window && gtk_widget_get_visible (window))
      return window;
  }
  return NULL;
}

static char *
dup_document (Fixture *fixture)
{
  g_auto (GStrv) items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_DOCUMENT);

  return g_strdup (items[0]);
}

static char *
dup_field (Fixture *fixture, guint n, const char *field)
{
  g_auto (GStrv) items = zpi_case_dup_items (fixture->zcase, ZPI_LIST_DOCUMENT);
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[n], field);

  return g_strdup (zpi_case_get (fixture->zcase, key));
}

/* The turned document takes the place of the old one when the window closes, for the same purpose.
 */
static void
test_turn (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *key = NULL;
  GtkWidget *window;
  GtkWidget *turn;

  add_picture (fixture, "identity.png");
  wait_for_documents (fixture, 1);
  before = dup_document (fixture);
  gtk_widget_activate_action (find_type (GTK_WIDGET (fixture->page), ZPI_TYPE_DOCUMENT_SLOT),
                              "slot.view",
                              NULL);
  spin (1500);
  window = find_other_window (fixture);
  g_assert_nonnull (window);
  turn = find_button_in_sight (window, "_Turn");
  g_assert_true (gtk_widget_is_sensitive (turn));
  g_signal_emit_by_name (turn, "clicked");
  spin (300);
  after = dup_document (fixture);
  g_assert_cmpstr (before, ==, after);
  gtk_window_close (GTK_WINDOW (window));
  for (guint i = 0; i < 400; i++) {
    g_free (after);
    after = dup_document (fixture);
    if (g_strcmp0 (before, after) != 0 && after != NULL)
      break;
    spin (20);
  }
  g_assert_cmpstr (before, !=, after);
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_DOCUMENT), ==, 1);
  key = zpi_case_item_key (ZPI_LIST_DOCUMENT, after, "kind");
  g_assert_cmpstr (zpi_case_get (fixture->zcase, key), ==, "legitimatie");
  assert_soon (find_other_window (fixture) == NULL);
}

static gboolean
activate_choice (GtkWidget *widget, const char *text)
{
  GtkWidget *child;

  if (GTK_IS_BUTTON (widget) && is_said (widget, text))
    return gtk_widget_activate (widget);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (activate_choice (child, text))
      return TRUE;
  return FALSE;
}

/* What it is can be said in the preview too, with the same keys, and is still so once it is drawn.
 */
static void
test_place_in_preview (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window;
  GtkWidget *place;
  g_autofree char *kind = NULL;
  g_autofree char *month = NULL;

  add_picture (fixture, "identity.png");
  wait_for_documents (fixture, 1);
  gtk_widget_activate_action (find_type (GTK_WIDGET (fixture->page), ZPI_TYPE_DOCUMENT_SLOT),
                              "slot.view",
                              NULL);
  spin (1500);
  window = find_other_window (fixture);
  g_assert_nonnull (window);
  place = find_type (window, GTK_TYPE_MENU_BUTTON);
  g_assert_nonnull (place);
  g_assert_true (is_said (place, "dentity document"));
  g_signal_emit_by_name (find_button_in_sight (window, "_Turn"), "clicked");
  gtk_menu_button_popup (GTK_MENU_BUTTON (place));
  assert_soon (is_said (place, "Something else"));
  g_assert_true (activate_choice (place, "ank statement"));
  spin (700);
  g_assert_true (is_said (place, "ank statement"));
  gtk_window_close (GTK_WINDOW (window));
  for (guint i = 0; i < 400 && find_other_window (fixture) != NULL; i++)
    spin (20);
  g_assert_null (find_other_window (fixture));
  kind = dup_field (fixture, 0, "kind");
  month = dup_field (fixture, 0, "month");
  g_assert_cmpstr (kind, ==, "bankafschrift");
  g_assert_cmpstr (month, !=, "");
}

/* A name that tells nothing is asked about, and one key answers. */
static void
test_ask (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = GTK_WIDGET (fixture->page);
  ZpiPlaceCard *card = ZPI_PLACE_CARD (find_type (page, ZPI_TYPE_PLACE_CARD));
  g_autofree char *before = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *month = NULL;
  g_autofree char *other = NULL;
  int least;

  add_picture (fixture, "scan0001.png");
  add_picture (fixture, "scan0002.png");
  wait_for_documents (fixture, 2);
  before = dup_field (fixture, 0, "kind");
  g_assert_cmpstr (before, ==, "");
  g_assert_true (is_said (page, "What is this?"));
  g_assert_true (is_said (page, "1 more file after this one"));
  for (int scale = 1; scale <= 2; scale++) {
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", scale * 96 * 1024, NULL);
    spin (100);
    gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    g_assert_cmpint (least, <=, ROOM_PX);
  }
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
  g_assert_false (zpi_place_card_press_key (card, GDK_KEY_9));
  g_assert_true (zpi_place_card_press_key (card, GDK_KEY_2));
  spin (300);
  kind = dup_field (fixture, 0, "kind");
  month = dup_field (fixture, 0, "month");
  g_assert_cmpstr (kind, ==, "bankafschrift");
  g_assert_cmpstr (month, !=, "");
  g_assert_true (zpi_place_card_press_key (card, GDK_KEY_0));
  spin (300);
  other = dup_field (fixture, 1, "kind");
  g_assert_cmpstr (other, ==, "overig");
  g_assert_false (is_said (page, "What is this?"));
  g_assert_false (zpi_place_card_press_key (card, GDK_KEY_1));
}

/* Dropped together, each by its name; more than run at once. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  guint kinds = 0;

  for (guint i = 0; i < 6; i++) {
    g_autofree char *name = g_strdup_printf ("scan%u.png", i);

    add_picture (fixture, i == 2 ? "paspoort.png" : i == 4 ? "Bankafschrift.png" : name);
  }
  g_assert_cmpuint (zpi_evidence_adder_count (fixture->adder), ==, 6);
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_DROPPED), ==, 6);
  wait_for_documents (fixture, 6);
  g_assert_cmpuint (zpi_evidence_adder_count (fixture->adder), ==, 0);
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_DROPPED), ==, 0);
  for (guint i = 0; i < 6; i++) {
    g_autofree char *kind = dup_field (fixture, i, "kind");

    kinds += *kind != '\0';
  }
  g_assert_cmpuint (kinds, ==, 2);
}

/* What was dropped and is not in when the program ends goes on when the case is opened again, on
 * whichever page. */
static void
test_interrupted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "left.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *kind = NULL;
  GtkWidget *window = gtk_window_new ();

  add_picture (fixture, "left.png");
  wait_for_documents (fixture, 1);
  zpi_section_page_bind (fixture->page, NULL, NULL);
  zpi_case_insert_item (fixture->zcase, ZPI_LIST_DROPPED, "waits", 0);
  zpi_case_set (fixture->zcase, "dropped.waits.uri", uri);
  zpi_case_set (fixture->zcase, "dropped.waits.kind", "legitimatie");
  zpi_case_set (fixture->zcase, "dropped.waits.place", "legitimatie");
  gtk_window_set_child (GTK_WINDOW (window), zpi_case_view_new (fixture->session, fixture->zcase));
  gtk_window_present (GTK_WINDOW (window));
  wait_for_documents (fixture, 2);
  gtk_window_destroy (GTK_WINDOW (window));
  kind = dup_field (fixture, 1, "kind");
  g_assert_cmpstr (kind, ==, "legitimatie");
  g_assert_cmpuint (zpi_case_get_n_items (fixture->zcase, ZPI_LIST_DROPPED), ==, 0);
}

/* (nullable): the words of a button that may wrap */
static GtkWidget *
find_words (GtkWidget *widget, const char *text)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_words (child, text);
  return found;
}

/* The same of an answer; and it is not sent before that is in. */
static void
test_answer_interrupted (Fixture *fixture, gconstpointer data)
{
  static const char request[] =
      "{\"aanvullingId\":\"c1d7f0aa-2b3c-4d5e-8f60-718293a4b5c6\",\"status\":\"open\","
      "\"gevraagdOp\":\"2026-01-15T14:05:00+01:00\",\"uiterlijkOp\":\"2027-01-31\","
      "\"gevraagd\":[{\"soort\":\"bankafschrift\",\"van\":\"aanvrager\",\"maand\":\"2026-10\"}]}";
  ZpiCase *answer =
      zpi_case_keeper_new_case (zpi_session_get_keeper (fixture->session), ZPI_CASE_LETTER);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "left.png", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_auto (GStrv) items = NULL;
  g_autofree char *key = NULL;
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page;

  add_picture (fixture, "left.png");
  wait_for_documents (fixture, 1);
  zpi_case_set (answer, ZPI_KEY_LETTER_REQUEST, request);
  zpi_case_insert_item (answer, ZPI_LIST_DROPPED, "waits", 0);
  zpi_case_set (answer, "dropped.waits.uri", uri);
  zpi_case_set (answer, "dropped.waits.kind", "bankafschrift");
  zpi_case_set (answer, "dropped.waits.whose", "aanvrager");
  zpi_case_set (answer, "dropped.waits.month", "2026-10");
  page = zpi_supplement_page_new (fixture->session, answer);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_emit_by_name (gtk_widget_get_ancestor (find_words (page, "Send what is there"),
                                                  GTK_TYPE_BUTTON),
                         "clicked");
  g_assert_true (is_said (page, "A file is still being added"));
  for (guint i = 0; i < 500 && zpi_case_get_n_items (answer, ZPI_LIST_DOCUMENT) == 0; i++)
    spin (20);
  spin (700);
  g_assert_false (is_said (page, "A file is still being added"));
  g_assert_cmpuint (zpi_case_get_n_items (answer, ZPI_LIST_DROPPED), ==, 0);
  items = zpi_case_dup_items (answer, ZPI_LIST_DOCUMENT);
  key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[0], "month");
  g_assert_cmpstr (zpi_case_get (answer, key), ==, "2026-10");
  gtk_window_destroy (GTK_WINDOW (window));
  zpi_case_keeper_close_case (zpi_session_get_keeper (fixture->session), answer);
  g_object_unref (answer);
}

/* A document in the wrong place is moved with what is in sight. */
static void
test_move (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = GTK_WIDGET (fixture->page);
  g_autofree char *item = NULL;
  g_autofree char *key = NULL;
  GtkWidget *slot;
  GtkWidget *more;
  ZpiPlaceCard *card;

  add_picture (fixture, "identity.png");
  wait_for_documents (fixture, 1);
  item = dup_document (fixture);
  key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "kind");
  slot = find_type (page, ZPI_TYPE_DOCUMENT_SLOT);
  more = gtk_widget_get_next_sibling (slot);
  g_assert_true (GTK_IS_MENU_BUTTON (more) && gtk_widget_get_mapped (more));
  g_assert_cmpint (g_menu_model_get_n_items (
                       gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (more))),
                   ==,
                   3);
  card = ZPI_PLACE_CARD (find_type (page, ZPI_TYPE_PLACE_CARD));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (card)));
  g_assert_true (gtk_widget_activate_action (more, "evidence.move", "s", item));
  assert_soon (gtk_widget_get_mapped (GTK_WIDGET (card)));
  g_assert_nonnull (gtk_widget_get_focus_child (GTK_WIDGET (card)));
  g_assert_true (zpi_place_card_press_key (card, GDK_KEY_0));
  assert_soon (g_strcmp0 (zpi_case_get (fixture->zcase, key), "overig") == 0);
  assert_soon (!gtk_widget_get_mapped (GTK_WIDGET (card)));
  /* The last one is answered: the cursor is at the document, not nowhere. */
  assert_soon (gtk_window_get_focus (GTK_WINDOW (fixture->window)) ==
               find_type (page, ZPI_TYPE_DOCUMENT_SLOT));
}

/* What a mark means is said where the mark is, and nowhere else. */
static void
test_mark (Fixture *fixture, gconstpointer data)
{
  g_assert_false (
      is_said (GTK_WIDGET (fixture->page), "* The municipality has not confirmed this yet."));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  zpi_ui_init ();

  g_test_add ("/evidence-page/add", Fixture, NULL, set_up, test_add, tear_down);
  g_test_add ("/evidence-page/slots-stay", Fixture, NULL, set_up, test_slots_stay, tear_down);
  g_test_add ("/evidence-page/slots-in-line", Fixture, NULL, set_up, test_slots_in_line, tear_down);
  g_test_add ("/evidence-page/ask", Fixture, NULL, set_up, test_ask, tear_down);
  g_test_add ("/evidence-page/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/evidence-page/too-many", Fixture, NULL, set_up, test_too_many, tear_down);
  g_test_add ("/evidence-page/answer-interrupted",
              Fixture,
              NULL,
              set_up,
              test_answer_interrupted,
              tear_down);
  g_test_add ("/evidence-page/interrupted", Fixture, NULL, set_up, test_interrupted, tear_down);
  g_test_add ("/evidence-page/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/evidence-page/remove", Fixture, NULL, set_up, test_remove, tear_down);
  g_test_add ("/evidence-page/undo-remove", Fixture, NULL, set_up, test_undo_remove, tear_down);
  g_test_add ("/evidence-page/undo-by-key", Fixture, NULL, set_up, test_undo_by_key, tear_down);
  g_test_add ("/evidence-page/originals", Fixture, NULL, set_up, test_originals, tear_down);
  g_test_add ("/evidence-page/no-bin", Fixture, NULL, set_up, test_no_bin, tear_down);
  g_test_add ("/evidence-page/same", Fixture, NULL, set_up, test_same, tear_down);
  g_test_add ("/evidence-page/replaced-by-junk",
              Fixture,
              NULL,
              set_up,
              test_replaced_by_junk,
              tear_down);
  g_test_add ("/evidence-page/turn", Fixture, NULL, set_up, test_turn, tear_down);
  g_test_add ("/evidence-page/place-in-preview",
              Fixture,
              NULL,
              set_up,
              test_place_in_preview,
              tear_down);
  g_test_add ("/evidence-page/move", Fixture, NULL, set_up, test_move, tear_down);
  g_test_add ("/evidence-page/mark", Fixture, NULL, set_up, test_mark, tear_down);
  return g_test_run ();
}
