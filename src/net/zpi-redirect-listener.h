/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * ZpiRedirect:
 * @code: (nullable): when the counsellor signed in
 * @error: (nullable): the word of the issuer when not
 * @issuer: (nullable): `iss`
 *
 * What came back from the browser, with the right `state`.
 */
typedef struct {
  char *code;
  char *error;
  char *issuer;
} ZpiRedirect;

void zpi_redirect_free (ZpiRedirect *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiRedirect, zpi_redirect_free)
ZpiRedirect *zpi_redirect_parse (const char *query, const char *state);

/**
 * ZpiRedirectListener:
 *
 * Listens on 127.0.0.1 for the one redirect that ends a sign-in, shows the browser a last page,
 * and closes. A redirect with another `state` is told so and waited past: a page in the browser
 * must not be able to end somebody's sign-in.
 */
#define ZPI_TYPE_REDIRECT_LISTENER (zpi_redirect_listener_get_type ())
G_DECLARE_FINAL_TYPE (ZpiRedirectListener, zpi_redirect_listener, ZPI, REDIRECT_LISTENER, GObject)

ZpiRedirectListener *
zpi_redirect_listener_new (const guint16 *ports, const char *state, GError **error);
void
zpi_redirect_listener_set_pages (ZpiRedirectListener *self, const char *done, const char *failed);
const char *zpi_redirect_listener_get_uri (ZpiRedirectListener *self);
/* An address of ours that leads to @target once: other users of the computer read what programs are
 * started with. */
char *zpi_redirect_listener_lead_to (ZpiRedirectListener *self, const char *target);
void zpi_redirect_listener_wait_async (ZpiRedirectListener *self,
                                       guint timeout_s,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
ZpiRedirect *
zpi_redirect_listener_wait_finish (ZpiRedirectListener *self, GAsyncResult *result, GError **error);

G_END_DECLS
