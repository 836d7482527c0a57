/* SPDX-License-Identifier: EUPL-1.2 */

/* The one door for JSON. json-glib 1.6 crashes on deep input and accepts much that is not JSON,
 * so everything is looked at here first, byte by byte, against RFC 8259: size, depth, UTF-8,
 * grammar, duplicate keys, numbers within 64 bits. Nothing else may call JsonParser. */

#include "zpi-json.h"

#include <errno.h>
#include <string.h>

#include "zpi-error.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct {
  const char *start;
  const char *p;
  const char *end;
  guint depth;
  guint max_depth;
  const char *problem; /* (nullable): a static text */
} Scanner;

static gboolean scan_value (Scanner *scanner);

static gboolean
fail (Scanner *scanner, const char *problem)
{
  if (scanner->problem == NULL)
    scanner->problem = problem;
  return FALSE;
}

/* What people and programs write that JSON does not have, by its name; else @problem. */
static gboolean
fail_here (Scanner *scanner, const char *problem)
{
  gunichar c = scanner->p < scanner->end ? g_utf8_get_char (scanner->p) : 0;

  if (c == '/' || c == '#')
    return fail (scanner, "a comment");
  if (c == '\'' || (c >= 0x2018 && c <= 0x201f) || c == 0xab || c == 0xbb)
    return fail (scanner, "quotation marks of another kind");
  if (c > 127)
    return fail (scanner, "a sign that stands there by mistake");
  return fail (scanner, problem);
}

static void
skip_space (Scanner *scanner)
{
  while (scanner->p < scanner->end &&
         (*scanner->p == ' ' || *scanner->p == '\n' || *scanner->p == '\t' || *scanner->p == '\r'))
    scanner->p++;
}

static gboolean
take (Scanner *scanner, char c)
{
  if (scanner->p >= scanner->end || *scanner->p != c)
    return FALSE;
  scanner->p++;
  return TRUE;
}

static gboolean
scan_word (Scanner *scanner, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (scanner->end - scanner->p) < length || strncmp (scanner->p, word, length) != 0)
    return fail (scanner, "an unknown word");
  scanner->p += length;
  return TRUE;
}

static gboolean
scan_digits (Scanner *scanner)
{
  const char *start = scanner->p;

  while (scanner->p < scanner->end && g_ascii_isdigit (*scanner->p))
    scanner->p++;
  return scanner->p > start || fail (scanner, "a number without digits");
}

static gboolean
scan_number (Scanner *scanner)
{
  const char *start = scanner->p;
  gboolean whole = TRUE;

  take (scanner, '-');
  if (scanner->p < scanner->end && *scanner->p == '0')
    scanner->p++;
  else if (!scan_digits (scanner))
    return FALSE;
  if (scanner->p < scanner->end && g_ascii_isdigit (*scanner->p))
    return fail (scanner, "a number that starts with 0");
  if (take (scanner, '.')) {
    whole = FALSE;
    if (!scan_digits (scanner))
      return FALSE;
  }
  if (scanner->p < scanner->end && (*scanner->p == 'e' || *scanner->p == 'E')) {
    whole = FALSE;
    scanner->p++;
    if (scanner->p < scanner->end && (*scanner->p == '+' || *scanner->p == '-'))
      scanner->p++;
    if (!scan_digits (scanner))
      return FALSE;
  }
  if (scanner->p - start > 40)
    return fail (scanner, "a number that is too long");
  if (whole && scanner->p - start > 18) {
    g_autofree char *text = g_strndup (start, scanner->p - start);

    errno = 0;
    g_ascii_strtoll (text, NULL, 10);
    if (errno == ERANGE)
      return fail (scanner, "a number that is too large");
  }
  return TRUE;
}

static int
hex_value (const char *p)
{
  int value = 0;

  for (guint i = 0; i < 4; i++) {
    if (!g_ascii_isxdigit (p[i]))
      return -1;
    value = value * 16 + g_ascii_xdigit_value (p[i]);
  }
  return value;
}

static gboolean
scan_unicode_escape (Scanner *scanner)
{
  int value;

  if (scanner->end - scanner->p < 4 || (value = hex_value (scanner->p)) < 0)
    return fail (scanner, "a broken \\u escape");
  scanner->p += 4;
  if (value == 0)
    return fail (scanner, "a NUL in a string");
  if (value >= 0xdc00 && value <= 0xdfff)
    return fail (scanner, "a lone surrogate");
  if (value >= 0xd800 && value <= 0xdbff) {
    if (scanner->end - scanner->p < 6 || scanner->p[0] != '\\' || scanner->p[1] != 'u')
      return fail (scanner, "a lone surrogate");
    value = hex_value (scanner->p + 2);
    if (value < 0xdc00 || value > 0xdfff)
      return fail (scanner, "a lone surrogate");
    scanner->p += 6;
  }
  return TRUE;
}

static gboolean
scan_string (Scanner *scanner)
{
  if (!take (scanner, '"'))
    return fail (scanner, "a missing quotation mark");
  while (scanner->p < scanner->end) {
    unsigned char c = *scanner->p++;

    if (c == '"')
      return TRUE;
    if (c < 0x20)
      return fail (scanner, "a control character in a string");
    if (c != '\\')
      continue;
    if (scanner->p >= scanner->end)
      break;
    c = *scanner->p++;
    if (c == 'u') {
      if (!scan_unicode_escape (scanner))
        return FALSE;
    } else if (c == '\0' || strchr ("\"\\/bfnrt", c) == NULL) {
      return fail (scanner, "an unknown escape");
    }
  }
  return fail (scanner, "a string without an end");
}

/* The text of a key as json-glib will see it, so that "a" and "\u0061" are the same. */
static char *
unescape_key (const char *start, gsize length)
{
  GString *key = g_string_new (NULL);

  for (gsize i = 1; i + 1 < length; i++) {
    if (start[i] != '\\') {
      g_string_append_c (key, start[i]);
      continue;
    }
    i++;
    if (start[i] == 'u') {
      gunichar c = hex_value (start + i + 1);

      i += 4;
      if (c >= 0xd800 && c <= 0xdbff) {
        c = 0x10000 + ((c - 0xd800) << 10) + (hex_value (start + i + 3) - 0xdc00);
        i += 6;
      }
      g_string_append_unichar (key, c);
    } else {
      const char *from = "\"\\/bfnrt";
      const char *to = "\"\\/\b\f\n\r\t";

      g_string_append_c (key, to[strchr (from, start[i]) - from]);
    }
  }
  return g_string_free (key, FALSE);
}

/* The keys of an object so far. Nearly all have few, and those are compared as they stand. */
#define MAX_PLAIN_KEYS 24

typedef struct {
  struct {
    const char *start;
    gsize length;
  } plain[MAX_PLAIN_KEYS];
  guint n_plain;
  GHashTable *unescaped; /* (nullable): all of them, once there are many or one has an escape */
} Keys;

static void
keys_spread (Keys *keys)
{
  keys->unescaped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < keys->n_plain; i++)
    g_hash_table_add (keys->unescaped, unescape_key (keys->plain[i].start, keys->plain[i].length));
}

static void
keys_clear (Keys *keys)
{
  g_clear_pointer (&keys->unescaped, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

/* FALSE when the key, which stands between quotation marks, is there already. */
static gboolean
keys_add (Keys *keys, const char *start, gsize length)
{
  if (keys->unescaped == NULL &&
      (keys->n_plain == MAX_PLAIN_KEYS || memchr (start, '\\', length) != NULL))
    keys_spread (keys);
  if (keys->unescaped != NULL)
    return g_hash_table_add (keys->unescaped, unescape_key (start, length));
  for (guint i = 0; i < keys->n_plain; i++) {
    if (keys->plain[i].length == length && memcmp (keys->plain[i].start, start, length) == 0)
      return FALSE;
  }
  keys->plain[keys->n_plain].start = start;
  keys->plain[keys->n_plain].length = length;
  keys->n_plain++;
  return TRUE;
}

static gboolean
scan_member (Scanner *scanner, Keys *keys)
{
  const char *start;

  skip_space (scanner);
  start = scanner->p;
  if (scanner->p < scanner->end && *scanner->p != '"')
    return fail_here (scanner, "a missing quotation mark");
  if (!scan_string (scanner))
    return FALSE;
  if (!keys_add (keys, start, scanner->p - start))
    return fail (scanner, "the same key twice");
  skip_space (scanner);
  if (!take (scanner, ':'))
    return fail (scanner, "a missing colon");
  return scan_value (scanner);
}

/* Behind a value: a comma, or the end @bracket. TRUE when another follows. */
static gboolean
scan_comma (Scanner *scanner, char bracket)
{
  skip_space (scanner);
  if (!take (scanner, ','))
    return FALSE;
  skip_space (scanner);
  if (scanner->p < scanner->end && *scanner->p == bracket)
    fail (scanner, "a comma with nothing behind it");
  return TRUE;
}

static gboolean
scan_end (Scanner *scanner, char bracket, const char *problem)
{
  if (take (scanner, bracket))
    return TRUE;
  if (scanner->p < scanner->end && (*scanner->p == '"' || *scanner->p == '{'))
    return fail (scanner, "a missing comma");
  return fail_here (scanner, problem);
}

static gboolean
scan_object (Scanner *scanner)
{
  g_auto (Keys) keys;

  keys.n_plain = 0;
  keys.unescaped = NULL;
  skip_space (scanner);
  if (take (scanner, '}'))
    return TRUE;
  do {
    if (!scan_member (scanner, &keys))
      return FALSE;
  } while (scan_comma (scanner, '}'));
  return scan_end (scanner, '}', "an object without an end");
}

static gboolean
scan_array (Scanner *scanner)
{
  skip_space (scanner);
  if (take (scanner, ']'))
    return TRUE;
  do {
    if (!scan_value (scanner))
      return FALSE;
  } while (scan_comma (scanner, ']'));
  return scan_end (scanner, ']', "an array without an end");
}

static gboolean
scan_value (Scanner *scanner)
{
  gboolean ok;

  skip_space (scanner);
  if (scanner->p >= scanner->end)
    return fail (scanner, "an end that comes too early");
  switch (*scanner->p) {
  case '{':
  case '[':
    if (++scanner->depth > scanner->max_depth)
      return fail (scanner, "too many levels");
    ok = *scanner->p++ == '{' ? scan_object (scanner) : scan_array (scanner);
    scanner->depth--;
    return ok;
  case '"':
    return scan_string (scanner);
  case 't':
    return scan_word (scanner, "true");
  case 'f':
    return scan_word (scanner, "false");
  case 'n':
    return scan_word (scanner, "null");
  case '-':
    return scan_number (scanner);
  default:
    if (g_ascii_isdigit (*scanner->p))
      return scan_number (scanner);
    return fail_here (scanner,
                      g_ascii_isalpha (*scanner->p) ? "an unknown word"
                                                    : "a value that is missing");
  }
}

static guint
line_of (const Scanner *scanner)
{
  guint line = 1;

  for (const char *p = scanner->start; p < scanner->p && p < scanner->end; p++)
    line += *p == '\n';
  return line;
}

/* Most programs write all on one line. */
static guint
character_of (const Scanner *scanner)
{
  guint character = 1;

  for (const char *p = scanner->start; p < scanner->p && p < scanner->end; p = g_utf8_next_char (p))
    character = *p == '\n' ? 1 : character + 1;
  return character;
}

/**
 * zpi_json_parse:
 * @bytes: the document
 * @max_bytes: the largest size that is looked at, 0 for %ZPI_JSON_MAX_BYTES
 * @max_depth: the deepest nesting, 0 for %ZPI_JSON_MAX_DEPTH
 * @error: return location for an error
 *
 * Parses strict JSON (RFC 8259) whose root is an object or an array. Errors name the place and
 * never quote the document. Any thread.
 *
 * Returns: (transfer full): the root, or %NULL with %ZPI_ERROR_BAD_FORMAT or %ZPI_ERROR_TOO_LARGE
 */
JsonNode *
zpi_json_parse (GBytes *bytes, gsize max_bytes, guint max_depth, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  Scanner scanner = {0};
  gsize size = 0;
  JsonNode *root;

  g_return_val_if_fail (bytes != NULL, NULL);

  scanner.start = g_bytes_get_data (bytes, &size);
  /* Editors on Windows put it before a text (RFC 8259, 8.1: who reads may pass over it). */
  if (size >= strlen (BYTE_ORDER_MARK) &&
      memcmp (scanner.start, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0) {
    scanner.start += strlen (BYTE_ORDER_MARK);
    size -= strlen (BYTE_ORDER_MARK);
  }
  scanner.max_depth = max_depth != 0 ? MIN (max_depth, 256) : ZPI_JSON_MAX_DEPTH;
  if (size > (max_bytes != 0 ? max_bytes : ZPI_JSON_MAX_BYTES)) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_TOO_LARGE, "JSON document is too large");
    return NULL;
  }
  if (size == 0 || !g_utf8_validate_len (scanner.start, size, NULL)) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BAD_FORMAT,
                         size == 0 ? "JSON document is empty" : "JSON document is not UTF-8");
    return NULL;
  }
  scanner.p = scanner.start;
  scanner.end = scanner.start + size;

  skip_space (&scanner);
  if (scanner.p < scanner.end && *scanner.p != '{' && *scanner.p != '[')
    fail_here (&scanner, "a root that is no object or array");
  else if (scan_value (&scanner)) {
    skip_space (&scanner);
    if (scanner.p != scanner.end)
      fail (&scanner, "something after the end");
  }
  if (scanner.problem != NULL) {
    g_set_error (error,
                 ZPI_ERROR,
                 ZPI_ERROR_BAD_FORMAT,
                 "JSON document has %s (line %u, character %u)",
                 scanner.problem,
                 line_of (&scanner),
                 character_of (&scanner));
    return NULL;
  }

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, scanner.start, size, NULL) ||
      (root = json_parser_get_root (parser)) == NULL) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BAD_FORMAT,
                         "JSON document was not understood");
    return NULL;
  }
  return json_node_ref (root);
}

/**
 * zpi_json_parse_text:
 * @text: the document
 * @error: return location for an error
 *
 * [func@json_parse] for text that is at hand, with the default limits.
 *
 * Returns: (transfer full): the root, or %NULL with an error
 */
JsonNode *
zpi_json_parse_text (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  bytes = g_bytes_new (text, strlen (text));
  return zpi_json_parse (bytes, 0, 0, error);
}

/**
 * zpi_json_serialize:
 * @root: a document
 * @pretty: whether to lay it out for people
 *
 * Returns: (transfer full): the document as UTF-8, members in the order they were added
 */
GBytes *
zpi_json_serialize (JsonNode *root, gboolean pretty)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  gsize length = 0;
  char *text;

  g_return_val_if_fail (root != NULL, NULL);

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, pretty);
  text = json_generator_to_data (generator, &length);
  return g_bytes_new_take (text, length);
}

static JsonNode *
get_member (JsonObject *object, const char *member)
{
  return object != NULL ? json_object_get_member (object, member) : NULL;
}

/**
 * zpi_json_get_string:
 * @object: (nullable): an object
 * @member: a member's name
 *
 * Returns: (transfer none) (nullable): the string; %NULL when absent, null, or something else
 */
const char *
zpi_json_get_string (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/* Up to here every whole number is a double of its own. */
#define MAX_WHOLE_DOUBLE 9007199254740991.0

/**
 * zpi_json_node_get_whole:
 * @node: (nullable): a node
 * @value: (out): the number
 *
 * A number is whole by what it is, not by how it is written: 12.0 and 1.2e1 are 12, as in JSON
 * Schema.
 *
 * Returns: %FALSE, and @value as it was, for what is not a whole number
 */
gboolean
zpi_json_node_get_whole (JsonNode *node, gint64 *value)
{
  double number;

  g_return_val_if_fail (value != NULL, FALSE);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_INT64) {
    *value = json_node_get_int (node);
    return TRUE;
  }
  if (json_node_get_value_type (node) != G_TYPE_DOUBLE)
    return FALSE;
  number = json_node_get_double (node);
  if (!(number >= -MAX_WHOLE_DOUBLE && number <= MAX_WHOLE_DOUBLE) ||
      (double) (gint64) number != number)
    return FALSE;
  *value = (gint64) number;
  return TRUE;
}

/**
 * zpi_json_get_int:
 * @object: (nullable): an object
 * @member: a member's name
 * @value: (out): the number
 *
 * Returns: %FALSE when absent, null, or not a whole number
 */
gboolean
zpi_json_get_int (JsonObject *object, const char *member, gint64 *value)
{
  return zpi_json_node_get_whole (get_member (object, member), value);
}

/**
 * zpi_json_get_boolean:
 * @object: (nullable): an object
 * @member: a member's name
 * @value: (out): the value
 *
 * Returns: %FALSE when absent, null, or not a boolean
 */
gboolean
zpi_json_get_boolean (JsonObject *object, const char *member, gboolean *value)
{
  JsonNode *node = get_member (object, member);

  g_return_val_if_fail (value != NULL, FALSE);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * zpi_json_node_object:
 * @node: (nullable): a node
 *
 * What a document or an answer holds, where only an object can be read.
 *
 * Returns: (transfer none) (nullable): the object; %NULL when absent, null, or something else
 */
JsonObject *
zpi_json_node_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * zpi_json_get_object:
 * @object: (nullable): an object
 * @member: a member's name
 *
 * Returns: (transfer none) (nullable): the object; %NULL when absent, null, or something else
 */
JsonObject *
zpi_json_get_object (JsonObject *object, const char *member)
{
  return zpi_json_node_object (get_member (object, member));
}

/**
 * zpi_json_get_object_at:
 * @array: an array
 * @nth: which element, counted from 0; below its length
 *
 * Returns: (transfer none) (nullable): the object; %NULL when the element is something else
 */
JsonObject *
zpi_json_get_object_at (JsonArray *array, guint nth)
{
  return zpi_json_node_object (json_array_get_element (array, nth));
}

/**
 * zpi_json_get_array:
 * @object: (nullable): an object
 * @member: a member's name
 *
 * Returns: (transfer none) (nullable): the array; %NULL when absent, null, or something else
 */
JsonArray *
zpi_json_get_array (JsonObject *object, const char *member)
{
  JsonNode *node = get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * zpi_json_set_string:
 * @object: an object
 * @member: a member's name
 * @value: (nullable): the string
 *
 * Sets @member, unless @value is %NULL or empty: an absent answer is an absent member.
 */
void
zpi_json_set_string (JsonObject *object, const char *member, const char *value)
{
  g_return_if_fail (object != NULL && member != NULL);

  if (value != NULL && *value != '\0')
    json_object_set_string_member (object, member, value);
}
