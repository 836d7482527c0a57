/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-counsellor.h"

#include "zpi-session-private.h"

struct _ZpiCounsellor {
  GObject parent_instance;

  ZpiSignIn *sign_in; /* (owned) */
};

enum {
  PROP_SIGNED_IN = 1,
  PROP_NAME,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];
static guint open_browser_signal;

G_DEFINE_FINAL_TYPE (ZpiCounsellor, zpi_counsellor, G_TYPE_OBJECT)

static void
zpi_counsellor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ZpiCounsellor *self = ZPI_COUNSELLOR (object);

  switch (id) {
  case PROP_SIGNED_IN:
    g_value_set_boolean (value, zpi_counsellor_is_signed_in (self));
    break;
  case PROP_NAME:
    g_value_set_string (value, zpi_counsellor_get_name (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
zpi_counsellor_finalize (GObject *object)
{
  g_clear_object (&ZPI_COUNSELLOR (object)->sign_in);

  G_OBJECT_CLASS (zpi_counsellor_parent_class)->finalize (object);
}

static void
zpi_counsellor_class_init (ZpiCounsellorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = zpi_counsellor_get_property;
  object_class->finalize = zpi_counsellor_finalize;
  props[PROP_SIGNED_IN] = g_param_spec_boolean ("signed-in", NULL, NULL, FALSE, flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ZpiCounsellor::open-browser:
   * @self: a counsellor
   * @url: where the municipality asks who it is
   */
  open_browser_signal = g_signal_new ("open-browser",
                                      ZPI_TYPE_COUNSELLOR,
                                      G_SIGNAL_RUN_LAST,
                                      0,
                                      NULL,
                                      NULL,
                                      NULL,
                                      G_TYPE_NONE,
                                      1,
                                      G_TYPE_STRING);
}

static void
zpi_counsellor_init (ZpiCounsellor *self)
{
}

static void
signed_in_changed_cb (ZpiCounsellor *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SIGNED_IN]);
}

static void
name_changed_cb (ZpiCounsellor *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NAME]);
}

static void
open_browser_cb (ZpiCounsellor *self, const char *url)
{
  g_signal_emit (self, open_browser_signal, 0, url);
}

ZpiCounsellor *
zpi_counsellor_new (ZpiSignIn *sign_in)
{
  ZpiCounsellor *self = g_object_new (ZPI_TYPE_COUNSELLOR, NULL);

  self->sign_in = g_object_ref (sign_in);
  g_signal_connect_object (sign_in,
                           "notify::signed-in",
                           G_CALLBACK (signed_in_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sign_in,
                           "notify::name",
                           G_CALLBACK (name_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sign_in,
                           "open-browser",
                           G_CALLBACK (open_browser_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * zpi_counsellor_is_signed_in:
 * @self: a counsellor
 *
 * Returns: whether something can be sent under a name now
 */
gboolean
zpi_counsellor_is_signed_in (ZpiCounsellor *self)
{
  g_return_val_if_fail (ZPI_IS_COUNSELLOR (self), FALSE);

  return zpi_sign_in_is_signed_in (self->sign_in);
}

/**
 * zpi_counsellor_get_name:
 * @self: a counsellor
 *
 * Returns: (transfer none) (nullable): the name that the municipality knows
 */
const char *
zpi_counsellor_get_name (ZpiCounsellor *self)
{
  g_return_val_if_fail (ZPI_IS_COUNSELLOR (self), NULL);

  return zpi_sign_in_get_name (self->sign_in);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!zpi_sign_in_load_finish (ZPI_SIGN_IN (source), result, &error) && error != NULL)
    g_info ("An earlier sign-in could not be taken up: %s", error->message);
}

/**
 * zpi_counsellor_take_up:
 * @self: a counsellor
 * @cancellable: (nullable): a cancellable
 *
 * Goes on with an earlier sign-in that the keyring kept, without the network; the properties tell.
 */
void
zpi_counsellor_take_up (ZpiCounsellor *self, GCancellable *cancellable)
{
  g_return_if_fail (ZPI_IS_COUNSELLOR (self));

  zpi_sign_in_load_async (self->sign_in, cancellable, loaded_cb, NULL);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (zpi_sign_in_start_finish (ZPI_SIGN_IN (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * zpi_counsellor_sign_in_async:
 * @self: a counsellor
 * @done_page: what the browser says at the end
 * @failed_page: what it says when it did not work
 * @cancellable: (nullable): a cancellable
 * @callback: called when the browser came back, or when it was cancelled
 * @user_data: for @callback
 *
 * Emits `open-browser` on the way.
 */
void
zpi_counsellor_sign_in_async (ZpiCounsellor *self,
                              const char *done_page,
                              const char *failed_page,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (ZPI_IS_COUNSELLOR (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_counsellor_sign_in_async);
  zpi_sign_in_set_pages (self->sign_in, done_page, failed_page);
  zpi_sign_in_start_async (self->sign_in, cancellable, signed_in_cb, task);
}

/**
 * zpi_counsellor_sign_in_finish:
 * @self: a counsellor
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with the error of the network, the municipality or the keyring
 */
gboolean
zpi_counsellor_sign_in_finish (ZpiCounsellor *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (zpi_sign_in_sign_out_finish (ZPI_SIGN_IN (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * zpi_counsellor_sign_out_async:
 * @self: a counsellor
 * @cancellable: (nullable): a cancellable
 * @callback: called when the municipality knows
 * @user_data: for @callback
 *
 * Forgets here at once, and tells the municipality.
 */
void
zpi_counsellor_sign_out_async (ZpiCounsellor *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (ZPI_IS_COUNSELLOR (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_counsellor_sign_out_async);
  zpi_sign_in_sign_out_async (self->sign_in, cancellable, signed_out_cb, task);
}

/**
 * zpi_counsellor_sign_out_finish:
 * @self: a counsellor
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with an error when the municipality does not know; here it is forgotten
 */
gboolean
zpi_counsellor_sign_out_finish (ZpiCounsellor *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
