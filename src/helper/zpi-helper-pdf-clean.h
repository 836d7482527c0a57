/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the parts of the cleaner share. */

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether both have the same pages; @wholly: all of them are looked at. */
gboolean pdf_is_same (GBytes *one, GBytes *other, gboolean wholly);

G_END_DECLS
