/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-eligibility.h"

G_BEGIN_DECLS

/**
 * ZpiOutcomeBar:
 *
 * What the check thinks, in one line that stays in sight; unfolded, how it was worked out and
 * what is not certain.
 */
#define ZPI_TYPE_OUTCOME_BAR (zpi_outcome_bar_get_type ())
G_DECLARE_FINAL_TYPE (ZpiOutcomeBar, zpi_outcome_bar, ZPI, OUTCOME_BAR, AdwBin)

void zpi_outcome_bar_show (ZpiOutcomeBar *self, const ZpiEligibility *outcome);
gboolean zpi_outcome_bar_is_filled (ZpiOutcomeBar *self);
const char *zpi_outcome_bar_title (const ZpiEligibility *outcome);
gboolean zpi_outcome_bar_fold (ZpiOutcomeBar *self);

G_END_DECLS
