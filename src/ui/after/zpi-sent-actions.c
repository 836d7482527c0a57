/* SPDX-License-Identifier: EUPL-1.2 */

/* What is done from the page after sending. */

#include "zpi-config.h"

#include "zpi-sent-page-private.h"

#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-case-words.h"
#include "zpi-clock.h"
#include "zpi-error-text.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-left-originals.h"
#include "zpi-message.h"
#include "zpi-reminder.h"
#include "zpi-sender.h"
#include "zpi-sent-done.h"

static void
say_failure (ZpiSentPage *self, const GError *error, const char *text)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    zpi_message_toast (GTK_WIDGET (self), text);
}

static void
show_failure (ZpiSentPage *self, const GError *error)
{
  say_failure (self, error, zpi_error_text_from_error (error));
}

/* It was tried and did not go, or the municipality asked to wait: with the time, because otherwise
 * nothing seems to have happened. */
static void
say_why_it_waits (ZpiSentPage *self)
{
  ZpiCaseItem *item = self->session != NULL && self->case_id != NULL
                          ? zpi_session_find_case_item (self->session, self->case_id)
                          : NULL;
  g_autofree char *text = NULL;

  if (item == NULL || zpi_case_item_get_state (item) != ZPI_CASE_WAITING)
    return;
  text = zpi_case_words_next_step (item);
  zpi_message_toast (GTK_WIDGET (self), text);
}

static void
drained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.try-again", TRUE);
  if (zpi_sender_drain_finish (ZPI_SENDER (source), result, &error) < 0)
    show_failure (self, error);
  else
    say_why_it_waits (self);
  if (self->case_id != NULL && self->session != NULL)
    zpi_sent_page_refresh (self);
}

static void
drain (ZpiSentPage *self)
{
  zpi_sender_drain_async (zpi_session_get_sender (self->session),
                          self->cancellable,
                          drained_cb,
                          g_object_ref (self));
}

static void
resumed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_sender_resume_finish (ZPI_SENDER (source), result, &error)) {
    drain (self);
    return;
  }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.try-again", TRUE);
  show_failure (self, error);
}

static void
try_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.try-again", FALSE);
  if (self->state == ZPI_CASE_ATTENTION)
    zpi_sender_resume_async (zpi_session_get_sender (self->session),
                             self->case_id,
                             self->cancellable,
                             resumed_cb,
                             g_object_ref (self));
  else
    drain (self);
}

static void
tell_not_taken_back (ZpiSentPage *self, const GError *error)
{
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, self->case_id);

  zpi_message_toast (GTK_WIDGET (self), zpi_error_text_for_taking_back (error, item));
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.cancel-sending", TRUE);
  if (self->case_id == NULL || self->session == NULL)
    return;
  if (!zpi_sender_cancel_finish (ZPI_SENDER (source), result, &error))
    tell_not_taken_back (self, error);
  else
    g_signal_emit_by_name (self, "draft-again");
}

static void
off_paper_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_sender_paper_finish (ZPI_SENDER (source), result, &error))
    show_failure (self, error);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  if (self->state == ZPI_CASE_PAPER) {
    zpi_sender_paper_async (zpi_session_get_sender (self->session),
                            self->case_id,
                            FALSE,
                            self->cancellable,
                            off_paper_cb,
                            g_object_ref (self));
    return;
  }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.cancel-sending", FALSE);
  zpi_sender_cancel_async (zpi_session_get_sender (self->session),
                           self->case_id,
                           self->cancellable,
                           cancelled_cb,
                           g_object_ref (self));
}

typedef struct {
  ZpiSentPage *page; /* (owned) */
  char *answer_id;
} TakeBack;

static void
take_back_free (TakeBack *self)
{
  g_object_unref (self->page);
  g_free (self->answer_id);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TakeBack, take_back_free)

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TakeBack) back = user_data;
  ZpiSentPage *self = back->page;
  g_autoptr (GError) error = NULL;

  if (self->case_id == NULL || self->session == NULL)
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.take-back-answer", TRUE);
  if (zpi_sender_cancel_finish (ZPI_SENDER (source), result, &error))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-case", "s", back->answer_id);
  else
    tell_not_taken_back (self, error);
}

static void
take_back_answer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);
  TakeBack *back = g_new0 (TakeBack, 1);

  back->page = g_object_ref (self);
  back->answer_id = g_variant_dup_string (parameter, NULL);
  gtk_widget_action_set_enabled (widget, name, FALSE);
  zpi_sender_cancel_async (zpi_session_get_sender (self->session),
                           back->answer_id,
                           self->cancellable,
                           taken_back_cb,
                           back);
}

/* Where the first thing is that was refused; else to the answers. */
static void
repair_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  for (guint i = 0; i < self->repair_rows->len; i++) {
    GtkActionable *row = self->repair_rows->pdata[i];

    if (gtk_actionable_get_action_name (row) != NULL) {
      gtk_widget_activate_action_variant (widget,
                                          gtk_actionable_get_action_name (row),
                                          gtk_actionable_get_action_target_value (row));
      return;
    }
  }
  cancel_action (widget, NULL, NULL);
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.refresh", TRUE);
  if (!zpi_sender_refresh_finish (ZPI_SENDER (source), result, &error))
    say_failure (self, error, zpi_error_text_for_asking (error));
  else
    zpi_message_toast (GTK_WIDGET (self), _ ("This is how it stands now"));
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.refresh", FALSE);
  zpi_sender_refresh_async (zpi_session_get_sender (self->session),
                            self->case_id,
                            self->cancellable,
                            refreshed_cb,
                            g_object_ref (self));
}

/* An answer to a letter has originals too, which only the record names. */
static void
left_for_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GBytes) bytes =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, NULL);
  g_auto (GStrv) left = zpi_left_originals_read (bytes);
  g_autofree char *said = NULL;

  if (self->case_id == NULL)
    return;
  said = zpi_sent_done_dup_words (g_strv_length (left),
                                  zpi_originals_group_get_n_binned (self->originals_group));
  g_signal_emit_by_name (self, "done", said);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.done", TRUE);
  if (!zpi_sender_clear_finish (ZPI_SENDER (source), result, &error) &&
      !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY)) {
    show_failure (self, error);
    return;
  }
  if (self->case_id != NULL)
    zpi_case_keeper_get_record_async (zpi_session_get_keeper (self->session),
                                      self->case_id,
                                      ZPI_RECORD_ORIGINALS,
                                      self->cancellable,
                                      left_for_done_cb,
                                      g_object_ref (self));
}

static void
done_confirmed_cb (gpointer user_data)
{
  ZpiSentPage *self = user_data;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.done", FALSE);
  zpi_sender_clear_async (zpi_session_get_sender (self->session),
                          self->case_id,
                          self->cancellable,
                          cleared_cb,
                          g_object_ref (self));
}

static void
done_with_bin_cb (gpointer user_data)
{
  ZpiSentPage *self = user_data;

  self->finishing = TRUE;
  zpi_originals_group_bin_all (self->originals_group);
}

/* What could not go to the bin is in the way of finishing, until somebody says that it may stay. */
void
zpi_sent_page_originals_settled (ZpiSentPage *self)
{
  gboolean finishing = self->finishing;

  self->finishing = FALSE;
  if (self->case_id == NULL || zpi_originals_group_get_n_left (self->originals_group) > 0)
    return;
  if (self->names_left) {
    self->names_left = FALSE;
    zpi_intake_originals_gone (self->session, self->case_id);
  } else if (finishing)
    done_confirmed_cb (self);
}

static void
done_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_sent_done_ask (widget,
                     ZPI_SENT_PAGE (widget)->originals_group,
                     done_confirmed_cb,
                     done_with_bin_cb,
                     g_object_ref (widget));
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_sender_withdraw_finish (ZPI_SENDER (source), result, &error))
    say_failure (self, error, zpi_error_text_for_withdrawing (error));
}

static void
withdraw_confirmed_cb (gpointer user_data)
{
  ZpiSentPage *self = user_data;

  zpi_sender_withdraw_async (zpi_session_get_sender (self->session),
                             self->case_id,
                             self->cancellable,
                             withdrawn_cb,
                             g_object_ref (self));
}

static void
withdraw_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_message_ask (
      widget,
      _ ("Withdraw the application?"),
      _ ("The municipality then makes no decision. To correct something: withdraw, then "
         "apply again with the same answers."),
      _ ("_Withdraw"),
      TRUE,
      withdraw_confirmed_cb,
      g_object_ref (widget));
}

static void
reminder_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_reminder_set_finish (result, &error))
    show_failure (self, error);
}

static void
remind_confirmed_cb (gpointer user_data)
{
  ZpiSentPage *self = user_data;

  zpi_reminder_set_async (self->session,
                          self->case_id,
                          NULL,
                          self->cancellable,
                          reminder_written_cb,
                          g_object_ref (self));
}

static void
day_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *iso = NULL;
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;
  ZpiDate day;

  if (!zpi_reminder_find_day_finish (result, &day, &error)) {
    show_failure (self, error);
    return;
  }
  iso = zpi_date_format_iso (&day);
  date = zpi_sent_page_dup_date (iso);
  /* Translators: %s is a date. */
  text = g_strdup_printf (
      _ ("Ask the client first. The names stay on this computer for it, locked away, "
         "and nothing else of the application. From %s it stands under “To do now”."),
      date);
  zpi_message_ask (GTK_WIDGET (self),
                   _ ("Does the client want to be reminded?"),
                   text,
                   _ ("The client _agrees"),
                   FALSE,
                   remind_confirmed_cb,
                   g_object_ref (self));
}

static void
remind_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  zpi_reminder_find_day_async (self->session,
                               self->case_id,
                               self->cancellable,
                               day_found_cb,
                               g_object_ref (self));
}

static void
reminder_removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSentPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_reminder_remove_finish (result, &error))
    show_failure (self, error);
  else
    zpi_message_toast (GTK_WIDGET (self), _ ("The reminder was removed"));
}

static void
forget_reminder_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSentPage *self = ZPI_SENT_PAGE (widget);

  zpi_reminder_remove_async (self->session,
                             self->case_id,
                             self->cancellable,
                             reminder_removed_cb,
                             g_object_ref (self));
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *what = "receipt";

  if (g_str_equal (name, "case.save-receipt"))
    what = "receipt-pdf";
  else if (g_str_equal (name, "case.print-decision"))
    what = "decision";
  else if (g_str_equal (name, "case.print-paper"))
    what = "paper";
  gtk_widget_activate_action (widget, "win.print", "s", what);
}

void
zpi_sent_page_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "case.try-again", NULL, try_again_action);
  gtk_widget_class_install_action (widget_class, "case.cancel-sending", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class,
                                   "case.take-back-answer",
                                   "s",
                                   take_back_answer_action);
  gtk_widget_class_install_action (widget_class, "case.repair", NULL, repair_action);
  gtk_widget_class_install_action (widget_class, "case.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "case.done", NULL, done_action);
  gtk_widget_class_install_action (widget_class, "case.withdraw", NULL, withdraw_action);
  gtk_widget_class_install_action (widget_class, "case.remind", NULL, remind_action);
  gtk_widget_class_install_action (widget_class,
                                   "case.forget-reminder",
                                   NULL,
                                   forget_reminder_action);
  gtk_widget_class_install_action (widget_class, "case.print-receipt", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "case.save-receipt", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "case.print-decision", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "case.print-paper", NULL, print_action);
}
