/* SPDX-License-Identifier: EUPL-1.2 */

/* The first page: what needs doing, the doors, and the other cases below that. */

#include "zpi-config.h"

#include "zpi-start-page.h"

#include "zpi-announce.h"
#include "zpi-case-list.h"
#include "zpi-case-search.h"
#include "zpi-case-words.h"
#include "zpi-clock.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-message.h"
#include "zpi-scroll-layout.h"
#include "zpi-start-door.h"
#include "zpi-start-groups.h"
#include "zpi-ui.h"
#include "zpi-vault.h"
#include "zpi-wrap-box.h"

#include <string.h>

/* More rows than these are made when somebody scrolls to them or asks for them. What is to do does
 * not push the doors away. */
#define ROWS_AT_FIRST       12
#define TODAY_ROWS_AT_FIRST 5
/* This near to the end of the page the next rows are made. */
#define NEAR_END_PX 200

/* The groups that stand above the doors are the first ones. */
#define N_ABOVE (ZPI_CASE_GROUP_NEWS + 1)
#define N_LISTS (N_ABOVE + ZPI_N_CASE_GROUPS)

/* Nothing is kept of what is searched for. */
#define MOST_SEARCHED_CHARS 200

struct _ZpiStartPage {
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkWidget *doors;
  GtkWidget *small_doors;
  GtkWidget *list_bar;
  GtkSearchEntry *search_entry;
  GtkToggleButton *all_button;
  GtkToggleButton *drafts_button;
  GtkToggleButton *municipality_button;
  GtkToggleButton *done_button;
  GtkButton *names_button;
  gboolean names_shown;
  GtkToggleButton *choose_button;
  GtkWidget *today_box;
  GtkWidget *groups_box;
  GtkLabel *empty_label;
  GtkWidget *choose_bar;
  GtkLabel *chosen_label;
  ZpiStartDoor *large_doors[ZPI_N_START_DOORS]; /* (unowned): in the doors */
  ZpiCaseList *lists[N_LISTS]; /* (unowned): those above the doors, then one for each group */

  ZpiSession *session; /* (owned) (nullable) */
  GListModel *cases;   /* (owned) (nullable) */
  gulong cases_id;
  guint rebuild_id;
  guint extend_id;
  gboolean searched;  /* for something else since the rows were made */
  int rows_day;       /* the day of which the rows speak */
  char *focus_case;   /* (nullable): the case whose row gets the focus when the rows are there */
  char *door;         /* (nullable): the one that somebody went through last, to come back to */
  GHashTable *chosen; /* (owned) (nullable) (element-type utf8): ids, while cases are chosen */
  GHashTable *state_words; /* (element-type utf8 utf8): how cases stand, as it is searched */
};

enum {
  SIGNAL_DOOR,
  SIGNAL_CASE_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiStartPage, zpi_start_page, ADW_TYPE_BIN)

/* How it stands as it is searched, made once. */
static const char *
state_words (ZpiStartPage *self, ZpiCaseItem *item)
{
  const char *standing = zpi_case_words_standing (item);
  char *folded = g_hash_table_lookup (self->state_words, standing);

  if (folded == NULL) {
    folded = zpi_case_search_fold (standing);
    g_hash_table_insert (self->state_words, g_strdup (standing), folded);
  }
  return folded;
}

static ZpiStartFilter
get_filter (ZpiStartPage *self)
{
  if (gtk_toggle_button_get_active (self->drafts_button))
    return ZPI_START_DRAFTS;
  if (gtk_toggle_button_get_active (self->municipality_button))
    return ZPI_START_MUNICIPALITY;
  return gtk_toggle_button_get_active (self->done_button) ? ZPI_START_DONE : ZPI_START_ALL;
}

static void
row_activated_cb (ZpiStartPage *self, ZpiCaseRow *row)
{
  if (self->chosen != NULL)
    zpi_case_row_set_chosen (row, !zpi_case_row_is_chosen (row));
  else
    g_signal_emit (self,
                   signals[SIGNAL_CASE_ACTIVATED],
                   0,
                   zpi_case_item_get_id (zpi_case_row_get_item (row)));
}

static void
update_chosen (ZpiStartPage *self)
{
  guint n_chosen = self->chosen != NULL ? g_hash_table_size (self->chosen) : 0;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->choose_bar, self->chosen != NULL);
  /* Translators: %u is the number of cases that are ticked. */
  text = g_strdup_printf (ngettext ("%u chosen", "%u chosen", n_chosen), n_chosen);
  gtk_label_set_label (self->chosen_label, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "start.send-chosen", n_chosen > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "start.delete-chosen", n_chosen > 0);
}

static void
row_chosen_cb (ZpiStartPage *self, ZpiCaseRow *row)
{
  const char *id = zpi_case_item_get_id (zpi_case_row_get_item (row));

  if (self->chosen == NULL)
    return;
  if (zpi_case_row_is_chosen (row))
    g_hash_table_add (self->chosen, g_strdup (id));
  else
    g_hash_table_remove (self->chosen, id);
  update_chosen (self);
}

static gboolean
is_above (ZpiCaseGroup group)
{
  return group < N_ABOVE;
}

static ZpiCaseList *
add_list (ZpiStartPage *self, GtkWidget *box, ZpiCaseGroup group, guint rows_at_first)
{
  GtkWidget *list = zpi_case_list_new (zpi_case_words_group_title (group), rows_at_first);

  g_signal_connect_swapped (list, "activated", G_CALLBACK (row_activated_cb), self);
  g_signal_connect_swapped (list, "chosen-changed", G_CALLBACK (row_chosen_cb), self);
  gtk_box_append (GTK_BOX (box), list);
  return ZPI_CASE_LIST (list);
}

static void
add_lists (ZpiStartPage *self)
{
  for (guint i = 0; i < N_ABOVE; i++)
    self->lists[i] = add_list (self, self->today_box, i, TODAY_ROWS_AT_FIRST);
  for (guint i = 0; i < ZPI_N_CASE_GROUPS; i++)
    self->lists[N_ABOVE + i] = add_list (self, self->groups_box, i, ROWS_AT_FIRST);
}

/* The row of @case_id, or the first one for %NULL. */
static GtkWidget *
find_any_row (ZpiStartPage *self, const char *case_id)
{
  GtkWidget *row = NULL;

  for (guint i = 0; i < N_LISTS && row == NULL; i++)
    row = zpi_case_list_find_row (self->lists[i], case_id);
  return row;
}

static ZpiCaseRow *
get_focused_row (ZpiStartPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return NULL;
  return ZPI_CASE_ROW (gtk_widget_get_ancestor (focus, ZPI_TYPE_CASE_ROW));
}

/* A row that is made anew keeps the focus that the old one had. */
static char *
dup_focused_case (ZpiStartPage *self)
{
  ZpiCaseRow *row = get_focused_row (self);

  return row != NULL ? g_strdup (zpi_case_item_get_id (zpi_case_row_get_item (row))) : NULL;
}

/* By itself: a list that was just shown passes no focus on yet. @nick: (nullable): the first one */
static GtkWidget *
find_door (GtkWidget *doors, const char *nick)
{
  GtkWidget *found =
      ZPI_IS_START_DOOR (doors) && zpi_start_door_is (ZPI_START_DOOR (doors), nick) ? doors : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (doors); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_door (child, nick);
  return found;
}

/* Before that nobody knows what there is to do. */
static gboolean
is_known (ZpiStartPage *self)
{
  return self->session == NULL || zpi_session_is_listed (self->session);
}

/* The case or the door one came from; else the first thing to do, or the first door. */
static void
place_focus (ZpiStartPage *self)
{
  g_autofree char *case_id = NULL;
  g_autofree char *door = NULL;
  GtkWidget *place;

  if (self->focus_case == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) || !is_known (self))
    return;
  case_id = g_steal_pointer (&self->focus_case);
  door = g_steal_pointer (&self->door);
  if (*case_id != '\0')
    g_clear_pointer (&door, g_free);
  place = find_any_row (self, case_id);
  if (place == NULL && door == NULL)
    place = find_any_row (self, NULL);
  if (place == NULL)
    place =
        find_door (gtk_widget_get_visible (self->doors) ? self->doors : self->small_doors, door);
  gtk_widget_grab_focus (place);
}

/* With cases on the desk the doors are small: what there is to do comes first. */
static void
set_compact (ZpiStartPage *self, gboolean compact)
{
  gtk_widget_set_visible (self->doors, !compact);
  gtk_widget_set_visible (self->small_doors, compact);
}

static char **
dup_search (ZpiStartPage *self)
{
  char *folded = zpi_case_search_fold (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  char **words = g_strsplit_set (folded, " ", -1);

  zpi_wipe_free (folded);
  return words;
}

static gboolean
is_searching (ZpiStartPage *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0';
}

/* (element-type ZpiCaseItem): each of @groups; what is to do is not filtered but searched. */
static void
collect_groups (ZpiStartPage *self, GPtrArray **groups)
{
  g_auto (GStrv) words = dup_search (self);
  ZpiStartFilter filter = get_filter (self);
  gboolean searching = is_searching (self);
  guint n = self->cases != NULL ? g_list_model_get_n_items (self->cases) : 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (ZpiCaseItem) item = g_list_model_get_item (self->cases, i);
    ZpiCaseGroup group = zpi_case_words_group (item);

    if (searching &&
        !zpi_case_search_matches (item, state_words (self, item), (const char *const *) words))
      continue;
    if ((is_above (group) && !searching) || zpi_start_filter_passes (filter, item, group))
      g_ptr_array_add (groups[group], g_steal_pointer (&item));
  }
  zpi_start_sort_to_do (groups[ZPI_CASE_GROUP_TODAY]);
}

/* What is searched for is found in one place; else what is to do and what is new stand above the
 * doors. */
static guint
show_groups (ZpiStartPage *self, GPtrArray **groups)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  gboolean searching = is_searching (self);
  guint found = 0;

  for (guint i = 0; i < ZPI_N_CASE_GROUPS; i++) {
    gboolean above = is_above (i) && !searching;
    guint n_deadlines = i == ZPI_CASE_GROUP_TODAY ? zpi_start_count_deadlines (groups[i]) : 0;

    if (is_above (i))
      zpi_case_list_set_items (self->lists[i], above ? groups[i] : none, n_deadlines);
    zpi_case_list_set_items (self->lists[N_ABOVE + i], above ? none : groups[i], 0);
    found += above && get_filter (self) != ZPI_START_ALL ? 0 : groups[i]->len;
  }
  gtk_widget_set_visible (self->today_box,
                          !searching &&
                              groups[ZPI_CASE_GROUP_TODAY]->len + groups[ZPI_CASE_GROUP_NEWS]->len >
                                  0);
  return found;
}

/* What is there can only be read: of a store that opens no further, nobody knows that it is empty.
 */
static gboolean
is_read_only (ZpiStartPage *self)
{
  return self->session != NULL && zpi_session_get_state (self->session) == ZPI_SESSION_READ_ONLY;
}

static const char *
empty_text (ZpiStartPage *self, guint n_cases)
{
  if (n_cases == 0 && is_read_only (self))
    return _ ("No case could be read here. Nothing was thrown away. Do not begin anew: ask your "
              "administrator for the backup first.");
  if (n_cases == 0)
    return _ ("There are no cases yet. Start with “New application”.");
  return is_searching (self) ? _ ("No case fits what you search for.")
                             : _ ("There are no cases of this kind.");
}

static void
refresh_func (gpointer row, gpointer user_data)
{
  zpi_case_row_refresh (row);
}

static void
foreach_row (ZpiStartPage *self, GFunc func)
{
  for (guint i = 0; i < N_LISTS; i++)
    zpi_case_list_foreach_row (self->lists[i], func, NULL);
}

/* "Yesterday" is another day tomorrow. */
static void
refresh_day (ZpiStartPage *self)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (zpi_clock_now_us () / G_USEC_PER_SEC);
  int day = g_date_time_get_year (now) * 1000 + g_date_time_get_day_of_year (now);

  if (self->rows_day != 0 && self->rows_day != day)
    foreach_row (self, refresh_func);
  self->rows_day = day;
}

static void
keep_focus (ZpiStartPage *self, char *focused)
{
  if (focused == NULL)
    return;
  if (self->focus_case == NULL && get_focused_row (self) == NULL)
    self->focus_case = g_steal_pointer (&focused);
  g_free (focused);
}

/* How many there are is seen at once by who sees. */
static void
say_found (ZpiStartPage *self, guint found)
{
  g_autofree char *text = NULL;

  if (!self->searched || !is_searching (self))
    return;
  self->searched = FALSE;
  text = found > 0 ? g_strdup_printf (ngettext ("%u case found", "%u cases found", found), found)
                   : g_strdup (gtk_label_get_label (self->empty_label));
  zpi_announce (GTK_WIDGET (self), text);
}

/* At something that can be done: where nothing else can have it, what scrolls does. */
static gboolean
has_focus (ZpiStartPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) &&
         gtk_widget_get_mapped (focus) && !GTK_IS_SCROLLED_WINDOW (focus);
}

static void
rebuild (ZpiStartPage *self)
{
  GPtrArray *groups[ZPI_N_CASE_GROUPS];
  guint n_cases = self->cases != NULL ? g_list_model_get_n_items (self->cases) : 0;
  char *focused = dup_focused_case (self);
  gboolean had_focus = has_focus (self);
  gboolean known = is_known (self);
  guint found;

  refresh_day (self);
  for (guint i = 0; i < ZPI_N_CASE_GROUPS; i++)
    groups[i] = g_ptr_array_new_with_free_func (g_object_unref);
  collect_groups (self, groups);
  found = show_groups (self, groups);
  for (guint i = 0; i < ZPI_N_CASE_GROUPS; i++)
    g_ptr_array_unref (groups[i]);
  gtk_widget_set_visible (self->list_bar, n_cases > 0);
  set_compact (self, n_cases > 0 || !known || is_read_only (self));
  gtk_widget_set_visible (GTK_WIDGET (self->empty_label), found == 0 && known);
  gtk_label_set_label (self->empty_label, empty_text (self, n_cases));
  say_found (self, found);
  keep_focus (self, focused);
  /* What had it is hidden: the toolkit goes to what scrolls, or to the main menu. */
  if (had_focus && !has_focus (self) && self->focus_case == NULL)
    self->focus_case = g_strdup ("");
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

/* Nobody looks at a page that is not shown: it is made right when it is. */
static void
queue_rebuild (ZpiStartPage *self)
{
  if (self->rebuild_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->rebuild_id = g_idle_add (rebuild_cb, self);
}

static void
zpi_start_page_map (GtkWidget *widget)
{
  rebuild_now (ZPI_START_PAGE (widget));

  GTK_WIDGET_CLASS (zpi_start_page_parent_class)->map (widget);
}

static gboolean
extend_cb (gpointer user_data)
{
  ZpiStartPage *self = user_data;

  self->extend_id = 0;
  for (guint i = N_LISTS; i > N_ABOVE; i--)
    if (gtk_widget_get_visible (GTK_WIDGET (self->lists[i - 1]))) {
      zpi_case_list_show_more (self->lists[i - 1]);
      break;
    }
  return G_SOURCE_REMOVE;
}

/* The last list has no end that is seen: before one is there, more rows are. */
static void
scrolled_cb (ZpiStartPage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double end = gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment);

  if (self->extend_id == 0 && gtk_adjustment_get_value (adjustment) > 0 &&
      end > gtk_adjustment_get_upper (adjustment) - NEAR_END_PX)
    self->extend_id = g_idle_add (extend_cb, self);
}

static void
filter_changed_cb (ZpiStartPage *self, GParamSpec *pspec, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button))
    queue_rebuild (self);
}

static void
search_changed_cb (ZpiStartPage *self)
{
  self->searched = TRUE;
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
    row_activated_cb (self, ZPI_CASE_ROW (row));
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
show_names (ZpiStartPage *self, gboolean shown)
{
  if (shown == self->names_shown)
    return;
  self->names_shown = shown;
  zpi_ui_set_button_label (self->names_button, shown ? _ ("Hide _names") : _ ("Show _names"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->names_button),
                               shown ? NULL : _ ("Show the names of clients in the lists"));
  for (guint i = 0; i < N_LISTS; i++)
    zpi_case_list_set_show_names (self->lists[i], shown);
}

static void
names_clicked_cb (ZpiStartPage *self)
{
  show_names (self, !self->names_shown);
}

static void
show_chosen (ZpiStartPage *self)
{
  for (guint i = 0; i < N_LISTS; i++)
    zpi_case_list_set_chosen (self->lists[i], self->chosen);
  update_chosen (self);
}

static void
choose_toggled_cb (ZpiStartPage *self)
{
  gboolean choosing = gtk_toggle_button_get_active (self->choose_button);

  if (choosing == (self->chosen != NULL))
    return;
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  if (choosing) {
    /* It would lie over what is done with what is chosen. */
    zpi_message_pass ();
    self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  }
  show_chosen (self);
}

/* Before the buttons for what was chosen go, and the focus with them. */
static void
stop_choosing (ZpiStartPage *self)
{
  if (has_focus (self) && self->chosen != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->choose_button));
  gtk_toggle_button_set_active (self->choose_button, FALSE);
}

/* Escape leaves what was begun last: choosing, or else what was searched for. */
static gboolean
page_key_cb (ZpiStartPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  if (self->chosen != NULL)
    stop_choosing (self);
  else if (*gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0')
    search_stopped_cb (self);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
choose_row_func (gpointer row, gpointer user_data)
{
  zpi_case_row_set_chosen (row, TRUE);
}

/* Of the rows that are there: what nobody saw is not chosen. */
static void
choose_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  foreach_row (ZPI_START_PAGE (widget), choose_row_func);
}

static GVariant *
dup_chosen (ZpiStartPage *self)
{
  GVariantBuilder ids;
  GHashTableIter iter;
  gpointer id;

  g_variant_builder_init (&ids, G_VARIANT_TYPE_STRING_ARRAY);
  g_hash_table_iter_init (&iter, self->chosen);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_variant_builder_add (&ids, "s", id);
  return g_variant_builder_end (&ids);
}

/* The window knows how; here they are only chosen. */
static void
chosen_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiStartPage *self = ZPI_START_PAGE (widget);
  g_autoptr (GVariant) ids = NULL;

  if (self->chosen == NULL || g_hash_table_size (self->chosen) == 0)
    return;
  ids = g_variant_ref_sink (dup_chosen (self));
  stop_choosing (self);
  gtk_widget_activate_action_variant (widget,
                                      g_str_equal (name, "start.send-chosen") ? "win.send-cases"
                                                                              : "win.delete-cases",
                                      ids);
}

static void
door_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiStartPage *self = ZPI_START_PAGE (widget);

  g_free (self->door);
  self->door = g_variant_dup_string (parameter, NULL);
  g_signal_emit (self, signals[SIGNAL_DOOR], 0, self->door);
}

static void
zpi_start_page_dispose (GObject *object)
{
  ZpiStartPage *self = ZPI_START_PAGE (object);

  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  g_clear_handle_id (&self->extend_id, g_source_remove);
  g_clear_pointer (&self->focus_case, g_free);
  g_clear_pointer (&self->door, g_free);
  g_clear_pointer (&self->chosen, g_hash_table_unref);
  g_clear_pointer (&self->state_words, g_hash_table_unref);
  if (self->session != NULL)
    g_clear_signal_handler (&self->cases_id, self->session);
  g_clear_object (&self->session);
  g_clear_object (&self->cases);

  G_OBJECT_CLASS (zpi_start_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, doors);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, small_doors);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, list_bar);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, all_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, drafts_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, municipality_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, done_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, names_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, choose_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, today_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, groups_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, empty_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, choose_bar);
  gtk_widget_class_bind_template_child (widget_class, ZpiStartPage, chosen_label);
}

static void
zpi_start_page_class_init (ZpiStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_start_page_dispose;
  widget_class->map = zpi_start_page_map;

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

  g_type_ensure (ZPI_TYPE_SCROLL_LAYOUT);
  g_type_ensure (ZPI_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-start-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, names_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_toggled_cb);
  gtk_widget_class_install_action (widget_class, "start.door", "s", door_action);
  gtk_widget_class_install_action (widget_class, "start.send-chosen", NULL, chosen_action);
  gtk_widget_class_install_action (widget_class, "start.delete-chosen", NULL, chosen_action);
  gtk_widget_class_install_action (widget_class, "start.choose-all", NULL, choose_all_action);
}

static void
add_doors (ZpiStartPage *self)
{
  for (guint i = 0; i < ZPI_N_START_DOORS; i++) {
    GtkWidget *door = zpi_start_door_new (i, FALSE);

    gtk_flow_box_insert (GTK_FLOW_BOX (self->doors), door, -1);
    gtk_widget_set_focusable (gtk_widget_get_parent (door), FALSE);
    self->large_doors[i] = ZPI_START_DOOR (door);
    zpi_wrap_box_append (ZPI_WRAP_BOX (self->small_doors), zpi_start_door_new (i, TRUE));
  }
}

static void
zpi_start_page_init (ZpiStartPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkAdjustment *adjustment;

  self->state_words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_group_wrap_buttons (GTK_WIDGET (self));
  gtk_text_set_max_length (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->search_entry))),
                           MOST_SEARCHED_CHARS);
  /* What does not fit there would be cut. */
  if (zpi_ui_text_is_large (GTK_WIDGET (self)))
    g_object_set (self->search_entry, "placeholder-text", _ ("Search…"), NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (search_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search_entry), keys);
  keys = gtk_event_controller_key_new ();
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (page_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
  add_doors (self);
  add_lists (self);
  update_chosen (self);
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
  for (guint i = 0; i < ZPI_N_START_DOORS; i++)
    zpi_start_door_refresh (self->large_doors[i]);
  if (session != NULL) {
    self->cases = g_object_ref (zpi_session_get_cases (session));
    self->cases_id =
        g_signal_connect_swapped (session, "cases-changed", G_CALLBACK (queue_rebuild), self);
  }
  /* Rows of cases that nobody may see any more are gone at once, also where they are hidden. */
  if (session == NULL)
    rebuild_now (self);
  else
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
 * @case_id: (nullable): the case that one comes from; %NULL from what is behind a door
 *
 * Puts the focus at its row, or at that door, once it is there; else at the first thing to do.
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
  show_names (self, FALSE);
  gtk_toggle_button_set_active (self->all_button, TRUE);
  stop_choosing (self);
  for (guint i = 0; i < N_LISTS; i++)
    zpi_case_list_show_few (self->lists[i]);
  queue_rebuild (self);
}
