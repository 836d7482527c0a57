/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-case-store.h"
#include "zpi-letter.h"
#include "zpi-outbox-store.h"

G_BEGIN_DECLS

#define ZPI_OUTBOX_PHOTO "foto"

/* Of a letter's document: the photo of somebody. */
#define ZPI_PHOTO_KIND "foto"
/* A picture of which nobody said yet which part becomes the photo: it is nobody's photo, and is not
 * sent. */
#define ZPI_PHOTO_UNCUT_KIND "foto-ongesneden"

/**
 * ZpiPhotoItem:
 * @code: of the letter
 * @order_id: (nullable): when it was known
 * @holder_id: (nullable): when it was known
 * @person: (nullable): else as the person was named
 *
 * What is frozen with a photo: where it goes. The photo itself is the item's only part.
 */
typedef struct {
  char *code;
  char *order_id;
  char *holder_id;
  char *person;
} ZpiPhotoItem;

void zpi_photo_item_free (ZpiPhotoItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiPhotoItem, zpi_photo_item_free)
GBytes *zpi_photo_item_write (const ZpiPhotoItem *self);
ZpiPhotoItem *zpi_photo_item_read (GBytes *payload, GError **error);
gboolean zpi_photo_item_is_for_same (const ZpiPhotoItem *self, const ZpiPhotoItem *other);

/* Records of a letter about photos, on the store thread. */
ZpiPhotoOrder *zpi_photo_item_load_order (ZpiStore *store, const char *letter_id);
gboolean zpi_photo_item_keep_order (ZpiStore *store,
                                    const char *letter_id,
                                    const ZpiPhotoOrder *order,
                                    GError **error);
void zpi_photo_item_mark (ZpiStore *store, GPtrArray *infos, GHashTable *known);
void zpi_photo_item_mark_one (ZpiStore *store, ZpiCaseInfo *info, GHashTable *known);
/* After something of a letter was queued or sent: in which state it is now. */
gboolean zpi_photo_item_settle (ZpiStore *store,
                                const char *letter_id,
                                const ZpiPhotoOrder *order,
                                GError **error);
gboolean zpi_photo_item_take (ZpiStore *store,
                              const char *letter_id,
                              const ZpiPhotoOrder *order,
                              GError **error);
/* Of an application or a letter about photos: how many people get a pass. */
gboolean zpi_photo_item_note_passes (ZpiStore *store, const char *case_id, guint n, GError **error);
/* Of an application: the order that its photos go to. */
#define ZPI_RECORD_PHOTO_ORDER "photo-order"
char *zpi_photo_item_dup_order_of (ZpiStore *store, const char *application_id);

G_END_DECLS
