/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <adwaita.h>

#include "zpi-checks.h"

G_BEGIN_DECLS

/**
 * ZpiFieldFeedback:
 *
 * What stands below a question: help, the answer as it was understood, and what is wrong with it.
 * A row of its own in the same list, never in the focus order; it hides while it has nothing to
 * say. This is the only file that tells assistive technology about wrong answers.
 */
#define ZPI_TYPE_FIELD_FEEDBACK (zpi_field_feedback_get_type ())
G_DECLARE_FINAL_TYPE (ZpiFieldFeedback, zpi_field_feedback, ZPI, FIELD_FEEDBACK, GtkListBoxRow)

ZpiFieldFeedback *zpi_field_feedback_new (GtkWidget *row);
void zpi_field_feedback_set_question (ZpiFieldFeedback *self, GtkWidget *question);
void zpi_field_feedback_place (ZpiFieldFeedback *self);
void zpi_field_feedback_set_help (ZpiFieldFeedback *self, const char *help);
void zpi_field_feedback_set_echo (ZpiFieldFeedback *self, const char *echo);
void zpi_field_feedback_set_problem (ZpiFieldFeedback *self,
                                     ZpiCheckSeverity severity,
                                     const char *text);
const char *zpi_field_feedback_get_problem (ZpiFieldFeedback *self);
void zpi_field_feedback_set_answered (ZpiFieldFeedback *self, gboolean answered);

G_END_DECLS
