/* SPDX-License-Identifier: EUPL-1.2 */

/* The bar under the title: why nothing can be changed, that a new PIN is needed, or that sending
 * waits for somebody to sign in. And signing in itself, which never holds up anything else. */

#include "zpi-config.h"

#include "zpi-attention.h"
#include "zpi-case-item.h"
#include "zpi-error-text.h"
#include "zpi-facts.h"
#include "zpi-i18n.h"
#include "zpi-message.h"
#include "zpi-sender.h"
#include "zpi-ui.h"
#include "zpi-window-private.h"

static gboolean
waits_for_sign_in (ZpiCaseItem *item)
{
  return zpi_case_item_get_state (item) == ZPI_CASE_WAITING ||
         zpi_case_item_get_state (item) == ZPI_CASE_SENDING ||
         (zpi_case_item_get_state (item) == ZPI_CASE_ATTENTION &&
          zpi_attention_is (zpi_case_item_get_attention (item), ZPI_ATTENTION_SIGN_IN_NEEDED));
}

/* The organisation file names a pass of which there are no rules here: the check is of another. */
static gboolean
lacks_rules (ZpiWindow *self)
{
  const ZpiOrgFile *organisation = zpi_session_get_organisation (self->session);
  const ZpiScheme *scheme = zpi_session_get_scheme (self->session);

  return zpi_session_get_state (self->session) == ZPI_SESSION_OPEN && organisation != NULL &&
         organisation->scheme != NULL && scheme != NULL &&
         g_strcmp0 (organisation->scheme, zpi_scheme_get_id (scheme)) != 0;
}

static guint
count_waiting (ZpiWindow *self)
{
  GListModel *cases = zpi_session_get_cases (self->session);
  guint n_waiting = 0;

  for (guint i = 0; i < g_list_model_get_n_items (cases); i++) {
    g_autoptr (ZpiCaseItem) item = g_list_model_get_item (cases, i);

    n_waiting += waits_for_sign_in (item) ? 1 : 0;
  }
  return n_waiting;
}

static void
show_notice (ZpiWindow *self, const char *text, const char *button, const char *action)
{
  gtk_widget_set_visible (self->notice_bar, text != NULL);
  gtk_label_set_label (self->notice_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice_button), button != NULL);
  if (button == NULL)
    return;
  zpi_ui_set_button_label (self->notice_button, button);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->notice_button), action);
}

static void
show_read_only (ZpiWindow *self)
{
  const GError *error = zpi_session_get_error (self->session);
  g_autofree char *text =
      g_strdup_printf ("%s %s",
                       error != NULL ? zpi_error_text_from_error (error) : "",
                       _ ("You can read the cases here. Nothing can be changed."));

  show_notice (self, g_strstrip (text), NULL, NULL);
}

static void
show_sign_in_needed (ZpiWindow *self)
{
  const guint n_waiting = count_waiting (self);
  g_autofree char *text = NULL;

  if (self->sign_in_problem != NULL) {
    show_notice (self, self->sign_in_problem, _ ("_Sign in to send"), "win.sign-in");
    return;
  }
  text = g_strdup_printf (ngettext ("%u case waits until you sign in. You can go on meanwhile.",
                                    "%u cases wait until you sign in. You can go on meanwhile.",
                                    n_waiting),
                          n_waiting);
  show_notice (self, text, _ ("_Sign in to send"), "win.sign-in");
}

static gboolean
is_covered (ZpiWindow *self)
{
  const char *page = gtk_stack_get_visible_child_name (self->stack);

  return g_strcmp0 (page, "start") != 0 && g_strcmp0 (page, "case") != 0;
}

static gboolean
is_open (ZpiWindow *self)
{
  return zpi_session_get_state (self->session) == ZPI_SESSION_OPEN;
}

static gboolean
is_store_gone (ZpiWindow *self)
{
  return zpi_session_is_store_gone (self->session);
}

static gboolean
is_signing_in (ZpiWindow *self)
{
  return self->sign_in_cancellable != NULL;
}

static gboolean
is_organisation_doubted (ZpiWindow *self)
{
  return is_open (self) && zpi_session_is_organisation_doubted (self->session);
}

static gboolean
came_by_recovery (ZpiWindow *self)
{
  ZpiSlotKind kind = ZPI_SLOT_DESK;

  return zpi_session_get_open_slot (self->session, &kind) != NULL && kind == ZPI_SLOT_RECOVERY;
}

static gboolean
is_recovery_not_kept (ZpiWindow *self)
{
  return is_open (self) && !zpi_session_is_recovery_kept (self->session);
}

static gboolean
has_unknown_rules (ZpiWindow *self)
{
  return is_open (self) && zpi_session_has_unknown_rules (self->session);
}

static gboolean
is_sign_in_needed (ZpiWindow *self)
{
  return self->counsellor != NULL && !zpi_counsellor_is_signed_in (self->counsellor) &&
         is_open (self) && count_waiting (self) > 0;
}

/* clang-format off */
/* What matters most comes first. */
static const struct {
  gboolean (*applies) (ZpiWindow *self);
  const char *text;
  const char *button; /* (nullable) */
  const char *action; /* (nullable) */
} notices[] = {
    {is_store_gone,
     N_ ("The folder with the cases was removed or replaced. Nothing is saved there any "
         "more. Save everything in another place, and ask your administrator to put that "
         "back."),
     N_ ("_Save elsewhere…"),
     "win.backup"},
    {is_signing_in,
     N_ ("Sign in in your browser, then come back here."),
     N_ ("_Cancel"),
     "win.cancel-sign-in"},
    {is_organisation_doubted,
     N_ ("The organisation file was changed outside this program. Nothing is sent until "
         "you type the check code from the letter."),
     N_ ("_Check code…"),
     "win.organisation"},
    {came_by_recovery,
     N_ ("You came in with the recovery code. Choose a new PIN for the next time."),
     N_ ("_Choose a PIN…"),
     "win.ways-in"},
    {is_recovery_not_kept,
     N_ ("The recovery code was shown, but nobody kept it. Make a new one now."),
     N_ ("_New recovery code…"),
     "win.ways-in"},
    {has_unknown_rules,
     N_ ("New rules were put on this computer, not by the municipality. Use them only if "
         "you know where they come from."),
     N_ ("_Use them"),
     "win.accept-rules"},
    {is_sign_in_needed, NULL, NULL, NULL}, /* says how many wait */
    {lacks_rules,
     N_ ("The rules of your municipality’s pass are not on this computer. Until they "
         "are, the check is for another pass. Ask your administrator to install them."),
     NULL,
     NULL},
};
/* clang-format on */

/* The one thing that matters most now. */
void
_zpi_window_update_notice (ZpiWindow *self)
{
  gtk_widget_set_visible (self->notice_spinner, is_signing_in (self));
  if (is_covered (self)) {
    show_notice (self, NULL, NULL, NULL);
    return;
  }
  if (zpi_session_get_state (self->session) == ZPI_SESSION_READ_ONLY) {
    show_read_only (self);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (notices); i++) {
    if (!notices[i].applies (self))
      continue;
    if (notices[i].text == NULL)
      show_sign_in_needed (self);
    else
      show_notice (self,
                   _ (notices[i].text),
                   notices[i].button != NULL ? _ (notices[i].button) : NULL,
                   notices[i].action);
    return;
  }
  show_notice (self, NULL, NULL, NULL);
}

static void
update_menu (ZpiWindow *self)
{
  gboolean shown =
      self->counsellor != NULL && zpi_session_get_state (self->session) == ZPI_SESSION_OPEN;
  gboolean signed_in = shown && zpi_counsellor_is_signed_in (self->counsellor);
  const char *name = signed_in ? zpi_counsellor_get_name (self->counsellor) : NULL;
  g_autofree char *who = NULL;

  g_menu_remove_all (self->sign_in_menu);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.signed-in", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "win.sign-in",
                                 shown && !signed_in && self->sign_in_cancellable == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sign-out", signed_in);
  if (!shown)
    return;
  if (!signed_in) {
    g_menu_append (self->sign_in_menu, _ ("_Sign in to send"), "win.sign-in");
    return;
  }
  /* Translators: the blank is the name of the counsellor. */
  who = g_strdup_printf (_ ("Signed in as %s"), name != NULL ? name : _ ("a counsellor"));
  g_menu_append (self->sign_in_menu, who, "win.signed-in");
  g_menu_append (self->sign_in_menu, _ ("Sign _out"), "win.sign-out");
}

static void
update_sign_in (ZpiWindow *self)
{
  update_menu (self);
  _zpi_window_update_notice (self);
}

static void
browser_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_warning ("No browser: %s", error->message);
  if (self->sign_in_cancellable != NULL)
    g_cancellable_cancel (self->sign_in_cancellable);
  zpi_message_tell (GTK_WIDGET (self),
                    _ ("The browser did not open"),
                    _ ("Ask your administrator to set a default browser, then sign in again. "
                       "What you filled in is saved and waits."));
}

static void
open_browser_cb (ZpiWindow *self, const char *url)
{
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self));
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);

  g_app_info_launch_default_for_uri_async (url,
                                           G_APP_LAUNCH_CONTEXT (context),
                                           self->sign_in_cancellable,
                                           browser_opened_cb,
                                           g_object_ref (self));
}

static void
drained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (zpi_sender_drain_finish (ZPI_SENDER (source), result, &error) < 0)
    g_info ("Sending after signing in: %s", error->message);
}

static const char *
text_for_problem (const GError *error)
{
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_OFFLINE) ||
      g_error_matches (error, ZPI_ERROR, ZPI_ERROR_TIMED_OUT))
    return _ ("There is no connection now. Sign in later. What you filled in is saved and waits.");
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_LOGIN_PAGE) ||
      g_error_matches (error, ZPI_ERROR, ZPI_ERROR_TLS))
    return zpi_error_text_from_error (error);
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT) ||
      g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEYRING_LOCKED))
    return _ ("You are signed in until the program closes: the keyring of this computer does not "
              "keep it.");
  return _ ("Signing in did not work. Try again. What you filled in is saved and waits.");
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->sign_in_cancellable);
  g_clear_pointer (&self->sign_in_problem, g_free);
  if (zpi_counsellor_sign_in_finish (ZPI_COUNSELLOR (source), result, &error)) {
    if (zpi_session_get_state (self->session) == ZPI_SESSION_OPEN)
      zpi_sender_drain_async (zpi_session_get_sender (self->session),
                              self->cancellable,
                              drained_cb,
                              NULL);
    gtk_window_present (GTK_WINDOW (self));
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_info ("Signing in: %s", error->message);
    self->sign_in_problem = g_strdup (text_for_problem (error));
    if (count_waiting (self) == 0)
      zpi_window_toast (self, self->sign_in_problem);
  }
  update_sign_in (self);
}

void
_zpi_window_sign_in (ZpiWindow *self)
{
  if (self->counsellor == NULL || self->sign_in_cancellable != NULL)
    return;
  self->sign_in_cancellable = g_cancellable_new ();
  zpi_counsellor_sign_in_async (
      self->counsellor,
      zpi_facts_say (_ ("You are signed in. Close this page and go back to {program}."), NULL),
      zpi_facts_say (_ ("Signing in did not work. Close this page and try again in {program}."),
                     NULL),
      self->sign_in_cancellable,
      signed_in_cb,
      g_object_ref (self));
  update_sign_in (self);
}

void
_zpi_window_cancel_sign_in (ZpiWindow *self)
{
  if (self->sign_in_cancellable != NULL)
    g_cancellable_cancel (self->sign_in_cancellable);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_counsellor_sign_out_finish (ZPI_COUNSELLOR (source), result, &error))
    g_info ("Signing out: %s", error->message); /* Forgotten here in any case. */
  zpi_window_toast (self, _ ("You are signed out"));
}

void
_zpi_window_sign_out (ZpiWindow *self)
{
  if (self->counsellor != NULL)
    zpi_counsellor_sign_out_async (self->counsellor,
                                   self->cancellable,
                                   signed_out_cb,
                                   g_object_ref (self));
}

/* The session made its way to sign in when it opened. */
void
_zpi_window_watch_sign_in (ZpiWindow *self)
{
  ZpiCounsellor *counsellor = zpi_session_get_counsellor (self->session);

  if (counsellor == NULL)
    g_clear_object (&self->counsellor);
  if (counsellor != NULL && g_set_object (&self->counsellor, counsellor)) {
    g_signal_connect_object (counsellor,
                             "open-browser",
                             G_CALLBACK (open_browser_cb),
                             self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (counsellor,
                             "notify::signed-in",
                             G_CALLBACK (update_sign_in),
                             self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (counsellor,
                             "notify::name",
                             G_CALLBACK (update_sign_in),
                             self,
                             G_CONNECT_SWAPPED);
    zpi_counsellor_take_up (counsellor, self->cancellable);
  }
  update_sign_in (self);
}
