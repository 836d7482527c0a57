/* SPDX-License-Identifier: EUPL-1.2 */

/* Dutch for the client on a computer that knows no Dutch: the process is in the locale C, in which
 * gettext translates nothing. */

#include <locale.h>

#include "zpi-i18n.h"

static void
test_sentence (void)
{
  const char *before = zpi_language_push ("nl");
  const char *dutch = _ ("Saved");
  const char *unknown = zpi_language_translate ("No such sentence");
  const char *code = C_ ("language code", "en");

  zpi_language_pop (before);
  g_assert_cmpstr (dutch, ==, "Opgeslagen");
  g_assert_cmpstr (unknown, ==, "No such sentence");
  g_assert_cmpstr (code, ==, "nl");
  g_assert_cmpstr (_ ("Saved"), ==, "Saved");
}

static void
test_count (void)
{
  const char *before = zpi_language_push ("nl");
  const char *one = ngettext ("%u answer needs attention", "%u answers need attention", 1);
  const char *more = ngettext ("%u answer needs attention", "%u answers need attention", 2);

  zpi_language_pop (before);
  g_assert_true (g_str_has_prefix (one, "%u antwoord "));
  g_assert_true (g_str_has_prefix (more, "%u antwoorden "));
}

static void
test_nested (void)
{
  const char *before = zpi_language_push ("nl");
  const char *inner = zpi_language_push ("en");
  const char *english = _ ("Saved");

  zpi_language_pop (inner);
  g_assert_cmpstr (english, ==, "Saved");
  g_assert_cmpstr (_ ("Saved"), ==, "Opgeslagen");
  zpi_language_pop (before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C");
  g_test_add_func ("/language/sentence", test_sentence);
  g_test_add_func ("/language/count", test_count);
  g_test_add_func ("/language/nested", test_nested);
  return g_test_run ();
}
