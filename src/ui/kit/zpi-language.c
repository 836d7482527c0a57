/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-language.h"

#include <string.h>

#ifdef __GLIBC__
/* glibc's gettext looks at LANGUAGE again when this counter has changed. */
extern int _nl_msg_cat_cntr;
#endif

static void
set_language (const char *language)
{
  if (language != NULL)
    g_setenv ("LANGUAGE", language, TRUE);
  else
    g_unsetenv ("LANGUAGE");
#ifdef __GLIBC__
  ++_nl_msg_cat_cntr;
#endif
}

/**
 * zpi_language_push:
 * @language: a language, such as "nl"
 *
 * Returns: (transfer full) (nullable): what to give to [func@language_pop]
 */
char *
zpi_language_push (const char *language)
{
  char *before = g_strdup (g_getenv ("LANGUAGE"));

  set_language (language);
  return before;
}

/**
 * zpi_language_pop:
 * @before: (transfer full) (nullable): what push returned
 */
void
zpi_language_pop (char *before)
{
  set_language (before);
  g_free (before);
}

/**
 * zpi_language_is_dutch:
 *
 * Returns: whether the person chose Dutch for this program
 */
gboolean
zpi_language_is_dutch (void)
{
  return g_str_has_prefix (g_get_language_names ()[0], "nl");
}
