/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-originals-group.h"

#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

struct _ZpiOriginalsGroup {
  AdwPreferencesGroup parent_instance;

  AdwExpanderRow *expander;
  GtkWidget *all_button;
  GHashTable *rows; /* (element-type utf8 GtkWidget): by URI; the rows are the group's */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ZpiOriginalsGroup, zpi_originals_group, ADW_TYPE_PREFERENCES_GROUP)

typedef struct {
  ZpiOriginalsGroup *group; /* (owned) */
  GFile *file;              /* (owned) */
} Look;

static Look *
look_new (ZpiOriginalsGroup *group, const char *uri)
{
  Look *self = g_new0 (Look, 1);

  self->group = g_object_ref (group);
  self->file = g_file_new_for_uri (uri);
  return self;
}

static void
look_free (Look *self)
{
  g_object_unref (self->group);
  g_object_unref (self->file);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Look, look_free)

static void
update_visibility (ZpiOriginalsGroup *self)
{
  guint n = g_hash_table_size (self->rows);

  g_autofree char *title = g_strdup_printf (ngettext ("%u original is still on this computer",
                                                      "%u originals are still on this computer",
                                                      n),
                                            n);

  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expander), title);
}

static void
remove_row (ZpiOriginalsGroup *self, const char *uri)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, uri);

  if (row == NULL)
    return;
  adw_expander_row_remove (self->expander, row);
  g_hash_table_remove (self->rows, uri);
  update_visibility (self);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  g_autofree char *uri = g_file_get_uri (look->file);
  g_autoptr (GError) error = NULL;
  GtkWidget *row = g_hash_table_lookup (look->group->rows, uri);

  if (g_file_delete_finish (G_FILE (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    remove_row (look->group, uri);
    return;
  }
  if (row != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                                 _ ("This file could not be deleted. Delete it yourself."));
    gtk_widget_add_css_class (row, "error");
  }
}

static void
delete_file (ZpiOriginalsGroup *self, const char *uri)
{
  Look *look = look_new (self, uri);

  g_file_delete_async (look->file, G_PRIORITY_DEFAULT, self->cancellable, deleted_cb, look);
}

static void
delete_clicked_cb (ZpiOriginalsGroup *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  GHashTableIter iter;
  gpointer uri, other;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &uri, &other))
    if (other == row)
      delete_file (self, uri);
}

static void
all_clicked_cb (ZpiOriginalsGroup *self)
{
  GHashTableIter iter;
  gpointer uri;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &uri, NULL))
    delete_file (self, uri);
}

static char *
dup_folder (GFile *file)
{
  g_autoptr (GFile) parent = g_file_get_parent (file);
  g_autofree char *name = parent != NULL ? g_file_get_parse_name (parent) : g_strdup ("");

  return g_markup_escape_text (name, -1);
}

static void
add_row (ZpiOriginalsGroup *self, GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *folder = dup_folder (file);
  g_autofree char *label = NULL;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Delete"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), folder);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* Translators: what a screen reader says of the button; the blank is the name of a file. */
  label = g_strdup_printf (_ ("Delete the original “%s”"), name);
  zpi_ui_name (button, label);
  g_signal_connect_object (button,
                           "clicked",
                           G_CALLBACK (delete_clicked_cb),
                           self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_expander_row_add_row (self->expander, row);
  g_hash_table_insert (self->rows, g_steal_pointer (&uri), row);
  update_visibility (self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  g_autofree char *uri = g_file_get_uri (look->file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (info == NULL)
    remove_row (look->group, uri); /* deleted, or on a stick that was taken out */
  else if (!g_hash_table_contains (look->group->rows, uri))
    add_row (look->group, look->file);
}

static void
zpi_originals_group_dispose (GObject *object)
{
  ZpiOriginalsGroup *self = ZPI_ORIGINALS_GROUP (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (zpi_originals_group_parent_class)->dispose (object);
}

static void
zpi_originals_group_finalize (GObject *object)
{
  g_hash_table_unref (ZPI_ORIGINALS_GROUP (object)->rows);

  G_OBJECT_CLASS (zpi_originals_group_parent_class)->finalize (object);
}

static void
zpi_originals_group_class_init (ZpiOriginalsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_originals_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_originals_group_finalize;
}

static void
zpi_originals_group_init (ZpiOriginalsGroup *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->all_button = gtk_button_new_with_mnemonic (_ ("Delete _all originals"));
  gtk_widget_set_valign (self->all_button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->all_button,
                           "clicked",
                           G_CALLBACK (all_clicked_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->expander = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_expander_row_set_subtitle (self->expander,
                                 _ ("Everybody who uses this computer can open them."));
  adw_expander_row_add_action (self->expander, self->all_button);
  adw_preferences_group_add (group, GTK_WIDGET (self->expander));
  update_visibility (self);
}

/**
 * zpi_originals_group_show:
 * @self: a group
 * @zcase: the case whose documents were made from files
 *
 * Looks which of the files are still there.
 */
void
zpi_originals_group_show (ZpiOriginalsGroup *self, ZpiCase *zcase)
{
  g_auto (GStrv) items = NULL;

  g_return_if_fail (ZPI_IS_ORIGINALS_GROUP (self));
  g_return_if_fail (ZPI_IS_CASE (zcase));

  items = zpi_case_dup_items (zcase, ZPI_LIST_ORIGINAL);
  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_ORIGINAL, items[i], "uri");
    const char *uri = zpi_case_get (zcase, key);
    Look *look;

    if (*uri == '\0')
      continue;
    look = look_new (self, uri);
    g_file_query_info_async (look->file,
                             G_FILE_ATTRIBUTE_STANDARD_TYPE,
                             G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                             G_PRIORITY_DEFAULT,
                             self->cancellable,
                             looked_cb,
                             look);
  }
}
