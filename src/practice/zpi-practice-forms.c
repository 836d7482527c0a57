/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-practice-forms.h"

#include <string.h>

#define TEXT(name_, max_)                                                                          \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_TEXT, .min = 1, .max = max_                                    \
  }
#define LINES(name_, max_)                                                                         \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_TEXT, .max = max_, .lines = TRUE                               \
  }
#define CHECKED(name_, check_, reason_)                                                            \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_TEXT, .check = check_, .reason = reason_                       \
  }
#define NEEDED(name_, check_, reason_)                                                             \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_TEXT, .required = TRUE, .check = check_, .reason = reason_     \
  }
#define ONE_OF(name_, words_)                                                                      \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_TEXT, .words = words_                                          \
  }
#define NEED_ONE_OF(name_, words_, reason_)                                                        \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_TEXT, .required = TRUE, .words = words_, .reason = reason_     \
  }
#define NUMBER(name_, min_, max_, reason_)                                                         \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_INTEGER, .min = min_, .max = max_, .reason = reason_           \
  }
#define NEED_NUMBER(name_, min_, max_, reason_)                                                    \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_INTEGER, .required = TRUE, .min = min_, .max = max_,           \
    .reason = reason_                                                                              \
  }
#define FLAG(name_)                                                                                \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_BOOLEAN                                                        \
  }
#define OBJECT(name_, shape_)                                                                      \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_OBJECT, .shape = shape_                                        \
  }
#define NEED_OBJECT(name_, shape_, reason_)                                                        \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_OBJECT, .required = TRUE, .shape = shape_, .reason = reason_   \
  }
#define LIST(name_, shape_, max_)                                                                  \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_LIST, .shape = shape_, .max = max_                             \
  }
#define NEED_LIST(name_, shape_, min_, max_, reason_)                                              \
  {                                                                                                \
    .name = name_, .kind = ZPI_WIRE_LIST, .required = TRUE, .shape = shape_, .min = min_,          \
    .max = max_, .reason = reason_                                                                 \
  }
#define END                                                                                        \
  {                                                                                                \
    .name = NULL                                                                                   \
  }

#define MAX_CENTS      G_GINT64_CONSTANT (1000000000)
#define MAX_FILE_BYTES G_GINT64_CONSTANT (1073741824)

static const char *const whose[] = {"aanvrager", "partner", "gezamenlijk", NULL};
static const char *const ways[] = {"op-papier", "mondeling", "getypt", NULL};
static const char *const outcomes[] = {"waarschijnlijk", "onwaarschijnlijk", "onbekend", NULL};
static const char *const yes_no[] = {"ja", "nee", "onbekend", NULL};
static const char *const periods[] = {"week", "vier-weken", "maand", "kwartaal", "jaar", NULL};
static const char *const bases[] = {"netto", "bruto", NULL};
static const char *const holiday_pay[] = {"zonder", "met", NULL};
static const char *const address_owners[] = {"aanvrager", "helper", "organisatie", NULL};
static const char *const account_owners[] = {"pashouder", "familielid", NULL};
static const char *const media_types[] = {"application/pdf", "image/jpeg", "image/png", NULL};
static const char *const benefits[] = {
    "ww",
    "wia",
    "wao",
    "wajong",
    "zw",
    "anw",
    "ioaw",
    "ioaz",
    "anders",
    NULL,
};
static const char *const evidence_kinds[] = {
    "legitimatie",
    "loonstrook",
    "uitkeringsspecificatie",
    "pensioenspecificatie",
    "bankafschrift",
    "verklaring",
    "overig",
    NULL,
};
static const char *const date_types[] = {
    "Datum",
    "JaarMaandDatum",
    "JaarDatum",
    "DatumOnbekend",
    NULL,
};

#define BAD_DATE  "Deze datum bestaat niet. Controleer dag, maand en jaar."
#define BAD_MONTH "Deze maand is niet te lezen. Kies een maand en een jaar."
#define BAD_BSN                                                                                    \
  "Dit burgerservicenummer is hier niet te gebruiken. De oefengemeente neemt alleen testnummers."
#define BAD_EMAIL  "Dit is geen e-mailadres. Vul een adres in met een @."
#define BAD_AMOUNT "Dit bedrag kan niet. Vul een bedrag in van 0 euro of meer."
#define BAD_ID     "Deze id is niet goed. Dit is een fout in het programma."
#define BAD_DIGEST "Deze controlesom is niet goed. Dit is een fout in het programma."

static void
check_chosen_date (JsonObject *object, const char *path, ZpiPracticeFaults *faults)
{
  JsonNode *node = json_object_get_member (object, "onbekend");
  g_autofree char *name = g_strconcat (path, ".onbekend", NULL);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_BOOLEAN && !json_node_get_boolean (node))
    zpi_practice_faults_add (faults, name, "waarde", "Laat dit weg, of vul true in.");
}

static const ZpiWireField full_date_fields[] = {
    NEED_ONE_OF ("type", date_types, NULL),
    NEEDED ("datum", zpi_wire_check_date, BAD_DATE),
    END,
};
static const ZpiWireField month_date_fields[] = {
    NEED_ONE_OF ("type", date_types, NULL),
    NEED_NUMBER ("jaar", 1850, 2200, "Dit jaar kan niet."),
    NEED_NUMBER ("maand", 1, 12, BAD_MONTH),
    END,
};
static const ZpiWireField year_date_fields[] = {
    NEED_ONE_OF ("type", date_types, NULL),
    NEED_NUMBER ("jaar", 1850, 2200, "Dit jaar kan niet."),
    END,
};
static const ZpiWireField unknown_date_fields[] = {
    NEED_ONE_OF ("type", date_types, "Geef aan wat er van de geboortedatum bekend is."),
    FLAG ("onbekend"),
    END,
};
static const ZpiWireShape full_date = {full_date_fields};
static const ZpiWireShape month_date = {month_date_fields};
static const ZpiWireShape year_date = {year_date_fields};
static const ZpiWireShape unknown_date = {unknown_date_fields, .also = check_chosen_date};

static const ZpiWireShape *
choose_date (JsonObject *object)
{
  const char *type = zpi_json_get_string (object, "type");

  if (g_strcmp0 (type, "Datum") == 0)
    return &full_date;
  if (g_strcmp0 (type, "JaarMaandDatum") == 0)
    return &month_date;
  if (g_strcmp0 (type, "JaarDatum") == 0)
    return &year_date;
  return &unknown_date;
}

static const ZpiWireShape birth_date = {.choose = choose_date};

static const ZpiWireField birth_fields[] = {
    NEED_OBJECT ("datum", &birth_date, NULL),
    END,
};
static const ZpiWireShape birth = {birth_fields};

static const ZpiWireField name_fields[] = {
    TEXT ("voornamen", 200),
    TEXT ("voorletters", 40),
    TEXT ("voorvoegsel", 20),
    TEXT ("geslachtsnaam", 200),
    END,
};
static const ZpiWireShape name_shape = {name_fields};

static void
check_some_name (JsonObject *object, const char *path, ZpiPracticeFaults *faults)
{
  g_autofree char *name = g_strconcat (path, ".geslachtsnaam", NULL);

  if (!json_object_has_member (object, "voornamen") &&
      !json_object_has_member (object, "geslachtsnaam"))
    zpi_practice_faults_add (faults, name, "ontbreekt", "Vul een voornaam of een achternaam in.");
}

static const ZpiWireShape some_name = {name_fields, .also = check_some_name};

static const ZpiWireField address_fields[] = {
    TEXT ("straat", 100),
    NUMBER ("huisnummer", 1, 99999, "Vul alleen het nummer in."),
    CHECKED ("huisletter", zpi_wire_check_house_letter, "Vul één letter in."),
    CHECKED ("huisnummertoevoeging", zpi_wire_check_house_addition, "Gebruik letters en cijfers."),
    CHECKED ("postcode", zpi_wire_check_postcode, "Vul vier cijfers en twee letters in."),
    TEXT ("woonplaats", 100),
    END,
};
static const ZpiWireShape address = {address_fields};

static const ZpiWireField person_fields[] = {
    OBJECT ("naam", &name_shape),
    OBJECT ("geboorte", &birth),
    CHECKED ("burgerservicenummer", zpi_wire_check_bsn, BAD_BSN),
    END,
};
static const ZpiWireShape person = {person_fields};

static const ZpiWireField applicant_fields[] = {
    NEED_OBJECT ("naam", &some_name, "Vul de naam in."),
    OBJECT ("geboorte", &birth),
    CHECKED ("burgerservicenummer", zpi_wire_check_bsn, BAD_BSN),
    OBJECT ("adres", &address),
    CHECKED ("telefoonnummer", zpi_wire_check_phone, "Vul een telefoonnummer in dat met + begint."),
    END,
};
static const ZpiWireShape applicant = {applicant_fields};

static const ZpiWireField contact_fields[] = {
    NEEDED ("emailadres", zpi_wire_check_email, BAD_EMAIL),
    NEED_ONE_OF ("vanWie", address_owners, "Kies van wie dit e-mailadres is."),
    END,
};
static const ZpiWireShape contact = {contact_fields};

static const ZpiWireField month_fields[] = {
    NEEDED ("maand", zpi_wire_check_month, BAD_MONTH),
    NEED_NUMBER ("bedragInCenten", 0, MAX_CENTS, BAD_AMOUNT),
    END,
};
static const ZpiWireShape month_amount = {month_fields};

static const ZpiWireField income_fields[] = {
    NEEDED ("soort", zpi_wire_check_name, "Kies een soort inkomen."),
    ONE_OF ("uitkeringssoort", benefits),
    ONE_OF ("van", whose),
    NUMBER ("bedragInCenten", 0, MAX_CENTS, BAD_AMOUNT),
    ONE_OF ("periode", periods),
    TEXT ("bron", 200),
    ONE_OF ("grondslag", bases),
    ONE_OF ("vakantiegeld", holiday_pay),
    LIST ("maanden", &month_amount, 12),
    LINES ("toelichting", 2000),
    END,
};
static const ZpiWireShape income = {income_fields};

static const ZpiWireField document_fields[] = {
    NEEDED ("documentId", zpi_wire_check_uuid, BAD_ID),
    NEED_ONE_OF ("soort", evidence_kinds, "Kies wat voor bewijsstuk dit is."),
    ONE_OF ("van", whose),
    CHECKED ("maand", zpi_wire_check_month, BAD_MONTH),
    NEED_ONE_OF ("mediatype", media_types, "Lever een PDF, een JPEG of een PNG aan."),
    NEED_NUMBER ("grootteInBytes", 1, MAX_FILE_BYTES, "Dit bestand is leeg of te groot."),
    NEEDED ("sha256", zpi_wire_check_sha256, BAD_DIGEST),
    END,
};
static const ZpiWireShape document = {document_fields};

static const ZpiWireField missing_fields[] = {
    NEED_ONE_OF ("soort", evidence_kinds, "Kies wat voor bewijsstuk dit is."),
    ONE_OF ("van", whose),
    CHECKED ("maand", zpi_wire_check_month, BAD_MONTH),
    LINES ("toelichting", 2000),
    END,
};
static const ZpiWireShape missing = {missing_fields};

static const ZpiWireField raw_answer_fields[] = {
    {.name = "naam", .kind = ZPI_WIRE_TEXT, .required = TRUE, .min = 1, .max = 200},
    {.name = "tekst", .kind = ZPI_WIRE_TEXT, .required = TRUE, .max = 2000, .lines = TRUE},
    END,
};
static const ZpiWireShape raw_answer = {raw_answer_fields};

static const ZpiWireField counsellor_fields[] = {
    {.name = "naam", .kind = ZPI_WIRE_TEXT, .required = TRUE, .min = 1, .max = 200},
    TEXT ("organisatie", 200),
    END,
};
static const ZpiWireShape counsellor = {counsellor_fields};

static const ZpiWireField mandate_fields[] = {
    NEED_ONE_OF ("wijze", ways, "Kies hoe de machtiging is gegeven."),
    CHECKED ("gegevenOp", zpi_wire_check_time, BAD_DATE),
    TEXT ("tekstversie", 50),
    END,
};
static const ZpiWireShape mandate = {mandate_fields};

static const ZpiWireField declaration_fields[] = {
    NEEDED ("ondertekendOp", zpi_wire_check_time, BAD_DATE),
    NEED_ONE_OF ("wijze", ways, "Kies hoe de verklaring is gegeven."),
    TEXT ("tekstversie", 50),
    NUMBER ("klokafwijkingInSeconden",
            -G_GINT64_CONSTANT (4000000000),
            G_GINT64_CONSTANT (4000000000),
            NULL),
    NUMBER ("volgnummer", 0, G_GINT64_CONSTANT (9007199254740991), NULL),
    FLAG ("klokTwijfel"),
    END,
};
static const ZpiWireShape declaration = {declaration_fields};

static const ZpiWireField outcome_fields[] = {
    NEED_ONE_OF ("uitkomst", outcomes, NULL),
    CHECKED ("peildatum", zpi_wire_check_date, BAD_DATE),
    END,
};
static const ZpiWireShape outcome = {outcome_fields};

/* Every id only once in `bewijsstukken`. */
static void
check_document_ids (JsonObject *object, const char *path, ZpiPracticeFaults *faults)
{
  JsonArray *documents = zpi_json_get_array (object, "bewijsstukken");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; documents != NULL && i < json_array_get_length (documents); i++) {
    JsonNode *node = json_array_get_element (documents, i);
    const char *id = JSON_NODE_HOLDS_OBJECT (node)
                         ? zpi_json_get_string (json_node_get_object (node), "documentId")
                         : NULL;
    g_autofree char *name = g_strdup_printf ("bewijsstukken[%u].documentId", i);

    if (id != NULL && !g_hash_table_add (seen, (char *) id))
      zpi_practice_faults_add (faults, name, "dubbel", "Dit document staat er twee keer.");
  }
}

static const ZpiWireField application_fields[] = {
    NEEDED ("regeling", zpi_wire_check_name, "Kies een regeling."),
    NEED_NUMBER ("pasjaar", 2014, 2100, "Kies een pasjaar."),
    CHECKED ("peildatum", zpi_wire_check_date, BAD_DATE),
    NEED_OBJECT ("aanvrager", &applicant, "Vul in wie de aanvrager is."),
    NEED_OBJECT ("contact", &contact, "Vul een e-mailadres in."),
    FLAG ("heeftPartner"),
    OBJECT ("partner", &person),
    LIST ("kinderen", &person, 20),
    LIST ("inkomen", &income, 50),
    LIST ("bewijsstukken", &document, 100),
    LIST ("ontbrekendeBewijsstukken", &missing, 100),
    LIST ("onverwerkteAntwoorden", &raw_answer, 200),
    ONE_OF ("automatischVerlengd", yes_no),
    OBJECT ("toets", &outcome),
    LINES ("toelichting", 4000),
    OBJECT ("machtiging", &mandate),
    OBJECT ("hulpverlener", &counsellor),
    NEED_OBJECT ("verklaring", &declaration, "De verklaring ontbreekt."),
    END,
};
const ZpiWireShape zpi_wire_application = {application_fields, .also = check_document_ids};

static const ZpiWireField submission_fields[] = {
    NEEDED ("formulierSha256", zpi_wire_check_sha256, BAD_DIGEST),
    END,
};
const ZpiWireShape zpi_wire_submission = {submission_fields};

static const ZpiWireField withdrawal_fields[] = {
    LINES ("reden", 2000),
    END,
};
const ZpiWireShape zpi_wire_withdrawal = {withdrawal_fields};

static const ZpiWireField supplement_fields[] = {
    NEED_LIST ("bewijsstukken", &document, 0, 100, NULL),
    LIST ("ontbrekendeBewijsstukken", &missing, 100),
    LINES ("toelichting", 4000),
    OBJECT ("hulpverlener", &counsellor),
    OBJECT ("verklaring", &declaration),
    END,
};
const ZpiWireShape zpi_wire_supplement = {supplement_fields, .also = check_document_ids};

static const ZpiWireField search_fields[] = {
    NEEDED ("code",
            zpi_wire_check_code,
            "Deze code is niet goed. Typ de code uit de brief of mail."),
    END,
};
const ZpiWireShape zpi_wire_search = {search_fields};

static const ZpiWireField renewal_fields[] = {
    NEEDED ("burgerservicenummer", zpi_wire_check_bsn, BAD_BSN),
    NEED_NUMBER ("pasjaar", 2014, 2100, "Kies een pasjaar."),
    END,
};
const ZpiWireShape zpi_wire_renewal = {renewal_fields};

static const ZpiWireField account_fields[] = {
    NEEDED ("verzoekId", zpi_wire_check_uuid, BAD_ID),
    NEEDED ("emailadres", zpi_wire_check_email, BAD_EMAIL),
    NEED_ONE_OF ("vanWie", account_owners, "Kies van wie dit e-mailadres is."),
    NUMBER ("pasjaar", 2014, 2100, "Kies een pasjaar."),
    NEED_OBJECT ("hoofdpashouder", &applicant, "Vul in wie de hoofdpashouder wordt."),
    NEED_LIST ("gezinsleden", &person, 1, 20, "Vul in wie erbij horen."),
    LINES ("toelichting", 4000),
    OBJECT ("hulpverlener", &counsellor),
    NEED_OBJECT ("verklaring", &declaration, "De verklaring ontbreekt."),
    END,
};
const ZpiWireShape zpi_wire_account = {account_fields};
