/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-file-dialog.h"

#include "zpi-i18n.h"

/* (owned) (nullable): where a file was last chosen for each purpose; never on disk */
static GFile *folders[ZPI_N_FILE_FILTERS];

typedef struct {
  GtkFileChooserNative *dialog; /* (owned) */
  ZpiFileFilter filter;
  ZpiFileFunc chosen;
  GObject *object; /* (owned) */
} Choice;

static void
choice_free (Choice *choice)
{
  g_clear_object (&choice->dialog);
  g_clear_object (&choice->object);
  g_free (choice);
}

static void
remember (ZpiFileFilter filter, GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (folder != NULL)
    g_set_object (&folders[filter], folder);
}

/* A stick may have been pulled out. What comes from a bank or the UWV is in the downloads. */
static GFile *
dup_folder (ZpiFileFilter filter)
{
  const char *downloads = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);
  const char *last = folders[filter] != NULL ? g_file_peek_path (folders[filter]) : NULL;

  if (last != NULL && g_file_test (last, G_FILE_TEST_IS_DIR))
    return g_object_ref (folders[filter]);
  if (downloads != NULL && g_file_test (downloads, G_FILE_TEST_IS_DIR))
    return g_file_new_for_path (downloads);
  return g_file_new_for_path (g_get_home_dir ());
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Choice *choice = user_data;
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT) {
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
    for (guint i = 0; i < g_list_model_get_n_items (files); i++) {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      remember (choice->filter, file);
      choice->chosen (file, choice->object);
    }
  }
  choice_free (choice);
}

static GtkFileFilter *
new_filter (ZpiFileFilter kind)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  switch (kind) {
  case ZPI_FILE_FILTER_ORGANISATION:
    gtk_file_filter_set_name (filter, _ ("Organisation files"));
    gtk_file_filter_add_pattern (filter, "*.zpi-org");
    break;
  case ZPI_FILE_FILTER_PDF:
    gtk_file_filter_set_name (filter, _ ("PDF files"));
    gtk_file_filter_add_mime_type (filter, "application/pdf");
    break;
  case ZPI_FILE_FILTER_BACKUP:
    gtk_file_filter_set_name (filter, _ ("Backups"));
    gtk_file_filter_add_pattern (filter, "*.zpi-backup");
    break;
  case ZPI_FILE_FILTER_CASE:
    gtk_file_filter_set_name (filter, _ ("Cases of another desk"));
    gtk_file_filter_add_pattern (filter, "*.zpi-case");
    break;
  case ZPI_FILE_FILTER_KEY:
    gtk_file_filter_set_name (filter, _ ("Key files"));
    gtk_file_filter_add_pattern (filter, "*.zpi-key");
    break;
  case ZPI_FILE_FILTER_PICTURES:
    gtk_file_filter_set_name (filter, _ ("Pictures"));
    gtk_file_filter_add_mime_type (filter, "image/jpeg");
    gtk_file_filter_add_mime_type (filter, "image/png");
    break;
  case ZPI_FILE_FILTER_EVIDENCE:
  default:
    gtk_file_filter_set_name (filter, _ ("PDF files and pictures"));
    gtk_file_filter_add_mime_type (filter, "application/pdf");
    gtk_file_filter_add_mime_type (filter, "image/jpeg");
    gtk_file_filter_add_mime_type (filter, "image/png");
    break;
  }
  return filter;
}

static void
add_filters (GtkFileChooser *chooser, ZpiFileFilter kind)
{
  g_autoptr (GtkFileFilter) filter = new_filter (kind);
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_chooser_add_filter (chooser, filter);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

static void
run (GtkWidget *parent,
     const char *title,
     const char *name,
     ZpiFileFilter filter,
     gboolean many,
     ZpiFileFunc chosen,
     gpointer object)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  g_autoptr (GFile) folder = dup_folder (filter);
  Choice *choice = g_new0 (Choice, 1);

  choice->filter = filter;
  choice->chosen = chosen;
  choice->object = g_object_ref (object);
  choice->dialog = gtk_file_chooser_native_new (title,
                                                GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                                name != NULL ? GTK_FILE_CHOOSER_ACTION_SAVE
                                                             : GTK_FILE_CHOOSER_ACTION_OPEN,
                                                NULL,
                                                NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (choice->dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (choice->dialog), many);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (choice->dialog), folder, NULL);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (choice->dialog), name);
  add_filters (GTK_FILE_CHOOSER (choice->dialog), filter);
  g_signal_connect (choice->dialog, "response", G_CALLBACK (response_cb), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (choice->dialog));
}

/**
 * zpi_file_dialog_open:
 * @parent: a widget of the window to which the dialog belongs
 * @title: what to choose
 * @filter: what is offered first
 * @chosen: (scope async): called with the file
 * @object: (type GObject): kept and given to @chosen
 *
 * Lets the person choose one file.
 */
void
zpi_file_dialog_open (GtkWidget *parent,
                      const char *title,
                      ZpiFileFilter filter,
                      ZpiFileFunc chosen,
                      gpointer object)
{
  run (parent, title, NULL, filter, FALSE, chosen, object);
}

/**
 * zpi_file_dialog_open_many:
 * @parent: a widget of the window to which the dialog belongs
 * @title: what to choose
 * @filter: what is offered first
 * @chosen: (scope async): called once for each file
 * @object: (type GObject): kept and given to @chosen
 *
 * Lets the person choose one or more files.
 */
void
zpi_file_dialog_open_many (GtkWidget *parent,
                           const char *title,
                           ZpiFileFilter filter,
                           ZpiFileFunc chosen,
                           gpointer object)
{
  run (parent, title, NULL, filter, TRUE, chosen, object);
}

/**
 * zpi_file_dialog_save:
 * @parent: a widget of the window to which the dialog belongs
 * @title: what is saved
 * @name: a name to begin with, without personal data
 * @filter: what is offered first
 * @chosen: (scope async): called with the file
 * @object: (type GObject): kept and given to @chosen
 *
 * Lets the person choose where to save.
 */
void
zpi_file_dialog_save (GtkWidget *parent,
                      const char *title,
                      const char *name,
                      ZpiFileFilter filter,
                      ZpiFileFunc chosen,
                      gpointer object)
{
  g_return_if_fail (name != NULL);

  run (parent, title, name, filter, FALSE, chosen, object);
}

/**
 * zpi_file_dialog_forget:
 *
 * Another client comes: the next dialog starts where the first did.
 */
void
zpi_file_dialog_forget (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    g_clear_object (&folders[i]);
}
