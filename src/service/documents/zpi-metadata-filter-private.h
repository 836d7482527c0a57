/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of the filter share among themselves. Not for anybody else. */

#include <gio/gio.h>

#include "zpi-metadata-filter.h"
#include "zpi-metadata-scan.h"

G_BEGIN_DECLS

/* A colour profile says its size in its first four bytes; where its mark stands in it. */
#define ICC_MARK       36
#define ICC_MOST_BYTES (4 * 1024 * 1024)

typedef enum {
  ZPI_METADATA_BEGIN,       /* what kind of file is it? */
  ZPI_METADATA_VERBATIM,    /* no picture: the rest as it is */
  ZPI_METADATA_DROP,        /* behind the end of the picture: nothing of the rest */
  ZPI_METADATA_JPEG_MARKER, /* between segments */
  ZPI_METADATA_JPEG_DATA,   /* the picture itself, as far as it is coded */
  ZPI_METADATA_JPEG_BEHIND, /* behind that, up to a marker */
  ZPI_METADATA_PNG_PART,    /* at the head of a part */
} ZpiMetadataState;

struct _ZpiMetadataFilter {
  ZpiMetadataState state;
  GByteArray *held;  /* what is not decided yet: a segment, a head */
  guint64 copy_left; /* of a part that is already decided */
  gboolean copying;
  /* Until the picture itself begins nobody knows that it is one: a file that only starts like a
   * picture comes out as it went in. */
  gboolean is_picture;
  gboolean is_broken;   /* something stands where no picture has it */
  GByteArray *raw;      /* (owned): what came in so far */
  GByteArray *pending;  /* (owned): what may go on if it is a picture */
  gboolean has_dropped; /* a part about the picture did not go on */
  gboolean begun;       /* a JPEG's first marker went by */
  gboolean has_upward;  /* which way is up was said */
  gboolean has_profile; /* the first part of a colour profile went on */
  guint32 profile_left; /* of the profile, as long as it says that it is */
  guint8 *profile_own;  /* (owned) (nullable): which bytes of it are the maker's own */
  gsize profile_at;     /* how much of it went by */
  guint8 profile_part;  /* the number of the last part */
  /* Of the coded picture of a JPEG: only what fills up goes on behind its end. */
  ZpiMetadataScan *scan; /* (owned) (nullable) */
  guint64 zeros;         /* that came behind it, and may be all */
  gboolean has_rest;     /* something else came behind it */
  gboolean behind_byte;  /* what comes does not come first */
  gboolean is_over;      /* the whole picture went by */
  guint8 colour;         /* of a PNG: how it has its colours */
  /* Of a part with pixels of a PNG: nothing may hide behind the end of the compressed pixels. */
  gboolean in_pixels;
  guint64 part_at;    /* how much of it went by */
  guint32 part_bytes; /* its content */
  guint32 check;      /* over its name and its content as it goes on */
  gboolean wiped;
  GConverter *inflate; /* (owned) (nullable) */
  gboolean pixels_end;
  guint64 pixel_bytes; /* that the picture has, unpacked */
  guint64 unpacked;    /* of those, so far */
};

static inline guint
zpi_metadata_big16 (const guint8 *data)
{
  return (guint) data[0] << 8 | data[1];
}

static inline guint32
zpi_metadata_big32 (const guint8 *data)
{
  return (guint32) zpi_metadata_big16 (data) << 16 | zpi_metadata_big16 (data + 2);
}

static inline gboolean
zpi_metadata_is_zero (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (data[i] != 0)
      return FALSE;
  return TRUE;
}

/* The first bytes of what is held go on, or do not. */
void zpi_metadata_filter_release (ZpiMetadataFilter *self, gsize size, GByteArray *out);
void zpi_metadata_filter_drop (ZpiMetadataFilter *self, gsize size);

/* TRUE when it can go on, FALSE when more has to come first. */
gboolean zpi_metadata_jpeg_marker (ZpiMetadataFilter *self, GByteArray *out);
gboolean zpi_metadata_jpeg_data (ZpiMetadataFilter *self, GByteArray *out);
gboolean zpi_metadata_jpeg_behind (ZpiMetadataFilter *self, GByteArray *out);
void zpi_metadata_jpeg_settle (ZpiMetadataFilter *self, GByteArray *out);
gboolean zpi_metadata_png_part (ZpiMetadataFilter *self, GByteArray *out);

/* Which way is up, by the first directory of a TIFF: 1 to 8 as in EXIF, 1 too where it says
 * nothing; anything else is none. */
guint32 zpi_metadata_find_orientation (const guint8 *data, gsize size);
/* Appends a TIFF that says which way is up. */
void zpi_metadata_append_tiff (GByteArray *out, guint32 orientation);

/* Makes zeros of what a colour profile holds beside the standard; whether there was any. */
gboolean zpi_metadata_wipe_profile (guint8 *profile, gsize size);
/* The same in parts. (transfer full) (nullable): 1 for each of its @size bytes that is the maker's
 * own, by its table, which stands in its first @n_bytes; NULL when it does not. */
guint8 *zpi_metadata_find_own (const guint8 *profile, gsize n_bytes, gsize size);
gboolean zpi_metadata_wipe_own (guint8 *part, const guint8 *own, gsize size);
/* The sum of what was there before, in the first part. */
void zpi_metadata_wipe_profile_id (guint8 *profile);

gboolean zpi_metadata_jpeg_ends_in_metadata (ZpiMetadataFilter *self);
void zpi_metadata_png_wipe_behind_pixels (ZpiMetadataFilter *self, guint8 *data, gsize size);

G_END_DECLS
