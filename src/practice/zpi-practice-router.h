/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-practice-call.h"

G_BEGIN_DECLS

typedef enum {
  ZPI_ROUTE_NONE = 0,
  ZPI_ROUTE_OPEN = 1 << 0,   /* no token */
  ZPI_ROUTE_JSON = 1 << 1,   /* takes a JSON object */
  ZPI_ROUTE_DIGEST = 1 << 2, /* Content-Digest must be there */
  ZPI_ROUTE_KEY = 1 << 3,    /* Idempotency-Key must be there */
  ZPI_ROUTE_TUS = 1 << 4,    /* speaks tus 1.0 */
  ZPI_ROUTE_WORDS = 1 << 5,  /* its open segments are words, not UUIDs */
} ZpiPracticeRouteFlags;

typedef void (*ZpiPracticeHandler) (ZpiPracticeCall *call);

typedef struct {
  const char *method;
  const char *pattern; /* segments; `*` for one that is open */
  ZpiPracticeRouteFlags flags;
  ZpiPracticeHandler handler;
} ZpiPracticeRoute;

void zpi_practice_router_handle (ZpiPracticeCall *call);
gboolean
zpi_practice_route_dispatch (ZpiPracticeCall *call, const ZpiPracticeRoute *routes, guint n_routes);

/* The handlers, by file. */
void zpi_practice_list_applications (ZpiPracticeCall *call);
void zpi_practice_get_application (ZpiPracticeCall *call);
void zpi_practice_put_application (ZpiPracticeCall *call);
void zpi_practice_delete_application (ZpiPracticeCall *call);

void zpi_practice_submit_application (ZpiPracticeCall *call);
void zpi_practice_get_receipt (ZpiPracticeCall *call);
void zpi_practice_withdraw_application (ZpiPracticeCall *call);

void zpi_practice_upload_options (ZpiPracticeCall *call);
void zpi_practice_upload_create (ZpiPracticeCall *call);
void zpi_practice_upload_head (ZpiPracticeCall *call);
void zpi_practice_upload_patch (ZpiPracticeCall *call);

void zpi_practice_find_supplement (ZpiPracticeCall *call);
void zpi_practice_submit_supplement (ZpiPracticeCall *call);

void zpi_practice_find_order (ZpiPracticeCall *call);
void zpi_practice_get_order (ZpiPracticeCall *call);
void zpi_practice_put_photo (ZpiPracticeCall *call);

void zpi_practice_check_renewal (ZpiPracticeCall *call);
void zpi_practice_create_account (ZpiPracticeCall *call);
void zpi_practice_get_account (ZpiPracticeCall *call);
guint zpi_practice_rules_decision_weeks (ZpiPracticeTown *town, const char *scheme);
void zpi_practice_get_rules (ZpiPracticeCall *call);
void zpi_practice_get_contract (ZpiPracticeCall *call);

void zpi_practice_desk_handle (ZpiPracticeCall *call);

G_END_DECLS
