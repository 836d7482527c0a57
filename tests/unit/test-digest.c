/* SPDX-License-Identifier: EUPL-1.2 */

#undef G_DISABLE_ASSERT

#include "zpi-digest.h"

/* FIPS 180-4: the digests of "" and "abc", as its authors give them. */
static void
test_known (void)
{
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) abc = g_bytes_new_static ("abc", 3);
  g_autofree char *of_empty = zpi_digest_of_bytes (empty);
  g_autofree char *of_abc = zpi_digest_of_bytes (abc);
  g_autofree char *base64 = zpi_digest_dup_base64 (abc);
  ZpiDigest *digest = zpi_digest_new ();
  g_autofree char *in_parts = NULL;

  g_assert_cmpstr (of_empty,
                   ==,
                   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (of_abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  g_assert_cmpstr (base64, ==, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  zpi_digest_update (digest, "a", 1);
  zpi_digest_update (digest, NULL, 0);
  zpi_digest_update (digest, "bc", 2);
  in_parts = zpi_digest_finish (digest);
  g_assert_cmpstr (in_parts, ==, of_abc);
}

/* Nettle takes other code where the processor has instructions for it; GLib never does. */
static void
test_beside_glib (void)
{
  for (gsize size = 0; size < 1000; size += 7) {
    g_autofree guint8 *data = g_malloc (size + 1);
    g_autoptr (GBytes) bytes = NULL;
    g_autofree char *ours = NULL;
    g_autofree char *theirs = NULL;

    for (gsize i = 0; i < size; i++)
      data[i] = (guint8) (i * size);
    bytes = g_bytes_new (data, size);
    ours = zpi_digest_of_bytes (bytes);
    theirs = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
    g_assert_cmpstr (ours, ==, theirs);
  }
}

static void
test_checksum (void)
{
  g_autoptr (GBytes) abc = g_bytes_new_static ("abc", 3);
  g_autofree char *sha1 = zpi_digest_dup_checksum ("sha1", abc);
  g_autofree char *sha256 = zpi_digest_dup_checksum ("sha256", abc);

  g_assert_cmpstr (sha1, ==, "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=");
  g_assert_cmpstr (sha256, ==, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  g_assert_null (zpi_digest_dup_checksum ("md5", abc));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/digest/known", test_known);
  g_test_add_func ("/digest/beside-glib", test_beside_glib);
  g_test_add_func ("/digest/checksum", test_checksum);
  return g_test_run ();
}
