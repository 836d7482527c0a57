/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-photo-frame.h"

#include "zpi-i18n.h"
#include "zpi-ui.h"

/* A photo on a pass is three wide and four high. */
#define SHAPE 0.75
#define STEP  0.02
#define ZOOM  1.08

struct _ZpiPhotoFrame {
  GtkWidget parent_instance;

  double aspect;   /* width / height of the picture */
  double smallest; /* height of the frame, as a part of the picture's */
  double height;   /* the same, as it is */
  double x;        /* of the middle, 0 to 1 */
  double y;
  double from_x; /* where the middle was when dragging began */
  double from_y;
};

G_DEFINE_FINAL_TYPE (ZpiPhotoFrame, zpi_photo_frame, GTK_TYPE_WIDGET)

static double
part_width (ZpiPhotoFrame *self)
{
  return self->height * SHAPE / self->aspect;
}

/* Inside the picture, not smaller than can be printed. */
static void
place (ZpiPhotoFrame *self, double x, double y, double height)
{
  double largest = MIN (1, self->aspect / SHAPE);

  self->height = CLAMP (height, MIN (self->smallest, largest), largest);
  self->x = CLAMP (x, part_width (self) / 2, 1 - part_width (self) / 2);
  self->y = CLAMP (y, self->height / 2, 1 - self->height / 2);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Where the picture is: as large as fits, in the middle. */
static graphene_rect_t
picture_area (ZpiPhotoFrame *self)
{
  float width = gtk_widget_get_width (GTK_WIDGET (self));
  float height = gtk_widget_get_height (GTK_WIDGET (self));
  float used_width = MIN (width, height * (float) self->aspect);
  float used_height = used_width / (float) self->aspect;

  return GRAPHENE_RECT_INIT ((width - used_width) / 2,
                             (height - used_height) / 2,
                             used_width,
                             used_height);
}

static void
drag_begin_cb (ZpiPhotoFrame *self)
{
  self->from_x = self->x;
  self->from_y = self->y;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
drag_update_cb (ZpiPhotoFrame *self, double offset_x, double offset_y)
{
  graphene_rect_t area = picture_area (self);

  place (self,
         self->from_x + offset_x / MAX (area.size.width, 1),
         self->from_y + offset_y / MAX (area.size.height, 1),
         self->height);
}

static gboolean
scroll_cb (ZpiPhotoFrame *self, double dx, double dy)
{
  zpi_photo_frame_zoom (self, dy > 0 ? 1 : -1);
  return TRUE;
}

static gboolean
move_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  ZpiPhotoFrame *self = ZPI_PHOTO_FRAME (widget);
  int dx, dy, zoom;

  g_variant_get (args, "(iii)", &dx, &dy, &zoom);
  if (zoom != 0)
    zpi_photo_frame_zoom (self, zoom);
  else
    place (self, self->x + dx * STEP, self->y + dy * STEP, self->height);
  return TRUE;
}

static void
draw_person (cairo_t *cr, const graphene_rect_t *frame)
{
  double middle = frame->origin.x + frame->size.width / 2;
  double bottom = frame->origin.y + frame->size.height;

  cairo_save (cr);
  cairo_translate (cr, middle, frame->origin.y + frame->size.height * 0.4);
  cairo_scale (cr, frame->size.width * 0.27, frame->size.height * 0.27);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_restore (cr);
  cairo_new_sub_path (cr);
  cairo_save (cr);
  cairo_translate (cr, middle, bottom);
  cairo_scale (cr, frame->size.width * 0.45, frame->size.height * 0.28);
  cairo_arc (cr, 0, 0, 1, G_PI, 2 * G_PI);
  cairo_restore (cr);
}

static void
stroke_twice (cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 3);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
zpi_photo_frame_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ZpiPhotoFrame *self = ZPI_PHOTO_FRAME (widget);
  graphene_rect_t area = picture_area (self);
  graphene_rect_t part, frame;
  cairo_t *cr;

  zpi_photo_frame_get_part (self, &part);
  frame = GRAPHENE_RECT_INIT (area.origin.x + part.origin.x * area.size.width,
                              area.origin.y + part.origin.y * area.size.height,
                              part.size.width * area.size.width,
                              part.size.height * area.size.height);
  cr = gtk_snapshot_append_cairo (snapshot, &area);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle (cr, area.origin.x, area.origin.y, area.size.width, area.size.height);
  cairo_rectangle (cr, frame.origin.x, frame.origin.y, frame.size.width, frame.size.height);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.55);
  cairo_fill (cr);
  cairo_rectangle (cr, frame.origin.x, frame.origin.y, frame.size.width, frame.size.height);
  stroke_twice (cr);
  draw_person (cr, &frame);
  stroke_twice (cr);
  cairo_destroy (cr);
}

static void
add_key (GtkWidgetClass *widget_class, guint key, int dx, int dy, int zoom)
{
  gtk_widget_class_add_binding (widget_class, key, 0, move_cb, "(iii)", dx, dy, zoom);
}

static void
zpi_photo_frame_class_init (ZpiPhotoFrameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = zpi_photo_frame_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  add_key (widget_class, GDK_KEY_Left, -1, 0, 0);
  add_key (widget_class, GDK_KEY_Right, 1, 0, 0);
  add_key (widget_class, GDK_KEY_Up, 0, -1, 0);
  add_key (widget_class, GDK_KEY_Down, 0, 1, 0);
  add_key (widget_class, GDK_KEY_plus, 0, 0, 1);
  add_key (widget_class, GDK_KEY_equal, 0, 0, 1);
  add_key (widget_class, GDK_KEY_KP_Add, 0, 0, 1);
  add_key (widget_class, GDK_KEY_minus, 0, 0, -1);
  add_key (widget_class, GDK_KEY_KP_Subtract, 0, 0, -1);
}

static void
zpi_photo_frame_init (ZpiPhotoFrame *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
      GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);

  self->aspect = SHAPE;
  self->height = 1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  zpi_ui_name (GTK_WIDGET (self),
               _ ("Frame for head and shoulders. The arrow keys move it, plus "
                  "and minus make it larger and smaller."));
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}

/**
 * zpi_photo_frame_new:
 *
 * Returns: (transfer floating): a frame
 */
GtkWidget *
zpi_photo_frame_new (void)
{
  return g_object_new (ZPI_TYPE_PHOTO_FRAME, NULL);
}

/**
 * zpi_photo_frame_set_picture:
 * @width: of the picture below it
 * @height: the same
 * @smallest: how high the frame is at least, as a part of the picture
 *
 * Puts the frame in the middle, as large as fits.
 */
void
zpi_photo_frame_set_picture (ZpiPhotoFrame *self, int width, int height, double smallest)
{
  g_return_if_fail (ZPI_IS_PHOTO_FRAME (self));

  self->aspect = width > 0 && height > 0 ? (double) width / height : SHAPE;
  self->smallest = smallest;
  place (self, 0.5, 0.5, 1);
}

/**
 * zpi_photo_frame_get_part:
 * @part: (out caller-allocates): what is kept, 0 to 1 of the picture
 */
void
zpi_photo_frame_get_part (ZpiPhotoFrame *self, graphene_rect_t *part)
{
  g_return_if_fail (ZPI_IS_PHOTO_FRAME (self));

  *part = GRAPHENE_RECT_INIT ((float) (self->x - part_width (self) / 2),
                              (float) (self->y - self->height / 2),
                              (float) part_width (self),
                              (float) self->height);
}

/**
 * zpi_photo_frame_zoom:
 * @steps: a step larger when above zero, else a step smaller
 */
void
zpi_photo_frame_zoom (ZpiPhotoFrame *self, int steps)
{
  g_return_if_fail (ZPI_IS_PHOTO_FRAME (self));

  place (self, self->x, self->y, steps > 0 ? self->height * ZOOM : self->height / ZOOM);
}
