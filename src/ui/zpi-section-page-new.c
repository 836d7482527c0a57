/* SPDX-License-Identifier: EUPL-1.2 */

/* The one place that knows every page. */

#include "zpi-section-page.h"

/**
 * zpi_section_page_new:
 *
 * Returns: (transfer floating): the page of @section, not bound yet
 */
ZpiSectionPage *
zpi_section_page_new (ZpiSection section)
{
  g_return_val_if_fail (section < ZPI_N_SECTIONS, NULL);

  return g_object_new (ZPI_TYPE_SECTION_PAGE, NULL);
}
