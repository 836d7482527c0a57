/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A store in a folder of its own, used from a test as if it were synchronous. */

#include "zpi-case-store.h"
#include "zpi-document-store.h"
#include "zpi-outbox-store.h"

G_BEGIN_DECLS

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ADDRESS_SANITIZER 1
#endif
#endif

typedef struct {
  char *folder;
  char *key_file;
  ZpiStore *store;
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

/* Opens and unlocks with the practice key, making it the first time. */
void fixture_open (Fixture *self);
gboolean fixture_try_open (Fixture *self, GError **error);
gboolean fixture_try_unlock (Fixture *self, GError **error);
void fixture_close (Fixture *self);
void fixture_reopen (Fixture *self);

gboolean fixture_run (Fixture *self, ZpiStoreFunc func, gpointer data, GError **error);
gboolean fixture_transact (Fixture *self, ZpiStoreFunc func, gpointer data, GError **error);
void fixture_sql (Fixture *self, const char *sql); /* straight into the file, store closed */

/* Whether nothing that was removed stands in the file or the log any more. */
gboolean fixture_is_scrubbed (Fixture *self);

void remove_folder (const char *folder);
GBytes *bytes_of (const char *text);
gboolean bytes_are (GBytes *bytes, const char *text);
/* @needle: anywhere in any file below @folder */
gboolean folder_contains (const char *folder, const void *needle, gsize size);

#define assert_zpi_error(error, code) g_assert_error ((error), ZPI_ERROR, (int) (code))

G_END_DECLS
