/* SPDX-License-Identifier: EUPL-1.2 */

/* `photo-retry` and `photo-remove`: a photo that does not go by itself, because the municipality
 * turned it away, or because the letter names nobody like that. The letter is looked for here: it
 * need not be known to the municipality. */

#include "zpi-ctl-arguments.h"
#include "zpi-ctl-photo.h"
#include "zpi-json.h"
#include "zpi-letter.h"

#include <string.h>

typedef struct {
  ZpiCase *zcase;       /* (owned): the letter */
  ZpiPhotoOrder *order; /* (owned) (nullable): as last known */
  GPtrArray *waiting;   /* (owned) (element-type ZpiPhotoWaiting) */
} Letter;

static void
letter_clear (Ctl *ctl, Letter *self)
{
  if (self->zcase != NULL)
    zpi_case_keeper_close_case (zpi_session_get_keeper (ctl->session), self->zcase);
  g_clear_object (&self->zcase);
  g_clear_pointer (&self->order, zpi_photo_order_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
}

/* By its id, or by its code or link. */
static ZpiCase *
open_letter (Ctl *ctl, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (ZpiPhotoOrder) order = NULL;
  g_autofree char *case_id = ctl_find_case (ctl, text, NULL);
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (ctl->session);
  ZpiCase *letter;

  if (case_id != NULL) {
    zpi_case_keeper_open_async (keeper, case_id, NULL, ctl_result_cb, &result);
    return zpi_case_keeper_open_finish (keeper, ctl_wait (&result), error);
  }
  zpi_photo_open_async (ctl->session, text, NULL, ctl_result_cb, &result);
  letter = zpi_photo_open_finish (ctl_wait (&result), &order, error);
  if (letter == NULL)
    ctl_say_unknown_code (text, ZPI_LETTER_PHOTOS, error);
  return letter;
}

static gboolean
load_letter (Ctl *ctl, const char *text, Letter *letter, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) local = NULL;

  letter->zcase = open_letter (ctl, text, error);
  if (letter->zcase == NULL)
    return FALSE;
  zpi_photo_load_async (ctl->session,
                        zpi_case_get_id (letter->zcase),
                        NULL,
                        ctl_result_cb,
                        &result);
  letter->order = zpi_photo_load_finish (ctl_wait (&result), &letter->waiting, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
is_of (const ZpiPhotoWaiting *waiting, const char *person, const ZpiPassHolder *holder)
{
  if (g_ascii_strcasecmp (waiting->document_id, person) == 0)
    return TRUE;
  if (waiting->holder_id != NULL)
    return holder != NULL && strcmp (waiting->holder_id, holder->id) == 0;
  return waiting->person != NULL && g_ascii_strcasecmp (waiting->person, person) == 0;
}

/* (transfer none): the photo that was given as of @person, or has that id */
static const ZpiPhotoWaiting *
find_stuck (const Letter *letter, const char *person, GError **error)
{
  const ZpiPassHolder *holder =
      letter->order != NULL ? zpi_photo_order_find (letter->order, person, NULL) : NULL;
  gboolean waits = FALSE;

  for (guint i = 0; i < letter->waiting->len; i++) {
    const ZpiPhotoWaiting *waiting = g_ptr_array_index (letter->waiting, i);

    if (!is_of (waiting, person, holder))
      continue;
    if (waiting->stuck != NULL)
      return waiting;
    waits = TRUE;
  }
  if (waits)
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "This photo goes by itself. zpictl send tries it now");
  else
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_NOT_ALLOWED,
                         "No photo of that person needs somebody here. zpictl status names those "
                         "that do, under \"photos\"");
  return NULL;
}

/* Whose it is: as --for says, else as it was known when it got stuck. */
static gboolean
find_person (Ctl *ctl,
             const Letter *letter,
             const ZpiPhotoWaiting *stuck,
             const char **person,
             const ZpiPassHolder **holder,
             GError **error)
{
  const char *named = ctl_get_option (ctl, "--for");

  *holder = NULL;
  *person = named != NULL ? named : stuck->holder_id != NULL ? stuck->holder_id : stuck->person;
  if (letter->order == NULL)
    return TRUE;
  *holder = zpi_photo_order_find (letter->order, *person, error);
  return *holder != NULL;
}

int
ctl_photo_retry (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Letter letter = {0};
  const ZpiPhotoWaiting *stuck = NULL;
  const ZpiPassHolder *holder;
  const char *person;
  int status;

  if (!ctl_open (ctl, &error))
    return ctl_failed ("photo-retry", error);
  if (load_letter (ctl, argv[1], &letter, &error))
    stuck = find_stuck (&letter, argv[2], &error);
  if (stuck != NULL && find_person (ctl, &letter, stuck, &person, &holder, &error) &&
      ctl_photo_queue (ctl, letter.zcase, stuck->document_id, letter.order, holder, person, &error))
    status = ctl_photo_try (ctl, "photo-retry", letter.zcase, stuck->document_id, person);
  else
    status = ctl_failed ("photo-retry", error);
  letter_clear (ctl, &letter);
  return status;
}

static gboolean
leave_out (Ctl *ctl, const Letter *letter, const ZpiPhotoWaiting *stuck, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  zpi_photo_leave_async (ctl->session,
                         letter->zcase,
                         stuck->document_id,
                         NULL,
                         ctl_result_cb,
                         &result);
  return zpi_photo_leave_finish (ctl_wait (&result), error);
}

static void
print_removed (Ctl *ctl, const Letter *letter)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (ZpiCaseInfo) info = ctl_look_up (ctl, zpi_case_get_id (letter->zcase));

  zpi_json_set_string (object, "id", zpi_case_get_id (letter->zcase));
  zpi_json_set_string (object, "photo", "removed");
  if (info != NULL)
    zpi_json_set_string (object, "state", zpi_case_state_to_nick (info->state));
  if (info != NULL && info->attention != NULL)
    zpi_json_set_string (object, "attention", info->attention);
  ctl_print_object (object);
}

int
ctl_photo_remove (Ctl *ctl, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  Letter letter = {0};
  const ZpiPhotoWaiting *stuck = NULL;
  int status = CTL_OK;

  if (!ctl_open (ctl, &error))
    return ctl_failed ("photo-remove", error);
  if (load_letter (ctl, argv[1], &letter, &error))
    stuck = find_stuck (&letter, argv[2], &error);
  if (stuck != NULL && leave_out (ctl, &letter, stuck, &error))
    print_removed (ctl, &letter);
  else
    status = ctl_failed ("photo-remove", error);
  letter_clear (ctl, &letter);
  return status;
}
