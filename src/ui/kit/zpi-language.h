/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The client reads Dutch, whatever language the counsellor chose for the window. Between push and
 * pop gettext answers in @language. Main thread; not to be held across the main loop. */
char *zpi_language_push (const char *language);
void zpi_language_pop (char *before);
gboolean zpi_language_is_dutch (void);

G_END_DECLS
