/* SPDX-License-Identifier: EUPL-1.2 */

/* The client sits there with the papers, and there is no network: they can stay here. */

#include "zpi-config.h"

#include "zpi-papers-group.h"

#include "zpi-case-keeper.h"
#include "zpi-document-row.h"
#include "zpi-evidence-adder.h"
#include "zpi-field.h"
#include "zpi-file-dialog.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-notice.h"
#include "zpi-originals-group.h"
#include "zpi-ui.h"

struct _ZpiPapersGroup {
  GtkBox parent_instance;

  ZpiSession *session; /* (owned) (nullable) */
  ZpiCase *zcase;      /* (owned) (nullable): the letter, while it is open */
  GCancellable *cancellable;
  ZpiEvidenceAdder *adder; /* (owned) (nullable): while the letter is open */
  GPtrArray *rows;         /* (element-type GtkWidget) (unowned) */
  gulong changed_id;
  guint show_id;

  AdwPreferencesGroup *group;   /* (unowned) */
  GtkWidget *add_button;        /* (unowned) */
  ZpiNotice *problem;           /* (unowned) */
  ZpiOriginalsGroup *originals; /* (unowned) */
};

G_DEFINE_FINAL_TYPE (ZpiPapersGroup, zpi_papers_group, GTK_TYPE_BOX)

static void
adder_changed_cb (ZpiPapersGroup *self)
{
  g_autofree char *problems = zpi_evidence_adder_dup_problems (self->adder);
  gboolean is_new =
      problems != NULL && g_strcmp0 (problems, zpi_notice_get_text (self->problem)) != 0;

  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, problems);
  if (!is_new)
    return;
  gtk_widget_grab_focus (self->add_button);
  zpi_ui_bring_into_view (GTK_WIDGET (self->problem));
}

/* What it is nobody can say yet. */
static void
file_chosen_cb (GFile *file, gpointer object)
{
  ZpiPapersGroup *self = ZPI_PAPERS_GROUP (object);

  if (self->adder != NULL)
    zpi_evidence_adder_add_as (self->adder, file, NULL, NULL, NULL);
}

static void
add_clicked_cb (ZpiPapersGroup *self)
{
  zpi_file_dialog_open_many (GTK_WIDGET (self),
                             _ ("Choose papers of the client"),
                             ZPI_FILE_FILTER_EVIDENCE,
                             file_chosen_cb,
                             self);
}

static gboolean
drop_cb (ZpiPapersGroup *self, const GValue *value)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *at = files; at != NULL; at = at->next)
    file_chosen_cb (at->data, self);
  return self->adder != NULL;
}

static void
add_row (ZpiPapersGroup *self, const char *item)
{
  GtkWidget *row = zpi_document_row_new (self->session,
                                         self->zcase,
                                         zpi_session_get_scheme (self->session),
                                         item);

  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (self->group, row);
}

static void
clear_rows (ZpiPapersGroup *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

static void
show_papers (ZpiPapersGroup *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);
  gboolean focused = gtk_widget_get_focus_child (GTK_WIDGET (self->group)) != NULL;

  clear_rows (self);
  for (guint i = 0; items[i] != NULL; i++)
    add_row (self, items[i]);
  zpi_originals_group_show (self->originals, self->session, self->zcase);
  if (focused)
    gtk_widget_grab_focus (self->add_button);
}

static gboolean
show_papers_cb (gpointer user_data)
{
  ZpiPapersGroup *self = user_data;

  self->show_id = 0;
  show_papers (self);
  return G_SOURCE_REMOVE;
}

/* What a document is, is told only after it is in the list. */
static void
papers_changed_cb (ZpiPapersGroup *self)
{
  if (self->show_id == 0)
    self->show_id = g_idle_add (show_papers_cb, self);
}

/* Back from a picture: a document that was drawn anew has another id. */
static void
focus_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (ZPI_PAPERS_GROUP (widget)->zcase != NULL)
    show_papers (ZPI_PAPERS_GROUP (widget));
}

static void
let_go (ZpiPapersGroup *self)
{
  ZpiCaseKeeper *keeper = self->session != NULL ? zpi_session_get_keeper (self->session) : NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_handle_id (&self->show_id, g_source_remove);
  if (self->zcase == NULL)
    return;
  g_clear_signal_handler (&self->changed_id, self->zcase);
  g_signal_handlers_disconnect_by_data (self->adder, self);
  zpi_evidence_adder_stop (self->adder);
  g_clear_object (&self->adder);
  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, NULL);
  if (keeper != NULL)
    zpi_case_keeper_close_case (keeper, self->zcase);
  g_clear_object (&self->zcase);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiPapersGroup) self = user_data;
  g_autoptr (GError) error = NULL;
  ZpiCase *zcase = zpi_case_keeper_open_finish (ZPI_CASE_KEEPER (source), result, &error);

  if (zcase == NULL)
    return; /* was given up, or the letter is gone: nothing can be added to it */
  self->zcase = zcase;
  self->changed_id = g_signal_connect_object (zcase,
                                              "items-changed::" ZPI_LIST_DOCUMENT,
                                              G_CALLBACK (papers_changed_cb),
                                              self,
                                              G_CONNECT_SWAPPED);
  self->adder = zpi_evidence_adder_new (GTK_WIDGET (self->group), self->session, zcase);
  g_signal_connect_object (self->adder,
                           "changed",
                           G_CALLBACK (adder_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  show_papers (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  zpi_evidence_adder_leave_to_rows (self->adder);
  zpi_evidence_adder_offer (self->adder, GTK_WIDGET (self));
  zpi_evidence_adder_resume (self->adder);
}

static void
zpi_papers_group_dispose (GObject *object)
{
  ZpiPapersGroup *self = ZPI_PAPERS_GROUP (object);

  let_go (self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_papers_group_parent_class)->dispose (object);
}

static void
zpi_papers_group_finalize (GObject *object)
{
  ZpiPapersGroup *self = ZPI_PAPERS_GROUP (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (zpi_papers_group_parent_class)->finalize (object);
}

static void
zpi_papers_group_class_init (ZpiPapersGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_papers_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_papers_group_finalize;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "evidence.focus", "s", focus_action);
}

static void
zpi_papers_group_init (ZpiPapersGroup *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkWidget *group = zpi_group_new (
      _ ("Papers of the client"),
      _ ("The client can leave the papers here. They stay on this computer, sealed. When it is "
         "known "
         "what the municipality asks, you say what each is. Only then they are sent."));

  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (group);
  self->problem = ZPI_NOTICE (zpi_notice_new (ZPI_NOTICE_WARNING, NULL));
  self->add_button = gtk_button_new_with_mnemonic (_ ("Add _papers…"));
  self->originals = g_object_new (ZPI_TYPE_ORIGINALS_GROUP, NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_set_halign (self->add_button, GTK_ALIGN_START);
  g_signal_connect_swapped (self->add_button, "clicked", G_CALLBACK (add_clicked_cb), self);
  gtk_box_append (GTK_BOX (self), group);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->problem));
  gtk_box_append (GTK_BOX (self), self->add_button);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->originals));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * zpi_papers_group_set_letter:
 * @self: a group
 * @session: an open session
 * @letter_id: (nullable): the letter that keeps a code; %NULL when it is of no use any more
 *
 * Opens the letter, and shows the papers that are with it.
 */
void
zpi_papers_group_set_letter (ZpiPapersGroup *self, ZpiSession *session, const char *letter_id)
{
  g_return_if_fail (ZPI_IS_PAPERS_GROUP (self));
  g_return_if_fail (ZPI_IS_SESSION (session));

  if (self->zcase != NULL && g_strcmp0 (zpi_case_get_id (self->zcase), letter_id) == 0)
    return;
  let_go (self);
  g_set_object (&self->session, session);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (letter_id != NULL)
    zpi_case_keeper_open_async (zpi_session_get_keeper (session),
                                letter_id,
                                self->cancellable,
                                opened_cb,
                                g_object_ref (self));
}

/**
 * zpi_papers_group_has_papers:
 * @self: a group with a letter
 *
 * Returns: %FALSE when it is known that there are none, also none on their way in
 */
gboolean
zpi_papers_group_has_papers (ZpiPapersGroup *self)
{
  g_return_val_if_fail (ZPI_IS_PAPERS_GROUP (self), FALSE);

  return self->zcase == NULL || zpi_case_get_n_items (self->zcase, ZPI_LIST_DOCUMENT) > 0 ||
         zpi_case_get_n_items (self->zcase, ZPI_LIST_DROPPED) > 0;
}

/**
 * zpi_papers_group_new:
 *
 * Returns: (transfer floating): a group that is not there before it has a letter
 */
GtkWidget *
zpi_papers_group_new (void)
{
  return g_object_new (ZPI_TYPE_PAPERS_GROUP, NULL);
}
