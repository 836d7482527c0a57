/* SPDX-License-Identifier: EUPL-1.2 */

/* The advice of the rules between the questions of a page. */

#include "zpi-guard-box.h"

#include "zpi-clock.h"
#include "zpi-explanation.h"
#include "zpi-notice.h"
#include "zpi-ui.h"

static GPtrArray *
dup_advice (ZpiSectionPage *page, guint codes)
{
  const ZpiScheme *scheme = zpi_section_page_get_scheme (page);
  g_autoptr (ZpiApplication) application = zpi_section_page_dup_application (page);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) guards = NULL;
  ZpiDate today = zpi_clock_today ();

  if (scheme != NULL)
    guards = zpi_guard_list_build (scheme, application, &today);
  for (guint i = 0; guards != NULL && i < guards->len; i++) {
    const ZpiGuard *guard = g_ptr_array_index (guards, i);

    if ((codes & ZPI_GUARD_BIT (guard->code)) != 0)
      g_ptr_array_add (texts, zpi_explanation_render_step (guard->text, zpi_ui_language ()));
  }
  return texts;
}

static gboolean
says_already (GtkBox *box, const GPtrArray *texts)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (box));

  for (guint i = 0; i < texts->len; i++) {
    if (child == NULL ||
        g_strcmp0 (zpi_notice_get_text (ZPI_NOTICE (child)), g_ptr_array_index (texts, i)) != 0)
      return FALSE;
    child = gtk_widget_get_next_sibling (child);
  }
  return child == NULL;
}

/**
 * zpi_guard_box_show:
 * @box: where the notices stand; nothing else is in it
 * @page: the page, bound
 * @codes: which guards belong here: bits made with ZPI_GUARD_BIT()
 *
 * Shows the advice that the rules have now; what stays the same is left alone.
 */
void
zpi_guard_box_show (GtkBox *box, ZpiSectionPage *page, guint codes)
{
  g_autoptr (GPtrArray) texts = dup_advice (page, codes);
  GtkWidget *child;

  gtk_widget_set_visible (GTK_WIDGET (box), texts->len > 0);
  if (says_already (box, texts))
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  for (guint i = 0; i < texts->len; i++)
    gtk_box_append (box, zpi_notice_new (ZPI_NOTICE_INFO, g_ptr_array_index (texts, i)));
}
