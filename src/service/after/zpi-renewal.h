/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiRenewal:
 * @ZPI_RENEWAL_UNKNOWN: the municipality cannot tell: look whether a letter came
 * @ZPI_RENEWAL_RENEWED: no application is needed; the next step is the photo
 * @ZPI_RENEWAL_NOT_RENEWED: apply
 */
typedef enum {
  ZPI_RENEWAL_UNKNOWN,
  ZPI_RENEWAL_RENEWED,
  ZPI_RENEWAL_NOT_RENEWED,
} ZpiRenewal;

/* Whether somebody's pass was renewed automatically. @client_agrees: never without the client's
 * word. Nothing of the question is kept. Main thread. */
void zpi_renewal_check_async (ZpiSession *session,
                              const char *bsn,
                              int pass_year,
                              gboolean client_agrees,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* NOT_ALLOWED without the client's word, BAD_FORMAT when it is no BSN, OFFLINE, SIGN_IN_NEEDED, …
 */
gboolean zpi_renewal_check_finish (GAsyncResult *result, ZpiRenewal *renewal, GError **error);

G_END_DECLS
