/* SPDX-License-Identifier: EUPL-1.2 */

/* What the municipality asks after an application was sent, and which of it is there. */

#include "zpi-request.h"

#include <string.h>

#include "zpi-error.h"
#include "zpi-json.h"

/* Enough for any request; the contract stops earlier. */
#define MAX_WANTED 100

static void
wanted_free (gpointer data)
{
  ZpiWanted *self = data;

  g_free (self->kind);
  g_free (self->whose);
  g_free (self->month);
  g_free (self->note);
  g_free (self);
}

/**
 * zpi_request_free:
 * @self: (transfer full): a request
 */
void
zpi_request_free (ZpiRequest *self)
{
  g_free (self->id);
  g_free (self->application_id);
  g_free (self->reference);
  g_free (self->given_names);
  g_free (self->status);
  g_free (self->asked_at);
  g_free (self->until);
  g_free (self->note);
  g_ptr_array_unref (self->wanted);
  g_free (self);
}

static char *
dup_or_empty (JsonObject *object, const char *member)
{
  const char *text = zpi_json_get_string (object, member);

  return g_strdup (text != NULL ? text : "");
}

/**
 * zpi_wanted_list_from_json:
 * @array: (nullable): documents as on the wire (`soort`, `van`, `maand`)
 *
 * Returns: (transfer full) (element-type ZpiWanted): those of which the kind is known
 */
GPtrArray *
zpi_wanted_list_from_json (JsonArray *array)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (wanted_free);
  guint n = array != NULL ? MIN (json_array_get_length (array), MAX_WANTED) : 0;

  for (guint i = 0; i < n; i++) {
    JsonObject *object = zpi_json_get_object_at (array, i);
    ZpiWanted *wanted;

    if (zpi_json_get_string (object, "soort") == NULL)
      continue;
    wanted = g_new0 (ZpiWanted, 1);
    wanted->kind = dup_or_empty (object, "soort");
    wanted->whose = dup_or_empty (object, "van");
    wanted->month = dup_or_empty (object, "maand");
    wanted->note = g_strdup (zpi_json_get_string (object, "toelichting"));
    g_ptr_array_add (list, wanted);
  }
  return list;
}

/**
 * zpi_request_from_json:
 * @object: (nullable): a request as the municipality gives it
 * @error: return location for an error
 *
 * Returns: (transfer full): the request; %NULL with %ZPI_ERROR_BAD_FORMAT when it is none
 */
ZpiRequest *
zpi_request_from_json (JsonObject *object, GError **error)
{
  g_autoptr (ZpiRequest) self = g_new0 (ZpiRequest, 1);

  self->wanted = zpi_wanted_list_from_json (zpi_json_get_array (object, "gevraagd"));
  self->id = g_strdup (zpi_json_get_string (object, "aanvullingId"));
  self->application_id = g_strdup (zpi_json_get_string (object, "aanvraagId"));
  self->reference = g_strdup (zpi_json_get_string (object, "referentie"));
  self->given_names = g_strdup (zpi_json_get_string (object, "voornamen"));
  self->status = dup_or_empty (object, "status");
  self->asked_at = dup_or_empty (object, "gevraagdOp");
  self->until = dup_or_empty (object, "uiterlijkOp");
  self->note = g_strdup (zpi_json_get_string (object, "toelichting"));
  /* The ids become places in addresses. */
  if (self->id == NULL || !g_uuid_string_is_valid (self->id) ||
      (self->application_id != NULL && !g_uuid_string_is_valid (self->application_id))) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BAD_FORMAT,
                         "This is no request for more information");
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * zpi_request_from_text:
 * @text: what [method@Request.to_text] gave
 * @error: return location for an error
 *
 * Returns: (transfer full): the request; %NULL with %ZPI_ERROR_BAD_FORMAT
 */
ZpiRequest *
zpi_request_from_text (const char *text, GError **error)
{
  g_autoptr (JsonNode) root = zpi_json_parse_text (text, error);

  if (root == NULL)
    return NULL;
  return zpi_request_from_json (zpi_json_node_object (root), error);
}

static void
set_unless_empty (JsonObject *object, const char *member, const char *text)
{
  if (text != NULL && *text != '\0')
    zpi_json_set_string (object, member, text);
}

/**
 * zpi_wanted_list_to_json:
 * @list: (element-type ZpiWanted): documents
 *
 * Returns: (transfer full): the same as on the wire
 */
JsonArray *
zpi_wanted_list_to_json (GPtrArray *list)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->len; i++) {
    const ZpiWanted *wanted = g_ptr_array_index (list, i);
    JsonObject *piece = json_object_new ();

    zpi_json_set_string (piece, "soort", wanted->kind);
    set_unless_empty (piece, "van", wanted->whose);
    set_unless_empty (piece, "maand", wanted->month);
    set_unless_empty (piece, "toelichting", wanted->note);
    json_array_add_object_element (array, piece);
  }
  return array;
}

/**
 * zpi_wanted_list_forget_notes:
 * @list: (element-type ZpiWanted): documents
 *
 * Leaves what each document is, without what was typed about it or who pays the income behind it:
 * for what is kept longer than the answers.
 */
void
zpi_wanted_list_forget_notes (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    g_clear_pointer (&((ZpiWanted *) g_ptr_array_index (list, i))->note, g_free);
}

/**
 * zpi_request_to_text:
 * @self: a request
 *
 * Returns: (transfer full): the same as JSON, to keep
 */
char *
zpi_request_to_text (const ZpiRequest *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *object = json_object_new ();

  json_node_take_object (root, object);
  zpi_json_set_string (object, "aanvullingId", self->id);
  set_unless_empty (object, "aanvraagId", self->application_id);
  set_unless_empty (object, "referentie", self->reference);
  set_unless_empty (object, "voornamen", self->given_names);
  set_unless_empty (object, "status", self->status);
  set_unless_empty (object, "gevraagdOp", self->asked_at);
  set_unless_empty (object, "uiterlijkOp", self->until);
  set_unless_empty (object, "toelichting", self->note);
  json_object_set_array_member (object, "gevraagd", zpi_wanted_list_to_json (self->wanted));
  bytes = zpi_json_serialize (root, FALSE);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/**
 * zpi_request_is_open:
 * @self: a request
 *
 * Returns: whether it waits for an answer
 */
gboolean
zpi_request_is_open (const ZpiRequest *self)
{
  return strcmp (self->status, "open") == 0;
}

/**
 * zpi_requests_from_status:
 * @status: (nullable): the record `status` of a case
 *
 * Returns: (transfer full) (element-type ZpiRequest): every request of it, oldest first
 */
GPtrArray *
zpi_requests_from_status (GBytes *status)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_request_free);
  g_autoptr (JsonNode) root = status != NULL ? zpi_json_parse (status, 0, 0, NULL) : NULL;
  JsonObject *object = zpi_json_node_object (root);
  JsonArray *array = zpi_json_get_array (object, "aanvullingen");
  guint n = array != NULL ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++) {
    ZpiRequest *request = zpi_request_from_json (zpi_json_get_object_at (array, i), NULL);

    if (request == NULL)
      continue;
    g_free (request->application_id);
    g_free (request->reference);
    request->application_id = g_strdup (zpi_json_get_string (object, "aanvraagId"));
    request->reference = g_strdup (zpi_json_get_string (object, "referentie"));
    g_ptr_array_add (requests, request);
  }
  return requests;
}

/**
 * zpi_requests_find:
 * @status: (nullable): the record `status` of a case
 * @id: the id of a request
 *
 * Returns: (transfer full) (nullable): that request of it
 */
ZpiRequest *
zpi_requests_find (GBytes *status, const char *id)
{
  g_autoptr (GPtrArray) requests = NULL;

  g_return_val_if_fail (id != NULL, NULL);

  requests = zpi_requests_from_status (status);
  for (guint i = 0; i < requests->len; i++) {
    const ZpiRequest *request = g_ptr_array_index (requests, i);

    if (strcmp (request->id, id) == 0)
      return g_ptr_array_steal_index (requests, i);
  }
  return NULL;
}

/**
 * zpi_requests_take_open:
 * @requests: (element-type ZpiRequest): what [func@requests_from_status] gave
 *
 * Returns: (transfer full) (nullable): the request that has to be answered first, which is in
 *   @requests no more
 */
ZpiRequest *
zpi_requests_take_open (GPtrArray *requests)
{
  guint best = requests->len;

  for (guint i = 0; i < requests->len; i++) {
    const ZpiRequest *request = g_ptr_array_index (requests, i);

    if (!zpi_request_is_open (request))
      continue;
    if (best == requests->len ||
        strcmp (request->until, ((ZpiRequest *) g_ptr_array_index (requests, best))->until) < 0)
      best = i;
  }
  return best < requests->len ? g_ptr_array_steal_index (requests, best) : NULL;
}

static gboolean
is_month (const char *month, ZpiMonth with)
{
  g_autofree char *text =
      with.year != 0 ? g_strdup_printf ("%04d-%02d", with.year, with.month) : NULL;

  return g_strcmp0 (month, text) == 0;
}

static gboolean
wanted_is_met (const ZpiWanted *self, const ZpiDocument *document)
{
  return !document->unseen && strcmp (self->kind, document->kind) == 0 &&
         (*self->whose == '\0' || strcmp (self->whose, document->whose) == 0) &&
         (*self->month == '\0' || is_month (self->month, document->month));
}

/**
 * zpi_request_get_missing:
 * @self: a request
 * @documents: (element-type ZpiDocument): what there is
 *
 * Of two that are asked alike, one document meets one.
 *
 * Returns: (transfer container) (element-type ZpiWanted): what is not there yet; belongs to @self
 */
GPtrArray *
zpi_request_get_missing (const ZpiRequest *self, GPtrArray *documents)
{
  GPtrArray *missing = g_ptr_array_new ();
  g_autofree gboolean *used = g_new0 (gboolean, documents->len + 1);

  for (guint i = 0; i < self->wanted->len; i++) {
    ZpiWanted *wanted = g_ptr_array_index (self->wanted, i);
    guint at = 0;

    while (at < documents->len &&
           (used[at] || !wanted_is_met (wanted, g_ptr_array_index (documents, at))))
      at++;
    used[at] = TRUE;
    if (at == documents->len)
      g_ptr_array_add (missing, wanted);
  }
  return missing;
}

#define NAMED_IN_FULL 3

/* Two points for the month, one for the kind: a name that says neither says nothing. */
static guint
rate_name (const ZpiWanted *wanted, const char *folded)
{
  guint points = 0;

  if (strstr (folded, wanted->kind) != NULL)
    points++;
  if (*wanted->month != '\0' && strstr (folded, wanted->month) != NULL)
    points += 2;
  return points;
}

/**
 * zpi_request_guess:
 * @self: a request
 * @documents: (element-type ZpiDocument): what there is already
 * @file_name: (nullable): of the next one
 *
 * What the next document probably is: the missing one that its name speaks of, else one that is
 * there and that its name has in full, else the first that is missing.
 *
 * Returns: (transfer none) (nullable): belongs to @self; %NULL when nothing is missing
 */
const ZpiWanted *
zpi_request_guess (const ZpiRequest *self, GPtrArray *documents, const char *file_name)
{
  g_autoptr (GPtrArray) missing = zpi_request_get_missing (self, documents);
  g_autofree char *folded = g_utf8_strdown (file_name != NULL ? file_name : "", -1);
  const ZpiWanted *best = missing->len > 0 ? g_ptr_array_index (missing, 0) : NULL;
  guint most = 0;

  for (guint i = 0; i < missing->len; i++) {
    guint points = rate_name (g_ptr_array_index (missing, i), folded);

    if (points > most) {
      most = points;
      best = g_ptr_array_index (missing, i);
    }
  }
  /* Named in full it is no other piece, though one of that kind is there: it may be given again. */
  for (guint i = 0; most < NAMED_IN_FULL && i < self->wanted->len; i++)
    if (rate_name (g_ptr_array_index (self->wanted, i), folded) == NAMED_IN_FULL)
      return g_ptr_array_index (self->wanted, i);
  return best;
}
