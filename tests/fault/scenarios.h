/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What is done to a store while something fails, and how to see afterwards what came of it. */

#include "store-fixture.h"

G_BEGIN_DECLS

#define CASE_A "11111111-1111-4111-8111-111111111111"
#define CASE_B "22222222-2222-4222-8222-222222222222"
#define DOC_A  "aaaaaaaa-0000-4000-8000-000000000001"
#define DOC_B  "bbbbbbbb-0000-4000-8000-000000000002"

/* Planted values; none may ever be seen in a file. */
#define PLANTED_NAME "Quirijntje van der Planteling"
/* By which the pieces that are still missing are called, and the code of a mail. */
#define PLANTED_CALLED "Wendelmoet van Plantage"
#define PLANTED_CODE   "PLNT2C7D"
#define PLANTED_BSN    "999993653"
#define PLANTED_AMOUNT "1317,42 plantage-euro"
#define PLANTED_EMAIL  "planteling@plantage.example"
#define PLANTED_SCAN   "%PDF-1.4 loonstrook van de plantage"

typedef enum { OUTCOME_OLD, OUTCOME_NEW, OUTCOME_MIXED } Outcome;

/**
 * Scenario:
 * @prepare: makes the old state, with the store open
 * @run: what is done; %FALSE when any step reported a failure
 * @look: what the store holds afterwards, with the store open again
 * @opens: @run opens the store itself
 */
typedef struct {
  const char *name;
  void (*prepare) (Fixture *self);
  gboolean (*run) (Fixture *self);
  Outcome (*look) (Fixture *self);
  gboolean opens;
} Scenario;

extern const Scenario scenarios[];
extern const guint n_scenarios;

/* A migration that a later version brings. */
extern const char *const later_migration[];

GBytes *planted_answers (guint64 generation);
gboolean save_answers (Fixture *self, guint64 expected, guint64 generation);
void prepare_case (Fixture *self);
void prepare_document (Fixture *self);
void prepare_waiting (Fixture *self);
void prepare_received (Fixture *self);
gboolean run_take_in (Fixture *self);
gboolean run_send (Fixture *self);
gboolean run_receipt (Fixture *self);
gboolean run_clear (Fixture *self);
char *make_fast_folder (void);
/* integrity, every record, no orphan */
void assert_sound (Fixture *self);

G_END_DECLS
