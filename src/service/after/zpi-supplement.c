/* SPDX-License-Identifier: EUPL-1.2 */

/* More information: finding what is asked, and the case that answers it. Source: handbook, process
 * b: by the link of the mail, in the application that is there already. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-supplement.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-json.h"
#include "zpi-letter.h"
#include "zpi-letters.h"
#include "zpi-session-private.h"

/* By code. */

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ZpiRequest *request = zpi_api_find_request_finish (ZPI_API (source), result, NULL, &error);

  if (request == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, request, (GDestroyNotify) zpi_request_free);
}

/**
 * zpi_supplement_find_async:
 * @session: an open session
 * @text: the code of the mail as it was typed, or its link
 * @cancellable: (nullable): to give up waiting
 * @callback: called with what was found
 * @user_data: for @callback
 *
 * Asks the municipality what it wants to know, also about an application that was made elsewhere.
 */
void
zpi_supplement_find_async (ZpiSession *session,
                           const char *text,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  g_autofree char *code = zpi_letter_code_from_text (text, NULL);
  ZpiApi *api = zpi_session_get_api (session);

  g_task_set_source_tag (task, zpi_supplement_find_async);
  if (code == NULL)
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_BAD_FORMAT,
                             "This is no code of a mail. Paste the link as it stands there");
  else if (api == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_OFFLINE, "There is no server");
  else
    zpi_api_find_request_async (api, code, cancellable, found_cb, g_object_ref (task));
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
    zpi_case_keeper_answer_with_case (zpi_session_get_keeper (session), open->id, task);
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
