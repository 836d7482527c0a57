/* SPDX-License-Identifier: EUPL-1.2 */

/* The norms file: what social assistance pays per kind of household and half year, and when
 * somebody reaches the state pension age. */

#include "zpi-norms.h"

#include "zpi-json.h"

#define MAX_AMOUNT_CENTS (G_GINT64_CONSTANT (100000000))

static const char *const type_nicks[ZPI_N_HOUSEHOLD_TYPES] = {
    "single_21_to_aow",
    "single_parent_21_to_aow",
    "couple_21_to_aow",
    "single_aow",
    "single_parent_aow",
    "couple_aow_one_or_both",
    "youth_18_20_single",
    "youth_18_20_single_parent",
    "youth_18_20_couple_both_no_children",
    "youth_18_20_couple_both_with_children",
    "youth_couple_one_18_20_other_21plus_no_children",
    "youth_couple_one_18_20_other_21plus_with_children",
};

const char *
zpi_household_type_to_nick (ZpiHouseholdType type)
{
  g_return_val_if_fail (type < ZPI_N_HOUSEHOLD_TYPES, NULL);

  return type_nicks[type];
}

gboolean
zpi_household_type_from_nick (const char *nick, ZpiHouseholdType *type)
{
  for (guint i = 0; i < ZPI_N_HOUSEHOLD_TYPES; i++)
    if (g_strcmp0 (nick, type_nicks[i]) == 0) {
      *type = i;
      return TRUE;
    }
  return FALSE;
}

static void
read_labels (ZpiReader *reader, ZpiNorms *self, JsonObject *root)
{
  JsonArray *array = zpi_reader_array (reader, root, "household_types");
  guint length = array != NULL ? json_array_get_length (array) : 0;

  zpi_reader_push (reader, "household_types");
  for (guint i = 0; i < length; i++) {
    ZpiHouseholdType type;
    JsonObject *entry;

    zpi_reader_push_index (reader, i);
    entry = zpi_reader_element (reader, array, i);
    if (zpi_household_type_from_nick (zpi_reader_id (reader, entry, "id"), &type))
      self->labels[type] = zpi_reader_text (reader, entry, "label");
    else
      zpi_reader_fail_at (reader, "id", "is not a kind of household that the program knows");
    zpi_reader_pop (reader);
  }
  zpi_reader_pop (reader);
  for (guint i = 0; i < ZPI_N_HOUSEHOLD_TYPES; i++)
    if (self->labels[i].nl == NULL)
      zpi_reader_fail_at (reader, "household_types", "%s is missing", type_nicks[i]);
}

/* An amount is a number, or an object when it has another source or status than its table. */
static void
read_norm (ZpiReader *reader, JsonObject *table, const char *nick, ZpiNorm *norm)
{
  static const char *const keys[] = {"value", "source", "from", "status", NULL};
  JsonNode *node =
      zpi_reader_has (reader, table, nick) ? json_object_get_member (table, nick) : NULL;
  JsonObject *own;

  if (node == NULL)
    return;
  norm->known = TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    norm->cents = zpi_reader_integer (reader, table, nick, 1, MAX_AMOUNT_CENTS);
    return;
  }
  own = json_node_get_object (node);
  zpi_reader_push (reader, nick);
  zpi_reader_only (reader, own, keys);
  norm->cents = zpi_reader_integer (reader, own, "value", 1, MAX_AMOUNT_CENTS);
  if (zpi_reader_has (reader, own, "status"))
    norm->provenance = zpi_reader_provenance (reader, own);
  zpi_reader_pop (reader);
}

static void
read_table (ZpiReader *reader, JsonObject *set, const char *key, ZpiNorm *norms)
{
  static const char *const keys[] = {"value", "source", "from", "status", NULL};
  JsonObject *entry = zpi_reader_object (reader, set, key);
  ZpiProvenance provenance;
  JsonObject *table;

  zpi_reader_push (reader, key);
  zpi_reader_only (reader, entry, keys);
  provenance = zpi_reader_provenance (reader, entry);
  table = zpi_reader_object (reader, entry, "value");
  zpi_reader_push (reader, "value");
  zpi_reader_only (reader, table, type_nicks);
  for (guint i = 0; i < ZPI_N_HOUSEHOLD_TYPES; i++) {
    norms[i].provenance = provenance;
    read_norm (reader, table, type_nicks[i], &norms[i]);
  }
  zpi_reader_pop (reader);
  zpi_reader_pop (reader);
}

static void
read_set (ZpiReader *reader, ZpiNorms *self, JsonObject *entry)
{
  static const char *const keys[] = {"id",
                                     "valid_from",
                                     "valid_to",
                                     "excl_holiday_allowance",
                                     "incl_holiday_allowance",
                                     "note",
                                     NULL};
  const ZpiNormSet *before =
      self->sets->len > 0 ? &g_array_index (self->sets, ZpiNormSet, self->sets->len - 1) : NULL;
  ZpiNormSet set = {0};

  zpi_reader_only (reader, entry, keys);
  set.id = zpi_reader_id (reader, entry, "id");
  set.valid_from = zpi_reader_date (reader, entry, "valid_from");
  set.valid_to = zpi_reader_date (reader, entry, "valid_to");
  if (!zpi_date_is_full (&set.valid_from))
    zpi_reader_fail_at (reader, "valid_from", "is missing");
  if (!zpi_date_is_full (&set.valid_to) || zpi_date_compare (&set.valid_to, &set.valid_from) < 0)
    zpi_reader_fail_at (reader, "valid_to", "must be a date that is not before valid_from");
  if (before != NULL && zpi_date_compare (&set.valid_from, &before->valid_to) <= 0)
    zpi_reader_fail_at (reader, "valid_from", "must be after the end of the set before it");
  read_table (reader, entry, "excl_holiday_allowance", set.without_holiday);
  read_table (reader, entry, "incl_holiday_allowance", set.with_holiday);
  g_array_append_val (self->sets, set);
}

static void
read_aow_age (ZpiReader *reader, ZpiNorms *self, JsonObject *entry)
{
  static const char *const keys[] = {"born_to", "value", "source", "from", "status", "note", NULL};
  const ZpiAowAge *before =
      self->aow_ages->len > 0 ? &g_array_index (self->aow_ages, ZpiAowAge, self->aow_ages->len - 1)
                              : NULL;
  ZpiAowAge age = {0};

  zpi_reader_only (reader, entry, keys);
  age.born_to = zpi_reader_date (reader, entry, "born_to");
  if (before != NULL &&
      (!zpi_date_is_full (&before->born_to) ||
       (zpi_date_is_full (&age.born_to) && zpi_date_compare (&age.born_to, &before->born_to) <= 0)))
    zpi_reader_fail_at (reader, "born_to", "must be after the one before it");
  age.provenance = zpi_reader_provenance (reader, entry);
  age.fixed = zpi_reader_has (reader, entry, "value");
  if (age.fixed) {
    JsonObject *value = zpi_reader_object (reader, entry, "value");

    zpi_reader_push (reader, "value");
    age.years = zpi_reader_integer (reader, value, "years", 60, 80);
    age.months = zpi_reader_integer (reader, value, "months", 0, 11);
    zpi_reader_pop (reader);
  }
  g_array_append_val (self->aow_ages, age);
}

static void
read_asset_limit (ZpiReader *reader, ZpiNorms *self, JsonObject *entry)
{
  static const char *const keys[] = {"value", "source", "from", "status", "note", NULL};
  JsonObject *value = zpi_reader_object (reader, entry, "value");
  ZpiAssetLimit limit = {0};

  zpi_reader_only (reader, entry, keys);
  limit.provenance = zpi_reader_provenance (reader, entry);
  zpi_reader_push (reader, "value");
  limit.single = zpi_reader_integer (reader, value, "single", 0, MAX_AMOUNT_CENTS);
  limit.single_parent = zpi_reader_integer (reader, value, "single_parent", 0, MAX_AMOUNT_CENTS);
  limit.couple = zpi_reader_integer (reader, value, "couple", 0, MAX_AMOUNT_CENTS);
  limit.home_equity = zpi_reader_integer (reader, value, "home_equity_exempt", 0, MAX_AMOUNT_CENTS);
  zpi_reader_pop (reader);
  g_array_append_val (self->asset_limits, limit);
}

/* Checked only: who else lives in the house is not asked. */
static void
check_kostendelers (ZpiReader *reader, JsonObject *root)
{
  JsonObject *entry = zpi_reader_object (reader, root, "kostendelersnorm");
  JsonObject *value;

  zpi_reader_push (reader, "kostendelersnorm");
  zpi_reader_provenance (reader, entry);
  value = zpi_reader_object (reader, entry, "value");
  zpi_reader_push (reader, "value");
  zpi_reader_integer (reader, value, "base_percentage", 1, 100);
  zpi_reader_integer (reader, value, "per_person_percentage", 1, 100);
  zpi_reader_integer (reader, value, "counts_from_age", 18, 99);
  zpi_reader_pop (reader);
  zpi_reader_pop (reader);
}

static void
read_each (ZpiReader *reader,
           ZpiNorms *self,
           JsonObject *root,
           const char *key,
           guint minimum,
           void (*read) (ZpiReader *, ZpiNorms *, JsonObject *))
{
  JsonArray *array = zpi_reader_array (reader, root, key);
  guint length = array != NULL ? json_array_get_length (array) : 0;

  if (length < minimum)
    zpi_reader_fail_at (reader, key, "is empty");
  zpi_reader_push (reader, key);
  for (guint i = 0; i < length; i++) {
    zpi_reader_push_index (reader, i);
    read (reader, self, zpi_reader_element (reader, array, i));
    zpi_reader_pop (reader);
  }
  zpi_reader_pop (reader);
}

static void
read_root (ZpiReader *reader, ZpiNorms *self)
{
  static const char *const keys[] = {"format",
                                     "id",
                                     "version",
                                     "note",
                                     "sources",
                                     "household_types",
                                     "norm_sets",
                                     "aow_ages",
                                     "kostendelersnorm",
                                     "asset_limits",
                                     NULL};
  JsonObject *root = zpi_reader_root (reader, self->root);

  zpi_reader_only (reader, root, keys);
  zpi_reader_format (reader, root, "zpi-norms/1");
  zpi_reader_sources (reader, root);
  self->id = zpi_reader_id (reader, root, "id");
  self->version = zpi_reader_string (reader, root, "version");
  read_labels (reader, self, root);
  read_each (reader, self, root, "norm_sets", 1, read_set);
  read_each (reader, self, root, "aow_ages", 1, read_aow_age);
  check_kostendelers (reader, root);
  read_each (reader, self, root, "asset_limits", 0, read_asset_limit);
}

/* Reads a norms file, or says in which file, line and key something is wrong. */
ZpiNorms *
zpi_norms_load (GBytes *bytes, const char *file_name, GError **error)
{
  g_autoptr (ZpiNorms) self = g_new0 (ZpiNorms, 1);
  g_auto (ZpiReader) reader = {0};

  self->sets = g_array_new (FALSE, TRUE, sizeof (ZpiNormSet));
  self->aow_ages = g_array_new (FALSE, TRUE, sizeof (ZpiAowAge));
  self->asset_limits = g_array_new (FALSE, TRUE, sizeof (ZpiAssetLimit));
  zpi_reader_init (&reader, file_name, bytes);
  self->root = zpi_reader_parse (&reader);
  read_root (&reader, self);
  return zpi_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

void
zpi_norms_free (ZpiNorms *self)
{
  g_clear_pointer (&self->root, json_node_unref);
  g_array_unref (self->sets);
  g_array_unref (self->aow_ages);
  g_array_unref (self->asset_limits);
  g_free (self);
}

/* The set that counts on @on: its own, else the last one before it, else the first of all. */
const ZpiNormSet *
zpi_norms_find_set (const ZpiNorms *self, const ZpiDate *on, ZpiNormsFit *fit)
{
  const ZpiNormSet *found = &g_array_index (self->sets, ZpiNormSet, 0);

  if (zpi_date_compare (on, &found->valid_from) < 0) {
    *fit = ZPI_NORMS_TOO_EARLY;
    return found;
  }
  for (guint i = 1; i < self->sets->len; i++) {
    const ZpiNormSet *set = &g_array_index (self->sets, ZpiNormSet, i);

    if (zpi_date_compare (on, &set->valid_from) >= 0)
      found = set;
  }
  *fit = zpi_date_compare (on, &found->valid_to) > 0 ? ZPI_NORMS_OUTDATED : ZPI_NORMS_FIT;
  return found;
}

/* The largest rise of any row from one set to the next, as @after / @before; both untouched when
 * there was none. */
void
zpi_norms_find_largest_rise (const ZpiNorms *self,
                             gboolean with_holiday,
                             gint64 *before,
                             gint64 *after)
{
  for (guint i = 1; i < self->sets->len; i++) {
    const ZpiNormSet *old = &g_array_index (self->sets, ZpiNormSet, i - 1);
    const ZpiNormSet *new = &g_array_index (self->sets, ZpiNormSet, i);

    for (guint row = 0; row < ZPI_N_HOUSEHOLD_TYPES; row++) {
      const ZpiNorm *from = with_holiday ? &old->with_holiday[row] : &old->without_holiday[row];
      const ZpiNorm *to = with_holiday ? &new->with_holiday[row] : &new->without_holiday[row];

      if (!from->known || !to->known || to->cents * *before <= from->cents * *after)
        continue;
      *before = from->cents;
      *after = to->cents;
    }
  }
}

/* (nullable): NULL for who is born after the last band */
const ZpiAowAge *
zpi_norms_find_aow_age (const ZpiNorms *self, const ZpiDate *birth)
{
  for (guint i = 0; i < self->aow_ages->len; i++) {
    const ZpiAowAge *age = &g_array_index (self->aow_ages, ZpiAowAge, i);

    if (!zpi_date_is_full (&age->born_to) || zpi_date_compare (birth, &age->born_to) <= 0)
      return age;
  }
  return NULL;
}

/* (nullable): the highest age that is fixed: below it nobody of a later band can be */
const ZpiAowAge *
zpi_norms_last_fixed_aow_age (const ZpiNorms *self)
{
  for (guint i = self->aow_ages->len; i > 0; i--) {
    const ZpiAowAge *age = &g_array_index (self->aow_ages, ZpiAowAge, i - 1);

    if (age->fixed)
      return age;
  }
  return NULL;
}

/* (nullable): the newest that counts on @on */
const ZpiAssetLimit *
zpi_norms_find_asset_limit (const ZpiNorms *self, const ZpiDate *on)
{
  const ZpiAssetLimit *found = NULL;

  for (guint i = 0; i < self->asset_limits->len; i++) {
    const ZpiAssetLimit *limit = &g_array_index (self->asset_limits, ZpiAssetLimit, i);

    if (found == NULL || zpi_date_compare (on, &limit->provenance.from) >= 0)
      found = limit;
  }
  return found;
}

/* The day on which somebody is so many years and months old. Where the month has no such day it
 * is the first of the next one: the year is full once the day has passed (as in
 * zpi_date_age_on). */
ZpiDate
zpi_norms_reach_age (const ZpiDate *birth, int years, int months)
{
  int month = birth->month - 1 + months;
  ZpiDate day = ZPI_DATE_INIT;

  if (zpi_date_set (&day, birth->year + years + month / 12, month % 12 + 1, birth->day))
    return day;
  month++;
  if (!zpi_date_set (&day, birth->year + years + month / 12, month % 12 + 1, 1))
    day = (ZpiDate){ZPI_DATE_FULL, 9999, 12, 31};
  return day;
}
