/* SPDX-License-Identifier: EUPL-1.2 */

/* The keys of one store. The master key wraps the keys of the cases and the store key. With a new
 * master key comes a new store key: what the store itself keeps is sealed anew, the records of the
 * cases are not touched. */

#include "zpi-vault-private.h"

/* Purposes of crypto_kdf, eight characters each. */
#define CONTEXT_CASE  "zpi_case"
#define CONTEXT_STORE "zpistore"

G_DEFINE_FINAL_TYPE (ZpiVault, zpi_vault, G_TYPE_OBJECT)

static void
set_locked_error (GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING, "The vault is locked");
}

static GBytes *
key_place (ZpiVault *self, const char *what, const char *id)
{
  return zpi_place_new ("key", self->store_uuid, what, "", id, 0, 0);
}

static GBytes *
wrap_key (ZpiVault *self, const ZpiKey *master, const char *what, const char *id, const ZpiKey *key)
{
  g_autoptr (ZpiKey) wrapping = zpi_key_derive (master, ZPI_CONTEXT_MASTER, ZPI_MASTER_WRAP);
  g_autoptr (GBytes) place = key_place (self, what, id);

  return zpi_key_wrap (key, wrapping, place);
}

static ZpiKey *
unwrap_key (ZpiVault *self,
            const ZpiKey *master,
            const char *what,
            const char *id,
            GBytes *wrapped,
            GError **error)
{
  g_autoptr (ZpiKey) wrapping = zpi_key_derive (master, ZPI_CONTEXT_MASTER, ZPI_MASTER_WRAP);
  g_autoptr (GBytes) place = key_place (self, what, id);

  return zpi_key_unwrap (wrapping, place, wrapped, error);
}

/* The key of a case for one purpose. Only while the mutex is held. */
ZpiKey *
zpi_vault_case_key_for (ZpiVault *self,
                        const char *case_id,
                        GBytes *wrapped,
                        guint64 purpose,
                        GError **error)
{
  g_autoptr (ZpiKey) key = NULL;

  if (self->master == NULL) {
    set_locked_error (error);
    return NULL;
  }
  key = unwrap_key (self, self->master, "case", case_id, wrapped, error);
  return key != NULL ? zpi_key_derive (key, CONTEXT_CASE, purpose) : NULL;
}

/* The store's key for one purpose. Only while the mutex is held. */
ZpiKey *
zpi_vault_store_key_for (ZpiVault *self, guint64 purpose, GError **error)
{
  if (self->store_key == NULL) {
    set_locked_error (error);
    return NULL;
  }
  return zpi_vault_store_key_derive (self->store_key, purpose);
}

ZpiKey *
zpi_vault_store_key_derive (const ZpiKey *store_key, guint64 purpose)
{
  return zpi_key_derive (store_key, CONTEXT_STORE, purpose);
}

/* The store key as the database keeps it: wrapped, and behind it the key of BSN hashes of each one
 * that went before, oldest first. */
static GBytes *
wrap_store_keys (ZpiVault *self, const ZpiKey *master, const ZpiKey *store_key, GPtrArray *links)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autoptr (GBytes) first = wrap_key (self, master, "store", "", store_key);

  g_byte_array_append (all, g_bytes_get_data (first, NULL), g_bytes_get_size (first));
  for (guint i = 0; i < links->len; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i);
    g_autoptr (GBytes) link = wrap_key (self, master, "hash", id, links->pdata[i]);

    g_byte_array_append (all, g_bytes_get_data (link, NULL), g_bytes_get_size (link));
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static GBytes *
wrapped_part (GBytes *all, guint i)
{
  return g_bytes_new_from_bytes (all, i * ZPI_WRAPPED_KEY_BYTES, ZPI_WRAPPED_KEY_BYTES);
}

/* NULL unless all of them open. */
static ZpiKey *
unwrap_store_keys (ZpiVault *self, const ZpiKey *master, GBytes *all, GPtrArray *links)
{
  const gsize size = g_bytes_get_size (all);
  g_autoptr (GBytes) first = NULL;

  if (size == 0 || size % ZPI_WRAPPED_KEY_BYTES != 0)
    return NULL;
  for (guint i = 1; i < size / ZPI_WRAPPED_KEY_BYTES; i++) {
    g_autofree char *id = g_strdup_printf ("%u", i - 1);
    g_autoptr (GBytes) part = wrapped_part (all, i);
    ZpiKey *link = unwrap_key (self, master, "hash", id, part, NULL);

    if (link == NULL)
      return NULL;
    g_ptr_array_add (links, link);
  }
  first = wrapped_part (all, 0);
  return unwrap_key (self, master, "store", "", first, NULL);
}

static void
forget_next (ZpiVault *self)
{
  g_clear_pointer (&self->next_master, zpi_key_free);
  g_clear_pointer (&self->next_store_key, zpi_key_free);
  g_clear_pointer (&self->next_wrapped_store_key, g_bytes_unref);
}

static void
wipe_keys (ZpiVault *self)
{
  g_clear_pointer (&self->master, zpi_key_free);
  g_clear_pointer (&self->store_key, zpi_key_free);
  g_ptr_array_set_size (self->links, 0);
  forget_next (self);
}

static void
zpi_vault_finalize (GObject *object)
{
  ZpiVault *self = ZPI_VAULT (object);

  wipe_keys (self);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_clear_pointer (&self->wrapped_store_key, g_bytes_unref);
  g_clear_pointer (&self->store_uuid, g_free);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (zpi_vault_parent_class)->finalize (object);
}

static void
zpi_vault_class_init (ZpiVaultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = zpi_vault_finalize;
  zpi_sodium_ensure ();
}

static void
zpi_vault_init (ZpiVault *self)
{
  g_mutex_init (&self->mutex);
  self->links = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_key_free);
}

/**
 * zpi_vault_new:
 * @store_uuid: the UUID of the store
 *
 * Returns: (transfer full): a vault, locked
 */
ZpiVault *
zpi_vault_new (const char *store_uuid)
{
  ZpiVault *self;

  g_return_val_if_fail (store_uuid != NULL, NULL);

  self = g_object_new (ZPI_TYPE_VAULT, NULL);
  self->store_uuid = g_strdup (store_uuid);
  return self;
}

/**
 * zpi_vault_is_unlocked:
 * @self: a vault
 *
 * Returns: %TRUE while the master key is in memory. Any thread.
 */
gboolean
zpi_vault_is_unlocked (ZpiVault *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  return self->master != NULL;
}

/**
 * zpi_vault_create:
 * @self: a vault of a store that has no slot yet
 * @error: return location for an error
 *
 * Makes the master key and the store key, and leaves the vault unlocked. Nothing is kept until a
 * slot was made and stored. Fails with %ZPI_ERROR_NOT_ALLOWED when there is a key already.
 *
 * Returns: %TRUE when the keys were made
 */
gboolean
zpi_vault_create (ZpiVault *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  if (self->stored) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED, "This store has its keys");
    return FALSE;
  }
  wipe_keys (self);
  g_clear_pointer (&self->wrapped_store_key, g_bytes_unref);
  self->master = zpi_key_new_random ();
  self->store_key = zpi_key_new_random ();
  self->wrapped_store_key = wrap_store_keys (self, self->master, self->store_key, self->links);
  return TRUE;
}

/**
 * zpi_vault_lock:
 * @self: a vault
 *
 * Wipes the keys from memory. What runs in another thread at this moment ends first.
 */
void
zpi_vault_lock (ZpiVault *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (ZPI_IS_VAULT (self));

  locker = g_mutex_locker_new (&self->mutex);
  wipe_keys (self);
  zpi_wipe_stack ();
}

/**
 * zpi_vault_set_wrapped_store_key:
 * @self: a vault
 * @wrapped: (nullable): the store key as the database keeps it
 *
 * To be called by the store when it opens. Not a secret.
 */
void
zpi_vault_set_wrapped_store_key (ZpiVault *self, GBytes *wrapped)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (ZPI_IS_VAULT (self));

  locker = g_mutex_locker_new (&self->mutex);
  g_clear_pointer (&self->wrapped_store_key, g_bytes_unref);
  self->wrapped_store_key = wrapped != NULL ? g_bytes_ref (wrapped) : NULL;
  self->stored = wrapped != NULL;
}

/**
 * zpi_vault_dup_wrapped_store_key:
 * @self: a vault
 *
 * Returns: (transfer full) (nullable): the store key as the database has to keep it; during a
 *   change of the master key the new form
 */
GBytes *
zpi_vault_dup_wrapped_store_key (ZpiVault *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  GBytes *wrapped;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);

  locker = g_mutex_locker_new (&self->mutex);
  wrapped = self->next_master != NULL ? self->next_wrapped_store_key : self->wrapped_store_key;
  return wrapped != NULL ? g_bytes_ref (wrapped) : NULL;
}

/* Unlocks with @master (taken). Without a readable store key the cases still open, so that they
 * can be salvaged. */
void
zpi_vault_take_master (ZpiVault *self, ZpiKey *master)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  wipe_keys (self);
  self->master = master;
  if (self->wrapped_store_key != NULL)
    self->store_key = unwrap_store_keys (self, master, self->wrapped_store_key, self->links);
  if (self->store_key == NULL)
    g_message ("The store key does not open; only cases can be read");
}

/* A copy of the master key, or of the one to come. */
ZpiKey *
zpi_vault_dup_master (ZpiVault *self, gboolean next, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  ZpiKey *master = next && self->next_master != NULL ? self->next_master : self->master;

  if (master == NULL) {
    set_locked_error (error);
    return NULL;
  }
  return zpi_key_copy (master);
}

/**
 * zpi_vault_rotate_begin:
 * @self: an unlocked vault
 * @error: return location for an error
 *
 * Makes a new master key and a new store key. Until zpi_vault_rotate_finish() both are known: the
 * old ones open and seal, the new ones take what goes through the rewrap and reseal functions.
 *
 * Returns: %FALSE with %ZPI_ERROR_KEY_MISSING while locked
 */
gboolean
zpi_vault_rotate_begin (ZpiVault *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  if (self->master == NULL || self->store_key == NULL) {
    set_locked_error (error);
    return FALSE;
  }
  forget_next (self);
  self->next_master = zpi_key_new_random ();
  self->next_store_key = zpi_key_new_random ();
  /* The new key of hashes comes on top of the old ones: nobody has to know the numbers again. */
  g_ptr_array_add (self->links, zpi_vault_store_key_derive (self->store_key, ZPI_STORE_BSN_HASH));
  self->next_wrapped_store_key =
      wrap_store_keys (self, self->next_master, self->next_store_key, self->links);
  g_ptr_array_set_size (self->links, self->links->len - 1);
  return TRUE;
}

/**
 * zpi_vault_is_rotating:
 * @self: a vault
 *
 * Returns: %TRUE between zpi_vault_rotate_begin() and zpi_vault_rotate_finish()
 */
gboolean
zpi_vault_is_rotating (ZpiVault *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  return self->next_master != NULL;
}

/**
 * zpi_vault_rewrap_case_key:
 * @self: a vault whose master key is being changed
 * @case_id: the case
 * @wrapped: its key, wrapped by the old master key
 * @error: return location for an error
 *
 * Returns: (transfer full): the same key, wrapped by the new master key; %NULL with
 *   %ZPI_ERROR_KEY_MISSING or %ZPI_ERROR_SEAL_BROKEN
 */
GBytes *
zpi_vault_rewrap_case_key (ZpiVault *self, const char *case_id, GBytes *wrapped, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) key = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (case_id != NULL && wrapped != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  if (self->next_master == NULL) {
    set_locked_error (error);
    return NULL;
  }
  key = unwrap_key (self, self->master, "case", case_id, wrapped, error);
  return key != NULL ? wrap_key (self, self->next_master, "case", case_id, key) : NULL;
}

/**
 * zpi_vault_rotate_finish:
 * @self: a vault
 * @commit: whether the new wrappings were committed to the database
 *
 * Ends the change of the master key; the store calls it after the transaction.
 */
void
zpi_vault_rotate_finish (ZpiVault *self, gboolean commit)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (ZPI_IS_VAULT (self));

  locker = g_mutex_locker_new (&self->mutex);
  if (commit && self->next_master != NULL) {
    g_clear_pointer (&self->master, zpi_key_free);
    self->master = g_steal_pointer (&self->next_master);
    g_clear_pointer (&self->wrapped_store_key, g_bytes_unref);
    self->wrapped_store_key = g_steal_pointer (&self->next_wrapped_store_key);
    g_ptr_array_add (self->links, zpi_vault_store_key_derive (self->store_key, ZPI_STORE_BSN_HASH));
    g_clear_pointer (&self->store_key, zpi_key_free);
    self->store_key = g_steal_pointer (&self->next_store_key);
  }
  forget_next (self);
}

/**
 * zpi_vault_has_store_key:
 * @self: a vault
 *
 * Returns: whether the store key opened too; without it the master key is an older one, or the
 *   store key is damaged. Any thread.
 */
gboolean
zpi_vault_has_store_key (ZpiVault *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  return self->store_key != NULL;
}

/**
 * zpi_vault_new_case_key:
 * @self: an unlocked vault
 * @case_id: the case
 * @error: return location for an error
 *
 * Returns: (transfer full): a new random key for the case, wrapped
 */
GBytes *
zpi_vault_new_case_key (ZpiVault *self, const char *case_id, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autoptr (ZpiKey) key = NULL;

  g_return_val_if_fail (ZPI_IS_VAULT (self), NULL);
  g_return_val_if_fail (case_id != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  if (self->master == NULL) {
    set_locked_error (error);
    return NULL;
  }
  key = zpi_key_new_random ();
  return wrap_key (self, self->master, "case", case_id, key);
}
