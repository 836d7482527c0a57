/* SPDX-License-Identifier: EUPL-1.2 */

/* New keys for the store: so that whoever lost a way in, or kept a copy of its row, opens nothing
 * that is written from then on. */

#define G_LOG_DOMAIN "zpi-store"

#include "zpi-store-private.h"

static gboolean
rewrap_case_key (ZpiStore *self, const char *case_id, GBytes *wrapped, GError **error)
{
  g_autoptr (GBytes) fresh = zpi_vault_rewrap_case_key (self->vault, case_id, wrapped, error);
  g_autoptr (sqlite3_stmt) stmt = NULL;

  if (fresh == NULL)
    return FALSE;
  stmt = zpi_store_prepare (self, "UPDATE cases SET case_key = ?2 WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_bytes (stmt, 2, fresh);
  return zpi_sql_done (stmt, error);
}

/* A key that does not open is left as it is: it does not open afterwards either, and holds up
 * nobody. */
static gboolean
rewrap_case_keys (ZpiStore *self, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self, "SELECT id, case_key FROM cases WHERE case_key IS NOT NULL", error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;
  for (;;) {
    g_autoptr (GBytes) wrapped = NULL;
    g_autofree char *id = NULL;
    g_autoptr (GError) local_error = NULL;

    if (!zpi_sql_row (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      break;
    id = zpi_sql_dup_text (stmt, 0);
    wrapped = zpi_sql_dup_bytes (stmt, 1);
    if (!rewrap_case_key (self, id, wrapped, &local_error) &&
        !g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  }
  return TRUE;
}

enum { VALUE_ROW, VALUE_COLUMN, VALUE_ID, VALUE_VERSION, VALUE_SEALED };

/* Everything that is sealed with the store key. */
static const struct {
  const char *table;
  const char *select;
  const char *update;
} values[] = {
    {"cases",
     "SELECT rowid, 'label', id, version, label FROM cases WHERE label IS NOT NULL",
     "UPDATE cases SET label = ?2 WHERE rowid = ?1"},
    {"cases",
     "SELECT rowid, 'reference', id, 0, reference FROM cases WHERE reference IS NOT NULL",
     "UPDATE cases SET reference = ?2 WHERE rowid = ?1"},
    {"records",
     "SELECT rowid, name, case_id, version, value FROM records",
     "UPDATE records SET value = ?2 WHERE rowid = ?1"},
    {"meta",
     "SELECT rowid, 'sealed', name, version, sealed FROM meta WHERE sealed IS NOT NULL",
     "UPDATE meta SET sealed = ?2 WHERE rowid = ?1"},
};

static gboolean
set_bytes (ZpiStore *self, const char *sql, gint64 row, GBytes *bytes, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (self, sql, error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_int (stmt, 1, row);
  zpi_sql_bind_bytes (stmt, 2, bytes);
  return zpi_sql_done (stmt, error);
}

/* NULL without error for a value that does not open: it would not open afterwards either. */
static GBytes *
reseal_row (ZpiStore *self, const char *table, sqlite3_stmt *stmt, GError **error)
{
  g_autofree char *column = zpi_sql_dup_text (stmt, VALUE_COLUMN);
  g_autofree char *id = zpi_sql_dup_text (stmt, VALUE_ID);
  g_autoptr (GBytes) sealed = zpi_sql_dup_bytes (stmt, VALUE_SEALED);
  const ZpiSealContext context = {table, column, id, sqlite3_column_int64 (stmt, VALUE_VERSION)};
  g_autoptr (GError) local = NULL;
  GBytes *fresh = NULL;

  if (sealed != NULL)
    fresh = zpi_vault_reseal_store (self->vault, &context, sealed, &local);
  if (local != NULL && !g_error_matches (local, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN))
    g_propagate_error (error, g_steal_pointer (&local));
  return fresh;
}

static gboolean
reseal_values (ZpiStore *self, guint which, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (self, values[which].select, error);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  for (;;) {
    g_autoptr (GBytes) fresh = NULL;
    g_autoptr (GError) local = NULL;

    if (!zpi_sql_row (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    fresh = reseal_row (self, values[which].table, stmt, &local);
    if (local != NULL) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (fresh != NULL && !set_bytes (self,
                                     values[which].update,
                                     sqlite3_column_int64 (stmt, VALUE_ROW),
                                     fresh,
                                     error))
      return FALSE;
  }
}

static gboolean
set_hash (ZpiStore *self, gint64 row, const char *hash, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self, "UPDATE cases SET bsn_hash = ?2 WHERE rowid = ?1", error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_int (stmt, 1, row);
  zpi_sql_bind_text (stmt, 2, hash);
  return zpi_sql_done (stmt, error);
}

/* The numbers themselves are not known here: what stands there is hashed once more. A hash that is
 * none warns of no double, and is forgotten. */
static gboolean
rehash_numbers (ZpiStore *self, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "SELECT rowid, bsn_hash FROM cases NOT INDEXED "
                         "WHERE bsn_hash IS NOT NULL",
                         error);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  for (;;) {
    g_autofree char *old = NULL;
    g_autofree char *fresh = NULL;

    if (!zpi_sql_row (stmt, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    old = zpi_sql_dup_text (stmt, 1);
    fresh = zpi_vault_rehash_bsn (self->vault, old, NULL);
    if (!set_hash (self, sqlite3_column_int64 (stmt, 0), fresh, error))
      return FALSE;
  }
}

static gboolean
reseal_store (ZpiStore *self, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (!reseal_values (self, i, error))
      return FALSE;
  return rehash_numbers (self, error);
}

/* A slot that somebody changed, or an old one that was put back, opens nothing: it does not come
 * along. */
static GPtrArray *
rewrap_slots (ZpiStore *self, const char *const *without, GError **error)
{
  g_autoptr (GPtrArray) old = zpi_slot_store_list (self, error);
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_slot_free);

  for (guint i = 0; old != NULL && i < old->len; i++) {
    const ZpiSlot *slot = old->pdata[i];
    g_autoptr (GError) local = NULL;
    ZpiSlot *fresh;

    if (without != NULL && g_strv_contains (without, slot->id))
      continue;
    fresh = zpi_vault_rewrap_public_slot (self->vault, slot, &local);
    if (fresh != NULL) {
      g_ptr_array_add (slots, fresh);
    } else if (g_error_matches (local, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN)) {
      g_message ("A way in that opens nothing is left out");
    } else {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  }
  if (old == NULL)
    return NULL;
  if (slots->len > 0)
    return g_steal_pointer (&slots);
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "No slot would stay");
  return NULL;
}

/**
 * zpi_slot_store_rotate:
 * @self: a store whose vault is unlocked
 * @without: (nullable): ids of slots that shall not open the store any more
 * @error: return location for an error
 *
 * Changes the master key and the store key: every slot that stays and every case key are wrapped
 * anew, what the store keeps is sealed anew. Nobody's PIN or code is needed. On the store thread,
 * as the last of its transaction; no other program may have the store open, because what it has not
 * saved yet would fit the old keys.
 *
 * Returns: %FALSE with %ZPI_ERROR_NOT_ALLOWED when no slot would stay, %ZPI_ERROR_BUSY when another
 *   program has the store open, %ZPI_ERROR_KEY_MISSING or a storage error; then all stays as it was
 */
gboolean
zpi_slot_store_rotate (ZpiStore *self, const char *const *without, GError **error)
{
  g_autoptr (GPtrArray) slots = NULL;

  g_assert (zpi_store_on_thread (self));

  if (!zpi_store_check_master (self, error) || !zpi_store_keep_others_out (self, error) ||
      !zpi_vault_rotate_begin (self->vault, error))
    return FALSE;
  slots = rewrap_slots (self, without, error);
  return slots != NULL && zpi_slot_store_replace_all (self, slots, error) &&
         rewrap_case_keys (self, error) && reseal_store (self, error);
}
