/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-store.h"
#include "zpi-letter.h"
#include "zpi-request.h"

G_BEGIN_DECLS

/* Answers to letters that belong to an application of this store. All on the store thread. */

/* Of a letter about photos: its code. An answer to a mail has the id of the request. */
#define ZPI_RECORD_LETTER_CODE "letter-code"

/* @letter_id answers something about @application_id, which may not be here. */
gboolean zpi_letters_attach (ZpiStore *store,
                             const char *letter_id,
                             const char *application_id,
                             GError **error);
/* Papers that were brought before anybody could say what is asked, in @letter_id, are for
 * @answer_id. */
gboolean zpi_letters_set_papers_for (ZpiStore *store,
                                     const char *letter_id,
                                     const char *answer_id,
                                     GError **error);
GPtrArray *zpi_letters_list_papers (ZpiStore *store, const char *answer_id, GError **error);
/* (nullable): the application of this store that a letter belongs to */
char *zpi_letters_dup_application (ZpiStore *store, const char *letter_id);
/* Whether the row of an application of this store tells how @info stands. */
gboolean zpi_letters_is_attached (ZpiStore *store, const ZpiCaseInfo *info);
GPtrArray *zpi_letters_list_about (ZpiStore *store, const char *application_id, GError **error);
/* (transfer full) (nullable): the code of the letter about photos that came after an application of
 * this store and was worked on last */
char *zpi_letters_dup_photo_code (ZpiStore *store, const char *application_id, GError **error);
/* Leaves out of @infos (element-type ZpiCaseInfo) what the row of its application tells, which says
 * when it is being sent. */
char *zpi_letters_dup_teller (ZpiStore *store, const ZpiCaseInfo *info);
void zpi_letters_drop_attached (ZpiStore *store, GPtrArray *infos);

ZpiRequest *zpi_letters_find_request (ZpiStore *store, const char *application_id);
gboolean zpi_letters_update_requests (ZpiStore *store, const char *application_id, GError **error);

gboolean zpi_letters_is_under_way (const ZpiCaseInfo *info);

/* @word: (nullable): one of these, or nothing is under way any more */
gboolean
zpi_letters_note_answer (ZpiStore *store, const char *letter_id, const char *word, GError **error);
GPtrArray *zpi_letters_list_waiting (ZpiStore *store, const char *application_id, GError **error);
/* Of an application: [{receipt, pieces}], what the municipality proved that it has of the answers
 * about it, and what each document is. */
#define ZPI_RECORD_ANSWERS "answer-receipts"

/* The municipality has the answer, whose form is @form, as @receipt says: its request is not open
 * any more, the decision is later. */
gboolean zpi_letters_note_answered (ZpiStore *store,
                                    const char *letter_id,
                                    GBytes *form,
                                    GBytes *receipt,
                                    const char *answered_at,
                                    const char *decision_date,
                                    GError **error);
/* Who has a letter about photos was granted, also when nobody asked the municipality since. */
gboolean zpi_letters_note_photos_asked (ZpiStore *store, const char *letter_id, GError **error);
gboolean zpi_letters_note_photos (ZpiStore *store,
                                  const char *application_id,
                                  const ZpiPhotoOrder *order,
                                  GError **error);
/* @case_id, a letter or an application, has it as news that another photo is asked. */
gboolean zpi_letters_note_photo_rejected (ZpiStore *store, const char *case_id, GError **error);
/* (transfer full) (element-type utf8): the answers about an application that the municipality has
 */
GPtrArray *zpi_letters_list_answered (ZpiStore *store, const char *application_id, GError **error);
gboolean zpi_letters_cannot_go (ZpiStore *store, const ZpiCaseInfo *letter);
gboolean zpi_letters_has_open (ZpiStore *store,
                               const char *application_id,
                               gboolean *is_open,
                               GError **error);
gboolean zpi_letters_remove_idle (ZpiStore *store,
                                  const ZpiCaseInfo *letter,
                                  gboolean *gone,
                                  GError **error);
/* Removes what was answered about an application, which is being cleared, and what cannot be
 * answered any more. */
gboolean zpi_letters_remove_answered (ZpiStore *store, const char *application_id, GError **error);

G_END_DECLS
