/* SPDX-License-Identifier: EUPL-1.2 */

/* What somebody should know about the answers of a case, and what follows for its sections. */

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
    [ZPI_FINDING_NONE_WITH_OTHERS] = "none-with-others",
    [ZPI_FINDING_CHILDREN_MISSING] = "children-missing",
    [ZPI_FINDING_EVIDENCE_MISSING] = "evidence-missing",
    [ZPI_FINDING_DOCUMENT_DAMAGED] = "document-damaged",
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
  ZpiFindings self = {zcase, scheme, zpi_clock_today (), NULL};
  ZpiDate typed = ZPI_DATE_INIT;

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
 * zpi_findings_for_section:
 * @zcase: a case
 * @scheme: (nullable): its scheme; without one nothing is said about evidence
 * @section: a section
 *
 * Returns: (transfer full) (element-type ZpiFinding): what there is to know about that section, in
 *   the order of its questions; what takes several answers comes last
 */
GPtrArray *
zpi_findings_for_section (ZpiCase *zcase, const ZpiScheme *scheme, ZpiSection section)
{
  ZpiFindings self;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);
  g_return_val_if_fail ((guint) section < ZPI_N_SECTIONS, NULL);

  self = begin (zcase, scheme);
  look_at_section (&self, section);
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

static gboolean
stands_in_the_way (ZpiCase *zcase, const ZpiFinding *finding)
{
  if (finding->severity == ZPI_FINDING_ERROR && strcmp (finding->key, ZPI_KEY_FAMILY_NAME) == 0)
    return !zpi_findings_has_name (zcase);
  return finding->severity == ZPI_FINDING_TO_SEND ||
         (finding->severity == ZPI_FINDING_ERROR && strcmp (finding->key, ZPI_KEY_EMAIL) == 0);
}

/**
 * zpi_case_dup_missing_to_send:
 * @zcase: a case
 *
 * Returns: (transfer full) (nullable): the keys of the answers without which it cannot be sent,
 *   with commas between them; %NULL when there is none. For messages: no answers are in it
 */
char *
zpi_case_dup_missing_to_send (ZpiCase *zcase)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();

  g_return_val_if_fail (ZPI_IS_CASE (zcase), NULL);

  found = zpi_findings_for_case (zcase, NULL);
  for (guint i = 0; i < found->len; i++) {
    ZpiFinding *finding = g_ptr_array_index (found, i);

    if (stands_in_the_way (zcase, finding))
      g_ptr_array_add (keys, finding->key);
  }
  g_ptr_array_add (keys, NULL);
  return keys->len > 1 ? g_strjoinv (", ", (char **) keys->pdata) : NULL;
}

/**
 * zpi_case_can_send:
 * @zcase: a case
 *
 * Returns: whether there is what it takes to send: an e-mail address and whose it is, a name, and
 *   the declaration. Nothing else ever stands in the way.
 */
gboolean
zpi_case_can_send (ZpiCase *zcase)
{
  g_autofree char *missing = NULL;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), FALSE);

  missing = zpi_case_dup_missing_to_send (zcase);
  return missing == NULL;
}

/* The check goes without knowing who studies; what was filled in takes the place of an estimate. */
static gboolean
is_settled (ZpiCase *zcase, const char *key)
{
  return strcmp (key, ZPI_KEY_STUDENT) == 0 || *zpi_case_get (zcase, key) != '\0' ||
         zpi_field_is_told_elsewhere (zcase, NULL, key);
}

static gboolean
all_answered (ZpiCase *zcase, const char *const *keys)
{
  for (guint i = 0; keys[i] != NULL; i++)
    if (!is_settled (zcase, keys[i]))
      return FALSE;
  return TRUE;
}

/* What is to be done in the two sections that have no question which must be answered. */
static gboolean
is_done (ZpiCase *zcase, ZpiSection section)
{
  static const char *const before[] = {ZPI_KEY_RENEWED, ZPI_KEY_MANDATE, NULL};
  static const char *const check[] = {ZPI_KEY_CHECK_CHILDREN,
                                      ZPI_KEY_CHECK_INCOME,
                                      ZPI_KEY_STUDENT,
                                      ZPI_KEY_BIRTH_DATE,
                                      ZPI_KEY_PARTNER,
                                      NULL};

  if (section == ZPI_SECTION_BEFORE)
    return all_answered (zcase, before);
  return section != ZPI_SECTION_CHECK || all_answered (zcase, check);
}

/* Answers of other sections that the check asks first. */
static gboolean
is_asked_by_check (const char *key)
{
  return strcmp (key, ZPI_KEY_BIRTH_DATE) == 0 || strcmp (key, ZPI_KEY_PARTNER) == 0 ||
         strcmp (key, ZPI_KEY_PARTNER_BIRTH_DATE) == 0;
}

/* Whether an answer of the section shows that somebody has been there. Its first answer about an
 * item is that there is one. With @elsewhere an answer that was given on the page of the check
 * shows it too. */
static gboolean
is_touched (ZpiCase *zcase, ZpiSection section, gboolean elsewhere)
{
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < n_fields; i++) {
    g_autofree char *list = zpi_field_dup_list (&fields[i]);

    if (fields[i].section != section || (!elsewhere && is_asked_by_check (fields[i].pattern)))
      continue;
    if (list != NULL
            ? fields[i].kind != ZPI_FIELD_NOTE && zpi_case_get_n_items (zcase, list) > 0
            : zpi_field_is_asked (&fields[i]) && *zpi_case_get (zcase, fields[i].pattern) != '\0')
      return TRUE;
  }
  /* These two are asked there too. */
  return section == ZPI_SECTION_CHECK && (*zpi_case_get (zcase, ZPI_KEY_BIRTH_DATE) != '\0' ||
                                          *zpi_case_get (zcase, ZPI_KEY_PARTNER) != '\0');
}

/**
 * zpi_case_count_missing:
 * @zcase: a case
 * @scheme: (nullable): its scheme
 * @section: a section
 *
 * Returns: how many things of @section the municipality would miss
 */
guint
zpi_case_count_missing (ZpiCase *zcase, const ZpiScheme *scheme, ZpiSection section)
{
  g_autoptr (GPtrArray) found = NULL;
  guint n = 0;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), 0);

  found = zpi_findings_for_section (zcase, scheme, section);
  for (guint i = 0; i < found->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (found, i);

    if (finding->severity == ZPI_FINDING_TO_DECIDE || finding->severity == ZPI_FINDING_TO_SEND)
      n++;
  }
  return n;
}

/* An answer that the check asks and that cannot be right is said there, until the section that
 * keeps it was begun. */
static gboolean
has_error (ZpiCase *zcase, const GPtrArray *found, ZpiSection section)
{
  gboolean begun = is_touched (zcase, section, FALSE);

  for (guint i = 0; i < found->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (found, i);

    if (finding->severity == ZPI_FINDING_ERROR && (begun || !is_asked_by_check (finding->key)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
check_has_error (ZpiCase *zcase)
{
  static const char *const keys[] = {ZPI_KEY_BIRTH_DATE, ZPI_KEY_PARTNER_BIRTH_DATE};

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (GPtrArray) found = zpi_findings_for_field (zcase, NULL, keys[i]);

    for (guint j = 0; j < found->len; j++)
      if (((const ZpiFinding *) found->pdata[j])->severity == ZPI_FINDING_ERROR)
        return TRUE;
  }
  return FALSE;
}

/**
 * zpi_section_state_full:
 * @zcase: a case
 * @scheme: (nullable): its scheme, for the evidence
 * @section: a section
 *
 * Returns: how far that section is
 */
ZpiSectionState
zpi_section_state_full (ZpiCase *zcase, const ZpiScheme *scheme, ZpiSection section)
{
  g_autoptr (GPtrArray) found = NULL;
  gboolean missing = FALSE;

  g_return_val_if_fail (ZPI_IS_CASE (zcase), ZPI_SECTION_STATE_UNTOUCHED);
  g_return_val_if_fail ((guint) section < ZPI_N_SECTIONS, ZPI_SECTION_STATE_UNTOUCHED);

  found = zpi_findings_for_section (zcase, scheme, section);
  for (guint i = 0; i < found->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (found, i);

    missing = missing || finding->severity != ZPI_FINDING_NOTICE;
  }
  if (has_error (zcase, found, section) ||
      (section == ZPI_SECTION_CHECK && check_has_error (zcase)))
    return ZPI_SECTION_STATE_ATTENTION;
  if (!is_touched (zcase, section, TRUE))
    return ZPI_SECTION_STATE_UNTOUCHED;
  missing = missing || !is_done (zcase, section) ||
            (section == ZPI_SECTION_REVIEW && !zpi_case_can_send (zcase));
  return missing ? ZPI_SECTION_STATE_BEGUN : ZPI_SECTION_STATE_COMPLETE;
}
