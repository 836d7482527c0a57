/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-scheme.h"

G_BEGIN_DECLS

/**
 * ZpiSchemeShelf:
 *
 * The versions of a scheme that are at hand: the shipped one if there is one, and those in the data
 * folder's sub-folder `schemes`, each with its norms beside it. Main thread.
 */
typedef struct _ZpiSchemeShelf ZpiSchemeShelf;

ZpiSchemeShelf *zpi_scheme_shelf_new (const char *scheme_id);
void zpi_scheme_shelf_begin (ZpiSchemeShelf *self, const char *scheme_id);
void zpi_scheme_shelf_free (ZpiSchemeShelf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZpiSchemeShelf, zpi_scheme_shelf_free)

/* Whether rules are believed. @pair: their digests; @signature: (nullable): over @pair, from the
 * file beside them whose name ends in .sig */
typedef gboolean (*ZpiSchemeTrust) (const char *pair, GBytes *signature, gpointer user_data);

/* Reads what lies in @path; a file that cannot be understood is left alone with a warning, one
 * that is not trusted without. @trust: (nullable): whatever lies there is */
void zpi_scheme_shelf_load_folder (ZpiSchemeShelf *self,
                                   const char *path,
                                   ZpiSchemeTrust trust,
                                   gpointer user_data);
/* SHA-256 of the scheme and of the norms with a space between; `-` for NULL, which is shipped. */
char *zpi_scheme_shelf_dup_pair (GBytes *scheme, GBytes *norms);
const char *zpi_scheme_shelf_get_id (ZpiSchemeShelf *self);
/* (nullable): the newest */
const ZpiScheme *zpi_scheme_shelf_get_current (ZpiSchemeShelf *self);
const ZpiScheme *zpi_scheme_shelf_find (ZpiSchemeShelf *self, const char *full_version);
/* (nullable): @full_version when it is at hand, else the newest */
const ZpiScheme *zpi_scheme_shelf_find_or_current (ZpiSchemeShelf *self, const char *full_version);
/* Keeps newer files under @folder; TRUE in @newer when they became the current ones. */
gboolean zpi_scheme_shelf_add (ZpiSchemeShelf *self,
                               const char *folder,
                               GBytes *scheme,
                               GBytes *norms,
                               gboolean *newer,
                               GError **error);

G_END_DECLS
