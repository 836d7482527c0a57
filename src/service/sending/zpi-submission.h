/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-outbox-store.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiSubmission:
 *
 * What *Send* freezes: the form, its documents and the evidence of the declaration. Made on the
 * main thread from a case that is saved; written by the store thread, where the sequence number is
 * drawn, in one transaction with the outbox entry and the state of the case.
 */
typedef struct _ZpiSubmission ZpiSubmission;

ZpiSubmission *zpi_submission_new (ZpiSession *session, ZpiCase *zcase, GError **error);
void zpi_submission_free (ZpiSubmission *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiSubmission, zpi_submission_free)
/* @address, @subject: (out) (nullable) (transfer full) */
void zpi_submission_dup_destination (ZpiSession *session, char **address, char **subject);
gboolean zpi_submission_write (ZpiStore *store, gpointer submission, GError **error);

/* What the outbox calls what it sends; the application's is the case's own. */
#define ZPI_OUTBOX_APPLICATION "aanvraag"
#define ZPI_OUTBOX_SUPPLEMENT  "aanvulling"
#define ZPI_OUTBOX_ACCOUNT     "accountverzoek"

/* Of an item's frozen declaration: the application that later evidence goes to. */
#define ZPI_TARGET_APPLICATION "aanvraagId"

/* An event of the timeline that is no state: the answer to a request went out. */
#define ZPI_EVENT_ANSWERED "answered"
/* Another: a photo arrived. */
#define ZPI_EVENT_PHOTO "photo-sent"

/* Follow-up of a case, on the store thread, in the transaction of the caller. */
gboolean zpi_follow_up_add_event (ZpiStore *store,
                                  const char *case_id,
                                  const char *state,
                                  gint64 at_us,
                                  GError **error);
gboolean zpi_follow_up_set_text (ZpiStore *store,
                                 const char *case_id,
                                 const char *name,
                                 const char *text,
                                 GError **error);

/* What the clock is worth, kept in the store so that it is known without a network. */
gboolean zpi_clock_evidence_keep (ZpiStore *store, gint64 offset_us, GError **error);

G_END_DECLS
