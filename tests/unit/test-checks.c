/* SPDX-License-Identifier: EUPL-1.2 */

#include <string.h>

#include "zpi-checks.h"

typedef ZpiCheckResult (*Check) (const char *text);

typedef struct {
  const char *text;
  ZpiCheckCode code;
  ZpiCheckSeverity severity;
  const char *normalised;
} Expectation;

#define OK(text, normalised)                                                                       \
  {                                                                                                \
    text, ZPI_CHECK_OK, ZPI_SEVERITY_OK, normalised                                                \
  }
#define NOTHING(text)                                                                              \
  {                                                                                                \
    text, ZPI_CHECK_EMPTY, ZPI_SEVERITY_OK, NULL                                                   \
  }
#define WARN(text, code, normalised)                                                               \
  {                                                                                                \
    text, ZPI_CHECK_##code, ZPI_SEVERITY_WARNING, normalised                                       \
  }
#define REFUSE(text, code)                                                                         \
  {                                                                                                \
    text, ZPI_CHECK_##code, ZPI_SEVERITY_ERROR, NULL                                               \
  }

static void
compare (const char *text, const ZpiCheckResult *result, const Expectation *expected)
{
  g_autofree char *shown = g_strescape (text != NULL ? text : "NULL", NULL);

  g_test_message ("“%s”: %s", shown, zpi_check_code_to_nick (result->code));
  g_assert_cmpstr (zpi_check_code_to_nick (result->code),
                   ==,
                   zpi_check_code_to_nick (expected->code));
  g_assert_cmpint (result->severity, ==, expected->severity);
  g_assert_cmpstr (result->normalised, ==, expected->normalised);
}

static void
run (Check check, const Expectation *table, gsize length)
{
  for (gsize i = 0; i < length; i++) {
    g_auto (ZpiCheckResult) result = check (table[i].text);

    compare (table[i].text, &result, &table[i]);
  }
}

static void
test_bsn (void)
{
  static const Expectation table[] = {
      NOTHING (NULL),
      NOTHING (""),
      NOTHING ("  "),
      OK ("999993653", "999993653"),
      OK (" 9999.93.653 ", "999993653"),
      OK ("9999 93 653", "999993653"),
      OK ("999-993-653", "999993653"),
      OK ("00000012", "000000012"),
      REFUSE ("000000000", BSN_ZERO),
      REFUSE ("00000000", BSN_ZERO),
      REFUSE ("999993654", BSN_ELEVEN),
      REFUSE ("999993563", BSN_ELEVEN),
      REFUSE ("9999936", BSN_LENGTH),
      REFUSE ("9999936530", BSN_LENGTH),
      REFUSE ("99999365X", BSN_CHARACTERS),
      REFUSE ("99999365\xe2\x85\xa2", BSN_CHARACTERS),
      NOTHING ("\xff\xfe"),
  };

  run (zpi_check_bsn, table, G_N_ELEMENTS (table));
}

static void
test_bsn_practice (void)
{
  static const Expectation table[] = {
      OK ("9999.93.653", "999993653"),
      REFUSE ("00000012", BSN_NOT_A_TEST),
      REFUSE ("999993654", BSN_ELEVEN),
      NOTHING (""),
  };
  static const char *const published[] = {"999993653",
                                          "999993847",
                                          "999990019",
                                          "999995492",
                                          "999991802",
                                          "999994141",
                                          "999992892",
                                          "999993562",
                                          "999990937",
                                          "999990901",
                                          "999997567",
                                          "999997440",
                                          "999995248",
                                          "999991784"};

  run (zpi_check_bsn_practice, table, G_N_ELEMENTS (table));
  for (guint i = 0; i < G_N_ELEMENTS (published); i++) {
    g_auto (ZpiCheckResult) result = zpi_check_bsn_practice (published[i]);

    g_assert_cmpint (result.code, ==, ZPI_CHECK_OK);
    g_assert_true (zpi_bsn_is_published_test_number (published[i]));
  }
  g_assert_false (zpi_bsn_is_published_test_number (NULL));
}

static void
test_postcode (void)
{
  static const Expectation table[] = {
      NOTHING (""),
      OK ("2712AA", "2712AA"),
      OK ("2712 aa", "2712AA"),
      OK (" 2712-Aa ", "2712AA"),
      OK ("NL-2712 AA", "2712AA"),
      OK ("27 12 AA", "2712AA"),
      REFUSE ("0712AA", POSTCODE_FORM),
      REFUSE ("2712A", POSTCODE_FORM),
      REFUSE ("2712AAA", POSTCODE_FORM),
      REFUSE ("AA2712", POSTCODE_FORM),
      REFUSE ("2712\xc3\x84"
              "A",
              POSTCODE_FORM),
      REFUSE ("27I2AA", POSTCODE_FORM),
      REFUSE ("2712SA", POSTCODE_LETTERS),
      REFUSE ("2712sd", POSTCODE_LETTERS),
      REFUSE ("2712 SS", POSTCODE_LETTERS),
  };

  run (zpi_check_postcode, table, G_N_ELEMENTS (table));
}

static void
test_house (void)
{
  static const Expectation numbers[] = {
      NOTHING (NULL),
      OK ("1", "1"),
      OK (" 12 ", "12"),
      OK ("007", "7"),
      OK ("99999", "99999"),
      REFUSE ("0", HOUSE_NUMBER_FORM),
      REFUSE ("12a", HOUSE_NUMBER_FORM),
      REFUSE ("123456", HOUSE_NUMBER_FORM),
  };
  static const Expectation letters[] = {
      NOTHING (""),
      OK ("a", "a"),
      OK (" B ", "B"),
      REFUSE ("ab", HOUSE_LETTER_FORM),
      REFUSE ("1", HOUSE_LETTER_FORM),
  };
  static const Expectation additions[] = {
      NOTHING (""),
      OK ("bis", "bis"),
      OK ("2-hg", "2-hg"),
      OK (" 3 L ", "3 L"),
      REFUSE ("rechts", HOUSE_ADDITION_FORM),
      REFUSE ("a/b", HOUSE_ADDITION_FORM),
  };

  run (zpi_check_house_number, numbers, G_N_ELEMENTS (numbers));
  run (zpi_check_house_letter, letters, G_N_ELEMENTS (letters));
  run (zpi_check_house_addition, additions, G_N_ELEMENTS (additions));
}

static void
test_phone (void)
{
  static const Expectation table[] = {
      NOTHING (""),
      OK ("0612345678", "+31612345678"),
      OK ("06-12 34 56 78", "+31612345678"),
      OK ("079 123 45 67", "+31791234567"),
      OK ("(079) 1234567", "+31791234567"),
      OK ("+31612345678", "+31612345678"),
      OK ("+31 (0)6 1234 5678", "+31612345678"),
      OK ("0031 6 12345678", "+31612345678"),
      OK ("+48 601 234 567", "+48601234567"),
      OK ("0048601234567", "+48601234567"),
      REFUSE ("14 079", PHONE_SERVICE),
      REFUSE ("14079", PHONE_SERVICE),
      REFUSE ("112", PHONE_SERVICE),
      REFUSE ("113", PHONE_SERVICE),
      REFUSE ("0906-1234", PHONE_SERVICE),
      REFUSE ("0909 1234567", PHONE_SERVICE),
      OK ("0800 123 456", "+31800123456"),
      REFUSE ("0800-1234", PHONE_SERVICE),
      REFUSE ("0900 1234567", PHONE_SERVICE),
      REFUSE ("061234567", PHONE_LENGTH),
      REFUSE ("06123456789", PHONE_LENGTH),
      REFUSE ("1234567", PHONE_LENGTH),
      REFUSE ("6123456789", PHONE_FORM),
      REFUSE ("+3161234567", PHONE_LENGTH),
      REFUSE ("+31 00 12345678", PHONE_FORM),
      REFUSE ("+123456", PHONE_LENGTH),
      REFUSE ("+1234567890123456", PHONE_LENGTH),
      REFUSE ("+01234567", PHONE_FORM),
      REFUSE ("+", PHONE_FORM),
      REFUSE ("zes", PHONE_FORM),
      REFUSE ("06 1234 567x", PHONE_FORM),
      REFUSE ("06\xe2\x82\xac"
              "12345678",
              PHONE_FORM),
  };

  run (zpi_check_phone, table, G_N_ELEMENTS (table));
}

static void
test_email (void)
{
  g_autofree char *long_local = g_strdup_printf ("%0*d@example.nl", 65, 1);
  g_autofree char *labels = g_strdup_printf ("%0*d.%0*d.%0*d", 63, 1, 63, 1, 63, 1);
  g_autofree char *too_long = g_strdup_printf ("%0*d@%s.nl", 64, 1, labels);
  g_autofree char *long_label = g_strdup_printf ("a@%0*d.nl", 64, 1);
  const Expectation table[] = {
      NOTHING (""),
      OK ("anna@example.nl", "anna@example.nl"),
      OK (" Anna.de-Jong+pas@Example.NL ", "Anna.de-Jong+pas@example.nl"),
      OK ("a@b\xc3\xbc"
          "cher.example",
          "a@xn--bcher-kva.example"),
      OK ("a@mail.com", "a@mail.com"),
      OK ("a@gmail.com", "a@gmail.com"),
      OK ("a@gmaillcom.nl", "a@gmaillcom.nl"),
      OK ("a@gmaxy.com", "a@gmaxy.com"),
      WARN ("a@home.ln", EMAIL_TYPO, "a@home.ln"),
      OK ("a@hoem.ln", "a@hoem.ln"),
      REFUSE ("a@xn--\xc3\xbc.nl", EMAIL_DOMAIN),
      REFUSE ("anna", EMAIL_AT),
      REFUSE ("anna@home@example.nl", EMAIL_AT),
      REFUSE ("anna @example.nl", EMAIL_SPACE),
      REFUSE ("@example.nl", EMAIL_NAME),
      REFUSE (".anna@example.nl", EMAIL_NAME),
      REFUSE ("anna.@example.nl", EMAIL_NAME),
      REFUSE ("an..na@example.nl", EMAIL_NAME),
      REFUSE ("an,na@example.nl", EMAIL_NAME),
      REFUSE (long_local, EMAIL_NAME),
      REFUSE ("anna@", EMAIL_DOMAIN),
      REFUSE ("anna@example", EMAIL_DOMAIN),
      REFUSE ("anna@example.n", EMAIL_DOMAIN),
      REFUSE ("anna@example.12", EMAIL_DOMAIN),
      REFUSE ("anna@-example.nl", EMAIL_DOMAIN),
      REFUSE ("anna@example-.nl", EMAIL_DOMAIN),
      REFUSE ("anna@exa_mple.nl", EMAIL_DOMAIN),
      REFUSE ("anna@example..nl", EMAIL_DOMAIN),
      REFUSE (long_label, EMAIL_DOMAIN),
      REFUSE (too_long, EMAIL_LENGTH),
      WARN ("anna@homtail.com", EMAIL_TYPO, "anna@homtail.com"),
      WARN ("anna@gmail.con", EMAIL_TYPO, "anna@gmail.con"),
      WARN ("anna@gmal.com", EMAIL_TYPO, "anna@gmal.com"),
      WARN ("anna@gmaill.com", EMAIL_TYPO, "anna@gmaill.com"),
  };
  g_auto (ZpiCheckResult) slip = zpi_check_email ("anna@homtail.com");

  run (zpi_check_email, table, G_N_ELEMENTS (table));
  g_assert_cmpstr (slip.suggestion, ==, "anna@hotmail.com");
}

static void
test_names (void)
{
  g_autofree char *long_name = g_strnfill (201, 'a');
  const Expectation names[] = {
      NOTHING ("  "),
      OK ("Anna", "Anna"),
      OK (" Anna   Maria ", "Anna Maria"),
      OK ("Jos\xc3\xa9", "Jos\xc3\xa9"),
      OK ("Jose\xcc\x81", "Jos\xc3\xa9"),
      OK ("O\xe2\x80\x99"
          "Brien",
          "O'Brien"),
      OK ("Smit\xe2\x80\x93"
          "de Vries",
          "Smit-de Vries"),
      OK ("d\xe2\x80\x98"
          "A `B \xca\xbc"
          "C \xc2\xb4"
          "D",
          "d'A 'B 'C 'D"),
      OK ("A\xe2\x80\x90"
          "B\xe2\x80\x91"
          "C 2e",
          "A-B-C 2e"),
      WARN ("Lodewijk \xe2\x85\xab", NAME_CHARACTERS, "Lodewijk \xe2\x85\xab"),
      OK ("\xc5\x9e"
          "ahin",
          "\xc5\x9e"
          "ahin"),
      OK ("Nguy\xe1\xbb\x85n", "Nguy\xe1\xbb\x85n"),
      WARN ("Anna@", NAME_CHARACTERS, "Anna@"),
      WARN ("\xd0\x90\xd0\xbd\xd0\xbd\xd0\xb0",
            NAME_CHARACTERS,
            "\xd0\x90\xd0\xbd\xd0\xbd\xd0\xb0"),
      REFUSE (long_name, NAME_LENGTH),
  };
  static const Expectation prefixes[] = {
      NOTHING (""),
      OK ("van der", "van der"),
      OK ("in 't", "in 't"),
      OK ("d\xe2\x80\x99", "d'"),
      WARN ("van der van der", NAME_LENGTH, "van der van der"),
      WARN ("v.d.", NAME_CHARACTERS, "v.d."),
  };

  run (zpi_check_name, names, G_N_ELEMENTS (names));
  run (zpi_check_name_prefix, prefixes, G_N_ELEMENTS (prefixes));
}

static void
test_money (void)
{
  static const Expectation table[] = {
      NOTHING (""),
      OK ("1250", "125000"),
      OK ("1.250", "125000"),
      OK ("1.250,50", "125050"),
      OK ("12,", "1200"),
      OK ("0", "0"),
      REFUSE ("twaalf", MONEY_FORM),
      REFUSE ("-5", MONEY_FORM),
      REFUSE ("1,2,3", MONEY_FORM),
      REFUSE ("99999999999", MONEY_TOO_LARGE),
      REFUSE ("-99999999999", MONEY_FORM),
  };

  run (zpi_check_money, table, G_N_ELEMENTS (table));
}

static void
test_counts_and_months (void)
{
  static const Expectation counts[] = {
      NOTHING (""),
      OK ("0", "0"),
      OK ("3", "3"),
      OK ("03", "3"),
      REFUSE ("31", COUNT_TOO_LARGE),
      REFUSE ("99999999999999999999999", COUNT_TOO_LARGE),
      REFUSE ("-1", COUNT_FORM),
      REFUSE ("2,5", COUNT_FORM),
  };
  static const Expectation months[] = {
      NOTHING (""),
      OK ("2025-12", "2025-12"),
      OK ("12-2025", "2025-12"),
      OK ("1/2026", "2026-01"),
      OK ("december 2025", "2025-12"),
      OK ("Okt. 2025", "2025-10"),
      OK ("2025 maart", "2025-03"),
      OK ("mei 2025", "2025-05"),
      REFUSE ("13-2025", MONTH_FORM),
      REFUSE ("0-2025", MONTH_FORM),
      REFUSE ("2025", MONTH_FORM),
      REFUSE ("12-25", MONTH_FORM),
      REFUSE ("1 12 2025", MONTH_FORM),
      REFUSE ("12-1700", MONTH_FORM),
      REFUSE ("zomer 2025", MONTH_FORM),
      REFUSE ("123-2025", MONTH_FORM),
  };

  run (zpi_check_count, counts, G_N_ELEMENTS (counts));
  run (zpi_check_month, months, G_N_ELEMENTS (months));
}

static void
test_dates (void)
{
  static const Expectation table[] = {
      NOTHING (""),
      OK ("15-1-2026", "2026-01-15"),
      OK ("2026-01-15", "2026-01-15"),
      REFUSE ("31-02-2026", DATE_IMPOSSIBLE),
      REFUSE ("2026", DATE_IMPOSSIBLE),
      REFUSE ("onbekend", DATE_IMPOSSIBLE),
  };

  run (zpi_check_date, table, G_N_ELEMENTS (table));
}

typedef struct {
  ZpiBirthOf whose;
  Expectation expected;
} BirthExpectation;

static void
test_birth_dates (void)
{
  static const BirthExpectation table[] = {
      {ZPI_BIRTH_OF_APPLICANT, NOTHING ("")},
      {ZPI_BIRTH_OF_APPLICANT, OK ("1-5-1980", "1980-05-01")},
      {ZPI_BIRTH_OF_APPLICANT, REFUSE ("31-04-1980", DATE_IMPOSSIBLE)},
      {ZPI_BIRTH_OF_APPLICANT, REFUSE ("29-02-1981", DATE_IMPOSSIBLE)},
      {ZPI_BIRTH_OF_APPLICANT, OK ("29-02-1980", "1980-02-29")},
      {ZPI_BIRTH_OF_APPLICANT, REFUSE ("1-5-80", DATE_IMPOSSIBLE)},
      {ZPI_BIRTH_OF_APPLICANT, REFUSE ("16-1-2026", DATE_FUTURE)},
      {ZPI_BIRTH_OF_CHILD, OK ("15-1-2026", "2026-01-15")},
      {ZPI_BIRTH_OF_CHILD, REFUSE ("2027", DATE_FUTURE)},
      {ZPI_BIRTH_OF_APPLICANT, OK ("15-1-1906", "1906-01-15")},
      {ZPI_BIRTH_OF_APPLICANT, OK ("16-1-1905", "1905-01-16")},
      {ZPI_BIRTH_OF_APPLICANT, REFUSE ("15-1-1905", DATE_TOO_OLD)},
      {ZPI_BIRTH_OF_APPLICANT, OK ("15-1-2008", "2008-01-15")},
      {ZPI_BIRTH_OF_APPLICANT, WARN ("16-1-2008", DATE_MINOR, "2008-01-16")},
      {ZPI_BIRTH_OF_PARTNER, WARN ("16-1-2008", DATE_MINOR, "2008-01-16")},
      {ZPI_BIRTH_OF_CHILD, OK ("16-1-2008", "2008-01-16")},
      {ZPI_BIRTH_OF_CHILD, WARN ("15-1-2008", DATE_CHILD_ADULT, "2008-01-15")},
      {ZPI_BIRTH_OF_APPLICANT, {"00-00-1975", ZPI_CHECK_DATE_PARTLY, ZPI_SEVERITY_OK, "1975"}},
      {ZPI_BIRTH_OF_APPLICANT, {"00-05-1975", ZPI_CHECK_DATE_PARTLY, ZPI_SEVERITY_OK, "1975-05"}},
      {ZPI_BIRTH_OF_APPLICANT, {"onbekend", ZPI_CHECK_DATE_PARTLY, ZPI_SEVERITY_OK, "onbekend"}},
      {ZPI_BIRTH_OF_CHILD, {"2008", ZPI_CHECK_DATE_PARTLY, ZPI_SEVERITY_OK, "2008"}},
      {ZPI_BIRTH_OF_CHILD, WARN ("2007", DATE_CHILD_ADULT, "2007")},
  };
  const ZpiDate on = {ZPI_DATE_FULL, 2026, 1, 15};
  g_auto (ZpiCheckResult) free_of_age =
              zpi_check_birth_date ("16-1-2126", ZPI_BIRTH_OF_CHILD, NULL);

  g_assert_cmpint (free_of_age.code, ==, ZPI_CHECK_OK);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_auto (ZpiCheckResult) result =
                zpi_check_birth_date (table[i].expected.text, table[i].whose, &on);

    compare (table[i].expected.text, &result, &table[i].expected);
  }
}

static void
test_nicks (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < ZPI_N_CHECK_CODES; i++) {
    g_assert_nonnull (zpi_check_code_to_nick (i));
    g_assert_true (g_hash_table_add (seen, (gpointer) zpi_check_code_to_nick (i)));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/checks/bsn/eleven-test", test_bsn);
  g_test_add_func ("/checks/bsn/practice", test_bsn_practice);
  g_test_add_func ("/checks/postcode", test_postcode);
  g_test_add_func ("/checks/house", test_house);
  g_test_add_func ("/checks/phone", test_phone);
  g_test_add_func ("/checks/email", test_email);
  g_test_add_func ("/checks/names", test_names);
  g_test_add_func ("/checks/money", test_money);
  g_test_add_func ("/checks/counts-and-months", test_counts_and_months);
  g_test_add_func ("/checks/dates", test_dates);
  g_test_add_func ("/checks/birth-dates", test_birth_dates);
  g_test_add_func ("/checks/nicks", test_nicks);
  return g_test_run ();
}
