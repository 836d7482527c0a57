/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <json-glib/json-glib.h>

#include "zpi-date.h"
#include "zpi-scheme.h"

G_BEGIN_DECLS

/**
 * ZpiStep:
 *
 * One sentence that the rules have to say: an id and its typed arguments. Steps of an
 * explanation, warnings, advice and differences are all of this kind. The window, the print and
 * zpictl turn it into words with [func@explanation_render_step], so that they say the same.
 */
typedef struct _ZpiStep ZpiStep;

typedef enum {
  ZPI_ARGUMENT_AMOUNT, /* gint64, cents */
  ZPI_ARGUMENT_NUMBER, /* gint64 */
  ZPI_ARGUMENT_DATE,   /* ZpiDate, in full */
  ZPI_ARGUMENT_WORD,   /* text that is the same in both languages */
  ZPI_ARGUMENT_TEXT,   /* ZpiText */
  ZPI_ARGUMENT_STATUS, /* ZpiStatus */
  ZPI_ARGUMENT_MONTHS, /* year × 12 + month − 1, a list */
} ZpiArgumentKind;

ZpiStep *zpi_step_new (const char *id);
ZpiStep *zpi_step_copy (const ZpiStep *self);
void zpi_step_free (ZpiStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiStep, zpi_step_free)

void zpi_step_add_amount (ZpiStep *self, const char *name, gint64 cents);
void zpi_step_add_number (ZpiStep *self, const char *name, gint64 number);
void zpi_step_add_date (ZpiStep *self, const char *name, const ZpiDate *date);
void zpi_step_add_word (ZpiStep *self, const char *name, const char *word);
void zpi_step_add_text (ZpiStep *self, const char *name, const ZpiText *text);
void zpi_step_add_status (ZpiStep *self, const char *name, ZpiStatus status);
void zpi_step_add_provenance (ZpiStep *self, const ZpiProvenance *provenance);
void zpi_step_add_months (ZpiStep *self, const char *name, const GArray *months);

const char *zpi_step_get_id (const ZpiStep *self);
gboolean zpi_step_get_amount (const ZpiStep *self, const char *name, gint64 *cents);
gboolean zpi_step_equal (const ZpiStep *a, const ZpiStep *b);
JsonNode *zpi_step_to_json (const ZpiStep *self);

char *zpi_explanation_render_step (const ZpiStep *step, const char *language);
char *zpi_explanation_render_marked (const ZpiStep *step, const char *language, gboolean *marked);
const char *zpi_explanation_mark_note (const char *language);
char *zpi_explanation_dup_unconfirmed (const ZpiStep *step, const char *language);
char *zpi_explanation_render (const GPtrArray *steps, const char *language);

char *zpi_explanation_format_date (const ZpiDate *date, const char *language);
char *zpi_explanation_format_months (const GArray *months, const char *language);

G_END_DECLS
