/* SPDX-License-Identifier: EUPL-1.2 */

/* The check, second half: every income turned into the period of the limit, and their sum. Each
 * income is one exact fraction until it is rounded, once; the sum is of the rounded amounts, so
 * that what the explanation shows adds up. */

#include <string.h>

#include "zpi-eligibility-private.h"
#include "zpi-money.h"

#define MONTHS_PER_YEAR 12

/* One income on its way to the sum. */
typedef struct {
  const ZpiIncome *income;
  guint index;
  const ZpiIncomeKind *kind; /* (nullable): the scheme does not know it */
  ZpiText label;
  const ZpiText *whose;
  const ZpiPeriod *period;
  gint64 total;  /* what was filled in, over @count months or one period */
  guint count;   /* months that were filled in; 0 for an amount per period */
  gint64 recent; /* of @total, what is of the last months before the reference date */
  guint n_recent;
  gint64 holiday_numerator;
  gint64 holiday_denominator;
  gint64 result;            /* per month, or per year where the scheme looks at years */
  ZpiRange range;           /* what it can be, in the same period */
  gboolean holiday_unknown; /* holiday pay is in it, or missing, and nobody knows how much */
  guint asked;              /* months that the scheme looks at */
  gboolean below_zero;      /* a loss: nobody knows whether it is set off */
  gboolean one_of_many;     /* one amount where months are asked */
  gboolean any_period;      /* nobody knows what the amount is for */
} Item;

/* More in a month than anybody has who asks for a pass: 1597,72 without its comma, or the income of
 * a year. It counts as typed, and is asked about. */
#define SURELY_TYPED_WRONG (10 * 1000 * 100)

/* Lower than any sum of incomes that a loss is set off against. */
#define NO_LOWEST (-100 * ZPI_MONEY_MAX_CENTS)

/* What of an exemption was used, for the amount as filled in and for the ends of its range. */
typedef struct {
  gint64 amount;
  ZpiRange range;
} Used;

typedef struct {
  ZpiCheckRun *run;
  gint64 sum;
  ZpiRange range;
  guint n_counted;
  guint n_exempt;
  gboolean incomplete;
  GHashTable *exempt_used; /* (element-type utf8 Used): by kind and person */
  GHashTable *shared; /* (element-type utf8): kinds of several incomes, one of them nobody’s */
} Sum;

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

static void
add_name (ZpiStep *step, const Item *item)
{
  zpi_step_add_text (step, "kind", &item->label);
  zpi_step_add_text (step, "whose", item->whose);
}

static void
warn_of_item (ZpiCheckRun *run, const Item *item, const char *id)
{
  add_name (zpi_check_warn_of (run, id), item);
}

/* A warning because of which the outcome may be unknown. */
static void
doubt_item (ZpiCheckRun *run, const Item *item, const char *id)
{
  ZpiStep *step = zpi_check_warn_of (run, id);

  add_name (step, item);
  zpi_check_doubt (run, step);
}

/* An amount that can be calculated with. */
static gint64
sane_amount (ZpiCheckRun *run, Item *item, gint64 cents)
{
  if (cents < 0) {
    doubt_item (run, item, "income-negative");
    item->below_zero = TRUE;
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
doubt_period (ZpiCheckRun *run, Item *item, const char *id)
{
  ZpiStep *step;

  if (*id == '\0' && item->count > 0)
    return;
  item->any_period = TRUE;
  step = zpi_check_warn_of (run, *id != '\0' ? "period-unknown" : "period-missing");
  if (*id != '\0')
    zpi_step_add_word (step, "period", id);
  else
    add_name (step, item);
  zpi_check_doubt (run, step);
}

static void
find_period (ZpiCheckRun *run, Item *item)
{
  const char *id = item->income->period;

  item->period = zpi_scheme_find_period (run->scheme, id);
  if (item->period == NULL) {
    item->period = zpi_scheme_find_period (run->scheme, "maand");
    doubt_period (run, item, id);
  } else if (item->income->period_doubt) {
    ZpiStep *step = zpi_check_warn_of (run, "period-differs");

    add_name (step, item);
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
is_recent (const ZpiCheckRun *run, const Item *item, const ZpiMonthAmount *month)
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

static void
doubt_months (ZpiCheckRun *run, Item *item, const char *id)
{
  ZpiStep *step = zpi_check_warn_of (run, id);

  add_name (step, item);
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
doubt_other_months (ZpiCheckRun *run, Item *item)
{
  ZpiStep *wrong = zpi_check_find_wrong_income (run, item->index);

  if (wrong == NULL) {
    doubt_months (run, item, "fewer-months");
    return;
  }
  add_name (wrong, item);
  zpi_check_doubt (run, wrong);
  g_ptr_array_add (run->result->warnings, wrong);
}

/* Adds up the months that were filled in: the last ones, as many as the scheme looks at. */
static void
add_months (ZpiCheckRun *run, Item *item)
{
  gboolean others = FALSE;

  for (guint i = item->income->n_months; i > 0 && item->count < item->asked; i--) {
    const ZpiMonthAmount *month = &item->income->months[i - 1];
    gint64 amount;

    if (!month->has_amount || month->duplicate)
      continue;
    amount = sane_amount (run, item, month->amount_cents);
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
    doubt_months (run, item, "other-months");
}

/* Net or gross, with or without holiday allowance: like is compared with like, where that can be
 * calculated; else it is said. */
static void
judge_basis (ZpiCheckRun *run, Item *item)
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
              const Item *item,
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
static gboolean
is_of_absent_partner (const ZpiCheckRun *run, const ZpiIncome *income)
{
  return !run->household.has_partner && (g_strcmp0 (income->whose, "partner") == 0 ||
                                         g_strcmp0 (income->whose, "gezamenlijk") == 0);
}

/* What the amount is by the longest and by the shortest period of the scheme; a period that the
 * scheme does not know can be anything. */
static void
widen_for_period (ZpiCheckRun *run, Item *item)
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
widen_for_month (ZpiCheckRun *run, Item *item)
{
  const ZpiPeriod *month = zpi_scheme_find_period (run->scheme, "maand");
  gint64 amount = convert_over (run, item, item->total, item->count, month);

  item->range.lowest = MIN (item->range.lowest, amount);
  item->range.highest = MAX (item->range.highest, amount);
}

/* The months that are known, over as many as are asked; the others can be anything. */
static void
widen_for_months (ZpiCheckRun *run, Item *item)
{
  if (item->n_recent == item->asked || (run->result->yearly && item->count >= item->asked))
    return;
  item->range.lowest =
      MIN (item->range.lowest, convert_over (run, item, item->recent, item->asked, item->period));
  item->range.highest = G_MAXINT64;
}

/* What a student gets is counted with an amount of the law, not with what is paid (Participatiewet,
 * article 33): with a loan in it that can be less. */
static gboolean
is_of_student (const Item *item)
{
  return item->kind != NULL && item->kind->student;
}

/* The amount, and what it can be: net is at most gross, without holiday pay at most with it, and a
 * month that is missing can be anything. */
static void
convert (ZpiCheckRun *run, Item *item)
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
  if (is_of_absent_partner (run, item->income) || item->kind == NULL || item->income->kind_missing)
    item->range.lowest = 0;
  if (is_of_student (item))
    item->range.lowest = 0;
  if (item->below_zero)
    item->range.lowest = NO_LOWEST;
}

static GArray *
filled_months (const Item *item)
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
months_sentence_for (const ZpiCheckRun *run, const Item *item, gboolean named)
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
explain_months (ZpiCheckRun *run, const Item *item)
{
  g_autoptr (GArray) months = filled_months (item);
  gboolean named = months->len == item->count;
  ZpiStep *step = zpi_check_explain (run, months_sentence_for (run, item, named));

  add_name (step, item);
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
sentence_for (const ZpiCheckRun *run, const Item *item)
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

static void
explain_item (ZpiCheckRun *run, const Item *item)
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
  add_name (step, item);
  zpi_step_add_amount (step, "amount", item->total);
  zpi_step_add_text (step, "period", &item->period->label);
  zpi_step_add_number (step, "times", item->period->numerator);
  zpi_step_add_number (step, "by", item->period->denominator);
  zpi_step_add_amount (step, run->result->yearly ? "yearly" : "monthly", item->result);
}

/* The part of a kind that does not count, in the period of the limit; 0 when there is none. */
static gint64
exempt_part (ZpiCheckRun *run, const ZpiIncomeKind *kind)
{
  const ZpiPeriod *period;
  gint64 cents = kind->exempt_cents;

  if (kind->exempt_period == NULL)
    return 0;
  if (kind->exempt_is_gift_limit &&
      !zpi_scheme_get_integer (run->scheme, ZPI_PARAMETER_GIFT_LIMIT_CENTS, &run->on, &cents))
    return 0;
  period = zpi_scheme_find_period (run->scheme, kind->exempt_period);
  return zpi_round (cents * period->numerator * (run->result->yearly ? MONTHS_PER_YEAR : 1),
                    period->denominator,
                    zpi_scheme_get_word (run->scheme, ZPI_PARAMETER_ROUNDING_INCOME, &run->on));
}

/* Who has the exemption: without a partner what has no owner is the applicant's too. */
static const char *
owner_of (const Sum *sum, const ZpiIncome *income)
{
  if (*income->whose == '\0' || strcmp (income->whose, "gezamenlijk") == 0)
    return sum->run->household.has_partner ? "gezamenlijk" : "aanvrager";
  return income->whose;
}

/* Whether two people may have an exemption each, and nobody said whose @income is. */
static gboolean
has_no_owner (const ZpiCheckRun *run, const ZpiIncome *income)
{
  return *income->whose == '\0' && (run->household.has_partner || run->household.partner_open);
}

/* Of several incomes of one kind it matters whose they are. */
static void
find_shared_kinds (Sum *sum)
{
  const GPtrArray *incomes = sum->run->application->incomes;

  for (guint i = 0; i < incomes->len; i++) {
    const ZpiIncome *income = incomes->pdata[i];

    for (guint j = 0; has_no_owner (sum->run, income) && j < incomes->len; j++) {
      const ZpiIncome *other = incomes->pdata[j];

      if (i != j && strcmp (income->kind, other->kind) == 0)
        g_hash_table_add (sum->shared, income->kind);
    }
  }
}

/* Takes of @amount what is left of @exempt. */
static gint64
use_exemption (gint64 amount, gint64 exempt, gint64 *used)
{
  gint64 here = MIN (amount, exempt - *used);

  *used += here;
  return here;
}

/* (transfer none): what was used of the exemption of @owner */
static Used *
find_used (Sum *sum, const ZpiIncomeKind *kind, const char *owner)
{
  g_autofree char *key = g_strconcat (kind->id, "/", owner, NULL);
  Used *used = g_hash_table_lookup (sum->exempt_used, key);

  if (used == NULL) {
    used = g_new0 (Used, 1);
    g_hash_table_insert (sum->exempt_used, g_steal_pointer (&key), used);
  }
  return used;
}

/* What is left of the range. When it is not known whose the incomes of a kind are, each can have an
 * exemption of its own, or all together only one. */
static void
exempt_range (Sum *sum, Item *item, gint64 exempt)
{
  gboolean shared = g_hash_table_contains (sum->shared, item->income->kind);
  Used *used = find_used (sum, item->kind, owner_of (sum, item->income));
  Used *together = shared ? find_used (sum, item->kind, "") : used;
  Used own = {0};
  Used *least = has_no_owner (sum->run, item->income) ? &own : used;

  if (item->range.lowest > 0)
    item->range.lowest -= use_exemption (item->range.lowest, exempt, &least->range.lowest);
  if (item->range.highest < G_MAXINT64)
    item->range.highest -= use_exemption (item->range.highest, exempt, &together->range.highest);
  if (shared) {
    g_autoptr (ZpiStep) step = zpi_step_new ("income-whose-missing");

    zpi_step_add_text (step, "kind", &item->label);
    zpi_check_doubt (sum->run, step);
  }
}

/* What is left of @item: the exemption is there once per kind and person. */
static gint64
after_exemption (Sum *sum, Item *item)
{
  gint64 exempt = exempt_part (sum->run, item->kind);
  Used *used;
  gint64 here;
  ZpiStep *step;

  if (exempt == 0)
    return item->result;
  used = find_used (sum, item->kind, owner_of (sum, item->income));
  here = use_exemption (item->result, exempt, &used->amount);
  exempt_range (sum, item, exempt);
  step = zpi_check_explain (sum->run, "income-partly-exempt");
  zpi_step_add_amount (step, "exempt", here);
  zpi_step_add_amount (step, "counted", item->result - here);
  zpi_step_add_provenance (step, &item->kind->provenance);
  return item->result - here;
}

static void
add_range (ZpiRange *sum, const ZpiRange *range)
{
  sum->lowest += range->lowest;
  if (range->highest == G_MAXINT64 || sum->highest == G_MAXINT64)
    sum->highest = G_MAXINT64;
  else
    sum->highest += range->highest;
}

/* What the scheme does not know, or was not filled in, may be something that does not count. */
static void
doubt_kind (ZpiCheckRun *run, Item *item)
{
  ZpiStep *step;

  if (is_of_student (item)) {
    g_autoptr (ZpiStep) other_amount = zpi_step_new ("student-amount");

    add_name (other_amount, item);
    zpi_check_doubt (run, other_amount);
  }

  if (item->kind != NULL && !item->income->kind_missing) {
    if (item->kind->provenance.status == ZPI_STATUS_UNVERIFIED)
      zpi_step_add_text (zpi_check_warn_of (run, "income-kind-unverified"), "kind", &item->label);
    return;
  }
  step = zpi_check_warn_of (run,
                            item->income->kind_missing ? "income-kind-missing"
                                                       : "income-kind-unknown");
  zpi_step_add_text (step, "kind", &item->label);
  zpi_check_doubt (run, step);
}

/* There is nothing to calculate with: what was typed is no amount, or nothing was. */
static void
miss_amount (ZpiCheckRun *run, const Item *item)
{
  ZpiStep *wrong = zpi_check_find_wrong_income (run, item->index);

  if (wrong != NULL)
    g_ptr_array_add (run->result->missing, wrong);
  else
    wrong = zpi_check_miss (run, "missing-income-amount");
  add_name (wrong, item);
}

static void
count_item (Sum *sum, Item *item)
{
  ZpiCheckRun *run = sum->run;
  const ZpiIncome *income = item->income;
  gint64 asked = 3;

  zpi_scheme_get_integer (run->scheme, ZPI_PARAMETER_VARIABLE_INCOME_MONTHS, &run->on, &asked);
  item->asked = (guint) asked;
  if (income->n_months > 0)
    add_months (run, item);
  if (item->count == 0 && !income->has_amount) {
    miss_amount (run, item);
    sum->incomplete = TRUE;
    return;
  }
  if (item->count == 0)
    item->total = sane_amount (run, item, income->amount_cents);
  if (item->count == 0 && item->kind != NULL && item->kind->variable && !run->result->yearly) {
    doubt_months (run, item, "no-months");
    item->one_of_many = TRUE;
  }
  find_period (run, item);
  judge_basis (run, item);
  convert (run, item);
  explain_item (run, item);
  sum->n_counted++;
  sum->sum += item->kind != NULL ? after_exemption (sum, item) : item->result;
  add_range (&sum->range, &item->range);
  doubt_kind (run, item);
}

static void
take_income (Sum *sum, guint index)
{
  ZpiCheckRun *run = sum->run;
  const ZpiIncome *income = run->application->incomes->pdata[index];
  const ZpiIncomeKind *kind = zpi_scheme_find_income_kind (run->scheme, income->kind);
  Item item = {.income = income,
               .index = index,
               .kind = kind,
               .whose = zpi_whose_text (income->whose)};
  ZpiStep *step;

  item.label = kind != NULL ? kind->label : (ZpiText){income->kind, income->kind};
  if (is_of_absent_partner (run, income))
    zpi_check_doubt (run, zpi_check_warn_of (run, "income-of-absent-partner"));
  if (kind != NULL && !kind->counts) {
    step = zpi_check_explain (run, "income-exempt");
    add_name (step, &item);
    zpi_step_add_provenance (step, &kind->provenance);
    sum->n_exempt++;
  } else if (kind != NULL && !kind->amount_asked) {
    zpi_check_explain (run, "income-none");
    sum->n_counted++;
  } else {
    count_item (sum, &item);
  }
}

static void
take_estimate (Sum *sum)
{
  ZpiCheckRun *run = sum->run;
  gint64 monthly = CLAMP (run->application->income_estimate_cents, 0, ZPI_MONEY_MAX_CENTS);
  ZpiStep *step;

  sum->sum = run->result->yearly ? monthly * MONTHS_PER_YEAR : monthly;
  sum->range = (ZpiRange){sum->sum, sum->sum};
  sum->n_counted++;
  step = zpi_check_explain (run, run->result->yearly ? "income-year-estimate" : "income-estimate");
  zpi_step_add_amount (step, run->result->yearly ? "yearly" : "monthly", sum->sum);
}

/* Of one income per month its own sentence says all there is to say. */
static void
explain_sum (ZpiCheckRun *run, gint64 sum, guint n_incomes)
{
  const char *id = run->household.has_partner ? "sum-joint" : "sum";

  if (n_incomes == 1 && !run->result->yearly)
    return;
  if (run->result->yearly)
    id = "sum-year";
  zpi_step_add_amount (zpi_check_explain (run, id), "sum", sum);
}

/* Of two people only one has an income, by what was filled in: it counts so, and whoever fills in a
 * case is asked about it. A form is not asked. */
static void
warn_of_one_sided (ZpiCheckRun *run)
{
  const GPtrArray *incomes = run->application->incomes;
  guint of_applicant = 0;
  guint of_partner = 0;

  for (guint i = 0; i < incomes->len; i++) {
    const ZpiIncome *income = incomes->pdata[i];

    if (income->item == NULL)
      return;
    of_applicant += strcmp (income->whose, "aanvrager") == 0;
    of_partner += strcmp (income->whose, "partner") == 0;
  }
  if (!run->household.has_partner || incomes->len == 0)
    return;
  if (of_applicant == incomes->len)
    zpi_check_warn_of (run, "no-income-of-partner");
  else if (of_partner == incomes->len)
    zpi_check_warn_of (run, "no-income-of-applicant");
}

static void
miss_income (ZpiCheckRun *run)
{
  ZpiStep *wrong = zpi_check_find_wrong_estimate (run);

  if (wrong != NULL)
    g_ptr_array_add (run->result->missing, wrong);
  else
    zpi_check_miss (run, "missing-income");
}

void
zpi_check_income (ZpiCheckRun *run)
{
  const GPtrArray *incomes = run->application->incomes;
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) shared = g_hash_table_new (g_str_hash, g_str_equal);
  Sum sum = {.run = run, .exempt_used = used, .shared = shared};

  find_shared_kinds (&sum);
  for (guint i = 0; i < incomes->len; i++)
    take_income (&sum, i);
  if (incomes->len == 0 && run->application->has_income_estimate)
    take_estimate (&sum);
  if (sum.incomplete)
    return;
  if (sum.n_counted == 0 && sum.n_exempt == 0) {
    miss_income (run);
    return;
  }
  if (sum.n_counted == 0)
    zpi_check_warn_of (run, "income-all-exempt");
  run->result->has_income = TRUE;
  run->result->income_cents = sum.sum;
  run->income = sum.range;
  warn_of_one_sided (run);
  /* An estimate counts the income of both; of other incomes nobody said that they are all. */
  if (run->household.partner_open && incomes->len > 0) {
    run->income.highest = G_MAXINT64;
    g_ptr_array_add (run->doubts, zpi_step_new ("missing-partner"));
  }
  explain_sum (run, sum.sum, sum.n_counted);
}
