/* SPDX-License-Identifier: EUPL-1.2 */

#define _GNU_SOURCE
#undef G_DISABLE_ASSERT

#include <string.h>

#include "zpi-attention.h"
#include "zpi-case-item-private.h"
#include "zpi-case-words.h"
#include "zpi-clock.h"
#include "zpi-date-words.h"

static ZpiCaseItem *
new_item (ZpiCaseState state, gboolean damaged)
{
  const ZpiCaseInfo info = {
      .id = (char *) "case",
      .kind = ZPI_CASE_APPLICATION,
      .state = state,
      .name = (char *) "Anna de Vries",
      .initials = (char *) "A.V.",
      .number = 7,
      .damaged = damaged,
  };

  return zpi_case_item_new (&info);
}

static void
test_names (void)
{
  g_autoptr (ZpiCaseItem) item = new_item (ZPI_CASE_DRAFT, FALSE);
  g_autofree char *shy = zpi_case_words_name (item, FALSE);
  g_autofree char *open = zpi_case_words_name (item, TRUE);

  g_assert_cmpstr (shy, ==, "A.V. · 7");
  g_assert_cmpstr (open, ==, "Anna de Vries · 7");
}

/* A letter that was pasted into the name is not all of a row. */
static void
test_long_names (void)
{
  g_autofree char *letter = g_strnfill (60000, 'a');
  const ZpiCaseInfo info = {
      .id = (char *) "case",
      .kind = ZPI_CASE_APPLICATION,
      .name = letter,
      .initials = letter,
      .number = 7,
  };
  g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);
  g_autofree char *shy = zpi_case_words_name (item, FALSE);
  g_autofree char *open = zpi_case_words_name (item, TRUE);

  g_assert_cmpint (g_utf8_strlen (shy, -1), <, 30);
  g_assert_cmpint (g_utf8_strlen (open, -1), <, 100);
  g_assert_true (g_str_has_suffix (open, "… · 7"));
}

/* A case that cannot be read is to do now, whatever its row says. */
static void
test_damaged (void)
{
  for (ZpiCaseState state = ZPI_CASE_DRAFT; state <= ZPI_CASE_CLOSED; state++) {
    g_autoptr (ZpiCaseItem) item = new_item (state, TRUE);

    g_assert_cmpint (zpi_case_words_group (item), ==, ZPI_CASE_GROUP_TODAY);
  }
}

static void
test_groups (void)
{
  const ZpiCaseGroup expected[] = {
      [ZPI_CASE_DRAFT] = ZPI_CASE_GROUP_DRAFTS,
      [ZPI_CASE_WAITING] = ZPI_CASE_GROUP_WAITING,
      [ZPI_CASE_SENDING] = ZPI_CASE_GROUP_WAITING,
      [ZPI_CASE_RECEIVED] = ZPI_CASE_GROUP_TODAY,
      [ZPI_CASE_IN_ASSESSMENT] = ZPI_CASE_GROUP_MUNICIPALITY,
      [ZPI_CASE_MORE_INFORMATION] = ZPI_CASE_GROUP_TODAY,
      [ZPI_CASE_ATTENTION] = ZPI_CASE_GROUP_TODAY,
      [ZPI_CASE_PAPER] = ZPI_CASE_GROUP_TODAY,
  };
  const ZpiCaseState states[] = {
      ZPI_CASE_DRAFT,
      ZPI_CASE_WAITING,
      ZPI_CASE_SENDING,
      ZPI_CASE_RECEIVED,
      ZPI_CASE_IN_ASSESSMENT,
      ZPI_CASE_MORE_INFORMATION,
      ZPI_CASE_ATTENTION,
      ZPI_CASE_PAPER,
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_autoptr (ZpiCaseItem) item = new_item (states[i], FALSE);

    g_assert_cmpint (zpi_case_words_group (item), ==, expected[states[i]]);
  }
}

/* What only moved on is not to do, and what is asked until a day is both new and to do. */
static void
test_news (void)
{
  ZpiCaseInfo info = {.id = (char *) "id", .news = TRUE, .due_us = G_TIME_SPAN_DAY};
  const ZpiCaseState moved[] = {ZPI_CASE_IN_ASSESSMENT, ZPI_CASE_GRANTED, ZPI_CASE_ISSUED};
  const ZpiCaseState to_do[] = {ZPI_CASE_MORE_INFORMATION, ZPI_CASE_REJECTED, ZPI_CASE_ATTENTION};

  for (guint i = 0; i < G_N_ELEMENTS (moved); i++) {
    g_autoptr (ZpiCaseItem) item = NULL;

    info.state = moved[i];
    item = zpi_case_item_new (&info);
    g_assert_cmpint (zpi_case_words_group (item), ==, ZPI_CASE_GROUP_NEWS);
    g_assert_cmpint (zpi_case_words_get_deadline (item), ==, 0);
  }
  for (guint i = 0; i < G_N_ELEMENTS (to_do); i++) {
    g_autoptr (ZpiCaseItem) item = NULL;

    info.state = to_do[i];
    item = zpi_case_item_new (&info);
    g_assert_cmpint (zpi_case_words_group (item), ==, ZPI_CASE_GROUP_TODAY);
    g_assert_cmpint (zpi_case_words_get_deadline (item) != 0, ==, to_do[i] != ZPI_CASE_REJECTED);
  }
}

/* The code of a mail: nothing to do while nobody can be asked; a wrong one is. */
static void
test_kept_code (void)
{
  ZpiCaseInfo info = {.id = (char *) "id", .kind = ZPI_CASE_LETTER, .state = ZPI_CASE_DRAFT};
  g_autoptr (ZpiCaseItem) waits = NULL;
  g_autoptr (ZpiCaseItem) unknown = NULL;
  g_autoptr (ZpiCaseItem) closed = NULL;
  g_autofree char *over = NULL;
  g_autofree char *by_itself = NULL;
  g_autofree char *again = NULL;
  g_autofree char *name = NULL;

  info.number = 3;
  info.attention = (char *) "code-waits";
  waits = zpi_case_item_new (&info);
  info.attention = (char *) "code-unknown";
  info.news = TRUE;
  unknown = zpi_case_item_new (&info);
  info.attention = (char *) "request-closed";
  closed = zpi_case_item_new (&info);
  by_itself = zpi_case_words_next_step (waits);
  name = zpi_case_words_name (waits, FALSE);
  g_assert_cmpstr (name, ==, "More information 3");
  again = zpi_case_words_next_step (unknown);
  g_assert_cmpint (zpi_case_words_group (waits), ==, ZPI_CASE_GROUP_WAITING);
  g_assert_cmpint (zpi_case_words_group (unknown), ==, ZPI_CASE_GROUP_TODAY);
  g_assert_cmpint (zpi_case_words_get_deadline (waits), ==, 0);
  g_assert_cmpint (zpi_case_words_get_deadline (unknown), ==, 1);
  g_assert_cmpstr (zpi_case_words_standing (waits), ==, "Code kept");
  g_assert_nonnull (strstr (by_itself, "by itself"));
  g_assert_nonnull (strstr (again, "type it again"));
  over = zpi_case_words_next_step (closed);
  g_assert_true (zpi_case_words_is_code (closed));
  g_assert_cmpint (zpi_case_words_group (closed), ==, ZPI_CASE_GROUP_TODAY);
  g_assert_cmpstr (zpi_case_words_standing (closed), ==, "Not asked any more");
  g_assert_nonnull (strstr (over, "does not ask for this any more"));
}

/* Kept quietly until its day, then to do. */
static void
test_reminder (void)
{
  ZpiCaseInfo info = {
      .id = (char *) "id",
      .state = ZPI_CASE_ISSUED,
      .attention = (char *) "remind-next-year",
      .due_us = zpi_clock_now_us () + G_TIME_SPAN_DAY,
  };
  g_autoptr (ZpiCaseItem) later = zpi_case_item_new (&info);
  g_autoptr (ZpiCaseItem) now = NULL;
  g_autofree char *due = zpi_case_words_due (later);
  g_autofree char *quiet = zpi_case_words_next_step (later);
  g_autofree char *next = NULL;

  info.due_us -= G_TIME_SPAN_DAY;
  now = zpi_case_item_new (&info);
  next = zpi_case_words_next_step (now);
  g_assert_cmpint (zpi_case_words_group (later), ==, ZPI_CASE_GROUP_DONE);
  g_assert_cmpint (zpi_case_words_group (now), ==, ZPI_CASE_GROUP_TODAY);
  g_assert_true (g_str_has_prefix (due, "Reminder of the new pass year on "));
  g_assert_null (strstr (quiet, "new pass year"));
  g_assert_nonnull (strstr (next, "new pass year"));
}

/* A day is said as everywhere else, whatever LC_TIME is. */
static void
test_next_try (void)
{
  const ZpiCaseInfo info = {
      .id = (char *) "id",
      .state = ZPI_CASE_WAITING,
      .next_at_us = zpi_clock_now_us () + 3 * G_TIME_SPAN_DAY,
  };
  g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (info.next_at_us / G_USEC_PER_SEC);
  g_autofree char *day = zpi_date_words_with_time (at);
  g_autofree char *said = zpi_case_words_next_step (item);

  g_assert_true (g_str_has_suffix (said, day));
}

/* The date stands behind what is next, and does not say that once more. */
static void
test_said_once (void)
{
  static const struct {
    ZpiCaseState state;
    const char *attention;
    const char *once;
  } rows[] = {
      {ZPI_CASE_IN_ASSESSMENT, NULL, "decision"},
      {ZPI_CASE_MORE_INFORMATION, NULL, "Add "},
      {ZPI_CASE_PHOTOS, "photos-sent", "The passes come"},
      {ZPI_CASE_ISSUED, "remind-next-year", "new pass year"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const ZpiCaseInfo info = {
        .id = (char *) "id",
        .state = rows[i].state,
        .attention = (char *) rows[i].attention,
        .due_us = zpi_clock_now_us (),
    };
    g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);
    g_autofree char *next = zpi_case_words_next_step (item);
    g_autofree char *due = zpi_case_words_due (item);

    g_assert_nonnull (strstr (next, rows[i].once));
    g_assert_null (strcasestr (due, rows[i].once));
  }
}

/* When every photo is there, nothing is asked any more. */
static void
test_photos_there (void)
{
  ZpiCaseInfo info = {.id = (char *) "id", .state = ZPI_CASE_PHOTOS};
  g_autoptr (ZpiCaseItem) asked = zpi_case_item_new (&info);
  g_autoptr (ZpiCaseItem) there = NULL;

  info.attention = (char *) "photos-sent";
  there = zpi_case_item_new (&info);
  g_assert_cmpstr (zpi_case_words_standing (asked), ==, "Photos asked");
  g_assert_cmpstr (zpi_case_words_standing (there), ==, "Photos received");
  g_assert_cmpstr (zpi_case_words_standing_icon (asked), ==, "camera-photo-symbolic");
  g_assert_cmpstr (zpi_case_words_standing_icon (there), ==, "object-select-symbolic");
  g_assert_cmpint (zpi_case_words_group (there), ==, ZPI_CASE_GROUP_MUNICIPALITY);
}

/* One person has one photo and one pass; of more, or of nobody knows how many, there are several.
 */
static void
test_one_pass (void)
{
  ZpiCaseInfo info = {.id = (char *) "id", .due_us = G_TIME_SPAN_DAY};
  static const struct {
    ZpiCaseKind kind;
    ZpiCaseState state;
    const char *attention;
    gboolean letter;
  } rows[] = {
      {ZPI_CASE_APPLICATION, ZPI_CASE_GRANTED, NULL, FALSE},
      {ZPI_CASE_APPLICATION, ZPI_CASE_PHOTOS, NULL, FALSE},
      {ZPI_CASE_APPLICATION, ZPI_CASE_PHOTOS, "photos-sent", FALSE},
      {ZPI_CASE_LETTER, ZPI_CASE_RECEIVED, NULL, TRUE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint passes = 0; passes <= 2; passes++) {
      g_autoptr (ZpiCaseItem) item = NULL;
      g_autofree char *next = NULL;
      g_autofree char *due = NULL;
      g_autofree char *all = NULL;

      info.kind = rows[i].kind;
      info.state = rows[i].state;
      info.attention = (char *) rows[i].attention;
      info.photos = rows[i].letter;
      info.passes = passes;
      item = zpi_case_item_new (&info);
      next = zpi_case_words_next_step (item);
      due = zpi_case_words_due (item);
      all = g_strjoin ("; ", zpi_case_words_standing (item), next, due, NULL);
      g_assert_cmpint (strstr (all, "hotos") != NULL || strstr (all, "passes") != NULL,
                       ==,
                       passes != 1);
    }
}

/* Another photo is asked: it stands at the top, of an application and of a letter, whatever of it
 * is still here. */
static void
test_photo_rejected (void)
{
  static const ZpiCaseState states[] = {ZPI_CASE_PHOTOS, ZPI_CASE_DRAFT, ZPI_CASE_RECEIVED};

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    const ZpiCaseInfo info = {
        .id = (char *) "id",
        .kind = states[i] == ZPI_CASE_PHOTOS ? ZPI_CASE_APPLICATION : ZPI_CASE_LETTER,
        .state = states[i],
        .attention = (char *) "photo-rejected",
        .cleared_us = states[i] == ZPI_CASE_RECEIVED,
        .news = TRUE,
    };
    g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);
    g_autofree char *next = zpi_case_words_next_step (item);

    g_assert_cmpstr (zpi_case_words_standing (item), ==, "Another photo asked");
    g_assert_nonnull (strstr (next, "Add another one"));
    g_assert_cmpint (zpi_case_words_group (item), ==, ZPI_CASE_GROUP_TODAY);
  }
}

/* More information about an application that is not here: its own row says by when. */
static void
test_answer_elsewhere (void)
{
  ZpiCaseInfo info = {
      .id = (char *) "id",
      .kind = ZPI_CASE_LETTER,
      .state = ZPI_CASE_DRAFT,
      .due_us = zpi_clock_now_us () + 2 * G_TIME_SPAN_DAY,
  };
  g_autoptr (ZpiCaseItem) asked = zpi_case_item_new (&info);
  g_autoptr (ZpiCaseItem) photos = NULL;
  g_autofree char *due = zpi_case_words_due (asked);
  g_autofree char *next = zpi_case_words_next_step (asked);
  g_autofree char *other = NULL;

  info.photos = TRUE;
  photos = zpi_case_item_new (&info);
  other = zpi_case_words_next_step (photos);
  g_assert_true (g_str_has_prefix (due, "At the latest on "));
  g_assert_cmpint (zpi_case_words_get_deadline (asked), ==, info.due_us);
  g_assert_cmpint (zpi_case_words_group (asked), ==, ZPI_CASE_GROUP_TODAY);
  g_assert_cmpint (zpi_case_words_group (photos), ==, ZPI_CASE_GROUP_DRAFTS);
  g_assert_cmpstr (next, !=, other);
}

/* The last day counts until its end; who is late is not sent away. */
static void
test_last_day (void)
{
  static const struct {
    int days;
    const char *due;
    const char *next;
  } rows[] = {
      {2, "At the latest on ", "Add what the municipality asks for"},
      {0, "Today at the latest", "Add what the municipality asks for"},
      {-1, "The last day was ", "Add it all the same. "},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    ZpiDate today = zpi_clock_today ();
    ZpiDate day = zpi_date_add (&today, 0, 0, rows[i].days);
    g_autofree char *iso = zpi_date_format_iso (&day);
    const ZpiCaseInfo info = {
        .id = (char *) "id",
        .state = ZPI_CASE_MORE_INFORMATION,
        .due_us = zpi_clock_end_of_day_us (iso),
    };
    g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);
    g_autofree char *due = zpi_case_words_due (item);
    g_autofree char *next = zpi_case_words_next_step (item);

    g_assert_true (g_str_has_prefix (due, rows[i].due));
    g_assert_true (g_str_has_prefix (next, rows[i].next));
  }
}

/* Withdrawing is the way to correct: what comes next is said as long as it can be done. */
static void
test_withdrawn (void)
{
  ZpiCaseInfo info = {.id = (char *) "id", .state = ZPI_CASE_WITHDRAWN};
  g_autoptr (ZpiCaseItem) here = zpi_case_item_new (&info);
  g_autoptr (ZpiCaseItem) cleared = NULL;
  g_autofree char *next = zpi_case_words_next_step (here);
  g_autofree char *over = NULL;

  info.cleared_us = 1;
  cleared = zpi_case_item_new (&info);
  over = zpi_case_words_next_step (cleared);
  g_assert_nonnull (strstr (next, "Apply again"));
  g_assert_cmpstr (over, ==, "Nothing more to do");
}

/* Each reason has words, and none has those of another or of a reason that nobody knows. */
static void
test_attention (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_hash_table_add (seen, zpi_case_words_attention ("of-a-newer-version"));
  for (ZpiAttention reason = 0; reason < ZPI_N_ATTENTIONS; reason++) {
    const char *nick = zpi_attention_to_nick (reason);
    char *words = zpi_case_words_attention (nick);
    ZpiAttention back = ZPI_N_ATTENTIONS;

    g_assert_true (zpi_attention_from_nick (nick, &back));
    g_assert_cmpint (back, ==, reason);
    /* Two ways in which the date of a certificate does not fit this computer's. */
    if (reason != ZPI_ATTENTION_TLS_NOT_YET_VALID)
      g_assert_true (g_hash_table_add (seen, words));
    else
      g_free (words);
  }
}

/* What does not open here is not blamed on the municipality. */
static void
test_nobody_is_blamed (void)
{
  g_autofree char *document =
      zpi_case_words_attention (zpi_attention_to_nick (ZPI_ATTENTION_DOCUMENT_DAMAGED));
  g_autofree char *form = zpi_case_words_attention (
      zpi_attention_to_nick (zpi_attention_from_error (ZPI_ERROR_SEAL_BROKEN)));

  g_assert_null (strstr (document, "municipality"));
  g_assert_null (strstr (form, "municipality"));
}

/* What is said to be deleted is what was there. */
static void
test_deleted (void)
{
  static const struct {
    ZpiCaseKind kind;
    const char *says;
  } kinds[] = {
      {ZPI_CASE_APPLICATION, "The draft was deleted"},
      {ZPI_CASE_LETTER, "What was added was deleted"},
      {ZPI_CASE_ACCOUNT, "The request was deleted"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const ZpiCaseInfo info = {.id = (char *) "case", .kind = kinds[i].kind};
    g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);

    g_assert_true (g_str_has_prefix (zpi_case_words_deleted (item), kinds[i].says));
  }
  g_assert_true (g_str_has_prefix (zpi_case_words_deleted (NULL), "What was added was deleted"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/case-words/long-names", test_long_names);
  g_test_add_func ("/case-words/names", test_names);
  g_test_add_func ("/case-words/damaged", test_damaged);
  g_test_add_func ("/case-words/groups", test_groups);
  g_test_add_func ("/case-words/news", test_news);
  g_test_add_func ("/case-words/reminder", test_reminder);
  g_test_add_func ("/case-words/next-try", test_next_try);
  g_test_add_func ("/case-words/said-once", test_said_once);
  g_test_add_func ("/case-words/photos-there", test_photos_there);
  g_test_add_func ("/case-words/one-pass", test_one_pass);
  g_test_add_func ("/case-words/last-day", test_last_day);
  g_test_add_func ("/case-words/answer-elsewhere", test_answer_elsewhere);
  g_test_add_func ("/case-words/kept-code", test_kept_code);
  g_test_add_func ("/case-words/photo-rejected", test_photo_rejected);
  g_test_add_func ("/case-words/withdrawn", test_withdrawn);
  g_test_add_func ("/case-words/attention", test_attention);
  g_test_add_func ("/case-words/deleted", test_deleted);
  g_test_add_func ("/case-words/nobody-is-blamed", test_nobody_is_blamed);
  return g_test_run ();
}
