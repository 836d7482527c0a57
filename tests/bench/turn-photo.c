/* SPDX-License-Identifier: EUPL-1.2 */

/* What turning a photo is compared with: gdk-pixbuf reading it from standard input, turning it a
 * quarter, and writing it to standard output in the size and the quality that the helper writes. */

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdio.h>
#include <stdlib.h>

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  const double scale = *(const int *) user_data / (double) MAX (width, height);

  if (scale < 1)
    gdk_pixbuf_loader_set_size (loader, (int) (width * scale), (int) (height * scale));
}

static GdkPixbuf *
read_picture (int most)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  guint8 piece[65536];
  gsize size;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &most);
  while ((size = fread (piece, 1, sizeof piece, stdin)) > 0)
    if (!gdk_pixbuf_loader_write (loader, piece, size, NULL))
      return NULL;
  return gdk_pixbuf_loader_close (loader, NULL)
             ? g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader))
             : NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GdkPixbuf) picture = argc == 3 ? read_picture (atoi (argv[2])) : NULL;
  g_autoptr (GdkPixbuf) turned = NULL;
  g_autofree char *jpeg = NULL;
  gsize size;

  if (picture == NULL)
    return EXIT_FAILURE;
  turned = gdk_pixbuf_rotate_simple (picture, GDK_PIXBUF_ROTATE_CLOCKWISE);
  if (!gdk_pixbuf_save_to_buffer (turned, &jpeg, &size, "jpeg", NULL, "quality", argv[1], NULL))
    return EXIT_FAILURE;
  return fwrite (jpeg, 1, size, stdout) == size ? EXIT_SUCCESS : EXIT_FAILURE;
}
