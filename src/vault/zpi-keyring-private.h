/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of the keyring share: the answer (zpi-keyring-request.c), what is asked over D-Bus
 * (zpi-keyring-bus.c), and what through libsecret (zpi-keyring.c). The task data of every task here
 * is a ZpiKeyringRequest. */

#include <gio/gio.h>

#include "zpi-error.h"

G_BEGIN_DECLS

typedef void (*ZpiKeyringFunc) (GTask *task);

/* A question that is open. */
typedef struct {
  ZpiKeyringFunc start;
  GHashTable *attributes; /* (owned) (element-type utf8 utf8): of the item */
  char *text;             /* (nullable): for storing */
  GCancellable *inner;    /* (owned): what libsecret gets */
  GCancellable *outer;    /* (owned) (nullable): of whoever asked */
  gulong outer_id;
  GDBusConnection *bus; /* (owned) (nullable) */
  guint prompts_id;
  guint last_word_id;
  guint n_tries;
  gboolean may_unlock; /* where nothing is found, what is locked may hide it */
  char *prompt;        /* (nullable): our question */
  GTask *asking;       /* (owned) (nullable): while it is open */
  guint watch_id;      /* of the keyring, while it asks */
  gboolean there;      /* there is such an item already */
  gboolean dismissed;  /* somebody said No to a question meanwhile */
  gboolean done;
} ZpiKeyringRequest;

typedef enum {
  ZPI_KEYRING_FOUND_NOTHING,
  ZPI_KEYRING_FOUND_LOCKED,
  ZPI_KEYRING_FOUND_UNLOCKED
} ZpiKeyringFound;

/* @attributes: (transfer full) */
ZpiKeyringRequest *zpi_keyring_request_new (GHashTable *attributes);
GTask *zpi_keyring_task_new (ZpiKeyringRequest *request,
                             ZpiKeyringFunc start,
                             gpointer tag,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean zpi_keyring_may_return (GTask *task);
gboolean zpi_keyring_try_again (GTask *task);
/* @error: (transfer full) */
void zpi_keyring_return_error (GTask *task, GError *error);
void zpi_keyring_return_code (GTask *task, ZpiError code, const char *message);
void zpi_keyring_return_locked (GTask *task);
void zpi_keyring_return_not_found (GTask *task);
void zpi_keyring_return_done (GTask *task);

gboolean zpi_keyring_has_service (ZpiKeyringRequest *request);
void zpi_keyring_search (GTask *task, GAsyncReadyCallback callback);
gboolean zpi_keyring_search_finish (GObject *source,
                                    GAsyncResult *result,
                                    ZpiKeyringFound *found,
                                    GError **error);
void zpi_keyring_unlock_default (GTask *task);

G_END_DECLS
