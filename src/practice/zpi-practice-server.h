/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * ZpiPracticeServer:
 *
 * A whole municipality to practise with: the contract of `data/api/openapi.json` with real storage
 * in a folder of its own, on 127.0.0.1, in a thread of its own. All functions are for the thread
 * that made the object.
 */
#define ZPI_TYPE_PRACTICE_SERVER (zpi_practice_server_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPracticeServer, zpi_practice_server, ZPI, PRACTICE_SERVER, GObject)

ZpiPracticeServer *zpi_practice_server_new (const char *folder, guint16 port);

void zpi_practice_server_set_rules (ZpiPracticeServer *self,
                                    const char *scheme_id,
                                    GBytes *scheme,
                                    GBytes *norms);
void zpi_practice_server_set_max_document_bytes (ZpiPracticeServer *self, guint64 bytes);

gboolean zpi_practice_server_start (ZpiPracticeServer *self, GError **error);
void zpi_practice_server_stop (ZpiPracticeServer *self);

const char *zpi_practice_server_get_base_url (ZpiPracticeServer *self);

gboolean zpi_practice_server_find_running (const char *folder, guint16 *port);

JsonNode *zpi_practice_desk_call (const char *base_url,
                                  const char *method,
                                  const char *path,
                                  JsonNode *body,
                                  GError **error);

G_END_DECLS
