/* SPDX-License-Identifier: EUPL-1.2 */

/* The application as the municipality reads it. Members always come in the same order. What does
 * not fit its member goes, as it was typed, among the unprocessed answers, so that a form is never
 * refused for what somebody typed. */

#include <string.h>

#include "zpi-application-private.h"
#include "zpi-clock.h"
#include "zpi-json.h"

#define MAX_UNPROCESSED       200
#define MAX_UNPROCESSED_CHARS 2000
#define MAX_PIECES            9
#define MAX_NAME              200
#define MAX_TEXT_VERSION      50

/* Where we are: @path is the place of @object. */
typedef struct {
  JsonObject *object;
  char *path;
  GPtrArray *unprocessed;
} Place;

static void
place_clear (Place *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->object, json_object_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static char *
member_path (const Place *at, const char *member)
{
  return *at->path != '\0' ? g_strconcat (at->path, ".", member, NULL) : g_strdup (member);
}

static Place
place_inside (const Place *at, const char *member)
{
  return (Place){json_object_new (), member_path (at, member), at->unprocessed};
}

static Place
place_element (const Place *at, const char *member, guint index)
{
  g_autofree char *path = member_path (at, member);

  return (Place){json_object_new (), g_strdup_printf ("%s[%u]", path, index), at->unprocessed};
}

/* Sets @member to what is at @inside, unless that is empty. */
static void
put_object (Place *at, const char *member, Place *inside)
{
  if (json_object_get_size (inside->object) > 0)
    json_object_set_object_member (at->object, member, json_object_ref (inside->object));
}

static void
put_aside (Place *at, const char *member, const char *text)
{
  g_autofree char *path = member_path (at, member);

  zpi_unprocessed_add (at->unprocessed, path, text);
}

/* The first @max characters. */
static char *
cut_text (const char *text, glong max)
{
  return g_strchomp (g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), max)));
}

/* A text of at most @max characters; a longer one is cut, and whole among the unprocessed. */
static void
put_text (Place *at, const char *member, const char *text, glong max)
{
  g_autofree char *clean = zpi_text_lines (text);
  g_autofree char *cut = cut_text (clean, max);

  if (g_utf8_strlen (clean, -1) > max)
    put_aside (at, member, clean);
  zpi_json_set_string (at->object, member, cut);
}

/* A name, of somebody or of a street: what has no letter is none, and is put aside. */
static void
put_name (Place *at, const char *member, const char *text, glong max, ZpiCheckFunc check)
{
  g_auto (ZpiCheckResult) result = check (text);

  if (result.code == ZPI_CHECK_NAME_NO_LETTER || result.code == ZPI_CHECK_PLACE_NO_LETTER ||
      result.code == ZPI_CHECK_NONE)
    put_aside (at, member, text);
  else
    put_text (at, member, text, max);
}

/* A text that has a form; what has not is put aside. */
static void
put_normal (Place *at, const char *member, const char *text, ZpiCheckFunc check)
{
  g_autofree char *normal = *text != '\0' ? zpi_wire_normalise (text, check) : NULL;

  if (normal != NULL)
    json_object_set_string_member (at->object, member, normal);
  else if (*text != '\0')
    put_aside (at, member, text);
}

/* One of the words of a field. */
static void
put_choice (Place *at, const char *member, const char *word, const char *key)
{
  const ZpiField *field = zpi_field_lookup (key);

  if (*word == '\0')
    return;
  if (g_strv_contains (field->choices, word))
    json_object_set_string_member (at->object, member, word);
  else
    put_aside (at, member, word);
}

/* A word that the scheme knows; here only its form is looked at. @instead stands where there is
 * none, because the municipality cannot do without. */
static void
put_word (Place *at, const char *member, const char *word, const char *instead)
{
  if (zpi_wire_is_word (word))
    json_object_set_string_member (at->object, member, word);
  else
    zpi_json_set_string (at->object, member, instead);
  if (*word != '\0' && !zpi_wire_is_word (word))
    put_aside (at, member, word);
}

static void
put_time (Place *at, const char *member, const char *text)
{
  gint64 time_us;

  if (*text == '\0')
    return;
  if (zpi_clock_parse_iso (text, &time_us) && strchr (text, 'T') != NULL && strlen (text) <= 40)
    json_object_set_string_member (at->object, member, text);
  else
    put_aside (at, member, text);
}

static void
put_birth (Place *at, const char *member, const ZpiDate *date)
{
  g_auto (Place) birth = place_inside (at, member);
  g_auto (Place) inside = place_inside (&birth, "datum");
  g_autofree char *iso = zpi_date_format_iso (date);
  g_autofree char *typed = zpi_date_format (date);

  if (date->precision == ZPI_DATE_NONE)
    return;
  if (date->year < ZPI_WIRE_FIRST_YEAR && date->precision != ZPI_DATE_UNKNOWN) {
    put_aside (&birth, "datum", typed);
    return;
  }
  json_object_set_string_member (inside.object, "type", zpi_wire_date_type (date->precision));
  if (date->precision == ZPI_DATE_FULL)
    json_object_set_string_member (inside.object, "datum", iso);
  if (date->precision == ZPI_DATE_YEAR_MONTH || date->precision == ZPI_DATE_YEAR)
    json_object_set_int_member (inside.object, "jaar", date->year);
  if (date->precision == ZPI_DATE_YEAR_MONTH)
    json_object_set_int_member (inside.object, "maand", date->month);
  put_object (&birth, "datum", &inside);
  put_object (at, member, &birth);
}

/* A whole number: cents, how many, of a house. */
static void
put_number (Place *at, const char *member, const char *text, ZpiCheckFunc check)
{
  g_autofree char *normal = *text != '\0' ? zpi_wire_normalise (text, check) : NULL;

  if (normal != NULL)
    json_object_set_int_member (at->object, member, g_ascii_strtoll (normal, NULL, 10));
  else if (*text != '\0')
    put_aside (at, member, text);
}

/* What was typed among the others may be no date. */
static void
put_birth_answer (Place *at,
                  const char *member,
                  const ZpiField *field,
                  const ZpiKept *kept,
                  const char *text)
{
  const ZpiDate date = zpi_kept_date (kept, field);

  if (date.precision == ZPI_DATE_NONE && *text != '\0') {
    g_autofree char *inside = g_strconcat (member, ".datum", NULL);

    put_aside (at, inside, text);
    return;
  }
  put_birth (at, member, &date);
}

static void
put_answer (Place *at, const char *member, const ZpiField *field, const ZpiKept *kept)
{
  const char *text = zpi_kept_is_date (field) ? "" : zpi_kept_text (kept, field);

  switch (field->kind) {
  case ZPI_FIELD_BIRTH_DATE:
    put_birth_answer (at, member, field, kept, text);
    break;
  case ZPI_FIELD_DATE:
    put_normal (at, member, text, zpi_check_date);
    break;
  case ZPI_FIELD_MONEY:
    put_number (at, member, text, zpi_check_money);
    break;
  case ZPI_FIELD_COUNT:
    put_number (at, member, text, zpi_check_count);
    break;
  case ZPI_FIELD_HOUSE_NUMBER:
    put_number (at, member, text, zpi_check_house_number);
    break;
  case ZPI_FIELD_FLAG:
    if (strcmp (text, ZPI_YES) == 0)
      json_object_set_boolean_member (at->object, member, TRUE);
    break;
  case ZPI_FIELD_CHOICE:
    put_choice (at, member, text, field->pattern);
    break;
  case ZPI_FIELD_NAME:
    put_name (at,
              member,
              text,
              zpi_field_get_max_chars (field),
              field->check != NULL ? field->check : zpi_check_name);
    break;
  case ZPI_FIELD_TEXT:
    if (field->check != NULL)
      put_name (at, member, text, zpi_field_get_max_chars (field), field->check);
    else
      put_text (at, member, text, zpi_field_get_max_chars (field));
    break;
  case ZPI_FIELD_BSN:
  case ZPI_FIELD_POSTCODE:
  case ZPI_FIELD_HOUSE_LETTER:
  case ZPI_FIELD_HOUSE_ADDITION:
  case ZPI_FIELD_EMAIL:
  case ZPI_FIELD_PHONE:
  case ZPI_FIELD_MONTH:
    put_normal (at, member, text, zpi_field_wire_check (field));
    break;
  case ZPI_FIELD_NOTE:
  default:
    g_assert_not_reached ();
  }
}

/* Puts the answer at @path, "naam.voornamen", inside @at. */
static void
put_row (Place *at, const char *path, const ZpiField *field, const ZpiKept *kept)
{
  const char *dot = strchr (path, '.');
  g_autofree char *name = dot != NULL ? g_strndup (path, dot - path) : NULL;

  if (name == NULL) {
    put_answer (at, path, field, kept);
  } else {
    g_auto (Place) inside = place_inside (at, name);

    if (json_object_has_member (at->object, name)) {
      json_object_unref (inside.object);
      inside.object = json_object_ref (json_object_get_object_member (at->object, name));
    }
    put_row (&inside, dot + 1, field, kept);
    if (!json_object_has_member (at->object, name))
      put_object (at, name, &inside);
  }
}

/* Puts the answers of the rows whose place begins with @start; @at is where that is. */
static void
put_rows (Place *at, const char *start, const ZpiKept *kept)
{
  for (const ZpiField *field = zpi_wire_next_row (NULL, start); field != NULL;
       field = zpi_wire_next_row (field, start)) {
    const char *path = field->wire + strlen (start);

    put_row (at, *path == '.' ? path + 1 : path, field, kept);
  }
}

static void
put_household (Place *root, const ZpiApplication *self)
{
  JsonArray *children;

  if (self->partner_answered && !self->has_partner)
    json_object_set_boolean_member (root->object, "heeftPartner", FALSE);
  /* Even where nothing is known of the partner. */
  if (self->has_partner && !json_object_has_member (root->object, "partner"))
    json_object_set_object_member (root->object, "partner", json_object_new ());
  if (self->children->len == 0)
    return;
  children = json_array_new ();
  json_object_set_array_member (root->object, "kinderen", children);
  for (guint i = 0; i < self->children->len; i++) {
    g_auto (Place) child = place_element (root, "kinderen", i);
    ZpiKept kept = zpi_kept_in_person (g_ptr_array_index (self->children, i));

    put_rows (&child, "kinderen[*]", &kept);
    json_array_add_object_element (children, json_object_ref (child.object));
  }
}

static void
put_months (Place *at, const ZpiIncome *income)
{
  JsonArray *months = json_array_new ();

  for (guint i = 0; i < income->n_months; i++) {
    g_autofree char *month = zpi_month_format (income->months[i].month);
    JsonObject *object;

    if (!zpi_month_amount_fits (&income->months[i]))
      continue;
    object = json_object_new ();
    json_object_set_string_member (object, "maand", month);
    json_object_set_int_member (object, "bedragInCenten", income->months[i].amount_cents);
    json_array_add_object_element (months, object);
  }
  if (json_array_get_length (months) > 0)
    json_object_set_array_member (at->object, "maanden", json_array_ref (months));
  json_array_unref (months);
}

static void
put_income (Place *at, const ZpiIncome *income)
{
  ZpiKept kept = zpi_kept_in_income (income);
  gboolean amounts;

  put_word (at, "soort", income->kind, ZPI_OTHER_INCOME);
  put_rows (at, "inkomen[*]", &kept);
  amounts = income->has_amount && income->amount_cents >= 0;
  if (amounts)
    json_object_set_int_member (at->object, "bedragInCenten", income->amount_cents);
  put_months (at, income);
  amounts = amounts || json_object_has_member (at->object, "maanden");
  if (amounts || income->gross)
    json_object_set_string_member (at->object, "grondslag", income->gross ? "bruto" : "netto");
  if (amounts || income->with_holiday_allowance)
    json_object_set_string_member (at->object,
                                   "vakantiegeld",
                                   income->with_holiday_allowance ? "met" : "zonder");
}

static void
put_incomes (Place *root, const ZpiApplication *self)
{
  JsonArray *incomes;

  if (self->incomes->len == 0)
    return;
  incomes = json_array_new ();
  json_object_set_array_member (root->object, "inkomen", incomes);
  for (guint i = 0; i < self->incomes->len; i++) {
    g_auto (Place) at = place_element (root, "inkomen", i);

    put_income (&at, g_ptr_array_index (self->incomes, i));
    json_array_add_object_element (incomes, json_object_ref (at.object));
  }
}

static void
put_document (Place *at, const ZpiDocument *document)
{
  g_autofree char *month = zpi_month_format (document->month);

  zpi_json_set_string (at->object, "documentId", document->item);
  /* What nobody has put in its place goes along as something else. */
  put_word (at, "soort", document->kind, ZPI_OTHER_DOCUMENT);
  /* A child's document is the household's to the municipality. */
  if (g_strv_contains (zpi_field_lookup ("income.x.whose")->choices, document->whose))
    zpi_json_set_string (at->object, "van", document->whose);
  zpi_json_set_string (at->object, "maand", month);
  put_choice (at, "mediatype", document->media_type, "document.x.media_type");
  if (document->size_bytes > 0)
    json_object_set_int_member (at->object, "grootteInBytes", (gint64) document->size_bytes);
  zpi_json_set_string (at->object, "sha256", document->sha256);
}

static void
put_documents (Place *root, const ZpiApplication *self)
{
  JsonArray *documents;

  if (self->documents->len == 0)
    return;
  documents = json_array_new ();
  json_object_set_array_member (root->object, "bewijsstukken", documents);
  for (guint i = 0; i < self->documents->len; i++) {
    g_auto (Place) at = place_element (root, "bewijsstukken", i);

    put_document (&at, g_ptr_array_index (self->documents, i));
    json_array_add_object_element (documents, json_object_ref (at.object));
  }
}

static void
put_help (Place *root, const ZpiApplication *self)
{
  g_auto (Place) mandate = place_inside (root, "machtiging");
  g_auto (Place) helper = place_inside (root, "hulpverlener");

  put_choice (&mandate, "wijze", self->mandate, ZPI_KEY_MANDATE);
  if (json_object_has_member (mandate.object, "wijze"))
    put_time (&mandate, "gegevenOp", self->mandate_at);
  else if (*self->mandate_at != '\0')
    put_aside (&mandate, "gegevenOp", self->mandate_at);
  put_object (root, "machtiging", &mandate);

  put_text (&helper, "naam", self->helper_name, MAX_NAME);
  if (json_object_has_member (helper.object, "naam"))
    put_text (&helper, "organisatie", self->helper_organisation, MAX_NAME);
  else if (*self->helper_organisation != '\0')
    put_aside (&helper, "organisatie", self->helper_organisation);
  put_object (root, "hulpverlener", &helper);
}

static void
put_declaration (Place *root, const ZpiApplication *self)
{
  g_auto (Place) at = place_inside (root, "verklaring");

  if (!self->declared)
    return;
  put_time (&at, "ondertekendOp", self->declared_at);
  put_choice (&at, "wijze", self->declared_how, ZPI_KEY_DECLARED_HOW);
  put_text (&at, "tekstversie", self->declared_text_version, MAX_TEXT_VERSION);
  if (self->has_clock_offset)
    json_object_set_int_member (at.object, "klokafwijkingInSeconden", self->clock_offset_seconds);
  if (self->has_sequence)
    json_object_set_int_member (at.object, "volgnummer", self->sequence);
  if (self->clock_doubt)
    json_object_set_boolean_member (at.object, "klokTwijfel", TRUE);
  json_object_set_object_member (root->object, "verklaring", json_object_ref (at.object));
}

/* The end of the first piece of @text: not beside a space, so that the pieces can be joined. */
static const char *
find_piece_end (const char *text)
{
  const char *end;

  if (g_utf8_strlen (text, -1) <= MAX_UNPROCESSED_CHARS)
    return text + strlen (text);
  end = g_utf8_offset_to_pointer (text, MAX_UNPROCESSED_CHARS);
  while (end > text + 1 && (g_ascii_isspace (end[0]) || g_ascii_isspace (end[-1])))
    end = g_utf8_prev_char (end);
  return end;
}

/* Returns what did not fit. */
static const char *
add_unprocessed (JsonArray *array, const char *path, const char *clean)
{
  const char *end = find_piece_end (clean);
  g_autofree char *name = cut_text (path, MAX_NAME);
  g_autofree char *text = g_strndup (clean, end - clean);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "naam", name);
  json_object_set_string_member (object, "tekst", text);
  json_array_add_object_element (array, object);
  return end;
}

/* In its place among the members, although only at the end it is known what is in it. A long text
 * goes in pieces, "place (2)", as long as nothing else has to make room for them. */
static void
fill_unprocessed (JsonArray *array, GPtrArray *unprocessed)
{
  for (guint i = 0; i < unprocessed->len && i < MAX_UNPROCESSED; i++) {
    const ZpiUnprocessed *answer = g_ptr_array_index (unprocessed, i);
    g_autofree char *clean = zpi_text_lines (answer->text);
    const char *rest = add_unprocessed (array, answer->path, clean);

    for (guint piece = 2; *rest != '\0' && piece <= MAX_PIECES &&
                          json_array_get_length (array) + unprocessed->len - i <= MAX_UNPROCESSED;
         piece++) {
      g_autofree char *path = g_strdup_printf ("%s (%u)", answer->path, piece);

      rest = add_unprocessed (array, path, rest);
    }
  }
}

/**
 * zpi_application_to_wire:
 * @self: an application
 *
 * The application in the municipality's format. Absent answers are absent members. File names are
 * not in it, nor is what only the check asked.
 *
 * Returns: (transfer full): a JSON object
 */
JsonNode *
zpi_application_to_wire (const ZpiApplication *self)
{
  g_autoptr (GPtrArray) unprocessed =
      g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_unprocessed_free);
  g_auto (Place) root = {json_object_new (), g_strdup (""), unprocessed};
  g_autofree char *date = NULL;
  ZpiKept kept;
  JsonArray *aside = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  g_return_val_if_fail (self != NULL, NULL);

  date = zpi_date_format_iso (&self->reference_date);
  for (guint i = 0; i < self->unprocessed->len; i++) {
    const ZpiUnprocessed *answer = g_ptr_array_index (self->unprocessed, i);

    zpi_unprocessed_add (unprocessed, answer->path, answer->text);
  }
  put_word (&root, "regeling", self->scheme, NULL);
  if (self->pass_year != 0)
    json_object_set_int_member (root.object, "pasjaar", self->pass_year);
  zpi_json_set_string (root.object, "peildatum", date);
  kept = zpi_kept_in_application (self);
  put_rows (&root, "", &kept);
  put_household (&root, self);
  put_incomes (&root, self);
  put_documents (&root, self);
  json_object_set_array_member (root.object, "onverwerkteAntwoorden", aside);
  put_help (&root, self);
  put_declaration (&root, self);
  fill_unprocessed (aside, unprocessed);
  if (json_array_get_length (aside) == 0)
    json_object_remove_member (root.object, "onverwerkteAntwoorden");
  json_node_set_object (node, root.object);
  return node;
}
