/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

#include "zpi-date.h"

G_BEGIN_DECLS

/**
 * ZpiDecision:
 * @granted: whether the pass was granted
 * @date: of the decision
 * @reason: (nullable): the municipality's words
 * @objection_until: the last day on which the client may object; that day still counts
 *
 * What the municipality decided about an application.
 */
typedef struct {
  gboolean granted;
  ZpiDate date;
  char *reason;
  ZpiDate objection_until;
} ZpiDecision;

void zpi_decision_free (ZpiDecision *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiDecision, zpi_decision_free)
ZpiDecision *zpi_decision_from_status (GBytes *status);

G_END_DECLS
