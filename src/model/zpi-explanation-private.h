/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-explanation.h"

G_BEGIN_DECLS

/* A sentence in both languages. `{name}` stands for an argument, `{name^}` for one with a capital,
 * `{name|child|children}` chooses by a number. */
typedef struct {
  const char *id;
  const char *nl;
  const char *en;
} ZpiSentence;

/* Each ends with an entry without id. */
extern const ZpiSentence zpi_explanation_sentences[];
extern const ZpiSentence zpi_advice_sentences[];

const ZpiSentence *zpi_sentence_find (const char *id);

typedef struct {
  char *name;
  ZpiArgumentKind kind;
  gint64 number; /* also a status */
  ZpiDate date;
  char *nl; /* also a word */
  char *en;
  GArray *months; /* (nullable) (element-type int) */
} ZpiArgument;

struct _ZpiStep {
  char *id;
  GPtrArray *arguments; /* (element-type ZpiArgument) */
};

const ZpiArgument *zpi_step_find (const ZpiStep *self, const char *name, gsize length);

G_END_DECLS
