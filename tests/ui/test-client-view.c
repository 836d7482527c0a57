/* SPDX-License-Identifier: EUPL-1.2 */

/* What the client reads along, beside the page. */

#include "zpi-config.h"

#include <libintl.h>

#include "ui-fixture.h"
#include "zpi-client-view.h"
#include "zpi-field.h"
#include "zpi-ui.h"

/* The client is asked to say yes to what stands there, and to nothing else. */
static void
test_asks_about_answers (void)
{
  const ZpiSessionOptions options = {.practice = TRUE, .data_folder = g_get_tmp_dir ()};
  g_autoptr (ZpiSession) session = zpi_session_new (&options);
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *view = zpi_client_view_new (session, zcase);

  gtk_window_set_child (GTK_WINDOW (window), view);
  zpi_client_view_set_section (ZPI_CLIENT_VIEW (view), ZPI_SECTION_APPLICANT);
  gtk_window_present (GTK_WINDOW (window));
  assert_soon (is_said (view, "Hier is nog niets ingevuld."));
  g_assert_false (is_said (view, "Klopt dit?"));
  zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, "Anna");
  assert_soon (is_said (view, "Klopt dit?"));
  g_assert_true (is_said (view, "Anna"));
  g_assert_false (is_said (view, "Hier is nog niets ingevuld."));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  bindtextdomain (GETTEXT_PACKAGE, ZPI_BUILDDIR "/po");
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  adw_init ();
  zpi_ui_init ();
  g_test_add_func ("/client-view/asks-about-answers", test_asks_about_answers);
  return g_test_run ();
}
