/* SPDX-License-Identifier: EUPL-1.2 */

#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

static int armed_kind = FAULT_NONE;
static int passed = 0;
static int failing_point = 0;
static int failure_stays = 0;
static int was_hit = 0;
static int read_only = 0;
static char *synced_folder = NULL;

void
fault_arm (FaultKind kind, guint n, gboolean stays)
{
  g_atomic_int_set (&passed, 0);
  g_atomic_int_set (&was_hit, 0);
  g_atomic_int_set (&failing_point, (int) n);
  g_atomic_int_set (&failure_stays, stays ? 1 : 0);
  g_atomic_int_set (&armed_kind, kind);
}

gboolean
fault_disarm (void)
{
  g_atomic_int_set (&armed_kind, FAULT_NONE);
  return g_atomic_int_get (&was_hit) != 0;
}

void
fault_set_read_only (gboolean disk_is_read_only)
{
  g_atomic_int_set (&read_only, disk_is_read_only ? 1 : 0);
}

void
fault_keep_synced (const char *folder)
{
  g_clear_pointer (&synced_folder, g_free);
  synced_folder = g_strdup (folder);
}

/* One point that can fail. */
static gboolean
fails (gboolean memory)
{
  const int kind = g_atomic_int_get (&armed_kind);
  int point;

  if (kind == FAULT_NONE || memory != (kind == FAULT_MEMORY))
    return FALSE;
  point = g_atomic_int_add (&passed, 1);
  if (point < g_atomic_int_get (&failing_point))
    return FALSE;
  if (point > g_atomic_int_get (&failing_point) && g_atomic_int_get (&failure_stays) == 0)
    return FALSE;
  g_atomic_int_set (&was_hit, 1);
  return TRUE;
}

static int
code_for (int io_code)
{
  return g_atomic_int_get (&armed_kind) == FAULT_FULL ? SQLITE_FULL : io_code;
}

static gboolean
fails_with_errno (void)
{
  if (!fails (FALSE))
    return FALSE;
  errno = g_atomic_int_get (&armed_kind) == FAULT_FULL ? ENOSPC : EIO;
  return TRUE;
}

/* What the program does itself. */

int __real_fsync (int fd);
int __wrap_fsync (int fd);
ssize_t __real_write (int fd, const void *data, size_t size);
ssize_t __wrap_write (int fd, const void *data, size_t size);
int __real_link (const char *from, const char *to);
int __wrap_link (const char *from, const char *to);
int __real_open64 (const char *path, int flags, ...);
int __wrap_open64 (const char *path, int flags, ...);
int __real_rename (const char *from, const char *to);
int __wrap_rename (const char *from, const char *to);
int __real_g_mkdir_with_parents (const char *path, int mode);
int __wrap_g_mkdir_with_parents (const char *path, int mode);

int
__wrap_fsync (int fd)
{
  return fails_with_errno () ? -1 : __real_fsync (fd);
}

/* Every other write is interrupted before it began; that is no failure. */
static gboolean
is_interrupted (void)
{
  static gint turn = 0;

  if (g_atomic_int_add (&turn, 1) % 2 != 0)
    return FALSE;
  errno = EINTR;
  return TRUE;
}

ssize_t
__wrap_write (int fd, const void *data, size_t size)
{
  if (is_interrupted ())
    return -1;
  if (fails_with_errno ()) {
    const int number = errno;

    (void) !__real_write (fd, data, size / 2);
    errno = number;
    return -1;
  }
  return __real_write (fd, data, size);
}

int
__wrap_link (const char *from, const char *to)
{
  return fails_with_errno () ? -1 : __real_link (from, to);
}

/* g_open() is this one, by another name. */
int
__wrap_open64 (const char *path, int flags, ...)
{
  va_list arguments;
  mode_t mode;

  va_start (arguments, flags);
  mode = (flags & O_CREAT) != 0 ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  if (g_atomic_int_get (&read_only) != 0 && (flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0) {
    errno = EROFS;
    return -1;
  }
  return fails_with_errno () ? -1 : __real_open64 (path, flags, mode);
}

int
__wrap_rename (const char *from, const char *to)
{
  return fails_with_errno () ? -1 : __real_rename (from, to);
}

int
__wrap_g_mkdir_with_parents (const char *path, int mode)
{
  return fails_with_errno () ? -1 : __real_g_mkdir_with_parents (path, mode);
}

/* Between SQLite and the disk. */

typedef struct {
  sqlite3_file base;
  char *path;
  sqlite3_file real[]; /* as large as the real VFS wants it */
} FaultFile;

static sqlite3_vfs *real_vfs;

static sqlite3_file *
real_of (sqlite3_file *file)
{
  return ((FaultFile *) file)->real;
}

static int
file_close (sqlite3_file *file)
{
  g_clear_pointer (&((FaultFile *) file)->path, g_free);
  return real_of (file)->pMethods->xClose (real_of (file));
}

static int
file_read (sqlite3_file *file, void *data, int size, sqlite3_int64 offset)
{
  return real_of (file)->pMethods->xRead (real_of (file), data, size, offset);
}

static int
file_write (sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
  if (fails (FALSE)) {
    real_of (file)->pMethods->xWrite (real_of (file), data, size / 2, offset);
    return code_for (SQLITE_IOERR_WRITE);
  }
  return real_of (file)->pMethods->xWrite (real_of (file), data, size, offset);
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  if (fails (FALSE))
    return code_for (SQLITE_IOERR_TRUNCATE);
  return real_of (file)->pMethods->xTruncate (real_of (file), size);
}

static char *
synced_path (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return g_build_filename (synced_folder, name, NULL);
}

/* Read through SQLite: closing a descriptor of our own would drop its locks. */
static void
keep_synced (FaultFile *file)
{
  g_autofree char *target = NULL;
  g_autofree char *content = NULL;
  sqlite3_int64 size = 0;

  if (synced_folder == NULL || file->path == NULL)
    return;
  target = synced_path (file->path);
  file->real->pMethods->xFileSize (file->real, &size);
  content = g_malloc (size + 1);
  g_assert_cmpint (file->real->pMethods->xRead (file->real, content, (int) size, 0), ==, SQLITE_OK);
  g_assert_true (g_file_set_contents (target, content, size, NULL));
}

static int
file_sync (sqlite3_file *file, int flags)
{
  int rc;

  if (fails (FALSE))
    return code_for (SQLITE_IOERR_FSYNC);
  rc = real_of (file)->pMethods->xSync (real_of (file), flags);
  keep_synced ((FaultFile *) file);
  return rc;
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return real_of (file)->pMethods->xFileSize (real_of (file), size);
}

static int
file_lock (sqlite3_file *file, int lock)
{
  return real_of (file)->pMethods->xLock (real_of (file), lock);
}

static int
file_unlock (sqlite3_file *file, int lock)
{
  return real_of (file)->pMethods->xUnlock (real_of (file), lock);
}

static int
file_check_reserved_lock (sqlite3_file *file, int *result)
{
  return real_of (file)->pMethods->xCheckReservedLock (real_of (file), result);
}

static int
file_control (sqlite3_file *file, int op, void *argument)
{
  return real_of (file)->pMethods->xFileControl (real_of (file), op, argument);
}

static int
file_sector_size (sqlite3_file *file)
{
  return real_of (file)->pMethods->xSectorSize (real_of (file));
}

static int
file_device_characteristics (sqlite3_file *file)
{
  return real_of (file)->pMethods->xDeviceCharacteristics (real_of (file));
}

static int
file_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **map)
{
  if (extend && fails (FALSE))
    return code_for (SQLITE_IOERR_SHMSIZE);
  if (g_atomic_int_get (&read_only) != 0) {
    errno = EROFS;
    return SQLITE_CANTOPEN;
  }
  return real_of (file)->pMethods->xShmMap (real_of (file), page, size, extend, map);
}

static int
file_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return real_of (file)->pMethods->xShmLock (real_of (file), offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  real_of (file)->pMethods->xShmBarrier (real_of (file));
}

static int
file_shm_unmap (sqlite3_file *file, int delete_it)
{
  return real_of (file)->pMethods->xShmUnmap (real_of (file), delete_it);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_device_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

static int
vfs_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
  FaultFile *self = (FaultFile *) file;
  int rc;

  memset (self, 0, vfs->szOsFile);
  if (fails (FALSE))
    return SQLITE_CANTOPEN;
  if (g_atomic_int_get (&read_only) != 0) {
    /* What the system's VFS does when the disk says no. */
    flags = (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY;
  }
  rc = real_vfs->xOpen (real_vfs, path, self->real, flags, out_flags);
  if (rc == SQLITE_OK) {
    self->base.pMethods = &methods;
    self->path = g_strdup (path);
  }
  return rc;
}

static int
vfs_delete (sqlite3_vfs *vfs, const char *path, int sync_dir)
{
  if (fails (FALSE))
    return SQLITE_IOERR_DELETE;
  if (synced_folder != NULL) {
    g_autofree char *target = synced_path (path);

    g_unlink (target);
  }
  return real_vfs->xDelete (real_vfs, path, sync_dir);
}

static void
register_vfs (void)
{
  static sqlite3_vfs vfs;

  real_vfs = sqlite3_vfs_find (NULL);
  vfs = *real_vfs;
  vfs.zName = "fault";
  vfs.szOsFile = sizeof (FaultFile) + real_vfs->szOsFile;
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  sqlite3_vfs_register (&vfs, 1);
}

/* Below SQLite. */

static sqlite3_mem_methods real_memory;

static void *
memory_malloc (int size)
{
  return fails (TRUE) ? NULL : real_memory.xMalloc (size);
}

static void *
memory_realloc (void *block, int size)
{
  return fails (TRUE) ? NULL : real_memory.xRealloc (block, size);
}

static void
register_memory (void)
{
  static sqlite3_mem_methods memory;

  sqlite3_config (SQLITE_CONFIG_GETMALLOC, &real_memory);
  memory = real_memory;
  memory.xMalloc = memory_malloc;
  memory.xRealloc = memory_realloc;
  sqlite3_config (SQLITE_CONFIG_MALLOC, &memory);
  /* Every allocation really goes through there. */
  sqlite3_config (SQLITE_CONFIG_LOOKASIDE, 0, 0);
}

void
fault_init (void)
{
  register_memory ();
  sqlite3_initialize ();
  register_vfs ();
}
