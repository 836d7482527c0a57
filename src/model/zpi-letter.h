/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The keys of a case of kind letter. */
#define ZPI_KEY_LETTER_CODE    "letter.code"    /* as it was typed */
#define ZPI_KEY_LETTER_REQUEST "letter.request" /* a request for more information, as JSON */

/**
 * ZpiLetterKind:
 * @ZPI_LETTER_UNKNOWN: the code alone does not say
 * @ZPI_LETTER_REQUEST: more information is asked
 * @ZPI_LETTER_PHOTOS: photos are asked
 */
typedef enum {
  ZPI_LETTER_UNKNOWN,
  ZPI_LETTER_REQUEST,
  ZPI_LETTER_PHOTOS,
} ZpiLetterKind;

char *zpi_letter_code_from_text (const char *text, ZpiLetterKind *kind);
gboolean zpi_letter_is_link (const char *text);

/**
 * ZpiPassHolder:
 * @id: the municipality's (`pashouderId`)
 * @main: whether this is the main pass holder
 * @state: `ontbreekt`, `ontvangen`, `goedgekeurd`, `afgekeurd`
 * @note: (nullable): why a photo was turned down
 */
typedef struct {
  char *id;
  gboolean main;
  char *given_names;
  char *state;
  char *sha256;
  char *note;
} ZpiPassHolder;

/**
 * ZpiPhotoOrder:
 * @id: the municipality's (`opdrachtId`)
 * @household: one order for a household; else for one person who was renewed automatically
 * @complete: every photo is there
 * @application_id: (nullable): of the application that it follows from
 * @expected_on: (nullable): yyyy-mm-dd, when the passes come
 * @link: (nullable): what the QR code of the letter says: there a phone adds the photos
 * @holders: (element-type ZpiPassHolder)
 *
 * What a letter about photos asks (`foto-opdracht`).
 */
typedef struct {
  char *id;
  gboolean household;
  gboolean complete;
  int pass_year;
  char *reference;
  char *application_id;
  char *expected_on;
  char *link;
  GPtrArray *holders;
} ZpiPhotoOrder;

void zpi_photo_order_free (ZpiPhotoOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiPhotoOrder, zpi_photo_order_free)
ZpiPhotoOrder *zpi_photo_order_from_json (JsonObject *object, GError **error);
ZpiPhotoOrder *zpi_photo_order_from_text (const char *text, GError **error);
char *zpi_photo_order_to_text (const ZpiPhotoOrder *self);
gboolean zpi_photo_order_is_rejected (const ZpiPhotoOrder *self);
gboolean zpi_photo_order_is_open (const ZpiPhotoOrder *self);
const ZpiPassHolder *
zpi_photo_order_find (const ZpiPhotoOrder *self, const char *person, GError **error);

G_END_DECLS
