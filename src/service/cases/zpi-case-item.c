/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-case-item.h"

#include "zpi-attention.h"
#include "zpi-case-item-private.h"
#include "zpi-case-search.h"
#include "zpi-letters.h"
#include "zpi-vault.h"

#include <string.h>

struct _ZpiCaseItem {
  GObject parent_instance;

  ZpiCaseInfo *info; /* (owned) */
  char *search_text; /* (nullable): made when somebody searches */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (ZpiCaseItem, zpi_case_item, G_TYPE_OBJECT)

static void
zpi_case_item_finalize (GObject *object)
{
  ZpiCaseItem *self = ZPI_CASE_ITEM (object);

  g_clear_pointer (&self->search_text, zpi_wipe_free);
  g_clear_pointer (&self->info, zpi_case_info_free);

  G_OBJECT_CLASS (zpi_case_item_parent_class)->finalize (object);
}

static void
zpi_case_item_class_init (ZpiCaseItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zpi_case_item_finalize;

  /**
   * ZpiCaseItem::changed:
   * @self: the row
   *
   * At least one of its values is another now.
   */
  changed_signal = g_signal_new ("changed",
                                 ZPI_TYPE_CASE_ITEM,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);
}

static void
zpi_case_item_init (ZpiCaseItem *self)
{
}

ZpiCaseItem *
zpi_case_item_new (const ZpiCaseInfo *info)
{
  ZpiCaseItem *self = g_object_new (ZPI_TYPE_CASE_ITEM, NULL);

  self->info = zpi_case_info_copy (info);
  return self;
}

/**
 * zpi_case_item_get_id:
 * @self: a row
 *
 * Returns: (transfer none): the case's id
 */
const char *
zpi_case_item_get_id (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), NULL);

  return self->info->id;
}

/**
 * zpi_case_item_get_kind:
 * @self: a row
 *
 * Returns: what it is about
 */
ZpiCaseKind
zpi_case_item_get_kind (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), 0);

  return self->info->kind;
}

/**
 * zpi_case_item_get_state:
 * @self: a row
 *
 * Returns: where it stands
 */
ZpiCaseState
zpi_case_item_get_state (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), 0);

  return self->info->state;
}

/**
 * zpi_case_item_get_attention:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): why it needs a person
 */
const char *
zpi_case_item_get_attention (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), NULL);

  return self->info->attention;
}

/**
 * zpi_case_item_get_reference:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the municipality's, once received
 */
const char *
zpi_case_item_get_reference (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), NULL);

  return self->info->reference;
}

/**
 * zpi_case_item_get_name:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the client's; %NULL when it does not open
 */
const char *
zpi_case_item_get_name (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), NULL);

  return self->info->name;
}

/**
 * zpi_case_item_get_initials:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): for where others look along
 */
const char *
zpi_case_item_get_initials (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), NULL);

  return self->info->initials;
}

/**
 * zpi_case_item_get_progress:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): how far the answers are, for zpi_progress_parse()
 */
const char *
zpi_case_item_get_progress (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), NULL);

  return self->info->progress;
}

/**
 * zpi_case_item_get_number:
 * @self: a row
 *
 * Returns: by which it is named at the desk
 */
guint
zpi_case_item_get_number (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), 0);

  return self->info->number;
}

/**
 * zpi_case_item_get_search_text:
 * @self: a row
 *
 * Returns: (transfer none): number, name, initials and reference, as zpi_case_search_fold() makes
 *   them alike
 */
const char *
zpi_case_item_get_search_text (ZpiCaseItem *self)
{
  g_autofree char *number = NULL;
  char *text;

  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), NULL);

  if (self->search_text != NULL)
    return self->search_text;
  number = g_strdup_printf ("%u", self->info->number);
  text = g_strjoin (" ",
                    number,
                    self->info->name != NULL ? self->info->name : "",
                    self->info->initials != NULL ? self->info->initials : "",
                    self->info->reference != NULL ? self->info->reference : "",
                    NULL);
  self->search_text = zpi_case_search_fold (text);
  zpi_wipe_free (text);
  return self->search_text;
}

/**
 * zpi_case_item_get_changed_us:
 * @self: a row
 *
 * Returns: when something of it was written last, in microseconds since 1970
 */
gint64
zpi_case_item_get_changed_us (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), 0);

  return self->info->changed_us;
}

/**
 * zpi_case_item_get_due_us:
 * @self: a row
 *
 * Returns: when something has to have happened, 0 for never
 */
gint64
zpi_case_item_get_due_us (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), 0);

  return self->info->due_us;
}

/**
 * zpi_case_item_get_next_at_us:
 * @self: a row
 *
 * Returns: when sending is tried again, 0 when nothing is planned
 */
gint64
zpi_case_item_get_next_at_us (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), 0);

  return self->info->next_at_us;
}

/**
 * zpi_case_item_is_cleared:
 * @self: a row
 *
 * Returns: whether the answers are gone and only the stub is left
 */
gboolean
zpi_case_item_is_cleared (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), FALSE);

  return self->info->cleared_us != 0;
}

/**
 * zpi_case_item_is_damaged:
 * @self: a row
 *
 * Returns: whether something of it does not open
 */
gboolean
zpi_case_item_is_damaged (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), FALSE);

  return self->info->damaged;
}

/**
 * zpi_case_item_has_news:
 * @self: a row
 *
 * Returns: whether the municipality changed something that nobody at the desk has seen yet
 */
gboolean
zpi_case_item_has_news (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), FALSE);

  return self->info->news;
}

/**
 * zpi_case_item_is_about_photos:
 * @self: a row
 *
 * Returns: of a letter, whether it is about photos; else it is about more information
 */
gboolean
zpi_case_item_is_about_photos (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), FALSE);

  return self->info->photos;
}

/**
 * zpi_case_item_get_passes:
 * @self: a row
 *
 * Returns: while photos are asked, of how many people; 0 when that is not known
 */
guint
zpi_case_item_get_passes (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), 0);

  return self->info->passes;
}

static gboolean
shows_the_same (const ZpiCaseInfo *a, const ZpiCaseInfo *b)
{
  return a->kind == b->kind && a->state == b->state && a->number == b->number &&
         a->due_us == b->due_us && a->next_at_us == b->next_at_us &&
         a->changed_us == b->changed_us && a->damaged == b->damaged && a->news == b->news &&
         a->photos == b->photos && a->passes == b->passes &&
         (a->cleared_us != 0) == (b->cleared_us != 0) &&
         g_strcmp0 (a->attention, b->attention) == 0 &&
         g_strcmp0 (a->reference, b->reference) == 0 && g_strcmp0 (a->name, b->name) == 0 &&
         g_strcmp0 (a->initials, b->initials) == 0 && g_strcmp0 (a->progress, b->progress) == 0;
}

void
zpi_case_item_update (ZpiCaseItem *self, const ZpiCaseInfo *info)
{
  g_autoptr (ZpiCaseInfo) before = g_steal_pointer (&self->info);

  g_clear_pointer (&self->search_text, zpi_wipe_free);
  self->info = zpi_case_info_copy (info);
  if (!shows_the_same (before, info))
    g_signal_emit (self, changed_signal, 0);
}

/**
 * zpi_case_item_expect_answer:
 * @self: the row of an application
 *
 * An answer to what is asked was just queued: the row says so before the list is read again.
 */
void
zpi_case_item_expect_answer (ZpiCaseItem *self)
{
  g_autoptr (ZpiCaseInfo) info = NULL;

  g_return_if_fail (ZPI_IS_CASE_ITEM (self));

  info = zpi_case_info_copy (self->info);
  if (info->state == ZPI_CASE_RECEIVED || info->state == ZPI_CASE_IN_ASSESSMENT) {
    info->state = ZPI_CASE_MORE_INFORMATION;
    info->due_us = 0;
  }
  if (info->state != ZPI_CASE_MORE_INFORMATION)
    return;
  g_free (info->attention);
  info->attention = g_strdup (zpi_attention_to_nick (ZPI_ATTENTION_ANSWER_SENDING));
  zpi_case_item_update (self, info);
}

static GHashTable *
items_by_id (GListModel *list)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  guint n_items = g_list_model_get_n_items (list);

  for (guint i = 0; i < n_items; i++) {
    ZpiCaseItem *item = g_list_model_get_item (list, i);

    g_hash_table_insert (table, g_strdup (zpi_case_item_get_id (item)), item);
  }
  return table;
}

static gboolean
same_order (GListModel *list, GPtrArray *items)
{
  guint n_items = g_list_model_get_n_items (list);

  if (n_items != items->len)
    return FALSE;
  for (guint i = 0; i < n_items; i++) {
    g_autoptr (ZpiCaseItem) item = g_list_model_get_item (list, i);

    if (item != g_ptr_array_index (items, i))
      return FALSE;
  }
  return TRUE;
}

/* Replaces the part between the common beginning and the common end, so that a view keeps its
 * place. */
static void
splice_difference (GListStore *list, GPtrArray *items)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (list));
  guint head = 0, tail = 0;

  for (; head < n_before && head < items->len; head++) {
    g_autoptr (ZpiCaseItem) item = g_list_model_get_item (G_LIST_MODEL (list), head);

    if (item != g_ptr_array_index (items, head))
      break;
  }
  for (; tail < n_before - head && tail < items->len - head; tail++) {
    g_autoptr (ZpiCaseItem) item = g_list_model_get_item (G_LIST_MODEL (list), n_before - 1 - tail);

    if (item != g_ptr_array_index (items, items->len - 1 - tail))
      break;
  }
  g_list_store_splice (list,
                       head,
                       n_before - head - tail,
                       items->len > 0 ? items->pdata + head : NULL,
                       items->len - head - tail);
}

/**
 * zpi_case_item_list_update:
 * @list: (element-type ZpiCaseItem): the cases on the screen
 * @infos: (element-type ZpiCaseInfo): the rows of the store
 * @hidden: (nullable) (element-type utf8): the ids of those that are not shown
 *
 * Makes @list what the store has; an item that stays is the same object.
 */
void
zpi_case_item_list_update (GListStore *list, GPtrArray *infos, GHashTable *hidden)
{
  g_autoptr (GHashTable) known = items_by_id (G_LIST_MODEL (list));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);
    ZpiCaseItem *item = g_hash_table_lookup (known, info->id);

    if (hidden != NULL && g_hash_table_contains (hidden, info->id))
      continue;
    if (item == NULL) {
      g_ptr_array_add (items, zpi_case_item_new (info));
      continue;
    }
    g_ptr_array_add (items, g_object_ref (item));
  }
  if (!same_order (G_LIST_MODEL (list), items))
    splice_difference (list, items);

  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);
    ZpiCaseItem *item = g_hash_table_lookup (known, info->id);

    if (item != NULL)
      zpi_case_item_update (item, info);
  }
}

/* Newest change first, as the store lists them. */
static int
compare_items (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const ZpiCaseInfo *one = ((ZpiCaseItem *) a)->info;
  const ZpiCaseInfo *other = ((ZpiCaseItem *) b)->info;

  if (one->changed_us != other->changed_us)
    return one->changed_us > other->changed_us ? -1 : 1;
  return one->number > other->number ? -1 : one->number < other->number ? 1 : 0;
}

/* (transfer full) (nullable): what is changed stands near the beginning as a rule */
static ZpiCaseItem *
find_item (GListModel *list, const char *case_id, guint *position)
{
  guint n_items = g_list_model_get_n_items (list);

  for (guint i = 0; i < n_items; i++) {
    g_autoptr (ZpiCaseItem) item = g_list_model_get_item (list, i);

    if (strcmp (item->info->id, case_id) != 0)
      continue;
    *position = i;
    return g_steal_pointer (&item);
  }
  return NULL;
}

static gboolean
stands_well (GListModel *list, ZpiCaseItem *item, guint position)
{
  g_autoptr (ZpiCaseItem) before = position > 0 ? g_list_model_get_item (list, position - 1) : NULL;
  g_autoptr (ZpiCaseItem) after = g_list_model_get_item (list, position + 1);

  return (before == NULL || compare_items (before, item, NULL) < 0) &&
         (after == NULL || compare_items (item, after, NULL) < 0);
}

/**
 * zpi_case_item_list_update_row:
 * @list: (element-type ZpiCaseItem): the cases on the screen
 * @case_id: a case
 * @info: (nullable): its row; %NULL when it is gone
 * @hidden: (element-type utf8): the ids of those that are not shown
 *
 * As [func@case_item_list_update], for one case.
 */
void
zpi_case_item_list_update_row (GListStore *list,
                               const char *case_id,
                               const ZpiCaseInfo *info,
                               GHashTable *hidden)
{
  guint position = 0;
  g_autoptr (ZpiCaseItem) item = find_item (G_LIST_MODEL (list), case_id, &position);

  if (info == NULL || g_hash_table_contains (hidden, case_id)) {
    if (item != NULL)
      g_list_store_remove (list, position);
    return;
  }
  if (item == NULL) {
    item = zpi_case_item_new (info);
  } else {
    zpi_case_item_update (item, info);
    if (stands_well (G_LIST_MODEL (list), item, position))
      return;
    g_list_store_remove (list, position);
  }
  g_list_store_insert_sorted (list, item, compare_items, NULL);
}
