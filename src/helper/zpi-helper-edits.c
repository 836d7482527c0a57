/* SPDX-License-Identifier: EUPL-1.2 */

/* What is done to a page: turned, cropped, parts covered, a text across it. What is covered or
 * cropped away is gone: the result is drawn anew from what is left. */

#include "zpi-helper.h"

#include <math.h>
#include <string.h>

#define MAX_EDITS      200
#define MAX_TEXT_BYTES 200
#define MAX_SIDE       32767

void
helper_edit_free (HelperEdit *self)
{
  g_free (self->text);
  g_free (self);
}

static gboolean
read_place (const char *text, HelperEdit *edit)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  double numbers[4];

  if (g_strv_length (parts) != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++) {
    char *end;

    numbers[i] = g_ascii_strtod (parts[i], &end);
    if (end == parts[i] || *end != '\0' || !isfinite (numbers[i]) || numbers[i] < 0 ||
        numbers[i] > 1)
      return FALSE;
  }
  edit->x = numbers[0];
  edit->y = numbers[1];
  edit->width = MIN (numbers[2], 1 - numbers[0]);
  edit->height = MIN (numbers[3], 1 - numbers[1]);
  return edit->width > 0 && edit->height > 0;
}

static gboolean
read_page (const char *value, int *page)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (value, 10, 0, HELPER_MAX_PAGES, &number, NULL))
    return FALSE;
  *page = (int) number;
  return TRUE;
}

static gboolean
read_value (const char *name, const char *value, HelperEdit *edit)
{
  guint64 degrees;

  if (strcmp (name, "move") == 0) {
    edit->kind = HELPER_MOVE;
    return edit->page >= 0 && read_page (value, &edit->to);
  }
  if (strcmp (name, "remove") == 0) {
    edit->kind = HELPER_REMOVE;
    return edit->page >= 0 && strcmp (value, "1") == 0;
  }

  if (strcmp (name, "rotate") == 0) {
    edit->kind = HELPER_ROTATE;
    if (!g_ascii_string_to_unsigned (value, 10, 90, 270, &degrees, NULL) || degrees % 90 != 0)
      return FALSE;
    edit->degrees = (int) degrees;
    return TRUE;
  }
  if (strcmp (name, "fit") == 0) {
    guint64 size;

    edit->kind = HELPER_FIT;
    if (!g_ascii_string_to_unsigned (value, 10, 1, MAX_SIDE, &size, NULL))
      return FALSE;
    edit->size = (int) size;
    return TRUE;
  }
  if (strcmp (name, "mark") == 0) {
    edit->kind = HELPER_MARK;
    edit->text = g_strdup (value);
    return strlen (value) <= MAX_TEXT_BYTES && g_utf8_validate (value, -1, NULL);
  }
  if (strcmp (name, "crop") != 0 && strcmp (name, "cover") != 0)
    return FALSE;
  edit->kind = strcmp (name, "crop") == 0 ? HELPER_CROP : HELPER_COVER;
  return read_place (value, edit);
}

/* PAGE:NAME=VALUE, the page from 0 or `*`. */
static HelperEdit *
parse_one (const char *text)
{
  g_auto (GStrv) page = g_strsplit (text, ":", 2);
  g_auto (GStrv) parts = g_strv_length (page) == 2 ? g_strsplit (page[1], "=", 2) : NULL;
  HelperEdit *edit;
  guint64 number = 0;

  if (parts == NULL || g_strv_length (parts) != 2)
    return NULL;
  if (strcmp (page[0], "*") != 0 &&
      !g_ascii_string_to_unsigned (page[0], 10, 0, HELPER_MAX_PAGES, &number, NULL))
    return NULL;
  edit = g_new0 (HelperEdit, 1);
  edit->page = strcmp (page[0], "*") == 0 ? -1 : (int) number;
  if (read_value (parts[0], parts[1], edit))
    return edit;
  helper_edit_free (edit);
  return NULL;
}

GPtrArray *
helper_edits_parse (int argc, char **argv)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) helper_edit_free);

  if (argc > MAX_EDITS)
    return NULL;
  for (int i = 0; i < argc; i++) {
    HelperEdit *edit = parse_one (argv[i]);

    if (edit == NULL)
      return NULL;
    g_ptr_array_add (edits, edit);
  }
  return g_steal_pointer (&edits);
}

static cairo_surface_t *
rotate (cairo_surface_t *picture, int degrees)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  gboolean lying = degrees % 180 != 0;
  cairo_surface_t *turned = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                                        lying ? height : width,
                                                        lying ? width : height);
  cairo_t *cr = cairo_create (turned);

  cairo_translate (cr, (lying ? height : width) / 2.0, (lying ? width : height) / 2.0);
  cairo_rotate (cr, degrees * G_PI / 180.0);
  cairo_set_source_surface (cr, picture, -width / 2.0, -height / 2.0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (picture);
  return turned;
}

static cairo_surface_t *
crop (cairo_surface_t *picture, const HelperEdit *edit)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  int x = (int) floor (edit->x * width);
  int y = (int) floor (edit->y * height);
  int new_width = MAX ((int) round (edit->width * width), 1);
  int new_height = MAX ((int) round (edit->height * height), 1);
  cairo_surface_t *cropped = cairo_image_surface_create (CAIRO_FORMAT_RGB24, new_width, new_height);
  cairo_t *cr = cairo_create (cropped);

  cairo_set_source_surface (cr, picture, -x, -y);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (picture);
  return cropped;
}

static void
cover (cairo_surface_t *picture, const HelperEdit *edit)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  double left = floor (edit->x * width);
  double top = floor (edit->y * height);
  cairo_t *cr = cairo_create (picture);

  /* Whole pixels, so that no edge shines through. */
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_rectangle (cr,
                   left,
                   top,
                   ceil ((edit->x + edit->width) * width) - left,
                   ceil ((edit->y + edit->height) * height) - top);
  cairo_fill (cr);
  cairo_destroy (cr);
}

/* Slanting over the page in rows, light enough to read through. */
static void
mark (cairo_surface_t *picture, const char *text)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  double diagonal = hypot (width, height);
  double size = CLAMP (diagonal / 30, 8, 200);
  cairo_t *cr = cairo_create (picture);
  cairo_text_extents_t extents;

  cairo_select_font_face (cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
  cairo_set_font_size (cr, size);
  cairo_text_extents (cr, text, &extents);
  cairo_set_source_rgba (cr, 0.75, 0, 0, 0.25);
  cairo_translate (cr, width / 2.0, height / 2.0);
  cairo_rotate (cr, -atan2 (height, width));
  for (double y = -diagonal / 2; y < diagonal / 2; y += size * 5) {
    for (double x = -diagonal / 2; x < diagonal / 2; x += extents.width + size * 3) {
      cairo_move_to (cr, x, y);
      cairo_show_text (cr, text);
    }
  }
  cairo_destroy (cr);
}

/* Smaller, never larger. */
cairo_surface_t *
helper_fit (cairo_surface_t *picture, guint max_width, guint max_height)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  double scale = MIN ((double) max_width / width, (double) max_height / height);
  cairo_surface_t *smaller;
  cairo_t *cr;

  if (scale >= 1)
    return picture;
  smaller = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                        MAX ((int) round (width * scale), 1),
                                        MAX ((int) round (height * scale), 1));
  cr = cairo_create (smaller);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (picture);
  return smaller;
}

cairo_surface_t *
helper_edits_apply (const GPtrArray *edits, cairo_surface_t *picture)
{
  for (guint i = 0; i < edits->len; i++) {
    const HelperEdit *edit = g_ptr_array_index (edits, i);

    if (edit->kind == HELPER_ROTATE)
      picture = rotate (picture, edit->degrees);
    else if (edit->kind == HELPER_CROP)
      picture = crop (picture, edit);
    else if (edit->kind == HELPER_COVER)
      cover (picture, edit);
    else if (edit->kind == HELPER_FIT)
      picture = helper_fit (picture, (guint) edit->size, (guint) edit->size);
    else if (edit->kind == HELPER_MARK)
      mark (picture, edit->text);
  }
  return picture;
}

static void
helper_sheet_free (HelperSheet *self)
{
  g_ptr_array_unref (self->edits);
  g_free (self);
}

static void
change_sheets (GPtrArray *sheets, HelperEdit *edit)
{
  const gboolean is_there = edit->page < (int) sheets->len;

  if (edit->kind == HELPER_REMOVE && is_there) {
    g_ptr_array_remove_index (sheets, (guint) edit->page);
  } else if (edit->kind == HELPER_MOVE && is_there && edit->to < (int) sheets->len) {
    gpointer moved = g_ptr_array_steal_index (sheets, (guint) edit->page);

    g_ptr_array_insert (sheets, edit->to, moved);
  }
}

/* A number means the page that stands there at that moment. */
GPtrArray *
helper_sheets_new (const GPtrArray *edits, int n_pages)
{
  g_autoptr (GPtrArray) sheets =
      g_ptr_array_new_with_free_func ((GDestroyNotify) helper_sheet_free);

  for (int i = 0; i < n_pages; i++) {
    HelperSheet *sheet = g_new0 (HelperSheet, 1);

    sheet->original = i;
    sheet->edits = g_ptr_array_new ();
    g_ptr_array_add (sheets, sheet);
  }
  for (guint i = 0; i < edits->len; i++) {
    HelperEdit *edit = g_ptr_array_index (edits, i);

    if (edit->kind == HELPER_MOVE || edit->kind == HELPER_REMOVE) {
      change_sheets (sheets, edit);
      continue;
    }
    for (int j = 0; j < (int) sheets->len; j++)
      if (edit->page == -1 || edit->page == j)
        g_ptr_array_add (((HelperSheet *) g_ptr_array_index (sheets, j))->edits, edit);
  }
  return sheets->len > 0 ? g_steal_pointer (&sheets) : NULL;
}
