/* SPDX-License-Identifier: EUPL-1.2 */

/* problem+json (RFC 9457) with `invalidParams`, as the municipality answers and as the outbox
 * keeps it (sealed). Texts are cut to what a screen can show. */

#define G_LOG_DOMAIN "zpi-net"

#include "zpi-api.h"

#include "zpi-json.h"

#include "zpi-api-private.h"

#define MAX_PARAMS 200
#define MAX_TEXT   1000

static void
param_free (gpointer data)
{
  ZpiProblemParam *param = data;

  g_free (param->name);
  g_free (param->reason);
  g_free (param->code);
  g_free (param);
}

ZpiProblem *
zpi_problem_new (guint status, const char *code)
{
  ZpiProblem *self = g_new0 (ZpiProblem, 1);

  self->status = status;
  self->code = g_strdup (code);
  self->params = g_ptr_array_new_with_free_func (param_free);
  return self;
}

/**
 * zpi_problem_free:
 * @self: (transfer full): a problem
 */
void
zpi_problem_free (ZpiProblem *self)
{
  g_free (self->code);
  g_free (self->title);
  g_free (self->detail);
  g_ptr_array_unref (self->params);
  g_free (self);
}

static char *
dup_text (JsonObject *object, const char *member)
{
  const char *text = zpi_json_get_string (object, member);

  return text != NULL ? g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_TEXT)) : NULL;
}

static void
add_param (ZpiProblem *self, JsonNode *node)
{
  ZpiProblemParam *param;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  param = g_new0 (ZpiProblemParam, 1);
  param->name = dup_text (json_node_get_object (node), "name");
  param->reason = dup_text (json_node_get_object (node), "reason");
  param->code = dup_text (json_node_get_object (node), "code");
  g_ptr_array_add (self->params, param);
}

/**
 * zpi_problem_from_json:
 * @node: problem+json, or what [method@Problem.to_json] made
 *
 * Takes what can be understood and leaves the rest. Any thread.
 *
 * Returns: (transfer full) (nullable): a problem, or %NULL when @node is no object
 */
ZpiProblem *
zpi_problem_from_json (JsonNode *node)
{
  ZpiProblem *self;
  JsonObject *object;
  JsonArray *params;
  gint64 number;

  g_return_val_if_fail (node != NULL, NULL);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  object = json_node_get_object (node);
  self = zpi_problem_new (0, NULL);
  if (zpi_json_get_int (object, "status", &number) && number >= 0 && number < 1000)
    self->status = number;
  if (zpi_json_get_int (object, "retryAfterUs", &number) && number > 0)
    self->retry_after_us = number;
  self->code = dup_text (object, "code");
  self->title = dup_text (object, "title");
  self->detail = dup_text (object, "detail");
  params = zpi_json_get_array (object, "invalidParams");
  for (guint i = 0; params != NULL && i < MIN (json_array_get_length (params), MAX_PARAMS); i++)
    add_param (self, json_array_get_element (params, i));
  return self;
}

/**
 * zpi_problem_to_json:
 * @self: a problem
 *
 * Returns: (transfer full): an object that [func@problem_from_json] reads back
 */
JsonNode *
zpi_problem_to_json (const ZpiProblem *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonArray) params = json_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  json_object_set_int_member (object, "status", self->status);
  if (self->retry_after_us > 0)
    json_object_set_int_member (object, "retryAfterUs", self->retry_after_us);
  zpi_json_set_string (object, "code", self->code);
  zpi_json_set_string (object, "title", self->title);
  zpi_json_set_string (object, "detail", self->detail);
  for (guint i = 0; i < self->params->len; i++) {
    const ZpiProblemParam *param = g_ptr_array_index (self->params, i);
    JsonObject *entry = json_object_new ();

    zpi_json_set_string (entry, "name", param->name);
    zpi_json_set_string (entry, "reason", param->reason);
    zpi_json_set_string (entry, "code", param->code);
    json_array_add_object_element (params, entry);
  }
  json_object_set_array_member (object, "invalidParams", g_steal_pointer (&params));
  json_node_set_object (node, object);
  return node;
}
