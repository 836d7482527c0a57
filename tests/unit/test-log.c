/* SPDX-License-Identifier: EUPL-1.2 */

#include <locale.h>
#include <string.h>

#include "zpi-error.h"
#include "zpi-log.h"

static void
test_redact (void)
{
  static const struct {
    const char *message;
    const char *redacted;
  } cases[] = {
      {"nothing to hide", "nothing to hide"},
      {"bsn 999993653 refused", "bsn […] refused"},
      {"bsn 99993653.", "bsn […]."},
      {"999993653,999990019", "[…],[…]"},
      {"1234567 and 1234567890 stay", "1234567 and 1234567890 stay"},
      {"id 0a999993653b stays", "id 0a999993653b stays"},
      {"mail to anna.de-jong+zp@post.example.nl now", "mail to […] now"},
      {"Authorization: Bearer abc.DEF-123_x==", "Authorization: […]"},
      {"bearer\tabc", "[…]"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *redacted = zpi_log_redact (cases[i].message);

    g_assert_cmpstr (redacted, ==, cases[i].redacted);
  }
}

static void
test_redact_what_is_no_text (void)
{
  g_autofree char *redacted = zpi_log_redact ("a\xff 999993653");

  g_assert_true (g_utf8_validate (redacted, -1, NULL));
  g_assert_null (strstr (redacted, "999993653"));
}

static void
writes_secrets (void)
{
  const GLogField fields[] = {
      {"PRIORITY", "4", -1},
      {"MESSAGE", "of 999990019 only the beginning", 12},
  };

  zpi_log_install ();
  g_log_structured_array (G_LOG_LEVEL_INFO, fields, G_N_ELEMENTS (fields));
  g_message ("client 999993653 wrote from anna@example.nl");
}

/* What the installed writer lets through, seen from outside. */
static void
test_install (void)
{
  if (g_test_subprocess ()) {
    writes_secrets ();
    return;
  }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*client […] wrote from […]*");
  g_test_trap_assert_stderr_unmatched ("*999993653*");
  g_test_trap_assert_stderr_unmatched ("*999990019*");
  g_test_trap_assert_stderr_unmatched ("*example.nl*");
}

static void
test_every_code_has_its_own_word (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);

  for (ZpiError code = 0; code <= ZPI_ERROR_NOT_DRAWN; code++) {
    const char *nick = zpi_error_code_to_nick (code);

    g_assert_nonnull (nick);
    g_assert_cmpuint (strspn (nick, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen (nick));
    g_assert_true (g_hash_table_add (words, (gpointer) nick));
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/redact", test_redact);
  g_test_add_func ("/log/redact-what-is-no-text", test_redact_what_is_no_text);
  g_test_add_func ("/log/install", test_install);
  g_test_add_func ("/error/every-code-has-its-own-word", test_every_code_has_its_own_word);
  return g_test_run ();
}
