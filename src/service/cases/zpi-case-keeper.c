/* SPDX-License-Identifier: EUPL-1.2 */

/* The cases that are open in this process: who has them open, and closing them. Opening is in
 * zpi-case-keeper-open.c, saving one in zpi-case-keeper-save.c, what happens to cases that are not
 * open in zpi-case-keeper-clear.c. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-keeper.h"

#include "zpi-case-keeper-private.h"

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

/* NULL when the keeper does not have it open. */
OpenCase *
zpi_case_keeper_find_open (ZpiCaseKeeper *self, ZpiCase *zcase)
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

  open = zpi_case_keeper_find_open (self, zcase);
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

  open = zpi_case_keeper_find_open (self, zcase);
  return open != NULL ? open->problem : NULL;
}
