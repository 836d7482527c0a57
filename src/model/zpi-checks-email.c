/* SPDX-License-Identifier: EUPL-1.2 */

/* An e-mail address. What is surely wrong is refused; what looks like a slip is asked about. */

#include <string.h>

#include "zpi-checks-private.h"

#define MAX_LENGTH       254
#define MAX_LOCAL_LENGTH 64

/* Providers that many people here use, to find slips against. */
static const char *const known_domains[] = {
    "gmail.com", "hotmail.com", "hotmail.nl", "outlook.com",    "outlook.nl", "live.nl",
    "live.com",  "icloud.com",  "yahoo.com",  "yahoo.nl",       "ziggo.nl",   "kpnmail.nl",
    "planet.nl", "hetnet.nl",   "xs4all.nl",  "home.nl",        "casema.nl",  "upcmail.nl",
    "chello.nl", "telfort.nl",  "online.nl",  "protonmail.com",
};

/* Real ones that differ from those by one letter. */
static const char *const real_domains[] = {
    "mail.com",   "ymail.com", "email.com",  "hotmail.de", "hotmail.be", "hotmail.fr",
    "hotmail.it", "live.be",   "live.de",    "live.fr",    "yahoo.de",   "yahoo.fr",
    "yahoo.be",   "gmx.com",   "outlook.de", "outlook.be", "outlook.fr", "me.com",
    "msn.com",    "home.pl",   "online.de",
};

static gboolean
contains (const char *const *list, gsize length, const char *word)
{
  for (gsize i = 0; i < length; i++)
    if (strcmp (list[i], word) == 0)
      return TRUE;
  return FALSE;
}

/* Whether one letter more, less, other, or two changed places, make @a out of @b. */
static gboolean
differs_by_one (const char *a, const char *b)
{
  gsize length_a = strlen (a);
  gsize length_b = strlen (b);
  gsize same = 0;

  while (a[same] != '\0' && a[same] == b[same])
    same++;
  a += same;
  b += same;
  if (length_a == length_b)
    return *a != '\0' &&
           (strcmp (a + 1, b + 1) == 0 ||
            (a[1] != '\0' && a[0] == b[1] && a[1] == b[0] && strcmp (a + 2, b + 2) == 0));
  if (length_a + 1 == length_b)
    return strcmp (a, b + 1) == 0;
  return length_a == length_b + 1 && strcmp (a + 1, b) == 0;
}

/* (nullable): what @domain was probably meant to be */
static const char *
find_slip (const char *domain)
{
  if (contains (known_domains, G_N_ELEMENTS (known_domains), domain) ||
      contains (real_domains, G_N_ELEMENTS (real_domains), domain))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (known_domains); i++)
    if (differs_by_one (domain, known_domains[i]))
      return known_domains[i];
  return NULL;
}

static gboolean
is_domain_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (const char *p = label; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-')
      return FALSE;
  return TRUE;
}

static gboolean
is_domain (const char *domain)
{
  g_auto (GStrv) labels = g_strsplit (domain, ".", 0);
  guint n = g_strv_length (labels);

  if (n < 2 || strlen (labels[n - 1]) < 2 || zpi_check_only_digits (labels[n - 1]))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!is_domain_label (labels[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_local_part (const char *local)
{
  gsize length = strlen (local);

  if (length == 0 || length > MAX_LOCAL_LENGTH || local[0] == '.' || local[length - 1] == '.' ||
      strstr (local, "..") != NULL)
    return FALSE;
  for (const char *p = local; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-/=?^_`{|}~.", *p) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
has_space (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/**
 * zpi_check_email:
 * @text: (nullable): what was typed
 *
 * Returns: the result; normalised has the domain in small ASCII letters
 */
ZpiCheckResult
zpi_check_email (const char *text)
{
  g_autofree char *trimmed = zpi_check_trim (text);
  g_autofree char *local = NULL;
  g_autofree char *ascii = NULL;
  g_autofree char *domain = NULL;
  g_autofree char *address = NULL;
  const char *at = strchr (trimmed, '@');
  const char *meant;

  if (*trimmed == '\0')
    return zpi_check_nothing ();
  if (has_space (trimmed))
    return zpi_check_refuse (ZPI_CHECK_EMAIL_SPACE);
  if (at == NULL || strchr (at + 1, '@') != NULL)
    return zpi_check_refuse (ZPI_CHECK_EMAIL_AT);
  local = g_strndup (trimmed, at - trimmed);
  if (!is_local_part (local))
    return zpi_check_refuse (ZPI_CHECK_EMAIL_NAME);
  ascii = g_hostname_to_ascii (at + 1);
  domain = ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;
  if (domain == NULL || !is_domain (domain))
    return zpi_check_refuse (ZPI_CHECK_EMAIL_DOMAIN);
  address = g_strconcat (local, "@", domain, NULL);
  if (strlen (address) > MAX_LENGTH)
    return zpi_check_refuse (ZPI_CHECK_EMAIL_LENGTH);
  meant = find_slip (domain);
  if (meant != NULL) {
    ZpiCheckResult slip = zpi_check_warn (ZPI_CHECK_EMAIL_TYPO, g_steal_pointer (&address));

    slip.suggestion = g_strconcat (local, "@", meant, NULL);
    return slip;
  }
  return zpi_check_ok (g_steal_pointer (&address));
}
