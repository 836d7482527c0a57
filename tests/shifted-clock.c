/* SPDX-License-Identifier: EUPL-1.2 */

/* Loaded before a program: the clock of the wall is ZPI_TEST_DAYS days ahead, time that passes is
 * as it was. For ./run test --days, which shows that no test depends on the day it is run. */

#define _GNU_SOURCE

#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define DAY_S (24 * 60 * 60)

static time_t
shift_s (void)
{
  static time_t found = -1;

  if (found == -1) {
    const char *days = getenv ("ZPI_TEST_DAYS");

    found = days != NULL ? atol (days) * DAY_S : 0;
  }
  return found;
}

__attribute__ ((visibility ("default"))) int
clock_gettime (clockid_t id, struct timespec *now)
{
  const int result = (int) syscall (SYS_clock_gettime, id, now);

  if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
    now->tv_sec += shift_s ();
  return result;
}

__attribute__ ((visibility ("default"))) int
gettimeofday (struct timeval *now, void *zone)
{
  struct timespec precise;

  clock_gettime (CLOCK_REALTIME, &precise);
  *now = (struct timeval){precise.tv_sec, precise.tv_nsec / 1000};
  return 0;
}

__attribute__ ((visibility ("default"))) time_t
time (time_t *now)
{
  struct timespec precise;

  clock_gettime (CLOCK_REALTIME, &precise);
  if (now != NULL)
    *now = precise.tv_sec;
  return precise.tv_sec;
}
