/* SPDX-License-Identifier: EUPL-1.2 */

/* What is done with several cases that were chosen on the start page. */

#include "zpi-config.h"

#include "zpi-window-private.h"

#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-case-words.h"
#include "zpi-error-text.h"
#include "zpi-field-text.h"
#include "zpi-i18n.h"
#include "zpi-message.h"
#include "zpi-send-many.h"

/* More lines than this do not help. */
#define MAX_LINES 8

typedef struct {
  ZpiWindow *window; /* (owned) */
  GStrv case_ids;
} SendCases;

static void
send_cases_free (SendCases *self)
{
  g_clear_object (&self->window);
  g_clear_pointer (&self->case_ids, g_strfreev);
  g_free (self);
}

/* “E-mail address”, “How did the client agree?” */
static char *
dup_missing (const ZpiSendManyItem *item)
{
  g_auto (GStrv) keys = g_strsplit (item->missing, ", ", -1);
  GString *titles = g_string_new (NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    zpi_field_text_append (titles, zpi_field_text_title (keys[i]));
  return g_string_free (titles, FALSE);
}

static char *
dup_reason (const ZpiSendManyItem *item)
{
  switch (item->state) {
  case ZPI_SEND_MANY_NOT_COMPLETE: {
    g_autofree char *missing = dup_missing (item);

    /* Translators: %s are the questions that have to be answered before a case can be sent. */
    return g_strdup_printf (_ ("still needed: %s"), missing);
  }
  case ZPI_SEND_MANY_FAILED:
    return g_strdup (zpi_error_text_from_error (item->error));
  case ZPI_SEND_MANY_NOT_A_DRAFT:
    return g_strdup (_ ("not a draft of an application"));
  case ZPI_SEND_MANY_READY:
  case ZPI_SEND_MANY_QUEUED:
  default:
    return NULL;
  }
}

/* By its initials: the client beside the counsellor reads along. */
static char *
dup_name (ZpiWindow *self, const char *case_id)
{
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, case_id);

  return item != NULL ? zpi_case_words_name (item, FALSE) : g_strdup ("…");
}

/* A line for each that is not sent, and why. */
static char *
dup_reasons (ZpiWindow *self, GPtrArray *items)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < items->len; i++) {
    const ZpiSendManyItem *item = g_ptr_array_index (items, i);
    g_autofree char *reason = dup_reason (item);
    g_autofree char *name = NULL;

    if (reason == NULL || n++ >= MAX_LINES)
      continue;
    name = dup_name (self, item->case_id);
    /* Translators: a case, and why it is not sent. */
    g_string_append_printf (text, _ ("%s: %s"), name, reason);
    g_string_append_c (text, '\n');
  }
  if (n > MAX_LINES)
    g_string_append_printf (text,
                            ngettext ("and %u other", "and %u others", n - MAX_LINES),
                            n - MAX_LINES);
  return g_strchomp (g_string_free (text, FALSE));
}

static guint
count_state (GPtrArray *items, ZpiSendManyState state)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    n += ((ZpiSendManyItem *) g_ptr_array_index (items, i))->state == state;
  return n;
}

static guint
count_to_decide (GPtrArray *items)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    n += ((ZpiSendManyItem *) g_ptr_array_index (items, i))->n_to_decide > 0;
  return n;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = zpi_send_many_finish (result, &error);
  g_autofree char *text = NULL;
  g_autofree char *reasons = NULL;
  guint n_queued;

  gtk_widget_set_sensitive (GTK_WIDGET (self->start_page), TRUE);
  if (items == NULL) {
    _zpi_window_show_failure (self, error);
    return;
  }
  n_queued = count_state (items, ZPI_SEND_MANY_QUEUED);
  /* Translators: the first %u of the second %u that were chosen. */
  text = g_strdup_printf (ngettext ("%u of %u was made ready to be sent",
                                    "%u of %u were made ready to be sent",
                                    n_queued),
                          n_queued,
                          items->len);
  reasons = dup_reasons (self, items);
  if (n_queued == items->len)
    zpi_window_toast (self, text);
  else
    zpi_message_tell (GTK_WIDGET (self), text, reasons);
}

static void
send_confirmed_cb (gpointer user_data)
{
  SendCases *send = user_data;
  ZpiWindow *self = send->window;

  /* Nobody opens one of them meanwhile. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->start_page), FALSE);
  zpi_send_many_async (self->session,
                       (const char *const *) send->case_ids,
                       TRUE,
                       NULL,
                       sent_cb,
                       g_object_ref (self));
}

static GStrv
dup_ready (GPtrArray *items)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < items->len; i++) {
    const ZpiSendManyItem *item = g_ptr_array_index (items, i);

    if (item->state == ZPI_SEND_MANY_READY)
      g_strv_builder_add (ids, item->case_id);
  }
  return g_strv_builder_end (ids);
}

static char *
dup_question (ZpiWindow *self, GPtrArray *items, guint n_ready)
{
  g_autofree char *reasons = dup_reasons (self, items);
  guint n_to_decide = count_to_decide (items);
  GString *text = g_string_new (NULL);

  if (n_to_decide > 0)
    g_string_append_printf (
        text,
        ngettext ("In %u something is missing or not right. The municipality asks for it later.",
                  "In %u something is missing or not right. The municipality asks for it later.",
                  n_to_decide),
        n_to_decide);
  if (n_ready < items->len) {
    if (text->len > 0)
      g_string_append (text, "\n\n");
    g_string_append_printf (text,
                            ngettext ("%u is not sent:", "%u are not sent:", items->len - n_ready),
                            items->len - n_ready);
    g_string_append_printf (text, "\n%s", reasons);
  }
  if (text->len == 0)
    g_string_append (text,
                     _ ("Nothing is missing. Without a connection they wait on this computer and "
                        "go by themselves later."));
  return g_string_free (text, FALSE);
}

static void
looked_at_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = zpi_send_many_finish (result, &error);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  SendCases *send;
  guint n_ready;

  gtk_widget_set_sensitive (GTK_WIDGET (self->start_page), TRUE);
  if (zpi_session_get_state (self->session) != ZPI_SESSION_OPEN)
    return; /* Locked meanwhile: the question names them. */
  if (items == NULL) {
    _zpi_window_show_failure (self, error);
    return;
  }
  n_ready = count_state (items, ZPI_SEND_MANY_READY);
  if (n_ready == 0) {
    body = dup_reasons (self, items);
    zpi_message_tell (GTK_WIDGET (self), _ ("None of these can be sent yet"), body);
    return;
  }
  body = dup_question (self, items, n_ready);
  /* Translators: the first %u of the second %u that were chosen. */
  heading = items->len == 1 ? g_strdup (_ ("Send the application?"))
                            : g_strdup_printf (_ ("Send %u of %u?"), n_ready, items->len);
  send = g_new0 (SendCases, 1);
  send->window = g_object_ref (self);
  send->case_ids = dup_ready (items);
  zpi_message_offer (GTK_WIDGET (self),
                     heading,
                     body,
                     _ ("_Cancel"),
                     _ ("_Send"),
                     send_confirmed_cb,
                     send,
                     (GDestroyNotify) send_cases_free);
}

/**
 * _zpi_window_send_cases:
 * @self: a window that shows the start page
 * @case_ids: (array zero-terminated=1): cases
 *
 * Says which of them are ready and why the others are not, and sends those after a yes.
 */
void
_zpi_window_send_cases (ZpiWindow *self, const char *const *case_ids)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->start_page), FALSE);
  zpi_send_many_async (self->session, case_ids, FALSE, NULL, looked_at_cb, g_object_ref (self));
}

static gboolean
may_delete (ZpiWindow *self, const char *case_id)
{
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, case_id);

  return item != NULL && zpi_case_keeper_may_delete (zpi_case_item_get_state (item),
                                                     zpi_case_item_get_attention (item));
}

/**
 * _zpi_window_delete_cases:
 * @self: a window that shows the start page
 * @case_ids: (array zero-terminated=1): cases
 *
 * Deletes those that may be, for good after a moment in which it can be undone.
 */
void
_zpi_window_delete_cases (ZpiWindow *self, const char *const *case_ids)
{
  guint n_all = g_strv_length ((GStrv) case_ids);
  g_autoptr (GPtrArray) deleted = g_ptr_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < n_all; i++)
    if (may_delete (self, case_ids[i]))
      g_ptr_array_add (deleted, (gpointer) case_ids[i]);
  if (deleted->len == 0) {
    zpi_message_tell (GTK_WIDGET (self),
                      _ ("None of these can be deleted"),
                      _ ("What is on its way to the municipality, or is there, stays here until "
                         "it is done."));
    return;
  }
  /* Translators: the first %u of the second %u that were chosen; the rest may not be deleted. */
  text = n_all == 1 ? g_strdup (zpi_case_words_deleted (
                          zpi_session_find_case_item (self->session, case_ids[0])))
                    : g_strdup_printf (ngettext ("%u of %u was deleted. Ctrl+Z brings it back.",
                                                 "%u of %u were deleted. Ctrl+Z brings them back.",
                                                 deleted->len),
                                       deleted->len,
                                       n_all);
  g_ptr_array_add (deleted, NULL);
  _zpi_window_delete (self, (const char *const *) deleted->pdata, text, FALSE);
}
