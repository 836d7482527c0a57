/* SPDX-License-Identifier: EUPL-1.2 */

/* The wire format read: every member optional, null is absent, unknown members are passed over. An
 * income or a document without a kind is "anders" or "overig". */

#include "zpi-wire-reader.h"

#include <string.h>

#include "zpi-address.h"
#include "zpi-error.h"
#include "zpi-money.h"

#define MAX_ELEMENTS 200

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

/* The name of a file is what it is. */
static char *
keep_name (const char *text)
{
  return g_strdup (text);
}

/* An amount of cents; of an income it can be below zero, which is a loss. */
static gboolean
read_amount (ZpiWireReader *reader, const ZpiWirePlace *at, gint64 *cents)
{
  return zpi_wire_read_int (reader,
                            at,
                            "bedragInCenten",
                            -ZPI_MONEY_MAX_CENTS,
                            ZPI_MONEY_MAX_CENTS,
                            cents);
}

/* A whole number in the contract, but people write "12" too. */
static void
read_house_number (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member, char **text)
{
  JsonNode *node = zpi_wire_get_member (reader, at, member);
  gint64 number = 0;

  if (node != NULL && zpi_wire_holds (node, G_TYPE_STRING)) {
    zpi_wire_read_text (reader, at, member, text);
  } else if (zpi_wire_read_int (reader, at, member, 1, 99999, &number)) {
    g_free (*text);
    *text = g_strdup_printf ("%d", (int) number);
  }
}

/* "12a" in one, as most systems have it, where letter and addition have nothing of their own. */
void
zpi_application_split_house_number (ZpiApplication *self)
{
  char *number;
  char *letter;
  char *addition;

  if (*self->house_letter != '\0' || *self->house_addition != '\0' ||
      !zpi_house_number_split (self->house_number, &number, &letter, &addition))
    return;
  g_free (self->house_number);
  g_free (self->house_letter);
  g_free (self->house_addition);
  self->house_number = number;
  self->house_letter = letter;
  self->house_addition = addition;
  zpi_wire_settle (&self->house_number, zpi_check_house_number);
  zpi_wire_settle (&self->house_letter, zpi_check_house_letter);
  zpi_wire_settle (&self->house_addition, zpi_check_house_addition);
}

static void
read_number (ZpiWireReader *reader,
             const ZpiWirePlace *at,
             const char *member,
             gint64 max,
             char *(*typed) (gint64),
             char **text)
{
  gint64 number;

  if (!zpi_wire_read_int (reader, at, member, 0, max, &number))
    return;
  g_free (*text);
  *text = typed (number);
}

static char *
dup_digits (gint64 number)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

/* As somebody would type what is no text on the wire. FALSE when it is one. */
static gboolean
read_typed (ZpiWireReader *reader,
            const ZpiWirePlace *at,
            const char *member,
            ZpiFieldKind kind,
            char **text)
{
  ZpiDate date = ZPI_DATE_INIT;
  gboolean set = FALSE;

  switch (kind) {
  case ZPI_FIELD_DATE:
    zpi_wire_read_iso_date (reader, at, member, &date);
    g_free (*text);
    *text = zpi_date_format (&date);
    return TRUE;
  case ZPI_FIELD_MONEY:
    read_number (reader, at, member, ZPI_MONEY_MAX_CENTS, zpi_money_format_plain, text);
    return TRUE;
  case ZPI_FIELD_COUNT:
    read_number (reader, at, member, G_MAXINT, dup_digits, text);
    return TRUE;
  case ZPI_FIELD_HOUSE_NUMBER:
    read_house_number (reader, at, member, text);
    return TRUE;
  case ZPI_FIELD_FLAG:
    if (zpi_wire_read_boolean (reader, at, member, &set))
      set_text (text, set ? ZPI_YES : "");
    return TRUE;
  default:
    return FALSE;
  }
}

/* Where people put a whole address, in lines. */
static gboolean
is_of_address (const ZpiField *field)
{
  return strcmp (field->pattern, ZPI_KEY_STREET) == 0 || strcmp (field->pattern, ZPI_KEY_CITY) == 0;
}

static void
read_answer (ZpiWireReader *reader,
             const ZpiWirePlace *at,
             const char *member,
             const ZpiField *field,
             const ZpiKept *kept)
{
  ZpiCheckFunc check = zpi_field_wire_check (field);
  char *text;

  if (field->kind == ZPI_FIELD_BIRTH_DATE) {
    ZpiDate date = ZPI_DATE_INIT;

    zpi_wire_read_birth (reader, at, member, &date);
    zpi_kept_set_date (kept, field, &date);
    return;
  }
  text = g_strdup (zpi_kept_text (kept, field));
  if (field->choices != NULL)
    zpi_wire_read_choice (reader, at, member, field->pattern, &text);
  else if ((field->flags & ZPI_FIELD_LINES) != 0)
    zpi_wire_read_remark (reader, at, member, &text);
  else if (is_of_address (field))
    zpi_wire_read_text_as (reader, at, member, &text, zpi_address_dup_line);
  else if (!read_typed (reader, at, member, field->kind, &text))
    zpi_wire_read_text (reader, at, member, &text);
  /* As the case has it: the form on the wire, else what stands there. */
  if (check != NULL)
    zpi_wire_settle (&text, check);
  zpi_kept_take_text (kept, field, text);
}

/* Reads the answer at @path, "naam.voornamen", inside @at. */
static void
read_row (ZpiWireReader *reader,
          const ZpiWirePlace *at,
          const char *path,
          const ZpiField *field,
          const ZpiKept *kept)
{
  const char *dot = strchr (path, '.');
  g_autofree char *name = dot != NULL ? g_strndup (path, dot - path) : NULL;

  if (name == NULL) {
    read_answer (reader, at, path, field, kept);
  } else {
    g_auto (ZpiWirePlace) inside = zpi_wire_read_object (reader, at, name);

    read_row (reader, &inside, dot + 1, field, kept);
  }
}

/* Reads the answers of the rows whose place begins with @start; @at is what stands there. */
static void
read_rows (ZpiWireReader *reader, const ZpiWirePlace *at, const char *start, const ZpiKept *kept)
{
  for (const ZpiField *field = zpi_wire_next_row (NULL, start); field != NULL;
       field = zpi_wire_next_row (field, start)) {
    const char *path = field->wire + strlen (start);

    read_row (reader, at, *path == '.' ? path + 1 : path, field, kept);
  }
}

/* Only the check asks this: it is read from examples and not sent. */
static void
read_with_parents (ZpiWireReader *reader, const ZpiWirePlace *root)
{
  gboolean with_parents = FALSE;

  if (zpi_wire_read_boolean (reader, root, "thuiswonend", &with_parents))
    set_text (&reader->application->with_parents, with_parents ? ZPI_YES : ZPI_NO);
}

/* What the format has and no field of ours takes: as it stands, where answers are that fit
 * nowhere. */
static void
keep_aside (ZpiWireReader *reader, const ZpiWirePlace *at, const char *member)
{
  g_autofree char *path = zpi_wire_member_path (at, member);
  g_autofree char *text = g_strdup ("");

  zpi_wire_read_remark (reader, at, member, &text);
  if (reader->problem == NULL && *text != '\0')
    zpi_unprocessed_add (reader->application->unprocessed, path, text);
}

/* Whether @initials, "A.M.", say no more than @given_names, "Anna Maria". */
static gboolean
are_initials_of (const char *initials, const char *given_names)
{
  g_autofree char *small = g_utf8_casefold (initials, -1);
  g_autofree char *names = g_utf8_casefold (given_names, -1);
  const char *next = small;
  gboolean first = TRUE;

  for (const char *p = names; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (first && g_unichar_isalpha (c)) {
      if (g_utf8_get_char (next) != c)
        return FALSE;
      next = g_utf8_next_char (next);
      next += strspn (next, ". ");
    }
    first = !g_unichar_isalpha (c) && c != '\'';
  }
  return *next == '\0';
}

/* Initials are the given names of who has no other; more of them than those is not lost. */
static void
read_initials (ZpiWireReader *reader, const ZpiWirePlace *at, ZpiPerson *person)
{
  g_auto (ZpiWirePlace) name = zpi_wire_read_object (reader, at, "naam");
  g_autofree char *initials = g_strdup ("");

  zpi_wire_read_text (reader, &name, "voorletters", &initials);
  if (reader->problem != NULL || *initials == '\0')
    return;
  if (*person->given_names == '\0')
    set_text (&person->given_names, initials);
  else if (!are_initials_of (initials, person->given_names))
    keep_aside (reader, &name, "voorletters");
}

/* Null says that somebody asked and has no answer; what is not there was not asked. */
static gboolean
is_left_open (const ZpiWirePlace *place, const char *name)
{
  JsonNode *node = json_object_get_member (place->object, name);

  return node != NULL && JSON_NODE_HOLDS_NULL (node);
}

static void
read_household (ZpiWireReader *reader, const ZpiWirePlace *root)
{
  ZpiApplication *self = reader->application;
  g_auto (ZpiWirePlace) partner = zpi_wire_read_object (reader, root, "partner");
  JsonArray *children = zpi_wire_read_array (reader, root, "kinderen", MAX_ELEMENTS);

  self->partner_answered = zpi_wire_read_boolean (reader, root, "heeftPartner", &self->has_partner);
  if (partner.object != NULL)
    self->partner_answered = self->has_partner = TRUE;
  else
    self->partner_open = is_left_open (root, "heeftPartner");
  read_initials (reader, &partner, &self->partner);
  self->children_answered = children != NULL;
  self->children_open = is_left_open (root, "kinderen");
  for (guint i = 0; children != NULL && i < json_array_get_length (children); i++) {
    g_auto (ZpiWirePlace) at = zpi_wire_read_element (reader, root, "kinderen", children, i);
    ZpiPerson *child;
    ZpiKept kept;

    if (at.object == NULL)
      continue;
    child = zpi_person_new ();
    kept = zpi_kept_in_person (child);
    read_rows (reader, &at, "kinderen[*]", &kept);
    read_initials (reader, &at, child);
    g_ptr_array_add (self->children, child);
  }
}

static void
read_months (ZpiWireReader *reader, const ZpiWirePlace *at, ZpiIncome *income)
{
  JsonArray *months = zpi_wire_read_array (reader, at, "maanden", ZPI_N_INCOME_MONTHS);

  for (guint i = 0; months != NULL && i < json_array_get_length (months); i++) {
    g_auto (ZpiWirePlace) inside = zpi_wire_read_element (reader, at, "maanden", months, i);
    ZpiMonthAmount month = {0};

    zpi_wire_read_month (reader, &inside, "maand", &month.month);
    month.has_amount = read_amount (reader, &inside, &month.amount_cents);
    if (reader->problem != NULL)
      return;
    if (month.month.year == 0 && !month.has_amount)
      continue;
    zpi_income_add_month (income, &month);
  }
  zpi_income_settle_months (income);
}

static void
read_income (ZpiWireReader *reader, const ZpiWirePlace *at, ZpiIncome *income)
{
  g_autofree char *basis = g_strdup ("netto");
  g_autofree char *holiday_allowance = g_strdup ("zonder");
  ZpiKept kept = zpi_kept_in_income (income);

  zpi_wire_read_word (reader, at, "soort", &income->kind);
  income->has_amount = read_amount (reader, at, &income->amount_cents);
  zpi_wire_read_choice (reader, at, "grondslag", "income.x.basis", &basis);
  zpi_wire_read_choice (reader,
                        at,
                        "vakantiegeld",
                        "income.x.holiday_allowance",
                        &holiday_allowance);
  read_rows (reader, at, "inkomen[*]", &kept);
  read_months (reader, at, income);
  income->gross = strcmp (basis, "bruto") == 0;
  income->with_holiday_allowance = strcmp (holiday_allowance, "met") == 0;
  income->kind_missing = *income->kind == '\0';
  if (income->kind_missing)
    set_text (&income->kind, ZPI_OTHER_INCOME);
}

/* A loss, a second amount for the same month, or one without a month, is kept where answers are
 * that fit nowhere. */
static void
keep_misfits (ZpiApplication *self, const ZpiIncome *income, guint index)
{
  guint place = 0;

  if (income->has_amount && income->amount_cents < 0) {
    g_autofree char *path = g_strdup_printf ("inkomen[%u].bedragInCenten", index);
    g_autofree char *amount = zpi_money_format_plain (income->amount_cents);

    zpi_unprocessed_add (self->unprocessed, path, amount);
  }
  for (guint i = 0; i < income->n_months; i++)
    place += zpi_month_amount_fits (&income->months[i]);
  for (guint i = 0; i < income->n_months; i++) {
    g_autofree char *month = zpi_month_format (income->months[i].month);
    g_autofree char *amount = zpi_money_format_plain (income->months[i].amount_cents);
    g_autofree char *month_path = g_strdup_printf ("inkomen[%u].maanden[%u].maand", index, place);
    g_autofree char *amount_path =
        g_strdup_printf ("inkomen[%u].maanden[%u].bedragInCenten", index, place);

    if (zpi_month_amount_fits (&income->months[i]) || !income->months[i].has_amount)
      continue;
    if (*month != '\0')
      zpi_unprocessed_add (self->unprocessed, month_path, month);
    zpi_unprocessed_add (self->unprocessed, amount_path, amount);
    place++;
  }
}

/* (transfer none) (nullable): of the first @n answers that fit nowhere the one of @path */
static const char *
find_unprocessed (const ZpiApplication *self, const char *path, guint n)
{
  for (guint i = 0; i < n; i++) {
    const ZpiUnprocessed *answer = g_ptr_array_index (self->unprocessed, i);

    if (g_str_equal (answer->path, path))
      return answer->text;
  }
  return NULL;
}

/* Amounts of a month that the form had no room for, by the first @n of what fits nowhere: the check
 * has to know of them, as it does of those that were typed. */
static void
add_months_without_room (const ZpiApplication *self, ZpiIncome *income, guint index, guint n)
{
  for (guint i = 0; i < ZPI_N_INCOME_MONTHS && income->n_months < ZPI_N_INCOME_MONTHS; i++) {
    g_autofree char *place = g_strdup_printf ("inkomen[%u].maanden[%u]", index, i);
    g_autofree char *month_path = g_strconcat (place, ".maand", NULL);
    g_autofree char *amount_path = g_strconcat (place, ".bedragInCenten", NULL);
    const char *month_text = find_unprocessed (self, month_path, n);
    const char *amount_text = find_unprocessed (self, amount_path, n);
    ZpiMonthAmount month = {0};

    month.has_amount =
        amount_text != NULL && zpi_income_parse_amount (amount_text, &month.amount_cents);
    if (month.has_amount && month_text != NULL && zpi_month_parse (month_text, &month.month))
      zpi_income_add_month (income, &month);
  }
  zpi_income_settle_months (income);
}

static void
read_incomes (ZpiWireReader *reader, const ZpiWirePlace *root)
{
  JsonArray *incomes = zpi_wire_read_array (reader, root, "inkomen", MAX_ELEMENTS);
  const guint n_unprocessed = reader->application->unprocessed->len;

  for (guint i = 0; incomes != NULL && i < json_array_get_length (incomes); i++) {
    g_auto (ZpiWirePlace) at = zpi_wire_read_element (reader, root, "inkomen", incomes, i);
    const guint index = reader->application->incomes->len;
    ZpiIncome *income;

    if (at.object == NULL)
      continue;
    income = zpi_income_new ();
    read_income (reader, &at, income);
    g_ptr_array_add (reader->application->incomes, income);
    if (reader->problem != NULL)
      continue;
    keep_misfits (reader->application, income, index);
    add_months_without_room (reader->application, income, index, n_unprocessed);
  }
}

static void
read_document (ZpiWireReader *reader, const ZpiWirePlace *at, ZpiDocument *document)
{
  gint64 size = 0;

  zpi_wire_read_text (reader, at, "documentId", &document->item);
  zpi_wire_read_word (reader, at, "soort", &document->kind);
  zpi_wire_read_choice (reader, at, "van", "income.x.whose", &document->whose);
  zpi_wire_read_month (reader, at, "maand", &document->month);
  zpi_wire_read_text (reader, at, "mediatype", &document->media_type);
  if (zpi_wire_read_int (reader, at, "grootteInBytes", 0, G_MAXINT64, &size))
    document->size_bytes = (guint64) size;
  zpi_wire_read_text (reader, at, "sha256", &document->sha256);
  zpi_wire_read_text_as (reader, at, "bestand", &document->local_path, keep_name);
  if (*document->kind == '\0')
    set_text (&document->kind, ZPI_OTHER_DOCUMENT);
  if (reader->problem == NULL && *document->item != '\0' &&
      !g_uuid_string_is_valid (document->item))
    zpi_wire_refuse (
        reader,
        at,
        "documentId",
        "is not a UUID. Leave it out, or write it as 123e4567-e89b-12d3-a456-426614174000");
}

static void
read_documents (ZpiWireReader *reader, const ZpiWirePlace *root)
{
  JsonArray *documents = zpi_wire_read_array (reader, root, "bewijsstukken", MAX_ELEMENTS);

  for (guint i = 0; documents != NULL && i < json_array_get_length (documents); i++) {
    g_auto (ZpiWirePlace) at = zpi_wire_read_element (reader, root, "bewijsstukken", documents, i);
    ZpiDocument *document;

    if (at.object == NULL)
      continue;
    document = zpi_document_new ();
    read_document (reader, &at, document);
    g_ptr_array_add (reader->application->documents, document);
  }
}

static void
read_unprocessed (ZpiWireReader *reader, const ZpiWirePlace *root)
{
  JsonArray *answers = zpi_wire_read_array (reader, root, "onverwerkteAntwoorden", MAX_ELEMENTS);

  for (guint i = 0; answers != NULL && i < json_array_get_length (answers); i++) {
    g_auto (ZpiWirePlace) at =
        zpi_wire_read_element (reader, root, "onverwerkteAntwoorden", answers, i);
    g_autofree char *path = g_strdup ("");
    g_autofree char *text = g_strdup ("");

    zpi_wire_read_text (reader, &at, "naam", &path);
    zpi_wire_read_remark (reader, &at, "tekst", &text);
    if (reader->problem == NULL && *text != '\0')
      zpi_unprocessed_add (reader->application->unprocessed, path, text);
  }
}

/* Which evidence is missing is found anew here; what somebody wrote about it is not. */
static void
read_missing_evidence (ZpiWireReader *reader, const ZpiWirePlace *root)
{
  const char *member = "ontbrekendeBewijsstukken";
  JsonArray *missing = zpi_wire_read_array (reader, root, member, MAX_ELEMENTS);

  for (guint i = 0; missing != NULL && i < json_array_get_length (missing); i++) {
    g_auto (ZpiWirePlace) at = zpi_wire_read_element (reader, root, member, missing, i);

    keep_aside (reader, &at, "toelichting");
  }
  zpi_wire_pass_over (reader, root, member);
}

static void
read_help (ZpiWireReader *reader, const ZpiWirePlace *root)
{
  ZpiApplication *self = reader->application;
  g_auto (ZpiWirePlace) mandate = zpi_wire_read_object (reader, root, "machtiging");
  g_auto (ZpiWirePlace) helper = zpi_wire_read_object (reader, root, "hulpverlener");

  zpi_wire_read_choice (reader, &mandate, "wijze", ZPI_KEY_MANDATE, &self->mandate);
  zpi_wire_read_text (reader, &mandate, "gegevenOp", &self->mandate_at);
  keep_aside (reader, &mandate, "tekstversie");
  zpi_wire_read_text (reader, &helper, "naam", &self->helper_name);
  zpi_wire_read_text (reader, &helper, "organisatie", &self->helper_organisation);
}

static void
read_declaration (ZpiWireReader *reader, const ZpiWirePlace *root)
{
  ZpiApplication *self = reader->application;
  g_auto (ZpiWirePlace) at = zpi_wire_read_object (reader, root, "verklaring");

  self->declared = at.object != NULL;
  zpi_wire_read_time (reader, &at, "ondertekendOp", &self->declared_at);
  zpi_wire_read_choice (reader, &at, "wijze", ZPI_KEY_DECLARED_HOW, &self->declared_how);
  zpi_wire_read_text (reader, &at, "tekstversie", &self->declared_text_version);
  self->has_clock_offset = zpi_wire_read_int (reader,
                                              &at,
                                              "klokafwijkingInSeconden",
                                              -4000000000,
                                              4000000000,
                                              &self->clock_offset_seconds);
  self->has_sequence = zpi_wire_read_int (reader,
                                          &at,
                                          "volgnummer",
                                          0,
                                          G_GINT64_CONSTANT (9007199254740991),
                                          &self->sequence);
  zpi_wire_read_boolean (reader, &at, "klokTwijfel", &self->clock_doubt);
}

static void
read_applicant_initials (ZpiWireReader *reader, const ZpiWirePlace *root)
{
  g_auto (ZpiWirePlace) applicant = zpi_wire_read_object (reader, root, "aanvrager");

  read_initials (reader, &applicant, &reader->application->applicant);
}

static void
read_root (ZpiWireReader *reader, const ZpiWirePlace *root)
{
  ZpiApplication *self = reader->application;
  ZpiKept kept = zpi_kept_in_application (self);
  gint64 year = 0;

  zpi_wire_read_word (reader, root, "regeling", &self->scheme);
  if (zpi_wire_read_int (reader, root, "pasjaar", 2014, 2100, &year))
    self->pass_year = (int) year;
  zpi_wire_read_iso_date (reader, root, "peildatum", &self->reference_date);
  read_rows (reader, root, "", &kept);
  read_applicant_initials (reader, root);
  zpi_application_split_house_number (self);
  read_household (reader, root);
  read_with_parents (reader, root);
  read_unprocessed (reader, root);
  read_incomes (reader, root);
  read_documents (reader, root);
  read_missing_evidence (reader, root);
  zpi_wire_pass_over (reader, root, "toets");
  read_help (reader, root);
  read_declaration (reader, root);
}

/**
 * zpi_application_new_from_wire_strict:
 * @wire: a JSON document
 * @unread: (element-type ZpiUnread) (nullable): gets the members that nothing reads; what stands
 *   there is lost, and who wrote it has to hear that
 * @error: return location for an error
 *
 * Like zpi_application_new_from_wire().
 *
 * Returns: (transfer full): the application, or %NULL with %ZPI_ERROR_BAD_FORMAT
 */
ZpiApplication *
zpi_application_new_from_wire_strict (JsonNode *wire, GPtrArray *unread, GError **error)
{
  g_autoptr (ZpiApplication) self = NULL;
  g_autoptr (GHashTable) asked = unread != NULL ? g_hash_table_new (NULL, NULL) : NULL;
  g_autoptr (GHashTable) passed_over = unread != NULL ? g_hash_table_new (NULL, NULL) : NULL;
  g_autoptr (GHashTable) names =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  ZpiWireReader reader = {.asked = asked, .passed_over = passed_over, .names = names};
  g_auto (ZpiWirePlace) root = {NULL, g_strdup ("")};

  g_return_val_if_fail (wire != NULL, NULL);

  if (!JSON_NODE_HOLDS_OBJECT (wire)) {
    g_set_error_literal (error,
                         ZPI_ERROR,
                         ZPI_ERROR_BAD_FORMAT,
                         "The application is not a JSON object. Write one application a file, "
                         "between { and }");
    return NULL;
  }
  self = zpi_application_new ();
  reader.application = self;
  root.object = json_node_get_object (wire);
  read_root (&reader, &root);
  if (reader.problem != NULL) {
    g_propagate_error (error, reader.problem);
    return NULL;
  }
  if (unread != NULL)
    zpi_wire_list_unread (&reader, wire, "", unread);
  return g_steal_pointer (&self);
}

/**
 * zpi_application_new_from_wire:
 * @wire: a JSON document
 * @error: return location for an error
 *
 * Reads an application in the municipality's format. Every member may be absent or null; unknown
 * members are passed over.
 *
 * Returns: (transfer full): the application, or %NULL with %ZPI_ERROR_BAD_FORMAT and the place of
 *   what is wrong, without what stands there
 */
ZpiApplication *
zpi_application_new_from_wire (JsonNode *wire, GError **error)
{
  return zpi_application_new_from_wire_strict (wire, NULL, error);
}
