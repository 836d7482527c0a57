/* SPDX-License-Identifier: EUPL-1.2 */

/* What belongs with something to bring: which identity documents are accepted, what somebody with a
 * business shows, how old it may be, and whether it is certain that it is asked. All from the
 * scheme. */

#include "zpi-evidence-private.h"
#include "zpi-scheme-private.h"

static ZpiStep *
add_note (ZpiEvidence *evidence, const char *id)
{
  ZpiStep *step = zpi_step_new (id);

  g_ptr_array_add (evidence->notes, step);
  return step;
}

static guint
count_kinds (const GPtrArray *kinds, gboolean accepted)
{
  guint n = 0;

  for (guint i = 0; i < kinds->len; i++)
    n += ((const ZpiIdentityKind *) kinds->pdata[i])->accepted == accepted;
  return n;
}

/* (transfer full): "paspoort, identiteitskaart of rijbewijs", of @n kinds */
static char *
name_kinds (const GPtrArray *kinds, gboolean accepted, guint n, gboolean dutch)
{
  GString *names = g_string_new (NULL);
  guint place = 0;

  for (guint i = 0; i < kinds->len; i++) {
    const ZpiIdentityKind *kind = kinds->pdata[i];

    if (kind->accepted != accepted)
      continue;
    if (place > 0)
      g_string_append (names, place + 1 < n ? ", " : (dutch ? " of " : " or "));
    g_string_append (names, dutch ? kind->label.nl : kind->label.en);
    place++;
  }
  return g_string_free (names, FALSE);
}

/* The least certain of those that are named. */
static ZpiStatus
status_of_kinds (const GPtrArray *kinds, gboolean accepted)
{
  ZpiStatus status = ZPI_STATUS_PUBLISHED;

  for (guint i = 0; i < kinds->len; i++) {
    const ZpiIdentityKind *kind = kinds->pdata[i];

    if (kind->accepted == accepted)
      status = MAX (status, kind->provenance.status);
  }
  return status;
}

static void
note_kinds (ZpiEvidence *evidence, const ZpiScheme *scheme, gboolean accepted)
{
  const GPtrArray *kinds = zpi_scheme_get_identity_kinds (scheme);
  guint n = count_kinds (kinds, accepted);
  g_autofree char *nl = name_kinds (kinds, accepted, n, TRUE);
  g_autofree char *en = name_kinds (kinds, accepted, n, FALSE);
  ZpiText names = {nl, en};
  ZpiStep *step;

  if (n == 0)
    return;
  step = add_note (evidence, accepted ? "evidence-identity" : "evidence-identity-not");
  zpi_step_add_text (step, "kinds", &names);
  zpi_step_add_status (step, "status", status_of_kinds (kinds, accepted));
}

static void
note_business (ZpiEvidence *evidence, const ZpiScheme *scheme, const ZpiDate *on)
{
  const ZpiText *what = zpi_scheme_get_text (scheme, ZPI_PARAMETER_SELF_EMPLOYED_EVIDENCE, on);
  ZpiStep *step;

  if (what == NULL)
    return;
  step = add_note (evidence, "evidence-self-employed");
  zpi_step_add_text (step, "what", what);
  zpi_step_add_status (
      step,
      "status",
      zpi_scheme_get_provenance (scheme, ZPI_PARAMETER_SELF_EMPLOYED_EVIDENCE, on)->status);
}

static void
note_age (ZpiEvidence *evidence, const ZpiScheme *scheme, const ZpiDate *on)
{
  gint64 months = 0;
  ZpiStep *step;

  if (evidence->months->len == 0 ||
      !zpi_scheme_get_integer (scheme, ZPI_PARAMETER_EVIDENCE_MAX_AGE_MONTHS, on, &months))
    return;
  step = add_note (evidence, "evidence-max-age");
  zpi_step_add_number (step, "count", months);
  zpi_step_add_status (
      step,
      "status",
      zpi_scheme_get_provenance (scheme, ZPI_PARAMETER_EVIDENCE_MAX_AGE_MONTHS, on)->status);
}

/* @income: (nullable): the income it belongs to */
void
zpi_evidence_add_notes (ZpiEvidence *evidence,
                        const ZpiScheme *scheme,
                        const ZpiIncomeKind *income,
                        const ZpiDate *on)
{
  if (evidence->document->identity) {
    note_kinds (evidence, scheme, TRUE);
    note_kinds (evidence, scheme, FALSE);
  }
  if (income != NULL && income->self_employed)
    note_business (evidence, scheme, on);
  note_age (evidence, scheme, on);
  if (evidence->provenance.status == ZPI_STATUS_UNVERIFIED)
    add_note (evidence, "evidence-unverified");
}
