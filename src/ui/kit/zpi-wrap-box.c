/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-wrap-box.h"

#include "zpi-columns.h"
#include "zpi-ui.h"

/* Between children that do not say otherwise. */
#define SPACING 6
/* Wide enough for all beside each other; as far as GTK looks. */
#define WIDEST (1 << 20)

struct _ZpiWrapBox {
  GtkWidget parent_instance;

  int spacing;
  int beside_from;
  gboolean tight;
};

enum {
  PROP_0,
  PROP_SPACING,
  PROP_TIGHT,
  PROP_BESIDE_FROM,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GtkBuildableIface *parent_buildable;

static void
zpi_wrap_box_add_child (GtkBuildable *buildable,
                        GtkBuilder *builder,
                        GObject *child,
                        const char *type)
{
  if (GTK_IS_WIDGET (child))
    zpi_wrap_box_append (ZPI_WRAP_BOX (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
zpi_wrap_box_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = zpi_wrap_box_add_child;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ZpiWrapBox,
                               zpi_wrap_box,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      zpi_wrap_box_buildable_init))

static GtkSizeRequestMode
zpi_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  const int spacing = ZPI_WRAP_BOX (widget)->spacing;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    int least;
    int wanted;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
    *minimum = MAX (*minimum, least);
    *natural += wanted + (*natural > 0 ? spacing : 0);
  }
}

typedef struct {
  GtkWidget *last;
  int used;
  int n_stretched; /* children that share the room that is left */
  int n_children;
} Line;

static ZpiWrapBox *
box_of (GtkWidget *child)
{
  return ZPI_WRAP_BOX (gtk_widget_get_parent (child));
}

/* Its natural width, or what there is when that is less; of a tight box the least. */
static int
width_wanted (GtkWidget *child, int width)
{
  int least;
  int wanted;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
  if (box_of (child)->tight)
    return least;
  return CLAMP (wanted, least, MAX (width, least));
}

/* Whether more than one may stand on a line. */
static gboolean
has_room (ZpiWrapBox *self, int width)
{
  return self->beside_from == 0 ||
         width >= self->beside_from * zpi_ui_text_scale (GTK_WIDGET (self));
}

static Line
find_line (GtkWidget *first, int width)
{
  const gboolean room = has_room (box_of (first), width);
  const int spacing = box_of (first)->spacing;
  Line line = {.last = first};

  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    int wanted;

    if (!gtk_widget_should_layout (child))
      continue;
    wanted = width_wanted (child, width);
    if (line.n_children > 0 && (!room || line.used + spacing + wanted > width))
      break;
    line.used += wanted + (line.n_children > 0 ? spacing : 0);
    line.n_stretched += gtk_widget_get_hexpand (child) ? 1 : 0;
    line.n_children++;
    line.last = child;
  }
  return line;
}

static int
width_in (GtkWidget *child, const Line *line, int width)
{
  int wanted = width_wanted (child, width);

  /* What stands at the end stands there on a line of its own, too. */
  if (line->n_children == 1 && gtk_widget_get_halign (child) == GTK_ALIGN_END)
    return MAX (wanted, width);
  if (line->n_stretched > 0 && gtk_widget_get_hexpand (child))
    wanted += MAX (width - line->used, 0) / line->n_stretched;
  return wanted;
}

static int
height_of (GtkWidget *first, const Line *line, int width)
{
  int height = 0;

  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    int high = 0;

    if (gtk_widget_should_layout (child))
      gtk_widget_measure (child,
                          GTK_ORIENTATION_VERTICAL,
                          width_in (child, line, width),
                          NULL,
                          &high,
                          NULL,
                          NULL);
    height = MAX (height, high);
    if (child == line->last)
      break;
  }
  return height;
}

static int
measure_height (GtkWidget *widget, int width)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int total = 0;

  while (child != NULL) {
    Line line = find_line (child, width);
    int height = height_of (child, &line, width);

    if (height > 0)
      total += height + (total > 0 ? ZPI_WRAP_BOX (widget)->spacing : 0);
    child = gtk_widget_get_next_sibling (line.last);
  }
  return total;
}

static void
zpi_wrap_box_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  int least;
  int wanted;

  measure_width (widget, &least, &wanted);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = least;
    *natural = wanted;
  } else {
    *natural = measure_height (widget, for_size >= 0 ? for_size : wanted);
    /* It is not lower than this at any width: GTK 4.18 counts with that. */
    *minimum = for_size >= 0 ? *natural : measure_height (widget, WIDEST);
  }
}

static void
allocate_line (GtkWidget *first, const Line *line, int width, int y, int height)
{
  gboolean rtl = gtk_widget_get_direction (first) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (GtkWidget *child = first; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    if (gtk_widget_should_layout (child)) {
      int wanted = width_in (child, line, width);

      zpi_columns_place (child, &(GtkAllocation){rtl ? width - x - wanted : x, y, wanted, height});
      x += wanted + box_of (first)->spacing;
    }
    if (child == line->last)
      return;
  }
}

static void
zpi_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int y = 0;

  while (child != NULL) {
    Line line = find_line (child, width);
    int high = height_of (child, &line, width);

    allocate_line (child, &line, width, y, high);
    y += high > 0 ? high + ZPI_WRAP_BOX (widget)->spacing : 0;
    child = gtk_widget_get_next_sibling (line.last);
  }
}

static void
zpi_wrap_box_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ZpiWrapBox *self = ZPI_WRAP_BOX (object);

  if (prop_id == PROP_SPACING)
    g_value_set_int (value, self->spacing);
  else if (prop_id == PROP_TIGHT)
    g_value_set_boolean (value, self->tight);
  else if (prop_id == PROP_BESIDE_FROM)
    g_value_set_int (value, self->beside_from);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
zpi_wrap_box_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  ZpiWrapBox *self = ZPI_WRAP_BOX (object);

  if (prop_id == PROP_SPACING)
    self->spacing = g_value_get_int (value);
  else if (prop_id == PROP_TIGHT)
    self->tight = g_value_get_boolean (value);
  else if (prop_id == PROP_BESIDE_FROM)
    self->beside_from = g_value_get_int (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
zpi_wrap_box_dispose (GObject *object)
{
  zpi_wrap_box_clear (ZPI_WRAP_BOX (object));
  G_OBJECT_CLASS (zpi_wrap_box_parent_class)->dispose (object);
}

/* By Tab in the order in which they stand. The toolkit goes by the height of their middles, and
 * passes by what is a little less high than its neighbours. */
static gboolean
zpi_wrap_box_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (!forward && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (zpi_wrap_box_parent_class)->focus (widget, direction);
  if (child == NULL)
    child = forward ? gtk_widget_get_first_child (widget) : gtk_widget_get_last_child (widget);
  for (; child != NULL;
       child = forward ? gtk_widget_get_next_sibling (child) : gtk_widget_get_prev_sibling (child))
    if (gtk_widget_is_visible (child) && gtk_widget_child_focus (child, direction))
      return TRUE;
  return FALSE;
}

static void
zpi_wrap_box_class_init (ZpiWrapBoxClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zpi_wrap_box_dispose;
  object_class->get_property = zpi_wrap_box_get_property;
  object_class->set_property = zpi_wrap_box_set_property;
  widget_class->focus = zpi_wrap_box_focus;
  widget_class->get_request_mode = zpi_wrap_box_get_request_mode;
  widget_class->measure = zpi_wrap_box_measure;
  widget_class->size_allocate = zpi_wrap_box_size_allocate;
  /**
   * ZpiWrapBox:spacing:
   *
   * The room between children, and between lines, in pixels.
   */
  properties[PROP_SPACING] =
      g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT16, SPACING, flags);
  /**
   * ZpiWrapBox:tight:
   *
   * Whether a child goes to the next line only where it does not fit at its least width; those that
   * expand share what is left of the line.
   */
  properties[PROP_TIGHT] = g_param_spec_boolean ("tight", NULL, NULL, FALSE, flags);
  /**
   * ZpiWrapBox:beside-from:
   *
   * How wide the box has to be before more than one child stands on a line, in pixels with letters
   * of the usual size; 0 for wherever they fit.
   */
  properties[PROP_BESIDE_FROM] =
      g_param_spec_int ("beside-from", NULL, NULL, 0, G_MAXINT16, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
zpi_wrap_box_init (ZpiWrapBox *self)
{
}

/**
 * zpi_wrap_box_append:
 * @child: (transfer floating): what comes behind the others
 */
void
zpi_wrap_box_append (ZpiWrapBox *self, GtkWidget *child)
{
  g_return_if_fail (ZPI_IS_WRAP_BOX (self));

  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

/**
 * zpi_wrap_box_clear:
 *
 * Takes all children out.
 */
void
zpi_wrap_box_clear (ZpiWrapBox *self)
{
  GtkWidget *child;

  g_return_if_fail (ZPI_IS_WRAP_BOX (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}
