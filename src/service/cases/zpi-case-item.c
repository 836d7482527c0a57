/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-case-item.h"

#include "zpi-case-item-private.h"

#include <string.h>

struct _ZpiCaseItem {
  GObject parent_instance;

  ZpiCaseInfo *info; /* (owned) */
};

enum {
  PROP_0,
  PROP_ID,
  PROP_KIND,
  PROP_STATE,
  PROP_ATTENTION,
  PROP_REFERENCE,
  PROP_NAME,
  PROP_INITIALS,
  PROP_NUMBER,
  PROP_DUE_US,
  PROP_NEXT_AT_US,
  PROP_CHANGED_US,
  PROP_CLEARED,
  PROP_DAMAGED,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (ZpiCaseItem, zpi_case_item, G_TYPE_OBJECT)

static void
zpi_case_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  const ZpiCaseInfo *info = ZPI_CASE_ITEM (object)->info;

  switch (prop_id) {
  case PROP_ID:
    g_value_set_string (value, info->id);
    break;
  case PROP_KIND:
    g_value_set_int (value, info->kind);
    break;
  case PROP_STATE:
    g_value_set_int (value, info->state);
    break;
  case PROP_ATTENTION:
    g_value_set_string (value, info->attention);
    break;
  case PROP_REFERENCE:
    g_value_set_string (value, info->reference);
    break;
  case PROP_NAME:
    g_value_set_string (value, info->name);
    break;
  case PROP_INITIALS:
    g_value_set_string (value, info->initials);
    break;
  case PROP_NUMBER:
    g_value_set_uint (value, info->number);
    break;
  case PROP_DUE_US:
    g_value_set_int64 (value, info->due_us);
    break;
  case PROP_NEXT_AT_US:
    g_value_set_int64 (value, info->next_at_us);
    break;
  case PROP_CHANGED_US:
    g_value_set_int64 (value, info->changed_us);
    break;
  case PROP_CLEARED:
    g_value_set_boolean (value, info->cleared_us != 0);
    break;
  case PROP_DAMAGED:
    g_value_set_boolean (value, info->damaged);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_case_item_finalize (GObject *object)
{
  ZpiCaseItem *self = ZPI_CASE_ITEM (object);

  g_clear_pointer (&self->info, zpi_case_info_free);

  G_OBJECT_CLASS (zpi_case_item_parent_class)->finalize (object);
}

static void
zpi_case_item_class_init (ZpiCaseItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = zpi_case_item_get_property;
  object_class->finalize = zpi_case_item_finalize;

  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  props[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, G_MAXINT, 0, flags);
  props[PROP_ATTENTION] = g_param_spec_string ("attention", NULL, NULL, NULL, flags);
  props[PROP_REFERENCE] = g_param_spec_string ("reference", NULL, NULL, NULL, flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_INITIALS] = g_param_spec_string ("initials", NULL, NULL, NULL, flags);
  props[PROP_NUMBER] = g_param_spec_uint ("number", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_DUE_US] = g_param_spec_int64 ("due-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_NEXT_AT_US] = g_param_spec_int64 ("next-at-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_CHANGED_US] = g_param_spec_int64 ("changed-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_CLEARED] = g_param_spec_boolean ("cleared", NULL, NULL, FALSE, flags);
  props[PROP_DAMAGED] = g_param_spec_boolean ("damaged", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ZpiCaseItem::changed:
   * @self: the row
   *
   * At least one property has another value now.
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
 * zpi_case_item_get_info:
 * @self: a row
 *
 * Returns: (transfer none): everything the row shows, until it changes
 */
const ZpiCaseInfo *
zpi_case_item_get_info (ZpiCaseItem *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (self), NULL);

  return self->info;
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

static gboolean
prop_differs (const ZpiCaseInfo *a, const ZpiCaseInfo *b, guint prop)
{
  switch (prop) {
  case PROP_ID:
    return g_strcmp0 (a->id, b->id) != 0;
  case PROP_KIND:
    return a->kind != b->kind;
  case PROP_STATE:
    return a->state != b->state;
  case PROP_ATTENTION:
    return g_strcmp0 (a->attention, b->attention) != 0;
  case PROP_REFERENCE:
    return g_strcmp0 (a->reference, b->reference) != 0;
  case PROP_NAME:
    return g_strcmp0 (a->name, b->name) != 0;
  case PROP_INITIALS:
    return g_strcmp0 (a->initials, b->initials) != 0;
  case PROP_NUMBER:
    return a->number != b->number;
  case PROP_DUE_US:
    return a->due_us != b->due_us;
  case PROP_NEXT_AT_US:
    return a->next_at_us != b->next_at_us;
  case PROP_CHANGED_US:
    return a->changed_us != b->changed_us;
  case PROP_CLEARED:
    return (a->cleared_us != 0) != (b->cleared_us != 0);
  case PROP_DAMAGED:
    return a->damaged != b->damaged;
  default:
    g_assert_not_reached ();
  }
}

void
zpi_case_item_update (ZpiCaseItem *self, const ZpiCaseInfo *info)
{
  g_autoptr (ZpiCaseInfo) before = g_steal_pointer (&self->info);
  gboolean changed = FALSE;

  self->info = zpi_case_info_copy (info);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_ID; i < N_PROPS; i++) {
    if (!prop_differs (before, info, i))
      continue;
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
    changed = TRUE;
  }
  g_object_thaw_notify (G_OBJECT (self));
  if (changed)
    g_signal_emit (self, changed_signal, 0);
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
