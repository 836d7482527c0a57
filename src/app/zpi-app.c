/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-app.h"

#include <glib-unix.h>
#include <signal.h>

#include "zpi-case-keeper.h"
#include "zpi-error-text.h"
#include "zpi-facts.h"
#include "zpi-finding.h"
#include "zpi-i18n.h"
#include "zpi-idle-lock.h"
#include "zpi-lease.h"
#include "zpi-message.h"
#include "zpi-municipality-window.h"
#include "zpi-practice-server.h"
#include "zpi-print.h"
#include "zpi-rules.h"
#include "zpi-sender.h"
#include "zpi-settings.h"
#include "zpi-ui.h"
#include "zpi-window.h"

#define SAVE_AGAIN_SECONDS 3

struct _ZpiApp {
  AdwApplication parent_instance;

  gboolean practice;
  char *data_folder; /* (nullable) */
  char *scheme;      /* (nullable): another pass than the shipped one */

  ZpiSession *session;       /* (owned) (nullable) */
  ZpiPracticeServer *server; /* (owned) (nullable) */
  ZpiLease *lease;           /* (owned) (nullable): one window for a data folder */
  GtkWidget *window;         /* (unowned) (nullable) */
  ZpiIdleLock *idle_lock;    /* (owned) (nullable) */
  gboolean closing;
  gboolean unsaved;    /* it ended with text that is not on the disk */
  guint signal_ids[3]; /* SIGTERM, SIGHUP, SIGINT */
  guint end_cookie;    /* of what holds up the end of the desktop's session */
  guint end_id;
};

G_DEFINE_FINAL_TYPE (ZpiApp, zpi_app, ADW_TYPE_APPLICATION)

/* What stands in a variable; one that is empty is as good as none. */
static const char *
get_variable (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/* Reads the file in which a practice municipality of another process says where it is. */
static void
use_running_municipality (ZpiApp *self, const char *folder)
{
  guint16 port = 0;
  g_autofree char *url = NULL;

  if (!zpi_practice_server_find_running (folder, &port))
    return;
  url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  zpi_session_set_api_url (self->session, url);
}

/* The municipality hands out the rules that this session opens with. */
static void
give_rules (ZpiApp *self)
{
  const ZpiScheme *scheme = zpi_session_get_scheme (self->session);

  if (scheme == NULL)
    return;
  zpi_practice_server_set_rules (self->server,
                                 zpi_scheme_get_id (scheme),
                                 zpi_scheme_get_bytes (scheme),
                                 zpi_scheme_get_norms_bytes (scheme));
}

static void
start_municipality (ZpiApp *self)
{
  g_autofree char *folder =
      g_build_filename (zpi_session_get_folder (self->session), "municipality", NULL);
  g_autoptr (GError) error = NULL;

  if (get_variable ("ZPI_API_URL") != NULL)
    return;
  self->server = zpi_practice_server_new (folder, 0);
  give_rules (self);
  if (zpi_practice_server_start (self->server, &error)) {
    zpi_session_set_api_url (self->session, zpi_practice_server_get_base_url (self->server));
    return;
  }
  g_clear_object (&self->server);
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY))
    use_running_municipality (self, folder);
  else
    g_warning ("The practice municipality did not start: %s", error->message);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiApp) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_session_open_finish (ZPI_SESSION (source), result, &error))
    g_warning ("The session did not open: %s", error->message);
}

static void
open_session (ZpiApp *self)
{
  zpi_session_open_async (self->session, NULL, opened_cb, g_object_ref (self));
}

static void
session_state_cb (ZpiApp *self)
{
  ZpiOrgFile *organisation = zpi_session_get_organisation (self->session);
  ZpiSessionState state = zpi_session_get_state (self->session);

  if (state != ZPI_SESSION_OPEN && state != ZPI_SESSION_READ_ONLY)
    return;
  if (state == ZPI_SESSION_OPEN)
    zpi_sender_start (zpi_session_get_sender (self->session));
  zpi_idle_lock_set_seconds (self->idle_lock,
                             zpi_settings_get_idle_seconds (
                                 organisation != NULL ? organisation->idle_lock_minutes : 0));
}

static void
print_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ZpiApp *self = user_data;
  const char *case_id, *what;

  g_variant_get (parameter, "(&s&s)", &case_id, &what);
  zpi_print_case (GTK_WINDOW (self->window), self->session, case_id, what);
}

static void
print_steps_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ZpiApp *self = user_data;

  zpi_print_steps (GTK_WINDOW (self->window),
                   self->session,
                   g_variant_get_string (parameter, NULL));
}

static void
print_code_cb (ZpiApp *self, const char *code)
{
  zpi_print_recovery_code (GTK_WINDOW (self->window), code);
}

static void
municipality_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ZpiApp *self = user_data;
  ZpiApi *api = zpi_session_get_api (self->session);

  if (api != NULL)
    zpi_municipality_window_present (GTK_WINDOW (self->window),
                                     self->session,
                                     zpi_api_get_base_url (api));
}

static void
practice_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ZpiApp *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = {program, "--practice", NULL};

  if (program == NULL ||
      !g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &error)) {
    zpi_message_tell (self->window,
                      _ ("Practice did not start"),
                      zpi_facts_say (_ ("Start “{program} (practice)” from the list of programs."),
                                     NULL));
    return;
  }
  gtk_window_close (GTK_WINDOW (self->window));
}

static gboolean
take_lease (ZpiApp *self)
{
  g_autoptr (GError) error = NULL;
  const char *folder = zpi_session_get_folder (self->session);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return TRUE; /* Opening the session says what is wrong. */
  self->lease = zpi_lease_take (folder, "window", &error);
  return self->lease != NULL || !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BUSY);
}

/* A window, not a dialog: there is none that it could belong to. */
static void
tell_already_open (ZpiApp *self)
{
  const char *title = _ ("These cases are open already");
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_OK"));

  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (gtk_window_close), window);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (
      ADW_STATUS_PAGE (page),
      _ ("Another window of this program has them open. Go on in that window."));
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_default_size (GTK_WINDOW (window), 420, 320);
  gtk_window_set_focus (GTK_WINDOW (window), button);
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
window_close_cb (ZpiApp *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self), "quit", NULL);
  return TRUE;
}

/* On the window, not on the application: the actions of that are open to everybody on the bus. */
static void
add_program_actions (ZpiApp *self)
{
  const GActionEntry entries[] = {
      {"print", print_action, "(ss)"},
      {"print-steps", print_steps_action, "s"},
      {"practice", practice_action},
      {"municipality", municipality_action},
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (self->window, "program", G_ACTION_GROUP (group));
}

static void
make_window (ZpiApp *self)
{
  self->window = zpi_window_new (GTK_APPLICATION (self), self->session);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  add_program_actions (self);
  g_signal_connect_swapped (self->window, "print-code", G_CALLBACK (print_code_cb), self);
  g_signal_connect_swapped (self->window, "close-request", G_CALLBACK (window_close_cb), self);
  zpi_settings_bind_window (GTK_WINDOW (self->window));
  self->idle_lock = zpi_idle_lock_new (ZPI_WINDOW (self->window));
  zpi_idle_lock_set_seconds (self->idle_lock, zpi_settings_get_idle_seconds (0));
}

static void
zpi_app_activate (GApplication *app)
{
  ZpiApp *self = ZPI_APP (app);
  ZpiSessionOptions options = {.practice = self->practice,
                               .data_folder = self->data_folder,
                               .scheme = self->scheme};

  if (self->window != NULL) {
    gtk_window_present (GTK_WINDOW (self->window));
    return;
  }
  if (self->practice) {
    options.api_url = get_variable ("ZPI_API_URL");
    options.ca_file = get_variable ("ZPI_CA_FILE");
    options.token = get_variable ("ZPI_ACCESS_TOKEN");
  }
  zpi_findings_set_practice (self->practice);
  self->session = zpi_session_new (&options);
  if (zpi_session_get_scheme (self->session) == NULL) {
    g_warning ("There are no rules of that pass in the folder schemes of the data folder");
    g_application_quit (app);
    return;
  }
  if (!take_lease (self)) {
    tell_already_open (self);
    return;
  }
  zpi_rules_set_current (zpi_session_get_scheme (self->session));
  g_signal_connect_object (self->session,
                           "notify::state",
                           G_CALLBACK (session_state_cb),
                           self,
                           G_CONNECT_SWAPPED);
  make_window (self);
  gtk_window_present (GTK_WINDOW (self->window));
  if (self->practice)
    start_municipality (self);
  open_session (self);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiApp) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_session_close_finish (ZPI_SESSION (source), result, &error)) {
    /* Nothing typed is lost: the window stays while something could not be saved. */
    const char *text = zpi_error_text_from_error (error);

    self->closing = FALSE;
    if (self->window != NULL) {
      zpi_message_tell (self->window, _ ("Not everything could be saved"), text);
      g_application_release (G_APPLICATION (self));
      return;
    }
  }
  g_application_release (G_APPLICATION (self));
  g_application_quit (G_APPLICATION (self));
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ZpiApp *self = user_data;

  if (self->closing)
    return;
  if (self->session == NULL) {
    g_application_quit (G_APPLICATION (self));
    return;
  }
  self->closing = TRUE;
  g_application_hold (G_APPLICATION (self));
  zpi_session_close_async (self->session, closed_cb, g_object_ref (self));
}

/* Whoever sends one again after that wants it too: it is asked again, nothing is broken off. */
static gboolean
asked_to_end_cb (gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "quit", NULL);
  return G_SOURCE_CONTINUE;
}

static void
listen_to_signals (ZpiApp *self)
{
  static const int numbers[G_N_ELEMENTS (self->signal_ids)] = {SIGTERM, SIGHUP, SIGINT};

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    self->signal_ids[i] = g_unix_signal_add (numbers[i], asked_to_end_cb, self);
}

static void save_before_end (ZpiApp *self);

static gboolean
save_again_cb (gpointer user_data)
{
  ZpiApp *self = user_data;

  self->end_id = 0;
  save_before_end (self);
  return G_SOURCE_REMOVE;
}

static void
saved_before_end_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiApp) self = user_data;

  /* Why it failed stands in the header. */
  if (!zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, NULL))
    self->end_id = g_timeout_add_seconds (SAVE_AGAIN_SECONDS, save_again_cb, self);
  else
    gtk_application_uninhibit (GTK_APPLICATION (self), self->end_cookie);
}

static void
save_before_end (ZpiApp *self)
{
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);

  zpi_case_keeper_flush_async (keeper, NULL, NULL, saved_before_end_cb, g_object_ref (self));
}

/* The desktop is about to end the session: it waits for what was typed last. */
static void
query_end_cb (ZpiApp *self)
{
  if (self->session == NULL || zpi_session_get_state (self->session) != ZPI_SESSION_OPEN ||
      self->end_id != 0)
    return;
  self->end_cookie = gtk_application_inhibit (GTK_APPLICATION (self),
                                              GTK_WINDOW (self->window),
                                              GTK_APPLICATION_INHIBIT_LOGOUT,
                                              _ ("What you typed is being saved"));
  save_before_end (self);
}

static gboolean
about_key_cb (GtkWindow *about, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  gtk_window_close (about);
  return GDK_EVENT_STOP;
}

/* libadwaita 1.2 leaves the version and the arrows back without a name of their own. */
static void
name_buttons (GtkWidget *widget)
{
  GtkWidget *words = GTK_IS_BUTTON (widget) ? gtk_button_get_child (GTK_BUTTON (widget)) : NULL;
  const char *hint = gtk_widget_get_tooltip_text (widget);

  if (words != NULL && hint != NULL)
    zpi_ui_name (widget, hint);
  else if (GTK_IS_LABEL (words) && gtk_button_get_label (GTK_BUTTON (widget)) == NULL)
    zpi_ui_name (widget, gtk_label_get_text (GTK_LABEL (words)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

/* Escape closes it, whatever it says: libadwaita 1.2 takes it to dismiss "Copied to clipboard", and
 * ends the program when that has not come yet. */
static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ZpiApp *self = user_data;
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *about =
      g_object_new (ADW_TYPE_ABOUT_WINDOW,
                    "transient-for",
                    self->window,
                    "modal",
                    TRUE,
                    "application-name",
                    zpi_facts_say ("{program}", NULL),
                    "application-icon",
                    g_application_get_application_id (G_APPLICATION (self)),
                    "version",
                    ZPI_VERSION,
                    "license-type",
                    GTK_LICENSE_CUSTOM,
                    "license",
                    "European Union Public Licence 1.2 (EUPL-1.2)",
                    "comments",
                    zpi_facts_say (_ ("Apply for the {pass} together, also without a network."),
                                   NULL),
                    NULL);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (about_key_cb), about);
  gtk_widget_add_controller (about, keys);
  name_buttons (about);
  gtk_window_present (GTK_WINDOW (about));
}

static void
open_again_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_session (user_data);
}

static void
zpi_app_startup (GApplication *app)
{
  ZpiApp *self = ZPI_APP (app);
  const GActionEntry entries[] = {
      {"quit", quit_action},
      {"about", about_action},
      {"open-again", open_again_action},
  };
  const char *quit_keys[] = {"<Control>q", NULL};

  G_APPLICATION_CLASS (zpi_app_parent_class)->startup (app);

  zpi_ui_init ();
  g_object_set (gtk_settings_get_default (), "gtk-recent-files-enabled", FALSE, NULL);
  g_action_map_add_action_entries (G_ACTION_MAP (app), entries, G_N_ELEMENTS (entries), app);
  gtk_application_set_accels_for_action (GTK_APPLICATION (app), "app.quit", quit_keys);
  gtk_window_set_default_icon_name (g_application_get_application_id (app));
  listen_to_signals (self);
  g_signal_connect (self, "query-end", G_CALLBACK (query_end_cb), NULL);
}

typedef struct {
  gboolean over;
  gboolean saved;
} LastSave;

static void
last_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  LastSave *last = user_data;

  last->saved = zpi_session_close_finish (ZPI_SESSION (source), result, NULL);
  last->over = TRUE;
}

/* Whoever ended the loop without asking first, such as the session manager: what was typed is saved
 * here, or the exit status says that it was not. There is no loop left to come back to. */
static void
save_at_last (ZpiApp *self)
{
  LastSave last = {0};

  if (self->session == NULL || (zpi_session_get_state (self->session) != ZPI_SESSION_OPEN &&
                                !zpi_case_keeper_has_held (zpi_session_get_keeper (self->session))))
    return;
  zpi_session_close_async (self->session, last_saved_cb, &last);
  while (!last.over)
    g_main_context_iteration (NULL, TRUE);
  self->unsaved = !last.saved;
}

static void
zpi_app_shutdown (GApplication *app)
{
  ZpiApp *self = ZPI_APP (app);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  g_clear_handle_id (&self->end_id, g_source_remove);
  save_at_last (self);
  g_clear_object (&self->idle_lock);
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_object (&self->session);
  if (self->server != NULL)
    zpi_practice_server_stop (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->lease, zpi_lease_release);

  G_APPLICATION_CLASS (zpi_app_parent_class)->shutdown (app);
}

static void
zpi_app_finalize (GObject *object)
{
  ZpiApp *self = ZPI_APP (object);

  g_free (self->data_folder);
  g_free (self->scheme);

  G_OBJECT_CLASS (zpi_app_parent_class)->finalize (object);
}

static void
zpi_app_class_init (ZpiAppClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zpi_app_finalize;
  G_APPLICATION_CLASS (klass)->startup = zpi_app_startup;
  G_APPLICATION_CLASS (klass)->activate = zpi_app_activate;
  G_APPLICATION_CLASS (klass)->shutdown = zpi_app_shutdown;
}

static void
zpi_app_init (ZpiApp *self)
{
}

/**
 * zpi_app_new:
 * @practice: whether this is practice
 * @data_folder: (nullable): where the cases are, or the default
 * @scheme: (nullable): while practising, another pass than the one this program comes with
 *
 * D-Bus only raises a window that is there: with a folder of its own the program does not ask the
 * bus.
 *
 * Returns: (transfer full): the application
 */
ZpiApp *
zpi_app_new (gboolean practice, const char *data_folder, const char *scheme)
{
  ZpiApp *self =
      g_object_new (ZPI_TYPE_APP,
                    "application-id",
                    practice ? ZPI_APP_ID ".Practice" : ZPI_APP_ID,
                    "flags",
                    data_folder != NULL ? G_APPLICATION_NON_UNIQUE : G_APPLICATION_DEFAULT_FLAGS,
                    "resource-base-path",
                    "/nl/zoetermeerpas/Intake",
                    "register-session",
                    TRUE,
                    NULL);

  self->practice = practice;
  self->data_folder = g_strdup (data_folder);
  self->scheme = g_strdup (scheme);
  return self;
}

/**
 * zpi_app_has_unsaved:
 * @self: an application that ended
 *
 * Returns: whether it had to end with text that could not be saved
 */
gboolean
zpi_app_has_unsaved (ZpiApp *self)
{
  g_return_val_if_fail (ZPI_IS_APP (self), FALSE);

  return self->unsaved;
}
