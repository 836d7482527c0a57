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
      OK ("nr 999993653.", "999993653"),
      OK ("BSN-nummer: 999993653", "999993653"),
      REFUSE ("000000000", BSN_ZERO),
      REFUSE ("00000000", BSN_ZERO),
      REFUSE ("999993654", BSN_ELEVEN),
      REFUSE ("999993563", BSN_ELEVEN),
      REFUSE ("9999936", BSN_LENGTH),
      REFUSE ("9999936530", BSN_LENGTH),
      REFUSE ("99999365X", BSN_CHARACTERS),
      REFUSE ("99999365\xe2\x85\xa2", BSN_CHARACTERS),
      OK ("9999\u201393\u2013653", "999993653"),
      OK ("999993653\u200b", "999993653"),
      OK ("\u200e\ufeff999993653\u202c", "999993653"),
      OK ("\uff19\uff19\uff19\uff19\uff19\uff13\uff16\uff15\uff13", "999993653"),
      OK ("BSN: 9999 93 653", "999993653"),
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
      OK ("2712\u2013AA", "2712AA"),
      OK ("2712AA\u200b", "2712AA"),
      OK ("2712\u00a0AA", "2712AA"),
      REFUSE ("0712AA", POSTCODE_ZERO),
      REFUSE ("0712 A", POSTCODE_FORM),
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
      REFUSE ("0", HOUSE_NUMBER_RANGE),
      REFUSE ("12a", HOUSE_NUMBER_FORM),
      REFUSE ("123456", HOUSE_NUMBER_RANGE),
      OK ("12\u200b", "12"),
      OK ("\uff11\uff12", "12"),
      OK ("nr. 12", "12"),
      OK ("Nr 12", "12"),
      OK ("#12", "12"),
      OK ("huisnummer: 12", "12"),
      OK ("12.", "12"),
      OK ("12,", "12"),
      REFUSE ("nr.", HOUSE_NUMBER_FORM),
      REFUSE ("nr", HOUSE_NUMBER_FORM),
      REFUSE ("12 t/m 14", HOUSE_NUMBER_FORM),
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
      REFUSE ("6123456789", PHONE_START),
      REFUSE ("+3161234567", PHONE_LENGTH),
      REFUSE ("+31 00 12345678", PHONE_COUNTRY),
      REFUSE ("+123456", PHONE_ABROAD),
      REFUSE ("+1234567890123456", PHONE_ABROAD),
      REFUSE ("+01234567", PHONE_COUNTRY),
      REFUSE ("000612345678", PHONE_COUNTRY),
      OK ("\u202d06 12345678\u202c", "+31612345678"),
      OK ("06\u201112345678", "+31612345678"),
      OK ("06 \u2013 12345678", "+31612345678"),
      OK ("06\u201412345678", "+31612345678"),
      OK ("06\u221212345678", "+31612345678"),
      OK ("tel:+31-6-12345678", "+31612345678"),
      OK ("Tel. 06 12345678", "+31612345678"),
      OK ("Mobiel: 06/12345678", "+31612345678"),
      OK ("(+31) 6 12345678", "+31612345678"),
      OK ("+31 (0) 79 - 123 45 67", "+31791234567"),
      OK ("31612345678", "+31612345678"),
      OK ("+49 (0)30 123456", "+4930123456"),
      OK ("0044 (0)20 7946 0958", "+442079460958"),
      OK ("(0044) 20 7946 0958", "+442079460958"),
      OK ("+44 020 7946 0958", "+442079460958"),
      OK ("+48 (0) 601 234 567", "+48601234567"),
      OK ("+39 06 1234 5678", "+390612345678"),
      OK ("+39 (0)6 1234 5678", "+390612345678"),
      OK ("097010517412", "+3197010517412"),
      WARN ("0470 12 34 56", PHONE_BELGIAN, "+32470123456"),
      WARN ("0496/12.34.56", PHONE_BELGIAN, "+32496123456"),
      OK ("0475 12 34 56", "+31475123456"),
      OK ("0492 123456", "+31492123456"),
      OK ("+36 06 20 123 4567", "+36201234567"),
      OK ("+36 20 123 4567", "+36201234567"),
      WARN ("+999 123 456 789", PHONE_NO_COUNTRY, "+999123456789"),
      WARN ("00294 1234567", PHONE_NO_COUNTRY, "+2941234567"),
      OK ("+383 44 123 456", "+38344123456"),
      OK ("+870 7731 1234", "+87077311234"),
      OK ("+31 97010517412", "+3197010517412"),
      REFUSE ("09701051741", PHONE_LENGTH),
      REFUSE ("06 12345678 of 079 1234567", PHONE_FORM),
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
      OK ("\u200eanna@example.nl\u200b", "anna@example.nl"),
      OK ("mailto:anna@example.nl", "anna@example.nl"),
      OK ("Anna Jansen (anna@example.nl)", "anna@example.nl"),
      OK ("MAILTO: anna@example.nl?subject=pas", "anna@example.nl"),
      OK ("Anna de Jong <anna@example.nl>", "anna@example.nl"),
      OK ("\"Anna\" <mailto:anna@example.nl>", "anna@example.nl"),
      OK ("<anna@example.nl>,", "anna@example.nl"),
      OK ("anna@example.nl.", "anna@example.nl"),
      OK ("(anna@example.nl)", "anna@example.nl"),
      WARN ("anna@gmail.nl", EMAIL_TYPO, "anna@gmail.nl"),
      WARN ("anna@icloud.nl", EMAIL_TYPO, "anna@icloud.nl"),
      WARN ("anna@gmail.com.nl", EMAIL_TYPO, "anna@gmail.com.nl"),
      WARN ("anna@ziggo.com", EMAIL_TYPO, "anna@ziggo.com"),
      WARN ("anna@kpnmail.com", EMAIL_TYPO, "anna@kpnmail.com"),
      WARN ("anna@hotmail.con", EMAIL_TYPO, "anna@hotmail.con"),
      WARN ("anna@bedrijf.con", EMAIL_TYPO, "anna@bedrijf.con"),
      WARN ("www.anna@gmail.com", EMAIL_TYPO, "anna@gmail.com"),
      WARN ("anna@gmail,com", EMAIL_TYPO, "anna@gmail.com"),
      WARN ("anna@gmailcom", EMAIL_TYPO, "anna@gmail.com"),
      OK ("a@hotmail.nl", "a@hotmail.nl"),
      OK ("a@yahoo.com.br", "a@yahoo.com.br"),
      OK ("a@outlook.de", "a@outlook.de"),
      OK ("a@gmail.com", "a@gmail.com"),
      OK ("a@gmaillcom.nl", "a@gmaillcom.nl"),
      OK ("a@gmaxy.com", "a@gmaxy.com"),
      OK ("a@gmaix.nl", "a@gmaix.nl"),
      WARN ("a@home.ln", EMAIL_TYPO, "a@home.ln"),
      OK ("a@hoem.ln", "a@hoem.ln"),
      REFUSE ("a@xn--\xc3\xbc.nl", EMAIL_DOMAIN),
      REFUSE ("anna", EMAIL_AT),
      REFUSE ("anna@home@example.nl", EMAIL_AT_TWICE),
      REFUSE ("anna jong@example.nl", EMAIL_SPACE),
      REFUSE ("@example.nl", EMAIL_NAME),
      REFUSE (".anna@example.nl", EMAIL_NAME),
      REFUSE ("anna.@example.nl", EMAIL_NAME),
      REFUSE ("an..na@example.nl", EMAIL_NAME),
      REFUSE ("an,na@example.nl", EMAIL_NAME),
      REFUSE (long_local, EMAIL_NAME),
      REFUSE ("anna@", EMAIL_DOMAIN),
      REFUSE ("anna@example", EMAIL_POINT),
      REFUSE ("anna@example.n", EMAIL_POINT),
      REFUSE ("anna@example.12", EMAIL_DOMAIN),
      REFUSE ("anna@-example.nl", EMAIL_DOMAIN),
      REFUSE ("anna@example-.nl", EMAIL_DOMAIN),
      REFUSE ("anna@exa_mple.nl", EMAIL_DOMAIN),
      REFUSE (long_label, EMAIL_DOMAIN),
      REFUSE (too_long, EMAIL_LENGTH),
      WARN ("anna@example..nl", EMAIL_TYPO, "anna@example.nl"),
      WARN ("anna@homtail.com", EMAIL_TYPO, "anna@homtail.com"),
      WARN ("anna@gmail.con", EMAIL_TYPO, "anna@gmail.con"),
      WARN ("anna@gmal.com", EMAIL_TYPO, "anna@gmal.com"),
      WARN ("anna@gmaill.com", EMAIL_TYPO, "anna@gmaill.com"),
  };
  static const char *const slips[][2] = {
      {"anna@homtail.com", "anna@hotmail.com"},
      {"anna@gmail.nl", "anna@gmail.com"},
      {"anna@icloud.nl", "anna@icloud.com"},
      {"anna@gmail.com.nl", "anna@gmail.com"},
      {"anna@ziggo.com", "anna@ziggo.nl"},
      {"anna@kpnmail.com", "anna@kpnmail.nl"},
      {"anna@hotmail.con", "anna@hotmail.com"},
      {"anna@bedrijf.con", "anna@bedrijf.com"},
      {"www.anna@gmail.com", "anna@gmail.com"},
      {"www.anna@gmail.nl", "anna@gmail.com"},
      {"anna@gmail,com", "anna@gmail.com"},
  };

  run (zpi_check_email, table, G_N_ELEMENTS (table));
  for (guint i = 0; i < G_N_ELEMENTS (slips); i++) {
    g_auto (ZpiCheckResult) slip = zpi_check_email (slips[i][0]);

    g_assert_cmpstr (slip.suggestion, ==, slips[i][1]);
  }
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
      OK ("Lodewijk \xe2\x85\xab", "Lodewijk XII"),
      OK ("\xc5\x9e"
          "ahin",
          "\xc5\x9e"
          "ahin"),
      OK ("Nguy\xe1\xbb\x85n", "Nguy\xe1\xbb\x85n"),
      WARN ("Anna@", NAME_CHARACTERS, "Anna@"),
      WARN ("Mevr. A. de Jong", NAME_TITLE, "Mevr. A. de Jong"),
      WARN ("dhr Jan", NAME_TITLE, "dhr Jan"),
      WARN ("De heer\u00a0Jansen", NAME_TITLE, "De heer Jansen"),
      WARN ("Jansen geb. Bakker", NAME_TITLE, "Jansen geb. Bakker"),
      WARN ("Jansen e/v Bakker", NAME_TITLE, "Jansen e/v Bakker"),
      WARN ("drs. P", NAME_TITLE, "drs. P"),
      WARN ("Anna1", NAME_CHARACTERS, "Anna1"),
      WARN ("Ann4", NAME_CHARACTERS, "Ann4"),
      WARN ("J0hn", NAME_CHARACTERS, "J0hn"),
      WARN ("0lga", NAME_CHARACTERS, "0lga"),
      OK ("Willem 2", "Willem 2"),
      OK ("Jan 2e", "Jan 2e"),
      WARN ("4nna", NAME_CHARACTERS, "4nna"),
      OK ("Anna 1", "Anna 1"),
      OK ("Jansen-Mr", "Jansen-Mr"),
      WARN ("Ms Anna", NAME_TITLE, "Ms Anna"),
      WARN ("Mw.Jansen", NAME_TITLE, "Mw.Jansen"),
      WARN ("Mr Jansen", NAME_TITLE, "Mr Jansen"),
      WARN ("Miss Anna", NAME_TITLE, "Miss Anna"),
      WARN ("Dr Jansen", NAME_TITLE, "Dr Jansen"),
      WARN ("Dhr.Jansen", NAME_TITLE, "Dhr.Jansen"),
      WARN ("Hr. Jansen", NAME_TITLE, "Hr. Jansen"),
      WARN ("Heer Jansen", NAME_TITLE, "Heer Jansen"),
      WARN ("Dhr/mw Jansen", NAME_TITLE, "Dhr/mw Jansen"),
      WARN ("Drs Jansen", NAME_TITLE, "Drs Jansen"),
      WARN ("Prof Jansen", NAME_TITLE, "Prof Jansen"),
      WARN ("Jansen mw.", NAME_TITLE, "Jansen mw."),
      WARN ("Jansen, mevr.", NAME_TITLE, "Jansen, mevr."),
      WARN ("Sr. Maria", NAME_TITLE, "Sr. Maria"),
      WARN ("Ds. Jansen", NAME_TITLE, "Ds. Jansen"),
      OK ("Mo Dr", "Mo Dr"),
      OK ("Missy Anna", "Missy Anna"),
      OK ("A.M.", "A.M."),
      OK ("M.S. Jansen", "M.S. Jansen"),
      OK ("M.R. Jansen", "M.R. Jansen"),
      OK ("\U0001d4d0\U0001d4f7\U0001d4f7\U0001d4ea", "Anna"),
      OK ("de Heer", "de Heer"),
      OK ("Mevr", "Mevr"),
      OK ("Ing", "Ing"),
      OK ("Ir Jansen", "Ir Jansen"),
      OK ("Dr\u00e9 Mra", "Dr\u00e9 Mra"),
      OK ("Geboren Vries", "Geboren Vries"),
      WARN ("\xd0\x90\xd0\xbd\xd0\xbd\xd0\xb0",
            NAME_CHARACTERS,
            "\xd0\x90\xd0\xbd\xd0\xbd\xd0\xb0"),
      REFUSE (long_name, NAME_LENGTH),
      WARN (".", NAME_UNKNOWN, "."),
      WARN ("onbekend", NAME_NONE, "onbekend"),
      WARN (" N.v.t. ", NAME_NONE, "N.v.t."),
      WARN ("Idem", NAME_NONE, "Idem"),
      WARN ("niet van toepassing", NAME_NONE, "niet van toepassing"),
      /* Read in the wrong character set: each has a sign too many that is no letter. */
      WARN ("Jes\u00c3\u00bas", NAME_CHARACTERS, "Jes\u00c3\u00bas"),
      WARN ("Hel\u00c3\u00aane", NAME_CHARACTERS, "Hel\u00c3\u00aane"),
      WARN ("Zo\u00c3\u00ab", NAME_CHARACTERS, "Zo\u00c3\u00ab"),
      WARN ("Jos\ufffd", NAME_CHARACTERS, "Jos\ufffd"),
      OK ("\u01c5emal \u0219 \u00df", "\u01c5emal \u0219 \u00df"),
      OK ("Onbekende", "Onbekende"),
      NOTHING ("\u200b"),
      NOTHING ("\x01\x02"),
      NOTHING ("\u3164"),
      REFUSE ("-", NAME_NO_LETTER),
      REFUSE ("..", NAME_NO_LETTER),
      REFUSE ("12", NAME_NO_LETTER),
      REFUSE ("\U0001f600", NAME_NO_LETTER),
      OK ("Anna\u202eairaM", "AnnaairaM"),
      OK ("O\u00b4Brien", "O'Brien"),
      OK ("Jean\u2011Luc", "Jean-Luc"),
  };
  static const Expectation prefixes[] = {
      NOTHING (""),
      OK ("van der", "van der"),
      OK ("in 't", "in 't"),
      OK ("d\xe2\x80\x99", "d'"),
      WARN ("van der van der", PREFIX_LENGTH, "van der van der"),
      REFUSE ("van der van der van der", PREFIX_LENGTH),
      REFUSE ("-", NONE),
      REFUSE (".", NONE),
      REFUSE ("12", NAME_NO_LETTER),
      WARN ("v.d.", NAME_CHARACTERS, "v.d."),
      WARN ("geen", NAME_NONE, "geen"),
  };

  static const Expectation places[] = {
      NOTHING ("\u200b"),
      OK (" Dorpsstraat ", "Dorpsstraat"),
      OK ("2e Stationsstraat", "2e Stationsstraat"),
      OK ("'s-Gravenhage", "'s-Gravenhage"),
      REFUSE ("-", PLACE_NO_LETTER),
      REFUSE (".", PLACE_NO_LETTER),
      REFUSE ("12", PLACE_NO_LETTER),
  };

  run (zpi_check_place_name, places, G_N_ELEMENTS (places));
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
      REFUSE ("-5", MONEY_NEGATIVE),
      OK ("1.250,=", "125000"),
      OK ("1250 euro", "125000"),
      REFUSE ("1,2,3", MONEY_FORM),
      REFUSE ("1.4", MONEY_POINT),
      REFUSE ("99999999999", MONEY_TOO_LARGE),
      REFUSE ("-99999999999", MONEY_NEGATIVE),
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
      OK ("2 (8 en 10)", "2"),
      OK ("2 kinderen (8 en 10)", "2"),
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
      OK ("okt-25", "2025-10"),
      OK ("Oct 25", "2025-10"),
      OK ("okt. \u201925", "2025-10"),
      OK ("202510", "2025-10"),
      OK ("102025", "2025-10"),
      OK ("2025.10", "2025-10"),
      OK ("oktober\u00a02025", "2025-10"),
      OK ("10\u20132025", "2025-10"),
      OK ("okt2025", "2025-10"),
      OK ("mrt-26", "2026-03"),
      REFUSE ("13-2025", MONTH_IMPOSSIBLE),
      REFUSE ("0-2025", MONTH_IMPOSSIBLE),
      REFUSE ("202513", MONTH_IMPOSSIBLE),
      REFUSE ("2025", MONTH_YEAR),
      REFUSE ("oktober", MONTH_YEAR),
      REFUSE ("12-25", MONTH_YEAR),
      REFUSE ("1 12 2025", MONTH_SEVERAL),
      REFUSE ("01-2025 t/m 03-2025", MONTH_SEVERAL),
      REFUSE ("12-1700", MONTH_IMPOSSIBLE),
      REFUSE ("zomer 2025", MONTH_FORM),
      REFUSE ("junk 2025", MONTH_FORM),
      REFUSE ("maybe 2025", MONTH_FORM),
      REFUSE ("marathon 2025", MONTH_FORM),
      REFUSE ("loon", MONTH_FORM),
      REFUSE ("123-2025", MONTH_IMPOSSIBLE),
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
      OK ("15 januari 2026", "2026-01-15"),
      REFUSE ("2026", DATE_INCOMPLETE),
      REFUSE ("onbekend", DATE_INCOMPLETE),
      REFUSE ("morgen", DATE_FORM),
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
      {ZPI_BIRTH_OF_APPLICANT, REFUSE ("1-5-20", DATE_YEAR_SHORT)},
      {ZPI_BIRTH_OF_APPLICANT, REFUSE ("1 mei '39", DATE_YEAR_SHORT)},
      {ZPI_BIRTH_OF_APPLICANT, REFUSE ("1-5-19800", DATE_YEAR_SHORT)},
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
  const ZpiDate new_year = {ZPI_DATE_FULL, 2027, 1, 1};
  g_auto (ZpiCheckResult) free_of_age =
      zpi_check_birth_date ("15-1-2026", ZPI_BIRTH_OF_APPLICANT, NULL, &on);
  g_auto (ZpiCheckResult) before_new_year =
      zpi_check_birth_date ("16-1-2026", ZPI_BIRTH_OF_CHILD, &new_year, &on);
  g_auto (ZpiCheckResult) after_reference =
      zpi_check_birth_date ("16-1-2026", ZPI_BIRTH_OF_CHILD, &on, &new_year);

  g_assert_cmpint (free_of_age.code, ==, ZPI_CHECK_OK);
  /* What has yet to come hangs on today, not on the day that the pass is calculated for. */
  g_assert_cmpint (before_new_year.code, ==, ZPI_CHECK_DATE_FUTURE);
  g_assert_cmpint (after_reference.code, ==, ZPI_CHECK_OK);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_auto (ZpiCheckResult) result =
        zpi_check_birth_date (table[i].expected.text, table[i].whose, &on, &on);

    compare (table[i].expected.text, &result, &table[i].expected);
  }
}

static void
test_house_number_split (void)
{
  static const char *const table[][4] = {
      {"12a", "12", "a", ""},
      {"12 A", "12", "A", ""},
      {"12-a", "12", "a", ""},
      {"12bis", "12", "", "bis"},
      {"12 bis", "12", "", "bis"},
      {"12-2", "12", "", "2"},
      {"12/2hg", "12", "", "2hg"},
      {"12a2", "12", "a", "2"},
      {"12 a-bis", "12", "a", "bis"},
      {"012a\u200b", "12", "a", ""},
      {"12", NULL, NULL, NULL},
      {"a12", NULL, NULL, NULL},
      {"0a", NULL, NULL, NULL},
      {"12 rechtsachter", NULL, NULL, NULL},
      {"", NULL, NULL, NULL},
      {"12-14-16", NULL, NULL, NULL},
      {"12 t/m 14", NULL, NULL, NULL},
      {"12 t/o", NULL, NULL, NULL},
      {"nr. 12 a", "12", "a", ""},
      {"12 (a)", "12", "a", ""},
      {"12_a", "12", "a", ""},
      {"12:a", "12", "a", ""},
      {"12;a", "12", "a", ""},
      {"12|a", "12", "a", ""},
      {"12\\a", "12", "a", ""},
      {"12~a", "12", "a", ""},
      {"12 toev. 2", "12", "", "2"},
      {"12, toevoeging bis", "12", "", "bis"},
      {"12 huisletter a", "12", "a", ""},
      {"12 letter a", "12", "a", ""},
      {"12 \u2161", "12", "", "II"},
      {"12-\u2162", "12", "", "III"},
      {"12 II", "12", "", "II"},
      {"12 I", "12", "I", ""},
      {"12+a", NULL, NULL, NULL},
      {"12 a t/m c", NULL, NULL, NULL},
      {"12 en 14", NULL, NULL, NULL},
      {"12\u00bd", NULL, NULL, NULL},
      {"12 toev.", NULL, NULL, NULL},
      {"12 a toev 2", "12", "a", "2"},
      {"12 app. 3", NULL, NULL, NULL},
      {"12 (2 hoog)", NULL, NULL, NULL},
      {"12_14_16", NULL, NULL, NULL},
      {"12 b.g.", "12", "", "bg"},
      {"12 h.s", "12", "", "hs"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *number = NULL;
    g_autofree char *letter = NULL;
    g_autofree char *addition = NULL;

    g_test_message ("%s", table[i][0]);
    g_assert_cmpint (zpi_house_number_split (table[i][0], &number, &letter, &addition),
                     ==,
                     table[i][1] != NULL);
    g_assert_cmpstr (number, ==, table[i][1]);
    g_assert_cmpstr (letter, ==, table[i][2]);
    g_assert_cmpstr (addition, ==, table[i][3]);
  }
}

/* What is sent is shown when it is not what stands there. */
static void
test_understood (void)
{
  static const char *const phones[][2] = {
      {"06-12345678", NULL},
      {"+31 6 12345678", NULL},
      {"0031 612345678", NULL},
      {"+31 (0)6 12345678", "+31612345678"},
      {"+49 (0)30 123456", "+4930123456"},
      {"0049 (0)30 123456", "+4930123456"},
      {"0049 30 123456", NULL},
      {"+48 601 234 567", NULL},
      {"06", NULL},
      {NULL, NULL},
  };
  static const char *const emails[][2] = {
      {"anna@example.nl", NULL},
      {" Anna@Example.NL ", NULL},
      {"mailto:anna@example.nl", "anna@example.nl"},
      {"Anna <a@b.nl>", "a@b.nl"},
      {"www.anna@gmail.com", "anna@gmail.com"},
      {"anna", NULL},
      {NULL, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (phones); i++) {
    g_autofree char *understood = zpi_phone_dup_understood (phones[i][0]);

    g_assert_cmpstr (understood, ==, phones[i][1]);
  }
  for (guint i = 0; i < G_N_ELEMENTS (emails); i++) {
    g_autofree char *understood = zpi_email_dup_understood (emails[i][0]);

    g_assert_cmpstr (understood, ==, emails[i][1]);
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
  g_test_add_func ("/checks/house-number-split", test_house_number_split);
  g_test_add_func ("/checks/understood", test_understood);
  g_test_add_func ("/checks/nicks", test_nicks);
  return g_test_run ();
}
