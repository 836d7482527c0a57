/* SPDX-License-Identifier: EUPL-1.2 */

/* What can be done with a case after *Send*: one step that stands out, at most one beside it, and
 * the rest in a menu. */

#include "zpi-config.h"

#include "zpi-sent-steps.h"

#include "zpi-attention.h"
#include "zpi-case-words.h"
#include "zpi-i18n.h"

/* clang-format off */
static const ZpiSentStep print_receipt = { N_("_Print receipt…"), "case.print-receipt" };
static const ZpiSentStep save_receipt = { N_("Save receipt as P_DF…"), "case.save-receipt" };
static const ZpiSentStep print_decision = { N_("Print the dec_ision…"), "case.print-decision" };
static const ZpiSentStep print_paper =
  { N_("_Print the answers for the paper form…"), "case.print-paper" };
static const ZpiSentStep try_again = { N_("_Try again now"), "case.try-again" };
static const ZpiSentStep send_again = { N_("_Send again"), "case.try-again" };
static const ZpiSentStep correct = { N_("_Correct it"), "case.repair" };
static const ZpiSentStep remove_answer = { N_("Re_move it"), "win.delete-draft" };
static const ZpiSentStep take_back =
  { N_("Do not send yet, go on _filling in"), "case.cancel-sending" };
static const ZpiSentStep take_back_answer =
  { N_("Do not send yet, go on _adding"), "case.cancel-sending" };
static const ZpiSentStep leave_paper =
  { N_("Go on _filling in here after all"), "case.cancel-sending" };
static const ZpiSentStep remove_paper =
  { N_("The form on paper is ready: delete the a_nswers here"), "win.delete-draft" };
static const ZpiSentStep ask = { N_("_Ask the municipality how it stands"), "case.refresh" };
static const ZpiSentStep answer = { N_("_Add what the municipality asks…"), "win.add-information" };
static const ZpiSentStep add_photos =
  { N_("Add p_hotos with the code in the letter…"), "win.add-photos" };
static const ZpiSentStep add_photo =
  { N_("Add the p_hoto with the code in the letter…"), "win.add-photos" };
static const ZpiSentStep replace_photo =
  { N_("Replace a pho_to with the code in the letter…"), "win.add-photos" };
static const ZpiSentStep apply_again =
  { N_("Apply a_gain with these answers…"), "win.apply-again" };
static const ZpiSentStep done = { N_("Done with this _client"), "case.done" };
static const ZpiSentStep withdraw = { N_("_Withdraw the application…"), "case.withdraw" };
static const ZpiSentStep hand_over = { N_("_Hand over to another desk…"), "win.hand-over" };
static const ZpiSentStep reclaim = { N_("Take it _back…"), "win.take-back" };
static const ZpiSentStep remind = { N_("_Remind of the next pass year…"), "case.remind" };
static const ZpiSentStep forget_reminder =
  { N_("Remove the re_minder"), "case.forget-reminder" };
static const ZpiSentStep help_account = { N_("Make an acco_unt together…"), "win.help-account" };
static const ZpiSentStep begin_next =
  { N_("_Start the new application"), "win.begin-reminded" };
static const ZpiSentStep nothing = { NULL, NULL };
/* clang-format on */

static gboolean
is_application (ZpiCaseItem *item)
{
  return zpi_case_item_get_kind (item) == ZPI_CASE_APPLICATION;
}

static gboolean
is_received (ZpiCaseItem *item)
{
  return zpi_case_item_get_reference (item) != NULL;
}

/* While the answers are still here. */
static gboolean
may_apply_again (ZpiCaseItem *item)
{
  return is_application (item) && !zpi_case_item_is_cleared (item);
}

/* Without the answers nothing can be sent once more: the receipt is the proof. What stands out is
 * what the sentence above it says: as it is, it would be refused again. */
static ZpiSentStep
find_repair (ZpiCaseItem *item, gboolean has_receipt)
{
  ZpiAttention reason;

  if (zpi_case_item_is_cleared (item))
    return has_receipt ? print_receipt : nothing;
  if (!zpi_attention_from_nick (zpi_case_item_get_attention (item), &reason))
    return try_again;
  switch (reason) {
  case ZPI_ATTENTION_REFUSED:
  case ZPI_ATTENTION_TOO_LARGE:
  case ZPI_ATTENTION_DOCUMENT_REFUSED:
  case ZPI_ATTENTION_DOCUMENT_DAMAGED:
  case ZPI_ATTENTION_DOCUMENT_NOT_DRAWN:
  case ZPI_ATTENTION_FORM_DAMAGED:
  case ZPI_ATTENTION_CONFLICT:
    return correct;
  case ZPI_ATTENTION_REQUEST_CLOSED:
    return remove_answer;
  case ZPI_ATTENTION_GONE:
    return is_application (item) ? apply_again : try_again;
  case ZPI_ATTENTION_FORGOTTEN:
    return send_again;
  default:
    return try_again;
  }
}

/* Beside an application each answer that waits has a way back of its own. */
static ZpiSentStep
find_way_back (ZpiCaseItem *item)
{
  return zpi_case_item_get_kind (item) == ZPI_CASE_LETTER ? take_back_answer : take_back;
}

/* Beside correcting, which goes back to the answers too, it may be tried as it is. */
static ZpiSentStep
find_beside_repair (ZpiCaseItem *item)
{
  if (zpi_case_item_is_cleared (item) || find_repair (item, FALSE).action == remove_answer.action)
    return nothing;
  return find_repair (item, FALSE).action == correct.action ? try_again : find_way_back (item);
}

static ZpiSentStep
find_photos (ZpiCaseItem *item)
{
  return zpi_case_item_get_passes (item) == 1 ? add_photo : add_photos;
}

/* An answer to a request is asked after with its application. Photos have no receipt: the letter
 * itself is asked after. */
static ZpiSentStep
find_first_of_letter (ZpiCaseItem *item, gboolean has_receipt)
{
  if (!zpi_case_item_is_about_photos (item))
    return has_receipt ? print_receipt : nothing;
  return zpi_case_words_is_photo_rejected (item) ? find_photos (item) : ask;
}

static gboolean
is_photo_letter_there (ZpiCaseItem *item)
{
  return zpi_case_item_get_state (item) == ZPI_CASE_RECEIVED &&
         zpi_case_item_is_about_photos (item);
}

static ZpiSentStep
find_first_received (ZpiCaseItem *item, gboolean has_receipt)
{
  switch (zpi_case_item_get_kind (item)) {
  case ZPI_CASE_LETTER:
    return find_first_of_letter (item, has_receipt);
  case ZPI_CASE_ACCOUNT:
    return ask;
  case ZPI_CASE_APPLICATION:
  default:
    return print_receipt;
  }
}

static ZpiSentStep
find_first (ZpiCaseItem *item, gboolean has_receipt)
{
  switch (zpi_case_item_get_state (item)) {
  case ZPI_CASE_WAITING:
  case ZPI_CASE_SENDING:
    return try_again;
  case ZPI_CASE_ATTENTION:
    return find_repair (item, has_receipt);
  case ZPI_CASE_PAPER:
    return print_paper;
  case ZPI_CASE_RECEIVED:
    return find_first_received (item, has_receipt);
  case ZPI_CASE_IN_ASSESSMENT:
  case ZPI_CASE_GRANTED:
    return ask;
  case ZPI_CASE_MORE_INFORMATION:
    /* What was added and waits is not added to again, only sent. */
    return zpi_case_words_is_answer_under_way (item) ? try_again : answer;
  case ZPI_CASE_PHOTOS:
    return zpi_case_words_are_photos_there (item) ? ask : find_photos (item);
  case ZPI_CASE_ISSUED:
    return zpi_case_words_is_reminder_due (item) ? begin_next : help_account;
  case ZPI_CASE_REJECTED:
    /* Later what is left to do is to object, with the reason at hand. */
    return may_apply_again (item) ? apply_again : print_decision;
  case ZPI_CASE_WITHDRAWN:
    return may_apply_again (item) ? apply_again : nothing;
  default:
    return nothing;
  }
}

static gboolean
may_be_done (ZpiCaseItem *item)
{
  return is_received (item) && !zpi_case_item_is_cleared (item);
}

static ZpiSentStep
find_second (ZpiCaseItem *item)
{
  switch (zpi_case_item_get_state (item)) {
  case ZPI_CASE_ATTENTION:
    return find_beside_repair (item);
  case ZPI_CASE_WAITING:
    return find_way_back (item);
  case ZPI_CASE_PAPER:
    return leave_paper;
  case ZPI_CASE_HANDED_OVER:
    return reclaim;
  default:
    break;
  }
  return may_be_done (item) ? done : nothing;
}

static ZpiSentStep
translated (ZpiSentStep step)
{
  if (step.label != NULL)
    step.label = _ (step.label);
  return step;
}

/**
 * zpi_sent_steps_first:
 * @item: a case that is no draft
 * @has_receipt: whether there is a receipt of it
 *
 * Returns: what to do now
 */
ZpiSentStep
zpi_sent_steps_first (ZpiCaseItem *item, gboolean has_receipt)
{
  return translated (find_first (item, has_receipt));
}

/**
 * zpi_sent_steps_second:
 * @item: a case that is no draft
 *
 * Returns: what stands beside it: the way back, or the way to the next client
 */
ZpiSentStep
zpi_sent_steps_second (ZpiCaseItem *item)
{
  return translated (find_second (item));
}

static void
append (GMenu *menu, ZpiCaseItem *item, const char *first, ZpiSentStep step)
{
  if (step.action != first && step.action != find_second (item).action)
    g_menu_append (menu, _ (step.label), step.action);
}

static gboolean
is_decided (ZpiCaseItem *item)
{
  ZpiCaseState state = zpi_case_item_get_state (item);

  return is_application (item) && (state == ZPI_CASE_GRANTED || state == ZPI_CASE_PHOTOS ||
                                   state == ZPI_CASE_ISSUED || state == ZPI_CASE_REJECTED);
}

static gboolean
may_withdraw (ZpiCaseItem *item)
{
  ZpiCaseState state = zpi_case_item_get_state (item);

  return is_application (item) && (state == ZPI_CASE_RECEIVED || state == ZPI_CASE_IN_ASSESSMENT ||
                                   state == ZPI_CASE_MORE_INFORMATION);
}

/* A letter or a request for an account is answered where it was begun. */
static gboolean
may_hand_over (ZpiCaseItem *item)
{
  ZpiCaseState state = zpi_case_item_get_state (item);

  return is_application (item) && state != ZPI_CASE_HANDED_OVER && state != ZPI_CASE_CLOSED;
}

/**
 * zpi_sent_steps_menu:
 * @item: a case that is no draft
 * @has_receipt: whether there is a receipt of it
 *
 * Returns: (transfer full): everything else that can be done; may be empty
 */
GMenuModel *
zpi_sent_steps_menu (ZpiCaseItem *item, gboolean has_receipt)
{
  GMenu *menu = g_menu_new ();
  gboolean letter = zpi_case_item_get_kind (item) == ZPI_CASE_LETTER;
  const char *first = find_first (item, has_receipt).action;

  if (may_be_done (item))
    append (menu, item, first, done);
  if (zpi_case_item_get_state (item) == ZPI_CASE_PAPER)
    append (menu, item, first, remove_paper);
  if (letter ? is_photo_letter_there (item) : is_received (item))
    append (menu, item, first, ask);
  if (is_received (item) && (is_application (item) || (letter && has_receipt))) {
    append (menu, item, first, print_receipt);
    append (menu, item, first, save_receipt);
  }
  if (is_decided (item))
    append (menu, item, first, print_decision);
  if (zpi_case_words_are_photos_there (item))
    append (menu, item, first, replace_photo);
  if (zpi_case_words_has_reminder (item))
    append (menu, item, first, forget_reminder);
  else if (is_application (item) && zpi_case_item_get_state (item) == ZPI_CASE_ISSUED)
    append (menu, item, first, remind);
  if (may_hand_over (item))
    append (menu, item, first, hand_over);
  if (may_withdraw (item))
    append (menu, item, first, withdraw);
  return G_MENU_MODEL (menu);
}

static char *
dup_action (GMenuModel *menu, int at)
{
  char *action = NULL;

  g_menu_model_get_item_attribute (menu, at, G_MENU_ATTRIBUTE_ACTION, "s", &action);
  return action;
}

/**
 * zpi_sent_steps_is_same_menu:
 * @a: (nullable): a menu of [func@sent_steps_menu]
 * @b: another
 *
 * Returns: whether both offer the same
 */
gboolean
zpi_sent_steps_is_same_menu (GMenuModel *a, GMenuModel *b)
{
  int n = g_menu_model_get_n_items (b);

  if (a == NULL || g_menu_model_get_n_items (a) != n)
    return FALSE;
  for (int i = 0; i < n; i++) {
    g_autofree char *one = dup_action (a, i);
    g_autofree char *other = dup_action (b, i);

    if (g_strcmp0 (one, other) != 0)
      return FALSE;
  }
  return TRUE;
}
