/* SPDX-License-Identifier: EUPL-1.2 */

/* What to bring, as a list to tick off, with one place to drop. Taking files in is in
 * zpi-evidence-adder.c. */

#include "zpi-evidence-page.h"

#include "zpi-announce.h"
#include "zpi-evidence-adder.h"
#include "zpi-evidence-row.h"
#include "zpi-evidence-text.h"
#include "zpi-i18n.h"
#include "zpi-notice.h"
#include "zpi-originals-group.h"
#include "zpi-place-card.h"
#include "zpi-preview.h"
#include "zpi-spinner.h"
#include "zpi-ui.h"
#include "zpi-wrap-box.h"

struct _ZpiEvidencePage {
  ZpiSectionPage parent_instance;

  ZpiEvidenceAdder *adder; /* (nullable): while bound to a session */
  GPtrArray *evidence;     /* (nullable) (element-type ZpiEvidence): as it is shown */

  GtkWidget *adding_box;
  GtkLabel *adding_label;
  ZpiNotice *problem_notice;
  ZpiNotice *placed_notice;
  ZpiPlaceCard *place_card;
  GtkListBox *list;
  GtkSizeGroup *words; /* of the rows: what stands beside them begins in one column */
  ZpiNotice *state_notice;
  ZpiOriginalsGroup *originals_group;
};

G_DEFINE_FINAL_TYPE (ZpiEvidencePage, zpi_evidence_page, ZPI_TYPE_SECTION_PAGE)

static ZpiCase *
get_case (ZpiEvidencePage *self)
{
  return zpi_section_page_get_case (ZPI_SECTION_PAGE (self));
}

static ZpiEvidenceRow *
row_at (ZpiEvidencePage *self, int place)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, place);

  return row != NULL ? ZPI_EVIDENCE_ROW (row) : NULL;
}

static ZpiEvidenceRow *
find_row (ZpiEvidencePage *self, const char *id)
{
  ZpiEvidenceRow *row;

  for (int i = 0; (row = row_at (self, i)) != NULL; i++)
    if (g_str_equal (zpi_evidence_row_get_id (row), id))
      return row;
  return NULL;
}

static const ZpiEvidence *
find_evidence (ZpiEvidencePage *self, const char *id)
{
  return self->evidence != NULL ? zpi_evidence_list_find (self->evidence, id) : NULL;
}

/* What the rows, the slots and the card ask. */

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (widget);
  const char *id;
  const char *month;

  g_variant_get (parameter, "(&s&s)", &id, &month);
  if (self->adder != NULL)
    zpi_evidence_adder_choose (self->adder, find_evidence (self, id), month);
}

static void
choose_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (widget);

  if (self->adder != NULL)
    zpi_evidence_adder_choose (self->adder, NULL, NULL);
}

static void
paste_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (widget);

  if (self->adder != NULL)
    zpi_evidence_adder_paste (self->adder, gtk_widget_get_clipboard (widget));
}

static void
view_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiSectionPage *page = ZPI_SECTION_PAGE (widget);

  if (zpi_section_page_get_session (page) != NULL)
    zpi_preview_open_window (widget,
                             zpi_section_page_get_session (page),
                             zpi_section_page_get_case (page),
                             g_variant_get_string (parameter, NULL));
}

static void
focus_document (ZpiEvidencePage *self, const char *item)
{
  ZpiEvidenceRow *row;

  for (int i = 0; (row = row_at (self, i)) != NULL; i++)
    if (zpi_evidence_row_focus_document (row, item))
      return;
}

/* A document that was drawn anew has another id: the list has to know it first. */
static void
focus_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (widget);

  if (get_case (self) == NULL)
    return;
  zpi_section_page_refresh (ZPI_SECTION_PAGE (self));
  focus_document (self, g_variant_get_string (parameter, NULL));
}

/* It is asked again what it is: its own place is among the open ones. */
static void
move_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (widget);

  if (self->adder == NULL)
    return;
  zpi_evidence_adder_take_off (self->adder, g_variant_get_string (parameter, NULL));
  zpi_section_page_refresh (ZPI_SECTION_PAGE (self));
  gtk_widget_child_focus (GTK_WIDGET (self->place_card), GTK_DIR_TAB_FORWARD);
}

static void
place_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (widget);
  g_autofree char *item = NULL;
  g_autofree char *id = NULL;
  g_autofree char *month = NULL;
  gboolean was_asked = gtk_widget_get_visible (GTK_WIDGET (self->place_card));

  g_variant_get (parameter, "(sss)", &item, &id, &month);
  if (self->adder == NULL)
    return;
  zpi_evidence_adder_put (self->adder, item, find_evidence (self, id), month);
  zpi_section_page_refresh (ZPI_SECTION_PAGE (self));
  if (was_asked && !gtk_widget_get_visible (GTK_WIDGET (self->place_card)))
    focus_document (self, item);
}

/* On a piece they are for that piece; anywhere else each gets a place of its own. */
static gboolean
drop_cb (ZpiEvidencePage *self, const GValue *value, double x, double y)
{
  GtkWidget *below = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  GtkWidget *row = below != NULL ? gtk_widget_get_ancestor (below, ZPI_TYPE_EVIDENCE_ROW) : NULL;
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
  const ZpiEvidence *evidence = NULL;

  if (row != NULL)
    evidence = find_evidence (self, zpi_evidence_row_get_id (ZPI_EVIDENCE_ROW (row)));
  if (self->adder != NULL)
    zpi_evidence_adder_add_files (self->adder, evidence, files);
  return self->adder != NULL;
}

static gboolean
key_cb (ZpiEvidencePage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if ((state & gtk_accelerator_get_default_mod_mask () & ~GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  return zpi_place_card_press_key (self->place_card, keyval);
}

static void
adder_changed_cb (ZpiEvidencePage *self)
{
  g_autofree char *problems = zpi_evidence_adder_dup_problems (self->adder);
  g_autofree char *placed = zpi_evidence_adder_dup_placed (self->adder);
  guint n = zpi_evidence_adder_count (self->adder);
  g_autofree char *text = g_strdup_printf (ngettext ("Adding %u file…", "Adding %u files…", n), n);

  gtk_label_set_label (self->adding_label, text);
  gtk_widget_set_visible (self->adding_box, n > 0);
  if (problems != NULL && g_strcmp0 (problems, zpi_notice_get_text (self->problem_notice)) != 0)
    zpi_announce (GTK_WIDGET (self->problem_notice), problems);
  zpi_notice_set (self->problem_notice, ZPI_NOTICE_WARNING, problems);
  zpi_notice_set (self->placed_notice, ZPI_NOTICE_GOOD, placed);
}

static ZpiEvidenceRow *
ensure_row (ZpiEvidencePage *self, const char *id, int place)
{
  ZpiEvidenceRow *row = find_row (self, id);

  if (row != NULL && gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) == place)
    return row;
  if (row != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  row = ZPI_EVIDENCE_ROW (zpi_evidence_row_new (get_case (self), self->words));
  gtk_list_box_insert (self->list, GTK_WIDGET (row), place);
  return row;
}

static const char *
get_answer (ZpiEvidencePage *self, const char *item, const char *field)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, field);

  return zpi_case_get (get_case (self), key);
}

static gboolean
is_extra_of (ZpiEvidencePage *self, const ZpiEvidence *evidence, const char *item)
{
  const char *place = get_answer (self, item, "place");
  const char *owner = get_answer (self, item, "whose");

  if (find_evidence (self, place) != NULL)
    return g_str_equal (place, evidence->id);
  return g_strcmp0 (get_answer (self, item, "kind"), evidence->kind) == 0 &&
         (*owner == '\0' || g_strcmp0 (owner, evidence->whose) == 0);
}

/* Documents that answer nothing on the list, each at most once: of the same kind first. */
static GPtrArray *
take_extra (ZpiEvidencePage *self, const ZpiEvidence *evidence, GPtrArray *loose)
{
  GPtrArray *extra = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < loose->len;) {
    const char *item = g_ptr_array_index (loose, i);

    if (evidence != NULL && !is_extra_of (self, evidence, item)) {
      i++;
      continue;
    }
    g_ptr_array_add (extra, g_strdup (item));
    g_ptr_array_remove_index (loose, i);
  }
  return extra;
}

/* What answers nothing goes to @loose, what nobody has put anywhere to @asked. */
static void
sort_documents (ZpiEvidencePage *self, GPtrArray *loose, GPtrArray *asked)
{
  g_auto (GStrv) items = zpi_case_dup_items (get_case (self), ZPI_LIST_DOCUMENT);

  for (guint i = 0; items[i] != NULL; i++) {
    if (*get_answer (self, items[i], "kind") == '\0')
      g_ptr_array_add (asked, g_strdup (items[i]));
    else if (zpi_evidence_list_find_for_document (self->evidence, items[i]) == NULL)
      g_ptr_array_add (loose, g_strdup (items[i]));
  }
}

static void
remove_others (ZpiEvidencePage *self)
{
  ZpiEvidenceRow *row;

  for (int i = 0; (row = row_at (self, i)) != NULL;) {
    const char *id = zpi_evidence_row_get_id (row);

    if (*id != '\0' && find_evidence (self, id) == NULL)
      gtk_list_box_remove (self->list, GTK_WIDGET (row));
    else
      i++;
  }
}

static void
show_rows (ZpiEvidencePage *self, const ZpiScheme *scheme)
{
  ZpiSectionPage *page = ZPI_SECTION_PAGE (self);
  g_autoptr (GPtrArray) loose = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) rest = NULL;

  sort_documents (self, loose, asked);
  remove_others (self);
  for (guint i = 0; i < self->evidence->len; i++) {
    const ZpiEvidence *item = g_ptr_array_index (self->evidence, i);
    g_autoptr (GPtrArray) extra = take_extra (self, item, loose);

    zpi_evidence_row_show (ensure_row (self, item->id, (int) i), scheme, item, extra);
  }
  rest = take_extra (self, NULL, loose);
  zpi_evidence_row_show (ensure_row (self, "", (int) self->evidence->len), scheme, NULL, rest);
  zpi_place_card_show (self->place_card,
                       zpi_section_page_get_session (page),
                       get_case (self),
                       self->evidence,
                       asked);
}

static void
show_state (ZpiEvidencePage *self)
{
  guint n = zpi_evidence_text_count_missing (self->evidence);
  g_autofree char *text = NULL;

  if (n == 0) {
    zpi_notice_set (self->state_notice, ZPI_NOTICE_GOOD, _ ("Nothing is missing."));
    return;
  }
  text = g_strdup_printf (
      ngettext ("%u document is still needed. You can send the application without it: the "
                "municipality then asks for it later.",
                "%u documents are still needed. You can send the application without them: the "
                "municipality then asks for them later.",
                n),
      n);
  zpi_notice_set (self->state_notice, ZPI_NOTICE_INFO, text);
}

static void
zpi_evidence_page_refresh (ZpiSectionPage *page)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (page);
  const ZpiScheme *scheme = zpi_section_page_get_scheme (page);
  g_autoptr (ZpiApplication) application = zpi_section_page_dup_application (page);

  if (scheme == NULL)
    return;
  g_clear_pointer (&self->evidence, g_ptr_array_unref);
  self->evidence = zpi_evidence_list_build (scheme, application);
  show_rows (self, scheme);
  show_state (self);
  zpi_originals_group_show (self->originals_group,
                            zpi_section_page_get_session (page),
                            zpi_section_page_get_case (page));
}

static void
zpi_evidence_page_bound (ZpiSectionPage *page)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (page);

  if (zpi_section_page_get_session (page) == NULL)
    return;
  self->adder = zpi_evidence_adder_new (GTK_WIDGET (self->list),
                                        zpi_section_page_get_session (page),
                                        zpi_section_page_get_case (page));
  g_signal_connect_object (self->adder,
                           "changed",
                           G_CALLBACK (adder_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  zpi_evidence_adder_offer (self->adder, GTK_WIDGET (self));
  zpi_evidence_adder_resume (self->adder);
}

static void
zpi_evidence_page_unbound (ZpiSectionPage *page)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (page);

  if (self->adder != NULL) {
    g_signal_handlers_disconnect_by_data (self->adder, self);
    zpi_evidence_adder_stop (self->adder);
  }
  g_clear_object (&self->adder);
  g_clear_pointer (&self->evidence, g_ptr_array_unref);
  zpi_notice_set (self->problem_notice, ZPI_NOTICE_WARNING, NULL);
  zpi_notice_set (self->placed_notice, ZPI_NOTICE_GOOD, NULL);
  gtk_widget_set_visible (self->adding_box, FALSE);
}

static void
zpi_evidence_page_dispose (GObject *object)
{
  zpi_section_page_bind (ZPI_SECTION_PAGE (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_evidence_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "evidence.add", "(ss)", add_action);
  gtk_widget_class_install_action (widget_class, "evidence.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "evidence.paste", NULL, paste_action);
  gtk_widget_class_install_action (widget_class, "evidence.view", "s", view_action);
  gtk_widget_class_install_action (widget_class, "evidence.focus", "s", focus_action);
  gtk_widget_class_install_action (widget_class, "evidence.move", "s", move_action);
  gtk_widget_class_install_action (widget_class, "evidence.place", "(sss)", place_action);
  gtk_widget_class_add_binding_action (widget_class,
                                       GDK_KEY_v,
                                       GDK_CONTROL_MASK,
                                       "evidence.paste",
                                       NULL);
}

static void
zpi_evidence_page_class_init (ZpiEvidencePageClass *klass)
{
  ZpiSectionPageClass *page_class = ZPI_SECTION_PAGE_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_NOTICE);
  g_type_ensure (ZPI_TYPE_WRAP_BOX);
  g_type_ensure (ZPI_TYPE_SPINNER);
  g_type_ensure (ZPI_TYPE_PLACE_CARD);
  g_type_ensure (ZPI_TYPE_ORIGINALS_GROUP);
  G_OBJECT_CLASS (klass)->dispose = zpi_evidence_page_dispose;
  page_class->section = ZPI_SECTION_EVIDENCE;
  page_class->bound = zpi_evidence_page_bound;
  page_class->unbound = zpi_evidence_page_unbound;
  page_class->refresh = zpi_evidence_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-evidence-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, adding_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, adding_label);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, problem_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, placed_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, place_card);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, list);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, words);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, state_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, originals_group);
  install_actions (widget_class);
}

static void
zpi_evidence_page_init (ZpiEvidencePage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
