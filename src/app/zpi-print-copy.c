/* SPDX-License-Identifier: EUPL-1.2 */

/* What was printed to a file or saved as PDF stands there in clear. It is the client's: no other
 * user of the computer reads it, and it is offered for removal. */

#define _GNU_SOURCE 1 /* memmem */

#include "zpi-config.h"

#include "zpi-print-copy.h"

#include "zpi-i18n.h"
#include "zpi-message.h"

#include <string.h>

#define ONLY_OURS 0600

/* Where a PDF, PostScript or SVG says that it is at its end. */
#define END_BYTES 1024

/* So often it is looked at whether it grew, and so many times in vain. */
#define LOOK_MS 100
#define LOOKS   30

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

/* While the toolkit writes. It says that it printed before that, and whatever comes of it. */
typedef struct {
  GWeakRef parent;
  GFile *file;   /* (owned) */
  gint64 size;   /* at the last look */
  guint n_still; /* looks since it grew */
} Follow;

static void
follow_free (Follow *self)
{
  g_weak_ref_clear (&self->parent);
  g_object_unref (self->file);
  g_free (self);
}

/* Whether the end is there. */
static gboolean
is_whole (GFile *file)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char end[END_BYTES];
  gsize size = 0;

  if (stream == NULL)
    return FALSE;
  /* One that is shorter is read from its begin. */
  g_seekable_seek (G_SEEKABLE (stream), -END_BYTES, G_SEEK_END, NULL, NULL);
  return g_input_stream_read_all (G_INPUT_STREAM (stream), end, sizeof end, &size, NULL, NULL) &&
         (memmem (end, size, "%%EOF", strlen ("%%EOF")) != NULL ||
          memmem (end, size, "</svg>", strlen ("</svg>")) != NULL);
}

static gboolean
grew (Follow *self)
{
  g_autoptr (GFileInfo) info = g_file_query_info (self->file,
                                                  G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE,
                                                  NULL,
                                                  NULL);
  const gint64 size = info != NULL ? g_file_info_get_size (info) : 0;
  const gboolean changed = size != self->size;

  self->size = size;
  return changed;
}

/* It holds a part of what somebody answered, in clear, and is of no use. */
static void
give_up (Follow *self, GtkWindow *parent)
{
  g_autoptr (GError) error = NULL;

  g_warning ("Printing to a file failed: it is not whole");
  if (!g_file_delete (self->file, NULL, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    tell_not_deleted (parent, self->file);
    return;
  }
  zpi_message_tell (GTK_WIDGET (parent),
                    _ ("That was not printed"),
                    _ ("Choose another folder, or make room on the disk."));
}

static gboolean
look_cb (gpointer user_data)
{
  Follow *self = user_data;
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&self->parent);

  if (parent == NULL)
    return G_SOURCE_REMOVE;
  if (is_whole (self->file)) {
    zpi_print_copy_offer_removal (parent, self->file);
    return G_SOURCE_REMOVE;
  }
  self->n_still = grew (self) ? 0 : self->n_still + 1;
  if (self->n_still < LOOKS)
    return G_SOURCE_CONTINUE;
  give_up (self, parent);
  return G_SOURCE_REMOVE;
}

/**
 * zpi_print_copy_follow:
 * @parent: the window from which it was printed
 * @file: what is being printed to
 *
 * As zpi_print_copy_offer_removal() as soon as all of it is there; when it stays a part, as on a
 * disk that is full, deletes that and says that nothing was printed.
 */
void
zpi_print_copy_follow (GtkWindow *parent, GFile *file)
{
  Follow *self;

  g_return_if_fail (GTK_IS_WINDOW (parent) && G_IS_FILE (file));

  self = g_new0 (Follow, 1);
  g_weak_ref_init (&self->parent, parent);
  self->file = g_object_ref (file);
  g_timeout_add_full (G_PRIORITY_DEFAULT, LOOK_MS, look_cb, self, (GDestroyNotify) follow_free);
}
