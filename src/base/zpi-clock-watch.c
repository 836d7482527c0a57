/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-clock-watch.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* A timer that never goes off, but is cancelled when the clock is set. */
#define NEVER ((time_t) G_MAXINT32 * 2)

struct _ZpiClockWatch {
  int fd;
  guint source_id;
  ZpiClockWatchFunc func;
  gpointer user_data;
};

static gboolean
arm (ZpiClockWatch *self)
{
  const struct itimerspec never = {.it_value = {.tv_sec = NEVER}};

  return timerfd_settime (self->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL) == 0;
}

static gboolean
ready_cb (int fd, GIOCondition condition, gpointer user_data)
{
  ZpiClockWatch *self = user_data;
  guint64 n_times;

  if (read (fd, &n_times, sizeof n_times) >= 0 || errno != ECANCELED)
    return G_SOURCE_CONTINUE;
  if (!arm (self)) {
    self->source_id = 0;
    return G_SOURCE_REMOVE;
  }
  self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

/**
 * zpi_clock_watch_new:
 * @func: called when the clock was set
 * @user_data: for @func
 *
 * Returns: (transfer full): a watch; where the kernel cannot tell, @func is never called
 */
ZpiClockWatch *
zpi_clock_watch_new (ZpiClockWatchFunc func, gpointer user_data)
{
  ZpiClockWatch *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = g_new0 (ZpiClockWatch, 1);
  self->func = func;
  self->user_data = user_data;
  self->fd = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->fd >= 0 && arm (self))
    self->source_id = g_unix_fd_add (self->fd, G_IO_IN, ready_cb, self);
  else
    g_message ("Whether the clock is set cannot be seen here");
  return self;
}

/**
 * zpi_clock_watch_free:
 * @self: (transfer full): a watch
 */
void
zpi_clock_watch_free (ZpiClockWatch *self)
{
  g_clear_handle_id (&self->source_id, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}
