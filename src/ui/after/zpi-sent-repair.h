/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>
#include <json-glib/json-glib.h>

#include "zpi-session.h"

G_BEGIN_DECLS

void zpi_sent_repair_describe (GtkWidget *row, const char *subtitle);
GtkWidget *zpi_sent_repair_row_new (JsonObject *param);
GtkWidget *zpi_sent_repair_names_row_new (ZpiSession *session, const char *queued_by);

G_END_DECLS
