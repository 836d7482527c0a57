/* SPDX-License-Identifier: EUPL-1.2 */

/* When to try again. Pure: time and chance come in as arguments. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-api.h"

#include <libsoup/soup.h>
#include <string.h>

#define FIRST_DELAY_US   (60 * (gint64) G_USEC_PER_SEC)
#define LAST_DELAY_US    (6 * 60 * 60 * (gint64) G_USEC_PER_SEC)
#define LONGEST_ASKED_US (7 * 24 * 60 * 60 * (gint64) G_USEC_PER_SEC)

/**
 * zpi_retry_next_us:
 * @attempts: failures in a row, 0 for none yet
 * @now_us: now
 * @retry_after_us: when the server asked to come back (absolute), 0 when it did not
 * @jitter: -1.0 to 1.0, chance
 *
 * One minute, doubling to six hours, give or take 20 %; what the server asks goes before.
 *
 * Returns: the time to try again
 */
gint64
zpi_retry_next_us (guint attempts, gint64 now_us, gint64 retry_after_us, double jitter)
{
  gint64 delay = FIRST_DELAY_US;

  if (retry_after_us > now_us)
    return MIN (retry_after_us, now_us + LONGEST_ASKED_US);
  if (attempts == 0)
    return now_us;
  for (guint i = 1; i < attempts && delay < LAST_DELAY_US; i++)
    delay *= 2;
  delay = MIN (delay, LAST_DELAY_US);
  return now_us + delay + (gint64) (delay * 0.2 * CLAMP (jitter, -1.0, 1.0));
}

static gboolean
parse_seconds (const char *text, gint64 *seconds)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &value, NULL))
    return FALSE;
  *seconds = value;
  return TRUE;
}

/**
 * zpi_retry_after_parse:
 * @value: (nullable): a `Retry-After` header, seconds or a date
 * @now_us: now, on the clock that the date is compared with
 *
 * Returns: an absolute time after @now_us, at most 7 days; 0 when it is nonsense or past
 */
gint64
zpi_retry_after_parse (const char *value, gint64 now_us)
{
  g_autofree char *text = value != NULL ? g_strstrip (g_strdup (value)) : NULL;
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds;
  gint64 at_us;

  if (text == NULL || *text == '\0')
    return 0;
  if (parse_seconds (text, &seconds)) {
    at_us = now_us + seconds * G_USEC_PER_SEC;
  } else {
    date = g_ascii_isalpha (*text) ? soup_date_time_new_from_http_string (text) : NULL;
    if (date == NULL)
      return 0;
    at_us = g_date_time_to_unix (date) * G_USEC_PER_SEC;
  }
  if (at_us <= now_us)
    return 0;
  return MIN (at_us, now_us + LONGEST_ASKED_US);
}
