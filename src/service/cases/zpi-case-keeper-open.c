/* SPDX-License-Identifier: EUPL-1.2 */

/* Making a case and opening one: there is one object of each as long as it is open. Also its row
 * read again, when somebody else wrote it. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-keeper.h"

#include "zpi-case-keeper-private.h"
#include "zpi-clock.h"
#include "zpi-field.h"

/* Pins a new draft to the rules of today. Takes @zcase. */
static ZpiCase *
open_new (ZpiCaseKeeper *self, ZpiCase *zcase)
{
  const ZpiScheme *scheme;
  g_autofree char *version = NULL;
  g_autofree char *year = NULL;
  g_autofree char *date = NULL;
  ZpiDate today = zpi_clock_today ();
  ZpiDate on;
  int preset;

  scheme = zpi_scheme_shelf_get_current (self->shelf);
  if (scheme != NULL) {
    version = zpi_scheme_dup_full_version (scheme);
    preset = zpi_scheme_pass_year_preset (scheme, &today);
    on = zpi_scheme_reference_date_in (scheme, preset, &today);
    year = g_strdup_printf ("%d", preset);
    date = zpi_date_format_iso (&on);
    zpi_case_set (zcase, ZPI_KEY_SCHEME, zpi_scheme_get_id (scheme));
    zpi_case_set (zcase, ZPI_KEY_SCHEME_VERSION, version);
    zpi_case_set (zcase, ZPI_KEY_PASS_YEAR, year);
    zpi_case_set (zcase, ZPI_KEY_REFERENCE_DATE, date);
  }
  zpi_case_set_saved_generation (zcase, zpi_case_get_generation (zcase));
  zpi_case_keeper_add_open (self, zcase)->n_users = 1;
  return zcase;
}

/**
 * zpi_case_keeper_new_case:
 * @self: the keeper
 * @kind: what the client came for
 *
 * A new draft, pinned to the rules of today. Its row is written with the first change.
 *
 * Returns: (transfer full): the case, open
 */
ZpiCase *
zpi_case_keeper_new_case (ZpiCaseKeeper *self, ZpiCaseKind kind)
{
  g_return_val_if_fail (ZPI_IS_CASE_KEEPER (self), NULL);

  return open_new (self, zpi_case_new (kind));
}

/**
 * zpi_case_keeper_new_case_with_id:
 * @self: the keeper
 * @kind: what the client came for
 * @id: a UUID of no case that is here
 *
 * A new draft under an id that the municipality gave, so that the same thing is one case however
 * often it is begun.
 *
 * Returns: (transfer full): the case, open
 */
ZpiCase *
zpi_case_keeper_new_case_with_id (ZpiCaseKeeper *self, ZpiCaseKind kind, const char *id)
{
  OpenCase *open;

  g_return_val_if_fail (ZPI_IS_CASE_KEEPER (self) && id != NULL, NULL);

  open = g_hash_table_lookup (self->open, id);
  if (open == NULL)
    return open_new (self, zpi_case_new_with_id (kind, id));
  open->n_users++;
  return g_object_ref (open->zcase);
}

/* A case on its way to who asked for it, who closes it. Should nobody be there any more to take it,
 * it is closed here. */
typedef struct {
  ZpiCaseKeeper *keeper; /* (owned) */
  ZpiCase *zcase;        /* (owned) */
} OpenedCase;

static void
opened_case_free (OpenedCase *self)
{
  zpi_case_keeper_close_case (self->keeper, self->zcase);
  g_object_unref (self->keeper);
  g_object_unref (self->zcase);
  g_free (self);
}

static void
return_open (GTask *task, OpenCase *open)
{
  OpenedCase *opened = g_new0 (OpenedCase, 1);

  opened->keeper = g_object_ref (g_task_get_source_object (task));
  opened->zcase = g_object_ref (open->zcase);
  open->closing = FALSE;
  open->n_users++;
  g_task_return_pointer (task, opened, (GDestroyNotify) opened_case_free);
}

typedef struct {
  char *case_id;
  ZpiCaseInfo *info;
  GBytes *snapshot;
} LoadCase;

static void
load_case_free (LoadCase *self)
{
  g_free (self->case_id);
  g_clear_pointer (&self->info, zpi_case_info_free);
  g_clear_pointer (&self->snapshot, g_bytes_unref);
  g_free (self);
}

static gboolean
load_case_func (ZpiStore *store, gpointer data, GError **error)
{
  LoadCase *self = data;

  self->snapshot = zpi_case_store_load (store, self->case_id, &self->info, error);
  return self->snapshot != NULL;
}

static void
apply_info (ZpiCase *zcase, const ZpiCaseInfo *info)
{
  zpi_case_set_state (zcase, info->state);
  zpi_case_set_attention (zcase, info->attention);
}

static void
case_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiCaseKeeper *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  LoadCase *load = zpi_store_run_finish (ZPI_STORE (source), result, &error);
  OpenCase *open;

  if (load == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  open = g_hash_table_lookup (self->open, load->case_id);
  if (open != NULL) {
    return_open (task, open);
    return;
  }
  zcase = zpi_case_new_from_snapshot (load->snapshot, &error);
  if (zcase == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  apply_info (zcase, load->info);
  open = zpi_case_keeper_add_open (self, zcase);
  open->inserted = TRUE;
  open->row_generation = load->info->generation;
  open->row_snapshot = g_bytes_ref (load->snapshot);
  return_open (task, open);
}

/**
 * zpi_case_keeper_open_async:
 * @self: the keeper
 * @case_id: the case
 * @cancellable: (nullable): to give up waiting
 * @callback: called with the case
 * @user_data: for @callback
 *
 * Opens a case. There is one object per case as long as it is open; each who opens it closes it.
 */
void
zpi_case_keeper_open_async (ZpiCaseKeeper *self,
                            const char *case_id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  OpenCase *open;
  LoadCase *load;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));
  g_return_if_fail (case_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_case_keeper_open_async);
  open = g_hash_table_lookup (self->open, case_id);
  if (open != NULL) {
    return_open (task, open);
    return;
  }
  load = g_new0 (LoadCase, 1);
  load->case_id = g_strdup (case_id);
  zpi_store_run_async (self->store,
                       load_case_func,
                       load,
                       (GDestroyNotify) load_case_free,
                       cancellable,
                       case_loaded_cb,
                       g_steal_pointer (&task));
}

/**
 * zpi_case_keeper_open_finish:
 * @self: the keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the case, or %NULL with NOT_FOUND, SEAL_BROKEN, KEY_MISSING (cleared)
 */
ZpiCase *
zpi_case_keeper_open_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  OpenedCase *opened;
  ZpiCase *zcase;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  opened = g_task_propagate_pointer (G_TASK (result), error);
  if (opened == NULL)
    return NULL;
  zcase = g_steal_pointer (&opened->zcase);
  g_object_unref (opened->keeper);
  g_free (opened);
  return zcase;
}

static void
answer_with_case_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ZpiCase *zcase = zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, &error);

  if (zcase == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, zcase, g_object_unref);
}

/**
 * zpi_case_keeper_answer_with_case:
 * @self: the keeper
 * @case_id: a case
 * @task: gets the case (transfer full), or why it does not open
 *
 * Opens a case for a task of somebody else.
 */
void
zpi_case_keeper_answer_with_case (ZpiCaseKeeper *self, const char *case_id, GTask *task)
{
  zpi_case_keeper_open_async (self,
                              case_id,
                              g_task_get_cancellable (task),
                              answer_with_case_cb,
                              g_object_ref (task));
}

static void
foreign_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiCaseKeeper) self = user_data;
  g_autoptr (GError) error = NULL;
  LoadCase *load = zpi_store_run_finish (ZPI_STORE (source), result, &error);
  OpenCase *open;

  if (load == NULL) {
    g_info ("An open case could not be read again: %s", error->message);
    return;
  }
  open = g_hash_table_lookup (self->open, load->case_id);
  if (open == NULL || open->saving)
    return;
  apply_info (open->zcase, load->info);
  open_case_take_foreign (open, load->info, load->snapshot);
  if (zpi_case_is_dirty (open->zcase))
    open_case_schedule (open, ZPI_CASE_KEEPER_DELAY_MS);
}

/**
 * zpi_case_keeper_foreign_change:
 * @self: the keeper
 *
 * Looks at the open cases again: another process wrote, or the sender moved a case on.
 */
void
zpi_case_keeper_foreign_change (ZpiCaseKeeper *self)
{
  GHashTableIter iter;
  const char *id;
  OpenCase *open;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, (gpointer *) &open)) {
    LoadCase *load;

    if (!open->inserted)
      continue;
    load = g_new0 (LoadCase, 1);
    load->case_id = g_strdup (id);
    zpi_store_run_async (self->store,
                         load_case_func,
                         load,
                         (GDestroyNotify) load_case_free,
                         NULL,
                         foreign_checked_cb,
                         g_object_ref (self));
  }
}
