/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

#include "zpi-date.h"

G_BEGIN_DECLS

/**
 * ZpiText:
 *
 * A text that is data, in both languages. Neither is ever %NULL.
 */
typedef struct {
  const char *nl;
  const char *en;
} ZpiText;

const char *zpi_text_get (const ZpiText *text, const char *language);

/**
 * ZpiStatus:
 * @ZPI_STATUS_PUBLISHED: printed by the source that is named
 * @ZPI_STATUS_DERIVED: calculated from something published
 * @ZPI_STATUS_UNVERIFIED: nobody who may decide has confirmed it; always shown as such
 */
typedef enum {
  ZPI_STATUS_PUBLISHED,
  ZPI_STATUS_DERIVED,
  ZPI_STATUS_UNVERIFIED,
} ZpiStatus;

const char *zpi_status_to_nick (ZpiStatus status);

/**
 * ZpiProvenance:
 * @source: where it was read: an address or the name of a document
 * @from: since when it counts; #ZPI_DATE_NONE when the source does not say
 *
 * Where a value comes from.
 */
typedef struct {
  const char *source;
  ZpiDate from;
  ZpiStatus status;
} ZpiProvenance;

/**
 * ZpiParameter:
 *
 * Everything about a scheme that is one value. What each means, its type and its limits stand in
 * `data/schemes/README.md`; the names in the files are the names here.
 */
typedef enum {
  ZPI_PARAMETER_PERCENTAGE,
  ZPI_PARAMETER_PERCENTAGE_NEXT,
  ZPI_PARAMETER_NORM_BASIS,
  ZPI_PARAMETER_TEST_PERIOD,
  ZPI_PARAMETER_SINGLE_PARENT_COUNTS_AS,
  ZPI_PARAMETER_AOW_SPLIT,
  ZPI_PARAMETER_KOSTENDELERSNORM,
  ZPI_PARAMETER_ASSET_TEST,
  ZPI_PARAMETER_HOME_EQUITY_COUNTS,
  ZPI_PARAMETER_CAR_EXEMPT_CENTS,
  ZPI_PARAMETER_MINIMUM_AGE,
  ZPI_PARAMETER_CHILD_AGE_FROM,
  ZPI_PARAMETER_CHILD_AGE_UNTIL,
  ZPI_PARAMETER_ADULT_CHILDREN_APPLY_SEPARATELY,
  ZPI_PARAMETER_STUDENT_RULE,
  ZPI_PARAMETER_SELF_EMPLOYED_EVIDENCE,
  ZPI_PARAMETER_EXTRA_ROUTES,
  ZPI_PARAMETER_AUTOMATIC_GRANT_SOURCES,
  ZPI_PARAMETER_PASS_YEAR_START,
  ZPI_PARAMETER_APPLICATION_CLOSES,
  ZPI_PARAMETER_NEXT_YEAR_OPENS,
  ZPI_PARAMETER_DECISION_WEEKS,
  ZPI_PARAMETER_AUTOMATIC_GRANT_WEEKS,
  ZPI_PARAMETER_MISSING_DATA_DAYS,
  ZPI_PARAMETER_PASS_DELIVERY_WEEKS,
  ZPI_PARAMETER_ACCOUNT_WEEKS,
  ZPI_PARAMETER_PRICE_CENTS,
  ZPI_PARAMETER_REDUCED_PRICE_CENTS,
  ZPI_PARAMETER_REPLACEMENT_FEE_CENTS,
  ZPI_PARAMETER_EVIDENCE_MAX_AGE_MONTHS,
  ZPI_PARAMETER_VARIABLE_INCOME_MONTHS,
  ZPI_PARAMETER_GIFT_LIMIT_CENTS,
  ZPI_PARAMETER_JOINT_INCOME,
  ZPI_PARAMETER_EMAIL_REQUIRED,
  ZPI_PARAMETER_CLOSE_MARGIN_CENTS,
  ZPI_PARAMETER_ROUNDING_LIMIT,
  ZPI_PARAMETER_ROUNDING_INCOME,
  ZPI_PARAMETER_WEBSITE,
  ZPI_PARAMETER_PHONE_NUMBER,
  ZPI_PARAMETER_DOCUMENT_MAX_BYTES,
  ZPI_PARAMETER_DOCUMENT_MAX_COUNT,
  ZPI_N_PARAMETERS,
} ZpiParameter;

const char *zpi_parameter_to_nick (ZpiParameter parameter);

/**
 * ZpiPeriod:
 * @id: the word on the wire: `week`, `vier-weken`, `maand`, `kwartaal`, `jaar`
 * @numerator: an amount times @numerator / @denominator is the amount per month
 */
typedef struct {
  const char *id;
  ZpiText label;
  gint64 numerator;
  gint64 denominator;
  ZpiProvenance provenance;
} ZpiPeriod;

/**
 * ZpiIncomeEvidence:
 * @document: a document kind
 * @months: how many months of it; 0 when it has no month (a year's account)
 * @required_to_decide: %FALSE when it only helps
 */
typedef struct {
  const char *document;
  guint months;
  gboolean required_to_decide;
} ZpiIncomeEvidence;

/* How many months of fluctuating income have a place, on the page and on the wire. */
#define ZPI_N_INCOME_MONTHS 3

/* What goes by no other word: every scheme has these two kinds. */
#define ZPI_OTHER_INCOME   "anders"
#define ZPI_OTHER_DOCUMENT "overig"

/**
 * ZpiIncomeKind:
 * @id: the word on the wire (`loon`, `aow`, …)
 * @group: `work`, `benefit`, `pension`, `other`, `none`, or `exempt`
 * @help: what to fill in, and where that stands on the slip
 * @counts: whether it counts in the check
 * @variable: asks the amounts of the last months (fluctuating income)
 * @amount_asked: %FALSE where there is none, as without income
 * @employer_asked: whether the form asks from whom it comes
 * @benefit_asked: whether the form asks which benefit it is
 * @student: having this income means that the student rule is looked at
 * @self_employed: whether a year's account belongs to it
 * @exempt_cents: for kinds of which a part does not count, the part per @exempt_period; else 0
 * @exempt_is_gift_limit: that part is the parameter `gift_limit_cents`
 * @holiday_numerator: an amount with holiday allowance times @holiday_numerator /
 *   @holiday_denominator is the amount without; 0 when there is no such rule for this kind
 * @default_period: the period that the form proposes
 * @evidence: (element-type ZpiIncomeEvidence): what is asked for it
 */
typedef struct {
  const char *id;
  const char *group;
  ZpiText label;
  ZpiText help;
  gboolean counts;
  gboolean variable;
  gboolean amount_asked;
  gboolean employer_asked;
  gboolean benefit_asked;
  gboolean student;
  gboolean self_employed;
  gint64 exempt_cents;
  gboolean exempt_is_gift_limit;
  const char *exempt_period; /* (nullable) */
  gint64 holiday_numerator;
  gint64 holiday_denominator;
  const char *default_period;
  GArray *evidence;
  ZpiProvenance provenance;
} ZpiIncomeKind;

/**
 * ZpiDocumentKind:
 * @id: the word on the wire (`loonstrook`, …)
 * @one: its name in the singular, without article ("pay slip")
 * @many: in the plural ("pay slips")
 * @identity: the list of identity documents says which are accepted
 * @file_words: what people and their banks call files of it; a word counts when a word
 *   of the name begins with it
 */
typedef struct {
  const char *id;
  ZpiText one;
  ZpiText many;
  ZpiText help;
  gboolean identity;
  GStrv file_words;
} ZpiDocumentKind;

/**
 * ZpiIdentityKind:
 *
 * A kind of identity document and whether the scheme takes it.
 */
typedef struct {
  const char *id;
  ZpiText label;
  gboolean accepted;
  ZpiProvenance provenance;
} ZpiIdentityKind;

/**
 * ZpiMunicipality:
 * @places: (array zero-terminated=1): places of residence in it
 * @postcodes: (element-type int): first and last four digits of each range, in turn
 */
typedef struct {
  const char *name;
  GStrv places;
  GArray *postcodes;
  ZpiProvenance provenance;
} ZpiMunicipality;

/**
 * ZpiScheme:
 *
 * The rules and amounts of one pass, read from two files: the scheme itself and the norms. It
 * never changes, so any thread may read it. A draft keeps the version it began with.
 */
typedef struct _ZpiScheme ZpiScheme;

#define ZPI_TYPE_SCHEME (zpi_scheme_get_type ())
GType zpi_scheme_get_type (void);

/* Resources that hold the shipped files, below this folder. */
#define ZPI_SCHEME_RESOURCES "/nl/zoetermeerpas/Intake/schemes"

ZpiScheme *zpi_scheme_load (GBytes *scheme,
                            const char *scheme_name,
                            GBytes *norms,
                            const char *norms_name,
                            GError **error);
GBytes *zpi_scheme_dup_shipped_norms (void);
const char *zpi_scheme_get_shipped_id (void);
ZpiScheme *zpi_scheme_load_shipped (const char *id, GError **error);
ZpiScheme *zpi_scheme_ref (ZpiScheme *self);
void zpi_scheme_unref (ZpiScheme *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiScheme, zpi_scheme_unref)

const char *zpi_scheme_get_id (const ZpiScheme *self);
char *zpi_scheme_dup_full_version (const ZpiScheme *self);
gboolean zpi_scheme_is_named (const ZpiScheme *self, const char *id, const char *full_version);
const ZpiText *zpi_scheme_get_name (const ZpiScheme *self);
GBytes *zpi_scheme_get_bytes (const ZpiScheme *self);
GBytes *zpi_scheme_get_norms_bytes (const ZpiScheme *self);
int zpi_scheme_compare_version (const ZpiScheme *a, const ZpiScheme *b);

gboolean zpi_scheme_get_integer (const ZpiScheme *self,
                                 ZpiParameter parameter,
                                 const ZpiDate *on,
                                 gint64 *value);
gboolean zpi_scheme_get_switch (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on);
const char *zpi_scheme_get_word (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on);
const char *const *
zpi_scheme_get_words (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on);
const ZpiText *
zpi_scheme_get_text (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on);
const ZpiProvenance *
zpi_scheme_get_provenance (const ZpiScheme *self, ZpiParameter parameter, const ZpiDate *on);

const GPtrArray *zpi_scheme_get_income_kinds (const ZpiScheme *self);
const ZpiIncomeKind *zpi_scheme_find_income_kind (const ZpiScheme *self, const char *id);
const ZpiPeriod *zpi_scheme_find_period (const ZpiScheme *self, const char *id);
const GPtrArray *zpi_scheme_get_document_kinds (const ZpiScheme *self);
const ZpiDocumentKind *zpi_scheme_find_document_kind (const ZpiScheme *self, const char *id);
const GPtrArray *zpi_scheme_get_identity_kinds (const ZpiScheme *self);
const GPtrArray *zpi_scheme_get_municipalities (const ZpiScheme *self);

int zpi_scheme_pass_year_on (const ZpiScheme *self, const ZpiDate *on);
int zpi_scheme_pass_year_preset (const ZpiScheme *self, const ZpiDate *today);
ZpiDate zpi_scheme_reference_date_in (const ZpiScheme *self, int year, const ZpiDate *today);
void zpi_scheme_pass_year_bounds (const ZpiScheme *self, int year, ZpiDate *first, ZpiDate *last);
gboolean
zpi_scheme_application_window (const ZpiScheme *self, int year, ZpiDate *opens, ZpiDate *closes);

G_END_DECLS
