/* SPDX-License-Identifier: EUPL-1.2 */

/* The check, second half: every income in the period of the limit, and their sum. It is of the
 * rounded amounts, so that what the explanation shows adds up. */

#include "zpi-eligibility-item.h"

#include <string.h>

#include "zpi-money.h"

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
exempt_range (Sum *sum, ZpiCheckItem *item, gint64 exempt)
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
after_exemption (Sum *sum, ZpiCheckItem *item)
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
doubt_kind (ZpiCheckRun *run, ZpiCheckItem *item)
{
  ZpiStep *step;

  if (zpi_check_item_is_of_student (item)) {
    g_autoptr (ZpiStep) other_amount = zpi_step_new ("student-amount");

    zpi_check_item_name (other_amount, item);
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
miss_amount (ZpiCheckRun *run, const ZpiCheckItem *item)
{
  ZpiStep *wrong = zpi_check_find_wrong_income (run, item->index);

  if (wrong != NULL)
    g_ptr_array_add (run->result->missing, wrong);
  else
    wrong = zpi_check_miss (run, "missing-income-amount");
  zpi_check_item_name (wrong, item);
}

static void
count_item (Sum *sum, ZpiCheckItem *item)
{
  ZpiCheckRun *run = sum->run;
  const ZpiIncome *income = item->income;
  gint64 asked = ZPI_N_INCOME_MONTHS;

  zpi_scheme_get_integer (run->scheme, ZPI_PARAMETER_VARIABLE_INCOME_MONTHS, &run->on, &asked);
  item->asked = (guint) asked;
  if (income->n_months > 0)
    zpi_check_item_add_months (run, item);
  if (item->count == 0 && !income->has_amount) {
    miss_amount (run, item);
    sum->incomplete = TRUE;
    return;
  }
  if (item->count == 0)
    item->total = zpi_check_item_sane_amount (run, item, income->amount_cents);
  if (item->count == 0 && item->kind != NULL && item->kind->variable && !run->result->yearly) {
    zpi_check_item_doubt_months (run, item, "no-months");
    item->one_of_many = TRUE;
  }
  zpi_check_item_find_period (run, item);
  zpi_check_item_judge_basis (run, item);
  zpi_check_item_convert (run, item);
  zpi_check_item_explain (run, item);
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
  ZpiCheckItem item = {.income = income,
                       .index = index,
                       .kind = kind,
                       .whose = zpi_whose_text (income->whose)};
  ZpiStep *step;

  item.label = kind != NULL ? kind->label : (ZpiText){income->kind, income->kind};
  if (zpi_check_is_of_absent_partner (run, income))
    zpi_check_doubt (run, zpi_check_warn_of (run, "income-of-absent-partner"));
  if (kind != NULL && !kind->counts) {
    step = zpi_check_explain (run, "income-exempt");
    zpi_check_item_name (step, &item);
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
