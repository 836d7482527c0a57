/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-person-card.h"

#include <string.h>

#include "zpi-date-row.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-line-row.h"
#include "zpi-plain-row.h"
#include "zpi-question-rows.h"
#include "zpi-rules.h"
#include "zpi-summary.h"
#include "zpi-ui.h"

/* How many characters these answers mostly have. */
#define NAME_CHARS   16
#define PREFIX_CHARS 8
#define DATE_CHARS   12

struct _ZpiPersonCard {
  AdwBin parent_instance;

  char *about; /* "partner" or "child.<item>" */
  gboolean folded;

  AdwPreferencesGroup *group;
  GtkWidget *remove_button; /* (nullable) */
  GtkWidget *fold_button;
  GtkWidget *line_row; /* who it is, while folded */
  GtkWidget *names_row;
  GtkWidget *numbers_row;
  GtkWidget *prefix_row;
  GtkWidget *prefix_button;
  GPtrArray *made_rows; /* (element-type ZpiFieldRow): those that have no place above */
};

enum {
  SIGNAL_REMOVE_CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiPersonCard, zpi_person_card, ADW_TYPE_BIN)

static char *
key_of (ZpiPersonCard *self, const char *field)
{
  return g_strconcat (self->about, ".", field, NULL);
}

static void
show_made_rows (ZpiPersonCard *self, ZpiCase *zcase)
{
  if (zcase != NULL && !self->folded)
    zpi_question_rows_show (self->made_rows, zcase, zpi_rules_get_current ());
  for (guint i = 0; self->folded && i < self->made_rows->len; i++)
    gtk_widget_set_visible (self->made_rows->pdata[i], FALSE);
}

static ZpiCase *
case_of (ZpiPersonCard *self)
{
  return zpi_field_row_get_case (ZPI_FIELD_ROW (self->prefix_row));
}

static void
set_folded (ZpiPersonCard *self, gboolean folded)
{
  self->folded = folded;
  gtk_widget_set_visible (self->line_row, folded);
  gtk_widget_set_visible (self->names_row, !folded);
  gtk_widget_set_visible (self->numbers_row, !folded);
  show_made_rows (self, case_of (self));
  gtk_button_set_icon_name (GTK_BUTTON (self->fold_button),
                            folded ? "pan-end-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->fold_button),
                               GTK_ACCESSIBLE_STATE_EXPANDED,
                               !folded,
                               -1);
}

static void
show_prefix (ZpiPersonCard *self)
{
  gtk_widget_set_visible (self->prefix_row, TRUE);
  gtk_widget_set_visible (self->prefix_button, FALSE);
}

static void
prefix_clicked_cb (ZpiPersonCard *self)
{
  show_prefix (self);
  zpi_field_row_focus (ZPI_FIELD_ROW (self->prefix_row));
}

static void
remove_clicked_cb (ZpiPersonCard *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE_CLICKED], 0);
}

static void
show_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiPersonCard *self = ZPI_PERSON_CARD (widget);

  if (g_str_has_suffix (g_variant_get_string (parameter, NULL), ".prefix"))
    show_prefix (self);
  if (self->folded)
    set_folded (self, FALSE);
}

static void
zpi_person_card_finalize (GObject *object)
{
  g_free (ZPI_PERSON_CARD (object)->about);
  g_clear_pointer (&ZPI_PERSON_CARD (object)->made_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (zpi_person_card_parent_class)->finalize (object);
}

static void
zpi_person_card_class_init (ZpiPersonCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zpi_person_card_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "card.show", "s", show_action);
  signals[SIGNAL_REMOVE_CLICKED] = g_signal_new ("remove-clicked",
                                                 ZPI_TYPE_PERSON_CARD,
                                                 G_SIGNAL_RUN_LAST,
                                                 0,
                                                 NULL,
                                                 NULL,
                                                 NULL,
                                                 G_TYPE_NONE,
                                                 0);
}

static void
zpi_person_card_init (ZpiPersonCard *self)
{
}

/* Name, and below it the date of birth and the end of the BSN. */
static void
show_line (ZpiPersonCard *self, ZpiCase *zcase)
{
  g_autofree char *name = zpi_summary_dup_name (zcase, self->about);
  g_autofree char *birth_key = key_of (self, "birth_date");
  g_autofree char *bsn_key = key_of (self, "bsn");
  g_autofree char *birth = zpi_summary_dup_value (zcase, birth_key);
  g_autofree char *bsn = zpi_summary_dup_value (zcase, bsn_key);
  /* Translators: of a person: date of birth, and "ends in 53" for the number. */
  g_autofree char *line =
      g_strdup_printf (_ ("%s · BSN %s"), birth != NULL ? birth : "", bsn != NULL ? bsn : "");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->line_row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->line_row), line);
}

/* Nothing waits for an answer, and nothing is wrong. */
static gboolean
is_done (ZpiPersonCard *self)
{
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (GTK_WIDGET (self));

  for (guint i = 0; i < rows->len; i++)
    if (gtk_widget_get_visible (rows->pdata[i]) &&
        (zpi_field_row_is_open (rows->pdata[i]) ||
         zpi_field_row_get_problem (rows->pdata[i]) != NULL))
      return FALSE;
  return TRUE;
}

static void
fold_clicked_cb (ZpiPersonCard *self)
{
  if (self->folded)
    gtk_widget_activate_action (GTK_WIDGET (self), "card.show", "s", self->about);
  else
    zpi_person_card_fold (self, case_of (self));
}

static GtkWidget *
new_button (const char *icon_name, const char *label, GCallback callback, ZpiPersonCard *self)
{
  GtkWidget *button = icon_name != NULL ? gtk_button_new_from_icon_name (icon_name)
                                        : gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", callback, self);
  return button;
}

static void
add_header (ZpiPersonCard *self, gboolean removable)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  if (removable) {
    self->remove_button = new_button (NULL, _ ("Remove"), G_CALLBACK (remove_clicked_cb), self);
    gtk_box_append (GTK_BOX (box), self->remove_button);
  }
  self->fold_button = new_button ("pan-down-symbolic", NULL, G_CALLBACK (fold_clicked_cb), self);
  gtk_box_append (GTK_BOX (box), self->fold_button);
  adw_preferences_group_set_header_suffix (self->group, box);
}

static GtkWidget *
add_question (ZpiPersonCard *self, GtkWidget *line, const char *field, int width_chars)
{
  g_autofree char *key = key_of (self, field);
  GtkWidget *row = zpi_entry_row_new_for_key (key);

  zpi_line_row_add (ZPI_LINE_ROW (line), row, width_chars);
  return row;
}

static void
add_questions (ZpiPersonCard *self)
{
  self->line_row = zpi_plain_row_new ("", NULL);
  gtk_widget_set_visible (self->line_row, FALSE);
  adw_preferences_group_add (self->group, self->line_row);
  self->names_row = zpi_line_row_new ();
  add_question (self, self->names_row, "given_names", NAME_CHARS);
  self->prefix_row = add_question (self, self->names_row, "prefix", PREFIX_CHARS);
  gtk_widget_set_visible (self->prefix_row, FALSE);
  add_question (self, self->names_row, "family_name", NAME_CHARS);
  /* Translators: a small button that asks for a prefix such as "van der". */
  self->prefix_button = new_button (NULL, _ ("Prefix…"), G_CALLBACK (prefix_clicked_cb), self);
  zpi_line_row_add_button (ZPI_LINE_ROW (self->names_row), self->prefix_button);
  self->numbers_row = zpi_line_row_new ();
  add_question (self, self->numbers_row, "birth_date", DATE_CHARS);
  add_question (self, self->numbers_row, "bsn", DATE_CHARS);
  adw_preferences_group_add (self->group, self->names_row);
  adw_preferences_group_add (self->group, self->numbers_row);
}

/**
 * zpi_person_card_new:
 * @about: whom the questions are about: `partner` or `child.<item>`
 * @removable: whether it has a button that removes it
 *
 * Returns: (transfer floating): a card, not bound yet
 */
GtkWidget *
zpi_person_card_new (const char *about, gboolean removable)
{
  ZpiPersonCard *self = g_object_new (ZPI_TYPE_PERSON_CARD, NULL);

  self->about = g_strdup (about);
  self->group = ADW_PREFERENCES_GROUP (zpi_group_new (_ ("Child"), NULL));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
  add_header (self, removable);
  add_questions (self);
  self->made_rows = zpi_question_rows_complete_about (GTK_WIDGET (self->group), self->about, NULL);
  return GTK_WIDGET (self);
}

/**
 * zpi_person_card_set_title:
 * @title: who it is: "Child 2"
 * @remove: (nullable): what assistive technology calls the button that removes
 */
void
zpi_person_card_set_title (ZpiPersonCard *self, const char *title, const char *remove)
{
  g_autofree char *fold = NULL;
  g_autofree char *prefix = NULL;

  g_return_if_fail (ZPI_IS_PERSON_CARD (self));
  g_return_if_fail (title != NULL);

  adw_preferences_group_set_title (self->group, title);
  /* Translators: for assistive technology: folds what is asked about "Child 2" in or out. */
  fold = g_strdup_printf (_ ("Questions: %s"), title);
  /* Translators: for assistive technology: asks for a prefix such as "van der" of "Child 2". */
  prefix = g_strdup_printf (_ ("Prefix: %s"), title);
  zpi_ui_name (self->fold_button, fold);
  zpi_ui_name (self->prefix_button, prefix);
  if (self->remove_button != NULL)
    zpi_ui_name (self->remove_button, remove);
}

/**
 * zpi_person_card_show:
 * @zcase: the case
 *
 * Shows what depends on the answers: a prefix that was filled in, questions that apply.
 */
void
zpi_person_card_show (ZpiPersonCard *self, ZpiCase *zcase)
{
  g_autofree char *key = NULL;

  g_return_if_fail (ZPI_IS_PERSON_CARD (self));

  key = key_of (self, "prefix");
  if (*zpi_case_get (zcase, key) != '\0')
    show_prefix (self);
  show_made_rows (self, zcase);
}

/**
 * zpi_person_card_fold:
 * @zcase: the case
 *
 * Folds the card into one line when it is filled in and nothing is wrong.
 */
void
zpi_person_card_fold (ZpiPersonCard *self, ZpiCase *zcase)
{
  g_return_if_fail (ZPI_IS_PERSON_CARD (self));

  if (self->folded || !is_done (self))
    return;
  show_line (self, zcase);
  set_folded (self, TRUE);
}

/**
 * zpi_person_card_get_first:
 *
 * Returns: (transfer none): where somebody begins who comes here: its first question, or while it
 *   is folded the button that unfolds it
 */
GtkWidget *
zpi_person_card_get_first (ZpiPersonCard *self)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_val_if_fail (ZPI_IS_PERSON_CARD (self), NULL);

  rows = zpi_field_row_collect (GTK_WIDGET (self));
  return self->folded ? self->fold_button : rows->pdata[0];
}
