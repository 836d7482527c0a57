/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of the findings share among themselves. Not for anybody else. */

#include "zpi-finding.h"

G_BEGIN_DECLS

/* What a round of looking knows and collects. */
typedef struct {
  ZpiCase *zcase;
  const ZpiScheme *scheme; /* (nullable) */
  ZpiDate on;              /* the reference date */
  ZpiDate today;
  GPtrArray *found; /* (element-type ZpiFinding) */
} ZpiFindings;

ZpiFinding *zpi_findings_add (ZpiFindings *self,
                              const char *key,
                              ZpiSection section,
                              ZpiFindingSeverity severity,
                              ZpiFindingCode code,
                              ...) G_GNUC_NULL_TERMINATED;

gboolean zpi_findings_practice (void);
gboolean zpi_findings_has_name (ZpiCase *zcase);
gboolean zpi_findings_is_variable (const ZpiScheme *scheme, const char *kind);
gboolean zpi_findings_is_amount_asked (const ZpiScheme *scheme, const char *kind);
void zpi_findings_look_at_field (ZpiFindings *self, const ZpiField *field, const char *key);
void zpi_findings_look_at_fields (ZpiFindings *self, ZpiSection section);
void zpi_findings_look_at_rules (ZpiFindings *self, ZpiSection section);

G_END_DECLS
