/* SPDX-License-Identifier: EUPL-1.2 */

/* PDFs: a page as pixels, or the whole written anew. A page that is edited becomes a picture, so
 * that nothing of what was covered is left under it; the others stay what they are. */

#include "zpi-helper.h"

#include <cairo-pdf.h>
#include <math.h>
#include <poppler.h>

/* Not every version says how its objects are cleaned up; under names of our own we can. */
typedef PopplerDocument Document;
typedef PopplerPage Page;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Document, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Page, g_object_unref)

#define EDIT_DPI     200
#define PAPER_POINTS 842.0

static PopplerDocument *
open_document (GBytes *content, int *n_pages)
{
  g_autoptr (Document) document = poppler_document_new_from_bytes (content, NULL, NULL);

  if (document == NULL)
    return NULL;
  *n_pages = poppler_document_get_n_pages (document);
  if (*n_pages < 1 || *n_pages > HELPER_MAX_PAGES)
    return NULL;
  return g_steal_pointer (&document);
}

static cairo_surface_t *
draw_page (PopplerPage *page, double scale)
{
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cr;

  poppler_page_get_size (page, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                        MAX ((int) (width * scale), 1),
                                        MAX ((int) (height * scale), 1));
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy (surface);
    return NULL;
  }
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  poppler_page_render (page, cr);
  cairo_destroy (cr);
  return surface;
}

static gboolean
has_size (PopplerPage *page)
{
  double width, height;

  poppler_page_get_size (page, &width, &height);
  return isfinite (width) && isfinite (height) && width > 0 && height > 0 && width < 20000 &&
         height < 20000;
}

/* @document: a PopplerDocument; whether there are pages, not too many, and the first has a size. */
gboolean
helper_pdf_can_be_drawn (gpointer document)
{
  int n_pages = poppler_document_get_n_pages (document);
  g_autoptr (Page) page = n_pages > 0 ? poppler_document_get_page (document, 0) : NULL;

  return page != NULL && n_pages <= HELPER_MAX_PAGES && has_size (page);
}

/* @page: a PopplerPage; no side longer than @side, NULL when it has no size. */
cairo_surface_t *
helper_pdf_draw_small (gpointer page, guint side)
{
  double width, height;

  if (!has_size (page))
    return NULL;
  poppler_page_get_size (page, &width, &height);
  return draw_page (page, side / MAX (width, height));
}

/* As many pixels as the smallest print needs. */
static cairo_surface_t *
draw_to_edit (PopplerPage *page, double *scale)
{
  double width, height;

  poppler_page_get_size (page, &width, &height);
  *scale = MIN (EDIT_DPI / 72.0, HELPER_MAX_SIDE / MAX (width, height));
  return draw_page (page, *scale);
}

/* With edits: as it will be once it is drawn anew, then made smaller, so that what is seen to be
 * covered is what will be covered. */
static cairo_surface_t *
draw_sheet (PopplerDocument *document, const HelperSheet *sheet, guint max_width, guint max_height)
{
  g_autoptr (Page) page = poppler_document_get_page (document, sheet->original);
  cairo_surface_t *picture;
  double width, height;

  if (page == NULL || !has_size (page))
    return NULL;
  poppler_page_get_size (page, &width, &height);
  if (sheet->edits->len == 0)
    return draw_page (page, MIN (max_width / width, max_height / height));
  picture = draw_to_edit (page, &width);
  if (picture == NULL)
    return NULL;
  return helper_fit (helper_edits_apply (sheet->edits, picture), max_width, max_height);
}

cairo_surface_t *
helper_pdf_draw (GBytes *content,
                 guint page,
                 guint max_width,
                 guint max_height,
                 const GPtrArray *edits,
                 guint *n_pages)
{
  int count = 0;
  g_autoptr (Document) document = open_document (content, &count);
  g_autoptr (GPtrArray) sheets = document != NULL ? helper_sheets_new (edits, count) : NULL;

  if (sheets == NULL || page >= sheets->len)
    return NULL;
  *n_pages = sheets->len;
  return draw_sheet (document, g_ptr_array_index (sheets, page), max_width, max_height);
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* @scale: how many pixels of it are a point. Takes the picture. */
static void
write_picture (cairo_surface_t *pdf, cairo_surface_t *picture, double scale)
{
  GBytes *jpeg = helper_image_to_jpeg (picture);
  cairo_t *cr;

  if (jpeg != NULL)
    cairo_surface_set_mime_data (picture,
                                 CAIRO_MIME_TYPE_JPEG,
                                 g_bytes_get_data (jpeg, NULL),
                                 g_bytes_get_size (jpeg),
                                 (cairo_destroy_func_t) g_bytes_unref,
                                 jpeg);
  cairo_pdf_surface_set_size (pdf,
                              cairo_image_surface_get_width (picture) / scale,
                              cairo_image_surface_get_height (picture) / scale);
  cr = cairo_create (pdf);
  cairo_scale (cr, 1 / scale, 1 / scale);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  cairo_show_page (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (picture);
}

static gboolean
write_edited (cairo_surface_t *pdf, PopplerPage *page, const GPtrArray *edits)
{
  double scale;
  cairo_surface_t *picture = draw_to_edit (page, &scale);

  if (picture == NULL)
    return FALSE;
  write_picture (pdf, helper_edits_apply (edits, picture), scale);
  return TRUE;
}

static void
write_as_it_is (cairo_surface_t *pdf, PopplerPage *page)
{
  double width, height;
  cairo_t *cr;

  poppler_page_get_size (page, &width, &height);
  cairo_pdf_surface_set_size (pdf, width, height);
  cr = cairo_create (pdf);
  poppler_page_render_for_printing (page, cr);
  cairo_show_page (cr);
  cairo_destroy (cr);
}

GBytes *
helper_pdf_edit (GBytes *content, const GPtrArray *edits)
{
  int n_pages = 0;
  g_autoptr (Document) document = open_document (content, &n_pages);
  g_autoptr (GByteArray) output = g_byte_array_new ();
  cairo_surface_t *pdf;
  g_autoptr (GPtrArray) sheets = document != NULL ? helper_sheets_new (edits, n_pages) : NULL;
  gboolean good = TRUE;

  if (sheets == NULL)
    return NULL;
  pdf = cairo_pdf_surface_create_for_stream (write_cb, output, 595, PAPER_POINTS);
  for (guint i = 0; i < sheets->len && good; i++) {
    const HelperSheet *sheet = g_ptr_array_index (sheets, i);
    g_autoptr (Page) page = poppler_document_get_page (document, sheet->original);

    if (page == NULL || !has_size (page))
      good = FALSE;
    else if (sheet->edits->len > 0)
      good = write_edited (pdf, page, sheet->edits);
    else
      write_as_it_is (pdf, page);
  }
  cairo_surface_finish (pdf);
  good = good && cairo_surface_status (pdf) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy (pdf);
  return good ? g_byte_array_free_to_bytes (g_steal_pointer (&output)) : NULL;
}

static gboolean
write_pages (cairo_surface_t *pdf, GBytes *content)
{
  int n_pages = 0;
  g_autoptr (Document) document = open_document (content, &n_pages);

  if (document == NULL)
    return FALSE;
  for (int i = 0; i < n_pages; i++) {
    g_autoptr (Page) page = poppler_document_get_page (document, i);

    if (page == NULL || !has_size (page))
      return FALSE;
    write_as_it_is (pdf, page);
  }
  return TRUE;
}

/* As long as a sheet of paper. */
static gboolean
write_image (cairo_surface_t *pdf, GBytes *content)
{
  cairo_surface_t *picture = helper_image_load (content, EDIT_PIXELS, EDIT_PIXELS);

  if (picture == NULL)
    return FALSE;
  write_picture (pdf,
                 picture,
                 MAX (cairo_image_surface_get_width (picture),
                      cairo_image_surface_get_height (picture)) /
                     PAPER_POINTS);
  return TRUE;
}

GBytes *
helper_pdf_join (GBytes *first, GBytes *second)
{
  GBytes *const parts[] = {first, second};
  g_autoptr (GByteArray) output = g_byte_array_new ();
  cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream (write_cb, output, 595, PAPER_POINTS);
  gboolean good = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (parts) && good; i++)
    good = helper_is_pdf (parts[i]) ? write_pages (pdf, parts[i]) : write_image (pdf, parts[i]);
  cairo_surface_finish (pdf);
  good = good && cairo_surface_status (pdf) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy (pdf);
  return good ? g_byte_array_free_to_bytes (g_steal_pointer (&output)) : NULL;
}

/* A small document of our own with the fonts that documents rely on without bringing them. */
void
helper_pdf_warm_up (void)
{
  static const char text[] =
      "%PDF-1.4\n"
      "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 50 50]/Contents 4 0 R/Resources<</Font<<"
      "/F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
      "/F2<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"
      "/F3<</Type/Font/Subtype/Type1/BaseFont/Courier>> >> >> >>endobj\n"
      "4 0 obj<</Length 68>>stream\n"
      "BT /F1 9 Tf 1 9 Td (a) Tj /F2 9 Tf (b) Tj /F3 9 Tf (c) Tj ET        \n"
      "endstream endobj\n"
      "trailer<</Root 1 0 R/Size 5>>\n"
      "%%EOF\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GPtrArray) edits = g_ptr_array_new ();
  guint n_pages;
  cairo_surface_t *picture = helper_pdf_draw (bytes, 0, 50, 50, edits, &n_pages);
  cairo_surface_t *canvas = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 8, 8);
  cairo_t *cr = cairo_create (canvas);

  cairo_select_font_face (cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
  cairo_show_text (cr, "a");
  cairo_destroy (cr);
  cairo_surface_destroy (canvas);
  if (picture != NULL)
    cairo_surface_destroy (picture);
}
