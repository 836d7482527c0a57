/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-tasks.h" /* expect: rooms */

static void
read_for_elsewhere (void)
{
  zpi_document_store_read_chunk (NULL, NULL, 0, NULL); /* expect: outgoing */
  zpi_intake_read_async (NULL, NULL, NULL, NULL, NULL, NULL); /* expect: outgoing */
  zpi_intake_read_drawn_async (NULL, NULL, NULL, NULL, NULL, NULL);
}
