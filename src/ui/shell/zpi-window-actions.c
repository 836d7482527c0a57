/* SPDX-License-Identifier: EUPL-1.2 */

/* The actions of the window and their keys. */

#include "zpi-config.h"

#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-file-dialog.h"
#include "zpi-i18n.h"
#include "zpi-keys-window.h"
#include "zpi-message.h"
#include "zpi-persons-dialog.h"
#include "zpi-second-click.h"
#include "zpi-sender.h"
#include "zpi-window-private.h"

static ZpiCaseView *
case_view (ZpiWindow *self)
{
  GtkWidget *child = adw_bin_get_child (self->case_bin);

  return ZPI_IS_CASE_VIEW (child) ? ZPI_CASE_VIEW (child) : NULL;
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_second_click_acted (widget);
  zpi_window_show_start (ZPI_WINDOW (widget));
}

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_window_new_application (ZPI_WINDOW (widget));
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);

  zpi_window_show_start (self);
  zpi_start_page_focus_search (self->start_page);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiCaseView *view = case_view (ZPI_WINDOW (widget));

  if (view != NULL)
    zpi_case_view_step (view, g_variant_get_int32 (parameter));
}

static void
section_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiCaseView *view = case_view (ZPI_WINDOW (widget));

  if (view != NULL)
    zpi_case_view_open_section (view,
                                CLAMP (g_variant_get_int32 (parameter), 0, ZPI_N_SECTIONS - 1));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);

  if (self->zcase != NULL)
    zpi_case_keeper_field_left (zpi_session_get_keeper (self->session), self->zcase);
}

static void
blur_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_toggle_blur (ZPI_WINDOW (widget));
}

static void
lock_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_window_lock (ZPI_WINDOW (widget));
}

static void
drained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  int waiting = zpi_sender_drain_finish (ZPI_SENDER (source), result, &error);
  g_autofree char *text = NULL;

  if (waiting < 0) {
    _zpi_window_show_failure (self, error);
    return;
  }
  if (waiting == 0) {
    zpi_window_toast (self, _ ("Nothing waits to be sent any more"));
    return;
  }
  text =
      g_strdup_printf (ngettext ("%d case still waits", "%d cases still wait", waiting), waiting);
  zpi_window_toast (self, text);
}

static void
send_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);

  zpi_sender_drain_async (zpi_session_get_sender (self->session),
                          self->cancellable,
                          drained_cb,
                          g_object_ref (self));
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  int n = zpi_sender_clear_due_finish (ZPI_SENDER (source), result, &error);
  g_autofree char *text = NULL;

  if (n < 0) {
    _zpi_window_show_failure (self, error);
    return;
  }
  text = g_strdup_printf (ngettext ("The answers of %d client were removed",
                                    "The answers of %d clients were removed",
                                    n),
                          n);
  zpi_window_toast (self, text);
}

static void
clear_confirmed_cb (gpointer user_data)
{
  ZpiWindow *self = user_data;

  zpi_window_show_start (self);
  zpi_sender_clear_due_async (zpi_session_get_sender (self->session),
                              TRUE,
                              self->cancellable,
                              cleared_cb,
                              g_object_ref (self));
}

static void
clear_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_message_ask (
      widget,
      _ ("Clear what was received?"),
      _ ("The answers and documents of every application that the municipality has are removed "
         "from this computer. References, dates and receipts stay."),
      _ ("_Clear"),
      FALSE,
      clear_confirmed_cb,
      g_object_ref (widget));
}

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_session_back_up_finish (ZPI_SESSION (source), result, &error))
    _zpi_window_show_failure (self, error);
  else if (zpi_session_is_damaged (self->session))
    zpi_message_tell (GTK_WIDGET (self),
                      _ ("The backup is not complete"),
                      _ ("The store is damaged. The backup holds what could be read of it. Keep "
                         "your older backups: they may hold what this one lacks."));
  else
    zpi_window_toast (
        self,
        zpi_session_is_practice (self->session)
            ? _ ("The backup was made. It holds made-up persons only, and opens without a PIN")
            : _ ("The backup was made. It opens with the same PIN or recovery code"));
}

static void
backup_chosen_cb (GFile *file, gpointer user_data)
{
  ZpiWindow *self = user_data;
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    zpi_session_back_up_async (self->session, path, backed_up_cb, g_object_ref (self));
}

static void
backup_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_file_dialog_save (widget,
                        _ ("Save the backup"),
                        "zoetermeerpas-intake.zpi-backup",
                        ZPI_FILE_FILTER_BACKUP,
                        backup_chosen_cb,
                        widget);
}

/* What was chosen on the start page. */
static void
cases_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);
  g_autofree const char **case_ids = g_variant_get_strv (parameter, NULL);

  if (zpi_session_get_state (self->session) != ZPI_SESSION_OPEN)
    return;
  if (g_str_equal (name, "win.send-cases"))
    _zpi_window_send_cases (self, case_ids);
  else
    _zpi_window_delete_cases (self, case_ids);
}

static void
show_case_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_window_show_case (ZPI_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_delete_case (ZPI_WINDOW (widget));
}

static void
send_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_send (ZPI_WINDOW (widget));
}

static void
paper_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_put_on_paper (ZPI_WINDOW (widget));
}

static void
repair_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *key, *reason;

  g_variant_get (parameter, "(&s&s)", &key, &reason);
  _zpi_window_repair (ZPI_WINDOW (widget), key, reason);
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);

  if (self->case_id != NULL)
    gtk_widget_activate_action (widget,
                                "program.print",
                                "(ss)",
                                self->case_id,
                                g_variant_get_string (parameter, NULL));
}

static void
print_answers_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.print", "s", "answers");
}

static void
print_today_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.print", "s", "today");
}

static void
municipality_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "program.municipality", NULL);
}

static void
persons_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);

  zpi_persons_dialog_present (GTK_WINDOW (self), self->session);
}

static void
ways_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_show_ways_in (ZPI_WINDOW (widget));
}

static void
ways_in_not_changed_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_tell_ways_in (ZPI_WINDOW (widget));
}

static void
organisation_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_show_organisation (ZPI_WINDOW (widget));
}

static void
accept_rules_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);

  zpi_session_accept_rules (self->session);
  _zpi_window_update_notice (self);
}

static void
start_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_window_show_start (ZPI_WINDOW (widget));
}

static void
sign_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_sign_in (ZPI_WINDOW (widget));
}

static void
cancel_sign_in_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_cancel_sign_in (ZPI_WINDOW (widget));
}

static void
sign_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_sign_out (ZPI_WINDOW (widget));
}

static void
add_key (GtkWidgetClass *widget_class, guint key, GdkModifierType modifiers, const char *action)
{
  gtk_widget_class_add_binding_action (widget_class, key, modifiers, action, NULL);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  add_key (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "win.new-application");
  add_key (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search");
  add_key (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "win.save");
  add_key (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, "win.send");
  add_key (widget_class, GDK_KEY_l, GDK_CONTROL_MASK, "win.lock");
  add_key (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back");
  add_key (widget_class, GDK_KEY_F8, 0, "win.blur");
  add_key (widget_class, GDK_KEY_F9, 0, "win.client-view");
  add_key (widget_class, GDK_KEY_question, GDK_CONTROL_MASK, "win.show-help-overlay");
  gtk_widget_class_add_binding_action (widget_class,
                                       GDK_KEY_Page_Down,
                                       GDK_ALT_MASK,
                                       "win.step",
                                       "i",
                                       1);
  gtk_widget_class_add_binding_action (widget_class,
                                       GDK_KEY_Page_Up,
                                       GDK_ALT_MASK,
                                       "win.step",
                                       "i",
                                       -1);
  for (guint i = 0; i < ZPI_N_SECTIONS; i++)
    gtk_widget_class_add_binding_action (widget_class,
                                         GDK_KEY_1 + i,
                                         GDK_CONTROL_MASK,
                                         "win.section",
                                         "i",
                                         (int) i);
}

static void
add_information_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_add_information (ZPI_WINDOW (widget));
}

static void
apply_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_apply_again (ZPI_WINDOW (widget));
}

static void
begin_reminded_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_begin_reminded (ZPI_WINDOW (widget));
}

static void
ask_account_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);
  g_autoptr (ZpiCase) zcase = zpi_case_keeper_new_case (keeper, ZPI_CASE_ACCOUNT);

  _zpi_window_show_account (self, zcase);
}

static void
add_photos_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_add_photos (ZPI_WINDOW (widget));
}

static void
help_account_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiWindow *self = ZPI_WINDOW (widget);

  _zpi_window_show_in_case (self, NULL, _zpi_window_new_door_page (self, "account-applied"));
}

static void
hand_over_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_hand_over (ZPI_WINDOW (widget), FALSE);
}

static void
take_over_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_hand_over (ZPI_WINDOW (widget), TRUE);
}

static void
take_back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  _zpi_window_take_back (ZPI_WINDOW (widget));
}

static void
show_keys_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSession *session = ZPI_WINDOW (widget)->session;

  zpi_keys_window_present (GTK_WINDOW (widget),
                           session == NULL || !zpi_session_is_practice (session));
}

void
_zpi_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.new-application", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL, show_keys_action);
  gtk_widget_class_install_action (widget_class, "win.step", "i", step_action);
  gtk_widget_class_install_action (widget_class, "win.section", "i", section_action);
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "win.blur", NULL, blur_action);
  gtk_widget_class_install_action (widget_class, "win.lock", NULL, lock_action);
  gtk_widget_class_install_action (widget_class, "win.send-all", NULL, send_all_action);
  gtk_widget_class_install_action (widget_class, "win.clear-received", NULL, clear_action);
  gtk_widget_class_install_action (widget_class, "win.backup", NULL, backup_action);
  gtk_widget_class_install_action (widget_class, "win.show-case", "s", show_case_action);
  gtk_widget_class_install_action (widget_class, "win.delete-draft", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "win.send-cases", "as", cases_action);
  gtk_widget_class_install_action (widget_class, "win.delete-cases", "as", cases_action);
  gtk_widget_class_install_action (widget_class,
                                   "win.add-information",
                                   NULL,
                                   add_information_action);
  gtk_widget_class_install_action (widget_class, "win.apply-again", NULL, apply_again_action);
  gtk_widget_class_install_action (widget_class, "win.begin-reminded", NULL, begin_reminded_action);
  gtk_widget_class_install_action (widget_class, "win.ask-account", NULL, ask_account_action);
  gtk_widget_class_install_action (widget_class, "win.add-photos", NULL, add_photos_action);
  gtk_widget_class_install_action (widget_class, "win.help-account", NULL, help_account_action);
  gtk_widget_class_install_action (widget_class, "win.hand-over", NULL, hand_over_action);
  gtk_widget_class_install_action (widget_class, "win.take-over", NULL, take_over_action);
  gtk_widget_class_install_action (widget_class, "win.take-back", NULL, take_back_action);
  gtk_widget_class_install_action (widget_class, "win.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "win.paper", NULL, paper_action);
  gtk_widget_class_install_action (widget_class, "win.repair", "(ss)", repair_action);
  gtk_widget_class_install_action (widget_class, "win.print", "s", print_action);
  gtk_widget_class_install_action (widget_class, "win.print-answers", NULL, print_answers_action);
  gtk_widget_class_install_action (widget_class, "win.print-today", NULL, print_today_action);
  gtk_widget_class_install_action (widget_class, "win.municipality", NULL, municipality_action);
  gtk_widget_class_install_action (widget_class, "win.practice-persons", NULL, persons_action);
  gtk_widget_class_install_action (widget_class, "win.ways-in", NULL, ways_in_action);
  gtk_widget_class_install_action (widget_class,
                                   "win.ways-in-not-changed",
                                   NULL,
                                   ways_in_not_changed_action);
  gtk_widget_class_install_action (widget_class, "win.organisation", NULL, organisation_action);
  gtk_widget_class_install_action (widget_class, "win.accept-rules", NULL, accept_rules_action);
  gtk_widget_class_install_action (widget_class, "win.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "win.sign-in", NULL, sign_in_action);
  gtk_widget_class_install_action (widget_class, "win.cancel-sign-in", NULL, cancel_sign_in_action);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, sign_out_action);
  gtk_widget_class_install_action (widget_class, "win.signed-in", NULL, sign_in_action);
  add_keys (widget_class);
}

/* A draft on the screen, or the page of what was sent and turned out to be of no use. */
static gboolean
may_delete (ZpiWindow *self)
{
  ZpiCaseItem *item = self->session != NULL && self->case_id != NULL
                          ? zpi_session_find_case_item (self->session, self->case_id)
                          : NULL;

  return self->zcase != NULL ||
         (item != NULL && zpi_case_keeper_may_delete (zpi_case_item_get_state (item),
                                                      zpi_case_item_get_attention (item)));
}

void
_zpi_window_update_actions (ZpiWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  ZpiSessionState state =
      self->session != NULL ? zpi_session_get_state (self->session) : ZPI_SESSION_CLOSED;
  gboolean set_up = _zpi_window_shows_code (self);
  gboolean open = state == ZPI_SESSION_OPEN && !set_up;
  gboolean shown = open || state == ZPI_SESSION_READ_ONLY;
  gboolean practice = self->session != NULL && zpi_session_is_practice (self->session);
  gboolean draft = open && self->zcase != NULL;

  gtk_widget_action_set_enabled (widget, "win.back", shown);
  gtk_widget_action_set_enabled (widget, "win.search", shown);
  gtk_widget_action_set_enabled (widget, "win.new-application", open);
  gtk_widget_action_set_enabled (widget, "win.lock", shown && !practice);
  gtk_widget_action_set_enabled (widget, "win.send-all", open);
  gtk_widget_action_set_enabled (widget, "win.clear-received", open);
  gtk_widget_action_set_enabled (widget, "win.backup", shown);
  gtk_widget_action_set_enabled (widget, "win.ways-in", open && !practice);
  gtk_widget_action_set_enabled (widget, "win.organisation", open && !practice);
  gtk_widget_action_set_enabled (widget, "win.start", open);
  gtk_widget_action_set_enabled (widget, "win.municipality", open && practice);
  gtk_widget_action_set_enabled (widget, "win.practice-persons", open && practice);
  gtk_widget_action_set_enabled (widget, "win.hand-over", open && self->case_id != NULL);
  gtk_widget_action_set_enabled (widget, "win.take-over", open);
  gtk_widget_action_set_enabled (widget, "win.take-back", open && self->case_id != NULL);
  gtk_widget_action_set_enabled (widget, "win.delete-draft", open && may_delete (self));
  gtk_widget_action_set_enabled (widget, "win.print-answers", draft);
  gtk_widget_action_set_enabled (widget, "win.print-today", draft);
  gtk_widget_action_set_enabled (widget, "win.client-view", draft);
}
