/* SPDX-License-Identifier: EUPL-1.2 */

/* Letters beside their application: the code of a mail with its papers, what the row of an
 * application says of an answer, and what goes when. */

#include "sender-fixture.h"
#include "zpi-attention.h"
#include "zpi-field.h"
#include "zpi-follow-up.h"
#include "zpi-intake.h"
#include "zpi-kept-codes.h"
#include "zpi-letters.h"
#include "zpi-papers.h"
#include "zpi-session-private.h"

#define CODE   "K7PM2QXR"
#define ANSWER "0fb5a3a5-29bb-4f9f-9b3f-6b8f6f0f7a11"

typedef struct {
  char *letter; /* (nullable) */
  guint n_listed;
  char *attention;  /* (nullable): of the letter, where it is listed */
  gboolean is_gone; /* the letter, with the papers */
} Papers;

static gboolean
keep_code_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_kept_codes_keep (store, CODE, NULL, &((Papers *) data)->letter, error);
}

static gboolean
settle_code_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (ZpiRequest) request = zpi_request_from_text (
      "{\"aanvullingId\":\"" ANSWER "\",\"aanvraagId\":\"7d5a3a5e-29bb-4f9f-9b3f-6b8f6f0f7a12\","
      "\"status\":\"open\",\"uiterlijkOp\":\"2026-12-31\",\"gevraagd\":[{\"soort\":\"overig\"}]}",
      NULL);
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  gboolean changed;

  return zpi_kept_codes_settle (store, CODE, NULL, request, &changed, done, error) && changed &&
         done->len == 0;
}

static gboolean
list_papers_func (ZpiStore *store, gpointer data, GError **error)
{
  Papers *self = data;
  g_autoptr (GPtrArray) infos = zpi_case_store_list (store, error);

  zpi_letters_drop_attached (store, infos);
  self->n_listed = infos->len;
  g_clear_pointer (&self->attention, g_free);
  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (g_str_equal (info->id, self->letter))
      self->attention = g_strdup (info->attention);
  }
  return TRUE;
}

static gboolean
delete_answer_func (ZpiStore *store, gpointer data, GError **error)
{
  return zpi_case_store_delete (store, ANSWER, error);
}

static gboolean
clear_answer_func (ZpiStore *store, gpointer data, GError **error)
{
  Papers *self = data;
  g_autoptr (ZpiCaseInfo) letter = zpi_case_store_get_info (store, self->letter, error);

  return zpi_case_store_set_state (store, ANSWER, ZPI_CASE_DRAFT, ZPI_CASE_RECEIVED, NULL, error) &&
         zpi_letters_remove_idle (store, letter, &self->is_gone, error) && !self->is_gone &&
         zpi_case_store_clear (store, ANSWER, error) &&
         zpi_letters_remove_idle (store, letter, &self->is_gone, error);
}

/* Papers that were brought with a code stand behind its answer: in sight again when that is
 * deleted, and gone when it is cleared. */
static void
test_papers_of_a_code (Desk *desk, gconstpointer data)
{
  Papers papers = {NULL};
  g_autoptr (GBytes) content = jpeg_of (300 * 1024);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autofree char *item = NULL;
  ZpiCaseKeeper *keeper;

  desk_open (desk);
  keeper = zpi_session_get_keeper (desk->session);
  g_assert_true (desk_transact (desk, keep_code_func, &papers));
  zpi_case_keeper_open_async (keeper, papers.letter, NULL, result_cb, &result);
  zcase = zpi_case_keeper_open_finish (keeper, result_wait (&result), NULL);
  item = desk_take_in (desk, zcase, content, NULL, NULL);
  g_assert_nonnull (item);
  zpi_case_keeper_close_case (keeper, zcase);
  g_assert_true (desk_transact (desk, settle_code_func, &papers));
  g_assert_true (desk_transact (desk, list_papers_func, &papers));
  g_assert_cmpuint (papers.n_listed, ==, 1);
  g_assert_true (desk_transact (desk, delete_answer_func, NULL));
  g_assert_true (desk_transact (desk, list_papers_func, &papers));
  g_assert_cmpuint (papers.n_listed, ==, 1);
  g_assert_cmpstr (papers.attention, ==, zpi_attention_to_nick (ZPI_ATTENTION_CODE_UNKNOWN));
  g_assert_true (desk_transact (desk, settle_code_func, &papers));
  g_assert_true (desk_transact (desk, clear_answer_func, &papers));
  g_assert_true (papers.is_gone);
  g_free (papers.letter);
  g_free (papers.attention);
}

static ZpiCase *
open_case_now (Desk *desk, const char *id)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (desk->session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCase *zcase;

  zpi_case_keeper_open_async (keeper, id, NULL, result_cb, &result);
  zcase = zpi_case_keeper_open_finish (keeper, result_wait (&result), &error);
  g_assert_no_error (error);
  return zcase;
}

static void
close_flushed (Desk *desk, ZpiCase *zcase)
{
  g_assert_true (desk_flush (desk, zcase, NULL));
  zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
  g_object_unref (zcase);
}

/* What is on the disk of the two when it is killed between taking a paper over and removing it. */
static void
take_over_in_part (Desk *desk, const char *letter_id, const char *item)
{
  ZpiCase *letter = open_case_now (desk, letter_id);
  ZpiCase *answer = open_case_now (desk, ANSWER);
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GAsyncResult) taken = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autofree char *there = NULL;

  zpi_intake_read_drawn_async (desk->session, letter, item, NULL, result_cb, &read);
  content = zpi_intake_read_drawn_finish (result_wait (&read), NULL);
  g_assert_nonnull (content);
  zpi_intake_from_async (desk->session, answer, content, letter, item, NULL, result_cb, &taken);
  there = zpi_intake_bytes_finish (result_wait (&taken), NULL, NULL);
  g_assert_nonnull (there);
  close_flushed (desk, letter);
  close_flushed (desk, answer);
}

static ZpiCase *
open_with_papers (Desk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCase *answer;

  zpi_papers_open_async (desk->session, ANSWER, NULL, result_cb, &result);
  answer = zpi_papers_open_finish (result_wait (&result), &error);
  g_assert_no_error (error);
  return answer;
}

/* Each paper comes into the answer once, also when it was killed after it was taken over. */
static void
test_papers_taken_over (Desk *desk, gconstpointer data)
{
  Papers papers = {NULL};
  g_autoptr (GBytes) first = jpeg_of (30 * 1024);
  g_autoptr (GBytes) second = jpeg_of (40 * 1024);
  g_autofree char *item = NULL;
  g_autofree char *other = NULL;
  ZpiCase *letter;
  ZpiCase *answer;

  desk_open (desk);
  g_assert_true (desk_transact (desk, keep_code_func, &papers));
  letter = open_case_now (desk, papers.letter);
  item = desk_take_in (desk, letter, first, NULL, NULL);
  other = desk_take_in (desk, letter, second, NULL, NULL);
  close_flushed (desk, letter);
  g_assert_true (desk_transact (desk, settle_code_func, &papers));
  take_over_in_part (desk, papers.letter, item);
  answer = open_with_papers (desk);
  g_assert_cmpuint (zpi_case_get_n_items (answer, ZPI_LIST_DOCUMENT), ==, 2);
  close_flushed (desk, answer);
  g_assert_true (desk_transact (desk, list_papers_func, &papers));
  g_assert_cmpuint (papers.n_listed, ==, 1);
  g_assert_null (papers.attention);
  g_free (papers.letter);
}

/* A file on its way in when the program ended, and nothing else: the letter is not empty, and the
 * answer goes on with it, without saying what it is. */
static void
test_papers_on_their_way (Desk *desk, gconstpointer data)
{
  Papers papers = {NULL};
  g_autoptr (GFile) file = g_file_new_for_uri ("file:///brief.jpg");
  g_auto (GStrv) items = NULL;
  g_autofree char *item = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *kind = NULL;
  ZpiCase *letter;
  ZpiCase *answer;

  desk_open (desk);
  g_assert_true (desk_transact (desk, keep_code_func, &papers));
  letter = open_case_now (desk, papers.letter);
  item = zpi_intake_remember_file (letter, file, NULL, NULL, NULL, NULL);
  close_flushed (desk, letter);
  g_assert_true (desk_transact (desk, settle_code_func, &papers));
  answer = open_with_papers (desk);
  items = zpi_case_dup_items (answer, ZPI_LIST_DROPPED);
  g_assert_cmpuint (g_strv_length (items), ==, 1);
  uri = zpi_case_item_key (ZPI_LIST_DROPPED, items[0], "uri");
  kind = zpi_case_item_key (ZPI_LIST_DROPPED, items[0], "kind");
  g_assert_cmpstr (zpi_case_get (answer, uri), ==, "file:///brief.jpg");
  g_assert_cmpstr (zpi_case_get (answer, kind), ==, "");
  close_flushed (desk, answer);
  g_assert_true (desk_transact (desk, list_papers_func, &papers));
  g_assert_cmpuint (papers.n_listed, ==, 1);
  g_free (papers.letter);
}

/* (transfer full): the letter that keeps the code, with a paper that lies about at @path */
static char *
keep_with_paper (Desk *desk, const char *path)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (desk->session);
  g_autoptr (GBytes) content = jpeg_of (300 * 1024);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autofree char *item = NULL;
  Papers papers = {NULL};

  g_assert_true (desk_transact (desk, keep_code_func, &papers));
  zpi_case_keeper_open_async (keeper, papers.letter, NULL, result_cb, &result);
  zcase = zpi_case_keeper_open_finish (keeper, result_wait (&result), NULL);
  item = desk_take_in (desk, zcase, content, NULL, NULL);
  g_free (desk_add_original (zcase, item, path));
  g_assert_true (desk_flush (desk, zcase, NULL));
  zpi_case_keeper_close_case (keeper, zcase);
  return papers.letter;
}

/* A paper that comes into the answer brings along where it lies about. */
static void
test_papers_with_originals (Desk *desk, gconstpointer data)
{
  g_autofree char *path = g_build_filename (desk->folder, "paper.jpg", NULL);
  g_autofree char *letter = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ZpiCase) answer = NULL;
  g_auto (GStrv) documents = NULL;
  g_auto (GStrv) originals = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (desk);
  letter = keep_with_paper (desk, path);
  g_assert_true (desk_transact (desk, settle_code_func, &(Papers){NULL}));
  zpi_papers_open_async (desk->session, ANSWER, NULL, result_cb, &result);
  answer = zpi_papers_open_finish (result_wait (&result), &error);
  g_assert_no_error (error);
  documents = zpi_case_dup_items (answer, ZPI_LIST_DOCUMENT);
  originals = zpi_case_dup_items (answer, ZPI_LIST_ORIGINAL);
  g_assert_cmpuint (g_strv_length (documents), ==, 1);
  g_assert_cmpuint (g_strv_length (originals), ==, 1);
  key = zpi_case_item_key (ZPI_LIST_ORIGINAL, originals[0], "document");
  g_assert_cmpstr (zpi_case_get (answer, key), ==, documents[0]);
}

static gboolean
insert_letter (ZpiStore *store, ZpiCase *zcase, GError **error)
{
  g_autoptr (GBytes) snapshot = zpi_case_snapshot (zcase);
  const ZpiCaseLabel label = {"Anna", "A.", NULL};

  return zpi_case_store_insert (store,
                                zpi_case_get_id (zcase),
                                ZPI_CASE_LETTER,
                                zpi_case_get_generation (zcase),
                                snapshot,
                                &label,
                                error);
}

static gboolean
sent_answer_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (ZpiCase) zcase = zpi_case_new_with_id (ZPI_CASE_LETTER, ANSWER);

  return insert_letter (store, zcase, error) &&
         zpi_case_store_set_state (store, ANSWER, ZPI_CASE_DRAFT, ZPI_CASE_RECEIVED, NULL, error);
}

/* Papers for what was answered here meanwhile take no part in it: they stay in sight, and the row
 * says that it is over. */
static void
test_papers_for_what_was_sent (Desk *desk, gconstpointer data)
{
  g_autofree char *path = g_build_filename (desk->folder, "paper.jpg", NULL);
  Papers papers = {NULL};

  desk_open (desk);
  g_assert_true (desk_transact (desk, sent_answer_func, NULL));
  papers.letter = keep_with_paper (desk, path);
  g_assert_true (desk_transact (desk, settle_code_func, &papers));
  g_assert_true (desk_transact (desk, list_papers_func, &papers));
  g_assert_cmpstr (papers.attention, ==, zpi_attention_to_nick (ZPI_ATTENTION_REQUEST_CLOSED));
  g_free (papers.letter);
  g_free (papers.attention);
}

typedef struct {
  const char *application_id;
  const char *code; /* of a letter that is added */
  char *newest;     /* (nullable) */
} PhotoCode;

static gboolean
photo_code_func (ZpiStore *store, gpointer data, GError **error)
{
  PhotoCode *self = data;
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_LETTER);
  const char *id = zpi_case_get_id (zcase);

  if (!insert_letter (store, zcase, error) ||
      !zpi_letters_attach (store, id, self->application_id, error) ||
      !zpi_follow_up_set_text (store, id, ZPI_RECORD_LETTER_CODE, self->code, error))
    return FALSE;
  self->newest = zpi_letters_dup_photo_code (store, self->application_id, error);
  return self->newest != NULL;
}

/* The next photo goes with the code of the letter that came last. */
static void
test_newest_photo_code (Desk *desk, gconstpointer data)
{
  static const char *const codes[] = {"AAAA-1111", "CCCC-3333", "BBBB-2222"};
  ZpiCase *zcase;

  desk_set_clock (desk, "2026-11-01T09:00:00Z");
  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_flush (desk, zcase, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
    PhotoCode code = {zpi_case_get_id (zcase), codes[i], NULL};

    g_assert_true (desk_transact (desk, photo_code_func, &code));
    g_assert_cmpstr (code.newest, ==, codes[i]);
    g_free (code.newest);
    desk_advance (desk, 60);
  }
  desk_close_case (desk, zcase);
}

typedef struct {
  const char *application_id;
  char *letter_id;
} Waiting;

static gboolean
answer_waits_func (ZpiStore *store, gpointer data, GError **error)
{
  const Waiting *self = data;

  return zpi_letters_attach (store, self->letter_id, self->application_id, error) &&
         zpi_letters_note_answer (store,
                                  self->letter_id,
                                  zpi_attention_to_nick (ZPI_ATTENTION_ANSWER_WAITS),
                                  error);
}

static gboolean
clear_application_func (ZpiStore *store, gpointer data, GError **error)
{
  const Waiting *self = data;

  return zpi_case_store_clear (store, self->application_id, error) &&
         zpi_letters_attach (store, self->letter_id, self->application_id, error);
}

/* What was added, and cannot go any more, goes after its application; not while somebody has it
 * open. */
static void
test_idle_letter_while_open (Desk *desk, gconstpointer data)
{
  ZpiCase *zcase;
  ZpiCase *letter;
  g_autofree char *id = NULL;
  g_autofree char *letter_id = NULL;
  Waiting waiting;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  g_assert_true (desk_flush (desk, zcase, NULL));
  desk_close_case (desk, zcase);
  letter = zpi_case_keeper_new_case (zpi_session_get_keeper (desk->session), ZPI_CASE_LETTER);
  letter_id = g_strdup (zpi_case_get_id (letter));
  zpi_case_set (letter, ZPI_KEY_GIVEN_NAMES, "Anna");
  g_assert_true (desk_flush (desk, letter, NULL));
  desk_say_state (desk, id, ZPI_CASE_RECEIVED, NULL);
  waiting = (Waiting){id, letter_id};
  g_assert_true (desk_transact (desk, clear_application_func, &waiting));
  desk_say_state (desk, id, ZPI_CASE_REJECTED, NULL);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  g_assert_true (desk_is_here (desk, letter_id));
  desk_close_case (desk, letter);
  g_assert_cmpint (desk_clear_due (desk, FALSE), ==, 0);
  g_assert_false (desk_is_here (desk, letter_id));
}

typedef struct {
  const char *id;
  char *attention; /* (nullable): what its row says in the list of cases */
} Row;

static gboolean
row_func (ZpiStore *store, gpointer data, GError **error)
{
  Row *self = data;
  g_autoptr (GPtrArray) infos = zpi_case_store_list (store, error);

  zpi_letters_drop_attached (store, infos);
  for (guint i = 0; i < infos->len; i++) {
    const ZpiCaseInfo *info = g_ptr_array_index (infos, i);

    if (g_str_equal (info->id, self->id))
      self->attention = g_strdup (info->attention);
  }
  return TRUE;
}

/* An answer has no row of its own: that of its application says when it goes. */
static void
test_answer_says_that_it_goes (Desk *desk, gconstpointer data)
{
  ZpiCase *zcase;
  g_autofree char *id = NULL;
  g_autofree char *letter = NULL;
  Waiting waiting;
  Row row = {NULL};

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  id = g_strdup (zpi_case_get_id (zcase));
  g_assert_true (desk_flush (desk, zcase, NULL));
  desk_close_case (desk, zcase);
  g_assert_true (desk_transact (desk, sent_answer_func, NULL));
  desk_say_state (desk, id, ZPI_CASE_MORE_INFORMATION, NULL);
  letter = g_strdup (ANSWER);
  waiting = (Waiting){id, letter};
  row.id = id;
  g_assert_true (desk_transact (desk, answer_waits_func, &waiting));
  g_assert_true (desk_transact (desk, row_func, &row));
  g_assert_true (zpi_attention_is (row.attention, ZPI_ATTENTION_ANSWER_WAITS));
  g_clear_pointer (&row.attention, g_free);
  desk_say_state (desk, letter, ZPI_CASE_SENDING, NULL);
  g_assert_true (desk_transact (desk, row_func, &row));
  g_assert_true (zpi_attention_is (row.attention, ZPI_ATTENTION_ANSWER_SENDING));
  g_free (row.attention);
}

/* What is answered was asked, also when nobody heard of it: of who has the pass a photo, else more
 * information. */
static void
test_answered_was_asked (Desk *desk, gconstpointer data)
{
  static const struct {
    ZpiCaseState before;
    ZpiCaseState after;
  } rows[] = {
      {ZPI_CASE_RECEIVED, ZPI_CASE_MORE_INFORMATION},
      {ZPI_CASE_IN_ASSESSMENT, ZPI_CASE_MORE_INFORMATION},
      {ZPI_CASE_GRANTED, ZPI_CASE_PHOTOS},
      {ZPI_CASE_ISSUED, ZPI_CASE_ISSUED},
  };

  desk_open (desk);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    ZpiCase *zcase = desk_household (desk, "Anna");
    g_autofree char *id = g_strdup (zpi_case_get_id (zcase));
    ZpiCase *letter = desk_household (desk, "Anna");
    Waiting waiting = {id, (char *) zpi_case_get_id (letter)};

    g_assert_true (desk_flush (desk, zcase, NULL));
    g_assert_true (desk_flush (desk, letter, NULL));
    desk_close_case (desk, zcase);
    desk_say_state (desk, id, rows[i].before, NULL);
    g_assert_true (desk_transact (desk, answer_waits_func, &waiting));
    g_assert_cmpint (desk_state (desk, id), ==, rows[i].after);
    desk_close_case (desk, letter);
  }
}

/* Who is in the form gets a pass, known before the municipality asks for photos. */
static void
test_passes_of_a_household (Desk *desk, gconstpointer data)
{
  g_autofree char *n = NULL;
  g_autofree char *child = NULL;
  g_autofree char *name = NULL;
  ZpiCase *zcase;

  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  zpi_case_set (zcase, ZPI_KEY_PARTNER, ZPI_YES);
  zpi_case_set (zcase, ZPI_KEY_PARTNER_GIVEN_NAMES, "Bert");
  zpi_case_set (zcase, ZPI_KEY_PARTNER_FAMILY_NAME, "Oefening");
  while (zpi_case_get_n_items (zcase, ZPI_LIST_CHILD) < 1) {
    child = zpi_case_add_item (zcase, ZPI_LIST_CHILD);
    name = zpi_case_item_key (ZPI_LIST_CHILD, child, "given_names");
    zpi_case_set (zcase, name, "Chris");
  }
  g_assert_cmpuint (zpi_case_get_n_items (zcase, ZPI_LIST_CHILD), ==, 1);
  g_assert_true (desk_queue (desk, zcase, NULL));
  n = desk_record (desk, zpi_case_get_id (zcase), "passes");
  g_assert_cmpstr (n, ==, "3");
  desk_close_case (desk, zcase);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  desk_test ("/letters/papers-of-a-code", test_papers_of_a_code);
  desk_test ("/letters/papers-taken-over", test_papers_taken_over);
  desk_test ("/letters/papers-on-their-way", test_papers_on_their_way);
  desk_test ("/letters/papers-with-originals", test_papers_with_originals);
  desk_test ("/letters/papers-for-what-was-sent", test_papers_for_what_was_sent);
  desk_test ("/letters/newest-photo-code", test_newest_photo_code);
  desk_test ("/letters/idle-letter-while-open", test_idle_letter_while_open);
  desk_test ("/letters/answered-was-asked", test_answered_was_asked);
  desk_test ("/letters/answer-says-that-it-goes", test_answer_says_that_it_goes);
  desk_test ("/letters/passes-of-a-household", test_passes_of_a_household);
  return g_test_run ();
}
