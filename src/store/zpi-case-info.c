/* SPDX-License-Identifier: EUPL-1.2 */

/* Rows of the case table as lists show them, also when some of them do not open. */

#include "zpi-case-store.h"

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

/* Name, initials, progress. */
#define N_LABEL_TEXTS 3

#define SELECT_PLAIN                                                                               \
  "SELECT id, number, kind, state, attention, generation, version, created_us, changed_us, "       \
  "due_us, cleared_us, "
#define SELECT_INFO                                                                                \
  SELECT_PLAIN                                                                                     \
  "label, reference, "                                                                             \
  "(SELECT min (max (next_at_us, retry_after_us)) FROM outbox "                                    \
  "WHERE case_id = cases.id AND step <> 'done' AND next_at_us < 9223372036854775807) "             \
  "FROM cases "
#define SELECT_BARE SELECT_PLAIN "NULL, NULL, 0 FROM cases "

static const char select_info[] = SELECT_INFO "WHERE id = ?1 AND kind <> '" ZPI_CASE_REMOVED "'";
static const char select_all[] = SELECT_INFO "WHERE kind <> '" ZPI_CASE_REMOVED "'";
static const char *const select_bare[] = {
    [ZPI_CASE_ROWS_ALL] = SELECT_BARE "WHERE kind <> '" ZPI_CASE_REMOVED "'",
    [ZPI_CASE_ROWS_LETTERS] = SELECT_BARE "WHERE kind = 'letter'",
    [ZPI_CASE_ROWS_BEYOND_DRAFT] =
        SELECT_BARE "WHERE kind <> '" ZPI_CASE_REMOVED "' AND state <> 'draft'",
};

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
  copy->progress = g_strdup (self->progress);
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
  g_free (self->progress);
  g_free (self);
}

/* Opens what may be opened of a row; what does not authenticate marks the row as damaged, a locked
 * vault does not. */
static void
open_label (ZpiStore *self, ZpiCaseInfo *info, guint64 version, GBytes *sealed)
{
  const ZpiSealContext context = {"cases", "label", info->id, version};
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain = NULL;
  char *texts[N_LABEL_TEXTS] = {NULL};

  if (sealed == NULL)
    return;
  plain = zpi_vault_open_store (self->vault, &context, sealed, &error);
  /* Labels of before say nothing of how far a case is; those of a newer program may say more. */
  if (plain != NULL && zpi_unpack_first_texts (plain, texts, N_LABEL_TEXTS, N_LABEL_TEXTS - 1)) {
    info->name = texts[0];
    info->initials = texts[1];
    info->progress = texts[2];
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
  info->number = (guint) MAX (sqlite3_column_int64 (stmt, CASE_NUMBER), 0);
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
    zpi_case_store_not_found (error);
    return NULL;
  }
  return info_from_row (store, stmt);
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
      "SELECT id FROM cases ORDER BY changed_us DESC, number DESC",
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

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const ZpiCaseInfo *left = *(const ZpiCaseInfo *const *) a;
  const ZpiCaseInfo *right = *(const ZpiCaseInfo *const *) b;

  if (left->changed_us != right->changed_us)
    return left->changed_us < right->changed_us ? 1 : -1;
  return left->number < right->number ? 1 : left->number > right->number ? -1 : 0;
}

/* All rows in one go, as long as nothing is damaged. They are put in order afterwards: SQLite would
 * carry all that is sealed through its sorter. */
static gboolean
read_all (ZpiStore *self, const char *sql, GPtrArray *infos, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (self, sql, error);
  gboolean has_row = stmt != NULL;

  while (has_row) {
    if (!zpi_sql_row (stmt, &has_row, error))
      return FALSE;
    if (has_row)
      g_ptr_array_add (infos, info_from_row (self, stmt));
  }
  g_ptr_array_sort (infos, compare_newest_first);
  return stmt != NULL;
}

/* One row after the other, so that none hides another. */
static gboolean
salvage_all (ZpiStore *self, GPtrArray *infos, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  salvage_ids (self, ids, seen);
  for (guint i = 0; i < ids->len; i++)
    if (!add_info (self, ids->pdata[i], infos, error))
      return FALSE;
  return TRUE;
}

static GPtrArray *
list (ZpiStore *self, const char *sql, GError **error)
{
  g_autoptr (GPtrArray) infos =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_case_info_free);
  g_autoptr (GError) local_error = NULL;

  if (read_all (self, sql, infos, &local_error))
    return g_steal_pointer (&infos);
  g_ptr_array_set_size (infos, 0);
  if (g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_STORE_DAMAGED))
    return salvage_all (self, infos, error) ? g_steal_pointer (&infos) : NULL;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
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
  g_assert (zpi_store_on_thread (store));

  return list (store, select_all, error);
}

/**
 * zpi_case_store_list_bare:
 * @store: a store
 * @which: which cases
 * @error: return location for an error
 *
 * On the store thread. Like zpi_case_store_list(), for who looks at kinds and states only: nothing
 * sealed is opened, and nothing is said of what is planned. In a damaged store it may give others
 * than @which too.
 *
 * Returns: (transfer full) (element-type ZpiCaseInfo): the cases, newest change first; %NULL with a
 *   storage error
 */
GPtrArray *
zpi_case_store_list_bare (ZpiStore *store, ZpiCaseRows which, GError **error)
{
  g_return_val_if_fail ((guint) which < G_N_ELEMENTS (select_bare), NULL);
  g_assert (zpi_store_on_thread (store));

  return list (store, select_bare[which], error);
}
