/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-case-store.h"

#include "zpi-clock.h"
#include "zpi-pack.h"
#include "zpi-store-private.h"

gboolean
zpi_case_store_not_found (GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "No such case");
  return FALSE;
}

/* Runs a change of one row. */
gboolean
zpi_case_store_change_one (ZpiStore *self, sqlite3_stmt *stmt, GError **error)
{
  if (!zpi_sql_done (stmt, error))
    return FALSE;
  return sqlite3_changes (self->db) > 0 || zpi_case_store_not_found (error);
}

static GBytes *
seal_label (ZpiStore *self,
            const char *case_id,
            guint64 version,
            const ZpiCaseLabel *label,
            GError **error)
{
  const char *const texts[] = {label->name, label->initials, label->progress};
  const ZpiSealContext context = {"cases", "label", case_id, version};
  g_autoptr (GBytes) plain = zpi_pack_texts (texts, G_N_ELEMENTS (texts));

  return zpi_vault_seal_store (self->vault, &context, plain, error);
}

static GBytes *
seal_snapshot (ZpiStore *self,
               const char *case_id,
               GBytes *case_key,
               guint64 generation,
               GBytes *snapshot,
               GError **error)
{
  const ZpiSealContext context = {"cases", "snapshot", case_id, generation};

  return zpi_vault_seal (self->vault, case_id, case_key, &context, snapshot, error);
}

/**
 * zpi_case_store_insert:
 * @store: a store
 * @case_id: the new case
 * @kind: its kind
 * @generation: the generation of @snapshot
 * @snapshot: the answers
 * @shown: what lists show of it
 * @error: return location for an error
 *
 * Makes the row in state draft, its key, and the first sealed snapshot. On the store thread, inside
 * a transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when the id is taken, %ZPI_ERROR_KEY_MISSING or a
 *   storage error
 */
gboolean
zpi_case_store_insert (ZpiStore *store,
                       const char *case_id,
                       ZpiCaseKind kind,
                       guint64 generation,
                       GBytes *snapshot,
                       const ZpiCaseLabel *shown,
                       GError **error)
{
  g_autoptr (GBytes) case_key = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) label = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gint64 number;
  gint64 now_us;

  g_return_val_if_fail (case_id != NULL && snapshot != NULL && shown != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!zpi_store_check_master (store, error) ||
      !zpi_case_store_finish_removing (store, case_id, error))
    return FALSE;
  case_key = zpi_vault_new_case_key (store->vault, case_id, error);
  if (case_key == NULL)
    return FALSE;
  sealed = seal_snapshot (store, case_id, case_key, generation, snapshot, error);
  label = sealed != NULL ? seal_label (store, case_id, 0, shown, error) : NULL;
  if (label == NULL || !zpi_meta_store_count (store, "case-number", &number, error) ||
      !zpi_store_now_us (store, &now_us, error))
    return FALSE;

  stmt = zpi_store_prepare (store,
                            "INSERT INTO cases (id, number, kind, state, generation, created_us, "
                            "changed_us, case_key, snapshot, label) "
                            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9)",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_int (stmt, 2, number);
  zpi_sql_bind_text (stmt, 3, zpi_case_kind_to_nick (kind));
  zpi_sql_bind_text (stmt, 4, zpi_case_state_to_nick (ZPI_CASE_DRAFT));
  zpi_sql_bind_int (stmt, 5, generation);
  zpi_sql_bind_int (stmt, 6, now_us);
  zpi_sql_bind_bytes (stmt, 7, case_key);
  zpi_sql_bind_bytes (stmt, 8, sealed);
  zpi_sql_bind_bytes (stmt, 9, label);
  return zpi_sql_done (stmt, error);
}

/* That of a case which was made in this transaction, and after which none was. */
static gboolean
give_number_back (ZpiStore *store, const char *case_id, gboolean *given, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (store,
                         "UPDATE meta SET value = CAST (CAST (value AS INTEGER) - 1 AS TEXT) "
                         "WHERE name = 'case-number' AND CAST (value AS INTEGER) = "
                         "(SELECT number FROM cases WHERE id = ?1 AND created_us = changed_us)",
                         error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  if (!zpi_sql_done (stmt, error))
    return FALSE;
  *given = sqlite3_changes (store->db) == 1;
  return TRUE;
}

/**
 * zpi_case_store_forgo_number:
 * @store: a store
 * @case_id: a case that no list shows
 * @error: return location for an error
 *
 * Leaves the number of a case that was just made to the next one: who counts what is listed would
 * miss it. Of one that may have been seen with its number that stays. On the store thread, inside
 * a transaction.
 *
 * Returns: %FALSE with a storage error
 */
gboolean
zpi_case_store_forgo_number (ZpiStore *store, const char *case_id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean given = FALSE;
  gint64 hidden;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!give_number_back (store, case_id, &given, error))
    return FALSE;
  if (!given)
    return TRUE;
  if (!zpi_meta_store_count (store, "hidden-number", &hidden, error))
    return FALSE;
  stmt = zpi_store_prepare (store, "UPDATE cases SET number = ?2 WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_int (stmt, 2, -hidden);
  return zpi_sql_done (stmt, error);
}

/* Generation and version of a row. */
gboolean
zpi_case_store_get_versions (ZpiStore *self,
                             const char *case_id,
                             guint64 *generation,
                             guint64 *version,
                             GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (
      self,
      "SELECT generation, version FROM cases WHERE id = ?1 AND kind <> '" ZPI_CASE_REMOVED "'",
      error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  if (!zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return zpi_case_store_not_found (error);
  *generation = sqlite3_column_int64 (stmt, 0);
  *version = sqlite3_column_int64 (stmt, 1);
  return TRUE;
}

/* NULL without error for a case that was cleared. */
static gboolean
load_key (ZpiStore *self, const char *case_id, GBytes **case_key, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "SELECT case_key FROM cases WHERE id = ?1 AND kind <> '" ZPI_CASE_REMOVED
                         "'",
                         error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  if (!zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return zpi_case_store_not_found (error);
  *case_key = zpi_sql_dup_bytes (stmt, 0);
  return TRUE;
}

/* The key of a case, or a new one for a case that was cleared and is taken up again. */
GBytes *
zpi_case_store_ensure_key (ZpiStore *self, const char *case_id, GError **error)
{
  g_autoptr (GBytes) case_key = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;

  if (!load_key (self, case_id, &case_key, error))
    return NULL;
  if (case_key != NULL)
    return g_steal_pointer (&case_key);

  if (!zpi_store_check_master (self, error))
    return NULL;
  case_key = zpi_vault_new_case_key (self->vault, case_id, error);
  if (case_key == NULL)
    return NULL;
  stmt = zpi_store_prepare (self,
                            "UPDATE cases SET case_key = ?2, cleared_us = 0 WHERE id = ?1",
                            error);
  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_bytes (stmt, 2, case_key);
  return zpi_case_store_change_one (self, stmt, error) ? g_steal_pointer (&case_key) : NULL;
}

/**
 * zpi_case_store_save:
 * @store: a store
 * @case_id: the case
 * @expected: the generation that the row has to hold
 * @generation: the generation of @snapshot
 * @snapshot: the answers
 * @shown: what lists show of it
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when the row holds another generation,
 *   %ZPI_ERROR_NOT_FOUND, %ZPI_ERROR_KEY_MISSING, %ZPI_ERROR_SEAL_BROKEN or a storage error
 */
gboolean
zpi_case_store_save (ZpiStore *store,
                     const char *case_id,
                     guint64 expected,
                     guint64 generation,
                     GBytes *snapshot,
                     const ZpiCaseLabel *shown,
                     GError **error)
{
  g_autoptr (GBytes) case_key = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) label = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint64 stored;
  guint64 version;
  gint64 now_us;

  g_return_val_if_fail (case_id != NULL && snapshot != NULL && shown != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!zpi_case_store_get_versions (store, case_id, &stored, &version, error))
    return FALSE;
  if (stored != expected) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_CONFLICT,
                         "The case was changed by another process");
    return FALSE;
  }
  case_key = zpi_case_store_ensure_key (store, case_id, error);
  if (case_key == NULL)
    return FALSE;
  sealed = seal_snapshot (store, case_id, case_key, generation, snapshot, error);
  label = sealed != NULL ? seal_label (store, case_id, version + 1, shown, error) : NULL;
  if (label == NULL || !zpi_store_now_us (store, &now_us, error))
    return FALSE;

  stmt = zpi_store_prepare (store,
                            "UPDATE cases SET generation = ?2, version = ?3, changed_us = ?4, "
                            "snapshot = ?5, label = ?6 WHERE id = ?1",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_int (stmt, 2, generation);
  zpi_sql_bind_int (stmt, 3, version + 1);
  zpi_sql_bind_int (stmt, 4, now_us);
  zpi_sql_bind_bytes (stmt, 5, sealed);
  zpi_sql_bind_bytes (stmt, 6, label);
  return zpi_case_store_change_one (store, stmt, error);
}

/**
 * zpi_case_store_set_label:
 * @store: a store
 * @case_id: the case
 * @name: (nullable): what lists show
 * @initials: (nullable): what lists show of it while others look on
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 */
gboolean
zpi_case_store_set_label (ZpiStore *store,
                          const char *case_id,
                          const char *name,
                          const char *initials,
                          GError **error)
{
  const ZpiCaseLabel shown = {name, initials, NULL};
  g_autoptr (GBytes) label = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint64 generation;
  guint64 version;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!zpi_case_store_get_versions (store, case_id, &generation, &version, error))
    return FALSE;
  label = seal_label (store, case_id, version + 1, &shown, error);
  if (label == NULL)
    return FALSE;
  stmt =
      zpi_store_prepare (store, "UPDATE cases SET version = ?2, label = ?3 WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_int (stmt, 2, version + 1);
  zpi_sql_bind_bytes (stmt, 3, label);
  return zpi_case_store_change_one (store, stmt, error);
}

static GBytes *
load_snapshot (ZpiStore *self, const char *case_id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "SELECT case_key, snapshot, generation FROM cases WHERE id = ?1",
                         error);
  g_autoptr (GBytes) case_key = NULL;
  g_autoptr (GBytes) sealed = NULL;
  ZpiSealContext context = {"cases", "snapshot", case_id, 0};
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, case_id);
  if (!zpi_sql_row (stmt, &has_row, error))
    return NULL;
  if (has_row) {
    case_key = zpi_sql_dup_bytes (stmt, 0);
    sealed = zpi_sql_dup_bytes (stmt, 1);
    context.generation = sqlite3_column_int64 (stmt, 2);
  }
  if (case_key == NULL || sealed == NULL) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_FOUND,
                         "The case has no answers: it was cleared");
    return NULL;
  }
  return zpi_vault_open (self->vault, case_id, case_key, &context, sealed, error);
}

/**
 * zpi_case_store_load:
 * @store: a store
 * @case_id: the case
 * @info: (out) (optional) (nullable): its row, also when the answers do not open
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full): the answers; %NULL with %ZPI_ERROR_NOT_FOUND (also when they were
 *   cleared), %ZPI_ERROR_KEY_MISSING, %ZPI_ERROR_SEAL_BROKEN or a storage error
 */
GBytes *
zpi_case_store_load (ZpiStore *store, const char *case_id, ZpiCaseInfo **info, GError **error)
{
  g_autoptr (ZpiCaseInfo) row = zpi_case_store_get_info (store, case_id, error);
  GBytes *snapshot;

  if (info != NULL)
    *info = NULL;
  if (row == NULL)
    return NULL;
  snapshot = load_snapshot (store, case_id, error);
  if (info != NULL)
    *info = g_steal_pointer (&row);
  return snapshot;
}
