/* SPDX-License-Identifier: EUPL-1.2 */

/* Before anything is typed: is it needed, who helps, and is everything on the table. */

#include "zpi-before-page.h"

#include <string.h>

#include "zpi-choice-row.h"
#include "zpi-clock.h"
#include "zpi-entry-row.h"
#include "zpi-evidence-text.h"
#include "zpi-field-text.h"
#include "zpi-group.h"
#include "zpi-guard-box.h"
#include "zpi-i18n.h"
#include "zpi-renewal-group.h"
#include "zpi-ui.h"

struct _ZpiBeforePage {
  ZpiSectionPage parent_instance;

  GPtrArray *bring_rows; /* (element-type GtkWidget), unowned: in bring_group */
  char *shown;           /* (nullable): what the list says now */
  char *year;            /* (nullable): the pass year that was shown, of the case @year_of */
  const ZpiCase *year_of;

  GtkBox *guard_box;
  AdwPreferencesGroup *bring_group;
  ZpiRenewalGroup *renewal_group;
  GtkWidget *photo_button;
  GtkWidget *anyway_button;
  ZpiChoiceRow *year_row;
};

/* The advice that speaks against applying now. */
#define AGAINST                                                                                    \
  (ZPI_GUARD_BIT (ZPI_GUARD_RENEWED) | ZPI_GUARD_BIT (ZPI_GUARD_RENEWED_UNKNOWN) |                 \
   ZPI_GUARD_BIT (ZPI_GUARD_WINDOW_NOT_OPEN) | ZPI_GUARD_BIT (ZPI_GUARD_WINDOW_CLOSED))

G_DEFINE_FINAL_TYPE (ZpiBeforePage, zpi_before_page, ZPI_TYPE_SECTION_PAGE)

static GtkWidget *
new_line (const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

/* What everybody brings, from the handbook. */
static void
add_general_lines (GPtrArray *lines)
{
  g_ptr_array_add (lines, g_strdup (_ ("The BSN and date of birth of everybody in the household")));
  g_ptr_array_add (lines, g_strdup (_ ("An e-mail address; that of somebody who helps is fine")));
}

/* (transfer full): @what, and how much more of it is asked where an income differs. @n_months: 0
 * where that makes no difference */
static char *
dup_general_line (const char *what, guint n_months)
{
  if (n_months == 0)
    return g_strdup (what);
  /* Translators: %s is what to bring, as "Bank statement for October 2025". */
  return g_strdup_printf (ngettext ("%s. Does the income differ from month to month? Then of the "
                                    "last %u month",
                                    "%s. Does the income differ from month to month? Then of the "
                                    "last %u months",
                                    n_months),
                          what,
                          n_months);
}

/* While no income is known. */
static void
add_general_documents (GPtrArray *lines,
                       const GPtrArray *evidence,
                       const ZpiScheme *scheme,
                       const ZpiDate *on)
{
  gint64 n_months = 0;

  zpi_scheme_get_integer (scheme, ZPI_PARAMETER_VARIABLE_INCOME_MONTHS, on, &n_months);
  for (guint i = 0; i < evidence->len; i++) {
    const ZpiEvidence *asked = g_ptr_array_index (evidence, i);
    g_autofree char *line = zpi_evidence_text_dup_line (asked);

    g_ptr_array_add (lines, dup_general_line (line, asked->n_months_if_variable));
  }
  g_ptr_array_add (lines,
                   dup_general_line (_ ("Proof of all income, such as a pay slip"), n_months));
}

static void
add_documents (GPtrArray *lines, const GPtrArray *evidence)
{
  for (guint i = 0; i < evidence->len; i++)
    g_ptr_array_add (lines, zpi_evidence_text_dup_line (evidence->pdata[i]));
}

static GPtrArray *
build_lines (ZpiBeforePage *self)
{
  const ZpiScheme *scheme = zpi_section_page_get_scheme (ZPI_SECTION_PAGE (self));
  g_autoptr (ZpiApplication) application =
      zpi_section_page_dup_application (ZPI_SECTION_PAGE (self));
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  ZpiDate on = zpi_application_months_before (application);
  g_autoptr (GPtrArray) evidence = NULL;
  const char *note;

  add_general_lines (lines);
  if (scheme == NULL)
    return lines;
  evidence = zpi_evidence_list_build (scheme, application);
  if (application->incomes->len > 0)
    add_documents (lines, evidence);
  else
    add_general_documents (lines, evidence, scheme, &on);
  note = zpi_evidence_text_get_mark_note (evidence);
  if (note != NULL)
    g_ptr_array_add (lines, g_strdup (note));
  return lines;
}

static void
show_lines (ZpiBeforePage *self)
{
  g_autoptr (GPtrArray) lines = build_lines (self);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (all, "%s\n", (const char *) g_ptr_array_index (lines, i));
  if (g_strcmp0 (all->str, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (all->str);
  for (guint i = 0; i < self->bring_rows->len; i++)
    adw_preferences_group_remove (self->bring_group, g_ptr_array_index (self->bring_rows, i));
  g_ptr_array_set_size (self->bring_rows, 0);
  for (guint i = 0; i < lines->len; i++) {
    GtkWidget *row = new_line (g_ptr_array_index (lines, i));

    g_ptr_array_add (self->bring_rows, row);
    adw_preferences_group_add (self->bring_group, row);
  }
}

/* Who does not know can have it looked up; who was renewed goes to the photo. */
static void
show_renewal (ZpiBeforePage *self)
{
  ZpiSectionPage *page = ZPI_SECTION_PAGE (self);
  ZpiCase *zcase = zpi_section_page_get_case (page);
  const char *renewed = zcase != NULL ? zpi_case_get (zcase, ZPI_KEY_RENEWED) : "";

  zpi_renewal_group_set_session (self->renewal_group, zpi_section_page_get_session (page));
  zpi_renewal_group_set_bsn (self->renewal_group,
                             zcase != NULL ? zpi_case_get (zcase, ZPI_KEY_BSN) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->renewal_group), strcmp (renewed, "onbekend") == 0);
  gtk_widget_set_visible (self->photo_button, strcmp (renewed, "ja") == 0);
}

/* What was typed for it is the applicant's: it is saved, and not typed again. */
static void
renewal_typed_cb (ZpiBeforePage *self, const char *bsn)
{
  ZpiCase *zcase = zpi_section_page_get_case (ZPI_SECTION_PAGE (self));

  if (zcase != NULL)
    zpi_case_set (zcase, ZPI_KEY_BSN, bsn);
}

static void
renewal_answered_cb (ZpiBeforePage *self, int renewal, const char *bsn)
{
  ZpiCase *zcase = zpi_section_page_get_case (ZPI_SECTION_PAGE (self));

  if (zcase == NULL || renewal == ZPI_RENEWAL_UNKNOWN)
    return;
  zpi_case_set (zcase, ZPI_KEY_RENEWED, renewal == ZPI_RENEWAL_RENEWED ? "ja" : "nee");
  show_renewal (self);
  if (renewal == ZPI_RENEWAL_RENEWED)
    gtk_widget_grab_focus (self->photo_button);
}

/* This year and the next, and the one of the case when that is another. */
static void
show_years (ZpiBeforePage *self, const ZpiScheme *scheme, ZpiCase *zcase)
{
  ZpiDate today = zpi_clock_today ();
  int running = zpi_scheme_pass_year_on (scheme, &today);
  const char *own = zpi_case_get (zcase, ZPI_KEY_PASS_YEAR);
  g_autofree char *this_year = g_strdup_printf ("%d", running);
  g_autofree char *next_year = g_strdup_printf ("%d", running + 1);
  gboolean other = *own != '\0' && strcmp (own, this_year) != 0 && strcmp (own, next_year) != 0;
  const char *years[] = {this_year, next_year, other ? own : NULL, NULL};

  zpi_choice_row_set_choices (self->year_row, years);
}

/* The reference date follows the year that is chosen here. One that came with the case stays. */
static void
follow_year (ZpiBeforePage *self, const ZpiScheme *scheme, ZpiCase *zcase)
{
  const char *year = zpi_case_get (zcase, ZPI_KEY_PASS_YEAR);
  gboolean chosen = zcase == self->year_of && g_strcmp0 (year, self->year) != 0;
  ZpiDate today = zpi_clock_today ();
  ZpiDate on;
  g_autofree char *date = NULL;

  if (zcase != self->year_of || chosen) {
    g_free (self->year);
    self->year = g_strdup (year);
    self->year_of = zcase;
  }
  if (!chosen)
    return;
  on = zpi_scheme_reference_date_in (scheme, (int) g_ascii_strtoll (year, NULL, 10), &today);
  date = zpi_date_format_iso (&on);
  zpi_case_set (zcase, ZPI_KEY_REFERENCE_DATE, date);
}

static void
show_year (ZpiBeforePage *self)
{
  ZpiSectionPage *page = ZPI_SECTION_PAGE (self);
  const ZpiScheme *scheme = zpi_section_page_get_scheme (page);
  ZpiCase *zcase = zpi_section_page_get_case (page);

  gtk_widget_set_visible (GTK_WIDGET (self->year_row), scheme != NULL && zcase != NULL);
  if (scheme == NULL || zcase == NULL)
    return;
  show_years (self, scheme, zcase);
  follow_year (self, scheme, zcase);
  /* Who was renewed applies for nothing: until when that can be done is nothing to them. */
  zpi_field_row_set_help (ZPI_FIELD_ROW (self->year_row),
                          strcmp (zpi_case_get (zcase, ZPI_KEY_RENEWED), "ja") != 0
                              ? zpi_field_text_help (ZPI_KEY_PASS_YEAR)
                              : NULL);
}

/* Where nothing speaks against it, there is nothing to go on with anyway. */
static gboolean
is_advised_against (ZpiBeforePage *self)
{
  const ZpiScheme *scheme = zpi_section_page_get_scheme (ZPI_SECTION_PAGE (self));
  ZpiDate today = zpi_clock_today ();
  g_autoptr (ZpiApplication) application = NULL;
  g_autoptr (GPtrArray) guards = NULL;

  if (scheme == NULL || zpi_section_page_get_case (ZPI_SECTION_PAGE (self)) == NULL)
    return FALSE;
  application = zpi_section_page_dup_application (ZPI_SECTION_PAGE (self));
  guards = zpi_guard_list_build (scheme, application, &today);
  for (guint i = 0; i < guards->len; i++) {
    const ZpiGuard *guard = g_ptr_array_index (guards, i);

    if ((ZPI_GUARD_BIT (guard->code) & AGAINST) != 0)
      return TRUE;
  }
  return FALSE;
}

static void
zpi_before_page_refresh (ZpiSectionPage *page)
{
  ZpiBeforePage *self = ZPI_BEFORE_PAGE (page);

  zpi_guard_box_show (self->guard_box, page, AGAINST | ZPI_GUARD_BIT (ZPI_GUARD_WEBSITE));
  gtk_widget_set_visible (self->anyway_button, is_advised_against (self));
  show_year (self);
  show_lines (self);
  show_renewal (self);
}

static void
zpi_before_page_dispose (GObject *object)
{
  zpi_section_page_bind (ZPI_SECTION_PAGE (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_before_page_parent_class)->dispose (object);
}

static void
zpi_before_page_finalize (GObject *object)
{
  ZpiBeforePage *self = ZPI_BEFORE_PAGE (object);

  g_ptr_array_unref (self->bring_rows);
  g_free (self->shown);
  g_free (self->year);
  G_OBJECT_CLASS (zpi_before_page_parent_class)->finalize (object);
}

static void
zpi_before_page_class_init (ZpiBeforePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_CHOICE_ROW);
  g_type_ensure (ZPI_TYPE_ENTRY_ROW);
  g_type_ensure (ZPI_TYPE_GROUP);
  g_type_ensure (ZPI_TYPE_RENEWAL_GROUP);
  object_class->dispose = zpi_before_page_dispose;
  object_class->finalize = zpi_before_page_finalize;
  ZPI_SECTION_PAGE_CLASS (klass)->section = ZPI_SECTION_BEFORE;
  ZPI_SECTION_PAGE_CLASS (klass)->refresh = zpi_before_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class, ZPI_UI_RESOURCES "zpi-before-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiBeforePage, guard_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiBeforePage, bring_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiBeforePage, renewal_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiBeforePage, photo_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiBeforePage, anyway_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiBeforePage, year_row);
  gtk_widget_class_bind_template_callback (widget_class, renewal_answered_cb);
  gtk_widget_class_bind_template_callback (widget_class, renewal_typed_cb);
}

static void
zpi_before_page_init (ZpiBeforePage *self)
{
  self->bring_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
