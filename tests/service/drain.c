/* SPDX-License-Identifier: EUPL-1.2 */

/* A long queue: many cases with three documents each, sent in one round by the real sender to the
 * real municipality. How long that takes for each case must not grow with the queue, and the main
 * loop must be free all the time.
 *
 *   drain            the daily measure: short queues, judged by processor time
 *   drain N N…       the benchmark: for each N the times and the longest stall of the main loop
 *
 * Processor time is what is compared, since it is the same on a machine that does more. */

#include "service-fixture.h"

#include <stdlib.h>
#include <sys/resource.h>

#define DOCUMENTS      3
#define DOCUMENT_BYTES (20 * 1024)
/* Where a window draws its frames. */
#define FRAME_PRIORITY (G_PRIORITY_HIGH_IDLE + 20)
#define TICK_MS        5

typedef struct {
  gint64 last_us;
  gint64 longest_us;
} Stall;

typedef struct {
  guint n_cases;
  double queue_s;
  double drain_s;
  double cpu_s;
  double stall_ms;
} Measure;

static gboolean
tick_cb (gpointer user_data)
{
  Stall *stall = user_data;
  gint64 now = g_get_monotonic_time ();

  stall->longest_us = MAX (stall->longest_us, now - stall->last_us - TICK_MS * 1000);
  stall->last_us = now;
  return G_SOURCE_CONTINUE;
}

static double
cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

static double
seconds_since (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / G_USEC_PER_SEC;
}

static void
queue_one (Desk *desk)
{
  g_autoptr (ZpiCase) zcase = desk_household (desk, "Anna");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < DOCUMENTS; i++) {
    g_autoptr (GBytes) content = jpeg_of (DOCUMENT_BYTES + i);
    g_autofree char *item = desk_take_in (desk, zcase, content, NULL, &error);

    g_assert_no_error (error);
  }
  g_assert_true (desk_queue (desk, zcase, &error));
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
}

/* Without the limit of the fixture: a long queue may take its time. */
static void
drain (Desk *desk, Measure *measure)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiSender *sender = zpi_session_get_sender (desk->session);
  Stall stall = {.last_us = g_get_monotonic_time ()};
  guint tick = g_timeout_add_full (FRAME_PRIORITY, TICK_MS, tick_cb, &stall, NULL);
  gint64 start_us = g_get_monotonic_time ();
  double start_cpu = cpu_seconds ();

  zpi_sender_drain_async (sender, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  measure->drain_s = seconds_since (start_us);
  measure->cpu_s = cpu_seconds () - start_cpu;
  measure->stall_ms = (double) stall.longest_us / 1000;
  g_source_remove (tick);
  g_assert_cmpint (zpi_sender_drain_finish (sender, result, &error), ==, 0);
  g_assert_no_error (error);
}

static Measure
measure_queue (guint n_cases)
{
  Desk desk = {NULL};
  Measure measure = {.n_cases = n_cases};
  gint64 start_us;

  desk_set_up (&desk, NULL);
  desk_open (&desk);
  start_us = g_get_monotonic_time ();
  for (guint i = 0; i < n_cases; i++)
    queue_one (&desk);
  measure.queue_s = seconds_since (start_us);
  desk_start_municipality (&desk);
  drain (&desk, &measure);
  g_assert_cmpuint (desk_n_received (&desk), ==, n_cases);
  desk_tear_down (&desk, NULL);

  g_print ("#= %u queued cases with %d documents: queued in %.1f s; sent in %.1f s, %.1f ms each, "
           "%.2f ms of processor each; longest stall of the main loop %.1f ms\n",
           n_cases,
           DOCUMENTS,
           measure.queue_s,
           measure.drain_s,
           measure.drain_s * 1000 / n_cases,
           measure.cpu_s * 1000 / n_cases,
           measure.stall_ms);
  return measure;
}

/* What a case costs in the longer queue, compared with the shorter. */
static double
growth (const Measure *shorter, const Measure *longer)
{
  return (longer->cpu_s / longer->n_cases) / (shorter->cpu_s / shorter->n_cases);
}

static void
test_linear (void)
{
  Measure shorter = measure_queue (20);
  Measure longer = measure_queue (80);

  g_print ("#= a case costs %.2f times as much in a queue that is 4 times as long\n",
           growth (&shorter, &longer));
  g_assert_cmpfloat (growth (&shorter, &longer), <, 1.6);
  /* Half a second is what a person notices; a machine that does other things needs the room. */
  g_assert_cmpfloat (longer.stall_ms, <, 500);
}

static int
benchmark (int n_sizes, char **sizes)
{
  Measure first = {0}, last = {0};

  for (int i = 0; i < n_sizes; i++) {
    last = measure_queue ((guint) atoi (sizes[i]));
    if (i == 0)
      first = last;
  }
  g_print ("#= a case costs %.2f times as much in the longest queue as in the shortest\n",
           growth (&first, &last));
  return 0;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc > 1)
    return benchmark (argc - 1, argv + 1);
  g_test_add_func ("/drain/linear", test_linear);
  return g_test_run ();
}
