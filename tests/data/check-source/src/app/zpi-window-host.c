/* SPDX-License-Identifier: EUPL-1.2 */
#include "zpi-http.h"

#include <gtk/gtk.h>
