/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiIntakeProblem:
 *
 * Why a file was not taken in, each with its own sentence on the screen. `ZPI_INTAKE_NO_PREVIEW` is
 * a warning only.
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
} ZpiIntakeProblem;

#define ZPI_TYPE_INTAKE_PROBLEM (zpi_intake_problem_get_type ())
GType zpi_intake_problem_get_type (void);
const char *zpi_intake_problem_to_nick (ZpiIntakeProblem problem);

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

G_END_DECLS
