/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of the municipal API share among themselves. */

#include "zpi-api.h"
#include "zpi-http.h"

G_BEGIN_DECLS

ZpiProblem *zpi_problem_new (guint status, const char *code);

GPtrArray *zpi_receipt_documents_parse (JsonObject *object, gboolean complete_only, GError **error);
ZpiReceipt *
zpi_receipt_from_object (JsonObject *object, gboolean complete_only, GBytes *raw, GError **error);
ZpiRemoteStatus *zpi_remote_status_parse (const char *id,
                                          JsonNode *node,
                                          GBytes *raw,
                                          const char *etag,
                                          GError **error);

/**
 * ZpiApiAnswer:
 * @node: (nullable): the JSON of a 2xx
 * @subject: (nullable): the id that the question was about
 * @sent: (nullable): the body that was sent
 * @url: where it was sent
 *
 * An answer that is what it should be: 2xx or 304, and JSON where there is a body.
 */
typedef struct {
  ZpiHttpResponse *response;
  JsonNode *node;
  char *subject;
  GBytes *sent;
  char *url;
} ZpiApiAnswer;

void zpi_api_answer_free (ZpiApiAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiApiAnswer, zpi_api_answer_free)

/* (nullable): the object that it holds */
JsonObject *zpi_api_answer_object (const ZpiApiAnswer *answer);
/* Sets NOT_VERIFIED; FALSE. */
gboolean zpi_api_not_verified (GError **error, const char *what);

/* What kind of answer an operation can use. */
typedef enum {
  ZPI_API_EXPECT_JSON, /* 2xx with a JSON body */
  ZPI_API_EXPECT_NONE, /* 2xx; a body is not looked at (tus, 204) */
} ZpiApiExpect;

ZpiHttpRequest *
zpi_api_request_new (ZpiApi *self, const char *method, const char *path, const char *template);
void zpi_api_request_set_json (ZpiHttpRequest *request, GBytes *body);
void zpi_api_request_set_bytes (ZpiHttpRequest *request, const char *type, GBytes *body);
/* Relative to the base URL, or NULL when @location leads elsewhere. */
char *zpi_api_relative_path (ZpiApi *self, const char *request_url, const char *location);

/* Sends with a token, asks for a fresh one once after a 401, and turns what comes back into an
 * answer or an error. Takes @request. */
void zpi_api_perform_async (ZpiApi *self,
                            ZpiHttpRequest *request,
                            ZpiApiExpect expect,
                            const char *subject,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
ZpiApiAnswer *
zpi_api_perform_finish (ZpiApi *self, GAsyncResult *result, ZpiProblem **problem, GError **error);

/* zpi-api-answer.c: the judgement, without any state. @server_offset_us: server's clock minus
 * ours. */
ZpiApiAnswer *zpi_api_judge (ZpiHttpResponse *response,
                             const ZpiHttpRequest *request,
                             ZpiApiExpect expect,
                             gint64 server_offset_us,
                             ZpiProblem **problem,
                             GError **error);

/* What the upload server can do; kept by the API object between uploads. */
typedef struct {
  gboolean known;
  const char *algorithm; /* static: "sha256", "sha1", or NULL */
  guint64 max_size;      /* 0: not said */
} ZpiTusAbilities;

ZpiTusAbilities *zpi_api_get_tus_abilities (ZpiApi *self);

G_END_DECLS
