/* SPDX-License-Identifier: EUPL-1.2 */

/* The one place that knows every page, and what each is called. */

#include "zpi-applicant-page.h"
#include "zpi-before-page.h"
#include "zpi-check-page.h"
#include "zpi-evidence-page.h"
#include "zpi-household-page.h"
#include "zpi-i18n.h"
#include "zpi-income-page.h"
#include "zpi-review-page.h"
#include "zpi-section-page.h"

static GType
type_of (ZpiSection section)
{
  switch (section) {
  case ZPI_SECTION_BEFORE:
    return ZPI_TYPE_BEFORE_PAGE;
  case ZPI_SECTION_CHECK:
    return ZPI_TYPE_CHECK_PAGE;
  case ZPI_SECTION_APPLICANT:
    return ZPI_TYPE_APPLICANT_PAGE;
  case ZPI_SECTION_HOUSEHOLD:
    return ZPI_TYPE_HOUSEHOLD_PAGE;
  case ZPI_SECTION_INCOME:
    return ZPI_TYPE_INCOME_PAGE;
  case ZPI_SECTION_EVIDENCE:
    return ZPI_TYPE_EVIDENCE_PAGE;
  case ZPI_SECTION_REVIEW:
    return ZPI_TYPE_REVIEW_PAGE;
  case ZPI_N_SECTIONS:
  default:
    g_assert_not_reached ();
  }
}

/**
 * zpi_section_get_title:
 *
 * Returns: the title of @section in the language of the screen
 */
const char *
zpi_section_get_title (ZpiSection section)
{
  switch (section) {
  case ZPI_SECTION_BEFORE:
    return _ ("Before you start");
  case ZPI_SECTION_CHECK:
    return _ ("Check");
  case ZPI_SECTION_APPLICANT:
    return _ ("Applicant");
  case ZPI_SECTION_HOUSEHOLD:
    return _ ("Household");
  case ZPI_SECTION_INCOME:
    return _ ("Income");
  case ZPI_SECTION_EVIDENCE:
    return _ ("Evidence");
  case ZPI_SECTION_REVIEW:
    return _ ("Review and send");
  case ZPI_N_SECTIONS:
  default:
    g_assert_not_reached ();
  }
}

/**
 * zpi_section_page_new:
 *
 * Returns: (transfer floating): the page of @section, not bound yet
 */
ZpiSectionPage *
zpi_section_page_new (ZpiSection section)
{
  g_return_val_if_fail (section < ZPI_N_SECTIONS, NULL);

  return g_object_new (type_of (section), NULL);
}
