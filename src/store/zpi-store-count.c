/* SPDX-License-Identifier: EUPL-1.2 */

/* Whether database and log belong together and are the last ones. Every transaction that changes
 * something has a number, which stands in the first page of the database, and in a file beside it:
 * first as what is about to be committed, then as what was. What was committed and is not there was
 * lost. The log says on which number of the database it was begun; a database that is older than
 * that, or newer than the end of the log, belongs to another one. */

#include "zpi-file.h"
#include "zpi-store-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COUNT_FILE      "store.count"
#define MAX_COUNT_BYTES 256
#define LOG_BASE        "log-base"
/* Where SQLite keeps what `PRAGMA application_id` sets, in the first page. */
#define NUMBER_OFFSET 68

static const char FILE_HEAD[] = "SQLite format 3";

typedef struct {
  gint64 number;
  gboolean committed;
} Count;

static char *
count_path (const char *folder)
{
  return g_build_filename (folder, COUNT_FILE, NULL);
}

/* Of no use, as after a power cut: as if there was none. @uuid: (nullable): of any store */
static void
load_count (const char *folder, const char *uuid, Count *count)
{
  g_autofree char *path = count_path (folder);
  g_autoptr (GBytes) bytes = zpi_file_read (path, MAX_COUNT_BYTES);
  g_autofree char *text = NULL;
  char whose[37] = "";
  char state[10] = "";

  *count = (Count){0};
  if (bytes != NULL)
    text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (text == NULL ||
      sscanf (text, "%36s %" G_GINT64_MODIFIER "d %9s", whose, &count->number, state) != 3 ||
      (uuid != NULL && strcmp (whose, uuid) != 0) || count->number < 0)
    *count = (Count){0};
  else
    count->committed = strcmp (state, "committed") == 0;
}

/* Not through a link, which somebody could have put there: it would lead into a file of another
 * program. Not synced: one that is too old says too little, never something wrong. Always of one
 * length. */
static void
save_count (ZpiStore *self, gint64 number, gboolean committed)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gssize written;

  if (self->count_fd < 0) {
    path = count_path (self->folder);
    self->count_fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  }
  text = g_strdup_printf ("%s %012" G_GINT64_FORMAT " %s\n",
                          self->uuid,
                          number,
                          committed ? "committed" : "beginning");
  written = self->count_fd >= 0 ? pwrite (self->count_fd, text, strlen (text), 0) : -1;
  /* Half of it, or nothing, is of no use and does no harm. */
  if (written != (gssize) strlen (text))
    g_debug ("What was committed last was not noted");
}

/* The number in the file of the database itself, whatever the log says; 0 when it has none yet. By
 * SQLite's own file: to close another one would give up its locks. */
static gint64
number_in_file (ZpiStore *self, sqlite3_file **file)
{
  guint8 bytes[4] = {0};

  if (sqlite3_file_control (self->db, "main", SQLITE_FCNTL_FILE_POINTER, file) != SQLITE_OK ||
      *file == NULL || (*file)->pMethods == NULL ||
      (*file)->pMethods->xRead (*file, bytes, sizeof bytes, NUMBER_OFFSET) != SQLITE_OK)
    return 0;
  return (gint64) bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

#define HEAD_BYTES    100
#define LOOK_AGAIN    3
#define LOOK_AGAIN_MS 10

/* Whether the file begins as a database, with a number that is not lower than it was. */
static gboolean
is_no_older (ZpiStore *self)
{
  guint8 head[HEAD_BYTES] = {0};
  sqlite3_file *file = NULL;
  gint64 number;
  int rc;

  if (sqlite3_file_control (self->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
      file == NULL || file->pMethods == NULL)
    return TRUE;
  rc = file->pMethods->xRead (file, head, sizeof head, 0);
  /* What else goes wrong with a disk is said by whoever reads or writes there. */
  if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
    return TRUE;
  number = (gint64) head[NUMBER_OFFSET] << 24 | head[NUMBER_OFFSET + 1] << 16 |
           head[NUMBER_OFFSET + 2] << 8 | head[NUMBER_OFFSET + 3];
  if (memcmp (head, FILE_HEAD, sizeof FILE_HEAD) != 0 || number < self->file_number)
    return FALSE;
  self->file_number = number;
  return TRUE;
}

/* The file of the database is written from the log only, and its number only goes up: a lower one,
 * or none, is of what somebody wrote over it in its place. Another process may be writing that page
 * just now: then it is looked at again. */
gboolean
zpi_store_file_went_back (ZpiStore *self)
{
  for (guint i = 0; i < LOOK_AGAIN; i++) {
    if (is_no_older (self))
      return FALSE;
    poll (NULL, 0, LOOK_AGAIN_MS);
  }
  return TRUE;
}

/* What SQLite does not take for a number of this kind is none. */
static gint64
highest_number (gint64 number, gint64 other)
{
  return other <= G_MAXINT32 ? MAX (number, other) : number;
}

static gint64
load_log_base (ZpiStore *self)
{
  g_autofree char *text = zpi_meta_store_get (self, LOG_BASE, NULL);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

/* Everything that was committed stands in the database: the log may begin anew with what follows.
 * That it stands there has to be certain before the log says so. */
static gboolean
note_log_base (ZpiStore *self, gint64 number, GError **error)
{
  g_autofree char *text = NULL;
  sqlite3_file *file = NULL;

  if (number_in_file (self, &file) != number || file == NULL ||
      file->pMethods->xSync (file, SQLITE_SYNC_NORMAL) != SQLITE_OK)
    return TRUE;
  text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  return zpi_meta_store_set (self, LOG_BASE, text, error);
}

/* Inside a transaction that is about to be committed. */
gboolean
zpi_store_count_begin (ZpiStore *self, GError **error)
{
  g_autofree char *sql = NULL;
  gint64 number;

  self->counting = 0;
  if (self->uuid == NULL || sqlite3_total_changes (self->db) == self->changes_before)
    return TRUE;
  if (!zpi_sql_number (self->db, "PRAGMA application_id", &number, error) ||
      !note_log_base (self, number, error))
    return FALSE;
  sql = g_strdup_printf ("PRAGMA application_id = %" G_GINT64_FORMAT, number + 1);
  if (!zpi_sql_exec (self->db, sql, error))
    return FALSE;
  self->counting = number + 1;
  save_count (self, self->counting, FALSE);
  return TRUE;
}

/* After the commit. Another process may have begun the next one already. */
void
zpi_store_count_end (ZpiStore *self)
{
  Count count;

  if (self->counting == 0)
    return;
  load_count (self->folder, self->uuid, &count);
  if (count.number == self->counting)
    save_count (self, self->counting, TRUE);
  self->counting = 0;
}

static gboolean
is_last (ZpiStore *self, const Count *count, GError **error)
{
  sqlite3_file *file = NULL;
  gint64 number;
  gint64 in_file;

  if (!zpi_sql_number (self->db, "PRAGMA application_id", &number, error))
    return FALSE;
  in_file = number_in_file (self, &file);
  if (number >= count->number - (count->committed ? 0 : 1) && number >= in_file &&
      in_file >= load_log_base (self))
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_STORE_DAMAGED,
                       "The database or its log is missing what was committed last");
  return FALSE;
}

/* In one look at the database, so that others may write meanwhile. What the file says is read
 * before it, what the first page says after it. */
gboolean
zpi_store_check_count (ZpiStore *self, GError **error)
{
  g_autofree char *uuid = NULL;
  Count count;
  gboolean last;

  uuid = zpi_meta_store_get (self, ZPI_META_UUID, NULL);
  load_count (self->folder, uuid != NULL ? uuid : "", &count);
  if (!zpi_sql_exec (self->db, "BEGIN", error))
    return FALSE;
  last = is_last (self, &count, error);
  return zpi_sql_exec (self->db, "COMMIT", last ? error : NULL) && last;
}

/* What makes @backup a store of its own in @folder, as part of its marks: it stands at the highest
 * number that it or a lost store of that folder knows of, and has no log. What was salvaged lost
 * its number, but not on which one its log was begun. */
char *
zpi_store_count_anew (sqlite3 *backup, const char *folder, GError **error)
{
  Count count;
  gint64 number;
  gint64 log_base;

  if (!zpi_sql_number (backup, "PRAGMA application_id", &number, error) ||
      !zpi_sql_number (backup,
                       "SELECT CAST (value AS INTEGER) FROM meta WHERE name = '" LOG_BASE "'",
                       &log_base,
                       error))
    return NULL;
  load_count (folder, NULL, &count);
  number = highest_number (highest_number (highest_number (0, number), log_base), count.number);
  return g_strdup_printf ("PRAGMA application_id = %" G_GINT64_FORMAT ";"
                          "INSERT OR REPLACE INTO meta (name, value) "
                          "VALUES ('" LOG_BASE "', '%" G_GINT64_FORMAT "');",
                          number,
                          number);
}

/* Of a store that was lost: another one takes its place. */
void
zpi_store_forget_count (const char *folder)
{
  g_autofree char *path = count_path (folder);

  g_unlink (path);
}
