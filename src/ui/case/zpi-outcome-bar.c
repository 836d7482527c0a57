/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-outcome-bar.h"

#include "zpi-announce.h"
#include "zpi-explanation.h"
#include "zpi-i18n.h"
#include "zpi-money.h"
#include "zpi-ruler.h"
#include "zpi-ui.h"
#include "zpi-wrap-box.h"

struct _ZpiOutcomeBar {
  AdwBin parent_instance;

  char *shown;          /* (nullable): what is in the table */
  gboolean has_outcome; /* there was more to say than that it is not known */

  /* In a cramped bar, such as with large letters, there are no amounts beside the sentences, which
   * name them too, nor in the bar itself, nor why it is not known: unfolded it says them. */
  ZpiRuler *ruler;
  GtkWidget *fold_button;
  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *reason_label;
  GtkWidget *amount_box;
  GtkLabel *amount_label;
  GtkLevelBar *level;
  GtkImage *arrow;
  GtkScrolledWindow *scroller;
  GtkGrid *table;
  GPtrArray *numbers; /* (element-type GtkWidget) (unowned): the amounts beside the sentences */
};

G_DEFINE_FINAL_TYPE (ZpiOutcomeBar, zpi_outcome_bar, ADW_TYPE_BIN)

/* Unfolded it stands among the others. */
static void
place_reason (ZpiOutcomeBar *self)
{
  gboolean open = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->fold_button));

  gtk_widget_set_visible (GTK_WIDGET (self->reason_label),
                          !open && !zpi_ruler_is_cramped (self->ruler) &&
                              *gtk_label_get_label (self->reason_label) != '\0');
}

/* Returns: whether what it unfolds is unfolded now. */
static gboolean
show_fold (GtkToggleButton *toggle, GtkImage *arrow, const char *folded_icon)
{
  gboolean open = gtk_toggle_button_get_active (toggle);

  gtk_image_set_from_icon_name (arrow, open ? "pan-down-symbolic" : folded_icon);
  gtk_accessible_update_state (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
  return open;
}

static void
folded_cb (ZpiOutcomeBar *self)
{
  place_reason (self);
  show_fold (GTK_TOGGLE_BUTTON (self->fold_button), self->arrow, "pan-up-symbolic");
}

/* What is unfolded stands above what unfolds it, and comes after it by Tab: there it can be
 * scrolled by keys. */
static gboolean
zpi_outcome_bar_focus (GtkWidget *widget, GtkDirectionType direction)
{
  ZpiOutcomeBar *self = ZPI_OUTCOME_BAR (widget);
  GtkWidget *reasoning = GTK_WIDGET (self->scroller);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  gboolean unfolded = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->fold_button));
  gboolean inside =
      focus != NULL && (focus == reasoning || gtk_widget_is_ancestor (focus, reasoning));

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return GTK_WIDGET_CLASS (zpi_outcome_bar_parent_class)->focus (widget, direction);
  if (direction == GTK_DIR_TAB_FORWARD && !inside && focus != self->fold_button)
    return gtk_widget_grab_focus (self->fold_button);
  if (direction == GTK_DIR_TAB_BACKWARD && focus == self->fold_button)
    return FALSE;
  if (unfolded && gtk_widget_child_focus (reasoning, direction))
    return TRUE;
  return direction == GTK_DIR_TAB_BACKWARD && gtk_widget_grab_focus (self->fold_button);
}

static void
place_amounts (ZpiOutcomeBar *self)
{
  gtk_widget_set_visible (self->amount_box,
                          !zpi_ruler_is_cramped (self->ruler) &&
                              *gtk_label_get_label (self->amount_label) != '\0');
  for (guint i = 0; i < self->numbers->len; i++)
    gtk_widget_set_visible (self->numbers->pdata[i], !zpi_ruler_is_cramped (self->ruler));
}

static void
cramped_cb (ZpiOutcomeBar *self)
{
  place_amounts (self);
  place_reason (self);
}

static void
zpi_outcome_bar_finalize (GObject *object)
{
  g_free (ZPI_OUTCOME_BAR (object)->shown);
  g_ptr_array_unref (ZPI_OUTCOME_BAR (object)->numbers);
  G_OBJECT_CLASS (zpi_outcome_bar_parent_class)->finalize (object);
}

static void
zpi_outcome_bar_class_init (ZpiOutcomeBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = zpi_outcome_bar_finalize;
  widget_class->focus = zpi_outcome_bar_focus;
  g_type_ensure (ZPI_TYPE_RULER);
  g_type_ensure (ZPI_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, ZPI_UI_RESOURCES "zpi-outcome-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeBar, fold_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeBar, icon);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeBar, title_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeBar, reason_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeBar, amount_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeBar, amount_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeBar, level);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeBar, arrow);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeBar, scroller);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeBar, table);
  gtk_widget_class_bind_template_child (widget_class, ZpiOutcomeBar, ruler);
  gtk_widget_class_bind_template_callback (widget_class, cramped_cb);
}

static void
zpi_outcome_bar_init (ZpiOutcomeBar *self)
{
  self->numbers = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* How full it is says the same in every colour of the theme. */
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (self->level, GTK_LEVEL_BAR_OFFSET_FULL);
  g_signal_connect_swapped (self->fold_button, "notify::active", G_CALLBACK (folded_cb), self);
  folded_cb (self);
}

/**
 * zpi_outcome_bar_title:
 * @outcome: what the check thinks
 *
 * Returns: it in a few words
 */
const char *
zpi_outcome_bar_title (const ZpiEligibility *outcome)
{
  switch (outcome->outcome) {
  case ZPI_OUTCOME_LIKELY:
    if (outcome->by_income_only)
      return _ ("Income low enough, but perhaps no right");
    return _ ("Probably a right to the pass");
  case ZPI_OUTCOME_UNLIKELY:
    return _ ("Probably no right, but applying is possible");
  case ZPI_OUTCOME_UNKNOWN:
  default:
    return _ ("Not known yet");
  }
}

static const char *
icon_of (const ZpiEligibility *outcome)
{
  switch (outcome->outcome) {
  case ZPI_OUTCOME_LIKELY:
    return outcome->by_income_only ? "zpi-unknown-symbolic" : "object-select-symbolic";
  case ZPI_OUTCOME_UNLIKELY:
    return "dialog-information-symbolic";
  case ZPI_OUTCOME_UNKNOWN:
  default:
    return "zpi-unknown-symbolic";
  }
}

/* As long as the outcome is open the limit may be another one: then nothing is alarming yet. */
static gboolean
is_above (const ZpiEligibility *outcome)
{
  return outcome->outcome == ZPI_OUTCOME_UNLIKELY && outcome->income_cents > outcome->limit_cents;
}

static char *
dup_amounts (const ZpiEligibility *outcome)
{
  g_autofree char *income = zpi_money_format (outcome->income_cents);
  g_autofree char *limit = NULL;

  if (!outcome->has_limit)
    return g_steal_pointer (&income);
  limit = zpi_money_format (outcome->limit_cents);
  if (is_above (outcome))
    /* Translators: the income and the limit that it is above: "€ 2.900, above € 2.444". */
    return g_strdup_printf (_ ("%s, above %s"), income, limit);
  /* Translators: the income and the limit that it is compared with: "€ 1.770 of € 2.444". */
  return g_strdup_printf (_ ("%s of %s"), income, limit);
}

/* Above the limit it is full and hatched, so that it does not look as good as what is just below.
 */
static void
show_level (ZpiOutcomeBar *self, const ZpiEligibility *outcome)
{
  gboolean known = outcome->has_limit && outcome->limit_cents > 0;

  gtk_widget_set_visible (GTK_WIDGET (self->level), known);
  gtk_widget_remove_css_class (GTK_WIDGET (self->level), "zpi-above");
  if (!known)
    return;
  gtk_level_bar_set_value (self->level,
                           MIN (outcome->income_cents / (double) outcome->limit_cents, 1));
  if (is_above (outcome))
    gtk_widget_add_css_class (GTK_WIDGET (self->level), "zpi-above");
}

static GtkWidget *
new_text (const char *text, float align)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), align);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  return label;
}

/* The amount that a sentence of the reasoning comes to; sentences without one have none. */
static char *
dup_amount_of (const ZpiStep *step)
{
  static const char *const names[] = {"sum", "limit", "counted", "monthly", "yearly", "norm"};
  gint64 cents;

  if (g_str_has_prefix (zpi_step_get_id (step), "compare"))
    return NULL; /* of two amounts neither is its own */
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (zpi_step_get_amount (step, names[i], &cents))
      return zpi_money_format (cents);
  return NULL;
}

/* What was said already is not said again: what is missing ends the reasoning too, and is often a
 * warning as well. */
static gboolean
is_among (const ZpiStep *step, const GPtrArray *steps)
{
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    if (zpi_step_equal (step, steps->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
add_text (ZpiOutcomeBar *self, int row, const char *style, const char *text)
{
  GtkWidget *label = new_text (text, 0);

  gtk_widget_set_hexpand (label, TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_grid_attach (self->table, label, 0, row, 2, 1);
}

static GtkWidget *
beside_icon (const char *icon_name, GtkWidget *label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
add_step (ZpiOutcomeBar *self,
          int row,
          const ZpiStep *step,
          const char *icon_name,
          gboolean *marked)
{
  g_autofree char *text = zpi_explanation_render_marked (step, zpi_ui_language (), marked);
  g_autofree char *amount = icon_name == NULL ? dup_amount_of (step) : NULL;
  GtkWidget *label = new_text (text, 0);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (self->table,
                   icon_name != NULL ? beside_icon (icon_name, label) : label,
                   0,
                   row,
                   amount != NULL ? 1 : 2,
                   1);
  if (amount != NULL) {
    GtkWidget *number = new_text (amount, 1);

    gtk_widget_add_css_class (number, "zpi-number");
    gtk_grid_attach (self->table, number, 1, row, 1, 1);
    g_ptr_array_add (self->numbers, number);
  }
}

static void
add_steps (ZpiOutcomeBar *self,
           int *row,
           const GPtrArray *steps,
           const GPtrArray *said,
           const char *icon_name,
           gboolean *marked)
{
  for (guint i = 0; i < steps->len; i++)
    if (!is_among (steps->pdata[i], said))
      add_step (self, (*row)++, steps->pdata[i], icon_name, marked);
}

/* What was unfolded at the end comes in sight, whole where there is room. */
static void
toggled_cb (GtkToggleButton *toggle, GtkImage *arrow)
{
  if (show_fold (toggle, arrow, "pan-end-symbolic"))
    zpi_ui_bring_into_view (gtk_widget_get_parent (GTK_WIDGET (toggle)));
}

/* No GtkExpander: that of GTK 4.8 warns when it unfolds what a screen reader asked about before. */
static GtkWidget *
new_toggle (const char *text, GtkWidget *content)
{
  GtkWidget *toggle = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *arrow = gtk_image_new ();

  gtk_box_append (GTK_BOX (box), arrow);
  gtk_box_append (GTK_BOX (box), new_text (text, 0));
  gtk_button_set_child (GTK_BUTTON (toggle), box);
  gtk_widget_add_css_class (toggle, "flat");
  gtk_widget_add_css_class (toggle, "zpi-fold");
  zpi_ui_name (toggle, text);
  g_object_bind_property (toggle, "active", content, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect (toggle, "toggled", G_CALLBACK (toggled_cb), arrow);
  toggled_cb (GTK_TOGGLE_BUTTON (toggle), GTK_IMAGE (arrow));
  return toggle;
}

/* What the marks are about, folded: each sentence with its source, once. */
static void
add_unconfirmed (ZpiOutcomeBar *self, int row, const ZpiEligibility *outcome)
{
  const GPtrArray *parts[] = {outcome->explanation, outcome->missing, outcome->warnings};
  const char *note = zpi_explanation_mark_note (zpi_ui_language ());
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_set_margin_start (list, 18);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    for (guint j = 0; j < parts[i]->len; j++) {
      char *text = zpi_explanation_dup_unconfirmed (parts[i]->pdata[j], zpi_ui_language ());

      if (text != NULL && !g_hash_table_contains (said, text))
        gtk_box_append (GTK_BOX (list), new_text (text, 0));
      if (text != NULL)
        g_hash_table_add (said, text);
    }
  }
  gtk_box_append (GTK_BOX (part), new_toggle (note, list));
  gtk_box_append (GTK_BOX (part), list);
  gtk_grid_attach (self->table, part, 0, row, 2, 1);
}

static void
fill_table (ZpiOutcomeBar *self, const ZpiEligibility *outcome)
{
  g_autofree char *conclusion =
      zpi_explanation_render_step (outcome->conclusion, zpi_ui_language ());
  GtkWidget *child;
  gboolean marked = FALSE;
  int row = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->table))) != NULL)
    gtk_grid_remove (self->table, child);
  g_ptr_array_set_size (self->numbers, 0);
  add_text (self, row++, NULL, conclusion);
  add_steps (self, &row, outcome->explanation, outcome->missing, NULL, &marked);
  if (outcome->missing->len + outcome->warnings->len > 0)
    add_text (self, row++, "heading", _ ("What is not certain"));
  add_steps (self, &row, outcome->missing, NULL, "list-add-symbolic", &marked);
  add_steps (self, &row, outcome->warnings, outcome->missing, "dialog-warning-symbolic", &marked);
  if (marked)
    add_unconfirmed (self, row, outcome);
}

/* Whether a sentence says what to fill in, or what to look at again. */
static gboolean
is_to_do (const ZpiStep *step)
{
  const char *id = zpi_step_get_id (step);

  return g_str_has_prefix (id, "missing-") || g_str_has_prefix (id, "wrong-") ||
         g_str_has_suffix (id, "-unborn");
}

/* What to fill in first, so that nobody has to look up why an outcome went away; empty when that
 * would change nothing. */
static char *
dup_reason (const ZpiEligibility *outcome)
{
  for (guint i = 0; i < outcome->missing->len; i++)
    if (is_to_do (outcome->missing->pdata[i]))
      return zpi_explanation_render_step (outcome->missing->pdata[i], zpi_ui_language ());
  return g_strdup ("");
}

/* Everything in one text, to see whether anything changed. */
static char *
dup_all (const ZpiEligibility *outcome)
{
  const GPtrArray *parts[] = {outcome->explanation, outcome->missing, outcome->warnings};
  g_autoptr (GString) all = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *text = zpi_explanation_render (parts[i], zpi_ui_language ());

    g_string_append_printf (all, "%s\n", text);
  }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/**
 * zpi_outcome_bar_show:
 * @outcome: what the check thinks
 *
 * Shows @outcome, and says so to assistive technology when it became another.
 */
void
zpi_outcome_bar_show (ZpiOutcomeBar *self, const ZpiEligibility *outcome)
{
  g_autofree char *all = NULL;
  g_autofree char *amounts = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (ZPI_IS_OUTCOME_BAR (self));
  g_return_if_fail (outcome != NULL);

  all = dup_all (outcome);
  if (g_strcmp0 (all, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&all);
  self->has_outcome |= outcome->outcome != ZPI_OUTCOME_UNKNOWN || outcome->has_income;
  amounts = outcome->has_income ? dup_amounts (outcome) : NULL;
  gtk_image_set_from_icon_name (self->icon, icon_of (outcome));
  gtk_label_set_label (self->amount_label, amounts != NULL ? amounts : "");
  show_level (self, outcome);
  fill_table (self, outcome);
  place_amounts (self);
  reason = dup_reason (outcome);
  gtk_label_set_label (self->reason_label, reason);
  place_reason (self);
  name = g_strdup_printf ("%s%s%s. %s",
                          zpi_outcome_bar_title (outcome),
                          amounts != NULL ? " " : "",
                          amounts != NULL ? amounts : "",
                          reason);
  zpi_ui_name (self->fold_button, g_strchomp (name));
  if (g_strcmp0 (gtk_label_get_label (self->title_label), zpi_outcome_bar_title (outcome)) == 0)
    return;
  gtk_label_set_label (self->title_label, zpi_outcome_bar_title (outcome));
  if (self->has_outcome)
    zpi_announce (GTK_WIDGET (self), name);
}

/**
 * zpi_outcome_bar_is_filled:
 *
 * Returns: whether it was told what the check thinks; without rules it never is
 */
gboolean
zpi_outcome_bar_is_filled (ZpiOutcomeBar *self)
{
  g_return_val_if_fail (ZPI_IS_OUTCOME_BAR (self), FALSE);

  return self->shown != NULL;
}

/**
 * zpi_outcome_bar_fold:
 *
 * Folds the reasoning away; a cursor that was in it goes to what unfolds it again.
 *
 * Returns: whether it was unfolded
 */
gboolean
zpi_outcome_bar_fold (ZpiOutcomeBar *self)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_val_if_fail (ZPI_IS_OUTCOME_BAR (self), FALSE);

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->fold_button)))
    return FALSE;
  if (focus != NULL && (focus == GTK_WIDGET (self->scroller) ||
                        gtk_widget_is_ancestor (focus, GTK_WIDGET (self->table))))
    gtk_widget_grab_focus (self->fold_button);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->fold_button), FALSE);
  return TRUE;
}
