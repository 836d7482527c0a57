/* SPDX-License-Identifier: EUPL-1.2 */

/* What can only be found by looking at several answers together. */

#include <string.h>

#include "zpi-application-private.h"
#include "zpi-evidence.h"
#include "zpi-finding-private.h"
#include "zpi-text.h"

static void
look_at_contact (ZpiFindings *self)
{
  const char *whose = zpi_case_get (self->zcase, ZPI_KEY_EMAIL_WHOSE);

  if (strcmp (whose, "geen") == 0)
    zpi_findings_add (self,
                      ZPI_KEY_EMAIL_WHOSE,
                      ZPI_SECTION_APPLICANT,
                      ZPI_FINDING_TO_SEND,
                      ZPI_FINDING_PAPER_ROUTE,
                      NULL);
  if (strcmp (whose, "helper") == 0 && *zpi_case_get (self->zcase, ZPI_KEY_HELPER_NAME) == '\0')
    zpi_findings_add (self,
                      ZPI_KEY_HELPER_NAME,
                      ZPI_SECTION_APPLICANT,
                      ZPI_FINDING_NOTICE,
                      ZPI_FINDING_HELPER_MISSING,
                      NULL);
}

/* The keys of all BSNs that count, applicant first. */
static GPtrArray *
bsn_keys (ZpiFindings *self)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) children = zpi_case_dup_items (self->zcase, ZPI_LIST_CHILD);

  g_ptr_array_add (keys, g_strdup (ZPI_KEY_BSN));
  if (zpi_case_get_flag (self->zcase, ZPI_KEY_PARTNER))
    g_ptr_array_add (keys, g_strdup (ZPI_KEY_PARTNER_BSN));
  for (guint i = 0; children[i] != NULL; i++)
    g_ptr_array_add (keys, zpi_case_item_key (ZPI_LIST_CHILD, children[i], "bsn"));
  return keys;
}

static void
look_at_bsns (ZpiFindings *self)
{
  g_autoptr (GPtrArray) keys = bsn_keys (self);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < keys->len; i++) {
    const char *key = g_ptr_array_index (keys, i);
    char *bsn = zpi_wire_normalise (zpi_case_get (self->zcase, key), zpi_check_bsn);
    const char *other = bsn != NULL ? g_hash_table_lookup (seen, bsn) : NULL;

    if (other != NULL)
      zpi_findings_add (self,
                        key,
                        ZPI_SECTION_HOUSEHOLD,
                        ZPI_FINDING_ERROR,
                        ZPI_FINDING_SAME_BSN,
                        other,
                        NULL);
    if (bsn != NULL && other == NULL)
      g_hash_table_insert (seen, bsn, (gpointer) key);
    else
      g_free (bsn);
  }
}

/**
 * zpi_case_count_missing_children:
 * @zcase: a case
 *
 * Returns: how many children were counted for the check and are not filled in
 */
guint
zpi_case_count_missing_children (ZpiCase *zcase)
{
  g_auto (ZpiCheckResult) counted = {0};
  guint here;
  guint64 n;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), 0);

  counted = zpi_check_count (zpi_case_get (zcase, ZPI_KEY_CHECK_CHILDREN));
  here = zpi_case_get_n_items (zcase, ZPI_LIST_CHILD);
  n = counted.normalised != NULL ? g_ascii_strtoull (counted.normalised, NULL, 10) : 0;
  return n > here ? (guint) (n - here) : 0;
}

/* That there are none has to be said too: the limit hangs on it. */
static void
look_at_children (ZpiFindings *self)
{
  guint missing = zpi_case_count_missing_children (self->zcase);
  g_autofree char *number = g_strdup_printf ("%u", missing);
  g_autofree char *counted = zpi_text_line (zpi_case_get (self->zcase, ZPI_KEY_CHECK_CHILDREN));

  if (*counted == '\0' && zpi_case_get_n_items (self->zcase, ZPI_LIST_CHILD) == 0)
    zpi_findings_add (self,
                      ZPI_KEY_CHECK_CHILDREN,
                      ZPI_SECTION_HOUSEHOLD,
                      ZPI_FINDING_TO_DECIDE,
                      ZPI_FINDING_MISSING,
                      NULL);
  if (missing > 0)
    zpi_findings_add (self,
                      ZPI_LIST_CHILD,
                      ZPI_SECTION_HOUSEHOLD,
                      ZPI_FINDING_TO_DECIDE,
                      ZPI_FINDING_CHILDREN_MISSING,
                      number,
                      NULL);
}

static guint
months_needed (ZpiFindings *self)
{
  gint64 months = ZPI_N_INCOME_MONTHS;

  if (self->scheme != NULL)
    zpi_scheme_get_integer (self->scheme, ZPI_PARAMETER_VARIABLE_INCOME_MONTHS, &self->on, &months);
  return (guint) CLAMP (months, 1, ZPI_N_INCOME_MONTHS);
}

static void
look_at_months (ZpiFindings *self, const char *item)
{
  guint needed = months_needed (self);
  guint missing = 0;
  g_autofree char *first = NULL;
  g_autofree char *n_missing = NULL;
  g_autofree char *n_needed = g_strdup_printf ("%u", needed);

  for (guint i = 1; i <= needed; i++) {
    g_autofree char *amount_field = g_strdup_printf ("amount%u", i);
    g_autofree char *month_field = g_strdup_printf ("month%u", i);
    g_autofree char *amount = zpi_case_item_key (ZPI_LIST_INCOME, item, amount_field);
    g_autofree char *month = zpi_case_item_key (ZPI_LIST_INCOME, item, month_field);
    gboolean has_amount = *zpi_case_get (self->zcase, amount) != '\0';

    if (has_amount && *zpi_case_get (self->zcase, month) != '\0')
      continue;
    missing++;
    if (first == NULL)
      first = g_strdup (has_amount ? month : amount);
  }
  n_missing = g_strdup_printf ("%u", missing);
  if (missing > 0)
    zpi_findings_add (self,
                      first,
                      ZPI_SECTION_INCOME,
                      ZPI_FINDING_TO_DECIDE,
                      ZPI_FINDING_MONTHS_MISSING,
                      n_missing,
                      n_needed,
                      NULL);
}

/* More slips of one month than there can be of the period. */
static void
look_at_same_months (ZpiFindings *self, const char *item)
{
  char *months[ZPI_N_INCOME_MONTHS] = {NULL};
  g_autofree char *period = zpi_case_item_key (ZPI_LIST_INCOME, item, "period");
  guint most = zpi_period_slips_a_month (zpi_case_get (self->zcase, period));

  for (guint i = 0; i < ZPI_N_INCOME_MONTHS; i++) {
    g_autofree char *field = g_strdup_printf ("month%u", i + 1);
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, field);
    guint before = 0;

    months[i] = zpi_wire_normalise (zpi_case_get (self->zcase, key), zpi_check_month);
    for (guint j = 0; j < i && months[i] != NULL; j++)
      before += g_strcmp0 (months[i], months[j]) == 0;
    if (before >= most)
      zpi_findings_add (self,
                        key,
                        ZPI_SECTION_INCOME,
                        ZPI_FINDING_ERROR,
                        ZPI_FINDING_SAME_MONTH,
                        months[i],
                        NULL);
  }
  for (guint i = 0; i < ZPI_N_INCOME_MONTHS; i++)
    g_free (months[i]);
}

static void
look_at_period (ZpiFindings *self, const char *item)
{
  g_autofree char *amount = zpi_income_find_other_period (self->zcase, item);

  if (amount != NULL)
    zpi_findings_add (self,
                      amount,
                      ZPI_SECTION_INCOME,
                      ZPI_FINDING_NOTICE,
                      ZPI_FINDING_OTHER_PERIOD,
                      NULL);
}

/* (nullable): what the scheme says of the kind of @item */
static const ZpiIncomeKind *
kind_of (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");

  return scheme != NULL ? zpi_scheme_find_income_kind (scheme, zpi_case_get (zcase, key)) : NULL;
}

/**
 * zpi_findings_is_none_with_others:
 * @zcase: a case
 * @scheme: (nullable): its scheme
 * @item: an income
 *
 * Returns: whether @item says that there is no income, while there is one that counts
 */
gboolean
zpi_findings_is_none_with_others (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_INCOME);
  const ZpiIncomeKind *kind = kind_of (zcase, scheme, item);

  if (kind == NULL || strcmp (kind->group, "none") != 0)
    return FALSE;
  for (guint i = 0; items[i] != NULL; i++) {
    const ZpiIncomeKind *other = kind_of (zcase, scheme, items[i]);

    if (strcmp (items[i], item) != 0 && (other == NULL || other->counts))
      return TRUE;
  }
  return FALSE;
}

/**
 * zpi_findings_is_of_absent_partner:
 * @zcase: a case
 * @item: an income
 *
 * Returns: whether @item is said to be a partner's, or of both, while there is no partner
 */
gboolean
zpi_findings_is_of_absent_partner (ZpiCase *zcase, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "whose");
  const char *whose = zpi_case_get (zcase, key);

  return strcmp (zpi_case_get (zcase, ZPI_KEY_PARTNER), ZPI_NO) == 0 &&
         (strcmp (whose, "partner") == 0 || strcmp (whose, "gezamenlijk") == 0);
}

/* Somebody said that there is no partner after the partner's income was filled in, or read it from
 * a file: whose it is has to be asked again, because it may not be the applicant's at all. */
static void
look_at_owner (ZpiFindings *self, const char *item)
{
  if (zpi_findings_is_of_absent_partner (self->zcase, item)) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "whose");

    zpi_findings_add (self,
                      key,
                      ZPI_SECTION_INCOME,
                      ZPI_FINDING_ERROR,
                      ZPI_FINDING_PARTNER_ABSENT,
                      NULL);
  }
}

static void
look_at_incomes (ZpiFindings *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_INCOME);
  guint n_items = g_strv_length (items);

  if (n_items == 0)
    zpi_findings_add (self,
                      ZPI_LIST_INCOME,
                      ZPI_SECTION_INCOME,
                      ZPI_FINDING_TO_DECIDE,
                      ZPI_FINDING_INCOME_MISSING,
                      NULL);
  for (guint i = 0; i < n_items; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, items[i], "kind");
    const char *kind = zpi_case_get (self->zcase, key);

    if (zpi_findings_is_none_with_others (self->zcase, self->scheme, items[i]))
      zpi_findings_add (self,
                        key,
                        ZPI_SECTION_INCOME,
                        ZPI_FINDING_ERROR,
                        ZPI_FINDING_NONE_WITH_OTHERS,
                        NULL);
    look_at_owner (self, items[i]);
    look_at_period (self, items[i]);
    if (zpi_findings_is_variable (self->scheme, kind)) {
      look_at_months (self, items[i]);
      look_at_same_months (self, items[i]);
    }
  }
}

static void
look_at_evidence (ZpiFindings *self)
{
  g_autoptr (ZpiApplication) application = NULL;
  g_autoptr (GPtrArray) list = NULL;

  if (self->scheme == NULL)
    return;
  application = zpi_application_new_from_case (self->zcase);
  list = zpi_evidence_list_build (self->scheme, application);
  for (guint i = 0; i < list->len; i++) {
    const ZpiEvidence *evidence = g_ptr_array_index (list, i);

    if (!evidence->complete)
      zpi_findings_add (self,
                        ZPI_LIST_DOCUMENT,
                        ZPI_SECTION_EVIDENCE,
                        evidence->required_to_decide ? ZPI_FINDING_TO_DECIDE : ZPI_FINDING_NOTICE,
                        ZPI_FINDING_EVIDENCE_MISSING,
                        evidence->id,
                        NULL);
  }
}

/* What taking it in found out: sending is possible, and the municipality would ask for it again. */
static void
look_at_documents (ZpiFindings *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, items[i], "problem");
    const char *problem = zpi_case_get (self->zcase, key);

    if (strcmp (problem, "damaged") == 0 || strcmp (problem, "form") == 0 ||
        strcmp (problem, ZPI_PROBLEM_UNSEEN) == 0)
      zpi_findings_add (self,
                        ZPI_LIST_DOCUMENT,
                        ZPI_SECTION_EVIDENCE,
                        ZPI_FINDING_TO_DECIDE,
                        ZPI_FINDING_DOCUMENT_DAMAGED,
                        items[i],
                        NULL);
  }
}

/* It is on its way in, or was when the program ended: then it goes on when the case is opened. */
static void
look_at_coming (ZpiFindings *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DROPPED);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DROPPED, items[i], "uri");

    zpi_findings_add (self,
                      key,
                      ZPI_SECTION_EVIDENCE,
                      ZPI_FINDING_TO_SEND,
                      ZPI_FINDING_DOCUMENT_COMING,
                      NULL);
  }
}

/* Taking in stops there; two desks that add to one case, or other rules, may come to more. */
static void
look_at_count (ZpiFindings *self)
{
  const guint most = zpi_evidence_get_most (self->scheme);
  g_autofree char *number = g_strdup_printf ("%u", most);

  if (zpi_case_get_n_items (self->zcase, ZPI_LIST_DOCUMENT) > most)
    zpi_findings_add (self,
                      ZPI_LIST_DOCUMENT,
                      ZPI_SECTION_EVIDENCE,
                      ZPI_FINDING_TO_DECIDE,
                      ZPI_FINDING_DOCUMENTS_TOO_MANY,
                      number,
                      NULL);
}

/* By other rules the case is not judged before somebody chose them. */
static void
look_at_scheme (ZpiFindings *self)
{
  if (self->scheme == NULL ||
      zpi_scheme_is_named (self->scheme,
                           zpi_case_get (self->zcase, ZPI_KEY_SCHEME),
                           zpi_case_get (self->zcase, ZPI_KEY_SCHEME_VERSION)))
    return;
  zpi_findings_add (self,
                    ZPI_KEY_SCHEME_VERSION,
                    ZPI_SECTION_CHECK,
                    ZPI_FINDING_TO_DECIDE,
                    ZPI_FINDING_OTHER_RULES,
                    NULL);
}

void
zpi_findings_look_at_rules (ZpiFindings *self, ZpiSection section)
{
  switch (section) {
  case ZPI_SECTION_APPLICANT:
    look_at_contact (self);
    break;
  case ZPI_SECTION_HOUSEHOLD:
    look_at_bsns (self);
    look_at_children (self);
    break;
  case ZPI_SECTION_INCOME:
    look_at_incomes (self);
    break;
  case ZPI_SECTION_EVIDENCE:
    look_at_evidence (self);
    look_at_documents (self);
    look_at_coming (self);
    look_at_count (self);
    break;
  case ZPI_SECTION_CHECK:
    look_at_scheme (self);
    break;
  case ZPI_SECTION_BEFORE:
  case ZPI_SECTION_REVIEW:
  case ZPI_N_SECTIONS:
  default:
    break;
  }
}
