/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * ZpiPracticeBanner:
 *
 * Says that this is practice, in the language of when it was made; on one line where the whole
 * sentence would take many.
 */
#define ZPI_TYPE_PRACTICE_BANNER (zpi_practice_banner_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPracticeBanner, zpi_practice_banner, ZPI, PRACTICE_BANNER, GtkBox)

GtkWidget *zpi_practice_banner_new (void);

G_END_DECLS
