/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-municipality-window.h"

#include <adwaita.h>

#include "zpi-case-keeper.h"
#include "zpi-examples.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-json.h"
#include "zpi-message.h"
#include "zpi-municipality-steps.h"
#include "zpi-practice-server.h"
#include "zpi-sender.h"
#include "zpi-ui.h"
#include "zpi-wrap-box.h"

#define ZPI_TYPE_MUNICIPALITY_WINDOW (zpi_municipality_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiMunicipalityWindow,
                      zpi_municipality_window,
                      ZPI,
                      MUNICIPALITY_WINDOW,
                      AdwWindow)

/* A group whose rows are read anew. */
typedef struct {
  AdwPreferencesGroup *group;
  GPtrArray *rows; /* (element-type GtkWidget) (unowned) */
} Rows;

struct _ZpiMunicipalityWindow {
  AdwWindow parent_instance;

  Rows arrived;
  Rows photos;
  Rows accounts;
  Rows mail;
  AdwToastOverlay *toasts;
  AdwPreferencesGroup *examples_group;
  GtkWidget *make_examples;
  ZpiSession *session;     /* (owned) */
  GPtrArray *trouble_rows; /* (element-type AdwActionRow) (unowned): as in trouble_table */
  char *base_url;
  guint32 trouble; /* that was asked for last */
};

G_DEFINE_FINAL_TYPE (ZpiMunicipalityWindow, zpi_municipality_window, ADW_TYPE_WINDOW)

typedef struct {
  const char *title;
  const char *subtitle;
  const char *body;
} Trouble;

/* clang-format off */
static const Trouble trouble_table[] = {
  { N_("No trouble"), N_("Everything is answered at once"), "{}" },
  { N_("Slow"), N_("Every answer takes 3 seconds"), "{\"vertragingInMs\":3000}" },
  { N_("Not reachable"), N_("Every connection is cut"), "{\"offline\":true}" },
  { N_("Out of order"), N_("Every answer is an error 500"), "{\"foutcode\":500}" },
  { N_("Log-in page of a network"),
    N_("A web page comes instead of an answer"), "{\"inlogpagina\":true}" },
  { N_("Refuses an answer"),
    N_("The last name is known in another way; repair it, then choose No trouble"),
    "{\"weigert\":\"aanvrager.naam.geslachtsnaam\"}" },
};
/* clang-format on */

static void refresh (ZpiMunicipalityWindow *self);

/* What is done with an answer of the desk. */
typedef void (*AnswerFunc) (ZpiMunicipalityWindow *self, JsonNode *answer);

typedef struct {
  char *base_url;
  const char *method;
  char *path;
  char *body; /* (nullable) */
  AnswerFunc answered;
} Call;

static void
call_free (Call *self)
{
  g_free (self->base_url);
  g_free (self->path);
  g_free (self->body);
  g_free (self);
}

static void
call_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Call *call = data;
  GError *error = NULL;
  g_autoptr (JsonNode) request = call->body != NULL ? zpi_json_parse_text (call->body, NULL) : NULL;
  JsonNode *answer =
      zpi_practice_desk_call (call->base_url, call->method, call->path, request, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, error);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ZpiMunicipalityWindow *self = ZPI_MUNICIPALITY_WINDOW (source);
  Call *call = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->base_url == NULL)
    return; /* Closed meanwhile. */
  if (answer != NULL) {
    call->answered (self, answer);
    return;
  }
  g_message ("The practice desk refused: %s", error->message);
  gtk_widget_set_sensitive (self->make_examples, TRUE);
  zpi_message_toast (GTK_WIDGET (self->toasts), _ ("That step is not possible now"));
}

/* In a thread: a municipality that was told to be slow does not hold up the window. */
static void
call_desk (ZpiMunicipalityWindow *self,
           const char *method,
           const char *path,
           const char *body,
           AnswerFunc answered)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, called_cb, NULL);
  Call *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, call_desk);
  call->base_url = g_strdup (self->base_url);
  call->method = method;
  call->path = g_strdup (path);
  call->body = g_strdup (body);
  call->answered = answered;
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  g_task_run_in_thread (task, call_in_thread);
}

static void
stepped (ZpiMunicipalityWindow *self, JsonNode *answer)
{
  refresh (self);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *path;
  const char *body;

  g_variant_get (parameter, "(&s&s)", &path, &body);
  call_desk (ZPI_MUNICIPALITY_WINDOW (widget), "POST", path, body, stepped);
}

static void
trouble_made (ZpiMunicipalityWindow *self, JsonNode *answer)
{
  zpi_message_toast (GTK_WIDGET (self->toasts), _ (trouble_table[self->trouble].title));
  refresh (self);
}

static void
trouble_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiMunicipalityWindow *self = ZPI_MUNICIPALITY_WINDOW (widget);
  guint32 trouble = g_variant_get_uint32 (parameter);

  if (trouble >= G_N_ELEMENTS (trouble_table))
    return;
  self->trouble = trouble;
  call_desk (self, "PUT", "/_oefening/storing", trouble_table[trouble].body, trouble_made);
}

static void
begun_again (ZpiMunicipalityWindow *self, JsonNode *answer)
{
  zpi_message_toast (GTK_WIDGET (self->toasts), _ ("Everything is empty. You can begin"));
  gtk_window_present (GTK_WINDOW (self));
  refresh (self);
}

static void
emptied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiMunicipalityWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  zpi_sender_start (zpi_session_get_sender (self->session));
  if (zpi_case_keeper_empty_finish (ZPI_CASE_KEEPER (source), result, &error) >= 0) {
    if (self->base_url != NULL)
      call_desk (self, "POST", "/_oefening/_begin-opnieuw", "{}", begun_again);
    return;
  }
  g_warning ("The practice cases are still there: %s", error->message);
  if (self->base_url != NULL)
    zpi_message_toast (GTK_WIDGET (self->toasts), _ ("The cases could not be removed. Try again"));
}

/* First this side: what waits here must not arrive at a municipality that was just emptied. */
static void
begin_again_cb (gpointer user_data)
{
  ZpiMunicipalityWindow *self = user_data;
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.start", NULL);
  zpi_sender_pause (zpi_session_get_sender (self->session));
  zpi_case_keeper_empty_async (zpi_session_get_keeper (self->session),
                               emptied_cb,
                               g_object_ref (self));
}

static void
begin_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_message_ask (widget,
                   _ ("Begin again?"),
                   _ ("What goes: all practice cases in the program, drafts too, and all that "
                      "arrived at the practice municipality, with its mail and its trouble.\n\n"
                      "What stays: your settings and the made-up households."),
                   _ ("_Begin again"),
                   TRUE,
                   begin_again_cb,
                   g_object_ref (widget));
}

static void
examples_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiMunicipalityWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean made = zpi_examples_make_finish (ZPI_SESSION (source), result, &error);
  const char *says;

  if (!made)
    g_message ("The example clients are not all ready: %s", error->message);
  if (self->base_url == NULL)
    return;
  gtk_widget_set_sensitive (self->make_examples, TRUE);
  says = made ? _ ("The example clients are on Start")
              : _ ("Not all example clients are ready. Begin again, and try once more");
  /* It stays there: who looks at Start meanwhile misses a message that goes by itself. */
  adw_preferences_group_set_description (self->examples_group, says);
  zpi_message_toast (GTK_WIDGET (self->toasts), says);
  refresh (self);
}

static void
trouble_over (ZpiMunicipalityWindow *self, JsonNode *answer)
{
  zpi_examples_make_async (self->session, self->base_url, examples_made_cb, g_object_ref (self));
}

/* They need a municipality that answers. */
static void
examples_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiMunicipalityWindow *self = ZPI_MUNICIPALITY_WINDOW (widget);

  gtk_widget_set_sensitive (self->make_examples, FALSE);
  call_desk (self, "PUT", "/_oefening/storing", "{}", trouble_over);
}

static void
letter_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  call_desk (ZPI_MUNICIPALITY_WINDOW (widget),
             "POST",
             "/_oefening/foto-opdrachten",
             "{\"voornamen\":\"Rachida\"}",
             stepped);
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  refresh (ZPI_MUNICIPALITY_WINDOW (widget));
}

static void
add_row (Rows *rows, const char *title, const char *subtitle, GtkWidget *suffix)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title != NULL ? title : "");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (suffix != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), suffix);
  zpi_group_wrap_row (row);
  adw_preferences_group_add (rows->group, row);
  g_ptr_array_add (rows->rows, row);
}

static void
clear_rows (Rows *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

/* Nothing there is nothing to see, but for the two that always say so. */
static void
show_rows (Rows *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->group), self->rows->len > 0);
}

/* A menu that says of whom it is. */
static GtkWidget *
make_steps (ZpiMunicipalityWindow *self, const char *path, JsonObject *thing, const char *title)
{
  GtkWidget *button = zpi_municipality_steps_button ("town.step",
                                                     path,
                                                     zpi_json_get_array (thing, "stappen"),
                                                     zpi_session_get_scheme (self->session));
  g_autofree char *name = NULL;

  if (button == NULL)
    return NULL;
  /* Translators: %s is the name of a client. */
  name = g_strdup_printf (_ ("Next step for %s"), title);
  zpi_ui_name (gtk_widget_get_first_child (button), name);
  return button;
}

static void
add_application (ZpiMunicipalityWindow *self, JsonObject *application)
{
  const char *id = zpi_json_get_string (application, "aanvraagId");
  const char *given = zpi_json_get_string (application, "voornamen");
  const char *prefix = zpi_json_get_string (application, "voorvoegsel");
  const char *family = zpi_json_get_string (application, "geslachtsnaam");
  const char *reference = zpi_json_get_string (application, "referentie");
  const char *status = zpi_json_get_string (application, "status");
  g_autofree char *last = g_strjoin (prefix != NULL ? " " : "",
                                     prefix != NULL ? prefix : "",
                                     family != NULL ? family : "",
                                     NULL);
  g_autofree char *title = g_strjoin (" ", given != NULL ? given : "", last, NULL);
  g_autofree char *path = g_strconcat ("/_oefening/aanvragen/", id, NULL);
  g_autofree char *subtitle =
      g_strdup_printf ("%s · %s",
                       reference != NULL ? reference : _ ("not submitted yet"),
                       zpi_municipality_steps_words (status));

  g_strstrip (title);
  if (id != NULL)
    add_row (&self->arrived, title, subtitle, make_steps (self, path, application, title));
}

static void
add_all (ZpiMunicipalityWindow *self,
         JsonNode *answer,
         const char *member,
         void (*add) (ZpiMunicipalityWindow *, JsonObject *))
{
  JsonObject *object = zpi_json_node_object (answer);
  JsonArray *array = zpi_json_get_array (object, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    add (self, json_array_get_object_element (array, i));
}

static void
add_holder (ZpiMunicipalityWindow *self, JsonObject *order, JsonObject *holder)
{
  const char *status = zpi_json_get_string (holder, "fotoStatus");
  const char *name = zpi_json_get_string (holder, "voornamen");
  g_autofree char *path = g_strdup_printf ("/_oefening/foto-opdrachten/%s/pashouders/%s",
                                           zpi_json_get_string (order, "opdrachtId"),
                                           zpi_json_get_string (holder, "pashouderId"));
  /* Translators: the code of a letter, then how the photo stands. */
  g_autofree char *subtitle = g_strdup_printf (_ ("Letter with code %s · %s"),
                                               zpi_json_get_string (order, "code"),
                                               g_strcmp0 (status, "ontvangen") == 0
                                                   ? _ ("photo received")
                                                   : zpi_municipality_steps_words (status));

  add_row (&self->photos, name, subtitle, make_steps (self, path, holder, name));
}

static void
add_order (ZpiMunicipalityWindow *self, JsonObject *order)
{
  JsonArray *holders = zpi_json_get_array (order, "pashouders");

  for (guint i = 0; holders != NULL && i < json_array_get_length (holders); i++)
    add_holder (self, order, json_array_get_object_element (holders, i));
}

static void
add_account (ZpiMunicipalityWindow *self, JsonObject *account)
{
  const char *email = zpi_json_get_string (account, "emailadres");
  g_autofree char *path = g_strconcat ("/_oefening/accountverzoeken/",
                                       zpi_json_get_string (account, "verzoekId"),
                                       NULL);
  g_autofree char *subtitle =
      g_strdup_printf ("%s · %s",
                       zpi_json_get_string (account, "referentie"),
                       zpi_municipality_steps_words (zpi_json_get_string (account, "status")));

  add_row (&self->accounts, email, subtitle, make_steps (self, path, account, email));
}

static void
add_mail (ZpiMunicipalityWindow *self, JsonObject *mail)
{
  add_row (&self->mail,
           zpi_json_get_string (mail, "onderwerp"),
           zpi_json_get_string (mail, "tekst"),
           NULL);
}

/* Which of the table is on: the first member that both name. */
static guint
find_trouble (JsonObject *now)
{
  for (guint i = 1; i < G_N_ELEMENTS (trouble_table); i++) {
    g_autoptr (JsonNode) node = zpi_json_parse_text (trouble_table[i].body, NULL);
    JsonObject *wanted = json_node_get_object (node);
    g_autoptr (GList) names = json_object_get_members (wanted);

    if (names != NULL && json_object_has_member (now, names->data) &&
        json_node_equal (json_object_get_member (now, names->data),
                         json_object_get_member (wanted, names->data)))
      return i;
  }
  return 0;
}

static void
show_trouble (ZpiMunicipalityWindow *self, JsonNode *answer)
{
  guint on;

  if (!JSON_NODE_HOLDS_OBJECT (answer))
    return;
  on = find_trouble (json_node_get_object (answer));
  for (guint i = 0; i < self->trouble_rows->len; i++) {
    g_autofree char *text = NULL;

    /* Translators: %s says what happens; this is what is chosen now. */
    text = i == on ? g_strdup_printf (_ ("Now: %s"), _ (trouble_table[i].subtitle))
                   : g_strdup (_ (trouble_table[i].subtitle));
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->trouble_rows->pdata[i]), text);
  }
}

static void
show_arrived (ZpiMunicipalityWindow *self, JsonNode *answer)
{
  clear_rows (&self->arrived);
  add_all (self, answer, "aanvragen", add_application);
  if (self->arrived.rows->len == 0)
    add_row (&self->arrived, _ ("Nothing arrived yet"), NULL, NULL);
}

static void
show_photos (ZpiMunicipalityWindow *self, JsonNode *answer)
{
  clear_rows (&self->photos);
  add_all (self, answer, "fotoOpdrachten", add_order);
  show_rows (&self->photos);
}

static void
show_accounts (ZpiMunicipalityWindow *self, JsonNode *answer)
{
  clear_rows (&self->accounts);
  add_all (self, answer, "accountverzoeken", add_account);
  show_rows (&self->accounts);
}

static void
show_mail (ZpiMunicipalityWindow *self, JsonNode *answer)
{
  clear_rows (&self->mail);
  add_all (self, answer, "post", add_mail);
  if (self->mail.rows->len == 0)
    add_row (&self->mail, _ ("No mail yet"), NULL, NULL);
}

static void
refresh (ZpiMunicipalityWindow *self)
{
  call_desk (self, "GET", "/_oefening/aanvragen", NULL, show_arrived);
  call_desk (self, "GET", "/_oefening/foto-opdrachten", NULL, show_photos);
  call_desk (self, "GET", "/_oefening/accountverzoeken", NULL, show_accounts);
  call_desk (self, "GET", "/_oefening/post", NULL, show_mail);
  call_desk (self, "GET", "/_oefening/storing", NULL, show_trouble);
}

static void
zpi_municipality_window_dispose (GObject *object)
{
  ZpiMunicipalityWindow *self = ZPI_MUNICIPALITY_WINDOW (object);

  g_clear_pointer (&self->arrived.rows, g_ptr_array_unref);
  g_clear_pointer (&self->photos.rows, g_ptr_array_unref);
  g_clear_pointer (&self->accounts.rows, g_ptr_array_unref);
  g_clear_pointer (&self->mail.rows, g_ptr_array_unref);
  g_clear_pointer (&self->trouble_rows, g_ptr_array_unref);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_municipality_window_parent_class)->dispose (object);
}

static void
zpi_municipality_window_class_init (ZpiMunicipalityWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_municipality_window_dispose;
  gtk_widget_class_install_action (widget_class, "town.step", "(ss)", step_action);
  gtk_widget_class_install_action (widget_class, "town.trouble", "u", trouble_action);
  gtk_widget_class_install_action (widget_class, "town.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "town.begin-again", NULL, begin_again_action);
  gtk_widget_class_install_action (widget_class, "town.examples", NULL, examples_action);
  gtk_widget_class_install_action (widget_class, "town.letter", NULL, letter_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "town.refresh", NULL);
}

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title, const char *description)
{
  GtkWidget *group = g_object_new (ZPI_TYPE_GROUP, NULL);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_trouble_rows (ZpiMunicipalityWindow *self, AdwPreferencesGroup *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (trouble_table); i++) {
    GtkWidget *row = adw_action_row_new ();
    GtkWidget *button = gtk_button_new_with_label (_ ("Choose"));

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (trouble_table[i].title));
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (trouble_table[i].subtitle));
    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "town.trouble");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", (guint32) i);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    zpi_group_wrap_row (row);
    zpi_ui_name (button, _ (trouble_table[i].title));
    adw_preferences_group_add (group, row);
    g_ptr_array_add (self->trouble_rows, row);
  }
}

static GtkWidget *
add_button (AdwPreferencesGroup *group, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  adw_preferences_group_add (group, button);
  return button;
}

static void
fill_rows (Rows *self, GtkWidget *page, const char *title, const char *description)
{
  self->rows = g_ptr_array_new ();
  self->group = add_group (ADW_PREFERENCES_PAGE (page), title, description);
}

static GtkWidget *
make_work_page (ZpiMunicipalityWindow *self)
{
  GtkWidget *page = adw_preferences_page_new ();

  fill_rows (&self->arrived,
             page,
             _ ("What arrived"),
             _ ("You are the municipality here. Move an application on, then go back to the case "
                "and ask how it stands."));
  fill_rows (&self->photos, page, _ ("Photos"), NULL);
  fill_rows (&self->accounts, page, _ ("Requests for one account"), NULL);
  return page;
}

static GtkWidget *
make_mail_page (ZpiMunicipalityWindow *self)
{
  GtkWidget *page = adw_preferences_page_new ();

  fill_rows (&self->mail, page, _ ("Mail to clients"), _ ("Nothing is really sent."));
  return page;
}

static GtkWidget *
make_exercise_page (ZpiMunicipalityWindow *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesPage *into = ADW_PREFERENCES_PAGE (page);

  self->examples_group =
      add_group (into,
                 _ ("Example clients"),
                 _ ("Ten clients on Start, each at another point: received, being decided, more "
                    "information asked, granted, photos asked, pass on its way, rejected, "
                    "withdrawn, on paper, renewed automatically. The trouble stops."));
  self->make_examples =
      add_button (self->examples_group, _ ("_Put example clients on Start"), "town.examples");
  add_button (add_group (into,
                         _ ("A letter for somebody who was renewed"),
                         _ ("With a code for the photo. It is with the mail.")),
              _ ("Send a _letter"),
              "town.letter");
  add_button (add_group (into,
                         _ ("The next exercise"),
                         _ ("No cases in the program, an empty municipality, no trouble.")),
              _ ("_Begin again…"),
              "town.begin-again");
  return page;
}

static GtkWidget *
make_trouble_page (ZpiMunicipalityWindow *self)
{
  GtkWidget *page = adw_preferences_page_new ();

  add_trouble_rows (
      self,
      add_group (ADW_PREFERENCES_PAGE (page),
                 _ ("Make trouble"),
                 _ ("See what the program does when the network or the municipality fails.")));
  return page;
}

static void
page_chosen_cb (GtkToggleButton *button, GParamSpec *pspec, GtkWidget *page)
{
  if (gtk_toggle_button_get_active (button))
    gtk_stack_set_visible_child (GTK_STACK (gtk_widget_get_parent (page)), page);
}

/* Four words beside each other, on more lines where there is no room: AdwViewSwitcher shortens
 * them. */
static void
add_page (GtkWidget *stack, GtkWidget *bar, GtkWidget *page, const char *title)
{
  GtkWidget *first = gtk_widget_get_first_child (bar);
  GtkWidget *button = gtk_toggle_button_new_with_label (title);

  gtk_stack_add_titled (GTK_STACK (stack), page, NULL, title);
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
  else
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_signal_connect (button, "notify::active", G_CALLBACK (page_chosen_cb), page);
  zpi_wrap_box_append (ZPI_WRAP_BOX (bar), button);
}

static GtkWidget *
make_page_bar (void)
{
  GtkWidget *bar = g_object_new (ZPI_TYPE_WRAP_BOX,
                                 "halign",
                                 GTK_ALIGN_CENTER,
                                 "margin-top",
                                 12,
                                 "margin-start",
                                 12,
                                 "margin-end",
                                 12,
                                 NULL);

  gtk_widget_add_css_class (bar, "zpi-compact");
  return bar;
}

static GtkWidget *
make_refresh_button (void)
{
  GtkWidget *again = gtk_button_new_from_icon_name ("view-refresh-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (again), "town.refresh");
  gtk_widget_set_tooltip_text (again, _ ("Look again"));
  zpi_ui_name (again, _ ("Look again"));
  return again;
}

static void
zpi_municipality_window_init (ZpiMunicipalityWindow *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *bar = make_page_bar ();
  GtkWidget *stack = gtk_stack_new ();

  self->trouble_rows = g_ptr_array_new ();
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  add_page (stack, bar, make_work_page (self), _ ("Work"));
  add_page (stack, bar, make_mail_page (self), _ ("Mail"));
  add_page (stack, bar, make_exercise_page (self), _ ("Exercise"));
  add_page (stack, bar, make_trouble_page (self), _ ("Trouble"));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), make_refresh_button ());
  zpi_group_wrap_buttons (stack);
  adw_toast_overlay_set_child (self->toasts, stack);
  gtk_widget_set_vexpand (GTK_WIDGET (self->toasts), TRUE);
  gtk_box_append (GTK_BOX (outer), header);
  gtk_box_append (GTK_BOX (outer), bar);
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->toasts));
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 640);
}

/* (transfer none) (nullable) */
static ZpiMunicipalityWindow *
find_open (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GObject) window = g_list_model_get_item (windows, i);

    if (ZPI_IS_MUNICIPALITY_WINDOW (window))
      return ZPI_MUNICIPALITY_WINDOW (window);
  }
  return NULL;
}

/**
 * zpi_municipality_window_present:
 * @parent: the window
 * @session: the practice session
 * @base_url: where the practice municipality runs
 *
 * Shows the municipality's side, in the window that is open already if there is one.
 */
void
zpi_municipality_window_present (GtkWindow *parent, ZpiSession *session, const char *base_url)
{
  ZpiMunicipalityWindow *self = find_open ();

  if (self == NULL) {
    self = g_object_new (ZPI_TYPE_MUNICIPALITY_WINDOW,
                         "title",
                         _ ("Practice municipality"),
                         "transient-for",
                         parent,
                         NULL);
    self->session = g_object_ref (session);
    self->base_url = g_strdup (base_url);
  }
  refresh (self);
  gtk_window_present (GTK_WINDOW (self));
}
