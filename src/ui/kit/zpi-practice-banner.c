/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-practice-banner.h"

#include "zpi-i18n.h"
#include "zpi-ui.h"

/* In a banner that is narrower, such as with large letters, the sentence took a quarter of a small
 * screen. */
#define WHOLE_FROM_CHARS 34

struct _ZpiPracticeBanner {
  GtkBox parent_instance;

  const char *whole;    /* (unowned): interned */
  const char *in_short; /* (unowned) */
  gboolean cramped;
  guint fit_id;

  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (ZpiPracticeBanner, zpi_practice_banner, GTK_TYPE_BOX)

/* Who hears it hears all of it. */
static void
say (ZpiPracticeBanner *self)
{
  gtk_label_set_label (self->label, self->cramped ? self->in_short : self->whole);
  zpi_ui_name (GTK_WIDGET (self->label), self->whole);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), self->cramped ? self->whole : NULL);
}

static gboolean
fit_cb (gpointer user_data)
{
  ZpiPracticeBanner *self = user_data;

  self->fit_id = 0;
  self->cramped = !self->cramped;
  say (self);
  return G_SOURCE_REMOVE;
}

/* What is shown changes after the room was shared out. */
static void
resized_cb (ZpiPracticeBanner *self, int width)
{
  gboolean cramped = width < WHOLE_FROM_CHARS * zpi_ui_char_width (GTK_WIDGET (self));

  if (cramped == self->cramped)
    g_clear_handle_id (&self->fit_id, g_source_remove);
  else if (self->fit_id == 0)
    self->fit_id = g_idle_add (fit_cb, self);
}

static void
zpi_practice_banner_dispose (GObject *object)
{
  g_clear_handle_id (&ZPI_PRACTICE_BANNER (object)->fit_id, g_source_remove);
  G_OBJECT_CLASS (zpi_practice_banner_parent_class)->dispose (object);
}

static void
zpi_practice_banner_class_init (ZpiPracticeBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_practice_banner_dispose;
}

static void
zpi_practice_banner_init (ZpiPracticeBanner *self)
{
  GtkWidget *width = g_object_new (GTK_TYPE_DRAWING_AREA,
                                   "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   NULL);

  self->whole = g_intern_string (
      _ ("Practice: nothing goes to the real municipality. Use made-up people only."));
  /* Translators: where there is room for one line of some twenty letters only. */
  self->in_short = g_intern_string (_ ("Practice: not real"));
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (self->label, GTK_JUSTIFY_CENTER);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "zpi-banner");
  gtk_widget_add_css_class (GTK_WIDGET (self), "zpi-banner-practice");
  g_signal_connect_swapped (width, "resize", G_CALLBACK (resized_cb), self);
  gtk_box_append (GTK_BOX (self), width);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->label));
  say (self);
}

/**
 * zpi_practice_banner_new:
 *
 * Returns: (transfer floating): a banner
 */
GtkWidget *
zpi_practice_banner_new (void)
{
  return g_object_new (ZPI_TYPE_PRACTICE_BANNER, NULL);
}
