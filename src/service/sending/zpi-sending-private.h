/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* One try of one submission, shared by its steps (zpi-sending.c), its documents
 * (zpi-sending-documents.c) and its ends (zpi-sending-outcome.c). */

#include "zpi-attention.h"
#include "zpi-sending.h"

G_BEGIN_DECLS

typedef struct {
  ZpiStore *store;              /* (owned) */
  ZpiApi *api;                  /* (owned) (nullable) */
  ZpiOutboxItem *item;          /* (owned) */
  GPtrArray *parts;             /* (owned) (element-type ZpiOutboxPart) */
  char *application_id;         /* (owned): the application that it is, or goes to */
  char *supplement_id;          /* (owned) (nullable): of later evidence */
  ZpiRemoteStatus *application; /* (owned) (nullable): when it does not ask for this any more */
  ZpiPhotoOrder *order;         /* (owned) (nullable): of a photo, as the municipality has it */
  ZpiPassHolder *holder;        /* (unowned) (nullable): of @order: whose photo it is */
  ZpiAccountStatus *account;    /* (owned) (nullable): of a request for one account */
  ZpiOutboxPart *part;          /* (unowned): the one that is being uploaded */
  guint64 bytes_before;         /* of the documents before it */
  guint64 bytes_total;
  gboolean tried_before; /* it may have arrived: look first */
  guint look_ups;        /* in this try, so that two sides that disagree cannot go on for ever */
  ZpiReceipt *receipt;   /* (owned) (nullable) */
  ZpiProblem *problem;   /* (owned) (nullable): of a refusal */
  GError *error;         /* (owned) (nullable): why it waits or needs attention */
  GHashTable *reasons;   /* (owned) (element-type utf8 utf8): of refused documents, in words */
  const char *attention;
  gboolean accepted;          /* 202: submitted, the receipt is not there yet */
  ZpiStoreFunc keep_received; /* what keeps that it arrived */
  ZpiSendProgress progress;
  gpointer progress_data;
} ZpiSending;

/* The documents, in zpi-sending-documents.c. Those that were refused are tried again. */
void zpi_sending_documents_begin (ZpiSending *self);
/* There is none of them there. */
void zpi_sending_documents_forget (ZpiSending *self);
/* Which are there is only known from @status. */
void zpi_sending_documents_take_remote (ZpiSending *self, const ZpiRemoteStatus *status);
/* How far each is; on the store thread. */
gboolean zpi_sending_documents_keep (ZpiStore *store, ZpiSending *self, GError **error);
/* The next one, or on to the next step. */
void zpi_sending_documents_upload (GTask *task);
void zpi_sending_documents_report (ZpiSending *self);
/* (transfer full) (element-type ZpiReceiptDocument): what a receipt has to say; lives as long as
 * @self. */
GPtrArray *zpi_sending_documents_list (ZpiSending *self);

/* Later evidence, in zpi-sending-supplement.c: where it goes, how it stands there, submitting it.
 */
void zpi_sending_supplement_init (ZpiSending *self);
void zpi_sending_supplement_look_up (GTask *task);
void zpi_sending_supplement_submit (GTask *task);
gboolean zpi_sending_supplement_received (ZpiStore *store, ZpiSending *self, GError **error);

/* A photo, in zpi-sending-photo.c: all of its steps, and its own end when it arrived. */
void zpi_sending_photo_run (GTask *task);

/* A request for one account, in zpi-sending-account.c; with @ask_first it was tried before. */
void zpi_sending_account_run (GTask *task, gboolean ask_first);

/* The steps go on: what is known is kept first. */
void zpi_sending_keep_then_step (GTask *task);
void zpi_sending_look_up (GTask *task);
void zpi_sending_take_receipt (GTask *task, ZpiReceipt *receipt);
void zpi_sending_not_yet (GTask *task, ZpiProblem *problem);

/* Ends of a try: each writes, then answers the task. */
void zpi_sending_received (GTask *task);
/* What came is there: @func keeps that, with the ZpiSending as its data. */
void zpi_sending_keep_received (GTask *task, ZpiStoreFunc func);
void zpi_sending_wait (GTask *task);
void zpi_sending_attention (GTask *task);
/* Chooses one of these from what an operation failed with. Takes @error and @problem. */
void zpi_sending_fail (GTask *task, GError *error, ZpiProblem *problem);
gboolean zpi_sending_is_permanent (const GError *error, const ZpiProblem *problem);

G_END_DECLS
