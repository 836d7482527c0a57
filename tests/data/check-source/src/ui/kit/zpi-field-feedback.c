/* SPDX-License-Identifier: EUPL-1.2 */
#include <gtk/gtk.h>

static int relation = GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE;
