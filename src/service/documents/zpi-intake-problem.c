/* SPDX-License-Identifier: EUPL-1.2 */

/* Why a file was not taken in, or what there is to know about one that was. */

#include "zpi-intake.h"

#include "zpi-field.h"

G_DEFINE_ENUM_TYPE (ZpiIntakeProblem,
                    zpi_intake_problem,
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_OK, "ok"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_TOO_LARGE, "too-large"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_WRONG_TYPE, "wrong-type"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_ENCRYPTED, "encrypted"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_DAMAGED, "damaged"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_UNREADABLE, "unreadable"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_HEIC, "heic"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_NO_PREVIEW, "no-preview"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_PROTECTED, "protected"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_FORM, "form"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_DARK, "dark"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_BLANK, "blank"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_BLURRED, "blurred"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_SMALL, "small"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_OTHER_PICTURE, "other-picture"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_DOCUMENT, "document"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_UNSEEN, ZPI_PROBLEM_UNSEEN),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_ATTACHED, "attached"),
                    G_DEFINE_ENUM_VALUE (ZPI_INTAKE_TOO_MANY, "too-many"))

/**
 * zpi_intake_problem_to_nick:
 * @problem: a problem
 *
 * Returns: (transfer none): the word for @problem in `zpictl` output
 */
const char *
zpi_intake_problem_to_nick (ZpiIntakeProblem problem)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (zpi_intake_problem_get_type ());
  GEnumValue *found = g_enum_get_value (class, (int) problem);

  g_return_val_if_fail (found != NULL, "");

  return found->value_nick;
}

/**
 * zpi_intake_problem_from_nick:
 * @nick: what a document's field `problem` holds, or the helper says
 *
 * Returns: the problem; %ZPI_INTAKE_OK for nothing, %ZPI_INTAKE_NO_PREVIEW for what is no word of
 * ours
 */
ZpiIntakeProblem
zpi_intake_problem_from_nick (const char *nick)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (zpi_intake_problem_get_type ());
  GEnumValue *found;

  g_return_val_if_fail (nick != NULL, ZPI_INTAKE_OK);

  if (*nick == '\0')
    return ZPI_INTAKE_OK;
  found = g_enum_get_value_by_nick (class, nick);
  return found != NULL ? (ZpiIntakeProblem) found->value : ZPI_INTAKE_NO_PREVIEW;
}

/**
 * zpi_intake_problem_is_warning:
 * @problem: a problem
 *
 * Returns: whether a file with it is taken in all the same
 */
gboolean
zpi_intake_problem_is_warning (ZpiIntakeProblem problem)
{
  return problem == ZPI_INTAKE_DAMAGED || problem == ZPI_INTAKE_UNSEEN ||
         problem == ZPI_INTAKE_FORM || problem == ZPI_INTAKE_ATTACHED ||
         problem == ZPI_INTAKE_NO_PREVIEW || zpi_intake_problem_is_hard_to_read (problem);
}

/**
 * zpi_intake_problem_is_hard_to_read:
 * @problem: a problem
 *
 * Returns: whether taking the photo again is the answer
 */
gboolean
zpi_intake_problem_is_hard_to_read (ZpiIntakeProblem problem)
{
  return problem == ZPI_INTAKE_DARK || problem == ZPI_INTAKE_BLANK ||
         problem == ZPI_INTAKE_BLURRED || problem == ZPI_INTAKE_SMALL;
}
