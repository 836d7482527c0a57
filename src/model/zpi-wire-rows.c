/* SPDX-License-Identifier: EUPL-1.2 */

/* The rows of the table as the wire needs them: which they are, where an application keeps their
 * answers, what gives these their form. */

#include <string.h>

#include "zpi-application-private.h"

/* Whether the wire is walked for it; the others are named by hand, row by row. */
static gboolean
is_walked (const ZpiField *field)
{
  return field->wire != NULL && (field->flags & ZPI_FIELD_BY_HAND) == 0;
}

/* The row after @before (NULL: the first one) whose place on the wire begins with @start; with ""
 * one that is of no item. */
const ZpiField *
zpi_wire_next_row (const ZpiField *before, const char *start)
{
  guint n_fields;
  const ZpiField *all = zpi_field_get_all (&n_fields);
  const ZpiField *field = before != NULL ? before + 1 : all;

  for (; field < all + n_fields; field++)
    if (is_walked (field) && g_str_has_prefix (field->wire, start) &&
        (*start != '\0' || strchr (field->pattern, '*') == NULL))
      return field;
  return NULL;
}

static char **
member (const ZpiKept *self, const ZpiField *field)
{
  return (char **) ((char *) self->base + field->kept_at);
}

/* The answer, never NULL. */
const char *
zpi_kept_text (const ZpiKept *self, const ZpiField *field)
{
  const char *text;

  if (field->kept_at != 0)
    return *member (self, field);
  text = g_hash_table_lookup (self->others, field->pattern);
  return text != NULL ? text : "";
}

/* Takes @text over. */
void
zpi_kept_take_text (const ZpiKept *self, const ZpiField *field, char *text)
{
  if (field->kept_at == 0) {
    g_hash_table_replace (self->others, (gpointer) field->pattern, text);
    return;
  }
  g_free (*member (self, field));
  *member (self, field) = text;
}

/* Whether a struct has it as a date; among the others it is the text that was typed. */
gboolean
zpi_kept_is_date (const ZpiField *field)
{
  return field->kind == ZPI_FIELD_BIRTH_DATE && field->kept_at != 0;
}

/* A date of birth; without precision when there is none that can be read. */
ZpiDate
zpi_kept_date (const ZpiKept *self, const ZpiField *field)
{
  ZpiDate date = ZPI_DATE_INIT;

  g_assert (field->kind == ZPI_FIELD_BIRTH_DATE);

  if (zpi_kept_is_date (field))
    return *(ZpiDate *) ((char *) self->base + field->kept_at);
  zpi_field_parse_birth (field->pattern, zpi_kept_text (self, field), &date);
  return date;
}

void
zpi_kept_set_date (const ZpiKept *self, const ZpiField *field, const ZpiDate *date)
{
  if (zpi_kept_is_date (field))
    *(ZpiDate *) ((char *) self->base + field->kept_at) = *date;
  else
    zpi_kept_take_text (self, field, zpi_date_format (date));
}

/* What gives an answer its form on the wire; NULL where it goes as it is. */
ZpiCheckFunc
zpi_field_wire_check (const ZpiField *self)
{
  switch (self->kind) {
  case ZPI_FIELD_BSN:
    return zpi_check_bsn;
  case ZPI_FIELD_POSTCODE:
    return zpi_check_postcode;
  case ZPI_FIELD_HOUSE_NUMBER:
    return zpi_check_house_number;
  case ZPI_FIELD_HOUSE_LETTER:
    return zpi_check_house_letter;
  case ZPI_FIELD_HOUSE_ADDITION:
    return zpi_check_house_addition;
  case ZPI_FIELD_EMAIL:
    return zpi_check_email;
  case ZPI_FIELD_PHONE:
    return zpi_check_phone;
  case ZPI_FIELD_MONTH:
    return zpi_check_month;
  case ZPI_FIELD_TEXT:
    return self->check;
  case ZPI_FIELD_NAME:
  case ZPI_FIELD_BIRTH_DATE:
  case ZPI_FIELD_DATE:
  case ZPI_FIELD_MONEY:
  case ZPI_FIELD_CHOICE:
  case ZPI_FIELD_FLAG:
  case ZPI_FIELD_COUNT:
  case ZPI_FIELD_NOTE:
  default:
    return NULL;
  }
}

/**
 * zpi_field_dup_understood:
 * @self: (nullable): the row of an answer that is kept as text
 * @text: what was typed
 *
 * Returns: (transfer full): the answer as it is sent; what has no such form as it was typed, in one
 *   line where the answer is one
 */
char *
zpi_field_dup_understood (const ZpiField *self, const char *text)
{
  ZpiCheckFunc check = self != NULL ? zpi_field_wire_check (self) : NULL;
  g_autofree char *line = NULL;
  char *normal;

  g_return_val_if_fail (text != NULL, NULL);

  if (self != NULL && (self->flags & ZPI_FIELD_LINES) != 0)
    return zpi_text_lines (text);
  line = zpi_text_line (text);
  normal = check != NULL ? zpi_wire_normalise (line, check) : NULL;
  return normal != NULL ? normal : g_steal_pointer (&line);
}
