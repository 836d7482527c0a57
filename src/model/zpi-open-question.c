/* SPDX-License-Identifier: EUPL-1.2 */

/* Which questions nobody answered, by name alone: what stays when the answers are gone. */

#include "zpi-open-question.h"

#include <string.h>

#include "zpi-overview.h"

/* Left out by the form, so that the municipality has to ask. Documents are listed apart. */
static gboolean
is_open (const ZpiFinding *finding)
{
  switch (finding->code) {
  case ZPI_FINDING_MISSING:
  case ZPI_FINDING_MONTHS_MISSING:
  case ZPI_FINDING_INCOME_MISSING:
  case ZPI_FINDING_CHILDREN_MISSING:
    return finding->severity == ZPI_FINDING_TO_DECIDE;
  default:
    return FALSE;
  }
}

/* "child.3f2a.bsn" becomes "child.2.bsn": which one it is, and nothing that leads back to it. */
static char *
dup_name (ZpiCase *zcase, const char *key)
{
  g_auto (GStrv) parts = g_strsplit (key, ".", 3);
  g_auto (GStrv) items = NULL;
  guint number = 0;

  if (g_strv_length (parts) < 3)
    return g_strdup (key);
  items = zpi_case_dup_items (zcase, parts[0]);
  while (items[number] != NULL && strcmp (items[number], parts[1]) != 0)
    number++;
  return g_strdup_printf ("%s.%u.%s", parts[0], number + 1, parts[2]);
}

/**
 * zpi_case_dup_open_questions:
 * @zcase: a case
 * @scheme: (nullable): its rules
 *
 * Returns: (transfer full) (array zero-terminated=1): the names of the questions that nobody
 *   answered and that the municipality needs to decide, each once, in the order in which they are
 *   asked: `applicant.phone`, `child.2.bsn` (of the second child), or a list (`income`)
 */
GStrv
zpi_case_dup_open_questions (ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autoptr (ZpiOverview) overview = zpi_overview_for_case (zcase, scheme);
  const GPtrArray *findings = zpi_overview_get_findings (overview);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < findings->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (findings, i);
    char *name = is_open (finding) ? dup_name (zcase, finding->key) : NULL;

    if (name == NULL)
      continue;
    if (!g_hash_table_contains (seen, name))
      g_strv_builder_add (names, name);
    g_hash_table_add (seen, name);
  }
  return g_strv_builder_end (names);
}

/* (element-type utf8) (transfer full): the kinds of the incomes about which something is asked */
static GHashTable *
find_asked_kinds (ZpiCase *zcase, const char *const *items, const char *const *questions)
{
  GHashTable *kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *start = g_strdup_printf (ZPI_LIST_INCOME ".%u.", i + 1);
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, items[i], "kind");

    for (guint j = 0; questions[j] != NULL; j++)
      if (g_str_has_prefix (questions[j], start))
        g_hash_table_add (kinds, g_strdup (zpi_case_get (zcase, key)));
  }
  return kinds;
}

/**
 * zpi_case_dup_open_kinds:
 * @zcase: a case
 * @questions: (array zero-terminated=1): what [func@case_dup_open_questions] gave for it
 *
 * Returns: (transfer full) (array zero-terminated=1): the kind of each income in its place, empty
 *   where nothing about its kind is asked
 */
GStrv
zpi_case_dup_open_kinds (ZpiCase *zcase, const char *const *questions)
{
  g_autoptr (GStrvBuilder) kinds = g_strv_builder_new ();
  g_autoptr (GHashTable) asked = NULL;
  g_auto (GStrv) items = NULL;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);

  items = zpi_case_dup_items (zcase, ZPI_LIST_INCOME);
  asked = find_asked_kinds (zcase, (const char *const *) items, questions);
  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, items[i], "kind");
    const char *kind = zpi_case_get (zcase, key);

    g_strv_builder_add (kinds, g_hash_table_contains (asked, kind) ? kind : "");
  }
  return g_strv_builder_end (kinds);
}
