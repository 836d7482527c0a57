/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-case-row.h"

#include "zpi-case-words.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-progress-words.h"
#include "zpi-ui.h"

/* The words are a name and a sentence: in a narrow window the state goes below them, rather than
 * that they are a column beside it. */
#define WORDS_CHARS 30

struct _ZpiCaseRow {
  AdwActionRow parent_instance;

  GtkWidget *icon;
  GtkWidget *state_label;
  GtkWidget *arrow;
  GtkWidget *check; /* (nullable): while cases are chosen */

  ZpiCaseItem *item; /* (owned) */
  gulong changed_id;
  gboolean show_names;
};

static guint chosen_changed_signal;

G_DEFINE_FINAL_TYPE (ZpiCaseRow, zpi_case_row, ADW_TYPE_ACTION_ROW)

/* Where all are new the heading says so. */
static gboolean
is_news_beside (ZpiCaseItem *item)
{
  return zpi_case_item_has_news (item) && zpi_case_words_group (item) != ZPI_CASE_GROUP_NEWS;
}

/* What is next, and since when or until when. */
static char *
make_subtitle (ZpiCaseItem *item)
{
  gboolean draft = zpi_case_item_get_state (item) == ZPI_CASE_DRAFT;
  g_autofree char *progress = zpi_progress_words (item);
  g_autofree char *next = progress == NULL ? zpi_case_words_next_step (item) : NULL;
  g_autofree char *when =
      draft && zpi_case_item_get_changed_us (item) != 0 && zpi_case_words_get_deadline (item) == 0
          ? zpi_progress_words_day (zpi_case_item_get_changed_us (item))
          : zpi_case_words_due (item);

  return g_strdup_printf ("%s%s%s%s",
                          is_news_beside (item) ? _ ("New since last time. ") : "",
                          progress != NULL ? progress : next,
                          when != NULL ? " · " : "",
                          when != NULL ? when : "");
}

static void
show_state (ZpiCaseRow *self)
{
  ZpiCaseState state = zpi_case_item_get_state (self->item);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), zpi_case_words_standing_icon (self->item));
  gtk_label_set_label (GTK_LABEL (self->state_label), zpi_case_words_standing (self->item));
  /* Drafts stand together below that word. */
  gtk_widget_set_visible (self->state_label, state != ZPI_CASE_DRAFT);
  if (state == ZPI_CASE_ATTENTION || zpi_case_item_is_damaged (self->item))
    gtk_widget_add_css_class (self->state_label, "zpi-state-attention");
  else
    gtk_widget_remove_css_class (self->state_label, "zpi-state-attention");
}

static void
chosen_cb (ZpiCaseRow *self)
{
  g_signal_emit (self, chosen_changed_signal, 0);
}

static void
zpi_case_row_dispose (GObject *object)
{
  ZpiCaseRow *self = ZPI_CASE_ROW (object);

  if (self->item != NULL)
    g_clear_signal_handler (&self->changed_id, self->item);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (zpi_case_row_parent_class)->dispose (object);
}

static void
zpi_case_row_class_init (ZpiCaseRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_case_row_dispose;

  /**
   * ZpiCaseRow::chosen-changed:
   * @self: the row
   *
   * The counsellor ticked it, or took the tick away.
   */
  chosen_changed_signal = g_signal_new ("chosen-changed",
                                        ZPI_TYPE_CASE_ROW,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);
}

static void
add_suffix (ZpiCaseRow *self)
{
  self->state_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->state_label, "caption");
  gtk_widget_add_css_class (self->state_label, "zpi-state");
  gtk_label_set_wrap (GTK_LABEL (self->state_label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->state_label), 0);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->state_label), GTK_NATURAL_WRAP_NONE);
  gtk_widget_set_valign (self->state_label, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->state_label);
  self->arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->arrow);
  zpi_group_wrap_row_from (GTK_WIDGET (self), WORDS_CHARS);
}

static void
zpi_case_row_init (ZpiCaseRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  self->icon = gtk_image_new ();
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->icon);
  add_suffix (self);
}

/**
 * zpi_case_row_new:
 * @item: a case
 * @show_names: whether the counsellor asked for names
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
zpi_case_row_new (ZpiCaseItem *item, gboolean show_names)
{
  ZpiCaseRow *self;

  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), NULL);

  self = g_object_new (ZPI_TYPE_CASE_ROW, NULL);
  self->item = g_object_ref (item);
  self->show_names = show_names;
  self->changed_id =
      g_signal_connect_swapped (item, "changed", G_CALLBACK (zpi_case_row_refresh), self);
  zpi_case_row_refresh (self);
  return GTK_WIDGET (self);
}

/**
 * zpi_case_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none): its case
 */
ZpiCaseItem *
zpi_case_row_get_item (ZpiCaseRow *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ROW (self), NULL);

  return self->item;
}

/**
 * zpi_case_row_refresh:
 * @self: a row
 *
 * Says anew what there is to say of its case, such as on another day.
 */
void
zpi_case_row_refresh (ZpiCaseRow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  g_return_if_fail (ZPI_IS_CASE_ROW (self));

  title = zpi_case_words_name (self->item, self->show_names);
  subtitle = make_subtitle (self->item);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  zpi_ui_describe (GTK_WIDGET (self), subtitle);
  if (self->check != NULL)
    zpi_ui_name (self->check, title);
  show_state (self);
}

/**
 * zpi_case_row_set_show_names:
 * @self: a row
 * @show_names: whether the counsellor asked for names
 */
void
zpi_case_row_set_show_names (ZpiCaseRow *self, gboolean show_names)
{
  g_return_if_fail (ZPI_IS_CASE_ROW (self));

  if (self->show_names == !!show_names)
    return;
  self->show_names = !!show_names;
  zpi_case_row_refresh (self);
}

/**
 * zpi_case_row_set_choosing:
 * @self: a row
 * @choosing: whether it has a box to tick, instead of leading to its case
 */
void
zpi_case_row_set_choosing (ZpiCaseRow *self, gboolean choosing)
{
  g_return_if_fail (ZPI_IS_CASE_ROW (self));

  if ((self->check != NULL) == !!choosing)
    return;
  if (choosing) {
    self->check = gtk_check_button_new ();
    gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
    zpi_ui_name (self->check, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));
    g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (chosen_cb), self);
    adw_action_row_add_prefix (ADW_ACTION_ROW (self), self->check);
  } else {
    adw_action_row_remove (ADW_ACTION_ROW (self), self->check);
    self->check = NULL;
  }
  gtk_widget_set_visible (self->arrow, !choosing);
}

/**
 * zpi_case_row_set_chosen:
 * @self: a row
 * @chosen: whether it is ticked; nothing happens while it has no box
 */
void
zpi_case_row_set_chosen (ZpiCaseRow *self, gboolean chosen)
{
  g_return_if_fail (ZPI_IS_CASE_ROW (self));

  if (self->check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), chosen);
}

/**
 * zpi_case_row_is_chosen:
 * @self: a row
 *
 * Returns: whether it is ticked
 */
gboolean
zpi_case_row_is_chosen (ZpiCaseRow *self)
{
  g_return_val_if_fail (ZPI_IS_CASE_ROW (self), FALSE);

  return self->check != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check));
}
