/* SPDX-License-Identifier: EUPL-1.2 */

/* Evidence in words. */

#include "zpi-evidence-text.h"

#include <stdio.h>

#include "zpi-explanation.h"
#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-overview.h"
#include "zpi-rules.h"
#include "zpi-ui.h"

/* (transfer full): what belongs with it, with a mark at what is not confirmed; each on a line */
static char *
dup_notes (const ZpiEvidence *evidence)
{
  g_autoptr (GString) notes = g_string_new (NULL);
  gboolean marked = FALSE;

  for (guint i = 0; i < evidence->notes->len; i++) {
    g_autofree char *note =
        zpi_explanation_render_marked (evidence->notes->pdata[i], zpi_ui_language (), &marked);

    /* One mark is enough, however much is not confirmed. */
    if (g_str_equal (note, "*") && g_str_has_suffix (notes->str, "*"))
      continue;
    if (notes->len > 0)
      g_string_append_c (notes, g_str_equal (note, "*") ? ' ' : '\n');
    g_string_append (notes, note);
  }
  return g_string_free (g_steal_pointer (&notes), FALSE);
}

/**
 * zpi_evidence_text_get_mark_note:
 * @list: (element-type ZpiEvidence): what a page or a paper shows
 *
 * Returns: (transfer none) (nullable): what the mark in it means; %NULL when there is none
 */
const char *
zpi_evidence_text_get_mark_note (const GPtrArray *list)
{
  gboolean marked = FALSE;

  for (guint i = 0; i < list->len; i++) {
    const ZpiEvidence *evidence = g_ptr_array_index (list, i);

    for (guint j = 0; j < evidence->notes->len; j++)
      g_free (
          zpi_explanation_render_marked (evidence->notes->pdata[j], zpi_ui_language (), &marked));
  }
  return marked ? zpi_explanation_mark_note (zpi_ui_language ()) : NULL;
}

/**
 * zpi_evidence_text_count_missing:
 * @list: (element-type ZpiEvidence): what is asked
 *
 * Returns: how many pieces the municipality needs and has not: a month is one
 */
guint
zpi_evidence_text_count_missing (const GPtrArray *list)
{
  g_autoptr (GPtrArray) missing = zpi_evidence_list_missing (list, TRUE);
  guint n = 0;

  for (guint i = 0; i < missing->len; i++) {
    const ZpiEvidence *item = g_ptr_array_index (missing, i);

    n += MAX (1, item->missing_months->len);
  }
  return n;
}

/**
 * zpi_evidence_text_count_missing_of:
 * @zcase: a case
 * @scheme: (nullable): its rules
 *
 * Returns: [func@evidence_text_count_missing] of what @zcase asks; 0 without rules
 */
guint
zpi_evidence_text_count_missing_of (ZpiCase *zcase, const ZpiScheme *scheme)
{
  g_autoptr (ZpiOverview) overview = NULL;

  if (scheme == NULL)
    return 0;
  overview = zpi_overview_for_case (zcase, scheme);
  return zpi_evidence_text_count_missing (zpi_overview_get_evidence (overview, zcase));
}

/**
 * zpi_evidence_text_dup_line:
 * @evidence: something to bring
 *
 * Returns: (transfer full): what it is, and what belongs with it: "Identity document. Accepted:
 *   passport or identity card."
 */
char *
zpi_evidence_text_dup_line (const ZpiEvidence *evidence)
{
  g_autofree char *title = zpi_explanation_render_step (evidence->title, zpi_ui_language ());
  g_autofree char *notes = dup_notes (evidence);

  if (*notes == '\0')
    return g_steal_pointer (&title);
  if (g_str_equal (notes, "*"))
    return g_strdup_printf ("%s *", title);
  g_strdelimit (notes, "\n", ' ');
  return g_strdup_printf ("%s. %s", title, notes);
}

/**
 * zpi_evidence_text_dup_reason:
 * @evidence: something to bring
 *
 * Returns: (transfer full): why it is asked, and what belongs with it
 */
char *
zpi_evidence_text_dup_reason (const ZpiEvidence *evidence)
{
  g_autofree char *reason = zpi_explanation_render_step (evidence->reason, zpi_ui_language ());
  g_autofree char *notes = dup_notes (evidence);

  if (*notes == '\0')
    return g_steal_pointer (&reason);
  return g_strdup_printf (g_str_equal (notes, "*") ? "%s %s" : "%s\n%s", reason, notes);
}

/**
 * zpi_evidence_text_list:
 * @session: (nullable): for the rules the case was started under
 * @zcase: a case
 *
 * Returns: (transfer full) (element-type utf8): a sentence for everything that is asked, in the
 *   language gettext has now; behind them what a mark means, where there is one
 */
GPtrArray *
zpi_evidence_text_list (ZpiSession *session, ZpiCase *zcase)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
  const ZpiScheme *scheme;
  g_autoptr (GPtrArray) evidence = NULL;

  scheme = session != NULL ? zpi_session_get_rules_of (session, zcase) : zpi_rules_get_current ();
  if (scheme == NULL)
    return lines;
  evidence = zpi_evidence_list_build (scheme, application);
  for (guint i = 0; i < evidence->len; i++) {
    const ZpiEvidence *item = g_ptr_array_index (evidence, i);

    g_ptr_array_add (lines, zpi_evidence_text_dup_line (item));
  }
  if (zpi_evidence_text_get_mark_note (evidence) != NULL)
    g_ptr_array_add (lines, g_strdup (zpi_evidence_text_get_mark_note (evidence)));
  return lines;
}

/**
 * zpi_evidence_text_dup_month:
 * @month: year × 12 + month − 1
 *
 * Returns: (transfer full): "October 2025"
 */
char *
zpi_evidence_text_dup_month (int month)
{
  g_autoptr (GArray) months = g_array_new (FALSE, FALSE, sizeof (int));

  g_array_append_val (months, month);
  return zpi_explanation_format_months (months, zpi_ui_language ());
}

/**
 * zpi_evidence_text_month_id:
 * @month: year × 12 + month − 1
 *
 * Returns: (transfer full): "2025-10", as a case keeps it
 */
char *
zpi_evidence_text_month_id (int month)
{
  return g_strdup_printf ("%04d-%02d", month / 12, month % 12 + 1);
}

static const char *
document_answer (ZpiCase *zcase, const char *item, const char *field)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, field);

  return zpi_case_get (zcase, key);
}

static char *
dup_kind (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  const char *id = document_answer (zcase, item, "kind");
  const ZpiDocumentKind *kind = scheme != NULL ? zpi_scheme_find_document_kind (scheme, id) : NULL;

  return kind != NULL ? zpi_rules_dup_title (&kind->one) : g_strdup (_ ("Document"));
}

static const char *
format_name (const char *media_type)
{
  if (g_str_equal (media_type, "application/pdf"))
    return "PDF";
  if (g_str_equal (media_type, "image/jpeg"))
    return "JPEG";
  if (g_str_equal (media_type, "image/png"))
    return "PNG";
  return media_type;
}

/**
 * zpi_evidence_text_dup_what:
 * @scheme: (nullable): for what is asked, and the name of its kind
 * @item: a document
 *
 * Returns: (transfer full): what it is for: "Pay slip of Fatima, October 2025", or its kind
 */
char *
zpi_evidence_text_dup_what (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  g_autoptr (ZpiOverview) overview = zpi_overview_for_case (zcase, scheme);
  const GPtrArray *list = zpi_overview_get_evidence (overview, zcase);
  const ZpiEvidence *evidence =
      list != NULL ? zpi_evidence_list_find_for_document (list, item) : NULL;
  g_autofree char *what = evidence != NULL
                              ? zpi_explanation_render_step (evidence->piece, zpi_ui_language ())
                              : dup_kind (zcase, scheme, item);
  g_autofree char *words = NULL;
  int year;
  int number;

  if (sscanf (document_answer (zcase, item, "month"), "%d-%d", &year, &number) != 2)
    return g_steal_pointer (&what);
  words = zpi_evidence_text_dup_month (year * 12 + number - 1);
  return g_strdup_printf ("%s, %s", what, words);
}

/**
 * zpi_evidence_text_dup_document:
 * @scheme: (nullable): for the name of its kind
 * @item: a document
 *
 * Returns: (transfer full): "Pay slip, October 2025 · PDF · 81,2 kB"
 */
char *
zpi_evidence_text_dup_document (ZpiCase *zcase, const ZpiScheme *scheme, const char *item)
{
  GString *text = g_string_new (NULL);
  g_autofree char *kind = dup_kind (zcase, scheme, item);
  const char *month = document_answer (zcase, item, "month");
  const char *media_type = document_answer (zcase, item, "media_type");
  guint64 size = g_ascii_strtoull (document_answer (zcase, item, "size"), NULL, 10);
  int year;
  int number;

  g_string_append (text, kind);
  if (sscanf (month, "%d-%d", &year, &number) == 2) {
    g_autofree char *words = zpi_evidence_text_dup_month (year * 12 + number - 1);

    g_string_append_printf (text, ", %s", words);
  }
  if (*media_type != '\0')
    g_string_append_printf (text, " · %s", format_name (media_type));
  if (size > 0) {
    g_autofree char *size_text = zpi_ui_dup_size (size);

    g_string_append_printf (text, " · %s", size_text);
  }
  return g_string_free (text, FALSE);
}

/**
 * zpi_evidence_text_dup_file_name:
 * @item: a document
 *
 * Returns: (transfer full): the file's name for the screen; long numbers, which may be a BSN, are
 *   cut to their last two digits
 */
char *
zpi_evidence_text_dup_file_name (ZpiCase *zcase, const char *item)
{
  const char *name = document_answer (zcase, item, "file_name");
  GString *text = g_string_new (NULL);

  for (const char *p = name; *p != '\0';) {
    gsize digits = 0;

    while (g_ascii_isdigit (p[digits]))
      digits++;
    if (digits == 0) {
      g_string_append_c (text, *p++);
      continue;
    }
    if (digits == 8 || digits == 9)
      g_string_append_printf (text, "…%.2s", p + digits - 2);
    else
      g_string_append_len (text, p, digits);
    p += digits;
  }
  if (text->len == 0)
    g_string_append (text, _ ("Document"));
  return g_string_free (text, FALSE);
}
