/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

void zpi_http_get (void); /* expect: documented */
