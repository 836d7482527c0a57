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

/* After somebody dismissed a prompt, or gave up waiting, the keyring has this long to say so. */
#define LAST_WORD_MS 2000

/* KWallet and libsecret disagree about the key of a session when one of its numbers begins with a
 * zero byte, one time in 128: the one refuses the session, or the other cannot read what it gets.
 * The next session has other numbers. */
#define TRIES   3

#define SERVICE "org.freedesktop.secrets"

typedef void (*StartFunc) (GTask *task);

typedef struct {
  StartFunc start;
  char *store_uuid;
  char *what;
  char *text;          /* (nullable): for storing */
  GCancellable *inner; /* (owned): what libsecret gets */
  GCancellable *outer; /* (owned) (nullable): of whoever asked */
  gulong outer_id;
  GDBusConnection *bus; /* (owned) (nullable) */
  guint prompts_id;
  guint last_word_id;
  guint n_tries;
  gboolean may_unlock; /* where nothing is found, what is locked may hide it */
  char *prompt;        /* (nullable): our question */
  GTask *asking;       /* (owned) (nullable): while it is open */
  guint watch_id;      /* of the keyring, while it asks */
  gboolean there;      /* there is such an item already */
  gboolean dismissed;  /* somebody said No to a question meanwhile */
  gboolean done;
} Request;

/* Our question is not open any more. */
static void
request_answered (Request *self)
{
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  g_clear_pointer (&self->prompt, g_free);
  g_clear_object (&self->asking);
}

/* Nothing is waited for any more. */
static void
request_done (Request *self)
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
request_free (Request *self)
{
  request_done (self);
  g_clear_object (&self->inner);
  g_clear_object (&self->outer);
  g_clear_object (&self->bus);
  g_free (self->store_uuid);
  g_free (self->what);
  zpi_secret_strfree (self->text);
  g_free (self);
}

static Request *
request_new (const char *store_uuid, const char *what)
{
  Request *self = g_new0 (Request, 1);

  self->inner = g_cancellable_new ();
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

/* Whether this is the one answer to @task: what the keyring says too late is not listened to. */
static gboolean
may_return (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  if (request->done)
    return FALSE;
  request_done (request);
  return TRUE;
}

/* With a new session, from the beginning: nothing was kept or read. */
static gboolean
try_again (GTask *task)
{
  Request *request = g_task_get_task_data (task);

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
static void
return_secret_error (GTask *task, GError *error)
{
  if (is_about_session (error) && try_again (task)) {
    g_error_free (error);
    return;
  }
  if (!may_return (task)) {
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

static void
return_code (GTask *task, ZpiError code, const char *message)
{
  if (may_return (task))
    g_task_return_new_error (task, ZPI_ERROR, (int) code, "%s", message);
}

static void
return_locked (GTask *task)
{
  return_code (task, ZPI_ERROR_KEYRING_LOCKED, "The keyring is locked");
}

static gboolean
done_cb (gpointer user_data)
{
  GTask *task = user_data;
  Request *request = g_task_get_task_data (task);

  if (request->dismissed)
    return_locked (task);
  else if (may_return (task))
    g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

/* A keyring may ask before it keeps or removes something (KeePassXC does): of a No libsecret makes
 * no error, and says that it was done. It may hear of the No before we do, so not at once. */
static void
return_done (GTask *task)
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
  Request *request = g_task_get_task_data (task);

  request->last_word_id = 0;
  g_cancellable_cancel (request->inner);
  if (request->outer != NULL && g_cancellable_is_cancelled (request->outer))
    return_secret_error (task,
                         g_error_new_literal (G_IO_ERROR,
                                              G_IO_ERROR_CANCELLED,
                                              "Not waited for any more"));
  else
    return_locked (task);
  return G_SOURCE_REMOVE;
}

static void
expect_last_word (GTask *task, guint ms)
{
  Request *request = g_task_get_task_data (task);

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
  Request *request = g_task_get_task_data (task);
  gboolean is_ours = g_strcmp0 (path, request->prompt) == 0;
  gboolean dismissed = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(bv)")))
    return;
  g_variant_get_child (parameters, 0, "b", &dismissed);
  if (dismissed && is_ours) {
    return_locked (task);
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
  Request *request = g_task_get_task_data (task);
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
  Request *request = g_task_get_task_data (task);

  g_cancellable_cancel (request->inner);
  expect_last_word (task, 0);
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

static GTask *
task_new (Request *request,
          StartFunc start,
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

typedef enum { FOUND_NOTHING, FOUND_LOCKED, FOUND_UNLOCKED } Found;

static void
call (GTask *task,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters,
      const char *answer,
      GAsyncReadyCallback callback)
{
  Request *request = g_task_get_task_data (task);

  g_dbus_connection_call (request->bus,
                          SERVICE,
                          path,
                          interface,
                          method,
                          parameters,
                          G_VARIANT_TYPE (answer),
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          request->inner,
                          callback,
                          g_object_ref (task));
}

static void
call_service (GTask *task,
              const char *method,
              GVariant *parameters,
              const char *answer,
              GAsyncReadyCallback callback)
{
  call (task,
        "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service",
        method,
        parameters,
        answer,
        callback);
}

/* Whether there is such an item, locked or not: without libsecret's objects for items, which it
 * keeps for ever and which make it (0.20) fall over when KeePassXC is started again. */
static void
search (GTask *task, GAsyncReadyCallback callback)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = request_attributes (request);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  GHashTableIter iter;
  const char *name;
  const char *value;

  g_hash_table_iter_init (&iter, attributes);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &value))
    g_variant_builder_add (&builder, "{ss}", name, value);
  call_service (task, "SearchItems", g_variant_new ("(a{ss})", &builder), "(aoao)", callback);
}

static gboolean
search_finish (GObject *source, GAsyncResult *result, Found *found, GError **error)
{
  g_autoptr (GVariant) answer =
                 g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, error);
  g_autoptr (GVariant) unlocked = NULL;
  g_autoptr (GVariant) locked = NULL;

  if (answer == NULL)
    return FALSE;
  g_variant_get (answer, "(@ao@ao)", &unlocked, &locked);
  if (g_variant_n_children (unlocked) > 0)
    *found = FOUND_UNLOCKED;
  else
    *found = g_variant_n_children (locked) > 0 ? FOUND_LOCKED : FOUND_NOTHING;
  return TRUE;
}

/* Where libsecret keeps a file of its own there is no service to ask. */
static gboolean
has_service (Request *request)
{
  return request->bus != NULL && g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") != 0;
}

static void
return_not_found (GTask *task)
{
  return_code (task, ZPI_ERROR_NOT_FOUND, "Not in the keyring");
}

/* Who is gone does not say any more how its question was answered. */
static void
asker_vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  return_code (task, ZPI_ERROR_KEYRING_ABSENT, "The keyring went away while it asked");
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
                 g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL)
    return_secret_error (task, g_steal_pointer (&error));
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GVariant) answer =
                 g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr (GVariant) unlocked = NULL;
  const char *prompt = "/";

  if (request->done)
    return;
  if (answer != NULL)
    g_variant_get (answer, "(@ao&o)", &unlocked, &prompt);
  if (g_str_equal (prompt, "/")) {
    if (unlocked != NULL && g_variant_n_children (unlocked) > 0)
      request->start (task);
    else
      return_not_found (task);
    return;
  }
  request->prompt = g_strdup (prompt);
  request->asking = g_object_ref (task);
  request->watch_id = g_bus_watch_name_on_connection (request->bus,
                                                      SERVICE,
                                                      G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                      NULL,
                                                      asker_vanished_cb,
                                                      task,
                                                      NULL);
  call (task,
        prompt,
        "org.freedesktop.Secret.Prompt",
        "Prompt",
        g_variant_new ("(s)", ""),
        "()",
        asked_cb);
}

static void
alias_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GVariant) answer =
                 g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  const char *paths[] = {"/", NULL};

  if (request->done)
    return;
  if (answer != NULL)
    g_variant_get (answer, "(&o)", &paths[0]);
  if (g_str_equal (paths[0], "/"))
    return_not_found (task);
  else
    call_service (task, "Unlock", g_variant_new ("(^ao)", paths), "(aoo)", unlocked_cb);
}

/* A database of KeePassXC that is locked does not say what it holds: it is asked for, once. */
static void
unlock_default (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  request->may_unlock = FALSE;
  call_service (task, "ReadAlias", g_variant_new ("(s)", "default"), "(o)", alias_read_cb);
}

static void
lookup_searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  Found found = FOUND_NOTHING;

  if (!search_finish (source, result, &found, &error))
    g_debug ("The keyring was not searched: %s", error->message);
  if (request->done || (found == FOUND_UNLOCKED && try_again (task)))
    return;
  if (found != FOUND_NOTHING)
    return_locked (task);
  else if (request->may_unlock)
    unlock_default (task);
  else
    return_not_found (task);
}

/* Nothing found, or what was found stayed locked or could not be read: libsecret says the same of
 * all three. */
static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  char *text = secret_password_lookup_nonpageable_finish (result, &error);

  if (error != NULL)
    return_secret_error (task, error);
  else if (text != NULL && is_hollow (text))
    return_code (task, ZPI_ERROR_NOT_FOUND, "Nothing in it");
  else if (text == NULL && has_service (request) && !request->done)
    search (task, lookup_searched_cb);
  else if (text == NULL)
    return_not_found (task);
  else if (may_return (task))
    g_task_return_pointer (task, decode (text), (GDestroyNotify) g_bytes_unref);
  secret_password_free (text);
}

static void
look_up (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = request_attributes (request);

  secret_password_lookupv (&schema, attributes, request->inner, looked_up_cb, g_object_ref (task));
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
  Request *request;

  g_return_if_fail (store_uuid != NULL && what != NULL);

  request = request_new (store_uuid, what);
  request->may_unlock = TRUE;
  task = task_new (request, look_up, zpi_keyring_unlock_async, cancellable, callback, user_data);
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
    return_done (task);
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
                          request->inner,
                          stored_cb,
                          g_object_ref (task));
}

static void
return_taken (GTask *task)
{
  return_code (task, ZPI_ERROR_CONFLICT, "The keyring has such a secret already");
}

static void
store_looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  char *text = secret_password_lookup_nonpageable_finish (result, &error);

  if (error != NULL)
    return_secret_error (task, error);
  else if (text == NULL ? request->there : !is_hollow (text))
    return_taken (task);
  else if (!request->done)
    store_now (task);
  secret_password_free (text);
}

static void
look_before_storing (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = request_attributes (request);

  secret_password_lookupv (&schema,
                           attributes,
                           request->inner,
                           store_looked_up_cb,
                           g_object_ref (task));
}

static void
store_searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  Found found = FOUND_NOTHING;
  GError *error = NULL;

  if (!search_finish (source, result, &found, &error)) {
    return_secret_error (task, error);
    return;
  }
  request->there = found != FOUND_NOTHING;
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
  if (has_service (g_task_get_task_data (task)))
    search (task, store_searched_cb);
  else
    look_before_storing (task);
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

  task = task_new (request_new_with_secret (store_uuid, what, secret),
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
    return_secret_error (task, error);
  else
    return_done (task);
}

static void
clear (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = request_attributes (request);

  secret_password_clearv (&schema, attributes, request->inner, cleared_cb, g_object_ref (task));
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

  task = task_new (request_new (store_uuid, what),
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
