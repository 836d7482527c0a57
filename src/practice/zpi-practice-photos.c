/* SPDX-License-Identifier: EUPL-1.2 */

/* Photos for on the pass. */

#include <string.h>

#include "zpi-clock.h"
#include "zpi-practice-photo.h"
#include "zpi-practice-router.h"

/* Handbook: the pass comes within about a week. */
#define PASS_DAYS 7

static void
answer_order (ZpiPracticeCall *call, const char *id)
{
  JsonObject *object = zpi_practice_order_to_json (call->town->store, id);

  if (object != NULL)
    zpi_practice_answer_json (call, 200, object);
  else
    zpi_practice_refuse (call, "niet-gevonden", "Deze foto-opdracht is hier niet bekend.");
}

void
zpi_practice_find_order (ZpiPracticeCall *call)
{
  g_autofree char *code = NULL;
  g_autoptr (sqlite3_stmt) row = NULL;
  const char *id = NULL;

  if (!zpi_practice_call_check_search (call))
    return;
  code = zpi_practice_normalize_code (zpi_json_get_string (call->json, "code"));
  row = zpi_practice_store_query (call->town->store,
                                  "SELECT id FROM orders WHERE code = ?",
                                  "s",
                                  code);
  if (zpi_practice_store_next (call->town->store, row))
    id = zpi_practice_column_text (row, 0);
  if (id != NULL)
    answer_order (call, id);
  else
    zpi_practice_refuse_code (call);
}

void
zpi_practice_get_order (ZpiPracticeCall *call)
{
  answer_order (call, call->args[0]);
}

/* The type of the photo by its content; NULL when it is neither or says something else. */
static const char *
photo_type (ZpiPracticeCall *call)
{
  const char *type =
      soup_message_headers_get_content_type (soup_server_message_get_request_headers (
                                                 call->message),
                                             NULL);
  gsize size;
  const char *data = g_bytes_get_data (call->body, &size);

  if (g_strcmp0 (type, "image/jpeg") == 0 && size > 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "image/jpeg";
  if (g_strcmp0 (type, "image/png") == 0 && size > 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "image/png";
  return NULL;
}

static gboolean
check_photo (ZpiPracticeCall *call)
{
  const char *type =
      soup_message_headers_get_content_type (soup_server_message_get_request_headers (
                                                 call->message),
                                             NULL);

  if (g_strcmp0 (type, "image/jpeg") != 0 && g_strcmp0 (type, "image/png") != 0) {
    zpi_practice_refuse (call, "mediatype", "Stuur een JPEG of een PNG.");
    return FALSE;
  }
  if (g_bytes_get_size (call->body) > ZPI_PRACTICE_MAX_PHOTO) {
    zpi_practice_refuse (call, "te-groot", "Deze foto is te groot. Maak hem kleiner.");
    return FALSE;
  }
  if (photo_type (call) == NULL) {
    zpi_practice_faults_add (call->faults,
                             "foto",
                             "mediatype",
                             "Deze foto kunnen wij niet lezen. Kies een andere.");
    return !zpi_practice_refuse_faults (call, "ongeldige-invoer");
  }
  return TRUE;
}

static void
keep_photo (ZpiPracticeCall *call, gint64 now)
{
  ZpiPracticeStore *store = call->town->store;
  g_autofree char *today = zpi_practice_day_of (now);
  g_autofree char *expected = zpi_practice_day_after (today, PASS_DAYS);

  zpi_practice_store_run (store,
                          "UPDATE holders SET photo = ?, media_type = ?, sha256 = ?,"
                          " received_us = ?, state = 'ontvangen', note = NULL WHERE id = ?",
                          "bssis",
                          call->body,
                          photo_type (call),
                          call->body_sha256,
                          now,
                          call->args[1]);
  zpi_practice_store_run (store,
                          "UPDATE orders SET expected = ? WHERE id = ?",
                          "ss",
                          expected,
                          call->args[0]);
}

static JsonObject *
photo_receipt (ZpiPracticeCall *call, gint64 received_us)
{
  JsonObject *object = json_object_new ();
  g_autofree char *sha256 = g_strdup (call->body_sha256);

  if (call->trouble.wrong_digest)
    sha256[0] = sha256[0] == '0' ? '1' : '0';
  json_object_set_string_member (object, "opdrachtId", call->args[0]);
  json_object_set_string_member (object, "pashouderId", call->args[1]);
  json_object_set_string_member (object, "sha256", sha256);
  json_object_set_int_member (object, "grootteInBytes", g_bytes_get_size (call->body));
  zpi_practice_set_time (object, "ontvangenOp", received_us);
  return object;
}

void
zpi_practice_put_photo (ZpiPracticeCall *call)
{
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (call->town->store,
                                "SELECT state, sha256, received_us FROM holders"
                                " WHERE id = ? AND photo_order = ?",
                                "ss",
                                call->args[1],
                                call->args[0]);
  gboolean same;
  gint64 received_us;
  guint status;

  if (!zpi_practice_store_next (call->town->store, row)) {
    zpi_practice_refuse (call, "niet-gevonden", "Deze pashouder is hier niet bekend.");
    return;
  }
  if (!check_photo (call))
    return;
  same = g_strcmp0 (zpi_practice_column_text (row, 1), call->body_sha256) == 0;
  if (!same && strcmp (zpi_practice_column_text (row, 0), "goedgekeurd") == 0) {
    zpi_practice_refuse (call, "niet-mogelijk", "Deze foto is al goedgekeurd.");
    return;
  }
  status = sqlite3_column_type (row, 1) == SQLITE_NULL ? 201 : 200;
  received_us = same ? sqlite3_column_int64 (row, 2) : zpi_clock_now_us ();
  if (!same)
    keep_photo (call, received_us);
  zpi_practice_answer_json (call, status, photo_receipt (call, received_us));
}
