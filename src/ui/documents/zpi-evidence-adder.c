/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-evidence-adder.h"

#include "zpi-clock.h"
#include "zpi-error-text.h"
#include "zpi-file-dialog.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-message.h"
#include "zpi-originals.h"

struct _ZpiEvidenceAdder {
  GObject parent_instance;

  GtkWidget *place;    /* (unowned) (nullable): weak */
  ZpiSession *session; /* (owned) */
  ZpiCase *zcase;      /* (owned) */
  GCancellable *cancellable;
  GPtrArray *removals;  /* (element-type Removal): that can still be undone; unowned */
  GPtrArray *originals; /* (element-type GFile): taken in since the last question about them */
  AdwToast *offer;      /* (unowned) (nullable): that question */
  guint n_running;

  /* What the file dialog that is open is for; it is modal, so there is one. */
  ZpiEvidenceGroup *target; /* (owned) (nullable) */
  GPtrArray *target_months; /* (element-type utf8): for the next files, in turn */
  char *target_replaces;    /* (nullable) */
};

/* One file on its way in. */
typedef struct {
  ZpiEvidenceAdder *adder; /* (owned) */
  ZpiEvidenceGroup *group; /* (owned) */
  GFile *file;             /* (owned) (nullable): pasted content has none */
  char *kind;
  char *whose;
  char *month;    /* (nullable) */
  char *replaces; /* (nullable) */
} Job;

/* A document that was taken away and may come back. */
typedef struct {
  ZpiEvidenceAdder *adder; /* (owned) */
  char *item;
  guint position;
  gboolean settled; /* came back, or is gone for good */
} Removal;

G_DEFINE_FINAL_TYPE (ZpiEvidenceAdder, zpi_evidence_adder, G_TYPE_OBJECT)

static void
zpi_evidence_adder_dispose (GObject *object)
{
  ZpiEvidenceAdder *self = ZPI_EVIDENCE_ADDER (object);

  g_clear_weak_pointer (&self->place);
  g_clear_object (&self->session);
  g_clear_object (&self->zcase);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->target);
  g_clear_weak_pointer (&self->offer);
  G_OBJECT_CLASS (zpi_evidence_adder_parent_class)->dispose (object);
}

static void
zpi_evidence_adder_finalize (GObject *object)
{
  ZpiEvidenceAdder *self = ZPI_EVIDENCE_ADDER (object);

  g_ptr_array_unref (self->removals);
  g_ptr_array_unref (self->originals);
  g_ptr_array_unref (self->target_months);
  g_free (self->target_replaces);
  G_OBJECT_CLASS (zpi_evidence_adder_parent_class)->finalize (object);
}

static void
zpi_evidence_adder_class_init (ZpiEvidenceAdderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_evidence_adder_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_evidence_adder_finalize;
}

static void
zpi_evidence_adder_init (ZpiEvidenceAdder *self)
{
  self->cancellable = g_cancellable_new ();
  self->removals = g_ptr_array_new ();
  self->originals = g_ptr_array_new_with_free_func (g_object_unref);
  self->target_months = g_ptr_array_new_with_free_func (g_free);
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
  g_clear_object (&job->group);
  g_clear_object (&job->file);
  g_free (job->kind);
  g_free (job->whose);
  g_free (job->month);
  g_free (job->replaces);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static Job *
job_new (ZpiEvidenceAdder *self, ZpiEvidenceGroup *group, GFile *file, const char *month)
{
  Job *job = g_new0 (Job, 1);

  job->adder = g_object_ref (self);
  job->group = g_object_ref (group);
  job->file = file != NULL ? g_object_ref (file) : NULL;
  job->kind = g_strdup (zpi_evidence_group_get_kind (group));
  job->whose = g_strdup (zpi_evidence_group_get_whose (group));
  if (month != NULL && *month != '\0')
    job->month = g_strdup (month);
  return job;
}

static gint64
max_bytes (ZpiEvidenceAdder *self)
{
  ZpiOrgFile *organisation = zpi_session_get_organisation (self->session);
  gint64 bytes = 0;
  ZpiDate today = zpi_clock_today ();

  if (organisation != NULL && organisation->max_document_bytes > 0)
    return organisation->max_document_bytes;
  zpi_scheme_get_integer (zpi_session_get_scheme (self->session),
                          ZPI_PARAMETER_DOCUMENT_MAX_BYTES,
                          &today,
                          &bytes);
  return bytes;
}

static void
say_problem (Job *job, ZpiIntakeProblem problem, const GError *error)
{
  g_autofree char *text = zpi_error_text_dup_intake (problem, max_bytes (job->adder));
  g_autofree char *name = job->file != NULL ? g_file_get_basename (job->file) : NULL;
  g_autofree char *shown = NULL;
  g_autofree char *whole = NULL;

  if (text == NULL && error != NULL)
    text = g_strdup (zpi_error_text_from_error (error));
  if (text == NULL) {
    zpi_evidence_group_set_problem (job->group, FALSE, NULL);
    return;
  }
  shown = g_filename_display_name (name != NULL ? name : _("Pasted picture"));
  /* Translators: the name of a file and what to do about it. */
  whole = g_strdup_printf (_("%s: %s"), shown, text);
  zpi_evidence_group_set_problem (job->group, zpi_intake_problem_is_warning (problem), whole);
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

/* After the last file: one question about all originals. */
static void
finish_round (ZpiEvidenceAdder *self)
{
  if (self->n_running > 0)
    return;
  if (self->place != NULL && self->originals->len > 0) {
    /* Only the last one: what came before stands in the list at the end of the page. */
    if (self->offer != NULL)
      adw_toast_dismiss (self->offer);
    g_set_weak_pointer (&self->offer, zpi_originals_offer_delete (self->place, self->originals));
  }
  g_ptr_array_set_size (self->originals, 0);
}

static void
count_running (Job *job, int change)
{
  job->adder->n_running += change;
  zpi_evidence_group_count_adding (job->group, change);
}

static void
job_done (Job *job, const char *item, ZpiIntakeProblem problem, const GError *error)
{
  ZpiEvidenceAdder *self = job->adder;

  count_running (job, -1);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  say_problem (job, problem, error);
  if (item != NULL) {
    if (job->replaces != NULL)
      remove_for_good (self, job->replaces);
    if (job->file != NULL)
      g_ptr_array_add (self->originals, g_object_ref (job->file));
  }
  finish_round (self);
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

static void
job_start (Job *job)
{
  ZpiEvidenceAdder *self = job->adder;

  count_running (job, 1);
  zpi_intake_file_async (self->session,
                         self->zcase,
                         job->file,
                         job->kind,
                         *job->whose != '\0' ? job->whose : NULL,
                         job->month,
                         self->cancellable,
                         file_ready_cb,
                         job);
}

/* The first file is for the month that was asked, the next ones for the other missing months. */
static void
set_target (ZpiEvidenceAdder *self,
            ZpiEvidenceGroup *group,
            const char *month,
            const char *replaces)
{
  g_set_object (&self->target, group);
  g_free (self->target_replaces);
  self->target_replaces = g_strdup (replaces);
  g_ptr_array_set_size (self->target_months, 0);
  if (month != NULL && *month != '\0')
    g_ptr_array_add (self->target_months, g_strdup (month));
  for (guint i = 0; replaces == NULL; i++) {
    g_autofree char *other = zpi_evidence_group_dup_missing_month (group, i);

    if (other == NULL)
      break;
    if (g_strcmp0 (other, month) != 0)
      g_ptr_array_add (self->target_months, g_steal_pointer (&other));
  }
}

static void
file_chosen_cb (GFile *file, gpointer object)
{
  ZpiEvidenceAdder *self = object;
  g_autofree char *month = NULL;
  Job *job;

  if (self->target == NULL)
    return;
  if (self->target_months->len > 0)
    month = g_ptr_array_steal_index (self->target_months, 0);
  job = job_new (self, self->target, file, month);
  job->replaces = g_steal_pointer (&self->target_replaces);
  job_start (job);
}

/**
 * zpi_evidence_adder_choose:
 * @group: what the files are for
 * @month: the month of the first file, or empty
 *
 * Lets the person choose files and takes them in.
 */
void
zpi_evidence_adder_choose (ZpiEvidenceAdder *self, ZpiEvidenceGroup *group, const char *month)
{
  set_target (self, group, month, NULL);
  zpi_file_dialog_open_many (GTK_WIDGET (group),
                             _("Add evidence"), ZPI_FILE_FILTER_EVIDENCE, file_chosen_cb, self);
}

/**
 * zpi_evidence_adder_add_files:
 * @group: what the files are for
 * @files: (element-type GFile): files that were dropped
 */
void
zpi_evidence_adder_add_files (ZpiEvidenceAdder *self, ZpiEvidenceGroup *group, GSList *files)
{
  g_autofree char *month = zpi_evidence_group_dup_missing_month (group, 0);

  set_target (self, group, month, NULL);
  for (GSList *l = files; l != NULL; l = l->next)
    file_chosen_cb (l->data, self);
}

/**
 * zpi_evidence_adder_replace:
 * @group: where the document is
 * @item: the document; it stays until the new one is safe
 */
void
zpi_evidence_adder_replace (ZpiEvidenceAdder *self, ZpiEvidenceGroup *group, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "month");

  set_target (self, group, zpi_case_get (self->zcase, key), item);
  zpi_file_dialog_open (GTK_WIDGET (group),
                        _("Choose the new file"), ZPI_FILE_FILTER_EVIDENCE, file_chosen_cb, self);
}

static void
texture_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  g_autoptr (GdkTexture) texture =
                 gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GBytes) png = NULL;
  ZpiEvidenceAdder *self = job->adder;

  if (texture == NULL) {
    zpi_evidence_group_set_problem (job->group,
                                    TRUE,
                                    _("There is no picture to paste. Copy a picture first."));
    return;
  }
  png = gdk_texture_save_to_png_bytes (texture);
  count_running (job, 1);
  zpi_intake_bytes_async (self->session,
                          self->zcase,
                          png,
                          _("Pasted picture"),
                             job->kind,
                             *job->whose != '\0' ? job->whose : NULL,
                             job->month,
                             self->cancellable,
                             bytes_ready_cb,
                             job);
  g_steal_pointer (&job);
}

static void
files_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GSList) files = NULL;

  if (value == NULL)
    return;
  files = gdk_file_list_get_files (g_value_get_boxed (value));
  zpi_evidence_adder_add_files (job->adder, job->group, files);
}

/**
 * zpi_evidence_adder_paste:
 * @group: what the picture or files are for
 * @clipboard: where they are
 */
void
zpi_evidence_adder_paste (ZpiEvidenceAdder *self, ZpiEvidenceGroup *group, GdkClipboard *clipboard)
{
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  g_autofree char *month = zpi_evidence_group_dup_missing_month (group, 0);
  Job *job = job_new (self, group, NULL, month);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
      gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (clipboard,
                                    GDK_TYPE_FILE_LIST,
                                    G_PRIORITY_DEFAULT,
                                    self->cancellable,
                                    files_ready_cb,
                                    job);
  else
    gdk_clipboard_read_texture_async (clipboard, self->cancellable, texture_ready_cb, job);
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
  g_clear_object (&self->target);
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

/**
 * zpi_evidence_adder_remove:
 * @item: a document
 *
 * Takes it out of the application at once, and lets the person bring it back for a while.
 */
void
zpi_evidence_adder_remove (ZpiEvidenceAdder *self, const char *item)
{
  AdwToast *toast = adw_toast_new (_("The document was removed"));
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);
  Removal *removal = g_new0 (Removal, 1);

  removal->adder = g_object_ref (self);
  removal->item = g_strdup (item);
  g_ptr_array_add (self->removals, removal);
  while (items[removal->position] != NULL && !g_str_equal (items[removal->position], item))
    removal->position++;
  adw_toast_set_button_label (toast, _("_Undo"));
  adw_toast_set_timeout (toast, 20);
  g_signal_connect_data (toast,
                         "button-clicked",
                         G_CALLBACK (undo_clicked_cb),
                         removal,
                         removal_free,
                         0);
  zpi_case_remove_item (self->zcase, ZPI_LIST_DOCUMENT, removal->item);
  if (self->place != NULL)
    zpi_message_add_toast (self->place, toast);
  else
    g_object_unref (toast);
}
