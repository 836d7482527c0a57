/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-place-choices.h"

#include <string.h>

#include "zpi-evidence-text.h"
#include "zpi-explanation.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

/* In the order of the choices; 0 is always something else. */
static const char choice_keys[] = "123456789abcdefghijklmnopqrstuvwxyz";

/**
 * zpi_place_choice_new:
 * @key: what chooses it; a space for nothing
 * @text: what it is
 *
 * Returns: (transfer floating): a button
 */
GtkWidget *
zpi_place_choice_new (char key, const char *text)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *shown_key = g_strndup (&key, 1);
  GtkWidget *key_label = gtk_label_new (shown_key);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (key_label, "zpi-key");
  if (key == ' ')
    gtk_widget_set_visible (key_label, FALSE);
  gtk_box_append (GTK_BOX (box), key_label);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  zpi_ui_name (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                  shown_key,
                                  -1);
  return button;
}

typedef struct {
  ZpiWrapBox *box;
  const char *item;
  guint n_choices;
} Filling;

static void
add_place (Filling *self, char key, const char *id, const char *month, const char *text)
{
  GtkWidget *button = zpi_place_choice_new (key, text);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "evidence.place");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(sss)", self->item, id, month);
  zpi_wrap_box_append (self->box, button);
}

static void
add_open_place (Filling *self, const ZpiEvidence *evidence, int month)
{
  g_autofree char *piece = zpi_explanation_render_step (evidence->piece, zpi_ui_language ());
  g_autofree char *id = month >= 0 ? zpi_evidence_text_month_id (month) : g_strdup ("");
  g_autofree char *words = month >= 0 ? zpi_evidence_text_dup_month (month) : NULL;
  g_autofree char *text =
      words != NULL ? g_strdup_printf ("%s, %s", piece, words) : g_strdup (piece);
  char key = self->n_choices < strlen (choice_keys) ? choice_keys[self->n_choices] : ' ';

  self->n_choices++;
  add_place (self, key, evidence->id, id, text);
}

static void
add_open_places (Filling *self, const ZpiEvidence *evidence)
{
  for (guint i = 0; i < evidence->missing_months->len; i++)
    add_open_place (self, evidence, g_array_index (evidence->missing_months, int, i));
  if (evidence->months->len == 0 && !evidence->complete)
    add_open_place (self, evidence, -1);
}

/**
 * zpi_place_choices_fill:
 * @box: what holds them; emptied first
 * @zcase: the case
 * @evidence: (element-type ZpiEvidence): what is asked
 * @item: the document
 *
 * What its name speaks of comes first.
 *
 * Returns: how many places there are; behind them is something else
 */
guint
zpi_place_choices_fill (ZpiWrapBox *box,
                        ZpiCase *zcase,
                        const GPtrArray *evidence,
                        const char *item)
{
  Filling self = {box, item, 0};
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  g_autofree char *name = zpi_evidence_text_dup_file_name (zcase, item);
  int month;
  const ZpiEvidence *likely = zpi_evidence_list_propose (evidence, application, name, &month);

  zpi_wrap_box_clear (box);
  if (likely != NULL)
    add_open_places (&self, likely);
  for (guint i = 0; i < evidence->len; i++)
    if (evidence->pdata[i] != likely)
      add_open_places (&self, evidence->pdata[i]);
  add_place (&self, '0', "", "", _ ("Something else"));
  return self.n_choices;
}

static gboolean
press (ZpiWrapBox *box, guint place)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (box));

  while (child != NULL && place-- > 0)
    child = gtk_widget_get_next_sibling (child);
  return child != NULL && gtk_widget_activate (child);
}

/**
 * zpi_place_choices_press_key:
 * @box: what holds them
 * @n_choices: how many places there are
 * @keyval: a key without modifiers
 *
 * Returns: whether it chose something
 */
gboolean
zpi_place_choices_press_key (ZpiWrapBox *box, guint n_choices, guint keyval)
{
  gunichar character = gdk_keyval_to_unicode (gdk_keyval_to_lower (keyval));
  const char *found;

  if (character == 0 || character > 127)
    return FALSE;
  if (character == '0')
    return press (box, n_choices);
  found = strchr (choice_keys, (char) character);
  return found != NULL && (guint) (found - choice_keys) < n_choices &&
         press (box, (guint) (found - choice_keys));
}
