/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-field-row.h"

#include <string.h>

#include "zpi-address.h"
#include "zpi-announce.h"
#include "zpi-case-keeper.h"
#include "zpi-choice-text.h"
#include "zpi-field-feedback.h"
#include "zpi-field-text.h"
#include "zpi-finding-text.h"
#include "zpi-i18n.h"
#include "zpi-press.h"
#include "zpi-rules.h"
#include "zpi-way-back.h"

struct _ZpiFieldBinding {
  GtkWidget *row; /* (unowned): it owns us */
  char *key;
  ZpiSession *session; /* (owned) (nullable) */
  ZpiCase *zcase;      /* (owned) (nullable) */
  GSignalGroup *case_signals;
  ZpiFieldFeedback *feedback; /* (owned): also in the row's list */
  char *refusal;              /* (nullable): what the municipality said of this answer */
  gboolean typing;            /* the change comes from the row itself */
  gboolean shown;             /* what is wrong may be said */
  gboolean wrong;             /* and it was */
};

G_DEFINE_INTERFACE (ZpiFieldRow, zpi_field_row, GTK_TYPE_WIDGET)

static void
zpi_field_row_default_init (ZpiFieldRowInterface *iface)
{
}

static ZpiFieldBinding *
binding_of (ZpiFieldRow *self)
{
  return ZPI_FIELD_ROW_GET_IFACE (self)->get_binding (self);
}

static const char *
text_of (ZpiFieldBinding *binding)
{
  if (binding->zcase == NULL || binding->key == NULL)
    return "";
  return zpi_case_get (binding->zcase, binding->key);
}

static void
show_answer (ZpiFieldRow *self)
{
  ZpiFieldBinding *binding = binding_of (self);

  if (!binding->typing)
    ZPI_FIELD_ROW_GET_IFACE (self)->show_text (self, text_of (binding));
  zpi_field_row_refresh (self);
}

static void
answer_changed_cb (ZpiFieldBinding *binding, const char *key)
{
  if (g_strcmp0 (key, binding->key) != 0)
    return;
  g_clear_pointer (&binding->refusal, g_free);
  show_answer (ZPI_FIELD_ROW (binding->row));
}

/**
 * zpi_field_binding_new:
 * @row: the row that will own it
 *
 * Returns: (transfer full): what ties @row to an answer
 */
ZpiFieldBinding *
zpi_field_binding_new (GtkWidget *row)
{
  ZpiFieldBinding *self = g_new0 (ZpiFieldBinding, 1);

  self->row = row;
  self->feedback = g_object_ref_sink (zpi_field_feedback_new (row));
  self->case_signals = g_signal_group_new (ZPI_TYPE_CASE);
  g_signal_group_connect_swapped (self->case_signals,
                                  "answer-changed",
                                  G_CALLBACK (answer_changed_cb),
                                  self);
  return self;
}

/**
 * zpi_field_binding_free:
 * @self: (nullable) (transfer full): a binding
 */
void
zpi_field_binding_free (ZpiFieldBinding *self)
{
  if (self == NULL)
    return;
  g_signal_group_set_target (self->case_signals, NULL);
  g_clear_object (&self->case_signals);
  g_clear_object (&self->feedback);
  g_clear_object (&self->session);
  g_clear_object (&self->zcase);
  g_free (self->key);
  g_free (self->refusal);
  g_free (self);
}

/**
 * zpi_field_row_get_key:
 *
 * Returns: (nullable): the key of the answer
 */
const char *
zpi_field_row_get_key (ZpiFieldRow *self)
{
  g_return_val_if_fail (ZPI_IS_FIELD_ROW (self), NULL);

  return binding_of (self)->key;
}

/**
 * zpi_field_row_set_key:
 * @key: the key of the answer
 *
 * Title and help of the question follow from it.
 */
void
zpi_field_row_set_key (ZpiFieldRow *self, const char *key)
{
  ZpiFieldBinding *binding;
  g_autofree char *title = NULL;

  g_return_if_fail (ZPI_IS_FIELD_ROW (self));
  g_return_if_fail (key != NULL);

  binding = binding_of (self);
  g_free (binding->key);
  binding->key = g_strdup (key);
  title = zpi_field_text_dup_title (key);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  zpi_field_feedback_set_help (binding->feedback, zpi_field_text_help (key));
  if (ZPI_FIELD_ROW_GET_IFACE (self)->key_set != NULL)
    ZPI_FIELD_ROW_GET_IFACE (self)->key_set (self, key);
}

/**
 * zpi_field_row_set_help:
 * @self: a row that has its key
 * @help: what is said under it here, where the answer is for something else than in an application
 */
void
zpi_field_row_set_help (ZpiFieldRow *self, const char *help)
{
  g_return_if_fail (ZPI_IS_FIELD_ROW (self));

  zpi_field_feedback_set_help (binding_of (self)->feedback, help);
}

enum {
  PROP_0,
  PROP_KEY,
};

static void
zpi_field_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_KEY:
    g_value_set_string (value, zpi_field_row_get_key (ZPI_FIELD_ROW (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_field_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_KEY:
    if (g_value_get_string (value) != NULL)
      zpi_field_row_set_key (ZPI_FIELD_ROW (object), g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

/**
 * zpi_field_row_install_key:
 * @klass: the class of a row that has no other properties of its own
 *
 * Gives it the property `key`, for templates.
 */
void
zpi_field_row_install_key (GObjectClass *klass)
{
  klass->get_property = zpi_field_row_get_property;
  klass->set_property = zpi_field_row_set_property;
  g_object_class_install_property (klass,
                                   PROP_KEY,
                                   g_param_spec_string ("key",
                                                        NULL,
                                                        NULL,
                                                        NULL,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
                                                            G_PARAM_EXPLICIT_NOTIFY));
}

/**
 * zpi_field_row_bind:
 * @session: (nullable): without one nothing is saved
 * @zcase: (nullable): %NULL unbinds
 *
 * Shows the answer of @zcase, and keeps what is typed in it.
 */
void
zpi_field_row_bind (ZpiFieldRow *self, ZpiSession *session, ZpiCase *zcase)
{
  ZpiFieldBinding *binding;

  g_return_if_fail (ZPI_IS_FIELD_ROW (self));

  binding = binding_of (self);
  g_set_object (&binding->session, session);
  g_set_object (&binding->zcase, zcase);
  g_signal_group_set_target (binding->case_signals, zcase);
  if (zcase == NULL)
    return;
  zpi_field_feedback_place (binding->feedback);
  binding->shown = *text_of (binding) != '\0';
  show_answer (self);
}

/**
 * zpi_field_row_describe_buttons:
 * @question: the label of the question
 *
 * The answers are buttons, which are there now: see zpi_field_feedback_set_question().
 */
void
zpi_field_row_describe_buttons (ZpiFieldRow *self, GtkWidget *question)
{
  g_return_if_fail (ZPI_IS_FIELD_ROW (self));

  zpi_field_feedback_set_question (binding_of (self)->feedback, question);
}

/**
 * zpi_field_row_get_case:
 *
 * Returns: (nullable) (transfer none): the case it is bound to
 */
ZpiCase *
zpi_field_row_get_case (ZpiFieldRow *self)
{
  return binding_of (self)->zcase;
}

/* The worst there is to say about an answer that was given. What is missing is for the review. */
static const ZpiFinding *
find_problem (const GPtrArray *findings)
{
  const ZpiFinding *worst = NULL;

  for (guint i = 0; i < findings->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity != ZPI_FINDING_ERROR && finding->severity != ZPI_FINDING_NOTICE)
      continue;
    if (worst == NULL || finding->severity > worst->severity)
      worst = finding;
  }
  return worst;
}

static void
show_finding (ZpiFieldBinding *binding, const ZpiFinding *finding)
{
  g_autofree char *text = NULL;
  ZpiCheckSeverity severity = ZPI_SEVERITY_OK;

  if (finding != NULL) {
    text = zpi_finding_text_dup (finding, binding->zcase, NULL);
    severity = finding->severity == ZPI_FINDING_ERROR ? ZPI_SEVERITY_ERROR : ZPI_SEVERITY_WARNING;
  }
  binding->wrong = severity == ZPI_SEVERITY_ERROR;
  if (!binding->wrong && binding->refusal != NULL) {
    g_free (text);
    text = g_strdup (binding->refusal);
    severity = ZPI_SEVERITY_WARNING;
  }
  zpi_field_feedback_set_problem (binding->feedback, severity, text);
}

/**
 * zpi_field_row_refresh:
 *
 * Says again how the answer is understood, and what is wrong if that was said before.
 */
void
zpi_field_row_refresh (ZpiFieldRow *self)
{
  ZpiFieldRowInterface *iface = ZPI_FIELD_ROW_GET_IFACE (self);
  ZpiFieldBinding *binding = binding_of (self);
  g_autoptr (GPtrArray) findings = NULL;

  if (binding->key == NULL || binding->zcase == NULL)
    return;
  zpi_field_feedback_set_answered (binding->feedback, *text_of (binding) != '\0');
  if (iface->dup_echo != NULL) {
    g_autofree char *echo = iface->dup_echo (self, text_of (binding));

    zpi_field_feedback_set_echo (binding->feedback, echo);
  }
  if (!binding->shown)
    return;
  findings = zpi_findings_for_field (binding->zcase, zpi_rules_get_current (), binding->key);
  show_finding (binding, find_problem (findings));
}

/**
 * zpi_field_row_show_problem:
 *
 * Says what is wrong from now on.
 *
 * Returns: whether the answer cannot be right
 */
gboolean
zpi_field_row_show_problem (ZpiFieldRow *self)
{
  ZpiFieldBinding *binding;

  g_return_val_if_fail (ZPI_IS_FIELD_ROW (self), FALSE);

  binding = binding_of (self);
  if (!gtk_widget_is_visible (GTK_WIDGET (self)))
    return FALSE;
  binding->shown = TRUE;
  zpi_field_row_refresh (self);
  return binding->wrong;
}

/**
 * zpi_field_row_set_refusal:
 * @text: what the municipality said of the answer
 *
 * Says so at the field until the answer is another.
 */
void
zpi_field_row_set_refusal (ZpiFieldRow *self, const char *text)
{
  ZpiFieldBinding *binding;

  g_return_if_fail (ZPI_IS_FIELD_ROW (self));
  g_return_if_fail (text != NULL);

  binding = binding_of (self);
  g_free (binding->refusal);
  binding->refusal = g_strdup (text);
  binding->shown = TRUE;
  zpi_field_row_refresh (self);
}

/**
 * zpi_field_row_get_problem:
 *
 * Returns: (nullable): what stands at the field as wrong
 */
const char *
zpi_field_row_get_problem (ZpiFieldRow *self)
{
  g_return_val_if_fail (ZPI_IS_FIELD_ROW (self), NULL);

  return zpi_field_feedback_get_problem (binding_of (self)->feedback);
}

/**
 * zpi_field_row_is_wrong:
 *
 * Returns: whether the answer cannot be right and the row says so
 */
gboolean
zpi_field_row_is_wrong (ZpiFieldRow *self)
{
  g_return_val_if_fail (ZPI_IS_FIELD_ROW (self), FALSE);

  return binding_of (self)->wrong;
}

/* It is typed before the last name; who has that already has given it, or has none. */
static gboolean
is_prefix_to_come (ZpiFieldBinding *binding)
{
  g_autofree char *about = NULL;
  g_autofree char *family_name = NULL;

  if (binding->zcase == NULL || !g_str_has_suffix (binding->key, ".prefix"))
    return FALSE;
  about = g_strndup (binding->key, strlen (binding->key) - strlen ("prefix"));
  family_name = g_strconcat (about, "family_name", NULL);
  return *zpi_case_get (binding->zcase, family_name) == '\0';
}

/* A house letter: most people have none, so that the cursor does not stop there by itself. */
static gboolean
is_rare (ZpiFieldBinding *binding)
{
  const ZpiField *field = zpi_field_lookup (binding->key);

  if (field == NULL || field->requirement != ZPI_OPTIONAL || is_prefix_to_come (binding))
    return FALSE;
  return field->kind == ZPI_FIELD_TEXT || field->kind == ZPI_FIELD_NAME ||
         field->kind == ZPI_FIELD_HOUSE_LETTER || field->kind == ZPI_FIELD_HOUSE_ADDITION;
}

/* What was filled in by the program and cannot be right waits too, though nobody has said so yet.
 */
static gboolean
cannot_be_right (ZpiFieldBinding *binding)
{
  g_autoptr (GPtrArray) findings = NULL;
  const ZpiFinding *worst;

  if (binding->shown)
    return binding->wrong;
  findings = zpi_findings_for_field (binding->zcase, zpi_rules_get_current (), binding->key);
  worst = find_problem (findings);
  return worst != NULL && worst->severity == ZPI_FINDING_ERROR;
}

/**
 * zpi_field_row_is_open:
 *
 * Returns: whether the question waits for an answer, or for another one than it has
 */
gboolean
zpi_field_row_is_open (ZpiFieldRow *self)
{
  ZpiFieldRowInterface *iface;
  ZpiFieldBinding *binding;

  g_return_val_if_fail (ZPI_IS_FIELD_ROW (self), FALSE);

  iface = ZPI_FIELD_ROW_GET_IFACE (self);
  binding = binding_of (self);
  if (*text_of (binding) != '\0')
    return cannot_be_right (binding) || binding->refusal != NULL;
  return !is_rare (binding) && (iface->has_default == NULL || !iface->has_default (self));
}

/**
 * zpi_field_row_go_on:
 *
 * Enter was pressed: goes to the next question that waits for an answer, or where the page around
 * it thinks fit; without such a page to the next place that takes the focus.
 */
void
zpi_field_row_go_on (ZpiFieldRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!gtk_widget_activate_action (GTK_WIDGET (self), "page.next-question", NULL) && root != NULL)
    gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
}

/**
 * zpi_field_row_answered:
 *
 * One key was the answer: goes to the next question of this page, as zpi_field_row_go_on(), but
 * stays when there is none.
 */
void
zpi_field_row_answered (ZpiFieldRow *self)
{
  if (!gtk_widget_activate_action (GTK_WIDGET (self), "page.answered", NULL))
    zpi_field_row_go_on (self);
}

/**
 * zpi_field_row_focus:
 *
 * Moves the focus to where is typed, and brings it in sight.
 */
void
zpi_field_row_focus (ZpiFieldRow *self)
{
  g_return_if_fail (ZPI_IS_FIELD_ROW (self));

  ZPI_FIELD_ROW_GET_IFACE (self)->focus (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "page.scroll-to-focus", NULL);
}

/**
 * zpi_field_row_input:
 * @text: what is in the row now
 *
 * The person changed the answer.
 */
void
zpi_field_row_input (ZpiFieldRow *self, const char *text)
{
  ZpiFieldBinding *binding = binding_of (self);

  if (binding->zcase == NULL || binding->key == NULL)
    return;
  binding->typing = TRUE;
  zpi_case_set (binding->zcase, binding->key, text);
  binding->typing = FALSE;
}

static void
say_what_is_wrong (gpointer row)
{
  ZpiFieldRow *self = row;
  ZpiFieldBinding *binding = binding_of (self);

  if (binding->zcase == NULL)
    return;
  if (zpi_address_spread (binding->zcase, binding->key))
    zpi_announce (GTK_WIDGET (self), _ ("The address was put in its own fields."));
  if (*text_of (binding) == '\0')
    return;
  zpi_field_row_show_problem (self);
  if (binding->wrong)
    zpi_announce (GTK_WIDGET (self), zpi_field_feedback_get_problem (binding->feedback));
}

/**
 * zpi_field_row_left:
 *
 * The focus left the row: it is saved at once, and what is wrong may be said, after the click that
 * took the focus away. A whole address goes where its parts are asked.
 */
void
zpi_field_row_left (ZpiFieldRow *self)
{
  ZpiFieldBinding *binding = binding_of (self);

  if (binding->zcase == NULL)
    return;
  if (binding->session != NULL)
    zpi_case_keeper_field_left (zpi_session_get_keeper (binding->session), binding->zcase);
  zpi_press_wait (self, say_what_is_wrong);
}

/* Focus and words, for who sees it and who hears it. */
static void
show_choice (GtkWidget *question, const char *text, gboolean again)
{
  ZpiFieldRow *self = ZPI_FIELD_ROW (question);
  ZpiFieldBinding *binding = binding_of (self);
  g_autofree char *title = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *said = NULL;

  if (binding->zcase == NULL || binding->key == NULL)
    return;
  zpi_case_set (binding->zcase, binding->key, text);
  zpi_field_row_left (self);
  zpi_field_row_focus (self);
  title = zpi_field_text_dup_title (binding->key);
  answer = zpi_field_text_dup_about (title,
                                     *text != '\0' ? zpi_choice_text (binding->key, text)
                                                   : _ ("Not filled in"));
  said = zpi_way_back_dup_said (answer, again);
  zpi_announce (question, said);
}

/**
 * zpi_field_row_choose:
 * @text: what is chosen in the row now
 *
 * The person chose another answer, by one key or click: it is kept at once, as
 * zpi_field_row_left(), Ctrl+Z undoes it and Ctrl+Shift+Z chooses it again.
 */
void
zpi_field_row_choose (ZpiFieldRow *self, const char *text)
{
  ZpiFieldBinding *binding = binding_of (self);
  g_autofree char *was = g_strdup (text_of (binding));
  guint64 before = binding->zcase != NULL ? zpi_case_get_generation (binding->zcase) : 0;

  zpi_field_row_input (self, text);
  if (binding->zcase != NULL && strcmp (was, text_of (binding)) != 0)
    zpi_way_back_note (GTK_WIDGET (self),
                       binding->zcase,
                       before,
                       was,
                       text_of (binding),
                       show_choice);
  zpi_field_row_left (self);
}

static void
collect (GtkWidget *widget, GPtrArray *rows)
{
  GtkWidget *child;

  if (ZPI_IS_FIELD_ROW (widget)) {
    g_ptr_array_add (rows, g_object_ref (widget));
    return;
  }
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, rows);
}

/**
 * zpi_field_row_collect:
 * @below: a widget
 *
 * Returns: (transfer full) (element-type ZpiFieldRow): every question below it, in reading order
 */
GPtrArray *
zpi_field_row_collect (GtkWidget *below)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  collect (below, rows);
  return rows;
}

/**
 * zpi_field_row_find:
 * @rows: (element-type ZpiFieldRow): questions
 * @key: the key of an answer
 *
 * Returns: (transfer none) (nullable): the first that is about @key
 */
ZpiFieldRow *
zpi_field_row_find (const GPtrArray *rows, const char *key)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (zpi_field_row_get_key (g_ptr_array_index (rows, i)), key) == 0)
      return g_ptr_array_index (rows, i);
  return NULL;
}
