/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-client-view.h"

#include <string.h>

#include "zpi-checks.h"
#include "zpi-field.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-language.h"
#include "zpi-practice-banner.h"
#include "zpi-settings.h"
#include "zpi-summary.h"

/* When the answers have their places, and how much of what is around one shows with it. */
#define SCROLL_AFTER_MS 100
#define SIGHT_PX        60

struct _ZpiClientView {
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkBox *box;
  GtkWidget *now;     /* (unowned) (nullable): the answer that is marked, in @box */
  ZpiCase *zcase;     /* (owned) */
  ZpiSection section; /* what the page is about; everything on the last one */
  char *typed;        /* (nullable): the answer that was changed last */
  gboolean spell;     /* the BSN is shown whole, in groups */
  guint rebuild_id;
  guint scroll_id;
};

G_DEFINE_FINAL_TYPE (ZpiClientView, zpi_client_view, ADW_TYPE_BIN)

static gboolean rebuild_cb (gpointer user_data);

static void
queue_rebuild (ZpiClientView *self)
{
  if (self->rebuild_id == 0)
    self->rebuild_id = g_timeout_add (300, rebuild_cb, self);
}

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

static gboolean
is_bsn (const ZpiSummaryLine *line)
{
  const ZpiField *field = zpi_field_lookup (line->key);

  return field != NULL && field->kind == ZPI_FIELD_BSN;
}

/* (transfer full): as somebody reads it out, so that the client can check it */
static char *
dup_spelled (ZpiClientView *self, const char *key)
{
  g_auto (ZpiCheckResult) result = zpi_check_bsn (zpi_case_get (self->zcase, key));
  const char *bsn = result.normalised;

  if (bsn == NULL || strlen (bsn) != 9)
    return g_strdup (zpi_case_get (self->zcase, key));
  return g_strdup_printf ("%.3s %.3s %.3s", bsn, bsn + 3, bsn + 6);
}

static void
add_value (ZpiClientView *self, const ZpiSummaryLine *line)
{
  g_autofree char *spelled = self->spell && is_bsn (line) ? dup_spelled (self, line->key) : NULL;
  GtkWidget *label = make_label (spelled != NULL ? spelled : line->value, "zpi-client-value");

  if (g_strcmp0 (line->key, self->typed) == 0) {
    gtk_widget_add_css_class (label, "zpi-client-now");
    self->now = label;
  }
  gtk_box_append (self->box, label);
}

static gboolean
is_answer (const ZpiSummaryLine *line)
{
  return line->key != NULL && line->value != NULL && *line->value != '\0';
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
  if (!is_answer (line))
    return;
  gtk_box_append (self->box, make_label (line->label, "zpi-client-label"));
  add_value (self, line);
}

static void
spell_toggled_cb (ZpiClientView *self, GtkToggleButton *button)
{
  self->spell = gtk_toggle_button_get_active (button);
  queue_rebuild (self);
}

static void
add_spell_button (ZpiClientView *self)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (_ ("Show the whole BSN"));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), self->spell);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button,
                           "toggled",
                           G_CALLBACK (spell_toggled_cb),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->box, button);
  zpi_group_wrap_buttons (GTK_WIDGET (self->box));
}

static gboolean
is_shown (ZpiClientView *self, const ZpiSummaryLine *line)
{
  return self->section == ZPI_SECTION_REVIEW || line->section == self->section;
}

/* Only what the page is about: the rest is for later, or was read before. Returns whether there is
 * anything to say yes to. */
static gboolean
add_lines (ZpiClientView *self, const GPtrArray *lines)
{
  gboolean has_bsn = FALSE;
  gboolean has_answer = FALSE;

  for (guint i = 0; i < lines->len; i++) {
    const ZpiSummaryLine *line = lines->pdata[i];

    if (!is_shown (self, line))
      continue;
    add_line (self, line);
    has_answer = has_answer || is_answer (line);
    has_bsn = has_bsn || (line->key != NULL && line->value != NULL && is_bsn (line));
  }
  if (has_bsn)
    add_spell_button (self);
  return has_answer;
}

/* What is being typed is in sight: the client has no hand on the mouse. */
static gboolean
scroll_cb (gpointer user_data)
{
  ZpiClientView *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_rect_t bounds;

  self->scroll_id = 0;
  if (self->now != NULL && gtk_widget_compute_bounds (self->now, GTK_WIDGET (self->box), &bounds))
    gtk_adjustment_clamp_page (adjustment,
                               bounds.origin.y - SIGHT_PX,
                               bounds.origin.y + bounds.size.height + SIGHT_PX);
  return G_SOURCE_REMOVE;
}

static gboolean
rebuild_cb (gpointer user_data)
{
  ZpiClientView *self = user_data;
  const char *before = zpi_language_push ("nl");
  g_autoptr (GPtrArray) lines = zpi_summary_build (self->zcase);
  GtkWidget *child;

  self->rebuild_id = 0;
  self->now = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  gtk_box_append (self->box, make_label (_ ("Your answers"), "zpi-client-title"));
  gtk_box_append (self->box,
                  make_label (_ ("Read along. Say what has to be corrected."), "zpi-client-intro"));
  if (add_lines (self, lines))
    gtk_box_append (self->box, make_label (_ ("Is this right?"), "zpi-client-heading"));
  else
    gtk_box_append (self->box,
                    make_label (_ ("Nothing is filled in here yet."), "zpi-client-label"));
  zpi_language_pop (before);
  if (self->now != NULL && self->scroll_id == 0)
    self->scroll_id = g_timeout_add (SCROLL_AFTER_MS, scroll_cb, self);
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
answer_changed_cb (ZpiClientView *self, const char *key)
{
  g_free (self->typed);
  self->typed = g_strdup (key);
  queue_rebuild (self);
}

/**
 * zpi_client_view_set_section:
 * @section: what the counsellor's page is about
 *
 * Shows the answers of @section; on the last page all of them.
 */
void
zpi_client_view_set_section (ZpiClientView *self, ZpiSection section)
{
  g_return_if_fail (ZPI_IS_CLIENT_VIEW (self));

  if (self->section == section)
    return;
  self->section = section;
  self->spell = FALSE;
  g_clear_pointer (&self->typed, g_free);
  queue_rebuild (self);
}

static void
zpi_client_view_finalize (GObject *object)
{
  g_free (ZPI_CLIENT_VIEW (object)->typed);
  G_OBJECT_CLASS (zpi_client_view_parent_class)->finalize (object);
}

static void
zpi_client_view_dispose (GObject *object)
{
  ZpiClientView *self = ZPI_CLIENT_VIEW (object);

  g_clear_handle_id (&self->rebuild_id, g_source_remove);
  g_clear_handle_id (&self->scroll_id, g_source_remove);
  g_clear_object (&self->zcase);

  G_OBJECT_CLASS (zpi_client_view_parent_class)->dispose (object);
}

static void
zpi_client_view_class_init (ZpiClientViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_client_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = zpi_client_view_finalize;
}

/* The client has to see it as well as the counsellor. */
static GtkWidget *
new_practice_banner (void)
{
  const char *before = zpi_language_push ("nl");
  GtkWidget *banner = zpi_practice_banner_new ();

  zpi_language_pop (before);
  return banner;
}

static void
zpi_client_view_init (ZpiClientView *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 4));
  gtk_widget_set_margin_start (GTK_WIDGET (self->box), 24);
  gtk_widget_set_margin_end (GTK_WIDGET (self->box), 24);
  gtk_widget_set_margin_top (GTK_WIDGET (self->box), 24);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->box), 36);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->box));
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (self->scroller, clamp);
  gtk_widget_set_vexpand (GTK_WIDGET (self->scroller), TRUE);
}

static void
add_content (ZpiClientView *self, gboolean practice)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  if (practice)
    gtk_box_append (GTK_BOX (outer), new_practice_banner ());
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->scroller));
  adw_bin_set_child (ADW_BIN (self), outer);
}

/**
 * zpi_client_view_new:
 * @session: an open session
 * @zcase: the case
 *
 * Returns: (transfer floating): what the client reads along, following @zcase
 */
GtkWidget *
zpi_client_view_new (ZpiSession *session, ZpiCase *zcase)
{
  ZpiClientView *self = g_object_new (ZPI_TYPE_CLIENT_VIEW, NULL);

  self->zcase = g_object_ref (zcase);
  add_content (self, zpi_session_is_practice (session));
  set_text_size (self);
  g_signal_connect_object (zcase,
                           "answer-changed",
                           G_CALLBACK (answer_changed_cb),
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
