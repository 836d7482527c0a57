/* SPDX-License-Identifier: EUPL-1.2 */

/* What was missing when an application was sent stays listed until it is there. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-still-missing.h"

#include <string.h>

#include "zpi-case-store.h"
#include "zpi-json.h"

#define MEMBER "ontbrekendeBewijsstukken"
/* Names of questions, as [func@case_dup_open_questions] has them; ours alone. */
#define QUESTIONS    "questions"
#define INCOME_KINDS "income_kinds"
#define RULES        "scheme_version"
/* What whose pieces are is said by; not of who has no partner. */
#define APPLICANT "applicant_called"
#define PARTNER   "partner_called"

static GPtrArray *
read_documents (GBytes *bytes, const char *member)
{
  g_autoptr (JsonNode) root = bytes != NULL ? zpi_json_parse (bytes, 0, 0, NULL) : NULL;
  JsonObject *object = zpi_json_node_object (root);

  return zpi_wanted_list_from_json (zpi_json_get_array (object, member));
}

static JsonArray *
names_to_json (const char *const *names)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    json_array_add_string_element (array, names[i]);
  return array;
}

static GStrv
names_from_json (JsonArray *array)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
      g_strv_builder_add (names, json_node_get_string (node));
  }
  return g_strv_builder_end (names);
}

/**
 * zpi_unanswered_free:
 * @self: (transfer full): what was not answered
 */
void
zpi_unanswered_free (ZpiUnanswered *self)
{
  g_strfreev (self->questions);
  g_strfreev (self->income_kinds);
  g_free (self->rules);
  g_free (self->applicant);
  g_free (self->partner);
  g_free (self);
}

static gboolean
keep (ZpiStore *store,
      const char *application_id,
      JsonArray *missing,
      const ZpiUnanswered *unanswered,
      GError **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *object = json_object_new ();

  json_node_take_object (root, object);
  json_object_set_array_member (object, MEMBER, missing);
  json_object_set_array_member (object,
                                QUESTIONS,
                                names_to_json ((const char *const *) unanswered->questions));
  json_object_set_array_member (object,
                                INCOME_KINDS,
                                names_to_json ((const char *const *) unanswered->income_kinds));
  json_object_set_string_member (object, RULES, unanswered->rules);
  zpi_json_set_string (object, APPLICANT, unanswered->applicant);
  zpi_json_set_string (object, PARTNER, unanswered->partner);
  bytes = zpi_json_serialize (root, FALSE);
  return zpi_case_store_set_record (store, application_id, ZPI_RECORD_MISSING, bytes, error);
}

/**
 * zpi_still_missing_begin:
 * @store: the store
 * @application_id: an application that is being queued
 * @form: its form, as it is frozen
 * @unanswered: what nobody answered
 * @error: return location for an error
 *
 * Keeps what @form says is missing and what was not answered, instead of what an earlier form said.
 *
 * Returns: %FALSE with a storage error
 */
gboolean
zpi_still_missing_begin (ZpiStore *store,
                         const char *application_id,
                         JsonNode *form,
                         const ZpiUnanswered *unanswered,
                         GError **error)
{
  g_autoptr (GPtrArray) missing =
      zpi_wanted_list_from_json (zpi_json_get_array (json_node_get_object (form), MEMBER));

  return keep (store, application_id, zpi_wanted_list_to_json (missing), unanswered, error);
}

/* What a document does not say of itself, it may be. */
static gboolean
agree (const char *wanted, const char *there)
{
  return *wanted == '\0' || *there == '\0' || strcmp (wanted, there) == 0;
}

/* What two have together may come from either, as before it was sent. */
static gboolean
is_of_same (const char *wanted, const char *there)
{
  return agree (wanted, there) || strcmp (wanted, "gezamenlijk") == 0;
}

static gboolean
take_one (GPtrArray *came, const ZpiWanted *wanted)
{
  for (guint i = 0; i < came->len; i++) {
    const ZpiWanted *document = g_ptr_array_index (came, i);

    if (strcmp (wanted->kind, document->kind) == 0 && is_of_same (wanted->whose, document->whose) &&
        agree (wanted->month, document->month)) {
      g_ptr_array_remove_index (came, i);
      return TRUE;
    }
  }
  return FALSE;
}

/* What an answer says that it leaves for later was asked, and is missing as much as the rest. */
static void
add_left (GPtrArray *missing, GPtrArray *left)
{
  while (left->len > 0) {
    const ZpiWanted *wanted = g_ptr_array_index (left, 0);
    gboolean known = FALSE;

    for (guint i = 0; i < missing->len && !known; i++) {
      const ZpiWanted *other = g_ptr_array_index (missing, i);

      known = strcmp (wanted->kind, other->kind) == 0 && is_of_same (other->whose, wanted->whose) &&
              strcmp (wanted->month, other->month) == 0;
    }
    if (known)
      g_ptr_array_remove_index (left, 0);
    else
      g_ptr_array_add (missing, g_ptr_array_steal_index (left, 0));
  }
}

/**
 * zpi_still_missing_take:
 * @store: the store
 * @application_id: an application of this store
 * @form: the answer to a request that the municipality has now
 * @error: return location for an error
 *
 * Leaves out what came with @form, one document being one piece, and takes in what was asked and
 * did not come with it. Questions stay: an answer has documents only.
 *
 * Returns: %FALSE with a storage error
 */
gboolean
zpi_still_missing_take (ZpiStore *store, const char *application_id, GBytes *form, GError **error)
{
  g_autoptr (GBytes) record =
      zpi_case_store_get_record (store, application_id, ZPI_RECORD_MISSING, NULL);
  g_autoptr (GPtrArray) missing = zpi_still_missing_read (record);
  g_autoptr (ZpiUnanswered) unanswered = zpi_still_missing_read_unanswered (record);
  g_autoptr (GPtrArray) came = read_documents (form, "bewijsstukken");
  g_autoptr (GPtrArray) left = read_documents (form, MEMBER);

  for (guint i = 0; i < missing->len;) {
    if (take_one (came, g_ptr_array_index (missing, i)))
      g_ptr_array_remove_index (missing, i);
    else
      i++;
  }
  add_left (missing, left);
  return (record == NULL && missing->len == 0) ||
         keep (store, application_id, zpi_wanted_list_to_json (missing), unanswered, error);
}

/**
 * zpi_still_missing_forget:
 * @store: the store
 * @application_id: an application that is being cleared
 * @error: return location for an error
 *
 * Keeps which documents are missing and forgets what says more of them, such as who pays the income
 * that they are about, and what they call whose they are. On the store thread.
 *
 * Returns: %FALSE with a storage error
 */
gboolean
zpi_still_missing_forget (ZpiStore *store, const char *application_id, GError **error)
{
  g_autoptr (GBytes) record =
      zpi_case_store_get_record (store, application_id, ZPI_RECORD_MISSING, NULL);
  g_autoptr (GPtrArray) missing = zpi_still_missing_read (record);
  g_autoptr (ZpiUnanswered) unanswered = zpi_still_missing_read_unanswered (record);

  if (record == NULL)
    return TRUE;
  zpi_wanted_list_forget_notes (missing);
  g_clear_pointer (&unanswered->applicant, g_free);
  g_clear_pointer (&unanswered->partner, g_free);
  return keep (store, application_id, zpi_wanted_list_to_json (missing), unanswered, error);
}

/**
 * zpi_still_missing_read:
 * @record: (nullable): the record `missing` of a case
 *
 * Returns: (transfer full) (element-type ZpiWanted): what is not there yet
 */
GPtrArray *
zpi_still_missing_read (GBytes *record)
{
  return read_documents (record, MEMBER);
}

/**
 * zpi_still_missing_read_unanswered:
 * @record: (nullable): the record `missing` of a case
 *
 * Returns: (transfer full): what was not answered when it was sent; a record of an earlier version
 *   does not say what its incomes and rules were
 */
ZpiUnanswered *
zpi_still_missing_read_unanswered (GBytes *record)
{
  g_autoptr (JsonNode) root = record != NULL ? zpi_json_parse (record, 0, 0, NULL) : NULL;
  JsonObject *object = zpi_json_node_object (root);
  const char *rules = zpi_json_get_string (object, RULES);
  ZpiUnanswered *self = g_new0 (ZpiUnanswered, 1);

  self->questions = names_from_json (zpi_json_get_array (object, QUESTIONS));
  self->income_kinds = names_from_json (zpi_json_get_array (object, INCOME_KINDS));
  self->rules = g_strdup (rules != NULL ? rules : "");
  self->applicant = g_strdup (zpi_json_get_string (object, APPLICANT));
  self->partner = g_strdup (zpi_json_get_string (object, PARTNER));
  return self;
}
