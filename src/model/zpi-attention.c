/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-attention.h"

static const char *const nicks[ZPI_N_ATTENTIONS] = {
    [ZPI_ATTENTION_REFUSED] = "refused",
    [ZPI_ATTENTION_TOO_LARGE] = "too-large",
    [ZPI_ATTENTION_DOCUMENT_REFUSED] = "document-refused",
    [ZPI_ATTENTION_DOCUMENT_DAMAGED] = "document-damaged",
    [ZPI_ATTENTION_DOCUMENT_NOT_DRAWN] = "document-not-drawn",
    [ZPI_ATTENTION_FORM_DAMAGED] = "form-damaged",
    [ZPI_ATTENTION_OTHER_FORM] = "other-form",
    [ZPI_ATTENTION_CONFLICT] = "conflict",
    [ZPI_ATTENTION_BAD_FORMAT] = "bad-format",
    [ZPI_ATTENTION_GONE] = "gone",
    [ZPI_ATTENTION_REQUEST_CLOSED] = "request-closed",
    [ZPI_ATTENTION_LETTER_UNKNOWN] = "letter-unknown",
    [ZPI_ATTENTION_PERSON_UNKNOWN] = "person-unknown",
    [ZPI_ATTENTION_PHOTO_APPROVED] = "photo-approved",
    [ZPI_ATTENTION_ANSWER_WAITS] = "answer-waits",
    [ZPI_ATTENTION_ANSWER_SENDING] = "answer-sending",
    [ZPI_ATTENTION_ANSWER_REFUSED] = "answer-refused",
    [ZPI_ATTENTION_PHOTOS_SENT] = "photos-sent",
    [ZPI_ATTENTION_PHOTO_REJECTED] = "photo-rejected",
    [ZPI_ATTENTION_CODE_WAITS] = "code-waits",
    [ZPI_ATTENTION_CODE_UNKNOWN] = "code-unknown",
    [ZPI_ATTENTION_OTHER_ADDRESS] = "other-address",
    [ZPI_ATTENTION_OTHER_COUNSELLOR] = "other-counsellor",
    [ZPI_ATTENTION_FORGOTTEN] = "forgotten",
    [ZPI_ATTENTION_FORGOTTEN_CLEARED] = "forgotten-cleared",
    [ZPI_ATTENTION_REMIND_NEXT_YEAR] = "remind-next-year",
    [ZPI_ATTENTION_SIGN_IN_NEEDED] = "sign-in-needed",
    [ZPI_ATTENTION_LOGIN_PAGE] = "login-page",
    [ZPI_ATTENTION_TLS_EXPIRED] = "tls-expired",
    [ZPI_ATTENTION_TLS_NOT_YET_VALID] = "tls-not-yet-valid",
    [ZPI_ATTENTION_TLS_WRONG_HOST] = "tls-wrong-host",
    [ZPI_ATTENTION_TLS_UNKNOWN_AUTHORITY] = "tls-unknown-authority",
    [ZPI_ATTENTION_TLS_TOO_OLD] = "tls-too-old",
    [ZPI_ATTENTION_TLS_OTHER] = "tls-other",
};

/**
 * zpi_attention_to_nick:
 * @reason: a reason
 *
 * Returns: (transfer none): how it stands in the store
 */
const char *
zpi_attention_to_nick (ZpiAttention reason)
{
  g_return_val_if_fail (reason < ZPI_N_ATTENTIONS, NULL);

  return nicks[reason];
}

/**
 * zpi_attention_is:
 * @nick: (nullable): how a reason stands in the store
 * @reason: a reason
 *
 * Returns: whether it is that one
 */
gboolean
zpi_attention_is (const char *nick, ZpiAttention reason)
{
  return g_strcmp0 (nick, zpi_attention_to_nick (reason)) == 0;
}

/**
 * zpi_attention_from_nick:
 * @nick: (nullable): how it stands in the store
 * @reason: (out): the reason
 *
 * Returns: %FALSE when this version does not know it
 */
gboolean
zpi_attention_from_nick (const char *nick, ZpiAttention *reason)
{
  for (guint i = 0; i < ZPI_N_ATTENTIONS; i++) {
    if (g_strcmp0 (nick, nicks[i]) == 0) {
      *reason = i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * zpi_attention_from_error:
 * @code: why sending ended for good
 *
 * What does not open here is nobody's refusal.
 *
 * Returns: the reason
 */
ZpiAttention
zpi_attention_from_error (ZpiError code)
{
  switch (code) {
  case ZPI_ERROR_TOO_LARGE:
    return ZPI_ATTENTION_TOO_LARGE;
  case ZPI_ERROR_GONE:
    return ZPI_ATTENTION_GONE;
  case ZPI_ERROR_BAD_FORMAT:
    return ZPI_ATTENTION_BAD_FORMAT;
  case ZPI_ERROR_CONFLICT:
    return ZPI_ATTENTION_CONFLICT;
  case ZPI_ERROR_SEAL_BROKEN:
  case ZPI_ERROR_STORE_DAMAGED:
    return ZPI_ATTENTION_FORM_DAMAGED;
  case ZPI_ERROR_NOT_DRAWN:
    return ZPI_ATTENTION_DOCUMENT_NOT_DRAWN;
  default:
    return ZPI_ATTENTION_REFUSED;
  }
}
