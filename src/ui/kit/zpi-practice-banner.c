/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-practice-banner.h"

#include "zpi-i18n.h"
#include "zpi-ruler.h"
#include "zpi-ui.h"

/* In a banner that is narrower, such as with large letters, the sentence took a quarter of a small
 * screen. */
#define WHOLE_FROM_CHARS 34

struct _ZpiPracticeBanner {
  GtkBox parent_instance;

  const char *whole;    /* (unowned): interned */
  const char *in_short; /* (unowned) */

  ZpiRuler *ruler;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (ZpiPracticeBanner, zpi_practice_banner, GTK_TYPE_BOX)

/* Who hears it hears all of it. */
static void
say (ZpiPracticeBanner *self)
{
  gboolean cramped = zpi_ruler_is_cramped (self->ruler);

  gtk_label_set_label (self->label, cramped ? self->in_short : self->whole);
  zpi_ui_name (GTK_WIDGET (self->label), self->whole);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), cramped ? self->whole : NULL);
}

static void
zpi_practice_banner_class_init (ZpiPracticeBannerClass *klass)
{
}

static void
zpi_practice_banner_init (ZpiPracticeBanner *self)
{
  self->ruler = g_object_new (ZPI_TYPE_RULER, "least-chars", WHOLE_FROM_CHARS, NULL);
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
  g_signal_connect_swapped (self->ruler, "notify::cramped", G_CALLBACK (say), self);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->ruler));
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
