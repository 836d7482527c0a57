/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-bar.h"
#include "zpi-words.h"
