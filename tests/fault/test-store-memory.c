/* SPDX-License-Identifier: EUPL-1.2 */

/* Every function of the stores, with every allocation of SQLite failing in turn: an error each time
 * it matters, never a crash, and nothing of it left behind. */

#include "fault.h"
#include "scenarios.h"
#include "zpi-store-private.h"

#include <glib/gstdio.h>

#define NEW_ID "99999999-9999-4999-8999-999999999999"
#define SECOND "88888888-8888-4888-8888-888888888888"

static gboolean
op_insert (ZpiStore *store, GError **error)
{
  g_autoptr (GBytes) answers = planted_answers (1);

  return zpi_case_store_insert (store,
                                NEW_ID,
                                ZPI_CASE_APPLICATION,
                                1,
                                answers,
                                &(ZpiCaseLabel){"Naam", NULL, NULL},
                                error);
}

static gboolean
op_save (ZpiStore *store, GError **error)
{
  g_autoptr (GBytes) answers = planted_answers (2);

  return zpi_case_store_save (store,
                              CASE_B,
                              1,
                              2,
                              answers,
                              &(ZpiCaseLabel){"Naam", "N.", NULL},
                              error);
}

static gboolean
op_label (ZpiStore *store, GError **error)
{
  return zpi_case_store_set_label (store, CASE_A, "Naam", "N.", error);
}

static gboolean
op_load (ZpiStore *store, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GBytes) answers = zpi_case_store_load (store, CASE_A, &info, error);

  return answers != NULL;
}

static gboolean
op_list (ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list (store, error);

  g_assert_true (infos == NULL || infos->len == 2);
  return infos != NULL;
}

static gboolean
op_state (ZpiStore *store, GError **error)
{
  return zpi_case_store_set_state (store, CASE_B, ZPI_CASE_DRAFT, ZPI_CASE_PAPER, NULL, error) &&
         zpi_case_store_set_due (store, CASE_B, 7, error) &&
         zpi_case_store_set_reference (store, CASE_B, "ZP", error);
}

static gboolean
op_records (ZpiStore *store, GError **error)
{
  g_autoptr (GBytes) value = bytes_of ("value");
  g_autoptr (GBytes) found = NULL;

  if (!zpi_case_store_set_record (store, CASE_A, "receipt", value, error))
    return FALSE;
  found = zpi_case_store_get_record (store, CASE_A, "receipt", error);
  return found != NULL && zpi_case_store_set_record (store, CASE_A, "receipt", NULL, error);
}

static gboolean
op_clear (ZpiStore *store, GError **error)
{
  return zpi_case_store_clear (store, CASE_A, error);
}

/* A case that was cleared and is taken up again. */
static gboolean
op_take_up (ZpiStore *store, GError **error)
{
  return zpi_case_store_clear (store, CASE_A, error) &&
         zpi_document_store_begin (store, CASE_A, NEW_ID, error);
}

static gboolean
op_delete (ZpiStore *store, GError **error)
{
  return zpi_case_store_delete (store, CASE_A, error);
}

static gboolean
op_bsn (ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;

  if (!zpi_case_store_set_bsn_hash (store, CASE_A, "abc", error))
    return FALSE;
  ids = zpi_case_store_find_bsn_hash (store, "abc", error);
  return ids != NULL;
}

static gboolean
op_verify (ZpiStore *store, GError **error)
{
  g_autoptr (ZpiVerifyReport) report = zpi_store_verify (store, error);

  return report != NULL;
}

static gboolean
op_take_in (ZpiStore *store, GError **error)
{
  g_autoptr (GBytes) chunk = bytes_of ("scan");

  return zpi_document_store_begin (store, CASE_B, NEW_ID, error) &&
         zpi_document_store_append (store, NEW_ID, 0, TRUE, chunk, error) &&
         zpi_document_store_finish (store, NEW_ID, "image/png", 4, "00", error);
}

static gboolean
op_read (ZpiStore *store, GError **error)
{
  g_autofree char *media_type = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (GBytes) chunk = NULL;
  g_auto (GStrv) ids = zpi_document_store_list (store, CASE_A, error);

  if (ids == NULL ||
      !zpi_document_store_get (store, DOC_A, NULL, NULL, &media_type, &sha256, error))
    return FALSE;
  chunk = zpi_document_store_read_chunk (store, DOC_A, 1, error);
  return chunk != NULL;
}

static gboolean
op_remove_document (ZpiStore *store, GError **error)
{
  return zpi_document_store_remove (store, DOC_A, error);
}

static gboolean
op_queue (ZpiStore *store, GError **error)
{
  g_autoptr (ZpiOutboxItem) item = g_new0 (ZpiOutboxItem, 1);
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);
  ZpiOutboxPart *part = g_new0 (ZpiOutboxPart, 1);
  g_autoptr (ZpiOutboxItem) next = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) items = NULL;
  gint64 at_us;

  g_ptr_array_add (parts, part);
  part->document_id = g_strdup (DOC_A);
  part->state = g_strdup ("done");
  item->id = g_strdup (SECOND);
  item->case_id = g_strdup (CASE_B);
  item->kind = g_strdup ("aanvulling");
  item->payload = planted_answers (1);
  item->payload_sha256 = g_strdup ("00");
  item->idempotency_key = g_strdup (NEW_ID);
  if (!zpi_outbox_store_insert (store, item, parts, error) ||
      !zpi_outbox_store_update (store, item, error) ||
      !zpi_outbox_store_update_part (store, SECOND, part, error) ||
      !zpi_outbox_store_next_time (store, &at_us, error))
    return FALSE;
  next = zpi_outbox_store_next (store, 100, TRUE, NULL, error);
  if (next == NULL)
    return FALSE;
  found = zpi_outbox_store_parts (store, SECOND, error);
  items = found != NULL ? zpi_outbox_store_list (store, error) : NULL;
  return items != NULL && zpi_outbox_store_remove (store, SECOND, error);
}

static gboolean
op_slots (ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) slots = zpi_slot_store_list (store, error);
  char *code = NULL;
  g_autoptr (ZpiSlot) slot = NULL;
  gboolean done;

  if (slots == NULL)
    return FALSE;
  slot = zpi_vault_make_recovery_slot (zpi_store_get_vault (store), &code, error);
  done = zpi_slot_store_insert (store, slot, error) &&
         zpi_slot_store_replace_all (store, slots, error);
  zpi_secret_strfree (code);
  return done;
}

static gboolean
op_rotate (ZpiStore *store, GError **error)
{
  const gboolean done = zpi_slot_store_rotate (store, NULL, error);

  zpi_vault_rotate_finish (zpi_store_get_vault (store), FALSE);
  return done;
}

static gboolean
op_meta (ZpiStore *store, GError **error)
{
  g_autoptr (GBytes) value = bytes_of ("value");
  g_autoptr (GBytes) found = NULL;
  g_autofree char *uuid = zpi_meta_store_get (store, ZPI_META_UUID, error);
  gint64 version;
  guint64 number;

  if (uuid == NULL || !zpi_store_data_version (store, &version, error) ||
      !zpi_meta_store_next_sequence (store, &number, error) ||
      !zpi_meta_store_set_sealed (store, "token", value, error) ||
      !zpi_meta_store_set_sealed (store, "token", value, error))
    return FALSE;
  found = zpi_meta_store_get_sealed (store, "token", error);
  return found != NULL && zpi_meta_store_set (store, "token", NULL, error);
}

typedef struct {
  const char *name;
  gboolean (*run) (ZpiStore *store, GError **error);
} Op;

static const Op ops[] = {
    {"insert", op_insert},   {"save", op_save},   {"label", op_label},
    {"load", op_load},       {"list", op_list},   {"state", op_state},
    {"records", op_records}, {"clear", op_clear}, {"take-up", op_take_up},
    {"delete", op_delete},   {"bsn", op_bsn},     {"verify", op_verify},
    {"take-in", op_take_in}, {"read", op_read},   {"remove-document", op_remove_document},
    {"queue", op_queue},     {"slots", op_slots}, {"rotate", op_rotate},
    {"meta", op_meta},
};

/* One try, undone again. */
static gboolean
try_op (ZpiStore *store, const Op *op, guint n, gboolean stays)
{
  g_autoptr (GError) error = NULL;
  gboolean done;
  gboolean hit;

  if (sqlite3_get_autocommit (store->db))
    g_assert_true (zpi_sql_exec (store->db, "BEGIN IMMEDIATE", NULL));
  g_assert_true (zpi_sql_exec (store->db, "SAVEPOINT op", NULL));
  fault_arm (FAULT_MEMORY, n, stays);
  done = op->run (store, &error);
  hit = fault_disarm ();
  g_assert_true (done == (error == NULL));
  if (!hit)
    g_assert_no_error (error);
  if (!sqlite3_get_autocommit (store->db))
    g_assert_true (zpi_sql_exec (store->db, "ROLLBACK TO op; RELEASE op", NULL));
  return hit;
}

typedef struct {
  const Op *op;
  guint n;
} Tries;

static gboolean
try_all_func (ZpiStore *store, gpointer data, GError **error)
{
  Tries *tries = data;

  for (tries->n = 0; try_op (store, tries->op, tries->n, FALSE); tries->n++)
    try_op (store, tries->op, tries->n, TRUE);
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_REFUSED, "nothing of it stays");
  return FALSE;
}

static void
test_op (gconstpointer data)
{
  g_autofree char *parent = make_fast_folder ();
  Fixture self = {g_build_filename (parent, "data", NULL),
                  g_build_filename (parent, "data", "practice.key", NULL),
                  NULL};
  Tries tries = {data, 0};

  fixture_open (&self);
  prepare_received (&self);
  g_assert_false (fixture_transact (&self, try_all_func, &tries, NULL));
  g_test_message ("%s: %u allocations", tries.op->name, tries.n);
  g_assert_cmpuint (tries.n, >, 0);
  assert_sound (&self);
  fixture_close (&self);
  remove_folder (parent);
  g_free (self.folder);
  g_free (self.key_file);
}

/* The same functions while the vault is locked: an error or nothing to do with keys. */
static gboolean
locked_func (ZpiStore *store, gpointer data, GError **error)
{
  zpi_vault_lock (zpi_store_get_vault (store));
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++) {
    g_autoptr (GError) op_error = NULL;
    gboolean done;

    if (g_str_equal (ops[i].name, "slots"))
      continue;
    g_assert_true (zpi_sql_exec (store->db, "SAVEPOINT op", NULL));
    done = ops[i].run (store, &op_error);
    g_assert_true (done == (op_error == NULL));
    if (!done)
      assert_zpi_error (op_error, ZPI_ERROR_KEY_MISSING);
    g_assert_true (zpi_sql_exec (store->db, "ROLLBACK TO op; RELEASE op", NULL));
  }
  return TRUE;
}

static void
test_locked (void)
{
  g_autofree char *parent = make_fast_folder ();
  Fixture self = {g_build_filename (parent, "data", NULL),
                  g_build_filename (parent, "data", "practice.key", NULL),
                  NULL};

  fixture_open (&self);
  prepare_received (&self);
  g_assert_true (fixture_transact (&self, locked_func, NULL, NULL));
  g_assert_true (fixture_try_unlock (&self, NULL));
  assert_sound (&self);
  fixture_close (&self);
  remove_folder (parent);
  g_free (self.folder);
  g_free (self.key_file);
}

int
main (int argc, char **argv)
{
  fault_init ();
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++) {
    g_autofree char *path = g_strdup_printf ("/store-memory/%s", ops[i].name);

    g_test_add_data_func (path, &ops[i], test_op);
  }
  g_test_add_func ("/store-memory/locked", test_locked);
  return g_test_run ();
}
