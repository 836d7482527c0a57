/* SPDX-License-Identifier: EUPL-1.2 */

/* Planted values: in no file while a case lives, and not even sealed once it was cleared; not in
 * the memory of a process that was locked; never in another case. */

#define _GNU_SOURCE

#include "scenarios.h"
#include "zpi-store-private.h"

#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

static const char *const planted[] = {
    PLANTED_NAME,
    "Planteling",
    PLANTED_CALLED,
    PLANTED_CODE,
    PLANTED_BSN,
    PLANTED_AMOUNT,
    PLANTED_EMAIL,
    PLANTED_SCAN,
};

/* Everywhere this process may have written. */
static void
assert_no_hits (Fixture *self)
{
  const char *const folders[] = {
      self->folder,
      g_get_home_dir (),
      g_get_tmp_dir (),
      g_get_user_runtime_dir (),
      g_get_user_cache_dir (),
  };

  for (guint i = 0; i < G_N_ELEMENTS (planted); i++)
    for (guint j = 0; j < G_N_ELEMENTS (folders); j++)
      g_assert_false (folder_contains (folders[j], planted[i], strlen (planted[i])));
}

typedef struct {
  GPtrArray *values; /* (element-type GBytes): as they stand in the database */
} Sealed;

static gboolean
collect_sealed_func (ZpiStore *store, gpointer data, GError **error)
{
  static const char *const queries[] = {
      "SELECT snapshot FROM cases WHERE id = '" CASE_A "'",
      "SELECT case_key FROM cases WHERE id = '" CASE_A "'",
      "SELECT label FROM cases WHERE id = '" CASE_A "'",
      "SELECT data FROM chunks WHERE document_id = '" DOC_A "' ORDER BY position",
      "SELECT payload FROM outbox",
      "SELECT frozen FROM outbox",
      "SELECT value FROM records WHERE name = 'missing'",
      "SELECT value FROM records WHERE name = 'mail-code'",
  };
  Sealed *sealed = data;

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++) {
    g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (store, queries[i], error);
    gboolean has_row = FALSE;

    g_assert_true (zpi_sql_row (stmt, &has_row, error));
    g_assert_true (has_row);
    g_ptr_array_add (sealed->values, zpi_sql_dup_bytes (stmt, 0));
  }
  return TRUE;
}

/* A stretch of a sealed value that stands within one page. */
static guint
count_sealed (Fixture *self, Sealed *sealed)
{
  guint n = 0;

  for (guint i = 0; i < sealed->values->len; i++) {
    gsize size = 0;
    const guint8 *data = g_bytes_get_data (sealed->values->pdata[i], &size);
    gboolean found = FALSE;

    for (gsize offset = 0; offset + 24 <= size && !found; offset += MAX (size / 8, 24))
      found = folder_contains (self->folder, data + offset, 24);
    n += found ? 1 : 0;
  }
  return n;
}

static gboolean
delete_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_delete (store, data, error);
}

static gboolean
scrub_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_scrub (store, error);
}

/* As the services keep them: by what name the missing pieces are called, and the code of a mail. */
static gboolean
keep_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) missing = bytes_of ("{\"ontbrekendeBewijsstukken\":[],\"applicant_called\":\""
                                         "Wilma\",\"partner_called\":\"" PLANTED_CALLED "\"}");
  g_autoptr (GBytes) code = bytes_of (PLANTED_CODE);

  return zpi_case_store_set_record (store, CASE_A, "missing", missing, error) &&
         zpi_case_store_set_record (store, CASE_A, "mail-code", code, error);
}

/* What goes with the answers when a case is cleared. */
static gboolean
forget_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) missing = bytes_of ("{\"ontbrekendeBewijsstukken\":[]}");

  return zpi_case_store_set_record (store, CASE_A, "missing", missing, error) &&
         zpi_case_store_set_record (store, CASE_A, "mail-code", NULL, error);
}

static void
test_files (Fixture *self, gconstpointer data)
{
  Sealed sealed = {g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref)};

  fixture_open (self);
  prepare_case (self);
  assert_no_hits (self);
  g_assert_true (save_answers (self, 1, 2));
  g_assert_true (run_take_in (self));
  assert_no_hits (self);
  g_assert_true (run_send (self));
  assert_no_hits (self);
  g_assert_true (run_receipt (self));
  assert_no_hits (self);
  g_assert_true (fixture_transact (self, keep_func, NULL, NULL));
  assert_no_hits (self);

  g_assert_true (fixture_run (self, collect_sealed_func, &sealed, NULL));
  /* The search finds what is there. */
  g_assert_cmpuint (count_sealed (self, &sealed), ==, sealed.values->len);
  g_assert_true (fixture_transact (self, forget_func, NULL, NULL));
  g_assert_true (run_clear (self));
  g_assert_cmpuint (count_sealed (self, &sealed), ==, 0);
  assert_no_hits (self);
  fixture_close (self);
  assert_no_hits (self);
  g_assert_cmpuint (count_sealed (self, &sealed), ==, 0);
  g_ptr_array_unref (sealed.values);
}

static gboolean
label_func (ZpiStore *store, gpointer data, GError **error)
{
  GBytes **label = data;
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (store, "SELECT label FROM cases WHERE id = '" CASE_A "'", error);
  gboolean has_row;

  g_assert_true (zpi_sql_row (stmt, &has_row, error));
  *label = zpi_sql_dup_bytes (stmt, 0);
  return TRUE;
}

/* Delete takes the stub too. */
static void
test_delete (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) label = NULL;

  fixture_open (self);
  prepare_case (self);
  g_assert_true (fixture_run (self, label_func, &label, NULL));
  g_assert_true (folder_contains (self->folder, g_bytes_get_data (label, NULL), 30));
  g_assert_true (folder_contains (self->folder, CASE_A, strlen (CASE_A)));
  g_assert_true (fixture_transact (self, delete_func, (gpointer) CASE_A, NULL));
  g_assert_true (fixture_run (self, scrub_func, NULL, NULL));
  g_assert_false (folder_contains (self->folder, g_bytes_get_data (label, NULL), 30));
  g_assert_false (folder_contains (self->folder, CASE_A, strlen (CASE_A)));
}

/* How often @needle stands in the memory of another process. */
static guint
count_in_memory (const char *pid, const void *needle, gsize size)
{
  g_autofree char *maps_path = g_strdup_printf ("/proc/%s/maps", pid);
  g_autofree char *mem_path = g_strdup_printf ("/proc/%s/mem", pid);
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  const int fd = open (mem_path, O_RDONLY | O_CLOEXEC);
  guint n = 0;

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (g_file_get_contents (maps_path, &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    char *end = NULL;
    const guint64 from = g_ascii_strtoull (lines[i], &end, 16);
    const guint64 to = g_ascii_strtoull (end + 1, NULL, 16);
    g_autofree guint8 *block = g_malloc (to - from);
    const gssize length = pread (fd, block, to - from, (off_t) from);
    const guint8 *found = length > 0 ? memmem (block, length, needle, size) : NULL;

    while (found != NULL) {
      n++;
      found = memmem (found + 1, block + length - found - 1, needle, size);
    }
  }
  close (fd);
  return n;
}

static void
write_line (GSubprocess *worker, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  g_assert_true (g_output_stream_write_all (g_subprocess_get_stdin_pipe (worker),
                                            line,
                                            strlen (line),
                                            NULL,
                                            NULL,
                                            NULL));
}

static void
test_memory (Fixture *self, gconstpointer data)
{
  static const char pin[] = "een geplante pincode 8472";
  static const char name[] = "Quirijntje van der Geheugenplant";
  static const char answers[] = "{\"bsn\":\"999993653\",\"geplant\":\"in het geheugen\"}";
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "fault", "fault-worker", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) worker =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                        &error,
                        program,
                        "memory",
                        self->folder,
                        NULL);
  GInputStream *output;
  const char *pid;
  guint8 master[32];
  char word[16] = {0};
  g_autofree char *key = NULL;
  gsize key_size = 0;

#ifdef UNDER_ADDRESS_SANITIZER
  g_subprocess_force_exit (worker);
  g_test_skip ("the sanitizer's shadow is larger than what can be looked through");
  return;
#endif
  g_assert_no_error (error);
  output = g_subprocess_get_stdout_pipe (worker);
  pid = g_subprocess_get_identifier (worker);
  write_line (worker, name);
  write_line (worker, answers);
  write_line (worker, pin);
  g_assert_true (g_input_stream_read_all (output, master, sizeof master, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (self->key_file, &key, &key_size, NULL));

  /* While open they are there, so the search finds what there is. */
  g_assert_cmpuint (count_in_memory (pid, master, sizeof master), >, 0);
  g_assert_cmpuint (count_in_memory (pid, name, strlen (name)), >, 0);
  g_assert_cmpuint (count_in_memory (pid, answers, strlen (answers)), >, 0);

  write_line (worker, "lock");
  g_assert_true (g_input_stream_read_all (output, word, 7, NULL, NULL, NULL));
  g_assert_cmpstr (word, ==, "locked\n");
  g_assert_cmpuint (count_in_memory (pid, master, sizeof master), ==, 0);
  g_assert_cmpuint (count_in_memory (pid, master, 16), ==, 0);
  g_assert_cmpuint (count_in_memory (pid, key, key_size), ==, 0);
  g_assert_cmpuint (count_in_memory (pid, "Geheugenplant", strlen ("Geheugenplant")), ==, 0);
  g_assert_cmpuint (count_in_memory (pid, answers, 20), ==, 0);
  g_assert_cmpuint (count_in_memory (pid, "geplant\":\"in het", 16), ==, 0);
  g_assert_cmpuint (count_in_memory (pid, pin, 12), ==, 0);
  write_line (worker, "end");
  g_subprocess_wait (worker, NULL, NULL);
}

#define N_MIXED 60
#define N_PAIRS 1000

static char *
mixed_id (guint i)
{
  return g_strdup_printf ("%08x-0000-4000-8000-000000000000", i);
}

static char *
mixed_token (guint i)
{
  return g_strdup_printf ("only-in-case-%u-", i);
}

static gboolean
insert_mixed_func (ZpiStore *store, gpointer data, GError **error)
{
  for (guint i = 0; i < N_MIXED; i++) {
    g_autofree char *id = mixed_id (i);
    g_autofree char *token = mixed_token (i);
    g_autoptr (GBytes) answers = bytes_of (token);

    if (!zpi_case_store_insert (store,
                                id,
                                ZPI_CASE_APPLICATION,
                                1,
                                answers,
                                &(ZpiCaseLabel){token, token, NULL},
                                error) ||
        !zpi_case_store_set_record (store, id, "stub", answers, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
column (ZpiStore *store, const char *id, const char *sql, GBytes **value)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (store, sql, NULL);
  gboolean has_row = FALSE;

  zpi_sql_bind_text (stmt, 1, id);
  g_assert_true (zpi_sql_row (stmt, &has_row, NULL));
  *value = zpi_sql_dup_bytes (stmt, 0);
  return *value != NULL;
}

/* Nothing of B opens as A's, by whatever key; and what A gives holds nothing of B. */
static void
check_pair (ZpiStore *store, guint a, guint b)
{
  g_autofree char *id_a = mixed_id (a);
  g_autofree char *id_b = mixed_id (b);
  g_autofree char *token_b = mixed_token (b);
  const ZpiSealContext place_a = {"cases", "snapshot", id_a, 1};
  const ZpiSealContext label_a = {"cases", "label", id_a, 0};
  ZpiVault *vault = zpi_store_get_vault (store);
  g_autoptr (GBytes) key_a = NULL;
  g_autoptr (GBytes) key_b = NULL;
  g_autoptr (GBytes) sealed_b = NULL;
  g_autoptr (GBytes) sealed_label_b = NULL;
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GBytes) answers = zpi_case_store_load (store, id_a, &info, NULL);
  g_autoptr (GBytes) stub = zpi_case_store_get_record (store, id_a, "stub", NULL);

  g_assert_true (column (store, id_a, "SELECT case_key FROM cases WHERE id = ?1", &key_a));
  g_assert_true (column (store, id_b, "SELECT case_key FROM cases WHERE id = ?1", &key_b));
  g_assert_true (column (store, id_b, "SELECT snapshot FROM cases WHERE id = ?1", &sealed_b));
  g_assert_true (column (store, id_b, "SELECT label FROM cases WHERE id = ?1", &sealed_label_b));
  g_assert_null (zpi_vault_open (vault, id_a, key_a, &place_a, sealed_b, NULL));
  g_assert_null (zpi_vault_open (vault, id_a, key_b, &place_a, sealed_b, NULL));
  g_assert_null (zpi_vault_open (vault, id_b, key_b, &place_a, sealed_b, NULL));
  g_assert_null (zpi_vault_open_store (vault, &label_a, sealed_label_b, NULL));
  g_assert_null (memmem (g_bytes_get_data (answers, NULL),
                         g_bytes_get_size (answers),
                         token_b,
                         strlen (token_b)));
  g_assert_null (
      memmem (g_bytes_get_data (stub, NULL), g_bytes_get_size (stub), token_b, strlen (token_b)));
  g_assert_null (strstr (info->name, token_b));
  g_assert_null (strstr (info->initials, token_b));
}

static gboolean
check_pairs_func (ZpiStore *store, gpointer data, GError **error)
{
  for (guint i = 0; i < N_PAIRS; i++) {
    const guint a = g_test_rand_int_range (0, N_MIXED);
    const guint b = (a + g_test_rand_int_range (1, N_MIXED)) % N_MIXED;

    check_pair (store, a, b);
  }
  return TRUE;
}

static void
test_pairs (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  fixture_transact (self, insert_mixed_func, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (fixture_run (self, check_pairs_func, NULL, NULL));
}

typedef struct {
  gsize byte;
  gboolean past_the_end;
} Flip;

static gboolean
flip_func (ZpiStore *store, gpointer data, GError **error)
{
  Flip *flip = data;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autofree guint8 *copy = NULL;
  g_autoptr (GBytes) flipped = NULL;
  gsize size;

  column (store, CASE_A, "SELECT snapshot FROM cases WHERE id = ?1", &sealed);
  size = g_bytes_get_size (sealed);
  flip->past_the_end = flip->byte >= size;
  if (flip->past_the_end)
    return TRUE;
  copy = g_memdup2 (g_bytes_get_data (sealed, NULL), size);
  copy[flip->byte] ^= 0x40;
  flipped = g_bytes_new (copy, size);
  stmt = zpi_store_prepare (store, "UPDATE cases SET snapshot = ?2 WHERE id = ?1", error);
  zpi_sql_bind_text (stmt, 1, CASE_A);
  zpi_sql_bind_bytes (stmt, 2, flipped);
  return zpi_sql_done (stmt, error);
}

static gboolean
load_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) answers = zpi_case_store_load (store, data, NULL, error);

  return answers != NULL;
}

/* Each byte of a record in turn; the other case is never hidden by it. */
static void
test_flip (Fixture *self, gconstpointer data)
{
  Flip flip = {0, FALSE};

  fixture_open (self);
  prepare_case (self);
  for (;;) {
    g_autoptr (GError) error = NULL;

    g_assert_true (fixture_transact (self, flip_func, &flip, NULL));
    if (flip.past_the_end)
      break;
    g_assert_false (fixture_run (self, load_func, (gpointer) CASE_A, &error));
    assert_zpi_error (error, ZPI_ERROR_SEAL_BROKEN);
    g_assert_true (fixture_run (self, load_func, (gpointer) CASE_B, NULL));
    /* Back again: the next byte is alone. */
    g_assert_true (fixture_transact (self, flip_func, &flip, NULL));
    g_assert_true (fixture_run (self, load_func, (gpointer) CASE_A, NULL));
    flip.byte++;
  }
  g_assert_cmpuint (flip.byte, >, 100);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/planted/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("files", test_files);
  ADD ("delete", test_delete);
  ADD ("memory", test_memory);
  ADD ("pairs", test_pairs);
  ADD ("flip-every-byte", test_flip);

  return g_test_run ();
}
