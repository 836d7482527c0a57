/* SPDX-License-Identifier: EUPL-1.2 */

/* Photos of every kind that the JPEG library writes, with something hidden where no decoder looks:
 * between the coded picture and the mark behind it. Nothing of it goes on, a photo without it stays
 * the same to the byte, and the library makes the same pixels of what goes on, also when the photo
 * is broken. */

#define _GNU_SOURCE 1 /* memmem */

#include <glib.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include "zpi-metadata-filter.h"

#define HIDDEN "PLANTED-52.06N-4.49E"

typedef struct {
  struct jpeg_error_mgr manager;
  jmp_buf out;
} Errors;

static void
error_cb (j_common_ptr info)
{
  longjmp (((Errors *) info->err)->out, 1);
}

static void
message_cb (j_common_ptr info, int level)
{
}

static int
pick (int from, int to)
{
  return g_test_rand_int_range (from, to + 1);
}

/* Each component by itself, which no program does of itself. */
static void
set_scans_alone (struct jpeg_compress_struct *info, jpeg_scan_info *scans)
{
  for (int i = 0; i < info->num_components; i++)
    scans[i] = (jpeg_scan_info){.comps_in_scan = 1, .component_index = {i}, .Se = 63};
  info->scan_info = scans;
  info->num_scans = info->num_components;
}

static GByteArray *
make_photo (void)
{
  static const J_COLOR_SPACE spaces[] = {JCS_YCbCr, JCS_YCbCr, JCS_GRAYSCALE, JCS_RGB, JCS_CMYK};
  struct jpeg_compress_struct info;
  struct jpeg_error_mgr manager;
  J_COLOR_SPACE space = spaces[pick (0, G_N_ELEMENTS (spaces) - 1)];
  jpeg_scan_info scans[4];
  GByteArray *photo = g_byte_array_new ();
  g_autofree guint8 *row = NULL;
  unsigned char *content = NULL;
  unsigned long size = 0;

  info.err = jpeg_std_error (&manager);
  jpeg_create_compress (&info);
  jpeg_mem_dest (&info, &content, &size);
  info.image_width = (JDIMENSION) pick (1, 90);
  info.image_height = (JDIMENSION) pick (1, 90);
  info.in_color_space = space == JCS_YCbCr ? JCS_RGB : space;
  info.input_components = space == JCS_GRAYSCALE ? 1 : space == JCS_CMYK ? 4 : 3;
  jpeg_set_defaults (&info);
  jpeg_set_colorspace (&info, space);
  jpeg_set_quality (&info, pick (1, 100), TRUE);
  for (int i = 0; i < info.num_components; i++) {
    info.comp_info[i].h_samp_factor = i == 0 ? pick (1, 2) : 1;
    info.comp_info[i].v_samp_factor = i == 0 ? pick (1, 2) : 1;
  }
  info.optimize_coding = pick (0, 1) != 0;
  info.restart_interval = pick (0, 2) == 0 ? (unsigned int) pick (1, 9) : 0;
  if (pick (0, 1) == 0)
    jpeg_simple_progression (&info);
  else if (pick (0, 2) == 0)
    set_scans_alone (&info, scans);
  jpeg_start_compress (&info, TRUE);
  row = g_malloc (info.image_width * 4);
  while (info.next_scanline < info.image_height) {
    guint8 *rows[] = {row};
    int noise = pick (0, 3);

    for (guint i = 0; i < info.image_width * 4; i++)
      row[i] = noise == 0 ? (guint8) pick (0, 255) : (guint8) (i * info.next_scanline / 9);
    jpeg_write_scanlines (&info, rows, 1);
  }
  jpeg_finish_compress (&info);
  jpeg_destroy_compress (&info);
  g_byte_array_append (photo, content, (guint) size);
  free (content);
  return photo;
}

static GByteArray *
filter (GByteArray *content, gsize piece)
{
  ZpiMetadataFilter *by = zpi_metadata_filter_new ();
  GByteArray *out = g_byte_array_new ();

  for (gsize at = 0; at < content->len; at += piece)
    zpi_metadata_filter_feed (by, content->data + at, MIN (piece, content->len - at), out);
  zpi_metadata_filter_finish (by, out);
  zpi_metadata_filter_free (by);
  return out;
}

static gboolean
is_same (GByteArray *one, GByteArray *other)
{
  return one->len == other->len && memcmp (one->data, other->data, one->len) == 0;
}

static gboolean
contains (GByteArray *content, const char *text)
{
  return memmem (content->data, content->len, text, strlen (text)) != NULL;
}

/* All that the library makes of it, also what it is unsure of; empty when it gives up. */
static GByteArray *
decode (GByteArray *content)
{
  struct jpeg_decompress_struct info;
  Errors errors;
  GByteArray *pixels = g_byte_array_new ();
  JSAMPARRAY row;

  info.err = jpeg_std_error (&errors.manager);
  errors.manager.error_exit = error_cb;
  errors.manager.emit_message = message_cb;
  if (setjmp (errors.out) == 0) {
    jpeg_create_decompress (&info);
    jpeg_mem_src (&info, content->data, content->len);
    jpeg_read_header (&info, TRUE);
    info.out_color_space = info.jpeg_color_space;
    info.do_block_smoothing = FALSE;
    if (info.image_width > 200 || info.image_height > 200)
      longjmp (errors.out, 1);
    jpeg_start_decompress (&info);
    row = info.mem->alloc_sarray ((j_common_ptr) &info,
                                  JPOOL_IMAGE,
                                  info.output_width * (JDIMENSION) info.output_components,
                                  1);
    while (info.output_scanline < info.output_height) {
      jpeg_read_scanlines (&info, row, 1);
      g_byte_array_append (pixels, row[0], info.output_width * (guint) info.output_components);
    }
  }
  jpeg_destroy_decompress (&info);
  return pixels;
}

/* Where the coded picture, or a part of it, ends: before each marker behind a scan's head. */
static GArray *
find_ends (GByteArray *photo)
{
  GArray *ends = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean coded = FALSE;

  for (guint at = 2; at + 1 < photo->len;) {
    const guint8 *data = photo->data + at;

    if (coded && (data[0] != 0xff || data[1] == 0)) {
      at += data[0] == 0xff ? 2 : 1;
      continue;
    }
    if (coded)
      g_array_append_val (ends, at);
    if (data[1] == 0xd9)
      break;
    coded = data[1] == 0xda || (data[1] >= 0xd0 && data[1] <= 0xd7);
    at += 2;
    if (data[1] < 0xd0 || data[1] > 0xd7)
      at += (guint) data[2] << 8 | data[3];
  }
  return ends;
}

/* At the ends of the coded picture, from the last one on. */
static GByteArray *
hide (GByteArray *photo, guint64 *n)
{
  g_autoptr (GArray) ends = find_ends (photo);
  GByteArray *with = g_byte_array_new ();
  guint at = 0;

  for (guint i = 0; i < ends->len; i++) {
    guint end = g_array_index (ends, guint, i);

    g_byte_array_append (with, photo->data + at, end - at);
    at = end;
    if (pick (0, 3) != 0)
      continue;
    for (int filling = pick (0, 9); filling > 0; filling--) {
      guint8 byte = (guint8) pick (0, 254);

      g_byte_array_append (with, &byte, 1);
    }
    g_byte_array_append (with, (const guint8 *) HIDDEN "\xff\0" HIDDEN, 2 * strlen (HIDDEN) + 2);
    (*n)++;
  }
  g_byte_array_append (with, photo->data + at, photo->len - at);
  return with;
}

static void
check_pieces (GByteArray *content, GByteArray *expected)
{
  g_autoptr (GByteArray) small = filter (content, (gsize) pick (1, 7));

  g_assert_true (is_same (small, expected));
}

static guint
n_rounds (void)
{
  return g_test_slow () || g_getenv ("ZPI_TEST_LONG") != NULL ? 20000 : 1000;
}

static void
test_hidden_goes (void)
{
  guint64 n = 0;

  for (guint round = 0; round < n_rounds (); round++) {
    g_autoptr (GByteArray) plain = make_photo ();
    g_autoptr (GByteArray) same = filter (plain, 1 << 18);
    g_autoptr (GByteArray) whole = hide (plain, &n);
    g_autoptr (GByteArray) after = filter (whole, 1 << 18);

    g_assert_true (is_same (same, plain));
    g_assert_false (contains (after, HIDDEN));
    g_assert_true (is_same (after, plain));
    check_pieces (whole, after);
  }
  g_assert_cmpuint (n, >, n_rounds () / 4);
}

/* Broken anywhere behind its tables: what the library makes of it does not change. */
static void
test_broken_stays (void)
{
  for (guint round = 0; round < n_rounds (); round++) {
    guint64 n = 0;
    g_autoptr (GByteArray) plain = make_photo ();
    g_autoptr (GByteArray) whole = pick (0, 1) == 0 ? hide (plain, &n) : g_byte_array_ref (plain);
    g_autoptr (GArray) ends = find_ends (plain);
    g_autoptr (GByteArray) after = NULL;
    g_autoptr (GByteArray) before_pixels = NULL;
    g_autoptr (GByteArray) pixels = NULL;

    for (int i = pick (1, 3); i > 0; i--)
      whole->data[pick ((int) whole->len / 4, (int) whole->len - 1)] =
          pick (0, 3) == 0 ? 0xff : (guint8) pick (0, 255);
    if (pick (0, 4) == 0)
      g_byte_array_set_size (whole, (guint) pick (3, (int) whole->len));
    before_pixels = decode (whole);
    after = filter (whole, 1 << 18);
    pixels = decode (after);
    if (before_pixels->len > 0)
      g_assert_true (is_same (pixels, before_pixels));
    check_pieces (whole, after);
  }
}

/* A second picture behind the first, without an end between them: rows below those that the photo
 * says it has, and a scan that comes again. */
static void
test_more_than_the_photo (void)
{
  for (guint round = 0; round < n_rounds () / 10; round++) {
    g_autoptr (GByteArray) photo = make_photo ();
    g_autoptr (GByteArray) low = NULL;
    g_autoptr (GByteArray) before_pixels = NULL;
    g_autoptr (GByteArray) after = NULL;
    g_autoptr (GByteArray) pixels = NULL;
    guint8 *frame = photo->data;

    while (frame[0] != 0xff || frame[1] < 0xc0 || frame[1] > 0xc2 || frame[2] != 0)
      frame++;
    if (frame[6] <= 40)
      continue;
    frame[6] = 20;
    before_pixels = decode (photo);
    after = filter (photo, 1 << 18);
    pixels = decode (after);
    g_assert_true (is_same (pixels, before_pixels));
    g_assert_cmpuint (after->len, <, photo->len);
  }
}

/* Cameras fill up to a whole number of bytes; zeros, one byte of ones, and the restart mark of an
 * interval that does not come say nothing. */
static void
test_filling_stays (void)
{
  static const struct {
    const char *bytes;
    gsize size;
    gboolean stays;
  } fillings[] = {{"\0\0\0\0", 4, TRUE},
                  {"\xff\0", 2, TRUE},
                  {"\xff\0\0\0", 4, TRUE},
                  {"\xff\xff\xff", 3, TRUE},
                  {"\0\0\xff", 3, TRUE},
                  {"\0A\0", 3, FALSE},
                  {"\xff\0\xff\0", 4, FALSE},
                  {"\xff\xd0\xff\xd3", 4, FALSE}};

  for (guint i = 0; i < G_N_ELEMENTS (fillings); i++) {
    g_autoptr (GByteArray) photo = make_photo ();
    g_autoptr (GByteArray) filled = g_byte_array_new ();
    g_autoptr (GByteArray) after = NULL;

    g_byte_array_append (filled, photo->data, photo->len - 2);
    g_byte_array_append (filled, (const guint8 *) fillings[i].bytes, (guint) fillings[i].size);
    g_byte_array_append (filled, (const guint8 *) "\xff\xd9", 2);
    after = filter (filled, 1 << 18);
    check_pieces (filled, after);
    g_test_message ("filling %u", i);
    g_assert_true (is_same (after, filled) == fillings[i].stays);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coded-picture/hidden-goes", test_hidden_goes);
  g_test_add_func ("/coded-picture/broken-stays", test_broken_stays);
  g_test_add_func ("/coded-picture/more-than-the-photo", test_more_than_the_photo);
  g_test_add_func ("/coded-picture/filling-stays", test_filling_stays);
  return g_test_run ();
}
