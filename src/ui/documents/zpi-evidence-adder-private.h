/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of the adder share among themselves. Not for anybody else. */

#include "zpi-evidence-adder.h"
#include "zpi-intake.h"

G_BEGIN_DECLS

struct _ZpiEvidenceAdder {
  GObject parent_instance;

  GtkWidget *place;    /* (unowned) (nullable): weak */
  GtkWidget *offered;  /* (unowned) (nullable): weak; has the actions */
  ZpiSession *session; /* (owned) */
  ZpiCase *zcase;      /* (owned) */
  GCancellable *cancellable;
  GPtrArray *removals; /* (element-type Removal): that can still be undone; unowned */
  GQueue waiting;      /* (element-type ZpiEvidenceJob): owned */
  GPtrArray *running;  /* (element-type ZpiEvidenceJob): unowned */
  GPtrArray *problems; /* (element-type ZpiEvidenceProblem): since the last round began */
  gboolean rows_tell;  /* what is wrong with a document that is there */
  GString *left_out;   /* files that were one too many: their names, with commas */
  GPtrArray *placed;   /* (element-type utf8): the same */

  /* What the file dialog that is open is for; it is modal, so there is one. */
  struct {
    char *id;    /* (nullable) */
    char *kind;  /* (nullable) */
    char *whose; /* (nullable) */
    GPtrArray *months;
    char *replaces; /* (nullable) */
  } target;
};

/* Something to say of a file. */
typedef struct {
  char *item; /* (nullable): the document that it became; said no more when that is removed */
  char *text;
} ZpiEvidenceProblem;

/* One file on its way in. */
typedef struct {
  ZpiEvidenceAdder *adder; /* (owned) */
  GFile *file;             /* (owned) (nullable): pasted content has none */
  GBytes *content;         /* (owned) (nullable): what was pasted */
  char *id;                /* (nullable): the piece it is for */
  char *kind;              /* (nullable) */
  char *whose;             /* (nullable) */
  char *month;             /* (nullable) */
  char *replaces;          /* (nullable) */
  char *dropped;           /* (nullable): the item that remembers it until it is in */
  gboolean proposed;
} ZpiEvidenceJob;

static inline const char *
_zpi_evidence_adder_empty_as_null (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

void _zpi_evidence_adder_changed (ZpiEvidenceAdder *self);
ZpiEvidenceJob *_zpi_evidence_adder_job_new (ZpiEvidenceAdder *self, GFile *file);
char *_zpi_evidence_adder_dup_answer (ZpiEvidenceAdder *self, const char *item, const char *field);
void _zpi_evidence_adder_add_job (ZpiEvidenceAdder *self, ZpiEvidenceJob *job);
void _zpi_evidence_adder_clear_problems (ZpiEvidenceAdder *self);
/* @item: (nullable); @text: (transfer full) */
void _zpi_evidence_adder_add_problem (ZpiEvidenceAdder *self, const char *item, char *text);
void _zpi_evidence_adder_propose (ZpiEvidenceAdder *self, ZpiEvidenceJob *job);
void _zpi_evidence_adder_remove_for_good (ZpiEvidenceAdder *self, const char *item);
void _zpi_evidence_adder_set_field (ZpiEvidenceAdder *self,
                                    const char *item,
                                    const char *field,
                                    const char *text);
void _zpi_evidence_adder_start_next (ZpiEvidenceAdder *self);

G_END_DECLS
