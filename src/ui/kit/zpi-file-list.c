/* SPDX-License-Identifier: EUPL-1.2 */

/* What is put right of the list in GTK 4.8's chooser of files. Later ones have another list. */

#include "zpi-file-list.h"

/* The results of a search: Ctrl+F there would open a second search over the first, which GTK itself
 * complains of (gtk_tree_view_ensure_interactive_directory). A new model brings it back. */
static void
without_search_cb (GtkTreeView *list)
{
  gtk_tree_view_set_search_column (list, -1);
}

/* Enter unchooses all but the row of the cursor: of ten files that Ctrl+A chose one came. */
static gboolean
take_all_cb (GtkTreeView *list)
{
  if (gtk_tree_selection_count_selected_rows (gtk_tree_view_get_selection (list)) < 2)
    return FALSE;
  g_signal_stop_emission_by_name (list, "select-cursor-row");
  gtk_widget_activate_default (GTK_WIDGET (list));
  return TRUE;
}

/**
 * zpi_file_list_see_to:
 * @widget: any widget that is being realized
 *
 * Puts @widget right if it is such a list: ours has none. Main thread.
 */
void
zpi_file_list_see_to (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (!GTK_IS_TREE_VIEW (widget))
    return;
  g_signal_handlers_disconnect_by_func (widget, G_CALLBACK (without_search_cb), NULL);
  g_signal_handlers_disconnect_by_func (widget, G_CALLBACK (take_all_cb), NULL);
  g_signal_connect (widget, "notify::model", G_CALLBACK (without_search_cb), NULL);
  g_signal_connect (widget, "select-cursor-row", G_CALLBACK (take_all_cb), NULL);
  without_search_cb (GTK_TREE_VIEW (widget));
}
