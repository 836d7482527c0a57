/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-finding.h"

G_BEGIN_DECLS

/**
 * ZpiProgress:
 * @n_complete: of all sections, so many have nothing missing
 * @next: the first that is not complete, %ZPI_N_SECTIONS when all are
 * @wrong: in @next there is an answer that cannot be right
 * @document: (owned) (nullable): the kind of the first document that is missing, where @next is
 *   the evidence
 *
 * How far a case is, without anything that the client said.
 */
typedef struct {
  guint n_complete;
  ZpiSection next;
  gboolean wrong;
  char *document;
} ZpiProgress;

ZpiSection zpi_progress_find_next (ZpiCase *zcase, const ZpiScheme *scheme);
char *zpi_progress_dup_text (ZpiCase *zcase, const ZpiScheme *scheme);
gboolean zpi_progress_parse (const char *text, ZpiProgress *progress);
void zpi_progress_clear (ZpiProgress *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ZpiProgress, zpi_progress_clear)

G_END_DECLS
