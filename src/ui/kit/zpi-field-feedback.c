/* SPDX-License-Identifier: EUPL-1.2 */

/* Measured on Debian 12 (GTK 4.8.3): assistive technology there hears only DESCRIBED_BY and
 * DESCRIPTION. ERROR_MESSAGE crashes it, so it exists here for GTK 4.18 and later only. */

#include "zpi-field-feedback.h"

#include "zpi-announce.h"
#include "zpi-press.h"
#include "zpi-text-row.h"
#include "zpi-ui.h"

struct _ZpiFieldFeedback {
  GtkListBoxRow parent_instance;

  GtkWidget *row;      /* (unowned) (nullable): weak */
  GtkWidget *question; /* (unowned) (nullable): in row, whose buttons are answers */
  ZpiCheckSeverity severity;
  gboolean answered;

  GtkLabel *echo_label;
  GtkLabel *help_label;
  GtkWidget *problem_box;
  GtkImage *problem_icon;
  GtkLabel *problem_label;
};

G_DEFINE_FINAL_TYPE (ZpiFieldFeedback, zpi_field_feedback, GTK_TYPE_LIST_BOX_ROW)

static gboolean
has_text (GtkLabel *label)
{
  return *gtk_label_get_label (label) != '\0';
}

/* Help is for who has not answered yet, or is answering: then what was understood takes its place.
 */
static gboolean
needs_help (ZpiFieldFeedback *self)
{
  if (!has_text (self->help_label))
    return FALSE;
  if (!ZPI_IS_TEXT_ROW (self->row) || !self->answered)
    return TRUE;
  return !has_text (self->echo_label) &&
         (gtk_widget_get_state_flags (self->row) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/* The row shows its bottom line only when nothing follows that belongs to it. */
static void
update_visible (ZpiFieldFeedback *self)
{
  gboolean helps = self->row != NULL && needs_help (self);
  gboolean visible = self->row != NULL && gtk_widget_get_visible (self->row) &&
                     (has_text (self->echo_label) || helps || has_text (self->problem_label));

  gtk_widget_set_visible (GTK_WIDGET (self->help_label), helps);
  gtk_widget_set_visible (GTK_WIDGET (self), visible);
  if (self->row == NULL)
    return;
  if (visible)
    gtk_widget_add_css_class (self->row, "zpi-has-feedback");
  else
    gtk_widget_remove_css_class (self->row, "zpi-has-feedback");
}

/* Of buttons that are answers the question is described too: each has only its answer as name. */
static void
describe_button (ZpiFieldFeedback *self, GtkAccessible *button)
{
  if (self->severity == ZPI_SEVERITY_OK)
    gtk_accessible_update_relation (button,
                                    GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                    self->question,
                                    NULL,
                                    -1);
  else
    gtk_accessible_update_relation (button,
                                    GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                    self->question,
                                    self->problem_label,
                                    NULL,
                                    -1);
}

static void
describe (ZpiFieldFeedback *self, GtkAccessible *accessible)
{
  gboolean invalid = self->severity == ZPI_SEVERITY_ERROR;

  if (self->severity == ZPI_SEVERITY_OK && !has_text (self->help_label))
    gtk_accessible_reset_relation (accessible, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  else if (self->severity == ZPI_SEVERITY_OK)
    gtk_accessible_update_relation (accessible,
                                    GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                    self->help_label,
                                    NULL,
                                    -1);
  else
    gtk_accessible_update_relation (accessible,
                                    GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                    self->problem_label,
                                    self->help_label,
                                    NULL,
                                    -1);
  zpi_announce_invalid (accessible, invalid);
#if GTK_CHECK_VERSION(4, 18, 0)
  if (invalid)
    gtk_accessible_update_relation (accessible,
                                    GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE,
                                    self->problem_label,
                                    NULL,
                                    -1);
  else
    gtk_accessible_reset_relation (accessible, GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
#endif
}

static void
describe_below (ZpiFieldFeedback *self, GtkWidget *widget)
{
  if (GTK_IS_CHECK_BUTTON (widget) && self->question != NULL)
    describe_button (self, GTK_ACCESSIBLE (widget));
  else if (GTK_IS_SWITCH (widget))
    describe (self, GTK_ACCESSIBLE (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    describe_below (self, child);
}

/* What has the focus is what has to be described: in a row the entry, the buttons or the switch. */
static void
describe_row (ZpiFieldFeedback *self)
{
  if (self->row == NULL)
    return;
  if (ZPI_IS_TEXT_ROW (self->row))
    describe (self, GTK_ACCESSIBLE (zpi_text_row_get_entry (ZPI_TEXT_ROW (self->row))));
  else
    describe (self, GTK_ACCESSIBLE (self->row));
  describe_below (self, self->row);
}

static void
visible_cb (gpointer self)
{
  update_visible (self);
}

static void
row_changed_cb (ZpiFieldFeedback *self)
{
  zpi_press_wait (self, visible_cb);
}

/* A list asks only the next row for the focus, so this one passes it on. */
static gboolean
zpi_field_feedback_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean back = direction == GTK_DIR_UP || direction == GTK_DIR_TAB_BACKWARD;
  GtkWidget *other = widget;

  do
    other = back ? gtk_widget_get_prev_sibling (other) : gtk_widget_get_next_sibling (other);
  while (other != NULL && !gtk_widget_get_visible (other));
  return other != NULL && gtk_widget_child_focus (other, direction);
}

static void
zpi_field_feedback_dispose (GObject *object)
{
  ZpiFieldFeedback *self = ZPI_FIELD_FEEDBACK (object);

  g_clear_weak_pointer (&self->row);
  G_OBJECT_CLASS (zpi_field_feedback_parent_class)->dispose (object);
}

static void
zpi_field_feedback_class_init (ZpiFieldFeedbackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zpi_field_feedback_dispose;
  widget_class->focus = zpi_field_feedback_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-field-feedback.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiFieldFeedback, echo_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiFieldFeedback, help_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiFieldFeedback, problem_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiFieldFeedback, problem_icon);
  gtk_widget_class_bind_template_child (widget_class, ZpiFieldFeedback, problem_label);
}

static void
zpi_field_feedback_init (ZpiFieldFeedback *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * zpi_field_feedback_new:
 * @row: the question it belongs to
 *
 * Returns: (transfer floating): what stands below @row, empty
 */
ZpiFieldFeedback *
zpi_field_feedback_new (GtkWidget *row)
{
  ZpiFieldFeedback *self = g_object_new (ZPI_TYPE_FIELD_FEEDBACK, NULL);

  g_set_weak_pointer (&self->row, row);
  g_signal_connect_object (row,
                           "notify::visible",
                           G_CALLBACK (row_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row,
                           "state-flags-changed",
                           G_CALLBACK (row_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * zpi_field_feedback_set_question:
 * @question: the label of the question, in the row
 *
 * The row's buttons are its answers: they have the focus, and are described by @question and by
 * what is wrong. Once they are there, and again when others come.
 */
void
zpi_field_feedback_set_question (ZpiFieldFeedback *self, GtkWidget *question)
{
  g_return_if_fail (ZPI_IS_FIELD_FEEDBACK (self));
  g_return_if_fail (GTK_IS_LABEL (question));

  self->question = question;
  describe_row (self);
}

/**
 * zpi_field_feedback_place:
 *
 * Puts it directly below its row, once the row is in a list.
 */
void
zpi_field_feedback_place (ZpiFieldFeedback *self)
{
  GtkWidget *list;

  g_return_if_fail (ZPI_IS_FIELD_FEEDBACK (self));

  list = self->row != NULL ? gtk_widget_get_parent (self->row) : NULL;
  if (!GTK_IS_LIST_BOX (list) || gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    return;
  gtk_list_box_insert (GTK_LIST_BOX (list),
                       GTK_WIDGET (self),
                       gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (self->row)) + 1);
  update_visible (self);
}

static void
set_label (GtkLabel *label, const char *text)
{
  const char *shown = text != NULL ? text : "";

  if (g_strcmp0 (gtk_label_get_label (label), shown) != 0)
    gtk_label_set_label (label, shown);
  gtk_widget_set_visible (GTK_WIDGET (label), *shown != '\0');
}

/**
 * zpi_field_feedback_set_help:
 * @help: (nullable): how to answer; always there, unlike a placeholder
 */
void
zpi_field_feedback_set_help (ZpiFieldFeedback *self, const char *help)
{
  g_return_if_fail (ZPI_IS_FIELD_FEEDBACK (self));

  set_label (self->help_label, help);
  describe_row (self);
  update_visible (self);
}

/**
 * zpi_field_feedback_set_echo:
 * @echo: (nullable): the answer as it was understood
 */
void
zpi_field_feedback_set_echo (ZpiFieldFeedback *self, const char *echo)
{
  g_return_if_fail (ZPI_IS_FIELD_FEEDBACK (self));

  set_label (self->echo_label, echo);
  update_visible (self);
}

/**
 * zpi_field_feedback_set_answered:
 * @answered: whether there is an answer, so that the help can go
 */
void
zpi_field_feedback_set_answered (ZpiFieldFeedback *self, gboolean answered)
{
  g_return_if_fail (ZPI_IS_FIELD_FEEDBACK (self));

  self->answered = answered;
  update_visible (self);
}

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (widget == NULL)
    return;
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/**
 * zpi_field_feedback_set_problem:
 * @severity: %ZPI_SEVERITY_OK takes it away
 * @text: (nullable): what to do about it
 */
void
zpi_field_feedback_set_problem (ZpiFieldFeedback *self, ZpiCheckSeverity severity, const char *text)
{
  g_return_if_fail (ZPI_IS_FIELD_FEEDBACK (self));

  if (severity == ZPI_SEVERITY_OK)
    text = NULL;
  self->severity = severity;
  set_label (self->problem_label, text);
  gtk_image_set_from_icon_name (self->problem_icon,
                                severity == ZPI_SEVERITY_ERROR ? "dialog-error-symbolic"
                                                               : "dialog-warning-symbolic");
  gtk_widget_set_visible (self->problem_box, text != NULL);
  set_class (self->row, "error", severity == ZPI_SEVERITY_ERROR);
  set_class (self->problem_box, "error", severity == ZPI_SEVERITY_ERROR);
  set_class (self->problem_box, "warning", severity == ZPI_SEVERITY_WARNING);
  describe_row (self);
  update_visible (self);
}

/**
 * zpi_field_feedback_get_problem:
 *
 * Returns: (nullable): the text of what is wrong
 */
const char *
zpi_field_feedback_get_problem (ZpiFieldFeedback *self)
{
  g_return_val_if_fail (ZPI_IS_FIELD_FEEDBACK (self), NULL);

  return has_text (self->problem_label) ? gtk_label_get_label (self->problem_label) : NULL;
}
