/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-income-group.h"

#include "zpi-choice-row.h"
#include "zpi-combo-row.h"
#include "zpi-explanation.h"
#include "zpi-field-row.h"
#include "zpi-field-text.h"
#include "zpi-field.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-line-row.h"
#include "zpi-money-row.h"
#include "zpi-question-rows.h"
#include "zpi-rules.h"
#include "zpi-summary.h"
#include "zpi-ui.h"

/* How many characters an amount mostly has. */
#define AMOUNT_CHARS 10

/* What is asked of an income as its kind has it, here or by the switch of the kind. What else the
 * table asks gets its row by itself. */
static const char *const decided[] = {"kind",
                                      "benefit",
                                      "whose",
                                      "amount",
                                      "period",
                                      "source",
                                      "basis",
                                      "holiday_allowance",
                                      "amount1",
                                      "amount2",
                                      "amount3",
                                      NULL};

struct _ZpiIncomeGroup {
  AdwPreferencesRow parent_instance;

  char *item;
  const ZpiIncomeKind *kind; /* (unowned): of the scheme, which the page's case keeps */

  GtkWidget *header; /* which of several it is, and its Remove */
  GtkWidget *title_label;
  GtkWidget *remove_button;
  GtkWidget *list;
  GtkWidget *another_button;
  GtkWidget *whose_row;  /* (nullable) */
  GtkWidget *amount_row; /* (nullable) */
  GtkWidget *basis_row;  /* (nullable): the expander */
  GtkWidget *months_row; /* (nullable): the months beside each other */
  GtkWidget *month_rows[ZPI_N_INCOME_MONTHS];
  GPtrArray *made_rows; /* (element-type ZpiFieldRow): of other questions */
};

enum {
  SIGNAL_REMOVE_CLICKED,
  SIGNAL_ANOTHER_CLICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiIncomeGroup, zpi_income_group, ADW_TYPE_PREFERENCES_ROW)

static char *
key_of (ZpiIncomeGroup *self, const char *field)
{
  return zpi_case_item_key (ZPI_LIST_INCOME, self->item, field);
}

static void
remove_clicked_cb (ZpiIncomeGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE_CLICKED], 0);
}

static void
another_clicked_cb (ZpiIncomeGroup *self)
{
  g_signal_emit (self, signals[SIGNAL_ANOTHER_CLICKED], 0);
}

static void
zpi_income_group_finalize (GObject *object)
{
  g_free (ZPI_INCOME_GROUP (object)->item);
  g_clear_pointer (&ZPI_INCOME_GROUP (object)->made_rows, g_ptr_array_unref);
  G_OBJECT_CLASS (zpi_income_group_parent_class)->finalize (object);
}

static void
zpi_income_group_class_init (ZpiIncomeGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zpi_income_group_finalize;
  GTK_WIDGET_CLASS (klass)->focus = zpi_ui_focus_in_row;
  GTK_WIDGET_CLASS (klass)->grab_focus = zpi_ui_grab_focus_in_row;

  signals[SIGNAL_REMOVE_CLICKED] = g_signal_new ("remove-clicked",
                                                 ZPI_TYPE_INCOME_GROUP,
                                                 G_SIGNAL_RUN_LAST,
                                                 0,
                                                 NULL,
                                                 NULL,
                                                 NULL,
                                                 G_TYPE_NONE,
                                                 0);
  signals[SIGNAL_ANOTHER_CLICKED] = g_signal_new ("another-clicked",
                                                  ZPI_TYPE_INCOME_GROUP,
                                                  G_SIGNAL_RUN_LAST,
                                                  0,
                                                  NULL,
                                                  NULL,
                                                  NULL,
                                                  G_TYPE_NONE,
                                                  0);
}

static void
zpi_income_group_init (ZpiIncomeGroup *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "zpi-income");
}

static void
add_row (ZpiIncomeGroup *self, GtkWidget *row)
{
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
add_amount (ZpiIncomeGroup *self)
{
  g_autofree char *amount = key_of (self, "amount");
  g_autofree char *period = key_of (self, "period");
  GtkWidget *line = zpi_line_row_new ();

  self->amount_row = zpi_entry_row_new_for_key (amount);
  zpi_line_row_add (ZPI_LINE_ROW (line), self->amount_row, AMOUNT_CHARS);
  zpi_line_row_add (ZPI_LINE_ROW (line), zpi_combo_row_new (period), 0);
  add_row (self, line);
}

/* Asked only of whom the slip says otherwise: net and without holiday pay is what counts. */
static void
add_basis (ZpiIncomeGroup *self)
{
  g_autofree char *basis = key_of (self, "basis");
  g_autofree char *holiday = key_of (self, "holiday_allowance");
  const char *title = _ ("The amount is not net, or holiday pay is in it");
  GtkWidget *basis_row = zpi_choice_row_new (basis, FALSE);
  GtkWidget *holiday_row = zpi_choice_row_new (holiday, FALSE);

  zpi_choice_row_set_default (ZPI_CHOICE_ROW (basis_row), "netto");
  zpi_choice_row_set_default (ZPI_CHOICE_ROW (holiday_row), "zonder");
  self->basis_row = adw_expander_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->basis_row), title);
  zpi_group_name_row (self->basis_row, title);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->basis_row), basis_row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->basis_row), holiday_row);
  add_row (self, self->basis_row);
}

static void
add_months (ZpiIncomeGroup *self)
{
  g_autofree char *period = key_of (self, "period");

  self->months_row = zpi_line_row_new ();
  for (guint i = 0; i < ZPI_N_INCOME_MONTHS; i++) {
    g_autofree char *field = g_strdup_printf ("amount%u", i + 1);
    g_autofree char *key = key_of (self, field);

    self->month_rows[i] = zpi_entry_row_new_for_key (key);
    zpi_money_row_set_period (ZPI_MONEY_ROW (self->month_rows[i]), NULL);
    zpi_line_row_add (ZPI_LINE_ROW (self->months_row), self->month_rows[i], AMOUNT_CHARS);
  }
  add_row (self, self->months_row);
  add_row (self, zpi_combo_row_new (period));
}

static void
add_questions (ZpiIncomeGroup *self)
{
  if (self->kind->benefit_asked) {
    g_autofree char *key = key_of (self, "benefit");

    add_row (self, zpi_combo_row_new (key));
  }
  if (self->kind->amount_asked) {
    g_autofree char *key = key_of (self, "whose");

    self->whose_row = zpi_choice_row_new_pills (key);
    add_row (self, self->whose_row);
    gtk_widget_set_visible (self->whose_row, FALSE);
  }
  if (self->kind->employer_asked) {
    g_autofree char *key = key_of (self, "source");

    add_row (self, zpi_entry_row_new_for_key (key));
  }
  if (self->kind->variable)
    add_months (self);
  else if (self->kind->amount_asked)
    add_amount (self);
  if (self->kind->amount_asked)
    add_basis (self);
}

static GtkWidget *
new_button (const char *label, GCallback callback, gpointer self)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", callback, self);
  return button;
}

static GtkWidget *
make_header (ZpiIncomeGroup *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->title_label =
      g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);
  gtk_label_set_wrap (GTK_LABEL (self->title_label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->title_label), 0);
  gtk_widget_set_hexpand (self->title_label, TRUE);
  gtk_widget_add_css_class (self->title_label, "heading");
  self->remove_button = new_button (_ ("Remove"), G_CALLBACK (remove_clicked_cb), self);
  gtk_box_append (GTK_BOX (header), self->title_label);
  gtk_box_append (GTK_BOX (header), self->remove_button);
  return header;
}

static GtkWidget *
make_help (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "zpi-income-help");
  gtk_widget_set_visible (label, *text != '\0');
  return label;
}

static void
build (ZpiIncomeGroup *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->header = make_header (self);
  self->list = g_object_new (GTK_TYPE_LIST_BOX,
                             "accessible-role",
                             GTK_ACCESSIBLE_ROLE_GROUP,
                             "selection-mode",
                             GTK_SELECTION_NONE,
                             NULL);
  self->another_button =
      new_button (_ ("Another income of this kind"), G_CALLBACK (another_clicked_cb), self);
  gtk_widget_set_halign (self->another_button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), self->header);
  gtk_box_append (GTK_BOX (box), make_help (zpi_text_get (&self->kind->help, zpi_ui_language ())));
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_box_append (GTK_BOX (box), self->another_button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

/**
 * zpi_income_group_new:
 * @item: the item in the case
 * @kind: the kind of income; must outlive the widget
 *
 * Returns: (transfer floating): the questions about it, not bound yet
 */
GtkWidget *
zpi_income_group_new (const char *item, const ZpiIncomeKind *kind)
{
  ZpiIncomeGroup *self = g_object_new (ZPI_TYPE_INCOME_GROUP, NULL);
  g_autofree char *about = g_strconcat (ZPI_LIST_INCOME ".", item, NULL);

  self->item = g_strdup (item);
  self->kind = kind;
  build (self);
  add_questions (self);
  self->made_rows = zpi_question_rows_complete_about (self->list, about, decided);
  return GTK_WIDGET (self);
}

/**
 * zpi_income_group_get_item:
 *
 * Returns: the item in the case
 */
const char *
zpi_income_group_get_item (ZpiIncomeGroup *self)
{
  return self->item;
}

/**
 * zpi_income_group_get_kind:
 *
 * Returns: (transfer none): the kind of income
 */
const ZpiIncomeKind *
zpi_income_group_get_kind (ZpiIncomeGroup *self)
{
  return self->kind;
}

/**
 * zpi_income_group_set_number:
 * @number: which of its kind it is, from 1
 * @n_of_kind: how many there are of its kind
 */
void
zpi_income_group_set_number (ZpiIncomeGroup *self, guint number, guint n_of_kind)
{
  g_autofree char *label = NULL;
  g_autofree char *title = NULL;
  g_autofree char *remove = NULL;
  g_autofree char *another = NULL;

  g_return_if_fail (ZPI_IS_INCOME_GROUP (self));

  label = zpi_rules_dup_title (&self->kind->label);
  title = zpi_rules_dup_numbered_title (self->kind, number, n_of_kind);
  remove = g_strdup_printf (_ ("Remove: %s"), title);
  gtk_label_set_text (GTK_LABEL (self->title_label), title);
  zpi_ui_name (self->list, title);
  zpi_ui_name (self->remove_button, remove);
  another = g_strdup_printf (_ ("Another income of this kind: %s"), label);
  zpi_ui_name (self->another_button, another);
  gtk_widget_set_visible (self->header, n_of_kind > 1);
  gtk_widget_set_visible (self->another_button, self->kind->amount_asked && number == n_of_kind);
}

/* Asked while it can be somebody else's than the applicant's, or is said to be. It does not go from
 * under the hand that answers it. */
static void
show_whose (ZpiIncomeGroup *self, ZpiCase *zcase)
{
  gboolean absent = zpi_findings_is_of_absent_partner (zcase, self->item);
  gboolean asked = absent || zpi_case_get_flag (zcase, ZPI_KEY_PARTNER);

  if (absent)
    zpi_field_row_show_problem (ZPI_FIELD_ROW (self->whose_row));
  if (asked || gtk_widget_get_focus_child (self->whose_row) == NULL)
    gtk_widget_set_visible (self->whose_row, asked);
}

static char *
dup_month_title (ZpiIncomeGroup *self, ZpiCase *zcase, guint i)
{
  g_autofree char *field = g_strdup_printf ("month%u", i + 1);
  g_autofree char *key = key_of (self, field);
  char *title = zpi_rules_dup_month_title (zpi_case_get (zcase, key));

  return title != NULL ? title : g_strdup (zpi_field_text_title (key));
}

/**
 * zpi_income_group_show:
 * @zcase: the case
 *
 * Shows what depends on other answers: whose it is, the months' names and their mean, the period at
 * the amount.
 */
void
zpi_income_group_show (ZpiIncomeGroup *self, ZpiCase *zcase)
{
  g_autofree char *period = key_of (self, "period");
  g_autofree char *basis = key_of (self, "basis");
  g_autofree char *holiday = key_of (self, "holiday_allowance");

  g_return_if_fail (ZPI_IS_INCOME_GROUP (self));

  if (self->whose_row != NULL)
    show_whose (self, zcase);
  if (self->amount_row != NULL)
    zpi_money_row_set_period (ZPI_MONEY_ROW (self->amount_row), zpi_case_get (zcase, period));
  for (guint i = 0; self->kind->variable && i < ZPI_N_INCOME_MONTHS; i++) {
    g_autofree char *title = dup_month_title (self, zcase, i);

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->month_rows[i]), title);
  }
  if (self->months_row != NULL) {
    g_autofree char *mean = zpi_summary_dup_mean (zcase, self->item);
    /* Translators: the blank is an amount: "€ 312,33 a month". */
    g_autofree char *sum = mean != NULL ? g_strdup_printf (_ ("Mean: %s"), mean) : NULL;

    zpi_line_row_set_sum (ZPI_LINE_ROW (self->months_row), sum);
  }
  if (self->basis_row != NULL && (g_str_equal (zpi_case_get (zcase, basis), "bruto") ||
                                  g_str_equal (zpi_case_get (zcase, holiday), "met")))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->basis_row), TRUE);
}

/**
 * zpi_income_group_show_asked:
 * @zcase: the case
 * @scheme: (nullable): its rules
 *
 * Shows of the questions that have no place of their own those that apply.
 */
void
zpi_income_group_show_asked (ZpiIncomeGroup *self, ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_return_if_fail (ZPI_IS_INCOME_GROUP (self));

  zpi_question_rows_show (self->made_rows, zcase, scheme);
}

/**
 * zpi_income_fill_in_new:
 * @zcase: the case
 * @item: a new income
 * @kind: its kind
 *
 * Keeps what follows from switching the kind on: its period, and which months are asked.
 */
void
zpi_income_fill_in_new (ZpiCase *zcase, const char *item, const ZpiIncomeKind *kind)
{
  ZpiDate on = zpi_rules_months_before (zcase);
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_INCOME, item, "kind");

  zpi_case_set (zcase, key, kind->id);
  if (kind->amount_asked && kind->default_period != NULL) {
    g_autofree char *period = zpi_case_item_key (ZPI_LIST_INCOME, item, "period");

    zpi_case_set (zcase, period, kind->default_period);
  }
  for (int i = 0; kind->variable && i < ZPI_N_INCOME_MONTHS; i++) {
    int number = on.year * 12 + on.month - 1 - ZPI_N_INCOME_MONTHS + i;
    g_autofree char *field = g_strdup_printf ("month%d", i + 1);
    g_autofree char *month = zpi_case_item_key (ZPI_LIST_INCOME, item, field);
    g_autofree char *text = g_strdup_printf ("%04d-%02d", number / 12, number % 12 + 1);

    zpi_case_set (zcase, month, text);
  }
}
