/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-edit-list.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiIntakeProblem:
 *
 * What is wrong with a file, each with its own sentence on the screen. With `ZPI_INTAKE_DAMAGED`,
 * `ZPI_INTAKE_UNSEEN`, `ZPI_INTAKE_FORM`, `ZPI_INTAKE_ATTACHED`, `ZPI_INTAKE_NO_PREVIEW` and what
 * makes a photo hard to read it is taken in all the same and the problem stays with the document,
 * in its field `problem`; see zpi_intake_problem_is_warning().
 */
typedef enum {
  ZPI_INTAKE_OK,
  ZPI_INTAKE_EMPTY,
  ZPI_INTAKE_TOO_LARGE,
  ZPI_INTAKE_WRONG_TYPE,
  ZPI_INTAKE_ENCRYPTED,
  ZPI_INTAKE_DAMAGED,
  ZPI_INTAKE_UNREADABLE,
  ZPI_INTAKE_HEIC,
  ZPI_INTAKE_NO_PREVIEW,
  ZPI_INTAKE_PROTECTED, /* a PDF that opens without a password and forbids something */
  ZPI_INTAKE_FORM,      /* a PDF that one maker's reader shows, and others do not */
  ZPI_INTAKE_DARK,      /* a photo that is too dark, has nothing on it, … */
  ZPI_INTAKE_BLANK,
  ZPI_INTAKE_BLURRED,
  ZPI_INTAKE_SMALL,
  ZPI_INTAKE_OTHER_PICTURE, /* a picture, but neither JPEG nor PNG */
  ZPI_INTAKE_DOCUMENT,      /* of an office program, or several files in one */
  ZPI_INTAKE_UNSEEN,        /* of which nothing can be seen: it answers nothing that is asked */
  ZPI_INTAKE_ATTACHED,      /* a PDF with other files in it, which nobody sees */
  ZPI_INTAKE_TOO_MANY,      /* there are as many documents as the municipality takes */
} ZpiIntakeProblem;

#define ZPI_TYPE_INTAKE_PROBLEM (zpi_intake_problem_get_type ())
GType zpi_intake_problem_get_type (void);
const char *zpi_intake_problem_to_nick (ZpiIntakeProblem problem);
ZpiIntakeProblem zpi_intake_problem_from_nick (const char *nick);
gboolean zpi_intake_problem_is_warning (ZpiIntakeProblem problem);
gboolean zpi_intake_problem_is_hard_to_read (ZpiIntakeProblem problem);
/* Before a file is taken in; zpi_intake_file_async() takes the item away when it is in. */
char *zpi_intake_remember_file (ZpiCase *zcase,
                                GFile *file,
                                const char *place,
                                const char *kind,
                                const char *whose,
                                const char *month);
gint64 zpi_intake_get_limit (ZpiSession *session, ZpiCase *zcase, ZpiIntakeProblem problem);

/* Takes a file in as a stream: judged by content, size and encryption, sealed chunk by chunk, then
 * added to the case as an item of `document` in the same transaction that completes it. Memory use
 * does not grow with the file. Finish: the item; on a problem with the file NULL with REFUSED (or
 * TOO_LARGE) and @problem set. @kind, @whose, @month: (nullable) what it proves. Sets `file_name`.
 */
void zpi_intake_file_async (ZpiSession *session,
                            ZpiCase *zcase,
                            GFile *file,
                            const char *kind,
                            const char *whose,
                            const char *month,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
char *zpi_intake_file_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error);
/* The same for content at hand (paste, an edited picture). */
void zpi_intake_bytes_async (ZpiSession *session,
                             ZpiCase *zcase,
                             GBytes *content,
                             const char *file_name,
                             const char *kind,
                             const char *whose,
                             const char *month,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
char *zpi_intake_bytes_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error);
/* A document of another case. */
void zpi_intake_from_async (ZpiSession *session,
                            ZpiCase *zcase,
                            GBytes *content,
                            ZpiCase *giver,
                            const char *given,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean zpi_intake_has_from (ZpiCase *zcase, const char *given);
void zpi_intake_remove_async (ZpiSession *session,
                              ZpiCase *zcase,
                              const char *item,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean zpi_intake_remove_finish (GAsyncResult *result, GError **error);
/* Content for preview or editing, in wiping memory. */
void zpi_intake_read_async (ZpiSession *session,
                            ZpiCase *zcase,
                            const char *item,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GBytes *zpi_intake_read_finish (GAsyncResult *result, GError **error);
/* The same as it is shown: with what was done to it and is not drawn yet. */
void zpi_intake_read_drawn_async (ZpiSession *session,
                                  ZpiCase *zcase,
                                  const char *item,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GBytes *zpi_intake_read_drawn_finish (GAsyncResult *result, GError **error);
void zpi_intake_verify_async (ZpiSession *session,
                              const char *item,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean zpi_intake_verify_finish (GAsyncResult *result, GError **error);
/* Which files the documents of a case were made from, with those of its answers to letters; also of
 * a case that was cleared. Finish: (element-type utf8 utf8) by URI the document, empty where that
 * was cleared. */
void zpi_intake_find_originals_async (ZpiSession *session,
                                      const char *case_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GHashTable *zpi_intake_find_originals_finish (GAsyncResult *result, GError **error);
/* The originals that a cleared case still named are gone. Nothing to wait for: else they are looked
 * for once more. */
void zpi_intake_originals_gone (ZpiSession *session, const char *case_id);
/* A page drawn to pixels (RGBA, premultiplied no; width*4 stride) by the sandboxed helper. @n_pages
 * out. */
void zpi_intake_preview_async (ZpiSession *session,
                               ZpiCase *zcase,
                               const char *item,
                               guint page,
                               guint max_width,
                               guint max_height,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GBytes *zpi_intake_preview_finish (GAsyncResult *result,
                                   guint *width,
                                   guint *height,
                                   guint *n_pages,
                                   GError **error);

/* Puts @content in the place of a document of the case: its name, place, kind, whose and month
 * stay, and the old one goes from the disk in the transaction that completes the new one. */
void zpi_intake_replace_async (ZpiSession *session,
                               ZpiCase *zcase,
                               const char *item,
                               const char *other,
                               GBytes *content,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
char *zpi_intake_replace_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error);

/* What was done to a document and is not drawn yet: its field `edits` (see ZpiEditList), sealed
 * with the case at every edit, so that locking, ending and a crash lose nothing. A preview shows
 * it. */
void zpi_intake_set_edits (ZpiCase *zcase, const char *item, const char *text);
const char *zpi_intake_get_edits (ZpiCase *zcase, const char *item);
/* Draws the document anew with the edits in its field, then @edits (element-type ZpiEdit)
 * (nullable), done; a page that was edited is a picture afterwards, with nothing left under what
 * was covered. The result takes the document's place in the case under an id of its own. Without
 * any edit the document stays what it is. Asked twice, it is done once. Finish: the id; REFUSED
 * when it cannot be edited. */
void zpi_intake_edit_async (ZpiSession *session,
                            ZpiCase *zcase,
                            const char *item,
                            GPtrArray *edits,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
char *zpi_intake_edit_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error);
/* (transfer full): NOT_DRAWN for what the helper refused to draw, else @error (transfer full). */
GError *zpi_intake_error_not_drawn (GError *error);
/* The same for every document of the case that has edits left. Finish: %FALSE when one still has;
 * NOT_DRAWN when it cannot be drawn. */
void zpi_intake_settle_async (ZpiSession *session,
                              ZpiCase *zcase,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean zpi_intake_settle_finish (GAsyncResult *result, GError **error);
/* Two documents of the case, without edits left, as one PDF in the place of the first. Finish: its
 * id. */
void zpi_intake_join_async (ZpiSession *session,
                            ZpiCase *zcase,
                            const char *item,
                            const char *other,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
char *zpi_intake_join_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error);

G_END_DECLS
