/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiIntakeProblem:
 *
 * What is wrong with a file, each with its own sentence on the screen. With `ZPI_INTAKE_DAMAGED`,
 * `ZPI_INTAKE_FORM`, `ZPI_INTAKE_NO_PREVIEW` and what makes a photo hard to read it is taken in all
 * the same and the problem stays with the document, in its field `problem`; see
 * zpi_intake_problem_is_warning().
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
} ZpiIntakeProblem;

#define ZPI_TYPE_INTAKE_PROBLEM (zpi_intake_problem_get_type ())
GType zpi_intake_problem_get_type (void);
const char *zpi_intake_problem_to_nick (ZpiIntakeProblem problem);
ZpiIntakeProblem zpi_intake_problem_from_nick (const char *nick);
gboolean zpi_intake_problem_is_warning (ZpiIntakeProblem problem);
gboolean zpi_intake_problem_is_hard_to_read (ZpiIntakeProblem problem);

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

/**
 * ZpiEdit:
 * @page: from 0, -1 for every page; pictures have page 0
 * @degrees: for turning: 90, 180 or 270, clockwise
 * @x: left side of the place to keep or cover, as a part of the width as it is then: 0 to 1
 * @size: for fitting: no side is longer afterwards, in pixels
 * @text: the watermark, at most 200 bytes
 *
 * One thing to do to a document; several are done in order.
 */
typedef enum {
  ZPI_EDIT_TURN,
  ZPI_EDIT_CROP,
  ZPI_EDIT_COVER,
  ZPI_EDIT_MARK,
  ZPI_EDIT_FIT,
} ZpiEditKind;

typedef struct {
  ZpiEditKind kind;
  int page;
  int degrees;
  int size;
  double x;
  double y;
  double width;
  double height;
  char *text;
} ZpiEdit;

ZpiEdit *zpi_edit_new (ZpiEditKind kind, int page);
void zpi_edit_free (ZpiEdit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiEdit, zpi_edit_free)
/* Draws the document anew with @edits (element-type ZpiEdit) done; a page that was edited is a
 * picture afterwards, with nothing left under what was covered. The result takes the document's
 * place in the case under an id of its own. Finish: that id; REFUSED when it cannot be edited. */
void zpi_intake_edit_async (ZpiSession *session,
                            ZpiCase *zcase,
                            const char *item,
                            GPtrArray *edits,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
char *zpi_intake_edit_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error);

G_END_DECLS
