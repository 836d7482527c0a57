/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-vault.h"
#include "zpi-wiping-free.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define STORE    "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
#define CASE     "11111111-1111-4111-8111-111111111111"
#define OTHER    "22222222-2222-4222-8222-222222222222"
#define DOCUMENT "33333333-3333-4333-8333-333333333333"

static const ZpiSealContext place = {"cases", "snapshot", CASE, 7};

static ZpiVault *
new_vault (void)
{
  ZpiVault *vault = zpi_vault_new (STORE);
  g_autoptr (GError) error = NULL;

  g_assert_false (zpi_vault_is_unlocked (vault));
  zpi_vault_create (vault, &error);
  g_assert_no_error (error);
  g_assert_true (zpi_vault_is_unlocked (vault));
  return vault;
}

static GBytes *
text_bytes (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
assert_broken (GBytes *bytes, GError **error)
{
  g_assert_null (bytes);
  g_assert_error (*error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN);
  g_clear_error (error);
}

static void
test_seal_opens (void)
{
  g_autoptr (ZpiVault) vault = new_vault ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = zpi_vault_new_case_key (vault, CASE, &error);

  for (gsize size = 0; size < 200; size++) {
    g_autofree guint8 *data = g_malloc0 (size + 1);
    g_autoptr (GBytes) plain = NULL;
    g_autoptr (GBytes) sealed = NULL;
    g_autoptr (GBytes) opened = NULL;

    memset (data, (int) size, size);
    plain = g_bytes_new (data, size);
    sealed = zpi_vault_seal (vault, CASE, key, &place, plain, &error);
    g_assert_no_error (error);
    opened = zpi_vault_open (vault, CASE, key, &place, sealed, &error);
    g_assert_no_error (error);
    g_assert_true (g_bytes_equal (plain, opened));
  }
}

static void
test_seal_differs_each_time (void)
{
  g_autoptr (ZpiVault) vault = new_vault ();
  g_autoptr (GBytes) key = zpi_vault_new_case_key (vault, CASE, NULL);
  g_autoptr (GBytes) plain = text_bytes ("the same");
  g_autoptr (GBytes) one = zpi_vault_seal (vault, CASE, key, &place, plain, NULL);
  g_autoptr (GBytes) two = zpi_vault_seal (vault, CASE, key, &place, plain, NULL);

  g_assert_false (g_bytes_equal (one, two));
}

/* Every bit of a sealed value, of a wrapped key, and every length. */
static void
test_flip_every_bit (void)
{
  g_autoptr (ZpiVault) vault = new_vault ();
  g_autoptr (GBytes) key = zpi_vault_new_case_key (vault, CASE, NULL);
  g_autoptr (GBytes) plain = text_bytes ("999993653 Quirijntje");
  g_autoptr (GBytes) sealed = zpi_vault_seal (vault, CASE, key, &place, plain, NULL);
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (sealed, &size);

  for (gsize bit = 0; bit < 8 * size; bit++) {
    g_autofree guint8 *copy = g_memdup2 (data, size);
    g_autoptr (GBytes) flipped = NULL;

    copy[bit / 8] ^= 1 << bit % 8;
    flipped = g_bytes_new (copy, size);
    assert_broken (zpi_vault_open (vault, CASE, key, &place, flipped, &error), &error);
  }
  for (gsize length = 0; length < size; length++) {
    g_autoptr (GBytes) cut = g_bytes_new (data, length);

    assert_broken (zpi_vault_open (vault, CASE, key, &place, cut, &error), &error);
  }

  data = g_bytes_get_data (key, &size);
  for (gsize bit = 0; bit < 8 * size; bit++) {
    g_autofree guint8 *copy = g_memdup2 (data, size);
    g_autoptr (GBytes) flipped = NULL;

    copy[bit / 8] ^= 1 << bit % 8;
    flipped = g_bytes_new (copy, size);
    assert_broken (zpi_vault_open (vault, CASE, flipped, &place, sealed, &error), &error);
    assert_broken (zpi_vault_seal (vault, CASE, flipped, &place, plain, &error), &error);
  }
}

static void
test_other_place (void)
{
  const ZpiSealContext others[] = {
      {"records", "snapshot", CASE, 7},
      {"cases", "label", CASE, 7},
      {"cases", "snapshot", OTHER, 7},
      {"cases", "snapshot", CASE, 8},
      {"cases", "snapshot", CASE, 0},
      /* The same letters, cut elsewhere. */
      {"case", "ssnapshot", CASE, 7},
      {"casess", "napshot", CASE, 7},
  };
  g_autoptr (ZpiVault) vault = new_vault ();
  g_autoptr (GBytes) key = zpi_vault_new_case_key (vault, CASE, NULL);
  g_autoptr (GBytes) other_key = zpi_vault_new_case_key (vault, OTHER, NULL);
  g_autoptr (GBytes) plain = text_bytes ("answers");
  g_autoptr (GBytes) sealed = zpi_vault_seal (vault, CASE, key, &place, plain, NULL);
  g_autoptr (GBytes) stored = zpi_vault_seal_store (vault, &place, plain, NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    assert_broken (zpi_vault_open (vault, CASE, key, &others[i], sealed, &error), &error);
    assert_broken (zpi_vault_open_store (vault, &others[i], stored, &error), &error);
  }
  /* Another case's key, under its own name and under ours; our key under another name. */
  assert_broken (zpi_vault_open (vault, OTHER, other_key, &place, sealed, &error), &error);
  assert_broken (zpi_vault_open (vault, CASE, other_key, &place, sealed, &error), &error);
  assert_broken (zpi_vault_open (vault, OTHER, key, &place, sealed, &error), &error);
  /* A value of the store is none of the case, and the other way round. */
  assert_broken (zpi_vault_open (vault, CASE, key, &place, stored, &error), &error);
  assert_broken (zpi_vault_open_store (vault, &place, sealed, &error), &error);
}

static void
test_chunks (void)
{
  g_autoptr (ZpiVault) vault = new_vault ();
  g_autoptr (GBytes) key = zpi_vault_new_case_key (vault, CASE, NULL);
  g_autoptr (GBytes) plain = text_bytes ("chunk");
  g_autoptr (GBytes) sealed =
      zpi_vault_seal_chunk (vault, CASE, key, DOCUMENT, 3, FALSE, plain, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) opened =
      zpi_vault_open_chunk (vault, CASE, key, DOCUMENT, 3, FALSE, sealed, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (plain, opened));
  assert_broken (zpi_vault_open_chunk (vault, CASE, key, DOCUMENT, 2, FALSE, sealed, &error),
                 &error);
  assert_broken (zpi_vault_open_chunk (vault, CASE, key, DOCUMENT, 3, TRUE, sealed, &error),
                 &error);
  assert_broken (zpi_vault_open_chunk (vault, CASE, key, OTHER, 3, FALSE, sealed, &error), &error);
  assert_broken (zpi_vault_open (vault, CASE, key, &place, sealed, &error), &error);
}

static void
test_locked (void)
{
  g_autoptr (ZpiVault) vault = new_vault ();
  g_autoptr (GBytes) key = zpi_vault_new_case_key (vault, CASE, NULL);
  g_autoptr (GBytes) plain = text_bytes ("x");
  g_autoptr (GBytes) sealed = zpi_vault_seal (vault, CASE, key, &place, plain, NULL);
  gpointer results[12];
  GError *errors[G_N_ELEMENTS (results)] = {NULL};
  GError **e = errors;
  guint n = 0;

  zpi_vault_lock (vault);
  g_assert_false (zpi_vault_is_unlocked (vault));
  results[n++] = zpi_vault_new_case_key (vault, CASE, e++);
  results[n++] = zpi_vault_seal (vault, CASE, key, &place, plain, e++);
  results[n++] = zpi_vault_open (vault, CASE, key, &place, sealed, e++);
  results[n++] = zpi_vault_seal_store (vault, &place, plain, e++);
  results[n++] = zpi_vault_open_store (vault, &place, sealed, e++);
  results[n++] = zpi_vault_seal_chunk (vault, CASE, key, DOCUMENT, 0, TRUE, plain, e++);
  results[n++] = zpi_vault_open_chunk (vault, CASE, key, DOCUMENT, 0, TRUE, sealed, e++);
  results[n++] = zpi_vault_hash_bsn (vault, "999993653", e++);
  results[n++] = zpi_vault_rewrap_case_key (vault, CASE, key, e++);
  results[n++] = zpi_vault_make_passphrase_slot (vault, "", "a long passphrase", e++);
  results[n++] = GINT_TO_POINTER (zpi_vault_rotate_begin (vault, e++));
  g_assert_cmpuint (n, <=, G_N_ELEMENTS (results));
  for (guint i = 0; i < n; i++) {
    g_assert_null (results[i]);
    g_assert_error (errors[i], ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
    g_error_free (errors[i]);
  }
}

static void
test_create_again (void)
{
  g_autoptr (ZpiVault) vault = new_vault ();
  g_autoptr (GBytes) first = zpi_vault_dup_wrapped_store_key (vault);
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GError) error = NULL;

  /* Not stored yet: starting again is allowed, and gives other keys. */
  g_assert_true (zpi_vault_create (vault, &error));
  second = zpi_vault_dup_wrapped_store_key (vault);
  g_assert_false (g_bytes_equal (first, second));

  zpi_vault_set_wrapped_store_key (vault, second);
  g_assert_false (zpi_vault_create (vault, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED);
}

static void
test_rotate (void)
{
  g_autoptr (ZpiVault) vault = new_vault ();
  g_autoptr (GBytes) plain = text_bytes ("survives");
  g_autoptr (GBytes) key = zpi_vault_new_case_key (vault, CASE, NULL);
  g_autoptr (GBytes) sealed = zpi_vault_seal (vault, CASE, key, &place, plain, NULL);
  g_autoptr (GBytes) stored = zpi_vault_seal_store (vault, &place, plain, NULL);
  g_autofree char *hash = zpi_vault_hash_bsn (vault, "999993653", NULL);
  g_autofree char *hash_after = NULL;
  g_autofree char *rehashed = NULL;
  g_autofree char *rehashed_again = NULL;
  g_autofree char *hash_again = NULL;
  g_autoptr (GBytes) resealed = NULL;
  g_autoptr (GBytes) fresh = NULL;
  g_autoptr (GBytes) opened = NULL;
  g_autoptr (GBytes) opened_store = NULL;
  g_autoptr (GBytes) during = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_vault_rewrap_case_key (vault, CASE, key, NULL));
  g_assert_true (zpi_vault_rotate_begin (vault, &error));
  g_assert_true (zpi_vault_is_rotating (vault));
  fresh = zpi_vault_rewrap_case_key (vault, CASE, key, &error);
  g_assert_no_error (error);
  g_assert_null (zpi_vault_rewrap_case_key (vault, OTHER, key, NULL));
  /* Until it is committed the old form opens. */
  during = zpi_vault_open (vault, CASE, key, &place, sealed, &error);
  g_assert_no_error (error);
  resealed = zpi_vault_reseal_store (vault, &place, stored, &error);
  g_assert_no_error (error);
  rehashed = zpi_vault_rehash_bsn (vault, hash, &error);
  g_assert_no_error (error);
  g_assert_null (zpi_vault_rehash_bsn (vault, "no hash", NULL));

  zpi_vault_rotate_finish (vault, TRUE);
  g_assert_false (zpi_vault_is_rotating (vault));
  opened = zpi_vault_open (vault, CASE, fresh, &place, sealed, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (opened, plain));
  opened_store = zpi_vault_open_store (vault, &place, resealed, &error);
  g_assert_no_error (error);
  assert_broken (zpi_vault_open_store (vault, &place, stored, &error), &error);
  hash_after = zpi_vault_hash_bsn (vault, "999993653", &error);
  g_assert_cmpstr (rehashed, ==, hash_after);
  g_assert_cmpstr (hash, !=, hash_after);
  assert_broken (zpi_vault_open (vault, CASE, key, &place, sealed, &error), &error);

  /* And once more: the warning of a double goes on working. */
  g_assert_true (zpi_vault_rotate_begin (vault, &error));
  rehashed_again = zpi_vault_rehash_bsn (vault, rehashed, &error);
  zpi_vault_rotate_finish (vault, TRUE);
  hash_again = zpi_vault_hash_bsn (vault, "999993653", &error);
  g_assert_cmpstr (rehashed_again, ==, hash_again);
  assert_broken (zpi_vault_open_store (vault, &place, resealed, &error), &error);
}

static void
test_rotate_without_keys (void)
{
  g_autoptr (ZpiVault) vault = new_vault ();
  g_autoptr (GBytes) plain = text_bytes ("stays");
  g_autoptr (GBytes) stored = zpi_vault_seal_store (vault, &place, plain, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_vault_reseal_store (vault, &place, stored, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
  g_clear_error (&error);
  g_assert_null (zpi_vault_rehash_bsn (vault, "00", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
  g_clear_error (&error);
}

static void
test_rotate_given_up (void)
{
  g_autoptr (ZpiVault) vault = new_vault ();
  g_autoptr (GBytes) plain = text_bytes ("stays");
  g_autoptr (GBytes) key = zpi_vault_new_case_key (vault, CASE, NULL);
  g_autoptr (GBytes) sealed = zpi_vault_seal (vault, CASE, key, &place, plain, NULL);
  g_autoptr (GBytes) before = zpi_vault_dup_wrapped_store_key (vault);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GBytes) opened = NULL;
  g_autoptr (GError) error = NULL;

  zpi_vault_rotate_finish (vault, TRUE);
  g_assert_true (zpi_vault_rotate_begin (vault, &error));
  zpi_vault_rotate_finish (vault, FALSE);
  after = zpi_vault_dup_wrapped_store_key (vault);
  g_assert_true (g_bytes_equal (before, after));
  opened = zpi_vault_open (vault, CASE, key, &place, sealed, &error);
  g_assert_no_error (error);
}

static void
test_secrets (void)
{
  g_autoptr (GBytes) empty = zpi_secret_bytes_new (NULL, 0);
  char *text = zpi_secret_strdup ("token");
  guint8 *data = NULL;
  g_autoptr (GBytes) filled = zpi_secret_bytes_new_uninitialized (3, &data);

  memcpy (data, "abc", 3);
  g_assert_cmpuint (g_bytes_get_size (empty), ==, 0);
  g_assert_cmpmem (g_bytes_get_data (filled, NULL), g_bytes_get_size (filled), "abc", 3);
  g_assert_cmpstr (text, ==, "token");
  zpi_secret_strfree (text);
  zpi_secret_strfree (NULL);
  zpi_wipe_free (NULL);
  zpi_wipe_free (g_strdup ("x"));
  g_assert_null (zpi_secret_strdup (NULL));
}

static void
test_harden (void)
{
  struct rlimit limit;

  zpi_vault_harden_process ();
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, <=, 1);
  g_assert_cmpuint (limit.rlim_max, <=, 1);
}

/* Later versions of GLib hide a test by themselves: seen again, as a program begins. */
static void
begin_seen (void)
{
  prctl (PR_SET_DUMPABLE, 1, 0, 0, 0);
}

/* In a process of its own: it stays hidden. */
static void
test_hide (void)
{
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    return;
  }
  begin_seen ();
  g_unsetenv ("GTK_USE_PORTAL");
  g_unsetenv ("SNAP_NAME");
  g_setenv ("ZPI_TEST_READABLE", "1", TRUE);
  g_assert_false (zpi_vault_hide_process (g_getenv ("ZPI_BUILD_ROOT")));
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 1);
  /* Elsewhere nobody can ask for it. */
  g_assert_cmpint (zpi_vault_hide_process ("/usr/nowhere"), ==, zpi_wiping_free_is_on ());
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, !zpi_wiping_free_is_on ());
}

/* Where portals are asked, they have to see who asks. */
static void
test_hide_from_no_portal (void)
{
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    return;
  }
  begin_seen ();
  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  g_assert_false (zpi_vault_hide_process ("/usr/nowhere"));
  g_assert_cmpint (prctl (PR_GET_DUMPABLE), ==, 1);
}

/* Root is refused nothing. */

static void
become_nobody (void)
{
  g_assert_true (geteuid () != 0 || seteuid (65534) == 0);
}

static void
become_ourselves (void)
{
  g_assert_cmpint (seteuid (getuid ()), ==, 0);
  /* Changing who one is made the process unreadable, also for whoever looks for leaks. */
  prctl (PR_SET_DUMPABLE, 1, 0, 0, 0);
}

/* No memory may be locked, and the limit of core dumps cannot be moved: said, and worked on. */
static void
test_harden_refused (void)
{
  const struct rlimit none = {0, 0};

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    g_test_trap_assert_stderr ("*Core dumps could not be switched off*");
    /* A sanitizer takes every mlock() for done. */
    if (zpi_wiping_free_is_on ())
      g_test_trap_assert_stderr ("*Memory cannot be locked here*");
    return;
  }
  g_assert_cmpint (setrlimit (RLIMIT_MEMLOCK, &none), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_CORE, &none), ==, 0);
  become_nobody ();
  zpi_vault_harden_process ();
  test_seal_differs_each_time ();
  become_ourselves ();
}

/* What takes the place of the C library's realloc() keeps its promises. */
static void
test_realloc (void)
{
  /* By another name: the compiler knows what the real one may not be asked. */
  void *(*volatile move) (void *memory, size_t size) = realloc;
  char *text;

  if (!zpi_wiping_free_is_on ()) {
    g_test_skip ("Freed memory is not wiped in this build");
    return;
  }
  text = move (NULL, 64);
  g_assert_nonnull (text);
  memset (text, 'x', 64);
  text = move (text, 4096);
  g_assert_nonnull (text);
  for (guint i = 0; i < 64; i++)
    g_assert_cmpint (text[i], ==, 'x');
  /* One that fails leaves the text where it is. */
  g_assert_null (move (text, PTRDIFF_MAX));
  for (guint i = 0; i < 64; i++)
    g_assert_cmpint (text[i], ==, 'x');
  g_assert_null (move (text, 0));
}

static gpointer
seal_in_thread (gpointer data)
{
  ZpiVault *vault = data;
  g_autoptr (GBytes) plain = text_bytes ("thread");

  for (guint i = 0; i < 200; i++) {
    g_autoptr (GBytes) sealed = zpi_vault_seal_store (vault, &place, plain, NULL);
    g_autoptr (GBytes) opened =
        sealed != NULL ? zpi_vault_open_store (vault, &place, sealed, NULL) : NULL;

    g_assert_true (opened == NULL || g_bytes_equal (opened, plain));
  }
  return NULL;
}

static void
test_threads_while_locking (void)
{
  g_autoptr (ZpiVault) vault = new_vault ();
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("seal", seal_in_thread, vault);
  zpi_vault_lock (vault);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_false (zpi_vault_is_unlocked (vault));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  zpi_vault_keep_stretch_least (TRUE);

  g_test_add_func ("/vault/seal/opens", test_seal_opens);
  g_test_add_func ("/vault/seal/differs-each-time", test_seal_differs_each_time);
  g_test_add_func ("/vault/seal/flip-every-bit", test_flip_every_bit);
  g_test_add_func ("/vault/seal/other-place", test_other_place);
  g_test_add_func ("/vault/chunks", test_chunks);
  g_test_add_func ("/vault/locked", test_locked);
  g_test_add_func ("/vault/create-again", test_create_again);
  g_test_add_func ("/vault/rotate/commit", test_rotate);
  g_test_add_func ("/vault/rotate/commit/without-keys", test_rotate_without_keys);
  g_test_add_func ("/vault/rotate/given-up", test_rotate_given_up);
  g_test_add_func ("/vault/secrets", test_secrets);
  g_test_add_func ("/vault/harden", test_harden);
  g_test_add_func ("/vault/hide", test_hide);
  g_test_add_func ("/vault/hide-from-no-portal", test_hide_from_no_portal);
  g_test_add_func ("/vault/harden/refused", test_harden_refused);
  g_test_add_func ("/vault/realloc", test_realloc);
  g_test_add_func ("/vault/threads-while-locking", test_threads_while_locking);

  return g_test_run ();
}
