/* SPDX-License-Identifier: EUPL-1.2 */

/* Whether two PDFs are the same to who reads them: poppler looks at both. */

#include "zpi-helper-pdf-clean.h"
#include "zpi-helper.h"

#include <poppler.h>
#include <string.h>
#include <time.h>

/* A picture of so many pages is compared whatever it takes, of further ones for so long of the
 * processor, which a helper has for 20 seconds; and the words of so many. */
#define COMPARED_PAGES 8
#define MORE_SECONDS   5
#define COMPARED_TEXTS 40
#define COMPARED_SIDE  400

static gboolean
is_same_picture (cairo_surface_t *one, cairo_surface_t *other)
{
  int stride = cairo_image_surface_get_stride (one);
  int height = cairo_image_surface_get_height (one);

  return stride == cairo_image_surface_get_stride (other) &&
         height == cairo_image_surface_get_height (other) &&
         memcmp (cairo_image_surface_get_data (one),
                 cairo_image_surface_get_data (other),
                 (gsize) stride * (gsize) height) == 0;
}

static gboolean
is_same_to_look_at (PopplerPage *one, PopplerPage *other)
{
  cairo_surface_t *first = helper_pdf_draw_small (one, COMPARED_SIDE);
  cairo_surface_t *second = helper_pdf_draw_small (other, COMPARED_SIDE);
  gboolean same = first == second || /* neither has a size */
                  (first != NULL && second != NULL && is_same_picture (first, second));

  g_clear_pointer (&first, cairo_surface_destroy);
  g_clear_pointer (&second, cairo_surface_destroy);
  return same;
}

static gboolean
has_same_words (PopplerPage *one, PopplerPage *other)
{
  g_autofree char *before = poppler_page_get_text (one);
  g_autofree char *after = poppler_page_get_text (other);

  return g_strcmp0 (before, after) == 0;
}

static gboolean
is_same_page (PopplerDocument *one, PopplerDocument *other, int index, gboolean with_picture)
{
  PopplerPage *first = poppler_document_get_page (one, index);
  PopplerPage *second = poppler_document_get_page (other, index);
  gboolean same = first != NULL && second != NULL && has_same_words (first, second) &&
                  (!with_picture || is_same_to_look_at (first, second));

  g_clear_object (&first);
  g_clear_object (&second);
  return same;
}

gboolean
pdf_is_same (GBytes *one, GBytes *other, gboolean wholly)
{
  PopplerDocument *first = poppler_document_new_from_bytes (one, NULL, NULL);
  PopplerDocument *second = poppler_document_new_from_bytes (other, NULL, NULL);
  gboolean same = first != NULL && second != NULL &&
                  poppler_document_get_n_pages (first) == poppler_document_get_n_pages (second);
  int n_pages = same ? poppler_document_get_n_pages (first) : 0;
  const clock_t end = clock () + (clock_t) MORE_SECONDS * CLOCKS_PER_SEC;

  for (int i = 0; same && i < n_pages; i++) {
    const gboolean with_picture = wholly || i < COMPARED_PAGES || clock () < end;

    if (!with_picture && i >= COMPARED_TEXTS)
      break;
    same = is_same_page (first, second, i, with_picture);
  }
  g_clear_object (&first);
  g_clear_object (&second);
  return same;
}
