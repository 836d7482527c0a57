/* SPDX-License-Identifier: EUPL-1.2 */

/* The focus is where somebody sees it. GTK scrolls to what gets the focus at once: to what came on
 * the screen just now, such as a field that a choice opened, it has no place to scroll to, and the
 * cursor was below the edge of the window. */

#include "zpi-in-sight.h"

#include "zpi-press.h"

/* When what is new has its place, and how often that is asked. */
#define LOOK_AFTER_MS 120
#define LOOKS         20

/* So that its frame shows. */
#define EDGE_PX 12

/* What got the focus last, in whichever window, and what was said below it. */
typedef struct {
  GtkWidget *focus;   /* (weak) (nullable) */
  GtkWidget *message; /* (weak) (nullable) */
  guint source_id;
  guint looks;
} Look;

static Look last;

/* Returns: %FALSE when @focus has no place yet */
static gboolean
scroll_to (GtkWidget *focus, GtkWidget *scroller)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  const double page = gtk_adjustment_get_page_size (adjustment);
  const double value = gtk_adjustment_get_value (adjustment);
  graphene_rect_t bounds;
  double top;
  double bottom;

  if (!gtk_widget_compute_bounds (focus, scroller, &bounds) || bounds.size.height < 1)
    return FALSE;
  top = bounds.origin.y;
  bottom = top + bounds.size.height;
  if (bottom <= 0 || (top < 0 && bounds.size.height <= page))
    gtk_adjustment_set_value (adjustment, value + top - EDGE_PX);
  else if (top >= page || (bottom > page && bounds.size.height <= page))
    gtk_adjustment_set_value (adjustment, value + MIN (top, bottom - page + EDGE_PX));
  return TRUE;
}

/* @widget: (nullable) */
static gboolean
bring (GtkWidget *widget)
{
  gboolean placed = TRUE;

  for (GtkWidget *around = widget; around != NULL; around = gtk_widget_get_parent (around))
    if (GTK_IS_SCROLLED_WINDOW (around) && around != widget)
      placed = scroll_to (widget, around) && placed;
  return placed;
}

static gboolean
look_cb (gpointer user_data)
{
  gboolean placed;

  if (zpi_press_is_held ())
    return G_SOURCE_CONTINUE;
  placed = bring (last.focus);
  placed = bring (last.message) && placed;
  if (!placed && last.looks-- > 0)
    return G_SOURCE_CONTINUE;
  last.source_id = 0;
  g_clear_weak_pointer (&last.focus);
  g_clear_weak_pointer (&last.message);
  return G_SOURCE_REMOVE;
}

static void
look_soon (void)
{
  g_clear_handle_id (&last.source_id, g_source_remove);
  last.looks = LOOKS;
  last.source_id = g_timeout_add (LOOK_AFTER_MS, look_cb, NULL);
}

static void
focus_changed_cb (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  g_clear_handle_id (&last.source_id, g_source_remove);
  g_set_weak_pointer (&last.focus, focus);
  if (focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_SCROLLED_WINDOW) != NULL)
    look_soon ();
}

/**
 * zpi_in_sight_watch:
 * @window: a window
 *
 * Scrolls to what gets the focus in @window, once it has a place. Once, however often it is asked.
 * Main thread.
 */
void
zpi_in_sight_watch (GtkWidget *window)
{
  g_return_if_fail (GTK_IS_WINDOW (window));

  g_signal_handlers_disconnect_by_func (window, focus_changed_cb, NULL);
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
}

/**
 * zpi_in_sight_say:
 * @label: below what has the focus, or gets it now
 * @text: (nullable): what is wrong there; %NULL for nothing
 *
 * Shows @text in @label, scrolled to: what has the focus may be in sight without it. Main thread.
 */
void
zpi_in_sight_say (GtkLabel *label, const char *text)
{
  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
  g_set_weak_pointer (&last.message, text != NULL ? GTK_WIDGET (label) : NULL);
  if (text != NULL)
    look_soon ();
}
