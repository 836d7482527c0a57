/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-field-row.h"
#include "zpi-field.h"

G_BEGIN_DECLS

GPtrArray *zpi_question_rows_complete (GtkWidget *below, ZpiSection section);
GPtrArray *
zpi_question_rows_complete_about (GtkWidget *below, const char *about, const char *const *decided);
void zpi_question_rows_show (GPtrArray *rows, ZpiCase *zcase, const ZpiScheme *scheme);

G_END_DECLS
