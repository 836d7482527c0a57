/* SPDX-License-Identifier: EUPL-1.2 */

/* What the receipt on paper says, read from it: a client takes it home, long after it came too. */

#undef G_DISABLE_ASSERT

#include <glib/gstdio.h>
#include <string.h>

#include "paper-fixture.h"
#include "ui-fixture.h"
#include "zpi-print-private.h"
#include "zpi-ui.h"

typedef struct {
  char *folder;
  ZpiSession *session;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("zpi-receipt-XXXXXX", NULL);
  fixture->session = open_practice (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_practice (g_steal_pointer (&fixture->session));
  g_free (fixture->folder);
}

static ZpiKeptReceipt *
new_receipt (const char *applied)
{
  ZpiKeptReceipt *receipt = g_new0 (ZpiKeptReceipt, 1);

  receipt->reference = g_strdup ("ZP-2026-00042");
  receipt->received_at = g_strdup ("2026-11-20T10:30:00Z");
  receipt->application_date = g_strdup (applied);
  receipt->decision_date = g_strdup ("2027-01-01");
  receipt->form_digest = g_strdup ("f00d");
  receipt->document_digests = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (receipt->document_digests, g_strdup ("beef"));
  receipt->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_kept_receipt_free);
  return receipt;
}

static char *
read_receipt (Fixture *fixture, const char *applied, ZpiCaseState state, const char *missing)
{
  g_autoptr (ZpiKeptReceipt) receipt = new_receipt (applied);
  g_autoptr (GBytes) record = missing != NULL ? g_bytes_new (missing, strlen (missing)) : NULL;
  g_autoptr (ZpiPaper) paper =
      zpi_print_make_receipt_paper (fixture->session, receipt, NULL, state, record);

  return read_paper (paper, fixture->folder);
}

static gboolean
says (const char *paper, const char *sentence)
{
  g_autofree char *squeezed = squeeze (sentence);

  return strstr (paper, squeezed) != NULL;
}

#define DECIDES   "Besluit uiterlijk op"
#define DECIDED   "Daarna heeft de gemeente een besluit genomen."
#define WITHDRAWN "Daarna is de aanvraag ingetrokken."
#define CODE      "Er komt een brief met een code."

/* What is to come is promised until it came, and no longer. */
static void
test_what_next (Fixture *fixture, gconstpointer data)
{
  static const struct {
    ZpiCaseState state;
    gboolean decides;
    gboolean decided;
    gboolean withdrawn;
  } rows[] = {
      {ZPI_CASE_RECEIVED, TRUE, FALSE, FALSE},
      {ZPI_CASE_IN_ASSESSMENT, TRUE, FALSE, FALSE},
      {ZPI_CASE_MORE_INFORMATION, TRUE, FALSE, FALSE},
      {ZPI_CASE_GRANTED, FALSE, TRUE, FALSE},
      {ZPI_CASE_PHOTOS, FALSE, TRUE, FALSE},
      {ZPI_CASE_ISSUED, FALSE, TRUE, FALSE},
      {ZPI_CASE_REJECTED, FALSE, TRUE, FALSE},
      {ZPI_CASE_WITHDRAWN, FALSE, FALSE, TRUE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *paper = read_receipt (fixture, "2026-11-20", rows[i].state, NULL);

    g_test_message ("%s: %s", zpi_case_state_to_nick (rows[i].state), paper);
    g_assert_true (says (paper, "ZP-2026-00042"));
    g_assert_cmpint (says (paper, DECIDES), ==, rows[i].decides);
    g_assert_cmpint (says (paper, DECIDED), ==, rows[i].decided);
    g_assert_cmpint (says (paper, WITHDRAWN), ==, rows[i].withdrawn);
    g_assert_cmpint (says (paper, CODE), ==, rows[i].state == ZPI_CASE_GRANTED);
  }
}

/* Of later evidence there is no date of application, and nothing of what it was missing. */
static void
test_later_evidence (Fixture *fixture, gconstpointer data)
{
  static const char missing[] = "{\"ontbrekendeBewijsstukken\": [{\"soort\": \"bankafschrift\"}]}";
  g_autofree char *first = read_receipt (fixture, "2026-11-20", ZPI_CASE_RECEIVED, missing);
  g_autofree char *later = read_receipt (fixture, NULL, ZPI_CASE_RECEIVED, missing);

  g_assert_true (says (first, "Aanvraagdatum"));
  g_assert_true (says (first, "Ontbreekt nog"));
  g_assert_false (says (later, "Aanvraagdatum"));
  g_assert_false (says (later, "Ontbreekt nog"));
  g_assert_true (says (later, "De gemeente heeft ontvangen wat zij vroeg."));
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  zpi_ui_init ();

  g_test_add ("/receipt-paper/what-next", Fixture, NULL, set_up, test_what_next, tear_down);
  g_test_add ("/receipt-paper/later-evidence",
              Fixture,
              NULL,
              set_up,
              test_later_evidence,
              tear_down);

  return g_test_run ();
}
