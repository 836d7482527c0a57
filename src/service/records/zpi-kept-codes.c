/* SPDX-License-Identifier: EUPL-1.2 */

/* Somebody came with a mail while there was no network: its code is a letter of its own, a draft,
 * until the municipality says what it asks. Then the answer takes its place. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-kept-codes.h"

#include <string.h>

#include "zpi-attention.h"
#include "zpi-case.h"
#include "zpi-clock.h"
#include "zpi-field.h"
#include "zpi-follow-up.h"
#include "zpi-letters.h"
#include "zpi-news-ids.h"

/* What the row of such a code says: it waits, nothing has it, or it was answered or is not asked
 * any more. */
static gboolean
keeps_code (const ZpiCaseInfo *info)
{
  return info->state == ZPI_CASE_DRAFT && !info->damaged &&
         (zpi_attention_is (info->attention, ZPI_ATTENTION_CODE_WAITS) ||
          zpi_attention_is (info->attention, ZPI_ATTENTION_CODE_UNKNOWN) ||
          zpi_attention_is (info->attention, ZPI_ATTENTION_REQUEST_CLOSED));
}

static char *
dup_code (ZpiStore *store, const ZpiCaseInfo *info)
{
  g_autoptr (GBytes) record = NULL;

  if (!keeps_code (info))
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

static char *
find_kept (ZpiStore *store, GPtrArray *infos, const char *code)
{
  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);
    g_autofree char *kept = dup_code (store, info);

    if (g_strcmp0 (kept, code) == 0)
      return g_strdup (info->id);
  }
  return NULL;
}

static gboolean
is_kept (ZpiStore *store, const char *letter_id)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, letter_id, NULL);
  g_autofree char *code = info != NULL ? dup_code (store, info) : NULL;

  return code != NULL;
}

/**
 * zpi_kept_codes_keep:
 * @store: the store
 * @code: the code of a mail
 * @before: (nullable): a letter that keeps another code, which was wrong: it keeps this one, with
 *   the papers that were brought for it
 * @letter_id: (out) (transfer full): the letter that keeps it
 * @error: return location for an error
 *
 * Keeps it until it can be looked up; typed twice it is kept once.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_kept_codes_keep (ZpiStore *store,
                     const char *code,
                     const char *before,
                     char **letter_id,
                     GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_LETTERS, error);
  g_autoptr (ZpiCase) zcase = NULL;

  if (infos == NULL)
    return FALSE;
  *letter_id = find_kept (store, infos, code);
  if (*letter_id != NULL)
    return set_word (store, *letter_id, zpi_attention_to_nick (ZPI_ATTENTION_CODE_WAITS), error);
  if (before != NULL && is_kept (store, before)) {
    *letter_id = g_strdup (before);
  } else {
    zcase = zpi_case_new (ZPI_CASE_LETTER);
    *letter_id = g_strdup (zpi_case_get_id (zcase));
  }
  return (zcase == NULL || insert (store, zcase, error)) &&
         zpi_follow_up_set_text (store, *letter_id, ZPI_RECORD_MAIL_CODE, code, error) &&
         set_word (store, *letter_id, zpi_attention_to_nick (ZPI_ATTENTION_CODE_WAITS), error);
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
    char *code = zpi_attention_is (info->attention, ZPI_ATTENTION_CODE_WAITS)
                     ? dup_code (store, info)
                     : NULL;

    if (code != NULL)
      g_ptr_array_add (codes, code);
  }
  return codes;
}

static gboolean
is_here (ZpiStore *store, const ZpiRequest *request)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, request->id, NULL);

  return info != NULL;
}

/* Begun, so that it stands on the start page with its date. */
static gboolean
begin_answer (ZpiStore *store, const ZpiRequest *request, GError **error)
{
  g_autoptr (ZpiCase) zcase = NULL;
  g_autofree char *text = NULL;

  if (is_here (store, request))
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

/* Also on their way in. Answers that do not open may have some. */
static gboolean
has_papers (ZpiStore *store, const char *letter_id)
{
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, letter_id, NULL, NULL);
  g_autoptr (ZpiCase) zcase = snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, NULL) : NULL;

  return zcase == NULL || zpi_case_get_n_items (zcase, ZPI_LIST_DOCUMENT) > 0 ||
         zpi_case_get_n_items (zcase, ZPI_LIST_DROPPED) > 0;
}

/* What was answered before takes nothing any more: then they stay where they are, in sight. */
static gboolean
may_take_papers (ZpiStore *store, const char *answer_id)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, answer_id, NULL);

  return info != NULL && info->kind == ZPI_CASE_LETTER &&
         (info->state == ZPI_CASE_DRAFT || info->state == ZPI_CASE_ATTENTION);
}

static gboolean
settle_papers (ZpiStore *store,
               const ZpiCaseInfo *info,
               const ZpiRequest *request,
               GPtrArray *done,
               GError **error)
{
  /* In one go: a code that was left beside its answer would be looked up once more, and its row say
   * that nothing has it when that was answered meanwhile. */
  if (!has_papers (store, info->id)) {
    g_ptr_array_add (done, g_strdup (info->id));
    return zpi_case_store_delete (store, info->id, error);
  }
  if (!may_take_papers (store, request->id))
    return set_word (store, info->id, zpi_attention_to_nick (ZPI_ATTENTION_REQUEST_CLOSED), error);
  /* In sight again, should the answer be deleted before anybody opens it. */
  return set_word (store, info->id, zpi_attention_to_nick (ZPI_ATTENTION_CODE_UNKNOWN), error) &&
         zpi_letters_set_papers_for (store, info->id, request->id, error);
}

static gboolean
settle_one (ZpiStore *store,
            const ZpiCaseInfo *info,
            const ZpiRequest *request,
            GPtrArray *done,
            GError **error)
{
  const char *word = zpi_attention_to_nick (request == NULL ? ZPI_ATTENTION_CODE_UNKNOWN
                                                            : ZPI_ATTENTION_REQUEST_CLOSED);

  /* To begin an answer to what was answered elsewhere would be work for nothing. */
  if (request == NULL || (!zpi_request_is_open (request) && !is_here (store, request)))
    return g_strcmp0 (info->attention, word) == 0 ||
           (set_word (store, info->id, word, error) && zpi_news_add (store, info->id, error));
  return begin_answer (store, request, error) && settle_papers (store, info, request, done, error);
}

/**
 * zpi_kept_codes_settle:
 * @store: the store
 * @code: a code that the municipality was asked about
 * @before: (nullable): a letter that keeps another code, which was wrong: this was meant
 * @request: (nullable): what it asks; %NULL when nothing has this code
 * @changed: (out): whether such a code was kept here
 * @done: (element-type utf8): gets the letters whose place the answer took; one with papers stays
 *   with the answer
 * @error: return location for an error
 *
 * What came of it: the answer is begun and has its date, or the row says that the code is of
 * nothing, or that it is not asked any more. Of a code that is not kept here nothing is written.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_kept_codes_settle (ZpiStore *store,
                       const char *code,
                       const char *before,
                       const ZpiRequest *request,
                       gboolean *changed,
                       GPtrArray *done,
                       GError **error)
{
  g_autoptr (GPtrArray) infos = zpi_case_store_list_bare (store, ZPI_CASE_ROWS_LETTERS, error);

  *changed = FALSE;
  for (guint i = 0; infos != NULL && i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);
    g_autofree char *kept = dup_code (store, info);

    if (kept == NULL ||
        (strcmp (kept, code) != 0 && (request == NULL || g_strcmp0 (info->id, before) != 0)))
      continue;
    *changed = TRUE;
    if (!settle_one (store, info, request, done, error))
      return FALSE;
  }
  return infos != NULL;
}

/**
 * zpi_kept_codes_give_back:
 * @store: the store
 * @letter_id: a letter whose papers are for an answer
 * @error: return location for an error
 *
 * Has it in the list again, as a code that somebody has to look at.
 *
 * Returns: %FALSE when it is not written
 */
gboolean
zpi_kept_codes_give_back (ZpiStore *store, const char *letter_id, GError **error)
{
  return zpi_letters_set_papers_for (store, letter_id, NULL, error) &&
         set_word (store, letter_id, zpi_attention_to_nick (ZPI_ATTENTION_CODE_UNKNOWN), error);
}
