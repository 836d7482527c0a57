/* SPDX-License-Identifier: EUPL-1.2 */

/* Which rules in the data folder are believed: those that the municipality gave over its own
 * connection or that a person was asked about once, which the store keeps sealed, and those that
 * carry a signature by the organisation file's key. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-json.h"
#include "zpi-session-private.h"

#include <string.h>

#define SEALED_NAME "rules"

static JsonArray *
read_list (ZpiStore *store)
{
  g_autoptr (GBytes) plain = zpi_meta_store_get_sealed (store, SEALED_NAME, NULL);
  g_autoptr (JsonNode) root = plain != NULL ? zpi_json_parse (plain, 0, 0, NULL) : NULL;
  JsonArray *known =
      root != NULL ? zpi_json_get_array (json_node_get_object (root), "known") : NULL;

  return known != NULL ? json_array_ref (known) : json_array_new ();
}

/* Store thread: the rules that are known, as a set. */
GHashTable *
zpi_session_read_rules (ZpiStore *store)
{
  GHashTable *rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonArray) list = read_list (store);

  for (guint i = 0; i < json_array_get_length (list); i++)
    g_hash_table_add (rules, g_strdup (json_array_get_string_element (list, i)));
  return rules;
}

static gboolean
add_rules_func (ZpiStore *store, gpointer data, GError **error)
{
  GPtrArray *pairs = data;
  g_autoptr (JsonArray) list = read_list (store);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) plain = NULL;

  for (guint i = 0; i < pairs->len; i++)
    json_array_add_string_element (list, pairs->pdata[i]);
  json_object_set_array_member (object, "known", g_steal_pointer (&list));
  json_node_set_object (root, object);
  plain = zpi_json_serialize (root, FALSE);
  return zpi_meta_store_set_sealed (store, SEALED_NAME, plain, error);
}

static void
rules_added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    g_message ("Rules are asked about again next time: %s", error->message);
}

/* @pairs: (transfer full) (element-type utf8) */
static void
keep_known (ZpiSession *self, GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    g_hash_table_add (self->rules, g_strdup (pairs->pdata[i]));
  zpi_store_transact_async (self->store,
                            add_rules_func,
                            pairs,
                            (GDestroyNotify) g_ptr_array_unref,
                            NULL,
                            rules_added_cb,
                            NULL);
}

/**
 * zpi_session_trust_rules:
 * @self: the session
 * @scheme: a scheme file that came over the municipality's own connection
 * @norms: its norms
 *
 * Believes these rules from now on, also when they lie in the data folder.
 */
void
zpi_session_trust_rules (ZpiSession *self, GBytes *scheme, GBytes *norms)
{
  g_autofree char *pair = zpi_scheme_shelf_dup_pair (scheme, norms);
  GPtrArray *pairs;

  if (self->practice || g_hash_table_contains (self->rules, pair))
    return;
  pairs = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (pairs, g_steal_pointer (&pair));
  keep_known (self, pairs);
}

static gboolean
is_trusted (const char *pair, GBytes *signature, gpointer user_data)
{
  ZpiSession *self = user_data;
  g_autoptr (GBytes) message = g_bytes_new (pair, strlen (pair));
  GBytes *key = self->organisation != NULL ? self->organisation->signing_key : NULL;

  if (g_hash_table_contains (self->rules, pair) ||
      (signature != NULL && key != NULL && zpi_signature_verify (message, signature, key)))
    return TRUE;
  g_message ("Rules in the data folder are left alone: nobody vouches for them");
  g_ptr_array_add (self->unknown_rules, g_strdup (pair));
  return FALSE;
}

/* Rules of @scheme_id from now on; %NULL: of the pass this program comes with. They are read when
 * the session opens, and at once when it is open. */
void
zpi_session_use_scheme (ZpiSession *self, const char *scheme_id)
{
  const char *id = scheme_id != NULL ? scheme_id : zpi_scheme_get_shipped_id ();

  if (g_strcmp0 (zpi_scheme_shelf_get_id (self->shelf), id) == 0)
    return;
  zpi_scheme_shelf_begin (self->shelf, id);
  if (self->state == ZPI_SESSION_OPEN)
    zpi_session_load_rules (self);
}

/**
 * zpi_session_load_system_rules:
 * @shelf: for the rules of a pass
 *
 * Puts there what the administrator put on this computer. Real mode only; nobody is asked whether
 * they are right. Reads files.
 */
void
zpi_session_load_system_rules (ZpiSchemeShelf *shelf)
{
  g_autofree char *folder = g_build_filename (zpi_session_system_folder, ZPI_SCHEMES_FOLDER, NULL);

  zpi_scheme_shelf_load_folder (shelf, folder, NULL, NULL);
}

/* Those of the administrator, then those of the data folder. */
void
zpi_session_load_rules (ZpiSession *self)
{
  g_autofree char *own = g_build_filename (self->folder, ZPI_SCHEMES_FOLDER, NULL);

  g_ptr_array_set_size (self->unknown_rules, 0);
  if (self->practice) {
    zpi_scheme_shelf_load_folder (self->shelf, own, NULL, NULL);
    return;
  }
  zpi_session_load_system_rules (self->shelf);
  zpi_scheme_shelf_load_folder (self->shelf, own, is_trusted, self);
  /* Those of the pass that the program comes with are always there, and not read before their time.
   */
  if (strcmp (zpi_scheme_shelf_get_id (self->shelf), zpi_scheme_get_shipped_id ()) != 0 &&
      zpi_scheme_shelf_get_current (self->shelf) == NULL) {
    g_message ("The rules of the pass that the organisation file names are not at hand");
    zpi_session_use_scheme (self, NULL);
  }
}

/**
 * zpi_session_has_unknown_rules:
 * @self: a session
 *
 * Returns: whether rules lie in the data folder that nobody vouches for; they are not used
 */
gboolean
zpi_session_has_unknown_rules (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), FALSE);

  return self->unknown_rules->len > 0;
}

/**
 * zpi_session_accept_rules:
 * @self: an open session
 *
 * A person was asked about the rules in the data folder, and said yes: they are used from now on.
 */
void
zpi_session_accept_rules (ZpiSession *self)
{
  GPtrArray *pairs;

  g_return_if_fail (ZPI_IS_SESSION (self));

  if (self->state != ZPI_SESSION_OPEN || self->unknown_rules->len == 0)
    return;
  pairs = g_steal_pointer (&self->unknown_rules);
  self->unknown_rules = g_ptr_array_new_with_free_func (g_free);
  keep_known (self, pairs);
  zpi_session_load_rules (self);
  zpi_session_cases_changed (self);
}
