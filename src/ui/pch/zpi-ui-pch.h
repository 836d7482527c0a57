/* SPDX-License-Identifier: EUPL-1.2 */

/* What takes longest to read of each room; with clang only (meson.build). */

#pragma once

#include <adwaita.h>
#include <json-glib/json-glib.h>
