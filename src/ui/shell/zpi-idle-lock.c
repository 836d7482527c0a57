/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-idle-lock.h"

#include "zpi-facts.h"
#include "zpi-i18n.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

#define WARNING_SECONDS 60
#define DEFAULT_SECONDS (5 * 60)

struct _ZpiIdleLock {
  GObject parent_instance;

  ZpiWindow *window; /* (unowned, weak) (nullable) */
  guint seconds;     /* 0: never by itself */
  gint64 last_us;    /* monotonic */
  gboolean warned;
  guint timer_id;
  GDBusConnection *system_bus;  /* (owned) (nullable) */
  GDBusConnection *session_bus; /* (owned) (nullable) */
  guint sleep_id;
  guint lock_id;
  guint screen_id;
  int sleep_fd; /* open while sleep has to wait for us; -1 for none */
  gboolean falling_asleep;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ZpiIdleLock, zpi_idle_lock, G_TYPE_OBJECT)

/* Practice is never locked: nothing in it is secret. */
static gboolean
shows_cases (ZpiIdleLock *self)
{
  ZpiSession *session = zpi_window_get_session (self->window);
  ZpiSessionState state = zpi_session_get_state (session);

  return !zpi_session_is_practice (session) &&
         (state == ZPI_SESSION_OPEN || state == ZPI_SESSION_READ_ONLY);
}

static void
lock_now (ZpiIdleLock *self)
{
  self->warned = FALSE;
  if (self->window != NULL)
    zpi_window_lock (self->window);
}

static void arm (ZpiIdleLock *self);

static guint
warning_seconds (ZpiIdleLock *self)
{
  return MIN (WARNING_SECONDS, self->seconds / 2);
}

static gboolean
due_cb (gpointer user_data)
{
  ZpiIdleLock *self = user_data;
  gint64 idle = (g_get_monotonic_time () - self->last_us) / G_USEC_PER_SEC;

  self->timer_id = 0;
  if (self->window == NULL || !shows_cases (self))
    return G_SOURCE_REMOVE;
  if (idle >= self->seconds) {
    self->last_us = g_get_monotonic_time ();
    lock_now (self);
  } else if (idle >= self->seconds - warning_seconds (self) && !self->warned) {
    self->warned = TRUE;
    zpi_window_toast (
        self->window,
        _ ("This window locks in a minute. Press a key to go on. Everything is saved."));
  }
  arm (self);
  return G_SOURCE_REMOVE;
}

/* Wakes at the moment of the next step, if nothing happens until then; a key in the meantime moves
 * that moment, and is seen when the timer looks. While there is nothing to lock there is no timer.
 */
static void
arm (ZpiIdleLock *self)
{
  gint64 idle = (g_get_monotonic_time () - self->last_us) / G_USEC_PER_SEC;
  gint64 until = self->seconds - idle;

  if (self->timer_id != 0 || self->window == NULL || self->seconds == 0 || !shows_cases (self))
    return;
  if (!self->warned)
    until -= warning_seconds (self);
  self->timer_id = g_timeout_add_seconds (MAX (until, 1), due_cb, self);
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
    if (self->warned) {
      self->warned = FALSE;
      g_clear_handle_id (&self->timer_id, g_source_remove);
    }
    arm (self);
    break;
  default:
    break;
  }
  return GDK_EVENT_PROPAGATE;
}

/* Falling asleep waits for us, a few seconds at most, while we hold what logind gives: so that what
 * was typed is saved and the keys are gone by then. */

static void
let_sleep (ZpiIdleLock *self)
{
  if (self->sleep_fd >= 0)
    close (self->sleep_fd);
  self->sleep_fd = -1;
}

static void
inhibited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiIdleLock) self = user_data;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source),
                                                       &fds,
                                                       result,
                                                       &error);
  gint32 index = -1;

  if (answer == NULL) {
    g_debug ("Sleep does not wait for the lock: %s", error->message);
    return;
  }
  g_variant_get (answer, "(h)", &index);
  let_sleep (self);
  if (fds != NULL && !g_cancellable_is_cancelled (self->cancellable))
    self->sleep_fd = g_unix_fd_list_get (fds, index, NULL);
}

static void
hold_sleep (ZpiIdleLock *self)
{
  g_dbus_connection_call_with_unix_fd_list (self->system_bus,
                                            "org.freedesktop.login1",
                                            "/org/freedesktop/login1",
                                            "org.freedesktop.login1.Manager",
                                            "Inhibit",
                                            g_variant_new ("(ssss)",
                                                           "sleep",
                                                           zpi_facts_say ("{program}", NULL),
                                                           _ ("The cases are locked first."),
                                                           "delay"),
                                            G_VARIANT_TYPE ("(h)"),
                                            G_DBUS_CALL_FLAGS_NONE,
                                            -1,
                                            NULL,
                                            self->cancellable,
                                            inhibited_cb,
                                            g_object_ref (self));
}

/* Locked, or nothing there to lock. */
static void
session_state_cb (ZpiIdleLock *self)
{
  if (self->falling_asleep && self->window != NULL && !shows_cases (self))
    let_sleep (self);
  arm (self);
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
  ZpiIdleLock *self = user_data;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &self->falling_asleep);
  if (!self->falling_asleep) {
    hold_sleep (self);
    return;
  }
  lock_now (self);
  session_state_cb (self);
}

/* Each desktop says it under a name of its own: org.gnome.ScreenSaver, org.freedesktop.… */
static void
screen_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer user_data)
{
  gboolean active = FALSE;

  if (!g_str_has_suffix (interface, ".ScreenSaver") ||
      !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &active);
  if (active)
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
  hold_sleep (self);
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
                                                        NULL,
                                                        "ActiveChanged",
                                                        NULL,
                                                        NULL,
                                                        G_DBUS_SIGNAL_FLAGS_NONE,
                                                        screen_cb,
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

  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  unsubscribe (self->system_bus, &self->sleep_id);
  unsubscribe (self->system_bus, &self->lock_id);
  unsubscribe (self->session_bus, &self->screen_id);
  let_sleep (self);
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
  self->sleep_fd = -1;
  self->last_us = g_get_monotonic_time ();
}

static void
watch (ZpiIdleLock *self, GtkWidget *window)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (window, events);
}

/* Who works in a window beside it, a preview or a chooser of files, is not away. */
static void
windows_changed_cb (GListModel *windows,
                    guint position,
                    guint removed,
                    guint added,
                    ZpiIdleLock *self)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (window != GTK_WIDGET (self->window))
      watch (self, window);
  }
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

  g_set_weak_pointer (&self->window, window);
  watch (self, GTK_WIDGET (window));
  g_signal_connect_object (gtk_window_get_toplevels (),
                           "items-changed",
                           G_CALLBACK (windows_changed_cb),
                           self,
                           0);
  g_signal_connect_object (zpi_window_get_session (window),
                           "notify::state",
                           G_CALLBACK (session_state_cb),
                           self,
                           G_CONNECT_SWAPPED);
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
  g_clear_handle_id (&self->timer_id, g_source_remove);
  arm (self);
}
