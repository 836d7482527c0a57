/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-sent-done.h"

#include "zpi-i18n.h"

/**
 * zpi_sent_done_ask:
 * @parent: a widget of the window to which the question belongs
 * @originals: what still lies about
 * @keep_files: (scope notified): done, and the originals stay where they are
 * @bin_files: (scope notified): done, once the originals are in the bin
 * @object: (transfer full) (type GObject): given to what is chosen
 *
 * Asks whether the client is done. Where originals still lie about they are named, and what
 * becomes of them is asked too: Enter puts them into the bin, from which they can be taken back.
 */
void
zpi_sent_done_ask (GtkWidget *parent,
                   ZpiOriginalsGroup *originals,
                   ZpiMessageFunc keep_files,
                   ZpiMessageFunc bin_files,
                   gpointer object)
{
  guint n = zpi_originals_group_get_n_left (originals);
  g_autofree char *names = NULL;

  if (n == 0) {
    zpi_message_ask (
        parent,
        _ ("Done with this client?"),
        _ ("The answers and documents are removed from this computer. The reference, the dates "
           "and the receipt stay. The municipality keeps the application."),
        _ ("_Remove and finish"),
        FALSE,
        keep_files,
        object);
    return;
  }
  names = zpi_originals_group_dup_names (originals);
  zpi_message_ask_either (
      parent,
      _ ("Done with this client?"),
      ngettext ("The answers and documents are removed from the program. This file, which a "
                "document was made from, is still on this computer. Everybody who uses this "
                "computer can open it:",
                "The answers and documents are removed from the program. These files, which "
                "documents were made from, are still on this computer. Everybody who uses this "
                "computer can open them:",
                n),
      names,
      _ ("Move to the _bin, and finish"),
      bin_files,
      ngettext ("_Leave the file, and finish", "_Leave the files, and finish", n),
      keep_files,
      object);
}

/**
 * zpi_sent_done_dup_words:
 * @n_left: how many originals are still on this computer
 * @n_binned: how many are in the bin
 *
 * Returns: (transfer full): what was removed and what was not
 */
char *
zpi_sent_done_dup_words (guint n_left, guint n_binned)
{
  if (n_left > 0)
    return g_strdup_printf (ngettext ("Removed from the program. %u original is still on this "
                                      "computer; you find it with this client.",
                                      "Removed from the program. %u originals are still on this "
                                      "computer; you find them with this client.",
                                      n_left),
                            n_left);
  if (n_binned > 0)
    return g_strdup_printf (ngettext ("Removed from the program. %u original is in the bin until "
                                      "the bin is emptied.",
                                      "Removed from the program. %u originals are in the bin "
                                      "until the bin is emptied.",
                                      n_binned),
                            n_binned);
  return g_strdup (_ ("The answers and documents of this client were removed from this computer"));
}
