/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-entry-row.h"

#include "zpi-bsn-row.h"
#include "zpi-checks.h"
#include "zpi-date-row.h"
#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-money-row.h"

/* Longer than any number, date or address is. */
#define MOST_CHARS 500

typedef struct {
  ZpiFieldBinding *binding;
  gboolean showing; /* the text comes from the case */
} ZpiEntryRowPrivate;

static void field_row_init (ZpiFieldRowInterface *iface);

G_DEFINE_TYPE_WITH_CODE (ZpiEntryRow,
                         zpi_entry_row,
                         ZPI_TYPE_TEXT_ROW,
                         G_ADD_PRIVATE (ZpiEntryRow)
                             G_IMPLEMENT_INTERFACE (ZPI_TYPE_FIELD_ROW, field_row_init))

static ZpiEntryRowPrivate *
priv_of (gpointer self)
{
  return zpi_entry_row_get_instance_private (ZPI_ENTRY_ROW (self));
}

static ZpiFieldBinding *
zpi_entry_row_get_binding (ZpiFieldRow *self)
{
  return priv_of (self)->binding;
}

static void
zpi_entry_row_show_text (ZpiFieldRow *self, const char *text)
{
  ZpiEntryRowPrivate *priv = priv_of (self);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self)), text) == 0)
    return;
  priv->showing = TRUE;
  zpi_text_row_show (ZPI_TEXT_ROW (self), text);
  priv->showing = FALSE;
}

/* More than fits is taken, so that it can be shortened here, and a number with what stood around
 * it; a whole letter is not. */
static void
zpi_entry_row_key_set (ZpiFieldRow *self, const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);
  guint fits = MOST_CHARS;

  if (field != NULL && (field->kind == ZPI_FIELD_NAME || field->kind == ZPI_FIELD_TEXT ||
                        field->kind == ZPI_FIELD_NOTE))
    fits = zpi_field_get_max_chars (field);
  zpi_text_row_set_most (ZPI_TEXT_ROW (self), MAX (2 * fits, MOST_CHARS), fits);
}

static void
zpi_entry_row_focus (ZpiFieldRow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* "12 b" in one: what becomes of it, as long as the fields behind it are empty. */
static char *
dup_house_number (ZpiCase *zcase, const char *text)
{
  g_autofree char *number = NULL;
  g_autofree char *letter = NULL;
  g_autofree char *addition = NULL;

  if (zcase == NULL || *zpi_case_get (zcase, ZPI_KEY_HOUSE_LETTER) != '\0' ||
      *zpi_case_get (zcase, ZPI_KEY_HOUSE_ADDITION) != '\0' ||
      !zpi_house_number_split (text, &number, &letter, &addition))
    return NULL;
  /* Translators: what was understood from a house number such as "12 b 3". */
  if (*letter != '\0' && *addition != '\0')
    return g_strdup_printf (_ ("Number %s, letter %s, addition %s"), number, letter, addition);
  /* Translators: what was understood from a house number such as "12 b". */
  if (*letter != '\0')
    return g_strdup_printf (_ ("Number %s, letter %s"), number, letter);
  /* Translators: what was understood from a house number such as "12 bis". */
  return g_strdup_printf (_ ("Number %s, addition %s"), number, addition);
}

/* What is sent, where that is not what stands there. */
static char *
zpi_entry_row_dup_echo (ZpiFieldRow *self, const char *text)
{
  ZpiEntryRowClass *klass = ZPI_ENTRY_ROW_GET_CLASS (self);
  const ZpiField *field = zpi_field_lookup (zpi_field_row_get_key (self));

  if (klass->dup_echo != NULL)
    return klass->dup_echo (ZPI_ENTRY_ROW (self), text);
  if (field != NULL && field->kind == ZPI_FIELD_HOUSE_NUMBER)
    return dup_house_number (zpi_field_row_get_case (self), text);
  if (field != NULL && field->kind == ZPI_FIELD_EMAIL)
    return zpi_email_dup_understood (text);
  return field != NULL && field->kind == ZPI_FIELD_PHONE ? zpi_phone_dup_understood (text) : NULL;
}

static void
field_row_init (ZpiFieldRowInterface *iface)
{
  iface->get_binding = zpi_entry_row_get_binding;
  iface->key_set = zpi_entry_row_key_set;
  iface->show_text = zpi_entry_row_show_text;
  iface->focus = zpi_entry_row_focus;
  iface->dup_echo = zpi_entry_row_dup_echo;
}

static void
changed_cb (ZpiEntryRow *self)
{
  if (!priv_of (self)->showing)
    zpi_field_row_input (ZPI_FIELD_ROW (self), gtk_editable_get_text (GTK_EDITABLE (self)));
}

static void
entry_activated_cb (ZpiEntryRow *self)
{
  zpi_field_row_go_on (ZPI_FIELD_ROW (self));
}

static void
focus_left_cb (ZpiEntryRow *self)
{
  zpi_field_row_left (ZPI_FIELD_ROW (self));
}

static void
zpi_entry_row_dispose (GObject *object)
{
  zpi_field_row_bind (ZPI_FIELD_ROW (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_entry_row_parent_class)->dispose (object);
}

static void
zpi_entry_row_finalize (GObject *object)
{
  g_clear_pointer (&priv_of (object)->binding, zpi_field_binding_free);
  G_OBJECT_CLASS (zpi_entry_row_parent_class)->finalize (object);
}

static void
zpi_entry_row_class_init (ZpiEntryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = zpi_entry_row_dispose;
  object_class->finalize = zpi_entry_row_finalize;
  zpi_field_row_install_key (object_class);
}

static void
zpi_entry_row_init (ZpiEntryRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  priv_of (self)->binding = zpi_field_binding_new (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "zpi-question");
  zpi_text_row_set_input (ZPI_TEXT_ROW (self), GTK_INPUT_PURPOSE_FREE_FORM, ZPI_ENTRY_ROW_HINTS);
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
  g_signal_connect (self, "entry-activated", G_CALLBACK (entry_activated_cb), NULL);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/**
 * zpi_entry_row_new_for_key:
 * @key: the answer
 *
 * Returns: (transfer floating): the kind of row that the question asks for
 */
GtkWidget *
zpi_entry_row_new_for_key (const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);
  GType type = ZPI_TYPE_ENTRY_ROW;

  if (field != NULL && field->kind == ZPI_FIELD_BSN)
    type = ZPI_TYPE_BSN_ROW;
  else if (field != NULL && (field->kind == ZPI_FIELD_BIRTH_DATE || field->kind == ZPI_FIELD_DATE))
    type = ZPI_TYPE_DATE_ROW;
  else if (field != NULL && field->kind == ZPI_FIELD_MONEY)
    type = ZPI_TYPE_MONEY_ROW;
  return g_object_new (type, "key", key, NULL);
}
