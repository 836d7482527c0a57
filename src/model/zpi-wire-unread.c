/* SPDX-License-Identifier: EUPL-1.2 */

/* What stands in a file and nothing reads: by its place, and by what it was probably meant to be. A
 * partner that is called "partnr" is no partner, and an outcome without one may be wrong. */

#include "zpi-wire-reader.h"

#include <string.h>

/* So many letters of a short name, and of a longer one, may be wrong, missing, too much, or changed
 * places. */
#define SHORT_SLIPS  1
#define LONG_SLIPS   2
#define SHORT_LENGTH 5
/* The beginning of a name is one from so many letters on. */
#define LEAST_BEGINNING 4
#define MOST_LETTERS    40

/**
 * zpi_unread_free:
 * @self: (nullable) (transfer full): what nothing read
 */
void
zpi_unread_free (ZpiUnread *self)
{
  if (self == NULL)
    return;
  g_free (self->place);
  g_free (self->meant);
  g_free (self);
}

/* Without what programs write differently: capitals, dashes. */
static char *
dup_letters (const char *name)
{
  GString *letters = g_string_new (NULL);

  for (; *name != '\0'; name++)
    if (g_ascii_isalnum (*name))
      g_string_append_c (letters, g_ascii_tolower (*name));
  return g_string_free (letters, FALSE);
}

static guint
least (guint a, guint b, guint c)
{
  return MIN (MIN (a, b), c);
}

/* Between two names; too many when one of them is too long to be one of ours. */
static guint
count_slips (const char *a, const char *b)
{
  guint table[MOST_LETTERS + 1][MOST_LETTERS + 1];
  gsize n = strlen (a);
  gsize m = strlen (b);

  if (n > MOST_LETTERS || m > MOST_LETTERS)
    return G_MAXUINT;
  for (guint i = 0; i <= n; i++) {
    for (guint j = 0; j <= m; j++) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      table[i][j] = least (table[i - 1][j] + 1,
                           table[i][j - 1] + 1,
                           table[i - 1][j - 1] + (a[i - 1] != b[j - 1] ? 1 : 0));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        table[i][j] = MIN (table[i][j], table[i - 2][j - 2] + 1);
    }
  }
  return table[n][m];
}

/* @is_free: nothing stands there yet, so that the beginning of the name may be it too */
static gboolean
looks_like (const char *written, const char *known, gboolean is_free)
{
  g_autofree char *a = dup_letters (written);
  g_autofree char *b = dup_letters (known);
  gsize shortest = MIN (strlen (a), strlen (b));

  if (shortest == 0)
    return FALSE;
  if (is_free && shortest >= LEAST_BEGINNING && strncmp (a, b, shortest) == 0)
    return TRUE;
  return shortest >= LEAST_BEGINNING &&
         count_slips (a, b) <= (shortest <= SHORT_LENGTH ? SHORT_SLIPS : LONG_SLIPS);
}

/* (nullable): the name that @member seems to be, of those that are read of @object */
static const char *
find_meant (const ZpiWireReader *reader, JsonObject *object, const char *member)
{
  GPtrArray *names = g_hash_table_lookup (reader->names, object);

  for (guint i = 0; names != NULL && i < names->len; i++) {
    const char *known = g_ptr_array_index (names, i);
    JsonNode *there = json_object_get_member (object, known);

    if (looks_like (member, known, there == NULL || JSON_NODE_HOLDS_NULL (there)))
      return known;
  }
  return NULL;
}

static void
add_unread (const ZpiWireReader *reader,
            const ZpiWirePlace *at,
            const char *member,
            GPtrArray *unread)
{
  ZpiUnread *one = g_new0 (ZpiUnread, 1);
  const char *meant = find_meant (reader, at->object, member);

  one->place = zpi_wire_member_path (at, member);
  if (meant != NULL)
    one->meant = zpi_wire_member_path (at, meant);
  g_ptr_array_add (unread, one);
}

static void
list_members (const ZpiWireReader *reader, const ZpiWirePlace *at, GPtrArray *unread)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, at->object);
  while (json_object_iter_next_ordered (&iter, &member, &node)) {
    g_autofree char *path = zpi_wire_member_path (at, member);

    if (g_hash_table_contains (reader->passed_over, node))
      continue;
    if (g_hash_table_contains (reader->asked, node))
      zpi_wire_list_unread (reader, node, path, unread);
    else if (!JSON_NODE_HOLDS_NULL (node))
      add_unread (reader, at, member, unread);
  }
}

/* What nobody asked for, in @node and in all that is in it. */
void
zpi_wire_list_unread (const ZpiWireReader *reader,
                      JsonNode *node,
                      const char *path,
                      GPtrArray *unread)
{
  JsonArray *array;

  if (JSON_NODE_HOLDS_OBJECT (node)) {
    const ZpiWirePlace at = {json_node_get_object (node), (char *) path};

    list_members (reader, &at, unread);
  }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    g_autofree char *inside = g_strdup_printf ("%s[%u]", path, i);

    zpi_wire_list_unread (reader, json_array_get_element (array, i), inside, unread);
  }
}

/* Remembers that somebody asked for @member of @object. */
void
zpi_wire_note_name (ZpiWireReader *reader, JsonObject *object, const char *member)
{
  GPtrArray *names = g_hash_table_lookup (reader->names, object);

  if (names == NULL) {
    names = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_insert (reader->names, object, names);
  }
  if (!g_ptr_array_find_with_equal_func (names, member, g_str_equal, NULL))
    g_ptr_array_add (names, g_strdup (member));
}
