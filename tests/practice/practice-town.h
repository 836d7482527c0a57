/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <libsoup/soup.h>

#include "zpi-json.h"
#include "zpi-practice-server.h"

G_BEGIN_DECLS

#define BSN_APPLICANT "999993653"
#define BSN_PARTNER   "999993847"
#define BSN_RENEWED   "999991784"
#define BSN_OTHER     "999995248"

/* A municipality for one test, and somebody who talks to it. */
typedef struct {
  char *folder;
  ZpiPracticeServer *server; /* (nullable): not when it is a process of its own */
  char *base;                /* ends in /v1 */
  char *root;
  SoupSession *session;
} Town;

/* What came back. */
typedef struct {
  guint status; /* 0: no answer at all */
  GBytes *body;
  JsonNode *node;   /* (nullable) */
  JsonObject *json; /* (nullable): in node */
  SoupMessage *message;
} Answer;

Town *town_new (void);
Town *town_new_for (const char *folder, const char *base);
void town_free (Town *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Town, town_free)
/* Where @server listens. */
guint16 town_port_of (ZpiPracticeServer *server);
void town_remove_folder (const char *folder);

/* Name and value pairs of headers, ended by NULL; an empty value takes away what is sent anyhow
 * (`Authorization`, and for a JSON body its type and digest). */
Answer *town_call (Town *self, const char *method, const char *path, const char *json, ...)
    G_GNUC_NULL_TERMINATED;
Answer *town_send (Town *self, const char *method, const char *path, GBytes *body, ...)
    G_GNUC_NULL_TERMINATED;
void answer_free (Answer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

const char *answer_header (Answer *self, const char *name);
const char *answer_text (Answer *self, const char *member);
JsonObject *answer_item (Answer *self, const char *list, guint index);
/* The code of the problem, and of the fault named @name in it. */
const char *answer_problem (Answer *self);
const char *answer_fault (Answer *self, const char *name);

/* A document to send. */
typedef struct {
  char *id;
  GBytes *bytes;
  char *sha256;
  const char *type;
} Paper;

Paper *paper_new (const char *type, gsize size);
Paper *paper_new_behind (gsize lead, gsize size);
void paper_free (Paper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paper, paper_free)

char *form_of (Paper *first, Paper *second);
char *sha256_of (const char *text);
char *sha256_of_bytes (GBytes *bytes);
char *submission_of (const char *form);

/* The steps of the main road, checked. */
void town_put (Town *self, const char *id, const char *form);
Answer *town_announce_as (Town *self, const char *id, const char *length, const char *metadata);
Answer *town_announce (Town *self, const char *id, Paper *paper, const char *supplement);
char *town_begin (Town *self, const char *id, Paper *paper, const char *supplement);
Answer *town_patch (Town *self, const char *location, Paper *paper, gsize from, gsize to);
void town_upload (Town *self, const char *id, Paper *paper, const char *supplement);
Answer *town_submit (Town *self, const char *id, const char *form, const char *key);
char *town_apply (Town *self, const char *bsn);
void town_make_trouble (Town *self, const char *json);

G_END_DECLS
