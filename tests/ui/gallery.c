/* SPDX-License-Identifier: EUPL-1.2 */

/* Shows one page of a case alone, without a session:
 *
 *   gallery SECTION [--person N] [--width W] [--height H] [--dark] [--leave] [--scroll PIXELS]
 *           [--text-scale FACTOR] [--wrong] [--measure] [--boxes] [--picture FILE]
 *
 * With --measure it prints what is not whole or a narrow column, with --boxes where each text and
 * each switch that is off stands in the picture, and ends.
 */

#include "zpi-config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "zpi-application.h"
#include "zpi-practice-person.h"
#include "zpi-section-page.h"
#include "zpi-ui.h"

/* From a new size to what no longer changes. */
#define FRAMES_TO_REST 4

static int person = -1;
static int width = 800;
static int height = 700;
static int scroll = 0;
static double text_scale = 1;
static gboolean dark = FALSE;
static gboolean leave = FALSE;
static gboolean wrong = FALSE;
static gboolean measure = FALSE;
static gboolean boxes = FALSE;
static char *picture = NULL;

static const GOptionEntry options[] = {
    {"person", 0, 0, G_OPTION_ARG_INT, &person, "Practice household to fill in", "N"},
    {"width", 0, 0, G_OPTION_ARG_INT, &width, "Width", "PIXELS"},
    {"height", 0, 0, G_OPTION_ARG_INT, &height, "Height", "PIXELS"},
    {"scroll", 0, 0, G_OPTION_ARG_INT, &scroll, "Scroll down", "PIXELS"},
    {"text-scale", 0, 0, G_OPTION_ARG_DOUBLE, &text_scale, "Size of text", "FACTOR"},
    {"dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark", NULL},
    {"leave", 0, 0, G_OPTION_ARG_NONE, &leave, "Press Next", NULL},
    {"wrong", 0, 0, G_OPTION_ARG_NONE, &wrong, "Fill in wrong answers", NULL},
    {"measure",
     0,
     0,
     G_OPTION_ARG_NONE,
     &measure,
     "Print what is cut, shortened or too small, and end",
     NULL},
    {"boxes",
     0,
     0,
     G_OPTION_ARG_NONE,
     &boxes,
     "Print where texts and switches stand, and end",
     NULL},
    {"picture",
     0,
     0,
     G_OPTION_ARG_FILENAME,
     &picture,
     "With --measure or --boxes: what it looks like",
     "FILE"},
    {NULL},
};

static void
fill_in_wrong (ZpiCase *zcase)
{
  zpi_case_set (zcase, ZPI_KEY_BSN, "123456789");
  zpi_case_set (zcase, ZPI_KEY_BIRTH_DATE, "31-02-1980");
  zpi_case_set (zcase, ZPI_KEY_POSTCODE, "12 AB");
  zpi_case_set (zcase, ZPI_KEY_EMAIL, "anna@@example");
  zpi_case_set (zcase, ZPI_KEY_CHECK_INCOME, "12,");
  zpi_case_set (zcase, ZPI_KEY_CHECK_CHILDREN, "2");
}

static GtkAdjustment *
find_adjustment (GtkWidget *widget)
{
  GtkWidget *child;

  if (GTK_IS_SCROLLED_WINDOW (widget))
    return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (widget));
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkAdjustment *found = find_adjustment (child);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* What asks for so many pixels: the way down to the widget that does. */
static void
print_widest (GtkWidget *widget)
{
  g_autoptr (GString) way = g_string_new (NULL);

  while (widget != NULL) {
    GtkWidget *widest = NULL;
    int most = 0;

    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child)) {
      int minimum = 0;

      if (gtk_widget_should_layout (child))
        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      if (minimum > most) {
        most = minimum;
        widest = child;
      }
    }
    if (widest != NULL)
      g_string_append_printf (way, " > %s %d", G_OBJECT_TYPE_NAME (widest), most);
    if (GTK_IS_LABEL (widest))
      g_string_append_printf (way, " “%s”", gtk_label_get_text (GTK_LABEL (widest)));
    widget = widest;
  }
  g_print ("widest:%s\n", way->str);
}

/* What is chosen with grows along with the letters (its edge does not count here). */
static void
measure_mark (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "x");
  int high;

  pango_layout_get_pixel_size (layout, NULL, &high);
  if (gtk_widget_get_height (widget) < high * 3 / 4)
    g_print ("small: %s of %d pixels beside letters of %d\n",
             gtk_widget_get_css_name (widget),
             gtk_widget_get_height (widget),
             high);
}

/* A column of one or two words on each line is no text that anybody reads. */
static void
measure_column (GtkLabel *label)
{
  GtkWidget *widget = GTK_WIDGET (label);
  g_autoptr (PangoLayout) line = gtk_widget_create_pango_layout (widget, "ten letters");
  int wide;

  pango_layout_get_pixel_size (line, &wide, NULL);
  if (pango_layout_get_line_count (gtk_label_get_layout (label)) > 3 &&
      gtk_widget_get_width (widget) < wide)
    g_print ("narrow: %s\n", gtk_label_get_text (label));
}

/* What stays in sight leaves room for what is read. */
static void
measure_footer (GtkWidget *widget)
{
  int room = gtk_widget_get_height (GTK_WIDGET (gtk_widget_get_root (widget)));

  if (gtk_widget_get_height (widget) > room / 4)
    g_print ("footer: %d of %d pixels\n", gtk_widget_get_height (widget), room);
}

/* Texts that are on the page and not whole. */
static void
measure_texts (GtkWidget *widget)
{
  GtkWidget *child;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_CHECK_BUTTON (widget))
    measure_mark (gtk_widget_get_first_child (widget));
  else if (GTK_IS_SWITCH (widget))
    measure_mark (widget);
  else if (gtk_widget_has_css_class (widget, "zpi-review-footer"))
    measure_footer (widget);
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0') {
    PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));
    int wide;
    int high;

    pango_layout_get_pixel_size (layout, &wide, &high);
    if (pango_layout_is_ellipsized (layout))
      g_print ("shortened: %s\n", gtk_label_get_text (GTK_LABEL (widget)));
    else if (wide > gtk_widget_get_width (widget) + 1 || high > gtk_widget_get_height (widget) + 1)
      g_print ("cut: %s\n", gtk_label_get_text (GTK_LABEL (widget)));
    measure_column (GTK_LABEL (widget));
  }
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    measure_texts (child);
}

/* Whether @box, of @widget in the window, is to be seen whole: what scrolls may show a part of it.
 */
static gboolean
is_in_view (GtkWidget *widget, const graphene_rect_t *box)
{
  GtkWidget *around;

  for (around = gtk_widget_get_parent (widget); around != NULL;
       around = gtk_widget_get_parent (around)) {
    graphene_rect_t room;

    if (!GTK_IS_SCROLLED_WINDOW (around) && !GTK_IS_ROOT (around))
      continue;
    if (!gtk_widget_compute_bounds (around, GTK_WIDGET (gtk_widget_get_root (widget)), &room) ||
        !graphene_rect_contains_rect (&room, box))
      return FALSE;
  }
  return TRUE;
}

/* The picture begins where the frame of the window does. */
static void
print_box (const char *kind, GtkWidget *widget, const char *name)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (widget));
  g_autofree char *line = g_strdelimit (g_strdup (name), "\n", ' ');
  graphene_rect_t frame;
  graphene_rect_t box;

  if (!gtk_widget_is_sensitive (widget) || !gtk_widget_compute_bounds (widget, window, &box) ||
      !gtk_widget_compute_bounds (window, window, &frame) || !is_in_view (widget, &box))
    return;
  g_print ("%s %d %d %d %d %s\n",
           kind,
           (int) (box.origin.x - frame.origin.x),
           (int) (box.origin.y - frame.origin.y),
           (int) box.size.width,
           (int) box.size.height,
           line);
}

/* What cannot be used now may be faint, and is left out. */
static void
print_boxes (GtkWidget *widget)
{
  GtkWidget *child;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    print_box ("text", widget, gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_TEXT (widget) &&
           gtk_entry_buffer_get_length (gtk_text_get_buffer (GTK_TEXT (widget))) > 0)
    print_box ("text", widget, gtk_editable_get_text (GTK_EDITABLE (widget)));
  else if ((GTK_IS_SWITCH (widget) && !gtk_switch_get_active (GTK_SWITCH (widget))) ||
           (GTK_IS_TOGGLE_BUTTON (widget) &&
            !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (widget)) &&
            gtk_widget_get_width (widget) < 80))
    print_box ("switch", widget, G_OBJECT_TYPE_NAME (widget));
  for (child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    print_boxes (child);
}

/* FALSE while the window has nothing to show yet: it is being laid out anew. */
static gboolean
save_picture (GtkWidget *window)
{
  GdkPaintable *paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  g_autoptr (GdkTexture) texture = NULL;
  graphene_rect_t whole = GRAPHENE_RECT_INIT (0,
                                              0,
                                              gdk_paintable_get_intrinsic_width (paintable),
                                              gdk_paintable_get_intrinsic_height (paintable));
  g_autoptr (GskRenderNode) node = NULL;

  gdk_paintable_snapshot (paintable, snapshot, whole.size.width, whole.size.height);
  g_object_unref (paintable);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return FALSE;
  texture = gsk_renderer_render_texture (renderer, node, &whole);
  return gdk_texture_save_to_png (texture, picture);
}

static gboolean
measure_cb (gpointer page)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (page));

  /* On a busy computer it has no place yet. */
  if (gtk_widget_get_width (page) <= 1 || gtk_widget_get_height (page) <= 1)
    return G_SOURCE_CONTINUE;
  /* What follows from the room that there is comes a frame later, and is drawn in one more. */
  for (guint i = 0; i < FRAMES_TO_REST; i++)
    gtk_test_widget_wait_for_draw (window);
  if (picture != NULL && !save_picture (window))
    return G_SOURCE_CONTINUE;
  if (measure && gtk_widget_get_width (window) > width) {
    g_print ("wide: %d pixels\n", gtk_widget_get_width (window));
    print_widest (window);
  }
  if (measure)
    measure_texts (window);
  if (boxes)
    print_boxes (window);
  exit (0);
}

static gboolean
scroll_cb (gpointer page)
{
  if (leave)
    zpi_section_page_leave (page);
  if (scroll > 0)
    gtk_adjustment_set_value (find_adjustment (page), scroll);
  return G_SOURCE_REMOVE;
}

static void
go_to_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_print ("go-to %s\n", g_variant_get_string (parameter, NULL));
}

static void
other_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_print ("%s\n", g_action_get_name (G_ACTION (action)));
}

static void
add_window_actions (GtkWidget *window)
{
  const GActionEntry entries[] = {{"send", other_action},
                                  {"paper", other_action},
                                  {"client-view", other_action},
                                  {"print", other_action, "s"},
                                  {"step", other_action, "i"}};
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), NULL);
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (group));
}

static void
add_actions (GtkWidget *window)
{
  const GActionEntry entries[] = {{"go-to", go_to_action, "s"}};
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), NULL);
  gtk_widget_insert_action_group (window, "case", G_ACTION_GROUP (group));
  add_window_actions (window);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new ("SECTION");
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (ZpiCase) zcase = zpi_case_new (ZPI_CASE_APPLICATION);
  g_autoptr (GError) error = NULL;
  ZpiSection section = ZPI_SECTION_BEFORE;
  ZpiSectionPage *page;
  GtkWidget *window;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, ZPI_BUILDDIR "/po");
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) ||
      !zpi_section_from_nick (argv[1], &section)) {
    g_printerr ("%s\n", error != NULL ? error->message : "Which section?");
    return 2;
  }
  adw_init ();
  zpi_ui_init ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (96 * 1024 * text_scale), NULL);
  if (person >= 0) {
    g_autoptr (ZpiApplication) application = zpi_practice_person_load (person);

    zpi_application_fill_case (application, zcase);
  }
  if (wrong)
    fill_in_wrong (zcase);
  page = zpi_section_page_new (section);
  zpi_section_page_bind (page, NULL, zcase);
  window = adw_window_new ();
  add_actions (window);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (600, scroll_cb, page);
  if (measure || boxes)
    g_timeout_add (1000, measure_cb, page);
  g_main_loop_run (loop);
  return 0;
}
