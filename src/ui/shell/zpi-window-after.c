/* SPDX-License-Identifier: EUPL-1.2 */

/* What the window does for what comes after sending: the doors of letters and mails, and the pages
 * that answer them. */

#include "zpi-config.h"

#include "zpi-window-private.h"

#include "zpi-account-page.h"
#include "zpi-advice-page.h"
#include "zpi-again.h"
#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-case-words.h"
#include "zpi-error-text.h"
#include "zpi-hand-over-window.h"
#include "zpi-hand-over.h"
#include "zpi-i18n.h"
#include "zpi-kept-codes.h"
#include "zpi-letter.h"
#include "zpi-message.h"
#include "zpi-photo.h"
#include "zpi-photos-page.h"
#include "zpi-reminder.h"
#include "zpi-supplement-page.h"
#include "zpi-supplement.h"

/* Of what was handed over the other desk tells how it stands. */
static gboolean
tells_of_answers (ZpiCaseItem *application)
{
  return application != NULL && zpi_case_item_get_state (application) != ZPI_CASE_HANDED_OVER;
}

/* The page to return to: the application when it is here, else the letter. */
static void
answer_queued_cb (ZpiWindow *self, GtkWidget *page)
{
  g_autoptr (ZpiRequest) request =
      self->zcase != NULL ? zpi_supplement_dup_request (self->zcase) : NULL;
  ZpiCaseItem *application =
      request != NULL ? zpi_session_find_case_item (self->session, request->application_id) : NULL;
  g_autofree char *id = g_strdup (self->case_id);

  if (tells_of_answers (application)) {
    zpi_case_item_expect_answer (application);
    g_free (id);
    id = g_strdup (request->application_id);
  }
  _zpi_window_show_sent (self, id);
}

static gboolean
is_answered (ZpiCase *zcase)
{
  return zpi_case_get_state (zcase) != ZPI_CASE_DRAFT &&
         zpi_case_get_state (zcase) != ZPI_CASE_ATTENTION;
}

void
_zpi_window_show_letter (ZpiWindow *self, ZpiCase *zcase, const ZpiPhotoOrder *order)
{
  GtkWidget *page;

  if (*zpi_case_get (zcase, ZPI_KEY_LETTER_REQUEST) == '\0') {
    _zpi_window_show_in_case (self, zcase, zpi_photos_page_new (self->session, zcase, order));
    return;
  }
  if (is_answered (zcase)) {
    _zpi_window_show_sent (self, zpi_case_get_id (zcase));
    zpi_case_keeper_close_case (zpi_session_get_keeper (self->session), zcase);
    return;
  }
  page = zpi_supplement_page_new (self->session, zcase);
  g_signal_connect_object (page, "queued", G_CALLBACK (answer_queued_cb), self, G_CONNECT_SWAPPED);
  _zpi_window_show_in_case (self, zcase, page);
}

static void
account_queued_cb (ZpiWindow *self, GtkWidget *page)
{
  g_autofree char *id = g_strdup (self->case_id);

  if (id != NULL)
    _zpi_window_show_sent (self, id);
}

void
_zpi_window_show_account (ZpiWindow *self, ZpiCase *zcase)
{
  GtkWidget *page = zpi_account_page_new (self->session, zcase);

  g_signal_connect_object (page, "queued", G_CALLBACK (account_queued_cb), self, G_CONNECT_SWAPPED);
  _zpi_window_show_in_case (self, zcase, page);
}

/* An answer to what is asked about the application on the screen. */

static void
answer_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase = zpi_supplement_open_finish (result, &error);

  if (zcase != NULL)
    _zpi_window_show_letter (self, zcase, NULL);
  else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED))
    zpi_window_toast (self, _ ("This was answered already. Ask the municipality how it stands"));
  else
    _zpi_window_show_failure (self, error);
}

static void
request_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiRequest) request = zpi_supplement_load_request_finish (result, &error);

  if (error != NULL)
    _zpi_window_show_failure (self, error);
  else if (request == NULL)
    zpi_window_toast (self, _ ("Nothing is asked, as far as is known. Ask how it stands"));
  else
    zpi_supplement_open_async (self->session,
                               request,
                               self->cancellable,
                               answer_opened_cb,
                               g_object_ref (self));
}

void
_zpi_window_add_information (ZpiWindow *self)
{
  if (self->case_id != NULL)
    zpi_supplement_load_request_async (self->session,
                                       self->case_id,
                                       self->cancellable,
                                       request_loaded_cb,
                                       g_object_ref (self));
}

/* Another application of the same client, because the first was rejected or withdrawn. */

static void
begun_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase = zpi_again_begin_finish (result, &error);

  if (zcase != NULL)
    _zpi_window_show_new_draft (self, zcase);
  else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    zpi_window_toast (self, _ ("The answers are not on this computer any more"));
  else
    _zpi_window_show_failure (self, error);
}

void
_zpi_window_apply_again (ZpiWindow *self)
{
  if (self->case_id != NULL)
    zpi_again_begin_async (self->session,
                           self->case_id,
                           self->cancellable,
                           begun_again_cb,
                           g_object_ref (self));
}

/* The application of the next pass year: names, and the rest is asked anew. */

static void
begun_reminded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase = zpi_reminder_begin_finish (result, &error);

  if (zcase != NULL)
    _zpi_window_show_new_draft (self, zcase);
  else
    _zpi_window_show_failure (self, error);
}

void
_zpi_window_begin_reminded (ZpiWindow *self)
{
  if (self->case_id != NULL)
    zpi_reminder_begin_async (self->session,
                              self->case_id,
                              self->cancellable,
                              begun_reminded_cb,
                              g_object_ref (self));
}

/* By the code of a mail or a letter. The two look alike, so the other is tried when the first has
 * nothing with this code. */

typedef struct {
  ZpiWindow *window;   /* (owned) */
  ZpiAdvicePage *page; /* (owned) */
  char *text;
  ZpiRequest *request; /* (nullable): what the code is of */
  gboolean photos_tried;
  gboolean mails_tried;
} EnterCode;

static void
enter_code_free (EnterCode *self)
{
  g_object_unref (self->window);
  g_object_unref (self->page);
  g_free (self->text);
  g_clear_pointer (&self->request, zpi_request_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EnterCode, enter_code_free)

static void try_next (EnterCode *enter);

static void
fail (EnterCode *enter, const GError *error)
{
  const char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT))
    text = _ ("This is no code. It has eight letters and digits, such as K7PM-2QXR");
  else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    text = _ ("Nothing has this code. Look at the letter or the mail and type it again");
  else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED))
    text = _ ("This was answered already. Ask the municipality how it stands");
  else
    text = zpi_error_text_for_asking (error);
  zpi_advice_page_set_problem (enter->page, text);
}

static gboolean
may_be_the_other (EnterCode *enter, const GError *error)
{
  return g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND) &&
         !(enter->photos_tried && enter->mails_tried);
}

/* Another code than the one that was kept was the right one. Papers that came with it stay. */
static void
forget_kept (EnterCode *enter)
{
  const char *kept = zpi_advice_page_get_kept (enter->page);

  if (kept != NULL && !zpi_advice_page_has_papers (enter->page))
    zpi_case_keeper_delete (zpi_session_get_keeper (enter->window->session), kept, 0);
}

/* What happens with a code that could not be looked up. */
static const char *
say_kept (void)
{
  return _ ("The municipality cannot be asked now. The code is kept on this computer, sealed, and "
            "looked up by itself as soon as there is a connection. Then it says on the start page "
            "what is asked. The papers of the client can be added below.");
}

static void
code_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EnterCode) enter = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *letter_id = zpi_supplement_keep_code_finish (result, &error);
  const char *before = zpi_advice_page_get_kept (enter->page);

  if (letter_id == NULL) {
    fail (enter, error);
    return;
  }
  if (before != NULL && !g_str_equal (before, letter_id))
    forget_kept (enter);
  zpi_advice_page_set_kept (enter->page, letter_id, say_kept ());
}

static void
letter_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EnterCode) enter = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiPhotoOrder) order = NULL;
  g_autoptr (ZpiCase) zcase = zpi_photo_open_finish (result, &order, &error);

  if (zcase != NULL) {
    forget_kept (enter);
    _zpi_window_show_letter (enter->window, zcase, order);
  } else if (may_be_the_other (enter, error)) {
    try_next (g_steal_pointer (&enter));
  } else {
    fail (enter, error);
  }
}

/* It waits here, or was sent from here: that, or its application, says how it stands. */
static gboolean
show_answered (EnterCode *enter)
{
  ZpiSession *session = enter->window->session;
  ZpiCaseItem *item = zpi_session_find_case_item (session, enter->request->id);

  if (item == NULL && enter->request->application_id != NULL)
    item = zpi_session_find_case_item (session, enter->request->application_id);
  if (item != NULL)
    zpi_window_show_case (enter->window, zpi_case_item_get_id (item));
  return item != NULL;
}

static void
mail_answer_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EnterCode) enter = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase = zpi_supplement_open_finish (result, &error);

  if (zcase != NULL)
    _zpi_window_show_letter (enter->window, zcase, NULL);
  else if (!g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED) || !show_answered (enter))
    fail (enter, error);
}

static void
mail_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (EnterCode) enter = user_data;
  g_autoptr (GError) error = NULL;
  ZpiRequest *request = zpi_supplement_find_finish (result, &error);
  ZpiWindow *self = enter->window;
  const char *text = enter->text;
  const char *before = zpi_advice_page_get_kept (enter->page);

  enter->request = request;
  if (request != NULL)
    zpi_supplement_open_async (self->session,
                               request,
                               self->cancellable,
                               mail_answer_opened_cb,
                               g_steal_pointer (&enter));
  else if (may_be_the_other (enter, error))
    try_next (g_steal_pointer (&enter));
  else if (zpi_supplement_may_keep (error))
    zpi_supplement_keep_code_async (self->session,
                                    text,
                                    before,
                                    self->cancellable,
                                    code_kept_cb,
                                    g_steal_pointer (&enter));
  else
    fail (enter, error);
}

/* Takes @enter. */
static void
find_mail (EnterCode *enter)
{
  zpi_supplement_find_async (enter->window->session,
                             enter->text,
                             zpi_advice_page_get_kept (enter->page),
                             enter->window->cancellable,
                             mail_found_cb,
                             enter);
}

/* Takes @enter. */
static void
try_next (EnterCode *enter)
{
  ZpiWindow *self = enter->window;

  if (!enter->photos_tried) {
    enter->photos_tried = TRUE;
    zpi_photo_open_async (self->session, enter->text, self->cancellable, letter_opened_cb, enter);
    return;
  }
  enter->mails_tried = TRUE;
  find_mail (enter);
}

/* Without a network a mail cannot be told from a letter: what the door or the link says counts. */
static void
code_entered_cb (ZpiWindow *self, const char *text, ZpiAdvicePage *page)
{
  EnterCode *enter = g_new0 (EnterCode, 1);
  ZpiLetterKind kind;
  g_autofree char *code = zpi_letter_code_from_text (text, &kind);

  if (kind == ZPI_LETTER_UNKNOWN &&
      g_str_equal (zpi_advice_page_get_door (page), "more-information"))
    kind = ZPI_LETTER_REQUEST;
  enter->window = g_object_ref (self);
  enter->page = g_object_ref (page);
  enter->text = g_strdup (text);
  zpi_advice_page_set_problem (page, NULL);
  if (kind != ZPI_LETTER_REQUEST) {
    try_next (enter);
    return;
  }
  enter->mails_tried = TRUE;
  find_mail (enter);
}

GtkWidget *
_zpi_window_new_door_page (ZpiWindow *self, const char *door)
{
  GtkWidget *page = zpi_advice_page_new (door);

  zpi_advice_page_set_session (ZPI_ADVICE_PAGE (page), self->session);
  g_signal_connect_object (page,
                           "code-entered",
                           G_CALLBACK (code_entered_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return page;
}

/* A code that was kept: the door it came in by, with the code in it. */

typedef struct {
  ZpiWindow *window; /* (owned) */
  char *letter_id;
} ShowKept;

static void
kept_code_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ShowKept *show = user_data;
  ZpiWindow *self = show->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) record =
      zpi_case_keeper_get_record_finish (ZPI_CASE_KEEPER (source), result, &error);
  ZpiCaseItem *item = zpi_session_find_case_item (self->session, show->letter_id);

  if (record != NULL && item != NULL) {
    GtkWidget *page = _zpi_window_new_door_page (self, "more-information");
    g_autofree char *next = zpi_case_words_next_step (item);
    g_autofree char *code = g_strndup (g_bytes_get_data (record, NULL), g_bytes_get_size (record));

    zpi_advice_page_propose_code (ZPI_ADVICE_PAGE (page), code);
    zpi_advice_page_set_kept (ZPI_ADVICE_PAGE (page), show->letter_id, next);
    _zpi_window_show_in_case (self, NULL, page);
  } else if (error != NULL) {
    _zpi_window_show_failure (self, error);
  }
  g_object_unref (show->window);
  g_free (show->letter_id);
  g_free (show);
}

void
_zpi_window_show_kept_code (ZpiWindow *self, const char *letter_id)
{
  ShowKept *show = g_new0 (ShowKept, 1);

  show->window = g_object_ref (self);
  show->letter_id = g_strdup (letter_id);
  zpi_case_keeper_get_record_async (zpi_session_get_keeper (self->session),
                                    letter_id,
                                    ZPI_RECORD_MAIL_CODE,
                                    self->cancellable,
                                    kept_code_read_cb,
                                    show);
}

/* Photos of the application on the screen. The letter may have been here before. */

static void
code_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiAdvicePage) page = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = zpi_photo_load_code_finish (result, &error);

  if (code != NULL)
    zpi_advice_page_propose_code (page, code);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The code of the letter could not be looked up: %s", error->message);
}

void
_zpi_window_add_photos (ZpiWindow *self)
{
  GtkWidget *page = _zpi_window_new_door_page (self, "letter");

  if (self->case_id != NULL)
    zpi_photo_load_code_async (self->session,
                               self->case_id,
                               self->cancellable,
                               code_loaded_cb,
                               g_object_ref (page));
  _zpi_window_show_in_case (self, NULL, page);
}

/* From desk to desk. */

static void
handed_over_cb (ZpiWindow *self, const char *case_id)
{
  _zpi_window_show_sent (self, case_id);
  zpi_window_toast (self, _ ("The file is there. Bring it to the other desk"));
}

static void
taken_over_cb (ZpiWindow *self, const char *case_id)
{
  zpi_window_show_case (self, case_id);
  zpi_window_toast (self, _ ("This desk goes on with the case"));
}

void
_zpi_window_hand_over (ZpiWindow *self, gboolean take)
{
  GtkWidget *window;

  if (!take && self->case_id == NULL)
    return;
  window = zpi_hand_over_window_new (GTK_WINDOW (self), self->session, take ? NULL : self->case_id);
  g_signal_connect_object (window,
                           "done",
                           take ? G_CALLBACK (taken_over_cb) : G_CALLBACK (handed_over_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_take_back_finish (result, &error))
    _zpi_window_show_failure (self, error);
}

static void
take_back_confirmed_cb (gpointer user_data)
{
  ZpiWindow *self = user_data;

  if (self->case_id != NULL)
    zpi_take_back_async (self->session,
                         self->case_id,
                         self->cancellable,
                         taken_back_cb,
                         g_object_ref (self));
}

void
_zpi_window_take_back (ZpiWindow *self)
{
  zpi_message_ask (
      GTK_WIDGET (self),
      _ ("Take the case back?"),
      _ ("Agree it with the other desk first: what was changed there stays there. The case comes "
         "back as it was handed over. What was not sent yet is a draft, and goes only when "
         "you send it. Should both desks send it, the municipality has it once."),
      _ ("_Take back"),
      FALSE,
      take_back_confirmed_cb,
      g_object_ref (self));
}
