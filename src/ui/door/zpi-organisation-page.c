/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-organisation-page.h"

#include "zpi-error-text.h"
#include "zpi-facts.h"
#include "zpi-file-dialog.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-in-sight.h"
#include "zpi-text-row.h"
#include "zpi-ui.h"

/* No organisation file is larger. */
#define FILE_MAX_BYTES (64 * 1024)

struct _ZpiOrganisationPage {
  AdwBin parent_instance;

  GtkWidget *practice_button;
  GtkWidget *fingerprint_group;
  AdwActionRow *name_row;
  AdwActionRow *server_row;
  ZpiTextRow *fingerprint_row;
  GtkLabel *error_label;
  GtkWidget *accept_button;
  GtkWidget *later_button;
  GtkLabel *intro_label;
  GtkLabel *program_label;

  ZpiSession *session; /* (owned) (nullable) */
  GBytes *file;        /* (owned) (nullable) */
  gboolean own_file;   /* it is the one that lies in the data folder */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (ZpiOrganisationPage, zpi_organisation_page, ADW_TYPE_BIN)

static void
show_error (ZpiOrganisationPage *self, const char *text)
{
  zpi_in_sight_say (self->error_label, text);
  zpi_text_row_set_problem (self->fingerprint_row, NULL);
}

/* Somebody puts it right. */
static void
corrected_cb (ZpiOrganisationPage *self)
{
  show_error (self, NULL);
}

/* Said, and no more: the file may be made for a newer version of the program. */
static void
show_unknown (ZpiOrganisationPage *self, const ZpiOrgFile *org)
{
  g_autofree char *text = NULL;

  if (org->unknown != NULL)
    text = g_strdup_printf (
        _ ("This program does not know a part of the file: %s. Ask the municipality if the "
           "file is right. You can go on with it."),
        org->unknown);
  show_error (self, text);
}

static void
show_file (ZpiOrganisationPage *self, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiOrgFile) org = zpi_org_file_parse (bytes, &error);

  if (org == NULL) {
    show_error (
        self,
        _ ("This is not an organisation file. Choose the file that the municipality sent."));
    return;
  }
  g_clear_pointer (&self->file, g_bytes_unref);
  self->file = g_bytes_ref (bytes);
  adw_action_row_set_subtitle (self->name_row, org->name);
  adw_action_row_set_subtitle (self->server_row, org->base_url);
  gtk_widget_set_visible (self->fingerprint_group, TRUE);
  gtk_widget_set_visible (self->accept_button, TRUE);
  gtk_widget_remove_css_class (self->practice_button, "suggested-action");
  show_unknown (self, org);
  gtk_widget_grab_focus (GTK_WIDGET (self->fingerprint_row));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiOrganisationPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (bytes == NULL || g_bytes_get_size (bytes) > FILE_MAX_BYTES)
    show_error (self, _ ("The file could not be read. Choose it again."));
  else {
    self->own_file = FALSE;
    show_file (self, bytes);
  }
}

static void
file_chosen_cb (GFile *file, gpointer user_data)
{
  ZpiOrganisationPage *self = user_data;

  if (file != NULL)
    g_file_load_bytes_async (file, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
file_clicked_cb (ZpiOrganisationPage *self)
{
  zpi_file_dialog_open (GTK_WIDGET (self),
                        _ ("Choose the organisation file"),
                        ZPI_FILE_FILTER_ORGANISATION,
                        file_chosen_cb,
                        self);
}

static void
practice_clicked_cb (ZpiOrganisationPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "program.practice", NULL);
}

static gboolean
is_doubted (ZpiOrganisationPage *self)
{
  return self->session != NULL && zpi_session_is_organisation_doubted (self->session);
}

static void
accepted (ZpiOrganisationPage *self)
{
  gboolean open = zpi_session_get_state (self->session) == ZPI_SESSION_OPEN;

  g_clear_pointer (&self->file, g_bytes_unref);
  gtk_editable_set_text (GTK_EDITABLE (self->fingerprint_row), "");
  gtk_widget_activate_action (GTK_WIDGET (self), open ? "win.start" : "app.open-again", NULL);
}

static void
show_refusal (ZpiOrganisationPage *self, const GError *error)
{
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_WRONG_SECRET)) {
    const char *text =
        _ ("This check code does not belong to the file. Type it as it is in the letter.");

    show_error (self, text);
    zpi_text_row_set_problem (self->fingerprint_row, text);
  } else if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_GONE))
    show_error (
        self,
        _ ("This file is older than the one this computer had. Ask the municipality for the "
           "newest one."));
  else {
    const char *text = zpi_error_text_from_error (error);

    show_error (self, text);
  }
  gtk_widget_grab_focus (GTK_WIDGET (self->fingerprint_row));
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiOrganisationPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_session_take_organisation_finish (ZPI_SESSION (source), result, &error))
    accepted (self);
  else
    show_refusal (self, error);
}

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiOrganisationPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (zpi_session_confirm_organisation_finish (ZPI_SESSION (source), result, &error))
    accepted (self);
  else
    show_refusal (self, error);
}

static void
accept_clicked_cb (ZpiOrganisationPage *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->fingerprint_row));

  if (self->session == NULL || self->file == NULL)
    return;
  if (self->own_file)
    zpi_session_confirm_organisation_async (self->session,
                                            typed,
                                            confirmed_cb,
                                            g_object_ref (self));
  else
    zpi_session_take_organisation_async (self->session,
                                         self->file,
                                         typed,
                                         self->cancellable,
                                         taken_cb,
                                         g_object_ref (self));
}

static void
zpi_organisation_page_dispose (GObject *object)
{
  ZpiOrganisationPage *self = ZPI_ORGANISATION_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_organisation_page_parent_class)->dispose (object);
}

static void
zpi_organisation_page_class_init (ZpiOrganisationPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_organisation_page_dispose;
  g_type_ensure (ZPI_TYPE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/nl/zoetermeerpas/Intake/ui/zpi-organisation-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiOrganisationPage, practice_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiOrganisationPage, fingerprint_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiOrganisationPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiOrganisationPage, server_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiOrganisationPage, fingerprint_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiOrganisationPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiOrganisationPage, accept_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiOrganisationPage, later_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiOrganisationPage, intro_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiOrganisationPage, program_label);
  gtk_widget_class_bind_template_callback (widget_class, practice_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, corrected_cb);
}

static void
zpi_organisation_page_init (ZpiOrganisationPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_group_wrap_buttons (GTK_WIDGET (self));
  gtk_label_set_label (self->program_label, zpi_facts_say ("{program}", NULL));
  self->cancellable = g_cancellable_new ();
}

/**
 * zpi_organisation_page_set_session:
 * @self: a page
 * @session: (nullable): what takes the file
 */
void
zpi_organisation_page_set_session (ZpiOrganisationPage *self, ZpiSession *session)
{
  g_return_if_fail (ZPI_IS_ORGANISATION_PAGE (self));

  g_set_object (&self->session, session);
}

/**
 * zpi_organisation_page_show:
 * @self: a page with a session
 *
 * To be called when it comes on the screen. A file that lies in the data folder is there already:
 * only its check code has to be typed.
 */
void
zpi_organisation_page_show (ZpiOrganisationPage *self)
{
  g_autoptr (ZpiOrgFile) own = NULL;
  gboolean doubted;

  g_return_if_fail (ZPI_IS_ORGANISATION_PAGE (self));

  doubted = is_doubted (self);
  gtk_widget_set_visible (self->practice_button, !doubted);
  gtk_widget_set_visible (self->later_button, doubted);
  if (doubted)
    gtk_label_set_label (
        self->intro_label,
        _ ("The organisation file on this computer was changed outside this program. Until you "
           "type "
           "the check code from the letter, nobody signs in and nothing is sent. You can go on "
           "filling in."));
  own = self->session != NULL ? zpi_session_load_own_organisation (self->session) : NULL;
  if (own == NULL) {
    zpi_ui_focus_text (self->program_label);
    return;
  }
  self->own_file = TRUE;
  show_file (self, own->raw);
}
