/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-session.h"

G_BEGIN_DECLS

/**
 * ZpiNewerRules:
 *
 * A draft stays on the rules it began with. When newer ones came, this offers to check again: it
 * shows each difference and changes nothing until the person chooses the newer rules. When its own
 * rules are gone it says so, and how to go on. Hidden while there is nothing to choose.
 */
#define ZPI_TYPE_NEWER_RULES (zpi_newer_rules_get_type ())
G_DECLARE_FINAL_TYPE (ZpiNewerRules, zpi_newer_rules, ZPI, NEWER_RULES, AdwBin)

void zpi_newer_rules_update (ZpiNewerRules *self, ZpiSession *session, ZpiCase *zcase);

G_END_DECLS
