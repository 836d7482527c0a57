/* SPDX-License-Identifier: EUPL-1.2 */

/* A whole address that was pasted into one field, from a letter, a map or a phone: "Dorpsstraat 12,
 * 2712 AA Zoetermeer". What it says goes where it is asked, as long as nothing else stands there.
 * In doubt it stays where it was put: the other fields are missed, which is said. */

#include "zpi-address.h"

#include "zpi-checks.h"
#include "zpi-field.h"
#include "zpi-text.h"

#include <string.h>

/* "Plein 1944" is a street: a number like that is a house only when more of an address follows. */
#define EARLIEST_YEAR 1500
#define LATEST_YEAR   2099

/* A street, or one with years in its name, and the number with what belongs to it. */
#define YEARS    "(?: (?:(?:1[5-9]|20)[0-9]{2}|'?[0-9]{2}-'?[0-9]{2})(?=[ ,]+[0-9]))?"
#define STREET   "(?<street>[^,]*?\\p{L}[.']?" YEARS ")"
#define NUMBER   "(?<number>[0-9]{1,5}(?: ?[-/]? ?[A-Za-z0-9]{1,4}\\b){0,2})"
#define POSTCODE "(?:NL ?- ?)?(?<postcode>[1-9][0-9]{3} ?[A-Z]{2})\\b"
#define CITY     "(?<city>\\p{L}.*?)(?:[ ,]+(?:Nederland|(?:The )?Netherlands|NL))?"

/* What an address in one line says. */
typedef struct {
  char *street;   /* (nullable) */
  char *number;   /* (nullable): with what belongs to it, "12 b" */
  char *postcode; /* (nullable): as it is sent */
  char *city;     /* (nullable) */
} Address;

static void
address_clear (Address *self)
{
  g_clear_pointer (&self->street, g_free);
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->postcode, g_free);
  g_clear_pointer (&self->city, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Address, address_clear)

static GRegex *
make_regex (const char *pattern)
{
  GRegex *regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);

  g_assert (regex != NULL);
  return regex;
}

/* In this order: a postcode behind a street with a number, or behind nothing; one before a number;
 * a street and a number, and perhaps a place behind a comma. */
static const char *const shapes[] = {
    "^(?:" STREET "[ ,]+" NUMBER "[ ,]+)?" POSTCODE "(?:[ ,]+" CITY ")?$",
    "^" POSTCODE "[ ,]+" NUMBER "$",
    "^" STREET "[ ,]+" NUMBER "(?: *, *" CITY ")?$",
};

static GRegex *
get_shape (gsize nth)
{
  static GRegex *regexes[G_N_ELEMENTS (shapes)];
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
      regexes[i] = make_regex (shapes[i]);
    g_once_init_leave (&once, 1);
  }
  return regexes[nth];
}

/* (transfer full) (nullable) */
static char *
take_part (GMatchInfo *match, const char *name)
{
  char *part = g_match_info_fetch_named (match, name);

  if (part != NULL && *part != '\0')
    return part;
  g_free (part);
  return NULL;
}

static gboolean
is_house (const char *text)
{
  g_auto (ZpiCheckResult) plain = zpi_check_house_number (text);
  g_autofree char *number = NULL;
  g_autofree char *letter = NULL;
  g_autofree char *addition = NULL;

  return plain.normalised != NULL || zpi_house_number_split (text, &number, &letter, &addition);
}

static gboolean
is_year (const char *text)
{
  guint64 number;

  return g_ascii_string_to_unsigned (text, 10, EARLIEST_YEAR, LATEST_YEAR, &number, NULL);
}

/* "Dorpsstraat nr." */
static void
drop_word_for_number (char *street)
{
  static const char *const words[] = {" nr.", " nr", " no.", " no", " huisnummer"};

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (street);
    gsize word = strlen (words[i]);

    if (length > word && g_ascii_strcasecmp (street + length - word, words[i]) == 0)
      street[length - word] = '\0';
  }
}

/* A street that is one, and a number that is that of a house. */
static gboolean
is_address (const Address *address)
{
  g_auto (ZpiCheckResult) postcode = zpi_check_postcode (address->street);

  if (address->number == NULL)
    return address->city != NULL;
  return is_house (address->number) && !is_year (address->number) &&
         (address->street == NULL ||
          (postcode.normalised == NULL && strpbrk (address->street, "/;\"") == NULL));
}

/**
 * zpi_address_dup_line:
 * @text: an address, or a part of one
 *
 * The lines of an envelope in one, with commas between them: a name above the street is no part of
 * it.
 *
 * Returns: (transfer full): what zpi_text_line() makes of that
 */
char *
zpi_address_dup_line (const char *text)
{
  g_autofree char *lines = zpi_text_lines (text);
  g_auto (GStrv) parts = g_strsplit (lines, "\n", -1);
  g_autofree char *joined = g_strjoinv (", ", parts);

  return zpi_text_line (joined);
}

/* Whether @text says more than one part of an address; @address is empty otherwise. */
static gboolean
address_read (Address *address, const char *text)
{
  g_autofree char *line = zpi_address_dup_line (text);
  g_autoptr (GMatchInfo) match = NULL;
  gboolean found = FALSE;

  memset (address, 0, sizeof *address);
  for (gsize i = 0; i < G_N_ELEMENTS (shapes) && !found; i++) {
    g_clear_pointer (&match, g_match_info_unref);
    found = g_regex_match (get_shape (i), line, 0, &match);
  }
  if (!found)
    return FALSE;
  address->street = take_part (match, "street");
  address->number = take_part (match, "number");
  address->postcode = take_part (match, "postcode");
  address->city = take_part (match, "city");
  if (address->street != NULL)
    drop_word_for_number (address->street);
  if (is_address (address))
    return TRUE;
  address_clear (address);
  return FALSE;
}

/* Nothing, or the same, stands at @key, or it is where the address was put. */
static gboolean
is_free (ZpiCase *zcase, const char *key, const char *put, const char *part)
{
  g_autofree char *there = zpi_text_line (zpi_case_get (zcase, key));
  g_autofree char *plain = zpi_text_line (part);

  return part == NULL || strcmp (key, put) == 0 || *there == '\0' ||
         g_ascii_strcasecmp (there, plain) == 0;
}

/**
 * zpi_address_spread:
 * @zcase: a case
 * @key: the answer that was given last
 *
 * Where a whole address stands at @key, and nothing else at the other places of the address, its
 * parts go there.
 *
 * Returns: whether they did
 */
gboolean
zpi_address_spread (ZpiCase *zcase, const char *key)
{
  static const char *const keys[] = {ZPI_KEY_STREET,
                                     ZPI_KEY_HOUSE_NUMBER,
                                     ZPI_KEY_POSTCODE,
                                     ZPI_KEY_CITY};
  g_auto (Address) address = {NULL};
  const char *parts[G_N_ELEMENTS (keys)];
  gboolean is_place = FALSE;

  g_return_val_if_fail (ZPI_IS_CASE (zcase) && key != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    is_place = is_place || strcmp (keys[i], key) == 0;
  if (!is_place || !address_read (&address, zpi_case_get (zcase, key)))
    return FALSE;
  /* "Zoetermeer 12" is no street where a place is asked. */
  if (address.postcode == NULL &&
      (strcmp (key, ZPI_KEY_CITY) == 0 || strcmp (key, ZPI_KEY_POSTCODE) == 0))
    return FALSE;
  parts[0] = address.street;
  parts[1] = address.number;
  parts[2] = address.postcode;
  parts[3] = address.city;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!is_free (zcase, keys[i], key, parts[i]))
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (parts[i] != NULL || strcmp (keys[i], key) == 0)
      zpi_case_set (zcase, keys[i], parts[i] != NULL ? parts[i] : "");
  return TRUE;
}

/**
 * zpi_address_spread_all:
 * @zcase: a case that was made of a file of another program
 *
 * The same for a whole address at any of its places.
 */
void
zpi_address_spread_all (ZpiCase *zcase)
{
  g_return_if_fail (ZPI_IS_CASE (zcase));

  if (!zpi_address_spread (zcase, ZPI_KEY_STREET))
    zpi_address_spread (zcase, ZPI_KEY_CITY);
}
