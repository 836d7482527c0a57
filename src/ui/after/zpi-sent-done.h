/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-message.h"
#include "zpi-originals-group.h"

G_BEGIN_DECLS

/* Done with this client: asked and said so that it is true, also of files that the program did not
 * make. @object is unreffed in the end and given to what is chosen. */
void zpi_sent_done_ask (GtkWidget *parent,
                        ZpiOriginalsGroup *originals,
                        ZpiMessageFunc keep_files,
                        ZpiMessageFunc bin_files,
                        gpointer object);
/* (transfer full): what was done; @n_left originals still lie about, @n_binned are in the bin. */
char *zpi_sent_done_dup_words (guint n_left, guint n_binned);

G_END_DECLS
