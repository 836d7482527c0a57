/* SPDX-License-Identifier: EUPL-1.2 */

/* A colour profile names what it holds in a table. What is in no standard is the maker's own: of a
 * screenshot which screen it was, with its number. */

#include "zpi-metadata-filter-private.h"

#include <string.h>

/* Where the table begins, and how long a row is: a name, where, how much (ICC.1:2022, 7.3). */
#define TABLE_AT    128
#define ROW_BYTES   12
#define MOST_ROWS   256
#define ID_AT       84
#define ID_BYTES    16
#define ROW_AT(row) (TABLE_AT + 4 + (gsize) (row) *ROW_BYTES)

/* What is standard (ICC.1:2022, 9.2, and version 2 before it), but for the text of a target, a day,
 * and what anything may stand in. */
static const char known[] =
    "A2B0A2B1A2B2B2A0B2A1B2A2B2D0B2D1B2D2B2D3D2B0D2B1D2B2D2B3bXYZgXYZrXYZbTRCgTRCrTRC"
    "kTRCbkptwtptchadchrmcicpclroclrtclotcprtcrdidescdevsdmdddmndgamtlumimeasncolncl2"
    "pre0pre1pre2psd0psd1psd2psd3ps2sps2ipseqrespscrdscrntechbfd viewvuedrig0rig2ciis";

static gboolean
is_known (const guint8 *name)
{
  for (gsize i = 0; i + 4 < sizeof known; i += 4)
    if (memcmp (known + i, name, 4) == 0)
      return TRUE;
  return FALSE;
}

/* Whether the content of @row lies in a profile of @size bytes. */
static gboolean
find_content (gsize size, const guint8 *row, gsize *at, gsize *length)
{
  *at = zpi_metadata_big32 (row + 4);
  *length = zpi_metadata_big32 (row + 8);
  return *at >= TABLE_AT + 4 && *at <= size && *length <= size - *at;
}

gboolean
zpi_metadata_wipe_profile (guint8 *profile, gsize size)
{
  const guint32 n_rows = size >= ROW_AT (0) ? zpi_metadata_big32 (profile + TABLE_AT) : 0;
  g_autofree guint8 *kept = NULL;
  gboolean wiped = FALSE;
  gsize at, length;

  if (n_rows == 0 || n_rows > MOST_ROWS || ROW_AT (n_rows) > size)
    return FALSE;
  kept = g_malloc0 (size);
  memset (kept, 1, ROW_AT (n_rows));
  for (guint i = 0; i < n_rows; i++)
    if (is_known (profile + ROW_AT (i)) && find_content (size, profile + ROW_AT (i), &at, &length))
      memset (kept + at, 1, length);
  for (guint i = 0; i < n_rows; i++) {
    if (is_known (profile + ROW_AT (i)) || !find_content (size, profile + ROW_AT (i), &at, &length))
      continue;
    for (gsize j = at; j < at + length; j++) {
      wiped |= !kept[j] && profile[j] != 0;
      profile[j] = kept[j] ? profile[j] : 0;
    }
  }
  if (wiped)
    memset (profile + ID_AT, 0, ID_BYTES); /* of what was there before */
  return wiped;
}
