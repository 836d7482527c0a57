/* SPDX-License-Identifier: EUPL-1.2 */

/* The lists of a scheme file: municipalities, periods, kinds of documents and identity documents,
 * tables of limits. */

#include "zpi-scheme-private.h"

#include <string.h>

#include "zpi-checks.h"
#include "zpi-json.h"
#include "zpi-text.h"

typedef void (*ReadElement) (ZpiReader *reader, ZpiScheme *self, JsonObject *entry);

static void
read_each (ZpiReader *reader, ZpiScheme *self, JsonObject *root, const char *key, ReadElement read)
{
  JsonArray *array = zpi_reader_array (reader, root, key);
  guint length = array != NULL ? json_array_get_length (array) : 0;

  zpi_reader_push (reader, key);
  for (guint i = 0; i < length && reader->error == NULL; i++) {
    zpi_reader_push_index (reader, i);
    read (reader, self, zpi_reader_element (reader, array, i));
    zpi_reader_pop (reader);
  }
  zpi_reader_pop (reader);
}

void
zpi_municipality_free (ZpiMunicipality *self)
{
  g_strfreev (self->places);
  g_array_unref (self->postcodes);
  g_free (self);
}

static gboolean
read_range (JsonNode *node, GArray *into)
{
  JsonArray *range = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (range == NULL || json_array_get_length (range) != 2)
    return FALSE;
  for (guint i = 0; i < 2; i++) {
    gint64 end;
    int digits;

    if (!zpi_json_node_get_whole (json_array_get_element (range, i), &end) || end < 1000 ||
        end > 9999)
      return FALSE;
    digits = (int) end;
    g_array_append_val (into, digits);
  }
  return TRUE;
}

static void
read_municipality (ZpiReader *reader, ZpiScheme *self, JsonObject *entry)
{
  static const char *const keys[] =
      {"name", "places", "postcodes", "source", "from", "status", NULL};
  ZpiMunicipality *municipality = g_new0 (ZpiMunicipality, 1);
  JsonArray *ranges = zpi_reader_array (reader, entry, "postcodes");

  g_ptr_array_add (self->municipalities, municipality);
  zpi_reader_only (reader, entry, keys);
  municipality->name = zpi_reader_string (reader, entry, "name");
  municipality->places = zpi_reader_strings (reader, entry, "places");
  municipality->postcodes = g_array_new (FALSE, TRUE, sizeof (int));
  municipality->provenance = zpi_reader_provenance (reader, entry);
  for (guint i = 0; ranges != NULL && i < json_array_get_length (ranges); i++)
    if (!read_range (json_array_get_element (ranges, i), municipality->postcodes)) {
      zpi_reader_fail_at (reader, "postcodes", "must be pairs of digits, as [2711, 2729]");
      break;
    }
}

static void
read_period (ZpiReader *reader, ZpiScheme *self, JsonObject *entry)
{
  static const char *const keys[] =
      {"id", "label", "value", "source", "from", "status", "note", NULL};
  ZpiPeriod *period = g_new0 (ZpiPeriod, 1);

  g_ptr_array_add (self->periods, period);
  zpi_reader_only (reader, entry, keys);
  period->id = zpi_reader_id (reader, entry, "id");
  period->label = zpi_reader_text (reader, entry, "label");
  zpi_reader_fraction (reader, entry, "value", &period->numerator, &period->denominator);
  period->provenance = zpi_reader_provenance (reader, entry);
}

void
zpi_document_kind_free (ZpiDocumentKind *self)
{
  g_strfreev (self->file_words);
  g_free (self);
}

static void
read_document_kind (ZpiReader *reader, ZpiScheme *self, JsonObject *entry)
{
  static const char *const keys[] = {"id", "one", "many", "help", "identity", "file_words", NULL};
  ZpiDocumentKind *kind = g_new0 (ZpiDocumentKind, 1);

  g_ptr_array_add (self->document_kinds, kind);
  zpi_reader_only (reader, entry, keys);
  kind->id = zpi_reader_id (reader, entry, "id");
  kind->one = zpi_reader_text (reader, entry, "one");
  kind->many = zpi_reader_text (reader, entry, "many");
  kind->help = zpi_reader_text (reader, entry, "help");
  kind->identity = zpi_reader_switch (reader, entry, "identity", FALSE);
  kind->file_words = zpi_reader_strings (reader, entry, "file_words");
}

static void
read_identity_kind (ZpiReader *reader, ZpiScheme *self, JsonObject *entry)
{
  static const char *const keys[] =
      {"id", "label", "value", "source", "from", "status", "note", NULL};
  ZpiIdentityKind *kind = g_new0 (ZpiIdentityKind, 1);

  g_ptr_array_add (self->identity_kinds, kind);
  zpi_reader_only (reader, entry, keys);
  kind->id = zpi_reader_id (reader, entry, "id");
  kind->label = zpi_reader_text (reader, entry, "label");
  kind->accepted = zpi_reader_switch (reader, entry, "value", FALSE);
  kind->provenance = zpi_reader_provenance (reader, entry);
}

void
zpi_scheme_read_lists (ZpiReader *reader, ZpiScheme *self, JsonObject *root)
{
  read_each (reader, self, root, "municipalities", read_municipality);
  read_each (reader, self, root, "periods", read_period);
  read_each (reader, self, root, "document_kinds", read_document_kind);
  read_each (reader, self, root, "identity_kinds", read_identity_kind);
  if (reader->error == NULL && zpi_scheme_find_period (self, "maand") == NULL)
    zpi_reader_fail_at (reader, "periods", "maand is missing");
  if (reader->error == NULL && zpi_scheme_find_document_kind (self, ZPI_OTHER_DOCUMENT) == NULL)
    zpi_reader_fail_at (reader, "document_kinds", ZPI_OTHER_DOCUMENT " is missing");
}

static gboolean
has_municipality (const ZpiScheme *self, const char *name)
{
  for (guint i = 0; i < self->municipalities->len; i++)
    if (g_strcmp0 (((ZpiMunicipality *) self->municipalities->pdata[i])->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* Which row of a table a kind of household looks at. */
static void
read_row_names (ZpiReader *reader, JsonObject *limits, const char **names)
{
  JsonObject *rows = zpi_reader_object (reader, limits, "rows");
  const char *keys[ZPI_N_HOUSEHOLD_TYPES + 1] = {NULL};

  for (guint i = 0; i < ZPI_N_HOUSEHOLD_TYPES; i++)
    keys[i] = zpi_household_type_to_nick (i);
  zpi_reader_push (reader, "rows");
  zpi_reader_only (reader, rows, keys);
  for (guint i = 0; i < ZPI_N_HOUSEHOLD_TYPES; i++)
    names[i] = zpi_reader_optional_string (reader, rows, keys[i]);
  zpi_reader_pop (reader);
}

static void
read_limit_table (ZpiReader *reader, ZpiScheme *self, JsonObject *entry, const char *const *names)
{
  static const char *const keys[] =
      {"municipality", "value", "source", "from", "status", "note", NULL};
  JsonObject *value = zpi_reader_object (reader, entry, "value");
  ZpiLimitTable table = {0};

  zpi_reader_only (reader, entry, keys);
  table.municipality = zpi_reader_optional_string (reader, entry, "municipality");
  if (table.municipality != NULL && !has_municipality (self, table.municipality))
    zpi_reader_fail_at (reader, "municipality", "is not in the list of municipalities");
  table.provenance = zpi_reader_provenance (reader, entry);
  table.from = table.provenance.from;
  zpi_reader_push (reader, "value");
  for (guint i = 0; i < ZPI_N_HOUSEHOLD_TYPES; i++)
    table.rows[i] =
        names[i] != NULL && zpi_reader_has (reader, value, names[i])
            ? zpi_reader_integer (reader, value, names[i], 1, G_GINT64_CONSTANT (1000000000))
            : -1;
  zpi_reader_pop (reader);
  g_array_append_val (self->limits, table);
}

void
zpi_scheme_read_limits (ZpiReader *reader, ZpiScheme *self, JsonObject *root)
{
  static const char *const keys[] = {"period", "rows", "tables", NULL};
  const char *names[ZPI_N_HOUSEHOLD_TYPES] = {NULL};
  JsonObject *limits;
  JsonArray *tables;
  const char *period;

  self->has_limits = zpi_reader_has (reader, root, "limits");
  if (!self->has_limits)
    return;
  limits = zpi_reader_object (reader, root, "limits");
  zpi_reader_push (reader, "limits");
  zpi_reader_only (reader, limits, keys);
  period = zpi_reader_string (reader, limits, "period");
  self->limits_yearly = g_strcmp0 (period, "year") == 0;
  if (period != NULL && !self->limits_yearly && strcmp (period, "month") != 0)
    zpi_reader_fail_at (reader, "period", "must be month or year");
  read_row_names (reader, limits, names);
  tables = zpi_reader_array (reader, limits, "tables");
  zpi_reader_push (reader, "tables");
  for (guint i = 0; reader->error == NULL && i < json_array_get_length (tables); i++) {
    zpi_reader_push_index (reader, i);
    read_limit_table (reader, self, zpi_reader_element (reader, tables, i), names);
    zpi_reader_pop (reader);
  }
  zpi_reader_pop (reader);
  zpi_reader_pop (reader);
}

/* (nullable): the newest table that counts on @on, a municipality's own before the general one */
const ZpiLimitTable *
zpi_scheme_find_limits (const ZpiScheme *self, const char *municipality, const ZpiDate *on)
{
  const ZpiLimitTable *found = NULL;

  for (guint i = 0; i < self->limits->len; i++) {
    const ZpiLimitTable *table = &g_array_index (self->limits, ZpiLimitTable, i);

    if (table->municipality != NULL && g_strcmp0 (table->municipality, municipality) != 0)
      continue;
    if (zpi_date_compare (&table->from, on) > 0)
      continue;
    if (found == NULL || (table->municipality != NULL) >= (found->municipality != NULL))
      found = table;
  }
  return found;
}

/* How much of @line is "2712 AA " in front of a place, as it stands on an envelope. */
static gsize
measure_postcode (const char *line)
{
  gsize digits = strspn (line, "0123456789");
  const char *letters = line + digits + strspn (line + digits, " ");

  if (digits != 4 || !g_ascii_isalpha (letters[0]) || !g_ascii_isalpha (letters[1]) ||
      (letters[2] != ' ' && letters[2] != ','))
    return 0;
  return (gsize) (letters - line) + 3 + strspn (letters + 3, " ");
}

/* As it is compared: without capitals, the full stop of a sentence, a postcode before it, and what
 * tells it from another place of the same name ("Zoetermeer (ZH)", "Zoetermeer, Nederland"). */
static char *
fold_place (const char *place)
{
  g_autofree char *line = zpi_text_line (place);
  char *name;
  char *folded;

  zpi_text_drop_wrapping (line);
  name = line + measure_postcode (line);
  name[strcspn (name, "(,;/")] = '\0';
  folded = g_utf8_casefold (name, -1);
  for (gsize n = strlen (folded); n > 0 && strchr (" .-", folded[n - 1]) != NULL; n--)
    folded[n - 1] = '\0';
  return folded;
}

/* How many letters are to be put in, taken out or changed to make @a out of @b; places are short.
 */
static guint
count_slips (const char *a, const char *b)
{
  gsize n = strlen (b);
  g_autofree guint *row = g_new (guint, n + 1);

  for (gsize j = 0; j <= n; j++)
    row[j] = (guint) j;
  for (gsize i = 0; a[i] != '\0'; i++) {
    guint diagonal = row[0];

    row[0] = (guint) i + 1;
    for (gsize j = 0; j < n; j++) {
      guint above = row[j + 1];

      row[j + 1] = MIN (MIN (above, row[j]) + 1, diagonal + (a[i] != b[j]));
      diagonal = above;
    }
  }
  return row[n];
}

static gboolean
is_part_of_word (const char *p)
{
  return g_unichar_isalnum (g_utf8_get_char (p));
}

/* "gemeente Zoetermeer", "Zoetermeer Oosterheem": the name as a word of its own among others. */
static gboolean
has_word (const char *text, const char *word)
{
  for (const char *p = strstr (text, word); *word != '\0' && p != NULL; p = strstr (p + 1, word))
    if ((p == text || !is_part_of_word (g_utf8_prev_char (p))) &&
        !is_part_of_word (p + strlen (word)))
      return TRUE;
  return FALSE;
}

/* @slips: how many may be in it */
static gboolean
has_place (const ZpiMunicipality *municipality, const char *place, guint slips)
{
  g_autofree char *wanted = fold_place (place);

  for (guint i = 0; municipality->places[i] != NULL; i++) {
    g_autofree char *known = fold_place (municipality->places[i]);

    if (strlen (wanted) < 100 && (count_slips (known, wanted) <= slips || has_word (wanted, known)))
      return TRUE;
  }
  return FALSE;
}

static gboolean
has_postcode (const ZpiMunicipality *municipality, int digits)
{
  for (guint i = 0; i + 1 < municipality->postcodes->len; i += 2)
    if (digits >= g_array_index (municipality->postcodes, int, i) &&
        digits <= g_array_index (municipality->postcodes, int, i + 1))
      return TRUE;
  return FALSE;
}

/* The digits of a postcode, 0 when it is none: what is no postcode says nothing. */
static int
postcode_digits (const char *postcode)
{
  g_auto (ZpiCheckResult) result = zpi_check_postcode (postcode);

  return result.normalised != NULL ? (int) g_ascii_strtoll (result.normalised, NULL, 10) : 0;
}

/* How an address lies to one municipality. */
static ZpiPlaceFit
judge_place (const ZpiMunicipality *municipality, const char *place, int digits)
{
  gboolean inside = digits != 0 && has_postcode (municipality, digits);

  if (*place == '\0')
    return inside ? ZPI_PLACE_INSIDE : ZPI_PLACE_OUTSIDE;
  if (has_place (municipality, place, 0))
    return inside || digits == 0 || municipality->postcodes->len == 0 ? ZPI_PLACE_INSIDE
                                                                      : ZPI_PLACE_DOUBTFUL;
  if (inside)
    return ZPI_PLACE_DOUBTFUL;
  if (!has_place (municipality, place, 2))
    return ZPI_PLACE_OUTSIDE;
  return digits == 0 ? ZPI_PLACE_SLIP : ZPI_PLACE_DOUBTFUL;
}

/* How the address of @place and @postcode lies to the municipalities of the scheme. What does not
 * fit together is a slip in one of both, and never a reason to say that the pass is not for
 * somebody.
 * @found: (out) (nullable): the municipality it is in, or may be in */
ZpiPlaceFit
zpi_scheme_judge_place (const ZpiScheme *self,
                        const char *place,
                        const char *postcode,
                        const ZpiMunicipality **found)
{
  g_autofree char *name = zpi_text_line (place);
  int digits = postcode_digits (postcode);
  ZpiPlaceFit best = ZPI_PLACE_OUTSIDE;

  *found = NULL;
  if (digits == 0 && measure_postcode (name) > 0)
    digits = postcode_digits (name);
  if (!zpi_text_has_letter (name))
    *name = '\0';
  if (self->municipalities->len == 0 || (*name == '\0' && digits == 0))
    return ZPI_PLACE_UNKNOWN;
  for (guint i = 0; i < self->municipalities->len; i++) {
    const ZpiMunicipality *municipality = self->municipalities->pdata[i];
    ZpiPlaceFit fit = judge_place (municipality, name, digits);

    if (fit >= best)
      continue;
    best = fit;
    *found = municipality;
  }
  return best;
}
