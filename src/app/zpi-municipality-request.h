/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-scheme.h"

G_BEGIN_DECLS

/* What the practice municipality asks a client for, as its desk takes it: from the rules of its
 * pass, so that the desk of every city asks for its own papers. */

/* (transfer full): one document of that kind, of the month before this one where months are asked
 */
char *zpi_municipality_request_kind (const ZpiScheme *scheme, const ZpiDocumentKind *kind);
/* (transfer full): everything that is needed of every client to decide */
char *zpi_municipality_request_all (const ZpiScheme *scheme);

G_END_DECLS
