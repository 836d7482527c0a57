/* SPDX-License-Identifier: EUPL-1.2 */

/* The municipality's own desk, at `/_oefening/…`: what arrived, and the steps that a clerk takes.
 * No part of the contract. README.md lists the calls. */

#include <string.h>

#include "zpi-clock.h"
#include "zpi-practice-application.h"
#include "zpi-practice-document.h"
#include "zpi-practice-mail.h"
#include "zpi-practice-photo.h"
#include "zpi-practice-router.h"
#include "zpi-practice-steps.h"
#include "zpi-practice-supplement.h"

/* Where the desk names no last day. Made up: of Zoetermeer it was not published. */
#define SUPPLEMENT_DAYS 14

/* All members of a name, as it came; of what came in before it was kept whole the two that were. */
static void
set_name (JsonObject *object, const ZpiPracticeApplication *self)
{
  g_autoptr (GBytes) bytes =
      self->name != NULL ? g_bytes_new (self->name, strlen (self->name)) : NULL;
  g_autoptr (JsonNode) name = bytes != NULL ? zpi_json_parse (bytes, 0, 0, NULL) : NULL;
  JsonObject *parts = zpi_json_node_object (name);
  JsonObjectIter iter;
  const char *member;
  JsonNode *value;

  zpi_json_set_string (object, "voornamen", self->first_names);
  zpi_json_set_string (object, "geslachtsnaam", self->family_name);
  if (parts == NULL)
    return;
  json_object_iter_init (&iter, parts);
  while (json_object_iter_next (&iter, &member, &value))
    json_object_set_member (object, member, json_node_copy (value));
}

static JsonObject *
application_to_json (ZpiPracticeCall *call, const ZpiPracticeApplication *self)
{
  JsonObject *object = zpi_practice_application_to_json (call, self);
  g_autofree char *code = NULL;
  g_autofree char *order = zpi_practice_order_of (call->town->store, self->id, &code);

  set_name (object, self);
  zpi_json_set_string (object, "emailadres", self->email);
  zpi_json_set_string (object, "fotoOpdrachtId", order);
  zpi_json_set_string (object, "fotoCode", code);
  json_object_set_array_member (object,
                                "stappen",
                                zpi_practice_steps_to_json (ZPI_PRACTICE_APPLICATION,
                                                            self->status));
  return object;
}

static void
answer_list (ZpiPracticeCall *call, const char *name, JsonArray *array)
{
  JsonObject *object = json_object_new ();

  json_object_set_array_member (object, name, array);
  zpi_practice_answer_json (call, 200, object);
}

static void
list_applications (ZpiPracticeCall *call)
{
  g_autoptr (GPtrArray) list =
      zpi_practice_application_list (call->town->store, -1, "", 100 * 1000);
  JsonArray *array = json_array_new ();

  for (guint i = list->len; i > 0; i--)
    json_array_add_object_element (array,
                                   application_to_json (call, g_ptr_array_index (list, i - 1)));
  answer_list (call, "aanvragen", array);
}

static void
answer_application (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeApplication) self = zpi_practice_application_need (call);

  if (self != NULL)
    zpi_practice_answer_json (call, 200, application_to_json (call, self));
}

static void
get_form (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeApplication) self = zpi_practice_application_need (call);
  g_autoptr (GBytes) form = NULL;

  if (self == NULL)
    return;
  form = zpi_practice_application_load_form (call->town->store, self->id);
  zpi_practice_answer_bytes (call, 200, "application/json", form);
}

static void
get_document (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeDocument) document =
      zpi_practice_document_load (call->town->store, call->args[0], call->args[1]);
  g_autoptr (GBytes) bytes = NULL;

  if (document == NULL) {
    zpi_practice_refuse (call, "niet-gevonden", "Dit document is er niet.");
    return;
  }
  bytes = zpi_practice_document_load_bytes (call->town->store, document);
  zpi_practice_answer_bytes (call, 200, document->media_type, bytes);
}

static void
get_supplement_form (ZpiPracticeCall *call)
{
  g_autoptr (GBytes) form = NULL;
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (call->town->store,
                                "SELECT form FROM supplements WHERE application = ? AND id = ?"
                                " AND form IS NOT NULL",
                                "ss",
                                call->args[0],
                                call->args[1]);

  if (!zpi_practice_store_next (call->town->store, row)) {
    zpi_practice_refuse (call, "niet-gevonden", "Dit antwoord is er niet.");
    return;
  }
  form = zpi_practice_column_bytes (row, 0);
  zpi_practice_answer_bytes (call, 200, "application/json", form);
}

/* The application of the request when @step can be taken from where it stands. */
static ZpiPracticeApplication *
need_for_step (ZpiPracticeCall *call, const char *step)
{
  g_autoptr (ZpiPracticeApplication) self = zpi_practice_application_need (call);

  if (self == NULL)
    return NULL;
  if (!zpi_practice_steps_allow (ZPI_PRACTICE_APPLICATION, step, self->status)) {
    zpi_practice_refuse (call, "niet-mogelijk", "Deze stap kan in deze stand niet.");
    return NULL;
  }
  return g_steal_pointer (&self);
}

static void
assess (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeApplication) self = need_for_step (call, "_in-behandeling");

  if (self == NULL)
    return;
  zpi_practice_application_set_status (call->town->store, self->id, "in-behandeling");
  answer_application (call);
}

static void
ask_for_more (ZpiPracticeCall *call)
{
  ZpiPracticeStore *store = call->town->store;
  g_autoptr (ZpiPracticeApplication) self = need_for_step (call, "_vraag-aanvulling");
  g_autoptr (ZpiPracticeSupplement) supplement = NULL;
  g_autofree char *wanted =
      zpi_practice_serialize (json_object_get_member (call->json, "gevraagd"));
  g_autofree char *today = zpi_practice_day_of (zpi_clock_now_us ());
  g_autofree char *later = zpi_practice_day_after (today, SUPPLEMENT_DAYS);
  const char *due = zpi_json_get_string (call->json, "uiterlijkOp");
  g_autofree char *link = NULL;
  JsonObject *object;

  if (self == NULL)
    return;
  if (zpi_json_get_array (call->json, "gevraagd") == NULL ||
      (due != NULL && zpi_wire_check_date (due) != NULL)) {
    zpi_practice_faults_add (call->faults, "gevraagd", "ontbreekt", "Zeg wat er nodig is.");
    zpi_practice_refuse_faults (call, "ongeldige-invoer");
    return;
  }
  supplement = zpi_practice_supplement_ask (store,
                                            self->id,
                                            wanted,
                                            due != NULL ? due : later,
                                            zpi_json_get_string (call->json, "toelichting"));
  if (supplement == NULL)
    return; /* The store failed: the router says so. */
  zpi_practice_application_set_status (store, self->id, "aanvulling-gevraagd");
  link = g_strconcat (ZPI_PRACTICE_LINK "aanvulling/", supplement->code, NULL);
  zpi_practice_mail_more (store, self, supplement, link);
  object = zpi_practice_supplement_to_json (supplement);
  json_object_set_string_member (object, "code", supplement->code);
  json_object_set_string_member (object, "link", link);
  zpi_practice_answer_json (call, 200, object);
}

static void
decide (ZpiPracticeCall *call, gboolean granted)
{
  ZpiPracticeStore *store = call->town->store;
  g_autoptr (ZpiPracticeApplication) self =
      need_for_step (call, granted ? "_toekennen" : "_afwijzen");
  const char *reason = zpi_json_get_string (call->json, "motivering");

  if (self == NULL)
    return;
  zpi_practice_application_decide (store, self->id, granted ? "toegekend" : "afgewezen", reason);
  zpi_practice_supplement_close_all (store, self->id);
  zpi_practice_mail_decided (store, self, granted, reason);
  answer_application (call);
}

static void
grant (ZpiPracticeCall *call)
{
  decide (call, TRUE);
}

static void
reject (ZpiPracticeCall *call)
{
  decide (call, FALSE);
}

static void
add_person (GPtrArray *names, JsonObject *person)
{
  const char *name = zpi_json_get_string (zpi_json_get_object (person, "naam"), "voornamen");

  g_ptr_array_add (names,
                   name != NULL ? g_strdup (name)
                                : g_strdup_printf ("Pashouder %u", names->len + 1));
}

/* First names of all who get a pass, the applicant first. NULL-terminated. */
static GPtrArray *
household_names (ZpiPracticeStore *store, const char *id)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) form = zpi_practice_application_load_form (store, id);
  g_autoptr (JsonNode) root = form != NULL ? zpi_json_parse (form, 0, 0, NULL) : NULL;
  JsonObject *object = root != NULL ? json_node_get_object (root) : NULL;
  JsonArray *children = zpi_json_get_array (object, "kinderen");

  add_person (names, zpi_json_get_object (object, "aanvrager"));
  if (zpi_json_get_object (object, "partner") != NULL)
    add_person (names, zpi_json_get_object (object, "partner"));
  for (guint i = 0; children != NULL && i < json_array_get_length (children); i++)
    add_person (names, json_array_get_object_element (children, i));
  g_ptr_array_add (names, NULL);
  return names;
}

static void
answer_letter (ZpiPracticeCall *call, const char *order, const char *code)
{
  JsonObject *object = json_object_new ();
  g_autofree char *link = g_strconcat (ZPI_PRACTICE_LINK "foto/", code, NULL);

  json_object_set_string_member (object, "opdrachtId", order);
  json_object_set_string_member (object, "code", code);
  json_object_set_string_member (object, "link", link);
  json_object_set_string_member (object, "qrTekst", link);
  zpi_practice_answer_json (call, 200, object);
}

/* One letter per household. Sending it again sends the same code. */
static void
send_letter (ZpiPracticeCall *call)
{
  ZpiPracticeStore *store = call->town->store;
  g_autoptr (ZpiPracticeApplication) self = need_for_step (call, "_verstuur-brief");
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *order = NULL;
  g_autofree char *code = NULL;
  g_autofree char *link = NULL;

  if (self == NULL)
    return;
  names = household_names (store, self->id);
  order = zpi_practice_order_of (store, self->id, &code);
  if (order == NULL)
    order = zpi_practice_order_create (store,
                                       "gezin",
                                       self->pass_year,
                                       self->id,
                                       self->reference,
                                       (const char *const *) names->pdata,
                                       &code);
  if (strcmp (self->status, "toegekend") == 0)
    zpi_practice_application_set_status (store, self->id, "foto-gevraagd");
  link = g_strconcat (ZPI_PRACTICE_LINK "foto/", code, NULL);
  zpi_practice_letter_photo (store, self->id, self->first_names, code, link);
  answer_letter (call, order, code);
}

static void
send_passes (ZpiPracticeCall *call)
{
  g_autoptr (ZpiPracticeApplication) self = need_for_step (call, "_verstrek-passen");

  if (self == NULL)
    return;
  zpi_practice_application_set_status (call->town->store, self->id, "pas-verstrekt");
  zpi_practice_letter_passes (call->town->store, self->id);
  answer_application (call);
}

static void
add_holder_steps (JsonArray *array, guint index, JsonNode *node, gpointer user_data)
{
  JsonObject *holder = json_node_get_object (node);

  json_object_set_array_member (
      holder,
      "stappen",
      zpi_practice_steps_to_json (ZPI_PRACTICE_HOLDER, zpi_json_get_string (holder, "fotoStatus")));
}

static void
add_order_steps (JsonArray *array, guint index, JsonNode *node, gpointer user_data)
{
  json_array_foreach_element (zpi_json_get_array (json_node_get_object (node), "pashouders"),
                              add_holder_steps,
                              NULL);
}

static void
list_orders (ZpiPracticeCall *call)
{
  JsonArray *orders = zpi_practice_order_list (call->town->store);

  json_array_foreach_element (orders, add_order_steps, NULL);
  answer_list (call, "fotoOpdrachten", orders);
}

/* A letter to somebody who was renewed automatically, without an application. */
static void
create_order (ZpiPracticeCall *call)
{
  const char *first_names = zpi_json_get_string (call->json, "voornamen");
  const char *names[] = {first_names, NULL};
  gint64 pass_year = zpi_clock_today ().year;
  g_autofree char *order = NULL;
  g_autofree char *code = NULL;
  g_autofree char *link = NULL;

  zpi_json_get_int (call->json, "pasjaar", &pass_year);
  if (first_names == NULL || *first_names == '\0') {
    zpi_practice_faults_add (call->faults, "voornamen", "ontbreekt", "Zeg voor wie.");
    zpi_practice_refuse_faults (call, "ongeldige-invoer");
    return;
  }
  order =
      zpi_practice_order_create (call->town->store, "persoon", pass_year, NULL, NULL, names, &code);
  link = g_strconcat (ZPI_PRACTICE_LINK "foto/", code, NULL);
  zpi_practice_letter_photo (call->town->store, NULL, first_names, code, link);
  answer_letter (call, order, code);
}

/* Whether @step can be taken with the photo of the holder of the request. */
static gboolean
may_judge (ZpiPracticeCall *call, const char *step)
{
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (call->town->store,
                                "SELECT state FROM holders WHERE id = ? AND photo_order = ?",
                                "ss",
                                call->args[1],
                                call->args[0]);

  return zpi_practice_store_next (call->town->store, row) &&
         zpi_practice_steps_allow (ZPI_PRACTICE_HOLDER, step, zpi_practice_column_text (row, 0));
}

static void
judge (ZpiPracticeCall *call, gboolean good)
{
  if (may_judge (call, good ? "_goedkeuren" : "_afkeuren") &&
      zpi_practice_holder_judge (call->town->store,
                                 call->args[0],
                                 call->args[1],
                                 good,
                                 zpi_json_get_string (call->json, "toelichting")))
    zpi_practice_answer_json (call,
                              200,
                              zpi_practice_order_to_json (call->town->store, call->args[0]));
  else
    zpi_practice_refuse (call, "niet-mogelijk", "Er is nog geen foto.");
}

static void
approve_photo (ZpiPracticeCall *call)
{
  judge (call, TRUE);
}

static void
refuse_photo (ZpiPracticeCall *call)
{
  judge (call, FALSE);
}

static void
get_photo (ZpiPracticeCall *call)
{
  g_autofree char *type = NULL;
  g_autoptr (GBytes) photo =
      zpi_practice_holder_load_photo (call->town->store, call->args[0], call->args[1], &type);

  if (photo != NULL)
    zpi_practice_answer_bytes (call, 200, type, photo);
  else
    zpi_practice_refuse (call, "niet-gevonden", "Er is nog geen foto.");
}

static void
list_accounts (ZpiPracticeCall *call)
{
  JsonArray *array = json_array_new ();
  g_autoptr (sqlite3_stmt) rows =
      zpi_practice_store_query (call->town->store,
                                "SELECT id, reference, status, due, email FROM accounts"
                                " ORDER BY received_us DESC",
                                "");

  while (zpi_practice_store_next (call->town->store, rows)) {
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "verzoekId", zpi_practice_column_text (rows, 0));
    json_object_set_string_member (object, "referentie", zpi_practice_column_text (rows, 1));
    json_object_set_string_member (object, "status", zpi_practice_column_text (rows, 2));
    json_object_set_string_member (object, "uiterlijkOp", zpi_practice_column_text (rows, 3));
    json_object_set_string_member (object, "emailadres", zpi_practice_column_text (rows, 4));
    json_object_set_array_member (object,
                                  "stappen",
                                  zpi_practice_steps_to_json (ZPI_PRACTICE_ACCOUNT,
                                                              zpi_practice_column_text (rows, 2)));
    json_array_add_object_element (array, object);
  }
  answer_list (call, "accountverzoeken", array);
}

/* (nullable): when there is no such request */
static char *
dup_account_status (ZpiPracticeCall *call)
{
  g_autoptr (sqlite3_stmt) row =
      zpi_practice_store_query (call->town->store,
                                "SELECT status FROM accounts WHERE id = ?",
                                "s",
                                call->args[0]);

  return zpi_practice_store_next (call->town->store, row)
             ? g_strdup (zpi_practice_column_text (row, 0))
             : NULL;
}

static void
handle_account (ZpiPracticeCall *call)
{
  static const char *const states[] = {
      "in-behandeling",
      "samengevoegd",
      "afgewezen",
      NULL,
  };
  const char *status = zpi_json_get_string (call->json, "status");
  g_autofree char *now = dup_account_status (call);

  if (status == NULL || !g_strv_contains (states, status)) {
    zpi_practice_faults_add (call->faults, "status", "waarde", "Kies een stand.");
    zpi_practice_refuse_faults (call, "ongeldige-invoer");
    return;
  }
  if (now != NULL && !zpi_practice_steps_allow (ZPI_PRACTICE_ACCOUNT, status, now)) {
    zpi_practice_refuse (call, "niet-mogelijk", "Deze stap kan in deze stand niet.");
    return;
  }
  zpi_practice_store_run (call->town->store,
                          "UPDATE accounts SET status = ?, note = ? WHERE id = ?",
                          "sss",
                          status,
                          zpi_json_get_string (call->json, "toelichting"),
                          call->args[0]);
  zpi_practice_get_account (call);
}

static void
get_account_form (ZpiPracticeCall *call)
{
  g_autoptr (GBytes) form = NULL;
  g_autoptr (sqlite3_stmt) row = zpi_practice_store_query (call->town->store,
                                                           "SELECT form FROM accounts WHERE id = ?",
                                                           "s",
                                                           call->args[0]);

  if (!zpi_practice_store_next (call->town->store, row)) {
    zpi_practice_refuse (call, "niet-gevonden", "Dit verzoek is er niet.");
    return;
  }
  form = zpi_practice_column_bytes (row, 0);
  zpi_practice_answer_bytes (call, 200, "application/json", form);
}

/* `{"burgerservicenummer", "pasjaar", "verlengd": true|false}` */
static void
set_renewal (ZpiPracticeCall *call)
{
  const char *bsn = zpi_json_get_string (call->json, "burgerservicenummer");
  gint64 pass_year = 0;
  gboolean renewed = TRUE;

  zpi_json_get_boolean (call->json, "verlengd", &renewed);
  if (bsn == NULL || zpi_wire_check_bsn (bsn) != NULL ||
      !zpi_json_get_int (call->json, "pasjaar", &pass_year)) {
    zpi_practice_faults_add (call->faults, "burgerservicenummer", "waarde", "Zeg om wie het gaat.");
    zpi_practice_refuse_faults (call, "ongeldige-invoer");
    return;
  }
  zpi_practice_store_run (call->town->store,
                          renewed ? "INSERT OR IGNORE INTO renewals VALUES (?, ?)"
                                  : "DELETE FROM renewals WHERE bsn = ? AND pass_year = ?",
                          "si",
                          bsn,
                          pass_year);
  zpi_practice_answer_json (call, 200, json_object_new ());
}

static void
list_mail (ZpiPracticeCall *call)
{
  answer_list (call, "post", zpi_practice_mail_list (call->town->store));
}

static void
get_trouble (ZpiPracticeCall *call)
{
  zpi_practice_answer_json (call, 200, zpi_practice_trouble_to_json (&call->town->trouble));
}

static void
put_trouble (ZpiPracticeCall *call)
{
  if (zpi_practice_trouble_read (&call->town->trouble, call->json)) {
    get_trouble (call);
    return;
  }
  zpi_practice_faults_add (call->faults, "foutcode", "waarde", "Dit kan niet misgaan.");
  zpi_practice_refuse_faults (call, "ongeldige-invoer");
}

static void
get_limits (ZpiPracticeCall *call)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "grootsteDocumentInBytes", call->town->max_document_bytes);
  json_object_set_int_member (object,
                              "verlooptNaSeconden",
                              call->town->upload_lifetime_us / G_USEC_PER_SEC);
  zpi_practice_answer_json (call, 200, object);
}

/* Until the municipality stops. What is not named stays as it is. */
static void
put_limits (ZpiPracticeCall *call)
{
  gint64 max_bytes = call->town->max_document_bytes;
  gint64 lifetime = call->town->upload_lifetime_us / G_USEC_PER_SEC;

  zpi_json_get_int (call->json, "grootsteDocumentInBytes", &max_bytes);
  zpi_json_get_int (call->json, "verlooptNaSeconden", &lifetime);
  if (max_bytes < 1 || max_bytes > G_MAXINT32 || lifetime < 0 || lifetime > G_MAXINT32) {
    zpi_practice_faults_add (call->faults, "verlooptNaSeconden", "waarde", "Dit kan niet.");
    zpi_practice_refuse_faults (call, "ongeldige-invoer");
    return;
  }
  call->town->max_document_bytes = max_bytes;
  call->town->upload_lifetime_us = lifetime * G_USEC_PER_SEC;
  get_limits (call);
}

/* An empty municipality, for the next exercise. */
static void
start_over (ZpiPracticeCall *call)
{
  static const char *const tables[] = {
      "parts",
      "documents",
      "supplements",
      "holders",
      "orders",
      "accounts",
      "renewals",
      "mails",
      "keys",
      "applications",
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *sql = g_strconcat ("DELETE FROM ", tables[i], NULL);

    zpi_practice_store_run (call->town->store, sql, "");
  }
  zpi_practice_store_fill (call->town->store);
  zpi_practice_store_scrub (call->town->store);
  zpi_practice_trouble_clear (&call->town->trouble);
  zpi_practice_answer_json (call, 200, json_object_new ());
}

#define OPEN ZPI_ROUTE_OPEN
/* A page of the web cannot send JSON to another origin unasked. */
#define OPEN_JSON (ZPI_ROUTE_OPEN | ZPI_ROUTE_JSON)

static const ZpiPracticeRoute routes[] = {
    {"GET", "_oefening/aanvragen", OPEN, list_applications},
    {"GET", "_oefening/aanvragen/*", OPEN, answer_application},
    {"GET", "_oefening/aanvragen/*/formulier", OPEN, get_form},
    {"GET", "_oefening/aanvragen/*/documenten/*", OPEN, get_document},
    {"GET", "_oefening/aanvragen/*/aanvullingen/*/formulier", OPEN, get_supplement_form},
    {"POST", "_oefening/aanvragen/*/_in-behandeling", OPEN_JSON, assess},
    {"POST", "_oefening/aanvragen/*/_vraag-aanvulling", OPEN_JSON, ask_for_more},
    {"POST", "_oefening/aanvragen/*/_toekennen", OPEN_JSON, grant},
    {"POST", "_oefening/aanvragen/*/_afwijzen", OPEN_JSON, reject},
    {"POST", "_oefening/aanvragen/*/_verstuur-brief", OPEN_JSON, send_letter},
    {"POST", "_oefening/aanvragen/*/_verstrek-passen", OPEN_JSON, send_passes},
    {"GET", "_oefening/foto-opdrachten", OPEN, list_orders},
    {"POST", "_oefening/foto-opdrachten", OPEN_JSON, create_order},
    {"GET", "_oefening/foto-opdrachten/*/pashouders/*/foto", OPEN, get_photo},
    {"POST", "_oefening/foto-opdrachten/*/pashouders/*/_goedkeuren", OPEN_JSON, approve_photo},
    {"POST", "_oefening/foto-opdrachten/*/pashouders/*/_afkeuren", OPEN_JSON, refuse_photo},
    {"GET", "_oefening/accountverzoeken", OPEN, list_accounts},
    {"GET", "_oefening/accountverzoeken/*/formulier", OPEN, get_account_form},
    {"POST", "_oefening/accountverzoeken/*/_afhandelen", OPEN_JSON, handle_account},
    {"POST", "_oefening/verlengingen", OPEN_JSON, set_renewal},
    {"GET", "_oefening/post", OPEN, list_mail},
    {"GET", "_oefening/storing", OPEN, get_trouble},
    {"PUT", "_oefening/storing", OPEN_JSON, put_trouble},
    {"GET", "_oefening/grenzen", OPEN, get_limits},
    {"PUT", "_oefening/grenzen", OPEN_JSON, put_limits},
    {"POST", "_oefening/_begin-opnieuw", OPEN_JSON, start_over},
};

void
zpi_practice_desk_handle (ZpiPracticeCall *call)
{
  if (!zpi_practice_route_dispatch (call, routes, G_N_ELEMENTS (routes)))
    zpi_practice_refuse (call, "niet-gevonden", "Dit is hier niet bekend.");
}
