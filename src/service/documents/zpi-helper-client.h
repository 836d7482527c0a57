/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Runs the sandboxed helper program once: @input over a pipe in, its output over a pipe out.
 * Finish: REFUSED when it could not do anything with the input, TIMED_OUT when it took too long. */
void zpi_helper_run_async (const char *const *arguments,
                           GBytes *input,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GBytes *zpi_helper_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
