/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Makes the n-th thing that can go wrong go wrong: by a VFS between SQLite and the disk, a memory
 * allocator below SQLite, and wrappers (the linker's --wrap) around what the program does itself.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  FAULT_NONE,
  FAULT_DISK,   /* I/O error; of a write that fails half of the bytes still arrive */
  FAULT_FULL,   /* no room on the disk */
  FAULT_MEMORY, /* SQLite gets no memory */
} FaultKind;

/* Once, before anything else uses SQLite. */
void fault_init (void);
/* @n: 0 for the very next point; @stays: it does not get better afterwards */
void fault_arm (FaultKind kind, guint n, gboolean stays);
/* Whether the n-th point was reached. */
gboolean fault_disarm (void);
/* As if the disk had been mounted read-only. */
void fault_set_read_only (gboolean disk_is_read_only);
/* Where files are copied to whenever they reach the disk, as after a flat battery; NULL: nowhere.
 */
void fault_keep_synced (const char *folder);

G_END_DECLS
