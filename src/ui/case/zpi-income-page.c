/* SPDX-License-Identifier: EUPL-1.2 */

/* First which kinds of income there are, of partners together; then exactly the questions of
 * those kinds. */

#include "zpi-income-page.h"

#include <string.h>

#include "zpi-eligibility.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-income-group.h"
#include "zpi-item-list.h"
#include "zpi-notice.h"
#include "zpi-plain-row.h"
#include "zpi-rules.h"
#include "zpi-ui.h"

struct _ZpiIncomePage {
  ZpiSectionPage parent_instance;

  GHashTable *switches; /* (element-type utf8 GtkSwitch): by kind; keys of the scheme */
  gboolean showing;

  GtkLabel *intro_label;
  GtkBox *kinds_box;
  ZpiNotice *none_notice;
  GtkWidget *amounts_label;
  GtkBox *incomes_box;
  ZpiNotice *sum_notice;
  GtkLabel *exempt_label;
};

typedef struct {
  const char *group;
  const char *title;
} GroupTitle;

/* clang-format off */
static const GroupTitle group_titles[] = {
  { "work", N_("Work") },
  { "pension", N_("State pension and pension") },
  { "benefit", N_("Benefits") },
  { "other", N_("Other income") },
  { "none", N_("No income") },
};
/* clang-format on */

G_DEFINE_FINAL_TYPE (ZpiIncomePage, zpi_income_page, ZPI_TYPE_SECTION_PAGE)

static ZpiCase *
case_of (ZpiIncomePage *self)
{
  return zpi_section_page_get_case (ZPI_SECTION_PAGE (self));
}

static const char *
kind_of (ZpiIncomePage *self, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");

  return zpi_case_get (case_of (self), key);
}

/* The incomes of one kind, in their order. */
static GStrv
dup_items_of (ZpiIncomePage *self, const char *kind)
{
  g_auto (GStrv) items = zpi_case_dup_items (case_of (self), ZPI_LIST_INCOME);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; items[i] != NULL; i++)
    if (g_str_equal (kind_of (self, items[i]), kind))
      g_strv_builder_add (builder, items[i]);
  return g_strv_builder_end (builder);
}

static void
show_switches (ZpiIncomePage *self)
{
  GHashTableIter iter;
  gpointer kind;
  gpointer toggle;
  g_auto (GStrv) none = NULL;
  gboolean contradiction;

  self->showing = TRUE;
  g_hash_table_iter_init (&iter, self->switches);
  while (g_hash_table_iter_next (&iter, &kind, &toggle)) {
    g_auto (GStrv) items = dup_items_of (self, kind);

    gtk_switch_set_active (toggle, items[0] != NULL);
  }
  self->showing = FALSE;
  none = dup_items_of (self, "geen");
  contradiction = none[0] != NULL && zpi_case_get_n_items (case_of (self), ZPI_LIST_INCOME) > 1;
  zpi_notice_set (self->none_notice,
                  ZPI_NOTICE_WARNING,
                  contradiction
                  ? _("“No income” is on together with other income. Switch off "
                                     "what is not right.")
                  : NULL);
}

static void
number_groups (ZpiIncomePage *self)
{
  gboolean has_partner = zpi_case_get_flag (case_of (self), ZPI_KEY_PARTNER);
  GtkWidget *child;

  for (child = gtk_widget_get_first_child (GTK_WIDGET (self->incomes_box)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    ZpiIncomeGroup *group = ZPI_INCOME_GROUP (adw_bin_get_child (ADW_BIN (child)));
    g_auto (GStrv) items = dup_items_of (self, zpi_income_group_get_kind (group)->id);
    guint n = g_strv_length (items);
    guint number = 1;

    while (number < n && !g_str_equal (items[number - 1], zpi_item_list_get_item (child)))
      number++;
    zpi_income_group_set_number (group, number, n);
    zpi_income_group_set_partner (group, has_partner);
    zpi_income_group_show (group, case_of (self));
  }
}

static void
focus_item (ZpiIncomePage *self, const char *item)
{
  g_autofree char *key = g_strdup_printf (ZPI_LIST_INCOME ".%s", item);

  zpi_section_page_focus_key (ZPI_SECTION_PAGE (self), key);
}

/* The kind is set before anybody builds the questions. */
static char *
add_income (ZpiIncomePage *self, const ZpiIncomeKind *kind)
{
  g_autofree char *item = NULL;

  self->showing = TRUE;
  item = zpi_case_add_item (case_of (self), ZPI_LIST_INCOME);
  self->showing = FALSE;
  zpi_income_fill_in_new (case_of (self), item, kind);
  return g_steal_pointer (&item);
}

static void
another_clicked_cb (ZpiIncomeGroup *group)
{
  ZpiIncomePage *self =
      ZPI_INCOME_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (group), ZPI_TYPE_INCOME_PAGE));
  g_autofree char *item = add_income (self, zpi_income_group_get_kind (group));

  focus_item (self, item);
}

static void
remove_clicked_cb (ZpiIncomeGroup *group)
{
  ZpiIncomePage *self =
      ZPI_INCOME_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (group), ZPI_TYPE_INCOME_PAGE));
  const char *kind = zpi_income_group_get_kind (group)->id;
  g_autofree char *item = g_strdup (zpi_item_list_get_item (GTK_WIDGET (group)));

  zpi_item_list_remove (ZPI_SECTION_PAGE (self),
                        ZPI_LIST_INCOME,
                        (const char *const[]){item, NULL},
                        _("The income was removed"));
  gtk_widget_grab_focus (g_hash_table_lookup (self->switches, kind));
}

static GtkWidget *
new_income_group (ZpiSectionPage *page, const char *item)
{
  const ZpiScheme *scheme = zpi_section_page_get_scheme (page);
  const ZpiIncomeKind *kind =
      zpi_scheme_find_income_kind (scheme, kind_of (ZPI_INCOME_PAGE (page), item));
  GtkWidget *group;

  /* A kind that these rules do not know is shown as other income; its answer stays. */
  if (kind == NULL)
    kind = zpi_scheme_find_income_kind (scheme, "anders");
  group = zpi_income_group_new (item, kind);
  g_signal_connect (group, "remove-clicked", G_CALLBACK (remove_clicked_cb), NULL);
  g_signal_connect (group, "another-clicked", G_CALLBACK (another_clicked_cb), NULL);
  return group;
}

/* An income whose kind is not known yet has no questions yet. */
static gboolean
all_have_kinds (ZpiIncomePage *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (case_of (self), ZPI_LIST_INCOME);

  for (guint i = 0; items[i] != NULL; i++)
    if (*kind_of (self, items[i]) == '\0')
      return FALSE;
  return TRUE;
}

static void
show_incomes (ZpiIncomePage *self)
{
  gboolean any = zpi_case_get_n_items (case_of (self), ZPI_LIST_INCOME) > 0;

  if (self->showing || !all_have_kinds (self))
    return;
  zpi_item_list_sync (ZPI_SECTION_PAGE (self),
                      self->incomes_box,
                      ZPI_LIST_INCOME,
                      new_income_group);
  gtk_widget_set_visible (self->amounts_label, any);
  gtk_widget_set_visible (GTK_WIDGET (self->incomes_box), any);
  show_switches (self);
  number_groups (self);
}

/* Nothing was filled in yet: nothing to bring back. */
static gboolean
is_empty (ZpiIncomePage *self, const char *item)
{
  static const char *const fields[] =
      {"amount", "amount1", "amount2", "amount3", "benefit", "remark", "source", "whose"};

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, fields[i]);

    if (*zpi_case_get (case_of (self), key) != '\0')
      return FALSE;
  }
  return TRUE;
}

static void
switched_cb (GtkSwitch *toggle, GParamSpec *pspec, gpointer user_data)
{
  const ZpiIncomeKind *kind = user_data;
  ZpiIncomePage *self =
      ZPI_INCOME_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (toggle), ZPI_TYPE_INCOME_PAGE));
  g_auto (GStrv) items = NULL;

  if (self->showing || case_of (self) == NULL)
    return;
  items = dup_items_of (self, kind->id);
  if (gtk_switch_get_active (toggle) && items[0] == NULL) {
    g_autofree char *item = add_income (self, kind);
  } else if (!gtk_switch_get_active (toggle) && items[0] != NULL && items[1] == NULL &&
             is_empty (self, items[0])) {
    zpi_case_remove_item (case_of (self), ZPI_LIST_INCOME, items[0]);
  } else if (!gtk_switch_get_active (toggle) && items[0] != NULL) {
    zpi_item_list_remove (ZPI_SECTION_PAGE (self),
                          ZPI_LIST_INCOME,
                          (const char *const *) items,
                          _("The income was removed"));
  }
}

/* Enter goes on to what was switched on. */
static gboolean
kind_key_cb (ZpiIncomePage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_activate_action (GTK_WIDGET (self), "page.next-question", NULL);
}

static GtkWidget *
new_kind_row (ZpiIncomePage *self, const ZpiIncomeKind *kind)
{
  g_autofree char *title = zpi_rules_dup_title (&kind->label);
  GtkWidget *row = zpi_plain_row_new (title, NULL);
  GtkWidget *toggle = zpi_plain_row_add_switch (ZPI_PLAIN_ROW (row));

  g_signal_connect (toggle, "notify::active", G_CALLBACK (switched_cb), (gpointer) kind);
  g_hash_table_insert (self->switches, (gpointer) kind->id, toggle);
  return row;
}

/* Kinds of which only a part does not count are asked with the other income. */
static gboolean
belongs_to (const ZpiIncomeKind *kind, const char *group)
{
  if (g_str_equal (kind->group, "exempt"))
    return kind->counts && g_str_equal (group, "other");
  return g_str_equal (kind->group, group);
}

static void
add_kinds (ZpiIncomePage *self, const GroupTitle *title)
{
  const GPtrArray *kinds =
      zpi_scheme_get_income_kinds (zpi_section_page_get_scheme (ZPI_SECTION_PAGE (self)));
  GtkWidget *group = NULL;

  for (guint i = 0; i < kinds->len; i++) {
    const ZpiIncomeKind *kind = g_ptr_array_index (kinds, i);

    if (!belongs_to (kind, title->group))
      continue;
    if (group == NULL) {
      group = zpi_group_new (_(title->title), NULL);
      gtk_box_append (self->kinds_box, group);
    }
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_kind_row (self, kind));
  }
}

static void
show_exempt (ZpiIncomePage *self)
{
  const GPtrArray *kinds =
      zpi_scheme_get_income_kinds (zpi_section_page_get_scheme (ZPI_SECTION_PAGE (self)));
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; i < kinds->len; i++) {
    const ZpiIncomeKind *kind = g_ptr_array_index (kinds, i);

    if (!g_str_equal (kind->group, "exempt") || kind->counts)
      continue;
    g_string_append_printf (names,
                            "%s%s",
                            names->len > 0 ? "; " : "",
                            zpi_text_get (&kind->label, zpi_ui_language ()));
  }
  /* Translators: the blank is a list of kinds of income. */
  text = g_strdup_printf (_("You do not have to fill in what does not count: %s."), names->str);
  gtk_label_set_label (self->exempt_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->exempt_label), names->len > 0);
}

static void
show_intro (ZpiIncomePage *self)
{
  gboolean has_partner = zpi_case_get_flag (case_of (self), ZPI_KEY_PARTNER);

  gtk_label_set_label (
      self->intro_label,
      has_partner
      ? _("Switch on every kind of income that the applicant and the partner have "
                       "together. The questions about it come below.")
      : _("Switch on every kind of income that the applicant has. The questions about "
                       "it come below."));
}

static void
zpi_income_page_bound (ZpiSectionPage *page)
{
  ZpiIncomePage *self = ZPI_INCOME_PAGE (page);

  if (zpi_section_page_get_scheme (page) == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (group_titles); i++)
    add_kinds (self, &group_titles[i]);
  show_exempt (self);
  show_intro (self);
  show_incomes (self);
}

static void
zpi_income_page_answer_changed (ZpiSectionPage *page, const char *key)
{
  ZpiIncomePage *self = ZPI_INCOME_PAGE (page);

  if (strcmp (key, ZPI_KEY_PARTNER) == 0) {
    show_intro (self);
    number_groups (self);
  } else if (g_str_has_prefix (key, ZPI_LIST_INCOME ".")) {
    if (g_str_has_suffix (key, ".kind"))
      show_incomes (self);
    else if (!g_str_has_suffix (key, ".source") && strstr (key, ".amount") == NULL)
      number_groups (self);
  }
}

static void
zpi_income_page_items_changed (ZpiSectionPage *page, const char *list)
{
  if (strcmp (list, ZPI_LIST_INCOME) == 0)
    show_incomes (ZPI_INCOME_PAGE (page));
}

static void
zpi_income_page_refresh (ZpiSectionPage *page)
{
  ZpiIncomePage *self = ZPI_INCOME_PAGE (page);
  const ZpiScheme *scheme = zpi_section_page_get_scheme (page);
  g_autoptr (ZpiApplication) application = zpi_section_page_dup_application (page);
  g_autoptr (ZpiEligibility) outcome = NULL;
  g_autofree char *text = NULL;

  if (scheme == NULL || application->incomes->len == 0) {
    zpi_notice_set (self->sum_notice, ZPI_NOTICE_INFO, NULL);
    return;
  }
  outcome = zpi_eligibility_check (scheme, application);
  if (outcome->has_income)
    text = zpi_explanation_render_step (outcome->conclusion, zpi_ui_language ());
  zpi_notice_set (self->sum_notice, ZPI_NOTICE_INFO, text);
}

static void
zpi_income_page_dispose (GObject *object)
{
  ZpiIncomePage *self = ZPI_INCOME_PAGE (object);

  zpi_section_page_bind (ZPI_SECTION_PAGE (self), NULL, NULL);
  g_hash_table_remove_all (self->switches);
  G_OBJECT_CLASS (zpi_income_page_parent_class)->dispose (object);
}

static void
zpi_income_page_finalize (GObject *object)
{
  g_hash_table_unref (ZPI_INCOME_PAGE (object)->switches);
  G_OBJECT_CLASS (zpi_income_page_parent_class)->finalize (object);
}

static void
zpi_income_page_class_init (ZpiIncomePageClass *klass)
{
  ZpiSectionPageClass *page_class = ZPI_SECTION_PAGE_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_NOTICE);
  G_OBJECT_CLASS (klass)->dispose = zpi_income_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_income_page_finalize;
  page_class->section = ZPI_SECTION_INCOME;
  page_class->bound = zpi_income_page_bound;
  page_class->answer_changed = zpi_income_page_answer_changed;
  page_class->items_changed = zpi_income_page_items_changed;
  page_class->refresh = zpi_income_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class, ZPI_UI_RESOURCES "zpi-income-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiIncomePage, intro_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiIncomePage, kinds_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiIncomePage, none_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiIncomePage, amounts_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiIncomePage, incomes_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiIncomePage, sum_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiIncomePage, exempt_label);
}

static void
zpi_income_page_init (ZpiIncomePage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->switches = g_hash_table_new (g_str_hash, g_str_equal);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (kind_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->kinds_box), keys);
}
