/* SPDX-License-Identifier: EUPL-1.2 */

/* Pictures: decoded at the size that is needed, upright, on white; written as JPEG from nothing but
 * the pixels, so that no EXIF, no place and no thumbnail goes along. */

#include "zpi-helper.h"

#include <string.h>

#define JPEG_QUALITY "88"

typedef struct {
  guint most; /* the longer side may not be longer */
  gint64 most_pixels;
  gboolean refused;
} Fit;

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  Fit *fit = user_data;
  double scale;

  if (width <= 0 || height <= 0 || (gint64) width * height > fit->most_pixels) {
    fit->refused = TRUE;
    gdk_pixbuf_loader_set_size (loader, 1, 1);
    return;
  }
  scale = (double) fit->most / MAX (width, height);
  if (scale < 1)
    gdk_pixbuf_loader_set_size (loader,
                                MAX ((int) (width * scale), 1),
                                MAX ((int) (height * scale), 1));
}

/* Which way is up, in the part that the program puts into a PNG; gdk-pixbuf does not look for it.
 */
static void
set_orientation (GdkPixbuf *pixbuf, GBytes *content)
{
  static const guint8 part[] = {0, 0, 0, 26, 'e',  'X',  'I', 'f', 'M', 'M', 0, 42, 0, 0,
                                0, 8, 0, 1,  0x01, 0x12, 0,   3,   0,   0,   0, 1,  0};
  gsize size;
  const guint8 *data = g_bytes_get_data (content, &size);
  const guint8 *found = memmem (data, size, part, sizeof part);
  char text[] = "1";

  if (found == NULL || found + sizeof part == data + size)
    return;
  text[0] = (char) ('0' + found[sizeof part] % 10);
  gdk_pixbuf_set_option (pixbuf, "orientation", text);
}

static GdkPixbuf *
decode (GBytes *content, guint most)
{
  gboolean png = g_bytes_get_size (content) > 8 &&
                 memcmp (g_bytes_get_data (content, NULL), "\x89PNG", 4) == 0;
  /* By name: no other decoder is ever tried on it. */
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (png ? "png" : "jpeg", NULL);
  Fit fit = {.most = most, .most_pixels = png ? HELPER_MAX_PNG_PIXELS : HELPER_MAX_JPEG_PIXELS};
  GdkPixbuf *pixbuf = NULL;
  gboolean read;

  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &fit);
  read = gdk_pixbuf_loader_write_bytes (loader, content, NULL);
  read = gdk_pixbuf_loader_close (loader, NULL) && read;
  /* Asked once: a loader that was given a size scales each time it is asked. */
  pixbuf = read && !fit.refused ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  if (pixbuf != NULL && png)
    set_orientation (pixbuf, content);
  return pixbuf != NULL ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
}

static void
copy_row (const guint8 *from, int channels, guint32 *to, int width)
{
  if (channels == 3) {
    for (int x = 0; x < width; x++, from += 3)
      to[x] = 0xff000000u | (guint32) from[0] << 16 | (guint32) from[1] << 8 | from[2];
    return;
  }
  for (int x = 0; x < width; x++, from += channels) {
    guint alpha = from[3];
    guint red = (from[0] * alpha + 255 * (255 - alpha)) / 255;
    guint green = (from[1] * alpha + 255 * (255 - alpha)) / 255;
    guint blue = (from[2] * alpha + 255 * (255 - alpha)) / 255;

    to[x] = 0xff000000u | red << 16 | green << 8 | blue;
  }
}

static cairo_surface_t *
to_surface (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  guint8 *data;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy (surface);
    return NULL;
  }
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (int y = 0; y < height; y++)
    copy_row (
        gdk_pixbuf_read_pixels (pixbuf) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf),
        gdk_pixbuf_get_n_channels (pixbuf),
        (guint32 *) (void *) (data + (gsize) y * (gsize) cairo_image_surface_get_stride (surface)),
        width);
  cairo_surface_mark_dirty (surface);
  return surface;
}

cairo_surface_t *
helper_image_load (GBytes *content, guint max_width, guint max_height)
{
  g_autoptr (GdkPixbuf) pixbuf = decode (content, MAX (max_width, max_height));
  g_autoptr (GdkPixbuf) scaled = NULL;
  double scale;

  if (pixbuf == NULL)
    return NULL;
  scale = MIN ((double) max_width / gdk_pixbuf_get_width (pixbuf),
               (double) max_height / gdk_pixbuf_get_height (pixbuf));
  if (scale >= 1)
    return to_surface (pixbuf);
  scaled = gdk_pixbuf_scale_simple (pixbuf,
                                    MAX ((int) (gdk_pixbuf_get_width (pixbuf) * scale), 1),
                                    MAX ((int) (gdk_pixbuf_get_height (pixbuf) * scale), 1),
                                    GDK_INTERP_BILINEAR);
  return scaled != NULL ? to_surface (scaled) : NULL;
}

GBytes *
helper_image_to_jpeg (cairo_surface_t *picture)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  char *jpeg = NULL;
  gsize size = 0;

  if (pixbuf == NULL)
    return NULL;
  cairo_surface_flush (picture);
  for (int y = 0; y < height; y++) {
    const guint32 *from =
        (const guint32 *) (const void *) (cairo_image_surface_get_data (picture) +
                                          (gsize) y *
                                              (gsize) cairo_image_surface_get_stride (picture));
    guint8 *to =
        gdk_pixbuf_get_pixels (pixbuf) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf);

    for (int x = 0; x < width; x++) {
      to[x * 3] = (from[x] >> 16) & 0xff;
      to[x * 3 + 1] = (from[x] >> 8) & 0xff;
      to[x * 3 + 2] = from[x] & 0xff;
    }
  }
  if (!gdk_pixbuf_save_to_buffer (pixbuf,
                                  &jpeg,
                                  &size,
                                  "jpeg",
                                  NULL,
                                  "quality",
                                  JPEG_QUALITY,
                                  NULL))
    return NULL;
  return g_bytes_new_take (jpeg, size);
}

/* Both decoders and the encoder once, on a pixel of our own: whatever they load is loaded now. */
void
helper_image_warm_up (void)
{
  g_autoptr (GdkPixbuf) pixel = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 8, 8);
  static const char *const types[] = {"jpeg", "png"};

  gdk_pixbuf_fill (pixel, 0xffffffff);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GdkPixbuf) again = NULL;
    char *data = NULL;
    gsize size = 0;

    if (!gdk_pixbuf_save_to_buffer (pixel, &data, &size, types[i], NULL, NULL))
      continue;
    bytes = g_bytes_new_take (data, size);
    again = decode (bytes, 8);
  }
}
