/* SPDX-License-Identifier: EUPL-1.2 */

/* The first page: four doors, what needs doing today, and the other cases below that. */

#include "zpi-config.h"

#include "zpi-start-page.h"

#include "zpi-case-row.h"
#include "zpi-case-words.h"
#include "zpi-facts.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

/* More rows than this in one group are shown only on request. */
#define ROWS_AT_FIRST 25

#define N_DOORS       4

struct _ZpiStartPage {
  AdwBin parent_instance;

  GtkWidget *scroller;
  GtkWidget *doors;
  GtkWidget *list_bar;
  GtkSearchEntry *search_entry;
  GtkToggleButton *names_button;
  GtkWidget *today_box;
  GtkWidget *groups_box;
  GtkLabel *empty_label;
  GtkWidget *door_subtitles[N_DOORS]; /* (unowned): in the doors */

  ZpiSession *session; /* (owned) (nullable) */
  GListModel *cases;   /* (owned) (nullable) */
  gulong cases_id;
  guint rebuild_id;
  char *focus_case; /* (nullable): the case whose row gets the focus when the rows are there */
  guint shown_rows[ZPI_N_CASE_GROUPS];
};

enum {
  SIGNAL_DOOR,
  SIGNAL_CASE_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiStartPage, zpi_start_page, ADW_TYPE_BIN)

typedef struct {
  const char *nick;
  const char *icon;
  const char *title;
  const char *subtitle;
} Door;

/* clang-format off */
static const Door door_table[] = {
  { "application",
    "list-add-symbolic",
    N_("_New application"), N_("Check and apply for the {pass} together") },
  { "letter",
    "mail-unread-symbolic",
    N_("I have a _letter"), N_("Photos with the code in the letter, or a question about it") },
  { "more-information",
    "mail-attachment-symbolic",
    N_("I was _asked for more"),
    N_("Add documents that the municipality asked for by e-mail") },
  { "account",
    "avatar-default-symbolic",
    N_("_Help with an account"), N_("Make an account, or join the accounts of a family") },
};
/* clang-format on */

static void queue_rebuild (ZpiStartPage *self);

static void
door_clicked_cb (GtkButton *button, gpointer user_data)
{
  const Door *door = user_data;
  GtkWidget *self = gtk_widget_get_ancestor (GTK_WIDGET (button), ZPI_TYPE_START_PAGE);

  g_signal_emit (self, signals[SIGNAL_DOOR], 0, door->nick);
}

static GtkWidget *
make_door (const Door *door, GtkWidget **subtitle_label)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *icon = gtk_image_new_from_icon_name (door->icon);
  GtkWidget *title = gtk_label_new_with_mnemonic (_(door->title));
  GtkWidget *subtitle = gtk_label_new (zpi_facts_say (_(door->subtitle), NULL));

  gtk_image_set_icon_size (GTK_IMAGE (icon), GTK_ICON_SIZE_LARGE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (title), button);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_wrap (GTK_LABEL (subtitle), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (subtitle), 20);
  gtk_label_set_max_width_chars (GTK_LABEL (subtitle), 28);
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), subtitle);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_button_set_child (GTK_BUTTON (button), box);
  *subtitle_label = subtitle;
  gtk_widget_add_css_class (button, "zpi-door");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  title,
                                  NULL,
                                  -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  subtitle,
                                  NULL,
                                  -1);
  g_signal_connect (button, "clicked", G_CALLBACK (door_clicked_cb), (gpointer) door);
  return button;
}

static gboolean
matches_search (ZpiCaseItem *item, const char *needle)
{
  g_autofree char *number = g_strdup_printf ("%u", zpi_case_item_get_number (item));
  g_autofree char *haystack = NULL;
  g_auto (GStrv) words = NULL;

  if (*needle == '\0')
    return TRUE;
  haystack =
      g_strjoin (" ",
                 number,
                 zpi_case_item_get_name (item) != NULL ? zpi_case_item_get_name (item) : "",
                 zpi_case_item_get_initials (item) != NULL ? zpi_case_item_get_initials (item) : "",
                 zpi_case_item_get_reference (item) != NULL ? zpi_case_item_get_reference (item)
                                                            : "",
                 zpi_case_words_state (zpi_case_item_get_state (item)),
                 NULL);
  words = g_strsplit_set (needle, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (!g_str_match_string (words[i], haystack, TRUE) && strstr (haystack, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
row_activated_cb (ZpiStartPage *self, GtkListBoxRow *row)
{
  if (ZPI_IS_CASE_ROW (row))
    g_signal_emit (self,
                   signals[SIGNAL_CASE_ACTIVATED],
                   0,
                   zpi_case_item_get_id (zpi_case_row_get_item (ZPI_CASE_ROW (row))));
}

static void
more_action (GtkWidget *widget, const char *name, GVariant *group)
{
  ZpiStartPage *self = ZPI_START_PAGE (widget);

  self->shown_rows[MIN (g_variant_get_uint32 (group), ZPI_N_CASE_GROUPS - 1)] += 200;
  queue_rebuild (self);
}

static GtkWidget *
make_more_button (ZpiStartPage *self, ZpiCaseGroup group, guint n_hidden)
{
  g_autofree char *label = NULL;
  GtkWidget *button;

  /* Translators: %u is the number of cases that are not shown yet. */
  label = g_strdup_printf (ngettext ("Show %u more", "Show %u more", n_hidden), n_hidden);
  button = gtk_button_new_with_label (label);
  gtk_widget_set_margin_top (button, 6);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "start.more");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", (guint32) group);
  return button;
}

static GtkWidget *
make_group (ZpiStartPage *self, ZpiCaseGroup group, GPtrArray *items)
{
  GtkWidget *widget = zpi_group_new (zpi_case_words_group_title (group), NULL);
  GtkWidget *list = gtk_list_box_new ();
  gboolean show_names = gtk_toggle_button_get_active (self->names_button);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  zpi_ui_name (list, zpi_case_words_group_title (group));
  for (guint i = 0; i < items->len && i < self->shown_rows[group]; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), zpi_case_row_new (items->pdata[i], show_names));
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (row_activated_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget), list);
  if (items->len > self->shown_rows[group])
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget),
                               make_more_button (self,
                                                 group,
                                                 items->len - self->shown_rows[group]));
  return widget;
}

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

/* The row of @case_id below @widget, or the first one for %NULL. */
static GtkWidget *
find_row (GtkWidget *widget, const char *case_id)
{
  GtkWidget *child;

  if (ZPI_IS_CASE_ROW (widget)) {
    const char *id = zpi_case_item_get_id (zpi_case_row_get_item (ZPI_CASE_ROW (widget)));

    return case_id == NULL || g_str_equal (id, case_id) ? widget : NULL;
  }
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_row (child, case_id);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static GtkWidget *
find_any_row (ZpiStartPage *self, const char *case_id)
{
  GtkWidget *row = find_row (self->today_box, case_id);

  return row != NULL ? row : find_row (self->groups_box, case_id);
}

/* A row that is made anew keeps the focus that the old one had. */
static void
note_focused_row (ZpiStartPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !ZPI_IS_CASE_ROW (focus) ||
      !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return;
  g_free (self->focus_case);
  self->focus_case = g_strdup (zpi_case_item_get_id (zpi_case_row_get_item (ZPI_CASE_ROW (focus))));
}

/* The case one came from; else the first thing to do, or the first door. */
static void
place_focus (ZpiStartPage *self)
{
  g_autofree char *case_id = NULL;
  GtkWidget *row;

  if (self->focus_case == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  case_id = g_steal_pointer (&self->focus_case);
  row = find_any_row (self, case_id);
  if (row == NULL)
    row = find_any_row (self, NULL);
  if (row != NULL)
    gtk_widget_grab_focus (row);
  else
    gtk_widget_child_focus (self->doors, GTK_DIR_TAB_FORWARD);
}

/* With cases on the desk the doors are small: what there is to do comes first. */
static void
set_compact (ZpiStartPage *self, gboolean compact)
{
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->doors), compact ? N_DOORS : 2);
  for (guint i = 0; i < N_DOORS; i++)
    gtk_widget_set_visible (self->door_subtitles[i], !compact);
  if (compact)
    gtk_widget_add_css_class (self->doors, "zpi-compact");
  else
    gtk_widget_remove_css_class (self->doors, "zpi-compact");
}

/* What is new comes first. */
static void
add_to_group (GPtrArray *group, ZpiCaseItem *item)
{
  guint at = 0;

  if (!zpi_case_item_has_news (item)) {
    g_ptr_array_add (group, item);
    return;
  }
  while (at < group->len && zpi_case_item_has_news (g_ptr_array_index (group, at)))
    at++;
  g_ptr_array_insert (group, (int) at, item);
}

static guint
collect_groups (ZpiStartPage *self, GPtrArray **groups)
{
  const char *needle = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  guint n = self->cases != NULL ? g_list_model_get_n_items (self->cases) : 0;
  guint found = 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (ZpiCaseItem) item = g_list_model_get_item (self->cases, i);
    ZpiCaseGroup group;

    if (!matches_search (item, needle))
      continue;
    group = zpi_case_words_group (item);
    add_to_group (groups[group], g_steal_pointer (&item));
    found++;
  }
  return found;
}

static void
rebuild (ZpiStartPage *self)
{
  GPtrArray *groups[ZPI_N_CASE_GROUPS];
  guint n_cases = self->cases != NULL ? g_list_model_get_n_items (self->cases) : 0;
  gboolean searching = *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0';
  guint found;

  for (guint i = 0; i < ZPI_N_CASE_GROUPS; i++)
    groups[i] = g_ptr_array_new_with_free_func (g_object_unref);
  found = collect_groups (self, groups);
  note_focused_row (self);
  clear_box (self->today_box);
  clear_box (self->groups_box);
  for (guint i = 0; i < ZPI_N_CASE_GROUPS; i++) {
    if (groups[i]->len > 0)
      gtk_box_append (i == ZPI_CASE_GROUP_TODAY && !searching ? GTK_BOX (self->today_box)
                                                              : GTK_BOX (self->groups_box),
                      make_group (self, i, groups[i]));
    g_ptr_array_unref (groups[i]);
  }
  gtk_widget_set_visible (self->today_box, gtk_widget_get_first_child (self->today_box) != NULL);
  gtk_widget_set_visible (self->list_bar, n_cases > 0);
  set_compact (self, n_cases > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_label), found == 0);
  gtk_label_set_label (self->empty_label,
                       n_cases > 0
                       ? _("No case fits what you search for.")
                       : _("There are no cases yet. Start with “New application”."));
  place_focus (self);
}

static void
rebuild_now (ZpiStartPage *self)
{
  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  rebuild (self);
}

static gboolean
rebuild_cb (gpointer user_data)
{
  ZpiStartPage *self = user_data;

  self->rebuild_id = 0;
  rebuild (self);
  return G_SOURCE_REMOVE;
}

static void
queue_rebuild (ZpiStartPage *self)
{
  if (self->rebuild_id == 0)
    self->rebuild_id = g_idle_add (rebuild_cb, self);
}

static void
search_changed_cb (ZpiStartPage *self)
{
  queue_rebuild (self);
}

/* Enter opens what was found first. */
static void
search_activated_cb (ZpiStartPage *self)
{
  GtkWidget *row;

  rebuild_now (self);
  row = find_any_row (self, NULL);
  if (row != NULL)
    row_activated_cb (self, GTK_LIST_BOX_ROW (row));
}

/* Escape shows everything again. */
static void
search_stopped_cb (ZpiStartPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}

/* Down goes from the words to what they found. */
static gboolean
search_key_cb (ZpiStartPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkWidget *row;

  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  rebuild_now (self);
  row = find_any_row (self, NULL);
  return row != NULL && gtk_widget_grab_focus (row);
}

static void
names_toggled_cb (ZpiStartPage *self)
{
  gboolean shown = gtk_toggle_button_get_active (self->names_button);

  gtk_button_set_label (GTK_BUTTON (self->names_button),
                        shown
                        ? _("Hide _names")
                        : _("Show _names"));
  queue_rebuild (self);
}

static void
zpi_start_page_dispose (GObject *object)
{
  ZpiStartPage *self = ZPI_START_PAGE (object);

  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  g_clear_pointer (&self->focus_case, g_free);
  if (self->session != NULL)
    g_clear_signal_handler (&self->cases_id, self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->cases);

  G_OBJECT_CLASS (zpi_start_page_parent_class)->dispose (object);
}

static void
zpi_start_page_class_init (ZpiStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_start_page_dispose;

  signals[SIGNAL_DOOR] = g_signal_new ("door",
                                       ZPI_TYPE_START_PAGE,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_STRING);
  signals[SIGNAL_CASE_ACTIVATED] = g_signal_new ("case-activated",
                                                 ZPI_TYPE_START_PAGE,
                                                 G_SIGNAL_RUN_LAST,
                                                 0,
                                                 NULL,
                                                 NULL,
                                                 NULL,
                                                 G_TYPE_NONE,
                                                 1,
                                                 G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, doors);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, list_bar);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, names_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, today_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, groups_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, empty_label);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, names_toggled_cb);
  gtk_widget_class_install_action (widget_class, "start.more", "u", more_action);
}

static void
zpi_start_page_init (ZpiStartPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (search_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search_entry), keys);
  for (guint i = 0; i < ZPI_N_CASE_GROUPS; i++)
    self->shown_rows[i] = ROWS_AT_FIRST;
  G_STATIC_ASSERT (G_N_ELEMENTS (door_table) == N_DOORS);
  for (guint i = 0; i < N_DOORS; i++) {
    GtkWidget *child;

    gtk_flow_box_insert (GTK_FLOW_BOX (self->doors),
                         make_door (&door_table[i], &self->door_subtitles[i]),
                         -1);
    child = GTK_WIDGET (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (self->doors), i));
    gtk_widget_set_focusable (child, FALSE);
  }
}

/**
 * zpi_start_page_set_session:
 * @self: a start page
 * @session: (nullable): where the cases come from
 *
 * Shows the cases of @session, or none.
 */
void
zpi_start_page_set_session (ZpiStartPage *self, ZpiSession *session)
{
  g_return_if_fail (ZPI_IS_START_PAGE (self));

  if (self->session != NULL)
    g_clear_signal_handler (&self->cases_id, self->session);
  g_clear_object (&self->cases);
  g_set_object (&self->session, session);
  for (guint i = 0; i < N_DOORS; i++)
    gtk_label_set_label (GTK_LABEL (self->door_subtitles[i]),
                         zpi_facts_say (_(door_table[i].subtitle), NULL));
  if (session != NULL) {
    self->cases = g_object_ref (zpi_session_get_cases (session));
    self->cases_id =
        g_signal_connect_swapped (session, "cases-changed", G_CALLBACK (queue_rebuild), self);
  }
  queue_rebuild (self);
}

/**
 * zpi_start_page_focus_search:
 * @self: a start page
 *
 * Puts the cursor in the search field.
 */
void
zpi_start_page_focus_search (ZpiStartPage *self)
{
  g_return_if_fail (ZPI_IS_START_PAGE (self));

  g_clear_pointer (&self->focus_case, g_free);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (GTK_EDITABLE (self->search_entry), 0, -1);
}

/**
 * zpi_start_page_focus_case:
 * @self: a start page
 * @case_id: (nullable): the case that one comes from
 *
 * Puts the focus at its row once that is there, else at the first thing to do.
 */
void
zpi_start_page_focus_case (ZpiStartPage *self, const char *case_id)
{
  g_return_if_fail (ZPI_IS_START_PAGE (self));

  g_free (self->focus_case);
  self->focus_case = g_strdup (case_id != NULL ? case_id : "");
  queue_rebuild (self);
}

/**
 * zpi_start_page_reset:
 * @self: a start page
 *
 * Empties the search and hides the names: for the next client, and when locking.
 */
void
zpi_start_page_reset (ZpiStartPage *self)
{
  g_return_if_fail (ZPI_IS_START_PAGE (self));

  /* Nor is it in the undo of the field. */
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->search_entry), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->search_entry), TRUE);
  gtk_toggle_button_set_active (self->names_button, FALSE);
  for (guint i = 0; i < ZPI_N_CASE_GROUPS; i++)
    self->shown_rows[i] = ROWS_AT_FIRST;
}
