/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-case-store.h"

#include "zpi-clock.h"
#include "zpi-pack.h"
#include "zpi-store-private.h"

enum {
  CASE_ID,
  CASE_NUMBER,
  CASE_KIND,
  CASE_STATE,
  CASE_ATTENTION,
  CASE_GENERATION,
  CASE_VERSION,
  CASE_CREATED,
  CASE_CHANGED,
  CASE_DUE,
  CASE_CLEARED,
  CASE_LABEL,
  CASE_REFERENCE,
  CASE_NEXT_AT,
};

static const char select_info[] =
    "SELECT id, number, kind, state, attention, generation, version, created_us, changed_us, "
    "due_us, cleared_us, label, reference, "
    "(SELECT min (max (next_at_us, retry_after_us)) FROM outbox "
    "WHERE case_id = cases.id AND step <> 'done' AND next_at_us < 9223372036854775807) "
    "FROM cases WHERE id = ?1";

/**
 * zpi_case_info_copy:
 * @self: a row
 *
 * Returns: (transfer full): a copy
 */
ZpiCaseInfo *
zpi_case_info_copy (const ZpiCaseInfo *self)
{
  ZpiCaseInfo *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->attention = g_strdup (self->attention);
  copy->reference = g_strdup (self->reference);
  copy->name = g_strdup (self->name);
  copy->initials = g_strdup (self->initials);
  return copy;
}

/**
 * zpi_case_info_free:
 * @self: (transfer full): a row
 *
 * Frees @self and wipes the name in it.
 */
void
zpi_case_info_free (ZpiCaseInfo *self)
{
  g_free (self->id);
  g_free (self->attention);
  zpi_wipe_free (self->reference);
  zpi_wipe_free (self->name);
  zpi_wipe_free (self->initials);
  g_free (self);
}

static gboolean
not_found (GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "No such case");
  return FALSE;
}

/* Runs a change of one row. */
static gboolean
change_one (ZpiStore *self, sqlite3_stmt *stmt, GError **error)
{
  if (!zpi_sql_done (stmt, error))
    return FALSE;
  return sqlite3_changes (self->db) > 0 || not_found (error);
}

static GBytes *
seal_label (ZpiStore *self,
            const char *case_id,
            guint64 version,
            const char *name,
            const char *initials,
            GError **error)
{
  const char *const texts[] = {name, initials};
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
 * @name: (nullable): the client's name, for lists
 * @initials: (nullable): for lists
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
                       const char *name,
                       const char *initials,
                       GError **error)
{
  g_autoptr (GBytes) case_key = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) label = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gint64 number;

  g_return_val_if_fail (case_id != NULL && snapshot != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!zpi_store_check_master (store, error))
    return FALSE;
  case_key = zpi_vault_new_case_key (store->vault, case_id, error);
  if (case_key == NULL)
    return FALSE;
  sealed = seal_snapshot (store, case_id, case_key, generation, snapshot, error);
  label = sealed != NULL ? seal_label (store, case_id, 0, name, initials, error) : NULL;
  if (label == NULL || !zpi_meta_store_count (store, "case-number", &number, error))
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
  zpi_sql_bind_int (stmt, 6, zpi_clock_now_us ());
  zpi_sql_bind_bytes (stmt, 7, case_key);
  zpi_sql_bind_bytes (stmt, 8, sealed);
  zpi_sql_bind_bytes (stmt, 9, label);
  return zpi_sql_done (stmt, error);
}

/* Generation and version of a row. */
static gboolean
get_versions (ZpiStore *self,
              const char *case_id,
              guint64 *generation,
              guint64 *version,
              GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
          zpi_store_prepare (self, "SELECT generation, version FROM cases WHERE id = ?1", error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  if (!zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return not_found (error);
  *generation = sqlite3_column_int64 (stmt, 0);
  *version = sqlite3_column_int64 (stmt, 1);
  return TRUE;
}

/* NULL without error for a case that was cleared. */
static gboolean
load_key (ZpiStore *self, const char *case_id, GBytes **case_key, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
                 zpi_store_prepare (self, "SELECT case_key FROM cases WHERE id = ?1", error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  if (!zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return not_found (error);
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
  return change_one (self, stmt, error) ? g_steal_pointer (&case_key) : NULL;
}

/**
 * zpi_case_store_save:
 * @store: a store
 * @case_id: the case
 * @expected: the generation that the row has to hold
 * @generation: the generation of @snapshot
 * @snapshot: the answers
 * @name: (nullable): for lists
 * @initials: (nullable): for lists
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
                     const char *name,
                     const char *initials,
                     GError **error)
{
  g_autoptr (GBytes) case_key = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) label = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint64 stored;
  guint64 version;

  g_return_val_if_fail (case_id != NULL && snapshot != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!get_versions (store, case_id, &stored, &version, error))
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
  label = sealed != NULL ? seal_label (store, case_id, version + 1, name, initials, error) : NULL;
  if (label == NULL)
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
  zpi_sql_bind_int (stmt, 4, zpi_clock_now_us ());
  zpi_sql_bind_bytes (stmt, 5, sealed);
  zpi_sql_bind_bytes (stmt, 6, label);
  return change_one (store, stmt, error);
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
  g_autoptr (GBytes) label = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint64 generation;
  guint64 version;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!get_versions (store, case_id, &generation, &version, error))
    return FALSE;
  label = seal_label (store, case_id, version + 1, name, initials, error);
  if (label == NULL)
    return FALSE;
  stmt =
      zpi_store_prepare (store, "UPDATE cases SET version = ?2, label = ?3 WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_int (stmt, 2, version + 1);
  zpi_sql_bind_bytes (stmt, 3, label);
  return change_one (store, stmt, error);
}

/* Opens what may be opened of a row; what does not authenticate marks the row as damaged, a locked
 * vault does not. */
static void
open_label (ZpiStore *self, ZpiCaseInfo *info, guint64 version, GBytes *sealed)
{
  const ZpiSealContext context = {"cases", "label", info->id, version};
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = NULL;
  char *texts[2] = {NULL, NULL};

  if (sealed == NULL)
    return;
  plain = zpi_vault_open_store (self->vault, &context, sealed, &error);
  if (plain != NULL && zpi_unpack_texts (plain, texts, G_N_ELEMENTS (texts))) {
    info->name = texts[0];
    info->initials = texts[1];
  } else if (!g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING)) {
    info->damaged = TRUE;
  }
}

static void
open_reference (ZpiStore *self, ZpiCaseInfo *info, GBytes *sealed)
{
  const ZpiSealContext context = {"cases", "reference", info->id, 0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = NULL;

  if (sealed == NULL)
    return;
  plain = zpi_vault_open_store (self->vault, &context, sealed, &error);
  if (plain == NULL || !zpi_unpack_texts (plain, &info->reference, 1))
    info->damaged |= !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
}

static ZpiCaseInfo *
info_from_row (ZpiStore *self, sqlite3_stmt *stmt)
{
  ZpiCaseInfo *info = g_new0 (ZpiCaseInfo, 1);
  g_autoptr (GBytes) label = zpi_sql_dup_bytes (stmt, CASE_LABEL);
  g_autoptr (GBytes) reference = zpi_sql_dup_bytes (stmt, CASE_REFERENCE);

  info->id = zpi_sql_dup_text (stmt, CASE_ID);
  info->number = sqlite3_column_int64 (stmt, CASE_NUMBER);
  info->damaged = !zpi_case_kind_from_nick ((const char *) sqlite3_column_text (stmt, CASE_KIND),
                                            &info->kind) ||
                  !zpi_case_state_from_nick ((const char *) sqlite3_column_text (stmt, CASE_STATE),
                                             &info->state);
  info->attention = zpi_sql_dup_text (stmt, CASE_ATTENTION);
  info->generation = sqlite3_column_int64 (stmt, CASE_GENERATION);
  info->created_us = sqlite3_column_int64 (stmt, CASE_CREATED);
  info->changed_us = sqlite3_column_int64 (stmt, CASE_CHANGED);
  info->due_us = sqlite3_column_int64 (stmt, CASE_DUE);
  info->cleared_us = sqlite3_column_int64 (stmt, CASE_CLEARED);
  info->next_at_us = sqlite3_column_int64 (stmt, CASE_NEXT_AT);
  open_label (self, info, sqlite3_column_int64 (stmt, CASE_VERSION), label);
  open_reference (self, info, reference);
  return info;
}

/**
 * zpi_case_store_get_info:
 * @store: a store
 * @case_id: the case
 * @error: return location for an error
 *
 * On the store thread. Works while the vault is locked too, without name and reference.
 *
 * Returns: (transfer full): the row; %NULL with %ZPI_ERROR_NOT_FOUND or a storage error
 */
ZpiCaseInfo *
zpi_case_store_get_info (ZpiStore *store, const char *case_id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (case_id != NULL, NULL);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store, select_info, error);
  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, case_id);
  if (!zpi_sql_row (stmt, &has_row, error))
    return NULL;
  if (!has_row) {
    not_found (error);
    return NULL;
  }
  return info_from_row (store, stmt);
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

/* Adds the ids that a query gives, until it ends or fails. */
static gboolean
collect_ids (ZpiStore *self, const char *sql, GPtrArray *ids, GHashTable *seen, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (self, sql, error);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return FALSE;
  while (has_row) {
    g_autofree char *id = NULL;

    if (!zpi_sql_row (stmt, &has_row, error))
      return FALSE;
    id = has_row ? zpi_sql_dup_text (stmt, 0) : NULL;
    if (id != NULL && !g_hash_table_contains (seen, id)) {
      g_hash_table_add (seen, id);
      g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  }
  return TRUE;
}

/* A damaged page in the way: from both ends, through the table and through its index. */
static void
salvage_ids (ZpiStore *self, GPtrArray *ids, GHashTable *seen)
{
  static const char *const queries[] = {
      "SELECT id FROM cases NOT INDEXED ORDER BY rowid",
      "SELECT id FROM cases NOT INDEXED ORDER BY rowid DESC",
      "SELECT id FROM cases ORDER BY id",
      "SELECT id FROM cases ORDER BY id DESC",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    collect_ids (self, queries[i], ids, seen, NULL);
}

static ZpiCaseInfo *
damaged_info (const char *case_id)
{
  ZpiCaseInfo *info = g_new0 (ZpiCaseInfo, 1);

  info->id = g_strdup (case_id);
  info->state = ZPI_CASE_ATTENTION;
  info->damaged = TRUE;
  return info;
}

/* A row that is gone in the meantime is left out; one that cannot be read is listed as damaged. */
static gboolean
add_info (ZpiStore *self, const char *case_id, GPtrArray *infos, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  ZpiCaseInfo *info = zpi_case_store_get_info (self, case_id, &local_error);

  if (info == NULL && g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    return TRUE;
  if (info == NULL && g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_STORE_DAMAGED))
    info = damaged_info (case_id);
  if (info == NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  g_ptr_array_add (infos, info);
  return TRUE;
}

/**
 * zpi_case_store_list:
 * @store: a store
 * @error: return location for an error
 *
 * On the store thread. A case that cannot be read is listed as damaged and hides no other.
 *
 * Returns: (transfer full) (element-type ZpiCaseInfo): all cases, newest change first; %NULL with a
 *   storage error
 */
GPtrArray *
zpi_case_store_list (ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) infos =
                 g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_case_info_free);
  g_autoptr (GError) local_error = NULL;

  g_assert (zpi_store_on_thread (store));

  if (!collect_ids (store,
                    "SELECT id FROM cases ORDER BY changed_us DESC, number DESC",
                    ids,
                    seen,
                    &local_error)) {
    if (!g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_STORE_DAMAGED)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    salvage_ids (store, ids, seen);
  }
  for (guint i = 0; i < ids->len; i++)
    if (!add_info (store, ids->pdata[i], infos, error))
      return NULL;
  return g_steal_pointer (&infos);
}

/**
 * zpi_case_store_set_state:
 * @store: a store
 * @case_id: the case
 * @from: the state that it has to be in
 * @to: the new state
 * @attention: (nullable): the typed reason, for %ZPI_CASE_ATTENTION
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when the case is in another state,
 *   %ZPI_ERROR_NOT_FOUND or a storage error
 */
gboolean
zpi_case_store_set_state (ZpiStore *store,
                          const char *case_id,
                          ZpiCaseState from,
                          ZpiCaseState to,
                          const char *attention,
                          GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint64 generation;
  guint64 version;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!get_versions (store, case_id, &generation, &version, error))
    return FALSE;
  stmt = zpi_store_prepare (store,
                            "UPDATE cases SET state = ?3, attention = ?4, changed_us = ?5 "
                            "WHERE id = ?1 AND state = ?2",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_text (stmt, 2, zpi_case_state_to_nick (from));
  zpi_sql_bind_text (stmt, 3, zpi_case_state_to_nick (to));
  zpi_sql_bind_text (stmt, 4, attention);
  zpi_sql_bind_int (stmt, 5, zpi_clock_now_us ());
  if (!zpi_sql_done (stmt, error))
    return FALSE;
  if (sqlite3_changes (store->db) == 0) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_CONFLICT,
                 "The case is not in state \"%s\"",
                 zpi_case_state_to_nick (from));
    return FALSE;
  }
  return TRUE;
}

/**
 * zpi_case_store_set_due:
 * @store: a store
 * @case_id: the case
 * @due_us: when something is due, 0 for nothing
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 */
gboolean
zpi_case_store_set_due (ZpiStore *store, const char *case_id, gint64 due_us, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store, "UPDATE cases SET due_us = ?2 WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_int (stmt, 2, due_us);
  return change_one (store, stmt, error);
}

/**
 * zpi_case_store_set_reference:
 * @store: a store
 * @case_id: the case
 * @reference: (nullable): the municipality's reference
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 */
gboolean
zpi_case_store_set_reference (ZpiStore *store,
                              const char *case_id,
                              const char *reference,
                              GError **error)
{
  const ZpiSealContext context = {"cases", "reference", case_id, 0};
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  plain = zpi_pack_texts (&reference, 1);
  sealed = zpi_vault_seal_store (store->vault, &context, plain, error);
  if (sealed == NULL)
    return FALSE;
  stmt = zpi_store_prepare (store, "UPDATE cases SET reference = ?2 WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_bytes (stmt, 2, sealed);
  return change_one (store, stmt, error);
}

/**
 * zpi_case_store_set_bsn_hash:
 * @store: a store
 * @case_id: the case
 * @hash: (nullable): from zpi_vault_hash_bsn(); %NULL forgets it
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 */
gboolean
zpi_case_store_set_bsn_hash (ZpiStore *store, const char *case_id, const char *hash, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (case_id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store, "UPDATE cases SET bsn_hash = ?2 WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_text (stmt, 2, hash);
  return change_one (store, stmt, error);
}

/**
 * zpi_case_store_find_bsn_hash:
 * @store: a store
 * @hash: from zpi_vault_hash_bsn()
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full) (element-type utf8): ids of cases, newest first
 */
GPtrArray *
zpi_case_store_find_bsn_hash (ZpiStore *store, const char *hash, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = TRUE;

  g_return_val_if_fail (hash != NULL, NULL);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store,
                            "SELECT id FROM cases WHERE bsn_hash = ?1 ORDER BY number DESC",
                            error);
  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, hash);
  while (has_row) {
    if (!zpi_sql_row (stmt, &has_row, error))
      return NULL;
    if (has_row)
      g_ptr_array_add (ids, zpi_sql_dup_text (stmt, 0));
  }
  return g_steal_pointer (&ids);
}
