/* SPDX-License-Identifier: EUPL-1.2 */

/* `queue` and `send`: what the window's Send and Try again do. */

#include "zpi-case-store.h"
#include "zpi-clock.h"
#include "zpi-ctl-arguments.h"
#include "zpi-error.h"
#include "zpi-field.h"
#include "zpi-letters.h"
#include "zpi-outbox-store.h"

#include <string.h>

/* Nobody has an e-mail address: the review page offers paper where *Send* stands otherwise. */
static gboolean
goes_on_paper (ZpiCase *zcase)
{
  return zpi_case_get_state (zcase) == ZPI_CASE_DRAFT &&
         strcmp (zpi_case_get (zcase, ZPI_KEY_EMAIL_WHOSE), "geen") == 0;
}

static gboolean
send_or_paper (Ctl *ctl, ZpiCase *zcase, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender = zpi_session_get_sender (ctl->session);

  if (goes_on_paper (zcase)) {
    zpi_sender_paper_async (sender, zpi_case_get_id (zcase), TRUE, NULL, ctl_result_cb, &result);
    return zpi_sender_paper_finish (sender, ctl_wait (&result), error);
  }
  zpi_sender_queue_async (sender, zcase, NULL, ctl_result_cb, &result);
  return zpi_sender_queue_finish (sender, ctl_wait (&result), error);
}

/* The municipality gets an outcome that nobody saw, or none: somebody has to want that. */
static gboolean
check_rules (Ctl *ctl, ZpiCase *zcase, gboolean without, GError **error)
{
  if (zpi_session_has_rules_of (ctl->session, zcase))
    return TRUE;
  if (without) {
    ctl_message ("zpictl: warning: queue: the rules of this case are not here; it goes without an "
                 "outcome of the check");
    return TRUE;
  }
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_NOT_ALLOWED,
                       "The rules of this case are not here. Put them in the folder schemes of the "
                       "data folder, choose others in the window, or let it go without an outcome "
                       "of the check: zpictl queue --without-rules CASE");
  return FALSE;
}

/* Returns the state it is in then. */
static gboolean
queue_case (Ctl *ctl,
            const char *case_id,
            gboolean without_rules,
            ZpiCaseState *state,
            GError **error)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (ctl->session);
  gboolean done;

  zpi_case_keeper_open_async (keeper, case_id, NULL, ctl_result_cb, &opened);
  zcase = zpi_case_keeper_open_finish (keeper, ctl_wait (&opened), error);
  if (zcase == NULL)
    return FALSE;
  ctl_say_twins (ctl, zcase, "queue");
  *state = goes_on_paper (zcase) ? ZPI_CASE_PAPER : ZPI_CASE_WAITING;
  done = check_rules (ctl, zcase, without_rules, error) && send_or_paper (ctl, zcase, error);
  zpi_case_keeper_close_case (keeper, zcase);
  return done;
}

#define OPEN_TRIES   10
#define OPEN_WAIT_MS 200

static gboolean
pause_over_cb (gpointer user_data)
{
  gboolean *over = user_data;

  *over = TRUE;
  return G_SOURCE_REMOVE;
}

static void
pause_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, pause_over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* Whoever has it open is waited for a little: what was typed there is read anew then. */
static gboolean
queue_when_free (Ctl *ctl,
                 const char *case_id,
                 gboolean without_rules,
                 ZpiCaseState *state,
                 GError **error)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (ctl->session);

  for (guint i = 0; i < OPEN_TRIES && zpi_case_keeper_is_open_elsewhere (keeper, case_id); i++)
    pause_ms (OPEN_WAIT_MS);
  return queue_case (ctl, case_id, without_rules, state, error);
}

int
ctl_queue (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *case_id = NULL;
  gboolean without_rules = ctl_get_option (ctl, "--without-rules") != NULL;
  ZpiCaseState state;

  if (!ctl_open (ctl, &error))
    return ctl_failed ("queue", error);
  case_id = ctl_find_case (ctl, argv[1], &error);
  if (case_id == NULL || !queue_when_free (ctl, case_id, without_rules, &state, &error))
    return ctl_failed ("queue", error);
  object = json_object_new ();
  json_object_set_string_member (object, "id", case_id);
  json_object_set_string_member (object, "state", zpi_case_state_to_nick (state));
  ctl_print_object (object);
  return CTL_OK;
}

static void
count_item (CtlLeft *count, ZpiStore *store, const ZpiOutboxItem *item)
{
  g_autoptr (ZpiCaseInfo) info = zpi_case_store_get_info (store, item->case_id, NULL);

  if ((info != NULL && info->state == ZPI_CASE_ATTENTION) ||
      item->next_at_us == ZPI_OUTBOX_PARKED) {
    count->attention++;
    if (info != NULL && info->kind == ZPI_CASE_LETTER && zpi_letters_cannot_go (store, info))
      count->useless++;
    return;
  }
  count->waiting++;
  if (g_strcmp0 (item->problem, zpi_error_code_to_nick (ZPI_ERROR_OFFLINE)) == 0)
    count->unreached++;
  else if (info != NULL && info->attention != NULL && g_str_has_prefix (info->attention, "tls-"))
    count->unsafe++;
  else if (item->retry_after_us > zpi_clock_now_us () &&
           (count->until_us == 0 || item->retry_after_us < count->until_us))
    count->until_us = item->retry_after_us;
}

static gboolean
count_func (ZpiStore *store, gpointer data, GError **error)
{
  CtlLeft *count = data;
  g_autoptr (GPtrArray) items = zpi_outbox_store_list (store, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    count_item (count, store, g_ptr_array_index (items, i));
  return TRUE;
}

static gboolean
count_left (Ctl *ctl, CtlLeft *count, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiStore *store = zpi_session_get_store (ctl->session);

  zpi_store_run_async (store, count_func, count, NULL, NULL, ctl_result_cb, &result);
  return zpi_store_run_finish (store, ctl_wait (&result), error) != NULL;
}

static gboolean
drain_once (Ctl *ctl, CtlLeft *left, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  ZpiSender *sender = zpi_session_get_sender (ctl->session);

  *left = (CtlLeft){0};
  zpi_sender_drain_async (sender, NULL, ctl_result_cb, &result);
  return zpi_sender_drain_finish (sender, ctl_wait (&result), error) >= 0 &&
         count_left (ctl, left, error);
}

#define MAX_DRAINS 4

/* Another program went on sending. For as long as less and less is left it is waited for; then it
 * is left to it, because there it goes by itself. */
static gboolean
drain_beside (Ctl *ctl, CtlLeft *left, GError **error)
{
  guint before;

  *left = (CtlLeft){0};
  if (!count_left (ctl, left, error))
    return FALSE;
  before = left->waiting;
  for (;;) {
    g_autoptr (GError) local = NULL;

    if (drain_once (ctl, left, &local))
      return TRUE;
    if (!g_error_matches (local, ZPI_ERROR, ZPI_ERROR_BUSY)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
    if (!count_left (ctl, left, error))
      return FALSE;
    left->elsewhere = left->waiting > 0;
    if (left->waiting == 0 || left->waiting >= before)
      return TRUE;
    before = left->waiting;
  }
}

/* Once, and again when the municipality went away because the process that ran it was done. */
gboolean
ctl_drain (Ctl *ctl, CtlLeft *left, GError **error)
{
  for (guint i = 0; i < MAX_DRAINS; i++) {
    if (!drain_beside (ctl, left, error))
      return FALSE;
    if (left->elsewhere)
      return TRUE;
    if (left->unreached == 0 || !ctl_renew_server (ctl))
      break;
  }
  return TRUE;
}

/* It opens for reading without its keys, so that it would seem to be locked. */
static gboolean
check_writable (Ctl *ctl, GError **error)
{
  if (zpi_session_get_state (ctl->session) != ZPI_SESSION_READ_ONLY)
    return TRUE;
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_STORE_READ_ONLY,
                       "Nothing is sent from a store that can only be read");
  return FALSE;
}

/* (nullable): why nothing goes, whatever it is, until a person did something */
static const char *
find_hindrance (Ctl *ctl)
{
  ZpiSignIn *sign_in = zpi_session_get_sign_in (ctl->session);

  if (zpi_session_is_organisation_doubted (ctl->session))
    return "because the organisation file in the data folder is not the one that was accepted. Use "
           "zpictl confirm-organisation with the code of the municipality's letter";
  if (sign_in != NULL && !zpi_sign_in_is_signed_in (sign_in))
    return "because nobody is signed in. Open the window and sign in";
  return NULL;
}

static void
say_unsafe (guint n)
{
  g_autofree char *now = zpi_clock_format_iso (zpi_clock_now_us ());

  ctl_message ("zpictl: send: %u %s, because the connection is not safe. Check the date of this "
               "computer (it says %s), or try another network; zpictl list shows what is wrong",
               n,
               n == 1 ? "waits" : "wait",
               now);
}

/* Why it is not done, and what to do. */
static void
say_left (Ctl *ctl, const CtlLeft *left)
{
  guint answered = left->waiting - MIN (left->unreached + left->unsafe, left->waiting);
  const char *hindrance = left->waiting > 0 ? find_hindrance (ctl) : NULL;

  if (hindrance != NULL)
    ctl_message ("zpictl: send: %u %s, %s",
                 left->waiting,
                 left->waiting == 1 ? "waits" : "wait",
                 hindrance);
  else if (left->unreached > 0)
    ctl_message ("zpictl: send: %u %s, because the municipality could not be reached. Nothing is "
                 "lost: run zpictl send again when there is a connection",
                 left->unreached,
                 left->unreached == 1 ? "waits" : "wait");
  if (hindrance == NULL && left->unsafe > 0)
    say_unsafe (left->unsafe);
  if (hindrance == NULL && answered > 0 && left->until_us != 0) {
    g_autofree char *until = zpi_clock_format_iso (left->until_us);

    ctl_message (
        "zpictl: send: %u still %s, because the municipality asks to wait. Run zpictl send "
        "again after %s; zpictl list shows which",
        answered,
        answered == 1 ? "waits" : "wait",
        until);
  } else if (hindrance == NULL && answered > 0) {
    ctl_message ("zpictl: send: %u still %s. Run zpictl send again later; zpictl list shows which",
                 answered,
                 answered == 1 ? "waits" : "wait");
  }
  if (left->attention > left->useless)
    ctl_message (
        "zpictl: send: %u %s somebody. zpictl list shows which, zpictl status CASE what is "
        "to be done",
        left->attention - left->useless,
        left->attention - left->useless == 1 ? "needs" : "need");
  if (left->useless > 0)
    ctl_message ("zpictl: send: %u did not go and is of no use any more: what it is about was "
                 "decided or withdrawn. It goes with the answers (zpictl clear); zpictl list shows "
                 "how the application stands",
                 left->useless);
}

int
ctl_send (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;
  CtlLeft left = {0};

  if (!ctl_open (ctl, &error) || !check_writable (ctl, &error) || !ctl_ensure_server (ctl, &error))
    return ctl_failed ("send", error);
  if (!ctl_drain (ctl, &left, &error))
    return ctl_failed ("send", error);
  object = json_object_new ();
  json_object_set_int_member (object, "waiting", left.waiting);
  json_object_set_int_member (object, "attention", left.attention);
  if (left.elsewhere)
    json_object_set_boolean_member (object, "elsewhere", TRUE);
  ctl_print_object (object);
  if (left.elsewhere) {
    ctl_message ("zpictl: send: another program is sending, and goes on with what waits");
    return CTL_ELSEWHERE;
  }
  say_left (ctl, &left);
  return left.waiting + left.attention == 0 ? CTL_OK : CTL_FAILED;
}
