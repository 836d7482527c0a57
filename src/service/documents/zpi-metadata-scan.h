/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Where the coded picture of a JPEG ends: its scans are read as a decoder does, without making
 * pixels of them, so that bytes that no decoder looks at are known. Only for the filter. */

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ZpiMetadataScan ZpiMetadataScan;

typedef enum {
  ZPI_METADATA_SCAN_MORE,     /* more has to come */
  ZPI_METADATA_SCAN_INTERVAL, /* a restart mark has to come before the rest */
  ZPI_METADATA_SCAN_DONE,     /* every block is there */
  ZPI_METADATA_SCAN_LOST,     /* not coded as is known here: it ends at the next marker */
} ZpiMetadataScanResult;

ZpiMetadataScan *zpi_metadata_scan_new (void);
void zpi_metadata_scan_free (ZpiMetadataScan *self);

/* A frame, tables, the length of an interval or the head of a scan, with its marker. */
void zpi_metadata_scan_segment (ZpiMetadataScan *self, const guint8 *data, gsize size);
/* A byte of the coded picture, the zero behind 0xff left out. */
ZpiMetadataScanResult zpi_metadata_scan_byte (ZpiMetadataScan *self, guint8 byte);
/* A restart mark behind an interval. */
ZpiMetadataScanResult zpi_metadata_scan_restart (ZpiMetadataScan *self, guint8 marker);
/* Something else than what had to come. */
void zpi_metadata_scan_lose (ZpiMetadataScan *self);

ZpiMetadataScanResult zpi_metadata_scan_get_result (const ZpiMetadataScan *self);
guint8 zpi_metadata_scan_get_next_restart (const ZpiMetadataScan *self);
/* Whether the scan that is done has all of the picture: no reader looks at what follows. */
gboolean zpi_metadata_scan_is_last (const ZpiMetadataScan *self);
/* Of the last scan: whether the bytes that follow the last block are a few blocks too, less than a
 * row, up to the bits that fill the last byte: of a picture with a broken place, behind which there
 * are more than there should be. */
gboolean zpi_metadata_scan_goes_on (const ZpiMetadataScan *self, const guint8 *data, gsize size);

G_END_DECLS
