/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <json-glib/json-glib.h>

#include "zpi-clock-boot.h"
#include "zpi-error.h"
#include "zpi-letter.h"
#include "zpi-request.h"

G_BEGIN_DECLS

/**
 * ZpiProblem:
 * @status: the HTTP status, 0 when there was none
 * @retry_after_us: when the server asks to come back (absolute), 0 when it does not say
 * @code: (nullable): what it is: `code` of problem+json, or one of our own words when it was no
 * municipality that answered (`tls-expired`, `tls-not-yet-valid`, `tls-unknown-authority`,
 * `tls-wrong-host`, `tls-other`, `html`, `redirect`)
 * @title: (nullable): of problem+json
 * @detail: (nullable): of problem+json
 * @params: (element-type ZpiProblemParam): `invalidParams`
 *
 * What a server said in a refusal. Texts are the municipality's words, for the screen, never for
 * the log. Also given with a 202 (no error, NULL result): then only @retry_after_us counts.
 */
typedef struct {
  char *name;
  char *reason;
  char *code;
} ZpiProblemParam;

typedef struct {
  guint status;
  gint64 retry_after_us;
  char *code;
  char *title;
  char *detail;
  GPtrArray *params;
} ZpiProblem;

void zpi_problem_free (ZpiProblem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiProblem, zpi_problem_free)
JsonNode *zpi_problem_to_json (const ZpiProblem *self);
ZpiProblem *zpi_problem_from_json (JsonNode *node);

/**
 * ZpiReceipt:
 * @supplement_id: (nullable): `aanvullingId`, for later evidence
 * @received_at: ISO 8601; @application_date (nullable for later evidence) and @decision_date:
 * yyyy-mm-dd, the municipality's
 * @form_sha256: of the form bytes as stored there
 * @documents: (element-type ZpiReceiptDocument)
 * @raw: the receipt as it came, to keep
 */
typedef struct {
  char *document_id;
  char *sha256;
  guint64 size_bytes;
} ZpiReceiptDocument;

typedef struct {
  char *application_id;
  char *supplement_id;
  char *reference;
  char *received_at;
  char *application_date;
  char *decision_date;
  char *form_sha256;
  GPtrArray *documents;
  GBytes *raw;
} ZpiReceipt;

void zpi_receipt_free (ZpiReceipt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiReceipt, zpi_receipt_free)
ZpiReceipt *zpi_receipt_parse (GBytes *raw, GError **error);
/* NOT_VERIFIED unless id, form digest and the whole set of documents are equal to ours. @documents:
 * (element-type ZpiReceiptDocument) what we sent. */
gboolean zpi_receipt_verify (const ZpiReceipt *self,
                             const char *application_id,
                             const char *form_sha256,
                             GPtrArray *documents,
                             GError **error);

/**
 * ZpiRemoteStatus: answer of GET /aanvragen/{id}
 * @state: the municipality's state nick on the wire
 * @etag: (nullable): of the form there
 * @form_sha256: (nullable): of the form stored there
 * @documents: (element-type ZpiReceiptDocument): stored completely there
 * @receipt: (nullable): when it was submitted
 * @raw: the whole answer
 */
typedef struct {
  char *state;
  char *etag;
  char *form_sha256;
  GPtrArray *documents;
  ZpiReceipt *receipt;
  GBytes *raw;
} ZpiRemoteStatus;

void zpi_remote_status_free (ZpiRemoteStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiRemoteStatus, zpi_remote_status_free)

/* Where a token comes from. Called on the main thread; the callback gets a token or SIGN_IN_NEEDED.
 * The finish function gives it as [func@secret_strdup] does. @refresh: the last one was refused. */
typedef void (*ZpiTokenRequest) (gpointer source_data,
                                 gboolean refresh,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
typedef char *(*ZpiTokenFinish) (gpointer source_data, GAsyncResult *result, GError **error);

/**
 * ZpiApi:
 *
 * The municipal API, typed: one pair of functions per operation. Main thread. When an operation
 * fails with an answer of a server (REFUSED, CONFLICT, TOO_LARGE, GONE, BUSY, NOT_FOUND,
 * SIGN_IN_NEEDED) or with TLS, NOT_VERIFIED or LOGIN_PAGE, `problem` of the finish function has
 * what is known about it.
 */
#define ZPI_TYPE_API (zpi_api_get_type ())
G_DECLARE_FINAL_TYPE (ZpiApi, zpi_api, ZPI, API, GObject)

/* @base_url ends in /v1. @loopback_http: practice mode, only loopback http; else only https.
 * @ca_file: (nullable) extra trust anchor (practice only). */
ZpiApi *
zpi_api_new (const char *base_url, gboolean loopback_http, const char *ca_file, GError **error);
void zpi_api_set_token (ZpiApi *self, const char *fixed_token);
void zpi_api_set_token_source (ZpiApi *self,
                               ZpiTokenRequest request,
                               ZpiTokenFinish finish,
                               gpointer source_data);
const char *zpi_api_get_base_url (ZpiApi *self);
/* What the last confirmed `Date` of the server says of our clock: server minus ours. FALSE when not
 * known yet. */
gboolean zpi_api_get_clock (ZpiApi *self, ZpiClockReading *reading);

/* Put: create (`etag` NULL: If-None-Match: *) or replace (If-Match). Finish gives the new etag. */
void zpi_api_put_application_async (ZpiApi *self,
                                    const char *id,
                                    GBytes *form,
                                    const char *etag,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *zpi_api_put_application_finish (ZpiApi *self,
                                      GAsyncResult *result,
                                      ZpiProblem **problem,
                                      GError **error);
void zpi_api_get_application_async (ZpiApi *self,
                                    const char *id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
ZpiRemoteStatus *zpi_api_get_application_finish (ZpiApi *self,
                                                 GAsyncResult *result,
                                                 ZpiProblem **problem,
                                                 GError **error); /* NOT_FOUND, GONE */
/* Submit exactly the form with this digest; NULL without error: 202, ask for the receipt later. */
void zpi_api_submit_async (ZpiApi *self,
                           const char *id,
                           const char *form_sha256,
                           const char *idempotency_key,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
ZpiReceipt *
zpi_api_submit_finish (ZpiApi *self, GAsyncResult *result, ZpiProblem **problem, GError **error);
void zpi_api_get_receipt_async (ZpiApi *self,
                                const char *id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
ZpiReceipt *
zpi_api_get_receipt_finish (ZpiApi *self,
                            GAsyncResult *result,
                            ZpiProblem **problem,
                            GError **error); /* NULL without error: not yet; NOT_FOUND */
void zpi_api_withdraw_async (ZpiApi *self,
                             const char *id,
                             const char *idempotency_key,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean
zpi_api_withdraw_finish (ZpiApi *self, GAsyncResult *result, ZpiProblem **problem, GError **error);
/* Later evidence: @body is the supplement's form; its receipt has the same shape. */
void zpi_api_submit_supplement_async (ZpiApi *self,
                                      const char *id,
                                      const char *supplement_id,
                                      GBytes *body,
                                      const char *idempotency_key,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
ZpiReceipt *zpi_api_submit_supplement_finish (ZpiApi *self,
                                              GAsyncResult *result,
                                              ZpiProblem **problem,
                                              GError **error);
/* A photo of one pass holder; succeeds only when the digest that came back is that of @photo. */
void zpi_api_put_photo_async (ZpiApi *self,
                              const char *order_id,
                              const char *holder_id,
                              const char *media_type,
                              GBytes *photo,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean
zpi_api_put_photo_finish (ZpiApi *self, GAsyncResult *result, ZpiProblem **problem, GError **error);
/* By the code of a mail or letter. Finish: NOT_FOUND when there is none with this code. */
void zpi_api_find_request_async (ZpiApi *self,
                                 const char *code,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
ZpiRequest *zpi_api_find_request_finish (ZpiApi *self,
                                         GAsyncResult *result,
                                         ZpiProblem **problem,
                                         GError **error);
void zpi_api_find_photo_order_async (ZpiApi *self,
                                     const char *code,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* How an order stands; the finish function is the same. */
void zpi_api_get_photo_order_async (ZpiApi *self,
                                    const char *order_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
ZpiPhotoOrder *zpi_api_photo_order_finish (ZpiApi *self,
                                           GAsyncResult *result,
                                           ZpiProblem **problem,
                                           GError **error);
/* Was this person renewed automatically? Only ask with the client's word: the number goes along. */
void zpi_api_check_renewal_async (ZpiApi *self,
                                  const char *bsn,
                                  int pass_year,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean zpi_api_check_renewal_finish (ZpiApi *self,
                                       GAsyncResult *result,
                                       gboolean *renewed,
                                       ZpiProblem **problem,
                                       GError **error); /* NOT_FOUND: not known there */

/**
 * ZpiAccountStatus:
 * @state: `ontvangen`, `in-behandeling`, `samengevoegd`, `afgewezen`
 * @until: yyyy-mm-dd; that day still counts
 * @form_sha256: of the request as stored there
 * @raw: the whole answer, to keep
 *
 * How a request to bring a family together in one account stands.
 */
typedef struct {
  char *id;
  char *reference;
  char *state;
  char *received_at;
  char *until;
  char *form_sha256;
  char *note;
  GBytes *raw;
} ZpiAccountStatus;

void zpi_account_status_free (ZpiAccountStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiAccountStatus, zpi_account_status_free)
void zpi_api_post_account_request_async (ZpiApi *self,
                                         const char *id,
                                         GBytes *form,
                                         const char *idempotency_key,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
void zpi_api_get_account_request_async (ZpiApi *self,
                                        const char *id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/* Of both. The digest still has to be compared with what was sent. */
ZpiAccountStatus *zpi_api_account_request_finish (ZpiApi *self,
                                                  GAsyncResult *result,
                                                  ZpiProblem **problem,
                                                  GError **error);
/* Scheme and norms. @etag: (nullable) of what we have; finish: NULL without error when that is
 * still the newest, else the whole answer and its etag. */
void zpi_api_get_scheme_async (ZpiApi *self,
                               const char *scheme,
                               const char *etag,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
JsonNode *zpi_api_get_scheme_finish (ZpiApi *self,
                                     GAsyncResult *result,
                                     char **etag,
                                     ZpiProblem **problem,
                                     GError **error);
/* Any other call that takes and answers JSON: METHOD on a path below the base URL, @path_template
 * for the log. @body: (nullable). */
void zpi_api_call_async (ZpiApi *self,
                         const char *method,
                         const char *path,
                         const char *path_template,
                         GBytes *body,
                         const char *idempotency_key,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
JsonNode *zpi_api_call_finish (ZpiApi *self,
                               GAsyncResult *result,
                               guint *status,
                               ZpiProblem **problem,
                               GError **error);

/**
 * ZpiUploadSource: where a document's bytes come from, a chunk at a time, and where progress goes
 * @read_chunk: starts reading chunk @index; finish gives the bytes
 * @acknowledged: called after each PATCH that the server acknowledged, and after creation (offset
 * 0): to be kept durably before @done is called back
 */
typedef struct {
  void (*read_chunk) (gpointer data,
                      guint64 index,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  GBytes *(*read_chunk_finish) (gpointer data, GAsyncResult *result, GError **error);
  void (*acknowledged) (gpointer data,
                        const char *upload_path,
                        guint64 offset,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  gboolean (*acknowledged_finish) (gpointer data, GAsyncResult *result, GError **error);
} ZpiUploadSource;

/* tus 1.0. @supplement_id: (nullable) when the document is later evidence. @upload_path: (nullable)
 * location from an earlier try, relative to the base URL; resumes where the server says, starts
 * anew when it expired. @source is copied; @source_data has to live until the callback. */
void zpi_api_upload_async (ZpiApi *self,
                           const char *application_id,
                           const char *supplement_id,
                           const char *document_id,
                           const char *media_type,
                           guint64 size_bytes,
                           const char *sha256,
                           gsize chunk_bytes,
                           const char *upload_path,
                           const ZpiUploadSource *source,
                           gpointer source_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean
zpi_api_upload_finish (ZpiApi *self, GAsyncResult *result, ZpiProblem **problem, GError **error);

/* For ZPI_ERROR_TLS the word for what is wrong, as in ZpiProblem.code; else NULL. */
const char *zpi_http_error_get_reason (const GError *error);

/* The retry policy, pure: when to try again after @attempts failures in a row. @jitter: -1.0
 * to 1.0. 1 min doubling to 6 h, ±20 %. */
gint64 zpi_retry_next_us (guint attempts, gint64 now_us, gint64 retry_after_us, double jitter);
/* `Retry-After` of either form to an absolute time; 0 when it is nonsense. At most 7 days. */
gint64 zpi_retry_after_parse (const char *value, gint64 now_us);

G_END_DECLS
