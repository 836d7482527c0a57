/* SPDX-License-Identifier: EUPL-1.2 */

/* The decoder: a process per job, that gets one document over a pipe, and gives back pixels or an
 * edited document over another. It is started with nothing, limits itself, and shuts the door
 * behind it before it looks at the first byte. Exit status 1: nothing can be done with it. */

#include "zpi-helper.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

GBytes *
helper_read_input (void)
{
  g_autoptr (GByteArray) input = g_byte_array_new ();
  guint8 buffer[65536];
  ssize_t got;

  while ((got = read (STDIN_FILENO, buffer, sizeof buffer)) != 0) {
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0 || input->len + (gsize) got > HELPER_MAX_INPUT_BYTES)
      return NULL;
    g_byte_array_append (input, buffer, (guint) got);
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&input));
}

gboolean
helper_write_output (const void *data, gsize size)
{
  const guint8 *next = data;

  while (size > 0) {
    ssize_t written = write (STDOUT_FILENO, next, size);

    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return FALSE;
    next += written;
    size -= (gsize) written;
  }
  return TRUE;
}

gboolean
helper_is_pdf (GBytes *content)
{
  gsize size;
  const void *data = g_bytes_get_data (content, &size);

  return size > 5 && memmem (data, MIN (size, HELPER_PDF_HEAD_BYTES), "%PDF-", 5) != NULL;
}

static void
put_number (guint8 *place, guint number)
{
  guint32 little = GUINT32_TO_LE (number);

  memcpy (place, &little, sizeof little);
}

/* cairo keeps premultiplied native words; the pipe carries R, G, B, A. The pictures are opaque. */
static gboolean
write_pixels (cairo_surface_t *picture, guint n_pages)
{
  guint width = (guint) cairo_image_surface_get_width (picture);
  guint height = (guint) cairo_image_surface_get_height (picture);
  int stride = cairo_image_surface_get_stride (picture);
  const guint8 *data = cairo_image_surface_get_data (picture);
  g_autofree guint8 *row = g_malloc ((gsize) width * 4);
  guint8 header[16] = "ZPI1";

  put_number (header + 4, width);
  put_number (header + 8, height);
  put_number (header + 12, n_pages);
  if (!helper_write_output (header, sizeof header))
    return FALSE;
  for (guint y = 0; y < height; y++) {
    const guint32 *words = (const guint32 *) (const void *) (data + (gsize) y * (gsize) stride);

    for (guint x = 0; x < width; x++) {
      row[x * 4] = (words[x] >> 16) & 0xff;
      row[x * 4 + 1] = (words[x] >> 8) & 0xff;
      row[x * 4 + 2] = words[x] & 0xff;
      row[x * 4 + 3] = 0xff;
    }
    if (!helper_write_output (row, (gsize) width * 4))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_size (const char *text, guint64 most, guint *value)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 0, most, &number, NULL))
    return FALSE;
  *value = (guint) number;
  return TRUE;
}

/* As drawn anew, then made smaller, as a page of a PDF is. */
static cairo_surface_t *
draw_image (GBytes *content, guint width, guint height, const GPtrArray *edits)
{
  cairo_surface_t *picture;

  if (edits->len == 0)
    return helper_image_load (content, width, height);
  picture = helper_image_load (content, EDIT_PIXELS, EDIT_PIXELS);
  if (picture == NULL)
    return NULL;
  return helper_fit (helper_edits_apply (edits, picture), width, height);
}

static int
preview (GBytes *content, int argc, char **argv)
{
  guint page, width, height, n_pages = 1;
  g_autoptr (GPtrArray) edits = helper_edits_parse (argc - 3, argv + 3);
  cairo_surface_t *picture;
  gboolean written;

  if (edits == NULL || !read_size (argv[0], HELPER_MAX_PAGES, &page) ||
      !read_size (argv[1], HELPER_MAX_SIDE, &width) ||
      !read_size (argv[2], HELPER_MAX_SIDE, &height) || width == 0 || height == 0)
    return 2;
  if (helper_is_pdf (content))
    picture = helper_pdf_draw (content, page, width, height, edits, &n_pages);
  else
    picture = page == 0 ? draw_image (content, width, height, edits) : NULL;
  if (picture == NULL)
    return 1;
  written = write_pixels (picture, n_pages);
  cairo_surface_destroy (picture);
  return written ? 0 : 1;
}

static int
edit (GBytes *content, int argc, char **argv)
{
  g_autoptr (GPtrArray) edits = helper_edits_parse (argc, argv);
  g_autoptr (GBytes) edited = NULL;
  cairo_surface_t *picture;

  if (edits == NULL)
    return 2;
  if (helper_is_pdf (content)) {
    edited = helper_pdf_edit (content, edits);
  } else {
    picture = helper_image_load (content, EDIT_PIXELS, EDIT_PIXELS);
    if (picture == NULL)
      return 1;
    picture = helper_edits_apply (edits, picture);
    edited = helper_image_to_jpeg (picture);
    cairo_surface_destroy (picture);
  }
  if (edited == NULL)
    return 1;
  return helper_write_output (g_bytes_get_data (edited, NULL), g_bytes_get_size (edited)) ? 0 : 1;
}

/* The first document is @size bytes long, the second is the rest. */
static int
join (GBytes *content, const char *size)
{
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) joined = NULL;
  guint length;

  if (!read_size (size, g_bytes_get_size (content), &length))
    return 2;
  first = g_bytes_new_from_bytes (content, 0, length);
  second = g_bytes_new_from_bytes (content, length, g_bytes_get_size (content) - length);
  joined = helper_pdf_join (first, second);
  if (joined == NULL)
    return 1;
  return helper_write_output (g_bytes_get_data (joined, NULL), g_bytes_get_size (joined)) ? 0 : 1;
}

#ifndef HELPER_READS_CODES
#define HELPER_READS_CODES 0
#endif
#ifndef HELPER_CLEANS_PDFS
#define HELPER_CLEANS_PDFS 0
#endif

#if HELPER_CLEANS_PDFS
/* Nothing when it is to stay as it is. */
static int
clean (GBytes *content)
{
  g_autoptr (GBytes) cleaned = helper_pdf_clean (content);

  if (cleaned == NULL)
    return 0;
  return helper_write_output (g_bytes_get_data (cleaned, NULL), g_bytes_get_size (cleaned)) ? 0 : 1;
}
#endif

#define MIB (1024 * 1024)
/* A picture of 100 megapixels that cannot be decoded smaller, the file itself, and room to work. */
#define SHOWING_BYTES (800 * (gsize) MIB)
#define EDITING_BYTES (1200 * (gsize) MIB)

/* What may be used follows from what is asked. */
static gsize
memory_for (int argc, char **argv)
{
  guint width, height;

  if (strcmp (argv[1], "preview") == 0 && argc == 5 &&
      read_size (argv[3], HELPER_MAX_SIDE, &width) && read_size (argv[4], HELPER_MAX_SIDE, &height))
    return SHOWING_BYTES + (gsize) width * height * 8;
  return EDITING_BYTES;
}

static int
run (int argc, char **argv)
{
  g_autoptr (GBytes) content = NULL;

  if (argc < 2 || !helper_sandbox_limit ())
    return 2;
  helper_image_warm_up ();
  helper_pdf_warm_up ();
  if (!helper_sandbox_limit_memory (memory_for (argc, argv)) || !helper_sandbox_close ())
    return 2;
  if (strcmp (argv[1], "probe") == 0)
    return helper_sandbox_probe ();
  content = helper_read_input ();
  if (content == NULL)
    return 1;
  if (strcmp (argv[1], "preview") == 0 && argc >= 5)
    return preview (content, argc - 2, argv + 2);
  if (strcmp (argv[1], "judge") == 0 && argc == 2) {
    const char *found = helper_judge (content);

    return helper_write_output (found, strlen (found)) ? 0 : 1;
  }
#if HELPER_READS_CODES
  if (strcmp (argv[1], "codes") == 0 && argc == 2) {
    g_autoptr (GBytes) found = helper_codes (content);

    return helper_write_output (g_bytes_get_data (found, NULL), g_bytes_get_size (found)) ? 0 : 1;
  }
#endif
#if HELPER_CLEANS_PDFS
  if (strcmp (argv[1], "clean") == 0 && argc == 2)
    return clean (content);
#endif
  if (strcmp (argv[1], "join") == 0 && argc == 3)
    return join (content, argv[2]);
  if (strcmp (argv[1], "edit") == 0)
    return edit (content, argc - 2, argv + 2);
  return 2;
}

int
main (int argc, char **argv)
{
  /* Nothing that others registered for the end is run inside the walls. */
  _exit (run (argc, argv));
}
