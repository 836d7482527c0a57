/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-practice-call.h"

G_BEGIN_DECLS

/* Where letters and mails lead. */
#define ZPI_PRACTICE_LINK "https://oefenen.example/"

/* Makes a photo order; @first_names are those of the pass holders, the main one first. Gives its
 * id; @code is what the letter says. */
char *zpi_practice_order_create (ZpiPracticeStore *store,
                                 const char *kind,
                                 gint64 pass_year,
                                 const char *application,
                                 const char *reference,
                                 const char *const *first_names,
                                 char **code);
JsonObject *zpi_practice_order_to_json (ZpiPracticeStore *store, const char *id);
JsonArray *zpi_practice_order_list (ZpiPracticeStore *store);
char *zpi_practice_order_of (ZpiPracticeStore *store, const char *application, char **code);
gboolean zpi_practice_holder_judge (ZpiPracticeStore *store,
                                    const char *order,
                                    const char *holder,
                                    gboolean good,
                                    const char *note);
GBytes *zpi_practice_holder_load_photo (ZpiPracticeStore *store,
                                        const char *order,
                                        const char *holder,
                                        char **media_type);

G_END_DECLS
