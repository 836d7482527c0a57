/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-evidence-adder.h"

#include <stdio.h>

#include "zpi-clock.h"
#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-explanation.h"
#include "zpi-field.h"
#include "zpi-file-dialog.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-message.h"
#include "zpi-paste.h"
#include "zpi-rules.h"
#include "zpi-ui.h"
#include "zpi-way-back.h"

/* Each is read, sealed and looked at by a helper of its own: two keep both cores of a laptop busy.
 */
#define MAX_RUNNING 2

/* How many names are said of what was given a place. */
#define MAX_PLACED_LINES 4

struct _ZpiEvidenceAdder {
  GObject parent_instance;

  GtkWidget *place;    /* (unowned) (nullable): weak */
  ZpiSession *session; /* (owned) */
  ZpiCase *zcase;      /* (owned) */
  GCancellable *cancellable;
  GPtrArray *removals; /* (element-type Removal): that can still be undone; unowned */
  GQueue waiting;      /* (element-type Job): owned */
  GPtrArray *running;  /* (element-type Job): unowned */
  GPtrArray *problems; /* (element-type utf8): since the last round began */
  GString *left_out;   /* files that were one too many: their names, with commas */
  GPtrArray *placed;   /* (element-type utf8): the same */

  /* What the file dialog that is open is for; it is modal, so there is one. */
  struct {
    char *id;    /* (nullable) */
    char *kind;  /* (nullable) */
    char *whose; /* (nullable) */
    GPtrArray *months;
    char *replaces; /* (nullable) */
  } target;
};

/* One file on its way in. */
typedef struct {
  ZpiEvidenceAdder *adder; /* (owned) */
  GFile *file;             /* (owned) (nullable): pasted content has none */
  GBytes *content;         /* (owned) (nullable): what was pasted */
  char *id;                /* (nullable): the piece it is for */
  char *kind;              /* (nullable) */
  char *whose;             /* (nullable) */
  char *month;             /* (nullable) */
  char *replaces;          /* (nullable) */
  char *dropped;           /* (nullable): the item that remembers it until it is in */
  gboolean proposed;
} Job;

/* A document that was taken away and may come back. */
typedef struct {
  ZpiEvidenceAdder *adder; /* (owned) */
  char *item;
  guint position;
  gboolean settled; /* came back, or is gone for good */
} Removal;

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiEvidenceAdder, zpi_evidence_adder, G_TYPE_OBJECT)

static void
zpi_evidence_adder_dispose (GObject *object)
{
  ZpiEvidenceAdder *self = ZPI_EVIDENCE_ADDER (object);

  g_clear_weak_pointer (&self->place);
  g_clear_object (&self->session);
  g_clear_object (&self->zcase);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (zpi_evidence_adder_parent_class)->dispose (object);
}

static void
zpi_evidence_adder_finalize (GObject *object)
{
  ZpiEvidenceAdder *self = ZPI_EVIDENCE_ADDER (object);

  g_ptr_array_unref (self->removals);
  g_ptr_array_unref (self->running);
  g_ptr_array_unref (self->problems);
  g_string_free (self->left_out, TRUE);
  g_ptr_array_unref (self->placed);
  g_free (self->target.id);
  g_free (self->target.kind);
  g_free (self->target.whose);
  g_ptr_array_unref (self->target.months);
  g_free (self->target.replaces);
  G_OBJECT_CLASS (zpi_evidence_adder_parent_class)->finalize (object);
}

static void
zpi_evidence_adder_class_init (ZpiEvidenceAdderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_evidence_adder_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_evidence_adder_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          ZPI_TYPE_EVIDENCE_ADDER,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
zpi_evidence_adder_init (ZpiEvidenceAdder *self)
{
  self->cancellable = g_cancellable_new ();
  self->removals = g_ptr_array_new ();
  self->running = g_ptr_array_new ();
  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->left_out = g_string_new (NULL);
  self->placed = g_ptr_array_new_with_free_func (g_free);
  self->target.months = g_ptr_array_new_with_free_func (g_free);
  g_queue_init (&self->waiting);
}

/**
 * zpi_evidence_adder_new:
 * @place: a widget of the page, below where it says things
 * @session: where documents go
 * @zcase: the case
 *
 * Returns: (transfer full): an adder
 */
ZpiEvidenceAdder *
zpi_evidence_adder_new (GtkWidget *place, ZpiSession *session, ZpiCase *zcase)
{
  ZpiEvidenceAdder *self = g_object_new (ZPI_TYPE_EVIDENCE_ADDER, NULL);

  g_set_weak_pointer (&self->place, place);
  self->session = g_object_ref (session);
  self->zcase = g_object_ref (zcase);
  return self;
}

static void
job_free (Job *job)
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static Job *
job_new (ZpiEvidenceAdder *self, GFile *file)
{
  Job *job = g_new0 (Job, 1);

  job->adder = g_object_ref (self);
  job->file = file != NULL ? g_object_ref (file) : NULL;
  return job;
}

static const char *
empty_as_null (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static char *
dup_name (const Job *job)
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
add_coming (ZpiApplication *application, const Job *job)
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

static ZpiApplication *
dup_application (ZpiEvidenceAdder *self)
{
  ZpiApplication *application = zpi_application_new_from_case (self->zcase);

  for (GList *l = self->waiting.head; l != NULL; l = l->next)
    add_coming (application, l->data);
  for (guint i = 0; i < self->running->len; i++)
    add_coming (application, self->running->pdata[i]);
  return application;
}

static void
job_set_place (Job *job, const ZpiEvidence *evidence, const char *month)
{
  job->id = g_strdup (evidence->id);
  job->kind = g_strdup (evidence->kind);
  job->whose = g_strdup (empty_as_null (evidence->whose));
  job->month = g_strdup (empty_as_null (month));
}

static void
propose (ZpiEvidenceAdder *self, Job *job)
{
  const ZpiScheme *scheme = get_scheme (self);
  g_autoptr (ZpiApplication) application = dup_application (self);
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

static char *
dup_problem_text (ZpiEvidenceAdder *self, ZpiIntakeProblem problem)
{
  return zpi_error_text_dup_intake (problem,
                                    zpi_intake_get_limit (self->session, self->zcase, problem));
}

/* What many files have alike is said once. */
static void
say_problem (Job *job, ZpiIntakeProblem problem, const GError *error)
{
  ZpiEvidenceAdder *self = job->adder;
  g_autofree char *text = dup_problem_text (self, problem);
  g_autofree char *shown = dup_name (job);

  if (text == NULL && error != NULL)
    text = g_strdup (zpi_error_text_from_error (error));
  if (problem == ZPI_INTAKE_TOO_MANY)
    g_string_append_printf (self->left_out, "%s%s", self->left_out->len > 0 ? ", " : "", shown);
  else if (text != NULL)
    /* Translators: the name of a file and what to do about it. */
    g_ptr_array_add (self->problems, g_strdup_printf (_ ("%s: %s"), shown, text));
}

static void
clear_problems (ZpiEvidenceAdder *self)
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

static void
remove_for_good (ZpiEvidenceAdder *self, const char *item)
{
  zpi_intake_remove_async (self->session,
                           self->zcase,
                           item,
                           NULL,
                           remove_ready_cb,
                           g_object_ref (self));
}

static char *
dup_answer (ZpiEvidenceAdder *self, const char *item, const char *field)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, field);

  return g_strdup (zpi_case_get (self->zcase, key));
}

/* (transfer full) (nullable): another document that is the same, byte for byte */
static char *
find_same (ZpiEvidenceAdder *self, const char *item)
{
  g_autofree char *digest = dup_answer (self, item, "sha256");
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);

  for (guint i = 0; *digest != '\0' && items[i] != NULL; i++) {
    g_autofree char *other = dup_answer (self, items[i], "sha256");

    if (!g_str_equal (items[i], item) && g_str_equal (other, digest))
      return g_strdup (items[i]);
  }
  return NULL;
}

/* The same file may be meant for two things; then both stay. */
static void
say_same (Job *job, const char *item)
{
  g_autofree char *same = find_same (job->adder, item);
  g_autofree char *shown = dup_name (job);

  if (same == NULL || g_strcmp0 (same, job->replaces) == 0)
    return;
  g_ptr_array_add (
      job->adder->problems,
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
replace (Job *job, ZpiIntakeProblem problem)
{
  g_autofree char *shown = dup_name (job);

  if (opens (problem)) {
    remove_for_good (job->adder, job->replaces);
    return;
  }
  g_ptr_array_add (
      job->adder->problems,
      g_strdup_printf (
          _ ("%s: %s"),
          shown,
          _ ("It does not open well, so the file before it stays too. Remove the one that you do "
             "not need.")));
}

static void
say_placed (Job *job)
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

static void
set_field (ZpiEvidenceAdder *self,
           const char *list,
           const char *item,
           const char *field,
           const char *text)
{
  g_autofree char *key = zpi_case_item_key (list, item, field);

  zpi_case_set (self->zcase, key, text != NULL ? text : "");
}

static void start_next (ZpiEvidenceAdder *self);

/* A file that will not do is forgotten; one that could not be kept is tried again when the case is
 * opened anew. */
static void
job_done (Job *job, const char *item, ZpiIntakeProblem problem, const GError *error)
{
  ZpiEvidenceAdder *self = job->adder;

  g_ptr_array_remove (self->running, job);
  if (item != NULL && job->id != NULL)
    set_field (self, ZPI_LIST_DOCUMENT, item, "place", job->id);
  if (item != NULL && job->replaces != NULL)
    replace (job, problem);
  if (item == NULL && job->dropped != NULL && problem != ZPI_INTAKE_OK)
    zpi_case_remove_item (self->zcase, ZPI_LIST_DROPPED, job->dropped);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say_problem (job, problem, error);
  if (item != NULL) {
    say_same (job, item);
    say_placed (job);
  }
  start_next (self);
}

static void
file_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  g_autofree char *item = zpi_intake_file_finish (result, &problem, &error);

  job_done (job, item, problem, error);
}

static void
bytes_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GError) error = NULL;
  ZpiIntakeProblem problem = ZPI_INTAKE_OK;
  g_autofree char *item = zpi_intake_bytes_finish (result, &problem, &error);

  job_done (job, item, problem, error);
}

/* @job: (transfer full) */
static void
job_start (Job *job)
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
                            self->cancellable,
                            bytes_ready_cb,
                            job);
}

static void
start_next (ZpiEvidenceAdder *self)
{
  while (self->running->len < MAX_RUNNING && !g_queue_is_empty (&self->waiting))
    job_start (g_queue_pop_head (&self->waiting));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* @job: (transfer full) */
static void
add_job (ZpiEvidenceAdder *self, Job *job)
{
  if (zpi_evidence_adder_count (self) == 0) {
    clear_problems (self);
    g_ptr_array_set_size (self->placed, 0);
  }
  g_queue_push_tail (&self->waiting, job);
}

/* Taking it in takes the item away, in the same transaction. */
static void
remember_job (ZpiEvidenceAdder *self, Job *job)
{
  g_autofree char *uri = g_file_get_uri (job->file);

  job->dropped = g_uuid_string_random ();
  zpi_case_insert_item (self->zcase,
                        ZPI_LIST_DROPPED,
                        job->dropped,
                        zpi_case_get_n_items (self->zcase, ZPI_LIST_DROPPED));
  set_field (self, ZPI_LIST_DROPPED, job->dropped, "uri", uri);
  set_field (self, ZPI_LIST_DROPPED, job->dropped, "place", job->id);
  set_field (self, ZPI_LIST_DROPPED, job->dropped, "kind", job->kind);
  set_field (self, ZPI_LIST_DROPPED, job->dropped, "whose", job->whose);
  set_field (self, ZPI_LIST_DROPPED, job->dropped, "month", job->month);
}

static char *
dup_dropped (ZpiEvidenceAdder *self, const char *item, const char *field)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DROPPED, item, field);

  return g_strdup (empty_as_null (zpi_case_get (self->zcase, key)));
}

/**
 * zpi_evidence_adder_resume:
 *
 * Goes on with what was dropped before and is not in yet.
 */
void
zpi_evidence_adder_resume (ZpiEvidenceAdder *self)
{
  g_auto (GStrv) items = NULL;

  g_return_if_fail (ZPI_IS_EVIDENCE_ADDER (self));

  items = zpi_case_dup_items (self->zcase, ZPI_LIST_DROPPED);
  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *uri = dup_dropped (self, items[i], "uri");
    g_autoptr (GFile) file = uri != NULL ? g_file_new_for_uri (uri) : NULL;
    Job *job;

    if (file == NULL)
      continue;
    job = job_new (self, file);
    job->dropped = g_strdup (items[i]);
    job->id = dup_dropped (self, items[i], "place");
    job->kind = dup_dropped (self, items[i], "kind");
    job->whose = dup_dropped (self, items[i], "whose");
    job->month = dup_dropped (self, items[i], "month");
    add_job (self, job);
  }
  if (items[0] != NULL)
    start_next (self);
}

/* The first file is for the month that was asked, the next ones for the other missing months. */
static void
set_target (ZpiEvidenceAdder *self, const ZpiEvidence *evidence, const char *month)
{
  g_clear_pointer (&self->target.id, g_free);
  g_clear_pointer (&self->target.kind, g_free);
  g_clear_pointer (&self->target.whose, g_free);
  g_clear_pointer (&self->target.replaces, g_free);
  g_ptr_array_set_size (self->target.months, 0);
  if (evidence == NULL)
    return;
  self->target.id = g_strdup (evidence->id);
  self->target.kind = g_strdup (evidence->kind);
  self->target.whose = g_strdup (empty_as_null (evidence->whose));
  if (empty_as_null (month) != NULL)
    g_ptr_array_add (self->target.months, g_strdup (month));
  for (guint i = 0; i < evidence->missing_months->len; i++) {
    g_autofree char *other =
        zpi_evidence_text_month_id (g_array_index (evidence->missing_months, int, i));

    if (g_strcmp0 (other, month) != 0)
      g_ptr_array_add (self->target.months, g_steal_pointer (&other));
  }
}

static void
aim (ZpiEvidenceAdder *self, Job *job)
{
  if (self->target.kind == NULL) {
    propose (self, job);
    return;
  }
  job->id = g_strdup (self->target.id);
  job->kind = g_strdup (self->target.kind);
  job->whose = g_strdup (self->target.whose);
  if (self->target.months->len > 0)
    job->month = g_ptr_array_steal_index (self->target.months, 0);
  job->replaces = g_steal_pointer (&self->target.replaces);
}

static void
file_chosen_cb (GFile *file, gpointer object)
{
  ZpiEvidenceAdder *self = object;
  Job *job;

  if (self->place == NULL)
    return;
  job = job_new (self, file);
  aim (self, job);
  if (job->replaces == NULL)
    remember_job (self, job);
  add_job (self, job);
  start_next (self);
}

/**
 * zpi_evidence_adder_choose:
 * @evidence: (nullable): what the files are for; %NULL when each may be something else
 * @month: the month of the first file, or empty
 *
 * Lets the person choose files and takes them in.
 */
void
zpi_evidence_adder_choose (ZpiEvidenceAdder *self, const ZpiEvidence *evidence, const char *month)
{
  set_target (self, evidence, month);
  zpi_file_dialog_open_many (self->place,
                             _ ("Add evidence"),
                             ZPI_FILE_FILTER_EVIDENCE,
                             file_chosen_cb,
                             self);
}

/**
 * zpi_evidence_adder_add_files:
 * @evidence: (nullable): what the files are for; %NULL when each may be something else
 * @files: (element-type GFile): files that were dropped
 */
void
zpi_evidence_adder_add_files (ZpiEvidenceAdder *self, const ZpiEvidence *evidence, GSList *files)
{
  set_target (self, evidence, NULL);
  for (GSList *l = files; l != NULL; l = l->next)
    file_chosen_cb (l->data, self);
}

static void
aim_at (ZpiEvidenceAdder *self, const char *item)
{
  char *month = dup_answer (self, item, "month");

  set_target (self, NULL, NULL);
  self->target.id = dup_answer (self, item, "place");
  self->target.kind = dup_answer (self, item, "kind");
  self->target.whose = dup_answer (self, item, "whose");
  self->target.replaces = g_strdup (item);
  if (*month != '\0')
    g_ptr_array_add (self->target.months, month);
  else
    g_free (month);
}

/**
 * zpi_evidence_adder_replace:
 * @item: the document; it stays until the new one is safe, and when that does not open well
 */
void
zpi_evidence_adder_replace (ZpiEvidenceAdder *self, const char *item)
{
  aim_at (self, item);
  zpi_file_dialog_open (self->place,
                        _ ("Choose the new file"),
                        ZPI_FILE_FILTER_EVIDENCE,
                        file_chosen_cb,
                        self);
}

/**
 * zpi_evidence_adder_replace_with:
 * @item: the document
 * @file: the new one
 *
 * [method@EvidenceAdder.replace] with a file that was chosen already.
 */
void
zpi_evidence_adder_replace_with (ZpiEvidenceAdder *self, const char *item, GFile *file)
{
  aim_at (self, item);
  file_chosen_cb (file, self);
}

/**
 * zpi_evidence_adder_take_off:
 * @item: a document
 *
 * It has no place any more, until somebody says what it is.
 */
void
zpi_evidence_adder_take_off (ZpiEvidenceAdder *self, const char *item)
{
  static const char *const fields[] = {"place", "whose", "month", "kind"};

  g_return_if_fail (ZPI_IS_EVIDENCE_ADDER (self));

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    set_field (self, ZPI_LIST_DOCUMENT, item, fields[i], "");
}

/**
 * zpi_evidence_adder_put:
 * @item: a document
 * @evidence: (nullable): what it is; %NULL for something else
 * @month: the month, or empty
 *
 * Gives the document another place.
 */
void
zpi_evidence_adder_put (ZpiEvidenceAdder *self,
                        const char *item,
                        const ZpiEvidence *evidence,
                        const char *month)
{
  g_return_if_fail (ZPI_IS_EVIDENCE_ADDER (self));

  set_field (self, ZPI_LIST_DOCUMENT, item, "place", evidence != NULL ? evidence->id : "");
  set_field (self, ZPI_LIST_DOCUMENT, item, "whose", evidence != NULL ? evidence->whose : "");
  set_field (self, ZPI_LIST_DOCUMENT, item, "month", month);
  set_field (self,
             ZPI_LIST_DOCUMENT,
             item,
             "kind",
             evidence != NULL ? evidence->kind : ZPI_OTHER_DOCUMENT);
}

static void
picture_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiEvidenceAdder) self = user_data;
  g_autoptr (GBytes) content = zpi_paste_read_picture_finish (GDK_CLIPBOARD (source), result);
  Job *job;

  if (self->place == NULL)
    return;
  if (content == NULL) {
    g_ptr_array_add (self->problems,
                     g_strdup (_ ("There is no picture to paste. Copy a picture first.")));
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    return;
  }
  job = job_new (self, NULL);
  job->content = g_steal_pointer (&content);
  add_job (self, job);
  start_next (self);
}

static void
files_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiEvidenceAdder) self = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GSList) files = NULL;

  if (value == NULL)
    return;
  files = gdk_file_list_get_files (g_value_get_boxed (value));
  zpi_evidence_adder_add_files (self, NULL, files);
}

/**
 * zpi_evidence_adder_paste:
 * @clipboard: where a picture or files are
 */
void
zpi_evidence_adder_paste (ZpiEvidenceAdder *self, GdkClipboard *clipboard)
{
  clear_problems (self);
  if (zpi_paste_has_file (clipboard))
    gdk_clipboard_read_value_async (clipboard,
                                    GDK_TYPE_FILE_LIST,
                                    G_PRIORITY_DEFAULT,
                                    self->cancellable,
                                    files_ready_cb,
                                    g_object_ref (self));
  else
    zpi_paste_read_picture_async (clipboard,
                                  self->cancellable,
                                  picture_ready_cb,
                                  g_object_ref (self));
}

/**
 * zpi_evidence_adder_count:
 *
 * Returns: how many files are on their way
 */
guint
zpi_evidence_adder_count (ZpiEvidenceAdder *self)
{
  g_return_val_if_fail (ZPI_IS_EVIDENCE_ADDER (self), 0);

  return self->running->len + g_queue_get_length (&self->waiting);
}

static char *
join_lines (const GPtrArray *lines, guint most)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (lines->len, most); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) lines->pdata[i]);
  if (lines->len > most) {
    g_autofree char *rest =
        /* Translators: below a list of files, of which some are not named. */
        g_strdup_printf (ngettext ("And %u more.", "And %u more.", lines->len - most),
                         lines->len - most);

    g_string_append_printf (text, "\n%s", rest);
  }
  return g_string_free (text, lines->len == 0);
}

static gpointer
copy_line (gconstpointer line, gpointer data)
{
  return g_strdup (line);
}

/**
 * zpi_evidence_adder_dup_problems:
 *
 * Returns: (transfer full) (nullable): what to do about files of the last round
 */
char *
zpi_evidence_adder_dup_problems (ZpiEvidenceAdder *self)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *too_many = NULL;

  g_return_val_if_fail (ZPI_IS_EVIDENCE_ADDER (self), NULL);

  lines = g_ptr_array_copy (self->problems, copy_line, NULL);
  g_ptr_array_set_free_func (lines, g_free);
  if (self->left_out->len > 0) {
    too_many = dup_problem_text (self, ZPI_INTAKE_TOO_MANY);
    g_ptr_array_add (lines, g_strdup_printf (_ ("%s: %s"), self->left_out->str, too_many));
  }
  return join_lines (lines, G_MAXUINT);
}

/**
 * zpi_evidence_adder_dup_placed:
 *
 * Returns: (transfer full) (nullable): which places were proposed in the last round
 */
char *
zpi_evidence_adder_dup_placed (ZpiEvidenceAdder *self)
{
  g_return_val_if_fail (ZPI_IS_EVIDENCE_ADDER (self), NULL);

  return join_lines (self->placed, MAX_PLACED_LINES);
}

/* Nobody wanted it back: its content goes too. */
static void
settle (Removal *removal)
{
  if (!removal->settled)
    remove_for_good (removal->adder, removal->item);
  removal->settled = TRUE;
}

static void
removal_free (gpointer data, GClosure *closure)
{
  Removal *removal = data;

  settle (removal);
  g_ptr_array_remove (removal->adder->removals, removal);
  g_object_unref (removal->adder);
  g_free (removal->item);
  g_free (removal);
}

/**
 * zpi_evidence_adder_stop:
 *
 * The page lets go of the case: what was removed is gone now. What is on its way in goes on; it
 * only says nothing any more.
 */
void
zpi_evidence_adder_stop (ZpiEvidenceAdder *self)
{
  g_return_if_fail (ZPI_IS_EVIDENCE_ADDER (self));

  for (guint i = 0; i < self->removals->len; i++)
    settle (g_ptr_array_index (self->removals, i));
  g_clear_weak_pointer (&self->place);
}

static void
undo_clicked_cb (AdwToast *toast, Removal *removal)
{
  if (removal->settled)
    return;
  removal->settled = zpi_case_insert_item (removal->adder->zcase,
                                           ZPI_LIST_DOCUMENT,
                                           removal->item,
                                           removal->position);
}

/* The way back is gone from the screen. */
static void
dismissed_cb (AdwToast *toast, Removal *removal)
{
  settle (removal);
}

/* A document that came back. */
typedef struct {
  ZpiEvidenceAdder *adder; /* (owned) */
  char *item;
} Again;

static void
again_free (gpointer data)
{
  Again *again = data;

  g_object_unref (again->adder);
  g_free (again->item);
  g_free (again);
}

static void
remove_again (gpointer data)
{
  Again *again = data;

  zpi_evidence_adder_remove (again->adder, again->item);
}

/**
 * zpi_evidence_adder_remove:
 * @item: a document
 *
 * Takes it out of the application at once, and lets the person bring it back for a while.
 */
void
zpi_evidence_adder_remove (ZpiEvidenceAdder *self, const char *item)
{
  AdwToast *toast = zpi_way_back_new_toast (_ ("The document was removed"), self->zcase);
  guint64 before = zpi_case_get_generation (self->zcase);
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);
  Removal *removal = g_new0 (Removal, 1);
  Again *again = g_new0 (Again, 1);

  again->adder = g_object_ref (self);
  again->item = g_strdup (item);
  removal->adder = g_object_ref (self);
  removal->item = g_strdup (item);
  g_ptr_array_add (self->removals, removal);
  while (items[removal->position] != NULL && !g_str_equal (items[removal->position], item))
    removal->position++;
  g_signal_connect_data (toast,
                         "button-clicked",
                         G_CALLBACK (undo_clicked_cb),
                         removal,
                         removal_free,
                         0);
  g_signal_connect (toast, "dismissed", G_CALLBACK (dismissed_cb), removal);
  zpi_case_remove_item (self->zcase, ZPI_LIST_DOCUMENT, removal->item);
  if (self->place != NULL) {
    zpi_way_back_offer (self->place, toast, self->zcase, before, remove_again, again, again_free);
  } else {
    g_object_unref (toast);
    again_free (again);
  }
}
