/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ZpiCourier:
 *
 * Whoever sends for a session: what the session asks of it when it opens, locks and closes. The
 * sender is one; a session that nobody sends for has none, which is why each function takes %NULL.
 * Main thread.
 */
#define ZPI_TYPE_COURIER (zpi_courier_get_type ())
G_DECLARE_INTERFACE (ZpiCourier, zpi_courier, ZPI, COURIER, GObject)

struct _ZpiCourierInterface {
  GTypeInterface parent_interface;

  void (*start) (ZpiCourier *self);
  void (*pause) (ZpiCourier *self);
  gboolean (*is_started) (ZpiCourier *self);
  void (*api_changed) (ZpiCourier *self);
  void (*settle_async) (ZpiCourier *self, GAsyncReadyCallback callback, gpointer user_data);
  void (*disconnect) (ZpiCourier *self);
};

/* Sends by itself from now on, until it is paused. */
void zpi_courier_start (ZpiCourier *self);
void zpi_courier_pause (ZpiCourier *self);
gboolean zpi_courier_is_started (ZpiCourier *self);
/* There is another way to the municipality, or none any more. */
void zpi_courier_api_changed (ZpiCourier *self);
/* Breaks off what is being sent and waits until nothing is. Never fails; @callback is always
 * called, and has nothing to finish. */
void zpi_courier_settle_async (ZpiCourier *self, GAsyncReadyCallback callback, gpointer user_data);
/* The session goes: nothing more is asked of it. */
void zpi_courier_disconnect (ZpiCourier *self);

G_END_DECLS
