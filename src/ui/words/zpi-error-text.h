/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-item.h"
#include "zpi-checks.h"
#include "zpi-error.h"
#include "zpi-intake.h"

G_BEGIN_DECLS

char *zpi_error_text_dup_check (ZpiCheckCode code, const char *suggestion);
const char *zpi_error_text_from_error (const GError *error);
const char *zpi_error_text_from_reason (const char *reason);
char *zpi_error_text_dup_intake (ZpiIntakeProblem problem, gint64 limit);
char *zpi_error_text_dup_not_taken_in (ZpiSession *session,
                                       ZpiCase *zcase,
                                       ZpiIntakeProblem problem,
                                       const GError *error);
const char *zpi_error_text_for_photo (ZpiIntakeProblem problem);
const char *zpi_error_text_for_taking_back (const GError *error, ZpiCaseItem *item);
const char *zpi_error_text_for_asking (const GError *error);
const char *zpi_error_text_for_withdrawing (const GError *error);

/* (nullable): why a PIN is not taken */
const char *zpi_error_text_for_secret (const char *secret, const char *again, gboolean passphrase);

G_END_DECLS
