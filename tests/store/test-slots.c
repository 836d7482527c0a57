/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-recovery-code.h"
#include "zpi-stretch.h"
#include "zpi-vault.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define STORE       "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
#define OTHER_STORE "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"

static const ZpiSealContext place = {"meta", "sealed", "probe", 1};

/* A vault with a value sealed in it, by which one sees whether the right keys came back. */
typedef struct {
  ZpiVault *vault;
  GBytes *store_key;
  GBytes *sealed;
  GBytes *device;
} Slots;

static gboolean
code_is_right (const char *code, GError **error)
{
  guint8 seed[ZPI_RECOVERY_SEED_BYTES];

  return zpi_recovery_code_parse (code, seed, error);
}

static void
set_up (Slots *self, gconstpointer data)
{
  g_autoptr (GBytes) plain = g_bytes_new_static ("probe", 5);

  self->vault = zpi_vault_new (STORE);
  g_assert_true (zpi_vault_create (self->vault, NULL));
  self->store_key = zpi_vault_dup_wrapped_store_key (self->vault);
  self->sealed = zpi_vault_seal_store (self->vault, &place, plain, NULL);
  self->device = zpi_vault_new_device_secret ();
}

static void
tear_down (Slots *self, gconstpointer data)
{
  g_clear_object (&self->vault);
  g_clear_pointer (&self->store_key, g_bytes_unref);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_clear_pointer (&self->device, g_bytes_unref);
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

static ZpiVault *
fresh_vault (Slots *self)
{
  ZpiVault *vault = zpi_vault_new (STORE);

  zpi_vault_set_wrapped_store_key (vault, self->store_key);
  return vault;
}

static void
assert_opens (Slots *self, ZpiVault *vault)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) opened = zpi_vault_open_store (vault, &place, self->sealed, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened), "probe", 5);
}

static void
assert_unlocks (Slots *self, const ZpiSlot *slot, const char *secret, GBytes *device)
{
  g_autoptr (ZpiVault) vault = fresh_vault (self);
  g_autoptr (GError) error = NULL;

  zpi_vault_unlock (vault, slot, secret, device, &error);
  g_assert_no_error (error);
  assert_opens (self, vault);
}

static void
assert_refuses (Slots *self, const ZpiSlot *slot, const char *secret, GBytes *device, ZpiError code)
{
  g_autoptr (ZpiVault) vault = fresh_vault (self);
  g_autoptr (GError) error = NULL;

  g_assert_false (zpi_vault_unlock (vault, slot, secret, device, &error));
  g_assert_error (error, ZPI_ERROR, (int) code);
  g_assert_false (zpi_vault_is_unlocked (vault));
}

static void
assert_too_short (Slots *self, const char *pin)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (zpi_vault_make_desk_slot (self->vault, "", pin, self->device, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
}

static void
test_desk (Slots *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) other_device = zpi_vault_new_device_secret ();
  g_autoptr (GBytes) short_device = g_bytes_new_static ("x", 1);
  g_autoptr (ZpiSlot) slot =
      zpi_vault_make_desk_slot (self->vault, "Balie 1", "258036", self->device, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (slot->label, ==, "Balie 1");
  g_assert_cmpint (slot->kind, ==, ZPI_SLOT_DESK);
  assert_unlocks (self, slot, "258036", self->device);
  assert_refuses (self, slot, "258037", self->device, ZPI_ERROR_WRONG_SECRET);
  assert_refuses (self, slot, NULL, self->device, ZPI_ERROR_WRONG_SECRET);
  /* A keyring that was reset is told apart from a wrong PIN. */
  assert_refuses (self, slot, "258036", other_device, ZPI_ERROR_KEY_MISSING);
  assert_refuses (self, slot, "258036", NULL, ZPI_ERROR_KEY_MISSING);
  assert_refuses (self, slot, "258036", short_device, ZPI_ERROR_KEY_MISSING);

  assert_too_short (self, "25803");
  /* Signs are counted, not bytes. */
  assert_too_short (self, "2580\xc3\xa9");
  g_assert_null (zpi_vault_make_desk_slot (self->vault, "", "258036", NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
}

static void
test_passphrase (Slots *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiSlot) slot =
      zpi_vault_make_passphrase_slot (self->vault, "Thuis", "caf\xc3\xa9 op de hoek", &error);

  g_assert_no_error (error);
  assert_unlocks (self, slot, "caf\xc3\xa9 op de hoek", NULL);
  /* The same letters from a keyboard that composes them. */
  assert_unlocks (self, slot, "cafe\xcc\x81 op de hoek", NULL);
  assert_refuses (self, slot, "cafe op de hoek", NULL, ZPI_ERROR_WRONG_SECRET);
  assert_refuses (self, slot, NULL, NULL, ZPI_ERROR_WRONG_SECRET);
  g_assert_null (zpi_vault_make_passphrase_slot (self->vault, "", "elf letters", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
}

static void
test_keyring_slot (Slots *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) other_device = zpi_vault_new_device_secret ();
  g_autoptr (ZpiSlot) slot = zpi_vault_make_keyring_slot (self->vault, self->device, &error);

  g_assert_no_error (error);
  assert_unlocks (self, slot, NULL, self->device);
  assert_refuses (self, slot, NULL, other_device, ZPI_ERROR_KEY_MISSING);
  g_assert_null (zpi_vault_make_keyring_slot (self->vault, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
}

static void
test_recovery (Slots *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char *code = NULL;
  char *other_code = NULL;
  g_autofree char *sloppy = NULL;
  g_autoptr (ZpiSlot) slot = zpi_vault_make_recovery_slot (self->vault, &code, &error);
  g_autoptr (ZpiSlot) other = zpi_vault_make_recovery_slot (self->vault, &other_code, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (code), ==, 34);
  assert_unlocks (self, slot, code, NULL);
  sloppy = g_ascii_strdown (code, -1);
  g_strdelimit (sloppy, "-", ' ');
  g_strdelimit (sloppy, "1", 'l');
  g_strdelimit (sloppy, "0", 'o');
  assert_unlocks (self, slot, sloppy, NULL);
  assert_refuses (self, slot, other_code, NULL, ZPI_ERROR_WRONG_SECRET);
  assert_refuses (self, slot, "no code", NULL, ZPI_ERROR_BAD_FORMAT);
  assert_refuses (self, slot, NULL, NULL, ZPI_ERROR_BAD_FORMAT);
  zpi_secret_strfree (code);
  zpi_secret_strfree (other_code);
}

/* Each wrong character in each place, and each pair of neighbours swapped. */
static void
test_recovery_mistyped (void)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  guint8 seed[ZPI_RECOVERY_SEED_BYTES];
  guint8 again[ZPI_RECOVERY_SEED_BYTES];
  char *code;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < sizeof seed; i++)
    seed[i] = 17 * i + 3;
  code = zpi_recovery_code_format (seed);
  g_assert_true (zpi_recovery_code_parse (code, again, &error));
  g_assert_cmpmem (seed, sizeof seed, again, sizeof again);

  for (guint i = 0; code[i] != '\0'; i++) {
    g_autofree char *copy = g_strdup (code);

    for (guint j = 0; copy[i] != '-' && alphabet[j] != '\0'; j++) {
      copy[i] = alphabet[j];
      g_assert_true (code_is_right (copy, NULL) == (copy[i] == code[i]));
    }
    copy[i] = code[i];
    if (i > 0 && copy[i] != '-' && copy[i - 1] != '-' && copy[i] != copy[i - 1]) {
      copy[i] = code[i - 1];
      copy[i - 1] = code[i];
      g_assert_false (code_is_right (copy, &error));
      g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
      g_clear_error (&error);
    }
  }
  code[0] = '\0';
  zpi_secret_strfree (code);

  g_assert_false (code_is_right ("", NULL));
  g_assert_false (code_is_right ("ABC!", NULL));
  g_assert_false (code_is_right ("0000-0000-0000-0000-0000-0000-00000", NULL));
  g_assert_false (code_is_right ("0000-0000-0000-0000-0000-0000-000", NULL));
  g_assert_true (code_is_right ("0000-0000-0000-0000-0000-0000-0000", NULL));
  g_assert_true (code_is_right ("oooo oooo\toooo-oooo oooo\noooo oooo", NULL));
  /* As a page on the screen is copied. */
  g_assert_true (
      code_is_right ("oooo\u2011oooo\u2013oooo\u00a0oooo\u00ad-\u200boooo\r\noooo-oooo", NULL));
  g_assert_false (code_is_right ("iiii llll 1111 IIII LLLL 1111 1111", NULL));
}

static void
test_escrow (Slots *self, gconstpointer data)
{
  guint8 public_key[32];
  guint8 secret_key[32];
  guint8 zero[32] = {0};
  g_autoptr (GBytes) public_bytes = NULL;
  g_autoptr (GBytes) secret_bytes = NULL;
  g_autoptr (GBytes) wrong_bytes = zpi_vault_new_device_secret ();
  g_autoptr (GBytes) zero_bytes = g_bytes_new_static (zero, sizeof zero);
  g_autoptr (GBytes) short_bytes = g_bytes_new_static ("x", 1);
  g_autoptr (ZpiSlot) slot = NULL;
  g_autoptr (ZpiVault) vault = fresh_vault (self);
  g_autoptr (GError) error = NULL;

  crypto_box_keypair (public_key, secret_key);
  public_bytes = g_bytes_new (public_key, sizeof public_key);
  secret_bytes = g_bytes_new (secret_key, sizeof secret_key);
  slot = zpi_vault_make_escrow_slot (self->vault, public_bytes, "Gemeente", &error);
  g_assert_no_error (error);

  g_assert_false (zpi_vault_unlock_with_escrow_key (vault, slot, wrong_bytes, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_WRONG_SECRET);
  g_clear_error (&error);
  g_assert_false (zpi_vault_unlock_with_escrow_key (vault, slot, short_bytes, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_WRONG_SECRET);
  g_clear_error (&error);
  g_assert_true (zpi_vault_unlock_with_escrow_key (vault, slot, secret_bytes, &error));
  assert_opens (self, vault);
  assert_refuses (self, slot, "anything", NULL, ZPI_ERROR_NOT_ALLOWED);

  g_assert_null (zpi_vault_make_escrow_slot (self->vault, short_bytes, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
  g_clear_error (&error);
  g_assert_null (zpi_vault_make_escrow_slot (self->vault, zero_bytes, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
}

static void
test_practice (Slots *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("zpi-slots-XXXXXX", NULL);
  g_autofree char *key_file = g_build_filename (folder, "practice.key", NULL);
  g_autofree char *missing = g_build_filename (folder, "none", "practice.key", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size = 0;
  g_autoptr (ZpiVault) vault = fresh_vault (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiSlot) slot = zpi_vault_make_practice_slot (self->vault, key_file, &error);
  g_autoptr (ZpiSlot) again = zpi_vault_make_practice_slot (self->vault, key_file, &error);
  GStatBuf status;

  g_assert_no_error (error);
  g_assert_nonnull (again);
  g_assert_cmpint (g_stat (key_file, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_true (zpi_vault_unlock_with_key_file (vault, slot, key_file, &error));
  assert_opens (self, vault);
  assert_refuses (self, slot, "anything", NULL, ZPI_ERROR_NOT_ALLOWED);

  g_assert_false (zpi_vault_unlock_with_key_file (vault, slot, missing, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
  g_clear_error (&error);
  g_assert_null (zpi_vault_make_practice_slot (self->vault, missing, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_STORE_FAILED);
  g_clear_error (&error);

  /* Something else in its place is never replaced. */
  g_assert_true (g_file_set_contents (key_file, "not a key", -1, NULL));
  g_assert_null (zpi_vault_make_practice_slot (self->vault, key_file, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (key_file, &before, &size, NULL));
  g_assert_cmpstr (before, ==, "not a key");

  /* Nor does another key open it. */
  g_unlink (key_file);
  after = g_strnfill (32, 'k');
  g_assert_true (g_file_set_contents (key_file, after, 32, NULL));
  g_assert_false (zpi_vault_unlock_with_key_file (vault, slot, key_file, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
  g_unlink (key_file);
  g_rmdir (folder);
}

/* A key file that is a way to somewhere else: nothing is written there. */
static void
test_practice_link (Slots *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("zpi-slots-XXXXXX", NULL);
  g_autofree char *key_file = g_build_filename (folder, "practice.key", NULL);
  g_autofree char *elsewhere = g_build_filename (folder, "elsewhere", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink (elsewhere, key_file), ==, 0);
  g_assert_null (zpi_vault_make_practice_slot (self->vault, key_file, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
  g_assert_false (g_file_test (elsewhere, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (key_file, G_FILE_TEST_IS_SYMLINK));
  g_unlink (key_file);
  /* Empty: no half of a key was left either. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A folder of somebody else. */
static void
test_practice_not_ours (Slots *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("zpi-slots-XXXXXX", NULL);
  g_autofree char *key_file = g_build_filename (folder, "practice.key", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  become_nobody ();
  g_assert_null (zpi_vault_make_practice_slot (self->vault, key_file, &error));
  become_ourselves ();
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_STORE_READ_ONLY);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Every byte of a slot: none may be changed unseen, none may crash. */
static void
test_flip_every_byte (Slots *self, gconstpointer data)
{
  g_autoptr (ZpiSlot) slot = zpi_vault_make_keyring_slot (self->vault, self->device, NULL);
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (slot->data, &size);

  for (gsize i = 0; i < size; i++) {
    g_autofree guint8 *copy = g_memdup2 (bytes, size);
    ZpiSlot changed = *slot;
    g_autoptr (ZpiVault) vault = fresh_vault (self);
    g_autoptr (GError) error = NULL;

    copy[i] ^= 0x01;
    changed.data = g_bytes_new (copy, size);
    g_assert_false (zpi_vault_unlock (vault, &changed, NULL, self->device, &error));
    g_assert_nonnull (error);
    g_assert_false (zpi_vault_is_unlocked (vault));
    g_bytes_unref (changed.data);
  }
  for (gsize length = 0; length < size; length++) {
    ZpiSlot changed = *slot;

    changed.data = g_bytes_new (bytes, length);
    assert_refuses (self, &changed, NULL, self->device, ZPI_ERROR_SEAL_BROKEN);
    g_bytes_unref (changed.data);
  }
}

/* The other ways to open, with rubbish for a slot. */
static void
test_rubbish (Slots *self, gconstpointer data)
{
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("rubbish", 7);
  ZpiSlot practice = {(char *) "x", ZPI_SLOT_PRACTICE, (char *) "", 0, rubbish};
  ZpiSlot escrow = {(char *) "x", ZPI_SLOT_ESCROW, (char *) "", 0, rubbish};
  g_autoptr (GError) error = NULL;

  g_assert_false (zpi_vault_unlock_with_key_file (self->vault, &practice, "none", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN);
  g_clear_error (&error);
  g_assert_false (zpi_vault_unlock_with_escrow_key (self->vault, &escrow, self->device, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN);
  g_clear_error (&error);
  g_assert_null (zpi_vault_rewrap_public_slot (self->vault, &escrow, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN);
  g_clear_error (&error);
  zpi_vault_lock (self->vault);
  g_assert_null (zpi_vault_rewrap_public_slot (self->vault, &escrow, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
  g_clear_error (&error);
  {
    char *code = NULL;

    g_assert_null (zpi_vault_make_recovery_slot (self->vault, &code, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING);
    g_assert_null (code);
  }
}

/* A slot of another store, or moved to another name, is none of ours. */
static void
test_moved (Slots *self, gconstpointer data)
{
  g_autoptr (ZpiSlot) slot = zpi_vault_make_keyring_slot (self->vault, self->device, NULL);
  g_autoptr (ZpiVault) other = zpi_vault_new (OTHER_STORE);
  ZpiSlot moved = *slot;
  g_autoptr (GError) error = NULL;

  g_assert_false (zpi_vault_unlock (other, slot, NULL, self->device, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_WRONG_SECRET);
  moved.id = (char *) "cccccccc-cccc-4ccc-8ccc-cccccccccccc";
  assert_refuses (self, &moved, NULL, self->device, ZPI_ERROR_WRONG_SECRET);
}

static void
test_rewrap (Slots *self, gconstpointer data)
{
  char *code = NULL;
  g_autoptr (ZpiSlot) recovery = zpi_vault_make_recovery_slot (self->vault, &code, NULL);
  g_autoptr (ZpiSlot) desk =
      zpi_vault_make_desk_slot (self->vault, "Balie", "739163", self->device, NULL);
  g_autoptr (ZpiSlot) foreign = NULL;
  g_autoptr (ZpiSlot) new_recovery = NULL;
  g_autoptr (ZpiSlot) new_desk = NULL;
  g_autoptr (GBytes) resealed = NULL;
  g_autoptr (ZpiVault) stranger = zpi_vault_new (STORE);
  g_autoptr (GError) error = NULL;

  g_assert_true (zpi_vault_create (stranger, NULL));
  foreign = zpi_vault_make_keyring_slot (stranger, self->device, NULL);

  g_assert_true (zpi_vault_rotate_begin (self->vault, &error));
  new_recovery = zpi_vault_rewrap_public_slot (self->vault, recovery, &error);
  g_assert_no_error (error);
  new_desk = zpi_vault_rewrap_public_slot (self->vault, desk, &error);
  g_assert_no_error (error);
  /* A slot that somebody smuggled in is not given the new key. */
  g_assert_null (zpi_vault_rewrap_public_slot (self->vault, foreign, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_SEAL_BROKEN);
  g_clear_error (&error);
  resealed = zpi_vault_reseal_store (self->vault, &place, self->sealed, &error);
  g_assert_no_error (error);
  g_bytes_unref (self->store_key);
  self->store_key = zpi_vault_dup_wrapped_store_key (self->vault);
  zpi_vault_rotate_finish (self->vault, TRUE);
  g_bytes_unref (self->sealed);
  self->sealed = g_steal_pointer (&resealed);

  g_assert_cmpstr (new_desk->id, ==, desk->id);
  g_assert_cmpstr (new_desk->label, ==, "Balie");
  assert_unlocks (self, new_recovery, code, NULL);
  assert_unlocks (self, new_desk, "739163", self->device);
  /* What was a way in before opens nothing now, PIN or not. */
  {
    g_autoptr (ZpiVault) vault = fresh_vault (self);

    g_assert_true (zpi_vault_unlock (vault, desk, "739163", self->device, NULL));
    g_assert_false (zpi_vault_has_store_key (vault));
    g_assert_null (zpi_vault_open_store (vault, &place, self->sealed, NULL));
  }
  zpi_secret_strfree (code);
}

/* The cases can be salvaged when the store key cannot. */
static void
test_without_store_key (Slots *self, gconstpointer data)
{
  g_autoptr (ZpiSlot) slot = zpi_vault_make_keyring_slot (self->vault, self->device, NULL);
  g_autoptr (GBytes) key = zpi_vault_new_case_key (self->vault, "case", NULL);
  g_autoptr (GBytes) plain = g_bytes_new_static ("probe", 5);
  g_autoptr (GBytes) sealed = zpi_vault_seal (self->vault, "case", key, &place, plain, NULL);
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("rubbish", 7);
  g_autoptr (ZpiVault) vault = zpi_vault_new (STORE);
  g_autoptr (GBytes) opened = NULL;
  g_autoptr (GError) error = NULL;

  zpi_vault_set_wrapped_store_key (vault, rubbish);
  g_assert_true (zpi_vault_unlock (vault, slot, NULL, self->device, &error));
  g_assert_null (zpi_vault_open_store (vault, &place, self->sealed, NULL));
  g_assert_false (zpi_vault_rotate_begin (vault, NULL));
  opened = zpi_vault_open (vault, "case", key, &place, sealed, &error);
  g_assert_no_error (error);
  zpi_vault_set_wrapped_store_key (vault, NULL);
  g_assert_true (zpi_vault_unlock (vault, slot, NULL, self->device, &error));
  g_assert_null (zpi_vault_open_store (vault, &place, self->sealed, NULL));
}

/* The laptop has no memory left for Argon2id: try again, rather than "wrong PIN". */
static void
test_no_memory (Slots *self, gconstpointer data)
{
  g_autofree char *statm = NULL;
  g_autoptr (ZpiSlot) slot = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit limit;

  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
    g_test_trap_assert_passed ();
    return;
  }
  slot = zpi_vault_make_desk_slot (self->vault, "", "258036", self->device, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents ("/proc/self/statm", &statm, NULL, NULL));
  limit.rlim_cur = limit.rlim_max =
      g_ascii_strtoull (statm, NULL, 10) * sysconf (_SC_PAGESIZE) + 32 * 1024 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
  g_assert_false (zpi_vault_unlock (self->vault, slot, "258036", self->device, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_null (zpi_vault_make_desk_slot (self->vault, "", "258036", self->device, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BUSY);
}

static void
test_nicks (void)
{
  ZpiSlotKind kind;

  for (guint i = ZPI_SLOT_DESK; i <= ZPI_SLOT_PRACTICE; i++) {
    g_assert_true (zpi_slot_kind_from_nick (zpi_slot_kind_to_nick (i), &kind));
    g_assert_cmpuint (kind, ==, i);
  }
  g_assert_false (zpi_slot_kind_from_nick ("token", &kind));
  g_assert_false (zpi_slot_kind_from_nick (NULL, &kind));
}

#define ADD(path, func) g_test_add ("/slots/" path, Slots, NULL, set_up, func, tear_down)

/* What a way in costs. */

static const guint64 gib = 1024 * 1024 * 1024;

static void
assert_plan (gint64 least_us, guint64 memory_bytes, guint32 ops, guint32 mem_mib)
{
  const ZpiStretchCost cost = zpi_stretch_plan (least_us, memory_bytes);

  g_assert_cmpuint (cost.ops, ==, ops);
  g_assert_cmpuint (cost.mem_kib, ==, mem_mib * 1024);
}

static void
test_cost_plan (void)
{
  /* The least on a slow computer, a small one, and where it could not be measured. */
  assert_plan (5 * G_USEC_PER_SEC, 16 * gib, 3, 64);
  assert_plan (G_MAXINT64, 16 * gib, 3, 64);
  assert_plan (G_USEC_PER_SEC, 0, 3, 64);
  /* A second where 3 passes over 64 MiB cost a quarter of one: 768 MiB in all. */
  assert_plan (G_USEC_PER_SEC / 4, 4 * gib, 3, 256);
  assert_plan (G_USEC_PER_SEC / 4, gib, 6, 128);
  assert_plan (G_USEC_PER_SEC / 2, 4 * gib, 3, 128);
  /* Bounded on a fast one. */
  assert_plan (G_USEC_PER_SEC / 10, 64 * gib, 7, 256);
  assert_plan (1, 64 * gib, 16, 256);
  assert_plan (0, 64 * gib, 16, 256);
}

static guint32
number_in (ZpiSlot *slot, gsize at)
{
  guint32 number;

  memcpy (&number, (const guint8 *) g_bytes_get_data (slot->data, NULL) + at, sizeof number);
  return GUINT32_FROM_LE (number);
}

/* Measured here: what stands in the slot, and what it takes to open it. */
static void
test_cost_measured (Slots *self, gconstpointer data)
{
  struct timespec start;
  struct timespec end;
  g_autoptr (ZpiSlot) slot = NULL;
  g_autoptr (GError) error = NULL;
  gint64 took_ms;

  zpi_vault_keep_stretch_least (FALSE);
  slot = zpi_vault_make_desk_slot (self->vault, "Desk", "271828", self->device, &error);
  zpi_vault_keep_stretch_least (TRUE);
  g_assert_no_error (error);
  g_assert_cmpuint (number_in (slot, 1), >=, 3);
  g_assert_cmpuint (number_in (slot, 1), <=, 16);
  g_assert_cmpuint (number_in (slot, 5), >=, 64 * 1024);
  g_assert_cmpuint (number_in (slot, 5), <=, 256 * 1024);
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &start);
  zpi_vault_unlock (self->vault, slot, "271828", self->device, &error);
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &end);
  g_assert_no_error (error);
  took_ms = (end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1000000;
  g_test_message ("%u passes over %u KiB: %" G_GINT64_FORMAT " ms",
                  number_in (slot, 1),
                  number_in (slot, 5),
                  took_ms);
  /* More than the quarter of before; or it cannot cost more within the bounds. */
  if (number_in (slot, 1) < 16 || number_in (slot, 5) < 256 * 1024)
    g_assert_cmpint (took_ms, >, 500);
}

/* A way in of before, with the least: it opens as it did. */
static void
test_cost_of_before (Slots *self, gconstpointer data)
{
  g_autoptr (ZpiSlot) slot =
      zpi_vault_make_desk_slot (self->vault, "Desk", "271828", self->device, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (number_in (slot, 1), ==, 3);
  g_assert_cmpuint (number_in (slot, 5), ==, 64 * 1024);
  zpi_vault_keep_stretch_least (FALSE);
  zpi_vault_lock (self->vault);
  zpi_vault_unlock (self->vault, slot, "271828", self->device, &error);
  zpi_vault_keep_stretch_least (TRUE);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  zpi_vault_keep_stretch_least (TRUE);

  g_test_add_func ("/slots/cost/plan", test_cost_plan);
  ADD ("cost/measured", test_cost_measured);
  ADD ("cost/of-before", test_cost_of_before);
  ADD ("desk", test_desk);
  ADD ("passphrase", test_passphrase);
  ADD ("keyring", test_keyring_slot);
  ADD ("recovery/code", test_recovery);
  g_test_add_func ("/slots/recovery/mistyped", test_recovery_mistyped);
  ADD ("escrow", test_escrow);
  ADD ("practice", test_practice);
  ADD ("practice-link", test_practice_link);
  ADD ("practice-not-ours", test_practice_not_ours);
  ADD ("flip-every-byte", test_flip_every_byte);
  ADD ("moved", test_moved);
  ADD ("rubbish", test_rubbish);
#ifndef __SANITIZE_ADDRESS__
  ADD ("no-memory", test_no_memory);
#endif
  ADD ("rewrap", test_rewrap);
  ADD ("without-store-key", test_without_store_key);
  g_test_add_func ("/slots/nicks", test_nicks);

  return g_test_run ();
}
