/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#include "ui-fixture.h"

#include <string.h>

/* What happens in @ms milliseconds: what is on the screen follows a moment later. */
void
spin (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end) {
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_usleep (2000);
  }
}

/* @user_data: (type GAsyncResult**): gets the result */
void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

gboolean
is_said (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      strstr (gtk_label_get_label (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_said (child, text))
      return TRUE;
  return FALSE;
}

static GtkWidget *
search_button (GtkWidget *widget, const char *label, gboolean in_sight)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && (!in_sight || gtk_widget_get_mapped (widget)) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = search_button (child, label, in_sight);
  return found;
}

GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  return search_button (widget, label, FALSE);
}

GtkWidget *
find_button_in_sight (GtkWidget *widget, const char *label)
{
  return search_button (widget, label, TRUE);
}

/* (transfer full): an open session on @folder */
ZpiSession *
open_practice (const char *folder)
{
  const ZpiSessionOptions options = {.practice = TRUE, .data_folder = folder};
  ZpiSession *session = zpi_session_new (&options);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  zpi_session_open_async (session, NULL, result_cb, &result);
  g_assert_true (zpi_session_open_finish (session, wait_for (&result), &error));
  g_assert_no_error (error);
  return session;
}

/* (transfer full): @session, which may be the last that holds it */
void
close_practice (ZpiSession *session)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_close_async (session, result_cb, &result);
  zpi_session_close_finish (session, wait_for (&result), NULL);
  g_object_unref (session);
}
