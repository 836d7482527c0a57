/* SPDX-License-Identifier: EUPL-1.2 */

/* The command-line companion: the same services as the window, for scripts, administrators and
 * tests. JSON on standard output, messages on standard error. */

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "zpi-config.h"
#include "zpi-ctl.h"
#include "zpi-finding.h"
#include "zpi-log.h"
#include "zpi-vault.h"

static const struct {
  const char *name;
  CtlCommand run;
  const char *usage;
  const char *help;
  gboolean begins; /* what it takes in may be the first of a store */
} commands[] = {
    {"check",
     ctl_check,
     "check FILE|FOLDER [--on DATE] [--percentage N]",
     "the check on an application, or on a folder of examples"},
    {"import", ctl_import, "import FILE...", "take in applications as drafts", TRUE},
    {"list", ctl_list, "list", "the cases"},
    {"show", ctl_show, "show CASE", "one case"},
    {"queue", ctl_queue, "queue [--without-rules] CASE", "make a case ready to send"},
    {"send", ctl_send, "send", "send what is waiting and follow up what was sent"},
    {"status", ctl_status, "status CASE", "what the municipality says about a case"},
    {"supplement", ctl_supplement, "supplement CASE|CODE FILE...", "send more information", TRUE},
    {"photo", ctl_photo, "photo CODE PERSON FILE", "send a photo for a pass", TRUE},
    {"account", ctl_account, "account FILE", "ask for one account", TRUE},
    {"renewal",
     ctl_renewal,
     "renewal --client-agrees FILE",
     "say that a pass was renewed automatically",
     TRUE},
    {"remind",
     ctl_remind,
     "remind --client-agrees [--on DATE] CASE, or remind --remove CASE",
     "keep a reminder of the next pass year, or remove it"},
    {"hand-over",
     ctl_hand_over,
     "hand-over [--for ORGANISATION-FILE [--code CODE]] CASE FILE",
     "write a case to a file for a colleague"},
    {"take-over",
     ctl_take_over,
     "take-over [--key KEY-FILE] FILE",
     "take a case from a colleague",
     TRUE},
    {"take-back", ctl_take_back, "take-back CASE", "make a case that was handed over yours again"},
    {"clear", ctl_clear, "clear [--now]", "clear away what is no longer needed"},
    {"verify", ctl_verify, "verify", "look whether everything kept here is whole"},
    {"backup", ctl_backup, "backup FILE", "write a copy of everything"},
    {"restore", ctl_restore, "restore FILE", "put a copy back"},
    {"recover", ctl_recover, "recover", "open with the recovery code"},
    {"confirm-organisation",
     ctl_confirm_organisation,
     "confirm-organisation CODE",
     "accept a changed organisation file"},
};

/* On standard output when somebody asked for it, else with the message about what went wrong. */
static int
print_help (int status)
{
  FILE *stream = status == CTL_OK ? stdout : stderr;

  fputs ("zpictl [--data DIR] [--practice [--scheme ID]] COMMAND\n", stream);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (stream, "  %s\n      %s\n", commands[i].usage, commands[i].help);
  fputs (
      "zpictl COMMAND --help says this of one command, zpictl --version which version this is.\n"
      "The result is on standard output, messages on standard error, in English. Status 0: done; "
      "1: not "
      "done,\nor something waits or is wrong; 2: not understood; 3: another program is sending.\n",
      stream);
  return status;
}

static gboolean
asks_for_help (const char *text)
{
  return strcmp (text, "--help") == 0 || strcmp (text, "-h") == 0;
}

/* A result that nobody could read is no result. */
static int
end_output (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  ctl_message ("zpictl: the result could not be written");
  return MAX (status, CTL_FAILED);
}

/* What stands behind an = may be about somebody. */
static void
say_unknown (const char *command, const char *option)
{
  ctl_message ("zpictl: %s%sthere is no option %.*s here",
               command != NULL ? command : "",
               command != NULL ? ": " : "",
               (int) strcspn (option, "="),
               option);
}

/* What a command says itself, with what to do about it. */
static const char *const said_elsewhere[] = {
    "The store is opened read-only",
    "A case could not be saved",
    "No connection can be made to the configured server",
};

static void
say_warning (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (said_elsewhere); i++)
    if (g_str_has_prefix (text, said_elsewhere[i]))
      return;
  ctl_message ("zpictl: warning: %s", text);
}

/* Behind "--" everything is a name, also what begins with a dash: it goes, and such a name is that
 * of a file in this folder. Returns how many are left; (out) the names that were made are never
 * freed. */
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

/* An option has to stand in the usage of its command. (nullable): the first that does not */
static const char *
find_unknown (const char *usage, int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    if (g_str_has_prefix (argv[i], "--") && argv[i][2] != '\0' && strstr (usage, argv[i]) == NULL)
      return argv[i];
  return NULL;
}

/* Options of the program come before the command. Returns where the command is, or -1. */
static int
read_options (Ctl *ctl, int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    if (strcmp (argv[i], "--practice") == 0) {
      ctl->practice = TRUE;
    } else if (strcmp (argv[i], "--data") == 0 && i + 1 < argc) {
      g_free (ctl->data);
      ctl->data = g_strdup (argv[++i]);
    } else if (g_str_has_prefix (argv[i], "--data=")) {
      g_free (ctl->data);
      ctl->data = g_strdup (argv[i] + strlen ("--data="));
    } else if (strcmp (argv[i], "--scheme") == 0 && i + 1 < argc) {
      g_free (ctl->scheme);
      ctl->scheme = g_strdup (argv[++i]);
    } else if (g_str_has_prefix (argv[i], "--scheme=")) {
      g_free (ctl->scheme);
      ctl->scheme = g_strdup (argv[i] + strlen ("--scheme="));
    } else if (strcmp (argv[i], "--") == 0) {
      return i + 1 < argc ? i + 1 : -1;
    } else if (argv[i][0] == '-') {
      say_unknown (NULL, argv[i]);
      return -1;
    } else {
      return i;
    }
  }
  return -1;
}

static int
run_command (Ctl *ctl, int argc, char **argv)
{
  const char *unknown;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (commands[i].name, argv[0]) != 0)
      continue;
    if (argc == 2 && asks_for_help (argv[1])) {
      printf ("zpictl [--data DIR] [--practice [--scheme ID]] %s\n      %s\n",
              commands[i].usage,
              commands[i].help);
      return CTL_OK;
    }
    argc = take_plain_names (argc, argv);
    unknown = find_unknown (commands[i].usage, argc, argv);
    if (unknown != NULL) {
      say_unknown (argv[0], unknown);
      return ctl_usage (commands[i].usage);
    }
    ctl->may_begin = commands[i].begins;
    return commands[i].run (ctl, argc, argv);
  }
  ctl_message ("zpictl: no such command: %s", argv[0]);
  return print_help (CTL_USAGE);
}

int
main (int argc, char **argv)
{
  Ctl ctl = {0};
  int status, at;

  setlocale (LC_ALL, "");
  zpi_log_install_saying (say_warning);
  /* A limit on the size of files is said, as a full disk is. */
  signal (SIGXFSZ, SIG_IGN);
  zpi_vault_harden_process ();
  zpi_vault_hide_process (ZPI_BUILDDIR);
  if (argc == 2 && (asks_for_help (argv[1]) || strcmp (argv[1], "help") == 0))
    return print_help (CTL_OK);
  if (argc == 2 && strcmp (argv[1], "--version") == 0) {
    printf ("zpictl %s\n", ZPI_VERSION);
    return end_output (CTL_OK);
  }
  at = read_options (&ctl, argc, argv);
  if (at < 0) {
    g_free (ctl.data);
    g_free (ctl.scheme);
    return print_help (CTL_USAGE);
  }
  if (ctl.scheme != NULL && !ctl.practice) {
    ctl_message ("zpictl: --scheme is for practice; else the organisation file names the pass");
    g_free (ctl.data);
    g_free (ctl.scheme);
    return CTL_USAGE;
  }
  zpi_findings_set_practice (ctl.practice);
  status = run_command (&ctl, argc - at, argv + at);
  ctl_close (&ctl);
  g_free (ctl.data);
  g_free (ctl.scheme);
  return end_output (status);
}
