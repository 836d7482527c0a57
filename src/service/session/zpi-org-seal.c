/* SPDX-License-Identifier: EUPL-1.2 */

/* The accepted organisation file, sealed in the store. Whoever can write in the data folder can
 * change the file there, but not what was accepted. */

#include "zpi-org-seal.h"

#include "zpi-case-store.h"
#include "zpi-json.h"

#define SEALED_NAME "organisation"

static const char *const origins[] = {
    [ZPI_ORG_SYSTEM] = "system",
    [ZPI_ORG_TYPED] = "typed",
    [ZPI_ORG_SIGNED] = "signed",
};

void
zpi_org_seal_free (ZpiOrgSeal *self)
{
  g_clear_pointer (&self->file, zpi_org_file_unref);
  g_free (self->previous);
  g_free (self);
}

static gboolean
read_origin (JsonObject *object, ZpiOrgOrigin *origin)
{
  const char *text = zpi_json_get_string (object, "origin");

  for (guint i = 0; i < G_N_ELEMENTS (origins); i++)
    if (g_strcmp0 (text, origins[i]) == 0) {
      *origin = i;
      return TRUE;
    }
  return FALSE;
}

static ZpiOrgSeal *
parse (GBytes *plain, GError **error)
{
  g_autoptr (JsonNode) root = zpi_json_parse (plain, 0, 0, error);
  g_autoptr (ZpiOrgSeal) self = g_new0 (ZpiOrgSeal, 1);
  g_autoptr (GBytes) raw = NULL;
  JsonObject *object;
  const char *file;
  guchar *data;
  gsize size = 0;

  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  file = zpi_json_get_string (object, "file");
  if (file == NULL || !read_origin (object, &self->origin)) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "The accepted organisation file is odd");
    return NULL;
  }
  data = g_base64_decode (file, &size);
  raw = g_bytes_new_take (data, size);
  self->file = zpi_org_file_parse (raw, error);
  self->previous = g_strdup (zpi_json_get_string (object, "previous"));
  zpi_json_get_int (object, "serial", &self->serial);
  return self->file != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * zpi_org_seal_read:
 * @store: a store whose vault is unlocked
 * @error: return location for an error
 *
 * On the store thread.
 *
 * Returns: (transfer full): what was accepted; %NULL with %ZPI_ERROR_NOT_FOUND when nothing was,
 *   %ZPI_ERROR_KEY_MISSING, %ZPI_ERROR_SEAL_BROKEN or a storage error
 */
ZpiOrgSeal *
zpi_org_seal_read (ZpiStore *store, GError **error)
{
  g_autoptr (GBytes) plain = zpi_meta_store_get_sealed (store, SEALED_NAME, error);

  return plain != NULL ? parse (plain, error) : NULL;
}

static GBytes *
serialize (const ZpiOrgFile *file, ZpiOrgOrigin origin, const char *previous, gint64 serial)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  gsize size;
  const guchar *raw = g_bytes_get_data (file->raw, &size);
  g_autofree char *text = g_base64_encode (raw, size);

  zpi_json_set_string (object, "file", text);
  zpi_json_set_string (object, "origin", origins[origin]);
  zpi_json_set_string (object, "previous", previous);
  json_object_set_int_member (object, "serial", serial);
  json_node_set_object (root, object);
  return zpi_json_serialize (root, FALSE);
}

/* A signed file has to be newer than every one before it; one that a person typed over may be the
 * same again. What an administrator puts down may be anything. */
static gboolean
check_serial (const ZpiOrgFile *file, ZpiOrgOrigin origin, const ZpiOrgSeal *before, GError **error)
{
  if (before == NULL || origin == ZPI_ORG_SYSTEM || zpi_org_file_is_same (file, before->file) ||
      (origin == ZPI_ORG_TYPED && file->serial >= before->serial) || file->serial > before->serial)
    return TRUE;
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_GONE,
               "The organisation file is older than one that was accepted before");
  return FALSE;
}

/**
 * zpi_org_seal_write:
 * @store: a store whose vault is unlocked
 * @file: an organisation file
 * @origin: why it is believed
 * @error: return location for an error
 *
 * On the store thread, inside a transaction.
 *
 * Returns: %FALSE with %ZPI_ERROR_GONE when a newer file was accepted before, or an error of the
 *   store
 */
gboolean
zpi_org_seal_write (ZpiStore *store, const ZpiOrgFile *file, ZpiOrgOrigin origin, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ZpiOrgSeal) before = zpi_org_seal_read (store, &local);
  g_autofree char *previous = NULL;
  g_autoptr (GBytes) plain = NULL;
  gint64 serial = file->serial;

  if (before == NULL && g_error_matches (local, ZPI_ERROR, ZPI_ERROR_KEY_MISSING)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!check_serial (file, origin, before, error))
    return FALSE;
  if (before != NULL) {
    previous = zpi_org_file_is_same (file, before->file) ? g_strdup (before->previous)
                                                         : zpi_org_file_dup_digest (before->file);
    serial = MAX (serial, before->serial);
  }
  plain = serialize (file, origin, previous, serial);
  return zpi_meta_store_set_sealed (store, SEALED_NAME, plain, error);
}
