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
         zpi_list_find (kind, "loonstrook") || /* expect: kinds */
         g_strcmp0 (other, "ja") == 0;
}

static const char *const request = "{\"soort\":\"loonstrook\"}"; /* expect: kinds */

static const char *const reasons[] = {
    [ZPI_ATTENTION_FORGOTTEN] = "forgotten",
    [ZPI_ATTENTION_REFUSED] = "refused",
    [ZPI_ERROR_REFUSED] = "refused",
};

static gboolean
is_forgotten (const char *reason)
{
  return g_strcmp0 (reason, "forgotten") == 0 || /* expect: reasons */
         g_strcmp0 (reason, "refused") == 0;
}
