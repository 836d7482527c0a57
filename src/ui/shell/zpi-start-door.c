/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-config.h"

#include "zpi-start-door.h"

#include "zpi-facts.h"
#include "zpi-i18n.h"

typedef struct {
  const char *nick;
  const char *icon;
  const char *title;
  const char *short_title; /* for a door on one line with the others */
  const char *subtitle;
} Door;

/* clang-format off */
static const Door door_table[ZPI_N_START_DOORS] = {
  { "application",
    "list-add-symbolic",
    N_("_New application"), N_("_New application"), N_("Check and apply for the {pass} together") },
  { "letter",
    "mail-unread-symbolic",
    N_("I have a _letter"), N_("I have a _letter"), N_("Add a photo with the code in the letter, or a question about it") },
  { "more-information",
    "mail-attachment-symbolic",
    N_("I was _asked for more"), N_("More inform_ation"),
    N_("Add documents that the municipality asked for by e-mail") },
  { "account",
    "avatar-default-symbolic",
    N_("_Help with an account"), N_("Acco_unt"), N_("Make an account, or join the accounts of a family") },
};
/* clang-format on */

struct _ZpiStartDoor {
  GtkButton parent_instance;

  const Door *door;
  GtkWidget *subtitle; /* (unowned) (nullable): of a large one */
};

G_DEFINE_FINAL_TYPE (ZpiStartDoor, zpi_start_door, GTK_TYPE_BUTTON)

static void
zpi_start_door_class_init (ZpiStartDoorClass *klass)
{
}

static void
zpi_start_door_init (ZpiStartDoor *self)
{
}

static void
relate (ZpiStartDoor *self, GtkAccessibleRelation relation, GtkWidget *label)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), relation, label, NULL, -1);
}

static GtkWidget *
new_title (ZpiStartDoor *self, const char *text)
{
  GtkWidget *title = gtk_label_new_with_mnemonic (_ (text));

  gtk_label_set_mnemonic_widget (GTK_LABEL (title), GTK_WIDGET (self));
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  relate (self, GTK_ACCESSIBLE_RELATION_LABELLED_BY, title);
  return title;
}

static GtkWidget *
new_subtitle (ZpiStartDoor *self)
{
  GtkWidget *subtitle = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_wrap (GTK_LABEL (subtitle), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (subtitle), 14);
  gtk_label_set_max_width_chars (GTK_LABEL (subtitle), 28);
  gtk_widget_add_css_class (subtitle, "caption");
  relate (self, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, subtitle);
  return subtitle;
}

/**
 * zpi_start_door_new:
 * @which: below %ZPI_N_START_DOORS
 * @small: for one line with the others, without what it is for
 *
 * Returns: (transfer floating): the door
 */
GtkWidget *
zpi_start_door_new (guint which, gboolean small)
{
  const Door *door;
  ZpiStartDoor *self;
  GtkWidget *box;
  GtkWidget *texts;
  GtkWidget *icon;
  GtkWidget *title;

  g_return_val_if_fail (which < ZPI_N_START_DOORS, NULL);

  door = &door_table[which];
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, small ? 8 : 12);
  texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  icon = gtk_image_new_from_icon_name (door->icon);
  self = g_object_new (ZPI_TYPE_START_DOOR, "action-name", "start.door", NULL);
  self->door = door;
  title = new_title (self, small ? door->short_title : door->title);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", door->nick);
  if (small)
    return GTK_WIDGET (self);
  gtk_image_set_icon_size (GTK_IMAGE (icon), GTK_ICON_SIZE_LARGE);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self), "zpi-door");
  self->subtitle = new_subtitle (self);
  gtk_box_append (GTK_BOX (texts), self->subtitle);
  zpi_start_door_refresh (self);
  return GTK_WIDGET (self);
}

/**
 * zpi_start_door_refresh:
 * @self: a door
 *
 * Says what it is for with the facts of the organisation that is known now.
 */
void
zpi_start_door_refresh (ZpiStartDoor *self)
{
  g_return_if_fail (ZPI_IS_START_DOOR (self));

  if (self->subtitle != NULL)
    gtk_label_set_label (GTK_LABEL (self->subtitle),
                         zpi_facts_say (_ (self->door->subtitle), NULL));
}

/**
 * zpi_start_door_is:
 * @self: a door
 * @nick: (nullable): the nick of a door
 *
 * Returns: whether @self is that one; any is the one for %NULL
 */
gboolean
zpi_start_door_is (ZpiStartDoor *self, const char *nick)
{
  g_return_val_if_fail (ZPI_IS_START_DOOR (self), FALSE);

  return nick == NULL || g_str_equal (self->door->nick, nick);
}
