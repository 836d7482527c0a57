/* SPDX-License-Identifier: EUPL-1.2 */

/* The list of cases of an open session, kept up to date. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-session.h"

#include "zpi-case-item-private.h"
#include "zpi-letters.h"
#include "zpi-news-ids.h"
#include "zpi-photo-item.h"
#include "zpi-session-private.h"

/* Reading the list may take this part of the time, but it is never this much too old. */
#define REST_FACTOR 9
#define REST_MAX_MS 2000

static void refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data);

typedef struct {
  GPtrArray *infos;
  GHashTable *letters; /* (owned): of the session */
  gint64 data_version;
  gint64 took_us;
} ListCases;

static void
list_cases_free (ListCases *self)
{
  g_clear_pointer (&self->infos, g_ptr_array_unref);
  g_hash_table_unref (self->letters);
  g_free (self);
}

static ListCases *
list_cases_new (ZpiSession *session)
{
  ListCases *self = g_new0 (ListCases, 1);

  self->letters = g_hash_table_ref (session->letters);
  return self;
}

static gboolean
list_cases_func (ZpiStore *store, gpointer data, GError **error)
{
  ListCases *self = data;
  gint64 began_us = g_get_monotonic_time ();

  if (!zpi_store_data_version (store, &self->data_version, error))
    return FALSE;
  self->infos = zpi_case_store_list (store, error);
  if (self->infos != NULL) {
    zpi_letters_drop_attached (store, self->infos);
    zpi_news_mark (store, self->infos);
    zpi_photo_item_mark (store, self->infos, self->letters);
  }
  self->took_us = g_get_monotonic_time () - began_us;
  return self->infos != NULL;
}

static gboolean
shows_cases (ZpiSession *self)
{
  if (self->without_list)
    return FALSE;
  return self->state == ZPI_SESSION_OPEN || self->state == ZPI_SESSION_READ_ONLY;
}

static void
refresh (ZpiSession *self)
{
  if (!shows_cases (self))
    return;
  if (self->refreshing || self->refresh_rest_id != 0) {
    self->refresh_again = TRUE;
    return;
  }
  self->refreshing = TRUE;
  zpi_store_run_async (self->store,
                       list_cases_func,
                       list_cases_new (self),
                       (GDestroyNotify) list_cases_free,
                       NULL,
                       refreshed_cb,
                       g_object_ref (self));
}

static gboolean
rested_cb (gpointer user_data)
{
  ZpiSession *self = user_data;

  self->refresh_rest_id = 0;
  if (self->refresh_again) {
    self->refresh_again = FALSE;
    refresh (self);
  }
  return G_SOURCE_REMOVE;
}

/* Reading takes the longer the more cases there are: read after every change, a long queue would
 * cost more for each case in it. */
static void
rest (ZpiSession *self, gint64 took_us)
{
  guint rest_ms = (guint) MIN (took_us * REST_FACTOR / 1000, REST_MAX_MS);

  g_clear_handle_id (&self->refresh_rest_id, g_source_remove);
  self->refresh_rest_id = g_timeout_add (rest_ms, rested_cb, self);
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSession) self = user_data;
  g_autoptr (GError) error = NULL;
  ListCases *list = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  self->refreshing = FALSE;
  if (list == NULL) {
    if (!g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING) && shows_cases (self))
      g_warning ("The list of cases could not be read: %s", error->message);
  } else if (shows_cases (self)) {
    gint64 began_us = g_get_monotonic_time ();

    self->data_version = list->data_version;
    self->listed = TRUE;
    zpi_case_item_list_update (self->cases, list->infos, self->hidden);
    g_signal_emit_by_name (self, "cases-changed");
    rest (self, list->took_us + g_get_monotonic_time () - began_us);
    return;
  }
  if (self->refresh_again) {
    self->refresh_again = FALSE;
    refresh (self);
  }
}

/**
 * zpi_session_cases_changed:
 * @self: the session
 *
 * Reads the list of cases anew. Comes back at once. Main thread.
 */
void
zpi_session_cases_changed (ZpiSession *self)
{
  refresh (self);
}

void
zpi_session_hide_case (ZpiSession *self, const char *case_id, gboolean hidden)
{
  if (hidden)
    g_hash_table_add (self->hidden, g_strdup (case_id));
  else
    g_hash_table_remove (self->hidden, case_id);
  zpi_session_case_changed (self, case_id);
}

/* One row that was changed; the rest of the list stands. */
typedef struct {
  char *case_id;
  char *told;          /* (nullable): a letter of which the row of @case_id tells */
  ZpiCaseInfo *info;   /* (nullable): NULL when the row is gone */
  GHashTable *letters; /* (owned): of the session */
} ReadRow;

static void
read_row_free (ReadRow *self)
{
  g_free (self->case_id);
  g_free (self->told);
  g_clear_pointer (&self->info, zpi_case_info_free);
  g_hash_table_unref (self->letters);
  g_free (self);
}

/* Of an answer the row of its application tells. */
static void
look_at_application (ReadRow *self, ZpiStore *store)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, self->case_id, NULL);
  char *teller = info != NULL ? zpi_letters_dup_teller (store, info) : NULL;

  if (teller == NULL)
    return;
  self->told = self->case_id;
  self->case_id = teller;
}

static gboolean
read_row_func (ZpiStore *store, gpointer data, GError **error)
{
  ReadRow *self = data;
  g_autoptr (GError) local_error = NULL;

  look_at_application (self, store);
  self->info = zpi_case_store_get_info (store, self->case_id, &local_error);
  if (self->info != NULL) {
    zpi_news_mark_one (store, self->info);
    zpi_photo_item_mark_one (store, self->info, self->letters);
  }
  if (local_error == NULL || g_error_matches (local_error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
row_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiSession) self = user_data;
  g_autoptr (GError) error = NULL;
  ReadRow *row = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (!shows_cases (self))
    return;
  if (row == NULL) {
    refresh (self); /* It says what is wrong, or shows the row as damaged. */
    return;
  }
  if (row->told != NULL)
    zpi_case_item_list_update_row (self->cases, row->told, NULL, self->hidden);
  zpi_case_item_list_update_row (self->cases, row->case_id, row->info, self->hidden);
  g_signal_emit_by_name (self, "cases-changed");
}

/**
 * zpi_session_case_changed:
 * @self: the session
 * @case_id: a case whose row was written
 *
 * Reads the row anew for the list of cases. Comes back at once.
 */
void
zpi_session_case_changed (ZpiSession *self, const char *case_id)
{
  ReadRow *row;

  if (!shows_cases (self))
    return;
  row = g_new0 (ReadRow, 1);
  row->case_id = g_strdup (case_id);
  row->letters = g_hash_table_ref (self->letters);
  zpi_store_run_async (self->store,
                       read_row_func,
                       row,
                       (GDestroyNotify) read_row_free,
                       NULL,
                       row_read_cb,
                       g_object_ref (self));
}

/**
 * zpi_session_is_listed:
 * @self: a session
 *
 * Returns: %FALSE while it is not known yet whether there are cases
 */
gboolean
zpi_session_is_listed (ZpiSession *self)
{
  g_return_val_if_fail (ZPI_IS_SESSION (self), FALSE);

  return self->listed;
}

/**
 * zpi_session_find_case_item:
 * @self: a session
 * @case_id: (nullable): a case
 *
 * Returns: (transfer none) (nullable): its row in the list of cases, as long as it is there
 */
ZpiCaseItem *
zpi_session_find_case_item (ZpiSession *self, const char *case_id)
{
  GListModel *cases;

  g_return_val_if_fail (ZPI_IS_SESSION (self), NULL);

  cases = zpi_session_get_cases (self);
  for (guint i = 0; case_id != NULL && i < g_list_model_get_n_items (cases); i++) {
    g_autoptr (ZpiCaseItem) item = g_list_model_get_item (cases, i);

    if (g_str_equal (zpi_case_item_get_id (item), case_id))
      return item;
  }
  return NULL;
}
