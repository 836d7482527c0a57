/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ZpiCasePresence:
 *
 * Which cases are open in which process of one data folder. Whoever dies has none open any more.
 */
typedef struct _ZpiCasePresence ZpiCasePresence;

ZpiCasePresence *zpi_case_presence_new (const char *folder);
void zpi_case_presence_free (ZpiCasePresence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiCasePresence, zpi_case_presence_free)

void zpi_case_presence_enter (ZpiCasePresence *self, const char *case_id);
void zpi_case_presence_leave (ZpiCasePresence *self, const char *case_id);
gboolean zpi_case_presence_is_elsewhere (ZpiCasePresence *self, const char *case_id);

G_END_DECLS
