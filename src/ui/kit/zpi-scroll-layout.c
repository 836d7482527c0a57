/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-scroll-layout.h"

struct _ZpiScrollLayout {
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (ZpiScrollLayout, zpi_scroll_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
zpi_scroll_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
zpi_scroll_layout_measure (GtkLayoutManager *manager,
                           GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;

  if (child == NULL || !gtk_widget_should_layout (child) || (!horizontal && for_size < 0))
    return;
  gtk_widget_measure (child, orientation, horizontal ? -1 : for_size, minimum, natural, NULL, NULL);
}

static void
zpi_scroll_layout_allocate (GtkLayoutManager *manager,
                            GtkWidget *widget,
                            int width,
                            int height,
                            int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_size_allocate (child, &(GtkAllocation){0, 0, width, height}, -1);
}

static void
zpi_scroll_layout_class_init (ZpiScrollLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = zpi_scroll_layout_get_request_mode;
  manager_class->measure = zpi_scroll_layout_measure;
  manager_class->allocate = zpi_scroll_layout_allocate;
}

static void
zpi_scroll_layout_init (ZpiScrollLayout *self)
{
}
