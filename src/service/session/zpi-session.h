/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-api.h"
#include "zpi-case-item.h"
#include "zpi-case-keeper.h"
#include "zpi-case-store.h"
#include "zpi-counsellor.h"
#include "zpi-org-file.h"
#include "zpi-scheme-shelf.h"
#include "zpi-scheme.h"
#include "zpi-sign-in.h"
#include "zpi-store.h"

G_BEGIN_DECLS

/**
 * ZpiSessionState:
 * @ZPI_SESSION_CLOSED: nothing opened yet
 * @ZPI_SESSION_NEEDS_ORGANISATION: real mode without an organisation file: practice, or load one
 * @ZPI_SESSION_NEEDS_SET_UP: first start: a PIN (or passphrase) and a recovery code have to be made
 * @ZPI_SESSION_LOCKED: there is a store; a slot has to be opened
 * @ZPI_SESSION_OPEN: unlocked, services run
 * @ZPI_SESSION_READ_ONLY: opened as far as it can be; `error` says why
 * @ZPI_SESSION_FAILED: `error` says why
 */
typedef enum {
  ZPI_SESSION_CLOSED,
  ZPI_SESSION_NEEDS_ORGANISATION,
  ZPI_SESSION_NEEDS_SET_UP,
  ZPI_SESSION_LOCKED,
  ZPI_SESSION_OPEN,
  ZPI_SESSION_READ_ONLY,
  ZPI_SESSION_FAILED,
} ZpiSessionState;

/**
 * ZpiSession:
 *
 * One data folder, opened: the store, the vault's way in, the scheme, the API, and the services
 * that work on them. The window and zpictl both start here. Main thread. Property `state` notifies;
 * signal `cases-changed` when the list of cases may have changed (also by another process); signal
 * `about-to-lock` gives the window its chance to save.
 */
#define ZPI_TYPE_SESSION (zpi_session_get_type ())
G_DECLARE_FINAL_TYPE (ZpiSession, zpi_session, ZPI, SESSION, GObject)

typedef struct {
  gboolean practice;
  const char *data_folder; /* (nullable): the default for the mode */
  const char *api_url;     /* (nullable): ZPI_API_URL, practice only */
  const char *ca_file;     /* (nullable): ZPI_CA_FILE, practice only */
  const char *token;       /* (nullable): ZPI_ACCESS_TOKEN, practice only */
  const char *scheme;      /* (nullable): another pass than the shipped one, practice only */
  gboolean without_list;   /* nobody looks at the list of cases: it is not read */
} ZpiSessionOptions;

char *zpi_session_default_folder (gboolean practice);
ZpiSession *zpi_session_new (const ZpiSessionOptions *options);
gboolean zpi_session_is_practice (ZpiSession *self);
const char *zpi_session_get_folder (ZpiSession *self);
ZpiSessionState zpi_session_get_state (ZpiSession *self);
const GError *zpi_session_get_error (ZpiSession *self);
gboolean zpi_session_is_damaged (ZpiSession *self);
ZpiStore *zpi_session_get_store (ZpiSession *self);
ZpiOrgFile *zpi_session_get_organisation (ZpiSession *self); /* (nullable) */
const ZpiScheme *zpi_session_get_scheme (ZpiSession *self);
/* The scheme of a pinned version; the current one when that version is not at hand. */
const ZpiScheme *zpi_session_get_scheme_version (ZpiSession *self, const char *version);
const ZpiScheme *zpi_session_get_rules_of (ZpiSession *self, ZpiCase *zcase);
gboolean zpi_session_has_rules_of (ZpiSession *self, ZpiCase *zcase);
ZpiApi *zpi_session_get_api (ZpiSession *self); /* (nullable) while there is no server */
void zpi_session_set_api_url (ZpiSession *self,
                              const char *base_url);   /* practice: once the embedded municipality
                                                          runs, or came back on another port */
ZpiSignIn *zpi_session_get_sign_in (ZpiSession *self); /* (nullable) in practice */
ZpiCounsellor *zpi_session_get_counsellor (ZpiSession *self);
ZpiCaseKeeper *zpi_session_get_keeper (ZpiSession *self);

/* Opens the store. Practice: creates and unlocks by itself. Real: ends in NEEDS_…, LOCKED. */
void zpi_session_open_async (ZpiSession *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean zpi_session_open_finish (ZpiSession *self, GAsyncResult *result, GError **error);

/* First start (real): master key, desk slot (@pin with the keyring) or passphrase slot when there
 * is no keyring, recovery slot, escrow when the organisation has a key. Finish gives the recovery
 * code, to be shown and printed once. */
void zpi_session_set_up_async (ZpiSession *self,
                               const char *counsellor,
                               const char *pin,
                               gboolean without_keyring,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
char *zpi_session_set_up_finish (ZpiSession *self,
                                 GAsyncResult *result,
                                 GError **error); /* free with zpi_secret_strfree */

gboolean zpi_session_is_keyring_unprotected (ZpiSession *self);

/* Slots that can be tried, for the lock page: (element-type ZpiSlot). */
void zpi_session_list_slots_async (ZpiSession *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *zpi_session_list_slots_finish (ZpiSession *self, GAsyncResult *result, GError **error);
/* Tries @secret on @slot_id, or on every slot of that secret's kind when NULL. Wrong secrets slow
 * down: BUSY with `unlock-wait` seconds. */
void zpi_session_unlock_async (ZpiSession *self,
                               const char *slot_id,
                               const char *secret,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean zpi_session_unlock_finish (ZpiSession *self, GAsyncResult *result, GError **error);
guint zpi_session_get_unlock_wait (ZpiSession *self);
/* (nullable): the slot it was opened with, while it is open in real mode */
const char *zpi_session_get_open_slot (ZpiSession *self, ZpiSlotKind *kind);
/* After a slot took the place of the one it was opened with. */
/* Saves everything, wipes the keys, pauses sending. */
void zpi_session_lock_async (ZpiSession *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean zpi_session_lock_finish (ZpiSession *self, GAsyncResult *result, GError **error);
/* What was typed where no case keeps it, for after the lock. Sealed it means nothing to anybody;
 * (nullable), also when the keys changed meanwhile. */
GBytes *zpi_session_seal_typed (ZpiSession *self, const char *text);
char *zpi_session_open_typed (ZpiSession *self, GBytes *sealed);
/* A sealed copy of everything, also when the data folder is gone. */
void zpi_session_back_up_async (ZpiSession *self,
                                const char *file,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean zpi_session_back_up_finish (ZpiSession *self, GAsyncResult *result, GError **error);
/* A new desk or passphrase slot, removal of one, a new recovery code; the vault is unlocked. */
void zpi_session_add_slot_async (ZpiSession *self,
                                 ZpiSlotKind kind,
                                 const char *label,
                                 const char *secret,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
void zpi_session_replace_slot_async (ZpiSession *self,
                                     const char *slot_id,
                                     ZpiSlotKind kind,
                                     const char *label,
                                     const char *secret,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
char *zpi_session_add_slot_finish (ZpiSession *self,
                                   GAsyncResult *result,
                                   GError **error); /* the code for a recovery slot, else "" */
void zpi_session_remove_slot_async (ZpiSession *self,
                                    const char *slot_id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean zpi_session_remove_slot_finish (ZpiSession *self, GAsyncResult *result, GError **error);

/* The recovery code is shown once. Until somebody said that it was kept, the window asks to make a
 * new one, also after the program ended with the code on the screen. */
gboolean zpi_session_is_recovery_kept (ZpiSession *self);
void zpi_session_keep_recovery_async (ZpiSession *self,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean zpi_session_keep_recovery_finish (ZpiSession *self, GAsyncResult *result, GError **error);

/* Real mode: takes an organisation file; @typed_fingerprint as on the municipality's letter, NULL
 * when it is signed or comes from /etc. */
void zpi_session_take_organisation_async (ZpiSession *self,
                                          GBytes *file,
                                          const char *typed_fingerprint,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
zpi_session_take_organisation_finish (ZpiSession *self, GAsyncResult *result, GError **error);

/* What lies in the data folder is only as good as it is what was accepted, which the store keeps
 * sealed. In doubt nobody signs in and nothing is sent until the fingerprint is typed. */
gboolean zpi_session_is_organisation_doubted (ZpiSession *self);
ZpiOrgFile *zpi_session_load_own_organisation (ZpiSession *self);
void zpi_session_confirm_organisation_async (ZpiSession *self,
                                             const char *typed_fingerprint,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean
zpi_session_confirm_organisation_finish (ZpiSession *self, GAsyncResult *result, GError **error);

/* Rules in the data folder that nobody vouches for are not used until a person says so. */
void zpi_session_load_system_rules (ZpiSchemeShelf *shelf);
gboolean zpi_session_has_unknown_rules (ZpiSession *self);
void zpi_session_accept_rules (ZpiSession *self);

/* Saves what is dirty, releases leases, closes. */
void zpi_session_close_async (ZpiSession *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean zpi_session_close_finish (ZpiSession *self, GAsyncResult *result, GError **error);

/* The list of cases, kept up to date: a GListModel of ZpiCaseItem (see zpi-case-item.h). */
GListModel *zpi_session_get_cases (ZpiSession *self);
gboolean zpi_session_is_listed (ZpiSession *self);
ZpiCaseItem *zpi_session_find_case_item (ZpiSession *self, const char *case_id);

gboolean zpi_session_is_store_gone (ZpiSession *self);
/* (nullable): what is not safe about a connection, when @error (TLS) is about that. */
const char *zpi_session_get_unsafe_reason (const GError *error);

G_END_DECLS
