/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-field.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiCaseView:
 *
 * A draft on the screen: the sections at the side with their state, the section's page, Back and
 * Next. Any order. Action for what is below it: `case.go-to` (s: a key).
 */
#define ZPI_TYPE_CASE_VIEW (zpi_case_view_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCaseView, zpi_case_view, ZPI, CASE_VIEW, AdwBin)

GtkWidget *zpi_case_view_new (ZpiSession *session, ZpiCase *zcase);
void zpi_case_view_open_section (ZpiCaseView *self, ZpiSection section);
void zpi_case_view_open_next (ZpiCaseView *self);
void zpi_case_view_show_section (ZpiCaseView *self, ZpiSection section);
ZpiSection zpi_case_view_get_section (ZpiCaseView *self);
void zpi_case_view_repair (ZpiCaseView *self, const char *key, const char *text);
void zpi_case_view_focus (ZpiCaseView *self, ZpiSection section, const char *key);
void zpi_case_view_step (ZpiCaseView *self, int by);

G_END_DECLS
