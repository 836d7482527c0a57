/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#define ZPI_KEY_UNREAD "unread" /* expect: heard */
#define ZPI_TYPE_TASKS 0

typedef struct {
  guint waiting;
  guint forgotten; /* expect: used */
} ZpiTasks;

void zpi_save_async (void);
