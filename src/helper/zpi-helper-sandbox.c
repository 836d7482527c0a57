/* SPDX-License-Identifier: EUPL-1.2 */

/* The walls: limits on what it may use, Landlock so that only fonts can be read, seccomp so that
 * nothing can be written, started, connected or traced. Without Landlock nothing can be opened at
 * all; documents that bring their own fonts look the same then. */

#include "zpi-helper.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define CPU_SECONDS 20

/* The address sanitizer reserves more room than any limit would leave. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#define SANITIZED __has_feature (address_sanitizer)
#else
#define SANITIZED 0
#endif

static gboolean
limit (__rlimit_resource_t what, rlim_t value)
{
  struct rlimit wanted = {.rlim_cur = value, .rlim_max = value};

  return setrlimit (what, &wanted) == 0;
}

/* What is asked decides how much may be used: a page of a document that is only shown needs far
 * less than one that is drawn anew. @bytes on top of what the program and its libraries take. */
gboolean
helper_sandbox_limit_memory (gsize bytes)
{
#if SANITIZED
  return TRUE;
#else
  g_autofree char *text = NULL;
  guint64 pages = 0;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return FALSE;
  pages = g_ascii_strtoull (text, NULL, 10);
  return limit (RLIMIT_AS, pages * (guint64) sysconf (_SC_PAGESIZE) + bytes);
#endif
}

gboolean
helper_sandbox_limit (void)
{
  gboolean limited = limit (RLIMIT_CORE, 0) && limit (RLIMIT_CPU, CPU_SECONDS);

  return limited && prctl (PR_SET_DUMPABLE, 0) == 0;
}

static const char *const readable[] = {
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/poppler",
    "/usr/share/fontconfig",
    "/usr/share/ghostscript",
    "/etc/fonts",
    "/var/cache/fontconfig",
    "/run/host/fonts",
};

static void
allow_reading (int ruleset, const char *path)
{
  struct landlock_path_beneath_attr rule = {
      .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
  };

  rule.parent_fd = open (path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0)
    return;
  syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close (rule.parent_fd);
}

static gboolean
close_files (void)
{
  struct landlock_ruleset_attr attributes = {
      .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                           LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                           LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                           LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                           LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                           LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                           LANDLOCK_ACCESS_FS_MAKE_SYM,
  };
  int ruleset = (int) syscall (SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  gboolean closed;

  if (ruleset < 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (readable); i++)
    allow_reading (ruleset, readable[i]);
  closed = syscall (SYS_landlock_restrict_self, ruleset, 0) == 0;
  close (ruleset);
  return closed;
}

/* Memory, the two pipes, time, and the end. Everything else fails with EPERM. */
static const int allowed[] = {
    SCMP_SYS (read),          SCMP_SYS (write),           SCMP_SYS (close),
    SCMP_SYS (fstat),         SCMP_SYS (lseek),           SCMP_SYS (mmap),
    SCMP_SYS (munmap),        SCMP_SYS (mremap),          SCMP_SYS (mprotect),
    SCMP_SYS (brk),           SCMP_SYS (madvise),         SCMP_SYS (futex),
    SCMP_SYS (clock_gettime), SCMP_SYS (gettimeofday),    SCMP_SYS (time),
    SCMP_SYS (getrandom),     SCMP_SYS (sched_yield),     SCMP_SYS (exit),
    SCMP_SYS (exit_group),    SCMP_SYS (rt_sigaction),    SCMP_SYS (rt_sigprocmask),
    SCMP_SYS (rt_sigreturn),  SCMP_SYS (restart_syscall), SCMP_SYS (sigaltstack),
    SCMP_SYS (gettid),        SCMP_SYS (getpid),          SCMP_SYS (sched_getaffinity),
    SCMP_SYS (pread64),       SCMP_SYS (sysinfo),
};

/* With Landlock around it, reading is all these can do. Not stat, access or readlink: Landlock does
 * not stand in their way, and they tell what is on the disk. */
static const int allowed_with_files[] = {
    SCMP_SYS (fstatfs),
    SCMP_SYS (getdents64),
};

/* What the C library asks about files that are open. */
static const int harmless_commands[] = {F_GETFD, F_SETFD, F_GETFL};

static gboolean
allow (scmp_filter_ctx filter, const int *calls, gsize n_calls)
{
  for (gsize i = 0; i < n_calls; i++) {
    if (calls[i] >= 0 && seccomp_rule_add (filter, SCMP_ACT_ALLOW, calls[i], 0) != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
allow_harmless_commands (scmp_filter_ctx filter)
{
  for (gsize i = 0; i < G_N_ELEMENTS (harmless_commands); i++) {
    if (seccomp_rule_add (
            filter,
            SCMP_ACT_ALLOW,
            SCMP_SYS (fcntl),
            1,
            SCMP_A1 (SCMP_CMP_MASKED_EQ, 0xffffffff, (scmp_datum_t) harmless_commands[i])) != 0)
      return FALSE;
  }
  return TRUE;
}

/* The C library asks how large an open file is with the call that can also ask about any path. A
 * filter cannot read a path, so the kernel sends it here: of an open file it is asked again in the
 * way that takes none, everything else is refused. */
static void
refused_call_cb (int number, siginfo_t *info, void *context)
{
#if defined(__x86_64__)
  greg_t *registers = ((ucontext_t *) context)->uc_mcontext.gregs;
  const char *path = (const char *) registers[REG_RSI];

  if (info->si_syscall == SYS_newfstatat && (registers[REG_R10] & AT_EMPTY_PATH) != 0 &&
      path != NULL && *path == '\0') {
    long result = syscall (SYS_fstat, (int) registers[REG_RDI], registers[REG_RDX]);

    registers[REG_RAX] = result < 0 ? -errno : result;
  } else {
    registers[REG_RAX] = -EPERM;
  }
#endif
}

/* Elsewhere the library has calls of its own for this, or fonts are read without knowing their
 * size. */
static gboolean
allow_asking_open_files (scmp_filter_ctx filter)
{
#if defined(__x86_64__)
  struct sigaction action = {.sa_sigaction = refused_call_cb, .sa_flags = SA_SIGINFO};

  return sigaction (SIGSYS, &action, NULL) == 0 &&
         seccomp_rule_add (filter, SCMP_ACT_TRAP, SCMP_SYS (newfstatat), 0) == 0;
#else
  return TRUE;
#endif
}

static gboolean
allow_opening_to_read (scmp_filter_ctx filter)
{
  const scmp_datum_t writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC;

  return seccomp_rule_add (filter,
                           SCMP_ACT_ALLOW,
                           SCMP_SYS (openat),
                           1,
                           SCMP_A2 (SCMP_CMP_MASKED_EQ, writing, 0)) == 0;
}

gboolean
helper_sandbox_close (void)
{
  scmp_filter_ctx filter;
  gboolean closed, files;

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return FALSE;
  files = close_files ();
  if (!limit (RLIMIT_FSIZE, 0) || !limit (RLIMIT_NPROC, 0))
    return FALSE;
  filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  if (filter == NULL)
    return FALSE;
  closed = allow (filter, allowed, G_N_ELEMENTS (allowed)) && allow_harmless_commands (filter) &&
           allow_asking_open_files (filter);
  if (closed && files)
    closed = allow (filter, allowed_with_files, G_N_ELEMENTS (allowed_with_files)) &&
             allow_opening_to_read (filter);
  closed = closed && seccomp_load (filter) == 0;
  seccomp_release (filter);
  return closed;
}

/* For the test: tries what must not be possible. Exit status 0 when nothing of it is. */
int
helper_sandbox_probe (void)
{
  struct stat status;
  struct statx extended;
  char path[64];

  if (open ("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0)
    return 10;
  if (stat ("/etc/passwd", &status) == 0 || access ("/etc/passwd", F_OK) == 0)
    return 16;
  if (syscall (SYS_statx, AT_FDCWD, "/etc/passwd", 0, STATX_SIZE, &extended) == 0)
    return 17;
  if (readlink ("/proc/self/exe", path, sizeof path) >= 0)
    return 18;
  if (fcntl (STDOUT_FILENO, F_DUPFD, 10) >= 0 || fcntl (STDOUT_FILENO, F_SETOWN, 1) >= 0 ||
      fcntl (STDOUT_FILENO, F_SETPIPE_SZ, 4096) >= 0)
    return 19;
  /* What is open may be asked about, and what fonts need works. */
  if (fstat (STDOUT_FILENO, &status) != 0 || fcntl (STDOUT_FILENO, F_GETFL) < 0)
    return 20;
  if (open ("/tmp/zpi-helper-probe", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0)
    return 11;
  if (socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0)
    return 12;
  if (socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0)
    return 13;
  if (fork () >= 0)
    return 14;
  if (syscall (SYS_ptrace, 16, getppid (), NULL, NULL) == 0)
    return 15;
  execl ("/bin/true", "true", NULL);
  return 0;
}
