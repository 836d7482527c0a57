/* SPDX-License-Identifier: EUPL-1.2 */

#include "rules-fixture.h"
#include "zpi-guard.h"

static ZpiScheme *scheme;

static GPtrArray *
build (const char *json, const char *today)
{
  g_autoptr (ZpiApplication) application = fixture_application (json);
  ZpiDate day = fixture_day (today);

  return zpi_guard_list_build (scheme, application, &day);
}

/* The first of that kind, or NULL. */
static const ZpiGuard *
find (const GPtrArray *list, ZpiGuardCode code)
{
  for (guint i = 0; i < list->len; i++) {
    const ZpiGuard *guard = list->pdata[i];

    if (guard->code == code)
      return guard;
  }
  return NULL;
}

/* Advice beside the address of the website, which is always there. */
static guint
count (const GPtrArray *list)
{
  return list->len - (find (list, ZPI_GUARD_WEBSITE) != NULL ? 1 : 0);
}

static void
assert_said (const GPtrArray *list, ZpiGuardCode code, const char *nl)
{
  const ZpiGuard *guard = find (list, code);
  g_autofree char *said = NULL;

  g_assert_nonnull (guard);
  said = zpi_explanation_render_step (guard->text, "nl");
  g_assert_cmpstr (said, ==, nl);
}

static void
test_renewed (void)
{
  g_autoptr (GPtrArray) yes = build ("{'automatischVerlengd': 'ja'}", "2026-02-01");
  g_autoptr (GPtrArray) no = build ("{'automatischVerlengd': 'nee'}", "2026-02-01");
  g_autoptr (GPtrArray) unknown = build ("{'automatischVerlengd': 'onbekend'}", "2026-02-01");
  g_autoptr (GPtrArray) late =
      build ("{'automatischVerlengd': 'ja', 'pasjaar': 2014}", "2014-11-01");
  g_autoptr (GPtrArray) applies = build ("{'pasjaar': 2014}", "2014-11-01");

  assert_said (
      yes,
      ZPI_GUARD_RENEWED,
      "De pas is automatisch verlengd. U hoeft niets aan te vragen. Alleen een foto is nog nodig.");
  g_assert_cmpuint (count (no), ==, 0);
  g_assert_nonnull (find (unknown, ZPI_GUARD_RENEWED_UNKNOWN));
  /* Until when one may apply is nothing for who need not. */
  g_assert_nonnull (find (applies, ZPI_GUARD_WINDOW_CLOSED));
  g_assert_null (find (late, ZPI_GUARD_WINDOW_CLOSED));
}

typedef struct {
  const char *birth; /* wire */
  int code;          /* -1: none */
} Child;

static void
test_children (void)
{
  static const Child children[] = {
      {"{'type': 'Datum', 'datum': '2008-02-01'}", ZPI_GUARD_CHILD_ADULT},
      {"{'type': 'Datum', 'datum': '2008-02-02'}", ZPI_GUARD_CHILD_TURNS_ADULT},
      {"{'type': 'Datum', 'datum': '2008-12-31'}", ZPI_GUARD_CHILD_TURNS_ADULT},
      {"{'type': 'Datum', 'datum': '2009-01-01'}", -1},
      {"{'type': 'Datum', 'datum': '2008-02-29'}", ZPI_GUARD_CHILD_TURNS_ADULT},
      {"{'type': 'JaarDatum', 'jaar': 2007}", ZPI_GUARD_CHILD_ADULT},
      {"{'type': 'JaarDatum', 'jaar': 2008}", -1},
      {"{'type': 'Datum', 'datum': '2023-02-01'}", -1},
      {"{'type': 'Datum', 'datum': '2023-02-02'}", ZPI_GUARD_CHILD_TOO_YOUNG},
      {"{'type': 'DatumOnbekend'}", -1},
      /* What cannot be right is an error at the question, and nothing follows from it. */
      {"{'type': 'Datum', 'datum': '2032-03-04'}", -1},
      {"{'type': 'JaarDatum', 'jaar': 2027}", -1},
      {"{'type': 'Datum', 'datum': '1820-03-04'}", -1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (children); i++) {
    g_autofree char *json = g_strdup_printf ("{'pasjaar': 2026, 'peildatum': '2026-02-01',"
                                             " 'kinderen': [{'geboorte': {'datum': %s}}]}",
                                             children[i].birth);
    g_autoptr (GPtrArray) list = build (json, "2026-02-01");

    g_test_message ("%s", children[i].birth);
    g_assert_cmpuint (count (list), ==, children[i].code < 0 ? 0 : 1);
    if (children[i].code >= 0)
      g_assert_nonnull (find (list, children[i].code));
  }
}

/* Ages count on the reference date, not on the day of typing. */
static void
test_child_reference_date (void)
{
  g_autoptr (GPtrArray) list =
      build ("{'pasjaar': 2026, 'peildatum': '2026-01-15', 'kinderen': [{'geboorte': {'datum':"
             " {'type': 'Datum', 'datum': '2008-01-20'}}}]}",
             "2026-02-01");

  assert_said (
      list,
      ZPI_GUARD_CHILD_TURNS_ADULT,
      "Dit kind wordt 18 op 20 januari 2026. De pas geldt voor dit kind tot die dag, of tot "
      "het eind van het pasjaar. De gemeente beslist.");
}

/* What nobody confirmed is said as such: here from which age, as shipped, and until which. */
static void
test_child_ages_not_confirmed (void)
{
  g_autoptr (ZpiScheme) doubted = fixture_changed_scheme (
      "\"child_age_until\": { \"value\": 18, \"source\": \"page-2019\", \"from\": \"2014-01-01\", "
      "\"status\": \"published\" }",
      "\"child_age_until\": { \"value\": 18, \"source\": \"page-2019\", \"from\": \"2014-01-01\", "
      "\"status\": \"unverified\" }");
  g_autoptr (ZpiApplication) application =
      fixture_application ("{'pasjaar': 2026, 'peildatum': '2026-02-01', 'kinderen':"
                           " [{'geboorte': {'datum': {'type': 'Datum', 'datum': '2025-01-01'}}},"
                           " {'geboorte': {'datum': {'type': 'Datum', 'datum': '2005-01-01'}}}]}");
  ZpiDate today = fixture_day ("2026-02-01");
  g_autoptr (GPtrArray) shipped = zpi_guard_list_build (scheme, application, &today);
  g_autoptr (GPtrArray) list = zpi_guard_list_build (doubted, application, &today);

  assert_said (shipped,
               ZPI_GUARD_CHILD_TOO_YOUNG,
               "Dit kind is jonger dan 3 jaar. Er is een pas vanaf 3 jaar. Dit is nog niet "
               "bevestigd door de gemeente.");
  assert_said (shipped,
               ZPI_GUARD_CHILD_ADULT,
               "Dit kind is 21 jaar als de pas ingaat. Vanaf 18 jaar vraagt een kind zelf een pas "
               "aan.");
  assert_said (list,
               ZPI_GUARD_CHILD_ADULT,
               "Dit kind is 21 jaar als de pas ingaat. Vanaf 18 jaar vraagt een kind zelf een pas "
               "aan. Dit is nog niet bevestigd door de gemeente.");
}

typedef struct {
  int year;
  const char *today;
  int code; /* -1: none */
} Window;

static void
test_window (void)
{
  static const Window windows[] = {
      {2014, "2013-12-26", ZPI_GUARD_WINDOW_NOT_OPEN},
      {2014, "2013-12-27", -1},
      {2014, "2014-10-31", -1},
      {2014, "2014-11-01", ZPI_GUARD_WINDOW_CLOSED},
      {2026, "2025-11-28", -1},
      {2026, "2026-11-01", -1},
      {2027, "2026-11-01", -1},
      {0, "2026-02-01", -1},
      {0, "2026-11-22", -1},
      {0, "2026-12-28", -1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (windows); i++) {
    g_autoptr (ZpiApplication) application = zpi_application_new ();
    ZpiDate today = fixture_day (windows[i].today);
    g_autoptr (GPtrArray) list = NULL;

    application->pass_year = windows[i].year;
    list = zpi_guard_list_build (scheme, application, &today);
    g_test_message ("%d on %s", windows[i].year, windows[i].today);
    g_assert_cmpuint (count (list), ==, windows[i].code < 0 ? 0 : 1);
    if (windows[i].code >= 0)
      g_assert_nonnull (find (list, windows[i].code));
  }
}

static void
test_window_sentence (void)
{
  g_autoptr (GPtrArray) list = build ("{'pasjaar': 2014}", "2014-11-22");

  assert_said (
      list,
      ZPI_GUARD_WINDOW_CLOSED,
      "U kunt de pas voor 2014 misschien niet meer aanvragen: dat kon tot en met 31 oktober "
      "2014.");
}

static void
test_address (void)
{
  g_autoptr (GPtrArray) there =
      build ("{'pasjaar': 2026, 'aanvrager': {'adres': {'woonplaats': 'Delft'}}}", "2026-02-01");
  g_autoptr (GPtrArray) here =
      build ("{'pasjaar': 2026, 'aanvrager': {'adres': {'postcode': '2712AA'}}}", "2026-02-01");

  g_assert_nonnull (find (there, ZPI_GUARD_OTHER_MUNICIPALITY));
  g_assert_null (find (there, ZPI_GUARD_RENEWED));
  g_assert_cmpuint (count (here), ==, 0);
}

typedef struct {
  const char *city;
  const char *postcode;
  int code; /* -1: nothing to say */
} Address;

/* A slip in one of the two is no reason to tell a resident that the pass is for others. */
static void
test_place_slips (void)
{
  static const Address addresses[] = {
      {"Zoetermeer", "2712AA", -1},
      {"ZOETERMEER\u00a0", "2712 aa", -1},
      {"Zoetermeer\u200b", "2712AA\u200b", -1},
      {"zoetermeer.", "2712\u2013AA", -1},
      {"Zoetermeer (ZH)", "2712AA", -1},
      {"(Zoetermeer)", "2712AA", -1},
      {"2712 AA Zoetermeer", "2712AA", -1},
      {"2712AA ZOETERMEER", "", -1},
      {"2611 AA Delft", "", ZPI_GUARD_OTHER_MUNICIPALITY},
      {"2712 AA Delft", "", ZPI_GUARD_CHECK_PLACE},
      {".", "", -1},
      {"-", "2712AA", -1},
      {"Zoetermeer", "", -1},
      {"Zoetermeer", "x", -1},
      {"", "2712AA", -1},
      {"Zoetermer", "2712AA", ZPI_GUARD_CHECK_PLACE},
      {"Zoeter meer", "2712AA", ZPI_GUARD_CHECK_PLACE},
      {"Zoetermer", "", ZPI_GUARD_CHECK_PLACE},
      {"gemeente Zoetermeer", "", -1},
      {"Zoetermeer Nederland", "", -1},
      {"Zoetermeer ZH", "2712AA", -1},
      {"Zoetermeer-Noord", "", -1},
      {"Zoetermeer Oosterheem", "2725AA", -1},
      {"Gem. Zoetermeer", "2611AA", ZPI_GUARD_CHECK_PLACE},
      {"Zoetermeersehof", "", ZPI_GUARD_OTHER_MUNICIPALITY},
      {"Delft", "2712AA", ZPI_GUARD_CHECK_PLACE},
      {"Zoetermeer", "2611AA", ZPI_GUARD_CHECK_PLACE},
      {"Delft", "2611AA", ZPI_GUARD_OTHER_MUNICIPALITY},
      {"Zoeterwoude", "2381AA", ZPI_GUARD_OTHER_MUNICIPALITY},
      {"", "2611AA", ZPI_GUARD_OTHER_MUNICIPALITY},
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++) {
    const Address *address = &addresses[i];
    g_autofree char *wire = g_strdup_printf (
        "{'pasjaar': 2026, 'aanvrager': {'adres': {'woonplaats': '%s', 'postcode': '%s'}}}",
        address->city,
        address->postcode);
    g_autoptr (GPtrArray) list = build (wire, "2026-02-01");

    g_test_message ("%s %s", address->city, address->postcode);
    g_assert_cmpint (find (list, ZPI_GUARD_CHECK_PLACE) != NULL,
                     ==,
                     address->code == ZPI_GUARD_CHECK_PLACE);
    g_assert_cmpint (find (list, ZPI_GUARD_OTHER_MUNICIPALITY) != NULL,
                     ==,
                     address->code == ZPI_GUARD_OTHER_MUNICIPALITY);
  }
}

/* What is said of a slip is about what stands there: without a postcode nothing about that. */
static void
test_place_slip_said (void)
{
  static const char *const said[][2] = {
      {"'Zoetermer'", "Controleer de woonplaats. Bedoelt u Zoetermeer?"},
      {"'Zoetermer', 'postcode': '2712AA'",
       "Woonplaats en postcode passen niet bij elkaar. Controleer ze allebei."},
  };

  for (guint i = 0; i < G_N_ELEMENTS (said); i++) {
    g_autofree char *wire =
        g_strdup_printf ("{'pasjaar': 2026, 'aanvrager': {'adres': {'woonplaats': %s}}}",
                         said[i][0]);
    g_autoptr (GPtrArray) list = build (wire, "2026-02-01");
    const ZpiGuard *guard = find (list, ZPI_GUARD_CHECK_PLACE);
    g_autofree char *text = zpi_explanation_render_step (guard->text, "nl");

    g_assert_cmpstr (text, ==, said[i][1]);
  }
}

/* The temporary address was there until 1 January 2024; a scheme without a website says nothing. */
static void
test_website (void)
{
  static const struct {
    const char *today;
    const char *said;
  } days[] = {{"2022-12-31", "De website van de pas is nu: www.zoetermeerpas.nl."},
              {"2023-12-31", "De website van de pas is nu: 2024.zoetermeerpas.nl."},
              {"2024-01-01", "De website van de pas is nu: www.zoetermeerpas.nl."},
              {"2026-11-22", "De website van de pas is nu: www.zoetermeerpas.nl."}};
  g_autoptr (ZpiScheme) other = fixture_other_scheme ("u-pas.json");
  g_autoptr (ZpiApplication) application = zpi_application_new ();
  ZpiDate today = fixture_day ("2026-02-01");
  g_autoptr (GPtrArray) none = zpi_guard_list_build (other, application, &today);

  for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
    g_autoptr (GPtrArray) list = build ("{}", days[i].today);

    assert_said (list, ZPI_GUARD_WEBSITE, days[i].said);
  }
  g_assert_null (find (none, ZPI_GUARD_WEBSITE));
}

/* A scheme without window, renewal or lower age gives no such advice; its pass year begins in
 * July. */
static void
test_other_scheme (void)
{
  g_autoptr (ZpiScheme) other = fixture_other_scheme ("u-pas.json");
  g_autoptr (ZpiApplication) application = fixture_application (
      "{'automatischVerlengd': 'ja', 'kinderen': [{'geboorte': {'datum': {'type': 'Datum',"
      " 'datum': '2008-06-30'}}}, {'geboorte': {'datum': {'type': 'Datum', 'datum':"
      " '2008-07-01'}}}]}");
  ZpiDate today = fixture_day ("2026-02-01");
  g_autoptr (GPtrArray) list = zpi_guard_list_build (other, application, &today);

  g_assert_cmpuint (count (list), ==, 1);
  g_assert_nonnull (find (list, ZPI_GUARD_CHILD_TURNS_ADULT));
}

/* A window that closes and never says when it opens again. */
static void
test_closed_for_good (void)
{
  g_autoptr (ZpiScheme) other =
      fixture_changed_scheme ("\"value\": null, \"source\": null, \"from\": \"2015-01-01\", "
                              "\"status\": \"unverified\" }\n    ],\n    \"next_year",
                              "\"value\": \"10-31\", \"source\": null, \"from\": "
                              "\"2015-01-01\", \"status\": \"unverified\" }\n    ],\n    "
                              "\"next_year");
  g_autoptr (ZpiApplication) application = zpi_application_new ();
  ZpiDate today = fixture_day ("2026-11-22");
  g_autoptr (GPtrArray) list = zpi_guard_list_build (other, application, &today);

  assert_said (
      list,
      ZPI_GUARD_WINDOW_CLOSED,
      "U kunt de pas voor 2026 misschien niet meer aanvragen: dat kon tot en met 31 oktober "
      "2026. Dit is nog "
      "niet bevestigd door de gemeente.");
}

/* When the next year opens is said with it, and whether that is sure: not whether this year's was.
 */
static void
test_closed_until_next (void)
{
  g_autoptr (ZpiScheme) other =
      fixture_changed_scheme ("\"value\": null, \"source\": null, \"from\": \"2015-01-01\", "
                              "\"status\": \"unverified\" }\n    ],\n    \"decision",
                              "\"value\": \"12-27\", \"source\": null, \"from\": "
                              "\"2015-01-01\", \"status\": \"unverified\" }\n    ],\n    "
                              "\"decision");
  g_autoptr (ZpiApplication) application = fixture_application ("{'pasjaar': 2014}");
  ZpiDate today = fixture_day ("2014-11-22");
  g_autoptr (GPtrArray) list = zpi_guard_list_build (other, application, &today);

  assert_said (list,
               ZPI_GUARD_WINDOW_CLOSED,
               "U kunt de pas voor 2014 misschien niet meer aanvragen: dat kon tot en met 31 "
               "oktober 2014. De pas voor 2015 kunt u aanvragen vanaf 27 december 2014. Dit is "
               "nog niet bevestigd door de gemeente.");
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  scheme = fixture_scheme ();

  g_test_add_func ("/guard/renewed", test_renewed);
  g_test_add_func ("/guard/children/ages", test_children);
  g_test_add_func ("/guard/children/reference-date", test_child_reference_date);
  g_test_add_func ("/guard/children/not-confirmed", test_child_ages_not_confirmed);
  g_test_add_func ("/guard/window/dates", test_window);
  g_test_add_func ("/guard/window/sentence", test_window_sentence);
  g_test_add_func ("/guard/window/closed-for-good", test_closed_for_good);
  g_test_add_func ("/guard/window/closed-until-next", test_closed_until_next);
  g_test_add_func ("/guard/address", test_address);
  g_test_add_func ("/guard/place-slips", test_place_slips);
  g_test_add_func ("/guard/place-slip-said", test_place_slip_said);
  g_test_add_func ("/guard/website", test_website);
  g_test_add_func ("/guard/other-scheme", test_other_scheme);
  result = g_test_run ();
  zpi_scheme_unref (scheme);
  return result;
}
