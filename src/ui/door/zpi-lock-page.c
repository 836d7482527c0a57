/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-lock-page.h"

#include "zpi-case-keeper.h"
#include "zpi-error-text.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-in-sight.h"
#include "zpi-text-row.h"

/* A keyring that takes longer asks something, perhaps where nobody sees it. */
#define KEYRING_PATIENCE_MS 8000

struct _ZpiLockPage {
  AdwBin parent_instance;

  AdwComboRow *slot_row;
  ZpiTextRow *secret_row;
  GtkLabel *error_label;
  GtkWidget *busy_box;
  GtkSpinner *spinner;
  GtkButton *unlock_button;
  GtkWidget *code_button;
  GtkLabel *help_label;
  GtkLabel *notice_label;

  ZpiSession *session; /* (owned) (nullable) */
  GPtrArray *slots;    /* (element-type ZpiSlot) (owned) (nullable) */
  guint wait_id;
  GCancellable *cancellable;
  GCancellable *unlocking; /* (owned) (nullable) */
  guint patience_id;
};

G_DEFINE_FINAL_TYPE (ZpiLockPage, zpi_lock_page, ADW_TYPE_BIN)

static const char *
secret_title (ZpiSlotKind kind)
{
  switch (kind) {
  case ZPI_SLOT_PASSPHRASE:
    return _ ("Passphrase");
  case ZPI_SLOT_RECOVERY:
    return _ ("Recovery code");
  case ZPI_SLOT_DESK:
  default:
    return _ ("PIN");
  }
}

static const ZpiSlot *
chosen_slot (ZpiLockPage *self)
{
  guint index = adw_combo_row_get_selected (self->slot_row);

  if (self->slots == NULL || index >= self->slots->len)
    return NULL;
  return self->slots->pdata[index];
}

static void
show_error (ZpiLockPage *self, const char *text)
{
  zpi_in_sight_say (self->error_label, text);
  zpi_text_row_set_problem (self->secret_row, text);
}

static void
wipe_secret (ZpiLockPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->secret_row), "");
}

/* What the keyring can say, and the ways on. */
static const char *
text_for_error (const GError *error)
{
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEYRING_ABSENT))
    return _ ("The keyring of this computer does not answer, so the PIN does not open it now. Log "
              "in to the computer again, or use the recovery code.");
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEYRING_LOCKED))
    return _ ("The keyring of this computer stayed locked. Try again and unlock it, or use the "
              "recovery code.");
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_KEY_MISSING))
    return _ ("The keyring of this computer was emptied, so this PIN does not open it any more. "
              "Use the recovery code, then choose a new PIN. Nothing was lost.");
  if (g_error_matches (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT))
    return _ ("Compare the code with the paper. A part of it is mistyped.");
  return zpi_error_text_from_error (error);
}

static int
find_code_slot (ZpiLockPage *self)
{
  for (guint i = 0; self->slots != NULL && i < self->slots->len; i++)
    if (((const ZpiSlot *) self->slots->pdata[i])->kind == ZPI_SLOT_RECOVERY)
      return (int) i;
  return -1;
}

static void
offer_code (ZpiLockPage *self)
{
  const ZpiSlot *slot = chosen_slot (self);

  gtk_widget_set_visible (self->code_button,
                          find_code_slot (self) >= 0 && slot != NULL &&
                              slot->kind != ZPI_SLOT_RECOVERY);
}

static void
code_clicked_cb (ZpiLockPage *self)
{
  int index = find_code_slot (self);

  if (index < 0)
    return;
  show_error (self, NULL);
  adw_combo_row_set_selected (self->slot_row, (guint) index);
  gtk_widget_grab_focus (GTK_WIDGET (self->secret_row));
}

static gboolean
wait_tick_cb (gpointer user_data)
{
  ZpiLockPage *self = user_data;
  guint seconds = self->session != NULL ? zpi_session_get_unlock_wait (self->session) : 0;
  g_autofree char *text = NULL;

  if (seconds == 0) {
    self->wait_id = 0;
    gtk_widget_set_sensitive (GTK_WIDGET (self->unlock_button), TRUE);
    show_error (self, NULL);
    return G_SOURCE_REMOVE;
  }
  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock_button), FALSE);
  text = g_strdup_printf (ngettext ("That did not open it. Wait %u second, then try again.",
                                    "That did not open it. Wait %u seconds, then try again.",
                                    seconds),
                          seconds);
  show_error (self, text);
  return G_SOURCE_CONTINUE;
}

/* Making the key takes a second on purpose: so long nothing else would show that it goes on. */
static void
show_busy (ZpiLockPage *self, gboolean busy)
{
  gtk_widget_set_visible (self->busy_box, busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
stop_waiting (ZpiLockPage *self)
{
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_object (&self->unlocking);
}

static gboolean
patience_cb (gpointer user_data)
{
  ZpiLockPage *self = user_data;

  self->patience_id = 0;
  show_error (self,
              _ ("The keyring of this computer has not answered yet. Look for a window that asks "
                 "for its password, or use the recovery code."));
  return G_SOURCE_REMOVE;
}

static void
start_waiting (ZpiLockPage *self)
{
  stop_waiting (self);
  self->unlocking = g_cancellable_new ();
  self->patience_id = g_timeout_add (KEYRING_PATIENCE_MS, patience_cb, self);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiLockPage) self = user_data;
  g_autoptr (GError) error = NULL;

  stop_waiting (self);
  show_busy (self, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock_button), TRUE);
  if (zpi_session_unlock_finish (ZPI_SESSION (source), result, &error)) {
    show_error (self, NULL);
    return;
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    show_error (self, NULL); /* another way in was chosen */
    return;
  }
  show_error (self, text_for_error (error));
  if (zpi_session_get_unlock_wait (ZPI_SESSION (source)) > 0 && self->wait_id == 0) {
    wait_tick_cb (self);
    self->wait_id = g_timeout_add_seconds (1, wait_tick_cb, self);
  }
  gtk_widget_grab_focus (GTK_WIDGET (self->secret_row));
}

static void
unlock_clicked_cb (ZpiLockPage *self)
{
  const ZpiSlot *slot = chosen_slot (self);
  g_autofree char *secret = NULL;

  if (self->session == NULL || slot == NULL || self->wait_id != 0 || self->unlocking != NULL)
    return;
  if (*gtk_editable_get_text (GTK_EDITABLE (self->secret_row)) == '\0') {
    show_error (self, _ ("Nothing is typed here yet. Type it first."));
    gtk_widget_grab_focus (GTK_WIDGET (self->secret_row));
    return;
  }
  secret = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->secret_row)));
  wipe_secret (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->unlock_button), FALSE);
  start_waiting (self);
  show_busy (self, TRUE);
  zpi_session_unlock_async (self->session,
                            slot->id,
                            secret,
                            self->unlocking,
                            unlocked_cb,
                            g_object_ref (self));
  memset (secret, 0, strlen (secret));
}

static void
secret_changed_cb (ZpiLockPage *self)
{
  if (self->wait_id == 0 && *gtk_editable_get_text (GTK_EDITABLE (self->secret_row)) != '\0')
    show_error (self, NULL);
}

static void
slot_chosen_cb (ZpiLockPage *self)
{
  const ZpiSlot *slot = chosen_slot (self);

  if (slot == NULL)
    return;
  g_cancellable_cancel (self->unlocking);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row), secret_title (slot->kind));
  wipe_secret (self);
  offer_code (self);
  gtk_label_set_label (
      self->help_label,
      slot->kind == ZPI_SLOT_RECOVERY
          ? _ ("The code is on the paper that was printed at the first start. Capitals, "
               "spaces and dashes do not matter.")
          : "");
  gtk_widget_set_visible (GTK_WIDGET (self->help_label), slot->kind == ZPI_SLOT_RECOVERY);
}

static int
compare_slots (gconstpointer a, gconstpointer b)
{
  const ZpiSlot *one = *(const ZpiSlot *const *) a;
  const ZpiSlot *two = *(const ZpiSlot *const *) b;
  int by_kind = (one->kind == ZPI_SLOT_RECOVERY) - (two->kind == ZPI_SLOT_RECOVERY);

  return by_kind != 0 ? by_kind : g_strcmp0 (one->label, two->label);
}

/* People by name, then the recovery code. What the organisation keeps for itself is not opened
 * here. */
static void
keep_usable (GPtrArray *slots)
{
  for (guint i = slots->len; i > 0; i--)
    if (((const ZpiSlot *) slots->pdata[i - 1])->kind == ZPI_SLOT_ESCROW)
      g_ptr_array_remove_index (slots, i - 1);
  g_ptr_array_sort (slots, compare_slots);
}

static void
slots_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ZpiLockPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) slots =
      zpi_session_list_slots_finish (ZPI_SESSION (source), result, &error);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  if (slots == NULL) {
    const char *text = zpi_error_text_from_error (error);

    show_error (self, text);
    return;
  }
  keep_usable (slots);
  for (guint i = 0; i < slots->len; i++) {
    const ZpiSlot *slot = slots->pdata[i];

    gtk_string_list_append (names,
                            slot->kind == ZPI_SLOT_RECOVERY               ? _ ("Recovery code")
                            : slot->label != NULL && *slot->label != '\0' ? slot->label
                                                                          : _ ("Counsellor"));
  }
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  self->slots = g_steal_pointer (&slots);
  adw_combo_row_set_model (self->slot_row, G_LIST_MODEL (names));
  slot_chosen_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->secret_row));
}

/* When the store can only be read: why. */
static void
show_notice (ZpiLockPage *self)
{
  const GError *error = zpi_session_get_error (self->session);
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);
  g_autofree char *text = error != NULL ? g_strdup_printf ("%s %s",
                                                           zpi_error_text_from_error (error),
                                                           _ ("You can open it to read the cases."))
                                        : NULL;

  gtk_label_set_label (
      self->notice_label,
      text != NULL ? text
      : zpi_case_keeper_has_held (keeper)
          ? _ ("Not everything is saved yet: the disk did not take it. It is kept "
               "here, sealed, and saved as soon as that is possible. Until then: do "
               "not turn off the computer. Is the disk full? Make room on it.")
          : _ ("Everything that was typed is saved."));
}

static void
zpi_lock_page_dispose (GObject *object)
{
  ZpiLockPage *self = ZPI_LOCK_PAGE (object);

  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_cancellable_cancel (self->unlocking);
  stop_waiting (self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->slots, g_ptr_array_unref);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (zpi_lock_page_parent_class)->dispose (object);
}

static void
zpi_lock_page_class_init (ZpiLockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_lock_page_dispose;
  g_type_ensure (ZPI_TYPE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/nl/zoetermeerpas/Intake/ui/zpi-lock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiLockPage, slot_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiLockPage, secret_row);
  gtk_widget_class_bind_template_child (widget_class, ZpiLockPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiLockPage, busy_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiLockPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, ZpiLockPage, unlock_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiLockPage, code_button);
  gtk_widget_class_bind_template_child (widget_class, ZpiLockPage, help_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiLockPage, notice_label);
  gtk_widget_class_bind_template_callback (widget_class, unlock_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, secret_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, code_clicked_cb);
}

static void
zpi_lock_page_init (ZpiLockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  zpi_group_wrap_buttons (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (self->slot_row, "notify::selected", G_CALLBACK (slot_chosen_cb), self);
}

/**
 * zpi_lock_page_set_session:
 * @self: a page
 * @session: (nullable): what it opens
 */
void
zpi_lock_page_set_session (ZpiLockPage *self, ZpiSession *session)
{
  g_return_if_fail (ZPI_IS_LOCK_PAGE (self));

  if (!g_set_object (&self->session, session) || session == NULL)
    return;
  g_signal_connect_object (zpi_session_get_keeper (session),
                           "held-changed",
                           G_CALLBACK (show_notice),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * zpi_lock_page_show:
 * @self: a page with a session
 *
 * Reads the ways in again and waits for a secret.
 */
void
zpi_lock_page_show (ZpiLockPage *self)
{
  g_return_if_fail (ZPI_IS_LOCK_PAGE (self) && self->session != NULL);

  wipe_secret (self);
  show_error (self, NULL);
  show_notice (self);
  zpi_session_list_slots_async (self->session,
                                self->cancellable,
                                slots_ready_cb,
                                g_object_ref (self));
}
