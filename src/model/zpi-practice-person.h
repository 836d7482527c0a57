/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-application.h"

G_BEGIN_DECLS

/* Ready-made fictional households for practice mode. */

guint zpi_practice_person_count (void);
const char *zpi_practice_person_title (guint index, const char *language);
ZpiApplication *zpi_practice_person_load (guint index);

G_END_DECLS
