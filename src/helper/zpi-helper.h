/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the parts of the helper share. */

#include <cairo.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>

G_BEGIN_DECLS

#define HELPER_MAX_INPUT_BYTES (64 * 1024 * 1024)
/* A PNG is decoded at its full size before it is made smaller; a JPEG at an eighth if need be, so
 * that photos of 200 megapixels are no more work than others of 3. */
#define HELPER_MAX_PNG_PIXELS  (100 * 1000 * 1000)
#define HELPER_MAX_JPEG_PIXELS (400 * 1000 * 1000)
/* Readers look for the header of a PDF this far (ISO 32000-1, annex H.3). */
#define HELPER_PDF_HEAD_BYTES (1024 + 5)
#define HELPER_MAX_PAGES      500
/* Of a page that is drawn, in pixels. */
#define HELPER_MAX_SIDE 8192
/* Large enough to read the smallest print of a letter, small enough to send. */
#define EDIT_PIXELS 3000

/* One thing to do to a page. Places are parts of the width and height: 0 to 1. */
typedef enum {
  HELPER_ROTATE, /* by degrees, clockwise: 90, 180, 270 */
  HELPER_CROP,   /* keep x, y, width, height */
  HELPER_COVER,  /* paint black over x, y, width, height */
  HELPER_MARK,   /* write text across */
  HELPER_FIT,    /* no side longer than size */
  HELPER_MOVE,   /* the page, to where page `to` is */
  HELPER_REMOVE, /* the page */
} HelperEditKind;

typedef struct {
  HelperEditKind kind;
  int page; /* from 0, -1 for every page */
  int degrees;
  int size;
  int to;
  double x, y, width, height;
  char *text;
} HelperEdit;

void helper_edit_free (HelperEdit *self);
GPtrArray *helper_edits_parse (int argc, char **argv);
/* Applies all of @edits to a picture; takes the picture, returns another. */
cairo_surface_t *helper_edits_apply (const GPtrArray *edits, cairo_surface_t *picture);

/* A page as it is after the edits: which one it was, and what is done to it. */
typedef struct {
  int original;
  GPtrArray *edits; /* (element-type HelperEdit): not its own */
} HelperSheet;

/* The pages in their order after @edits; NULL when those leave none. */
GPtrArray *helper_sheets_new (const GPtrArray *edits, int n_pages);
cairo_surface_t *helper_fit (cairo_surface_t *picture, guint max_width, guint max_height);

gboolean helper_is_pdf (GBytes *content);
/* What helper_judge() says of a PDF that is good but for what nobody sees in it. */
#define HELPER_ATTACHED "attached"

const char *helper_judge (GBytes *content);
const char *helper_judge_quality (GBytes *content, int width, int height);
GBytes *helper_codes (GBytes *content);

/* Pictures. */
cairo_surface_t *helper_image_load (GBytes *content, guint max_width, guint max_height);
GBytes *helper_image_to_jpeg (cairo_surface_t *picture);
void helper_image_warm_up (void);

/* PDFs. */
cairo_surface_t *helper_pdf_draw (GBytes *content,
                                  guint page,
                                  guint max_width,
                                  guint max_height,
                                  const GPtrArray *edits,
                                  guint *n_pages);
gboolean helper_pdf_can_be_drawn (gpointer document);
cairo_surface_t *helper_pdf_draw_small (gpointer page, guint side);
GBytes *helper_pdf_edit (GBytes *content, const GPtrArray *edits);
/* The pages of both, one after another, as a PDF; a picture is a page. */
GBytes *helper_pdf_join (GBytes *first, GBytes *second);
/* What draws it, without what is about it; NULL when it is to stay as it is. */
GBytes *helper_pdf_clean (GBytes *content);
void helper_pdf_warm_up (void);

/* After this nothing can be opened but fonts, and nothing started or connected. */
gboolean helper_sandbox_limit (void);
gboolean helper_sandbox_limit_memory (gsize bytes);
gboolean helper_sandbox_close (void);
int helper_sandbox_probe (void);

GBytes *helper_read_input (void);
gboolean helper_write_output (const void *data, gsize size);

G_END_DECLS
