/* SPDX-License-Identifier: EUPL-1.2 */

/* What `zpictl verify` counts: does every record open, does anything stand alone. */

#include "zpi-case-store.h"
#include "zpi-digest.h"
#include "zpi-document-store.h"
#include "zpi-json.h"
#include "zpi-store-private.h"

/**
 * zpi_verify_report_free:
 * @self: (transfer full): a report
 */
void
zpi_verify_report_free (ZpiVerifyReport *self)
{
  g_clear_pointer (&self->damaged, g_ptr_array_unref);
  g_free (self);
}

/**
 * zpi_verify_report_is_ok:
 * @self: a report
 *
 * Returns: whether nothing was found. A store that is damaged may lack what nothing in it points to
 *   any more, so that whatever is left of it proves nothing
 */
gboolean
zpi_verify_report_is_ok (const ZpiVerifyReport *self)
{
  return self->integrity_ok && self->n_orphans == 0 && self->damaged->len == 0;
}

static gboolean
check_integrity (ZpiStore *self)
{
  gboolean ok = FALSE;

  /* What was salvaged is in order, what it was salvaged from is not. */
  return !self->salvaged && zpi_sql_says_ok (self->db, "PRAGMA integrity_check (1)", &ok, NULL) &&
         ok;
}

/* Counts the rows of a query; what cannot be read is not counted. */
static guint
count_rows (ZpiStore *self, const char *sql)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (self, sql, NULL);
  gboolean has_row = stmt != NULL;
  guint n = 0;

  while (has_row && zpi_sql_row (stmt, &has_row, NULL) && has_row)
    n++;
  return n;
}

static GStrv
list_texts (ZpiStore *self, const char *sql, const char *id, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (self, sql, error);
  gboolean has_row = TRUE;

  if (stmt == NULL)
    return NULL;
  zpi_sql_bind_text (stmt, 1, id);
  while (has_row) {
    if (!zpi_sql_row (stmt, &has_row, error))
      return NULL;
    if (has_row)
      g_strv_builder_add (builder, (const char *) sqlite3_column_text (stmt, 0));
  }
  return g_strv_builder_end (builder);
}

/* Whether the chunks open, in order, to what the record says. */
static gboolean
verify_document (ZpiStore *self, const char *document_id, ZpiVerifyReport *report)
{
  guint64 size = 0;
  guint64 n_chunks = 0;
  guint64 seen = 0;
  g_autofree char *sha256 = NULL;
  g_autofree char *found = NULL;
  ZpiDigest *digest;

  if (!zpi_document_store_get (self, document_id, &size, &n_chunks, NULL, &sha256, NULL))
    return FALSE;
  digest = zpi_digest_new ();
  for (guint64 i = 0; i < n_chunks; i++) {
    g_autoptr (GBytes) plain = zpi_document_store_read_chunk (self, document_id, i, NULL);

    if (plain == NULL)
      break;
    zpi_digest_update (digest, g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
    seen += g_bytes_get_size (plain);
    report->n_chunks++;
  }
  found = zpi_digest_finish (digest);
  return seen == size && g_strcmp0 (found, sha256) == 0;
}

static gboolean
verify_documents (ZpiStore *self, const char *case_id, ZpiVerifyReport *report)
{
  g_auto (GStrv) ids = zpi_document_store_list (self, case_id, NULL);
  gboolean sound = ids != NULL;

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    report->n_documents++;
    sound &= verify_document (self, ids[i], report);
  }
  return sound;
}

static gboolean
verify_records (ZpiStore *self, const char *case_id, ZpiVerifyReport *report)
{
  g_auto (GStrv) names =
      list_texts (self, "SELECT name FROM records WHERE case_id = ?1", case_id, NULL);
  gboolean sound = names != NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    g_autoptr (GBytes) value = zpi_case_store_get_record (self, case_id, names[i], NULL);

    report->n_records++;
    sound &= value != NULL;
  }
  return sound;
}

/* What is sent is what stands here. */
static gboolean
verify_part (ZpiStore *self, const ZpiOutboxPart *part)
{
  guint64 size = 0;

  return zpi_document_store_get (self, part->document_id, &size, NULL, NULL, NULL, NULL) &&
         size == part->size_bytes;
}

/* A part has to be of a document that is still there, until it was sent. */
static gboolean
verify_outbox (ZpiStore *self, const char *case_id, ZpiVerifyReport *report)
{
  g_auto (GStrv) ids = list_texts (self, "SELECT id FROM outbox WHERE case_id = ?1", case_id, NULL);
  gboolean sound = ids != NULL;

  for (guint i = 0; ids != NULL && ids[i] != NULL; i++) {
    g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (self, ids[i], NULL);
    g_autoptr (GPtrArray) parts = zpi_outbox_store_parts (self, ids[i], NULL);

    report->n_records++;
    sound &= item != NULL && parts != NULL;
    for (guint j = 0; item != NULL && parts != NULL && j < parts->len; j++) {
      const ZpiOutboxPart *part = parts->pdata[j];

      if (item->step != ZPI_OUTBOX_DONE)
        sound &= verify_part (self, part);
    }
  }
  return sound;
}

/* A cleared case has no answers, and that is sound. */
static gboolean
verify_answers (ZpiStore *self, const char *case_id, ZpiVerifyReport *report)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GBytes) snapshot = zpi_case_store_load (self, case_id, &info, &error);

  if (snapshot != NULL)
    report->n_records++;
  return info != NULL && !info->damaged && zpi_store_verify_clear (self, info, snapshot) &&
         (snapshot != NULL || g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND));
}

/* (transfer full) (nullable): the state that the last event of the case names */
static char *
last_event (ZpiStore *self, const char *case_id)
{
  g_autoptr (GBytes) value = zpi_case_store_get_record (self, case_id, "timeline", NULL);
  g_autoptr (JsonNode) root = value != NULL ? zpi_json_parse (value, 0, 0, NULL) : NULL;
  JsonArray *events =
      root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  const guint n = events != NULL ? json_array_get_length (events) : 0;

  if (n == 0 || !JSON_NODE_HOLDS_OBJECT (json_array_get_element (events, n - 1)))
    return NULL;
  return g_strdup (zpi_json_get_string (json_array_get_object_element (events, n - 1), "state"));
}

static gboolean
has_open_item (ZpiStore *self, const char *case_id)
{
  g_auto (GStrv) ids = list_texts (self,
                                   "SELECT id FROM outbox WHERE case_id = ?1 AND step <> 'done'",
                                   case_id,
                                   NULL);

  return ids != NULL && ids[0] != NULL;
}

/* What was queued is in the outbox until it was received or taken back: somebody who put the case's
 * row back to an earlier one, or took the outbox's away, would leave it silently unsent. */
static gboolean
verify_queued (ZpiStore *self, const ZpiCaseInfo *info)
{
  g_autofree char *event = NULL;

  if (info->kind != ZPI_CASE_APPLICATION)
    return TRUE;
  event = last_event (self, info->id);
  if (info->state == ZPI_CASE_DRAFT)
    return g_strcmp0 (event, "waiting") != 0;
  if (info->state != ZPI_CASE_WAITING && info->state != ZPI_CASE_SENDING)
    return TRUE;
  return has_open_item (self, info->id);
}

static gboolean
verify_case (ZpiStore *self, const ZpiCaseInfo *info, ZpiVerifyReport *report)
{
  const char *case_id = info->id;
  gboolean sound = verify_answers (self, case_id, report);

  sound &= verify_records (self, case_id, report);
  sound &= verify_documents (self, case_id, report);
  sound &= verify_outbox (self, case_id, report);
  sound &= verify_queued (self, info);
  report->n_cases++;
  return sound;
}

static ZpiVerifyReport *
verify (ZpiStore *self, GError **error)
{
  g_autoptr (ZpiVerifyReport) report = NULL;
  g_autoptr (GPtrArray) infos = zpi_case_store_list (self, error);

  self->found_damage = TRUE;
  if (infos == NULL)
    return NULL;
  report = g_new0 (ZpiVerifyReport, 1);
  report->damaged = g_ptr_array_new_with_free_func (g_free);
  report->integrity_ok = check_integrity (self);
  report->n_orphans = count_rows (self, "PRAGMA foreign_key_check") +
                      count_rows (self,
                                  "SELECT 1 FROM chunks c JOIN documents d ON d.id = c.document_id "
                                  "WHERE c.position >= d.n_chunks");
  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = infos->pdata[i];

    if (!verify_case (self, info, report))
      g_ptr_array_add (report->damaged, g_strdup (info->id));
  }
  self->found_damage = !zpi_verify_report_is_ok (report);
  return g_steal_pointer (&report);
}

/**
 * zpi_store_verify:
 * @store: a store whose vault is unlocked
 * @error: return location for an error
 *
 * Reads everything: the database's own structure, every sealed record, every chunk of every
 * document with its digest, in one look: what other programs change meanwhile is not half seen. On
 * the store thread.
 *
 * Returns: (transfer full): the counts; %NULL with %ZPI_ERROR_KEY_MISSING while locked, or when not
 *   even the list of cases can be read
 */
ZpiVerifyReport *
zpi_store_verify (ZpiStore *store, GError **error)
{
  ZpiVerifyReport *report;

  g_assert (zpi_store_on_thread (store));

  if (!zpi_vault_is_unlocked (store->vault)) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The vault is locked");
    return NULL;
  }
  if (!sqlite3_get_autocommit (store->db))
    return verify (store, error); /* in the look that is going on */
  if (!zpi_sql_exec (store->db, "BEGIN", error))
    return NULL;
  report = verify (store, error);
  /* Nothing was changed: that it does not end well says nothing of what was read. */
  if (!zpi_sql_exec (store->db, "COMMIT", NULL))
    sqlite3_exec (store->db, "ROLLBACK", NULL, NULL, NULL);
  return report;
}

/**
 * zpi_store_verify_case:
 * @store: a store whose vault is unlocked
 * @case_id: a case
 * @error: return location for an error
 *
 * Reads everything of one case, as zpi_store_verify() does of all. On the store thread.
 *
 * Returns: %FALSE with %ZPI_ERROR_STORE_DAMAGED when something of it does not open or contradicts
 * itself, %ZPI_ERROR_NOT_FOUND or a storage error
 */
gboolean
zpi_store_verify_case (ZpiStore *store, const char *case_id, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, case_id, error);
  ZpiVerifyReport report = {0};

  if (info == NULL)
    return FALSE;
  if (verify_case (store, info, &report))
    return TRUE;
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_STORE_DAMAGED, "A case contradicts itself");
  return FALSE;
}
