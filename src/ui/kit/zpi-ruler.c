/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-ruler.h"

#include "zpi-ui.h"

struct _ZpiRuler {
  GtkDrawingArea parent_instance;

  guint least_chars;
  gboolean cramped;
  guint tell_id;
};

enum {
  PROP_0,
  PROP_LEAST_CHARS,
  PROP_CRAMPED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ZpiRuler, zpi_ruler, GTK_TYPE_DRAWING_AREA)

static gboolean
tell_cb (gpointer user_data)
{
  ZpiRuler *self = user_data;

  self->tell_id = 0;
  self->cramped = !self->cramped;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CRAMPED]);
  return G_SOURCE_REMOVE;
}

static void
zpi_ruler_resize (GtkDrawingArea *area, int width, int height)
{
  ZpiRuler *self = ZPI_RULER (area);
  gboolean cramped = width < (int) self->least_chars * zpi_ui_char_width (GTK_WIDGET (self));

  if (cramped == self->cramped)
    g_clear_handle_id (&self->tell_id, g_source_remove);
  else if (self->tell_id == 0)
    self->tell_id = g_idle_add (tell_cb, self);
}

static void
zpi_ruler_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_CRAMPED)
    g_value_set_boolean (value, ZPI_RULER (object)->cramped);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
zpi_ruler_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_LEAST_CHARS)
    ZPI_RULER (object)->least_chars = g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
zpi_ruler_dispose (GObject *object)
{
  g_clear_handle_id (&ZPI_RULER (object)->tell_id, g_source_remove);
  G_OBJECT_CLASS (zpi_ruler_parent_class)->dispose (object);
}

static void
zpi_ruler_class_init (ZpiRulerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = zpi_ruler_get_property;
  object_class->set_property = zpi_ruler_set_property;
  object_class->dispose = zpi_ruler_dispose;
  GTK_DRAWING_AREA_CLASS (klass)->resize = zpi_ruler_resize;
  properties[PROP_LEAST_CHARS] =
      g_param_spec_uint ("least-chars",
                         NULL,
                         NULL,
                         0,
                         G_MAXINT16,
                         0,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CRAMPED] = g_param_spec_boolean ("cramped",
                                                   NULL,
                                                   NULL,
                                                   FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
zpi_ruler_init (ZpiRuler *self)
{
}

/**
 * zpi_ruler_is_cramped:
 *
 * Returns: whether there is room for fewer letters than it was told
 */
gboolean
zpi_ruler_is_cramped (ZpiRuler *self)
{
  g_return_val_if_fail (ZPI_IS_RULER (self), FALSE);

  return self->cramped;
}
