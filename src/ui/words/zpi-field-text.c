/* SPDX-License-Identifier: EUPL-1.2 */

/* What a question is called and how to answer it, as the table of questions has it, in the language
 * of the screen. */

#include "zpi-field-text.h"

#include "zpi-field.h"
#include "zpi-i18n.h"

/**
 * zpi_field_text_title:
 * @key: an answer
 *
 * Returns: what the question is called, in the language of the screen
 */
const char *
zpi_field_text_title (const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);

  return field != NULL && field->title != NULL ? _ (field->title) : key;
}

/**
 * zpi_field_text_dup_title:
 * @key: an answer
 *
 * Returns: (transfer full): the title; with "(optional)" for what is typed and may be left out
 */
char *
zpi_field_text_dup_title (const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);

  if (field == NULL || field->requirement != ZPI_OPTIONAL || field->kind == ZPI_FIELD_FLAG ||
      field->kind == ZPI_FIELD_CHOICE || field->section == ZPI_SECTION_CHECK)
    return g_strdup (zpi_field_text_title (key));
  /* Translators: a question that may be left out: "Telephone number (optional)". */
  return g_strdup_printf (_ ("%s (optional)"), zpi_field_text_title (key));
}

/**
 * zpi_field_text_help:
 * @key: an answer
 *
 * Returns: (nullable): how to answer the question
 */
const char *
zpi_field_text_help (const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);

  return field != NULL && field->help != NULL ? _ (field->help) : NULL;
}

/**
 * zpi_field_text_label:
 * @key: an answer
 *
 * Returns: what the answer is called when it is read back
 */
const char *
zpi_field_text_label (const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);

  return field != NULL && field->label != NULL ? _ (field->label) : zpi_field_text_title (key);
}

/**
 * zpi_field_text_append:
 * @list: what questions are called
 * @name: another, which may end in a mark of its own
 *
 * Adds it behind a comma, in quotes: "No comma fits behind this one?".
 */
void
zpi_field_text_append (GString *list, const char *name)
{
  if (list->len > 0)
    g_string_append (list, ", ");
  /* Translators: one of a list of questions: “Whose is the e-mail address?”, “Last name” */
  g_string_append_printf (list, _ ("“%s”"), name);
}

/**
 * zpi_field_text_dup_about:
 * @title: what a question is called
 * @text: what there is to say of it
 *
 * Returns: (transfer full): both, with a colon unless the question ends in a mark of its own
 */
char *
zpi_field_text_dup_about (const char *title, const char *text)
{
  if (g_str_has_suffix (title, "?"))
    return g_strdup_printf ("%s %s", title, text);
  /* Translators: a question and what to do about its answer: "Date of birth: Check the year." */
  return g_strdup_printf (_ ("%s: %s"), title, text);
}
