/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-municipality-window.h"

#include <adwaita.h>

#include "zpi-case-words.h"
#include "zpi-i18n.h"
#include "zpi-json.h"
#include "zpi-message.h"
#include "zpi-practice-server.h"

#define ZPI_TYPE_MUNICIPALITY_WINDOW (zpi_municipality_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiMunicipalityWindow,
                      zpi_municipality_window,
                      ZPI,
                      MUNICIPALITY_WINDOW,
                      AdwWindow)

struct _ZpiMunicipalityWindow {
  AdwWindow parent_instance;

  AdwPreferencesGroup *arrived_group;
  AdwPreferencesGroup *mail_group;
  AdwToastOverlay *toasts;
  GPtrArray *arrived_rows; /* (element-type GtkWidget) (unowned) */
  GPtrArray *mail_rows;    /* (element-type GtkWidget) (unowned) */
  GPtrArray *trouble_rows; /* (element-type AdwActionRow) (unowned): as in trouble_table */
  char *base_url;
  guint32 trouble; /* that was asked for last */
};

G_DEFINE_FINAL_TYPE (ZpiMunicipalityWindow, zpi_municipality_window, ADW_TYPE_WINDOW)

/* @from: the states in which it can be done */
typedef struct {
  const char *label;
  const char *path;
  const char *body;
  const char *const *from;
} Step;

static const char *const undecided[] = {
    "ontvangen",
    "in-behandeling",
    "aanvulling-gevraagd",
    NULL,
};
static const char *const not_begun[] = {"ontvangen", "aanvulling-gevraagd", NULL};
static const char *const granted[] = {"toegekend", "foto-gevraagd", NULL};
static const char *const photos_asked[] = {"foto-gevraagd", NULL};

/* clang-format off */
static const Step step_table[] = {
  { N_("Start deciding"), "_in-behandeling", "{}", not_begun },
  { N_("Ask for more: bank statement"),
    "_vraag-aanvulling",
    "{\"gevraagd\":[{\"soort\":\"bankafschrift\",\"van\":\"aanvrager\"}]}",
    undecided },
  { N_("Say yes"), "_toekennen", "{}", undecided },
  { N_("Say no"), "_afwijzen", "{\"motivering\":\"Oefening\"}", undecided },
  { N_("Send the letter for the photos"), "_verstuur-brief", "{}", granted },
  { N_("Send the passes"), "_verstrek-passen", "{}", photos_asked },
};
/* clang-format on */

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
  const char *body; /* (nullable) */
  AnswerFunc answered;
} Call;

static void
call_free (Call *self)
{
  g_free (self->base_url);
  g_free (self->path);
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
  zpi_message_toast (GTK_WIDGET (self->arrived_group), _ ("That step is not possible now"));
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
  call->body = body;
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
  const char *id = NULL;
  guint32 step = 0;
  g_autofree char *path = NULL;

  g_variant_get (parameter, "(&su)", &id, &step);
  if (step >= G_N_ELEMENTS (step_table))
    return;
  path = g_strdup_printf ("/_oefening/aanvragen/%s/%s", id, step_table[step].path);
  call_desk (ZPI_MUNICIPALITY_WINDOW (widget), "POST", path, step_table[step].body, stepped);
}

static void
trouble_made (ZpiMunicipalityWindow *self, JsonNode *answer)
{
  zpi_message_toast (GTK_WIDGET (self->arrived_group), _ (trouble_table[self->trouble].title));
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
begin_again_cb (gpointer user_data)
{
  call_desk (user_data, "POST", "/_oefening/_begin-opnieuw", "{}", stepped);
}

static void
begin_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zpi_message_ask (widget,
                   _ ("Begin again with an empty municipality?"),
                   _ ("What arrived there is gone. The cases in the program stay as they are."),
                   _ ("_Begin again"),
                   TRUE,
                   begin_again_cb,
                   g_object_ref (widget));
}

static void
refresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  refresh (ZPI_MUNICIPALITY_WINDOW (widget));
}

/* The wire's words for states, and ours. */
static const struct {
  const char *remote;
  ZpiCaseState state;
} states[] = {
    {"in-verwerking", ZPI_CASE_SENDING},
    {"ontvangen", ZPI_CASE_RECEIVED},
    {"in-behandeling", ZPI_CASE_IN_ASSESSMENT},
    {"aanvulling-gevraagd", ZPI_CASE_MORE_INFORMATION},
    {"toegekend", ZPI_CASE_GRANTED},
    {"foto-gevraagd", ZPI_CASE_PHOTOS},
    {"pas-verstrekt", ZPI_CASE_ISSUED},
    {"afgewezen", ZPI_CASE_REJECTED},
    {"ingetrokken", ZPI_CASE_WITHDRAWN},
};

static const char *
words_of_state (const char *remote)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].remote, remote) == 0)
      return zpi_case_words_state (states[i].state);
  return zpi_case_words_state (ZPI_CASE_DRAFT);
}

/* (nullable): when nothing can be done any more. Only what is possible is offered. */
static GtkWidget *
make_step_button (const char *id, const char *status)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button;

  for (guint i = 0; i < G_N_ELEMENTS (step_table); i++) {
    g_autoptr (GMenuItem) item = NULL;

    if (status == NULL || !g_strv_contains (step_table[i].from, status))
      continue;
    item = g_menu_item_new (_ (step_table[i].label), NULL);
    g_menu_item_set_action_and_target (item, "town.step", "(su)", id, i);
    g_menu_append_item (menu, item);
  }
  if (g_menu_model_get_n_items (G_MENU_MODEL (menu)) == 0)
    return NULL;
  button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Next step"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static void
add_row (AdwPreferencesGroup *group,
         GPtrArray *rows,
         const char *title,
         const char *subtitle,
         GtkWidget *suffix)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title != NULL ? title : "");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (suffix != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), suffix);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

static void
add_application (ZpiMunicipalityWindow *self, JsonObject *application)
{
  const char *id = zpi_json_get_string (application, "aanvraagId");
  const char *given = zpi_json_get_string (application, "voornamen");
  const char *family = zpi_json_get_string (application, "geslachtsnaam");
  const char *reference = zpi_json_get_string (application, "referentie");
  const char *status = zpi_json_get_string (application, "status");
  g_autofree char *title =
      g_strjoin (" ", given != NULL ? given : "", family != NULL ? family : "", NULL);
  g_autofree char *subtitle =
      g_strdup_printf ("%s · %s",
                       reference != NULL ? reference : _ ("not submitted yet"),
                       words_of_state (status));

  if (id != NULL)
    add_row (self->arrived_group,
             self->arrived_rows,
             g_strstrip (title),
             subtitle,
             make_step_button (id, status));
}

static void
add_all (ZpiMunicipalityWindow *self,
         JsonNode *answer,
         const char *member,
         void (*add) (ZpiMunicipalityWindow *, JsonObject *))
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  JsonArray *array = zpi_json_get_array (object, member);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    add (self, json_array_get_object_element (array, i));
}

static void
add_mail (ZpiMunicipalityWindow *self, JsonObject *mail)
{
  add_row (self->mail_group,
           self->mail_rows,
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
  clear_rows (self->arrived_group, self->arrived_rows);
  add_all (self, answer, "aanvragen", add_application);
  if (self->arrived_rows->len == 0)
    add_row (self->arrived_group, self->arrived_rows, _ ("Nothing arrived yet"), NULL, NULL);
}

static void
show_mail (ZpiMunicipalityWindow *self, JsonNode *answer)
{
  clear_rows (self->mail_group, self->mail_rows);
  add_all (self, answer, "post", add_mail);
  if (self->mail_rows->len == 0)
    add_row (self->mail_group, self->mail_rows, _ ("No mail yet"), NULL, NULL);
}

static void
refresh (ZpiMunicipalityWindow *self)
{
  call_desk (self, "GET", "/_oefening/aanvragen", NULL, show_arrived);
  call_desk (self, "GET", "/_oefening/post", NULL, show_mail);
  call_desk (self, "GET", "/_oefening/storing", NULL, show_trouble);
}

static void
zpi_municipality_window_dispose (GObject *object)
{
  ZpiMunicipalityWindow *self = ZPI_MUNICIPALITY_WINDOW (object);

  g_clear_pointer (&self->arrived_rows, g_ptr_array_unref);
  g_clear_pointer (&self->mail_rows, g_ptr_array_unref);
  g_clear_pointer (&self->trouble_rows, g_ptr_array_unref);
  g_clear_pointer (&self->base_url, g_free);

  G_OBJECT_CLASS (zpi_municipality_window_parent_class)->dispose (object);
}

static void
zpi_municipality_window_class_init (ZpiMunicipalityWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_municipality_window_dispose;
  gtk_widget_class_install_action (widget_class, "town.step", "(su)", step_action);
  gtk_widget_class_install_action (widget_class, "town.trouble", "u", trouble_action);
  gtk_widget_class_install_action (widget_class, "town.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (widget_class, "town.begin-again", NULL, begin_again_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "town.refresh", NULL);
}

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

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
    gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ (trouble_table[i].title),
                                    -1);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    adw_preferences_group_add (group, row);
    g_ptr_array_add (self->trouble_rows, row);
  }
}

static void
add_begin_again (AdwPreferencesGroup *group)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Begin again…"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "town.begin-again");
  adw_preferences_group_add (group, button);
}

static void
zpi_municipality_window_init (ZpiMunicipalityWindow *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *again = gtk_button_new_from_icon_name ("view-refresh-symbolic");
  GtkWidget *stack = adw_view_stack_new ();
  GtkWidget *switcher = adw_view_switcher_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *trouble_page = adw_preferences_page_new ();

  self->arrived_rows = g_ptr_array_new ();
  self->mail_rows = g_ptr_array_new ();
  self->trouble_rows = g_ptr_array_new ();
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  self->arrived_group =
      add_group (ADW_PREFERENCES_PAGE (page),
                 _ ("What arrived"),
                 _ ("You are the municipality here. Move an application on, then go back to "
                    "the case and ask how it stands."));
  self->mail_group =
      add_group (ADW_PREFERENCES_PAGE (page), _ ("Mail to clients"), _ ("Nothing is really sent."));
  add_trouble_rows (
      self,
      add_group (ADW_PREFERENCES_PAGE (trouble_page),
                 _ ("Make trouble"),
                 _ ("See what the program does when the network or the municipality fails.")));
  add_begin_again (add_group (ADW_PREFERENCES_PAGE (trouble_page),
                              _ ("The next exercise"),
                              _ ("An empty municipality, without trouble.")));
  adw_view_stack_add_titled_with_icon (ADW_VIEW_STACK (stack),
                                       page,
                                       "work",
                                       _ ("Work"),
                                       "mail-unread-symbolic");
  adw_view_stack_add_titled_with_icon (ADW_VIEW_STACK (stack),
                                       trouble_page,
                                       "trouble",
                                       _ ("Trouble"),
                                       "dialog-warning-symbolic");
  adw_view_switcher_set_stack (ADW_VIEW_SWITCHER (switcher), ADW_VIEW_STACK (stack));
  adw_view_switcher_set_policy (ADW_VIEW_SWITCHER (switcher), ADW_VIEW_SWITCHER_POLICY_WIDE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), switcher);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (again), "town.refresh");
  gtk_widget_set_tooltip_text (again, _ ("Look again"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (again),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Look again"),
                                  -1);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), again);
  adw_toast_overlay_set_child (self->toasts, stack);
  gtk_widget_set_vexpand (GTK_WIDGET (self->toasts), TRUE);
  gtk_box_append (GTK_BOX (outer), header);
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->toasts));
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 640);
}

/**
 * zpi_municipality_window_present:
 * @parent: the window
 * @base_url: where the practice municipality runs
 *
 * Shows the municipality's side.
 */
void
zpi_municipality_window_present (GtkWindow *parent, const char *base_url)
{
  ZpiMunicipalityWindow *self = g_object_new (ZPI_TYPE_MUNICIPALITY_WINDOW,
                                              "title",
                                              _ ("Practice municipality"),
                                              "transient-for",
                                              parent,
                                              NULL);

  self->base_url = g_strdup (base_url);
  refresh (self);
  gtk_window_present (GTK_WINDOW (self));
}
