/* SPDX-License-Identifier: EUPL-1.2 */

/* One file on its way in: where it belongs, taking it in, and what there is to say of it. */

#include "zpi-evidence-adder-private.h"

#include <stdio.h>

#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-explanation.h"
#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-rules.h"
#include "zpi-ui.h"

/* Each is read, sealed and looked at by a helper of its own: two keep both cores of a laptop busy.
 */
#define MAX_RUNNING 2

static void
job_free (ZpiEvidenceJob *job)
{
  g_clear_object (&job->adder);
  g_clear_object (&job->file);
  g_clear_pointer (&job->content, g_bytes_unref);
  g_free (job->id);
  g_free (job->kind);
  g_free (job->whose);
  g_free (job->month);
  g_free (job->replaces);
  g_free (job->dropped);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiEvidenceJob, job_free)

ZpiEvidenceJob *
_zpi_evidence_adder_job_new (ZpiEvidenceAdder *self, GFile *file)
{
  ZpiEvidenceJob *job = g_new0 (ZpiEvidenceJob, 1);

  job->adder = g_object_ref (self);
  job->file = file != NULL ? g_object_ref (file) : NULL;
  return job;
}

static char *
dup_name (const ZpiEvidenceJob *job)
{
  g_autofree char *name = job->file != NULL ? g_file_get_basename (job->file) : NULL;

  return g_filename_display_name (name != NULL ? name : _ ("Pasted picture"));
}

static const ZpiScheme *
get_scheme (ZpiEvidenceAdder *self)
{
  return zpi_session_get_rules_of (self->session, self->zcase);
}

/* Where files go: what is on its way counts as being there. */

static void
add_coming (ZpiApplication *application, const ZpiEvidenceJob *job)
{
  ZpiDocument *document;

  if (job->kind == NULL)
    return;
  document = zpi_document_new ();
  g_free (document->kind);
  g_free (document->whose);
  document->kind = g_strdup (job->kind);
  document->whose = g_strdup (job->whose != NULL ? job->whose : "");
  document->place = g_strdup (job->id);
  if (job->month != NULL)
    sscanf (job->month, "%d-%d", &document->month.year, &document->month.month);
  g_ptr_array_add (application->documents, document);
}

/**
 * zpi_evidence_adder_dup_application:
 *
 * Returns: (transfer full): the answers, with a document for each file that is on its way in
 */
ZpiApplication *
zpi_evidence_adder_dup_application (ZpiEvidenceAdder *self)
{
  ZpiApplication *application;

  g_return_val_if_fail (ZPI_IS_EVIDENCE_ADDER (self), NULL);

  application = zpi_application_new_from_case (self->zcase);
  for (GList *l = self->waiting.head; l != NULL; l = l->next)
    add_coming (application, l->data);
  for (guint i = 0; i < self->running->len; i++)
    add_coming (application, self->running->pdata[i]);
  return application;
}

static void
job_set_place (ZpiEvidenceJob *job, const ZpiEvidence *evidence, const char *month)
{
  job->id = g_strdup (evidence->id);
  job->kind = g_strdup (evidence->kind);
  job->whose = g_strdup (_zpi_evidence_adder_empty_as_null (evidence->whose));
  job->month = g_strdup (_zpi_evidence_adder_empty_as_null (month));
}

void
_zpi_evidence_adder_propose (ZpiEvidenceAdder *self, ZpiEvidenceJob *job)
{
  const ZpiScheme *scheme = get_scheme (self);
  g_autoptr (ZpiApplication) application = zpi_evidence_adder_dup_application (self);
  g_autofree char *name = dup_name (job);
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *id = NULL;
  const ZpiEvidence *evidence;
  int month = -1;

  if (scheme == NULL || job->file == NULL)
    return;
  list = zpi_evidence_list_build (scheme, application);
  evidence = zpi_evidence_list_propose (list, application, name, &month);
  if (evidence == NULL || (evidence->months->len > 0 && month < 0))
    return;
  if (month >= 0)
    id = zpi_evidence_text_month_id (month);
  job_set_place (job, evidence, id);
  job->proposed = TRUE;
}

void
_zpi_evidence_adder_add_problem (ZpiEvidenceAdder *self, const char *item, char *text)
{
  ZpiEvidenceProblem *problem = g_new0 (ZpiEvidenceProblem, 1);

  problem->item = g_strdup (item);
  problem->text = text;
  g_ptr_array_add (self->problems, problem);
}

/* What many files have alike is said once.
 * @item: (nullable): the document, when it came in all the same */
static void
say_problem (ZpiEvidenceJob *job, const char *item, ZpiIntakeProblem problem, const GError *error)
{
  ZpiEvidenceAdder *self = job->adder;
  g_autofree char *text =
      zpi_error_text_dup_not_taken_in (self->session, self->zcase, problem, error);
  g_autofree char *shown = dup_name (job);

  if (problem == ZPI_INTAKE_TOO_MANY)
    g_string_append_printf (self->left_out, "%s%s", self->left_out->len > 0 ? ", " : "", shown);
  else if (text != NULL)
    /* Translators: the name of a file and what to do about it. */
    _zpi_evidence_adder_add_problem (self, item, g_strdup_printf (_ ("%s: %s"), shown, text));
}

void
_zpi_evidence_adder_clear_problems (ZpiEvidenceAdder *self)
{
  g_ptr_array_set_size (self->problems, 0);
  g_string_truncate (self->left_out, 0);
}

static void
remove_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiEvidenceAdder) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_intake_remove_finish (result, &error) && self->place != NULL)
    g_warning ("A document could not be removed: %s", error->message);
}

void
_zpi_evidence_adder_remove_for_good (ZpiEvidenceAdder *self, const char *item)
{
  zpi_intake_remove_async (self->session,
                           self->zcase,
                           item,
                           NULL,
                           remove_ready_cb,
                           g_object_ref (self));
}

char *
_zpi_evidence_adder_dup_answer (ZpiEvidenceAdder *self, const char *item, const char *field)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, field);

  return g_strdup (zpi_case_get (self->zcase, key));
}

/* (transfer full) (nullable): another document that is the same, byte for byte */
static char *
find_same (ZpiEvidenceAdder *self, const char *item)
{
  g_autofree char *digest = _zpi_evidence_adder_dup_answer (self, item, "sha256");
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);

  for (guint i = 0; *digest != '\0' && items[i] != NULL; i++) {
    g_autofree char *other = _zpi_evidence_adder_dup_answer (self, items[i], "sha256");

    if (!g_str_equal (items[i], item) && g_str_equal (other, digest))
      return g_strdup (items[i]);
  }
  return NULL;
}

/* The same file may be meant for two things; then both stay. */
static void
say_same (ZpiEvidenceJob *job, const char *item)
{
  g_autofree char *same = find_same (job->adder, item);
  g_autofree char *shown = dup_name (job);

  if (same == NULL || g_strcmp0 (same, job->replaces) == 0)
    return;
  _zpi_evidence_adder_add_problem (
      job->adder,
      item,
      g_strdup_printf (_ ("%s: %s"),
                       shown,
                       _ ("This file was added before. If it is for two things, leave it. If not, "
                          "remove one of the two.")));
}

/* What opened is not given up for what does not. */
static gboolean
opens (ZpiIntakeProblem problem)
{
  return problem != ZPI_INTAKE_DAMAGED && problem != ZPI_INTAKE_UNSEEN &&
         problem != ZPI_INTAKE_NO_PREVIEW;
}

static void
replace (ZpiEvidenceJob *job, const char *item, ZpiIntakeProblem problem)
{
  g_autofree char *shown = dup_name (job);

  if (opens (problem)) {
    _zpi_evidence_adder_remove_for_good (job->adder, job->replaces);
    return;
  }
  _zpi_evidence_adder_add_problem (
      job->adder,
      item,
      g_strdup_printf (
          _ ("%s: %s"),
          shown,
          _ ("It does not open well, so the file before it stays too. Remove the one that you do "
             "not need.")));
}

static void
say_placed (ZpiEvidenceJob *job)
{
  ZpiEvidenceAdder *self = job->adder;
  const ZpiScheme *scheme = get_scheme (self);
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (self->zcase);
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *name = dup_name (job);
  g_autofree char *month = NULL;
  g_autofree char *piece = NULL;
  const ZpiEvidence *evidence;

  if (!job->proposed || scheme == NULL)
    return;
  list = zpi_evidence_list_build (scheme, application);
  evidence = zpi_evidence_list_find (list, job->id);
  if (evidence == NULL)
    return;
  piece = zpi_explanation_render_step (evidence->piece, zpi_ui_language ());
  month = zpi_rules_dup_month (job->month != NULL ? job->month : "");
  g_ptr_array_add (self->placed,
                   g_strdup_printf (month != NULL ? "%s → %s, %s" : "%s → %s", name, piece, month));
}

void
_zpi_evidence_adder_set_field (ZpiEvidenceAdder *self,
                               const char *item,
                               const char *field,
                               const char *text)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, field);

  zpi_case_set (self->zcase, key, text != NULL ? text : "");
}

/* A file that will not do is forgotten; one that could not be kept is tried again when the case is
 * opened anew. */
static void
job_done (ZpiEvidenceJob *job, const char *item, ZpiIntakeProblem problem, const GError *error)
{
  ZpiEvidenceAdder *self = job->adder;

  g_ptr_array_remove (self->running, job);
  if (item != NULL && job->id != NULL)
    _zpi_evidence_adder_set_field (self, item, "place", job->id);
  if (item != NULL && job->replaces != NULL)
    replace (job, item, problem);
  if (item == NULL && job->dropped != NULL && problem != ZPI_INTAKE_OK)
    zpi_case_remove_item (self->zcase, ZPI_LIST_DROPPED, job->dropped);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      (item == NULL || !self->rows_tell))
    say_problem (job, item, problem, error);
  if (item != NULL) {
    say_same (job, item);
    say_placed (job);
  }
  _zpi_evidence_adder_start_next (self);
}

static void
file_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiEvidenceJob) job = user_data;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  g_autofree char *item = zpi_intake_file_finish (result, &problem, &error);

  job_done (job, item, problem, error);
}

static void
bytes_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiEvidenceJob) job = user_data;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  g_autofree char *item = zpi_intake_bytes_finish (result, &problem, &error);

  job_done (job, item, problem, error);
}

/* @job: (transfer full) */
static void
job_start (ZpiEvidenceJob *job)
{
  ZpiEvidenceAdder *self = job->adder;

  g_ptr_array_add (self->running, job);
  if (job->file != NULL)
    zpi_intake_file_async (self->session,
                           self->zcase,
                           job->file,
                           job->kind,
                           job->whose,
                           job->month,
                           self->cancellable,
                           file_ready_cb,
                           job);
  else
    zpi_intake_bytes_async (self->session,
                            self->zcase,
                            job->content,
                            _ ("Pasted picture"),
                            job->kind,
                            job->whose,
                            job->month,
                            NULL,
                            bytes_ready_cb,
                            job);
}

void
_zpi_evidence_adder_start_next (ZpiEvidenceAdder *self)
{
  while (self->running->len < MAX_RUNNING && !g_queue_is_empty (&self->waiting))
    job_start (g_queue_pop_head (&self->waiting));
  _zpi_evidence_adder_changed (self);
}

/* @job: (transfer full) */
void
_zpi_evidence_adder_add_job (ZpiEvidenceAdder *self, ZpiEvidenceJob *job)
{
  if (zpi_evidence_adder_count (self) == 0) {
    _zpi_evidence_adder_clear_problems (self);
    g_ptr_array_set_size (self->placed, 0);
  }
  g_queue_push_tail (&self->waiting, job);
}
