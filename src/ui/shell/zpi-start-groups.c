/* SPDX-License-Identifier: EUPL-1.2 */

/* Which cases Start shows, and what there is to do in which order. */

#include "zpi-start-groups.h"

/**
 * zpi_start_filter_passes:
 * @filter: what somebody wants to see
 * @item: a case
 * @group: where it stands
 *
 * Returns: whether it is shown
 */
gboolean
zpi_start_filter_passes (ZpiStartFilter filter, ZpiCaseItem *item, ZpiCaseGroup group)
{
  switch (filter) {
  case ZPI_START_DRAFTS:
    return zpi_case_item_get_state (item) == ZPI_CASE_DRAFT;
  case ZPI_START_MUNICIPALITY:
    return zpi_case_item_get_state (item) != ZPI_CASE_DRAFT && group != ZPI_CASE_GROUP_DONE;
  case ZPI_START_DONE:
    return group == ZPI_CASE_GROUP_DONE;
  case ZPI_START_ALL:
  default:
    return TRUE;
  }
}

/* Those that are not 0 come first, the lowest of them first. */
static int
compare_times (gint64 one_us, gint64 other_us)
{
  if (one_us == other_us)
    return 0;
  if (one_us == 0 || other_us == 0)
    return one_us != 0 ? -1 : 1;
  return one_us < other_us ? -1 : 1;
}

static int
compare_to_do (gconstpointer a, gconstpointer b)
{
  ZpiCaseItem *one = *(ZpiCaseItem **) a;
  ZpiCaseItem *other = *(ZpiCaseItem **) b;
  int order =
      compare_times (zpi_case_words_get_deadline (one), zpi_case_words_get_deadline (other));

  if (order != 0)
    return order;
  if (zpi_case_item_has_news (one) != zpi_case_item_has_news (other))
    return zpi_case_item_has_news (one) ? -1 : 1;
  return compare_times (zpi_case_item_get_due_us (one), zpi_case_item_get_due_us (other));
}

/**
 * zpi_start_sort_to_do:
 * @items: (element-type ZpiCaseItem): what there is to do
 *
 * What has to be done until a day comes first, the next day before others; then what is new.
 */
void
zpi_start_sort_to_do (GPtrArray *items)
{
  g_ptr_array_sort (items, compare_to_do);
}

/**
 * zpi_start_count_deadlines:
 * @items: (element-type ZpiCaseItem): what there is to do, in order
 *
 * Returns: how many of them have to be done until a day: the first ones
 */
guint
zpi_start_count_deadlines (GPtrArray *items)
{
  guint n = 0;

  while (n < items->len && zpi_case_words_get_deadline (items->pdata[n]) != 0)
    n++;
  return n;
}
