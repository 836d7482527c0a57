/* SPDX-License-Identifier: EUPL-1.2 */

/* What stands on the line behind a command: options anywhere, `--name VALUE` or `--name=VALUE`, and
 * names. What is wrong is said by itself, before the usage. */

#include "zpi-ctl-arguments.h"

#include <string.h>

/* What stands behind an = may be about somebody: it is not said. */
static void
say_option (const char *command, const char *option, const char *what)
{
  ctl_message ("zpictl: %s%s%.*s %s",
               command != NULL ? command : "",
               command != NULL ? ": " : "",
               (int) strcspn (option, "="),
               option,
               what);
}

static const CtlOption *
find_option (const CtlOption *options, const char *argument)
{
  gsize length = strcspn (argument, "=");

  for (; options->name != NULL; options++)
    if (strlen (options->name) == length && strncmp (options->name, argument, length) == 0)
      return options;
  return NULL;
}

static gboolean
say_missing_value (const char *command, const CtlOption *option)
{
  g_autofree char *what = g_strdup_printf ("needs %s behind it", option->value);

  say_option (command, option->name, what);
  return FALSE;
}

/* @at: of the option; moves on to its value when that stands apart */
static gboolean
take_option (GHashTable *found,
             const char *command,
             const CtlOption *option,
             int argc,
             char **argv,
             int *at)
{
  const char *behind = strchr (argv[*at], '=');
  const char *value = behind != NULL ? behind + 1 : NULL;

  if (option->value == NULL && value != NULL) {
    say_option (command, option->name, "goes without a value");
    return FALSE;
  }
  if (option->value != NULL && value == NULL && *at + 1 < argc &&
      !g_str_has_prefix (argv[*at + 1], "--"))
    value = argv[++*at];
  if (option->value != NULL && (value == NULL || *value == '\0'))
    return say_missing_value (command, option);
  /* Of two the last counts: that is how a script changes what it was given. */
  g_hash_table_insert (found, (gpointer) option->name, g_strdup (value != NULL ? value : ""));
  return TRUE;
}

GHashTable *
ctl_options_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

gboolean
ctl_take_options (GHashTable *found,
                  const char *command,
                  const CtlOption *options,
                  gboolean only_before,
                  int *argc,
                  char **argv)
{
  gboolean names = FALSE;
  int n = 1;

  for (int i = 1; i < *argc; i++) {
    const CtlOption *option = find_option (options, argv[i]);

    names = names || strcmp (argv[i], "--") == 0 || (only_before && argv[i][0] != '-');
    if (names || argv[i][0] != '-' || argv[i][1] == '\0') {
      argv[n++] = argv[i];
    } else if (option == NULL) {
      ctl_message ("zpictl: %s%sthere is no option %.*s here",
                   command != NULL ? command : "",
                   command != NULL ? ": " : "",
                   (int) strcspn (argv[i], "="),
                   argv[i]);
      return FALSE;
    } else if (!take_option (found, command, option, *argc, argv, &i)) {
      return FALSE;
    }
  }
  *argc = n;
  return TRUE;
}

/* Behind "--" everything is a name, also what begins with a dash: such a name is that of a file in
 * this folder. Names that were made are never freed. */
static int
take_plain_names (int argc, char **argv)
{
  int at = 1;

  while (at < argc && strcmp (argv[at], "--") != 0)
    at++;
  for (int i = at; i + 1 < argc; i++)
    argv[i] = argv[i + 1][0] == '-' ? g_strconcat ("./", argv[i + 1], NULL) : argv[i + 1];
  return at < argc ? argc - 1 : argc;
}

/* "FILE|FOLDER" is one file or folder. */
static void
say_too_many (const char *command, const char *names, int n_wanted)
{
  g_auto (GStrv) either = g_strsplit (names, "|", -1);
  g_autofree char *joined = g_strjoinv (" or ", either);
  g_autofree char *one = g_ascii_strdown (joined, -1);

  if (n_wanted == 0)
    ctl_message ("zpictl: %s: no name goes behind it. Leave out what stands there", command);
  else if (n_wanted == 1)
    ctl_message ("zpictl: %s: one %s at a time. A name with a space goes between quotes",
                 command,
                 one);
  else
    ctl_message ("zpictl: %s: it takes %s, and there stands more. A name with a space goes between "
                 "quotes",
                 command,
                 names);
}

/* A variable of a script that was never set, and what elsewhere means standard input: neither is a
 * name. The file "-" is "./-". */
static gboolean
are_names (const char *command, int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    if (*argv[i] != '\0' && strcmp (argv[i], "-") != 0)
      continue;
    if (*argv[i] == '\0')
      ctl_message ("zpictl: %s: name %d is empty. Is a variable of a script not set?", command, i);
    else
      ctl_message ("zpictl: %s: \"-\" is no name here: nothing is read from standard input or "
                   "written there. Name a file (./- for one that is called so)",
                   command);
    return FALSE;
  }
  return TRUE;
}

gboolean
ctl_take_names (const char *command, const char *names, int *argc, char **argv)
{
  g_auto (GStrv) wanted = g_strsplit (names, " ", -1);
  int n_wanted = *names != '\0' ? (int) g_strv_length (wanted) : 0;
  int n_given;

  *argc = take_plain_names (*argc, argv);
  n_given = *argc - 1;
  if (n_given < n_wanted) {
    gsize length = strlen (wanted[n_given]);

    ctl_message ("zpictl: %s: %.*s is missing",
                 command,
                 (int) (g_str_has_suffix (names, "...") && n_given == n_wanted - 1 ? length - 3
                                                                                   : length),
                 wanted[n_given]);
    return FALSE;
  }
  if (n_given <= n_wanted || g_str_has_suffix (names, "..."))
    return are_names (command, *argc, argv);
  say_too_many (command, names, n_wanted);
  return FALSE;
}

const char *
ctl_get_option (Ctl *ctl, const char *name)
{
  return g_hash_table_lookup (ctl->options, name);
}

gboolean
ctl_read_date (Ctl *ctl, const char *command, const char *name, ZpiDate *date)
{
  const char *text = ctl_get_option (ctl, name);

  if (text == NULL || (zpi_date_parse (text, date) && zpi_date_is_full (date)))
    return TRUE;
  say_option (command, name, "needs a date that exists, such as 2026-01-31 or 31-1-2026");
  return FALSE;
}
