/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-hand-over-window.h"

#include <string.h>

#include "zpi-error-text.h"
#include "zpi-file-dialog.h"
#include "zpi-group.h"
#include "zpi-hand-over.h"
#include "zpi-i18n.h"
#include "zpi-notice.h"
#include "zpi-text-row.h"

struct _ZpiHandOverWindow {
  AdwWindow parent_instance;

  GtkWidget *passphrase; /* (unowned) */
  GtkWidget *again;      /* (unowned) (nullable): only for writing */
  GtkWidget *button;     /* (unowned) */
  ZpiNotice *problem;    /* (unowned) */

  ZpiSession *session; /* (owned) (nullable): %NULL once it is closed */
  char *case_id;       /* (nullable): %NULL to take one over */
  GCancellable *cancellable;
};

enum {
  SIGNAL_DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiHandOverWindow, zpi_hand_over_window, ADW_TYPE_WINDOW)

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

/* @row is where it is to be put right; %NULL when that is the file. */
static void
say (ZpiHandOverWindow *self, GtkWidget *row, const char *text)
{
  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, text);
  gtk_widget_set_sensitive (self->button, TRUE);
  if (row != NULL)
    zpi_text_row_set_problem (ZPI_TEXT_ROW (row), text);
  gtk_widget_grab_focus (row != NULL ? row : self->button);
}

static void
say_nothing (ZpiHandOverWindow *self)
{
  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, NULL);
  zpi_text_row_set_problem (ZPI_TEXT_ROW (self->passphrase), NULL);
  if (self->again != NULL)
    zpi_text_row_set_problem (ZPI_TEXT_ROW (self->again), NULL);
}

static void
say_failure (ZpiHandOverWindow *self, const GError *error)
{
  const char *text = zpi_error_text_from_error (error);
  GtkWidget *row = NULL;

  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN)) {
    text = _ ("The file does not open with this passphrase, or it is damaged. Type it again");
    row = self->passphrase;
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT)) {
    text = _ ("This file is no case of another desk. Choose another file");
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_CONFLICT)) {
    text = self->case_id != NULL ? _ ("There is a file with this name already. Choose another name")
                                 : _ ("This case is on this computer already");
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY)) {
    text = _ ("The case is busy: it is being sent, or open elsewhere. Try again in a minute");
  }
  say (self, row, text);
}

static void
finish (ZpiHandOverWindow *self, const char *case_id)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0, case_id);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiHandOverWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = zpi_hand_over_finish (result, &error);

  if (self->session == NULL)
    return;
  if (done)
    finish (self, self->case_id);
  else
    say_failure (self, error);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiHandOverWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *case_id = zpi_take_over_finish (result, &error);

  if (self->session == NULL)
    return;
  if (case_id != NULL)
    finish (self, case_id);
  else
    say_failure (self, error);
}

static void
file_chosen_cb (GFile *file, gpointer object)
{
  ZpiHandOverWindow *self = object;
  ZpiHandOverKey key = {0};

  if (self->session == NULL)
    return; /* closed or locked meanwhile */
  key.passphrase = text_of (self->passphrase);
  gtk_widget_set_sensitive (self->button, FALSE);
  if (self->case_id != NULL)
    zpi_hand_over_async (self->session,
                         self->case_id,
                         file,
                         &key,
                         self->cancellable,
                         written_cb,
                         g_object_ref (self));
  else
    zpi_take_over_async (self->session,
                         file,
                         &key,
                         self->cancellable,
                         taken_cb,
                         g_object_ref (self));
}

static void
go_on_cb (ZpiHandOverWindow *self)
{
  const char *passphrase = text_of (self->passphrase);

  say_nothing (self);
  if (!zpi_hand_over_passphrase_will_do (passphrase))
    say (self,
         self->passphrase,
         _ ("Choose a passphrase of 12 characters or more: anybody can copy the file and go on "
            "trying"));
  else if (self->again != NULL && strcmp (passphrase, text_of (self->again)) != 0)
    say (self, self->again, _ ("The two passphrases differ. Type both again"));
  else if (self->case_id != NULL)
    zpi_file_dialog_save (GTK_WIDGET (self),
                          _ ("Hand over to another desk"),
                          /* Translators: the name of a file, without the client's name. */
                          _ ("handed-over.zpi-case"),
                          ZPI_FILE_FILTER_CASE,
                          file_chosen_cb,
                          self);
  else
    zpi_file_dialog_open (GTK_WIDGET (self),
                          _ ("Take over from another desk"),
                          ZPI_FILE_FILTER_CASE,
                          file_chosen_cb,
                          self);
}

static void
state_changed_cb (ZpiHandOverWindow *self)
{
  if (self->session != NULL && zpi_session_get_state (self->session) != ZPI_SESSION_OPEN)
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
wipe (GtkWidget *row)
{
  if (row != NULL)
    gtk_editable_set_text (GTK_EDITABLE (row), "");
}

/* The rows are there until the parent class takes the content away. */
static void
zpi_hand_over_window_dispose (GObject *object)
{
  ZpiHandOverWindow *self = ZPI_HAND_OVER_WINDOW (object);

  if (self->session != NULL) {
    wipe (self->passphrase);
    wipe (self->again);
  }
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->case_id, g_free);

  G_OBJECT_CLASS (zpi_hand_over_window_parent_class)->dispose (object);
}

static void
zpi_hand_over_window_class_init (ZpiHandOverWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_hand_over_window_dispose;

  /**
   * ZpiHandOverWindow::done:
   * @self: the window, which closes
   * @case_id: the case that was handed over, or is here now
   */
  signals[SIGNAL_DONE] = g_signal_new ("done",
                                       ZPI_TYPE_HAND_OVER_WINDOW,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_STRING);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass),
                                       GDK_KEY_Escape,
                                       0,
                                       "window.close",
                                       NULL);
}

static void
zpi_hand_over_window_init (ZpiHandOverWindow *self)
{
  self->cancellable = g_cancellable_new ();
}

static GtkWidget *
make_secret_row (ZpiHandOverWindow *self, const char *title)
{
  GtkWidget *row = g_object_new (ZPI_TYPE_TEXT_ROW, "secret", TRUE, "title", title, NULL);

  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (go_on_cb), self);
  return row;
}

static GtkWidget *
make_group (ZpiHandOverWindow *self)
{
  gboolean writing = self->case_id != NULL;
  const char *text = writing ? _ ("The other desk opens the file with this passphrase. Say it by "
                                  "phone, never with the "
                                  "file. From then on this desk does not send the case any more.")
                             : _ ("The other desk tells you the passphrase. Then choose the file.");
  GtkWidget *group = zpi_group_new (_ ("A passphrase for the file"), text);

  self->passphrase = make_secret_row (self, _ ("Passphrase of the file"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->passphrase);
  if (writing) {
    self->again = make_secret_row (self, _ ("The same passphrase again"));
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->again);
  }
  return group;
}

static GtkWidget *
make_button (ZpiHandOverWindow *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (
      self->case_id != NULL ? _ ("_Choose where to save it…") : _ ("_Choose the file…"));

  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (go_on_cb), self);
  return button;
}

static GtkWidget *
make_content (ZpiHandOverWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_box_append (GTK_BOX (box), make_group (self));
  self->problem = ZPI_NOTICE (zpi_notice_new (ZPI_NOTICE_WARNING, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  self->button = make_button (self);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  return box;
}

/**
 * zpi_hand_over_window_new:
 * @parent: over which it stands
 * @session: an open session
 * @case_id: (nullable): the case to hand over; %NULL to take one over
 *
 * Returns: (transfer none): a window, not shown yet; it belongs to the toolkit
 */
GtkWidget *
zpi_hand_over_window_new (GtkWindow *parent, ZpiSession *session, const char *case_id)
{
  ZpiHandOverWindow *self = g_object_new (ZPI_TYPE_HAND_OVER_WINDOW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->session = g_object_ref (session);
  self->case_id = g_strdup (case_id);
  gtk_window_set_transient_for (GTK_WINDOW (self), parent);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), 480, -1);
  gtk_window_set_title (GTK_WINDOW (self),
                        case_id != NULL ? _ ("Hand over to another desk")
                                        : _ ("Take over from another desk"));
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), make_content (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  g_signal_connect_object (session,
                           "notify::state",
                           G_CALLBACK (state_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
