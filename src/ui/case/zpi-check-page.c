/* SPDX-License-Identifier: EUPL-1.2 */

/* The indicative check: its few questions and the way on; the outcome stands
 * in the bar below it. */

#include "zpi-check-page.h"

#include <string.h>

#include "zpi-choice-row.h"
#include "zpi-date-row.h"
#include "zpi-entry-row.h"
#include "zpi-finding.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-money-row.h"
#include "zpi-newer-rules.h"
#include "zpi-plain-row.h"
#include "zpi-ui.h"
#include "zpi-wrap-box.h"

struct _ZpiCheckPage {
  ZpiSectionPage parent_instance;

  GtkWidget *partner_birth_row;
  GtkWidget *children_row;
  GtkWidget *income_row;
  GtkWidget *with_parents_row;
  ZpiPlainRow *children_told_row;
  ZpiPlainRow *income_told_row;
  ZpiNewerRules *newer_rules;
};

G_DEFINE_FINAL_TYPE (ZpiCheckPage, zpi_check_page, ZPI_TYPE_SECTION_PAGE)

static void
show_partner (ZpiCheckPage *self)
{
  ZpiCase *zcase = zpi_section_page_get_case (ZPI_SECTION_PAGE (self));

  gtk_widget_set_visible (self->partner_birth_row, zpi_case_get_flag (zcase, ZPI_KEY_PARTNER));
}

static void
zpi_check_page_answer_changed (ZpiSectionPage *page, const char *key)
{
  if (strcmp (key, ZPI_KEY_PARTNER) == 0)
    show_partner (ZPI_CHECK_PAGE (page));
}

static void
zpi_check_page_bound (ZpiSectionPage *page)
{
  show_partner (ZPI_CHECK_PAGE (page));
}

/* Where a question stood that is answered on another page stands what was answered there. */
static void
show_told (ZpiCheckPage *self, guint n_children, gboolean has_incomes)
{
  g_autofree char *text =
      n_children > 0 ? g_strdup_printf (ngettext ("%u child, filled in on the page Household.",
                                                  "%u children, filled in on the page Household.",
                                                  n_children),
                                        n_children)
                     : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->children_told_row), text != NULL);
  if (text != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->children_told_row), text);
  gtk_widget_set_visible (GTK_WIDGET (self->income_told_row), has_incomes);
}

/* Children and incomes that were filled in replace the estimates, and the page says so. As long as
 * more children were counted than are filled in the number can be changed. */
static void
zpi_check_page_refresh (ZpiSectionPage *page)
{
  ZpiCheckPage *self = ZPI_CHECK_PAGE (page);
  const ZpiScheme *scheme = zpi_section_page_get_scheme (page);
  g_autoptr (ZpiApplication) application = zpi_section_page_dup_application (page);
  gboolean has_incomes = application->incomes->len > 0;
  gboolean asks_children = application->children->len == 0 ||
                           zpi_case_count_missing_children (zpi_section_page_get_case (page)) > 0;

  gtk_widget_set_visible (self->income_row, !has_incomes);
  gtk_widget_set_visible (self->children_row, asks_children);
  show_told (self, asks_children ? 0 : application->children->len, has_incomes);
  gtk_widget_set_visible (self->with_parents_row,
                          zpi_field_applies (zpi_section_page_get_case (page),
                                             scheme,
                                             ZPI_KEY_WITH_PARENTS));
  if (scheme != NULL)
    zpi_newer_rules_update (self->newer_rules,
                            zpi_section_page_get_session (page),
                            zpi_section_page_get_case (page));
}

static void
zpi_check_page_dispose (GObject *object)
{
  zpi_section_page_bind (ZPI_SECTION_PAGE (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_check_page_parent_class)->dispose (object);
}

static void
zpi_check_page_class_init (ZpiCheckPageClass *klass)
{
  ZpiSectionPageClass *page_class = ZPI_SECTION_PAGE_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_CHOICE_ROW);
  g_type_ensure (ZPI_TYPE_DATE_ROW);
  g_type_ensure (ZPI_TYPE_ENTRY_ROW);
  g_type_ensure (ZPI_TYPE_GROUP);
  g_type_ensure (ZPI_TYPE_MONEY_ROW);
  g_type_ensure (ZPI_TYPE_NEWER_RULES);
  g_type_ensure (ZPI_TYPE_PLAIN_ROW);
  g_type_ensure (ZPI_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = zpi_check_page_dispose;
  page_class->section = ZPI_SECTION_CHECK;
  page_class->bound = zpi_check_page_bound;
  page_class->answer_changed = zpi_check_page_answer_changed;
  page_class->refresh = zpi_check_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class, ZPI_UI_RESOURCES "zpi-check-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiCheckPage, partner_birth_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiCheckPage, children_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiCheckPage, income_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiCheckPage, with_parents_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiCheckPage, children_told_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiCheckPage, income_told_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiCheckPage, newer_rules);
}

/* @section: where the answer of @row stands */
static void
add_way (ZpiPlainRow *row, const char *section)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Change"));
  g_autofree char *name =
      g_strdup_printf (_ ("Change: %s"), adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "case.go-to");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", section);
  zpi_plain_row_add_button (row, button, name);
}

static void
zpi_check_page_init (ZpiCheckPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_way (self->children_told_row, "household");
  add_way (self->income_told_row, "income");
}
