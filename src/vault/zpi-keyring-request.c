/* SPDX-License-Identifier: EUPL-1.2 */

/* One question to the keyring: how long it waits, what it hears of prompts meanwhile, and the one
 * answer it gets. */

#include "zpi-keyring-private.h"

#include <libsecret/secret.h>

#include "zpi-vault.h"

/* After somebody dismissed a prompt, or gave up waiting, the keyring has this long to say so. */
#define LAST_WORD_MS 2000

/* KWallet and libsecret disagree about the key of a session when one of its numbers begins with a
 * zero byte, one time in 128: the one refuses the session, or the other cannot read what it gets.
 * The next session has other numbers. */
#define TRIES 3

/* Our question is not open any more. */
static void
request_answered (ZpiKeyringRequest *self)
{
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  g_clear_pointer (&self->prompt, g_free);
  g_clear_object (&self->asking);
}

/* Nothing is waited for any more. */
static void
request_done (ZpiKeyringRequest *self)
{
  if (self->done)
    return;
  self->done = TRUE;
  g_clear_handle_id (&self->last_word_id, g_source_remove);
  if (self->prompts_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->prompts_id);
  self->prompts_id = 0;
  if (self->outer_id != 0)
    g_signal_handler_disconnect (self->outer, self->outer_id);
  self->outer_id = 0;
  /* libsecret keeps proxies of the service for the next time. One that is started again knows
   * nothing of the session of the one before; one that ends (KeePassXC) makes libsecret 0.20 fall
   * over. */
  secret_service_disconnect ();
  request_answered (self);
}

static void
request_free (ZpiKeyringRequest *self)
{
  request_done (self);
  g_clear_object (&self->inner);
  g_clear_object (&self->outer);
  g_clear_object (&self->bus);
  g_hash_table_unref (self->attributes);
  zpi_secret_strfree (self->text);
  g_free (self);
}

ZpiKeyringRequest *
zpi_keyring_request_new (GHashTable *attributes)
{
  ZpiKeyringRequest *self = g_new0 (ZpiKeyringRequest, 1);

  self->inner = g_cancellable_new ();
  self->attributes = attributes;
  return self;
}

static ZpiError
code_from_secret (const GError *error)
{
  if (error->domain == SECRET_ERROR && error->code == SECRET_ERROR_IS_LOCKED)
    return ZPI_ERROR_KEYRING_LOCKED;
  return ZPI_ERROR_KEYRING_ABSENT;
}

/* Whether this is the one answer to @task: what the keyring says too late is not listened to. */
gboolean
zpi_keyring_may_return (GTask *task)
{
  ZpiKeyringRequest *request = g_task_get_task_data (task);

  if (request->done)
    return FALSE;
  request_done (request);
  return TRUE;
}

/* With a new session, from the beginning: nothing was kept or read. */
gboolean
zpi_keyring_try_again (GTask *task)
{
  ZpiKeyringRequest *request = g_task_get_task_data (task);

  if (request->done || ++request->n_tries == TRIES)
    return FALSE;
  secret_service_disconnect ();
  request->start (task);
  return TRUE;
}

/* The first when a session is opened, the second (of which libsecret strips the name NoSession)
 * when something is kept. */
static gboolean
is_about_session (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_DBUS_ERROR);
}

/* The one place where libsecret's and D-Bus's errors become ours. */
void
zpi_keyring_return_error (GTask *task, GError *error)
{
  if (is_about_session (error) && zpi_keyring_try_again (task)) {
    g_error_free (error);
    return;
  }
  if (!zpi_keyring_may_return (task)) {
    g_error_free (error);
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_task_return_error (task, error);
    return;
  }
  g_info ("The keyring does not answer: %s", error->message);
  g_task_return_new_error (task,
                           ZPI_ERROR,
                           code_from_secret (error),
                           "The keyring does not answer: %s",
                           error->message);
  g_error_free (error);
}

void
zpi_keyring_return_code (GTask *task, ZpiError code, const char *message)
{
  if (zpi_keyring_may_return (task))
    g_task_return_new_error (task, ZPI_ERROR, (int) code, "%s", message);
}

void
zpi_keyring_return_locked (GTask *task)
{
  zpi_keyring_return_code (task, ZPI_ERROR_KEYRING_LOCKED, "The keyring is locked");
}

static gboolean
done_cb (gpointer user_data)
{
  GTask *task = user_data;
  ZpiKeyringRequest *request = g_task_get_task_data (task);

  if (request->dismissed)
    zpi_keyring_return_locked (task);
  else if (zpi_keyring_may_return (task))
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

/* A keyring may ask before it keeps or removes something (KeePassXC does): of a No libsecret makes
 * no error, and says that it was done. It may hear of the No before we do, so not at once. */
void
zpi_keyring_return_done (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_task_attach_source (task, source, done_cb);
}

/* libsecret does not always come back: of a prompt that KWallet says was dismissed while there is
 * no wallet yet it makes no error, and its caller waits for ever. */

static gboolean
last_word_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  ZpiKeyringRequest *request = g_task_get_task_data (task);

  request->last_word_id = 0;
  g_cancellable_cancel (request->inner);
  if (request->outer != NULL && g_cancellable_is_cancelled (request->outer))
    zpi_keyring_return_error (task,
                              g_error_new_literal (G_IO_ERROR,
                                                   G_IO_ERROR_CANCELLED,
                                                   "Not waited for any more"));
  else
    zpi_keyring_return_locked (task);
  return G_SOURCE_REMOVE;
}

static void
expect_last_word (GTask *task, guint ms)
{
  ZpiKeyringRequest *request = g_task_get_task_data (task);

  if (!request->done && request->last_word_id == 0)
    request->last_word_id = g_timeout_add_full (G_PRIORITY_DEFAULT,
                                                ms,
                                                last_word_cb,
                                                g_object_ref (task),
                                                g_object_unref);
}

static void
prompt_completed_cb (GDBusConnection *bus,
                     const char *sender,
                     const char *path,
                     const char *interface,
                     const char *signal,
                     GVariant *parameters,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  ZpiKeyringRequest *request = g_task_get_task_data (task);
  gboolean is_ours = g_strcmp0 (path, request->prompt) == 0;
  gboolean dismissed = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(bv)")))
    return;
  g_variant_get_child (parameters, 0, "b", &dismissed);
  if (dismissed && is_ours) {
    zpi_keyring_return_locked (task);
  } else if (dismissed) {
    request->dismissed = TRUE;
    expect_last_word (task, LAST_WORD_MS);
  } else if (is_ours) {
    request_answered (request);
    request->start (task);
  }
}

static void
bus_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiKeyringRequest *request = g_task_get_task_data (task);
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (request->done)
    return;
  request->bus = g_steal_pointer (&bus);
  if (request->bus != NULL)
    request->prompts_id = g_dbus_connection_signal_subscribe (request->bus,
                                                              NULL,
                                                              "org.freedesktop.Secret.Prompt",
                                                              "Completed",
                                                              NULL,
                                                              NULL,
                                                              G_DBUS_SIGNAL_FLAGS_NONE,
                                                              prompt_completed_cb,
                                                              task,
                                                              NULL);
  request->start (task);
}

static void
outer_cancelled_cb (GCancellable *outer, GTask *task)
{
  ZpiKeyringRequest *request = g_task_get_task_data (task);

  g_cancellable_cancel (request->inner);
  expect_last_word (task, 0);
}

void
zpi_keyring_return_not_found (GTask *task)
{
  zpi_keyring_return_code (task, ZPI_ERROR_NOT_FOUND, "Not in the keyring");
}

GTask *
zpi_keyring_task_new (ZpiKeyringRequest *request,
                      ZpiKeyringFunc start,
                      gpointer tag,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  request->start = start;
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  if (cancellable != NULL) {
    request->outer = g_object_ref (cancellable);
    /* Not g_cancellable_connect(): it must not be disconnected while it is being cancelled. */
    request->outer_id =
        g_signal_connect (cancellable, "cancelled", G_CALLBACK (outer_cancelled_cb), task);
    if (g_cancellable_is_cancelled (cancellable))
      outer_cancelled_cb (cancellable, task);
  }
  g_bus_get (G_BUS_TYPE_SESSION, request->inner, bus_ready_cb, g_object_ref (task));
  return task;
}
