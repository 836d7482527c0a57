/* SPDX-License-Identifier: EUPL-1.2 */

/* Memory for secrets: keys in guarded pages, plain text that wipes itself. */

#include "zpi-vault-private.h"
#include "zpi-wiping-free.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static void
probe_locked_memory (void)
{
  guint8 probe[64];

  if (sodium_mlock (probe, sizeof probe) != 0)
    g_message ("Memory cannot be locked here; keys may reach the swap space");
  else
    sodium_munlock (probe, sizeof probe);
}

/* Starts libsodium, once. Any thread. */
void
zpi_sodium_ensure (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    g_assert (sodium_init () >= 0);
    probe_locked_memory ();
    g_once_init_leave (&once, 1);
  }
}

/* Guarded pages cost some ten system calls to make and to give back, and every record that is
 * sealed or opened derives a key of its own: a few wiped ones are kept for the next. */
#define SPARE_KEYS 8

static GMutex spare_mutex;
static ZpiKey *spare_keys[SPARE_KEYS];
static guint n_spare_keys;

static ZpiKey *
take_spare_key (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&spare_mutex);

  return n_spare_keys > 0 ? spare_keys[--n_spare_keys] : NULL;
}

static gboolean
keep_spare_key (ZpiKey *key)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&spare_mutex);

  if (n_spare_keys == SPARE_KEYS)
    return FALSE;
  spare_keys[n_spare_keys++] = key;
  return TRUE;
}

ZpiKey *
zpi_key_new (void)
{
  ZpiKey *self;

  zpi_sodium_ensure ();
  self = take_spare_key ();
  if (self == NULL)
    self = sodium_malloc (sizeof *self);
  g_assert (self != NULL);
  sodium_memzero (self, sizeof *self);
  return self;
}

ZpiKey *
zpi_key_new_random (void)
{
  ZpiKey *self = zpi_key_new ();

  randombytes_buf (self->bytes, sizeof self->bytes);
  return self;
}

ZpiKey *
zpi_key_copy (const ZpiKey *self)
{
  ZpiKey *copy = zpi_key_new ();

  memcpy (copy->bytes, self->bytes, sizeof copy->bytes);
  return copy;
}

/* A key for one purpose; @context has eight characters. */
ZpiKey *
zpi_key_derive (const ZpiKey *self, const char *context, guint64 id)
{
  ZpiKey *derived = zpi_key_new ();

  g_assert (strlen (context) == crypto_kdf_CONTEXTBYTES);
  crypto_kdf_derive_from_key (derived->bytes, sizeof derived->bytes, id, context, self->bytes);
  return derived;
}

void
zpi_key_free (ZpiKey *self)
{
  sodium_memzero (self, sizeof *self);
  if (!keep_spare_key (self))
    sodium_free (self);
}

/* The size stands before the block, so that the free function knows how much to wipe. */
guint8 *
zpi_secret_block_new (gsize size)
{
  gsize *block = g_malloc (2 * sizeof (gsize) + size);

  block[0] = size;
  return (guint8 *) (block + 2);
}

void
zpi_secret_block_free (gpointer data)
{
  gsize *block = (gsize *) data - 2;

  sodium_memzero (data, block[0]);
  g_free (block);
}

/* @size may be smaller than what was allocated. Takes the block. */
GBytes *
zpi_secret_block_to_bytes (guint8 *block, gsize size)
{
  return g_bytes_new_with_free_func (block, size, zpi_secret_block_free, block);
}

/**
 * zpi_secret_bytes_new:
 * @data: (nullable): plain text
 * @size: its size
 *
 * A copy of @data that is wiped when the last reference goes. Any thread.
 *
 * Returns: (transfer full): the bytes
 */
GBytes *
zpi_secret_bytes_new (gconstpointer data, gsize size)
{
  guint8 *block = zpi_secret_block_new (size);

  if (size > 0)
    memcpy (block, data, size);
  return zpi_secret_block_to_bytes (block, size);
}

/**
 * zpi_secret_bytes_new_uninitialized:
 * @size: the size
 * @data: (out) (transfer none): where to write the content, before anybody else sees the bytes
 *
 * Returns: (transfer full): bytes that are wiped when the last reference goes
 */
GBytes *
zpi_secret_bytes_new_uninitialized (gsize size, guint8 **data)
{
  g_return_val_if_fail (data != NULL, NULL);

  *data = zpi_secret_block_new (size);
  return zpi_secret_block_to_bytes (*data, size);
}

/* A text in locked memory, all zero. @size includes the end. */
char *
zpi_secret_text_new (gsize size)
{
  char *text;

  zpi_sodium_ensure ();
  text = sodium_malloc (size);
  g_assert (text != NULL);
  sodium_memzero (text, size);
  return text;
}

/**
 * zpi_secret_strdup:
 * @text: (nullable): a text that nobody else should read
 *
 * A copy in locked memory that is left out of core dumps.
 *
 * Returns: (transfer full) (nullable): the copy, to be freed with zpi_secret_strfree() and nothing
 *   else
 */
char *
zpi_secret_strdup (const char *text)
{
  char *copy;
  gsize size;

  if (text == NULL)
    return NULL;
  size = strlen (text) + 1;
  copy = zpi_secret_text_new (size);
  memcpy (copy, text, size);
  return copy;
}

/**
 * zpi_secret_strfree:
 * @text: (nullable) (transfer full): a text from zpi_secret_strdup()
 *
 * Wipes and frees @text.
 */
void
zpi_secret_strfree (char *text)
{
  sodium_free (text);
}

/**
 * zpi_wipe_free:
 * @text: (nullable) (transfer full): an ordinary text
 *
 * Wipes @text and frees it with g_free().
 */
void
zpi_wipe_free (char *text)
{
  if (text == NULL)
    return;
  sodium_memzero (text, strlen (text));
  g_free (text);
}

/* More than any of our work goes down. */
#define STACK_BYTES (128 * 1024)

/**
 * zpi_wipe_stack:
 *
 * Wipes what functions that have returned left on the stack of this thread, the registers that the
 * dynamic linker saves there among it.
 */
void
zpi_wipe_stack (void)
{
  sodium_stackzero (STACK_BYTES);
}

/**
 * zpi_vault_harden_process:
 *
 * No core dumps from here on, and freed memory is wiped. To be called once, first thing in main().
 */
void
zpi_vault_harden_process (void)
{
  /* A limit of one byte, not of none: with a core_pattern that is a pipe Linux ignores the limit,
   * except this one. */
  const struct rlimit limit = {1, 1};

  zpi_sodium_ensure ();
  if (!zpi_wiping_free_is_on ())
    g_debug ("Freed memory is not wiped in this build");
  if (setrlimit (RLIMIT_CORE, &limit) != 0)
    g_message ("Core dumps could not be switched off");
}

/* Portals find out who asks by looking at /proc, and answer nobody whom they may not look at. */
static gboolean
lives_by_portals (void)
{
  return access ("/.flatpak-info", F_OK) == 0 || g_getenv ("SNAP_NAME") != NULL ||
         g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

static gboolean
is_looked_at_by_tests (const char *build_folder)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return g_getenv ("ZPI_TEST_READABLE") != NULL && program != NULL &&
         g_str_has_prefix (program, build_folder);
}

/**
 * zpi_vault_hide_process:
 * @build_folder: where this program was built: only a program that still stands there may be left
 *   as it is by a test that looks into its memory
 *
 * From here on other programs of the same person can neither read the memory of this one nor attach
 * to it (`PR_SET_DUMPABLE`). Not in a sandbox that needs portals, where nobody outside would answer
 * any more. To be called once, in main().
 *
 * Returns: whether it is hidden
 */
gboolean
zpi_vault_hide_process (const char *build_folder)
{
  /* The sanitizers look for leaks by attaching to the process. */
  if (!zpi_wiping_free_is_on () || lives_by_portals () || is_looked_at_by_tests (build_folder))
    return FALSE;
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
    return TRUE;
  g_message ("The memory of this program could not be hidden from others");
  return FALSE;
}
