/* SPDX-License-Identifier: EUPL-1.2 */

#include "rules-fixture.h"
#include "zpi-difference.h"

static char *
differences (const char *from, const char *to, ZpiApplication *application)
{
  g_autoptr (ZpiScheme) before = fixture_scheme ();
  g_autoptr (ZpiScheme) after = fixture_changed_scheme (from, to);
  g_autoptr (GPtrArray) list = zpi_difference_list_build (before, after, application);

  return zpi_explanation_render (list, "nl");
}

typedef struct {
  const char *from;
  const char *to;
  const char *expected;
} Change;

static const Change changes[] = {
    {"\"phone_number\": { \"value\": \"14 079\"", "\"phone_number\": { \"value\": \"14 070\"", ""},
    {"{ \"value\": 120, \"source\": \"page-2019\", \"from\": \"2020-01-01\", \"status\": "
     "\"unverified\"",
     "{ \"value\": 130, \"source\": \"page-2019\", \"from\": \"2020-01-01\", \"status\": "
     "\"published\"",
     "De uitkomst wordt: waarschijnlijk recht. Die was: nog niet bekend.\n"
     "Het percentage wordt 130. Dat was 120.\n"
     "De grens wordt € 1.730,86. Die was € 1.597,72.\n"
     "Niet meer: Bij 120 procent is de grens € 1.597,72. Bij 130 procent is de grens € 1.730,86.\n"
     "Niet meer: We weten niet zeker of de grens nu 120 procent is. De gemeente beslist."},
    {"\"single_21_to_aow\": 133143",
     "\"single_21_to_aow\": 140000",
     "De uitkomst wordt: waarschijnlijk recht. Die was: nog niet bekend.\n"
     "De norm wordt € 1.400,00. Die was € 1.331,43.\n"
     "De grens wordt € 1.680,00. Die was € 1.597,72.\n"
     "Niet meer: Bij 120 procent is de grens € 1.597,72. Bij 130 procent is de grens € 1.730,86."},
    {"\"value\": [13, 12]",
     "\"value\": [14, 12]",
     "De uitkomst wordt: waarschijnlijk geen recht. Die was: nog niet bekend.\n"
     "Het inkomen dat meetelt, wordt € 1.750,00. Dat was € 1.625,00.\n"
     "Niet meer: Bij 120 procent is de grens € 1.597,72. Bij 130 procent is de grens € 1.730,86."},
    {"\"asset_test\": { \"value\": false",
     "\"asset_test\": { \"value\": true",
     "Nieuw: De gemeente kijkt ook naar spaargeld en bezit. De grens is € 16.000,00. Bron: IASZ, "
     "bijstandsnormen, overige bedragen. Dit is nog niet bevestigd door de gemeente."},
    {"{ \"document\": \"loonstrook\", \"months\": 1 }",
     "{ \"document\": \"loonstrook\", \"months\": 2 }",
     "Ook nodig: Loonstroken van november en december 2025.\n"
     "Niet meer nodig: Loonstrook van december 2025."},
    {"{ \"document\": \"loonstrook\", \"months\": 1 }",
     "{ \"document\": \"loonstrook\", \"months\": 1, \"required_to_decide\": false }",
     "Niet meer nodig om te beslissen: Loonstrook van december 2025."},
    {"\"born_to\": \"1957-02-28\"", "\"born_to\": \"1958-12-31\"", ""},
    {"\"child_age_until\": { \"value\": 18",
     "\"child_age_until\": { \"value\": 12",
     "Het gezin telt nu als: alleenstaande van 21 jaar tot de AOW-leeftijd. Dat was: "
     "alleenstaande ouder van 21 jaar tot de AOW-leeftijd.\n"
     "Nieuw: Een kind van 12 jaar of ouder vraagt zelf een pas aan. We tellen dit kind niet mee.\n"
     "Nieuw: Dit kind is 16 jaar als de pas ingaat. Vanaf 12 jaar vraagt een kind zelf een pas "
     "aan."},
    {"\"label\": { \"nl\": \"paspoort\", \"en\": \"passport\" }, \"value\": true",
     "\"label\": { \"nl\": \"paspoort\", \"en\": \"passport\" }, \"value\": false",
     "Nieuw bij ‘Identiteitsbewijs’: Dit is goed: identiteitskaart of verblijfsdocument. Dit is "
     "nog "
     "niet bevestigd door de gemeente.\n"
     "Nieuw bij ‘Identiteitsbewijs’: Dit is niet goed: paspoort. Dit is nog niet bevestigd door de "
     "gemeente.\n"
     "Niet meer bij ‘Identiteitsbewijs’: Dit is goed: paspoort, identiteitskaart of "
     "verblijfsdocument. Dit is nog niet bevestigd door de gemeente."},
    {"\"www.zoetermeerpas.nl\", \"source\": \"handbook\", \"from\": \"2024-01-01\"",
     "\"pas.zoetermeer.nl\", \"source\": \"handbook\", \"from\": \"2024-01-01\"",
     "Nieuw: De website van de pas is nu: pas.zoetermeer.nl.\n"
     "Niet meer: De website van de pas is nu: www.zoetermeerpas.nl."},
    {"\"single_21_to_aow\": 133143",
     "\"single_21_to_aow\": null",
     "Nieuw: Voor dit gezin is de grens niet bekend. Vraag de gemeente ernaar.\n"
     "Niet meer: Bij 120 procent is de grens € 1.597,72. Bij 130 procent is de grens € 1.730,86.\n"
     "Niet meer: We weten niet zeker of de grens nu 120 procent is. De gemeente beslist."},
    {"\"document\": \"bankafschrift\",\n      \"for\": \"household\",\n      \"months\": 1,\n      "
     "\"months_if_variable\": 3,\n      \"required_to_decide\": true",
     "\"document\": \"bankafschrift\",\n      \"for\": \"household\",\n      \"months\": 1,\n      "
     "\"months_if_variable\": 3,\n      \"required_to_decide\": false",
     "Niet meer nodig om te beslissen: Bankafschrift van december 2025."},
    {"{ \"document\": \"loonstrook\", \"months\": 1 }",
     "{ \"document\": \"loonstrook\", \"months\": 1 }, { \"document\": \"verklaring\", \"months\": "
     "0 }",
     "Ook nodig: Verklaring voor loon."},
    {"{ \"document\": \"loonstrook\", \"months\": 1 }",
     "",
     "Niet meer nodig: Loonstrook van december 2025."},
};

static void
test_each (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (ZpiApplication) application =
        fixture_household ("2026-01-15", "1980-05-01", NULL, 150000);
    ZpiIncome *income = application->incomes->pdata[0];
    g_autofree char *said = NULL;

    g_free (income->period);
    income->period = g_strdup ("vier-weken");
    fixture_add_child (application, "2010-01-01");
    said = differences (changes[i].from, changes[i].to, application);
    g_assert_cmpstr (said, ==, changes[i].expected);
  }
}

/* What only helped is needed under the newer rules. */
static void
test_required (void)
{
  g_autoptr (ZpiApplication) application =
      fixture_household ("2026-01-15", "1980-05-01", "1980-05-01", 150000);
  g_autofree char *said = differences (
      "\"for\": \"partner\",\n      \"months\": 0,\n      \"required_to_decide\": false",
      "\"for\": \"partner\",\n      \"months\": 0,\n      \"required_to_decide\": true",
      application);

  g_assert_cmpstr (said, ==, "Nu nodig om te beslissen: Identiteitsbewijs van de partner.");
}

/* Where the old rules could say nothing there is no amount to compare. */
static void
test_unknown (void)
{
  g_autoptr (ZpiApplication) application = zpi_application_new ();
  g_autofree char *said =
      differences ("\"single_21_to_aow\": 133143", "\"single_21_to_aow\": 140000", application);

  g_assert_cmpstr (said, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/difference/each", test_each);
  g_test_add_func ("/difference/required", test_required);
  g_test_add_func ("/difference/unknown", test_unknown);
  return g_test_run ();
}
