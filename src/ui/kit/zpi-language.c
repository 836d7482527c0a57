/* SPDX-License-Identifier: EUPL-1.2 */

/* A second language beside that of the window. gettext cannot give it reliably: it follows the
 * process's locale, answers nothing at all in the locale C, and from glibc 2.41 on not in C.UTF-8
 * either. So the Dutch catalogue is compiled in and read here: the format of a .mo file is fixed
 * (GNU gettext manual, "The Format of GNU MO Files"), and it is our own file. */

#include "zpi-language.h"

#include <gio/gio.h>
#include <libintl.h>
#include <string.h>

#include "zpi-client-catalogue.h"

#define CATALOGUE "/nl/zoetermeerpas/Intake/catalogue/nl.mo"
#define MO_MAGIC  0x950412de
/* Where the numbers of the header stand, each of four bytes. */
enum { MO_WORD_MAGIC, MO_WORD_REVISION, MO_WORD_COUNT, MO_WORD_SOURCES, MO_WORD_TARGETS };

static const char *language; /* (nullable) (interned): NULL for that of the window */

static guint32
word_at (const guint8 *data, gsize offset)
{
  guint32 word;

  memcpy (&word, data + offset, sizeof word);
  return GUINT32_FROM_LE (word);
}

/* (element-type utf8 utf8): sentences in the source's language to Dutch; a plural has its forms one
 * after the other, each with its end. The strings stand in the resource. */
static GHashTable *
read_catalogue (void)
{
  GHashTable *table = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  guint32 n, sources, targets;

  zpi_client_catalogue_register_resource ();
  bytes = g_resources_lookup_data (CATALOGUE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_return_val_if_fail (bytes != NULL, table);
  data = g_bytes_get_data (bytes, NULL);
  g_return_val_if_fail (word_at (data, 4 * MO_WORD_MAGIC) == MO_MAGIC, table);
  n = word_at (data, 4 * MO_WORD_COUNT);
  sources = word_at (data, 4 * MO_WORD_SOURCES);
  targets = word_at (data, 4 * MO_WORD_TARGETS);
  for (guint32 i = 0; i < n; i++)
    g_hash_table_insert (table,
                         (char *) data + word_at (data, sources + 8 * i + 4),
                         (char *) data + word_at (data, targets + 8 * i + 4));
  return table;
}

static const char *
find_dutch (const char *key)
{
  static GHashTable *table = NULL;

  if (table == NULL)
    table = read_catalogue ();
  return g_hash_table_lookup (table, key);
}

static gboolean
speaks_dutch (void)
{
  return strcmp (language, "nl") == 0;
}

/**
 * zpi_language_push:
 * @wanted: "nl", or any other for the source's English
 *
 * Returns: (transfer none) (nullable): what to give to [func@language_pop]
 */
const char *
zpi_language_push (const char *wanted)
{
  const char *before = language;

  language = g_intern_string (wanted);
  return before;
}

/**
 * zpi_language_pop:
 * @before: (nullable): what push returned
 */
void
zpi_language_pop (const char *before)
{
  language = before;
}

/**
 * zpi_language_is_dutch:
 *
 * Returns: whether the person chose Dutch for this program
 */
gboolean
zpi_language_is_dutch (void)
{
  return g_str_has_prefix (g_get_language_names ()[0], "nl");
}

/**
 * zpi_language_translate:
 * @sentence: a sentence of the source
 *
 * Returns: (transfer none): it in the language that was pushed, or of the window
 */
const char *
zpi_language_translate (const char *sentence)
{
  const char *dutch;

  if (language == NULL)
    return gettext (sentence);
  dutch = speaks_dutch () ? find_dutch (sentence) : NULL;
  return dutch != NULL ? dutch : sentence;
}

/**
 * zpi_language_translate_context:
 * @context: what tells it from the same words elsewhere
 * @sentence: a sentence of the source
 *
 * Returns: (transfer none): it in the language that was pushed, or of the window
 */
const char *
zpi_language_translate_context (const char *context, const char *sentence)
{
  g_autofree char *key = NULL;
  const char *dutch;

  if (language == NULL)
    return g_dpgettext2 (NULL, context, sentence);
  key = g_strconcat (context, "\004", sentence, NULL);
  dutch = speaks_dutch () ? find_dutch (key) : NULL;
  return dutch != NULL ? dutch : sentence;
}

/**
 * zpi_language_translate_count:
 * @one: the sentence for one
 * @more: the sentence for more, and for none
 * @n: how many
 *
 * Returns: (transfer none): the one that fits in the language that was pushed, or of the window
 */
const char *
zpi_language_translate_count (const char *one, const char *more, unsigned long n)
{
  const char *dutch;

  if (language == NULL)
    return ngettext (one, more, n);
  dutch = speaks_dutch () ? find_dutch (one) : NULL;
  if (dutch == NULL)
    return n == 1 ? one : more;
  return n == 1 ? dutch : dutch + strlen (dutch) + 1;
}
