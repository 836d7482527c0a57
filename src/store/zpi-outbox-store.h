/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-store.h"

G_BEGIN_DECLS

/**
 * ZpiOutboxStep:
 *
 * How far a submission is known to have come; what was answered but not yet written is asked again.
 */
typedef enum {
  ZPI_OUTBOX_FORM,      /* the form has to go, or it is not known whether it arrived */
  ZPI_OUTBOX_DOCUMENTS, /* the form is in; documents have to go */
  ZPI_OUTBOX_SUBMIT,    /* all parts are in; to be submitted, or not known whether it was */
  ZPI_OUTBOX_RECEIPT,   /* submitted with 202; the receipt has to be fetched */
  ZPI_OUTBOX_DONE,
} ZpiOutboxStep;

/**
 * ZpiOutboxItem:
 * @id: the submission's UUID; for a new application the case id (the `aanvraagId`)
 * @kind: `aanvraag`, `aanvulling`, `foto`, `accountverzoek`, `intrekking`
 * @payload: the frozen form, opened: exactly the bytes that are sent
 * @payload_sha256: lower-case hex
 * @idempotency_key: made once, when it was queued
 * @attempts: failed attempts in a row
 * @next_at_us: not before then, unless a person asks
 * @retry_after_us: not before then, whoever asks (`Retry-After`)
 * @problem: (nullable): nick of the last problem ([func@error_code_to_nick]), with @problem_detail
 * sealed JSON
 * @address: (nullable): base URL of the server it was queued for, sealed; %NULL where that does not
 *   matter
 * @subject: (nullable): who was signed in when it was queued, as the issuer knows them, sealed
 * @sending_since_us: not 0 while a lease holder is at it, or was when it died
 */
typedef struct {
  char *id;
  char *case_id;
  char *kind;
  ZpiOutboxStep step;
  GBytes *payload;
  char *payload_sha256;
  char *idempotency_key;
  char *address;
  char *subject;
  char *etag;
  guint attempts;
  gint64 queued_us;
  gint64 next_at_us;
  gint64 retry_after_us;
  gint64 sending_since_us;
  gint64 tried_us;
  char *problem;
  GBytes *problem_detail;
  GBytes
      *declaration; /* wall clock, offset from server time, sequence number: sealed JSON, opened */
} ZpiOutboxItem;

/**
 * ZpiOutboxPart:
 * @document_id: the document
 * @upload_path: (nullable): location relative to the base URL, once created
 * @offset: last acknowledged
 * @state: `waiting`, `uploading`, `done`, `refused`
 */
typedef struct {
  char *document_id;
  guint position;
  guint64 size_bytes;
  char *sha256;
  char *media_type;
  char *upload_path;
  guint64 offset;
  char *state;
  char *problem;
} ZpiOutboxPart;

void zpi_outbox_item_free (ZpiOutboxItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiOutboxItem, zpi_outbox_item_free)
void zpi_outbox_part_free (ZpiOutboxPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiOutboxPart, zpi_outbox_part_free)

/* A next_at_us that never comes: quarantined until a person repairs it. Such an item is listed, but
 * zpi_outbox_store_next() never returns it. */
#define ZPI_OUTBOX_PARKED G_MAXINT64

const char *zpi_outbox_step_to_nick (ZpiOutboxStep step);
gboolean zpi_outbox_step_from_nick (const char *nick, ZpiOutboxStep *step);

/* Freezes the item and its parts. The caller sets the case's state in the same transaction.
 * @parts: (nullable) (element-type ZpiOutboxPart). CONFLICT when the id is in the outbox already.
 */
gboolean zpi_outbox_store_insert (ZpiStore *store,
                                  const ZpiOutboxItem *item,
                                  GPtrArray *parts,
                                  GError **error);
ZpiOutboxItem *zpi_outbox_store_get (ZpiStore *store, const char *id, GError **error);
/* What still has to go with a document, in the clear; NULL without error when nothing has. */
ZpiOutboxItem *
zpi_outbox_store_find_document (ZpiStore *store, const char *document_id, GError **error);
/* The oldest that may go at @now_us; NULL without error when none. Left out: what is parked, what
 * belongs to a case in `attention`, an `aanvraag` whose case is neither `waiting` nor `sending`,
 * and what does not open. @ignore_waiting: only retry_after counts. @skip: (nullable): ids already
 * tried in this round. */
ZpiOutboxItem *zpi_outbox_store_next (ZpiStore *store,
                                      gint64 now_us,
                                      gboolean ignore_waiting,
                                      GHashTable *skip,
                                      GError **error);
GPtrArray *zpi_outbox_store_list (
    ZpiStore *store,
    GError **error); /* (element-type ZpiOutboxItem), not done, oldest first, without payload */
GPtrArray *zpi_outbox_store_parts (ZpiStore *store,
                                   const char *id,
                                   GError **error); /* (element-type ZpiOutboxPart) */
gboolean zpi_outbox_store_update (ZpiStore *store,
                                  const ZpiOutboxItem *item,
                                  GError **error); /* step, etag, attempts, times, problem */
/* Where it goes and in whose name, once a person said so. */
gboolean zpi_outbox_store_readdress (ZpiStore *store,
                                     const char *id,
                                     const char *address,
                                     const char *subject,
                                     GError **error);
gboolean zpi_outbox_store_update_part (ZpiStore *store,
                                       const char *id,
                                       const ZpiOutboxPart *part,
                                       GError **error);
gboolean zpi_outbox_store_remove (ZpiStore *store, const char *id, GError **error);
/* The earliest next_at of all, 0 when nothing waits. */
gboolean zpi_outbox_store_next_time (ZpiStore *store, gint64 *at_us, GError **error);

G_END_DECLS
