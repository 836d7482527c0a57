/* SPDX-License-Identifier: EUPL-1.2 */

/* From a request to its handler, past everything that all requests have in common: the token, what
 * it accepts, its type, size and digest, and its key. */

#include "zpi-practice-router.h"

#include <string.h>

#include "zpi-clock.h"
#include "zpi-digest.h"

static const ZpiPracticeRoute routes[] = {
    {"GET", "aanvragen", ZPI_ROUTE_NONE, zpi_practice_list_applications},
    {"GET", "aanvragen/*", ZPI_ROUTE_NONE, zpi_practice_get_application},
    {"PUT", "aanvragen/*", ZPI_ROUTE_JSON | ZPI_ROUTE_DIGEST, zpi_practice_put_application},
    {"DELETE", "aanvragen/*", ZPI_ROUTE_NONE, zpi_practice_delete_application},
    {"POST",
     "aanvragen/*/_indienen",
     ZPI_ROUTE_JSON | ZPI_ROUTE_DIGEST | ZPI_ROUTE_KEY,
     zpi_practice_submit_application},
    {"GET", "aanvragen/*/ontvangstbevestiging", ZPI_ROUTE_NONE, zpi_practice_get_receipt},
    {"POST",
     "aanvragen/*/_intrekken",
     ZPI_ROUTE_JSON | ZPI_ROUTE_DIGEST | ZPI_ROUTE_KEY,
     zpi_practice_withdraw_application},
    {"OPTIONS", "aanvragen/*/documenten", ZPI_ROUTE_NONE, zpi_practice_upload_options},
    {"POST", "aanvragen/*/documenten", ZPI_ROUTE_TUS, zpi_practice_upload_create},
    {"HEAD", "aanvragen/*/documenten/*", ZPI_ROUTE_TUS, zpi_practice_upload_head},
    {"PATCH", "aanvragen/*/documenten/*", ZPI_ROUTE_TUS, zpi_practice_upload_patch},
    {"POST",
     "aanvragen/*/aanvullingen/*/_indienen",
     ZPI_ROUTE_JSON | ZPI_ROUTE_DIGEST | ZPI_ROUTE_KEY,
     zpi_practice_submit_supplement},
    {"POST", "aanvullingen/_zoeken", ZPI_ROUTE_JSON, zpi_practice_find_supplement},
    {"POST", "verlengingen/_controleren", ZPI_ROUTE_JSON, zpi_practice_check_renewal},
    {"POST", "foto-opdrachten/_zoeken", ZPI_ROUTE_JSON, zpi_practice_find_order},
    {"GET", "foto-opdrachten/*", ZPI_ROUTE_NONE, zpi_practice_get_order},
    {"PUT", "foto-opdrachten/*/pashouders/*/foto", ZPI_ROUTE_DIGEST, zpi_practice_put_photo},
    {"POST",
     "accountverzoeken",
     ZPI_ROUTE_JSON | ZPI_ROUTE_DIGEST | ZPI_ROUTE_KEY,
     zpi_practice_create_account},
    {"GET", "accountverzoeken/*", ZPI_ROUTE_NONE, zpi_practice_get_account},
    {"GET", "regelingen/*", ZPI_ROUTE_WORDS, zpi_practice_get_rules},
    {"GET", "openapi.json", ZPI_ROUTE_OPEN, zpi_practice_get_contract},
};

static gboolean
match (ZpiPracticeCall *call, const char *pattern)
{
  g_auto (GStrv) wanted = g_strsplit (pattern, "/", 16);
  guint n_args = 0;

  if (g_strv_length (wanted) != g_strv_length (call->segments))
    return FALSE;
  for (guint i = 0; wanted[i] != NULL; i++) {
    if (strcmp (wanted[i], "*") == 0 && call->segments[i][0] != '_' && call->segments[i][0] != '\0')
      call->args[n_args++] = call->segments[i];
    else if (strcmp (wanted[i], call->segments[i]) != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
has_token (ZpiPracticeCall *call)
{
  const char *value = zpi_practice_call_header (call, "Authorization");

  return value != NULL && g_ascii_strncasecmp (value, "Bearer ", 7) == 0 && value[7] != '\0' &&
         strspn (value + 7, " ") != strlen (value + 7);
}

static gboolean
accepts_json (ZpiPracticeCall *call)
{
  const char *value = zpi_practice_call_header (call, "Accept");

  return value == NULL || strstr (value, "*/*") != NULL ||
         strstr (value, "application/*") != NULL || strstr (value, "application/json") != NULL;
}

static gboolean
has_type (ZpiPracticeCall *call, const char *wanted)
{
  const char *type =
      soup_message_headers_get_content_type (soup_server_message_get_request_headers (
                                                 call->message),
                                             NULL);

  return type != NULL && g_ascii_strcasecmp (type, wanted) == 0;
}

static void
check_args (ZpiPracticeCall *call, const char *pattern)
{
  static const char *const names[][2] = {
      {"aanvragen/*/documenten/*", "documentId"},
      {"aanvragen/*/aanvullingen/*/_indienen", "aanvullingId"},
      {"foto-opdrachten/*/pashouders/*/foto", "pashouderId"},
  };
  const char *second = "id";

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (strcmp (names[i][0], pattern) == 0)
      second = names[i][1];
  }
  for (guint i = 0; i < G_N_ELEMENTS (call->args) && call->args[i] != NULL; i++) {
    const char *first = g_str_has_prefix (pattern, "aanvragen")         ? "aanvraagId"
                        : g_str_has_prefix (pattern, "foto-opdrachten") ? "opdrachtId"
                                                                        : "verzoekId";

    if (zpi_wire_check_uuid (call->args[i]) != NULL)
      zpi_practice_faults_add (call->faults,
                               i == 0 ? first : second,
                               "formaat",
                               "Deze id is niet goed. Dit is een fout in het programma.");
  }
}

/* RFC 9530: a dictionary of digests, of which ours is `sha-256`. */
static void
check_digest (ZpiPracticeCall *call, gboolean needed)
{
  const char *value = zpi_practice_call_header (call, "Content-Digest");
  const char *found = value != NULL ? strstr (value, "sha-256=:") : NULL;
  g_autofree char *ours = NULL;

  if (value == NULL && !needed)
    return;
  if (found == NULL) {
    zpi_practice_faults_add (call->faults,
                             "Content-Digest",
                             value == NULL ? "ontbreekt" : "formaat",
                             "Stuur de SHA-256 van de inhoud mee.");
    return;
  }
  ours = zpi_digest_dup_base64 (call->body);
  found += strlen ("sha-256=:");
  if (strncmp (found, ours, strlen (ours)) != 0 || found[strlen (ours)] != ':')
    zpi_practice_faults_add (call->faults,
                             "Content-Digest",
                             "digest",
                             "Het bericht is anders aangekomen. Stuur het opnieuw.");
}

static void
check_key (ZpiPracticeCall *call)
{
  const char *key = zpi_practice_call_header (call, "Idempotency-Key");
  gboolean good = key != NULL && strlen (key) >= 8 && strlen (key) <= 64;

  for (const char *p = key; good && *p != '\0'; p++)
    good = g_ascii_isalnum (*p) || *p == '-';
  if (!good)
    zpi_practice_faults_add (call->faults,
                             "Idempotency-Key",
                             key == NULL ? "ontbreekt" : "formaat",
                             "Stuur een sleutel mee die bij elke poging dezelfde is.");
}

/* A key stands for one request: the same call with the same body. */
static gboolean
check_key_use (ZpiPracticeCall *call)
{
  const char *key = zpi_practice_call_header (call, "Idempotency-Key");
  g_autoptr (sqlite3_stmt) query =
      zpi_practice_store_query (call->town->store,
                                "SELECT call, sha256 FROM keys WHERE key = ?",
                                "s",
                                key);

  if (!zpi_practice_store_next (call->town->store, query) ||
      (g_strcmp0 (zpi_practice_column_text (query, 0), call->path) == 0 &&
       g_strcmp0 (zpi_practice_column_text (query, 1), call->body_sha256) == 0))
    return TRUE;
  zpi_practice_refuse (call, "sleutel-hergebruikt", "Deze sleutel hoort bij een ander verzoek.");
  return FALSE;
}

static void
keep_key (ZpiPracticeCall *call)
{
  if (soup_server_message_get_status (call->message) < 300)
    zpi_practice_store_run (call->town->store,
                            "INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?)",
                            "sssi",
                            zpi_practice_call_header (call, "Idempotency-Key"),
                            call->path,
                            call->body_sha256,
                            zpi_clock_now_us ());
}

static gboolean
read_json (ZpiPracticeCall *call)
{
  if (!has_type (call, "application/json")) {
    zpi_practice_refuse (call, "mediatype", "Stuur application/json.");
    return FALSE;
  }
  if (g_bytes_get_size (call->body) > ZPI_PRACTICE_MAX_JSON) {
    zpi_practice_refuse (call, "te-groot", "Het bericht is te groot.");
    return FALSE;
  }
  call->root = zpi_json_parse (call->body, ZPI_PRACTICE_MAX_JSON, 0, NULL);
  if (call->root == NULL || !JSON_NODE_HOLDS_OBJECT (call->root)) {
    zpi_practice_refuse (call, "geen-json", "De inhoud is geen JSON-object.");
    return FALSE;
  }
  call->json = json_node_get_object (call->root);
  return TRUE;
}

/* Everything that a route asks of a request before its handler looks at it. */
static gboolean
admit (ZpiPracticeCall *call, const ZpiPracticeRoute *route)
{
  if (route->flags & ZPI_ROUTE_TUS)
    zpi_practice_call_set_header (call, "Tus-Resumable", "1.0.0");
  if (!(route->flags & ZPI_ROUTE_OPEN) && !has_token (call)) {
    zpi_practice_refuse (call, "aanmelden", "Meld u opnieuw aan.");
    return FALSE;
  }
  if (!(route->flags & ZPI_ROUTE_TUS) && !accepts_json (call)) {
    zpi_practice_refuse (call, "niet-aanvaardbaar", "Vraag om application/json.");
    return FALSE;
  }
  if ((route->flags & ZPI_ROUTE_TUS) &&
      g_strcmp0 (zpi_practice_call_header (call, "Tus-Resumable"), "1.0.0") != 0) {
    zpi_practice_refuse (call, "tus-versie", "Gebruik tus 1.0.0.");
    return FALSE;
  }
  if ((route->flags & ZPI_ROUTE_JSON) && !read_json (call))
    return FALSE;
  if (!(route->flags & ZPI_ROUTE_WORDS))
    check_args (call, route->pattern);
  if (g_bytes_get_size (call->body) > 0 || (route->flags & ZPI_ROUTE_DIGEST))
    check_digest (call, (route->flags & ZPI_ROUTE_DIGEST) != 0);
  if (route->flags & ZPI_ROUTE_KEY)
    check_key (call);
  return !zpi_practice_refuse_faults (call, "ongeldige-invoer");
}

static void
run (ZpiPracticeCall *call, const ZpiPracticeRoute *route)
{
  gboolean keyed = (route->flags & ZPI_ROUTE_KEY) != 0;

  if (!admit (call, route))
    return;
  zpi_practice_store_begin (call->town->store);
  if (!keyed || check_key_use (call)) {
    route->handler (call);
    if (keyed)
      keep_key (call);
  }
  if (!zpi_practice_store_commit (call->town->store))
    zpi_practice_refuse (call, "storing", "Er ging iets mis bij de gemeente. Probeer het later.");
}

static void
add_method (GString *methods, const char *method)
{
  if (methods->len > 0)
    g_string_append (methods, ", ");
  g_string_append (methods, method);
}

/* Runs the route of @call among @list. FALSE when its path is none of theirs. */
gboolean
zpi_practice_route_dispatch (ZpiPracticeCall *call, const ZpiPracticeRoute *list, guint n_routes)
{
  g_autoptr (GString) methods = g_string_new (NULL);

  for (guint i = 0; i < n_routes; i++) {
    memset (call->args, 0, sizeof call->args);
    if (!match (call, list[i].pattern))
      continue;
    if (strcmp (list[i].method, call->method) == 0) {
      run (call, &list[i]);
      return TRUE;
    }
    add_method (methods, list[i].method);
  }
  if (methods->len == 0)
    return FALSE;
  zpi_practice_call_set_header (call, "Allow", methods->str);
  zpi_practice_refuse (call, "methode", "Deze bewerking bestaat hier niet.");
  return TRUE;
}

/* Answers a request below /v1. */
void
zpi_practice_router_handle (ZpiPracticeCall *call)
{
  if (!zpi_practice_route_dispatch (call, routes, G_N_ELEMENTS (routes)))
    zpi_practice_refuse (call, "niet-gevonden", "Dit is hier niet bekend.");
}
