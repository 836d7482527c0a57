/* SPDX-License-Identifier: EUPL-1.2 */

#include "store-fixture.h"
#include "zpi-digest.h"

#include <string.h>

#define CASE_A     "11111111-1111-4111-8111-111111111111"
#define CASE_B     "22222222-2222-4222-8222-222222222222"
#define SUPPLEMENT "33333333-3333-4333-8333-333333333333"
#define DOC_1      "aaaaaaaa-0000-4000-8000-000000000001"
#define DOC_2      "bbbbbbbb-0000-4000-8000-000000000002"

static gboolean
insert_case_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) snapshot = bytes_of ("answers");

  return zpi_case_store_insert (store,
                                data,
                                ZPI_CASE_APPLICATION,
                                1,
                                snapshot,
                                &(ZpiCaseLabel){"Naam", "N.", NULL},
                                error) &&
         zpi_case_store_set_state (store, data, ZPI_CASE_DRAFT, ZPI_CASE_WAITING, NULL, error);
}

static gboolean
complete_document_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) chunk = bytes_of ("scan");
  g_autofree char *sha256 = zpi_digest_of_bytes (chunk);

  return zpi_document_store_begin (store, CASE_A, data, error) &&
         zpi_document_store_append (store, data, 0, TRUE, chunk, error) &&
         zpi_document_store_finish (store, data, "image/png", 4, sha256, error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_set_up (self, data);
  fixture_open (self);
  fixture_transact (self, insert_case_func, CASE_A, &error);
  fixture_transact (self, insert_case_func, CASE_B, &error);
  g_assert_no_error (error);
}

static ZpiOutboxItem *
item_new (const char *id, const char *case_id, const char *kind, gint64 queued_us)
{
  ZpiOutboxItem *item = g_new0 (ZpiOutboxItem, 1);
  g_autofree char *payload = g_strdup_printf ("{\"form\":\"%s\"}", id);

  item->id = g_strdup (id);
  item->case_id = g_strdup (case_id);
  item->kind = g_strdup (kind);
  item->payload = bytes_of (payload);
  item->payload_sha256 = zpi_digest_of_bytes (item->payload);
  item->idempotency_key = g_uuid_string_random ();
  item->queued_us = queued_us;
  item->declaration = bytes_of ("{\"volgnummer\":41}");
  return item;
}

static ZpiOutboxPart *
part_new (const char *document_id)
{
  ZpiOutboxPart *part = g_new0 (ZpiOutboxPart, 1);

  part->document_id = g_strdup (document_id);
  part->size_bytes = 4;
  part->sha256 = g_strdup ("abcd");
  part->media_type = g_strdup ("image/png");
  return part;
}

typedef struct {
  ZpiOutboxItem *item;
  GPtrArray *parts;
} Insert;

static gboolean
insert_func (ZpiStore *store, gpointer data, GError **error)
{
  const Insert *insert = data;

  return zpi_outbox_store_insert (store, insert->item, insert->parts, error);
}

static void
queue (Fixture *self, const char *id, const char *case_id, const char *kind, gint64 queued_us)
{
  g_autoptr (ZpiOutboxItem) item = item_new (id, case_id, kind, queued_us);
  Insert insert = {item, NULL};
  g_autoptr (GError) error = NULL;

  fixture_transact (self, insert_func, &insert, &error);
  g_assert_no_error (error);
}

typedef struct {
  const char *id;
  ZpiOutboxItem *item;
  GPtrArray *parts;
} Get;

static gboolean
get_func (ZpiStore *store, gpointer data, GError **error)
{
  Get *get = data;

  get->item = zpi_outbox_store_get (store, get->id, error);
  if (get->item == NULL)
    return FALSE;
  get->parts = zpi_outbox_store_parts (store, get->id, error);
  return get->parts != NULL;
}

static void
get_clear (Get *get)
{
  g_clear_pointer (&get->item, zpi_outbox_item_free);
  g_clear_pointer (&get->parts, g_ptr_array_unref);
}

static gboolean
update_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_outbox_store_update (store, data, error);
}

typedef struct {
  const char *id;
  ZpiOutboxPart *part;
} UpdatePart;

static gboolean
update_part_func (ZpiStore *store, gpointer data, GError **error)
{
  const UpdatePart *update = data;

  return zpi_outbox_store_update_part (store, update->id, update->part, error);
}

static void
test_freeze_and_progress (Fixture *self, gconstpointer data)
{
  g_autoptr (ZpiOutboxItem) item = item_new (CASE_A, CASE_A, "aanvraag", 5);
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);
  Insert insert = {item, parts};
  Get get = {CASE_A};
  UpdatePart update = {CASE_A, NULL};
  ZpiOutboxPart *part;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (parts, part_new (DOC_1));
  g_ptr_array_add (parts, part_new (DOC_2));
  item->etag = g_strdup ("\"e1\"");
  item->tried_us = 4;
  g_assert_true (fixture_transact (self, insert_func, &insert, &error));
  g_assert_no_error (error);

  g_assert_true (fixture_run (self, get_func, &get, &error));
  g_assert_cmpint (get.item->step, ==, ZPI_OUTBOX_FORM);
  g_assert_true (g_bytes_equal (get.item->payload, item->payload));
  g_assert_cmpstr (get.item->payload_sha256, ==, item->payload_sha256);
  g_assert_cmpstr (get.item->idempotency_key, ==, item->idempotency_key);
  g_assert_cmpstr (get.item->etag, ==, "\"e1\"");
  g_assert_cmpint (get.item->tried_us, ==, 4);
  g_assert_true (g_bytes_equal (get.item->declaration, item->declaration));
  g_assert_null (get.item->problem_detail);
  g_assert_cmpuint (get.parts->len, ==, 2);
  part = get.parts->pdata[1];
  g_assert_cmpstr (part->document_id, ==, DOC_2);
  g_assert_cmpstr (part->state, ==, "waiting");
  g_assert_cmpstr (part->upload_path, ==, NULL);
  g_assert_cmpuint (part->position, ==, 1);

  get.item->step = ZPI_OUTBOX_RECEIPT;
  get.item->attempts = 3;
  get.item->next_at_us = 70;
  get.item->retry_after_us = 60;
  get.item->sending_since_us = 50;
  get.item->problem = g_strdup ("offline");
  get.item->problem_detail = bytes_of ("{\"title\":\"x\"}");
  g_assert_true (fixture_transact (self, update_func, get.item, &error));
  part->offset = 2;
  part->upload_path = g_strdup ("aanvragen/x/documenten/y");
  g_free (part->state);
  part->state = g_strdup ("uploading");
  part->problem = g_strdup ("busy");
  update.part = part;
  g_assert_true (fixture_transact (self, update_part_func, &update, &error));
  g_assert_no_error (error);
  get_clear (&get);

  fixture_reopen (self);
  g_assert_true (fixture_run (self, get_func, &get, &error));
  g_assert_cmpint (get.item->step, ==, ZPI_OUTBOX_RECEIPT);
  g_assert_cmpuint (get.item->attempts, ==, 3);
  g_assert_cmpint (get.item->sending_since_us, ==, 50);
  g_assert_cmpstr (get.item->problem, ==, "offline");
  g_assert_true (bytes_are (get.item->problem_detail, "{\"title\":\"x\"}"));
  g_assert_true (g_bytes_equal (get.item->payload, item->payload));
  part = get.parts->pdata[1];
  g_assert_cmpuint (part->offset, ==, 2);
  g_assert_cmpstr (part->upload_path, ==, "aanvragen/x/documenten/y");
  g_assert_cmpstr (part->state, ==, "uploading");
  g_assert_cmpstr (part->problem, ==, "busy");
  get_clear (&get);
}

static void
test_twice (Fixture *self, gconstpointer data)
{
  g_autoptr (ZpiOutboxItem) again = item_new (CASE_A, CASE_A, "aanvraag", 9);
  g_autoptr (ZpiOutboxItem) lost = item_new (SUPPLEMENT, "no case", "aanvraag", 9);
  Insert insert = {again, NULL};
  g_autoptr (GError) error = NULL;

  queue (self, CASE_A, CASE_A, "aanvraag", 1);
  g_assert_false (fixture_transact (self, insert_func, &insert, &error));
  assert_zpi_error (error, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  insert.item = lost;
  g_assert_false (fixture_transact (self, insert_func, &insert, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
}

typedef struct {
  gint64 now_us;
  gboolean ignore_waiting;
  GHashTable *skip;
  char *id;
} Next;

static gboolean
next_func (ZpiStore *store, gpointer data, GError **error)
{
  Next *next = data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (ZpiOutboxItem) item =
      zpi_outbox_store_next (store, next->now_us, next->ignore_waiting, next->skip, &local_error);

  next->id = item != NULL ? g_strdup (item->id) : NULL;
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  return TRUE;
}

static char *
next_id (Fixture *self, gint64 now_us, gboolean ignore_waiting, GHashTable *skip)
{
  Next next = {now_us, ignore_waiting, skip, NULL};
  g_autoptr (GError) error = NULL;

  fixture_run (self, next_func, &next, &error);
  g_assert_no_error (error);
  return next.id;
}

static void
assert_next (Fixture *self, gint64 now_us, gboolean ignore_waiting, const char *expected)
{
  g_autofree char *id = next_id (self, now_us, ignore_waiting, NULL);

  g_assert_cmpstr (id, ==, expected);
}

static gboolean
next_time_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_outbox_store_next_time (store, data, error);
}

static void
assert_next_time (Fixture *self, gint64 expected)
{
  gint64 at_us = -1;
  g_autoptr (GError) error = NULL;

  fixture_run (self, next_time_func, &at_us, &error);
  g_assert_no_error (error);
  g_assert_cmpint (at_us, ==, expected);
}

static void
set_times (Fixture *self,
           const char *id,
           ZpiOutboxStep step,
           gint64 next_at_us,
           gint64 retry_after_us)
{
  Get get = {id};
  g_autoptr (GError) error = NULL;

  fixture_run (self, get_func, &get, &error);
  g_assert_no_error (error);
  get.item->step = step;
  get.item->next_at_us = next_at_us;
  get.item->retry_after_us = retry_after_us;
  fixture_transact (self, update_func, get.item, &error);
  g_assert_no_error (error);
  get_clear (&get);
}

static void
test_next (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) skip = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *skipped = NULL;

  assert_next (self, 100, FALSE, NULL);
  assert_next_time (self, 0);
  queue (self, CASE_B, CASE_B, "aanvraag", 2);
  queue (self, CASE_A, CASE_A, "aanvraag", 1);
  assert_next (self, 100, FALSE, CASE_A);
  assert_next_time (self, 1);
  g_hash_table_add (skip, (gpointer) CASE_A);
  skipped = next_id (self, 100, FALSE, skip);
  g_assert_cmpstr (skipped, ==, CASE_B);

  set_times (self, CASE_A, ZPI_OUTBOX_FORM, 200, 0);
  set_times (self, CASE_B, ZPI_OUTBOX_FORM, 300, 150);
  assert_next (self, 100, FALSE, NULL);
  assert_next_time (self, 200);
  assert_next (self, 100, TRUE, CASE_A);
  set_times (self, CASE_A, ZPI_OUTBOX_FORM, 200, 250);
  assert_next (self, 100, TRUE, NULL);
  assert_next (self, 160, TRUE, CASE_B);
  assert_next (self, 250, FALSE, CASE_A);
  assert_next_time (self, 250);

  set_times (self, CASE_A, ZPI_OUTBOX_FORM, ZPI_OUTBOX_PARKED, 0);
  assert_next (self, 250, TRUE, CASE_B);
  set_times (self, CASE_B, ZPI_OUTBOX_DONE, 0, 0);
  assert_next (self, 1000, TRUE, NULL);
  assert_next_time (self, 0);
}

static gboolean
to_attention_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_state (store,
                                   data,
                                   ZPI_CASE_WAITING,
                                   ZPI_CASE_ATTENTION,
                                   "refused",
                                   error);
}

static gboolean
to_received_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_state (store, data, ZPI_CASE_WAITING, ZPI_CASE_RECEIVED, NULL, error);
}

static gboolean
received_to_attention_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_set_state (store,
                                   data,
                                   ZPI_CASE_RECEIVED,
                                   ZPI_CASE_ATTENTION,
                                   "refused",
                                   error);
}

/* What comes after an application waits too while a person has to look. */
static void
test_next_by_state (Fixture *self, gconstpointer data)
{
  queue (self, CASE_A, CASE_A, "aanvraag", 1);
  queue (self, SUPPLEMENT, CASE_B, "aanvulling", 2);
  g_assert_true (fixture_transact (self, to_attention_func, CASE_A, NULL));
  g_assert_true (fixture_transact (self, to_received_func, CASE_B, NULL));
  assert_next (self, 100, TRUE, SUPPLEMENT);
  g_assert_true (fixture_transact (self, received_to_attention_func, CASE_B, NULL));
  assert_next (self, 100, TRUE, NULL);
}

static gboolean
list_func (ZpiStore *store, gpointer data, GError **error)
{
  GPtrArray **items = data;

  *items = zpi_outbox_store_list (store, error);
  return *items != NULL;
}

/* In a file that is damaged while it is open may stand nothing where the tables say that something
 * does; at the next opening that is seen. */
static void
allow_nothing (Fixture *self)
{
  fixture_sql (self,
               "PRAGMA writable_schema = ON;"
               "UPDATE sqlite_schema SET sql = replace (sql, 'BLOB NOT NULL', 'BLOB') "
               "WHERE name IN ('outbox', 'outbox_parts')");
}

/* One that does not open holds up nobody, and is still listed. */
static void
test_broken_item (Fixture *self, gconstpointer data)
{
  /* Each damages what is looked at before what those above it damaged. */
  static const char *const tricks[] = {
      "UPDATE outbox SET payload = x'00' WHERE id = '" CASE_A "'",
      "UPDATE outbox SET payload = NULL WHERE id = '" CASE_A "'",
      "UPDATE outbox SET progress = frozen WHERE id = '" CASE_A "'",
      "UPDATE outbox SET frozen = (SELECT frozen FROM outbox WHERE id = '" CASE_B
      "') WHERE id = '" CASE_A "'",
      "UPDATE cases SET case_key = x'00' WHERE id = '" CASE_A "'",
      "UPDATE cases SET case_key = NULL WHERE id = '" CASE_A "'",
      "UPDATE outbox SET frozen = NULL WHERE id = '" CASE_A "'",
      "UPDATE outbox SET step = 'unheard-of' WHERE id = '" CASE_A "'",
  };

  queue (self, CASE_A, CASE_A, "aanvraag", 1);
  queue (self, CASE_B, CASE_B, "aanvraag", 2);
  allow_nothing (self);
  for (guint i = 0; i < G_N_ELEMENTS (tricks); i++) {
    g_autoptr (GPtrArray) items = NULL;
    Get get = {CASE_A};
    g_autoptr (GError) error = NULL;

    fixture_sql (self, tricks[i]);
    assert_next (self, 100, FALSE, CASE_B);
    g_assert_false (fixture_run (self, get_func, &get, &error));
    assert_zpi_error (error, ZPI_ERROR_SEAL_BROKEN);
    g_assert_true (fixture_run (self, list_func, &items, NULL));
    g_assert_cmpuint (items->len, >=, 1);
    get_clear (&get);
  }
}

static gboolean
parts_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) parts = zpi_outbox_store_parts (store, data, error);

  return parts != NULL;
}

static void
assert_broken (Fixture *self, gboolean write, ZpiStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (write)
    fixture_transact (self, func, data, &error);
  else
    fixture_run (self, func, data, &error);
  g_assert_nonnull (error);
  g_assert_true (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN) ||
                 g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND));
}

/* The key of the case is gone, or is another: nothing of it is written, nothing read. */
static void
test_broken_key (Fixture *self, gconstpointer data)
{
  static const char *const tricks[] = {
      "UPDATE cases SET case_key = x'00'",
      "UPDATE cases SET case_key = NULL",
  };
  g_autoptr (ZpiOutboxItem) item = item_new (CASE_A, CASE_A, "aanvraag", 5);
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);
  Insert insert = {item, parts};
  UpdatePart update = {CASE_A, NULL};

  g_ptr_array_add (parts, part_new (DOC_1));
  update.part = parts->pdata[0];
  update.part->state = g_strdup ("waiting");
  g_assert_true (fixture_transact (self, insert_func, &insert, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (tricks); i++) {
    fixture_close (self);
    fixture_sql (self, tricks[i]);
    fixture_open (self);
    assert_broken (self, TRUE, update_func, item);
    assert_broken (self, TRUE, update_part_func, &update);
    assert_broken (self, FALSE, parts_func, (gpointer) CASE_A);
  }
}

static gboolean
clear_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_clear (store, data, error);
}

static gboolean
delete_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_delete (store, data, error);
}

static gboolean
remove_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_outbox_store_remove (store, data, error);
}

static gboolean
remove_document_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_document_store_remove (store, data, error);
}

static void
assert_fails (Fixture *self, ZpiStoreFunc func, gpointer data, ZpiError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (fixture_transact (self, func, data, &error));
  assert_zpi_error (error, code);
}

/* What still has to be sent is not cleared away by accident. */
static void
test_nothing_lost (Fixture *self, gconstpointer data)
{
  g_autoptr (ZpiOutboxItem) item = item_new (CASE_A, CASE_A, "aanvraag", 5);
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);
  Insert insert = {item, parts};
  Get get = {CASE_A};
  g_autoptr (GError) error = NULL;

  g_assert_true (fixture_transact (self, complete_document_func, DOC_1, NULL));
  g_ptr_array_add (parts, part_new (DOC_1));
  g_assert_true (fixture_transact (self, insert_func, &insert, NULL));
  assert_fails (self, clear_func, CASE_A, ZPI_ERROR_NOT_ALLOWED);
  assert_fails (self, delete_func, CASE_A, ZPI_ERROR_NOT_ALLOWED);
  assert_fails (self, remove_document_func, DOC_1, ZPI_ERROR_NOT_ALLOWED);

  set_times (self, CASE_A, ZPI_OUTBOX_DONE, 0, 0);
  g_assert_true (fixture_transact (self, clear_func, CASE_A, NULL));
  g_assert_false (fixture_run (self, get_func, &get, &error));
  assert_zpi_error (error, ZPI_ERROR_NOT_FOUND);
  assert_fails (self, remove_document_func, DOC_1, ZPI_ERROR_NOT_FOUND);
}

static void
test_remove (Fixture *self, gconstpointer data)
{
  UpdatePart update = {CASE_A, part_new (DOC_1)};
  g_autoptr (ZpiOutboxItem) item = item_new (CASE_A, CASE_A, "aanvraag", 5);

  queue (self, CASE_A, CASE_A, "aanvraag", 1);
  assert_fails (self, update_part_func, &update, ZPI_ERROR_NOT_FOUND);
  g_assert_true (fixture_transact (self, remove_func, CASE_A, NULL));
  assert_fails (self, remove_func, CASE_A, ZPI_ERROR_NOT_FOUND);
  assert_fails (self, update_func, item, ZPI_ERROR_NOT_FOUND);
  g_assert_true (fixture_transact (self, delete_func, CASE_A, NULL));
  zpi_outbox_part_free (update.part);
}

static void
test_broken_part (Fixture *self, gconstpointer data)
{
  static const char *const tricks[] = {
      "UPDATE outbox_parts SET sent_bytes = 1, version = 7",
      "UPDATE outbox_parts SET info = x'0102'",
      "UPDATE outbox_parts SET info = NULL",
  };
  g_autoptr (ZpiOutboxItem) item = item_new (CASE_A, CASE_A, "aanvraag", 5);
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);
  Insert insert = {item, parts};

  g_ptr_array_add (parts, part_new (DOC_1));
  g_assert_true (fixture_transact (self, insert_func, &insert, NULL));
  allow_nothing (self);
  for (guint i = 0; i < G_N_ELEMENTS (tricks); i++) {
    Get get = {CASE_A};
    g_autoptr (GError) error = NULL;

    fixture_sql (self, tricks[i]);
    g_assert_false (fixture_run (self, get_func, &get, &error));
    assert_zpi_error (error, ZPI_ERROR_SEAL_BROKEN);
    get_clear (&get);
  }
}

static void
test_nicks (void)
{
  ZpiOutboxStep step;

  for (guint i = ZPI_OUTBOX_FORM; i <= ZPI_OUTBOX_DONE; i++) {
    g_assert_true (zpi_outbox_step_from_nick (zpi_outbox_step_to_nick (i), &step));
    g_assert_cmpuint (step, ==, i);
  }
  g_assert_false (zpi_outbox_step_from_nick (NULL, &step));
}

#define ADD(path, func)                                                                            \
  g_test_add ("/outbox-store/" path, Fixture, NULL, set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("freeze-and-progress", test_freeze_and_progress);
  ADD ("twice", test_twice);
  ADD ("next", test_next);
  ADD ("next-by-state", test_next_by_state);
  ADD ("broken-item", test_broken_item);
  ADD ("broken-part", test_broken_part);
  ADD ("broken-key", test_broken_key);
  ADD ("nothing-lost", test_nothing_lost);
  ADD ("remove", test_remove);
  g_test_add_func ("/outbox-store/nicks", test_nicks);

  return g_test_run ();
}
