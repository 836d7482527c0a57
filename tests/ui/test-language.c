/* SPDX-License-Identifier: EUPL-1.2 */

/* Dutch for the client on a computer that knows no Dutch: the process is in the locale C, in which
 * gettext translates nothing. */

#include <locale.h>
#include <string.h>

#include "zpi-advice-page.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

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

static void
collect_buttons (GtkWidget *widget, GHashTable *seen)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;
  const char *mnemonic = label != NULL ? strchr (label, '_') : NULL;

  if (label != NULL)
    g_assert_true (g_hash_table_add (seen, g_strdup (label)));
  if (mnemonic != NULL)
    g_assert_true (g_hash_table_add (seen, g_utf8_strdown (mnemonic + 1, 1)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_buttons (child, seen);
}

/* Two buttons of a page have two names and two keys, in Dutch too. */
static void
test_buttons_of_doors (void)
{
  static const char *const doors[] = {"letter", "more-information", "account"};
  const char *before = zpi_language_push ("nl");

  for (guint i = 0; i < G_N_ELEMENTS (doors); i++) {
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    GtkWidget *page = g_object_ref_sink (zpi_advice_page_new (doors[i]));

    collect_buttons (page, seen);
    g_assert_cmpuint (g_hash_table_size (seen), >=, 2);
    g_object_unref (page);
  }
  zpi_language_pop (before);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C");
  adw_init ();
  zpi_ui_init ();
  g_test_add_func ("/language/sentence", test_sentence);
  g_test_add_func ("/language/count", test_count);
  g_test_add_func ("/language/nested", test_nested);
  g_test_add_func ("/language/buttons-of-doors", test_buttons_of_doors);
  return g_test_run ();
}
