/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-flag-row.h"

#include "zpi-field.h"

struct _ZpiFlagRow {
  ZpiPlainRow parent_instance;

  ZpiFieldBinding *binding;
  GtkSwitch *toggle;
  gboolean showing;
};

static void field_row_init (ZpiFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ZpiFlagRow,
                               zpi_flag_row,
                               ZPI_TYPE_PLAIN_ROW,
                               G_IMPLEMENT_INTERFACE (ZPI_TYPE_FIELD_ROW, field_row_init))

static ZpiFieldBinding *
zpi_flag_row_get_binding (ZpiFieldRow *row)
{
  return ZPI_FLAG_ROW (row)->binding;
}

static void
zpi_flag_row_show_text (ZpiFieldRow *row, const char *text)
{
  ZpiFlagRow *self = ZPI_FLAG_ROW (row);

  self->showing = TRUE;
  gtk_switch_set_active (self->toggle, g_str_equal (text, ZPI_YES));
  self->showing = FALSE;
}

static void
zpi_flag_row_focus (ZpiFieldRow *row)
{
  gtk_widget_grab_focus (GTK_WIDGET (ZPI_FLAG_ROW (row)->toggle));
}

static void
field_row_init (ZpiFieldRowInterface *iface)
{
  iface->get_binding = zpi_flag_row_get_binding;
  iface->show_text = zpi_flag_row_show_text;
  iface->focus = zpi_flag_row_focus;
}

static void
active_changed_cb (ZpiFlagRow *self)
{
  if (self->showing)
    return;
  zpi_field_row_choose (ZPI_FIELD_ROW (self), gtk_switch_get_active (self->toggle) ? ZPI_YES : "");
}

/* Enter goes on, as in every question, and leaves the answer: who keeps it down agrees to nothing.
 */
static gboolean
key_pressed_cb (ZpiFlagRow *self, guint keyval, guint keycode, GdkModifierType state)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 ||
      (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter))
    return GDK_EVENT_PROPAGATE;
  zpi_field_row_go_on (ZPI_FIELD_ROW (self));
  return GDK_EVENT_STOP;
}

static void
zpi_flag_row_dispose (GObject *object)
{
  zpi_field_row_bind (ZPI_FIELD_ROW (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_flag_row_parent_class)->dispose (object);
}

static void
zpi_flag_row_finalize (GObject *object)
{
  g_clear_pointer (&ZPI_FLAG_ROW (object)->binding, zpi_field_binding_free);
  G_OBJECT_CLASS (zpi_flag_row_parent_class)->finalize (object);
}

static void
zpi_flag_row_class_init (ZpiFlagRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = zpi_flag_row_dispose;
  object_class->finalize = zpi_flag_row_finalize;
  zpi_field_row_install_key (object_class);
}

static void
zpi_flag_row_init (ZpiFlagRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  self->toggle = GTK_SWITCH (zpi_plain_row_add_switch (ZPI_PLAIN_ROW (self)));
  g_signal_connect_swapped (self->toggle, "notify::active", G_CALLBACK (active_changed_cb), self);
  self->binding = zpi_field_binding_new (GTK_WIDGET (self));
}

/**
 * zpi_flag_row_new:
 * @key: the answer
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
zpi_flag_row_new (const char *key)
{
  return g_object_new (ZPI_TYPE_FLAG_ROW, "key", key, NULL);
}
