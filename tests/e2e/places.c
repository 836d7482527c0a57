/* SPDX-License-Identifier: EUPL-1.2 */

/* Loaded before the program: mends the places that GTK tells assistive technology.
 *
 * GTK adds the place of each widget in the one around it. Since 4.10 that is told from the edge of
 * the widget but to where the contents of the one around it begin, so that the padding and the
 * border of all that is around are left out, some 17 pixels at the main menu, and a page of a stack
 * is counted twice. Who points by those places points beside what is small. Nothing else of the
 * program changes. */

#define _GNU_SOURCE 1 /* RTLD_NEXT */

#include <dlfcn.h>
#include <gtk/gtk.h>
#include <math.h>

typedef gboolean (*BoundsFunc) (GtkAccessible *self, int *x, int *y, int *width, int *height);
typedef int (*RunFunc) (GApplication *application, int argc, char **argv);

static BoundsFunc toolkit_get_bounds;

static gboolean
tell_place (GtkAccessible *self, int *x, int *y, int *width, int *height)
{
  GtkWidget *around = gtk_widget_get_parent (GTK_WIDGET (self));
  graphene_rect_t edge;

  /* Of what is not drawn yet it tells whatever stood there. */
  *x = *y = *width = *height = 0;
  if (!toolkit_get_bounds (self, x, y, width, height))
    return TRUE;
  if (around == NULL)
    *x = *y = 0;
  else if (gtk_widget_compute_bounds (around, around, &edge)) {
    *x -= (int) floorf (graphene_rect_get_x (&edge));
    *y -= (int) floorf (graphene_rect_get_y (&edge));
  }
  return TRUE;
}

/* Where it is was told of the widget in it. */
static gboolean
tell_page (GtkAccessible *self, int *x, int *y, int *width, int *height)
{
  GtkWidget *inside = gtk_stack_page_get_child (GTK_STACK_PAGE (self));

  *width = *height = 0;
  if (inside != NULL)
    tell_place (GTK_ACCESSIBLE (inside), x, y, width, height);
  *x = *y = 0;
  return TRUE;
}

/* The classes that are made from this one later take over what they find in it. */
static BoundsFunc
replace (GType type, BoundsFunc tell)
{
  GtkAccessibleInterface *accessible =
      g_type_interface_peek (g_type_class_ref (type), GTK_TYPE_ACCESSIBLE);
  BoundsFunc before = accessible->get_bounds;

  accessible->get_bounds = tell;
  return before;
}

int
g_application_run (GApplication *application, int argc, char **argv)
{
  RunFunc run = (RunFunc) dlsym (RTLD_NEXT, "g_application_run");

  toolkit_get_bounds = replace (GTK_TYPE_WIDGET, tell_place);
  replace (GTK_TYPE_STACK_PAGE, tell_page);
  return run (application, argc, argv);
}
