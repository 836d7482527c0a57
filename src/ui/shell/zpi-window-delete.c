/* SPDX-License-Identifier: EUPL-1.2 */

/* A case that was deleted comes back with *Undo* or Ctrl+Z, for as long as the message stands
 * there: long enough for who reads slowly. */

#include "zpi-config.h"

#include "zpi-window-private.h"

#include "zpi-case-keeper.h"
#include "zpi-i18n.h"
#include "zpi-message.h"

#define UNDO_SECONDS 60

typedef struct {
  ZpiWindow *window; /* (unowned): has this deletion */
  GStrv case_ids;
  gboolean reopen; /* it was on the screen */
  AdwToast *toast; /* (owned) */
  gboolean gone;   /* the toast, from the screen */
  guint timer_id;
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *self = data;

  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->toast, self);
  g_object_unref (self->toast);
  g_strfreev (self->case_ids);
  g_free (self);
}

static void
take_toast_away (Deletion *self)
{
  if (!self->gone)
    zpi_message_dismiss (self->toast);
  self->gone = TRUE;
}

static gboolean
too_late_cb (gpointer user_data)
{
  Deletion *self = user_data;

  self->timer_id = 0;
  take_toast_away (self);
  g_ptr_array_remove (self->window->deletions, self);
  return G_SOURCE_REMOVE;
}

static void
dismissed_cb (AdwToast *toast, Deletion *self)
{
  self->gone = TRUE;
}

static void
undo (Deletion *self)
{
  ZpiWindow *window = self->window;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (window->session);
  g_autofree char *again = NULL;
  gboolean back = FALSE;

  for (guint i = 0; self->case_ids[i] != NULL; i++)
    back = zpi_case_keeper_undo_delete (keeper, self->case_ids[i]) || back;
  if (back && self->reopen)
    again = g_strdup (self->case_ids[0]);
  g_ptr_array_remove (window->deletions, self);
  if (again != NULL)
    zpi_window_show_case (window, again);
}

static void
undo_clicked_cb (AdwToast *toast, Deletion *self)
{
  undo (self);
}

/* What is typed in the search is undone there. */
static gboolean
is_typed_in (ZpiWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return GTK_IS_EDITABLE (focus) && *gtk_editable_get_text (GTK_EDITABLE (focus)) != '\0';
}

static gboolean
key_pressed_cb (ZpiWindow *self, guint keyval, guint keycode, GdkModifierType state)
{
  Deletion *last;

  if (gdk_keyval_to_lower (keyval) != GDK_KEY_z ||
      (state & gtk_accelerator_get_default_mod_mask ()) != GDK_CONTROL_MASK ||
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "start") != 0 ||
      self->deletions->len == 0 || is_typed_in (self))
    return GDK_EVENT_PROPAGATE;
  last = self->deletions->pdata[self->deletions->len - 1];
  take_toast_away (last);
  undo (last);
  return GDK_EVENT_STOP;
}

/**
 * _zpi_window_init_deletions:
 * @self: a window whose template is there
 *
 * On the start page Ctrl+Z brings back what was deleted last.
 */
void
_zpi_window_init_deletions (ZpiWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->deletions = g_ptr_array_new_with_free_func (deletion_free);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * _zpi_window_hide_deletions:
 * @self: a window
 *
 * Another page than Start comes: what stays is the key, for who comes back in time.
 */
void
_zpi_window_hide_deletions (ZpiWindow *self)
{
  for (guint i = 0; self->deletions != NULL && i < self->deletions->len; i++)
    take_toast_away (self->deletions->pdata[i]);
}

/**
 * _zpi_window_forget_deletions:
 * @self: a window
 *
 * It locks: what was deleted is gone now.
 */
void
_zpi_window_forget_deletions (ZpiWindow *self)
{
  _zpi_window_hide_deletions (self);
  g_ptr_array_set_size (self->deletions, 0);
}

/**
 * _zpi_window_delete:
 * @self: a window that shows the start page
 * @case_ids: (array zero-terminated=1): cases that may be deleted
 * @text: what to say of it
 * @reopen: whether the first one is shown again when it comes back
 *
 * Deletes cases, with a way back.
 */
void
_zpi_window_delete (ZpiWindow *self, const char *const *case_ids, const char *text, gboolean reopen)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);
  Deletion *deletion = g_new0 (Deletion, 1);

  for (guint i = 0; case_ids[i] != NULL; i++)
    zpi_case_keeper_delete (keeper, case_ids[i], UNDO_SECONDS);
  deletion->window = self;
  deletion->case_ids = g_strdupv ((GStrv) case_ids);
  deletion->reopen = reopen;
  deletion->toast = zpi_message_new_toast (text);
  adw_toast_set_button_label (deletion->toast, _ ("_Undo"));
  adw_toast_set_timeout (deletion->toast, 0); /* until the time is over */
  g_signal_connect (deletion->toast, "dismissed", G_CALLBACK (dismissed_cb), deletion);
  g_signal_connect (deletion->toast, "button-clicked", G_CALLBACK (undo_clicked_cb), deletion);
  deletion->timer_id = g_timeout_add_seconds (UNDO_SECONDS, too_late_cb, deletion);
  g_ptr_array_add (self->deletions, deletion);
  zpi_message_add_toast (GTK_WIDGET (self->stack), g_object_ref (deletion->toast));
}
