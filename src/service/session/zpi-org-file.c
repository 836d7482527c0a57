/* SPDX-License-Identifier: EUPL-1.2 */

/* The organisation file: a JSON object, or one in an envelope with the municipality's signature:
 * {"signed": base64 of the object's bytes, "signature": base64, Ed25519 over those bytes}. */

#include "zpi-org-file.h"

#include "zpi-digest.h"
#include "zpi-json.h"
#include "zpi-text.h"
#include "zpi-vault.h"

#include <string.h>

#define MAX_BYTES         (64 * 1024)
#define MAX_PORTS         16
#define MAX_NAME          40
#define ESCROW_KEY_BYTES  32
#define SIGNING_KEY_BYTES 32
/* Of the digest, enough that nobody can make another file with it, and short enough to type. */
#define FINGERPRINT_BYTES         15
#define FINGERPRINT_LETTERS       (FINGERPRINT_BYTES * 8 / 5)

#define DEFAULT_RETENTION_DAYS    90
#define DEFAULT_IDLE_LOCK_MINUTES 5

static gboolean
bad (GError **error, const char *member)
{
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_BAD_FORMAT,
               "Organisation file: %s is not right",
               member);
  return FALSE;
}

/* null is absent, everywhere. */
static gboolean
is_given (JsonObject *object, const char *member)
{
  return json_object_has_member (object, member) && !json_object_get_null_member (object, member);
}

/* Who wrote something of another kind meant something by it, which must not get lost: a key that is
 * a number would leave the desk without that key. */
static gboolean
is_text (JsonObject *object, const char *member, GError **error)
{
  return !is_given (object, member) || zpi_json_get_string (object, member) != NULL ||
         bad (error, member);
}

/* What is no name, but a sentence or a secret in the wrong place, is not repeated. */
static const char *
plain_name (const char *member)
{
  gsize length = strlen (member);

  return length > 0 && length <= MAX_NAME &&
                 strspn (member, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-") == length
             ? member
             : "…";
}

/* A policy whose name has a slip would not be in force, and nobody would know. A file of a later
 * version may have more, so it is said and does not stand in the way. */
static void
find_unknown (ZpiOrgFile *self, JsonObject *object, const char *const *known)
{
  g_autoptr (GList) members = json_object_get_members (object);
  g_autoptr (GString) names = g_string_new (self->unknown);

  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", plain_name (l->data));
  g_free (self->unknown);
  self->unknown = names->len > 0 ? g_strdup (names->str) : NULL;
}

static GBytes *
read_base64 (JsonObject *object, const char *member)
{
  const char *text = zpi_json_get_string (object, member);
  guchar *data;
  gsize size = 0;

  if (text == NULL)
    return NULL;
  data = g_base64_decode (text, &size);
  return g_bytes_new_take (data, size);
}

static gboolean
is_https (const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL && strcmp (g_uri_get_scheme (uri), "https") == 0 &&
         g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL &&
         g_uri_get_fragment (uri) == NULL;
}

static gboolean
read_texts (ZpiOrgFile *self, JsonObject *object, GError **error)
{
  static const char *const texts[] = {"name", "email", "base_url", "issuer", "client_id", "scheme"};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!is_text (object, texts[i], error))
      return FALSE;
  self->name = zpi_text_line (zpi_json_get_string (object, "name"));
  self->email = g_strdup (zpi_json_get_string (object, "email"));
  self->base_url = g_strdup (zpi_json_get_string (object, "base_url"));
  self->issuer = g_strdup (zpi_json_get_string (object, "issuer"));
  self->client_id = g_strdup (zpi_json_get_string (object, "client_id"));
  self->scheme = g_strdup (zpi_json_get_string (object, "scheme"));
  if (*self->name == '\0')
    return bad (error, "name");
  if (!is_https (self->base_url) || !g_str_has_suffix (self->base_url, "/v1"))
    return bad (error, "base_url");
  if (!is_https (self->issuer))
    return bad (error, "issuer");
  if (self->client_id == NULL || *self->client_id == '\0')
    return bad (error, "client_id");
  if (self->scheme != NULL && *self->scheme == '\0')
    return bad (error, "scheme");
  return TRUE;
}

static gboolean
read_ports (ZpiOrgFile *self, JsonObject *object, GError **error)
{
  JsonArray *ports = zpi_json_get_array (object, "redirect_ports");
  guint n_ports = ports != NULL ? json_array_get_length (ports) : 0;

  if (!is_given (object, "redirect_ports"))
    return TRUE;
  if (n_ports == 0 || n_ports > MAX_PORTS)
    return bad (error, "redirect_ports");
  self->redirect_ports = g_new0 (guint16, n_ports + 1);
  for (guint i = 0; i < n_ports; i++) {
    gint64 port;

    if (!zpi_json_node_get_whole (json_array_get_element (ports, i), &port) || port < 1024 ||
        port > G_MAXUINT16)
      return bad (error, "redirect_ports");
    self->redirect_ports[i] = (guint16) port;
  }
  return TRUE;
}

static gboolean
read_keys (ZpiOrgFile *self, JsonObject *object, GError **error)
{
  if (!is_text (object, "escrow_key", error) || !is_text (object, "signing_key", error))
    return FALSE;
  self->escrow_key = read_base64 (object, "escrow_key");
  if (self->escrow_key != NULL && g_bytes_get_size (self->escrow_key) != ESCROW_KEY_BYTES)
    return bad (error, "escrow_key");
  self->signing_key = read_base64 (object, "signing_key");
  if (self->signing_key != NULL && g_bytes_get_size (self->signing_key) != SIGNING_KEY_BYTES)
    return bad (error, "signing_key");
  return TRUE;
}

static gboolean
read_number (JsonObject *object,
             const char *member,
             gint64 least,
             gint64 most,
             gint64 otherwise,
             gint64 *value,
             GError **error)
{
  *value = otherwise;
  if (!is_given (object, member))
    return TRUE;
  if (zpi_json_get_int (object, member, value) && *value >= least && *value <= most)
    return TRUE;
  return bad (error, member);
}

static gboolean
read_policy (ZpiOrgFile *self, JsonObject *object, GError **error)
{
  gint64 days, minutes, bytes;

  if (!read_number (object, "retention_days", 1, 3650, DEFAULT_RETENTION_DAYS, &days, error) ||
      !read_number (object,
                    "idle_lock_minutes",
                    1,
                    120,
                    DEFAULT_IDLE_LOCK_MINUTES,
                    &minutes,
                    error) ||
      !read_number (object, "serial", 0, G_MAXINT64, 0, &self->serial, error) ||
      !read_number (object, "max_document_bytes", 0, G_MAXINT32, 0, &bytes, error))
    return FALSE;
  self->retention_days = (guint) days;
  self->idle_lock_minutes = (guint) minutes;
  self->max_document_bytes = (guint64) bytes;
  return !is_given (object, "allow_keyring_only") ||
         zpi_json_get_boolean (object, "allow_keyring_only", &self->allow_keyring_only) ||
         bad (error, "allow_keyring_only");
}

/* (transfer full) (nullable): a document that is an object */
static JsonNode *
parse_object (GBytes *bytes, GError **error)
{
  g_autoptr (JsonNode) node = zpi_json_parse (bytes, MAX_BYTES, 0, error);

  if (node == NULL || JSON_NODE_HOLDS_OBJECT (node))
    return g_steal_pointer (&node);
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_BAD_FORMAT,
                       "The organisation file is not a JSON object");
  return NULL;
}

/* The object inside the envelope, or the file itself. */
static JsonNode *
open_envelope (ZpiOrgFile *self, GError **error)
{
  static const char *const known[] = {"signed", "signature", NULL};
  g_autoptr (JsonNode) outer = parse_object (self->raw, error);
  JsonObject *object;

  if (outer == NULL)
    return NULL;
  object = json_node_get_object (outer);
  if (!json_object_has_member (object, "signed"))
    return g_steal_pointer (&outer);
  self->signed_bytes = read_base64 (object, "signed");
  self->signature = read_base64 (object, "signature");
  if (self->signed_bytes == NULL || self->signature == NULL) {
    bad (error, "signed");
    return NULL;
  }
  find_unknown (self, object, known);
  return parse_object (self->signed_bytes, error);
}

/**
 * zpi_org_file_parse:
 * @raw: the file
 * @error: return location for an error
 *
 * Reads an organisation file. Whether it may be believed is for the session to find out.
 *
 * Returns: (transfer full): the file, or %NULL with BAD_FORMAT or TOO_LARGE
 */
ZpiOrgFile *
zpi_org_file_parse (GBytes *raw, GError **error)
{
  /* Old files may name send_while_locked, which is gone. */
  static const char *const known[] = {"version",
                                      "name",
                                      "email",
                                      "base_url",
                                      "issuer",
                                      "client_id",
                                      "scheme",
                                      "redirect_ports",
                                      "escrow_key",
                                      "signing_key",
                                      "retention_days",
                                      "idle_lock_minutes",
                                      "serial",
                                      "allow_keyring_only",
                                      "max_document_bytes",
                                      "send_while_locked",
                                      NULL};
  g_autoptr (ZpiOrgFile) self = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  gint64 version = 0;

  g_return_val_if_fail (raw != NULL, NULL);

  self = g_new0 (ZpiOrgFile, 1);
  g_ref_count_init (&self->ref_count);
  self->raw = g_bytes_ref (raw);
  root = open_envelope (self, error);
  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  if (!zpi_json_get_int (object, "version", &version) || version != 1) {
    bad (error, "version");
    return NULL;
  }
  if (!read_texts (self, object, error) || !read_ports (self, object, error) ||
      !read_keys (self, object, error) || !read_policy (self, object, error))
    return NULL;
  find_unknown (self, object, known);
  return g_steal_pointer (&self);
}

/**
 * zpi_org_file_ref:
 * @self: an organisation file
 *
 * Returns: (transfer full): @self
 */
ZpiOrgFile *
zpi_org_file_ref (ZpiOrgFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * zpi_org_file_unref:
 * @self: (transfer full): an organisation file
 */
void
zpi_org_file_unref (ZpiOrgFile *self)
{
  if (self == NULL || !g_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->escrow_key, g_bytes_unref);
  g_clear_pointer (&self->signing_key, g_bytes_unref);
  g_clear_pointer (&self->signed_bytes, g_bytes_unref);
  g_clear_pointer (&self->signature, g_bytes_unref);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_free (self->redirect_ports);
  g_free (self->unknown);
  g_free (self->name);
  g_free (self->email);
  g_free (self->base_url);
  g_free (self->issuer);
  g_free (self->client_id);
  g_free (self->scheme);
  g_free (self);
}

/* Letters that cannot be mistaken for one another on paper. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
fingerprint_letters (const ZpiOrgFile *self, char letters[FINGERPRINT_LETTERS + 1])
{
  guint8 digest[ZPI_DIGEST_BYTES];
  guint bits = 0, n_bits = 0;
  gsize at = 0;

  zpi_digest_raw (g_bytes_get_data (self->raw, NULL), g_bytes_get_size (self->raw), digest);
  for (gsize i = 0; i < FINGERPRINT_BYTES; i++) {
    bits = (bits << 8) | digest[i];
    n_bits += 8;
    while (n_bits >= 5) {
      n_bits -= 5;
      letters[at++] = alphabet[(bits >> n_bits) & 31];
    }
  }
  letters[at] = '\0';
}

static char
normal_letter (char letter)
{
  switch (g_ascii_toupper (letter)) {
  case 'O':
    return '0';
  case 'I':
  case 'L':
    return '1';
  default:
    return g_ascii_toupper (letter);
  }
}

/**
 * zpi_org_file_matches:
 * @self: an organisation file
 * @typed_fingerprint: what was typed over from the letter
 *
 * Returns: whether it is the fingerprint of this file; spaces, dashes of any kind and case do not
 *   matter, nor do letters that look like digits
 */
gboolean
zpi_org_file_matches (const ZpiOrgFile *self, const char *typed_fingerprint)
{
  char letters[FINGERPRINT_LETTERS + 1];
  g_autofree char *plain = NULL;
  gsize at = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (typed_fingerprint == NULL)
    return FALSE;
  fingerprint_letters (self, letters);
  plain = zpi_text_line (typed_fingerprint);
  for (const char *p = plain; *p != '\0'; p++) {
    if (*p == ' ' || *p == '-')
      continue;
    if (at >= FINGERPRINT_LETTERS || normal_letter (*p) != letters[at])
      return FALSE;
    at++;
  }
  return at == FINGERPRINT_LETTERS;
}

/**
 * zpi_org_file_is_signed_by:
 * @self: an organisation file
 * @known: the file that is in force
 *
 * Returns: whether @self carries a signature by the key that @known names
 */
gboolean
zpi_org_file_is_signed_by (const ZpiOrgFile *self, const ZpiOrgFile *known)
{
  g_return_val_if_fail (self != NULL && known != NULL, FALSE);

  return known->signing_key != NULL && self->signature != NULL &&
         zpi_signature_verify (self->signed_bytes, self->signature, known->signing_key);
}

/**
 * zpi_org_file_dup_digest:
 * @self: an organisation file
 *
 * Returns: (transfer full): SHA-256 of its bytes, lower-case hex
 */
char *
zpi_org_file_dup_digest (const ZpiOrgFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return zpi_digest_of_bytes (self->raw);
}

/**
 * zpi_org_file_is_same:
 * @self: an organisation file
 * @other: (nullable): another one
 *
 * Returns: whether they are the same to the byte
 */
gboolean
zpi_org_file_is_same (const ZpiOrgFile *self, const ZpiOrgFile *other)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return other != NULL && g_bytes_equal (self->raw, other->raw);
}

static gboolean
same_bytes (GBytes *a, GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

/**
 * zpi_org_file_goes_elsewhere:
 * @self: the file in force
 * @to: the one that would take its place
 *
 * Returns: whether @to leads to another server or has another escrow key
 */
gboolean
zpi_org_file_goes_elsewhere (const ZpiOrgFile *self, const ZpiOrgFile *to)
{
  g_return_val_if_fail (self != NULL && to != NULL, FALSE);

  return strcmp (self->base_url, to->base_url) != 0 || strcmp (self->issuer, to->issuer) != 0 ||
         !same_bytes (self->escrow_key, to->escrow_key);
}
