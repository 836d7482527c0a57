/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* What the files of the window share among themselves. Not for anybody else. */

#include <adwaita.h>

#include "zpi-edit-list.h"
#include "zpi-preview.h"
#include "zpi-selection.h"
#include "zpi-session.h"
#include "zpi-wrap-box.h"
#include "zpi-zoom-view.h"

G_BEGIN_DECLS

#define ZPI_TYPE_PREVIEW_WINDOW (zpi_preview_window_get_type ())
G_DECLARE_FINAL_TYPE (ZpiPreviewWindow, zpi_preview_window, ZPI, PREVIEW_WINDOW, AdwWindow)

/* What comes after the document was drawn anew. */
typedef enum {
  ZPI_PREVIEW_NEXT_STAY,
  ZPI_PREVIEW_NEXT_GO,
  ZPI_PREVIEW_NEXT_JOIN,
  ZPI_PREVIEW_NEXT_CLOSE,
} ZpiPreviewNext;

struct _ZpiPreviewWindow {
  AdwWindow parent_instance;

  ZpiSession *session; /* (owned) */
  ZpiCase *zcase;      /* (owned) */
  GCancellable *cancellable;
  GWeakRef parent; /* the widget it was opened from */
  char *item;
  guint page;
  ZpiEditList *edits; /* (owned): what was done since it was opened */
  gboolean drawing;   /* the document is being drawn anew */
  gboolean failed;    /* that did not work the last time */
  ZpiPreviewNext next;
  int steps; /* how many documents to go on */

  ZpiPreview *preview;
  ZpiSelection *selection;
  ZpiZoomView *zoom_view;
  GtkWidget *tool_box;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkToggleButton *cover_button;
  GtkToggleButton *crop_button;
  GtkButton *apply_button;
  GtkLabel *message_label;
  GtkWidget *page_box;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkLabel *page_label;
  GtkWidget *smaller_button;
  GtkMenuButton *place_button;
  GtkLabel *place_label;
  ZpiWrapBox *places;
  guint n_places;
};

void _zpi_preview_window_say (ZpiPreviewWindow *self, const char *text);
void _zpi_preview_window_show_page (ZpiPreviewWindow *self);
gboolean _zpi_preview_window_has_edits (ZpiPreviewWindow *self);
void _zpi_preview_window_name_buttons (ZpiPreviewWindow *self);
gboolean _zpi_preview_window_is_choosing (ZpiPreviewWindow *self);
void _zpi_preview_window_stop_choosing (ZpiPreviewWindow *self);
void _zpi_preview_window_keep_edits (ZpiPreviewWindow *self, guint page);
void _zpi_preview_window_undo (ZpiPreviewWindow *self);
void _zpi_preview_window_redo (ZpiPreviewWindow *self);
void _zpi_preview_window_move_page (ZpiPreviewWindow *self, int steps);
void _zpi_preview_window_show_place (ZpiPreviewWindow *self);
void _zpi_preview_window_show_document (ZpiPreviewWindow *self);
void _zpi_preview_window_draw_anew (ZpiPreviewWindow *self, ZpiPreviewNext next);
void _zpi_preview_window_go_to_document (ZpiPreviewWindow *self, int steps);

void _zpi_preview_window_class_init_edits (GtkWidgetClass *widget_class);
void _zpi_preview_window_class_init_draw (GtkWidgetClass *widget_class);

G_END_DECLS
