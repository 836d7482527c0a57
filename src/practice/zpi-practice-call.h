/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <libsoup/soup.h>

#include "zpi-practice-reader.h"
#include "zpi-practice-store.h"
#include "zpi-practice-trouble.h"

G_BEGIN_DECLS

#define ZPI_PRACTICE_VERSION   "1.0.0"
#define ZPI_PRACTICE_MAX_JSON  (256 * 1024)
#define ZPI_PRACTICE_MAX_PATCH (8 * 1024 * 1024)
#define ZPI_PRACTICE_MAX_PHOTO (5 * 1024 * 1024)

/* The running municipality. Only the thread that serves touches it. */
typedef struct {
  ZpiPracticeStore *store;    /* (owned) */
  GHashTable *rules;          /* (owned) scheme id → GBytes of the answer */
  GHashTable *decision_weeks; /* (owned) scheme id → number, as far as it was asked */
  GHashTable *busy;           /* (owned) paths of uploads of which a part is coming in */
  GBytes *contract;           /* (owned) (nullable): openapi.json */
  ZpiPracticeTrouble trouble;
  guint64 max_document_bytes;
  gint64 upload_lifetime_us;
  gint64 wrong_codes_since_us; /* when counting unknown codes began */
  guint wrong_codes;
} ZpiPracticeTown;

/* One request that is being answered. */
typedef struct {
  ZpiPracticeTown *town;
  SoupServerMessage *message;
  const char *method;
  const char *path;           /* without /v1 */
  char **segments;            /* (owned) */
  const char *args[3];        /* the segments that the route leaves open */
  GHashTable *query;          /* (nullable) */
  GBytes *body;               /* (owned) */
  char *body_sha256;          /* (owned): hexadecimal */
  JsonNode *root;             /* (owned) (nullable) */
  JsonObject *json;           /* (nullable): in root */
  ZpiPracticeFaults *faults;  /* (owned) */
  ZpiPracticeTrouble trouble; /* what goes wrong this time */
} ZpiPracticeCall;

ZpiPracticeCall *zpi_practice_call_new (ZpiPracticeTown *town,
                                        SoupServerMessage *message,
                                        const char *path,
                                        GHashTable *query);
void zpi_practice_call_free (ZpiPracticeCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiPracticeCall, zpi_practice_call_free)

const char *zpi_practice_call_header (ZpiPracticeCall *self, const char *name);
const char *zpi_practice_call_query (ZpiPracticeCall *self, const char *name);
void zpi_practice_call_set_header (ZpiPracticeCall *self, const char *name, const char *value);

void zpi_practice_answer_json (ZpiPracticeCall *self, guint status, JsonObject *object);
void
zpi_practice_answer_bytes (ZpiPracticeCall *self, guint status, const char *type, GBytes *bytes);
void zpi_practice_answer_empty (ZpiPracticeCall *self, guint status);

void zpi_practice_refuse (ZpiPracticeCall *self, const char *code, const char *detail);
gboolean zpi_practice_refuse_faults (ZpiPracticeCall *self, const char *code);
void zpi_practice_refuse_code (ZpiPracticeCall *self);
gboolean zpi_practice_call_check_search (ZpiPracticeCall *self);
gboolean zpi_practice_call_check_body (ZpiPracticeCall *self, const ZpiWireShape *shape);

char *zpi_practice_day_of (gint64 time_us);
char *zpi_practice_day_after (const char *day, int days);
void zpi_practice_set_time (JsonObject *object, const char *name, gint64 time_us);
JsonNode *zpi_practice_parse (const char *text);
char *zpi_practice_serialize (JsonNode *node);
char *zpi_practice_make_code (void);
char *zpi_practice_normalize_code (const char *typed);
char *zpi_practice_sha256 (GBytes *bytes);

G_END_DECLS
