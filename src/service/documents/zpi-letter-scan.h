/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-intake.h"

G_BEGIN_DECLS

gboolean zpi_letter_scan_is_possible (void);
void zpi_letter_scan_file_async (GFile *file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void zpi_letter_scan_bytes_async (GBytes *content,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *zpi_letter_scan_finish (GAsyncResult *result, ZpiIntakeProblem *problem, GError **error);

G_END_DECLS
