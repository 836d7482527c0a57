/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-scheme-reader.h"

G_BEGIN_DECLS

/* The kinds of household that norms are set for. Their names are the ids of the norms file. */
typedef enum {
  ZPI_HOUSEHOLD_SINGLE,
  ZPI_HOUSEHOLD_SINGLE_PARENT,
  ZPI_HOUSEHOLD_COUPLE,
  ZPI_HOUSEHOLD_SINGLE_AOW,
  ZPI_HOUSEHOLD_SINGLE_PARENT_AOW,
  ZPI_HOUSEHOLD_COUPLE_AOW,
  ZPI_HOUSEHOLD_YOUTH_SINGLE,
  ZPI_HOUSEHOLD_YOUTH_SINGLE_PARENT,
  ZPI_HOUSEHOLD_YOUTH_COUPLE,
  ZPI_HOUSEHOLD_YOUTH_COUPLE_CHILDREN,
  ZPI_HOUSEHOLD_MIXED_COUPLE,
  ZPI_HOUSEHOLD_MIXED_COUPLE_CHILDREN,
  ZPI_N_HOUSEHOLD_TYPES,
} ZpiHouseholdType;

const char *zpi_household_type_to_nick (ZpiHouseholdType type);
gboolean zpi_household_type_from_nick (const char *nick, ZpiHouseholdType *type);

typedef struct {
  gboolean known;
  gint64 cents;
  ZpiProvenance provenance;
} ZpiNorm;

typedef struct {
  const char *id;
  ZpiDate valid_from;
  ZpiDate valid_to;
  ZpiNorm without_holiday[ZPI_N_HOUSEHOLD_TYPES];
  ZpiNorm with_holiday[ZPI_N_HOUSEHOLD_TYPES];
} ZpiNormSet;

/* Who is born up to and including @born_to reaches the state pension age at @years and @months. */
typedef struct {
  ZpiDate born_to; /* ZPI_DATE_NONE: everybody after */
  gboolean fixed;
  int years;
  int months;
  ZpiProvenance provenance;
} ZpiAowAge;

typedef struct {
  gint64 single;
  gint64 single_parent;
  gint64 couple;
  gint64 home_equity;
  ZpiProvenance provenance;
} ZpiAssetLimit;

/* The norms file. Texts belong to the JSON it was read from, which it keeps. */
typedef struct {
  JsonNode *root;
  const char *id;
  const char *version;
  ZpiText labels[ZPI_N_HOUSEHOLD_TYPES];
  GArray *sets;         /* (element-type ZpiNormSet), oldest first, at least one */
  GArray *aow_ages;     /* (element-type ZpiAowAge), at least one */
  GArray *asset_limits; /* (element-type ZpiAssetLimit), oldest first */
} ZpiNorms;

/* How a reference date lies to the norms that are known. */
typedef enum {
  ZPI_NORMS_FIT,
  ZPI_NORMS_OUTDATED,
  ZPI_NORMS_TOO_EARLY,
} ZpiNormsFit;

ZpiNorms *zpi_norms_load (GBytes *bytes, const char *file_name, GError **error);
void zpi_norms_free (ZpiNorms *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiNorms, zpi_norms_free)

const ZpiNormSet *zpi_norms_find_set (const ZpiNorms *self, const ZpiDate *on, ZpiNormsFit *fit);
void zpi_norms_find_largest_rise (const ZpiNorms *self,
                                  gboolean with_holiday,
                                  gint64 *before,
                                  gint64 *after);
const ZpiAowAge *zpi_norms_find_aow_age (const ZpiNorms *self, const ZpiDate *birth);
const ZpiAowAge *zpi_norms_last_fixed_aow_age (const ZpiNorms *self);
const ZpiAssetLimit *zpi_norms_find_asset_limit (const ZpiNorms *self, const ZpiDate *on);
ZpiDate zpi_norms_reach_age (const ZpiDate *birth, int years, int months);

G_END_DECLS
