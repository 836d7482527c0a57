/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-eligibility.h"

G_BEGIN_DECLS

/* The outcome of the check: the conclusion, what makes it less certain, and the reasoning. */
#define ZPI_TYPE_OUTCOME_CARD (zpi_outcome_card_get_type ())
G_DECLARE_FINAL_TYPE (ZpiOutcomeCard, zpi_outcome_card, ZPI, OUTCOME_CARD, AdwBin)

void zpi_outcome_card_show (ZpiOutcomeCard *self, const ZpiEligibility *outcome);

G_END_DECLS
