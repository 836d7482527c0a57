/* SPDX-License-Identifier: EUPL-1.2 */

/* The QR codes that can be read in the picture of a letter. What a code says is the answer of who
 * made it: text of one line and of some length, or nothing of it is passed on. */

#include "zpi-helper.h"

#include <string.h>

#include <zbar.h>

/* A letter is two sheets, printed on both sides at most. */
#define MOST_PAGES      10
#define MOST_CODES      8
#define MOST_CODE_BYTES 400
/* Of the longer side, each time the half of it: a code that is too soft, or too full of noise, to
 * be read large is read small. */
#define LEAST_PIXELS 300

static zbar_image_scanner_t *
scanner_new (void)
{
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();

  /* No other kind of code is tried, and what is read is not made into text by guessing. */
  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_TEST_INVERTED, 1);
  return scanner;
}

static gboolean
is_line (const char *data, gsize size)
{
  if (size == 0 || size > MOST_CODE_BYTES || !g_utf8_validate (data, (gssize) size, NULL))
    return FALSE;
  for (const char *at = data; at < data + size; at = g_utf8_next_char (at)) {
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  }
  return TRUE;
}

/* A code that says something else is an empty line: there is one, and it is not for us. */
static void
add_code (GPtrArray *codes, const char *data, gsize size)
{
  g_autofree char *line = is_line (data, size) ? g_strndup (data, size) : g_strdup ("");

  if (codes->len < MOST_CODES && !g_ptr_array_find_with_equal_func (codes, line, g_str_equal, NULL))
    g_ptr_array_add (codes, g_steal_pointer (&line));
}

static guint8 *
grey_of (cairo_surface_t *picture, int width, int height)
{
  const guint8 *data = cairo_image_surface_get_data (picture);
  gsize stride = (gsize) cairo_image_surface_get_stride (picture);
  guint8 *grey = g_malloc ((gsize) width * (gsize) height);
  guint8 *to = grey;

  for (int y = 0; y < height; y++) {
    const guint32 *row = (const guint32 *) (const void *) (data + (gsize) y * stride);

    for (int x = 0; x < width; x++)
      *to++ = (guint8) (((row[x] >> 16 & 0xff) * 77 + (row[x] >> 8 & 0xff) * 150 +
                         (row[x] & 0xff) * 29) >>
                        8);
  }
  return grey;
}

static void
scan (zbar_image_scanner_t *scanner, cairo_surface_t *picture, GPtrArray *codes)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  g_autofree guint8 *grey = grey_of (picture, width, height);
  zbar_image_t *image = zbar_image_create ();

  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, (unsigned) width, (unsigned) height);
  zbar_image_set_data (image, grey, (unsigned long) width * (unsigned long) height, NULL);
  if (zbar_scan_image (scanner, image) > 0) {
    for (const zbar_symbol_t *symbol = zbar_image_first_symbol (image); symbol != NULL;
         symbol = zbar_symbol_next (symbol))
      add_code (codes, zbar_symbol_get_data (symbol), zbar_symbol_get_data_length (symbol));
  }
  zbar_image_destroy (image);
}

/* Takes @picture (nullable). Looks smaller until something was found. */
static void
scan_sizes (zbar_image_scanner_t *scanner, cairo_surface_t *picture, GPtrArray *codes)
{
  guint found = codes->len;

  while (picture != NULL) {
    guint side = (guint) MAX (cairo_image_surface_get_width (picture),
                              cairo_image_surface_get_height (picture));

    cairo_surface_flush (picture);
    scan (scanner, picture, codes);
    if (codes->len > found || side / 2 < LEAST_PIXELS)
      break;
    picture = helper_fit (picture, side / 2, side / 2);
  }
  if (picture != NULL)
    cairo_surface_destroy (picture);
}

static void
scan_pdf (zbar_image_scanner_t *scanner, GBytes *content, GPtrArray *codes)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new ();
  guint n_pages = 1;

  for (guint page = 0; page < MIN (n_pages, MOST_PAGES) && codes->len < MOST_CODES; page++)
    scan_sizes (scanner,
                helper_pdf_draw (content, page, EDIT_PIXELS, EDIT_PIXELS, edits, &n_pages),
                codes);
}

/**
 * helper_codes:
 * @content: a document
 *
 * Returns: (transfer full): a line with what helper_judge() says, then a line for each QR code:
 * what it says, or nothing when it is no line of text
 */
GBytes *
helper_codes (GBytes *content)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);
  zbar_image_scanner_t *scanner = scanner_new ();
  GString *answer = g_string_new (helper_judge (content));

  if (helper_is_pdf (content))
    scan_pdf (scanner, content, codes);
  else
    scan_sizes (scanner, helper_image_load (content, EDIT_PIXELS, EDIT_PIXELS), codes);
  zbar_image_scanner_destroy (scanner);
  g_string_append_c (answer, '\n');
  for (guint i = 0; i < codes->len; i++)
    g_string_append_printf (answer, "%s\n", (const char *) g_ptr_array_index (codes, i));
  return g_string_free_to_bytes (answer);
}
