/* SPDX-License-Identifier: EUPL-1.2 */

/* Preloaded into a GTK program: writes into the file ZPI_BENCH_LOG when the first window is shown,
 * when a frame has been drawn, and each time its main loop was away for longer than a moment. The
 * program and what it is compared with are watched in the same way, and neither knows of it.
 *
 *   window TIME          gtk_window_present() was called
 *   frame TIME           a frame of a window was drawn
 *   away TIME DURATION   the main loop came back after DURATION
 *
 * Times are those of g_get_monotonic_time(), in µs. */

#define _GNU_SOURCE

#include <dlfcn.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <stdlib.h>

#define LEAST_US 2000

static int log_fd = -1;
static GPollFunc real_poll;
static gint64 woken_us;

G_GNUC_PRINTF (1, 2)
static void
say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (log_fd >= 0)
    vdprintf (log_fd, format, arguments);
  va_end (arguments);
}

static gint
watched_poll (GPollFD *fds, guint n_fds, gint timeout)
{
  gint64 now = g_get_monotonic_time ();
  gint ready;

  if (woken_us != 0 && now - woken_us >= LEAST_US)
    say ("away %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", woken_us, now - woken_us);
  ready = real_poll (fds, n_fds, timeout);
  woken_us = g_get_monotonic_time ();
  return ready;
}

static void
after_paint_cb (void)
{
  say ("frame %" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
}

static void
watch (GtkWindow *window)
{
  static gboolean watching;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  if (watching || clock == NULL)
    return;
  watching = TRUE;
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);
  real_poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, watched_poll);
}

void
gtk_window_present (GtkWindow *window)
{
  void (*real) (GtkWindow *) = dlsym (RTLD_NEXT, "gtk_window_present");

  if (log_fd < 0 && g_getenv ("ZPI_BENCH_LOG") != NULL)
    log_fd = g_open (g_getenv ("ZPI_BENCH_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  say ("window %" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  real (window);
  watch (window);
}
