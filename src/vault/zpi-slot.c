/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-vault-private.h"

static const char *const nicks[] = {
    [ZPI_SLOT_DESK] = "desk",
    [ZPI_SLOT_PASSPHRASE] = "passphrase",
    [ZPI_SLOT_RECOVERY] = "recovery",
    [ZPI_SLOT_ESCROW] = "escrow",
    [ZPI_SLOT_KEYRING] = "keyring",
    [ZPI_SLOT_PRACTICE] = "practice",
};

/**
 * zpi_slot_free:
 * @self: (transfer full): a slot
 */
void
zpi_slot_free (ZpiSlot *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self);
}

/**
 * zpi_slot_kind_to_nick:
 * @kind: a kind
 *
 * Returns: (transfer none): the word for @kind in the database
 */
const char *
zpi_slot_kind_to_nick (ZpiSlotKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (nicks), "unknown");

  return nicks[kind];
}

/**
 * zpi_slot_kind_from_nick:
 * @nick: (nullable): a word
 * @kind: (out): the kind
 *
 * Returns: %FALSE when @nick is no kind of slot
 */
gboolean
zpi_slot_kind_from_nick (const char *nick, ZpiSlotKind *kind)
{
  g_return_val_if_fail (kind != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_strcmp0 (nick, nicks[i]) == 0) {
      *kind = i;
      return TRUE;
    }
  return FALSE;
}
