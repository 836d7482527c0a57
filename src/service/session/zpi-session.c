/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-session.h"

#include "zpi-session-private.h"

#include <string.h>

/* How often other processes' writes are looked for where the file system tells nobody of them. */
#define WATCH_SECONDS 2

enum {
  PROP_0,
  PROP_STATE,
  N_PROPS,
};

enum {
  CASES_CHANGED,
  ABOUT_TO_LOCK,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiSession, zpi_session, G_TYPE_OBJECT)

static gboolean
data_version_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_data_version (store, data, error);
}

static void
data_version_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSession) self = user_data;
  gint64 *version = zpi_store_run_finish (ZPI_STORE (source), result, NULL);

  if (version == NULL || *version == self->data_version || self->state != ZPI_SESSION_OPEN)
    return;
  self->data_version = *version;
  zpi_case_keeper_foreign_change (self->keeper);
  zpi_session_cases_changed (self);
}

static void
look_for_foreign_writes (ZpiSession *self)
{
  zpi_store_run_async (self->store,
                       data_version_func,
                       g_new0 (gint64, 1),
                       g_free,
                       NULL,
                       data_version_cb,
                       g_object_ref (self));
}

static gboolean
watch_cb (gpointer user_data)
{
  look_for_foreign_writes (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
monitor_settled_cb (gpointer user_data)
{
  ZpiSession *self = user_data;

  self->monitor_id = 0;
  look_for_foreign_writes (self);
  return G_SOURCE_REMOVE;
}

static void
store_file_changed_cb (ZpiSession *self)
{
  if (self->monitor_id == 0)
    self->monitor_id = g_timeout_add (100, monitor_settled_cb, self);
}

/* inotify tells of every write. Other monitors look by themselves or, on a network's folder, see
 * nothing of what another computer does. */
static gboolean
tells_of_writes (GFileMonitor *monitor)
{
  return monitor != NULL && strstr (G_OBJECT_TYPE_NAME (monitor), "Inotify") != NULL;
}

static void
watch_store (ZpiSession *self)
{
  g_autofree char *path = g_build_filename (self->folder, "store.db-wal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor,
                             "changed",
                             G_CALLBACK (store_file_changed_cb),
                             self,
                             G_CONNECT_SWAPPED);
  if (!tells_of_writes (self->monitor))
    self->watch_id = g_timeout_add_seconds (WATCH_SECONDS, watch_cb, self);
}

/* After unlocking: the list, and the eye on other processes. The sender is started by whoever wants
 * things to go by themselves. */
void
zpi_session_start_services (ZpiSession *self)
{
  if (!self->practice) /* those of practice were read when the session was made */
    zpi_session_load_rules (self);
  if (!zpi_store_is_read_only (self->store))
    zpi_case_keeper_read_held (self->keeper);
  zpi_session_update_sign_in (self);
  zpi_session_update_api (self);
  if (self->watch_id == 0 && self->monitor == NULL)
    watch_store (self);
  zpi_session_cases_changed (self);
}

void
zpi_session_stop_services (ZpiSession *self)
{
  zpi_courier_pause (self->courier);
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_clear_handle_id (&self->monitor_id, g_source_remove);
  g_clear_handle_id (&self->refresh_rest_id, g_source_remove);
  g_clear_object (&self->monitor);
  g_list_store_remove_all (self->cases);
  self->listed = FALSE;
}

void
zpi_session_set_state (ZpiSession *self, ZpiSessionState state, const GError *error)
{
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

void
zpi_session_announce_lock (ZpiSession *self)
{
  g_signal_emit (self, signals[ABOUT_TO_LOCK], 0);
}

/**
 * zpi_session_is_open:
 * @self: the session
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_KEY_MISSING when there is nothing to read from; it may be
 * read-only
 */
gboolean
zpi_session_is_open (ZpiSession *self, GError **error)
{
  if (self->state == ZPI_SESSION_OPEN || self->state == ZPI_SESSION_READ_ONLY)
    return TRUE;
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The store is not open");
  return FALSE;
}

static void
token_request (gpointer source_data,
               gboolean renew,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  zpi_sign_in_token_async (source_data, renew, cancellable, callback, user_data);
}

static char *
token_finish (gpointer source_data, GAsyncResult *result, GError **error)
{
  return zpi_sign_in_token_finish (source_data, result, error);
}

/* Practice mode lets any token in; there has to be one. */
#define PRACTICE_TOKEN "oefening"

/* Whatever was on its way ends; nothing new begins. */
void
zpi_session_drop_api (ZpiSession *self)
{
  if (self->api == NULL)
    return;
  g_clear_object (&self->api);
  zpi_courier_api_changed (self->courier);
}

void
zpi_session_update_api (ZpiSession *self)
{
  g_autoptr (GError) error = NULL;
  const char *url = self->api_url;

  if (!self->practice && self->organisation != NULL && !self->organisation_doubted)
    url = self->organisation->base_url;
  if (url == NULL)
    return;
  if (self->api != NULL && strcmp (zpi_api_get_base_url (self->api), url) == 0)
    return;
  g_clear_object (&self->api);
  self->api = zpi_api_new (url, self->practice, self->ca_file, &error);
  if (self->api == NULL)
    g_warning ("No connection can be made to the configured server: %s", error->message);
  else if (self->practice)
    zpi_api_set_token (self->api, self->token != NULL ? self->token : PRACTICE_TOKEN);
  else if (self->sign_in != NULL)
    zpi_api_set_token_source (self->api, token_request, token_finish, self->sign_in);
  zpi_courier_api_changed (self->courier);
}

static void
zpi_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_STATE:
    g_value_set_int (value, ZPI_SESSION (object)->state);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_session_dispose (GObject *object)
{
  ZpiSession *self = ZPI_SESSION (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->watch_id, g_source_remove);
  g_clear_handle_id (&self->monitor_id, g_source_remove);
  g_clear_handle_id (&self->refresh_rest_id, g_source_remove);
  g_clear_object (&self->monitor);
  zpi_courier_disconnect (self->courier);
  g_clear_object (&self->courier);
  if (self->keeper != NULL)
    zpi_case_keeper_disconnect (self->keeper);
  g_clear_object (&self->keeper);

  G_OBJECT_CLASS (zpi_session_parent_class)->dispose (object);
}

static void
zpi_session_finalize (GObject *object)
{
  ZpiSession *self = ZPI_SESSION (object);

  g_clear_object (&self->api);
  g_clear_object (&self->counsellor);
  g_clear_object (&self->sign_in);
  if (self->store_opened)
    zpi_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_object (&self->cases);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->hidden, g_hash_table_unref);
  g_clear_pointer (&self->letters, g_hash_table_unref);
  g_clear_pointer (&self->shelf, zpi_scheme_shelf_free);
  g_clear_pointer (&self->rules, g_hash_table_unref);
  g_clear_pointer (&self->unknown_rules, g_ptr_array_unref);
  g_clear_pointer (&self->organisation, zpi_org_file_unref);
  g_clear_pointer (&self->believed, zpi_org_file_unref);
  g_clear_error (&self->error);
  g_free (self->open_slot_id);
  g_free (self->folder);
  g_free (self->api_url);
  g_free (self->ca_file);
  zpi_secret_strfree (self->token);

  G_OBJECT_CLASS (zpi_session_parent_class)->finalize (object);
}

static void
zpi_session_class_init (ZpiSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = zpi_session_get_property;
  object_class->dispose = zpi_session_dispose;
  object_class->finalize = zpi_session_finalize;

  /**
   * ZpiSession:state:
   *
   * A [enum@SessionState].
   */
  props[PROP_STATE] =
      g_param_spec_int ("state",
                        NULL,
                        NULL,
                        ZPI_SESSION_CLOSED,
                        ZPI_SESSION_FAILED,
                        ZPI_SESSION_CLOSED,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ZpiSession::cases-changed:
   * @self: the session
   *
   * The list of cases was read anew.
   */
  signals[CASES_CHANGED] = g_signal_new ("cases-changed",
                                         ZPI_TYPE_SESSION,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  /**
   * ZpiSession::about-to-lock:
   * @self: the session
   *
   * Everything typed has to be in its case when the handlers return; it is saved after that.
   */
  signals[ABOUT_TO_LOCK] = g_signal_new ("about-to-lock",
                                         ZPI_TYPE_SESSION,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
}

static void
zpi_session_init (ZpiSession *self)
{
  self->cases = g_list_store_new (ZPI_TYPE_CASE_ITEM);
  self->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->letters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unknown_rules = g_ptr_array_new_with_free_func (g_free);
}

static void
make_keeper (ZpiSession *self)
{
  self->keeper = zpi_case_keeper_new (self->store, self->shelf, self->practice);
  g_signal_connect_object (self->keeper,
                           "case-changed",
                           G_CALLBACK (zpi_session_case_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper,
                           "cases-changed",
                           G_CALLBACK (zpi_session_cases_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper,
                           "case-hidden",
                           G_CALLBACK (zpi_session_hide_case),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * zpi_session_default_folder:
 * @practice: for practice mode
 *
 * Returns: (transfer full): where the data are kept when nothing else is asked for
 */
char *
zpi_session_default_folder (gboolean practice)
{
  return g_build_filename (g_get_user_data_dir (),
                           practice ? "zoetermeerpas-intake-practice" : "zoetermeerpas-intake",
                           NULL);
}

/**
 * zpi_session_new:
 * @options: mode, folder, and for practice mode the server
 *
 * Nothing is opened or made yet. In real mode the server comes from the organisation file only;
 * the options about it are ignored.
 *
 * Returns: (transfer full): a session in %ZPI_SESSION_CLOSED
 */
ZpiSession *
zpi_session_new (const ZpiSessionOptions *options)
{
  ZpiSession *self;

  g_return_val_if_fail (options != NULL, NULL);

  self = g_object_new (ZPI_TYPE_SESSION, NULL);
  self->practice = options->practice;
  self->without_list = options->without_list;
  self->folder = options->data_folder != NULL ? g_strdup (options->data_folder)
                                              : zpi_session_default_folder (options->practice);
  self->store = zpi_store_new (self->folder);
  self->shelf = zpi_scheme_shelf_new (options->practice ? options->scheme : NULL);
  make_keeper (self);
  if (options->practice) {
    self->api_url = g_strdup (options->api_url);
    self->ca_file = g_strdup (options->ca_file);
    self->token = options->token != NULL ? zpi_secret_strdup (options->token) : NULL;
    zpi_session_load_rules (self);
  }
  return self;
}

/**
 * zpi_session_is_practice:
 * @self: a session
 *
 * Returns: whether everything in it is fictional
 */
gboolean
zpi_session_is_practice (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), FALSE);

  return self->practice;
}

/**
 * zpi_session_get_folder:
 * @self: a session
 *
 * Returns: (transfer none): the data folder
 */
const char *
zpi_session_get_folder (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return self->folder;
}

/**
 * zpi_session_get_state:
 * @self: a session
 *
 * Returns: how far it is open
 */
ZpiSessionState
zpi_session_get_state (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), ZPI_SESSION_CLOSED);

  return self->state;
}

/**
 * zpi_session_get_error:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): why it is read-only or failed
 */
const GError *
zpi_session_get_error (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return self->error;
}

/**
 * zpi_session_is_damaged:
 * @self: a session
 *
 * Returns: whether only what could be read of a damaged store is shown: something may be lost
 */
gboolean
zpi_session_is_damaged (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), FALSE);

  return self->state == ZPI_SESSION_READ_ONLY &&
         g_error_matches (self->error, ZPI_ERROR, ZPI_ERROR_STORE_DAMAGED);
}

/**
 * zpi_session_get_store:
 * @self: a session
 *
 * Returns: (transfer none): the store
 */
ZpiStore *
zpi_session_get_store (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return self->store;
}

/**
 * zpi_session_get_organisation:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the organisation file in force
 */
ZpiOrgFile *
zpi_session_get_organisation (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return self->organisation;
}

/**
 * zpi_session_get_scheme:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the newest rules at hand; %NULL while practising a pass
 *   that there are no rules of
 */
const ZpiScheme *
zpi_session_get_scheme (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return zpi_scheme_shelf_get_current (self->shelf);
}

/**
 * zpi_session_get_scheme_version:
 * @self: a session
 * @version: (nullable): a full version, as a case keeps it
 *
 * Returns: (transfer none): the rules of that version; the newest when they are not at hand
 */
const ZpiScheme *
zpi_session_get_scheme_version (ZpiSession *self, const char *version)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return zpi_scheme_shelf_find_or_current (self->shelf, version);
}

/**
 * zpi_session_get_rules_of:
 * @self: a session
 * @zcase: a case
 *
 * Returns: (transfer none) (nullable): the rules that @zcase was begun with, or that somebody chose
 *   since; the newest when those are not at hand
 */
const ZpiScheme *
zpi_session_get_rules_of (ZpiSession *self, ZpiCase *zcase)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self) && ZPI_IS_CASE (zcase), NULL);

  return zpi_session_get_scheme_version (self, zpi_case_get (zcase, ZPI_KEY_SCHEME_VERSION));
}

/**
 * zpi_session_has_rules_of:
 * @self: a session
 * @zcase: a case
 *
 * Returns: whether the rules that @zcase was begun with, or that somebody chose since, are at hand
 */
gboolean
zpi_session_has_rules_of (ZpiSession *self, ZpiCase *zcase)
{
  const ZpiScheme *scheme;

  g_return_val_if_fail (ZPI_IS_SESSION (self) && ZPI_IS_CASE (zcase), FALSE);

  scheme = zpi_session_get_rules_of (self, zcase);
  return scheme != NULL && zpi_scheme_is_named (scheme,
                                                zpi_case_get (zcase, ZPI_KEY_SCHEME),
                                                zpi_case_get (zcase, ZPI_KEY_SCHEME_VERSION));
}

/**
 * zpi_session_get_api:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the municipal API, %NULL while no server is known
 */
ZpiApi *
zpi_session_get_api (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return self->api;
}

/**
 * zpi_session_set_api_url:
 * @self: a session in practice mode
 * @base_url: where the practice municipality answers now
 *
 * What was uploaded before goes on there: locations are kept relative.
 */
void
zpi_session_set_api_url (ZpiSession *self, const char *base_url)
{
  g_return_if_fail (ZPI_IS_SESSION (self));
  g_return_if_fail (self->practice);

  if (g_strcmp0 (self->api_url, base_url) == 0)
    return;
  g_free (self->api_url);
  self->api_url = g_strdup (base_url);
  zpi_session_update_api (self);
}

/**
 * zpi_session_get_sign_in:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): signing in, %NULL in practice mode
 */
ZpiSignIn *
zpi_session_get_sign_in (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return self->sign_in;
}

/**
 * zpi_session_get_counsellor:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): who is signed in, where one can sign in; another one after
 *   the organisation changed
 */
ZpiCounsellor *
zpi_session_get_counsellor (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return self->counsellor;
}

/**
 * zpi_session_is_store_gone:
 * @self: a session
 *
 * Returns: whether the folder was removed or replaced under it, as zpi_store_is_gone()
 */
gboolean
zpi_session_is_store_gone (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), FALSE);

  return self->store != NULL && zpi_store_is_gone (self->store);
}

/**
 * zpi_session_get_unsafe_reason:
 * @error: an error
 *
 * Returns: (transfer none) (nullable): for %ZPI_ERROR_TLS the word for what is wrong, such as
 *   `tls-expired`
 */
const char *
zpi_session_get_unsafe_reason (const GError *error)
{
  return zpi_http_error_get_reason (error);
}

/**
 * zpi_session_get_keeper:
 * @self: a session
 *
 * Returns: (transfer none): what keeps the cases
 */
ZpiCaseKeeper *
zpi_session_get_keeper (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return self->keeper;
}

/**
 * zpi_session_get_cases:
 * @self: a session
 *
 * Returns: (transfer none): the list of cases ([class@CaseItem]), newest change first, kept up to
 *   date; empty while locked
 */
GListModel *
zpi_session_get_cases (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->cases);
}
