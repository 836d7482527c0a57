/* SPDX-License-Identifier: EUPL-1.2 */

/* What else is asked of the store about cases: the same person's other cases, follow-up records. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-keeper-private.h"
#include "zpi-checks.h"
#include "zpi-field.h"

#include <string.h>

typedef struct {
  char *case_id;
  char *bsn; /* (nullable) */
  GPtrArray *found;
} FindDuplicates;

static void
find_duplicates_free (FindDuplicates *self)
{
  g_free (self->case_id);
  zpi_secret_strfree (self->bsn);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_free (self);
}

/* The municipality said no, or does not look at it any more: who applies again does not do so
 * twice.
 */
static gboolean
is_over (ZpiStore *store, const char *case_id)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, case_id, NULL);

  return info != NULL && (info->state == ZPI_CASE_WITHDRAWN || info->state == ZPI_CASE_REJECTED);
}

static gboolean
find_duplicates_func (ZpiStore *store, gpointer data, GError **error)
{
  FindDuplicates *self = data;
  g_autofree char *hash = NULL;
  g_autoptr (GPtrArray) all = NULL;

  self->found = g_ptr_array_new_with_free_func (g_free);
  if (self->bsn == NULL)
    return TRUE;
  hash = zpi_vault_hash_bsn (zpi_store_get_vault (store), self->bsn, error);
  if (hash == NULL)
    return FALSE;
  all = zpi_case_store_find_bsn_hash (store, hash, error);
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++) {
    const char *id = g_ptr_array_index (all, i);

    if (strcmp (id, self->case_id) != 0 && !is_over (store, id))
      g_ptr_array_add (self->found, g_strdup (id));
  }
  return TRUE;
}

static void
duplicates_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  FindDuplicates *find = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (find == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_ptr_array_ref (find->found), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * zpi_case_keeper_find_duplicates_async:
 * @self: the keeper
 * @zcase: a case
 * @cancellable: (nullable): to give up waiting
 * @callback: called with what was found
 * @user_data: for @callback
 *
 * Looks for other cases whose applicant has the same BSN, but for those that were rejected or
 * withdrawn.
 */
void
zpi_case_keeper_find_duplicates_async (ZpiCaseKeeper *self,
                                       ZpiCase *zcase,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_auto (ZpiCheckResult) bsn = {0};
  FindDuplicates *find;
  GTask *task;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));
  g_return_if_fail (ZPI_IS_CASE (zcase));

  bsn = zpi_check_bsn (zpi_case_get (zcase, ZPI_KEY_BSN));
  find = g_new0 (FindDuplicates, 1);
  find->case_id = g_strdup (zpi_case_get_id (zcase));
  if (bsn.code == ZPI_CHECK_OK && bsn.normalised != NULL)
    find->bsn = zpi_secret_strdup (bsn.normalised);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_case_keeper_find_duplicates_async);
  zpi_store_run_async (self->store,
                       find_duplicates_func,
                       find,
                       (GDestroyNotify) find_duplicates_free,
                       cancellable,
                       duplicates_found_cb,
                       task);
}

/**
 * zpi_case_keeper_find_duplicates_finish:
 * @self: the keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer container) (element-type utf8): ids of other cases
 */
GPtrArray *
zpi_case_keeper_find_duplicates_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  char *case_id;
  char *name;
  GBytes *value;
} GetRecord;

static void
get_record_free (GetRecord *self)
{
  g_free (self->case_id);
  g_free (self->name);
  g_clear_pointer (&self->value, g_bytes_unref);
  g_free (self);
}

static gboolean
get_record_func (ZpiStore *store, gpointer data, GError **error)
{
  GetRecord *self = data;

  self->value = zpi_case_store_get_record (store, self->case_id, self->name, error);
  return self->value != NULL;
}

static void
record_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GetRecord *get = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (get == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_bytes_ref (get->value), (GDestroyNotify) g_bytes_unref);
}

/**
 * zpi_case_keeper_get_record_async:
 * @self: the keeper
 * @case_id: a case
 * @name: `receipt`, `status`, `timeline`, `stub`, …
 * @cancellable: (nullable): to give up waiting
 * @callback: called with the record
 * @user_data: for @callback
 *
 * Reads a follow-up record: JSON, as README.md describes it.
 */
void
zpi_case_keeper_get_record_async (ZpiCaseKeeper *self,
                                  const char *case_id,
                                  const char *name,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GetRecord *get;
  GTask *task;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));
  g_return_if_fail (case_id != NULL && name != NULL);

  get = g_new0 (GetRecord, 1);
  get->case_id = g_strdup (case_id);
  get->name = g_strdup (name);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_case_keeper_get_record_async);
  zpi_store_run_async (self->store,
                       get_record_func,
                       get,
                       (GDestroyNotify) get_record_free,
                       cancellable,
                       record_read_cb,
                       task);
}

/**
 * zpi_case_keeper_get_record_finish:
 * @self: the keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the record, or %NULL with NOT_FOUND
 */
GBytes *
zpi_case_keeper_get_record_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
