/* SPDX-License-Identifier: EUPL-1.2 */

/* The last page: what is missing, every answer to read back, the declaration, and sending. */

#include "zpi-review-page.h"

#include <string.h>

#include "zpi-choice-row.h"
#include "zpi-clock.h"
#include "zpi-entry-row.h"
#include "zpi-evidence-text.h"
#include "zpi-facts.h"
#include "zpi-field-text.h"
#include "zpi-finding-list.h"
#include "zpi-finding-text.h"
#include "zpi-flag-row.h"
#include "zpi-gist.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-message.h"
#include "zpi-notice.h"
#include "zpi-overview.h"
#include "zpi-plain-row.h"
#include "zpi-second-click.h"
#include "zpi-summary.h"
#include "zpi-twin-notice.h"
#include "zpi-ui.h"
#include "zpi-wrap-box.h"

/* The version of the words that the client agrees with; goes up when they change. */
#define DECLARATION_VERSION "1"

/* More lines than this do not fit in a question. */
#define MAX_MISSING_LINES 8

/* Nor more than this beside the button. */
#define NEEDED_LINES 2

/* The answers and the declaration beside each other. */
#define WIDTH 1120

struct _ZpiReviewPage {
  ZpiSectionPage parent_instance;

  char *shown;     /* (nullable): the answers as they are shown */
  char *looked_up; /* (nullable): the BSN that other cases were looked for with */
  char *needed;    /* (nullable): what is needed to send */
  char *needed_short;
  int room;         /* the width of the footer */
  gboolean cramped; /* there is room for the short one only */
  guint fit_id;

  ZpiFindingList *finding_list;
  AdwBin *answers_bin;
  ZpiNotice *send_notice;
  ZpiNotice *twin_notice;
  GtkLabel *needed_label;
  GtkWidget *send_button;
  GtkWidget *paper_button;
};

G_DEFINE_FINAL_TYPE (ZpiReviewPage, zpi_review_page, ZPI_TYPE_SECTION_PAGE)

static ZpiCase *
case_of (ZpiReviewPage *self)
{
  return zpi_section_page_get_case (ZPI_SECTION_PAGE (self));
}

static ZpiOverview *
look (ZpiReviewPage *self)
{
  return zpi_overview_for_case (case_of (self),
                                zpi_section_page_get_scheme (ZPI_SECTION_PAGE (self)));
}

static gboolean
goes_on_paper (ZpiReviewPage *self)
{
  return strcmp (zpi_case_get (case_of (self), ZPI_KEY_EMAIL_WHOSE), "geen") == 0;
}

static void
confirmed_cb (gpointer object)
{
  if (zpi_section_page_get_case (ZPI_SECTION_PAGE (object)) != NULL)
    gtk_widget_activate_action (GTK_WIDGET (object), "win.send", NULL);
}

static gboolean
has_error (const GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (((const ZpiFinding *) findings->pdata[i])->severity == ZPI_FINDING_ERROR)
      return TRUE;
  return FALSE;
}

static void
ask (ZpiReviewPage *self)
{
  g_autoptr (ZpiOverview) overview = look (self);
  const GPtrArray *findings = zpi_overview_get_findings (overview);
  g_autofree char *missing =
      zpi_finding_list_dup_missing (ZPI_SECTION_PAGE (self), findings, MAX_MISSING_LINES);
  g_autofree char *list = NULL;

  if (missing == NULL) {
    zpi_message_ask (GTK_WIDGET (self),
                     _ ("Send the application?"),
                     _ ("Nothing is missing. Without a connection the application waits on this "
                        "computer and goes by itself later."),
                     _ ("_Send application"),
                     FALSE,
                     confirmed_cb,
                     g_object_ref (self));
    return;
  }
  list = g_strdup_printf ("%s\n\n%s",
                          missing,
                          _ ("The municipality asks for it later. Sending now is fine."));
  zpi_message_ask_list (GTK_WIDGET (self),
                        _ ("Send the application?"),
                        has_error (findings) ? _ ("Still missing or not right:")
                                             : _ ("Still missing:"),
                        g_strchug (list),
                        _ ("_Send application"),
                        confirmed_cb,
                        g_object_ref (self));
}

static const char *
why_needed (const char *key)
{
  return g_str_has_prefix (key, ZPI_LIST_DROPPED ".")
             ? _ ("A file is still being added here. Send the application when it is in.")
             : _ ("Fill this in: without it the application cannot be sent.");
}

/* What is needed to send stands beside the button; pressing it leads to the first of it. */
static void
send_clicked_cb (ZpiReviewPage *self)
{
  g_autofree char *keys = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) first = NULL;

  zpi_second_click_acted (GTK_WIDGET (self));
  zpi_section_page_refresh (ZPI_SECTION_PAGE (self));
  if (zpi_case_can_send (case_of (self))) {
    ask (self);
    return;
  }
  text = g_strdup_printf ("%s %s", _ ("The application cannot be sent yet."), self->needed);
  zpi_notice_set (self->send_notice, ZPI_NOTICE_WARNING, text);
  keys = zpi_case_dup_missing_to_send (case_of (self));
  first = g_strsplit (keys, ", ", 2);
  gtk_widget_activate_action (GTK_WIDGET (self),
                              "case.answer",
                              "(ss)",
                              first[0],
                              why_needed (first[0]));
}

/* Which answer of whom: documents have their number. */
static char *
dup_button_name (ZpiReviewPage *self, const ZpiSummaryLine *line)
{
  g_autofree char *where = g_str_has_prefix (line->key, ZPI_LIST_DOCUMENT ".")
                               ? g_strdup (line->label)
                               : zpi_finding_text_dup_where (case_of (self), line->key);

  /* Translators: for assistive technology: what to change. */
  return g_strdup_printf (_ ("Change: %s"), where);
}

static GtkWidget *
new_change_button (const char *key)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Change"));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "zpi-change");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "case.go-to");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", key);
  return button;
}

static GtkWidget *
new_answer (ZpiReviewPage *self, const ZpiSummaryLine *line, const char *about)
{
  /* Translators: a person or an income, and a question: "Child 2: Date of birth". */
  g_autofree char *title =
      about != NULL ? g_strdup_printf (_ ("%s: %s"), about, line->label) : g_strdup (line->label);
  GtkWidget *row =
      zpi_plain_row_new (title, line->value != NULL ? line->value : _ ("Not filled in"));
  g_autofree char *name = dup_button_name (self, line);

  gtk_widget_add_css_class (row, line->value != NULL ? "zpi-answer" : "zpi-unanswered");
  zpi_plain_row_add_button (ZPI_PLAIN_ROW (row), new_change_button (line->key), name);
  return row;
}

/* Its title is a heading, as that of a group is. */
static void
make_heading (GtkWidget *widget)
{
  GtkWidget *child;

  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "title"))
    g_object_set (widget, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    make_heading (child);
}

/* A section: what matters of it, and what is missing; unfolded every answer. */
static GtkWidget *
new_section (ZpiReviewPage *self, ZpiSection section, const GPtrArray *findings)
{
  const ZpiScheme *scheme = zpi_section_page_get_scheme (ZPI_SECTION_PAGE (self));
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *button = new_change_button (zpi_section_to_nick (section));
  g_autofree char *gist = zpi_gist_dup (case_of (self), scheme, section, findings);
  g_autofree char *name = g_strdup_printf (_ ("Change: %s"), zpi_section_get_title (section));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), zpi_section_get_title (section));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), gist);
  gtk_widget_add_css_class (row, "zpi-answer");
  make_heading (row);
  zpi_group_name_row (row, zpi_section_get_title (section));
  adw_expander_row_add_action (ADW_EXPANDER_ROW (row), button);
  zpi_group_wrap_row (row);
  zpi_ui_name (button, name);
  return row;
}

static char *
dup_signature (const GPtrArray *lines)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++) {
    const ZpiSummaryLine *line = g_ptr_array_index (lines, i);

    g_string_append_printf (all,
                            "%s|%s|%s\n",
                            line->key != NULL ? line->key : "",
                            line->label,
                            line->value != NULL ? line->value : "-");
  }
  return g_string_free (all, FALSE);
}

static void
fill_answers (ZpiReviewPage *self, const GPtrArray *lines, const GPtrArray *findings)
{
  GtkWidget *group = zpi_group_new (
      _ ("The answers"),
      _ ("Read the answers back to the client. Something is not right? Choose “Change”."));
  GtkWidget *row = NULL;
  const char *about = NULL;
  ZpiSection section = ZPI_N_SECTIONS;

  for (guint i = 0; i < lines->len; i++) {
    const ZpiSummaryLine *line = g_ptr_array_index (lines, i);

    /* The declaration is asked below, on this page. */
    if (line->section == ZPI_SECTION_REVIEW)
      continue;
    for (; section != line->section; about = NULL) {
      section = section == ZPI_N_SECTIONS ? 0 : section + 1;
      row = new_section (self, section, findings);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
    if (line->key == NULL)
      about = line->label;
    else
      adw_expander_row_add_row (ADW_EXPANDER_ROW (row), new_answer (self, line, about));
  }
  for (section = section == ZPI_N_SECTIONS ? 0 : section + 1; section < ZPI_SECTION_REVIEW;
       section++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               new_section (self, section, findings));
  adw_bin_set_child (self->answers_bin, group);
}

static void
show_answers (ZpiReviewPage *self, const GPtrArray *findings)
{
  g_autoptr (GPtrArray) lines = zpi_summary_build (case_of (self));
  g_autofree char *signature = dup_signature (lines);
  g_autoptr (GString) all = g_string_new (signature);

  for (guint i = 0; i < findings->len; i++) {
    const ZpiFinding *finding = findings->pdata[i];

    g_string_append_printf (all, "%d %s %s\n", finding->severity, finding->key, finding->args[0]);
  }
  if (g_strcmp0 (all->str, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (all->str);
  fill_answers (self, lines, findings);
}

/* As it stands beside the button where there is little room. */
static char *
dup_needed_short (ZpiReviewPage *self)
{
  g_autofree char *keys = zpi_case_dup_missing_to_send (case_of (self));
  g_auto (GStrv) parts = g_strsplit (keys != NULL ? keys : "", ", ", -1);
  guint n = g_strv_length (parts);

  if (n == 0)
    return g_strdup (_ ("It can be sent."));
  return g_strdup_printf (ngettext ("%u answer is needed", "%u answers are needed", n), n);
}

static char *
dup_needed (ZpiReviewPage *self, const GPtrArray *findings)
{
  g_autofree char *keys = zpi_case_dup_missing_to_send (case_of (self));
  g_auto (GStrv) parts = g_strsplit (keys != NULL ? keys : "", ", ", -1);
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; parts[i] != NULL; i++) {
    g_autofree char *where = zpi_finding_text_dup_where (case_of (self), parts[i]);

    zpi_field_text_append (names, where);
  }
  /* Translators: the blank is a list of questions. */
  if (keys != NULL)
    return g_strdup_printf (_ ("Needed to send: %s"), names->str);
  n = zpi_evidence_text_count_missing_of (case_of (self),
                                          zpi_section_page_get_scheme (ZPI_SECTION_PAGE (self)));
  for (guint i = 0; i < findings->len; i++) {
    const ZpiFinding *finding = findings->pdata[i];

    n += finding->severity == ZPI_FINDING_TO_DECIDE &&
         finding->code != ZPI_FINDING_EVIDENCE_MISSING && finding->code != ZPI_FINDING_OTHER_RULES;
  }
  if (n == 0)
    return g_strdup (_ ("It can be sent."));
  return g_strdup_printf (ngettext ("It can be sent. %u thing is missing; the municipality asks "
                                    "for it later.",
                                    "It can be sent. %u things are missing; the municipality asks "
                                    "for them later.",
                                    n),
                          n);
}

/* In more lines than two it takes a third of a narrow window with large letters. */
static gboolean
is_cramped (ZpiReviewPage *self)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (self->needed == NULL || self->room <= 0)
    return FALSE;
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->needed_label), self->needed);
  pango_layout_set_width (layout, self->room * PANGO_SCALE);
  return pango_layout_get_line_count (layout) > NEEDED_LINES;
}

static void
show_needed (ZpiReviewPage *self)
{
  self->cramped = is_cramped (self);
  gtk_label_set_label (self->needed_label, self->cramped ? self->needed_short : self->needed);
  gtk_widget_set_visible (GTK_WIDGET (self->needed_label), *self->needed != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->send_button),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->needed,
                                  -1);
}

static gboolean
fit_cb (gpointer user_data)
{
  ZpiReviewPage *self = user_data;

  self->fit_id = 0;
  if (self->needed != NULL)
    show_needed (self);
  return G_SOURCE_REMOVE;
}

/* What stands there changes after the room was shared out. */
static void
resized_cb (ZpiReviewPage *self, int width)
{
  self->room = width;
  if (self->fit_id == 0 && is_cramped (self) != self->cramped)
    self->fit_id = g_idle_add (fit_cb, self);
}

static void
show_sending (ZpiReviewPage *self, const GPtrArray *findings)
{
  gboolean paper = goes_on_paper (self);

  g_free (self->needed);
  g_free (self->needed_short);
  self->needed = paper ? g_strdup ("") : dup_needed (self, findings);
  self->needed_short = dup_needed_short (self);
  show_needed (self);
  gtk_widget_set_visible (self->send_button, !paper);
  gtk_widget_set_visible (self->paper_button, paper);
  if (paper)
    zpi_notice_set (
        self->send_notice,
        ZPI_NOTICE_WARNING,
        zpi_facts_say (
            _ ("There is no e-mail address, so the application cannot be sent from here. "
               "{call-municipality} and ask for a paper form. You can print the answers and take "
               "them along."),
            NULL));
  else
    zpi_notice_set (self->send_notice, ZPI_NOTICE_INFO, NULL);
}

/* What is needed to send stands in the footer, and what leads to it is the button there. */
static void
show_findings (ZpiReviewPage *self, const GPtrArray *findings)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();

  for (guint i = 0; i < findings->len; i++)
    if (((const ZpiFinding *) findings->pdata[i])->severity != ZPI_FINDING_TO_SEND)
      g_ptr_array_add (others, findings->pdata[i]);
  zpi_finding_list_show (self->finding_list, ZPI_SECTION_PAGE (self), others);
  gtk_widget_set_visible (GTK_WIDGET (self->finding_list), others->len > 0 || findings->len == 0);
}

static void
zpi_review_page_refresh (ZpiSectionPage *page)
{
  ZpiReviewPage *self = ZPI_REVIEW_PAGE (page);
  g_autoptr (ZpiOverview) overview = look (self);
  const GPtrArray *findings = zpi_overview_get_findings (overview);

  show_findings (self, findings);
  show_answers (self, findings);
  show_sending (self, findings);
  zpi_twin_notice_look (self->twin_notice, page, &self->looked_up);
}

/* When the client agreed, and with which words. */
static void
keep_moment (ZpiReviewPage *self)
{
  gboolean agreed = zpi_case_get_flag (case_of (self), ZPI_KEY_DECLARED);
  g_autofree char *now = zpi_clock_format_iso (zpi_clock_now_us ());

  zpi_case_set (case_of (self), ZPI_KEY_DECLARED_AT, agreed ? now : "");
  zpi_case_set (case_of (self), ZPI_KEY_DECLARED_TEXT, agreed ? DECLARATION_VERSION : "");
}

static void
zpi_review_page_answer_changed (ZpiSectionPage *page, const char *key)
{
  ZpiReviewPage *self = ZPI_REVIEW_PAGE (page);

  if (strcmp (key, ZPI_KEY_DECLARED) == 0 && gtk_widget_get_mapped (GTK_WIDGET (page)))
    keep_moment (self);
}

/* There is no next page: what comes then is sending, which asks first. */
static gboolean
zpi_review_page_go_on (ZpiSectionPage *page)
{
  ZpiReviewPage *self = ZPI_REVIEW_PAGE (page);

  return gtk_widget_grab_focus (goes_on_paper (self) ? self->paper_button : self->send_button);
}

static void
zpi_review_page_dispose (GObject *object)
{
  g_clear_handle_id (&ZPI_REVIEW_PAGE (object)->fit_id, g_source_remove);
  zpi_section_page_bind (ZPI_SECTION_PAGE (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_review_page_parent_class)->dispose (object);
}

static void
zpi_review_page_finalize (GObject *object)
{
  g_free (ZPI_REVIEW_PAGE (object)->looked_up);
  g_free (ZPI_REVIEW_PAGE (object)->shown);
  g_free (ZPI_REVIEW_PAGE (object)->needed);
  g_free (ZPI_REVIEW_PAGE (object)->needed_short);
  G_OBJECT_CLASS (zpi_review_page_parent_class)->finalize (object);
}

static void
zpi_review_page_class_init (ZpiReviewPageClass *klass)
{
  ZpiSectionPageClass *page_class = ZPI_SECTION_PAGE_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_CHOICE_ROW);
  g_type_ensure (ZPI_TYPE_ENTRY_ROW);
  g_type_ensure (ZPI_TYPE_FINDING_LIST);
  g_type_ensure (ZPI_TYPE_FLAG_ROW);
  g_type_ensure (ZPI_TYPE_GROUP);
  g_type_ensure (ZPI_TYPE_NOTICE);
  g_type_ensure (ZPI_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->dispose = zpi_review_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_review_page_finalize;
  page_class->section = ZPI_SECTION_REVIEW;
  page_class->answer_changed = zpi_review_page_answer_changed;
  page_class->refresh = zpi_review_page_refresh;
  page_class->go_on = zpi_review_page_go_on;

  gtk_widget_class_set_template_from_resource (widget_class, ZPI_UI_RESOURCES "zpi-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, finding_list);
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, answers_bin);
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, needed_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, send_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, twin_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, send_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, paper_button);
  gtk_widget_class_bind_template_callback (widget_class, resized_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_clicked_cb);
}

static void
zpi_review_page_init (ZpiReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_section_page_widen (ZPI_SECTION_PAGE (self), WIDTH);
}
