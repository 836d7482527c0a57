/* SPDX-License-Identifier: EUPL-1.2 */

/* Advice before typing. Nothing here stops anybody: applying is a right. */

#include "zpi-guard.h"

#include <string.h>

#include "zpi-checks.h"
#include "zpi-household.h"
#include "zpi-scheme-private.h"

#define FIRST_PASS_YEAR 2000
#define LAST_PASS_YEAR  2150

/**
 * zpi_guard_free:
 * @self: (transfer full): advice
 */
void
zpi_guard_free (ZpiGuard *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->item);
  zpi_step_free (self->text);
  g_free (self);
}

/* (transfer none) */
static ZpiStep *
add (GPtrArray *list, ZpiGuardCode code, const char *id, const char *item)
{
  ZpiGuard *guard = g_new0 (ZpiGuard, 1);

  guard->code = code;
  guard->item = g_strdup (item);
  guard->text = zpi_step_new (id);
  g_ptr_array_add (list, guard);
  return guard->text;
}

/* Most passes are renewed without anybody asking; who does not know is asked to look. */
static void
guard_renewed (GPtrArray *list, const ZpiScheme *scheme, const char *renewed, const ZpiDate *today)
{
  const char *const *sources =
      zpi_scheme_get_words (scheme, ZPI_PARAMETER_AUTOMATIC_GRANT_SOURCES, today);

  if (!g_strv_contains (sources, "automatisch-verlengd"))
    return;
  if (strcmp (renewed, "ja") == 0)
    add (list, ZPI_GUARD_RENEWED, "guard-renewed", NULL);
  else if (strcmp (renewed, "onbekend") == 0)
    add (list, ZPI_GUARD_RENEWED_UNKNOWN, "guard-renewed-unknown", NULL);
}

static ZpiStatus
status_on (const ZpiScheme *scheme, ZpiParameter parameter, const ZpiDate *on)
{
  return zpi_scheme_get_provenance (scheme, parameter, on)->status;
}

/* Of what counts for pass year @year, as its window is looked up. */
static ZpiStatus
status_in (const ZpiScheme *scheme, ZpiParameter parameter, int year)
{
  ZpiDate first;
  ZpiDate last;

  zpi_scheme_pass_year_bounds (scheme, year, &first, &last);
  return status_on (scheme, parameter, &first);
}

static void
guard_child (GPtrArray *list,
             const ZpiScheme *scheme,
             const ZpiPerson *child,
             const ZpiDate *on,
             const ZpiDate *last,
             const ZpiDate *today)
{
  int until = zpi_household_child_until (scheme, on);
  gint64 from = 0;
  ZpiDate birthday;
  ZpiStep *step;

  if (!zpi_birth_is_possible (&child->birth, today))
    return;
  if (zpi_child_stage (&child->birth, until, on) == ZPI_CHILD_ADULT) {
    ZpiDate latest = zpi_date_latest (&child->birth);

    step = add (list, ZPI_GUARD_CHILD_ADULT, "guard-child-adult", child->item);
    zpi_step_add_number (step, "age", zpi_date_age_on (&latest, on));
    zpi_step_add_number (step, "until", until);
    zpi_step_add_status (step, "status", status_on (scheme, ZPI_PARAMETER_CHILD_AGE_UNTIL, on));
    return;
  }
  if (!zpi_date_is_full (&child->birth))
    return;
  birthday = zpi_norms_reach_age (&child->birth, until, 0);
  if (zpi_date_compare (&birthday, last) <= 0) {
    step = add (list, ZPI_GUARD_CHILD_TURNS_ADULT, "guard-child-turns-adult", child->item);
    zpi_step_add_number (step, "until", until);
    zpi_step_add_date (step, "date", &birthday);
  }
  if (!zpi_scheme_get_integer (scheme, ZPI_PARAMETER_CHILD_AGE_FROM, on, &from))
    return;
  birthday = zpi_norms_reach_age (&child->birth, (int) from, 0);
  if (zpi_date_compare (&birthday, on) > 0) {
    step = add (list, ZPI_GUARD_CHILD_TOO_YOUNG, "guard-child-too-young", child->item);
    zpi_step_add_number (step, "from", from);
    zpi_step_add_status (step, "status", status_on (scheme, ZPI_PARAMETER_CHILD_AGE_FROM, on));
  }
}

static void
guard_closed (GPtrArray *list, const ZpiScheme *scheme, int year, const ZpiDate *closes)
{
  ZpiDate opens;
  ZpiDate next_closes;
  gboolean next;
  ZpiStep *step;

  zpi_scheme_application_window (scheme, year + 1, &opens, &next_closes);
  next = zpi_date_is_full (&opens);
  step = add (list,
              ZPI_GUARD_WINDOW_CLOSED,
              next ? "guard-window-closed-next" : "guard-window-closed",
              NULL);
  zpi_step_add_number (step, "year", year);
  zpi_step_add_date (step, "date", closes);
  zpi_step_add_status (step, "status", status_in (scheme, ZPI_PARAMETER_APPLICATION_CLOSES, year));
  if (next) {
    zpi_step_add_number (step, "next", year + 1);
    zpi_step_add_date (step, "opens", &opens);
    zpi_step_add_status (step,
                         "next_status",
                         status_in (scheme, ZPI_PARAMETER_NEXT_YEAR_OPENS, year + 1));
  }
}

static void
guard_window (GPtrArray *list, const ZpiScheme *scheme, int year, const ZpiDate *today)
{
  ZpiDate opens;
  ZpiDate closes;
  ZpiStep *step;

  if (!zpi_scheme_application_window (scheme, year, &opens, &closes))
    return;
  if (zpi_date_is_full (&opens) && zpi_date_compare (today, &opens) < 0) {
    step = add (list, ZPI_GUARD_WINDOW_NOT_OPEN, "guard-window-not-open", NULL);
    zpi_step_add_number (step, "year", year);
    zpi_step_add_date (step, "date", &opens);
    zpi_step_add_status (step, "status", status_in (scheme, ZPI_PARAMETER_NEXT_YEAR_OPENS, year));
  } else if (zpi_date_is_full (&closes) && zpi_date_compare (today, &closes) > 0) {
    guard_closed (list, scheme, year, &closes);
  }
}

static void
guard_address (GPtrArray *list, const ZpiScheme *scheme, const ZpiApplication *application)
{
  const ZpiMunicipality *found;
  ZpiPlaceFit fit =
      zpi_scheme_judge_place (scheme, application->city, application->postcode, &found);
  const ZpiMunicipality *first;
  ZpiStep *step;

  if (fit == ZPI_PLACE_UNKNOWN || fit == ZPI_PLACE_INSIDE)
    return;
  first = fit == ZPI_PLACE_SLIP ? found : scheme->municipalities->pdata[0];
  if (fit == ZPI_PLACE_SLIP)
    step = add (list, ZPI_GUARD_CHECK_PLACE, "guard-place-slip", NULL);
  else if (fit == ZPI_PLACE_DOUBTFUL)
    step = add (list, ZPI_GUARD_CHECK_PLACE, "guard-check-place", NULL);
  else
    step = add (list, ZPI_GUARD_OTHER_MUNICIPALITY, "guard-other-municipality", NULL);
  zpi_step_add_word (step, "municipality", first->name);
}

/* The website moves now and then; which address is right depends on the day. */
static void
guard_website (GPtrArray *list, const ZpiScheme *scheme, const ZpiDate *today)
{
  const char *address = zpi_scheme_get_word (scheme, ZPI_PARAMETER_WEBSITE, today);
  ZpiStep *step;

  if (address == NULL)
    return;
  step = add (list, ZPI_GUARD_WEBSITE, "guard-website", NULL);
  zpi_step_add_word (step, "address", address);
}

/**
 * zpi_guard_list_build:
 * @scheme: the rules
 * @application: what is known
 * @today: the day on which the application is made
 *
 * Finds the reasons to think before going on. Ages count on the reference date, or on @today
 * without one; without a pass year it is the one that is asked for on @today.
 *
 * Returns: (transfer full) (element-type ZpiGuard): the advice, most important first
 */
GPtrArray *
zpi_guard_list_build (const ZpiScheme *scheme,
                      const ZpiApplication *application,
                      const ZpiDate *today)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_guard_free);
  int year;
  ZpiDate on;
  ZpiDate first;
  ZpiDate last;

  g_return_val_if_fail (scheme != NULL && application != NULL, list);
  g_return_val_if_fail (today != NULL && zpi_date_is_full (today), list);

  year = application->pass_year;
  if (year < FIRST_PASS_YEAR || year > LAST_PASS_YEAR)
    year = zpi_scheme_pass_year_on (scheme, today);
  on = zpi_date_is_full (&application->reference_date) ? application->reference_date : *today;
  zpi_scheme_pass_year_bounds (scheme, year, &first, &last);
  guard_renewed (list, scheme, application->renewed, today);
  /* Who was renewed applies for nothing: when that closes would only frighten. */
  if (strcmp (application->renewed, "ja") != 0)
    guard_window (list, scheme, year, today);
  guard_address (list, scheme, application);
  for (guint i = 0; i < application->children->len; i++)
    guard_child (list, scheme, application->children->pdata[i], &on, &last, today);
  guard_website (list, scheme, today);
  return list;
}
