/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-org-file.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/* Whom a case is handed over to, when it is not closed with a passphrase: the organisation of
 * another desk. Both files are small and on this computer. Any function: main thread. */

/* BAD_FORMAT: no organisation file. NOT_FOUND: nobody can open something by it. */
ZpiOrgFile *zpi_hand_over_read_organisation (GFile *file, GError **error);
gboolean zpi_hand_over_knows (ZpiSession *session, const ZpiOrgFile *organisation);
/* WRONG_SECRET: not known, and the check code is not that of the file. */
gboolean zpi_hand_over_believe (ZpiSession *session,
                                const ZpiOrgFile *organisation,
                                const char *check_code,
                                GError **error);
/* The secret half, of who opens the file: BAD_FORMAT when it is no key. */
GBytes *zpi_hand_over_read_secret_key (GFile *file, GError **error);

G_END_DECLS
