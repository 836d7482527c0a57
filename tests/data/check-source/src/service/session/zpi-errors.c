/* SPDX-License-Identifier: EUPL-1.2 */

gboolean
zpi_errors_bad (int value, GError **error)
{
  if (value > 3)
    g_set_error (error, ZPI_ERROR, 1, "value (%d)", value); /* expect: error-return */
  value++;
  return value > 3;
}

gboolean
zpi_errors_good (int value, GError **error)
{
  if (value > 3) {
    g_set_error (error, ZPI_ERROR, 1, "too large");
    return FALSE;
  }
  if (value < 0)
    g_set_error_literal (error, ZPI_ERROR, 1, "negative");
  else
    g_set_error (error, ZPI_ERROR, 1, "neither");
  return FALSE;
}

static void
refuse (GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, 1, "refused");
}
