/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-keeper.h"
#include "zpi-request.h"

G_BEGIN_DECLS

/**
 * ZpiKeptReceipt:
 * @received_at: ISO 8601
 * @application_date: (nullable): yyyy-mm-dd; %NULL for later evidence
 * @decision_date: yyyy-mm-dd: the municipality decides by then
 * @form_digest: SHA-256 of the form, in hexadecimal
 * @document_digests: (element-type utf8): SHA-256 of each document
 * @pieces: (nullable) (element-type ZpiWanted): what each document is, of later evidence
 * @answers: (element-type ZpiKeptReceipt): of later evidence for the same application, oldest first
 *
 * What the municipality said it has of a case: compared with what was sent before it was kept.
 */
typedef struct {
  char *reference;
  char *received_at;
  char *application_date;
  char *decision_date;
  char *form_digest;
  GPtrArray *document_digests;
  GPtrArray *pieces;
  GPtrArray *answers;
} ZpiKeptReceipt;

void zpi_kept_receipt_free (ZpiKeptReceipt *self);
guint zpi_kept_receipt_count_documents (const ZpiKeptReceipt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiKeptReceipt, zpi_kept_receipt_free)

void zpi_case_keeper_get_receipt_async (ZpiCaseKeeper *self,
                                        const char *case_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
ZpiKeptReceipt *
zpi_case_keeper_get_receipt_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error);

G_END_DECLS
