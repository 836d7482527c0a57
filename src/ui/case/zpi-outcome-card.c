/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-outcome-card.h"

#include "zpi-explanation.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

struct _ZpiOutcomeCard {
  AdwBin parent_instance;

  char *shown; /* (nullable): everything it says, to leave it alone when nothing changed */

  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *conclusion_label;
  GtkBox *warning_box;
  GtkWidget *explanation_box;
  GtkBox *step_box;
};

G_DEFINE_FINAL_TYPE (ZpiOutcomeCard, zpi_outcome_card, ADW_TYPE_BIN)

static void
zpi_outcome_card_finalize (GObject *object)
{
  g_free (ZPI_OUTCOME_CARD (object)->shown);
  G_OBJECT_CLASS (zpi_outcome_card_parent_class)->finalize (object);
}

static void
zpi_outcome_card_class_init (ZpiOutcomeCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = zpi_outcome_card_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-outcome-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeCard, icon);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeCard, title_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeCard, conclusion_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeCard, warning_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeCard, explanation_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeCard, step_box);
}

static void
zpi_outcome_card_init (ZpiOutcomeCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

/* An amount stays on the line of its euro sign. */
static GtkWidget *
new_text (const char *text)
{
  g_autoptr (GString) kept = g_string_new (text);
  GtkWidget *label;

  g_string_replace (kept, "€ ", "€\u00a0", 0);
  label = gtk_label_new (kept->str);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static void
add_with_icon (GtkBox *box, const char *icon_name, const char *style, const char *text)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, style);
  gtk_box_append (GTK_BOX (line), icon);
  gtk_box_append (GTK_BOX (line), new_text (text));
  gtk_box_append (box, line);
}

static void
show_title (ZpiOutcomeCard *self, ZpiOutcome outcome)
{
  switch (outcome) {
  case ZPI_OUTCOME_LIKELY:
    gtk_label_set_label (self->title_label, _("Probably a right to the pass"));
    gtk_image_set_from_icon_name (self->icon, "object-select-symbolic");
    break;
  case ZPI_OUTCOME_UNLIKELY:
    gtk_label_set_label (self->title_label, _("Probably no right, but applying is possible"));
    gtk_image_set_from_icon_name (self->icon, "dialog-information-symbolic");
    break;
  case ZPI_OUTCOME_UNKNOWN:
    gtk_label_set_label (self->title_label, _("Not known yet"));
    gtk_image_set_from_icon_name (self->icon, "dialog-question-symbolic");
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
add_steps (GtkBox *box, const GPtrArray *steps, const char *icon_name, const char *style)
{
  for (guint i = 0; i < steps->len; i++) {
    g_autofree char *text =
        zpi_explanation_render_step (g_ptr_array_index (steps, i), zpi_ui_language ());

    if (icon_name != NULL)
      add_with_icon (box, icon_name, style, text);
    else
      gtk_box_append (box, new_text (text));
  }
}

/* Everything in one text, to see whether anything changed. */
static char *
dup_all (const ZpiEligibility *outcome)
{
  g_autofree char *conclusion =
      zpi_explanation_render_step (outcome->conclusion, zpi_ui_language ());
  g_autofree char *missing = zpi_explanation_render (outcome->missing, zpi_ui_language ());
  g_autofree char *warnings = zpi_explanation_render (outcome->warnings, zpi_ui_language ());
  g_autofree char *steps = zpi_explanation_render (outcome->explanation, zpi_ui_language ());

  return g_strdup_printf ("%d\n%s\n%s\n%s\n%s",
                          outcome->outcome,
                          conclusion,
                          missing,
                          warnings,
                          steps);
}

/**
 * zpi_outcome_card_show:
 * @outcome: what the check thinks
 */
void
zpi_outcome_card_show (ZpiOutcomeCard *self, const ZpiEligibility *outcome)
{
  g_autofree char *all = NULL;
  g_autofree char *conclusion = NULL;

  g_return_if_fail (ZPI_IS_OUTCOME_CARD (self));
  g_return_if_fail (outcome != NULL);

  all = dup_all (outcome);
  if (g_strcmp0 (all, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&all);

  show_title (self, outcome->outcome);
  conclusion = zpi_explanation_render_step (outcome->conclusion, zpi_ui_language ());
  gtk_label_set_label (self->conclusion_label, conclusion);
  clear_box (self->warning_box);
  add_steps (self->warning_box, outcome->missing, "list-add-symbolic", "dim-label");
  add_steps (self->warning_box, outcome->warnings, "dialog-warning-symbolic", "warning");
  gtk_widget_set_visible (GTK_WIDGET (self->warning_box),
                          outcome->missing->len + outcome->warnings->len > 0);
  clear_box (self->step_box);
  add_steps (self->step_box, outcome->explanation, NULL, NULL);
  gtk_widget_set_visible (self->explanation_box, outcome->explanation->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}
