/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-application.h"
#include "zpi-scheme-private.h"

G_BEGIN_DECLS

/* From when somebody is an adult, and until when the norms are for who lives in with parents. */
#define ZPI_ADULT_AGE 18
#define ZPI_GROWN_AGE 21

/* What an age means for the norm. */
typedef enum {
  ZPI_STAGE_UNKNOWN, /* no date of birth */
  ZPI_STAGE_DOUBT,   /* a date of birth of which too little is known to say that it is an adult */
  ZPI_STAGE_UNBORN,  /* a date of birth after the reference date: one of the two is wrong */
  ZPI_STAGE_TOO_OLD, /* a date of birth that nobody has */
  ZPI_STAGE_MINOR,
  ZPI_STAGE_YOUTH,
  ZPI_STAGE_GROWN,
  ZPI_STAGE_AOW,
} ZpiStage;

typedef struct {
  ZpiStage stage;  /* of the youngest that it can be */
  ZpiStage oldest; /* of an adult: of the oldest that it can be */
  int age_from;    /* the same as @age_to when the date of birth is known in full */
  int age_to;
  gboolean aow_open;       /* old enough that a pension age which is not fixed could matter */
  gboolean aow_unverified; /* reached or nearly so, by a pension age that is not confirmed */
} ZpiAdult;

/* What the household may turn out to be, and the step that says what is not known yet. */
typedef struct {
  ZpiHouseholdType type;
  const char *doubt;
} ZpiHouseholdElse;

#define ZPI_MAX_HOUSEHOLDS_ELSE 16

typedef struct {
  gboolean has_partner;
  gboolean partner_open; /* whether there is one was not answered; @has_partner is FALSE */
  gboolean children_open;
  gboolean children_wrong; /* something was typed that is no number */
  ZpiAdult applicant;
  ZpiAdult partner;
  guint n_children;
  guint n_adult_children;
  guint n_unborn_children;
  guint n_doubtful_children; /* of @n_children, who perhaps do not count */
  int child_until;
  gboolean type_known;
  ZpiHouseholdType type;
  guint n_others;
  ZpiHouseholdElse others[ZPI_MAX_HOUSEHOLDS_ELSE];
} ZpiHousehold;

/* Whether a child is of an age to be on the application. */
typedef enum {
  ZPI_CHILD_COUNTS,
  ZPI_CHILD_DOUBT, /* counts, but the date of birth leaves room for doubt */
  ZPI_CHILD_ADULT,
  ZPI_CHILD_UNBORN,
} ZpiChildStage;

ZpiChildStage zpi_child_stage (const ZpiDate *birth, int until, const ZpiDate *on);
int zpi_household_child_until (const ZpiScheme *scheme, const ZpiDate *on);
void zpi_household_determine (ZpiHousehold *self,
                              const ZpiScheme *scheme,
                              const ZpiApplication *application,
                              const ZpiDate *on);
ZpiHouseholdType
zpi_household_limit_row (const ZpiScheme *scheme, ZpiHouseholdType type, const ZpiDate *on);

G_END_DECLS
