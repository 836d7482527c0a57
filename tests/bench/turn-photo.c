/* SPDX-License-Identifier: EUPL-1.2 */

/* What turning a photo is compared with: gdk-pixbuf reading it from standard input, turning it a
 * quarter, and writing it to standard output in the quality that the helper writes. */

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdio.h>
#include <stdlib.h>

static GdkPixbuf *
read_picture (void)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  guint8 piece[65536];
  gsize size;

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
  g_autoptr (GdkPixbuf) picture = argc == 2 ? read_picture () : NULL;
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
