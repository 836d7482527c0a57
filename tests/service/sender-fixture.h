/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What a person asks of the sender, as if it were synchronous, and how tests see and hurry it. */

#include "service-fixture.h"
#include "zpi-sender-private.h"

G_BEGIN_DECLS

ZpiSender *desk_sender (Desk *self);
gboolean desk_cancel (Desk *self, const char *case_id, GError **error);
gboolean desk_resume (Desk *self, const char *case_id, GError **error);
gboolean desk_refresh (Desk *self, const char *case_id, GError **error);
gboolean desk_withdraw (Desk *self, const char *case_id, GError **error);
gboolean desk_paper (Desk *self, const char *case_id, gboolean paper, GError **error);
/* How many cases were refreshed; -1 on an error. */
gint desk_fetch_changes (Desk *self, GError **error);
gint desk_fetch_rules (Desk *self, GError **error);

void desk_close_case (Desk *self, ZpiCase *zcase);
/* (transfer full): the id of a saved draft with one document; no window has it. */
char *desk_draft (Desk *self);
void desk_queue_id (Desk *self, const char *case_id);
char *desk_queued (Desk *self);
/* Its form is at the municipality, no document is. */
char *desk_half_sent (Desk *self);
void desk_lock (Desk *self);
void desk_unlock (Desk *self);
/* The municipality's desk moves an application on. */
void desk_move_on (Desk *self, const char *case_id, const char *what, const char *body);
/* As if it had come to that. */
void desk_say_state (Desk *self, const char *case_id, ZpiCaseState state, const char *attention);
/* Statements that no program of ours would run. */
void desk_sql (Desk *self, const char *sql);
/* Not waited for: between two of these comes only what was asked of the store between them. */
void desk_sql_soon (Desk *self, const char *sql);
/* Whatever was planned has its time now. */
void desk_ring (guint source_id);
/* By @ms at the latest. */
gboolean desk_wait_received (Desk *self, const char *case_id, guint ms);
gboolean has_timer (gpointer sender);
/* In one transaction, which has to go well. */
gboolean desk_transact (Desk *self, ZpiStoreFunc func, gpointer data);
/* (transfer full): the URI of the file at @path, as what @document was made from. */
char *desk_add_original (ZpiCase *zcase, const char *document, const char *path);
/* How many went. */
gint desk_clear_due (Desk *self, gboolean now);
gboolean desk_is_here (Desk *self, const char *case_id);
gboolean is_idle (gpointer sender);

G_END_DECLS
