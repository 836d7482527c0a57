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

/* Places that are no row's: a whole whose answer to look at is one of its own. A row's own place
 * goes before these. */
static const Place wholes[] = {
    {"aanvrager.naam", NULL, ZPI_KEY_FAMILY_NAME},
    {"contact", NULL, ZPI_KEY_EMAIL_WHOSE},
    {"partner.naam", NULL, ZPI_KEY_PARTNER_FAMILY_NAME},
    {"kinderen[*].naam", ZPI_LIST_CHILD, "family_name"},
    {"inkomen[*].maanden[*].maand", ZPI_LIST_INCOME, "month%d"},
    {"inkomen[*].maanden[*].bedragInCenten", ZPI_LIST_INCOME, "amount%d"},
    {"bewijsstukken[*]", ZPI_LIST_DOCUMENT, "sha256"},
};

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

/* The row whose place @path is, or inside which it is; not one of the months, which have a slot. Of
 * "verklaring" and "verklaring.wijze" it is the longer one. */
static const ZpiField *
find_row (const char *path, int indexes[2])
{
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);
  const ZpiField *found = NULL;
  int tried[2];

  for (guint i = 0; i < n_fields; i++) {
    if (fields[i].wire == NULL || strstr (fields[i].wire, "].maanden[") != NULL ||
        !matches (fields[i].wire, path, tried))
      continue;
    if (found != NULL && strlen (found->wire) > strlen (fields[i].wire))
      continue;
    found = &fields[i];
    indexes[0] = tried[0];
    indexes[1] = tried[1];
  }
  return found;
}

char *
zpi_wire_path_to_key (const char *path, ZpiFindPlace find, gpointer user_data)
{
  int indexes[2];
  const ZpiField *field = find_row (path, indexes);

  if (field != NULL) {
    g_autofree char *list = zpi_field_dup_list (field);
    Place place = {field->wire, list, field->pattern};

    if (list != NULL)
      place.key = strrchr (field->pattern, '.') + 1;
    return place_to_key (&place, indexes, find, user_data);
  }
  for (guint i = 0; i < G_N_ELEMENTS (wholes); i++)
    if (matches (wholes[i].path, path, indexes))
      return place_to_key (&wholes[i], indexes, find, user_data);
  return NULL;
}
