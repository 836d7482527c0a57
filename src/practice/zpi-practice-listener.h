/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-practice-call.h"

G_BEGIN_DECLS

/* The listening socket and what goes on around a call: size limits, trouble, headers. Lives in the
 * thread that made it. */
typedef struct _ZpiPracticeListener ZpiPracticeListener;

ZpiPracticeListener *
zpi_practice_listener_new (ZpiPracticeTown *town, guint16 port, GError **error);
void zpi_practice_listener_free (ZpiPracticeListener *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiPracticeListener, zpi_practice_listener_free)
guint16 zpi_practice_listener_get_port (ZpiPracticeListener *self);

ZpiPracticeTown *zpi_practice_town_open (const char *folder, GError **error);
void zpi_practice_town_free (ZpiPracticeTown *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiPracticeTown, zpi_practice_town_free)

G_END_DECLS
