/* SPDX-License-Identifier: EUPL-1.2 */

/* One account for a family that was renewed automatically. Source: handbook, section 3 and its
 * appendix: everybody is a main pass holder there; at most ten weeks, the passes work meanwhile. */

#include "zpi-config.h"

#include "zpi-account-page.h"

#include <string.h>

#include "zpi-account.h"
#include "zpi-checks.h"
#include "zpi-choice-row.h"
#include "zpi-entry-row.h"
#include "zpi-facts.h"
#include "zpi-field-row.h"
#include "zpi-field.h"
#include "zpi-flag-row.h"
#include "zpi-group.h"
#include "zpi-i18n.h"
#include "zpi-notice.h"
#include "zpi-queue-case.h"
#include "zpi-way-back.h"

struct _ZpiAccountPage {
  AdwBin parent_instance;

  ZpiSession *session; /* (owned) */
  ZpiCase *zcase;      /* (owned) */
  GtkWidget *members_box;
  GtkWidget *add_button;
  GtkWidget *send_button;
  ZpiNotice *problem;
  guint n_members; /* that are shown */
};

G_DEFINE_FINAL_TYPE (ZpiAccountPage, zpi_account_page, ADW_TYPE_BIN)

static void
add_field (ZpiAccountPage *self, GtkWidget *group, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  zpi_field_row_bind (ZPI_FIELD_ROW (row), self->session, self->zcase);
}

static void
add_text (ZpiAccountPage *self, GtkWidget *group, const char *key)
{
  add_field (self, group, zpi_entry_row_new_for_key (key));
}

static GtkWidget *
add_group (GtkWidget *box, const char *title, const char *description)
{
  GtkWidget *group = zpi_group_new (title, description);

  gtk_box_append (GTK_BOX (box), group);
  return group;
}

static void
show_member (ZpiAccountPage *self, const char *item)
{
  static const char *const fields[] = {"given_names", "prefix", "family_name", "birth_date", "bsn"};
  g_autofree char *title = NULL;
  GtkWidget *group;

  /* Translators: %u counts the others of the family. */
  title = g_strdup_printf (_ ("Family member %u"), ++self->n_members);
  group = add_group (self->members_box, title, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    g_autofree char *key = zpi_case_item_key (ZPI_LIST_CHILD, item, fields[i]);

    add_text (self, group, key);
  }
}

static void
show_members (ZpiAccountPage *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_CHILD);

  for (guint i = 0; items[i] != NULL; i++)
    show_member (self, items[i]);
}

static void
add_member_cb (ZpiAccountPage *self)
{
  g_autofree char *item = zpi_case_add_item (self->zcase, ZPI_LIST_CHILD);
  GtkWidget *group;

  show_member (self, item);
  group = gtk_widget_get_last_child (self->members_box);
  gtk_widget_child_focus (group, GTK_DIR_TAB_FORWARD);
}

static gboolean
is_empty (ZpiAccountPage *self, const char *key)
{
  return *zpi_case_get (self->zcase, key) == '\0';
}

static gboolean
has_member (ZpiAccountPage *self)
{
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_CHILD);

  for (guint i = 0; items[i] != NULL; i++) {
    g_autofree char *given = zpi_case_item_key (ZPI_LIST_CHILD, items[i], "given_names");
    g_autofree char *family = zpi_case_item_key (ZPI_LIST_CHILD, items[i], "family_name");

    if (!is_empty (self, given) || !is_empty (self, family))
      return TRUE;
  }
  return FALSE;
}

/* In the order of the page. @place: (out): the key of the first, empty for the button that adds
 * somebody of the family */
static char *
dup_missing (ZpiAccountPage *self, const char **place)
{
  g_auto (ZpiCheckResult) email = zpi_check_email (zpi_case_get (self->zcase, ZPI_KEY_EMAIL));
  const struct {
    gboolean missing;
    const char *text;
    const char *key;
  } parts[] = {
      {is_empty (self, ZPI_KEY_GIVEN_NAMES) && is_empty (self, ZPI_KEY_FAMILY_NAME),
       _ ("the name of the main pass holder"),
       ZPI_KEY_GIVEN_NAMES},
      {email.normalised == NULL, _ ("an e-mail address"), ZPI_KEY_EMAIL},
      {!has_member (self), _ ("a family member"), ""},
      {!zpi_case_get_flag (self->zcase, ZPI_KEY_DECLARED),
       _ ("that the client agrees"),
       ZPI_KEY_DECLARED},
      {is_empty (self, ZPI_KEY_DECLARED_HOW), _ ("how the client agreed"), ZPI_KEY_DECLARED_HOW},
  };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) missing = NULL;
  g_autofree char *list = NULL;

  *place = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].missing) {
      g_strv_builder_add (builder, parts[i].text);
      *place = *place != NULL ? *place : parts[i].key;
    }
  missing = g_strv_builder_end (builder);
  if (missing[0] == NULL)
    return NULL;
  list = g_strjoinv (", ", missing);
  return g_strdup_printf (_ ("Needed to send: %s"), list);
}

static void
say_missing (ZpiAccountPage *self)
{
  const char *place;
  g_autofree char *text = dup_missing (self, &place);
  g_autoptr (GPtrArray) rows = zpi_field_row_collect (GTK_WIDGET (self));
  ZpiFieldRow *row = place != NULL ? zpi_field_row_find (rows, place) : NULL;

  zpi_notice_set (self->problem,
                  ZPI_NOTICE_WARNING,
                  text != NULL ? text
                               : _ ("Needed to send: an e-mail address, the name of the main pass "
                                    "holder, a family member, and that the client agrees"));
  if (row != NULL)
    zpi_field_row_focus (row);
  else if (place != NULL)
    gtk_widget_grab_focus (self->add_button);
}

/* Once it was said what is missed, what is answered is not missed any more. */
static void
answer_changed_cb (ZpiAccountPage *self)
{
  const char *place;
  g_autofree char *text = NULL;

  if (self->problem == NULL || *zpi_notice_get_text (self->problem) == '\0')
    return;
  text = dup_missing (self, &place);
  zpi_notice_set (self->problem, ZPI_NOTICE_WARNING, text);
}

static void
send_cb (ZpiAccountPage *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) form = zpi_account_dup_form (self->zcase, &error);

  if (form == NULL) {
    say_missing (self);
    return;
  }
  zpi_queue_case (GTK_WIDGET (self), self->session, self->zcase, self->send_button, self->problem);
}

static void
zpi_account_page_dispose (GObject *object)
{
  ZpiAccountPage *self = ZPI_ACCOUNT_PAGE (object);

  g_clear_object (&self->session);
  g_clear_object (&self->zcase);

  G_OBJECT_CLASS (zpi_account_page_parent_class)->dispose (object);
}

static void
zpi_account_page_class_init (ZpiAccountPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = zpi_account_page_dispose;
  g_signal_new ("queued",
                ZPI_TYPE_ACCOUNT_PAGE,
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                0);
}

static void
zpi_account_page_init (ZpiAccountPage *self)
{
}

static GtkWidget *
new_box (ZpiAccountPage *self)
{
  GtkWidget *way_back = g_object_new (ZPI_TYPE_WAY_BACK, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_widget_set_margin_top (box, 24);
  gtk_widget_set_margin_bottom (box, 36);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_bin_set_child (ADW_BIN (way_back), scroller);
  adw_bin_set_child (ADW_BIN (self), way_back);
  return box;
}

static void
add_holder (ZpiAccountPage *self, GtkWidget *box)
{
  static const char *const keys[] = {
      ZPI_KEY_GIVEN_NAMES,
      ZPI_KEY_PREFIX,
      ZPI_KEY_FAMILY_NAME,
      ZPI_KEY_BIRTH_DATE,
      ZPI_KEY_BSN,
  };
  /* An account is somebody's: that of an organisation is nobody's, and without an address there is
   * none. */
  static const char *const owners[] = {"aanvrager", "helper", NULL};
  GtkWidget *owner = zpi_choice_row_new (ZPI_KEY_EMAIL_WHOSE, FALSE);
  GtkWidget *email;
  GtkWidget *group = add_group (
      box,
      _ ("Whose account"),
      zpi_facts_say (_ ("The others of the family come into this account. It takes at most "
                        "{account-weeks}; the passes work meanwhile."),
                     _ ("The others of the family come into this account. The passes work "
                        "meanwhile.")));

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    add_text (self, group, keys[i]);
  add_field (self, group, owner);
  zpi_choice_row_set_choices (ZPI_CHOICE_ROW (owner), owners);
  email = zpi_entry_row_new_for_key (ZPI_KEY_EMAIL);
  add_field (self, group, email);
  zpi_field_row_set_help (ZPI_FIELD_ROW (email),
                          _ ("With this address the client signs in. It is the client’s own, or "
                             "that of a family member "
                             "who has no account."));
}

static void
add_end (ZpiAccountPage *self, GtkWidget *box)
{
  GtkWidget *add = gtk_button_new_with_mnemonic (_ ("Add a family _member"));
  GtkWidget *group;

  self->members_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_box_append (GTK_BOX (box), self->members_box);
  self->add_button = add;
  gtk_widget_set_halign (add, GTK_ALIGN_START);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_member_cb), self);
  gtk_box_append (GTK_BOX (box), add);
  group = add_group (box, _ ("Does the client agree?"), NULL);
  add_field (self, group, zpi_flag_row_new (ZPI_KEY_DECLARED));
  add_field (self, group, zpi_choice_row_new (ZPI_KEY_DECLARED_HOW, FALSE));
  self->problem = ZPI_NOTICE (zpi_notice_new (ZPI_NOTICE_WARNING, NULL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  self->send_button = gtk_button_new_with_mnemonic (_ ("_Send the request"));
  gtk_widget_set_halign (self->send_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->send_button, "pill");
  gtk_widget_add_css_class (self->send_button, "suggested-action");
  g_signal_connect_swapped (self->send_button, "clicked", G_CALLBACK (send_cb), self);
  gtk_box_append (GTK_BOX (box), self->send_button);
}

/**
 * zpi_account_page_new:
 * @session: an open session
 * @zcase: a case of kind account, open
 *
 * Returns: (transfer floating): a page on which it is filled in
 */
GtkWidget *
zpi_account_page_new (ZpiSession *session, ZpiCase *zcase)
{
  ZpiAccountPage *self = g_object_new (ZPI_TYPE_ACCOUNT_PAGE, NULL);
  GtkWidget *box = new_box (self);

  self->session = g_object_ref (session);
  self->zcase = g_object_ref (zcase);
  add_holder (self, box);
  add_end (self, box);
  zpi_group_wrap_buttons (box);
  show_members (self);
  g_signal_connect_object (zcase,
                           "answer-changed",
                           G_CALLBACK (answer_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
