/* SPDX-License-Identifier: EUPL-1.2 */

/* The Secret Service, through libsecret. Items are found by the store's UUID and what they are, so
 * that two stores in one account never touch each other's. */

#include "zpi-config.h"

#include "zpi-keyring.h"

#include <libsecret/secret.h>
#include <string.h>

#include "zpi-keyring-private.h"
#include "zpi-vault.h"

/* DONT_MATCH_NAME: found by the attributes alone, whatever a newer version calls its schema. */
static const SecretSchema schema = {
    "nl.zoetermeerpas.Intake.Key",
    SECRET_SCHEMA_DONT_MATCH_NAME,
    {
        {"store", SECRET_SCHEMA_ATTRIBUTE_STRING},
        {"what", SECRET_SCHEMA_ATTRIBUTE_STRING},
        {"program", SECRET_SCHEMA_ATTRIBUTE_STRING},
    },
};

#define PROGRAM "nl.zoetermeerpas.Intake"

static ZpiKeyringRequest *
request_new (const char *store_uuid, const char *what)
{
  return zpi_keyring_request_new (secret_attributes_build (&schema,
                                                           "program",
                                                           PROGRAM,
                                                           "store",
                                                           store_uuid,
                                                           "what",
                                                           what,
                                                           NULL));
}

/* KWallet writes what an item is for at once and its content seconds later: a computer that went
 * off in between has an item with nothing in it. That is no secret, and may be written again. */
static gboolean
is_hollow (const char *text)
{
  return *text == '\0';
}

static GBytes *
decode (const char *text)
{
  gsize size = 0;
  guchar *data = g_base64_decode (text, &size);
  GBytes *bytes = zpi_secret_bytes_new (data, size);

  memset (data, 0, size);
  g_free (data);
  return bytes;
}

static void
lookup_searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiKeyringRequest *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  ZpiKeyringFound found = ZPI_KEYRING_FOUND_NOTHING;

  if (!zpi_keyring_search_finish (source, result, &found, &error))
    g_debug ("The keyring was not searched: %s", error->message);
  if (request->done || (found == ZPI_KEYRING_FOUND_UNLOCKED && zpi_keyring_try_again (task)))
    return;
  if (found != ZPI_KEYRING_FOUND_NOTHING)
    zpi_keyring_return_locked (task);
  else if (request->may_unlock)
    zpi_keyring_unlock_default (task);
  else
    zpi_keyring_return_not_found (task);
}

/* Nothing found, or what was found stayed locked or could not be read: libsecret says the same of
 * all three. */
static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiKeyringRequest *request = g_task_get_task_data (task);
  GError *error = NULL;
  char *text = secret_password_lookup_nonpageable_finish (result, &error);

  if (error != NULL)
    zpi_keyring_return_error (task, error);
  else if (text != NULL && is_hollow (text))
    zpi_keyring_return_code (task, ZPI_ERROR_NOT_FOUND, "Nothing in it");
  else if (text == NULL && zpi_keyring_has_service (request) && !request->done)
    zpi_keyring_search (task, lookup_searched_cb);
  else if (text == NULL)
    zpi_keyring_return_not_found (task);
  else if (zpi_keyring_may_return (task))
    g_task_return_pointer (task, decode (text), (GDestroyNotify) g_bytes_unref);
  secret_password_free (text);
}

static void
look_up (GTask *task)
{
  ZpiKeyringRequest *request = g_task_get_task_data (task);

  secret_password_lookupv (&schema,
                           request->attributes,
                           request->inner,
                           looked_up_cb,
                           g_object_ref (task));
}

/**
 * zpi_keyring_lookup_async:
 * @store_uuid: the store
 * @what: which secret
 * @cancellable: (nullable): a cancellable
 * @callback: called in the thread-default context of the caller
 * @user_data: for @callback
 *
 * Looks for a secret; the keyring may ask the person to unlock it.
 */
void
zpi_keyring_lookup_async (const char *store_uuid,
                          const char *what,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (store_uuid != NULL && what != NULL);

  task = zpi_keyring_task_new (request_new (store_uuid, what),
                               look_up,
                               zpi_keyring_lookup_async,
                               cancellable,
                               callback,
                               user_data);
}

/**
 * zpi_keyring_unlock_async:
 * @store_uuid: the store
 * @what: which secret
 * @cancellable: (nullable): a cancellable
 * @callback: called in the thread-default context of the caller
 * @user_data: for @callback
 *
 * As zpi_keyring_lookup_async(), for a secret that was kept once: where nothing is found the
 * keyring asks the person to unlock it too. zpi_keyring_lookup_finish() is for both.
 */
void
zpi_keyring_unlock_async (const char *store_uuid,
                          const char *what,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  ZpiKeyringRequest *request;

  g_return_if_fail (store_uuid != NULL && what != NULL);

  request = request_new (store_uuid, what);
  request->may_unlock = TRUE;
  task = zpi_keyring_task_new (request,
                               look_up,
                               zpi_keyring_unlock_async,
                               cancellable,
                               callback,
                               user_data);
}

/**
 * zpi_keyring_lookup_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the secret, which wipes itself; %NULL with %ZPI_ERROR_NOT_FOUND,
 *   %ZPI_ERROR_KEYRING_LOCKED (also when the prompt was dismissed) or %ZPI_ERROR_KEYRING_ABSENT
 */
GBytes *
zpi_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    zpi_keyring_return_done (task);
  else if (error != NULL)
    zpi_keyring_return_error (task, error);
  else
    zpi_keyring_return_locked (task);
}

static void
store_now (GTask *task)
{
  ZpiKeyringRequest *request = g_task_get_task_data (task);

  secret_password_storev (&schema,
                          request->attributes,
                          SECRET_COLLECTION_DEFAULT,
                          ZPI_PROGRAM_NAME,
                          request->text,
                          request->inner,
                          stored_cb,
                          g_object_ref (task));
}

static void
return_taken (GTask *task)
{
  zpi_keyring_return_code (task, ZPI_ERROR_CONFLICT, "The keyring has such a secret already");
}

static void
store_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiKeyringRequest *request = g_task_get_task_data (task);
  GError *error = NULL;
  char *text = secret_password_lookup_nonpageable_finish (result, &error);

  if (error != NULL)
    zpi_keyring_return_error (task, error);
  else if (text == NULL ? request->there : !is_hollow (text))
    return_taken (task);
  else if (!request->done)
    store_now (task);
  secret_password_free (text);
}

static void
look_before_storing (GTask *task)
{
  ZpiKeyringRequest *request = g_task_get_task_data (task);

  secret_password_lookupv (&schema,
                           request->attributes,
                           request->inner,
                           store_looked_up_cb,
                           g_object_ref (task));
}

static void
store_searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiKeyringRequest *request = g_task_get_task_data (task);
  ZpiKeyringFound found = ZPI_KEYRING_FOUND_NOTHING;
  GError *error = NULL;

  if (!zpi_keyring_search_finish (source, result, &found, &error)) {
    zpi_keyring_return_error (task, error);
    return;
  }
  request->there = found != ZPI_KEYRING_FOUND_NOTHING;
  if (request->done)
    return;
  else if (request->there)
    look_before_storing (task);
  else
    store_now (task);
}

/* The Secret Service replaces an item of the same attributes without asking: so look first. A
 * locked item is found too. */
static void
store_unless_there (GTask *task)
{
  if (zpi_keyring_has_service (g_task_get_task_data (task)))
    zpi_keyring_search (task, store_searched_cb);
  else
    look_before_storing (task);
}

static ZpiKeyringRequest *
request_new_with_secret (const char *store_uuid, const char *what, GBytes *secret)
{
  ZpiKeyringRequest *request = request_new (store_uuid, what);
  char *text = g_base64_encode (g_bytes_get_data (secret, NULL), g_bytes_get_size (secret));

  request->text = zpi_secret_strdup (text);
  zpi_wipe_free (text);
  return request;
}

/**
 * zpi_keyring_store_async:
 * @store_uuid: the store
 * @what: which secret
 * @secret: the secret
 * @cancellable: (nullable): a cancellable
 * @callback: called in the thread-default context of the caller
 * @user_data: for @callback
 *
 * Keeps a secret; never replaces one.
 */
void
zpi_keyring_store_async (const char *store_uuid,
                         const char *what,
                         GBytes *secret,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (store_uuid != NULL && what != NULL && secret != NULL);

  task = zpi_keyring_task_new (request_new_with_secret (store_uuid, what, secret),
                               store_unless_there,
                               zpi_keyring_store_async,
                               cancellable,
                               callback,
                               user_data);
}

/**
 * zpi_keyring_store_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_CONFLICT when there is one already, %ZPI_ERROR_KEYRING_LOCKED or
 *   %ZPI_ERROR_KEYRING_ABSENT
 */
gboolean
zpi_keyring_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * zpi_keyring_replace_async:
 * @store_uuid: the store
 * @what: which secret
 * @secret: the secret
 * @cancellable: (nullable): a cancellable
 * @callback: called in the thread-default context of the caller
 * @user_data: for @callback
 *
 * Keeps a secret in the place of an older one. For tokens, which are not keys to anything stored.
 */
void
zpi_keyring_replace_async (const char *store_uuid,
                           const char *what,
                           GBytes *secret,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (store_uuid != NULL && what != NULL && secret != NULL);

  task = zpi_keyring_task_new (request_new_with_secret (store_uuid, what, secret),
                               store_now,
                               zpi_keyring_replace_async,
                               cancellable,
                               callback,
                               user_data);
}

/**
 * zpi_keyring_replace_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_KEYRING_LOCKED or %ZPI_ERROR_KEYRING_ABSENT
 */
gboolean
zpi_keyring_replace_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    zpi_keyring_return_error (task, error);
  else
    zpi_keyring_return_done (task);
}

static void
clear (GTask *task)
{
  ZpiKeyringRequest *request = g_task_get_task_data (task);

  secret_password_clearv (&schema,
                          request->attributes,
                          request->inner,
                          cleared_cb,
                          g_object_ref (task));
}

/**
 * zpi_keyring_clear_async:
 * @store_uuid: the store
 * @what: which secret
 * @cancellable: (nullable): a cancellable
 * @callback: called in the thread-default context of the caller
 * @user_data: for @callback
 *
 * Removes a secret; that there was none is no error.
 */
void
zpi_keyring_clear_async (const char *store_uuid,
                         const char *what,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (store_uuid != NULL && what != NULL);

  task = zpi_keyring_task_new (request_new (store_uuid, what),
                               clear,
                               zpi_keyring_clear_async,
                               cancellable,
                               callback,
                               user_data);
}

/**
 * zpi_keyring_clear_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_KEYRING_LOCKED or %ZPI_ERROR_KEYRING_ABSENT
 */
gboolean
zpi_keyring_clear_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
