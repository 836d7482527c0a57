/* SPDX-License-Identifier: EUPL-1.2 */

/* The small parts below vault and store. */

#include "zpi-key-file.h"
#include "zpi-pack.h"
#include "zpi-slot-data.h"
#include "zpi-sql.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* A newer program says more, an older one less; what has to be there has to be whole. */
static void
test_pack_other_version (GBytes *packed, char **found)
{
  const char *const one[] = {"older"};
  g_autoptr (GBytes) older = zpi_pack_texts (one, G_N_ELEMENTS (one));
  g_autoptr (GBytes) cut = NULL;

  g_assert_true (zpi_unpack_first_texts (packed, found, 1, 1));
  g_clear_pointer (&found[0], g_free);
  g_assert_true (zpi_unpack_first_texts (older, found, 2, 1));
  g_assert_cmpstr (found[0], ==, "older");
  g_assert_null (found[1]);
  g_clear_pointer (&found[0], g_free);
  g_assert_false (zpi_unpack_first_texts (older, found, 2, 2));
  cut = g_bytes_new_from_bytes (packed, 0, 3);
  g_assert_false (zpi_unpack_first_texts (cut, found, 1, 1));
  g_assert_null (found[0]);
}

static void
test_pack (void)
{
  const char *const texts[] = {"één", NULL, "", "last"};
  g_autoptr (GBytes) packed = zpi_pack_texts (texts, G_N_ELEMENTS (texts));
  g_autoptr (GBytes) none = zpi_pack_texts (NULL, 0);
  char *found[G_N_ELEMENTS (texts)];
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (packed, &size);
  g_autofree guint8 *longer = g_malloc0 (size + 1);

  g_assert_true (zpi_unpack_texts (packed, found, G_N_ELEMENTS (found)));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_cmpstr (found[i], ==, texts[i]);
    g_free (found[i]);
  }
  g_assert_true (zpi_unpack_texts (none, NULL, 0));

  /* Cut anywhere, or with something behind it. */
  for (gsize length = 0; length < size; length++) {
    g_autoptr (GBytes) cut = g_bytes_new (data, length);

    g_assert_false (zpi_unpack_texts (cut, found, G_N_ELEMENTS (found)));
    g_assert_null (found[0]);
  }
  memcpy (longer, data, size);
  {
    g_autoptr (GBytes) trailing = g_bytes_new (longer, size + 1);

    g_assert_false (zpi_unpack_texts (trailing, found, G_N_ELEMENTS (found)));
  }
  g_assert_false (zpi_unpack_texts (packed, found, G_N_ELEMENTS (found) - 1));
  test_pack_other_version (packed, found);
}

static void
test_errors_of_sqlite (void)
{
  static const struct {
    int rc;
    ZpiError code;
  } codes[] = {
      {SQLITE_FULL, ZPI_ERROR_STORE_FULL},
      {SQLITE_READONLY, ZPI_ERROR_STORE_READ_ONLY},
      {SQLITE_READONLY_DBMOVED, ZPI_ERROR_STORE_READ_ONLY},
      {SQLITE_PERM, ZPI_ERROR_STORE_READ_ONLY},
      {SQLITE_AUTH, ZPI_ERROR_STORE_READ_ONLY},
      {SQLITE_CORRUPT, ZPI_ERROR_STORE_DAMAGED},
      {SQLITE_CORRUPT_INDEX, ZPI_ERROR_STORE_DAMAGED},
      {SQLITE_NOTADB, ZPI_ERROR_STORE_DAMAGED},
      {SQLITE_BUSY, ZPI_ERROR_BUSY},
      {SQLITE_BUSY_SNAPSHOT, ZPI_ERROR_BUSY},
      {SQLITE_LOCKED, ZPI_ERROR_BUSY},
      {SQLITE_CONSTRAINT_UNIQUE, ZPI_ERROR_CONFLICT},
      {SQLITE_TOOBIG, ZPI_ERROR_TOO_LARGE},
      {SQLITE_IOERR_WRITE, ZPI_ERROR_STORE_FAILED},
      {SQLITE_CANTOPEN, ZPI_ERROR_STORE_FAILED},
      {SQLITE_NOMEM, ZPI_ERROR_STORE_FAILED},
      {SQLITE_ERROR, ZPI_ERROR_STORE_FAILED},
  };
  g_autoptr (sqlite3) db = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) with_db = NULL;

    zpi_error_from_sqlite (&error, NULL, codes[i].rc, "Testing");
    g_assert_error (error, ZPI_ERROR, (int) codes[i].code);
    g_assert_true (g_str_has_prefix (error->message, "Testing: "));
    zpi_error_from_sqlite (&with_db, db, codes[i].rc, "Testing");
    g_assert_error (with_db, ZPI_ERROR, (int) codes[i].code);
  }
}

static void
test_errors_of_the_system (void)
{
  static const struct {
    int number;
    ZpiError code;
  } codes[] = {
      {ENOSPC, ZPI_ERROR_STORE_FULL},
      {EDQUOT, ZPI_ERROR_STORE_FULL},
      {EFBIG, ZPI_ERROR_STORE_FULL},
      {EROFS, ZPI_ERROR_STORE_READ_ONLY},
      {EACCES, ZPI_ERROR_STORE_READ_ONLY},
      {EPERM, ZPI_ERROR_STORE_READ_ONLY},
      {EWOULDBLOCK, ZPI_ERROR_BUSY},
      {EIO, ZPI_ERROR_STORE_FAILED},
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    g_autoptr (GError) error = NULL;

    zpi_error_from_errno (&error, codes[i].number, "Testing");
    g_assert_error (error, ZPI_ERROR, (int) codes[i].code);
  }
}

static void
test_sql (void)
{
  g_autoptr (sqlite3) db = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_row = FALSE;
  gint64 number = 7;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_true (zpi_sql_exec (db, "CREATE TABLE t (a BLOB, b BLOB)", &error));
  stmt = zpi_sql_prepare (db, "INSERT INTO t VALUES (?1, ?2) RETURNING a, b", &error);
  zpi_sql_bind_bytes (stmt, 1, NULL);
  zpi_sql_bind_bytes (stmt, 2, empty);
  g_assert_true (zpi_sql_row (stmt, &has_row, &error));
  g_assert_null (zpi_sql_dup_bytes (stmt, 0));
  found = zpi_sql_dup_bytes (stmt, 1);
  g_assert_cmpuint (g_bytes_get_size (found), ==, 0);
  sqlite3_reset (stmt);
  g_assert_true (zpi_sql_done (stmt, &error));
  g_assert_no_error (error);

  g_assert_true (zpi_sql_number (db, "SELECT a FROM t WHERE 0", &number, &error));
  g_assert_cmpint (number, ==, 0);
  g_assert_false (zpi_sql_number (db, "SELECT nothing", &number, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_STORE_FAILED);
}

/* A folder in the place of the key file. */
static void
test_key_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("zpi-parts-XXXXXX", NULL);
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GError) error = NULL;

  key = zpi_key_file_ensure (folder, &error);
  g_assert_null (key);
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
  g_rmdir (folder);
}

/* A wrapped key of the wrong length, by somebody who has the wrapping key. */
static void
test_unwrap (void)
{
  g_autoptr (ZpiKey) wrapping = zpi_key_new_random ();
  g_autoptr (GBytes) place = zpi_place_new ("test", NULL, NULL, NULL, NULL, 0, 0);
  g_autoptr (GBytes) plain = g_bytes_new_static ("short", 5);
  g_autoptr (GBytes) sealed = zpi_seal_with_key (wrapping, place, plain);
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_key_unwrap (wrapping, place, sealed, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN);
}

/* A box for another slot, by somebody who has the master key. */
static void
test_unbox (void)
{
  g_autoptr (ZpiKey) master = zpi_key_new_random ();
  g_autoptr (ZpiKey) secret_half = zpi_key_new ();
  ZpiSlotData data = {0};
  g_autoptr (GError) error = NULL;

  crypto_box_keypair (data.public_key, secret_half->bytes);
  g_assert_true (zpi_slot_data_box (&data, "store", ZPI_SLOT_ESCROW, "one", master, &error));
  g_assert_null (zpi_slot_data_unbox (&data, "store", ZPI_SLOT_ESCROW, "two", secret_half, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN);
}

/* A planted slot whose passphrase would take all memory, or all day, to try. */
static void
test_slot_costs (void)
{
  const ZpiSlotData rows[] = {{.ops = 64, .mem_kib = 1024 * 1024},
                              {.ops = 65, .mem_kib = 1024},
                              {.ops = 1, .mem_kib = 1024 * 1024 + 1}};

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) packed = zpi_slot_data_pack (&rows[i]);
    g_autoptr (GError) error = NULL;
    ZpiSlotData data;

    g_assert_cmpint (zpi_slot_data_unpack (packed, &data, &error), ==, i == 0);
    if (i > 0)
      g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN);
  }
}

static void
test_signature (void)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 secret_key[crypto_sign_SECRETKEYBYTES];
  guint8 signature[crypto_sign_BYTES];
  g_autoptr (GBytes) message = g_bytes_new_static ("organisation", 12);
  g_autoptr (GBytes) other = g_bytes_new_static ("Organisation", 12);
  g_autoptr (GBytes) public_bytes = NULL;
  g_autoptr (GBytes) signed_bytes = NULL;

  zpi_sodium_ensure ();
  crypto_sign_keypair (public_key, secret_key);
  crypto_sign_detached (signature, NULL, (const guint8 *) "organisation", 12, secret_key);
  public_bytes = g_bytes_new (public_key, sizeof public_key);
  signed_bytes = g_bytes_new (signature, sizeof signature);
  g_assert_true (zpi_signature_verify (message, signed_bytes, public_bytes));
  g_assert_false (zpi_signature_verify (other, signed_bytes, public_bytes));
  g_assert_false (zpi_signature_verify (message, public_bytes, public_bytes));
  g_assert_false (zpi_signature_verify (message, signed_bytes, signed_bytes));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store-parts/pack", test_pack);
  g_test_add_func ("/store-parts/errors/sqlite", test_errors_of_sqlite);
  g_test_add_func ("/store-parts/errors/system", test_errors_of_the_system);
  g_test_add_func ("/store-parts/sql", test_sql);
  g_test_add_func ("/store-parts/key-file", test_key_file);
  g_test_add_func ("/store-parts/unwrap", test_unwrap);
  g_test_add_func ("/store-parts/unbox", test_unbox);
  g_test_add_func ("/store-parts/slot-costs", test_slot_costs);
  g_test_add_func ("/store-parts/signature", test_signature);

  return g_test_run ();
}
