/* SPDX-License-Identifier: EUPL-1.2 */

/* Stands in for AdwNavigationSplitView, which libadwaita 1.2 does not have. */

#include "zpi-split.h"

/* Below this width in pixels there is room for one of the two only. */
#define NARROW_WIDTH 720
#define SIDE_WIDTH   260

struct _ZpiSplit {
  GtkWidget parent_instance;

  GtkWidget *side; /* (owned) (nullable) */
  GtkWidget *separator;
  GtkWidget *page; /* (owned) (nullable) */
  gboolean narrow;
  gboolean showing_page;
  guint notify_id;
};

enum {
  PROP_0,
  PROP_SIDE,
  PROP_PAGE,
  PROP_NARROW,
  PROP_SHOWING_PAGE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ZpiSplit, zpi_split, GTK_TYPE_WIDGET)

static gboolean
notify_narrow_cb (gpointer user_data)
{
  ZpiSplit *self = user_data;

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
  return G_SOURCE_REMOVE;
}

static void
set_narrow (ZpiSplit *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  /* Allocation is no moment to change what others show. */
  if (self->notify_id == 0)
    self->notify_id = g_idle_add (notify_narrow_cb, self);
}

static void
measure_child (GtkWidget *child,
               GtkOrientation orientation,
               int for_size,
               int *minimum,
               int *natural)
{
  *minimum = *natural = 0;
  if (child != NULL && gtk_widget_get_visible (child))
    gtk_widget_measure (child, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
zpi_split_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  ZpiSplit *self = ZPI_SPLIT (widget);
  int side_min, side_nat, page_min, page_nat;

  measure_child (self->side, orientation, -1, &side_min, &side_nat);
  measure_child (self->page, orientation, -1, &page_min, &page_nat);
  *minimum = MAX (side_min, page_min);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (side_nat, SIDE_WIDTH) + 1 + page_nat;
  else
    *natural = MAX (side_nat, page_nat);
}

static void
allocate_child (GtkWidget *child, gboolean shown, int x, int width, int height)
{
  GtkAllocation area = {x, 0, width, height};

  if (child == NULL)
    return;
  gtk_widget_set_child_visible (child, shown);
  if (shown)
    gtk_widget_size_allocate (child, &area, -1);
}

static void
zpi_split_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ZpiSplit *self = ZPI_SPLIT (widget);
  int side_min, side_nat, page_min, page_nat, side_width;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  measure_child (self->side, GTK_ORIENTATION_HORIZONTAL, -1, &side_min, &side_nat);
  measure_child (self->page, GTK_ORIENTATION_HORIZONTAL, -1, &page_min, &page_nat);
  side_width = MAX (side_min, SIDE_WIDTH);
  set_narrow (self, width < MAX (NARROW_WIDTH, side_width + 1 + page_min));

  if (self->narrow) {
    allocate_child (self->side, !self->showing_page, 0, width, height);
    allocate_child (self->separator, FALSE, 0, 0, 0);
    allocate_child (self->page, self->showing_page, 0, width, height);
    return;
  }
  allocate_child (self->side, TRUE, rtl ? width - side_width : 0, side_width, height);
  allocate_child (self->separator, TRUE, rtl ? width - side_width - 1 : side_width, 1, height);
  allocate_child (self->page, TRUE, rtl ? 0 : side_width + 1, width - side_width - 1, height);
}

static void
replace_child (ZpiSplit *self, GtkWidget **slot, GtkWidget *child, guint property)
{
  if (*slot == child)
    return;
  g_clear_pointer (slot, gtk_widget_unparent);
  *slot = child;
  if (child != NULL)
    gtk_widget_insert_before (child,
                              GTK_WIDGET (self),
                              slot == &self->side ? self->separator : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
zpi_split_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ZpiSplit *self = ZPI_SPLIT (object);

  switch (prop_id) {
  case PROP_SIDE:
    g_value_set_object (value, self->side);
    break;
  case PROP_PAGE:
    g_value_set_object (value, self->page);
    break;
  case PROP_NARROW:
    g_value_set_boolean (value, self->narrow);
    break;
  case PROP_SHOWING_PAGE:
    g_value_set_boolean (value, self->showing_page);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_split_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  ZpiSplit *self = ZPI_SPLIT (object);

  switch (prop_id) {
  case PROP_SIDE:
    zpi_split_set_side (self, g_value_get_object (value));
    break;
  case PROP_PAGE:
    zpi_split_set_page (self, g_value_get_object (value));
    break;
  case PROP_SHOWING_PAGE:
    zpi_split_set_showing_page (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_split_dispose (GObject *object)
{
  ZpiSplit *self = ZPI_SPLIT (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_clear_pointer (&self->side, gtk_widget_unparent);
  g_clear_pointer (&self->separator, gtk_widget_unparent);
  g_clear_pointer (&self->page, gtk_widget_unparent);

  G_OBJECT_CLASS (zpi_split_parent_class)->dispose (object);
}

static void
zpi_split_class_init (ZpiSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = zpi_split_get_property;
  object_class->set_property = zpi_split_set_property;
  object_class->dispose = zpi_split_dispose;
  widget_class->measure = zpi_split_measure;
  widget_class->size_allocate = zpi_split_size_allocate;

  properties[PROP_SIDE] =
      g_param_spec_object ("side", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | flags);
  properties[PROP_PAGE] =
      g_param_spec_object ("page", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | flags);
  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | flags);
  properties[PROP_SHOWING_PAGE] =
      g_param_spec_boolean ("showing-page", NULL, NULL, TRUE, G_PARAM_READWRITE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zpi_split_init (ZpiSplit *self)
{
  self->showing_page = TRUE;
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_parent (self->separator, GTK_WIDGET (self));
}

void
zpi_split_set_side (ZpiSplit *self, GtkWidget *side)
{
  g_return_if_fail (ZPI_IS_SPLIT (self));

  replace_child (self, &self->side, side, PROP_SIDE);
}

void
zpi_split_set_page (ZpiSplit *self, GtkWidget *page)
{
  g_return_if_fail (ZPI_IS_SPLIT (self));

  replace_child (self, &self->page, page, PROP_PAGE);
}

/**
 * zpi_split_get_narrow:
 * @self: the two
 *
 * Returns: whether there is room for one of them only
 */
gboolean
zpi_split_get_narrow (ZpiSplit *self)
{
  g_return_val_if_fail (ZPI_IS_SPLIT (self), FALSE);

  return self->narrow;
}

/**
 * zpi_split_get_showing_page:
 * @self: the two
 *
 * Returns: whether it is the page, where there is room for one only
 */
gboolean
zpi_split_get_showing_page (ZpiSplit *self)
{
  g_return_val_if_fail (ZPI_IS_SPLIT (self), TRUE);

  return self->showing_page;
}

/* What takes the focus has to be mapped, and whoever changes sides moves the focus at once: before
 * there was room shared out, what was not a field did not get it. */
static void
show_for_focus (ZpiSplit *self, GtkWidget *child)
{
  if (self->narrow && child != NULL)
    gtk_widget_set_child_visible (child, TRUE);
}

/**
 * zpi_split_set_showing_page:
 * @self: the two
 * @showing_page: whether the page is shown where there is room for one only
 */
void
zpi_split_set_showing_page (ZpiSplit *self, gboolean showing_page)
{
  g_return_if_fail (ZPI_IS_SPLIT (self));

  if (self->showing_page == showing_page)
    return;
  self->showing_page = showing_page;
  show_for_focus (self, showing_page ? self->page : self->side);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWING_PAGE]);
}
