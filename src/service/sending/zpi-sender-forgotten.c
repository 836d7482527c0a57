/* SPDX-License-Identifier: EUPL-1.2 */

/* The municipality does not know any more what it gave a receipt for: it was restored from an older
 * copy. The receipt is the proof; what was frozen is sent again as it was, under the same id and
 * the same key, for as long as the answers are still here. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-attention.h"
#include "zpi-clock.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"
#include "zpi-submission.h"

/* The first receipt, once there is a second one. */
#define FIRST_RECEIPT "receipt-first"

gboolean
zpi_sender_is_forgotten (const ZpiCaseInfo *info)
{
  ZpiAttention reason;

  return info->state == ZPI_CASE_ATTENTION && zpi_attention_from_nick (info->attention, &reason) &&
         (reason == ZPI_ATTENTION_FORGOTTEN || reason == ZPI_ATTENTION_FORGOTTEN_CLEARED);
}

/* Whether the state there becomes the state here. What was forgotten may be known again: nothing of
 * ours changed meanwhile. */
gboolean
zpi_sender_is_followed (const ZpiCaseInfo *info)
{
  return zpi_sender_is_known_there (info->state) || zpi_sender_is_forgotten (info);
}

static gboolean
has_receipt (ZpiStore *store, const char *case_id)
{
  g_autoptr (GBytes) receipt = zpi_case_store_get_record (store, case_id, "receipt", NULL);

  return receipt != NULL;
}

/* An answer to a letter is known by its application. */
static gboolean
is_asked_by_its_id (const ZpiCaseInfo *info)
{
  return info->kind == ZPI_CASE_APPLICATION || info->kind == ZPI_CASE_ACCOUNT;
}

static gboolean
refuse (const ZpiCaseInfo *info, GError **error)
{
  /* What is over may have been removed there: the last answer stands. */
  gboolean over = is_asked_by_its_id (info) && zpi_sender_is_known_there (info->state);

  g_set_error_literal (error,
                       ZPI_ERROR,
                       over ? ZPI_ERROR_GONE : ZPI_ERROR_NOT_FOUND,
                       "The municipality does not know this case");
  return FALSE;
}

/* On the store thread, inside a transaction: the answer was that there is no such thing. */
gboolean
zpi_sender_forgotten_func (ZpiStore *store, gpointer data, GError **error)
{
  const char *case_id = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, case_id, error);
  ZpiAttention reason;

  if (info == NULL)
    return FALSE;
  if (zpi_sender_is_forgotten (info))
    return TRUE;
  if (!is_asked_by_its_id (info) || !zpi_sender_is_open_there (info->state) ||
      !has_receipt (store, case_id))
    return refuse (info, error);
  reason = info->cleared_us != 0 ? ZPI_ATTENTION_FORGOTTEN_CLEARED : ZPI_ATTENTION_FORGOTTEN;
  g_message ("The municipality does not know a case any more that it gave a receipt for");
  return zpi_case_store_set_due (store, case_id, 0, error) &&
         zpi_case_store_set_state (store,
                                   case_id,
                                   info->state,
                                   ZPI_CASE_ATTENTION,
                                   zpi_attention_to_nick (reason),
                                   error) &&
         zpi_follow_up_add_event (store, case_id, "attention", zpi_clock_now_us (), error);
}

/* The first receipt is kept: a later one says a later date. */
static gboolean
keep_first_receipt (ZpiStore *store, const char *case_id, GError **error)
{
  g_autoptr (GBytes) first = zpi_case_store_get_record (store, case_id, FIRST_RECEIPT, NULL);
  g_autoptr (GBytes) receipt = NULL;

  if (first != NULL)
    return TRUE;
  receipt = zpi_case_store_get_record (store, case_id, "receipt", error);
  return receipt != NULL &&
         zpi_case_store_set_record (store, case_id, FIRST_RECEIPT, receipt, error);
}

/* On the store thread, inside a transaction: lets what was sent be sent once more as it was frozen.
 * It counts as tried, so that it is looked up before anything goes. */
gboolean
zpi_sender_send_forgotten (ZpiStore *store, const ZpiCaseInfo *info, GError **error)
{
  g_autoptr (ZpiOutboxItem) item = NULL;

  if (info->cleared_us != 0) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "The answers are not on this computer any more");
    return FALSE;
  }
  item = zpi_outbox_store_get (store, info->id, error);
  if (item == NULL || !keep_first_receipt (store, info->id, error))
    return FALSE;
  item->step = ZPI_OUTBOX_FORM;
  item->attempts = 0;
  item->next_at_us = zpi_clock_now_us ();
  item->retry_after_us = 0;
  return zpi_outbox_store_update (store, item, error);
}
