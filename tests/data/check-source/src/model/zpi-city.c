/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-scheme.h"

/* Zoetermeer may be named in a comment. */
static const char *const texts[] = {
    "zoetermeerpas-intake",
    "Bel Zoetermeer", /* expect: city */
    "14 079",         /* expect: city */
    "Bel 14 "         /* expect: city */
    "079",
};

static const int read_here = ZPI_PARAMETER_READ;

static gboolean
is_special (const char *kind, const char *other)
{
  return strcmp (kind, "uitkering") == 0 || /* expect: kinds */
         g_strcmp0 (other, "ja") == 0;
}
