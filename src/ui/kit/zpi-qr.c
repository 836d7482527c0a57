/* SPDX-License-Identifier: EUPL-1.2 */

/* A text as a QR code, dark on white whatever the colours of the window are: not every phone reads
 * one the other way round. */

#include "zpi-config.h"

#include "zpi-qr.h"

#include <string.h>

#include "zpi-i18n.h"
#include "zpi-ui.h"

#if HAVE_QRCODEGEN
#include <qrcodegen/qrcodegen.h>
#endif

/* ISO/IEC 18004: four modules of nothing around it. */
#define QUIET_MODULES 4
#define MODULE_PIXELS 5
/* 61 by 61 modules: some 200 letters, and still read from a screen at arm's length. */
#define MAX_VERSION 11

struct _ZpiQr {
  GtkWidget parent_instance;

  int n_modules;     /* 0: nothing to show */
  gboolean *modules; /* (owned) (nullable) (array): row by row */
};

G_DEFINE_FINAL_TYPE (ZpiQr, zpi_qr, GTK_TYPE_WIDGET)

static int
full_size (ZpiQr *self)
{
  return self->n_modules > 0 ? self->n_modules + 2 * QUIET_MODULES : 0;
}

static void
zpi_qr_measure (GtkWidget *widget,
                GtkOrientation orientation,
                int for_size,
                int *minimum,
                int *natural,
                int *minimum_baseline,
                int *natural_baseline)
{
  *minimum = *natural = full_size (ZPI_QR (widget)) * MODULE_PIXELS;
  *minimum_baseline = *natural_baseline = -1;
}

/* Whole pixels, or a phone sees grey edges. */
static void
zpi_qr_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ZpiQr *self = ZPI_QR (widget);
  const GdkRGBA white = {1, 1, 1, 1};
  const GdkRGBA black = {0, 0, 0, 1};
  int size = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  int module = self->n_modules > 0 ? size / full_size (self) : 0;
  float left = (float) ((gtk_widget_get_width (widget) - module * full_size (self)) / 2);
  float top = (float) ((gtk_widget_get_height (widget) - module * full_size (self)) / 2);
  float side = (float) module;

  if (module < 1)
    return;
  gtk_snapshot_append_color (snapshot,
                             &white,
                             &GRAPHENE_RECT_INIT (left,
                                                  top,
                                                  side * (float) full_size (self),
                                                  side * (float) full_size (self)));
  for (int y = 0; y < self->n_modules; y++)
    for (int x = 0; x < self->n_modules; x++)
      if (self->modules[y * self->n_modules + x])
        gtk_snapshot_append_color (snapshot,
                                   &black,
                                   &GRAPHENE_RECT_INIT (left + side * (float) (x + QUIET_MODULES),
                                                        top + side * (float) (y + QUIET_MODULES),
                                                        side,
                                                        side));
}

static void
zpi_qr_finalize (GObject *object)
{
  g_free (ZPI_QR (object)->modules);

  G_OBJECT_CLASS (zpi_qr_parent_class)->finalize (object);
}

static void
zpi_qr_class_init (ZpiQrClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = zpi_qr_finalize;
  widget_class->measure = zpi_qr_measure;
  widget_class->snapshot = zpi_qr_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
zpi_qr_init (ZpiQr *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  zpi_ui_name (GTK_WIDGET (self), _ ("Square code for the camera of a phone"));
}

/**
 * zpi_qr_set_text:
 * @text: (nullable): what a phone reads from it
 *
 * Returns: %FALSE when there is nothing to show: no @text, one that is too long, or this program
 *   was built without the library that draws it
 */
gboolean
zpi_qr_set_text (ZpiQr *self, const char *text)
{
  g_return_val_if_fail (ZPI_IS_QR (self), FALSE);

  self->n_modules = 0;
  g_clear_pointer (&self->modules, g_free);
#if HAVE_QRCODEGEN
  if (text != NULL && *text != '\0') {
    guint8 room[qrcodegen_BUFFER_LEN_FOR_VERSION (MAX_VERSION)];
    guint8 code[qrcodegen_BUFFER_LEN_FOR_VERSION (MAX_VERSION)];

    if (strlen (text) < sizeof room && qrcodegen_encodeText (text,
                                                             room,
                                                             code,
                                                             qrcodegen_Ecc_MEDIUM,
                                                             qrcodegen_VERSION_MIN,
                                                             MAX_VERSION,
                                                             qrcodegen_Mask_AUTO,
                                                             true)) {
      self->n_modules = qrcodegen_getSize (code);
      self->modules = g_new0 (gboolean, self->n_modules * self->n_modules);
      for (int i = 0; i < self->n_modules * self->n_modules; i++)
        self->modules[i] = qrcodegen_getModule (code, i % self->n_modules, i / self->n_modules);
    }
  }
#endif
  gtk_widget_queue_resize (GTK_WIDGET (self));
  return self->n_modules > 0;
}
