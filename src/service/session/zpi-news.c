/* SPDX-License-Identifier: EUPL-1.2 */

/* News of the municipality is shown once: first on Start, then on the page of the case. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-news.h"

#include "zpi-session-private.h"

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

void
zpi_news_mark_one (ZpiStore *store, ZpiCaseInfo *info)
{
  g_auto (GStrv) ids = read_ids (store);

  info->news = g_strv_contains ((const char *const *) ids, info->id);
}

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

/* Those that were deleted meanwhile go too. */
static gboolean
seen_func (ZpiStore *store, gpointer data, GError **error)
{
  g_auto (GStrv) ids = read_ids (store);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++) {
    if (*ids[i] == '\0' || g_str_equal (ids[i], data) || !is_here (store, ids[i]))
      continue;
    if (text->len > 0)
      g_string_append_c (text, ' ');
    g_string_append (text, ids[i]);
  }
  return zpi_meta_store_set (store, SETTING, text->str, error);
}

static void
seen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSession) session = user_data;
  g_autoptr (GError) error = NULL;
  const char *case_id = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (case_id != NULL)
    zpi_session_case_changed (session, case_id);
  else
    g_info ("News will be shown again: %s", error->message);
}

/**
 * zpi_news_seen:
 * @session: an open session
 * @case_id: a case
 *
 * What changed in @case_id was on the screen; it is not news any more.
 */
void
zpi_news_seen (ZpiSession *session, const char *case_id)
{
  g_return_if_fail (ZPI_IS_SESSION (session) && case_id != NULL);

  zpi_store_transact_async (zpi_session_get_store (session),
                            seen_func,
                            g_strdup (case_id),
                            g_free,
                            NULL,
                            seen_cb,
                            g_object_ref (session));
}
