/* SPDX-License-Identifier: EUPL-1.2 */

/* What is kept about photos: where each goes, how the letter stands. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-photo-item.h"

#include <string.h>

#include "zpi-attention.h"
#include "zpi-case-store.h"
#include "zpi-clock.h"
#include "zpi-follow-up.h"
#include "zpi-json.h"
#include "zpi-letters.h"

#define RECORD_PASSES "passes"

void
zpi_photo_item_free (ZpiPhotoItem *self)
{
  g_free (self->code);
  g_free (self->order_id);
  g_free (self->holder_id);
  g_free (self->person);
  g_free (self);
}

/**
 * zpi_photo_item_write:
 * @self: a photo
 *
 * Returns: (transfer full): what is frozen with it
 */
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

/**
 * zpi_photo_item_read:
 * @payload: what was frozen
 * @error: return location for an error
 *
 * Returns: (transfer full): where the photo goes; %NULL with %ZPI_ERROR_BAD_FORMAT
 */
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

/**
 * zpi_photo_item_is_for_same:
 * @self: a photo
 * @other: another
 *
 * Returns: whether one takes the place of the other
 */
gboolean
zpi_photo_item_is_for_same (const ZpiPhotoItem *self, const ZpiPhotoItem *other)
{
  if (self->holder_id != NULL && other->holder_id != NULL)
    return strcmp (self->holder_id, other->holder_id) == 0;
  return self->person != NULL && other->person != NULL &&
         g_ascii_strcasecmp (self->person, other->person) == 0;
}

/**
 * zpi_photo_item_note_passes:
 * @store: the store
 * @case_id: an application, or a letter about photos
 * @n: how many people get a pass
 * @error: return location for an error
 *
 * So that one photo is asked of one person, also when the answers went. Store thread, in the
 * transaction of the caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_photo_item_note_passes (ZpiStore *store, const char *case_id, guint n, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%u", n);

  return zpi_follow_up_set_text (store, case_id, RECORD_PASSES, text, error);
}

static guint
count_passes (ZpiStore *store, const char *case_id)
{
  g_autoptr (GBytes) record = zpi_case_store_get_record (store, case_id, RECORD_PASSES, NULL);
  g_autofree char *text =
      record != NULL ? g_strndup (g_bytes_get_data (record, NULL), g_bytes_get_size (record))
                     : NULL;
  guint64 n = 0;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &n, NULL) ? (guint) n
                                                                                       : 0;
}

static void
mark_letter (ZpiStore *store, ZpiCaseInfo *info, GHashTable *known)
{
  g_autoptr (GBytes) code = NULL;

  info->photos = g_hash_table_contains (known, info->id);
  if (info->photos)
    return;
  code = zpi_case_store_get_record (store, info->id, ZPI_RECORD_LETTER_CODE, NULL);
  info->photos = code != NULL;
  if (info->photos)
    g_hash_table_add (known, g_strdup (info->id));
}

static gboolean
is_about_photos (const ZpiCaseInfo *info)
{
  return info->photos || info->state == ZPI_CASE_GRANTED || info->state == ZPI_CASE_PHOTOS;
}

/**
 * zpi_photo_item_mark_one:
 * @store: the store
 * @info: a case, of which it is noted whether it is a letter about photos, and of how many people
 * @known: (element-type utf8): letters that are known to be about photos; a new one is added
 *
 * Of a mail no code is kept: its answer has the id of the request. A letter with a code keeps it,
 * so that it is read once; one without may get one. Store thread.
 */
void
zpi_photo_item_mark_one (ZpiStore *store, ZpiCaseInfo *info, GHashTable *known)
{
  if (info->kind == ZPI_CASE_LETTER)
    mark_letter (store, info, known);
  if (is_about_photos (info))
    info->passes = count_passes (store, info->id);
}

/**
 * zpi_photo_item_mark:
 * @store: the store
 * @infos: (element-type ZpiCaseInfo): cases, each marked by zpi_photo_item_mark_one()
 * @known: (element-type utf8): letters that are known to be about photos
 *
 * Store thread.
 */
void
zpi_photo_item_mark (ZpiStore *store, GPtrArray *infos, GHashTable *known)
{
  for (guint i = 0; i < infos->len; i++)
    zpi_photo_item_mark_one (store, g_ptr_array_index (infos, i), known);
}

/**
 * zpi_photo_item_load_order:
 * @store: the store
 * @letter_id: a letter about photos
 *
 * Store thread.
 *
 * Returns: (transfer full) (nullable): what the municipality said last; %NULL before it was asked
 */
ZpiPhotoOrder *
zpi_photo_item_load_order (ZpiStore *store, const char *letter_id)
{
  g_autoptr (GBytes) record = zpi_case_store_get_record (store, letter_id, "status", NULL);
  g_autoptr (JsonNode) root = record != NULL ? zpi_json_parse (record, 0, 0, NULL) : NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  return zpi_photo_order_from_json (json_node_get_object (root), NULL);
}

/* So that the photos are asked after when the letter went with the answers. */
static gboolean
keep_order_of (ZpiStore *store, const ZpiPhotoOrder *order, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, order->application_id, NULL);

  return info == NULL ||
         (zpi_follow_up_set_text (store, info->id, ZPI_RECORD_PHOTO_ORDER, order->id, error) &&
          zpi_photo_item_note_passes (store, info->id, order->holders->len, error));
}

/**
 * zpi_photo_item_keep_order:
 * @store: the store
 * @letter_id: a letter about photos
 * @order: what the municipality says of it
 * @error: return location for an error
 *
 * Store thread, in the transaction of the caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_photo_item_keep_order (ZpiStore *store,
                           const char *letter_id,
                           const ZpiPhotoOrder *order,
                           GError **error)
{
  g_autofree char *text = zpi_photo_order_to_text (order);

  return zpi_follow_up_set_text (store, letter_id, "status", text, error) &&
         zpi_photo_item_note_passes (store, letter_id, order->holders->len, error) &&
         (order->reference == NULL ||
          zpi_case_store_set_reference (store, letter_id, order->reference, error)) &&
         (order->application_id == NULL ||
          (zpi_letters_attach (store, letter_id, order->application_id, error) &&
           keep_order_of (store, order, error)));
}

/* @n: how many may go; @stuck: (nullable): why the first one that does not is for a person */
static gboolean
count_waiting (ZpiStore *store, const char *letter_id, guint *n, char **stuck, GError **error)
{
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    const ZpiOutboxItem *item = g_ptr_array_index (items, i);

    if (strcmp (item->case_id, letter_id) != 0)
      continue;
    if (item->next_at_us != ZPI_OUTBOX_PARKED)
      *n += 1;
    else if (*stuck == NULL)
      *stuck = g_strdup (item->problem);
  }
  return TRUE;
}

static gboolean
move_to (ZpiStore *store, const char *letter_id, ZpiCaseState to, const char *word, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, letter_id, error);

  if (info == NULL)
    return FALSE;
  if (info->state == to && g_strcmp0 (info->attention, word) == 0)
    return TRUE;
  return zpi_case_store_set_state (store, letter_id, info->state, to, word, error) &&
         (info->state == to || zpi_follow_up_add_event (store,
                                                        letter_id,
                                                        zpi_case_state_to_nick (to),
                                                        zpi_clock_now_us (),
                                                        error));
}

/* Of a letter that no application's row tells of, it is news itself. */
static gboolean
note_rejected (ZpiStore *store, const char *letter_id, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, letter_id, error);

  return info != NULL && (zpi_letters_is_attached (store, info) ||
                          zpi_attention_is (info->attention, ZPI_ATTENTION_PHOTO_REJECTED) ||
                          zpi_letters_note_photo_rejected (store, letter_id, error));
}

/* The letter is in the state @to and due then; a photo that was turned down is said on its row. */
static gboolean
show_order (ZpiStore *store,
            const char *letter_id,
            const ZpiPhotoOrder *order,
            ZpiCaseState to,
            gint64 due_us,
            GError **error)
{
  gboolean rejected = order != NULL && zpi_photo_order_is_rejected (order);

  return (!rejected || note_rejected (store, letter_id, error)) &&
         zpi_case_store_set_due (store, letter_id, due_us, error) &&
         move_to (store,
                  letter_id,
                  to,
                  rejected ? zpi_attention_to_nick (ZPI_ATTENTION_PHOTO_REJECTED) : NULL,
                  error);
}

/**
 * zpi_photo_item_settle:
 * @store: the store
 * @letter_id: a letter about photos
 * @order: (nullable): how its order stands
 * @error: return location for an error
 *
 * After something of it was queued, sent or stopped: waiting while anything may go; then for a
 * person when one did not go; received when every photo is there; else more photos may come. Store
 * thread, in the transaction of the caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_photo_item_settle (ZpiStore *store,
                       const char *letter_id,
                       const ZpiPhotoOrder *order,
                       GError **error)
{
  gboolean complete = order != NULL && order->complete;
  g_autofree char *application = zpi_letters_dup_application (store, letter_id);
  g_autofree char *at = zpi_clock_format_iso (zpi_clock_now_us ());
  g_autofree char *stuck = NULL;
  guint n = 0;

  if (!count_waiting (store, letter_id, &n, &stuck, error) ||
      !zpi_letters_note_photos_asked (store, letter_id, error))
    return FALSE;
  if (n > 0 || stuck != NULL)
    return move_to (store,
                    letter_id,
                    n > 0 ? ZPI_CASE_WAITING : ZPI_CASE_ATTENTION,
                    n > 0 ? NULL : stuck,
                    error) &&
           zpi_letters_note_answer (store,
                                    letter_id,
                                    zpi_attention_to_nick (n > 0 ? ZPI_ATTENTION_ANSWER_WAITS
                                                                 : ZPI_ATTENTION_ANSWER_REFUSED),
                                    error);
  if (application != NULL && order != NULL &&
      !zpi_letters_note_photos (store, application, order, error))
    return FALSE;
  if (!complete)
    return show_order (store, letter_id, order, ZPI_CASE_DRAFT, 0, error);
  return zpi_follow_up_set_received (store, letter_id, at, error) &&
         zpi_case_store_set_due (store,
                                 letter_id,
                                 zpi_clock_end_of_day_us (order->expected_on),
                                 error) &&
         move_to (store, letter_id, ZPI_CASE_RECEIVED, NULL, error);
}

/* Only the stub is left: it says whether another photo is asked. */
static gboolean
take_cleared (ZpiStore *store, const ZpiCaseInfo *info, const ZpiPhotoOrder *order, GError **error)
{
  gint64 due_us = order->complete ? zpi_clock_end_of_day_us (order->expected_on) : 0;

  return show_order (store, info->id, order, info->state, due_us, error);
}

/**
 * zpi_photo_item_take:
 * @store: the store
 * @letter_id: a letter about photos
 * @order: what the municipality says of it
 * @error: return location for an error
 *
 * Keeps it, and has the letter's row say how it stands. Store thread, in the transaction of the
 * caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_photo_item_take (ZpiStore *store,
                     const char *letter_id,
                     const ZpiPhotoOrder *order,
                     GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, letter_id, error);

  if (info == NULL || !zpi_photo_item_keep_order (store, letter_id, order, error))
    return FALSE;
  switch (info->state) {
  case ZPI_CASE_DRAFT:
  case ZPI_CASE_WAITING:
    return zpi_photo_item_settle (store, letter_id, order, error);
  case ZPI_CASE_RECEIVED:
    return info->cleared_us == 0 ? zpi_photo_item_settle (store, letter_id, order, error)
                                 : take_cleared (store, info, order, error);
  default: /* what is being sent, or needs a person, says so */
    return TRUE;
  }
}

/**
 * zpi_photo_item_dup_order_of:
 * @store: the store
 * @application_id: an application
 *
 * Store thread.
 *
 * Returns: (transfer full) (nullable): the order that its photos went to, when known
 */
char *
zpi_photo_item_dup_order_of (ZpiStore *store, const char *application_id)
{
  g_autoptr (GBytes) record =
      zpi_case_store_get_record (store, application_id, ZPI_RECORD_PHOTO_ORDER, NULL);

  return record != NULL ? g_strndup (g_bytes_get_data (record, NULL), g_bytes_get_size (record))
                        : NULL;
}
