/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-notice.h"
#include "zpi-session.h"

G_BEGIN_DECLS

void zpi_queue_case (GtkWidget *page,
                     ZpiSession *session,
                     ZpiCase *zcase,
                     GtkWidget *button,
                     ZpiNotice *problem);

G_END_DECLS
