/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-practice-steps.h"

#include <string.h>

/* @again: taken once more it does no harm, but nobody offers it. */
typedef struct {
  const char *thing;
  const char *step;
  const char *from[4];
  const char *again;
} Step;

/* clang-format off */
static const Step step_table[] = {
  { ZPI_PRACTICE_APPLICATION, "_in-behandeling",
    { "ontvangen", "aanvulling-gevraagd" }, "in-behandeling" },
  { ZPI_PRACTICE_APPLICATION, "_vraag-aanvulling",
    { "ontvangen", "in-behandeling", "aanvulling-gevraagd" }, NULL },
  { ZPI_PRACTICE_APPLICATION, "_toekennen",
    { "ontvangen", "in-behandeling", "aanvulling-gevraagd" }, NULL },
  { ZPI_PRACTICE_APPLICATION, "_afwijzen",
    { "ontvangen", "in-behandeling", "aanvulling-gevraagd" }, NULL },
  { ZPI_PRACTICE_APPLICATION, "_verstuur-brief", { "toegekend" }, "foto-gevraagd" },
  { ZPI_PRACTICE_APPLICATION, "_verstrek-passen", { "foto-gevraagd" }, NULL },
  { ZPI_PRACTICE_HOLDER, "_goedkeuren", { "ontvangen" }, "goedgekeurd" },
  { ZPI_PRACTICE_HOLDER, "_afkeuren", { "ontvangen" }, "afgekeurd" },
  { ZPI_PRACTICE_ACCOUNT, "in-behandeling", { "ontvangen" }, "in-behandeling" },
  { ZPI_PRACTICE_ACCOUNT, "samengevoegd", { "ontvangen", "in-behandeling" }, "samengevoegd" },
  { ZPI_PRACTICE_ACCOUNT, "afgewezen", { "ontvangen", "in-behandeling" }, "afgewezen" },
};
/* clang-format on */

static gboolean
is_offered (const Step *self, const char *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->from) && self->from[i] != NULL; i++)
    if (strcmp (self->from[i], status) == 0)
      return TRUE;
  return FALSE;
}

/**
 * zpi_practice_steps_allow:
 * @thing: what it is about
 * @step: the step
 * @status: how that thing stands
 *
 * Returns: whether the step is taken
 */
gboolean
zpi_practice_steps_allow (const char *thing, const char *step, const char *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (step_table); i++)
    if (strcmp (step_table[i].thing, thing) == 0 && strcmp (step_table[i].step, step) == 0)
      return is_offered (&step_table[i], status) || g_strcmp0 (step_table[i].again, status) == 0;
  return FALSE;
}

/**
 * zpi_practice_steps_to_json:
 * @thing: what it is about
 * @status: how that thing stands
 *
 * Returns: (transfer full): the steps that lead on from there
 */
JsonArray *
zpi_practice_steps_to_json (const char *thing, const char *status)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (step_table); i++)
    if (strcmp (step_table[i].thing, thing) == 0 && is_offered (&step_table[i], status))
      json_array_add_string_element (array, step_table[i].step);
  return array;
}
