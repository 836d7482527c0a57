/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-clock-evidence.h"

/* A clock that is further off than this is doubted. */
#define DOUBT_US (5 * G_TIME_SPAN_MINUTE)
/* How long a comparison with a server counts. */
#define KNOWN_US (24 * G_TIME_SPAN_HOUR)

#define STARTED  "clock_started_us"
#define BOOT     "clock_boot"
#define DECLARED "declared_us"

static gboolean
set_number (ZpiStore *store, const char *name, gint64 value, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return zpi_meta_store_set (store, name, text, error);
}

static gboolean
get_number (ZpiStore *store, const char *name, gint64 *value)
{
  g_autofree char *text = zpi_meta_store_get (store, name, NULL);

  return text != NULL && g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, value, NULL);
}

/**
 * zpi_clock_evidence_keep:
 * @store: the store
 * @reading: a comparison of this process, since the computer started
 *
 * Returns: %FALSE on error
 */
gboolean
zpi_clock_evidence_keep (ZpiStore *store, const ZpiClockReading *reading, GError **error)
{
  g_autofree char *boot = zpi_clock_dup_boot_id ();

  return set_number (store, ZPI_META_CLOCK_OFFSET, reading->offset_us, error) &&
         set_number (store, ZPI_META_CLOCK_CONFIRMED, reading->at_us, error) &&
         set_number (store, STARTED, reading->started_us, error) &&
         zpi_meta_store_set (store, BOOT, boot, error);
}

/* By how much the clock was set since the comparison; unknown after the computer was off. */
static gboolean
was_set_by (ZpiStore *store, const ZpiClockReading *latest, gint64 *set_us)
{
  g_autofree char *then = NULL;
  gint64 started_us;

  if (latest != NULL) {
    *set_us = zpi_clock_started_us () - latest->started_us;
    return TRUE;
  }
  then = zpi_meta_store_get (store, BOOT, NULL);
  return get_number (store, STARTED, &started_us) &&
         zpi_clock_was_set_by (then, started_us, set_us);
}

/* It may stand well by now although it did not when it was compared; that needs a comparison. */
static gboolean
is_off (ZpiStore *store, const ZpiClockReading *latest, gint64 offset_us)
{
  gint64 set_us = 0;

  return ABS (offset_us) > DOUBT_US ||
         (was_set_by (store, latest, &set_us) &&
          (ABS (set_us) > DOUBT_US || ABS (offset_us - set_us) > DOUBT_US));
}

/**
 * zpi_clock_evidence_doubted:
 * @store: the store
 * @latest: (nullable): the last comparison of this process
 * @now_us: our clock
 * @known: (out): whether it was ever compared
 * @offset_us: (out): the server's clock minus ours, when it was compared last
 *
 * The clock is doubted when it was never compared, or not for a day; when it was far off, or was
 * set since by more than a little; and when it stands before a moment that is known to be past.
 *
 * Returns: whether the clock of this computer is in doubt
 */
gboolean
zpi_clock_evidence_doubted (ZpiStore *store,
                            const ZpiClockReading *latest,
                            gint64 now_us,
                            gboolean *known,
                            gint64 *offset_us)
{
  gint64 confirmed_us, declared_us;

  *offset_us = latest != NULL ? latest->offset_us : 0;
  *known = latest != NULL || get_number (store, ZPI_META_CLOCK_OFFSET, offset_us);
  if (!*known || is_off (store, latest, *offset_us))
    return TRUE;
  /* A comparison of days ago says nothing about a clock that was set since. */
  if (latest != NULL && now_us - latest->at_us > KNOWN_US)
    return TRUE;
  if (get_number (store, ZPI_META_CLOCK_CONFIRMED, &confirmed_us) &&
      (now_us < confirmed_us || (latest == NULL && now_us - confirmed_us > KNOWN_US)))
    return TRUE;
  return get_number (store, DECLARED, &declared_us) && now_us < declared_us;
}

/**
 * zpi_clock_evidence_passed_us:
 * @store: the store
 * @latest: (nullable): the last comparison of this process
 * @now_us: our clock
 *
 * What @now_us says counts as far as it was compared with a server: since that comparison for as
 * long as the computer ran on, and after it was off only up to the comparison itself. Of two clocks
 * that differed the earlier one counts.
 *
 * Returns: a moment that has certainly passed, at most @now_us; 0 when the clock was never compared
 */
gint64
zpi_clock_evidence_passed_us (ZpiStore *store, const ZpiClockReading *latest, gint64 now_us)
{
  gint64 offset_us = latest != NULL ? latest->offset_us : 0;
  gint64 passed_us = 0;
  gint64 set_us;

  if (latest == NULL && !get_number (store, ZPI_META_CLOCK_OFFSET, &offset_us))
    return 0;
  if (was_set_by (store, latest, &set_us))
    passed_us = now_us - set_us;
  else
    get_number (store, ZPI_META_CLOCK_CONFIRMED, &passed_us);
  return MIN (passed_us + MIN (offset_us, 0), now_us);
}

/**
 * zpi_clock_evidence_offset_us:
 * @store: the store
 *
 * Store thread.
 *
 * Returns: the server's clock minus ours, when it was compared last; 0 when it never was
 */
gint64
zpi_clock_evidence_offset_us (ZpiStore *store)
{
  gint64 offset_us = 0;

  get_number (store, ZPI_META_CLOCK_OFFSET, &offset_us);
  return offset_us;
}

/**
 * zpi_clock_evidence_age:
 * @store: the store
 * @latest: (nullable): the last comparison of this process
 * @then_us: a moment before the computer was off, by our clock of then
 * @offset_us: the server's clock minus ours, at that moment
 * @now_us: our clock
 * @age_us: (out): how long ago it certainly is
 *
 * Of two clocks the one that says less counts, but for ours where it went back. It is as long ago
 * as the computer runs at least, and that is all that is known until the clock was compared since.
 * Store thread.
 *
 * Returns: whether the clock was compared since the computer started
 */
gboolean
zpi_clock_evidence_age (ZpiStore *store,
                        const ZpiClockReading *latest,
                        gint64 then_us,
                        gint64 offset_us,
                        gint64 now_us,
                        gint64 *age_us)
{
  const gint64 running_us = now_us - zpi_clock_started_us ();
  const gint64 ours_us = now_us - then_us;
  gint64 theirs_us = latest != NULL ? latest->offset_us : zpi_clock_evidence_offset_us (store);
  gint64 set_us;

  *age_us = running_us;
  if (!was_set_by (store, latest, &set_us))
    return FALSE;
  theirs_us += ours_us - set_us - offset_us;
  *age_us = MAX (running_us, ours_us < 0 ? theirs_us : MIN (ours_us, theirs_us));
  return TRUE;
}

/**
 * zpi_clock_evidence_now_us:
 * @store: the store
 *
 * By our clock, but not before it was compared with a server's, and not ahead of that server's as
 * long as the computer was not off since. Store thread.
 *
 * Returns: what time it is, as far as that is known
 */
gint64
zpi_clock_evidence_now_us (ZpiStore *store)
{
  gint64 ours_us = zpi_clock_now_us ();
  gint64 now_us = 0;
  gint64 set_us;

  /* Of what is too damaged to say when that was there is our clock. */
  if (!zpi_store_now_us (store, &now_us, NULL))
    now_us = ours_us;
  if (!was_set_by (store, NULL, &set_us))
    return now_us;
  return MIN (now_us, ours_us - set_us + zpi_clock_evidence_offset_us (store));
}
