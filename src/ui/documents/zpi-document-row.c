/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-document-row.h"

#include "zpi-error-text.h"
#include "zpi-evidence-text.h"
#include "zpi-field.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-preview.h"
#include "zpi-ui.h"

#define THUMBNAIL_WIDTH  48
#define THUMBNAIL_HEIGHT 60

struct _ZpiDocumentRow {
  ZpiPlainRow parent_instance;

  ZpiSession *session; /* (owned) (nullable) */
  ZpiCase *zcase;      /* (owned) */
  char *item;
};

G_DEFINE_FINAL_TYPE (ZpiDocumentRow, zpi_document_row, ZPI_TYPE_PLAIN_ROW)

static void
view_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ZpiDocumentRow *self = ZPI_DOCUMENT_ROW (widget);

  /* From the list: the row itself is another one when the document was covered. */
  if (self->session != NULL)
    zpi_preview_open_window (gtk_widget_get_parent (widget),
                             self->session,
                             self->zcase,
                             self->item);
}

static void
zpi_document_row_dispose (GObject *object)
{
  ZpiDocumentRow *self = ZPI_DOCUMENT_ROW (object);

  g_clear_object (&self->session);
  g_clear_object (&self->zcase);
  G_OBJECT_CLASS (zpi_document_row_parent_class)->dispose (object);
}

static void
zpi_document_row_finalize (GObject *object)
{
  g_free (ZPI_DOCUMENT_ROW (object)->item);
  G_OBJECT_CLASS (zpi_document_row_parent_class)->finalize (object);
}

static void
zpi_document_row_class_init (ZpiDocumentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = zpi_document_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_document_row_finalize;
  gtk_widget_class_install_action (widget_class, "document.view", NULL, view_cb);
}

static void
zpi_document_row_init (ZpiDocumentRow *self)
{
}

static void
name_button (GtkWidget *button, const char *format, const char *what)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *label = g_strjoinv (what, parts);

  zpi_ui_name (button, label);
}

/* Nobody said yet what it is: asked before everything else. */
static void
add_question (ZpiDocumentRow *self, GMenuModel *kinds, const char *name)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("What is it?"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), kinds);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  /* Translators: for assistive technology; the blank is the name of a file. The button inside it
   * has the focus. */
  name_button (gtk_widget_get_first_child (button), _ ("What is it: %s"), name);
}

static void
append (GMenu *menu, const char *label, const char *action, const char *item)
{
  g_autoptr (GMenuItem) entry = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (entry, action, "s", item);
  g_menu_append_item (menu, entry);
}

/* @kinds: (nullable): what it may be else */
static void
add_buttons (ZpiDocumentRow *self, GMenuModel *kinds, const char *what)
{
  GtkWidget *view = gtk_button_new_with_label (_ ("View"));
  GtkWidget *more = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  if (kinds != NULL)
    g_menu_append_submenu (menu, _ ("It is something _else"), kinds);
  append (menu, _ ("_Replace…"), "adder.replace", self->item);
  append (menu, _ ("Re_move"), "adder.remove", self->item);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (more), "view-more-symbolic");
  gtk_widget_add_css_class (more, "flat");
  gtk_widget_set_valign (view, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (more, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (view), "document.view");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), view);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), more);
  zpi_group_wrap_row (GTK_WIDGET (self));
  /* Translators: for assistive technology; the blank is "Pay slip, October 2025". */
  name_button (view, _ ("View: %s"), what);
  name_button (more, _ ("More for: %s"), what);
}

/* What is wrong with a document stays with it, until it is made again. */
static void
show_problem (ZpiDocumentRow *self, const char *what)
{
  g_autofree char *key = zpi_case_item_key (ZPI_LIST_DOCUMENT, self->item, "problem");
  ZpiIntakeProblem problem = zpi_intake_problem_from_nick (zpi_case_get (self->zcase, key));
  g_autofree char *text = zpi_error_text_dup_intake (problem, 0);
  g_autofree char *subtitle = NULL;

  if (text == NULL)
    return;
  subtitle = g_strdup_printf ("%s\n%s", what, text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  gtk_widget_add_css_class (GTK_WIDGET (self), "warning");
}

/**
 * zpi_document_row_new:
 * @session: (nullable): without one there is no picture
 * @zcase: the case
 * @scheme: (nullable): for the name of its kind
 * @item: the document
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
zpi_document_row_new (ZpiSession *session,
                      ZpiCase *zcase,
                      const ZpiScheme *scheme,
                      const char *item)
{
  return zpi_document_row_new_with_kinds (session, zcase, scheme, item, NULL);
}

/**
 * zpi_document_row_new_with_kinds:
 * @session: (nullable): without one there is no picture
 * @zcase: the case
 * @scheme: (nullable): for the name of its kind
 * @item: the document
 * @kinds: (nullable): a menu of what it may be, whose actions are of a widget around the row
 *
 * While nobody said what the document is, @kinds is asked for.
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
zpi_document_row_new_with_kinds (ZpiSession *session,
                                 ZpiCase *zcase,
                                 const ZpiScheme *scheme,
                                 const char *item,
                                 GMenuModel *kinds)
{
  g_autofree char *kind = zpi_case_item_key (ZPI_LIST_DOCUMENT, item, "kind");
  gboolean unsorted = kinds != NULL && *zpi_case_get (zcase, kind) == '\0';
  ZpiDocumentRow *self = g_object_new (ZPI_TYPE_DOCUMENT_ROW, NULL);
  g_autofree char *name = zpi_evidence_text_dup_file_name (zcase, item);
  g_autofree char *what = unsorted ? g_strdup (_ ("Nobody said yet what this is"))
                                   : zpi_evidence_text_dup_document (zcase, scheme, item);
  GtkWidget *preview = zpi_preview_new (THUMBNAIL_WIDTH * 2, THUMBNAIL_HEIGHT * 2);

  if (session != NULL)
    self->session = g_object_ref (session);
  self->zcase = g_object_ref (zcase);
  self->item = g_strdup (item);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), what);
  show_problem (self, what);
  gtk_widget_set_size_request (preview, THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT);
  gtk_widget_set_margin_top (preview, 6);
  gtk_widget_set_margin_bottom (preview, 6);
  gtk_widget_set_overflow (preview, GTK_OVERFLOW_HIDDEN);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), preview);
  if (unsorted)
    add_question (self, kinds, name);
  add_buttons (self, unsorted ? NULL : kinds, unsorted ? name : what);
  if (session != NULL)
    zpi_preview_show (ZPI_PREVIEW (preview), session, zcase, item, 0);
  return GTK_WIDGET (self);
}

/**
 * zpi_document_row_get_item:
 *
 * Returns: the document
 */
const char *
zpi_document_row_get_item (ZpiDocumentRow *self)
{
  g_return_val_if_fail (ZPI_IS_DOCUMENT_ROW (self), NULL);

  return self->item;
}
