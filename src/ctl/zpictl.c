/* SPDX-License-Identifier: EUPL-1.2 */

/* The command-line companion: the same services as the window, for scripts, administrators and
 * tests. JSON on standard output, messages on standard error. */

#include <locale.h>
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
  const char *help;
} commands[] = {
    {"check", ctl_check, "check FILE|FOLDER [--on DATE] [--percentage N]"},
    {"import", ctl_import, "import FILE..."},
    {"list", ctl_list, "list"},
    {"show", ctl_show, "show CASE"},
    {"queue", ctl_queue, "queue CASE"},
    {"send", ctl_send, "send"},
    {"status", ctl_status, "status CASE"},
    {"supplement", ctl_supplement, "supplement CASE|CODE FILE..."},
    {"photo", ctl_photo, "photo CODE PERSON FILE"},
    {"account", ctl_account, "account FILE"},
    {"renewal", ctl_renewal, "renewal --client-agrees FILE"},
    {"hand-over", ctl_hand_over, "hand-over CASE FILE"},
    {"take-over", ctl_take_over, "take-over FILE"},
    {"take-back", ctl_take_back, "take-back CASE"},
    {"clear", ctl_clear, "clear [--now]"},
    {"verify", ctl_verify, "verify"},
    {"backup", ctl_backup, "backup FILE"},
    {"restore", ctl_restore, "restore FILE"},
    {"recover", ctl_recover, "recover"},
    {"confirm-organisation", ctl_confirm_organisation, "confirm-organisation CODE"},
};

/* On standard output when somebody asked for it, else with the message about what went wrong. */
static int
print_help (int status)
{
  FILE *stream = status == CTL_OK ? stdout : stderr;

  fputs ("zpictl [--data DIR] [--practice [--scheme ID]] COMMAND\n", stream);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    fprintf (stream, "  %s\n", commands[i].help);
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
    } else if (argv[i][0] == '-') {
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
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (commands[i].name, argv[0]) != 0)
      continue;
    if (argc == 2 && asks_for_help (argv[1])) {
      printf ("zpictl [--data DIR] [--practice [--scheme ID]] %s\n", commands[i].help);
      return CTL_OK;
    }
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
  zpi_log_install ();
  zpi_vault_harden_process ();
  zpi_vault_hide_process (ZPI_BUILDDIR);
  if (argc == 2 && (asks_for_help (argv[1]) || strcmp (argv[1], "help") == 0))
    return print_help (CTL_OK);
  if (argc == 2 && strcmp (argv[1], "--version") == 0) {
    ctl_message ("zpictl %s", ZPI_VERSION);
    return CTL_OK;
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
