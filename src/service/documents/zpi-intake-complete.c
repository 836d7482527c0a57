/* SPDX-License-Identifier: EUPL-1.2 */

/* The end of taking in: the document is completed in the transaction that names it in the case. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-intake-private.h"

#include "zpi-document-store.h"
#include "zpi-field.h"
#include "zpi-session-private.h"

#include <string.h>

typedef struct {
  char *document_id;
  char *media_type;
  guint64 size_bytes;
  char *sha256;
} FinishDocument;

static void
finish_document_free (gpointer data)
{
  FinishDocument *self = data;

  g_free (self->document_id);
  g_free (self->media_type);
  g_free (self->sha256);
  g_free (self);
}

static gboolean
finish_document_func (ZpiStore *store, gpointer data, GError **error)
{
  FinishDocument *self = data;

  return zpi_document_store_finish (store,
                                    self->document_id,
                                    self->media_type,
                                    self->size_bytes,
                                    self->sha256,
                                    error);
}

static void
set_field (ZpiIntake *self, const char *field, const char *text)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, self->document_id, field);

  if (text != NULL)
    zpi_case_set (self->zcase, key, text);
}

static guint
position_of (ZpiCase *zcase, const char *item)
{
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
  guint at = 0;

  while (items[at] != NULL && g_strcmp0 (items[at], item) != 0)
    at++;
  return at;
}

/* The file that a document was made from, when that was drawn anew. */
static void
follow_original (ZpiIntake *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_ORIGINAL);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_ORIGINAL, items[i], "document");

    if (g_str_equal (zpi_case_get (self->zcase, key), self->replaces))
      zpi_case_set (self->zcase, key, self->document_id);
  }
}

/* It stands where the other one stood, for what that was added for, as it says by now. */
static void
take_over (ZpiIntake *self)
{
  static const char *const fields[] = {"file_name", "place", "kind", "whose", "month"};

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, self->replaces, fields[i]);
    const char *text = zpi_case_get (self->zcase, key);

    if (*text != '\0')
      set_field (self, fields[i], text);
  }
  follow_original (self);
  zpi_case_remove_item (self->zcase, ZPI_LIST_DOCUMENT, self->replaces);
  if (self->absorbs != NULL)
    zpi_case_remove_item (self->zcase, ZPI_LIST_DOCUMENT, self->absorbs);
}

static gboolean
is_gone (ZpiIntake *self, const char *item)
{
  return item != NULL &&
         position_of (self->zcase, item) == zpi_case_get_n_items (self->zcase, ZPI_LIST_DOCUMENT);
}

static void
remove_from_disk (ZpiIntake *self, const char *item)
{
  if (item != NULL)
    zpi_case_keeper_add_extra (zpi_session_get_keeper (self->session),
                               self->zcase,
                               _zpi_intake_remove_func,
                               g_strdup (item),
                               g_free);
}

/* It is remembered for each document that was made from it: it may only go while one of them is
 * there. */
static void
add_original (ZpiIntake *self, const char *item, const char *uri)
{
  g_autofree char *uri_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, item, "uri");
  g_autofree char *document_key = zpi_case_item_key (ZPI_LIST_ORIGINAL, item, "document");

  zpi_case_insert_item (self->zcase,
                        ZPI_LIST_ORIGINAL,
                        item,
                        zpi_case_get_n_items (self->zcase, ZPI_LIST_ORIGINAL));
  zpi_case_set (self->zcase, uri_key, uri);
  zpi_case_set (self->zcase, document_key, self->document_id);
}

/* Where the files lie that it was made from comes along. */
static void
take_from (ZpiIntake *self)
{
  g_auto (GStrv) originals = zpi_case_dup_items (self->giver, ZPI_LIST_ORIGINAL);

  set_field (self, "given", self->given);
  for (guint i = 0; originals[i] != NULL; i++) {
    g_autofree char *document = zpi_case_item_key (ZPI_LIST_ORIGINAL, originals[i], "document");
    g_autofree char *uri = zpi_case_item_key (ZPI_LIST_ORIGINAL, originals[i], "uri");

    if (strcmp (zpi_case_get (self->giver, document), self->given) != 0)
      continue;
    add_original (self, originals[i], zpi_case_get (self->giver, uri));
  }
}

static void
add_item (ZpiIntake *self, const FinishDocument *finish)
{
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, finish->size_bytes);

  zpi_case_insert_item (self->zcase,
                        ZPI_LIST_DOCUMENT,
                        self->document_id,
                        position_of (self->zcase, self->replaces));
  set_field (self, "kind", self->kind);
  set_field (self, "whose", self->whose);
  set_field (self, "month", self->month);
  set_field (self, "media_type", finish->media_type);
  set_field (self, "size", size);
  set_field (self, "sha256", finish->sha256);
  set_field (self, "file_name", self->file_name);
  if (self->problem != ZPI_INTAKE_OK)
    set_field (self, "problem", zpi_intake_problem_to_nick (self->problem));
  if (self->replaces != NULL)
    take_over (self);
  if (self->given != NULL)
    take_from (self);
}

/* So that an original that was left behind can be named, also tomorrow. */
static void
remember_original (ZpiIntake *self)
{
  g_autofree char *item = g_uuid_string_random ();

  add_original (self, item, self->original);
}

static void
remember_field (ZpiCase *zcase, const char *item, const char *field, const char *text)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DROPPED, item, field);

  if (text != NULL)
    zpi_case_set (zcase, key, text);
}

/**
 * zpi_intake_remember_file:
 * @zcase: an open case
 * @file: a file that is to be taken in
 * @place: (nullable): the piece of evidence that it is for
 * @kind: (nullable): the document kind
 * @whose: (nullable): whose it is
 * @month: (nullable): yyyy-mm
 *
 * Keeps in @zcase that @file is on its way, so that it goes on when this is interrupted. Taking it
 * in takes the item away, in the same transaction.
 *
 * Returns: (transfer full): the item
 */
char *
zpi_intake_remember_file (ZpiCase *zcase,
                          GFile *file,
                          const char *place,
                          const char *kind,
                          const char *whose,
                          const char *month)
{
  g_autofree char *uri = NULL;
  char *item;

  g_return_val_if_fail (ZPI_IS_CASE (zcase) && G_IS_FILE (file), NULL);

  uri = g_file_get_uri (file);
  item = zpi_case_add_item (zcase, ZPI_LIST_DROPPED);
  remember_field (zcase, item, "uri", uri);
  remember_field (zcase, item, "place", place);
  remember_field (zcase, item, "kind", kind);
  remember_field (zcase, item, "whose", whose);
  remember_field (zcase, item, "month", month);
  return item;
}

/* It is in: nothing is left to go on with after a crash. */
static void
forget_dropped (ZpiIntake *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DROPPED);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_DROPPED, items[i], "uri");

    if (strcmp (zpi_case_get (self->zcase, key), self->original) == 0) {
      zpi_case_remove_item (self->zcase, ZPI_LIST_DROPPED, items[i]);
      return;
    }
  }
}

static void
completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ZpiIntake *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (zpi_case_keeper_flush_finish (ZPI_CASE_KEEPER (source), result, &error)) {
    g_task_return_pointer (task, g_strdup (self->document_id), g_free);
    return;
  }
  /* The case stays dirty and names the document; both are written together when it can be. */
  g_task_return_error (task, g_steal_pointer (&error));
}

void
_zpi_intake_complete (GTask *task)
{
  ZpiIntake *self = g_task_get_task_data (task);
  ZpiCaseKeeper *keeper = zpi_session_get_keeper (self->session);
  FinishDocument *finish;

  if (is_gone (self, self->replaces) || is_gone (self, self->absorbs)) {
    _zpi_intake_give_up (task,
                         g_error_new (ZPI_ERROR,
                                      ZPI_ERROR_GONE,
                                      "The document was removed meanwhile"));
    return;
  }
  /* Others may have come in meanwhile. */
  if (_zpi_intake_is_one_too_many (self)) {
    _zpi_intake_refuse (task, ZPI_INTAKE_TOO_MANY);
    return;
  }
  finish = g_new0 (FinishDocument, 1);
  finish->document_id = g_strdup (self->document_id);
  finish->media_type = g_strdup (zpi_file_judge_get_media_type (self->judge));
  finish->size_bytes = self->size_bytes;
  finish->sha256 = zpi_digest_finish (g_steal_pointer (&self->digest));
  if (self->original != NULL) {
    remember_original (self);
    forget_dropped (self);
  }
  add_item (self, finish);
  zpi_case_keeper_add_extra (keeper,
                             self->zcase,
                             finish_document_func,
                             finish,
                             finish_document_free);
  remove_from_disk (self, self->replaces);
  remove_from_disk (self, self->absorbs);
  zpi_case_keeper_flush_async (keeper, self->zcase, NULL, completed_cb, g_object_ref (task));
}
