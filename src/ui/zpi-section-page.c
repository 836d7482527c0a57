/* SPDX-License-Identifier: EUPL-1.2 */

/* What the seven pages have in common: the frame, the case, and what is wrong. */

#include "zpi-section-page.h"

#include <glib/gi18n.h>

#include "zpi-ui.h"

typedef struct {
  ZpiSession *session; /* (owned) (nullable) */
  ZpiCase *zcase;      /* (owned) (nullable) */
  GSignalGroup *case_signals;

  GtkBox *content;
  GtkLabel *title_label;
} ZpiSectionPagePrivate;

enum {
  SIGNAL_GO_TO,
  SIGNAL_SEND_REQUESTED,
  SIGNAL_PAPER_REQUESTED,
  SIGNAL_PRINT_REQUESTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void buildable_init (GtkBuildableIface *iface);

static GtkBuildableIface *parent_buildable;

G_DEFINE_TYPE_WITH_CODE (ZpiSectionPage,
                         zpi_section_page,
                         ADW_TYPE_BIN,
                         G_ADD_PRIVATE (ZpiSectionPage)
                             G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static ZpiSectionPagePrivate *
priv_of (ZpiSectionPage *self)
{
  return zpi_section_page_get_instance_private (self);
}

static void
answer_changed_cb (ZpiSectionPage *self, const char *key)
{
  ZpiSectionPageClass *klass = ZPI_SECTION_PAGE_GET_CLASS (self);

  if (klass->answer_changed != NULL)
    klass->answer_changed (self, key);
}

static void
items_changed_cb (ZpiSectionPage *self, const char *list)
{
  ZpiSectionPageClass *klass = ZPI_SECTION_PAGE_GET_CLASS (self);

  if (klass->items_changed != NULL)
    klass->items_changed (self, list);
}

/* Children of a page's template go below its title. */
static void
zpi_section_page_add_child (GtkBuildable *buildable,
                            GtkBuilder *builder,
                            GObject *child,
                            const char *type)
{
  ZpiSectionPagePrivate *priv = priv_of (ZPI_SECTION_PAGE (buildable));

  if (priv->content != NULL && GTK_IS_WIDGET (child) && type == NULL)
    gtk_box_append (priv->content, GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = zpi_section_page_add_child;
}

static void
zpi_section_page_constructed (GObject *object)
{
  ZpiSectionPage *self = ZPI_SECTION_PAGE (object);

  G_OBJECT_CLASS (zpi_section_page_parent_class)->constructed (object);
  gtk_label_set_label (priv_of (self)->title_label, zpi_section_page_get_title (self));
}

static void
zpi_section_page_dispose (GObject *object)
{
  ZpiSectionPage *self = ZPI_SECTION_PAGE (object);
  ZpiSectionPagePrivate *priv = priv_of (self);

  zpi_section_page_bind (self, NULL, NULL);
  g_clear_object (&priv->case_signals);
  G_OBJECT_CLASS (zpi_section_page_parent_class)->dispose (object);
}

static void
zpi_section_page_class_init (ZpiSectionPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = zpi_section_page_constructed;
  object_class->dispose = zpi_section_page_dispose;

  signals[SIGNAL_GO_TO] = g_signal_new ("go-to",
                                        ZPI_TYPE_SECTION_PAGE,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_STRING);
  signals[SIGNAL_SEND_REQUESTED] = g_signal_new ("send-requested",
                                                 ZPI_TYPE_SECTION_PAGE,
                                                 G_SIGNAL_RUN_LAST,
                                                 0,
                                                 NULL,
                                                 NULL,
                                                 NULL,
                                                 G_TYPE_NONE,
                                                 0);
  signals[SIGNAL_PAPER_REQUESTED] = g_signal_new ("paper-requested",
                                                  ZPI_TYPE_SECTION_PAGE,
                                                  G_SIGNAL_RUN_LAST,
                                                  0,
                                                  NULL,
                                                  NULL,
                                                  NULL,
                                                  G_TYPE_NONE,
                                                  0);
  signals[SIGNAL_PRINT_REQUESTED] = g_signal_new ("print-requested",
                                                  ZPI_TYPE_SECTION_PAGE,
                                                  G_SIGNAL_RUN_LAST,
                                                  0,
                                                  NULL,
                                                  NULL,
                                                  NULL,
                                                  G_TYPE_NONE,
                                                  1,
                                                  G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ZPI_UI_RESOURCES "zpi-section-page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, ZpiSectionPage, content);
  gtk_widget_class_bind_template_child_private (widget_class, ZpiSectionPage, title_label);
}

static void
zpi_section_page_init (ZpiSectionPage *self)
{
  ZpiSectionPagePrivate *priv = priv_of (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  priv->case_signals = g_signal_group_new (ZPI_TYPE_CASE);
  g_signal_group_connect_swapped (priv->case_signals,
                                  "answer-changed",
                                  G_CALLBACK (answer_changed_cb),
                                  self);
  g_signal_group_connect_swapped (priv->case_signals,
                                  "items-changed",
                                  G_CALLBACK (items_changed_cb),
                                  self);
}

/**
 * zpi_section_page_bind:
 * @session: (nullable): without one nothing is saved or taken in; for looking at a page alone
 * @zcase: (nullable): the case, or %NULL to let go of it
 *
 * Shows @zcase. Once per page; %NULL unbinds.
 */
void
zpi_section_page_bind (ZpiSectionPage *self, ZpiSession *session, ZpiCase *zcase)
{
  ZpiSectionPageClass *klass = ZPI_SECTION_PAGE_GET_CLASS (self);
  ZpiSectionPagePrivate *priv = priv_of (self);

  g_return_if_fail (zcase == NULL || priv->zcase == NULL);

  if (zcase == NULL && priv->zcase != NULL && klass->unbound != NULL)
    klass->unbound (self);
  if (zcase == NULL)
    session = NULL;
  g_set_object (&priv->session, session);
  g_set_object (&priv->zcase, zcase);
  if (priv->case_signals != NULL)
    g_signal_group_set_target (priv->case_signals, zcase);
  if (zcase != NULL && klass->bound != NULL)
    klass->bound (self);
}

/**
 * zpi_section_page_get_section:
 */
ZpiSection
zpi_section_page_get_section (ZpiSectionPage *self)
{
  g_return_val_if_fail (ZPI_IS_SECTION_PAGE (self), ZPI_SECTION_BEFORE);

  return ZPI_SECTION_PAGE_GET_CLASS (self)->section;
}

/**
 * zpi_section_get_title:
 *
 * Returns: the title of @section in the language of the screen
 */
const char *
zpi_section_get_title (ZpiSection section)
{
  switch (section) {
  case ZPI_SECTION_BEFORE:
    return _ ("Before you start");
  case ZPI_SECTION_CHECK:
    return _ ("Check");
  case ZPI_SECTION_APPLICANT:
    return _ ("Applicant");
  case ZPI_SECTION_HOUSEHOLD:
    return _ ("Household");
  case ZPI_SECTION_INCOME:
    return _ ("Income");
  case ZPI_SECTION_EVIDENCE:
    return _ ("Evidence");
  case ZPI_SECTION_REVIEW:
    return _ ("Review and send");
  case ZPI_N_SECTIONS:
  default:
    g_assert_not_reached ();
  }
}

/**
 * zpi_section_page_get_title:
 */
const char *
zpi_section_page_get_title (ZpiSectionPage *self)
{
  return zpi_section_get_title (zpi_section_page_get_section (self));
}

/**
 * zpi_section_page_focus_first:
 *
 * Moves the focus to the first question, for a page that was just shown.
 */
void
zpi_section_page_focus_first (ZpiSectionPage *self)
{
  g_return_if_fail (ZPI_IS_SECTION_PAGE (self));

  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/**
 * zpi_section_page_focus_key:
 * @key: the key of an answer
 *
 * Returns: %FALSE when no question on this page is about @key
 */
gboolean
zpi_section_page_focus_key (ZpiSectionPage *self, const char *key)
{
  g_return_val_if_fail (ZPI_IS_SECTION_PAGE (self), FALSE);

  return FALSE;
}

/**
 * zpi_section_page_leave:
 *
 * *Next* was pressed: what is wrong is shown, with a summary on top that takes the focus.
 *
 * Returns: %TRUE when nothing is wrong
 */
gboolean
zpi_section_page_leave (ZpiSectionPage *self)
{
  g_return_val_if_fail (ZPI_IS_SECTION_PAGE (self), TRUE);

  return TRUE;
}

/**
 * zpi_section_page_get_session:
 *
 * Returns: (nullable) (transfer none): the session
 */
ZpiSession *
zpi_section_page_get_session (ZpiSectionPage *self)
{
  return priv_of (self)->session;
}

/**
 * zpi_section_page_get_case:
 *
 * Returns: (nullable) (transfer none): the case
 */
ZpiCase *
zpi_section_page_get_case (ZpiSectionPage *self)
{
  return priv_of (self)->zcase;
}

/**
 * zpi_section_page_go_to:
 *
 * Asks the shell to show the question of @key, on whatever page it is.
 */
void
zpi_section_page_go_to (ZpiSectionPage *self, const char *key)
{
  g_signal_emit (self, signals[SIGNAL_GO_TO], 0, key);
}
