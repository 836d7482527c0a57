/* SPDX-License-Identifier: EUPL-1.2 */

/* The tables of photo orders and pass holders. */

#include "zpi-practice-photo.h"

#include <string.h>

#include "zpi-clock.h"

char *
zpi_practice_order_create (ZpiPracticeStore *store,
                           const char *kind,
                           gint64 pass_year,
                           const char *application,
                           const char *reference,
                           const char *const *first_names,
                           char **code)
{
  g_autofree char *id = g_uuid_string_random ();

  *code = zpi_practice_make_code ();
  zpi_practice_store_run (store,
                          "INSERT INTO orders (id, code, kind, pass_year, application, reference)"
                          " VALUES (?, ?, ?, ?, ?, ?)",
                          "sssiss",
                          id,
                          *code,
                          kind,
                          pass_year,
                          application,
                          reference);
  for (guint i = 0; first_names[i] != NULL; i++) {
    g_autofree char *holder = g_uuid_string_random ();

    zpi_practice_store_run (store,
                            "INSERT INTO holders (id, photo_order, position, role, first_names,"
                            " state) VALUES (?, ?, ?, ?, ?, 'ontbreekt')",
                            "ssiss",
                            holder,
                            id,
                            (gint64) i,
                            i == 0 ? "hoofdpashouder" : "subpashouder",
                            first_names[i]);
  }
  return g_steal_pointer (&id);
}

static JsonArray *
holders_to_json (ZpiPracticeStore *store, const char *order, gboolean *complete)
{
  JsonArray *array = json_array_new ();
  g_autoptr (sqlite3_stmt) rows =
      zpi_practice_store_query (store,
                                "SELECT id, role, first_names, state, sha256, note FROM holders"
                                " WHERE photo_order = ? ORDER BY position",
                                "s",
                                order);

  *complete = TRUE;
  while (zpi_practice_store_next (store, rows)) {
    JsonObject *object = json_object_new ();
    const char *state = zpi_practice_column_text (rows, 3);

    json_object_set_string_member (object, "pashouderId", zpi_practice_column_text (rows, 0));
    json_object_set_string_member (object, "rol", zpi_practice_column_text (rows, 1));
    json_object_set_string_member (object, "voornamen", zpi_practice_column_text (rows, 2));
    json_object_set_string_member (object, "fotoStatus", state);
    zpi_json_set_string (object, "fotoSha256", zpi_practice_column_text (rows, 4));
    zpi_json_set_string (object, "toelichting", zpi_practice_column_text (rows, 5));
    json_array_add_object_element (array, object);
    *complete = *complete && strcmp (state, "ontbreekt") != 0 && strcmp (state, "afgekeurd") != 0;
  }
  return array;
}

/* As on the wire. (nullable): when there is no such order */
JsonObject *
zpi_practice_order_to_json (ZpiPracticeStore *store, const char *id)
{
  JsonObject *object;
  JsonArray *holders;
  gboolean complete;
  g_autofree char *link = NULL;
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (store,
                                "SELECT kind, pass_year, application, reference, expected, code"
                                " FROM orders WHERE id = ?",
                                "s",
                                id);

  if (!zpi_practice_store_next (store, row))
    return NULL;
  object = json_object_new ();
  holders = holders_to_json (store, id, &complete);
  json_object_set_string_member (object, "opdrachtId", id);
  json_object_set_string_member (object, "soort", zpi_practice_column_text (row, 0));
  json_object_set_string_member (object, "status", complete ? "compleet" : "open");
  json_object_set_int_member (object, "pasjaar", sqlite3_column_int64 (row, 1));
  zpi_json_set_string (object, "aanvraagId", zpi_practice_column_text (row, 2));
  zpi_json_set_string (object, "referentie", zpi_practice_column_text (row, 3));
  if (complete)
    zpi_json_set_string (object, "pasVerwachtOp", zpi_practice_column_text (row, 4));
  link = g_strconcat (ZPI_PRACTICE_LINK "foto/", zpi_practice_column_text (row, 5), NULL);
  json_object_set_string_member (object, "link", link);
  json_object_set_array_member (object, "pashouders", holders);
  return object;
}

/* For the desk: with the codes of the letters. */
JsonArray *
zpi_practice_order_list (ZpiPracticeStore *store)
{
  JsonArray *array = json_array_new ();
  g_autoptr (sqlite3_stmt) rows =
      zpi_practice_store_query (store, "SELECT id, code FROM orders ORDER BY rowid DESC", "");

  while (zpi_practice_store_next (store, rows)) {
    JsonObject *object = zpi_practice_order_to_json (store, zpi_practice_column_text (rows, 0));

    if (object == NULL)
      continue;
    json_object_set_string_member (object, "code", zpi_practice_column_text (rows, 1));
    json_array_add_object_element (array, object);
  }
  return array;
}

/* The order of an application. (nullable) */
char *
zpi_practice_order_of (ZpiPracticeStore *store, const char *application, char **code)
{
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (store,
                                "SELECT id, code FROM orders WHERE application = ?",
                                "s",
                                application);

  if (!zpi_practice_store_next (store, row))
    return NULL;
  *code = g_strdup (zpi_practice_column_text (row, 1));
  return g_strdup (zpi_practice_column_text (row, 0));
}

/* Approves a photo that came in, or asks for another. FALSE when there is none. */
gboolean
zpi_practice_holder_judge (ZpiPracticeStore *store,
                           const char *order,
                           const char *holder,
                           gboolean good,
                           const char *note)
{
  zpi_practice_store_run (store,
                          "UPDATE holders SET state = ?, note = ? WHERE id = ? AND photo_order = ?"
                          " AND photo IS NOT NULL",
                          "ssss",
                          good ? "goedgekeurd" : "afgekeurd",
                          note,
                          holder,
                          order);
  if (zpi_practice_store_changes (store) == 0)
    return FALSE;
  zpi_practice_store_run (store,
                          "UPDATE applications SET changed_us = ?"
                          " WHERE id = (SELECT application FROM orders WHERE id = ?)",
                          "is",
                          zpi_clock_now_us (),
                          order);
  return TRUE;
}

/* (nullable) */
GBytes *
zpi_practice_holder_load_photo (ZpiPracticeStore *store,
                                const char *order,
                                const char *holder,
                                char **media_type)
{
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (store,
                                "SELECT photo, media_type FROM holders"
                                " WHERE id = ? AND photo_order = ? AND photo IS NOT NULL",
                                "ss",
                                holder,
                                order);

  if (!zpi_practice_store_next (store, row))
    return NULL;
  *media_type = g_strdup (zpi_practice_column_text (row, 1));
  return zpi_practice_column_bytes (row, 0);
}
