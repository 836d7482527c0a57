/* SPDX-License-Identifier: EUPL-1.2 */

/* What has to change before the municipality takes it: one row for each. */

#include "zpi-config.h"

#include "zpi-sent-repair.h"

#include "zpi-i18n.h"
#include "zpi-json.h"
#include "zpi-ui.h"

/* Documents are refused with a word of our own, and not always with a sentence. */
static const char *
text_for_refusal (const char *code)
{
  if (g_strcmp0 (code, zpi_error_code_to_nick (ZPI_ERROR_TOO_LARGE)) == 0)
    return _ ("A document is too large. Add it again, smaller");
  if (g_strcmp0 (code, zpi_error_code_to_nick (ZPI_ERROR_SEAL_BROKEN)) == 0 ||
      g_strcmp0 (code, zpi_error_code_to_nick (ZPI_ERROR_STORE_DAMAGED)) == 0)
    return _ (
        "This document does not open any more on this computer. Add it again or leave it out");
  return _ ("The municipality could not take this. Look at it and send again");
}

/**
 * zpi_sent_repair_describe:
 * @row: an action row
 * @subtitle: its second line
 *
 * Libadwaita shows a subtitle; assistive technology gets it from us.
 */
void
zpi_sent_repair_describe (GtkWidget *row, const char *subtitle)
{
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  zpi_ui_describe (row, subtitle);
}

/**
 * zpi_sent_repair_row_new:
 * @param: what was refused, of the record `problem`
 *
 * A refused answer or document: the municipality's words, and the way there.
 *
 * Returns: (transfer floating) (nullable): a row; %NULL when nothing is said
 */
GtkWidget *
zpi_sent_repair_row_new (JsonObject *param)
{
  const char *key = zpi_json_get_string (param, "key");
  const char *reason = zpi_json_get_string (param, "reason");
  const char *file = zpi_json_get_string (param, "file");
  GtkWidget *row;

  if (reason == NULL && key == NULL)
    return NULL;
  if (reason == NULL)
    reason = text_for_refusal (zpi_json_get_string (param, "code"));
  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reason);
  if (key != NULL) {
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.repair");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(ss)", key, reason);
    zpi_sent_repair_describe (row, file != NULL ? file : _ ("Go to this answer"));
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("go-next-symbolic"));
  }
  return row;
}

/**
 * zpi_sent_repair_names_row_new:
 * @session: an open session
 * @queued_by: (nullable): the name in the form
 *
 * Queued in one name, about to be sent with the sign-in of another.
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
zpi_sent_repair_names_row_new (ZpiSession *session, const char *queued_by)
{
  ZpiCounsellor *counsellor = zpi_session_get_counsellor (session);
  const char *name = counsellor != NULL ? zpi_counsellor_get_name (counsellor) : NULL;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = NULL;
  g_autofree char *title = NULL;

  if (queued_by == NULL)
    queued_by = _ ("a counsellor");
  if (name == NULL)
    name = _ ("a counsellor");
  /* Translators: the blank is the name of a counsellor. */
  title = g_strdup_printf (_ ("In the application: %s"), queued_by);
  /* Translators: the blank is the name of a counsellor. */
  subtitle = g_strdup_printf (_ ("Would be sent with the sign-in of %s"), name);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  zpi_sent_repair_describe (row, subtitle);
  return row;
}
