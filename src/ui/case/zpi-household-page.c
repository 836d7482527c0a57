/* SPDX-License-Identifier: EUPL-1.2 */

/* Who gets a pass together with the applicant: a partner, and the children under 18. */

#include "zpi-household-page.h"

#include <string.h>

#include "zpi-bsn-row.h"
#include "zpi-choice-row.h"
#include "zpi-date-row.h"
#include "zpi-finding.h"
#include "zpi-group.h"
#include "zpi-guard-box.h"
#include "zpi-i18n.h"
#include "zpi-item-list.h"
#include "zpi-notice.h"
#include "zpi-ui.h"

/* More empty children at once than this is a slip of the keyboard. */
#define MAX_CHILDREN_AT_ONCE 12

struct _ZpiHouseholdPage {
  ZpiSectionPage parent_instance;

  GtkWidget *estimate_button; /* (unowned): in estimate_notice */

  GtkWidget *partner_group;
  ZpiNotice *estimate_notice;
  GtkBox *children_box;
  GtkBox *guard_box;
  GtkWidget *add_button;
};

G_DEFINE_FINAL_TYPE (ZpiHouseholdPage, zpi_household_page, ZPI_TYPE_SECTION_PAGE)

static ZpiCase *
case_of (ZpiHouseholdPage *self)
{
  return zpi_section_page_get_case (ZPI_SECTION_PAGE (self));
}

static void
focus_item (ZpiHouseholdPage *self, const char *item)
{
  g_autofree char *key = g_strdup_printf (ZPI_LIST_CHILD ".%s", item);

  zpi_section_page_focus_key (ZPI_SECTION_PAGE (self), key);
}

/* How many children were counted on the page Check and are not here yet. */
static guint
count_estimated (ZpiHouseholdPage *self)
{
  return MIN (zpi_case_count_missing_children (case_of (self)), MAX_CHILDREN_AT_ONCE);
}

static void
copy_answer (ZpiHouseholdPage *self, const char *from, const char *to, const char *field)
{
  g_autofree char *source = zpi_case_item_key (ZPI_LIST_CHILD, from, field);
  g_autofree char *target = zpi_case_item_key (ZPI_LIST_CHILD, to, field);

  zpi_case_set (case_of (self), target, zpi_case_get (case_of (self), source));
}

/* Children of one home mostly have one name: that of the child before stands there already. */
static char *
add_child (ZpiHouseholdPage *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (case_of (self), ZPI_LIST_CHILD);
  guint n = g_strv_length (items);
  char *item = zpi_case_add_item (case_of (self), ZPI_LIST_CHILD);

  if (n > 0) {
    copy_answer (self, items[n - 1], item, "prefix");
    copy_answer (self, items[n - 1], item, "family_name");
  }
  return item;
}

static void
add_clicked_cb (ZpiHouseholdPage *self)
{
  g_autofree char *item = add_child (self);

  focus_item (self, item);
}

/* Children that were counted and are not here yet come one by one. */
static gboolean
zpi_household_page_go_on (ZpiSectionPage *page)
{
  ZpiHouseholdPage *self = ZPI_HOUSEHOLD_PAGE (page);
  g_autofree char *item = count_estimated (self) > 0 ? add_child (self) : NULL;

  if (item != NULL)
    focus_item (self, item);
  return item != NULL;
}

static void
estimate_clicked_cb (ZpiHouseholdPage *self)
{
  guint n = count_estimated (self);
  g_autofree char *first = NULL;

  for (guint i = 0; i < n; i++) {
    g_autofree char *item = add_child (self);

    if (i == 0)
      first = g_steal_pointer (&item);
  }
  if (first != NULL)
    focus_item (self, first);
}

static void
show_estimate (ZpiHouseholdPage *self)
{
  guint n = count_estimated (self);
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  if (n > 0) {
    text = g_strdup_printf (ngettext ("On the page Check you filled in %u child.",
                                      "On the page Check you filled in %u children.",
                                      n),
                            n);
    label =
        g_strdup_printf (ngettext ("_Fill in %u child here", "_Fill in %u children here", n), n);
    gtk_button_set_label (GTK_BUTTON (self->estimate_button), label);
  }
  zpi_notice_set (self->estimate_notice, ZPI_NOTICE_INFO, text);
}

static void
remove_clicked_cb (GtkWidget *button)
{
  GtkWidget *page = gtk_widget_get_ancestor (button, ZPI_TYPE_HOUSEHOLD_PAGE);
  GtkWidget *group = gtk_widget_get_ancestor (button, ZPI_TYPE_GROUP);
  ZpiHouseholdPage *self = ZPI_HOUSEHOLD_PAGE (page);
  const char *title = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group));
  g_autofree char *item = g_strdup (zpi_item_list_get_item (group));
  g_autofree char *toast = NULL;

  /* Translators: the blank is "Child 2". */
  toast = g_strdup_printf (_("%s was removed"), title);
  zpi_item_list_remove (ZPI_SECTION_PAGE (self),
                        ZPI_LIST_CHILD,
                        (const char *const[]){item, NULL},
                        toast);
  gtk_widget_grab_focus (self->add_button);
}

static GtkWidget *
new_child_group (ZpiSectionPage *page, const char *item)
{
  static const char *const fields[] = {"given_names", "prefix", "family_name", "birth_date", "bsn"};
  GtkWidget *group = zpi_group_new (_("Child"), NULL);
  GtkWidget *button = gtk_button_new_with_label (_("Remove"));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_clicked_cb), NULL);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), button);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_CHILD, item, fields[i]);

    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), zpi_entry_row_new_for_key (key));
  }
  return group;
}

static void
number_children (ZpiHouseholdPage *self)
{
  GtkWidget *slot = gtk_widget_get_first_child (GTK_WIDGET (self->children_box));

  for (guint i = 1; slot != NULL; i++, slot = gtk_widget_get_next_sibling (slot)) {
    GtkWidget *group = adw_bin_get_child (ADW_BIN (slot));
    g_autofree char *title = g_strdup_printf (_("Child %u"), i);
    g_autofree char *remove = g_strdup_printf (_("Remove child %u"), i);
    GtkWidget *button = adw_preferences_group_get_header_suffix (ADW_PREFERENCES_GROUP (group));

    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
    zpi_ui_name (button, remove);
  }
}

static void
show_children (ZpiHouseholdPage *self)
{
  zpi_item_list_sync (ZPI_SECTION_PAGE (self), self->children_box, ZPI_LIST_CHILD, new_child_group);
  number_children (self);
  show_estimate (self);
  gtk_widget_set_visible (GTK_WIDGET (self->children_box),
                          zpi_case_get_n_items (case_of (self), ZPI_LIST_CHILD) > 0);
}

static void
show_partner (ZpiHouseholdPage *self)
{
  gtk_widget_set_visible (self->partner_group, zpi_case_get_flag (case_of (self), ZPI_KEY_PARTNER));
}

static void
zpi_household_page_bound (ZpiSectionPage *page)
{
  show_partner (ZPI_HOUSEHOLD_PAGE (page));
  show_children (ZPI_HOUSEHOLD_PAGE (page));
}

static void
zpi_household_page_answer_changed (ZpiSectionPage *page, const char *key)
{
  if (strcmp (key, ZPI_KEY_PARTNER) == 0)
    show_partner (ZPI_HOUSEHOLD_PAGE (page));
  else if (strcmp (key, ZPI_KEY_CHECK_CHILDREN) == 0)
    show_estimate (ZPI_HOUSEHOLD_PAGE (page));
}

static void
zpi_household_page_items_changed (ZpiSectionPage *page, const char *list)
{
  if (strcmp (list, ZPI_LIST_CHILD) == 0)
    show_children (ZPI_HOUSEHOLD_PAGE (page));
}

static void
zpi_household_page_refresh (ZpiSectionPage *page)
{
  zpi_guard_box_show (ZPI_HOUSEHOLD_PAGE (page)->guard_box,
                      page,
                      ZPI_GUARD_BIT (ZPI_GUARD_CHILD_ADULT) |
                          ZPI_GUARD_BIT (ZPI_GUARD_CHILD_TURNS_ADULT) |
                          ZPI_GUARD_BIT (ZPI_GUARD_CHILD_TOO_YOUNG));
}

static void
zpi_household_page_dispose (GObject *object)
{
  zpi_section_page_bind (ZPI_SECTION_PAGE (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_household_page_parent_class)->dispose (object);
}

static void
zpi_household_page_class_init (ZpiHouseholdPageClass *klass)
{
  ZpiSectionPageClass *page_class = ZPI_SECTION_PAGE_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_BSN_ROW);
  g_type_ensure (ZPI_TYPE_CHOICE_ROW);
  g_type_ensure (ZPI_TYPE_DATE_ROW);
  g_type_ensure (ZPI_TYPE_GROUP);
  g_type_ensure (ZPI_TYPE_NOTICE);
  G_OBJECT_CLASS (klass)->dispose = zpi_household_page_dispose;
  page_class->section = ZPI_SECTION_HOUSEHOLD;
  page_class->bound = zpi_household_page_bound;
  page_class->answer_changed = zpi_household_page_answer_changed;
  page_class->items_changed = zpi_household_page_items_changed;
  page_class->refresh = zpi_household_page_refresh;
  page_class->go_on = zpi_household_page_go_on;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-household-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, partner_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, estimate_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, children_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, guard_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, add_button);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
zpi_household_page_init (ZpiHouseholdPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->estimate_button = gtk_button_new ();
  gtk_button_set_use_underline (GTK_BUTTON (self->estimate_button), TRUE);
  g_signal_connect_swapped (self->estimate_button,
                            "clicked",
                            G_CALLBACK (estimate_clicked_cb),
                            self);
  zpi_notice_add_child (self->estimate_notice, self->estimate_button);
}
