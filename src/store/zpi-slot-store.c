/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-store-private.h"

enum { SLOT_ID, SLOT_KIND, SLOT_LABEL, SLOT_CREATED, SLOT_DATA };

static const char select_slots[] =
    "SELECT id, kind, label, created_us, data FROM slots ORDER BY created_us, id";

/* NULL for a slot of a kind that this version does not know, or that is damaged: the others are
 * still of use. */
static ZpiSlot *
slot_from_row (sqlite3_stmt *stmt)
{
  ZpiSlotKind kind;
  ZpiSlot *slot;
  GBytes *data;

  if (!zpi_slot_kind_from_nick ((const char *) sqlite3_column_text (stmt, SLOT_KIND), &kind))
    return NULL;
  data = zpi_sql_dup_bytes (stmt, SLOT_DATA);
  if (data == NULL)
    return NULL;
  slot = g_new0 (ZpiSlot, 1);
  slot->id = zpi_sql_dup_text (stmt, SLOT_ID);
  slot->kind = kind;
  slot->label = zpi_sql_dup_text (stmt, SLOT_LABEL);
  slot->created_us = sqlite3_column_int64 (stmt, SLOT_CREATED);
  slot->data = data;
  return slot;
}

/**
 * zpi_slot_store_list:
 * @self: a store
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full) (element-type ZpiSlot): the slots, oldest first
 */
GPtrArray *
zpi_slot_store_list (ZpiStore *self, GError **error)
{
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_slot_free);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = TRUE;

  g_assert (zpi_store_on_thread (self));

  stmt = zpi_store_prepare (self, select_slots, error);
  if (stmt == NULL)
    return NULL;
  while (has_row) {
    ZpiSlot *slot;

    if (!zpi_sql_row (stmt, &has_row, error))
      return NULL;
    slot = has_row ? slot_from_row (stmt) : NULL;
    if (slot != NULL)
      g_ptr_array_add (slots, slot);
  }
  return g_steal_pointer (&slots);
}

/* The wrapped store key as it stands in the database; NULL without error when there is none. */
static gboolean
load_store_key (ZpiStore *self, GBytes **wrapped, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = zpi_meta_store_get (self, ZPI_META_STORE_KEY, &local_error);
  gsize size = 0;
  guint8 *data;

  *wrapped = NULL;
  if (text != NULL) {
    data = g_base64_decode (text, &size);
    *wrapped = g_bytes_new_take (data, size);
  } else if (!g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  return TRUE;
}

static gboolean
save_store_key (ZpiStore *self, GBytes *wrapped, GError **error)
{
  g_autofree char *text =
      g_base64_encode (g_bytes_get_data (wrapped, NULL), g_bytes_get_size (wrapped));

  return zpi_meta_store_set (self, ZPI_META_STORE_KEY, text, error);
}

/* What the vault has to know of the database when the store opens. */
gboolean
zpi_store_load_slots_state (ZpiStore *self, GError **error)
{
  g_autoptr (GBytes) wrapped = NULL;
  gint64 n_slots;

  if (!load_store_key (self, &wrapped, error) ||
      !zpi_sql_number (self->db, "SELECT count(*) FROM slots", &n_slots, error))
    return FALSE;
  zpi_vault_set_wrapped_store_key (self->vault, wrapped);
  g_atomic_int_set (&self->is_new, n_slots == 0 && wrapped == NULL ? 1 : 0);
  g_atomic_int_set (&self->has_slots, n_slots > 0 ? 1 : 0);
  return TRUE;
}

/**
 * zpi_slot_store_reload:
 * @self: a store whose vault is locked
 * @error: return location for an error
 *
 * Takes up what another program changed about the keys. On the store thread.
 */
gboolean
zpi_slot_store_reload (ZpiStore *self, GError **error)
{
  g_assert (zpi_store_on_thread (self));

  return zpi_store_load_slots_state (self, error);
}

gboolean
zpi_store_check_master (ZpiStore *self, GError **error)
{
  g_autoptr (GBytes) stored = NULL;
  g_autoptr (GBytes) ours = zpi_vault_dup_wrapped_store_key (self->vault);

  if (!load_store_key (self, &stored, error))
    return FALSE;
  if (stored != NULL && ours != NULL && g_bytes_equal (stored, ours))
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_KEY_MISSING,
                       "The store has another master key by now: unlock it again");
  return FALSE;
}

/* The first slot brings the store key with it; later ones have to belong to the same keys. */
static gboolean
ensure_store_key (ZpiStore *self, GError **error)
{
  g_autoptr (GBytes) stored = NULL;
  g_autoptr (GBytes) ours = zpi_vault_dup_wrapped_store_key (self->vault);

  if (!load_store_key (self, &stored, error))
    return FALSE;
  if (stored == NULL && ours != NULL)
    return save_store_key (self, ours, error);
  return zpi_store_check_master (self, error);
}

static gboolean
insert_row (ZpiStore *self, const ZpiSlot *slot, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "INSERT INTO slots (id, kind, label, created_us, data) "
                         "VALUES (?1, ?2, ?3, ?4, ?5)",
                         error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, slot->id);
  zpi_sql_bind_text (stmt, 2, zpi_slot_kind_to_nick (slot->kind));
  zpi_sql_bind_text (stmt, 3, slot->label);
  zpi_sql_bind_int (stmt, 4, slot->created_us);
  zpi_sql_bind_bytes (stmt, 5, slot->data);
  return zpi_sql_done (stmt, error);
}

/**
 * zpi_slot_store_insert:
 * @self: a store whose vault is unlocked
 * @slot: a slot made by its vault
 * @error: return location for an error
 *
 * On the store thread, inside a transaction. Several slots may go in at once: at first start the
 * desk's and the recovery slot belong in one transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_KEY_MISSING when another process made or changed the master key
 *   in the meantime, or a storage error
 */
gboolean
zpi_slot_store_insert (ZpiStore *self, const ZpiSlot *slot, GError **error)
{
  g_return_val_if_fail (slot != NULL, FALSE);
  g_assert (zpi_store_on_thread (self));

  self->slots_changed = TRUE;
  return ensure_store_key (self, error) && insert_row (self, slot, error);
}

/**
 * zpi_slot_store_replace_all:
 * @self: a store
 * @slots: (element-type ZpiSlot): at least one slot
 * @error: return location for an error
 *
 * On the store thread, inside a transaction. During a change of the master key the new store key
 * goes in with them.
 */
gboolean
zpi_slot_store_replace_all (ZpiStore *self, GPtrArray *slots, GError **error)
{
  g_autoptr (GBytes) store_key = NULL;

  g_return_val_if_fail (slots != NULL && slots->len > 0, FALSE);
  g_assert (zpi_store_on_thread (self));

  store_key = zpi_vault_dup_wrapped_store_key (self->vault);
  if (store_key == NULL) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The vault has no keys");
    return FALSE;
  }
  if (!zpi_sql_exec (self->db, "DELETE FROM slots", error) ||
      !save_store_key (self, store_key, error))
    return FALSE;
  for (guint i = 0; i < slots->len; i++)
    if (!insert_row (self, slots->pdata[i], error))
      return FALSE;
  self->slots_changed = TRUE;
  return TRUE;
}

/**
 * zpi_slot_store_opens_anything:
 * @self: a store whose vault is unlocked
 *
 * Whether the master key is the one that is in use: a slot of before a change of the key, put back
 * into the database, opens with one that fits nothing any more. Where only the store key is damaged
 * the cases still open. On the store thread.
 *
 * Returns: %FALSE when nothing here was sealed with it
 */
gboolean
zpi_slot_store_opens_anything (ZpiStore *self)
{
  const ZpiSealContext context = {"cases", "probe", "", 0};
  g_autoptr (GBytes) probe = g_bytes_new_static ("", 0);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = TRUE;

  g_assert (zpi_store_on_thread (self));

  if (zpi_vault_has_store_key (self->vault))
    return TRUE;
  stmt =
      zpi_store_prepare (self, "SELECT id, case_key FROM cases WHERE case_key IS NOT NULL", NULL);
  while (stmt != NULL && zpi_sql_row (stmt, &has_row, NULL) && has_row) {
    const char *id = (const char *) sqlite3_column_text (stmt, 0);
    g_autoptr (GBytes) key = zpi_sql_dup_bytes (stmt, 1);
    g_autoptr (GBytes) sealed = zpi_vault_seal (self->vault, id, key, &context, probe, NULL);

    if (sealed != NULL)
      return TRUE;
  }
  return FALSE;
}
