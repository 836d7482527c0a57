/* SPDX-License-Identifier: EUPL-1.2 */

/* Bringing in the answers of another snapshot of the same case: a reload, an undo, or what another
 * process wrote meanwhile. */

#define G_LOG_DOMAIN "zpi-case"

#include <string.h>

#include "zpi-case-private.h"
#include "zpi-error.h"

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_if_other (GHashTable *from, GHashTable *than, gboolean only_absent, GPtrArray *keys)
{
  GHashTableIter iter;
  gpointer key;
  gpointer text;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &text)) {
    const char *other = g_hash_table_lookup (than, key);

    if (other == NULL || (!only_absent && strcmp (other, text) != 0))
      g_ptr_array_add (keys, g_strdup (key));
  }
}

static gboolean
same_items (GPtrArray *a, GPtrArray *b)
{
  guint n_a = a != NULL ? a->len : 0;
  guint n_b = b != NULL ? b->len : 0;

  if (n_a != n_b)
    return FALSE;
  for (guint i = 0; i < n_a; i++)
    if (strcmp (g_ptr_array_index (a, i), g_ptr_array_index (b, i)) != 0)
      return FALSE;
  return TRUE;
}

static void
add_other_lists (GHashTable *from, GHashTable *than, GPtrArray *lists)
{
  GHashTableIter iter;
  gpointer list;
  gpointer items;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &list, &items))
    if (!same_items (items, g_hash_table_lookup (than, list)) &&
        !g_ptr_array_find_with_equal_func (lists, list, g_str_equal, NULL))
      g_ptr_array_add (lists, g_strdup (list));
}

/* Puts @content, which is taken over, in the place of what the case has, and tells what differs.
 * @floor is the least the generation may become. */
static void
take_over (ZpiCase *self, ZpiCaseContent *content, guint64 floor)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func (g_free);
  ZpiCaseContent old = self->content;
  gboolean differs;

  self->content = *content;
  *content = (ZpiCaseContent){0};
  add_if_other (self->content.answers, old.answers, FALSE, keys);
  add_if_other (old.answers, self->content.answers, TRUE, keys);
  add_other_lists (self->content.lists, old.lists, lists);
  add_other_lists (old.lists, self->content.lists, lists);
  zpi_case_content_clear (&old);
  g_ptr_array_sort (keys, compare_strings);
  g_ptr_array_sort (lists, compare_strings);
  differs = keys->len > 0 || lists->len > 0;
  if (differs || floor > self->generation)
    zpi_case_announce (self, MAX (self->generation + differs, floor), keys, lists);
}

static ZpiCaseSnapshot *
parse_own (ZpiCase *self, GBytes *bytes, GError **error)
{
  g_autoptr (ZpiCaseSnapshot) parsed = zpi_case_snapshot_parse (bytes, error);

  if (parsed == NULL)
    return NULL;
  if (strcmp (parsed->id, self->id) != 0 || parsed->kind != self->kind) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BAD_FORMAT,
                         "Case snapshot: it is of another case");
    return NULL;
  }
  return g_steal_pointer (&parsed);
}

/**
 * zpi_case_replace_answers:
 * @self: a case
 * @snapshot: a snapshot of the same case
 * @error: return location for an error
 *
 * Takes over the answers of @snapshot, and tells only of those that differ. The generation
 * becomes the snapshot's, or one more than it was where that is higher.
 *
 * Returns: %FALSE, and nothing changed, with %ZPI_ERROR_BAD_FORMAT or %ZPI_ERROR_TOO_LARGE; also
 *   when the snapshot is of another case
 */
gboolean
zpi_case_replace_answers (ZpiCase *self, GBytes *snapshot, GError **error)
{
  g_autoptr (ZpiCaseSnapshot) parsed = NULL;

  g_return_val_if_fail (ZPI_IS_CASE (self), FALSE);
  g_return_val_if_fail (snapshot != NULL, FALSE);

  parsed = parse_own (self, snapshot, error);
  if (parsed == NULL)
    return FALSE;
  take_over (self, &parsed->content, parsed->generation);
  return TRUE;
}

typedef struct {
  const ZpiCaseContent *base;
  const ZpiCaseContent *ours;
  const ZpiCaseContent *theirs;
  ZpiCaseContent merged;
  GHashTable *from_ours;   /* prefixes of items whose answers are all ours */
  GHashTable *from_theirs; /* prefixes of items whose answers are all theirs */
} Merge;

static gboolean
content_has_item (const ZpiCaseContent *content, const char *list, const char *item)
{
  GPtrArray *items = g_hash_table_lookup (content->lists, list);

  return items != NULL && g_ptr_array_find_with_equal_func (items, item, g_str_equal, NULL);
}

/* "child.<item>." of "child.<item>.bsn", or NULL. */
static char *
item_prefix (const char *key)
{
  const char *dot = strchr (key, '.');

  dot = dot != NULL ? strchr (dot + 1, '.') : NULL;
  return dot != NULL ? g_strndup (key, dot + 1 - key) : NULL;
}

static gboolean
has_other_with_prefix (GHashTable *from, GHashTable *than, const char *prefix)
{
  GHashTableIter iter;
  gpointer key;
  gpointer text;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &text))
    if (g_str_has_prefix (key, prefix) && g_strcmp0 (text, g_hash_table_lookup (than, key)) != 0)
      return TRUE;
  return FALSE;
}

/* Whether an answer of the item is another one in @side than in the base. */
static gboolean
item_changed (Merge *merge, const ZpiCaseContent *side, const char *prefix)
{
  return has_other_with_prefix (side->answers, merge->base->answers, prefix) ||
         has_other_with_prefix (merge->base->answers, side->answers, prefix);
}

/* An item that only @side has: new there, or removed by the other and changed here, stays. */
static gboolean
keeps_item (Merge *merge, const ZpiCaseContent *side, const char *list, const char *item)
{
  g_autofree char *prefix = zpi_case_item_key (list, item, "");

  if (content_has_item (merge->base, list, item) && !item_changed (merge, side, prefix))
    return FALSE;
  g_hash_table_add (side == merge->ours ? merge->from_ours : merge->from_theirs,
                    g_steal_pointer (&prefix));
  return TRUE;
}

static void
merge_list (Merge *merge,
            const ZpiCaseContent *side,
            const ZpiCaseContent *other,
            const char *list,
            GPtrArray *items)
{
  GPtrArray *result = zpi_case_content_ensure_list (&merge->merged, list);

  for (guint i = 0; i < items->len; i++) {
    const char *item = g_ptr_array_index (items, i);

    if (g_ptr_array_find_with_equal_func (result, item, g_str_equal, NULL))
      continue;
    if (content_has_item (other, list, item) || keeps_item (merge, side, list, item))
      g_ptr_array_add (result, g_strdup (item));
  }
}

static void
merge_lists (Merge *merge)
{
  const ZpiCaseContent *sides[] = {merge->ours, merge->theirs};

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++) {
    GHashTableIter iter;
    gpointer list;
    gpointer items;

    g_hash_table_iter_init (&iter, sides[i]->lists);
    while (g_hash_table_iter_next (&iter, &list, &items))
      merge_list (merge, sides[i], sides[1 - i], list, items);
  }
}

static const char *
merged_answer (Merge *merge, const char *key)
{
  const char *base = g_hash_table_lookup (merge->base->answers, key);
  const char *ours = g_hash_table_lookup (merge->ours->answers, key);
  const char *theirs = g_hash_table_lookup (merge->theirs->answers, key);
  g_autofree char *prefix = item_prefix (key);
  g_auto (GStrv) parts = prefix != NULL ? g_strsplit (prefix, ".", 3) : NULL;

  if (prefix != NULL && g_hash_table_contains (merge->from_ours, prefix))
    return ours;
  if (prefix != NULL && g_hash_table_contains (merge->from_theirs, prefix))
    return theirs;
  /* The item is gone in the end, so its answers are. */
  if (parts != NULL && g_hash_table_contains (merge->merged.lists, parts[0]) &&
      !content_has_item (&merge->merged, parts[0], parts[1]))
    return NULL;
  return g_strcmp0 (ours, base) == 0 ? theirs : ours;
}

static void
merge_answers (Merge *merge)
{
  const ZpiCaseContent *sides[] = {merge->ours, merge->theirs};

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++) {
    GHashTableIter iter;
    gpointer key;

    g_hash_table_iter_init (&iter, sides[i]->answers);
    while (g_hash_table_iter_next (&iter, &key, NULL)) {
      const char *text = merged_answer (merge, key);

      if (text != NULL)
        g_hash_table_insert (merge->merged.answers, g_strdup (key), g_strdup (text));
    }
  }
}

static void
take_extra (Merge *merge)
{
  GHashTableIter iter;
  gpointer member;
  gpointer node;

  g_hash_table_iter_init (&iter, merge->theirs->extra);
  while (g_hash_table_iter_next (&iter, &member, &node))
    g_hash_table_insert (merge->merged.extra, g_strdup (member), json_node_ref (node));
  merge->merged.version = MAX (merge->ours->version, merge->theirs->version);
}

/**
 * zpi_case_merge:
 * @self: a case
 * @base: the snapshot that @self and @theirs both began with
 * @theirs: what another process wrote since
 * @error: return location for an error
 *
 * Brings both together: an answer that was changed here since @base stays, every other is taken
 * from @theirs. Items added on either side stay; items removed on either side go, unless one of
 * their answers was changed on the other. The generation becomes one more than the highest.
 *
 * Returns: %FALSE, and nothing changed, with %ZPI_ERROR_BAD_FORMAT or %ZPI_ERROR_TOO_LARGE; also
 *   when a snapshot is of another case
 */
gboolean
zpi_case_merge (ZpiCase *self, GBytes *base, GBytes *theirs, GError **error)
{
  g_autoptr (ZpiCaseSnapshot) parsed_base = NULL;
  g_autoptr (ZpiCaseSnapshot) parsed_theirs = NULL;
  g_autoptr (GHashTable) from_ours = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) from_theirs =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Merge merge = {.from_ours = from_ours, .from_theirs = from_theirs};

  g_return_val_if_fail (ZPI_IS_CASE (self), FALSE);
  g_return_val_if_fail (base != NULL && theirs != NULL, FALSE);

  parsed_base = parse_own (self, base, error);
  if (parsed_base == NULL)
    return FALSE;
  parsed_theirs = parse_own (self, theirs, error);
  if (parsed_theirs == NULL)
    return FALSE;
  merge.base = &parsed_base->content;
  merge.ours = &self->content;
  merge.theirs = &parsed_theirs->content;
  zpi_case_content_init (&merge.merged);
  merge_lists (&merge);
  merge_answers (&merge);
  take_extra (&merge);
  take_over (self, &merge.merged, MAX (self->generation, parsed_theirs->generation) + 1);
  return TRUE;
}
