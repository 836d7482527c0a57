/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-twin-notice.h"

#include "zpi-case-keeper.h"
#include "zpi-checks.h"
#include "zpi-i18n.h"

typedef struct {
  ZpiNotice *notice;    /* (owned) */
  ZpiSectionPage *page; /* (owned) */
} Look;

static void
look_free (Look *self)
{
  g_object_unref (self->notice);
  g_object_unref (self->page);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  g_autoptr (GPtrArray) cases =
      zpi_case_keeper_find_duplicates_finish (ZPI_CASE_KEEPER (source), result, NULL);

  if (cases == NULL || zpi_section_page_get_case (look->page) == NULL)
    return;
  zpi_notice_set (look->notice,
                  ZPI_NOTICE_WARNING,
                  cases->len > 0 ? _ ("There is another case on this computer with this BSN. Look "
                                      "at that one first: perhaps the application was made "
                                      "already. You can go on.")
                                 : NULL);
}

/**
 * zpi_twin_notice_look:
 * @notice: where to say it
 * @page: a page with a case
 * @looked_up: (inout): the BSN that was looked for last, kept by the page
 *
 * Looks whether another case here has the BSN of this one, and says so. Asked again only when the
 * number changed. Main thread.
 */
void
zpi_twin_notice_look (ZpiNotice *notice, ZpiSectionPage *page, char **looked_up)
{
  ZpiSession *session = zpi_section_page_get_session (page);
  ZpiCase *zcase = zpi_section_page_get_case (page);
  g_auto (ZpiCheckResult) result = zpi_check_bsn (zpi_case_get (zcase, ZPI_KEY_BSN));
  Look *look;

  if (session == NULL || g_strcmp0 (result.normalised, *looked_up) == 0)
    return;
  g_free (*looked_up);
  *looked_up = g_strdup (result.normalised);
  zpi_notice_set (notice, ZPI_NOTICE_WARNING, NULL);
  if (result.normalised == NULL)
    return;
  look = g_new0 (Look, 1);
  look->notice = g_object_ref (notice);
  look->page = g_object_ref (page);
  zpi_case_keeper_find_duplicates_async (zpi_session_get_keeper (session),
                                         zcase,
                                         NULL,
                                         ready_cb,
                                         look);
}
