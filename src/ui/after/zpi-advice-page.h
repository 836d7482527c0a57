/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/* What to do with a letter, a request for more, or an account: the steps of the handbook in short
 * sentences. */
#define ZPI_TYPE_ADVICE_PAGE (zpi_advice_page_get_type ())
G_DECLARE_FINAL_TYPE (ZpiAdvicePage, zpi_advice_page, ZPI, ADVICE_PAGE, AdwBin)

/* The code as it was typed before, unless one was typed meanwhile. */
void zpi_advice_page_propose_code (ZpiAdvicePage *self, const char *code);
/* (nullable): what stands in the field for a code; NULL where there is none */
const char *zpi_advice_page_get_code (ZpiAdvicePage *self);
void zpi_advice_page_set_kept (ZpiAdvicePage *self, const char *letter_id, const char *text);
const char *zpi_advice_page_get_kept (ZpiAdvicePage *self);
gboolean zpi_advice_page_has_papers (ZpiAdvicePage *self);
/* (nullable): what is wrong with the code that was entered */
void zpi_advice_page_set_problem (ZpiAdvicePage *self, const char *text);
void zpi_advice_page_set_session (ZpiAdvicePage *self, ZpiSession *session);
const char *zpi_advice_page_get_door (ZpiAdvicePage *self);
GtkWidget *zpi_advice_page_new (const char *door);

/* @heading: (nullable): before the first step that it is about */
typedef void (*ZpiAdviceFunc) (const char *heading,
                               const char *title,
                               const char *text,
                               gpointer user_data);
void zpi_advice_page_foreach (const char *door, ZpiAdviceFunc func, gpointer user_data);

G_END_DECLS
