/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-zoom-view.h"

#define STEP    1.25
#define MAXIMUM 8.0

struct _ZpiZoomView {
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkWidget *child; /* (nullable) */
  int width;        /* of the picture; 0: none is shown */
  int height;
  double zoom; /* 1: the whole picture */
  gboolean drags;
  double pinch;               /* the zoom when the fingers came down */
  graphene_point_t pointer;   /* where the mouse is */
  graphene_point_t anchor;    /* what stays where it is while the size changes, 0 to 1 … */
  graphene_point_t anchor_at; /* … of all there is, and where in sight that is */
  gboolean anchored;
  double drag_x; /* scrolled so far when the drag began */
  double drag_y;
};

enum {
  SIGNAL_ZOOMED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiZoomView, zpi_zoom_view, ADW_TYPE_BIN)

static GtkAdjustment *
across (ZpiZoomView *self)
{
  return gtk_scrolled_window_get_hadjustment (self->scroller);
}

static GtkAdjustment *
down (ZpiZoomView *self)
{
  return gtk_scrolled_window_get_vadjustment (self->scroller);
}

/* How large the whole picture is when it fits. */
static void
get_fit (ZpiZoomView *self, double *width, double *height)
{
  const double room_width = gtk_widget_get_width (GTK_WIDGET (self));
  const double room_height = gtk_widget_get_height (GTK_WIDGET (self));
  const double scale =
      self->width > 0 ? MIN (room_width / self->width, room_height / self->height) : 0;

  *width = self->width * scale;
  *height = self->height * scale;
}

static void
stay_at_anchor (ZpiZoomView *self)
{
  double width, height;

  if (!self->anchored)
    return;
  gtk_adjustment_set_value (across (self),
                            self->anchor.x * gtk_adjustment_get_upper (across (self)) -
                                self->anchor_at.x);
  gtk_adjustment_set_value (down (self),
                            self->anchor.y * gtk_adjustment_get_upper (down (self)) -
                                self->anchor_at.y);
  zpi_zoom_view_get_shown_size (self, &width, &height);
  if (gtk_adjustment_get_upper (across (self)) >= (int) width &&
      gtk_adjustment_get_upper (down (self)) >= (int) height)
    self->anchored = FALSE;
}

static void
size_child (ZpiZoomView *self)
{
  double width, height;

  if (self->child == NULL)
    return;
  zpi_zoom_view_get_shown_size (self, &width, &height);
  if (self->zoom > 1)
    gtk_widget_set_size_request (self->child, (int) width, (int) height);
  else
    gtk_widget_set_size_request (self->child, -1, -1);
}

static void
set_zoom (ZpiZoomView *self, double zoom, graphene_point_t at)
{
  zoom = CLAMP (zoom, 1, MAXIMUM);
  /* Steps back come home, whatever they were rounded to. */
  if (zoom < 1.01)
    zoom = 1;
  if (zoom == self->zoom)
    return;
  self->anchor_at = at;
  self->anchor.x = (float) ((gtk_adjustment_get_value (across (self)) + at.x) /
                            MAX (gtk_adjustment_get_upper (across (self)), 1));
  self->anchor.y = (float) ((gtk_adjustment_get_value (down (self)) + at.y) /
                            MAX (gtk_adjustment_get_upper (down (self)), 1));
  self->anchored = TRUE;
  self->zoom = zoom;
  size_child (self);
  g_signal_emit (self, signals[SIGNAL_ZOOMED], 0);
}

static graphene_point_t
middle (ZpiZoomView *self)
{
  return GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (GTK_WIDGET (self)) / 2,
                              (float) gtk_widget_get_height (GTK_WIDGET (self)) / 2);
}

static void
motion_cb (ZpiZoomView *self, double x, double y)
{
  self->pointer = GRAPHENE_POINT_INIT ((float) x, (float) y);
}

static gboolean
scroll_cb (ZpiZoomView *self, double dx, double dy, GtkEventController *controller)
{
  if ((gtk_event_controller_get_current_event_state (controller) & GDK_CONTROL_MASK) == 0)
    return GDK_EVENT_PROPAGATE;
  set_zoom (self, self->zoom * CLAMP (1 - dy * (STEP - 1), 1 / STEP, STEP), self->pointer);
  return GDK_EVENT_STOP;
}

static void
pinch_begin_cb (ZpiZoomView *self)
{
  self->pinch = self->zoom;
}

static void
pinch_cb (ZpiZoomView *self, double scale)
{
  set_zoom (self, self->pinch * scale, middle (self));
}

static void
drag_begin_cb (ZpiZoomView *self, double x, double y, GtkGesture *gesture)
{
  if (!self->drags || self->zoom <= 1)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
  self->drag_x = gtk_adjustment_get_value (across (self));
  self->drag_y = gtk_adjustment_get_value (down (self));
}

static void
drag_update_cb (ZpiZoomView *self, double dx, double dy)
{
  gtk_adjustment_set_value (across (self), self->drag_x - dx);
  gtk_adjustment_set_value (down (self), self->drag_y - dy);
}

static void
add_controllers (ZpiZoomView *self)
{
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
zpi_zoom_view_class_init (ZpiZoomViewClass *klass)
{
  signals[SIGNAL_ZOOMED] = g_signal_new ("zoomed",
                                         ZPI_TYPE_ZOOM_VIEW,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
}

static void
zpi_zoom_view_init (ZpiZoomView *self)
{
  self->zoom = 1;
  self->drags = TRUE;
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_widget_set_focusable (GTK_WIDGET (self->scroller), FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->scroller));
  g_signal_connect_swapped (across (self), "changed", G_CALLBACK (stay_at_anchor), self);
  g_signal_connect_swapped (down (self), "changed", G_CALLBACK (stay_at_anchor), self);
  add_controllers (self);
}

/**
 * zpi_zoom_view_set_picture:
 * @child: what draws the picture
 */
void
zpi_zoom_view_set_picture (ZpiZoomView *self, GtkWidget *child)
{
  g_return_if_fail (ZPI_IS_ZOOM_VIEW (self));

  self->child = child;
  gtk_scrolled_window_set_child (self->scroller, child);
}

/**
 * zpi_zoom_view_set_picture_size:
 * @width: of the picture, in whatever measure; 0 while none is shown
 * @height: the same
 */
void
zpi_zoom_view_set_picture_size (ZpiZoomView *self, int width, int height)
{
  g_return_if_fail (ZPI_IS_ZOOM_VIEW (self));

  self->width = width;
  self->height = height;
  size_child (self);
}

/**
 * zpi_zoom_view_set_drags:
 * @drags: whether dragging moves the picture
 */
void
zpi_zoom_view_set_drags (ZpiZoomView *self, gboolean drags)
{
  g_return_if_fail (ZPI_IS_ZOOM_VIEW (self));

  self->drags = drags;
}

/**
 * zpi_zoom_view_zoom:
 * @steps: larger, or smaller when below 0
 */
void
zpi_zoom_view_zoom (ZpiZoomView *self, int steps)
{
  double zoom;

  g_return_if_fail (ZPI_IS_ZOOM_VIEW (self));

  zoom = self->zoom;
  for (int i = 0; i < ABS (steps); i++)
    zoom *= steps > 0 ? STEP : 1 / STEP;
  set_zoom (self, zoom, middle (self));
}

/**
 * zpi_zoom_view_fit:
 *
 * The whole picture.
 */
void
zpi_zoom_view_fit (ZpiZoomView *self)
{
  g_return_if_fail (ZPI_IS_ZOOM_VIEW (self));

  set_zoom (self, 1, middle (self));
}

/**
 * zpi_zoom_view_fit_width:
 *
 * As wide as there is room; the whole picture when it is that wide already.
 */
void
zpi_zoom_view_fit_width (ZpiZoomView *self)
{
  double width, height;

  g_return_if_fail (ZPI_IS_ZOOM_VIEW (self));

  get_fit (self, &width, &height);
  if (width > 0)
    set_zoom (self,
              gtk_widget_get_width (GTK_WIDGET (self)) / width,
              GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (GTK_WIDGET (self)) / 2, 0));
}

/**
 * zpi_zoom_view_get_zoom:
 *
 * Returns: 1 for the whole picture, 2 for twice that
 */
double
zpi_zoom_view_get_zoom (ZpiZoomView *self)
{
  g_return_val_if_fail (ZPI_IS_ZOOM_VIEW (self), 1);

  return self->zoom;
}

/**
 * zpi_zoom_view_get_shown_size:
 * @width: (out): how wide the picture is on the screen, in application pixels
 * @height: (out): the same
 */
void
zpi_zoom_view_get_shown_size (ZpiZoomView *self, double *width, double *height)
{
  g_return_if_fail (ZPI_IS_ZOOM_VIEW (self));

  get_fit (self, width, height);
  *width *= self->zoom;
  *height *= self->zoom;
}

static gboolean
move (GtkAdjustment *adjustment, int steps)
{
  const double before = gtk_adjustment_get_value (adjustment);

  gtk_adjustment_set_value (adjustment,
                            before + steps * gtk_adjustment_get_page_size (adjustment) / 8);
  return gtk_adjustment_get_value (adjustment) != before;
}

/**
 * zpi_zoom_view_pan:
 * @dx: steps to the right
 * @dy: steps down
 *
 * Returns: whether there was something that way
 */
gboolean
zpi_zoom_view_pan (ZpiZoomView *self, int dx, int dy)
{
  gboolean moved;

  g_return_val_if_fail (ZPI_IS_ZOOM_VIEW (self), FALSE);

  moved = dx != 0 && move (across (self), dx);
  return (dy != 0 && move (down (self), dy)) || moved;
}

/**
 * zpi_zoom_view_show_part:
 * @part: 0 to 1 of the picture
 *
 * Scrolls until it is in sight.
 */
void
zpi_zoom_view_show_part (ZpiZoomView *self, const graphene_rect_t *part)
{
  double width, height, x, y;

  g_return_if_fail (ZPI_IS_ZOOM_VIEW (self));

  zpi_zoom_view_get_shown_size (self, &width, &height);
  x = (gtk_adjustment_get_upper (across (self)) - width) / 2 + part->origin.x * width;
  y = (gtk_adjustment_get_upper (down (self)) - height) / 2 + part->origin.y * height;
  gtk_adjustment_clamp_page (across (self), x, x + part->size.width * width);
  gtk_adjustment_clamp_page (down (self), y, y + part->size.height * height);
}
