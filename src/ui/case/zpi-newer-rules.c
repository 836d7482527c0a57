/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-newer-rules.h"

#include "zpi-application.h"
#include "zpi-difference.h"
#include "zpi-explanation.h"
#include "zpi-field.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

struct _ZpiNewerRules {
  AdwBin parent_instance;

  GtkWidget *group;
  GtkWidget *check_button;
  GtkWidget *differences_label;
  GtkWidget *take_button;
  ZpiSession *session; /* (owned) (nullable) */
  ZpiCase *zcase;      /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (ZpiNewerRules, zpi_newer_rules, ADW_TYPE_BIN)

static const ZpiScheme *
pinned_scheme (ZpiNewerRules *self)
{
  return zpi_session_get_rules_of (self->session, self->zcase);
}

static gboolean
has_newer (ZpiNewerRules *self)
{
  const ZpiScheme *current;

  if (self->session == NULL || self->zcase == NULL)
    return FALSE;
  current = zpi_session_get_scheme (self->session);
  return current != NULL && zpi_scheme_compare_version (current, pinned_scheme (self)) > 0;
}

/* The rules it was begun with are not at hand, and nobody chose others. */
static gboolean
has_gone (ZpiNewerRules *self)
{
  return self->session != NULL && self->zcase != NULL &&
         zpi_session_get_scheme (self->session) != NULL &&
         !zpi_session_has_rules_of (self->session, self->zcase);
}

static char *
differences_in_words (ZpiNewerRules *self)
{
  g_autoptr (ZpiApplication) application = zpi_application_new_from_case (self->zcase);
  g_autoptr (GPtrArray) list = zpi_difference_list_build (pinned_scheme (self),
                                                          zpi_session_get_scheme (self->session),
                                                          application);
  GString *text = g_string_new (NULL);

  if (list->len == 0)
    g_string_append (text, _ ("For this application nothing changes."));
  for (guint i = 0; i < list->len; i++) {
    g_autofree char *line = zpi_explanation_render_step (list->pdata[i], zpi_ui_language ());

    g_string_append_printf (text, "%s• %s", i > 0 ? "\n" : "", line);
  }
  return g_string_free (text, FALSE);
}

static void
check_clicked_cb (ZpiNewerRules *self)
{
  g_autofree char *text = NULL;

  if (!has_newer (self))
    return;
  text = differences_in_words (self);
  gtk_label_set_label (GTK_LABEL (self->differences_label), text);
  gtk_widget_set_visible (self->differences_label, TRUE);
  gtk_widget_set_visible (self->take_button, TRUE);
  gtk_widget_grab_focus (self->take_button);
}

static void
take_clicked_cb (ZpiNewerRules *self)
{
  const ZpiScheme *current;
  g_autofree char *version = NULL;

  if (!has_newer (self) && !has_gone (self))
    return;
  current = zpi_session_get_scheme (self->session);
  version = zpi_scheme_dup_full_version (current);
  zpi_case_set (self->zcase, ZPI_KEY_SCHEME, zpi_scheme_get_id (current));
  zpi_case_set (self->zcase, ZPI_KEY_SCHEME_VERSION, version);
  zpi_newer_rules_update (self, self->session, self->zcase);
}

static void
zpi_newer_rules_dispose (GObject *object)
{
  ZpiNewerRules *self = ZPI_NEWER_RULES (object);

  g_clear_object (&self->zcase);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_newer_rules_parent_class)->dispose (object);
}

static void
zpi_newer_rules_class_init (ZpiNewerRulesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_newer_rules_dispose;
}

static GtkWidget *
add_button (ZpiNewerRules *self, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (button, 12);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), button);
  return button;
}

static void
zpi_newer_rules_init (ZpiNewerRules *self)
{
  self->group = g_object_new (ZPI_TYPE_GROUP, NULL);
  self->check_button =
      add_button (self, _ ("Check again under the _newer rules"), G_CALLBACK (check_clicked_cb));
  self->differences_label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->differences_label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->differences_label), 0);
  gtk_widget_set_margin_top (self->differences_label, 12);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), self->differences_label);
  self->take_button = add_button (self, _ ("_Use the newer rules"), G_CALLBACK (take_clicked_cb));
  adw_bin_set_child (ADW_BIN (self), self->group);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
say_newer (ZpiNewerRules *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self->group);

  adw_preferences_group_set_title (group, _ ("There are newer rules"));
  adw_preferences_group_set_description (
      group,
      _ ("This application keeps the rules it began with. See first what the newer ones change."));
  zpi_ui_set_button_label (GTK_BUTTON (self->take_button), _ ("_Use the newer rules"));
}

static void
say_gone (ZpiNewerRules *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self->group);
  const char *version = zpi_case_get (self->zcase, ZPI_KEY_SCHEME_VERSION);
  const char *scheme = zpi_case_get (self->zcase, ZPI_KEY_SCHEME);
  gboolean begun = *scheme == '\0' || g_str_has_prefix (version, scheme);
  g_autofree char *text = NULL;
  g_autofree char *escaped = g_markup_escape_text (begun ? version : scheme, -1);

  /* Translators: the blank is the name of the rules: "zoetermeerpas/2026-11-22/2026-01-01". */
  text = g_strdup_printf (
      _ ("Without them the check says nothing. Ask the administrator for the rules “%s”. Or use "
         "those that are here: the answers stay as they are."),
      escaped);
  adw_preferences_group_set_title (group, _ ("The rules of this application are gone"));
  adw_preferences_group_set_description (group, text);
  zpi_ui_set_button_label (GTK_BUTTON (self->take_button), _ ("_Use the rules that are here"));
}

/**
 * zpi_newer_rules_update:
 * @self: the offer
 * @session: (nullable): where the newest rules are
 * @zcase: (nullable): the draft
 *
 * Shows the offer when there are newer rules than those of @zcase, or when its own are gone.
 */
void
zpi_newer_rules_update (ZpiNewerRules *self, ZpiSession *session, ZpiCase *zcase)
{
  gboolean gone;

  g_return_if_fail (ZPI_IS_NEWER_RULES (self));

  g_set_object (&self->session, session);
  g_set_object (&self->zcase, zcase);
  gone = has_gone (self);
  if (gone)
    say_gone (self);
  else
    say_newer (self);
  gtk_widget_set_visible (GTK_WIDGET (self), gone || has_newer (self));
  gtk_widget_set_visible (self->check_button, !gone);
  gtk_widget_set_visible (self->differences_label, FALSE);
  gtk_widget_set_visible (self->take_button, gone);
}
