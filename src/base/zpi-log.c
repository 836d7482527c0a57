/* SPDX-License-Identifier: EUPL-1.2 */

/* The log writer. Messages are written so that they hold no personal data; this is the net
 * below that: anything that looks like a citizen service number, an e-mail address or a token
 * is struck out before it reaches standard error or the journal. */

#include "zpi-log.h"

#include <stdio.h>

static GRegex *
redaction_regex (void)
{
  static gsize once = 0;
  static GRegex *regex = NULL;

  if (g_once_init_enter (&once)) {
    regex = g_regex_new ("(?<![0-9a-f-])[0-9]{8,9}(?![0-9a-f-])"
                         "|[[:alnum:]._%+-]+@[[:alnum:].-]+"
                         "|(?i:bearer)\\s+[[:alnum:]._~+/=-]+",
                         G_REGEX_OPTIMIZE,
                         0,
                         NULL);
    g_once_init_leave (&once, 1);
  }
  return regex;
}

/**
 * zpi_log_redact:
 * @message: a log message
 *
 * Strikes out what looks like a citizen service number, an e-mail address or a bearer token.
 *
 * Returns: (transfer full): the message as it may be written
 */
char *
zpi_log_redact (const char *message)
{
  g_autofree char *valid = NULL;
  char *redacted;

  g_return_val_if_fail (message != NULL, NULL);

  valid = g_utf8_make_valid (message, -1);
  redacted = g_regex_replace_literal (redaction_regex (), valid, -1, 0, "[…]", 0, NULL);
  return redacted != NULL ? redacted : g_strdup ("[unprintable message]");
}

static GLogWriterOutput
redacting_writer (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  g_autofree GLogField *clean = g_memdup2 (fields, n_fields * sizeof (GLogField));
  g_autofree char *redacted = NULL;

  for (gsize i = 0; i < n_fields; i++) {
    if (g_strcmp0 (clean[i].key, "MESSAGE") != 0 || redacted != NULL)
      continue;
    if (clean[i].length < 0) {
      redacted = zpi_log_redact (clean[i].value);
    } else {
      g_autofree char *text = g_strndup (clean[i].value, clean[i].length);
      redacted = zpi_log_redact (text);
    }
    clean[i].value = redacted;
    clean[i].length = -1;
  }

  return g_log_writer_default (level, clean, n_fields, user_data);
}

/**
 * zpi_log_install:
 *
 * Makes the redacting writer the program's log writer. To be called once, first thing in main().
 */
void
zpi_log_install (void)
{
  g_log_set_writer_func (redacting_writer, NULL, NULL);
}

/* What G_MESSAGES_DEBUG asks for is for who looks for a fault, and stays as it is. */
static GLogWriterOutput
saying_writer (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  ZpiLogSay say = (ZpiLogSay) user_data;
  gboolean serious = (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) != 0;

  if (serious || g_getenv ("G_MESSAGES_DEBUG") != NULL)
    return redacting_writer (level, fields, n_fields, NULL);
  for (gsize i = 0; (level & G_LOG_LEVEL_WARNING) != 0 && i < n_fields; i++) {
    if (g_strcmp0 (fields[i].key, "MESSAGE") == 0) {
      g_autofree char *text = fields[i].length < 0 ? g_strdup (fields[i].value)
                                                   : g_strndup (fields[i].value, fields[i].length);
      g_autofree char *redacted = zpi_log_redact (text);

      say (redacted);
    }
  }
  return G_LOG_WRITER_HANDLED;
}

/**
 * zpi_log_install_saying:
 * @say: (scope forever): says a warning, in any thread
 *
 * As zpi_log_install(), for a program whose standard error is read by people: what a warning says
 * goes to @say, and what is only told is left out.
 */
void
zpi_log_install_saying (ZpiLogSay say)
{
  g_return_if_fail (say != NULL);

  g_log_set_writer_func (saying_writer, (gpointer) say, NULL);
}
