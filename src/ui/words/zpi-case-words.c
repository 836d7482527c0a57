/* SPDX-License-Identifier: EUPL-1.2 */

/* What the states of a case are called, and what comes next: one place for all screens. */

#include "zpi-config.h"

#include "zpi-case-words.h"

#include "zpi-attention.h"
#include "zpi-clock.h"
#include "zpi-date-words.h"
#include "zpi-error-text.h"
#include "zpi-facts.h"
#include "zpi-i18n.h"
#include "zpi-text.h"

/* A row has a line for it. */
#define MOST_NAME_CHARS     80
#define MOST_INITIALS_CHARS 16

/* A household of one person has one photo and one pass. */
static gboolean
is_for_one (ZpiCaseItem *item)
{
  return zpi_case_item_get_passes (item) == 1;
}

/**
 * zpi_case_words_state:
 * @state: a state
 *
 * Returns: (transfer none): the state in words
 */
const char *
zpi_case_words_state (ZpiCaseState state)
{
  switch (state) {
  case ZPI_CASE_DRAFT:
    return _ ("Draft");
  case ZPI_CASE_WAITING:
    return _ ("Waiting to be sent");
  case ZPI_CASE_SENDING:
    return _ ("Being sent");
  case ZPI_CASE_RECEIVED:
    return _ ("Received by the municipality");
  case ZPI_CASE_IN_ASSESSMENT:
    return _ ("The municipality is deciding");
  case ZPI_CASE_MORE_INFORMATION:
    return _ ("More information asked");
  case ZPI_CASE_GRANTED:
    return _ ("Granted");
  case ZPI_CASE_PHOTOS:
    return _ ("Photos asked");
  case ZPI_CASE_ISSUED:
    return _ ("Pass on its way");
  case ZPI_CASE_REJECTED:
    return _ ("Rejected by the municipality");
  case ZPI_CASE_WITHDRAWN:
    return _ ("Withdrawn");
  case ZPI_CASE_ATTENTION:
    return _ ("Needs your attention");
  case ZPI_CASE_PAPER:
    return _ ("On paper");
  case ZPI_CASE_HANDED_OVER:
    return _ ("Handed over");
  case ZPI_CASE_CLOSED:
    return _ ("Closed");
  default:
    g_return_val_if_reached ("");
  }
}

/**
 * zpi_case_words_state_of:
 * @item: a case
 * @state: a state that it is in, or was
 *
 * Returns: (transfer none): the state in words; of one person one photo is asked
 */
const char *
zpi_case_words_state_of (ZpiCaseItem *item, ZpiCaseState state)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), "");

  return state == ZPI_CASE_PHOTOS && is_for_one (item) ? _ ("Photo asked")
                                                       : zpi_case_words_state (state);
}

static const char *
icon_of_state (ZpiCaseState state)
{
  switch (state) {
  case ZPI_CASE_DRAFT:
    return "document-edit-symbolic";
  case ZPI_CASE_WAITING:
    return "document-open-recent-symbolic";
  case ZPI_CASE_SENDING:
    return "send-to-symbolic";
  case ZPI_CASE_RECEIVED:
  case ZPI_CASE_GRANTED:
  case ZPI_CASE_ISSUED:
    return "object-select-symbolic";
  case ZPI_CASE_IN_ASSESSMENT:
    return "preferences-system-time-symbolic";
  case ZPI_CASE_MORE_INFORMATION:
    return "mail-unread-symbolic";
  case ZPI_CASE_PHOTOS:
    return "camera-photo-symbolic";
  case ZPI_CASE_REJECTED:
  case ZPI_CASE_ATTENTION:
    return "dialog-warning-symbolic";
  case ZPI_CASE_PAPER:
    return "printer-symbolic";
  default:
    return "folder-symbolic";
  }
}

/**
 * zpi_case_words_are_photos_there:
 * @item: a case
 *
 * Returns: whether the municipality asked for photos and has them all; nothing is asked any more
 */
gboolean
zpi_case_words_are_photos_there (ZpiCaseItem *item)
{
  ZpiAttention attention;

  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), FALSE);

  return zpi_case_item_get_state (item) == ZPI_CASE_PHOTOS &&
         zpi_attention_from_nick (zpi_case_item_get_attention (item), &attention) &&
         attention == ZPI_ATTENTION_PHOTOS_SENT;
}

/**
 * zpi_case_words_is_photo_rejected:
 * @item: a case
 *
 * Returns: whether the municipality asks for another photo
 */
gboolean
zpi_case_words_is_photo_rejected (ZpiCaseItem *item)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), FALSE);

  return zpi_attention_is (zpi_case_item_get_attention (item), ZPI_ATTENTION_PHOTO_REJECTED);
}

static gboolean
is_marked (ZpiCaseItem *item, ZpiAttention reason)
{
  return zpi_attention_is (zpi_case_item_get_attention (item), reason);
}

/* It was looked up, and there is nothing to answer. */
static gboolean
is_code_of_nothing (ZpiCaseItem *item)
{
  return is_marked (item, ZPI_ATTENTION_CODE_UNKNOWN) ||
         (is_marked (item, ZPI_ATTENTION_REQUEST_CLOSED) &&
          zpi_case_item_get_state (item) == ZPI_CASE_DRAFT);
}

/**
 * zpi_case_words_is_code:
 * @item: a case
 *
 * Returns: whether it is the code of a mail, of which nobody could say yet what is asked
 */
gboolean
zpi_case_words_is_code (ZpiCaseItem *item)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), FALSE);

  return is_marked (item, ZPI_ATTENTION_CODE_WAITS) || is_code_of_nothing (item);
}

/**
 * zpi_case_words_is_code_unknown:
 * @item: a case
 *
 * Returns: whether it is the code of a mail, and nothing has this code
 */
gboolean
zpi_case_words_is_code_unknown (ZpiCaseItem *item)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), FALSE);

  return is_marked (item, ZPI_ATTENTION_CODE_UNKNOWN);
}

/**
 * zpi_case_words_standing:
 * @item: a case
 *
 * Returns: (transfer none): how it stands, where its state alone says too little
 */
const char *
zpi_case_words_standing (ZpiCaseItem *item)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), "");

  if (zpi_case_words_is_photo_rejected (item))
    return _ ("Another photo asked");
  if (zpi_case_words_is_code (item))
    return is_marked (item, ZPI_ATTENTION_CODE_WAITS)     ? _ ("Code kept")
           : is_marked (item, ZPI_ATTENTION_CODE_UNKNOWN) ? _ ("Code not known")
                                                          : _ ("Not asked any more");
  if (zpi_case_words_are_photos_there (item))
    return is_for_one (item) ? _ ("Photo received") : _ ("Photos received");
  return zpi_case_words_state_of (item, zpi_case_item_get_state (item));
}

/**
 * zpi_case_words_standing_icon:
 * @item: a case
 *
 * Returns: (transfer none): the name of the icon that goes with the words
 */
const char *
zpi_case_words_standing_icon (ZpiCaseItem *item)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), NULL);

  if (zpi_case_words_is_photo_rejected (item))
    return icon_of_state (ZPI_CASE_PHOTOS);
  if (zpi_case_words_is_code (item))
    return icon_of_state (is_marked (item, ZPI_ATTENTION_CODE_WAITS) ? ZPI_CASE_WAITING
                                                                     : ZPI_CASE_ATTENTION);
  return icon_of_state (zpi_case_words_are_photos_there (item) ? ZPI_CASE_RECEIVED
                                                               : zpi_case_item_get_state (item));
}

static char *
draft_next_step (ZpiCaseItem *item)
{
  if (zpi_case_words_is_code (item))
    return zpi_case_words_attention (zpi_case_item_get_attention (item));
  switch (zpi_case_item_get_kind (item)) {
  case ZPI_CASE_LETTER:
    return g_strdup (zpi_case_item_is_about_photos (item)
                         ? _ ("Go on with the letter")
                         : _ ("Go on adding what the municipality asks"));
  case ZPI_CASE_ACCOUNT:
    return g_strdup (_ ("Go on with the request"));
  case ZPI_CASE_APPLICATION:
  default:
    return g_strdup (_ ("Go on filling in"));
  }
}

/* A time of the day would be taken for one of today. */
static gboolean
is_far (ZpiCaseItem *item)
{
  return zpi_case_item_get_next_at_us (item) - zpi_clock_now_us () > 12 * G_TIME_SPAN_HOUR;
}

static char *
waiting_next_step (ZpiCaseItem *item)
{
  g_autoptr (GDateTime) at = NULL;
  g_autofree char *clock = NULL;

  if (zpi_case_item_get_attention (item) != NULL)
    return zpi_case_words_attention (zpi_case_item_get_attention (item));
  if (zpi_case_item_get_next_at_us (item) <= zpi_clock_now_us ())
    return g_strdup (_ ("Goes by itself as soon as there is a connection"));
  at = g_date_time_new_from_unix_local (zpi_case_item_get_next_at_us (item) / G_USEC_PER_SEC);
  clock = is_far (item) ? zpi_date_words_with_time (at) : g_date_time_format (at, "%H:%M");
  /* Translators: %s is a time of the day, such as 14:05, or a day and a time. */
  return g_strdup_printf (_ ("Goes by itself; the next try: %s"), clock);
}

static int
number_of_day (gint64 time_us)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (time_us / G_USEC_PER_SEC);

  return at != NULL ? g_date_time_get_year (at) * 1000 + g_date_time_get_day_of_year (at) : 0;
}

/* Below 0 before the day of the due date, 0 on that day, which still counts, above 0 after it. */
static int
compare_due (ZpiCaseItem *item)
{
  gint64 due_us = zpi_case_item_get_due_us (item);

  return due_us != 0 ? number_of_day (zpi_clock_now_us ()) - number_of_day (due_us) : -1;
}

/* Nobody here knows whether it still counts, so it is not refused. */
static char *
asked_next_step (ZpiCaseItem *item)
{
  if (zpi_case_item_get_attention (item) != NULL)
    return zpi_case_words_attention (zpi_case_item_get_attention (item));
  if (compare_due (item) > 0)
    return g_strdup (zpi_facts_say (_ ("Add it all the same. {call-municipality}"), NULL));
  return g_strdup (_ ("Add what the municipality asks for"));
}

/**
 * zpi_case_words_has_reminder:
 * @item: a case
 *
 * Returns: whether the client wants to be reminded of the next pass year
 */
gboolean
zpi_case_words_has_reminder (ZpiCaseItem *item)
{
  return zpi_case_item_get_state (item) == ZPI_CASE_ISSUED &&
         zpi_attention_is (zpi_case_item_get_attention (item), ZPI_ATTENTION_REMIND_NEXT_YEAR);
}

/**
 * zpi_case_words_is_reminder_due:
 * @item: a case
 *
 * Returns: whether the day to remind the client of has come
 */
gboolean
zpi_case_words_is_reminder_due (ZpiCaseItem *item)
{
  return zpi_case_words_has_reminder (item) &&
         zpi_case_item_get_due_us (item) <= zpi_clock_now_us ();
}

static char *
photos_next_step (ZpiCaseItem *item)
{
  gboolean one = is_for_one (item);

  if (one && zpi_case_words_are_photos_there (item))
    return g_strdup (
        zpi_facts_say (_ ("The photo is there. The pass comes by post{in-delivery-weeks}"), NULL));
  if (zpi_case_item_get_attention (item) != NULL)
    return zpi_case_words_attention (zpi_case_item_get_attention (item));
  return g_strdup (one ? _ ("Add the photo with the code in the letter")
                       : _ ("Add the photos with the code in the letter"));
}

/**
 * zpi_case_words_next_step:
 * @item: a case
 *
 * Returns: (transfer full): the one thing that comes next
 */
char *
zpi_case_words_next_step (ZpiCaseItem *item)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), NULL);

  if (zpi_case_item_is_damaged (item))
    return g_strdup (_ ("This case is damaged. Ask your administrator for the backup"));
  if (zpi_case_words_is_photo_rejected (item))
    return zpi_case_words_attention (zpi_case_item_get_attention (item));
  switch (zpi_case_item_get_state (item)) {
  case ZPI_CASE_DRAFT:
    return draft_next_step (item);
  case ZPI_CASE_WAITING:
    return waiting_next_step (item);
  case ZPI_CASE_SENDING:
    return g_strdup (_ ("Wait for the receipt"));
  case ZPI_CASE_RECEIVED:
    if (zpi_case_item_get_kind (item) == ZPI_CASE_ACCOUNT)
      return g_strdup (zpi_facts_say (
          _ ("It takes at most {account-weeks}. The passes can be used in the meantime"),
          _ ("The passes can be used in the meantime")));
    if (zpi_case_item_get_kind (item) == ZPI_CASE_LETTER)
      return g_strdup (_ ("The municipality has what was asked"));
    return g_strdup (zpi_case_item_is_cleared (item)
                         ? _ ("Wait for the decision")
                         : _ ("Print the receipt, then choose “Done with this client”"));
  case ZPI_CASE_IN_ASSESSMENT:
    return g_strdup (_ ("Wait for the decision"));
  case ZPI_CASE_MORE_INFORMATION:
    return asked_next_step (item);
  case ZPI_CASE_GRANTED:
    return g_strdup (is_for_one (item) ? _ ("A letter comes with a code for the photo")
                                       : _ ("A letter comes with a code for the photos"));
  case ZPI_CASE_PHOTOS:
    return photos_next_step (item);
  case ZPI_CASE_ISSUED:
    if (zpi_case_words_is_reminder_due (item))
      return zpi_case_words_attention (zpi_case_item_get_attention (item));
    return g_strdup (zpi_facts_say (_ ("The pass comes by post in about {delivery-weeks}"),
                                    _ ("The pass comes by post")));
  case ZPI_CASE_REJECTED:
    return g_strdup (_ ("Read the reason together; the client may object"));
  case ZPI_CASE_WITHDRAWN:
    return g_strdup (zpi_case_item_is_cleared (item)
                         ? _ ("Nothing more to do")
                         : _ ("Was something wrong? Apply again with these answers"));
  case ZPI_CASE_ATTENTION:
    return zpi_case_words_attention (zpi_case_item_get_attention (item));
  case ZPI_CASE_PAPER:
    return g_strdup (zpi_facts_say (_ ("Call {phone} and ask for the paper form"),
                                    _ ("Call the municipality and ask for the paper form")));
  case ZPI_CASE_HANDED_OVER:
    return g_strdup (_ ("Another desk goes on with it. This desk does not send it any more"));
  default:
    return g_strdup (_ ("Nothing more to do"));
  }
}

/**
 * zpi_case_words_attention:
 * @reason: (nullable): the typed reason a case needs a person
 *
 * Returns: (transfer full): what the reason is and what to do
 */
char *
zpi_case_words_attention (const char *reason)
{
  /* clang-format off */
  static const char *const texts[ZPI_N_ATTENTIONS] = {
    [ZPI_ATTENTION_REFUSED] =
      N_("The municipality could not take an answer. Correct it and send again"),
    [ZPI_ATTENTION_TOO_LARGE] =
      N_("This is too large for the municipality. Add the documents again, smaller"),
    [ZPI_ATTENTION_DOCUMENT_REFUSED] =
      N_("The municipality could not take a document. Look which one, and add it again or leave "
      "it out"),
    [ZPI_ATTENTION_DOCUMENT_DAMAGED] =
      N_("A document does not open any more on this computer. Look which one, and add it again "
      "or leave it out"),
    [ZPI_ATTENTION_DOCUMENT_NOT_DRAWN] =
      N_("Something was covered or changed in a document after it was ready to be sent. Open that "
      "document, look at it, and send again"),
    [ZPI_ATTENTION_FORM_DAMAGED] =
      N_("What was ready to be sent does not open any more on this computer. Look at the answers "
      "and send again"),
    [ZPI_ATTENTION_OTHER_FORM] =
      N_("The municipality has this already, with other answers. Choose “Try again now” to see how "
      "it stands there"),
    [ZPI_ATTENTION_CONFLICT] =
      N_("The municipality holds another version. Look at the answers and send again"),
    [ZPI_ATTENTION_BAD_FORMAT] =
      N_("The municipality gave an answer that this program does not know. {call-municipality}"),
    [ZPI_ATTENTION_GONE] =
      N_("The municipality removed this application. Start a new one"),
    [ZPI_ATTENTION_REQUEST_CLOSED] =
      N_("The municipality does not ask for this any more. What was added here can be removed"),
    [ZPI_ATTENTION_LETTER_UNKNOWN] =
      N_("No letter has this code. Look at the letter and type the code again"),
    [ZPI_ATTENTION_PERSON_UNKNOWN] =
      N_("The letter names nobody like that. Choose whose photo it is"),
    [ZPI_ATTENTION_PHOTO_APPROVED] =
      N_("The pass is made with an earlier photo already. Nothing more to do"),
    [ZPI_ATTENTION_ANSWER_WAITS] =
      N_("What was added goes by itself as soon as there is a connection"),
    [ZPI_ATTENTION_ANSWER_SENDING] =
      N_("Your answer is being sent"),
    [ZPI_ATTENTION_ANSWER_REFUSED] =
      N_("The municipality could not take what was added. Open it and look"),
    [ZPI_ATTENTION_PHOTOS_SENT] =
      N_("All photos are there. The passes come by post{in-delivery-weeks}"),
    [ZPI_ATTENTION_PHOTO_REJECTED] =
      N_("A photo is not good enough for the pass. Add another one with the code in the letter"),
    [ZPI_ATTENTION_CODE_WAITS] =
      N_("What is asked is looked up by itself as soon as there is a connection"),
    [ZPI_ATTENTION_CODE_UNKNOWN] =
      N_("Nothing has this code. Look at the mail and type it again"),
    [ZPI_ATTENTION_OTHER_ADDRESS] =
      N_("The municipality has another address than when this was queued. Choose “Try again now” if "
      "it may go there"),
    [ZPI_ATTENTION_OTHER_COUNSELLOR] =
      N_("Another counsellor queued this. Choose “Try again now” to send it with your own "
      "sign-in"),
    [ZPI_ATTENTION_FORGOTTEN] =
      N_("The municipality gave a receipt for this, and does not have it any more. Choose “Send "
      "again”. The receipt is the proof"),
    [ZPI_ATTENTION_FORGOTTEN_CLEARED] =
      N_("The municipality gave a receipt for this, and does not have it any more. Print the "
      "receipt as proof. {call-municipality}"),
    [ZPI_ATTENTION_REMIND_NEXT_YEAR] =
      N_("A new pass year. Ask whether the client wants to apply again"),
    [ZPI_ATTENTION_SIGN_IN_NEEDED] =
      N_("Sign in, then it is sent"),
    [ZPI_ATTENTION_LOGIN_PAGE] =
      N_("You are on a network that asks you to log in first. Do that in the browser"),
  };
  /* clang-format on */
  ZpiAttention known;

  if (!zpi_attention_from_nick (reason, &known))
    return g_strdup (_ ("Open this case to see what is needed"));
  /* The six that are about the connection are said wherever it is not safe. */
  return g_strdup (texts[known] != NULL ? zpi_facts_say (_ (texts[known]), NULL)
                                        : zpi_error_text_from_reason (reason));
}

/**
 * zpi_case_words_date:
 * @time_us: microseconds since 1970
 *
 * Returns: (transfer full): the day in words, such as "15 January 2026"
 */
char *
zpi_case_words_date (gint64 time_us)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (time_us / G_USEC_PER_SEC);

  return at != NULL ? zpi_date_words (at) : g_strdup ("");
}

/* More information about an application that is not here: the row of its answer says by when. */
static gboolean
is_answer_elsewhere (ZpiCaseItem *item)
{
  return zpi_case_item_get_kind (item) == ZPI_CASE_LETTER && !zpi_case_item_is_about_photos (item);
}

static char *
dup_until (ZpiCaseItem *item, const char *date)
{
  int late = compare_due (item);

  if (late == 0)
    return g_strdup (_ ("Today at the latest"));
  /* Translators: %s is a date. */
  return g_strdup_printf (late > 0 ? _ ("The last day was %s") : _ ("At the latest on %s"), date);
}

static gboolean
is_decision_awaited (ZpiCaseItem *item)
{
  return zpi_case_item_get_state (item) == ZPI_CASE_IN_ASSESSMENT ||
         (zpi_case_item_get_state (item) == ZPI_CASE_RECEIVED && zpi_case_item_is_cleared (item));
}

/**
 * zpi_case_words_due:
 * @item: a case
 *
 * Returns: (transfer full) (nullable): when the next thing is due, %NULL when there is no date
 */
char *
zpi_case_words_due (ZpiCaseItem *item)
{
  g_autofree char *date = NULL;

  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), NULL);

  if (zpi_case_item_get_due_us (item) == 0)
    return NULL;
  date = zpi_case_words_date (zpi_case_item_get_due_us (item));
  if (zpi_case_item_get_state (item) == ZPI_CASE_MORE_INFORMATION || is_answer_elsewhere (item))
    return dup_until (item, date);
  if (zpi_case_item_get_state (item) == ZPI_CASE_ISSUED)
    /* Translators: %s is a date. */
    return g_strdup_printf (zpi_case_words_is_reminder_due (item)
                                ? _ ("From %s")
                                : _ ("Reminder of the new pass year on %s"),
                            date);
  if (zpi_case_words_are_photos_there (item))
    /* Translators: %s is a date; before it stands that the passes come. */
    return g_strdup_printf (_ ("On about %s"), date);
  if (zpi_case_item_get_state (item) == ZPI_CASE_PHOTOS || zpi_case_item_is_about_photos (item))
    /* Translators: %s is a date. */
    return g_strdup_printf (is_for_one (item) ? _ ("The pass comes on about %s")
                                              : _ ("The passes come on about %s"),
                            date);
  if (zpi_case_item_get_kind (item) == ZPI_CASE_ACCOUNT)
    /* Translators: %s is a date; that day still counts. */
    return g_strdup_printf (_ ("One account on %s at the latest"), date);
  /* Beside it stands that the decision is waited for. */
  if (is_decision_awaited (item))
    return g_strdup_printf (_ ("At the latest on %s"), date);
  /* Translators: %s is a date. */
  return g_strdup_printf (_ ("Decision at the latest on %s"), date);
}

static char *
dup_numbered (const char *name, guint most_chars, guint number)
{
  g_autofree char *shown = zpi_text_dup_short (name, most_chars);

  /* Translators: a client's name, or the initials, and the number of the case. */
  return g_strdup_printf (_ ("%s · %u"), shown, number);
}

/**
 * zpi_case_words_name:
 * @item: a case
 * @show_names: whether the counsellor asked for names
 *
 * The client beside the counsellor must not read other clients' names.
 *
 * Returns: (transfer full): the name, or initials and the case's number
 */
char *
zpi_case_words_name (ZpiCaseItem *item, gboolean show_names)
{
  const char *name, *initials;
  guint number;

  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), NULL);

  name = zpi_case_item_get_name (item);
  initials = zpi_case_item_get_initials (item);
  number = zpi_case_item_get_number (item);
  if (show_names && name != NULL && *name != '\0')
    return dup_numbered (name, MOST_NAME_CHARS, number);
  if (initials != NULL && *initials != '\0')
    return dup_numbered (initials, MOST_INITIALS_CHARS, number);
  if (zpi_case_words_is_code (item))
    return zpi_case_words_kind (ZPI_CASE_LETTER, TRUE, number);
  /* Translators: a case without a name yet; %u is its number. */
  return g_strdup_printf (_ ("Case %u"), number);
}

/**
 * zpi_case_words_kind:
 * @kind: the kind of case
 * @answer: of a letter, whether it is more information that was asked
 * @number: its number, or 0
 *
 * Returns: (transfer full): what to call the case in a title, without personal data
 */
char *
zpi_case_words_kind (ZpiCaseKind kind, gboolean answer, guint number)
{
  if (kind == ZPI_CASE_LETTER && answer)
    return number == 0 ? g_strdup (_ ("More information"))
                       : g_strdup_printf (_ ("More information %u"), number);
  if (number == 0)
    return g_strdup (kind == ZPI_CASE_LETTER    ? _ ("Letter")
                     : kind == ZPI_CASE_ACCOUNT ? _ ("New request")
                                                : _ ("New application"));
  switch (kind) {
  case ZPI_CASE_LETTER:
    return g_strdup_printf (_ ("Letter %u"), number);
  case ZPI_CASE_ACCOUNT:
    return g_strdup_printf (_ ("Account request %u"), number);
  case ZPI_CASE_APPLICATION:
  default:
    return g_strdup_printf (_ ("Application %u"), number);
  }
}

/**
 * zpi_case_words_deleted:
 * @item: (nullable): its row; %NULL of what is in no list, because its application tells of it
 *
 * Returns: that it was deleted, and how it comes back
 */
const char *
zpi_case_words_deleted (ZpiCaseItem *item)
{
  switch (item != NULL ? zpi_case_item_get_kind (item) : ZPI_CASE_LETTER) {
  case ZPI_CASE_LETTER:
    return _ ("What was added was deleted. Ctrl+Z brings it back.");
  case ZPI_CASE_ACCOUNT:
    return _ ("The request was deleted. Ctrl+Z brings it back.");
  case ZPI_CASE_APPLICATION:
  default:
    return _ ("The draft was deleted. Ctrl+Z brings it back.");
  }
}

/**
 * zpi_case_words_is_answer_under_way:
 * @item: a case
 *
 * Returns: whether what was added waits or is being sent
 */
gboolean
zpi_case_words_is_answer_under_way (ZpiCaseItem *item)
{
  const char *attention = zpi_case_item_get_attention (item);

  return zpi_attention_is (attention, ZPI_ATTENTION_ANSWER_WAITS) ||
         zpi_attention_is (attention, ZPI_ATTENTION_ANSWER_SENDING);
}

static ZpiCaseGroup
group_of_photos (ZpiCaseItem *item)
{
  if (zpi_case_words_is_answer_under_way (item))
    return ZPI_CASE_GROUP_WAITING;
  return zpi_case_words_are_photos_there (item) ? ZPI_CASE_GROUP_MUNICIPALITY
                                                : ZPI_CASE_GROUP_TODAY;
}

/**
 * zpi_case_words_get_deadline:
 * @item: a case
 *
 * Returns: until when somebody here has to do something, in microseconds since 1970: the day that
 *   the municipality set, and 1 for what went wrong, before any day; 0 when nothing is lost by
 * waiting
 */
gint64
zpi_case_words_get_deadline (ZpiCaseItem *item)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), 0);

  if (zpi_case_item_is_damaged (item) || zpi_case_item_get_state (item) == ZPI_CASE_ATTENTION ||
      is_code_of_nothing (item))
    return 1;
  if (zpi_case_item_get_state (item) == ZPI_CASE_MORE_INFORMATION &&
      !zpi_case_words_is_answer_under_way (item))
    return zpi_case_item_get_due_us (item);
  if (zpi_case_item_get_state (item) == ZPI_CASE_DRAFT && is_answer_elsewhere (item))
    return zpi_case_item_get_due_us (item);
  return 0;
}

static ZpiCaseGroup
group_of_state (ZpiCaseItem *item)
{
  switch (zpi_case_item_get_state (item)) {
  case ZPI_CASE_MORE_INFORMATION:
    return zpi_case_words_is_answer_under_way (item) ? ZPI_CASE_GROUP_WAITING
                                                     : ZPI_CASE_GROUP_TODAY;
  case ZPI_CASE_PHOTOS:
    return group_of_photos (item);
  case ZPI_CASE_ATTENTION:
  case ZPI_CASE_PAPER:
    return ZPI_CASE_GROUP_TODAY;
  case ZPI_CASE_RECEIVED:
    return !zpi_case_item_is_cleared (item) ? ZPI_CASE_GROUP_TODAY : ZPI_CASE_GROUP_MUNICIPALITY;
  case ZPI_CASE_DRAFT:
    if (is_marked (item, ZPI_ATTENTION_CODE_WAITS))
      return ZPI_CASE_GROUP_WAITING;
    return zpi_case_words_get_deadline (item) != 0 ? ZPI_CASE_GROUP_TODAY : ZPI_CASE_GROUP_DRAFTS;
  case ZPI_CASE_WAITING:
  case ZPI_CASE_SENDING:
    return ZPI_CASE_GROUP_WAITING;
  case ZPI_CASE_IN_ASSESSMENT:
  case ZPI_CASE_GRANTED:
    return ZPI_CASE_GROUP_MUNICIPALITY;
  case ZPI_CASE_ISSUED:
    return zpi_case_words_is_reminder_due (item) ? ZPI_CASE_GROUP_TODAY : ZPI_CASE_GROUP_DONE;
  default:
    return ZPI_CASE_GROUP_DONE;
  }
}

/* A decision is read together, also when the pass is refused; of what only moved on nothing is
 * asked. */
static ZpiCaseGroup
group_of_news (ZpiCaseItem *item, ZpiCaseGroup group)
{
  return group == ZPI_CASE_GROUP_TODAY || zpi_case_item_get_state (item) == ZPI_CASE_REJECTED
             ? ZPI_CASE_GROUP_TODAY
             : ZPI_CASE_GROUP_NEWS;
}

/**
 * zpi_case_words_group:
 * @item: a case
 *
 * Returns: the group of the start page in which the case stands
 */
ZpiCaseGroup
zpi_case_words_group (ZpiCaseItem *item)
{
  g_return_val_if_fail (ZPI_IS_CASE_ITEM (item), ZPI_CASE_GROUP_DONE);

  if (zpi_case_item_is_damaged (item))
    return ZPI_CASE_GROUP_TODAY;
  if (zpi_case_words_is_photo_rejected (item))
    return ZPI_CASE_GROUP_TODAY;
  if (zpi_case_item_has_news (item))
    return group_of_news (item, group_of_state (item));
  return group_of_state (item);
}

/**
 * zpi_case_words_group_title:
 * @group: a group
 *
 * Returns: (transfer none): its title
 */
const char *
zpi_case_words_group_title (ZpiCaseGroup group)
{
  /* clang-format off */
  static const char *const titles[] = {
    [ZPI_CASE_GROUP_TODAY] = N_("To do now"),
    [ZPI_CASE_GROUP_NEWS] = N_("New since last time"),
    [ZPI_CASE_GROUP_DRAFTS] =
      N_("Drafts"),
    [ZPI_CASE_GROUP_WAITING] =
      N_("Waiting to be sent"),
    [ZPI_CASE_GROUP_MUNICIPALITY] =
      N_("With the municipality"),
    [ZPI_CASE_GROUP_DONE] = N_("Done"),
  };
  /* clang-format on */

  g_return_val_if_fail (group < ZPI_N_CASE_GROUPS, "");

  return _ (titles[group]);
}
