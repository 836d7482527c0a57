/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the commands of zpictl share. */

#include <json-glib/json-glib.h>

#include "zpi-application.h"
#include "zpi-case-keeper.h"
#include "zpi-case-store.h"
#include "zpi-letter.h"
#include "zpi-sender.h"
#include "zpi-session.h"

G_BEGIN_DECLS

#define CTL_OK     0
#define CTL_FAILED 1
#define CTL_USAGE  2
/* Nothing went wrong, and not everything went: another program goes on with it. */
#define CTL_ELSEWHERE 3

typedef struct _CtlMunicipality CtlMunicipality;

typedef struct {
  gboolean practice;
  gboolean may_begin;            /* whether the command may begin a store where there is none */
  gboolean found_nothing;        /* there is no store in the folder, and none was begun */
  char *data;                    /* (nullable): --data */
  char *scheme;                  /* (nullable): --scheme, practice only */
  GHashTable *options;           /* (element-type utf8 utf8): of the command, by name */
  ZpiSession *session;           /* (nullable): once opened */
  CtlMunicipality *municipality; /* (nullable): of the folder, for as long as the command lasts */
} Ctl;

typedef int (*CtlCommand) (Ctl *ctl, int argc, char **argv);

/* Messages on standard error, results on standard output. */
void ctl_message (const char *format, ...) G_GNUC_PRINTF (1, 2);
int ctl_failed (const char *what, const GError *error);
int ctl_usage (const char *text);
void ctl_print (JsonNode *node);
void ctl_print_object (JsonObject *object);

/* JSON from a file. */
JsonNode *ctl_load_json (const char *path, GError **error);

/* An application from JSON. What nothing reads is said by its place, not passed over in silence: a
 * word that was mistyped would be an answer that is lost. @what: how the file is named on the line.
 */
ZpiApplication *
ctl_read_application (JsonNode *wire, const char *what, GPtrArray *unread, GError **error);

/* An operation's result: ctl_result_cb with a GAsyncResult * that is NULL before. */
void ctl_result_cb (GObject *source, GAsyncResult *result, gpointer user_data);
GAsyncResult *ctl_wait (GAsyncResult **result);

/* Opens the session; unlocks it when somebody can be asked. */
gboolean ctl_open (Ctl *ctl, GError **error);
/* Whether it can be worked with; says when it can only be read. */
gboolean ctl_check_open (Ctl *ctl, GError **error);
/* The server: the configured one, else the practice municipality of the folder. */
gboolean ctl_ensure_server (Ctl *ctl, GError **error);
/* Another process ran the municipality and may have ended: finds the one that runs now, else runs
 * one. Returns: FALSE when it was not another process's */
gboolean ctl_renew_server (Ctl *ctl);
void ctl_close (Ctl *ctl);
/* A whole id, or the beginning of one that no other case has. */
char *ctl_find_case (Ctl *ctl, const char *text, GError **error);
/* Says which other cases have the BSN of this one: two applications of one person. */
void ctl_say_twins (Ctl *ctl, ZpiCase *zcase, const char *what);
/* Documents in the record `problem` by number, kind and month instead of the name of their file. */
void ctl_mask_problem (JsonObject *problem, const ZpiApplication *application);
/* What to do with each document that was refused. @problem: (nullable): masked */
void ctl_say_problem (JsonObject *problem);
/* (nullable): the row of a case as it is now */
ZpiCaseInfo *ctl_look_up (Ctl *ctl, const char *id);
char *ctl_ask_secret (const char *prompt);

/* What waits goes by itself later; what needs a person does not. */
typedef struct {
  guint waiting;
  guint attention;
  guint useless;   /* of those that need a person: what it is about was decided meanwhile */
  guint unreached; /* of those that wait: the server was not there */
  guint unsafe;    /* of those that wait: its certificate does not count, or our clock is wrong */
  gint64 until_us; /* it asked to wait until then, for the first of the others; 0: it did not */
  gboolean elsewhere; /* another program is sending, and goes on */
} CtlLeft;

/* Tries what waits, once. */
gboolean ctl_drain (Ctl *ctl, CtlLeft *left, GError **error);
/* Asks how a case stands at the municipality; otherwise what was last known counts, and it is said.
 */
void ctl_refresh (Ctl *ctl, const char *case_id);
/* A code of a letter or a mail that the municipality does not know, instead of its HTTP status; of
 * a link, whether it is for another command. @text: the code or the link */
void ctl_say_unknown_code (const char *text, ZpiLetterKind wanted, GError **error);
/* (transfer full) (nullable): the document that the file at @path is in @zcase now; %NULL when it
 * is not taken in, and that is said. */
char *ctl_take_in (Ctl *ctl,
                   ZpiCase *zcase,
                   const char *path,
                   const char *kind,
                   const char *whose,
                   const char *month,
                   const char *which);
void ctl_take_out (Ctl *ctl, ZpiCase *zcase, const char *item, const char *command);

CtlMunicipality *ctl_municipality_new (ZpiSession *session, GError **error);
/* Whether it runs in this process. */
gboolean ctl_municipality_is_ours (CtlMunicipality *self);
void ctl_municipality_free (CtlMunicipality *self);

int ctl_check (Ctl *ctl, int argc, char **argv);
int ctl_import (Ctl *ctl, int argc, char **argv);
int ctl_list (Ctl *ctl, int argc, char **argv);
int ctl_show (Ctl *ctl, int argc, char **argv);
int ctl_status (Ctl *ctl, int argc, char **argv);
int ctl_queue (Ctl *ctl, int argc, char **argv);
int ctl_send (Ctl *ctl, int argc, char **argv);
int ctl_account (Ctl *ctl, int argc, char **argv);
int ctl_hand_over (Ctl *ctl, int argc, char **argv);
int ctl_take_over (Ctl *ctl, int argc, char **argv);
int ctl_take_back (Ctl *ctl, int argc, char **argv);
int ctl_remind (Ctl *ctl, int argc, char **argv);
int ctl_renewal (Ctl *ctl, int argc, char **argv);
int ctl_photo (Ctl *ctl, int argc, char **argv);
int ctl_photo_retry (Ctl *ctl, int argc, char **argv);
int ctl_photo_remove (Ctl *ctl, int argc, char **argv);
int ctl_withdraw (Ctl *ctl, int argc, char **argv);
int ctl_supplement (Ctl *ctl, int argc, char **argv);
int ctl_clear (Ctl *ctl, int argc, char **argv);
int ctl_verify (Ctl *ctl, int argc, char **argv);
int ctl_backup (Ctl *ctl, int argc, char **argv);
int ctl_restore (Ctl *ctl, int argc, char **argv);
int ctl_recover (Ctl *ctl, int argc, char **argv);
int ctl_confirm_organisation (Ctl *ctl, int argc, char **argv);

G_END_DECLS
