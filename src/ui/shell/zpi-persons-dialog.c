/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-persons-dialog.h"

#include <adwaita.h>

#include "zpi-application.h"
#include "zpi-case-keeper.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-language.h"
#include "zpi-practice-person.h"
#include "zpi-ui.h"

#define ZPI_TYPE_PERSONS_DIALOG (zpi_persons_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPersonsDialog, zpi_persons_dialog, ZPI, PERSONS_DIALOG, AdwWindow)

struct _ZpiPersonsDialog {
  AdwWindow parent_instance;

  GtkListBox *list;
  ZpiSession *session; /* (owned) */
};

G_DEFINE_FINAL_TYPE (ZpiPersonsDialog, zpi_persons_dialog, ADW_TYPE_WINDOW)

static void
show_case (ZpiPersonsDialog *self, const char *case_id)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-case", "s", case_id);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiCase) zcase = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error))
    g_warning ("A practice case is not saved yet: %s", error->message);
  zpi_case_keeper_close_case (ZPI_CASE_KEEPER (source), zcase);
}

static void
row_activated_cb (ZpiPersonsDialog *self, GtkListBoxRow *row)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);
  g_autoptr (ZpiApplication) person = zpi_practice_person_load (gtk_list_box_row_get_index (row));
  g_autoptr (ZpiCase) zcase = NULL;

  if (person == NULL)
    return;
  zcase = zpi_case_keeper_new_case (keeper, ZPI_CASE_APPLICATION);
  zpi_application_fill_case (person, zcase);
  zpi_case_keeper_flush_async (keeper, zcase, NULL, flushed_cb, g_object_ref (zcase));
  show_case (self, zpi_case_get_id (zcase));
}

static void
zpi_persons_dialog_dispose (GObject *object)
{
  ZpiPersonsDialog *self = ZPI_PERSONS_DIALOG (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_persons_dialog_parent_class)->dispose (object);
}

static void
zpi_persons_dialog_class_init (ZpiPersonsDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_persons_dialog_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass),
                                       GDK_KEY_Escape,
                                       0,
                                       "window.close",
                                       NULL);
}

static GtkWidget *
make_row (guint index)
{
  const char *language = zpi_language_is_dutch () ? "nl" : "en";
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 zpi_practice_person_title (index, language));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
zpi_persons_dialog_init (ZpiPersonsDialog *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = g_object_new (ZPI_TYPE_GROUP, NULL);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  zpi_ui_name (GTK_WIDGET (self->list), _ ("Made-up households"));
  for (guint i = 0; i < zpi_practice_person_count (); i++)
    gtk_list_box_append (self->list, make_row (i));
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Made-up households"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("Choose one to practise with. None of these people exists."));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->list));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (outer), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (outer), page);
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_default_size (GTK_WINDOW (self), 480, 520);
}

/**
 * zpi_persons_dialog_present:
 * @parent: the window
 * @session: an open practice session
 *
 * Offers the made-up households.
 */
void
zpi_persons_dialog_present (GtkWindow *parent, ZpiSession *session)
{
  ZpiPersonsDialog *self = g_object_new (ZPI_TYPE_PERSONS_DIALOG,
                                         "title",
                                         _ ("Practice persons"),
                                         "transient-for",
                                         parent,
                                         "modal",
                                         TRUE,
                                         NULL);

  self->session = g_object_ref (session);
  gtk_window_present (GTK_WINDOW (self));
}
