/* SPDX-License-Identifier: EUPL-1.2 */

/* A document that is taken out at once, and can be brought back for a while. */

#include "zpi-evidence-adder-private.h"

#include "zpi-field.h"
#include "zpi-i18n.h"
#include "zpi-way-back.h"

/* A document that was taken away and may come back. */
typedef struct {
  ZpiEvidenceAdder *adder; /* (owned) */
  char *item;
  guint position;
  gboolean settled; /* came back, or is gone for good */
} Removal;

/* Nobody wanted it back: its content goes too. */
static void
settle (Removal *removal)
{
  if (!removal->settled)
    _zpi_evidence_adder_remove_for_good (removal->adder, removal->item);
  removal->settled = TRUE;
}

static void
removal_free (gpointer data, GClosure *closure)
{
  Removal *removal = data;

  settle (removal);
  g_ptr_array_remove (removal->adder->removals, removal);
  g_object_unref (removal->adder);
  g_free (removal->item);
  g_free (removal);
}

/**
 * zpi_evidence_adder_stop:
 *
 * The page lets go of the case: what was removed is gone now. A file that is on its way in is left
 * off, and goes on when the case is opened again: the case may be open somewhere else, and it would
 * come in twice. What was pasted goes on, since it is nowhere else; it only says nothing any more.
 */
void
zpi_evidence_adder_stop (ZpiEvidenceAdder *self)
{
  g_return_if_fail (ZPI_IS_EVIDENCE_ADDER (self));

  for (guint i = 0; i < self->removals->len; i++)
    settle (g_ptr_array_index (self->removals, i));
  g_cancellable_cancel (self->cancellable);
  if (self->offered != NULL)
    gtk_widget_insert_action_group (self->offered, "adder", NULL);
  g_clear_weak_pointer (&self->offered);
  g_clear_weak_pointer (&self->place);
}

static void
undo_clicked_cb (AdwToast *toast, Removal *removal)
{
  if (removal->settled)
    return;
  removal->settled = zpi_case_insert_item (removal->adder->zcase,
                                           ZPI_LIST_DOCUMENT,
                                           removal->item,
                                           removal->position);
  _zpi_evidence_adder_changed (removal->adder);
}

/* The way back is gone from the screen. */
static void
dismissed_cb (AdwToast *toast, Removal *removal)
{
  settle (removal);
}

/* A document that came back. */
typedef struct {
  ZpiEvidenceAdder *adder; /* (owned) */
  char *item;
} Again;

static void
again_free (gpointer data)
{
  Again *again = data;

  g_object_unref (again->adder);
  g_free (again->item);
  g_free (again);
}

static void
remove_again (gpointer data)
{
  Again *again = data;

  zpi_evidence_adder_remove (again->adder, again->item);
}

/**
 * zpi_evidence_adder_remove:
 * @item: a document
 *
 * Takes it out of the application at once, and lets the person bring it back for a while.
 */
void
zpi_evidence_adder_remove (ZpiEvidenceAdder *self, const char *item)
{
  AdwToast *toast = zpi_way_back_new_toast (_ ("The document was removed"), self->zcase);
  guint64 before = zpi_case_get_generation (self->zcase);
  g_auto (GStrv) items = zpi_case_dup_items (self->zcase, ZPI_LIST_DOCUMENT);
  Removal *removal = g_new0 (Removal, 1);
  Again *again = g_new0 (Again, 1);

  again->adder = g_object_ref (self);
  again->item = g_strdup (item);
  removal->adder = g_object_ref (self);
  removal->item = g_strdup (item);
  g_ptr_array_add (self->removals, removal);
  while (items[removal->position] != NULL && !g_str_equal (items[removal->position], item))
    removal->position++;
  g_signal_connect_data (toast,
                         "button-clicked",
                         G_CALLBACK (undo_clicked_cb),
                         removal,
                         removal_free,
                         0);
  g_signal_connect (toast, "dismissed", G_CALLBACK (dismissed_cb), removal);
  zpi_case_remove_item (self->zcase, ZPI_LIST_DOCUMENT, removal->item);
  _zpi_evidence_adder_changed (self);
  if (self->place != NULL) {
    zpi_way_back_offer (self->place, toast, self->zcase, before, remove_again, again, again_free);
  } else {
    g_object_unref (toast);
    again_free (again);
  }
}
