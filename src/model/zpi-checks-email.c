/* SPDX-License-Identifier: EUPL-1.2 */

/* An e-mail address. What is surely wrong is refused; what looks like a slip is asked about.
 *
 * A slip in an e-mail address is asked about and never refused; what is never right as it stands
 * ("www.", a comma in the domain, letters that only look Latin) goes on the wire repaired, and is
 * asked about all the same.
 */

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

/* Providers that have one domain only: the same name with another ending is a slip. */
static const char *const single_domains[] = {
    "gmail.com",
    "icloud.com",
    "ziggo.nl",
    "kpnmail.nl",
    "hetnet.nl",
    "xs4all.nl",
    "casema.nl",
    "upcmail.nl",
    "telfort.nl",
    "caiway.nl",
    "kpnplanet.nl",
    "quicknet.nl",
    "zeelandnet.nl",
    "solcon.nl",
    "zonnet.nl",
};

/* Endings that no domain has. */
static const struct {
  const char *typed;
  const char *meant;
} ending_slips[] = {
    {".con", ".com"},
    {".cpm", ".com"},
    {".vom", ".com"},
    {".xom", ".com"},
    {".cmo", ".com"},
    {".ocm", ".com"},
    {".comm", ".com"},
    {".coom", ".com"},
    {".comnl", ".com"},
    {".nlcom", ".nl"},
    {".nll", ".nl"},
    {".nnl", ".nl"},
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

/* "gmail.nl" for "gmail.com": the same name, another ending. */
static gboolean
has_other_ending (const char *domain, const char *known)
{
  gsize name = strcspn (known, ".");

  return strncmp (domain, known, name + 1) == 0 && strchr (domain + name + 1, '.') == NULL;
}

/* "hotmail.com.nl": something behind a domain that was complete. */
static gboolean
has_second_ending (const char *domain, const char *known)
{
  return g_str_has_prefix (domain, known) && (strcmp (domain + strlen (known), ".nl") == 0 ||
                                              strcmp (domain + strlen (known), ".com") == 0);
}

/* (transfer full) (nullable): what @domain was probably meant to be */
static char *
find_slip (const char *domain)
{
  if (contains (known_domains, G_N_ELEMENTS (known_domains), domain) ||
      contains (single_domains, G_N_ELEMENTS (single_domains), domain) ||
      contains (real_domains, G_N_ELEMENTS (real_domains), domain))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (known_domains); i++)
    if (differs_by_one (domain, known_domains[i]) || has_second_ending (domain, known_domains[i]))
      return g_strdup (known_domains[i]);
  for (guint i = 0; i < G_N_ELEMENTS (single_domains); i++)
    if (has_other_ending (domain, single_domains[i]))
      return g_strdup (single_domains[i]);
  for (guint i = 0; i < G_N_ELEMENTS (ending_slips); i++) {
    gsize length = strlen (domain) - MIN (strlen (domain), strlen (ending_slips[i].typed));

    if (g_str_has_suffix (domain, ending_slips[i].typed))
      return g_strdup_printf ("%.*s%s", (int) length, domain, ending_slips[i].meant);
  }
  /* An address has no "www." in it; a page has. */
  return g_str_has_prefix (domain, "www.") && strchr (domain + 4, '.') != NULL
             ? g_strdup (domain + 4)
             : NULL;
}

/* A letter, a digit or a dash of any script, with the marks on it. What else there is becomes a
 * name in ASCII just as well, and nobody has it: "example.nl\u00b9". A middle dot stands between
 * two of the letter l. */
static gboolean
has_domain_characters (const char *domain)
{
  for (const char *p = domain; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isalpha (c) || g_unichar_type (c) == G_UNICODE_DECIMAL_NUMBER ||
        g_unichar_ismark (c) || c == '.' || c == '-' ||
        (c == 0xb7 && p > domain && p[-1] == 'l' && p[2] == 'l'))
      continue;
    return FALSE;
  }
  return TRUE;
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

/* (nullable): where @word, in small letters, stands in @line in any */
static char *
find_word (char *line, const char *word)
{
  g_autofree char *small = g_ascii_strdown (line, -1);
  const char *found = strstr (small, word);

  return found != NULL ? line + (found - small) : NULL;
}

static void
put_sign (char *at, const char *word, char sign)
{
  gsize length = strlen (word);

  *at = sign;
  memmove (at + 1, at + length, strlen (at + length) + 1);
}

/* An @ and a point that were written around robots, or as they are said. */
static char *
dup_with_signs (const char *text)
{
  static const char *const ats[] =
      {"(at)", "[at]", "{at}", " at ", "(a)", " apenstaartje ", " apestaartje "};
  static const char *const points[] = {"(dot)", "[dot]", "{dot}", " dot ", "(punt)", " punt "};
  char *line = g_strdup (text);
  char *at;

  for (guint i = 0; i < G_N_ELEMENTS (ats) && strchr (line, '@') == NULL; i++) {
    at = find_word (line, ats[i]);
    if (at != NULL && find_word (at + strlen (ats[i]), ats[i]) == NULL)
      put_sign (at, ats[i], '@');
  }
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    while ((at = find_word (line, points[i])) != NULL)
      put_sign (at, points[i], '.');
  return line;
}

/* Without the word in front and the remark behind. */
static char *
dup_line (const char *text)
{
  static const char *const labels[] = {"e-mailadres",
                                       "e-mail adres",
                                       "emailadres",
                                       "email adres",
                                       "mailadres",
                                       "e-mail",
                                       "email",
                                       "mail",
                                       "e",
                                       NULL};
  g_autofree char *line = zpi_text_line (text);

  zpi_text_drop_remark (line);
  zpi_text_drop_wrapping (line);
  return dup_with_signs (zpi_text_skip_label (line, labels, " :="));
}

/* "anna @gmail .com": a space beside the @, or beside a point behind it, is nobody's. */
static void
close_gaps (char *address)
{
  const char *at = NULL;
  char *to = address;

  for (const char *p = address; *p != '\0'; p++) {
    if (*p == '@')
      at = p;
    if (*p == ' ' && (p[1] == '@' || (p > address && p[-1] == '@') ||
                      (at != NULL && (p[1] == '.' || p[-1] == '.'))))
      continue;
    *to++ = *p;
  }
  *to = '\0';
}

/* "anna%40gmail.com", as it stands in a link. */
static char *
dup_unescaped (const char *address)
{
  char *plain = strchr (address, '%') != NULL ? g_uri_unescape_string (address, NULL) : NULL;

  return plain != NULL ? g_strstrip (plain) : g_strdup (address);
}

/* (nullable): the bracket in front of an address that stands behind a name */
static const char *
find_bracket (const char *line)
{
  const char *link = strstr (line, "]("); /* "[a@b.nl](mailto:a@b.nl)" */
  const char *open = link != NULL ? link + 1 : strrchr (line, '<');

  if (open == NULL)
    open = strrchr (line, '[');
  if (open == NULL)
    open = strrchr (line, '(');
  return open != NULL && strchr (open, '@') != NULL ? open : NULL;
}

/* Behind the last colon before the @, which no address has: "EMAIL;TYPE=HOME:a@b.nl". */
static const char *
skip_colon (const char *text)
{
  const char *at = strchr (text, '@');
  const char *colon = at != NULL ? g_strrstr_len (text, at - text, ":") : NULL;

  return colon != NULL ? colon + 1 + strspn (colon + 1, " /") : text;
}

/* Whether an address stands before the one in brackets that is not the same: nobody knows which. */
static gboolean
has_another (const char *line, const char *open, const char *address)
{
  g_autofree char *before = g_strndup (line, (gsize) (open - line));
  g_autofree char *small = g_ascii_strdown (before, -1);
  g_autofree char *wanted = g_ascii_strdown (address, -1);

  return strchr (small, '@') != NULL && strstr (small, wanted) == NULL;
}

/* How long the address at @start is, of @length bytes, without the marks and signs behind it, which
 * no address ends with. */
static gsize
measure_address (const char *start, gsize length)
{
  while (length > 0) {
    const char *last = g_utf8_find_prev_char (start, start + length);
    gunichar c = g_utf8_get_char (last);
    gboolean is_mark = c < 128 ? strchr ("\"' )].,;:!?/|*_~>", (int) c) != NULL
                               : g_unichar_ispunct (c) || g_unichar_isspace (c);

    if (!is_mark)
      break;
    length = (gsize) (last - start);
  }
  return length;
}

/* The address in what is pasted: "mailto:a@b.nl?subject=pas", "Anna <a@b.nl>", "Anna (a@b.nl)",
 * "a@b.nl,". */
static char *
take_address (const char *text)
{
  g_autofree char *line = dup_line (text);
  const char *open = find_bracket (line);
  const char *start = open != NULL ? open + 1 : line;
  const char *end = ">";
  static const char *const schemes[] = {"mailto:", "http:", "https:"};
  g_autofree char *address = NULL;
  gboolean link = FALSE;
  gsize length;

  start += strspn (start, "\"' (");
  for (guint i = 0; i < G_N_ELEMENTS (schemes) && !link; i++) {
    length = strlen (schemes[i]);
    link = g_ascii_strncasecmp (start, schemes[i], length) == 0;
    if (link)
      start += length + strspn (start + length, " /");
  }
  if (link)
    end = ">?";
  start = skip_colon (start);
  length = measure_address (start, strcspn (start, end));
  address = g_strndup (start, length);
  if (open != NULL && has_another (line, open, address))
    return g_steal_pointer (&line);
  close_gaps (address);
  return link ? dup_unescaped (address) : g_steal_pointer (&address);
}

/* ".gmail..com": a point too many. */
static gboolean
drop_needless_points (char *domain)
{
  gboolean dropped = FALSE;
  char *to = domain;

  for (const char *p = domain; *p != '\0'; p++) {
    if (*p == '.' && (to == domain || to[-1] == '.'))
      dropped = TRUE;
    else
      *to++ = *p;
  }
  *to = '\0';
  return dropped;
}

/* (transfer full) (nullable): @part with the Latin letters that letters of a Cyrillic or Greek
 * keyboard look like; NULL when that does not make it plain, or it was */
static char *
dup_latin (const char *part)
{
  static const char look[] =
      "\u0430a\u0435e\u043eo\u0440p\u0441c\u0445x\u0443y\u0456i\u0455s\u0458j\u03bfo\u03c1p";
  g_autoptr (GString) latin = g_string_new (NULL);

  if (g_str_is_ascii (part))
    return NULL;
  for (const char *p = part; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    const char *found = c > 127 ? g_utf8_strchr (look, -1, g_unichar_tolower (c)) : NULL;

    g_string_append_unichar (latin, found != NULL ? (gunichar) *g_utf8_next_char (found) : c);
  }
  return g_str_is_ascii (latin->str) ? g_string_free (g_steal_pointer (&latin), FALSE) : NULL;
}

static gboolean
has_ascii_letter (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isalpha (*p))
      return TRUE;
  return FALSE;
}

/* "\u0430nna@ziggo.\u0441om": nothing to be seen that is wrong. A part of a domain that is Cyrillic
 * as a whole is somebody's, unless it is the last. */
static char *
dup_without_lookalikes (const char *address)
{
  const char *at = strchr (address, '@');
  g_autofree char *before = at != NULL ? g_strndup (address, at - address) : NULL;
  g_auto (GStrv) labels = at != NULL ? g_strsplit (at + 1, ".", 0) : NULL;
  g_autofree char *local = NULL;
  g_autofree char *domain = NULL;

  if (at == NULL)
    return g_strdup (address);
  local = dup_latin (before);
  for (guint i = 0; labels[i] != NULL; i++) {
    char *latin =
        labels[i + 1] == NULL || has_ascii_letter (labels[i]) ? dup_latin (labels[i]) : NULL;

    if (latin == NULL)
      continue;
    g_free (labels[i]);
    labels[i] = latin;
  }
  domain = g_strjoinv (".", labels);
  return g_strconcat (local != NULL ? local : before, "@", domain, NULL);
}

/* Makes "www.anna" into "anna" and "gmail,com" and "gmail;com" into "gmail.com": never right as it
 * stands. */
static gboolean
repair (char *local, char *domain)
{
  gboolean repaired = FALSE;
  const char *points = strchr (domain, '.') == NULL ? ",;:" : ",";

  if (g_ascii_strncasecmp (local, "www.", 4) == 0 && local[4] != '\0') {
    memmove (local, local + 4, strlen (local + 4) + 1);
    repaired = TRUE;
  }
  for (char *p = domain; *p != '\0'; p++) {
    if (strchr (points, *p) != NULL) {
      *p = '.';
      repaired = TRUE;
    }
  }
  return drop_needless_points (domain) || repaired;
}

/* (nullable): the known domain that @typed is with the marks of its letters, and the dots of a
 * Turkish keyboard's i, as they should be: "gma\u0131l.com" */
static char *
find_marked (const char *typed)
{
  g_auto (GStrv) parts = g_strsplit (typed, "\u0131", -1);
  g_autofree char *dotted = g_strjoinv ("i", parts);
  g_autofree char *plain = g_str_to_ascii (dotted, "C");
  g_autofree char *domain = g_ascii_strdown (plain, -1);

  if (g_str_is_ascii (typed))
    return NULL;
  return contains (known_domains, G_N_ELEMENTS (known_domains), domain) ||
                 contains (single_domains, G_N_ELEMENTS (single_domains), domain) ||
                 contains (real_domains, G_N_ELEMENTS (real_domains), domain)
             ? g_steal_pointer (&domain)
             : find_slip (domain);
}

/* "gmailcom", "gmail": a known domain without its point, or one of which there is one only without
 * its ending; never right as it stands. */
static const char *
find_pointless (const char *domain)
{
  for (guint i = 0; i < G_N_ELEMENTS (known_domains); i++) {
    g_auto (GStrv) parts = g_strsplit (known_domains[i], ".", 2);
    g_autofree char *joined = g_strconcat (parts[0], parts[1], NULL);

    if (g_ascii_strcasecmp (domain, joined) == 0)
      return known_domains[i];
  }
  for (guint i = 0; i < G_N_ELEMENTS (single_domains); i++)
    if (g_ascii_strncasecmp (single_domains[i], domain, strlen (domain)) == 0 &&
        single_domains[i][strlen (domain)] == '.')
      return single_domains[i];
  return NULL;
}

/* @address, asked about: @local and @meant together are what it was probably meant to be. */
static ZpiCheckResult
ask_about (char *address, const char *local, const char *meant)
{
  ZpiCheckResult slip = zpi_check_warn (ZPI_CHECK_EMAIL_TYPO, address);

  slip.suggestion = g_strconcat (local, "@", meant, NULL);
  return slip;
}

/* @typed: the part behind the @ */
static ZpiCheckResult
check_domain (const char *local, const char *typed, gboolean repaired)
{
  const char *ending = strrchr (typed, '.');
  const char *whole = ending == NULL ? find_pointless (typed) : NULL;
  g_autofree char *ascii = g_hostname_to_ascii (typed);
  g_autofree char *domain = ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;
  g_autofree char *meant = NULL;
  g_autofree char *address = NULL;

  if (whole != NULL)
    return ask_about (g_strconcat (local, "@", whole, NULL), local, whole);
  if (*typed != '\0' && (ending == NULL || strlen (ending) == 2))
    return zpi_check_refuse (ZPI_CHECK_EMAIL_POINT);
  if (domain == NULL || !has_domain_characters (typed) || !is_domain (domain))
    return zpi_check_refuse (ZPI_CHECK_EMAIL_DOMAIN);
  address = g_strconcat (local, "@", domain, NULL);
  if (strlen (address) > MAX_LENGTH)
    return zpi_check_refuse (ZPI_CHECK_EMAIL_LENGTH);
  meant = find_marked (typed);
  if (meant == NULL)
    meant = find_slip (domain);
  if (meant != NULL || repaired)
    return ask_about (g_steal_pointer (&address), local, meant != NULL ? meant : domain);
  return zpi_check_ok (g_steal_pointer (&address));
}

/**
 * zpi_check_email:
 * @text: (nullable): what was typed
 *
 * What stands around an address in a letter or a link is passed over. What looks like a slip is
 * asked about, never refused.
 *
 * Returns: the result; normalised has the domain in small ASCII letters
 */
ZpiCheckResult
zpi_check_email (const char *text)
{
  g_autofree char *line = zpi_text_line (text);
  g_autofree char *taken = take_address (text);
  g_autofree char *address = dup_without_lookalikes (taken);
  g_autofree char *local = NULL;
  char *at = strchr (address, '@');
  gboolean repaired;

  if (*line == '\0')
    return zpi_check_nothing ();
  if (at == NULL)
    return zpi_check_refuse (zpi_check_says_none (line) ? ZPI_CHECK_EMAIL_NONE
                                                        : ZPI_CHECK_EMAIL_AT);
  if (strchr (at + 1, '@') != NULL)
    return zpi_check_refuse (ZPI_CHECK_EMAIL_AT_TWICE);
  if (strchr (address, ' ') != NULL)
    return zpi_check_refuse (ZPI_CHECK_EMAIL_SPACE);
  local = g_strndup (address, at - address);
  repaired = repair (local, at + 1) || strcmp (address, taken) != 0;
  if (!is_local_part (local))
    return zpi_check_refuse (ZPI_CHECK_EMAIL_NAME);
  return check_domain (local, at + 1, repaired);
}

/**
 * zpi_email_dup_understood:
 * @text: (nullable): what was typed
 *
 * Returns: (transfer full) (nullable): the address as it will be sent, when that is not what stands
 *   there: "mailto:anna@example.nl" is "anna@example.nl"
 */
char *
zpi_email_dup_understood (const char *text)
{
  g_auto (ZpiCheckResult) result = zpi_check_email (text);
  g_autofree char *line = zpi_text_line (text);

  if (result.normalised == NULL || g_ascii_strcasecmp (line, result.normalised) == 0)
    return NULL;
  return g_steal_pointer (&result.normalised);
}
