/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-evidence-adder-private.h"

#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-field.h"
#include "zpi-file-dialog.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-paste.h"

/* How many names are said of what was given a place. */
#define MAX_PLACED_LINES 4

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
  g_clear_weak_pointer (&self->offered);
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

void
_zpi_evidence_adder_changed (ZpiEvidenceAdder *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
problem_free (gpointer data)
{
  ZpiEvidenceProblem *problem = data;

  g_free (problem->item);
  g_free (problem->text);
  g_free (problem);
}

static void
zpi_evidence_adder_init (ZpiEvidenceAdder *self)
{
  self->cancellable = g_cancellable_new ();
  self->removals = g_ptr_array_new ();
  self->running = g_ptr_array_new ();
  self->problems = g_ptr_array_new_with_free_func (problem_free);
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
replace_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  zpi_evidence_adder_replace (user_data, g_variant_get_string (parameter, NULL));
}

static void
remove_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  zpi_evidence_adder_remove (user_data, g_variant_get_string (parameter, NULL));
}

/**
 * zpi_evidence_adder_offer:
 * @page: a widget around the documents
 *
 * Rows and slots in @page ask for `adder.replace` and `adder.remove` (s: the document), until
 * [method@EvidenceAdder.stop].
 */
void
zpi_evidence_adder_offer (ZpiEvidenceAdder *self, GtkWidget *page)
{
  static const GActionEntry entries[] = {
      {.name = "replace", .activate = replace_action, .parameter_type = "s"},
      {.name = "remove", .activate = remove_action, .parameter_type = "s"},
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_return_if_fail (ZPI_IS_EVIDENCE_ADDER (self));
  g_return_if_fail (GTK_IS_WIDGET (page));

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  g_set_weak_pointer (&self->offered, page);
  gtk_widget_insert_action_group (page, "adder", G_ACTION_GROUP (group));
}

static void
remember_job (ZpiEvidenceAdder *self, ZpiEvidenceJob *job)
{
  job->dropped =
      zpi_intake_remember_file (self->zcase, job->file, job->id, job->kind, job->whose, job->month);
}

static char *
dup_dropped (ZpiEvidenceAdder *self, const char *item, const char *field)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DROPPED, item, field);

  return g_strdup (_zpi_evidence_adder_empty_as_null (zpi_case_get (self->zcase, key)));
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
    ZpiEvidenceJob *job;

    if (file == NULL) {
      zpi_case_remove_item (self->zcase, ZPI_LIST_DROPPED, items[i]);
      continue;
    }
    job = _zpi_evidence_adder_job_new (self, file);
    job->dropped = g_strdup (items[i]);
    job->id = dup_dropped (self, items[i], "place");
    job->kind = dup_dropped (self, items[i], "kind");
    job->whose = dup_dropped (self, items[i], "whose");
    job->month = dup_dropped (self, items[i], "month");
    _zpi_evidence_adder_add_job (self, job);
  }
  if (items[0] != NULL)
    _zpi_evidence_adder_start_next (self);
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
  self->target.whose = g_strdup (_zpi_evidence_adder_empty_as_null (evidence->whose));
  if (_zpi_evidence_adder_empty_as_null (month) != NULL)
    g_ptr_array_add (self->target.months, g_strdup (month));
  for (guint i = 0; i < evidence->missing_months->len; i++) {
    g_autofree char *other =
        zpi_evidence_text_month_id (g_array_index (evidence->missing_months, int, i));

    if (g_strcmp0 (other, month) != 0)
      g_ptr_array_add (self->target.months, g_steal_pointer (&other));
  }
}

static void
aim (ZpiEvidenceAdder *self, ZpiEvidenceJob *job)
{
  if (self->target.kind == NULL) {
    _zpi_evidence_adder_propose (self, job);
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
  ZpiEvidenceJob *job;

  if (self->place == NULL)
    return;
  job = _zpi_evidence_adder_job_new (self, file);
  aim (self, job);
  if (job->replaces == NULL)
    remember_job (self, job);
  _zpi_evidence_adder_add_job (self, job);
  _zpi_evidence_adder_start_next (self);
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

/**
 * zpi_evidence_adder_add_as:
 * @file: a file that was chosen or dropped
 * @kind: (nullable): what it is; %NULL when nobody can say yet
 * @whose: (nullable): whose it is
 * @month: (nullable): yyyy-mm
 *
 * Takes in a file of which the page knows what it is for.
 */
void
zpi_evidence_adder_add_as (ZpiEvidenceAdder *self,
                           GFile *file,
                           const char *kind,
                           const char *whose,
                           const char *month)
{
  ZpiEvidenceJob *job;

  g_return_if_fail (ZPI_IS_EVIDENCE_ADDER (self));
  g_return_if_fail (G_IS_FILE (file));

  job = _zpi_evidence_adder_job_new (self, file);
  job->kind = g_strdup (_zpi_evidence_adder_empty_as_null (kind));
  job->whose = g_strdup (_zpi_evidence_adder_empty_as_null (whose));
  job->month = g_strdup (_zpi_evidence_adder_empty_as_null (month));
  remember_job (self, job);
  _zpi_evidence_adder_add_job (self, job);
  _zpi_evidence_adder_start_next (self);
}

static void
aim_at (ZpiEvidenceAdder *self, const char *item)
{
  char *month = _zpi_evidence_adder_dup_answer (self, item, "month");

  set_target (self, NULL, NULL);
  self->target.id = _zpi_evidence_adder_dup_answer (self, item, "place");
  self->target.kind = _zpi_evidence_adder_dup_answer (self, item, "kind");
  self->target.whose = _zpi_evidence_adder_dup_answer (self, item, "whose");
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
    _zpi_evidence_adder_set_field (self, item, fields[i], "");
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

  _zpi_evidence_adder_set_field (self, item, "place", evidence != NULL ? evidence->id : "");
  _zpi_evidence_adder_set_field (self, item, "whose", evidence != NULL ? evidence->whose : "");
  _zpi_evidence_adder_set_field (self, item, "month", month);
  _zpi_evidence_adder_set_field (self,
                                 item,
                                 "kind",
                                 evidence != NULL ? evidence->kind : ZPI_OTHER_DOCUMENT);
}

static void
picture_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiEvidenceAdder) self = user_data;
  g_autoptr (GBytes) content = zpi_paste_read_picture_finish (GDK_CLIPBOARD (source), result);
  ZpiEvidenceJob *job;

  if (self->place == NULL)
    return;
  if (content == NULL) {
    _zpi_evidence_adder_add_problem (self,
                                     NULL,
                                     g_strdup (_ (
                                         "There is no picture to paste. Copy a picture first.")));
    _zpi_evidence_adder_changed (self);
    return;
  }
  job = _zpi_evidence_adder_job_new (self, NULL);
  job->content = g_steal_pointer (&content);
  _zpi_evidence_adder_add_job (self, job);
  _zpi_evidence_adder_start_next (self);
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
  _zpi_evidence_adder_clear_problems (self);
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

/**
 * zpi_evidence_adder_leave_to_rows:
 *
 * What is wrong with a document that came in all the same is said by its row: see
 * [class@DocumentRow].
 */
void
zpi_evidence_adder_leave_to_rows (ZpiEvidenceAdder *self)
{
  g_return_if_fail (ZPI_IS_EVIDENCE_ADDER (self));

  self->rows_tell = TRUE;
}

/**
 * zpi_evidence_adder_dup_problems:
 *
 * Returns: (transfer full) (nullable): what to do about files of the last round
 */
char *
zpi_evidence_adder_dup_problems (ZpiEvidenceAdder *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) items = NULL;
  g_autofree char *too_many = NULL;

  g_return_val_if_fail (ZPI_IS_EVIDENCE_ADDER (self), NULL);

  items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);
  for (guint i = 0; i < self->problems->len; i++) {
    const ZpiEvidenceProblem *problem = self->problems->pdata[i];

    if (problem->item == NULL || g_strv_contains ((const char *const *) items, problem->item))
      g_ptr_array_add (lines, g_strdup (problem->text));
  }
  if (self->left_out->len > 0) {
    too_many =
        zpi_error_text_dup_not_taken_in (self->session, self->zcase, ZPI_INTAKE_TOO_MANY, NULL);
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
