/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-ways-in-window.h"

#include "zpi-error-text.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-message.h"
#include "zpi-text-row.h"
#include "zpi-ui.h"

struct _ZpiWaysInWindow {
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkWidget *back_button;
  AdwPreferencesGroup *slot_group;
  AdwActionRow *change_row;
  GtkLabel *list_error_label;
  AdwPreferencesGroup *form_group;
  ZpiTextRow *name_row;
  ZpiTextRow *pin_row;
  ZpiTextRow *again_row;
  GtkLabel *error_label;
  GtkButton *save_button;
  GtkLabel *code_label;
  GtkCheckButton *kept_check;
  GtkLabel *code_error_label;

  ZpiSession *session; /* (owned) */
  GtkWidget *parent;   /* (unowned, weak) (nullable): also after this window was closed */
  GPtrArray *slots;    /* (element-type ZpiSlot) (owned) (nullable) */
  GPtrArray *rows;     /* (element-type GtkWidget), unowned: in the group */
  char *replaces_id;   /* (nullable): the slot whose place the new one takes */

  gboolean without_keyring;
  char *code; /* secret, (nullable) */
  gboolean closing;
  GCancellable *cancellable;
};

enum {
  SIGNAL_PRINT_CODE,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiWaysInWindow, zpi_ways_in_window, ADW_TYPE_WINDOW)

static void load_slots (ZpiWaysInWindow *self);

static void
show_error (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

/* Somebody puts it right. */
static void
corrected_cb (ZpiWaysInWindow *self)
{
  zpi_text_row_set_problem (self->name_row, NULL);
  zpi_text_row_set_problem (self->pin_row, NULL);
  show_error (self->error_label, NULL);
  show_error (self->code_error_label, NULL);
}

/* GTK 4.8 leaves the pages of a stack that are not shown in the accessible tree. */
static void
update_hidden_pages (ZpiWaysInWindow *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page),
                                 GTK_ACCESSIBLE_STATE_HIDDEN,
                                 page != shown,
                                 -1);
}

static void
show_page (ZpiWaysInWindow *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  update_hidden_pages (self);
  gtk_widget_set_visible (self->back_button, g_str_equal (name, "form"));
  show_error (self->list_error_label, NULL);
  show_error (self->error_label, NULL);
  show_error (self->code_error_label, NULL);
}

static void
wipe_rows (ZpiWaysInWindow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->pin_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again_row), "");
}

static const ZpiSlot *
find_slot (ZpiWaysInWindow *self, const char *id)
{
  for (guint i = 0; self->slots != NULL && id != NULL && i < self->slots->len; i++) {
    const ZpiSlot *slot = self->slots->pdata[i];

    if (g_str_equal (slot->id, id))
      return slot;
  }
  return NULL;
}

static const char *
label_of (const ZpiSlot *slot)
{
  return slot->label != NULL && *slot->label != '\0' ? slot->label : _ ("Counsellor");
}

typedef struct {
  ZpiWaysInWindow *window; /* (unowned): its own button calls */
  char *slot_id;
} RemoveSlot;

static void
remove_slot_free (gpointer data, GClosure *closure)
{
  RemoveSlot *remove = data;

  g_free (remove->slot_id);
  g_free (remove);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWaysInWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_session_remove_slot_finish (ZPI_SESSION (source), result, &error))
    show_error (self->list_error_label,
                g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_ALLOWED)
                    ? _ ("This is the last one. Add somebody else first.")
                    : zpi_error_text_from_error (error));
  load_slots (self);
}

static void
remove_confirmed_cb (gpointer user_data)
{
  ZpiWaysInWindow *self = user_data;

  if (self->replaces_id != NULL)
    zpi_session_remove_slot_async (self->session,
                                   self->replaces_id,
                                   NULL,
                                   removed_cb,
                                   g_object_ref (self));
}

static void
remove_clicked_cb (GtkButton *button, gpointer user_data)
{
  RemoveSlot *remove = user_data;
  ZpiWaysInWindow *self = remove->window;

  g_free (self->replaces_id);
  self->replaces_id = g_strdup (remove->slot_id);
  zpi_message_ask (GTK_WIDGET (self),
                   _ ("Remove this person?"),
                   _ ("This person’s PIN no longer opens the cases on this computer. The cases "
                      "stay."),
                   _ ("_Remove"),
                   TRUE,
                   remove_confirmed_cb,
                   g_object_ref (self));
}

static GtkWidget *
make_remove_button (ZpiWaysInWindow *self, const ZpiSlot *slot)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  RemoveSlot *remove = g_new0 (RemoveSlot, 1);
  /* Translators: the blank is the name of a counsellor. */
  g_autofree char *name = g_strdup_printf (_ ("Remove %s"), label_of (slot));

  remove->window = self;
  remove->slot_id = g_strdup (slot->id);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  zpi_ui_name (button, name);
  g_signal_connect_data (button,
                         "clicked",
                         G_CALLBACK (remove_clicked_cb),
                         remove,
                         remove_slot_free,
                         G_CONNECT_DEFAULT);
  return button;
}

static void
add_slot_row (ZpiWaysInWindow *self, const ZpiSlot *slot)
{
  const char *open_id = zpi_session_get_open_slot (self->session, NULL);
  gboolean mine = g_strcmp0 (open_id, slot->id) == 0;
  GtkWidget *row = adw_action_row_new ();
  const char *what = slot->kind == ZPI_SLOT_PASSPHRASE ? _ ("Passphrase") : _ ("PIN");
  /* Translators: the blank is "PIN" or "Passphrase". */
  g_autofree char *subtitle = mine ? g_strdup_printf (_ ("%s · you, now"), what) : g_strdup (what);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label_of (slot));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (!mine)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_remove_button (self, slot));
  adw_preferences_group_add (self->slot_group, row);
  g_ptr_array_add (self->rows, row);
}

static void
slots_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWaysInWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) slots =
      zpi_session_list_slots_finish (ZPI_SESSION (source), result, &error);
  ZpiSlotKind kind = ZPI_SLOT_DESK;

  if (slots == NULL) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      show_error (self->list_error_label, zpi_error_text_from_error (error));
    return;
  }
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->slot_group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  self->slots = g_steal_pointer (&slots);
  for (guint i = 0; i < self->slots->len; i++) {
    const ZpiSlot *slot = self->slots->pdata[i];

    if (slot->kind == ZPI_SLOT_DESK || slot->kind == ZPI_SLOT_PASSPHRASE)
      add_slot_row (self, slot);
  }
  zpi_session_get_open_slot (self->session, &kind);
  gtk_widget_set_visible (GTK_WIDGET (self->change_row),
                          kind == ZPI_SLOT_DESK || kind == ZPI_SLOT_PASSPHRASE);
}

/* The window may have been closed since, by a person or because it locked. */
static void
load_slots (ZpiWaysInWindow *self)
{
  if (self->session == NULL)
    return;
  zpi_session_list_slots_async (self->session,
                                self->cancellable,
                                slots_ready_cb,
                                g_object_ref (self));
}

static void
show_form (ZpiWaysInWindow *self, const char *title, const char *name)
{
  adw_preferences_group_set_title (self->form_group, title);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name != NULL ? name : "");
  wipe_rows (self);
  show_page (self, "form");
  gtk_widget_grab_focus (GTK_WIDGET (name != NULL && *name != '\0' ? GTK_WIDGET (self->pin_row)
                                                                   : GTK_WIDGET (self->name_row)));
}

static void
add_activated_cb (ZpiWaysInWindow *self)
{
  g_clear_pointer (&self->replaces_id, g_free);
  show_form (self, _ ("Add a counsellor"), "");
}

static void
change_activated_cb (ZpiWaysInWindow *self)
{
  const ZpiSlot *slot = find_slot (self, zpi_session_get_open_slot (self->session, NULL));

  if (slot == NULL)
    return;
  g_free (self->replaces_id);
  self->replaces_id = g_strdup (slot->id);
  show_form (self, _ ("Choose a new PIN"), slot->label);
}

static void
back_clicked_cb (ZpiWaysInWindow *self)
{
  wipe_rows (self);
  show_page (self, "list");
}

/* Without a keyring that protects it a PIN is too weak: from now on it is a passphrase. */
static const char *
why_passphrase (ZpiWaysInWindow *self, const GError *error)
{
  const gboolean absent = g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT);

  if (!absent && !g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEYRING_UNPROTECTED))
    return zpi_error_text_from_error (error);
  self->without_keyring = TRUE;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->pin_row), _ ("Passphrase"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->again_row),
                                 _ ("The same passphrase again"));
  if (absent)
    return _ ("This computer has no keyring, so a PIN would be too weak. Choose a passphrase of 12 "
              "characters or more.");
  return _ ("The keyring of this computer opens without a password, so a PIN would be too weak. "
            "Choose a passphrase of 12 characters or more.");
}

/* Closed meanwhile, by a person or because it locked: the window behind it says so. */
static void
tell_not_changed (ZpiWaysInWindow *self)
{
  if (self->parent != NULL)
    gtk_widget_activate_action (self->parent, "win.ways-in-not-changed", NULL);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWaysInWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  char *code = zpi_session_add_slot_finish (ZPI_SESSION (source), result, &error);

  if (code == NULL && self->session == NULL) {
    tell_not_changed (self);
    return;
  }
  if (self->session == NULL) {
    zpi_secret_strfree (code);
    return;
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), TRUE);
  if (code == NULL) {
    show_error (self->error_label,
                self->without_keyring ? zpi_error_text_from_error (error)
                                      : why_passphrase (self, error));
    gtk_widget_grab_focus (GTK_WIDGET (self->pin_row));
    return;
  }
  zpi_secret_strfree (code);
  g_clear_pointer (&self->replaces_id, g_free);
  show_page (self, "list");
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  load_slots (self);
}

static const ZpiSlot *
find_by_name (ZpiWaysInWindow *self, const char *name)
{
  for (guint i = 0; self->slots != NULL && i < self->slots->len; i++) {
    const ZpiSlot *slot = self->slots->pdata[i];

    if ((slot->kind == ZPI_SLOT_DESK || slot->kind == ZPI_SLOT_PASSPHRASE) &&
        g_strcmp0 (slot->label, name) == 0)
      return slot;
  }
  return NULL;
}

/* Whoever came in with the recovery code and gives a known name chooses a new PIN for it. */
static gboolean
is_name_free (ZpiWaysInWindow *self, const char *name)
{
  const ZpiSlot *same = find_by_name (self, name);
  ZpiSlotKind kind = ZPI_SLOT_DESK;

  if (same == NULL || g_strcmp0 (same->id, self->replaces_id) == 0)
    return TRUE;
  zpi_session_get_open_slot (self->session, &kind);
  if (kind != ZPI_SLOT_RECOVERY || self->replaces_id != NULL)
    return FALSE;
  self->replaces_id = g_strdup (same->id);
  return TRUE;
}

/* @at is where it is put right. */
static const char *
find_mistake (ZpiWaysInWindow *self, const char *pin, const char *again, ZpiTextRow **at)
{
  const char *mistake = zpi_error_text_for_secret (pin, again, self->without_keyring);

  *at = self->name_row;
  if (*gtk_editable_get_text (GTK_EDITABLE (self->name_row)) == '\0')
    return _ ("Fill in the name of the counsellor.");
  *at = self->pin_row;
  if (mistake != NULL)
    return mistake;
  *at = self->name_row;
  if (!is_name_free (self, gtk_editable_get_text (GTK_EDITABLE (self->name_row))))
    return _ ("Somebody has this name already. Add a letter of the last name.");
  return NULL;
}

static void
save_clicked_cb (ZpiWaysInWindow *self)
{
  const char *pin = gtk_editable_get_text (GTK_EDITABLE (self->pin_row));
  const char *again = gtk_editable_get_text (GTK_EDITABLE (self->again_row));
  ZpiTextRow *at = NULL;
  const char *mistake = find_mistake (self, pin, again, &at);

  zpi_text_row_set_problem (self->name_row, at == self->name_row ? mistake : NULL);
  zpi_text_row_set_problem (self->pin_row, at == self->pin_row ? mistake : NULL);
  if (mistake != NULL) {
    show_error (self->error_label, mistake);
    gtk_widget_grab_focus (GTK_WIDGET (at));
    return;
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), FALSE);
  zpi_session_replace_slot_async (self->session,
                                  self->replaces_id,
                                  self->without_keyring ? ZPI_SLOT_PASSPHRASE : ZPI_SLOT_DESK,
                                  gtk_editable_get_text (GTK_EDITABLE (self->name_row)),
                                  pin,
                                  NULL,
                                  added_cb,
                                  g_object_ref (self));
  wipe_rows (self);
}

static void
code_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWaysInWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  char *code = zpi_session_add_slot_finish (ZPI_SESSION (source), result, &error);

  if (code == NULL && self->session == NULL) {
    tell_not_changed (self);
    return;
  }
  if (code == NULL) {
    show_error (self->list_error_label, zpi_error_text_from_error (error));
    return;
  }
  /* Closed meanwhile: nobody sees it, and the bar asks for a new one. */
  if (self->session == NULL) {
    zpi_secret_strfree (code);
    return;
  }
  g_clear_pointer (&self->code, zpi_secret_strfree);
  self->code = code;
  gtk_label_set_label (self->code_label, code);
  gtk_check_button_set_active (self->kept_check, FALSE);
  show_page (self, "code");
  zpi_ui_focus_text (self->code_label);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
code_confirmed_cb (gpointer user_data)
{
  ZpiWaysInWindow *self = user_data;

  zpi_session_add_slot_async (self->session,
                              ZPI_SLOT_RECOVERY,
                              NULL,
                              NULL,
                              NULL,
                              code_made_cb,
                              g_object_ref (self));
}

static void
code_activated_cb (ZpiWaysInWindow *self)
{
  zpi_message_ask (GTK_WIDGET (self),
                   _ ("Make a new recovery code?"),
                   _ ("The old code stops working at once. Have a printer or pen and paper ready."),
                   _ ("_Make a new code"),
                   FALSE,
                   code_confirmed_cb,
                   g_object_ref (self));
}

static void
name_entered_cb (ZpiWaysInWindow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->pin_row));
}

static void
pin_entered_cb (ZpiWaysInWindow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->again_row));
}

static void
print_clicked_cb (ZpiWaysInWindow *self)
{
  g_signal_emit (self, signals[SIGNAL_PRINT_CODE], 0, self->code);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiWaysInWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!zpi_session_keep_recovery_finish (ZPI_SESSION (source), result, &error)) {
    show_error (self->code_error_label, zpi_error_text_from_error (error));
    return;
  }
  gtk_label_set_label (self->code_label, "");
  g_clear_pointer (&self->code, zpi_secret_strfree);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (self->closing) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  show_page (self, "list");
  load_slots (self);
}

static void
done_clicked_cb (ZpiWaysInWindow *self)
{
  if (!gtk_check_button_get_active (self->kept_check)) {
    show_error (self->code_error_label, _ ("Print the code or write it down, then tick the box."));
    gtk_widget_grab_focus (GTK_WIDGET (self->kept_check));
    return;
  }
  zpi_session_keep_recovery_async (self->session, kept_cb, g_object_ref (self));
}

static gboolean
zpi_ways_in_window_close_request (GtkWindow *window)
{
  ZpiWaysInWindow *self = ZPI_WAYS_IN_WINDOW (window);

  if (self->code != NULL) {
    /* The code is shown only now. */
    self->closing = gtk_check_button_get_active (self->kept_check);
    done_clicked_cb (self);
    return TRUE;
  }
  return GTK_WINDOW_CLASS (zpi_ways_in_window_parent_class)->close_request (window);
}

static void
zpi_ways_in_window_dispose (GObject *object)
{
  ZpiWaysInWindow *self = ZPI_WAYS_IN_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->code_label != NULL)
    gtk_label_set_label (self->code_label, "");
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->code, zpi_secret_strfree);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  g_clear_pointer (&self->replaces_id, g_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_ways_in_window_parent_class)->dispose (object);
}

static void
zpi_ways_in_window_finalize (GObject *object)
{
  g_ptr_array_unref (ZPI_WAYS_IN_WINDOW (object)->rows);

  G_OBJECT_CLASS (zpi_ways_in_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, slot_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, change_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, list_error_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, form_group);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, name_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, pin_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, again_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, code_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, kept_check);
  gtk_widget_class_bind_template_child (widget_class, ZpiWaysInWindow, code_error_label);
}

static void
zpi_ways_in_window_class_init (ZpiWaysInWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_ways_in_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_ways_in_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = zpi_ways_in_window_close_request;
  signals[SIGNAL_PRINT_CODE] = g_signal_new ("print-code",
                                             ZPI_TYPE_WAYS_IN_WINDOW,
                                             G_SIGNAL_RUN_LAST,
                                             0,
                                             NULL,
                                             NULL,
                                             NULL,
                                             G_TYPE_NONE,
                                             1,
                                             G_TYPE_STRING);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          ZPI_TYPE_WAYS_IN_WINDOW,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  g_type_ensure (ZPI_TYPE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-ways-in-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, add_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, change_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, code_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, pin_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, corrected_cb);
}

static void
zpi_ways_in_window_init (ZpiWaysInWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_group_wrap_buttons (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
}

/**
 * zpi_ways_in_window_new:
 * @parent: the window to which it belongs
 * @session: an open session in real mode
 *
 * Returns: (transfer none): a modal window
 */
GtkWidget *
zpi_ways_in_window_new (GtkWindow *parent, ZpiSession *session)
{
  ZpiWaysInWindow *self = g_object_new (ZPI_TYPE_WAYS_IN_WINDOW, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  g_set_weak_pointer (&self->parent, GTK_WIDGET (parent));
  show_page (self, "list");
  load_slots (self);
  return GTK_WIDGET (self);
}
