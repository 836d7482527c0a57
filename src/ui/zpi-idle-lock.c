/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-idle-lock.h"

#include <glib/gi18n.h>

#define WARNING_SECONDS 60
#define DEFAULT_SECONDS (10 * 60)

struct _ZpiIdleLock {
  GObject parent_instance;

  ZpiWindow *window; /* (unowned, weak) (nullable) */
  guint seconds;     /* 0: never by itself */
  gint64 last_us;    /* monotonic */
  gboolean warned;
  guint tick_id;
  GDBusConnection *system_bus;  /* (owned) (nullable) */
  GDBusConnection *session_bus; /* (owned) (nullable) */
  guint sleep_id;
  guint lock_id;
  guint screen_id;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ZpiIdleLock, zpi_idle_lock, G_TYPE_OBJECT)

static void
lock_now (ZpiIdleLock *self)
{
  self->warned = FALSE;
  if (self->window != NULL)
    zpi_window_lock (self->window);
}

static gboolean
tick_cb (gpointer user_data)
{
  ZpiIdleLock *self = user_data;
  gint64 idle = (g_get_monotonic_time () - self->last_us) / G_USEC_PER_SEC;
  guint warning = MIN (WARNING_SECONDS, self->seconds / 2);

  if (self->window == NULL || self->seconds == 0)
    return G_SOURCE_CONTINUE;
  if (idle >= self->seconds) {
    self->last_us = g_get_monotonic_time ();
    lock_now (self);
  } else if (idle >= self->seconds - warning && !self->warned) {
    self->warned = TRUE;
    if (zpi_session_get_state (zpi_window_get_session (self->window)) == ZPI_SESSION_OPEN)
      zpi_window_toast (
          self->window,
          _("This window locks in a minute. Press a key to go on. Everything is saved."));
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
event_cb (ZpiIdleLock *self, GdkEvent *event)
{
  switch (gdk_event_get_event_type (event)) {
  case GDK_KEY_PRESS:
  case GDK_BUTTON_PRESS:
  case GDK_MOTION_NOTIFY:
  case GDK_SCROLL:
  case GDK_TOUCH_BEGIN:
    self->last_us = g_get_monotonic_time ();
    self->warned = FALSE;
    break;
  default:
    break;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
sleep_cb (GDBusConnection *bus,
          const char *sender,
          const char *path,
          const char *interface,
          const char *signal,
          GVariant *parameters,
          gpointer user_data)
{
  gboolean starting = FALSE;

  g_variant_get (parameters, "(b)", &starting);
  if (starting)
    lock_now (user_data);
}

static void
session_lock_cb (GDBusConnection *bus,
                 const char *sender,
                 const char *path,
                 const char *interface,
                 const char *signal,
                 GVariant *parameters,
                 gpointer user_data)
{
  lock_now (user_data);
}

static void
system_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiIdleLock) self = user_data;
  g_autoptr (GError) error = NULL;

  self->system_bus = g_bus_get_finish (result, &error);
  if (self->system_bus == NULL) {
    g_debug ("No system bus: the window does not notice sleep");
    return;
  }
  self->sleep_id = g_dbus_connection_signal_subscribe (self->system_bus,
                                                       "org.freedesktop.login1",
                                                       "org.freedesktop.login1.Manager",
                                                       "PrepareForSleep",
                                                       "/org/freedesktop/login1",
                                                       NULL,
                                                       G_DBUS_SIGNAL_FLAGS_NONE,
                                                       sleep_cb,
                                                       self,
                                                       NULL);
  self->lock_id = g_dbus_connection_signal_subscribe (self->system_bus,
                                                      "org.freedesktop.login1",
                                                      "org.freedesktop.login1.Session",
                                                      "Lock",
                                                      NULL,
                                                      NULL,
                                                      G_DBUS_SIGNAL_FLAGS_NONE,
                                                      session_lock_cb,
                                                      self,
                                                      NULL);
}

static void
session_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiIdleLock) self = user_data;
  g_autoptr (GError) error = NULL;

  self->session_bus = g_bus_get_finish (result, &error);
  if (self->session_bus == NULL) {
    g_debug ("No session bus: the window does not notice the lock screen");
    return;
  }
  self->screen_id = g_dbus_connection_signal_subscribe (self->session_bus,
                                                        NULL,
                                                        "org.freedesktop.ScreenSaver",
                                                        "ActiveChanged",
                                                        NULL,
                                                        NULL,
                                                        G_DBUS_SIGNAL_FLAGS_NONE,
                                                        sleep_cb,
                                                        self,
                                                        NULL);
}

static void
unsubscribe (GDBusConnection *bus, guint *id)
{
  if (bus != NULL && *id != 0)
    g_dbus_connection_signal_unsubscribe (bus, *id);
  *id = 0;
}

static void
zpi_idle_lock_dispose (GObject *object)
{
  ZpiIdleLock *self = ZPI_IDLE_LOCK (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  unsubscribe (self->system_bus, &self->sleep_id);
  unsubscribe (self->system_bus, &self->lock_id);
  unsubscribe (self->session_bus, &self->screen_id);
  g_clear_object (&self->system_bus);
  g_clear_object (&self->session_bus);
  g_clear_weak_pointer (&self->window);

  G_OBJECT_CLASS (zpi_idle_lock_parent_class)->dispose (object);
}

static void
zpi_idle_lock_finalize (GObject *object)
{
  ZpiIdleLock *self = ZPI_IDLE_LOCK (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (zpi_idle_lock_parent_class)->finalize (object);
}

static void
zpi_idle_lock_class_init (ZpiIdleLockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_idle_lock_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_idle_lock_finalize;
}

static void
zpi_idle_lock_init (ZpiIdleLock *self)
{
  self->cancellable = g_cancellable_new ();
  self->seconds = DEFAULT_SECONDS;
  self->last_us = g_get_monotonic_time ();
}

/**
 * zpi_idle_lock_new:
 * @window: the window to lock
 *
 * Returns: (transfer full): a watcher; locking ends with it
 */
ZpiIdleLock *
zpi_idle_lock_new (ZpiWindow *window)
{
  ZpiIdleLock *self = g_object_new (ZPI_TYPE_IDLE_LOCK, NULL);
  GtkEventController *events = gtk_event_controller_legacy_new ();

  g_set_weak_pointer (&self->window, window);
  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), events);
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, system_bus_cb, g_object_ref (self));
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, session_bus_cb, g_object_ref (self));
  return self;
}

/**
 * zpi_idle_lock_set_seconds:
 * @self: a watcher
 * @seconds: after how long without a key or the mouse; 0 for never
 */
void
zpi_idle_lock_set_seconds (ZpiIdleLock *self, guint seconds)
{
  g_return_if_fail (ZPI_IS_IDLE_LOCK (self));

  self->seconds = seconds;
  self->last_us = g_get_monotonic_time ();
  self->warned = FALSE;
}
