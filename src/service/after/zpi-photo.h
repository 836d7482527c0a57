/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-letter.h"
#include "zpi-photo-item.h"
#include "zpi-session.h"

G_BEGIN_DECLS

/* Photos for on the pass, by the code of a letter. A letter is a case; a photo is a document of it
 * (kind #ZPI_PHOTO_KIND), frozen and sent one by one. Main thread. */

/* Smaller than this a face cannot be printed; the larger side is made no longer than that. */
#define ZPI_PHOTO_MIN_WIDTH  300
#define ZPI_PHOTO_MIN_HEIGHT 400
#define ZPI_PHOTO_MAX_SIDE   1600

/* Opens the letter with this code or link, or begins it. Without a network it opens all the same:
 * then @order is what was last known, or %NULL, and photos wait. Finish: BAD_FORMAT when the text
 * is no code, NOT_FOUND when no letter has this code. */
void zpi_photo_open_async (ZpiSession *session,
                           const char *text,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
ZpiCase *zpi_photo_open_finish (GAsyncResult *result, ZpiPhotoOrder **order, GError **error);

/* The code of the letter that came after an application of this store, as far as it was ever typed
 * here: no network is needed. Finish: NULL without an error when it was not. */
void zpi_photo_load_code_async (ZpiSession *session,
                                const char *application_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
char *zpi_photo_load_code_finish (GAsyncResult *result, GError **error);

/**
 * ZpiPhotoWaiting:
 * @holder_id: (nullable): whose photo it is
 * @person: (nullable): as it was named, while the holder is not known
 * @stuck: (nullable): why it does not go by itself, the nick of a #ZpiAttention
 *
 * A photo that waits to be sent.
 */
typedef struct {
  char *document_id;
  char *holder_id;
  char *person;
  char *stuck;
} ZpiPhotoWaiting;

/* How a letter stands, as last known. Finish: the order, NULL without an error when it is not
 * known;
 * @waiting: (element-type ZpiPhotoWaiting) */
void zpi_photo_load_async (ZpiSession *session,
                           const char *letter_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
ZpiPhotoOrder *zpi_photo_load_finish (GAsyncResult *result, GPtrArray **waiting, GError **error);

/* Makes the picture what a pass needs: the part to keep, upright, small enough, nothing else in the
 * file. @x to @height: parts of the width and height, 0 to 1. Finish: the document's new id. */
void zpi_photo_prepare_async (ZpiSession *session,
                              ZpiCase *zcase,
                              const char *item,
                              double x,
                              double y,
                              double width,
                              double height,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
char *zpi_photo_prepare_finish (GAsyncResult *result, GError **error);

/* (nullable) (transfer full): the picture that is still to be cut, because the program ended or
 * locked amid that, and whose photo it becomes */
char *zpi_photo_dup_uncut (ZpiCase *zcase, char **whose);

/* Freezes and queues a photo, in place of one of the same person that still waits. @order_id,
 * @holder_id: (nullable) when only @person is known: id, given names, or number in the letter. */
void zpi_photo_queue_async (ZpiSession *session,
                            ZpiCase *zcase,
                            const char *item,
                            const char *order_id,
                            const char *holder_id,
                            const char *person,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean zpi_photo_queue_finish (GAsyncResult *result, GError **error);

/* Leaves out a photo that does not go by itself. */
void zpi_photo_leave_async (ZpiSession *session,
                            ZpiCase *zcase,
                            const char *document_id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean zpi_photo_leave_finish (GAsyncResult *result, GError **error);

G_END_DECLS
