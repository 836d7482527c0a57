/* SPDX-License-Identifier: EUPL-1.2 */

/* Whose news nobody has seen yet. */

#include "zpi-news-ids.h"

#define SETTING "news"

/* (transfer full) (element-type utf8): ids */
static GStrv
read_ids (ZpiStore *store)
{
  g_autofree char *text = zpi_meta_store_get (store, SETTING, NULL);

  return g_strsplit (text != NULL ? text : "", " ", -1);
}

static gboolean
is_here (ZpiStore *store, const char *case_id)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, case_id, NULL);

  return info != NULL;
}

/**
 * zpi_news_add:
 * @store: the store
 * @case_id: a case
 * @error: return location for an error
 *
 * The municipality changed it. In the transaction of the caller.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_news_add (ZpiStore *store, const char *case_id, GError **error)
{
  g_auto (GStrv) ids = read_ids (store);
  g_autofree char *before = g_strjoinv (" ", ids);
  g_autofree char *text = NULL;

  if (g_strv_contains ((const char *const *) ids, case_id))
    return TRUE;
  text = *before != '\0' ? g_strdup_printf ("%s %s", before, case_id) : g_strdup (case_id);
  return zpi_meta_store_set (store, SETTING, text, error);
}

/**
 * zpi_news_mark_one:
 * @store: the store
 * @info: a row, of which `news` is set
 */
void
zpi_news_mark_one (ZpiStore *store, ZpiCaseInfo *info)
{
  g_auto (GStrv) ids = read_ids (store);

  info->news = g_strv_contains ((const char *const *) ids, info->id);
}

/**
 * zpi_news_mark:
 * @store: the store
 * @infos: (element-type ZpiCaseInfo): rows, of which `news` is set
 */
void
zpi_news_mark (ZpiStore *store, GPtrArray *infos)
{
  g_auto (GStrv) ids = read_ids (store);

  if (ids[0] == NULL || *ids[0] == '\0')
    return;
  for (guint i = 0; i < infos->len; i++) {
    ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    info->news = g_strv_contains ((const char *const *) ids, info->id);
  }
}

/**
 * zpi_news_forget:
 * @store: the store
 * @case_id: (type utf8): a case that somebody looks at now
 * @error: return location for an error
 *
 * Those that were deleted meanwhile go too. In the transaction of the caller; a
 * [callback@StoreFunc].
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_news_forget (ZpiStore *store, gpointer case_id, GError **error)
{
  g_auto (GStrv) ids = read_ids (store);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++) {
    if (*ids[i] == '\0' || g_str_equal (ids[i], case_id) || !is_here (store, ids[i]))
      continue;
    if (text->len > 0)
      g_string_append_c (text, ' ');
    g_string_append (text, ids[i]);
  }
  return zpi_meta_store_set (store, SETTING, text->str, error);
}
