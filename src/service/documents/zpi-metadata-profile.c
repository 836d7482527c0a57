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

/* Marks the content of the rows whose names are known, or of the others. */
static void
mark_rows (guint8 *marks, guint8 mark, const guint8 *profile, gsize size, gboolean known_rows)
{
  const guint32 n_rows = zpi_metadata_big32 (profile + TABLE_AT);
  gsize at, length;

  for (guint i = 0; i < n_rows; i++)
    if (is_known (profile + ROW_AT (i)) == known_rows &&
        find_content (size, profile + ROW_AT (i), &at, &length))
      memset (marks + at, mark, length);
}

guint8 *
zpi_metadata_find_own (const guint8 *profile, gsize n_bytes, gsize size)
{
  const guint32 n_rows = n_bytes >= ROW_AT (0) ? zpi_metadata_big32 (profile + TABLE_AT) : 0;
  guint8 *own;

  if (n_rows == 0 || n_rows > MOST_ROWS || ROW_AT (n_rows) > n_bytes || size > ICC_MOST_BYTES)
    return NULL;
  own = g_malloc0 (size);
  mark_rows (own, 1, profile, size, FALSE);
  mark_rows (own, 0, profile, size, TRUE);
  memset (own, 0, ROW_AT (n_rows));
  return own;
}

gboolean
zpi_metadata_wipe_own (guint8 *part, const guint8 *own, gsize size)
{
  gboolean wiped = FALSE;

  for (gsize i = 0; i < size; i++) {
    wiped |= own[i] && part[i] != 0;
    part[i] = own[i] ? 0 : part[i];
  }
  return wiped;
}

void
zpi_metadata_wipe_profile_id (guint8 *profile)
{
  memset (profile + ID_AT, 0, ID_BYTES);
}

gboolean
zpi_metadata_wipe_profile (guint8 *profile, gsize size)
{
  g_autofree guint8 *own = zpi_metadata_find_own (profile, size, size);
  gboolean wiped = own != NULL && zpi_metadata_wipe_own (profile, own, size);

  if (wiped)
    zpi_metadata_wipe_profile_id (profile);
  return wiped;
}
