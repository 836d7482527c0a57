/* SPDX-License-Identifier: EUPL-1.2 */

/* What is on the screen: the pages of the window, and which of them shows when. */

#include "zpi-config.h"

#include "zpi-window.h"

#include "zpi-announce.h"
#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-case-words.h"
#include "zpi-error-text.h"
#include "zpi-facts.h"
#include "zpi-file-dialog.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-leftovers.h"
#include "zpi-letter.h"
#include "zpi-message.h"
#include "zpi-papers.h"
#include "zpi-practice-banner.h"
#include "zpi-read-only-page.h"
#include "zpi-rules.h"
#include "zpi-second-click.h"
#include "zpi-spinner.h"
#include "zpi-ways-in-window.h"
#include "zpi-window-private.h"

#define DONE_SECONDS 20
#define NARROW_PX    480
/* How long nothing more is said of a case that stays saved: once that was said; after opening. */
#define SAVED_AGAIN_US (60 * G_USEC_PER_SEC)
#define SAVED_FIRST_US (2 * G_USEC_PER_SEC)

enum {
  SIGNAL_PRINT_CODE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiWindow, zpi_window, ADW_TYPE_APPLICATION_WINDOW)

static void show_case_view (ZpiWindow *self, ZpiCase *zcase, gboolean just_made);
static void show_sent_page (ZpiWindow *self, const char *case_id);

/* What the screen speaks of: the rules of the case in front, else those of the session. */
static void
use_rules (ZpiWindow *self, ZpiCase *in_front)
{
  const char *version = in_front != NULL ? zpi_case_get (in_front, ZPI_KEY_SCHEME_VERSION) : NULL;

  if (self->session != NULL)
    zpi_rules_set_current (zpi_session_get_scheme_version (self->session, version));
}

/* Only more information has a page of its own after it was sent; of what was cleared nobody knows.
 */
static gboolean
is_answer (ZpiWindow *self, ZpiCaseItem *item)
{
  if (self->zcase != NULL)
    return *zpi_case_get (self->zcase, ZPI_KEY_LETTER_REQUEST) != '\0';
  return item != NULL && !zpi_case_item_is_about_photos (item);
}

static void
update_title (ZpiWindow *self)
{
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, self->case_id);
  ZpiCaseKind kind = ZPI_CASE_APPLICATION;
  g_autofree char *title = NULL;
  const char *name;

  use_rules (self, self->zcase);
  name = zpi_facts_say ("{program}", NULL);
  /* A title that is set anew is spoken anew. */
  if (g_strcmp0 (name, gtk_window_get_title (GTK_WINDOW (self))) != 0)
    gtk_window_set_title (GTK_WINDOW (self), name);
  if (self->case_id == NULL) {
    adw_window_title_set_title (self->window_title, name);
    return;
  }
  if (item != NULL)
    kind = zpi_case_item_get_kind (item);
  else if (self->zcase != NULL)
    kind = zpi_case_get_kind (self->zcase);
  title = zpi_case_words_kind (kind,
                               is_answer (self, item),
                               item != NULL ? zpi_case_item_get_number (item) : 0);
  adw_window_title_set_title (self->window_title, title);
}

/* Once a minute, not at every pause of the hand, and not of what the program fills in at first. */
static void
say_saved (ZpiWindow *self, const char *text)
{
  gint64 now = g_get_monotonic_time ();

  if (g_strcmp0 (text, self->told) == 0 && now < self->tell_again_us)
    return;
  if (self->told != NULL || text != _ ("Saved"))
    zpi_announce (GTK_WIDGET (self), text);
  self->tell_again_us = now + (self->told != NULL ? SAVED_AGAIN_US : SAVED_FIRST_US);
  self->told = text;
}

static void
update_saved (ZpiWindow *self)
{
  ZpiCaseKeeper *keeper = self->session != NULL ? zpi_session_get_keeper (self->session) : NULL;
  /* Nothing typed yet, nothing to say. */
  gboolean shown =
      self->zcase != NULL &&
      zpi_case_get_saved_generation (self->zcase) + zpi_case_is_dirty (self->zcase) > 0;
  const char *text = _ ("Saved");
  gboolean dirty, failed;

  if (!shown || keeper == NULL) {
    adw_window_title_set_subtitle (self->window_title, "");
    return;
  }
  failed = zpi_case_keeper_get_problem (keeper, self->zcase) != NULL;
  dirty = zpi_case_is_dirty (self->zcase);
  if (failed)
    text = _ ("Not saved");
  else if (dirty)
    text = _ ("Saving…");
  if (failed || !dirty)
    say_saved (self, text);
  adw_window_title_set_subtitle (self->window_title, text);
}

void
_zpi_window_leave_case (ZpiWindow *self)
{
  self->told = NULL;
  if (self->zcase != NULL) {
    ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);

    /* The pages first: what they still have to do, such as removing a document for good, they do
     * to an open case. */
    if (keeper != NULL)
      zpi_case_keeper_field_left (keeper, self->zcase);
    adw_bin_set_child (self->case_bin, NULL);
    if (keeper != NULL)
      zpi_case_keeper_close_case (keeper, self->zcase);
    g_signal_handlers_disconnect_by_data (self->zcase, self);
  }
  _zpi_window_close_client_view (self);
  zpi_leftovers_clear (GTK_WIDGET (self));
  zpi_file_dialog_forget ();
  adw_bin_set_child (self->case_bin, NULL);
  g_clear_object (&self->zcase);
  g_clear_pointer (&self->case_id, g_free);
}

void
_zpi_window_turn_to (GtkStack *stack, const char *name)
{
  GtkWidget *shown;

  gtk_stack_set_visible_child_name (stack, name);
  shown = gtk_stack_get_visible_child (stack);
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (stack)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page),
                                 GTK_ACCESSIBLE_STATE_HIDDEN,
                                 page != shown,
                                 -1);
}

void
_zpi_window_update_buttons (ZpiWindow *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->stack);
  gboolean in_case = g_strcmp0 (page, "case") == 0 && !_zpi_window_is_blurred (self);

  gtk_widget_set_visible (self->home_button, in_case);
  gtk_widget_set_visible (self->case_menu_button, in_case && self->zcase != NULL);
}

void
_zpi_window_show_page (ZpiWindow *self, const char *name)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) != 0)
    zpi_message_pass ();
  if (!g_str_equal (name, "start"))
    _zpi_window_hide_deletions (self);
  _zpi_window_turn_to (self->stack, name);
  _zpi_window_update_buttons (self);
  update_title (self);
  update_saved (self);
  _zpi_window_update_actions (self);
  if (self->session != NULL)
    _zpi_window_update_notice (self);
}

/* A store that cannot be written: what is there can be read. */
static void
show_read_only (ZpiWindow *self, ZpiCase *zcase)
{
  _zpi_window_leave_case (self);
  self->case_id = g_strdup (zpi_case_get_id (zcase));
  use_rules (self, zcase);
  adw_bin_set_child (self->case_bin, zpi_read_only_page_new (zcase));
  _zpi_window_show_page (self, "case");
  zpi_case_keeper_close_case (zpi_session_get_keeper (self->session), zcase);
}

static gboolean
is_empty_page (ZpiWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "opening") == 0;
}

static void
show_opened (ZpiWindow *self, ZpiCase *zcase, const GError *error)
{
  if (zcase == NULL) {
    if (is_empty_page (self))
      zpi_window_show_start (self);
    _zpi_window_show_failure (self, error);
    return;
  }
  if (zpi_session_get_state (self->session) == ZPI_SESSION_READ_ONLY) {
    show_read_only (self, zcase);
    return;
  }
  show_case_view (self, zcase, FALSE);
  _zpi_window_return_to_place (self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase =
      zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, &error);

  show_opened (self, zcase, error);
}

/* Of what is in no list yet, such as a deletion that was taken back, only the case says whether it
 * is a draft. */
static void
unlisted_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase =
      zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, &error);

  if (zcase == NULL || zpi_case_get_state (zcase) == ZPI_CASE_DRAFT ||
      zpi_case_get_kind (zcase) == ZPI_CASE_LETTER) {
    show_opened (self, zcase, error);
    return;
  }
  zpi_case_keeper_close_case (ZPI_CASE_KEEPER (source), zcase);
  show_sent_page (self, zpi_case_get_id (zcase));
}

static void
answer_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase = zpi_papers_open_finish (result, &error);

  show_opened (self, zcase, error);
}

static void
draft_again_cb (ZpiWindow *self)
{
  g_autofree char *case_id = g_strdup (self->case_id);

  _zpi_window_leave_case (self);
  zpi_case_keeper_open_async (zpi_session_get_keeper (self->session),
                              case_id,
                              self->cancellable,
                              opened_cb,
                              g_object_ref (self));
}

/* It may say that something still has to be done: long enough to read it twice. */
static void
sent_done_cb (ZpiWindow *self, const char *said)
{
  zpi_window_show_start (self);
  zpi_start_page_reset (self->start_page);
  zpi_message_toast_for (GTK_WIDGET (self->stack), said, DONE_SECONDS);
}

/* What was on its way when it locked, such as the answer of a municipality that is slow, is not
 * shown any more: not over the lock, and not to whoever opens it next. */
static gboolean
is_locked (ZpiWindow *self)
{
  return zpi_session_get_state (self->session) == ZPI_SESSION_LOCKED;
}

static void
show_sent_page (ZpiWindow *self, const char *case_id)
{
  g_autofree char *id = g_strdup (case_id);
  GtkWidget *page;

  if (is_locked (self))
    return;
  _zpi_window_leave_case (self);
  self->case_id = g_steal_pointer (&id);
  page = zpi_sent_page_new (self->session, self->case_id);
  g_signal_connect_swapped (page, "draft-again", G_CALLBACK (draft_again_cb), self);
  g_signal_connect_swapped (page, "done", G_CALLBACK (sent_done_cb), self);
  adw_bin_set_child (self->case_bin, page);
  _zpi_window_show_page (self, "case");
  gtk_widget_grab_focus (page);
}

static void
case_changed_cb (ZpiWindow *self)
{
  update_saved (self);
}

/* Photos come one after another: the page of their letter says itself how each stands, until all
 * are there. */
static gboolean
is_over (ZpiCaseItem *item)
{
  ZpiCaseState state = zpi_case_item_get_state (item);

  return zpi_case_item_is_about_photos (item) ? state == ZPI_CASE_RECEIVED
                                              : state != ZPI_CASE_DRAFT;
}

/* Whoever opens a letter of which all photos are there comes to replace one. */
static gboolean
is_letter_over (ZpiWindow *self)
{
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, self->case_id);

  return item != NULL && zpi_case_item_is_about_photos (item) && is_over (item);
}

/* @zcase: (transfer full): open; it is the one on the screen from now on */
static void
take_case (ZpiWindow *self, ZpiCase *zcase)
{
  self->zcase = zcase;
  self->case_id = g_strdup (zpi_case_get_id (zcase));
  self->was_over = is_letter_over (self);
  /* What was done to a document and could not be drawn, because it was locked or ended. */
  zpi_intake_settle_async (self->session, zcase, NULL, NULL, NULL);
  g_signal_connect_swapped (zcase, "notify::generation", G_CALLBACK (case_changed_cb), self);
  g_signal_connect_swapped (zcase, "notify::saved-generation", G_CALLBACK (case_changed_cb), self);
}

static void
show_case_view (ZpiWindow *self, ZpiCase *zcase, gboolean just_made)
{
  g_autoptr (ZpiCase) keep = g_object_ref (zcase);
  GtkWidget *view;

  if (is_locked (self))
    return;
  if (zpi_case_get_kind (zcase) == ZPI_CASE_LETTER) {
    _zpi_window_show_letter (self, zcase, NULL);
    return;
  }
  if (zpi_case_get_kind (zcase) == ZPI_CASE_ACCOUNT) {
    _zpi_window_show_account (self, zcase);
    return;
  }
  _zpi_window_leave_case (self);
  view = zpi_case_view_new (self->session, zcase);
  take_case (self, g_steal_pointer (&keep));
  adw_bin_set_child (self->case_bin, view);
  _zpi_window_show_page (self, "case");
  if (just_made)
    zpi_case_view_open_section (ZPI_CASE_VIEW (view), ZPI_SECTION_BEFORE);
  else
    zpi_case_view_open_next (ZPI_CASE_VIEW (view));
}

void
_zpi_window_show_in_case (ZpiWindow *self, ZpiCase *zcase, GtkWidget *page)
{
  g_autoptr (ZpiCase) keep = zcase != NULL ? g_object_ref (zcase) : NULL;

  g_object_ref_sink (page);
  if (is_locked (self)) {
    g_object_unref (page);
    return;
  }
  _zpi_window_leave_case (self);
  if (keep != NULL)
    take_case (self, g_steal_pointer (&keep));
  adw_bin_set_child (self->case_bin, page);
  g_object_unref (page);
  _zpi_window_show_page (self, "case");
  gtk_widget_grab_focus (page);
}

void
_zpi_window_show_new_draft (ZpiWindow *self, ZpiCase *zcase)
{
  show_case_view (self, zcase, TRUE);
}

void
_zpi_window_show_draft (ZpiWindow *self, ZpiCase *zcase)
{
  show_case_view (self, zcase, FALSE);
}

void
_zpi_window_show_sent (ZpiWindow *self, const char *case_id)
{
  show_sent_page (self, case_id);
}

static void
door_cb (ZpiWindow *self, const char *door)
{
  GtkWidget *page;

  zpi_second_click_acted (GTK_WIDGET (self));
  if (zpi_session_get_state (self->session) == ZPI_SESSION_READ_ONLY) {
    zpi_message_tell (GTK_WIDGET (self),
                      _ ("Nothing new can be kept now"),
                      _ ("The stored cases can only be read. First do what stands at the top of "
                         "the window, so that nothing gets lost."));
    return;
  }
  if (g_str_equal (door, "application")) {
    zpi_window_new_application (self);
    return;
  }
  _zpi_window_leave_case (self);
  page = _zpi_window_new_door_page (self, door);
  adw_bin_set_child (self->case_bin, page);
  _zpi_window_show_page (self, "case");
  /* The stack goes on from where the focus is; what is asked first comes first. */
  gtk_widget_grab_focus (page);
}

static void
case_activated_cb (ZpiWindow *self, const char *case_id)
{
  zpi_second_click_acted (GTK_WIDGET (self));
  zpi_window_show_case (self, case_id);
}

void
_zpi_window_print_code (ZpiWindow *self, const char *code)
{
  g_signal_emit (self, signals[SIGNAL_PRINT_CODE], 0, code);
}

static void
cases_changed_cb (ZpiWindow *self)
{
  ZpiCaseItem *item;

  update_title (self);
  _zpi_window_update_actions (self);
  _zpi_window_update_notice (self);
  if (self->zcase == NULL || self->case_id == NULL)
    return;
  /* Another process may have sent the case that is on the screen. */
  item = zpi_session_find_case_item (self->session, self->case_id);
  if (item == NULL)
    return;
  self->was_over = self->was_over && is_over (item);
  if (is_over (item) && !self->was_over)
    show_sent_page (self, self->case_id);
}

/* The window said that it was deleted, while it could still be brought back. */
static void
delete_failed_cb (ZpiWindow *self, const char *case_id, const GError *error)
{
  g_autofree char *text = g_strdup_printf ("%s %s",
                                           _ ("It stands in the list again."),
                                           zpi_error_text_from_error (error));

  zpi_message_tell (GTK_WIDGET (self), _ ("That was not deleted"), text);
}

static void
set_session (ZpiWindow *self, ZpiSession *session)
{
  self->session = g_object_ref (session);
  gtk_widget_set_visible (self->practice_banner, zpi_session_is_practice (session));
  zpi_start_page_set_session (self->start_page, session);
  g_signal_connect_object (zpi_session_get_keeper (session),
                           "save-failed",
                           G_CALLBACK (_zpi_window_update_notice),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session,
                           "notify::state",
                           G_CALLBACK (_zpi_window_show_state),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session,
                           "cases-changed",
                           G_CALLBACK (cases_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (zpi_session_get_keeper (session),
                           "delete-failed",
                           G_CALLBACK (delete_failed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  /* Also when there are none: by then the session has its way to sign in. */
  g_signal_connect_object (session,
                           "cases-changed",
                           G_CALLBACK (_zpi_window_watch_sign_in),
                           self,
                           G_CONNECT_SWAPPED);
  _zpi_window_show_state (self);
}

void
_zpi_window_show_failure (ZpiWindow *self, const GError *error)
{
  const char *text;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = zpi_error_text_from_error (error);
  zpi_message_tell (GTK_WIDGET (self), _ ("That did not work"), text);
}

void
_zpi_window_delete_case (ZpiWindow *self)
{
  g_autofree char *case_id = g_strdup (self->case_id);
  const char *const case_ids[] = {case_id, NULL};
  const char *says;

  if (case_id == NULL)
    return;
  says = zpi_case_words_deleted (zpi_session_find_case_item (self->session, case_id));
  zpi_window_show_start (self);
  _zpi_window_delete (self, case_ids, says, TRUE);
}

static gboolean
zpi_window_close_request (GtkWindow *window)
{
  ZpiWindow *self = ZPI_WINDOW (window);

  if (self->client_window != NULL)
    gtk_window_destroy (self->client_window);
  return GTK_WINDOW_CLASS (zpi_window_parent_class)->close_request (window);
}

static void
zpi_window_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  zpi_frame_sizes_measure (ZPI_WINDOW (widget)->sizes,
                           GTK_WIDGET_CLASS (zpi_window_parent_class),
                           orientation,
                           for_size,
                           minimum,
                           natural);
}

static void
zpi_window_dispose (GObject *object)
{
  ZpiWindow *self = ZPI_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->session != NULL && self->case_bin != NULL)
    _zpi_window_leave_case (self);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->focus_before);
  g_clear_pointer (&self->hidden_beside, g_ptr_array_unref);
  g_clear_weak_pointer (&self->client_window);
  g_clear_weak_pointer (&self->client_view);
  g_clear_weak_pointer (&self->lock_page);
  g_clear_weak_pointer (&self->set_up_page);
  g_clear_weak_pointer (&self->organisation_page);
  g_clear_pointer (&self->case_before_lock, g_free);
  g_clear_pointer (&self->key_before_lock, g_free);
  g_clear_pointer (&self->door_before_lock, g_free);
  g_clear_pointer (&self->typed_before_lock, g_bytes_unref);
  g_clear_pointer (&self->sign_in_problem, g_free);
  g_clear_pointer (&self->deletions, g_ptr_array_unref);
  _zpi_window_cancel_sign_in (self);
  g_clear_object (&self->sign_in_cancellable);
  g_clear_object (&self->counsellor);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_window_parent_class)->dispose (object);
}

static void
zpi_window_finalize (GObject *object)
{
  g_object_unref (ZPI_WINDOW (object)->sizes);
  G_OBJECT_CLASS (zpi_window_parent_class)->finalize (object);
}

static void
install_signals (void)
{
  signals[SIGNAL_PRINT_CODE] = g_signal_new ("print-code",
                                             ZPI_TYPE_WINDOW,
                                             G_SIGNAL_RUN_LAST,
                                             0,
                                             NULL,
                                             NULL,
                                             NULL,
                                             G_TYPE_NONE,
                                             1,
                                             G_TYPE_STRING);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, home_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, case_menu_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, practice_banner);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, notice_bar);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, notice_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, notice_spinner);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, notice_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, sign_in_menu);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, cover);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, case_bin);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, client_bin);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, blur_page);
  gtk_widget_class_bind_template_child (widget_class, ZpiWindow, failed_page);
}

static void
zpi_window_class_init (ZpiWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_window_finalize;
  widget_class->measure = zpi_window_measure;
  GTK_WINDOW_CLASS (klass)->close_request = zpi_window_close_request;
  install_signals ();

  g_type_ensure (ZPI_TYPE_PRACTICE_BANNER);
  g_type_ensure (ZPI_TYPE_SPINNER);
  g_type_ensure (ZPI_TYPE_START_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, door_cb);
  gtk_widget_class_bind_template_callback (widget_class, case_activated_cb);
  _zpi_window_install_actions (widget_class);
  _zpi_window_install_client_actions (widget_class);
}

/* The title says which case this is: it goes before the buttons that a window of a phone's width
 * has no use for. */
static void
default_width_cb (ZpiWindow *self)
{
  GtkWidget *header = gtk_widget_get_ancestor (self->home_button, ADW_TYPE_HEADER_BAR);
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  adw_header_bar_set_decoration_layout (ADW_HEADER_BAR (header),
                                        width < NARROW_PX ? ":close" : NULL);
}

/* GTK shows where the focus is only when it was moved by Tab: at the first row of Start, or where a
 * page put it, nobody would see what Enter does. As with Tab it goes after three seconds: to show
 * it for ever would wake the program every three. */
static void
show_focus_cb (GtkWindow *self)
{
  _zpi_window_keep_blurred (ZPI_WINDOW (self));
  if (gtk_window_get_focus (self) != NULL && !gtk_window_get_focus_visible (self))
    gtk_window_set_focus_visible (self, TRUE);
}

static void
zpi_window_init (ZpiWindow *self)
{
  self->sizes = zpi_frame_sizes_new (GTK_WIDGET (self));
  gtk_widget_init_template (GTK_WIDGET (self));
  _zpi_window_turn_to (self->cover, "all");
  _zpi_window_set_up_client (self);
  _zpi_window_watch_beside (self);
  zpi_group_wrap_buttons (GTK_WIDGET (self));
  _zpi_window_init_deletions (self);
  self->cancellable = g_cancellable_new ();
  self->section_before_lock = -1;
  g_signal_connect (self, "notify::default-width", G_CALLBACK (default_width_cb), NULL);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (show_focus_cb), NULL);
  default_width_cb (self);
}

/**
 * zpi_window_new:
 * @app: the application
 * @session: the session it shows, opened or about to be
 *
 * Returns: (transfer floating): a window
 */
GtkWidget *
zpi_window_new (GtkApplication *app, ZpiSession *session)
{
  ZpiWindow *self = g_object_new (ZPI_TYPE_WINDOW, "application", app, NULL);

  zpi_leftovers_watch (GTK_WINDOW (self));
  set_session (self, session);
  return GTK_WIDGET (self);
}

/**
 * zpi_window_get_session:
 * @self: a window
 *
 * Returns: (transfer none): its session
 */
ZpiSession *
zpi_window_get_session (ZpiWindow *self)
{
  g_return_val_if_fail (ZPI_IS_WINDOW (self), NULL);

  return self->session;
}

/**
 * zpi_window_show_start:
 * @self: a window
 *
 * Leaves the case, saved, and shows the start page.
 */
void
zpi_window_show_start (ZpiWindow *self)
{
  g_autofree char *from = NULL;

  g_return_if_fail (ZPI_IS_WINDOW (self));

  if (is_locked (self))
    return;
  from = g_strdup (self->case_id);
  _zpi_window_leave_case (self);
  _zpi_window_show_page (self, "start");
  zpi_start_page_focus_case (self->start_page, from);
}

/**
 * zpi_window_show_case:
 * @self: a window
 * @case_id: a case
 *
 * Shows a draft to go on with, or how a sent case stands.
 */
void
zpi_window_show_case (ZpiWindow *self, const char *case_id)
{
  ZpiCaseItem *item;

  g_return_if_fail (ZPI_IS_WINDOW (self) && case_id != NULL);

  item = zpi_session_find_case_item (self->session, case_id);
  if (item != NULL && zpi_case_item_get_state (item) != ZPI_CASE_DRAFT &&
      (zpi_case_item_get_kind (item) != ZPI_CASE_LETTER || zpi_case_item_is_cleared (item))) {
    show_sent_page (self, case_id);
    return;
  }
  if (item != NULL && zpi_case_words_is_code (item)) {
    _zpi_window_show_kept_code (self, case_id);
    return;
  }
  if (item != NULL && zpi_case_item_get_kind (item) == ZPI_CASE_LETTER &&
      !zpi_case_item_is_about_photos (item) &&
      zpi_session_get_state (self->session) == ZPI_SESSION_OPEN) {
    zpi_papers_open_async (self->session,
                           case_id,
                           self->cancellable,
                           answer_opened_cb,
                           g_object_ref (self));
    return;
  }
  zpi_case_keeper_open_async (zpi_session_get_keeper (self->session),
                              case_id,
                              self->cancellable,
                              item != NULL ? opened_cb : unlisted_opened_cb,
                              g_object_ref (self));
}

/**
 * zpi_window_new_application:
 * @self: a window with an open session
 *
 * Begins a new application, empty everywhere.
 */
void
zpi_window_new_application (ZpiWindow *self)
{
  g_autoptr (ZpiCase) zcase = NULL;

  g_return_if_fail (ZPI_IS_WINDOW (self));

  if (zpi_session_get_state (self->session) != ZPI_SESSION_OPEN)
    return;
  zpi_start_page_reset (self->start_page);
  zcase = zpi_case_keeper_new_case (zpi_session_get_keeper (self->session), ZPI_CASE_APPLICATION);
  show_case_view (self, zcase, TRUE);
}

static void
ways_in_print_cb (ZpiWindow *self, const char *code)
{
  _zpi_window_print_code (self, code);
}

void
_zpi_window_show_ways_in (ZpiWindow *self)
{
  GtkWidget *window = zpi_ways_in_window_new (GTK_WINDOW (self), self->session);

  g_signal_connect_object (window,
                           "print-code",
                           G_CALLBACK (ways_in_print_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window,
                           "changed",
                           G_CALLBACK (_zpi_window_update_notice),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

/* Behind the lock somebody else may read it, and put it away. */
void
_zpi_window_tell_ways_in (ZpiWindow *self)
{
  self->ways_in_not_changed = zpi_session_get_state (self->session) == ZPI_SESSION_LOCKED;
  if (!self->ways_in_not_changed)
    zpi_message_tell (GTK_WIDGET (self),
                      _ ("Who can open this was not changed"),
                      _ ("The window was closed before that was done. Please do it again."));
}

/**
 * zpi_window_toast:
 * @self: a window
 * @text: a short message
 *
 * Says something that may be missed.
 */
void
zpi_window_toast (ZpiWindow *self, const char *text)
{
  g_return_if_fail (ZPI_IS_WINDOW (self));

  zpi_message_toast (GTK_WIDGET (self->stack), text);
}
