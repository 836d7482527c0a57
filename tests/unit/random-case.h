/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* Cases as people might leave them: answered, half answered, and answered with nonsense. */

#include "zpi-application.h"
#include "zpi-field.h"

static inline const char *
pick (GRand *rand, const char *const *words, guint n)
{
  return words[g_rand_int_range (rand, 0, (int) n)];
}

#define PICK(rand, ...)                                                                            \
  pick ((rand),                                                                                    \
        (const char *const[]){__VA_ARGS__},                                                        \
        G_N_ELEMENTS (((const char *const[]){__VA_ARGS__})))

/* A text nobody would expect. */
static inline char *
random_nonsense (GRand *rand)
{
  static const char *const bits[] = {"a",      "Z",      "9",        "-",      ",",      ".",
                                     " ",      "\n",     "\t",       "é",      "家",     "\"",
                                     "\\",     "[",      "{",        "0",      "/",      "@",
                                     "😀",      "\x01",   "onbekend", "\u200b", "\u202e", "\u2013",
                                     "\u2019", "\u00a0", "\u0301",   "\u00ad"};
  GString *text = g_string_new (NULL);
  int n = g_rand_int_range (rand, 0, g_rand_int_range (rand, 0, 40) == 0 ? 3000 : 12);

  for (int i = 0; i < n; i++)
    g_string_append (text, bits[g_rand_int_range (rand, 0, G_N_ELEMENTS (bits))]);
  return g_string_free (text, FALSE);
}

static inline char *
random_answer (GRand *rand, const ZpiField *field)
{
  if (g_rand_int_range (rand, 0, 8) == 0)
    return g_strdup ("");
  if (g_rand_int_range (rand, 0, 8) == 0)
    return random_nonsense (rand);
  if (field->choices != NULL)
    return g_strdup (pick (rand, field->choices, g_strv_length ((char **) field->choices)));
  switch (field->kind) {
  case ZPI_FIELD_NAME:
    return g_strdup (PICK (rand, "Anna", "Bo-Jan", "de Vries", "Öztürk", " van  der ", "D'Aviano"));
  case ZPI_FIELD_BSN:
    return g_strdup (PICK (rand, "999993653", "9999.93.653", "999993654", "12345678", "x"));
  case ZPI_FIELD_BIRTH_DATE:
    return g_strdup (
        PICK (rand, "1-5-1980", "00-00-1975", "05-1955", "onbekend", "31-02-2000", "1-5-19"));
  case ZPI_FIELD_DATE:
    return g_strdup (PICK (rand, "2026-01-15", "15-1-2026", "2026", "morgen"));
  case ZPI_FIELD_MONEY:
    return g_strdup (PICK (rand, "1250", "1.250", "12,", "€ 78,-", "0", "duizend", "99999999999"));
  case ZPI_FIELD_POSTCODE:
    return g_strdup (PICK (rand, "2712 aa", "2712AA", "0123AA", "2712"));
  case ZPI_FIELD_HOUSE_NUMBER:
    return g_strdup (PICK (rand, "1", "007", "12a", "0"));
  case ZPI_FIELD_HOUSE_LETTER:
    return g_strdup (PICK (rand, "a", "B", "bis"));
  case ZPI_FIELD_HOUSE_ADDITION:
    return g_strdup (PICK (rand, "2", "bis", "te lang om waar te zijn"));
  case ZPI_FIELD_EMAIL:
    return g_strdup (PICK (rand, "anna@example.nl", " a@b.nl ", "anna@", "geen"));
  case ZPI_FIELD_PHONE:
    return g_strdup (PICK (rand, "06 12345678", "+31 (0)79 1234567", "14 079", "0032 2 1234567"));
  case ZPI_FIELD_FLAG:
    return g_strdup (ZPI_YES);
  case ZPI_FIELD_COUNT:
    return g_strdup (PICK (rand, "2026", "0", "3", "-1", "veel"));
  case ZPI_FIELD_MONTH:
    return g_strdup (PICK (rand, "2025-10", "2025-11", "2025-12", "12-2025", "ooit"));
  case ZPI_FIELD_CHOICE:
    return g_strdup (PICK (rand, "loon", "wisselend-loon", "aow", "geen", "loonstrook"));
  case ZPI_FIELD_TEXT:
  default:
    return g_strdup (PICK (rand,
                           "Dorpsstraat",
                           "Zoetermeer",
                           "2026-01-15T14:05:00+01:00",
                           "zoetermeerpas",
                           "3"));
  }
}

static inline void
fill_random (ZpiCase *zcase, GRand *rand)
{
  static const char *const lists[] = {ZPI_LIST_CHILD, ZPI_LIST_INCOME, ZPI_LIST_DOCUMENT};
  guint n_fields;
  const ZpiField *fields = zpi_field_get_all (&n_fields);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    int n = g_rand_int_range (rand, 0, 5);

    while (n-- > 0)
      g_free (zpi_case_add_item (zcase, lists[i]));
  }
  for (guint i = 0; i < n_fields; i++) {
    g_auto (GStrv) parts = g_strsplit (fields[i].pattern, ".", 3);
    g_auto (GStrv) items = NULL;

    if (g_strcmp0 (parts[1], "*") != 0) {
      g_autofree char *text = random_answer (rand, &fields[i]);

      zpi_case_set (zcase, fields[i].pattern, text);
      continue;
    }
    items = zpi_case_dup_items (zcase, parts[0]);
    for (guint j = 0; items[j] != NULL; j++) {
      g_autofree char *key = zpi_case_item_key (parts[0], items[j], parts[2]);
      g_autofree char *text = random_answer (rand, &fields[i]);

      zpi_case_set (zcase, key, text);
    }
  }
}
