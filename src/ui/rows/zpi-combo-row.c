/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-combo-row.h"

#include "zpi-choice-text.h"
#include "zpi-field.h"
#include "zpi-group.h"
#include "zpi-i18n.h"

struct _ZpiComboRow {
  AdwComboRow parent_instance;

  ZpiFieldBinding *binding;
  const char *const *values; /* (nullable): of the field; position 0 in the list is no answer */
  gboolean showing;
};

static void field_row_init (ZpiFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ZpiComboRow,
                               zpi_combo_row,
                               ADW_TYPE_COMBO_ROW,
                               G_IMPLEMENT_INTERFACE (ZPI_TYPE_FIELD_ROW, field_row_init))

static ZpiFieldBinding *
zpi_combo_row_get_binding (ZpiFieldRow *row)
{
  return ZPI_COMBO_ROW (row)->binding;
}

static void
zpi_combo_row_show_text (ZpiFieldRow *row, const char *text)
{
  ZpiComboRow *self = ZPI_COMBO_ROW (row);
  guint selected = 0;

  for (guint i = 0; self->values != NULL && self->values[i] != NULL; i++)
    if (g_str_equal (self->values[i], text))
      selected = i + 1;
  self->showing = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), selected);
  self->showing = FALSE;
}

static void
zpi_combo_row_focus (ZpiFieldRow *row)
{
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* Its own list, and a name for the lists inside. */
static void
zpi_combo_row_key_set (ZpiFieldRow *row, const char *key)
{
  ZpiComboRow *self = ZPI_COMBO_ROW (row);
  const ZpiField *field = zpi_field_lookup (key);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  zpi_group_name_row (GTK_WIDGET (self),
                      adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));
  gtk_string_list_append (labels, _ ("Choose"));
  if (field != NULL)
    for (guint i = 0; field->choices != NULL && field->choices[i] != NULL; i++)
      gtk_string_list_append (labels, zpi_choice_text (key, field->choices[i]));
  self->showing = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (labels));
  self->showing = FALSE;
  self->values = field != NULL ? field->choices : NULL;
}

static void
field_row_init (ZpiFieldRowInterface *iface)
{
  iface->get_binding = zpi_combo_row_get_binding;
  iface->key_set = zpi_combo_row_key_set;
  iface->show_text = zpi_combo_row_show_text;
  iface->focus = zpi_combo_row_focus;
}

static void
selected_changed_cb (ZpiComboRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (self->showing || self->values == NULL || selected == GTK_INVALID_LIST_POSITION)
    return;
  zpi_field_row_choose (ZPI_FIELD_ROW (self), selected == 0 ? "" : self->values[selected - 1]);
}

static void
zpi_combo_row_dispose (GObject *object)
{
  ZPI_COMBO_ROW (object)->showing = TRUE;
  zpi_field_row_bind (ZPI_FIELD_ROW (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_combo_row_parent_class)->dispose (object);
}

static void
zpi_combo_row_finalize (GObject *object)
{
  g_clear_pointer (&ZPI_COMBO_ROW (object)->binding, zpi_field_binding_free);
  G_OBJECT_CLASS (zpi_combo_row_parent_class)->finalize (object);
}

static void
zpi_combo_row_class_init (ZpiComboRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = zpi_combo_row_dispose;
  object_class->finalize = zpi_combo_row_finalize;
  zpi_field_row_install_key (object_class);
}

static void
zpi_combo_row_init (ZpiComboRow *self)
{
  self->binding = zpi_field_binding_new (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "zpi-answer");
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_changed_cb), NULL);
}

/**
 * zpi_combo_row_new:
 * @key: the answer
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
zpi_combo_row_new (const char *key)
{
  return g_object_new (ZPI_TYPE_COMBO_ROW, "key", key, NULL);
}
