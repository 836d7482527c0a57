/* SPDX-License-Identifier: EUPL-1.2 */

/* What it costs to have an answer on the disk, and to take in documents, beside SQLite and
 * libsodium doing the same with the same bytes: turn by turn, in the same folder.
 *
 *   bench-store save CASES ROUNDS     lines "save MS" and "raw MS"
 *   bench-store count CASES ROUNDS    saves only, for callgrind
 *   bench-store intake CASES ROUNDS   lines "intake MS" and "raw MS", a document of 18 MB each
 */

#include "service-fixture.h"

#include "zpi-document-store.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define DOCUMENT_BYTES (18 * 1024 * 1024)

typedef struct {
  sqlite3 *db;
  sqlite3_stmt *save;
  sqlite3_stmt *insert;
  guint8 key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
} Raw;

static double
ms_since (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / 1000;
}

static void
raw_do (Raw *raw, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (raw->db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static sqlite3_stmt *
raw_prepare (Raw *raw, const char *sql)
{
  sqlite3_stmt *stmt = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (raw->db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  return stmt;
}

/* As the store has it: a log, and every commit on the disk. */
static void
raw_open (Raw *raw, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "raw.db", NULL);

  g_assert_cmpint (sqlite3_open (path, &raw->db), ==, SQLITE_OK);
  raw_do (raw,
          "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
          "CREATE TABLE cases (id INTEGER PRIMARY KEY, answers BLOB);"
          "CREATE TABLE chunks (id INTEGER PRIMARY KEY, sealed BLOB);");
  raw->save = raw_prepare (raw, "INSERT OR REPLACE INTO cases VALUES (?1, ?2)");
  raw->insert = raw_prepare (raw, "INSERT INTO chunks (sealed) VALUES (?1)");
  crypto_aead_xchacha20poly1305_ietf_keygen (raw->key);
}

static void
raw_close (Raw *raw)
{
  sqlite3_finalize (raw->save);
  sqlite3_finalize (raw->insert);
  sqlite3_close (raw->db);
}

static void
raw_save (Raw *raw, gint64 id, const guint8 *bytes, gsize size)
{
  raw_do (raw, "BEGIN IMMEDIATE");
  sqlite3_bind_int64 (raw->save, 1, id);
  sqlite3_bind_blob64 (raw->save, 2, bytes, size, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (raw->save), ==, SQLITE_DONE);
  sqlite3_reset (raw->save);
  raw_do (raw, "COMMIT");
}

static void
raw_seal (Raw *raw, const guint8 *bytes, gsize size)
{
  guint8 nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];
  g_autofree guint8 *sealed = g_malloc (size + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  unsigned long long sealed_size;

  randombytes_buf (nonce, sizeof nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed,
                                              &sealed_size,
                                              bytes,
                                              size,
                                              NULL,
                                              0,
                                              NULL,
                                              nonce,
                                              raw->key);
  raw_do (raw, "BEGIN IMMEDIATE");
  sqlite3_bind_blob64 (raw->insert, 1, sealed, sealed_size, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (raw->insert), ==, SQLITE_DONE);
  sqlite3_reset (raw->insert);
  raw_do (raw, "COMMIT");
}

typedef struct {
  GBytes *snapshot;
  guint n;
} Filling;

static gboolean
fill_func (ZpiStore *store, gpointer data, GError **error)
{
  Filling *filling = data;

  for (guint i = 0; i < filling->n; i++) {
    g_autofree char *id = g_uuid_string_random ();

    if (!zpi_case_store_insert (store,
                                id,
                                ZPI_CASE_APPLICATION,
                                1,
                                filling->snapshot,
                                &(ZpiCaseLabel){"Anna Voorbeeld", "A.V.", NULL},
                                error))
      return FALSE;
  }
  return TRUE;
}

/* Other cases, as large as the one that is edited; the desk knows of them as after a start. */
static void
fill (Desk *desk, Raw *raw, GBytes *snapshot, guint n_cases)
{
  Filling filling = {snapshot, n_cases};
  g_autoptr (GError) error = NULL;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (snapshot, &size);

  g_assert_true (desk_run (desk, fill_func, &filling, &error));
  g_assert_no_error (error);
  raw_do (raw, "BEGIN");
  for (guint i = 0; i < n_cases; i++) {
    sqlite3_bind_int64 (raw->save, 1, i + 2);
    sqlite3_bind_blob64 (raw->save, 2, bytes, size, SQLITE_STATIC);
    g_assert_cmpint (sqlite3_step (raw->save), ==, SQLITE_DONE);
    sqlite3_reset (raw->save);
  }
  raw_do (raw, "COMMIT");
  desk_close (desk);
  desk_open (desk);
}

static void
save_once (Desk *desk, ZpiCase *zcase, guint round)
{
  g_autofree char *number = g_strdup_printf ("%u", 1 + round % 9999);
  g_autoptr (GError) error = NULL;

  zpi_case_set (zcase, ZPI_KEY_HOUSE_NUMBER, number);
  g_assert_true (desk_flush (desk, zcase, &error));
}

static void
bench_save (Desk *desk, Raw *raw, guint n_cases, guint rounds, gboolean count)
{
  g_autoptr (ZpiCase) first = desk_household (desk, "Anna");
  g_autoptr (GBytes) snapshot = zpi_case_snapshot (first);
  g_autoptr (ZpiCase) zcase = NULL;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (snapshot, &size);

  fill (desk, raw, snapshot, n_cases);
  zcase = desk_household (desk, "Anna");
  for (guint i = 0; i < rounds; i++) {
    gint64 start = g_get_monotonic_time ();

    save_once (desk, zcase, i);
    if (count)
      continue;
    g_print ("save %.3f\n", ms_since (start));
    start = g_get_monotonic_time ();
    raw_save (raw, 1, bytes, size);
    g_print ("raw %.3f\n", ms_since (start));
  }
}

static void
bench_intake (Desk *desk, Raw *raw, guint n_cases, guint rounds)
{
  g_autoptr (ZpiCase) first = desk_household (desk, "Anna");
  g_autoptr (GBytes) snapshot = zpi_case_snapshot (first);
  g_autoptr (GBytes) document = jpeg_of (DOCUMENT_BYTES);
  const guint8 *bytes = g_bytes_get_data (document, NULL);
  g_autoptr (ZpiCase) zcase = NULL;

  fill (desk, raw, snapshot, n_cases);
  zcase = desk_household (desk, "Anna");
  for (guint i = 0; i < rounds; i++) {
    gint64 start = g_get_monotonic_time ();
    g_autoptr (GError) error = NULL;
    g_autofree char *item = desk_take_in (desk, zcase, document, NULL, &error);

    g_assert_no_error (error);
    g_print ("intake %.3f\n", ms_since (start));
    start = g_get_monotonic_time ();
    for (gsize at = 0; at < DOCUMENT_BYTES; at += ZPI_DOCUMENT_CHUNK_BYTES)
      raw_seal (raw, bytes + at, ZPI_DOCUMENT_CHUNK_BYTES);
    g_print ("raw %.3f\n", ms_since (start));
  }
}

int
main (int argc, char **argv)
{
  Desk desk = {NULL};
  Raw raw = {NULL};
  guint n_cases, rounds;

  g_test_init (&argc, &argv, NULL);
  if (argc != 4 || sodium_init () < 0)
    return 2;
  n_cases = (guint) atoi (argv[2]);
  rounds = (guint) atoi (argv[3]);
  desk_set_up (&desk, NULL);
  desk_open (&desk);
  raw_open (&raw, desk.folder);
  if (strcmp (argv[1], "intake") == 0)
    bench_intake (&desk, &raw, n_cases, rounds);
  else
    bench_save (&desk, &raw, n_cases, rounds, strcmp (argv[1], "count") == 0);
  raw_close (&raw);
  desk_tear_down (&desk, NULL);
  return 0;
}
