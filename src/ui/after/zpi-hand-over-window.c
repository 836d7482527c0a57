/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-hand-over-window.h"

#include <string.h>

#include "zpi-error-text.h"
#include "zpi-file-dialog.h"
#include "zpi-group.h"
#include "zpi-hand-over-key.h"
#include "zpi-hand-over.h"
#include "zpi-i18n.h"
#include "zpi-notice.h"
#include "zpi-text-row.h"
#include "zpi-ui.h"

struct _ZpiHandOverWindow {
  AdwWindow parent_instance;

  GtkWidget *passphrase_group; /* (unowned) */
  GtkWidget *passphrase;       /* (unowned) */
  GtkWidget *again;            /* (unowned) (nullable): only for writing */
  GtkWidget *key_group;        /* (unowned) */
  GtkWidget *key_row;          /* (unowned) (nullable): whose key it is; only for writing */
  GtkWidget *check_code;       /* (unowned) (nullable): only for writing */
  GtkWidget *button;           /* (unowned) */
  GtkWidget *other_button;     /* (unowned): the other way to close or open it */
  ZpiNotice *problem;          /* (unowned) */

  ZpiSession *session; /* (owned) (nullable): %NULL once it is closed */
  char *case_id;       /* (nullable): %NULL to take one over */
  /* Of the two, what was chosen instead of a passphrase. */
  ZpiOrgFile *organisation; /* (owned) (nullable): for whom it is closed */
  GBytes *secret_key;       /* (owned) (nullable): what opens it */
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

static gboolean
is_by_key (ZpiHandOverWindow *self)
{
  return self->organisation != NULL || self->secret_key != NULL;
}

static void
say_nothing (ZpiHandOverWindow *self)
{
  GtkWidget *const rows[] = {self->passphrase, self->again, self->check_code};

  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i] != NULL)
      zpi_text_row_set_problem (ZPI_TEXT_ROW (rows[i]), NULL);
}

static const char *
name_other_way (ZpiHandOverWindow *self)
{
  if (is_by_key (self))
    return _ ("_Use a passphrase instead");
  return self->case_id != NULL ? _ ("Close it for another _organisation instead…")
                               : _ ("Open it with a _key file instead…");
}

/* What belongs to the way that was chosen is there, and nothing else. */
static void
show_way (ZpiHandOverWindow *self)
{
  gboolean by_key = is_by_key (self);

  gtk_widget_set_visible (self->passphrase_group, !by_key);
  gtk_widget_set_visible (self->key_group, by_key);
  zpi_ui_set_button_label (GTK_BUTTON (self->other_button), name_other_way (self));
}

static void
use_passphrase (ZpiHandOverWindow *self)
{
  g_clear_pointer (&self->organisation, zpi_org_file_unref);
  g_clear_pointer (&self->secret_key, g_bytes_unref);
  show_way (self);
  gtk_widget_grab_focus (self->passphrase);
}

/* It was closed in the other way. */
static void
say_other_way (ZpiHandOverWindow *self)
{
  if (is_by_key (self)) {
    use_passphrase (self);
    say (self, self->passphrase, _ ("This file opens with a passphrase. Type it here"));
    return;
  }
  say (self,
       NULL,
       _ ("This file opens with a key file, not with a passphrase. Choose the key file"));
  gtk_widget_grab_focus (self->other_button);
}

static void
say_failure (ZpiHandOverWindow *self, const GError *error)
{
  const char *text = zpi_error_text_from_error (error);
  GtkWidget *row = NULL;

  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_WRONG_SECRET)) {
    say_other_way (self);
    return;
  }
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN) && is_by_key (self)) {
    text = _ ("The file does not open with this key, or it is damaged. Ask the other desk whom "
              "it is for");
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN)) {
    text = _ ("The file does not open with this passphrase, or it is damaged. Type it again");
    row = self->passphrase;
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT)) {
    text = _ ("This file is no case of another desk. Choose another file");
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_CONFLICT)) {
    text = self->case_id != NULL ? _ ("There is a file with this name already. Choose another name")
                                 : _ ("This case is on this computer already");
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY)) {
    text = _ ("The case is busy: it is being sent, it is open elsewhere, or what was added has to "
              "go to the municipality first. Try again after that");
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
  key.passphrase = is_by_key (self) ? NULL : text_of (self->passphrase);
  key.public_key = self->organisation != NULL ? self->organisation->escrow_key : NULL;
  key.secret_key = self->secret_key;
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

static gboolean
is_code_right (ZpiHandOverWindow *self)
{
  if (self->organisation == NULL ||
      zpi_hand_over_believe (self->session, self->organisation, text_of (self->check_code), NULL))
    return TRUE;
  say (self,
       self->check_code,
       _ ("This check code does not belong to the file. Type it as it is in the letter."));
  return FALSE;
}

static void
choose_case_file (ZpiHandOverWindow *self)
{
  if (self->case_id != NULL)
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
go_on_cb (ZpiHandOverWindow *self)
{
  const char *passphrase = text_of (self->passphrase);

  say_nothing (self);
  if (is_by_key (self)) {
    if (is_code_right (self))
      choose_case_file (self);
  } else if (!zpi_hand_over_passphrase_will_do (passphrase))
    say (self,
         self->passphrase,
         self->case_id != NULL
             ? _ ("Choose a passphrase of 12 characters or more: anybody can copy the file and go "
                  "on trying")
             : _ ("A passphrase has 12 characters or more. Type all of it, as the other desk says "
                  "it"));
  else if (self->again != NULL && strcmp (passphrase, text_of (self->again)) != 0)
    say (self, self->again, _ ("The two passphrases differ. Type both again"));
  else
    choose_case_file (self);
}

static void
say_no_organisation (ZpiHandOverWindow *self, const GError *error)
{
  say (self,
       NULL,
       g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)
           ? _ ("This organisation has no key. Use a passphrase")
           : _ ("This file is no organisation file. Choose another file"));
  gtk_widget_grab_focus (self->other_button);
}

static void
organisation_chosen_cb (GFile *file, gpointer object)
{
  ZpiHandOverWindow *self = object;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiOrgFile) organisation = NULL;
  gboolean known;

  if (self->session == NULL)
    return;
  organisation = zpi_hand_over_read_organisation (file, &error);
  if (organisation == NULL) {
    say_no_organisation (self, error);
    return;
  }
  known = zpi_hand_over_knows (self->session, organisation);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->key_row), organisation->name);
  gtk_widget_set_visible (self->check_code, !known);
  self->organisation = g_steal_pointer (&organisation);
  show_way (self);
  gtk_widget_grab_focus (known ? self->button : self->check_code);
}

static void
key_chosen_cb (GFile *file, gpointer object)
{
  ZpiHandOverWindow *self = object;
  g_autoptr (GBytes) key = NULL;

  if (self->session == NULL)
    return;
  key = zpi_hand_over_read_secret_key (file, NULL);
  if (key == NULL) {
    say (self, NULL, _ ("This file is no key file. Choose another file"));
    gtk_widget_grab_focus (self->other_button);
    return;
  }
  self->secret_key = g_steal_pointer (&key);
  show_way (self);
  gtk_widget_grab_focus (self->button);
}

static void
other_way_cb (ZpiHandOverWindow *self)
{
  say_nothing (self);
  if (is_by_key (self))
    use_passphrase (self);
  else if (self->case_id != NULL)
    zpi_file_dialog_open (GTK_WIDGET (self),
                          _ ("Choose the organisation file of the other desk"),
                          ZPI_FILE_FILTER_ORGANISATION,
                          organisation_chosen_cb,
                          self);
  else
    zpi_file_dialog_open (GTK_WIDGET (self),
                          _ ("Choose the key file"),
                          ZPI_FILE_FILTER_KEY,
                          key_chosen_cb,
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
    wipe (self->check_code);
  }
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->case_id, g_free);
  g_clear_pointer (&self->organisation, zpi_org_file_unref);
  g_clear_pointer (&self->secret_key, g_bytes_unref);

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
make_typed_row (ZpiHandOverWindow *self, const char *title, gboolean secret)
{
  GtkWidget *row = g_object_new (ZPI_TYPE_TEXT_ROW, "secret", secret, "title", title, NULL);

  g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (go_on_cb), self);
  return row;
}

static GtkWidget *
make_passphrase_group (ZpiHandOverWindow *self)
{
  gboolean writing = self->case_id != NULL;
  const char *text = writing ? _ ("The other desk opens the file with this passphrase. Say it by "
                                  "phone, never with the "
                                  "file. From then on this desk does not send the case any more.")
                             : _ ("The other desk tells you the passphrase. Then choose the file.");
  GtkWidget *group = zpi_group_new (_ ("A passphrase for the file"), text);

  self->passphrase = make_typed_row (self, _ ("Passphrase of the file"), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->passphrase);
  if (writing) {
    self->again = make_typed_row (self, _ ("The same passphrase again"), TRUE);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->again);
  }
  return group;
}

static GtkWidget *
make_key_group (ZpiHandOverWindow *self)
{
  gboolean writing = self->case_id != NULL;
  const char *text =
      writing ? _ ("Only who keeps the key of this organisation can open the file. From then on "
                   "this desk does not send the case any more.")
              : _ ("The key was read. Now choose the file of the case.");
  GtkWidget *group =
      zpi_group_new (writing ? _ ("For another organisation") : _ ("With a key file"), text);

  if (!writing)
    return group;
  self->key_row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->key_row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_row), _ ("Organisation"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->key_row);
  self->check_code = make_typed_row (self, _ ("Check code from the letter"), FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->check_code);
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
make_other_button (ZpiHandOverWindow *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (name_other_way (self));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (other_way_cb), self);
  return button;
}

static GtkWidget *
make_content (ZpiHandOverWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->passphrase_group = make_passphrase_group (self);
  gtk_box_append (GTK_BOX (box), self->passphrase_group);
  self->key_group = make_key_group (self);
  gtk_box_append (GTK_BOX (box), self->key_group);
  self->problem = ZPI_NOTICE (zpi_notice_new (ZPI_NOTICE_WARNING, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  self->button = make_button (self);
  gtk_box_append (GTK_BOX (box), self->button);
  self->other_button = make_other_button (self);
  gtk_box_append (GTK_BOX (box), self->other_button);
  show_way (self);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  return box;
}

/* With large text or on a small screen there is more than fits. */
static GtkWidget *
make_scroller (GtkWidget *content)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), content);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
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
  gtk_window_set_default_size (GTK_WINDOW (self), 480, 440);
  gtk_window_set_title (GTK_WINDOW (self),
                        case_id != NULL ? _ ("Hand over to another desk")
                                        : _ ("Take over from another desk"));
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), make_scroller (make_content (self)));
  adw_window_set_content (ADW_WINDOW (self), box);
  zpi_group_wrap_buttons (box);
  g_signal_connect_object (session,
                           "notify::state",
                           G_CALLBACK (state_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
