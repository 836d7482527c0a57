/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ZpiEdit:
 * @page: from 0, -1 for every page; pictures have page 0
 * @degrees: for turning: 90, 180 or 270, clockwise
 * @x: left side of the place to keep or cover, as a part of the width as it is then: 0 to 1
 * @size: for fitting: no side is longer afterwards, in pixels
 * @to: for moving: the page whose place it takes
 * @text: the watermark, at most 200 bytes
 *
 * One thing to do to a document; several are done in order.
 */
typedef enum {
  ZPI_EDIT_TURN,
  ZPI_EDIT_CROP,
  ZPI_EDIT_COVER,
  ZPI_EDIT_MARK,
  ZPI_EDIT_FIT,
  ZPI_EDIT_MOVE,
  ZPI_EDIT_REMOVE,
} ZpiEditKind;

typedef struct {
  ZpiEditKind kind;
  int page;
  int degrees;
  int size;
  int to;
  double x;
  double y;
  double width;
  double height;
  char *text;
} ZpiEdit;

ZpiEdit *zpi_edit_new (ZpiEditKind kind, int page);
void zpi_edit_free (ZpiEdit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiEdit, zpi_edit_free)
char *zpi_edit_format (const ZpiEdit *self);

/* No more than the helper does at once. */
#define ZPI_EDIT_LIST_MAX 200

/**
 * ZpiEditList:
 *
 * What is done to a document while somebody looks at it, with the way back and forth. Its text is
 * what the document's field `edits` holds: a line for each edit that stands, in order.
 */
typedef struct _ZpiEditList ZpiEditList;

ZpiEditList *zpi_edit_list_new (void);
void zpi_edit_list_free (ZpiEditList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiEditList, zpi_edit_list_free)
void zpi_edit_list_clear (ZpiEditList *self);
gboolean zpi_edit_list_add (ZpiEditList *self, ZpiEdit *edit);
const ZpiEdit *zpi_edit_list_undo (ZpiEditList *self);
const ZpiEdit *zpi_edit_list_redo (ZpiEditList *self);
const ZpiEdit *zpi_edit_list_peek_undo (const ZpiEditList *self);
const ZpiEdit *zpi_edit_list_peek_redo (const ZpiEditList *self);
char *zpi_edit_list_dup_text (const ZpiEditList *self);

G_END_DECLS
