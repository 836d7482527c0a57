/* SPDX-License-Identifier: EUPL-1.2 */

/* What is done to a document while somebody looks at it: a list with a way back, sealed with the
 * case, drawn once, in one commit, and never sent before that. */

#include "service-fixture.h"
#include "zpi-field.h"
#include "zpi-sender.h"
#include "zpi-session-private.h"

#include <sqlite3.h>
#include <string.h>

static ZpiEdit *
turn (void)
{
  ZpiEdit *edit = zpi_edit_new (ZPI_EDIT_TURN, 0);

  edit->degrees = 90;
  return edit;
}

static ZpiEdit *
cover (double x, double y, double width, double height)
{
  ZpiEdit *edit = zpi_edit_new (ZPI_EDIT_COVER, 0);

  edit->x = x;
  edit->y = y;
  edit->width = width;
  edit->height = height;
  return edit;
}

static void
assert_text (const ZpiEditList *list, const char *expected)
{
  g_autofree char *text = zpi_edit_list_dup_text (list);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_list (void)
{
  g_autoptr (ZpiEditList) list = zpi_edit_list_new ();
  ZpiEdit *mark = zpi_edit_new (ZPI_EDIT_MARK, -1);

  assert_text (list, "");
  g_assert_null (zpi_edit_list_undo (list));
  g_assert_null (zpi_edit_list_redo (list));
  mark->text = g_strdup ("Kopie\n0:rotate=90");
  g_assert_true (zpi_edit_list_add (list, turn ()));
  g_assert_true (zpi_edit_list_add (list, mark));
  assert_text (list, "0:rotate=90\n*:mark=Kopie 0:rotate=90");
  g_assert_true (zpi_edit_list_undo (list) == mark);
  g_assert_true (zpi_edit_list_peek_redo (list) == mark);
  assert_text (list, "0:rotate=90");
  g_assert_true (zpi_edit_list_redo (list) == mark);
  g_assert_null (zpi_edit_list_peek_redo (list));
  g_assert_cmpint (zpi_edit_list_undo (list)->kind, ==, ZPI_EDIT_MARK);
  g_assert_cmpint (zpi_edit_list_undo (list)->kind, ==, ZPI_EDIT_TURN);
  assert_text (list, "");
  /* What is done now takes the place of what was undone. */
  g_assert_true (zpi_edit_list_add (list, cover (0.25, 0.5, 2, 0.125)));
  assert_text (list, "0:cover=0.250000,0.500000,1.000000,0.125000");
  g_assert_null (zpi_edit_list_redo (list));
  zpi_edit_list_clear (list);
  assert_text (list, "");
  g_assert_null (zpi_edit_list_peek_undo (list));
}

static void
test_list_is_bounded (void)
{
  g_autoptr (ZpiEditList) list = zpi_edit_list_new ();

  for (guint i = 0; i < ZPI_EDIT_LIST_MAX; i++)
    g_assert_true (zpi_edit_list_add (list, turn ()));
  g_assert_false (zpi_edit_list_add (list, turn ()));
  g_assert_nonnull (zpi_edit_list_undo (list));
  g_assert_true (zpi_edit_list_add (list, turn ()));
}

/* With a store. */

static GBytes *
picture (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "documents", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GBytes *content = g_file_load_bytes (file, NULL, NULL, &error);

  g_assert_no_error (error);
  return content;
}

static char *
take_in (Desk *desk, ZpiCase *zcase, const char *name)
{
  g_autoptr (GBytes) content = picture (name);
  g_autoptr (GError) error = NULL;
  char *item = desk_take_in (desk, zcase, content, NULL, &error);

  g_assert_no_error (error);
  return item;
}

static char *
draw_anew (Desk *desk, ZpiCase *zcase, const char *item, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_intake_edit_async (desk->session, zcase, item, NULL, NULL, result_cb, &result);
  return zpi_intake_edit_finish (result_wait (&result), NULL, error);
}

typedef struct {
  GBytes *pixels;
  guint width;
  guint height;
} Shown;

static void
shown_clear (Shown *self)
{
  g_clear_pointer (&self->pixels, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shown, shown_clear)

/* Gives how many pages there are. */
static guint
show_page (Desk *desk, ZpiCase *zcase, const char *item, guint page, guint side, Shown *shown)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint n_pages;

  shown_clear (shown);
  zpi_intake_preview_async (desk->session, zcase, item, page, side, side, NULL, result_cb, &result);
  shown->pixels = zpi_intake_preview_finish (result_wait (&result),
                                             &shown->width,
                                             &shown->height,
                                             &n_pages,
                                             &error);
  g_assert_no_error (error);
  return n_pages;
}

static void
show (Desk *desk, ZpiCase *zcase, const char *item, guint side, Shown *shown)
{
  show_page (desk, zcase, item, 0, side, shown);
}

/* A JPEG is not as sharp: what is black at an edge may be dark in it. */
static gboolean
is_as_dark (const Shown *shown, double x, double y, guint most)
{
  const guint8 *rgba = g_bytes_get_data (shown->pixels, NULL);
  const gsize column = (gsize) (x * (shown->width - 1));
  const gsize row = (gsize) (y * (shown->height - 1));
  const guint8 *pixel = rgba + (row * shown->width + column) * 4;

  return MAX (MAX (pixel[0], pixel[1]), pixel[2]) <= most;
}

static gboolean
is_black (const Shown *shown, double x, double y)
{
  return is_as_dark (shown, x, y, 12);
}

static guint
n_documents (Desk *desk)
{
  g_autofree char *path = g_build_filename (desk->folder, "store.db", NULL);
  sqlite3 *db;
  sqlite3_stmt *statement;
  guint n;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db,
                                       "SELECT count(*) FROM documents WHERE state <> 'cleared'",
                                       -1,
                                       &statement,
                                       NULL),
                   ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = (guint) sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return n;
}

static char *
only_document (ZpiCase *zcase)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);

  g_assert_cmpuint (g_strv_length (items), ==, 1);
  return g_strdup (items[0]);
}

#define COVER "0:cover=0.250000,0.250000,0.500000,0.500000"

/* What is seen is what will be sent: covered to the same pixel at every size, before and after. */
static void
test_seen_is_kept (Desk *desk, gconstpointer data)
{
  static const char *const names[] = {"foto.jpg", "scan.png", "twee-bladzijden.pdf"};
  static const guint sides[] = {64, 333, 2000};

  desk_open (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");
    g_autofree char *item = take_in (desk, zcase, names[i]);
    g_autofree char *after = NULL;
    g_autoptr (GError) error = NULL;
    Shown before[G_N_ELEMENTS (sides)] = {0};

    zpi_intake_set_edits (zcase, item, COVER);
    for (gsize j = 0; j < G_N_ELEMENTS (sides); j++) {
      show (desk, zcase, item, sides[j], &before[j]);
      g_assert_true (is_black (&before[j], 0.3, 0.3) && is_black (&before[j], 0.7, 0.7));
    }
    after = draw_anew (desk, zcase, item, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (zpi_intake_get_edits (zcase, after), ==, "");
    for (gsize j = 0; j < G_N_ELEMENTS (sides); j++) {
      g_auto (Shown) drawn = {0};

      show (desk, zcase, after, sides[j], &drawn);
      for (double y = 0.02; y < 1; y += 0.04)
        for (double x = 0.02; x < 1; x += 0.04)
          if (is_black (&before[j], x, y))
            g_assert_true (is_as_dark (&drawn, x, y, 80));
      shown_clear (&before[j]);
    }
  }
}

/* A pixel that is covered in part is covered: nobody reads what is behind it by its colour. */
static void
test_no_edge_shines_through (Desk *desk, gconstpointer data)
{
  const guint width = 200, height = 120; /* of scan.png */
  g_autofree char *edit = g_strdup_printf ("0:cover=%f,%f,%f,%f",
                                           0.5 / width,
                                           0.5 / height,
                                           1 - 1.0 / width,
                                           1 - 1.0 / height);
  g_autoptr (ZpiCase) zcase = NULL;
  g_autofree char *item = NULL;
  g_auto (Shown) shown = {0};

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = take_in (desk, zcase, "scan.png");
  zpi_intake_set_edits (zcase, item, edit);
  show (desk, zcase, item, width, &shown);
  g_assert_cmpuint (shown.width, ==, width);
  g_assert_cmpuint (shown.height, ==, height);
  for (guint i = 0; i < 4; i++)
    g_assert_true (is_black (&shown, i % 2, i / 2));
}

static void
test_one_commit (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *after = NULL;
  g_autofree char *place = NULL;
  g_autofree char *key = NULL;
  g_auto (GStrv) items = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = take_in (desk, zcase, "foto.jpg");
  g_free (take_in (desk, zcase, "scan.png"));
  place = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "place");
  zpi_case_set (zcase, place, "loon-aanvrager");
  zpi_intake_set_edits (zcase, item, COVER);
  g_assert_true (desk_flush (desk, zcase, &error));
  after = draw_anew (desk, zcase, item, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after, !=, item);
  items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
  g_assert_cmpuint (g_strv_length (items), ==, 2);
  g_assert_cmpstr (items[0], ==, after); /* where the other one stood */
  key = zpi_case_item_key (ZPI_LIST_DOCUMENT, after, "place");
  g_assert_cmpstr (zpi_case_get (zcase, key), ==, "loon-aanvrager");
  g_assert_cmpuint (n_documents (desk), ==, 2); /* the clear one is gone from the disk */
}

static void
test_nothing_to_do (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *after = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = take_in (desk, zcase, "foto.jpg");
  zpi_intake_set_edits (zcase, item, COVER);
  zpi_intake_set_edits (zcase, item, "");
  after = draw_anew (desk, zcase, item, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after, ==, item);
}

/* Closed, gone to the next and back, opened after locking: it is drawn once. */
static void
test_asked_twice (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *results[2] = {NULL};
  g_autoptr (GAsyncResult) settled = NULL;
  g_autofree char *item = NULL;
  g_autofree char *only = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = take_in (desk, zcase, "foto.jpg");
  zpi_intake_set_edits (zcase, item, COVER);
  zpi_intake_edit_async (desk->session, zcase, item, NULL, NULL, result_cb, &results[0]);
  zpi_intake_edit_async (desk->session, zcase, item, NULL, NULL, result_cb, &results[1]);
  zpi_intake_settle_async (desk->session, zcase, NULL, result_cb, &settled);
  g_assert_true (zpi_intake_settle_finish (result_wait (&settled), &error));
  only = only_document (zcase);
  for (guint i = 0; i < 2; i++) {
    g_autofree char *after = zpi_intake_edit_finish (result_wait (&results[i]), NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (after, ==, only);
    g_object_unref (results[i]);
  }
}

/* Of two edits the second is made while the first is drawn: both are in the result. */
static void
test_more_meanwhile (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *item = NULL;
  g_autofree char *after = NULL;
  g_auto (Shown) shown = {0};

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = take_in (desk, zcase, "foto.jpg");
  zpi_intake_set_edits (zcase, item, "0:rotate=180");
  zpi_intake_edit_async (desk->session, zcase, item, NULL, NULL, result_cb, &result);
  zpi_intake_set_edits (zcase, item, "0:rotate=180\n" COVER);
  after = zpi_intake_edit_finish (result_wait (&result), NULL, &error);
  g_assert_no_error (error);
  show (desk, zcase, after, 100, &shown);
  g_assert_true (is_black (&shown, 0.5, 0.5));
}

static void
test_removed_meanwhile (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) drawn = NULL;
  g_autoptr (GAsyncResult) removed = NULL;
  g_autofree char *item = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = take_in (desk, zcase, "foto.jpg");
  zpi_intake_set_edits (zcase, item, COVER);
  zpi_intake_edit_async (desk->session, zcase, item, NULL, NULL, result_cb, &drawn);
  zpi_intake_remove_async (desk->session, zcase, item, NULL, result_cb, &removed);
  g_assert_true (zpi_intake_remove_finish (result_wait (&removed), &error));
  g_assert_null (zpi_intake_edit_finish (result_wait (&drawn), NULL, &error));
  g_assert_cmpuint (zpi_case_get_n_items (zcase, ZPI_LIST_DOCUMENT), ==, 0);
  g_assert_cmpuint (n_documents (desk), ==, 0);
}

/* Locked, or the power gone, in the middle: the list is there afterwards, and then it is drawn. */
static void
test_interrupted (Desk *desk, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *item = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) drawn = NULL;
  g_autoptr (GAsyncResult) settled = NULL;

  desk_open (desk);
  {
    g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();

    id = g_strdup (zpi_case_get_id (zcase));
    item = take_in (desk, zcase, "foto.jpg");
    zpi_intake_set_edits (zcase, item, COVER);
    zpi_intake_edit_async (desk->session, zcase, item, NULL, cancellable, result_cb, &drawn);
    g_cancellable_cancel (cancellable);
    g_assert_null (zpi_intake_edit_finish (result_wait (&drawn), NULL, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&error);
  }
  desk_close (desk);
  desk_open (desk);
  {
    g_autoptr (ZpiCase) zcase = desk_open_case (desk, id, &error);
    g_autofree char *after = NULL;
    g_auto (Shown) shown = {0};

    g_assert_no_error (error);
    g_assert_cmpstr (zpi_intake_get_edits (zcase, item), ==, COVER);
    zpi_intake_settle_async (desk->session, zcase, NULL, result_cb, &settled);
    g_assert_true (zpi_intake_settle_finish (result_wait (&settled), &error));
    after = only_document (zcase);
    g_assert_cmpstr (after, !=, item);
    show (desk, zcase, after, 100, &shown);
    g_assert_true (is_black (&shown, 0.5, 0.5));
    g_assert_cmpuint (n_documents (desk), ==, 1);
  }
}

/* Sent is what was covered, also when nobody closed the window it was covered in. */
static void
test_sent_as_covered (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *after = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = take_in (desk, zcase, "foto.jpg");
  zpi_intake_set_edits (zcase, item, COVER);
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_no_error (error);
  after = only_document (zcase);
  g_assert_cmpstr (after, !=, item);
  g_assert_cmpstr (zpi_intake_get_edits (zcase, after), ==, "");
}

/* What cannot be done is not done, is not forgotten, and is not sent without it. */
static void
test_cannot_be_drawn (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GBytes) content = pdf_of (5000);
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = desk_take_in (desk, zcase, content, NULL, &error);
  zpi_intake_set_edits (zcase, item, COVER);
  g_assert_null (draw_anew (desk, zcase, item, &error));
  assert_zpi_error (error, ZPI_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_cmpstr (zpi_intake_get_edits (zcase, item), ==, COVER);
  g_assert_false (desk_queue (desk, zcase, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_DRAWN);
  g_clear_error (&error);
  zpi_intake_set_edits (zcase, item, "");
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_no_error (error);
}

static gboolean
is_same (const Shown *one, const Shown *other)
{
  return one->width == other->width && one->height == other->height &&
         g_bytes_equal (one->pixels, other->pixels);
}

/* Moved, removed, and a number means the page that stands there at that moment. */
static void
test_pages (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *after = NULL;
  g_auto (Shown) first = {0};
  g_auto (Shown) second = {0};
  g_auto (Shown) shown = {0};

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = take_in (desk, zcase, "twee-bladzijden.pdf");
  g_assert_cmpuint (show_page (desk, zcase, item, 0, 300, &first), ==, 2);
  show_page (desk, zcase, item, 1, 300, &second);
  g_assert_false (is_same (&first, &second));
  zpi_intake_set_edits (zcase, item, "0:move=1");
  g_assert_cmpuint (show_page (desk, zcase, item, 0, 300, &shown), ==, 2);
  g_assert_true (is_same (&shown, &second));
  show_page (desk, zcase, item, 1, 300, &shown);
  g_assert_true (is_same (&shown, &first));
  zpi_intake_set_edits (zcase, item, "0:move=1\n" COVER "\n1:remove=1");
  g_assert_cmpuint (show_page (desk, zcase, item, 0, 300, &shown), ==, 1);
  g_assert_true (is_black (&shown, 0.5, 0.5));
  after = draw_anew (desk, zcase, item, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (show_page (desk, zcase, after, 0, 300, &shown), ==, 1);
  g_assert_true (is_black (&shown, 0.5, 0.5));
}

/* Without a page there would be no document; what is no page is left alone. */
static void
test_no_pages (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_auto (Shown) before = {0};
  g_auto (Shown) shown = {0};

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = take_in (desk, zcase, "twee-bladzijden.pdf");
  show (desk, zcase, item, 300, &before);
  zpi_intake_set_edits (zcase, item, "0:remove=1\n0:remove=1");
  g_assert_null (draw_anew (desk, zcase, item, &error));
  assert_zpi_error (error, ZPI_ERROR_REFUSED);
  zpi_intake_set_edits (zcase, item, "7:remove=1\n0:move=2\n9:move=0");
  g_assert_cmpuint (show_page (desk, zcase, item, 0, 300, &shown), ==, 2);
  g_assert_true (is_same (&shown, &before));
}

static char *
put_together (Desk *desk, ZpiCase *zcase, const char *item, const char *other, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_intake_join_async (desk->session, zcase, item, other, NULL, result_cb, &result);
  return zpi_intake_join_finish (result_wait (&result), NULL, error);
}

/* Photos of one letter: one document, where the first one stood; both others are gone. */
static void
test_join (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *photo = NULL;
  g_autofree char *letter = NULL;
  g_autofree char *scan = NULL;
  g_autofree char *both = NULL;
  g_autofree char *all = NULL;
  g_autofree char *name = NULL;
  g_auto (Shown) second = {0};
  g_auto (Shown) shown = {0};

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  photo = take_in (desk, zcase, "foto.jpg");
  letter = take_in (desk, zcase, "twee-bladzijden.pdf");
  scan = take_in (desk, zcase, "scan.png");
  name = zpi_case_item_key (ZPI_LIST_DOCUMENT, photo, "file_name");
  zpi_case_set (zcase, name, "foto.jpg");
  show_page (desk, zcase, letter, 1, 300, &second);
  both = put_together (desk, zcase, photo, letter, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (show_page (desk, zcase, both, 2, 300, &shown), ==, 3);
  g_assert_true (is_same (&shown, &second));
  g_free (name);
  name = zpi_case_item_key (ZPI_LIST_DOCUMENT, both, "file_name");
  g_assert_cmpstr (zpi_case_get (zcase, name), ==, "foto.pdf");
  all = put_together (desk, zcase, both, scan, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (show_page (desk, zcase, all, 0, 300, &shown), ==, 4);
  g_assert_cmpuint (n_documents (desk), ==, 1);
  g_assert_cmpuint (zpi_case_get_n_items (zcase, ZPI_LIST_DOCUMENT), ==, 1);
}

static void
test_join_that_cannot (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GBytes) broken = pdf_of (5000);
  g_autoptr (GError) error = NULL;
  g_autofree char *photo = NULL;
  g_autofree char *other = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  photo = take_in (desk, zcase, "foto.jpg");
  other = desk_take_in (desk, zcase, broken, NULL, &error);
  g_assert_null (put_together (desk, zcase, photo, other, &error));
  assert_zpi_error (error, ZPI_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (put_together (desk, zcase, photo, photo, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  /* What was covered would come back. */
  zpi_intake_set_edits (zcase, photo, COVER);
  g_assert_null (put_together (desk, zcase, photo, other, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_ALLOWED);
  g_assert_cmpuint (n_documents (desk), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edits/list", test_list);
  g_test_add_func ("/edits/list-is-bounded", test_list_is_bounded);
  desk_test ("/edits/seen-is-kept", test_seen_is_kept);
  desk_test ("/edits/no-edge-shines-through", test_no_edge_shines_through);
  desk_test ("/edits/one-commit", test_one_commit);
  desk_test ("/edits/nothing-to-do", test_nothing_to_do);
  desk_test ("/edits/asked-twice", test_asked_twice);
  desk_test ("/edits/more-meanwhile", test_more_meanwhile);
  desk_test ("/edits/removed-meanwhile", test_removed_meanwhile);
  desk_test ("/edits/interrupted", test_interrupted);
  desk_test ("/edits/sent-as-covered", test_sent_as_covered);
  desk_test ("/edits/pages", test_pages);
  desk_test ("/edits/no-pages", test_no_pages);
  desk_test ("/edits/join", test_join);
  desk_test ("/edits/join-that-cannot", test_join_that_cannot);
  desk_test ("/edits/cannot-be-drawn", test_cannot_be_drawn);
  return g_test_run ();
}
