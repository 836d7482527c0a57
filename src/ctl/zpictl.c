/* SPDX-License-Identifier: EUPL-1.2 */

/* The command-line companion: the same services as the window, for scripts, administrators and
 * tests. JSON on standard output, messages on standard error. */

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "zpi-config.h"
#include "zpi-ctl-arguments.h"
#include "zpi-ctl.h"
#include "zpi-finding.h"
#include "zpi-log.h"
#include "zpi-vault.h"

static const CtlOption no_options[] = {{NULL}};
static const CtlOption check_options[] = {{"--on", "a date, such as 2026-01-31,"},
                                          {"--percentage", "a whole number from 1 to 1000"},
                                          {NULL}};
static const CtlOption queue_options[] = {{"--without-rules"}, {NULL}};
static const CtlOption withdraw_options[] = {{"--client-agrees"}, {NULL}};
static const CtlOption renewal_options[] = {{"--client-agrees"}, {NULL}};
static const CtlOption remind_options[] = {{"--client-agrees"},
                                           {"--on", "a date, such as 2026-01-31,"},
                                           {"--remove"},
                                           {NULL}};
static const CtlOption photo_retry_options[] = {{"--for", "who the photo is of"}, {NULL}};
static const CtlOption hand_over_options[] = {{"--for", "the organisation file of the other desk"},
                                              {"--code", "the check code of the letter"},
                                              {NULL}};
static const CtlOption take_over_options[] = {{"--key", "the key file"}, {NULL}};
static const CtlOption clear_options[] = {{"--now"}, {NULL}};

static const struct {
  const char *name;
  CtlCommand run;
  const CtlOption *options;
  const char *names; /* what it is about, in order */
  const char *usage;
  const char *help;
  gboolean begins; /* what it takes in may be the first of a store */
} commands[] = {
    {"check",
     ctl_check,
     check_options,
     "FILE|FOLDER",
     "check FILE|FOLDER [--on DATE] [--percentage N]",
     "the check on an application, or on a folder of examples"},
    {"import",
     ctl_import,
     no_options,
     "FILE...",
     "import FILE...",
     "take in applications as drafts",
     TRUE},
    {"list", ctl_list, no_options, "", "list", "the cases"},
    {"show", ctl_show, no_options, "CASE", "show CASE", "one case"},
    {"queue",
     ctl_queue,
     queue_options,
     "CASE",
     "queue [--without-rules] CASE",
     "make a case ready to send"},
    {"send",
     ctl_send,
     no_options,
     "",
     "send",
     "send what is waiting; status asks how what was sent fares"},
    {"status",
     ctl_status,
     no_options,
     "CASE",
     "status CASE",
     "what the municipality says about a case"},
    {"withdraw",
     ctl_withdraw,
     withdraw_options,
     "CASE",
     "withdraw --client-agrees CASE",
     "withdraw an application that was not decided yet"},
    {"supplement",
     ctl_supplement,
     no_options,
     "CASE|CODE FILE...",
     "supplement CASE|CODE FILE...",
     "send more information",
     TRUE},
    {"photo",
     ctl_photo,
     no_options,
     "CODE PERSON FILE",
     "photo CODE PERSON FILE",
     "send a photo for a pass",
     TRUE},
    {"photo-retry",
     ctl_photo_retry,
     photo_retry_options,
     "CASE|CODE PERSON",
     "photo-retry [--for PERSON] CASE|CODE PERSON",
     "try a photo again that did not go by itself, or give it to somebody else"},
    {"photo-remove",
     ctl_photo_remove,
     no_options,
     "CASE|CODE PERSON",
     "photo-remove CASE|CODE PERSON",
     "remove a photo that did not go by itself"},
    {"account", ctl_account, no_options, "FILE", "account FILE", "ask for one account", TRUE},
    {"renewal",
     ctl_renewal,
     renewal_options,
     "FILE",
     "renewal --client-agrees FILE",
     "say that a pass was renewed automatically",
     TRUE},
    {"remind",
     ctl_remind,
     remind_options,
     "CASE",
     "remind --client-agrees [--on DATE] CASE, or remind --remove CASE",
     "keep a reminder of the next pass year, or remove it"},
    {"hand-over",
     ctl_hand_over,
     hand_over_options,
     "CASE FILE",
     "hand-over [--for ORGANISATION-FILE [--code CODE]] CASE FILE",
     "write a case to a file for a colleague"},
    {"take-over",
     ctl_take_over,
     take_over_options,
     "FILE",
     "take-over [--key KEY-FILE] FILE",
     "take a case from a colleague",
     TRUE},
    {"take-back",
     ctl_take_back,
     no_options,
     "CASE",
     "take-back CASE",
     "make a case that was handed over yours again"},
    {"clear", ctl_clear, clear_options, "", "clear [--now]", "clear away what is no longer needed"},
    {"verify", ctl_verify, no_options, "", "verify", "look whether everything kept here is whole"},
    {"backup", ctl_backup, no_options, "FILE", "backup FILE", "write a copy of everything"},
    {"restore", ctl_restore, no_options, "FILE", "restore FILE", "put a copy back"},
    {"recover", ctl_recover, no_options, "", "recover", "open with the recovery code"},
    {"confirm-organisation",
     ctl_confirm_organisation,
     no_options,
     "CODE",
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

/* What is wrong stays in sight. */
static int
point_to_help (void)
{
  ctl_message ("  zpictl --help says what there is.");
  return CTL_USAGE;
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

/* Also beside other things: whoever asks for help wants to read, not to do. */
static gboolean
asks_anywhere_for_help (int argc, char **argv)
{
  for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++)
    if (asks_for_help (argv[i]))
      return TRUE;
  return FALSE;
}

static int
run_command (Ctl *ctl, int argc, char **argv)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (commands[i].name, argv[0]) != 0)
      continue;
    if (asks_anywhere_for_help (argc, argv)) {
      printf ("zpictl [--data DIR] [--practice [--scheme ID]] %s\n      %s\n",
              commands[i].usage,
              commands[i].help);
      return CTL_OK;
    }
    if (!ctl_take_options (ctl->options, argv[0], commands[i].options, FALSE, &argc, argv) ||
        !ctl_take_names (argv[0], commands[i].names, &argc, argv))
      return ctl_usage (commands[i].usage);
    ctl->may_begin = commands[i].begins;
    return commands[i].run (ctl, argc, argv);
  }
  ctl_message ("zpictl: no such command: %s", argv[0]);
  return point_to_help ();
}

/* Options of the program come before the command. Returns a status, or -1 to go on with what
 * stands in @argv from the second place. */
static int
read_options (Ctl *ctl, int *argc, char **argv)
{
  static const CtlOption options[] = {{"--practice"},
                                      {"--data", "the folder of the data"},
                                      {"--scheme", "the name of a pass"},
                                      {"--help"},
                                      {"-h"},
                                      {"--version"},
                                      {NULL}};

  if (!ctl_take_options (ctl->options, NULL, options, TRUE, argc, argv))
    return point_to_help ();
  if (ctl_get_option (ctl, "--help") != NULL || ctl_get_option (ctl, "-h") != NULL ||
      (*argc == 2 && strcmp (argv[1], "help") == 0))
    return print_help (CTL_OK);
  if (ctl_get_option (ctl, "--version") != NULL) {
    printf ("zpictl %s\n", ZPI_VERSION);
    return CTL_OK;
  }
  if (*argc > 1 && strcmp (argv[1], "--") == 0)
    memmove (&argv[1], &argv[2], (gsize) (--*argc) * sizeof (char *));
  if (*argc < 2) {
    ctl_message ("zpictl: there is no command. These are possible:");
    return print_help (CTL_USAGE);
  }
  ctl->practice = ctl_get_option (ctl, "--practice") != NULL;
  ctl->data = g_strdup (ctl_get_option (ctl, "--data"));
  ctl->scheme = g_strdup (ctl_get_option (ctl, "--scheme"));
  if (ctl->scheme != NULL && !ctl->practice) {
    ctl_message ("zpictl: --scheme is for practice; else the organisation file names the pass");
    return CTL_USAGE;
  }
  return -1;
}

int
main (int argc, char **argv)
{
  Ctl ctl = {0};
  int status;

  setlocale (LC_ALL, "");
  zpi_log_install_saying (say_warning);
  /* A limit on the size of files is said, as a full disk is. */
  signal (SIGXFSZ, SIG_IGN);
  zpi_vault_harden_process ();
  zpi_vault_hide_process (ZPI_BUILDDIR);
  ctl.options = ctl_options_new ();
  status = read_options (&ctl, &argc, argv);
  if (status < 0) {
    g_hash_table_remove_all (ctl.options);
    zpi_findings_set_practice (ctl.practice);
    status = run_command (&ctl, argc - 1, argv + 1);
    ctl_close (&ctl);
  }
  g_free (ctl.data);
  g_free (ctl.scheme);
  g_hash_table_unref (ctl.options);
  return end_output (status);
}
