/* SPDX-License-Identifier: EUPL-1.2 */

/* Argon2id on what is typed, as dear as this computer makes bearable: measured when a way in is
 * made, kept in its slot. */

#define G_LOG_DOMAIN "zpi-vault"

#include "zpi-stretch.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

/* Never less than this, however slow the computer: 3 passes over 64 MiB. */
#define LEAST_OPS     3
#define LEAST_MEM_KIB (64 * 1024)
/* Never more: a laptop with 4 GiB has this to spare, and a colleague's slower one still opens a
 * store that was set up on a fast one. */
#define MOST_OPS     16
#define MOST_MEM_KIB (256 * 1024)
/* No more than this part of the memory of the computer. */
#define MEMORY_PART    8
#define TARGET_US      G_USEC_PER_SEC
#define LEAST_WORK     (LEAST_OPS * (guint64) LEAST_MEM_KIB)
#define N_MEASUREMENTS 2

static gboolean unmeasured;

static gboolean
run (guint8 *out, gsize out_size, const char *text, const guint8 *salt, ZpiStretchCost cost)
{
  return crypto_pwhash (out,
                        out_size,
                        text,
                        strlen (text),
                        salt,
                        cost.ops,
                        (gsize) cost.mem_kib * 1024,
                        crypto_pwhash_ALG_ARGON2ID13) == 0;
}

/* A text typed on another keyboard may be spelled in other code points. */
static char *
normalize_secret (const char *secret)
{
  g_autofree char *valid = g_utf8_make_valid (secret, -1);
  char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);

  sodium_memzero (valid, strlen (valid));
  return normal;
}

/* The key that @secret gives with this cost and @salt (16 bytes); %NULL with BUSY. */
ZpiKey *
zpi_stretch (const char *secret, const guint8 *salt, ZpiStretchCost cost, GError **error)
{
  g_autoptr (ZpiKey) key = zpi_key_new ();
  char *normal = normalize_secret (secret);
  const gboolean done = run (key->bytes, sizeof key->bytes, normal, salt, cost);

  zpi_wipe_free (normal);
  if (!done) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BUSY, "Not enough memory to check the PIN");
    return NULL;
  }
  return g_steal_pointer (&key);
}

/* What costs about a second where the least costs @least_us, on a computer with @memory_bytes: more
 * memory first, which costs a thief's machine the most, then more passes. */
ZpiStretchCost
zpi_stretch_plan (gint64 least_us, guint64 memory_bytes)
{
  const guint64 affordable = LEAST_WORK * TARGET_US / (guint64) MAX (least_us, 1);
  const guint64 part_kib = memory_bytes / MEMORY_PART / 1024;
  ZpiStretchCost cost = {LEAST_OPS, LEAST_MEM_KIB};

  while (cost.mem_kib < MOST_MEM_KIB && cost.mem_kib * 2 <= part_kib &&
         affordable >= LEAST_OPS * 2 * (guint64) cost.mem_kib)
    cost.mem_kib *= 2;
  cost.ops = (guint32) CLAMP (affordable / cost.mem_kib, LEAST_OPS, MOST_OPS);
  return cost;
}

/* Time of this thread, not of the clock: what else the computer does at that moment makes nothing
 * cheaper for good. */
static gint64
thread_time_us (void)
{
  struct timespec now = {0};

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* The faster of two: a processor that slept needs a moment. */
static gint64
measure_least_us (void)
{
  const ZpiStretchCost least = {LEAST_OPS, LEAST_MEM_KIB};
  guint8 salt[crypto_pwhash_SALTBYTES] = {0};
  guint8 out[ZPI_KEY_BYTES];
  gint64 best_us = G_MAXINT64;

  for (guint i = 0; i < N_MEASUREMENTS; i++) {
    const gint64 start_us = thread_time_us ();

    if (!run (out, sizeof out, "measured", salt, least))
      return G_MAXINT64;
    best_us = MIN (best_us, thread_time_us () - start_us);
  }
  return best_us;
}

/* Takes some tenths of a second. */
ZpiStretchCost
zpi_stretch_measure (void)
{
  const guint64 memory_bytes =
      (guint64) MAX (sysconf (_SC_PHYS_PAGES), 0) * (guint64) MAX (sysconf (_SC_PAGESIZE), 0);
  ZpiStretchCost cost = {LEAST_OPS, LEAST_MEM_KIB};

  if (unmeasured)
    return cost;
  cost = zpi_stretch_plan (measure_least_us (), memory_bytes);
  g_debug ("A PIN costs %u passes over %u KiB here", cost.ops, cost.mem_kib);
  return cost;
}

/**
 * zpi_vault_keep_stretch_least:
 * @least: whether it is not measured
 *
 * Ways in that this process makes cost the least that is allowed. For tests, which make many; no
 * program of ours calls it, and no variable of the environment does.
 */
void
zpi_vault_keep_stretch_least (gboolean least)
{
  unmeasured = least;
}
