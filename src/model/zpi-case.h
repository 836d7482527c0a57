/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ZpiCaseKind:
 * @ZPI_CASE_APPLICATION: an application for a pass
 * @ZPI_CASE_LETTER: somebody came with a letter (photos, more information)
 * @ZPI_CASE_ACCOUNT: a request about accounts
 */
typedef enum {
  ZPI_CASE_APPLICATION,
  ZPI_CASE_LETTER,
  ZPI_CASE_ACCOUNT,
} ZpiCaseKind;

/**
 * ZpiCaseState:
 *
 * Where a case is in its life. A case is always in exactly one of these.
 */
typedef enum {
  ZPI_CASE_DRAFT,
  ZPI_CASE_WAITING,
  ZPI_CASE_SENDING,
  ZPI_CASE_RECEIVED,
  ZPI_CASE_IN_ASSESSMENT,
  ZPI_CASE_MORE_INFORMATION,
  ZPI_CASE_GRANTED,
  ZPI_CASE_PHOTOS,
  ZPI_CASE_ISSUED,
  ZPI_CASE_REJECTED,
  ZPI_CASE_WITHDRAWN,
  ZPI_CASE_ATTENTION,
  ZPI_CASE_PAPER,
  ZPI_CASE_HANDED_OVER,
  ZPI_CASE_CLOSED,
} ZpiCaseState;

#define ZPI_TYPE_CASE_KIND (zpi_case_kind_get_type ())
GType zpi_case_kind_get_type (void);
#define ZPI_TYPE_CASE_STATE (zpi_case_state_get_type ())
GType zpi_case_state_get_type (void);

const char *zpi_case_kind_to_nick (ZpiCaseKind kind);
gboolean zpi_case_kind_from_nick (const char *nick, ZpiCaseKind *kind);
const char *zpi_case_state_to_nick (ZpiCaseState state);
gboolean zpi_case_state_from_nick (const char *nick, ZpiCaseState *state);
gboolean zpi_case_state_from_wire (const char *status, ZpiCaseState *state);

/**
 * ZpiCase:
 *
 * The answers of one case, kept exactly as they were typed: a map from a key
 * (`applicant.birth_date`, `child.<item>.bsn`) to raw text, plus ordered lists of items
 * (`child`, `income`, `document`). Parsed values are derived in [struct@Application]. Every change
 * raises the generation and emits #ZpiCase::answer-changed (detail: the key) or
 * #ZpiCase::items-changed (detail: the list). Main thread only; [method@Case.snapshot] is what
 * crosses threads.
 */
#define ZPI_TYPE_CASE (zpi_case_get_type ())
G_DECLARE_FINAL_TYPE (ZpiCase, zpi_case, ZPI, CASE, GObject)

ZpiCase *zpi_case_new (ZpiCaseKind kind);
ZpiCase *zpi_case_new_with_id (ZpiCaseKind kind, const char *id);
ZpiCase *zpi_case_new_from_snapshot (GBytes *snapshot, GError **error);
GBytes *zpi_case_snapshot (ZpiCase *self);
gboolean zpi_case_replace_answers (ZpiCase *self, GBytes *snapshot, GError **error);
gboolean zpi_case_merge (ZpiCase *self, GBytes *base, GBytes *theirs, GError **error);

const char *zpi_case_get_id (ZpiCase *self);
ZpiCaseKind zpi_case_get_kind (ZpiCase *self);
ZpiCaseState zpi_case_get_state (ZpiCase *self);
void zpi_case_set_state (ZpiCase *self, ZpiCaseState state);
const char *zpi_case_get_attention (ZpiCase *self);
void zpi_case_set_attention (ZpiCase *self, const char *reason);
guint64 zpi_case_get_generation (ZpiCase *self);
guint64 zpi_case_get_saved_generation (ZpiCase *self);
void zpi_case_set_saved_generation (ZpiCase *self, guint64 generation);
gboolean zpi_case_is_dirty (ZpiCase *self);

const char *zpi_case_get (ZpiCase *self, const char *key);
gboolean zpi_case_get_flag (ZpiCase *self, const char *key);
void zpi_case_set (ZpiCase *self, const char *key, const char *text);
void zpi_case_set_flag (ZpiCase *self, const char *key, gboolean value);

char *zpi_case_add_item (ZpiCase *self, const char *list);
gboolean zpi_case_insert_item (ZpiCase *self, const char *list, const char *item, guint position);
void zpi_case_remove_item (ZpiCase *self, const char *list, const char *item);
GStrv zpi_case_dup_items (ZpiCase *self, const char *list);
guint zpi_case_get_n_items (ZpiCase *self, const char *list);
char *zpi_case_item_key (const char *list, const char *item, const char *field);

char *zpi_case_dup_client_name (ZpiCase *self);
char *zpi_case_dup_initials (ZpiCase *self);

G_END_DECLS
