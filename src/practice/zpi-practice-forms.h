/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-practice-reader.h"

G_BEGIN_DECLS

/* The bodies of the contract, member by member; made from it by make-forms.py. */
extern const ZpiWireShape zpi_wire_application;
extern const ZpiWireShape zpi_wire_submission;
extern const ZpiWireShape zpi_wire_withdrawal;
extern const ZpiWireShape zpi_wire_supplement;
extern const ZpiWireShape zpi_wire_search;
extern const ZpiWireShape zpi_wire_renewal;
extern const ZpiWireShape zpi_wire_account;

/* For the tables. */
void zpi_wire_also_unknown_date (JsonObject *object, const char *path, ZpiPracticeFaults *faults);
void zpi_wire_also_some_name (JsonObject *object, const char *path, ZpiPracticeFaults *faults);
void zpi_wire_also_document_ids (JsonObject *object, const char *path, ZpiPracticeFaults *faults);

G_END_DECLS
