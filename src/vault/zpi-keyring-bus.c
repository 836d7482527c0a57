/* SPDX-License-Identifier: EUPL-1.2 */

/* What is asked of the Secret Service over D-Bus without libsecret. */

#include "zpi-keyring-private.h"

#define SERVICE "org.freedesktop.secrets"

static void
call (GTask *task,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters,
      const char *answer,
      GAsyncReadyCallback callback)
{
  ZpiKeyringRequest *request = g_task_get_task_data (task);

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
void
zpi_keyring_search (GTask *task, GAsyncReadyCallback callback)
{
  ZpiKeyringRequest *request = g_task_get_task_data (task);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  GHashTableIter iter;
  const char *name;
  const char *value;

  g_hash_table_iter_init (&iter, request->attributes);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &value))
    g_variant_builder_add (&builder, "{ss}", name, value);
  call_service (task, "SearchItems", g_variant_new ("(a{ss})", &builder), "(aoao)", callback);
}

gboolean
zpi_keyring_search_finish (GObject *source,
                           GAsyncResult *result,
                           ZpiKeyringFound *found,
                           GError **error)
{
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, error);
  g_autoptr (GVariant) unlocked = NULL;
  g_autoptr (GVariant) locked = NULL;

  if (answer == NULL)
    return FALSE;
  g_variant_get (answer, "(@ao@ao)", &unlocked, &locked);
  if (g_variant_n_children (unlocked) > 0)
    *found = ZPI_KEYRING_FOUND_UNLOCKED;
  else
    *found =
        g_variant_n_children (locked) > 0 ? ZPI_KEYRING_FOUND_LOCKED : ZPI_KEYRING_FOUND_NOTHING;
  return TRUE;
}

/* Where libsecret keeps a file of its own there is no service to ask. */
gboolean
zpi_keyring_has_service (ZpiKeyringRequest *request)
{
  return request->bus != NULL && g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") != 0;
}

/* Who is gone does not say any more how its question was answered. */
static void
asker_vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  zpi_keyring_return_code (task, ZPI_ERROR_KEYRING_ABSENT, "The keyring went away while it asked");
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL)
    zpi_keyring_return_error (task, g_steal_pointer (&error));
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiKeyringRequest *request = g_task_get_task_data (task);
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
      zpi_keyring_return_not_found (task);
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
  ZpiKeyringRequest *request = g_task_get_task_data (task);
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  const char *paths[] = {"/", NULL};

  if (request->done)
    return;
  if (answer != NULL)
    g_variant_get (answer, "(&o)", &paths[0]);
  if (g_str_equal (paths[0], "/"))
    zpi_keyring_return_not_found (task);
  else
    call_service (task, "Unlock", g_variant_new ("(^ao)", paths), "(aoo)", unlocked_cb);
}

/* A database of KeePassXC that is locked does not say what it holds: it is asked for, once. */
void
zpi_keyring_unlock_default (GTask *task)
{
  ZpiKeyringRequest *request = g_task_get_task_data (task);

  request->may_unlock = FALSE;
  call_service (task, "ReadAlias", g_variant_new ("(s)", "default"), "(o)", alias_read_cb);
}
