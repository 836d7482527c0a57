/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#include <string.h>

#include "zpi-choice-row.h"
#include "zpi-combo-row.h"
#include "zpi-date-row.h"
#include "zpi-entry-row.h"
#include "zpi-field.h"
#include "zpi-flag-row.h"
#include "zpi-line-row.h"
#include "zpi-money-row.h"
#include "zpi-question-rows.h"
#include "zpi-ui.h"

/* A row alone in a list in a window, bound to an empty case. */
typedef struct {
  ZpiCase *zcase;
  GtkWidget *window;
  GtkWidget *list;
  GtkWidget *row;
} Fixture;

static void
set_up (Fixture *fixture, GtkWidget *row)
{
  fixture->zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  fixture->window = gtk_window_new ();
  fixture->list = gtk_list_box_new ();
  fixture->row = g_object_ref_sink (row);
  gtk_list_box_append (GTK_LIST_BOX (fixture->list), row);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->list);
  gtk_window_present (GTK_WINDOW (fixture->window));
  zpi_field_row_bind (ZPI_FIELD_ROW (row), NULL, fixture->zcase);
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (G_OBJECT (fixture->row));
  g_assert_finalize_object (G_OBJECT (fixture->zcase));
}

static void
type_text (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->row), text);
}

/* A whole address that was pasted goes where its parts are asked, when the row is left; but not
 * over what stands there. */
static void
test_address_is_spread (void)
{
  static const struct {
    const char *key;
    const char *pasted;
    const char *number; /* (nullable): that stood there */
    const char *after[4];
  } cases[] = {
      {ZPI_KEY_STREET,
       "Dorpsstraat 12a, 2712 AA Zoetermeer",
       NULL,
       {"Dorpsstraat", "12a", "2712 AA", "Zoetermeer"}},
      {ZPI_KEY_POSTCODE,
       "Laan van Meerzicht 4-2\u00a02712\u00a0AA\u00a0Zoetermeer",
       "4-2",
       {"Laan van Meerzicht", "4-2", "2712 AA", "Zoetermeer"}},
      {ZPI_KEY_HOUSE_NUMBER, "2712AA, 12", NULL, {"", "12", "2712AA", ""}},
      {ZPI_KEY_CITY, "NL-2712 AA Zoetermeer", "3", {"", "3", "2712 AA", "Zoetermeer"}},
      {ZPI_KEY_STREET, "Dorpsstraat 12", "14", {"Dorpsstraat 12", "14", "", ""}},
      {ZPI_KEY_STREET, "Plein 1944", NULL, {"Plein 1944", "", "", ""}},
      {ZPI_KEY_STREET, "Plein 1944 3", NULL, {"Plein 1944", "3", "", ""}},
      {ZPI_KEY_STREET, "Dorpsstraat 12 t/m 14", NULL, {"Dorpsstraat 12 t/m 14", "", "", ""}},
      {ZPI_KEY_STREET,
       "A. de Jong, Dorpsstraat 12, 2712 AA Zoetermeer",
       NULL,
       {"A. de Jong, Dorpsstraat 12, 2712 AA Zoetermeer", "", "", ""}},
      {ZPI_KEY_CITY, "Zoetermeer 12", NULL, {"", "", "", "Zoetermeer 12"}},
      {ZPI_KEY_GIVEN_NAMES, "Dorpsstraat 12", NULL, {"", "", "", ""}},
  };
  static const char *const keys[] = {ZPI_KEY_STREET,
                                     ZPI_KEY_HOUSE_NUMBER,
                                     ZPI_KEY_POSTCODE,
                                     ZPI_KEY_CITY};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    Fixture fixture;

    set_up (&fixture, zpi_entry_row_new_for_key (cases[i].key));
    if (cases[i].number != NULL)
      zpi_case_set (fixture.zcase, ZPI_KEY_HOUSE_NUMBER, cases[i].number);
    type_text (&fixture, cases[i].pasted);
    g_assert_cmpstr (zpi_case_get (fixture.zcase, cases[i].key), ==, cases[i].pasted);
    zpi_field_row_left (ZPI_FIELD_ROW (fixture.row));
    for (gsize j = 0; j < G_N_ELEMENTS (keys); j++)
      g_assert_cmpstr (zpi_case_get (fixture.zcase, keys[j]), ==, cases[i].after[j]);
    g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture.row)),
                     ==,
                     zpi_case_get (fixture.zcase, cases[i].key));
    tear_down (&fixture);
  }
}

/* Whatever is typed is what is kept. */
static void
test_entry_keeps_raw_text (void)
{
  static const char *const texts[] = {"1-5-19", "12,", " Anna  ", "ongeveer veertig", "€", ""};
  Fixture fixture;

  set_up (&fixture, zpi_entry_row_new_for_key (ZPI_KEY_BIRTH_DATE));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    type_text (&fixture, texts[i]);
    g_assert_cmpstr (zpi_case_get (fixture.zcase, ZPI_KEY_BIRTH_DATE), ==, texts[i]);
  }
  tear_down (&fixture);
}

static void
test_entry_shows_case (void)
{
  Fixture fixture;

  set_up (&fixture, zpi_entry_row_new_for_key (ZPI_KEY_FAMILY_NAME));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture.row)), ==, "");
  zpi_case_set (fixture.zcase, ZPI_KEY_FAMILY_NAME, "Jong");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture.row)), ==, "Jong");
  tear_down (&fixture);
}

/* Not while typing; on leaving; and from then on with every change. */
static void
test_entry_says_on_leaving (void)
{
  Fixture fixture;
  ZpiFieldRow *row;

  set_up (&fixture, zpi_entry_row_new_for_key (ZPI_KEY_POSTCODE));
  row = ZPI_FIELD_ROW (fixture.row);
  type_text (&fixture, "27");
  g_assert_null (zpi_field_row_get_problem (row));
  zpi_field_row_left (row);
  g_assert_nonnull (zpi_field_row_get_problem (row));
  g_assert_true (zpi_field_row_is_wrong (row));
  g_assert_true (gtk_widget_has_css_class (fixture.row, "error"));
  type_text (&fixture, "2712 ab");
  g_assert_null (zpi_field_row_get_problem (row));
  g_assert_false (gtk_widget_has_css_class (fixture.row, "error"));
  tear_down (&fixture);
}

static const char *
find_said (GtkWidget *widget)
{
  const char *said = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget) &&
      gtk_widget_has_css_class (widget, "error"))
    return gtk_label_get_label (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && said == NULL;
       child = gtk_widget_get_next_sibling (child))
    said = find_said (child);
  return said;
}

static void
paste (Fixture *fixture, const char *text)
{
  GtkEditable *entry =
      gtk_editable_get_delegate (gtk_editable_get_delegate (GTK_EDITABLE (fixture->row)));
  int position;

  gtk_editable_delete_selection (entry);
  position = gtk_editable_get_position (entry);
  gtk_editable_insert_text (entry, text, -1, &position);
}

/* A letter that was pasted into a name by mistake is not put in, nor is what was selected lost; a
 * little more than fits is, for somebody to shorten; what is there already can be shown and made
 * shorter, however long. Each is said, with how much fits. */
static void
test_entry_takes_no_letter (void)
{
  g_autofree char *letter = g_strnfill (60000, 'a');
  g_autofree char *little = g_strnfill (250, 'b');
  Fixture fixture;
  gint64 began;

  set_up (&fixture, zpi_entry_row_new_for_key (ZPI_KEY_FAMILY_NAME));
  type_text (&fixture, "Jong");
  gtk_editable_select_region (GTK_EDITABLE (fixture.row), 1, 3);
  began = g_get_monotonic_time ();
  paste (&fixture, letter);
  g_assert_cmpint (g_get_monotonic_time () - began, <, G_USEC_PER_SEC);
  g_assert_cmpstr (zpi_case_get (fixture.zcase, ZPI_KEY_FAMILY_NAME), ==, "Jong");
  g_assert_nonnull (find_said (fixture.row));
  g_assert_nonnull (strstr (find_said (fixture.row), "60000"));
  g_assert_nonnull (strstr (find_said (fixture.row), "200"));
  type_text (&fixture, "Jonge");
  g_assert_null (find_said (fixture.row));

  type_text (&fixture, little);
  g_assert_cmpstr (zpi_case_get (fixture.zcase, ZPI_KEY_FAMILY_NAME), ==, little);
  zpi_field_row_left (ZPI_FIELD_ROW (fixture.row));
  g_assert_nonnull (strstr (zpi_field_row_get_problem (ZPI_FIELD_ROW (fixture.row)), "200"));

  zpi_case_set (fixture.zcase, ZPI_KEY_FAMILY_NAME, letter);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (fixture.row)), ==, letter);
  gtk_editable_select_region (GTK_EDITABLE (fixture.row), 0, 100);
  paste (&fixture, "c");
  g_assert_cmpuint (strlen (zpi_case_get (fixture.zcase, ZPI_KEY_FAMILY_NAME)), ==, 59901);
  tear_down (&fixture);
}

/* What was left empty is for the review, not an error. */
static void
test_entry_empty_is_no_error (void)
{
  Fixture fixture;

  set_up (&fixture, zpi_entry_row_new_for_key (ZPI_KEY_BSN));
  zpi_field_row_left (ZPI_FIELD_ROW (fixture.row));
  g_assert_false (zpi_field_row_show_problem (ZPI_FIELD_ROW (fixture.row)));
  g_assert_null (zpi_field_row_get_problem (ZPI_FIELD_ROW (fixture.row)));
  tear_down (&fixture);
}

static void
test_choice (void)
{
  Fixture fixture;

  set_up (&fixture, zpi_choice_row_new (ZPI_KEY_PARTNER, TRUE));
  g_assert_cmpstr (zpi_case_get (fixture.zcase, ZPI_KEY_PARTNER), ==, "");
  zpi_field_row_focus (ZPI_FIELD_ROW (fixture.row));
  g_assert_true (GTK_IS_CHECK_BUTTON (gtk_root_get_focus (GTK_ROOT (fixture.window))));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (gtk_root_get_focus (GTK_ROOT (fixture.window))),
                               TRUE);
  g_assert_cmpstr (zpi_case_get (fixture.zcase, ZPI_KEY_PARTNER), ==, ZPI_YES);
  tear_down (&fixture);
}

static void
test_combo (void)
{
  Fixture fixture;
  g_autofree char *item = NULL;
  g_autofree char *key = NULL;

  set_up (&fixture, zpi_combo_row_new ("income.x.period"));
  item = zpi_case_add_item (fixture.zcase, ZPI_LIST_INCOME);
  key = zpi_case_item_key (ZPI_LIST_INCOME, item, "period");
  zpi_field_row_set_key (ZPI_FIELD_ROW (fixture.row), key);
  adw_combo_row_set_selected (ADW_COMBO_ROW (fixture.row), 2);
  g_assert_cmpstr (zpi_case_get (fixture.zcase, key), ==, "vier-weken");
  zpi_case_set (fixture.zcase, key, "jaar");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (fixture.row)), ==, 5);
  zpi_case_set (fixture.zcase, key, "");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (fixture.row)), ==, 0);
  tear_down (&fixture);
}

static GtkWidget *
find_below (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_below (child, type);
  return found;
}

/* (transfer none): in the list, which row has the focus */
static int
find_focused (GtkWidget *list)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (list));
  int position = -1;

  g_assert_nonnull (focus);
  if (gtk_widget_get_parent (focus) != list)
    return -1;
  for (; focus != NULL; focus = gtk_widget_get_prev_sibling (focus))
    position++;
  return position;
}

static int
open_and_close (Fixture *fixture, GtkWidget *popover, GtkWidget *list)
{
  int position;

  gtk_widget_grab_focus (fixture->row);
  g_signal_emit_by_name (fixture->row, "activate");
  g_assert_true (gtk_widget_get_visible (popover));
  position = find_focused (list);
  gtk_popover_popdown (GTK_POPOVER (popover));
  while (gtk_widget_get_visible (popover))
    g_main_context_iteration (NULL, TRUE);
  return position;
}

/* The list begins at what was chosen, also when it was left elsewhere the time before. */
static void
test_combo_begins_at_chosen (void)
{
  Fixture fixture;
  g_autofree char *item = NULL;
  g_autofree char *key = NULL;
  GtkWidget *popover;
  GtkWidget *list;

  set_up (&fixture, zpi_combo_row_new ("income.x.period"));
  item = zpi_case_add_item (fixture.zcase, ZPI_LIST_INCOME);
  key = zpi_case_item_key (ZPI_LIST_INCOME, item, "period");
  zpi_field_row_set_key (ZPI_FIELD_ROW (fixture.row), key);
  zpi_case_set (fixture.zcase, key, "maand");
  popover = find_below (fixture.row, GTK_TYPE_POPOVER);
  list = find_below (popover, GTK_TYPE_LIST_VIEW);
  g_assert_cmpint (open_and_close (&fixture, popover, list), ==, 3);

  gtk_widget_grab_focus (gtk_widget_get_last_child (list));
  g_assert_cmpint (open_and_close (&fixture, popover, list), ==, 3);
  g_assert_cmpstr (zpi_case_get (fixture.zcase, key), ==, "maand");
  zpi_case_set (fixture.zcase, key, "jaar");
  g_assert_cmpint (open_and_close (&fixture, popover, list), ==, 5);
  tear_down (&fixture);
}

static void
test_flag (void)
{
  Fixture fixture;

  set_up (&fixture, zpi_flag_row_new (ZPI_KEY_DECLARED));
  gtk_switch_set_active (GTK_SWITCH (
                             adw_action_row_get_activatable_widget (ADW_ACTION_ROW (fixture.row))),
                         TRUE);
  g_assert_true (zpi_case_get_flag (fixture.zcase, ZPI_KEY_DECLARED));
  zpi_case_set_flag (fixture.zcase, ZPI_KEY_DECLARED, FALSE);
  g_assert_cmpstr (zpi_case_get (fixture.zcase, ZPI_KEY_DECLARED), ==, "");
  tear_down (&fixture);
}

/* What is typed for one client is never in the undo of another. */
static void
test_no_undo_of_what_was_shown (void)
{
  Fixture fixture;

  set_up (&fixture, zpi_entry_row_new_for_key (ZPI_KEY_STREET));
  zpi_case_set (fixture.zcase, ZPI_KEY_STREET, "Dorpsstraat");
  gtk_widget_activate_action (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (fixture.row))),
                              "text.undo",
                              NULL);
  g_assert_cmpstr (zpi_case_get (fixture.zcase, ZPI_KEY_STREET), ==, "Dorpsstraat");
  tear_down (&fixture);
}

static char *
dup_order (GtkWidget *list)
{
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (list);
  GString *order = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (order, "%s ", zpi_field_row_get_key (rows->pdata[i]));
  return g_string_free (order, FALSE);
}

/* What nobody placed of an item comes behind the question before it in the table: below its line,
 * below what is folded away; what the item decides by itself stays out. */
static void
test_made_for_item (void)
{
  static const char *const decided[] = {"prefix", NULL};
  GtkWidget *list = g_object_ref_sink (gtk_list_box_new ());
  GtkWidget *line = zpi_line_row_new ();
  g_autoptr (GPtrArray) made = NULL;
  g_autofree char *order = NULL;

  gtk_list_box_append (GTK_LIST_BOX (list), line);
  zpi_line_row_add (ZPI_LINE_ROW (line), zpi_entry_row_new_for_key ("child.x.family_name"), 0);
  zpi_line_row_add (ZPI_LINE_ROW (line), zpi_entry_row_new_for_key ("child.x.bsn"), 0);
  made = zpi_question_rows_complete_about (list, "child.x", decided);
  order = dup_order (list);
  g_assert_cmpstr (order,
                   ==,
                   "child.x.given_names child.x.family_name child.x.bsn child.x.birth_date ");
  g_assert_cmpuint (made->len, ==, 2);
  g_object_unref (list);
}

/* An income of a kind that asks nothing has no row to begin from. A remark comes with a form. */
static void
test_made_from_nothing (void)
{
  static const char *const decided[] = {"kind", "amount", "amount1", "amount2", "amount3", NULL};
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  GtkWidget *list = g_object_ref_sink (gtk_list_box_new ());
  g_autoptr (GPtrArray) made = zpi_question_rows_complete_about (list, "income.x", decided);
  g_autofree char *order = dup_order (list);

  g_assert_cmpstr (order,
                   ==,
                   "income.x.benefit income.x.whose income.x.period income.x.source income.x.basis "
                   "income.x.holiday_allowance ");
  zpi_case_set (zcase, "income.x.kind", "loon");
  zpi_question_rows_show (made, zcase, NULL);
  g_assert_false (gtk_widget_get_visible (made->pdata[0]));
  g_assert_true (gtk_widget_get_visible (made->pdata[1]));
  g_object_unref (list);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  zpi_ui_init ();

  g_test_add_func ("/rows/address-is-spread", test_address_is_spread);
  g_test_add_func ("/rows/entry/keeps-raw-text", test_entry_keeps_raw_text);
  g_test_add_func ("/rows/entry/takes-no-letter", test_entry_takes_no_letter);
  g_test_add_func ("/rows/entry/shows-case", test_entry_shows_case);
  g_test_add_func ("/rows/entry/says-on-leaving", test_entry_says_on_leaving);
  g_test_add_func ("/rows/entry/empty-is-no-error", test_entry_empty_is_no_error);
  g_test_add_func ("/rows/entry/no-undo-of-what-was-shown", test_no_undo_of_what_was_shown);
  g_test_add_func ("/rows/choice", test_choice);
  g_test_add_func ("/rows/combo", test_combo);
  g_test_add_func ("/rows/combo/begins-at-chosen", test_combo_begins_at_chosen);
  g_test_add_func ("/rows/flag", test_flag);
  g_test_add_func ("/rows/made/item", test_made_for_item);
  g_test_add_func ("/rows/made/from-nothing", test_made_from_nothing);
  return g_test_run ();
}
