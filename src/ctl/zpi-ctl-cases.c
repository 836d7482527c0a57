/* SPDX-License-Identifier: EUPL-1.2 */

/* `list` and `status`: where cases are. Nothing here says who the client is. */

#include "zpi-attention.h"
#include "zpi-clock.h"
#include "zpi-ctl.h"
#include "zpi-json.h"
#include "zpi-kept-codes.h"
#include "zpi-letters.h"
#include "zpi-news-ids.h"
#include "zpi-outbox-store.h"
#include "zpi-photo-item.h"
#include "zpi-still-missing.h"

#include <string.h>

static const char *
next_step_of_answer (const ZpiCaseInfo *info)
{
  if (zpi_letters_is_under_way (info))
    return "wait-until-sent";
  if (zpi_attention_is (info->attention, ZPI_ATTENTION_ANSWER_REFUSED))
    return "repair";
  return "send-more-information";
}

static const char *
next_step_of_photos (const ZpiCaseInfo *info)
{
  if (zpi_attention_is (info->attention, ZPI_ATTENTION_PHOTOS_SENT))
    return "wait-for-pass";
  if (zpi_letters_is_under_way (info))
    return "wait-until-sent";
  if (zpi_attention_is (info->attention, ZPI_ATTENTION_ANSWER_REFUSED))
    return "repair";
  return "send-photos";
}

static const char *
next_step_of_draft (const ZpiCaseInfo *info)
{
  if (zpi_attention_is (info->attention, ZPI_ATTENTION_CODE_WAITS))
    return "look-up-code";
  if (zpi_attention_is (info->attention, ZPI_ATTENTION_CODE_UNKNOWN) ||
      zpi_attention_is (info->attention, ZPI_ATTENTION_REQUEST_CLOSED))
    return "repair";
  return info->kind == ZPI_CASE_LETTER ? "add-and-send" : "complete-and-send";
}

static const char *
next_step (const ZpiCaseInfo *info)
{
  switch (info->state) {
  case ZPI_CASE_DRAFT:
    return next_step_of_draft (info);
  case ZPI_CASE_WAITING:
    return "wait-until-sent";
  case ZPI_CASE_SENDING:
    return "wait-for-receipt";
  case ZPI_CASE_RECEIVED:
    if (zpi_attention_is (info->attention, ZPI_ATTENTION_PHOTO_REJECTED))
      return "send-photos";
    return info->cleared_us == 0 ? "done-with-client" : "wait-for-decision";
  case ZPI_CASE_IN_ASSESSMENT:
    return "wait-for-decision";
  case ZPI_CASE_MORE_INFORMATION:
    return next_step_of_answer (info);
  case ZPI_CASE_GRANTED:
    return "wait-for-letter";
  case ZPI_CASE_PHOTOS:
    return next_step_of_photos (info);
  case ZPI_CASE_REJECTED:
    return "explain-decision";
  case ZPI_CASE_ATTENTION:
    return "repair";
  case ZPI_CASE_PAPER:
    return "post-paper-form";
  case ZPI_CASE_HANDED_OVER:
    return "other-desk-goes-on";
  case ZPI_CASE_ISSUED:
  case ZPI_CASE_WITHDRAWN:
  case ZPI_CASE_CLOSED:
    return "none";
  default:
    g_assert_not_reached ();
  }
}

static void
set_time (JsonObject *object, const char *member, gint64 time_us)
{
  g_autofree char *text =
      time_us > 0 && time_us < G_MAXINT64 ? zpi_clock_format_iso (time_us) : NULL;

  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

static void
set_date (JsonObject *object, const char *member, gint64 time_us)
{
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *text = NULL;

  if (time_us > 0)
    local = g_date_time_new_from_unix_local (time_us / G_USEC_PER_SEC);
  if (local != NULL)
    text = g_date_time_format (local, "%Y-%m-%d");
  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

static void
set_text (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, member, text);
  else
    json_object_set_null_member (object, member);
}

static JsonObject *
describe_info (const ZpiCaseInfo *info)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", info->id);
  json_object_set_string_member (object, "kind", zpi_case_kind_to_nick (info->kind));
  json_object_set_string_member (object, "state", zpi_case_state_to_nick (info->state));
  set_text (object, "attention", info->attention);
  set_text (object, "reference", info->reference);
  json_object_set_string_member (object, "next_step", next_step (info));
  set_date (object, "due", info->due_us);
  json_object_set_boolean_member (object, "cleared", info->cleared_us != 0);
  if (info->news)
    json_object_set_boolean_member (object, "news", TRUE);
  if (info->damaged)
    json_object_set_boolean_member (object, "damaged", TRUE);
  return object;
}

static gboolean
list_func (ZpiStore *store, gpointer data, GError **error)
{
  JsonArray *list = data;
  g_autoptr (GPtrArray) infos = zpi_case_store_list (store, error);

  if (infos == NULL)
    return FALSE;
  zpi_letters_drop_attached (store, infos);
  zpi_news_mark (store, infos);
  for (guint i = 0; i < infos->len; i++)
    json_array_add_object_element (list, describe_info (g_ptr_array_index (infos, i)));
  return TRUE;
}

/* That there are no cases is true of a folder in which nothing was kept yet. It may be mistyped. */
static gboolean
fill_list (Ctl *ctl, JsonArray *list, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  ZpiStore *store;

  if (!ctl_open (ctl, &local) && ctl->found_nothing) {
    ctl_message ("zpictl: warning: list: %s", local->message);
    return TRUE;
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  store = zpi_session_get_store (ctl->session);
  zpi_store_run_async (store, list_func, list, NULL, NULL, ctl_result_cb, &result);
  return zpi_store_run_finish (store, ctl_wait (&result), error) != NULL;
}

int
ctl_list (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonArray) list = json_array_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  gboolean empty;

  if (!fill_list (ctl, list, &error))
    return ctl_failed ("list", error);
  json_node_set_array (root, list);
  ctl_print (root);
  /* "No cases" would be believed. */
  empty = json_array_get_length (list) == 0;
  return empty && !ctl->found_nothing && zpi_session_is_damaged (ctl->session) ? CTL_FAILED
                                                                               : CTL_OK;
}

typedef struct {
  const char *case_id;
  JsonObject *object;
  gboolean received;
} DescribeCase;

/* Records are JSON of our own, or what the municipality said about dates and states. */
static JsonNode *
read_record (ZpiStore *store, const char *case_id, const char *name)
{
  g_autoptr (GBytes) record = zpi_case_store_get_record (store, case_id, name, NULL);
  g_autofree char *wrapped = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (record == NULL)
    return NULL;
  wrapped = g_strdup_printf ("{\"record\":%.*s}",
                             (int) g_bytes_get_size (record),
                             (const char *) g_bytes_get_data (record, NULL));
  node = zpi_json_parse_text (wrapped, NULL);
  if (node == NULL)
    return NULL;
  return json_object_dup_member (json_node_get_object (node), "record");
}

static void
add_record (DescribeCase *self, ZpiStore *store, const char *name)
{
  g_autoptr (JsonNode) node = read_record (store, self->case_id, name);

  if (node != NULL)
    json_object_set_member (self->object, name, g_steal_pointer (&node));
}

static void
add_outbox (DescribeCase *self, ZpiStore *store)
{
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, self->case_id, NULL);
  g_autoptr (GPtrArray) parts = NULL;
  JsonObject *outbox;
  guint n_done = 0;

  if (item == NULL)
    return;
  parts = zpi_outbox_store_parts (store, item->id, NULL);
  for (guint i = 0; parts != NULL && i < parts->len; i++) {
    const ZpiOutboxPart *part = g_ptr_array_index (parts, i);

    n_done += g_strcmp0 (part->state, "done") == 0 ? 1 : 0;
  }
  outbox = json_object_new ();
  json_object_set_string_member (outbox, "step", zpi_outbox_step_to_nick (item->step));
  json_object_set_int_member (outbox, "attempts", item->attempts);
  set_time (outbox, "queued", item->queued_us);
  set_time (outbox, "tried", item->tried_us);
  set_time (outbox, "next", item->step == ZPI_OUTBOX_DONE ? 0 : item->next_at_us);
  set_text (outbox, "problem", item->problem);
  json_object_set_int_member (outbox, "documents", parts != NULL ? parts->len : 0);
  json_object_set_int_member (outbox, "documents_done", n_done);
  json_object_set_object_member (self->object, "outbox", outbox);
}

static void
copy_member (JsonObject *from, const char *name, JsonObject *to, const char *new_name)
{
  if (from != NULL && json_object_has_member (from, name))
    json_object_set_member (to, new_name, json_object_dup_member (from, name));
}

static JsonArray *
names_to_json (GStrv names)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);
  return array;
}

/* What was missing when it was sent and is not there yet, and which questions were not answered. */
static void
add_missing (DescribeCase *self, ZpiStore *store)
{
  g_autoptr (GBytes) record =
      zpi_case_store_get_record (store, self->case_id, ZPI_RECORD_MISSING, NULL);
  g_autoptr (GPtrArray) missing = zpi_still_missing_read (record);
  g_autoptr (ZpiUnanswered) unanswered = zpi_still_missing_read_unanswered (record);

  if (record == NULL)
    return;
  json_object_set_array_member (self->object, "missing", zpi_wanted_list_to_json (missing));
  json_object_set_array_member (self->object,
                                "missing_questions",
                                names_to_json (unanswered->questions));
}

/* What the municipality asked and decided, in its words. */
static void
add_asked (DescribeCase *self, ZpiStore *store)
{
  g_autoptr (JsonNode) node = read_record (store, self->case_id, "status");
  JsonObject *status = zpi_json_node_object (node);

  copy_member (status, "aanvullingen", self->object, "requests");
  copy_member (status, "besluit", self->object, "decision");
}

/* (nullable): the answers, as long as they are here. */
static ZpiApplication *
load_application (ZpiStore *store, const char *case_id)
{
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, case_id, &info, NULL);
  g_autoptr (ZpiCase) zcase = snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, NULL) : NULL;

  return zcase != NULL ? zpi_application_new_from_case (zcase) : NULL;
}

static void
add_problem (DescribeCase *self, ZpiStore *store)
{
  g_autoptr (JsonNode) node = read_record (store, self->case_id, "problem");
  g_autoptr (ZpiApplication) application = load_application (store, self->case_id);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  ctl_mask_problem (json_node_get_object (node), application);
  json_object_set_member (self->object, "problem", g_steal_pointer (&node));
}

static void
add_photo (JsonArray *photos, ZpiStore *store, const char *item_id)
{
  g_autoptr (ZpiOutboxItem) item = zpi_outbox_store_get (store, item_id, NULL);
  g_autoptr (ZpiPhotoItem) target = item != NULL ? zpi_photo_item_read (item->payload, NULL) : NULL;
  JsonObject *photo;

  if (target == NULL)
    return;
  photo = json_object_new ();
  json_object_set_string_member (photo, "letter", item->case_id);
  json_object_set_string_member (photo, "photo", item->id);
  set_text (photo, "holder", target->holder_id);
  set_text (photo, "attention", item->next_at_us == ZPI_OUTBOX_PARKED ? item->problem : NULL);
  json_array_add_object_element (photos, photo);
}

/* Photos of a letter, or of the letters about an application, that did not go yet. Who they are of
 * is said by an id. */
static void
add_photos (DescribeCase *self, ZpiStore *store)
{
  g_autoptr (GPtrArray) letters = zpi_letters_list_about (store, self->case_id, NULL);
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, NULL);
  g_autoptr (JsonArray) photos = json_array_new ();

  for (guint i = 0; items != NULL && i < items->len; i++) {
    const ZpiOutboxItem *item = g_ptr_array_index (items, i);
    gboolean ours = g_str_equal (item->case_id, self->case_id);

    for (guint j = 0; letters != NULL && j < letters->len && !ours; j++)
      ours = g_str_equal (item->case_id, ((const ZpiCaseInfo *) letters->pdata[j])->id);
    if (ours && g_strcmp0 (item->kind, ZPI_OUTBOX_PHOTO) == 0)
      add_photo (photos, store, item->id);
  }
  if (json_array_get_length (photos) > 0)
    json_object_set_array_member (self->object, "photos", g_steal_pointer (&photos));
}

static gboolean
status_func (ZpiStore *store, gpointer data, GError **error)
{
  DescribeCase *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);

  if (info == NULL)
    return FALSE;
  self->object = describe_info (info);
  add_outbox (self, store);
  add_record (self, store, "receipt");
  add_record (self, store, "timeline");
  add_missing (self, store);
  add_asked (self, store);
  add_photos (self, store);
  if (info->state == ZPI_CASE_ATTENTION)
    add_problem (self, store);
  return TRUE;
}

static gboolean
was_received_func (ZpiStore *store, gpointer data, GError **error)
{
  DescribeCase *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);
  g_autoptr (ZpiPhotoOrder) order = zpi_photo_item_load_order (store, self->case_id);

  if (info == NULL)
    return FALSE;
  /* Of a letter about photos the order is asked after, which need not have a reference. */
  self->received = info->reference != NULL ||
                   zpi_attention_is (info->attention, ZPI_ATTENTION_OTHER_FORM) ||
                   (info->kind == ZPI_CASE_LETTER && order != NULL);
  return TRUE;
}

static gboolean
was_received (Ctl *ctl, const char *case_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  DescribeCase describe = {.case_id = case_id};
  ZpiStore *store = zpi_session_get_store (ctl->session);

  zpi_store_run_async (store, was_received_func, &describe, NULL, NULL, ctl_result_cb, &result);
  return zpi_store_run_finish (store, ctl_wait (&result), NULL) != NULL && describe.received;
}

/* How it stands there, when that can be asked; otherwise what was last known. */
void
ctl_refresh (Ctl *ctl, const char *case_id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiSender *sender = zpi_session_get_sender (ctl->session);

  if (!ctl_ensure_server (ctl, &error)) {
    ctl_message ("zpictl: as last known: %s", error->message);
    return;
  }
  zpi_sender_refresh_async (sender, case_id, NULL, ctl_result_cb, &result);
  if (!zpi_sender_refresh_finish (sender, ctl_wait (&result), &error))
    ctl_message ("zpictl: as last known: %s", error->message);
}

int
ctl_status (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *case_id = NULL;
  g_autoptr (JsonObject) object = NULL;
  DescribeCase describe = {0};
  ZpiStore *store;

  if (!ctl_open (ctl, &error))
    return ctl_failed ("status", error);
  case_id = ctl_find_case (ctl, argv[1], &error);
  if (case_id == NULL)
    return ctl_failed ("status", error);
  store = zpi_session_get_store (ctl->session);
  if (was_received (ctl, case_id))
    ctl_refresh (ctl, case_id);
  describe.case_id = case_id;
  zpi_store_run_async (store, status_func, &describe, NULL, NULL, ctl_result_cb, &result);
  if (zpi_store_run_finish (store, ctl_wait (&result), &error) == NULL)
    return ctl_failed ("status", error);
  object = describe.object;
  ctl_print_object (object);
  ctl_say_problem (zpi_json_get_object (object, "problem"));
  return CTL_OK;
}
