/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The client reads Dutch, whatever language the counsellor chose for the window and whatever this
 * computer knows of languages. Between push and pop the sentences of `zpi-i18n.h` come in
 * @language. Main thread; not to be held across the main loop. */
const char *zpi_language_push (const char *language);
void zpi_language_pop (const char *before);
gboolean zpi_language_is_dutch (void);

const char *zpi_language_translate (const char *sentence) G_GNUC_FORMAT (1);
const char *zpi_language_translate_context (const char *context, const char *sentence)
    G_GNUC_FORMAT (2);
const char *zpi_language_translate_count (const char *one, const char *more, unsigned long n)
    G_GNUC_FORMAT (1) G_GNUC_FORMAT (2);

G_END_DECLS
