/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ZpiCounsellor:
 *
 * Who is signed in at the municipality, and the way in and out, for a window. Properties
 * `signed-in` (boolean) and `name` (string, nullable). Signal `open-browser` (char *url). Main
 * thread.
 */
#define ZPI_TYPE_COUNSELLOR (zpi_counsellor_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCounsellor, zpi_counsellor, ZPI, COUNSELLOR, GObject)

gboolean zpi_counsellor_is_signed_in (ZpiCounsellor *self);
const char *zpi_counsellor_get_name (ZpiCounsellor *self);
void zpi_counsellor_take_up (ZpiCounsellor *self, GCancellable *cancellable);
void zpi_counsellor_sign_in_async (ZpiCounsellor *self,
                                   const char *done_page,
                                   const char *failed_page,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean zpi_counsellor_sign_in_finish (ZpiCounsellor *self, GAsyncResult *result, GError **error);
void zpi_counsellor_sign_out_async (ZpiCounsellor *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean zpi_counsellor_sign_out_finish (ZpiCounsellor *self, GAsyncResult *result, GError **error);

G_END_DECLS
