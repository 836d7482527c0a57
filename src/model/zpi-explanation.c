/* SPDX-License-Identifier: EUPL-1.2 */

/* What the rules have to say, as data. How it is said is in zpi-explanation-render.c. */

#include "zpi-explanation.h"

#include <string.h>

#include "zpi-explanation-private.h"

static void
argument_free (ZpiArgument *self)
{
  g_free (self->name);
  g_free (self->nl);
  g_free (self->en);
  g_clear_pointer (&self->months, g_array_unref);
  g_free (self);
}

static ZpiArgument *
add (ZpiStep *self, const char *name, ZpiArgumentKind kind)
{
  ZpiArgument *argument = g_new0 (ZpiArgument, 1);

  argument->name = g_strdup (name);
  argument->kind = kind;
  g_ptr_array_add (self->arguments, argument);
  return argument;
}

/* (nullable) */
const ZpiArgument *
zpi_step_find (const ZpiStep *self, const char *name, gsize length)
{
  for (guint i = 0; i < self->arguments->len; i++) {
    const ZpiArgument *argument = self->arguments->pdata[i];

    if (strlen (argument->name) == length && strncmp (argument->name, name, length) == 0)
      return argument;
  }
  return NULL;
}

/**
 * zpi_step_new: (constructor)
 * @id: which sentence it is
 *
 * Returns: (transfer full): a step without arguments
 */
ZpiStep *
zpi_step_new (const char *id)
{
  ZpiStep *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_new0 (ZpiStep, 1);
  self->id = g_strdup (id);
  self->arguments = g_ptr_array_new_with_free_func ((GDestroyNotify) argument_free);
  return self;
}

/**
 * zpi_step_copy:
 * @self: a step
 *
 * Returns: (transfer full): the same
 */
ZpiStep *
zpi_step_copy (const ZpiStep *self)
{
  ZpiStep *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = zpi_step_new (self->id);
  for (guint i = 0; i < self->arguments->len; i++) {
    const ZpiArgument *from = self->arguments->pdata[i];
    ZpiArgument *to = add (copy, from->name, from->kind);

    to->number = from->number;
    to->date = from->date;
    to->nl = g_strdup (from->nl);
    to->en = g_strdup (from->en);
    to->months = from->months != NULL ? g_array_ref (from->months) : NULL;
  }
  return copy;
}

/**
 * zpi_step_free:
 * @self: (transfer full): a step
 */
void
zpi_step_free (ZpiStep *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->id);
  g_ptr_array_unref (self->arguments);
  g_free (self);
}

/**
 * zpi_step_add_amount:
 * @self: a step
 * @name: the argument's name
 * @cents: the amount
 */
void
zpi_step_add_amount (ZpiStep *self, const char *name, gint64 cents)
{
  add (self, name, ZPI_ARGUMENT_AMOUNT)->number = cents;
}

/**
 * zpi_step_add_number:
 * @self: a step
 * @name: the argument's name
 * @number: the number
 */
void
zpi_step_add_number (ZpiStep *self, const char *name, gint64 number)
{
  add (self, name, ZPI_ARGUMENT_NUMBER)->number = number;
}

/**
 * zpi_step_add_date:
 * @self: a step
 * @name: the argument's name
 * @date: a full date
 */
void
zpi_step_add_date (ZpiStep *self, const char *name, const ZpiDate *date)
{
  add (self, name, ZPI_ARGUMENT_DATE)->date = *date;
}

/**
 * zpi_step_add_word:
 * @self: a step
 * @name: the argument's name
 * @word: (nullable): a text that is the same in both languages
 */
void
zpi_step_add_word (ZpiStep *self, const char *name, const char *word)
{
  add (self, name, ZPI_ARGUMENT_WORD)->nl = g_strdup (word != NULL ? word : "");
}

/**
 * zpi_step_add_text:
 * @self: a step
 * @name: the argument's name
 * @text: a text in both languages
 */
void
zpi_step_add_text (ZpiStep *self, const char *name, const ZpiText *text)
{
  ZpiArgument *argument = add (self, name, ZPI_ARGUMENT_TEXT);

  argument->nl = g_strdup (text->nl);
  argument->en = g_strdup (text->en);
}

/**
 * zpi_step_add_status:
 * @self: a step
 * @name: the argument's name
 * @status: how sure a value is
 */
void
zpi_step_add_status (ZpiStep *self, const char *name, ZpiStatus status)
{
  add (self, name, ZPI_ARGUMENT_STATUS)->number = status;
}

/**
 * zpi_step_add_provenance:
 * @self: a step
 * @provenance: where a value comes from
 *
 * Adds the arguments `source` and `status`.
 */
void
zpi_step_add_provenance (ZpiStep *self, const ZpiProvenance *provenance)
{
  static const ZpiText none = {"niet bekend", "not known"};

  if (provenance->source != NULL)
    zpi_step_add_word (self, "source", provenance->source);
  else
    zpi_step_add_text (self, "source", &none);
  zpi_step_add_status (self, "status", provenance->status);
}

/**
 * zpi_step_add_months:
 * @self: a step
 * @name: the argument's name
 * @months: (element-type int): months, oldest first (year × 12 + month − 1)
 */
void
zpi_step_add_months (ZpiStep *self, const char *name, const GArray *months)
{
  ZpiArgument *argument = add (self, name, ZPI_ARGUMENT_MONTHS);

  argument->months = g_array_sized_new (FALSE, FALSE, sizeof (int), months->len);
  if (months->len > 0)
    g_array_append_vals (argument->months, months->data, months->len);
}

/**
 * zpi_step_get_id:
 * @self: a step
 *
 * Returns: (transfer none): which sentence it is
 */
const char *
zpi_step_get_id (const ZpiStep *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

/**
 * zpi_step_get_amount:
 * @self: a step
 * @name: an argument's name
 * @cents: (out): the amount, or the number
 *
 * Returns: %FALSE when there is no such amount
 */
gboolean
zpi_step_get_amount (const ZpiStep *self, const char *name, gint64 *cents)
{
  const ZpiArgument *argument;

  g_return_val_if_fail (self != NULL && name != NULL && cents != NULL, FALSE);

  argument = zpi_step_find (self, name, strlen (name));
  if (argument == NULL ||
      (argument->kind != ZPI_ARGUMENT_AMOUNT && argument->kind != ZPI_ARGUMENT_NUMBER))
    return FALSE;
  *cents = argument->number;
  return TRUE;
}

static gboolean
months_equal (const GArray *a, const GArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->len == b->len && memcmp (a->data, b->data, a->len * sizeof (int)) == 0;
}

static gboolean
argument_equal (const ZpiArgument *a, const ZpiArgument *b)
{
  return a->kind == b->kind && strcmp (a->name, b->name) == 0 && a->number == b->number &&
         a->date.precision == b->date.precision && zpi_date_compare (&a->date, &b->date) == 0 &&
         g_strcmp0 (a->nl, b->nl) == 0 && g_strcmp0 (a->en, b->en) == 0 &&
         months_equal (a->months, b->months);
}

/**
 * zpi_step_equal:
 * @a: a step
 * @b: another
 *
 * Returns: whether they say the same
 */
gboolean
zpi_step_equal (const ZpiStep *a, const ZpiStep *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (strcmp (a->id, b->id) != 0 || a->arguments->len != b->arguments->len)
    return FALSE;
  for (guint i = 0; i < a->arguments->len; i++)
    if (!argument_equal (a->arguments->pdata[i], b->arguments->pdata[i]))
      return FALSE;
  return TRUE;
}

static JsonNode *
months_to_json (const GArray *months)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < months->len; i++) {
    int month = g_array_index (months, int, i);
    g_autofree char *text = g_strdup_printf ("%04d-%02d", month / 12, month % 12 + 1);

    json_array_add_string_element (array, text);
  }
  json_node_take_array (node, array);
  return node;
}

static void
argument_to_json (const ZpiArgument *argument, JsonObject *object)
{
  switch (argument->kind) {
  case ZPI_ARGUMENT_AMOUNT: {
    g_autofree char *name = g_strconcat (argument->name, "_cents", NULL);

    json_object_set_int_member (object, name, argument->number);
    break;
  }
  case ZPI_ARGUMENT_NUMBER:
    json_object_set_int_member (object, argument->name, argument->number);
    break;
  case ZPI_ARGUMENT_DATE: {
    g_autofree char *iso = zpi_date_format_iso (&argument->date);

    json_object_set_string_member (object, argument->name, iso);
    break;
  }
  case ZPI_ARGUMENT_WORD:
    json_object_set_string_member (object, argument->name, argument->nl);
    break;
  case ZPI_ARGUMENT_TEXT: {
    JsonObject *both = json_object_new ();

    json_object_set_string_member (both, "nl", argument->nl);
    json_object_set_string_member (both, "en", argument->en);
    json_object_set_object_member (object, argument->name, both);
    break;
  }
  case ZPI_ARGUMENT_STATUS:
    json_object_set_string_member (object,
                                   argument->name,
                                   zpi_status_to_nick ((ZpiStatus) argument->number));
    break;
  case ZPI_ARGUMENT_MONTHS:
    json_object_set_member (object, argument->name, months_to_json (argument->months));
    break;
  default:
    g_assert_not_reached ();
  }
}

/**
 * zpi_step_to_json:
 * @self: a step
 *
 * Returns: (transfer full): an object with the id, the sentence in both languages, and the
 *   arguments
 */
JsonNode *
zpi_step_to_json (const ZpiStep *self)
{
  JsonObject *object = json_object_new ();
  g_autofree char *nl = NULL;
  g_autofree char *en = NULL;
  JsonNode *node;

  g_return_val_if_fail (self != NULL, NULL);

  nl = zpi_explanation_render_step (self, "nl");
  en = zpi_explanation_render_step (self, "en");
  json_object_set_string_member (object, "id", self->id);
  json_object_set_string_member (object, "nl", nl);
  json_object_set_string_member (object, "en", en);
  if (self->arguments->len > 0) {
    JsonObject *arguments = json_object_new ();

    for (guint i = 0; i < self->arguments->len; i++)
      argument_to_json (self->arguments->pdata[i], arguments);
    json_object_set_object_member (object, "arguments", arguments);
  }
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return node;
}
