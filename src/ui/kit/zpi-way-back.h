/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-case.h"

G_BEGIN_DECLS

/**
 * ZpiWayBack:
 *
 * Around a page: what was removed from it comes back with *Undo* in a toast, and with Ctrl+Z, the
 * last first, for as long as nothing else changed since. After that Ctrl+Z is of the text field
 * again; the toast still has its button. What was chosen comes back with Ctrl+Z too, outside a text
 * field also when something else changed since, as long as the page is not left.
 */
#define ZPI_TYPE_WAY_BACK (zpi_way_back_get_type ())
G_DECLARE_FINAL_TYPE (ZpiWayBack, zpi_way_back, ZPI, WAY_BACK, AdwBin)

typedef void (*ZpiWayBackFunc) (GtkWidget *question, const char *was);

AdwToast *zpi_way_back_new_toast (const char *text, ZpiCase *zcase);
void zpi_way_back_offer (GtkWidget *below, AdwToast *toast, ZpiCase *zcase, guint64 before);
void zpi_way_back_note (GtkWidget *question,
                        ZpiCase *zcase,
                        guint64 before,
                        const char *was,
                        ZpiWayBackFunc undo);
gboolean zpi_way_back_take (GtkWidget *below, AdwToast *toast);
void zpi_way_back_forget (ZpiWayBack *self);

G_END_DECLS
