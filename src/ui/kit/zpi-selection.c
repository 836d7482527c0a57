/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-selection.h"

#include "zpi-i18n.h"
#include "zpi-ui.h"

/* How far one key moves or sizes, and how small a part can be, as parts of the picture. */
#define STEP    0.01
#define MINIMUM 0.02

struct _ZpiSelection {
  GtkWidget parent_instance;

  graphene_rect_t part; /* 0 to 1, of the picture */
  graphene_point_t start;
  float aspect; /* width / height of the picture */
};

G_DEFINE_FINAL_TYPE (ZpiSelection, zpi_selection, GTK_TYPE_WIDGET)

/* Where the picture is: as large as fits, in the middle. */
static graphene_rect_t
picture_area (ZpiSelection *self)
{
  float width = gtk_widget_get_width (GTK_WIDGET (self));
  float height = gtk_widget_get_height (GTK_WIDGET (self));
  float used_width = MIN (width, height * self->aspect);
  float used_height = used_width / self->aspect;

  return GRAPHENE_RECT_INIT ((width - used_width) / 2,
                             (height - used_height) / 2,
                             used_width,
                             used_height);
}

static void
set_part (ZpiSelection *self, float x, float y, float width, float height)
{
  width = CLAMP (width, MINIMUM, 1);
  height = CLAMP (height, MINIMUM, 1);
  self->part =
      GRAPHENE_RECT_INIT (CLAMP (x, 0, 1 - width), CLAMP (y, 0, 1 - height), width, height);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static graphene_point_t
to_picture (ZpiSelection *self, double x, double y)
{
  graphene_rect_t area = picture_area (self);

  return GRAPHENE_POINT_INIT (CLAMP ((x - area.origin.x) / MAX (area.size.width, 1), 0, 1),
                              CLAMP ((y - area.origin.y) / MAX (area.size.height, 1), 0, 1));
}

static void
drag_begin_cb (ZpiSelection *self, double x, double y)
{
  self->start = to_picture (self, x, y);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
drag_update_cb (ZpiSelection *self, double offset_x, double offset_y, GtkGestureDrag *gesture)
{
  double x;
  double y;
  graphene_point_t end;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  end = to_picture (self, x + offset_x, y + offset_y);
  set_part (self,
            MIN (self->start.x, end.x),
            MIN (self->start.y, end.y),
            ABS (end.x - self->start.x),
            ABS (end.y - self->start.y));
}

static gboolean
move_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  ZpiSelection *self = ZPI_SELECTION (widget);
  gboolean resize;
  int dx;
  int dy;

  g_variant_get (args, "(bii)", &resize, &dx, &dy);
  if (resize)
    set_part (self,
              self->part.origin.x,
              self->part.origin.y,
              MIN (self->part.size.width + dx * STEP, 1 - self->part.origin.x),
              MIN (self->part.size.height + dy * STEP, 1 - self->part.origin.y));
  else
    set_part (self,
              self->part.origin.x + dx * STEP,
              self->part.origin.y + dy * STEP,
              self->part.size.width,
              self->part.size.height);
  gtk_widget_activate_action (widget, "selection.moved", NULL);
  return TRUE;
}

/* What is chosen stays as it is, the rest of the picture goes back. */
static void
dim_rest (GtkSnapshot *snapshot, const graphene_rect_t *area, const graphene_rect_t *chosen)
{
  const GdkRGBA shade = {0, 0, 0, 0.5};
  float left = chosen->origin.x;
  float top = chosen->origin.y;
  float right = left + chosen->size.width;
  float bottom = top + chosen->size.height;
  float end = area->origin.x + area->size.width;
  float foot = area->origin.y + area->size.height;
  const graphene_rect_t rest[] = {
      GRAPHENE_RECT_INIT (area->origin.x, area->origin.y, area->size.width, top - area->origin.y),
      GRAPHENE_RECT_INIT (area->origin.x, bottom, area->size.width, foot - bottom),
      GRAPHENE_RECT_INIT (area->origin.x, top, left - area->origin.x, bottom - top),
      GRAPHENE_RECT_INIT (right, top, end - right, bottom - top),
  };

  for (guint i = 0; i < G_N_ELEMENTS (rest); i++)
    if (rest[i].size.width > 0 && rest[i].size.height > 0)
      gtk_snapshot_append_color (snapshot, &shade, &rest[i]);
}

static void
zpi_selection_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ZpiSelection *self = ZPI_SELECTION (widget);
  graphene_rect_t area = picture_area (self);
  graphene_rect_t shown =
      GRAPHENE_RECT_INIT (area.origin.x + self->part.origin.x * area.size.width,
                          area.origin.y + self->part.origin.y * area.size.height,
                          self->part.size.width * area.size.width,
                          self->part.size.height * area.size.height);
  const GdkRGBA dark = {0, 0, 0, 1};
  const GdkRGBA light = {1, 1, 1, 1};
  GskRoundedRect outline;

  dim_rest (snapshot, &area, &shown);
  gsk_rounded_rect_init_from_rect (&outline, &shown, 0);
  gtk_snapshot_append_border (snapshot,
                              &outline,
                              (const float[4]){3, 3, 3, 3},
                              (const GdkRGBA[4]){dark, dark, dark, dark});
  gsk_rounded_rect_shrink (&outline, 1, 1, 1, 1);
  gtk_snapshot_append_border (snapshot,
                              &outline,
                              (const float[4]){1, 1, 1, 1},
                              (const GdkRGBA[4]){light, light, light, light});
}

static void
add_keys (GtkWidgetClass *widget_class, guint key, int dx, int dy)
{
  gtk_widget_class_add_binding (widget_class, key, 0, move_cb, "(bii)", FALSE, dx, dy);
  gtk_widget_class_add_binding (widget_class, key, GDK_SHIFT_MASK, move_cb, "(bii)", TRUE, dx, dy);
}

static void
zpi_selection_class_init (ZpiSelectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = zpi_selection_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  /* Not `selection`: themes colour what is selected of a text. */
  gtk_widget_class_set_css_name (widget_class, "zpi-selection");
  add_keys (widget_class, GDK_KEY_Left, -1, 0);
  add_keys (widget_class, GDK_KEY_Right, 1, 0);
  add_keys (widget_class, GDK_KEY_Up, 0, -1);
  add_keys (widget_class, GDK_KEY_Down, 0, 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "selection.apply", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "selection.apply", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "selection.leave", NULL);
}

static void
zpi_selection_init (ZpiSelection *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->aspect = 1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  zpi_ui_name (
      GTK_WIDGET (self),
      _ ("Part of the page. The arrow keys move it, with Shift they make it larger or smaller. "
         "Enter does it, Escape leaves it."));
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  zpi_selection_reset (self);
}

/**
 * zpi_selection_new:
 *
 * Returns: (transfer floating): a selection in the middle
 */
GtkWidget *
zpi_selection_new (void)
{
  return g_object_new (ZPI_TYPE_SELECTION, NULL);
}

/**
 * zpi_selection_set_picture_size:
 * @width: of the picture below it
 * @height: the same
 */
void
zpi_selection_set_picture_size (ZpiSelection *self, int width, int height)
{
  g_return_if_fail (ZPI_IS_SELECTION (self));

  self->aspect = width > 0 && height > 0 ? (float) width / height : 1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * zpi_selection_reset:
 *
 * Back to a part in the middle.
 */
void
zpi_selection_reset (ZpiSelection *self)
{
  g_return_if_fail (ZPI_IS_SELECTION (self));

  set_part (self, 0.3, 0.4, 0.4, 0.2);
}

/**
 * zpi_selection_get_part:
 * @part: (out caller-allocates): where it is, 0 to 1 of the picture
 */
void
zpi_selection_get_part (ZpiSelection *self, graphene_rect_t *part)
{
  g_return_if_fail (ZPI_IS_SELECTION (self));

  *part = self->part;
}
