/* SPDX-License-Identifier: EUPL-1.2 */

/* Texts beside something else, without the work that they cost on GTK 4.8.
 *
 * A text that wraps in a horizontal box, or in the middle of something higher, is asked there how
 * wide it has to be for a height. It finds out by trying some twenty widths, each of which lays the
 * whole text out: two thirds of what it took to show a page. Nobody needs the answer: a text is as
 * wide as there is room. */

#include "zpi-columns.h"

#include "zpi-wrap-box.h"

struct _ZpiColumns {
  GtkLayoutManager parent_instance;

  GtkLayoutManager *before; /* (owned) (nullable): that of the box, until it told the spacing */
  int spacing;
};

G_DEFINE_FINAL_TYPE (ZpiColumns, zpi_columns, GTK_TYPE_LAYOUT_MANAGER)

/* The style of a child that stood in the middle before: it is not ours, and has no struct for it.
 */
#define MIDDLE "zpi-middle"

static gboolean
has_wrapping_text (GtkWidget *widget)
{
  return gtk_widget_get_request_mode (widget) == GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* From now on its place is found here. */
static void
take_child (GtkWidget *child)
{
  if (gtk_widget_get_valign (child) != GTK_ALIGN_CENTER || !has_wrapping_text (child))
    return;
  gtk_widget_add_css_class (child, MIDDLE);
  gtk_widget_set_valign (child, GTK_ALIGN_FILL);
}

/* The style has a part in it, and tells nobody; between two the box knew. */
static void
find_spacing (ZpiColumns *self, GtkWidget *box, int least, int gaps)
{
  int whole;

  gtk_layout_manager_measure (self->before,
                              box,
                              GTK_ORIENTATION_HORIZONTAL,
                              -1,
                              &whole,
                              NULL,
                              NULL,
                              NULL);
  self->spacing = (whole - least) / gaps;
  g_clear_object (&self->before);
}

/* The children that have a place, with the least and what they would like in pixels. */
static GArray *
measure_children (ZpiColumns *self, GtkWidget *widget, int *least, int *wanted)
{
  GArray *sizes = g_array_new (FALSE, FALSE, sizeof (GtkRequestedSize));
  int gaps;

  *least = *wanted = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkRequestedSize size = {.data = child};

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child,
                        GTK_ORIENTATION_HORIZONTAL,
                        -1,
                        &size.minimum_size,
                        &size.natural_size,
                        NULL,
                        NULL);
    *least += size.minimum_size;
    *wanted += size.natural_size;
    g_array_append_val (sizes, size);
  }
  gaps = MAX ((int) sizes->len - 1, 0);
  if (gaps > 0 && self->before != NULL)
    find_spacing (self, widget, *least, gaps);
  *least += gaps * self->spacing;
  *wanted += gaps * self->spacing;
  return sizes;
}

/* What is left after all have what they would like is for those that expand. */
static void
expand_children (GArray *sizes, int left)
{
  int n_expand = 0;

  for (guint i = 0; i < sizes->len; i++)
    n_expand += gtk_widget_compute_expand (g_array_index (sizes, GtkRequestedSize, i).data,
                                           GTK_ORIENTATION_HORIZONTAL);
  for (guint i = 0; i < sizes->len && n_expand > 0; i++) {
    GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);

    if (!gtk_widget_compute_expand (size->data, GTK_ORIENTATION_HORIZONTAL))
      continue;
    size->minimum_size += left / n_expand;
    left -= left / n_expand;
    n_expand--;
  }
}

/* (transfer full): the children, whose least is now the width that they get */
static GArray *
divide (ZpiColumns *self, GtkWidget *widget, int width)
{
  int least;
  int wanted;
  GArray *sizes = measure_children (self, widget, &least, &wanted);
  int left = gtk_distribute_natural_allocation (MAX (width - least, 0),
                                                sizes->len,
                                                (GtkRequestedSize *) (void *) sizes->data);

  expand_children (sizes, left);
  return sizes;
}

static void
measure_height (ZpiColumns *self, GtkWidget *widget, int width, int *least, int *wanted)
{
  g_autoptr (GArray) sizes = divide (self, widget, MAX (width, 0));

  *least = *wanted = 0;
  for (guint i = 0; i < sizes->len; i++) {
    const GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);
    int child_least;
    int child_wanted;

    gtk_widget_measure (size->data,
                        GTK_ORIENTATION_VERTICAL,
                        width >= 0 ? size->minimum_size : -1,
                        &child_least,
                        &child_wanted,
                        NULL,
                        NULL);
    *least = MAX (*least, child_least);
    *wanted = MAX (*wanted, child_wanted);
  }
}

static void
zpi_columns_measure (GtkLayoutManager *manager,
                     GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  ZpiColumns *self = ZPI_COLUMNS (manager);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    g_array_unref (measure_children (self, widget, minimum, natural));
  else
    measure_height (self, widget, for_size, minimum, natural);
}

/**
 * zpi_columns_place:
 * @child: a widget
 * @area: the room for it
 *
 * Allocates @area to @child, or the middle of it where that is its place.
 */
void
zpi_columns_place (GtkWidget *child, const GtkAllocation *area)
{
  GtkAllocation place = *area;
  int wanted;

  if (gtk_widget_has_css_class (child, MIDDLE)) {
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, area->width, NULL, &wanted, NULL, NULL);
    place.height = MIN (wanted, area->height);
    place.y += (area->height - place.height) / 2;
  }
  gtk_widget_size_allocate (child, &place, -1);
}

static void
zpi_columns_allocate (GtkLayoutManager *manager,
                      GtkWidget *widget,
                      int width,
                      int height,
                      int baseline)
{
  ZpiColumns *self = ZPI_COLUMNS (manager);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  g_autoptr (GArray) sizes = divide (self, widget, width);
  int x = 0;

  for (guint i = 0; i < sizes->len; i++) {
    const GtkRequestedSize *size = &g_array_index (sizes, GtkRequestedSize, i);

    zpi_columns_place (
        size->data,
        &(GtkAllocation){rtl ? width - x - size->minimum_size : x, 0, size->minimum_size, height});
    x += size->minimum_size + self->spacing;
  }
}

static void
zpi_columns_dispose (GObject *object)
{
  g_clear_object (&ZPI_COLUMNS (object)->before);
  G_OBJECT_CLASS (zpi_columns_parent_class)->dispose (object);
}

static void
zpi_columns_class_init (ZpiColumnsClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_columns_dispose;
  manager_class->measure = zpi_columns_measure;
  manager_class->allocate = zpi_columns_allocate;
}

static void
zpi_columns_init (ZpiColumns *self)
{
}

/* A check button is a box of two. */
static gboolean
is_row (GtkWidget *widget)
{
  if (!GTK_IS_BOX_LAYOUT (gtk_widget_get_layout_manager (widget)))
    return FALSE;
  return GTK_IS_CHECK_BUTTON (widget) ||
         (GTK_IS_BOX (widget) && !gtk_box_get_homogeneous (GTK_BOX (widget)) &&
          gtk_orientable_get_orientation (GTK_ORIENTABLE (widget)) == GTK_ORIENTATION_HORIZONTAL);
}

static void
take_box (GtkWidget *box)
{
  ZpiColumns *columns = g_object_new (ZPI_TYPE_COLUMNS, NULL);

  columns->before = g_object_ref (gtk_widget_get_layout_manager (box));
  gtk_widget_set_layout_manager (box, GTK_LAYOUT_MANAGER (columns));
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    take_child (child);
}

/**
 * zpi_columns_see_to:
 * @widget: a widget that is about to be shown
 *
 * Lays @widget out by columns where it is a horizontal box with texts that wrap; what is in the
 * middle of one, or of a [class@WrapBox], is from then on placed by zpi_columns_place(). On GTK 4.8
 * only. Main thread.
 */
void
zpi_columns_see_to (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (gtk_get_minor_version () > 8)
    return;
  if (parent != NULL &&
      (ZPI_IS_WRAP_BOX (parent) || ZPI_IS_COLUMNS (gtk_widget_get_layout_manager (parent))))
    take_child (widget);
  if (is_row (widget) && has_wrapping_text (widget))
    take_box (widget);
}
