/* SPDX-License-Identifier: EUPL-1.2 */
#include "zpi-words.h"

#include "zpi-http.h" /* expect: layers */

#include <gtk/gtk.h> /* expect: libraries */
#include <sqlite3.h> /* expect: libraries */
#include <libsoup/soup.h> /* expect: libraries */
#include <sodium.h> /* expect: libraries */
#include <libsecret/secret.h> /* expect: libraries */
#include <poppler.h> /* expect: libraries */

static const char sql[] = "SELECT name FROM person"; /* expect: sql */
static const char sentence[] = "Select a name from the list";
