/* SPDX-License-Identifier: EUPL-1.2 */

/* A real gnome-keyring-daemon on a bus of its own, in every state that a desk has seen. */

#include "zpi-keyring.h"
#include "zpi-vault.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#define STORE    "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
#define OTHER    "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
#define PASSWORD "of the keyring"

typedef struct {
  GTestDBus *bus;
  GSubprocess *daemon;
  GDBusConnection *connection;
  guint prompter_id;
  guint prompter_name;
  guint n_prompts;
} Keyring;

static GTestDBus *last_bus;

/* The part of the desktop that asks for the keyring's password: always answered with Cancel. */
static const char prompter_xml[] =
    "<node><interface name='org.gnome.keyring.internal.Prompter'>"
    "<method name='BeginPrompting'><arg type='o' direction='in'/></method>"
    "<method name='PerformPrompt'><arg type='o' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='s' direction='in'/></method>"
    "<method name='StopPrompting'><arg type='o' direction='in'/></method>"
    "</interface></node>";

static void
prompter_called_cb (GDBusConnection *connection,
                    const char *sender,
                    const char *object_path,
                    const char *interface_name,
                    const char *method_name,
                    GVariant *parameters,
                    GDBusMethodInvocation *invocation,
                    gpointer user_data)
{
  Keyring *self = user_data;
  const gboolean begins = g_str_equal (method_name, "BeginPrompting");
  const gboolean performs = g_str_equal (method_name, "PerformPrompt");
  g_autofree char *path = NULL;

  g_variant_get_child (parameters, 0, "o", &path);
  g_dbus_method_invocation_return_value (invocation, NULL);
  if (performs)
    self->n_prompts++;
  if (begins || performs)
    g_dbus_connection_call (
        connection,
        sender,
        path,
        "org.gnome.keyring.internal.Prompter.Callback",
        "PromptReady",
        g_variant_new ("(s@a{sv}s)", begins ? "" : "no", g_variant_new ("a{sv}", NULL), ""),
        NULL,
        G_DBUS_CALL_FLAGS_NONE,
        -1,
        NULL,
        NULL,
        NULL);
  else
    g_dbus_connection_call (connection,
                            sender,
                            path,
                            "org.gnome.keyring.internal.Prompter.Callback",
                            "PromptDone",
                            NULL,
                            NULL,
                            G_DBUS_CALL_FLAGS_NONE,
                            -1,
                            NULL,
                            NULL,
                            NULL);
}

static void
start_prompter (Keyring *self)
{
  static const GDBusInterfaceVTable vtable = {prompter_called_cb};
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (prompter_xml, NULL);

  self->prompter_id = g_dbus_connection_register_object (self->connection,
                                                         "/org/gnome/keyring/Prompter",
                                                         info->interfaces[0],
                                                         &vtable,
                                                         self,
                                                         NULL,
                                                         NULL);
  self->prompter_name = g_bus_own_name_on_connection (self->connection,
                                                      "org.gnome.keyring.SystemPrompter",
                                                      G_BUS_NAME_OWNER_FLAGS_NONE,
                                                      NULL,
                                                      NULL,
                                                      NULL,
                                                      NULL);
}

static gboolean
has_owner (Keyring *self)
{
  g_autoptr (GVariant) answer =
      g_dbus_connection_call_sync (self->connection,
                                   "org.freedesktop.DBus",
                                   "/org/freedesktop/DBus",
                                   "org.freedesktop.DBus",
                                   "NameHasOwner",
                                   g_variant_new ("(s)", "org.freedesktop.secrets"),
                                   G_VARIANT_TYPE ("(b)"),
                                   G_DBUS_CALL_FLAGS_NONE,
                                   -1,
                                   NULL,
                                   NULL);
  gboolean owned = FALSE;

  g_variant_get (answer, "(b)", &owned);
  return owned;
}

/* The daemon runs as it does at a desk, without what makes our own memory errors show. */
static GSubprocessLauncher *
launcher_new (void)
{
  static const char *const ours[] = {"LD_PRELOAD",
                                     "MALLOC_CHECK_",
                                     "MALLOC_PERTURB_",
                                     "G_DEBUG",
                                     "G_SLICE"};
  GSubprocessLauncher *launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                 G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    g_subprocess_launcher_unsetenv (launcher, ours[i]);
  return launcher;
}

static void
start_daemon (Keyring *self, const char *password)
{
  g_autoptr (GSubprocessLauncher) launcher = launcher_new ();
  g_autoptr (GError) error = NULL;
  GOutputStream *input;

  self->daemon = g_subprocess_launcher_spawn (launcher,
                                              &error,
                                              "gnome-keyring-daemon",
                                              "--foreground",
                                              "--components=secrets",
                                              "--unlock",
                                              NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (self->daemon);
  g_output_stream_write_all (input, password, strlen (password), NULL, NULL, &error);
  g_output_stream_close (input, NULL, &error);
  g_assert_no_error (error);
  while (!has_owner (self))
    g_usleep (20000);
}

static void
stop_daemon (Keyring *self)
{
  if (self->daemon == NULL)
    return;
  g_subprocess_send_signal (self->daemon, SIGTERM);
  g_subprocess_wait (self->daemon, NULL, NULL);
  g_clear_object (&self->daemon);
  while (has_owner (self))
    g_usleep (20000);
}

static void
remove_keyrings (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "keyrings", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
}

static void
set_up_without_daemon (Keyring *self, gconstpointer data)
{
  remove_keyrings ();
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  last_bus = self->bus;
  g_test_dbus_up (self->bus);
  self->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_nonnull (self->connection);
  g_dbus_connection_set_exit_on_close (self->connection, FALSE);
}

static void
set_up (Keyring *self, gconstpointer data)
{
  set_up_without_daemon (self, data);
  start_daemon (self, PASSWORD);
}

static void
tear_down (Keyring *self, gconstpointer data)
{
  stop_daemon (self);
  secret_service_disconnect ();
  if (self->prompter_id != 0) {
    g_bus_unown_name (self->prompter_name);
    g_dbus_connection_unregister_object (self->connection, self->prompter_id);
  }
  g_clear_object (&self->connection);
  if (self->bus == NULL)
    return;
  /* Neither down nor freed, which would wait for the connection to go: libsecret keeps it for as
   * long as the process lives. */
  g_test_dbus_stop (self->bus);
  self->bus = NULL;
}

typedef struct {
  GAsyncResult *result;
} Answer;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((Answer *) user_data)->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Answer *answer)
{
  while (answer->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return answer->result;
}

static char *
lookup (const char *store, const char *what, GError **error)
{
  Answer answer = {NULL};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) secret = NULL;

  zpi_keyring_lookup_async (store, what, NULL, answered_cb, &answer);
  result = wait_for (&answer);
  secret = zpi_keyring_lookup_finish (result, error);
  return secret != NULL ? g_strndup (g_bytes_get_data (secret, NULL), g_bytes_get_size (secret))
                        : NULL;
}

static gboolean
store (const char *uuid, const char *what, const char *text, GError **error)
{
  Answer answer = {NULL};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) secret = g_bytes_new (text, strlen (text));

  zpi_keyring_store_async (uuid, what, secret, NULL, answered_cb, &answer);
  result = wait_for (&answer);
  return zpi_keyring_store_finish (result, error);
}

static gboolean
replace (const char *uuid, const char *what, const char *text, GError **error)
{
  Answer answer = {NULL};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) secret = g_bytes_new (text, strlen (text));

  zpi_keyring_replace_async (uuid, what, secret, NULL, answered_cb, &answer);
  result = wait_for (&answer);
  return zpi_keyring_replace_finish (result, error);
}

static gboolean
clear (const char *uuid, const char *what, GError **error)
{
  Answer answer = {NULL};
  g_autoptr (GAsyncResult) result = NULL;

  zpi_keyring_clear_async (uuid, what, NULL, answered_cb, &answer);
  result = wait_for (&answer);
  return zpi_keyring_clear_finish (result, error);
}

static void
assert_lookup (const char *uuid, const char *what, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = lookup (uuid, what, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, expected);
}

static void
assert_lookup_fails (const char *uuid, const char *what, ZpiError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = lookup (uuid, what, &error);

  g_assert_null (found);
  g_assert_error (error, ZPI_ERROR, (int) code);
}

static void
lock_default (void)
{
  g_autoptr (SecretService) service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, NULL);
  g_autoptr (SecretCollection) collection =
      secret_collection_for_alias_sync (service,
                                        SECRET_COLLECTION_DEFAULT,
                                        SECRET_COLLECTION_NONE,
                                        NULL,
                                        NULL);
  GList *objects = g_list_append (NULL, collection);

  g_assert_nonnull (collection);
  g_assert_cmpint (secret_service_lock_sync (service, objects, NULL, NULL, NULL), ==, 1);
  g_list_free (objects);
}

static void
test_keeps (Keyring *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_lookup_fails (STORE, "device", ZPI_ERROR_NOT_FOUND);
  g_assert_true (store (STORE, "device", "one", &error));
  g_assert_no_error (error);
  assert_lookup (STORE, "device", "one");

  /* Never replaced; another store and another purpose have their own. */
  g_assert_false (store (STORE, "device", "two", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  assert_lookup (STORE, "device", "one");
  g_assert_true (store (OTHER, "device", "other", &error));
  g_assert_true (store (STORE, "token", "token", &error));
  assert_lookup (STORE, "device", "one");
  assert_lookup (OTHER, "device", "other");

  g_assert_true (replace (STORE, "token", "newer", &error));
  assert_lookup (STORE, "token", "newer");
  g_assert_true (clear (STORE, "token", &error));
  g_assert_true (clear (STORE, "token", &error));
  assert_lookup_fails (STORE, "token", ZPI_ERROR_NOT_FOUND);
  assert_lookup (STORE, "device", "one");
  g_assert_no_error (error);

  /* It is there after the next start. */
  stop_daemon (self);
  start_daemon (self, PASSWORD);
  assert_lookup (STORE, "device", "one");
}

static void
test_absent (Keyring *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_lookup_fails (STORE, "device", ZPI_ERROR_KEYRING_ABSENT);
  g_assert_false (store (STORE, "device", "one", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT);
  g_clear_error (&error);
  g_assert_false (replace (STORE, "device", "one", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT);
  g_clear_error (&error);
  g_assert_false (clear (STORE, "device", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT);
}

static void
test_dies (Keyring *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (STORE, "device", "one", &error));
  stop_daemon (self);
  assert_lookup_fails (STORE, "device", ZPI_ERROR_KEYRING_ABSENT);
}

static void
test_dismissed (Keyring *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  start_prompter (self);
  g_assert_true (store (STORE, "device", "one", &error));
  lock_default ();
  assert_lookup_fails (STORE, "device", ZPI_ERROR_KEYRING_LOCKED);
  g_assert_cmpuint (self->n_prompts, >=, 1);
  g_assert_false (store (OTHER, "device", "one", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);
  /* A locked item is seen, and not replaced either. */
  g_assert_false (store (STORE, "device", "two", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_false (replace (STORE, "device", "two", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_LOCKED);

  stop_daemon (self);
  start_daemon (self, PASSWORD);
  assert_lookup (STORE, "device", "one");
}

/* Nothing on this desktop can ask for the password. */
static void
test_locked_without_prompter (Keyring *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (STORE, "device", "one", &error));
  lock_default ();
  assert_lookup_fails (STORE, "device", ZPI_ERROR_KEYRING_LOCKED);
}

static void
test_password_changed (Keyring *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (STORE, "device", "one", &error));
  stop_daemon (self);
  start_daemon (self, "another password");
  start_prompter (self);
  assert_lookup_fails (STORE, "device", ZPI_ERROR_KEYRING_LOCKED);
}

static void
test_reset (Keyring *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store (STORE, "device", "one", &error));
  stop_daemon (self);
  remove_keyrings ();
  start_daemon (self, PASSWORD);
  assert_lookup_fails (STORE, "device", ZPI_ERROR_NOT_FOUND);
  g_assert_true (store (STORE, "device", "two", &error));
  assert_lookup (STORE, "device", "two");
}

static void
test_cancelled (Keyring *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = {NULL};
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  zpi_keyring_lookup_async (STORE, "device", cancellable, answered_cb, &answer);
  result = wait_for (&answer);
  g_assert_null (zpi_keyring_lookup_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A keyring that is there and does not answer. */
static void
pause_daemon (Keyring *self)
{
  int status;
  pid_t pid = (pid_t) g_ascii_strtoll (g_subprocess_get_identifier (self->daemon), NULL, 10);

  g_assert_cmpint (kill (pid, SIGSTOP), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, WUNTRACED), ==, pid);
}

static void
go_on (Keyring *self)
{
  g_subprocess_send_signal (self->daemon, SIGCONT);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* Somebody chose another way in while the keyring was still waited for. */
static void
test_given_up (Keyring *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = {NULL};
  Answer kept = {NULL};
  g_autoptr (GBytes) secret = g_bytes_new_static ("two", 3);
  g_autoptr (GError) error = NULL;

  g_assert_true (store (STORE, "device", "one", &error));
  pause_daemon (self);
  zpi_keyring_lookup_async (STORE, "device", cancellable, answered_cb, &answer);
  zpi_keyring_store_async (OTHER, "device", secret, cancellable, answered_cb, &kept);
  g_timeout_add (50, cancel_cb, cancellable);
  g_assert_null (zpi_keyring_lookup_finish (wait_for (&answer), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (zpi_keyring_store_finish (wait_for (&kept), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_object_unref (answer.result);
  g_object_unref (kept.result);

  /* It wakes up: what it says now is for nobody, and the next question gets its answer. */
  go_on (self);
  assert_lookup (STORE, "device", "one");
  assert_lookup_fails (OTHER, "device", ZPI_ERROR_NOT_FOUND);
}

static void
say_completed (Keyring *self, GVariant *parameters)
{
  g_assert_true (g_dbus_connection_emit_signal (self->connection,
                                                NULL,
                                                "/org/freedesktop/secrets/prompt/p0",
                                                "org.freedesktop.Secret.Prompt",
                                                "Completed",
                                                parameters,
                                                NULL));
}

static gboolean
dismiss_cb (gpointer user_data)
{
  Keyring *self = user_data;

  say_completed (self, g_variant_new ("(s)", "nothing of the kind"));
  say_completed (self, g_variant_new ("(bv)", FALSE, g_variant_new_string ("")));
  say_completed (self, g_variant_new ("(bv)", TRUE, g_variant_new_string ("")));
  return G_SOURCE_REMOVE;
}

/* A prompt was dismissed (said twice), and whoever waits for the keyring would wait for ever. */
static void
test_no_last_word (Keyring *self, gconstpointer data)
{
  g_autoptr (GCancellable) never = g_cancellable_new ();
  Answer answer = {NULL};
  Answer second = {NULL};
  g_autoptr (GError) error = NULL;
  gint64 started;

  g_assert_true (store (STORE, "device", "one", &error));
  pause_daemon (self);
  started = g_get_monotonic_time ();
  zpi_keyring_lookup_async (STORE, "device", NULL, answered_cb, &answer);
  zpi_keyring_lookup_async (STORE, "device", never, answered_cb, &second);
  g_timeout_add (200, dismiss_cb, self);
  g_timeout_add (300, dismiss_cb, self);
  g_assert_null (zpi_keyring_lookup_finish (wait_for (&answer), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);
  /* Nobody gave up: it is the keyring that stayed locked. */
  g_assert_null (zpi_keyring_lookup_finish (wait_for (&second), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_LOCKED);
  g_assert_cmpint (g_get_monotonic_time () - started, <, 15 * G_USEC_PER_SEC);
  g_object_unref (answer.result);
  g_object_unref (second.result);
  go_on (self);
  assert_lookup (STORE, "device", "one");
}

/* An item of which the keyring lost the content. */
static void
test_hollow (Keyring *self, gconstpointer data)
{
  static const SecretSchema schema = {
      "nl.zoetermeerpas.Intake.Key",
      SECRET_SCHEMA_DONT_MATCH_NAME,
      {
          {"store", SECRET_SCHEMA_ATTRIBUTE_STRING},
          {"what", SECRET_SCHEMA_ATTRIBUTE_STRING},
          {"program", SECRET_SCHEMA_ATTRIBUTE_STRING},
      },
  };
  g_autoptr (GError) error = NULL;

  g_assert_true (secret_password_store_sync (&schema,
                                             SECRET_COLLECTION_DEFAULT,
                                             "Zoetermeerpas Intake",
                                             "",
                                             NULL,
                                             &error,
                                             "program",
                                             "nl.zoetermeerpas.Intake",
                                             "store",
                                             STORE,
                                             "what",
                                             "device",
                                             NULL));
  assert_lookup_fails (STORE, "device", ZPI_ERROR_NOT_FOUND);
  g_assert_true (store (STORE, "device", "one", &error));
  g_assert_no_error (error);
  assert_lookup (STORE, "device", "one");
  g_assert_false (store (STORE, "device", "two", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_CONFLICT);
}

/* The whole way of a desk: device secret in the keyring, PIN, keyring reset, recovery code. */
static void
test_no_lock_out (Keyring *self, gconstpointer data)
{
  g_autoptr (ZpiVault) vault = zpi_vault_new (STORE);
  g_autoptr (ZpiVault) later = zpi_vault_new (STORE);
  g_autoptr (GBytes) device = zpi_vault_new_device_secret ();
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GBytes) fresh = NULL;
  g_autoptr (GBytes) store_key = NULL;
  g_autoptr (ZpiSlot) desk = NULL;
  g_autoptr (ZpiSlot) recovery = NULL;
  g_autoptr (ZpiSlot) new_desk = NULL;
  char *code = NULL;
  Answer kept = {NULL};
  Answer looked = {NULL};
  g_autoptr (GError) error = NULL;

  g_assert_true (zpi_vault_create (vault, &error));
  store_key = zpi_vault_dup_wrapped_store_key (vault);
  desk = zpi_vault_make_desk_slot (vault, "Balie", "258036", device, &error);
  recovery = zpi_vault_make_recovery_slot (vault, &code, &error);
  zpi_keyring_store_async (STORE, "device", device, NULL, answered_cb, &kept);
  g_assert_true (zpi_keyring_store_finish (wait_for (&kept), &error));
  g_object_unref (kept.result);
  zpi_keyring_lookup_async (STORE, "device", NULL, answered_cb, &looked);
  found = zpi_keyring_lookup_finish (wait_for (&looked), &error);
  g_object_unref (looked.result);
  g_assert_true (g_bytes_equal (found, device));

  zpi_vault_set_wrapped_store_key (later, store_key);
  g_assert_true (zpi_vault_unlock (later, desk, "258036", found, &error));
  zpi_vault_lock (later);

  stop_daemon (self);
  remove_keyrings ();
  start_daemon (self, PASSWORD);
  assert_lookup_fails (STORE, "device", ZPI_ERROR_NOT_FOUND);
  g_assert_true (zpi_vault_unlock (later, recovery, code, NULL, &error));
  fresh = zpi_vault_new_device_secret ();
  new_desk = zpi_vault_make_desk_slot (later, "Balie", "258036", fresh, &error);
  zpi_vault_lock (later);
  g_assert_true (zpi_vault_unlock (later, new_desk, "258036", fresh, &error));
  g_assert_no_error (error);
  zpi_secret_strfree (code);
}

/* Inside a sandbox libsecret keeps a file of its own instead. */
static void
set_file_backend (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "test.keyring", NULL);

  g_unlink (path);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", PASSWORD, TRUE);
}

static void
set_up_file (Keyring *self, gconstpointer data)
{
  set_file_backend ();
  set_up_without_daemon (self, data);
}

static void
test_file_backend (Keyring *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  assert_lookup_fails (STORE, "device", ZPI_ERROR_NOT_FOUND);
  g_assert_true (store (STORE, "device", "one", &error));
  assert_lookup (STORE, "device", "one");
  g_assert_false (store (STORE, "device", "two", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_true (replace (STORE, "device", "three", &error));
  assert_lookup (STORE, "device", "three");
  g_assert_true (clear (STORE, "device", &error));
  assert_lookup_fails (STORE, "device", ZPI_ERROR_NOT_FOUND);
  /* An item with nothing in it is none here either. */
  g_assert_true (replace (STORE, "device", "", &error));
  assert_lookup_fails (STORE, "device", ZPI_ERROR_NOT_FOUND);
  g_assert_true (store (STORE, "device", "four", &error));
  g_assert_no_error (error);
  assert_lookup (STORE, "device", "four");
  test_cancelled (self, data);
}

/* A Secret Service that does what no real one does on demand. */

typedef enum {
  SCRIPT_REFUSES,
  SCRIPT_BREAKS_OFF,
  SCRIPT_FALLS_SILENT,
  SCRIPT_ASKS,
  SCRIPT_OTHER_KEY,
  SCRIPT_HIDES
} Script;

typedef struct {
  Script script;
  guint n_searches;
  guint n_created;
  guint n_deleted;
  guint n_sessions;
  guint n_bad_sessions; /* so many are refused */
  guint n_bad_secrets;  /* so many cannot be read */
  guint n_bad_items;    /* so many are not kept */
  gboolean has_item;
  const char *alias;    /* (nullable): what the default keyring is */
  const char *question; /* (nullable): to unlock it */
  gboolean says_no;
  gboolean opens; /* without a question */
  gboolean says_nothing;
  guint n_asked;
  guint ids[4];
  guint name;
  GDBusMethodInvocation *unanswered; /* (owned) (nullable) */
} Scripted;

static const char scripted_xml[] =
    "<node><interface name='org.freedesktop.Secret.Service'>"
    "<method name='OpenSession'><arg type='s' direction='in'/><arg type='v' direction='in'/>"
    "<arg type='v' direction='out'/><arg type='o' direction='out'/></method>"
    "<method name='SearchItems'><arg type='a{ss}' direction='in'/>"
    "<arg type='ao' direction='out'/><arg type='ao' direction='out'/></method>"
    "<method name='GetSecrets'><arg type='ao' direction='in'/><arg type='o' direction='in'/>"
    "<arg type='a{o(oayays)}' direction='out'/></method>"
    "<method name='ReadAlias'><arg type='s' direction='in'/><arg type='o' "
    "direction='out'/></method>"
    "<method name='Unlock'><arg type='ao' direction='in'/><arg type='ao' direction='out'/>"
    "<arg type='o' direction='out'/></method>"
    "</interface><interface name='org.freedesktop.Secret.Collection'>"
    "<method name='CreateItem'><arg type='a{sv}' direction='in'/>"
    "<arg type='(oayays)' direction='in'/><arg type='b' direction='in'/>"
    "<arg type='o' direction='out'/><arg type='o' direction='out'/></method>"
    "</interface><interface name='org.freedesktop.Secret.Prompt'>"
    "<method name='Prompt'><arg type='s' direction='in'/></method>"
    "<method name='Dismiss'/>"
    "</interface><interface name='org.freedesktop.Secret.Item'>"
    "<method name='Delete'><arg type='o' direction='out'/></method>"
    "</interface></node>";

static const char *const scripted_paths[] = {
    "/org/freedesktop/secrets",
    "/org/freedesktop/secrets/aliases/default",
    "/org/freedesktop/secrets/prompt/p1",
    "/org/freedesktop/secrets/collection/login/1",
};

#define SESSION "/org/freedesktop/secrets/session/s1"

static void
open_session (Scripted *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *algorithm;

  g_variant_get_child (parameters, 0, "&s", &algorithm);
  if (self->n_sessions++ < self->n_bad_sessions)
    g_dbus_method_invocation_return_error (invocation,
                                           G_DBUS_ERROR,
                                           G_DBUS_ERROR_INVALID_ARGS,
                                           "Client public key size is invalid");
  else if (g_str_equal (algorithm, "plain"))
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(vo)",
                                                          g_variant_new_string (""),
                                                          SESSION));
  else
    g_dbus_method_invocation_return_error (invocation,
                                           G_DBUS_ERROR,
                                           G_DBUS_ERROR_NOT_SUPPORTED,
                                           "Only plain");
}

/* What cannot be read with this session's key. */
static void
get_secrets (Scripted *self, GDBusMethodInvocation *invocation)
{
  static const char text[] = "b25l"; /* "one" */
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{o(oayays)}"));
  gboolean is_bad = self->n_bad_secrets > 0;

  if (is_bad)
    self->n_bad_secrets--;
  g_variant_builder_add (&builder,
                         "{o(o@ay@ays)}",
                         scripted_paths[3],
                         is_bad ? SESSION "0" : SESSION,
                         g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, NULL, 0, 1),
                         g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, text, sizeof text - 1, 1),
                         "text/plain");
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(a{o(oayays)})", &builder));
}

static void
create_item (Scripted *self, GDBusMethodInvocation *invocation)
{
  self->n_created++;
  if (self->script == SCRIPT_ASKS) {
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(oo)", "/", scripted_paths[2]));
  } else if (self->n_created <= self->n_bad_items) {
    g_dbus_method_invocation_return_dbus_error (invocation,
                                                "org.freedesktop.Secret.Error.NoSession",
                                                "Can't find session " SESSION);
  } else {
    self->has_item = TRUE;
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(oo)", scripted_paths[3], "/"));
  }
}

/* The default keyring shows what it holds once it was unlocked. */
static void
hides_called (Scripted *self, const char *method_name, GDBusMethodInvocation *invocation)
{
  const char *const unlocked[] = {self->opens ? self->alias : NULL, NULL};

  if (g_str_equal (method_name, "Unlock") && self->opens)
    self->has_item = TRUE;
  if (g_str_equal (method_name, "ReadAlias") && self->alias != NULL)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", self->alias));
  else if (g_str_equal (method_name, "Unlock") && self->question != NULL)
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(^aoo)", unlocked, self->question));
  else
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_FAILED, "No");
}

static void
hides_prompted (Scripted *self, GDBusConnection *connection, GDBusMethodInvocation *invocation)
{
  static const char *const of_others[] = {"/org/freedesktop/secrets/prompt/p2", NULL};
  const char *path = g_dbus_method_invocation_get_object_path (invocation);

  g_dbus_method_invocation_return_value (invocation, NULL);
  self->n_asked++;
  if (self->says_nothing)
    return;
  self->has_item = !self->says_no;
  for (guint i = 0; i < 2; i++)
    g_dbus_connection_emit_signal (connection,
                                   NULL,
                                   i == 0 ? of_others[0] : path,
                                   "org.freedesktop.Secret.Prompt",
                                   "Completed",
                                   g_variant_new ("(bv)",
                                                  i == 1 && self->says_no,
                                                  g_variant_new_objv (of_others, 0)),
                                   NULL);
}

static void
scripted_called_cb (GDBusConnection *connection,
                    const char *sender,
                    const char *object_path,
                    const char *interface_name,
                    const char *method_name,
                    GVariant *parameters,
                    GDBusMethodInvocation *invocation,
                    gpointer user_data)
{
  static const char *const none[] = {NULL};
  const char *const item[] = {scripted_paths[3], NULL};
  Scripted *self = user_data;

  if (g_str_equal (method_name, "OpenSession")) {
    open_session (self, parameters, invocation);
    return;
  }
  if (g_str_equal (method_name, "GetSecrets")) {
    get_secrets (self, invocation);
    return;
  }
  if (g_str_equal (method_name, "CreateItem")) {
    create_item (self, invocation);
    return;
  }
  if (g_str_equal (method_name, "Delete")) {
    self->n_deleted++;
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", scripted_paths[2]));
    return;
  }
  if (g_str_equal (method_name, "ReadAlias") || g_str_equal (method_name, "Unlock")) {
    hides_called (self, method_name, invocation);
    return;
  }
  if (self->script == SCRIPT_HIDES && g_str_equal (method_name, "Prompt")) {
    hides_prompted (self, connection, invocation);
    return;
  }
  if (g_str_equal (interface_name, "org.freedesktop.Secret.Prompt")) {
    GVariant *answer =
        self->n_created == 1 ? g_variant_new_object_path ("/") : g_variant_new_string ("");

    g_dbus_method_invocation_return_value (invocation, NULL);
    g_dbus_connection_emit_signal (connection,
                                   NULL,
                                   object_path,
                                   interface_name,
                                   "Completed",
                                   g_variant_new ("(bv)", TRUE, answer),
                                   NULL);
    return;
  }
  self->n_searches++;
  if (self->script == SCRIPT_REFUSES)
    g_dbus_method_invocation_return_dbus_error (invocation,
                                                "org.freedesktop.Secret.Error.NoSuchObject",
                                                "No such keyring");
  else if (self->n_searches == 1 || self->script >= SCRIPT_ASKS)
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(^ao^ao)",
                                                          self->has_item ? item : none,
                                                          none));
  else if (self->script == SCRIPT_BREAKS_OFF)
    g_dbus_method_invocation_return_error (invocation,
                                           G_DBUS_ERROR,
                                           G_DBUS_ERROR_FAILED,
                                           "Going down");
  else
    self->unanswered = invocation;
}

static void
start_scripted (Keyring *self, Scripted *scripted)
{
  static const GDBusInterfaceVTable vtable = {scripted_called_cb};
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (scripted_xml, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (scripted_paths); i++)
    scripted->ids[i] = g_dbus_connection_register_object (self->connection,
                                                          scripted_paths[i],
                                                          info->interfaces[i],
                                                          &vtable,
                                                          scripted,
                                                          NULL,
                                                          NULL);
  scripted->name = g_bus_own_name_on_connection (self->connection,
                                                 "org.freedesktop.secrets",
                                                 G_BUS_NAME_OWNER_FLAGS_NONE,
                                                 NULL,
                                                 NULL,
                                                 NULL,
                                                 NULL);
  while (!has_owner (self))
    g_main_context_iteration (NULL, FALSE);
}

static void
stop_scripted (Keyring *self, Scripted *scripted)
{
  g_bus_unown_name (scripted->name);
  for (guint i = 0; i < G_N_ELEMENTS (scripted_paths); i++)
    g_dbus_connection_unregister_object (self->connection, scripted->ids[i]);
  while (has_owner (self))
    g_main_context_iteration (NULL, FALSE);
}

/* One that has no keyring to look in is as good as none: neither "locked" nor "emptied". */
static void
test_refuses (Keyring *self, gconstpointer data)
{
  Scripted scripted = {SCRIPT_REFUSES};

  start_scripted (self, &scripted);
  assert_lookup_fails (STORE, "device", ZPI_ERROR_KEYRING_ABSENT);
  g_assert_cmpuint (scripted.n_searches, ==, 1);
  stop_scripted (self, &scripted);
}

/* It found nothing, and goes down before it was asked whether something is locked. */
static void
test_breaks_off (Keyring *self, gconstpointer data)
{
  Scripted scripted = {SCRIPT_BREAKS_OFF};

  start_scripted (self, &scripted);
  assert_lookup_fails (STORE, "device", ZPI_ERROR_NOT_FOUND);
  g_assert_cmpuint (scripted.n_searches, ==, 2);
  stop_scripted (self, &scripted);
}

/* It found nothing, and says no more; whoever waited gave up: one answer, and that is it. */
static void
test_falls_silent (Keyring *self, gconstpointer data)
{
  Scripted scripted = {SCRIPT_FALLS_SILENT};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = {NULL};
  g_autoptr (GError) error = NULL;

  start_scripted (self, &scripted);
  zpi_keyring_lookup_async (STORE, "device", cancellable, answered_cb, &answer);
  while (scripted.unanswered == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  g_assert_null (zpi_keyring_lookup_finish (wait_for (&answer), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_dbus_method_invocation_return_error (scripted.unanswered,
                                         G_DBUS_ERROR,
                                         G_DBUS_ERROR_FAILED,
                                         "Too late");
  stop_scripted (self, &scripted);
  g_object_unref (answer.result);
}

/* One that asks before it keeps or removes anything (as KeePassXC does), and hears No: libsecret
 * 0.20 says that it was kept. The second time the answer is of the wrong kind (as KWallet's), and
 * it says nothing. */
static void
test_not_kept (Keyring *self, gconstpointer data)
{
  Scripted scripted = {SCRIPT_ASKS};
  g_autoptr (GError) error = NULL;

  /* Of the wrong kind libsecret complains. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  start_scripted (self, &scripted);
  g_assert_false (store (STORE, "device", "one", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);
  g_assert_cmpuint (scripted.n_created, ==, 1);
  g_assert_false (replace (STORE, "token", "one", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_LOCKED);
  g_assert_cmpuint (scripted.n_created, ==, 2);
  g_clear_error (&error);
  /* Nor is it gone where somebody said that it should stay. */
  scripted.has_item = TRUE;
  g_assert_false (clear (STORE, "token", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_LOCKED);
  g_assert_cmpuint (scripted.n_deleted, ==, 1);
  stop_scripted (self, &scripted);
}

/* One that does not agree with libsecret about the key of a session, as KWallet now and then: it
 * refuses the session, or says what cannot be read, or cannot read what it should keep. */
static void
test_other_key (Keyring *self, gconstpointer data)
{
  Scripted scripted = {SCRIPT_OTHER_KEY};
  g_autoptr (GError) error = NULL;

  start_scripted (self, &scripted);
  scripted.n_bad_items = 2;
  g_assert_true (store (STORE, "device", "one", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (scripted.n_created, ==, 3);
  scripted.n_sessions = 0;
  scripted.n_bad_sessions = 1;
  scripted.n_bad_secrets = 1;
  assert_lookup (STORE, "device", "one");
  scripted.n_sessions = 0;
  scripted.n_bad_sessions = G_MAXUINT;
  assert_lookup_fails (STORE, "device", ZPI_ERROR_KEYRING_ABSENT);
  g_assert_cmpuint (scripted.n_sessions, ==, 3);
  scripted.n_bad_sessions = 0;
  scripted.n_bad_secrets = G_MAXUINT;
  assert_lookup_fails (STORE, "device", ZPI_ERROR_KEYRING_LOCKED);
  g_assert_cmpuint (scripted.n_bad_secrets, ==, G_MAXUINT - 3);
  scripted.n_bad_items = G_MAXUINT;
  scripted.n_created = 0;
  g_assert_false (replace (STORE, "token", "one", &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT);
  g_assert_cmpuint (scripted.n_created, ==, 3);
  stop_scripted (self, &scripted);
}

static void
assert_unlock_fails (ZpiError code)
{
  Answer answer = {NULL};
  g_autoptr (GError) error = NULL;

  zpi_keyring_unlock_async (STORE, "device", NULL, answered_cb, &answer);
  g_assert_null (zpi_keyring_lookup_finish (wait_for (&answer), &error));
  g_assert_error (error, ZPI_ERROR, (int) code);
  g_object_unref (answer.result);
}

static void
assert_unlocked (void)
{
  Answer answer = {NULL};
  g_autoptr (GBytes) secret = NULL;

  zpi_keyring_unlock_async (STORE, "device", NULL, answered_cb, &answer);
  secret = zpi_keyring_lookup_finish (wait_for (&answer), NULL);
  g_assert_nonnull (secret);
  g_assert_cmpmem (g_bytes_get_data (secret, NULL), g_bytes_get_size (secret), "one", 3);
  g_object_unref (answer.result);
}

/* One that does not say what it holds while it is locked (as KeePassXC): it is asked to unlock,
 * once; for what may never have been kept it is not. */
static void
test_hidden (Keyring *self, gconstpointer data)
{
  Scripted scripted = {SCRIPT_HIDES, .says_no = TRUE};

  start_scripted (self, &scripted);
  assert_unlock_fails (ZPI_ERROR_NOT_FOUND);
  scripted.alias = "/";
  assert_unlock_fails (ZPI_ERROR_NOT_FOUND);
  scripted.alias = "/org/freedesktop/secrets/collection/login";
  assert_unlock_fails (ZPI_ERROR_NOT_FOUND);
  scripted.question = "/";
  assert_unlock_fails (ZPI_ERROR_NOT_FOUND);
  scripted.opens = TRUE;
  assert_unlocked ();
  scripted.opens = scripted.has_item = FALSE;
  scripted.question = "/org/freedesktop/secrets/prompt/unknown";
  assert_unlock_fails (ZPI_ERROR_KEYRING_ABSENT);
  scripted.question = scripted_paths[2];
  assert_unlock_fails (ZPI_ERROR_KEYRING_LOCKED);
  scripted.says_no = FALSE;
  assert_lookup_fails (STORE, "device", ZPI_ERROR_NOT_FOUND);
  assert_unlocked ();
  stop_scripted (self, &scripted);
}

static Scripted
asking_scripted (void)
{
  return (Scripted){SCRIPT_HIDES,
                    .alias = "/org/freedesktop/secrets/collection/login",
                    .question = scripted_paths[2],
                    .says_nothing = TRUE};
}

/* Nobody answers the question, and the keyring goes down with it. */
static void
test_vanishes (Keyring *self, gconstpointer data)
{
  Scripted scripted = asking_scripted ();
  Answer answer = {NULL};
  g_autoptr (GError) error = NULL;

  start_scripted (self, &scripted);
  zpi_keyring_unlock_async (STORE, "device", NULL, answered_cb, &answer);
  while (scripted.n_asked == 0)
    g_main_context_iteration (NULL, TRUE);
  stop_scripted (self, &scripted);
  g_assert_null (zpi_keyring_lookup_finish (wait_for (&answer), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT);
  g_object_unref (answer.result);
}

/* Nobody answers the question, and who waited for it gives up; another asks meanwhile. Nothing is
 * left of either. */
static void
test_unanswered (Keyring *self, gconstpointer data)
{
  Scripted scripted = asking_scripted ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer given_up = {NULL};
  Answer answer = {NULL};
  g_autoptr (GBytes) secret = NULL;
  g_autoptr (GError) error = NULL;

  start_scripted (self, &scripted);
  zpi_keyring_unlock_async (STORE, "device", cancellable, answered_cb, &given_up);
  while (scripted.n_asked == 0)
    g_main_context_iteration (NULL, TRUE);
  scripted.question = "/";
  zpi_keyring_unlock_async (OTHER, "device", NULL, answered_cb, &answer);
  g_cancellable_cancel (cancellable);
  g_assert_null (zpi_keyring_lookup_finish (wait_for (&given_up), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (zpi_keyring_lookup_finish (wait_for (&answer), &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (given_up.result);
  g_assert_finalize_object (answer.result);
  stop_scripted (self, &scripted);
}

/* No session bus at all. */
static void
set_up_without_bus (Keyring *self, gconstpointer data)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
}

static void
set_up_file_without_bus (Keyring *self, gconstpointer data)
{
  set_file_backend ();
  set_up_without_bus (self, data);
}

/* A bus that takes the call and never speaks: whoever waits can still give up. */
static void
test_silent_bus (Keyring *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "silent-bus", NULL);
  g_autofree char *bus_address = g_strconcat ("unix:path=", path, NULL);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = {NULL};

  g_assert_no_error (error);
  g_assert_true (g_socket_bind (socket, address, TRUE, &error));
  g_assert_true (g_socket_listen (socket, &error));
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", bus_address, TRUE);
  zpi_keyring_lookup_async (STORE, "device", cancellable, answered_cb, &answer);
  g_timeout_add (50, cancel_cb, cancellable);
  g_assert_null (zpi_keyring_lookup_finish (wait_for (&answer), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (answer.result);
  /* The bus itself is given up too, a moment later. */
  for (guint i = 0; i < 20; i++) {
    g_usleep (10000);
    g_main_context_iteration (NULL, FALSE);
  }
  g_unlink (path);
}

typedef void (*Step) (Keyring *self, gconstpointer data);

typedef struct {
  const char *path;
  Step set_up;
  Step run;
} Scenario;

/* libsecret 0.20 forgets a line of text at each change of its file, by way of a function of GIO
 * without a name that a suppression could have. */
static void
allow_leaks (void)
{
  const char *options = g_getenv ("ASAN_OPTIONS");
  g_autofree char *more = g_strconcat (options != NULL ? options : "", ":detect_leaks=0", NULL);

  g_setenv ("ASAN_OPTIONS", more, TRUE);
}

/* Each in a process of its own: a process has one session bus for life. */
static void
run_scenario (gconstpointer data)
{
  const Scenario *scenario = data;
  Keyring self = {NULL};

  if (!g_test_subprocess ()) {
    g_autofree char *options = g_strdup (g_getenv ("ASAN_OPTIONS"));

    if (scenario->run == test_file_backend)
      allow_leaks ();
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
    g_setenv ("ASAN_OPTIONS", options != NULL ? options : "", TRUE);
    g_test_trap_assert_passed ();
    return;
  }
  scenario->set_up (&self, NULL);
  scenario->run (&self, NULL);
  tear_down (&self, NULL);
}

int
main (int argc, char **argv)
{
  static const Scenario scenarios[] = {
      {"/keyring/keeps", set_up, test_keeps},
      {"/keyring/absent", set_up_without_daemon, test_absent},
      {"/keyring/dies", set_up, test_dies},
      {"/keyring/dismissed", set_up, test_dismissed},
      {"/keyring/locked-without-prompter", set_up, test_locked_without_prompter},
      {"/keyring/password-changed", set_up, test_password_changed},
      {"/keyring/reset", set_up, test_reset},
      {"/keyring/cancelled", set_up, test_cancelled},
      {"/keyring/given-up", set_up, test_given_up},
      {"/keyring/no-last-word", set_up, test_no_last_word},
      {"/keyring/hollow", set_up, test_hollow},
      {"/keyring/refuses", set_up_without_daemon, test_refuses},
      {"/keyring/breaks-off", set_up_without_daemon, test_breaks_off},
      {"/keyring/falls-silent", set_up_without_daemon, test_falls_silent},
      {"/keyring/not-kept", set_up_without_daemon, test_not_kept},
      {"/keyring/other-key", set_up_without_daemon, test_other_key},
      {"/keyring/hidden", set_up_without_daemon, test_hidden},
      {"/keyring/vanishes", set_up_without_daemon, test_vanishes},
      {"/keyring/unanswered", set_up_without_daemon, test_unanswered},
      {"/keyring/no-bus", set_up_without_bus, test_absent},
      {"/keyring/silent-bus", set_up_without_bus, test_silent_bus},
      {"/keyring/file-backend", set_up_file, test_file_backend},
      {"/keyring/file-backend-without-bus", set_up_file_without_bus, test_file_backend},
      {"/keyring/no-lock-out", set_up, test_no_lock_out},
  };

  g_test_init (&argc, &argv, NULL);
  zpi_vault_keep_stretch_least (TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    g_test_add_data_func (scenarios[i].path, &scenarios[i], run_scenario);
  return g_test_run ();
}
