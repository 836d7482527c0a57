/* SPDX-License-Identifier: EUPL-1.2 */

/* Members of the wire format, one at a time. An error names the place and how to write it, and
 * never what stands there. */

#include "zpi-wire-reader.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-error.h"
#include "zpi-json.h"

#define NO_OBJECT "is not an object. Write its members between { and }"

void
zpi_wire_place_clear (ZpiWirePlace *self)
{
  g_clear_pointer (&self->path, g_free);
}

char *
zpi_wire_member_path (const ZpiWirePlace *at, const char *member)
{
  return *at->path != '\0' ? g_strconcat (at->path, ".", member, NULL) : g_strdup (member);
}

/* @what: two sentences: what is wrong there, and how to write it */
void
zpi_wire_refuse (ZpiWireReader *reader,
                 const ZpiWirePlace *at,
                 const char *member,
                 const char *what)
{
  g_autofree char *path = zpi_wire_member_path (at, member);

  if (reader->problem == NULL)
    reader->problem = g_error_new (ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "%s %s", path, what);
}

static void
refuse_word (ZpiWireReader *reader,
             const ZpiWirePlace *at,
             const char *member,
             const char *what,
             const char *const *known)
{
  g_autofree char *words = g_strjoinv (", ", (char **) known);
  g_autofree char *both = g_strdup_printf ("%s. Write one of: %s", what, words);

  zpi_wire_refuse (reader, at, member, both);
}

/* The member, or NULL when absent, null, or not to be read any more. */
JsonNode *
zpi_wire_get_member (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member)
{
  JsonNode *node;

  if (reader->problem != NULL || at->object == NULL)
    return NULL;
  node = json_object_get_member (at->object, member);
  if (reader->asked != NULL)
    zpi_wire_note_name (reader, at->object, member);
  if (reader->asked != NULL && node != NULL)
    g_hash_table_add (reader->asked, node);
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

/* A member of the format that is worked out anew here, whatever stands in the file. */
void
zpi_wire_pass_over (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member)
{
  JsonNode *node = zpi_wire_get_member (reader, at, member);

  if (node != NULL && reader->passed_over != NULL)
    g_hash_table_add (reader->passed_over, node);
}

gboolean
zpi_wire_holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

/* Takes a text over as @plain makes it. */
void
zpi_wire_read_text_as (ZpiWireReader *reader,
                       const ZpiWirePlace *at,
                       const char *member,
                       char **text,
                       char *(*plain) (const char *) )
{
  JsonNode *node = zpi_wire_get_member (reader, at, member);

  if (node == NULL)
    return;
  if (!zpi_wire_holds (node, G_TYPE_STRING)) {
    zpi_wire_refuse (reader, at, member, "is not a text. Write it between quotation marks");
    return;
  }
  g_free (*text);
  *text = plain (json_node_get_string (node));
}

void
zpi_wire_read_text (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member, char **text)
{
  zpi_wire_read_text_as (reader, at, member, text, zpi_text_line);
}

void
zpi_wire_read_remark (ZpiWireReader *reader,
                      const ZpiWirePlace *at,
                      const char *member,
                      char **text)
{
  zpi_wire_read_text_as (reader, at, member, text, zpi_text_lines);
}

void
zpi_wire_read_choice (ZpiWireReader *reader,
                      const ZpiWirePlace *at,
                      const char *member,
                      const char *key,
                      char **text)
{
  g_autofree char *word = g_strdup ("");

  zpi_wire_read_text (reader, at, member, &word);
  if (reader->problem != NULL || *word == '\0')
    return;
  if (!g_strv_contains (zpi_field_lookup (key)->choices, word)) {
    refuse_word (reader,
                 at,
                 member,
                 "is none of the words that are known",
                 zpi_field_lookup (key)->choices);
    return;
  }
  g_free (*text);
  *text = g_steal_pointer (&word);
}

void
zpi_wire_read_word (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member, char **text)
{
  zpi_wire_read_text (reader, at, member, text);
  if (reader->problem == NULL && **text != '\0' && !zpi_wire_is_word (*text))
    zpi_wire_refuse (reader,
                     at,
                     member,
                     "is not a word of small letters, digits and dashes. Begin with a letter, and "
                     "leave out capitals, spaces and other signs");
}

static char *
dup_range (gint64 min, gint64 max)
{
  return g_strdup_printf ("is too small or too large. Write a number from %" G_GINT64_FORMAT
                          " to %" G_GINT64_FORMAT,
                          min,
                          max);
}

gboolean
zpi_wire_read_int (ZpiWireReader *reader,
                   const ZpiWirePlace *at,
                   const char *member,
                   gint64 min,
                   gint64 max,
                   gint64 *value)
{
  JsonNode *node = zpi_wire_get_member (reader, at, member);
  gint64 number;

  if (node == NULL)
    return FALSE;
  if (!zpi_json_node_get_whole (node, &number)) {
    zpi_wire_refuse (reader,
                     at,
                     member,
                     "is not a whole number. Write digits only, without a point and without "
                     "quotation marks");
    return FALSE;
  }
  if (number < min || number > max) {
    g_autofree char *range = dup_range (min, max);

    zpi_wire_refuse (reader, at, member, range);
    return FALSE;
  }
  *value = number;
  return TRUE;
}

gboolean
zpi_wire_read_boolean (ZpiWireReader *reader,
                       const ZpiWirePlace *at,
                       const char *member,
                       gboolean *value)
{
  JsonNode *node = zpi_wire_get_member (reader, at, member);

  if (node == NULL)
    return FALSE;
  if (!zpi_wire_holds (node, G_TYPE_BOOLEAN)) {
    zpi_wire_refuse (reader,
                     at,
                     member,
                     "is not true or false. Write true or false, without quotation marks");
    return FALSE;
  }
  *value = json_node_get_boolean (node);
  return TRUE;
}

ZpiWirePlace
zpi_wire_read_object (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member)
{
  JsonNode *node = zpi_wire_get_member (reader, at, member);
  JsonObject *object = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    object = json_node_get_object (node);
  else if (node != NULL)
    zpi_wire_refuse (reader, at, member, NO_OBJECT);
  return (ZpiWirePlace){object, zpi_wire_member_path (at, member)};
}

JsonArray *
zpi_wire_read_array (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member, guint max)
{
  JsonNode *node = zpi_wire_get_member (reader, at, member);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    zpi_wire_refuse (reader, at, member, "is not a list. Write its rows between [ and ]");
    return NULL;
  }
  if (json_array_get_length (json_node_get_array (node)) > max) {
    g_autofree char *too_many =
        g_strdup_printf ("has more rows than an application can have. Leave at most %u", max);

    zpi_wire_refuse (reader, at, member, too_many);
    return NULL;
  }
  return json_node_get_array (node);
}

/* Without an object when the element is null, or nothing is to be read any more. */
ZpiWirePlace
zpi_wire_read_element (ZpiWireReader *reader,
                       const ZpiWirePlace *at,
                       const char *member,
                       JsonArray *array,
                       guint index)
{
  JsonNode *node = json_array_get_element (array, index);
  g_autofree char *path = zpi_wire_member_path (at, member);
  ZpiWirePlace inside = {NULL, g_strdup_printf ("%s[%u]", path, index)};

  if (JSON_NODE_HOLDS_OBJECT (node))
    inside.object = json_node_get_object (node);
  else if (reader->problem == NULL && !JSON_NODE_HOLDS_NULL (node))
    reader->problem = g_error_new (ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "%s " NO_OBJECT, inside.path);
  return inside;
}

void
zpi_wire_read_month (ZpiWireReader *reader,
                     const ZpiWirePlace *at,
                     const char *member,
                     ZpiMonth *month)
{
  g_autofree char *text = g_strdup ("");

  zpi_wire_read_text (reader, at, member, &text);
  if (reader->problem != NULL || *text == '\0')
    return;
  if (strlen (text) != 7 || text[4] != '-' || !zpi_month_parse (text, month))
    zpi_wire_refuse (reader, at, member, "is not a month. Write it as 2026-01");
}

/* A moment: date, time of day and offset. What is something else could be kept but not be sent, and
 * nobody types it on a page where it could be repaired. */
void
zpi_wire_read_time (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member, char **text)
{
  gint64 time_us;

  zpi_wire_read_text (reader, at, member, text);
  if (reader->problem == NULL && **text != '\0' &&
      (!zpi_clock_parse_iso (*text, &time_us) || strchr (*text, 'T') == NULL))
    zpi_wire_refuse (reader,
                     at,
                     member,
                     "is not a time with an offset. Write it as 2026-01-31T14:30:00+01:00");
}

void
zpi_wire_read_iso_date (ZpiWireReader *reader,
                        const ZpiWirePlace *at,
                        const char *member,
                        ZpiDate *date)
{
  g_autofree char *text = g_strdup ("");

  zpi_wire_read_text (reader, at, member, &text);
  if (reader->problem == NULL && *text != '\0' && !zpi_date_parse_iso (text, date))
    zpi_wire_refuse (reader, at, member, "is not a date. Write it as 2026-01-31");
}

static void
read_partial_date (ZpiWireReader *reader,
                   const ZpiWirePlace *at,
                   ZpiDatePrecision precision,
                   ZpiDate *date)
{
  gint64 year = 0;
  gint64 month = 0;

  if (!zpi_wire_read_int (reader, at, "jaar", ZPI_WIRE_FIRST_YEAR, 2200, &year))
    return;
  if (precision == ZPI_DATE_YEAR_MONTH)
    zpi_wire_read_int (reader, at, "maand", 1, 12, &month);
  zpi_date_set (date, (int) year, (int) month, 0);
}

/* What a date without a type must be, by the members it has. */
static ZpiDatePrecision
guess_precision (ZpiWireReader *reader, const ZpiWirePlace *at, gboolean unknown)
{
  if (unknown)
    return ZPI_DATE_UNKNOWN;
  if (zpi_wire_get_member (reader, at, "datum") != NULL)
    return ZPI_DATE_FULL;
  return zpi_wire_get_member (reader, at, "maand") != NULL ? ZPI_DATE_YEAR_MONTH : ZPI_DATE_YEAR;
}

void
zpi_wire_read_birth (ZpiWireReader *reader,
                     const ZpiWirePlace *person,
                     const char *member,
                     ZpiDate *date)
{
  g_auto (ZpiWirePlace) birth = zpi_wire_read_object (reader, person, member);
  g_auto (ZpiWirePlace) at = zpi_wire_read_object (reader, &birth, "datum");
  g_autofree char *type = g_strdup ("");
  ZpiDatePrecision precision;
  gboolean unknown = FALSE;

  if (at.object == NULL)
    return;
  zpi_wire_read_text (reader, &at, "type", &type);
  zpi_wire_read_boolean (reader, &at, "onbekend", &unknown);
  if (reader->problem != NULL)
    return;
  if (*type == '\0')
    precision = guess_precision (reader, &at, unknown);
  else if (!zpi_wire_date_type_parse (type, &precision))
    refuse_word (reader, &at, "type", "is no kind of date", zpi_wire_date_types ());
  if (reader->problem != NULL)
    return;
  if (precision == ZPI_DATE_UNKNOWN)
    date->precision = ZPI_DATE_UNKNOWN;
  else if (precision == ZPI_DATE_FULL)
    zpi_wire_read_iso_date (reader, &at, "datum", date);
  else
    read_partial_date (reader, &at, precision, date);
}
