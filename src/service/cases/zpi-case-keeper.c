/* SPDX-License-Identifier: EUPL-1.2 */

/* The cases that are open in this process: made, loaded, flushed, closed. Saving one is in
 * zpi-case-keeper-save.c, what happens to cases that are not open in zpi-case-keeper-clear.c. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-keeper.h"

#include "zpi-case-keeper-private.h"
#include "zpi-clock.h"
#include "zpi-field.h"

enum {
  SAVED,
  SAVE_FAILED,
  DELETE_FAILED,
  HELD_CHANGED,
  CASE_CHANGED,
  CASES_CHANGED,
  CASE_HIDDEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiCaseKeeper, zpi_case_keeper, G_TYPE_OBJECT)

static void
zpi_case_keeper_dispose (GObject *object)
{
  zpi_case_keeper_disconnect (ZPI_CASE_KEEPER (object));

  G_OBJECT_CLASS (zpi_case_keeper_parent_class)->dispose (object);
}

static void
zpi_case_keeper_finalize (GObject *object)
{
  ZpiCaseKeeper *self = ZPI_CASE_KEEPER (object);

  g_clear_pointer (&self->open, g_hash_table_unref);
  g_clear_pointer (&self->presence, zpi_case_presence_free);
  g_clear_pointer (&self->deleting, g_hash_table_unref);
  g_clear_pointer (&self->held, g_hash_table_unref);

  G_OBJECT_CLASS (zpi_case_keeper_parent_class)->finalize (object);
}

static void
zpi_case_keeper_class_init (ZpiCaseKeeperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = zpi_case_keeper_dispose;
  object_class->finalize = zpi_case_keeper_finalize;

  /**
   * ZpiCaseKeeper::saved:
   * @self: the keeper
   * @zcase: the case
   *
   * A generation of the case is on the disk.
   */
  signals[SAVED] = g_signal_new ("saved",
                                 ZPI_TYPE_CASE_KEEPER,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 ZPI_TYPE_CASE);
  /**
   * ZpiCaseKeeper::save-failed:
   * @self: the keeper
   * @zcase: the case
   * @error: a #GError
   *
   * The case stays dirty and is tried again.
   */
  signals[SAVE_FAILED] = g_signal_new ("save-failed",
                                       ZPI_TYPE_CASE_KEEPER,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       2,
                                       ZPI_TYPE_CASE,
                                       G_TYPE_ERROR);
  /**
   * ZpiCaseKeeper::delete-failed:
   * @self: the keeper
   * @case_id: the case's id
   * @error: a #GError
   *
   * The case could not be deleted and is in the list again.
   */
  signals[DELETE_FAILED] = g_signal_new ("delete-failed",
                                         ZPI_TYPE_CASE_KEEPER,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         2,
                                         G_TYPE_STRING,
                                         G_TYPE_ERROR);
  /**
   * ZpiCaseKeeper::held-changed:
   * @self: the keeper
   *
   * [method@CaseKeeper.has_held] may say something else now.
   */
  signals[HELD_CHANGED] = g_signal_new ("held-changed",
                                        ZPI_TYPE_CASE_KEEPER,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);
  /**
   * ZpiCaseKeeper::case-changed:
   * @self: the keeper
   * @case_id: the case's id
   *
   * The row of the case in the store is another now, or gone.
   */
  signals[CASE_CHANGED] = g_signal_new ("case-changed",
                                        ZPI_TYPE_CASE_KEEPER,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_STRING);
  /**
   * ZpiCaseKeeper::cases-changed:
   * @self: the keeper
   *
   * Any number of rows may be others now.
   */
  signals[CASES_CHANGED] = g_signal_new ("cases-changed",
                                         ZPI_TYPE_CASE_KEEPER,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  /**
   * ZpiCaseKeeper::case-hidden:
   * @self: the keeper
   * @case_id: the case's id
   * @hidden: whether it is about to be deleted; %FALSE when that is over, one way or the other
   *
   * A list of cases shows it no longer, or again if it is still there.
   */
  signals[CASE_HIDDEN] = g_signal_new ("case-hidden",
                                       ZPI_TYPE_CASE_KEEPER,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       2,
                                       G_TYPE_STRING,
                                       G_TYPE_BOOLEAN);
}

static void
zpi_case_keeper_init (ZpiCaseKeeper *self)
{
  self->open =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) open_case_unref);
  self->deleting = zpi_case_keeper_deletes_new ();
  self->held =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) zpi_held_case_unref);
}

/**
 * zpi_case_keeper_new:
 * @store: where the cases are
 * @shelf: the rules; has to be there until [method@CaseKeeper.disconnect]
 * @practice: whether every case may be removed
 *
 * Returns: (transfer full): a keeper
 */
ZpiCaseKeeper *
zpi_case_keeper_new (ZpiStore *store, ZpiSchemeShelf *shelf, gboolean practice)
{
  ZpiCaseKeeper *self = g_object_new (ZPI_TYPE_CASE_KEEPER, NULL);

  self->store = g_object_ref (store);
  self->shelf = shelf;
  self->practice = practice;
  return self;
}

void
zpi_case_keeper_emit_saved (ZpiCaseKeeper *self, ZpiCase *zcase)
{
  g_signal_emit (self, signals[SAVED], 0, zcase);
}

void
zpi_case_keeper_emit_held (ZpiCaseKeeper *self)
{
  g_signal_emit (self, signals[HELD_CHANGED], 0);
}

void
zpi_case_keeper_emit_failed (ZpiCaseKeeper *self, ZpiCase *zcase, const GError *error)
{
  g_signal_emit (self, signals[SAVE_FAILED], 0, zcase, error);
}

void
zpi_case_keeper_emit_delete_failed (ZpiCaseKeeper *self, const char *case_id, const GError *error)
{
  g_signal_emit (self, signals[DELETE_FAILED], 0, case_id, error);
}

void
zpi_case_keeper_emit_case_changed (ZpiCaseKeeper *self, const char *case_id)
{
  g_signal_emit (self, signals[CASE_CHANGED], 0, case_id);
}

void
zpi_case_keeper_emit_cases_changed (ZpiCaseKeeper *self)
{
  g_signal_emit (self, signals[CASES_CHANGED], 0);
}

void
zpi_case_keeper_emit_hidden (ZpiCaseKeeper *self, const char *case_id, gboolean hidden)
{
  g_signal_emit (self, signals[CASE_HIDDEN], 0, case_id, hidden);
}

static OpenCase *
find_open (ZpiCaseKeeper *self, ZpiCase *zcase)
{
  OpenCase *open = g_hash_table_lookup (self->open, zpi_case_get_id (zcase));

  return open != NULL && open->zcase == zcase ? open : NULL;
}

ZpiCasePresence *
zpi_case_keeper_ensure_presence (ZpiCaseKeeper *self)
{
  if (self->presence == NULL)
    self->presence = zpi_case_presence_new (zpi_store_get_folder (self->store));
  return self->presence;
}

/**
 * zpi_case_keeper_is_open_elsewhere:
 * @self: the keeper
 * @case_id: a case
 *
 * Returns: whether another process has the case open, and may hold what is newer than what is saved
 */
gboolean
zpi_case_keeper_is_open_elsewhere (ZpiCaseKeeper *self, const char *case_id)
{
  g_return_val_if_fail (ZPI_IS_CASE_KEEPER (self) && case_id != NULL, FALSE);

  return zpi_case_presence_is_elsewhere (zpi_case_keeper_ensure_presence (self), case_id);
}

OpenCase *
zpi_case_keeper_add_open (ZpiCaseKeeper *self, ZpiCase *zcase)
{
  OpenCase *open = open_case_new (self, zcase);

  zpi_case_presence_enter (zpi_case_keeper_ensure_presence (self), zpi_case_get_id (zcase));
  g_hash_table_insert (self->open, g_strdup (zpi_case_get_id (zcase)), open);
  return open;
}

void
zpi_case_keeper_drop (ZpiCaseKeeper *self, OpenCase *open)
{
  g_autoptr (OpenCase) alive = open_case_ref (open);

  open_case_disconnect (open);
  zpi_case_presence_leave (self->presence, zpi_case_get_id (open->zcase));
  g_hash_table_remove (self->open, zpi_case_get_id (open->zcase));
}

gboolean
zpi_case_keeper_is_case_open (ZpiCaseKeeper *self, const char *case_id)
{
  return g_hash_table_contains (self->open, case_id);
}

/**
 * zpi_case_keeper_forget_all:
 * @self: the keeper
 *
 * Lets the plain text go from memory: everything was flushed, or never can be.
 */
void
zpi_case_keeper_forget_all (ZpiCaseKeeper *self)
{
  GHashTableIter iter;
  OpenCase *open;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &open)) {
    open_case_disconnect (open);
    open_case_abandon (open);
    zpi_case_presence_leave (self->presence, zpi_case_get_id (open->zcase));
    g_hash_table_iter_remove (&iter);
  }
  g_hash_table_remove_all (self->deleting);
  self->reading_held = FALSE;
}

/**
 * zpi_case_keeper_disconnect:
 * @self: the keeper
 *
 * The session goes: cases are forgotten, and the store is let go of.
 */
void
zpi_case_keeper_disconnect (ZpiCaseKeeper *self)
{
  zpi_case_keeper_forget_all (self);
  g_clear_handle_id (&self->scrub_id, g_source_remove);
  g_clear_handle_id (&self->shrink_id, g_source_remove);
  g_clear_handle_id (&self->hold_id, g_source_remove);
  g_clear_object (&self->store);
  self->shelf = NULL;
}

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

typedef struct {
  guint pending;
  GError *error; /* (owned) (nullable): the first */
} FlushAll;

static void
flush_all_free (FlushAll *self)
{
  g_clear_error (&self->error);
  g_free (self);
}

static void
flush_step (GTask *task, GError *error)
{
  FlushAll *all = g_task_get_task_data (task);

  if (error != NULL && all->error == NULL)
    all->error = g_error_copy (error);
  if (--all->pending > 0)
    return;
  if (all->error != NULL)
    g_task_return_error (task, g_steal_pointer (&all->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
one_flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  flush_step (task, error);
}

static void
flush_one (ZpiCaseKeeper *self, OpenCase *open, GTask *all)
{
  FlushAll *flush = g_task_get_task_data (all);
  GTask *task = g_task_new (self, NULL, one_flushed_cb, g_object_ref (all));

  g_task_set_source_tag (task, flush_one);
  flush->pending++;
  g_queue_push_tail (&open->waiting, task);
  open_case_save (open);
}

/**
 * zpi_case_keeper_flush_async:
 * @self: the keeper
 * @zcase: (nullable): a case, %NULL for all that are open
 * @cancellable: (nullable): to give up waiting; what is being written is written
 * @callback: called when everything there was at the time of the call is on the disk
 * @user_data: for @callback
 *
 * Commits now what is dirty.
 */
void
zpi_case_keeper_flush_async (ZpiCaseKeeper *self,
                             ZpiCase *zcase,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GList) opens = NULL;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_case_keeper_flush_async);
  g_task_set_task_data (task, g_new0 (FlushAll, 1), (GDestroyNotify) flush_all_free);

  opens = g_hash_table_get_values (self->open);
  ((FlushAll *) g_task_get_task_data (task))->pending = 1;
  for (GList *l = opens; l != NULL; l = l->next) {
    OpenCase *open = l->data;

    if (zcase == NULL || open->zcase == zcase)
      flush_one (self, open, task);
  }
  flush_step (task, NULL);
}

/**
 * zpi_case_keeper_ensure_row_async:
 * @self: the keeper
 * @zcase: an open case
 * @callback: called when it is written; [method@CaseKeeper.flush_finish] tells how that went
 * @user_data: for @callback
 *
 * Like a flush, and the case is in the store afterwards although nothing was typed yet.
 */
void
zpi_case_keeper_ensure_row_async (ZpiCaseKeeper *self,
                                  ZpiCase *zcase,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  OpenCase *open;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));
  g_return_if_fail (ZPI_IS_CASE (zcase));

  open = find_open (self, zcase);
  if (open != NULL)
    open->wanted = TRUE;
  zpi_case_keeper_flush_async (self, zcase, NULL, callback, user_data);
}

/**
 * zpi_case_keeper_add_extra:
 * @self: the keeper
 * @zcase: an open case
 * @func: what is written in the transaction of its next save; in the store thread
 * @data: (transfer full): for @func, with which it is shared; it must not change
 * @destroy: frees @data; at once when @zcase is not open
 *
 * Has something written together with a case, or not at all.
 */
void
zpi_case_keeper_add_extra (ZpiCaseKeeper *self,
                           ZpiCase *zcase,
                           ZpiStoreFunc func,
                           gpointer data,
                           GDestroyNotify destroy)
{
  OpenCase *open = find_open (self, zcase);

  if (open != NULL)
    open_case_add_extra (open, func, data, destroy);
  else
    destroy (data);
}

/**
 * zpi_case_keeper_flush_finish:
 * @self: the keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when something is still not on the disk; it is tried again by itself
 */
gboolean
zpi_case_keeper_flush_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * zpi_case_keeper_field_left:
 * @self: the keeper
 * @zcase: an open case
 *
 * A field was left: commits at once, without waiting for the answer.
 */
void
zpi_case_keeper_field_left (ZpiCaseKeeper *self, ZpiCase *zcase)
{
  OpenCase *open;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));

  open = find_open (self, zcase);
  if (open != NULL && zpi_case_is_dirty (zcase))
    open_case_save (open);
}

/**
 * zpi_case_keeper_close_case:
 * @self: the keeper
 * @zcase: an open case
 *
 * Lets go of a case as soon as everything in it is on the disk, unless somebody else opened it too.
 */
void
zpi_case_keeper_close_case (ZpiCaseKeeper *self, ZpiCase *zcase)
{
  OpenCase *open;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));

  open = find_open (self, zcase);
  if (open == NULL)
    return;
  if (open->n_users > 0 && --open->n_users > 0)
    zpi_case_keeper_field_left (self, zcase);
  else
    zpi_case_keeper_close (self, open);
}

/* Whoever has it open. */
void
zpi_case_keeper_close (ZpiCaseKeeper *self, OpenCase *open)
{
  open->n_users = 0;
  open->closing = TRUE;
  if (zpi_case_is_dirty (open->zcase))
    open_case_save (open);
  else if (!open->saving)
    zpi_case_keeper_drop (self, open);
}

/**
 * zpi_case_keeper_get_problem:
 * @self: the keeper
 * @zcase: an open case
 *
 * Returns: (transfer none) (nullable): why it is not saved
 */
const GError *
zpi_case_keeper_get_problem (ZpiCaseKeeper *self, ZpiCase *zcase)
{
  OpenCase *open;

  g_return_val_if_fail (ZPI_IS_CASE_KEEPER (self), NULL);

  open = find_open (self, zcase);
  return open != NULL ? open->problem : NULL;
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
