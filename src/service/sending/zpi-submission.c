/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-submission.h"

#include "zpi-account.h"
#include "zpi-application-form.h"
#include "zpi-attention.h"
#include "zpi-clock-evidence.h"
#include "zpi-clock.h"
#include "zpi-digest.h"
#include "zpi-evidence.h"
#include "zpi-field.h"
#include "zpi-frozen.h"
#include "zpi-intake.h"
#include "zpi-json.h"
#include "zpi-letters.h"
#include "zpi-open-question.h"
#include "zpi-outgoing.h"
#include "zpi-overview.h"
#include "zpi-photo-item.h"
#include "zpi-still-missing.h"
#include "zpi-supplement-form.h"

#include <string.h>

struct _ZpiSubmission {
  char *case_id;
  ZpiCaseKind kind;
  char *application_id; /* (nullable): of an answer, where it goes */
  guint64 generation;
  JsonNode *form;            /* (owned): for the store thread alone once handed over */
  GPtrArray *parts;          /* (owned) (element-type ZpiOutboxPart) */
  ZpiUnanswered *unanswered; /* (owned) (nullable): of an application, what nobody answered */
  char *address;             /* (nullable): real mode */
  char *subject;             /* (nullable): whoever is signed in */
  gboolean has_clock;
  ZpiClockReading clock; /* compared by this process */
  gint64 now_us;
};

void
zpi_submission_free (ZpiSubmission *self)
{
  g_free (self->case_id);
  g_free (self->application_id);
  g_free (self->address);
  g_free (self->subject);
  g_clear_pointer (&self->form, json_node_unref);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->unanswered, zpi_unanswered_free);
  g_free (self);
}

static GPtrArray *
make_parts (const ZpiApplication *application)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);

  for (guint i = 0; i < application->documents->len; i++) {
    const ZpiDocument *document = g_ptr_array_index (application->documents, i);
    ZpiOutboxPart *part = g_new0 (ZpiOutboxPart, 1);

    part->document_id = g_strdup (document->item);
    part->position = i;
    part->size_bytes = document->size_bytes;
    part->sha256 = g_strdup (document->sha256);
    part->media_type = g_strdup (document->media_type);
    part->state = g_strdup ("waiting");
    g_ptr_array_add (parts, part);
  }
  return parts;
}

static JsonObject *
ensure_object (JsonObject *parent, const char *member)
{
  JsonObject *object = zpi_json_get_object (parent, member);

  if (object != NULL)
    return object;
  object = json_object_new ();
  json_object_set_object_member (parent, member, object);
  return object;
}

/* Who sends it: the name that signing in gave, and the organisation it connected with. The contract
 * takes no organisation without a name, and it may be queued before anybody signed in. */
static void
add_counsellor (JsonObject *form, ZpiSession *session)
{
  ZpiSignIn *sign_in = zpi_session_get_sign_in (session);
  ZpiOrgFile *organisation = zpi_session_get_organisation (session);
  const char *name = sign_in != NULL ? zpi_sign_in_get_name (sign_in) : NULL;
  JsonObject *counsellor;

  if (name != NULL && *name != '\0')
    zpi_json_set_string (ensure_object (form, "hulpverlener"), "naam", name);
  counsellor = zpi_json_get_object (form, "hulpverlener");
  if (organisation != NULL && zpi_json_get_string (counsellor, "naam") != NULL)
    zpi_json_set_string (counsellor, "organisatie", organisation->name);
}

/* The names of answers as the file format has them: "verklaring.wijze". A file that was being added
 * when the program ended comes in when somebody opens the case. */
static char *
dup_places (const char *keys)
{
  g_auto (GStrv) parts = g_strsplit (keys, ", ", -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    const ZpiField *field = zpi_field_lookup (parts[i]);

    if (g_str_has_prefix (parts[i], ZPI_LIST_DROPPED ".")) {
      g_free (parts[i]);
      parts[i] = g_strdup ("a file that was being added (open the case in the window)");
      continue;
    }
    if (field == NULL || field->wire == NULL)
      continue;
    g_free (parts[i]);
    parts[i] = g_strdup (field->wire);
  }
  return g_strjoinv (", ", parts);
}

/* Without these nothing can be sent. */
static gboolean
check_complete_enough (ZpiCase *zcase, GError **error)
{
  g_autofree char *missing = zpi_case_dup_missing_to_send (zcase);
  g_autofree char *places = missing != NULL ? dup_places (missing) : NULL;

  if (missing == NULL)
    return TRUE;
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_NOT_ALLOWED,
               "Not complete enough to send: %s. Fill these in, and queue it again",
               places);
  return FALSE;
}

/* Its names come from the rules that the case was filled in by, also when newer ones are there. */
static ZpiUnanswered *
dup_unanswered (ZpiCase *zcase, const ZpiScheme *scheme, const ZpiApplication *application)
{
  ZpiUnanswered *self = g_new0 (ZpiUnanswered, 1);

  self->questions = zpi_case_dup_open_questions (zcase, scheme);
  self->income_kinds = zpi_case_dup_open_kinds (zcase, (const char *const *) self->questions);
  self->rules = g_strdup (zpi_case_get (zcase, ZPI_KEY_SCHEME_VERSION));
  if (application->has_partner) {
    self->applicant = zpi_evidence_dup_call_name (application, FALSE);
    self->partner = zpi_evidence_dup_call_name (application, TRUE);
  }
  return self;
}

static JsonNode *
make_form (ZpiSubmission *self,
           ZpiSession *session,
           ZpiCase *zcase,
           const ZpiApplication *application,
           GError **error)
{
  const ZpiScheme *scheme;

  if (self->kind == ZPI_CASE_LETTER)
    return zpi_supplement_dup_form (zcase, &self->application_id, error);
  if (self->kind == ZPI_CASE_ACCOUNT)
    return zpi_account_dup_form (zcase, error);
  if (!check_complete_enough (zcase, error))
    return NULL;
  scheme = zpi_session_get_rules_of (session, zcase);
  self->unanswered = dup_unanswered (zcase, scheme, application);
  return zpi_application_to_submission (application, scheme);
}

/**
 * zpi_submission_dup_destination:
 * @session: an open session
 * @address: (out) (nullable) (transfer full): of the municipality; %NULL in practice, which goes to
 *   this computer, whatever the port is today
 * @subject: (out) (nullable) (transfer full): who is signed in
 *
 * Where what is queued now goes, and in whose name. Main thread.
 */
void
zpi_submission_dup_destination (ZpiSession *session, char **address, char **subject)
{
  ZpiSignIn *sign_in = zpi_session_get_sign_in (session);
  ZpiOrgFile *organisation = zpi_session_get_organisation (session);
  gboolean real = !zpi_session_is_practice (session);

  *address = real && organisation != NULL ? g_strdup (organisation->base_url) : NULL;
  *subject = real && sign_in != NULL ? g_strdup (zpi_sign_in_get_subject (sign_in)) : NULL;
}

/* Then it is not what somebody saw when they covered a part of it. */
static gboolean
has_edits_left (ZpiCase *zcase)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);

  for (guint i = 0; items[i] != NULL; i++)
    if (*zpi_intake_get_edits (zcase, items[i]) != '\0')
      return TRUE;
  return FALSE;
}

/**
 * zpi_submission_new:
 * @session: the session
 * @zcase: a case of which every change is saved
 * @error: return location for an error
 *
 * Returns: (transfer full): what would be sent now; %NULL with NOT_ALLOWED when something is
 *   missing without which nothing can be sent, or a document has edits left
 */
ZpiSubmission *
zpi_submission_new (ZpiSession *session, ZpiCase *zcase, GError **error)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autoptr (ZpiSubmission) self = g_new0 (ZpiSubmission, 1);
  ZpiApi *api = zpi_session_get_api (session);

  if (has_edits_left (zcase)) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_DRAWN,
                         "What was done to a document is not drawn yet");
    return NULL;
  }
  /* Of an application it stands among what is missing to send. */
  if (zpi_case_get_kind (zcase) == ZPI_CASE_LETTER &&
      zpi_case_get_n_items (zcase, ZPI_LIST_DROPPED) > 0) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "A file was being added. Open it in the window, where that goes on");
    return NULL;
  }
  self->case_id = g_strdup (zpi_case_get_id (zcase));
  self->kind = zpi_case_get_kind (zcase);
  self->generation = zpi_case_get_generation (zcase);
  self->form = make_form (self, session, zcase, application, error);
  if (self->form == NULL)
    return NULL;
  self->parts = make_parts (application);
  self->now_us = zpi_clock_now_us ();
  self->has_clock = api != NULL && zpi_api_get_clock (api, &self->clock);
  add_counsellor (json_node_get_object (self->form), session);
  zpi_submission_dup_destination (session, &self->address, &self->subject);
  return g_steal_pointer (&self);
}

/* What the clock of this computer is worth at this moment. */
static void
add_clock_evidence (ZpiSubmission *self, ZpiStore *store, JsonObject *declaration, guint64 sequence)
{
  gint64 offset_us;
  gboolean known;
  gboolean doubt = zpi_clock_evidence_doubted (store,
                                               self->has_clock ? &self->clock : NULL,
                                               self->now_us,
                                               &known,
                                               &offset_us);

  if (known)
    json_object_set_int_member (declaration,
                                "klokafwijkingInSeconden",
                                -(offset_us / G_USEC_PER_SEC));
  json_object_set_int_member (declaration, "volgnummer", (gint64) sequence);
  json_object_set_boolean_member (declaration, "klokTwijfel", doubt);
}

static GBytes *
declaration_record (JsonObject *declaration)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, declaration);
  return zpi_json_serialize (node, FALSE);
}

static gboolean
check_documents (ZpiSubmission *self, ZpiStore *store, GError **error)
{
  for (guint i = 0; i < self->parts->len; i++) {
    const ZpiOutboxPart *part = g_ptr_array_index (self->parts, i);
    g_autofree char *media_type = NULL;
    g_autofree char *sha256 = NULL;
    guint64 size, n_chunks;

    if (!zpi_document_store_get (store,
                                 part->document_id,
                                 &size,
                                 &n_chunks,
                                 &media_type,
                                 &sha256,
                                 error) ||
        !zpi_outgoing_check (store, part->document_id, error)) {
      g_prefix_error (error, "A document that the case names: ");
      return FALSE;
    }
    if (size != part->size_bytes || g_strcmp0 (sha256, part->sha256) != 0) {
      g_set_error (error,
                   ZPI_ERROR,
                   ZPI_ERROR_SEAL_BROKEN,
                   "A document is not what the case names");
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
check_row (ZpiSubmission *self, ZpiStore *store, ZpiCaseState *state, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, error);

  if (info == NULL)
    return FALSE;
  *state = info->state;
  if (info->generation != self->generation) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_BUSY, "The case was written by another process");
    return FALSE;
  }
  if (info->state == ZPI_CASE_DRAFT || info->state == ZPI_CASE_PAPER ||
      info->state == ZPI_CASE_ATTENTION)
    return TRUE;
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_CONFLICT,
               "A case in state %s is not queued again",
               zpi_case_state_to_nick (info->state));
  return FALSE;
}

/* What an earlier try left behind: whether anything may have arrived has to be asked first. */
static gboolean
replace_earlier (ZpiSubmission *self, ZpiStore *store, ZpiOutboxItem *item, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ZpiOutboxItem) earlier = zpi_outbox_store_get (store, item->id, &local);

  if (earlier == NULL) {
    if (g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
      item->tried_us = zpi_frozen_get_tried (store, item->case_id);
      return item->tried_us == 0 || zpi_frozen_forget_tried (store, item->case_id, error);
    }
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  item->tried_us = earlier->tried_us;
  return zpi_outbox_store_remove (store, item->id, error);
}

static const char *
outbox_kind (ZpiCaseKind kind)
{
  switch (kind) {
  case ZPI_CASE_LETTER:
    return ZPI_OUTBOX_SUPPLEMENT;
  case ZPI_CASE_ACCOUNT:
    return ZPI_OUTBOX_ACCOUNT;
  case ZPI_CASE_APPLICATION:
  default:
    return ZPI_OUTBOX_APPLICATION;
  }
}

/* An answer is a form behind its documents, an account request a form alone. */
static ZpiOutboxStep
first_step (ZpiCaseKind kind)
{
  switch (kind) {
  case ZPI_CASE_LETTER:
    return ZPI_OUTBOX_DOCUMENTS;
  case ZPI_CASE_ACCOUNT:
    return ZPI_OUTBOX_SUBMIT;
  case ZPI_CASE_APPLICATION:
  default:
    return ZPI_OUTBOX_FORM;
  }
}

static gboolean
insert_item (ZpiSubmission *self, ZpiStore *store, JsonObject *declaration, GError **error)
{
  g_autoptr (ZpiOutboxItem) item = g_new0 (ZpiOutboxItem, 1);

  item->id = g_strdup (self->case_id);
  item->case_id = g_strdup (self->case_id);
  item->kind = g_strdup (outbox_kind (self->kind));
  item->step = first_step (self->kind);
  item->payload = zpi_json_serialize (self->form, FALSE);
  item->payload_sha256 = zpi_digest_of_bytes (item->payload);
  item->idempotency_key = g_uuid_string_random ();
  item->queued_us = self->now_us;
  item->address = g_strdup (self->address);
  item->subject = g_strdup (self->subject);
  item->declaration = declaration_record (declaration);
  return replace_earlier (self, store, item, error) &&
         zpi_outbox_store_insert (store, item, self->parts, error) &&
         zpi_outbox_store_update (store, item, error);
}

/* Who is in the form gets a pass. */
static guint
count_passes (JsonObject *form)
{
  JsonArray *children = zpi_json_get_array (form, "kinderen");

  return 1 + (zpi_json_get_object (form, "partner") != NULL ? 1 : 0) +
         (children != NULL ? json_array_get_length (children) : 0);
}

/* What is known of an application now and is asked long after. */
static gboolean
keep_for_later (ZpiSubmission *self, ZpiStore *store, GError **error)
{
  guint n = count_passes (json_node_get_object (self->form));

  return zpi_still_missing_begin (store, self->case_id, self->form, self->unanswered, error) &&
         zpi_photo_item_note_passes (store, self->case_id, n, error);
}

/* The declaration with what the clock is worth, drawn on the store's thread. */
static gboolean
insert_declared (ZpiSubmission *self, ZpiStore *store, GError **error)
{
  JsonObject *declaration = ensure_object (json_node_get_object (self->form), "verklaring");
  g_autofree char *declared = g_strdup_printf ("%" G_GINT64_FORMAT, self->now_us);
  guint64 sequence;

  if (!zpi_meta_store_next_sequence (store, &sequence, error))
    return FALSE;
  add_clock_evidence (self, store, declaration, sequence);
  return insert_item (self, store, declaration, error) &&
         (self->unanswered == NULL || keep_for_later (self, store, error)) &&
         zpi_meta_store_set (store, "declared_us", declared, error);
}

/* An answer declares nothing; where it goes is frozen with it. */
static gboolean
insert_answer (ZpiSubmission *self, ZpiStore *store, GError **error)
{
  g_autoptr (JsonObject) target = json_object_new ();

  zpi_json_set_string (target, ZPI_TARGET_APPLICATION, self->application_id);
  return insert_item (self, store, target, error);
}

/* Store thread, in a transaction. */
gboolean
zpi_submission_write (ZpiStore *store, gpointer submission, GError **error)
{
  ZpiSubmission *self = submission;
  ZpiCaseState state;

  if (!check_row (self, store, &state, error) || !check_documents (self, store, error))
    return FALSE;
  return (self->kind == ZPI_CASE_LETTER ? insert_answer (self, store, error)
                                        : insert_declared (self, store, error)) &&
         zpi_case_store_set_state (store, self->case_id, state, ZPI_CASE_WAITING, NULL, error) &&
         (self->kind != ZPI_CASE_LETTER ||
          zpi_letters_note_answer (store,
                                   self->case_id,
                                   zpi_attention_to_nick (ZPI_ATTENTION_ANSWER_WAITS),
                                   error)) &&
         zpi_follow_up_add_event (store, self->case_id, "waiting", self->now_us, error);
}
