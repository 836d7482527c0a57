/* SPDX-License-Identifier: EUPL-1.2 */

/* The process that is killed, or looked into.
 *
 * fault-worker work FOLDER SEED: works at random until it is killed; says on standard output what
 * it begins ("b …") and what was reported to it as done ("d …"). fault-worker memory FOLDER: takes
 * a name and answers on standard input, holds them open, and locks when told to. */

#include "scenarios.h"
#include "zpi-digest.h"
#include "zpi-vault-private.h"

#include <string.h>
#include <unistd.h>

typedef struct {
  Fixture fixture;
  GRand *rand;
  GPtrArray *infos; /* (element-type ZpiCaseInfo): the cases at this moment */
} Worker;

static G_GNUC_PRINTF (1, 2) void say (const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  line = g_strconcat (text, "\n", NULL);
  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    _exit (1);
}

static gboolean
list_func (ZpiStore *store, gpointer data, GError **error)
{
  Worker *self = data;

  self->infos = zpi_case_store_list (store, error);
  return self->infos != NULL;
}

typedef struct {
  const char *id;
  guint64 generation;
  const char *key;
  GStrv documents;
} Step;

static gboolean
insert_func (ZpiStore *store, gpointer data, GError **error)
{
  const Step *step = data;
  g_autoptr (GBytes) answers = planted_answers (1);

  return zpi_case_store_insert (store,
                                step->id,
                                ZPI_CASE_APPLICATION,
                                1,
                                answers,
                                &(ZpiCaseLabel){PLANTED_NAME, "Q.P.", NULL},
                                error);
}

static gboolean
save_func (ZpiStore *store, gpointer data, GError **error)
{
  const Step *step = data;
  g_autoptr (GBytes) answers = planted_answers (step->generation);

  return zpi_case_store_save (store,
                              step->id,
                              step->generation - 1,
                              step->generation,
                              answers,
                              &(ZpiCaseLabel){PLANTED_NAME, "Q.P.", NULL},
                              error);
}

static gboolean
begin_func (ZpiStore *store, gpointer data, GError **error)
{
  const Step *step = data;
  g_autoptr (GBytes) chunk = planted_answers (1);

  return zpi_document_store_begin (store, step->id, step->key, error) &&
         zpi_document_store_append (store, step->key, 0, TRUE, chunk, error);
}

static gboolean
finish_func (ZpiStore *store, gpointer data, GError **error)
{
  const Step *step = data;
  g_autoptr (GBytes) chunk = planted_answers (1);
  g_autofree char *sha256 = zpi_digest_of_bytes (chunk);

  return zpi_document_store_finish (store,
                                    step->key,
                                    "application/pdf",
                                    g_bytes_get_size (chunk),
                                    sha256,
                                    error);
}

static gboolean
documents_func (ZpiStore *store, gpointer data, GError **error)
{
  Step *step = data;

  step->documents = zpi_document_store_list (store, step->id, error);
  return step->documents != NULL;
}

static gboolean
send_func (ZpiStore *store, gpointer data, GError **error)
{
  Step *step = data;
  g_autoptr (ZpiOutboxItem) item = g_new0 (ZpiOutboxItem, 1);
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);

  item->id = g_strdup (step->id);
  item->case_id = g_strdup (step->id);
  item->kind = g_strdup ("aanvraag");
  item->payload = planted_answers (step->generation);
  item->payload_sha256 = zpi_digest_of_bytes (item->payload);
  item->idempotency_key = g_strdup (step->key);
  for (guint i = 0; step->documents[i] != NULL; i++) {
    ZpiOutboxPart *part = g_new0 (ZpiOutboxPart, 1);

    part->document_id = g_strdup (step->documents[i]);
    g_ptr_array_add (parts, part);
    if (!zpi_document_store_get (store,
                                 part->document_id,
                                 &part->size_bytes,
                                 NULL,
                                 NULL,
                                 NULL,
                                 error))
      return FALSE;
  }
  return zpi_outbox_store_insert (store, item, parts, error) &&
         zpi_case_store_set_state (store, step->id, ZPI_CASE_DRAFT, ZPI_CASE_WAITING, NULL, error);
}

static gboolean
receipt_func (ZpiStore *store, gpointer data, GError **error)
{
  const Step *step = data;
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, step->id, error);
  g_autoptr (GBytes) receipt = bytes_of ("{}");

  if (item == NULL)
    return FALSE;
  item->step = ZPI_OUTBOX_DONE;
  return zpi_outbox_store_update (store, item, error) &&
         zpi_case_store_set_record (store, step->id, "receipt", receipt, error) &&
         zpi_case_store_set_state (store,
                                   step->id,
                                   ZPI_CASE_WAITING,
                                   ZPI_CASE_RECEIVED,
                                   NULL,
                                   error);
}

static gboolean
clear_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_clear (store, ((const Step *) data)->id, error);
}

static gboolean
scrub_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_scrub (store, error);
}

static gboolean
delete_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_delete (store, ((const Step *) data)->id, error);
}

static gboolean
rotate_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_slot_store_rotate (store, NULL, error);
}

static void
must (Worker *self, gboolean write, ZpiStoreFunc func, Step *step)
{
  g_autoptr (GError) error = NULL;

  if (write)
    fixture_transact (&self->fixture, func, step, &error);
  else
    fixture_run (&self->fixture, func, step, &error);
  g_assert_no_error (error);
}

static void
work_new_case (Worker *self)
{
  g_autofree char *id = g_uuid_string_random ();
  Step step = {id, 1};

  say ("b save %s 1", id);
  must (self, TRUE, insert_func, &step);
  say ("d save %s 1", id);
}

static void
work_draft (Worker *self, Step *step)
{
  g_autofree char *key = g_uuid_string_random ();
  const int choice = g_rand_int_range (self->rand, 0, 8);

  step->key = key;
  if (choice < 5) {
    step->generation++;
    say ("b save %s %" G_GUINT64_FORMAT, step->id, step->generation);
    must (self, TRUE, save_func, step);
    say ("d save %s %" G_GUINT64_FORMAT, step->id, step->generation);
  } else if (choice < 7) {
    must (self, TRUE, begin_func, step);
    must (self, TRUE, finish_func, step);
    say ("d document %s %s", step->id, key);
  } else {
    must (self, FALSE, documents_func, step);
    must (self, TRUE, send_func, step);
    say ("d send %s %s", step->id, key);
  }
}

static void
work_case (Worker *self, const ZpiCaseInfo *info)
{
  Step step = {info->id, info->generation};

  if (info->state == ZPI_CASE_DRAFT) {
    work_draft (self, &step);
  } else if (info->state == ZPI_CASE_WAITING) {
    must (self, TRUE, receipt_func, &step);
    say ("d receipt %s", info->id);
  } else if (info->cleared_us == 0) {
    say ("b clear %s", info->id);
    must (self, TRUE, clear_func, &step);
    must (self, FALSE, scrub_func, &step);
    say ("d clear %s", info->id);
  } else {
    say ("b delete %s", info->id);
    must (self, TRUE, delete_func, &step);
    say ("d delete %s", info->id);
  }
  g_strfreev (step.documents);
}

static int
work (const char *folder, guint32 seed)
{
  Worker self = {0};

  self.fixture.folder = g_strdup (folder);
  self.fixture.key_file = g_build_filename (folder, "practice.key", NULL);
  self.rand = g_rand_new_with_seed (seed);
  fixture_open (&self.fixture);
  say ("d open");
  for (;;) {
    g_clear_pointer (&self.infos, g_ptr_array_unref);
    g_assert_true (fixture_run (&self.fixture, list_func, &self, NULL));
    if (g_rand_int_range (self.rand, 0, 25) == 0)
      g_assert_true (fixture_transact (&self.fixture, rotate_func, NULL, NULL));
    else if (self.infos->len < 3)
      work_new_case (&self);
    else
      work_case (&self, self.infos->pdata[g_rand_int_range (self.rand, 0, self.infos->len)]);
  }
  return 0;
}

/* One line of standard input, read without a buffer that would keep it. */
static GBytes *
read_secret_line (void)
{
  guint8 *data = NULL;
  g_autoptr (GBytes) bytes = zpi_secret_bytes_new_uninitialized (4096, &data);
  gsize n = 0;

  while (n < 4096 && read (STDIN_FILENO, data + n, 1) == 1 && data[n] != '\n')
    n++;
  return zpi_secret_bytes_new (data, n);
}

typedef struct {
  GBytes *name;
  GBytes *answers;
  GBytes *pin;
  GBytes *loaded;
  GPtrArray *infos;
  Worker worker;
} Memory;

static char *
text_of (GBytes *bytes)
{
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Everything that a desk does with a case, all of it in memory for a moment. */
static gboolean
fill_memory_func (ZpiStore *store, gpointer data, GError **error)
{
  Memory *self = data;
  char *name = text_of (self->name);
  char *pin = text_of (self->pin);
  g_autoptr (GBytes) device = zpi_vault_new_device_secret ();
  g_autoptr (ZpiSlot) desk =
      zpi_vault_make_desk_slot (zpi_store_get_vault (store), "Balie", pin, device, error);
  char *hash = zpi_vault_hash_bsn (zpi_store_get_vault (store), name, error);
  gboolean done = desk != NULL && zpi_slot_store_insert (store, desk, error) &&
                  zpi_vault_unlock (zpi_store_get_vault (store), desk, pin, device, error) &&
                  zpi_case_store_insert (store,
                                         CASE_A,
                                         ZPI_CASE_APPLICATION,
                                         1,
                                         self->answers,
                                         &(ZpiCaseLabel){name, "Q.P.", NULL},
                                         error) &&
                  zpi_case_store_set_record (store, CASE_A, "stub", self->answers, error) &&
                  zpi_document_store_begin (store, CASE_A, DOC_A, error) &&
                  zpi_document_store_append (store, DOC_A, 0, TRUE, self->answers, error) &&
                  zpi_document_store_finish (store,
                                             DOC_A,
                                             "application/pdf",
                                             g_bytes_get_size (self->answers),
                                             hash,
                                             error);

  zpi_wipe_free (name);
  zpi_wipe_free (pin);
  g_free (hash);
  self->loaded = done ? zpi_document_store_read_chunk (store, DOC_A, 0, error) : NULL;
  g_clear_pointer (&self->loaded, g_bytes_unref);
  self->loaded = done ? zpi_case_store_load (store, CASE_A, NULL, error) : NULL;
  self->infos = done ? zpi_case_store_list (store, error) : NULL;
  return self->loaded != NULL && self->infos != NULL;
}

static int
hold_in_memory (const char *folder)
{
  Memory self = {NULL};
  Fixture *fixture = &self.worker.fixture;
  ZpiVault *vault;
  g_autoptr (GBytes) go = NULL;
  g_autoptr (GBytes) end = NULL;
  g_autoptr (GError) error = NULL;

  zpi_vault_harden_process ();
  self.name = read_secret_line ();
  self.answers = read_secret_line ();
  self.pin = read_secret_line ();
  fixture->folder = g_strdup (folder);
  fixture->key_file = g_build_filename (folder, "practice.key", NULL);
  fixture_open (fixture);
  fixture_transact (fixture, fill_memory_func, &self, &error);
  g_assert_no_error (error);

  /* The one who looks has to know what the master key looks like. */
  vault = zpi_store_get_vault (fixture->store);
  g_assert_cmpint (write (STDOUT_FILENO, vault->master->bytes, ZPI_KEY_BYTES), ==, ZPI_KEY_BYTES);
  go = read_secret_line ();
  g_clear_pointer (&self.loaded, g_bytes_unref);
  g_clear_pointer (&self.infos, g_ptr_array_unref);
  g_clear_pointer (&self.name, g_bytes_unref);
  g_clear_pointer (&self.answers, g_bytes_unref);
  g_clear_pointer (&self.pin, g_bytes_unref);
  zpi_vault_lock (vault);
  say ("locked");
  end = read_secret_line ();
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "work"))
    return work (argv[2], (guint32) g_ascii_strtoull (argv[3], NULL, 10));
  if (argc == 3 && g_str_equal (argv[1], "memory"))
    return hold_in_memory (argv[2]);
  return 2;
}
