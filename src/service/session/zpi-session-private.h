/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the services share of a session. Not for anybody else. */

#include "zpi-case-keeper-services.h"
#include "zpi-courier.h"
#include "zpi-keyring.h"
#include "zpi-lease.h"
#include "zpi-org-seal.h"
#include "zpi-scheme-shelf.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/* In the data folder: rules that came later than the program. */
#define ZPI_SCHEMES_FOLDER "schemes"
/* The name of the item in the keyring. */
#define ZPI_DEVICE_SECRET "device"

struct _ZpiSession {
  GObject parent_instance;

  gboolean practice;
  char *folder;
  char *api_url; /* (nullable) */
  char *ca_file; /* (nullable) */
  char *token;   /* (nullable) */
  ZpiSessionState state;
  GError *error; /* (nullable) */
  guint unlock_failures;
  gint64 unlock_after_us;
  char *open_slot_id; /* (nullable): the slot it was opened with */
  ZpiSlotKind open_slot_kind;
  gboolean recovery_pending; /* nobody said that the recovery code was kept */
  guint n_key_changes;       /* ways in that are being added or taken away */
  gboolean resume_sending;   /* it was sending by itself before it was locked */

  ZpiStore *store;
  gboolean store_opened;
  ZpiOrgFile *organisation; /* (nullable) */
  ZpiOrgFile *believed;     /* (nullable): not sealed in the store yet */
  ZpiOrgOrigin believed_origin;
  gboolean organisation_doubted;
  GHashTable *rules;        /* (element-type utf8): in the data folder, known */
  GPtrArray *unknown_rules; /* (element-type utf8): in the data folder, not used */
  ZpiSchemeShelf *shelf;
  ZpiApi *api;               /* (nullable) */
  ZpiSignIn *sign_in;        /* (nullable) */
  ZpiCounsellor *counsellor; /* (nullable): of @sign_in */
  ZpiCaseKeeper *keeper;
  ZpiCourier *courier; /* (nullable): while nobody sends for it */

  GListStore *cases;
  GHashTable *hidden;  /* (element-type utf8): ids that are about to be deleted */
  GHashTable *letters; /* (element-type utf8): those about photos; store thread only */
  guint watch_id;
  gint64 data_version;
  gboolean without_list;
  gboolean listed; /* the list of cases was read since the session was opened */
  gboolean refreshing;
  gboolean refresh_again;
  guint refresh_rest_id; /* the list was just read */
  GFileMonitor *monitor; /* (nullable) */
  guint monitor_id;
  GCancellable *cancellable;
};

void zpi_session_set_state (ZpiSession *self, ZpiSessionState state, const GError *error);
gboolean zpi_session_is_open (ZpiSession *self, GError **error);
/* The list is read anew soon; our own write or somebody else's. */
void zpi_session_cases_changed (ZpiSession *self);
/* The row of this case is read anew; the rest of the list stands. */
void zpi_session_case_changed (ZpiSession *self, const char *case_id);
void zpi_session_hide_case (ZpiSession *self, const char *case_id, gboolean hidden);
void zpi_session_update_api (ZpiSession *self);
void zpi_session_update_sign_in (ZpiSession *self);
void zpi_session_bind_sign_in (ZpiSession *self);
void zpi_session_forget_sign_in (ZpiSession *self);
ZpiCounsellor *zpi_counsellor_new (ZpiSignIn *sign_in);
void zpi_session_start_services (ZpiSession *self);
void zpi_session_stop_services (ZpiSession *self);
gboolean zpi_session_find_organisation (ZpiSession *self);
/* /etc/zoetermeerpas-intake, but in a test */
extern const char *zpi_session_system_folder;
void zpi_session_settle_organisation_async (ZpiSession *self,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
void zpi_session_settle_organisation_finish (GAsyncResult *result); /* never fails */
/* On the store thread: the rules that are known, as a set of what the shelf calls a pair. */
GHashTable *zpi_session_read_rules (ZpiStore *store);
void zpi_session_trust_rules (ZpiSession *self, GBytes *scheme, GBytes *norms);
void zpi_session_load_rules (ZpiSession *self);
void zpi_session_use_scheme (ZpiSession *self, const char *scheme_id);
void zpi_session_drop_api (ZpiSession *self);
void zpi_session_announce_lock (ZpiSession *self);
void zpi_session_take_failures (ZpiSession *self, const char *kept);
/* On the store's thread, in a transaction. */
gboolean zpi_session_reset_tries (ZpiStore *store, GError **error);
/* On the store's thread, in the transaction that makes or confirms a recovery code. */
gboolean zpi_session_note_recovery (ZpiStore *store, gboolean pending, GError **error);
gboolean zpi_session_read_recovery (ZpiStore *store);
gboolean zpi_session_check_secret (ZpiSlotKind kind, const char *secret, GError **error);
void zpi_session_ensure_device_async (ZpiSession *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
GBytes *zpi_session_ensure_device_finish (GAsyncResult *result, GError **error);

G_END_DECLS
