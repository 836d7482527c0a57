/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#include <glib.h>
#include <string.h>
#include <time.h>

#include "zpi-text.h"

static const struct {
  const char *typed;
  const char *line;
} lines[] = {
    {NULL, ""},
    {"", ""},
    {" \t\n ", ""},
    {"\xff\xfe", ""},
    {"Anna", "Anna"},
    {"  Anna \u00a0 Maria\u2003", "Anna Maria"},
    {"Anna\nMaria\u2028Bo\x0b"
     "Jo\x1f"
     "Li\xc2\x85Mo",
     "Anna Maria Bo Jo Li Mo"},
    {"A\u200bn\u200cn\u200d\u2060a\ufeff", "Anna"},
    {"\u200e\u202a\u202eAnna\u202c\u2066\u2069\u061c", "Anna"},
    {"An\u00adna\u034f", "Anna"},
    {"A\x01n\x7fna", "Anna"},
    {"\u3164\u115f\u2800", ""},
    {"\U000e0041\U000e007fAnna\ufe0f", "Anna"},
    {"a\u2010b\u2011c\u2012d\u2013e\u2014f\u2015g\u2212h\uff0di\ufe63j", "a-b-c-d-e-f-g-h-i-j"},
    {"O\u2019Brien O\u00b4Brien O`Brien O\u02bcBrien O\u2032Brien O\u1ffdBrien",
     "O'Brien O'Brien O'Brien O'Brien O'Brien O'Brien"},
    {"\uff10\uff19\uff20\uff21", "09@A"},
    {"Zoe\u0308", "Zo\u00eb"},
    {"Zoe\u200b\u0308", "Zo\u00eb"},
    {"\u212bsa", "\u00c5sa"},
    {"o\ufb03ce \ufb01 \ufb02 Sche\ufb00er \ufb05", "office fi fl Scheffer st"},
    {"\ufb01\u0301", "f\u00ed"},
    {"L\u0133brand \u0132SBRAND \u2116 12\u2026", "Lijbrand IJSBRAND No 12..."},
    {"example\u3002nl", "example.nl"},
    {"12 \u2161 \u2173", "12 II iv"},
    {"\U0001d4d0\U0001d4f7\U0001d4f7\U0001d4ea 1\u00b2", "Anna 1\u00b2"},
    {"0\ufe0f\u20e36\ufe0f\u20e3", "06"},
    {"\u5bb6 \u0410\u043d\u043d\u0430", "\u5bb6 \u0410\u043d\u043d\u0430"},
};

static void
test_line (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autofree char *line = zpi_text_line (lines[i].typed);

    g_assert_cmpstr (line, ==, lines[i].line);
  }
}

static void
test_lines (void)
{
  g_autofree char *lines_of_text = zpi_text_lines ("\n Een\u200b  \r\n\ntwee \u2013 drie\n\n");
  g_autofree char *nothing = zpi_text_lines (NULL);
  g_autofree char *broken = zpi_text_lines ("\xff");

  g_assert_cmpstr (lines_of_text, ==, "Een\n\ntwee - drie");
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (broken, ==, "");
}

/* A text that is plain already takes a shorter way, to the same end. */
static void
test_plain (void)
{
  for (guint i = 0; i < 5000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *unseen = NULL;
    g_autofree char *near = NULL;
    g_autofree char *far = NULL;
    int n = g_test_rand_int_range (0, 8);

    while (n-- > 0)
      g_string_append_c (text, g_test_rand_bit () ? ' ' : (char) g_test_rand_int_range (1, 0x80));
    unseen = g_strconcat (text->str, "\u200b", NULL);
    near = zpi_text_line (text->str);
    far = zpi_text_line (unseen);
    g_assert_cmpstr (near, ==, far);
  }
}

/* Any text of any characters: doing it twice changes nothing, and nothing that cannot be seen is
 * left. */
static void
test_twice (void)
{
  static const gunichar odd[] = {0x20,   0x301,  0x308,  0x338,  0x200b, 0x2d,   0x1fef, 0x1ffd,
                                 0x2000, 0x212a, 0x212b, 0xff1d, 0x3d,   0x65,   0x1100, 0x1161,
                                 0x11a8, 0xac00, 0x0a,   0xb4,   0x340,  0xfb1d, 0x0f73, 0x1d15e,
                                 0xfb03, 0x133,  0x2026, 0x2116, 0x3002, 0x30,   0x2167, 0x1d6a4};

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autofree char *once = NULL;
    g_autofree char *twice = NULL;
    g_autofree char *many = NULL;
    g_autofree char *many_twice = NULL;
    int n = g_test_rand_int_range (0, 12);

    while (n-- > 0) {
      gunichar c = g_test_rand_bit () ? odd[g_test_rand_int_range (0, G_N_ELEMENTS (odd))]
                                      : (gunichar) g_test_rand_int_range (1, 0x30000);

      if (g_unichar_validate (c))
        g_string_append_unichar (text, c);
    }
    once = zpi_text_line (text->str);
    twice = zpi_text_line (once);
    g_assert_cmpstr (once, ==, twice);
    many = zpi_text_lines (text->str);
    many_twice = zpi_text_lines (many);
    g_assert_cmpstr (many, ==, many_twice);
    for (const char *p = once; *p != '\0'; p = g_utf8_next_char (p)) {
      GUnicodeType type = g_unichar_type (g_utf8_get_char (p));

      g_assert_true (type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT);
    }
  }
}

static void
test_pictures (void)
{
  static const char *const table[][2] = {
      {"\U0001f4de 06", "06"},
      {"06 \U0001f4f1\U0001f3fd", "06"},
      {"\u260e 06 \u2705 ", "06"},
      {"06", "06"},
      {"\U0001f4de", "\U0001f4de"},
      {"0\U0001f4de6", "0\U0001f4de6"},
      {"", ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *text = g_strdup (table[i][0]);
    gboolean dropped = zpi_text_drop_pictures (text);

    g_assert_cmpstr (text, ==, table[i][1]);
    g_assert_cmpint (dropped, ==, strcmp (table[i][0], table[i][1]) != 0);
  }
}

static void
test_letters (void)
{
  g_assert_true (zpi_text_has_letter ("-a"));
  g_assert_true (zpi_text_has_letter ("\u5bb6"));
  g_assert_true (zpi_text_has_letter ("\u0627"));
  g_assert_false (zpi_text_has_letter (""));
  g_assert_false (zpi_text_has_letter ("-. '12"));
  g_assert_false (zpi_text_has_letter ("\U0001f600"));
}

/* By characters, not in the middle of one. */
static void
test_short (void)
{
  g_autofree char *fits = zpi_text_dup_short ("Zoë", 3);
  g_autofree char *cut = zpi_text_dup_short ("Zoë de Jong", 3);
  g_autofree char *nothing = zpi_text_dup_short ("", 3);

  g_assert_cmpstr (fits, ==, "Zoë");
  g_assert_cmpstr (cut, ==, "Zoë…");
  g_assert_cmpstr (nothing, ==, "");
}

/* Each answer is read this way at each change of the page, in several places: a letter that was
 * imported as one made *Review* take seconds. Composing alone costs more. */
static void
test_line_is_quick (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  clock_t began;
  clock_t composing;

  while (text->len < 60000)
    g_string_append (text, "een ge\u00efnde zin, met caf\u00e9. ");
  began = clock ();
  for (guint i = 0; i < 20; i++)
    g_free (g_utf8_normalize (text->str, -1, G_NORMALIZE_NFC));
  composing = clock () - began;
  began = clock ();
  for (guint i = 0; i < 20; i++)
    g_free (zpi_text_line (text->str));
  began = clock () - began;
  g_test_message ("%d of %d", (int) began, (int) composing);
  g_assert_cmpint (began, <, composing);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/line/quick", test_line_is_quick);
  g_test_add_func ("/text/line", test_line);
  g_test_add_func ("/text/lines", test_lines);
  g_test_add_func ("/text/plain", test_plain);
  g_test_add_func ("/text/twice", test_twice);
  g_test_add_func ("/text/pictures", test_pictures);
  g_test_add_func ("/text/letters", test_letters);
  g_test_add_func ("/text/short", test_short);

  return g_test_run ();
}
