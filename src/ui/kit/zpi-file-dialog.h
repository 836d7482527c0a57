/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Choosing files. The only file that knows GtkFileChooserNative, which later versions replace. It
 * starts where a file for the same purpose was last chosen, of the same client: where the last
 * client's file was is nobody's business. */

typedef enum {
  ZPI_FILE_FILTER_EVIDENCE, /* PDF and pictures */
  ZPI_FILE_FILTER_PICTURES,
  ZPI_FILE_FILTER_ORGANISATION, /* *.zpi-org */
  ZPI_FILE_FILTER_PDF,
  ZPI_FILE_FILTER_BACKUP,
  ZPI_FILE_FILTER_CASE, /* *.zpi-case, from desk to desk */
  ZPI_FILE_FILTER_KEY,  /* *.zpi-key, of who administers an organisation */
  ZPI_N_FILE_FILTERS,
} ZpiFileFilter;

typedef void (*ZpiFileFunc) (GFile *file, gpointer object);

/* @chosen is called once for each file that was chosen, not at all when the person cancels; @object
 * (a GObject) is kept until then. */
void zpi_file_dialog_open (GtkWidget *parent,
                           const char *title,
                           ZpiFileFilter filter,
                           ZpiFileFunc chosen,
                           gpointer object);
void zpi_file_dialog_open_many (GtkWidget *parent,
                                const char *title,
                                ZpiFileFilter filter,
                                ZpiFileFunc chosen,
                                gpointer object);
void zpi_file_dialog_save (GtkWidget *parent,
                           const char *title,
                           const char *name,
                           ZpiFileFilter filter,
                           ZpiFileFunc chosen,
                           gpointer object);
void zpi_file_dialog_forget (void);

G_END_DECLS
