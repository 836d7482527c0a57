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
