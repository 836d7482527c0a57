/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <json-glib/json-glib.h>

#include "zpi-case.h"

G_BEGIN_DECLS

/* A request to bring a family that was renewed automatically together in one account. A case of
 * kind account with the answers of an application: the main pass holder is the applicant, the
 * others are partner and children. Source: handbook, section 3 and its appendix. */

/* What would be sent now. NOT_ALLOWED when something is missing without which nothing can be sent.
 */
JsonNode *zpi_account_dup_form (ZpiCase *zcase, GError **error);

G_END_DECLS
