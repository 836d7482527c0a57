/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#include "paper-fixture.h"

/* Blanks, line breaks and the hyphens before them differ on paper and on the screen. */
char *
squeeze (const char *text)
{
  GString *result = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)) && *p != '-')
      g_string_append_unichar (result, g_utf8_get_char (p));
  return g_string_free (result, FALSE);
}

/* (transfer full): all that stands on @paper, squeezed; written in @folder for that */
char *
read_paper (ZpiPaper *paper, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = zpi_paper_to_pdf (paper, &error);
  g_autofree char *path = g_build_filename (folder, "paper.pdf", NULL);
  g_autoptr (GSubprocess) reader = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path,
                                      g_bytes_get_data (pdf, NULL),
                                      (gssize) g_bytes_get_size (pdf),
                                      NULL));
  reader = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "pdftotext", path, "-", NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (reader, NULL, NULL, &text, NULL, &error));
  g_assert_no_error (error);
  return squeeze (text);
}
