/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"
#include "zpi-checks.h"

G_BEGIN_DECLS

ZpiDate zpi_answer_reference_date (ZpiCase *zcase);
ZpiCheckResult
zpi_answer_check (ZpiCase *zcase, gboolean practice, const char *key, const char *text);

G_END_DECLS
