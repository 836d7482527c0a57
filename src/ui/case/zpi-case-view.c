/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-case-view.h"

#include "zpi-case-keeper.h"
#include "zpi-i18n.h"
#include "zpi-money-row.h"
#include "zpi-outcome-bar.h"
#include "zpi-overview.h"
#include "zpi-press.h"
#include "zpi-progress.h"
#include "zpi-second-click.h"
#include "zpi-section-page.h"
#include "zpi-section-row.h"
#include "zpi-section-words.h"
#include "zpi-split.h"
#include "zpi-ui.h"

#define UPDATE_AFTER_MS 250
#define STEP_SPACING_PX 6

/* Half an amount is another amount: "1.4" on the way to "1.400". It is judged when the field is
 * left, or when nobody has typed for so long. */
#define AMOUNT_RESTS_AFTER_MS 1500

struct _ZpiCaseView {
  AdwBin parent_instance;

  ZpiSplit *split;
  GtkListBox *section_list;
  GtkRevealer *problem_revealer;
  GtkLabel *problem_label;
  GtkStack *stack;
  ZpiOutcomeBar *outcome_bar;
  GtkButton *back_button;
  GtkWidget *step_bar;
  GtkWidget *end_box;
  GtkLabel *step_label;
  GtkWidget *step_button; /* in a narrow window: to the list of sections */
  GtkWidget *step_words;  /* where there is room for them */
  GtkButton *next_button;

  ZpiSession *session; /* (owned) */
  ZpiCase *zcase;      /* (owned) */
  ZpiSection section;
  ZpiSectionPage *pages[ZPI_N_SECTIONS]; /* (unowned): in the stack, made when first shown */
  ZpiSectionRow *rows[ZPI_N_SECTIONS];   /* (unowned): in the list */
  gboolean warned;                       /* the current page has said what is wrong */
  guint states_id;
  guint outcome_id;
  gpointer amount; /* the row that is typed in: its address only */
  guint fit_id;
};

G_DEFINE_FINAL_TYPE (ZpiCaseView, zpi_case_view, ADW_TYPE_BIN)

static const ZpiScheme *
rules_of_case (ZpiCaseView *self)
{
  return zpi_session_get_rules_of (self->session, self->zcase);
}

/* From the page that asks for it to the last that changes it: whoever goes on by Enter sees what
 * came of the check. */
static void
place_outcome (ZpiCaseView *self)
{
  gboolean asked = self->section >= ZPI_SECTION_CHECK && self->section <= ZPI_SECTION_INCOME;

  gtk_widget_set_visible (GTK_WIDGET (self->outcome_bar),
                          asked && zpi_outcome_bar_is_filled (self->outcome_bar));
}

static void
update_outcome (ZpiCaseView *self, const ZpiScheme *scheme)
{
  g_autoptr (ZpiApplication) application = NULL;
  g_autoptr (ZpiEligibility) outcome = NULL;

  if (scheme == NULL)
    return;
  application = zpi_application_new_from_case (self->zcase);
  outcome = zpi_eligibility_check (scheme, application);
  zpi_outcome_bar_show (self->outcome_bar, outcome);
  place_outcome (self);
}

static void
update_state (ZpiCaseView *self,
              const ZpiScheme *scheme,
              const ZpiOverview *overview,
              ZpiSection section)
{
  ZpiSectionState state = zpi_overview_get_state (overview, section);
  g_autofree char *detail = state == ZPI_SECTION_STATE_BEGUN
                                ? zpi_section_words_dup_left (self->zcase, scheme, section)
                                : NULL;

  zpi_section_row_set_state (self->rows[section], state, detail);
}

static gboolean
update_states_cb (gpointer user_data)
{
  ZpiCaseView *self = user_data;
  const ZpiScheme *scheme = rules_of_case (self);
  g_autoptr (ZpiOverview) overview = zpi_overview_for_case (self->zcase, scheme);

  self->states_id = 0;
  for (guint i = 0; i < ZPI_N_SECTIONS; i++)
    update_state (self, scheme, overview, i);
  return G_SOURCE_REMOVE;
}

static gboolean
update_outcome_cb (gpointer user_data)
{
  ZpiCaseView *self = user_data;

  self->outcome_id = 0;
  update_outcome (self, rules_of_case (self));
  return G_SOURCE_REMOVE;
}

/* (nullable): the amount that somebody is in */
static GtkWidget *
find_amount (ZpiCaseView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
             ? gtk_widget_get_ancestor (focus, ZPI_TYPE_MONEY_ROW)
             : NULL;
}

static void
queue_outcome (ZpiCaseView *self, guint after_ms)
{
  g_clear_handle_id (&self->outcome_id, g_source_remove);
  self->outcome_id = g_timeout_add (after_ms, update_outcome_cb, self);
}

static void
queue_update (ZpiCaseView *self)
{
  if (self->states_id == 0)
    self->states_id = g_timeout_add (UPDATE_AFTER_MS, update_states_cb, self);
  self->amount = find_amount (self);
  queue_outcome (self, self->amount != NULL ? AMOUNT_RESTS_AFTER_MS : UPDATE_AFTER_MS);
}

/* What waited for somebody to go on typing waits no longer when the field is left, nor for what is
 * typed in the next. */
static void
update_after_leaving (gpointer view)
{
  ZpiCaseView *self = view;

  if (self->outcome_id == 0 || self->amount == NULL || find_amount (self) == self->amount)
    return;
  self->amount = NULL;
  g_clear_handle_id (&self->outcome_id, g_source_remove);
  update_outcome (self, rules_of_case (self));
}

static void
focus_moved_cb (ZpiCaseView *self)
{
  zpi_press_wait (self, update_after_leaving);
}

static void
zpi_case_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (zpi_case_view_parent_class)->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget),
                           "notify::focus-widget",
                           G_CALLBACK (focus_moved_cb),
                           widget,
                           G_CONNECT_SWAPPED);
}

static void
zpi_case_view_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), focus_moved_cb, widget);
  GTK_WIDGET_CLASS (zpi_case_view_parent_class)->unroot (widget);
}

static ZpiSectionPage *
ensure_page (ZpiCaseView *self, ZpiSection section)
{
  ZpiSectionPage *page = self->pages[section];

  if (page != NULL)
    return page;
  page = zpi_section_page_new (section);
  self->pages[section] = page;
  gtk_stack_add_titled (self->stack,
                        GTK_WIDGET (page),
                        zpi_section_to_nick (section),
                        zpi_section_get_title (section));
  zpi_section_page_bind (page, self->session, self->zcase);
  return page;
}

static int
measure_wide (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return gtk_widget_get_visible (widget) ? natural + STEP_SPACING_PX : 0;
}

/* What a page has in place of Next stands in the bar; in a narrow window there is no room for it.
 */
static void
lend_ends (ZpiCaseView *self)
{
  const gboolean narrow = zpi_split_get_narrow (self->split);

  for (guint i = 0; i < ZPI_N_SECTIONS; i++)
    if (self->pages[i] != NULL)
      zpi_section_page_lend_end (self->pages[i],
                                 i == self->section && !narrow ? GTK_BOX (self->end_box) : NULL);
}

/* The words beside the list of the button go where there is no room for them. */
static gboolean
fit_cb (gpointer user_data)
{
  ZpiCaseView *self = user_data;
  const gboolean narrow = zpi_split_get_narrow (self->split);
  int wide = -STEP_SPACING_PX;

  self->fit_id = 0;
  lend_ends (self);
  gtk_widget_set_visible (GTK_WIDGET (self->step_label), !narrow);
  gtk_widget_set_visible (self->step_button, narrow);
  gtk_widget_set_visible (self->step_words, TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (self->step_bar); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    wide += measure_wide (child);
  gtk_widget_set_visible (self->step_words, wide <= gtk_widget_get_width (self->step_bar));
  return G_SOURCE_REMOVE;
}

/* What stands there changes after the room was shared out. */
static void
queue_fit (ZpiCaseView *self)
{
  if (self->fit_id == 0)
    self->fit_id = g_idle_add (fit_cb, self);
}

static void
resized_cb (ZpiCaseView *self)
{
  queue_fit (self);
}

static void
field_left (ZpiCaseView *self)
{
  zpi_case_keeper_field_left (zpi_session_get_keeper (self->session), self->zcase);
}

/* In a narrow window: from the page to the list of sections. */
static void
steps_clicked_cb (ZpiCaseView *self)
{
  zpi_second_click_acted (GTK_WIDGET (self));
  field_left (self);
  zpi_split_set_showing_page (self->split, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->rows[self->section]));
}

static void
update_steps (ZpiCaseView *self)
{
  gboolean has_end = zpi_section_page_has_end (self->pages[self->section]);
  g_autofree char *step = NULL;
  g_autofree char *all = NULL;

  /* Translators: the number of this section and how many there are. */
  step = g_strdup_printf (_ ("Step %u of %u"), self->section + 1, ZPI_N_SECTIONS);
  gtk_label_set_label (self->step_label, step);
  /* Translators: a button that shows the list of sections; the blank is "Step 2 of 7". */
  all = g_strdup_printf (_ ("%s: all sections"), step);
  zpi_ui_name (self->step_button, all);
  /* Until it is known that there is room for them: the window does not grow. */
  gtk_widget_set_visible (self->step_words, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->back_button), self->section > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), !has_end);
  if (has_end)
    gtk_widget_add_css_class (self->step_bar, "zpi-joined");
  else
    gtk_widget_remove_css_class (self->step_bar, "zpi-joined");
  lend_ends (self);
  queue_fit (self);
}

/* GTK 4.8 leaves the pages of a stack that are not shown in the accessible tree. */
static void
update_hidden_pages (ZpiCaseView *self)
{
  for (guint i = 0; i < ZPI_N_SECTIONS; i++)
    if (self->pages[i] != NULL)
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->pages[i]),
                                   GTK_ACCESSIBLE_STATE_HIDDEN,
                                   i != self->section,
                                   -1);
}

static void
section_activated_cb (ZpiCaseView *self, GtkListBoxRow *row)
{
  zpi_second_click_acted (GTK_WIDGET (self));
  zpi_case_view_open_section (self, gtk_list_box_row_get_index (row));
}

static void
back_clicked_cb (ZpiCaseView *self)
{
  zpi_second_click_acted (GTK_WIDGET (self));
  zpi_case_view_step (self, -1);
}

static void
next_clicked_cb (ZpiCaseView *self)
{
  zpi_second_click_acted (GTK_WIDGET (self));
  zpi_case_view_step (self, 1);
}

static void
save_again_clicked_cb (ZpiCaseView *self)
{
  field_left (self);
}

/* What is over is not read out either: GTK 4.8 leaves what a revealer hides in the accessible tree.
 */
static void
hide_problem (ZpiCaseView *self)
{
  gtk_revealer_set_reveal_child (self->problem_revealer, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->problem_revealer), FALSE);
  gtk_label_set_label (self->problem_label, "");
}

static void
show_problem (ZpiCaseView *self)
{
  const GError *problem =
      zpi_case_keeper_get_problem (zpi_session_get_keeper (self->session), self->zcase);

  if (problem == NULL) {
    hide_problem (self);
    return;
  }
  if (g_error_matches (problem, ZPI_ERROR, ZPI_ERROR_STORE_FULL))
    gtk_label_set_label (
        self->problem_label,
        _ ("Not saved: the disk is full. What you typed stays here. Make room on the "
           "disk; the program tries again by itself."));
  else if (g_error_matches (problem, ZPI_ERROR, ZPI_ERROR_STORE_READ_ONLY))
    gtk_label_set_label (
        self->problem_label,
        _ ("Not saved: the disk cannot be written. What you typed stays here. Leave "
           "this window open and ask for help."));
  else if (g_error_matches (problem, ZPI_ERROR, ZPI_ERROR_STORE_GONE))
    gtk_label_set_label (
        self->problem_label,
        _ ("Not saved: the folder with the cases was removed or replaced. What you "
           "typed stays here. Choose “Save elsewhere” at the top."));
  else if (g_error_matches (problem, ZPI_ERROR, ZPI_ERROR_CONFLICT))
    gtk_label_set_label (
        self->problem_label,
        _ ("Not saved: this case was changed elsewhere at the same moment. What you "
           "typed stays here; the program is bringing the two together."));
  else
    gtk_label_set_label (
        self->problem_label,
        _ ("Not saved. What you typed stays here; the program tries again by itself. "
           "Leave this window open."));
  gtk_widget_set_visible (GTK_WIDGET (self->problem_revealer), TRUE);
  gtk_revealer_set_reveal_child (self->problem_revealer, TRUE);
}

static void
save_failed_cb (ZpiCaseView *self, ZpiCase *zcase)
{
  if (zcase == self->zcase)
    show_problem (self);
}

static void
saved_cb (ZpiCaseView *self, ZpiCase *zcase)
{
  if (zcase == self->zcase)
    hide_problem (self);
}

static void
narrow_changed_cb (ZpiCaseView *self)
{
  queue_fit (self);
  gtk_list_box_select_row (self->section_list,
                           zpi_split_get_narrow (self->split) &&
                                   !zpi_split_get_showing_page (self->split)
                               ? NULL
                               : GTK_LIST_BOX_ROW (self->rows[self->section]));
}

static void
zpi_case_view_dispose (GObject *object)
{
  ZpiCaseView *self = ZPI_CASE_VIEW (object);

  g_clear_handle_id (&self->states_id, g_source_remove);
  g_clear_handle_id (&self->outcome_id, g_source_remove);
  g_clear_handle_id (&self->fit_id, g_source_remove);
  for (guint i = 0; i < ZPI_N_SECTIONS; i++) {
    if (self->pages[i] != NULL)
      zpi_section_page_bind (self->pages[i], NULL, NULL);
    self->pages[i] = NULL;
  }
  g_clear_object (&self->zcase);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_case_view_parent_class)->dispose (object);
}

/* A key is that of an answer, of an item ("child.<id>"), or a section's nick. */
static gboolean
find_section (const char *key, ZpiSection *section)
{
  const ZpiField *field = zpi_field_lookup (key);

  if (field != NULL) {
    *section = field->section;
    return TRUE;
  }
  if (zpi_section_from_nick (key, section))
    return TRUE;
  if (g_str_equal (key, ZPI_LIST_CHILD) || g_str_has_prefix (key, ZPI_LIST_CHILD "."))
    *section = ZPI_SECTION_HOUSEHOLD;
  else if (g_str_has_prefix (key, ZPI_LIST_INCOME "."))
    *section = ZPI_SECTION_INCOME;
  else if (g_str_has_prefix (key, ZPI_LIST_DOCUMENT "."))
    *section = ZPI_SECTION_EVIDENCE;
  else
    return FALSE;
  return TRUE;
}

/* Shows the section that asks for @key and puts the cursor there. */
static void
go_to (ZpiCaseView *self, const char *key)
{
  ZpiSection section;

  if (!find_section (key, &section))
    return;
  zpi_case_view_show_section (self, section);
  if (!zpi_section_page_focus_key (self->pages[section], key))
    zpi_section_page_focus_first (self->pages[section]);
}

static void
go_to_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go_to (ZPI_CASE_VIEW (widget), g_variant_get_string (parameter, NULL));
}

/* Why one is brought there, at the question itself. */
static void
answer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *key, *reason;

  g_variant_get (parameter, "(&s&s)", &key, &reason);
  zpi_case_view_repair (ZPI_CASE_VIEW (widget), key, reason);
}

/* What lies over the page goes first, and so does the list of sections in a narrow window. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  ZpiCaseView *self = ZPI_CASE_VIEW (widget);

  if (!zpi_split_get_narrow (self->split) || zpi_split_get_showing_page (self->split))
    return zpi_outcome_bar_fold (self->outcome_bar);
  zpi_case_view_open_section (self, self->section);
  return TRUE;
}

static void
zpi_case_view_class_init (ZpiCaseViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_case_view_dispose;
  widget_class->root = zpi_case_view_root;
  widget_class->unroot = zpi_case_view_unroot;

  g_type_ensure (ZPI_TYPE_OUTCOME_BAR);
  g_type_ensure (ZPI_TYPE_SPLIT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-case-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, split);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, section_list);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, problem_revealer);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, problem_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, stack);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, outcome_bar);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, back_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, step_bar);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, end_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, step_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, step_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, step_words);
  gtk_widget_class_bind_template_child (widget_class, ZpiCaseView, next_button);
  gtk_widget_class_install_action (widget_class, "case.go-to", "s", go_to_action);
  gtk_widget_class_install_action (widget_class, "case.answer", "(ss)", answer_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_bind_template_callback (widget_class, section_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, resized_cb);
  gtk_widget_class_bind_template_callback (widget_class, steps_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_again_clicked_cb);
}

static void
zpi_case_view_init (ZpiCaseView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < ZPI_N_SECTIONS; i++) {
    self->rows[i] = ZPI_SECTION_ROW (zpi_section_row_new (i + 1, zpi_section_get_title (i)));
    gtk_list_box_append (self->section_list, GTK_WIDGET (self->rows[i]));
  }
  g_signal_connect_swapped (self->split, "notify::narrow", G_CALLBACK (narrow_changed_cb), self);
  g_signal_connect_swapped (self->split,
                            "notify::showing-page",
                            G_CALLBACK (narrow_changed_cb),
                            self);
}

/**
 * zpi_case_view_new:
 * @session: an open session
 * @zcase: a draft, opened by its keeper
 *
 * Returns: (transfer floating): a view on its first section
 */
GtkWidget *
zpi_case_view_new (ZpiSession *session, ZpiCase *zcase)
{
  ZpiCaseView *self = g_object_new (ZPI_TYPE_CASE_VIEW, NULL);
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (session);

  self->session = g_object_ref (session);
  self->zcase = g_object_ref (zcase);
  g_signal_connect_object (zcase,
                           "answer-changed",
                           G_CALLBACK (queue_update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (zcase,
                           "items-changed",
                           G_CALLBACK (queue_update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (keeper,
                           "save-failed",
                           G_CALLBACK (save_failed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (keeper, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  update_states_cb (self);
  update_outcome_cb (self);
  zpi_case_view_show_section (self, ZPI_SECTION_BEFORE);
  /* What was being added when the program ended goes on, whichever page is shown. */
  if (zpi_case_get_n_items (zcase, ZPI_LIST_DROPPED) > 0)
    ensure_page (self, ZPI_SECTION_EVIDENCE);
  return GTK_WIDGET (self);
}

/**
 * zpi_case_view_get_section:
 * @self: a view
 *
 * Returns: the section that is shown
 */
ZpiSection
zpi_case_view_get_section (ZpiCaseView *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_VIEW (self), ZPI_SECTION_BEFORE);

  return self->section;
}

/**
 * zpi_case_view_show_section:
 * @self: a view
 * @section: a section
 *
 * Shows @section, whatever is missing or wrong elsewhere.
 */
void
zpi_case_view_show_section (ZpiCaseView *self, ZpiSection section)
{
  g_return_if_fail (ZPI_IS_CASE_VIEW (self) && section < ZPI_N_SECTIONS);

  field_left (self);
  /* It lies over half the page, and was looked up on another one. */
  if (section != self->section)
    zpi_outcome_bar_fold (self->outcome_bar);
  self->section = section;
  self->warned = FALSE;
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (ensure_page (self, section)));
  gtk_list_box_select_row (self->section_list, GTK_LIST_BOX_ROW (self->rows[section]));
  zpi_split_set_showing_page (self->split, TRUE);
  update_hidden_pages (self);
  update_steps (self);
  place_outcome (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.client-section", "i", (int) section);
}

/**
 * zpi_case_view_open_section:
 * @self: a view
 * @section: a section
 *
 * Shows @section and puts the cursor at its first question.
 */
void
zpi_case_view_open_section (ZpiCaseView *self, ZpiSection section)
{
  zpi_case_view_show_section (self, section);
  zpi_section_page_focus_first (self->pages[section]);
}

/**
 * zpi_case_view_open_next:
 * @self: a view
 *
 * Goes on with the case: puts the cursor at the first question of the section that Start names for
 * it, of the last one when all is filled in.
 */
void
zpi_case_view_open_next (ZpiCaseView *self)
{
  ZpiSection next;

  g_return_if_fail (ZPI_IS_CASE_VIEW (self));

  next = zpi_progress_find_next (self->zcase, rules_of_case (self));
  zpi_case_view_open_section (self, MIN (next, ZPI_N_SECTIONS - 1));
}

/**
 * zpi_case_view_repair:
 * @self: a view
 * @key: the key of an answer or an item that the municipality refused, or that it needs
 * @text: what it said of it, or why it is needed
 *
 * Shows the section that asks for @key, says @text there, and then puts the cursor there: so that
 * it is read out with the question.
 */
void
zpi_case_view_repair (ZpiCaseView *self, const char *key, const char *text)
{
  ZpiSection section;

  g_return_if_fail (ZPI_IS_CASE_VIEW (self));
  g_return_if_fail (key != NULL && text != NULL);

  if (!find_section (key, &section))
    section = self->section;
  zpi_case_view_show_section (self, section);
  zpi_section_page_show_refusal (self->pages[section], key, text);
  go_to (self, key);
}

/**
 * zpi_case_view_focus:
 * @self: a view
 * @section: a section
 * @key: (nullable): the key of an answer that it asks for
 *
 * Shows @section, also when another one asks for @key too, and puts the cursor there.
 */
void
zpi_case_view_focus (ZpiCaseView *self, ZpiSection section, const char *key)
{
  g_return_if_fail (ZPI_IS_CASE_VIEW (self) && section < ZPI_N_SECTIONS);

  zpi_case_view_show_section (self, section);
  if (key == NULL || !zpi_section_page_focus_key (self->pages[section], key))
    zpi_section_page_focus_first (self->pages[section]);
}

/**
 * zpi_case_view_step:
 * @self: a view
 * @by: 1 for the next section, -1 for the one before
 *
 * Goes to the next section. Where something that was typed is wrong the page says so first and
 * stays; asked again, it goes on: an error advises, it never holds anybody up.
 */
void
zpi_case_view_step (ZpiCaseView *self, int by)
{
  int target;

  g_return_if_fail (ZPI_IS_CASE_VIEW (self));

  target = (int) self->section + by;
  if (target < 0 || target >= ZPI_N_SECTIONS)
    return;
  if (by > 0 && !self->warned && !zpi_section_page_leave (self->pages[self->section])) {
    self->warned = TRUE;
    return;
  }
  zpi_case_view_open_section (self, target);
}
