/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-paper.h"

/* What is read on a paper, for comparing with a sentence. */

char *squeeze (const char *text);
char *read_paper (ZpiPaper *paper, const char *folder);
