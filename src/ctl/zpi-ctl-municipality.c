/* SPDX-License-Identifier: EUPL-1.2 */

/* The practice municipality of the data folder: the one that runs, else one in this process for as
 * long as the command lasts. */

#include "zpi-ctl.h"
#include "zpi-practice-server.h"

struct _CtlMunicipality {
  ZpiPracticeServer *server; /* (owned) (nullable): ours */
};

static void
use_port (ZpiSession *session, guint16 port)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);

  zpi_session_set_api_url (session, url);
}

static gboolean
use_running (ZpiSession *session, const char *folder)
{
  guint16 port;

  if (!zpi_practice_server_find_running (folder, &port))
    return FALSE;
  use_port (session, port);
  return TRUE;
}

CtlMunicipality *
ctl_municipality_new (ZpiSession *session, GError **error)
{
  g_autofree char *folder =
      g_build_filename (zpi_session_get_folder (session), "municipality", NULL);
  const ZpiScheme *scheme;
  CtlMunicipality *self = g_new0 (CtlMunicipality, 1);
  g_autoptr (GError) local = NULL;

  if (use_running (session, folder))
    return self;
  self->server = zpi_practice_server_new (folder, 0);
  scheme = zpi_session_get_scheme (session);
  if (scheme != NULL)
    zpi_practice_server_set_rules (self->server,
                                   zpi_scheme_get_id (scheme),
                                   zpi_scheme_get_bytes (scheme),
                                   zpi_scheme_get_norms_bytes (scheme));
  if (zpi_practice_server_start (self->server, &local)) {
    zpi_session_set_api_url (session, zpi_practice_server_get_base_url (self->server));
    return self;
  }
  g_clear_object (&self->server);
  /* Somebody else was a moment earlier. */
  if (g_error_matches (local, ZPI_ERROR, ZPI_ERROR_BUSY) && use_running (session, folder))
    return self;
  g_propagate_error (error, g_steal_pointer (&local));
  ctl_municipality_free (self);
  return NULL;
}

gboolean
ctl_municipality_is_ours (CtlMunicipality *self)
{
  return self->server != NULL;
}

void
ctl_municipality_free (CtlMunicipality *self)
{
  if (self->server != NULL)
    zpi_practice_server_stop (self->server);
  g_clear_object (&self->server);
  g_free (self);
}
