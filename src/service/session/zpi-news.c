/* SPDX-License-Identifier: EUPL-1.2 */

/* News of the municipality is shown once: first on Start, then on the page of the case. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-news.h"

#include "zpi-news-ids.h"
#include "zpi-session-private.h"

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
                            zpi_news_forget,
                            g_strdup (case_id),
                            g_free,
                            NULL,
                            seen_cb,
                            g_object_ref (session));
}
