/* SPDX-License-Identifier: EUPL-1.2 */

/* What stands in a content stream and draws nothing (ISO 32000-1, 7.8.2): comments, and what a
 * program notes about the parts of it (14.6). And the names of what it draws with. */

#include "zpi-helper-pdf-clean.h"

#include <string.h>

#define MOST_NESTED 64
/* Behind a picture words stand, not more of it. */
#define BYTES_OF_WORDS 24

/* Tables 32, 319 and 331: what is read aloud, and what is no part of the text. */
static const char *const of_parts[] = {"/Type",
                                       "/Subtype",
                                       "/MCID",
                                       "/Attached",
                                       "/BBox",
                                       "/ActualText",
                                       "/Alt",
                                       "/E",
                                       "/Lang",
                                       NULL};
/* Tables 92 and 93. */
static const char *const of_pictures[] = {"/W",         "/H",
                                          "/BPC",       "/CS",
                                          "/F",         "/DP",
                                          "/D",         "/IM",
                                          "/I",         "/L",
                                          "/Width",     "/Height",
                                          "/Length",    "/ColorSpace",
                                          "/Filter",    "/DecodeParms",
                                          "/Decode",    "/BitsPerComponent",
                                          "/ImageMask", "/Interpolate",
                                          "/Intent",    NULL};

typedef struct {
  const guint8 *data;
  gsize size;
  gsize at;
  GByteArray *out;
  GHashTable *names; /* (element-type utf8): those that occur */
} Reader;

static gboolean take_any (Reader *self, guint nested);

static gboolean
is_space (guint8 byte)
{
  return byte == '\0' || g_ascii_isspace (byte);
}

static gboolean
is_regular (guint8 byte)
{
  return !is_space (byte) && strchr ("()<>[]{}/%", byte) == NULL;
}

/* Whether @length bytes more are there, and how they are. */
static gboolean
is_at (const Reader *self, const char *text)
{
  gsize length = strlen (text);

  return self->size - self->at >= length && memcmp (self->data + self->at, text, length) == 0;
}

static void
copy (Reader *self, gsize n)
{
  g_byte_array_append (self->out, self->data + self->at, (guint) n);
  self->at += n;
}

/* Copies space, and leaves comments out. */
static void
take_space (Reader *self)
{
  while (self->at < self->size) {
    if (is_space (self->data[self->at]))
      copy (self, 1);
    else if (self->data[self->at] != '%')
      return;
    else
      while (self->at < self->size && strchr ("\r\n", self->data[self->at]) == NULL)
        self->at++;
  }
}

/* Parentheses may be nested. */
static gboolean
take_string (Reader *self)
{
  guint nested = 0;

  for (gsize end = self->at; end < self->size; end++) {
    if (self->data[end] == '\\')
      end++;
    else if (self->data[end] == '(')
      nested++;
    else if (self->data[end] == ')' && --nested == 0) {
      copy (self, end + 1 - self->at);
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
take_digits (Reader *self)
{
  const guint8 *end = memchr (self->data + self->at, '>', self->size - self->at);

  if (end == NULL)
    return FALSE;
  copy (self, (gsize) (end - self->data) + 1 - self->at);
  return TRUE;
}

/* (transfer full): the name at @at with the signs that it stands for: "/Im#31" is "/Im1" */
static char *
read_name (const Reader *self, gsize *length)
{
  GString *name = g_string_new ("/");
  gsize end = self->at + 1;

  while (end < self->size && is_regular (self->data[end])) {
    if (self->data[end] == '#' && end + 2 < self->size && g_ascii_isxdigit (self->data[end + 1]) &&
        g_ascii_isxdigit (self->data[end + 2])) {
      g_string_append_c (name,
                         (char) (g_ascii_xdigit_value (self->data[end + 1]) * 16 +
                                 g_ascii_xdigit_value (self->data[end + 2])));
      end += 3;
      continue;
    }
    g_string_append_c (name, (char) self->data[end++]);
  }
  *length = end - self->at;
  return g_string_free (name, FALSE);
}

static gboolean
take_name (Reader *self)
{
  gsize length;
  char *name = read_name (self, &length);

  g_hash_table_add (self->names, name);
  copy (self, length);
  return TRUE;
}

/* A key of one of @known with its value; another is left out. */
static gboolean
take_pair (Reader *self, const char *const *known, guint nested)
{
  const guint before = self->out->len;
  gsize length;
  g_autofree char *key = read_name (self, &length);

  copy (self, length);
  take_space (self);
  if (!take_any (self, nested + 1))
    return FALSE;
  if (!g_strv_contains (known, key))
    g_byte_array_set_size (self->out, before);
  return TRUE;
}

static gboolean
take_dictionary (Reader *self, guint nested)
{
  copy (self, 2);
  while (self->at < self->size) {
    take_space (self);
    if (is_at (self, ">>")) {
      copy (self, 2);
      return TRUE;
    }
    if (!is_at (self, "/") || !take_pair (self, of_parts, nested))
      return FALSE;
  }
  return FALSE;
}

static gboolean
take_list (Reader *self, guint nested)
{
  copy (self, 1);
  while (self->at < self->size) {
    take_space (self);
    if (is_at (self, "]")) {
      copy (self, 1);
      return TRUE;
    }
    if (!take_any (self, nested + 1))
      return FALSE;
  }
  return FALSE;
}

/* A number, a word, or a sign that means nothing here. */
static void
take_word (Reader *self)
{
  gsize end = self->at;

  while (end < self->size && is_regular (self->data[end]))
    end++;
  copy (self, MAX (end - self->at, 1));
}

/* Returns: %FALSE when it does not end */
static gboolean
take_any (Reader *self, guint nested)
{
  if (nested > MOST_NESTED || self->at >= self->size)
    return FALSE;
  if (is_at (self, "<<"))
    return take_dictionary (self, nested);
  switch (self->data[self->at]) {
  case '(':
    return take_string (self);
  case '<':
    return take_digits (self);
  case '[':
    return take_list (self, nested);
  case '/':
    return take_name (self);
  default:
    take_word (self);
    return TRUE;
  }
}

static gboolean
are_words (const Reader *self, gsize at)
{
  for (gsize i = at; i < MIN (at + BYTES_OF_WORDS, self->size); i++)
    if ((self->data[i] < ' ' && strchr ("\t\n\f\r", self->data[i]) == NULL) ||
        self->data[i] == '\0' || self->data[i] > '~')
      return FALSE;
  return TRUE;
}

/* Copies the bytes of a picture up to the "EI" behind it. */
static gboolean
take_pixels (Reader *self)
{
  for (gsize at = self->at; at + 3 <= self->size; at++) {
    const guint8 *found = memmem (self->data + at, self->size - at, "EI", 2);

    if (found == NULL)
      return FALSE;
    at = (gsize) (found - self->data);
    if (is_space (found[-1]) && (at + 2 == self->size || is_space (found[2])) &&
        are_words (self, at + 2)) {
      copy (self, at + 2 - self->at);
      return TRUE;
    }
  }
  return FALSE;
}

/* Behind "BI": its dictionary has no brackets, and then its bytes follow (8.9.7). */
static gboolean
take_picture (Reader *self)
{
  while (self->at < self->size) {
    take_space (self);
    if (is_at (self, "ID") && self->at + 2 < self->size && is_space (self->data[self->at + 2])) {
      copy (self, 3);
      return take_pixels (self);
    }
    if (!is_at (self, "/") || !take_pair (self, of_pictures, 0))
      return FALSE;
  }
  return FALSE;
}

static gboolean
is_picture (const Reader *self)
{
  return is_at (self, "BI") && self->at + 2 < self->size && !is_regular (self->data[self->at + 2]);
}

GByteArray *
content_clean (const guint8 *data, gsize size, GHashTable *names)
{
  g_autoptr (GByteArray) out = g_byte_array_sized_new ((guint) size);
  Reader self = {.data = data, .size = size, .out = out, .names = names};

  for (take_space (&self); self.at < self.size; take_space (&self)) {
    if (is_picture (&self)) {
      copy (&self, 2);
      if (!take_picture (&self))
        return NULL;
    } else if (!take_any (&self, 0)) {
      return NULL;
    }
  }
  return g_steal_pointer (&out);
}
