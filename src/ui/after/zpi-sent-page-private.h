/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of the page after sending share among themselves. */

#include "zpi-group.h"
#include "zpi-notice.h"
#include "zpi-originals-group.h"
#include "zpi-sent-page.h"
#include "zpi-still-missing.h"

G_BEGIN_DECLS

struct _ZpiSentPage {
  AdwBin parent_instance;

  GtkImage *state_icon;
  GtkLabel *state_label;
  GtkLabel *next_label;
  GtkWidget *progress_box;
  GtkProgressBar *progress_bar;
  GtkLabel *progress_label;
  GtkWidget *receipt_group;
  AdwActionRow *reference_row;
  AdwActionRow *application_date_row;
  AdwActionRow *decision_date_row;
  AdwActionRow *documents_row;
  AdwPreferencesGroup *repair_group;
  AdwBin *first_place;
  AdwBin *second_place;
  GtkMenuButton *more_button;
  GtkWidget *practice_button;
  ZpiNotice *news;
  AdwPreferencesGroup *asked_group;
  AdwPreferencesGroup *waiting_group;
  AdwPreferencesGroup *missing_group;
  GtkWidget *decision_group;
  AdwActionRow *reason_row;
  AdwActionRow *objection_row;
  ZpiOriginalsGroup *originals_group;
  GtkWidget *timeline_group;
  GtkLabel *timeline_label;

  ZpiSession *session; /* (owned) */
  char *case_id;
  ZpiCaseState state;
  char *originals_of; /* (nullable): how it stood when the originals were looked for */
  gboolean left_draft;
  gboolean names_left; /* the originals of a cleared case */
  gboolean finishing;  /* done with the client, once the originals are in the bin */
  gboolean has_receipt;
  ZpiUnanswered *sent;     /* (nullable): what is known of it since it was sent */
  GPtrArray *answer_rows;  /* (element-type GtkWidget) (unowned) */
  GPtrArray *asked_rows;   /* (element-type GtkWidget) (unowned) */
  GPtrArray *waiting_rows; /* (element-type GtkWidget) (unowned) */
  GPtrArray *missing_rows; /* (element-type GtkWidget) (unowned) */
  GPtrArray *repair_rows;  /* (element-type GtkWidget) (unowned) */
  GCancellable *cancellable;
};

/* zpi-sent-page.c: how it stands, and what comes next. */
void zpi_sent_page_refresh (ZpiSentPage *self);
void zpi_sent_page_update_buttons (ZpiSentPage *self, ZpiCaseItem *item);

/* zpi-sent-records.c: what is kept of the case: receipt, decision, what is missing, what happened.
 */
void zpi_sent_page_show_records (ZpiSentPage *self);
/* (transfer full): a day in words */
char *zpi_sent_page_dup_date (const char *iso);

/* zpi-sent-actions.c: what is done with it. */
void zpi_sent_page_install_actions (GtkWidgetClass *widget_class);
/* What could not go to the bin is in the way of finishing, until somebody says that it may stay. */
void zpi_sent_page_originals_settled (ZpiSentPage *self);

G_END_DECLS
