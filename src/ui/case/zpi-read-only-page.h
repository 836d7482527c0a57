/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-case.h"

G_BEGIN_DECLS

/* What was answered in a case, to read only: for a store that cannot be written. */
GtkWidget *zpi_read_only_page_new (ZpiCase *zcase);

G_END_DECLS
