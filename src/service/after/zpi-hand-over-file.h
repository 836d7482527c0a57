/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-store.h"
#include "zpi-parcel.h"

G_BEGIN_DECLS

/* What stands in the file of a case that is handed over. On the store thread, in the transaction of
 * the caller. */

/* The record that says from which state a case was handed over. */
#define ZPI_RECORD_HANDED_OVER "handed-over-from"

/* %FALSE for one that is not handed over */
gboolean zpi_hand_over_file_choose_state (ZpiCaseState state, ZpiCaseState *as);
/* @state: as which it goes */
gboolean zpi_hand_over_file_write (ZpiStore *store,
                                   const char *case_id,
                                   ZpiCaseState state,
                                   ZpiParcel *parcel,
                                   GError **error);
/* (transfer full): the id of the case that is here now */
char *zpi_hand_over_file_read (ZpiStore *store, ZpiParcel *parcel, GError **error);

G_END_DECLS
