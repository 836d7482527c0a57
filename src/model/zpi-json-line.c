/* SPDX-License-Identifier: EUPL-1.2 */

/* On which line of a JSON document a member stands. The document was parsed before, so its grammar
 * is known to be right; this only walks over it again. */

#include <string.h>

#include "zpi-scheme-reader.h"

typedef struct {
  const char *p;
  const char *end;
} Walker;

static void walk_value (Walker *walker);

static void
skip_space (Walker *walker)
{
  while (walker->p < walker->end && g_ascii_isspace (*walker->p))
    walker->p++;
}

static gboolean
take (Walker *walker, char c)
{
  skip_space (walker);
  if (walker->p >= walker->end || *walker->p != c)
    return FALSE;
  walker->p++;
  return TRUE;
}

/* Leaves the walker behind the closing quotation mark. */
static void
walk_string (Walker *walker)
{
  walker->p++;
  while (walker->p < walker->end && *walker->p != '"')
    walker->p += *walker->p == '\\' ? 2 : 1;
  walker->p = MIN (walker->p + 1, walker->end);
}

static void
walk_scalar (Walker *walker)
{
  while (walker->p < walker->end && strchr (",]} \t\r\n", *walker->p) == NULL)
    walker->p++;
}

/* Walks over all elements, or up to the one that is called @key (members) or number @index. */
static gboolean
walk_container (Walker *walker, const char *key)
{
  gboolean members = *walker->p == '{';
  char closing = members ? '}' : ']';
  guint64 wanted = key != NULL ? g_ascii_strtoull (key, NULL, 10) : 0;
  guint64 index = 0;

  walker->p++;
  while (walker->p < walker->end && !take (walker, closing)) {
    const char *start;

    skip_space (walker);
    start = walker->p;
    if (members) {
      gsize length;

      walk_string (walker);
      length = walker->p - start;
      if (key != NULL && length == strlen (key) + 2 && strncmp (start + 1, key, length - 2) == 0)
        return TRUE;
      take (walker, ':');
      skip_space (walker);
    } else if (key != NULL && index++ == wanted) {
      return TRUE;
    }
    walk_value (walker);
    take (walker, ',');
  }
  return FALSE;
}

static void
walk_value (Walker *walker)
{
  skip_space (walker);
  if (walker->p >= walker->end)
    return;
  if (*walker->p == '{' || *walker->p == '[')
    walk_container (walker, NULL);
  else if (*walker->p == '"')
    walk_string (walker);
  else
    walk_scalar (walker);
}

/**
 * zpi_json_line_of:
 * @bytes: a document that parsed
 * @path: (element-type utf8): keys and indices from the root
 *
 * Returns: the line of the last part of @path that exists, from 1
 */
guint
zpi_json_line_of (GBytes *bytes, const GPtrArray *path)
{
  gsize size = 0;
  const char *start = g_bytes_get_data (bytes, &size);
  Walker walker = {start, start + size};
  const char *found = start;
  guint line = 1;

  skip_space (&walker);
  for (guint i = 0; i < path->len; i++) {
    if (walker.p >= walker.end || (*walker.p != '{' && *walker.p != '['))
      break;
    found = walker.p;
    if (!walk_container (&walker, path->pdata[i]))
      break;
    /* A member's walker stands behind its name, an element's at its first byte. */
    found = walker.p;
    take (&walker, ':');
    skip_space (&walker);
  }
  for (const char *p = start; p < found; p++)
    line += *p == '\n';
  return line;
}
