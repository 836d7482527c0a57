/* SPDX-License-Identifier: EUPL-1.2 */

/* More information: finding what is asked, and the case that answers it. Source: handbook, process
 * b: by the link of the mail, in the application that is there already. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-supplement.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-kept-codes.h"
#include "zpi-letter.h"
#include "zpi-letters.h"
#include "zpi-papers.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"

/* By code. */

typedef struct {
  char *code;
  char *before;        /* (nullable) */
  ZpiRequest *request; /* (nullable): until it was found */
} FindRequest;

static void
find_request_free (FindRequest *self)
{
  g_free (self->code);
  g_free (self->before);
  g_clear_pointer (&self->request, zpi_request_free);
  g_free (self);
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  FindRequest *find = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!zpi_sender_settle_code_finish (result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!zpi_request_is_open (find->request))
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_NOT_ALLOWED,
                             "This request was answered already, or is not asked any more");
  else
    g_task_return_pointer (task,
                           g_steal_pointer (&find->request),
                           (GDestroyNotify) zpi_request_free);
}

/* What was kept of it here has its answer now. */
static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  FindRequest *find = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  find->request = zpi_api_find_request_finish (ZPI_API (source), result, NULL, &error);
  if (find->request == NULL || !zpi_session_is_open (session, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    zpi_sender_settle_code_async (session,
                                  find->code,
                                  find->before,
                                  find->request,
                                  settled_cb,
                                  g_object_ref (task));
}

/**
 * zpi_supplement_find_async:
 * @session: an open session
 * @text: the code of the mail as it was typed, or its link
 * @before: (nullable): the letter that kept another code, which was wrong; its papers are for this
 * @cancellable: (nullable): to give up waiting
 * @callback: called with what was found
 * @user_data: for @callback
 *
 * Asks the municipality what it wants to know, also about an application that was made elsewhere.
 */
void
zpi_supplement_find_async (ZpiSession *session,
                           const char *text,
                           const char *before,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  FindRequest *find = g_new0 (FindRequest, 1);
  ZpiApi *api = zpi_session_get_api (session);

  g_task_set_source_tag (task, zpi_supplement_find_async);
  find->code = zpi_letter_code_from_text (text, NULL);
  find->before = g_strdup (before);
  g_task_set_task_data (task, find, (GDestroyNotify) find_request_free);
  if (find->code == NULL)
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_BAD_FORMAT,
                             "This is no code of a mail. Paste the link as it stands there");
  else if (api == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_OFFLINE, "There is no server");
  else
    zpi_api_find_request_async (api, find->code, cancellable, found_cb, g_object_ref (task));
}

/**
 * zpi_supplement_find_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the request; %NULL with %ZPI_ERROR_BAD_FORMAT when the text is no code,
 *   %ZPI_ERROR_NOT_FOUND when nothing has this code, %ZPI_ERROR_OFFLINE, …
 */
ZpiRequest *
zpi_supplement_find_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A code that could not be looked up. */

typedef struct {
  char *code;
  char *before;    /* (nullable) */
  char *letter_id; /* (nullable): until it is kept */
} KeepCode;

static void
keep_code_free (KeepCode *self)
{
  g_free (self->code);
  g_free (self->before);
  g_free (self->letter_id);
  g_free (self);
}

static gboolean
keep_code_func (ZpiStore *store, gpointer data, GError **error)
{
  KeepCode *self = data;

  return zpi_kept_codes_keep (store, self->code, self->before, &self->letter_id, error);
}

static void
code_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  KeepCode *keep = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (keep == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  zpi_session_case_changed (session, keep->letter_id);
  if (zpi_session_is_open (session, NULL))
    zpi_sender_plan (zpi_session_get_sender (session));
  g_task_return_pointer (task, g_steal_pointer (&keep->letter_id), g_free);
}

/**
 * zpi_supplement_may_keep:
 * @error: why a code could not be looked up
 *
 * Returns: whether nobody answered for the municipality, so that the code may be kept until it does
 */
gboolean
zpi_supplement_may_keep (const GError *error)
{
  return error->domain == ZPI_ERROR &&
         (error->code == ZPI_ERROR_OFFLINE || error->code == ZPI_ERROR_LOGIN_PAGE ||
          error->code == ZPI_ERROR_NOT_VERIFIED || error->code == ZPI_ERROR_SIGN_IN_NEEDED ||
          error->code == ZPI_ERROR_TLS || error->code == ZPI_ERROR_BUSY);
}

/**
 * zpi_supplement_keep_code_async:
 * @session: an open session
 * @text: the code of the mail as it was typed, or its link
 * @before: (nullable): the letter that kept another code, which was wrong
 * @cancellable: (nullable): to give up waiting
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps a code, sealed, until what is asked can be looked up: with each round of the sender, and
 * within a minute by itself. Then the answer stands in the list of cases, begun.
 */
void
zpi_supplement_keep_code_async (ZpiSession *session,
                                const char *text,
                                const char *before,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  g_autofree char *code = zpi_letter_code_from_text (text, NULL);
  KeepCode *keep;

  g_task_set_source_tag (task, zpi_supplement_keep_code_async);
  if (code == NULL) {
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_BAD_FORMAT,
                             "This is no code of a mail. Paste the link as it stands there");
    return;
  }
  keep = g_new0 (KeepCode, 1);
  keep->code = g_steal_pointer (&code);
  keep->before = g_strdup (before);
  zpi_store_transact_async (zpi_session_get_store (session),
                            keep_code_func,
                            keep,
                            (GDestroyNotify) keep_code_free,
                            NULL,
                            code_kept_cb,
                            g_object_ref (task));
}

/**
 * zpi_supplement_keep_code_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the id of the letter that keeps it; %NULL when it could not be kept
 */
char *
zpi_supplement_keep_code_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Of an application here. */

typedef struct {
  char *case_id;
  ZpiRequest *request; /* (nullable) */
} LoadRequest;

static void
load_request_free (LoadRequest *self)
{
  g_free (self->case_id);
  g_clear_pointer (&self->request, zpi_request_free);
  g_free (self);
}

static gboolean
load_request_func (ZpiStore *store, gpointer data, GError **error)
{
  LoadRequest *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);

  if (info == NULL)
    return FALSE;
  if (info->state == ZPI_CASE_MORE_INFORMATION)
    self->request = zpi_letters_find_request (store, self->case_id);
  return TRUE;
}

static void
request_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  LoadRequest *load = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (load == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task,
                           g_steal_pointer (&load->request),
                           (GDestroyNotify) zpi_request_free);
}

/**
 * zpi_supplement_load_request_async:
 * @session: an open session
 * @application_id: a case that the municipality has
 * @cancellable: (nullable): to give up waiting
 * @callback: called with what is asked
 * @user_data: for @callback
 *
 * What is asked about an application of this store, as last known: no network is needed.
 */
void
zpi_supplement_load_request_async (ZpiSession *session,
                                   const char *application_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  LoadRequest *load = g_new0 (LoadRequest, 1);

  g_task_set_source_tag (task, zpi_supplement_load_request_async);
  load->case_id = g_strdup (application_id);
  zpi_store_run_async (zpi_session_get_store (session),
                       load_request_func,
                       load,
                       (GDestroyNotify) load_request_free,
                       cancellable,
                       request_loaded_cb,
                       task);
}

/**
 * zpi_supplement_load_request_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the open request that was not answered here and is due
 * first; %NULL without an error when there is none
 */
ZpiRequest *
zpi_supplement_load_request_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What waits. */

typedef struct {
  char *application_id;
  GPtrArray *waiting; /* (element-type ZpiRequest) (nullable) */
} ListWaiting;

static void
list_waiting_free (ListWaiting *self)
{
  g_free (self->application_id);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_free (self);
}

static gboolean
list_waiting_func (ZpiStore *store, gpointer data, GError **error)
{
  ListWaiting *self = data;

  self->waiting = zpi_letters_list_waiting (store, self->application_id, error);
  return self->waiting != NULL;
}

static void
waiting_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ListWaiting *list = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (list == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task,
                           g_steal_pointer (&list->waiting),
                           (GDestroyNotify) g_ptr_array_unref);
}

/**
 * zpi_supplement_list_waiting_async:
 * @session: an open session
 * @application_id: a case that the municipality has
 * @cancellable: (nullable): to give up waiting
 * @callback: called with what waits
 * @user_data: for @callback
 *
 * The answers about an application of this store that wait to be sent.
 */
void
zpi_supplement_list_waiting_async (ZpiSession *session,
                                   const char *application_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  ListWaiting *list = g_new0 (ListWaiting, 1);

  g_task_set_source_tag (task, zpi_supplement_list_waiting_async);
  list->application_id = g_strdup (application_id);
  zpi_store_run_async (zpi_session_get_store (session),
                       list_waiting_func,
                       list,
                       (GDestroyNotify) list_waiting_free,
                       cancellable,
                       waiting_listed_cb,
                       task);
}

/**
 * zpi_supplement_list_waiting_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type ZpiRequest): what is asked, each under the id of the
 *   answer that waits; newest first
 */
GPtrArray *
zpi_supplement_list_waiting_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The answer. */

typedef struct {
  char *id;
  char *application_id;
  char *text;
  char *given_names; /* (nullable) */
  gint64 due_us;
  gboolean known;
  ZpiCaseKind kind;
  ZpiCaseState state;
} OpenAnswer;

static void
open_answer_free (OpenAnswer *self)
{
  g_free (self->id);
  g_free (self->application_id);
  g_free (self->text);
  g_free (self->given_names);
  g_free (self);
}

static gboolean
look_func (ZpiStore *store, gpointer data, GError **error)
{
  OpenAnswer *self = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->id, &local);

  if (info != NULL) {
    self->known = TRUE;
    self->kind = info->kind;
    self->state = info->state;
    return TRUE;
  }
  if (g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

typedef struct {
  char *letter_id;
  char *application_id; /* (nullable) */
  gint64 due_us;
} Attach;

static void
attach_free (gpointer data)
{
  Attach *self = data;

  g_free (self->letter_id);
  g_free (self->application_id);
  g_free (self);
}

static gboolean
attach_func (ZpiStore *store, gpointer data, GError **error)
{
  Attach *self = data;

  if (self->application_id != NULL &&
      !zpi_letters_attach (store, self->letter_id, self->application_id, error))
    return FALSE;
  return zpi_case_store_set_due (store, self->letter_id, self->due_us, error);
}

/* Nothing is written before there is something to keep. */
static ZpiCase *
begin_answer (ZpiSession *session, const OpenAnswer *open)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (session);
  ZpiCase *zcase = zpi_case_keeper_new_case_with_id (keeper, ZPI_CASE_LETTER, open->id);
  Attach *attach;

  if (*zpi_case_get (zcase, ZPI_KEY_LETTER_REQUEST) != '\0')
    return zcase; /* begun, and nothing added yet */
  zpi_case_set (zcase, ZPI_KEY_LETTER_REQUEST, open->text);
  if (open->given_names != NULL)
    zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, open->given_names);
  zpi_case_set_saved_generation (zcase, zpi_case_get_generation (zcase));
  attach = g_new0 (Attach, 1);
  attach->letter_id = g_strdup (open->id);
  attach->application_id = g_strdup (open->application_id);
  attach->due_us = open->due_us;
  zpi_case_keeper_add_extra (keeper, zcase, attach_func, attach, attach_free);
  return zcase;
}

static void
answer_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ZpiCase *zcase = zpi_papers_open_finish (result, &error);

  if (zcase == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, zcase, g_object_unref);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  OpenAnswer *open = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (open != NULL && !zpi_session_is_open (session, &error))
    open = NULL;
  if (open == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!open->known)
    g_task_return_pointer (task, begin_answer (session, open), g_object_unref);
  else if (open->kind == ZPI_CASE_LETTER &&
           (open->state == ZPI_CASE_DRAFT || open->state == ZPI_CASE_ATTENTION))
    zpi_papers_open_async (session,
                           open->id,
                           g_task_get_cancellable (task),
                           answer_opened_cb,
                           g_object_ref (task));
  else
    g_task_return_new_error (
        task,
        ZPI_ERROR,
        ZPI_ERROR_NOT_ALLOWED,
        "This request was answered already. Wait for what the municipality says of it");
}

/**
 * zpi_supplement_open_async:
 * @session: an open session
 * @request: what is asked
 * @cancellable: (nullable): to give up waiting
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Opens the answer to a request, or begins it.
 */
void
zpi_supplement_open_async (ZpiSession *session,
                           const ZpiRequest *request,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  OpenAnswer *open = g_new0 (OpenAnswer, 1);

  g_task_set_source_tag (task, zpi_supplement_open_async);
  open->id = g_strdup (request->id);
  open->application_id = g_strdup (request->application_id);
  open->text = zpi_request_to_text (request);
  open->given_names = g_strdup (request->given_names);
  open->due_us = zpi_clock_end_of_day_us (request->until);
  zpi_store_run_async (zpi_session_get_store (session),
                       look_func,
                       open,
                       (GDestroyNotify) open_answer_free,
                       cancellable,
                       looked_cb,
                       task);
}

/**
 * zpi_supplement_open_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the answer, open; %NULL with %ZPI_ERROR_NOT_ALLOWED when it waits or
 * was sent already
 */
ZpiCase *
zpi_supplement_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
