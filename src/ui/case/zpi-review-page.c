/* SPDX-License-Identifier: EUPL-1.2 */

/* The last page: what is missing, every answer to read back, the declaration, and sending. */

#include "zpi-review-page.h"

#include <string.h>

#include "zpi-choice-row.h"
#include "zpi-clock.h"
#include "zpi-entry-row.h"
#include "zpi-facts.h"
#include "zpi-finding-list.h"
#include "zpi-finding-text.h"
#include "zpi-flag-row.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-message.h"
#include "zpi-notice.h"
#include "zpi-plain-row.h"
#include "zpi-summary.h"
#include "zpi-ui.h"

/* The version of the words that the client agrees with; goes up when they change. */
#define DECLARATION_VERSION "1"

/* More lines than this do not fit in a question. */
#define MAX_MISSING_LINES 8

struct _ZpiReviewPage {
  ZpiSectionPage parent_instance;

  char *shown; /* (nullable): the answers as they are shown */

  ZpiFindingList *finding_list;
  GtkBox *answers_box;
  ZpiNotice *send_notice;
  GtkWidget *send_button;
  GtkWidget *paper_button;
};

G_DEFINE_FINAL_TYPE (ZpiReviewPage, zpi_review_page, ZPI_TYPE_SECTION_PAGE)

static ZpiCase *
case_of (ZpiReviewPage *self)
{
  return zpi_section_page_get_case (ZPI_SECTION_PAGE (self));
}

static GPtrArray *
find (ZpiReviewPage *self)
{
  return zpi_findings_for_case (case_of (self),
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

static void
ask (ZpiReviewPage *self)
{
  g_autoptr (GPtrArray) findings = find (self);
  g_autofree char *missing =
      zpi_finding_list_dup_missing (ZPI_SECTION_PAGE (self), findings, MAX_MISSING_LINES);
  g_autofree char *body = NULL;

  if (missing != NULL)
    body = g_strdup_printf ("%s%s\n\n%s",
                            _("Still missing or not right:"),
                               missing,
                               _("The municipality asks for it later. Sending now is fine."));
  else
    body = g_strdup (_("Nothing is missing. Without a connection the application waits on this "
                       "computer and goes by itself later."));
  zpi_message_ask (GTK_WIDGET (self),
                   _("Send the application?"),
                      body,
                      _("_Send application"), FALSE, confirmed_cb, g_object_ref (self));
}

/* What is needed to send is said here and, as lines to follow, on top of the page. */
static void
send_clicked_cb (ZpiReviewPage *self)
{
  zpi_section_page_refresh (ZPI_SECTION_PAGE (self));
  if (zpi_case_can_send (case_of (self))) {
    ask (self);
    return;
  }
  zpi_notice_set (self->send_notice,
                  ZPI_NOTICE_WARNING,
                  _("The application cannot be sent yet. What is needed stands on top of this "
                    "page."));
  gtk_widget_child_focus (GTK_WIDGET (self->finding_list), GTK_DIR_TAB_FORWARD);
}

/* Which answer of whom: documents have their number. */
static char *
dup_button_name (ZpiReviewPage *self, const ZpiSummaryLine *line)
{
  g_autofree char *where = g_str_has_prefix (line->key, ZPI_LIST_DOCUMENT ".")
                               ? g_strdup (line->label)
                               : zpi_finding_text_dup_where (case_of (self), line->key);

  /* Translators: for assistive technology: what to change. */
  return g_strdup_printf (_("Change: %s"), where);
}

static GtkWidget *
new_answer (ZpiReviewPage *self, const ZpiSummaryLine *line)
{
  GtkWidget *row =
      zpi_plain_row_new (line->label, line->value != NULL ? line->value : _("Not filled in"));
  GtkWidget *button = gtk_button_new_with_label (_("Change"));
  g_autofree char *name = dup_button_name (self, line);

  gtk_widget_add_css_class (row, line->value != NULL ? "zpi-answer" : "zpi-unanswered");
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "case.go-to");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", line->key);
  zpi_plain_row_add_button (ZPI_PLAIN_ROW (row), button, name);
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
fill_answers (ZpiReviewPage *self, const GPtrArray *lines)
{
  GtkWidget *group = NULL;
  ZpiSection section = ZPI_N_SECTIONS;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->answers_box))) != NULL)
    gtk_box_remove (self->answers_box, child);
  for (guint i = 0; i < lines->len; i++) {
    const ZpiSummaryLine *line = g_ptr_array_index (lines, i);

    /* The declaration is asked below, on this page. */
    if (line->section == ZPI_SECTION_REVIEW)
      continue;
    if (group == NULL || line->key == NULL || line->section != section) {
      section = line->section;
      group =
          zpi_group_new (line->key == NULL ? line->label : zpi_section_get_title (section), NULL);
      gtk_box_append (self->answers_box, group);
    }
    if (line->key != NULL)
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_answer (self, line));
  }
}

static void
show_answers (ZpiReviewPage *self)
{
  g_autoptr (GPtrArray) lines = zpi_summary_build (case_of (self));
  g_autofree char *signature = dup_signature (lines);

  if (g_strcmp0 (signature, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&signature);
  fill_answers (self, lines);
}

static void
show_sending (ZpiReviewPage *self)
{
  gboolean paper = goes_on_paper (self);

  gtk_widget_set_visible (self->send_button, !paper);
  gtk_widget_set_visible (self->paper_button, paper);
  if (paper)
    zpi_notice_set (
        self->send_notice,
        ZPI_NOTICE_WARNING,
        zpi_facts_say (_("There is no e-mail address, so the application cannot be sent from here. "
              "{call-municipality} and ask for a paper form. You can print the answers and take "
              "them along."),
            NULL));
  else
    zpi_notice_set (self->send_notice, ZPI_NOTICE_INFO, NULL);
}

static void
zpi_review_page_refresh (ZpiSectionPage *page)
{
  ZpiReviewPage *self = ZPI_REVIEW_PAGE (page);
  g_autoptr (GPtrArray) findings = find (self);

  zpi_finding_list_show (self->finding_list, page, findings);
  show_answers (self);
  show_sending (self);
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

static void
zpi_review_page_dispose (GObject *object)
{
  zpi_section_page_bind (ZPI_SECTION_PAGE (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_review_page_parent_class)->dispose (object);
}

static void
zpi_review_page_finalize (GObject *object)
{
  g_free (ZPI_REVIEW_PAGE (object)->shown);
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
  G_OBJECT_CLASS (klass)->dispose = zpi_review_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_review_page_finalize;
  page_class->section = ZPI_SECTION_REVIEW;
  page_class->answer_changed = zpi_review_page_answer_changed;
  page_class->refresh = zpi_review_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class, ZPI_UI_RESOURCES "zpi-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, finding_list);
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, answers_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, send_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, send_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiReviewPage, paper_button);
  gtk_widget_class_bind_template_callback (widget_class, send_clicked_cb);
}

static void
zpi_review_page_init (ZpiReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
