/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-set-up-page.h"

#include "zpi-error-text.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-in-sight.h"
#include "zpi-text-row.h"
#include "zpi-ui.h"

/* A keyring that takes longer asks something, perhaps where nobody sees it. */
#define KEYRING_PATIENCE_MS 8000

struct _ZpiSetUpPage {
  AdwBin parent_instance;

  GtkLabel *title_label;
  GtkLabel *intro_label;
  GtkWidget *pin_group;
  ZpiTextRow *name_row;
  ZpiTextRow *pin_row;
  ZpiTextRow *again_row;
  GtkWidget *code_group;
  GtkLabel *code_label;
  GtkWidget *print_button;
  GtkWidget *passphrase_button;
  GtkCheckButton *kept_check;
  GtkLabel *error_label;
  GtkButton *next_button;

  ZpiSession *session; /* (owned) (nullable) */
  gboolean without_keyring;
  char *code;            /* secret, (nullable) */
  GCancellable *waiting; /* (owned) (nullable): while it is being set up */
  guint patience_id;
};

enum {
  SIGNAL_DONE,
  SIGNAL_PRINT_CODE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiSetUpPage, zpi_set_up_page, ADW_TYPE_BIN)

/* @at: (nullable): what is to be put right */
static void
show_error_at (ZpiSetUpPage *self, ZpiTextRow *at, const char *text)
{
  ZpiTextRow *rows[] = {self->name_row, self->pin_row};

  zpi_in_sight_say (self->error_label, text);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    zpi_text_row_set_problem (rows[i], rows[i] == at ? text : NULL);
}

static void
show_error (ZpiSetUpPage *self, const char *text)
{
  show_error_at (self, NULL, text);
}

/* Somebody puts it right. */
static void
corrected_cb (ZpiSetUpPage *self)
{
  show_error (self, NULL);
}

static void
ask_for_passphrase (ZpiSetUpPage *self)
{
  self->without_keyring = TRUE;
  gtk_label_set_label (self->title_label, _ ("Choose a passphrase"));
  if (self->session != NULL && zpi_session_is_keyring_unprotected (self->session))
    gtk_label_set_label (
        self->intro_label,
        _ ("The keyring of this computer opens without a password, for everybody who has the "
           "computer. A PIN is too weak then. Choose a passphrase of 12 characters or more, such "
           "as "
           "four words that do not belong together."));
  else
    gtk_label_set_label (
        self->intro_label,
        _ ("Without the keyring of this computer a PIN is too weak. Choose a passphrase of "
           "12 characters or more, such as four words that do not belong together."));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->pin_row), _ ("Passphrase"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->again_row),
                                 _ ("The same passphrase again"));
}

static void
show_code (ZpiSetUpPage *self)
{
  gtk_label_set_label (self->title_label, _ ("Keep this code"));
  gtk_widget_set_visible (GTK_WIDGET (self->intro_label), FALSE);
  gtk_widget_set_visible (self->pin_group, FALSE);
  gtk_widget_set_visible (self->code_group, TRUE);
  gtk_widget_set_visible (self->print_button, TRUE);
  gtk_widget_set_visible (self->passphrase_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->kept_check), TRUE);
  gtk_label_set_label (self->code_label, self->code);
  zpi_ui_set_button_label (self->next_button, _ ("_Start"));
  zpi_ui_focus_text (self->code_label);
}

static void
passphrase_clicked_cb (ZpiSetUpPage *self)
{
  g_cancellable_cancel (self->waiting);
  gtk_widget_set_visible (self->passphrase_button, FALSE);
  ask_for_passphrase (self);
  show_error (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->pin_row));
}

static void
stop_waiting (ZpiSetUpPage *self)
{
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_object (&self->waiting);
}

static gboolean
patience_cb (gpointer user_data)
{
  ZpiSetUpPage *self = user_data;

  self->patience_id = 0;
  gtk_widget_set_visible (self->passphrase_button, TRUE);
  show_error (self,
              _ ("The keyring of this computer has not answered yet. Look for a window that asks "
                 "for its password, or use a passphrase."));
  return G_SOURCE_REMOVE;
}

static void
start_waiting (ZpiSetUpPage *self)
{
  stop_waiting (self);
  self->waiting = g_cancellable_new ();
  if (!self->without_keyring)
    self->patience_id = g_timeout_add (KEYRING_PATIENCE_MS, patience_cb, self);
}

static void
set_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSetUpPage) self = user_data;
  g_autoptr (GError) error = NULL;
  char *code = zpi_session_set_up_finish (ZPI_SESSION (source), result, &error);

  stop_waiting (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), TRUE);
  if (code != NULL) {
    self->code = code;
    show_error (self, NULL);
    show_code (self);
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the passphrase was chosen instead */
  if ((g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT) ||
       g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEYRING_UNPROTECTED)) &&
      !self->without_keyring) {
    ask_for_passphrase (self);
    show_error (self, _ ("Type a passphrase twice, then choose Next."));
    gtk_widget_grab_focus (GTK_WIDGET (self->pin_row));
    return;
  }
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEYRING_LOCKED)) {
    gtk_widget_set_visible (self->passphrase_button, TRUE);
    show_error (self,
                _ ("The keyring of this computer stayed locked. Type the PIN twice and choose Next "
                   "to unlock it, or use a passphrase."));
    gtk_widget_grab_focus (GTK_WIDGET (self->pin_row));
    return;
  }
  show_error (self, zpi_error_text_from_error (error));
}

static void
wipe_rows (ZpiSetUpPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->pin_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again_row), "");
}

static void
start_set_up (ZpiSetUpPage *self)
{
  const char *pin = gtk_editable_get_text (GTK_EDITABLE (self->pin_row));
  const char *again = gtk_editable_get_text (GTK_EDITABLE (self->again_row));
  const char *mistake = zpi_error_text_for_secret (pin, again, self->without_keyring);

  if (mistake == NULL && *gtk_editable_get_text (GTK_EDITABLE (self->name_row)) == '\0') {
    show_error_at (self,
                   self->name_row,
                   _ ("Fill in your name, so that your colleagues see who comes in with this."));
    gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
    return;
  }
  if (mistake != NULL) {
    show_error_at (self, self->pin_row, mistake);
    gtk_widget_grab_focus (GTK_WIDGET (self->pin_row));
    return;
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), FALSE);
  start_waiting (self);
  zpi_session_set_up_async (self->session,
                            gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
                            pin,
                            self->without_keyring,
                            self->waiting,
                            set_up_cb,
                            g_object_ref (self));
  wipe_rows (self);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSetUpPage) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), TRUE);
  if (!zpi_session_keep_recovery_finish (ZPI_SESSION (source), result, &error)) {
    show_error (self, zpi_error_text_from_error (error));
    return;
  }
  zpi_set_up_page_forget_code (self);
  g_signal_emit (self, signals[SIGNAL_DONE], 0);
}

static void
next_clicked_cb (ZpiSetUpPage *self)
{
  if (self->session == NULL)
    return;
  if (self->code == NULL) {
    start_set_up (self);
    return;
  }
  if (!gtk_check_button_get_active (self->kept_check)) {
    show_error (self, _ ("Print the code or write it down, then tick the box."));
    gtk_widget_grab_focus (GTK_WIDGET (self->kept_check));
    return;
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), FALSE);
  zpi_session_keep_recovery_async (self->session, kept_cb, g_object_ref (self));
}

static void
name_entered_cb (ZpiSetUpPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->pin_row));
}

static void
pin_entered_cb (ZpiSetUpPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->again_row));
}

static void
print_clicked_cb (ZpiSetUpPage *self)
{
  g_signal_emit (self, signals[SIGNAL_PRINT_CODE], 0, self->code);
}

static void
zpi_set_up_page_dispose (GObject *object)
{
  ZpiSetUpPage *self = ZPI_SET_UP_PAGE (object);

  g_cancellable_cancel (self->waiting);
  stop_waiting (self);
  g_clear_pointer (&self->code, zpi_secret_strfree);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_set_up_page_parent_class)->dispose (object);
}

static void
zpi_set_up_page_class_init (ZpiSetUpPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_set_up_page_dispose;
  signals[SIGNAL_DONE] = g_signal_new ("done",
                                       ZPI_TYPE_SET_UP_PAGE,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       0);
  signals[SIGNAL_PRINT_CODE] = g_signal_new ("print-code",
                                             ZPI_TYPE_SET_UP_PAGE,
                                             G_SIGNAL_RUN_LAST,
                                             0,
                                             NULL,
                                             NULL,
                                             NULL,
                                             G_TYPE_NONE,
                                             1,
                                             G_TYPE_STRING);
  g_type_ensure (ZPI_TYPE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-set-up-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, intro_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, pin_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, pin_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, again_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, code_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, code_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, print_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, passphrase_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, kept_check);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiSetUpPage, next_button);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, pin_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, passphrase_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, corrected_cb);
}

static void
zpi_set_up_page_init (ZpiSetUpPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_group_wrap_buttons (GTK_WIDGET (self));
}

/**
 * zpi_set_up_page_set_session:
 * @self: a page
 * @session: (nullable): what it sets up
 */
void
zpi_set_up_page_set_session (ZpiSetUpPage *self, ZpiSession *session)
{
  g_return_if_fail (ZPI_IS_SET_UP_PAGE (self));

  if (g_set_object (&self->session, session) && session != NULL &&
      zpi_session_is_keyring_unprotected (session))
    ask_for_passphrase (self);
}

/**
 * zpi_set_up_page_is_showing_code:
 * @self: a page
 *
 * Returns: whether the recovery code is on the screen and not confirmed yet
 */
gboolean
zpi_set_up_page_is_showing_code (ZpiSetUpPage *self)
{
  g_return_val_if_fail (ZPI_IS_SET_UP_PAGE (self), FALSE);

  return self->code != NULL;
}

/**
 * zpi_set_up_page_forget_code:
 * @self: a page
 *
 * Takes the recovery code off the screen and out of memory.
 */
void
zpi_set_up_page_forget_code (ZpiSetUpPage *self)
{
  g_return_if_fail (ZPI_IS_SET_UP_PAGE (self));

  gtk_label_set_label (self->code_label, "");
  g_clear_pointer (&self->code, zpi_secret_strfree);
}
