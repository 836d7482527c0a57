/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/* A page of a document as a picture, drawn by the sandboxed helper and kept in memory only. Shows
 * an icon until it is there, and when there is none. */
#define ZPI_TYPE_PREVIEW (zpi_preview_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPreview, zpi_preview, ZPI, PREVIEW, AdwBin)

GtkWidget *zpi_preview_new (guint max_width, guint max_height);
void zpi_preview_show (ZpiPreview *self,
                       ZpiSession *session,
                       ZpiCase *zcase,
                       const char *item,
                       guint page);
guint zpi_preview_get_n_pages (ZpiPreview *self);
gboolean zpi_preview_get_size (ZpiPreview *self, int *width, int *height);
gboolean zpi_preview_is_current (ZpiPreview *self);
gboolean zpi_preview_set_size (ZpiPreview *self, guint max_width, guint max_height);

void
zpi_preview_open_window (GtkWidget *parent, ZpiSession *session, ZpiCase *zcase, const char *item);

G_END_DECLS
