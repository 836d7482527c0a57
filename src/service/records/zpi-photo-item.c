/* SPDX-License-Identifier: EUPL-1.2 */

/* What is kept about photos: where each goes, how the letter stands. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-photo-item.h"

#include <string.h>

#include "zpi-case-store.h"
#include "zpi-clock.h"
#include "zpi-follow-up.h"
#include "zpi-json.h"
#include "zpi-letters.h"

void
zpi_photo_item_free (ZpiPhotoItem *self)
{
  g_free (self->code);
  g_free (self->order_id);
  g_free (self->holder_id);
  g_free (self->person);
  g_free (self);
}

GBytes *
zpi_photo_item_write (const ZpiPhotoItem *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (root, object);
  zpi_json_set_string (object, "code", self->code);
  zpi_json_set_string (object, "opdrachtId", self->order_id);
  zpi_json_set_string (object, "pashouderId", self->holder_id);
  zpi_json_set_string (object, "persoon", self->person);
  return zpi_json_serialize (root, FALSE);
}

ZpiPhotoItem *
zpi_photo_item_read (GBytes *payload, GError **error)
{
  g_autoptr (JsonNode) root = zpi_json_parse (payload, 0, 0, error);
  g_autoptr (ZpiPhotoItem) self = g_new0 (ZpiPhotoItem, 1);
  JsonObject *object = zpi_json_node_object (root);

  if (root == NULL)
    return NULL;
  self->code = g_strdup (zpi_json_get_string (object, "code"));
  self->order_id = g_strdup (zpi_json_get_string (object, "opdrachtId"));
  self->holder_id = g_strdup (zpi_json_get_string (object, "pashouderId"));
  self->person = g_strdup (zpi_json_get_string (object, "persoon"));
  if (self->code != NULL && (self->holder_id != NULL || self->person != NULL))
    return g_steal_pointer (&self);
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "Where a photo goes is not known");
  return NULL;
}

/* Whether one takes the place of the other. */
gboolean
zpi_photo_item_is_for_same (const ZpiPhotoItem *self, const ZpiPhotoItem *other)
{
  if (self->holder_id != NULL && other->holder_id != NULL)
    return strcmp (self->holder_id, other->holder_id) == 0;
  return self->person != NULL && other->person != NULL &&
         g_ascii_strcasecmp (self->person, other->person) == 0;
}

ZpiPhotoOrder *
zpi_photo_item_load_order (ZpiStore *store, const char *letter_id)
{
  g_autoptr (GBytes) record = zpi_case_store_get_record (store, letter_id, "status", NULL);
  g_autoptr (JsonNode) root = record != NULL ? zpi_json_parse (record, 0, 0, NULL) : NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  return zpi_photo_order_from_json (json_node_get_object (root), NULL);
}

gboolean
zpi_photo_item_keep_order (ZpiStore *store,
                           const char *letter_id,
                           const ZpiPhotoOrder *order,
                           GError **error)
{
  g_autofree char *text = zpi_photo_order_to_text (order);

  return zpi_follow_up_set_text (store, letter_id, "status", text, error) &&
         (order->reference == NULL ||
          zpi_case_store_set_reference (store, letter_id, order->reference, error)) &&
         (order->application_id == NULL ||
          zpi_letters_attach (store, letter_id, order->application_id, error));
}

static gboolean
count_waiting (ZpiStore *store, const char *letter_id, guint *n, GError **error)
{
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    const ZpiOutboxItem *item = g_ptr_array_index (items, i);

    *n += strcmp (item->case_id, letter_id) == 0 ? 1 : 0;
  }
  return TRUE;
}

static gboolean
move_to (ZpiStore *store, const char *letter_id, ZpiCaseState to, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, letter_id, error);

  if (info == NULL)
    return FALSE;
  if (info->state == to && info->attention == NULL)
    return TRUE;
  return zpi_case_store_set_state (store, letter_id, info->state, to, NULL, error) &&
         zpi_follow_up_add_event (store,
                                  letter_id,
                                  zpi_case_state_to_nick (to),
                                  zpi_clock_now_us (),
                                  error);
}

/* Waiting while anything waits; received when every photo is there; else more photos may come. */
gboolean
zpi_photo_item_settle (ZpiStore *store,
                       const char *letter_id,
                       const ZpiPhotoOrder *order,
                       GError **error)
{
  gboolean complete = order != NULL && order->complete;
  g_autofree char *at = zpi_clock_format_iso (zpi_clock_now_us ());
  guint n = 0;

  if (!count_waiting (store, letter_id, &n, error) ||
      !zpi_letters_note_photos_asked (store, letter_id, error))
    return FALSE;
  if (n > 0)
    return move_to (store, letter_id, ZPI_CASE_WAITING, error) &&
           zpi_letters_note_answer (store, letter_id, ZPI_LETTERS_ANSWER_WAITS, error);
  if (!complete)
    return move_to (store, letter_id, ZPI_CASE_DRAFT, error) &&
           zpi_letters_note_answer (store, letter_id, NULL, error);
  return zpi_follow_up_set_text (store, letter_id, "received-at", at, error) &&
         zpi_case_store_set_due (store,
                                 letter_id,
                                 zpi_clock_end_of_day_us (order->expected_on),
                                 error) &&
         move_to (store, letter_id, ZPI_CASE_RECEIVED, error) &&
         zpi_letters_note_photos (store, letter_id, order->expected_on, error);
}
