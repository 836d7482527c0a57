/* SPDX-License-Identifier: EUPL-1.2 */

/* The application and what it consists of: making, sharing and freeing them. How one comes from a
 * case or from the wire is in zpi-application-case.c, zpi-wire-read.c and zpi-wire-write.c. */

#include "zpi-application.h"

#include "zpi-application-private.h"
#include "zpi-clock.h"

G_DEFINE_BOXED_TYPE (ZpiApplication, zpi_application, zpi_application_ref, zpi_application_unref)

static void
person_init (ZpiPerson *self)
{
  self->given_names = g_strdup ("");
  self->prefix = g_strdup ("");
  self->family_name = g_strdup ("");
  self->bsn = g_strdup ("");
  self->others = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

static void
person_clear (ZpiPerson *self)
{
  g_free (self->item);
  g_free (self->given_names);
  g_free (self->prefix);
  g_free (self->family_name);
  g_free (self->bsn);
  g_hash_table_unref (self->others);
}

/**
 * zpi_person_new:
 *
 * Returns: (transfer full): a person of whom nothing is known
 */
ZpiPerson *
zpi_person_new (void)
{
  ZpiPerson *self = g_new0 (ZpiPerson, 1);

  person_init (self);
  return self;
}

/**
 * zpi_person_free:
 * @self: (nullable) (transfer full): a person
 */
void
zpi_person_free (ZpiPerson *self)
{
  if (self == NULL)
    return;
  person_clear (self);
  g_free (self);
}

/**
 * zpi_income_new:
 *
 * Returns: (transfer full): an income without kind or amount
 */
ZpiIncome *
zpi_income_new (void)
{
  ZpiIncome *self = g_new0 (ZpiIncome, 1);

  self->kind = g_strdup ("");
  self->benefit = g_strdup ("");
  self->whose = g_strdup ("");
  self->period = g_strdup ("");
  self->source = g_strdup ("");
  self->remark = g_strdup ("");
  self->others = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  return self;
}

/**
 * zpi_income_get_owner:
 * @has_partner: whether there are two
 *
 * Returns: whose it is taken to be: `aanvrager`, `partner` or `gezamenlijk`; without an answer it
 *   may be of either, once there are two
 */
const char *
zpi_income_get_owner (const ZpiIncome *self, gboolean has_partner)
{
  g_return_val_if_fail (self != NULL, "");

  if (g_strcmp0 (self->whose, "partner") == 0)
    return "partner";
  if (g_strcmp0 (self->whose, "aanvrager") == 0 || !has_partner)
    return "aanvrager";
  return "gezamenlijk";
}

/**
 * zpi_income_free:
 * @self: (nullable) (transfer full): an income
 */
void
zpi_income_free (ZpiIncome *self)
{
  if (self == NULL)
    return;
  g_free (self->item);
  g_free (self->kind);
  g_free (self->benefit);
  g_free (self->whose);
  g_free (self->period);
  g_free (self->source);
  g_free (self->remark);
  g_hash_table_unref (self->others);
  g_free (self);
}

/**
 * zpi_document_new:
 *
 * Returns: (transfer full): a document without kind or content
 */
ZpiDocument *
zpi_document_new (void)
{
  ZpiDocument *self = g_new0 (ZpiDocument, 1);

  self->item = g_strdup ("");
  self->kind = g_strdup ("");
  self->whose = g_strdup ("");
  self->media_type = g_strdup ("");
  self->sha256 = g_strdup ("");
  self->file_name = g_strdup ("");
  return self;
}

/**
 * zpi_document_free:
 * @self: (nullable) (transfer full): a document
 */
void
zpi_document_free (ZpiDocument *self)
{
  if (self == NULL)
    return;
  g_free (self->item);
  g_free (self->kind);
  g_free (self->whose);
  g_free (self->media_type);
  g_free (self->sha256);
  g_free (self->file_name);
  g_free (self->place);
  g_free (self->local_path);
  g_free (self);
}

static ZpiUnprocessed *
unprocessed_new (const char *path, const char *text)
{
  ZpiUnprocessed *self = g_new0 (ZpiUnprocessed, 1);

  self->path = g_strdup (path);
  self->text = g_strdup (text);
  return self;
}

/**
 * zpi_unprocessed_free:
 * @self: (nullable) (transfer full): an answer
 */
void
zpi_unprocessed_free (ZpiUnprocessed *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->text);
  g_free (self);
}

/* The texts of an application, in one place so that making and freeing cannot differ. */
static guint
collect_texts (ZpiApplication *self, char **texts[32])
{
  char **const all[] = {
      &self->scheme,
      &self->scheme_version,
      &self->renewed,
      &self->with_parents,
      &self->street,
      &self->house_number,
      &self->house_letter,
      &self->house_addition,
      &self->postcode,
      &self->city,
      &self->phone,
      &self->email,
      &self->email_whose,
      &self->helper_name,
      &self->helper_organisation,
      &self->mandate,
      &self->mandate_at,
      &self->declared_at,
      &self->declared_how,
      &self->declared_text_version,
      &self->remark,
      &self->income_estimate_misfit,
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (all) <= 32);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    texts[i] = all[i];
  return G_N_ELEMENTS (all);
}

/**
 * zpi_application_new:
 *
 * Returns: (transfer full): an application in which nothing was answered
 */
ZpiApplication *
zpi_application_new (void)
{
  ZpiApplication *self = g_new0 (ZpiApplication, 1);
  char **texts[32];
  guint n_texts = collect_texts (self, texts);

  g_ref_count_init (&self->ref_count);
  for (guint i = 0; i < n_texts; i++)
    *texts[i] = g_strdup ("");
  self->others = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  person_init (&self->applicant);
  person_init (&self->partner);
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_person_free);
  self->incomes = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_income_free);
  self->documents = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_document_free);
  self->unprocessed = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_unprocessed_free);
  return self;
}

/**
 * zpi_application_ref:
 * @self: an application
 *
 * Returns: (transfer full): @self
 */
ZpiApplication *
zpi_application_ref (ZpiApplication *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * zpi_application_unref:
 * @self: (transfer full): an application
 */
void
zpi_application_unref (ZpiApplication *self)
{
  char **texts[32];
  guint n_texts;

  g_return_if_fail (self != NULL);

  if (!g_ref_count_dec (&self->ref_count))
    return;
  n_texts = collect_texts (self, texts);
  for (guint i = 0; i < n_texts; i++)
    g_free (*texts[i]);
  person_clear (&self->applicant);
  person_clear (&self->partner);
  g_ptr_array_unref (self->children);
  g_ptr_array_unref (self->incomes);
  g_ptr_array_unref (self->documents);
  g_ptr_array_unref (self->unprocessed);
  g_hash_table_unref (self->others);
  g_free (self);
}

/**
 * zpi_person_dup_full_name:
 * @self: a person
 *
 * Returns: (transfer full): "Anna de Jong", as far as it is known; may be empty
 */
char *
zpi_person_dup_full_name (const ZpiPerson *self)
{
  const char *parts[] = {self->given_names, self->prefix, self->family_name};
  GString *name = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    if (*parts[i] == '\0')
      continue;
    if (name->len > 0)
      g_string_append_c (name, ' ');
    g_string_append (name, parts[i]);
  }
  return g_string_free (name, FALSE);
}

static int
compare_unprocessed (gconstpointer a, gconstpointer b)
{
  const ZpiUnprocessed *left = *(const ZpiUnprocessed *const *) a;
  const ZpiUnprocessed *right = *(const ZpiUnprocessed *const *) b;

  return g_strcmp0 (left->path, right->path);
}

/* Adds an answer, unless there is one for that place already. Keeps them sorted. */
void
zpi_unprocessed_add (GPtrArray *list, const char *path, const char *text)
{
  for (guint i = 0; i < list->len; i++) {
    const ZpiUnprocessed *one = g_ptr_array_index (list, i);

    if (g_str_equal (one->path, path))
      return;
  }
  g_ptr_array_add (list, unprocessed_new (path, text));
  g_ptr_array_sort (list, compare_unprocessed);
}

/**
 * zpi_application_path_to_key:
 * @self: the application that was sent, made from a case
 * @path: a place in its wire format, as in a server's `invalidParams`
 *
 * Returns: (transfer full) (nullable): the key of the answer in the case; %NULL when the place is
 *   no single answer of it
 */
char *
zpi_application_path_to_key (const ZpiApplication *self, const char *path)
{
  g_return_val_if_fail (self != NULL && path != NULL, NULL);

  return zpi_wire_path_to_key (path, zpi_application_find_place, (gpointer) self);
}

/* Turns the index of a month on the wire, where only months with an amount are, into its slot. */
static int
month_slot (const ZpiIncome *income, int index)
{
  for (guint i = 0; i < income->n_months; i++)
    if (zpi_month_amount_fits (&income->months[i]) && index-- == 0)
      return (int) income->months[i].slot - 1;
  return -1;
}

const char *
zpi_application_find_place (const char *list, guint index, int *month, gpointer user_data)
{
  const ZpiApplication *self = user_data;

  if (g_str_equal (list, ZPI_LIST_CHILD) && index < self->children->len)
    return ((ZpiPerson *) g_ptr_array_index (self->children, index))->item;
  if (g_str_equal (list, ZPI_LIST_DOCUMENT) && index < self->documents->len)
    return ((ZpiDocument *) g_ptr_array_index (self->documents, index))->item;
  if (g_str_equal (list, ZPI_LIST_INCOME) && index < self->incomes->len) {
    const ZpiIncome *income = g_ptr_array_index (self->incomes, index);

    *month = month_slot (income, *month);
    return income->item;
  }
  return NULL;
}

/**
 * zpi_application_months_before:
 * @self: an application
 *
 * Returns: the day before which the last months count: of pay slips and of bank statements
 */
ZpiDate
zpi_application_months_before (const ZpiApplication *self)
{
  g_return_val_if_fail (self != NULL, zpi_clock_today ());

  if (!zpi_date_is_full (&self->reference_date))
    return zpi_clock_today ();
  if (zpi_date_is_full (&self->day) && zpi_date_compare (&self->day, &self->reference_date) < 0)
    return self->day;
  return self->reference_date;
}
