/* SPDX-License-Identifier: EUPL-1.2 */

/* The organisation file in force: the administrator's in /etc, else the one that was accepted. What
 * was accepted is sealed in the store; the copy in the data folder is there for what has to be
 * known before the store is open, and counts for nothing once it differs. Server and escrow key do
 * not change while something that was queued for them waits. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-file.h"
#include "zpi-org-seal.h"
#include "zpi-outbox-store.h"
#include "zpi-session-private.h"

#include <errno.h>
#include <string.h>

#define OWN_FILE "organisation.zpi-org"

/* Ours have some 600; a pipe or a device in its place is no such file. */
#define MAX_ORGANISATION_BYTES (1024 * 1024)

const char *zpi_session_system_folder = "/etc/zoetermeerpas-intake";

static ZpiOrgFile *
load_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) raw = zpi_file_read (path, MAX_ORGANISATION_BYTES);
  ZpiOrgFile *file;

  if (raw == NULL)
    return NULL;
  file = zpi_org_file_parse (raw, &error);
  if (file == NULL)
    g_warning ("%s", error->message);
  return file;
}

static ZpiOrgFile *
load_from_system (void)
{
  g_autoptr (GDir) dir = g_dir_open (zpi_session_system_folder, 0, NULL);
  g_autofree char *first = NULL;
  g_autofree char *path = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    if (!g_str_has_suffix (name, ".zpi-org") || (first != NULL && strcmp (name, first) > 0))
      continue;
    g_free (first);
    first = g_strdup (name);
  }
  if (first == NULL)
    return NULL;
  path = g_build_filename (zpi_session_system_folder, first, NULL);
  return load_file (path);
}

static void
use_organisation (ZpiSession *self, ZpiOrgFile *file)
{
  g_clear_pointer (&self->organisation, zpi_org_file_unref);
  self->organisation = file;
  zpi_session_use_scheme (self, file != NULL ? file->scheme : NULL);
}

/* The sign-in is of whoever opened the store. */
void
zpi_session_bind_sign_in (ZpiSession *self)
{
  if (self->sign_in != NULL && self->open_slot_id != NULL)
    zpi_sign_in_bind (self->sign_in, zpi_store_get_vault (self->store), self->open_slot_id);
}

/* While it is locked, and for whoever comes next, nobody is signed in. */
void
zpi_session_forget_sign_in (ZpiSession *self)
{
  if (self->sign_in == NULL)
    return;
  zpi_sign_in_wipe (self->sign_in);
  g_clear_object (&self->counsellor);
  g_clear_object (&self->sign_in);
  zpi_session_drop_api (self);
}

/* Signing in needs the store's UUID, so it is made once the store was opened. */
void
zpi_session_update_sign_in (ZpiSession *self)
{
  if (self->practice || self->organisation == NULL || self->organisation_doubted ||
      self->sign_in != NULL)
    return;
  self->sign_in = zpi_sign_in_new (self->organisation->issuer,
                                   self->organisation->client_id,
                                   self->organisation->redirect_ports,
                                   zpi_store_get_uuid (self->store),
                                   FALSE,
                                   NULL);
  zpi_session_bind_sign_in (self);
  self->counsellor = zpi_counsellor_new (self->sign_in);
}

/* Somebody who may say so says that @file is the organisation's. */
static void
believe (ZpiSession *self, ZpiOrgFile *file, ZpiOrgOrigin origin)
{
  ZpiOrgFile *before = self->believed;

  self->believed = zpi_org_file_ref (file);
  self->believed_origin = origin;
  g_clear_pointer (&before, zpi_org_file_unref);
}

/* What is known before the store is open: enough for its door, not to send anything. */
gboolean
zpi_session_find_organisation (ZpiSession *self)
{
  g_autofree char *path = g_build_filename (self->folder, OWN_FILE, NULL);
  g_autoptr (ZpiOrgFile) system = load_from_system ();
  g_autoptr (ZpiOrgFile) own = load_file (path);
  const ZpiOrgFile *first = system != NULL ? system : own;

  if (first != NULL && first->unknown != NULL)
    g_warning ("Organisation file: nothing here knows %s; see if it is spelled right",
               first->unknown);
  if (system != NULL)
    believe (self, system, ZPI_ORG_SYSTEM);
  if (self->believed != NULL)
    use_organisation (self, zpi_org_file_ref (self->believed));
  else if (own != NULL)
    use_organisation (self, g_steal_pointer (&own));
  return self->organisation != NULL;
}

static gboolean
keep_file (ZpiSession *self, ZpiOrgFile *file, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, OWN_FILE, NULL);
  gsize size;
  const char *content = g_bytes_get_data (file->raw, &size);

  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    zpi_error_from_errno (error, errno, "Making the data folder");
  else if (zpi_file_keep (path, content, size, TRUE, error))
    return TRUE;
  g_prefix_error (error, "The organisation file cannot be kept: ");
  return FALSE;
}

/* The copy in the data folder, once the store says otherwise. */
static void
keep_copy (ZpiSession *self, ZpiOrgFile *file)
{
  g_autoptr (GError) error = NULL;

  if (!keep_file (self, file, &error))
    g_warning ("%s", error->message);
}

static gboolean
anything_unsent (ZpiStore *store, gboolean *unsent, GError **error)
{
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);

  *unsent = items != NULL && items->len > 0;
  return items != NULL;
}

static void
change_organisation (ZpiSession *self, ZpiOrgFile *file)
{
  use_organisation (self, file != NULL ? zpi_org_file_ref (file) : NULL);
  if (!self->store_opened)
    return;
  g_clear_object (&self->counsellor);
  g_clear_object (&self->sign_in);
  zpi_session_drop_api (self);
  zpi_session_update_sign_in (self);
  zpi_session_update_api (self);
}

/* After unlocking: what was accepted, what is believed now, and what lies in the data folder. */
typedef struct {
  ZpiOrgFile *believed; /* (nullable) */
  ZpiOrgOrigin origin;
  ZpiOrgFile *own; /* (nullable) */
  gboolean writable;
  ZpiOrgFile *in_force; /* out (nullable) */
  gboolean doubted;     /* out */
  gboolean waits;       /* out: @believed comes into force later */
  GHashTable *rules;    /* out: known ones in the data folder */
} Settle;

static void
settle_free (Settle *self)
{
  g_clear_pointer (&self->believed, zpi_org_file_unref);
  g_clear_pointer (&self->own, zpi_org_file_unref);
  g_clear_pointer (&self->in_force, zpi_org_file_unref);
  g_clear_pointer (&self->rules, g_hash_table_unref);
  g_free (self);
}

static gboolean
settle_on (Settle *self, ZpiStore *store, ZpiOrgFile *file, GError **error)
{
  self->in_force = zpi_org_file_ref (file);
  return !self->writable || zpi_org_seal_write (store, file, self->origin, error);
}

/* Nothing was accepted yet, or what says so is gone. */
static gboolean
settle_first (Settle *self, ZpiStore *store, GError **error)
{
  if (self->believed != NULL)
    return settle_on (self, store, self->believed, error);
  self->doubted = TRUE;
  return TRUE;
}

static gboolean
settle_other (Settle *self, ZpiStore *store, const ZpiOrgSeal *seal, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (zpi_org_file_goes_elsewhere (seal->file, self->believed) &&
      !anything_unsent (store, &self->waits, error))
    return FALSE;
  if (!self->waits && settle_on (self, store, self->believed, &local))
    return TRUE;
  if (local != NULL && !g_error_matches (local, ZPI_ERROR, ZPI_ERROR_GONE)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  g_clear_pointer (&self->in_force, zpi_org_file_unref);
  self->in_force = zpi_org_file_ref (seal->file);
  return TRUE;
}

static gboolean
is_previous (const ZpiOrgFile *own, const ZpiOrgSeal *seal)
{
  g_autofree char *digest = zpi_org_file_dup_digest (own);

  return g_strcmp0 (digest, seal->previous) == 0;
}

static gboolean
settle_func (ZpiStore *store, gpointer data, GError **error)
{
  Settle *self = data;
  g_autoptr (ZpiOrgSeal) seal = zpi_org_seal_read (store, NULL);

  self->rules = zpi_session_read_rules (store);
  if (self->writable && !zpi_store_forget_expiry (store, error))
    return FALSE;
  if (seal == NULL)
    return settle_first (self, store, error);
  if (self->believed != NULL && !zpi_org_file_is_same (self->believed, seal->file))
    return settle_other (self, store, seal, error);
  self->in_force = zpi_org_file_ref (seal->file);
  /* Our own copy may be one behind: the program died before it was written. */
  self->doubted = self->believed == NULL && self->own != NULL &&
                  !zpi_org_file_is_same (self->own, seal->file) && !is_previous (self->own, seal);
  return TRUE;
}

static void
settled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  Settle *settle = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (settle == NULL) {
    g_warning ("The organisation file could not be compared: %s", error->message);
    self->organisation_doubted = TRUE;
    change_organisation (self, NULL);
    g_task_return_boolean (task, FALSE);
    return;
  }
  if (settle->waits)
    g_message ("A new organisation file waits until what was queued is sent");
  if (settle->doubted)
    g_message ("The organisation file is not the one that was accepted");
  self->organisation_doubted = settle->doubted;
  if (!settle->doubted && settle->writable && settle->in_force != NULL &&
      !zpi_org_file_is_same (settle->in_force, settle->own))
    keep_copy (self, settle->in_force);
  g_clear_pointer (&self->believed, zpi_org_file_unref);
  g_hash_table_unref (self->rules);
  self->rules = g_steal_pointer (&settle->rules);
  change_organisation (self, settle->in_force);
  g_task_return_boolean (task, TRUE);
}

/* Once the vault is open. Never fails: in doubt nobody signs in and nothing is sent. */
void
zpi_session_settle_organisation_async (ZpiSession *self,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autofree char *path = g_build_filename (self->folder, OWN_FILE, NULL);
  Settle *settle;

  g_task_set_source_tag (task, zpi_session_settle_organisation_async);
  if (self->practice) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  settle = g_new0 (Settle, 1);
  settle->believed = self->believed != NULL ? zpi_org_file_ref (self->believed) : NULL;
  settle->origin = self->believed_origin;
  settle->own = load_file (path);
  settle->writable = !zpi_store_is_read_only (self->store);
  (settle->writable ? zpi_store_transact_async : zpi_store_run_async) (self->store,
                                                                       settle_func,
                                                                       settle,
                                                                       (GDestroyNotify) settle_free,
                                                                       NULL,
                                                                       settled_cb,
                                                                       g_object_ref (task));
}

void
zpi_session_settle_organisation_finish (GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

/* Taking a file in. */

typedef struct {
  ZpiOrgFile *file;
  ZpiOrgOrigin origin;
  gboolean anyway; /* the one in force is in doubt: what waits is asked about one by one */
} TakeFile;

static void
take_file_free (TakeFile *self)
{
  zpi_org_file_unref (self->file);
  g_free (self);
}

static gboolean
take_func (ZpiStore *store, gpointer data, GError **error)
{
  TakeFile *self = data;
  g_autoptr (ZpiOrgSeal) seal = zpi_org_seal_read (store, NULL);
  gboolean unsent = FALSE;

  if (seal != NULL && !self->anyway && zpi_org_file_goes_elsewhere (seal->file, self->file) &&
      !anything_unsent (store, &unsent, error))
    return FALSE;
  if (unsent) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_BUSY,
                 "Something that was queued has to be sent first");
    return FALSE;
  }
  return zpi_org_seal_write (store, self->file, self->origin, error);
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSession *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  TakeFile *take = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (take == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  self->organisation_doubted = FALSE;
  keep_copy (self, take->file);
  change_organisation (self, take->file);
  zpi_session_cases_changed (self);
  g_task_return_boolean (task, TRUE);
}

/* Before the store is open there is nothing to seal it with: that is done when it opens. */
static void
take_for_later (GTask *task, TakeFile *take)
{
  ZpiSession *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!keep_file (self, take->file, &error)) {
    g_task_return_error (task, error);
    return;
  }
  believe (self, take->file, take->origin);
  use_organisation (self, zpi_org_file_ref (take->file));
  g_task_return_boolean (task, TRUE);
}

static void
take_file (GTask *task, ZpiOrgFile *file, ZpiOrgOrigin origin)
{
  ZpiSession *self = g_task_get_source_object (task);
  TakeFile *take = g_new0 (TakeFile, 1);

  take->file = zpi_org_file_ref (file);
  take->origin = origin;
  take->anyway = self->organisation_doubted;
  g_task_set_task_data (task, take, (GDestroyNotify) take_file_free);
  if (self->state == ZPI_SESSION_OPEN)
    zpi_store_transact_async (self->store,
                              take_func,
                              take,
                              NULL,
                              NULL,
                              taken_cb,
                              g_object_ref (task));
  else if (self->state == ZPI_SESSION_READ_ONLY)
    g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_STORE_READ_ONLY, "The store is read-only");
  else
    take_for_later (task, take);
}

/* A signature counts when the file that names its key was itself believed, not when it only lies in
 * the data folder. */
static gboolean
may_believe (ZpiSession *self,
             const ZpiOrgFile *file,
             const char *typed,
             ZpiOrgOrigin *origin,
             GError **error)
{
  const ZpiOrgFile *known = self->believed;

  if (known == NULL && self->state == ZPI_SESSION_OPEN && !self->organisation_doubted)
    known = self->organisation;
  *origin = typed != NULL ? ZPI_ORG_TYPED : ZPI_ORG_SIGNED;
  if (typed != NULL && zpi_org_file_matches (file, typed))
    return TRUE;
  if (typed == NULL && known != NULL && zpi_org_file_is_signed_by (file, known))
    return TRUE;
  g_set_error (error,
               ZPI_ERROR,
               ZPI_ERROR_WRONG_SECRET,
               typed != NULL ? "The fingerprint is not that of the file"
                             : "The file is not signed by a key that is known");
  return FALSE;
}

static gboolean
refuse_practice (GTask *task)
{
  ZpiSession *self = g_task_get_source_object (task);

  if (!self->practice)
    return FALSE;
  g_task_return_new_error (task,
                           ZPI_ERROR,
                           ZPI_ERROR_NOT_ALLOWED,
                           "Practice mode has no organisation");
  return TRUE;
}

/**
 * zpi_session_take_organisation_async:
 * @self: a session in real mode
 * @file: the file
 * @typed_fingerprint: (nullable): as typed over from the letter; %NULL when it is signed
 * @cancellable: (nullable): not looked at
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Takes an organisation file, seals it in the store and keeps a copy beside it. After
 * %ZPI_SESSION_NEEDS_ORGANISATION open the session again.
 */
void
zpi_session_take_organisation_async (ZpiSession *self,
                                     GBytes *file,
                                     const char *typed_fingerprint,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (ZpiOrgFile) parsed = NULL;
  GError *error = NULL;
  ZpiOrgOrigin origin;

  g_return_if_fail (ZPI_IS_SESSION (self));
  g_return_if_fail (file != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_session_take_organisation_async);
  g_task_set_check_cancellable (task, FALSE);
  if (refuse_practice (task))
    return;
  parsed = zpi_org_file_parse (file, &error);
  if (parsed == NULL || !may_believe (self, parsed, typed_fingerprint, &origin, &error))
    g_task_return_error (task, error);
  else
    take_file (task, parsed, origin);
}

/**
 * zpi_session_take_organisation_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with BAD_FORMAT, WRONG_SECRET (fingerprint or signature), BUSY (something waits
 *   for the old server), GONE (an older one than was accepted), NOT_ALLOWED (practice)
 */
gboolean
zpi_session_take_organisation_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * zpi_session_is_organisation_doubted:
 * @self: a session
 *
 * Returns: whether the organisation file in the data folder is not the one that was accepted: until
 *   [method@Session.confirm_organisation_async] nobody signs in and nothing is sent
 */
gboolean
zpi_session_is_organisation_doubted (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), FALSE);

  return self->organisation_doubted;
}

/**
 * zpi_session_load_own_organisation:
 * @self: a session
 *
 * Returns: (transfer full) (nullable): the organisation file as it lies in the data folder,
 * believed or not
 */
ZpiOrgFile *
zpi_session_load_own_organisation (ZpiSession *self)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  path = g_build_filename (self->folder, OWN_FILE, NULL);
  return self->practice ? NULL : load_file (path);
}

/**
 * zpi_session_confirm_organisation_async:
 * @self: a session in real mode that doubts its organisation file
 * @typed_fingerprint: as typed over from the municipality's letter
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Settles the doubt: the fingerprint of the file that was accepted puts that one back, the
 * fingerprint of the file in the data folder accepts it.
 */
void
zpi_session_confirm_organisation_async (ZpiSession *self,
                                        const char *typed_fingerprint,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (ZpiOrgFile) own = NULL;

  g_return_if_fail (ZPI_IS_SESSION (self));
  g_return_if_fail (typed_fingerprint != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, zpi_session_confirm_organisation_async);
  if (refuse_practice (task))
    return;
  own = zpi_session_load_own_organisation (self);
  if (self->organisation_doubted && self->organisation != NULL &&
      zpi_org_file_matches (self->organisation, typed_fingerprint))
    take_file (task, self->organisation, ZPI_ORG_TYPED);
  else if (own != NULL && zpi_org_file_matches (own, typed_fingerprint))
    take_file (task, own, ZPI_ORG_TYPED);
  else
    g_task_return_new_error (task,
                             ZPI_ERROR,
                             ZPI_ERROR_WRONG_SECRET,
                             "The fingerprint is not that of the file");
}

/**
 * zpi_session_confirm_organisation_finish:
 * @self: a session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE with WRONG_SECRET, GONE (an older one than was accepted), or an error of the
 * store
 */
gboolean
zpi_session_confirm_organisation_finish (ZpiSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
