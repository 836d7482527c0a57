/* SPDX-License-Identifier: EUPL-1.2 */

/* The page after sending: what stands out is what the sentence above it says, in every state. */

#undef G_DISABLE_ASSERT

#include <string.h>

#include "zpi-advice-page.h"
#include "zpi-attention.h"
#include "zpi-case-item-private.h"
#include "zpi-case-words.h"
#include "zpi-sent-steps.h"

typedef struct {
  ZpiCaseState state;
  ZpiAttention reason; /* ZPI_N_ATTENTIONS: none */
  gboolean cleared;
  const char *sentence; /* a piece of it */
  const char *first;    /* (nullable) */
  const char *second;   /* (nullable) */
} Row;

#define NONE ZPI_N_ATTENTIONS

/* clang-format off */
static const Row rows[] = {
  { ZPI_CASE_WAITING, NONE, FALSE, "by itself", "_Try again now", "Do not send yet, go on _filling in" },
  { ZPI_CASE_RECEIVED, NONE, FALSE, "receipt", "_Print receipt…", "Done with this _client" },
  { ZPI_CASE_IN_ASSESSMENT, NONE, FALSE, "decision", "_Ask the municipality", "Done with" },
  { ZPI_CASE_MORE_INFORMATION, NONE, FALSE, "Add what the municipality asks", "_Add what", "Done with" },
  { ZPI_CASE_MORE_INFORMATION, ZPI_ATTENTION_ANSWER_WAITS, FALSE, "by itself", "_Try again now", "Done with" },
  { ZPI_CASE_MORE_INFORMATION, ZPI_ATTENTION_ANSWER_SENDING, FALSE, "being sent", "_Try again now", "Done with" },
  { ZPI_CASE_MORE_INFORMATION, ZPI_ATTENTION_ANSWER_REFUSED, FALSE, "Open it and look", "_Add what", "Done with" },
  { ZPI_CASE_GRANTED, NONE, FALSE, "letter", "_Ask the municipality", "Done with" },
  { ZPI_CASE_PHOTOS, NONE, FALSE, "Add the photos", "Add p_hotos", "Done with" },
  { ZPI_CASE_PHOTOS, ZPI_ATTENTION_PHOTOS_SENT, FALSE, "All photos are there", "_Ask the municipality", "Done with" },
  { ZPI_CASE_PHOTOS, ZPI_ATTENTION_PHOTO_REJECTED, FALSE, "Add another one", "Add p_hotos", "Done with" },
  { ZPI_CASE_ISSUED, NONE, FALSE, "The pass", "Make an acco_unt", "Done with" },
  { ZPI_CASE_REJECTED, NONE, FALSE, "object", "Apply a_gain", "Done with" },
  { ZPI_CASE_REJECTED, NONE, TRUE, "object", "Print the dec_ision…", NULL },
  { ZPI_CASE_WITHDRAWN, NONE, FALSE, "", "Apply a_gain", "Done with" },
  { ZPI_CASE_WITHDRAWN, NONE, TRUE, "", NULL, NULL },
  { ZPI_CASE_PAPER, NONE, FALSE, "", "_Print the answers", "Go on _filling in" },
  { ZPI_CASE_HANDED_OVER, NONE, FALSE, "other desk", NULL, "Take it _back…" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_REFUSED, FALSE, "Correct it", "_Correct it", "_Try again now" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_TOO_LARGE, FALSE, "smaller", "_Correct it", "_Try again now" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_DOCUMENT_REFUSED, FALSE, "add it again", "_Correct it", "_Try again now" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_DOCUMENT_DAMAGED, FALSE, "add it again", "_Correct it", "_Try again now" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_DOCUMENT_NOT_DRAWN, FALSE, "Open that document", "_Correct it", "_Try again now" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_FORM_DAMAGED, FALSE, "Look at the answers", "_Correct it", "_Try again now" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_CONFLICT, FALSE, "Look at the answers", "_Correct it", "_Try again now" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_OTHER_FORM, FALSE, "“Try again now”", "_Try again now", "Do not send yet" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_OTHER_ADDRESS, FALSE, "“Try again now”", "_Try again now", "Do not send yet" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_OTHER_COUNSELLOR, FALSE, "“Try again now”", "_Try again now", "Do not send yet" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_REQUEST_CLOSED, FALSE, "can be removed", "Re_move it", NULL },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_BAD_FORMAT, FALSE, "does not know", "_Try again now", "Do not send yet" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_GONE, FALSE, "Start a new one", "Apply a_gain", "Do not send yet" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_FORGOTTEN, FALSE, "“Send again”", "_Send again", "Do not send yet" },
  { ZPI_CASE_ATTENTION, ZPI_ATTENTION_FORGOTTEN_CLEARED, TRUE, "Print the receipt", "_Print receipt…", NULL },
};
/* clang-format on */

static ZpiCaseItem *
new_item (const Row *row)
{
  const gboolean reached = row->state != ZPI_CASE_WAITING && row->state != ZPI_CASE_PAPER &&
                           row->state != ZPI_CASE_HANDED_OVER;
  const ZpiCaseInfo info = {
      .id = (char *) "case",
      .kind = ZPI_CASE_APPLICATION,
      .state = row->state,
      .attention = (char *) (row->reason != NONE ? zpi_attention_to_nick (row->reason) : NULL),
      .reference = (char *) (reached && row->state != ZPI_CASE_ATTENTION ? "ZP-2026-000001" : NULL),
      .cleared_us = row->cleared ? 1 : 0,
      .passes = 4,
  };

  return zpi_case_item_new (&info);
}

static void
assert_step (ZpiSentStep step, const char *label)
{
  if (label == NULL)
    g_assert_null (step.label);
  else
    g_assert_true (step.label != NULL && g_str_has_prefix (step.label, label));
}

/* The rest is in the menu, once. */
static void
assert_not_in (GMenuModel *menu, ZpiSentStep step)
{
  for (int i = 0; step.action != NULL && i < g_menu_model_get_n_items (menu); i++) {
    g_autofree char *action = NULL;

    g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action);
    g_assert_cmpstr (action, !=, step.action);
  }
}

static void
test_every_state (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (ZpiCaseItem) item = new_item (&rows[i]);
    g_autofree char *sentence = zpi_case_words_next_step (item);
    ZpiSentStep first = zpi_sent_steps_first (item, TRUE);
    ZpiSentStep second = zpi_sent_steps_second (item);
    g_autoptr (GMenuModel) menu = zpi_sent_steps_menu (item, TRUE);

    g_test_message ("%u: %s | %s | %s", i, sentence, first.label, second.label);
    g_assert_nonnull (strstr (sentence, rows[i].sentence));
    assert_step (first, rows[i].first);
    assert_step (second, rows[i].second);
    assert_not_in (menu, first);
    assert_not_in (menu, second);
  }
}

/* What is taken back of an answer is what was added; of a request the form. */
static void
test_way_back (void)
{
  static const struct {
    ZpiCaseKind kind;
    const char *second;
  } kinds[] = {
      {ZPI_CASE_LETTER, "Do not send yet, go on _adding"},
      {ZPI_CASE_ACCOUNT, "Do not send yet, go on _filling in"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    const ZpiCaseInfo info = {
        .id = (char *) "case",
        .kind = kinds[i].kind,
        .state = ZPI_CASE_WAITING,
    };
    g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);

    assert_step (zpi_sent_steps_second (item), kinds[i].second);
  }
}

/* While the way back stands beside the first step, *Done* is in the menu. */
static void
test_done_in_menu (void)
{
  const ZpiCaseInfo info = {
      .id = (char *) "case",
      .kind = ZPI_CASE_APPLICATION,
      .state = ZPI_CASE_ATTENTION,
      .attention = (char *) zpi_attention_to_nick (ZPI_ATTENTION_FORGOTTEN),
      .reference = (char *) "ZP-2026-000001",
  };
  g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);
  g_autoptr (GMenuModel) menu = zpi_sent_steps_menu (item, TRUE);
  guint n = 0;

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++) {
    g_autofree char *action = NULL;

    g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action);
    n += g_strcmp0 (action, "case.done") == 0;
  }
  g_assert_cmpuint (n, ==, 1);
}

/* Whoever adds a reason to stop says here what is done about it. */
static void
test_every_reason (void)
{
  static const ZpiAttention elsewhere[] = {
      ZPI_ATTENTION_LETTER_UNKNOWN,
      ZPI_ATTENTION_PERSON_UNKNOWN,
      ZPI_ATTENTION_PHOTO_APPROVED,
      ZPI_ATTENTION_CODE_WAITS,
      ZPI_ATTENTION_CODE_UNKNOWN,
      ZPI_ATTENTION_REMIND_NEXT_YEAR,
      ZPI_ATTENTION_SIGN_IN_NEEDED,
      ZPI_ATTENTION_LOGIN_PAGE,
      ZPI_ATTENTION_TLS_EXPIRED,
      ZPI_ATTENTION_TLS_NOT_YET_VALID,
      ZPI_ATTENTION_TLS_WRONG_HOST,
      ZPI_ATTENTION_TLS_UNKNOWN_AUTHORITY,
      ZPI_ATTENTION_TLS_TOO_OLD,
      ZPI_ATTENTION_TLS_OTHER,
  };

  for (int reason = 0; reason < ZPI_N_ATTENTIONS; reason++) {
    gboolean known = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
      known |= rows[i].reason == (ZpiAttention) reason;
    for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
      known |= elsewhere[i] == (ZpiAttention) reason;
    g_test_message ("%s", zpi_attention_to_nick (reason));
    g_assert_true (known);
  }
}

static gboolean
offers (ZpiCaseKind kind, ZpiCaseState state, const char *action)
{
  const ZpiCaseInfo info = {
      .id = (char *) "case",
      .kind = kind,
      .state = state,
      .reference = (char *) "ZP-2026-000001",
  };
  g_autoptr (ZpiCaseItem) item = zpi_case_item_new (&info);
  g_autoptr (GMenuModel) menu = zpi_sent_steps_menu (item, TRUE);

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++) {
    g_autofree char *offered = NULL;

    g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &offered);
    if (g_str_equal (offered, action))
      return TRUE;
  }
  return FALSE;
}

/* What cannot be done any more, or never with this, is not offered. */
static void
test_only_what_is_possible (void)
{
  static const struct {
    ZpiCaseKind kind;
    ZpiCaseState state;
    gboolean withdraw;
    gboolean hand_over;
    gboolean remind;
  } cases[] = {
      {ZPI_CASE_APPLICATION, ZPI_CASE_RECEIVED, TRUE, TRUE, FALSE},
      {ZPI_CASE_APPLICATION, ZPI_CASE_MORE_INFORMATION, TRUE, TRUE, FALSE},
      {ZPI_CASE_APPLICATION, ZPI_CASE_GRANTED, FALSE, TRUE, FALSE},
      {ZPI_CASE_APPLICATION, ZPI_CASE_ISSUED, FALSE, TRUE, TRUE},
      {ZPI_CASE_APPLICATION, ZPI_CASE_HANDED_OVER, FALSE, FALSE, FALSE},
      {ZPI_CASE_LETTER, ZPI_CASE_RECEIVED, FALSE, FALSE, FALSE},
      {ZPI_CASE_ACCOUNT, ZPI_CASE_RECEIVED, FALSE, FALSE, FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%u", i);
    g_assert_cmpint (offers (cases[i].kind, cases[i].state, "case.withdraw"),
                     ==,
                     cases[i].withdraw);
    g_assert_cmpint (offers (cases[i].kind, cases[i].state, "win.hand-over"),
                     ==,
                     cases[i].hand_over);
    g_assert_cmpint (offers (cases[i].kind, cases[i].state, "case.remind"), ==, cases[i].remind);
  }
}

/* The municipality answers by post: without a way out it would be something to do for ever. */
static void
test_paper_ends (void)
{
  g_assert_true (offers (ZPI_CASE_APPLICATION, ZPI_CASE_PAPER, "win.delete-draft"));
  g_assert_false (offers (ZPI_CASE_APPLICATION, ZPI_CASE_RECEIVED, "win.delete-draft"));
}

static void
collect_step (const char *heading, const char *title, const char *text, gpointer user_data)
{
  g_string_append_printf (user_data, "%s\n%s\n", title, text);
}

static char *
steps_of (const char *door)
{
  GString *steps = g_string_new (NULL);

  zpi_advice_page_foreach (door, collect_step, steps);
  return g_string_free (steps, FALSE);
}

/* Who applied is told of one account for all, and not of passes that were renewed. */
static void
test_account_of_who_applied (void)
{
  g_autofree char *applied = steps_of ("account-applied");
  g_autofree char *everybody = steps_of ("account");

  g_assert_nonnull (strstr (applied, "The pass works without an account"));
  g_assert_nonnull (strstr (applied, "The number on the pass is needed"));
  g_assert_nonnull (strstr (applied, "The applicant sees the passes of the whole household"));
  g_assert_null (strstr (applied, "renewed"));
  g_assert_nonnull (strstr (everybody, "renewed by itself sees only their own"));
  g_assert_nonnull (strstr (everybody, "Ask for it here or on the website"));
  g_assert_null (strstr (everybody, "The applicant sees the passes"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sent-steps/every-state", test_every_state);
  g_test_add_func ("/sent-steps/way-back", test_way_back);
  g_test_add_func ("/sent-steps/done-in-menu", test_done_in_menu);
  g_test_add_func ("/sent-steps/every-reason", test_every_reason);
  g_test_add_func ("/sent-steps/only-what-is-possible", test_only_what_is_possible);
  g_test_add_func ("/sent-steps/paper-ends", test_paper_ends);
  g_test_add_func ("/sent-steps/account-of-who-applied", test_account_of_who_applied);
  return g_test_run ();
}
