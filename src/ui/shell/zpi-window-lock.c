/* SPDX-License-Identifier: EUPL-1.2 */

/* What stands before the cases and hides them: first start, organisation, lock, a store that does
 * not open, and the window with nothing in it. */

#include "zpi-advice-page.h"
#include "zpi-error-text.h"
#include "zpi-field-row.h"
#include "zpi-i18n.h"
#include "zpi-window-private.h"

/* Here nobody can type a recovery code: only what can be done from here is named. */
static const char *
text_of_failure (const GError *error)
{
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING))
    return _ (
        "The key that opens these cases is not in its place. Ask your administrator to put it "
        "back, then choose “Try again”.");
  return error != NULL ? zpi_error_text_from_error (error) : "";
}

static void
show_failed (ZpiWindow *self)
{
  const GError *error = zpi_session_get_error (self->session);
  g_autofree char *text =
      g_strdup_printf ("%s %s",
                       text_of_failure (error),
                       _ ("Nothing new was started in its place: a backup can still be put back."));

  adw_status_page_set_icon_name (self->failed_page, "dialog-warning-symbolic");
  adw_status_page_set_description (self->failed_page, g_strstrip (text));
  _zpi_window_show_page (self, "failed");
}

/* The doors are made when somebody first stands before them: most starts pass one at most. */
static gpointer
make_door (ZpiWindow *self, const char *name, GType type)
{
  GtkWidget *page = g_object_new (type, NULL);

  gtk_stack_add_named (self->stack, page, name);
  return page;
}

void
_zpi_window_show_organisation (ZpiWindow *self)
{
  if (self->organisation_page == NULL) {
    g_set_weak_pointer (&self->organisation_page,
                        make_door (self, "organisation", ZPI_TYPE_ORGANISATION_PAGE));
    zpi_organisation_page_set_session (self->organisation_page, self->session);
  }
  _zpi_window_show_page (self, "organisation");
  zpi_organisation_page_show (self->organisation_page);
}

static void
set_up_done_cb (ZpiWindow *self)
{
  zpi_window_show_start (self);
}

static void
show_set_up (ZpiWindow *self)
{
  if (self->set_up_page == NULL) {
    g_set_weak_pointer (&self->set_up_page, make_door (self, "set-up", ZPI_TYPE_SET_UP_PAGE));
    zpi_set_up_page_set_session (self->set_up_page, self->session);
    g_signal_connect_swapped (self->set_up_page, "done", G_CALLBACK (set_up_done_cb), self);
    g_signal_connect_swapped (self->set_up_page,
                              "print-code",
                              G_CALLBACK (_zpi_window_print_code),
                              self);
  }
  _zpi_window_show_page (self, "set-up");
}

gboolean
_zpi_window_shows_code (ZpiWindow *self)
{
  return self->set_up_page != NULL && zpi_set_up_page_is_showing_code (self->set_up_page);
}

static void
show_lock (ZpiWindow *self)
{
  if (self->lock_page == NULL) {
    g_set_weak_pointer (&self->lock_page, make_door (self, "lock", ZPI_TYPE_LOCK_PAGE));
    zpi_lock_page_set_session (self->lock_page, self->session);
  }
  _zpi_window_show_page (self, "lock");
  zpi_lock_page_show (self->lock_page);
}

/* The door that somebody stood before, with the code that was typed there. */
static void
return_to_door (ZpiWindow *self)
{
  g_autofree char *door = g_steal_pointer (&self->door_before_lock);
  g_autoptr (GBytes) sealed = g_steal_pointer (&self->typed_before_lock);
  g_autofree char *typed = sealed != NULL ? zpi_session_open_typed (self->session, sealed) : NULL;
  GtkWidget *page = _zpi_window_new_door_page (self, door);
  GtkWidget *focus;

  if (typed != NULL)
    zpi_advice_page_propose_code (ZPI_ADVICE_PAGE (page), typed);
  _zpi_window_show_in_case (self, NULL, page);
  focus = gtk_window_get_focus (GTK_WINDOW (self));
  if (GTK_IS_EDITABLE (focus))
    gtk_editable_set_position (GTK_EDITABLE (focus), -1);
}

static void
return_after_unlock (ZpiWindow *self)
{
  g_autofree char *case_id = g_steal_pointer (&self->case_before_lock);

  zpi_start_page_set_session (self->start_page, self->session);
  _zpi_window_watch_sign_in (self);
  if (case_id == NULL && self->door_before_lock != NULL &&
      zpi_session_get_state (self->session) == ZPI_SESSION_OPEN) {
    return_to_door (self);
    return;
  }
  if (case_id == NULL) {
    zpi_window_show_start (self);
    return;
  }
  _zpi_window_show_page (self, "opening");
  /* The list of cases is not read yet: what it was then decides what it opens as. */
  if (self->section_before_lock < 0 &&
      zpi_session_get_state (self->session) != ZPI_SESSION_READ_ONLY)
    _zpi_window_show_sent (self, case_id);
  else
    zpi_window_show_case (self, case_id);
}

void
_zpi_window_show_state (ZpiWindow *self)
{
  _zpi_window_watch_sign_in (self);
  switch (zpi_session_get_state (self->session)) {
  case ZPI_SESSION_NEEDS_ORGANISATION:
    _zpi_window_show_organisation (self);
    break;
  case ZPI_SESSION_NEEDS_SET_UP:
    show_set_up (self);
    break;
  case ZPI_SESSION_LOCKED:
    _zpi_window_leave_case (self);
    _zpi_window_forget_deletions (self);
    zpi_start_page_set_session (self->start_page, NULL);
    zpi_start_page_reset (self->start_page);
    /* What was on its way when it began to lock has come by now. */
    _zpi_window_close_beside (self);
    _zpi_window_turn_to (self->cover, "all");
    show_lock (self);
    break;
  case ZPI_SESSION_OPEN:
  case ZPI_SESSION_READ_ONLY:
    if (!_zpi_window_shows_code (self) &&
        g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "set-up") != 0)
      return_after_unlock (self);
    if (self->ways_in_not_changed)
      _zpi_window_tell_ways_in (self);
    break;
  case ZPI_SESSION_FAILED:
    show_failed (self);
    break;
  case ZPI_SESSION_CLOSED:
  default:
    _zpi_window_show_page (self, "opening");
    break;
  }
}

/* On a page that has no sections. */
static void
focus_field (GtkWidget *page, const char *key)
{
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (page);
  ZpiFieldRow *row = zpi_field_row_find (rows, key);

  if (row != NULL)
    zpi_field_row_focus (row);
}

/* Where the cursor was when the window was locked. */
void
_zpi_window_return_to_place (ZpiWindow *self)
{
  g_autofree char *key = NULL;
  int section = self->section_before_lock;
  GtkWidget *view = adw_bin_get_child (self->case_bin);
  GtkWidget *focus;

  if (section < 0)
    return;
  key = g_steal_pointer (&self->key_before_lock);
  self->section_before_lock = -1;
  if (ZPI_IS_CASE_VIEW (view))
    zpi_case_view_focus (ZPI_CASE_VIEW (view), CLAMP (section, 0, ZPI_N_SECTIONS - 1), key);
  else if (view != NULL && key != NULL)
    focus_field (view, key);
  /* A text that gets the focus is selected: the next key would take its place. */
  focus = gtk_window_get_focus (GTK_WINDOW (self));
  if (key != NULL && GTK_IS_EDITABLE (focus))
    gtk_editable_set_position (GTK_EDITABLE (focus), self->cursor_before_lock);
}

/* Where it was. Nothing is selected: the next key would wipe what was typed. */
static void
focus_again (GtkWidget *widget)
{
  if (GTK_IS_TEXT (widget))
    gtk_text_grab_focus_without_selecting (GTK_TEXT (widget));
  else if (widget != NULL)
    gtk_widget_grab_focus (widget);
}

gboolean
_zpi_window_is_blurred (ZpiWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->cover), "blur") == 0;
}

void
_zpi_window_keep_blurred (ZpiWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL || !_zpi_window_is_blurred (self) ||
      !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->toast_overlay)))
    return;
  g_set_weak_pointer (&self->focus_before, focus);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

void
_zpi_window_toggle_blur (ZpiWindow *self)
{
  if (_zpi_window_is_blurred (self)) {
    _zpi_window_turn_to (self->cover, "all");
    _zpi_window_hide_beside (self, FALSE);
    focus_again (self->focus_before);
    g_clear_weak_pointer (&self->focus_before);
  } else {
    g_set_weak_pointer (&self->focus_before, gtk_window_get_focus (GTK_WINDOW (self)));
    _zpi_window_hide_beside (self, TRUE);
    adw_status_page_set_icon_name (self->blur_page, "view-conceal-symbolic");
    _zpi_window_turn_to (self->cover, "blur");
    /* On nothing: whoever types on without looking shows nothing. */
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  }
  _zpi_window_update_buttons (self);
}

static void
locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_session_lock_finish (ZPI_SESSION (source), result, &error))
    return;
  /* What was typed could not be saved: it stays on the screen rather than get lost. */
  g_clear_pointer (&self->case_before_lock, g_free);
  g_clear_pointer (&self->key_before_lock, g_free);
  g_clear_pointer (&self->door_before_lock, g_free);
  g_clear_pointer (&self->typed_before_lock, g_bytes_unref);
  self->section_before_lock = -1;
  _zpi_window_show_page (self, self->case_id != NULL ? "case" : "start");
  _zpi_window_hide_beside (self, FALSE);
  _zpi_window_show_failure (self, error);
}

/* A code that is kept already is on Start. */
static void
note_door (ZpiWindow *self)
{
  GtkWidget *page = adw_bin_get_child (self->case_bin);
  const char *code;

  g_clear_pointer (&self->door_before_lock, g_free);
  g_clear_pointer (&self->typed_before_lock, g_bytes_unref);
  if (!ZPI_IS_ADVICE_PAGE (page) || zpi_advice_page_get_kept (ZPI_ADVICE_PAGE (page)) != NULL)
    return;
  self->door_before_lock = g_strdup (zpi_advice_page_get_door (ZPI_ADVICE_PAGE (page)));
  code = zpi_advice_page_get_code (ZPI_ADVICE_PAGE (page));
  if (code != NULL && *code != '\0')
    self->typed_before_lock = zpi_session_seal_typed (self->session, code);
}

static void
note_place (ZpiWindow *self)
{
  GtkWidget *view = adw_bin_get_child (self->case_bin);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *row =
      focus != NULL && view != NULL && gtk_widget_is_ancestor (focus, view) ? focus : NULL;

  if (row == NULL)
    row = self->focus_before; /* hidden with F8 */
  self->cursor_before_lock =
      GTK_IS_EDITABLE (row) ? gtk_editable_get_position (GTK_EDITABLE (row)) : -1;
  while (row != NULL && !ZPI_IS_FIELD_ROW (row))
    row = gtk_widget_get_parent (row);
  g_free (self->case_before_lock);
  g_free (self->key_before_lock);
  self->case_before_lock = g_strdup (self->case_id);
  self->key_before_lock =
      row != NULL ? g_strdup (zpi_field_row_get_key (ZPI_FIELD_ROW (row))) : NULL;
  /* A letter and a request for an account that are filled in have no sections, and are opened like
   * a draft, whatever the row says. */
  if (self->zcase != NULL && zpi_case_get_kind (self->zcase) != ZPI_CASE_APPLICATION) {
    self->section_before_lock = 0;
    return;
  }
  self->section_before_lock =
      ZPI_IS_CASE_VIEW (view) ? (int) zpi_case_view_get_section (ZPI_CASE_VIEW (view)) : -1;
}

/**
 * zpi_window_lock:
 * @self: a window
 *
 * Saves, hides everything and wipes the keys. Opening again returns to the same case.
 */
void
zpi_window_lock (ZpiWindow *self)
{
  ZpiSessionState state;

  g_return_if_fail (ZPI_IS_WINDOW (self));

  state = zpi_session_get_state (self->session);
  if ((state != ZPI_SESSION_OPEN && state != ZPI_SESSION_READ_ONLY) ||
      zpi_session_is_practice (self->session))
    return;
  /* What is left of the first start is done again: the bar asks for a new code. */
  if (self->set_up_page != NULL)
    zpi_set_up_page_forget_code (self->set_up_page);
  note_place (self);
  note_door (self);
  _zpi_window_close_beside (self);
  _zpi_window_hide_beside (self, TRUE);
  _zpi_window_show_page (self, "opening");
  zpi_session_lock_async (self->session, locked_cb, g_object_ref (self));
}
