/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-json.h"

G_BEGIN_DECLS

/* What the desk lets go wrong on purpose, to practise with and to test against. */
typedef struct {
  gint64 delay_ms;
  gboolean offline;      /* the connection is cut before anything is done */
  gint64 error_status;   /* 0 for none */
  char *retry_after;     /* (nullable): as it goes in the header */
  gboolean login_page;   /* a page of the network instead of an answer */
  char *redirect_to;     /* (nullable) */
  gboolean wrong_digest; /* a receipt about something else */
  gint64 polls;          /* how often 202 comes before the receipt */
  gboolean lost_answer;  /* everything is done, then the connection is cut */
  gboolean truncated;    /* the answer stops half-way */
  char *refuses;         /* (nullable): an answer in a form, as a place on the wire */
  gint64 times;          /* for how many requests; 0 until changed */
  char *path;            /* (nullable): only where the path contains this */
} ZpiPracticeTrouble;

void zpi_practice_trouble_clear (ZpiPracticeTrouble *self);
gboolean zpi_practice_trouble_read (ZpiPracticeTrouble *self, JsonObject *object);
JsonObject *zpi_practice_trouble_to_json (const ZpiPracticeTrouble *self);
gboolean
zpi_practice_trouble_take (ZpiPracticeTrouble *self, const char *path, ZpiPracticeTrouble *taken);

G_END_DECLS
