/* SPDX-License-Identifier: EUPL-1.2 */

/* Where what is packed ends: readers stop there, and a file may go on behind it. */

#include "zpi-helper-pdf-clean.h"

#include <string.h>

#define STEP_BYTES 65536

/* Where the end of what zlib packed is (RFC 1950); the size when it has none. */
static gsize
measure_flate (const guint8 *data, gsize size)
{
  g_autoptr (GZlibDecompressor) unpack = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autofree guint8 *step = g_malloc (STEP_BYTES);
  GConverterResult result = G_CONVERTER_CONVERTED;
  gsize at = 0;

  while (result == G_CONVERTER_CONVERTED) {
    gsize n_read = 0;
    gsize n_written = 0;

    result = g_converter_convert (G_CONVERTER (unpack),
                                  data + at,
                                  size - at,
                                  step,
                                  STEP_BYTES,
                                  G_CONVERTER_INPUT_AT_END,
                                  &n_read,
                                  &n_written,
                                  NULL);
    at += result == G_CONVERTER_ERROR ? 0 : n_read;
  }
  return result == G_CONVERTER_FINISHED ? at : size;
}

/* Behind the sign that ends it. */
static gsize
measure_signs (const guint8 *data, gsize size, const char *end)
{
  const guint8 *found = memmem (data, size, end, strlen (end));

  return found != NULL ? (gsize) (found - data) + strlen (end) : size;
}

/* Runs of bytes, up to the length that is none (7.4.5). */
static gsize
measure_runs (const guint8 *data, gsize size)
{
  for (gsize at = 0; at < size; at += data[at] < 128 ? data[at] + 2u : 2)
    if (data[at] == 128)
      return at + 1;
  return size;
}

gsize
packed_measure (const char *filter, const guint8 *data, gsize size)
{
  if (strcmp (filter, "/FlateDecode") == 0)
    return measure_flate (data, size);
  if (strcmp (filter, "/ASCII85Decode") == 0)
    return measure_signs (data, size, "~>");
  if (strcmp (filter, "/ASCIIHexDecode") == 0)
    return measure_signs (data, size, ">");
  if (strcmp (filter, "/RunLengthDecode") == 0)
    return measure_runs (data, size);
  return size;
}

GBytes *
packed_new (const guint8 *data, gsize size)
{
  g_autoptr (GConverter) pack =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, -1));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) out = g_converter_output_stream_new (memory, pack);

  if (!g_output_stream_write_all (out, data, size, NULL, NULL, NULL) ||
      !g_output_stream_close (out, NULL, NULL))
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}
