/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Items in the Secret Service, each with the store's UUID as an attribute; an existing item is
 * never replaced. Errors: %ZPI_ERROR_KEYRING_ABSENT, %ZPI_ERROR_KEYRING_LOCKED (also when a
 * prompt was dismissed), %ZPI_ERROR_NOT_FOUND. Never blocks the main thread. */

void zpi_keyring_lookup_async (const char *store_uuid,
                               const char *what,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* For what was kept once. */
void zpi_keyring_unlock_async (const char *store_uuid,
                               const char *what,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GBytes *zpi_keyring_lookup_finish (GAsyncResult *result, GError **error);
void zpi_keyring_store_async (const char *store_uuid,
                              const char *what,
                              GBytes *secret,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean zpi_keyring_store_finish (GAsyncResult *result, GError **error);
/* Replaces; for tokens, which are not keys to anything stored. */
void zpi_keyring_replace_async (const char *store_uuid,
                                const char *what,
                                GBytes *secret,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean zpi_keyring_replace_finish (GAsyncResult *result, GError **error);
void zpi_keyring_clear_async (const char *store_uuid,
                              const char *what,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean zpi_keyring_clear_finish (GAsyncResult *result, GError **error);

gboolean zpi_keyring_is_unprotected (void);

G_END_DECLS
