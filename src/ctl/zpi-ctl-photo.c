/* SPDX-License-Identifier: EUPL-1.2 */

/* `photo`: the photo of one person of a letter. Drawn anew and made small enough; queued, then
 * tried once. */

#include "zpi-ctl-photo.h"

#include "zpi-intake.h"
#include "zpi-json.h"

#include <string.h>

static ZpiCase *
open_letter (Ctl *ctl, const char *code, ZpiPhotoOrder **order, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;
  ZpiCase *letter;

  if (!ctl_ensure_server (ctl, &local))
    ctl_message ("zpictl: photo: the letter cannot be looked up now: %s", local->message);
  zpi_photo_open_async (ctl->session, code, NULL, ctl_result_cb, &result);
  letter = zpi_photo_open_finish (ctl_wait (&result), order, error);
  if (letter == NULL)
    ctl_say_unknown_code (code, ZPI_LETTER_PHOTOS, error);
  return letter;
}

static gboolean
is_picture (ZpiCase *zcase, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "media_type");

  return g_str_has_prefix (zpi_case_get (zcase, key), "image/");
}

static gboolean
is_unseen (ZpiCase *zcase, const char *item)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "problem");

  return strcmp (zpi_case_get (zcase, key), ZPI_PROBLEM_UNSEEN) == 0;
}

/* The whole picture, drawn anew; one that cannot be drawn goes as it is, with a warning. */
static char *
prepare (Ctl *ctl, ZpiCase *zcase, char *item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *prepared;

  zpi_photo_prepare_async (ctl->session, zcase, item, 0, 0, 1, 1, NULL, ctl_result_cb, &result);
  prepared = zpi_photo_prepare_finish (ctl_wait (&result), &error);
  if (prepared == NULL) {
    ctl_message ("zpictl: warning: photo: the picture cannot be shown and goes as it is");
    return item;
  }
  g_free (item);
  return prepared;
}

static void
warn_small (Ctl *ctl, ZpiCase *zcase, const char *item)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) pixels = NULL;
  guint width, height, n_pages;

  zpi_intake_preview_async (ctl->session,
                            zcase,
                            item,
                            0,
                            ZPI_PHOTO_MAX_SIDE,
                            ZPI_PHOTO_MAX_SIDE,
                            NULL,
                            ctl_result_cb,
                            &result);
  pixels = zpi_intake_preview_finish (ctl_wait (&result), &width, &height, &n_pages, NULL);
  if (pixels != NULL && (width < ZPI_PHOTO_MIN_WIDTH || height < ZPI_PHOTO_MIN_HEIGHT))
    ctl_message ("zpictl: warning: photo: the picture is small (%u by %u); the municipality may "
                 "ask for another",
                 width,
                 height);
}

gboolean
ctl_photo_queue (Ctl *ctl,
                 ZpiCase *zcase,
                 const char *item,
                 const ZpiPhotoOrder *order,
                 const ZpiPassHolder *holder,
                 const char *person,
                 GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_photo_queue_async (ctl->session,
                         zcase,
                         item,
                         order != NULL ? order->id : NULL,
                         holder != NULL ? holder->id : NULL,
                         person,
                         NULL,
                         ctl_result_cb,
                         &result);
  return zpi_photo_queue_finish (ctl_wait (&result), error);
}

static void
try_to_send (Ctl *ctl, const char *command)
{
  g_autoptr (GError) error = NULL;
  CtlLeft left = {0};

  if (!ctl_ensure_server (ctl, &error) || !ctl_drain (ctl, &left, &error))
    ctl_message ("zpictl: %s: waits until it can be sent: %s", command, error->message);
}

/* (nullable): the photo, unless it went */
static const ZpiPhotoWaiting *
find_waiting (GPtrArray *waiting, const char *document_id)
{
  for (guint i = 0; i < waiting->len; i++) {
    const ZpiPhotoWaiting *one = g_ptr_array_index (waiting, i);

    if (strcmp (one->document_id, document_id) == 0)
      return one;
  }
  return NULL;
}

static JsonArray *
list_missing (const ZpiPhotoOrder *order)
{
  JsonArray *missing = json_array_new ();

  for (guint i = 0; i < order->holders->len; i++) {
    const ZpiPassHolder *holder = g_ptr_array_index (order->holders, i);

    if (strcmp (holder->state, "ontbreekt") == 0 || strcmp (holder->state, "afgekeurd") == 0)
      json_array_add_string_element (missing, holder->given_names);
  }
  return missing;
}

static int
print_outcome (Ctl *ctl, const char *command, ZpiCase *zcase, const char *item, const char *person)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (ZpiPhotoOrder) order = NULL;
  g_autoptr (ZpiCaseInfo) letter = ctl_look_up (ctl, zpi_case_get_id (zcase));
  g_autoptr (JsonObject) object = json_object_new ();
  const ZpiPassHolder *holder;
  const ZpiPhotoWaiting *one;
  const char *stuck;

  zpi_photo_load_async (ctl->session, zpi_case_get_id (zcase), NULL, ctl_result_cb, &result);
  order = zpi_photo_load_finish (ctl_wait (&result), &waiting, &error);
  if (error != NULL)
    return ctl_failed (command, error);
  one = find_waiting (waiting, item);
  stuck = one != NULL ? one->stuck : NULL;
  holder = order != NULL ? zpi_photo_order_find (order, person, NULL) : NULL;
  zpi_json_set_string (object, "id", zpi_case_get_id (zcase));
  zpi_json_set_string (object, "person", holder != NULL ? holder->given_names : person);
  if (holder != NULL)
    zpi_json_set_string (object, "holder", holder->id);
  json_object_set_boolean_member (object, "sent", one == NULL);
  json_object_set_boolean_member (object, "waiting", one != NULL && stuck == NULL);
  if (order != NULL) {
    zpi_json_set_string (object, "order", order->id);
    json_object_set_boolean_member (object, "complete", order->complete);
    zpi_json_set_string (object, "expected", order->expected_on);
    json_object_set_array_member (object, "missing", list_missing (order));
  }
  if (stuck != NULL || (letter != NULL && letter->attention != NULL))
    zpi_json_set_string (object, "attention", stuck != NULL ? stuck : letter->attention);
  ctl_print_object (object);
  return stuck != NULL ? CTL_FAILED : CTL_OK;
}

int
ctl_photo_try (Ctl *ctl, const char *command, ZpiCase *zcase, const char *item, const char *person)
{
  try_to_send (ctl, command);
  return print_outcome (ctl, command, zcase, item, person);
}

int
ctl_photo (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiPhotoOrder) order = NULL;
  g_autoptr (ZpiCase) zcase = NULL;
  g_autofree char *item = NULL;
  const ZpiPassHolder *holder = NULL;

  if (!ctl_open (ctl, &error))
    return ctl_failed ("photo", error);
  zcase = open_letter (ctl, argv[1], &order, &error);
  if (zcase != NULL && order != NULL)
    holder = zpi_photo_order_find (order, argv[2], &error);
  if (error != NULL)
    return ctl_failed ("photo", error);
  item = ctl_take_in (ctl,
                      zcase,
                      argv[3],
                      ZPI_PHOTO_KIND,
                      holder != NULL ? holder->id : argv[2],
                      NULL,
                      "photo: the file");
  if (item == NULL)
    return CTL_FAILED;
  if (!is_picture (zcase, item)) {
    ctl_message ("zpictl: photo: the file is no picture; JPEG and PNG are possible");
    ctl_take_out (ctl, zcase, item, "photo");
    return CTL_FAILED;
  }
  if (is_unseen (zcase, item)) {
    ctl_message ("zpictl: photo: nothing of the picture can be seen; make the photo again");
    ctl_take_out (ctl, zcase, item, "photo");
    return CTL_FAILED;
  }
  item = prepare (ctl, zcase, g_steal_pointer (&item));
  warn_small (ctl, zcase, item);
  if (!ctl_photo_queue (ctl, zcase, item, order, holder, argv[2], &error))
    return ctl_failed ("photo", error);
  return ctl_photo_try (ctl, "photo", zcase, item, argv[2]);
}
