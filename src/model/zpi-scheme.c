/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-scheme.h"

#include <stdlib.h>
#include <string.h>

#include "zpi-error.h"
#include "zpi-scheme-private.h"
#include "zpi-schemes-resource.h"

G_DEFINE_BOXED_TYPE (ZpiScheme, zpi_scheme, zpi_scheme_ref, zpi_scheme_unref)

/**
 * zpi_text_get:
 * @text: (nullable): a text in both languages
 * @language: "nl" or anything that begins with it, else English
 *
 * Returns: (transfer none): the text in that language
 */
const char *
zpi_text_get (const ZpiText *text, const char *language)
{
  if (text == NULL)
    return "";
  return language != NULL && g_str_has_prefix (language, "nl") ? text->nl : text->en;
}

/**
 * zpi_status_to_nick:
 * @status: a status
 *
 * Returns: (transfer none): its name in the files
 */
const char *
zpi_status_to_nick (ZpiStatus status)
{
  static const char *const nicks[] = {"published", "derived", "unverified"};

  g_return_val_if_fail (status < G_N_ELEMENTS (nicks), NULL);

  return nicks[status];
}

static ZpiScheme *
scheme_new (GBytes *bytes, GBytes *norms_bytes)
{
  ZpiScheme *self = g_new0 (ZpiScheme, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = g_bytes_ref (bytes);
  self->norms_bytes = g_bytes_ref (norms_bytes);
  for (guint i = 0; i < ZPI_N_PARAMETERS; i++) {
    self->values[i] = g_array_new (FALSE, TRUE, sizeof (ZpiValue));
    g_array_set_clear_func (self->values[i], (GDestroyNotify) zpi_value_clear);
  }
  self->limits = g_array_new (FALSE, TRUE, sizeof (ZpiLimitTable));
  self->municipalities = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_municipality_free);
  self->periods = g_ptr_array_new_with_free_func (g_free);
  self->income_kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_income_kind_free);
  self->document_kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_document_kind_free);
  self->identity_kinds = g_ptr_array_new_with_free_func (g_free);
  self->evidence_rules = g_array_new (FALSE, TRUE, sizeof (ZpiEvidenceRule));
  return self;
}

static void
scheme_free (ZpiScheme *self)
{
  for (guint i = 0; i < ZPI_N_PARAMETERS; i++)
    g_array_unref (self->values[i]);
  g_array_unref (self->limits);
  g_ptr_array_unref (self->municipalities);
  g_ptr_array_unref (self->periods);
  g_ptr_array_unref (self->income_kinds);
  g_ptr_array_unref (self->document_kinds);
  g_ptr_array_unref (self->identity_kinds);
  g_array_unref (self->evidence_rules);
  g_clear_pointer (&self->norms, zpi_norms_free);
  g_clear_pointer (&self->root, json_node_unref);
  g_bytes_unref (self->bytes);
  g_bytes_unref (self->norms_bytes);
  g_free (self);
}

/**
 * zpi_scheme_ref:
 * @self: a scheme
 *
 * Returns: (transfer full): @self
 */
ZpiScheme *
zpi_scheme_ref (ZpiScheme *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * zpi_scheme_unref:
 * @self: (transfer full): a scheme
 */
void
zpi_scheme_unref (ZpiScheme *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    scheme_free (self);
}

/* What only makes sense together. */
static void
check_whole (ZpiReader *reader, ZpiScheme *self, JsonObject *root)
{
  const ZpiDate never = ZPI_DATE_INIT;
  const char *norms = zpi_reader_id (reader, root, "norms");
  gboolean yearly;

  if (reader->error != NULL)
    return;
  if (g_strcmp0 (norms, self->norms->id) != 0)
    zpi_reader_fail_at (reader, "norms", "must be %s, the norms that were given", self->norms->id);
  if (!self->has_limits && !zpi_scheme_get_value (self, ZPI_PARAMETER_PERCENTAGE, &never)->present)
    zpi_reader_fail_at (reader, "limits", "is missing, and there is no percentage either");
  yearly = g_strcmp0 (zpi_scheme_get_word (self, ZPI_PARAMETER_TEST_PERIOD, &never),
                      "previous-year-gross") == 0;
  if (yearly && !(self->has_limits && self->limits_yearly))
    zpi_reader_fail_at (reader, "limits", "must be amounts per year for this test_period");
  if (!yearly && self->has_limits && self->limits_yearly)
    zpi_reader_fail_at (reader, "limits", "must be amounts per month for this test_period");
}

static void
read_root (ZpiReader *reader, ZpiScheme *self)
{
  static const char *const keys[] = {"format",
                                     "id",
                                     "version",
                                     "name",
                                     "norms",
                                     "sources",
                                     "parameters",
                                     "limits",
                                     "municipalities",
                                     "periods",
                                     "evidence",
                                     "income_kinds",
                                     "document_kinds",
                                     "identity_kinds",
                                     "note",
                                     NULL};
  JsonObject *root = zpi_reader_root (reader, self->root);

  zpi_reader_only (reader, root, keys);
  zpi_reader_format (reader, root, "zpi-scheme/1");
  zpi_reader_sources (reader, root);
  self->id = zpi_reader_id (reader, root, "id");
  self->version = zpi_reader_string (reader, root, "version");
  self->name = zpi_reader_text (reader, root, "name");
  zpi_scheme_read_parameters (reader, self, root);
  zpi_scheme_read_lists (reader, self, root);
  zpi_scheme_read_limits (reader, self, root);
  zpi_scheme_read_incomes (reader, self, root);
  zpi_scheme_read_evidence (reader, self, root);
  check_whole (reader, self, root);
}

/**
 * zpi_scheme_load:
 * @scheme: the scheme file
 * @scheme_name: its name, for errors
 * @norms: the norms file
 * @norms_name: its name, for errors
 * @error: return location for an error
 *
 * Reads a scheme completely, or not at all. The error names file, line and key.
 *
 * Returns: (transfer full): the scheme, or %NULL with %ZPI_ERROR_BAD_FORMAT or
 *   %ZPI_ERROR_TOO_LARGE
 */
ZpiScheme *
zpi_scheme_load (GBytes *scheme,
                 const char *scheme_name,
                 GBytes *norms,
                 const char *norms_name,
                 GError **error)
{
  g_autoptr (ZpiScheme) self = NULL;
  g_auto (ZpiReader) reader = {0};

  g_return_val_if_fail (scheme != NULL && norms != NULL, NULL);
  g_return_val_if_fail (scheme_name != NULL && norms_name != NULL, NULL);

  self = scheme_new (scheme, norms);
  self->norms = zpi_norms_load (norms, norms_name, error);
  if (self->norms == NULL)
    return NULL;
  zpi_reader_init (&reader, scheme_name, scheme);
  self->root = zpi_reader_parse (&reader);
  read_root (&reader, self);
  return zpi_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * zpi_scheme_dup_shipped_norms:
 *
 * Returns: (transfer full): the norms that are compiled in, for a scheme that brings none
 */
GBytes *
zpi_scheme_dup_shipped_norms (void)
{
  /* Naming it keeps the linker from leaving it out. */
  g_assert (zpi_schemes_get_resource () != NULL);
  return g_resources_lookup_data (ZPI_SCHEME_RESOURCES "/norms.json",
                                  G_RESOURCE_LOOKUP_FLAGS_NONE,
                                  NULL);
}

/**
 * zpi_scheme_get_shipped_id:
 *
 * Which pass this program comes with: the scheme that is compiled in. Where a build holds more than
 * one, the first by name.
 *
 * Returns: (transfer none) (nullable): its name on the wire
 */
const char *
zpi_scheme_get_shipped_id (void)
{
  static gsize known = 0;
  static char *id = NULL;

  if (g_once_init_enter (&known)) {
    g_auto (GStrv) names = NULL;

    g_assert (zpi_schemes_get_resource () != NULL);
    names =
        g_resources_enumerate_children (ZPI_SCHEME_RESOURCES, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    for (guint i = 0; names != NULL && names[i] != NULL; i++) {
      const char *end = strrchr (names[i], '.');

      if (strcmp (names[i], "norms.json") == 0 || end == NULL ||
          (id != NULL && strncmp (names[i], id, strlen (id)) > 0))
        continue;
      g_free (id);
      id = g_strndup (names[i], (gsize) (end - names[i]));
    }
    g_once_init_leave (&known, 1);
  }
  return id;
}

/**
 * zpi_scheme_load_shipped:
 * @id: (nullable): its name on the wire; %NULL for [func@Scheme.get_shipped_id]
 * @error: return location for an error
 *
 * Loads a scheme that is compiled in.
 *
 * Returns: (transfer full): the scheme, or %NULL with %ZPI_ERROR_NOT_FOUND when there is none of
 *   that name
 */
ZpiScheme *
zpi_scheme_load_shipped (const char *id, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) scheme = NULL;
  g_autoptr (GBytes) norms = NULL;

  if (id == NULL)
    id = zpi_scheme_get_shipped_id ();
  norms = zpi_scheme_dup_shipped_norms ();
  name = g_strconcat (id, ".json", NULL);
  path = g_build_path ("/", ZPI_SCHEME_RESOURCES, name, NULL);
  scheme = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (scheme == NULL || norms == NULL || strcmp (id, "norms") == 0) {
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND, "No shipped scheme of that name");
    return NULL;
  }
  return zpi_scheme_load (scheme, name, norms, "norms.json", error);
}

/**
 * zpi_scheme_get_id:
 * @self: a scheme
 *
 * Returns: (transfer none): its name on the wire
 */
const char *
zpi_scheme_get_id (const ZpiScheme *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

/**
 * zpi_scheme_dup_full_version:
 * @self: a scheme
 *
 * Returns: (transfer full): scheme, its version and that of the norms: what a draft is pinned to
 */
char *
zpi_scheme_dup_full_version (const ZpiScheme *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup_printf ("%s/%s/%s", self->id, self->version, self->norms->version);
}

/**
 * zpi_scheme_is_named:
 * @self: a scheme
 * @id: the pass that an application names, or empty
 * @full_version: the rules that it was begun with, or empty
 *
 * Returns: whether @self are the rules of that application; one that names none takes any
 */
gboolean
zpi_scheme_is_named (const ZpiScheme *self, const char *id, const char *full_version)
{
  g_autofree char *own = NULL;

  g_return_val_if_fail (self != NULL && id != NULL && full_version != NULL, FALSE);

  own = zpi_scheme_dup_full_version (self);
  return (*id == '\0' || strcmp (id, self->id) == 0) &&
         (*full_version == '\0' || strcmp (full_version, own) == 0);
}

/**
 * zpi_scheme_compare_version:
 * @a: a scheme
 * @b: another of the same id
 *
 * Versions are dates, perhaps with something after them ("2026-11-22.2"), so text order is age.
 *
 * Returns: less than, equal to, or more than 0
 */
int
zpi_scheme_compare_version (const ZpiScheme *a, const ZpiScheme *b)
{
  int result;

  g_return_val_if_fail (a != NULL && b != NULL, 0);

  result = strcmp (a->version, b->version);
  return result != 0 ? result : strcmp (a->norms->version, b->norms->version);
}

/**
 * zpi_scheme_get_name:
 * @self: a scheme
 *
 * Returns: (transfer none): its name for people
 */
const ZpiText *
zpi_scheme_get_name (const ZpiScheme *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->name;
}

/**
 * zpi_scheme_get_bytes:
 * @self: a scheme
 *
 * Returns: (transfer none): the scheme file as it was read
 */
GBytes *
zpi_scheme_get_bytes (const ZpiScheme *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

/**
 * zpi_scheme_get_norms_bytes:
 * @self: a scheme
 *
 * Returns: (transfer none): the norms file as it was read
 */
GBytes *
zpi_scheme_get_norms_bytes (const ZpiScheme *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->norms_bytes;
}

/**
 * zpi_scheme_get_income_kinds:
 * @self: a scheme
 *
 * Returns: (transfer none) (element-type ZpiIncomeKind): in the order in which a form shows them
 */
const GPtrArray *
zpi_scheme_get_income_kinds (const ZpiScheme *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->income_kinds;
}

/**
 * zpi_scheme_find_income_kind:
 * @self: a scheme
 * @id: (nullable): a word on the wire
 *
 * Returns: (transfer none) (nullable): the kind
 */
const ZpiIncomeKind *
zpi_scheme_find_income_kind (const ZpiScheme *self, const char *id)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->income_kinds->len; i++) {
    const ZpiIncomeKind *kind = self->income_kinds->pdata[i];

    if (g_strcmp0 (kind->id, id) == 0)
      return kind;
  }
  return NULL;
}

/**
 * zpi_scheme_find_period:
 * @self: a scheme
 * @id: (nullable): a word on the wire
 *
 * Returns: (transfer none) (nullable): the period
 */
const ZpiPeriod *
zpi_scheme_find_period (const ZpiScheme *self, const char *id)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->periods->len; i++) {
    const ZpiPeriod *period = self->periods->pdata[i];

    if (g_strcmp0 (period->id, id) == 0)
      return period;
  }
  return NULL;
}

/**
 * zpi_scheme_get_document_kinds:
 * @self: a scheme
 *
 * Returns: (transfer none) (element-type ZpiDocumentKind): what evidence can be
 */
const GPtrArray *
zpi_scheme_get_document_kinds (const ZpiScheme *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->document_kinds;
}

/**
 * zpi_scheme_find_document_kind:
 * @self: a scheme
 * @id: (nullable): a word on the wire
 *
 * Returns: (transfer none) (nullable): the kind
 */
const ZpiDocumentKind *
zpi_scheme_find_document_kind (const ZpiScheme *self, const char *id)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->document_kinds->len; i++) {
    const ZpiDocumentKind *kind = self->document_kinds->pdata[i];

    if (g_strcmp0 (kind->id, id) == 0)
      return kind;
  }
  return NULL;
}

/**
 * zpi_scheme_get_identity_kinds:
 * @self: a scheme
 *
 * Returns: (transfer none) (element-type ZpiIdentityKind): the kinds of identity document
 */
const GPtrArray *
zpi_scheme_get_identity_kinds (const ZpiScheme *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->identity_kinds;
}

/**
 * zpi_scheme_get_municipalities:
 * @self: a scheme
 *
 * Returns: (transfer none) (element-type ZpiMunicipality): where the pass is for
 */
const GPtrArray *
zpi_scheme_get_municipalities (const ZpiScheme *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->municipalities;
}
