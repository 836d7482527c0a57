/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

void zpi_save_async (void);
