/* SPDX-License-Identifier: EUPL-1.2 */

/* AdwEntryRow of libadwaita 1.2 never tells assistive technology that it has the focus, so that a
 * screen reader on Debian 12 is silent in every field of it. GtkEntry does tell. */

#include "zpi-text-row.h"

#include <string.h>

#include "zpi-announce.h"
#include "zpi-i18n.h"
#include "zpi-press.h"
#include "zpi-ui.h"

/* What is no answer, such as a link or a code. */
#define MOST_CHARS 2000

typedef struct {
  GtkWidget *title;
  GtkWidget *entry;
  GtkWidget *too_long; /* says that what came did not fit */
  guint most;          /* characters that are taken */
  guint fits;          /* of which this many are right */
  guint shown;         /* what was shown by the program may be more */
  guint refused_hash;  /* of the text at which something was refused; 0: nothing was */
  char *deleted;       /* (owned) (nullable): to make place for what comes now */
  guint forget_id;     /* as soon as this turn of the main loop is over */
  gboolean taking;     /* whatever comes is taken */
  gboolean secret;
  GtkInputPurpose purpose;
  GtkInputHints hints;
} ZpiTextRowPrivate;

enum {
  PROP_0,
  PROP_SECRET,
  N_PROPS,
};

enum {
  SIGNAL_ENTRY_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void editable_init (GtkEditableInterface *iface);

G_DEFINE_TYPE_WITH_CODE (ZpiTextRow,
                         zpi_text_row,
                         ADW_TYPE_PREFERENCES_ROW,
                         G_ADD_PRIVATE (ZpiTextRow)
                             G_IMPLEMENT_INTERFACE (GTK_TYPE_EDITABLE, editable_init))

static ZpiTextRowPrivate *
priv_of (gpointer self)
{
  return zpi_text_row_get_instance_private (ZPI_TEXT_ROW (self));
}

static GtkEditable *
zpi_text_row_get_delegate (GtkEditable *editable)
{
  GtkWidget *entry = priv_of (editable)->entry;

  return entry != NULL ? GTK_EDITABLE (entry) : NULL;
}

static void
editable_init (GtkEditableInterface *iface)
{
  iface->get_delegate = zpi_text_row_get_delegate;
}

static void
activate_cb (ZpiTextRow *self)
{
  g_signal_emit (self, signals[SIGNAL_ENTRY_ACTIVATED], 0);
}

static void
title_changed_cb (ZpiTextRow *self)
{
  ZpiTextRowPrivate *priv = priv_of (self);
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));

  gtk_label_set_text (GTK_LABEL (priv->title), title);
  zpi_ui_name (priv->entry, title);
}

/* A click beside the text is meant for it too. */
static void
pressed_cb (ZpiTextRow *self)
{
  GtkWidget *entry = priv_of (self)->entry;

  if (!(gtk_widget_get_state_flags (entry) & GTK_STATE_FLAG_FOCUS_WITHIN))
    gtk_widget_grab_focus (entry);
}

static guint
count_chars (ZpiTextRow *self)
{
  return (guint) g_utf8_strlen (gtk_editable_get_text (GTK_EDITABLE (self)), -1);
}

static void
forget_deleted (ZpiTextRowPrivate *priv)
{
  g_clear_handle_id (&priv->forget_id, g_source_remove);
  if (priv->deleted != NULL)
    explicit_bzero (priv->deleted, strlen (priv->deleted));
  g_clear_pointer (&priv->deleted, g_free);
}

static gboolean
forget_cb (gpointer user_data)
{
  ZpiTextRowPrivate *priv = priv_of (user_data);

  priv->forget_id = 0;
  forget_deleted (priv);
  return G_SOURCE_REMOVE;
}

static void
delete_cb (ZpiTextRow *self, int start, int end)
{
  ZpiTextRowPrivate *priv = priv_of (self);

  forget_deleted (priv);
  /* Of what is cleared because somebody locks nothing stays here, and of a PIN never. */
  if (priv->secret)
    return;
  priv->deleted = gtk_editable_get_chars (GTK_EDITABLE (self), start, end);
  priv->forget_id = g_idle_add_full (G_PRIORITY_HIGH, forget_cb, self, NULL);
}

static void
say_too_long (ZpiTextRow *self, guint n_chars)
{
  ZpiTextRowPrivate *priv = priv_of (self);
  g_autofree char *text =
      n_chars > 1
          ? g_strdup_printf (_ ("That is %u characters, and no more than %u fit here. Nothing of "
                                "it was put in. Copy a smaller part."),
                             n_chars,
                             priv->fits)
          : g_strdup_printf (_ ("No more than %u characters fit here."), priv->fits);

  priv->refused_hash = g_str_hash (gtk_editable_get_text (GTK_EDITABLE (self)));
  gtk_label_set_label (GTK_LABEL (priv->too_long), text);
  gtk_widget_set_visible (priv->too_long, TRUE);
  zpi_announce (GTK_WIDGET (self), text);
}

/* A whole letter that was pasted by mistake would be laid out for seconds, in every place where the
 * answer is said. It stays where it was copied, and what it would have replaced stays here. */
static void
insert_cb (ZpiTextRow *self, const char *text, int length, int *position, GtkEditable *editable)
{
  ZpiTextRowPrivate *priv = priv_of (self);
  const guint n_chars = (guint) g_utf8_strlen (text, length);

  if (priv->taking || count_chars (self) + n_chars <= MAX (priv->most, priv->shown))
    return;
  g_signal_stop_emission_by_name (editable, "insert-text");
  if (priv->deleted != NULL) {
    priv->taking = TRUE;
    gtk_editable_insert_text (editable, priv->deleted, -1, position);
    priv->taking = FALSE;
  }
  forget_deleted (priv);
  say_too_long (self, n_chars);
}

static void
hide_too_long (ZpiTextRow *self)
{
  gtk_widget_set_visible (priv_of (self)->too_long, FALSE);
}

static void
hide_too_long_cb (gpointer self)
{
  hide_too_long (self);
}

static void
left_cb (ZpiTextRow *self)
{
  zpi_press_wait (self, hide_too_long_cb);
}

/* Also told when what was deleted was put back. */
static void
text_changed_cb (ZpiTextRow *self)
{
  ZpiTextRowPrivate *priv = priv_of (self);

  if (g_str_hash (gtk_editable_get_text (GTK_EDITABLE (self))) != priv->refused_hash)
    hide_too_long (self);
}

static void
watch_length (ZpiTextRow *self)
{
  ZpiTextRowPrivate *priv = priv_of (self);
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (priv->entry));
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (text, "insert-text", G_CALLBACK (insert_cb), self);
  g_signal_connect_swapped (text, "delete-text", G_CALLBACK (delete_cb), self);
  g_signal_connect_swapped (text, "changed", G_CALLBACK (text_changed_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static GtkWidget *
make_entry (ZpiTextRow *self)
{
  ZpiTextRowPrivate *priv = priv_of (self);
  GtkWidget *entry;

  if (priv->secret)
    entry = g_object_new (GTK_TYPE_PASSWORD_ENTRY, "show-peek-icon", TRUE, NULL);
  else
    entry = g_object_new (GTK_TYPE_ENTRY,
                          "has-frame",
                          FALSE,
                          "input-purpose",
                          priv->purpose,
                          "input-hints",
                          priv->hints,
                          NULL);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (activate_cb), self);
  return entry;
}

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
zpi_text_row_constructed (GObject *object)
{
  ZpiTextRow *self = ZPI_TEXT_ROW (object);
  ZpiTextRowPrivate *priv = priv_of (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkGesture *click = gtk_gesture_click_new ();

  G_OBJECT_CLASS (zpi_text_row_parent_class)->constructed (object);
  priv->title = make_label ("zpi-text-title");
  priv->too_long = make_label ("error");
  gtk_widget_set_visible (priv->too_long, FALSE);
  priv->entry = make_entry (self);
  gtk_box_append (GTK_BOX (box), priv->title);
  gtk_box_append (GTK_BOX (box), priv->entry);
  gtk_box_append (GTK_BOX (box), priv->too_long);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_editable_init_delegate (GTK_EDITABLE (self));
  watch_length (self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
  title_changed_cb (self);
}

/* The row itself never has the focus, only its entry. */
static gboolean
zpi_text_row_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *entry = priv_of (widget)->entry;

  return entry != NULL && gtk_widget_child_focus (entry, direction);
}

static gboolean
zpi_text_row_grab_focus (GtkWidget *widget)
{
  GtkWidget *entry = priv_of (widget)->entry;

  return entry != NULL && gtk_widget_grab_focus (entry);
}

static void
zpi_text_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (gtk_editable_delegate_get_property (object, prop_id, value, pspec))
    return;
  switch (prop_id) {
  case PROP_SECRET:
    g_value_set_boolean (value, priv_of (object)->secret);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_text_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (gtk_editable_delegate_set_property (object, prop_id, value, pspec))
    return;
  switch (prop_id) {
  case PROP_SECRET:
    priv_of (object)->secret = g_value_get_boolean (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_text_row_dispose (GObject *object)
{
  ZpiTextRowPrivate *priv = priv_of (object);

  if (priv->entry != NULL)
    gtk_editable_finish_delegate (GTK_EDITABLE (object));
  priv->entry = NULL;
  priv->title = NULL;
  G_OBJECT_CLASS (zpi_text_row_parent_class)->dispose (object);
}

static void
zpi_text_row_finalize (GObject *object)
{
  forget_deleted (priv_of (object));
  G_OBJECT_CLASS (zpi_text_row_parent_class)->finalize (object);
}

static void
zpi_text_row_class_init (ZpiTextRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = zpi_text_row_constructed;
  object_class->get_property = zpi_text_row_get_property;
  object_class->set_property = zpi_text_row_set_property;
  object_class->dispose = zpi_text_row_dispose;
  object_class->finalize = zpi_text_row_finalize;
  widget_class->focus = zpi_text_row_focus;
  widget_class->grab_focus = zpi_text_row_grab_focus;

  g_object_class_install_property (object_class,
                                   PROP_SECRET,
                                   g_param_spec_boolean ("secret",
                                                         NULL,
                                                         NULL,
                                                         FALSE,
                                                         G_PARAM_READWRITE |
                                                             G_PARAM_STATIC_STRINGS |
                                                             G_PARAM_CONSTRUCT_ONLY));
  gtk_editable_install_properties (object_class, N_PROPS);
  signals[SIGNAL_ENTRY_ACTIVATED] = g_signal_new ("entry-activated",
                                                  ZPI_TYPE_TEXT_ROW,
                                                  G_SIGNAL_RUN_LAST,
                                                  0,
                                                  NULL,
                                                  NULL,
                                                  NULL,
                                                  G_TYPE_NONE,
                                                  0);
}

static void
zpi_text_row_init (ZpiTextRow *self)
{
  zpi_text_row_set_most (self, MOST_CHARS, MOST_CHARS);
  gtk_widget_add_css_class (GTK_WIDGET (self), "zpi-text-row");
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (self), FALSE);
}

/**
 * zpi_text_row_get_entry:
 * @self: a row
 *
 * Returns: (transfer none): what has the focus, and what assistive technology has to be told about
 */
GtkWidget *
zpi_text_row_get_entry (ZpiTextRow *self)
{
  g_return_val_if_fail (ZPI_IS_TEXT_ROW (self), NULL);

  return priv_of (self)->entry;
}

/**
 * zpi_text_row_set_input:
 * @self: a row that is not secret
 * @purpose: what is typed
 * @hints: what an input method may do with it
 */
void
zpi_text_row_set_input (ZpiTextRow *self, GtkInputPurpose purpose, GtkInputHints hints)
{
  ZpiTextRowPrivate *priv;

  g_return_if_fail (ZPI_IS_TEXT_ROW (self));

  priv = priv_of (self);
  priv->purpose = purpose;
  priv->hints = hints;
  if (!GTK_IS_ENTRY (priv->entry))
    return;
  gtk_entry_set_input_purpose (GTK_ENTRY (priv->entry), purpose);
  gtk_entry_set_input_hints (GTK_ENTRY (priv->entry), hints);
}

/**
 * zpi_text_row_set_most:
 * @self: a row
 * @most: how many characters it takes
 * @fits: how many are right, as is said when more come
 *
 * What is typed or pasted beyond @most does not get in, and that is said below the entry.
 */
void
zpi_text_row_set_most (ZpiTextRow *self, guint most, guint fits)
{
  g_return_if_fail (ZPI_IS_TEXT_ROW (self));

  priv_of (self)->most = most;
  priv_of (self)->fits = fits;
}

/**
 * zpi_text_row_show:
 * @self: a row
 * @text: what is known, however long
 *
 * Shows @text, which nobody typed here: nothing to undo.
 */
void
zpi_text_row_show (ZpiTextRow *self, const char *text)
{
  ZpiTextRowPrivate *priv;

  g_return_if_fail (ZPI_IS_TEXT_ROW (self));

  priv = priv_of (self);
  priv->taking = TRUE;
  gtk_editable_set_enable_undo (GTK_EDITABLE (self), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self), text);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self), TRUE);
  priv->taking = FALSE;
  priv->shown = count_chars (self);
}

/**
 * zpi_text_row_set_problem:
 * @self: a row
 * @text: (nullable): what is wrong with it
 *
 * Marks the row and tells assistive technology; @text is shown by the page.
 */
void
zpi_text_row_set_problem (ZpiTextRow *self, const char *text)
{
  GtkAccessible *entry;

  g_return_if_fail (ZPI_IS_TEXT_ROW (self));

  entry = GTK_ACCESSIBLE (priv_of (self)->entry);
  if (text != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_property (entry,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text != NULL ? text : "",
                                  -1);
  zpi_announce_invalid (entry, text != NULL);
}
