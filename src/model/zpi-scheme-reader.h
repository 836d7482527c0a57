/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <json-glib/json-glib.h>

#include "zpi-scheme.h"

G_BEGIN_DECLS

/* No amount of a scheme is more. */
#define ZPI_SCHEME_MAX_CENTS (G_GINT64_CONSTANT (100000000))

/* Reads a scheme or norms file member by member. It keeps the place where it is, so that the first
 * thing that is wrong can be named by file, line and key. After that nothing is read any more:
 * getters answer NULL or 0, and the caller looks once, at the end. Private to model. */
typedef struct {
  const char *file_name; /* (unowned) */
  GBytes *bytes;         /* (unowned) */
  JsonObject *sources;   /* (unowned) (nullable) */
  GPtrArray *path;       /* (owned) (element-type utf8) */
  GError *error;         /* (owned) (nullable) */
} ZpiReader;

void zpi_reader_init (ZpiReader *self, const char *file_name, GBytes *bytes);
void zpi_reader_clear (ZpiReader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZpiReader, zpi_reader_clear)

JsonNode *zpi_reader_parse (ZpiReader *self);
gboolean zpi_reader_fail (ZpiReader *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean zpi_reader_fail_at (ZpiReader *self, const char *key, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
gboolean zpi_reader_finish (ZpiReader *self, GError **error);

void zpi_reader_push (ZpiReader *self, const char *key);
void zpi_reader_push_index (ZpiReader *self, guint index);
void zpi_reader_pop (ZpiReader *self);

JsonObject *zpi_reader_root (ZpiReader *self, JsonNode *root);
void zpi_reader_format (ZpiReader *self, JsonObject *root, const char *format);
void zpi_reader_sources (ZpiReader *self, JsonObject *root);
void zpi_reader_only (ZpiReader *self, JsonObject *object, const char *const *keys);
gboolean zpi_reader_has (ZpiReader *self, JsonObject *object, const char *key);
JsonObject *zpi_reader_object (ZpiReader *self, JsonObject *parent, const char *key);
JsonArray *zpi_reader_array (ZpiReader *self, JsonObject *parent, const char *key);
JsonObject *zpi_reader_element (ZpiReader *self, JsonArray *array, guint index);
const char *zpi_reader_string (ZpiReader *self, JsonObject *object, const char *key);
const char *zpi_reader_optional_string (ZpiReader *self, JsonObject *object, const char *key);
const char *zpi_reader_id (ZpiReader *self, JsonObject *object, const char *key);
gboolean
zpi_reader_switch (ZpiReader *self, JsonObject *object, const char *key, gboolean fallback);
gint64 zpi_reader_integer (ZpiReader *self,
                           JsonObject *object,
                           const char *key,
                           gint64 minimum,
                           gint64 maximum);
ZpiDate zpi_reader_date (ZpiReader *self, JsonObject *object, const char *key);
ZpiText zpi_reader_text (ZpiReader *self, JsonObject *object, const char *key);
GStrv zpi_reader_strings (ZpiReader *self, JsonObject *object, const char *key);
void zpi_reader_fraction (ZpiReader *self,
                          JsonObject *object,
                          const char *key,
                          gint64 *numerator,
                          gint64 *denominator);
ZpiProvenance zpi_reader_provenance (ZpiReader *self, JsonObject *object);

guint zpi_json_line_of (GBytes *bytes, const GPtrArray *path);

G_END_DECLS
