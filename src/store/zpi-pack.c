/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-pack.h"

#include "zpi-vault.h"

#include <string.h>

#define ABSENT G_MAXUINT32

/* Each text as a little-endian length and its bytes. */
GBytes *
zpi_pack_texts (const char *const *texts, guint n_texts)
{
  gsize size = 0;
  GBytes *packed;
  guint8 *end;

  for (guint i = 0; i < n_texts; i++)
    size += sizeof (guint32) + (texts[i] != NULL ? strlen (texts[i]) : 0);
  packed = zpi_secret_bytes_new_uninitialized (size, &end);

  for (guint i = 0; i < n_texts; i++) {
    const gsize length = texts[i] != NULL ? strlen (texts[i]) : 0;
    const guint32 little = GUINT32_TO_LE (texts[i] != NULL ? (guint32) length : ABSENT);

    memcpy (end, &little, sizeof little);
    end += sizeof little;
    if (length > 0)
      memcpy (end, texts[i], length);
    end += length;
  }
  return packed;
}

static gboolean
unpack_text (const guint8 **data, gsize *size, char **text)
{
  guint32 length;

  if (*size < sizeof length)
    return FALSE;
  memcpy (&length, *data, sizeof length);
  length = GUINT32_FROM_LE (length);
  *data += sizeof length;
  *size -= sizeof length;
  if (length == ABSENT)
    return TRUE;
  if (length > *size)
    return FALSE;
  *text = g_strndup ((const char *) *data, length);
  *data += length;
  *size -= length;
  return TRUE;
}

/* Takes the first @n_texts, or as many as there are, if these are @least. What is left of @size
 * lies behind them. */
static gboolean
unpack (const guint8 *data, gsize *size, char **texts, guint n_texts, guint least)
{
  gboolean complete = TRUE;

  for (guint i = 0; i < n_texts; i++)
    texts[i] = NULL;
  for (guint i = 0; i < n_texts && complete && (i < least || *size > 0); i++)
    complete = unpack_text (&data, size, &texts[i]);
  return complete;
}

gboolean
zpi_unpack_first_texts (GBytes *packed, char **texts, guint n_texts, guint least)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (packed, &size);

  if (unpack (data, &size, texts, n_texts, least))
    return TRUE;
  for (guint i = 0; i < n_texts; i++)
    g_clear_pointer (&texts[i], zpi_wipe_free);
  return FALSE;
}

gboolean
zpi_unpack_texts (GBytes *packed, char **texts, guint n_texts)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (packed, &size);

  if (unpack (data, &size, texts, n_texts, n_texts) && size == 0)
    return TRUE;

  for (guint i = 0; i < n_texts; i++)
    g_clear_pointer (&texts[i], zpi_wipe_free);
  return FALSE;
}
