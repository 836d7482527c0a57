/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-renewal-group.h"

#include <string.h>

#include "zpi-announce.h"
#include "zpi-entry-row.h"
#include "zpi-error-text.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-notice.h"
#include "zpi-plain-row.h"
#include "zpi-text-row.h"
#include "zpi-ui.h"

struct _ZpiRenewalGroup {
  GtkBox parent_instance;

  GtkWidget *bsn_row;    /* (unowned) */
  GtkWidget *agrees;     /* (unowned) */
  GtkWidget *ask_button; /* (unowned) */
  ZpiNotice *answer;     /* (unowned) */
  GtkWidget *photo;      /* (unowned): to the photo step */

  gboolean asking;     /* the municipality is asked */
  gboolean needs;      /* what is said is what is needed first */
  ZpiSession *session; /* (owned) (nullable) */
  GCancellable *cancellable;
};

enum {
  SIGNAL_ANSWERED,
  SIGNAL_TYPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiRenewalGroup, zpi_renewal_group, GTK_TYPE_BOX)

static void
say (ZpiRenewalGroup *self, ZpiNoticeKind kind, const char *text)
{
  self->needs = FALSE;
  zpi_notice_set (self->answer, kind, text);
  if (text != NULL)
    zpi_ui_bring_into_view (GTK_WIDGET (self));
}

static void
show_answer (ZpiRenewalGroup *self, ZpiRenewal renewal)
{
  gtk_widget_set_visible (self->photo, renewal == ZPI_RENEWAL_RENEWED);
  switch (renewal) {
  case ZPI_RENEWAL_RENEWED:
    say (self,
         ZPI_NOTICE_GOOD,
         _ ("You do not need to apply: the pass is renewed. Your next step is the photo."));
    gtk_widget_grab_focus (self->photo);
    break;
  case ZPI_RENEWAL_NOT_RENEWED:
    say (self, ZPI_NOTICE_INFO, _ ("The pass was not renewed by itself. Apply for it."));
    break;
  case ZPI_RENEWAL_UNKNOWN:
  default:
    say (self,
         ZPI_NOTICE_INFO,
         _ ("The municipality cannot tell. Look whether a letter came. Without a letter: apply."));
    break;
  }
}

static void
show_failure (ZpiRenewalGroup *self, const GError *error)
{
  gtk_widget_set_visible (self->photo, FALSE);
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT)) {
    say (self, ZPI_NOTICE_WARNING, _ ("This is no BSN. It has nine digits. Look at the number"));
    gtk_widget_grab_focus (self->bsn_row);
  } else {
    say (self, ZPI_NOTICE_WARNING, zpi_error_text_for_asking (error));
  }
}

/* The button can always be pressed: one that is faint does not say why. */
static void
update (ZpiRenewalGroup *self)
{
  gtk_widget_set_sensitive (self->ask_button, self->session != NULL && !self->asking);
}

static void
set_asking (ZpiRenewalGroup *self, gboolean asking)
{
  self->asking = asking;
  update (self);
}

static gboolean
say_what_is_needed (ZpiRenewalGroup *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->bsn_row)) == '\0') {
    say (self, ZPI_NOTICE_WARNING, _ ("Type the BSN of the client first"));
    zpi_text_row_set_problem (ZPI_TEXT_ROW (self->bsn_row), zpi_notice_get_text (self->answer));
    gtk_widget_grab_focus (self->bsn_row);
    self->needs = TRUE;
    return TRUE;
  }
  if (!gtk_switch_get_active (GTK_SWITCH (self->agrees))) {
    say (self,
         ZPI_NOTICE_WARNING,
         _ ("Ask the client first whether it may be looked up, and switch that on"));
    gtk_widget_grab_focus (self->agrees);
    zpi_announce (self->agrees, zpi_notice_get_text (self->answer));
    self->needs = TRUE;
    return TRUE;
  }
  return FALSE;
}

static void
done_cb (ZpiRenewalGroup *self)
{
  zpi_text_row_set_problem (ZPI_TEXT_ROW (self->bsn_row), NULL);
  if (self->needs)
    say (self, ZPI_NOTICE_INFO, NULL);
}

static void
bsn_changed_cb (ZpiRenewalGroup *self)
{
  done_cb (self);
  g_signal_emit (self,
                 signals[SIGNAL_TYPED],
                 0,
                 gtk_editable_get_text (GTK_EDITABLE (self->bsn_row)));
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiRenewalGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  ZpiRenewal renewal;

  if (!zpi_renewal_check_finish (result, &renewal, &error)) {
    if (self->session == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    set_asking (self, FALSE);
    show_failure (self, error);
    return;
  }
  if (self->session == NULL)
    return;
  set_asking (self, FALSE);
  show_answer (self, renewal);
  g_signal_emit (self,
                 signals[SIGNAL_ANSWERED],
                 0,
                 (int) renewal,
                 gtk_editable_get_text (GTK_EDITABLE (self->bsn_row)));
}

static void
ask_cb (ZpiRenewalGroup *self)
{
  if (!gtk_widget_get_sensitive (self->ask_button) || say_what_is_needed (self))
    return;
  set_asking (self, TRUE);
  zpi_renewal_check_async (self->session,
                           gtk_editable_get_text (GTK_EDITABLE (self->bsn_row)),
                           0,
                           gtk_switch_get_active (GTK_SWITCH (self->agrees)),
                           self->cancellable,
                           checked_cb,
                           g_object_ref (self));
}

static void
zpi_renewal_group_dispose (GObject *object)
{
  ZpiRenewalGroup *self = ZPI_RENEWAL_GROUP (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_renewal_group_parent_class)->dispose (object);
}

static void
zpi_renewal_group_class_init (ZpiRenewalGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_renewal_group_dispose;

  /**
   * ZpiRenewalGroup::answered:
   * @self: the group
   * @renewal: a #ZpiRenewal
   * @bsn: the number, as it was typed
   *
   * The municipality answered.
   */
  signals[SIGNAL_ANSWERED] = g_signal_new ("answered",
                                           ZPI_TYPE_RENEWAL_GROUP,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           2,
                                           G_TYPE_INT,
                                           G_TYPE_STRING);
  /**
   * ZpiRenewalGroup::typed:
   * @self: the group
   * @bsn: what stands there now
   */
  signals[SIGNAL_TYPED] = g_signal_new ("typed",
                                        ZPI_TYPE_RENEWAL_GROUP,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_STRING);
}

static GtkWidget *
make_rows (ZpiRenewalGroup *self)
{
  GtkWidget *group = zpi_group_new (
      _ ("Was the pass renewed by itself?"),
      _ ("The municipality can look it up. Only when the client says that it may be done."));
  GtkWidget *agrees_row = zpi_plain_row_new (_ ("The client says that it may be looked up"), NULL);

  self->bsn_row = g_object_new (ZPI_TYPE_TEXT_ROW, "title", _ ("BSN of the client"), NULL);
  zpi_text_row_set_input (ZPI_TEXT_ROW (self->bsn_row),
                          GTK_INPUT_PURPOSE_DIGITS,
                          ZPI_ENTRY_ROW_HINTS);
  self->agrees = zpi_plain_row_add_switch (ZPI_PLAIN_ROW (agrees_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->bsn_row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), agrees_row);
  g_signal_connect_swapped (self->bsn_row, "changed", G_CALLBACK (bsn_changed_cb), self);
  g_signal_connect_swapped (self->bsn_row, "entry-activated", G_CALLBACK (ask_cb), self);
  g_signal_connect_swapped (self->agrees, "notify::active", G_CALLBACK (done_cb), self);
  return group;
}

static void
zpi_renewal_group_init (ZpiRenewalGroup *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_box_append (GTK_BOX (self), make_rows (self));
  self->ask_button = gtk_button_new_with_mnemonic (_ ("L_ook it up with the municipality"));
  gtk_widget_set_halign (self->ask_button, GTK_ALIGN_START);
  g_signal_connect_swapped (self->ask_button, "clicked", G_CALLBACK (ask_cb), self);
  gtk_box_append (GTK_BOX (self), self->ask_button);
  self->answer = ZPI_NOTICE (zpi_notice_new (ZPI_NOTICE_INFO, NULL));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->answer));
  self->photo = gtk_button_new_with_mnemonic (_ ("Go to the _photo…"));
  gtk_widget_add_css_class (self->photo, "suggested-action");
  gtk_widget_set_halign (self->photo, GTK_ALIGN_START);
  gtk_widget_set_visible (self->photo, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->photo), "win.add-photos");
  gtk_box_append (GTK_BOX (self), self->photo);
  update (self);
}

/**
 * zpi_renewal_group_set_session:
 * @self: a group
 * @session: (nullable): with whose municipality it is looked up
 */
void
zpi_renewal_group_set_session (ZpiRenewalGroup *self, ZpiSession *session)
{
  g_return_if_fail (ZPI_IS_RENEWAL_GROUP (self));

  g_set_object (&self->session, session);
  update (self);
}

/**
 * zpi_renewal_group_set_bsn:
 * @self: a group
 * @bsn: what is known already, as it was typed
 */
void
zpi_renewal_group_set_bsn (ZpiRenewalGroup *self, const char *bsn)
{
  g_return_if_fail (ZPI_IS_RENEWAL_GROUP (self));
  g_return_if_fail (bsn != NULL);

  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->bsn_row)), bsn) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->bsn_row), bsn);
}

/**
 * zpi_renewal_group_new:
 *
 * Returns: (transfer floating): a group that asks nothing before it has a session
 */
GtkWidget *
zpi_renewal_group_new (void)
{
  return g_object_new (ZPI_TYPE_RENEWAL_GROUP, NULL);
}
