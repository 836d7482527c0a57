/* SPDX-License-Identifier: EUPL-1.2 */

/* A spinner that costs nothing where nobody sees it: its picture is read, and it turns, only while
 * it is shown. */

#include "zpi-spinner.h"

/* What is over sooner than this is not worth a movement that draws the eye. */
#define SHOW_AFTER_MS 300

#define SIZE          16

struct _ZpiSpinner {
  AdwBin parent_instance;

  GtkSpinner *spinner; /* (unowned) (nullable): the child, once it was shown */
  guint show_id;
};

G_DEFINE_FINAL_TYPE (ZpiSpinner, zpi_spinner, ADW_TYPE_BIN)

static gboolean
show_cb (gpointer user_data)
{
  ZpiSpinner *self = user_data;

  self->show_id = 0;
  if (self->spinner == NULL) {
    self->spinner = GTK_SPINNER (gtk_spinner_new ());
    gtk_accessible_update_state (GTK_ACCESSIBLE (self->spinner),
                                 GTK_ACCESSIBLE_STATE_HIDDEN,
                                 TRUE,
                                 -1);
    adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->spinner));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
zpi_spinner_map (GtkWidget *widget)
{
  ZpiSpinner *self = ZPI_SPINNER (widget);

  GTK_WIDGET_CLASS (zpi_spinner_parent_class)->map (widget);

  self->show_id = g_timeout_add (SHOW_AFTER_MS, show_cb, self);
}

static void
zpi_spinner_unmap (GtkWidget *widget)
{
  ZpiSpinner *self = ZPI_SPINNER (widget);

  g_clear_handle_id (&self->show_id, g_source_remove);
  if (self->spinner != NULL) {
    gtk_spinner_stop (self->spinner);
    gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  }

  GTK_WIDGET_CLASS (zpi_spinner_parent_class)->unmap (widget);
}

static void
zpi_spinner_class_init (ZpiSpinnerClass *klass)
{
  GTK_WIDGET_CLASS (klass)->map = zpi_spinner_map;
  GTK_WIDGET_CLASS (klass)->unmap = zpi_spinner_unmap;
}

static void
zpi_spinner_init (ZpiSpinner *self)
{
  /* Its place is kept, so that nothing moves when it comes. */
  gtk_widget_set_size_request (GTK_WIDGET (self), SIZE, SIZE);
}

/**
 * zpi_spinner_new:
 *
 * Returns: (transfer floating): a spinner; what it waits for is said beside it
 */
GtkWidget *
zpi_spinner_new (void)
{
  return g_object_new (ZPI_TYPE_SPINNER, NULL);
}
