/* SPDX-License-Identifier: EUPL-1.2 */
#include <json-glib/json-glib.h>

void
zpi_json_parse (void)
{
  g_autoptr(JsonParser) parser = json_parser_new_immutable ();
}
