/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-choice-row.h"

#include "zpi-choice-text.h"
#include "zpi-field.h"
#include "zpi-ui.h"
#include "zpi-wrap-box.h"

struct _ZpiChoiceRow {
  AdwPreferencesRow parent_instance;

  ZpiFieldBinding *binding;
  gboolean showing;
  gboolean clicked;          /* the cursor came here by a click */
  const char *default_value; /* (nullable): interned; shown while nothing was answered */
  GPtrArray *buttons;        /* (element-type GtkCheckButton), unowned: in choice_box */
  GPtrArray *values;         /* (element-type utf8) */

  GtkWidget *pills; /* (unowned) (nullable): in choice_box */

  GtkLabel *title_label;
  GtkBox *choice_box;
};

enum {
  PROP_0,
  PROP_KEY,
  PROP_HORIZONTAL,
  PROP_PILLS,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static void field_row_init (ZpiFieldRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ZpiChoiceRow,
                               zpi_choice_row,
                               ADW_TYPE_PREFERENCES_ROW,
                               G_IMPLEMENT_INTERFACE (ZPI_TYPE_FIELD_ROW, field_row_init))

static ZpiFieldBinding *
zpi_choice_row_get_binding (ZpiFieldRow *row)
{
  return ZPI_CHOICE_ROW (row)->binding;
}

static void
zpi_choice_row_show_text (ZpiFieldRow *row, const char *text)
{
  ZpiChoiceRow *self = ZPI_CHOICE_ROW (row);
  const char *value = *text == '\0' && self->default_value != NULL ? self->default_value : text;

  self->showing = TRUE;
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_check_button_set_active (g_ptr_array_index (self->buttons, i),
                                 g_str_equal (g_ptr_array_index (self->values, i), value));
  self->showing = FALSE;
}

/* The answer that was chosen, or the first. */
static GtkWidget *
find_entrance (ZpiChoiceRow *self)
{
  GtkWidget *target = NULL;

  for (guint i = 0; i < self->buttons->len; i++) {
    GtkCheckButton *button = g_ptr_array_index (self->buttons, i);

    if (target == NULL || gtk_check_button_get_active (button))
      target = GTK_WIDGET (button);
  }
  return target;
}

static void
zpi_choice_row_focus (ZpiFieldRow *row)
{
  GtkWidget *target = find_entrance (ZPI_CHOICE_ROW (row));

  if (target != NULL)
    gtk_widget_grab_focus (target);
}

static gboolean
zpi_choice_row_has_default (ZpiFieldRow *row)
{
  return ZPI_CHOICE_ROW (row)->default_value != NULL;
}

static void
toggled_cb (ZpiChoiceRow *self, GtkCheckButton *button)
{
  guint position;

  if (self->showing || !gtk_check_button_get_active (button))
    return;
  if (g_ptr_array_find (self->buttons, button, &position))
    zpi_field_row_choose (ZPI_FIELD_ROW (self), g_ptr_array_index (self->values, position));
}

static void
add_choice (ZpiChoiceRow *self, const char *key, const char *value)
{
  GtkWidget *button =
      g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  GtkWidget *label = gtk_label_new (zpi_choice_text (key, value));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), label);
  zpi_ui_name (button, zpi_choice_text (key, value));
  if (self->buttons->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), g_ptr_array_index (self->buttons, 0));
  g_ptr_array_add (self->buttons, button);
  g_ptr_array_add (self->values, g_strdup (value));
  g_signal_connect_swapped (button, "toggled", G_CALLBACK (toggled_cb), self);
  if (self->pills != NULL)
    zpi_wrap_box_append (ZPI_WRAP_BOX (self->pills), button);
  else
    gtk_box_append (self->choice_box, button);
}

static void
zpi_choice_row_key_set (ZpiFieldRow *row, const char *key)
{
  ZpiChoiceRow *self = ZPI_CHOICE_ROW (row);
  const ZpiField *field = zpi_field_lookup (key);

  g_return_if_fail (self->buttons->len == 0);
  for (guint i = 0; field != NULL && field->choices != NULL && field->choices[i] != NULL; i++)
    add_choice (self, key, field->choices[i]);
  zpi_field_row_describe_buttons (row, GTK_WIDGET (self->title_label));
}

static void
field_row_init (ZpiFieldRowInterface *iface)
{
  iface->has_default = zpi_choice_row_has_default;
  iface->get_binding = zpi_choice_row_get_binding;
  iface->key_set = zpi_choice_row_key_set;
  iface->show_text = zpi_choice_row_show_text;
  iface->focus = zpi_choice_row_focus;
}

static void
zpi_choice_row_set_horizontal (ZpiChoiceRow *self, gboolean horizontal)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->choice_box),
                                  horizontal ? GTK_ORIENTATION_HORIZONTAL
                                             : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (self->choice_box, horizontal ? 24 : 0);
}

static void
zpi_choice_row_set_pills (ZpiChoiceRow *self, gboolean pills)
{
  if (!pills)
    return;
  self->pills = g_object_new (ZPI_TYPE_WRAP_BOX, NULL);
  gtk_widget_add_css_class (self->pills, "zpi-pills");
  gtk_box_append (self->choice_box, self->pills);
}

static void
zpi_choice_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ZpiChoiceRow *self = ZPI_CHOICE_ROW (object);

  switch (prop_id) {
  case PROP_KEY:
    g_value_set_string (value, zpi_field_row_get_key (ZPI_FIELD_ROW (self)));
    break;
  case PROP_HORIZONTAL:
    g_value_set_boolean (value,
                         gtk_orientable_get_orientation (GTK_ORIENTABLE (self->choice_box)) ==
                             GTK_ORIENTATION_HORIZONTAL);
    break;
  case PROP_PILLS:
    g_value_set_boolean (value, self->pills != NULL);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_choice_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_KEY:
    if (g_value_get_string (value) != NULL)
      zpi_field_row_set_key (ZPI_FIELD_ROW (object), g_value_get_string (value));
    break;
  case PROP_HORIZONTAL:
    zpi_choice_row_set_horizontal (ZPI_CHOICE_ROW (object), g_value_get_boolean (value));
    break;
  case PROP_PILLS:
    zpi_choice_row_set_pills (ZPI_CHOICE_ROW (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static const char *
label_of (GtkCheckButton *button)
{
  return gtk_label_get_text (GTK_LABEL (gtk_check_button_get_child (button)));
}

static gboolean
begins_with (GtkCheckButton *button, gunichar letter)
{
  return g_unichar_tolower (g_utf8_get_char (label_of (button))) == g_unichar_tolower (letter);
}

/* By its number, or by its letter: of several with that letter the one after the answer so far, and
 * then the first again. @alone: (out): whether it is the only one that is meant */
static GtkCheckButton *
find_by_letter (ZpiChoiceRow *self, gunichar letter, gboolean *alone)
{
  GtkCheckButton *first = NULL;
  GtkCheckButton *next = NULL;
  gboolean passed = FALSE;
  guint n = 0;

  *alone = TRUE;
  if (g_unichar_isdigit (letter)) {
    guint place = g_unichar_digit_value (letter);

    return place > 0 && place <= self->buttons->len ? self->buttons->pdata[place - 1] : NULL;
  }
  for (guint i = 0; i < self->buttons->len; i++) {
    GtkCheckButton *button = self->buttons->pdata[i];

    if (begins_with (button, letter)) {
      n++;
      if (first == NULL)
        first = button;
      if (passed && next == NULL)
        next = button;
    }
    passed = passed || gtk_check_button_get_active (button);
  }
  *alone = n == 1;
  return next != NULL ? next : first;
}

/* Whoever clicked an answer and types on means the next question: no letter of it is lost. */
static gboolean
type_on (ZpiChoiceRow *self, gunichar letter)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus;
  char text[8] = "";
  int position;

  zpi_field_row_go_on (ZPI_FIELD_ROW (self));
  focus = gtk_root_get_focus (root);
  if (!GTK_IS_EDITABLE (focus))
    return GDK_EVENT_STOP;
  gtk_editable_delete_selection (GTK_EDITABLE (focus));
  position = gtk_editable_get_position (GTK_EDITABLE (focus));
  gtk_editable_insert_text (GTK_EDITABLE (focus),
                            text,
                            g_unichar_to_utf8 (letter, text),
                            &position);
  gtk_editable_set_position (GTK_EDITABLE (focus), position);
  return GDK_EVENT_STOP;
}

static void
clicked_cb (ZpiChoiceRow *self)
{
  self->clicked = TRUE;
}

static void
unclicked_cb (ZpiChoiceRow *self)
{
  self->clicked = FALSE;
}

/* The list of the page takes the arrows for its own rows, and would leave the question. */
static gboolean
go_along (ZpiChoiceRow *self, int step)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (int i = 0; focus != NULL && i < (int) self->buttons->len; i++) {
    GtkWidget *button = self->buttons->pdata[i];

    if (!gtk_widget_has_focus (button))
      continue;
    i = CLAMP (i + step, 0, (int) self->buttons->len - 1);
    gtk_widget_grab_focus (self->buttons->pdata[i]);
    gtk_check_button_set_active (self->buttons->pdata[i], TRUE);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static int
step_of (guint keyval)
{
  switch (keyval) {
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    return -1;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    return 1;
  default:
    return 0;
  }
}

/* One key answers the question and goes on, on this page; Enter goes on to the next one too. A
 * letter that several answers have goes along them, as the arrows do, and stays. */
static gboolean
key_pressed_cb (ZpiChoiceRow *self, guint keyval, guint keycode, GdkModifierType state)
{
  gunichar letter = gdk_keyval_to_unicode (keyval);
  GtkCheckButton *button;
  gboolean alone;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_ISO_Enter) {
    zpi_field_row_go_on (ZPI_FIELD_ROW (self));
    return GDK_EVENT_STOP;
  }
  if (step_of (keyval) != 0 && (state & GDK_SHIFT_MASK) == 0)
    return go_along (self, step_of (keyval));
  if (!g_unichar_isalnum (letter))
    return GDK_EVENT_PROPAGATE;
  if (self->clicked)
    return type_on (self, letter);
  button = find_by_letter (self, letter, &alone);
  if (button == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_check_button_set_active (button, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (button));
  if (alone)
    zpi_field_row_answered (ZPI_FIELD_ROW (self));
  return GDK_EVENT_STOP;
}

/* The row itself never has the focus, only its buttons. For Tab all of them are one stop, also
 * while none is chosen; the arrows go from one to the next. */
static gboolean
zpi_choice_row_move_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *target = find_entrance (ZPI_CHOICE_ROW (widget));

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return target != NULL && gtk_widget_get_focus_child (widget) == NULL &&
           gtk_widget_grab_focus (target);
  return zpi_ui_focus_in_row (widget, direction);
}

static void
zpi_choice_row_dispose (GObject *object)
{
  zpi_field_row_bind (ZPI_FIELD_ROW (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_choice_row_parent_class)->dispose (object);
}

static void
zpi_choice_row_finalize (GObject *object)
{
  ZpiChoiceRow *self = ZPI_CHOICE_ROW (object);

  g_clear_pointer (&self->binding, zpi_field_binding_free);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  G_OBJECT_CLASS (zpi_choice_row_parent_class)->finalize (object);
}

static void
zpi_choice_row_class_init (ZpiChoiceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = zpi_choice_row_get_property;
  object_class->set_property = zpi_choice_row_set_property;
  object_class->dispose = zpi_choice_row_dispose;
  object_class->finalize = zpi_choice_row_finalize;
  widget_class->focus = zpi_choice_row_move_focus;

  props[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  props[PROP_HORIZONTAL] = g_param_spec_boolean ("horizontal", NULL, NULL, FALSE, flags);
  props[PROP_PILLS] =
      g_param_spec_boolean ("pills",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, ZPI_UI_RESOURCES "zpi-choice-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiChoiceRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiChoiceRow, choice_box);
}

static void
zpi_choice_row_init (ZpiChoiceRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->buttons = g_ptr_array_new ();
  self->values = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->binding = zpi_field_binding_new (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (clicked_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (unclicked_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/**
 * zpi_choice_row_new:
 * @key: the answer
 * @horizontal: whether the answers are short enough to stand beside each other
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
zpi_choice_row_new (const char *key, gboolean horizontal)
{
  return g_object_new (ZPI_TYPE_CHOICE_ROW, "key", key, "horizontal", horizontal, NULL);
}

/**
 * zpi_choice_row_new_pills:
 * @key: the answer
 *
 * Returns: (transfer floating): a row with the answers as buttons beside each other, on more than
 *   one line where there is no room
 */
GtkWidget *
zpi_choice_row_new_pills (const char *key)
{
  return g_object_new (ZPI_TYPE_CHOICE_ROW, "pills", TRUE, "key", key, NULL);
}

/**
 * zpi_choice_row_set_default:
 * @value: what no answer means; shown as chosen, not kept as an answer
 */
void
zpi_choice_row_set_default (ZpiChoiceRow *self, const char *value)
{
  g_return_if_fail (ZPI_IS_CHOICE_ROW (self));

  self->default_value = g_intern_string (value);
  zpi_field_row_refresh (ZPI_FIELD_ROW (self));
}

/**
 * zpi_choice_row_set_choices:
 * @values: (array zero-terminated=1): the answers, for a question whose answers depend on the day
 */
void
zpi_choice_row_set_choices (ZpiChoiceRow *self, const char *const *values)
{
  ZpiCase *zcase;
  const char *key;
  gboolean same = TRUE;

  g_return_if_fail (ZPI_IS_CHOICE_ROW (self));

  key = zpi_field_row_get_key (ZPI_FIELD_ROW (self));
  for (guint i = 0; values[i] != NULL; i++)
    same = same && i < self->values->len && g_str_equal (values[i], self->values->pdata[i]);
  if (same && g_strv_length ((char **) values) == self->values->len)
    return;
  while (self->buttons->len > 0)
    gtk_box_remove (self->choice_box, g_ptr_array_steal_index (self->buttons, 0));
  g_ptr_array_set_size (self->values, 0);
  for (guint i = 0; values[i] != NULL; i++)
    add_choice (self, key, values[i]);
  zpi_field_row_describe_buttons (ZPI_FIELD_ROW (self), GTK_WIDGET (self->title_label));
  zcase = zpi_field_row_get_case (ZPI_FIELD_ROW (self));
  zpi_choice_row_show_text (ZPI_FIELD_ROW (self),
                            zcase != NULL && key != NULL ? zpi_case_get (zcase, key) : "");
}
