/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-practice-call.h"

G_BEGIN_DECLS

/* A request for more information. */
typedef struct {
  char *id;
  char *application;
  char *code;
  char *status; /* as on the wire */
  gint64 asked_us;
  char *due;
  char *note;   /* (nullable) */
  char *wanted; /* JSON */
  gint64 answered_us;
  char *form_sha256; /* (nullable) */
  char *counsellor;  /* (nullable): JSON */
} ZpiPracticeSupplement;

ZpiPracticeSupplement *zpi_practice_supplement_load (ZpiPracticeStore *store, const char *id);
void zpi_practice_supplement_free (ZpiPracticeSupplement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiPracticeSupplement, zpi_practice_supplement_free)

ZpiPracticeSupplement *zpi_practice_supplement_ask (ZpiPracticeStore *store,
                                                    const char *application,
                                                    const char *wanted,
                                                    const char *due,
                                                    const char *note);
JsonObject *zpi_practice_supplement_to_json (const ZpiPracticeSupplement *self);
JsonArray *zpi_practice_supplement_list (ZpiPracticeStore *store, const char *application);
void zpi_practice_supplement_close_all (ZpiPracticeStore *store, const char *application);

G_END_DECLS
