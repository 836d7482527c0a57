/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-pages.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* https://www.sqlite.org/fileformat2.html, section 4. */
#define LOG_MAGIC        0x377f0682u
#define LOG_HEADER_BYTES 32
#define FRAME_BYTES      24

struct _ZpiPages {
  int fd; /* -1: there is no file */
  int log_fd;
  guint32 n_in_file;
  guint32 n_pages;
  GHashTable *logged; /* number of a page to where it stands in the log */
};

typedef struct {
  gboolean big_endian;
  guint32 sum[2];
  guint8 salt[8];
} Log;

static guint32
get_big (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static void
add_to_sum (Log *log, const guint8 *bytes, gsize size)
{
  for (gsize i = 0; i < size; i += 8) {
    guint32 words[2];

    memcpy (words, bytes + i, sizeof words);
    log->sum[0] +=
        (log->big_endian ? GUINT32_FROM_BE (words[0]) : GUINT32_FROM_LE (words[0])) + log->sum[1];
    log->sum[1] +=
        (log->big_endian ? GUINT32_FROM_BE (words[1]) : GUINT32_FROM_LE (words[1])) + log->sum[0];
  }
}

static gboolean
sum_is (const Log *log, const guint8 *stored)
{
  return get_big (stored) == log->sum[0] && get_big (stored + 4) == log->sum[1];
}

static gboolean
read_at (int fd, guint8 *bytes, gsize size, goffset offset)
{
  return fd >= 0 && pread (fd, bytes, size, offset) == (gssize) size;
}

static gboolean
begin_log (int fd, Log *log)
{
  guint8 header[LOG_HEADER_BYTES];

  if (!read_at (fd, header, sizeof header, 0) || (get_big (header) & ~1u) != LOG_MAGIC ||
      get_big (header + 8) != ZPI_PAGE_BYTES)
    return FALSE;
  log->big_endian = (get_big (header) & 1) != 0;
  memcpy (log->salt, header + 16, sizeof log->salt);
  add_to_sum (log, header, 24);
  return sum_is (log, header + 24);
}

/* The frame at @offset, when it belongs to what was written before it. */
static gboolean
next_frame (int fd, Log *log, goffset offset, guint32 *number, guint32 *committed)
{
  guint8 frame[FRAME_BYTES + ZPI_PAGE_BYTES];

  if (!read_at (fd, frame, sizeof frame, offset) ||
      memcmp (frame + 8, log->salt, sizeof log->salt) != 0)
    return FALSE;
  *number = get_big (frame);
  *committed = get_big (frame + 4);
  add_to_sum (log, frame, 8);
  add_to_sum (log, frame + FRAME_BYTES, ZPI_PAGE_BYTES);
  return sum_is (log, frame + 16);
}

/* Frames count once a later one says that their transaction was committed. */
static void
read_log (ZpiPages *self)
{
  g_autoptr (GHashTable) pending =
      g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, NULL);
  Log log = {0};
  goffset offset = LOG_HEADER_BYTES;
  guint32 number, committed;

  if (!begin_log (self->log_fd, &log))
    return;
  for (; next_frame (self->log_fd, &log, offset, &number, &committed);
       offset += FRAME_BYTES + ZPI_PAGE_BYTES) {
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_insert (pending,
                         GUINT_TO_POINTER (number),
                         GSIZE_TO_POINTER ((gsize) offset + FRAME_BYTES));
    if (committed == 0)
      continue;
    g_hash_table_iter_init (&iter, pending);
    while (g_hash_table_iter_next (&iter, &key, &value))
      g_hash_table_insert (self->logged, key, value);
    g_hash_table_remove_all (pending);
    /* What is past the file stands in the log. */
    self->n_pages = MIN (committed, self->n_in_file + g_hash_table_size (self->logged));
  }
}

/* Both may be missing: then there are no pages. */
ZpiPages *
zpi_pages_new (const char *path)
{
  g_autofree char *log_path = g_strconcat (path, "-wal", NULL);
  ZpiPages *self = g_new0 (ZpiPages, 1);
  struct stat status;

  self->logged = g_hash_table_new (g_direct_hash, g_direct_equal);
  /* Something else than a file must not be waited for. */
  self->fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  self->log_fd = g_open (log_path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (self->fd >= 0 && fstat (self->fd, &status) == 0)
    self->n_in_file = (guint32) MIN (status.st_size / ZPI_PAGE_BYTES, G_MAXINT32);
  self->n_pages = self->n_in_file;
  read_log (self);
  return self;
}

void
zpi_pages_free (ZpiPages *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->log_fd >= 0)
    close (self->log_fd);
  g_hash_table_unref (self->logged);
  g_free (self);
}

guint32
zpi_pages_count (const ZpiPages *self)
{
  return self->n_pages;
}

guint32
zpi_pages_in_file (const ZpiPages *self)
{
  return self->n_in_file;
}

gboolean
zpi_pages_read (const ZpiPages *self, guint32 number, guint8 page[ZPI_PAGE_BYTES])
{
  const gsize logged =
      GPOINTER_TO_SIZE (g_hash_table_lookup (self->logged, GUINT_TO_POINTER (number)));

  if (number == 0 || number > self->n_pages)
    return FALSE;
  if (logged != 0)
    return read_at (self->log_fd, page, ZPI_PAGE_BYTES, (goffset) logged);
  return read_at (self->fd, page, ZPI_PAGE_BYTES, (goffset) (number - 1) * ZPI_PAGE_BYTES);
}
