/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-evidence-group.h"

#include "zpi-document-row.h"
#include "zpi-evidence-text.h"
#include "zpi-explanation.h"
#include "zpi-field-feedback.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-notice.h"
#include "zpi-rules.h"
#include "zpi-spinner.h"
#include "zpi-ui.h"

struct _ZpiEvidenceGroup {
  AdwBin parent_instance;

  ZpiSession *session; /* (owned) (nullable) */
  ZpiCase *zcase;      /* (owned) */
  char *id;
  char *kind;
  char *whose;
  GArray *missing; /* (element-type int): months */
  gboolean complete;
  int n_adding;
  char *shown; /* (nullable): what the rows show, to leave them alone when nothing changed */

  AdwPreferencesGroup *group;
  GPtrArray *rows; /* (element-type GtkWidget), unowned: in the group */
  GtkWidget *adding_row;
  GtkLabel *adding_label;
  ZpiNotice *notice;
  GtkWidget *more_button;
};

enum {
  SIGNAL_ADD_CLICKED,
  SIGNAL_FILES_DROPPED,
  SIGNAL_REPLACE_CLICKED,
  SIGNAL_REMOVE_CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiEvidenceGroup, zpi_evidence_group, ADW_TYPE_BIN)

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_ADD_CLICKED], 0, g_variant_get_string (parameter, NULL));
}

static void
more_clicked_cb (ZpiEvidenceGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_ADD_CLICKED], 0, "");
}

static gboolean
drop_cb (ZpiEvidenceGroup *self, const GValue *value)
{
  g_signal_emit (self, signals[SIGNAL_FILES_DROPPED], 0, g_value_get_boxed (value));
  return TRUE;
}

static void
replace_clicked_cb (ZpiEvidenceGroup *self, ZpiDocumentRow *row)
{
  g_signal_emit (self, signals[SIGNAL_REPLACE_CLICKED], 0, zpi_document_row_get_item (row));
}

static void
remove_clicked_cb (ZpiEvidenceGroup *self, ZpiDocumentRow *row)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE_CLICKED], 0, zpi_document_row_get_item (row));
}

static void
zpi_evidence_group_dispose (GObject *object)
{
  ZpiEvidenceGroup *self = ZPI_EVIDENCE_GROUP (object);

  g_clear_object (&self->session);
  g_clear_object (&self->zcase);
  G_OBJECT_CLASS (zpi_evidence_group_parent_class)->dispose (object);
}

static void
zpi_evidence_group_finalize (GObject *object)
{
  ZpiEvidenceGroup *self = ZPI_EVIDENCE_GROUP (object);

  g_free (self->id);
  g_free (self->kind);
  g_free (self->whose);
  g_free (self->shown);
  g_array_unref (self->missing);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (zpi_evidence_group_parent_class)->finalize (object);
}

static guint
new_signal (const char *name, GType type)
{
  return g_signal_new (name,
                       ZPI_TYPE_EVIDENCE_GROUP,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       type);
}

static void
zpi_evidence_group_class_init (ZpiEvidenceGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_evidence_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_evidence_group_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "evidence.add", "s", add_action);
  signals[SIGNAL_ADD_CLICKED] = new_signal ("add-clicked", G_TYPE_STRING);
  signals[SIGNAL_FILES_DROPPED] = new_signal ("files-dropped", GDK_TYPE_FILE_LIST);
  signals[SIGNAL_REPLACE_CLICKED] = new_signal ("replace-clicked", G_TYPE_STRING);
  signals[SIGNAL_REMOVE_CLICKED] = new_signal ("remove-clicked", G_TYPE_STRING);
}

static GtkWidget *
new_adding_row (ZpiEvidenceGroup *self)
{
  GtkWidget *row = adw_action_row_new ();

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), zpi_spinner_new ());
  gtk_widget_set_visible (row, FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
zpi_evidence_group_init (ZpiEvidenceGroup *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->missing = g_array_new (FALSE, FALSE, sizeof (int));
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (zpi_group_new (_("Document"), NULL));
  self->notice = ZPI_NOTICE (zpi_notice_new (ZPI_NOTICE_WARNING, NULL));
  self->adding_row = new_adding_row (self);
  self->more_button = gtk_button_new_with_label (_("Add another file"));
  gtk_widget_add_css_class (self->more_button, "flat");
  gtk_widget_set_halign (self->more_button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->more_button, 6);
  gtk_widget_set_margin_top (GTK_WIDGET (self->notice), 6);
  adw_preferences_group_add (self->group, self->adding_row);
  adw_preferences_group_add (self->group, GTK_WIDGET (self->notice));
  adw_preferences_group_add (self->group, self->more_button);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
  g_signal_connect_swapped (self->more_button, "clicked", G_CALLBACK (more_clicked_cb), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * zpi_evidence_group_new:
 * @session: (nullable): without one documents cannot be seen
 * @zcase: the case
 *
 * Returns: (transfer floating): a group that shows nothing yet
 */
GtkWidget *
zpi_evidence_group_new (ZpiSession *session, ZpiCase *zcase)
{
  ZpiEvidenceGroup *self = g_object_new (ZPI_TYPE_EVIDENCE_GROUP, NULL);

  g_set_object (&self->session, session);
  g_set_object (&self->zcase, zcase);
  return GTK_WIDGET (self);
}

static void
add_document (ZpiEvidenceGroup *self, const ZpiScheme *scheme, const char *item)
{
  GtkWidget *row = zpi_document_row_new (self->session, self->zcase, scheme, item);

  g_signal_connect_swapped (row, "replace-clicked", G_CALLBACK (replace_clicked_cb), self);
  g_signal_connect_swapped (row, "remove-clicked", G_CALLBACK (remove_clicked_cb), self);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (self->group, row);
}

static void
add_missing (ZpiEvidenceGroup *self, const char *title, const char *month, gboolean required)
{
  GtkWidget *row =
      zpi_plain_row_new (title, required ? _("Still missing") : _("Not needed, but it helps"));
  GtkWidget *button = gtk_button_new_with_label (_("Add…"));
  g_autofree char *label = NULL;
  const char *name = adw_preferences_group_get_title (self->group);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "evidence.add");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", month);
  /* Translators: for assistive technology: what to add, and which month of it. */
  label = g_strdup_printf (_("Add %s: %s"), name, title);
  zpi_plain_row_add_button (ZPI_PLAIN_ROW (row), button, label);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (self->group, row);
}

static void
add_slots (ZpiEvidenceGroup *self, const ZpiScheme *scheme, const ZpiEvidence *evidence)
{
  for (guint i = 0; i < evidence->satisfied_by->len; i++) {
    const char *item = g_ptr_array_index (evidence->satisfied_by, i);

    if (item != NULL) {
      add_document (self, scheme, item);
    } else if (i < evidence->months->len) {
      int month = g_array_index (evidence->months, int, i);
      g_autofree char *id = zpi_evidence_text_month_id (month);
      g_autofree char *title = zpi_rules_dup_month_title (id);

      add_missing (self, title, id, evidence->required_to_decide);
    } else {
      add_missing (self, _("No file yet"), "", evidence->required_to_decide);
    }
  }
  if (evidence->satisfied_by->len == 0 && !evidence->complete)
    add_missing (self, _("No file yet"), "", evidence->required_to_decide);
}

/* Everything the rows depend on, in one text. */
static char *
dup_signature (const ZpiEvidence *evidence, const GPtrArray *extra)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; evidence != NULL && i < evidence->satisfied_by->len; i++) {
    const char *item = g_ptr_array_index (evidence->satisfied_by, i);

    g_string_append_printf (all, "%s;", item != NULL ? item : "-");
  }
  for (guint i = 0; evidence != NULL && i < evidence->months->len; i++)
    g_string_append_printf (all, "%d;", g_array_index (evidence->months, int, i));
  for (guint i = 0; i < extra->len; i++)
    g_string_append_printf (all, "+%s;", (const char *) g_ptr_array_index (extra, i));
  return g_string_free (all, FALSE);
}

static void
show_texts (ZpiEvidenceGroup *self, const ZpiEvidence *evidence)
{
  g_autofree char *title = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *safe_title = NULL;
  g_autofree char *safe_reason = NULL;

  if (evidence == NULL) {
    title = g_strdup (_("Other documents"));
    reason = g_strdup (_("Something else that helps the municipality to decide."));
  } else {
    title = zpi_explanation_render_step (evidence->title, zpi_ui_language ());
    reason = zpi_evidence_text_dup_reason (evidence);
  }
  safe_title = g_markup_escape_text (title, -1);
  safe_reason = g_markup_escape_text (reason, -1);
  adw_preferences_group_set_title (self->group, safe_title);
  adw_preferences_group_set_description (self->group, safe_reason);
}

static void
keep_facts (ZpiEvidenceGroup *self, const ZpiEvidence *evidence)
{
  g_free (self->id);
  g_free (self->kind);
  g_free (self->whose);
  self->id = g_strdup (evidence != NULL ? evidence->id : "");
  self->kind = g_strdup (evidence != NULL ? evidence->kind : "overig");
  self->whose = g_strdup (evidence != NULL ? evidence->whose : "");
  self->complete = evidence == NULL || evidence->complete;
  g_array_set_size (self->missing, 0);
  if (evidence != NULL && evidence->missing_months->len > 0)
    g_array_append_vals (self->missing,
                         evidence->missing_months->data,
                         evidence->missing_months->len);
}

/**
 * zpi_evidence_group_show:
 * @scheme: the rules the case was started under
 * @evidence: (nullable): what is asked; %NULL for documents that nothing asks
 * @extra: (element-type utf8): documents of this kind beyond what is asked
 */
void
zpi_evidence_group_show (ZpiEvidenceGroup *self,
                         const ZpiScheme *scheme,
                         const ZpiEvidence *evidence,
                         const GPtrArray *extra)
{
  g_autofree char *signature = dup_signature (evidence, extra);
  gboolean had_focus;

  g_return_if_fail (ZPI_IS_EVIDENCE_GROUP (self));

  show_texts (self, evidence);
  keep_facts (self, evidence);
  if (g_strcmp0 (signature, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&signature);
  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  if (evidence != NULL)
    add_slots (self, scheme, evidence);
  for (guint i = 0; i < extra->len; i++)
    add_document (self, scheme, g_ptr_array_index (extra, i));
  gtk_button_set_label (GTK_BUTTON (self->more_button),
                        evidence != NULL
                        ? _("Add another file")
                        : _("Add a file…"));
  gtk_widget_set_visible (self->more_button, self->complete);
  if (had_focus)
    zpi_evidence_group_focus (self);
}

/**
 * zpi_evidence_group_count_adding:
 * @change: how many files more, or less, are on their way
 */
void
zpi_evidence_group_count_adding (ZpiEvidenceGroup *self, int change)
{
  g_autofree char *text = NULL;

  g_return_if_fail (ZPI_IS_EVIDENCE_GROUP (self));

  self->n_adding += change;
  text = g_strdup_printf (ngettext ("Adding %d file…", "Adding %d files…", self->n_adding),
                          self->n_adding);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->adding_row), text);
  gtk_widget_set_visible (self->adding_row, self->n_adding > 0);
}

/**
 * zpi_evidence_group_set_problem:
 * @warning: the file was added all the same
 * @text: (nullable): what to do about a file
 */
void
zpi_evidence_group_set_problem (ZpiEvidenceGroup *self, gboolean warning, const char *text)
{
  g_return_if_fail (ZPI_IS_EVIDENCE_GROUP (self));

  zpi_notice_set (self->notice, warning ? ZPI_NOTICE_INFO : ZPI_NOTICE_WARNING, text);
  if (text != NULL)
    zpi_field_feedback_announce (GTK_WIDGET (self->notice), text);
}

/**
 * zpi_evidence_group_get_id:
 *
 * Returns: the id of what is asked; empty for other documents
 */
const char *
zpi_evidence_group_get_id (ZpiEvidenceGroup *self)
{
  return self->id;
}

/**
 * zpi_evidence_group_get_kind:
 *
 * Returns: the document kind
 */
const char *
zpi_evidence_group_get_kind (ZpiEvidenceGroup *self)
{
  return self->kind;
}

/**
 * zpi_evidence_group_get_whose:
 *
 * Returns: whose it is, or empty
 */
const char *
zpi_evidence_group_get_whose (ZpiEvidenceGroup *self)
{
  return self->whose;
}

/**
 * zpi_evidence_group_dup_missing_month:
 * @n: which of the missing months, from 0
 *
 * Returns: (transfer full) (nullable): the month, "2025-10"
 */
char *
zpi_evidence_group_dup_missing_month (ZpiEvidenceGroup *self, guint n)
{
  if (n >= self->missing->len)
    return NULL;
  return zpi_evidence_text_month_id (g_array_index (self->missing, int, n));
}

/**
 * zpi_evidence_group_is_complete:
 *
 * Returns: whether nothing is missing
 */
gboolean
zpi_evidence_group_is_complete (ZpiEvidenceGroup *self)
{
  return self->complete;
}

/**
 * zpi_evidence_group_focus:
 *
 * Moves the focus into the group, after its rows changed.
 */
void
zpi_evidence_group_focus (ZpiEvidenceGroup *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
