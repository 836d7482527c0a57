/* SPDX-License-Identifier: EUPL-1.2 */

/* Who gets a pass together with the applicant: a partner, and the children under 18, a card each.
 */

#include "zpi-household-page.h"

#include <string.h>

#include "zpi-choice-row.h"
#include "zpi-entry-row.h"
#include "zpi-finding.h"
#include "zpi-group.h"
#include "zpi-guard-box.h"
#include "zpi-i18n.h"
#include "zpi-item-list.h"
#include "zpi-notice.h"
#include "zpi-person-card.h"
#include "zpi-plain-row.h"
#include "zpi-second-click.h"
#include "zpi-summary.h"
#include "zpi-ui.h"

/* More empty children at once than this is a slip of the keyboard. */
#define MAX_CHILDREN_AT_ONCE 12

struct _ZpiHouseholdPage {
  ZpiSectionPage parent_instance;

  GtkWidget *estimate_button; /* (unowned): in estimate_notice */

  GtkWidget *applicant_row;    /* (unowned): in applicant_group */
  ZpiPersonCard *partner_card; /* (unowned): in partner_bin */

  AdwPreferencesGroup *applicant_group;
  AdwBin *partner_bin;
  GtkWidget *count_group;
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

/* The one last name that the grown-ups have; with two there is no telling. */
static void
copy_name_of_parents (ZpiHouseholdPage *self, const char *item)
{
  static const char *const fields[] = {"prefix", "family_name"};
  gboolean partner = zpi_case_get_flag (case_of (self), ZPI_KEY_PARTNER);

  for (gsize i = 0; partner && i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *one = g_strconcat ("applicant.", fields[i], NULL);
    g_autofree char *other = g_strconcat ("partner.", fields[i], NULL);

    if (!g_str_equal (zpi_case_get (case_of (self), one), zpi_case_get (case_of (self), other)))
      return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *from = g_strconcat ("applicant.", fields[i], NULL);
    g_autofree char *to = zpi_case_item_key (ZPI_LIST_CHILD, item, fields[i]);

    zpi_case_set (case_of (self), to, zpi_case_get (case_of (self), from));
  }
}

/* Children of one home mostly have one name: that of the child before, or of the parents, stands
 * there already. */
static char *
add_child (ZpiHouseholdPage *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (case_of (self), ZPI_LIST_CHILD);
  guint n = g_strv_length (items);
  char *item = zpi_case_add_item (case_of (self), ZPI_LIST_CHILD);

  if (n > 0) {
    copy_answer (self, items[n - 1], item, "prefix");
    copy_answer (self, items[n - 1], item, "family_name");
  } else {
    copy_name_of_parents (self, item);
  }
  return item;
}

static void
add_clicked_cb (ZpiHouseholdPage *self)
{
  g_autofree char *item = add_child (self);

  zpi_second_click_acted (GTK_WIDGET (self));
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
    text = g_strdup_printf (ngettext ("Of the children that you counted, %u is not here yet.",
                                      "Of the children that you counted, %u are not here yet.",
                                      n),
                            n);
    label =
        g_strdup_printf (ngettext ("_Fill in %u child here", "_Fill in %u children here", n), n);
    zpi_ui_set_button_label (GTK_BUTTON (self->estimate_button), label);
  }
  zpi_notice_set (self->estimate_notice, ZPI_NOTICE_INFO, text);
}

static GtkWidget *
get_card (GtkWidget *slot)
{
  return adw_bin_get_child (ADW_BIN (slot));
}

/* The child that comes in its place, else *Add*. */
static void
focus_after_removal (ZpiHouseholdPage *self, guint place)
{
  GtkWidget *slot = gtk_widget_get_first_child (GTK_WIDGET (self->children_box));

  for (; slot != NULL && place > 0; place--)
    slot = gtk_widget_get_next_sibling (slot);
  zpi_section_page_stay (ZPI_SECTION_PAGE (self),
                         slot != NULL
                             ? zpi_person_card_get_first (ZPI_PERSON_CARD (get_card (slot)))
                             : self->add_button);
}

/* Also again, when it came back. */
static void
remove_child (ZpiSectionPage *page, const char *const *children)
{
  g_auto (GStrv) items = zpi_case_dup_items (zpi_section_page_get_case (page), ZPI_LIST_CHILD);
  g_autofree char *text = NULL;
  g_autoptr (AdwToast) toast = NULL;
  guint place = 0;

  while (items[place] != NULL && !g_str_equal (items[place], children[0]))
    place++;
  if (items[place] == NULL)
    return;
  text = g_strdup_printf (_ ("Child %u was removed"), place + 1);
  toast = zpi_item_list_remove (page, ZPI_LIST_CHILD, children, text, remove_child);
  focus_after_removal (ZPI_HOUSEHOLD_PAGE (page), place);
}

static void
remove_clicked_cb (GtkWidget *card)
{
  GtkWidget *page = gtk_widget_get_ancestor (card, ZPI_TYPE_HOUSEHOLD_PAGE);
  g_autofree char *item = g_strdup (zpi_item_list_get_item (card));

  remove_child (ZPI_SECTION_PAGE (page), (const char *const[]){item, NULL});
}

static GtkWidget *
new_child_card (ZpiSectionPage *page, const char *item)
{
  g_autofree char *about = g_strdup_printf (ZPI_LIST_CHILD ".%s", item);
  GtkWidget *card = zpi_person_card_new (about, TRUE);

  g_signal_connect (card, "remove-clicked", G_CALLBACK (remove_clicked_cb), NULL);
  return card;
}

static void
number_children (ZpiHouseholdPage *self)
{
  GtkWidget *slot = gtk_widget_get_first_child (GTK_WIDGET (self->children_box));

  for (guint i = 1; slot != NULL; i++, slot = gtk_widget_get_next_sibling (slot)) {
    g_autofree char *title = g_strdup_printf (_ ("Child %u"), i);
    g_autofree char *remove = g_strdup_printf (_ ("Remove child %u"), i);

    zpi_person_card_set_title (ZPI_PERSON_CARD (get_card (slot)), title, remove);
  }
}

/* What is asked of each of them given the other answers. */
static void
show_cards (ZpiHouseholdPage *self)
{
  GtkWidget *slot = gtk_widget_get_first_child (GTK_WIDGET (self->children_box));

  zpi_person_card_show (self->partner_card, case_of (self));
  for (; slot != NULL; slot = gtk_widget_get_next_sibling (slot))
    zpi_person_card_show (ZPI_PERSON_CARD (get_card (slot)), case_of (self));
}

/* Who is here is counted by the cards; that there is nobody has to be said. */
static void
show_children (ZpiHouseholdPage *self)
{
  gboolean any = zpi_case_get_n_items (case_of (self), ZPI_LIST_CHILD) > 0;

  zpi_item_list_sync (ZPI_SECTION_PAGE (self), self->children_box, ZPI_LIST_CHILD, new_child_card);
  number_children (self);
  show_cards (self);
  show_estimate (self);
  gtk_widget_set_visible (GTK_WIDGET (self->children_box), any);
  gtk_widget_set_visible (self->count_group, !any);
}

static void
show_partner (ZpiHouseholdPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->partner_bin),
                          zpi_case_get_flag (case_of (self), ZPI_KEY_PARTNER));
}

/* Who is asked about on the page before. */
static void
show_applicant (ZpiHouseholdPage *self)
{
  g_autofree char *name = zpi_summary_dup_name (case_of (self), "applicant");
  g_autofree char *birth = zpi_summary_dup_value (case_of (self), ZPI_KEY_BIRTH_DATE);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->applicant_row),
                                 *name != '\0' ? name : _ ("Not filled in"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->applicant_row), birth != NULL ? birth : "");
}

/* What is filled in comes back as one line each, so that eight children can be overlooked. */
static void
fold_all (ZpiHouseholdPage *self)
{
  GtkWidget *slot = gtk_widget_get_first_child (GTK_WIDGET (self->children_box));

  if (case_of (self) == NULL)
    return;
  zpi_person_card_fold (self->partner_card, case_of (self));
  for (; slot != NULL; slot = gtk_widget_get_next_sibling (slot))
    zpi_person_card_fold (ZPI_PERSON_CARD (get_card (slot)), case_of (self));
}

static void
zpi_household_page_bound (ZpiSectionPage *page)
{
  show_applicant (ZPI_HOUSEHOLD_PAGE (page));
  show_partner (ZPI_HOUSEHOLD_PAGE (page));
  show_children (ZPI_HOUSEHOLD_PAGE (page));
}

static void
zpi_household_page_answer_changed (ZpiSectionPage *page, const char *key)
{
  show_cards (ZPI_HOUSEHOLD_PAGE (page));
  if (g_str_has_prefix (key, "applicant."))
    show_applicant (ZPI_HOUSEHOLD_PAGE (page));
  else if (strcmp (key, ZPI_KEY_PARTNER) == 0)
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
zpi_household_page_map (GtkWidget *widget)
{
  fold_all (ZPI_HOUSEHOLD_PAGE (widget));
  GTK_WIDGET_CLASS (zpi_household_page_parent_class)->map (widget);
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

  g_type_ensure (ZPI_TYPE_CHOICE_ROW);
  g_type_ensure (ZPI_TYPE_ENTRY_ROW);
  g_type_ensure (ZPI_TYPE_GROUP);
  g_type_ensure (ZPI_TYPE_NOTICE);
  G_OBJECT_CLASS (klass)->dispose = zpi_household_page_dispose;
  widget_class->map = zpi_household_page_map;
  page_class->section = ZPI_SECTION_HOUSEHOLD;
  page_class->bound = zpi_household_page_bound;
  page_class->answer_changed = zpi_household_page_answer_changed;
  page_class->items_changed = zpi_household_page_items_changed;
  page_class->refresh = zpi_household_page_refresh;
  page_class->go_on = zpi_household_page_go_on;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-household-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, applicant_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, partner_bin);
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, count_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, estimate_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, children_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, guard_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiHouseholdPage, add_button);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
add_change_button (ZpiHouseholdPage *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Change"));
  g_autofree char *name = g_strdup_printf (_ ("Change: %s"), _ ("Applicant"));

  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "case.go-to");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", ZPI_KEY_GIVEN_NAMES);
  zpi_plain_row_add_button (ZPI_PLAIN_ROW (self->applicant_row), button, name);
}

static void
zpi_household_page_init (ZpiHouseholdPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Its heading stands above it, outside the group. */
  zpi_group_name_row (self->count_group, _ ("Children under 18"));
  self->applicant_row = zpi_plain_row_new (_ ("Not filled in"), NULL);
  add_change_button (self);
  adw_preferences_group_add (self->applicant_group, self->applicant_row);
  self->partner_card = ZPI_PERSON_CARD (zpi_person_card_new ("partner", FALSE));
  zpi_person_card_set_title (self->partner_card, _ ("About the partner"), NULL);
  adw_bin_set_child (self->partner_bin, GTK_WIDGET (self->partner_card));
  self->estimate_button = gtk_button_new ();
  gtk_button_set_use_underline (GTK_BUTTON (self->estimate_button), TRUE);
  g_signal_connect_swapped (self->estimate_button,
                            "clicked",
                            G_CALLBACK (estimate_clicked_cb),
                            self);
  zpi_notice_add_child (self->estimate_notice, self->estimate_button);
}
