/* SPDX-License-Identifier: EUPL-1.2 */

/* Papers for a code that could not be looked up lie, sealed, with the letter that keeps the code.
 * They come into the answer when somebody opens it, one after another: what is killed in between
 * goes on the next time. Files that are still on their way in come as such. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-papers.h"

#include "zpi-field.h"
#include "zpi-intake.h"
#include "zpi-kept-codes.h"
#include "zpi-letters.h"
#include "zpi-session-private.h"

typedef struct {
  ZpiSession *session; /* (owned) */
  GTask *task;         /* (owned): of the caller */
  GPtrArray *letters;  /* (owned) (element-type utf8): the last one is next */
  ZpiCase *answer;     /* (owned) (nullable): until it is returned */
  ZpiCase *letter;     /* (owned) (nullable): what is taken from now */
  char *item;          /* (nullable): of @letter, what is taken now */
} MovePapers;

static void
move_papers_free (MovePapers *self)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);

  if (self->letter != NULL && keeper != NULL)
    zpi_case_keeper_close_case (keeper, self->letter);
  if (self->answer != NULL && keeper != NULL)
    zpi_case_keeper_close_case (keeper, self->answer);
  g_clear_object (&self->letter);
  g_clear_object (&self->answer);
  g_clear_object (&self->task);
  g_clear_object (&self->session);
  g_ptr_array_unref (self->letters);
  g_free (self->item);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MovePapers, move_papers_free)

static void take_next (MovePapers *move);
static void open_next (MovePapers *move);

/* What is left waits where it is; the answer is there all the same. */
static void
finish (MovePapers *move)
{
  g_task_return_pointer (move->task, g_steal_pointer (&move->answer), g_object_unref);
  move_papers_free (move);
}

static gboolean
give_back_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_kept_codes_give_back (store, data, error);
}

static void
given_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MovePapers *move = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    g_warning ("The letter with papers could not be written: %s", error->message);
  else
    zpi_session_cases_changed (move->session);
  finish (move);
}

/* They stay with their letter, which is in the list again. */
static void
give_up (MovePapers *move, const GError *error)
{
  g_warning ("Papers for a code could not be taken over: %s", error->message);
  if (move->letter == NULL || !zpi_session_is_open (move->session, NULL)) {
    finish (move);
    return;
  }
  zpi_store_transact_async (zpi_session_get_store (move->session),
                            give_back_func,
                            g_strdup (zpi_case_get_id (move->letter)),
                            g_free,
                            NULL,
                            given_back_cb,
                            move);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MovePapers *move = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_intake_remove_finish (result, &error))
    take_next (move);
  else
    give_up (move, error);
}

static void
remove_item (MovePapers *move)
{
  zpi_intake_remove_async (move->session, move->letter, move->item, NULL, removed_cb, move);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MovePapers *move = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = zpi_intake_bytes_finish (result, NULL, &error);

  if (item == NULL) {
    give_up (move, error);
    return;
  }
  remove_item (move);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MovePapers *move = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = zpi_intake_read_drawn_finish (result, &error);

  if (content == NULL)
    give_up (move, error);
  else
    zpi_intake_from_async (move->session,
                           move->answer,
                           content,
                           move->letter,
                           move->item,
                           NULL,
                           taken_cb,
                           move);
}

static void
given_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MovePapers *move = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error)) {
    give_up (move, error);
    return;
  }
  zpi_case_keeper_delete (ZPI_CASE_KEEPER (source), zpi_case_get_id (move->letter), 0);
  zpi_case_keeper_close_case (ZPI_CASE_KEEPER (source), move->letter);
  g_clear_object (&move->letter);
  open_next (move);
}

/* The files themselves are where they were: the answer takes them in. Under the same name, so that
 * one that was given already is not given twice. */
static void
give_dropped (MovePapers *move)
{
  g_auto (GStrv) items = zpi_case_dup_items (move->letter, ZPI_LIST_DROPPED);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DROPPED, items[i], "uri");

    zpi_case_insert_item (move->answer,
                          ZPI_LIST_DROPPED,
                          items[i],
                          zpi_case_get_n_items (move->answer, ZPI_LIST_DROPPED));
    zpi_case_set (move->answer, key, zpi_case_get (move->letter, key));
  }
}

static void
take_next (MovePapers *move)
{
  g_auto (GStrv) items = zpi_case_dup_items (move->letter, ZPI_LIST_DOCUMENT);

  g_free (move->item);
  move->item = g_strdup (items[0]);
  if (move->item == NULL) {
    give_dropped (move);
    zpi_case_keeper_flush_async (zpi_session_get_keeper (move->session),
                                 move->answer,
                                 NULL,
                                 given_cb,
                                 move);
  } else if (zpi_intake_has_from (move->answer, move->item)) {
    remove_item (move);
  } else {
    zpi_intake_read_drawn_async (move->session, move->letter, move->item, NULL, read_cb, move);
  }
}

static void
letter_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MovePapers *move = user_data;
  g_autoptr (GError) error = NULL;

  move->letter = zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, &error);
  if (move->letter != NULL)
    take_next (move);
  else
    give_up (move, error);
}

static void
open_next (MovePapers *move)
{
  g_autofree char *id = NULL;

  if (move->letters->len == 0 || !zpi_session_is_open (move->session, NULL)) {
    finish (move);
    return;
  }
  id = g_strdup (move->letters->pdata[move->letters->len - 1]);
  g_ptr_array_remove_index (move->letters, move->letters->len - 1);
  zpi_case_keeper_open_async (zpi_session_get_keeper (move->session),
                              id,
                              NULL,
                              letter_opened_cb,
                              move);
}

static void
answer_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MovePapers) move = user_data;
  g_autoptr (GError) error = NULL;

  move->answer = zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, &error);
  if (move->answer == NULL)
    g_task_return_error (move->task, g_steal_pointer (&error));
  else
    open_next (g_steal_pointer (&move));
}

typedef struct {
  char *answer_id;
  GPtrArray *letters; /* (nullable) (element-type utf8): until they were found */
} FindPapers;

static void
find_papers_free (FindPapers *self)
{
  g_free (self->answer_id);
  g_clear_pointer (&self->letters, g_ptr_array_unref);
  g_free (self);
}

static gboolean
find_func (ZpiStore *store, gpointer data, GError **error)
{
  FindPapers *self = data;

  self->letters = zpi_letters_list_papers (store, self->answer_id, error);
  return self->letters != NULL;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *session = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  const FindPapers *find = zpi_store_run_finish (ZPI_STORE (source), result, &error);
  MovePapers *move;

  if (find == NULL || !zpi_session_is_open (session, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  move = g_new0 (MovePapers, 1);
  move->session = g_object_ref (session);
  move->task = g_object_ref (task);
  move->letters = g_ptr_array_ref (find->letters);
  zpi_case_keeper_open_async (zpi_session_get_keeper (session),
                              find->answer_id,
                              g_task_get_cancellable (task),
                              answer_opened_cb,
                              move);
}

/**
 * zpi_papers_open_async:
 * @session: an open session
 * @answer_id: an answer to a request, which is here
 * @cancellable: (nullable): to give up waiting
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Opens an answer, and takes into it what was brought before it was known what is asked.
 */
void
zpi_papers_open_async (ZpiSession *session,
                       const char *answer_id,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (session, cancellable, callback, user_data);
  FindPapers *find = g_new0 (FindPapers, 1);

  g_task_set_source_tag (task, zpi_papers_open_async);
  find->answer_id = g_strdup (answer_id);
  zpi_store_run_async (zpi_session_get_store (session),
                       find_func,
                       find,
                       (GDestroyNotify) find_papers_free,
                       NULL,
                       found_cb,
                       task);
}

/**
 * zpi_papers_open_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the answer, open; %NULL when it does not open
 */
ZpiCase *
zpi_papers_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
