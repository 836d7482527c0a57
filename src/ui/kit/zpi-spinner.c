/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-spinner.h"

struct _ZpiSpinner {
  AdwBin parent_instance;

  GtkSpinner *spinner; /* (unowned): the child */
};

G_DEFINE_FINAL_TYPE (ZpiSpinner, zpi_spinner, ADW_TYPE_BIN)

static void
zpi_spinner_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (zpi_spinner_parent_class)->map (widget);

  gtk_spinner_start (ZPI_SPINNER (widget)->spinner);
}

static void
zpi_spinner_unmap (GtkWidget *widget)
{
  gtk_spinner_stop (ZPI_SPINNER (widget)->spinner);

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
  GtkWidget *spinner = gtk_spinner_new ();

  self->spinner = GTK_SPINNER (spinner);
  gtk_accessible_update_state (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_bin_set_child (ADW_BIN (self), spinner);
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
