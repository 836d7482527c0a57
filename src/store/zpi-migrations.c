/* SPDX-License-Identifier: EUPL-1.2 */

/* The numbered SQL files, applied one by one, each in a transaction of its own together with its
 * number. Before the first of them a copy is made. */

#include "zpi-sql-resources.h"
#include "zpi-store-private.h"

#define PREFIX "/nl/zoetermeerpas/Intake/sql"

static const char *const *extra_migrations = NULL;

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* The names of the shipped files, in order. */
static GStrv
shipped_names (void)
{
  GStrv names = g_resource_enumerate_children (zpi_sql_get_resource (),
                                               PREFIX,
                                               G_RESOURCE_LOOKUP_FLAGS_NONE,
                                               NULL);

  g_assert (names != NULL);
  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  return names;
}

static int
n_extra (void)
{
  return extra_migrations != NULL ? (int) g_strv_length ((GStrv) extra_migrations) : 0;
}

/* Further migrations after the shipped ones, so that tests can be ahead of their time. */
void
zpi_migrations_set_extra (const char *const *extra)
{
  extra_migrations = extra;
}

int
zpi_migrations_latest (void)
{
  g_auto (GStrv) names = shipped_names ();

  return (int) g_strv_length (names) + n_extra ();
}

/* The statements that lead to @version. */
static char *
statements_for (int version)
{
  g_auto (GStrv) names = shipped_names ();
  const int n_shipped = (int) g_strv_length (names);
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (version > n_shipped)
    return g_strdup (extra_migrations[version - n_shipped - 1]);
  path = g_strdup_printf ("%s/%s", PREFIX, names[version - 1]);
  bytes =
      g_resource_lookup_data (zpi_sql_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static gboolean
ensure_uuid (sqlite3 *db, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autoptr (sqlite3_stmt) stmt =
      zpi_sql_prepare (db,
                       "INSERT INTO meta (name, value) VALUES ('" ZPI_META_UUID
                       "', ?1) ON CONFLICT DO NOTHING",
                       error);

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, uuid);
  return zpi_sql_done (stmt, error);
}

static gboolean
apply_in_transaction (sqlite3 *db, int version, GError **error)
{
  g_autofree char *statements = statements_for (version);
  g_autofree char *number = g_strdup_printf ("PRAGMA user_version = %d", version);
  gint64 current;

  /* Another process may have been here in the meantime. */
  if (!zpi_sql_number (db, "PRAGMA user_version", &current, error))
    return FALSE;
  if (current >= version)
    return TRUE;
  return zpi_sql_exec (db, statements, error) && zpi_sql_exec (db, number, error) &&
         ensure_uuid (db, error);
}

static gboolean
apply (sqlite3 *db, int version, GError **error)
{
  gboolean done;

  if (!zpi_sql_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;
  done = apply_in_transaction (db, version, error) && zpi_sql_exec (db, "COMMIT", error);
  if (!done && !sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  if (!done)
    g_prefix_error (error, "Migration %d: ", version);
  return done;
}

/* The schema @version in an empty database of another kind: nothing of ours is in it. */
gboolean
zpi_migrations_make_schema (sqlite3 *db, int version, GError **error)
{
  for (int i = 1; i <= version; i++) {
    g_autofree char *statements = statements_for (i);
    g_autofree char *number = g_strdup_printf ("PRAGMA user_version = %d", i);

    if (!zpi_sql_exec (db, statements, error) || !zpi_sql_exec (db, number, error))
      return FALSE;
  }
  return TRUE;
}

/* Brings the database at @path from schema @from (0: empty), which is not the newest, to the
 * newest. */
gboolean
zpi_migrate (sqlite3 *db, const char *path, int from, GError **error)
{
  const int latest = zpi_migrations_latest ();

  if (from > 0) {
    g_autofree char *copy = g_strdup_printf ("%s.before-%d", path, from);

    if (!zpi_store_copy_into (db, copy, TRUE, NULL, error))
      return FALSE;
  }
  for (int version = from + 1; version <= latest; version++)
    if (!apply (db, version, error))
      return FALSE;
  return TRUE;
}
