/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Whether freed memory is wiped in this process; asking takes it into the program. */
int zpi_wiping_free_is_on (void);
