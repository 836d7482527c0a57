/* SPDX-License-Identifier: EUPL-1.2 */

#include <string.h>

#include "zpi-practice-forms.h"

typedef struct {
  const char *(*check) (const char *text);
  const char *text;
  const char *code; /* NULL: it is good */
} ValueCase;

static const ValueCase value_cases[] = {
    {zpi_wire_check_bsn, "999993653", NULL},
    {zpi_wire_check_bsn, "999993654", "elfproef"},
    {zpi_wire_check_bsn, "000000000", "elfproef"},
    {zpi_wire_check_bsn, "123456782", "waarde"},
    {zpi_wire_check_bsn, "99999365", "formaat"},
    {zpi_wire_check_bsn, "9999936533", "formaat"},
    {zpi_wire_check_bsn, "99999365a", "formaat"},
    {zpi_wire_check_uuid, "3f1c2a94-5d0e-4b7a-9c2f-6a1e8b0d7c11", NULL},
    {zpi_wire_check_uuid, "3F1C2A94-5D0E-4B7A-9C2F-6A1E8B0D7C11", "formaat"},
    {zpi_wire_check_uuid, "3f1c2a945d0e4b7a9c2f6a1e8b0d7c11", "formaat"},
    {zpi_wire_check_uuid, "3f1c2a94-5d0e-4b7a-9c2f-6a1e8b0d7c1g", "formaat"},
    {zpi_wire_check_uuid, "", "formaat"},
    {zpi_wire_check_sha256,
     "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     NULL},
    {zpi_wire_check_sha256,
     "9F86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     "formaat"},
    {zpi_wire_check_sha256, "9f86", "formaat"},
    {zpi_wire_check_date, "2024-02-29", NULL},
    {zpi_wire_check_date, "2023-02-29", "waarde"},
    {zpi_wire_check_date, "2023-13-01", "waarde"},
    {zpi_wire_check_date, "1975-00-00", "waarde"},
    {zpi_wire_check_date, "1-5-2019", "formaat"},
    {zpi_wire_check_date, "2019-05-01T00:00:00Z", "formaat"},
    {zpi_wire_check_time, "2026-01-15T14:05:00+01:00", NULL},
    {zpi_wire_check_time, "2026-01-15T14:05:00.123456Z", NULL},
    {zpi_wire_check_time, "2026-01-15T14:05:00", "formaat"},
    {zpi_wire_check_time, "2026-01-15", "formaat"},
    {zpi_wire_check_time, "2026-01-15T25:05:00Z", "waarde"},
    {zpi_wire_check_time, "2026-02-30T14:05:00Z", "formaat"},
    {zpi_wire_check_time, "2026-01-15T14:05:00.Z", "formaat"},
    {zpi_wire_check_time, "", "formaat"},
    {zpi_wire_check_month, "2025-12", NULL},
    {zpi_wire_check_month, "2025-00", "waarde"},
    {zpi_wire_check_month, "2025-13", "waarde"},
    {zpi_wire_check_month, "12-2025", "formaat"},
    {zpi_wire_check_email, "anna@example.nl", NULL},
    {zpi_wire_check_email, "anna.example.nl", "formaat"},
    {zpi_wire_check_email, "@example.nl", "formaat"},
    {zpi_wire_check_email, "anna@", "formaat"},
    {zpi_wire_check_email, "an na@example.nl", "formaat"},
    {zpi_wire_check_email, "anna@ex@ample.nl", "formaat"},
    {zpi_wire_check_email, "anna\n@example.nl", "formaat"},
    {zpi_wire_check_postcode, "2712AA", NULL},
    {zpi_wire_check_postcode, "2712 AA", "formaat"},
    {zpi_wire_check_postcode, "0712AA", "formaat"},
    {zpi_wire_check_postcode, "2712aa", "formaat"},
    {zpi_wire_check_phone, "+31612345678", NULL},
    {zpi_wire_check_phone, "0612345678", "formaat"},
    {zpi_wire_check_phone, "+0612345678", "formaat"},
    {zpi_wire_check_phone, "+31 6", "formaat"},
    {zpi_wire_check_phone, "+1234567890123456", "formaat"},
    {zpi_wire_check_name, "wisselend-loon", NULL},
    {zpi_wire_check_name, "Loon", "formaat"},
    {zpi_wire_check_name, "", "formaat"},
    {zpi_wire_check_house_letter, "a", NULL},
    {zpi_wire_check_house_letter, "ab", "formaat"},
    {zpi_wire_check_house_addition, "1 hoog", NULL},
    {zpi_wire_check_house_addition, "a/b", "formaat"},
    {zpi_wire_check_house_addition, "", "formaat"},
    {zpi_wire_check_code, "K7PM-2QXR", NULL},
    {zpi_wire_check_code, "K7PM", "te-kort"},
    {zpi_wire_check_code, "K7PM_2QXR", "formaat"},
};

static void
test_values (void)
{
  g_autofree char *long_mail = g_strnfill (250, 'a');
  g_autofree char *address = g_strconcat (long_mail, "@x.nl", NULL);
  g_autofree char *long_code = g_strnfill (41, 'A');

  for (guint i = 0; i < G_N_ELEMENTS (value_cases); i++) {
    const ValueCase *value = &value_cases[i];

    g_test_message ("%u: %s", i, value->text);
    g_assert_cmpstr (value->check (value->text), ==, value->code);
  }
  g_assert_cmpstr (zpi_wire_check_email (address), ==, "te-lang");
  g_assert_cmpstr (zpi_wire_check_code (long_code), ==, "te-lang");
}

static char *
check (const ZpiWireShape *shape, const char *json)
{
  g_autoptr (JsonNode) root = zpi_json_parse_text (json, NULL);
  g_autoptr (ZpiPracticeFaults) faults = zpi_practice_faults_new ();
  GString *all = g_string_new (NULL);

  g_assert_nonnull (root);
  zpi_wire_check (json_node_get_object (root), shape, faults);
  for (guint i = 0; i < faults->faults->len; i++) {
    const ZpiPracticeFault *fault = g_ptr_array_index (faults->faults, i);

    g_string_append_printf (all, "%s%s:%s", i > 0 ? " " : "", fault->name, fault->code);
    g_assert_cmpstr (fault->reason, !=, "");
  }
  return g_string_free (all, FALSE);
}

#define START "{\"regeling\":\"zoetermeerpas\",\"pasjaar\":2026,"
#define REST                                                                                       \
  ",\"contact\":{\"emailadres\":\"a@example.nl\",\"vanWie\":\"helper\"},\"verklaring\":"           \
  "{\"ondertekendOp\":\"2026-01-15T14:05:00Z\",\"wijze\":\"getypt\"}}"
#define APPLICANT "\"aanvrager\":{\"naam\":{\"voornamen\":\"Anna\"}}"

static const char *const form_cases[][2] = {
    {START APPLICANT REST, ""},
    {START "\"aanvrager\":{\"naam\":{}}" REST, "aanvrager.naam.geslachtsnaam:ontbreekt"},
    {START "\"aanvrager\":{}" REST, "aanvrager.naam:ontbreekt"},
    {START "\"aanvrager\":[]" REST, "aanvrager:soort"},
    {START "\"aanvrager\":{\"naam\":{\"voornamen\":\"\"}}" REST,
     "aanvrager.naam.voornamen:te-kort"},
    {START "\"aanvrager\":{\"naam\":{\"voornamen\":\"A\\tB\"}}" REST,
     "aanvrager.naam.voornamen:formaat"},
    {START APPLICANT ",\"toelichting\":\"Regel 1\\nRegel 2\"" REST, ""},
    {START APPLICANT ",\"toelichting\":\"\\u0007\"" REST, "toelichting:formaat"},
    {START APPLICANT ",\"partner\":{\"geboorte\":{\"datum\":{\"type\":\"Datum\",\"datum\":"
                     "\"1955-02-01\"}}}" REST,
     ""},
    {START APPLICANT
     ",\"partner\":{\"geboorte\":{\"datum\":{\"type\":\"Datum\",\"jaar\":1955}}}" REST,
     "partner.geboorte.datum.datum:ontbreekt partner.geboorte.datum.jaar:onbekend-veld"},
    {START APPLICANT
     ",\"partner\":{\"geboorte\":{\"datum\":{\"type\":\"JaarMaandDatum\",\"jaar\":1955,"
     "\"maand\":13}}}" REST,
     "partner.geboorte.datum.maand:waarde"},
    {START APPLICANT
     ",\"partner\":{\"geboorte\":{\"datum\":{\"type\":\"JaarDatum\",\"jaar\":1955}}}" REST,
     ""},
    {START APPLICANT
     ",\"partner\":{\"geboorte\":{\"datum\":{\"type\":\"DatumOnbekend\",\"onbekend\":true}}}" REST,
     ""},
    {START APPLICANT
     ",\"partner\":{\"geboorte\":{\"datum\":{\"type\":\"DatumOnbekend\",\"onbekend\":false}}}" REST,
     "partner.geboorte.datum.onbekend:waarde"},
    {START APPLICANT ",\"partner\":{\"geboorte\":{}}" REST, "partner.geboorte.datum:ontbreekt"},
    {START APPLICANT ",\"inkomen\":[{\"soort\":\"loon\",\"bedragInCenten\":12.5}]" REST,
     "inkomen[0].bedragInCenten:soort"},
    {START APPLICANT ",\"inkomen\":[{\"soort\":\"loon\",\"bedragInCenten\":-1}]" REST,
     "inkomen[0].bedragInCenten:waarde"},
    {START APPLICANT ",\"inkomen\":[{\"soort\":\"geen\"},7]" REST, "inkomen[1]:soort"},
    {START APPLICANT ",\"inkomen\":{}" REST, "inkomen:soort"},
    {START APPLICANT ",\"inkomen\":[{\"soort\":\"loon\",\"periode\":\"dag\"}]" REST,
     "inkomen[0].periode:waarde"},
    {START APPLICANT ",\"bewijsstukken\":[{\"soort\":\"legitimatie\",\"bestand\":\"id.jpg\"}]" REST,
     "bewijsstukken[0].documentId:ontbreekt bewijsstukken[0].mediatype:ontbreekt "
     "bewijsstukken[0].grootteInBytes:ontbreekt bewijsstukken[0].sha256:ontbreekt "
     "bewijsstukken[0].bestand:onbekend-veld"},
    {START APPLICANT
     ",\"onverwerkteAntwoorden\":[{\"naam\":\"kinderen[0]\",\"tekst\":\"1-5-19\"}]" REST,
     ""},
    {START APPLICANT ",\"automatischVerlengd\":true" REST, "automatischVerlengd:soort"},
    {"{}",
     "regeling:ontbreekt pasjaar:ontbreekt aanvrager:ontbreekt contact:ontbreekt "
     "verklaring:ontbreekt"},
};

static void
test_forms (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (form_cases); i++) {
    g_autofree char *found = check (&zpi_wire_application, form_cases[i][0]);

    g_test_message ("%u", i);
    g_assert_cmpstr (found, ==, form_cases[i][1]);
  }
}

/* A list that is too long is not read at all; faults end somewhere. */
static void
test_limits (void)
{
  g_autoptr (GString) many = g_string_new ("{\"bewijsstukken\":[");
  g_autoptr (GString) unknown = g_string_new ("{\"bewijsstukken\":[]");
  g_autofree char *long_name = g_strnfill (1000, 'x');
  g_autofree char *found = NULL;
  g_autoptr (ZpiPracticeFaults) faults = zpi_practice_faults_new ();
  g_autoptr (JsonNode) root = NULL;

  for (guint i = 0; i < 101; i++)
    g_string_append (many, i == 0 ? "{}" : ",{}");
  g_string_append (many, "]}");
  found = check (&zpi_wire_supplement, many->str);
  g_assert_cmpstr (found, ==, "bewijsstukken:te-veel");

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (unknown, ",\"%s%u\":1", long_name, i);
  g_string_append (unknown, "}");
  root = zpi_json_parse_text (unknown->str, NULL);
  zpi_wire_check (json_node_get_object (root), &zpi_wire_supplement, faults);
  g_assert_cmpint (zpi_practice_faults_count (faults), ==, 200);
  for (guint i = 0; i < 200; i++) {
    const ZpiPracticeFault *fault = g_ptr_array_index (faults->faults, i);

    g_assert_cmpint (strlen (fault->name), ==, 300);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice-reader/values", test_values);
  g_test_add_func ("/practice-reader/forms", test_forms);
  g_test_add_func ("/practice-reader/limits", test_limits);
  return g_test_run ();
}
