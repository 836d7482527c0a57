/* SPDX-License-Identifier: EUPL-1.2 */

/* Whether what stands in the clear agrees with what is sealed beside it, as far as that says
 * anything about it. What cannot be checked is in the README. */

#include "zpi-case-store.h"
#include "zpi-checks.h"
#include "zpi-field.h"
#include "zpi-store-private.h"

static gboolean
query_is_empty (ZpiStore *self, const char *sql, const char *case_id)
{
  g_autoptr (sqlite3_stmt) stmt = zpi_store_prepare (self, sql, NULL);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  return zpi_sql_row (stmt, &has_row, NULL) && !has_row;
}

/* A case that counts as received is cleared away: then something sealed has to say so. */
static gboolean
verify_state (ZpiStore *self, const ZpiCaseInfo *info)
{
  switch (info->state) {
  case ZPI_CASE_RECEIVED:
  case ZPI_CASE_IN_ASSESSMENT:
  case ZPI_CASE_MORE_INFORMATION:
  case ZPI_CASE_GRANTED:
  case ZPI_CASE_PHOTOS:
  case ZPI_CASE_ISSUED:
  case ZPI_CASE_REJECTED:
    return !query_is_empty (self,
                            "SELECT 1 FROM records "
                            "WHERE case_id = ?1 AND name IN ('receipt', 'status')",
                            info->id);
  default:
    return TRUE;
  }
}

/* Of this case only: there may be thousands with one BSN. */
static gboolean
has_bsn_hash (ZpiStore *self, const char *case_id, const char *hash)
{
  g_autoptr (sqlite3_stmt) stmt =
      zpi_store_prepare (self, "SELECT 1 FROM cases WHERE id = ?1 AND bsn_hash = ?2", NULL);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  zpi_sql_bind_text (stmt, 1, case_id);
  zpi_sql_bind_text (stmt, 2, hash);
  return zpi_sql_row (stmt, &has_row, NULL) && has_row;
}

static gboolean
verify_bsn_hash (ZpiStore *self, const char *case_id, ZpiCase *zcase)
{
  g_auto (ZpiCheckResult) bsn = zpi_check_bsn (zpi_case_get (zcase, ZPI_KEY_BSN));
  g_autofree char *hash = NULL;

  if (bsn.code != ZPI_CHECK_OK || bsn.normalised == NULL)
    return query_is_empty (self,
                           "SELECT 1 FROM cases WHERE id = ?1 AND bsn_hash IS NOT NULL",
                           case_id);
  hash = zpi_vault_hash_bsn (self->vault, bsn.normalised, NULL);
  return hash != NULL && has_bsn_hash (self, case_id, hash);
}

/* @snapshot: (nullable): the answers, opened */
gboolean
zpi_store_verify_clear (ZpiStore *self, const ZpiCaseInfo *info, GBytes *snapshot)
{
  g_autoptr (ZpiCase) zcase = snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, NULL) : NULL;

  if (!query_is_empty (self,
                       "SELECT 1 FROM cases WHERE id = ?1 "
                       "AND (cleared_us <> 0) <> (case_key IS NULL)",
                       info->id) ||
      !query_is_empty (self,
                       "SELECT 1 FROM documents WHERE case_id = ?1 "
                       "AND (state = 'complete') <> (info IS NOT NULL)",
                       info->id) ||
      !verify_state (self, info))
    return FALSE;
  return zcase == NULL ||
         (zpi_case_get_kind (zcase) == info->kind && verify_bsn_hash (self, info->id, zcase));
}
