/* SPDX-License-Identifier: EUPL-1.2 */

/* A backup or sync program that copies database and log at different moments, or forgets the log:
 * of all pairs that can be made of a morning's work, none may open as if nothing were missing. */

#include "store-fixture.h"

#include <glib/gstdio.h>

#define MOMENTS 16

typedef struct {
  GBytes *database;
  GBytes *log;   /* (nullable) */
  GBytes *count; /* (nullable) */
  guint n_cases;
} Moment;

static GBytes *
load (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char *content;
  gsize size;

  return g_file_get_contents (path, &content, &size, NULL) ? g_bytes_new_take (content, size)
                                                           : NULL;
}

static void
put (Fixture *self, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  gsize size = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  g_unlink (path);
  if (bytes != NULL)
    g_assert_true (g_file_set_contents (path, data != NULL ? data : "", (gssize) size, NULL));
}

static void
put_all (Fixture *self, GBytes *database, GBytes *log, GBytes *count)
{
  put (self, "store.db-shm", NULL);
  put (self, "store.db", database);
  put (self, "store.db-wal", log);
  put (self, "store.count", count);
}

static gboolean
insert_func (ZpiStore *store, gpointer data, GError **error)
{
  const guint *number = data;
  g_autofree char *id = g_strdup_printf ("%08x-0000-4000-8000-000000000000", *number);
  g_autofree char *answers = g_strnfill (1500, 'a');
  g_autoptr (GBytes) snapshot = bytes_of (answers);

  return zpi_case_store_insert (store,
                                id,
                                ZPI_CASE_APPLICATION,
                                1,
                                snapshot,
                                &(ZpiCaseLabel){"Naam", "N.", NULL},
                                error);
}

static gboolean
scrub_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_store_scrub (store, error);
}

static gboolean
count_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list (store, error);

  if (infos != NULL)
    *(guint *) data = infos->len;
  return infos != NULL;
}

/* Whether it opens as if all were well, and how many cases it has then. */
static gboolean
opens (Fixture *self, guint *n_cases)
{
  g_autoptr (GError) error = NULL;
  const gboolean open = fixture_try_open (self, &error) && fixture_try_unlock (self, NULL);

  if (open)
    g_assert_true (fixture_run (self, count_func, n_cases, NULL));
  else
    assert_zpi_error (error, ZPI_ERROR_STORE_DAMAGED);
  fixture_close (self);
  return open;
}

/* A morning: saves, now and then clearing, closing, opening again. */
static void
work (Fixture *self, Moment *moments)
{
  g_autoptr (GError) error = NULL;

  fixture_open (self);
  for (guint i = 0; i < MOMENTS; i++) {
    if (i % 7 == 6)
      fixture_reopen (self);
    if (i % 5 == 4)
      g_assert_true (fixture_run (self, scrub_func, NULL, &error));
    fixture_transact (self, insert_func, &i, &error);
    g_assert_no_error (error);
    moments[i] = (Moment){load (self, "store.db"),
                          load (self, "store.db-wal"),
                          load (self, "store.count"),
                          i + 1};
  }
  fixture_close (self);
}

static void
forget (Moment *moments)
{
  for (guint i = 0; i < MOMENTS; i++) {
    g_clear_pointer (&moments[i].database, g_bytes_unref);
    g_clear_pointer (&moments[i].log, g_bytes_unref);
    g_clear_pointer (&moments[i].count, g_bytes_unref);
  }
}

static void
test_mixed (Fixture *self, gconstpointer data)
{
  Moment moments[MOMENTS] = {0};
  guint n_silent = 0;
  guint n_whole = 0;
  guint n_pairs = 0;

  work (self, moments);
  for (guint i = 0; i < MOMENTS; i++)
    for (guint j = 0; j <= MOMENTS; j++) {
      guint n_cases = 0;

      put_all (self,
               moments[i].database,
               j < MOMENTS ? moments[j].log : NULL,
               moments[MOMENTS - 1].count);
      n_pairs++;
      if (!opens (self, &n_cases))
        continue;
      n_whole += n_cases == MOMENTS;
      n_silent += n_cases != MOMENTS;
      if (n_cases != MOMENTS)
        g_test_message ("database of %u, log of %u: %u cases", i, j, n_cases);
    }
  g_test_message ("%u pairs, %u whole, %u silently not", n_pairs, n_whole, n_silent);
  g_assert_cmpuint (n_silent, ==, 0);
  g_assert_cmpuint (n_whole, >, 0);
  forget (moments);
}

/* As after a power cut at that moment, with what the file beside it said then, a bit earlier or not
 * at all; no alarm. */
static void
test_no_false_alarm (Fixture *self, gconstpointer data)
{
  Moment moments[MOMENTS] = {0};
  guint n_cases = 0;

  work (self, moments);
  for (guint i = 0; i < MOMENTS; i++)
    for (guint back = 0; back < 3; back++) {
      put_all (self,
               moments[i].database,
               moments[i].log,
               back == 2 || i < back ? NULL : moments[i - back].count);
      g_assert_true (opens (self, &n_cases));
      g_assert_cmpuint (n_cases, ==, moments[i].n_cases);
    }
  forget (moments);
}

/* The process died between noting what it is about to commit and committing it. */
static void
test_died_before_the_commit (Fixture *self, gconstpointer data)
{
  Moment moments[MOMENTS] = {0};
  g_autofree char *count = NULL;
  g_autoptr (GBytes) beginning = NULL;
  g_auto (GStrv) words = NULL;
  guint n_cases = 0;

  work (self, moments);
  words = g_strsplit (g_bytes_get_data (moments[5].count, NULL), " ", 3);
  count = g_strdup_printf ("%s %012" G_GINT64_FORMAT " beginning\n",
                           words[0],
                           g_ascii_strtoll (words[1], NULL, 10) + 1);
  beginning = bytes_of (count);
  put_all (self, moments[5].database, moments[5].log, beginning);
  g_assert_true (opens (self, &n_cases));
  g_assert_cmpuint (n_cases, ==, 6);

  /* Two steps are one too many. */
  put_all (self, moments[4].database, moments[4].log, beginning);
  g_assert_false (opens (self, &n_cases));
  forget (moments);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/pairs/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("mixed", test_mixed);
  ADD ("no-false-alarm", test_no_false_alarm);
  ADD ("died-before-the-commit", test_died_before_the_commit);
  return g_test_run ();
}
