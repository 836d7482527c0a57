/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-courier.h"

G_DEFINE_INTERFACE (ZpiCourier, zpi_courier, G_TYPE_OBJECT)

static void
zpi_courier_default_init (ZpiCourierInterface *iface)
{
}

void
zpi_courier_start (ZpiCourier *self)
{
  if (self != NULL)
    ZPI_COURIER_GET_IFACE (self)->start (self);
}

void
zpi_courier_pause (ZpiCourier *self)
{
  if (self != NULL)
    ZPI_COURIER_GET_IFACE (self)->pause (self);
}

gboolean
zpi_courier_is_started (ZpiCourier *self)
{
  return self != NULL && ZPI_COURIER_GET_IFACE (self)->is_started (self);
}

void
zpi_courier_api_changed (ZpiCourier *self)
{
  if (self != NULL)
    ZPI_COURIER_GET_IFACE (self)->api_changed (self);
}

void
zpi_courier_settle_async (ZpiCourier *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  if (self != NULL) {
    ZPI_COURIER_GET_IFACE (self)->settle_async (self, callback, user_data);
    return;
  }
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, zpi_courier_settle_async);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/**
 * zpi_courier_disconnect:
 * @self: (nullable): who sends
 *
 * The session goes: nothing more is asked of it.
 */
void
zpi_courier_disconnect (ZpiCourier *self)
{
  if (self != NULL)
    ZPI_COURIER_GET_IFACE (self)->disconnect (self);
}
