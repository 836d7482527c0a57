/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-practice-reader.h"

G_BEGIN_DECLS

/* The bodies of the contract, member by member. */
extern const ZpiWireShape zpi_wire_application;
extern const ZpiWireShape zpi_wire_submission;
extern const ZpiWireShape zpi_wire_withdrawal;
extern const ZpiWireShape zpi_wire_supplement;
extern const ZpiWireShape zpi_wire_search;
extern const ZpiWireShape zpi_wire_renewal;
extern const ZpiWireShape zpi_wire_account;

G_END_DECLS
