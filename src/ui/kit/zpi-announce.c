/* SPDX-License-Identifier: EUPL-1.2 */

/* Telling somebody who hears the window what happened where the focus is not.
 *
 * GTK can do that from 4.14 on. Measured on Debian 12 (GTK 4.8.3, Orca 43): of a description that
 * changes, of what comes into sight and of roles nothing arrives; what Orca does speak is another
 * name of the window in front. So while a screen reader is on, the window is called what there is
 * to say until it is left. Nobody else ever hears of that name. */

#include "zpi-announce.h"

#include "zpi-ui.h"

#if !GTK_CHECK_VERSION(4, 14, 0)

static GDBusProxy *status; /* (nullable): while it is not known, nothing is said */
static GtkWindow *renamed; /* (nullable): weak; called by what was said last */

static void
status_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  status = g_dbus_proxy_new_for_bus_finish (result, NULL);
}

static gboolean
somebody_listens (void)
{
  g_autoptr (GVariant) on =
      status != NULL ? g_dbus_proxy_get_cached_property (status, "ScreenReaderEnabled") : NULL;

  return on != NULL && g_variant_is_of_type (on, G_VARIANT_TYPE_BOOLEAN) &&
         g_variant_get_boolean (on);
}

static void
name_window (GtkWindow *window, const char *name)
{
  zpi_ui_name (GTK_WIDGET (window), name != NULL ? name : "");
}

static void
active_cb (GtkWindow *window)
{
  if (gtk_window_is_active (window))
    return;
  g_signal_handlers_disconnect_by_func (window, active_cb, NULL);
  g_clear_weak_pointer (&renamed);
  name_window (window, gtk_window_get_title (window));
}

/* Only one window is active: of the one before, its end as such was told. */
static void
say (GtkWindow *window, const char *text)
{
  if (!gtk_window_is_active (window) || !somebody_listens ())
    return;
  if (g_set_weak_pointer (&renamed, window))
    g_signal_connect (window, "notify::is-active", G_CALLBACK (active_cb), NULL);
  name_window (window, text);
}

#endif

/**
 * zpi_announce_init:
 *
 * Begins to look whether a screen reader is on, where zpi_announce() has to know. Once, on the main
 * thread; a desktop without a session bus has none.
 */
void
zpi_announce_init (void)
{
#if !GTK_CHECK_VERSION(4, 14, 0)
  g_dbus_proxy_new_for_bus (G_BUS_TYPE_SESSION,
                            G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START,
                            NULL,
                            "org.a11y.Bus",
                            "/org/a11y/bus",
                            "org.a11y.Status",
                            NULL,
                            status_ready_cb,
                            NULL);
#endif
}

/**
 * zpi_announce:
 * @widget: where it happened, on the screen
 * @text: what happened
 *
 * Has @text said by a screen reader, without moving the focus. No personal data: on older toolkits
 * the window is called so for a while. Main thread.
 */
void
zpi_announce (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && text != NULL);

#if GTK_CHECK_VERSION(4, 14, 0)
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_accessible_announce (GTK_ACCESSIBLE (widget),
                           text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
#else
  GtkRoot *root = gtk_widget_get_root (widget);

  if (GTK_IS_WINDOW (root))
    say (GTK_WINDOW (root), text);
#endif
}

/**
 * zpi_announce_invalid:
 * @field: a field
 * @invalid: whether its answer is wrong
 *
 * Says so where that is heard. GTK 4.8 tells assistive technology ATSPI_STATE_INVALID, which means
 * that the object is gone, and Orca passes over it: a wrong answer could not be come back to. There
 * its description has to do, which says what is wrong. Main thread.
 */
void
zpi_announce_invalid (GtkAccessible *field, gboolean invalid)
{
  g_return_if_fail (GTK_IS_ACCESSIBLE (field));

#if GTK_CHECK_VERSION(4, 14, 0)
  gtk_accessible_update_state (field,
                               GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
#endif
}
