/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

typedef enum {
  ZPI_PARAMETER_READ,
  ZPI_PARAMETER_FORGOTTEN, /* expect: parameters */
} ZpiParameter;
