/* SPDX-License-Identifier: EUPL-1.2 */

/* The sentence for each thing that can be wrong: what to do, in plain words, never whose fault. */

#include "zpi-error-text.h"

#include "zpi-attention.h"
#include "zpi-facts.h"

#include "zpi-i18n.h"
#include "zpi-pin.h"
#include "zpi-session.h"
#include "zpi-ui.h"

/* clang-format off */
static const char *const check_texts[ZPI_N_CHECK_CODES] = {
  [ZPI_CHECK_NONE] = N_("Is there none? Leave this empty."),
  [ZPI_CHECK_BSN_CHARACTERS] = N_("There is something else than digits in it. A BSN has digits only."),
  [ZPI_CHECK_BSN_LENGTH] = N_("Count the digits. A BSN has nine."),
  [ZPI_CHECK_BSN_ZERO] =
    N_("Fill in the BSN from the identity document. It is never only zeros."),
  [ZPI_CHECK_BSN_ELEVEN] =
    N_("Compare the BSN with the identity document, digit by digit. One of the digits is "
    "different."),
  [ZPI_CHECK_BSN_NOT_A_TEST] =
    N_("Use a test number here, for example 999993653. This is for practice: do not fill in "
    "a real BSN."),
  [ZPI_CHECK_DATE_FORM] = N_("This cannot be read as a date. Fill in day, month and year."),
  [ZPI_CHECK_DATE_YEAR_SHORT] = N_("Write the year with four digits."),
  [ZPI_CHECK_DATE_IMPOSSIBLE] = N_("This date does not exist. Check day, month and year."),
  [ZPI_CHECK_DATE_INCOMPLETE] = N_("Fill in the day and the month as well."),
  [ZPI_CHECK_DATE_FUTURE] = N_("Check the year. This date has yet to come."),
  [ZPI_CHECK_DATE_TOO_OLD] = N_("Check the year. This person would be older than 120."),
  [ZPI_CHECK_DATE_PARTLY] = N_("A part of the date is unknown. You can go on."),
  [ZPI_CHECK_DATE_CHILD_ADULT] =
    N_("This child is 18 or older when the pass begins and applies alone, with a new application. "
       "You can go on."),
  [ZPI_CHECK_DATE_MINOR] = N_("Check the date. This person is younger than 18. You can go on."),
  [ZPI_CHECK_POSTCODE_FORM] = N_("A postcode has four digits and then two letters. Check them."),
  [ZPI_CHECK_POSTCODE_ZERO] = N_("A Dutch postcode does not begin with 0. Check the digits."),
  [ZPI_CHECK_POSTCODE_LETTERS] =
    N_("Check the two letters. SA, SD and SS are not used in postcodes."),
  [ZPI_CHECK_HOUSE_NUMBER_FORM] =
    N_("Fill in only the number here. Letters go in the next fields."),
  [ZPI_CHECK_HOUSE_NUMBER_RANGE] = N_("Check the house number. It is not 0 and has at most five digits."),
  [ZPI_CHECK_HOUSE_LETTER_FORM] = N_("Fill in one letter. Is there more behind the number? Fill that in at “Addition”."),
  [ZPI_CHECK_HOUSE_ADDITION_FORM] = N_("Use at most four letters or digits."),
  [ZPI_CHECK_EMAIL_NONE] = N_("Is there no e-mail address? Leave this empty, and choose that above."),
  [ZPI_CHECK_EMAIL_AT] = N_("The @ is missing. Add it."),
  [ZPI_CHECK_EMAIL_AT_TWICE] = N_("There is more than one @. Fill in one address."),
  [ZPI_CHECK_EMAIL_SPACE] = N_("There is a space in it. Fill in only the e-mail address, without spaces."),
  [ZPI_CHECK_EMAIL_NAME] = N_("Check the part before the @. It is empty or has a sign that is not allowed there."),
  [ZPI_CHECK_EMAIL_DOMAIN] = N_("Check the part after the @. It is empty or has a sign that is not allowed there."),
  [ZPI_CHECK_EMAIL_POINT] = N_("Check the part after the @. It ends in a point and two letters or more."),
  [ZPI_CHECK_EMAIL_LENGTH] = N_("Fill in a shorter e-mail address, of at most 254 characters."),
  [ZPI_CHECK_PHONE_FORM] = N_("There is something else than digits in it. Fill in one telephone number."),
  [ZPI_CHECK_PHONE_LENGTH] = N_("Count the digits. A Dutch number has ten digits."),
  [ZPI_CHECK_PHONE_ABROAD] = N_("Count the digits. A foreign number has 7 to 15, with the country code."),
  [ZPI_CHECK_PHONE_START] = N_("A Dutch number begins with 0, a foreign one with + and the country code. Check the beginning."),
  [ZPI_CHECK_PHONE_NO_ZERO] =
    N_("A 0 was put in front. Is it a foreign number? Then begin with + and the country code. You can go on."),
  [ZPI_CHECK_PHONE_BELGIAN] =
    N_("No number here begins like this, numbers in Belgium do: it goes with +32 in front. You can go on."),
  [ZPI_CHECK_PHONE_COUNTRY] = N_("Check the country code behind the + or 00. There is a 0 too many."),
  [ZPI_CHECK_PHONE_NO_COUNTRY] =
    N_("No country has this country code. Check the digits behind the + or 00. You can go on."),
  [ZPI_CHECK_PHONE_SERVICE] =
    N_("Fill in the client’s own number. This is the number of an organisation."),
  [ZPI_CHECK_NAME_CHARACTERS] = N_("There is a sign in the name that names here do not have. Compare it with the identity document. You can go on."),
  [ZPI_CHECK_NAME_LENGTH] = N_("Fill in a shorter name, of at most 200 characters."),
  [ZPI_CHECK_NAME_NO_LETTER] = N_("There is no letter in this name. Fill in the name from the identity document."),
  [ZPI_CHECK_NAME_UNKNOWN] = N_("A point means that the name is not known. You can go on."),
  [ZPI_CHECK_NAME_TITLE] = N_("A title or another word stands beside the name. Write the name as on the identity document. You can go on."),
  [ZPI_CHECK_NAME_NONE] = N_("This is sent as a name. Is the name not known? Fill in a point. Is there none? Leave it empty."),
  [ZPI_CHECK_PREFIX_LENGTH] = N_("This is long for a prefix. Does a part of it belong to the family name?"),
  [ZPI_CHECK_PLACE_NO_LETTER] = N_("There is no letter in it. Fill in the name of the street or the place."),
  [ZPI_CHECK_MONEY_FORM] = N_("This cannot be read as an amount. Use digits, with a comma before the cents."),
  [ZPI_CHECK_MONEY_WORDS] = N_("Fill in one amount, without words or signs beside it."),
  [ZPI_CHECK_MONEY_GROSS] = N_("It says “gross” here. Fill in the net amount, or leave the word out and choose “Gross” where that is asked."),
  [ZPI_CHECK_MONEY_PERIOD] = N_("It says another period than a month here. Fill in the amount per month, or leave the words out and choose the period where that is asked."),
  [ZPI_CHECK_MONEY_HOLIDAY] = N_("It says something about holiday pay here. Fill in the amount without holiday pay, or leave the words out and answer that where it is asked."),
  [ZPI_CHECK_MONEY_POINT] = N_("One digit behind the point is not clear. Write 1.400 or 1,40."),
  [ZPI_CHECK_MONEY_PAID] = N_("It says here that this was paid. Fill in an amount that came in."),
  [ZPI_CHECK_MONEY_NEGATIVE] = N_("An income is not less than 0. Is it a loss? Fill in 0."),
  [ZPI_CHECK_MONEY_TOO_LARGE] = N_("Check the amount. It is very high."),
  [ZPI_CHECK_COUNT_FORM] = N_("This is not a whole number. Use digits only."),
  [ZPI_CHECK_COUNT_TOO_LARGE] = N_("Check the number. It is very high."),
  [ZPI_CHECK_MONTH_FORM] = N_("This cannot be read as a month. Fill in the month and the year."),
  [ZPI_CHECK_MONTH_YEAR] = N_("Write the year of the month with four digits."),
  [ZPI_CHECK_MONTH_IMPOSSIBLE] = N_("This month does not exist. Check month and year."),
  [ZPI_CHECK_MONTH_SEVERAL] = N_("Fill in one month, without a day and without “until”."),
};
/* clang-format on */

/**
 * zpi_error_text_dup_check:
 * @code: what a check says
 * @suggestion: (nullable): what was probably meant
 *
 * Returns: (transfer full) (nullable): what to do, or %NULL when there is nothing to say
 */
char *
zpi_error_text_dup_check (ZpiCheckCode code, const char *suggestion)
{
  const char *text = code < ZPI_N_CHECK_CODES ? check_texts[code] : NULL;

  if (code == ZPI_CHECK_EMAIL_TYPO && suggestion != NULL)
    /* Translators: the blank is an e-mail address. */
    return g_strdup_printf (_ ("Check the e-mail address. Is it perhaps %s?"), suggestion);
  return text != NULL ? g_strdup (_ (text)) : NULL;
}

/* Busy is what is on this computer. That it is the municipality those know who ask it, such as
 * zpi_error_text_for_asking(). */
static const char *
text_for_code (ZpiError code)
{
  switch (code) {
  case ZPI_ERROR_OFFLINE:
    return _ ("There is no internet connection. It goes on by itself as soon as there is one.");
  case ZPI_ERROR_TIMED_OUT:
    return _ ("The municipality does not answer now. It is tried again by itself.");
  case ZPI_ERROR_BUSY:
    return _ ("Another program on this computer is busy with it. Wait a moment and try again.");
  case ZPI_ERROR_SIGN_IN_NEEDED:
    return _ ("Sign in again. Until then you can go on with filling in.");
  case ZPI_ERROR_REFUSED:
    return _ (
        "The municipality could not take it like this. Look at what is asked and send again.");
  case ZPI_ERROR_CONFLICT:
    return _ ("It was changed somewhere else. Look at it again before you go on.");
  case ZPI_ERROR_GONE:
    return _ ("The municipality does not have this any more.");
  case ZPI_ERROR_TOO_LARGE:
    return _ ("It is too large. Use a smaller file.");
  case ZPI_ERROR_NOT_VERIFIED:
    return _ ("The receipt of the municipality is not right. The application does not count as "
              "sent.");
  case ZPI_ERROR_LOGIN_PAGE:
    return _ ("This network asks you to log in first. Open your browser, log in, and try again.");
  case ZPI_ERROR_TLS:
    return _ ("The connection is not safe, so nothing was sent. Try another network, and check the "
              "date of this computer.");
  case ZPI_ERROR_STORE_FULL:
    return _ ("The disk is full. Make room on the disk, and try again.");
  case ZPI_ERROR_STORE_DAMAGED:
    return _ ("A part of the stored data is damaged. Nothing was thrown away. Ask your "
              "administrator for help.");
  case ZPI_ERROR_STORE_TOO_NEW:
    return _ ("The data was made by a newer version of this program. Install that version.");
  case ZPI_ERROR_STORE_READ_ONLY:
    return _ ("This folder cannot be written. Ask your administrator for help.");
  case ZPI_ERROR_STORE_GONE:
    return _ (
        "The folder with the cases was removed or replaced. Save everything elsewhere first.");
  case ZPI_ERROR_STORE_FAILED:
    return _ ("Saving did not work. It is tried again by itself.");
  case ZPI_ERROR_KEYRING_LOCKED:
    return _ ("Unlock the keyring of this computer and try again.");
  case ZPI_ERROR_KEYRING_ABSENT:
    return _ ("This computer has no keyring. Use a passphrase.");
  case ZPI_ERROR_KEYRING_UNPROTECTED:
    return _ ("The keyring of this computer opens without a password. Use a passphrase.");
  case ZPI_ERROR_KEY_MISSING:
    return _ ("The key is not here. Use the recovery code.");
  case ZPI_ERROR_WRONG_SECRET:
    return _ ("This does not open it. Try again.");
  case ZPI_ERROR_SEAL_BROKEN:
    return _ ("A part of the stored data was changed and cannot be trusted. Ask your administrator "
              "for help.");
  case ZPI_ERROR_BAD_FORMAT:
    return _ ("This could not be read. Check that it is the right file.");
  case ZPI_ERROR_NOT_FOUND:
    return _ ("This was not found. Check what you filled in.");
  case ZPI_ERROR_NOT_ALLOWED:
    return _ ("That is not possible now.");
  case ZPI_ERROR_NOT_DRAWN:
    return _ ("What was covered or changed in a document could not be processed. Nothing left this "
              "computer. Open the document, undo what was done, and do it again.");
  default:
    return _ ("That did not work. Try again.");
  }
}

/**
 * zpi_error_text_from_reason:
 * @reason: (nullable): what is wrong with a connection, as in [struct@Problem]
 *
 * Returns: what to do about it
 */
const char *
zpi_error_text_from_reason (const char *reason)
{
  if (zpi_attention_is (reason, ZPI_ATTENTION_TLS_EXPIRED) ||
      zpi_attention_is (reason, ZPI_ATTENTION_TLS_NOT_YET_VALID))
    return zpi_facts_say (
        _ ("The connection is not safe on this date. Set the date and the time of this computer "
           "right. Are they right? Call the municipality: {phone}."),
        _ ("The connection is not safe on this date. Set the date and the time of this computer "
           "right. Are they right? Call the municipality."));
  if (zpi_attention_is (reason, ZPI_ATTENTION_TLS_WRONG_HOST))
    return _ ("Another computer answers than the municipality's, so nothing was sent. Does this "
              "network ask you to log in? Do that in your browser, or try another network.");
  if (zpi_attention_is (reason, ZPI_ATTENTION_TLS_UNKNOWN_AUTHORITY))
    return _ ("It is not certain that the municipality answers, so nothing was sent. Try another "
              "network, or ask your administrator for help.");
  if (zpi_attention_is (reason, ZPI_ATTENTION_TLS_TOO_OLD))
    return _ ("The connection is too old to be safe, so nothing was sent. Try another network, or "
              "ask your administrator for help.");
  return text_for_code (ZPI_ERROR_TLS);
}

/**
 * zpi_error_text_from_error:
 * @error: (nullable): what went wrong
 *
 * Returns: what to tell the person; never what @error says itself, which is for the log
 */
const char *
zpi_error_text_from_error (const GError *error)
{
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_TLS))
    return zpi_error_text_from_reason (zpi_session_get_unsafe_reason (error));
  if (error != NULL && error->domain == ZPI_ERROR)
    return text_for_code (error->code);
  return _ ("That did not work. Try again.");
}

/**
 * zpi_error_text_dup_intake:
 * @problem: why a file was not taken in
 * @limit: of zpi_intake_get_limit(); 0 when not known
 *
 * Returns: (transfer full) (nullable): what to do about it
 */
char *
zpi_error_text_dup_intake (ZpiIntakeProblem problem, gint64 limit)
{
  g_autofree char *size = NULL;

  switch (problem) {
  case ZPI_INTAKE_EMPTY:
    return g_strdup (_ ("This file is empty. Make the scan or photo again and choose that file."));
  case ZPI_INTAKE_TOO_LARGE:
    size = zpi_ui_dup_size (limit > 0 ? (guint64) limit : 20 * 1000 * 1000);
    /* Translators: the blank is a size, such as "20 MB". */
    return g_strdup_printf (_ ("This file is too large. Use a file of at most %s, for example by "
                               "scanning with less detail."),
                            size);
  case ZPI_INTAKE_TOO_MANY:
    /* Translators: the blank is how many documents there are. */
    return g_strdup_printf (
        _ ("There are %u documents already, and the municipality takes no more. "
           "Put pages of one document together, or remove what is not needed. "
           "Then add it again."),
        (guint) limit);
  case ZPI_INTAKE_WRONG_TYPE:
    return g_strdup (
        _ ("This file is damaged, or of a kind that cannot be sent. Use another PDF, or a "
           "photo as JPEG or PNG."));
  case ZPI_INTAKE_ENCRYPTED:
    return g_strdup (_ ("This PDF has a password. Open it, save it without password, or make a "
                        "photo of it."));
  case ZPI_INTAKE_DAMAGED:
    return g_strdup (_ ("A part of this file is missing. Make the scan or photo again."));
  case ZPI_INTAKE_UNSEEN:
    return g_strdup (_ ("This file cannot be shown here. Make the scan or photo again."));
  case ZPI_INTAKE_UNREADABLE:
    return g_strdup (_ ("This file cannot be opened. Check that you may read it and that the disk "
                        "or stick is still there."));
  case ZPI_INTAKE_HEIC:
    return g_strdup (_ ("This is a HEIC photo, which cannot be sent. Set the phone to “Most "
                        "compatible”, or save the photo as JPEG."));
  case ZPI_INTAKE_OTHER_PICTURE:
    /* Pages of a fax or a scan: a JPEG would have the first one only. */
    return g_strdup (_ ("This kind of picture cannot be sent. Open it and save it as JPEG or PNG. "
                        "Does it have more pages? Then save it as PDF."));
  case ZPI_INTAKE_DOCUMENT:
    return g_strdup (_ ("This is a document of an office program, or a package of files. Open it "
                        "and save it as PDF."));
  case ZPI_INTAKE_NO_PREVIEW:
    return g_strdup (_ ("The file was added, but it cannot be shown here. Check it yourself."));
  case ZPI_INTAKE_PROTECTED:
    return g_strdup (
        _ ("This PDF is protected, although it opens without a password. Print it to a "
           "new PDF, or make a photo of it."));
  case ZPI_INTAKE_FORM:
    return g_strdup (_ ("This form can only be read in the program it was made for. Print it to a "
                        "new PDF, and add that."));
  case ZPI_INTAKE_ATTACHED:
    return g_strdup (_ ("There are other files in this PDF, which cannot be shown here and go "
                        "along. Should they not? Print it to a new PDF, and add that."));
  case ZPI_INTAKE_DARK:
    return g_strdup (_ ("This photo is too dark to read. Take it again with more light."));
  case ZPI_INTAKE_BLANK:
    return g_strdup (_ ("There is nothing to see on this picture. Take it again."));
  case ZPI_INTAKE_BLURRED:
    return g_strdup (
        _ ("This photo is too blurred to read. Hold the phone still and take it again."));
  case ZPI_INTAKE_SMALL:
    return g_strdup (
        _ ("This picture is too small to read. Take the photo again, from closer by."));
  case ZPI_INTAKE_OK:
  default:
    return NULL;
  }
}

/**
 * zpi_error_text_dup_not_taken_in:
 * @session: an open session
 * @zcase: the case that a file was for
 * @problem: what is wrong with the file
 * @error: (nullable): why it was not taken in
 *
 * Returns: (transfer full) (nullable): what to do about it; %NULL when there is nothing to say
 */
char *
zpi_error_text_dup_not_taken_in (ZpiSession *session,
                                 ZpiCase *zcase,
                                 ZpiIntakeProblem problem,
                                 const GError *error)
{
  char *text = zpi_error_text_dup_intake (problem, zpi_intake_get_limit (session, zcase, problem));

  return text == NULL && error != NULL ? g_strdup (zpi_error_text_from_error (error)) : text;
}

/**
 * zpi_error_text_for_photo:
 * @problem: what was found out about a photo of somebody
 *
 * Returns: (transfer none) (nullable): what to do, or %NULL when there is nothing to say. The size
 *   is for who shows it to judge: of a face less is needed than of a letter
 */
const char *
zpi_error_text_for_photo (ZpiIntakeProblem problem)
{
  switch (problem) {
  case ZPI_INTAKE_DARK:
    return _ ("This photo is too dark. Take it again with more light, or use it as it is.");
  case ZPI_INTAKE_BLANK:
    return _ ("There is nothing to see on this photo. Take it again, or use it as it is.");
  case ZPI_INTAKE_BLURRED:
    return _ ("This photo is blurred. Take it again, or use it as it is.");
  case ZPI_INTAKE_DAMAGED:
    return _ ("A part of this photo is missing. Take it again, or use it as it is.");
  default:
    return NULL;
  }
}

/* Of an application that is asked for more the answer is on its way. */
static ZpiCaseKind
get_kind_on_its_way (ZpiCaseItem *item)
{
  return zpi_case_item_get_state (item) == ZPI_CASE_MORE_INFORMATION
             ? ZPI_CASE_LETTER
             : zpi_case_item_get_kind (item);
}

static const char *
text_for_arrived (ZpiCaseItem *item)
{
  switch (item != NULL ? get_kind_on_its_way (item) : ZPI_CASE_APPLICATION) {
  case ZPI_CASE_LETTER:
    return _ ("The municipality has what was added already. Ask how it stands.");
  case ZPI_CASE_ACCOUNT:
    return _ ("The municipality has this request already. Ask how it stands.");
  case ZPI_CASE_APPLICATION:
  default:
    return _ ("The municipality has this application already. Correct or withdraw it when it is "
              "confirmed here.");
  }
}

/**
 * zpi_error_text_for_taking_back:
 * @error: why what was on its way could not become a draft again
 * @item: (nullable): its row; %NULL of a case that is in no list any more
 *
 * Returns: what to do
 */
const char *
zpi_error_text_for_taking_back (const GError *error, ZpiCaseItem *item)
{
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED))
    return text_for_arrived (item);
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_OFFLINE) ||
      g_error_matches (error, ZPI_ERROR, ZPI_ERROR_TIMED_OUT) ||
      g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY))
    return _ ("The municipality may have it already. It has to be asked first, and it cannot be "
              "reached now. Try again later.");
  return zpi_error_text_from_error (error);
}

static gboolean
did_not_answer (const GError *error)
{
  return g_error_matches (error, ZPI_ERROR, ZPI_ERROR_TIMED_OUT) ||
         g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY);
}

/**
 * zpi_error_text_for_asking:
 * @error: why the municipality could not be asked something that nothing waits for
 *
 * Returns: what to do: nothing goes on by itself
 */
const char *
zpi_error_text_for_asking (const GError *error)
{
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_OFFLINE))
    return _ ("There is no internet connection. Ask again as soon as there is one.");
  if (did_not_answer (error))
    return _ ("The municipality does not answer now. Ask again in a minute.");
  return zpi_error_text_from_error (error);
}

/**
 * zpi_error_text_for_withdrawing:
 * @error: why an application could not be withdrawn
 *
 * Returns: what to do, and whether it is withdrawn
 */
const char *
zpi_error_text_for_withdrawing (const GError *error)
{
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_CONFLICT))
    return _ ("It was decided already and cannot be withdrawn any more. Ask how it stands.");
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_OFFLINE))
    return _ ("There is no internet connection, so it is not withdrawn. Withdraw it as soon as "
              "there is one.");
  if (did_not_answer (error))
    return _ ("The municipality did not answer, so it may not be withdrawn. Ask how it stands in "
              "a minute.");
  return zpi_error_text_from_error (error);
}

/* (nullable): why it is one of the first that are tried, and what to do */
static const char *
text_for_pin (const char *pin)
{
  switch (zpi_pin_weakness (pin)) {
  case ZPI_PIN_DATE:
    return _ ("This PIN looks like a date. Dates are guessed first. Choose another one.");
  case ZPI_PIN_ROW:
    return _ ("These digits are in a row. Rows are guessed first. Choose another PIN.");
  case ZPI_PIN_REPEATS:
    return _ ("These digits repeat. Repeats are guessed first. Choose another PIN.");
  case ZPI_PIN_FINE:
  default:
    return NULL;
  }
}

/**
 * zpi_error_text_for_secret:
 * @secret: a new PIN, or a new passphrase
 * @again: what was typed the second time
 * @passphrase: which of the two it is
 *
 * Returns: (transfer none) (nullable): what is wrong with it, and what to do
 */
const char *
zpi_error_text_for_secret (const char *secret, const char *again, gboolean passphrase)
{
  glong length = g_utf8_strlen (secret, -1);

  if (passphrase && length < ZPI_MIN_PASSPHRASE_CHARS)
    return _ ("Choose a passphrase of 12 characters or more.");
  if (length < ZPI_MIN_PIN_CHARS)
    return _ ("Choose a PIN of 6 digits or more.");
  if (!passphrase && text_for_pin (secret) != NULL)
    return text_for_pin (secret);
  return strcmp (secret, again) != 0 ? _ ("The two are not the same. Type them again.") : NULL;
}
