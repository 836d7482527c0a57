/* SPDX-License-Identifier: EUPL-1.2 */
#include <sqlite3.h>

static const char sql[] = "SELECT id FROM cases";
