/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-follow-up.h"
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
/* Where what is queued now goes, and in whose name: frozen with it. */
void zpi_submission_dup_destination (ZpiSession *session, char **address, char **subject);
gboolean zpi_submission_write (ZpiStore *store, gpointer submission, GError **error);

/* What the outbox calls what it sends; the application's is the case's own. */
#define ZPI_OUTBOX_APPLICATION "aanvraag"
#define ZPI_OUTBOX_SUPPLEMENT  "aanvulling"
#define ZPI_OUTBOX_ACCOUNT     "accountverzoek"

/* Of an item's frozen declaration: the application that later evidence goes to. */
#define ZPI_TARGET_APPLICATION "aanvraagId"

G_END_DECLS
