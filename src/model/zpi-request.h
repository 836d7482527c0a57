/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <json-glib/json-glib.h>

#include "zpi-application.h"

G_BEGIN_DECLS

/**
 * ZpiWanted:
 * @kind: of the document, as on the wire (`bankafschrift`, …)
 * @whose: `aanvrager`, `partner`, `gezamenlijk`, or empty
 * @month: yyyy-mm, or empty
 * @note: (nullable): the municipality's words about this one
 *
 * One document that the municipality asks for.
 */
typedef struct {
  char *kind;
  char *whose;
  char *month;
  char *note;
} ZpiWanted;

/**
 * ZpiRequest:
 * @id: the municipality's id of the request (`aanvullingId`)
 * @application_id: (nullable): of the application that it is about
 * @reference: (nullable): of the application
 * @given_names: (nullable): whose application it is; only when it was found by its code
 * @status: `open`, `ingediend`, `vervallen`
 * @asked_at: ISO 8601
 * @until: yyyy-mm-dd; that day still counts
 * @note: (nullable): the municipality's words
 * @wanted: (element-type ZpiWanted): in the municipality's order
 *
 * A request for more information (`aanvulling`).
 */
typedef struct {
  char *id;
  char *application_id;
  char *reference;
  char *given_names;
  char *status;
  char *asked_at;
  char *until;
  char *note;
  GPtrArray *wanted;
} ZpiRequest;

GPtrArray *zpi_wanted_list_from_json (JsonArray *array);
JsonArray *zpi_wanted_list_to_json (GPtrArray *list);
void zpi_wanted_list_forget_notes (GPtrArray *list);
void zpi_request_free (ZpiRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiRequest, zpi_request_free)
ZpiRequest *zpi_request_from_json (JsonObject *object, GError **error);
ZpiRequest *zpi_request_from_text (const char *text, GError **error);
char *zpi_request_to_text (const ZpiRequest *self);
gboolean zpi_request_is_open (const ZpiRequest *self);

GPtrArray *zpi_requests_from_status (GBytes *status);
ZpiRequest *zpi_requests_find (GBytes *status, const char *id);
ZpiRequest *zpi_requests_take_open (GPtrArray *requests);

GPtrArray *zpi_request_get_missing (const ZpiRequest *self, GPtrArray *documents);
const ZpiWanted *
zpi_request_guess (const ZpiRequest *self, GPtrArray *documents, const char *file_name);

G_END_DECLS
