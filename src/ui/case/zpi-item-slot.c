/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-item-slot.h"

struct _ZpiItemSlot {
  AdwBin parent_instance;

  char *item;
};

enum {
  PROP_ITEM = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (ZpiItemSlot, zpi_item_slot, ADW_TYPE_BIN)

static void
zpi_item_slot_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ITEM)
    g_value_set_string (value, ZPI_ITEM_SLOT (object)->item);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
zpi_item_slot_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ITEM)
    ZPI_ITEM_SLOT (object)->item = g_value_dup_string (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
zpi_item_slot_finalize (GObject *object)
{
  g_free (ZPI_ITEM_SLOT (object)->item);
  G_OBJECT_CLASS (zpi_item_slot_parent_class)->finalize (object);
}

static void
zpi_item_slot_class_init (ZpiItemSlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = zpi_item_slot_get_property;
  object_class->set_property = zpi_item_slot_set_property;
  object_class->finalize = zpi_item_slot_finalize;
  props[PROP_ITEM] =
      g_param_spec_string ("item",
                           NULL,
                           NULL,
                           NULL,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
zpi_item_slot_init (ZpiItemSlot *self)
{
}

/**
 * zpi_item_slot_new:
 * @item: an item of a list in the case
 * @child: (transfer floating): the questions about it
 *
 * Returns: (transfer floating): a slot with @child in it
 */
GtkWidget *
zpi_item_slot_new (const char *item, GtkWidget *child)
{
  return g_object_new (ZPI_TYPE_ITEM_SLOT, "item", item, "child", child, NULL);
}

/**
 * zpi_item_slot_get_item:
 *
 * Returns: its item
 */
const char *
zpi_item_slot_get_item (ZpiItemSlot *self)
{
  g_return_val_if_fail (ZPI_IS_ITEM_SLOT (self), NULL);

  return self->item;
}
