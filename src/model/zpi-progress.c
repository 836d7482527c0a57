/* SPDX-License-Identifier: EUPL-1.2 */

/* How far a case is, as a short text that is kept with it: a list says it without opening the
 * answers. "4 evidence bankafschrift": four sections are complete, the evidence is not, and the
 * first thing that it lacks is a bank statement. */

#include "zpi-progress.h"

#include <string.h>

#include "zpi-overview.h"

#define WRONG "!"

static char *
dup_missing_document (const ZpiOverview *overview)
{
  const GPtrArray *found = zpi_overview_get_findings (overview);

  for (guint i = 0; i < found->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (found, i);

    if (finding->code == ZPI_FINDING_EVIDENCE_MISSING &&
        finding->severity == ZPI_FINDING_TO_DECIDE && finding->args[0] != NULL)
      return g_strndup (finding->args[0], strcspn (finding->args[0], "/"));
  }
  return NULL;
}

/* What comes before the applicant is no news to who is beyond it. */
static ZpiSection
find_next (const ZpiSectionState *states)
{
  gboolean beyond = FALSE;

  for (ZpiSection section = ZPI_SECTION_APPLICANT; section < ZPI_N_SECTIONS; section++)
    beyond = beyond || states[section] != ZPI_SECTION_STATE_UNTOUCHED;
  for (ZpiSection section = beyond ? ZPI_SECTION_APPLICANT : 0; section < ZPI_N_SECTIONS; section++)
    if (states[section] != ZPI_SECTION_STATE_COMPLETE)
      return section;
  for (ZpiSection section = 0; section < ZPI_N_SECTIONS; section++)
    if (states[section] != ZPI_SECTION_STATE_COMPLETE)
      return section;
  return ZPI_N_SECTIONS;
}

static void
read_states (const ZpiOverview *overview, ZpiSectionState *states)
{
  for (ZpiSection section = 0; section < ZPI_N_SECTIONS; section++)
    states[section] = zpi_overview_get_state (overview, section);
}

/**
 * zpi_progress_find_next:
 * @zcase: a case
 * @scheme: (nullable): its rules
 *
 * Returns: where to go on with @zcase, as zpi_progress_dup_text() says it; %ZPI_N_SECTIONS when
 *   all sections are complete
 */
ZpiSection
zpi_progress_find_next (ZpiCase *zcase, const ZpiScheme *scheme)
{
  ZpiSectionState states[ZPI_N_SECTIONS];
  g_autoptr (ZpiOverview) overview = NULL;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), ZPI_N_SECTIONS);

  overview = zpi_overview_for_case (zcase, scheme);
  read_states (overview, states);
  return find_next (states);
}

/**
 * zpi_progress_dup_text:
 * @zcase: a case
 * @scheme: (nullable): its rules
 *
 * Returns: (transfer full): for zpi_progress_parse()
 */
char *
zpi_progress_dup_text (ZpiCase *zcase, const ZpiScheme *scheme)
{
  ZpiSectionState states[ZPI_N_SECTIONS];
  g_autoptr (ZpiOverview) overview = NULL;
  g_autofree char *document = NULL;
  g_autofree char *count = NULL;
  ZpiSection next;
  gboolean wrong;
  guint n_complete = 0;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);

  overview = zpi_overview_for_case (zcase, scheme);
  read_states (overview, states);
  for (ZpiSection section = 0; section < ZPI_N_SECTIONS; section++)
    n_complete += states[section] == ZPI_SECTION_STATE_COMPLETE;
  next = find_next (states);
  wrong = next != ZPI_N_SECTIONS && states[next] == ZPI_SECTION_STATE_ATTENTION;
  count = g_strdup_printf ("%u", n_complete);
  if (next == ZPI_N_SECTIONS)
    return g_steal_pointer (&count);
  if (next == ZPI_SECTION_EVIDENCE && !wrong)
    document = dup_missing_document (overview);
  return g_strjoin (" ", count, zpi_section_to_nick (next), wrong ? WRONG : document, NULL);
}

/**
 * zpi_progress_parse:
 * @text: (nullable): what zpi_progress_dup_text() gave, or an older or newer program
 * @progress: (out): how far the case is
 *
 * Returns: %FALSE when @text does not say
 */
gboolean
zpi_progress_parse (const char *text, ZpiProgress *progress)
{
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", 3);
  guint64 n_complete = 0;

  *progress = (ZpiProgress){.next = ZPI_N_SECTIONS};
  if (words[0] == NULL ||
      !g_ascii_string_to_unsigned (words[0], 10, 0, ZPI_N_SECTIONS, &n_complete, NULL))
    return FALSE;
  progress->n_complete = (guint) n_complete;
  if (words[1] == NULL)
    return n_complete == ZPI_N_SECTIONS;
  if (!zpi_section_from_nick (words[1], &progress->next))
    return FALSE;
  progress->wrong = g_strcmp0 (words[2], WRONG) == 0;
  if (words[2] != NULL && !progress->wrong)
    progress->document = g_strdup (words[2]);
  return TRUE;
}

/**
 * zpi_progress_clear:
 * @self: how far a case is
 *
 * Frees what is in it.
 */
void
zpi_progress_clear (ZpiProgress *self)
{
  g_clear_pointer (&self->document, g_free);
}
