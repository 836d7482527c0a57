/* SPDX-License-Identifier: EUPL-1.2 */

/* What reading and writing the wire format have in common. */

#include <string.h>

#include "zpi-application-private.h"

static const char *const date_types[] = {
    [ZPI_DATE_FULL] = "Datum",
    [ZPI_DATE_YEAR_MONTH] = "JaarMaandDatum",
    [ZPI_DATE_YEAR] = "JaarDatum",
    [ZPI_DATE_UNKNOWN] = "DatumOnbekend",
    NULL,
};

const char *
zpi_wire_date_type (ZpiDatePrecision precision)
{
  g_assert (precision != ZPI_DATE_NONE && precision < G_N_ELEMENTS (date_types) - 1);

  return date_types[precision];
}

/* All that a date can be, NULL-ended. */
const char *const *
zpi_wire_date_types (void)
{
  return date_types + ZPI_DATE_FULL;
}

gboolean
zpi_wire_date_type_parse (const char *type, ZpiDatePrecision *precision)
{
  for (guint i = ZPI_DATE_FULL; date_types[i] != NULL; i++) {
    if (strcmp (type, date_types[i]) == 0) {
      *precision = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Small letters, digits and dashes, beginning with a letter: what ids on the wire look like. */
gboolean
zpi_wire_is_word (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= 64 && g_ascii_islower (text[0]) &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* The form of @text on the wire, or NULL when it is empty or does not fit there. */
char *
zpi_wire_normalise (const char *text, ZpiCheckFunc check)
{
  g_auto (ZpiCheckResult) result = check (text);

  return g_steal_pointer (&result.normalised);
}

/* Gives *@text its form on the wire, where it has one that nobody needs to be asked about. */
void
zpi_wire_settle (char **text, ZpiCheckFunc check)
{
  g_auto (ZpiCheckResult) result = check (*text);

  if (result.normalised == NULL || result.severity != ZPI_SEVERITY_OK)
    return;
  g_free (*text);
  *text = g_steal_pointer (&result.normalised);
}
