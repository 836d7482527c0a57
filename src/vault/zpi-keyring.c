/* SPDX-License-Identifier: EUPL-1.2 */

/* The Secret Service, through libsecret. Items are found by the store's UUID and what they are, so
 * that two stores in one account never touch each other's. */

#include "zpi-keyring.h"

#include "zpi-vault.h"

#include <libsecret/secret.h>
#include <string.h>

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

/* @secret: (nullable): for storing; @replace: whether an item that is there may go */
typedef struct {
  char *store_uuid;
  char *what;
  char *text;
  gboolean replace;
} Request;

static void
request_free (Request *self)
{
  g_free (self->store_uuid);
  g_free (self->what);
  zpi_secret_strfree (self->text);
  g_free (self);
}

static Request *
request_new (const char *store_uuid, const char *what)
{
  Request *self = g_new0 (Request, 1);

  self->store_uuid = g_strdup (store_uuid);
  self->what = g_strdup (what);
  return self;
}

static GHashTable *
request_attributes (const Request *self)
{
  return secret_attributes_build (&schema,
                                  "program",
                                  PROGRAM,
                                  "store",
                                  self->store_uuid,
                                  "what",
                                  self->what,
                                  NULL);
}

static ZpiError
code_from_secret (const GError *error)
{
  if (error->domain == SECRET_ERROR && error->code == SECRET_ERROR_IS_LOCKED)
    return ZPI_ERROR_KEYRING_LOCKED;
  return ZPI_ERROR_KEYRING_ABSENT;
}

/* The one place where libsecret's and D-Bus's errors become ours. */
static void
return_secret_error (GTask *task, GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_task_return_error (task, error);
    return;
  }
  g_task_return_new_error (task,
                           ZPI_ERROR,
                           code_from_secret (error),
                           "The keyring does not answer: %s",
                           error->message);
  g_error_free (error);
}

static void
return_locked (GTask *task)
{
  g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_KEYRING_LOCKED, "The keyring is locked");
}

static GBytes *
decode (SecretValue *value)
{
  gsize length = 0;
  const char *text = secret_value_get (value, &length);
  g_autofree char *copy = g_strndup (text, length);
  gsize size = 0;
  guchar *data = g_base64_decode (copy, &size);
  GBytes *bytes = zpi_secret_bytes_new (data, size);

  memset (data, 0, size);
  g_free (data);
  zpi_wipe_free (g_steal_pointer (&copy));
  return bytes;
}

static GTask *
task_new (Request *request,
          gpointer tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  return task;
}

static void
search (GTask *task, SecretSearchFlags flags, GAsyncReadyCallback callback)
{
  g_autoptr (GHashTable) attributes = request_attributes (g_task_get_task_data (task));

  secret_password_searchv (&schema,
                           attributes,
                           flags,
                           g_task_get_cancellable (task),
                           callback,
                           g_object_ref (task));
}

/* Whether an item is there that nobody unlocked. */
static gboolean
is_locked (gpointer item)
{
  return g_type_is_a (G_OBJECT_TYPE (item), SECRET_TYPE_ITEM) && secret_item_get_locked (item);
}

static void
secret_retrieved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (SecretValue) value =
          secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);

  if (error != NULL)
    return_secret_error (task, error);
  else if (value == NULL)
    return_locked (task);
  else
    g_task_return_pointer (task, decode (value), (GDestroyNotify) g_bytes_unref);
}

static void
lookup_searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error != NULL)
    return_secret_error (task, error);
  else if (items == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "Not in the keyring");
  else if (is_locked (items->data))
    return_locked (task);
  else
    secret_retrievable_retrieve_secret (SECRET_RETRIEVABLE (items->data),
                                        g_task_get_cancellable (task),
                                        secret_retrieved_cb,
                                        g_object_ref (task));
  g_list_free_full (items, g_object_unref);
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

  task = task_new (request_new (store_uuid, what),
                   zpi_keyring_lookup_async,
                   cancellable,
                   callback,
                   user_data);
  search (task, SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, lookup_searched_cb);
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
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    return_secret_error (task, error);
  else
    return_locked (task);
}

static void
store_now (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = request_attributes (request);

  secret_password_storev (&schema,
                          attributes,
                          SECRET_COLLECTION_DEFAULT,
                          "Zoetermeerpas Intake",
                          request->text,
                          g_task_get_cancellable (task),
                          stored_cb,
                          g_object_ref (task));
}

/* The Secret Service replaces an item of the same attributes without asking: so look first. A
 * locked item is found too. */
static void
store_searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error != NULL)
    return_secret_error (task, error);
  else if (items != NULL)
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_CONFLICT,
                             "The keyring has such a secret already");
  else
    store_now (task);
  g_list_free_full (items, g_object_unref);
}

static Request *
request_new_with_secret (const char *store_uuid, const char *what, GBytes *secret)
{
  Request *request = request_new (store_uuid, what);
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

  task = task_new (request_new_with_secret (store_uuid, what, secret),
                   zpi_keyring_store_async,
                   cancellable,
                   callback,
                   user_data);
  search (task, SECRET_SEARCH_ALL, store_searched_cb);
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

  task = task_new (request_new_with_secret (store_uuid, what, secret),
                   zpi_keyring_replace_async,
                   cancellable,
                   callback,
                   user_data);
  store_now (task);
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
    return_secret_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
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
  g_autoptr (GHashTable) attributes = NULL;

  g_return_if_fail (store_uuid != NULL && what != NULL);

  task = task_new (request_new (store_uuid, what),
                   zpi_keyring_clear_async,
                   cancellable,
                   callback,
                   user_data);
  attributes = request_attributes (g_task_get_task_data (task));
  secret_password_clearv (&schema, attributes, cancellable, cleared_cb, g_object_ref (task));
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
