/* SPDX-License-Identifier: EUPL-1.2 */

/* The code of a letter, read from pictures of it by the reader in its sandbox. The letters are
 * drawn here: the QR code by the library that draws it in the window. */

#include "zpi-config.h"

#include <cairo-pdf.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "zpi-error.h"
#include "zpi-helper-client.h"
#include "zpi-letter-scan.h"

#if HAVE_QRCODEGEN
#include <qrcodegen/qrcodegen.h>
#endif

#define LINK    "https://gemeente.example/foto/K7PM2QXR"
#define REQUEST "https://gemeente.example/aanvulling/K7PM2QXR"
/* A sheet of A4 in points, and as a phone photographs it. */
#define SHEET_WIDTH  595
#define SHEET_HEIGHT 842

typedef struct {
  const char *codes[3]; /* (nullable) */
  double degrees;
  int width;        /* of the picture, in pixels; 0 for a PDF */
  int blur;         /* how many times smaller it was once */
  double paper;     /* 0 to 1; 0 is white */
  gboolean behind;  /* on the second page of a PDF */
  gboolean light;   /* light on dark */
  const char *type; /* jpeg when nothing is said */
} Letter;

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static char *
wait_for_scan (GAsyncResult **result, ZpiIntakeProblem *problem, GError **error)
{
  char *link;

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  link = zpi_letter_scan_finish (*result, problem, error);
  g_clear_object (result);
  return link;
}

static char *
scan_bytes (GBytes *content, ZpiIntakeProblem *problem, GError **error)
{
  GAsyncResult *result = NULL;

  zpi_letter_scan_bytes_async (content, NULL, result_cb, &result);
  return wait_for_scan (&result, problem, error);
}

static char *
scan_file (const char *path, ZpiIntakeProblem *problem, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GAsyncResult *result = NULL;

  zpi_letter_scan_file_async (file, NULL, result_cb, &result);
  return wait_for_scan (&result, problem, error);
}

#if HAVE_QRCODEGEN

/* 25 millimetres, as on a letter. */
static void
draw_code (cairo_t *cr, const char *text, double x, double y)
{
  static uint8_t buffer[qrcodegen_BUFFER_LEN_MAX], code[qrcodegen_BUFFER_LEN_MAX];
  double module;
  int size;

  g_assert_true (qrcodegen_encodeText (text,
                                       buffer,
                                       code,
                                       qrcodegen_Ecc_MEDIUM,
                                       1,
                                       40,
                                       qrcodegen_Mask_AUTO,
                                       true));
  size = qrcodegen_getSize (code);
  module = 71.0 / size;
  for (int row = 0; row < size; row++) {
    for (int column = 0; column < size; column++) {
      if (qrcodegen_getModule (code, column, row))
        cairo_rectangle (cr, x + column * module, y + row * module, module, module);
    }
  }
  cairo_fill (cr);
}

static void
draw_sheet (cairo_t *cr, const Letter *letter)
{
  double paper = letter->paper > 0 ? letter->paper : 1;
  double ink = letter->light ? 1 : 0;

  cairo_set_source_rgb (cr,
                        letter->light ? 0 : paper,
                        letter->light ? 0 : paper,
                        letter->light ? 0 : paper);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, ink * paper, ink * paper, ink * paper);
  cairo_translate (cr, SHEET_WIDTH / 2.0, SHEET_HEIGHT / 2.0);
  cairo_rotate (cr, letter->degrees * G_PI / 180);
  cairo_translate (cr, -SHEET_WIDTH / 2.0, -SHEET_HEIGHT / 2.0);
  cairo_set_font_size (cr, 11);
  for (int line = 0; line < 24; line++) {
    cairo_move_to (cr, 80, 260 + line * 20);
    cairo_show_text (
        cr,
        "Geachte heer of mevrouw, u krijgt een Zoetermeerpas. Wij vragen u om een foto.");
  }
  for (guint i = 0; i < G_N_ELEMENTS (letter->codes) && letter->codes[i] != NULL; i++)
    draw_code (cr, letter->codes[i], 120 + 120 * i, 160);
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
letter_as_pdf (const Letter *letter)
{
  g_autoptr (GByteArray) output = g_byte_array_new ();
  cairo_surface_t *pdf =
      cairo_pdf_surface_create_for_stream (write_cb, output, SHEET_WIDTH, SHEET_HEIGHT);
  cairo_t *cr = cairo_create (pdf);

  if (letter->behind) {
    const Letter first = {.codes = {NULL}};

    cairo_save (cr);
    draw_sheet (cr, &first);
    cairo_restore (cr);
    cairo_show_page (cr);
  }
  draw_sheet (cr, letter);
  cairo_show_page (cr);
  cairo_destroy (cr);
  cairo_surface_finish (pdf);
  cairo_surface_destroy (pdf);
  return g_byte_array_free_to_bytes (g_steal_pointer (&output));
}

static GdkPixbuf *
to_pixbuf (cairo_surface_t *picture)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  cairo_surface_flush (picture);
  for (int y = 0; y < height; y++) {
    const guint8 *data = cairo_image_surface_get_data (picture);
    const guint32 *row =
        (const guint32 *) (const void *) (data + y * cairo_image_surface_get_stride (picture));
    guint8 *to = gdk_pixbuf_get_pixels (pixbuf) + y * gdk_pixbuf_get_rowstride (pixbuf);

    for (int x = 0; x < width; x++) {
      *to++ = row[x] >> 16 & 0xff;
      *to++ = row[x] >> 8 & 0xff;
      *to++ = row[x] & 0xff;
    }
  }
  return pixbuf;
}

static void
blur (GdkPixbuf **pixbuf, int times)
{
  int width = gdk_pixbuf_get_width (*pixbuf);
  int height = gdk_pixbuf_get_height (*pixbuf);
  g_autoptr (GdkPixbuf) small =
      gdk_pixbuf_scale_simple (*pixbuf, width / times, height / times, GDK_INTERP_BILINEAR);

  g_object_unref (*pixbuf);
  *pixbuf = gdk_pixbuf_scale_simple (small, width, height, GDK_INTERP_BILINEAR);
}

static GBytes *
letter_new (const Letter *letter)
{
  double scale = letter->width / (double) SHEET_WIDTH;
  cairo_surface_t *picture;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  cairo_t *cr;
  char *data = NULL;
  gsize size = 0;

  if (letter->width == 0)
    return letter_as_pdf (letter);
  picture =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, letter->width, (int) (SHEET_HEIGHT * scale));
  cr = cairo_create (picture);
  cairo_scale (cr, scale, scale);
  draw_sheet (cr, letter);
  cairo_destroy (cr);
  pixbuf = to_pixbuf (picture);
  cairo_surface_destroy (picture);
  if (letter->blur > 0)
    blur (&pixbuf, letter->blur);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf,
                                            &data,
                                            &size,
                                            letter->type != NULL ? letter->type : "jpeg",
                                            NULL,
                                            NULL));
  return g_bytes_new_take (data, size);
}

static void
test_read (void)
{
  static const struct {
    const char *name;
    Letter letter;
    const char *link;
  } cases[] = {
      {"photo", {.codes = {LINK}, .width = 1240}, LINK},
      {"png", {.codes = {LINK}, .width = 1240, .type = "png"}, LINK},
      {"large", {.codes = {LINK}, .width = 4000}, LINK},
      {"small", {.codes = {LINK}, .width = 700}, LINK},
      {"askew", {.codes = {LINK}, .width = 1240, .degrees = 17}, LINK},
      {"on its side", {.codes = {LINK}, .width = 1240, .degrees = 90}, LINK},
      {"upside down", {.codes = {LINK}, .width = 1240, .degrees = 181}, LINK},
      {"a little soft", {.codes = {LINK}, .width = 1240, .blur = 2}, LINK},
      {"one lamp", {.codes = {LINK}, .width = 1240, .paper = 0.35}, LINK},
      {"light on dark", {.codes = {LINK}, .width = 1240, .light = TRUE}, LINK},
      {"a mail", {.codes = {REQUEST}, .width = 1240}, REQUEST},
      {"pdf", {.codes = {LINK}}, LINK},
      {"pdf askew", {.codes = {LINK}, .degrees = 3}, LINK},
      {"second page", {.codes = {LINK}, .behind = TRUE}, LINK},
      {"beside another",
       {.codes = {"https://www.example/volg/3SABCD12345678", "WIFI:S:hal;;", LINK}, .width = 1240},
       LINK},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) content = letter_new (&cases[i].letter);
    g_autoptr (GError) error = NULL;
    ZpiIntakeProblem problem = ZPI_INTAKE_OK;
    g_autofree char *link = scan_bytes (content, &problem, &error);

    g_test_message ("%s: %s", cases[i].name, error != NULL ? error->message : "read");
    g_assert_no_error (error);
    g_assert_cmpstr (link, ==, cases[i].link);
  }
}

static void
assert_not_read (const char *name, GBytes *content, ZpiError code, ZpiIntakeProblem expected)
{
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  g_autofree char *link = scan_bytes (content, &problem, &error);

  g_test_message ("%s", name);
  g_assert_null (link);
  g_assert_error (error, ZPI_ERROR, (int) code);
  g_assert_cmpstr (zpi_intake_problem_to_nick (problem), ==, zpi_intake_problem_to_nick (expected));
}

static void
test_not_read (void)
{
  static const struct {
    const char *name;
    Letter letter;
    ZpiError code;
    ZpiIntakeProblem problem;
  } cases[] = {
      {"no code", {.codes = {NULL}, .width = 1240}, ZPI_ERROR_NOT_FOUND, ZPI_INTAKE_OK},
      {"no code, pdf", {.codes = {NULL}}, ZPI_ERROR_NOT_FOUND, ZPI_INTAKE_OK},
      {"blurred",
       {.codes = {LINK}, .width = 1240, .blur = 24},
       ZPI_ERROR_NOT_FOUND,
       ZPI_INTAKE_BLURRED},
      {"night",
       {.codes = {LINK}, .width = 1240, .paper = 0.01},
       ZPI_ERROR_NOT_FOUND,
       ZPI_INTAKE_DARK},
      {"tiny", {.codes = {LINK}, .width = 120}, ZPI_ERROR_NOT_FOUND, ZPI_INTAKE_SMALL},
      {"a parcel",
       {.codes = {"https://www.example/volg/3SABCD12345678"}, .width = 1240},
       ZPI_ERROR_BAD_FORMAT,
       ZPI_INTAKE_OK},
      {"a word", {.codes = {"K7PM-2QXR"}, .width = 1240}, ZPI_ERROR_BAD_FORMAT, ZPI_INTAKE_OK},
      {"two lines",
       {.codes = {LINK "\nhttps://gemeente.example/foto/"}, .width = 1240},
       ZPI_ERROR_BAD_FORMAT,
       ZPI_INTAKE_OK},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) content = letter_new (&cases[i].letter);

    assert_not_read (cases[i].name, content, cases[i].code, cases[i].problem);
  }
}

/* Cut off above the code, and a lie from the first byte on. */
static void
test_damaged (void)
{
  const Letter letter = {.codes = {LINK}, .width = 1240};
  g_autoptr (GBytes) whole = letter_new (&letter);
  g_autoptr (GBytes) top = g_bytes_new_from_bytes (whole, 0, 900);
  g_autoptr (GBytes) lie = g_bytes_new_static ("%PDF-1.7 and nothing of one, no end either", 42);

  assert_not_read ("cut off", top, ZPI_ERROR_NOT_FOUND, ZPI_INTAKE_DAMAGED);
  assert_not_read ("no pdf", lie, ZPI_ERROR_NOT_FOUND, ZPI_INTAKE_UNSEEN);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static void
test_file (void)
{
  const Letter letter = {.codes = {LINK}, .width = 3000};
  g_autoptr (GBytes) content = letter_new (&letter);
  g_autofree char *folder = g_dir_make_tmp ("letter-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "brief.jpg", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe", NULL);
  g_autofree char *none = g_build_filename (folder, "none.jpg", NULL);
  const char *const unreadable[] = {pipe, none, folder};
  g_autofree char *link = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;

  g_assert_cmpuint (g_bytes_get_size (content), >, 256 * 1024); /* in pieces */
  g_assert_true (g_file_set_contents (path,
                                      g_bytes_get_data (content, NULL),
                                      (gssize) g_bytes_get_size (content),
                                      NULL));
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  link = scan_file (path, &problem, NULL);
  g_assert_cmpstr (link, ==, LINK);
  g_assert_cmpuint (count_files (folder), ==, 2); /* as before */
  for (gsize i = 0; i < G_N_ELEMENTS (unreadable); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (scan_file (unreadable[i], &problem, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_REFUSED);
    g_assert_cmpint (problem, ==, ZPI_INTAKE_UNREADABLE);
  }
  g_remove (path);
  g_remove (pipe);
  g_rmdir (folder);
}

static void
test_cancel (void)
{
  const Letter letter = {.codes = {LINK}, .width = 1240};
  g_autoptr (GBytes) content = letter_new (&letter);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  GAsyncResult *result = NULL;

  zpi_letter_scan_bytes_async (content, cancellable, result_cb, &result);
  g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  g_assert_null (wait_for_scan (&result, &problem, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#endif /* HAVE_QRCODEGEN */

static void
test_refused (void)
{
  static const struct {
    const char *content;
    gsize size;
    ZpiIntakeProblem problem;
  } cases[] = {
      {"", 0, ZPI_INTAKE_EMPTY},
      {"K7PM-2QXR", 9, ZPI_INTAKE_WRONG_TYPE},
      {"PK\3\4 a document of an office program", 36, ZPI_INTAKE_DOCUMENT},
      {"GIF89a..........................", 32, ZPI_INTAKE_OTHER_PICTURE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) content = g_bytes_new_static (cases[i].content, cases[i].size);
    g_autoptr (GError) error = NULL;
    ZpiIntakeProblem problem = ZPI_INTAKE_OK;

    g_assert_null (scan_bytes (content, &problem, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_REFUSED);
    g_assert_cmpstr (zpi_intake_problem_to_nick (problem),
                     ==,
                     zpi_intake_problem_to_nick (cases[i].problem));
  }
}

/* A reader that a picture took over may answer what it likes: at most a link comes out. */
static void
test_taken_over (void)
{
  g_autoptr (GString) long_answer = g_string_new ("\xff\xd8\xff\n");

  zpi_helper_use_program (g_test_get_filename (G_TEST_DIST, "service", "echo-input.sh", NULL));
  for (guint i = 0; i < 1000; i++)
    g_string_append (long_answer, "https://x.example/\n");
  {
    g_autoptr (GBytes) content = g_bytes_new (long_answer->str, long_answer->len);
    g_autoptr (GError) error = NULL;
    ZpiIntakeProblem problem = ZPI_INTAKE_OK;

    g_assert_null (scan_bytes (content, &problem, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND);
    g_assert_cmpint (problem, ==, ZPI_INTAKE_NO_PREVIEW);
  }
  zpi_helper_use_program (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/letter-scan/refused", test_refused);
  g_test_add_func ("/letter-scan/taken-over", test_taken_over);
#if HAVE_QRCODEGEN
  if (zpi_letter_scan_is_possible ()) {
    g_test_add_func ("/letter-scan/read", test_read);
    g_test_add_func ("/letter-scan/not-read", test_not_read);
    g_test_add_func ("/letter-scan/damaged", test_damaged);
    g_test_add_func ("/letter-scan/file", test_file);
    g_test_add_func ("/letter-scan/cancel", test_cancel);
  }
#endif
  return g_test_run ();
}
