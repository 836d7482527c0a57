/* SPDX-License-Identifier: EUPL-1.2 */

/* How an application stands at the municipality. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-api.h"

#include "zpi-json.h"

#include "zpi-api-private.h"

/**
 * zpi_remote_status_free:
 * @self: (transfer full): a status
 */
void
zpi_remote_status_free (ZpiRemoteStatus *self)
{
  g_free (self->state);
  g_free (self->etag);
  g_free (self->form_sha256);
  g_clear_pointer (&self->documents, g_ptr_array_unref);
  g_clear_pointer (&self->receipt, zpi_receipt_free);
  g_bytes_unref (self->raw);
  g_free (self);
}

/* @id: whose status was asked. An answer about another application is no answer. */
ZpiRemoteStatus *
zpi_remote_status_parse (const char *id,
                         JsonNode *node,
                         GBytes *raw,
                         const char *etag,
                         GError **error)
{
  g_autoptr (ZpiRemoteStatus) self = g_new0 (ZpiRemoteStatus, 1);
  JsonObject *object = zpi_json_node_object (node);

  self->state = g_strdup (zpi_json_get_string (object, "status"));
  self->form_sha256 = g_strdup (zpi_json_get_string (object, "formulierSha256"));
  self->etag = g_strdup (etag);
  self->raw = g_bytes_ref (raw);
  if (self->state == NULL || g_strcmp0 (zpi_json_get_string (object, "aanvraagId"), id) != 0) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_VERIFIED,
                         "the answer is no status of this application");
    return NULL;
  }
  self->documents = zpi_receipt_documents_parse (object, TRUE, error);
  if (self->documents == NULL)
    return NULL;
  if (json_object_has_member (object, "ontvangenOp")) {
    self->receipt = zpi_receipt_from_object (object, TRUE, raw, error);
    if (self->receipt == NULL)
      return NULL;
  }
  return g_steal_pointer (&self);
}
