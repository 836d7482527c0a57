/* SPDX-License-Identifier: EUPL-1.2 */
#include <glib/gi18n.h> /* expect: gi18n */
#include "zpi-bar.h"

#include "zpi-page.h" /* expect: rooms */
