/* SPDX-License-Identifier: EUPL-1.2 */

/* After locking, nothing of a client is left in this process: not in what was freed either. Runs
 * without the switches of an allocator that wipes by itself. */

#include <stdio.h>
#include <string.h>

#include "service-fixture.h"
#include "zpi-application.h"
#include "zpi-field.h"

/* What is looked for never stands in memory as it is: each byte is turned over. */
#define TURN 0xa5

typedef struct {
  guint8 turned[64];
  gsize size;
} Needle;

static Needle
needle_of (const char *plain)
{
  Needle needle = {.size = strlen (plain)};

  for (gsize i = 0; i < needle.size; i++)
    needle.turned[i] = (guint8) plain[i] ^ TURN;
  return needle;
}

/* Two texts that are only put together while the test runs. */
static char *
planted (const char *first, const char *second)
{
  char *text = g_malloc (strlen (first) + strlen (second) + 1);
  gsize at = 0;

  for (const char *p = first; *p != '\0'; p++)
    text[at++] = *p;
  for (const char *p = second; *p != '\0'; p++)
    text[at++] = *p;
  text[at] = '\0';
  return text;
}

static guint
count_in (const guint8 *data, gsize size, const Needle *needle)
{
  guint n_hits = 0;

  for (gsize i = 0; i + needle->size <= size; i++) {
    gsize same = 0;

    while (same < needle->size && (data[i + same] ^ TURN) == needle->turned[same])
      same++;
    n_hits += same == needle->size ? 1 : 0;
  }
  return n_hits;
}

/* Every mapping that can be written, read through /proc as another program would. */
static guint
count_hits (const Needle *needle)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree guint8 *buffer = g_malloc (1 << 20);
  FILE *memory = fopen ("/proc/self/mem", "re");
  guint n_hits = 0;

  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  setvbuf (memory, NULL, _IONBF, 0);
  for (guint i = 0; lines[i] != NULL; i++) {
    unsigned long from, to;
    char mode[5];

    if (sscanf (lines[i], "%lx-%lx %4s", &from, &to, mode) != 3 || mode[0] != 'r' || mode[1] != 'w')
      continue;
    for (unsigned long at = from; at < to; at += (1 << 20) - 64) {
      gsize size;
      guint found;

      if (fseek (memory, (long) at, SEEK_SET) != 0)
        break;
      size = fread (buffer, 1, MIN ((gsize) (to - at), 1 << 20), memory);
      found = count_in (buffer, size, needle);
      if (found > 0)
        g_test_message ("%u in %s", found, lines[i]);
      n_hits += found;
    }
  }
  fclose (memory);
  explicit_bzero (buffer, 1 << 20);
  return n_hits;
}

static gboolean
is_sanitized (void)
{
  const char *sanitize = g_getenv ("ZPI_TEST_SANITIZE");

  return sanitize != NULL && strcmp (sanitize, "none") != 0;
}

static void
test_after_lock (Desk *desk, gconstpointer data)
{
  static const char *const keys[] = {ZPI_KEY_GIVEN_NAMES,
                                     ZPI_KEY_FAMILY_NAME,
                                     ZPI_KEY_STREET,
                                     ZPI_KEY_EMAIL};
  static const char *const halves[][2] = {{"Annemiek", "tje-van-Plant"},
                                          {"Planteling", "sma-Boomgaard"},
                                          {"Geplante", "dwarsstraatje"},
                                          {"geplant.adres", "@verborgen.example.nl"}};
  Needle needles[G_N_ELEMENTS (keys)];
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ZpiCase *zcase;

  if (is_sanitized ()) {
    g_test_skip ("the sanitizer keeps what was freed");
    return;
  }
  desk_start_municipality (desk);
  desk_stop_municipality (desk); /* it has clients of its own */
  desk_open (desk);
  zcase = desk_household (desk, "Anna");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    char *text = planted (halves[i][0], halves[i][1]);

    needles[i] = needle_of (text);
    /* As it is typed: letter by letter, saved now and then. */
    for (gsize length = 1; length <= strlen (text); length++) {
      g_autofree char *typed = g_strndup (text, length);

      zpi_case_set (zcase, keys[i], typed);
    }
    zpi_wipe_free (text);
    g_assert_true (desk_flush (desk, zcase, &error));
  }
  {
    g_autoptr (ZpiApplication) application = zpi_application_new_from_case (zcase);
    g_autoptr (JsonNode) wire = zpi_application_to_wire (application);
    g_autoptr (GBytes) bytes = zpi_json_serialize (wire, FALSE);

    g_assert_cmpuint (g_bytes_get_size (bytes), >, 100);
  }
  g_assert_true (desk_queue (desk, zcase, &error));
  g_assert_no_error (error);
  spin (300);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmpuint (count_hits (&needles[i]), >, 0);
  g_object_unref (zcase);
  zpi_session_lock_async (desk->session, result_cb, &result);
  g_assert_true (zpi_session_lock_finish (desk->session, result_wait (&result), &error));
  spin (50);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_cmpuint (count_hits (&needles[i]), ==, 0);
}

int
main (int argc, char **argv)
{
  zpi_vault_harden_process ();
  g_test_init (&argc, &argv, NULL);
  desk_test ("/memory/after-lock", test_after_lock);
  return g_test_run ();
}
