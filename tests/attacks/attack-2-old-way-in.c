/* SPDX-License-Identifier: EUPL-1.2 */

/* Attack 2: a counsellor who left kept a copy of the row that was their way in, and puts it back.
 */

#include "attack.h"

#define NEW_PASSPHRASE "een tweede wachtzin"

static void
replace_way_in (Desk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  zpi_session_replace_slot_async (desk->session,
                                  zpi_session_get_open_slot (desk->session, NULL),
                                  ZPI_SLOT_PASSPHRASE,
                                  "Bert",
                                  NEW_PASSPHRASE,
                                  NULL,
                                  result_cb,
                                  &result);
  zpi_secret_strfree (zpi_session_add_slot_finish (desk->session, result_wait (&result), &error));
  g_assert_no_error (error);
}

/* Returns: (transfer full): the case that was begun after it */
static char *
leave (Desk *desk)
{
  g_autofree char *right = attack_organisation ("https://api.example.nl/v1");
  g_autoptr (ZpiCase) zcase = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  attack_set_up (desk, right);
  desk_close (desk);
  attack_sql (desk,
              "CREATE TABLE kept.slots AS SELECT * FROM main.slots;"
              "CREATE TABLE kept.meta AS SELECT * FROM main.meta WHERE name = 'store-key'");
  attack_restart (desk);
  g_assert_true (attack_unlock (desk, ATTACK_PASSPHRASE, &error));
  replace_way_in (desk);
  zcase = desk_household (desk, "Anna");
  g_assert_true (desk_flush (desk, zcase, &error));
  id = g_strdup (zpi_case_get_id (zcase));
  g_clear_object (&zcase);
  desk_close (desk);
  return g_steal_pointer (&id);
}

static void
assert_opens (Desk *desk, const char *id, gboolean opens)
{
  g_autoptr (ZpiCase) zcase = desk_open_case (desk, id, NULL);

  g_assert_true ((zcase != NULL) == opens);
  if (zcase != NULL)
    zpi_case_keeper_close_case (zpi_session_get_keeper (desk->session), zcase);
}

static void
test_row (Desk *desk, gconstpointer data)
{
  g_autofree char *id = leave (desk);
  g_autoptr (GError) error = NULL;

  attack_sql (desk, "INSERT OR IGNORE INTO main.slots SELECT * FROM kept.slots");
  attack_restart (desk);
  g_assert_false (attack_unlock (desk, ATTACK_PASSPHRASE, &error));
  assert_zpi_error (error, ZPI_ERROR_WRONG_SECRET);
  g_clear_error (&error);
  g_assert_true (attack_unlock (desk, NEW_PASSPHRASE, &error));
  assert_opens (desk, id, TRUE);
  attack_held ("the old row put back opens nothing");
}

/* With the old store key beside it the store may open, and nothing in it does. */
static void
test_row_and_key (Desk *desk, gconstpointer data)
{
  g_autofree char *id = leave (desk);
  g_autoptr (GError) error = NULL;

  attack_sql (desk,
              "INSERT OR IGNORE INTO main.slots SELECT * FROM kept.slots;"
              "INSERT OR REPLACE INTO main.meta SELECT * FROM kept.meta");
  attack_restart (desk);
  if (attack_unlock (desk, ATTACK_PASSPHRASE, &error)) {
    g_autoptr (GListModel) cases = g_object_ref (zpi_session_get_cases (desk->session));

    assert_opens (desk, id, FALSE);
    spin (300);
    for (guint i = 0; i < g_list_model_get_n_items (cases); i++) {
      g_autoptr (ZpiCaseItem) item = g_list_model_get_item (cases, i);
      g_autoptr (ZpiCase) zcase = desk_open_case (desk, zpi_case_item_get_id (item), NULL);
      const char *name = zpi_case_item_get_name (item);

      g_assert_true (name == NULL || *name == '\0');
      g_assert_null (zcase);
    }
  }
  attack_held ("the old store key opens nothing newer");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  desk_test ("/attacks/2/row", test_row);
  desk_test ("/attacks/2/row-and-key", test_row_and_key);
  return g_test_run ();
}
