/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <json-glib/json-glib.h>

#include "zpi-case.h"
#include "zpi-date.h"
#include "zpi-field.h"

G_BEGIN_DECLS

/**
 * ZpiPerson:
 * @item: (nullable): the item in the case for a child, %NULL for applicant and partner
 * @given_names: never %NULL, may be empty; the same for the other texts
 * @others: answers that have no member, by the pattern of their row
 *
 * A person as the form knows them. Texts are normalised but not judged.
 */
typedef struct {
  char *item;
  char *given_names;
  char *prefix;
  char *family_name;
  ZpiDate birth;
  char *bsn;
  GHashTable *others;
} ZpiPerson;

typedef struct {
  int year;
  int month;
} ZpiMonth;

/**
 * ZpiMonthAmount:
 * @slot: 1, 2, 3: the place in the case it was typed in; 0 when it comes from elsewhere
 * @duplicate: the same month stands before it already
 */
typedef struct {
  ZpiMonth month;
  gboolean has_amount;
  gint64 amount_cents;
  guint slot;
  gboolean duplicate;
} ZpiMonthAmount;

/**
 * ZpiIncome:
 * @item: (nullable): the item in the case
 * @kind: the income kind's id on the wire (`loon`, `aow`, …)
 * @kind_missing: it was not said, and @kind is the one for other income
 * @benefit: which benefit (`ww`, `wia`, …), or empty
 * @whose: `aanvrager`, `partner`, `gezamenlijk`, or empty
 * @period: `week`, `vier-weken`, `maand`, `kwartaal`, `jaar`, or empty
 * @period_doubt: the amount was typed with "per month" beside it, and @period is another
 * @gross: `grondslag` is `bruto`
 * @with_holiday_allowance: `vakantiegeld` is `met`
 * @months: for fluctuating income, oldest first; @n_months of them
 * @others: answers that have no member, by the pattern of their row
 */
typedef struct {
  char *item;
  char *kind;
  gboolean kind_missing;
  char *benefit;
  char *whose;
  gboolean has_amount;
  gint64 amount_cents;
  char *period;
  gboolean period_doubt;
  char *source;
  gboolean gross;
  gboolean with_holiday_allowance;
  char *remark;
  guint n_months;
  ZpiMonthAmount months[ZPI_N_INCOME_MONTHS];
  GHashTable *others;
} ZpiIncome;

/**
 * ZpiDocument:
 * @item: the document's UUID, also its id in the store and on the wire
 * @kind: `legitimatie`, `loonstrook`, …
 * @whose: `aanvrager`, `partner`, `gezamenlijk`, a child's item, or empty
 * @file_name: for the screen only, never sent
 * @place: (nullable): the id of what it was added for, never sent
 * @unseen: nothing of it can be seen: it answers nothing; never sent
 * @local_path: (nullable): only in an imported application
 *
 * A document that was added. @size_bytes and @sha256 are of the content that will be sent.
 */
typedef struct {
  char *item;
  char *kind;
  char *whose;
  ZpiMonth month;
  char *media_type;
  guint64 size_bytes;
  char *sha256;
  char *file_name;
  char *place;
  gboolean unseen;
  char *local_path;
} ZpiDocument;

/**
 * ZpiUnprocessed:
 * @path: the place of the field on the wire: `kinderen[0].geboorte.datum`
 * @text: what was typed there
 *
 * An answer that does not fit its field, so that it is neither lost nor refused.
 */
typedef struct {
  char *path;
  char *text;
} ZpiUnprocessed;

/**
 * ZpiApplication:
 *
 * @day: on which the answers are looked at, or #ZPI_DATE_NONE: months that are not over yet on that
 *   day are not asked for, also when the reference date is later
 *
 * What the answers mean: the parsed side of a [class@Case], and the same as the wire format.
 * Absent answers are empty texts, #ZPI_DATE_NONE, or `has_…` that is %FALSE.
 */
typedef struct {
  grefcount ref_count;
  char *scheme;
  char *scheme_version; /* the rules it was begun with, of a case; empty for a form */
  int pass_year;        /* 0 when absent */
  ZpiDate reference_date;
  ZpiDate day;
  char *renewed; /* `ja`, `nee`, `onbekend`, or empty */
  ZpiPerson applicant;
  char *street;
  char *house_number;
  char *house_letter;
  char *house_addition;
  char *postcode;
  char *city;
  char *phone; /* E.164 when it could be understood, else as typed */
  char *email;
  char *email_whose; /* `aanvrager`, `helper`, `organisatie`, `geen`, or empty */
  char *helper_name;
  char *helper_organisation;
  char *mandate; /* how the client asked for help: `op-papier`, `mondeling`, `getypt`, or empty */
  char *mandate_at; /* ISO 8601 with offset */
  gboolean has_partner;
  gboolean partner_answered; /* whether the question was answered at all */
  gboolean partner_open;     /* the question waits (null); a form without partner means none */
  ZpiPerson partner;
  GPtrArray *children;        /* (element-type ZpiPerson) */
  gboolean children_answered; /* whether anything was said of them, also that there are none */
  gboolean children_open;     /* they are asked for and nothing was said (null) */
  guint n_children_estimate;  /* from the Check page, used while @children is empty */
  gboolean n_children_wrong;  /* there stands something that is no number */
  gboolean student;
  char *with_parents; /* `ja`, `nee`, or empty: whether who is below 21 lives in */
  GPtrArray *incomes; /* (element-type ZpiIncome) */
  gboolean has_income_estimate;
  gint64 income_estimate_cents; /* per month, from the Check page, used while @incomes is empty */
  char *income_estimate_misfit; /* what was typed there and is no amount, else empty */
  GPtrArray *documents;         /* (element-type ZpiDocument) */
  gboolean declared;
  char *declared_at;  /* ISO 8601 with offset */
  char *declared_how; /* `op-papier`, `mondeling`, `getypt` */
  char *declared_text_version;
  gboolean has_clock_offset;
  gint64 clock_offset_seconds; /* our clock minus the server's, when last confirmed */
  gboolean has_sequence;
  gint64 sequence; /* never goes back on this computer */
  gboolean clock_doubt;
  char *remark;
  GPtrArray *unprocessed; /* (element-type ZpiUnprocessed): by path */
  GHashTable *others;     /* answers that have no member, by the pattern of their row */
} ZpiApplication;

/**
 * ZpiUnread:
 * @place: the path of a member of a file that nothing reads
 * @meant: (nullable): the path of the member that it seems to be, with another name
 */
typedef struct {
  char *place;
  char *meant;
} ZpiUnread;

void zpi_unread_free (ZpiUnread *self);

#define ZPI_TYPE_APPLICATION (zpi_application_get_type ())
GType zpi_application_get_type (void);

ZpiApplication *zpi_application_new (void);
ZpiDate zpi_application_months_before (const ZpiApplication *self);
ZpiApplication *zpi_application_ref (ZpiApplication *self);
void zpi_application_unref (ZpiApplication *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiApplication, zpi_application_unref)

ZpiPerson *zpi_person_new (void);
void zpi_person_free (ZpiPerson *self);
ZpiIncome *zpi_income_new (void);
void zpi_income_free (ZpiIncome *self);
const char *zpi_income_get_owner (const ZpiIncome *self, gboolean has_partner);
ZpiDocument *zpi_document_new (void);
void zpi_document_free (ZpiDocument *self);
void zpi_unprocessed_free (ZpiUnprocessed *self);

ZpiApplication *zpi_application_new_from_case (ZpiCase *from);
ZpiApplication *zpi_application_new_from_wire (JsonNode *wire, GError **error);
ZpiApplication *
zpi_application_new_from_wire_strict (JsonNode *wire, GPtrArray *unread, GError **error);
void zpi_application_fill_case (const ZpiApplication *self, ZpiCase *into);
JsonNode *zpi_application_to_wire (const ZpiApplication *self);
char *zpi_application_path_to_key (const ZpiApplication *self, const char *path);

char *zpi_person_dup_full_name (const ZpiPerson *self);

G_END_DECLS
