/* SPDX-License-Identifier: EUPL-1.2 */

/* Attack 1: whoever can write in the data folder (a sync program, a shared profile, a moment at the
 * keyboard) leads the applications to a server of their own. */

#include "attack.h"

/* The thief's server: it counts who knocks. */
typedef struct {
  GSocketService *service;
  char *base_url;
  guint knocks;
} Thief;

static gboolean
knocked_cb (GSocketService *service,
            GSocketConnection *connection,
            GObject *source,
            gpointer user_data)
{
  ((Thief *) user_data)->knocks++;
  return FALSE;
}

static void
thief_open (Thief *self)
{
  const guint16 port =
      g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service =
                                                                  g_socket_service_new ()),
                                           NULL,
                                           NULL);

  g_assert_cmpuint (port, >, 0);
  g_signal_connect (self->service, "incoming", G_CALLBACK (knocked_cb), self);
  self->base_url = g_strdup_printf ("https://127.0.0.1:%u/v1", port);
}

static void
thief_close (Thief *self)
{
  g_socket_service_stop (self->service);
  g_clear_object (&self->service);
  g_free (self->base_url);
}

static void
assert_nothing_goes (Desk *desk, Thief *thief, const char *id)
{
  g_autoptr (GError) error = NULL;

  attack_restart (desk);
  g_assert_true (attack_unlock (desk, ATTACK_PASSPHRASE, &error));
  g_assert_no_error (error);
  desk_drain (desk);
  spin (200);
  g_assert_cmpuint (thief->knocks, ==, 0);
  g_assert_null (zpi_session_get_api (desk->session));
  g_assert_null (zpi_session_get_sign_in (desk->session));
  g_assert_true (zpi_session_is_organisation_doubted (desk->session));
  g_assert_cmpint (desk_state (desk, id), ==, ZPI_CASE_WAITING);
}

static void
test_another_server (Desk *desk, gconstpointer data)
{
  g_autofree char *right = attack_organisation ("https://api.example.nl/v1");
  g_autofree char *wrong = NULL;
  g_autofree char *id = NULL;
  Thief thief = {NULL};

  thief_open (&thief);
  wrong = attack_organisation (thief.base_url);
  attack_set_up (desk, right);
  id = attack_queue (desk);
  attack_plant (desk, wrong);
  assert_nothing_goes (desk, &thief, id);
  attack_held ("another base_url in organisation.zpi-org");

  desk_close (desk);
  attack_sql (desk, "DELETE FROM meta WHERE name = 'organisation'");
  assert_nothing_goes (desk, &thief, id);
  attack_held ("and what was accepted taken out of the store");
  thief_close (&thief);
}

/* What is sealed in one store, or for another place, does not fit here. */
static void
test_seal_of_another (Desk *desk, gconstpointer data)
{
  g_autofree char *right = attack_organisation ("https://api.example.nl/v1");
  g_autofree char *wrong = NULL;
  g_autofree char *id = NULL;
  Thief thief = {NULL};

  thief_open (&thief);
  wrong = attack_organisation (thief.base_url);
  attack_set_up (desk, right);
  id = attack_queue (desk);
  attack_plant (desk, wrong);
  desk_close (desk);
  attack_sql (desk, "UPDATE meta SET version = version - 1 WHERE name = 'organisation'");
  assert_nothing_goes (desk, &thief, id);
  attack_held ("the seal moved to another version");
  thief_close (&thief);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_test ("/attacks/1/another-server", test_another_server);
  desk_test ("/attacks/1/seal-of-another", test_seal_of_another);
  return g_test_run ();
}
