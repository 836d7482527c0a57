/* SPDX-License-Identifier: EUPL-1.2 */

/* Documents by tus 1.0 with creation, checksum and expiration. */

#include <string.h>

#include "zpi-clock.h"
#include "zpi-digest.h"
#include "zpi-practice-application.h"
#include "zpi-practice-document.h"
#include "zpi-practice-router.h"
#include "zpi-practice-supplement.h"

#define BROKEN "Dit is een fout in het programma."
/* The header of a PDF begins within the first 1024 bytes, or right behind them. */
#define PDF_HEADER         "%PDF-"
#define PDF_HEADER_SIZE    (sizeof PDF_HEADER - 1)
#define PDF_MOST_BEFORE_IT 1024

static void
set_number (ZpiPracticeCall *call, const char *name, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  zpi_practice_call_set_header (call, name, text);
}

static void
set_expires (ZpiPracticeCall *call, const ZpiPracticeDocument *document)
{
  g_autoptr (GDateTime) time =
      g_date_time_new_from_unix_utc (document->expires_us / G_USEC_PER_SEC);
  g_autofree char *text = soup_date_time_to_string (time, SOUP_DATE_HTTP);

  zpi_practice_call_set_header (call, "Upload-Expires", text);
}

void
zpi_practice_upload_options (ZpiPracticeCall *call)
{
  zpi_practice_call_set_header (call, "Tus-Resumable", "1.0.0");
  zpi_practice_call_set_header (call, "Tus-Version", "1.0.0");
  zpi_practice_call_set_header (call, "Tus-Extension", "creation,checksum,expiration");
  zpi_practice_call_set_header (call, "Tus-Checksum-Algorithm", "sha256,sha1");
  set_number (call, "Tus-Max-Size", call->town->max_document_bytes);
  zpi_practice_answer_empty (call, 204);
}

static gboolean
read_number (ZpiPracticeCall *call, const char *name, gint64 max, gint64 *value)
{
  const char *text = zpi_practice_call_header (call, name);

  if (text != NULL && g_ascii_isdigit (*text) &&
      g_ascii_string_to_signed (text, 10, 0, max, value, NULL))
    return TRUE;
  zpi_practice_faults_add (call->faults, name, text == NULL ? "ontbreekt" : "formaat", BROKEN);
  return FALSE;
}

static char *
decode (const char *base64)
{
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (base64, &length);

  if (length == 0 || length > 500 || memchr (bytes, '\0', length) != NULL ||
      !g_utf8_validate_len ((char *) bytes, length, NULL))
    return NULL;
  return g_strndup ((char *) bytes, length);
}

/* `key base64,key base64`, (element-type utf8 utf8) */
static GHashTable *
read_metadata (ZpiPracticeCall *call)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *header = zpi_practice_call_header (call, "Upload-Metadata");
  g_auto (GStrv) pairs = g_strsplit (header != NULL ? header : "", ",", 20);

  for (guint i = 0; pairs[i] != NULL; i++) {
    g_auto (GStrv) pair = g_strsplit (g_strstrip (pairs[i]), " ", 2);
    char *value = pair[0] != NULL && pair[1] != NULL ? decode (pair[1]) : NULL;

    if (value != NULL)
      g_hash_table_replace (table, g_strdup (pair[0]), value);
  }
  return table;
}

static const char *
need_metadata (ZpiPracticeCall *call,
               GHashTable *table,
               const char *key,
               const char *(*check) (const char *) )
{
  const char *value = g_hash_table_lookup (table, key);
  g_autofree char *name = g_strconcat ("Upload-Metadata.", key, NULL);
  const char *code = value == NULL ? "ontbreekt" : check != NULL ? check (value) : NULL;

  if (code != NULL)
    zpi_practice_faults_add (call->faults, name, code, BROKEN);
  return value;
}

static const char *
check_media_type (const char *text)
{
  static const char *const known[] = {"application/pdf", "image/jpeg", "image/png", NULL};

  return g_strv_contains (known, text) ? NULL : "mediatype";
}

/* Whether the upload is for a request for more that is still open. */
static gboolean
check_supplement (ZpiPracticeCall *call, const char *application, const char *supplement_id)
{
  g_autoptr (ZpiPracticeSupplement) supplement =
      zpi_practice_supplement_load (call->town->store, supplement_id);

  if (supplement == NULL || strcmp (supplement->application, application) != 0) {
    zpi_practice_refuse (call, "niet-gevonden", "Deze vraag om gegevens is hier niet bekend.");
    return FALSE;
  }
  if (strcmp (supplement->status, "open") != 0) {
    zpi_practice_refuse (call, "niet-mogelijk", "Deze vraag om gegevens is al afgesloten.");
    return FALSE;
  }
  return TRUE;
}

/* What the request announces, checked on its own. Strings belong to @metadata. */
static gboolean
read_announcement (ZpiPracticeCall *call, GHashTable *metadata, ZpiPracticeDocument *wanted)
{
  wanted->id = (char *) need_metadata (call, metadata, "documentId", zpi_wire_check_uuid);
  wanted->sha256 = (char *) need_metadata (call, metadata, "sha256", zpi_wire_check_sha256);
  wanted->media_type = (char *) need_metadata (call, metadata, "mediatype", check_media_type);
  wanted->supplement = g_hash_table_lookup (metadata, "aanvullingId");
  if (wanted->supplement != NULL)
    need_metadata (call, metadata, "aanvullingId", zpi_wire_check_uuid);
  if (read_number (call, "Upload-Length", G_MAXINT64 / 2, &wanted->size) && wanted->size == 0)
    zpi_practice_faults_add (call->faults, "Upload-Length", "waarde", "Dit document is leeg.");
  if (zpi_practice_refuse_faults (call, "ongeldige-invoer"))
    return FALSE;
  if ((guint64) wanted->size > call->town->max_document_bytes) {
    zpi_practice_refuse (call, "te-groot", "Dit document is te groot. Maak het kleiner.");
    return FALSE;
  }
  return TRUE;
}

/* The row of the announced document: of the form, or made here for a supplement. */
static ZpiPracticeDocument *
find_announced (ZpiPracticeCall *call, const ZpiPracticeDocument *wanted)
{
  ZpiPracticeStore *store = call->town->store;
  g_autoptr (ZpiPracticeDocument) known =
      zpi_practice_document_load (store, wanted->application, wanted->id);

  if (known == NULL && wanted->supplement != NULL) {
    zpi_practice_document_add (store, wanted);
    known = zpi_practice_document_load (store, wanted->application, wanted->id);
  }
  if (known == NULL) {
    zpi_practice_faults_add (call->faults,
                             "Upload-Metadata.documentId",
                             "niet-aangekondigd",
                             "Dit document staat niet in het formulier.");
    zpi_practice_refuse_faults (call, "ongeldige-invoer");
    return NULL;
  }
  if (known->size != wanted->size || strcmp (known->sha256, wanted->sha256) != 0 ||
      strcmp (known->media_type, wanted->media_type) != 0 ||
      g_strcmp0 (known->supplement, wanted->supplement) != 0) {
    zpi_practice_refuse (call,
                         "document-anders",
                         "Dit document is met andere gegevens aangekondigd.");
    return NULL;
  }
  return g_steal_pointer (&known);
}

static void
set_state (ZpiPracticeDocument *document, const char *state)
{
  g_free (document->state);
  document->state = g_strdup (state);
}

static void
begin_upload (ZpiPracticeCall *call, ZpiPracticeDocument *document)
{
  zpi_practice_document_expire (call->town->store, document);
  if (strcmp (document->state, "ontvangen") == 0)
    return;
  if (strcmp (document->state, "onvolledig") != 0) {
    zpi_practice_document_start_again (call->town->store, document);
    document->received = 0;
    g_clear_pointer (&document->note, g_free);
    set_state (document, "onvolledig");
  }
  document->expires_us = zpi_clock_now_us () + call->town->upload_lifetime_us;
  zpi_practice_document_save (call->town->store, document);
}

void
zpi_practice_upload_create (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeApplication) application = zpi_practice_application_need (call);
  g_autoptr (GHashTable) metadata = read_metadata (call);
  g_autoptr (ZpiPracticeDocument) document = NULL;
  g_autofree char *location = NULL;
  ZpiPracticeDocument wanted = {0};

  if (application == NULL || !read_announcement (call, metadata, &wanted))
    return;
  wanted.application = application->id;
  if (wanted.supplement != NULL) {
    if (!check_supplement (call, application->id, wanted.supplement))
      return;
  } else if (strcmp (application->status, "concept") != 0) {
    zpi_practice_refuse (call, "al-ingediend", "Deze aanvraag is al ingediend.");
    return;
  }
  document = find_announced (call, &wanted);
  if (document == NULL)
    return;
  begin_upload (call, document);
  location = g_strdup_printf ("/v1/aanvragen/%s/documenten/%s", application->id, document->id);
  zpi_practice_call_set_header (call, "Location", location);
  set_number (call, "Upload-Offset", document->received);
  set_expires (call, document);
  zpi_practice_answer_empty (call, 201);
}

/* The upload of the request's path; refuses when it was not begun, expired or was refused. */
static ZpiPracticeDocument *
need_upload (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeApplication) application = zpi_practice_application_need (call);
  g_autoptr (ZpiPracticeDocument) document = NULL;

  if (application == NULL)
    return NULL;
  document = zpi_practice_document_load (call->town->store, application->id, call->args[1]);
  if (document == NULL || strcmp (document->state, "verwacht") == 0) {
    zpi_practice_refuse (call, "niet-gevonden", "Het versturen van dit document is niet begonnen.");
    return NULL;
  }
  zpi_practice_document_expire (call->town->store, document);
  if (strcmp (document->state, "verlopen") == 0 || strcmp (document->state, "geweigerd") == 0) {
    zpi_practice_refuse (call, "verlopen", "Begin opnieuw met dit document.");
    return NULL;
  }
  return g_steal_pointer (&document);
}

static void
append_metadata (GString *header, const char *key, const char *value)
{
  g_autofree char *base64 = NULL;

  if (value == NULL)
    return;
  base64 = g_base64_encode ((const guchar *) value, strlen (value));
  g_string_append_printf (header, "%s%s %s", header->len > 0 ? "," : "", key, base64);
}

/* tus wants back what was said at creation. */
static void
set_metadata (ZpiPracticeCall *call, const ZpiPracticeDocument *document)
{
  g_autoptr (GString) header = g_string_new (NULL);

  append_metadata (header, "documentId", document->id);
  append_metadata (header, "sha256", document->sha256);
  append_metadata (header, "mediatype", document->media_type);
  append_metadata (header, "aanvullingId", document->supplement);
  zpi_practice_call_set_header (call, "Upload-Metadata", header->str);
}

void
zpi_practice_upload_head (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeDocument) document = need_upload (call);

  if (document == NULL)
    return;
  set_number (call, "Upload-Offset", document->received);
  set_number (call, "Upload-Length", document->size);
  set_metadata (call, document);
  set_expires (call, document);
  zpi_practice_answer_empty (call, 200);
}

/* `algorithm base64` of this part. FALSE when refused. */
static gboolean
check_checksum (ZpiPracticeCall *call)
{
  const char *header = zpi_practice_call_header (call, "Upload-Checksum");
  g_auto (GStrv) pair = g_strsplit (header != NULL ? header : "", " ", 2);
  g_autofree char *ours = NULL;

  if (header == NULL)
    return TRUE;
  if (pair[0] != NULL && pair[1] != NULL)
    ours = zpi_digest_dup_checksum (pair[0], call->body);
  if (ours == NULL) {
    zpi_practice_faults_add (call->faults, "Upload-Checksum", "formaat", BROKEN);
    return !zpi_practice_refuse_faults (call, "ongeldige-invoer");
  }
  if (strcmp (pair[1], ours) == 0)
    return TRUE;
  zpi_practice_refuse (call, "controlesom", "Dit stuk is niet goed aangekomen. Stuur het opnieuw.");
  return FALSE;
}

static gboolean
check_part (ZpiPracticeCall *call, const ZpiPracticeDocument *document)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (call->message);
  gint64 offset = 0;

  if (g_strcmp0 (soup_message_headers_get_content_type (headers, NULL),
                 "application/offset+octet-stream") != 0) {
    zpi_practice_refuse (call, "mediatype", "Stuur application/offset+octet-stream.");
    return FALSE;
  }
  if (!read_number (call, "Upload-Offset", G_MAXINT64 / 2, &offset))
    return !zpi_practice_refuse_faults (call, "ongeldige-invoer");
  if (offset != document->received) {
    zpi_practice_refuse (call,
                         "verkeerde-positie",
                         "Dit stuk begint niet waar het vorige eindigde.");
    return FALSE;
  }
  if (g_bytes_get_size (call->body) > ZPI_PRACTICE_MAX_PATCH ||
      (gint64) g_bytes_get_size (call->body) > document->size - document->received) {
    zpi_practice_refuse (call, "te-groot", "Dit stuk is groter dan wat er nog ontbreekt.");
    return FALSE;
  }
  return check_checksum (call);
}

/* Whatever stands before it: NUL, too. */
static gboolean
has_pdf_header (const char *data, gsize size)
{
  for (gsize at = 0; at <= PDF_MOST_BEFORE_IT && at + PDF_HEADER_SIZE <= size; at++) {
    if (memcmp (data + at, PDF_HEADER, PDF_HEADER_SIZE) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_what_it_says (GBytes *bytes, const char *media_type)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (strcmp (media_type, "image/png") == 0)
    return size >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0;
  if (strcmp (media_type, "image/jpeg") == 0)
    return size >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0;
  return has_pdf_header (data, size);
}

static void
refuse_document (ZpiPracticeCall *call, ZpiPracticeDocument *document, const char *note)
{
  zpi_practice_document_start_again (call->town->store, document);
  document->received = 0;
  set_state (document, "geweigerd");
  g_free (document->note);
  document->note = g_strdup (note);
  zpi_practice_document_save (call->town->store, document);
}

/* The last byte is in: the whole must be what was announced. FALSE when refused. */
static gboolean
complete (ZpiPracticeCall *call, ZpiPracticeDocument *document)
{
  g_autoptr (GBytes) whole = zpi_practice_document_load_bytes (call->town->store, document);
  g_autofree char *sha256 = zpi_practice_sha256 (whole);
  g_autofree char *name = g_strdup_printf ("documenten[%s]", document->id);

  if (strcmp (sha256, document->sha256) != 0) {
    refuse_document (call, document, "Het document is niet goed aangekomen.");
    zpi_practice_refuse (call,
                         "digest-anders",
                         "Het document is niet goed aangekomen. Stuur het opnieuw.");
    return FALSE;
  }
  if (!is_what_it_says (whole, document->media_type)) {
    refuse_document (
        call,
        document,
        "Dit document kunnen wij niet lezen. Vervang het of haal het weg, en verstuur opnieuw.");
    zpi_practice_faults_add (call->faults, name, "mediatype", document->note);
    zpi_practice_refuse_faults (call, "ongeldige-invoer");
    return FALSE;
  }
  set_state (document, "ontvangen");
  return TRUE;
}

void
zpi_practice_upload_patch (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeDocument) document = need_upload (call);

  if (document == NULL || !check_part (call, document))
    return;
  if (g_bytes_get_size (call->body) > 0)
    zpi_practice_document_append (call->town->store, document, call->body);
  if (document->received == document->size && strcmp (document->state, "ontvangen") != 0 &&
      !complete (call, document))
    return;
  document->expires_us = zpi_clock_now_us () + call->town->upload_lifetime_us;
  zpi_practice_document_save (call->town->store, document);
  set_number (call, "Upload-Offset", document->received);
  set_expires (call, document);
  zpi_practice_answer_empty (call, 204);
}
