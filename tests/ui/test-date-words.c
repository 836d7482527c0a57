/* SPDX-License-Identifier: EUPL-1.2 */

/* Dates follow the language of the sentence around them, not that of LC_TIME. */

#include "zpi-config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "zpi-date-words.h"
#include "zpi-language.h"

static char *
say (const char *language, char *(*words) (GDateTime *time))
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 1, 5, 14, 5, 30);
  const char *before = zpi_language_push (language);
  char *said = words (time);

  zpi_language_pop (before);
  return said;
}

static void
test_day (void)
{
  g_autofree char *english = say ("en", zpi_date_words);
  g_autofree char *dutch = say ("nl", zpi_date_words);

  g_assert_cmpstr (english, ==, "5 January 2026");
  g_assert_cmpstr (dutch, ==, "5 januari 2026");
}

static void
test_time (void)
{
  g_autofree char *english = say ("en", zpi_date_words_with_time);
  g_autofree char *dutch = say ("nl", zpi_date_words_with_time);

  g_assert_cmpstr (english, ==, "5 January 2026, 14:05");
  g_assert_cmpstr (dutch, ==, "5 januari 2026 om 14:05");
}

static void
test_iso (void)
{
  const char *before = zpi_language_push ("nl");
  g_autofree char *whole = zpi_date_words_from_iso ("2026-03-01");
  g_autofree char *month = zpi_date_words_from_iso ("2026-03");
  g_autofree char *wrong = zpi_date_words_from_iso ("2026-02-30");

  zpi_language_pop (before);
  g_assert_cmpstr (whole, ==, "1 maart 2026");
  g_assert_null (month);
  g_assert_null (wrong);
  g_assert_null (zpi_date_words_from_iso (NULL));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, ZPI_BUILDDIR "/po");
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date-words/day", test_day);
  g_test_add_func ("/date-words/time", test_time);
  g_test_add_func ("/date-words/iso", test_iso);
  return g_test_run ();
}
