/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-error.h"

G_BEGIN_DECLS

/**
 * ZpiAttention:
 * @ZPI_ATTENTION_REFUSED: the municipality could not take an answer
 * @ZPI_ATTENTION_TOO_LARGE: the application is too large to be taken
 * @ZPI_ATTENTION_DOCUMENT_REFUSED: the municipality could not take a document
 * @ZPI_ATTENTION_DOCUMENT_DAMAGED: a document does not open any more on this computer
 * @ZPI_ATTENTION_DOCUMENT_NOT_DRAWN: something was covered in a document after it was frozen
 * @ZPI_ATTENTION_FORM_DAMAGED: what was frozen to be sent does not open any more
 * @ZPI_ATTENTION_OTHER_FORM: the municipality has this application, with other answers
 * @ZPI_ATTENTION_CONFLICT: the municipality holds another version of the form
 * @ZPI_ATTENTION_BAD_FORMAT: the municipality answers in a way this program does not know
 * @ZPI_ATTENTION_GONE: the municipality removed the application
 * @ZPI_ATTENTION_REQUEST_CLOSED: what was added is not asked any more
 * @ZPI_ATTENTION_LETTER_UNKNOWN: no letter has the code
 * @ZPI_ATTENTION_PERSON_UNKNOWN: the letter names nobody like that
 * @ZPI_ATTENTION_PHOTO_APPROVED: the pass is made with an earlier photo
 * @ZPI_ATTENTION_ANSWER_WAITS: what was added waits for a connection
 * @ZPI_ATTENTION_ANSWER_SENDING: what was added is being sent; the list of cases says so, it does
 * not stand in the store
 * @ZPI_ATTENTION_ANSWER_REFUSED: what was added could not be taken
 * @ZPI_ATTENTION_PHOTOS_SENT: all photos are there
 * @ZPI_ATTENTION_PHOTO_REJECTED: the municipality asks for another photo
 * @ZPI_ATTENTION_CODE_WAITS: the code of a mail was not looked up yet
 * @ZPI_ATTENTION_CODE_UNKNOWN: nothing has the code that was kept
 * @ZPI_ATTENTION_OTHER_ADDRESS: the municipality has another address than when it was queued
 * @ZPI_ATTENTION_OTHER_COUNSELLOR: somebody else queued it
 * @ZPI_ATTENTION_FORGOTTEN: the municipality gave a receipt and does not know it any more
 * @ZPI_ATTENTION_FORGOTTEN_CLEARED: the same, and the answers are not here any more
 * @ZPI_ATTENTION_REMIND_NEXT_YEAR: the client wants to be reminded of the next pass year
 * @ZPI_ATTENTION_SIGN_IN_NEEDED: it waits until somebody signs in
 * @ZPI_ATTENTION_LOGIN_PAGE: the network asks to log in first
 * @ZPI_ATTENTION_TLS_EXPIRED: it waits: the certificate has expired, or the clock is wrong
 * @ZPI_ATTENTION_TLS_NOT_YET_VALID: it waits: the certificate does not count yet, or the clock is
 *   wrong
 * @ZPI_ATTENTION_TLS_WRONG_HOST: it waits: another computer answers
 * @ZPI_ATTENTION_TLS_UNKNOWN_AUTHORITY: it waits: nobody known vouches for who answers
 * @ZPI_ATTENTION_TLS_TOO_OLD: it waits: the connection is too old to be safe
 * @ZPI_ATTENTION_TLS_OTHER: it waits: the connection is not safe
 *
 * Why a case needs a person, or what a person can do about one that waits. Stands in the store by
 * its nick; the words for each are in ui.
 */
typedef enum {
  ZPI_ATTENTION_REFUSED,
  ZPI_ATTENTION_TOO_LARGE,
  ZPI_ATTENTION_DOCUMENT_REFUSED,
  ZPI_ATTENTION_DOCUMENT_DAMAGED,
  ZPI_ATTENTION_DOCUMENT_NOT_DRAWN,
  ZPI_ATTENTION_FORM_DAMAGED,
  ZPI_ATTENTION_OTHER_FORM,
  ZPI_ATTENTION_CONFLICT,
  ZPI_ATTENTION_BAD_FORMAT,
  ZPI_ATTENTION_GONE,
  ZPI_ATTENTION_REQUEST_CLOSED,
  ZPI_ATTENTION_LETTER_UNKNOWN,
  ZPI_ATTENTION_PERSON_UNKNOWN,
  ZPI_ATTENTION_PHOTO_APPROVED,
  ZPI_ATTENTION_ANSWER_WAITS,
  ZPI_ATTENTION_ANSWER_SENDING,
  ZPI_ATTENTION_ANSWER_REFUSED,
  ZPI_ATTENTION_PHOTOS_SENT,
  ZPI_ATTENTION_PHOTO_REJECTED,
  ZPI_ATTENTION_CODE_WAITS,
  ZPI_ATTENTION_CODE_UNKNOWN,
  ZPI_ATTENTION_OTHER_ADDRESS,
  ZPI_ATTENTION_OTHER_COUNSELLOR,
  ZPI_ATTENTION_FORGOTTEN,
  ZPI_ATTENTION_FORGOTTEN_CLEARED,
  ZPI_ATTENTION_REMIND_NEXT_YEAR,
  ZPI_ATTENTION_SIGN_IN_NEEDED,
  ZPI_ATTENTION_LOGIN_PAGE,
  ZPI_ATTENTION_TLS_EXPIRED,
  ZPI_ATTENTION_TLS_NOT_YET_VALID,
  ZPI_ATTENTION_TLS_WRONG_HOST,
  ZPI_ATTENTION_TLS_UNKNOWN_AUTHORITY,
  ZPI_ATTENTION_TLS_TOO_OLD,
  ZPI_ATTENTION_TLS_OTHER,
  ZPI_N_ATTENTIONS,
} ZpiAttention;

const char *zpi_attention_to_nick (ZpiAttention reason);
gboolean zpi_attention_is (const char *nick, ZpiAttention reason);
gboolean zpi_attention_from_nick (const char *nick, ZpiAttention *reason);
ZpiAttention zpi_attention_from_error (ZpiError code);

G_END_DECLS
