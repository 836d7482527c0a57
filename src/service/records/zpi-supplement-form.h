/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"
#include "zpi-request.h"

G_BEGIN_DECLS

/* (nullable): what a case answers; %NULL when it answers no request */
ZpiRequest *zpi_supplement_dup_request (ZpiCase *zcase);
/* The form of an answer, and the application that it goes to. NOT_ALLOWED without documents. */
JsonNode *zpi_supplement_dup_form (ZpiCase *zcase, char **application_id, GError **error);

G_END_DECLS
