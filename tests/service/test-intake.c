/* SPDX-License-Identifier: EUPL-1.2 */

#define _GNU_SOURCE 1 /* memmem */

/* Taking in documents: judged by what they are, sealed as they stream by, drawn and edited by the
 * helper in its sandbox. */

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "service-fixture.h"
#include "zpi-field.h"
#include "zpi-file-judge.h"
#include "zpi-metadata-filter.h"

#define LIMIT (20 * 1024 * 1024)

/* Every way to cut it in pieces must give the same judgement. */
static void
assert_judged (const char *content, gsize size, ZpiIntakeProblem expected, const char *media_type)
{
  static const gsize pieces[] = {1, 2, 7, 16, 17, 1000, 65536, 262144};

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (ZpiFileJudge) judge = zpi_file_judge_new (LIMIT);
    ZpiIntakeProblem problem = ZPI_INTAKE_OK;

    if (pieces[i] < 16 && size > 100000)
      continue;
    for (gsize at = 0; at < size && problem == ZPI_INTAKE_OK; at += pieces[i])
      problem =
          zpi_file_judge_feed (judge, (const guint8 *) content + at, MIN (pieces[i], size - at));
    if (problem == ZPI_INTAKE_OK)
      problem = zpi_file_judge_finish (judge);
    g_assert_cmpstr (zpi_intake_problem_to_nick (problem),
                     ==,
                     zpi_intake_problem_to_nick (expected));
    if (expected == ZPI_INTAKE_OK)
      g_assert_cmpstr (zpi_file_judge_get_media_type (judge), ==, media_type);
  }
}

/* A text, and how long it is without the zero behind it. */
#define BYTES(text) (text), sizeof (text) - 1

static void
test_kinds (void)
{
  assert_judged (BYTES (""), ZPI_INTAKE_EMPTY, NULL);
  assert_judged (BYTES ("hello"), ZPI_INTAKE_WRONG_TYPE, NULL);
  assert_judged (BYTES ("PK\3\4 a document of an office program"), ZPI_INTAKE_DOCUMENT, NULL);
  assert_judged (BYTES ("\xd0\xcf\x11\xe0 an older one, of 1997"), ZPI_INTAKE_DOCUMENT, NULL);
  assert_judged (BYTES ("{\\rtf1 a letter}................."), ZPI_INTAKE_DOCUMENT, NULL);
  assert_judged (BYTES ("GIF89a.........................."), ZPI_INTAKE_OTHER_PICTURE, NULL);
  assert_judged (BYTES ("RIFF....WEBPVP8 ................"), ZPI_INTAKE_OTHER_PICTURE, NULL);
  assert_judged (BYTES ("RIFF....WAVEfmt ................"), ZPI_INTAKE_WRONG_TYPE, NULL);
  assert_judged (BYTES ("II*\0............................"), ZPI_INTAKE_OTHER_PICTURE, NULL);
  assert_judged (BYTES ("II+\0............................"), ZPI_INTAKE_OTHER_PICTURE, NULL);
  assert_judged (BYTES ("8BPS............................"), ZPI_INTAKE_OTHER_PICTURE, NULL);
  assert_judged (BYTES ("\xff\x0a.............................."), ZPI_INTAKE_OTHER_PICTURE, NULL);
  assert_judged (BYTES ("\xff\x4f\xff\x51............................"),
                 ZPI_INTAKE_OTHER_PICTURE,
                 NULL);
  assert_judged (BYTES ("....ftypavif...................."), ZPI_INTAKE_OTHER_PICTURE, NULL);
  assert_judged (BYTES ("BM............\x28\0\0\0.............."), ZPI_INTAKE_OTHER_PICTURE, NULL);
  assert_judged (BYTES ("BM............\x0c\0\0\0.............."), ZPI_INTAKE_OTHER_PICTURE, NULL);
  assert_judged (BYTES ("BM............\x38\0\0\0.............."), ZPI_INTAKE_OTHER_PICTURE, NULL);
  assert_judged (BYTES ("BM: a list of names............."), ZPI_INTAKE_WRONG_TYPE, NULL);
  assert_judged (BYTES ("PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), ZPI_INTAKE_DOCUMENT, NULL);
  assert_judged (BYTES ("PK\7\x08PK\3\4 the first of several"), ZPI_INTAKE_DOCUMENT, NULL);
  assert_judged (BYTES ("Rar!\x1a\7\1\0........................"), ZPI_INTAKE_DOCUMENT, NULL);
  assert_judged (BYTES ("\xff\xd8\xff\xe0 and more of it than that"), ZPI_INTAKE_OK, "image/jpeg");
  assert_judged (BYTES ("\x89PNG\r\n\x1a\n and more of it"), ZPI_INTAKE_OK, "image/png");
  assert_judged (BYTES ("%PDF-1.4\nshort"), ZPI_INTAKE_OK, "application/pdf");
  assert_judged (BYTES ("\0\0\0\x18"
                        "ftypheic\0\0\0\0mif1heic"),
                 ZPI_INTAKE_HEIC,
                 NULL);
  assert_judged (BYTES ("\0\0\0\x18"
                        "ftypmif1\0\0\0\0mif1heic"),
                 ZPI_INTAKE_HEIC,
                 NULL);
  assert_judged (BYTES ("\0\0\0\1"
                        "ftyp\0\0\0\0\0\0\0\x20heic\0\0\0\0mif1"),
                 ZPI_INTAKE_HEIC,
                 NULL);
  assert_judged (BYTES ("\0\0\0\x20"
                        "ftypmif1\0\0\0\0avifmif1miaf"),
                 ZPI_INTAKE_OTHER_PICTURE,
                 NULL);
  assert_judged (BYTES ("\0\0\0\x18"
                        "ftypisom\0\0\0\0isommp42"),
                 ZPI_INTAKE_WRONG_TYPE,
                 NULL);
}

/* Readers find a PDF behind other bytes, up to a point. */
static void
test_pdf_behind_other_bytes (void)
{
  static const gsize leads[] = {1, 3, 15, 16, 17, 500, 1024};
  guint8 content[2100];

  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++) {
    memset (content, 'x', sizeof content);
    memcpy (content + leads[i], "%PDF-1.4\n", 9);
    assert_judged ((const char *) content, sizeof content, ZPI_INTAKE_OK, "application/pdf");
    assert_judged ((const char *) content, leads[i] + 9, ZPI_INTAKE_OK, "application/pdf");
  }
  memset (content, 'x', sizeof content);
  memcpy (content + 1025, "%PDF-1.4\n", 9);
  assert_judged ((const char *) content, sizeof content, ZPI_INTAKE_WRONG_TYPE, NULL);
}

static void
test_too_large (void)
{
  g_autoptr (ZpiFileJudge) judge = zpi_file_judge_new (100);
  guint8 content[101] = "\xff\xd8\xff";

  g_assert_cmpint (zpi_file_judge_feed (judge, content, 100), ==, ZPI_INTAKE_OK);
  g_assert_cmpint (zpi_file_judge_feed (judge, content, 1), ==, ZPI_INTAKE_TOO_LARGE);
}

/* Whatever the pieces, the same comes out. */
static GBytes *
filtered (GBytes *content)
{
  static const gsize pieces[] = {1, 2, 3, 5, 64, 1000, 1 << 20};
  GBytes *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (ZpiMetadataFilter) filter = zpi_metadata_filter_new ();
    GByteArray *out = g_byte_array_new ();
    g_autoptr (GBytes) done = NULL;
    gsize size;
    const guint8 *data = g_bytes_get_data (content, &size);

    for (gsize at = 0; at < size; at += pieces[i])
      zpi_metadata_filter_feed (filter, data + at, MIN (pieces[i], size - at), out);
    zpi_metadata_filter_finish (filter, out);
    done = g_byte_array_free_to_bytes (out);
    if (first == NULL)
      first = g_bytes_ref (done);
    g_assert_true (g_bytes_equal (first, done));
  }
  return first;
}

/* @extra put into @content at @at. */
static GBytes *
with (GBytes *content, gsize at, const void *extra, gsize size)
{
  GByteArray *array = g_byte_array_new ();
  const guint8 *data = g_bytes_get_data (content, NULL);

  g_byte_array_append (array, data, (guint) at);
  g_byte_array_append (array, extra, (guint) size);
  g_byte_array_append (array, data + at, (guint) (g_bytes_get_size (content) - at));
  return g_byte_array_free_to_bytes (array);
}

#define EXIF_BYTES 60

/* A segment with a direction and, behind it, something that nobody should get. */
static void
make_exif (guint8 exif[EXIF_BYTES], guint8 orientation, gboolean little)
{
  static const guint8 big_endian[] = {0xff, 0xe1, 0, 58, 'E', 'x', 'i', 'f', 0, 0,    'M', 'M',
                                      0,    0x2a, 0, 0,  0,   8,   0,   1,   1, 0x12, 0,   3,
                                      0,    0,    0, 1,  0,   0,   0,   0,   0, 0,    0,   0};
  static const guint8 little_endian[] = {0xff, 0xe1, 0, 58, 'E', 'x', 'i', 'f', 0,    0, 'I', 'I',
                                         0x2a, 0,    8, 0,  0,   0,   1,   0,   0x12, 1, 3,   0,
                                         1,    0,    0, 0,  0,   0,   0,   0,   0,    0, 0,   0};

  memset (exif, 0, EXIF_BYTES);
  memcpy (exif, little ? little_endian : big_endian, sizeof big_endian);
  exif[little ? 28 : 29] = orientation;
  memcpy (exif + 40, "GPS 52.06N 4.49E", 16);
}

static gboolean
contains (GBytes *bytes, const char *text)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  return size > 0 && memmem (data, size, text, strlen (text)) != NULL;
}

static GBytes *picture (const char *name);

/* A PNG with what drawing needs; the one in the data has texts and a time. */
static GBytes *
clean_picture (const char *name)
{
  g_autoptr (GBytes) content = picture (name);
  GBytes *clean = filtered (content);

  if (g_str_has_suffix (name, ".jpg"))
    g_assert_true (g_bytes_equal (content, clean));
  return clean;
}

static void
test_what_has_nothing_stays (void)
{
  static const char *const names[] = {"foto.jpg", "scan.png", "twee-bladzijden.pdf"};
  static const char *const broken[] = {"",
                                       "x",
                                       "\xff\xd8\xff",
                                       "\xff\xd8\xff\xe0 no picture",
                                       "\x89PNG\r\n\x1a\n",
                                       "\x89PNG\r\n\x1a\n no picture"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GBytes) content = clean_picture (names[i]);
    g_autoptr (GBytes) after = filtered (content);

    g_assert_true (g_bytes_equal (content, after));
    /* Cut anywhere: what is there comes out, but for a part that is not whole. */
    for (gsize size = 0; size < g_bytes_get_size (content); size += 97) {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (content, 0, size);
      g_autoptr (GBytes) same = filtered (part);

      g_assert_cmpuint (g_bytes_get_size (same), <=, size);
      if (g_bytes_get_size (same) > 0)
        g_assert_true (memcmp (g_bytes_get_data (same, NULL),
                               g_bytes_get_data (content, NULL),
                               g_bytes_get_size (same)) == 0);
    }
  }
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++) {
    g_autoptr (GBytes) content = g_bytes_new_static (broken[i], strlen (broken[i]));
    g_autoptr (GBytes) after = filtered (content);

    g_assert_true (g_bytes_equal (content, after));
  }
}

static void
test_exif_goes (void)
{
  g_autoptr (GBytes) plain = picture ("foto.jpg");
  guint8 exif[EXIF_BYTES];

  for (guint little = 0; little < 2; little++) {
    for (guint8 orientation = 0; orientation < 10; orientation++) {
      g_autoptr (GBytes) content = NULL;
      g_autoptr (GBytes) after = NULL;

      make_exif (exif, orientation, little);
      content = with (plain, 2, exif, sizeof exif);
      after = filtered (content);
      g_assert_false (contains (after, "GPS"));
      if (orientation >= 2 && orientation <= 8) {
        const guint8 *kept = g_bytes_get_data (after, NULL);

        g_assert_cmpuint (g_bytes_get_size (after), ==, g_bytes_get_size (plain) + 36);
        g_assert_cmpuint (kept[2 + 29], ==, orientation);
      } else
        g_assert_true (g_bytes_equal (after, plain));
    }
  }
}

/* JFIF can hold a small copy, of before somebody cut something off the picture. */
static void
test_small_copy_goes (void)
{
  static const char jfif[] = "\xff\xe0\0\x1cJFIF\0\1\1\0\0\1\0\1\2\2GPS 52.06N 4";
  g_autoptr (GBytes) plain = picture ("foto.jpg");
  g_autoptr (GBytes) content = with (plain, 2, jfif, 30);
  g_autoptr (GBytes) after = filtered (content);

  g_assert_false (contains (after, "GPS"));
  g_assert_cmpuint (g_bytes_get_size (after), ==, g_bytes_get_size (plain) + 18);
}

static void
test_other_private_parts_go (void)
{
  static const char xmp[] = "\xff\xe1\0\x26http://ns.adobe.com/xap/1.0/\0GPS 52N";
  static const char iptc[] = "\xff\xed\0\x16Photoshop 3.0\0GPS 5";
  static const char mpf[] = "\xff\xe2\0\x0cMPF\0GPS 52";
  static const char icc[] = "\xff\xe2\0\x38ICC_PROFILE\0\1\1"
                            "a profile has its mark at byte 36..."
                            "acsp";
  static const char no_icc[] = "\xff\xe2\0\x16ICC_PROFILE\0GPS 52N";
  static const char lines[] = "\xff\xdc\0\x0bGPS 52.0";
  static const char no_profile[] = "\0\0\0\x0c"
                                   "iCCPicc\0\0GPS 52N"
                                   "crc!";
  static const char colours[] = "\0\0\0\x06"
                                "PLTEGPS 52"
                                "crc!";
  static const char clear[] = "\0\0\0\x07"
                              "tRNSGPS 52N"
                              "crc!";
  static const char comment[] = "\xff\xfe\0\x0bGPS 52.0";
  static const char maker[] = "\xff\xe5\0\x0bGPS 52.0";
  static const char odd_exif[] = "\xff\xe1\0\x0e"
                                 "Exif\0\xffGPS 52";
  static const char exif[] = "\0\0\0\x08"
                             "eXIfGPS 52N."
                             "crc!";
  static const char text[] = "\0\0\0\x0c"
                             "tEXtComment\0GPS."
                             "crc!";
  static const char private_part[] = "\0\0\0\x04"
                                     "caBXGPS."
                                     "crc!";
  static const char long_size[] = "\0\0\0\x0c"
                                  "pHYs\0\0\0\1\0\0\0\1\1GPS"
                                  "crc!";
  static const char size_of_dots[] = "\0\0\0\x09"
                                     "pHYs\0\0\0\1\0\0\0\1\1"
                                     "crc!";
  g_autoptr (GBytes) jpeg = picture ("foto.jpg");
  g_autoptr (GBytes) png = clean_picture ("scan.png");
  struct {
    GBytes *into;
    gsize at;
    const char *part;
    gsize size;
    gboolean goes;
  } parts[] = {
      {jpeg, 2, xmp, 40, TRUE},
      {jpeg, 2, iptc, 24, TRUE},
      {jpeg, 2, mpf, 14, TRUE},
      {jpeg, 2, icc, 58, FALSE},
      {jpeg, 2, no_icc, 24, TRUE},
      {jpeg, 2, lines, 13, TRUE},
      {png, 33, no_profile, 24, TRUE},
      {png, 33, colours, 18, TRUE},
      {png, 33, clear, 19, TRUE},
      {jpeg, 2, comment, 13, TRUE},
      {jpeg, 2, maker, 13, TRUE},
      {jpeg, 2, odd_exif, 16, TRUE},
      {png, 33, exif, 20, TRUE},
      {png, 33, text, 24, TRUE},
      {png, 33, private_part, 16, TRUE},
      {png, 33, long_size, 24, TRUE},
      {png, 33, size_of_dots, 21, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autoptr (GBytes) content = with (parts[i].into, parts[i].at, parts[i].part, parts[i].size);
    g_autoptr (GBytes) after = filtered (content);

    g_test_message ("part %zu", i);
    g_assert_true (g_bytes_equal (after, parts[i].goes ? parts[i].into : content));
  }
}

static void
test_second_picture_goes (void)
{
  g_autoptr (GBytes) plain = picture ("foto.jpg");
  guint8 second[EXIF_BYTES + 2] = {0xff, 0xd8};
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GBytes) other_after = NULL;

  make_exif (second + 2, 1, FALSE);
  content = with (plain, g_bytes_get_size (plain), second, sizeof second);
  after = filtered (content);
  g_assert_true (g_bytes_equal (after, plain));
  other = with (content, g_bytes_get_size (plain), "\0\0\0\0ftypmp42", 12);
  other_after = filtered (other);
  g_assert_true (g_bytes_equal (other_after, plain));
}

static void
test_rest_of_a_png_goes (void)
{
  g_autoptr (GBytes) plain = clean_picture ("scan.png");
  g_autoptr (GBytes) content =
      with (plain, g_bytes_get_size (plain), "the rest of a screenshot", 24);
  g_autoptr (GBytes) after = filtered (content);

  g_assert_true (g_bytes_equal (after, plain));
}

/* Cameras write which way is up as a SHORT or as a LONG, in either order of bytes. */
static void
test_upward_as_long (void)
{
  g_autoptr (GBytes) plain = picture ("foto.jpg");
  g_autoptr (GBytes) expected = NULL;
  guint8 exif[EXIF_BYTES];

  for (guint little = 0; little < 2; little++) {
    g_autoptr (GBytes) content = NULL;
    g_autoptr (GBytes) after = NULL;

    make_exif (exif, 6, little);
    if (expected == NULL) {
      g_autoptr (GBytes) as_short = with (plain, 2, exif, sizeof exif);

      expected = filtered (as_short);
    }
    exif[little ? 22 : 23] = 4; /* LONG */
    exif[28] = little ? 6 : 0;
    exif[29] = 0;
    exif[31] = little ? 0 : 6;
    content = with (plain, 2, exif, sizeof exif);
    after = filtered (content);
    g_assert_true (g_bytes_equal (after, expected));
  }
}

#define PROFILE_BYTES 200

/* What is standard, what is the maker's own, and what of that stands where something standard does.
 */
static void
make_profile (guint8 profile[PROFILE_BYTES])
{
  static const char rows[] = "\0\0\0\3"
                             "desc\0\0\0\xa8\0\0\0\x0c"
                             "mmod\0\0\0\xb4\0\0\0\x14"
                             "vcgt\0\0\0\xa8\0\0\0\x0c";

  memset (profile, 0, PROFILE_BYTES);
  profile[3] = PROFILE_BYTES;
  memcpy (profile + 36, "acsp", 4);
  memcpy (profile + 128, rows, sizeof rows - 1);
  memcpy (profile + 168, "desc STAYS..SERIAL 0123456789ABC", 32);
}

/* (transfer full): @data, packed or unpacked */
static GBytes *
convert (GConverter *converter, const void *data, gsize size)
{
  guint8 room[1024];
  gsize read, written;

  g_assert_cmpint (g_converter_convert (converter,
                                        data,
                                        size,
                                        room,
                                        sizeof room,
                                        G_CONVERTER_INPUT_AT_END,
                                        &read,
                                        &written,
                                        NULL),
                   ==,
                   G_CONVERTER_FINISHED);
  g_object_unref (converter);
  return g_bytes_new (room, written);
}

static void
test_profile_of_a_maker (void)
{
  g_autoptr (GBytes) plain = picture ("foto.jpg");
  guint8 segment[18 + PROFILE_BYTES] = "\xff\xe2\0\xd8ICC_PROFILE\0\1\1";
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GBytes) again = NULL;

  make_profile (segment + 18);
  content = with (plain, 2, segment, sizeof segment);
  after = filtered (content);
  again = filtered (after);
  g_assert_false (contains (after, "SERIAL"));
  g_assert_false (contains (after, "9ABC"));
  g_assert_true (contains (after, "STAYS"));
  g_assert_cmpuint (g_bytes_get_size (after), ==, g_bytes_get_size (content));
  g_assert_true (g_bytes_equal (again, after));
}

/* Appends part @number of two of a profile: @size bytes of it from @at on. */
static void
append_part (GByteArray *parts, guint8 number, const guint8 *profile, gsize at, gsize size)
{
  guint8 head[18] = "\xff\xe2\0\0ICC_PROFILE\0\0\2";

  head[3] = (guint8) (16 + size);
  head[16] = number;
  g_byte_array_append (parts, head, sizeof head);
  g_byte_array_append (parts, profile + at, (guint) size);
}

/* Long ones stand in several segments: the table is in the first, what it tells of in any. */
static void
test_profile_of_a_maker_in_parts (void)
{
  g_autoptr (GBytes) plain = picture ("foto.jpg");

  for (gsize first = 168; first < PROFILE_BYTES; first++) {
    g_autoptr (GByteArray) parts = g_byte_array_new ();
    guint8 profile[PROFILE_BYTES];
    g_autoptr (GBytes) content = NULL;
    g_autoptr (GBytes) after = NULL;
    g_autoptr (GBytes) again = NULL;

    make_profile (profile);
    profile[84] = 'X'; /* of the sum */
    append_part (parts, 1, profile, 0, first);
    append_part (parts, 2, profile, first, PROFILE_BYTES - first);
    content = with (plain, 2, parts->data, parts->len);
    after = filtered (content);
    again = filtered (after);
    memset (profile + 180, 0, 20);
    profile[84] = 0;
    g_byte_array_set_size (parts, 0);
    append_part (parts, 1, profile, 0, first);
    append_part (parts, 2, profile, first, PROFILE_BYTES - first);
    g_bytes_unref (content);
    content = with (plain, 2, parts->data, parts->len);
    g_assert_true (g_bytes_equal (after, content));
    g_assert_true (g_bytes_equal (again, after));
  }
}

static void
test_profile_of_a_maker_in_a_png (void)
{
  g_autoptr (GBytes) plain = clean_picture ("scan.png");
  guint8 profile[PROFILE_BYTES];
  guint8 part[512] = "\0\0\0\0iCCPAnna's screen";
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) kept = NULL;
  const guint8 *data;
  gsize size;

  make_profile (profile);
  packed = convert (G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9)),
                    profile,
                    sizeof profile);
  size = 15 + g_bytes_get_size (packed);
  part[3] = (guint8) size;
  memcpy (part + 8 + 15, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
  content = with (plain, 33, part, 12 + size);
  after = filtered (content);
  again = filtered (after);
  g_assert_false (contains (after, "Anna"));
  g_assert_true (g_bytes_equal (again, after));
  data = g_bytes_get_data (after, NULL);
  g_assert_true (memcmp (data + 33 + 4, "iCCPicc\0\0", 9) == 0);
  kept = convert (G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB)),
                  data + 33 + 13,
                  data[33 + 3] - 5);
  g_assert_cmpuint (g_bytes_get_size (kept), ==, PROFILE_BYTES);
  g_assert_false (contains (kept, "SERIAL"));
  g_assert_true (contains (kept, "STAYS"));
}

static void
test_name_of_a_profile (void)
{
  g_autoptr (GBytes) plain = clean_picture ("scan.png");
  static const char *const names[][2] = {{"icc", "icc"},
                                         {"ICC Profile", "ICC Profile"},
                                         {"Anna's screen", "icc"}};
  guint8 profile[PROFILE_BYTES] = {0};
  g_autoptr (GBytes) packed = NULL;

  profile[3] = PROFILE_BYTES;
  memcpy (profile + 36, "acsp", 4);
  packed = convert (G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9)),
                    profile,
                    sizeof profile);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    const gsize head = strlen (names[i][0]) + 2;
    guint8 part[512] = "\0\0\0\0iCCP";
    g_autoptr (GBytes) content = NULL;
    g_autoptr (GBytes) after = NULL;

    part[3] = (guint8) (head + g_bytes_get_size (packed));
    memcpy (part + 8, names[i][0], head - 2);
    memcpy (part + 8 + head, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
    content = with (plain, 33, part, 12 + part[3]);
    after = filtered (content);
    g_assert_cmpstr ((const char *) g_bytes_get_data (after, NULL) + 33 + 8, ==, names[i][1]);
    g_assert_cmpint (g_bytes_equal (after, content), ==, strcmp (names[i][0], names[i][1]) == 0);
    g_assert_cmpuint (g_bytes_get_size (after),
                      ==,
                      g_bytes_get_size (content) - strlen (names[i][0]) + strlen (names[i][1]));
  }
}

/* A PNG says it in an EXIF of its own, before the picture or behind it. */
static void
test_upward_of_a_png (void)
{
  enum { TIFF_AT = 10, TIFF_BYTES = EXIF_BYTES - TIFF_AT, HEAD_BYTES = 8, OURS_BYTES = 38 };
  g_autoptr (GBytes) plain = clean_picture ("scan.png");
  const gsize places[] = {33, g_bytes_get_size (plain) - 12};
  guint8 exif[EXIF_BYTES];
  guint8 part[HEAD_BYTES + TIFF_BYTES + 4] = {0, 0, 0, TIFF_BYTES, 'e', 'X', 'I', 'f'};

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    for (guint8 orientation = 0; orientation < 20; orientation++) {
      g_autoptr (GBytes) content = NULL;
      g_autoptr (GBytes) after = NULL;
      g_autoptr (GBytes) again = NULL;
      const guint8 *kept;

      make_exif (exif, orientation / 2, orientation % 2);
      memcpy (part + HEAD_BYTES, exif + TIFF_AT, TIFF_BYTES);
      content = with (plain, places[i], part, sizeof part);
      after = filtered (content);
      again = filtered (after);
      g_assert_false (contains (after, "GPS"));
      g_assert_true (g_bytes_equal (again, after));
      if (orientation / 2 < 2 || orientation / 2 > 8) {
        g_assert_true (g_bytes_equal (after, plain));
        continue;
      }
      kept = g_bytes_get_data (after, NULL);
      g_assert_cmpuint (g_bytes_get_size (after), ==, g_bytes_get_size (plain) + OURS_BYTES);
      g_assert_cmpuint (kept[places[i] + HEAD_BYTES + 19], ==, orientation / 2);
    }
  }
}

/* Where the parts of a picture begin, each a place where another may stand. */
static GArray *
find_places (GBytes *content, gboolean png)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize size, at = png ? 33 : 2;
  const guint8 *data = g_bytes_get_data (content, &size);

  while (at + 4 <= size) {
    gboolean scan = !png && data[at + 1] == 0xda;

    g_array_append_val (places, at);
    if (scan)
      break;
    at += png ? 12 + ((gsize) data[at + 2] << 8 | data[at + 3]) + ((gsize) data[at + 1] << 16)
              : 2 + ((gsize) data[at + 2] << 8 | data[at + 3]);
  }
  return places;
}

static GBytes *
make_planted_part (gboolean png)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  static const char mark[] = "PLANTED-52.06N-4.49E";
  gsize filling = (gsize) g_test_rand_int_range (0, 300);
  gsize length = filling + sizeof mark - 1;
  GByteArray *part = g_byte_array_new ();
  guint8 head[8];

  if (png) {
    GString *name = g_string_new (NULL);

    for (guint i = 0; i < 4; i++)
      g_string_append_c (name, letters[g_test_rand_int_range (0, sizeof letters - 1)]);
    head[0] = head[1] = 0;
    head[2] = (guint8) (length >> 8);
    head[3] = (guint8) length;
    memcpy (head + 4, name->str, 4);
    g_string_free (name, TRUE);
    g_byte_array_append (part, head, 8);
  } else {
    static const guint8 markers[] =
        {0xe0, 0xe1, 0xe2, 0xe3, 0xe5, 0xeb, 0xec, 0xed, 0xef, 0xfe, 0xf1, 0x10};

    /* APP0 without a name of its own is in no picture. */
    static const char *const names[] = {"JFXX\0\x10", "AVI1\0\0", "JFXX\0\x13"};
    const char *name = names[g_test_rand_int_range (0, G_N_ELEMENTS (names))];

    head[0] = 0xff;
    head[1] = markers[g_test_rand_int_range (0, sizeof markers)];
    length += head[1] == 0xe0 ? 6 : 0;
    head[2] = (guint8) ((length + 2) >> 8);
    head[3] = (guint8) (length + 2);
    g_byte_array_append (part, head, 4);
    if (head[1] == 0xe0)
      g_byte_array_append (part, (const guint8 *) name, 6);
  }
  for (gsize i = 0; i < filling; i++) {
    guint8 byte = (guint8) g_test_rand_int_range (0, 256);

    g_byte_array_append (part, &byte, 1);
  }
  g_byte_array_append (part, (const guint8 *) mark, sizeof mark - 1);
  if (png)
    g_byte_array_append (part, (const guint8 *) "crc!", 4);
  return g_byte_array_free_to_bytes (part);
}

/* A copy of the picture as it was, of which the file does not come to the end. */
static void
test_cut_off_in_app0 (void)
{
  static const char *const files[] = {
      "\xff\xd8\xff\xe0\x01\x00JFXX\0\x10PLANTED-52.06N-4.49E",
      "\xff\xd8\xff\xe0\x00\x1cJFXX\0\x10PLANTED-52.06N-4.49E\xff\xe0\x00\x1cJF",
      "\xff\xd8\xff\xe0\x01\x00II\x1a\0\0\0HEAPJPGMPLANTED-52.06N-4.49E"};
  static const gsize sizes[] = {32, 38, 40};

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GBytes) whole = g_bytes_new (files[i], sizes[i]);
    g_autoptr (GBytes) after = filtered (whole);

    g_assert_false (contains (after, "PLANTED"));
  }
}

/* Marks in any part that is not drawn, and behind the end: none comes through, and the picture is
 * the same to the byte. */
static void
test_planted_marks_go (void)
{
  static const char *const names[] = {"foto.jpg", "scan.png"};
  guint rounds = g_test_slow () || g_getenv ("ZPI_TEST_LONG") != NULL ? 20000 : 500;

  for (guint round = 0; round < rounds; round++) {
    gboolean png = round % 2 == 1;
    g_autoptr (GBytes) plain = clean_picture (names[png]);
    g_autoptr (GArray) places = find_places (plain, png);
    g_autoptr (GBytes) content = g_bytes_ref (plain);
    g_autoptr (GBytes) whole = NULL;
    g_autoptr (GBytes) behind = make_planted_part (png);
    g_autoptr (GBytes) after = NULL;

    for (guint i = places->len; i > 0; i--) {
      g_autoptr (GBytes) before = g_steal_pointer (&content);
      g_autoptr (GBytes) part = make_planted_part (png);

      content = with (before,
                      g_array_index (places, gsize, i - 1),
                      g_bytes_get_data (part, NULL),
                      g_bytes_get_size (part));
    }
    whole = with (content,
                  g_bytes_get_size (content),
                  g_bytes_get_data (behind, NULL),
                  g_bytes_get_size (behind));
    after = filtered (whole);
    g_assert_false (contains (after, "PLANTED"));
    g_assert_true (g_bytes_equal (after, plain));
    /* Cut off anywhere, also before the picture begins. */
    {
      gsize size = (gsize) g_test_rand_int_range (0, (int) g_bytes_get_size (whole));
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, size);
      g_autoptr (GBytes) rest = filtered (cut);

      g_assert_false (contains (rest, "PLANTED"));
    }
  }
}

typedef struct {
  guint n_documents;
  guint n_orphans;
} Count;

static gboolean
count_func (ZpiStore *store, gpointer data, GError **error)
{
  Count *count = data;
  g_autoptr (ZpiVerifyReport) report = zpi_store_verify (store, error);

  if (report == NULL)
    return FALSE;
  g_assert_true (report->integrity_ok);
  g_assert_cmpuint (report->damaged->len, ==, 0);
  count->n_documents = report->n_documents;
  count->n_orphans = report->n_orphans;
  return TRUE;
}

/* Rows of any state, also of what was never completed. */
static guint
n_rows (Desk *desk, const char *sql)
{
  g_autofree char *path = g_build_filename (desk->folder, "store.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;
  guint count;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  count = (guint) sqlite3_column_int (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return count;
}

static guint
n_documents (Desk *desk)
{
  Count count = {0};
  g_autoptr (GError) error = NULL;

  desk_run (desk, count_func, &count, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count.n_orphans, ==, 0);
  return count.n_documents;
}

static GBytes *
read_back (Desk *desk, ZpiCase *zcase, const char *item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *content;

  zpi_intake_read_async (desk->session, zcase, item, NULL, result_cb, &result);
  content = zpi_intake_read_finish (result_wait (&result), &error);
  g_assert_no_error (error);
  return content;
}

static void
test_sizes_come_back (Desk *desk, gconstpointer data)
{
  static const gsize sizes[] =
      {20, 262143, 262144, 262145, 524287, 524288, 524289, 3 * 1024 * 1024};
  g_autoptr (ZpiCase) zcase = NULL;

  desk_open (desk);
  zcase = zpi_case_keeper_new_case (zpi_session_get_keeper (desk->session), ZPI_CASE_APPLICATION);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_autoptr (GBytes) content = jpeg_of (sizes[i]);
    g_autoptr (GBytes) back = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *item = desk_take_in (desk, zcase, content, NULL, &error);

    g_assert_no_error (error);
    back = read_back (desk, zcase, item);
    g_assert_true (g_bytes_equal (content, back));
  }
  g_assert_cmpuint (n_documents (desk), ==, G_N_ELEMENTS (sizes));
  g_assert_cmpuint (zpi_case_get_n_items (zcase, ZPI_LIST_DOCUMENT), ==, G_N_ELEMENTS (sizes));
  g_assert_false (zpi_case_is_dirty (zcase));
}

static void
test_refused_leaves_nothing (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GBytes) large = jpeg_of (21 * 1024 * 1024);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  struct {
    GBytes *content;
    ZpiIntakeProblem problem;
    int code;
  } tries[] = {
      {large, ZPI_INTAKE_TOO_LARGE, ZPI_ERROR_TOO_LARGE},
      {empty, ZPI_INTAKE_EMPTY, ZPI_ERROR_REFUSED},
  };

  desk_open (desk);
  zcase = zpi_case_keeper_new_case (zpi_session_get_keeper (desk->session), ZPI_CASE_APPLICATION);
  for (gsize i = 0; i < G_N_ELEMENTS (tries); i++) {
    g_autoptr (GError) error = NULL;
    ZpiIntakeProblem problem = ZPI_INTAKE_OK;

    g_assert_null (desk_take_in (desk, zcase, tries[i].content, &problem, &error));
    g_assert_error (error, ZPI_ERROR, tries[i].code);
    g_assert_cmpint (problem, ==, tries[i].problem);
  }
  g_assert_cmpuint (n_documents (desk), ==, 0);
  g_assert_cmpuint (n_rows (desk, "SELECT count(*) FROM documents WHERE state <> 'cleared'"),
                    ==,
                    0);
  g_assert_cmpuint (zpi_case_get_n_items (zcase, ZPI_LIST_DOCUMENT), ==, 0);
}

/* Reading, sealing and judging go on beside each other: whatever is on its way when somebody gives
 * up, nothing of it stays. */
static void
test_given_up_leaves_nothing (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GBytes) content = jpeg_of (3 * 1024 * 1024);
  gboolean is_in = FALSE;
  guint n_given_up = 0;

  desk_open (desk);
  zcase = zpi_case_keeper_new_case (zpi_session_get_keeper (desk->session), ZPI_CASE_APPLICATION);
  for (guint turns = 0; !is_in; turns++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *item = NULL;

    zpi_intake_bytes_async (desk->session,
                            zcase,
                            content,
                            "scan.jpg",
                            "loonstrook",
                            "aanvrager",
                            "2025-12",
                            cancellable,
                            result_cb,
                            &result);
    for (guint i = 0; i < turns && result == NULL; i++)
      g_main_context_iteration (NULL, TRUE);
    g_cancellable_cancel (cancellable);
    item = zpi_intake_bytes_finish (result_wait (&result), NULL, &error);
    is_in = item != NULL;
    if (is_in)
      break;
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpuint (n_documents (desk), ==, 0);
    g_assert_cmpuint (n_rows (desk, "SELECT count(*) FROM documents WHERE state <> 'cleared'"),
                      ==,
                      0);
    n_given_up++;
  }
  g_assert_cmpuint (n_given_up, >, 20);
  g_assert_cmpuint (zpi_case_get_n_items (zcase, ZPI_LIST_DOCUMENT), ==, 1);
}

static void
test_file_that_is_not_there (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/scan.pdf");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;

  desk_open (desk);
  zcase = zpi_case_keeper_new_case (zpi_session_get_keeper (desk->session), ZPI_CASE_APPLICATION);
  zpi_intake_file_async (desk->session, zcase, file, NULL, NULL, NULL, NULL, result_cb, &result);
  g_assert_null (zpi_intake_file_finish (result_wait (&result), &problem, &error));
  g_assert_cmpint (problem, ==, ZPI_INTAKE_UNREADABLE);
  g_assert_null (strstr (error->message, "scan")); /* file names are sealed */
}

/* Opening a pipe that nobody writes to would take for ever. */
static void
test_no_file (Desk *desk, gconstpointer data)
{
  g_autofree char *pipe = g_build_filename (g_get_tmp_dir (), "zpi-pipe", NULL);
  const char *const paths[] = {pipe, g_get_tmp_dir (), "/dev/zero"};
  g_autoptr (ZpiCase) zcase = NULL;

  desk_open (desk);
  zcase = zpi_case_keeper_new_case (zpi_session_get_keeper (desk->session), ZPI_CASE_APPLICATION);
  g_assert_no_errno (mkfifo (pipe, 0600));
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GFile) file = g_file_new_for_path (paths[i]);
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GError) error = NULL;
    ZpiIntakeProblem problem = ZPI_INTAKE_OK;

    zpi_intake_file_async (desk->session, zcase, file, NULL, NULL, NULL, NULL, result_cb, &result);
    g_assert_null (zpi_intake_file_finish (result_wait (&result), &problem, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_REFUSED);
    g_assert_cmpint (problem, ==, ZPI_INTAKE_UNREADABLE);
  }
  g_assert_no_errno (unlink (pipe));
}

static void
test_remove (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GBytes) content = jpeg_of (300000);
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *item = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = desk_take_in (desk, zcase, content, NULL, &error);
  g_assert_cmpuint (n_documents (desk), ==, 1);
  zpi_intake_remove_async (desk->session, zcase, item, NULL, result_cb, &result);
  g_assert_true (zpi_intake_remove_finish (result_wait (&result), &error));
  g_assert_cmpuint (n_documents (desk), ==, 0);
  g_assert_cmpuint (zpi_case_get_n_items (zcase, ZPI_LIST_DOCUMENT), ==, 0);
}

/* The most memory that was resident since it was last forgotten. */
static long
peak_kib (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);
  return (long) g_ascii_strtoll (line + strlen ("VmHWM:"), NULL, 10);
}

static void
forget_peak (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "we");

  g_assert_nonnull (file);
  fputs ("5", file);
  fclose (file);
}

static void
test_memory_does_not_grow (Desk *desk, gconstpointer data)
{
  g_autofree char *path = g_build_filename (desk->folder, "big.jpg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  long before;

  if (g_strcmp0 (g_getenv ("ZPI_TEST_SANITIZE"), "none") != 0) {
    g_test_skip ("The sanitizer keeps freed memory");
    return;
  }
  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  {
    g_autoptr (GBytes) small = jpeg_of (1024 * 1024);
    g_autofree char *item = desk_take_in (desk, zcase, small, NULL, &error);

    g_assert_nonnull (item);
  }
  {
    /* Written without being in memory as a whole. */
    g_autoptr (GFileOutputStream) stream =
        g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
    g_autoptr (GBytes) piece = jpeg_of (512 * 1024);

    for (guint i = 0; i < 38; i++)
      g_output_stream_write_bytes (G_OUTPUT_STREAM (stream), piece, NULL, NULL);
    g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, NULL);
  }
  forget_peak ();
  before = peak_kib ();
  {
    g_autoptr (GAsyncResult) result = NULL;
    g_autofree char *item = NULL;

    zpi_intake_file_async (desk->session,
                           zcase,
                           file,
                           "overig",
                           NULL,
                           NULL,
                           NULL,
                           result_cb,
                           &result);
    item = zpi_intake_file_finish (result_wait (&result), NULL, &error);
    g_assert_no_error (error);
  }
  g_test_message ("19 MiB taken in: peak grew by %ld KiB", peak_kib () - before);
  g_assert_cmpint (peak_kib () - before, <, 8 * 1024);
}

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

static guint last_width;

static GBytes *
preview (Desk *desk, ZpiCase *zcase, const char *item, guint page, guint *pages, GError **error)
{
  last_width = 0;
  g_autoptr (GAsyncResult) result = NULL;
  guint width = 0, height = 0;
  GBytes *pixels;

  zpi_intake_preview_async (desk->session, zcase, item, page, 200, 100, NULL, result_cb, &result);
  pixels = zpi_intake_preview_finish (result_wait (&result), &width, &height, pages, error);
  if (pixels != NULL) {
    last_width = width;
    g_assert_cmpuint (width, <=, 200);
    g_assert_cmpuint (height, <=, 100);
    g_assert_cmpuint (g_bytes_get_size (pixels), ==, (gsize) width * height * 4);
  }
  return pixels;
}

static void
test_preview (Desk *desk, gconstpointer data)
{
  static const struct {
    const char *name;
    guint n_pages;
  } documents[] = {{"foto.jpg", 1}, {"scan.png", 1}, {"twee-bladzijden.pdf", 2}};
  g_autoptr (ZpiCase) zcase = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++) {
    g_autoptr (GBytes) content = picture (documents[i].name);
    g_autoptr (GError) error = NULL;
    g_autofree char *item = desk_take_in (desk, zcase, content, NULL, &error);
    g_autoptr (GBytes) pixels = NULL;
    guint n_pages = 0;

    g_assert_no_error (error);
    pixels = preview (desk, zcase, item, documents[i].n_pages - 1, &n_pages, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (n_pages, ==, documents[i].n_pages);
    g_assert_null (preview (desk, zcase, item, documents[i].n_pages, &n_pages, &error));
    assert_zpi_error (error, ZPI_ERROR_REFUSED);
  }
}

static void
test_no_preview_is_no_obstacle (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GBytes) content = pdf_of (5000);
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  guint n_pages;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = desk_take_in (desk, zcase, content, NULL, &error);
  g_assert_nonnull (item);
  g_assert_null (preview (desk, zcase, item, 0, &n_pages, &error));
  assert_zpi_error (error, ZPI_ERROR_REFUSED);
}

static char *
edit (Desk *desk, ZpiCase *zcase, const char *item, GPtrArray *edits, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_intake_edit_async (desk->session, zcase, item, edits, NULL, result_cb, &result);
  return zpi_intake_edit_finish (result_wait (&result), NULL, error);
}

/* All but the outermost pixels, which a page that is scaled shares with the paper around it. */
static void
assert_black (const guint8 *rgba, gsize width, gsize height)
{
  for (gsize y = 1; y + 1 < height; y++) {
    for (gsize x = 1; x + 1 < width; x++) {
      const guint8 *pixel = rgba + (y * width + x) * 4;

      g_assert_cmpuint (MAX (MAX (pixel[0], pixel[1]), pixel[2]), <=, 12);
      g_assert_cmpuint (pixel[3], ==, 255);
    }
  }
}

static void
test_edit (Desk *desk, gconstpointer data)
{
  static const char *const names[] = {"foto.jpg", "scan.png", "twee-bladzijden.pdf"};
  g_autoptr (ZpiCase) zcase = NULL;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_edit_free);
    g_autoptr (GBytes) content = picture (names[i]);
    g_autoptr (GBytes) pixels = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *item = desk_take_in (desk, zcase, content, NULL, &error);
    g_autofree char *edited = NULL;
    g_autofree char *kind = NULL;
    ZpiEdit *cover = zpi_edit_new (ZPI_EDIT_COVER, 0);
    ZpiEdit *turn = zpi_edit_new (ZPI_EDIT_TURN, 0);
    const guint8 *rgba;
    guint n_pages;

    turn->degrees = 90;
    cover->width = cover->height = 1; /* all of it */
    g_ptr_array_add (edits, turn);
    g_ptr_array_add (edits, cover);
    edited = edit (desk, zcase, item, edits, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (edited, !=, item);
    kind = zpi_case_item_key (ZPI_LIST_DOCUMENT, edited, "kind");
    g_assert_cmpstr (zpi_case_get (zcase, kind), ==, "loonstrook");
    g_assert_cmpuint (zpi_case_get_n_items (zcase, ZPI_LIST_DOCUMENT), ==, i + 1);
    pixels = preview (desk, zcase, edited, 0, &n_pages, &error);
    g_assert_no_error (error);
    rgba = g_bytes_get_data (pixels, NULL);
    assert_black (rgba, last_width, g_bytes_get_size (pixels) / 4 / last_width);
  }
  g_assert_cmpuint (n_documents (desk), ==, G_N_ELEMENTS (names));
}

static void
test_edit_leaves_nothing_under_it (Desk *desk, gconstpointer data)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_edit_free);
  g_autoptr (GBytes) content = picture ("twee-bladzijden.pdf");
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = NULL;
  g_autofree char *edited = NULL;
  ZpiEdit *mark = zpi_edit_new (ZPI_EDIT_MARK, -1);

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  item = desk_take_in (desk, zcase, content, NULL, &error);
  mark->text = g_strdup ("Kopie voor aanvraag Zoetermeerpas");
  g_ptr_array_add (edits, mark);
  edited = edit (desk, zcase, item, edits, &error);
  g_assert_no_error (error);
  back = read_back (desk, zcase, edited);
  /* Pages that were edited are pictures: no text, no fonts. */
  g_assert_false (contains (back, "/Font "));
  g_assert_false (contains (back, "/FontDescriptor"));
  g_assert_true (contains (back, "/DCTDecode"));
}

static void
probe (const char *program)
{
  g_autofree char *helper =
      g_build_filename (g_getenv ("ZPI_BUILD_ROOT"), "src", "helper", program, NULL);
  char *argv[] = {helper, (char *) "probe", NULL};
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_true (g_spawn_sync (NULL,
                               argv,
                               NULL,
                               G_SPAWN_STDOUT_TO_DEV_NULL,
                               NULL,
                               NULL,
                               NULL,
                               NULL,
                               &status,
                               &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_no_error (error);
}

static void
test_sandbox (void)
{
  probe ("zpi-helper");
  probe ("zpi-pdf-cleaner");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/intake/judge/kinds", test_kinds);
  g_test_add_func ("/intake/judge/pdf-behind-other-bytes", test_pdf_behind_other_bytes);
  g_test_add_func ("/intake/judge/too-large", test_too_large);
  g_test_add_func ("/intake/metadata/what-has-none", test_what_has_nothing_stays);
  g_test_add_func ("/intake/metadata/exif", test_exif_goes);
  g_test_add_func ("/intake/metadata/small-copy", test_small_copy_goes);
  g_test_add_func ("/intake/metadata/other-parts", test_other_private_parts_go);
  g_test_add_func ("/intake/metadata/second-picture", test_second_picture_goes);
  g_test_add_func ("/intake/metadata/rest-of-a-png", test_rest_of_a_png_goes);
  g_test_add_func ("/intake/metadata/upward-as-long", test_upward_as_long);
  g_test_add_func ("/intake/metadata/upward-of-a-png", test_upward_of_a_png);
  g_test_add_func ("/intake/metadata/name-of-a-profile", test_name_of_a_profile);
  g_test_add_func ("/intake/metadata/profile-of-a-maker", test_profile_of_a_maker);
  g_test_add_func ("/intake/metadata/profile-of-a-maker-in-parts",
                   test_profile_of_a_maker_in_parts);
  g_test_add_func ("/intake/metadata/profile-of-a-maker-in-a-png",
                   test_profile_of_a_maker_in_a_png);
  g_test_add_func ("/intake/metadata/cut-off-in-app0", test_cut_off_in_app0);
  g_test_add_func ("/intake/metadata/planted-marks", test_planted_marks_go);
  desk_test ("/intake/sizes-come-back", test_sizes_come_back);
  desk_test ("/intake/refused-leaves-nothing", test_refused_leaves_nothing);
  desk_test ("/intake/given-up-leaves-nothing", test_given_up_leaves_nothing);
  desk_test ("/intake/file-that-is-not-there", test_file_that_is_not_there);
  desk_test ("/intake/no-file", test_no_file);
  desk_test ("/intake/remove", test_remove);
  desk_test ("/intake/memory-does-not-grow", test_memory_does_not_grow);
  desk_test ("/intake/preview", test_preview);
  desk_test ("/intake/no-preview-is-no-obstacle", test_no_preview_is_no_obstacle);
  desk_test ("/intake/edit", test_edit);
  desk_test ("/intake/edit-leaves-nothing-under-it", test_edit_leaves_nothing_under_it);
  g_test_add_func ("/intake/sandbox", test_sandbox);
  return g_test_run ();
}
