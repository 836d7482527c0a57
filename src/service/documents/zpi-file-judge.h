/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-intake.h"

G_BEGIN_DECLS

/**
 * ZpiFileJudge:
 *
 * Judges a file by its first bytes while it streams by: what it is, and that it is not too large.
 * Whether a password locks it, and whether it is whole, the helper says.
 */
typedef struct _ZpiFileJudge ZpiFileJudge;

ZpiFileJudge *zpi_file_judge_new (guint64 max_bytes);
void zpi_file_judge_free (ZpiFileJudge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiFileJudge, zpi_file_judge_free)
/* %ZPI_INTAKE_OK as long as nothing is wrong. */
ZpiIntakeProblem zpi_file_judge_feed (ZpiFileJudge *self, const guint8 *data, gsize size);
ZpiIntakeProblem zpi_file_judge_finish (ZpiFileJudge *self);
const char *zpi_file_judge_get_media_type (ZpiFileJudge *self);

G_END_DECLS
