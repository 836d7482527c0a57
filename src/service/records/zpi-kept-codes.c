/* SPDX-License-Identifier: EUPL-1.2 */

/* Somebody came with a mail while there was no network: its code is a letter of its own, a draft,
 * until the municipality says what it asks. Then the answer takes its place. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-kept-codes.h"

#include "zpi-case.h"
#include "zpi-clock.h"
#include "zpi-field.h"
#include "zpi-follow-up.h"
#include "zpi-letters.h"
#include "zpi-news-ids.h"

static char *
dup_code (ZpiStore *store, const ZpiCaseInfo *info)
{
  g_autoptr (GBytes) record = NULL;

  if (info->state != ZPI_CASE_DRAFT || info->damaged ||
      (g_strcmp0 (info->attention, ZPI_KEPT_CODE_WAITS) != 0 &&
       g_strcmp0 (info->attention, ZPI_KEPT_CODE_UNKNOWN) != 0))
    return NULL;
  record = zpi_case_store_get_record (store, info->id, ZPI_RECORD_MAIL_CODE, NULL);
  return record != NULL ? g_strndup (g_bytes_get_data (record, NULL), g_bytes_get_size (record))
                        : NULL;
}

static gboolean
insert (ZpiStore *store, ZpiCase *zcase, GError **error)
{
  g_autofree char *initials = zpi_case_dup_initials (zcase);
  g_autoptr (GBytes) snapshot = zpi_case_snapshot (zcase);
  const ZpiCaseLabel label = {zpi_case_get (zcase, ZPI_KEY_GIVEN_NAMES), initials, NULL};

  return zpi_case_store_insert (store,
                                zpi_case_get_id (zcase),
                                ZPI_CASE_LETTER,
                                zpi_case_get_generation (zcase),
                                snapshot,
                                &label,
                                error);
}

static gboolean
set_word (ZpiStore *store, const char *letter_id, const char *word, GError **error)
{
  return zpi_case_store_set_state (store, letter_id, ZPI_CASE_DRAFT, ZPI_CASE_DRAFT, word, error);
}

/**
 * zpi_kept_codes_keep:
 * @store: the store
 * @code: the code of a mail
 * @letter_id: (out) (transfer full): the letter that keeps it
 * @error: return location for an error
 *
 * Keeps it until it can be looked up; typed twice it is kept once.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_kept_codes_keep (ZpiStore *store, const char *code, char **letter_id, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_LETTERS, error);
  g_autoptr (ZpiCase) zcase = NULL;

  if (infos == NULL)
    return FALSE;
  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);
    g_autofree char *kept = dup_code (store, info);

    if (g_strcmp0 (kept, code) == 0) {
      *letter_id = g_strdup (info->id);
      return set_word (store, info->id, ZPI_KEPT_CODE_WAITS, error);
    }
  }
  zcase = zpi_case_new (ZPI_CASE_LETTER);
  *letter_id = g_strdup (zpi_case_get_id (zcase));
  return insert (store, zcase, error) &&
         zpi_follow_up_set_text (store, *letter_id, ZPI_RECORD_MAIL_CODE, code, error) &&
         set_word (store, *letter_id, ZPI_KEPT_CODE_WAITS, error);
}

/**
 * zpi_kept_codes_list:
 * @store: the store
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type utf8): the codes that were not looked up yet; %NULL when
 *   they could not be read
 */
GPtrArray *
zpi_kept_codes_list (ZpiStore *store, GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_LETTERS, error);
  GPtrArray *codes = infos != NULL ? g_ptr_array_new_with_free_func (g_free) : NULL;

  for (guint i = 0; infos != NULL && i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);
    char *code =
        g_strcmp0 (info->attention, ZPI_KEPT_CODE_WAITS) == 0 ? dup_code (store, info) : NULL;

    if (code != NULL)
      g_ptr_array_add (codes, code);
  }
  return codes;
}

/* Begun, so that it stands on the start page with its date. */
static gboolean
begin_answer (ZpiStore *store, const ZpiRequest *request, GError **error)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, request->id, NULL);
  g_autoptr (ZpiCase) zcase = NULL;
  g_autofree char *text = NULL;

  if (info != NULL)
    return TRUE;
  zcase = zpi_case_new_with_id (ZPI_CASE_LETTER, request->id);
  text = zpi_request_to_text (request);
  zpi_case_set (zcase, ZPI_KEY_LETTER_REQUEST, text);
  if (request->given_names != NULL)
    zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, request->given_names);
  return insert (store, zcase, error) &&
         (request->application_id == NULL ||
          zpi_letters_attach (store, request->id, request->application_id, error)) &&
         zpi_case_store_set_due (store,
                                 request->id,
                                 zpi_clock_end_of_day_us (request->until),
                                 error) &&
         zpi_news_add (store, request->id, error);
}

static gboolean
settle_one (ZpiStore *store,
            const ZpiCaseInfo *info,
            const ZpiRequest *request,
            GPtrArray *done,
            GError **error)
{
  if (request == NULL)
    return g_strcmp0 (info->attention, ZPI_KEPT_CODE_UNKNOWN) == 0 ||
           (set_word (store, info->id, ZPI_KEPT_CODE_UNKNOWN, error) &&
            zpi_news_add (store, info->id, error));
  g_ptr_array_add (done, g_strdup (info->id));
  return begin_answer (store, request, error);
}

/**
 * zpi_kept_codes_settle:
 * @store: the store
 * @code: a code that the municipality was asked about
 * @request: (nullable): what it asks; %NULL when nothing has this code
 * @done: (element-type utf8): gets the letters whose place the answer took, to be deleted
 * @error: return location for an error
 *
 * What came of it: the answer is begun and has its date, or the row says that the code is of
 * nothing. Of a code that is not kept here nothing is written.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_kept_codes_settle (ZpiStore *store,
                       const char *code,
                       const ZpiRequest *request,
                       GPtrArray *done,
                       GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_LETTERS, error);

  for (guint i = 0; infos != NULL && i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);
    g_autofree char *kept = dup_code (store, info);

    if (g_strcmp0 (kept, code) == 0 && !settle_one (store, info, request, done, error))
      return FALSE;
  }
  return infos != NULL;
}
