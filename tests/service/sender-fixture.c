/* SPDX-License-Identifier: EUPL-1.2 */

#include "sender-fixture.h"

#include "zpi-store-private.h"

ZpiSender *
desk_sender (Desk *self)
{
  return zpi_session_get_sender (self->session);
}

gboolean
desk_cancel (Desk *self, const char *case_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_cancel_async (desk_sender (self), case_id, NULL, result_cb, &result);
  return zpi_sender_cancel_finish (desk_sender (self), result_wait (&result), error);
}

gboolean
desk_resume (Desk *self, const char *case_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_resume_async (desk_sender (self), case_id, NULL, result_cb, &result);
  return zpi_sender_resume_finish (desk_sender (self), result_wait (&result), error);
}

gboolean
desk_refresh (Desk *self, const char *case_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_refresh_async (desk_sender (self), case_id, NULL, result_cb, &result);
  return zpi_sender_refresh_finish (desk_sender (self), result_wait (&result), error);
}

gboolean
desk_withdraw (Desk *self, const char *case_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_withdraw_async (desk_sender (self), case_id, NULL, result_cb, &result);
  return zpi_sender_withdraw_finish (desk_sender (self), result_wait (&result), error);
}

gboolean
desk_paper (Desk *self, const char *case_id, gboolean paper, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_paper_async (desk_sender (self), case_id, paper, NULL, result_cb, &result);
  return zpi_sender_paper_finish (desk_sender (self), result_wait (&result), error);
}

gint
desk_fetch_changes (Desk *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_fetch_changes_async (desk_sender (self), NULL, result_cb, &result);
  return zpi_sender_fetch_changes_finish (desk_sender (self), result_wait (&result), error);
}

gint
desk_fetch_rules (Desk *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_sender_fetch_rules_async (desk_sender (self), NULL, result_cb, &result);
  return zpi_sender_fetch_rules_finish (desk_sender (self), result_wait (&result), error);
}

void
desk_close_case (Desk *self, ZpiCase *zcase)
{
  zpi_case_keeper_close_case (zpi_session_get_keeper (self->session), zcase);
}

char *
desk_draft (Desk *self)
{
  g_autoptr (ZpiCase) zcase = desk_household (self, "Anna");
  g_autoptr (GBytes) content = jpeg_of (2000);
  g_autoptr (GError) error = NULL;
  g_autofree char *item = desk_take_in (self, zcase, content, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (desk_flush (self, zcase, &error));
  desk_close_case (self, zcase);
  return g_strdup (zpi_case_get_id (zcase));
}

void
desk_queue_id (Desk *self, const char *case_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) zcase = desk_open_case (self, case_id, &error);

  g_assert_no_error (error);
  g_assert_true (desk_queue (self, zcase, &error));
  g_assert_no_error (error);
  desk_close_case (self, zcase);
}

char *
desk_queued (Desk *self)
{
  char *id = desk_draft (self);

  desk_queue_id (self, id);
  return id;
}

char *
desk_half_sent (Desk *self)
{
  char *id = desk_queued (self);

  desk_trouble (self, "{\"foutcode\": 500, \"pad\": \"/documenten\"}");
  desk_drain (self);
  desk_trouble (self, "{}");
  g_assert_cmpint (desk_state (self, id), ==, ZPI_CASE_WAITING);
  return id;
}

void
desk_lock (Desk *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  zpi_session_lock_async (self->session, result_cb, &result);
  g_assert_true (zpi_session_lock_finish (self->session, result_wait (&result), &error));
  g_assert_no_error (error);
}

void
desk_unlock (Desk *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  zpi_session_unlock_async (self->session, NULL, "", NULL, result_cb, &result);
  g_assert_true (zpi_session_unlock_finish (self->session, result_wait (&result), &error));
  g_assert_no_error (error);
}

void
desk_move_on (Desk *self, const char *case_id, const char *what, const char *body)
{
  g_autofree char *path = g_strdup_printf ("/_oefening/aanvragen/%s/%s", case_id, what);
  g_autoptr (JsonNode) answer = desk_call (self, "POST", path, body);

  g_assert_nonnull (answer);
}

typedef struct {
  const char *id;
  ZpiCaseState state;
  const char *attention;
} SayState;

static gboolean
say_state_func (ZpiStore *store, gpointer data, GError **error)
{
  SayState *self = data;
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->id, error);

  return zpi_case_store_set_state (store,
                                   self->id,
                                   info->state,
                                   self->state,
                                   self->attention,
                                   error);
}

void
desk_say_state (Desk *self, const char *case_id, ZpiCaseState state, const char *attention)
{
  SayState say = {case_id, state, attention};
  g_autoptr (GAsyncResult) result = NULL;
  ZpiStore *store = zpi_session_get_store (self->session);

  zpi_store_transact_async (store, say_state_func, &say, NULL, NULL, result_cb, &result);
  g_assert_nonnull (zpi_store_run_finish (store, result_wait (&result), NULL));
}

static gboolean
sql_func (ZpiStore *store, gpointer data, GError **error)
{
  g_assert_cmpint (sqlite3_exec (store->db, data, NULL, NULL, NULL), ==, SQLITE_OK);
  return TRUE;
}

void
desk_sql (Desk *self, const char *sql)
{
  g_assert_true (desk_run (self, sql_func, (gpointer) sql, NULL));
}

void
desk_sql_soon (Desk *self, const char *sql)
{
  zpi_store_run_async (zpi_session_get_store (self->session),
                       sql_func,
                       (gpointer) sql,
                       NULL,
                       NULL,
                       NULL,
                       NULL);
}

void
desk_ring (guint source_id)
{
  GSource *source = g_main_context_find_source_by_id (NULL, source_id);

  g_assert_nonnull (source);
  g_source_set_ready_time (source, 0);
}

typedef struct {
  Desk *desk;
  const char *id;
} Awaited;

static gboolean
is_received (gpointer data)
{
  Awaited *awaited = data;

  return desk_state (awaited->desk, awaited->id) == ZPI_CASE_RECEIVED;
}

gboolean
desk_wait_received (Desk *self, const char *case_id, guint ms)
{
  Awaited awaited = {self, case_id};

  return wait_until (is_received, &awaited, ms);
}

gboolean
has_timer (gpointer sender)
{
  return ((ZpiSender *) sender)->timer_id != 0;
}

gboolean
is_idle (gpointer sender)
{
  return ((ZpiSender *) sender)->round == NULL;
}

gboolean
desk_transact (Desk *self, ZpiStoreFunc func, gpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiStore *store = zpi_session_get_store (self->session);

  zpi_store_transact_async (store, func, data, NULL, NULL, result_cb, &result);
  result_wait (&result);
  zpi_store_run_finish (store, result, &error);
  g_assert_no_error (error);
  return error == NULL;
}

char *
desk_add_original (ZpiCase *zcase, const char *document, const char *path)
{
  g_autofree char *item = g_uuid_string_random ();
  g_autofree char *uri_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, item, "uri");
  g_autofree char *document_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, item, "document");
  char *uri = g_filename_to_uri (path, NULL, NULL);

  zpi_case_insert_item (zcase, ZPI_LIST_ORIGINAL, item, 0);
  zpi_case_set (zcase, uri_key, uri);
  zpi_case_set (zcase, document_key, document);
  return uri;
}

gint
desk_clear_due (Desk *self, gboolean now)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint n_cleared;

  zpi_sender_clear_due_async (desk_sender (self), now, NULL, result_cb, &result);
  n_cleared = zpi_sender_clear_due_finish (desk_sender (self), result_wait (&result), &error);
  g_assert_no_error (error);
  return n_cleared;
}

static gboolean
is_here_func (ZpiStore *store, gpointer case_id, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, case_id, error);

  return info != NULL;
}

gboolean
desk_is_here (Desk *self, const char *case_id)
{
  return desk_run (self, is_here_func, (gpointer) case_id, NULL);
}
