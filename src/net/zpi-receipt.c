/* SPDX-License-Identifier: EUPL-1.2 */

/* What the municipality says it stored. Nothing here is believed half: a receipt is whole and of
 * the right shape, or it is none; and it counts only when it says of every part that what is there
 * is what was sent. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-api.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-json.h"

#include "zpi-api-private.h"

static void
receipt_document_free (gpointer data)
{
  ZpiReceiptDocument *document = data;

  g_free (document->document_id);
  g_free (document->sha256);
  g_free (document);
}

/**
 * zpi_receipt_free:
 * @self: (transfer full): a receipt
 */
void
zpi_receipt_free (ZpiReceipt *self)
{
  g_free (self->application_id);
  g_free (self->supplement_id);
  g_free (self->reference);
  g_free (self->received_at);
  g_free (self->application_date);
  g_free (self->decision_date);
  g_free (self->form_sha256);
  g_clear_pointer (&self->documents, g_ptr_array_unref);
  g_bytes_unref (self->raw);
  g_free (self);
}

static gboolean
is_sha256 (const char *text)
{
  if (text == NULL || strlen (text) != 64)
    return FALSE;
  return strspn (text, "0123456789abcdef") == 64;
}

static gboolean
is_date (const char *text)
{
  ZpiDate date = ZPI_DATE_INIT;

  return text != NULL && strlen (text) == 10 && zpi_date_parse_iso (text, &date) &&
         zpi_date_is_full (&date);
}

static gboolean
is_time (const char *text)
{
  gint64 time_us;

  return zpi_clock_parse_iso (text, &time_us);
}

/* References are printed and shown; anything but a short word of plain letters is refused. */
static gboolean
is_reference (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length == 0 || length > 64)
    return FALSE;
  for (gsize i = 0; i < length; i++) {
    if (!g_ascii_isalnum (text[i]) && strchr ("-./_ ", text[i]) == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
not_verified (GError **error, const char *what)
{
  g_set_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED, "the answer %s", what);
  return FALSE;
}

/* Documents with all three of id, digest and size; others are left out when @complete_only. */
GPtrArray *
zpi_receipt_documents_parse (JsonObject *object, gboolean complete_only, GError **error)
{
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func (receipt_document_free);
  JsonArray *array = zpi_json_get_array (object, "documenten");

  if (array == NULL) {
    not_verified (error, "has no list of documents");
    return NULL;
  }
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *entry = zpi_json_get_object_at (array, i);
    const char *id = zpi_json_get_string (entry, "documentId");
    const char *sha256 = zpi_json_get_string (entry, "sha256");
    const char *status = zpi_json_get_string (entry, "status");
    ZpiReceiptDocument *document;
    gint64 size;

    if (complete_only && g_strcmp0 (status, "ontvangen") != 0)
      continue;
    if (id == NULL || !is_sha256 (sha256) || !zpi_json_get_int (entry, "grootteInBytes", &size) ||
        size < 0) {
      not_verified (error, "has an incomplete document");
      return NULL;
    }
    document = g_new0 (ZpiReceiptDocument, 1);
    document->document_id = g_strdup (id);
    document->sha256 = g_strdup (sha256);
    document->size_bytes = size;
    g_ptr_array_add (documents, document);
  }
  return g_steal_pointer (&documents);
}

static gboolean
take_fields (ZpiReceipt *self, JsonObject *object)
{
  self->application_id = g_strdup (zpi_json_get_string (object, "aanvraagId"));
  self->supplement_id = g_strdup (zpi_json_get_string (object, "aanvullingId"));
  self->reference = g_strdup (zpi_json_get_string (object, "referentie"));
  self->received_at = g_strdup (zpi_json_get_string (object, "ontvangenOp"));
  self->application_date = g_strdup (zpi_json_get_string (object, "aanvraagdatum"));
  self->decision_date = g_strdup (zpi_json_get_string (object, "beslisdatum"));
  self->form_sha256 = g_strdup (zpi_json_get_string (object, "formulierSha256"));

  if (self->application_id == NULL || !is_reference (self->reference) ||
      !is_sha256 (self->form_sha256) || !is_time (self->received_at) ||
      !is_date (self->decision_date))
    return FALSE;
  return is_date (self->application_date) ||
         (self->application_date == NULL && self->supplement_id != NULL);
}

ZpiReceipt *
zpi_receipt_from_object (JsonObject *object, gboolean complete_only, GBytes *raw, GError **error)
{
  g_autoptr (ZpiReceipt) self = g_new0 (ZpiReceipt, 1);

  self->raw = g_bytes_ref (raw);
  if (!take_fields (self, object)) {
    not_verified (error, "is no whole receipt");
    return NULL;
  }
  self->documents = zpi_receipt_documents_parse (object, complete_only, error);
  if (self->documents == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * zpi_receipt_parse:
 * @raw: a receipt as it came or was kept
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: (transfer full): the receipt, or %NULL with %ZPI_ERROR_NOT_VERIFIED when it is not whole
 */
ZpiReceipt *
zpi_receipt_parse (GBytes *raw, GError **error)
{
  g_autoptr (GError) json_error = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (raw != NULL, NULL);

  node = zpi_json_parse (raw, 0, 0, &json_error);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_NOT_VERIFIED,
                 "the receipt cannot be read: %s",
                 json_error != NULL ? json_error->message : "no object");
    return NULL;
  }
  return zpi_receipt_from_object (json_node_get_object (node), FALSE, raw, error);
}

static const ZpiReceiptDocument *
find_document (GPtrArray *documents, const char *id)
{
  for (guint i = 0; i < documents->len; i++) {
    const ZpiReceiptDocument *document = g_ptr_array_index (documents, i);

    if (strcmp (document->document_id, id) == 0)
      return document;
  }
  return NULL;
}

/**
 * zpi_receipt_verify:
 * @self: a receipt
 * @application_id: whose it must be
 * @form_sha256: the digest of the form that was sent
 * @documents: (element-type ZpiReceiptDocument): what was sent, each once
 * @error: return location for an error
 *
 * Any thread.
 *
 * Returns: whether it says that exactly what was sent is there; else %FALSE with
 * %ZPI_ERROR_NOT_VERIFIED
 */
gboolean
zpi_receipt_verify (const ZpiReceipt *self,
                    const char *application_id,
                    const char *form_sha256,
                    GPtrArray *documents,
                    GError **error)
{
  g_return_val_if_fail (self != NULL && application_id != NULL && form_sha256 != NULL, FALSE);
  g_return_val_if_fail (documents != NULL, FALSE);

  if (strcmp (self->application_id, application_id) != 0)
    return not_verified (error, "is of another application");
  if (strcmp (self->form_sha256, form_sha256) != 0)
    return not_verified (error, "has another digest of the form");
  if (self->documents->len != documents->len)
    return not_verified (error, "has another number of documents");
  for (guint i = 0; i < documents->len; i++) {
    const ZpiReceiptDocument *ours = g_ptr_array_index (documents, i);
    const ZpiReceiptDocument *theirs = find_document (self->documents, ours->document_id);

    if (theirs == NULL)
      return not_verified (error, "lacks a document");
    if (strcmp (theirs->sha256, ours->sha256) != 0 || theirs->size_bytes != ours->size_bytes)
      return not_verified (error, "has another digest of a document");
  }
  return TRUE;
}
