/* SPDX-License-Identifier: EUPL-1.2 */

/* What to bring, and what was added. Taking files in is in zpi-evidence-adder.c. */

#include "zpi-evidence-page.h"

#include <string.h>

#include "zpi-evidence-adder.h"
#include "zpi-evidence-group.h"
#include "zpi-evidence-text.h"
#include "zpi-explanation.h"
#include "zpi-file-dialog.h"
#include "zpi-i18n.h"
#include "zpi-notice.h"
#include "zpi-originals-group.h"
#include "zpi-ui.h"

struct _ZpiEvidencePage {
  ZpiSectionPage parent_instance;

  ZpiEvidenceAdder *adder; /* (nullable): while bound to a session */

  ZpiNotice *state_notice;
  GtkBox *groups_box;
  ZpiOriginalsGroup *originals_group;
};

G_DEFINE_FINAL_TYPE (ZpiEvidencePage, zpi_evidence_page, ZPI_TYPE_SECTION_PAGE)

static ZpiEvidenceGroup *
next_group (GtkWidget *widget)
{
  return widget != NULL ? ZPI_EVIDENCE_GROUP (widget) : NULL;
}

static ZpiEvidenceGroup *
first_group (ZpiEvidencePage *self)
{
  return next_group (gtk_widget_get_first_child (GTK_WIDGET (self->groups_box)));
}

static ZpiEvidenceGroup *
find_group (ZpiEvidencePage *self, const char *id)
{
  ZpiEvidenceGroup *group;

  for (group = first_group (self); group != NULL;
       group = next_group (gtk_widget_get_next_sibling (GTK_WIDGET (group))))
    if (g_str_equal (zpi_evidence_group_get_id (group), id))
      return group;
  return NULL;
}

static void
add_clicked_cb (ZpiEvidencePage *self, const char *month, ZpiEvidenceGroup *group)
{
  if (self->adder != NULL)
    zpi_evidence_adder_choose (self->adder, group, month);
}

static void
files_dropped_cb (ZpiEvidencePage *self, GdkFileList *files, ZpiEvidenceGroup *group)
{
  g_autoptr (GSList) list = gdk_file_list_get_files (files);

  if (self->adder != NULL)
    zpi_evidence_adder_add_files (self->adder, group, list);
}

static void
replace_clicked_cb (ZpiEvidencePage *self, const char *item, ZpiEvidenceGroup *group)
{
  if (self->adder != NULL)
    zpi_evidence_adder_replace (self->adder, group, item);
}

static void
remove_clicked_cb (ZpiEvidencePage *self, const char *item, ZpiEvidenceGroup *group)
{
  if (self->adder != NULL)
    zpi_evidence_adder_remove (self->adder, item);
  else
    zpi_case_remove_item (zpi_section_page_get_case (ZPI_SECTION_PAGE (self)),
                          ZPI_LIST_DOCUMENT,
                          item);
}

static ZpiEvidenceGroup *
ensure_group (ZpiEvidencePage *self, const char *id)
{
  ZpiSectionPage *page = ZPI_SECTION_PAGE (self);
  ZpiEvidenceGroup *group = find_group (self, id);

  if (group != NULL)
    return group;
  group = ZPI_EVIDENCE_GROUP (zpi_evidence_group_new (zpi_section_page_get_session (page),
                                                      zpi_section_page_get_case (page)));
  gtk_box_append (self->groups_box, GTK_WIDGET (group));
  g_signal_connect_object (group,
                           "add-clicked",
                           G_CALLBACK (add_clicked_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (group,
                           "files-dropped",
                           G_CALLBACK (files_dropped_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (group,
                           "replace-clicked",
                           G_CALLBACK (replace_clicked_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (group,
                           "remove-clicked",
                           G_CALLBACK (remove_clicked_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return group;
}

static gboolean
is_extra_of (ZpiEvidencePage *self, const ZpiEvidence *evidence, const char *item)
{
  ZpiCase *zcase = zpi_section_page_get_case (ZPI_SECTION_PAGE (self));
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "kind");
  g_autofree char *whose = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "whose");
  const char *owner = zpi_case_get (zcase, whose);

  return g_strcmp0 (zpi_case_get (zcase, kind), evidence->kind) == 0 &&
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

static GPtrArray *
find_loose (ZpiEvidencePage *self, const GPtrArray *evidence)
{
  ZpiCase *zcase = zpi_section_page_get_case (ZPI_SECTION_PAGE (self));
  g_auto (GStrv) items = zpi_case_dup_items (zcase, ZPI_LIST_DOCUMENT);
  GPtrArray *loose = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; items[i] != NULL; i++)
    if (zpi_evidence_list_find_for_document (evidence, items[i]) == NULL)
      g_ptr_array_add (loose, g_strdup (items[i]));
  return loose;
}

static void
remove_others (ZpiEvidencePage *self, const GPtrArray *evidence)
{
  ZpiEvidenceGroup *group = first_group (self);

  while (group != NULL) {
    ZpiEvidenceGroup *next = next_group (gtk_widget_get_next_sibling (GTK_WIDGET (group)));
    const char *id = zpi_evidence_group_get_id (group);

    if (*id != '\0' && zpi_evidence_list_find (evidence, id) == NULL)
      gtk_box_remove (self->groups_box, GTK_WIDGET (group));
    group = next;
  }
}

static void
show_groups (ZpiEvidencePage *self, const ZpiScheme *scheme, const GPtrArray *evidence)
{
  g_autoptr (GPtrArray) loose = find_loose (self, evidence);
  g_autoptr (GPtrArray) rest = NULL;
  GtkWidget *before = NULL;
  ZpiEvidenceGroup *group;

  remove_others (self, evidence);
  for (guint i = 0; i < evidence->len; i++) {
    const ZpiEvidence *item = g_ptr_array_index (evidence, i);
    g_autoptr (GPtrArray) extra = take_extra (self, item, loose);

    group = ensure_group (self, item->id);
    zpi_evidence_group_show (group, scheme, item, extra);
    gtk_box_reorder_child_after (self->groups_box, GTK_WIDGET (group), before);
    before = GTK_WIDGET (group);
  }
  rest = take_extra (self, NULL, loose);
  group = ensure_group (self, "");
  zpi_evidence_group_show (group, scheme, NULL, rest);
  gtk_box_reorder_child_after (self->groups_box, GTK_WIDGET (group), before);
}

static void
show_state (ZpiEvidencePage *self, const GPtrArray *evidence)
{
  g_autoptr (GPtrArray) missing = zpi_evidence_list_missing (evidence, TRUE);
  g_autoptr (GString) text = g_string_new (NULL);

  if (missing->len == 0) {
    zpi_notice_set (self->state_notice, ZPI_NOTICE_GOOD, _("Nothing is missing."));
    return;
  }
  for (guint i = 0; i < missing->len; i++) {
    g_autoptr (ZpiStep) step = zpi_evidence_missing_step (g_ptr_array_index (missing, i));
    g_autofree char *words = zpi_explanation_render_step (step, zpi_ui_language ());

    g_string_append_printf (text, "%s\n", words);
  }
  g_string_append (
      text,
      _("You can send the application without it. The municipality then asks for it later."));
  zpi_notice_set (self->state_notice, ZPI_NOTICE_INFO, text->str);
}

static void
zpi_evidence_page_refresh (ZpiSectionPage *page)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (page);
  const ZpiScheme *scheme = zpi_section_page_get_scheme (page);
  g_autoptr (ZpiApplication) application = zpi_section_page_dup_application (page);
  g_autoptr (GPtrArray) evidence = NULL;

  if (scheme == NULL)
    return;
  evidence = zpi_evidence_list_build (scheme, application);
  show_groups (self, scheme, evidence);
  show_state (self, evidence);
  zpi_originals_group_show (self->originals_group, zpi_section_page_get_case (page));
}

static void
zpi_evidence_page_items_changed (ZpiSectionPage *page, const char *list)
{
  if (strcmp (list, ZPI_LIST_DOCUMENT) == 0 && gtk_widget_get_mapped (GTK_WIDGET (page)))
    zpi_section_page_refresh (page);
}

static void
zpi_evidence_page_bound (ZpiSectionPage *page)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (page);

  if (zpi_section_page_get_session (page) != NULL)
    self->adder = zpi_evidence_adder_new (GTK_WIDGET (self->groups_box),
                                          zpi_section_page_get_session (page),
                                          zpi_section_page_get_case (page));
}

static void
zpi_evidence_page_unbound (ZpiSectionPage *page)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (page);

  if (self->adder != NULL)
    zpi_evidence_adder_stop (self->adder);
  g_clear_object (&self->adder);
}

/* Where a picture goes that is pasted: where the focus is, else what is missing first. */
static ZpiEvidenceGroup *
find_group_to_paste (ZpiEvidencePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *group =
      focus != NULL ? gtk_widget_get_ancestor (focus, ZPI_TYPE_EVIDENCE_GROUP) : NULL;
  ZpiEvidenceGroup *other;

  if (group != NULL)
    return ZPI_EVIDENCE_GROUP (group);
  for (other = first_group (self); other != NULL;
       other = next_group (gtk_widget_get_next_sibling (GTK_WIDGET (other))))
    if (!zpi_evidence_group_is_complete (other))
      return other;
  return first_group (self);
}

static gboolean
paste_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  ZpiEvidencePage *self = ZPI_EVIDENCE_PAGE (widget);
  ZpiEvidenceGroup *group = find_group_to_paste (self);

  if (self->adder == NULL || group == NULL)
    return FALSE;
  zpi_evidence_adder_paste (self->adder, group, gtk_widget_get_clipboard (widget));
  return TRUE;
}

static void
zpi_evidence_page_dispose (GObject *object)
{
  zpi_section_page_bind (ZPI_SECTION_PAGE (object), NULL, NULL);
  G_OBJECT_CLASS (zpi_evidence_page_parent_class)->dispose (object);
}

static void
zpi_evidence_page_class_init (ZpiEvidencePageClass *klass)
{
  ZpiSectionPageClass *page_class = ZPI_SECTION_PAGE_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ZPI_TYPE_NOTICE);
  g_type_ensure (ZPI_TYPE_ORIGINALS_GROUP);
  G_OBJECT_CLASS (klass)->dispose = zpi_evidence_page_dispose;
  page_class->section = ZPI_SECTION_EVIDENCE;
  page_class->bound = zpi_evidence_page_bound;
  page_class->unbound = zpi_evidence_page_unbound;
  page_class->items_changed = zpi_evidence_page_items_changed;
  page_class->refresh = zpi_evidence_page_refresh;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-evidence-page.ui");
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, state_notice);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, groups_box);
  gtk_widget_class_bind_template_child (widget_class, ZpiEvidencePage, originals_group);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, paste_cb, NULL);
}

static void
zpi_evidence_page_init (ZpiEvidencePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
