/* SPDX-License-Identifier: EUPL-1.2 */

/* A PDF on its way in goes by the helper once before it is sealed: what is about it stays behind.
 * Its parts refer to each other, so that this cannot be seen as it streams by. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-intake-private.h"

#include "zpi-vault.h"

/* What comes is read from the beginning, as if it were another file. */
static void
begin_again (GTask *task, GBytes *cleaned)
{
  ZpiIntake *self = g_task_get_task_data (task);

  g_clear_pointer (&self->judge, zpi_file_judge_free);
  self->judge = zpi_file_judge_new (self->max_bytes);
  self->is_clean = TRUE;
  self->read_all = FALSE;
  if (cleaned != NULL) {
    g_clear_object (&self->stream);
    self->stream = g_memory_input_stream_new_from_bytes (cleaned);
    _zpi_intake_go_on (task);
  } else if (self->original != NULL) {
    g_autoptr (GFile) file = g_file_new_for_uri (self->original);

    g_clear_object (&self->stream);
    _zpi_intake_open (task, file);
  } else if (g_seekable_seek (G_SEEKABLE (self->stream), 0, G_SEEK_SET, NULL, NULL)) {
    _zpi_intake_go_on (task);
  } else {
    _zpi_intake_refuse (task, ZPI_INTAKE_UNREADABLE);
  }
}

/* What the helper cannot do anything with stays as it is. */
static void
cleaned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiIntake *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) cleaned = zpi_helper_run_finish (result, &error);
  gsize size = cleaned != NULL ? g_bytes_get_size (cleaned) : 0;

  self->cleaning = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    _zpi_intake_give_up (task, g_steal_pointer (&error));
    return;
  }
  if (error != NULL)
    g_message ("A document stays as it is: %s", error->message);
  begin_again (task, size > 0 && size <= self->max_bytes ? cleaned : NULL);
}

static void
piece_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiIntake *self = g_task_get_task_data (task);

  self->cleaning = FALSE;
  _zpi_intake_go_on (task);
}

void
_zpi_intake_clean_piece (GTask *task, gsize size)
{
  static const char *const arguments[] = {"clean", NULL};
  ZpiIntake *self = g_task_get_task_data (task);
  g_autoptr (GBytes) piece = zpi_secret_bytes_new (self->buffer, size);

  self->cleaning = TRUE;
  if (self->helper == NULL)
    self->helper = zpi_helper_job_start (arguments);
  if (self->read_all)
    zpi_helper_job_end_async (g_steal_pointer (&self->helper),
                              piece,
                              g_task_get_cancellable (task),
                              cleaned_cb,
                              g_object_ref (task));
  else
    zpi_helper_job_write_async (self->helper, piece, piece_written_cb, g_object_ref (task));
}
