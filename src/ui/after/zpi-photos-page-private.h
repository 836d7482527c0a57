/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-notice.h"
#include "zpi-originals-group.h"
#include "zpi-photo.h"
#include "zpi-photos-page.h"
#include "zpi-qr.h"

/* What the files of this page share: how it stands (zpi-photos-page.c) and adding a photo
 * (zpi-photos-page-add.c). */

G_BEGIN_DECLS

struct _ZpiPhotosPage {
  AdwBin parent_instance;

  ZpiSession *session;  /* (owned) */
  ZpiCase *zcase;       /* (owned): the letter */
  ZpiPhotoOrder *order; /* (owned) (nullable) */
  GPtrArray *waiting;   /* (owned) (nullable) (element-type ZpiPhotoWaiting) */
  GCancellable *cancellable;
  char *holder_id;    /* (nullable): whose photo is being added */
  char *person;       /* (nullable): the same in words */
  GPtrArray *rows;    /* (element-type GtkWidget) (unowned) */
  gboolean is_loaded; /* once: what was left to be cut is on the screen */
  char *added;        /* (nullable): the holder whose photo was just added: the next one is on */

  GtkLabel *title;
  ZpiNotice *state_notice;
  ZpiNotice *problem;
  AdwPreferencesGroup *group;
  GtkWidget *person_row;
  GtkBox *person_box;
  GtkWidget *ask_button;
  GtkWidget *phone_group;
  ZpiOriginalsGroup *originals;
  ZpiQr *qr;
  GtkLabel *link_label;
};

/* The pass is not made yet. */
gboolean _zpi_photos_page_takes_photo (const ZpiPassHolder *holder);
/* In whose row the focus is; -1 when it is in none. */
int _zpi_photos_page_find_row_with_focus (ZpiPhotosPage *self);
/* Who is still without a photo, looked for from the one at @from on and round; -1 for nobody. */
int _zpi_photos_page_find_without_photo (ZpiPhotosPage *self, guint from);
void _zpi_photos_page_reload (ZpiPhotosPage *self);

/* @text: (nullable) */
void _zpi_photos_page_say_problem (ZpiPhotosPage *self, const char *text);
void
_zpi_photos_page_add_drop_target (ZpiPhotosPage *self, GtkWidget *row, const ZpiPassHolder *holder);
/* A picture that was taken in and not cut, because the program locked or ended amid that. */
void _zpi_photos_page_go_on_cutting (ZpiPhotosPage *self);
void _zpi_photos_page_install_ways (GtkWidgetClass *widget_class);

/* (transfer floating): of a photo that does not go by itself */
GtkWidget *_zpi_photos_page_stuck_row_new (ZpiPhotosPage *self, const ZpiPhotoWaiting *waiting);
void _zpi_photos_page_install_stuck (GtkWidgetClass *widget_class);

G_END_DECLS
