/* SPDX-License-Identifier: EUPL-1.2 */

/* The tables of documents and their parts. A part is kept in the same change as the offset that
 * acknowledges it, so an acknowledged byte is on the disk. */

#include "zpi-practice-document.h"

#include <string.h>

#include "zpi-clock.h"

#define COLUMNS                                                                                    \
  "application, id, supplement, media_type, size, sha256, received, state, note, expires_us"

static ZpiPracticeDocument *
from_row (sqlite3_stmt *row)
{
  ZpiPracticeDocument *self = g_new0 (ZpiPracticeDocument, 1);

  self->application = g_strdup (zpi_practice_column_text (row, 0));
  self->id = g_strdup (zpi_practice_column_text (row, 1));
  self->supplement = g_strdup (zpi_practice_column_text (row, 2));
  self->media_type = g_strdup (zpi_practice_column_text (row, 3));
  self->size = sqlite3_column_int64 (row, 4);
  self->sha256 = g_strdup (zpi_practice_column_text (row, 5));
  self->received = sqlite3_column_int64 (row, 6);
  self->state = g_strdup (zpi_practice_column_text (row, 7));
  self->note = g_strdup (zpi_practice_column_text (row, 8));
  self->expires_us = sqlite3_column_int64 (row, 9);
  return self;
}

void
zpi_practice_document_free (ZpiPracticeDocument *self)
{
  g_free (self->application);
  g_free (self->id);
  g_free (self->supplement);
  g_free (self->media_type);
  g_free (self->sha256);
  g_free (self->state);
  g_free (self->note);
  g_free (self);
}

ZpiPracticeDocument *
zpi_practice_document_load (ZpiPracticeStore *store, const char *application, const char *id)
{
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (store,
                                "SELECT " COLUMNS
                                " FROM documents WHERE application = ? AND id = ?",
                                "ss",
                                application,
                                id);

  return zpi_practice_store_next (store, row) ? from_row (row) : NULL;
}

/* (element-type ZpiPracticeDocument): of the form (@supplement NULL) or of a supplement */
static GPtrArray *
list_documents (ZpiPracticeStore *store, const char *application, const char *supplement)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_practice_document_free);
  g_autoptr (sqlite3_stmt) rows =
      zpi_practice_store_query (store,
                                "SELECT " COLUMNS
                                " FROM documents WHERE application = ? AND supplement IS ?"
                                " ORDER BY position, id",
                                "ss",
                                application,
                                supplement);

  while (zpi_practice_store_next (store, rows))
    g_ptr_array_add (list, from_row (rows));
  return list;
}

void
zpi_practice_document_add (ZpiPracticeStore *store, const ZpiPracticeDocument *self)
{
  zpi_practice_store_run (store,
                          "INSERT INTO documents (application, id, supplement, position,"
                          " media_type, size, sha256, state) VALUES (?, ?, ?, (SELECT COUNT (*)"
                          " FROM documents WHERE application = ?), ?, ?, ?, 'verwacht')",
                          "sssssis",
                          self->application,
                          self->id,
                          self->supplement,
                          self->application,
                          self->media_type,
                          self->size,
                          self->sha256);
}

static void
announce_one (ZpiPracticeStore *store, const char *application, JsonObject *object, gint64 position)
{
  ZpiPracticeDocument wanted = {0};
  g_autoptr (ZpiPracticeDocument) known = NULL;

  wanted.application = (char *) application;
  wanted.id = (char *) zpi_json_get_string (object, "documentId");
  wanted.media_type = (char *) zpi_json_get_string (object, "mediatype");
  wanted.sha256 = (char *) zpi_json_get_string (object, "sha256");
  zpi_json_get_int (object, "grootteInBytes", &wanted.size);

  known = zpi_practice_document_load (store, application, wanted.id);
  if (known != NULL && (known->size != wanted.size || strcmp (known->sha256, wanted.sha256) != 0 ||
                        strcmp (known->media_type, wanted.media_type) != 0)) {
    zpi_practice_store_run (store,
                            "DELETE FROM documents WHERE application = ? AND id = ?",
                            "ss",
                            application,
                            wanted.id);
    g_clear_pointer (&known, zpi_practice_document_free);
  }
  if (known == NULL)
    zpi_practice_document_add (store, &wanted);
  zpi_practice_store_run (store,
                          "UPDATE documents SET position = ? WHERE application = ? AND id = ?",
                          "iss",
                          position,
                          application,
                          wanted.id);
}

/* Makes the documents of the form those of @documents (nullable); what came in of one that is
 * still announced in the same way stays. */
void
zpi_practice_document_announce (ZpiPracticeStore *store,
                                const char *application,
                                JsonArray *documents)
{
  guint count = documents != NULL ? json_array_get_length (documents) : 0;

  zpi_practice_store_run (store,
                          "UPDATE documents SET position = -1 WHERE application = ?",
                          "s",
                          application);
  for (guint i = 0; i < count; i++)
    announce_one (store, application, json_array_get_object_element (documents, i), i);
  zpi_practice_store_run (store,
                          "DELETE FROM documents WHERE application = ? AND position = -1",
                          "s",
                          application);
}

void
zpi_practice_document_save (ZpiPracticeStore *store, const ZpiPracticeDocument *self)
{
  zpi_practice_store_run (store,
                          "UPDATE documents SET received = ?, state = ?, note = ?, expires_us = ?"
                          " WHERE application = ? AND id = ?",
                          "ississ",
                          self->received,
                          self->state,
                          self->note,
                          self->expires_us,
                          self->application,
                          self->id);
}

/* Throws away what came in. */
void
zpi_practice_document_start_again (ZpiPracticeStore *store, const ZpiPracticeDocument *self)
{
  zpi_practice_store_run (store,
                          "DELETE FROM parts WHERE application = ? AND document = ?",
                          "ss",
                          self->application,
                          self->id);
}

void
zpi_practice_document_append (ZpiPracticeStore *store, ZpiPracticeDocument *self, GBytes *bytes)
{
  zpi_practice_store_run (store,
                          "INSERT INTO parts VALUES (?, ?, ?, ?)",
                          "ssib",
                          self->application,
                          self->id,
                          self->received,
                          bytes);
  self->received += g_bytes_get_size (bytes);
}

GBytes *
zpi_practice_document_load_bytes (ZpiPracticeStore *store, const ZpiPracticeDocument *self)
{
  GByteArray *array = g_byte_array_sized_new (self->received);
  g_autoptr (sqlite3_stmt) rows = zpi_practice_store_query (
      store,
      "SELECT bytes FROM parts WHERE application = ? AND document = ? ORDER BY start",
      "ss",
      self->application,
      self->id);

  while (zpi_practice_store_next (store, rows))
    g_byte_array_append (array, sqlite3_column_blob (rows, 0), sqlite3_column_bytes (rows, 0));
  return g_byte_array_free_to_bytes (array);
}

void
zpi_practice_document_expire (ZpiPracticeStore *store, ZpiPracticeDocument *self)
{
  if (strcmp (self->state, "onvolledig") != 0 || self->expires_us > zpi_clock_now_us ())
    return;
  zpi_practice_document_start_again (store, self);
  self->received = 0;
  g_free (self->state);
  self->state = g_strdup ("verlopen");
  zpi_practice_document_save (store, self);
}

/* What a receipt says of the documents. */
JsonArray *
zpi_practice_document_receipt (ZpiPracticeStore *store,
                               const char *application,
                               const char *supplement)
{
  g_autoptr (GPtrArray) list = list_documents (store, application, supplement);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->len; i++) {
    const ZpiPracticeDocument *document = g_ptr_array_index (list, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "documentId", document->id);
    json_object_set_string_member (object, "sha256", document->sha256);
    json_object_set_int_member (object, "grootteInBytes", document->size);
    json_array_add_object_element (array, object);
  }
  return array;
}

/* Adds a fault for every document of @documents (nullable) that is not in. */
void
zpi_practice_document_check_complete (ZpiPracticeStore *store,
                                      const char *application,
                                      JsonArray *documents,
                                      ZpiPracticeFaults *faults)
{
  for (guint i = 0; documents != NULL && i < json_array_get_length (documents); i++) {
    JsonObject *object = json_array_get_object_element (documents, i);
    g_autofree char *name = g_strdup_printf ("bewijsstukken[%u].documentId", i);
    g_autoptr (ZpiPracticeDocument) known =
        zpi_practice_document_load (store, application, zpi_json_get_string (object, "documentId"));

    if (known == NULL || strcmp (known->sha256, zpi_json_get_string (object, "sha256")) != 0)
      zpi_practice_faults_add (faults,
                               name,
                               "niet-ontvangen",
                               "Dit document is nog niet binnen. Stuur het eerst.");
    else if (strcmp (known->state, "geweigerd") == 0)
      zpi_practice_faults_add (
          faults,
          name,
          "geweigerd",
          "Dit document kunnen wij niet lezen. Vervang het of haal het weg, en verstuur opnieuw.");
    else if (strcmp (known->state, "ontvangen") != 0)
      zpi_practice_faults_add (faults,
                               name,
                               "niet-ontvangen",
                               "Dit document is nog niet helemaal binnen. Stuur de rest.");
  }
}

static JsonObject *
state_to_json (const ZpiPracticeDocument *document)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "documentId", document->id);
  json_object_set_string_member (object, "status", document->state);
  json_object_set_int_member (object, "grootteInBytes", document->size);
  json_object_set_int_member (object, "ontvangenBytes", document->received);
  json_object_set_string_member (object, "sha256", document->sha256);
  zpi_json_set_string (object, "toelichting", document->note);
  return object;
}

/* All documents of an application as `documenten`: those of the form first. */
JsonArray *
zpi_practice_document_states (ZpiPracticeStore *store, const char *application)
{
  JsonArray *array = json_array_new ();
  g_autoptr (sqlite3_stmt) rows =
      zpi_practice_store_query (store,
                                "SELECT " COLUMNS " FROM documents WHERE application = ?"
                                " ORDER BY supplement IS NOT NULL, supplement, position, id",
                                "s",
                                application);

  while (zpi_practice_store_next (store, rows)) {
    g_autoptr (ZpiPracticeDocument) document = from_row (rows);

    json_array_add_object_element (array, state_to_json (document));
  }
  return array;
}
