/* SPDX-License-Identifier: EUPL-1.2 */

#include "scenarios.h"

#include "zpi-clock.h"
#include "zpi-digest.h"
#include "zpi-store-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define DOCUMENT_BYTES (ZPI_DOCUMENT_CHUNK_BYTES + 77)

const char *const later_migration[] = {
    "ALTER TABLE cases ADD COLUMN colour TEXT; CREATE TABLE later (id TEXT)",
    NULL,
};

GBytes *
planted_answers (guint64 generation)
{
  g_autofree char *text =
      g_strdup_printf ("{\"name\":\"" PLANTED_NAME "\",\"bsn\":\"" PLANTED_BSN
                       "\",\"amount\":\"" PLANTED_AMOUNT "\",\"email\":\"" PLANTED_EMAIL
                       "\",\"generation\":%" G_GUINT64_FORMAT "}",
                       generation);

  return bytes_of (text);
}

static GBytes *
planted_scan (void)
{
  const gsize length = strlen (PLANTED_SCAN);
  guint8 *data = g_malloc (DOCUMENT_BYTES);

  for (gsize i = 0; i < DOCUMENT_BYTES; i++)
    data[i] = PLANTED_SCAN[i % length];
  return g_bytes_new_take (data, DOCUMENT_BYTES);
}

static gboolean
insert_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) snapshot = planted_answers (1);

  return zpi_case_store_insert (store,
                                data,
                                ZPI_CASE_APPLICATION,
                                1,
                                snapshot,
                                &(ZpiCaseLabel){PLANTED_NAME, "Q.P.", NULL},
                                error);
}

void
prepare_case (Fixture *self)
{
  g_assert_true (fixture_transact (self, insert_func, (gpointer) CASE_A, NULL));
  g_assert_true (fixture_transact (self, insert_func, (gpointer) CASE_B, NULL));
}

static gboolean
load_generation_func (ZpiStore *store, gpointer data, GError **error)
{
  guint64 *generation = data;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, CASE_A, &info, error);
  g_autoptr (GBytes) expected = info != NULL ? planted_answers (info->generation) : NULL;

  *generation = 0;
  if (snapshot == NULL)
    return FALSE;
  g_assert_true (g_bytes_equal (snapshot, expected));
  *generation = info->generation;
  return TRUE;
}

/* first start */

static void
prepare_nothing (Fixture *self)
{
}

static gboolean
run_first_start (Fixture *self)
{
  return fixture_try_open (self, NULL) && fixture_try_unlock (self, NULL) &&
         fixture_transact (self, insert_func, (gpointer) CASE_A, NULL);
}

static Outcome
look_first_start (Fixture *self)
{
  guint64 generation;

  fixture_run (self, load_generation_func, &generation, NULL);
  return generation == 1 ? OUTCOME_NEW : OUTCOME_OLD;
}

/* typing */

typedef struct {
  guint64 expected;
  guint64 generation;
} Save;

static gboolean
save_func (ZpiStore *store, gpointer data, GError **error)
{
  const Save *save = data;
  g_autoptr (GBytes) snapshot = planted_answers (save->generation);

  return zpi_case_store_save (store,
                              CASE_A,
                              save->expected,
                              save->generation,
                              snapshot,
                              &(ZpiCaseLabel){PLANTED_NAME, "Q.P.", NULL},
                              error);
}

gboolean
save_answers (Fixture *self, guint64 expected, guint64 generation)
{
  Save save = {expected, generation};

  return fixture_transact (self, save_func, &save, NULL);
}

static gboolean
run_typing (Fixture *self)
{
  return save_answers (self, 1, 2);
}

static Outcome
look_typing (Fixture *self)
{
  guint64 generation;

  g_assert_true (fixture_run (self, load_generation_func, &generation, NULL));
  if (generation == 2)
    return OUTCOME_NEW;
  return generation == 1 ? OUTCOME_OLD : OUTCOME_MIXED;
}

/* taking in a document */

static gboolean
begin_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_document_store_begin (store, CASE_A, DOC_A, error);
}

typedef struct {
  guint64 index;
  gboolean last;
  GBytes *chunk;
} Append;

static gboolean
append_func (ZpiStore *store, gpointer data, GError **error)
{
  const Append *append = data;

  return zpi_document_store_append (store,
                                    DOC_A,
                                    append->index,
                                    append->last,
                                    append->chunk,
                                    error);
}

static gboolean
finish_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) scan = planted_scan ();
  g_autofree char *sha256 = zpi_digest_of_bytes (scan);

  return zpi_document_store_finish (store, DOC_A, "application/pdf", DOCUMENT_BYTES, sha256, error);
}

gboolean
run_take_in (Fixture *self)
{
  g_autoptr (GBytes) scan = planted_scan ();

  if (!fixture_transact (self, begin_func, NULL, NULL))
    return FALSE;
  for (guint64 i = 0; i < 2; i++) {
    const gsize offset = i * ZPI_DOCUMENT_CHUNK_BYTES;
    g_autoptr (GBytes) chunk =
        g_bytes_new_from_bytes (scan,
                                offset,
                                MIN (ZPI_DOCUMENT_CHUNK_BYTES, DOCUMENT_BYTES - offset));
    Append append = {i, i == 1, chunk};

    if (!fixture_transact (self, append_func, &append, NULL))
      return FALSE;
  }
  return fixture_transact (self, finish_func, NULL, NULL);
}

static gboolean
list_documents_func (ZpiStore *store, gpointer data, GError **error)
{
  g_auto (GStrv) ids = zpi_document_store_list (store, CASE_A, error);

  *(guint *) data = ids != NULL ? g_strv_length (ids) : 99;
  return ids != NULL;
}

static Outcome
look_take_in (Fixture *self)
{
  guint n = 0;

  g_assert_true (fixture_run (self, list_documents_func, &n, NULL));
  if (n == 1)
    return OUTCOME_NEW;
  return n == 0 ? OUTCOME_OLD : OUTCOME_MIXED;
}

void
prepare_document (Fixture *self)
{
  prepare_case (self);
  g_assert_true (run_take_in (self));
}

/* sending: frozen and queued in one transaction */

static ZpiOutboxItem *
new_item (void)
{
  ZpiOutboxItem *item = g_new0 (ZpiOutboxItem, 1);

  item->id = g_strdup (CASE_A);
  item->case_id = g_strdup (CASE_A);
  item->kind = g_strdup ("aanvraag");
  item->payload = planted_answers (7);
  item->payload_sha256 = zpi_digest_of_bytes (item->payload);
  item->idempotency_key = g_strdup ("0f1e2d3c-0000-4000-8000-000000000000");
  item->queued_us = 1;
  item->declaration = bytes_of ("{}");
  return item;
}

static gboolean
send_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (ZpiOutboxItem) item = new_item ();
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);
  ZpiOutboxPart *part = g_new0 (ZpiOutboxPart, 1);

  g_ptr_array_add (parts, part);
  part->document_id = g_strdup (DOC_A);
  part->size_bytes = DOCUMENT_BYTES;
  return zpi_outbox_store_insert (store, item, parts, error) &&
         zpi_case_store_set_state (store, CASE_A, ZPI_CASE_DRAFT, ZPI_CASE_WAITING, NULL, error);
}

gboolean
run_send (Fixture *self)
{
  return fixture_transact (self, send_func, NULL, NULL);
}

/* Queued exactly when the case says so. */
static gboolean
look_send_func (ZpiStore *store, gpointer data, GError **error)
{
  Outcome *outcome = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, CASE_A, error);
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, CASE_A, NULL);
  g_autoptr (GPtrArray) parts = zpi_outbox_store_parts (store, CASE_A, NULL);

  *outcome = OUTCOME_MIXED;
  if (info->state == ZPI_CASE_WAITING && item != NULL && parts->len == 1)
    *outcome = OUTCOME_NEW;
  else if (info->state == ZPI_CASE_DRAFT && item == NULL && parts->len == 0)
    *outcome = OUTCOME_OLD;
  return TRUE;
}

static Outcome
look_send (Fixture *self)
{
  Outcome outcome = OUTCOME_MIXED;

  g_assert_true (fixture_run (self, look_send_func, &outcome, NULL));
  return outcome;
}

void
prepare_waiting (Fixture *self)
{
  prepare_document (self);
  g_assert_true (run_send (self));
}

/* the receipt */

static gboolean
receipt_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, CASE_A, error);
  g_autoptr (GBytes) receipt = bytes_of ("{\"referentie\":\"ZP-2026-000123\"}");
  g_autoptr (GBytes) stub = bytes_of ("{\"given_names\":\"Quirijntje\"}");

  if (item == NULL)
    return FALSE;
  item->step = ZPI_OUTBOX_DONE;
  return zpi_outbox_store_update (store, item, error) &&
         zpi_case_store_set_record (store, CASE_A, "receipt", receipt, error) &&
         zpi_case_store_set_record (store, CASE_A, "stub", stub, error) &&
         zpi_case_store_set_reference (store, CASE_A, "ZP-2026-000123", error) &&
         zpi_case_store_set_state (store, CASE_A, ZPI_CASE_WAITING, ZPI_CASE_RECEIVED, NULL, error);
}

gboolean
run_receipt (Fixture *self)
{
  return fixture_transact (self, receipt_func, NULL, NULL);
}

static gboolean
look_receipt_func (ZpiStore *store, gpointer data, GError **error)
{
  Outcome *outcome = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, CASE_A, error);
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, CASE_A, error);
  g_autoptr (GBytes) receipt = zpi_case_store_get_record (store, CASE_A, "receipt", NULL);

  *outcome = OUTCOME_MIXED;
  if (item == NULL)
    return FALSE;
  if (info->state == ZPI_CASE_RECEIVED && item->step == ZPI_OUTBOX_DONE && receipt != NULL &&
      info->reference != NULL)
    *outcome = OUTCOME_NEW;
  else if (info->state == ZPI_CASE_WAITING && item->step == ZPI_OUTBOX_FORM && receipt == NULL &&
           info->reference == NULL)
    *outcome = OUTCOME_OLD;
  return TRUE;
}

static Outcome
look_receipt (Fixture *self)
{
  Outcome outcome = OUTCOME_MIXED;

  g_assert_true (fixture_run (self, look_receipt_func, &outcome, NULL));
  return outcome;
}

void
prepare_received (Fixture *self)
{
  prepare_waiting (self);
  g_assert_true (run_receipt (self));
}

/* clearing away */

static gboolean
clear_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_clear (store, CASE_A, error);
}

static gboolean
scrub_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_scrub (store, error);
}

gboolean
run_clear (Fixture *self)
{
  return fixture_transact (self, clear_func, NULL, NULL) &&
         fixture_run (self, scrub_func, NULL, NULL);
}

static gboolean
look_clear_func (ZpiStore *store, gpointer data, GError **error)
{
  Outcome *outcome = data;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, CASE_A, &info, NULL);
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, CASE_A, NULL);
  g_auto (GStrv) documents = zpi_document_store_list (store, CASE_A, error);
  g_autoptr (GBytes) receipt = zpi_case_store_get_record (store, CASE_A, "receipt", error);

  *outcome = OUTCOME_MIXED;
  if (receipt == NULL)
    return FALSE;
  if (snapshot == NULL && info->cleared_us != 0 && item == NULL && documents[0] == NULL)
    *outcome = OUTCOME_NEW;
  else if (snapshot != NULL && info->cleared_us == 0 && item != NULL && documents[0] != NULL)
    *outcome = OUTCOME_OLD;
  return TRUE;
}

static Outcome
look_clear (Fixture *self)
{
  Outcome outcome = OUTCOME_MIXED;

  g_autoptr (GError) error = NULL;

  fixture_run (self, look_clear_func, &outcome, &error);
  g_assert_no_error (error);
  return outcome;
}

/* migration */

static gboolean
run_migration (Fixture *self)
{
  gboolean done;

  zpi_migrations_set_extra (later_migration);
  done = fixture_try_open (self, NULL);
  zpi_migrations_set_extra (NULL);
  return done;
}

static gboolean
look_migration_func (ZpiStore *store, gpointer data, GError **error)
{
  gint64 version;
  gint64 n_tables;
  gint64 n_columns;

  if (!zpi_sql_number (store->db, "PRAGMA user_version", &version, error) ||
      !zpi_sql_number (store->db,
                       "SELECT count(*) FROM sqlite_schema WHERE name = 'later'",
                       &n_tables,
                       error) ||
      !zpi_sql_number (store->db,
                       "SELECT count(*) FROM pragma_table_info ('cases') WHERE name = 'colour'",
                       &n_columns,
                       error))
    return FALSE;
  if (version == 2 && n_tables == 1 && n_columns == 1)
    *(Outcome *) data = OUTCOME_NEW;
  else if (version == 1 && n_tables == 0 && n_columns == 0)
    *(Outcome *) data = OUTCOME_OLD;
  return TRUE;
}

static Outcome
look_migration (Fixture *self)
{
  Outcome outcome = OUTCOME_MIXED;

  g_assert_true (fixture_run (self, look_migration_func, &outcome, NULL));
  return outcome;
}

/* backup */

static char *
backup_file (Fixture *self)
{
  return g_build_filename (self->folder, "the.backup", NULL);
}

static gboolean
backup_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_backup (store, data, zpi_clock_now_us (), error);
}

static gboolean
run_backup (Fixture *self)
{
  g_autofree char *file = backup_file (self);

  return fixture_run (self, backup_func, file, NULL);
}

/* Whole or not there; an empty file is only the name that was reserved when the process died. */
static Outcome
look_backup (Fixture *self)
{
  g_autofree char *file = backup_file (self);
  g_autofree char *target = g_build_filename (self->folder, "restored", NULL);
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  gboolean restored;

  if (g_stat (file, &status) != 0 || status.st_size == 0)
    return OUTCOME_OLD;
  restored = zpi_store_restore (file, target, TRUE, &error);
  g_assert_no_error (error);
  remove_folder (target);
  return restored ? OUTCOME_NEW : OUTCOME_MIXED;
}

/* putting a backup back: whole or not at all, and never half */

static char *
restored_folder (Fixture *self)
{
  return g_build_filename (self->folder, "restored", NULL);
}

static void
prepare_restore (Fixture *self)
{
  prepare_case (self);
  g_assert_true (run_backup (self));
}

static gboolean
run_restore (Fixture *self)
{
  g_autofree char *file = backup_file (self);
  g_autofree char *folder = restored_folder (self);

  return zpi_store_restore (file, folder, TRUE, NULL);
}

static Outcome
look_restore (Fixture *self)
{
  g_autofree char *folder = restored_folder (self);
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autofree char *file = backup_file (self);
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  Outcome outcome;

  outcome = g_stat (path, &status) == 0 && status.st_size > 0 ? OUTCOME_NEW : OUTCOME_OLD;
  /* What was not put back can be put back now. */
  if (outcome == OUTCOME_OLD) {
    zpi_store_restore (file, folder, TRUE, &error);
    g_assert_no_error (error);
  }
  remove_folder (folder);
  return outcome;
}

/* changing the master key */

static gboolean
rotate_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_slot_store_rotate (store, NULL, error);
}

static gboolean
run_rotate (Fixture *self)
{
  return fixture_transact (self, rotate_func, NULL, NULL);
}

/* That it was unlocked and all records open is all there is to see. */
static Outcome
look_rotate (Fixture *self)
{
  guint64 generation;

  g_assert_true (fixture_run (self, load_generation_func, &generation, NULL));
  return generation == 1 ? OUTCOME_NEW : OUTCOME_MIXED;
}

const Scenario scenarios[] = {
    {"first-start", prepare_nothing, run_first_start, look_first_start, TRUE},
    {"typing", prepare_case, run_typing, look_typing, FALSE},
    {"take-in", prepare_case, run_take_in, look_take_in, FALSE},
    {"send", prepare_document, run_send, look_send, FALSE},
    {"receipt", prepare_waiting, run_receipt, look_receipt, FALSE},
    {"clear", prepare_received, run_clear, look_clear, FALSE},
    {"migration", prepare_case, run_migration, look_migration, TRUE},
    {"backup", prepare_case, run_backup, look_backup, FALSE},
    {"restore", prepare_restore, run_restore, look_restore, FALSE},
    {"rotate", prepare_case, run_rotate, look_rotate, FALSE},
};
const guint n_scenarios = G_N_ELEMENTS (scenarios);

static gboolean
verify_func (ZpiStore *store, gpointer data, GError **error)
{
  ZpiVerifyReport **report = data;

  *report = zpi_store_verify (store, error);
  return *report != NULL;
}

/* In memory where there is such a place: it is faults that are tested here, not the disk. */
char *
make_fast_folder (void)
{
  g_autofree char *folder = g_strdup ("/dev/shm/zpi-fault-XXXXXX");

  if (g_mkdtemp (folder) != NULL)
    return g_steal_pointer (&folder);
  return g_dir_make_tmp ("zpi-fault-XXXXXX", NULL);
}

void
assert_sound (Fixture *self)
{
  g_autoptr (ZpiVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  fixture_run (self, verify_func, &report, &error);
  g_assert_no_error (error);
  g_assert_true (report->integrity_ok);
  g_assert_cmpuint (report->n_orphans, ==, 0);
  g_assert_cmpuint (report->damaged->len, ==, 0);
}
