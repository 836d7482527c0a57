/* SPDX-License-Identifier: EUPL-1.2 */

/* Reads the wire by tables of members, and keeps on reading after a fault. Nothing here is shared
 * with the program that writes the wire, so that the two can disagree. */

#include "zpi-practice-reader.h"

#include <string.h>

#include "zpi-json.h"

#define MAX_FAULTS 200

static void
fault_free (ZpiPracticeFault *fault)
{
  g_free (fault->name);
  g_free (fault);
}

ZpiPracticeFaults *
zpi_practice_faults_new (void)
{
  ZpiPracticeFaults *self = g_new0 (ZpiPracticeFaults, 1);

  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) fault_free);
  return self;
}

void
zpi_practice_faults_free (ZpiPracticeFaults *self)
{
  g_ptr_array_unref (self->faults);
  g_free (self);
}

void
zpi_practice_faults_add (ZpiPracticeFaults *self,
                         const char *name,
                         const char *code,
                         const char *reason)
{
  ZpiPracticeFault *fault;

  if (self->faults->len >= MAX_FAULTS)
    return;
  fault = g_new0 (ZpiPracticeFault, 1);
  fault->name = g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), 300));
  fault->code = code;
  fault->reason = reason;
  g_ptr_array_add (self->faults, fault);
}

guint
zpi_practice_faults_count (ZpiPracticeFaults *self)
{
  return self->faults->len;
}

JsonArray *
zpi_practice_faults_to_json (ZpiPracticeFaults *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->faults->len; i++) {
    const ZpiPracticeFault *fault = g_ptr_array_index (self->faults, i);
    JsonObject *object = json_object_new ();

    json_object_set_string_member (object, "name", fault->name);
    json_object_set_string_member (object, "code", fault->code);
    json_object_set_string_member (object, "reason", fault->reason);
    json_array_add_object_element (array, object);
  }
  return array;
}

static const char *
default_reason (const char *code)
{
  static const struct {
    const char *code;
    const char *reason;
  } reasons[] = {
      {"ontbreekt", "Dit gegeven is nodig. Vul het in."},
      {"onbekend-veld", "Dit gegeven kennen wij niet. Laat het weg."},
      {"soort", "Dit gegeven heeft een andere vorm dan afgesproken."},
      {"waarde", "Deze waarde kan hier niet. Kies een andere."},
      {"te-lang", "Dit is te lang. Maak het korter."},
      {"te-kort", "Dit is te kort. Vul het helemaal in."},
      {"te-veel", "Dit zijn er te veel. Haal er een paar weg."},
      {"formaat", "Dit gegeven is niet te lezen. Controleer het."},
      {"elfproef", "Dit is geen burgerservicenummer. Controleer het nummer."},
      {"dubbel", "Dit staat er twee keer. Haal er een weg."},
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++) {
    if (strcmp (reasons[i].code, code) == 0)
      return reasons[i].reason;
  }
  return "Dit gegeven is niet goed. Controleer het.";
}

static void
add_fault (ZpiPracticeFaults *faults, const char *path, const ZpiWireField *field, const char *code)
{
  const char *reason = field != NULL && field->reason != NULL && strcmp (code, "soort") != 0 &&
                               strcmp (code, "elfproef") != 0
                           ? field->reason
                           : default_reason (code);

  zpi_practice_faults_add (faults, path, code, reason);
}

static const char *
text_fault (const char *text, const ZpiWireField *field)
{
  gint64 length = g_utf8_strlen (text, -1);

  if (field->words != NULL)
    return g_strv_contains (field->words, text) ? NULL : "waarde";
  if (length < field->min)
    return "te-kort";
  if (field->max > 0 && length > field->max)
    return "te-lang";
  for (const char *p = text; *p != '\0'; p++) {
    if ((guchar) *p < 0x20 && !(field->lines && strchr ("\t\n\r", *p) != NULL))
      return "formaat";
  }
  if (field->pattern != NULL &&
      !g_regex_match_simple (field->pattern, text, G_REGEX_DOLLAR_ENDONLY, 0))
    return "formaat";
  return field->check != NULL ? field->check (text) : NULL;
}

static void check_object (JsonObject *object,
                          const ZpiWireShape *shape,
                          const char *path,
                          ZpiPracticeFaults *faults);

static void
check_text (JsonNode *node, const ZpiWireField *field, const char *path, ZpiPracticeFaults *faults)
{
  const char *code = "soort";

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    code = text_fault (json_node_get_string (node), field);
  if (code != NULL)
    add_fault (faults, path, field, code);
}

static void
check_integer (JsonNode *node,
               const ZpiWireField *field,
               const char *path,
               ZpiPracticeFaults *faults)
{
  gint64 number;

  if (!zpi_json_node_get_whole (node, &number))
    add_fault (faults, path, field, "soort");
  else if (number < field->min || number > field->max)
    add_fault (faults, path, field, "waarde");
}

static void
check_list (JsonNode *node, const ZpiWireField *field, const char *path, ZpiPracticeFaults *faults)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    add_fault (faults, path, field, "soort");
    return;
  }
  array = json_node_get_array (node);
  if (json_array_get_length (array) > field->max) {
    add_fault (faults, path, field, "te-veel");
    return;
  }
  if (json_array_get_length (array) < field->min)
    add_fault (faults, path, field, "ontbreekt");
  for (guint i = 0; i < json_array_get_length (array); i++) {
    g_autofree char *inner = g_strdup_printf ("%s[%u]", path, i);
    JsonNode *item = json_array_get_element (array, i);

    if (JSON_NODE_HOLDS_OBJECT (item))
      check_object (json_node_get_object (item), field->shape, inner, faults);
    else
      add_fault (faults, inner, NULL, "soort");
  }
}

static void
check_value (JsonNode *node, const ZpiWireField *field, const char *path, ZpiPracticeFaults *faults)
{
  switch (field->kind) {
  case ZPI_WIRE_TEXT:
    check_text (node, field, path, faults);
    break;
  case ZPI_WIRE_INTEGER:
    check_integer (node, field, path, faults);
    break;
  case ZPI_WIRE_BOOLEAN:
    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
      add_fault (faults, path, field, "soort");
    break;
  case ZPI_WIRE_OBJECT:
    if (JSON_NODE_HOLDS_OBJECT (node))
      check_object (json_node_get_object (node), field->shape, path, faults);
    else
      add_fault (faults, path, field, "soort");
    break;
  case ZPI_WIRE_LIST:
    check_list (node, field, path, faults);
    break;
  default:
    g_assert_not_reached ();
  }
}

static char *
join (const char *path, const char *name)
{
  return *path == '\0' ? g_strdup (name) : g_strconcat (path, ".", name, NULL);
}

static void
check_unknown (JsonObject *object,
               const ZpiWireShape *shape,
               const char *path,
               ZpiPracticeFaults *faults)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL)) {
    g_autofree char *inner = NULL;
    const ZpiWireField *field = shape->fields;

    while (field->name != NULL && strcmp (field->name, name) != 0)
      field++;
    if (field->name != NULL)
      continue;
    inner = join (path, name);
    add_fault (faults, inner, NULL, "onbekend-veld");
  }
}

static void
check_object (JsonObject *object,
              const ZpiWireShape *shape,
              const char *path,
              ZpiPracticeFaults *faults)
{
  if (shape->choose != NULL)
    shape = shape->choose (object);
  for (const ZpiWireField *field = shape->fields; field->name != NULL; field++) {
    g_autofree char *inner = join (path, field->name);
    JsonNode *node = json_object_get_member (object, field->name);

    if (node != NULL)
      check_value (node, field, inner, faults);
    else if (field->required)
      add_fault (faults, inner, field, "ontbreekt");
  }
  check_unknown (object, shape, path, faults);
  if (shape->also != NULL)
    shape->also (object, path, faults);
}

/* Adds everything in @object that is not as @shape says to @faults. */
void
zpi_wire_check (JsonObject *object, const ZpiWireShape *shape, ZpiPracticeFaults *faults)
{
  check_object (object, shape, "", faults);
}
