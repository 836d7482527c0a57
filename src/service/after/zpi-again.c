/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-again.h"

#include <string.h>

#include "zpi-application.h"
#include "zpi-intake.h"
#include "zpi-session-private.h"

typedef struct {
  ZpiSession *session;         /* (owned) */
  ZpiCase *before;             /* (owned) (nullable) */
  ZpiCase *after;              /* (owned) (nullable): until it is returned */
  ZpiApplication *application; /* (owned) (nullable): what @before says */
  guint at;                    /* of its documents */
} BeginAgain;

static void
begin_again_free (BeginAgain *self)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);

  if (self->before != NULL && keeper != NULL)
    zpi_case_keeper_close_case (keeper, self->before);
  if (self->after != NULL && keeper != NULL)
    zpi_case_keeper_close_case (keeper, self->after);
  g_clear_object (&self->before);
  g_clear_object (&self->after);
  g_clear_pointer (&self->application, zpi_application_unref);
  g_clear_object (&self->session);
  g_free (self);
}

static void copy_next (GTask *task);

static char *
format_month (ZpiMonth month)
{
  return month.year != 0 ? g_strdup_printf ("%04d-%02d", month.year, month.month) : NULL;
}

/* A child has another item in the new case: whose document it is follows from its kind there. */
static const char *
owner_to_keep (const char *whose)
{
  static const char *const owners[] = {"aanvrager", "partner", "gezamenlijk", NULL};

  return g_strv_contains (owners, whose) ? whose : NULL;
}

static void
document_taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *item = zpi_intake_bytes_finish (result, NULL, &error);

  if (item == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    copy_next (task);
}

static void
document_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BeginAgain *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = zpi_intake_read_drawn_finish (result, &error);
  const ZpiDocument *document = g_ptr_array_index (self->application->documents, self->at++);
  g_autofree char *month = format_month (document->month);

  if (content == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    zpi_intake_bytes_async (self->session,
                            self->after,
                            content,
                            document->file_name,
                            document->kind,
                            owner_to_keep (document->whose),
                            month,
                            g_task_get_cancellable (task),
                            document_taken_cb,
                            g_object_ref (task));
}

static void
copy_next (GTask *task)
{
  BeginAgain *self = g_task_get_task_data (task);
  const ZpiDocument *document;

  if (self->at == self->application->documents->len) {
    g_task_return_pointer (task, g_steal_pointer (&self->after), g_object_unref);
    return;
  }
  document = g_ptr_array_index (self->application->documents, self->at);
  zpi_intake_read_drawn_async (self->session,
                               self->before,
                               document->item,
                               g_task_get_cancellable (task),
                               document_read_cb,
                               g_object_ref (task));
}

static void
row_ensured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error))
    copy_next (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* What the client declared was about the other application. */
static void
forget_declaration (ZpiCase *zcase)
{
  zpi_case_set (zcase, ZPI_KEY_DECLARED, "");
  zpi_case_set (zcase, ZPI_KEY_DECLARED_AT, "");
  zpi_case_set (zcase, ZPI_KEY_DECLARED_HOW, "");
}

/* The address of somebody who helps is for one application only (handbook, on the e-mail address):
 * whether it may be used once more is asked again. The client's own stays. */
static void
forget_helper_address (ZpiCase *zcase)
{
  static const char *const helpers[] = {"helper", "organisatie", NULL};

  if (!g_strv_contains (helpers, zpi_case_get (zcase, ZPI_KEY_EMAIL_WHOSE)))
    return;
  zpi_case_set (zcase, ZPI_KEY_EMAIL_WHOSE, "");
  zpi_case_set (zcase, ZPI_KEY_EMAIL, "");
}

static void
before_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiCaseKeeper *keeper = ZPI_CASE_KEEPER (source);
  BeginAgain *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->before = zpi_case_keeper_open_finish (keeper, result, &error);
  if (self->before == NULL || !zpi_session_is_open (self->session, &error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  self->application = zpi_application_new_from_case (self->before);
  self->after = zpi_case_keeper_new_case (keeper, ZPI_CASE_APPLICATION);
  zpi_application_fill_case (self->application, self->after);
  forget_declaration (self->after);
  forget_helper_address (self->after);
  zpi_case_keeper_ensure_row_async (keeper, self->after, row_ensured_cb, g_object_ref (task));
}

/**
 * zpi_again_begin_async:
 * @session: an open session
 * @case_id: an application whose answers are still here
 * @cancellable: (nullable): to give up; what was copied stays a draft
 * @callback: called with the new case
 * @user_data: for @callback
 *
 * Begins a new application with the answers and documents of another one. What was declared, and
 * the e-mail address of a helper, were for that one only.
 */
void
zpi_again_begin_async (ZpiSession *session,
                       const char *case_id,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, cancellable, callback, user_data);
  BeginAgain *self = g_new0 (BeginAgain, 1);

  g_task_set_source_tag (task, zpi_again_begin_async);
  self->session = g_object_ref (session);
  g_task_set_task_data (task, self, (GDestroyNotify) begin_again_free);
  zpi_case_keeper_open_async (zpi_session_get_keeper (session),
                              case_id,
                              cancellable,
                              before_opened_cb,
                              g_object_ref (task));
}

/**
 * zpi_again_begin_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full): the new case, open; %NULL with %ZPI_ERROR_NOT_FOUND when the answers
 *   are not here any more, %ZPI_ERROR_NOT_DRAWN when what was covered in a document cannot be drawn
 */
ZpiCase *
zpi_again_begin_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
