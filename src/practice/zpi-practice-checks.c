/* SPDX-License-Identifier: EUPL-1.2 */

/* What a single value on the wire must look like, as the contract says it. Each function gives the
 * code of what is wrong, or NULL. */

#include "zpi-practice-reader.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-date.h"

/* Practising is done with the numbers that the registry published for it and never gives out. */
static const char *const test_bsns[] = {
    "999993653",
    "999993847",
    "999990019",
    "999995492",
    "999991802",
    "999994141",
    "999992892",
    "999993562",
    "999990937",
    "999990901",
    "999997567",
    "999997440",
    "999995248",
    "999991784",
    NULL,
};

static gboolean
only_of (const char *text, gsize length, const char *allowed)
{
  return strlen (text) == length && strspn (text, allowed) == length;
}

static gboolean
digits (const char *text, gsize count)
{
  for (gsize i = 0; i < count; i++) {
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  }
  return TRUE;
}

const char *
zpi_wire_check_uuid (const char *text)
{
  if (strlen (text) != 36)
    return "formaat";
  for (guint i = 0; i < 36; i++) {
    gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

    if (dash ? text[i] != '-' : strchr ("0123456789abcdef", text[i]) == NULL)
      return "formaat";
  }
  return NULL;
}

const char *
zpi_wire_check_sha256 (const char *text)
{
  return only_of (text, 64, "0123456789abcdef") ? NULL : "formaat";
}

const char *
zpi_wire_check_date (const char *text)
{
  ZpiDate date = ZPI_DATE_INIT;

  if (strlen (text) != 10 || !digits (text, 4) || text[4] != '-' || !digits (text + 5, 2) ||
      text[7] != '-' || !digits (text + 8, 2))
    return "formaat";
  return zpi_date_parse_iso (text, &date) && zpi_date_is_full (&date) ? NULL : "waarde";
}

/* RFC 3339 with a time zone. */
const char *
zpi_wire_check_time (const char *text)
{
  g_autofree char *day = g_strndup (text, 10);
  gint64 time_us;
  const char *zone;

  if (zpi_wire_check_date (day) != NULL || strlen (text) < 20 || text[10] != 'T' ||
      !digits (text + 11, 2) || text[13] != ':' || !digits (text + 14, 2) || text[16] != ':' ||
      !digits (text + 17, 2))
    return "formaat";
  zone = text + 19;
  if (*zone == '.') {
    zone++;
    if (!g_ascii_isdigit (*zone))
      return "formaat";
    while (g_ascii_isdigit (*zone))
      zone++;
  }
  if (strcmp (zone, "Z") != 0 && (strlen (zone) != 6 || strchr ("+-", zone[0]) == NULL ||
                                  !digits (zone + 1, 2) || zone[3] != ':' || !digits (zone + 4, 2)))
    return "formaat";
  return zpi_clock_parse_iso (text, &time_us) ? NULL : "waarde";
}

const char *
zpi_wire_check_month (const char *text)
{
  if (strlen (text) != 7 || !digits (text, 4) || text[4] != '-' || !digits (text + 5, 2))
    return "formaat";
  return strcmp (text + 5, "00") > 0 && strcmp (text + 5, "12") <= 0 ? NULL : "waarde";
}

const char *
zpi_wire_check_bsn (const char *text)
{
  int sum = 0;

  if (strlen (text) != 9 || !digits (text, 9))
    return "formaat";
  for (int i = 0; i < 8; i++)
    sum += (9 - i) * (text[i] - '0');
  sum -= text[8] - '0';
  if (sum % 11 != 0 || strcmp (text, "000000000") == 0)
    return "elfproef";
  return g_strv_contains (test_bsns, text) ? NULL : "waarde";
}

const char *
zpi_wire_check_email (const char *text)
{
  const char *at = strchr (text, '@');

  if (g_utf8_strlen (text, -1) > 254)
    return "te-lang";
  if (at == NULL || at == text || at[1] == '\0' || strchr (at + 1, '@') != NULL)
    return "formaat";
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
      return "formaat";
  }
  return NULL;
}

const char *
zpi_wire_check_postcode (const char *text)
{
  if (strlen (text) != 6 || !digits (text, 4) || text[0] == '0' || !g_ascii_isupper (text[4]) ||
      !g_ascii_isupper (text[5]))
    return "formaat";
  return NULL;
}

const char *
zpi_wire_check_phone (const char *text)
{
  gsize length = strlen (text);

  if (text[0] != '+' || length < 8 || length > 16 || text[1] == '0' ||
      !digits (text + 1, length - 1))
    return "formaat";
  return NULL;
}

/* The name of a scheme or an income kind. */
const char *
zpi_wire_check_name (const char *text)
{
  gsize length = strlen (text);

  if (length < 1 || length > 64 || !g_ascii_islower (text[0]) ||
      strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") != length)
    return "formaat";
  return NULL;
}

const char *
zpi_wire_check_house_letter (const char *text)
{
  return strlen (text) == 1 && g_ascii_isalpha (text[0]) ? NULL : "formaat";
}

const char *
zpi_wire_check_house_addition (const char *text)
{
  gsize length = strlen (text);

  if (length < 1 || length > 10)
    return "formaat";
  for (const char *p = text; *p != '\0'; p++) {
    if (!g_ascii_isalnum (*p) && *p != ' ' && *p != '-')
      return "formaat";
  }
  return NULL;
}

/* The code of a mail or a letter, as people type it. */
const char *
zpi_wire_check_code (const char *text)
{
  gsize length = strlen (text);

  if (length < 8)
    return "te-kort";
  if (length > 40)
    return "te-lang";
  for (const char *p = text; *p != '\0'; p++) {
    if (!g_ascii_isalnum (*p) && *p != ' ' && *p != '-')
      return "formaat";
  }
  return NULL;
}
