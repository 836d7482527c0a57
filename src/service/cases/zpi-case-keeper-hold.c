/* SPDX-License-Identifier: EUPL-1.2 */

/* Locking while the disk takes nothing. What was typed is sealed with the store's key and held in
 * memory; the plain text goes all the same. While locked the sealed text is offered to the store
 * again and again, because the seal of a case's own row needs its key. Opening again, now or after
 * a restart, turns it into open cases, which are saved like any other. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-keeper-private.h"

#include <string.h>

#define HELD_PREFIX "unsaved-"
/* generation, row generation, the row is there, sealed text, sealed text of the row (may be empty)
 */
#define HELD_FORMAT "(ttb@ay@ay)"

struct _ZpiHeldCase {
  gatomicrefcount ref_count;
  char *case_id;
  ZpiCaseState state;
  char *attention; /* (nullable) */
  guint64 generation;
  guint64 row_generation;
  gboolean inserted;
  GBytes *sealed;
  GBytes *sealed_row; /* (nullable): without a row */
  GPtrArray *extras;  /* (element-type ZpiCaseExtra): with those it cannot wait on the disk */
  gboolean on_disk;
};

static ZpiHeldCase *
held_case_new (const char *case_id)
{
  ZpiHeldCase *self = g_new0 (ZpiHeldCase, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->case_id = g_strdup (case_id);
  return self;
}

static ZpiHeldCase *
held_case_ref (ZpiHeldCase *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
zpi_held_case_unref (ZpiHeldCase *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->case_id);
  g_free (self->attention);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_clear_pointer (&self->sealed_row, g_bytes_unref);
  g_clear_pointer (&self->extras, g_ptr_array_unref);
  g_free (self);
}

static ZpiSealContext
text_context (const ZpiHeldCase *self)
{
  return (ZpiSealContext){"unsaved", "text", self->case_id, self->generation};
}

static ZpiSealContext
row_context (const ZpiHeldCase *self)
{
  return (ZpiSealContext){"unsaved", "row", self->case_id, self->row_generation};
}

static ZpiHeldCase *
seal_open_case (ZpiVault *vault, OpenCase *open, GError **error)
{
  g_autoptr (ZpiHeldCase) self = held_case_new (zpi_case_get_id (open->zcase));
  g_autoptr (GBytes) text = zpi_case_snapshot (open->zcase);
  ZpiSealContext context;

  self->state = zpi_case_get_state (open->zcase);
  self->attention = g_strdup (zpi_case_get_attention (open->zcase));
  self->generation = zpi_case_get_generation (open->zcase);
  self->row_generation = open->row_generation;
  self->inserted = open->inserted;
  self->extras = g_ptr_array_ref (open->extras);
  context = text_context (self);
  self->sealed = zpi_vault_seal_store (vault, &context, text, error);
  if (self->sealed == NULL)
    return NULL;
  context = row_context (self);
  if (open->row_snapshot != NULL)
    self->sealed_row = zpi_vault_seal_store (vault, &context, open->row_snapshot, error);
  return open->row_snapshot == NULL || self->sealed_row != NULL ? g_steal_pointer (&self) : NULL;
}

static gboolean hold_again_cb (gpointer user_data);

/**
 * zpi_case_keeper_hold_unsaved:
 * @self: the keeper, of which the vault is still open
 * @error: return location for an error
 *
 * Seals what is not on the disk, for after a lock.
 *
 * Returns: %FALSE when something could not be sealed; nothing was forgotten then
 */
gboolean
zpi_case_keeper_hold_unsaved (ZpiCaseKeeper *self, GError **error)
{
  ZpiVault *vault = zpi_store_get_vault (self->store);
  GHashTableIter iter;
  OpenCase *open;

  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &open)) {
    ZpiHeldCase *held;

    if (!open_case_needs_saving (open))
      continue;
    held = seal_open_case (vault, open, error);
    if (held == NULL)
      return FALSE;
    g_hash_table_replace (self->held, held->case_id, held);
  }
  if (self->hold_id == 0)
    self->hold_id = g_timeout_add (ZPI_CASE_KEEPER_RETRY_MS, hold_again_cb, self);
  return TRUE;
}

/* On the disk, sealed. */

static char *
name_in_store (const char *case_id)
{
  return g_strconcat (HELD_PREFIX, case_id, NULL);
}

static GVariant *
bytes_variant (GBytes *bytes)
{
  return bytes != NULL ? g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE)
                       : g_variant_new_array (G_VARIANT_TYPE_BYTE, NULL, 0);
}

static char *
write_held (const ZpiHeldCase *self)
{
  g_autoptr (GVariant) all = g_variant_ref_sink (g_variant_new (HELD_FORMAT,
                                                                self->generation,
                                                                self->row_generation,
                                                                self->inserted,
                                                                bytes_variant (self->sealed),
                                                                bytes_variant (self->sealed_row)));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (all);

  return g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static GBytes *
take_bytes (GVariant *child)
{
  g_autoptr (GVariant) value = child;

  return g_variant_get_size (value) > 0 ? g_variant_get_data_as_bytes (value) : NULL;
}

/* What the disk says is believed as far as it opens. */
static ZpiHeldCase *
read_held (const char *name, const char *text)
{
  gsize size;
  guchar *data = g_base64_decode (text, &size);
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, size);
  g_autoptr (GVariant) all =
      g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(ttbayay)"), bytes, FALSE));
  ZpiHeldCase *self;

  if (!g_variant_is_normal_form (all))
    return NULL;
  self = held_case_new (name + strlen (HELD_PREFIX));
  g_variant_get_child (all, 0, "t", &self->generation);
  g_variant_get_child (all, 1, "t", &self->row_generation);
  g_variant_get_child (all, 2, "b", &self->inserted);
  self->sealed = take_bytes (g_variant_get_child_value (all, 3));
  self->sealed_row = take_bytes (g_variant_get_child_value (all, 4));
  self->extras = g_ptr_array_new ();
  self->on_disk = TRUE;
  return self;
}

static gboolean
write_func (ZpiStore *store, gpointer data, GError **error)
{
  GPtrArray *list = data;

  for (guint i = 0; i < list->len; i++) {
    const ZpiHeldCase *held = g_ptr_array_index (list, i);
    g_autofree char *name = name_in_store (held->case_id);
    g_autofree char *text = write_held (held);

    if (!zpi_meta_store_set (store, name, text, error))
      return FALSE;
  }
  return TRUE;
}

static GPtrArray *
list_unwritten (ZpiCaseKeeper *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_held_case_unref);
  GHashTableIter iter;
  ZpiHeldCase *held;

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &held))
    if (!held->on_disk && held->extras->len == 0)
      g_ptr_array_add (list, held_case_ref (held));
  return list;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiCaseKeeper *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  GPtrArray *list = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (list == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  for (guint i = 0; i < list->len; i++)
    ((ZpiHeldCase *) g_ptr_array_index (list, i))->on_disk = TRUE;
  if (!zpi_case_keeper_has_held (self))
    g_clear_handle_id (&self->hold_id, g_source_remove);
  zpi_case_keeper_emit_held (self);
  if (zpi_case_keeper_has_held (self))
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_KEY_MISSING,
                             "A document waits in memory until the session is opened");
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * zpi_case_keeper_write_held_async:
 * @self: the keeper
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Puts what is held on the disk, sealed as it is. It succeeds when nothing is only in memory any
 * more.
 */
void
zpi_case_keeper_write_held_async (ZpiCaseKeeper *self,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, zpi_case_keeper_write_held_async);
  if (!zpi_case_keeper_has_held (self)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  zpi_store_transact_async (self->store,
                            write_func,
                            list_unwritten (self),
                            (GDestroyNotify) g_ptr_array_unref,
                            NULL,
                            written_cb,
                            g_steal_pointer (&task));
}

/**
 * zpi_case_keeper_write_held_finish:
 * @self: the keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when something is in memory only
 */
gboolean
zpi_case_keeper_write_held_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
held_again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!zpi_case_keeper_write_held_finish (ZPI_CASE_KEEPER (source), result, &error))
    g_info ("What was typed before locking is still only in memory: %s", error->message);
}

static gboolean
hold_again_cb (gpointer user_data)
{
  zpi_case_keeper_write_held_async (user_data, held_again_cb, NULL);
  return G_SOURCE_CONTINUE;
}

/**
 * zpi_case_keeper_has_held:
 * @self: the keeper
 *
 * Returns: whether something typed before locking is only in memory, sealed
 */
gboolean
zpi_case_keeper_has_held (ZpiCaseKeeper *self)
{
  GHashTableIter iter;
  ZpiHeldCase *held;

  g_return_val_if_fail (ZPI_IS_CASE_KEEPER (self), FALSE);

  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &held))
    if (!held->on_disk)
      return TRUE;
  return FALSE;
}

/* Open again. */

static gboolean
forget_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_meta_store_set (store, data, NULL, error);
}

static gboolean
take_back (ZpiCaseKeeper *self, ZpiHeldCase *held, GError **error)
{
  ZpiVault *vault = zpi_store_get_vault (self->store);
  ZpiSealContext context = text_context (held);
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) row = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  OpenCase *open;

  if (held->sealed == NULL) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "Nothing is sealed in it");
    return FALSE;
  }
  text = zpi_vault_open_store (vault, &context, held->sealed, error);
  if (text == NULL)
    return FALSE;
  context = row_context (held);
  if (held->sealed_row != NULL) {
    row = zpi_vault_open_store (vault, &context, held->sealed_row, error);
    if (row == NULL)
      return FALSE;
  }
  zcase = zpi_case_new_from_snapshot (text, error);
  if (zcase == NULL)
    return FALSE;
  zpi_case_set_state (zcase, held->state);
  zpi_case_set_attention (zcase, held->attention);
  zpi_case_set_saved_generation (zcase, held->inserted ? held->row_generation : 0);
  open = zpi_case_keeper_add_open (self, zcase);
  open->inserted = held->inserted;
  open->row_generation = held->row_generation;
  open->row_snapshot = g_steal_pointer (&row);
  g_ptr_array_extend (open->extras, held->extras, open_case_copy_extra, NULL);
  if (held->on_disk)
    open_case_add_extra (open, forget_func, name_in_store (held->case_id), g_free);
  open->closing = TRUE; /* unless somebody opens it meanwhile */
  open_case_save (open);
  return TRUE;
}

/**
 * zpi_case_keeper_take_back_held:
 * @self: the keeper, of which the vault is open again
 *
 * Opens what was held as cases, which are saved. What does not open is held on, with a warning in
 * the log.
 */
void
zpi_case_keeper_take_back_held (ZpiCaseKeeper *self)
{
  GHashTableIter iter;
  ZpiHeldCase *held;

  g_clear_handle_id (&self->hold_id, g_source_remove);
  g_hash_table_iter_init (&iter, self->held);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &held)) {
    g_autoptr (GError) error = NULL;

    if (zpi_case_keeper_is_case_open (self, held->case_id))
      continue;
    if (take_back (self, held, &error))
      g_hash_table_iter_remove (&iter);
    else
      g_warning ("What was typed before locking does not open: %s", error->message);
  }
}

static gboolean
list_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_meta_store_list (store, HELD_PREFIX, data, error);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiCaseKeeper) self = user_data;
  g_autoptr (GError) error = NULL;
  GHashTable *found = zpi_store_run_finish (ZPI_STORE (source), result, &error);
  GHashTableIter iter;
  const char *name, *text;

  /* Closed or locked again meanwhile: it is on the disk, and the next one takes it up. */
  if (found == NULL || !self->reading_held)
    return;
  self->reading_held = FALSE;
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &text)) {
    ZpiHeldCase *held = read_held (name, text);

    if (held != NULL && !zpi_case_keeper_is_case_open (self, held->case_id))
      g_hash_table_replace (self->held, held->case_id, held);
    else if (held != NULL)
      zpi_held_case_unref (held);
  }
  zpi_case_keeper_take_back_held (self);
}

/**
 * zpi_case_keeper_read_held:
 * @self: the keeper
 *
 * Reads what an earlier run left on the disk of what it held. Comes back at once.
 */
void
zpi_case_keeper_read_held (ZpiCaseKeeper *self)
{
  self->reading_held = TRUE;
  zpi_store_run_async (self->store,
                       list_func,
                       g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
                       (GDestroyNotify) g_hash_table_unref,
                       NULL,
                       listed_cb,
                       g_object_ref (self));
}
