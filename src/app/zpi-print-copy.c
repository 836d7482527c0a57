/* SPDX-License-Identifier: EUPL-1.2 */

/* What was printed to a file or saved as PDF stands there in clear. It is the client's: no other
 * user of the computer reads it, and it is offered for removal. */

#include "zpi-config.h"

#include "zpi-print-copy.h"

#include "zpi-i18n.h"
#include "zpi-message.h"

#define ONLY_OURS 0600

static void
tell_not_deleted (GtkWindow *parent, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  /* Translators: the blank is the name of a file. */
  g_autofree char *text =
      g_strdup_printf (_ ("“%s” could not be deleted. Delete it yourself."), name);

  zpi_message_tell (GTK_WIDGET (parent), _ ("The copy is still there"), text);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWindow) parent = user_data;
  g_autoptr (GError) error = NULL;

  if (g_file_delete_finish (G_FILE (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return;
  g_warning ("A copy in clear was not deleted: %s", g_quark_to_string (error->domain));
  tell_not_deleted (parent, G_FILE (source));
}

typedef struct {
  GtkWindow *parent; /* (owned) */
  GFile *file;       /* (owned) */
} Copy;

static void
copy_free (Copy *self)
{
  g_object_unref (self->parent);
  g_object_unref (self->file);
  g_free (self);
}

static void
delete_copy (gpointer user_data)
{
  Copy *self = user_data;

  g_file_delete_async (self->file,
                       G_PRIORITY_DEFAULT,
                       NULL,
                       deleted_cb,
                       g_object_ref (self->parent));
}

/**
 * zpi_print_copy_hide:
 * @file: what is written in clear, or will be written over
 *
 * Lets this user alone read it. That it is not there yet is right too.
 */
void
zpi_print_copy_hide (GFile *file)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (G_IS_FILE (file));

  if (!g_file_set_attribute_uint32 (file,
                                    G_FILE_ATTRIBUTE_UNIX_MODE,
                                    ONLY_OURS,
                                    G_FILE_QUERY_INFO_NONE,
                                    NULL,
                                    &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_warning ("A copy in clear keeps its permissions: %s", g_quark_to_string (error->domain));
}

/**
 * zpi_print_copy_offer_removal:
 * @parent: the window from which it was printed or saved
 * @file: what was written, in clear
 *
 * Lets this user alone read the file, says that it is there, and offers to delete it.
 */
void
zpi_print_copy_offer_removal (GtkWindow *parent, GFile *file)
{
  Copy *self;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent) && G_IS_FILE (file));

  self = g_new0 (Copy, 1);
  self->parent = g_object_ref (parent);
  self->file = g_object_ref (file);
  name = g_file_get_basename (file);
  zpi_print_copy_hide (file);
  /* Translators: the blank is the name of a file. */
  text =
      g_strdup_printf (_ ("“%s” is not locked: whoever uses your account can open it. Give it to "
                          "the client, then delete it from this computer."),
                       name);
  zpi_message_offer (GTK_WIDGET (parent),
                     _ ("There is a copy on this computer now"),
                     text,
                     _ ("_Keep for now"),
                     _ ("_Delete the copy"),
                     delete_copy,
                     self,
                     (GDestroyNotify) copy_free);
}
