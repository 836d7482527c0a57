/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-tasks.h" /* expect: rooms */
