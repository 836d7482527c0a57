/* SPDX-License-Identifier: EUPL-1.2 */

/* Saving one open case. The first unsaved change starts a timer that later changes do not put off,
 * so that nothing is unsaved for longer than the delay. A save that fails keeps the case dirty and
 * is tried again. A row that another process wrote meanwhile is merged, never overwritten. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-application.h"
#include "zpi-case-keeper-private.h"
#include "zpi-checks.h"
#include "zpi-field.h"
#include "zpi-progress.h"

typedef struct {
  char *case_id;
  ZpiCaseKind kind;
  gboolean insert;
  guint64 expected;
  guint64 generation;
  GBytes *snapshot;
  char *name;
  char *initials;
  char *progress;
  char *bsn;         /* (nullable) */
  GPtrArray *extras; /* (element-type ZpiCaseExtra) */
} SaveCase;

static ZpiCaseExtra *
extra_ref (ZpiCaseExtra *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

gpointer
open_case_copy_extra (gconstpointer extra, gpointer data)
{
  return extra_ref ((ZpiCaseExtra *) extra);
}

static void
extra_unref (ZpiCaseExtra *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self);
}

static void
save_case_free (SaveCase *self)
{
  g_free (self->case_id);
  g_clear_pointer (&self->snapshot, g_bytes_unref);
  zpi_secret_strfree (self->name);
  zpi_secret_strfree (self->initials);
  g_free (self->progress);
  zpi_secret_strfree (self->bsn);
  g_clear_pointer (&self->extras, g_ptr_array_unref);
  g_free (self);
}

static char *
take_secret (char *text)
{
  char *secret = text != NULL ? zpi_secret_strdup (text) : NULL;

  zpi_wipe_free (text);
  return secret;
}

/* Of an application only: nothing else has sections. */
static char *
dup_progress (OpenCase *open)
{
  const char *version = zpi_case_get (open->zcase, ZPI_KEY_SCHEME_VERSION);

  if (zpi_case_get_kind (open->zcase) != ZPI_CASE_APPLICATION || open->keeper == NULL ||
      open->keeper->store == NULL)
    return NULL;
  return zpi_progress_dup_text (open->zcase,
                                zpi_scheme_shelf_find_or_current (open->keeper->shelf, version));
}

static SaveCase *
save_case_new (OpenCase *open)
{
  SaveCase *self = g_new0 (SaveCase, 1);
  g_auto (ZpiCheckResult) bsn = zpi_check_bsn (zpi_case_get (open->zcase, ZPI_KEY_BSN));

  self->case_id = g_strdup (zpi_case_get_id (open->zcase));
  self->kind = zpi_case_get_kind (open->zcase);
  self->insert = !open->inserted;
  self->expected = open->row_generation;
  self->generation = zpi_case_get_generation (open->zcase);
  self->snapshot = zpi_case_snapshot (open->zcase);
  self->name = take_secret (zpi_case_dup_client_name (open->zcase));
  self->initials = take_secret (zpi_case_dup_initials (open->zcase));
  self->progress = dup_progress (open);
  if (bsn.code == ZPI_CHECK_OK && bsn.normalised != NULL)
    self->bsn = zpi_secret_strdup (bsn.normalised);
  self->extras = g_ptr_array_new_with_free_func ((GDestroyNotify) extra_unref);
  for (guint i = 0; i < open->extras->len; i++)
    g_ptr_array_add (self->extras, extra_ref (g_ptr_array_index (open->extras, i)));
  return self;
}

static gboolean
save_case_func (ZpiStore *store, gpointer data, GError **error)
{
  SaveCase *self = data;
  const ZpiCaseLabel label = {self->name, self->initials, self->progress};
  g_autofree char *hash = NULL;
  gboolean written;

  if (self->insert)
    written = zpi_case_store_insert (store,
                                     self->case_id,
                                     self->kind,
                                     self->generation,
                                     self->snapshot,
                                     &label,
                                     error);
  else
    written = zpi_case_store_save (store,
                                   self->case_id,
                                   self->expected,
                                   self->generation,
                                   self->snapshot,
                                   &label,
                                   error);
  if (!written)
    return FALSE;
  if (self->bsn != NULL) {
    hash = zpi_vault_hash_bsn (zpi_store_get_vault (store), self->bsn, error);
    if (hash == NULL)
      return FALSE;
  }
  for (guint i = 0; i < self->extras->len; i++) {
    ZpiCaseExtra *extra = g_ptr_array_index (self->extras, i);

    if (!extra->func (store, extra->data, error))
      return FALSE;
  }
  return zpi_case_store_set_bsn_hash (store, self->case_id, hash, error);
}

OpenCase *
open_case_ref (OpenCase *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

void
open_case_unref (OpenCase *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_assert (g_queue_is_empty (&self->waiting));
  g_clear_pointer (&self->row_snapshot, g_bytes_unref);
  g_clear_error (&self->problem);
  g_clear_pointer (&self->extras, g_ptr_array_unref);
  g_clear_object (&self->zcase);
  g_free (self);
}

gboolean
open_case_needs_saving (OpenCase *self)
{
  return zpi_case_is_dirty (self->zcase) || self->extras->len > 0 ||
         (self->wanted && !self->inserted);
}

/* Answers the flushes for which everything that was there is on the disk, or all with an error. */
static void
answer_waiting (OpenCase *self, const GError *error)
{
  GQueue waiting = self->waiting;

  g_queue_init (&self->waiting);
  while (!g_queue_is_empty (&waiting)) {
    g_autoptr (GTask) task = g_queue_pop_head (&waiting);

    if (error != NULL)
      g_task_return_error (task, g_error_copy (error));
    else if (!open_case_needs_saving (self))
      g_task_return_boolean (task, TRUE);
    else if (self->keeper != NULL)
      g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
    else
      g_task_return_new_error (task,
                               ZPI_ERROR,
                               ZPI_ERROR_KEY_MISSING,
                               "The session was closed before the case was saved");
  }
}

static void
save_failed (OpenCase *self, const GError *error)
{
  g_clear_error (&self->problem);
  self->problem = g_error_copy (error);
  g_warning ("A case could not be saved: %s", error->message);
  if (self->keeper != NULL) {
    zpi_case_keeper_emit_failed (self->keeper, self->zcase, error);
    open_case_schedule (self, ZPI_CASE_KEEPER_RETRY_MS);
  }
  answer_waiting (self, error);
}

static void
save_succeeded (OpenCase *self, const SaveCase *save)
{
  self->inserted = TRUE;
  self->row_generation = save->generation;
  g_clear_pointer (&self->row_snapshot, g_bytes_unref);
  self->row_snapshot = g_bytes_ref (save->snapshot);
  g_clear_error (&self->problem);
  for (guint i = 0; i < save->extras->len; i++)
    g_ptr_array_remove (self->extras, g_ptr_array_index (save->extras, i));
  zpi_case_set_saved_generation (self->zcase, save->generation);
  if (self->keeper != NULL) {
    zpi_case_keeper_emit_saved (self->keeper, self->zcase);
    zpi_case_keeper_emit_case_changed (self->keeper, zpi_case_get_id (self->zcase));
  }
  answer_waiting (self, NULL);
  if (open_case_needs_saving (self)) {
    if (self->again || !g_queue_is_empty (&self->waiting))
      open_case_save (self);
    else
      open_case_schedule (self, ZPI_CASE_KEEPER_DELAY_MS);
  } else if (self->closing && self->keeper != NULL) {
    zpi_case_keeper_drop (self->keeper, self);
  }
}

typedef struct {
  OpenCase *open;
  char *case_id;
  ZpiCaseInfo *info;
  GBytes *snapshot;
} LoadForeign;

static void
load_foreign_free (LoadForeign *self)
{
  open_case_unref (self->open);
  g_free (self->case_id);
  g_clear_pointer (&self->info, zpi_case_info_free);
  g_clear_pointer (&self->snapshot, g_bytes_unref);
  g_free (self);
}

static gboolean
load_foreign_func (ZpiStore *store, gpointer data, GError **error)
{
  LoadForeign *self = data;

  self->snapshot = zpi_case_store_load (store, self->case_id, &self->info, error);
  return self->snapshot != NULL;
}

/* The row as it is now, written by another process, into the case that is open here. What was
 * changed here since the row was last known stays ours. */
void
open_case_take_foreign (OpenCase *self, const ZpiCaseInfo *info, GBytes *snapshot)
{
  g_autoptr (GError) error = NULL;
  gboolean taken;

  if (info->generation == self->row_generation)
    return;
  if (zpi_case_is_dirty (self->zcase) && self->row_snapshot != NULL)
    taken = zpi_case_merge (self->zcase, self->row_snapshot, snapshot, &error);
  else
    taken = zpi_case_replace_answers (self->zcase, snapshot, &error);
  if (!taken) {
    save_failed (self, error);
    return;
  }
  self->row_generation = info->generation;
  g_clear_pointer (&self->row_snapshot, g_bytes_unref);
  self->row_snapshot = g_bytes_ref (snapshot);
  if (zpi_case_get_generation (self->zcase) == info->generation)
    zpi_case_set_saved_generation (self->zcase, info->generation);
}

static void
foreign_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OpenCase) self = user_data;
  g_autoptr (GError) error = NULL;
  LoadForeign *load = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  self->saving = FALSE;
  if (load == NULL) {
    save_failed (self, error);
    return;
  }
  open_case_take_foreign (self, load->info, load->snapshot);
  if (self->problem == NULL)
    open_case_save (self);
}

static void
merge_then_save (OpenCase *self, ZpiStore *store)
{
  LoadForeign *load = g_new0 (LoadForeign, 1);

  g_info ("A case was written by another process meanwhile; merging");
  load->open = open_case_ref (self);
  load->case_id = g_strdup (zpi_case_get_id (self->zcase));
  g_clear_error (&self->problem);
  self->saving = TRUE;
  zpi_store_run_async (store,
                       load_foreign_func,
                       load,
                       (GDestroyNotify) load_foreign_free,
                       NULL,
                       foreign_loaded_cb,
                       open_case_ref (self));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (OpenCase) self = user_data;
  g_autoptr (GError) error = NULL;
  SaveCase *save = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  self->saving = FALSE;
  if (save != NULL)
    save_succeeded (self, save);
  else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_CONFLICT))
    merge_then_save (self, ZPI_STORE (source));
  else
    save_failed (self, error);
}

/* Writes now; when a save is under way, right after it. */
void
open_case_save (OpenCase *self)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  if (self->saving) {
    self->again = TRUE;
    return;
  }
  self->again = FALSE;
  if (self->keeper == NULL || !open_case_needs_saving (self)) {
    answer_waiting (self, NULL);
    return;
  }
  self->saving = TRUE;
  zpi_store_transact_async (self->keeper->store,
                            save_case_func,
                            save_case_new (self),
                            (GDestroyNotify) save_case_free,
                            NULL,
                            saved_cb,
                            open_case_ref (self));
}

static gboolean
save_timer_cb (gpointer user_data)
{
  OpenCase *self = user_data;

  self->timer_id = 0;
  open_case_save (self);
  return G_SOURCE_REMOVE;
}

void
open_case_schedule (OpenCase *self, guint delay_ms)
{
  if (self->timer_id == 0)
    self->timer_id = g_timeout_add (delay_ms, save_timer_cb, self);
}

static void
case_changed_cb (OpenCase *self)
{
  if (!self->saving)
    open_case_schedule (self, ZPI_CASE_KEEPER_DELAY_MS);
}

OpenCase *
open_case_new (ZpiCaseKeeper *keeper, ZpiCase *zcase)
{
  OpenCase *self = g_new0 (OpenCase, 1);

  g_ref_count_init (&self->ref_count);
  self->keeper = keeper;
  self->zcase = g_object_ref (zcase);
  self->extras = g_ptr_array_new_with_free_func ((GDestroyNotify) extra_unref);
  g_queue_init (&self->waiting);
  self->answer_id =
      g_signal_connect_swapped (zcase, "answer-changed", G_CALLBACK (case_changed_cb), self);
  self->items_id =
      g_signal_connect_swapped (zcase, "items-changed", G_CALLBACK (case_changed_cb), self);
  return self;
}

void
open_case_disconnect (OpenCase *self)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_signal_handler (&self->answer_id, self->zcase);
  g_clear_signal_handler (&self->items_id, self->zcase);
  self->keeper = NULL;
}

/* The session ends although this case is dirty: whoever waits is told. */
void
open_case_abandon (OpenCase *self)
{
  g_assert (self->keeper == NULL);

  answer_waiting (self, NULL);
}

void
open_case_add_extra (OpenCase *self, ZpiStoreFunc func, gpointer data, GDestroyNotify destroy)
{
  ZpiCaseExtra *extra = g_new0 (ZpiCaseExtra, 1);

  g_atomic_ref_count_init (&extra->ref_count);
  extra->func = func;
  extra->data = data;
  extra->destroy = destroy;
  g_ptr_array_add (self->extras, extra);
}
