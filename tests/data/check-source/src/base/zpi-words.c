/* SPDX-License-Identifier: EUPL-1.2 */

/* A comment may say g_error (), goto, printf () and g_usleep (). */

#include "zpi-words.h"
#include "../base/zpi-words.h" /* expect: include-up */

void
zpi_words (void)
{
  const char *text = "goto printf (g_error (";

  g_error ("ends"); /* expect: g-error */
  if (text)
    goto out; /* expect: goto */
  g_print ("%s", text); /* expect: printf */
  g_snprintf (NULL, 0, "%s", text);
  g_autofree char *copy = g_strdup_printf ("%s", text);
  json_from_string (text, NULL); /* expect: json-parser */
  g_usleep (10); /* expect: sleep */
  zpi_vault_keep_stretch_least (TRUE); /* expect: stretch-least */
  gtk_button_set_label (button, "_Go on"); /* expect: button-labels */
  g_object_set_data (NULL, "state", NULL); /* expect: keyed-data */
  g_strlcpy (copy, "999991127", 9); /* expect: bsn */
  g_strlcpy (copy, "999993653", 9);
  g_strlcpy (copy, "/home/somebody/file", 9); /* expect: places */
  g_strlcpy (copy, "/etc/zoetermeerpas-intake", 9);
  g_usleep (10); /* check-source: allow sleep (shows that a line can be allowed) */
out: /* expect: space */	
  return;
}
