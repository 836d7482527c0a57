/* SPDX-License-Identifier: EUPL-1.2 */

/* Was this pass renewed automatically? Source: handbook, section 2: who was renewed need not apply,
 * and only adds a photo. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-renewal.h"

#include "zpi-checks.h"
#include "zpi-clock.h"
#include "zpi-error.h"

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean renewed = FALSE;

  if (zpi_api_check_renewal_finish (ZPI_API (source), result, &renewed, NULL, &error))
    g_task_return_int (task, renewed ? ZPI_RENEWAL_RENEWED : ZPI_RENEWAL_NOT_RENEWED);
  else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    g_task_return_int (task, ZPI_RENEWAL_UNKNOWN);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The pass year that is asked for today. */
static int
ensure_pass_year (ZpiSession *session, int pass_year)
{
  ZpiDate today = zpi_clock_today ();

  return pass_year != 0 ? pass_year
                        : zpi_scheme_pass_year_on (zpi_session_get_scheme (session), &today);
}

/**
 * zpi_renewal_check_async:
 * @session: an open session
 * @bsn: whose pass, as it was typed
 * @pass_year: of which year; 0 for the one that is asked for today
 * @client_agrees: whether the client said that it may be looked up
 * @cancellable: (nullable): to give up waiting
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks the municipality whether a pass was renewed automatically.
 */
void
zpi_renewal_check_async (ZpiSession *session,
                         const char *bsn,
                         int pass_year,
                         gboolean client_agrees,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  g_auto (ZpiCheckResult) check =
      zpi_session_is_practice (session) ? zpi_check_bsn_practice (bsn) : zpi_check_bsn (bsn);
  ZpiApi *api = zpi_session_get_api (session);

  g_task_set_source_tag (task, zpi_renewal_check_async);
  if (!client_agrees)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "The client did not agree");
  else if (check.severity == ZPI_SEVERITY_ERROR || check.normalised == NULL)
    g_task_return_new_error (
        task,
        ZPI_ERROR,
        ZPI_ERROR_BAD_FORMAT,
        "This is no BSN. It has nine digits; compare it with the identity document");
  else if (api == NULL)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_OFFLINE, "There is no server");
  else
    zpi_api_check_renewal_async (api,
                                 check.normalised,
                                 ensure_pass_year (session, pass_year),
                                 cancellable,
                                 checked_cb,
                                 g_object_ref (task));
}

/**
 * zpi_renewal_check_finish:
 * @result: the result
 * @renewal: (out): what the municipality says
 * @error: return location for an error
 *
 * Returns: %TRUE with @renewal set; %FALSE with %ZPI_ERROR_NOT_ALLOWED without the client's word,
 *   %ZPI_ERROR_BAD_FORMAT when it was no BSN, or why it could not be asked
 */
gboolean
zpi_renewal_check_finish (GAsyncResult *result, ZpiRenewal *renewal, GError **error)
{
  gssize answer = g_task_propagate_int (G_TASK (result), error);

  if (answer < 0)
    return FALSE;
  *renewal = (ZpiRenewal) answer;
  return TRUE;
}
