/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-outbox-store.h"

#include "zpi-clock.h"
#include "zpi-pack.h"
#include "zpi-store-private.h"

static const char *const step_nicks[] = {
    [ZPI_OUTBOX_FORM] = "form",
    [ZPI_OUTBOX_DOCUMENTS] = "documents",
    [ZPI_OUTBOX_SUBMIT] = "submit",
    [ZPI_OUTBOX_RECEIPT] = "receipt",
    [ZPI_OUTBOX_DONE] = "done",
};

#define ITEM_COLUMNS                                                                               \
  "o.id, o.case_id, o.kind, o.step, o.idempotency_key, o.attempts, o.queued_us, o.next_at_us, "    \
  "o.retry_after_us, o.sending_since_us, o.tried_us, o.problem, o.version, o.payload, o.frozen, "  \
  "o.progress, c.case_key FROM outbox o JOIN cases c ON c.id = o.case_id "

enum {
  ITEM_ID,
  ITEM_CASE,
  ITEM_KIND,
  ITEM_STEP,
  ITEM_KEY,
  ITEM_ATTEMPTS,
  ITEM_QUEUED,
  ITEM_NEXT_AT,
  ITEM_RETRY_AFTER,
  ITEM_SENDING_SINCE,
  ITEM_TRIED,
  ITEM_PROBLEM,
  ITEM_VERSION,
  ITEM_PAYLOAD,
  ITEM_FROZEN,
  ITEM_PROGRESS,
  ITEM_CASE_KEY,
};

/**
 * zpi_outbox_item_free:
 * @self: (transfer full): an item
 */
void
zpi_outbox_item_free (ZpiOutboxItem *self)
{
  g_free (self->id);
  g_free (self->case_id);
  g_free (self->kind);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_free (self->payload_sha256);
  g_free (self->idempotency_key);
  g_free (self->address);
  g_free (self->subject);
  g_free (self->etag);
  g_free (self->problem);
  g_clear_pointer (&self->problem_detail, g_bytes_unref);
  g_clear_pointer (&self->declaration, g_bytes_unref);
  g_free (self);
}

/**
 * zpi_outbox_step_to_nick:
 * @step: a step
 *
 * Returns: (transfer none): the word for @step in the database
 */
const char *
zpi_outbox_step_to_nick (ZpiOutboxStep step)
{
  g_return_val_if_fail ((guint) step < G_N_ELEMENTS (step_nicks), "unknown");

  return step_nicks[step];
}

/**
 * zpi_outbox_step_from_nick:
 * @nick: (nullable): a word
 * @step: (out): the step
 *
 * Returns: %FALSE when @nick is no step
 */
gboolean
zpi_outbox_step_from_nick (const char *nick, ZpiOutboxStep *step)
{
  g_return_val_if_fail (step != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (step_nicks); i++)
    if (g_strcmp0 (nick, step_nicks[i]) == 0) {
      *step = i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
not_found (GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "Not in the outbox");
  return FALSE;
}

static gboolean
broken (GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN, "A frozen submission is damaged");
  return FALSE;
}

static char *
text_of (GBytes *bytes)
{
  return bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                       : NULL;
}

static GBytes *
bytes_of (const char *text)
{
  return text != NULL ? zpi_secret_bytes_new (text, strlen (text)) : NULL;
}

static GBytes *
seal (ZpiStore *self,
      const char *case_id,
      GBytes *case_key,
      const ZpiSealContext *context,
      GBytes *plain,
      GError **error)
{
  return zpi_vault_seal (self->vault, case_id, case_key, context, plain, error);
}

/* What the sending never changes: the digest, the declaration, where it goes and in whose name. */
static GBytes *
seal_frozen (ZpiStore *self, const ZpiOutboxItem *item, GBytes *case_key, GError **error)
{
  g_autofree char *declaration = text_of (item->declaration);
  const char *const texts[] = {item->payload_sha256, declaration, item->address, item->subject};
  const ZpiSealContext context = {"outbox", "frozen", item->id, 0};
  g_autoptr (GBytes) plain = zpi_pack_texts (texts, G_N_ELEMENTS (texts));

  return seal (self, item->case_id, case_key, &context, plain, error);
}

/* What the sending learns: the server's version and its last problem. */
static GBytes *
seal_progress (ZpiStore *self,
               const ZpiOutboxItem *item,
               GBytes *case_key,
               guint64 version,
               GError **error)
{
  g_autofree char *detail = text_of (item->problem_detail);
  const char *const texts[] = {item->etag, detail};
  const ZpiSealContext context = {"outbox", "progress", item->id, version};
  g_autoptr (GBytes) plain = zpi_pack_texts (texts, G_N_ELEMENTS (texts));

  return seal (self, item->case_id, case_key, &context, plain, error);
}

static gboolean
insert_item (ZpiStore *self, const ZpiOutboxItem *item, GBytes *case_key, GError **error)
{
  const ZpiSealContext context = {"outbox", "payload", item->id, 0};
  g_autoptr (GBytes) payload = seal (self, item->case_id, case_key, &context, item->payload, error);
  g_autoptr (GBytes) frozen = payload != NULL ? seal_frozen (self, item, case_key, error) : NULL;
  g_autoptr (GBytes) progress =
      frozen != NULL ? seal_progress (self, item, case_key, 0, error) : NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;

  if (progress == NULL)
    return FALSE;
  stmt = zpi_store_prepare (
      self,
      "INSERT INTO outbox (id, case_id, kind, step, idempotency_key, attempts, queued_us, "
      "next_at_us, retry_after_us, sending_since_us, tried_us, problem, payload, frozen, progress) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
      error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, item->id);
  zpi_sql_bind_text (stmt, 2, item->case_id);
  zpi_sql_bind_text (stmt, 3, item->kind);
  zpi_sql_bind_text (stmt, 4, zpi_outbox_step_to_nick (item->step));
  zpi_sql_bind_text (stmt, 5, item->idempotency_key);
  zpi_sql_bind_int (stmt, 6, item->attempts);
  zpi_sql_bind_int (stmt, 7, item->queued_us);
  zpi_sql_bind_int (stmt, 8, item->next_at_us);
  zpi_sql_bind_int (stmt, 9, item->retry_after_us);
  zpi_sql_bind_int (stmt, 10, item->sending_since_us);
  zpi_sql_bind_int (stmt, 11, item->tried_us);
  zpi_sql_bind_text (stmt, 12, item->problem);
  zpi_sql_bind_bytes (stmt, 13, payload);
  zpi_sql_bind_bytes (stmt, 14, frozen);
  zpi_sql_bind_bytes (stmt, 15, progress);
  return zpi_sql_done (stmt, error);
}

/**
 * zpi_outbox_store_insert:
 * @store: a store
 * @item: what was frozen; its payload, digest, kind, idempotency key and times have to be set
 * @parts: (nullable) (element-type ZpiOutboxPart): its documents
 * @error: return location for an error
 *
 * On the store thread, inside the transaction that also moves the case's state.
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when the id is in the outbox already,
 *   %ZPI_ERROR_NOT_FOUND for the case, %ZPI_ERROR_KEY_MISSING or a storage error
 */
gboolean
zpi_outbox_store_insert (ZpiStore *store,
                         const ZpiOutboxItem *item,
                         GPtrArray *parts,
                         GError **error)
{
  g_autoptr (GBytes) case_key = NULL;

  g_return_val_if_fail (item != NULL && item->id != NULL && item->case_id != NULL, FALSE);
  g_return_val_if_fail (item->payload != NULL && item->payload_sha256 != NULL, FALSE);
  g_return_val_if_fail (item->kind != NULL && item->idempotency_key != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  case_key = zpi_case_store_ensure_key (store, item->case_id, error);
  if (case_key == NULL || !insert_item (store, item, case_key, error))
    return FALSE;
  for (guint i = 0; parts != NULL && i < parts->len; i++)
    if (!zpi_outbox_parts_insert (store, item, parts->pdata[i], i, case_key, error))
      return FALSE;
  return TRUE;
}

/* Everything that stands in the clear. */
static ZpiOutboxItem *
item_from_row (sqlite3_stmt *stmt, GError **error)
{
  g_autoptr (ZpiOutboxItem) item = g_new0 (ZpiOutboxItem, 1);

  item->id = zpi_sql_dup_text (stmt, ITEM_ID);
  item->case_id = zpi_sql_dup_text (stmt, ITEM_CASE);
  item->kind = zpi_sql_dup_text (stmt, ITEM_KIND);
  item->idempotency_key = zpi_sql_dup_text (stmt, ITEM_KEY);
  item->attempts = sqlite3_column_int64 (stmt, ITEM_ATTEMPTS);
  item->queued_us = sqlite3_column_int64 (stmt, ITEM_QUEUED);
  item->next_at_us = sqlite3_column_int64 (stmt, ITEM_NEXT_AT);
  item->retry_after_us = sqlite3_column_int64 (stmt, ITEM_RETRY_AFTER);
  item->sending_since_us = sqlite3_column_int64 (stmt, ITEM_SENDING_SINCE);
  item->tried_us = sqlite3_column_int64 (stmt, ITEM_TRIED);
  item->problem = zpi_sql_dup_text (stmt, ITEM_PROBLEM);
  if (!zpi_outbox_step_from_nick ((const char *) sqlite3_column_text (stmt, ITEM_STEP),
                                  &item->step)) {
    broken (error);
    return NULL;
  }
  return g_steal_pointer (&item);
}

/* What is sealed in a column. */
static GBytes *
open_column (ZpiStore *self,
             sqlite3_stmt *stmt,
             int column,
             const ZpiSealContext *context,
             GError **error)
{
  const char *case_id = (const char *) sqlite3_column_text (stmt, ITEM_CASE);
  g_autoptr (GBytes) sealed = zpi_sql_dup_bytes (stmt, column);
  g_autoptr (GBytes) case_key = zpi_sql_dup_bytes (stmt, ITEM_CASE_KEY);

  if (sealed == NULL || case_key == NULL) {
    broken (error);
    return NULL;
  }
  return zpi_vault_open (self->vault, case_id, case_key, context, sealed, error);
}

/* What was queued before 2026-11-28 says neither where it goes nor in whose name. */
static gboolean
open_frozen (ZpiStore *self, sqlite3_stmt *stmt, ZpiOutboxItem *item, GError **error)
{
  const ZpiSealContext context = {"outbox", "frozen", item->id, 0};
  g_autoptr (GBytes) plain = open_column (self, stmt, ITEM_FROZEN, &context, error);
  char *texts[4] = {NULL};

  if (plain == NULL)
    return FALSE;
  if (!zpi_unpack_texts (plain, texts, 4) && !zpi_unpack_texts (plain, texts, 2))
    return broken (error);
  item->payload_sha256 = texts[0];
  item->declaration = bytes_of (texts[1]);
  zpi_wipe_free (texts[1]);
  item->address = texts[2];
  item->subject = texts[3];
  return TRUE;
}

static gboolean
open_progress (ZpiStore *self, sqlite3_stmt *stmt, ZpiOutboxItem *item, GError **error)
{
  const ZpiSealContext context = {"outbox",
                                  "progress",
                                  item->id,
                                  sqlite3_column_int64 (stmt, ITEM_VERSION)};
  g_autoptr (GBytes) plain = open_column (self, stmt, ITEM_PROGRESS, &context, error);
  char *texts[2];

  if (plain == NULL)
    return FALSE;
  if (!zpi_unpack_texts (plain, texts, G_N_ELEMENTS (texts)))
    return broken (error);
  item->etag = texts[0];
  item->problem_detail = bytes_of (texts[1]);
  zpi_wipe_free (texts[1]);
  return TRUE;
}

static gboolean
open_item (ZpiStore *self, sqlite3_stmt *stmt, ZpiOutboxItem *item, GError **error)
{
  return open_frozen (self, stmt, item, error) && open_progress (self, stmt, item, error);
}

/* After open_item(), which knows that there is a key. */
static gboolean
open_payload (ZpiStore *self, sqlite3_stmt *stmt, ZpiOutboxItem *item, GError **error)
{
  const ZpiSealContext context = {"outbox", "payload", item->id, 0};
  g_autoptr (GBytes) sealed = zpi_sql_dup_bytes (stmt, ITEM_PAYLOAD);
  g_autoptr (GBytes) case_key = zpi_sql_dup_bytes (stmt, ITEM_CASE_KEY);

  if (sealed == NULL)
    return broken (error);
  item->payload = zpi_vault_open (self->vault, item->case_id, case_key, &context, sealed, error);
  return item->payload != NULL;
}

/**
 * zpi_outbox_store_get:
 * @store: a store
 * @id: a submission
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full): the item with its payload; %NULL with %ZPI_ERROR_NOT_FOUND,
 *   %ZPI_ERROR_KEY_MISSING, %ZPI_ERROR_SEAL_BROKEN or a storage error
 */
ZpiOutboxItem *
zpi_outbox_store_get (ZpiStore *store, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (ZpiOutboxItem) item = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (id != NULL, NULL);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store, "SELECT " ITEM_COLUMNS "WHERE o.id = ?1", error);
  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, id);
  if (!zpi_sql_row (stmt, &has_row, error))
    return NULL;
  if (!has_row) {
    not_found (error);
    return NULL;
  }
  item = item_from_row (stmt, error);
  if (item == NULL || !open_item (store, stmt, item, error) ||
      !open_payload (store, stmt, item, error))
    return NULL;
  return g_steal_pointer (&item);
}

/**
 * zpi_outbox_store_find_document:
 * @store: a store
 * @document_id: a document
 * @error: return location for an error
 *
 * On the store thread. Also what does not open is found.
 *
 * Returns: (transfer full) (nullable): the submission that still has to go with the document, as
 * far as it stands in the clear; %NULL without an error when there is none
 */
ZpiOutboxItem *
zpi_outbox_store_find_document (ZpiStore *store, const char *document_id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (document_id != NULL, NULL);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store,
                            "SELECT " ITEM_COLUMNS "JOIN outbox_parts p ON p.outbox_id = o.id "
                            "WHERE p.document_id = ?1 AND o.step <> 'done' LIMIT 1",
                            error);
  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, document_id);
  if (!zpi_sql_row (stmt, &has_row, error) || !has_row)
    return NULL;
  return item_from_row (stmt, error);
}

/* A time that was planned by a clock that stood ahead of ours now is worth nothing: the try itself
 * lies in the future then. */
#define CLOCK_SLACK_US "300000000"
#define PLANNED_AHEAD  "o.tried_us > ?1 + " CLOCK_SLACK_US

/* What may go, oldest first. A case that needs a person stays put; a new application goes only
 * while its case says so. */
static sqlite3_stmt *
prepare_next (ZpiStore *self, gint64 now_us, gboolean ignore_waiting, GError **error)
{
  sqlite3_stmt *stmt =
      zpi_store_prepare (self,
                         "SELECT o.id FROM outbox o JOIN cases c ON c.id = o.case_id "
                         "WHERE o.step <> 'done' AND o.next_at_us < ?3 "
                         "AND (o.retry_after_us <= ?1 OR " PLANNED_AHEAD ") "
                         "AND (?2 OR o.next_at_us <= ?1 OR " PLANNED_AHEAD ") "
                         "AND c.state <> 'attention' "
                         "AND (o.kind <> 'aanvraag' OR c.state IN ('waiting', 'sending')) "
                         "ORDER BY o.queued_us, o.rowid",
                         error);

  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_int (stmt, 1, now_us);
  zpi_sql_bind_int (stmt, 2, ignore_waiting ? 1 : 0);
  zpi_sql_bind_int (stmt, 3, ZPI_OUTBOX_PARKED);
  return stmt;
}

/**
 * zpi_outbox_store_next:
 * @store: a store
 * @now_us: the time
 * @ignore_waiting: a person asked: only `Retry-After` counts
 * @skip: (nullable) (element-type utf8): a set of ids already tried in this round
 * @error: return location for an error
 *
 * On the store thread.
 *
 * An item that does not open is passed over: it holds up nobody, and stays in the list.
 *
 * Returns: (transfer full) (nullable): the oldest item that may go, with its payload; %NULL without
 *   error when there is none
 */
ZpiOutboxItem *
zpi_outbox_store_next (ZpiStore *store,
                       gint64 now_us,
                       gboolean ignore_waiting,
                       GHashTable *skip,
                       GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = TRUE;

  g_assert (zpi_store_on_thread (store));

  stmt = prepare_next (store, now_us, ignore_waiting, error);
  if (stmt == NULL)
    return NULL;
  while (has_row) {
    g_autoptr (ZpiOutboxItem) item = NULL;
    g_autoptr (GError) local_error = NULL;
    const char *id;

    if (!zpi_sql_row (stmt, &has_row, error))
      return NULL;
    id = has_row ? (const char *) sqlite3_column_text (stmt, 0) : NULL;
    if (id == NULL || (skip != NULL && g_hash_table_contains (skip, id)))
      continue;
    item = zpi_outbox_store_get (store, id, &local_error);
    if (item != NULL)
      return g_steal_pointer (&item);
    if (!g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN)) {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
    g_message ("A frozen submission does not open and is passed over");
  }
  return NULL;
}

/**
 * zpi_outbox_store_list:
 * @store: a store
 * @error: return location for an error
 *
 * On the store thread. An item that does not open is listed with what stands in the clear.
 *
 * Returns: (transfer full) (element-type ZpiOutboxItem): what is not done, oldest first, without
 *   payload
 */
GPtrArray *
zpi_outbox_store_list (ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_item_free);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = TRUE;

  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store,
                            "SELECT " ITEM_COLUMNS
                            "WHERE o.step <> 'done' ORDER BY o.queued_us, o.rowid",
                            error);
  if (stmt == NULL)
    return NULL;
  while (has_row) {
    ZpiOutboxItem *item;

    if (!zpi_sql_row (stmt, &has_row, error))
      return NULL;
    item = has_row ? item_from_row (stmt, NULL) : NULL;
    if (item != NULL) {
      open_item (store, stmt, item, NULL);
      g_ptr_array_add (items, item);
    }
  }
  return g_steal_pointer (&items);
}

/* Version of an item and the key of its case. */
static gboolean
get_version (ZpiStore *self, const char *id, guint64 *version, GBytes **case_key, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self,
                         "SELECT o.version, c.case_key FROM outbox o "
                         "JOIN cases c ON c.id = o.case_id WHERE o.id = ?1",
                         error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, id);
  if (!zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return not_found (error);
  *version = sqlite3_column_int64 (stmt, 0);
  *case_key = zpi_sql_dup_bytes (stmt, 1);
  if (*case_key == NULL)
    return broken (error);
  return TRUE;
}

/**
 * zpi_outbox_store_update:
 * @store: a store
 * @item: an item of the outbox; its step, etag, attempts, times and problem are written
 * @error: return location for an error
 *
 * On the store thread, inside a transaction. What was frozen is never written again.
 */
gboolean
zpi_outbox_store_update (ZpiStore *store, const ZpiOutboxItem *item, GError **error)
{
  g_autoptr (GBytes) case_key = NULL;
  g_autoptr (GBytes) progress = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint64 version;

  g_return_val_if_fail (item != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  if (!get_version (store, item->id, &version, &case_key, error))
    return FALSE;
  progress = seal_progress (store, item, case_key, version + 1, error);
  if (progress == NULL)
    return FALSE;
  stmt = zpi_store_prepare (store,
                            "UPDATE outbox SET step = ?2, attempts = ?3, next_at_us = ?4, "
                            "retry_after_us = ?5, sending_since_us = ?6, tried_us = ?7, "
                            "problem = ?8, version = ?9, progress = ?10 WHERE id = ?1",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, item->id);
  zpi_sql_bind_text (stmt, 2, zpi_outbox_step_to_nick (item->step));
  zpi_sql_bind_int (stmt, 3, item->attempts);
  zpi_sql_bind_int (stmt, 4, item->next_at_us);
  zpi_sql_bind_int (stmt, 5, item->retry_after_us);
  zpi_sql_bind_int (stmt, 6, item->sending_since_us);
  zpi_sql_bind_int (stmt, 7, item->tried_us);
  zpi_sql_bind_text (stmt, 8, item->problem);
  zpi_sql_bind_int (stmt, 9, version + 1);
  zpi_sql_bind_bytes (stmt, 10, progress);
  return zpi_sql_done (stmt, error);
}

/**
 * zpi_outbox_store_readdress:
 * @store: a store
 * @id: a submission
 * @address: (nullable): where it goes now
 * @subject: (nullable): in whose name
 * @error: return location for an error
 *
 * On the store thread, inside a transaction. Only when a person said so.
 */
gboolean
zpi_outbox_store_readdress (ZpiStore *store,
                            const char *id,
                            const char *address,
                            const char *subject,
                            GError **error)
{
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, id, error);
  g_autoptr (GBytes) case_key = NULL;
  g_autoptr (GBytes) frozen = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint64 version;

  if (item == NULL || !get_version (store, id, &version, &case_key, error))
    return FALSE;
  g_free (item->address);
  g_free (item->subject);
  item->address = g_strdup (address);
  item->subject = g_strdup (subject);
  frozen = seal_frozen (store, item, case_key, error);
  if (frozen == NULL)
    return FALSE;
  stmt = zpi_store_prepare (store, "UPDATE outbox SET frozen = ?2 WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, id);
  zpi_sql_bind_bytes (stmt, 2, frozen);
  return zpi_sql_done (stmt, error);
}

/**
 * zpi_outbox_store_remove:
 * @store: a store
 * @id: a submission
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 */
gboolean
zpi_outbox_store_remove (ZpiStore *store, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (id != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  stmt = zpi_store_prepare (store, "DELETE FROM outbox WHERE id = ?1", error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, id);
  if (!zpi_sql_done (stmt, error))
    return FALSE;
  return sqlite3_changes (store->db) > 0 || not_found (error);
}

/**
 * zpi_outbox_store_next_time:
 * @store: a store
 * @at_us: (out): the earliest time at which an item may go, 0 when nothing waits
 * @error: return location for an error
 *
 * On the store thread. Parked items do not count.
 */
gboolean
zpi_outbox_store_next_time (ZpiStore *store, gint64 *at_us, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = FALSE;

  g_return_val_if_fail (at_us != NULL, FALSE);
  g_assert (zpi_store_on_thread (store));

  /* An item that may go at once has time 1 rather than 0, which means nothing. */
  stmt = zpi_store_prepare (store,
                            "SELECT coalesce (min (iif (" PLANNED_AHEAD
                            ", 1, max (o.next_at_us, o.retry_after_us, 1))), 0) FROM outbox o "
                            "WHERE o.step <> 'done' AND o.next_at_us < 9223372036854775807",
                            error);
  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_int (stmt, 1, zpi_clock_now_us ());
  if (!zpi_sql_row (stmt, &has_row, error))
    return FALSE;
  *at_us = has_row ? sqlite3_column_int64 (stmt, 0) : 0;
  return TRUE;
}
