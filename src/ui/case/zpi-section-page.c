/* SPDX-License-Identifier: EUPL-1.2 */

/* What the seven pages have in common: the frame, the case, and what is wrong. */

#include "zpi-section-page.h"

#include "zpi-error-summary.h"
#include "zpi-field-row.h"
#include "zpi-finding.h"
#include "zpi-focus.h"
#include "zpi-group.h"
#include "zpi-message.h"
#include "zpi-question-rows.h"
#include "zpi-rules.h"
#include "zpi-scroll-layout.h"
#include "zpi-ui.h"
#include "zpi-way-back.h"

/* How long after the last change the page shows what follows from it: calm, not sluggish. */
#define REFRESH_AFTER_MS 350

/* When a new question has its place, and how often that is asked. */
#define SCROLL_AFTER_MS 80
#define SCROLL_TRIES    25

typedef struct {
  ZpiSession *session; /* (owned) (nullable) */
  ZpiCase *zcase;      /* (owned) (nullable) */
  GSignalGroup *case_signals;
  GPtrArray *made_rows; /* (owned) (element-type ZpiFieldRow): those that no template places */
  guint refresh_id;
  guint scroll_id;
  guint scroll_tries;
  gboolean opened;      /* the cursor came with the page */
  double scroll_height; /* of the content when it was last looked at */

  ZpiWayBack *way_back;
  GtkScrolledWindow *scroller;
  AdwClamp *column;
  GtkBox *content;
  GtkLabel *title_label;
  ZpiErrorSummary *summary;
  AdwBin *footer;
  AdwBin *end;
  GtkWidget *end_content; /* (unowned) (nullable): in the end, or lent */
} ZpiSectionPagePrivate;

static void buildable_init (GtkBuildableIface *iface);

static GtkBuildableIface *parent_buildable;

G_DEFINE_TYPE_WITH_CODE (ZpiSectionPage,
                         zpi_section_page,
                         ADW_TYPE_BIN,
                         G_ADD_PRIVATE (ZpiSectionPage)
                             G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static ZpiSectionPagePrivate *
priv_of (ZpiSectionPage *self)
{
  return zpi_section_page_get_instance_private (self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  ZpiSectionPage *self = user_data;

  priv_of (self)->refresh_id = 0;
  zpi_section_page_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
plan_refresh (ZpiSectionPage *self)
{
  ZpiSectionPagePrivate *priv = priv_of (self);

  g_clear_handle_id (&priv->refresh_id, g_source_remove);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    priv->refresh_id = g_timeout_add (REFRESH_AFTER_MS, refresh_cb, self);
}

static void
show_made_rows (ZpiSectionPage *self)
{
  ZpiSectionPagePrivate *priv = priv_of (self);

  zpi_question_rows_show (priv->made_rows, priv->zcase, zpi_section_page_get_scheme (self));
}

static void
answer_changed_cb (ZpiSectionPage *self, const char *key)
{
  ZpiSectionPageClass *klass = ZPI_SECTION_PAGE_GET_CLASS (self);

  show_made_rows (self);
  if (klass->answer_changed != NULL)
    klass->answer_changed (self, key);
  zpi_error_summary_refresh (priv_of (self)->summary);
  plan_refresh (self);
}

static void
items_changed_cb (ZpiSectionPage *self, const char *list)
{
  ZpiSectionPageClass *klass = ZPI_SECTION_PAGE_GET_CLASS (self);

  if (klass->items_changed != NULL)
    klass->items_changed (self, list);
  plan_refresh (self);
}

/* Children of a page's template go below its title, a footer below what scrolls, and below that the
 * end, what stands in place of Next. */
static void
zpi_section_page_add_child (GtkBuildable *buildable,
                            GtkBuilder *builder,
                            GObject *child,
                            const char *type)
{
  ZpiSectionPagePrivate *priv = priv_of (ZPI_SECTION_PAGE (buildable));

  if (priv->content != NULL && GTK_IS_WIDGET (child) && type == NULL) {
    gtk_box_append (priv->content, GTK_WIDGET (child));
  } else if (priv->footer != NULL && g_strcmp0 (type, "footer") == 0) {
    adw_bin_set_child (priv->footer, GTK_WIDGET (child));
    gtk_widget_set_visible (GTK_WIDGET (priv->footer), TRUE);
  } else if (priv->end != NULL && g_strcmp0 (type, "end") == 0) {
    priv->end_content = GTK_WIDGET (child);
    adw_bin_set_child (priv->end, priv->end_content);
    gtk_widget_set_visible (GTK_WIDGET (priv->end), TRUE);
  } else {
    parent_buildable->add_child (buildable, builder, child, type);
  }
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = zpi_section_page_add_child;
}

/* From a title that has the focus Enter goes on to the questions. */
static gboolean
title_key_cb (ZpiSectionPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  ZpiFieldRow *row;

  if (keyval != GDK_KEY_Return && keyval != GDK_KEY_KP_Enter && keyval != GDK_KEY_ISO_Enter)
    return GDK_EVENT_PROPAGATE;
  row = zpi_focus_find_first (GTK_WIDGET (self));
  if (row != NULL)
    zpi_field_row_focus (row);
  return row != NULL;
}

static void
zpi_section_page_constructed (GObject *object)
{
  ZpiSectionPage *self = ZPI_SECTION_PAGE (object);
  GtkEventController *keys = gtk_event_controller_key_new ();

  G_OBJECT_CLASS (zpi_section_page_parent_class)->constructed (object);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (title_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (priv_of (self)->title_label), keys);
  gtk_label_set_label (priv_of (self)->title_label,
                       zpi_section_get_title (zpi_section_page_get_section (self)));
  priv_of (self)->made_rows =
      zpi_question_rows_complete (GTK_WIDGET (self), zpi_section_page_get_section (self));
}

/* Not at once: in the middle of a layout a new size is not noticed. */
static void
zpi_section_page_map (GtkWidget *widget)
{
  ZpiSectionPagePrivate *priv = priv_of (ZPI_SECTION_PAGE (widget));

  GTK_WIDGET_CLASS (zpi_section_page_parent_class)->map (widget);
  if (priv->refresh_id == 0)
    priv->refresh_id = g_idle_add (refresh_cb, widget);
}

static void
zpi_section_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&priv_of (ZPI_SECTION_PAGE (widget))->refresh_id, g_source_remove);
  GTK_WIDGET_CLASS (zpi_section_page_parent_class)->unmap (widget);
}

static void
zpi_section_page_dispose (GObject *object)
{
  ZpiSectionPage *self = ZPI_SECTION_PAGE (object);
  ZpiSectionPagePrivate *priv = priv_of (self);

  g_clear_handle_id (&priv->refresh_id, g_source_remove);
  g_clear_handle_id (&priv->scroll_id, g_source_remove);
  zpi_section_page_bind (self, NULL, NULL);
  g_clear_object (&priv->case_signals);
  g_clear_pointer (&priv->made_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (zpi_section_page_parent_class)->dispose (object);
}

/* A question that was just added has no place yet when it gets the focus, and one of a page that
 * was just opened is moved by what comes before it: until nothing moves any more. */
static gboolean
scroll_cb (gpointer user_data)
{
  ZpiSectionPagePrivate *priv = priv_of (user_data);
  gboolean placed = zpi_focus_scroll (priv->scroller, GTK_WIDGET (priv->content), priv->opened);
  double height = gtk_adjustment_get_upper (gtk_scrolled_window_get_vadjustment (priv->scroller));
  gboolean moved = height != priv->scroll_height;

  priv->scroll_height = height;
  if ((!placed || moved) && priv->scroll_tries-- > 0)
    return G_SOURCE_CONTINUE;
  priv->scroll_id = 0;
  return G_SOURCE_REMOVE;
}

static void
plan_scroll (ZpiSectionPage *self)
{
  ZpiSectionPagePrivate *priv = priv_of (self);

  g_clear_handle_id (&priv->scroll_id, g_source_remove);
  priv->scroll_tries = SCROLL_TRIES;
  priv->opened = FALSE;
  priv->scroll_height = -1;
  priv->scroll_id = g_timeout_add (SCROLL_AFTER_MS, scroll_cb, self);
}

static void
scroll_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  plan_scroll (ZPI_SECTION_PAGE (widget));
}

static gboolean
go_on_here (GtkWidget *widget)
{
  ZpiSectionPageClass *klass = ZPI_SECTION_PAGE_GET_CLASS (widget);
  ZpiFieldRow *row = zpi_focus_find_next (widget);

  if (row != NULL)
    zpi_field_row_focus (row);
  return row != NULL || (klass->go_on != NULL && klass->go_on (ZPI_SECTION_PAGE (widget)));
}

/* In the last question Enter goes on to the next page. */
static void
next_question_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (!go_on_here (widget))
    gtk_widget_activate_action (widget, "win.step", "i", 1);
}

/* One key answered: the last answer of a page stays in sight, for it may be the wrong key. */
static void
answered_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  go_on_here (widget);
}

static void
refresh_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_section_page_refresh (ZPI_SECTION_PAGE (widget));
}

static void
zpi_section_page_class_init (ZpiSectionPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_SCROLL_LAYOUT);
  g_type_ensure (ZPI_TYPE_ERROR_SUMMARY);
  g_type_ensure (ZPI_TYPE_WAY_BACK);
  object_class->constructed = zpi_section_page_constructed;
  object_class->dispose = zpi_section_page_dispose;
  widget_class->map = zpi_section_page_map;
  widget_class->unmap = zpi_section_page_unmap;

  gtk_widget_class_install_action (widget_class, "page.refresh", NULL, refresh_action_cb);
  gtk_widget_class_install_action (widget_class, "page.scroll-to-focus", NULL, scroll_action_cb);
  gtk_widget_class_install_action (widget_class,
                                   "page.next-question",
                                   NULL,
                                   next_question_action_cb);
  gtk_widget_class_install_action (widget_class, "page.answered", NULL, answered_action_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-section-page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, ZpiSectionPage, way_back);
  gtk_widget_class_bind_template_child_private (widget_class, ZpiSectionPage, scroller);
  gtk_widget_class_bind_template_child_private (widget_class, ZpiSectionPage, column);
  gtk_widget_class_bind_template_child_private (widget_class, ZpiSectionPage, content);
  gtk_widget_class_bind_template_child_private (widget_class, ZpiSectionPage, title_label);
  gtk_widget_class_bind_template_child_private (widget_class, ZpiSectionPage, summary);
  gtk_widget_class_bind_template_child_private (widget_class, ZpiSectionPage, footer);
  gtk_widget_class_bind_template_child_private (widget_class, ZpiSectionPage, end);
}

static void
zpi_section_page_init (ZpiSectionPage *self)
{
  ZpiSectionPagePrivate *priv = priv_of (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  priv->case_signals = g_signal_group_new (ZPI_TYPE_CASE);
  g_signal_group_connect_swapped (priv->case_signals,
                                  "answer-changed",
                                  G_CALLBACK (answer_changed_cb),
                                  self);
  g_signal_group_connect_swapped (priv->case_signals,
                                  "items-changed",
                                  G_CALLBACK (items_changed_cb),
                                  self);
}

static void
bind_rows (ZpiSectionPage *self, GtkWidget *below)
{
  ZpiSectionPagePrivate *priv = priv_of (self);
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (below);

  zpi_group_wrap_buttons (below);
  for (guint i = 0; i < rows->len; i++)
    zpi_field_row_bind (g_ptr_array_index (rows, i), priv->session, priv->zcase);
}

/**
 * zpi_section_page_bind:
 * @session: (nullable): without one nothing is saved or taken in; for looking at a page alone
 * @zcase: (nullable): the case, or %NULL to let go of it
 *
 * Shows @zcase. Once per page; %NULL unbinds.
 */
void
zpi_section_page_bind (ZpiSectionPage *self, ZpiSession *session, ZpiCase *zcase)
{
  ZpiSectionPageClass *klass;
  ZpiSectionPagePrivate *priv;

  g_return_if_fail (ZPI_IS_SECTION_PAGE (self));

  klass = ZPI_SECTION_PAGE_GET_CLASS (self);
  priv = priv_of (self);
  g_return_if_fail (zcase == NULL || priv->zcase == NULL);

  if (zcase == priv->zcase)
    return;
  if (zcase == NULL) {
    session = NULL;
    zpi_way_back_forget (priv->way_back);
    if (klass->unbound != NULL)
      klass->unbound (self);
  }
  if (session != NULL)
    zpi_findings_set_practice (zpi_session_is_practice (session));
  g_set_object (&priv->session, session);
  g_set_object (&priv->zcase, zcase);
  g_signal_group_set_target (priv->case_signals, zcase);
  bind_rows (self, GTK_WIDGET (self));
  if (zcase != NULL)
    show_made_rows (self);
  if (zcase != NULL && klass->bound != NULL)
    klass->bound (self);
  if (zcase != NULL)
    zpi_section_page_refresh (self);
}

/**
 * zpi_section_page_widen:
 * @width: how wide it may become where there is room, in pixels
 *
 * For a page with two columns, before it is shown.
 */
void
zpi_section_page_widen (ZpiSectionPage *self, int width)
{
  g_return_if_fail (ZPI_IS_SECTION_PAGE (self));

  adw_clamp_set_maximum_size (priv_of (self)->column, width);
  adw_clamp_set_tightening_threshold (priv_of (self)->column, width);
}

/**
 * zpi_section_page_has_end:
 *
 * Returns: whether something stands in place of Next on this page
 */
gboolean
zpi_section_page_has_end (ZpiSectionPage *self)
{
  g_return_val_if_fail (ZPI_IS_SECTION_PAGE (self), FALSE);

  return priv_of (self)->end_content != NULL;
}

/**
 * zpi_section_page_lend_end:
 * @bar: (nullable): where what stands in place of Next goes; %NULL for back below the page
 *
 * Where it has the focus it keeps it.
 */
void
zpi_section_page_lend_end (ZpiSectionPage *self, GtkBox *bar)
{
  ZpiSectionPagePrivate *priv = priv_of (self);
  g_autoptr (GtkWidget) content = NULL;
  GtkWidget *from, *focus;

  g_return_if_fail (ZPI_IS_SECTION_PAGE (self));

  g_set_object (&content, priv->end_content);
  if (content == NULL)
    return;
  from = gtk_widget_get_parent (content);
  if (from == (bar != NULL ? GTK_WIDGET (bar) : GTK_WIDGET (priv->end)))
    return;
  focus = gtk_widget_get_focus_child (content);
  if (bar != NULL) {
    adw_bin_set_child (priv->end, NULL);
    gtk_box_append (bar, content);
  } else {
    gtk_box_remove (GTK_BOX (from), content);
    adw_bin_set_child (priv->end, content);
  }
  gtk_widget_set_visible (GTK_WIDGET (priv->end), bar == NULL);
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}

/**
 * zpi_section_page_get_section:
 */
ZpiSection
zpi_section_page_get_section (ZpiSectionPage *self)
{
  g_return_val_if_fail (ZPI_IS_SECTION_PAGE (self), ZPI_SECTION_BEFORE);

  return ZPI_SECTION_PAGE_GET_CLASS (self)->section;
}

/* The last page is read from its title on, before anything is asked there. */
static gboolean
focus_title (ZpiSectionPage *self)
{
  GtkLabel *title = priv_of (self)->title_label;

  if (zpi_section_page_get_section (self) != ZPI_SECTION_REVIEW)
    return FALSE;
  gtk_widget_set_focusable (GTK_WIDGET (title), TRUE);
  zpi_ui_focus_text (title);
  plan_scroll (self);
  return TRUE;
}

/**
 * zpi_section_page_focus_first:
 *
 * Moves the focus to the first question that waits for an answer, for a page that was just shown;
 * where nothing is asked to the first thing that can be done. The last page opens at its title, and
 * each with its title in sight, as far as the question is too.
 */
void
zpi_section_page_focus_first (ZpiSectionPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  ZpiFieldRow *row;

  g_return_if_fail (ZPI_IS_SECTION_PAGE (self));

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (priv_of (self)->scroller), 0);
  if (focus_title (self))
    return;
  row = zpi_focus_find_first (GTK_WIDGET (self));
  if (row != NULL) {
    zpi_field_row_focus (row);
    priv_of (self)->opened = TRUE;
    return;
  }
  /* The stack moves the focus too; from nowhere it goes to the first, not to the second. */
  if (root != NULL)
    gtk_root_set_focus (root, NULL);
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  plan_scroll (self);
  priv_of (self)->opened = TRUE;
}

/**
 * zpi_section_page_focus_key:
 * @key: the key of an answer, or `child.<item>` for the first question of an item
 *
 * Returns: %FALSE when no question on this page is about @key
 */
gboolean
zpi_section_page_focus_key (ZpiSectionPage *self, const char *key)
{
  ZpiFieldRow *row;

  g_return_val_if_fail (ZPI_IS_SECTION_PAGE (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  row = zpi_focus_find_key (GTK_WIDGET (self), key);
  if (row == NULL)
    return FALSE;
  zpi_field_row_focus (row);
  return TRUE;
}

/**
 * zpi_section_page_show_refusal:
 * @key: the key of an answer
 * @text: what the municipality said of it
 *
 * Says so at the question, until the answer is another; where no question is about @key, below the
 * page until it is closed or the case is left.
 */
void
zpi_section_page_show_refusal (ZpiSectionPage *self, const char *key, const char *text)
{
  ZpiFieldRow *row;

  g_return_if_fail (ZPI_IS_SECTION_PAGE (self));
  g_return_if_fail (key != NULL && text != NULL);

  row = zpi_focus_find_key (GTK_WIDGET (self), key);
  if (row != NULL) {
    zpi_field_row_set_refusal (row, text);
  } else {
    AdwToast *toast = zpi_message_new_toast (text);

    adw_toast_set_timeout (toast, 0);
    zpi_message_add_toast (GTK_WIDGET (priv_of (self)->scroller), toast);
  }
}

/**
 * zpi_section_page_leave:
 *
 * *Next* was pressed: what is wrong is shown, with a summary on top that takes the focus.
 *
 * Returns: %TRUE when nothing is wrong
 */
gboolean
zpi_section_page_leave (ZpiSectionPage *self)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) wrong = NULL;

  g_return_val_if_fail (ZPI_IS_SECTION_PAGE (self), TRUE);

  wrong = g_ptr_array_new_with_free_func (g_object_unref);
  rows = zpi_field_row_collect (GTK_WIDGET (self));
  for (guint i = 0; i < rows->len; i++) {
    ZpiFieldRow *row = g_ptr_array_index (rows, i);

    if (zpi_field_row_show_problem (row))
      g_ptr_array_add (wrong, g_object_ref (row));
  }
  zpi_error_summary_set_rows (priv_of (self)->summary, wrong);
  return wrong->len == 0;
}

/**
 * zpi_section_page_get_session:
 *
 * Returns: (nullable) (transfer none): the session
 */
ZpiSession *
zpi_section_page_get_session (ZpiSectionPage *self)
{
  return priv_of (self)->session;
}

/**
 * zpi_section_page_get_case:
 *
 * Returns: (nullable) (transfer none): the case
 */
ZpiCase *
zpi_section_page_get_case (ZpiSectionPage *self)
{
  return priv_of (self)->zcase;
}

/**
 * zpi_section_page_get_scheme:
 *
 * Returns: (nullable) (transfer none): the rules the case was started under
 */
const ZpiScheme *
zpi_section_page_get_scheme (ZpiSectionPage *self)
{
  ZpiSectionPagePrivate *priv = priv_of (self);

  if (priv->session != NULL && priv->zcase != NULL)
    return zpi_session_get_rules_of (priv->session, priv->zcase);
  return zpi_rules_get_current ();
}

/**
 * zpi_section_page_dup_application:
 *
 * Returns: (transfer full): what the answers mean
 */
ZpiApplication *
zpi_section_page_dup_application (ZpiSectionPage *self)
{
  ZpiSectionPagePrivate *priv = priv_of (self);

  g_return_val_if_fail (priv->zcase != NULL, NULL);

  return zpi_application_new_from_case (priv->zcase);
}

/**
 * zpi_section_page_refresh:
 *
 * Shows anew, at once, what follows from the answers.
 */
void
zpi_section_page_refresh (ZpiSectionPage *self)
{
  ZpiSectionPageClass *klass;

  g_return_if_fail (ZPI_IS_SECTION_PAGE (self));

  klass = ZPI_SECTION_PAGE_GET_CLASS (self);
  if (klass->refresh != NULL && priv_of (self)->zcase != NULL)
    klass->refresh (self);
}

/**
 * zpi_section_page_adopt:
 * @below: a widget that was added to the page after it was bound
 *
 * Binds the questions in it.
 */
void
zpi_section_page_adopt (ZpiSectionPage *self, GtkWidget *below)
{
  g_return_if_fail (ZPI_IS_SECTION_PAGE (self));

  if (priv_of (self)->zcase != NULL)
    bind_rows (self, below);
}

/**
 * zpi_section_page_offer_undo:
 * @toast: (transfer full): from zpi_way_back_new_toast(); its `button-clicked` is connected
 * @before: the generation of the case before what can be undone
 * @again: (scope notified): removes it again, and offers that anew
 * @data: (transfer full): for @again
 * @destroy: frees @data
 */
void
zpi_section_page_offer_undo (ZpiSectionPage *self,
                             AdwToast *toast,
                             guint64 before,
                             ZpiWayBackAgain again,
                             gpointer data,
                             GDestroyNotify destroy)
{
  ZpiSectionPagePrivate *priv = priv_of (self);

  g_return_if_fail (ZPI_IS_SECTION_PAGE (self));

  zpi_way_back_offer (GTK_WIDGET (priv->scroller),
                      toast,
                      priv->zcase,
                      before,
                      again,
                      data,
                      destroy);
}

/**
 * zpi_section_page_stay:
 * @widget: what gets the focus, near where it was
 *
 * Something was removed: the page stays where it is, as far as @widget can be seen there. What is
 * scrolled to at once is scrolled to where it was before the rest moved up.
 */
void
zpi_section_page_stay (ZpiSectionPage *self, GtkWidget *widget)
{
  GtkAdjustment *adjustment;
  double value;

  g_return_if_fail (ZPI_IS_SECTION_PAGE (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  adjustment = gtk_scrolled_window_get_vadjustment (priv_of (self)->scroller);
  value = gtk_adjustment_get_value (adjustment);
  gtk_widget_grab_focus (widget);
  gtk_adjustment_set_value (adjustment, value);
  plan_scroll (self);
}
