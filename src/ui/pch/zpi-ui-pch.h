/* SPDX-License-Identifier: EUPL-1.2 */

/* What takes longest to read of each room; see b_pch in meson.build. */

#pragma once

#include <adwaita.h>
#include <json-glib/json-glib.h>
