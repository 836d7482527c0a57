/* SPDX-License-Identifier: EUPL-1.2 */

/* Which answer of a case a place on the wire is: "kinderen[0].burgerservicenummer" is
 * "child.<item>.bsn". */

#include <string.h>

#include "zpi-application-private.h"

typedef struct {
  const char *path; /* with [*] for an index; the second one is of a month */
  const char *list; /* (nullable) */
  const char *key;  /* the key, or the field of the item; %d is the month's slot */
} Place;

/* clang-format off */
static const Place places[] = {
    {"regeling", NULL, ZPI_KEY_SCHEME},
    {"pasjaar", NULL, ZPI_KEY_PASS_YEAR},
    {"peildatum", NULL, ZPI_KEY_REFERENCE_DATE},
    {"automatischVerlengd", NULL, ZPI_KEY_RENEWED},
    {"toelichting", NULL, ZPI_KEY_REMARK},
    {"aanvrager.naam.voornamen", NULL, ZPI_KEY_GIVEN_NAMES},
    {"aanvrager.naam.voorvoegsel", NULL, ZPI_KEY_PREFIX},
    {"aanvrager.naam.geslachtsnaam", NULL, ZPI_KEY_FAMILY_NAME},
    {"aanvrager.naam", NULL, ZPI_KEY_FAMILY_NAME},
    {"aanvrager.geboorte", NULL, ZPI_KEY_BIRTH_DATE},
    {"aanvrager.burgerservicenummer", NULL, ZPI_KEY_BSN},
    {"aanvrager.adres.straat", NULL, ZPI_KEY_STREET},
    {"aanvrager.adres.huisnummer", NULL, ZPI_KEY_HOUSE_NUMBER},
    {"aanvrager.adres.huisletter", NULL, ZPI_KEY_HOUSE_LETTER},
    {"aanvrager.adres.huisnummertoevoeging", NULL, ZPI_KEY_HOUSE_ADDITION},
    {"aanvrager.adres.postcode", NULL, ZPI_KEY_POSTCODE},
    {"aanvrager.adres.woonplaats", NULL, ZPI_KEY_CITY},
    {"aanvrager.telefoonnummer", NULL, ZPI_KEY_PHONE},
    {"contact.emailadres", NULL, ZPI_KEY_EMAIL},
    {"contact.vanWie", NULL, ZPI_KEY_EMAIL_WHOSE},
    {"contact", NULL, ZPI_KEY_EMAIL_WHOSE},
    {"heeftPartner", NULL, ZPI_KEY_PARTNER},
    {"partner.naam.voornamen", NULL, ZPI_KEY_PARTNER_GIVEN_NAMES},
    {"partner.naam.voorvoegsel", NULL, ZPI_KEY_PARTNER_PREFIX},
    {"partner.naam.geslachtsnaam", NULL, ZPI_KEY_PARTNER_FAMILY_NAME},
    {"partner.naam", NULL, ZPI_KEY_PARTNER_FAMILY_NAME},
    {"partner.geboorte", NULL, ZPI_KEY_PARTNER_BIRTH_DATE},
    {"partner.burgerservicenummer", NULL, ZPI_KEY_PARTNER_BSN},
    {"kinderen[*].naam.voornamen", ZPI_LIST_CHILD, "given_names"},
    {"kinderen[*].naam.voorvoegsel", ZPI_LIST_CHILD, "prefix"},
    {"kinderen[*].naam.geslachtsnaam", ZPI_LIST_CHILD, "family_name"},
    {"kinderen[*].naam", ZPI_LIST_CHILD, "family_name"},
    {"kinderen[*].geboorte", ZPI_LIST_CHILD, "birth_date"},
    {"kinderen[*].burgerservicenummer", ZPI_LIST_CHILD, "bsn"},
    {"inkomen[*].soort", ZPI_LIST_INCOME, "kind"},
    {"inkomen[*].uitkeringssoort", ZPI_LIST_INCOME, "benefit"},
    {"inkomen[*].van", ZPI_LIST_INCOME, "whose"},
    {"inkomen[*].bedragInCenten", ZPI_LIST_INCOME, "amount"},
    {"inkomen[*].periode", ZPI_LIST_INCOME, "period"},
    {"inkomen[*].bron", ZPI_LIST_INCOME, "source"},
    {"inkomen[*].grondslag", ZPI_LIST_INCOME, "basis"},
    {"inkomen[*].vakantiegeld", ZPI_LIST_INCOME, "holiday_allowance"},
    {"inkomen[*].toelichting", ZPI_LIST_INCOME, "remark"},
    {"inkomen[*].maanden[*].maand", ZPI_LIST_INCOME, "month%d"},
    {"inkomen[*].maanden[*].bedragInCenten", ZPI_LIST_INCOME, "amount%d"},
    {"bewijsstukken[*].soort", ZPI_LIST_DOCUMENT, "kind"},
    {"bewijsstukken[*].van", ZPI_LIST_DOCUMENT, "whose"},
    {"bewijsstukken[*].maand", ZPI_LIST_DOCUMENT, "month"},
    {"bewijsstukken[*].documentId", ZPI_LIST_DOCUMENT, "sha256"},
    {"bewijsstukken[*].mediatype", ZPI_LIST_DOCUMENT, "media_type"},
    {"bewijsstukken[*].grootteInBytes", ZPI_LIST_DOCUMENT, "size"},
    {"bewijsstukken[*].sha256", ZPI_LIST_DOCUMENT, "sha256"},
    {"bewijsstukken[*]", ZPI_LIST_DOCUMENT, "sha256"},
    {"machtiging.wijze", NULL, ZPI_KEY_MANDATE},
    {"machtiging.gegevenOp", NULL, ZPI_KEY_MANDATE_AT},
    {"hulpverlener.naam", NULL, ZPI_KEY_HELPER_NAME},
    {"hulpverlener.organisatie", NULL, ZPI_KEY_HELPER_ORGANISATION},
    {"verklaring.ondertekendOp", NULL, ZPI_KEY_DECLARED_AT},
    {"verklaring.wijze", NULL, ZPI_KEY_DECLARED_HOW},
    {"verklaring.tekstversie", NULL, ZPI_KEY_DECLARED_TEXT},
    {"verklaring.klokafwijkingInSeconden", NULL, ZPI_KEY_DECLARED_OFFSET},
    {"verklaring.volgnummer", NULL, ZPI_KEY_DECLARED_SEQUENCE},
    {"verklaring.klokTwijfel", NULL, ZPI_KEY_DECLARED_DOUBT},
    {"verklaring", NULL, ZPI_KEY_DECLARED},
};
/* clang-format on */

/* Reads "[12]" at @p; returns what follows, or NULL. */
static const char *
read_index (const char *p, int *index)
{
  gint64 value = 0;
  const char *start = ++p;

  while (g_ascii_isdigit (*p) && value < 10000)
    value = value * 10 + (*p++ - '0');
  if (p == start || *p != ']')
    return NULL;
  *index = (int) value;
  return p + 1;
}

/* Whether @path is the place or something inside it ("geboorte" takes "geboorte.datum.jaar"). */
static gboolean
matches (const char *place, const char *path, int indexes[2])
{
  guint n = 0;

  indexes[0] = indexes[1] = -1;
  while (*place != '\0') {
    if (g_str_has_prefix (place, "[*]") && *path == '[') {
      path = read_index (path, &indexes[n++]);
      if (path == NULL)
        return FALSE;
      place += 3;
    } else if (*place++ != *path++) {
      return FALSE;
    }
  }
  return *path == '\0' || *path == '.';
}

static char *
place_to_key (const Place *place, int indexes[2], ZpiFindPlace find, gpointer user_data)
{
  g_autofree char *field = NULL;
  const char *percent = strchr (place->key, '%');
  const char *item;

  if (place->list == NULL)
    return g_strdup (place->key);
  item = find (place->list, indexes[0], &indexes[1], user_data);
  if (item == NULL || *item == '\0')
    return NULL;
  if (percent == NULL)
    return zpi_case_item_key (place->list, item, place->key);
  if (indexes[1] < 0 || indexes[1] >= ZPI_N_INCOME_MONTHS)
    return NULL;
  field = g_strdup_printf ("%.*s%d", (int) (percent - place->key), place->key, indexes[1] + 1);
  return zpi_case_item_key (place->list, item, field);
}

char *
zpi_wire_path_to_key (const char *path, ZpiFindPlace find, gpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    int indexes[2];

    if (matches (places[i].path, path, indexes))
      return place_to_key (&places[i], indexes, find, user_data);
  }
  return NULL;
}
