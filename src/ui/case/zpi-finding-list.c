/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-finding-list.h"

#include "zpi-finding-text.h"
#include "zpi-i18n.h"
#include "zpi-ui.h"

struct _ZpiFindingList {
  GtkBox parent_instance;

  char *shown; /* (nullable): to leave the lines alone when nothing changed */
};

G_DEFINE_FINAL_TYPE (ZpiFindingList, zpi_finding_list, GTK_TYPE_BOX)

static void
zpi_finding_list_finalize (GObject *object)
{
  g_free (ZPI_FINDING_LIST (object)->shown);
  G_OBJECT_CLASS (zpi_finding_list_parent_class)->finalize (object);
}

static void
zpi_finding_list_class_init (ZpiFindingListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zpi_finding_list_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
zpi_finding_list_init (ZpiFindingList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

static GtkWidget *
new_line (const char *key, const char *text)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  zpi_ui_name (button, text);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "zpi-link");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "case.go-to");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button),
                                    "s",
                                    g_str_equal (key, ZPI_LIST_DOCUMENT)
                                        ? zpi_section_to_nick (ZPI_SECTION_EVIDENCE)
                                        : key);
  return button;
}

static GtkWidget *
new_heading (const char *icon_name, const char *style, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_HEADING,
                                   "label",
                                   text,
                                   NULL);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, style);
  gtk_widget_add_css_class (label, "heading");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

/* What is found of one severity stands on a card. */
typedef struct {
  ZpiFindingSeverity severity;
  const char *icon_name;
  const char *style;
  const char *heading; /* for gettext */
} Card;

static const Card cards[] = {
    {ZPI_FINDING_ERROR, "dialog-error-symbolic", "error", N_ ("Look at these answers again")},
    {ZPI_FINDING_TO_SEND, "dialog-warning-symbolic", "warning", N_ ("Needed to send")},
    {ZPI_FINDING_TO_DECIDE,
     "dialog-information-symbolic",
     "accent",
     N_ ("Still missing. You can send without it; the municipality asks for it later")},
    {ZPI_FINDING_NOTICE, "dialog-information-symbolic", "accent", N_ ("Worth a look")},
};

/* The lines of @card; nothing when there are none. */
static void
add_card (ZpiFindingList *self, ZpiSectionPage *page, const GPtrArray *findings, const Card *card)
{
  GtkWidget *box = NULL;

  for (guint i = 0; i < findings->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *text = NULL;

    if (finding->severity != card->severity)
      continue;
    if (box == NULL) {
      box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
      gtk_widget_add_css_class (box, "card");
      gtk_widget_add_css_class (box, "zpi-notice");
      gtk_box_append (GTK_BOX (box), new_heading (card->icon_name, card->style, _ (card->heading)));
      gtk_box_append (GTK_BOX (self), box);
    }
    text = zpi_finding_text_dup_line (finding,
                                      zpi_section_page_get_case (page),
                                      zpi_section_page_get_scheme (page));
    gtk_box_append (GTK_BOX (box), new_line (finding->key, text));
  }
}

static char *
dup_signature (ZpiSectionPage *page, const GPtrArray *findings)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *text = zpi_finding_text_dup_line (finding,
                                                       zpi_section_page_get_case (page),
                                                       zpi_section_page_get_scheme (page));

    g_string_append_printf (all, "%d %s\n", finding->severity, text);
  }
  return g_string_free (all, FALSE);
}

/**
 * zpi_finding_list_show:
 * @page: the page it is on
 * @findings: (element-type ZpiFinding): what was found
 */
void
zpi_finding_list_show (ZpiFindingList *self, ZpiSectionPage *page, const GPtrArray *findings)
{
  g_autofree char *signature = NULL;
  GtkWidget *child;

  g_return_if_fail (ZPI_IS_FINDING_LIST (self));

  signature = dup_signature (page, findings);
  if (g_strcmp0 (signature, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&signature);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);

  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
    add_card (self, page, findings, &cards[i]);
  if (findings->len == 0)
    gtk_box_append (GTK_BOX (self),
                    new_heading ("object-select-symbolic", "success", _ ("Nothing is missing.")));
}

/**
 * zpi_finding_list_dup_missing:
 * @page: the page
 * @findings: (element-type ZpiFinding): what was found
 * @max: how many lines at most
 *
 * Returns: (transfer full) (nullable): what is missing or wrong, a line each, for the question
 *   before sending
 */
char *
zpi_finding_list_dup_missing (ZpiSectionPage *page, const GPtrArray *findings, guint max)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < findings->len; i++) {
    const ZpiFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *line = NULL;

    if (finding->severity == ZPI_FINDING_NOTICE || n++ >= max)
      continue;
    line = zpi_finding_text_dup_line (finding,
                                      zpi_section_page_get_case (page),
                                      zpi_section_page_get_scheme (page));
    g_string_append_printf (text, "\n• %s", line);
  }
  if (n > max) {
    g_string_append (text, "\n• ");
    g_string_append_printf (text, ngettext ("and %u more", "and %u more", n - max), n - max);
  }
  return g_string_free (text, n == 0);
}
