/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the sandboxed helper program once: @input over a pipe in, its output over a pipe out. At
 * most two run at once; what somebody looks at comes before what is only judged. Main thread.
 * Finish: REFUSED when it could not do anything with the input, TIMED_OUT when it took too long. */
void zpi_helper_run_async (const char *const *arguments,
                           GBytes *input,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GBytes *zpi_helper_run_finish (GAsyncResult *result, GError **error);

/* The same for input that comes in pieces: write all but the last, each when the one before is
 * through, and end with the last, which gives the answer to zpi_helper_run_finish(). Ending takes
 * the job; freeing one that was not ended stops it. */
typedef struct _ZpiHelperJob ZpiHelperJob;

ZpiHelperJob *zpi_helper_job_start (const char *const *arguments);
gsize zpi_helper_max_output (const char *const *arguments);
void zpi_helper_use_program (const char *path);
void zpi_helper_job_free (ZpiHelperJob *self);
void zpi_helper_job_write_async (ZpiHelperJob *self,
                                 GBytes *piece,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data); /* never fails */
void zpi_helper_job_end_async (ZpiHelperJob *self,
                               GBytes *last,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data); /* finish: zpi_helper_run_finish() */

G_END_DECLS
