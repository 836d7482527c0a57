/* SPDX-License-Identifier: EUPL-1.2 */

/* What changed at the municipality since the last time it was asked, and the care that happens now
 * and then while the window is open. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-clock.h"
#include "zpi-json.h"
#include "zpi-sender-private.h"
#include "zpi-session-private.h"

#define CARE_SECONDS       300
#define FIRST_CARE_SECONDS 5
#define CHANGES_EVERY_US   (15 * G_TIME_SPAN_MINUTE)
/* How far back is looked the first time. */
#define FIRST_LOOK_US (90 * G_TIME_SPAN_DAY)
#define MAX_PAGES     100
#define SINCE         "changes_since"
/* Asked again a little further back than the last time: clocks differ. */
#define OVERLAP_US (15 * G_TIME_SPAN_MINUTE)
/* Every case that is open there is asked itself once a day, whatever the list of changes says. */
#define ASK_ALL    "asked_all_us"
#define ASK_ALL_US (24 * G_TIME_SPAN_HOUR)

typedef struct {
  char *since;    /* (nullable): as the server gave it the last time */
  char *moment;   /* (nullable): of the first page, for the next time */
  GPtrArray *ids; /* (element-type utf8): told by the server, then those that are here */
  guint at;
  guint n_pages;
  gboolean asks_all;
  gboolean cut_off; /* there were more pages than are read at once */
  gint n_refreshed;
  GError *error; /* (nullable): why one of them could not be refreshed */
} FetchChanges;

static void
fetch_changes_free (FetchChanges *self)
{
  g_free (self->since);
  g_free (self->moment);
  g_ptr_array_unref (self->ids);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
still_open (ZpiSender *self, GTask *task)
{
  if (self->session != NULL && zpi_session_get_state (self->session) == ZPI_SESSION_OPEN &&
      zpi_session_get_api (self->session) != NULL)
    return TRUE;
  g_task_return_new_error (task, ZPI_ERROR, ZPI_ERROR_OFFLINE, "There is no server or no session");
  return FALSE;
}

/* The last step: the next time is counted from the first page of this one. */

/* Not later than our own time, and a bit before it: what a server with a clock ahead of ours says
 * would leave out all that changes until then. */
static char *
moment_to_keep (const FetchChanges *self)
{
  gint64 moment_us;

  if (self->cut_off || self->moment == NULL || !zpi_clock_parse_iso (self->moment, &moment_us))
    return NULL;
  return zpi_clock_format_iso (MIN (moment_us, zpi_clock_now_us ()) - OVERLAP_US);
}

static gboolean
keep_moment_func (ZpiStore *store, gpointer data, GError **error)
{
  FetchChanges *self = data;
  g_autofree char *moment = moment_to_keep (self);
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, zpi_clock_now_us ());

  return (moment == NULL || zpi_meta_store_set (store, SINCE, moment, error)) &&
         (!self->asks_all || zpi_meta_store_set (store, ASK_ALL, now, error));
}

static void
moment_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  FetchChanges *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, fetch->n_refreshed);
}

static void refresh_next (GTask *task);

/* Whether what one case met is about that case alone. */
static gboolean
is_about_one (const GError *error)
{
  return g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND) ||
         g_error_matches (error, ZPI_ERROR, ZPI_ERROR_GONE) ||
         g_error_matches (error, ZPI_ERROR, ZPI_ERROR_REFUSED) ||
         g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY) ||
         g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_VERIFIED);
}

/* One case that cannot be refreshed holds up no other; what changed is asked again next time,
 * unless there is nothing any more to ask for. */
static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  FetchChanges *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_sender_refresh_finish (ZPI_SENDER (source), result, &error)) {
    fetch->n_refreshed++;
  } else if (!is_about_one (error)) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  } else if (fetch->error == NULL && !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND) &&
             !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_GONE)) {
    fetch->error = g_steal_pointer (&error);
  }
  refresh_next (task);
}

static void
refresh_next (GTask *task)
{
  ZpiSender *self = g_task_get_source_object (task);
  FetchChanges *fetch = g_task_get_task_data (task);

  if (!still_open (self, task))
    return;
  if (fetch->at < fetch->ids->len)
    zpi_sender_refresh_async (self,
                              g_ptr_array_index (fetch->ids, fetch->at++),
                              g_task_get_cancellable (task),
                              refreshed_cb,
                              g_object_ref (task));
  else if (fetch->error != NULL)
    g_task_return_error (task, g_steal_pointer (&fetch->error));
  else
    zpi_store_transact_async (zpi_session_get_store (self->session),
                              keep_moment_func,
                              fetch,
                              NULL,
                              NULL,
                              moment_kept_cb,
                              g_object_ref (task));
}

static gboolean
is_time_for_all (ZpiStore *store)
{
  g_autofree char *text = zpi_meta_store_get (store, ASK_ALL, NULL);
  gint64 at_us = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  gint64 now_us = zpi_clock_now_us ();

  return at_us > now_us || now_us - at_us >= ASK_ALL_US;
}

/* What it does not know any more it may know again: a copy was put back, a server answered that is
 * not the one. */
static gboolean
is_asked (const ZpiCaseInfo *info)
{
  return zpi_sender_is_forgotten (info) ||
         (info->kind == ZPI_CASE_APPLICATION && zpi_sender_is_open_there (info->state));
}

/* No list of changes tells of a letter to somebody whose pass was renewed. */
static gboolean
add_letters (FetchChanges *self, ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_LETTERS, error);

  for (guint i = 0; infos != NULL && i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (zpi_sender_may_hear_of_photos (store, info))
      g_ptr_array_add (self->ids, g_strdup (info->id));
  }
  return infos != NULL;
}

static gboolean
add_all_open (FetchChanges *self, ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_BEYOND_DRAFT, error);

  if (infos == NULL)
    return FALSE;
  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (is_asked (info) &&
        !g_ptr_array_find_with_equal_func (self->ids, info->id, g_str_equal, NULL))
      g_ptr_array_add (self->ids, g_strdup (info->id));
  }
  return TRUE;
}

/* Of what changed there, what is here. */

static gboolean
keep_ours_func (ZpiStore *store, gpointer data, GError **error)
{
  FetchChanges *self = data;

  for (guint i = self->ids->len; i > 0; i--) {
    g_autoptr (GError) local = NULL;
    g_autoptr (ZpiCaseInfo) info =
        zpi_case_store_get_info (store, g_ptr_array_index (self->ids, i - 1), &local);

    /* Not to be read is not the same as not here: the change would never be told again. */
    if (info == NULL && !g_error_matches (local, ZPI_ERROR, ZPI_ERROR_NOT_FOUND)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (info == NULL || !zpi_sender_is_followed (info))
      g_ptr_array_remove_index (self->ids, i - 1);
  }
  self->asks_all = is_time_for_all (store);
  return !self->asks_all || (add_all_open (self, store, error) && add_letters (self, store, error));
}

static void
ours_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_store_run_finish (ZPI_STORE (source), result, &error) == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    refresh_next (task);
}

/* The pages. */

static void fetch_page (GTask *task, const char *query);

static void
take_ids (FetchChanges *self, JsonObject *page)
{
  JsonArray *results = zpi_json_get_array (page, "resultaten");
  guint n_results = results != NULL ? json_array_get_length (results) : 0;

  for (guint i = 0; i < n_results; i++) {
    JsonNode *node = json_array_get_element (results, i);
    const char *id = JSON_NODE_HOLDS_OBJECT (node)
                         ? zpi_json_get_string (json_node_get_object (node), "aanvraagId")
                         : NULL;

    if (id != NULL && g_uuid_string_is_valid (id))
      g_ptr_array_add (self->ids, g_strdup (id));
  }
}

static void
page_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  FetchChanges *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = zpi_api_call_finish (ZPI_API (source), result, NULL, NULL, &error);
  JsonObject *page;
  const char *next;

  if (error == NULL && (node == NULL || !JSON_NODE_HOLDS_OBJECT (node)))
    g_set_error_literal (&error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "The answer is no page");
  if (error != NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  if (!still_open (self, task))
    return;
  page = json_node_get_object (node);
  take_ids (fetch, page);
  if (fetch->moment == NULL)
    fetch->moment = g_strdup (zpi_json_get_string (page, "tijdstip"));
  next = zpi_json_get_string (page, "volgende");
  fetch->cut_off = next != NULL;
  if (next != NULL && ++fetch->n_pages < MAX_PAGES) {
    g_autofree char *escaped = g_uri_escape_string (next, NULL, FALSE);
    g_autofree char *query = g_strconcat ("vanaf=", escaped, NULL);

    fetch_page (task, query);
    return;
  }
  zpi_store_run_async (zpi_session_get_store (self->session),
                       keep_ours_func,
                       fetch,
                       NULL,
                       NULL,
                       ours_kept_cb,
                       g_object_ref (task));
}

static void
fetch_page (GTask *task, const char *query)
{
  ZpiSender *self = g_task_get_source_object (task);
  g_autofree char *path = g_strconcat ("/aanvragen?", query, NULL);

  zpi_api_call_async (zpi_session_get_api (self->session),
                      "GET",
                      path,
                      "/aanvragen",
                      NULL,
                      NULL,
                      g_task_get_cancellable (task),
                      page_fetched_cb,
                      g_object_ref (task));
}

static gboolean
read_since_func (ZpiStore *store, gpointer data, GError **error)
{
  FetchChanges *self = data;

  gint64 since_us;

  /* Without it, and with one that lies in the future, is looked further back: nothing is missed. */
  self->since = zpi_meta_store_get (store, SINCE, NULL);
  if (self->since != NULL && zpi_clock_parse_iso (self->since, &since_us) &&
      since_us > zpi_clock_now_us ())
    g_clear_pointer (&self->since, g_free);
  return TRUE;
}

static void
since_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiSender *self = g_task_get_source_object (task);
  FetchChanges *fetch = g_task_get_task_data (task);
  g_autofree char *escaped = NULL;
  g_autofree char *query = NULL;

  if (!still_open (self, task))
    return;
  if (fetch->since == NULL)
    fetch->since = zpi_clock_format_iso (zpi_clock_now_us () - FIRST_LOOK_US);
  escaped = g_uri_escape_string (fetch->since, NULL, FALSE);
  query = g_strconcat ("gewijzigdNa=", escaped, NULL);
  fetch_page (task, query);
}

/**
 * zpi_sender_fetch_changes_async:
 * @self: the sender
 * @cancellable: (nullable): to give up
 * @callback: called when it is over
 * @user_data: for @callback
 *
 * Asks what changed for this organisation and refreshes the cases here that it is about.
 */
void
zpi_sender_fetch_changes_async (ZpiSender *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  FetchChanges *fetch;

  g_return_if_fail (ZPI_IS_SENDER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_sender_fetch_changes_async);
  fetch = g_new0 (FetchChanges, 1);
  fetch->ids = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, fetch, (GDestroyNotify) fetch_changes_free);
  if (still_open (self, task))
    zpi_store_run_async (zpi_session_get_store (self->session),
                         read_since_func,
                         fetch,
                         NULL,
                         NULL,
                         since_read_cb,
                         g_object_ref (task));
}

/**
 * zpi_sender_fetch_changes_finish:
 * @self: the sender
 * @result: the result
 * @error: return location for an error
 *
 * Returns: how many cases were refreshed, -1 on an error
 */
gint
zpi_sender_fetch_changes_finish (ZpiSender *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return g_task_propagate_int (G_TASK (result), error);
}

/* Care. */

static void
changes_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (zpi_sender_fetch_changes_finish (ZPI_SENDER (source), result, &error) < 0)
    g_info ("What changed could not be asked: %s", error->message);
}

static void
rules_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (zpi_sender_fetch_rules_finish (ZPI_SENDER (source), result, &error) >= 0)
    return;
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT))
    g_warning ("The municipality's rules were left alone: %s", error->message);
  else
    g_info ("The rules could not be asked: %s", error->message);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (zpi_sender_clear_due_finish (ZPI_SENDER (source), result, &error) < 0)
    g_info ("Clearing away is tried again: %s", error->message);
}

static void
take_care (ZpiSender *self)
{
  gint64 now = g_get_monotonic_time ();

  if (zpi_session_get_state (self->session) != ZPI_SESSION_OPEN)
    return;
  zpi_sender_clear_due_async (self, FALSE, NULL, cleared_cb, NULL);
  if (zpi_session_get_api (self->session) == NULL ||
      (self->changes_at_us != 0 && now - self->changes_at_us < CHANGES_EVERY_US))
    return;
  self->changes_at_us = now;
  zpi_sender_fetch_changes_async (self, NULL, changes_fetched_cb, NULL);
  zpi_sender_fetch_rules_async (self, NULL, rules_fetched_cb, NULL);
}

static gboolean
care_cb (gpointer user_data)
{
  take_care (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
first_care_cb (gpointer user_data)
{
  ZpiSender *self = user_data;

  self->care_id = g_timeout_add_seconds (CARE_SECONDS, care_cb, self);
  take_care (self);
  return G_SOURCE_REMOVE;
}

void
zpi_sender_start_care (ZpiSender *self)
{
  self->care_id = g_timeout_add_seconds (FIRST_CARE_SECONDS, first_care_cb, self);
}

void
zpi_sender_stop_care (ZpiSender *self)
{
  g_clear_handle_id (&self->care_id, g_source_remove);
}
