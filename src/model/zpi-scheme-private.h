/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-norms.h"
#include "zpi-scheme.h"

G_BEGIN_DECLS

typedef enum {
  ZPI_VALUE_INTEGER,
  ZPI_VALUE_SWITCH,
  ZPI_VALUE_WORD,      /* one of the words that are listed */
  ZPI_VALUE_NAME,      /* any text that is the same in both languages */
  ZPI_VALUE_WORDS,     /* a list of texts */
  ZPI_VALUE_TEXT,      /* a text in both languages */
  ZPI_VALUE_MONTH_DAY, /* 12-27 */
} ZpiValueKind;

typedef struct {
  const char *nick;
  ZpiValueKind kind;
  gboolean required;
  gint64 minimum;
  gint64 maximum;
  const char *const *words;
  gboolean optional; /* may be absent from the file */
} ZpiParameterSpec;

/* One value of a parameter, as it counts from a date on. */
typedef struct {
  ZpiProvenance provenance;
  gboolean present;
  gint64 integer; /* also a switch, and a month-day as month × 100 + day */
  const char *word;
  GStrv words;
  ZpiText text;
} ZpiValue;

/* A row of a table of limits, for schemes that do not use the norms. */
typedef struct {
  const char *municipality; /* (nullable): everywhere */
  ZpiDate from;
  gint64 rows[ZPI_N_HOUSEHOLD_TYPES]; /* -1 when absent */
  ZpiProvenance provenance;
} ZpiLimitTable;

typedef enum {
  ZPI_EVIDENCE_FOR_APPLICANT,
  ZPI_EVIDENCE_FOR_PARTNER,
  ZPI_EVIDENCE_FOR_HOUSEHOLD,
} ZpiEvidenceFor;

typedef struct {
  const char *id;
  const char *document;
  ZpiEvidenceFor whose;
  guint months;
  guint months_if_variable;
  gboolean required_to_decide;
  ZpiText reason;
  ZpiProvenance provenance;
} ZpiEvidenceRule;

struct _ZpiScheme {
  gatomicrefcount ref_count;
  GBytes *bytes;
  GBytes *norms_bytes;
  JsonNode *root;
  ZpiNorms *norms;
  const char *id;
  const char *version;
  ZpiText name;
  GArray *values[ZPI_N_PARAMETERS]; /* (element-type ZpiValue), oldest first, at least one */
  gboolean has_limits;
  gboolean limits_yearly;
  GArray *limits;            /* (element-type ZpiLimitTable) */
  GPtrArray *municipalities; /* (element-type ZpiMunicipality) */
  GPtrArray *periods;        /* (element-type ZpiPeriod) */
  GPtrArray *income_kinds;   /* (element-type ZpiIncomeKind) */
  GPtrArray *document_kinds; /* (element-type ZpiDocumentKind) */
  GPtrArray *identity_kinds; /* (element-type ZpiIdentityKind) */
  GArray *evidence_rules;    /* (element-type ZpiEvidenceRule) */
};

const ZpiValue *
zpi_scheme_get_value (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on);

void zpi_scheme_read_parameters (ZpiReader *reader, ZpiScheme *self, JsonObject *root);
void zpi_scheme_read_limits (ZpiReader *reader, ZpiScheme *self, JsonObject *root);
void zpi_scheme_read_lists (ZpiReader *reader, ZpiScheme *self, JsonObject *root);
void zpi_scheme_read_incomes (ZpiReader *reader, ZpiScheme *self, JsonObject *root);
void zpi_scheme_read_evidence (ZpiReader *reader, ZpiScheme *self, JsonObject *root);

void zpi_value_clear (ZpiValue *self);
void zpi_municipality_free (ZpiMunicipality *self);
void zpi_income_kind_free (ZpiIncomeKind *self);
void zpi_document_kind_free (ZpiDocumentKind *self);

const ZpiLimitTable *
zpi_scheme_find_limits (const ZpiScheme *self, const char *municipality, const ZpiDate *on);

/* How an address lies to the municipalities of a scheme, best first. */
typedef enum {
  ZPI_PLACE_UNKNOWN, /* nothing is known of it */
  ZPI_PLACE_INSIDE,
  ZPI_PLACE_SLIP,     /* the place has a slip, and there is no postcode that says where it is */
  ZPI_PLACE_DOUBTFUL, /* place and postcode do not fit each other */
  ZPI_PLACE_OUTSIDE,
} ZpiPlaceFit;

ZpiPlaceFit zpi_scheme_judge_place (const ZpiScheme *self,
                                    const char *place,
                                    const char *postcode,
                                    const ZpiMunicipality **found);

G_END_DECLS
