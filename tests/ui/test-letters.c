/* SPDX-License-Identifier: EUPL-1.2 */

/* Files that are added to the answer to a mail, and to the code of one that cannot be looked up
 * yet: dropped together, interrupted, removed by mistake, on a disk that takes nothing. */

#undef G_DISABLE_ASSERT

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "ui-fixture.h"
#include "zpi-case-keeper.h"
#include "zpi-document-row.h"
#include "zpi-field.h"
#include "zpi-letter.h"
#include "zpi-papers-group.h"
#include "zpi-photo-frame.h"
#include "zpi-photos-page.h"
#include "zpi-supplement-page.h"
#include "zpi-ui.h"

#define MONTH(month)                                                                               \
  "{\"soort\":\"bankafschrift\",\"van\":\"aanvrager\",\"maand\":\"2026-" month "\"}"

typedef struct {
  char *folder;
  ZpiSession *session;
  ZpiCase *zcase;
  GtkWidget *window;
} Fixture;

static ZpiCaseKeeper *
get_keeper (Fixture *fixture)
{
  return zpi_session_get_keeper (fixture->session);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char request[] =
      "{\"aanvullingId\":\"c1d7f0aa-2b3c-4d5e-8f60-718293a4b5c6\",\"status\":\"open\","
      "\"gevraagdOp\":\"2026-01-15T14:05:00+01:00\",\"uiterlijkOp\":\"2027-01-31\","
      "\"gevraagd\":[" MONTH ("08") "," MONTH ("09") "," MONTH ("10") "]}";

  fixture->folder = g_dir_make_tmp ("zpi-letters-XXXXXX", NULL);
  fixture->session = open_practice (fixture->folder);
  fixture->zcase = zpi_case_keeper_new_case (get_keeper (fixture), ZPI_CASE_LETTER);
  zpi_case_set (fixture->zcase, ZPI_KEY_LETTER_REQUEST, request);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  zpi_case_keeper_close_case (get_keeper (fixture), fixture->zcase);
  spin (100);
  close_practice (g_steal_pointer (&fixture->session));
  g_clear_object (&fixture->zcase);
  g_free (fixture->folder);
}

/* (transfer none): in an overlay, which is where is said what was done */
static GtkWidget *
show_widget (Fixture *fixture, GtkWidget *widget)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), widget);
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  spin (100);
  return widget;
}

static GtkWidget *
show_page (Fixture *fixture)
{
  return show_widget (fixture, zpi_supplement_page_new (fixture->session, fixture->zcase));
}

/* A picture that no other name has. */
static GFile *
make_picture (const char *name)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_autofree guint32 *white = g_new (guint32, 20 * 20);
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) png = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_file_new_for_path (path);
  for (guint i = 0; i < 20 * 20; i++)
    white[i] = g_str_hash (name) * (i / 7 + 1) | 0xff000000;
  pixels = g_bytes_new (white, 20 * 20 * 4);
  texture = gdk_memory_texture_new (20, 20, GDK_MEMORY_R8G8B8A8, pixels, 20 * 4);
  png = gdk_texture_save_to_png_bytes (texture);
  g_assert_true (g_file_set_contents (path,
                                      g_bytes_get_data (png, NULL),
                                      (gssize) g_bytes_get_size (png),
                                      NULL));
  return g_file_new_for_path (path);
}

/* @names: what is dropped together. Returns: whether @widget took it */
static gboolean
may_drop (GtkWidget *widget, const char *const *names)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  g_autoslist (GFile) files = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  for (guint i = 0; names[i] != NULL; i++)
    files = g_slist_append (files, make_picture (names[i]));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DROP_TARGET (controller))
      g_signal_emit_by_name (controller, "drop", &value, 1.0, 1.0, &taken);
  }
  return taken;
}

static void
drop (GtkWidget *widget, const char *const *names)
{
  g_assert_true (may_drop (widget, names));
}

static guint
count (ZpiCase *zcase, const char *list)
{
  return zpi_case_get_n_items (zcase, list);
}

/* Of each month that is asked. */
static void
assert_months (ZpiCase *zcase, const char *const *months)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) there = NULL;

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[i], "month");

    g_strv_builder_add (builder, zpi_case_get (zcase, key));
  }
  there = g_strv_builder_end (builder);
  g_assert_cmpuint (g_strv_length (there), ==, g_strv_length ((char **) months));
  for (guint i = 0; months[i] != NULL; i++)
    g_assert_true (g_strv_contains ((const char *const *) there, months[i]));
}

/* None of them is in when the next one is looked at. */
static void
test_together (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"scan1.png", "scan2.png", "scan3.png", NULL};
  GtkWidget *page = show_page (fixture);
  static const char *const months[] = {"2026-08", "2026-09", "2026-10", NULL};

  drop (page, names);
  assert_soon (count (fixture->zcase, ZPI_LIST_DOCUMENT) == 3);
  assert_months (fixture->zcase, months);
  assert_soon (is_said (page, "Send to the municipality"));
}

static void
limit_files (rlim_t bytes)
{
  const struct rlimit limit = {bytes, RLIM_INFINITY};

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* What could not be kept is said, and comes in when there is room again. */
static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"vol-2026-09.png", NULL};
  GtkWidget *page = show_page (fixture);
  static const char *const months[] = {"2026-09", NULL};

  g_object_unref (make_picture (names[0]));
  spin (700);
  signal (SIGXFSZ, SIG_IGN);
  g_test_expect_message ("zpi-service", G_LOG_LEVEL_WARNING, "A case could not be saved*");
  limit_files (0);
  drop (page, names);
  assert_soon (is_said (page, "vol-2026-09.png: "));
  limit_files (RLIM_INFINITY);
  g_assert_cmpuint (count (fixture->zcase, ZPI_LIST_DOCUMENT), ==, 0);
  g_assert_cmpuint (count (fixture->zcase, ZPI_LIST_DROPPED), ==, 1);
  show_page (fixture);
  assert_soon (count (fixture->zcase, ZPI_LIST_DOCUMENT) == 1);
  assert_months (fixture->zcase, months);
  g_assert_cmpuint (count (fixture->zcase, ZPI_LIST_DROPPED), ==, 0);
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

/* By mistake: the paper is the client's, and may be at home by now. */
static void
remove_and_undo (Fixture *fixture, GtkWidget *page, ZpiCase *zcase)
{
  GtkWidget *row;
  const char *item;

  assert_soon (find_type (page, ZPI_TYPE_DOCUMENT_ROW) != NULL);
  row = find_type (page, ZPI_TYPE_DOCUMENT_ROW);
  item = zpi_document_row_get_item (ZPI_DOCUMENT_ROW (row));
  g_assert_true (gtk_widget_activate_action (row, "adder.remove", "s", item));
  assert_soon (count (zcase, ZPI_LIST_DOCUMENT) == 0);
  assert_soon (find_button (fixture->window, "_Undo") != NULL);
  g_signal_emit_by_name (find_button (fixture->window, "_Undo"), "clicked");
  assert_soon (count (zcase, ZPI_LIST_DOCUMENT) == 1);
  assert_soon (find_type (page, ZPI_TYPE_DOCUMENT_ROW) != NULL);
}

static void
test_removed (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"weg.png", NULL};
  GtkWidget *page = show_page (fixture);

  drop (page, names);
  assert_soon (count (fixture->zcase, ZPI_LIST_DOCUMENT) == 1);
  remove_and_undo (fixture, page, fixture->zcase);
}

/* The letter of a code that cannot be looked up, as it stands in the store. */
static ZpiCase *
dup_letter (Fixture *fixture, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_case_keeper_open_async (get_keeper (fixture), id, NULL, result_cb, &result);
  return zpi_case_keeper_open_finish (get_keeper (fixture), wait_for (&result), NULL);
}

static char *
begin_letter (Fixture *fixture)
{
  g_autoptr (ZpiCase) letter = zpi_case_keeper_new_case (get_keeper (fixture), ZPI_CASE_LETTER);
  g_autoptr (GAsyncResult) result = NULL;
  char *id = g_strdup (zpi_case_get_id (letter));

  zpi_case_keeper_ensure_row_async (get_keeper (fixture), letter, result_cb, &result);
  g_assert_true (zpi_case_keeper_flush_finish (get_keeper (fixture), wait_for (&result), NULL));
  zpi_case_keeper_close_case (get_keeper (fixture), letter);
  return id;
}

/* Scrolled, as in its page: nothing asks how wide it is at some height. */
static ZpiPapersGroup *
show_group (Fixture *fixture)
{
  GtkWidget *group = zpi_papers_group_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), group);
  show_widget (fixture, scrolled);
  return ZPI_PAPERS_GROUP (group);
}

/* It locks, or the client goes to another page, while a paper is on its way in. */
static void
test_papers_interrupted (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"brief.png", "brief2.png", "brief3.png", NULL};
  g_autofree char *id = begin_letter (fixture);
  g_autoptr (ZpiCase) letter = NULL;
  ZpiPapersGroup *group = show_group (fixture);

  zpi_papers_group_set_letter (group, fixture->session, id);
  assert_soon (gtk_widget_get_visible (GTK_WIDGET (group)));
  g_assert_false (zpi_papers_group_has_papers (group));
  drop (GTK_WIDGET (group), names);
  g_assert_true (zpi_papers_group_has_papers (group));
  zpi_papers_group_set_letter (group, fixture->session, NULL);
  spin (1000);
  letter = dup_letter (fixture, id);
  g_assert_cmpuint (count (letter, ZPI_LIST_DOCUMENT) + count (letter, ZPI_LIST_DROPPED), ==, 3);
  zpi_papers_group_set_letter (group, fixture->session, id);
  assert_soon (count (letter, ZPI_LIST_DOCUMENT) == 3);
  spin (300);
  g_assert_cmpuint (count (letter, ZPI_LIST_DOCUMENT), ==, 3);
  g_assert_cmpuint (count (letter, ZPI_LIST_DROPPED), ==, 0);
  zpi_case_keeper_close_case (get_keeper (fixture), letter);
}

static void
test_paper_removed (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {"brief.png", NULL};
  g_autofree char *id = begin_letter (fixture);
  g_autoptr (ZpiCase) letter = dup_letter (fixture, id);
  ZpiPapersGroup *group = show_group (fixture);

  zpi_papers_group_set_letter (group, fixture->session, id);
  assert_soon (gtk_widget_get_visible (GTK_WIDGET (group)));
  drop (GTK_WIDGET (group), names);
  assert_soon (count (letter, ZPI_LIST_DOCUMENT) == 1);
  remove_and_undo (fixture, GTK_WIDGET (group), letter);
  zpi_case_keeper_close_case (get_keeper (fixture), letter);
}

static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_ACTION_ROW (widget) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);
  return found;
}

/* Whose pass is being made gets no other photo, in whichever way it comes. */
static void
test_photo_approved (Fixture *fixture, gconstpointer data)
{
  static const char order_text[] =
      "{\"opdrachtId\":\"0c2d4f60-1b3a-4c5d-8e6f-708192a3b4c5\",\"soort\":\"gezin\","
      "\"pasjaar\":2026,\"status\":\"open\",\"pashouders\":["
      "{\"pashouderId\":\"1c2d4f60-1b3a-4c5d-8e6f-708192a3b4c5\",\"rol\":\"hoofdpashouder\","
      "\"voornamen\":\"Anna\",\"fotoStatus\":\"goedgekeurd\"},"
      "{\"pashouderId\":\"2c2d4f60-1b3a-4c5d-8e6f-708192a3b4c5\",\"rol\":\"subpashouder\","
      "\"voornamen\":\"Bram\",\"fotoStatus\":\"ontbreekt\"}]}";
  static const char *const names[] = {"pasfoto.png", NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiPhotoOrder) order = zpi_photo_order_from_text (order_text, &error);
  g_autoptr (ZpiCase) letter = zpi_case_keeper_new_case (get_keeper (fixture), ZPI_CASE_LETTER);
  GtkWidget *page;

  g_assert_no_error (error);
  page = show_widget (fixture, zpi_photos_page_new (fixture->session, letter, order));
  assert_soon (find_row (page, "Anna") != NULL);
  g_assert_false (may_drop (find_row (page, "Anna"), names));
  g_assert_true (
      gtk_widget_activate_action (page, "photos.add", "s", "1c2d4f60-1b3a-4c5d-8e6f-708192a3b4c5"));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 1);
  spin (1000);
  g_assert_cmpuint (count (letter, ZPI_LIST_DOCUMENT), ==, 0);
  g_assert_true (may_drop (find_row (page, "Bram"), names));
  assert_soon (count (letter, ZPI_LIST_DOCUMENT) == 1);
  zpi_case_keeper_close_case (get_keeper (fixture), letter);
}

static void
assert_part (ZpiPhotoFrame *frame, float width, float height)
{
  graphene_rect_t part;

  zpi_photo_frame_get_part (frame, &part);
  g_assert_cmpfloat_with_epsilon (part.size.width, width, 0.001);
  g_assert_cmpfloat_with_epsilon (part.size.height, height, 0.001);
  g_assert_cmpfloat (part.origin.x, >=, -0.001f);
  g_assert_cmpfloat (part.origin.y, >=, -0.001f);
  g_assert_cmpfloat (part.origin.x + part.size.width, <=, 1.001f);
  g_assert_cmpfloat (part.origin.y + part.size.height, <=, 1.001f);
}

/* By the key of the class: no event can be made in a test of GTK 4. */
static void
press_key (ZpiPhotoFrame *frame, guint key, guint times)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (frame));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) &&
                      j < g_list_model_get_n_items (G_LIST_MODEL (controller));
         j++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      for (guint n = 0; GTK_IS_KEYVAL_TRIGGER (trigger) && n < times &&
                        gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key;
           n++)
        gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut),
                                      GTK_SHORTCUT_ACTION_EXCLUSIVE,
                                      GTK_WIDGET (frame),
                                      gtk_shortcut_get_arguments (shortcut));
    }
  }
}

/* What is kept of a picture is three by four, inside it, and never too small to be printed. */
static void
test_photo_frame (Fixture *fixture, gconstpointer data)
{
  ZpiPhotoFrame *frame = ZPI_PHOTO_FRAME (show_widget (fixture, zpi_photo_frame_new ()));

  zpi_photo_frame_set_picture (frame, 1600, 800, 0.5);
  assert_part (frame, 0.375f, 1);
  zpi_photo_frame_zoom (frame, 1);
  assert_part (frame, 0.375f, 1);
  for (guint i = 0; i < 40; i++)
    zpi_photo_frame_zoom (frame, -1);
  assert_part (frame, 0.1875f, 0.5f);
  press_key (frame, GDK_KEY_Left, 60);
  press_key (frame, GDK_KEY_Up, 60);
  assert_part (frame, 0.1875f, 0.5f);
  press_key (frame, GDK_KEY_Right, 120);
  press_key (frame, GDK_KEY_Down, 120);
  assert_part (frame, 0.1875f, 0.5f);
  press_key (frame, GDK_KEY_plus, 40);
  assert_part (frame, 0.375f, 1);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  zpi_ui_init ();

  g_test_add ("/letters/together", Fixture, NULL, set_up, test_together, tear_down);
  g_test_add ("/letters/full-disk", Fixture, NULL, set_up, test_full_disk, tear_down);
  g_test_add ("/letters/removed", Fixture, NULL, set_up, test_removed, tear_down);
  g_test_add ("/letters/papers-interrupted",
              Fixture,
              NULL,
              set_up,
              test_papers_interrupted,
              tear_down);
  g_test_add ("/letters/paper-removed", Fixture, NULL, set_up, test_paper_removed, tear_down);
  g_test_add ("/letters/photo-frame", Fixture, NULL, set_up, test_photo_frame, tear_down);
  g_test_add ("/letters/photo-approved", Fixture, NULL, set_up, test_photo_approved, tear_down);
  return g_test_run ();
}
