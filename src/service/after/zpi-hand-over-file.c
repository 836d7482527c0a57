/* SPDX-License-Identifier: EUPL-1.2 */

/* The file of a case: first what it is, with the answers and the records that stay with it; then
 * the documents, chunk by chunk, in the order they were named in. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-hand-over-file.h"

#include <string.h>

#include "zpi-checks.h"
#include "zpi-clock.h"
#include "zpi-digest.h"
#include "zpi-field.h"
#include "zpi-json.h"
#include "zpi-letters.h"
#include "zpi-outgoing.h"
#include "zpi-photo-item.h"
#include "zpi-reminder-record.h"
#include "zpi-still-missing.h"
#include "zpi-submission.h"

#define VERSION 1

/* 31 December 9999. */
#define MAX_DUE_US (G_GINT64_CONSTANT (253402300799) * G_USEC_PER_SEC)

/* As which state a case goes to the other desk; what waits here was not sent, so it is a draft
 * there. */
gboolean
zpi_hand_over_file_choose_state (ZpiCaseState state, ZpiCaseState *as)
{
  switch (state) {
  case ZPI_CASE_WAITING:
  case ZPI_CASE_SENDING:
  case ZPI_CASE_ATTENTION:
    *as = ZPI_CASE_DRAFT;
    return TRUE;
  case ZPI_CASE_HANDED_OVER:
  case ZPI_CASE_CLOSED:
    return FALSE;
  default:
    *as = state;
    return TRUE;
  }
}

/* What was removed stays here until its way back is gone: that is nobody else's. */
static GStrv
list_documents (ZpiStore *store, const char *case_id, GBytes *snapshot, GError **error)
{
  g_auto (GStrv) ids = zpi_document_store_list (store, case_id, error);
  g_autoptr (GStrvBuilder) named = g_strv_builder_new ();
  g_autoptr (ZpiCase) zcase = NULL;
  g_auto (GStrv) items = NULL;

  if (ids == NULL || snapshot == NULL)
    return g_steal_pointer (&ids);
  zcase = zpi_case_new_from_snapshot (snapshot, error);
  if (zcase == NULL)
    return NULL;
  items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
  for (guint i = 0; ids[i] != NULL; i++)
    if (g_strv_contains ((const char *const *) items, ids[i]))
      g_strv_builder_add (named, ids[i]);
  return g_strv_builder_end (named);
}

/* What goes along of a case that the municipality has. */
static const char *const record_names[] = {
    "receipt",
    "status",
    "timeline",
    "stub",
    "received-at",
    ZPI_RECORD_REMINDER,
    ZPI_RECORD_MISSING,
    ZPI_RECORD_ANSWERS,
    ZPI_RECORD_PHOTO_ORDER,
};

static void
set_text (JsonObject *object, const char *member, GBytes *bytes)
{
  g_autofree char *text = NULL;

  if (bytes == NULL)
    return;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  zpi_json_set_string (object, member, text);
  explicit_bzero (text, strlen (text));
}

static JsonObject *
describe_records (ZpiStore *store, const char *case_id)
{
  JsonObject *records = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (record_names); i++) {
    g_autoptr (GBytes) record = zpi_case_store_get_record (store, case_id, record_names[i], NULL);

    set_text (records, record_names[i], record);
  }
  return records;
}

static JsonArray *
describe_documents (ZpiStore *store, GStrv ids, GError **error)
{
  g_autoptr (JsonArray) documents = json_array_new ();

  for (guint i = 0; ids[i] != NULL; i++) {
    g_autofree char *media_type = NULL;
    g_autofree char *sha256 = NULL;
    guint64 size, n_chunks;
    JsonObject *document;

    if (!zpi_document_store_get (store, ids[i], &size, &n_chunks, &media_type, &sha256, error))
      return NULL;
    document = json_object_new ();
    zpi_json_set_string (document, "id", ids[i]);
    zpi_json_set_string (document, "media_type", media_type);
    zpi_json_set_string (document, "sha256", sha256);
    json_object_set_int_member (document, "size", (gint64) size);
    json_object_set_int_member (document, "chunks", (gint64) n_chunks);
    json_array_add_object_element (documents, document);
  }
  return g_steal_pointer (&documents);
}

static gboolean
write_document (ZpiStore *store, const char *id, ZpiParcel *parcel, GError **error)
{
  guint64 n_chunks;

  if (!zpi_document_store_get (store, id, NULL, &n_chunks, NULL, NULL, error))
    return FALSE;
  for (guint64 i = 0; i < n_chunks; i++) {
    g_autoptr (GBytes) chunk = zpi_outgoing_read_chunk (store, id, i, error);

    if (chunk == NULL || !zpi_parcel_write (parcel, chunk, FALSE, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_manifest (JsonObject *manifest, ZpiParcel *parcel, GError **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) bytes = NULL;

  json_node_set_object (root, manifest);
  bytes = zpi_json_serialize (root, FALSE);
  return zpi_parcel_write (parcel, bytes, FALSE, error);
}

gboolean
zpi_hand_over_file_write (ZpiStore *store,
                          const char *case_id,
                          ZpiCaseState state,
                          ZpiParcel *parcel,
                          GError **error)
{
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, case_id, &info, &local);
  g_auto (GStrv) ids = list_documents (store, case_id, snapshot, error);
  g_autoptr (GBytes) end = g_bytes_new_static ("", 0);
  g_autoptr (JsonObject) manifest = json_object_new ();
  JsonArray *documents = ids != NULL ? describe_documents (store, ids, error) : NULL;

  if (documents == NULL)
    return FALSE;
  json_object_set_array_member (manifest, "documents", documents);
  if (info == NULL || (snapshot == NULL && info->cleared_us == 0)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  json_object_set_int_member (manifest, "version", VERSION);
  zpi_json_set_string (manifest, "id", case_id);
  zpi_json_set_string (manifest, "kind", zpi_case_kind_to_nick (info->kind));
  zpi_json_set_string (manifest, "state", zpi_case_state_to_nick (state));
  zpi_json_set_string (manifest, "reference", info->reference);
  zpi_json_set_string (manifest, "name", info->name);
  zpi_json_set_string (manifest, "initials", info->initials);
  json_object_set_int_member (manifest, "due_us", info->due_us);
  set_text (manifest, "snapshot", snapshot);
  json_object_set_object_member (manifest, "records", describe_records (store, case_id));
  if (!write_manifest (manifest, parcel, error))
    return FALSE;
  for (guint i = 0; ids[i] != NULL; i++)
    if (!write_document (store, ids[i], parcel, error))
      return FALSE;
  return zpi_parcel_write (parcel, end, TRUE, error);
}

/* Reading. */

static gboolean
bad_format (GError **error)
{
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_BAD_FORMAT,
                       "The file holds no whole case. Have it handed over again");
  return FALSE;
}

/* A piece that does not fit there is no part of a document, such as the end of the file. */
static gboolean
append_chunk (ZpiStore *store,
              const char *id,
              guint64 index,
              gboolean last,
              GBytes *chunk,
              GError **error)
{
  g_autoptr (GError) local = NULL;

  if (zpi_document_store_append (store, id, index, last, chunk, &local))
    return TRUE;
  if (g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED))
    return bad_format (error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* One that the case does not name nobody would ever see, or remove. */
static gboolean
is_named (ZpiCase *zcase, const char *document_id)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);

  return g_strv_contains ((const char *const *) items, document_id);
}

static gboolean
read_document (ZpiStore *store,
               ZpiCase *zcase,
               JsonObject *document,
               ZpiParcel *parcel,
               GError **error)
{
  const char *id = zpi_json_get_string (document, "id");
  const char *sha256 = zpi_json_get_string (document, "sha256");
  ZpiDigest *digest;
  g_autofree char *found = NULL;
  gint64 size = 0, n_chunks = 0;
  gboolean whole = TRUE, last = FALSE;

  if (id == NULL || !is_named (zcase, id) || sha256 == NULL ||
      !zpi_json_get_int (document, "size", &size) ||
      !zpi_json_get_int (document, "chunks", &n_chunks) || size < 0 || n_chunks < 1)
    return bad_format (error);
  if (!zpi_document_store_begin (store, zpi_case_get_id (zcase), id, error))
    return FALSE;
  digest = zpi_digest_new ();
  for (gint64 i = 0; whole && i < n_chunks; i++) {
    g_autoptr (GBytes) chunk = zpi_parcel_read (parcel, &last, error);

    whole = chunk != NULL && append_chunk (store, id, (guint64) i, i == n_chunks - 1, chunk, error);
    if (whole)
      zpi_digest_update (digest, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  }
  found = zpi_digest_finish (digest);
  if (!whole)
    return FALSE;
  if (strcmp (found, sha256) != 0)
    return bad_format (error);
  return zpi_document_store_finish (store,
                                    id,
                                    zpi_json_get_string (document, "media_type"),
                                    (guint64) size,
                                    sha256,
                                    error);
}

static gboolean
keep_bsn_hash (ZpiStore *store, ZpiCase *zcase, GError **error)
{
  g_auto (ZpiCheckResult) bsn = zpi_check_bsn (zpi_case_get (zcase, ZPI_KEY_BSN));
  g_autofree char *hash = NULL;

  if (bsn.code != ZPI_CHECK_OK || bsn.normalised == NULL)
    return TRUE;
  hash = zpi_vault_hash_bsn (zpi_store_get_vault (store), bsn.normalised, error);
  return hash != NULL && zpi_case_store_set_bsn_hash (store, zpi_case_get_id (zcase), hash, error);
}

static gboolean
keep_records (ZpiStore *store, const char *case_id, JsonObject *records, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (record_names); i++) {
    const char *text = zpi_json_get_string (records, record_names[i]);

    if (text != NULL && !zpi_follow_up_set_text (store, case_id, record_names[i], text, error))
      return FALSE;
  }
  return TRUE;
}

/* A file of an earlier time that the case was handed over: what was typed since stands here, and
 * perhaps nowhere else. Without answers, which the municipality has, it counts as the newest. */
static gboolean
is_older (const ZpiCaseInfo *info, JsonObject *manifest, ZpiCase *zcase)
{
  return info->cleared_us == 0 && zpi_json_get_string (manifest, "snapshot") != NULL &&
         zpi_case_get_generation (zcase) < info->generation;
}

/* The row that is here is gone when this desk handed the case over; else it stays. */
static gboolean
make_room (ZpiStore *store, JsonObject *manifest, ZpiCase *zcase, GError **error)
{
  const char *case_id = zpi_case_get_id (zcase);
  g_autoptr (GError) local = NULL;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, case_id, &local);

  if (info == NULL && g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    return TRUE;
  if (info == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (info->state == ZPI_CASE_HANDED_OVER && is_older (info, manifest, zcase)) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_CONFLICT,
                         "What was handed over from here is newer than this file. Name the newest "
                         "file, or take back what is here (zpictl take-back)");
    return FALSE;
  }
  if (info->state == ZPI_CASE_HANDED_OVER)
    return zpi_case_store_delete (store, case_id, error);
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_CONFLICT, "This case is here already");
  return FALSE;
}

/* Only what this desk would write too; without answers it is one that the municipality has. */
static gboolean
read_state (JsonObject *manifest, ZpiCaseState *state)
{
  ZpiCaseState as;

  return zpi_case_state_from_nick (zpi_json_get_string (manifest, "state"), state) &&
         zpi_hand_over_file_choose_state (*state, &as) && as == *state &&
         (*state != ZPI_CASE_DRAFT || zpi_json_get_string (manifest, "snapshot") != NULL);
}

/* What waited there does not wait here. */
static gboolean
set_state (ZpiStore *store, const char *case_id, ZpiCaseState state, GError **error)
{
  if (state == ZPI_CASE_DRAFT)
    return zpi_follow_up_add_event (store,
                                    case_id,
                                    zpi_case_state_to_nick (state),
                                    zpi_clock_now_us (),
                                    error);
  return zpi_case_store_set_state (store, case_id, ZPI_CASE_DRAFT, state, NULL, error);
}

static gboolean
insert_case (ZpiStore *store,
             JsonObject *manifest,
             ZpiCase *zcase,
             GBytes *snapshot,
             GError **error)
{
  const char *id = zpi_case_get_id (zcase);
  const char *reference = zpi_json_get_string (manifest, "reference");
  ZpiCaseState state = ZPI_CASE_DRAFT;
  const ZpiCaseLabel label = {zpi_json_get_string (manifest, "name"),
                              zpi_json_get_string (manifest, "initials"),
                              NULL};
  gint64 due_us = 0;

  zpi_json_get_int (manifest, "due_us", &due_us);
  if (!read_state (manifest, &state) || due_us < 0 || due_us > MAX_DUE_US)
    return bad_format (error);
  return make_room (store, manifest, zcase, error) &&
         zpi_case_store_insert (store,
                                id,
                                zpi_case_get_kind (zcase),
                                zpi_case_get_generation (zcase),
                                snapshot,
                                &label,
                                error) &&
         keep_bsn_hash (store, zcase, error) &&
         keep_records (store, id, zpi_json_get_object (manifest, "records"), error) &&
         (reference == NULL || zpi_case_store_set_reference (store, id, reference, error)) &&
         zpi_case_store_set_due (store, id, due_us, error) && set_state (store, id, state, error) &&
         zpi_reminder_apply (store, id, error);
}

/* The answers; of a case whose answers were cleared an empty case under the same id. */
static ZpiCase *
read_case (JsonObject *manifest, GBytes **snapshot, GError **error)
{
  const char *id = zpi_json_get_string (manifest, "id");
  const char *text = zpi_json_get_string (manifest, "snapshot");
  g_autoptr (ZpiCase) zcase = NULL;
  ZpiCaseKind kind;
  gint64 version = 0;

  if (id == NULL || !g_uuid_string_is_valid (id) ||
      !zpi_json_get_int (manifest, "version", &version) || version != VERSION ||
      !zpi_case_kind_from_nick (zpi_json_get_string (manifest, "kind"), &kind)) {
    bad_format (error);
    return NULL;
  }
  if (text != NULL) {
    *snapshot = zpi_secret_bytes_new (text, strlen (text));
    zcase = zpi_case_new_from_snapshot (*snapshot, error);
  } else {
    zcase = zpi_case_new_with_id (kind, id);
    *snapshot = zpi_case_snapshot (zcase);
  }
  if (zcase != NULL &&
      (strcmp (zpi_case_get_id (zcase), id) != 0 || zpi_case_get_kind (zcase) != kind)) {
    bad_format (error);
    return NULL;
  }
  return g_steal_pointer (&zcase);
}

static gboolean
read_documents (ZpiStore *store,
                ZpiCase *zcase,
                JsonArray *documents,
                ZpiParcel *parcel,
                GError **error)
{
  guint n = documents != NULL ? json_array_get_length (documents) : 0;
  g_autoptr (GBytes) end = NULL;
  gboolean last = FALSE;

  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (documents, i);

    if (!JSON_NODE_HOLDS_OBJECT (node))
      return bad_format (error);
    if (!read_document (store, zcase, json_node_get_object (node), parcel, error))
      return FALSE;
  }
  end = zpi_parcel_read (parcel, &last, error);
  if (end == NULL)
    return FALSE;
  return last || bad_format (error);
}

/* Whoever can open the file can seal another with it. */
static gboolean
is_sound (ZpiStore *store, const char *case_id, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (zpi_store_verify_case (store, case_id, &local))
    return TRUE;
  if (g_error_matches (local, ZPI_ERROR, ZPI_ERROR_STORE_DAMAGED))
    return bad_format (error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

char *
zpi_hand_over_file_read (ZpiStore *store, ZpiParcel *parcel, GError **error)
{
  gboolean last = FALSE;
  g_autoptr (GBytes) bytes = zpi_parcel_read (parcel, &last, error);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) snapshot = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  JsonObject *manifest;

  if (bytes == NULL)
    return NULL;
  root = zpi_json_parse (bytes, ZPI_PARCEL_PIECE_BYTES, 0, error);
  if (root == NULL)
    return NULL;
  if (last || !JSON_NODE_HOLDS_OBJECT (root)) {
    bad_format (error);
    return NULL;
  }
  manifest = json_node_get_object (root);
  zcase = read_case (manifest, &snapshot, error);
  if (zcase == NULL || !insert_case (store, manifest, zcase, snapshot, error) ||
      !read_documents (store, zcase, zpi_json_get_array (manifest, "documents"), parcel, error) ||
      !is_sound (store, zpi_case_get_id (zcase), error))
    return NULL;
  return g_strdup (zpi_case_get_id (zcase));
}
