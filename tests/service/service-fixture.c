/* SPDX-License-Identifier: EUPL-1.2 */

#include "service-fixture.h"

#include "zpi-clock-boot.h"
#include "zpi-field.h"
#include "zpi-finding.h"

#include <glib/gstdio.h>
#include <string.h>

#define LIMIT_SECONDS 60

static gint64
desk_clock (gpointer user_data)
{
  Desk *self = user_data;

  return self->clock_set ? self->now_us : g_get_real_time ();
}

static gint64
desk_since_boot (gpointer user_data)
{
  Desk *self = user_data;

  return g_get_monotonic_time () + self->passed_us;
}

void
desk_set_up (Desk *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("zpi-service-XXXXXX", &error);
  g_assert_no_error (error);
  zpi_clock_set_source (desk_clock, self);
  zpi_clock_set_since_boot (desk_since_boot, self);
  zpi_findings_set_practice (TRUE);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      remove_folder (path);
    else
      g_unlink (path);
  }
  g_rmdir (folder);
}

void
desk_tear_down (Desk *self, gconstpointer data)
{
  if (self->session != NULL)
    desk_close (self);
  if (self->municipality != NULL)
    desk_stop_municipality (self);
  zpi_clock_set_source (NULL, NULL);
  zpi_clock_set_since_boot (NULL, NULL);
  zpi_clock_set_boot_id (NULL);
  remove_folder (self->folder);
  g_free (self->folder);
}

void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

static gboolean
limit_cb (gpointer user_data)
{
  g_error ("Nothing happened for %d seconds", LIMIT_SECONDS);
  return G_SOURCE_REMOVE;
}

GAsyncResult *
result_wait (GAsyncResult **result)
{
  guint limit = g_timeout_add_seconds (LIMIT_SECONDS, limit_cb, NULL);

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
  return *result;
}

static gboolean
over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
spin (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
wait_until (Condition condition, gpointer data, guint ms)
{
  gint64 end = g_get_monotonic_time () + (gint64) ms * 1000;

  while (!condition (data)) {
    if (g_get_monotonic_time () > end)
      return FALSE;
    spin (10);
  }
  return TRUE;
}

ZpiSession *
desk_session_new (Desk *self, gboolean practice)
{
  ZpiSessionOptions options = {.practice = practice, .data_folder = self->folder};

  return zpi_session_new (&options);
}

gboolean
desk_try_open (ZpiSession *session, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_open_async (session, NULL, result_cb, &result);
  return zpi_session_open_finish (session, result_wait (&result), error);
}

gboolean
desk_try_close (ZpiSession *session, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_session_close_async (session, result_cb, &result);
  return zpi_session_close_finish (session, result_wait (&result), error);
}

void
desk_open (Desk *self)
{
  g_autoptr (GError) error = NULL;

  self->session = desk_session_new (self, TRUE);
  g_assert_true (desk_try_open (self->session, &error));
  g_assert_no_error (error);
  g_assert_cmpint (zpi_session_get_state (self->session), ==, ZPI_SESSION_OPEN);
  if (self->municipality != NULL)
    zpi_session_set_api_url (self->session, zpi_practice_server_get_base_url (self->municipality));
}

void
desk_close (Desk *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (desk_try_close (self->session, &error));
  g_assert_no_error (error);
  g_clear_object (&self->session);
}

void
desk_start_municipality (Desk *self)
{
  g_autofree char *folder = g_build_filename (self->folder, "municipality", NULL);
  g_autoptr (GError) error = NULL;

  self->municipality = zpi_practice_server_new (folder, 0);
  g_assert_true (zpi_practice_server_start (self->municipality, &error));
  g_assert_no_error (error);
  if (self->session != NULL)
    zpi_session_set_api_url (self->session, zpi_practice_server_get_base_url (self->municipality));
}

void
desk_stop_municipality (Desk *self)
{
  zpi_practice_server_stop (self->municipality);
  g_clear_object (&self->municipality);
}

JsonNode *
desk_call (Desk *self, const char *method, const char *path, const char *body)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = body != NULL ? zpi_json_parse_text (body, &error) : NULL;
  JsonNode *answer;

  g_assert_no_error (error);
  answer = zpi_practice_desk_call (zpi_practice_server_get_base_url (self->municipality),
                                   method,
                                   path,
                                   node,
                                   &error);
  g_assert_no_error (error);
  return answer;
}

void
desk_trouble (Desk *self, const char *json)
{
  g_autoptr (JsonNode) answer = desk_call (self, "PUT", "/_oefening/storing", json);
}

guint
desk_n_received (Desk *self)
{
  g_autoptr (JsonNode) answer = desk_call (self, "GET", "/_oefening/aanvragen", NULL);
  JsonArray *list = zpi_json_get_array (json_node_get_object (answer), "aanvragen");
  guint n_received = 0;

  g_assert_nonnull (list);
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonObject *application = json_array_get_object_element (list, i);

    n_received += g_strcmp0 (zpi_json_get_string (application, "status"), "concept") != 0 ? 1 : 0;
  }
  return n_received;
}

void
desk_set_clock (Desk *self, const char *iso)
{
  g_assert_true (zpi_clock_parse_iso (iso, &self->now_us));
  self->clock_set = TRUE;
}

void
desk_advance (Desk *self, gint64 seconds)
{
  g_assert_true (self->clock_set);
  self->now_us += seconds * G_USEC_PER_SEC;
  self->passed_us += seconds * G_USEC_PER_SEC;
}

void
desk_set_ahead (Desk *self, gint64 seconds)
{
  g_assert_true (self->clock_set);
  self->now_us += seconds * G_USEC_PER_SEC;
}

void
desk_restart_computer (Desk *self, gint64 ahead_seconds)
{
  desk_close (self);
  zpi_clock_set_boot_id ("another start of the computer");
  self->passed_us = -g_get_monotonic_time ();
  desk_set_ahead (self, ahead_seconds);
  desk_open (self);
}

ZpiCase *
desk_household (Desk *self, const char *given_names)
{
  ZpiCase *zcase =
      zpi_case_keeper_new_case (zpi_session_get_keeper (self->session), ZPI_CASE_APPLICATION);

  zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, given_names);
  zpi_case_set (zcase, ZPI_KEY_FAMILY_NAME, "Voorbeeld");
  zpi_case_set (zcase, ZPI_KEY_BIRTH_DATE, "1-5-1980");
  zpi_case_set (zcase, ZPI_KEY_BSN, "999993653");
  zpi_case_set (zcase, ZPI_KEY_STREET, "Dorpsstraat");
  zpi_case_set (zcase, ZPI_KEY_HOUSE_NUMBER, "1");
  zpi_case_set (zcase, ZPI_KEY_POSTCODE, "2712 AA");
  zpi_case_set (zcase, ZPI_KEY_CITY, "Zoetermeer");
  zpi_case_set (zcase, ZPI_KEY_EMAIL_WHOSE, "aanvrager");
  zpi_case_set (zcase, ZPI_KEY_EMAIL, "anna@example.nl");
  zpi_case_set (zcase, ZPI_KEY_PARTNER, ZPI_NO);
  zpi_case_set (zcase, ZPI_KEY_DECLARED, ZPI_YES);
  zpi_case_set (zcase, ZPI_KEY_DECLARED_HOW, "mondeling");
  return zcase;
}

ZpiCase *
desk_open_case (Desk *self, const char *case_id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);

  zpi_case_keeper_open_async (keeper, case_id, NULL, result_cb, &result);
  return zpi_case_keeper_open_finish (keeper, result_wait (&result), error);
}

gboolean
desk_flush (Desk *self, ZpiCase *zcase, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);

  zpi_case_keeper_flush_async (keeper, zcase, NULL, result_cb, &result);
  return zpi_case_keeper_flush_finish (keeper, result_wait (&result), error);
}

char *
desk_take_in (Desk *self,
              ZpiCase *zcase,
              GBytes *content,
              ZpiIntakeProblem *problem,
              GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_intake_bytes_async (self->session,
                          zcase,
                          content,
                          "scan.pdf",
                          "loonstrook",
                          "aanvrager",
                          "2025-12",
                          NULL,
                          result_cb,
                          &result);
  return zpi_intake_bytes_finish (result_wait (&result), problem, error);
}

gboolean
desk_queue (Desk *self, ZpiCase *zcase, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender = zpi_session_get_sender (self->session);

  zpi_sender_queue_async (sender, zcase, NULL, result_cb, &result);
  return zpi_sender_queue_finish (sender, result_wait (&result), error);
}

gint
desk_drain (Desk *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiSender *sender = zpi_session_get_sender (self->session);
  gint waiting;

  zpi_sender_drain_async (sender, NULL, result_cb, &result);
  waiting = zpi_sender_drain_finish (sender, result_wait (&result), &error);
  g_assert_no_error (error);
  return waiting;
}

gboolean
desk_run (Desk *self, ZpiStoreFunc func, gpointer data, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiStore *store = zpi_session_get_store (self->session);

  zpi_store_run_async (store, func, data, NULL, NULL, result_cb, &result);
  result_wait (&result);
  return zpi_store_run_finish (store, result, error) != NULL;
}

typedef struct {
  const char *case_id;
  const char *name;
  ZpiCaseInfo *info;
  GBytes *record;
} Look;

static gboolean
info_func (ZpiStore *store, gpointer data, GError **error)
{
  Look *look = data;

  look->info = zpi_case_store_get_info (store, look->case_id, error);
  return look->info != NULL;
}

ZpiCaseInfo *
desk_info (Desk *self, const char *case_id)
{
  Look look = {.case_id = case_id};
  g_autoptr (GError) error = NULL;

  desk_run (self, info_func, &look, &error);
  g_assert_no_error (error);
  return look.info;
}

ZpiCaseState
desk_state (Desk *self, const char *case_id)
{
  g_autoptr (ZpiCaseInfo) info = desk_info (self, case_id);

  return info->state;
}

static gboolean
record_func (ZpiStore *store, gpointer data, GError **error)
{
  Look *look = data;

  look->record = zpi_case_store_get_record (store, look->case_id, look->name, NULL);
  return TRUE;
}

char *
desk_record (Desk *self, const char *case_id, const char *name)
{
  Look look = {.case_id = case_id, .name = name};
  g_autoptr (GBytes) record = NULL;

  desk_run (self, record_func, &look, NULL);
  record = look.record;
  return record != NULL ? g_strndup (g_bytes_get_data (record, NULL), g_bytes_get_size (record))
                        : NULL;
}

char *
check_code_of (const char *organisation)
{
  static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, organisation, -1);
  GString *code = g_string_new (NULL);

  for (guint i = 0; i < 24; i++) {
    guint value = 0;

    if (i > 0 && i % 4 == 0)
      g_string_append_c (code, '-');
    for (guint bit = 5 * i; bit < 5 * i + 5; bit++)
      value = value << 1 | ((guint) g_ascii_xdigit_value (digest[bit / 4]) >> (3 - bit % 4) & 1);
    g_string_append_c (code, letters[value]);
  }
  return g_string_free (code, FALSE);
}

static GBytes *
content_of (const char *head, gsize head_size, gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 31 + (i >> 8));
  memcpy (data, head, MIN (head_size, size));
  return g_bytes_new_take (data, size);
}

GBytes *
jpeg_of (gsize size)
{
  /* A scan of nothing, in which no byte looks like a marker. */
  GBytes *content = content_of ("\xff\xd8\xff\xda\x00\x02", 6, size);
  gsize length;
  guint8 *data = g_bytes_unref_to_data (content, &length);

  for (gsize i = 6; i < length; i++)
    data[i] &= 0x7f;
  return g_bytes_new_take (data, length);
}

GBytes *
pdf_of (gsize size)
{
  return content_of ("%PDF-1.4\n", 9, size);
}
