/* SPDX-License-Identifier: EUPL-1.2 */

/* The street and the place of a postcode, from cases that are still here. Nothing is kept for it:
 * what a case knows is forgotten with its answers. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-case-keeper-private.h"
#include "zpi-checks.h"
#include "zpi-field.h"

/* So many cases, newest first, are opened to look: some tens of milliseconds beside the window. */
#define MAX_CASES 200

typedef struct {
  char *case_id;
  char *postcode; /* (nullable): none that is right */
  char *number;
  ZpiKnownAddress *found; /* (nullable) */
} FindAddress;

/**
 * zpi_known_address_free:
 * @self: (transfer full): an address
 *
 * Wipes and frees it.
 */
void
zpi_known_address_free (ZpiKnownAddress *self)
{
  zpi_secret_strfree (self->street);
  zpi_secret_strfree (self->city);
  g_free (self);
}

static void
find_address_free (FindAddress *self)
{
  g_free (self->case_id);
  zpi_secret_strfree (self->postcode);
  zpi_secret_strfree (self->number);
  g_clear_pointer (&self->found, zpi_known_address_free);
  g_free (self);
}

static ZpiKnownAddress *
known_address_new (const char *street, const char *city)
{
  ZpiKnownAddress *self = g_new0 (ZpiKnownAddress, 1);

  self->street = zpi_secret_strdup (street);
  self->city = zpi_secret_strdup (city);
  return self;
}

/* (transfer full) (nullable): the answers, when they are there and open */
static ZpiCase *
load_case (ZpiStore *store, const char *case_id)
{
  g_autoptr (GBytes) snapshot = zpi_case_store_load (store, case_id, NULL, NULL);

  return snapshot != NULL ? zpi_case_new_from_snapshot (snapshot, NULL) : NULL;
}

static gboolean
has_postcode (FindAddress *self, ZpiCase *zcase)
{
  g_auto (ZpiCheckResult) postcode = zpi_check_postcode (zpi_case_get (zcase, ZPI_KEY_POSTCODE));

  return g_strcmp0 (postcode.normalised, self->postcode) == 0 &&
         *zpi_case_get (zcase, ZPI_KEY_STREET) != '\0' &&
         *zpi_case_get (zcase, ZPI_KEY_CITY) != '\0';
}

/* The same house is certain. Of another house in the postcode the street mostly is the same: taken
 * where no two cases differ. Returns: whether to look on. */
static gboolean
look_at_case (FindAddress *self, ZpiCase *zcase, gboolean *differ)
{
  const char *street = zpi_case_get (zcase, ZPI_KEY_STREET);
  const char *city = zpi_case_get (zcase, ZPI_KEY_CITY);

  if (!has_postcode (self, zcase))
    return TRUE;
  if (g_str_equal (zpi_case_get (zcase, ZPI_KEY_HOUSE_NUMBER), self->number)) {
    g_clear_pointer (&self->found, zpi_known_address_free);
    self->found = known_address_new (street, city);
    *differ = FALSE;
    return FALSE;
  }
  if (self->found == NULL)
    self->found = known_address_new (street, city);
  else if (!g_str_equal (self->found->street, street) || !g_str_equal (self->found->city, city))
    *differ = TRUE;
  return TRUE;
}

static gboolean
find_address_func (ZpiStore *store, gpointer data, GError **error)
{
  FindAddress *self = data;
  g_autoptr (GPtrArray) ids = NULL;
  gboolean differ = FALSE;
  gboolean more = TRUE;

  if (self->postcode == NULL)
    return TRUE;
  ids = zpi_case_store_list_recent (store, MAX_CASES, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; more && i < ids->len; i++) {
    const char *id = g_ptr_array_index (ids, i);
    g_autoptr (ZpiCase) zcase = g_str_equal (id, self->case_id) ? NULL : load_case (store, id);

    if (zcase != NULL)
      more = look_at_case (self, zcase, &differ);
  }
  if (differ)
    g_clear_pointer (&self->found, zpi_known_address_free);
  return TRUE;
}

static void
address_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  FindAddress *find = zpi_store_run_finish (ZPI_STORE (source), result, &error);

  if (find == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task,
                           g_steal_pointer (&find->found),
                           (GDestroyNotify) zpi_known_address_free);
}

/**
 * zpi_case_keeper_find_address_async:
 * @self: the keeper
 * @zcase: a case with a postcode and a house number
 * @cancellable: (nullable): to give up waiting
 * @callback: called with what was found
 * @user_data: for @callback
 *
 * Looks in the newest other cases whose answers are still here for the street and the place.
 */
void
zpi_case_keeper_find_address_async (ZpiCaseKeeper *self,
                                    ZpiCase *zcase,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_auto (ZpiCheckResult) postcode = {0};
  FindAddress *find;
  GTask *task;

  g_return_if_fail (ZPI_IS_CASE_KEEPER (self));
  g_return_if_fail (ZPI_IS_CASE (zcase));

  postcode = zpi_check_postcode (zpi_case_get (zcase, ZPI_KEY_POSTCODE));
  find = g_new0 (FindAddress, 1);
  find->case_id = g_strdup (zpi_case_get_id (zcase));
  find->number = zpi_secret_strdup (zpi_case_get (zcase, ZPI_KEY_HOUSE_NUMBER));
  if (postcode.code == ZPI_CHECK_OK && postcode.normalised != NULL)
    find->postcode = zpi_secret_strdup (postcode.normalised);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, zpi_case_keeper_find_address_async);
  zpi_store_run_async (self->store,
                       find_address_func,
                       find,
                       (GDestroyNotify) find_address_free,
                       cancellable,
                       address_found_cb,
                       task);
}

/**
 * zpi_case_keeper_find_address_finish:
 * @self: the keeper
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the address; %NULL without @error when none is known, or two
 *   differ
 */
ZpiKnownAddress *
zpi_case_keeper_find_address_finish (ZpiCaseKeeper *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
