/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case.h"
#include "zpi-field.h"

G_BEGIN_DECLS

/**
 * ZpiSummaryLine:
 * @key: (nullable): the answer; %NULL for a heading: a person, an income
 * @label: what the question is called, or the heading
 * @value: (nullable): the answer in words; %NULL when it was not filled in
 *
 * A line of everything that was answered, for reading it back: the review, the client's view and
 * the print say the same. A BSN shows its last two digits only.
 */
typedef struct {
  ZpiSection section;
  char *key;
  char *label;
  char *value;
} ZpiSummaryLine;

GPtrArray *zpi_summary_build (ZpiCase *zcase);
void zpi_summary_line_free (ZpiSummaryLine *self);
char *zpi_summary_dup_text (ZpiCase *zcase, const char *key);
char *zpi_summary_dup_name (ZpiCase *zcase, const char *about);
char *zpi_summary_dup_value (ZpiCase *zcase, const char *key);
/* (transfer full) (nullable): of an income that is asked by the month */
char *zpi_summary_dup_mean (ZpiCase *zcase, const char *item);

G_END_DECLS
