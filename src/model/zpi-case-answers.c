/* SPDX-License-Identifier: EUPL-1.2 */

/* The answers of a case and its lists of items: everything that raises the generation. */

#define G_LOG_DOMAIN "zpi-case"

#include <string.h>

#include "zpi-case-private.h"
#include "zpi-field.h"

static GPtrArray *
new_strings (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
has_item (ZpiCase *self, const char *list, const char *item, guint *position)
{
  GPtrArray *items = g_hash_table_lookup (self->content.lists, list);

  return items != NULL && g_ptr_array_find_with_equal_func (items, item, g_str_equal, position);
}

/* Whether @key is for an item that is not there (any more). */
static gboolean
is_orphan (ZpiCase *self, const char *key)
{
  g_auto (GStrv) parts = g_strsplit (key, ".", 3);

  if (g_strv_length (parts) < 3)
    return FALSE;
  if (strcmp (parts[0], ZPI_LIST_CHILD) != 0 && strcmp (parts[0], ZPI_LIST_INCOME) != 0 &&
      strcmp (parts[0], ZPI_LIST_DOCUMENT) != 0)
    return FALSE;
  return !has_item (self, parts[0], parts[1], NULL);
}

/**
 * zpi_case_get:
 * @self: a case
 * @key: an answer's key
 *
 * Returns: (transfer none): the text as it was typed, empty when there is none. Valid until the
 *   answer changes.
 */
const char *
zpi_case_get (ZpiCase *self, const char *key)
{
  const char *text;

  g_return_val_if_fail (ZPI_IS_CASE (self), "");
  g_return_val_if_fail (key != NULL, "");

  text = g_hash_table_lookup (self->content.answers, key);
  return text != NULL ? text : "";
}

/**
 * zpi_case_get_flag:
 * @self: a case
 * @key: an answer's key
 *
 * Returns: whether the answer is yes
 */
gboolean
zpi_case_get_flag (ZpiCase *self, const char *key)
{
  return strcmp (zpi_case_get (self, key), ZPI_YES) == 0;
}

/**
 * zpi_case_set:
 * @self: a case
 * @key: an answer's key
 * @text: (nullable): what was typed; empty or %NULL removes the answer
 *
 * Keeps @text exactly as it is. The same text again changes nothing. An answer of an item that is
 * not in its list is not kept: a widget may be late.
 */
void
zpi_case_set (ZpiCase *self, const char *key, const char *text)
{
  g_autoptr (GPtrArray) keys = NULL;
  g_autofree char *valid = NULL;

  g_return_if_fail (ZPI_IS_CASE (self));
  g_return_if_fail (key != NULL && *key != '\0');

  valid = text != NULL ? g_utf8_make_valid (text, -1) : g_strdup ("");
  if (strcmp (zpi_case_get (self, key), valid) == 0)
    return;
  if (is_orphan (self, key)) {
    g_debug ("An answer came for an item that is gone");
    return;
  }
  keys = new_strings ();
  g_ptr_array_add (keys, g_strdup (key));
  if (*valid == '\0')
    g_hash_table_remove (self->content.answers, key);
  else
    g_hash_table_insert (self->content.answers, g_strdup (key), g_steal_pointer (&valid));
  zpi_case_announce (self, self->generation + 1, keys, NULL);
}

/**
 * zpi_case_set_flag:
 * @self: a case
 * @key: an answer's key
 * @value: yes, or not answered
 *
 * Sets the answer to yes, or removes it. "No" as an answer of its own is set with
 * [method@Case.set] and %ZPI_NO.
 */
void
zpi_case_set_flag (ZpiCase *self, const char *key, gboolean value)
{
  zpi_case_set (self, key, value ? ZPI_YES : "");
}

/* Puts back the answers an item had when it was removed. */
static void
restore_answers (ZpiCase *self, const char *item, GPtrArray *keys)
{
  GHashTable *answers = g_hash_table_lookup (self->removed, item);
  GHashTableIter iter;
  gpointer key;
  gpointer text;

  if (answers == NULL)
    return;
  g_hash_table_iter_init (&iter, answers);
  while (g_hash_table_iter_next (&iter, &key, &text)) {
    g_ptr_array_add (keys, g_strdup (key));
    g_hash_table_insert (self->content.answers, g_strdup (key), g_strdup (text));
  }
  g_hash_table_remove (self->removed, item);
}

/**
 * zpi_case_insert_item:
 * @self: a case
 * @list: a list's name
 * @item: the item's id
 * @position: where; beyond the end is the end
 *
 * Adds an item with a known id. One that was removed from this case before comes back with its
 * answers: this is the undo of [method@Case.remove_item].
 *
 * Returns: %FALSE, and nothing changed, when the item is in the list already
 */
gboolean
zpi_case_insert_item (ZpiCase *self, const char *list, const char *item, guint position)
{
  g_autoptr (GPtrArray) keys = new_strings ();
  g_autoptr (GPtrArray) lists = new_strings ();
  GPtrArray *items;

  g_return_val_if_fail (ZPI_IS_CASE (self), FALSE);
  g_return_val_if_fail (list != NULL && *list != '\0', FALSE);
  g_return_val_if_fail (item != NULL && *item != '\0' && strchr (item, '.') == NULL, FALSE);

  if (has_item (self, list, item, NULL))
    return FALSE;
  items = zpi_case_content_ensure_list (&self->content, list);
  g_ptr_array_insert (items, MIN (position, items->len), g_strdup (item));
  restore_answers (self, item, keys);
  g_ptr_array_sort (keys, compare_strings);
  g_ptr_array_add (lists, g_strdup (list));
  zpi_case_announce (self, self->generation + 1, keys, lists);
  return TRUE;
}

/**
 * zpi_case_add_item:
 * @self: a case
 * @list: a list's name
 *
 * Adds an item at the end of the list.
 *
 * Returns: (transfer full): its id, a new UUID
 */
char *
zpi_case_add_item (ZpiCase *self, const char *list)
{
  g_autofree char *item = g_uuid_string_random ();

  g_return_val_if_fail (ZPI_IS_CASE (self), NULL);

  zpi_case_insert_item (self, list, item, G_MAXUINT);
  return g_steal_pointer (&item);
}

/* Moves the answers of an item aside. */
static void
remove_answers (ZpiCase *self, const char *list, const char *item, GPtrArray *keys)
{
  g_autofree char *prefix = zpi_case_item_key (list, item, "");
  g_autoptr (GHashTable) aside = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer key;
  gpointer text;

  g_hash_table_iter_init (&iter, self->content.answers);
  while (g_hash_table_iter_next (&iter, &key, &text)) {
    if (!g_str_has_prefix (key, prefix))
      continue;
    g_ptr_array_add (keys, g_strdup (key));
    g_hash_table_iter_steal (&iter);
    g_hash_table_insert (aside, key, text);
  }
  if (g_hash_table_size (aside) > 0)
    g_hash_table_insert (self->removed, g_strdup (item), g_steal_pointer (&aside));
}

/**
 * zpi_case_remove_item:
 * @self: a case
 * @list: a list's name
 * @item: the item's id
 *
 * Removes an item and its answers. They stay in memory, not in the snapshot, for as long as this
 * object lives, so that [method@Case.insert_item] can bring them back.
 */
void
zpi_case_remove_item (ZpiCase *self, const char *list, const char *item)
{
  g_autoptr (GPtrArray) keys = new_strings ();
  g_autoptr (GPtrArray) lists = new_strings ();
  g_autofree char *id = NULL;
  guint position;

  g_return_if_fail (ZPI_IS_CASE (self));
  g_return_if_fail (list != NULL && item != NULL);

  if (!has_item (self, list, item, &position))
    return;
  id = g_strdup (item);
  remove_answers (self, list, id, keys);
  g_ptr_array_remove_index (g_hash_table_lookup (self->content.lists, list), position);
  g_ptr_array_sort (keys, compare_strings);
  g_ptr_array_add (lists, g_strdup (list));
  zpi_case_announce (self, self->generation + 1, keys, lists);
}

/**
 * zpi_case_dup_items:
 * @self: a case
 * @list: a list's name
 *
 * Returns: (transfer full): the ids of the items, in their order
 */
GStrv
zpi_case_dup_items (ZpiCase *self, const char *list)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GPtrArray *items;

  g_return_val_if_fail (ZPI_IS_CASE (self), NULL);
  g_return_val_if_fail (list != NULL, NULL);

  items = g_hash_table_lookup (self->content.lists, list);
  for (guint i = 0; items != NULL && i < items->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (items, i));
  return g_strv_builder_end (builder);
}

/**
 * zpi_case_get_n_items:
 * @self: a case
 * @list: a list's name
 *
 * Returns: how many items there are
 */
guint
zpi_case_get_n_items (ZpiCase *self, const char *list)
{
  GPtrArray *items;

  g_return_val_if_fail (ZPI_IS_CASE (self), 0);
  g_return_val_if_fail (list != NULL, 0);

  items = g_hash_table_lookup (self->content.lists, list);
  return items != NULL ? items->len : 0;
}

/**
 * zpi_case_item_key:
 * @list: a list's name
 * @item: an item's id
 * @field: a field of the item
 *
 * Returns: (transfer full): the key of that answer
 */
char *
zpi_case_item_key (const char *list, const char *item, const char *field)
{
  g_return_val_if_fail (list != NULL && item != NULL && field != NULL, NULL);

  return g_strdup_printf ("%s.%s.%s", list, item, field);
}

/**
 * zpi_case_dup_client_name:
 * @self: a case
 *
 * Returns: (transfer full): the applicant's full name as far as it was typed, may be empty
 */
char *
zpi_case_dup_client_name (ZpiCase *self)
{
  static const char *const parts[] = {ZPI_KEY_GIVEN_NAMES, ZPI_KEY_PREFIX, ZPI_KEY_FAMILY_NAME};
  GString *name;

  g_return_val_if_fail (ZPI_IS_CASE (self), NULL);

  name = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *part = g_strstrip (g_strdup (zpi_case_get (self, parts[i])));

    if (*part == '\0')
      continue;
    if (name->len > 0)
      g_string_append_c (name, ' ');
    g_string_append (name, part);
  }
  return g_string_free (name, FALSE);
}

/**
 * zpi_case_dup_initials:
 * @self: a case
 *
 * Returns: (transfer full): the first letters of given and family name ("A.J."), for a list that
 *   the next client may see; empty without a name
 */
char *
zpi_case_dup_initials (ZpiCase *self)
{
  static const char *const parts[] = {ZPI_KEY_GIVEN_NAMES, ZPI_KEY_FAMILY_NAME};
  GString *initials;

  g_return_val_if_fail (ZPI_IS_CASE (self), NULL);

  initials = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *part = g_strstrip (g_strdup (zpi_case_get (self, parts[i])));

    if (*part == '\0')
      continue;
    g_string_append_unichar (initials, g_unichar_toupper (g_utf8_get_char (part)));
    g_string_append_c (initials, '.');
  }
  return g_string_free (initials, FALSE);
}
