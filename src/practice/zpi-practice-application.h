/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-practice-call.h"

G_BEGIN_DECLS

/* What the municipality knows of an application, without its form. */
typedef struct {
  char *id;
  char *status;
  gint64 version;
  char *form_sha256;
  char *scheme;
  gint64 pass_year;
  char *bsn;         /* (nullable) */
  char *first_names; /* (nullable) */
  char *family_name; /* (nullable) */
  char *name;        /* (nullable): JSON, as it came */
  char *email;
  char *counsellor; /* (nullable): JSON */
  gint64 created_us;
  gint64 changed_us;
  char *reference; /* (nullable) */
  gint64 received_us;
  char *application_date; /* (nullable) */
  char *decision_date;    /* (nullable) */
  gint64 polls_left;
  char *decision;   /* (nullable) */
  char *decided_on; /* (nullable) */
  char *reason;     /* (nullable) */
  gboolean removed;
} ZpiPracticeApplication;

ZpiPracticeApplication *zpi_practice_application_load (ZpiPracticeStore *store, const char *id);
void zpi_practice_application_free (ZpiPracticeApplication *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiPracticeApplication, zpi_practice_application_free)

ZpiPracticeApplication *zpi_practice_application_need (ZpiPracticeCall *call);

GBytes *zpi_practice_application_load_form (ZpiPracticeStore *store, const char *id);
void zpi_practice_application_store_form (ZpiPracticeCall *call, const char *id, gboolean fresh);
void zpi_practice_application_remove (ZpiPracticeStore *store, const char *id);
void
zpi_practice_application_set_status (ZpiPracticeStore *store, const char *id, const char *status);
void zpi_practice_application_set_received (ZpiPracticeStore *store,
                                            const ZpiPracticeApplication *self,
                                            guint decision_weeks,
                                            gint64 polls);
void zpi_practice_application_count_poll (ZpiPracticeStore *store, const char *id);
void zpi_practice_application_decide (ZpiPracticeStore *store,
                                      const char *id,
                                      const char *outcome,
                                      const char *reason);

gboolean zpi_practice_application_is_double (ZpiPracticeStore *store,
                                             const ZpiPracticeApplication *self);
JsonObject *zpi_practice_application_to_json (ZpiPracticeCall *call,
                                              const ZpiPracticeApplication *self);
char *zpi_practice_application_etag (const ZpiPracticeApplication *self);
JsonObject *zpi_practice_application_receipt (ZpiPracticeCall *call,
                                              const ZpiPracticeApplication *self);

/* @after_us, @after_id: where the page before ended. (element-type ZpiPracticeApplication) */
GPtrArray *zpi_practice_application_list (ZpiPracticeStore *store,
                                          gint64 after_us,
                                          const char *after_id,
                                          gint64 limit);

G_END_DECLS
