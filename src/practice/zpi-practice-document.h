/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-practice-call.h"

G_BEGIN_DECLS

/* A document that was announced, and how much of it is in. */
typedef struct {
  char *application;
  char *id;
  char *supplement; /* (nullable): it answers a request for more */
  char *media_type;
  gint64 size;
  char *sha256;
  gint64 received;
  char *state; /* as on the wire */
  char *note;  /* (nullable) */
  gint64 expires_us;
} ZpiPracticeDocument;

ZpiPracticeDocument *
zpi_practice_document_load (ZpiPracticeStore *store, const char *application, const char *id);
void zpi_practice_document_free (ZpiPracticeDocument *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiPracticeDocument, zpi_practice_document_free)

void zpi_practice_document_announce (ZpiPracticeStore *store,
                                     const char *application,
                                     JsonArray *documents);
void zpi_practice_document_add (ZpiPracticeStore *store, const ZpiPracticeDocument *self);
void zpi_practice_document_save (ZpiPracticeStore *store, const ZpiPracticeDocument *self);
void zpi_practice_document_start_again (ZpiPracticeStore *store, const ZpiPracticeDocument *self);
void
zpi_practice_document_append (ZpiPracticeStore *store, ZpiPracticeDocument *self, GBytes *bytes);
GBytes *zpi_practice_document_load_bytes (ZpiPracticeStore *store, const ZpiPracticeDocument *self);

/* The expiry of an upload is noticed when somebody looks. */
void zpi_practice_document_expire (ZpiPracticeStore *store, ZpiPracticeDocument *self);

/* For receipts: checks that all are in; adds `niet-ontvangen` and `geweigerd` where not. */
JsonArray *zpi_practice_document_receipt (ZpiPracticeStore *store,
                                          const char *application,
                                          const char *supplement);
void zpi_practice_document_check_complete (ZpiPracticeStore *store,
                                           const char *application,
                                           JsonArray *documents,
                                           ZpiPracticeFaults *faults);
JsonArray *zpi_practice_document_states (ZpiPracticeStore *store, const char *application);

G_END_DECLS
