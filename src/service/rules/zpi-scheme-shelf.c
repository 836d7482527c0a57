/* SPDX-License-Identifier: EUPL-1.2 */

/* Which versions of the rules are at hand. A draft keeps the version it began with, so a version
 * that was ever current stays in the data folder. */

#define G_LOG_DOMAIN "zpi-service"

#include "zpi-scheme-shelf.h"

#include "zpi-digest.h"
#include "zpi-error.h"
#include "zpi-file.h"

#include <errno.h>
#include <string.h>

/* Ours have some 30 KB; a pipe or a device in their place is no such file. */
#define MAX_SCHEME_BYTES    (4 * 1024 * 1024)
#define MAX_SIGNATURE_BYTES 4096

struct _ZpiSchemeShelf {
  char *id;
  gboolean begun;     /* the shipped one was looked for */
  GPtrArray *schemes; /* (element-type ZpiScheme), the shipped one first */
  ZpiScheme *current; /* (unowned) */
};

static void
take_scheme (ZpiSchemeShelf *self, ZpiScheme *scheme)
{
  g_ptr_array_add (self->schemes, scheme);
  if (self->current == NULL || zpi_scheme_compare_version (scheme, self->current) > 0)
    self->current = scheme;
}

/* Who asks for no rules does not wait for those that are shipped to be read. */
static void
begin (ZpiSchemeShelf *self)
{
  g_autoptr (GError) error = NULL;
  ZpiScheme *shipped;

  if (self->begun)
    return;
  self->begun = TRUE;
  shipped = zpi_scheme_load_shipped (self->id, &error);
  if (shipped != NULL)
    take_scheme (self, shipped);
  else if (!g_error_matches (error, ZPI_ERROR, ZPI_ERROR_NOT_FOUND))
    g_critical ("The shipped scheme does not load: %s", error->message);
}

/**
 * zpi_scheme_shelf_new:
 * @scheme_id: (nullable): its name on the wire; %NULL for the pass this program comes with
 *
 * Returns: (transfer full): a shelf with the shipped version on it, if there is one: rules of
 *   another pass may come from files only
 */
ZpiSchemeShelf *
zpi_scheme_shelf_new (const char *scheme_id)
{
  ZpiSchemeShelf *self = g_new0 (ZpiSchemeShelf, 1);

  self->schemes = g_ptr_array_new_with_free_func ((GDestroyNotify) zpi_scheme_unref);
  zpi_scheme_shelf_begin (self, scheme_id);
  return self;
}

/**
 * zpi_scheme_shelf_begin:
 * @self: a shelf
 * @scheme_id: (nullable): its name on the wire; %NULL for the pass this program comes with
 *
 * Empties the shelf and begins with the shipped version of another pass, if there is one. It is
 * read when rules are asked for.
 */
void
zpi_scheme_shelf_begin (ZpiSchemeShelf *self, const char *scheme_id)
{
  g_free (self->id);
  self->id = g_strdup (scheme_id != NULL ? scheme_id : zpi_scheme_get_shipped_id ());
  self->current = NULL;
  self->begun = FALSE;
  g_ptr_array_set_size (self->schemes, 0);
}

/**
 * zpi_scheme_shelf_free:
 * @self: (nullable) (transfer full): the shelf
 */
void
zpi_scheme_shelf_free (ZpiSchemeShelf *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->schemes);
  g_free (self->id);
  g_free (self);
}

static GBytes *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return zpi_file_read (path, MAX_SCHEME_BYTES);
}

/**
 * zpi_scheme_shelf_dup_pair:
 * @scheme: (nullable): a scheme's file; %NULL for the shipped one
 * @norms: (nullable): a norms file; %NULL for the shipped one
 *
 * Returns: (transfer full): what names the two together, and what a signature is over
 */
char *
zpi_scheme_shelf_dup_pair (GBytes *scheme, GBytes *norms)
{
  g_autofree char *first = scheme != NULL ? zpi_digest_of_bytes (scheme) : g_strdup ("-");
  g_autofree char *second = norms != NULL ? zpi_digest_of_bytes (norms) : g_strdup ("-");

  return g_strconcat (first, " ", second, NULL);
}

typedef struct {
  const char *folder;
  ZpiSchemeTrust trust; /* (nullable) */
  gpointer user_data;
} Folder;

static gboolean
is_trusted (const Folder *folder, const char *name, GBytes *scheme, GBytes *norms)
{
  g_autofree char *pair = zpi_scheme_shelf_dup_pair (scheme, norms);
  g_autofree char *path = g_strconcat (folder->folder, G_DIR_SEPARATOR_S, name, ".sig", NULL);
  g_autoptr (GBytes) encoded = NULL;
  g_autoptr (GBytes) signature = NULL;
  gsize size = 0;

  if (folder->trust == NULL)
    return TRUE;
  encoded = zpi_file_read (path, MAX_SIGNATURE_BYTES);
  if (encoded != NULL) {
    g_autofree char *text =
        g_strndup (g_bytes_get_data (encoded, NULL), g_bytes_get_size (encoded));
    guchar *data = g_base64_decode (text, &size);

    signature = g_bytes_new_take (data, size);
  }
  return folder->trust (pair, signature, folder->user_data);
}

/* The norms that belong to `x.json` are `x.norms.json`, else `norms.json`, else the shipped ones
 * (%NULL). */
static GBytes *
find_norms (const char *folder, const char *stem)
{
  g_autofree char *own = g_strconcat (stem, ".norms.json", NULL);
  GBytes *norms = read_file (folder, own);

  return norms != NULL ? norms : read_file (folder, "norms.json");
}

static void
load_pair (ZpiSchemeShelf *self, const Folder *folder, const char *name)
{
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".json"));
  g_autoptr (GBytes) bytes = read_file (folder->folder, name);
  g_autoptr (GBytes) norms = find_norms (folder->folder, stem);
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiScheme) scheme = NULL;
  g_autofree char *version = NULL;

  if (bytes == NULL || !is_trusted (folder, name, bytes, norms))
    return;
  if (norms == NULL)
    norms = zpi_scheme_dup_shipped_norms ();
  if (norms == NULL)
    return;
  scheme = zpi_scheme_load (bytes, name, norms, "norms.json", &error);
  if (scheme == NULL) {
    g_warning ("Scheme file left alone: %s", error->message);
    return;
  }
  version = zpi_scheme_dup_full_version (scheme);
  if (strcmp (zpi_scheme_get_id (scheme), self->id) == 0 &&
      zpi_scheme_shelf_find (self, version) == NULL)
    take_scheme (self, g_steal_pointer (&scheme));
}

/* Newer norms alone: the shipped scheme with them. */
static void
load_norms_alone (ZpiSchemeShelf *self, const Folder *folder)
{
  g_autoptr (GBytes) norms = read_file (folder->folder, "norms.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (ZpiScheme) scheme = NULL;
  g_autofree char *version = NULL;

  if (norms == NULL)
    return;
  begin (self);
  if (self->schemes->len == 0 || !is_trusted (folder, "norms.json", NULL, norms))
    return;
  scheme = zpi_scheme_load (zpi_scheme_get_bytes (g_ptr_array_index (self->schemes, 0)),
                            self->id,
                            norms,
                            "norms.json",
                            &error);
  if (scheme == NULL) {
    g_warning ("Norms file left alone: %s", error->message);
    return;
  }
  version = zpi_scheme_dup_full_version (scheme);
  if (zpi_scheme_shelf_find (self, version) == NULL)
    take_scheme (self, g_steal_pointer (&scheme));
}

/**
 * zpi_scheme_shelf_load_folder:
 * @self: the shelf
 * @path: a folder, which need not be there
 * @trust: (nullable): says which are believed; %NULL: whatever lies there is
 * @user_data: for @trust
 *
 * Reads what lies there. A file that cannot be understood is left alone with a warning, one that is
 * not trusted without.
 */
void
zpi_scheme_shelf_load_folder (ZpiSchemeShelf *self,
                              const char *path,
                              ZpiSchemeTrust trust,
                              gpointer user_data)
{
  const Folder folder = {path, trust, user_data};
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (dir == NULL)
    return;
  load_norms_alone (self, &folder);
  while ((name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_suffix (name, ".json") && !g_str_has_suffix (name, "norms.json"))
      load_pair (self, &folder, name);
  }
}

/**
 * zpi_scheme_shelf_get_id:
 * @self: the shelf
 *
 * Returns: (transfer none): which scheme it is of
 */
const char *
zpi_scheme_shelf_get_id (ZpiSchemeShelf *self)
{
  return self->id;
}

/**
 * zpi_scheme_shelf_get_current:
 * @self: the shelf
 *
 * Returns: (transfer none) (nullable): the newest rules
 */
const ZpiScheme *
zpi_scheme_shelf_get_current (ZpiSchemeShelf *self)
{
  begin (self);
  return self->current;
}

/**
 * zpi_scheme_shelf_find:
 * @self: the shelf
 * @full_version: (nullable): of [method@Scheme.dup_full_version]
 *
 * Returns: (transfer none) (nullable): those rules, when they are at hand
 */
const ZpiScheme *
zpi_scheme_shelf_find (ZpiSchemeShelf *self, const char *full_version)
{
  begin (self);
  for (guint i = 0; full_version != NULL && i < self->schemes->len; i++) {
    const ZpiScheme *scheme = g_ptr_array_index (self->schemes, i);
    g_autofree char *version = zpi_scheme_dup_full_version (scheme);

    if (strcmp (version, full_version) == 0)
      return scheme;
  }
  return NULL;
}

/**
 * zpi_scheme_shelf_find_or_current:
 * @self: the shelf
 * @full_version: (nullable): of [method@Scheme.dup_full_version]
 *
 * Returns: (transfer none) (nullable): those rules when they are at hand, else the newest
 */
const ZpiScheme *
zpi_scheme_shelf_find_or_current (ZpiSchemeShelf *self, const char *full_version)
{
  const ZpiScheme *found = zpi_scheme_shelf_find (self, full_version);

  return found != NULL ? found : self->current;
}

static gboolean
write_file (const char *folder, const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return zpi_file_keep (path, data, size, TRUE, error);
}

/**
 * zpi_scheme_shelf_add:
 * @self: the shelf
 * @folder: where newer files are kept
 * @scheme_bytes: a scheme file
 * @norms: its norms
 * @newer: (out): whether they became the current ones
 * @error: return location for an error
 *
 * Keeps rules that the municipality gave out. Older ones, and those that are here, are left alone.
 *
 * Returns: %FALSE with %ZPI_ERROR_BAD_FORMAT when these are no rules of this scheme, or with why
 * they cannot be kept
 */
gboolean
zpi_scheme_shelf_add (ZpiSchemeShelf *self,
                      const char *folder,
                      GBytes *scheme_bytes,
                      GBytes *norms,
                      gboolean *newer,
                      GError **error)
{
  g_autoptr (ZpiScheme) scheme =
      zpi_scheme_load (scheme_bytes, self->id, norms, "norms.json", error);
  g_autofree char *version = NULL;
  g_autofree char *name = NULL;
  g_autofree char *norms_name = NULL;
  g_autofree char *digest = NULL;

  *newer = FALSE;
  if (scheme == NULL)
    return FALSE;
  if (strcmp (zpi_scheme_get_id (scheme), self->id) != 0) {
    g_set_error (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "These are the rules of another scheme");
    return FALSE;
  }
  version = zpi_scheme_dup_full_version (scheme);
  if (zpi_scheme_shelf_find (self, version) != NULL)
    return TRUE;
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, version, -1);
  digest[16] = '\0';
  name = g_strdup_printf ("%s-%s.json", self->id, digest);
  norms_name = g_strdup_printf ("%s-%s.norms.json", self->id, digest);
  if (g_mkdir_with_parents (folder, 0700) != 0) {
    zpi_error_from_errno (error, errno, "Making the folder for schemes");
    return FALSE;
  }
  if (!write_file (folder, norms_name, norms, error) ||
      !write_file (folder, name, scheme_bytes, error))
    return FALSE;
  take_scheme (self, g_steal_pointer (&scheme));
  *newer = self->current == g_ptr_array_index (self->schemes, self->schemes->len - 1);
  return TRUE;
}
