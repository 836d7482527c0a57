/* SPDX-License-Identifier: EUPL-1.2 */

/* What one look at a whole case finds, and what follows for its sections. */

#include "zpi-overview.h"

#include <string.h>

#include "zpi-case-private.h"
#include "zpi-clock.h"
#include "zpi-evidence.h"
#include "zpi-finding-private.h"

struct _ZpiOverview {
  grefcount ref_count;
  ZpiScheme *scheme; /* (owned) (nullable) */
  ZpiDate today;
  gboolean practice;
  GPtrArray *found;      /* (owned) (element-type ZpiFinding): by section */
  GPtrArray *evidence;   /* (owned) (nullable) (element-type ZpiEvidence): once it was asked for */
  char *missing_to_send; /* (owned) (nullable) */
  ZpiSectionState states[ZPI_N_SECTIONS];
  guint n_missing[ZPI_N_SECTIONS];
};

/* What is seen of a section on the way. */
typedef struct {
  gboolean touched;
  gboolean opened; /* touched, and not only by what the check asks */
  gboolean error;
  gboolean error_of_check; /* about what the check asks */
  gboolean open;
} Look;

/* Answers of other sections that the check asks first. */
static gboolean
is_asked_by_check (const char *key)
{
  return strcmp (key, ZPI_KEY_BIRTH_DATE) == 0 || strcmp (key, ZPI_KEY_PARTNER) == 0 ||
         strcmp (key, ZPI_KEY_PARTNER_BIRTH_DATE) == 0;
}

/* Whether there is an answer of this row. The first answer about an item is that there is one. */
static gboolean
has_answer (ZpiCase *zcase, const ZpiField *field)
{
  g_autofree char *list = zpi_field_dup_list (field);

  if (list != NULL)
    return field->kind != ZPI_FIELD_NOTE && zpi_case_get_n_items (zcase, list) > 0;
  return zpi_field_is_asked (field) && *zpi_case_get (zcase, field->pattern) != '\0';
}

/* An answer of a section shows that somebody has been there; what is asked on the page of the check
 * shows that somebody has been there too. */
static void
look_at_answers (ZpiCase *zcase, Look *looks)
{
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < n_fields; i++) {
    Look *look = &looks[fields[i].section];

    if (look->opened || !has_answer (zcase, &fields[i]))
      continue;
    look->touched = TRUE;
    look->opened = !is_asked_by_check (fields[i].pattern);
  }
  if (*zpi_case_get (zcase, ZPI_KEY_BIRTH_DATE) != '\0' ||
      *zpi_case_get (zcase, ZPI_KEY_PARTNER) != '\0')
    looks[ZPI_SECTION_CHECK].touched = looks[ZPI_SECTION_CHECK].opened = TRUE;
}

static void
look_at_findings (ZpiOverview *self, Look *looks)
{
  for (guint i = 0; i < self->found->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (self->found, i);
    Look *look = &looks[finding->section];

    self->n_missing[finding->section] +=
        finding->severity == ZPI_FINDING_TO_DECIDE || finding->severity == ZPI_FINDING_TO_SEND;
    look->open = look->open || finding->severity != ZPI_FINDING_NOTICE;
    if (finding->severity != ZPI_FINDING_ERROR)
      continue;
    if (is_asked_by_check (finding->key))
      look->error_of_check = looks[ZPI_SECTION_CHECK].error = TRUE;
    else
      look->error = TRUE;
  }
}

/* The check goes without knowing who studies; what was filled in takes the place of an estimate. */
static gboolean
is_settled (ZpiCase *zcase, const char *key)
{
  return strcmp (key, ZPI_KEY_STUDENT) == 0 || *zpi_case_get (zcase, key) != '\0' ||
         zpi_field_is_told_elsewhere (zcase, NULL, key) || !zpi_field_applies (zcase, NULL, key);
}

/* What is asked in the sections that have no question which must be answered. */
static guint
count_to_go (ZpiCase *zcase, ZpiSection section)
{
  static const char *const before[] = {ZPI_KEY_RENEWED, ZPI_KEY_MANDATE, NULL};
  static const char *const check[] = {ZPI_KEY_CHECK_CHILDREN,
                                      ZPI_KEY_CHECK_INCOME,
                                      ZPI_KEY_STUDENT,
                                      ZPI_KEY_BIRTH_DATE,
                                      ZPI_KEY_PARTNER,
                                      ZPI_KEY_PARTNER_BIRTH_DATE,
                                      ZPI_KEY_WITH_PARENTS,
                                      NULL};
  const char *const *keys = section == ZPI_SECTION_BEFORE ? before : check;
  guint n = 0;

  if (section != ZPI_SECTION_BEFORE && section != ZPI_SECTION_CHECK)
    return 0;
  for (guint i = 0; keys[i] != NULL; i++)
    n += !is_settled (zcase, keys[i]);
  return n;
}

/* Whether all that has to be brought can be said: that hangs on the rules, on who is in the
 * household, and on the kinds of income. */
static gboolean
is_evidence_known (const ZpiOverview *self, ZpiCase *zcase)
{
  return self->scheme != NULL && *zpi_case_get (zcase, ZPI_KEY_PARTNER) != '\0' &&
         zpi_case_get_n_items (zcase, ZPI_LIST_INCOME) > 0;
}

/* Nothing is complete before it can be sent. */
static gboolean
is_done (const ZpiOverview *self, ZpiCase *zcase, ZpiSection section, guint n_to_go)
{
  if (n_to_go > 0)
    return FALSE;
  if (section == ZPI_SECTION_EVIDENCE)
    return is_evidence_known (self, zcase);
  return section != ZPI_SECTION_REVIEW || self->missing_to_send == NULL;
}

/* An answer that the check asks and that cannot be right is said there, until the section that
 * keeps it was begun. */
static ZpiSectionState
state_of (const ZpiOverview *self,
          ZpiCase *zcase,
          ZpiSection section,
          const Look *look,
          guint n_to_go)
{
  if (look->error || (look->error_of_check && look->opened))
    return ZPI_SECTION_STATE_ATTENTION;
  if (!look->touched)
    return ZPI_SECTION_STATE_UNTOUCHED;
  return look->open || !is_done (self, zcase, section, n_to_go) ? ZPI_SECTION_STATE_BEGUN
                                                                : ZPI_SECTION_STATE_COMPLETE;
}

static gboolean
stands_in_the_way (ZpiCase *zcase, const ZpiFinding *finding)
{
  if (finding->severity == ZPI_FINDING_ERROR && strcmp (finding->key, ZPI_KEY_FAMILY_NAME) == 0)
    return !zpi_findings_has_name (zcase);
  return finding->severity == ZPI_FINDING_TO_SEND ||
         (finding->severity == ZPI_FINDING_ERROR && strcmp (finding->key, ZPI_KEY_EMAIL) == 0);
}

static char *
join_missing_to_send (ZpiCase *zcase, const GPtrArray *found)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  for (guint i = 0; i < found->len; i++) {
    ZpiFinding *finding = g_ptr_array_index (found, i);

    if (stands_in_the_way (zcase, finding))
      g_ptr_array_add (keys, finding->key);
  }
  g_ptr_array_add (keys, NULL);
  return keys->len > 1 ? g_strjoinv (", ", (char **) keys->pdata) : NULL;
}

static ZpiOverview *
overview_new (ZpiCase *zcase, const ZpiScheme *scheme)
{
  ZpiOverview *self = g_new0 (ZpiOverview, 1);
  Look looks[ZPI_N_SECTIONS] = {0};

  g_ref_count_init (&self->ref_count);
  self->scheme = scheme != NULL ? zpi_scheme_ref ((ZpiScheme *) scheme) : NULL;
  self->today = zpi_clock_today ();
  self->practice = zpi_findings_practice ();
  self->found = zpi_findings_for_case (zcase, scheme);
  self->missing_to_send = join_missing_to_send (zcase, self->found);
  look_at_answers (zcase, looks);
  look_at_findings (self, looks);
  for (ZpiSection section = 0; section < ZPI_N_SECTIONS; section++) {
    const guint n_to_go = count_to_go (zcase, section);

    self->states[section] = state_of (self, zcase, section, &looks[section], n_to_go);
    self->n_missing[section] = MAX (self->n_missing[section], n_to_go);
  }
  return self;
}

/* The case lets go of it when an answer changes; these may change by themselves. */
static gboolean
still_holds (const ZpiOverview *self)
{
  const ZpiDate today = zpi_clock_today ();

  return zpi_date_compare (&self->today, &today) == 0 && self->practice == zpi_findings_practice ();
}

/**
 * zpi_overview_for_case:
 * @zcase: a case
 * @scheme: (nullable): its scheme; without one nothing is said about evidence
 *
 * Looks, or gives what the last look found when it still holds. In the thread of @zcase.
 *
 * Returns: (transfer full): what there is to know about @zcase now
 */
ZpiOverview *
zpi_overview_for_case (ZpiCase *zcase, const ZpiScheme *scheme)
{
  ZpiOverview *last;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);

  last = zcase->overview;
  if (last == NULL || last->scheme != scheme || !still_holds (last)) {
    zcase->overview = overview_new (zcase, scheme);
    g_clear_pointer (&last, zpi_overview_unref);
  }
  return zpi_overview_ref (zcase->overview);
}

/**
 * zpi_overview_ref:
 * @self: an overview
 *
 * Returns: (transfer full): @self
 */
ZpiOverview *
zpi_overview_ref (ZpiOverview *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * zpi_overview_unref:
 * @self: (nullable) (transfer full): an overview
 */
void
zpi_overview_unref (ZpiOverview *self)
{
  if (self == NULL || !g_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->evidence, g_ptr_array_unref);
  g_clear_pointer (&self->scheme, zpi_scheme_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_pointer (&self->missing_to_send, g_free);
  g_free (self);
}

/**
 * zpi_overview_get_findings:
 * @self: an overview
 *
 * Returns: (transfer none) (element-type ZpiFinding): all findings, by section
 */
const GPtrArray *
zpi_overview_get_findings (const ZpiOverview *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->found;
}

/**
 * zpi_overview_get_evidence:
 * @self: an overview
 * @zcase: its case, as it was then
 *
 * Reads the whole case once, when this is asked for first: each of what is missing is named by it.
 *
 * Returns: (transfer none) (nullable) (element-type ZpiEvidence): what to bring, as long as @self
 *   lives; %NULL without a scheme
 */
const GPtrArray *
zpi_overview_get_evidence (ZpiOverview *self, ZpiCase *zcase)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);

  if (self->evidence == NULL && self->scheme != NULL) {
    g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);

    self->evidence = zpi_evidence_list_build (self->scheme, application);
  }
  return self->evidence;
}

/**
 * zpi_overview_get_state:
 * @self: an overview
 * @section: a section
 *
 * Returns: how far that section is
 */
ZpiSectionState
zpi_overview_get_state (const ZpiOverview *self, ZpiSection section)
{
  g_return_val_if_fail (self != NULL, ZPI_SECTION_STATE_UNTOUCHED);
  g_return_val_if_fail ((guint) section < ZPI_N_SECTIONS, ZPI_SECTION_STATE_UNTOUCHED);

  return self->states[section];
}

/**
 * zpi_overview_get_n_missing:
 * @self: an overview
 * @section: a section
 *
 * Returns: how many things of @section the municipality would miss; before the application itself,
 *   how many answers are to go there
 */
guint
zpi_overview_get_n_missing (const ZpiOverview *self, ZpiSection section)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail ((guint) section < ZPI_N_SECTIONS, 0);

  return self->n_missing[section];
}

/* What it takes to send is the same under every scheme, so the last look will do. */
static ZpiOverview *
overview_for_sending (ZpiCase *zcase)
{
  return zpi_overview_for_case (zcase, zcase->overview != NULL ? zcase->overview->scheme : NULL);
}

/**
 * zpi_case_dup_missing_to_send:
 * @zcase: a case
 *
 * Returns: (transfer full) (nullable): the keys of the answers without which it cannot be sent,
 * with commas between them; %NULL when there is none. For messages: no answers are in it
 */
char *
zpi_case_dup_missing_to_send (ZpiCase *zcase)
{
  g_autoptr (ZpiOverview) overview = NULL;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);

  overview = overview_for_sending (zcase);
  return g_strdup (overview->missing_to_send);
}

/**
 * zpi_case_can_send:
 * @zcase: a case
 *
 * Returns: whether there is what it takes to send: an e-mail address and whose it is, a name, and
 *   the declaration. Nothing else ever stands in the way.
 */
gboolean
zpi_case_can_send (ZpiCase *zcase)
{
  g_autoptr (ZpiOverview) overview = NULL;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), FALSE);

  overview = overview_for_sending (zcase);
  return overview->missing_to_send == NULL;
}
