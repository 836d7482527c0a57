/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-read-only-page.h"

#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-summary.h"

static GtkWidget *
new_group (AdwPreferencesPage *page, const char *title)
{
  GtkWidget *group = g_object_new (ZPI_TYPE_GROUP, NULL);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
  return group;
}

static void
add_line (GtkWidget *group, const ZpiSummaryLine *line)
{
  GtkWidget *row = adw_action_row_new ();
  gboolean answered = line->value != NULL && *line->value != '\0';

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line->label);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), answered ? line->value : _ ("Not filled in"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/**
 * zpi_read_only_page_new:
 * @zcase: a case
 *
 * Returns: (transfer floating): a page with its answers
 */
GtkWidget *
zpi_read_only_page_new (ZpiCase *zcase)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  g_autoptr (GPtrArray) lines = zpi_summary_build (zcase);
  GtkWidget *group = NULL;

  for (guint i = 0; i < lines->len; i++) {
    const ZpiSummaryLine *line = lines->pdata[i];

    if (line->key == NULL) {
      g_autofree char *title = g_markup_escape_text (line->label, -1);

      group = new_group (page, title);
      continue;
    }
    if (group == NULL)
      group = new_group (page, _ ("Answers"));
    add_line (group, line);
  }
  return GTK_WIDGET (page);
}
