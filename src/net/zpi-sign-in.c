/* SPDX-License-Identifier: EUPL-1.2 */

/* Who is signed in, and what is kept of it. The flow through the browser is in
 * zpi-sign-in-flow.c, fresh tokens and signing out in zpi-sign-in-tokens.c, the connection with
 * the issuer in zpi-sign-in-http.c. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-sign-in.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-json.h"
#include "zpi-keyring.h"
#include "zpi-vault.h"

#include "zpi-sign-in-private.h"

enum {
  PROP_SIGNED_IN = 1,
  PROP_NAME,
  N_PROPS,
};

enum {
  OPEN_BROWSER,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiSignIn, zpi_sign_in, G_TYPE_OBJECT)

gint64
zpi_sign_in_issuer_now (ZpiSignIn *self)
{
  return zpi_clock_now_us () + self->issuer_offset_us;
}

/* Takes what is in @tokens. A refresh token that did not come stays as it was. */
void
zpi_sign_in_take_tokens (ZpiSignIn *self, ZpiOidcTokens *tokens)
{
  g_clear_pointer (&self->access_token, zpi_secret_strfree);
  self->access_token = g_steal_pointer (&tokens->access_token);
  self->expires_us = zpi_clock_now_us () + tokens->expires_in_s * G_USEC_PER_SEC;
  if (tokens->refresh_token != NULL) {
    g_clear_pointer (&self->refresh_token, zpi_secret_strfree);
    self->refresh_token = g_steal_pointer (&tokens->refresh_token);
  }
}

/* (transfer full) */
void
zpi_sign_in_take_identity (ZpiSignIn *self, ZpiOidcIdentity *identity)
{
  g_clear_pointer (&self->identity, zpi_oidc_identity_free);
  self->identity = identity;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNED_IN]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

void
zpi_sign_in_forget (ZpiSignIn *self)
{
  self->generation++;
  g_clear_pointer (&self->access_token, zpi_secret_strfree);
  g_clear_pointer (&self->refresh_token, zpi_secret_strfree);
  self->expires_us = 0;
  zpi_sign_in_take_identity (self, NULL);
}

char *
zpi_sign_in_dup_item (ZpiSignIn *self)
{
  return self->slot_id != NULL ? g_strconcat (ZPI_SIGN_IN_ITEM "-", self->slot_id, NULL)
                               : g_strdup (ZPI_SIGN_IN_ITEM);
}

/* NULL while the vault is locked. */
static GBytes *
seal_item (ZpiSignIn *self, GBytes *plain)
{
  const ZpiSealContext context = {"keyring", ZPI_SIGN_IN_ITEM, self->slot_id, 0};

  return self->vault != NULL
             ? zpi_vault_seal_store (self->vault, &context, plain, NULL)
             : zpi_secret_bytes_new (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain));
}

static GBytes *
open_item (ZpiSignIn *self, GBytes *item)
{
  const ZpiSealContext context = {"keyring", ZPI_SIGN_IN_ITEM, self->slot_id, 0};

  return self->vault != NULL ? zpi_vault_open_store (self->vault, &context, item, NULL)
                             : g_bytes_ref (item);
}

/* The refresh token and whose it is; the access token is never kept. NULL when it cannot be kept.
 */
GBytes *
zpi_sign_in_to_keyring (ZpiSignIn *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GBytes) plain = NULL;

  zpi_json_set_string (object, "issuer", self->issuer);
  zpi_json_set_string (object, "clientId", self->client_id);
  zpi_json_set_string (object, "refreshToken", self->refresh_token);
  zpi_json_set_string (object, "subject", self->identity->subject);
  zpi_json_set_string (object, "name", self->identity->name);
  json_node_set_object (node, object);
  plain = zpi_json_serialize (node, FALSE);
  return seal_item (self, plain);
}

/* FALSE when it is nothing of this issuer and program. */
gboolean
zpi_sign_in_from_keyring (ZpiSignIn *self, GBytes *item)
{
  g_autoptr (GBytes) plain = open_item (self, item);
  g_autoptr (JsonNode) node = plain != NULL ? zpi_json_parse (plain, 0, 0, NULL) : NULL;
  JsonObject *object;
  const char *token;
  const char *subject;
  ZpiOidcIdentity *identity;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  token = zpi_json_get_string (object, "refreshToken");
  subject = zpi_json_get_string (object, "subject");
  if (token == NULL || subject == NULL ||
      g_strcmp0 (zpi_json_get_string (object, "issuer"), self->issuer) != 0 ||
      g_strcmp0 (zpi_json_get_string (object, "clientId"), self->client_id) != 0)
    return FALSE;
  g_clear_pointer (&self->refresh_token, zpi_secret_strfree);
  self->refresh_token = zpi_secret_strdup (token);
  identity = g_new0 (ZpiOidcIdentity, 1);
  identity->subject = g_strdup (subject);
  identity->name = g_strdup (zpi_json_get_string (object, "name"));
  zpi_sign_in_take_identity (self, identity);
  return TRUE;
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_keyring_replace_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
old_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  zpi_keyring_clear_finish (result, NULL);
}

/* Nothing to keep is kept too. */
void
zpi_sign_in_keep_async (ZpiSignIn *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GBytes) item = NULL;
  g_autofree char *name = NULL;

  g_task_set_source_tag (task, zpi_sign_in_keep_async);
  if (self->refresh_token == NULL || self->identity == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  item = zpi_sign_in_to_keyring (self);
  if (item == NULL) {
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_KEY_MISSING,
                             "sign-in: locked, so it is not kept");
    return;
  }
  name = zpi_sign_in_dup_item (self);
  if (self->slot_id != NULL) /* of before 2026-11-28: readable, and everybody's */
    zpi_keyring_clear_async (self->store_uuid, ZPI_SIGN_IN_ITEM, NULL, old_cleared_cb, NULL);
  zpi_keyring_replace_async (self->store_uuid,
                             name,
                             item,
                             cancellable,
                             kept_cb,
                             g_steal_pointer (&task));
}

gboolean
zpi_sign_in_keep_finish (ZpiSignIn *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  ZpiSignIn *self = g_task_get_source_object (task);
  g_autoptr (GBytes) item = zpi_keyring_lookup_finish (result, &error);

  if (item != NULL)
    g_task_return_boolean (task, zpi_sign_in_from_keyring (self, item));
  else if (error == NULL || g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    g_task_return_boolean (task, FALSE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * zpi_sign_in_load_async:
 * @self: a sign-in
 * @cancellable: (nullable): a cancellable
 * @callback: a callback
 * @user_data: for @callback
 *
 * Takes up an earlier sign-in from the keyring.
 */
void
zpi_sign_in_load_async (ZpiSignIn *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (ZPI_IS_SIGN_IN (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sign_in_load_async);
  name = zpi_sign_in_dup_item (self);
  zpi_keyring_lookup_async (self->store_uuid,
                            name,
                            cancellable,
                            looked_up_cb,
                            g_steal_pointer (&task));
}

/**
 * zpi_sign_in_load_finish:
 * @self: a sign-in
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether there was one; %FALSE without an error when nobody is signed in, with
 * %ZPI_ERROR_KEYRING_ABSENT or %ZPI_ERROR_KEYRING_LOCKED when that cannot be said
 */
gboolean
zpi_sign_in_load_finish (ZpiSignIn *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * zpi_sign_in_is_signed_in:
 * @self: a sign-in
 *
 * Returns: whether somebody is, as far as is known here; the issuer may think otherwise
 */
gboolean
zpi_sign_in_is_signed_in (ZpiSignIn *self)
{
  g_return_val_if_fail (ZPI_IS_SIGN_IN (self), FALSE);

  return self->identity != NULL;
}

/**
 * zpi_sign_in_get_name:
 * @self: a sign-in
 *
 * Returns: (transfer none) (nullable): the counsellor's name as the issuer knows it
 */
const char *
zpi_sign_in_get_name (ZpiSignIn *self)
{
  g_return_val_if_fail (ZPI_IS_SIGN_IN (self), NULL);

  return self->identity != NULL ? self->identity->name : NULL;
}

/**
 * zpi_sign_in_get_subject:
 * @self: a sign-in
 *
 * Returns: (transfer none) (nullable): the issuer's id of the counsellor
 */
const char *
zpi_sign_in_get_subject (ZpiSignIn *self)
{
  g_return_val_if_fail (ZPI_IS_SIGN_IN (self), NULL);

  return self->identity != NULL ? self->identity->subject : NULL;
}

/**
 * zpi_sign_in_set_pages:
 * @self: a sign-in
 * @done: (nullable): what the browser shows at the end
 * @failed: (nullable): what it shows when it failed
 */
void
zpi_sign_in_set_pages (ZpiSignIn *self, const char *done, const char *failed)
{
  g_return_if_fail (ZPI_IS_SIGN_IN (self));

  g_free (self->done_page);
  g_free (self->failed_page);
  self->done_page = g_strdup (done);
  self->failed_page = g_strdup (failed);
}

static void
zpi_sign_in_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ZpiSignIn *self = ZPI_SIGN_IN (object);

  switch (prop_id) {
  case PROP_SIGNED_IN:
    g_value_set_boolean (value, zpi_sign_in_is_signed_in (self));
    break;
  case PROP_NAME:
    g_value_set_string (value, zpi_sign_in_get_name (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_sign_in_finalize (GObject *object)
{
  ZpiSignIn *self = ZPI_SIGN_IN (object);

  g_clear_object (&self->http);
  g_clear_error (&self->http_error);
  g_free (self->issuer);
  g_free (self->client_id);
  g_free (self->ports);
  g_free (self->store_uuid);
  g_clear_object (&self->vault);
  g_free (self->slot_id);
  g_free (self->done_page);
  g_free (self->failed_page);
  g_clear_pointer (&self->provider, zpi_oidc_provider_free);
  g_clear_pointer (&self->access_token, zpi_secret_strfree);
  g_clear_pointer (&self->refresh_token, zpi_secret_strfree);
  g_clear_pointer (&self->identity, zpi_oidc_identity_free);
  g_ptr_array_unref (self->waiting);

  G_OBJECT_CLASS (zpi_sign_in_parent_class)->finalize (object);
}

static void
zpi_sign_in_class_init (ZpiSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = zpi_sign_in_get_property;
  object_class->finalize = zpi_sign_in_finalize;

  properties[PROP_SIGNED_IN] = g_param_spec_boolean ("signed-in", NULL, NULL, FALSE, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[OPEN_BROWSER] = g_signal_new ("open-browser",
                                        G_TYPE_FROM_CLASS (klass),
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
zpi_sign_in_init (ZpiSignIn *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

static guint16 *
copy_ports (const guint16 *ports)
{
  guint n = 0;

  if (ports == NULL)
    return NULL;
  while (ports[n] != 0)
    n++;
  return g_memdup2 (ports, (n + 1) * sizeof *ports);
}

/**
 * zpi_sign_in_new:
 * @issuer: exactly as the organisation file has it
 * @client_id: the program at the issuer
 * @ports: (nullable): ports for the redirect, ended by 0; %NULL for any
 * @store_uuid: whose keyring items they are
 * @loopback_http: practice and tests: only this computer, plain http allowed
 * @ca_file: (nullable): extra trust anchor, practice only
 *
 * Returns: (transfer full): a sign-in; an address that is not allowed shows at the first operation
 */
ZpiSignIn *
zpi_sign_in_new (const char *issuer,
                 const char *client_id,
                 const guint16 *ports,
                 const char *store_uuid,
                 gboolean loopback_http,
                 const char *ca_file)
{
  ZpiSignIn *self;

  g_return_val_if_fail (issuer != NULL && client_id != NULL && store_uuid != NULL, NULL);

  self = g_object_new (ZPI_TYPE_SIGN_IN, NULL);
  self->http = zpi_http_new (loopback_http, ca_file, &self->http_error);
  self->issuer = g_strdup (issuer);
  self->client_id = g_strdup (client_id);
  self->ports = copy_ports (ports);
  self->store_uuid = g_strdup (store_uuid);
  return self;
}

/**
 * zpi_sign_in_bind:
 * @self: a sign-in
 * @vault: seals what is kept
 * @slot_id: the slot of whoever signs in
 *
 * What was signed in under another slot is not found.
 */
void
zpi_sign_in_bind (ZpiSignIn *self, ZpiVault *vault, const char *slot_id)
{
  g_return_if_fail (ZPI_IS_SIGN_IN (self));
  g_return_if_fail (ZPI_IS_VAULT (vault) && slot_id != NULL);

  g_set_object (&self->vault, vault);
  g_free (self->slot_id);
  self->slot_id = g_strdup (slot_id);
}

/**
 * zpi_sign_in_wipe:
 * @self: a sign-in
 *
 * Forgets the tokens and who it was; what is kept in the keyring stays there, sealed.
 */
void
zpi_sign_in_wipe (ZpiSignIn *self)
{
  g_return_if_fail (ZPI_IS_SIGN_IN (self));

  zpi_sign_in_forget (self);
}
