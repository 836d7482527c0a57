/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-client-view.h"

#include "zpi-i18n.h"
#include "zpi-language.h"
#include "zpi-settings.h"
#include "zpi-summary.h"

struct _ZpiClientView {
  AdwWindow parent_instance;

  GtkBox *box;
  ZpiCase *zcase; /* (owned) */
  guint rebuild_id;
};

G_DEFINE_FINAL_TYPE (ZpiClientView, zpi_client_view, ADW_TYPE_WINDOW)

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_line (ZpiClientView *self, const ZpiSummaryLine *line)
{
  if (line->key == NULL) {
    GtkWidget *heading = make_label (line->label, "zpi-client-heading");

    gtk_widget_set_margin_top (heading, 24);
    gtk_box_append (self->box, heading);
    return;
  }
  if (line->value == NULL || *line->value == '\0')
    return;
  gtk_box_append (self->box, make_label (line->label, "zpi-client-label"));
  gtk_box_append (self->box, make_label (line->value, "zpi-client-value"));
}

static gboolean
rebuild_cb (gpointer user_data)
{
  ZpiClientView *self = user_data;
  const char *before = zpi_language_push ("nl");
  g_autoptr (GPtrArray) lines = zpi_summary_build (self->zcase);
  GtkWidget *child;

  self->rebuild_id = 0;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  gtk_box_append (self->box, make_label (_("Your answers"), "zpi-client-title"));
  gtk_box_append (self->box,
                  make_label (_("Read along. Say what has to be corrected."), "zpi-client-label"));
  for (guint i = 0; i < lines->len; i++)
    add_line (self, lines->pdata[i]);
  zpi_language_pop (before);
  return G_SOURCE_REMOVE;
}

/* The letters follow the size that the person chose for this window, on top of that of the desktop.
 */
static void
set_text_size (ZpiClientView *self)
{
  GSettings *settings = zpi_settings_get ();
  guint percent = settings != NULL ? g_settings_get_uint (settings, "client-text-percent") : 150;
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autofree char *css = g_strdup_printf (".zpi-client { font-size: %u%%; }", percent);

  gtk_css_provider_load_from_data (provider, css, -1);
  gtk_style_context_add_provider (gtk_widget_get_style_context (GTK_WIDGET (self->box)),
                                  GTK_STYLE_PROVIDER (provider),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "zpi-client");
}

static void
queue_rebuild (ZpiClientView *self)
{
  if (self->rebuild_id == 0)
    self->rebuild_id = g_timeout_add (300, rebuild_cb, self);
}

static void
zpi_client_view_dispose (GObject *object)
{
  ZpiClientView *self = ZPI_CLIENT_VIEW (object);

  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  g_clear_object (&self->zcase);

  G_OBJECT_CLASS (zpi_client_view_parent_class)->dispose (object);
}

static void
zpi_client_view_class_init (ZpiClientViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_client_view_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass),
                                       GDK_KEY_Escape,
                                       0,
                                       "window.close",
                                       NULL);
}

static void
zpi_client_view_init (ZpiClientView *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 4));
  gtk_widget_set_margin_start (GTK_WIDGET (self->box), 24);
  gtk_widget_set_margin_end (GTK_WIDGET (self->box), 24);
  gtk_widget_set_margin_top (GTK_WIDGET (self->box), 24);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->box), 36);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->box));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (outer), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (outer), scroller);
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_default_size (GTK_WINDOW (self), 640, 720);
}

/**
 * zpi_client_view_new:
 * @session: an open session
 * @zcase: the case
 *
 * Returns: (transfer floating): a window that follows @zcase
 */
GtkWidget *
zpi_client_view_new (ZpiSession *session, ZpiCase *zcase)
{
  ZpiClientView *self = g_object_new (ZPI_TYPE_CLIENT_VIEW, "title", "Zoetermeerpas", NULL);

  self->zcase = g_object_ref (zcase);
  set_text_size (self);
  g_signal_connect_object (zcase,
                           "answer-changed",
                           G_CALLBACK (queue_rebuild),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (zcase,
                           "items-changed",
                           G_CALLBACK (queue_rebuild),
                           self,
                           G_CONNECT_SWAPPED);
  rebuild_cb (self);
  return GTK_WIDGET (self);
}
