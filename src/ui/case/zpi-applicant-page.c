/* SPDX-License-Identifier: EUPL-1.2 */

/* Who applies: name, birth, address, and how the municipality can reach this person. */

#include "zpi-applicant-page.h"

#include <string.h>

#include "zpi-bsn-row.h"
#include "zpi-case-keeper.h"
#include "zpi-choice-row.h"
#include "zpi-date-row.h"
#include "zpi-entry-row.h"
#include "zpi-facts.h"
#include "zpi-group.h"
#include "zpi-guard-box.h"
#include "zpi-i18n.h"
#include "zpi-line-row.h"
#include "zpi-notice.h"
#include "zpi-twin-notice.h"
#include "zpi-ui.h"

struct _ZpiApplicantPage {
  ZpiSectionPage parent_instance;

  char *looked_up;  /* (nullable): the BSN that other cases were looked for with */
  char *address_of; /* (nullable): postcode and number that were looked up */

  ZpiNotice *address_notice;
  ZpiNotice *duplicate_notice;
  GtkBox *guard_box;
  ZpiNotice *paper_notice;
};

G_DEFINE_FINAL_TYPE (ZpiApplicantPage, zpi_applicant_page, ZPI_TYPE_SECTION_PAGE)

static const char *
organisation_email (ZpiApplicantPage *self)
{
  ZpiSession *session = zpi_section_page_get_session (ZPI_SECTION_PAGE (self));
  ZpiOrgFile *organisation = session != NULL ? zpi_session_get_organisation (session) : NULL;

  return organisation != NULL ? organisation->email : NULL;
}

/* The organisation's address is known; nobody has to type it. What was typed stays. */
static void
fill_in_organisation (ZpiApplicantPage *self)
{
  ZpiCase *zcase = zpi_section_page_get_case (ZPI_SECTION_PAGE (self));
  const char *email = organisation_email (self);

  if (email != NULL && strcmp (zpi_case_get (zcase, ZPI_KEY_EMAIL_WHOSE), "organisatie") == 0 &&
      *zpi_case_get (zcase, ZPI_KEY_EMAIL) == '\0')
    zpi_case_set (zcase, ZPI_KEY_EMAIL, email);
}

static void
show_contact (ZpiApplicantPage *self)
{
  ZpiCase *zcase = zpi_section_page_get_case (ZPI_SECTION_PAGE (self));
  gboolean none = strcmp (zpi_case_get (zcase, ZPI_KEY_EMAIL_WHOSE), "geen") == 0;

  zpi_notice_set (
      self->paper_notice,
      ZPI_NOTICE_WARNING,
      none ? zpi_facts_say (
                 _ ("Without an e-mail address the application cannot be sent. Ask first whether "
                    "the address of a helper or of your organisation may be used: it is only for "
                    "this application. If not, call the municipality on {phone} and ask for a "
                    "paper form."),
                 _ ("Without an e-mail address the application cannot be sent. Ask first whether "
                    "the address of a helper or of your organisation may be used: it is only for "
                    "this application. If not, ask the municipality for a paper form."))
           : NULL);
}

static void
zpi_applicant_page_answer_changed (ZpiSectionPage *page, const char *key)
{
  if (strcmp (key, ZPI_KEY_EMAIL_WHOSE) != 0)
    return;
  fill_in_organisation (ZPI_APPLICANT_PAGE (page));
  show_contact (ZPI_APPLICANT_PAGE (page));
}

static void
zpi_applicant_page_bound (ZpiSectionPage *page)
{
  show_contact (ZPI_APPLICANT_PAGE (page));
}

static gboolean
is_address_open (ZpiCase *zcase)
{
  return *zpi_case_get (zcase, ZPI_KEY_STREET) == '\0' &&
         *zpi_case_get (zcase, ZPI_KEY_CITY) == '\0';
}

static char *
dup_house (ZpiCase *zcase)
{
  return g_strdup_printf ("%s %s",
                          zpi_case_get (zcase, ZPI_KEY_POSTCODE),
                          zpi_case_get (zcase, ZPI_KEY_HOUSE_NUMBER));
}

/* What was typed meanwhile stays. */
static void
address_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiApplicantPage) self = user_data;
  g_autoptr (ZpiKnownAddress) found =
      zpi_case_keeper_find_address_finish (ZPI_CASE_KEEPER (source), result, NULL);
  ZpiCase *zcase = zpi_section_page_get_case (ZPI_SECTION_PAGE (self));
  g_autofree char *house = zcase != NULL ? dup_house (zcase) : NULL;

  if (found == NULL || zcase == NULL || g_strcmp0 (house, self->address_of) != 0 ||
      !is_address_open (zcase))
    return;
  zpi_case_set (zcase, ZPI_KEY_STREET, found->street);
  zpi_case_set (zcase, ZPI_KEY_CITY, found->city);
  zpi_notice_set (self->address_notice,
                  ZPI_NOTICE_INFO,
                  _ ("Street and place come from an earlier application with this postcode. Check "
                     "them."));
}

/* Answers that this desk knows are not asked again. */
static void
look_for_address (ZpiApplicantPage *self)
{
  ZpiSession *session = zpi_section_page_get_session (ZPI_SECTION_PAGE (self));
  ZpiCase *zcase = zpi_section_page_get_case (ZPI_SECTION_PAGE (self));
  g_autofree char *house = dup_house (zcase);

  if (session == NULL || *zpi_case_get (zcase, ZPI_KEY_POSTCODE) == '\0' ||
      *zpi_case_get (zcase, ZPI_KEY_HOUSE_NUMBER) == '\0' || !is_address_open (zcase) ||
      g_strcmp0 (house, self->address_of) == 0)
    return;
  g_free (self->address_of);
  self->address_of = g_steal_pointer (&house);
  zpi_case_keeper_find_address_async (zpi_session_get_keeper (session),
                                      zcase,
                                      NULL,
                                      address_ready_cb,
                                      g_object_ref (self));
}

static void
zpi_applicant_page_refresh (ZpiSectionPage *page)
{
  zpi_guard_box_show (ZPI_APPLICANT_PAGE (page)->guard_box,
                      page,
                      ZPI_GUARD_BIT (ZPI_GUARD_OTHER_MUNICIPALITY) |
                          ZPI_GUARD_BIT (ZPI_GUARD_CHECK_PLACE));
  zpi_twin_notice_look (ZPI_APPLICANT_PAGE (page)->duplicate_notice,
                        page,
                        &ZPI_APPLICANT_PAGE (page)->looked_up);
  look_for_address (ZPI_APPLICANT_PAGE (page));
}

static void
zpi_applicant_page_dispose (GObject *object)
{
  zpi_section_page_bind (ZPI_SECTION_PAGE (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_applicant_page_parent_class)->dispose (object);
}

static void
zpi_applicant_page_finalize (GObject *object)
{
  g_free (ZPI_APPLICANT_PAGE (object)->looked_up);
  g_free (ZPI_APPLICANT_PAGE (object)->address_of);
  G_OBJECT_CLASS (zpi_applicant_page_parent_class)->finalize (object);
}

static void
zpi_applicant_page_class_init (ZpiApplicantPageClass *klass)
{
  ZpiSectionPageClass *page_class = ZPI_SECTION_PAGE_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_BSN_ROW);
  g_type_ensure (ZPI_TYPE_CHOICE_ROW);
  g_type_ensure (ZPI_TYPE_DATE_ROW);
  g_type_ensure (ZPI_TYPE_ENTRY_ROW);
  g_type_ensure (ZPI_TYPE_GROUP);
  g_type_ensure (ZPI_TYPE_LINE_ROW);
  g_type_ensure (ZPI_TYPE_NOTICE);
  G_OBJECT_CLASS (klass)->dispose = zpi_applicant_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_applicant_page_finalize;
  page_class->section = ZPI_SECTION_APPLICANT;
  page_class->bound = zpi_applicant_page_bound;
  page_class->answer_changed = zpi_applicant_page_answer_changed;
  page_class->refresh = zpi_applicant_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-applicant-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiApplicantPage, address_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiApplicantPage, duplicate_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiApplicantPage, guard_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiApplicantPage, paper_notice);
}

static void
zpi_applicant_page_init (ZpiApplicantPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
