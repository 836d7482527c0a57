/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-practice-trouble.h"

#include <string.h>

void
zpi_practice_trouble_clear (ZpiPracticeTrouble *self)
{
  g_free (self->retry_after);
  g_free (self->redirect_to);
  g_free (self->refuses);
  g_free (self->path);
  memset (self, 0, sizeof *self);
}

static void
copy_trouble (const ZpiPracticeTrouble *from, ZpiPracticeTrouble *to)
{
  zpi_practice_trouble_clear (to);
  *to = *from;
  to->retry_after = g_strdup (from->retry_after);
  to->redirect_to = g_strdup (from->redirect_to);
  to->refuses = g_strdup (from->refuses);
  to->path = g_strdup (from->path);
}

/* A header value that cannot break out of its line. */
static char *
dup_line (JsonObject *object, const char *name)
{
  const char *text = zpi_json_get_string (object, name);

  return text != NULL && *text != '\0' && strpbrk (text, "\r\n") == NULL ? g_strdup (text) : NULL;
}

/* Replaces all trouble by what @object says; what it does not name stops. FALSE when it cannot be.
 */
gboolean
zpi_practice_trouble_read (ZpiPracticeTrouble *self, JsonObject *object)
{
  zpi_practice_trouble_clear (self);
  zpi_json_get_int (object, "vertragingInMs", &self->delay_ms);
  zpi_json_get_boolean (object, "offline", &self->offline);
  zpi_json_get_int (object, "foutcode", &self->error_status);
  self->retry_after = dup_line (object, "retryAfter");
  zpi_json_get_boolean (object, "inlogpagina", &self->login_page);
  self->redirect_to = dup_line (object, "omleidingNaar");
  zpi_json_get_boolean (object, "verkeerdeDigest", &self->wrong_digest);
  zpi_json_get_int (object, "eerstInVerwerking", &self->polls);
  zpi_json_get_boolean (object, "antwoordKwijt", &self->lost_answer);
  zpi_json_get_boolean (object, "afgekapt", &self->truncated);
  self->refuses = dup_line (object, "weigert");
  zpi_json_get_int (object, "aantal", &self->times);
  self->path = dup_line (object, "pad");
  if (self->delay_ms >= 0 && self->delay_ms <= 3600 * 1000 && self->polls >= 0 &&
      self->times >= 0 &&
      (self->error_status == 0 || (self->error_status >= 400 && self->error_status <= 599)))
    return TRUE;
  zpi_practice_trouble_clear (self);
  return FALSE;
}

JsonObject *
zpi_practice_trouble_to_json (const ZpiPracticeTrouble *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "vertragingInMs", self->delay_ms);
  json_object_set_boolean_member (object, "offline", self->offline);
  json_object_set_int_member (object, "foutcode", self->error_status);
  zpi_json_set_string (object, "retryAfter", self->retry_after);
  json_object_set_boolean_member (object, "inlogpagina", self->login_page);
  zpi_json_set_string (object, "omleidingNaar", self->redirect_to);
  json_object_set_boolean_member (object, "verkeerdeDigest", self->wrong_digest);
  json_object_set_int_member (object, "eerstInVerwerking", self->polls);
  json_object_set_boolean_member (object, "antwoordKwijt", self->lost_answer);
  json_object_set_boolean_member (object, "afgekapt", self->truncated);
  zpi_json_set_string (object, "weigert", self->refuses);
  json_object_set_int_member (object, "aantal", self->times);
  zpi_json_set_string (object, "pad", self->path);
  return object;
}

/* Whether this request for @path is one that goes wrong; then @taken says how. The last of a
 * number of times ends the trouble. */
gboolean
zpi_practice_trouble_take (ZpiPracticeTrouble *self, const char *path, ZpiPracticeTrouble *taken)
{
  if (self->path != NULL && strstr (path, self->path) == NULL)
    return FALSE;
  copy_trouble (self, taken);
  if (self->times > 0 && --self->times == 0)
    zpi_practice_trouble_clear (self);
  return TRUE;
}
