/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ZPI_TYPE_QR (zpi_qr_get_type ())
G_DECLARE_FINAL_TYPE (ZpiQr, zpi_qr, ZPI, QR, GtkWidget)

gboolean zpi_qr_set_text (ZpiQr *self, const char *text);

G_END_DECLS
