/* SPDX-License-Identifier: EUPL-1.2 */

#include "rules-fixture.h"
#include "zpi-case.h"
#include "zpi-clock.h"
#include "zpi-evidence.h"
#include "zpi-field.h"

#define DATE "'peildatum': '2026-01-15'"

static ZpiScheme *scheme;

static char *
title_of (const ZpiEvidence *evidence, const char *language)
{
  return zpi_explanation_render_step (evidence->title, language);
}

static const ZpiEvidence *
find (const GPtrArray *list, const char *id)
{
  const ZpiEvidence *evidence = zpi_evidence_list_find (list, id);

  g_assert_nonnull (evidence);
  return evidence;
}

static void
assert_title (const GPtrArray *list, const char *id, const char *nl, const char *en)
{
  const ZpiEvidence *evidence = find (list, id);
  g_autofree char *dutch = title_of (evidence, "nl");
  g_autofree char *english = title_of (evidence, "en");

  g_assert_cmpstr (dutch, ==, nl);
  g_assert_cmpstr (english, ==, en);
}

/* On a page of many sentences a mark stands for "not confirmed", which is then said once. */
static void
test_mark (void)
{
  g_autoptr (ZpiStep) plain = zpi_step_new ("evidence-unverified");
  g_autoptr (ZpiStep) age = zpi_step_new ("evidence-max-age");
  g_autofree char *only = NULL;
  g_autofree char *marked_age = NULL;
  g_autofree char *sure = NULL;
  gboolean marked = FALSE;
  gboolean other = FALSE;
  g_autoptr (ZpiStep) known = zpi_step_new ("evidence-max-age");

  zpi_step_add_number (age, "count", 2);
  zpi_step_add_status (age, "status", ZPI_STATUS_UNVERIFIED);
  zpi_step_add_number (known, "count", 2);
  zpi_step_add_status (known, "status", ZPI_STATUS_PUBLISHED);
  only = zpi_explanation_render_marked (plain, "nl", &marked);
  g_assert_true (marked);
  marked_age = zpi_explanation_render_marked (age, "nl", &marked);
  sure = zpi_explanation_render_marked (known, "nl", &other);
  g_assert_cmpstr (only, ==, "*");
  g_assert_cmpstr (marked_age, ==, "Niet ouder dan 2 maanden. *");
  g_assert_cmpstr (sure, ==, "Niet ouder dan 2 maanden.");
  g_assert_false (other);
  g_assert_cmpstr (zpi_explanation_mark_note ("nl"),
                   ==,
                   "* Dit is nog niet bevestigd door de gemeente.");
}

static gint64
november_cb (gpointer user_data)
{
  return G_GINT64_CONSTANT (1795867200) * G_USEC_PER_SEC; /* 2026-11-28 13:00 */
}

/* For the coming year ages count on 1 January, but slips of December are not there in November. */
static void
test_coming_year (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *item = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");
  g_autoptr (ZpiApplication) application = NULL;
  g_autoptr (GPtrArray) list = NULL;

  zpi_clock_set_source (november_cb, NULL);
  zpi_case_set (zcase, ZPI_KEY_REFERENCE_DATE, "2027-01-01");
  zpi_case_set (zcase, kind, "wisselend-loon");
  application = zpi_application_new_from_case (zcase);
  list = zpi_evidence_list_build (scheme, application);
  assert_title (list,
                "bankafschrift",
                "Bankafschriften van augustus, september en oktober 2026",
                "Bank statements for August, September and October 2026");
  zpi_clock_set_source (NULL, NULL);
}

/* Without income there is still identity and the bank. */
static void
test_basis (void)
{
  g_autoptr (ZpiApplication) application = fixture_application ("{" DATE "}");
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);
  g_autofree char *reason = NULL;

  g_assert_cmpuint (list->len, ==, 2);
  assert_title (list, "legitimatie", "Identiteitsbewijs", "Identity document");
  assert_title (list,
                "bankafschrift",
                "Bankafschrift van december 2025",
                "Bank statement for December 2025");
  g_assert_true (find (list, "legitimatie")->required_to_decide);
  reason = zpi_explanation_render_step (find (list, "legitimatie")->reason, "nl");
  g_assert_cmpstr (reason, ==, "De gemeente moet weten wie de pas aanvraagt.");
  g_assert_null (zpi_evidence_list_find (list, "legitimatie-partner"));
}

static void
test_income (void)
{
  g_autoptr (ZpiApplication) application = fixture_application (
      "{" DATE ", 'partner': {}, 'inkomen': ["
      "{'soort': 'aow', 'van': 'partner', 'bedragInCenten': 1},"
      "{'soort': 'pensioen', 'van': 'partner', 'bedragInCenten': 1, 'bron': 'ABP'},"
      "{'soort': 'pensioen', 'van': 'partner', 'bedragInCenten': 1, 'bron': 'PFZW'},"
      "{'soort': 'loon', 'bedragInCenten': 1}, {'soort': 'geen'},"
      "{'soort': 'uitkering', 'van': 'gezamenlijk', 'bedragInCenten': 1},"
      "{'soort': 'kinderbijslag', 'bedragInCenten': 1}, {'soort': 'iets', 'bedragInCenten': 1}]}");
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);
  g_autofree char *reason = NULL;

  g_assert_cmpuint (list->len, ==, 9);
  g_assert_cmpstr (find (list, "bankafschrift")->whose, ==, "gezamenlijk");
  g_assert_false (find (list, "legitimatie-partner")->required_to_decide);
  assert_title (list,
                "legitimatie-partner",
                "Identiteitsbewijs van de partner",
                "Identity document of the partner");
  assert_title (list,
                "aow/uitkeringsspecificatie/partner",
                "Uitkeringsspecificatie voor AOW van de partner van december 2025",
                "Benefit specification for state pension (AOW) of the partner for December 2025");
  assert_title (list,
                "loon/loonstrook/gezamenlijk",
                "Loonstrook van december 2025",
                "Pay slip for December 2025");
  g_assert_false (find (list, "geen/verklaring/gezamenlijk")->required_to_decide);
  reason =
      zpi_explanation_render_step (find (list, "pensioen/pensioenspecificatie/partner/2")->reason,
                                   "en");
  g_assert_cmpstr (reason, ==, "This belongs to the income: pension (PFZW).");
}

/* Two brackets behind each other are hard to read: who pays says more than all that it may be. */
static void
test_one_bracket (void)
{
  g_autoptr (ZpiApplication) application =
      fixture_application ("{" DATE ", 'inkomen': [{'soort': 'uitkering', 'bron': 'UWV'}]}");
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);

  assert_title (list,
                "uitkering/uitkeringsspecificatie/aanvrager",
                "Uitkeringsspecificatie voor uitkering (UWV) van december 2025",
                "Benefit specification for benefit (UWV) for December 2025");
}

static char *
notes_of (const ZpiEvidence *evidence, const char *language)
{
  return zpi_explanation_render (evidence->notes, language);
}

/* Which identity documents are accepted, and what nobody has confirmed, is said. */
static void
test_notes (void)
{
  g_autoptr (ZpiApplication) application =
      fixture_application ("{" DATE ", 'partner': {}, 'inkomen': [{'soort': 'loon'},"
                           " {'soort': 'onderneming'}]}");
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);
  g_autofree char *identity = notes_of (find (list, "legitimatie"), "nl");
  g_autofree char *english = notes_of (find (list, "legitimatie"), "en");
  g_autofree char *partner = notes_of (find (list, "legitimatie-partner"), "nl");
  g_autofree char *slip = notes_of (find (list, "loon/loonstrook/gezamenlijk"), "nl");
  g_autofree char *business = notes_of (find (list, "onderneming/overig/gezamenlijk"), "nl");

  g_assert_cmpstr (identity,
                   ==,
                   "Dit is goed: paspoort, identiteitskaart of verblijfsdocument. Dit is nog niet "
                   "bevestigd door de gemeente.");
  g_assert_cmpstr (
      english,
      ==,
      "Accepted: passport, identity card or residence permit. The municipality has not "
      "confirmed this yet.");
  g_assert_true (g_str_has_suffix (partner, "Of de gemeente dit wil zien, is nog niet bevestigd."));
  g_assert_cmpstr (slip, ==, "");
  g_assert_cmpstr (business, ==, "Of de gemeente dit wil zien, is nog niet bevestigd.");
}

/* A scheme that wants fresh slips, and one that says what somebody with a business shows. */
static void
test_other_notes (void)
{
  g_autoptr (ZpiScheme) fresh =
      fixture_changed_scheme ("\"evidence_max_age_months\": { \"value\": null",
                              "\"evidence_max_age_months\": { \"value\": 2");
  g_autoptr (ZpiScheme) all = fixture_changed_scheme (
      "\"en\": \"residence permit\" }, \"value\": true, \"source\": null, \"from\": null, "
      "\"status\": \"unverified\"",
      "\"en\": \"residence permit\" }, \"value\": false, \"source\": null, \"from\": null, "
      "\"status\": \"derived\"");
  g_autoptr (ZpiScheme) other = fixture_other_scheme ("u-pas.json");
  g_autoptr (ZpiApplication) application =
      fixture_application ("{" DATE ", 'inkomen': [{'soort': 'loon'}, {'soort': 'onderneming'}]}");
  g_autoptr (GPtrArray) slips = zpi_evidence_list_build (fresh, application);
  g_autoptr (GPtrArray) accepted = zpi_evidence_list_build (all, application);
  g_autoptr (GPtrArray) there = zpi_evidence_list_build (other, application);
  g_autofree char *slip = notes_of (find (slips, "loon/loonstrook/aanvrager"), "nl");
  g_autofree char *business = NULL;

  g_assert_cmpstr (slip,
                   ==,
                   "Niet ouder dan 2 maanden. Dit is nog niet bevestigd door de gemeente.");
  g_assert_cmpuint (find (accepted, "legitimatie")->notes->len, ==, 2);
  for (guint i = 0; i < there->len; i++) {
    const ZpiEvidence *evidence = there->pdata[i];

    if (g_str_has_prefix (evidence->id, "onderneming/"))
      business = notes_of (evidence, "nl");
  }
  g_assert_nonnull (business);
  g_assert_true (
      g_str_has_prefix (business,
                        "De laatste definitieve aanslag, met de aangifte of de jaarrekening."));
}

/* Names of people where they are known; no two lines with the same words. */
static void
test_names (void)
{
  g_autoptr (ZpiApplication) application = fixture_application (
      "{" DATE ", 'aanvrager': {'naam': {'voornamen': 'Fatima Anna'}},"
      " 'partner': {'naam': {'voornamen': 'Willem'}}, 'inkomen': ["
      "{'soort': 'loon', 'van': 'partner', 'bron': 'Bakker'},"
      "{'soort': 'loon', 'van': 'partner', 'bron': 'Slager'},"
      "{'soort': 'alimentatie', 'van': 'aanvrager'}, {'soort': 'onderneming', 'van': 'aanvrager'},"
      "{'soort': 'pensioen', 'van': 'aanvrager'}, {'soort': 'pensioen', 'van': 'aanvrager'},"
      "{'soort': 'pensioen', 'van': 'aanvrager'}]}");
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *piece = NULL;

  for (guint i = 0; i < list->len; i++)
    g_assert_true (g_hash_table_add (said, title_of (list->pdata[i], "nl")));
  assert_title (list, "legitimatie", "Identiteitsbewijs van Fatima", "Identity document of Fatima");
  assert_title (list,
                "loon/loonstrook/partner",
                "Loonstrook voor loon (Bakker) van Willem van december 2025",
                "Pay slip for wages (Bakker) of Willem for December 2025");
  assert_title (list,
                "alimentatie/overig/aanvrager",
                "Ander bewijsstuk voor alimentatie van Fatima",
                "Other evidence for maintenance of Fatima");
  assert_title (list,
                "pensioen/pensioenspecificatie/aanvrager/3",
                "Pensioenspecificatie voor pensioen (nummer 3) van Fatima van december 2025",
                "Pension specification for pension (number 3) of Fatima for December 2025");
  piece = zpi_explanation_render_step (find (list, "loon/loonstrook/partner")->piece, "nl");
  g_assert_cmpstr (piece, ==, "Loonstrook voor loon (Bakker) van Willem");
}

/* Where somebody put a document wins over where it would go by itself. */
static void
test_chosen (void)
{
  g_autoptr (ZpiApplication) application = fixture_application (
      "{" DATE ", 'inkomen': [{'soort': 'aow'}, {'soort': 'uitkering'}], 'bewijsstukken': ["
      "{'soort': 'uitkeringsspecificatie', 'maand': '2025-12'}]}");
  ZpiDocument *document = application->documents->pdata[0];
  g_autoptr (GPtrArray) free_list = zpi_evidence_list_build (scheme, application);
  g_autoptr (GPtrArray) list = NULL;

  document->place = g_strdup ("uitkering/uitkeringsspecificatie/aanvrager");
  list = zpi_evidence_list_build (scheme, application);
  g_assert_true (find (free_list, "aow/uitkeringsspecificatie/aanvrager")->complete);
  g_assert_false (find (list, "aow/uitkeringsspecificatie/aanvrager")->complete);
  g_assert_true (find (list, "uitkering/uitkeringsspecificatie/aanvrager")->complete);
  g_free (document->place);
  document->place = g_strdup ("gone/uitkeringsspecificatie/aanvrager");
  g_ptr_array_unref (list);
  list = zpi_evidence_list_build (scheme, application);
  g_assert_true (find (list, "aow/uitkeringsspecificatie/aanvrager")->complete);
}

static void
set_in (ZpiCase *zcase, const char *list, const char *item, const char *field, const char *text)
{
  g_autofree char *key = zpi_case_item_key (list, item, field);

  zpi_case_set (zcase, key, text);
}

static char *
add_wages (ZpiCase *zcase, const char *whose)
{
  char *item = zpi_case_add_item (zcase, ZPI_LIST_INCOME);

  set_in (zcase, ZPI_LIST_INCOME, item, "kind", "loon");
  set_in (zcase, ZPI_LIST_INCOME, item, "whose", whose);
  return item;
}

static GPtrArray *
build (ZpiCase *zcase)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);

  return zpi_evidence_list_build (scheme, application);
}

/* Of the wages of @income, which are the only ones that ask for slips. */
static const ZpiEvidence *
slips_of (ZpiCase *zcase, const GPtrArray *list, const char *income)
{
  g_auto (GStrv) incomes = zpi_case_dup_items (zcase, ZPI_LIST_INCOME);
  guint place = 0;

  for (guint i = 0; i < list->len; i++) {
    const ZpiEvidence *evidence = list->pdata[i];

    if (g_str_equal (evidence->kind, "loonstrook") && g_str_equal (incomes[place++], income))
      return evidence;
  }
  g_assert_not_reached ();
}

/* As the page does it. */
static char *
add_slip (ZpiCase *zcase, const char *income)
{
  g_autoptr (GPtrArray) list = build (zcase);
  const ZpiEvidence *evidence = slips_of (zcase, list, income);
  const int month = g_array_index (evidence->months, int, 0);
  g_autofree char *words = g_strdup_printf ("%04d-%02d", month / 12, month % 12 + 1);
  char *item = zpi_case_add_item (zcase, ZPI_LIST_DOCUMENT);

  set_in (zcase, ZPI_LIST_DOCUMENT, item, "kind", evidence->kind);
  set_in (zcase, ZPI_LIST_DOCUMENT, item, "whose", evidence->whose);
  set_in (zcase, ZPI_LIST_DOCUMENT, item, "place", evidence->id);
  set_in (zcase, ZPI_LIST_DOCUMENT, item, "month", words);
  return item;
}

static void
assert_follows (ZpiCase *zcase, const char *income, const char *slip, const char *whose)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);
  const ZpiDocument *document = NULL;

  for (guint i = 0; i < application->documents->len; i++) {
    const ZpiDocument *one = application->documents->pdata[i];

    if (g_str_equal (one->item, slip))
      document = one;
  }
  g_assert_true (zpi_evidence_list_find_for_document (list, slip) ==
                 slips_of (zcase, list, income));
  g_assert_cmpstr (slips_of (zcase, list, income)->whose, ==, whose);
  g_assert_cmpstr (document->whose, ==, whose);
}

/* Slips follow their income when it turns out to be of somebody else, also to the wire; those of an
 * income that is removed are not taken for those of another. */
static void
test_follows_income (void)
{
  static const char *const owners[] = {"partner", "gezamenlijk", "aanvrager", "", "partner"};
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GPtrArray) left = NULL;

  zpi_case_set (zcase, ZPI_KEY_PARTNER, ZPI_YES);
  first = add_wages (zcase, "aanvrager");
  second = add_wages (zcase, "aanvrager");
  one = add_slip (zcase, first);
  other = add_slip (zcase, second);
  for (guint i = 0; i < G_N_ELEMENTS (owners); i++) {
    const char *owner = *owners[i] != '\0' ? owners[i] : "gezamenlijk";

    set_in (zcase, ZPI_LIST_INCOME, first, "whose", owners[i]);
    assert_follows (zcase, first, one, owner);
    assert_follows (zcase, second, other, "aanvrager");
  }
  set_in (zcase, ZPI_LIST_INCOME, first, "whose", "aanvrager");
  zpi_case_remove_item (zcase, ZPI_LIST_INCOME, first);
  assert_follows (zcase, second, other, "aanvrager");
  left = build (zcase);
  g_assert_null (zpi_evidence_list_find_for_document (left, one));
  zpi_case_insert_item (zcase, ZPI_LIST_INCOME, first, 0);
  assert_follows (zcase, first, one, "aanvrager");
  assert_follows (zcase, second, other, "aanvrager");
}

/* A second slip of one job is none of the other, however much alike they are. */
static void
test_two_of_one (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *first = add_wages (zcase, "aanvrager");
  g_autofree char *second = add_wages (zcase, "aanvrager");
  g_autofree char *one = add_slip (zcase, first);
  g_autofree char *again = add_slip (zcase, first);
  g_autoptr (GPtrArray) list = build (zcase);

  g_assert_true (slips_of (zcase, list, first)->complete);
  g_assert_false (slips_of (zcase, list, second)->complete);
  g_assert_true (zpi_evidence_list_find_for_document (list, one) == slips_of (zcase, list, first));
  g_assert_null (zpi_evidence_list_find_for_document (list, again));
}

typedef struct {
  const char *name;
  const char *id; /* (nullable): asked */
  int month;      /* 0 when it has none, or is asked */
} Proposal;

/* Only what can be told is proposed. */
static void
test_propose (void)
{
  static const Proposal table[] = {
      {"IMG_20260114_101500.jpg", NULL, 0},
      {"scan.pdf", NULL, 0},
      {"paspoort Fatima.jpg", "legitimatie", 0},
      {"identiteit.jpg", NULL, 0},
      {"ID-kaart_willem.png", NULL, 0},
      {"identiteitskaart_willem.png", "legitimatie-partner", 0},
      {"Loonstrook oktober.pdf", "wisselend-loon/loonstrook/partner", 10},
      {"loonstrook-2025-11.pdf", "wisselend-loon/loonstrook/partner", 11},
      {"loonstrook 12-2025.pdf", "wisselend-loon/loonstrook/partner", 12},
      {"salaris202510.pdf", "wisselend-loon/loonstrook/partner", 10},
      {"loonstrook-2.pdf", "wisselend-loon/loonstrook/partner", 0},
      {"loonstrook okt 2024.pdf", "wisselend-loon/loonstrook/partner", 0},
      {"loonstrook fatima dec.pdf", NULL, 0},
      {"Bankafschrift_nov.pdf", "bankafschrift", 11},
      {"Bankafschrift Decker.pdf", "bankafschrift", 0}, /* a name, not December */
      /* The day on which a picture was made says nothing of the month that is on it. */
      {"Screenshot_20251103-101112_Rabo Bankieren.jpg", "bankafschrift", 0},
      {"loonstrook IMG-20251103-WA0001.jpg", "wisselend-loon/loonstrook/partner", 0},
      {"Schermafbeelding 2025-11-03 om 10.11.12 bank.png", "bankafschrift", 0},
      {"WhatsApp Image 2025-11-03 at 10.11.12 bankafschrift.jpeg", "bankafschrift", 0},
      {"Scan loonstrook 3 nov. 2025.pdf", "wisselend-loon/loonstrook/partner", 0},
      {"Scan loonstrook november 2025.pdf", "wisselend-loon/loonstrook/partner", 11},
      {"Scan loonstrook 11-2025.pdf", "wisselend-loon/loonstrook/partner", 11},
      {"Bankafschrift 20251130.pdf", "bankafschrift", 11},
      {"AOW.pdf", "aow/uitkeringsspecificatie/aanvrager", 12},
      {"svb specificatie 2025.pdf", "aow/uitkeringsspecificatie/aanvrager", 12},
      {"pensioen december 2025.pdf", "pensioen/pensioenspecificatie/aanvrager", 12},
  };
  g_autoptr (ZpiApplication) application = fixture_application (
      "{" DATE ", 'aanvrager': {'naam': {'voornamen': 'Fatima'}},"
      " 'partner': {'naam': {'voornamen': 'Willem'}}, 'inkomen': ["
      "{'soort': 'wisselend-loon', 'van': 'partner'}, {'soort': 'aow', 'van': 'aanvrager'},"
      "{'soort': 'pensioen', 'van': 'aanvrager'}]}");
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    int month = 0;
    const ZpiEvidence *found = zpi_evidence_list_propose (list, application, table[i].name, &month);

    g_test_message ("%s: %s %d", table[i].name, found != NULL ? found->id : "asked", month);
    g_assert_cmpstr (found != NULL ? found->id : NULL, ==, table[i].id);
    g_assert_cmpint (month, ==, table[i].month == 0 ? -1 : 2025 * 12 + table[i].month - 1);
  }
}

/* What files are called, and which paper has kinds of its own, is said by the rules. */
static void
test_kind_by_rules (void)
{
  g_autoptr (ZpiScheme) other =
      fixture_changed_scheme ("\"identity\": true,\n      \"file_words\": [\"identi\"",
                              "\"file_words\": [\"kiekje\"");
  g_autoptr (ZpiApplication) application = fixture_application ("{" DATE "}");
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (other, application);
  int month = 0;
  const ZpiEvidence *found = zpi_evidence_list_propose (list, application, "Kiekje 3.jpg", &month);

  g_assert_true (found == find (list, "legitimatie"));
  g_assert_cmpuint (found->notes->len, ==, 0);
}

/* While nobody knows whether an income differs, it is known how many months are asked then. */
static void
test_months_if_variable (void)
{
  g_autoptr (ZpiApplication) unknown = fixture_application ("{" DATE "}");
  g_autoptr (ZpiApplication) variable =
      fixture_application ("{" DATE ", 'inkomen': [{'soort': 'wisselend-loon'}]}");
  g_autoptr (GPtrArray) before = zpi_evidence_list_build (scheme, unknown);
  g_autoptr (GPtrArray) after = zpi_evidence_list_build (scheme, variable);

  g_assert_cmpuint (find (before, "bankafschrift")->n_months_if_variable, ==, 3);
  g_assert_cmpuint (find (before, "legitimatie")->n_months_if_variable, ==, 0);
  g_assert_cmpuint (find (after, "bankafschrift")->n_months_if_variable, ==, 0);
}

typedef struct {
  const char *on;
  const char *months; /* wire */
  const char *slips;
} Months;

/* Exactly the months that were filled in, completed with the last full ones. */
static void
test_months (void)
{
  static const Months table[] = {
      {"2026-01-15", "", "oktober, november en december 2025"},
      {"2026-02-01", "", "november en december 2025 en januari 2026"},
      {"2026-03-31",
       "{'maand': '2025-11', 'bedragInCenten': 1}, {'maand': '2025-12', 'bedragInCenten': 1},"
       "{'maand': '2026-01', 'bedragInCenten': 1}",
       "november en december 2025 en januari 2026"},
      {"2026-03-31",
       "{'maand': '2025-12', 'bedragInCenten': 1}",
       "december 2025 en januari en februari 2026"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *text = g_strdup_printf (
        "{'peildatum': '%s', 'inkomen': [{'soort': 'wisselend-loon', 'maanden': [%s]}]}",
        table[i].on,
        table[i].months);
    g_autoptr (ZpiApplication) application = fixture_application (text);
    g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);
    g_autofree char *slips = title_of (find (list, "wisselend-loon/loonstrook/aanvrager"), "nl");
    g_autofree char *statements = title_of (find (list, "bankafschrift"), "nl");

    g_test_message ("%s | %s", slips, statements);
    g_assert_cmpuint (find (list, "bankafschrift")->months->len, ==, 3);
    g_assert_true (g_str_has_prefix (slips, "Loonstroken van "));
    g_assert_cmpstr (slips + strlen ("Loonstroken van "), ==, table[i].slips);
    g_assert_cmpstr (statements + strlen ("Bankafschriften van "),
                     ==,
                     slips + strlen ("Loonstroken van "));
  }
}

typedef struct {
  const char *documents;
  const char *id;
  gboolean complete;
  const char *missing; /* (nullable) */
} Match;

#define WAGE "{'soort': 'loon', 'van': 'aanvrager', 'bedragInCenten': 1}"
#define VARIABLE                                                                                   \
  "{'soort': 'wisselend-loon', 'van': 'aanvrager', 'maanden': [{'maand': '2025-12',"               \
  " 'bedragInCenten': 1}]}"

static void
test_match (void)
{
  static const char slip[] = "loon/loonstrook/aanvrager";
  static const char slips[] = "wisselend-loon/loonstrook/aanvrager";
  static const Match table[] = {
      {"", slip, FALSE, "Loonstrook van de aanvrager van december 2025"},
      {"{'soort': 'loonstrook', 'maand': '2025-12'}", slip, TRUE, NULL},
      {"{'soort': 'loonstrook', 'van': 'aanvrager', 'maand': '2025-12'}", slip, TRUE, NULL},
      {"{'soort': 'loonstrook', 'van': 'partner', 'maand': '2025-12'}", slip, FALSE, NULL},
      {"{'soort': 'loonstrook', 'van': 'gezamenlijk'}", slip, TRUE, NULL},
      {"{'soort': 'loonstrook'}", slip, TRUE, NULL},
      {"{'soort': 'loonstrook', 'maand': '2026-01'}", slip, TRUE, NULL},
      {"{'soort': 'loonstrook', 'maand': '2025-11'}", slip, FALSE, NULL},
      {"{'soort': 'loonstrook', 'maand': '2026-02'}", slip, FALSE, NULL},
      {"{'soort': 'overig'}", slip, FALSE, NULL},
      {"{'soort': 'loonstrook', 'maand': '2025-12'}",
       slips,
       FALSE,
       "Loonstroken van de aanvrager van oktober en november 2025"},
      {"{'soort': 'loonstrook', 'maand': '2025-12'}, {'soort': 'loonstrook', 'maand': '2025-10'},"
       "{'soort': 'loonstrook'}",
       slips,
       TRUE,
       NULL},
      {"{'soort': 'loonstrook', 'maand': '2025-12'}, {'soort': 'loonstrook', 'maand': '2025-10'},"
       "{'soort': 'loonstrook', 'maand': '2025-09'}",
       slips,
       FALSE,
       "Loonstrook van de aanvrager van november 2025"},
      /* One paper is in one place. */
      {"{'soort': 'loonstrook'}",
       slips,
       FALSE,
       "Loonstroken van de aanvrager van november en december 2025"},
      {"{'soort': 'loonstrook', 'van': 'gezamenlijk', 'maand': '2025-11'}",
       slips,
       FALSE,
       "Loonstroken van de aanvrager van oktober en december 2025"},
      {"{'soort': 'bankafschrift', 'van': 'partner', 'maand': '2025-12'}",
       "bankafschrift",
       FALSE,
       "Bankafschriften van oktober en november 2025"},
      {"{'soort': 'legitimatie'}", "legitimatie", TRUE, NULL},
      {"{'soort': 'legitimatie', 'van': 'partner'}",
       "legitimatie",
       FALSE,
       "Identiteitsbewijs van de aanvrager"},
      {"{'soort': 'legitimatie', 'van': 'partner'}", "legitimatie-partner", TRUE, NULL},
      {"{'soort': 'legitimatie', 'maand': '2025-01'}", "legitimatie", TRUE, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *text = g_strdup_printf ("{" DATE ", 'partner': {}, 'inkomen': [%s],"
                                             " 'bewijsstukken': [%s]}",
                                             table[i].id == slip ? WAGE : VARIABLE,
                                             table[i].documents);
    g_autoptr (ZpiApplication) application = fixture_application (text);
    g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);
    const ZpiEvidence *evidence = find (list, table[i].id);

    g_test_message ("%s: %s", table[i].id, table[i].documents);
    g_assert_cmpint (evidence->complete, ==, table[i].complete);
    if (table[i].missing != NULL) {
      g_autoptr (ZpiStep) step = zpi_evidence_missing_step (evidence);
      g_autofree char *said = zpi_explanation_render_step (step, "nl");

      g_assert_cmpstr (said, ==, table[i].missing);
    }
  }
}

/* How old a single slip may be is a parameter. */
static void
test_age (void)
{
  g_autoptr (ZpiScheme) older =
      fixture_changed_scheme ("\"evidence_max_age_months\": { \"value\": null",
                              "\"evidence_max_age_months\": { \"value\": 3");
  g_autoptr (ZpiApplication) application = fixture_application (
      "{" DATE ", 'inkomen': [" WAGE "], 'bewijsstukken': [{'soort': 'loonstrook',"
      " 'maand': '2025-10'}]}");
  g_autoptr (GPtrArray) strict = zpi_evidence_list_build (scheme, application);
  g_autoptr (GPtrArray) mild = zpi_evidence_list_build (older, application);

  g_assert_false (find (strict, "loon/loonstrook/aanvrager")->complete);
  g_assert_true (find (mild, "loon/loonstrook/aanvrager")->complete);
}

static void
test_list (void)
{
  g_autoptr (ZpiApplication) application = fixture_application (
      "{" DATE ", 'partner': {}, 'inkomen': [" WAGE "], 'bewijsstukken': [{'soort': 'loonstrook',"
      " 'maand': '2025-12'}]}");
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (GPtrArray) required = NULL;
  ZpiDocument *document = application->documents->pdata[0];

  g_free (document->item);
  document->item = g_strdup ("d1");
  list = zpi_evidence_list_build (scheme, application);
  missing = zpi_evidence_list_missing (list, FALSE);
  required = zpi_evidence_list_missing (list, TRUE);
  g_assert_cmpuint (list->len, ==, 4);
  g_assert_cmpuint (missing->len, ==, 3);
  g_assert_cmpuint (required->len, ==, 2);
  g_assert_true (zpi_evidence_list_find_for_document (list, "d1") ==
                 find (list, "loon/loonstrook/aanvrager"));
  g_assert_null (zpi_evidence_list_find_for_document (list, "d2"));
}

/* What nobody can see answers nothing. */
static void
test_unseen (void)
{
  g_autoptr (ZpiApplication) application =
      fixture_application ("{" DATE ", 'inkomen': [" WAGE "], 'bewijsstukken': ["
                           "{'soort': 'loonstrook', 'maand': '2025-12'}]}");
  g_autoptr (GPtrArray) seen = zpi_evidence_list_build (scheme, application);
  g_autoptr (GPtrArray) unseen = NULL;

  ((ZpiDocument *) application->documents->pdata[0])->unseen = TRUE;
  unseen = zpi_evidence_list_build (scheme, application);
  g_assert_true (find (seen, "loon/loonstrook/aanvrager")->complete);
  g_assert_false (find (unseen, "loon/loonstrook/aanvrager")->complete);
}

/* Without a reference date months count back from today. */
static void
test_today (void)
{
  g_autoptr (ZpiApplication) application = zpi_application_new ();
  g_autoptr (GPtrArray) list = zpi_evidence_list_build (scheme, application);

  g_assert_cmpuint (find (list, "bankafschrift")->months->len, ==, 1);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  scheme = fixture_scheme ();

  g_test_add_func ("/evidence/mark", test_mark);
  g_test_add_func ("/evidence/coming-year", test_coming_year);
  g_test_add_func ("/evidence/list/basis", test_basis);
  g_test_add_func ("/evidence/list/income", test_income);
  g_test_add_func ("/evidence/list/names", test_names);
  g_test_add_func ("/evidence/list/one-bracket", test_one_bracket);
  g_test_add_func ("/evidence/list/chosen", test_chosen);
  g_test_add_func ("/evidence/list/follows-income", test_follows_income);
  g_test_add_func ("/evidence/list/two-of-one", test_two_of_one);
  g_test_add_func ("/evidence/list/propose", test_propose);
  g_test_add_func ("/evidence/list/kind-by-rules", test_kind_by_rules);
  g_test_add_func ("/evidence/list/months-if-variable", test_months_if_variable);
  g_test_add_func ("/evidence/list/months", test_months);
  g_test_add_func ("/evidence/notes/shipped", test_notes);
  g_test_add_func ("/evidence/notes/other-schemes", test_other_notes);
  g_test_add_func ("/evidence/list/today", test_today);
  g_test_add_func ("/evidence/match/documents", test_match);
  g_test_add_func ("/evidence/match/age", test_age);
  g_test_add_func ("/evidence/match/missing", test_list);
  g_test_add_func ("/evidence/match/unseen", test_unseen);
  result = g_test_run ();
  zpi_scheme_unref (scheme);
  return result;
}
