/* SPDX-License-Identifier: EUPL-1.2 */

/* Documents that were taken in: removed, read back, verified. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-digest.h"
#include "zpi-document-store.h"
#include "zpi-field.h"
#include "zpi-frozen.h"
#include "zpi-intake.h"
#include "zpi-left-originals.h"
#include "zpi-session-private.h"

#include <string.h>

/* Removing. */

static gboolean
remove_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_frozen_remove_document (store, data, error);
}

static void
remove_flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * zpi_intake_remove_async:
 * @session: an open session
 * @zcase: an open case
 * @item: a document of it
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Removes a document from the case and from the disk, in one transaction. There is no undo.
 */
void
zpi_intake_remove_async (ZpiSession *session,
                         ZpiCase *zcase,
                         const char *item,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  ZpiCaseKeeper *keeper;
  GTask *task;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (ZPI_IS_CASE (zcase));
  g_return_if_fail (item != NULL);

  keeper = zpi_session_get_keeper (session);
  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_intake_remove_async);
  g_task_set_check_cancellable (task, FALSE);
  zpi_case_keeper_add_extra (keeper, zcase, remove_func, g_strdup (item), g_free);
  zpi_case_remove_item (zcase, ZPI_LIST_DOCUMENT, item);
  zpi_case_keeper_flush_async (keeper, zcase, NULL, remove_flushed_cb, task);
}

/**
 * zpi_intake_remove_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when it is not yet gone from the disk; that is tried again with the case
 */
gboolean
zpi_intake_remove_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Reading back. */

typedef struct {
  char *document_id;
  GBytes *content;
} ReadDocument;

static void
read_document_free (ReadDocument *self)
{
  g_free (self->document_id);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self);
}

static void
free_plain (gpointer data)
{
  g_autoptr (GByteArray) plain = data;

  explicit_bzero (plain->data, plain->len);
}

static gboolean
read_document_func (ZpiStore *store, gpointer data, GError **error)
{
  ReadDocument *self = data;
  g_autofree char *media_type = NULL;
  g_autofree char *sha256 = NULL;
  GByteArray *plain;
  guint64 size, n_chunks;

  if (!zpi_document_store_get (store,
                               self->document_id,
                               &size,
                               &n_chunks,
                               &media_type,
                               &sha256,
                               error))
    return FALSE;
  /* Sized beforehand, so that it never moves and leaves a copy behind. */
  plain = g_byte_array_sized_new ((guint) size);
  for (guint64 i = 0; i < n_chunks; i++) {
    g_autoptr (GBytes) chunk = zpi_document_store_read_chunk (store, self->document_id, i, error);

    if (chunk == NULL) {
      free_plain (plain);
      return FALSE;
    }
    g_byte_array_append (plain, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
  }
  self->content = g_bytes_new_with_free_func (plain->data, plain->len, free_plain, plain);
  return TRUE;
}

static void
document_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ReadDocument *read = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (read == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_bytes_ref (read->content), (GDestroyNotify) g_bytes_unref);
}

/**
 * zpi_intake_read_async:
 * @session: an open session
 * @zcase: the case
 * @item: a document of it
 * @cancellable: (nullable): to give up
 * @callback: called with the content
 * @user_data: for @callback
 *
 * Opens a document, for preview or editing.
 */
void
zpi_intake_read_async (ZpiSession *session,
                       ZpiCase *zcase,
                       const char *item,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  ReadDocument *read;
  GTask *task;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (item != NULL);

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_intake_read_async);
  read = g_new0 (ReadDocument, 1);
  read->document_id = g_strdup (item);
  zpi_store_run_async (zpi_session_get_store (session),
                       read_document_func,
                       read,
                       (GDestroyNotify) read_document_free,
                       cancellable,
                       document_read_cb,
                       task);
}

/**
 * zpi_intake_read_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the content, in memory that is wiped with the last reference
 */
GBytes *
zpi_intake_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Verifying. */

static gboolean
verify_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiDigest *digest;
  g_autofree char *media_type = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *found = NULL;
  guint64 size, n_chunks;
  guint64 i;

  if (!zpi_document_store_get (store, data, &size, &n_chunks, &media_type, &sha256, error))
    return FALSE;
  digest = zpi_digest_new ();
  for (i = 0; i < n_chunks; i++) {
    g_autoptr (GBytes) chunk = zpi_document_store_read_chunk (store, data, i, error);

    if (chunk == NULL)
      break;
    zpi_digest_update (digest, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  }
  found = zpi_digest_finish (digest);
  if (i < n_chunks)
    return FALSE;
  if (!g_str_equal (found, sha256)) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN, "The content has another digest");
    return FALSE;
  }
  return TRUE;
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * zpi_intake_verify_async:
 * @session: an open session
 * @item: a document
 * @cancellable: (nullable): to give up
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Reads the whole document back, before the file it was made from may go.
 */
void
zpi_intake_verify_async (ZpiSession *session,
                         const char *item,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;

  g_return_if_fail (ZPI_IS_SESSION (session));
  g_return_if_fail (item != NULL);

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_intake_verify_async);
  zpi_store_run_async (zpi_session_get_store (session),
                       verify_func,
                       g_strdup (item),
                       g_free,
                       cancellable,
                       verified_cb,
                       task);
}

/**
 * zpi_intake_verify_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: whether the document is there, whole, and as it was taken in
 */
gboolean
zpi_intake_verify_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Originals. */

typedef struct {
  char *case_id;
  GHashTable *uris; /* (nullable) */
} FindOriginals;

static void
find_originals_free (FindOriginals *self)
{
  g_free (self->case_id);
  g_clear_pointer (&self->uris, g_hash_table_unref);
  g_free (self);
}

static gboolean
find_originals_func (ZpiStore *store, gpointer data, GError **error)
{
  FindOriginals *self = data;

  self->uris = zpi_left_originals_find (store, self->case_id, error);
  return self->uris != NULL;
}

static void
originals_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  FindOriginals *find = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (find == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task,
                           g_hash_table_ref (find->uris),
                           (GDestroyNotify) g_hash_table_unref);
}

/**
 * zpi_intake_find_originals_async:
 * @session: an open session
 * @case_id: a case, also one that was cleared
 * @cancellable: (nullable): to give up
 * @callback: called with what was found
 * @user_data: for @callback
 *
 * Which files the documents of a case were made from, with those of the answers to letters about it
 * that the municipality has.
 */
void
zpi_intake_find_originals_async (ZpiSession *session,
                                 const char *case_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  FindOriginals *find = g_new0 (FindOriginals, 1);
  GTask *task;

  g_return_if_fail (ZPI_IS_SESSION (session) && case_id != NULL);

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_intake_find_originals_async);
  find->case_id = g_strdup (case_id);
  zpi_store_run_async (zpi_session_get_store (session),
                       find_originals_func,
                       find,
                       (GDestroyNotify) find_originals_free,
                       cancellable,
                       originals_found_cb,
                       task);
}

/**
 * zpi_intake_find_originals_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type utf8 utf8): by URI the document that was made from it,
 *   empty where that was cleared; %NULL with a storage error
 */
GHashTable *
zpi_intake_find_originals_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * zpi_intake_originals_gone:
 * @session: an open session
 * @case_id: a case that was cleared
 *
 * The files that its documents were made from are gone too: their names go.
 */
void
zpi_intake_originals_gone (ZpiSession *session, const char *case_id)
{
  g_return_if_fail (ZPI_IS_SESSION (session) && case_id != NULL);

  zpi_store_transact_async (zpi_session_get_store (session),
                            zpi_left_originals_forget,
                            g_strdup (case_id),
                            g_free,
                            NULL,
                            NULL,
                            NULL);
}
