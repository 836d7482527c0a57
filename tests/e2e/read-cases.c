/* SPDX-License-Identifier: EUPL-1.2 */

/* Prints every case of a practice folder as it stands in the store, opened: what a restart would
 * find. For tests with made-up people only. */

#include <stdio.h>

#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-session.h"

typedef struct {
  GMainLoop *loop;
  ZpiSession *session;
  guint index;
  guint wait_id;
  int status;
} Reader;

static void open_next (Reader *self);

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reader *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase =
      zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, &error);

  if (zcase != NULL) {
    g_autoptr (GBytes) snapshot = zpi_case_snapshot (zcase);
    gsize size = 0;
    const char *text = g_bytes_get_data (snapshot, &size);

    printf ("%.*s\n", (int) size, text);
  } else {
    fprintf (stderr, "a case does not open: %s\n", error->message);
    self->status = 1;
  }
  self->index++;
  open_next (self);
}

static void
open_next (Reader *self)
{
  GListModel *cases = zpi_session_get_cases (self->session);
  g_autoptr (ZpiCaseItem) item = g_list_model_get_item (cases, self->index);

  if (item == NULL) {
    g_main_loop_quit (self->loop);
    return;
  }
  zpi_case_keeper_open_async (zpi_session_get_keeper (self->session),
                              zpi_case_item_get_id (item),
                              NULL,
                              opened_cb,
                              self);
}

static gboolean
list_settled_cb (gpointer user_data)
{
  Reader *self = user_data;

  self->wait_id = 0;
  g_signal_handlers_disconnect_by_data (zpi_session_get_cases (self->session), self);
  open_next (self);
  return G_SOURCE_REMOVE;
}

static void
list_changed (Reader *self)
{
  /* The list comes in pieces; it is whole when no piece came for a while. */
  g_clear_handle_id (&self->wait_id, g_source_remove);
  self->wait_id = g_timeout_add (400, list_settled_cb, self);
}

static void
session_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reader *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_session_open_finish (ZPI_SESSION (source), result, &error)) {
    fprintf (stderr, "the store does not open: %s\n", error->message);
    self->status = 1;
    g_main_loop_quit (self->loop);
    return;
  }
  g_signal_connect_swapped (zpi_session_get_cases (self->session),
                            "items-changed",
                            G_CALLBACK (list_changed),
                            self);
  self->wait_id = g_timeout_add (1500, list_settled_cb, self);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reader *self = user_data;

  zpi_session_close_finish (ZPI_SESSION (source), result, NULL);
  g_main_loop_quit (self->loop);
}

int
main (int argc, char *argv[])
{
  ZpiSessionOptions options = {.practice = TRUE, .data_folder = argc > 1 ? argv[1] : NULL};
  Reader reader = {0};

  if (argc != 2)
    return 2;
  reader.loop = g_main_loop_new (NULL, FALSE);
  reader.session = zpi_session_new (&options);
  zpi_session_open_async (reader.session, NULL, session_opened_cb, &reader);
  g_main_loop_run (reader.loop);
  zpi_session_close_async (reader.session, closed_cb, &reader);
  g_main_loop_run (reader.loop);
  g_object_unref (reader.session);
  g_main_loop_unref (reader.loop);
  return reader.status;
}
