/* SPDX-License-Identifier: EUPL-1.2 */

/* What the helper answers to a preview: four numbers, then the pixels. */

#include "zpi-preview-answer.h"

#include <string.h>

#define HEADER_BYTES 16
#define MAGIC        "ZPI1"

static guint
read_number (const guint8 *data)
{
  guint32 number;

  memcpy (&number, data, sizeof number);
  return GUINT32_FROM_LE (number);
}

static gboolean
is_between (guint number, guint most)
{
  return number >= 1 && number <= most;
}

GBytes *
zpi_preview_answer_read (GBytes *answer,
                         guint max_width,
                         guint max_height,
                         guint *width,
                         guint *height,
                         guint *n_pages)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (answer, &size);

  if (size < HEADER_BYTES || memcmp (data, MAGIC, strlen (MAGIC)) != 0)
    return NULL;
  *width = read_number (data + 4);
  *height = read_number (data + 8);
  *n_pages = read_number (data + 12);
  if (!is_between (*width, max_width) || !is_between (*height, max_height) ||
      !is_between (*n_pages, ZPI_PREVIEW_MAX_PAGES) ||
      (guint64) *width * *height * 4 != size - HEADER_BYTES)
    return NULL;
  return g_bytes_new_from_bytes (answer, HEADER_BYTES, size - HEADER_BYTES);
}
