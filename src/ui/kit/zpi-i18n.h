/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Instead of glib/gi18n.h: the same words, which follow zpi_language_push(). */

#include <glib/gi18n.h>

#include "zpi-language.h"

#undef _
#undef C_
#undef ngettext
#define _(sentence)            zpi_language_translate (sentence)
#define C_(context, sentence)  zpi_language_translate_context (context, sentence)
#define ngettext(one, more, n) zpi_language_translate_count (one, more, n)
