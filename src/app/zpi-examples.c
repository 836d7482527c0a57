/* SPDX-License-Identifier: EUPL-1.2 */

/* Nothing here is pretended: a household is filled in, sealed and sent as any other, the practice
 * municipality takes its steps at its own desk, and the program asks it how it stands. */

#define G_LOG_DOMAIN "zpi-app"

#include "zpi-examples.h"

#include "zpi-case-keeper.h"
#include "zpi-clock.h"
#include "zpi-field.h"
#include "zpi-json.h"
#include "zpi-municipality-request.h"
#include "zpi-photo.h"
#include "zpi-practice-person.h"
#include "zpi-practice-server.h"
#include "zpi-sender.h"

#define MAX_STEPS 3

typedef struct {
  const char *path;
  const char *body; /* (nullable): what the rules ask of everybody */
} DeskStep;

/* Somebody else with the answers of a household. @bsn: one that RvIG publishes for tests. */
typedef struct {
  const char *given_names;
  const char *prefix;
  const char *family_name;
  const char *bsn;
  const char *email;
} Namesake;

/* What was done at this side. */
typedef enum {
  EXAMPLE_SENT,
  EXAMPLE_WITHDRAWN,
  EXAMPLE_PAPER, /* never sent: there is no e-mail address */
} ExampleEnd;

typedef struct {
  guint person; /* see zpi-practice-person.h */
  DeskStep steps[MAX_STEPS];
  Namesake instead; /* of nobody: the person itself */
  ExampleEnd end;
} Example;

/* Two households are left alone: to begin with an application. */
/* clang-format off */
static const Example example_table[] = {
  { 0,
    { { "_vraag-aanvulling", NULL } } },
  { 1, { { "_toekennen", "{\"motivering\":\"U heeft recht op de pas.\"}" } } },
  { 2,
    { { "_toekennen", "{\"motivering\":\"U heeft recht op de pas.\"}" },
      { "_verstuur-brief", "{}" } } },
  { 5, { { "_afwijzen", "{\"motivering\":\"Uw inkomen is hoger dan de grens.\"}" } } },
  { 0, { { NULL } }, { "Sven", "", "Visser", "999991784", "sven.visser@example.nl" } },
  { 0,
    { { "_in-behandeling", "{}" } },
    { "Aicha", "", "Amrani", "999997567", "aicha.amrani@example.nl" } },
  { 0,
    { { "_toekennen", "{\"motivering\":\"U heeft recht op de pas.\"}" },
      { "_verstuur-brief", "{}" },
      { "_verstrek-passen", "{}" } },
    { "Joke", "van der", "Berg", "999990901", "joke.vanderberg@example.nl" } },
  { 0,
    { { NULL } },
    { "Kees", "", "Mulder", "999990937", "kees.mulder@example.nl" },
    EXAMPLE_WITHDRAWN },
  { 0, { { NULL } }, { "Truus", "van", "Dam", "999994141", "" }, EXAMPLE_PAPER },
};
/* clang-format on */

#define N_EXAMPLES G_N_ELEMENTS (example_table)

typedef struct {
  char *base_url;
  char *ids[N_EXAMPLES];
  char *code; /* (nullable): of the letter to who was renewed automatically */
  char *request;
  guint at;
  ZpiCase *zcase; /* (owned) (nullable): the one that is made now */
} Make;

static void make_next (GTask *task);
static void refresh_next (GTask *task);

static void
make_free (Make *self)
{
  for (guint i = 0; i < N_EXAMPLES; i++)
    g_free (self->ids[i]);
  g_clear_object (&self->zcase);
  g_free (self->base_url);
  g_free (self->code);
  g_free (self->request);
  g_free (self);
}

static ZpiCaseKeeper *
keeper_of (GTask *task)
{
  return zpi_session_get_keeper (g_task_get_source_object (task));
}

static void
close_case (GTask *task)
{
  Make *self = g_task_get_task_data (task);

  if (self->zcase != NULL)
    zpi_case_keeper_close_case (keeper_of (task), self->zcase);
  g_clear_object (&self->zcase);
}

static void
letter_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  close_case (task);
  if (zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
letter_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Make *self = g_task_get_task_data (task);
  g_autoptr (ZpiPhotoOrder) order = NULL;
  GError *error = NULL;

  self->zcase = zpi_photo_open_finish (result, &order, &error);
  if (self->zcase == NULL) {
    g_task_return_error (task, error);
    return;
  }
  zpi_case_keeper_ensure_row_async (keeper_of (task),
                                    self->zcase,
                                    letter_kept_cb,
                                    g_object_ref (task));
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Make *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!zpi_sender_refresh_finish (ZPI_SENDER (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  self->at++;
  refresh_next (task);
}

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Make *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!zpi_sender_withdraw_finish (ZPI_SENDER (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  self->at++;
  refresh_next (task);
}

static void
refresh_next (GTask *task)
{
  Make *self = g_task_get_task_data (task);
  ZpiSession *session = g_task_get_source_object (task);

  /* What is on paper the municipality does not know. */
  while (self->at < N_EXAMPLES && example_table[self->at].end == EXAMPLE_PAPER)
    self->at++;
  if (self->at < N_EXAMPLES && example_table[self->at].end == EXAMPLE_WITHDRAWN)
    zpi_sender_withdraw_async (zpi_session_get_sender (session),
                               self->ids[self->at],
                               NULL,
                               withdrawn_cb,
                               g_object_ref (task));
  else if (self->at < N_EXAMPLES)
    zpi_sender_refresh_async (zpi_session_get_sender (session),
                              self->ids[self->at],
                              NULL,
                              refreshed_cb,
                              g_object_ref (task));
  else
    zpi_photo_open_async (session, self->code, NULL, letter_opened_cb, g_object_ref (task));
}

static JsonNode *
call (Make *self, const char *path, const char *body, GError **error)
{
  g_autoptr (JsonNode) request = zpi_json_parse_text (body, error);

  return request != NULL ? zpi_practice_desk_call (self->base_url, "POST", path, request, error)
                         : NULL;
}

static gboolean
take_steps (Make *self, guint at, GError **error)
{
  for (guint i = 0; i < MAX_STEPS && example_table[at].steps[i].path != NULL; i++) {
    const DeskStep *step = &example_table[at].steps[i];
    g_autofree char *path =
        g_strdup_printf ("/_oefening/aanvragen/%s/%s", self->ids[at], step->path);
    g_autoptr (JsonNode) answer =
        call (self, path, step->body != NULL ? step->body : self->request, error);

    if (answer == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
send_renewed_letter (Make *self, GError **error)
{
  g_autofree char *body =
      g_strdup_printf ("{\"voornamen\":\"Rachida\",\"pasjaar\":%d}", zpi_clock_today ().year + 1);
  g_autoptr (JsonNode) answer = call (self, "/_oefening/foto-opdrachten", body, error);

  if (answer == NULL)
    return FALSE;
  self->code = g_strdup (zpi_json_get_string (json_node_get_object (answer), "code"));
  return TRUE;
}

/* In a thread: the calls wait for their answer. */
static void
desk_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Make *self = data;
  GError *error = NULL;

  for (guint i = 0; i < N_EXAMPLES; i++)
    if (!take_steps (self, i, &error)) {
      g_task_return_error (task, error);
      return;
    }
  if (send_renewed_letter (self, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
desk_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Make *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  self->at = 0;
  refresh_next (task);
}

static void
drained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) desk = NULL;
  GError *error = NULL;

  if (zpi_sender_drain_finish (ZPI_SENDER (source), result, &error) < 0) {
    g_task_return_error (task, error);
    return;
  }
  desk = g_task_new (g_task_get_source_object (task), NULL, desk_done_cb, g_object_ref (task));
  g_task_set_source_tag (desk, drained_cb);
  g_task_set_task_data (desk, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (desk, desk_in_thread);
}

static void
queued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Make *self = g_task_get_task_data (task);
  GError *error = NULL;

  close_case (task);
  if (!zpi_sender_queue_finish (ZPI_SENDER (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  self->at++;
  make_next (task);
}

static void
papered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Make *self = g_task_get_task_data (task);
  GError *error = NULL;

  close_case (task);
  if (!zpi_sender_paper_finish (ZPI_SENDER (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }
  self->at++;
  make_next (task);
}

static void
flushed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Make *self = g_task_get_task_data (task);
  ZpiSession *session = g_task_get_source_object (task);
  GError *error = NULL;

  if (!zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error)) {
    close_case (task);
    g_task_return_error (task, error);
    return;
  }
  if (example_table[self->at].end == EXAMPLE_PAPER) {
    zpi_sender_paper_async (zpi_session_get_sender (session),
                            self->ids[self->at],
                            TRUE,
                            NULL,
                            papered_cb,
                            g_object_ref (task));
    return;
  }
  zpi_sender_queue_async (zpi_session_get_sender (session),
                          self->zcase,
                          NULL,
                          queued_cb,
                          g_object_ref (task));
}

static void
fill_in (ZpiCase *zcase, const Example *example)
{
  g_autoptr (ZpiApplication) person = zpi_practice_person_load (example->person);
  const Namesake *instead = &example->instead;

  zpi_application_fill_case (person, zcase);
  if (instead->bsn != NULL) {
    zpi_case_set (zcase, ZPI_KEY_GIVEN_NAMES, instead->given_names);
    zpi_case_set (zcase, ZPI_KEY_PREFIX, instead->prefix);
    zpi_case_set (zcase, ZPI_KEY_FAMILY_NAME, instead->family_name);
    zpi_case_set (zcase, ZPI_KEY_BSN, instead->bsn);
    zpi_case_set (zcase, ZPI_KEY_EMAIL, instead->email);
    if (*instead->email == '\0')
      zpi_case_set (zcase, ZPI_KEY_EMAIL_WHOSE, "geen");
  }
  zpi_case_set (zcase, ZPI_KEY_DECLARED, "ja");
  zpi_case_set (zcase, ZPI_KEY_DECLARED_HOW, "mondeling");
}

static void
make_next (GTask *task)
{
  Make *self = g_task_get_task_data (task);
  ZpiSession *session = g_task_get_source_object (task);

  if (self->at == N_EXAMPLES) {
    zpi_sender_drain_async (zpi_session_get_sender (session),
                            NULL,
                            drained_cb,
                            g_object_ref (task));
    return;
  }
  self->zcase = zpi_case_keeper_new_case (keeper_of (task), ZPI_CASE_APPLICATION);
  self->ids[self->at] = g_strdup (zpi_case_get_id (self->zcase));
  fill_in (self->zcase, &example_table[self->at]);
  zpi_case_keeper_flush_async (keeper_of (task),
                               self->zcase,
                               NULL,
                               flushed_cb,
                               g_object_ref (task));
}

/**
 * zpi_examples_make_async:
 * @session: an open practice session
 * @base_url: where its municipality runs, without trouble
 * @callback: called when all are there
 * @user_data: for @callback
 *
 * Makes example clients, each at another point: received, being decided, asked for more, granted,
 * photos wanted, passes sent, rejected, withdrawn, on paper, and one who was renewed automatically.
 */
void
zpi_examples_make_async (ZpiSession *session,
                         const char *base_url,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (session, NULL, callback, user_data);
  Make *self = g_new0 (Make, 1);

  g_return_if_fail (zpi_session_is_practice (session));

  g_task_set_source_tag (task, zpi_examples_make_async);
  self->base_url = g_strdup (base_url);
  self->request = zpi_municipality_request_all (zpi_session_get_scheme (session));
  g_task_set_task_data (task, self, (GDestroyNotify) make_free);
  make_next (task);
}

/**
 * zpi_examples_make_finish:
 * @session: the session
 * @result: the result
 * @error: return location for an error
 *
 * Returns: %FALSE when not all came as far as they should, with what stood in the way
 */
gboolean
zpi_examples_make_finish (ZpiSession *session, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, session), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
