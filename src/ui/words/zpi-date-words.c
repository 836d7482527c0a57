/* SPDX-License-Identifier: EUPL-1.2 */

/* Dates in the language of the screen. The months of g_date_time_format() follow LC_TIME, which
 * may be another language than that of the sentence around them. */

#include "zpi-config.h"

#include "zpi-date-words.h"

#include "zpi-date.h"
#include "zpi-explanation.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

/**
 * zpi_date_words:
 * @time: a time, in the time zone in which it is to be read
 *
 * Returns: (transfer full): its day, such as "15 January 2026"
 */
char *
zpi_date_words (GDateTime *time)
{
  ZpiDate date = ZPI_DATE_INIT;

  g_return_val_if_fail (time != NULL, NULL);

  if (!zpi_date_set (&date,
                     g_date_time_get_year (time),
                     g_date_time_get_month (time),
                     g_date_time_get_day_of_month (time)))
    return g_strdup ("");
  return zpi_explanation_format_date (&date, zpi_ui_language ());
}

/**
 * zpi_date_words_with_time:
 * @time: a time, in the time zone in which it is to be read
 *
 * Returns: (transfer full): its day and time, such as "15 January 2026, 14:05"
 */
char *
zpi_date_words_with_time (GDateTime *time)
{
  g_autofree char *day = zpi_date_words (time);
  g_autofree char *clock = g_date_time_format (time, "%H:%M");

  /* Translators: a day and a time: "15 January 2026, 14:05". */
  return g_strdup_printf (C_ ("date and time", "%s, %s"), day, clock);
}

/**
 * zpi_date_words_from_iso:
 * @iso: (nullable): a day, such as "2026-01-15"
 *
 * Returns: (transfer full) (nullable): "15 January 2026", %NULL when @iso is not a whole day
 */
char *
zpi_date_words_from_iso (const char *iso)
{
  ZpiDate date = ZPI_DATE_INIT;

  if (iso == NULL || !zpi_date_parse_iso (iso, &date) || !zpi_date_is_full (&date))
    return NULL;
  return zpi_explanation_format_date (&date, zpi_ui_language ());
}
