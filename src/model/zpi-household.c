/* SPDX-License-Identifier: EUPL-1.2 */

/* Which kind of household it is, on the reference date, and which it may be. A date of birth of
 * which a part is unknown is taken for the last day that it can be. */

#include "zpi-household.h"

#include "zpi-checks.h"

static gboolean
reached (const ZpiDate *birth, const ZpiAowAge *age, const ZpiDate *on)
{
  ZpiDate day = zpi_norms_reach_age (birth, age->years, age->months);

  return zpi_date_compare (&day, on) <= 0;
}

static ZpiStage
stage_on (const ZpiNorms *norms, const ZpiDate *birth, const ZpiDate *on)
{
  const ZpiAowAge *aow = zpi_norms_find_aow_age (norms, birth);
  int age = zpi_date_age_on (birth, on);

  if (age < ZPI_ADULT_AGE)
    return ZPI_STAGE_MINOR;
  if (aow != NULL && aow->fixed && reached (birth, aow, on))
    return ZPI_STAGE_AOW;
  return age < ZPI_GROWN_AGE ? ZPI_STAGE_YOUTH : ZPI_STAGE_GROWN;
}

static void
determine_adult (ZpiAdult *self, const ZpiNorms *norms, const ZpiDate *birth, const ZpiDate *on)
{
  const ZpiAowAge *last = zpi_norms_last_fixed_aow_age (norms);
  ZpiDate earliest = zpi_date_earliest (birth);
  ZpiDate latest = zpi_date_latest (birth);
  const ZpiAowAge *aow;

  *self = (ZpiAdult){birth->precision == ZPI_DATE_UNKNOWN ? ZPI_STAGE_DOUBT : ZPI_STAGE_UNKNOWN};
  if (!zpi_date_is_full (&earliest))
    return;
  if (zpi_date_compare (&earliest, on) > 0) {
    self->stage = ZPI_STAGE_UNBORN;
    return;
  }
  if (!zpi_birth_is_possible (birth, on)) {
    self->stage = ZPI_STAGE_TOO_OLD;
    return;
  }
  if (zpi_date_compare (&latest, on) > 0)
    latest = *on;
  self->age_from = zpi_date_age_on (&latest, on);
  self->age_to = zpi_date_age_on (&earliest, on);
  self->stage = stage_on (norms, &latest, on);
  self->oldest = stage_on (norms, &earliest, on);
  if (self->stage == ZPI_STAGE_MINOR && self->oldest != ZPI_STAGE_MINOR)
    self->stage = ZPI_STAGE_DOUBT;
  aow = zpi_norms_find_aow_age (norms, &earliest);
  if (aow == NULL || !aow->fixed)
    self->aow_open = last != NULL && reached (&earliest, last, on);
  else
    self->aow_unverified =
        aow->provenance.status == ZPI_STATUS_UNVERIFIED && self->age_to >= aow->years;
}

/* Whether a child counts on @on. Without a date of birth that can be right it does: it was called a
 * child. */
ZpiChildStage
zpi_child_stage (const ZpiDate *birth, int until, const ZpiDate *on)
{
  ZpiDate earliest = zpi_date_earliest (birth);
  ZpiDate latest = zpi_date_latest (birth);

  if (!zpi_date_is_full (&earliest))
    return ZPI_CHILD_DOUBT;
  if (zpi_date_compare (&earliest, on) > 0)
    return ZPI_CHILD_UNBORN;
  if (!zpi_birth_is_possible (birth, on))
    return ZPI_CHILD_DOUBT;
  if (zpi_date_age_on (&latest, on) >= until)
    return ZPI_CHILD_ADULT;
  return zpi_date_age_on (&earliest, on) < until ? ZPI_CHILD_COUNTS : ZPI_CHILD_DOUBT;
}

int
zpi_household_child_until (const ZpiScheme *scheme, const ZpiDate *on)
{
  gint64 until = ZPI_ADULT_AGE;

  zpi_scheme_get_integer (scheme, ZPI_PARAMETER_CHILD_AGE_UNTIL, on, &until);
  return (int) until;
}

static void
count_children (ZpiHousehold *self, const ZpiApplication *application, const ZpiDate *on)
{
  for (guint i = 0; i < application->children->len; i++) {
    const ZpiPerson *child = application->children->pdata[i];

    switch (zpi_child_stage (&child->birth, self->child_until, on)) {
    case ZPI_CHILD_DOUBT:
      self->n_doubtful_children++;
      self->n_children++;
      break;
    case ZPI_CHILD_COUNTS:
      self->n_children++;
      break;
    case ZPI_CHILD_ADULT:
      self->n_adult_children++;
      break;
    case ZPI_CHILD_UNBORN:
      self->n_unborn_children++;
      break;
    default:
      g_assert_not_reached ();
    }
  }
  /* Children that were counted and are not filled in yet. */
  if (application->n_children_estimate > application->children->len)
    self->n_children += application->n_children_estimate - application->children->len;
}

static ZpiHouseholdType
type_of_single (ZpiStage stage, gboolean children)
{
  switch (stage) {
  case ZPI_STAGE_YOUTH:
    return children ? ZPI_HOUSEHOLD_YOUTH_SINGLE_PARENT : ZPI_HOUSEHOLD_YOUTH_SINGLE;
  case ZPI_STAGE_AOW:
    return children ? ZPI_HOUSEHOLD_SINGLE_PARENT_AOW : ZPI_HOUSEHOLD_SINGLE_AOW;
  default:
    return children ? ZPI_HOUSEHOLD_SINGLE_PARENT : ZPI_HOUSEHOLD_SINGLE;
  }
}

static ZpiHouseholdType
type_of_couple (ZpiStage one, ZpiStage other, gboolean children)
{
  if (one == ZPI_STAGE_AOW || other == ZPI_STAGE_AOW)
    return ZPI_HOUSEHOLD_COUPLE_AOW;
  if (one == ZPI_STAGE_YOUTH && other == ZPI_STAGE_YOUTH)
    return children ? ZPI_HOUSEHOLD_YOUTH_COUPLE_CHILDREN : ZPI_HOUSEHOLD_YOUTH_COUPLE;
  if (one == ZPI_STAGE_YOUTH || other == ZPI_STAGE_YOUTH)
    return children ? ZPI_HOUSEHOLD_MIXED_COUPLE_CHILDREN : ZPI_HOUSEHOLD_MIXED_COUPLE;
  return ZPI_HOUSEHOLD_COUPLE;
}

/* @partner: %ZPI_STAGE_UNKNOWN when there is none */
static ZpiHouseholdType
type_of (ZpiStage applicant, ZpiStage partner, gboolean children)
{
  return partner == ZPI_STAGE_UNKNOWN ? type_of_single (applicant, children)
                                      : type_of_couple (applicant, partner, children);
}

static void
add_else (ZpiHousehold *self, ZpiHouseholdType type, const char *doubt)
{
  g_assert (self->n_others < ZPI_MAX_HOUSEHOLDS_ELSE);
  self->others[self->n_others++] = (ZpiHouseholdElse){type, doubt};
}

/* Why there may be children where none are counted, or the other way; %NULL when that is known. */
static const char *
find_doubt_of_children (const ZpiHousehold *self)
{
  if (self->n_children > 0)
    return self->n_children == self->n_doubtful_children ? "child-age-doubt" : NULL;
  if (!self->children_open)
    return NULL;
  return self->children_wrong ? "wrong-children" : "missing-children";
}

/* @doubt: (nullable): why these two may be it; %NULL when they are what is taken for granted */
static void
add_adults (ZpiHousehold *self, ZpiStage applicant, ZpiStage partner, const char *doubt)
{
  const gboolean children = self->n_children > 0;
  const char *of_children = find_doubt_of_children (self);

  if (doubt != NULL)
    add_else (self, type_of (applicant, partner, children), doubt);
  if (of_children != NULL)
    add_else (self, type_of (applicant, partner, !children), doubt != NULL ? doubt : of_children);
}

/* What is not answered is not taken for granted: a partner can be of any age. */
static void
add_applicant (ZpiHousehold *self, ZpiStage applicant, const char *doubt)
{
  add_adults (self, applicant, self->partner.stage, doubt);
  if (self->has_partner && self->partner.oldest != self->partner.stage)
    add_adults (self, applicant, self->partner.oldest, "doubtful-partner-birth");
  for (ZpiStage stage = ZPI_STAGE_YOUTH; self->partner_open && stage <= ZPI_STAGE_AOW; stage++)
    add_adults (self, applicant, stage, "missing-partner");
}

static void
find_others (ZpiHousehold *self)
{
  add_applicant (self, self->applicant.stage, NULL);
  if (self->applicant.oldest != self->applicant.stage)
    add_applicant (self, self->applicant.oldest, "doubtful-applicant-birth");
}

void
zpi_household_determine (ZpiHousehold *self,
                         const ZpiScheme *scheme,
                         const ZpiApplication *application,
                         const ZpiDate *on)
{
  *self = (ZpiHousehold){.has_partner = application->has_partner,
                         .partner_open = application->partner_open,
                         .children_open = application->children_open,
                         .children_wrong = application->n_children_wrong,
                         .child_until = zpi_household_child_until (scheme, on)};
  determine_adult (&self->applicant, scheme->norms, &application->applicant.birth, on);
  if (self->has_partner)
    determine_adult (&self->partner, scheme->norms, &application->partner.birth, on);
  count_children (self, application, on);
  self->type_known = self->applicant.stage >= ZPI_STAGE_YOUTH &&
                     (!self->has_partner || self->partner.stage >= ZPI_STAGE_YOUTH);
  if (!self->type_known)
    return;
  self->type = type_of (self->applicant.stage, self->partner.stage, self->n_children > 0);
  find_others (self);
}

static ZpiHouseholdType
as_couple (ZpiHouseholdType type)
{
  if (type == ZPI_HOUSEHOLD_SINGLE_PARENT_AOW)
    return ZPI_HOUSEHOLD_COUPLE_AOW;
  return type == ZPI_HOUSEHOLD_SINGLE_PARENT ? ZPI_HOUSEHOLD_COUPLE
                                             : ZPI_HOUSEHOLD_YOUTH_COUPLE_CHILDREN;
}

static ZpiHouseholdType
as_single (ZpiHouseholdType type)
{
  if (type == ZPI_HOUSEHOLD_SINGLE_PARENT_AOW)
    return ZPI_HOUSEHOLD_SINGLE_AOW;
  return type == ZPI_HOUSEHOLD_SINGLE_PARENT ? ZPI_HOUSEHOLD_SINGLE : ZPI_HOUSEHOLD_YOUTH_SINGLE;
}

static ZpiHouseholdType
before_aow (ZpiHouseholdType type)
{
  if (type == ZPI_HOUSEHOLD_SINGLE_AOW)
    return ZPI_HOUSEHOLD_SINGLE;
  if (type == ZPI_HOUSEHOLD_SINGLE_PARENT_AOW)
    return ZPI_HOUSEHOLD_SINGLE_PARENT;
  return type == ZPI_HOUSEHOLD_COUPLE_AOW ? ZPI_HOUSEHOLD_COUPLE : type;
}

/* The row of the norms or limits that a kind of household looks at, as the scheme maps it. */
ZpiHouseholdType
zpi_household_limit_row (const ZpiScheme *scheme, ZpiHouseholdType type, const ZpiDate *on)
{
  const char *rule = zpi_scheme_get_word (scheme, ZPI_PARAMETER_SINGLE_PARENT_COUNTS_AS, on);
  gboolean parent = type == ZPI_HOUSEHOLD_SINGLE_PARENT ||
                    type == ZPI_HOUSEHOLD_SINGLE_PARENT_AOW ||
                    type == ZPI_HOUSEHOLD_YOUTH_SINGLE_PARENT;

  if (parent && g_strcmp0 (rule, "single") == 0)
    type = as_single (type);
  else if (parent && g_strcmp0 (rule, "couple") == 0)
    type = as_couple (type);
  return zpi_scheme_get_switch (scheme, ZPI_PARAMETER_AOW_SPLIT, on) ? type : before_aow (type);
}
