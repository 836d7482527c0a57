/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean zpi_peer_is_this_user (GSocketAddress *ours, GSocketAddress *theirs);

G_END_DECLS
