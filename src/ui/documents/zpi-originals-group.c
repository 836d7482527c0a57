/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-originals-group.h"

#include "zpi-field.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-intake.h"
#include "zpi-message.h"
#include "zpi-ui.h"

/* More lines than this do not help. */
#define MAX_NAMES 6

struct _ZpiOriginalsGroup {
  AdwPreferencesGroup parent_instance;

  AdwExpanderRow *expander;
  GtkWidget *all_button;
  ZpiSession *session;  /* (owned) (nullable) */
  char *case_id;        /* (nullable) */
  GHashTable *wanted;   /* (element-type utf8 utf8): by URI the document that was made from it */
  GHashTable *rows;     /* (element-type utf8 GtkWidget): by URI; the rows are the group's */
  GHashTable *unbinned; /* (element-type utf8): URIs of the last round that no bin would take */
  guint n_looking;
  guint n_busy;
  guint n_binned;
  GCancellable *cancellable;
};

enum {
  SIGNAL_SETTLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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
emit_settled (ZpiOriginalsGroup *self)
{
  if (self->n_looking == 0 && self->n_busy == 0)
    g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

static void
update_visibility (ZpiOriginalsGroup *self)
{
  guint n = g_hash_table_size (self->rows);
  g_autofree char *title = g_strdup_printf (ngettext ("%u original is still on this computer",
                                                      "%u originals are still on this computer",
                                                      n),
                                            n);
  g_autofree char *binned = g_strdup_printf (
      ngettext ("%u original is in the bin. Until the bin is emptied, everybody who "
                "uses this computer can open it.",
                "%u originals are in the bin. Until the bin is emptied, everybody "
                "who uses this computer can open them.",
                self->n_binned),
      self->n_binned);

  gtk_widget_set_visible (GTK_WIDGET (self), n > 0 || self->n_binned > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), n > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expander), title);
  adw_expander_row_set_subtitle (self->expander,
                                 ngettext ("Everybody who uses this computer can open it.",
                                           "Everybody who uses this computer can open them.",
                                           n));
  zpi_ui_set_button_label (GTK_BUTTON (self->all_button),
                           ngettext ("Move it to the _bin", "Move _all to the bin", n));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self),
                                         self->n_binned > 0 ? binned : NULL);
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
say_in_row (Look *look, const char *text)
{
  g_autofree char *uri = g_file_get_uri (look->file);
  GtkWidget *row = g_hash_table_lookup (look->group->rows, uri);

  if (row == NULL)
    return;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  gtk_widget_add_css_class (row, "error");
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  g_autofree char *uri = g_file_get_uri (look->file);
  g_autoptr (GError) error = NULL;

  if (g_file_delete_finish (G_FILE (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    remove_row (look->group, uri);
    emit_settled (look->group);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    say_in_row (look, _ ("This file could not be deleted. Delete it yourself."));
  }
}

static void
delete_confirmed_cb (gpointer user_data)
{
  ZpiOriginalsGroup *self = user_data;
  GHashTableIter iter;
  gpointer uri;

  g_hash_table_iter_init (&iter, self->unbinned);
  while (g_hash_table_iter_next (&iter, &uri, NULL)) {
    Look *look = look_new (self, uri);

    g_file_delete_async (look->file, G_PRIORITY_DEFAULT, self->cancellable, deleted_cb, look);
  }
}

static void
ask_to_delete (ZpiOriginalsGroup *self)
{
  guint n = g_hash_table_size (self->unbinned);
  g_autofree char *heading = g_strdup_printf (ngettext ("Delete %u original for good?",
                                                        "Delete %u originals for good?",
                                                        n),
                                              n);

  zpi_message_ask (GTK_WIDGET (self),
                   heading,
                   ngettext ("There is no bin where this file stands, so it cannot be brought "
                             "back. What was made from it stays in the application.",
                             "There is no bin where these files stand, so they cannot be brought "
                             "back. What was made from them stays in the application.",
                             n),
                   _ ("_Delete for good"),
                   TRUE,
                   delete_confirmed_cb,
                   g_object_ref (self));
}

static void
one_done (ZpiOriginalsGroup *self)
{
  if (--self->n_busy == 0 && g_hash_table_size (self->unbinned) > 0)
    ask_to_delete (self);
  emit_settled (self);
}

static void
binned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Look) look = user_data;
  g_autofree char *uri = g_file_get_uri (look->file);
  g_autoptr (GError) error = NULL;

  if (g_file_trash_finish (G_FILE (source), result, &error)) {
    look->group->n_binned++;
    remove_row (look->group, uri);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    remove_row (look->group, uri);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    return;
  } else {
    g_hash_table_add (look->group->unbinned, g_steal_pointer (&uri));
  }
  one_done (look->group);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Look *look = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_intake_verify_finish (result, &error)) {
    g_file_trash_async (look->file, G_PRIORITY_DEFAULT, look->group->cancellable, binned_cb, look);
    return;
  }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    say_in_row (look, _ ("What was made from this file does not open. Keep the file."));
    one_done (look->group);
  }
  look_free (look);
}

/* It goes only when what was made from it can be read back; of a cleared case the municipality has
 * proved that it has that. */
static void
put_in_bin (ZpiOriginalsGroup *self, const char *uri)
{
  const char *document = g_hash_table_lookup (self->wanted, uri);

  if (document == NULL || self->session == NULL)
    return;
  if (self->n_busy++ == 0)
    g_hash_table_remove_all (self->unbinned);
  if (*document == '\0') {
    Look *look = look_new (self, uri);

    g_file_trash_async (look->file, G_PRIORITY_DEFAULT, self->cancellable, binned_cb, look);
    return;
  }
  zpi_intake_verify_async (self->session,
                           document,
                           self->cancellable,
                           verified_cb,
                           look_new (self, uri));
}

static void
bin_clicked_cb (ZpiOriginalsGroup *self, GtkWidget *button)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  GHashTableIter iter;
  gpointer uri, other;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &uri, &other))
    if (other == row)
      put_in_bin (self, uri);
}

static void
all_clicked_cb (ZpiOriginalsGroup *self)
{
  zpi_originals_group_bin_all (self);
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
  GtkWidget *button = gtk_button_new_with_label (_ ("Move to the bin"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), folder);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  /* Translators: what a screen reader says of the button; the blank is the name of a file. */
  label = g_strdup_printf (_ ("Move the original “%s” to the bin"), name);
  g_signal_connect_object (button, "clicked", G_CALLBACK (bin_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  zpi_group_wrap_row (row);
  zpi_ui_name (button, label);
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
  look->group->n_looking--;
  if (info == NULL)
    remove_row (look->group, uri); /* deleted, or on a stick that was taken out */
  else if (g_hash_table_contains (look->group->wanted, uri) &&
           !g_hash_table_contains (look->group->rows, uri))
    add_row (look->group, look->file);
  emit_settled (look->group);
}

static void
zpi_originals_group_dispose (GObject *object)
{
  ZpiOriginalsGroup *self = ZPI_ORIGINALS_GROUP (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_originals_group_parent_class)->dispose (object);
}

static void
zpi_originals_group_finalize (GObject *object)
{
  ZpiOriginalsGroup *self = ZPI_ORIGINALS_GROUP (object);

  g_free (self->case_id);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->rows);
  g_hash_table_unref (self->unbinned);

  G_OBJECT_CLASS (zpi_originals_group_parent_class)->finalize (object);
}

static void
zpi_originals_group_class_init (ZpiOriginalsGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_originals_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_originals_group_finalize;

  signals[SIGNAL_SETTLED] = g_signal_new ("settled",
                                          ZPI_TYPE_ORIGINALS_GROUP,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
zpi_originals_group_init (ZpiOriginalsGroup *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self);

  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->unbinned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->all_button = gtk_button_new_with_mnemonic ("");
  gtk_widget_set_valign (self->all_button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->all_button,
                           "clicked",
                           G_CALLBACK (all_clicked_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->expander = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_expander_row_add_action (self->expander, self->all_button);
  zpi_group_wrap_row (GTK_WIDGET (self->expander));
  adw_preferences_group_add (group, GTK_WIDGET (self->expander));
  update_visibility (self);
}

/* Of those whose document is still in the case: what was left out, or taken out again, may be
 * nowhere else. */
static void
list_wanted (ZpiOriginalsGroup *self, ZpiCase *zcase)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_ORIGINAL);
  g_auto (GStrv) documents = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);

  g_hash_table_remove_all (self->wanted);
  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *uri_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, items[i], "uri");
    g_autofree char *document_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, items[i], "document");
    const char *uri = zpi_case_get (zcase, uri_key);
    const char *document = zpi_case_get (zcase, document_key);

    if (*uri != '\0' && g_strv_contains ((const char *const *) documents, document))
      g_hash_table_insert (self->wanted, g_strdup (uri), g_strdup (document));
  }
}

static void
remove_unwanted (ZpiOriginalsGroup *self)
{
  g_autoptr (GList) uris = g_hash_table_get_keys (self->rows);

  for (GList *l = uris; l != NULL; l = l->next)
    if (!g_hash_table_contains (self->wanted, l->data))
      remove_row (self, l->data);
}

static void
look_for (ZpiOriginalsGroup *self, const char *uri)
{
  Look *look = look_new (self, uri);

  self->n_looking++;
  g_file_query_info_async (look->file,
                           G_FILE_ATTRIBUTE_STANDARD_TYPE,
                           G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                           G_PRIORITY_DEFAULT,
                           self->cancellable,
                           looked_cb,
                           look);
}

static void
use_case (ZpiOriginalsGroup *self, ZpiSession *session, const char *case_id)
{
  g_set_object (&self->session, session);
  if (g_strcmp0 (self->case_id, case_id) == 0)
    return;
  g_free (self->case_id);
  self->case_id = g_strdup (case_id);
  self->n_binned = 0;
}

static void
look_for_wanted (ZpiOriginalsGroup *self)
{
  GHashTableIter iter;
  gpointer uri;

  remove_unwanted (self);
  update_visibility (self);
  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &uri, NULL))
    look_for (self, uri);
  emit_settled (self);
}

/**
 * zpi_originals_group_show:
 * @self: a group
 * @session: (nullable): where the documents are; without one nothing is shown
 * @zcase: the case whose documents were made from files
 *
 * Looks which of the files are still there. Only those are offered whose document is in the case,
 * and each goes only after that was read back whole.
 */
void
zpi_originals_group_show (ZpiOriginalsGroup *self, ZpiSession *session, ZpiCase *zcase)
{
  g_return_if_fail (ZPI_IS_ORIGINALS_GROUP (self));
  g_return_if_fail (ZPI_IS_CASE (zcase));

  if (session == NULL)
    return;
  use_case (self, session, zpi_case_get_id (zcase));
  list_wanted (self, zcase);
  look_for_wanted (self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiOriginalsGroup) self = user_data;
  g_autoptr (GHashTable) found = zpi_intake_find_originals_finish (result, NULL);

  if (found == NULL)
    return;
  g_hash_table_unref (self->wanted);
  self->wanted = g_steal_pointer (&found);
  look_for_wanted (self);
}

/**
 * zpi_originals_group_show_sent:
 * @self: a group
 * @session: where the case is
 * @case_id: a case that was sent, also when it was cleared since
 *
 * Looks which files are still there of the case and of its answers to letters.
 */
void
zpi_originals_group_show_sent (ZpiOriginalsGroup *self, ZpiSession *session, const char *case_id)
{
  g_return_if_fail (ZPI_IS_ORIGINALS_GROUP (self));
  g_return_if_fail (case_id != NULL);

  use_case (self, session, case_id);
  zpi_intake_find_originals_async (session,
                                   case_id,
                                   self->cancellable,
                                   found_cb,
                                   g_object_ref (self));
}

/**
 * zpi_originals_group_get_n_left:
 * @self: a group
 *
 * Returns: how many files it names
 */
guint
zpi_originals_group_get_n_left (ZpiOriginalsGroup *self)
{
  g_return_val_if_fail (ZPI_IS_ORIGINALS_GROUP (self), 0);

  return g_hash_table_size (self->rows);
}

/**
 * zpi_originals_group_get_n_binned:
 * @self: a group
 *
 * Returns: how many went to the bin since the case is shown
 */
guint
zpi_originals_group_get_n_binned (ZpiOriginalsGroup *self)
{
  g_return_val_if_fail (ZPI_IS_ORIGINALS_GROUP (self), 0);

  return self->n_binned;
}

/**
 * zpi_originals_group_dup_names:
 * @self: a group
 *
 * Returns: (transfer full): the names of the files, a line each; of many the first ones
 */
char *
zpi_originals_group_dup_names (ZpiOriginalsGroup *self)
{
  g_autoptr (GList) uris = NULL;
  GString *text = g_string_new (NULL);
  guint n = 0;

  g_return_val_if_fail (ZPI_IS_ORIGINALS_GROUP (self), NULL);

  uris = g_list_sort (g_hash_table_get_keys (self->rows), (GCompareFunc) g_strcmp0);
  for (GList *l = uris; l != NULL && n < MAX_NAMES; l = l->next, n++) {
    g_autoptr (GFile) file = g_file_new_for_uri (l->data);
    g_autofree char *base = g_file_get_basename (file);
    g_autofree char *name = g_filename_display_name (base);

    g_string_append_printf (text, "%s%s", n > 0 ? "\n" : "", name);
  }
  n = g_hash_table_size (self->rows) - n;
  if (n > 0) {
    g_string_append_c (text, '\n');
    g_string_append_printf (text, ngettext ("and %u other", "and %u others", n), n);
  }
  return g_string_free (text, FALSE);
}

/**
 * zpi_originals_group_bin_all:
 * @self: a group
 *
 * Moves to the bin what may go; `settled` says that it is over.
 */
void
zpi_originals_group_bin_all (ZpiOriginalsGroup *self)
{
  GHashTableIter iter;
  gpointer uri;

  g_return_if_fail (ZPI_IS_ORIGINALS_GROUP (self));

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &uri, NULL))
    put_in_bin (self, uri);
}
