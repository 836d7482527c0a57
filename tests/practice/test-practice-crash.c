/* SPDX-License-Identifier: EUPL-1.2 */

/* The municipality as a process of its own that is killed without warning: what it acknowledged
 * is there when it comes back. */

#include <signal.h>
#include <string.h>

#include "practice-town.h"

#define PART 1000

typedef struct {
  char *folder;
  GSubprocess *process; /* (nullable) */
  Town *town;           /* (nullable) */
} Fixture;

static void
launch (Fixture *fixture)
{
  g_autofree char *program = g_build_filename (g_getenv ("ZPI_BUILD_ROOT"),
                                               "src",
                                               "practice",
                                               "zoetermeerpas-practice-server",
                                               NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  fixture->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                       &error,
                                       program,
                                       "--data",
                                       fixture->folder,
                                       NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->process));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_suffix (line, "/v1"));
  fixture->town = town_new_for (fixture->folder, line);
}

static void
kill_it (Fixture *fixture)
{
  g_subprocess_send_signal (fixture->process, SIGKILL);
  g_subprocess_wait (fixture->process, NULL, NULL);
  g_clear_object (&fixture->process);
  g_clear_pointer (&fixture->town, town_free);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("municipality-XXXXXX", NULL);
  launch (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kill_it (fixture);
  town_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gsize
stored_offset (Fixture *fixture, const char *location)
{
  g_autoptr (Answer) answer =
      town_call (fixture->town, "HEAD", location, NULL, "Tus-Resumable", "1.0.0", NULL);

  g_assert_cmpint (answer->status, ==, 200);
  return g_ascii_strtoull (answer_header (answer, "Upload-Offset"), NULL, 10);
}

static void
test_between_parts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Paper) paper = paper_new ("application/pdf", 10 * PART);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = form_of (paper, NULL);
  g_autofree char *location = NULL;
  g_autofree char *document = NULL;
  g_autofree char *base = g_strdup (fixture->town->base);
  g_autoptr (Answer) receipt = NULL;
  g_autoptr (Answer) bytes = NULL;

  town_put (fixture->town, id, form);
  location = town_begin (fixture->town, id, paper, NULL);
  for (gsize offset = 0; offset < 10 * PART; offset += PART) {
    g_autoptr (Answer) answer = town_patch (fixture->town, location, paper, offset, offset + PART);

    g_assert_cmpint (answer->status, ==, 204);
    kill_it (fixture);
    launch (fixture);
    g_assert_cmpstr (fixture->town->base, ==, base);
    g_assert_cmpint (stored_offset (fixture, location), ==, offset + PART);
  }
  receipt = town_submit (fixture->town, id, form, id);
  g_assert_cmpint (receipt->status, ==, 201);
  document = g_strdup_printf ("/_oefening/aanvragen/%s/documenten/%s", id, paper->id);
  bytes = town_call (fixture->town, "GET", document, NULL, NULL);
  g_assert_true (g_bytes_equal (bytes->body, paper->bytes));
}

/* Killed while parts are on their way: what is there is whole parts, at least the acknowledged. */
static void
test_amid_parts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Paper) paper = paper_new ("application/pdf", 400 * PART);
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = form_of (paper, NULL);
  g_autofree char *location = NULL;
  g_autoptr (Answer) receipt = NULL;
  gsize offset = 0;

  town_put (fixture->town, id, form);
  location = town_begin (fixture->town, id, paper, NULL);
  for (guint round = 0; round < 8; round++) {
    guint parts = g_test_rand_int_range (1, 20);
    gsize stored;

    for (guint i = 0; i < parts; i++, offset += PART) {
      g_autoptr (Answer) answer =
          town_patch (fixture->town, location, paper, offset, offset + PART);

      g_assert_cmpint (answer->status, ==, 204);
    }
    g_subprocess_send_signal (fixture->process, SIGKILL);
    {
      g_autoptr (Answer) cut = town_patch (fixture->town, location, paper, offset, offset + PART);

      g_assert_true (cut->status == 0 || cut->status == 204);
      if (cut->status == 204)
        offset += PART;
    }
    kill_it (fixture);
    launch (fixture);
    stored = stored_offset (fixture, location);
    g_assert_true (stored == offset || stored == offset + PART);
    offset = stored;
  }
  while (offset < 400 * PART) {
    gsize end = MIN (offset + 100 * PART, 400 * PART);
    g_autoptr (Answer) answer = town_patch (fixture->town, location, paper, offset, end);

    g_assert_cmpint (answer->status, ==, 204);
    offset = end;
  }
  receipt = town_submit (fixture->town, id, form, id);
  g_assert_cmpint (receipt->status, ==, 201);
}

/* A receipt that was given is the same after a crash; a second question makes no second case. */
static void
test_after_receipt (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *form = form_of (NULL, NULL);
  g_autoptr (Answer) receipt = NULL;
  g_autoptr (Answer) again = NULL;
  g_autoptr (Answer) list = NULL;

  town_put (fixture->town, id, form);
  receipt = town_submit (fixture->town, id, form, "sleutel-1");
  g_assert_cmpint (receipt->status, ==, 201);
  kill_it (fixture);
  launch (fixture);
  again = town_submit (fixture->town, id, form, "sleutel-1");
  g_assert_cmpint (again->status, ==, 200);
  g_assert_true (g_bytes_equal (receipt->body, again->body));
  list = town_call (fixture->town, "GET", "/aanvragen", NULL, NULL);
  g_assert_null (answer_item (list, "resultaten", 1));
}

static void
test_arguments (void)
{
  g_autofree char *program = g_build_filename (g_getenv ("ZPI_BUILD_ROOT"),
                                               "src",
                                               "practice",
                                               "zoetermeerpas-practice-server",
                                               NULL);
  const char *bad[][4] = {
      {NULL},
      {"--data", "x", "more", NULL},
      {"--port", "70000", NULL},
      {"--nonsense", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    const char *argv[5] = {program, bad[i][0], NULL};
    g_autoptr (GSubprocess) process = NULL;

    for (guint j = 0; j < 3 && bad[i][j] != NULL; j++)
      argv[j + 1] = bad[i][j];
    process =
        g_subprocess_newv (argv,
                           G_SUBPROCESS_FLAGS_STDERR_SILENCE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                           NULL);
    g_assert_true (g_subprocess_wait (process, NULL, NULL));
    g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 2);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/practice-crash/between-parts",
              Fixture,
              NULL,
              set_up,
              test_between_parts,
              tear_down);
  g_test_add ("/practice-crash/amid-parts", Fixture, NULL, set_up, test_amid_parts, tear_down);
  g_test_add ("/practice-crash/after-receipt",
              Fixture,
              NULL,
              set_up,
              test_after_receipt,
              tear_down);
  g_test_add_func ("/practice-crash/arguments", test_arguments);
  return g_test_run ();
}
