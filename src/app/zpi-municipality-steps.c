/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-municipality-steps.h"

#include "zpi-case-words.h"
#include "zpi-i18n.h"
#include "zpi-municipality-request.h"
#include "zpi-rules.h"

#define ASK_FOR_MORE "_vraag-aanvulling"

/* @step: as the desk names it; @path: where it is asked, when that is another name */
typedef struct {
  const char *step;
  const char *label;
  const char *body; /* (nullable): made by the rules */
  const char *path; /* (nullable) */
} Step;

/* clang-format off */
static const Step step_table[] = {
  { "_in-behandeling", N_("Start deciding"), "{}", NULL },
  { ASK_FOR_MORE, N_("Ask for more"), NULL, NULL },
  { "_toekennen", N_("Say yes"), "{}", NULL },
  { "_afwijzen", N_("Say no"),
    "{\"motivering\":\"Uw inkomen is hoger dan de grens.\"}", NULL },
  { "_verstuur-brief", N_("Send the letter with the photo code"), "{}", NULL },
  { "_verstrek-passen", N_("Send the pass by post"), "{}", NULL },
  { "_goedkeuren", N_("Approve the photo"), "{}", NULL },
  { "_afkeuren", N_("Ask for another photo"),
    "{\"toelichting\":\"Het gezicht is niet goed te zien.\"}", NULL },
  { "in-behandeling", N_("Start deciding"),
    "{\"status\":\"in-behandeling\"}", "_afhandelen" },
  { "samengevoegd", N_("Make one account"), "{\"status\":\"samengevoegd\"}", "_afhandelen" },
  { "afgewezen", N_("Say no"),
    "{\"status\":\"afgewezen\",\"toelichting\":\"Dit is geen gezin.\"}", "_afhandelen" },
};
/* clang-format on */

static gboolean
is_possible (JsonArray *possible, const char *step)
{
  for (guint i = 0; i < json_array_get_length (possible); i++)
    if (g_strcmp0 (json_array_get_string_element (possible, i), step) == 0)
      return TRUE;
  return FALSE;
}

static void
append (GMenu *menu, const char *label, const char *action, const char *path, const char *body)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "(ss)", path, body);
  g_menu_append_item (menu, item);
}

/* (transfer full): every kind of document that the rules of the pass know */
static GMenuModel *
make_requests (const char *action, const char *path, const ZpiScheme *scheme)
{
  const GPtrArray *kinds = zpi_scheme_get_document_kinds (scheme);
  g_autofree char *all = zpi_municipality_request_all (scheme);
  GMenu *menu = g_menu_new ();

  append (menu, _ ("All that is needed to decide"), action, path, all);
  for (guint i = 0; i < kinds->len; i++) {
    const ZpiDocumentKind *kind = g_ptr_array_index (kinds, i);
    g_autofree char *body = zpi_municipality_request_kind (scheme, kind);
    g_autofree char *label = zpi_rules_dup_title (&kind->one);

    append (menu, label, action, path, body);
  }
  return G_MENU_MODEL (menu);
}

static void
append_step (GMenu *menu,
             const Step *step,
             const char *action,
             const char *path,
             const ZpiScheme *scheme)
{
  g_autofree char *target =
      g_strconcat (path, "/", step->path != NULL ? step->path : step->step, NULL);
  g_autoptr (GMenuModel) requests = NULL;

  if (step->body != NULL) {
    append (menu, _ (step->label), action, target, step->body);
    return;
  }
  requests = make_requests (action, target, scheme);
  g_menu_append_submenu (menu, _ (step->label), requests);
}

GtkWidget *
zpi_municipality_steps_button (const char *action,
                               const char *path,
                               JsonArray *possible,
                               const ZpiScheme *scheme)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button;

  for (guint i = 0; possible != NULL && i < G_N_ELEMENTS (step_table); i++)
    if (is_possible (possible, step_table[i].step))
      append_step (menu, &step_table[i], action, path, scheme);
  if (g_menu_model_get_n_items (G_MENU_MODEL (menu)) == 0)
    return NULL;
  button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Next step"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

/* The wire's words for where something stands that is no application. */
/* clang-format off */
static const struct {
  const char *status;
  const char *words;
} others[] = {
  { "ontbreekt", N_("no photo yet") },
  { "goedgekeurd", N_("photo approved") },
  { "afgekeurd", N_("another photo is asked") },
  { "samengevoegd", N_("one account made") },
};
/* clang-format on */

const char *
zpi_municipality_steps_words (const char *status)
{
  ZpiCaseState state;

  if (zpi_case_state_from_wire (status, &state))
    return zpi_case_words_state (state);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_strcmp0 (others[i].status, status) == 0)
      return _ (others[i].words);
  return zpi_case_words_state (ZPI_CASE_DRAFT);
}
