/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-frame-sizes.h"

typedef struct {
  gboolean known;
  int minimum;
  int natural;
} Size;

struct _ZpiFrameSizes {
  GObject parent_instance;

  GtkWidget *window;    /* (unowned): keeps this */
  GdkFrameClock *clock; /* (owned) (nullable): until the window has one */
  gulong layout_hook;
  Size last[2]; /* by orientation */
  gboolean laying_out;
  gboolean owes; /* an answer of the last frame was given since */
};

G_DEFINE_FINAL_TYPE (ZpiFrameSizes, zpi_frame_sizes, G_TYPE_OBJECT)

/* The toolkit keeps what it was told: it has to ask again. */
static void
ask_again_cb (ZpiFrameSizes *self)
{
  if (self->owes)
    gtk_widget_queue_resize (self->window);
  self->owes = FALSE;
}

/* The styles are known: GTK finds them out in the update, and was connected before us. */
static void
update_cb (ZpiFrameSizes *self)
{
  ask_again_cb (self);
  self->laying_out = TRUE;
}

/* Of a frame that needs no update. A hook, because GDK, which asks, was connected before us. */
static gboolean
layout_begins_cb (GSignalInvocationHint *hint,
                  guint n_values,
                  const GValue *values,
                  gpointer user_data)
{
  ZpiFrameSizes *self = user_data;

  if (g_value_get_object (&values[0]) == (gpointer) self->clock)
    self->laying_out = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
frame_ends_cb (ZpiFrameSizes *self)
{
  self->laying_out = FALSE;
}

static void
leave_clock (ZpiFrameSizes *self)
{
  if (self->clock == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->clock, self);
  g_signal_remove_emission_hook (g_signal_lookup ("layout", GDK_TYPE_FRAME_CLOCK),
                                 self->layout_hook);
  g_clear_object (&self->clock);
}

static void
follow_clock (ZpiFrameSizes *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->window);

  if (clock == self->clock)
    return;
  leave_clock (self);
  self->laying_out = FALSE;
  self->last[0].known = self->last[1].known = FALSE;
  if (clock == NULL)
    return;
  self->clock = g_object_ref (clock);
  g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (ask_again_cb), self);
  g_signal_connect_data (clock,
                         "update",
                         G_CALLBACK (update_cb),
                         self,
                         NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (frame_ends_cb), self);
  self->layout_hook = g_signal_add_emission_hook (g_signal_lookup ("layout", GDK_TYPE_FRAME_CLOCK),
                                                  0,
                                                  layout_begins_cb,
                                                  self,
                                                  NULL);
}

static void
zpi_frame_sizes_dispose (GObject *object)
{
  leave_clock (ZPI_FRAME_SIZES (object));
  G_OBJECT_CLASS (zpi_frame_sizes_parent_class)->dispose (object);
}

static void
zpi_frame_sizes_class_init (ZpiFrameSizesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_frame_sizes_dispose;
}

static void
zpi_frame_sizes_init (ZpiFrameSizes *self)
{
}

/**
 * zpi_frame_sizes_new:
 * @window: (not nullable): a window that keeps this as long as it is there
 *
 * Returns: (transfer full): what @window measures with
 */
ZpiFrameSizes *
zpi_frame_sizes_new (GtkWidget *window)
{
  ZpiFrameSizes *self = g_object_new (ZPI_TYPE_FRAME_SIZES, NULL);

  self->window = window;
  return self;
}

/**
 * zpi_frame_sizes_measure:
 * @measuring: the class whose measure function finds out
 * @orientation: an orientation
 * @for_size: the size in the other one in pixels, or -1
 * @minimum: (out): pixels
 * @natural: (out): pixels
 *
 * For the window's own measure function. The width does not depend on a height: to find out how
 * wide a text has to be for a height, GTK 4.8 lays it out some twenty times. Main thread.
 */
void
zpi_frame_sizes_measure (ZpiFrameSizes *self,
                         GtkWidgetClass *measuring,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural)
{
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;
  Size *last = &self->last[horizontal];

  follow_clock (self);
  if (!last->known || self->clock == NULL || self->laying_out) {
    int baseline = -1;

    measuring->measure (self->window,
                        orientation,
                        horizontal ? -1 : for_size,
                        &last->minimum,
                        &last->natural,
                        &baseline,
                        &baseline);
    last->known = TRUE;
  } else {
    self->owes = TRUE;
  }
  *minimum = last->minimum;
  *natural = last->natural;
}
