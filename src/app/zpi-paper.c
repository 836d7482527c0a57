/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-paper.h"

#include <cairo-pdf.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "zpi-error.h"
#include "zpi-facts.h"
#include "zpi-i18n.h"
#include "zpi-message.h"
#include "zpi-print-copy.h"
#include "zpi-ui.h"
#include "zpi-unbroken.h"

/* A4 in points, with a margin that every printer can reach. */
#define PAGE_WIDTH  595.28
#define PAGE_HEIGHT 841.89
#define MARGIN      56.0
#define NOTE_SHARE  0.8 /* of the width at the foot; the page number has the rest */
#define LABEL_WIDTH 190.0
#define GAP         14.0

typedef enum {
  BLOCK_TITLE,
  BLOCK_HEADING,
  BLOCK_TEXT,
  BLOCK_SMALL,
  BLOCK_PAIR,
  BLOCK_TICK,
  BLOCK_CODE,
} BlockKind;

typedef struct {
  BlockKind kind;
  char *text;
  char *value; /* (nullable) */
} Block;

typedef struct {
  guint first;
  guint end;
} Page;

struct _ZpiPaper {
  GObject parent_instance;

  char *title;
  char *note;        /* (nullable): at the foot of every page */
  GPtrArray *blocks; /* (element-type Block) */
  GArray *pages;     /* (element-type Page) */
  GWeakRef parent;   /* the window it was printed from */
};

G_DEFINE_FINAL_TYPE (ZpiPaper, zpi_paper, G_TYPE_OBJECT)

static void
block_free (gpointer data)
{
  Block *block = data;

  g_free (block->text);
  g_free (block->value);
  g_free (block);
}

static void
add_block (ZpiPaper *self, BlockKind kind, const char *text, const char *value)
{
  Block *block = g_new0 (Block, 1);

  block->kind = kind;
  block->text = g_strdup (text != NULL ? text : "");
  block->value = g_strdup (value);
  g_ptr_array_add (self->blocks, block);
}

static const char *
font_of (BlockKind kind)
{
  switch (kind) {
  case BLOCK_TITLE:
    return "Sans Bold 18";
  case BLOCK_HEADING:
    return "Sans Bold 13";
  case BLOCK_SMALL:
    return "Sans 8";
  case BLOCK_CODE:
    return "Monospace Bold 18";
  default:
    return "Sans 11";
  }
}

static double
space_before (BlockKind kind)
{
  switch (kind) {
  case BLOCK_TITLE:
    return 0;
  case BLOCK_HEADING:
    return 20;
  case BLOCK_CODE:
    return 16;
  case BLOCK_SMALL:
    return 4;
  default:
    return 8;
  }
}

static PangoLayout *
make_layout (cairo_t *cr, BlockKind kind, const char *text, double width)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string (font_of (kind));
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  zpi_unbroken_mark (attributes, text, ZPI_UNBROKEN_MOST_CHARS);
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static double
layout_height (PangoLayout *layout)
{
  int height = 0;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
show_layout (cairo_t *cr, PangoLayout *layout, double x, double y)
{
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_tick_box (cairo_t *cr, double x, double y)
{
  cairo_set_line_width (cr, 0.8);
  cairo_rectangle (cr, x + 1, y + 2, 10, 10);
  cairo_stroke (cr);
}

/* Draws a block at @y, or only measures it. Returns its height without the space before it. */
static double
lay_out_block (cairo_t *cr, const Block *block, double width, double y, gboolean draw)
{
  double indent = block->kind == BLOCK_TICK ? 22 : 0;
  double first_width = block->kind == BLOCK_PAIR ? LABEL_WIDTH - GAP : width - indent;
  g_autoptr (PangoLayout) first = make_layout (cr, block->kind, block->text, first_width);
  double height = layout_height (first);

  if (draw)
    show_layout (cr, first, MARGIN + indent, y);
  if (draw && block->kind == BLOCK_TICK)
    draw_tick_box (cr, MARGIN, y);
  if (block->kind == BLOCK_PAIR) {
    g_autoptr (PangoLayout) value =
        make_layout (cr, block->kind, block->value, width - LABEL_WIDTH);

    if (draw)
      show_layout (cr, value, MARGIN + LABEL_WIDTH, y);
    height = MAX (height, layout_height (value));
  }
  return height;
}

static double
block_height (ZpiPaper *self, cairo_t *cr, double width, guint i)
{
  const Block *block = self->blocks->pdata[i];

  return space_before (block->kind) + lay_out_block (cr, block, width, 0, FALSE);
}

static void
paginate (ZpiPaper *self, cairo_t *cr, double page_width, double page_height)
{
  double width = page_width - 2 * MARGIN;
  double bottom = page_height - MARGIN - 20;
  double y = MARGIN;
  Page page = {0, 0};

  g_array_set_size (self->pages, 0);
  for (guint i = 0; i < self->blocks->len; i++) {
    const Block *block = self->blocks->pdata[i];
    double height = block_height (self, cr, width, i);
    double needed = height;

    /* A heading stays with what follows it. */
    if (block->kind == BLOCK_HEADING && i + 1 < self->blocks->len)
      needed += block_height (self, cr, width, i + 1);
    if (y + needed > bottom && i > page.first) {
      page.end = i;
      g_array_append_val (self->pages, page);
      page.first = i;
      y = MARGIN;
    }
    y += height;
  }
  page.end = self->blocks->len;
  g_array_append_val (self->pages, page);
}

static void
draw_footer (ZpiPaper *self, cairo_t *cr, guint number, double page_width, double page_height)
{
  g_autofree char *text = NULL;
  g_autoptr (PangoLayout) layout = NULL;

  /* Translators: the page number and how many pages there are, on paper. */
  text = g_strdup_printf (_ ("Page %u of %u"), number + 1, self->pages->len);
  layout = make_layout (cr, BLOCK_SMALL, text, page_width - 2 * MARGIN);
  pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  show_layout (cr, layout, MARGIN, page_height - MARGIN + 4);
  if (self->note != NULL) {
    g_autoptr (PangoLayout) note =
        make_layout (cr, BLOCK_SMALL, self->note, (page_width - 2 * MARGIN) * NOTE_SHARE);

    show_layout (cr, note, MARGIN, page_height - MARGIN + 4);
  }
}

static const char *
tag_of (BlockKind kind)
{
  return kind == BLOCK_TITLE ? "H1" : kind == BLOCK_HEADING ? "H2" : "P";
}

static void
draw_page (ZpiPaper *self, cairo_t *cr, guint number, double page_width, double page_height)
{
  const Page *page = &g_array_index (self->pages, Page, number);
  double y = MARGIN;

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = page->first; i < page->end; i++) {
    const Block *block = self->blocks->pdata[i];

    if (i > page->first)
      y += space_before (block->kind);
    cairo_tag_begin (cr, tag_of (block->kind), NULL);
    y += lay_out_block (cr, block, page_width - 2 * MARGIN, y, TRUE);
    cairo_tag_end (cr, tag_of (block->kind));
  }
  draw_footer (self, cr, number, page_width, page_height);
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
zpi_paper_finalize (GObject *object)
{
  ZpiPaper *self = ZPI_PAPER (object);

  g_weak_ref_clear (&self->parent);
  g_free (self->title);
  g_free (self->note);
  g_ptr_array_unref (self->blocks);
  g_array_unref (self->pages);

  G_OBJECT_CLASS (zpi_paper_parent_class)->finalize (object);
}

static void
zpi_paper_class_init (ZpiPaperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zpi_paper_finalize;
}

static void
zpi_paper_init (ZpiPaper *self)
{
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  self->pages = g_array_new (FALSE, FALSE, sizeof (Page));
  g_weak_ref_init (&self->parent, NULL);
}

/**
 * zpi_paper_new:
 * @title: the title, without personal data: it becomes the name of the print job
 *
 * Returns: (transfer full): paper with a title
 */
ZpiPaper *
zpi_paper_new (const char *title)
{
  ZpiPaper *self = g_object_new (ZPI_TYPE_PAPER, NULL);

  self->title = g_strdup (title);
  add_block (self, BLOCK_TITLE, title, NULL);
  return self;
}

/**
 * zpi_paper_set_note:
 * @self: the paper
 * @text: (nullable): a sentence
 *
 * What stands at the foot of every page, before the page number.
 */
void
zpi_paper_set_note (ZpiPaper *self, const char *text)
{
  g_return_if_fail (ZPI_IS_PAPER (self));

  g_free (self->note);
  self->note = g_strdup (text);
}

/**
 * zpi_paper_add_heading:
 * @self: the paper
 * @text: a heading
 */
void
zpi_paper_add_heading (ZpiPaper *self, const char *text)
{
  add_block (self, BLOCK_HEADING, text, NULL);
}

/**
 * zpi_paper_add_text:
 * @self: the paper
 * @text: a paragraph
 */
void
zpi_paper_add_text (ZpiPaper *self, const char *text)
{
  add_block (self, BLOCK_TEXT, text, NULL);
}

/**
 * zpi_paper_add_small:
 * @self: the paper
 * @text: a paragraph in small type
 */
void
zpi_paper_add_small (ZpiPaper *self, const char *text)
{
  add_block (self, BLOCK_SMALL, text, NULL);
}

/**
 * zpi_paper_add_pair:
 * @self: the paper
 * @label: the question
 * @value: the answer
 */
void
zpi_paper_add_pair (ZpiPaper *self, const char *label, const char *value)
{
  add_block (self, BLOCK_PAIR, label, value != NULL ? value : "");
}

/**
 * zpi_paper_add_tick:
 * @self: the paper
 * @text: something to tick off
 */
void
zpi_paper_add_tick (ZpiPaper *self, const char *text)
{
  add_block (self, BLOCK_TICK, text, NULL);
}

/**
 * zpi_paper_add_code:
 * @self: the paper
 * @text: a code to be typed over
 */
void
zpi_paper_add_code (ZpiPaper *self, const char *text)
{
  add_block (self, BLOCK_CODE, text, NULL);
}

/**
 * zpi_paper_to_pdf:
 * @self: the paper
 * @error: return location for an error
 *
 * Returns: (transfer full): a PDF of A4 pages, made in memory
 */
GBytes *
zpi_paper_to_pdf (ZpiPaper *self, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (append_bytes, bytes, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  cairo_pdf_surface_set_metadata (surface,
                                  CAIRO_PDF_METADATA_CREATOR,
                                  zpi_facts_say ("{program}", NULL));
  paginate (self, cr, PAGE_WIDTH, PAGE_HEIGHT);
  for (guint i = 0; i < self->pages->len; i++) {
    draw_page (self, cr, i, PAGE_WIDTH, PAGE_HEIGHT);
    cairo_show_page (cr);
  }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS) {
    g_byte_array_unref (bytes);
    g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, cairo_status_to_string (status));
    return NULL;
  }
  return g_byte_array_free_to_bytes (bytes);
}

/* Where it goes is named by the settings only when that is a file. */
static GFile *
dup_copy (GtkPrintOperation *operation)
{
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);
  const char *uri =
      settings != NULL ? gtk_print_settings_get (settings, GTK_PRINT_SETTINGS_OUTPUT_URI) : NULL;

  return uri != NULL ? g_file_new_for_uri (uri) : NULL;
}

static void
begin_print_cb (ZpiPaper *self, GtkPrintContext *context, GtkPrintOperation *operation)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  g_autoptr (GFile) copy = dup_copy (operation);

  /* What is written over a file can be read by whom that could be. */
  if (copy != NULL)
    zpi_print_copy_hide (copy);

  paginate (self,
            cr,
            gtk_print_context_get_width (context),
            gtk_print_context_get_height (context));
  gtk_print_operation_set_n_pages (operation, self->pages->len);
}

static void
draw_page_cb (ZpiPaper *self, GtkPrintContext *context, int number, GtkPrintOperation *operation)
{
  draw_page (self,
             gtk_print_context_get_cairo_context (context),
             number,
             gtk_print_context_get_width (context),
             gtk_print_context_get_height (context));
}

/* Our own preview. The toolkit's is another program with a readable copy on the disk. */

typedef struct {
  ZpiPaper *paper; /* (owned) */
  guint number;
} PreviewPage;

static void
preview_page_free (gpointer data)
{
  PreviewPage *self = data;

  g_object_unref (self->paper);
  g_free (self);
}

static void
draw_preview_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  const PreviewPage *page = user_data;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_scale (cr, width / PAGE_WIDTH, height / PAGE_HEIGHT);
  paginate (page->paper, cr, PAGE_WIDTH, PAGE_HEIGHT);
  if (page->number < page->paper->pages->len)
    draw_page (page->paper, cr, page->number, PAGE_WIDTH, PAGE_HEIGHT);
}

static GtkWidget *
make_preview_page (ZpiPaper *self, guint number)
{
  /* What has no role has no name on GTK 4.18. */
  GtkWidget *area =
      g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);
  PreviewPage *page = g_new0 (PreviewPage, 1);
  /* Translators: the name of a picture of a page, for who cannot see it. */
  g_autofree char *label = g_strdup_printf (_ ("Page %u"), number + 1);

  page->paper = g_object_ref (self);
  page->number = number;
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (area), (int) PAGE_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (area), (int) PAGE_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area),
                                  draw_preview_cb,
                                  page,
                                  preview_page_free);
  gtk_widget_set_halign (area, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (area, "card");
  zpi_ui_name (area, label);
  return area;
}

static void print_now (ZpiPaper *self, GtkWindow *parent);

static gboolean
close_preview_cb (GtkWidget *window, GVariant *arguments, gpointer user_data)
{
  gtk_window_close (GTK_WINDOW (window));
  return TRUE;
}

static void
print_clicked_cb (ZpiPaper *self, GtkButton *button)
{
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&self->parent);

  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (button))));
  if (parent != NULL)
    print_now (self, parent);
}

static GtkWidget *
make_print_button (ZpiPaper *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Print…"));

  gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_object (button,
                           "clicked",
                           G_CALLBACK (print_clicked_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return button;
}

/* What a print is, said before there is one. */
static GtkWidget *
make_warning (void)
{
  GtkWidget *label = gtk_label_new (
      _ ("A print is not locked: this computer and the printer may keep a copy, and a file can be "
         "opened by everybody who uses your account."));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, 12);
  gtk_widget_set_margin_bottom (label, 12);
  gtk_widget_set_margin_start (label, 18);
  gtk_widget_set_margin_end (label, 18);
  return label;
}

static void
show_preview (ZpiPaper *self, GtkWindow *parent, gboolean may_print)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = gtk_header_bar_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *button = may_print ? make_print_button (self) : NULL;
  GtkEventController *keys = gtk_shortcut_controller_new ();

  for (guint i = 0; i < self->pages->len; i++)
    gtk_box_append (GTK_BOX (box), make_preview_page (self, i));
  gtk_widget_set_margin_top (box, 18);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (close_preview_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (content), make_warning ());
  gtk_box_append (GTK_BOX (content), scroller);
  if (button != NULL)
    gtk_header_bar_pack_end (GTK_HEADER_BAR (header), button);
  gtk_window_set_titlebar (GTK_WINDOW (window), header);
  gtk_window_set_child (GTK_WINDOW (window), content);
  if (button != NULL) {
    gtk_window_set_default_widget (GTK_WINDOW (window), button);
    gtk_widget_grab_focus (button);
  }
  gtk_window_set_title (GTK_WINDOW (window), _ ("What will be printed"));
  /* No wider than the window it belongs to: that may fill a small screen. */
  gtk_window_set_default_size (GTK_WINDOW (window),
                               CLAMP (gtk_widget_get_width (GTK_WIDGET (parent)), 360, 660),
                               700);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
end_preview_cb (gpointer user_data)
{
  gtk_print_operation_preview_end_preview (user_data);
  return G_SOURCE_REMOVE;
}

static void
preview_ready_cb (ZpiPaper *self, GtkPrintContext *context, GtkPrintOperationPreview *preview)
{
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&self->parent);

  if (parent != NULL)
    show_preview (self, parent, FALSE);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, end_preview_cb, g_object_ref (preview), g_object_unref);
}

static gboolean
preview_cb (ZpiPaper *self,
            GtkPrintOperationPreview *preview,
            GtkPrintContext *context,
            GtkWindow *dialog_parent,
            GtkPrintOperation *operation)
{
  cairo_surface_t *nowhere = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (nowhere);

  gtk_print_context_set_cairo_context (context, cr, 72, 72);
  cairo_destroy (cr);
  cairo_surface_destroy (nowhere);
  g_signal_connect_object (preview,
                           "ready",
                           G_CALLBACK (preview_ready_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return TRUE;
}

/* GTK writes the pages there first, also those that become a file. It goes when somebody logs out
 * and the program stays, or clears up. */
static gboolean
has_place_for_pages (void)
{
  return g_access (g_get_tmp_dir (), W_OK | X_OK) == 0;
}

/* @to_file: whether it was to become a file */
static const char *
words_of_failure (gboolean to_file)
{
  if (!has_place_for_pages ())
    return _ ("The folder of this computer in which pages are made ready is gone. Close the "
              "program, log out of the computer and in again, then print again.");
  return to_file ? _ ("Choose another folder, or make room on the disk.")
                 : _ ("Check whether the printer is on and has paper, then print again.");
}

/* @taken: (transfer full): the reference that print_now() holds until here */
static void
print_done_cb (ZpiPaper *taken, GtkPrintOperationResult result, GtkPrintOperation *operation)
{
  g_autoptr (ZpiPaper) self = taken;
  g_autoptr (GFile) copy = dup_copy (operation);
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWindow) parent = g_weak_ref_get (&self->parent);

  if (result == GTK_PRINT_OPERATION_RESULT_APPLY && parent != NULL && copy != NULL)
    zpi_print_copy_follow (parent, copy);
  if (result != GTK_PRINT_OPERATION_RESULT_ERROR || parent == NULL)
    return;
  gtk_print_operation_get_error (operation, &error);
  g_warning ("Printing failed: %s", error->message);
  zpi_message_tell (GTK_WIDGET (parent),
                    _ ("That was not printed"),
                    words_of_failure (copy != NULL));
}

static void
print_now (ZpiPaper *self, GtkWindow *parent)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) a4 = gtk_paper_size_new (GTK_PAPER_NAME_A4);
  g_autoptr (GError) error = NULL;

  gtk_page_setup_set_paper_size (setup, a4);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_job_name (operation, self->title);
  g_signal_connect_object (operation, "preview", G_CALLBACK (preview_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (operation,
                           "begin-print",
                           G_CALLBACK (begin_print_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (operation,
                           "draw-page",
                           G_CALLBACK (draw_page_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (operation, "done", G_CALLBACK (print_done_cb), self, G_CONNECT_SWAPPED);
  /* Until it is done. Not by the operation: it would let go in the middle of its own end, while the
   * handlers above still watch. */
  g_object_ref (self);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, &error);
}

/**
 * zpi_paper_print:
 * @self: the paper
 * @parent: the window to which the dialog belongs
 *
 * Shows the pages and says that a print is not locked; then the person chooses a printer and
 * prints. No preview through another program: it would leave a copy in clear.
 */
void
zpi_paper_print (ZpiPaper *self, GtkWindow *parent)
{
  cairo_surface_t *nowhere = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (nowhere);

  g_return_if_fail (ZPI_IS_PAPER (self) && GTK_IS_WINDOW (parent));

  paginate (self, cr, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_destroy (cr);
  cairo_surface_destroy (nowhere);
  g_weak_ref_set (&self->parent, parent);
  show_preview (self, parent, TRUE);
}
