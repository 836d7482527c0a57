/* SPDX-License-Identifier: EUPL-1.2 */

#include <glib.h>
#include <string.h>

#include "zpi-case.h"
#include "zpi-error.h"
#include "zpi-field.h"

typedef struct {
  GPtrArray *keys;
  guint n_generation;
} Heard;

static void
answer_changed_cb (ZpiCase *self, const char *key, Heard *heard)
{
  g_ptr_array_add (heard->keys, g_strdup (key));
}

static void
items_changed_cb (ZpiCase *self, const char *list, Heard *heard)
{
  g_ptr_array_add (heard->keys, g_strconcat ("+", list, NULL));
}

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
heard_clear (Heard *heard)
{
  g_clear_pointer (&heard->keys, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Heard, heard_clear)

static void
listen (ZpiCase *self, Heard *heard)
{
  heard->keys = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect (self, "answer-changed", G_CALLBACK (answer_changed_cb), heard);
  g_signal_connect (self, "items-changed", G_CALLBACK (items_changed_cb), heard);
  g_signal_connect (self, "notify::generation", G_CALLBACK (count_cb), &heard->n_generation);
}

static char *
take_heard (Heard *heard)
{
  g_ptr_array_add (heard->keys, NULL);
  char *all = g_strjoinv (" ", (char **) heard->keys->pdata);

  g_ptr_array_set_size (heard->keys, 0);
  return all;
}

static void
assert_heard (Heard *heard, const char *expected)
{
  g_autofree char *all = take_heard (heard);

  g_assert_cmpstr (all, ==, expected);
}

static void
assert_same_snapshot (ZpiCase *a, ZpiCase *b)
{
  g_autoptr (GBytes) bytes_a = zpi_case_snapshot (a);
  g_autoptr (GBytes) bytes_b = zpi_case_snapshot (b);

  g_assert_cmpmem (g_bytes_get_data (bytes_a, NULL),
                   g_bytes_get_size (bytes_a),
                   g_bytes_get_data (bytes_b, NULL),
                   g_bytes_get_size (bytes_b));
}

/* Nothing that was typed or pasted is cut: not an essay, not in the middle of a letter. */
static void
test_long_text (void)
{
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiCase) again = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) snapshot = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append (text, "d\u00e9 \U0001F600");
  zpi_case_set (self, ZPI_KEY_FAMILY_NAME, text->str);
  g_assert_cmpstr (zpi_case_get (self, ZPI_KEY_FAMILY_NAME), ==, text->str);
  snapshot = zpi_case_snapshot (self);
  again = zpi_case_new_from_snapshot (snapshot, NULL);
  g_assert_cmpstr (zpi_case_get (again, ZPI_KEY_FAMILY_NAME), ==, text->str);
}

static void
test_set (void)
{
  g_auto (Heard) heard = {0};
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);

  listen (self, &heard);
  g_assert_true (g_uuid_string_is_valid (zpi_case_get_id (self)));
  g_assert_false (zpi_case_is_dirty (self));
  g_assert_cmpstr (zpi_case_get (self, ZPI_KEY_FAMILY_NAME), ==, "");

  zpi_case_set (self, ZPI_KEY_FAMILY_NAME, " Jong");
  g_assert_cmpstr (zpi_case_get (self, ZPI_KEY_FAMILY_NAME), ==, " Jong");
  g_assert_cmpuint (zpi_case_get_generation (self), ==, 1);
  g_assert_true (zpi_case_is_dirty (self));
  assert_heard (&heard, ZPI_KEY_FAMILY_NAME);

  zpi_case_set (self, ZPI_KEY_FAMILY_NAME, " Jong");
  zpi_case_set (self, ZPI_KEY_BSN, NULL);
  zpi_case_set (self, ZPI_KEY_BSN, "");
  g_assert_cmpuint (zpi_case_get_generation (self), ==, 1);
  assert_heard (&heard, "");

  zpi_case_set_saved_generation (self, 1);
  g_assert_false (zpi_case_is_dirty (self));
  zpi_case_set (self, ZPI_KEY_FAMILY_NAME, "");
  g_assert_cmpstr (zpi_case_get (self, ZPI_KEY_FAMILY_NAME), ==, "");
  g_assert_cmpuint (zpi_case_get_generation (self), ==, 2);
  g_assert_cmpuint (heard.n_generation, ==, 2);
}

static void
test_detail (void)
{
  guint n = 0;
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);

  g_signal_connect_swapped (self,
                            "answer-changed::" ZPI_KEY_BSN,
                            G_CALLBACK (g_atomic_int_inc),
                            &n);
  zpi_case_set (self, ZPI_KEY_CITY, "Zoetermeer");
  g_assert_cmpuint (n, ==, 0);
  zpi_case_set (self, ZPI_KEY_BSN, "9");
  g_assert_cmpuint (n, ==, 1);
}

static void
test_flag (void)
{
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);

  zpi_case_set_flag (self, ZPI_KEY_DECLARED, TRUE);
  g_assert_cmpstr (zpi_case_get (self, ZPI_KEY_DECLARED), ==, "ja");
  g_assert_true (zpi_case_get_flag (self, ZPI_KEY_DECLARED));
  zpi_case_set_flag (self, ZPI_KEY_DECLARED, FALSE);
  g_assert_cmpstr (zpi_case_get (self, ZPI_KEY_DECLARED), ==, "");
  zpi_case_set (self, ZPI_KEY_PARTNER, ZPI_NO);
  g_assert_false (zpi_case_get_flag (self, ZPI_KEY_PARTNER));
}

static void
test_raw_text (void)
{
  static const char *const texts[] =
      {"1-5-19", "12,", "  ", "Ünïcödé 家", "a\"b\\c/d", "\t\n\x01\x7f", "😀"};
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_LETTER);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (ZpiCase) other = NULL;

    zpi_case_set (self, ZPI_KEY_STREET, texts[i]);
    bytes = zpi_case_snapshot (self);
    other = zpi_case_new_from_snapshot (bytes, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (zpi_case_get (other, ZPI_KEY_STREET), ==, texts[i]);
    g_assert_cmpint (zpi_case_get_kind (other), ==, ZPI_CASE_LETTER);
    g_assert_cmpstr (zpi_case_get_id (other), ==, zpi_case_get_id (self));
    g_assert_cmpuint (zpi_case_get_generation (other), ==, zpi_case_get_generation (self));
    g_assert_false (zpi_case_is_dirty (other));
    assert_same_snapshot (self, other);
  }
}

static void
test_items (void)
{
  g_auto (Heard) heard = {0};
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *first = zpi_case_add_item (self, ZPI_LIST_CHILD);
  g_autofree char *second = zpi_case_add_item (self, ZPI_LIST_CHILD);
  g_autofree char *first_name = zpi_case_item_key (ZPI_LIST_CHILD, first, "given_names");
  g_autofree char *first_bsn = zpi_case_item_key (ZPI_LIST_CHILD, first, "bsn");
  g_autofree char *second_name = zpi_case_item_key (ZPI_LIST_CHILD, second, "given_names");
  g_autofree char *expected = g_strdup_printf ("%s %s +child", first_bsn, first_name);
  g_auto (GStrv) items = NULL;

  zpi_case_set (self, first_name, "Bo");
  zpi_case_set (self, first_bsn, "999993653");
  zpi_case_set (self, second_name, "Mo");

  listen (self, &heard);
  zpi_case_remove_item (self, ZPI_LIST_CHILD, first);
  assert_heard (&heard, expected);
  g_assert_cmpuint (heard.n_generation, ==, 1);
  g_assert_cmpuint (zpi_case_get_n_items (self, ZPI_LIST_CHILD), ==, 1);
  g_assert_cmpstr (zpi_case_get (self, first_bsn), ==, "");
  g_assert_cmpstr (zpi_case_get (self, second_name), ==, "Mo");

  /* A widget that is late does not leave an answer without an item. */
  zpi_case_set (self, first_bsn, "999993653");
  g_assert_cmpstr (zpi_case_get (self, first_bsn), ==, "");

  g_assert_true (zpi_case_insert_item (self, ZPI_LIST_CHILD, first, 0));
  assert_heard (&heard, expected);
  g_assert_cmpstr (zpi_case_get (self, first_bsn), ==, "999993653");
  items = zpi_case_dup_items (self, ZPI_LIST_CHILD);
  g_assert_cmpuint (g_strv_length (items), ==, 2);
  g_assert_cmpstr (items[0], ==, first);
  g_assert_cmpstr (items[1], ==, second);
  g_assert_false (zpi_case_insert_item (self, ZPI_LIST_CHILD, first, 0));
  assert_heard (&heard, "");
}

static void
test_removed_is_not_in_snapshot (void)
{
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *child = zpi_case_add_item (self, ZPI_LIST_CHILD);
  g_autofree char *name = zpi_case_item_key (ZPI_LIST_CHILD, child, "given_names");
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const char *data;

  zpi_case_set (self, name, "Xantippe");
  zpi_case_remove_item (self, ZPI_LIST_CHILD, child);
  bytes = zpi_case_snapshot (self);
  data = g_bytes_get_data (bytes, &size);
  g_assert_null (g_strstr_len (data, size, "Xantippe"));
  g_assert_null (g_strstr_len (data, size, child));
}

static void
test_replace (void)
{
  g_auto (Heard) heard = {0};
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GBytes) other_bytes = NULL;
  g_autoptr (ZpiCase) foreign = NULL;
  g_autoptr (ZpiCase) other = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (GError) error = NULL;
  g_autofree char *income = NULL;

  zpi_case_set (self, ZPI_KEY_CITY, "Zoetermeer");
  zpi_case_set (self, ZPI_KEY_STREET, "Dorpsstraat");
  zpi_case_set (self, ZPI_KEY_PREFIX, "de");
  old = zpi_case_snapshot (self);
  foreign = zpi_case_new_from_snapshot (old, &error);
  g_assert_no_error (error);
  zpi_case_set (foreign, ZPI_KEY_STREET, "Kerkstraat");
  zpi_case_set (foreign, ZPI_KEY_PREFIX, "");
  income = zpi_case_add_item (foreign, ZPI_LIST_INCOME);
  g_clear_pointer (&old, g_bytes_unref);
  old = zpi_case_snapshot (foreign);

  listen (self, &heard);
  g_assert_true (zpi_case_replace_answers (self, old, &error));
  g_assert_no_error (error);
  assert_heard (&heard, "applicant.prefix applicant.street +income");
  g_assert_cmpuint (zpi_case_get_generation (self), ==, zpi_case_get_generation (foreign));
  assert_same_snapshot (self, foreign);
  g_assert_true (zpi_case_replace_answers (self, old, &error));
  assert_heard (&heard, "");
  g_assert_cmpuint (heard.n_generation, ==, 1);

  /* As undo: older answers, newer generation. */
  zpi_case_set (self, ZPI_KEY_STREET, "Plein");
  g_assert_true (zpi_case_replace_answers (self, old, &error));
  g_assert_cmpuint (zpi_case_get_generation (self), ==, zpi_case_get_generation (foreign) + 2);
  g_assert_cmpstr (zpi_case_get (self, ZPI_KEY_STREET), ==, "Kerkstraat");

  other_bytes = zpi_case_snapshot (other);
  g_assert_false (zpi_case_replace_answers (self, other_bytes, &error));
  g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
  g_assert_cmpstr (zpi_case_get (self, ZPI_KEY_CITY), ==, "Zoetermeer");
}

/* The other process's side of a case. */
static ZpiCase *
twin (ZpiCase *self)
{
  g_autoptr (GBytes) bytes = zpi_case_snapshot (self);
  g_autoptr (GError) error = NULL;
  ZpiCase *other = zpi_case_new_from_snapshot (bytes, &error);

  g_assert_no_error (error);
  return other;
}

static void
set_in (ZpiCase *self, const char *item, const char *field, const char *text)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_CHILD, item, field);

  zpi_case_set (self, key, text);
}

static const char *
get_in (ZpiCase *self, const char *item, const char *field)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_CHILD, item, field);

  return zpi_case_get (self, key);
}

static void
test_merge (void)
{
  g_auto (Heard) heard = {0};
  g_autoptr (ZpiCase) ours = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiCase) theirs = NULL;
  g_autoptr (GBytes) base = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *gone = zpi_case_add_item (ours, ZPI_LIST_CHILD);
  g_autofree char *we_removed = zpi_case_add_item (ours, ZPI_LIST_CHILD);
  g_autofree char *they_removed = zpi_case_add_item (ours, ZPI_LIST_CHILD);
  g_autofree char *we_added = NULL;
  g_autofree char *they_added = NULL;
  g_auto (GStrv) items = NULL;
  guint64 generation;

  zpi_case_set (ours, ZPI_KEY_STREET, "Dorpsstraat");
  zpi_case_set (ours, ZPI_KEY_CITY, "Zoetermeer");
  zpi_case_set (ours, ZPI_KEY_PREFIX, "de");
  set_in (ours, gone, "given_names", "Ga");
  set_in (ours, we_removed, "given_names", "Wij");
  set_in (ours, they_removed, "given_names", "Zij");
  set_in (ours, they_removed, "family_name", "Jong");
  base = zpi_case_snapshot (ours);
  theirs = twin (ours);

  zpi_case_set (ours, ZPI_KEY_STREET, "Onze straat");
  zpi_case_set (ours, ZPI_KEY_PREFIX, "");
  zpi_case_remove_item (ours, ZPI_LIST_CHILD, gone);
  zpi_case_remove_item (ours, ZPI_LIST_CHILD, we_removed);
  set_in (ours, they_removed, "given_names", "Toch");
  we_added = zpi_case_add_item (ours, ZPI_LIST_CHILD);

  zpi_case_set (theirs, ZPI_KEY_STREET, "Hun straat");
  zpi_case_set (theirs, ZPI_KEY_CITY, "Den Haag");
  zpi_case_set (theirs, ZPI_KEY_PREFIX, "van");
  zpi_case_set (theirs, ZPI_KEY_BSN, "999993653");
  set_in (theirs, we_removed, "bsn", "999990019");
  zpi_case_remove_item (theirs, ZPI_LIST_CHILD, they_removed);
  they_added = zpi_case_add_item (theirs, ZPI_LIST_CHILD);
  set_in (theirs, they_added, "given_names", "Nieuw");
  for (guint i = 0; i < 20; i++)
    zpi_case_set (theirs, ZPI_KEY_PHONE, i % 2 ? "1" : "2");
  bytes = zpi_case_snapshot (theirs);
  generation = zpi_case_get_generation (theirs);

  listen (ours, &heard);
  g_assert_true (zpi_case_merge (ours, base, bytes, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (zpi_case_get_generation (ours), ==, generation + 1);
  g_assert_cmpuint (heard.n_generation, ==, 1);
  g_assert_cmpstr (zpi_case_get (ours, ZPI_KEY_STREET), ==, "Onze straat");
  g_assert_cmpstr (zpi_case_get (ours, ZPI_KEY_PREFIX), ==, "");
  g_assert_cmpstr (zpi_case_get (ours, ZPI_KEY_CITY), ==, "Den Haag");
  g_assert_cmpstr (zpi_case_get (ours, ZPI_KEY_BSN), ==, "999993653");
  items = zpi_case_dup_items (ours, ZPI_LIST_CHILD);
  g_assert_cmpuint (g_strv_length (items), ==, 4);
  g_assert_true (g_strv_contains ((const char *const *) items, we_removed));
  g_assert_true (g_strv_contains ((const char *const *) items, they_removed));
  g_assert_true (g_strv_contains ((const char *const *) items, we_added));
  g_assert_true (g_strv_contains ((const char *const *) items, they_added));
  g_assert_cmpstr (get_in (ours, we_removed, "given_names"), ==, "Wij");
  g_assert_cmpstr (get_in (ours, we_removed, "bsn"), ==, "999990019");
  g_assert_cmpstr (get_in (ours, they_removed, "given_names"), ==, "Toch");
  g_assert_cmpstr (get_in (ours, they_removed, "family_name"), ==, "Jong");
  g_assert_cmpstr (get_in (ours, they_added, "given_names"), ==, "Nieuw");
  g_assert_cmpstr (get_in (ours, gone, "given_names"), ==, "");
}

static ZpiCase *
from_text (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return zpi_case_new_from_snapshot (bytes, error);
}

#define ID "6e0e3a80-7a2f-4a4e-9d64-0f2f3c1f5a11"

static void
test_newer_version (void)
{
  static const char text[] = "{\"version\":2,\"id\":\"" ID "\",\"kind\":\"application\","
                             "\"generation\":7,\"answers\":{\"new.answer\":\"x\"},"
                             "\"items\":{\"pet\":[\"p1\"]},"
                             "\"blob\":[1,{\"a\":null}],\"zebra\":true}";
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiCase) self = from_text (text, &error);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (error);
  bytes = zpi_case_snapshot (self);
  g_assert_cmpmem (text, strlen (text), g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
test_bad_snapshots (void)
{
#define HEAD "{\"version\":1,\"id\":\"" ID "\",\"kind\":\"application\",\"generation\":1,"
  static const char *const texts[] = {
      "",
      "[]",
      "{}",
      HEAD "\"answers\":{}}",
      HEAD "\"items\":{}}",
      HEAD "\"answers\":{\"a\":1},\"items\":{}}",
      HEAD "\"answers\":{\"a\":null},\"items\":{}}",
      HEAD "\"answers\":{\"\":\"b\"},\"items\":{}}",
      HEAD "\"answers\":{},\"items\":{\"child\":\"x\"}}",
      HEAD "\"answers\":{},\"items\":{\"child\":[1]}}",
      HEAD "\"answers\":{},\"items\":{\"child\":[\"x\",\"x\"]}}",
      HEAD "\"answers\":{},\"items\":{\"child\":[\"\"]}}",
      "{\"version\":0,\"id\":\"" ID "\",\"kind\":\"application\",\"generation\":1,"
      "\"answers\":{},\"items\":{}}",
      "{\"version\":1,\"id\":\"x\",\"kind\":\"application\",\"generation\":1,"
      "\"answers\":{},\"items\":{}}",
      "{\"version\":1,\"id\":\"" ID "\",\"kind\":\"party\",\"generation\":1,"
      "\"answers\":{},\"items\":{}}",
      "{\"version\":1,\"id\":\"" ID "\",\"kind\":\"application\",\"generation\":-1,"
      "\"answers\":{},\"items\":{}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (ZpiCase) self = from_text (texts[i], &error);

    g_assert_null (self);
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
  }
}

/* Changed bytes are read or refused, never worse, and an error never quotes what it read. */
static void
test_mutated_snapshots (void)
{
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *child = zpi_case_add_item (self, ZPI_LIST_CHILD);
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_CHILD, child, "bsn");
  gsize size;
  const guint8 *data;
  guint n_read = 0;

  zpi_case_set (self, ZPI_KEY_FAMILY_NAME, "Quisquilia");
  zpi_case_set (self, key, "999993653");
  bytes = zpi_case_snapshot (self);
  data = g_bytes_get_data (bytes, &size);
  for (guint i = 0; i < 20000; i++) {
    g_autofree guint8 *copy = g_memdup2 (data, size);
    g_autoptr (GBytes) mutated = NULL;
    g_autoptr (ZpiCase) other = NULL;
    g_autoptr (GError) error = NULL;
    guint n = g_test_rand_int_range (1, 4);

    for (guint j = 0; j < n; j++)
      copy[g_test_rand_int_range (0, size)] = g_test_rand_int_range (0, 256);
    mutated = g_bytes_new (copy, i % 4 == 0 ? (gsize) g_test_rand_int_range (0, size) : size);
    other = zpi_case_new_from_snapshot (mutated, &error);
    g_assert_true ((other == NULL) == (error != NULL));
    if (other != NULL) {
      g_autoptr (GBytes) again = zpi_case_snapshot (other);
      n_read++;
    } else {
      g_assert_null (strstr (error->message, "Quisq"));
      g_assert_null (strstr (error->message, "9999"));
    }
  }
  g_assert_cmpuint (n_read, >, 0);
}

static void
test_names (void)
{
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autofree char *empty = zpi_case_dup_initials (self);
  g_autofree char *name = NULL;
  g_autofree char *initials = NULL;

  g_assert_cmpstr (empty, ==, "");
  zpi_case_set (self, ZPI_KEY_GIVEN_NAMES, " anna ");
  zpi_case_set (self, ZPI_KEY_PREFIX, "de");
  zpi_case_set (self, ZPI_KEY_FAMILY_NAME, "Öz");
  name = zpi_case_dup_client_name (self);
  initials = zpi_case_dup_initials (self);
  g_assert_cmpstr (name, ==, "anna de Öz");
  g_assert_cmpstr (initials, ==, "A.Ö.");
}

static void
test_nicks (void)
{
  for (int i = 0; i <= ZPI_CASE_CLOSED; i++) {
    ZpiCaseState state;

    g_assert_true (zpi_case_state_from_nick (zpi_case_state_to_nick (i), &state));
    g_assert_cmpint (state, ==, i);
  }
  for (int i = 0; i <= ZPI_CASE_ACCOUNT; i++) {
    ZpiCaseKind kind;

    g_assert_true (zpi_case_kind_from_nick (zpi_case_kind_to_nick (i), &kind));
    g_assert_cmpint (kind, ==, i);
  }
  ZpiCaseState untouched = ZPI_CASE_PAPER;
  g_assert_false (zpi_case_state_from_nick ("nonsense", &untouched));
  g_assert_false (zpi_case_state_from_nick (NULL, &untouched));
  g_assert_cmpint (untouched, ==, ZPI_CASE_PAPER);
}

static void
test_state (void)
{
  guint n = 0;
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);

  g_signal_connect (self, "notify::state", G_CALLBACK (count_cb), &n);
  zpi_case_set_state (self, ZPI_CASE_WAITING);
  zpi_case_set_state (self, ZPI_CASE_WAITING);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (zpi_case_get_generation (self), ==, 0);
  g_assert_null (zpi_case_get_attention (self));
  zpi_case_set_attention (self, "refused");
  g_assert_cmpstr (zpi_case_get_attention (self), ==, "refused");
  zpi_case_set_attention (self, "");
  g_assert_null (zpi_case_get_attention (self));
}

static void
test_properties (void)
{
  g_autoptr (ZpiCase) self = g_object_new (ZPI_TYPE_CASE, "kind", ZPI_CASE_ACCOUNT, NULL);
  g_autofree char *id = NULL;
  ZpiCaseKind kind;
  ZpiCaseState state;
  guint64 generation;
  guint64 saved;

  zpi_case_set (self, ZPI_KEY_FAMILY_NAME, "Jong");
  zpi_case_set (self, ZPI_KEY_CITY, "Zoetermeer");
  g_object_set (self, "state", ZPI_CASE_SENDING, "saved-generation", G_GUINT64_CONSTANT (1), NULL);
  g_object_get (self,
                "id",
                &id,
                "kind",
                &kind,
                "state",
                &state,
                "generation",
                &generation,
                "saved-generation",
                &saved,
                NULL);
  g_assert_cmpstr (id, ==, zpi_case_get_id (self));
  g_assert_cmpint (kind, ==, ZPI_CASE_ACCOUNT);
  g_assert_cmpint (state, ==, ZPI_CASE_SENDING);
  g_assert_cmpuint (generation, ==, 2);
  g_assert_cmpuint (saved, ==, 1);
  g_assert_cmpuint (zpi_case_get_saved_generation (self), ==, 1);
}

/* What two sides have in common is left alone, and another case is never brought in. */
static void
test_merge_refused (void)
{
  g_auto (Heard) heard = {0};
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiCase) other = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (GBytes) own = zpi_case_snapshot (self);
  g_autoptr (GBytes) foreign = zpi_case_snapshot (other);
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("{}", 2);

  listen (self, &heard);
  for (guint i = 0; i < 4; i++) {
    g_autoptr (GError) error = NULL;
    GBytes *bad = i % 2 == 0 ? foreign : nonsense;

    g_assert_false (zpi_case_merge (self, i < 2 ? bad : own, i < 2 ? own : bad, &error));
    g_assert_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT);
  }
  g_assert_cmpuint (zpi_case_get_generation (self), ==, 0);
  assert_heard (&heard, "");
}

static void
test_reorder (void)
{
  g_auto (Heard) heard = {0};
  g_autoptr (ZpiCase) self = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (ZpiCase) other = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *first = zpi_case_add_item (self, ZPI_LIST_CHILD);
  g_autofree char *second = zpi_case_add_item (self, ZPI_LIST_CHILD);

  other = twin (self);
  zpi_case_remove_item (other, ZPI_LIST_CHILD, first);
  zpi_case_remove_item (other, ZPI_LIST_CHILD, first);
  zpi_case_insert_item (other, ZPI_LIST_CHILD, first, 1);
  bytes = zpi_case_snapshot (other);
  listen (self, &heard);
  g_assert_true (zpi_case_replace_answers (self, bytes, NULL));
  assert_heard (&heard, "+child");
  assert_same_snapshot (self, other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/case/set", test_set);
  g_test_add_func ("/case/long-text", test_long_text);
  g_test_add_func ("/case/detail", test_detail);
  g_test_add_func ("/case/flag", test_flag);
  g_test_add_func ("/case/raw-text", test_raw_text);
  g_test_add_func ("/case/items", test_items);
  g_test_add_func ("/case/removed-is-not-in-snapshot", test_removed_is_not_in_snapshot);
  g_test_add_func ("/case/replace", test_replace);
  g_test_add_func ("/case/merge", test_merge);
  g_test_add_func ("/case/merge-refused", test_merge_refused);
  g_test_add_func ("/case/properties", test_properties);
  g_test_add_func ("/case/reorder", test_reorder);
  g_test_add_func ("/case/newer-version", test_newer_version);
  g_test_add_func ("/case/bad-snapshots", test_bad_snapshots);
  g_test_add_func ("/case/mutated-snapshots", test_mutated_snapshots);
  g_test_add_func ("/case/names", test_names);
  g_test_add_func ("/case/nicks", test_nicks);
  g_test_add_func ("/case/state", test_state);

  return g_test_run ();
}
