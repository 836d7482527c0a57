/* SPDX-License-Identifier: EUPL-1.2 */

/* Whether the clock was set, told by how long this computer runs. */

#include "zpi-clock-boot.h"

#include <time.h>

#define BOOT_ID "/proc/sys/kernel/random/boot_id"

static ZpiClockFunc since_boot = NULL;
static gpointer since_boot_data = NULL;
static const char *boot_id = NULL;

static gint64
since_boot_us (void)
{
  struct timespec time = {0};

  if (since_boot != NULL)
    return since_boot (since_boot_data);
  if (clock_gettime (CLOCK_BOOTTIME, &time) != 0)
    return 0;
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/**
 * zpi_clock_started_us:
 *
 * As long as the computer runs, asleep or not, this stays the same, but for when the clock is set:
 * then it moves by as much as the clock did.
 *
 * Returns: the wall-clock time minus the time since this computer started, in microseconds. Any
 *   thread.
 */
gint64
zpi_clock_started_us (void)
{
  return zpi_clock_now_us () - since_boot_us ();
}

/**
 * zpi_clock_dup_boot_id:
 *
 * Returns: (transfer full): a word that is another one each time this computer starts; empty where
 *   the kernel tells none. Any thread.
 */
char *
zpi_clock_dup_boot_id (void)
{
  g_autofree char *id = NULL;

  if (boot_id != NULL)
    return g_strdup (boot_id);
  if (!g_file_get_contents (BOOT_ID, &id, NULL, NULL))
    return g_strdup ("");
  return g_strdup (g_strstrip (id));
}

/**
 * zpi_clock_was_set_by:
 * @boot: (nullable): what [func@clock_dup_boot_id] gave at an earlier moment
 * @started_us: what [func@clock_started_us] gave then
 * @set_us: (out): by how much the clock was set since, in microseconds
 *
 * Returns: %FALSE when that is not known, because the computer was off in between. Any thread.
 */
gboolean
zpi_clock_was_set_by (const char *boot, gint64 started_us, gint64 *set_us)
{
  g_autofree char *now = zpi_clock_dup_boot_id ();

  if (*now == '\0' || g_strcmp0 (now, boot) != 0)
    return FALSE;
  *set_us = zpi_clock_started_us () - started_us;
  return TRUE;
}

/**
 * zpi_clock_set_since_boot:
 * @func: (nullable) (scope forever): how long this computer runs, in microseconds, or %NULL to ask
 *   the kernel
 * @user_data: for @func
 *
 * Sets the time since this computer started, for tests.
 */
void
zpi_clock_set_since_boot (ZpiClockFunc func, gpointer user_data)
{
  since_boot = func;
  since_boot_data = user_data;
}

/**
 * zpi_clock_set_boot_id:
 * @id: (nullable): which start of the computer this is, or %NULL to ask the kernel; not copied
 *
 * Starts the computer anew, for tests.
 */
void
zpi_clock_set_boot_id (const char *id)
{
  boot_id = id;
}
