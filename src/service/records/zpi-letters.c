/* SPDX-License-Identifier: EUPL-1.2 */

/* An answer to a letter is a case of its own, so that it is sealed, sent and cleared like any
 * other. When the application that it is about is in this store, the two are one thing to the
 * counsellor: the list shows the application, whose row tells how the answer stands. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-letters.h"

#include <string.h>

#include "zpi-attention.h"
#include "zpi-case.h"
#include "zpi-clock.h"
#include "zpi-field.h"
#include "zpi-follow-up.h"
#include "zpi-json.h"
#include "zpi-left-originals.h"
#include "zpi-news-ids.h"
#include "zpi-outbox-store.h"
#include "zpi-photo-item.h"
#include "zpi-request.h"
#include "zpi-still-missing.h"

#define RECORD "letter-of"
/* Of a letter with papers for an answer: that answer. */
#define RECORD_PAPERS "papers-for"

/**
 * zpi_letters_attach:
 * @store: the store
 * @letter_id: an answer
 * @application_id: what it is about; need not be here
 * @error: return location for an error
 *
 * From now on the row of the application tells how the answer stands.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_letters_attach (ZpiStore *store,
                    const char *letter_id,
                    const char *application_id,
                    GError **error)
{
  g_autoptr (ZpiCaseInfo) application = zpi_case_store_get_info (store, application_id, NULL);

  /* Of an application that is not here the letter has a row of its own. */
  return (application == NULL || zpi_case_store_forgo_number (store, letter_id, error)) &&
         zpi_follow_up_set_text (store, letter_id, RECORD, application_id, error);
}

/* The case of this store that a record of @letter_id names. */
static char *
dup_case_in (ZpiStore *store, const char *letter_id, const char *name)
{
  g_autoptr (GBytes) record = zpi_case_store_get_record (store, letter_id, name, NULL);
  g_autoptr (ZpiCaseInfo) info = NULL;
  g_autofree char *id = NULL;

  if (record == NULL)
    return NULL;
  id = g_strndup (g_bytes_get_data (record, NULL), g_bytes_get_size (record));
  info = zpi_case_store_get_info (store, id, NULL);
  return info != NULL ? g_steal_pointer (&id) : NULL;
}

/**
 * zpi_letters_dup_application:
 * @store: the store
 * @letter_id: an answer, or papers for one
 *
 * Returns: (transfer full) (nullable): the application of this store that it belongs to; of papers
 *   the answer that they are for, when its application is not here
 */
char *
zpi_letters_dup_application (ZpiStore *store, const char *letter_id)
{
  g_autofree char *answer = dup_case_in (store, letter_id, RECORD_PAPERS);
  char *application = dup_case_in (store, answer != NULL ? answer : letter_id, RECORD);

  return application != NULL ? application : g_steal_pointer (&answer);
}

/**
 * zpi_letters_set_papers_for:
 * @store: the store
 * @letter_id: a letter with papers
 * @answer_id: (nullable): what they are for; %NULL for nothing any more
 * @error: return location for an error
 *
 * From now on no list shows the letter, as long as the answer is there. Store thread, in the
 * transaction of the caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_letters_set_papers_for (ZpiStore *store,
                            const char *letter_id,
                            const char *answer_id,
                            GError **error)
{
  if (answer_id == NULL)
    return zpi_case_store_set_record (store, letter_id, RECORD_PAPERS, NULL, error);
  return zpi_follow_up_set_text (store, letter_id, RECORD_PAPERS, answer_id, error);
}

/**
 * zpi_letters_list_papers:
 * @store: the store
 * @answer_id: an answer
 * @error: return location for an error
 *
 * Store thread.
 *
 * Returns: (transfer full) (element-type utf8): the letters with papers for it; %NULL when they
 *   could not be read
 */
GPtrArray *
zpi_letters_list_papers (ZpiStore *store, const char *answer_id, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_LETTERS, error);
  GPtrArray *ids = infos != NULL ? g_ptr_array_new_with_free_func (g_free) : NULL;

  for (guint i = 0; infos != NULL && i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);
    g_autofree char *answer = dup_case_in (store, info->id, RECORD_PAPERS);

    if (g_strcmp0 (answer, answer_id) == 0)
      g_ptr_array_add (ids, g_strdup (info->id));
  }
  return ids;
}

/**
 * zpi_letters_is_attached:
 * @store: the store
 * @info: a case
 *
 * Returns: whether the row of an application of this store tells how @info stands
 */
gboolean
zpi_letters_is_attached (ZpiStore *store, const ZpiCaseInfo *info)
{
  g_autofree char *application =
      info->kind == ZPI_CASE_LETTER ? zpi_letters_dup_application (store, info->id) : NULL;

  return application != NULL;
}

/* While the answer goes, its application says so. */
static void
tell_that_it_goes (GPtrArray *infos, const char *application_id)
{
  for (guint i = 0; i < infos->len; i++) {
    ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (strcmp (info->id, application_id) == 0 &&
        zpi_attention_is (info->attention, ZPI_ATTENTION_ANSWER_WAITS)) {
      g_free (info->attention);
      info->attention = g_strdup (zpi_attention_to_nick (ZPI_ATTENTION_ANSWER_SENDING));
    }
  }
}

/**
 * zpi_letters_list_about:
 * @store: the store
 * @application_id: an application, which may not be here
 * @error: return location for an error
 *
 * Store thread.
 *
 * Returns: (transfer full) (element-type ZpiCaseInfo): the letters about it; %NULL when they could
 *   not be read
 */
GPtrArray *
zpi_letters_list_about (ZpiStore *store, const char *application_id, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_LETTERS, error);

  for (guint i = infos != NULL ? infos->len : 0; i > 0; i--) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i - 1);
    g_autofree char *application = zpi_letters_dup_application (store, info->id);

    if (g_strcmp0 (application, application_id) != 0)
      g_ptr_array_remove_index (infos, i - 1);
  }
  return g_steal_pointer (&infos);
}

/**
 * zpi_letters_dup_photo_code:
 * @store: the store
 * @application_id: an application
 * @error: return location for an error
 *
 * The code of a letter about photos, so that nobody has to type it again for the next photo. It is
 * kept as long as the letter.
 *
 * Returns: (transfer full) (nullable): the code of the one that was changed last; %NULL without an
 *   error when no letter about its photos is here
 */
char *
zpi_letters_dup_photo_code (ZpiStore *store, const char *application_id, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_letters_list_about (store, application_id, error);
  g_autoptr (GBytes) newest = NULL;
  gint64 changed_us = -1;

  for (guint i = 0; infos != NULL && i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);
    g_autoptr (GBytes) code = NULL;

    if (info->changed_us <= changed_us)
      continue;
    code = zpi_case_store_get_record (store, info->id, ZPI_RECORD_LETTER_CODE, NULL);
    if (code == NULL)
      continue;
    changed_us = info->changed_us;
    g_clear_pointer (&newest, g_bytes_unref);
    newest = g_steal_pointer (&code);
  }
  return newest != NULL ? g_strndup (g_bytes_get_data (newest, NULL), g_bytes_get_size (newest))
                        : NULL;
}

static gboolean
is_about_photos (ZpiStore *store, const char *letter_id)
{
  g_autoptr (GBytes) code =
      zpi_case_store_get_record (store, letter_id, ZPI_RECORD_LETTER_CODE, NULL);

  return code != NULL;
}

/* A picture that was chosen for somebody and not cut yet is not queued. */
static gboolean
has_uncut_picture (ZpiStore *store, const char *letter_id)
{
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, letter_id, NULL, NULL);
  g_autoptr (ZpiCase) zcase = snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, NULL) : NULL;
  g_auto (GStrv) items = zcase != NULL ? zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT) : NULL;

  for (guint i = 0; items != NULL && items[i] != NULL; i++) {
    g_autofree char *kind = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[i], "kind");

    if (strcmp (zpi_case_get (zcase, kind), ZPI_PHOTO_UNCUT_KIND) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Of a letter about photos that is a draft everything that was added went: more may come. */
static gboolean
holds_something (ZpiStore *store, const ZpiCaseInfo *letter)
{
  if (letter->state == ZPI_CASE_DRAFT && is_about_photos (store, letter->id))
    return has_uncut_picture (store, letter->id);
  return letter->state != ZPI_CASE_RECEIVED;
}

/* The row of an application that was handed over says only that another desk goes on: what was
 * added here since, by the code of a mail or a letter, is told by nothing else. */
static gboolean
stands_alone (ZpiStore *store, const ZpiCaseInfo *letter, const char *application_id)
{
  g_autoptr (ZpiCaseInfo) application = zpi_case_store_get_info (store, application_id, NULL);
  g_autofree char *answer = dup_case_in (store, letter->id, RECORD_PAPERS);

  return application != NULL && application->state == ZPI_CASE_HANDED_OVER && answer == NULL &&
         (letter->created_us >= application->changed_us || holds_something (store, letter));
}

/**
 * zpi_letters_dup_teller:
 * @store: the store
 * @info: a case
 *
 * Store thread.
 *
 * Returns: (transfer full) (nullable): the case whose row tells how @info stands; %NULL when it has
 *   a row of its own
 */
char *
zpi_letters_dup_teller (ZpiStore *store, const ZpiCaseInfo *info)
{
  g_autofree char *application =
      info->kind == ZPI_CASE_LETTER ? zpi_letters_dup_application (store, info->id) : NULL;

  return application != NULL && !stands_alone (store, info, application)
             ? g_steal_pointer (&application)
             : NULL;
}

/**
 * zpi_letters_drop_attached:
 * @store: the store
 * @infos: (element-type ZpiCaseInfo): rows of the list of cases
 *
 * Leaves out what the row of its application tells, and has that say when it is being sent.
 */
void
zpi_letters_drop_attached (ZpiStore *store, GPtrArray *infos)
{
  for (guint i = infos->len; i > 0; i--) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i - 1);
    g_autofree char *teller = zpi_letters_dup_teller (store, info);

    if (teller == NULL)
      continue;
    if (info->state == ZPI_CASE_SENDING)
      tell_that_it_goes (infos, teller);
    g_ptr_array_remove_index (infos, i - 1);
  }
}

/**
 * zpi_letters_is_under_way:
 * @info: an application
 *
 * Returns: whether an answer about it waits or is being sent
 */
gboolean
zpi_letters_is_under_way (const ZpiCaseInfo *info)
{
  return zpi_attention_is (info->attention, ZPI_ATTENTION_ANSWER_WAITS) ||
         zpi_attention_is (info->attention, ZPI_ATTENTION_ANSWER_SENDING);
}

static gboolean
is_asked (ZpiCaseState state)
{
  return state == ZPI_CASE_MORE_INFORMATION || state == ZPI_CASE_PHOTOS;
}

/* Whoever answers was asked, also when nobody asked the municipality since: "deciding" would not be
 * true any more. By when it is due nobody knows here. */
static gboolean
note_asked (ZpiStore *store, const ZpiCaseInfo *info, GError **error)
{
  ZpiCaseState asked =
      info->state == ZPI_CASE_GRANTED ? ZPI_CASE_PHOTOS : ZPI_CASE_MORE_INFORMATION;

  return zpi_case_store_set_due (store, info->id, 0, error) &&
         zpi_case_store_set_state (store,
                                   info->id,
                                   info->state,
                                   asked,
                                   zpi_attention_to_nick (ZPI_ATTENTION_ANSWER_WAITS),
                                   error) &&
         zpi_follow_up_add_event (store,
                                  info->id,
                                  zpi_case_state_to_nick (asked),
                                  zpi_clock_now_us (),
                                  error);
}

/* Only while the row says that something is asked: everything later says more. */
static gboolean
set_word (ZpiStore *store, const char *application_id, const char *word, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, application_id, error);

  if (info == NULL)
    return FALSE;
  if (zpi_attention_is (word, ZPI_ATTENTION_ANSWER_WAITS) &&
      (info->state == ZPI_CASE_RECEIVED || info->state == ZPI_CASE_IN_ASSESSMENT ||
       info->state == ZPI_CASE_GRANTED))
    return note_asked (store, info, error);
  if (!is_asked (info->state) || g_strcmp0 (info->attention, word) == 0)
    return TRUE;
  return zpi_case_store_set_state (store, info->id, info->state, info->state, word, error);
}

/* Whether an answer of this store is on its way, or there. */
static gboolean
is_answered_here (ZpiStore *store, const ZpiRequest *request)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, request->id, NULL);

  return info != NULL && info->kind == ZPI_CASE_LETTER && info->state != ZPI_CASE_DRAFT &&
         info->state != ZPI_CASE_ATTENTION;
}

/**
 * zpi_letters_find_request:
 * @store: the store
 * @application_id: an application of this store
 *
 * Store thread.
 *
 * Returns: (transfer full) (nullable): what is asked about it and was not answered here, that which
 *   is due first
 */
ZpiRequest *
zpi_letters_find_request (ZpiStore *store, const char *application_id)
{
  g_autoptr (GBytes) status = zpi_case_store_get_record (store, application_id, "status", NULL);
  g_autoptr (GPtrArray) requests = zpi_requests_from_status (status);

  for (guint i = requests->len; i > 0; i--)
    if (is_answered_here (store, g_ptr_array_index (requests, i - 1)))
      g_ptr_array_remove_index (requests, i - 1);
  return zpi_requests_take_open (requests);
}

static gboolean
is_refused_here (ZpiStore *store, const ZpiRequest *request)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, request->id, NULL);

  return info != NULL && info->state == ZPI_CASE_ATTENTION;
}

/**
 * zpi_letters_update_requests:
 * @store: the store
 * @application_id: an application of this store
 * @error: return location for an error
 *
 * Has the row of an application that is asked for more say what is next, and by when: what is asked
 * and not answered comes before what is on its way. Store thread, in the transaction of the caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_letters_update_requests (ZpiStore *store, const char *application_id, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, application_id, error);
  g_autoptr (ZpiRequest) request = NULL;

  if (info == NULL)
    return FALSE;
  request = zpi_letters_find_request (store, application_id);
  if (request == NULL || info->state != ZPI_CASE_MORE_INFORMATION)
    return TRUE;
  return zpi_case_store_set_due (store,
                                 application_id,
                                 zpi_clock_end_of_day_us (request->until),
                                 error) &&
         set_word (store,
                   application_id,
                   is_refused_here (store, request)
                       ? zpi_attention_to_nick (ZPI_ATTENTION_ANSWER_REFUSED)
                       : NULL,
                   error);
}

/**
 * zpi_letters_note_answer:
 * @store: the store
 * @letter_id: an answer
 * @word: (nullable): one of those above; %NULL: nothing is under way any more
 * @error: return location for an error
 *
 * Has the row of its application say how the answer stands. Store thread, in the transaction of the
 * caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_letters_note_answer (ZpiStore *store, const char *letter_id, const char *word, GError **error)
{
  g_autofree char *application = zpi_letters_dup_application (store, letter_id);

  return application == NULL || (set_word (store, application, word, error) &&
                                 zpi_letters_update_requests (store, application, error));
}

/* (nullable): the request that an answer is to */
static ZpiRequest *
load_request_of (ZpiStore *store, const char *answer_id)
{
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, answer_id, NULL, NULL);
  g_autoptr (ZpiCase) zcase = snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, NULL) : NULL;

  return zcase != NULL ? zpi_request_from_text (zpi_case_get (zcase, ZPI_KEY_LETTER_REQUEST), NULL)
                       : NULL;
}

/**
 * zpi_letters_list_waiting:
 * @store: the store
 * @application_id: an application of this store
 * @error: return location for an error
 *
 * Store thread.
 *
 * Returns: (transfer full) (element-type ZpiRequest): what is asked about it and whose answer waits
 *   to be sent, that which was changed last first; %NULL when it could not be read
 */
GPtrArray *
zpi_letters_list_waiting (ZpiStore *store, const char *application_id, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_letters_list_about (store, application_id, error);
  GPtrArray *waiting;

  if (infos == NULL)
    return NULL;
  waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_request_free);
  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);
    ZpiRequest *request = info->state == ZPI_CASE_WAITING && !is_about_photos (store, info->id)
                              ? load_request_of (store, info->id)
                              : NULL;

    if (request != NULL)
      g_ptr_array_add (waiting, request);
  }
  return waiting;
}

/* Of the status as last known the request @letter_id counts as answered. */
static GBytes *
mark_answered (GBytes *status, const char *letter_id, const char *answered_at, gboolean *more)
{
  g_autoptr (JsonNode) root = zpi_json_parse (status, 0, 0, NULL);
  JsonObject *object = zpi_json_node_object (root);
  JsonArray *requests = zpi_json_get_array (object, "aanvullingen");

  for (guint i = 0; requests != NULL && i < json_array_get_length (requests); i++) {
    JsonObject *request = zpi_json_get_object_at (requests, i);

    if (request == NULL)
      continue;
    if (g_strcmp0 (zpi_json_get_string (request, "aanvullingId"), letter_id) == 0) {
      zpi_json_set_string (request, "status", "ingediend");
      zpi_json_set_string (request, "ingediendOp", answered_at);
    }
    *more = *more || g_strcmp0 (zpi_json_get_string (request, "status"), "open") == 0;
  }
  return object != NULL ? zpi_json_serialize (root, FALSE) : NULL;
}

static gboolean
back_to_assessment (ZpiStore *store,
                    const char *application_id,
                    const char *decision_date,
                    GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, application_id, error);
  gint64 due = zpi_clock_end_of_day_us (decision_date);

  if (info == NULL)
    return FALSE;
  if (info->state != ZPI_CASE_MORE_INFORMATION)
    return TRUE;
  return zpi_case_store_set_state (store,
                                   info->id,
                                   info->state,
                                   ZPI_CASE_IN_ASSESSMENT,
                                   NULL,
                                   error) &&
         zpi_case_store_set_due (store, info->id, due, error) &&
         zpi_follow_up_add_event (store,
                                  info->id,
                                  zpi_case_state_to_nick (ZPI_CASE_IN_ASSESSMENT),
                                  zpi_clock_now_us (),
                                  error);
}

static JsonArray *
load_answers (ZpiStore *store, const char *application_id)
{
  g_autoptr (GBytes) record =
      zpi_case_store_get_record (store, application_id, ZPI_RECORD_ANSWERS, NULL);
  g_autoptr (JsonNode) root = record != NULL ? zpi_json_parse (record, 0, 0, NULL) : NULL;

  return root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_array_ref (json_node_get_array (root))
                                                      : json_array_new ();
}

/* The proof outlives the answer, which goes when the application is cleared. */
static gboolean
keep_receipt (ZpiStore *store,
              const char *application_id,
              GBytes *form,
              GBytes *receipt,
              GError **error)
{
  g_autoptr (JsonNode) sent = zpi_json_parse (form, 0, 0, NULL);
  g_autoptr (JsonNode) got = zpi_json_parse (receipt, 0, 0, NULL);
  g_autoptr (JsonArray) answers = load_answers (store, application_id);
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (GPtrArray) pieces =
      zpi_wanted_list_from_json (zpi_json_get_array (zpi_json_node_object (sent), "bewijsstukken"));
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *answer = json_object_new ();

  zpi_wanted_list_forget_notes (pieces);
  json_object_set_member (answer, "receipt", g_steal_pointer (&got));
  json_object_set_array_member (answer, "pieces", zpi_wanted_list_to_json (pieces));
  json_array_add_object_element (answers, answer);
  json_node_set_array (root, answers);
  bytes = zpi_json_serialize (root, FALSE);
  return zpi_case_store_set_record (store, application_id, ZPI_RECORD_ANSWERS, bytes, error);
}

/**
 * zpi_letters_note_answered:
 * @store: the store
 * @letter_id: an answer that the municipality has
 * @form: its form, as it was sent
 * @receipt: what proves it
 * @answered_at: ISO 8601
 * @decision_date: (nullable): yyyy-mm-dd: when the decision is to be expected now
 * @error: return location for an error
 *
 * The request is not open any more, also when nobody asked the municipality since.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_letters_note_answered (ZpiStore *store,
                           const char *letter_id,
                           GBytes *form,
                           GBytes *receipt,
                           const char *answered_at,
                           const char *decision_date,
                           GError **error)
{
  g_autofree char *application = zpi_letters_dup_application (store, letter_id);
  g_autoptr (GBytes) status = NULL;
  g_autoptr (GBytes) marked = NULL;
  gboolean more = FALSE;

  if (!zpi_case_store_set_due (store, letter_id, 0, error))
    return FALSE;
  if (application == NULL)
    return TRUE;
  status = zpi_case_store_get_record (store, application, "status", NULL);
  if (status != NULL)
    marked = mark_answered (status, letter_id, answered_at, &more);
  if (marked != NULL && !zpi_case_store_set_record (store, application, "status", marked, error))
    return FALSE;
  if (!zpi_still_missing_take (store, application, form, error) ||
      !keep_receipt (store, application, form, receipt, error))
    return FALSE;
  if (!zpi_follow_up_add_event (store, application, ZPI_EVENT_ANSWERED, zpi_clock_now_us (), error))
    return FALSE;
  return more ? set_word (store,
                          application,
                          zpi_attention_to_nick (ZPI_ATTENTION_ANSWER_WAITS),
                          error) &&
                    zpi_letters_update_requests (store, application, error)
              : back_to_assessment (store, application, decision_date, error);
}

/* Before the decision, as far as is known here. */
static gboolean
is_before_photos (const ZpiCaseInfo *info)
{
  return info->state == ZPI_CASE_RECEIVED || info->state == ZPI_CASE_IN_ASSESSMENT ||
         info->state == ZPI_CASE_GRANTED ||
         (info->state == ZPI_CASE_MORE_INFORMATION && !zpi_letters_is_under_way (info));
}

gboolean
zpi_letters_note_photos_asked (ZpiStore *store, const char *letter_id, GError **error)
{
  g_autofree char *application = zpi_letters_dup_application (store, letter_id);
  g_autoptr (ZpiCaseInfo) info = NULL;

  if (application == NULL)
    return TRUE;
  info = zpi_case_store_get_info (store, application, error);
  if (info == NULL)
    return FALSE;
  if (!is_before_photos (info))
    return TRUE;
  return zpi_case_store_set_due (store, info->id, 0, error) &&
         zpi_case_store_set_state (store, info->id, info->state, ZPI_CASE_PHOTOS, NULL, error) &&
         zpi_follow_up_add_event (store,
                                  info->id,
                                  zpi_case_state_to_nick (ZPI_CASE_PHOTOS),
                                  zpi_clock_now_us (),
                                  error);
}

gboolean
zpi_letters_note_photo_rejected (ZpiStore *store, const char *case_id, GError **error)
{
  return zpi_news_add (store, case_id, error) && zpi_follow_up_add_event (store,
                                                                          case_id,
                                                                          ZPI_EVENT_PHOTO_REJECTED,
                                                                          zpi_clock_now_us (),
                                                                          error);
}

/* When the passes come nobody knows any more. */
static gboolean
note_incomplete (ZpiStore *store, const ZpiCaseInfo *info, gboolean rejected, GError **error)
{
  const char *word = rejected ? zpi_attention_to_nick (ZPI_ATTENTION_PHOTO_REJECTED) : NULL;

  if (g_strcmp0 (info->attention, word) == 0)
    return TRUE;
  return zpi_case_store_set_due (store, info->id, 0, error) &&
         set_word (store, info->id, word, error) &&
         (!rejected || zpi_letters_note_photo_rejected (store, info->id, error));
}

/**
 * zpi_letters_note_photos:
 * @store: the store
 * @application_id: an application, which may not be here
 * @order: how its photos stand at the municipality, while none waits here
 * @error: return location for an error
 *
 * Has its row say that all are there, or that another is asked, which is news. Store thread, in the
 * transaction of the caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_letters_note_photos (ZpiStore *store,
                         const char *application_id,
                         const ZpiPhotoOrder *order,
                         GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, application_id, &local);

  if (g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    return TRUE;
  if (info == NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (info->state != ZPI_CASE_PHOTOS)
    return TRUE;
  if (!order->complete)
    return note_incomplete (store, info, zpi_photo_order_is_rejected (order), error);
  return set_word (store, info->id, zpi_attention_to_nick (ZPI_ATTENTION_PHOTOS_SENT), error) &&
         zpi_case_store_set_due (store,
                                 info->id,
                                 zpi_clock_end_of_day_us (order->expected_on),
                                 error);
}

GPtrArray *
zpi_letters_list_answered (ZpiStore *store, const char *application_id, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_letters_list_about (store, application_id, error);
  g_autoptr (GPtrArray) ids = NULL;

  if (infos == NULL)
    return NULL;
  ids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (info->state == ZPI_CASE_RECEIVED)
      g_ptr_array_add (ids, g_strdup (info->id));
  }
  return g_steal_pointer (&ids);
}

static gboolean
is_over (ZpiCaseState state)
{
  return state == ZPI_CASE_ISSUED || state == ZPI_CASE_REJECTED || state == ZPI_CASE_WITHDRAWN ||
         state == ZPI_CASE_CLOSED;
}

/* More information is of no use any more when it was decided, a photo when the pass was made. */
static gboolean
may_still_go (ZpiStore *store, const ZpiCaseInfo *letter, const char *application_id)
{
  g_autoptr (ZpiCaseInfo) application = zpi_case_store_get_info (store, application_id, NULL);

  if (application == NULL || letter->state == ZPI_CASE_SENDING)
    return TRUE;
  if (application->kind == ZPI_CASE_LETTER) /* papers for an answer go when that goes */
    return application->cleared_us == 0;
  if ((application->state == ZPI_CASE_GRANTED || is_asked (application->state)) &&
      !is_about_photos (store, letter->id))
    return application->state == ZPI_CASE_MORE_INFORMATION;
  return !is_over (application->state);
}

static gboolean
leave_outbox (ZpiStore *store, const char *letter_id, GError **error)
{
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++) {
    const ZpiOutboxItem *item = g_ptr_array_index (items, i);

    if (strcmp (item->case_id, letter_id) == 0 && !zpi_outbox_store_remove (store, item->id, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * zpi_letters_has_open:
 * @store: the store
 * @application_id: an application
 * @is_open: (inout): set when something about it was added here, or is on its way, and may still go
 * @error: return location for an error
 *
 * Store thread.
 *
 * Returns: %FALSE when it could not be read
 */
gboolean
zpi_letters_has_open (ZpiStore *store,
                      const char *application_id,
                      gboolean *is_open,
                      GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_letters_list_about (store, application_id, error);

  for (guint i = 0; infos != NULL && i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (holds_something (store, info))
      *is_open |= may_still_go (store, info, application_id);
  }
  return infos != NULL;
}

/**
 * zpi_letters_cannot_go:
 * @store: the store
 * @letter: a letter
 *
 * Store thread.
 *
 * Returns: whether it is about an application of this store and of no use any more, since that was
 *   decided, or the pass was made: it stands in no list, and goes with the answers
 */
gboolean
zpi_letters_cannot_go (ZpiStore *store, const ZpiCaseInfo *letter)
{
  g_autofree char *application = zpi_letters_dup_application (store, letter->id);

  return application != NULL && !may_still_go (store, letter, application);
}

/**
 * zpi_letters_remove_idle:
 * @store: the store
 * @letter: a letter
 * @gone: (out): whether it cannot be answered any more, since what it is about was decided, or the
 *   pass was made
 * @error: return location for an error
 *
 * Removes such a letter; where originals still lie about stays known. Store thread, in the
 * transaction of the caller.
 *
 * Returns: %FALSE when something stays
 */
gboolean
zpi_letters_remove_idle (ZpiStore *store, const ZpiCaseInfo *letter, gboolean *gone, GError **error)
{
  g_autofree char *application = zpi_letters_dup_application (store, letter->id);

  *gone = zpi_letters_cannot_go (store, letter);
  return !*gone || (leave_outbox (store, letter->id, error) &&
                    zpi_left_originals_keep (store, letter->id, application, error) &&
                    zpi_case_store_delete (store, letter->id, error));
}

/* What cannot go any more goes with it. */
static gboolean
remove_idle_of (ZpiStore *store, const char *application_id, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_letters_list_about (store, application_id, error);
  gboolean gone;

  if (infos == NULL)
    return FALSE;
  for (guint i = 0; i < infos->len; i++)
    if (!zpi_letters_remove_idle (store, infos->pdata[i], &gone, error))
      return FALSE;
  return TRUE;
}

/**
 * zpi_letters_remove_answered:
 * @store: the store
 * @application_id: an application that is being cleared
 * @error: return location for an error
 *
 * Removes what was answered about it; where originals still lie about stays known.
 *
 * Returns: %FALSE when something stays
 */
gboolean
zpi_letters_remove_answered (ZpiStore *store, const char *application_id, GError **error)
{
  g_autoptr (GPtrArray) ids = zpi_letters_list_answered (store, application_id, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!zpi_left_originals_keep (store, ids->pdata[i], application_id, error) ||
        !zpi_case_store_delete (store, ids->pdata[i], error))
      return FALSE;
  return remove_idle_of (store, application_id, error);
}
