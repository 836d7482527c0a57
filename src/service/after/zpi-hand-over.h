/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/* One case to another desk and back, as an encrypted file. Main thread. */

/**
 * ZpiHandOverKey:
 * @passphrase: (nullable): what the file opens with, 12 characters or more
 * @public_key: (nullable): or whom it opens for: the escrow key of an organisation file
 * @secret_key: (nullable): for taking over: the secret half of that
 */
typedef struct {
  const char *passphrase;
  GBytes *public_key;
  GBytes *secret_key;
} ZpiHandOverKey;

gboolean zpi_hand_over_passphrase_will_do (const char *passphrase);
/* Writes the case to @file, which must not be there yet; from then on this desk does not send it.
 * Finish: CONFLICT when the file is there, NOT_ALLOWED in this state or for a short passphrase,
 * BUSY while something is being sent. */
void zpi_hand_over_async (ZpiSession *session,
                          const char *case_id,
                          GFile *file,
                          const ZpiHandOverKey *key,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean zpi_hand_over_finish (GAsyncResult *result, GError **error);
/* Takes the case of @file into this store. Finish: its id; CONFLICT when the case is here and was
 * not handed over, or is newer than the file, SEAL_BROKEN with another passphrase or key,
 * WRONG_SECRET when it opens with the other of the two, BAD_FORMAT. */
void zpi_take_over_async (ZpiSession *session,
                          GFile *file,
                          const ZpiHandOverKey *key,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
char *zpi_take_over_finish (GAsyncResult *result, GError **error);
/* This desk goes on with a case that it handed over, as it was then; what waited to be sent is a
 * draft, because another desk may have sent it since: a person looks and sends. Should both desks
 * send it, the municipality has it once: it decides by the id. */
void zpi_take_back_async (ZpiSession *session,
                          const char *case_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean zpi_take_back_finish (GAsyncResult *result, GError **error);

G_END_DECLS
