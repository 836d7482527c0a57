/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of taking in share among themselves. Not for anybody else. */

#include "zpi-digest.h"
#include "zpi-file-judge.h"
#include "zpi-helper-client.h"
#include "zpi-intake.h"
#include "zpi-metadata-filter.h"

G_BEGIN_DECLS

/* A file on its way in. */
typedef struct {
  ZpiSession *session;  /* (owned) */
  ZpiCase *zcase;       /* (owned) */
  GInputStream *stream; /* (owned) (nullable) */
  char *file_name;      /* (nullable) */
  char *original;       /* (nullable): where the file stands, as a URI */
  char *kind;           /* (nullable) */
  char *whose;          /* (nullable) */
  char *month;          /* (nullable) */
  char *replaces;       /* (nullable): the document whose place it takes */
  char *absorbs;        /* (nullable): another one that it holds too */
  ZpiCase *giver;       /* (owned) (nullable): the case that it comes from */
  char *given;          /* (nullable): which document it is there */
  char *document_id;
  gboolean begun;   /* something of it may be on the disk */
  gboolean reading; /* three that go on beside each other, each one piece at a time */
  gboolean sealing;
  gboolean judging;
  gboolean cleaning; /* of a PDF, before any of them begins */
  ZpiFileJudge *judge;
  ZpiDigest *digest; /* (nullable) */
  guint8 *buffer;    /* as much as is read at once, wiped */
  ZpiMetadataFilter *filter;
  GByteArray *ready;  /* filtered, not yet sealed; wiped */
  guint64 size_bytes; /* of what is kept */
  gboolean read_all;
  gboolean sealed_all;
  guint64 index;
  GBytes *sealed; /* (owned) (nullable): the last piece, until the helper gets it */
  guint64 max_bytes;
  gboolean is_clean;    /* of a PDF: what comes has been cleaned, or stays as it is */
  ZpiHelperJob *helper; /* (owned) (nullable): cleans; then judges what is sealed, as it goes by */
  ZpiIntakeProblem problem;
  GError *error; /* (owned) (nullable): why it is given up, as soon as nothing is on its way */
  gboolean ending;
} ZpiIntake;

/* Opens the file and reads it from the beginning. */
void _zpi_intake_open (GTask *task, GFile *file);
/* The next @size bytes of a PDF that is not clean yet, in the buffer. */
void _zpi_intake_clean_piece (GTask *task, gsize size);
/* Reads, seals and judges until all of it is in, or given up; the data of @task is a ZpiIntake. */
void _zpi_intake_go_on (GTask *task);
/* Takes @error; what was sealed goes again, as soon as nothing is on its way. */
void _zpi_intake_give_up (GTask *task, GError *error);
void _zpi_intake_refuse (GTask *task, ZpiIntakeProblem problem);
/* What takes the place of a document, or of two, is not one more. */
gboolean _zpi_intake_is_one_too_many (ZpiIntake *self);
/* Removes what was sealed of a document. */
gboolean _zpi_intake_remove_func (ZpiStore *store, gpointer document_id, GError **error);
/* Names the document in the case, in the transaction that completes it. */
void _zpi_intake_complete (GTask *task);

G_END_DECLS
