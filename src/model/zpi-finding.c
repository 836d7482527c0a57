/* SPDX-License-Identifier: EUPL-1.2 */

/* What somebody should know about the answers of a case. */

#include "zpi-finding.h"

#include <stdarg.h>
#include <string.h>

#include "zpi-clock.h"
#include "zpi-finding-private.h"

static const char *const code_nicks[ZPI_N_FINDING_CODES] = {
    [ZPI_FINDING_MISSING] = "missing",
    [ZPI_FINDING_CHECK] = "check",
    [ZPI_FINDING_TOO_LONG] = "too-long",
    [ZPI_FINDING_SAME_BSN] = "same-bsn",
    [ZPI_FINDING_CHILD_ADULT] = "child-adult",
    [ZPI_FINDING_PAPER_ROUTE] = "paper-route",
    [ZPI_FINDING_HELPER_MISSING] = "helper-missing",
    [ZPI_FINDING_INCOME_MISSING] = "income-missing",
    [ZPI_FINDING_MONTHS_MISSING] = "months-missing",
    [ZPI_FINDING_SAME_MONTH] = "same-month",
    [ZPI_FINDING_OTHER_PERIOD] = "other-period",
    [ZPI_FINDING_NONE_WITH_OTHERS] = "none-with-others",
    [ZPI_FINDING_PARTNER_ABSENT] = "partner-absent",
    [ZPI_FINDING_CHILDREN_MISSING] = "children-missing",
    [ZPI_FINDING_EVIDENCE_MISSING] = "evidence-missing",
    [ZPI_FINDING_DOCUMENT_DAMAGED] = "document-damaged",
    [ZPI_FINDING_DOCUMENT_COMING] = "document-coming",
    [ZPI_FINDING_DOCUMENTS_TOO_MANY] = "documents-too-many",
    [ZPI_FINDING_OTHER_RULES] = "other-rules",
};

static const char *const severity_nicks[] = {
    [ZPI_FINDING_NOTICE] = "notice",
    [ZPI_FINDING_TO_DECIDE] = "to-decide",
    [ZPI_FINDING_TO_SEND] = "to-send",
    [ZPI_FINDING_ERROR] = "error",
};

/* A process is either practice or real, from start to end. */
static gboolean in_practice = FALSE;

/**
 * zpi_finding_code_to_nick:
 * @code: a code
 *
 * Returns: (transfer none): its word
 */
const char *
zpi_finding_code_to_nick (ZpiFindingCode code)
{
  g_return_val_if_fail ((guint) code < ZPI_N_FINDING_CODES, "");

  return code_nicks[code];
}

/**
 * zpi_finding_severity_to_nick:
 * @severity: a severity
 *
 * Returns: (transfer none): its word
 */
const char *
zpi_finding_severity_to_nick (ZpiFindingSeverity severity)
{
  g_return_val_if_fail ((guint) severity < G_N_ELEMENTS (severity_nicks), "");

  return severity_nicks[severity];
}

/**
 * zpi_finding_free:
 * @self: (nullable) (transfer full): a finding
 */
void
zpi_finding_free (ZpiFinding *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_strfreev (self->args);
  g_free (self);
}

/**
 * zpi_findings_set_practice:
 * @practice: whether this is practice mode
 *
 * In practice mode only the published test numbers are taken as a BSN. To be called once, at the
 * start of the program.
 */
void
zpi_findings_set_practice (gboolean practice)
{
  in_practice = practice;
}

gboolean
zpi_findings_practice (void)
{
  return in_practice;
}

ZpiFinding *
zpi_findings_add (ZpiFindings *self,
                  const char *key,
                  ZpiSection section,
                  ZpiFindingSeverity severity,
                  ZpiFindingCode code,
                  ...)
{
  g_autoptr (GStrvBuilder) args = g_strv_builder_new ();
  ZpiFinding *finding = g_new0 (ZpiFinding, 1);
  const char *arg;
  va_list list;

  va_start (list, code);
  while ((arg = va_arg (list, const char *)) != NULL)
    g_strv_builder_add (args, arg);
  va_end (list);
  finding->key = g_strdup (key);
  finding->section = section;
  finding->severity = severity;
  finding->code = code;
  finding->args = g_strv_builder_end (args);
  g_ptr_array_add (self->found, finding);
  return finding;
}

static ZpiFindings
begin (ZpiCase *zcase, const ZpiScheme *scheme)
{
  ZpiFindings self = {.zcase = zcase, .scheme = scheme, .today = zpi_clock_today ()};
  ZpiDate typed = ZPI_DATE_INIT;

  self.on = self.today;
  self.found = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_finding_free);
  if (zpi_date_parse (zpi_case_get (zcase, ZPI_KEY_REFERENCE_DATE), &typed) &&
      zpi_date_is_full (&typed))
    self.on = typed;
  return self;
}

static void
look_at_section (ZpiFindings *self, ZpiSection section)
{
  zpi_findings_look_at_fields (self, section);
  zpi_findings_look_at_rules (self, section);
}

/**
 * zpi_findings_for_case:
 * @zcase: a case
 * @scheme: (nullable): its scheme; without one nothing is said about evidence
 *
 * Returns: (transfer full) (element-type ZpiFinding): all findings, by section
 */
GPtrArray *
zpi_findings_for_case (ZpiCase *zcase, const ZpiScheme *scheme)
{
  ZpiFindings self;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);

  self = begin (zcase, scheme);
  for (guint i = 0; i < ZPI_N_SECTIONS; i++)
    look_at_section (&self, i);
  return self.found;
}

/**
 * zpi_findings_for_field:
 * @zcase: a case
 * @scheme: (nullable): the rules of the case
 * @key: an answer's key
 *
 * Returns: (transfer full) (element-type ZpiFinding): what there is to know about that answer
 */
GPtrArray *
zpi_findings_for_field (ZpiCase *zcase, const ZpiScheme *scheme, const char *key)
{
  const ZpiField *field;
  ZpiFindings self;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  self = begin (zcase, scheme);
  field = zpi_field_lookup (key);
  if (field == NULL)
    return self.found;
  zpi_findings_look_at_field (&self, field, key);
  zpi_findings_look_at_rules (&self, field->section);
  for (guint i = self.found->len; i > 0; i--) {
    const ZpiFinding *finding = g_ptr_array_index (self.found, i - 1);

    if (strcmp (finding->key, key) != 0)
      g_ptr_array_remove_index (self.found, i - 1);
  }
  return self.found;
}
