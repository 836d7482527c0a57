/* SPDX-License-Identifier: EUPL-1.2 */

/* The wire format read: every member optional, null is absent, unknown members are passed over. An
 * income or a document without a kind is "anders" or "overig", and a date without a type is what
 * its members say. An error names the place and how to
 * write it, and never what stands there. */

#include <string.h>

#include "zpi-application-private.h"
#include "zpi-clock.h"
#include "zpi-error.h"
#include "zpi-json.h"
#include "zpi-money.h"

#define MAX_ELEMENTS           200
#define KIND_OF_OTHER_INCOME   "anders"
#define KIND_OF_OTHER_DOCUMENT "overig"
#define NO_OBJECT              "is not an object. Write its members between { and }"

/* Remembers the first thing that was wrong; after that nothing is read any more. */
typedef struct {
  ZpiApplication *application;
  GError *problem;
  GHashTable *asked; /* (nullable): the members that something was asked of */
} Reader;

/* An object and its place, "" for the root; @object is NULL when absent. */
typedef struct {
  JsonObject *object;
  char *path;
} Place;

static void
place_clear (Place *self)
{
  g_clear_pointer (&self->path, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static char *
member_path (const Place *at, const char *member)
{
  return *at->path != '\0' ? g_strconcat (at->path, ".", member, NULL) : g_strdup (member);
}

/* @what: two sentences: what is wrong there, and how to write it */
static void
refuse (Reader *reader, const Place *at, const char *member, const char *what)
{
  g_autofree char *path = member_path (at, member);

  if (reader->problem == NULL)
    reader->problem = g_error_new (ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "%s %s", path, what);
}

static void
refuse_word (Reader *reader,
             const Place *at,
             const char *member,
             const char *what,
             const char *const *known)
{
  g_autofree char *words = g_strjoinv (", ", (char **) known);
  g_autofree char *both = g_strdup_printf ("%s. Write one of: %s", what, words);

  refuse (reader, at, member, both);
}

/* The member, or NULL when absent, null, or not to be read any more. */
static JsonNode *
get_member (Reader *reader, const Place *at, const char *member)
{
  JsonNode *node;

  if (reader->problem != NULL || at->object == NULL)
    return NULL;
  node = json_object_get_member (at->object, member);
  if (reader->asked != NULL && node != NULL)
    g_hash_table_add (reader->asked, node);
  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

/* Takes a text over as @plain makes it. */
static void
read_text_as (Reader *reader,
              const Place *at,
              const char *member,
              char **text,
              char *(*plain) (const char *) )
{
  JsonNode *node = get_member (reader, at, member);

  if (node == NULL)
    return;
  if (!holds (node, G_TYPE_STRING)) {
    refuse (reader, at, member, "is not a text. Write it between quotation marks");
    return;
  }
  g_free (*text);
  *text = plain (json_node_get_string (node));
}

static void
read_text (Reader *reader, const Place *at, const char *member, char **text)
{
  read_text_as (reader, at, member, text, zpi_text_line);
}

static void
read_remark (Reader *reader, const Place *at, const char *member, char **text)
{
  read_text_as (reader, at, member, text, zpi_text_lines);
}

/* The name of a file is what it is. */
static char *
keep_name (const char *text)
{
  return g_strdup (text);
}

static void
read_choice (Reader *reader, const Place *at, const char *member, const char *key, char **text)
{
  g_autofree char *word = g_strdup ("");

  read_text (reader, at, member, &word);
  if (reader->problem != NULL || *word == '\0')
    return;
  if (!g_strv_contains (zpi_field_lookup (key)->choices, word)) {
    refuse_word (reader,
                 at,
                 member,
                 "is none of the words that are known",
                 zpi_field_lookup (key)->choices);
    return;
  }
  g_free (*text);
  *text = g_steal_pointer (&word);
}

static void
read_word (Reader *reader, const Place *at, const char *member, char **text)
{
  read_text (reader, at, member, text);
  if (reader->problem == NULL && **text != '\0' && !zpi_wire_is_word (*text))
    refuse (reader,
            at,
            member,
            "is not a word of small letters, digits and dashes. Begin with a letter, and "
            "leave out capitals, spaces and other signs");
}

static char *
dup_range (gint64 min, gint64 max)
{
  return g_strdup_printf ("is too small or too large. Write a number from %" G_GINT64_FORMAT
                          " to %" G_GINT64_FORMAT,
                          min,
                          max);
}

static gboolean
read_int (Reader *reader,
          const Place *at,
          const char *member,
          gint64 min,
          gint64 max,
          gint64 *value)
{
  JsonNode *node = get_member (reader, at, member);
  gint64 number;

  if (node == NULL)
    return FALSE;
  if (!zpi_json_node_get_whole (node, &number)) {
    refuse (reader,
            at,
            member,
            "is not a whole number. Write digits only, without a point and without "
            "quotation marks");
    return FALSE;
  }
  if (number < min || number > max) {
    g_autofree char *range = dup_range (min, max);

    refuse (reader, at, member, range);
    return FALSE;
  }
  *value = number;
  return TRUE;
}

/* An amount of cents; of an income it can be below zero, which is a loss. */
static gboolean
read_amount (Reader *reader, const Place *at, gint64 *cents)
{
  return read_int (reader, at, "bedragInCenten", -ZPI_MONEY_MAX_CENTS, ZPI_MONEY_MAX_CENTS, cents);
}

static gboolean
read_boolean (Reader *reader, const Place *at, const char *member, gboolean *value)
{
  JsonNode *node = get_member (reader, at, member);

  if (node == NULL)
    return FALSE;
  if (!holds (node, G_TYPE_BOOLEAN)) {
    refuse (reader,
            at,
            member,
            "is not true or false. Write true or false, without quotation marks");
    return FALSE;
  }
  *value = json_node_get_boolean (node);
  return TRUE;
}

static Place
read_object (Reader *reader, const Place *at, const char *member)
{
  JsonNode *node = get_member (reader, at, member);
  JsonObject *object = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    object = json_node_get_object (node);
  else if (node != NULL)
    refuse (reader, at, member, NO_OBJECT);
  return (Place){object, member_path (at, member)};
}

static JsonArray *
read_array (Reader *reader, const Place *at, const char *member, guint max)
{
  JsonNode *node = get_member (reader, at, member);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    refuse (reader, at, member, "is not a list. Write its rows between [ and ]");
    return NULL;
  }
  if (json_array_get_length (json_node_get_array (node)) > max) {
    g_autofree char *too_many =
        g_strdup_printf ("has more rows than an application can have. Leave at most %u", max);

    refuse (reader, at, member, too_many);
    return NULL;
  }
  return json_node_get_array (node);
}

/* Without an object when the element is null, or nothing is to be read any more. */
static Place
read_element (Reader *reader, const Place *at, const char *member, JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);
  g_autofree char *path = member_path (at, member);
  Place inside = {NULL, g_strdup_printf ("%s[%u]", path, index)};

  if (JSON_NODE_HOLDS_OBJECT (node))
    inside.object = json_node_get_object (node);
  else if (reader->problem == NULL && !JSON_NODE_HOLDS_NULL (node))
    reader->problem = g_error_new (ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "%s " NO_OBJECT, inside.path);
  return inside;
}

static void
read_month (Reader *reader, const Place *at, const char *member, ZpiMonth *month)
{
  g_autofree char *text = g_strdup ("");

  read_text (reader, at, member, &text);
  if (reader->problem != NULL || *text == '\0')
    return;
  if (strlen (text) != 7 || text[4] != '-' || !zpi_month_parse (text, month))
    refuse (reader, at, member, "is not a month. Write it as 2026-01");
}

/* A moment: date, time of day and offset. What is something else could be kept but not be sent, and
 * nobody types it on a page where it could be repaired. */
static void
read_time (Reader *reader, const Place *at, const char *member, char **text)
{
  gint64 time_us;

  read_text (reader, at, member, text);
  if (reader->problem == NULL && **text != '\0' &&
      (!zpi_clock_parse_iso (*text, &time_us) || strchr (*text, 'T') == NULL))
    refuse (reader,
            at,
            member,
            "is not a time with an offset. Write it as 2026-01-31T14:30:00+01:00");
}

static void
read_iso_date (Reader *reader, const Place *at, const char *member, ZpiDate *date)
{
  g_autofree char *text = g_strdup ("");

  read_text (reader, at, member, &text);
  if (reader->problem == NULL && *text != '\0' && !zpi_date_parse_iso (text, date))
    refuse (reader, at, member, "is not a date. Write it as 2026-01-31");
}

static void
read_partial_date (Reader *reader, const Place *at, ZpiDatePrecision precision, ZpiDate *date)
{
  gint64 year = 0;
  gint64 month = 0;

  if (!read_int (reader, at, "jaar", ZPI_WIRE_FIRST_YEAR, 2200, &year))
    return;
  if (precision == ZPI_DATE_YEAR_MONTH)
    read_int (reader, at, "maand", 1, 12, &month);
  zpi_date_set (date, (int) year, (int) month, 0);
}

/* What a date without a type must be, by the members it has. */
static ZpiDatePrecision
guess_precision (Reader *reader, const Place *at)
{
  if (get_member (reader, at, "datum") != NULL)
    return ZPI_DATE_FULL;
  return get_member (reader, at, "maand") != NULL ? ZPI_DATE_YEAR_MONTH : ZPI_DATE_YEAR;
}

static void
read_birth (Reader *reader, const Place *person, const char *member, ZpiDate *date)
{
  g_auto (Place) birth = read_object (reader, person, member);
  g_auto (Place) at = read_object (reader, &birth, "datum");
  g_autofree char *type = g_strdup ("");
  ZpiDatePrecision precision;

  if (at.object == NULL)
    return;
  read_text (reader, &at, "type", &type);
  if (reader->problem != NULL)
    return;
  if (*type == '\0')
    precision = guess_precision (reader, &at);
  else if (!zpi_wire_date_type_parse (type, &precision))
    refuse_word (reader, &at, "type", "is no kind of date", zpi_wire_date_types ());
  if (reader->problem != NULL)
    return;
  if (precision == ZPI_DATE_UNKNOWN)
    date->precision = ZPI_DATE_UNKNOWN;
  else if (precision == ZPI_DATE_FULL)
    read_iso_date (reader, &at, "datum", date);
  else
    read_partial_date (reader, &at, precision, date);
}

/* A whole number in the contract, but people write "12" too. */
static void
read_house_number (Reader *reader, const Place *at, const char *member, char **text)
{
  JsonNode *node = get_member (reader, at, member);
  gint64 number = 0;

  if (node != NULL && holds (node, G_TYPE_STRING)) {
    read_text (reader, at, member, text);
  } else if (read_int (reader, at, member, 1, 99999, &number)) {
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
read_answer (Reader *reader,
             const Place *at,
             const char *member,
             const ZpiField *field,
             const ZpiKept *kept)
{
  ZpiCheckFunc check = zpi_field_wire_check (field);
  char *text;

  if (field->kind == ZPI_FIELD_BIRTH_DATE) {
    read_birth (reader, at, member, zpi_kept_date (kept, field));
    return;
  }
  text = g_strdup (zpi_kept_text (kept, field));
  if (field->kind == ZPI_FIELD_HOUSE_NUMBER)
    read_house_number (reader, at, member, &text);
  else if (field->choices != NULL)
    read_choice (reader, at, member, field->pattern, &text);
  else if ((field->flags & ZPI_FIELD_LINES) != 0)
    read_remark (reader, at, member, &text);
  else
    read_text (reader, at, member, &text);
  /* As the case has it: the form on the wire, else what stands there. */
  if (check != NULL)
    zpi_wire_settle (&text, check);
  zpi_kept_take_text (kept, field, text);
}

/* Reads the answer at @path, "naam.voornamen", inside @at. */
static void
read_row (Reader *reader,
          const Place *at,
          const char *path,
          const ZpiField *field,
          const ZpiKept *kept)
{
  const char *dot = strchr (path, '.');
  g_autofree char *name = dot != NULL ? g_strndup (path, dot - path) : NULL;

  if (name == NULL) {
    read_answer (reader, at, path, field, kept);
  } else {
    g_auto (Place) inside = read_object (reader, at, name);

    read_row (reader, &inside, dot + 1, field, kept);
  }
}

/* Reads the answers of the rows whose place begins with @start; @at is what stands there. */
static void
read_rows (Reader *reader, const Place *at, const char *start, const ZpiKept *kept)
{
  for (const ZpiField *field = zpi_wire_next_row (NULL, start); field != NULL;
       field = zpi_wire_next_row (field, start)) {
    const char *path = field->wire + strlen (start);

    read_row (reader, at, *path == '.' ? path + 1 : path, field, kept);
  }
}

/* Only the check asks this: it is read from examples and not sent. */
static void
read_with_parents (Reader *reader, const Place *root)
{
  gboolean with_parents = FALSE;

  if (read_boolean (reader, root, "thuiswonend", &with_parents))
    set_text (&reader->application->with_parents, with_parents ? ZPI_YES : ZPI_NO);
}

static void
read_household (Reader *reader, const Place *root)
{
  ZpiApplication *self = reader->application;
  g_auto (Place) partner = read_object (reader, root, "partner");
  JsonArray *children = read_array (reader, root, "kinderen", MAX_ELEMENTS);

  self->partner_answered = read_boolean (reader, root, "heeftPartner", &self->has_partner);
  if (partner.object != NULL)
    self->partner_answered = self->has_partner = TRUE;
  self->children_answered = children != NULL;
  for (guint i = 0; children != NULL && i < json_array_get_length (children); i++) {
    g_auto (Place) at = read_element (reader, root, "kinderen", children, i);
    ZpiPerson *child;
    ZpiKept kept;

    if (at.object == NULL)
      continue;
    child = zpi_person_new ();
    kept = zpi_kept_in_person (child);
    read_rows (reader, &at, "kinderen[*]", &kept);
    g_ptr_array_add (self->children, child);
  }
}

static void
read_months (Reader *reader, const Place *at, ZpiIncome *income)
{
  JsonArray *months = read_array (reader, at, "maanden", ZPI_N_INCOME_MONTHS);

  for (guint i = 0; months != NULL && i < json_array_get_length (months); i++) {
    g_auto (Place) inside = read_element (reader, at, "maanden", months, i);
    ZpiMonthAmount month = {0};

    read_month (reader, &inside, "maand", &month.month);
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
read_income (Reader *reader, const Place *at, ZpiIncome *income)
{
  g_autofree char *basis = g_strdup ("netto");
  g_autofree char *holiday_allowance = g_strdup ("zonder");
  ZpiKept kept = zpi_kept_in_income (income);

  read_word (reader, at, "soort", &income->kind);
  income->has_amount = read_amount (reader, at, &income->amount_cents);
  read_choice (reader, at, "grondslag", "income.x.basis", &basis);
  read_choice (reader, at, "vakantiegeld", "income.x.holiday_allowance", &holiday_allowance);
  read_rows (reader, at, "inkomen[*]", &kept);
  read_months (reader, at, income);
  income->gross = strcmp (basis, "bruto") == 0;
  income->with_holiday_allowance = strcmp (holiday_allowance, "met") == 0;
  income->kind_missing = *income->kind == '\0';
  if (income->kind_missing)
    set_text (&income->kind, KIND_OF_OTHER_INCOME);
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

static void
read_incomes (Reader *reader, const Place *root)
{
  JsonArray *incomes = read_array (reader, root, "inkomen", MAX_ELEMENTS);

  for (guint i = 0; incomes != NULL && i < json_array_get_length (incomes); i++) {
    g_auto (Place) at = read_element (reader, root, "inkomen", incomes, i);
    ZpiIncome *income;

    if (at.object == NULL)
      continue;
    income = zpi_income_new ();
    read_income (reader, &at, income);
    g_ptr_array_add (reader->application->incomes, income);
    if (reader->problem == NULL)
      keep_misfits (reader->application, income, reader->application->incomes->len - 1);
  }
}

static void
read_document (Reader *reader, const Place *at, ZpiDocument *document)
{
  gint64 size = 0;

  read_text (reader, at, "documentId", &document->item);
  read_word (reader, at, "soort", &document->kind);
  read_choice (reader, at, "van", "income.x.whose", &document->whose);
  read_month (reader, at, "maand", &document->month);
  read_text (reader, at, "mediatype", &document->media_type);
  if (read_int (reader, at, "grootteInBytes", 0, G_MAXINT64, &size))
    document->size_bytes = (guint64) size;
  read_text (reader, at, "sha256", &document->sha256);
  read_text_as (reader, at, "bestand", &document->local_path, keep_name);
  if (*document->kind == '\0')
    set_text (&document->kind, KIND_OF_OTHER_DOCUMENT);
  if (reader->problem == NULL && *document->item != '\0' &&
      !g_uuid_string_is_valid (document->item))
    refuse (reader,
            at,
            "documentId",
            "is not a UUID. Leave it out, or write it as 123e4567-e89b-12d3-a456-426614174000");
}

static void
read_documents (Reader *reader, const Place *root)
{
  JsonArray *documents = read_array (reader, root, "bewijsstukken", MAX_ELEMENTS);

  for (guint i = 0; documents != NULL && i < json_array_get_length (documents); i++) {
    g_auto (Place) at = read_element (reader, root, "bewijsstukken", documents, i);
    ZpiDocument *document;

    if (at.object == NULL)
      continue;
    document = zpi_document_new ();
    read_document (reader, &at, document);
    g_ptr_array_add (reader->application->documents, document);
  }
}

static void
read_unprocessed (Reader *reader, const Place *root)
{
  JsonArray *answers = read_array (reader, root, "onverwerkteAntwoorden", MAX_ELEMENTS);

  for (guint i = 0; answers != NULL && i < json_array_get_length (answers); i++) {
    g_auto (Place) at = read_element (reader, root, "onverwerkteAntwoorden", answers, i);
    g_autofree char *path = g_strdup ("");
    g_autofree char *text = g_strdup ("");

    read_text (reader, &at, "naam", &path);
    read_remark (reader, &at, "tekst", &text);
    if (reader->problem == NULL && *text != '\0')
      zpi_unprocessed_add (reader->application->unprocessed, path, text);
  }
}

static void
read_help (Reader *reader, const Place *root)
{
  ZpiApplication *self = reader->application;
  g_auto (Place) mandate = read_object (reader, root, "machtiging");
  g_auto (Place) helper = read_object (reader, root, "hulpverlener");

  read_choice (reader, &mandate, "wijze", ZPI_KEY_MANDATE, &self->mandate);
  read_text (reader, &mandate, "gegevenOp", &self->mandate_at);
  read_text (reader, &helper, "naam", &self->helper_name);
  read_text (reader, &helper, "organisatie", &self->helper_organisation);
}

static void
read_declaration (Reader *reader, const Place *root)
{
  ZpiApplication *self = reader->application;
  g_auto (Place) at = read_object (reader, root, "verklaring");

  self->declared = at.object != NULL;
  read_time (reader, &at, "ondertekendOp", &self->declared_at);
  read_choice (reader, &at, "wijze", ZPI_KEY_DECLARED_HOW, &self->declared_how);
  read_text (reader, &at, "tekstversie", &self->declared_text_version);
  self->has_clock_offset = read_int (reader,
                                     &at,
                                     "klokafwijkingInSeconden",
                                     -4000000000,
                                     4000000000,
                                     &self->clock_offset_seconds);
  self->has_sequence = read_int (reader,
                                 &at,
                                 "volgnummer",
                                 0,
                                 G_GINT64_CONSTANT (9007199254740991),
                                 &self->sequence);
  read_boolean (reader, &at, "klokTwijfel", &self->clock_doubt);
}

static void
read_root (Reader *reader, const Place *root)
{
  ZpiApplication *self = reader->application;
  ZpiKept kept = zpi_kept_in_application (self);
  gint64 year = 0;

  read_word (reader, root, "regeling", &self->scheme);
  if (read_int (reader, root, "pasjaar", 2014, 2100, &year))
    self->pass_year = (int) year;
  read_iso_date (reader, root, "peildatum", &self->reference_date);
  read_rows (reader, root, "", &kept);
  zpi_application_split_house_number (self);
  read_household (reader, root);
  read_with_parents (reader, root);
  read_unprocessed (reader, root);
  read_incomes (reader, root);
  read_documents (reader, root);
  read_help (reader, root);
  read_declaration (reader, root);
}

static void
list_unknown (const Reader *reader, JsonNode *node, const char *path, GPtrArray *unknown);

static void
list_unknown_members (const Reader *reader, const Place *at, GPtrArray *unknown)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, at->object);
  while (json_object_iter_next_ordered (&iter, &member, &node)) {
    g_autofree char *path = member_path (at, member);

    if (g_hash_table_contains (reader->asked, node))
      list_unknown (reader, node, path, unknown);
    else if (!JSON_NODE_HOLDS_NULL (node))
      g_ptr_array_add (unknown, g_steal_pointer (&path));
  }
}

/* What nobody asked for, in @node and in all that is in it. */
static void
list_unknown (const Reader *reader, JsonNode *node, const char *path, GPtrArray *unknown)
{
  JsonArray *array;

  if (JSON_NODE_HOLDS_OBJECT (node)) {
    const Place at = {json_node_get_object (node), (char *) path};

    list_unknown_members (reader, &at, unknown);
  }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    g_autofree char *inside = g_strdup_printf ("%s[%u]", path, i);

    list_unknown (reader, json_array_get_element (array, i), inside, unknown);
  }
}

/**
 * zpi_application_new_from_wire_strict:
 * @wire: a JSON document
 * @unknown: (element-type utf8) (nullable): gets the places of members that nothing reads, by their
 *   paths; what stands there is lost, and who wrote it has to hear that
 * @error: return location for an error
 *
 * Like zpi_application_new_from_wire().
 *
 * Returns: (transfer full): the application, or %NULL with %ZPI_ERROR_BAD_FORMAT
 */
ZpiApplication *
zpi_application_new_from_wire_strict (JsonNode *wire, GPtrArray *unknown, GError **error)
{
  g_autoptr (ZpiApplication) self = NULL;
  g_autoptr (GHashTable) asked = unknown != NULL ? g_hash_table_new (NULL, NULL) : NULL;
  Reader reader = {.asked = asked};
  g_auto (Place) root = {NULL, g_strdup ("")};

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
  if (unknown != NULL)
    list_unknown (&reader, wire, "", unknown);
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
