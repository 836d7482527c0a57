/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-evidence-row.h"

#include "zpi-document-slot.h"
#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-explanation.h"
#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-rules.h"
#include "zpi-ui.h"
#include "zpi-wrap-box.h"

struct _ZpiEvidenceRow {
  GtkListBoxRow parent_instance;

  ZpiCase *zcase; /* (owned) */
  char *id;
  char *name;
  char *shown; /* (nullable): what the slots show, to leave them alone when nothing changed */

  GtkWidget *words;
  GtkLabel *title;
  GtkLabel *hint;
  GtkBox *problems;
  GtkMenuButton *about;
  GtkLabel *reason;
  ZpiWrapBox *slots;
};

G_DEFINE_FINAL_TYPE (ZpiEvidenceRow, zpi_evidence_row, GTK_TYPE_LIST_BOX_ROW)

static void
zpi_evidence_row_dispose (GObject *object)
{
  g_clear_object (&ZPI_EVIDENCE_ROW (object)->zcase);
  G_OBJECT_CLASS (zpi_evidence_row_parent_class)->dispose (object);
}

static void
zpi_evidence_row_finalize (GObject *object)
{
  ZpiEvidenceRow *self = ZPI_EVIDENCE_ROW (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->shown);
  G_OBJECT_CLASS (zpi_evidence_row_parent_class)->finalize (object);
}

static void
zpi_evidence_row_class_init (ZpiEvidenceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = zpi_evidence_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_evidence_row_finalize;
  widget_class->focus = zpi_ui_focus_in_row;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-evidence-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidenceRow, words);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidenceRow, title);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidenceRow, hint);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidenceRow, problems);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidenceRow, about);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidenceRow, reason);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidenceRow, slots);
}

static void
zpi_evidence_row_init (ZpiEvidenceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * zpi_evidence_row_new:
 * @zcase: the case
 * @words: makes the words of all rows as wide as the widest
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
zpi_evidence_row_new (ZpiCase *zcase, GtkSizeGroup *words)
{
  ZpiEvidenceRow *self = g_object_new (ZPI_TYPE_EVIDENCE_ROW, NULL);

  self->zcase = g_object_ref (zcase);
  self->id = g_strdup ("");
  self->name = g_strdup ("");
  gtk_size_group_add_widget (words, self->words);
  return GTK_WIDGET (self);
}

static void
append_slot (ZpiEvidenceRow *self, GtkWidget *slot)
{
  gtk_widget_set_valign (slot, GTK_ALIGN_CENTER);
  zpi_wrap_box_append (self->slots, slot);
}

static void
add_choice (GMenu *menu, const char *label, const char *action, const char *document)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", document);
  g_menu_append_item (menu, item);
}

/* Its menu is in sight: a right click or a key is found by nobody. */
static GtkWidget *
new_menu_button (ZpiEvidenceRow *self, const ZpiScheme *scheme, const char *item)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *what = zpi_evidence_text_dup_document (self->zcase, scheme, item);
  g_autofree char *label = g_strdup_printf (_ ("More for: %s"), what);

  add_choice (menu, _ ("_Move to…"), "evidence.move", item);
  add_choice (menu, _ ("_Replace…"), "adder.replace", item);
  add_choice (menu, _ ("Re_move"), "adder.remove", item);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  zpi_ui_name (button, label);
  return button;
}

/* As much room as the menu of what will be there: what stands beside it stays where it is. */
static GtkWidget *
new_menu_room (void)
{
  return g_object_new (GTK_TYPE_IMAGE,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_PRESENTATION,
                       "icon-name",
                       "view-more-symbolic",
                       "opacity",
                       0.0,
                       "margin-start",
                       3,
                       "margin-end",
                       9,
                       NULL);
}

static void
add_document (ZpiEvidenceRow *self, const ZpiScheme *scheme, const char *item, const char *month)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "month");
  const char *own = zpi_case_get (self->zcase, key);
  g_autofree char *label = zpi_rules_dup_month_title (*own != '\0' ? own : month);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), zpi_document_slot_new (self->zcase, scheme, item, label));
  gtk_box_append (GTK_BOX (box), new_menu_button (self, scheme, item));
  append_slot (self, box);
}

static void
add_open (ZpiEvidenceRow *self, const char *month, const char *text)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *words = gtk_label_new (text);
  g_autofree char *label = NULL;
  g_autofree char *words_amid = zpi_rules_dup_month (month);

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_box_append (GTK_BOX (box), words);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "evidence.add");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(ss)", self->id, month);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "zpi-slot");
  gtk_widget_add_css_class (button, "zpi-slot-open");
  /* Translators: for assistive technology: what to add, and which month of it. */
  label = g_strdup_printf (_ ("Add %s: %s"), self->name, words_amid != NULL ? words_amid : text);
  zpi_ui_name (button, label);
  /* As wide as once there is a document in it: the months stand below each other. */
  if (words_amid != NULL)
    gtk_box_append (GTK_BOX (box), new_menu_room ());
  append_slot (self, button);
}

static void
add_slots (ZpiEvidenceRow *self, const ZpiScheme *scheme, const ZpiEvidence *evidence)
{
  for (guint i = 0; i < evidence->satisfied_by->len; i++) {
    const char *item = g_ptr_array_index (evidence->satisfied_by, i);
    gboolean has_month = i < evidence->months->len;
    g_autofree char *month =
        has_month ? zpi_evidence_text_month_id (g_array_index (evidence->months, int, i))
                  : g_strdup ("");
    g_autofree char *title = has_month ? zpi_rules_dup_month_title (month) : NULL;

    if (item != NULL)
      add_document (self, scheme, item, month);
    else
      add_open (self, month, title != NULL ? title : _ ("Choose a file…"));
  }
}

/* Everything the slots depend on, in one text. */
static char *
dup_signature (ZpiEvidenceRow *self, const ZpiEvidence *evidence, const GPtrArray *extra)
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
  g_string_append (all, self->name);
  return g_string_free (all, FALSE);
}

/* (transfer full): what a mark means stands where the mark is */
static char *
dup_reason (const ZpiEvidence *evidence)
{
  g_autoptr (GPtrArray) alone = g_ptr_array_new ();
  g_autofree char *reason = zpi_evidence_text_dup_reason (evidence);
  const char *note;

  g_ptr_array_add (alone, (gpointer) evidence);
  note = zpi_evidence_text_get_mark_note (alone);
  return note != NULL ? g_strdup_printf ("%s\n%s", reason, note) : g_steal_pointer (&reason);
}

static void
show_texts (ZpiEvidenceRow *self, const ZpiEvidence *evidence)
{
  g_autofree char *name = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *about = NULL;

  if (evidence == NULL) {
    name = g_strdup (_ ("Other documents"));
    reason = g_strdup (_ ("Something else that helps the municipality to decide."));
  } else {
    name = zpi_explanation_render_step (evidence->piece, zpi_ui_language ());
    reason = dup_reason (evidence);
  }
  g_free (self->name);
  self->name = g_steal_pointer (&name);
  gtk_label_set_label (self->title, self->name);
  gtk_label_set_label (self->reason, reason);
  gtk_widget_set_visible (GTK_WIDGET (self->hint),
                          evidence != NULL && !evidence->required_to_decide);
  /* Translators: for assistive technology; the blank is "Pay slips of Willem". */
  about = g_strdup_printf (_ ("About: %s"), self->name);
  zpi_ui_name (GTK_WIDGET (self->about), about);
}

static GtkWidget *
new_again_button (const char *item, const char *name)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Take again…"));
  /* Translators: for assistive technology; the blank is the name of a file. */
  g_autofree char *label = g_strdup_printf (_ ("Take again: %s"), name);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "adder.replace");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", item);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  zpi_ui_name (button, label);
  return button;
}

static void
add_problem (ZpiEvidenceRow *self, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "problem");
  ZpiIntakeProblem problem = zpi_intake_problem_from_nick (zpi_case_get (self->zcase, key));
  g_autofree char *words = zpi_error_text_dup_intake (problem, 0);
  g_autofree char *name = zpi_evidence_text_dup_file_name (self->zcase, item);
  g_autofree char *text = NULL;
  GtkWidget *box;
  GtkWidget *label;

  if (words == NULL)
    return;
  text = g_strdup_printf ("%s: %s", name, words);
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), new_again_button (item, name));
  gtk_box_append (self->problems, box);
}

/* What is wrong with a document stays with it, until it is made again. */
static void
show_problems (ZpiEvidenceRow *self, const ZpiEvidence *evidence, const GPtrArray *extra)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->problems))) != NULL)
    gtk_box_remove (self->problems, child);
  for (guint i = 0; evidence != NULL && i < evidence->satisfied_by->len; i++)
    if (evidence->satisfied_by->pdata[i] != NULL)
      add_problem (self, evidence->satisfied_by->pdata[i]);
  for (guint i = 0; i < extra->len; i++)
    add_problem (self, extra->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->problems),
                          gtk_widget_get_first_child (GTK_WIDGET (self->problems)) != NULL);
}

/**
 * zpi_evidence_row_show:
 * @scheme: the rules the case was started under
 * @evidence: (nullable): what is asked; %NULL for documents that nothing asks
 * @extra: (element-type utf8): documents of this kind beyond what is asked
 */
void
zpi_evidence_row_show (ZpiEvidenceRow *self,
                       const ZpiScheme *scheme,
                       const ZpiEvidence *evidence,
                       const GPtrArray *extra)
{
  g_autofree char *signature = NULL;
  gboolean had_focus;

  g_return_if_fail (ZPI_IS_EVIDENCE_ROW (self));

  g_free (self->id);
  self->id = g_strdup (evidence != NULL ? evidence->id : "");
  show_texts (self, evidence);
  signature = dup_signature (self, evidence, extra);
  if (g_strcmp0 (signature, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&signature);
  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  zpi_wrap_box_clear (self->slots);
  show_problems (self, evidence, extra);
  if (evidence != NULL)
    add_slots (self, scheme, evidence);
  for (guint i = 0; i < extra->len; i++)
    add_document (self, scheme, extra->pdata[i], "");
  if (evidence == NULL)
    add_open (self, "", _ ("Choose a file…"));
  if (had_focus)
    gtk_widget_child_focus (GTK_WIDGET (self->slots), GTK_DIR_TAB_FORWARD);
}

/**
 * zpi_evidence_row_get_id:
 *
 * Returns: the id of what is asked; empty for other documents
 */
const char *
zpi_evidence_row_get_id (ZpiEvidenceRow *self)
{
  return self->id;
}

/**
 * zpi_evidence_row_focus_document:
 * @item: a document
 *
 * Returns: %FALSE when it is not in this row
 */
gboolean
zpi_evidence_row_focus_document (ZpiEvidenceRow *self, const char *item)
{
  GtkWidget *box;

  for (box = gtk_widget_get_first_child (GTK_WIDGET (self->slots)); box != NULL;
       box = gtk_widget_get_next_sibling (box)) {
    GtkWidget *slot = gtk_widget_get_first_child (box);

    if (ZPI_IS_DOCUMENT_SLOT (slot) &&
        g_str_equal (zpi_document_slot_get_item (ZPI_DOCUMENT_SLOT (slot)), item))
      return gtk_widget_grab_focus (slot);
  }
  return FALSE;
}
