/* SPDX-License-Identifier: EUPL-1.2 */

#include <glib.h>
#include <string.h>

#include "random-case.h"
#include "zpi-error.h"
#include "zpi-json.h"

/* The application of the documentation, as zpictl takes it. */
static const char example[] =
    "{'regeling': 'zoetermeerpas', 'pasjaar': 2026, 'peildatum': '2026-01-15',"
    " 'aanvrager': {'naam': {'voornamen': 'Anna', 'voorvoegsel': 'de', 'geslachtsnaam': 'Jong'},"
    "  'geboorte': {'datum': {'type': 'Datum', 'datum': '1980-05-01'}},"
    "  'burgerservicenummer': '999993653',"
    "  'adres': {'straat': 'Dorpsstraat', 'huisnummer': 1, 'postcode': '2712AA',"
    "   'woonplaats': 'Zoetermeer'}, 'telefoonnummer': '+31612345678'},"
    " 'contact': {'emailadres': 'anna@example.nl', 'vanWie': 'aanvrager'},"
    " 'partner': {'naam': {'geslachtsnaam': 'Bakker'},"
    "  'geboorte': {'datum': {'type': 'JaarMaandDatum', 'jaar': 1955, 'maand': 2}}},"
    " 'kinderen': [{'naam': {'voornamen': 'Bo'},"
    "  'geboorte': {'datum': {'type': 'JaarDatum', 'jaar': 2015}}},"
    "  {'geboorte': {'datum': {'type': 'DatumOnbekend'}}}],"
    " 'inkomen': [{'soort': 'aow', 'van': 'partner', 'bedragInCenten': 105000,"
    "   'periode': 'maand', 'grondslag': 'netto', 'vakantiegeld': 'zonder'},"
    "  {'soort': 'uitkering', 'uitkeringssoort': 'ww', 'van': 'aanvrager',"
    "   'bedragInCenten': 60000, 'periode': 'vier-weken', 'bron': 'UWV',"
    "   'grondslag': 'bruto', 'vakantiegeld': 'met'},"
    "  {'soort': 'wisselend-loon', 'maanden': [{'maand': '2025-10', 'bedragInCenten': 40000},"
    "   {'maand': '2025-11', 'bedragInCenten': 52000}],"
    "   'grondslag': 'netto', 'vakantiegeld': 'zonder'}],"
    " 'bewijsstukken': [{'documentId': '7b0e5c1a-8d3c-4c55-9a37-0d9d5ce2a001',"
    "   'soort': 'loonstrook', 'van': 'aanvrager', 'maand': '2025-12',"
    "   'mediatype': 'application/pdf', 'grootteInBytes': 81234, 'sha256': 'abcd'}],"
    " 'onverwerkteAntwoorden': [{'naam': 'kinderen[1].burgerservicenummer', 'tekst': '12'}],"
    " 'automatischVerlengd': 'nee', 'toelichting': 'Twee\\nregels',"
    " 'machtiging': {'wijze': 'op-papier', 'gegevenOp': '2026-01-15T14:00:00+01:00'},"
    " 'hulpverlener': {'naam': 'B. de Wit', 'organisatie': 'Welzijn'},"
    " 'verklaring': {'ondertekendOp': '2026-01-15T14:05:00+01:00', 'wijze': 'op-papier',"
    "  'tekstversie': '1', 'klokafwijkingInSeconden': -3, 'volgnummer': 41,"
    "  'klokTwijfel': true}}";

/* JSON in C is easier to read with single quotes. */
static JsonNode *
json (const char *text)
{
  g_autofree char *doubled = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  JsonNode *node = zpi_json_parse_text (doubled, &error);

  g_assert_no_error (error);
  return node;
}

static void sort_members (JsonNode *node);

static void
sort_elements (JsonArray *array, guint index, JsonNode *element, gpointer user_data)
{
  sort_members (element);
}

/* The order of members says nothing; the table's is that of the screen. */
static void
sort_members (JsonNode *node)
{
  g_autoptr (GList) names = NULL;
  JsonObject *object;

  if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), sort_elements, NULL);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  object = json_node_get_object (node);
  names = g_list_sort (json_object_get_members (object), (GCompareFunc) strcmp);
  for (GList *one = names; one != NULL; one = one->next) {
    g_autofree char *name = g_strdup (one->data);
    JsonNode *member = json_node_copy (json_object_get_member (object, name));

    sort_members (member);
    json_object_remove_member (object, name);
    json_object_set_member (object, name, member);
  }
}

static char *
to_text (JsonNode *node)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *data;
  gsize size;

  sort_members (node);
  bytes = zpi_json_serialize (node, TRUE);
  data = g_bytes_get_data (bytes, &size);
  return g_strndup (data, size);
}

static ZpiApplication *
read_wire (JsonNode *wire)
{
  g_autoptr (GError) error = NULL;
  ZpiApplication *self = zpi_application_new_from_wire (wire, &error);

  g_assert_no_error (error);
  return self;
}

static char *
wire_text (const ZpiApplication *self)
{
  g_autoptr (JsonNode) wire = zpi_application_to_wire (self);

  return to_text (wire);
}

/* Says only where two long texts part. */
static void
assert_same_lines (const char *one, const char *other)
{
  g_auto (GStrv) ones = g_strsplit (one, "\n", 0);
  g_auto (GStrv) others = g_strsplit (other, "\n", 0);

  for (guint i = 0; ones[i] != NULL || others[i] != NULL; i++)
    g_assert_cmpstr (ones[i], ==, others[i]);
}

static ZpiApplication *
through_case (const ZpiApplication *self)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);

  zpi_application_fill_case (self, zcase);
  return zpi_application_new_from_case (zcase);
}

static void
test_example (void)
{
  g_autoptr (JsonNode) wire = json (example);
  g_autoptr (ZpiApplication) self = read_wire (wire);
  g_autofree char *expected = to_text (wire);
  g_autofree char *written = wire_text (self);
  const ZpiIncome *benefit = g_ptr_array_index (self->incomes, 1);
  const ZpiPerson *child = g_ptr_array_index (self->children, 1);

  assert_same_lines (written, expected);
  g_assert_cmpint (self->partner.birth.precision, ==, ZPI_DATE_YEAR_MONTH);
  g_assert_cmpint (child->birth.precision, ==, ZPI_DATE_UNKNOWN);
  g_assert_true (benefit->gross && benefit->with_holiday_allowance);
  g_assert_cmpint (self->clock_offset_seconds, ==, -3);
}

static void
test_typed_texts (void)
{
  g_autoptr (JsonNode) wire = json (example);
  g_autoptr (ZpiApplication) self = read_wire (wire);
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_auto (GStrv) children = NULL;
  g_auto (GStrv) incomes = NULL;
  g_autofree char *bsn_key = NULL;
  g_autofree char *birth_key = NULL;
  g_autofree char *amount_key = NULL;

  zpi_application_fill_case (self, zcase);
  children = zpi_case_dup_items (zcase, ZPI_LIST_CHILD);
  incomes = zpi_case_dup_items (zcase, ZPI_LIST_INCOME);
  bsn_key = zpi_case_item_key (ZPI_LIST_CHILD, children[1], "bsn");
  birth_key = zpi_case_item_key (ZPI_LIST_CHILD, children[1], "birth_date");
  amount_key = zpi_case_item_key (ZPI_LIST_INCOME, incomes[2], "amount2");
  g_assert_cmpstr (zpi_case_get (zcase, ZPI_KEY_BIRTH_DATE), ==, "01-05-1980");
  g_assert_cmpstr (zpi_case_get (zcase, ZPI_KEY_PARTNER_BIRTH_DATE), ==, "00-02-1955");
  g_assert_cmpstr (zpi_case_get (zcase, ZPI_KEY_PARTNER), ==, ZPI_YES);
  g_assert_cmpstr (zpi_case_get (zcase, ZPI_KEY_HOUSE_NUMBER), ==, "1");
  g_assert_cmpstr (zpi_case_get (zcase, birth_key), ==, "onbekend");
  g_assert_cmpstr (zpi_case_get (zcase, bsn_key), ==, "12");
  g_assert_cmpstr (zpi_case_get (zcase, amount_key), ==, "520,00");
  g_assert_cmpuint (zpi_case_get_n_items (zcase, ZPI_LIST_DOCUMENT), ==, 0);
}

static void
test_no_partner (void)
{
  g_autoptr (JsonNode) nothing = json ("{}");
  g_autoptr (JsonNode) none = json ("{'heeftPartner': false, 'partner': null}");
  g_autoptr (ZpiApplication) open = read_wire (nothing);
  g_autoptr (ZpiApplication) self = read_wire (none);
  g_autoptr (ZpiApplication) again = through_case (self);
  g_autofree char *empty = wire_text (open);

  g_assert_cmpstr (empty, ==, "{}");
  g_assert_false (open->partner_answered);
  g_assert_true (self->partner_answered && !self->has_partner);
  g_assert_true (again->partner_answered && !again->has_partner);
}

/* Whatever stands in a case: once it has been on the wire it stays the same, through the wire and
 * through a case. */
static void
test_round_trips (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 1000; i++) {
    g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autoptr (ZpiApplication) typed = NULL;
    g_autoptr (ZpiApplication) received = NULL;
    g_autoptr (ZpiApplication) retyped = NULL;
    g_autoptr (JsonNode) wire = NULL;
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;
    g_autofree char *third = NULL;

    fill_random (zcase, rand);
    typed = zpi_application_new_from_case (zcase);
    wire = zpi_application_to_wire (typed);
    first = to_text (wire);
    received = read_wire (wire);
    second = wire_text (received);
    assert_same_lines (first, second);
    g_ptr_array_set_size (received->documents, 0);
    for (guint j = received->unprocessed->len; j > 0; j--) {
      const ZpiUnprocessed *answer = g_ptr_array_index (received->unprocessed, j - 1);

      if (g_str_has_prefix (answer->path, "bewijsstukken"))
        g_ptr_array_remove_index (received->unprocessed, j - 1);
    }
    g_free (second);
    second = wire_text (received);
    retyped = through_case (received);
    third = wire_text (retyped);
    assert_same_lines (second, third);
  }
}

/* Nothing that was typed where it is asked is missing from the wire. */
static void
test_unprocessed (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *child = zpi_case_add_item (zcase, ZPI_LIST_CHILD);
  g_autofree char *income = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *birth = zpi_case_item_key (ZPI_LIST_CHILD, child, "birth_date");
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_INCOME, income, "kind");
  g_autofree char *month1 = zpi_case_item_key (ZPI_LIST_INCOME, income, "month1");
  g_autofree char *amount1 = zpi_case_item_key (ZPI_LIST_INCOME, income, "amount1");
  g_autofree char *month2 = zpi_case_item_key (ZPI_LIST_INCOME, income, "month2");
  g_autofree char *amount2 = zpi_case_item_key (ZPI_LIST_INCOME, income, "amount2");
  g_autoptr (ZpiApplication) self = NULL;
  g_autofree char *written = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (JsonNode) wire =
      json ("{'kinderen': [{}], 'inkomen': [{'soort': 'wisselend-loon',"
            " 'maanden': [{'maand': '2025-11', 'bedragInCenten': 5000}],"
            " 'grondslag': 'netto', 'vakantiegeld': 'zonder'}],"
            " 'onverwerkteAntwoorden': ["
            "  {'naam': 'aanvrager.adres.huisnummer', 'tekst': '12 boven'},"
            "  {'naam': 'aanvrager.burgerservicenummer', 'tekst': '999993654'},"
            "  {'naam': 'inkomen[0].maanden[1].bedragInCenten', 'tekst': 'weet niet'},"
            "  {'naam': 'inkomen[0].maanden[1].maand', 'tekst': '2025-10'},"
            "  {'naam': 'kinderen[0].geboorte.datum', 'tekst': 'voorjaar 2015'}]}");

  zpi_case_set (zcase, ZPI_KEY_BSN, "999993654");
  zpi_case_set (zcase, ZPI_KEY_HOUSE_NUMBER, "12 boven");
  zpi_case_set (zcase, birth, "voorjaar\n2015");
  zpi_case_set (zcase, kind, "wisselend-loon");
  zpi_case_set (zcase, month1, "2025-10");
  zpi_case_set (zcase, amount1, "weet niet");
  zpi_case_set (zcase, month2, "november 2025");
  zpi_case_set (zcase, amount2, "50");
  self = zpi_application_new_from_case (zcase);
  written = wire_text (self);
  expected = to_text (wire);
  assert_same_lines (written, expected);
}

/* Nor is the rest of what is longer than a place takes. */
static void
test_long_texts (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *income = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_INCOME, income, "kind");
  g_autofree char *remark = zpi_case_item_key (ZPI_LIST_INCOME, income, "remark");
  g_autofree char *start = g_strnfill (2000, 'a');
  g_autofree char *more = g_strnfill (1500, 'b');
  g_autofree char *typed = g_strconcat (start, more, "\nHET EINDE", NULL);
  g_autoptr (ZpiApplication) self = NULL;
  g_autofree char *written = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *text =
      g_strdup_printf ("{'inkomen': [{'soort': 'loon', 'toelichting': '%s'}],"
                       " 'onverwerkteAntwoorden': ["
                       "{'naam': 'inkomen[0].toelichting', 'tekst': '%s'},"
                       "{'naam': 'inkomen[0].toelichting (2)', 'tekst': '%s\\nHET EINDE'}]}",
                       start,
                       start,
                       more);
  g_autoptr (JsonNode) wire = json (text);
  g_autoptr (ZpiApplication) received = read_wire (wire);
  g_autofree char *again = wire_text (received);
  g_autoptr (ZpiCase) back = NULL;
  g_auto (GStrv) items = NULL;
  g_autofree char *key = NULL;

  zpi_case_set (zcase, kind, "loon");
  zpi_case_set (zcase, remark, typed);
  self = zpi_application_new_from_case (zcase);
  written = wire_text (self);
  expected = to_text (wire);
  assert_same_lines (written, expected);
  assert_same_lines (again, expected);
  back = zpi_case_new (ZPI_CASE_APPLICATION);
  zpi_application_fill_case (received, back);
  items = zpi_case_dup_items (back, ZPI_LIST_INCOME);
  key = zpi_case_item_key (ZPI_LIST_INCOME, items[0], "remark");
  g_assert_cmpstr (zpi_case_get (back, key), ==, typed);
}

static void
test_what_does_not_apply (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiApplication) self = NULL;
  g_autofree char *written = NULL;

  zpi_case_set (zcase, ZPI_KEY_PARTNER, ZPI_NO);
  zpi_case_set (zcase, ZPI_KEY_PARTNER_FAMILY_NAME, "Vertrokken");
  zpi_case_set (zcase, ZPI_KEY_EMAIL_WHOSE, "geen");
  zpi_case_set (zcase, ZPI_KEY_EMAIL, "oud@example.nl");
  zpi_case_set (zcase, ZPI_KEY_DECLARED_HOW, "mondeling");
  self = zpi_application_new_from_case (zcase);
  written = wire_text (self);
  g_assert_null (strstr (written, "Vertrokken"));
  g_assert_null (strstr (written, "oud@"));
  g_assert_null (strstr (written, "mondeling"));
}

/* What its member has no room for goes along whole. */
static void
test_too_long (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *item = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "source");
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");
  g_autofree char *source = g_strnfill (201, 'x');
  g_autofree char *cut = g_strnfill (200, 'x');
  g_autofree char *text = g_strdup_printf ("{'inkomen': [{'soort': 'loon', 'bron': '%s'}],"
                                           " 'onverwerkteAntwoorden': ["
                                           "  {'naam': 'inkomen[0].bron', 'tekst': '%s'}]}",
                                           cut,
                                           source);
  g_autoptr (JsonNode) expected_wire = json (text);
  g_autofree char *expected = to_text (expected_wire);
  g_autoptr (ZpiApplication) self = NULL;
  g_autofree char *written = NULL;

  zpi_case_set (zcase, kind, "loon");
  zpi_case_set (zcase, key, source);
  self = zpi_application_new_from_case (zcase);
  written = wire_text (self);
  assert_same_lines (written, expected);
}

static void
test_normalised (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiApplication) self = NULL;

  zpi_case_set (zcase, ZPI_KEY_BSN, " 9999.93.653 ");
  zpi_case_set (zcase, ZPI_KEY_POSTCODE, "2712 aa");
  zpi_case_set (zcase, ZPI_KEY_PHONE, "06-1234 5678");
  zpi_case_set (zcase, ZPI_KEY_FAMILY_NAME, "  de   Wit ");
  zpi_case_set (zcase, ZPI_KEY_HOUSE_NUMBER, "007");
  self = zpi_application_new_from_case (zcase);
  g_assert_cmpstr (self->applicant.bsn, ==, "999993653");
  g_assert_cmpstr (self->postcode, ==, "2712AA");
  g_assert_cmpstr (self->phone, ==, "+31612345678");
  g_assert_cmpstr (self->applicant.family_name, ==, "de Wit");
  g_assert_cmpstr (self->house_number, ==, "7");
}

typedef struct {
  const char *text;
  const char *place;
} Bad;

static void
test_refused (void)
{
  static const Bad bad[] = {
      {"[]", "JSON object"},
      {"{'aanvrager': 'Geheimenis'}", "aanvrager"},
      {"{'aanvrager': {'naam': {'geslachtsnaam': 7}}}", "aanvrager.naam.geslachtsnaam"},
      {"{'aanvrager': {'geboorte': {'datum': {'type': 'Geheimenis'}}}}",
       "aanvrager.geboorte.datum.type"},
      {"{'aanvrager': {'geboorte': {'datum': {'type': 'Datum', 'datum': '2001-02-29'}}}}",
       "aanvrager.geboorte.datum.datum"},
      {"{'kinderen': [{}, {'geboorte': {'datum': {'type': 'JaarDatum', 'jaar': 'Geheimenis'}}}]}",
       "kinderen[1].geboorte.datum.jaar"},
      {"{'kinderen': [{'geboorte': {'datum': {'type': 'JaarMaandDatum', 'jaar': 2000,"
       " 'maand': 13}}}]}",
       "kinderen[0].geboorte.datum.maand"},
      {"{'kinderen': {}}", "kinderen"},
      {"{'kinderen': [null, 'Geheimenis']}", "kinderen[1]"},
      {"{'inkomen': [{'soort': 'Geheimenis'}]}", "inkomen[0].soort"},
      {"{'inkomen': [{'soort': 'loon', 'bedragInCenten': 12.5}]}", "inkomen[0].bedragInCenten"},
      {"{'inkomen': [{'soort': 'loon', 'bedragInCenten': -1000000001}]}",
       "inkomen[0].bedragInCenten"},
      {"{'inkomen': [{'soort': 'loon', 'periode': 'Geheimenis'}]}", "inkomen[0].periode"},
      {"{'inkomen': [{'soort': 'loon', 'maanden': [{'maand': '10-2025'}]}]}",
       "inkomen[0].maanden[0].maand"},
      {"{'inkomen': [{'soort': 'loon', 'maanden': [{}, {}, {}, {}]}]}", "inkomen[0].maanden"},
      {"{'bewijsstukken': [{'soort': 'loonstrook', 'documentId': 'Geheimenis'}]}",
       "bewijsstukken[0].documentId"},
      {"{'contact': {'vanWie': 'Geheimenis'}}", "contact.vanWie"},
      {"{'pasjaar': 1999}", "pasjaar"},
      {"{'peildatum': 'Geheimenis'}", "peildatum"},
      {"{'heeftPartner': 'ja'}", "heeftPartner"},
      {"{'verklaring': {'klokTwijfel': 1}}", "verklaring.klokTwijfel"},
      {"{'verklaring': {'ondertekendOp': 'Geheimenis'}}", "verklaring.ondertekendOp"},
      {"{'verklaring': {'ondertekendOp': '2026-01-15'}}", "verklaring.ondertekendOp"},
      {"{'verklaring': {'ondertekendOp': '2026-01-15T14:05:00'}}", "verklaring.ondertekendOp"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (JsonNode) wire = json (bad[i].text);
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiApplication) self = zpi_application_new_from_wire (wire, &error);
    g_autofree char *start = g_strconcat (bad[i].place, " ", NULL);

    g_assert_null (self);
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
    if (i > 0)
      g_assert_true (g_str_has_prefix (error->message, start));
    g_assert_null (strstr (error->message, "Geheimenis"));
  }
}

static void
test_absent (void)
{
  g_autoptr (JsonNode) wire =
      json ("{'aanvrager': null, 'kinderen': null, 'inkomen': [{'soort': 'loon', 'bron': null}],"
            " 'contact': {'emailadres': null}, 'verklaring': null, 'onbekends': {'a': [1]}}");
  g_autoptr (ZpiApplication) self = read_wire (wire);

  g_assert_false (self->declared);
  g_assert_cmpuint (self->incomes->len, ==, 1);
  g_assert_cmpstr (self->email, ==, "");
}

/* Does @what to the member or element number *@left of the tree; FALSE when there are fewer. */
static gboolean
damage (JsonNode *node, guint *left, gboolean remove)
{
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    g_autoptr (GList) names = json_object_get_members (object);

    for (GList *l = names; l != NULL; l = l->next) {
      if ((*left)-- == 0) {
        if (remove)
          json_object_remove_member (object, l->data);
        else
          json_object_set_null_member (object, l->data);
        return TRUE;
      }
      if (damage (json_object_get_member (object, l->data), left, remove))
        return TRUE;
    }
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    for (guint i = 0; i < json_array_get_length (array); i++) {
      if ((*left)-- == 0) {
        json_array_remove_element (array, i);
        if (!remove)
          json_array_add_null_element (array);
        return TRUE;
      }
      if (damage (json_array_get_element (array, i), left, remove))
        return TRUE;
    }
  }
  return FALSE;
}

/* Every field is optional: whichever is left out or null, the rest is read, and can be sent. */
static void
test_each_absent (void)
{
  for (guint remove = 0; remove < 2; remove++) {
    guint n = 0;

    for (;; n++) {
      g_autoptr (JsonNode) wire = json (example);
      g_autoptr (ZpiApplication) self = NULL;
      g_autoptr (ZpiApplication) again = NULL;
      guint left = n;

      if (!damage (wire, &left, remove))
        break;
      self = read_wire (wire);
      again = through_case (self);
      g_assert_nonnull (again);
    }
    g_assert_cmpuint (n, >, 80);
  }
}

/* What the format has and no field of ours takes: nothing of it is lost. */
static void
test_without_a_field (void)
{
  g_autoptr (JsonNode) wire =
      json ("{'aanvrager': {'naam': {'voorletters': 'A.M.', 'geslachtsnaam': 'Jong'}},"
            " 'partner': {'naam': {'voornamen': 'Bram', 'voorletters': 'B.K.'},"
            "  'geboorte': {'datum': {'onbekend': true}}},"
            " 'kinderen': [{'naam': {'voornamen': 'Zoë Anne-Fleur', 'voorletters': 'z. A F'}},"
            "  {'naam': {'voornamen': 'Bo', 'voorletters': 'C.'}}],"
            " 'ontbrekendeBewijsstukken': [null, {'soort': 'loonstrook', 'toelichting': 'in mei'}],"
            " 'machtiging': {'wijze': 'mondeling', 'tekstversie': '3'}}");
  g_autoptr (ZpiApplication) self = read_wire (wire);
  g_autofree char *written = wire_text (self);

  g_assert_cmpstr (self->applicant.given_names, ==, "A.M.");
  g_assert_cmpint (self->partner.birth.precision, ==, ZPI_DATE_UNKNOWN);
  g_assert_cmpuint (self->unprocessed->len, ==, 4);
  for (guint i = 0; i < self->unprocessed->len; i++) {
    static const char *const kept[][2] = {{"kinderen[1].naam.voorletters", "C."},
                                          {"machtiging.tekstversie", "3"},
                                          {"ontbrekendeBewijsstukken[1].toelichting", "in mei"},
                                          {"partner.naam.voorletters", "B.K."}};
    const ZpiUnprocessed *answer = self->unprocessed->pdata[i];

    g_assert_cmpstr (answer->path, ==, kept[i][0]);
    g_assert_cmpstr (answer->text, ==, kept[i][1]);
  }
  g_assert_nonnull (strstr (written, "A.M."));
  g_assert_nonnull (strstr (written, "B.K."));
}

/* What an absent kind, type or month is taken for. */
static void
test_kinds_absent (void)
{
  g_autoptr (JsonNode) wire = json (
      "{'aanvrager': {'geboorte': {'datum': {'datum': '1980-05-01'}}},"
      " 'partner': {'geboorte': {'datum': {'jaar': 1981, 'maand': 6}}},"
      " 'kinderen': [null, {'geboorte': {'datum': {'jaar': 2015}}}, {'geboorte': {'datum': {}}},"
      "  {'geboorte': {'datum': {'type': 'JaarMaandDatum', 'jaar': 2016}}}],"
      " 'inkomen': [{'bedragInCenten': 100}, null, {'soort': 'wisselend-loon',"
      "  'maanden': [null, {'bedragInCenten': 5}, {'maand': '2025-12', 'bedragInCenten': 7}]}],"
      " 'bewijsstukken': [{}, null]}");
  g_autoptr (ZpiApplication) self = read_wire (wire);
  const ZpiPerson *second;
  const ZpiPerson *third;
  const ZpiIncome *first;
  const ZpiIncome *wage;
  g_autofree char *written = wire_text (self);

  g_assert_cmpint (self->applicant.birth.precision, ==, ZPI_DATE_FULL);
  g_assert_cmpint (self->partner.birth.precision, ==, ZPI_DATE_YEAR_MONTH);
  g_assert_cmpuint (self->children->len, ==, 3);
  g_assert_cmpint (((ZpiPerson *) self->children->pdata[0])->birth.precision, ==, ZPI_DATE_YEAR);
  second = self->children->pdata[1];
  third = self->children->pdata[2];
  g_assert_cmpint (second->birth.precision, ==, ZPI_DATE_NONE);
  g_assert_cmpint (third->birth.precision, ==, ZPI_DATE_YEAR);
  g_assert_cmpuint (self->incomes->len, ==, 2);
  first = self->incomes->pdata[0];
  wage = self->incomes->pdata[1];
  g_assert_cmpstr (first->kind, ==, "anders");
  g_assert_cmpint (first->amount_cents, ==, 100);
  g_assert_cmpuint (wage->n_months, ==, 2);
  /* An amount without its month is kept, beside the form. */
  g_assert_nonnull (strstr (written, "inkomen[1].maanden[1].bedragInCenten"));
  g_assert_cmpuint (self->documents->len, ==, 1);
  g_assert_cmpstr (((ZpiDocument *) self->documents->pdata[0])->kind, ==, "overig");
}

static void
test_path_to_key (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *child = zpi_case_add_item (zcase, ZPI_LIST_CHILD);
  g_autofree char *income = zpi_case_add_item (zcase, ZPI_LIST_INCOME);
  g_autofree char *document = zpi_case_add_item (zcase, ZPI_LIST_DOCUMENT);
  const char *const months[] = {"2025-12", "", "2025-10"};
  g_autoptr (ZpiApplication) self = NULL;
  const struct {
    const char *path;
    const char *item;
    const char *key;
  } cases[] = {
      {"aanvrager.burgerservicenummer", NULL, ZPI_KEY_BSN},
      {"aanvrager.geboorte.datum.datum", NULL, ZPI_KEY_BIRTH_DATE},
      {"aanvrager.naam", NULL, ZPI_KEY_FAMILY_NAME},
      {"contact.emailadres", NULL, ZPI_KEY_EMAIL},
      {"verklaring.wijze", NULL, ZPI_KEY_DECLARED_HOW},
      {"kinderen[0].naam.voornamen", child, "child.%s.given_names"},
      {"inkomen[0].bedragInCenten", income, "income.%s.amount"},
      {"inkomen[0].maanden[0].bedragInCenten", income, "income.%s.amount3"},
      {"inkomen[0].maanden[1].maand", income, "income.%s.month1"},
      {"inkomen[0].maanden[2].maand", income, NULL},
      {"bewijsstukken[0].mediatype", document, "document.%s.media_type"},
      {"bewijsstukken[0]", document, "document.%s.sha256"},
      {"bewijsstukken[7]", NULL, NULL},
      {"kinderen[1].naam", NULL, NULL},
      {"kinderen[x].naam", NULL, NULL},
      {"kinderen[", NULL, NULL},
      {"Content-Digest", NULL, NULL},
      {"", NULL, NULL},
  };

  for (guint i = 0; i < 3; i++) {
    g_autofree char *month = g_strdup_printf ("income.%s.month%u", income, i + 1);
    g_autofree char *amount = g_strdup_printf ("income.%s.amount%u", income, i + 1);

    zpi_case_set (zcase, month, months[i]);
    zpi_case_set (zcase, amount, *months[i] != '\0' ? "1" : "");
  }
  self = zpi_application_new_from_case (zcase);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *key = zpi_application_path_to_key (self, cases[i].path);
    g_auto (GStrv) parts = cases[i].key != NULL ? g_strsplit (cases[i].key, "%s", 2) : NULL;
    g_autofree char *expected = parts != NULL ? g_strjoinv (cases[i].item, parts) : NULL;

    g_assert_cmpstr (key, ==, expected);
  }
}

/* What the wire has room for in a roundabout way only. */
static void
test_odd_members (void)
{
  g_autoptr (JsonNode) wire = json (
      "{'aanvrager': {'adres': {'huisnummer': '12'}},"
      " 'kinderen': [{'geboorte': {'datum': {'type': 'Datum', 'datum': '1849-12-31'}}}],"
      " 'inkomen': [{'soort': 'wisselend-loon', 'maanden': ["
      "  {'maand': '2025-10', 'bedragInCenten': 100},"
      "  {'maand': '2025-10', 'bedragInCenten': 200}, {'maand': '2025-10'}]}],"
      " 'onverwerkteAntwoorden': [{'naam': 'ergens.anders', 'tekst': 'iets'},"
      "  {'naam': 'nergens', 'tekst': 'niets'}, {'naam': 'leeg', 'tekst': ''},"
      "  {'naam': 'ergens.anders', 'tekst': 'nog eens'}],"
      " 'machtiging': {'gegevenOp': 'gisteren'}, 'hulpverlener': {'organisatie': 'Welzijn'}}");
  g_autoptr (JsonNode) expected_wire =
      json ("{'aanvrager': {'adres': {'huisnummer': 12}}, 'kinderen': [{}],"
            " 'inkomen': [{'soort': 'wisselend-loon',"
            "  'maanden': [{'maand': '2025-10', 'bedragInCenten': 100}],"
            "  'grondslag': 'netto', 'vakantiegeld': 'zonder'}],"
            " 'onverwerkteAntwoorden': [{'naam': 'ergens.anders', 'tekst': 'iets'},"
            "  {'naam': 'hulpverlener.organisatie', 'tekst': 'Welzijn'},"
            "  {'naam': 'inkomen[0].maanden[1].bedragInCenten', 'tekst': '2,00'},"
            "  {'naam': 'inkomen[0].maanden[1].maand', 'tekst': '2025-10'},"
            "  {'naam': 'kinderen[0].geboorte.datum', 'tekst': '31-12-1849'},"
            "  {'naam': 'machtiging.gegevenOp', 'tekst': 'gisteren'},"
            "  {'naam': 'nergens', 'tekst': 'niets'}]}");
  g_autoptr (ZpiApplication) self = read_wire (wire);
  g_autofree char *written = wire_text (self);
  g_autofree char *expected = to_text (expected_wire);
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);

  assert_same_lines (written, expected);
  zpi_application_fill_case (self, zcase);
  g_assert_cmpstr (zpi_case_get (zcase, ZPI_KEY_REMARK), ==, "ergens.anders: iets\nnergens: niets");
}

/* The contract has no room for a loss: it is kept as somebody would type it, and said. */
static void
test_loss (void)
{
  g_autoptr (JsonNode) wire =
      json ("{'inkomen': [{'soort': 'onderneming', 'bedragInCenten': -90050, 'periode': "
            "'jaar'}, {'soort': 'wisselend-loon', 'maanden': [{'maand': '2025-10', "
            "'bedragInCenten': -5}, {'maand': '2025-11', 'bedragInCenten': 7}]}]}");
  g_autoptr (JsonNode) expected_wire =
      json ("{'inkomen': [{'soort': 'onderneming', 'periode': 'jaar'},"
            "  {'soort': 'wisselend-loon',"
            "  'maanden': [{'maand': '2025-11', 'bedragInCenten': 7}],"
            "  'grondslag': 'netto', 'vakantiegeld': 'zonder'}],"
            " 'onverwerkteAntwoorden': ["
            "  {'naam': 'inkomen[0].bedragInCenten', 'tekst': '-900,50'},"
            "  {'naam': 'inkomen[1].maanden[1].bedragInCenten', 'tekst': '-0,05'},"
            "  {'naam': 'inkomen[1].maanden[1].maand', 'tekst': '2025-10'}]}");
  g_autoptr (ZpiApplication) self = read_wire (wire);
  g_autofree char *written = wire_text (self);
  g_autofree char *expected = to_text (expected_wire);
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_auto (GStrv) items = NULL;
  g_autofree char *amount = NULL;
  g_autofree char *second = NULL;

  assert_same_lines (written, expected);
  zpi_application_fill_case (self, zcase);
  items = zpi_case_dup_items (zcase, ZPI_LIST_INCOME);
  amount = zpi_case_item_key (ZPI_LIST_INCOME, items[0], "amount");
  second = zpi_case_item_key (ZPI_LIST_INCOME, items[1], "amount2");
  g_assert_cmpstr (zpi_case_get (zcase, amount), ==, "-900,50");
  g_assert_cmpstr (zpi_case_get (zcase, second), ==, "-0,05");
}

static void
test_only_for_the_check (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiApplication) self = NULL;
  g_autoptr (ZpiApplication) again = NULL;
  g_autofree char *written = NULL;

  zpi_case_set (zcase, ZPI_KEY_CHECK_CHILDREN, "3");
  zpi_case_set (zcase, ZPI_KEY_CHECK_INCOME, "1.250");
  zpi_case_set (zcase, ZPI_KEY_STUDENT, ZPI_YES);
  self = zpi_application_new_from_case (zcase);
  g_assert_cmpuint (self->n_children_estimate, ==, 3);
  g_assert_cmpint (self->income_estimate_cents, ==, 125000);
  written = wire_text (self);
  g_assert_cmpstr (written, ==, "{}");
  again = through_case (self);
  g_assert_true (again->student);
}

static void
test_shared (void)
{
  g_autoptr (ZpiApplication) self = zpi_application_new ();
  g_autoptr (ZpiApplication) same = g_boxed_copy (ZPI_TYPE_APPLICATION, self);
  g_autofree char *nobody = zpi_person_dup_full_name (&self->applicant);
  g_autofree char *somebody = NULL;

  g_assert_true (same == self);
  g_assert_cmpstr (nobody, ==, "");
  g_free (self->applicant.given_names);
  g_free (self->applicant.family_name);
  self->applicant.given_names = g_strdup ("Anna");
  self->applicant.family_name = g_strdup ("Jong");
  somebody = zpi_person_dup_full_name (&same->applicant);
  g_assert_cmpstr (somebody, ==, "Anna Jong");
  zpi_person_free (NULL);
  zpi_income_free (NULL);
  zpi_document_free (NULL);
  zpi_unprocessed_free (NULL);
}

/* What is in one case never gets into what is made of another. */
static void
test_no_mixing (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());

  for (guint i = 0; i < 1000; i++) {
    g_autoptr (ZpiCase) a = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autoptr (ZpiCase) b = zpi_case_new (ZPI_CASE_APPLICATION);
    g_autoptr (ZpiApplication) app_a = NULL;
    g_autoptr (ZpiApplication) app_b = NULL;
    g_autoptr (GBytes) bytes_b = NULL;
    g_autofree char *mark = g_strdup_printf ("Merk%uteken", i);
    g_autofree char *snapshot = NULL;
    g_autofree char *wire_a = NULL;
    g_autofree char *wire_b = NULL;
    static const char *const keys[] = {ZPI_KEY_GIVEN_NAMES,
                                       ZPI_KEY_FAMILY_NAME,
                                       ZPI_KEY_STREET,
                                       ZPI_KEY_REMARK,
                                       ZPI_KEY_BSN};

    fill_random (a, rand);
    fill_random (b, rand);
    for (guint j = 0; j < G_N_ELEMENTS (keys); j++)
      zpi_case_set (a, keys[j], mark);
    app_a = zpi_application_new_from_case (a);
    app_b = zpi_application_new_from_case (b);
    wire_a = wire_text (app_a);
    wire_b = wire_text (app_b);
    bytes_b = zpi_case_snapshot (b);
    snapshot = g_strndup (g_bytes_get_data (bytes_b, NULL), g_bytes_get_size (bytes_b));
    g_assert_nonnull (strstr (wire_a, mark));
    g_assert_null (strstr (wire_b, mark));
    g_assert_null (strstr (snapshot, mark));
  }
}

/* Random changes in the bytes of a form are read or refused, never worse. */
static void
test_mutated_wire (void)
{
  g_autoptr (JsonNode) wire = json (example);
  g_autofree char *text = to_text (wire);
  gsize size = strlen (text);
  guint n_read = 0;

  for (guint i = 0; i < 5000; i++) {
    g_autofree char *copy = g_strdup (text);
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (JsonNode) node = NULL;
    g_autoptr (ZpiApplication) self = NULL;
    g_autoptr (ZpiApplication) again = NULL;
    g_autoptr (GError) error = NULL;

    for (int j = g_test_rand_int_range (1, 4); j > 0; j--)
      copy[g_test_rand_int_range (0, size)] = "\"{}[],:019aZ-nul"[g_test_rand_int_range (0, 16)];
    bytes = g_bytes_new (copy, size);
    node = zpi_json_parse (bytes, 0, 0, NULL);
    if (node == NULL)
      continue;
    self = zpi_application_new_from_wire (node, &error);
    g_assert_true ((self == NULL) == (error != NULL));
    if (self == NULL)
      continue;
    again = through_case (self);
    n_read++;
  }
  g_assert_cmpuint (n_read, >, 0);
}

static JsonObject *
get_schemas (JsonNode *contract)
{
  JsonObject *components = zpi_json_get_object (json_node_get_object (contract), "components");

  return zpi_json_get_object (components, "schemas");
}

/* What a reference in the contract stands for. */
static JsonObject *
resolve (JsonObject *schemas, JsonObject *schema)
{
  const char *name;

  while (schema != NULL && (name = zpi_json_get_string (schema, "$ref")) != NULL)
    schema = zpi_json_get_object (schemas, strrchr (name, '/') + 1);
  return schema;
}

/* The schema of the place "inkomen[*].bron", or NULL. */
static JsonObject *
find_in_contract (JsonObject *schemas, const char *place)
{
  JsonObject *schema = zpi_json_get_object (schemas, "Aanvraagformulier");
  g_auto (GStrv) steps = g_strsplit (place, ".", -1);

  for (guint i = 0; steps[i] != NULL && schema != NULL; i++) {
    gboolean list = g_str_has_suffix (steps[i], "[*]");

    steps[i][strcspn (steps[i], "[")] = '\0';
    schema = zpi_json_get_object (schema, "properties");
    schema = schema != NULL ? zpi_json_get_object (schema, steps[i]) : NULL;
    schema = resolve (schemas, schema);
    if (list && schema != NULL)
      schema = resolve (schemas, zpi_json_get_object (schema, "items"));
  }
  return schema;
}

static JsonNode *
load_contract (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("ZPI_SOURCE_ROOT"), "data", "api", "openapi.json", NULL);
  g_autofree char *text = NULL;
  JsonNode *contract;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  contract = zpi_json_parse_text (text, NULL);
  g_assert_nonnull (contract);
  return contract;
}

/* What an answer is on the wire; what is named by hand is not compared. */
static const char *
wire_type (const ZpiField *field)
{
  switch (field->kind) {
  case ZPI_FIELD_MONEY:
  case ZPI_FIELD_COUNT:
  case ZPI_FIELD_HOUSE_NUMBER:
    return "integer";
  case ZPI_FIELD_FLAG:
    return "boolean";
  case ZPI_FIELD_BIRTH_DATE:
    return "object";
  default:
    return "string";
  }
}

static gboolean
has_word (JsonArray *words, const char *word)
{
  for (guint i = 0; i < json_array_get_length (words); i++)
    if (strcmp (json_array_get_string_element (words, i), word) == 0)
      return TRUE;
  return FALSE;
}

/* A word that the contract does not have is refused. Where there is no address, nothing is said of
 * whose it is. */
static void
check_words (const ZpiField *field, JsonObject *schema)
{
  JsonArray *words = zpi_json_get_array (schema, "enum");

  if (field->choices == NULL) {
    g_test_fail_printf ("%s has no choices", field->pattern);
    return;
  }
  for (guint i = 0; field->choices[i] != NULL; i++)
    if (strcmp (field->choices[i], "geen") != 0 &&
        (words == NULL || !has_word (words, field->choices[i])))
      g_test_fail_printf ("%s may be %s, which the contract does not take at %s",
                          field->pattern,
                          field->choices[i],
                          field->wire);
}

static void
check_type (const ZpiField *field, JsonObject *schema)
{
  const char *type = zpi_json_get_string (schema, "type");

  if ((field->flags & ZPI_FIELD_BY_HAND) != 0)
    return;
  if (g_strcmp0 (type, wire_type (field)) != 0)
    g_test_fail_printf ("%s goes as %s, and the contract (data/api/openapi.json) has %s at %s",
                        field->pattern,
                        wire_type (field),
                        type,
                        field->wire);
  else if (field->kind == ZPI_FIELD_CHOICE)
    check_words (field, schema);
}

/* A question whose place the contract does not have would be refused by the municipality, and one
 * that is longer than the contract takes as well. */
static void
test_contract (void)
{
  g_autoptr (JsonNode) contract = load_contract ();
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < n_fields; i++) {
    const char *place = fields[i].wire;
    JsonObject *schema = place != NULL ? find_in_contract (get_schemas (contract), place) : NULL;

    if (place != NULL && schema == NULL)
      g_test_fail_printf ("%s stands at %s, which is not in the contract (data/api/openapi.json)",
                          fields[i].pattern,
                          place);
    if (schema != NULL)
      check_type (&fields[i], schema);
    if (schema != NULL && fields[i].kind == ZPI_FIELD_TEXT && fields[i].check == NULL &&
        (fields[i].flags & ZPI_FIELD_BY_PROGRAM) == 0 &&
        json_object_get_int_member_with_default (schema, "maxLength", 0) <
            zpi_field_get_max_chars (&fields[i]))
      g_test_fail_printf ("%s may be longer than the contract takes at %s",
                          fields[i].pattern,
                          place);
  }
}

/* What the program itself puts there, or what nobody has to be asked. */
static const char *const not_asked[] = {"bewijsstukken[*].documentId",
                                        "ontbrekendeBewijsstukken",
                                        "onverwerkteAntwoorden",
                                        "toets",
                                        "machtiging.tekstversie",
                                        "aanvrager.naam.voorletters",
                                        "partner.naam.voorletters",
                                        "kinderen[*].naam.voorletters",
                                        NULL};

/* Whether a row has its answer at @place; one that only says that there is an object there is none.
 */
static gboolean
has_row (const char *place, gboolean object)
{
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < n_fields; i++)
    if (g_strcmp0 (fields[i].wire, place) == 0 && (fields[i].kind != ZPI_FIELD_FLAG || !object))
      return TRUE;
  return g_strv_contains (not_asked, place);
}

/* Each place of the contract below @schema has a row. */
static void
look_for_rows (JsonObject *schemas, JsonObject *schema, const char *place)
{
  JsonObject *members;
  g_autoptr (GList) names = NULL;

  schema = resolve (schemas, schema);
  members = zpi_json_get_object (schema, "properties");
  if (has_row (place, members != NULL))
    return;
  if (zpi_json_get_object (schema, "items") != NULL) {
    g_autofree char *each = g_strconcat (place, "[*]", NULL);

    look_for_rows (schemas, zpi_json_get_object (schema, "items"), each);
    return;
  }
  if (members == NULL)
    g_test_fail_printf ("%s is in the contract (data/api/openapi.json) and no question is for it "
                        "(src/model/zpi-field.c)",
                        place);
  names = members != NULL ? json_object_get_members (members) : NULL;
  for (GList *l = names; l != NULL; l = l->next) {
    g_autofree char *below =
        g_strconcat (place, *place != '\0' ? "." : "", (const char *) l->data, NULL);

    look_for_rows (schemas, json_object_get_object_member (members, l->data), below);
  }
}

static void
test_contract_asked (void)
{
  g_autoptr (JsonNode) contract = load_contract ();
  JsonObject *schemas = get_schemas (contract);

  look_for_rows (schemas, zpi_json_get_object (schemas, "Aanvraagformulier"), "");
}

static void
test_fields (void)
{
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < n_fields; i++) {
    g_auto (GStrv) parts = g_strsplit (fields[i].pattern, "*", 2);
    g_autofree char *key = g_strjoinv ("6e0e3a80-7a2f-4a4e-9d64-0f2f3c1f5a11", parts);

    g_assert_true (zpi_field_lookup (key) == &fields[i]);
    g_assert_true (i == 0 || fields[i].section >= fields[i - 1].section);
    /* An answer to choose has a name. */
    if (zpi_field_is_asked (&fields[i]) && fields[i].choices != NULL)
      g_assert_cmpuint (g_strv_length ((GStrv) fields[i].words),
                        ==,
                        g_strv_length ((GStrv) fields[i].choices));
  }
  g_assert_null (zpi_field_lookup ("child.x.unknown"));
  g_assert_null (zpi_field_lookup ("child..bsn"));
  g_assert_null (zpi_field_lookup (""));
  for (guint i = 0; i < ZPI_N_SECTIONS; i++) {
    ZpiSection section = ZPI_N_SECTIONS;

    g_assert_true (zpi_section_from_nick (zpi_section_to_nick (i), &section));
    g_assert_cmpint (section, ==, i);
  }
}

/* What is understood is what is counted and sent: numbers in words, years of two digits, a house
 * number in one. */
static void
test_as_people_type (void)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiApplication) self = NULL;
  g_autoptr (ZpiApplication) other = NULL;
  const ZpiPerson *child;
  g_autofree char *item = zpi_case_add_item (zcase, ZPI_LIST_CHILD);
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_CHILD, item, "birth_date");

  zpi_case_set (zcase, ZPI_KEY_CHECK_CHILDREN, "twee");
  zpi_case_set (zcase, ZPI_KEY_BIRTH_DATE, "3-7-86");
  zpi_case_set (zcase, key, "3-7-16");
  zpi_case_set (zcase, ZPI_KEY_HOUSE_NUMBER, "12-b 3");
  self = zpi_application_new_from_case (zcase);
  g_assert_cmpuint (self->n_children_estimate, ==, 2);
  g_assert_true (self->children_answered);
  g_assert_cmpint (self->applicant.birth.year, ==, 1986);
  child = g_ptr_array_index (self->children, 0);
  g_assert_cmpint (child->birth.year, ==, 2016);
  g_assert_cmpstr (self->house_number, ==, "12");
  g_assert_cmpstr (self->house_letter, ==, "b");
  g_assert_cmpstr (self->house_addition, ==, "3");
  g_assert_cmpuint (self->unprocessed->len, ==, 0);

  zpi_case_set (zcase, ZPI_KEY_HOUSE_LETTER, "c");
  zpi_case_set (zcase, ZPI_KEY_BIRTH_DATE, "3-7-16");
  other = zpi_application_new_from_case (zcase);
  g_assert_cmpstr (other->house_number, ==, "12-b 3");
  g_assert_cmpint (other->applicant.birth.precision, ==, ZPI_DATE_NONE);
  g_assert_cmpuint (other->unprocessed->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/application/example", test_example);
  g_test_add_func ("/application/typed-texts", test_typed_texts);
  g_test_add_func ("/application/no-partner", test_no_partner);
  g_test_add_func ("/application/round-trips", test_round_trips);
  g_test_add_func ("/application/unprocessed", test_unprocessed);
  g_test_add_func ("/application/long-texts", test_long_texts);
  g_test_add_func ("/application/what-does-not-apply", test_what_does_not_apply);
  g_test_add_func ("/application/normalised", test_normalised);
  g_test_add_func ("/application/refused", test_refused);
  g_test_add_func ("/application/absent", test_absent);
  g_test_add_func ("/application/each-absent", test_each_absent);
  g_test_add_func ("/application/kinds-absent", test_kinds_absent);
  g_test_add_func ("/application/without-a-field", test_without_a_field);
  g_test_add_func ("/application/path-to-key", test_path_to_key);
  g_test_add_func ("/application/odd-members", test_odd_members);
  g_test_add_func ("/application/only-for-the-check", test_only_for_the_check);
  g_test_add_func ("/application/shared", test_shared);
  g_test_add_func ("/application/no-mixing", test_no_mixing);
  g_test_add_func ("/application/mutated-wire", test_mutated_wire);
  g_test_add_func ("/application/contract/places", test_contract);
  g_test_add_func ("/application/contract/asked", test_contract_asked);
  g_test_add_func ("/application/loss", test_loss);
  g_test_add_func ("/application/too-long", test_too_long);
  g_test_add_func ("/application/fields", test_fields);

  g_test_add_func ("/application/as-people-type", test_as_people_type);
  return g_test_run ();
}
