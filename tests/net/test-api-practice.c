/* SPDX-License-Identifier: EUPL-1.2 */

/* Every operation against the practice municipality, which reads the wire with code of its own. */

#include "zpi-api.h"

#include <glib/gstdio.h>
#include <string.h>

#include "zpi-json.h"
#include "zpi-practice-server.h"

#include "test-peer.h"

#define CHUNK 4000
#define SIZE  10500

typedef struct {
  char *folder;
  ZpiPracticeServer *server;
  ZpiApi *api;
  char *id;
  char *document_id;
  char *key;
  GBytes *document;
  char *document_sha256;
  GBytes *form;
  char *form_sha256;
  GPtrArray *sent; /* of ZpiReceiptDocument */
  char *kept_path;
} Fixture;

static GBytes *
make_document (const char *start)
{
  guint8 *bytes = g_malloc (SIZE);

  for (guint i = 0; i < SIZE; i++)
    bytes[i] = i < strlen (start) ? (guint8) start[i] : (guint8) g_test_rand_int ();
  return g_bytes_new_take (bytes, SIZE);
}

static char *
make_form (Fixture *self)
{
  return g_strdup_printf (
      "{\"regeling\":\"zoetermeerpas\",\"pasjaar\":2026,\"aanvrager\":{\"naam\":{\"voornamen\":"
      "\"Anna\",\"geslachtsnaam\":\"Jong\"},\"burgerservicenummer\":\"999993653\"},\"contact\":{"
      "\"emailadres\":\"anna@example.nl\",\"vanWie\":\"aanvrager\"},\"bewijsstukken\":[{"
      "\"documentId\":\"%s\",\"soort\":\"loonstrook\",\"mediatype\":\"application/pdf\","
      "\"grootteInBytes\":%d,\"sha256\":\"%s\"}],\"verklaring\":{\"ondertekendOp\":"
      "\"2026-01-15T14:05:00+01:00\",\"wijze\":\"op-papier\"}}",
      self->document_id,
      SIZE,
      self->document_sha256);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) scheme = g_bytes_new_static ("{\"id\":\"zoetermeerpas\"}", 22);
  g_autoptr (GBytes) norms = g_bytes_new_static ("{\"sets\":[]}", 11);
  GError *error = NULL;
  char *form;
  ZpiReceiptDocument *sent;

  self->folder = g_dir_make_tmp ("municipality-XXXXXX", NULL);
  self->server = zpi_practice_server_new (self->folder, 0);
  zpi_practice_server_set_rules (self->server, "zoetermeerpas", scheme, norms);
  g_assert_true (zpi_practice_server_start (self->server, &error));
  g_assert_no_error (error);
  self->api = zpi_api_new (zpi_practice_server_get_base_url (self->server), TRUE, NULL, &error);
  g_assert_no_error (error);
  zpi_api_set_token (self->api, "practice");
  self->id = g_uuid_string_random ();
  self->document_id = g_uuid_string_random ();
  self->key = g_uuid_string_random ();
  self->document = make_document ("%PDF-1.7\n");
  self->document_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->document);
  form = make_form (self);
  self->form = g_bytes_new_take (form, strlen (form));
  self->form_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->form);
  self->sent = g_ptr_array_new_with_free_func (g_free);
  sent = g_new0 (ZpiReceiptDocument, 1);
  sent->document_id = self->document_id;
  sent->sha256 = self->document_sha256;
  sent->size_bytes = SIZE;
  g_ptr_array_add (self->sent, sent);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_finalize_object (self->api);
  zpi_practice_server_stop (self->server);
  g_object_unref (self->server);
  g_free (self->folder);
  g_free (self->id);
  g_free (self->document_id);
  g_free (self->key);
  g_bytes_unref (self->document);
  g_free (self->document_sha256);
  g_bytes_unref (self->form);
  g_free (self->form_sha256);
  g_ptr_array_unref (self->sent);
  g_free (self->kept_path);
}

static JsonNode *desk (Fixture *self, const char *method, const char *json, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static JsonNode *
desk (Fixture *self, const char *method, const char *json, const char *format, ...)
{
  g_autoptr (JsonNode) body = json != NULL ? zpi_json_parse_text (json, NULL) : NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;
  JsonNode *answer;
  va_list args;

  va_start (args, format);
  path = g_strdup_vprintf (format, args);
  va_end (args);
  answer = zpi_practice_desk_call (zpi_practice_server_get_base_url (self->server),
                                   method,
                                   path,
                                   body,
                                   &error);
  g_assert_no_error (error);
  return answer;
}

static void
make_trouble (Fixture *self, const char *json)
{
  g_autoptr (JsonNode) answer = desk (self, "PUT", json, "/_oefening/storing");
}

/* The operations, waited for. */

static char *
put (Fixture *self, const char *etag, ZpiProblem **problem, GError **error)
{
  g_auto (TestWait) wait = {0};

  zpi_api_put_application_async (self->api, self->id, self->form, etag, NULL, test_wait_cb, &wait);
  return zpi_api_put_application_finish (self->api, test_wait (&wait), problem, error);
}

static ZpiRemoteStatus *
get (Fixture *self, GError **error)
{
  g_auto (TestWait) wait = {0};

  zpi_api_get_application_async (self->api, self->id, NULL, test_wait_cb, &wait);
  return zpi_api_get_application_finish (self->api, test_wait (&wait), NULL, error);
}

static ZpiReceipt *
submit (Fixture *self, ZpiProblem **problem, GError **error)
{
  g_auto (TestWait) wait = {0};

  zpi_api_submit_async (self->api,
                        self->id,
                        self->form_sha256,
                        self->key,
                        NULL,
                        test_wait_cb,
                        &wait);
  return zpi_api_submit_finish (self->api, test_wait (&wait), problem, error);
}

static ZpiReceipt *
get_receipt (Fixture *self, ZpiProblem **problem, GError **error)
{
  g_auto (TestWait) wait = {0};

  zpi_api_get_receipt_async (self->api, self->id, NULL, test_wait_cb, &wait);
  return zpi_api_get_receipt_finish (self->api, test_wait (&wait), problem, error);
}

static gboolean
withdraw (Fixture *self, GError **error)
{
  g_auto (TestWait) wait = {0};

  zpi_api_withdraw_async (self->api, self->id, self->key, NULL, test_wait_cb, &wait);
  return zpi_api_withdraw_finish (self->api, test_wait (&wait), NULL, error);
}

static JsonNode *
call (Fixture *self,
      const char *method,
      const char *path,
      const char *json,
      guint *status,
      GError **error)
{
  g_auto (TestWait) wait = {0};
  g_autoptr (GBytes) body = json != NULL ? g_bytes_new (json, strlen (json)) : NULL;

  zpi_api_call_async (self->api, method, path, path, body, self->key, NULL, test_wait_cb, &wait);
  return zpi_api_call_finish (self->api, test_wait (&wait), status, NULL, error);
}

static void
read_chunk (gpointer data,
            guint64 index,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  Fixture *self = data;
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  gsize start = index * CHUNK;

  g_task_return_pointer (task,
                         g_bytes_new_from_bytes (self->document, start, MIN (CHUNK, SIZE - start)),
                         (GDestroyNotify) g_bytes_unref);
}

static GBytes *
read_chunk_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
acknowledged (gpointer data,
              const char *upload_path,
              guint64 offset,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  Fixture *self = data;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_free (self->kept_path);
  self->kept_path = g_strdup (upload_path);
  g_task_return_boolean (task, TRUE);
}

static gboolean
acknowledged_finish (gpointer data, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static const ZpiUploadSource source = {read_chunk,
                                       read_chunk_finish,
                                       acknowledged,
                                       acknowledged_finish};

static gboolean
upload (Fixture *self, const char *supplement_id, ZpiProblem **problem, GError **error)
{
  g_auto (TestWait) wait = {0};
  g_autofree char *path = g_strdup (self->kept_path);

  zpi_api_upload_async (self->api,
                        self->id,
                        supplement_id,
                        self->document_id,
                        "application/pdf",
                        SIZE,
                        self->document_sha256,
                        CHUNK,
                        path,
                        &source,
                        self,
                        NULL,
                        test_wait_cb,
                        &wait);
  return zpi_api_upload_finish (self->api, test_wait (&wait), problem, error);
}

/* The main road, every step asserted. */
static ZpiReceipt *
apply (Fixture *self)
{
  GError *error = NULL;
  g_autofree char *etag = put (self, NULL, NULL, &error);
  ZpiReceipt *receipt;

  g_assert_no_error (error);
  g_assert_true (upload (self, NULL, NULL, &error));
  g_assert_no_error (error);
  receipt = submit (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (receipt);
  return receipt;
}

/* The tests. */

static void
test_main_road (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = put (self, NULL, NULL, &error);
  g_autofree char *etag_again = NULL;
  g_autoptr (ZpiRemoteStatus) before = NULL;
  g_autoptr (ZpiRemoteStatus) after = NULL;
  g_autoptr (ZpiReceipt) receipt = NULL;
  g_autoptr (ZpiReceipt) again = NULL;
  g_autoptr (ZpiReceipt) later = NULL;
  ZpiClockReading clock;

  g_assert_no_error (error);
  g_assert_true (zpi_api_get_clock (self->api, &clock));
  g_assert_cmpint (ABS (clock.offset_us), <, 2 * G_USEC_PER_SEC);

  before = get (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (before->state, ==, "concept");
  g_assert_cmpstr (before->etag, ==, etag);
  g_assert_cmpstr (before->form_sha256, ==, self->form_sha256);
  g_assert_cmpuint (before->documents->len, ==, 0);
  g_assert_null (before->receipt);

  etag_again = put (self, etag, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (upload (self, NULL, NULL, &error));
  receipt = submit (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (zpi_receipt_verify (receipt, self->id, self->form_sha256, self->sent, &error));
  again = submit (self, NULL, &error);
  later = get_receipt (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->reference, ==, receipt->reference);
  g_assert_cmpstr (later->reference, ==, receipt->reference);
  g_assert_cmpstr (later->decision_date, ==, receipt->decision_date);

  after = get (self, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after->state, ==, "ontvangen");
  g_assert_cmpuint (after->documents->len, ==, 1);
  g_assert_cmpstr (after->receipt->reference, ==, receipt->reference);
  g_assert_true (
      zpi_receipt_verify (after->receipt, self->id, self->form_sha256, self->sent, &error));
}

static void
test_created_twice (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  g_autofree char *etag = put (self, NULL, NULL, &error);

  g_assert_null (put (self, NULL, &problem, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_CONFLICT);
  g_assert_cmpstr (problem->code, ==, "voorwaarde");
}

static void
test_after_submitting (Fixture *self, gconstpointer data)
{
  g_autoptr (ZpiReceipt) receipt = apply (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  g_autoptr (ZpiRemoteStatus) status = NULL;

  g_assert_null (put (self, NULL, &problem, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  g_free (self->key);
  self->key = g_uuid_string_random ();
  g_assert_true (withdraw (self, &error));
  g_assert_no_error (error);
  g_assert_true (withdraw (self, &error));
  status = get (self, &error);
  g_assert_cmpstr (status->state, ==, "ingetrokken");
}

static void
test_removed (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *path = NULL;
  guint status = 0;

  g_assert_null (get (self, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (get_receipt (self, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);

  etag = put (self, NULL, NULL, &error);
  g_assert_false (withdraw (self, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_CONFLICT);
  g_clear_error (&error);
  path = g_strdup_printf ("/aanvragen/%s", self->id);
  g_assert_null (call (self, "DELETE", path, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 204);
  g_assert_null (get (self, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_GONE);
  g_clear_error (&error);
  g_assert_null (put (self, NULL, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_GONE);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  g_autoptr (ZpiProblem) missing = NULL;
  g_autofree char *etag = NULL;
  const ZpiProblemParam *param;

  etag = put (self, NULL, NULL, &error);
  g_assert_null (submit (self, &missing, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_CONFLICT);
  g_assert_cmpstr (missing->code, ==, "documenten-ontbreken");
  param = g_ptr_array_index (missing->params, 0);
  g_assert_cmpstr (param->name, ==, "bewijsstukken[0].documentId");
  g_assert_cmpstr (param->code, ==, "niet-ontvangen");
  g_clear_error (&error);

  g_bytes_unref (self->form);
  self->form = g_bytes_new_static ("{\"pasjaar\":\"x\"}", 15);
  g_assert_null (put (self, etag, &problem, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_REFUSED);
  g_assert_cmpuint (problem->status, ==, 400);
  g_assert_cmpuint (problem->params->len, >, 3);
}

static void
test_wrong_content (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *expected = NULL;
  char *form;

  g_bytes_unref (self->document);
  self->document = make_document ("MZ");
  g_free (self->document_sha256);
  self->document_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->document);
  form = make_form (self);
  g_bytes_unref (self->form);
  self->form = g_bytes_new_take (form, strlen (form));
  etag = put (self, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (upload (self, NULL, &problem, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_REFUSED);
  expected = g_strdup_printf ("documenten[%s]", self->document_id);
  g_assert_cmpstr (((ZpiProblemParam *) g_ptr_array_index (problem->params, 0))->name,
                   ==,
                   expected);
}

static void
test_processing (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiProblem) problem = NULL;
  g_autofree char *etag = put (self, NULL, NULL, &error);
  g_autoptr (ZpiReceipt) receipt = NULL;
  gint64 now = g_get_real_time ();

  g_assert_true (upload (self, NULL, NULL, &error));
  make_trouble (self, "{\"eerstInVerwerking\":2}");
  g_assert_null (submit (self, &problem, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (problem->status, ==, 202);
  g_assert_cmpint (problem->retry_after_us, >, now);
  while (receipt == NULL) {
    g_clear_pointer (&problem, zpi_problem_free);
    receipt = get_receipt (self, &problem, &error);
    g_assert_no_error (error);
  }
  g_assert_true (zpi_receipt_verify (receipt, self->id, self->form_sha256, self->sent, &error));
}

static void
test_trouble (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *json;
    ZpiError code;
  } troubles[] = {
      {"{\"inlogpagina\":true}", ZPI_ERROR_LOGIN_PAGE},
      {"{\"omleidingNaar\":\"http://login.example/\"}", ZPI_ERROR_LOGIN_PAGE},
      {"{\"offline\":true}", ZPI_ERROR_OFFLINE},
      {"{\"antwoordKwijt\":true}", ZPI_ERROR_OFFLINE},
      {"{\"foutcode\":500}", ZPI_ERROR_BUSY},
      {"{\"foutcode\":503,\"retryAfter\":\"30\"}", ZPI_ERROR_BUSY},
      {"{\"foutcode\":429,\"retryAfter\":\"nonsense\"}", ZPI_ERROR_BUSY},
      {"{\"foutcode\":401}", ZPI_ERROR_SIGN_IN_NEEDED},
  };
  g_autofree char *etag = put (self, NULL, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (troubles); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiRemoteStatus) status = NULL;

    g_test_message ("%s", troubles[i].json);
    make_trouble (self, troubles[i].json);
    g_assert_null (get (self, &error));
    g_assert_error (error, ZPI_ERROR, (int) troubles[i].code);
    make_trouble (self, "{}");
    g_clear_error (&error);
    status = get (self, &error);
    g_assert_no_error (error);
  }
  make_trouble (self, "{\"afgekapt\":true}");
  g_assert_null (get (self, NULL));
}

/* Handled there, and the answer was lost: asked again, nothing doubles. */
static void
test_lost_answers (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;
  g_autoptr (ZpiRemoteStatus) status = NULL;
  g_autoptr (ZpiReceipt) receipt = NULL;
  g_autoptr (JsonNode) list = NULL;

  make_trouble (self, "{\"antwoordKwijt\":true,\"aantal\":2}");
  g_assert_null (put (self, NULL, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_OFFLINE);
  g_clear_error (&error);
  make_trouble (self, "{}");
  status = get (self, &error);
  g_assert_cmpstr (status->form_sha256, ==, self->form_sha256);

  make_trouble (self, "{\"antwoordKwijt\":true,\"aantal\":2,\"pad\":\"/documenten/\"}");
  g_assert_false (upload (self, NULL, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_OFFLINE);
  g_clear_error (&error);
  make_trouble (self, "{}");
  g_assert_true (upload (self, NULL, NULL, &error));
  g_assert_no_error (error);

  make_trouble (self, "{\"antwoordKwijt\":true,\"aantal\":2}");
  g_assert_null (submit (self, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_OFFLINE);
  g_clear_error (&error);
  make_trouble (self, "{}");
  receipt = submit (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (zpi_receipt_verify (receipt, self->id, self->form_sha256, self->sent, &error));
  list = desk (self, "GET", NULL, "/_oefening/aanvragen");
  g_assert_nonnull (list);
}

static void
test_wrong_digest (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = put (self, NULL, NULL, &error);
  g_autoptr (ZpiReceipt) receipt = NULL;

  g_assert_true (upload (self, NULL, NULL, &error));
  make_trouble (self, "{\"verkeerdeDigest\":true}");
  receipt = submit (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (zpi_receipt_verify (receipt, self->id, self->form_sha256, self->sent, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
}

static void
test_supplement (Fixture *self, gconstpointer data)
{
  g_autoptr (ZpiReceipt) first = apply (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) asked = NULL;
  g_autoptr (JsonNode) found = NULL;
  g_autofree char *question = NULL;
  g_autofree char *supplement_id = NULL;
  g_autofree char *body_text = NULL;
  g_autofree char *body_sha256 = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (ZpiReceipt) receipt = NULL;
  g_auto (TestWait) wait = {0};
  guint status;

  asked = desk (self, "POST", "{}", "/_oefening/aanvragen/%s/_in-behandeling", self->id);
  g_clear_pointer (&asked, json_node_unref);
  asked = desk (self,
                "POST",
                "{\"gevraagd\":[{\"soort\":\"bankafschrift\"}]}",
                "/_oefening/aanvragen/%s/_vraag-aanvulling",
                self->id);
  question = g_strdup_printf ("{\"code\":\"%s\"}",
                              zpi_json_get_string (json_node_get_object (asked), "code"));
  found = call (self, "POST", "/aanvullingen/_zoeken", question, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 200);
  supplement_id = g_strdup (zpi_json_get_string (json_node_get_object (found), "aanvullingId"));

  g_free (self->document_id);
  self->document_id = g_uuid_string_random ();
  ((ZpiReceiptDocument *) g_ptr_array_index (self->sent, 0))->document_id = self->document_id;
  g_clear_pointer (&self->kept_path, g_free);
  g_assert_true (upload (self, supplement_id, NULL, &error));
  g_assert_no_error (error);
  body_text = g_strdup_printf (
      "{\"bewijsstukken\":[{\"documentId\":\"%s\",\"soort\":\"bankafschrift\",\"mediatype\":"
      "\"application/pdf\",\"grootteInBytes\":%d,\"sha256\":\"%s\"}]}",
      self->document_id,
      SIZE,
      self->document_sha256);
  body = g_bytes_new (body_text, strlen (body_text));
  body_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  g_free (self->key);
  self->key = g_uuid_string_random ();
  zpi_api_submit_supplement_async (self->api,
                                   self->id,
                                   supplement_id,
                                   body,
                                   self->key,
                                   NULL,
                                   test_wait_cb,
                                   &wait);
  receipt = zpi_api_submit_supplement_finish (self->api, test_wait (&wait), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (receipt->supplement_id, ==, supplement_id);
  g_assert_true (zpi_receipt_verify (receipt, self->id, body_sha256, self->sent, &error));
  g_assert_no_error (error);
}

static gboolean
put_photo (Fixture *self, const char *order, const char *holder, GError **error)
{
  g_auto (TestWait) wait = {0};
  g_autoptr (GBytes) photo = g_bytes_new_static ("\xff\xd8\xff\xe0 a photo", 12);

  zpi_api_put_photo_async (self->api,
                           order,
                           holder,
                           "image/jpeg",
                           photo,
                           NULL,
                           test_wait_cb,
                           &wait);
  return zpi_api_put_photo_finish (self->api, test_wait (&wait), NULL, error);
}

static void
test_photo (Fixture *self, gconstpointer data)
{
  g_autoptr (ZpiReceipt) first = apply (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) order = NULL;
  g_autofree char *question = NULL;
  const char *order_id;
  JsonObject *holder;

  node = desk (self, "POST", "{}", "/_oefening/aanvragen/%s/_in-behandeling", self->id);
  g_clear_pointer (&node, json_node_unref);
  node = desk (self, "POST", "{}", "/_oefening/aanvragen/%s/_toekennen", self->id);
  g_clear_pointer (&node, json_node_unref);
  node = desk (self, "POST", "{}", "/_oefening/aanvragen/%s/_verstuur-brief", self->id);
  question = g_strdup_printf ("{\"code\":\"%s\"}",
                              zpi_json_get_string (json_node_get_object (node), "code"));
  order = call (self, "POST", "/foto-opdrachten/_zoeken", question, NULL, &error);
  g_assert_no_error (error);
  order_id = zpi_json_get_string (json_node_get_object (order), "opdrachtId");
  holder = json_array_get_object_element (zpi_json_get_array (json_node_get_object (order),
                                                              "pashouders"),
                                          0);
  g_assert_true (put_photo (self, order_id, zpi_json_get_string (holder, "pashouderId"), &error));
  g_assert_no_error (error);
  g_assert_true (put_photo (self, order_id, zpi_json_get_string (holder, "pashouderId"), &error));
  g_assert_false (put_photo (self, order_id, self->key, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND);
}

static JsonNode *
get_scheme (Fixture *self, const char *scheme, const char *etag, char **new_etag, GError **error)
{
  g_auto (TestWait) wait = {0};

  zpi_api_get_scheme_async (self->api, scheme, etag, NULL, test_wait_cb, &wait);
  return zpi_api_get_scheme_finish (self->api, test_wait (&wait), new_etag, NULL, error);
}

static void
test_scheme (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *etag = NULL;
  g_autofree char *none = NULL;
  g_autoptr (JsonNode) first = NULL;

  first = get_scheme (self, "zoetermeerpas", NULL, &etag, &error);
  g_assert_no_error (error);
  g_assert_nonnull (first);
  g_assert_nonnull (etag);
  g_assert_null (get_scheme (self, "zoetermeerpas", etag, &none, &error));
  g_assert_no_error (error);
  g_assert_null (none);
  g_assert_null (get_scheme (self, "another", NULL, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (get_scheme (self, "../aanvragen", NULL, NULL, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_REFUSED);
}

static void
test_other_calls (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) renewal = NULL;
  g_autoptr (JsonNode) changed = NULL;
  guint status;

  renewal = call (self,
                  "POST",
                  "/verlengingen/_controleren",
                  "{\"burgerservicenummer\":\"999991784\",\"pasjaar\":2026}",
                  &status,
                  &error);
  g_assert_no_error (error);
  g_assert_nonnull (zpi_json_get_string (json_node_get_object (renewal), "uitkomst"));
  changed =
      call (self, "GET", "/aanvragen?gewijzigdNa=2020-01-01T00:00:00Z", NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_nonnull (zpi_json_get_array (json_node_get_object (changed), "resultaten"));
  g_assert_null (call (self, "GET", "/nergens", NULL, &status, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND);
  g_assert_cmpuint (status, ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/api-practice/main-road", test_main_road);
  ADD ("/api-practice/created-twice", test_created_twice);
  ADD ("/api-practice/after-submitting", test_after_submitting);
  ADD ("/api-practice/removed", test_removed);
  ADD ("/api-practice/refused", test_refused);
  ADD ("/api-practice/wrong-content", test_wrong_content);
  ADD ("/api-practice/processing", test_processing);
  ADD ("/api-practice/trouble", test_trouble);
  ADD ("/api-practice/lost-answers", test_lost_answers);
  ADD ("/api-practice/wrong-digest", test_wrong_digest);
  ADD ("/api-practice/supplement", test_supplement);
  ADD ("/api-practice/photo", test_photo);
  ADD ("/api-practice/scheme", test_scheme);
  ADD ("/api-practice/other-calls", test_other_calls);
  return g_test_run ();
}
