/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Questions and short messages. The only file that knows AdwMessageDialog, which later versions
 * replace. */

typedef void (*ZpiMessageFunc) (gpointer user_data);

/* @confirmed is called when the person says yes; @object is unreffed either way and passed to it.
 */
void zpi_message_ask (GtkWidget *parent,
                      const char *heading,
                      const char *body,
                      const char *yes_label,
                      gboolean destructive,
                      ZpiMessageFunc confirmed,
                      gpointer object);
/* As zpi_message_ask(), where doing nothing is as good an answer; @data is freed by @free_data. */
void zpi_message_ask_list (GtkWidget *parent,
                           const char *heading,
                           const char *body,
                           const char *list,
                           const char *yes_label,
                           ZpiMessageFunc confirmed,
                           gpointer object);
/* A list, and two ways to say yes; @object is unreffed in the end. The first is as good as Enter.
 */
void zpi_message_ask_either (GtkWidget *parent,
                             const char *heading,
                             const char *body,
                             const char *list,
                             const char *first_label,
                             ZpiMessageFunc first,
                             const char *second_label,
                             ZpiMessageFunc second,
                             gpointer object);
void zpi_message_offer (GtkWidget *parent,
                        const char *heading,
                        const char *body,
                        const char *no_label,
                        const char *yes_label,
                        ZpiMessageFunc accepted,
                        gpointer data,
                        GDestroyNotify free_data);
void zpi_message_tell (GtkWidget *parent, const char *heading, const char *body);
void zpi_message_toast (GtkWidget *widget, const char *text);
void zpi_message_toast_for (GtkWidget *widget, const char *text, guint seconds);
void zpi_message_pass (void);
void zpi_message_dismiss (AdwToast *toast);
void zpi_message_add_toast (GtkWidget *widget, AdwToast *toast);
AdwToast *zpi_message_new_toast (const char *text);

G_END_DECLS
