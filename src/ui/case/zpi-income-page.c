/* SPDX-License-Identifier: EUPL-1.2 */

/* The kinds of income, of partners together, as switches; exactly the questions of a kind that is
 * on open below it. */

#include "zpi-income-page.h"

#include <string.h>

#include "zpi-announce.h"
#include "zpi-eligibility.h"
#include "zpi-focus.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-income-group.h"
#include "zpi-item-list.h"
#include "zpi-notice.h"
#include "zpi-plain-row.h"
#include "zpi-rules.h"
#include "zpi-second-click.h"
#include "zpi-ui.h"
#include "zpi-way-back.h"

struct _ZpiIncomePage {
  ZpiSectionPage parent_instance;

  GHashTable *switches; /* (element-type utf8 GtkSwitch): by kind; keys of the scheme */
  GHashTable *rows;     /* (element-type utf8 GtkWidget): the rows they are in, likewise */
  GPtrArray *order;     /* (element-type GtkSwitch), unowned: as they are read */
  GHashTable *groups;   /* (element-type utf8 ZpiIncomeGroup): by item */
  GHashTable *removed;  /* (element-type utf8 AdwToast): by kind; undoes switching it off */
  GtkWidget *other;     /* (unowned) (nullable): where kinds go that are not asked */
  GtkWidget *work;      /* (unowned) (nullable): the group that mostly comes first */
  GtkWidget *pension;   /* (unowned) (nullable): the one that does so for who is old enough */
  gboolean showing;

  GtkLabel *intro_label;
  GtkBox *kinds_box;
  ZpiNotice *none_notice;
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

/* (nullable): not known yet; a kind that these rules do not know is shown as other income, and its
 * answer stays */
static const ZpiIncomeKind *
kind_of (ZpiIncomePage *self, const char *item)
{
  const ZpiScheme *scheme = zpi_section_page_get_scheme (ZPI_SECTION_PAGE (self));
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");
  const char *id = zpi_case_get (case_of (self), key);
  const ZpiIncomeKind *kind = zpi_scheme_find_income_kind (scheme, id);

  if (*id == '\0')
    return NULL;
  return kind != NULL ? kind : zpi_scheme_find_income_kind (scheme, ZPI_OTHER_INCOME);
}

/* The incomes of one kind, in their order. */
static GStrv
dup_items_of (ZpiIncomePage *self, const char *kind)
{
  g_auto (GStrv) items = zpi_case_dup_items (case_of (self), ZPI_LIST_INCOME);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; items[i] != NULL; i++) {
    const ZpiIncomeKind *own = kind_of (self, items[i]);

    if (own != NULL && g_str_equal (own->id, kind))
      g_strv_builder_add (builder, items[i]);
  }
  return g_strv_builder_end (builder);
}

/* A kind and what is asked about it are one: no line between them. */
static void
set_open (GtkWidget *row, gboolean open)
{
  if (open)
    gtk_widget_add_css_class (row, "zpi-has-feedback");
  else
    gtk_widget_remove_css_class (row, "zpi-has-feedback");
}

static gboolean
is_none_with_others (ZpiIncomePage *self)
{
  const ZpiScheme *scheme = zpi_section_page_get_scheme (ZPI_SECTION_PAGE (self));
  g_auto (GStrv) items = zpi_case_dup_items (case_of (self), ZPI_LIST_INCOME);

  for (guint i = 0; items[i] != NULL; i++)
    if (zpi_findings_is_none_with_others (case_of (self), scheme, items[i]))
      return TRUE;
  return FALSE;
}

static void
show_switches (ZpiIncomePage *self)
{
  GHashTableIter iter;
  gpointer kind;
  gpointer toggle;

  self->showing = TRUE;
  g_hash_table_iter_init (&iter, self->switches);
  while (g_hash_table_iter_next (&iter, &kind, &toggle)) {
    g_auto (GStrv) items = dup_items_of (self, kind);

    gtk_switch_set_active (toggle, items[0] != NULL);
    set_open (g_hash_table_lookup (self->rows, kind), items[0] != NULL);
  }
  self->showing = FALSE;
  zpi_notice_set (self->none_notice,
                  ZPI_NOTICE_WARNING,
                  is_none_with_others (self)
                      ? _ ("“No income” is on together with other income. Switch off "
                           "what is not right.")
                      : NULL);
}

static void
number_groups (ZpiIncomePage *self)
{
  GHashTableIter iter;
  gpointer item;
  gpointer group;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, &item, &group)) {
    g_auto (GStrv) items = dup_items_of (self, zpi_income_group_get_kind (group)->id);
    guint n = g_strv_length (items);
    guint number = 1;

    while (number < n && !g_str_equal (items[number - 1], item))
      number++;
    zpi_income_group_set_number (group, number, n);
    zpi_income_group_show (group, case_of (self));
  }
}

/* Of the questions that hang on other answers than those of their own income too. */
static void
show_asked (ZpiIncomePage *self)
{
  const ZpiScheme *scheme = zpi_section_page_get_scheme (ZPI_SECTION_PAGE (self));
  GHashTableIter iter;
  gpointer group;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    zpi_income_group_show_asked (group, case_of (self), scheme);
}

/* To the first question about it that waits for an answer. */
static void
focus_item (ZpiIncomePage *self, const char *item)
{
  GtkWidget *group = g_hash_table_lookup (self->groups, item);
  ZpiFieldRow *row = group != NULL ? zpi_focus_find_first (group) : NULL;

  if (row != NULL)
    zpi_field_row_focus (row);
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

  zpi_second_click_acted (GTK_WIDGET (self));
  focus_item (self, item);
}

static void remove_again (ZpiSectionPage *page, const char *const *items);

static void
remove_one (ZpiIncomePage *self, const ZpiIncomeKind *kind, const char *item)
{
  g_autoptr (AdwToast) toast = zpi_item_list_remove (ZPI_SECTION_PAGE (self),
                                                     ZPI_LIST_INCOME,
                                                     (const char *const[]){item, NULL},
                                                     _ ("The income was removed"),
                                                     remove_again);

  zpi_section_page_stay (ZPI_SECTION_PAGE (self), g_hash_table_lookup (self->switches, kind->id));
}

/* What came back goes again, as it went. */
static void
remove_again (ZpiSectionPage *page, const char *const *items)
{
  ZpiIncomePage *self = ZPI_INCOME_PAGE (page);
  const ZpiIncomeKind *kind = kind_of (self, items[0]);
  g_auto (GStrv) all = kind != NULL ? dup_items_of (self, kind->id) : NULL;
  GtkWidget *toggle = kind != NULL ? g_hash_table_lookup (self->switches, kind->id) : NULL;

  if (toggle == NULL)
    return;
  if (g_strv_equal ((const char *const *) all, items)) {
    gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
    gtk_widget_grab_focus (toggle);
  } else {
    remove_one (self, kind, items[0]);
  }
}

static void
remove_clicked_cb (ZpiIncomeGroup *group)
{
  ZpiIncomePage *self =
      ZPI_INCOME_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (group), ZPI_TYPE_INCOME_PAGE));
  g_autofree char *item = g_strdup (zpi_income_group_get_item (group));

  remove_one (self, zpi_income_group_get_kind (group), item);
}

static void
drop_gone (ZpiIncomePage *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (case_of (self), ZPI_LIST_INCOME);
  GHashTableIter iter;
  gpointer item;
  gpointer group;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, &item, &group)) {
    if (g_strv_contains ((const char *const *) items, item))
      continue;
    gtk_list_box_remove (GTK_LIST_BOX (gtk_widget_get_parent (group)), group);
    g_hash_table_iter_remove (&iter);
  }
}

static GtkWidget *
ensure_group (ZpiIncomePage *self, const char *item, const ZpiIncomeKind *kind, GtkWidget *above)
{
  GtkWidget *list = gtk_widget_get_parent (above);
  GtkWidget *group = g_hash_table_lookup (self->groups, item);

  if (group != NULL)
    return group;
  group = zpi_income_group_new (item, kind);
  g_signal_connect (group, "remove-clicked", G_CALLBACK (remove_clicked_cb), NULL);
  g_signal_connect (group, "another-clicked", G_CALLBACK (another_clicked_cb), NULL);
  g_hash_table_insert (self->groups, g_strdup (item), group);
  gtk_list_box_insert (GTK_LIST_BOX (list),
                       group,
                       gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (above)) + 1);
  zpi_section_page_adopt (ZPI_SECTION_PAGE (self), group);
  return group;
}

/* Below the row of its kind, in their order. */
static void
show_incomes_of (ZpiIncomePage *self, const ZpiIncomeKind *kind)
{
  g_auto (GStrv) items = dup_items_of (self, kind->id);
  GtkWidget *above = g_hash_table_lookup (self->rows, kind->id);

  for (guint i = 0; items[i] != NULL; i++)
    above = ensure_group (self, items[i], kind, above);
}

/* An income whose kind is not known yet has no questions yet. */
static gboolean
all_have_kinds (ZpiIncomePage *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (case_of (self), ZPI_LIST_INCOME);

  for (guint i = 0; items[i] != NULL; i++)
    if (kind_of (self, items[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void add_kind (ZpiIncomePage *self, GtkWidget *group, const ZpiIncomeKind *kind);

static void
show_incomes (ZpiIncomePage *self)
{
  g_auto (GStrv) items = NULL;

  if (self->showing || self->other == NULL || !all_have_kinds (self))
    return;
  drop_gone (self);
  items = zpi_case_dup_items (case_of (self), ZPI_LIST_INCOME);
  for (guint i = 0; items[i] != NULL; i++) {
    const ZpiIncomeKind *kind = kind_of (self, items[i]);

    /* One that does not count is not asked; where it was filled in it can be seen and removed. */
    if (!g_hash_table_contains (self->rows, kind->id))
      add_kind (self, self->other, kind);
    show_incomes_of (self, kind);
  }
  show_switches (self);
  number_groups (self);
  show_asked (self);
}

/* Nothing was filled in yet but what zpi_income_fill_in_new() did: nothing to bring back. */
static gboolean
is_empty (ZpiIncomePage *self, const char *item)
{
  static const char *const filled_in[] = {"kind", "period", "month1", "month2", "month3", NULL};
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < n_fields; i++) {
    const char *name = strrchr (fields[i].pattern, '.') + 1;
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, name);

    if (g_str_has_prefix (fields[i].pattern, ZPI_LIST_INCOME ".") &&
        !g_strv_contains (filled_in, name) && *zpi_case_get (case_of (self), key) != '\0')
      return FALSE;
  }
  return TRUE;
}

/* It is a choice as others: Ctrl+Z switches back. */
static void
show_switch (GtkWidget *toggle, const char *answer, gboolean again)
{
  GtkWidget *row = gtk_widget_get_ancestor (toggle, ADW_TYPE_PREFERENCES_ROW);
  g_autofree char *said = NULL;

  gtk_switch_set_active (GTK_SWITCH (toggle), !gtk_switch_get_active (GTK_SWITCH (toggle)));
  gtk_widget_grab_focus (toggle);
  said = zpi_way_back_dup_said (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), again);
  zpi_announce (toggle, said);
}

static void
note_switch (ZpiIncomePage *self, const ZpiIncomeKind *kind, guint64 before)
{
  GtkWidget *toggle = g_hash_table_lookup (self->switches, kind->id);

  zpi_way_back_note (toggle, case_of (self), before, NULL, NULL, show_switch);
}

/* What was filled in when it was switched off is there again. */
static void
switch_on (ZpiIncomePage *self, const ZpiIncomeKind *kind)
{
  const guint64 before = zpi_case_get_generation (case_of (self));
  AdwToast *removed = g_hash_table_lookup (self->removed, kind->id);
  g_autofree char *item = NULL;

  if (removed != NULL && zpi_way_back_take (GTK_WIDGET (self->kinds_box), removed))
    return;
  item = add_income (self, kind);
  note_switch (self, kind, before);
  zpi_second_click_acted (GTK_WIDGET (self));
  focus_item (self, item);
}

/* Nothing that was typed goes without a way back. */
static void
switch_off (ZpiIncomePage *self, const ZpiIncomeKind *kind, const char *const *items)
{
  const guint64 before = zpi_case_get_generation (case_of (self));
  AdwToast *toast;

  if (items[1] == NULL && is_empty (self, items[0])) {
    zpi_case_remove_item (case_of (self), ZPI_LIST_INCOME, items[0]);
    note_switch (self, kind, before);
    return;
  }
  toast = zpi_item_list_remove (ZPI_SECTION_PAGE (self),
                                ZPI_LIST_INCOME,
                                items,
                                _ ("The income was removed"),
                                remove_again);
  g_hash_table_insert (self->removed, (gpointer) kind->id, toast);
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
  if (gtk_switch_get_active (toggle) && items[0] == NULL)
    switch_on (self, kind);
  else if (!gtk_switch_get_active (toggle) && items[0] != NULL)
    switch_off (self, kind, (const char *const *) items);
}

/* Enter goes on to what still waits for an answer. */
static gboolean
kind_key_cb (ZpiIncomePage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_activate_action (GTK_WIDGET (self), "page.next-question", NULL);
}

static void
add_kind (ZpiIncomePage *self, GtkWidget *group, const ZpiIncomeKind *kind)
{
  g_autofree char *title = zpi_rules_dup_title (&kind->label);
  GtkWidget *row = zpi_plain_row_new (title, NULL);
  GtkWidget *toggle = zpi_plain_row_add_switch (ZPI_PLAIN_ROW (row));
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (kind_key_cb), self);
  gtk_widget_add_controller (row, keys);
  g_signal_connect (toggle, "notify::active", G_CALLBACK (switched_cb), (gpointer) kind);
  g_hash_table_insert (self->switches, (gpointer) kind->id, toggle);
  g_hash_table_insert (self->rows, (gpointer) kind->id, row);
  g_ptr_array_add (self->order, toggle);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/* Kinds of which only a part does not count are asked with the other income. */
static gboolean
belongs_to (const ZpiIncomeKind *kind, const char *group)
{
  if (g_str_equal (kind->group, "exempt"))
    return kind->counts && g_str_equal (group, "other");
  return g_str_equal (kind->group, group);
}

/* (nullable): no kind belongs to it */
static GtkWidget *
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
      group = zpi_group_new (_ (title->title), NULL);
      gtk_box_append (self->kinds_box, group);
      self->other = group;
    }
    add_kind (self, group, kind);
  }
  return group;
}

/* The switches of @group in front of the others. */
static void
order_first (ZpiIncomePage *self, GtkWidget *group)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->order);

  self->order = g_ptr_array_new ();
  for (guint own = 0; own < 2; own++)
    for (guint i = 0; i < old->len; i++)
      if (gtk_widget_is_ancestor (old->pdata[i], group) == (own == 0))
        g_ptr_array_add (self->order, old->pdata[i]);
}

/* Who has the age for it mostly has a state pension, and it comes before what comes before it. */
static void
show_first (ZpiIncomePage *self)
{
  g_autoptr (ZpiApplication) application = NULL;
  gboolean old_enough;
  GtkWidget *first;

  if (self->work == NULL || self->pension == NULL || case_of (self) == NULL)
    return;
  application = zpi_application_new_from_case (case_of (self));
  old_enough =
      zpi_eligibility_gets_state_pension (zpi_section_page_get_scheme (ZPI_SECTION_PAGE (self)),
                                          application);
  first = old_enough ? self->pension : self->work;
  if (gtk_widget_get_first_child (GTK_WIDGET (self->kinds_box)) == first)
    return;
  gtk_box_reorder_child_after (self->kinds_box, first, NULL);
  order_first (self, first);
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
  text = g_strdup_printf (_ ("You do not have to fill in what does not count: %s."), names->str);
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
          ? _ ("Switch on every kind of income that the applicant and the partner have together. "
               "What is asked about it opens below it.")
          : _ ("Switch on every kind of income that the applicant has. What is asked about it "
               "opens below it."));
}

static void
zpi_income_page_bound (ZpiSectionPage *page)
{
  ZpiIncomePage *self = ZPI_INCOME_PAGE (page);

  if (zpi_section_page_get_scheme (page) == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (group_titles); i++) {
    GtkWidget *group = add_kinds (self, &group_titles[i]);

    if (g_str_equal (group_titles[i].group, "work"))
      self->work = group;
    else if (g_str_equal (group_titles[i].group, "pension"))
      self->pension = group;
  }
  show_first (self);
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
    else if (!g_str_has_suffix (key, ".source"))
      number_groups (self);
  }
  show_asked (self);
}

static void
zpi_income_page_items_changed (ZpiSectionPage *page, const char *list)
{
  if (strcmp (list, ZPI_LIST_INCOME) == 0)
    show_incomes (ZPI_INCOME_PAGE (page));
}

/* Nothing waits for an answer below the cursor: from the questions about one income to the next
 * kind, from there to the next page. */
static gboolean
zpi_income_page_go_on (ZpiSectionPage *page)
{
  ZpiIncomePage *self = ZPI_INCOME_PAGE (page);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *group = focus != NULL ? gtk_widget_get_ancestor (focus, ZPI_TYPE_INCOME_GROUP) : NULL;
  gpointer toggle;
  guint place;

  if (group == NULL)
    return FALSE;
  toggle = g_hash_table_lookup (self->switches,
                                zpi_income_group_get_kind (ZPI_INCOME_GROUP (group))->id);
  if (!g_ptr_array_find (self->order, toggle, &place) || place + 1 >= self->order->len)
    return FALSE;
  gtk_widget_grab_focus (self->order->pdata[place + 1]);
  gtk_widget_activate_action (GTK_WIDGET (self), "page.scroll-to-focus", NULL);
  return TRUE;
}

/* Only when the page is opened: nothing moves under the hand. */
static void
zpi_income_page_map (GtkWidget *widget)
{
  show_first (ZPI_INCOME_PAGE (widget));
  GTK_WIDGET_CLASS (zpi_income_page_parent_class)->map (widget);
}

static void
zpi_income_page_dispose (GObject *object)
{
  ZpiIncomePage *self = ZPI_INCOME_PAGE (object);

  zpi_section_page_bind (ZPI_SECTION_PAGE (self), NULL, NULL);
  g_hash_table_remove_all (self->switches);
  g_hash_table_remove_all (self->rows);
  g_hash_table_remove_all (self->groups);
  g_hash_table_remove_all (self->removed);
  g_ptr_array_set_size (self->order, 0);
  G_OBJECT_CLASS (zpi_income_page_parent_class)->dispose (object);
}

static void
zpi_income_page_finalize (GObject *object)
{
  ZpiIncomePage *self = ZPI_INCOME_PAGE (object);

  g_hash_table_unref (self->switches);
  g_hash_table_unref (self->rows);
  g_hash_table_unref (self->groups);
  g_hash_table_unref (self->removed);
  g_ptr_array_unref (self->order);
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
  widget_class->map = zpi_income_page_map;
  page_class->section = ZPI_SECTION_INCOME;
  page_class->bound = zpi_income_page_bound;
  page_class->answer_changed = zpi_income_page_answer_changed;
  page_class->items_changed = zpi_income_page_items_changed;
  page_class->go_on = zpi_income_page_go_on;

  gtk_widget_class_set_template_from_resource (widget_class, ZPI_UI_RESOURCES "zpi-income-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiIncomePage, intro_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiIncomePage, kinds_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiIncomePage, none_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiIncomePage, exempt_label);
}

static void
zpi_income_page_init (ZpiIncomePage *self)
{
  self->switches = g_hash_table_new (g_str_hash, g_str_equal);
  self->rows = g_hash_table_new (g_str_hash, g_str_equal);
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->removed = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->order = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
