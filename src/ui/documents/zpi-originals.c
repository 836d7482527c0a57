/* SPDX-License-Identifier: EUPL-1.2 */

/* The question after files were taken in; what is left of them is listed by ZpiOriginalsGroup. */

#include "zpi-originals.h"

#include "zpi-i18n.h"
#include "zpi-message.h"

typedef struct {
  GWeakRef place;
  GPtrArray *files; /* (element-type GFile) */
} Offer;

static void
offer_free (gpointer data, GClosure *closure)
{
  Offer *offer = data;

  g_weak_ref_clear (&offer->place);
  g_ptr_array_unref (offer->files);
  g_free (offer);
}

static void
delete_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) place = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (g_file_delete_finish (G_FILE (source), result, &error)) {
    gtk_widget_activate_action (place, "page.refresh", NULL); /* the list at its end */
    return;
  }
  name = g_file_get_basename (G_FILE (source));
  /* Translators: the blank is the name of a file. */
  text = g_strdup_printf (_("“%s” could not be deleted. Delete it yourself."), name);
  zpi_message_toast (place, text);
}

static void
delete_clicked_cb (AdwToast *toast, Offer *offer)
{
  g_autoptr (GtkWidget) place = g_weak_ref_get (&offer->place);

  for (guint i = 0; place != NULL && i < offer->files->len; i++)
    g_file_delete_async (g_ptr_array_index (offer->files, i),
                         G_PRIORITY_DEFAULT,
                         NULL,
                         delete_ready_cb,
                         g_object_ref (place));
}

static char *
dup_title (const GPtrArray *files)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (files->len == 1) {
    name = g_file_get_basename (g_ptr_array_index (files, 0));
    /* Translators: the blank is the name of a file. */
    text = g_strdup_printf (_("Added. “%s” is still on this computer."), name);
  } else {
    text = g_strdup_printf (ngettext ("Added. The %u original is still on this computer.",
                                      "Added. The %u originals are still on this computer.",
                                      files->len),
                            files->len);
  }
  return g_markup_escape_text (text, -1);
}

/**
 * zpi_originals_offer_delete:
 * @place: a widget of the page, below where it says things
 * @files: (element-type GFile): files that were taken in
 *
 * Says that they are still there, with a button that deletes them.
 *
 * Returns: (transfer none): the message, as long as it is shown
 */
AdwToast *
zpi_originals_offer_delete (GtkWidget *place, const GPtrArray *files)
{
  g_autofree char *title = NULL;
  Offer *offer;
  AdwToast *toast;

  g_return_val_if_fail (files->len > 0, NULL);

  title = dup_title (files);
  offer = g_new0 (Offer, 1);
  g_weak_ref_init (&offer->place, place);
  offer->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (offer->files, g_object_ref (g_ptr_array_index (files, i)));
  toast = adw_toast_new (title);
  adw_toast_set_button_label (toast,
                              files->len == 1
                              ? _("_Delete original")
                              : _("_Delete originals"));
  adw_toast_set_timeout (toast, 15);
  g_signal_connect_data (toast,
                         "button-clicked",
                         G_CALLBACK (delete_clicked_cb),
                         offer,
                         offer_free,
                         0);
  zpi_message_add_toast (place, toast);
  return toast;
}
