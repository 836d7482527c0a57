/* SPDX-License-Identifier: EUPL-1.2 */

/* Where our own long words may be broken, and that a hyphen stands there. By the layout, not by
 * soft hyphens in the text: what is read out, copied or searched is the word. What is not in the
 * list is broken where the line ends, without one: it may be a name, an address or a file. */

#include "zpi-hyphens.h"

#include <string.h>

/* As long as fits in a narrow window with large letters. */
#define LEAST_CHARS 10

/* Also with something behind it, such as a plural. tests/ui/test-kit.c finds what is missing. */
static const char *const words[] = {
    "aan-vraag-for-mu-lier",
    "ac-count-ver-zoek",
    "ar-beids-on-ge-schikt",
    "bank-af-schrift",
    "bank-af-schrif-ten",
    "be-las-ting-dienst",
    "be-wijs-stuk",
    "be-wijs-stuk-ken",
    "bij-stands-nor-men",
    "bij-stands-uit-ke-ring",
    "bij-stand-uit-ke-ring",
    "bur-ger-ser-vi-ce-num-mer",
    "deel-tijd-stu-den-ten",
    "ener-gie-toe-slag",
    "ge-boor-te-da-tum",
    "hef-fings-kor-ting",
    "hoofd-pas-hou-der",
    "iden-ti-teits-be-wijs",
    "iden-ti-teits-be-wij-zen",
    "iden-ti-teits-kaart",
    "in-ko-mens-soor-ten",
    "in-ter-net-ver-bin-ding",
    "jong-ge-han-di-cap-ten-kor-ting",
    "kan-toor-pro-gram-ma",
    "kin-der-op-vang-toe-slag",
    "kos-ten-de-lers-norm",
    "man-tel-zorg-waar-de-ring",
    "ont-vangst-be-ves-ti-ging",
    "ont-vangst-be-ves-ti-gin-gen",
    "or-ga-ni-sa-tie-be-stand",
    "or-ga-ni-sa-tie-be-stan-den",
    "par-ti-ci-pa-tie-wet",
    "pen-si-oen-spe-ci-fi-ca-tie",
    "re-ke-ning-num-mer",
    "re-ser-ve-ko-pie-ën",
    "sleu-tel-be-stand",
    "sleu-tel-be-stan-den",
    "stan-daard-brow-ser",
    "stu-die-fi-nan-cie-ring",
    "te-le-foon-num-mer",
    "uit-ke-rings-spe-ci-fi-ca-tie",
    "va-kan-tie-toe-slag",
    "ver-blijfs-do-cu-ment",
    "vol-tijd-stu-den-ten",
    "voor-beeld-cli-ën-ten",
    "vrij-wil-li-gers-ver-goe-ding",
    "waar-schijn-lijk",
    "zorg-ver-ze-ke-ring",
};

static gboolean
is_letter (const char *p)
{
  return g_unichar_isalpha (g_utf8_get_char (p));
}

/* How many bytes of @text are @word, without its hyphens; 0 when it does not begin so. */
static gsize
match (const char *text, const char *word)
{
  const char *p = text;

  for (; *word != '\0'; word = g_utf8_next_char (word)) {
    if (*word == '-')
      continue;
    if (g_unichar_tolower (g_utf8_get_char (p)) != g_utf8_get_char (word))
      return 0;
    p = g_utf8_next_char (p);
  }
  return p - text;
}

/* The longest word that @text begins with. */
static const char *
find_word (const char *text)
{
  const char *found = NULL;
  gsize most = 0;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    const gsize length = match (text, words[i]);

    if (length > most) {
      most = length;
      found = words[i];
    }
  }
  return found;
}

/* As it is: pango_attr_list_change() makes one of two that touch, and there would be no break. */
static void
keep_whole (PangoAttrList *attributes, gsize from, gsize to, gboolean as_word)
{
  PangoAttribute *whole = as_word ? pango_attr_word_new () : pango_attr_allow_breaks_new (FALSE);

  whole->start_index = (guint) from;
  whole->end_index = (guint) to;
  pango_attr_list_insert (attributes, whole);
}

/* Each syllable is whole; between them is a break with a hyphen. */
static void
mark_word (PangoAttrList *attributes,
           const char *text,
           gsize at,
           const char *word,
           gsize end,
           gboolean joined)
{
  PangoAttribute *hyphens = pango_attr_insert_hyphens_new (TRUE);
  gsize from = at;
  gsize to = at;
  gboolean second = FALSE;

  hyphens->start_index = (guint) at;
  hyphens->end_index = (guint) end;
  pango_attr_list_change (attributes, hyphens);
  for (; *word != '\0'; word = g_utf8_next_char (word)) {
    if (*word != '-') {
      to = g_utf8_next_char (text + to) - text;
      continue;
    }
    keep_whole (attributes, from, to, joined && second);
    from = to;
    second = !second;
  }
  keep_whole (attributes, from, end, joined && second);
}

/**
 * zpi_hyphens_mark:
 * @attributes: of the layout of @text, without marks of an earlier text
 * @text: what is laid out
 * @joined: whether marks that touch are made one on the way, as GtkLabel does where it has a
 *   mnemonic or markup
 *
 * Has the long words of the program broken between syllables, with a hyphen. Where marks are joined
 * every other syllable is marked as a word; then a word is broken sooner than it has to be.
 */
void
zpi_hyphens_mark (PangoAttrList *attributes, const char *text, gboolean joined)
{
  const char *p = text;

  while (*p != '\0') {
    const char *start = p;
    const char *word;

    while (*p != '\0' && is_letter (p))
      p = g_utf8_next_char (p);
    word = p - start >= LEAST_CHARS ? find_word (start) : NULL;
    if (word != NULL)
      mark_word (attributes, text, start - text, word, p - text, joined);
    if (p == start)
      p = g_utf8_next_char (p);
  }
}
