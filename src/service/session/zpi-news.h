/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/* Main thread: it was on the screen. Nothing to wait for: else it is shown once more. */
void zpi_news_seen (ZpiSession *session, const char *case_id);

G_END_DECLS
