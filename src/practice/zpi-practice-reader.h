/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-json.h"

G_BEGIN_DECLS

/* One thing that is wrong in a request: an entry of `invalidParams`. */
typedef struct {
  char *name;
  const char *code;   /* static */
  const char *reason; /* static: what to do, for the counsellor to read */
} ZpiPracticeFault;

/* Collects everything that is wrong, so that one answer can name it all. */
typedef struct {
  GPtrArray *faults; /* (owned) (element-type ZpiPracticeFault) */
} ZpiPracticeFaults;

ZpiPracticeFaults *zpi_practice_faults_new (void);
void zpi_practice_faults_free (ZpiPracticeFaults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiPracticeFaults, zpi_practice_faults_free)
void zpi_practice_faults_add (ZpiPracticeFaults *self,
                              const char *name,
                              const char *code,
                              const char *reason);
guint zpi_practice_faults_count (ZpiPracticeFaults *self);
JsonArray *zpi_practice_faults_to_json (ZpiPracticeFaults *self);

typedef enum {
  ZPI_WIRE_TEXT,
  ZPI_WIRE_INTEGER,
  ZPI_WIRE_BOOLEAN,
  ZPI_WIRE_OBJECT,
  ZPI_WIRE_LIST,
} ZpiWireKind;

typedef struct _ZpiWireShape ZpiWireShape;

/* One member of an object on the wire. */
typedef struct {
  const char *name;
  ZpiWireKind kind;
  gboolean required;
  gint64 min; /* of a number, of characters, of items */
  gint64 max;
  gboolean lines;                          /* a text may have more than one line */
  const char *const *words;                /* the only texts there are */
  const char *pattern;                     /* what a text must match */
  const char *(*check) (const char *text); /* the code of what is wrong, or NULL */
  const char *reason;                      /* what to do when it is wrong */
  const ZpiWireShape *shape;               /* of an object, or of a list's items */
} ZpiWireField;

struct _ZpiWireShape {
  const ZpiWireField *fields; /* ends with a NULL name */
  /* Where an object may have one of several shapes. */
  const ZpiWireShape *(*choose) (JsonObject *object);
  /* What fields alone cannot say. */
  void (*also) (JsonObject *object, const char *path, ZpiPracticeFaults *faults);
};

void zpi_wire_check (JsonObject *object, const ZpiWireShape *shape, ZpiPracticeFaults *faults);

const char *zpi_wire_check_uuid (const char *text);
const char *zpi_wire_check_sha256 (const char *text);
const char *zpi_wire_check_date (const char *text);
const char *zpi_wire_check_time (const char *text);
const char *zpi_wire_check_month (const char *text);
const char *zpi_wire_check_bsn (const char *text);
const char *zpi_wire_check_email (const char *text);
const char *zpi_wire_check_postcode (const char *text);
const char *zpi_wire_check_phone (const char *text);
const char *zpi_wire_check_name (const char *text);
const char *zpi_wire_check_house_letter (const char *text);
const char *zpi_wire_check_house_addition (const char *text);
const char *zpi_wire_check_code (const char *text);

G_END_DECLS
