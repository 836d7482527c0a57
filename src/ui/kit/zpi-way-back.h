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
 * field also when something else changed since, as long as the page is not left. What came back by
 * that goes again with Ctrl+Shift+Z or Ctrl+Y, on the same terms, until something new is removed or
 * chosen.
 */
#define ZPI_TYPE_WAY_BACK (zpi_way_back_get_type ())
G_DECLARE_FINAL_TYPE (ZpiWayBack, zpi_way_back, ZPI, WAY_BACK, AdwBin)

/**
 * ZpiWayBackFunc:
 * @question: what was chosen at
 * @answer: (nullable): the answer that it gets
 * @again: whether it is chosen again, rather than undone
 */
typedef void (*ZpiWayBackFunc) (GtkWidget *question, const char *answer, gboolean again);

typedef void (*ZpiWayBackAgain) (gpointer data);

AdwToast *zpi_way_back_new_toast (const char *text, ZpiCase *zcase);
void zpi_way_back_offer (GtkWidget *below,
                         AdwToast *toast,
                         ZpiCase *zcase,
                         guint64 before,
                         ZpiWayBackAgain again,
                         gpointer data,
                         GDestroyNotify destroy);
void zpi_way_back_note (GtkWidget *question,
                        ZpiCase *zcase,
                        guint64 before,
                        const char *was,
                        const char *is,
                        ZpiWayBackFunc show);
char *zpi_way_back_dup_said (const char *answer, gboolean again);
gboolean zpi_way_back_take (GtkWidget *below, AdwToast *toast);
void zpi_way_back_forget (ZpiWayBack *self);

G_END_DECLS
