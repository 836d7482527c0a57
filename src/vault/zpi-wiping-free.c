/* SPDX-License-Identifier: EUPL-1.2 */

/* Freed memory is wiped, whoever frees it: this program, GLib, GTK, SQLite. Answers pass through so
 * many hands (entries, JSON, strings that grow) that wiping each by name would never be complete.
 * These take the place of the C library's for the whole process, by the rule that the program's own
 * symbols come first. Not in sanitized builds, which have an allocator of their own. */

#define _GNU_SOURCE 1 /* RTLD_NEXT */

#include "zpi-wiping-free.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#define SANITIZED                                                                                  \
  (__has_feature (address_sanitizer) || __has_feature (thread_sanitizer) ||                        \
   __has_feature (memory_sanitizer))
#else
#define SANITIZED 0
#endif

#if defined(__GLIBC__) && !SANITIZED

typedef void (*FreeFunc) (void *memory);

static FreeFunc next_free = NULL;
static int looking = 0;

/* The one behind ours: the C library's, or a debugging allocator's that was loaded first. What is
 * freed while looking for it, long before there is a second thread, is a few bytes that stay. */
static FreeFunc
find_next_free (void)
{
  if (next_free == NULL && !looking) {
    looking = 1;
    /* By version first: glibc's debugging allocator has no default one. */
    next_free = (FreeFunc) dlvsym (RTLD_NEXT, "free", "GLIBC_2.2.5");
    if (next_free == NULL)
      next_free = (FreeFunc) dlsym (RTLD_NEXT, "free");
    looking = 0;
  }
  return next_free;
}

void
free (void *memory)
{
  FreeFunc next = find_next_free ();
  int kept = errno;

  if (memory == NULL || next == NULL)
    return;
  explicit_bzero (memory, malloc_usable_size (memory));
  next (memory);
  errno = kept;
}

/* Never the C library's: it moves what grows and leaves the old place as it was. */
void *
realloc (void *memory, size_t size)
{
  size_t before;
  void *moved;

  if (memory == NULL)
    return malloc (size);
  if (size == 0) {
    free (memory);
    return NULL;
  }
  before = malloc_usable_size (memory);
  if (size <= before && size >= before / 2) {
    explicit_bzero ((char *) memory + size, before - size);
    return memory;
  }
  moved = malloc (size);
  if (moved == NULL)
    return NULL;
  memcpy (moved, memory, size < before ? size : before);
  free (memory);
  return moved;
}

int
zpi_wiping_free_is_on (void)
{
  return 1;
}

#else

int
zpi_wiping_free_is_on (void)
{
  return 0;
}

#endif
