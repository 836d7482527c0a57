/* SPDX-License-Identifier: EUPL-1.2 */

/* What takes longest to read of this folder; see b_pch in meson.build. */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
