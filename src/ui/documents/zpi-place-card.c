/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-place-card.h"

#include "zpi-announce.h"
#include "zpi-evidence-text.h"
#include "zpi-i18n.h"
#include "zpi-place-choices.h"
#include "zpi-preview.h"
#include "zpi-ui.h"
#include "zpi-wrap-box.h"

#define PICTURE_WIDTH  160
#define PICTURE_HEIGHT 220

struct _ZpiPlaceCard {
  AdwBin parent_instance;

  char *item;  /* (nullable): the document that is asked about */
  char *shown; /* (nullable): what the choices are made of */
  guint n_choices;

  ZpiPreview *preview;
  GtkLabel *name;
  GtkLabel *rest;
  ZpiWrapBox *choices;
  AdwBin *picture_place;
};

G_DEFINE_FINAL_TYPE (ZpiPlaceCard, zpi_place_card, ADW_TYPE_BIN)

static void
zpi_place_card_finalize (GObject *object)
{
  g_free (ZPI_PLACE_CARD (object)->item);
  g_free (ZPI_PLACE_CARD (object)->shown);
  G_OBJECT_CLASS (zpi_place_card_parent_class)->finalize (object);
}

static void
zpi_place_card_class_init (ZpiPlaceCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_WRAP_BOX);
  G_OBJECT_CLASS (klass)->finalize = zpi_place_card_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, ZPI_UI_RESOURCES "zpi-place-card.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiPlaceCard, name);
  gtk_widget_class_bind_template_child (widget_class, ZpiPlaceCard, rest);
  gtk_widget_class_bind_template_child (widget_class, ZpiPlaceCard, choices);
  gtk_widget_class_bind_template_child (widget_class, ZpiPlaceCard, picture_place);
}

static void
zpi_place_card_init (ZpiPlaceCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->preview = ZPI_PREVIEW (zpi_preview_new (PICTURE_WIDTH, PICTURE_HEIGHT));
  gtk_widget_set_size_request (GTK_WIDGET (self->preview), PICTURE_WIDTH, PICTURE_HEIGHT);
  adw_bin_set_child (self->picture_place, GTK_WIDGET (self->preview));
}

static void
fill_choices (ZpiPlaceCard *self, ZpiCase *zcase, const GPtrArray *evidence)
{
  GtkWidget *remove;

  self->n_choices = zpi_place_choices_fill (self->choices, zcase, evidence, self->item);
  remove = zpi_place_choice_new (' ', _ ("Leave it out"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (remove), "adder.remove");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (remove), "s", self->item);
  zpi_wrap_box_append (self->choices, remove);
}

static char *
dup_signature (const GPtrArray *evidence, const char *item)
{
  GString *all = g_string_new (item);

  for (guint i = 0; i < evidence->len; i++) {
    const ZpiEvidence *one = evidence->pdata[i];

    g_string_append_printf (all, ";%s%d", one->id, one->complete);
    for (guint j = 0; j < one->missing_months->len; j++)
      g_string_append_printf (all, ",%d", g_array_index (one->missing_months, int, j));
  }
  return g_string_free (all, FALSE);
}

static void
show_document (ZpiPlaceCard *self, ZpiSession *session, ZpiCase *zcase, const char *item)
{
  g_autofree char *name = zpi_evidence_text_dup_file_name (zcase, item);
  g_autofree char *said = g_strdup_printf ("%s %s", _ ("What is this?"), name);

  if (g_strcmp0 (self->item, item) == 0)
    return;
  g_free (self->item);
  self->item = g_strdup (item);
  gtk_label_set_label (self->name, name);
  if (session != NULL)
    zpi_preview_show (self->preview, session, zcase, item, 0);
  zpi_announce (GTK_WIDGET (self->name), said);
}

/**
 * zpi_place_card_show:
 * @session: (nullable): without one there is no picture
 * @zcase: the case
 * @evidence: (element-type ZpiEvidence): what is asked
 * @items: (element-type utf8): the documents without a place
 */
void
zpi_place_card_show (ZpiPlaceCard *self,
                     ZpiSession *session,
                     ZpiCase *zcase,
                     const GPtrArray *evidence,
                     const GPtrArray *items)
{
  g_autofree char *signature = NULL;
  g_autofree char *rest = NULL;
  gboolean was_shown = gtk_widget_get_visible (GTK_WIDGET (self));
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  g_return_if_fail (ZPI_IS_PLACE_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self), items->len > 0);
  if (items->len == 0) {
    g_clear_pointer (&self->item, g_free);
    g_clear_pointer (&self->shown, g_free);
    return;
  }
  show_document (self, session, zcase, items->pdata[0]);
  rest = g_strdup_printf (ngettext ("%u more file after this one",
                                    "%u more files after this one",
                                    items->len - 1),
                          items->len - 1);
  gtk_label_set_label (self->rest, items->len > 1 ? rest : "");
  signature = dup_signature (evidence, self->item);
  if (g_strcmp0 (signature, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&signature);
  fill_choices (self, zcase, evidence);
  if (had_focus || !was_shown)
    gtk_widget_child_focus (GTK_WIDGET (self->choices), GTK_DIR_TAB_FORWARD);
}

/**
 * zpi_place_card_press_key:
 * @keyval: a key without modifiers
 *
 * Returns: whether it chose something
 */
gboolean
zpi_place_card_press_key (ZpiPlaceCard *self, guint keyval)
{
  g_return_val_if_fail (ZPI_IS_PLACE_CARD (self), FALSE);

  return self->item != NULL && zpi_place_choices_press_key (self->choices, self->n_choices, keyval);
}
