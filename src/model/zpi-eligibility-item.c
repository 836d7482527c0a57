/* SPDX-License-Identifier: EUPL-1.2 */

/* The check: one income turned into the period of the limit. It is one exact fraction until it is
 * rounded, once. */

#include "zpi-eligibility-item.h"

#include <string.h>

#include "zpi-money.h"

/* More in a month than anybody has who asks for a pass: 1597,72 without its comma, or the income of
 * a year. It counts as typed, and is asked about. */
#define SURELY_TYPED_WRONG (10 * 1000 * 100)

/* Lower than any sum of incomes that a loss is set off against. */
#define NO_LOWEST (-100 * ZPI_MONEY_MAX_CENTS)

/* " of the partner", for behind the name of an income; empty when it is clear. */
const ZpiText *
zpi_whose_text (const char *whose)
{
  static const ZpiText nobody = {"", ""};
  static const ZpiText applicant = {" van de aanvrager", " of the applicant"};
  static const ZpiText partner = {" van de partner", " of the partner"};
  static const ZpiText both = {" van aanvrager en partner samen",
                               " of applicant and partner together"};

  if (g_strcmp0 (whose, "aanvrager") == 0)
    return &applicant;
  if (g_strcmp0 (whose, "partner") == 0)
    return &partner;
  return g_strcmp0 (whose, "gezamenlijk") == 0 ? &both : &nobody;
}

void
zpi_check_item_name (ZpiStep *step, const ZpiCheckItem *item)
{
  zpi_step_add_text (step, "kind", &item->label);
  zpi_step_add_text (step, "whose", item->whose);
}

static void
warn_of_item (ZpiCheckRun *run, const ZpiCheckItem *item, const char *id)
{
  zpi_check_item_name (zpi_check_warn_of (run, id), item);
}

/* A warning because of which the outcome may be unknown. */
static void
doubt_item (ZpiCheckRun *run, const ZpiCheckItem *item, const char *id)
{
  ZpiStep *step = zpi_check_warn_of (run, id);

  zpi_check_item_name (step, item);
  zpi_check_doubt (run, step);
}

/* A business can make a loss. Below zero anything else is a slip, and the amount can be any. */
static gboolean
can_be_loss (const ZpiCheckItem *item)
{
  return item->kind != NULL && item->kind->self_employed;
}

static void
doubt_below_zero (ZpiCheckRun *run, ZpiCheckItem *item)
{
  ZpiStep *wrong = can_be_loss (item) ? NULL : zpi_check_find_wrong_income (run, item->index);

  item->below_zero = TRUE;
  if (wrong == NULL) {
    doubt_item (run, item, "income-negative");
    return;
  }
  zpi_check_item_name (wrong, item);
  zpi_check_doubt (run, wrong);
  g_ptr_array_add (run->result->warnings, wrong);
}

/* An amount that can be calculated with. */
gint64
zpi_check_item_sane_amount (ZpiCheckRun *run, ZpiCheckItem *item, gint64 cents)
{
  if (cents < 0) {
    doubt_below_zero (run, item);
    return 0;
  }
  if (cents > ZPI_MONEY_MAX_CENTS) {
    warn_of_item (run, item, "income-too-large");
    return ZPI_MONEY_MAX_CENTS;
  }
  return cents;
}

/* An amount of a month that is named is of that month; any other can be of any period. */
static void
doubt_period (ZpiCheckRun *run, ZpiCheckItem *item, const char *id)
{
  ZpiStep *step;

  if (*id == '\0' && item->count > 0)
    return;
  item->any_period = TRUE;
  step = zpi_check_warn_of (run, *id != '\0' ? "period-unknown" : "period-missing");
  if (*id != '\0')
    zpi_step_add_word (step, "period", id);
  else
    zpi_check_item_name (step, item);
  zpi_check_doubt (run, step);
}

void
zpi_check_item_find_period (ZpiCheckRun *run, ZpiCheckItem *item)
{
  const char *id = item->income->period;

  item->period = zpi_scheme_find_period (run->scheme, id);
  if (item->period == NULL) {
    item->period = zpi_scheme_find_period (run->scheme, "maand");
    doubt_period (run, item, id);
  } else if (item->income->period_doubt) {
    ZpiStep *step = zpi_check_warn_of (run, "period-differs");

    zpi_check_item_name (step, item);
    zpi_step_add_text (step, "period", &item->period->label);
    zpi_check_doubt (run, step);
  } else if (item->period->provenance.status == ZPI_STATUS_UNVERIFIED) {
    zpi_step_add_text (zpi_check_warn_of (run, "period-unverified"),
                       "period",
                       &item->period->label);
  }
}

static int
number_of_month (int year, int month)
{
  return year * MONTHS_PER_YEAR + month - 1;
}

static int
newest_month (const ZpiIncome *income)
{
  int newest = 0;

  for (guint i = 0; i < income->n_months; i++) {
    const ZpiMonthAmount *month = &income->months[i];

    if (month->has_amount && month->month.year > 0)
      newest = MAX (newest, number_of_month (month->month.year, month->month.month));
  }
  return newest;
}

/* Whether there are two amounts for it, so that neither is certain. */
static gboolean
is_twice (const ZpiIncome *income, const ZpiMonthAmount *month)
{
  for (guint i = 0; i < income->n_months; i++) {
    const ZpiMonthAmount *other = &income->months[i];

    if (other->duplicate && other->has_amount && other->amount_cents != month->amount_cents &&
        other->month.year == month->month.year && other->month.month == month->month.month)
      return TRUE;
  }
  return FALSE;
}

/* Whether @month is one of the last before the reference date. The slip of the running month can
 * be there already; then it is the last. */
static gboolean
is_recent (const ZpiCheckRun *run, const ZpiCheckItem *item, const ZpiMonthAmount *month)
{
  const ZpiDate *day = &run->application->day;
  gboolean earlier = zpi_date_is_full (day) && zpi_date_compare (day, &run->on) < 0;
  const ZpiDate *on = earlier ? day : &run->on;
  int running = number_of_month (on->year, on->month);
  int last = newest_month (item->income) == running ? running : running - 1;
  int number = number_of_month (month->month.year, month->month.month);

  /* A scheme that looks at last year does not ask for the last months. */
  if (run->result->yearly)
    return TRUE;
  return month->month.year > 0 && month->month.month > 0 && number <= last &&
         number > last - (int) item->asked;
}

void
zpi_check_item_doubt_months (ZpiCheckRun *run, ZpiCheckItem *item, const char *id)
{
  ZpiStep *step = zpi_check_warn_of (run, id);

  zpi_check_item_name (step, item);
  zpi_step_add_number (step, "given", item->count);
  zpi_step_add_number (step, "asked", item->asked);
  zpi_step_add_date (step, "date", &run->on);
  zpi_step_add_provenance (step,
                           zpi_scheme_get_provenance (run->scheme,
                                                      ZPI_PARAMETER_VARIABLE_INCOME_MONTHS,
                                                      &run->on));
  zpi_check_doubt (run, step);
}

/* Fewer months than are asked: the others are not there, or what stands there is none. */
static void
doubt_other_months (ZpiCheckRun *run, ZpiCheckItem *item)
{
  ZpiStep *wrong = zpi_check_find_wrong_income (run, item->index);

  if (wrong == NULL) {
    zpi_check_item_doubt_months (run, item, "fewer-months");
    return;
  }
  zpi_check_item_name (wrong, item);
  zpi_check_doubt (run, wrong);
  g_ptr_array_add (run->result->warnings, wrong);
}

/* Adds up the months that were filled in: the last ones, as many as the scheme looks at. */
void
zpi_check_item_add_months (ZpiCheckRun *run, ZpiCheckItem *item)
{
  gboolean others = FALSE;

  for (guint i = item->income->n_months; i > 0 && item->count < item->asked; i--) {
    const ZpiMonthAmount *month = &item->income->months[i - 1];
    gint64 amount;

    if (!month->has_amount || month->duplicate)
      continue;
    amount = zpi_check_item_sane_amount (run, item, month->amount_cents);
    item->total += amount;
    item->count++;
    if (!is_recent (run, item, month)) {
      others = TRUE;
    } else if (!is_twice (item->income, month)) {
      item->recent += amount;
      item->n_recent++;
    }
  }
  if (item->count == 0)
    return;
  if (item->count < item->asked)
    doubt_other_months (run, item);
  if (others)
    zpi_check_item_doubt_months (run, item, "other-months");
}

/* Net or gross, with or without holiday allowance: like is compared with like, where that can be
 * calculated; else it is said. */
void
zpi_check_item_judge_basis (ZpiCheckRun *run, ZpiCheckItem *item)
{
  const char *basis = zpi_scheme_get_word (run->scheme, ZPI_PARAMETER_NORM_BASIS, &run->on);
  gboolean wants_holiday = strcmp (basis, "incl-holiday-allowance") == 0;
  gint64 with = item->kind != NULL ? item->kind->holiday_denominator : 0;
  gint64 without = item->kind != NULL ? item->kind->holiday_numerator : 0;

  item->holiday_numerator = item->holiday_denominator = 1;
  if (run->result->yearly) {
    if (!item->income->gross)
      doubt_item (run, item, "net-income");
    return;
  }
  if (item->income->gross)
    doubt_item (run, item, "gross-income");
  if (item->income->with_holiday_allowance == wants_holiday)
    return;
  if (without == 0) {
    doubt_item (run,
                item,
                wants_holiday ? "holiday-allowance-missing" : "holiday-allowance-included");
    item->holiday_unknown = TRUE;
    return;
  }
  item->holiday_numerator = wants_holiday ? with : without;
  item->holiday_denominator = wants_holiday ? without : with;
}

/* @total over @months, each @period, in the period of the limit. */
static gint64
convert_over (ZpiCheckRun *run,
              const ZpiCheckItem *item,
              gint64 total,
              guint months,
              const ZpiPeriod *period)
{
  gint64 numerator = total * item->holiday_numerator * period->numerator;
  gint64 denominator = item->holiday_denominator * period->denominator * MAX (months, 1);

  if (run->result->yearly)
    numerator *= MONTHS_PER_YEAR;
  return zpi_round (numerator,
                    denominator,
                    zpi_scheme_get_word (run->scheme, ZPI_PARAMETER_ROUNDING_INCOME, &run->on));
}

/* Income of somebody, or together with somebody, who is not in the household that was filled in. */
gboolean
zpi_check_is_of_absent_partner (const ZpiCheckRun *run, const ZpiIncome *income)
{
  return !run->household.has_partner && (g_strcmp0 (income->whose, "partner") == 0 ||
                                         g_strcmp0 (income->whose, "gezamenlijk") == 0);
}

/* What the amount is by the longest and by the shortest period of the scheme; a period that the
 * scheme does not know can be anything. */
static void
widen_for_period (ZpiCheckRun *run, ZpiCheckItem *item)
{
  const GPtrArray *periods = run->scheme->periods;

  if (item->total == 0)
    return;
  for (guint i = 0; i < periods->len; i++) {
    gint64 amount = convert_over (run, item, item->total, item->count, periods->pdata[i]);

    item->range.lowest = MIN (item->range.lowest, amount);
    item->range.highest = MAX (item->range.highest, amount);
  }
  if (*item->income->period != '\0')
    item->range = (ZpiRange){0, G_MAXINT64};
}

/* What the amount is per month, and by the period that was chosen. */
static void
widen_for_month (ZpiCheckRun *run, ZpiCheckItem *item)
{
  const ZpiPeriod *month = zpi_scheme_find_period (run->scheme, "maand");
  gint64 amount = convert_over (run, item, item->total, item->count, month);

  item->range.lowest = MIN (item->range.lowest, amount);
  item->range.highest = MAX (item->range.highest, amount);
}

/* The months that are known, over as many as are asked; the others can be anything. */
static void
widen_for_months (ZpiCheckRun *run, ZpiCheckItem *item)
{
  if (item->n_recent == item->asked || (run->result->yearly && item->count >= item->asked))
    return;
  item->range.lowest =
      MIN (item->range.lowest, convert_over (run, item, item->recent, item->asked, item->period));
  item->range.highest = G_MAXINT64;
}

/* What a student gets is counted with an amount of the law, not with what is paid (Participatiewet,
 * article 33): with a loan in it that can be less. */
gboolean
zpi_check_item_is_of_student (const ZpiCheckItem *item)
{
  return item->kind != NULL && item->kind->student;
}

/* The amount, and what it can be: net is at most gross, without holiday pay at most with it, and a
 * month that is missing can be anything. */
void
zpi_check_item_convert (ZpiCheckRun *run, ZpiCheckItem *item)
{
  gboolean adds_holiday = item->holiday_unknown && !item->income->with_holiday_allowance;

  item->result = convert_over (run, item, item->total, item->count, item->period);
  item->range = (ZpiRange){item->result, item->result};
  if (item->count > 0)
    widen_for_months (run, item);
  if (item->any_period)
    widen_for_period (run, item);
  else if (item->income->period_doubt)
    widen_for_month (run, item);
  if (item->one_of_many)
    item->range = (ZpiRange){0, G_MAXINT64};
  if (run->result->yearly && !item->income->gross)
    item->range.highest = G_MAXINT64;
  if (!run->result->yearly && item->income->gross)
    item->range.lowest = 0;
  if (adds_holiday)
    item->range.highest = G_MAXINT64;
  else if (item->holiday_unknown)
    item->range.lowest = 0;
  /* With the partner there may be another limit; a kind that is not known may not count. */
  if (zpi_check_is_of_absent_partner (run, item->income) || item->kind == NULL ||
      item->income->kind_missing)
    item->range.lowest = 0;
  if (zpi_check_item_is_of_student (item))
    item->range.lowest = 0;
  if (item->below_zero)
    item->range = (ZpiRange){NO_LOWEST, can_be_loss (item) ? item->range.highest : G_MAXINT64};
}

static GArray *
filled_months (const ZpiCheckItem *item)
{
  GArray *months = g_array_new (FALSE, FALSE, sizeof (int));
  guint skip = 0;

  for (guint i = 0; i < item->income->n_months; i++)
    skip += item->income->months[i].has_amount && !item->income->months[i].duplicate;
  skip -= item->count;
  for (guint i = 0; i < item->income->n_months; i++) {
    const ZpiMonthAmount *month = &item->income->months[i];
    int number = number_of_month (month->month.year, month->month.month);

    if (!month->has_amount || month->duplicate)
      continue;
    if (skip > 0)
      skip--;
    else if (month->month.year > 0 && month->month.month > 0)
      g_array_append_val (months, number);
  }
  return months;
}

static const char *
months_sentence_for (const ZpiCheckRun *run, const ZpiCheckItem *item, gboolean named)
{
  if (run->result->yearly)
    return "income-year-mean";
  if (item->holiday_numerator != item->holiday_denominator)
    return item->holiday_numerator < item->holiday_denominator ? "income-mean-without-holiday"
                                                               : "income-mean-with-holiday";
  if (item->period->numerator != item->period->denominator)
    return "income-mean-converted";
  return named ? "income-mean" : "income-mean-unnamed";
}

static void
explain_months (ZpiCheckRun *run, const ZpiCheckItem *item)
{
  g_autoptr (GArray) months = filled_months (item);
  gboolean named = months->len == item->count;
  ZpiStep *step = zpi_check_explain (run, months_sentence_for (run, item, named));

  zpi_check_item_name (step, item);
  zpi_step_add_amount (step, "total", item->total);
  zpi_step_add_number (step, "count", item->count);
  if (named)
    zpi_step_add_months (step, "months", months);
  zpi_step_add_text (step, "period", &item->period->label);
  zpi_step_add_number (step, "times", item->period->numerator);
  zpi_step_add_number (step, "by", item->period->denominator);
  zpi_step_add_amount (step, run->result->yearly ? "yearly" : "monthly", item->result);
}

static const char *
sentence_for (const ZpiCheckRun *run, const ZpiCheckItem *item)
{
  if (run->result->yearly)
    return strcmp (item->period->id, "jaar") == 0 ? "income-year" : "income-year-converted";
  if (item->holiday_numerator != item->holiday_denominator)
    return item->holiday_numerator < item->holiday_denominator ? "income-without-holiday"
                                                               : "income-with-holiday";
  if (item->period->numerator == item->period->denominator)
    return "income-month";
  return item->period->numerator == 1 ? "income-divided" : "income-converted";
}

void
zpi_check_item_explain (ZpiCheckRun *run, const ZpiCheckItem *item)
{
  gint64 monthly = run->result->yearly ? item->result / MONTHS_PER_YEAR : item->result;
  ZpiStep *step;

  if (monthly > SURELY_TYPED_WRONG)
    warn_of_item (run, item, "income-too-large");

  if (item->count > 0) {
    explain_months (run, item);
    return;
  }
  step = zpi_check_explain (run, sentence_for (run, item));
  zpi_check_item_name (step, item);
  zpi_step_add_amount (step, "amount", item->total);
  zpi_step_add_text (step, "period", &item->period->label);
  zpi_step_add_number (step, "times", item->period->numerator);
  zpi_step_add_number (step, "by", item->period->denominator);
  zpi_step_add_amount (step, run->result->yearly ? "yearly" : "monthly", item->result);
}
