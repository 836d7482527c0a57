/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What stands on the line behind a command. */

#include "zpi-ctl.h"
#include "zpi-date.h"

G_BEGIN_DECLS

/* An option of a command; the last of a list has no name. */
typedef struct {
  const char *name;
  const char *value; /* (nullable): what has to stand behind it */
} CtlOption;

/* (transfer full) (element-type utf8 utf8): what is found, by name */
GHashTable *ctl_options_new (void);

/* Takes the options out of @argv into @found; what is left are names, and "--" with what is behind
 * it. @command: (nullable): of a command; @only_before: what comes behind the first name is not
 * looked at. Returns: FALSE when something was wrong, which is said */
gboolean ctl_take_options (GHashTable *found,
                           const char *command,
                           const CtlOption *options,
                           gboolean only_before,
                           int *argc,
                           char **argv);

/* Whether there are as many names as in @names, as "CASE FILE..."; what is wrong is said. */
gboolean ctl_take_names (const char *command, const char *names, int *argc, char **argv);

/* (nullable): the value of an option, or an empty text when it has none; NULL when it is not there
 */
const char *ctl_get_option (Ctl *ctl, const char *name);

/* A day as it is written or said, when the option @name is there. Returns: FALSE when it is no day,
 * which is said */
gboolean ctl_read_date (Ctl *ctl, const char *command, const char *name, ZpiDate *date);

G_END_DECLS
