/* SPDX-License-Identifier: EUPL-1.2 */
#include "zpi-bar.h"

#include "zpi-page.h" /* expect: rooms */
