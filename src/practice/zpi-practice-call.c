/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-practice-call.h"

#include <string.h>
#include <sys/random.h>

#include "zpi-clock.h"
#include "zpi-digest.h"
#include "zpi-practice-forms.h"

/* So many unknown codes a minute: more is no typing mistake. */
#define MAX_WRONG_CODES 30

static const struct {
  const char *code;
  guint status;
  const char *title;
} problems[] = {
    {"ongeldige-invoer", 400, "Er zijn gegevens die niet goed zijn"},
    {"geen-json", 400, "Het bericht is niet te lezen"},
    {"aanmelden", 401, "Meld u eerst aan"},
    {"geen-toegang", 403, "Geen toegang"},
    {"niet-gevonden", 404, "Niet gevonden"},
    {"methode", 405, "Deze bewerking bestaat niet"},
    {"niet-aanvaardbaar", 406, "Dit soort antwoord is er niet"},
    {"al-ingediend", 409, "De aanvraag is al ingediend"},
    {"documenten-ontbreken", 409, "Nog niet alle documenten zijn binnen"},
    {"ander-formulier", 409, "Er is een ander formulier opgeslagen"},
    {"sleutel-hergebruikt", 409, "Deze sleutel is al gebruikt"},
    {"document-anders", 409, "Het document is anders aangekondigd"},
    {"verkeerde-positie", 409, "Het document is tot een andere plaats binnen"},
    {"digest-anders", 409, "Het document is anders aangekomen"},
    {"niet-mogelijk", 409, "Dit kan nu niet"},
    {"verwijderd", 410, "Verwijderd"},
    {"verlopen", 410, "Verlopen"},
    {"voorwaarde", 412, "De voorwaarde klopt niet"},
    {"tus-versie", 412, "Deze versie van tus is er niet"},
    {"te-groot", 413, "Te groot"},
    {"mediatype", 415, "Dit soort bericht wordt niet gelezen"},
    {"bezet", 423, "Bezet"},
    {"voorwaarde-nodig", 428, "Een voorwaarde is nodig"},
    {"te-vaak", 429, "Te veel vragen"},
    {"controlesom", 460, "De controlesom klopt niet"},
    {"storing", 500, "Storing"},
    {"onbereikbaar", 503, "Tijdelijk niet bereikbaar"},
};

ZpiPracticeCall *
zpi_practice_call_new (ZpiPracticeTown *town,
                       SoupServerMessage *message,
                       const char *path,
                       GHashTable *query)
{
  ZpiPracticeCall *self = g_new0 (ZpiPracticeCall, 1);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  self->town = town;
  self->message = message;
  self->method = soup_server_message_get_method (message);
  self->path = path;
  self->segments = g_strsplit (*path == '/' ? path + 1 : path, "/", 16);
  self->query = query;
  self->body = soup_message_body_flatten (body);
  self->body_sha256 = zpi_practice_sha256 (self->body);
  self->faults = zpi_practice_faults_new ();
  return self;
}

void
zpi_practice_call_free (ZpiPracticeCall *self)
{
  g_strfreev (self->segments);
  g_bytes_unref (self->body);
  g_free (self->body_sha256);
  g_clear_pointer (&self->root, json_node_unref);
  zpi_practice_faults_free (self->faults);
  zpi_practice_trouble_clear (&self->trouble);
  g_free (self);
}

const char *
zpi_practice_call_header (ZpiPracticeCall *self, const char *name)
{
  return soup_message_headers_get_list (soup_server_message_get_request_headers (self->message),
                                        name);
}

const char *
zpi_practice_call_query (ZpiPracticeCall *self, const char *name)
{
  return self->query != NULL ? g_hash_table_lookup (self->query, name) : NULL;
}

void
zpi_practice_call_set_header (ZpiPracticeCall *self, const char *name, const char *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message),
                                name,
                                value);
}

void
zpi_practice_answer_empty (ZpiPracticeCall *self, guint status)
{
  soup_server_message_set_status (self->message, status, NULL);
  soup_message_body_truncate (soup_server_message_get_response_body (self->message));
}

void
zpi_practice_answer_bytes (ZpiPracticeCall *self, guint status, const char *type, GBytes *bytes)
{
  zpi_practice_answer_empty (self, status);
  zpi_practice_call_set_header (self, "Content-Type", type);
  soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), bytes);
}

static void
answer_object (ZpiPracticeCall *self, guint status, const char *type, JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) bytes = NULL;

  json_node_take_object (node, object);
  bytes = zpi_json_serialize (node, FALSE);
  zpi_practice_answer_bytes (self, status, type, bytes);
}

/* @object: (transfer full) */
void
zpi_practice_answer_json (ZpiPracticeCall *self, guint status, JsonObject *object)
{
  answer_object (self, status, "application/json", object);
}

static const char *
problem_title (const char *code, guint *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++) {
    if (strcmp (problems[i].code, code) == 0) {
      *status = problems[i].status;
      return problems[i].title;
    }
  }
  g_assert_not_reached ();
}

static JsonObject *
new_problem (const char *code, const char *detail, guint *status)
{
  JsonObject *object = json_object_new ();
  g_autofree char *type = g_strconcat ("urn:problem-type:zoetermeerpas:", code, NULL);

  json_object_set_string_member (object, "type", type);
  json_object_set_string_member (object, "title", problem_title (code, status));
  json_object_set_int_member (object, "status", *status);
  json_object_set_string_member (object, "detail", detail);
  json_object_set_string_member (object, "code", code);
  return object;
}

void
zpi_practice_refuse (ZpiPracticeCall *self, const char *code, const char *detail)
{
  guint status;
  JsonObject *problem = new_problem (code, detail, &status);

  if (status == 401)
    zpi_practice_call_set_header (self, "WWW-Authenticate", "Bearer");
  if (strcmp (code, "tus-versie") == 0)
    zpi_practice_call_set_header (self, "Tus-Version", "1.0.0");
  answer_object (self, status, "application/problem+json", problem);
}

/* Refuses the request when anything was found wrong in it. Returns whether it did. */
gboolean
zpi_practice_refuse_faults (ZpiPracticeCall *self, const char *code)
{
  guint count = zpi_practice_faults_count (self->faults);
  g_autofree char *detail = NULL;
  JsonObject *problem;
  guint status;

  if (count == 0)
    return FALSE;
  detail = count == 1 ? g_strdup ("1 gegeven is niet goed.")
                      : g_strdup_printf ("%u gegevens zijn niet goed.", count);
  problem = new_problem (code, detail, &status);
  json_object_set_array_member (problem,
                                "invalidParams",
                                zpi_practice_faults_to_json (self->faults));
  answer_object (self, status, "application/problem+json", problem);
  return TRUE;
}

/* Checks the body; when it is not as @shape says the request is refused. */
gboolean
zpi_practice_call_check_body (ZpiPracticeCall *self, const ZpiWireShape *shape)
{
  zpi_wire_check (self->json, shape, self->faults);
  return !zpi_practice_refuse_faults (self, "ongeldige-invoer");
}

/* Refuses a code of a mail or a letter that nobody was sent. */
void
zpi_practice_refuse_code (ZpiPracticeCall *self)
{
  self->town->wrong_codes++;
  zpi_practice_refuse (self, "niet-gevonden", "Deze code is niet bekend. Controleer de code.");
}

/* Checks a search by code; codes cannot be guessed by trying many. */
gboolean
zpi_practice_call_check_search (ZpiPracticeCall *self)
{
  gint64 now = zpi_clock_now_us ();

  if (ABS (now - self->town->wrong_codes_since_us) > G_TIME_SPAN_MINUTE) {
    self->town->wrong_codes_since_us = now;
    self->town->wrong_codes = 0;
  }
  if (self->town->wrong_codes >= MAX_WRONG_CODES) {
    zpi_practice_call_set_header (self, "Retry-After", "60");
    zpi_practice_refuse (self, "te-vaak", "Wacht even en probeer het dan opnieuw.");
    return FALSE;
  }
  return zpi_practice_call_check_body (self, &zpi_wire_search);
}

/* The local day of a moment, as yyyy-mm-dd. */
char *
zpi_practice_day_of (gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_format (local, "%Y-%m-%d");
}

char *
zpi_practice_day_after (const char *day, int days)
{
  ZpiDate date = ZPI_DATE_INIT;
  ZpiDate after;

  zpi_date_parse_iso (day, &date);
  after = zpi_date_add (&date, 0, 0, days);
  return zpi_date_format_iso (&after);
}

/* Sets a moment, unless there is none (0). */
void
zpi_practice_set_time (JsonObject *object, const char *name, gint64 time_us)
{
  g_autofree char *text = zpi_clock_format_iso (time_us);

  if (time_us != 0)
    json_object_set_string_member (object, name, text);
}

/* What was stored by zpi_practice_serialize(). (nullable) */
JsonNode *
zpi_practice_parse (const char *text)
{
  return text != NULL ? zpi_json_parse_text (text, NULL) : NULL;
}

/* @node: (nullable) */
char *
zpi_practice_serialize (JsonNode *node)
{
  g_autoptr (GBytes) bytes = node != NULL ? zpi_json_serialize (node, FALSE) : NULL;

  if (bytes == NULL)
    return NULL;
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* A code for a mail or a letter, without characters that look alike. */
char *
zpi_practice_make_code (void)
{
  static const char alphabet[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  guint8 random[8];
  char code[10];

  while (getrandom (random, sizeof random, 0) != sizeof random)
    continue;
  for (guint i = 0; i < 8; i++)
    code[i < 4 ? i : i + 1] = alphabet[random[i] % 32];
  code[4] = '-';
  code[9] = '\0';
  return g_strdup (code);
}

/* A code as it is stored, from one as it was typed. */
char *
zpi_practice_normalize_code (const char *typed)
{
  GString *code = g_string_new (NULL);

  for (const char *p = typed; *p != '\0'; p++) {
    if (!g_ascii_isalnum (*p))
      continue;
    if (code->len == 4)
      g_string_append_c (code, '-');
    g_string_append_c (code, g_ascii_toupper (*p));
  }
  return g_string_free (code, FALSE);
}

char *
zpi_practice_sha256 (GBytes *bytes)
{
  return zpi_digest_of_bytes (bytes);
}
