/* SPDX-License-Identifier: EUPL-1.2 */

/* Whether somebody could read a photo: looked at small, in grey. It only asks to take the photo
 * again; what a machine finds hard to read may be good enough for the municipality. */

#include "zpi-helper.h"

#include <stdlib.h>

/* The longer side of what is looked at. A letter of A4 is read with ease at this size, so what is
 * not sharp here is not sharp in the photo. */
#define LOOK_PIXELS 1000

/* A card that fills a picture of this size can just be read; a letter cannot. */
#define LEAST_LONG_SIDE  400
#define LEAST_SHORT_SIDE 200

/* Of 255. Paper in a room with one lamp is above 90; the brightest part of a photo below this is a
 * finger, a pocket or the night. */
#define DARKEST_WHITE 50
/* Between the darkest and the brightest hundredth: grey pencil on grey paper has 40. */
#define LEAST_CONTRAST 16
/* The steepest step between two neighbours, as a part of that contrast: 0.5 and more in a sharp
 * picture of text, 0.13 after a blur whose sigma is 3. */
#define LEAST_STEP 0.15

typedef struct {
  guint histogram[256];
  guint steps[256];
  guint n;
  guint n_steps;
} Look;

static int
grey_at (const guint32 *row, int x)
{
  return (int) (((row[x] >> 16 & 0xff) * 77 + (row[x] >> 8 & 0xff) * 150 + (row[x] & 0xff) * 29) >>
                8);
}

static void
add_row (Look *look, const guint32 *row, const guint32 *above, int width)
{
  for (int x = 0; x < width; x++) {
    int grey = grey_at (row, x);

    look->histogram[grey]++;
    if (x > 0)
      look->steps[abs (grey - grey_at (row, x - 1))]++;
    if (above != NULL)
      look->steps[abs (grey - grey_at (above, x))]++;
    look->n_steps += (x > 0) + (above != NULL);
  }
  look->n += (guint) width;
}

static void
look_at (Look *look, cairo_surface_t *picture)
{
  const guint8 *data = cairo_image_surface_get_data (picture);
  gsize stride = (gsize) cairo_image_surface_get_stride (picture);
  int width = cairo_image_surface_get_width (picture);
  const guint32 *above = NULL;

  for (int y = 0; y < cairo_image_surface_get_height (picture); y++) {
    const guint32 *row = (const guint32 *) (const void *) (data + (gsize) y * stride);

    add_row (look, row, above, width);
    above = row;
  }
}

/* The value that all but @beyond of @n do not exceed. */
static int
find_high (const guint *counts, guint n, double beyond)
{
  guint left = (guint) (n * beyond);
  guint seen = 0;
  int value = 255;

  while (value > 0 && (seen += counts[value]) <= left)
    value--;
  return value;
}

static int
find_low (const guint *counts, guint n, double below)
{
  guint left = (guint) (n * below);
  guint seen = 0;
  int value = 0;

  while (value < 255 && (seen += counts[value]) <= left)
    value++;
  return value;
}

static const char *
judge_look (const Look *look)
{
  int white = find_high (look->histogram, look->n, 0.01);
  int contrast = white - find_low (look->histogram, look->n, 0.01);
  int range =
      find_high (look->histogram, look->n, 0.0005) - find_low (look->histogram, look->n, 0.0005);

  if (white < DARKEST_WHITE)
    return "dark";
  /* A few words on a sheet are less than a hundredth of it. */
  if (MAX (contrast, range) < LEAST_CONTRAST)
    return "blank";
  if (find_high (look->steps, look->n_steps, 0.0005) < LEAST_STEP * MAX (contrast, range))
    return "blurred";
  return "";
}

/**
 * helper_judge_quality:
 * @content: a picture that is whole
 * @width: of the picture, in pixels
 * @height: the same
 *
 * Returns: (transfer none): "small", "dark", "blank" (nothing is on it), "blurred", or nothing
 */
const char *
helper_judge_quality (GBytes *content, int width, int height)
{
  cairo_surface_t *picture;
  Look look = {.n = 0};

  if (MAX (width, height) < LEAST_LONG_SIDE || MIN (width, height) < LEAST_SHORT_SIDE)
    return "small";
  picture = helper_image_load (content, LOOK_PIXELS, LOOK_PIXELS);
  if (picture == NULL)
    return "";
  look_at (&look, picture);
  cairo_surface_destroy (picture);
  return judge_look (&look);
}
