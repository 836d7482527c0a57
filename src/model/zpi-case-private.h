/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of the case share among themselves. Not for anybody else. */

#include <json-glib/json-glib.h>

#include "zpi-case.h"

G_BEGIN_DECLS

/* The part of a case that a snapshot holds, so that a new one can be read and compared before
 * anything is replaced. */
typedef struct {
  gint64 version;
  GHashTable *answers; /* (owned): key → text, never empty */
  GHashTable *lists;   /* (owned): list → GPtrArray of item ids */
  GHashTable *extra;   /* (owned): members of a newer version → JsonNode, written back as read */
} ZpiCaseContent;

typedef struct {
  ZpiCaseContent content;
  char *id;
  ZpiCaseKind kind;
  guint64 generation;
} ZpiCaseSnapshot;

struct _ZpiCase {
  GObject parent_instance;

  char *id;
  ZpiCaseKind kind;
  ZpiCaseState state;
  char *attention; /* (nullable) */
  guint64 generation;
  guint64 saved_generation;
  ZpiCaseContent content;
  GHashTable *removed; /* (owned): item → its answers (key → text), until it is put back */
  struct _ZpiOverview *overview; /* (owned) (nullable): the last look at these answers */
};

#define ZPI_CASE_SNAPSHOT_VERSION 1

void zpi_case_announce (ZpiCase *self, guint64 generation, GPtrArray *keys, GPtrArray *lists);

void zpi_case_content_init (ZpiCaseContent *self);
void zpi_case_content_clear (ZpiCaseContent *self);
GPtrArray *zpi_case_content_ensure_list (ZpiCaseContent *self, const char *list);

ZpiCaseSnapshot *zpi_case_snapshot_parse (GBytes *bytes, GError **error);
GBytes *zpi_case_snapshot_write (const ZpiCaseContent *content,
                                 const char *id,
                                 ZpiCaseKind kind,
                                 guint64 generation);
void zpi_case_snapshot_free (ZpiCaseSnapshot *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiCaseSnapshot, zpi_case_snapshot_free)

G_END_DECLS
