/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-application.h"
#include "zpi-explanation.h"
#include "zpi-scheme.h"

G_BEGIN_DECLS

/**
 * ZpiGuardCode:
 * @ZPI_GUARD_RENEWED: the pass was renewed automatically; only the photo is needed
 * @ZPI_GUARD_RENEWED_UNKNOWN: ask whether a letter came; most passes are renewed automatically
 * @ZPI_GUARD_CHILD_ADULT: a child of 18 or older applies itself
 * @ZPI_GUARD_CHILD_TURNS_ADULT: a child turns 18 during the pass year
 * @ZPI_GUARD_CHILD_TOO_YOUNG: a child below the age from which there is a pass
 * @ZPI_GUARD_WINDOW_NOT_OPEN: applications for this pass year cannot be made yet
 * @ZPI_GUARD_WINDOW_CLOSED: applications for this pass year can no longer be made
 * @ZPI_GUARD_OTHER_MUNICIPALITY: the address is not in the municipality
 * @ZPI_GUARD_CHECK_PLACE: place and postcode do not fit each other, or the place has a slip
 * @ZPI_GUARD_WEBSITE: which address the pass's website has on that day
 *
 * Advice before typing. *Continue anyway* is always there: applying is a right.
 */
typedef enum {
  ZPI_GUARD_RENEWED,
  ZPI_GUARD_RENEWED_UNKNOWN,
  ZPI_GUARD_CHILD_ADULT,
  ZPI_GUARD_CHILD_TURNS_ADULT,
  ZPI_GUARD_CHILD_TOO_YOUNG,
  ZPI_GUARD_WINDOW_NOT_OPEN,
  ZPI_GUARD_WINDOW_CLOSED,
  ZPI_GUARD_OTHER_MUNICIPALITY,
  ZPI_GUARD_CHECK_PLACE,
  ZPI_GUARD_WEBSITE,
} ZpiGuardCode;

/**
 * ZpiGuard:
 * @item: (nullable): the child it is about
 * @text: the advice, for [func@explanation_render_step]
 */
typedef struct {
  ZpiGuardCode code;
  char *item;
  ZpiStep *text;
} ZpiGuard;

GPtrArray *zpi_guard_list_build (const ZpiScheme *scheme,
                                 const ZpiApplication *application,
                                 const ZpiDate *today);
void zpi_guard_free (ZpiGuard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiGuard, zpi_guard_free)

G_END_DECLS
