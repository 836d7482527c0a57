/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Members of the wire format, one at a time: what is absent or null is left as it was. For the
 * files of the application, nobody else. */

#include "zpi-application-private.h"

G_BEGIN_DECLS

/* Remembers the first thing that was wrong; after that nothing is read any more. */
typedef struct {
  ZpiApplication *application;
  GError *problem;
  GHashTable *asked;       /* (nullable): the members that something was asked of */
  GHashTable *passed_over; /* (nullable): the members of which nothing has to be read */
  GHashTable *names;       /* of each object what it may have: object → names */
} ZpiWireReader;

/* An object and its place, "" for the root; @object is NULL when absent. */
typedef struct {
  JsonObject *object;
  char *path;
} ZpiWirePlace;

void zpi_wire_place_clear (ZpiWirePlace *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZpiWirePlace, zpi_wire_place_clear)

char *zpi_wire_member_path (const ZpiWirePlace *at, const char *member);
void zpi_wire_refuse (ZpiWireReader *reader,
                      const ZpiWirePlace *at,
                      const char *member,
                      const char *what);
JsonNode *zpi_wire_get_member (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member);
void zpi_wire_pass_over (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member);
void zpi_wire_note_name (ZpiWireReader *reader, JsonObject *object, const char *member);
void zpi_wire_list_unread (const ZpiWireReader *reader,
                           JsonNode *node,
                           const char *path,
                           GPtrArray *unread);
gboolean zpi_wire_holds (JsonNode *node, GType type);
void zpi_wire_read_text_as (ZpiWireReader *reader,
                            const ZpiWirePlace *at,
                            const char *member,
                            char **text,
                            char *(*plain) (const char *) );
void
zpi_wire_read_text (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member, char **text);
void zpi_wire_read_remark (ZpiWireReader *reader,
                           const ZpiWirePlace *at,
                           const char *member,
                           char **text);
void zpi_wire_read_choice (ZpiWireReader *reader,
                           const ZpiWirePlace *at,
                           const char *member,
                           const char *key,
                           char **text);
void
zpi_wire_read_word (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member, char **text);
gboolean zpi_wire_read_int (ZpiWireReader *reader,
                            const ZpiWirePlace *at,
                            const char *member,
                            gint64 min,
                            gint64 max,
                            gint64 *value);
gboolean zpi_wire_read_boolean (ZpiWireReader *reader,
                                const ZpiWirePlace *at,
                                const char *member,
                                gboolean *value);
ZpiWirePlace
zpi_wire_read_object (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member);
JsonArray *
zpi_wire_read_array (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member, guint max);
ZpiWirePlace zpi_wire_read_element (ZpiWireReader *reader,
                                    const ZpiWirePlace *at,
                                    const char *member,
                                    JsonArray *array,
                                    guint index);
void zpi_wire_read_month (ZpiWireReader *reader,
                          const ZpiWirePlace *at,
                          const char *member,
                          ZpiMonth *month);
void
zpi_wire_read_time (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member, char **text);
void zpi_wire_read_iso_date (ZpiWireReader *reader,
                             const ZpiWirePlace *at,
                             const char *member,
                             ZpiDate *date);
void zpi_wire_read_birth (ZpiWireReader *reader,
                          const ZpiWirePlace *person,
                          const char *member,
                          ZpiDate *date);

G_END_DECLS
