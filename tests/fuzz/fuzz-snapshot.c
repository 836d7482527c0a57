/* SPDX-License-Identifier: EUPL-1.2 */

/* Any bytes as the snapshot of a case: read or refused; what was read is written as it was. */

#include "fuzz.h"
#include "zpi-application.h"
#include "zpi-finding.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) first = zpi_case_new_from_snapshot (bytes, &error);
  g_autoptr (ZpiCase) second = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (ZpiApplication) application = NULL;

  g_assert ((first == NULL) == (error != NULL));
  if (first == NULL)
    return 0;
  written = zpi_case_snapshot (first);
  second = zpi_case_new_from_snapshot (written, NULL);
  g_assert (second != NULL);
  again = zpi_case_snapshot (second);
  g_assert (g_bytes_equal (written, again));
  g_assert (zpi_case_replace_answers (first, written, NULL));
  g_assert (!zpi_case_is_dirty (first));
  g_assert (zpi_case_merge (first, written, bytes, NULL));
  found = zpi_findings_for_case (first, NULL);
  application = zpi_application_new_from_case (first);
  return 0;
}
