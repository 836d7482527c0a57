/* SPDX-License-Identifier: EUPL-1.2 */

/* make-store FOLDER: a store with one of everything, for make-dump.py. */

#include "store-fixture.h"
#include "zpi-digest.h"

#define CASE_A "11111111-1111-4111-8111-111111111111"

static gboolean
furnish_func (ZpiStore *store, gpointer data, GError **error)
{
  g_autoptr (GBytes) chunk = bytes_of ("%PDF-1.4 a fictional slip");
  g_autofree char *sha256 = zpi_digest_of_bytes (chunk);
  g_autoptr (ZpiOutboxItem) item = g_new0 (ZpiOutboxItem, 1);
  g_autoptr (GPtrArray) parts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_outbox_part_free);
  ZpiOutboxPart *part = g_new0 (ZpiOutboxPart, 1);

  g_ptr_array_add (parts, part);
  part->document_id = g_strdup ("d1");
  part->size_bytes = g_bytes_get_size (chunk);
  part->sha256 = g_strdup (sha256);
  part->media_type = g_strdup ("application/pdf");
  item->id = g_strdup (CASE_A);
  item->case_id = g_strdup (CASE_A);
  item->kind = g_strdup ("aanvraag");
  item->payload = g_bytes_ref (chunk);
  item->payload_sha256 = g_strdup (sha256);
  item->idempotency_key = g_strdup ("0f1e2d3c-0000-4000-8000-000000000000");
  return zpi_case_store_insert (store,
                                CASE_A,
                                ZPI_CASE_APPLICATION,
                                1,
                                chunk,
                                &(ZpiCaseLabel){"Anna de Jong", "A.J.", NULL},
                                error) &&
         zpi_case_store_set_record (store, CASE_A, "timeline", chunk, error) &&
         zpi_meta_store_set_sealed (store, "token", chunk, error) &&
         zpi_document_store_begin (store, CASE_A, "d1", error) &&
         zpi_document_store_append (store, "d1", 0, TRUE, chunk, error) &&
         zpi_document_store_finish (store,
                                    "d1",
                                    "application/pdf",
                                    g_bytes_get_size (chunk),
                                    sha256,
                                    error) &&
         zpi_outbox_store_insert (store, item, parts, error);
}

int
main (int argc, char **argv)
{
  Fixture self = {NULL};
  g_autofree char *key_file = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 2)
    return 2;
  key_file = g_build_filename (argv[1], "practice.key", NULL);
  self.folder = argv[1];
  self.key_file = key_file;
  fixture_open (&self);
  fixture_transact (&self, furnish_func, NULL, &error);
  g_assert_no_error (error);
  fixture_close (&self);
  return 0;
}
