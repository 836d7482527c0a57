/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-way-back.h"

#include "zpi-i18n.h"
#include "zpi-message.h"

/* How long the toast stands there: long enough to read it and look what is gone. */
#define TOAST_SECONDS 20

struct _ZpiWayBack {
  AdwBin parent_instance;

  GPtrArray *steps; /* (owned) (element-type Step): the last one last */
  gboolean undoing;
};

/* One removal, which the toast's button undoes, or one choice. */
typedef struct {
  ZpiWayBack *way_back; /* (unowned): has this step */
  ZpiCase *zcase;       /* (owned) */
  AdwToast *toast;      /* (owned) (nullable): also when it is not on the screen any more */
  GtkWidget *question;  /* (nullable): weak; what was chosen, where there is no toast */
  char *was;            /* (owned) (nullable): the answer before it */
  ZpiWayBackFunc undo;  /* (nullable): of a choice */
  guint64 before;       /* the case's generation, before it and after it */
  guint64 after;
  gboolean gone; /* the toast, from the screen */
  gboolean left; /* the page, since */
} Step;

G_DEFINE_FINAL_TYPE (ZpiWayBack, zpi_way_back, ADW_TYPE_BIN)

static void
step_free (gpointer data)
{
  Step *step = data;

  if (step->toast != NULL)
    g_signal_handlers_disconnect_by_data (step->toast, step);
  g_clear_object (&step->toast);
  g_clear_weak_pointer (&step->question);
  g_free (step->was);
  g_object_unref (step->zcase);
  g_free (step);
}

static Step *
get_last (ZpiWayBack *self)
{
  return self->steps->len > 0 ? self->steps->pdata[self->steps->len - 1] : NULL;
}

/* The generation of the case at the click that is being answered: what comes after that is the
 * undo's. */
static guint64 clicked_at;

static void
note_click_cb (AdwToast *toast, ZpiCase *zcase)
{
  clicked_at = zpi_case_get_generation (zcase);
}

/* The last one can be undone in its turn, if nothing but what is undone came after it. */
static void
go_on_from (ZpiWayBack *self, guint64 as_it_was, guint64 now)
{
  Step *last = get_last (self);

  if (last != NULL && last->after == as_it_was)
    last->after = now;
}

/* It was undone: the one before it can be undone in its turn; of an older one the last still can.
 */
static void
undone_cb (AdwToast *toast, Step *step)
{
  ZpiWayBack *self = step->way_back;
  guint64 now = zpi_case_get_generation (step->zcase);
  guint64 as_it_was = step == get_last (self) ? step->before : clicked_at;

  g_ptr_array_remove (self->steps, step);
  go_on_from (self, as_it_was, now);
}

static void
dismissed_cb (AdwToast *toast, Step *step)
{
  step->gone = TRUE;
}

static void
take_choice (Step *step)
{
  ZpiWayBack *self = step->way_back;
  g_autoptr (GtkWidget) question = g_object_ref (step->question);
  g_autoptr (ZpiCase) zcase = g_object_ref (step->zcase);
  g_autofree char *was = g_strdup (step->was);
  const ZpiWayBackFunc undo = step->undo;
  const guint64 before = step->before;

  g_ptr_array_remove (self->steps, step);
  self->undoing = TRUE;
  undo (question, was);
  self->undoing = FALSE;
  go_on_from (self, before, zpi_case_get_generation (zcase));
}

static gboolean
take (Step *step)
{
  g_autoptr (AdwToast) toast = g_object_ref (step->toast);
  g_autoptr (ZpiCase) zcase = g_object_ref (step->zcase);
  guint64 generation = zpi_case_get_generation (zcase);
  gboolean gone = step->gone;

  g_signal_emit_by_name (toast, "button-clicked");
  if (!gone)
    zpi_message_dismiss (toast);
  return zpi_case_get_generation (zcase) != generation;
}

static gboolean
is_typing (ZpiWayBack *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL && GTK_IS_EDITABLE (gtk_root_get_focus (root));
}

/* Questions that went from the page take their choices with them. */
static Step *
get_next (ZpiWayBack *self)
{
  Step *last = get_last (self);

  while (last != NULL && last->undo != NULL && last->question == NULL) {
    g_ptr_array_remove (self->steps, last);
    last = get_last (self);
  }
  return last;
}

/* Before the text field with the focus has it: there is nothing newer to undo. */
static gboolean
key_pressed_cb (ZpiWayBack *self, guint keyval, guint keycode, GdkModifierType state)
{
  Step *last;

  if (gdk_keyval_to_lower (keyval) != GDK_KEY_z ||
      (state & gtk_accelerator_get_default_mod_mask ()) != GDK_CONTROL_MASK)
    return GDK_EVENT_PROPAGATE;
  last = get_next (self);
  if (last == NULL || (zpi_case_get_generation (last->zcase) != last->after &&
                       (last->was == NULL || last->left || is_typing (self))))
    return GDK_EVENT_PROPAGATE;
  if (last->undo == NULL)
    return take (last);
  take_choice (last);
  return GDK_EVENT_STOP;
}

static void
zpi_way_back_unmap (GtkWidget *widget)
{
  ZpiWayBack *self = ZPI_WAY_BACK (widget);

  for (guint i = 0; i < self->steps->len; i++)
    ((Step *) self->steps->pdata[i])->left = TRUE;
  GTK_WIDGET_CLASS (zpi_way_back_parent_class)->unmap (widget);
}

static void
zpi_way_back_finalize (GObject *object)
{
  g_ptr_array_unref (ZPI_WAY_BACK (object)->steps);
  G_OBJECT_CLASS (zpi_way_back_parent_class)->finalize (object);
}

static void
zpi_way_back_class_init (ZpiWayBackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zpi_way_back_finalize;
  GTK_WIDGET_CLASS (klass)->unmap = zpi_way_back_unmap;
}

static void
zpi_way_back_init (ZpiWayBack *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->steps = g_ptr_array_new_with_free_func (step_free);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * zpi_way_back_new_toast:
 * @text: what was removed; no names in it
 * @zcase: what it is removed from
 *
 * Returns: (transfer full): a toast with *Undo*; what that does is for its `button-clicked`
 */
AdwToast *
zpi_way_back_new_toast (const char *text, ZpiCase *zcase)
{
  AdwToast *toast = zpi_message_new_toast (text);

  /* Connected before what undoes it. */
  g_signal_connect_data (toast,
                         "button-clicked",
                         G_CALLBACK (note_click_cb),
                         g_object_ref (zcase),
                         (GClosureNotify) (void (*) (void)) g_object_unref,
                         0);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  /* What was removed last is what somebody wants back; the one before it waits. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  return toast;
}

/**
 * zpi_way_back_offer:
 * @below: a widget below a way back and a toast overlay
 * @toast: (transfer full): from zpi_way_back_new_toast(); its `button-clicked` is connected
 * @zcase: what it was removed from, now
 * @before: the generation of @zcase before that
 *
 * Shows @toast, and lets Ctrl+Z do what its button does.
 */
void
zpi_way_back_offer (GtkWidget *below, AdwToast *toast, ZpiCase *zcase, guint64 before)
{
  GtkWidget *self = gtk_widget_get_ancestor (below, ZPI_TYPE_WAY_BACK);

  g_return_if_fail (ADW_IS_TOAST (toast));
  g_return_if_fail (ZPI_IS_CASE (zcase));

  if (self != NULL) {
    Step *step = g_new0 (Step, 1);

    step->way_back = ZPI_WAY_BACK (self);
    step->zcase = g_object_ref (zcase);
    step->toast = g_object_ref (toast);
    step->before = before;
    step->after = zpi_case_get_generation (zcase);
    g_signal_connect (toast, "dismissed", G_CALLBACK (dismissed_cb), step);
    g_signal_connect (toast, "button-clicked", G_CALLBACK (undone_cb), step);
    g_ptr_array_add (step->way_back->steps, step);
  }
  zpi_message_add_toast (below, toast);
}

/**
 * zpi_way_back_note:
 * @question: a widget below a way back, or below none: then nothing is noted
 * @zcase: what it is about, now
 * @before: the generation of @zcase before that
 * @was: (nullable): the answer before that, for @undo; %NULL for what only can be undone as long as
 *   nothing else changed
 * @undo: (scope notified): makes @question as it was; called while @question is there
 *
 * Something was chosen that says so itself: Ctrl+Z undoes it.
 */
void
zpi_way_back_note (GtkWidget *question,
                   ZpiCase *zcase,
                   guint64 before,
                   const char *was,
                   ZpiWayBackFunc undo)
{
  GtkWidget *around = gtk_widget_get_ancestor (question, ZPI_TYPE_WAY_BACK);
  ZpiWayBack *self = around != NULL ? ZPI_WAY_BACK (around) : NULL;
  Step *step;

  g_return_if_fail (ZPI_IS_CASE (zcase));
  g_return_if_fail (undo != NULL);

  if (self == NULL || self->undoing)
    return;
  step = g_new0 (Step, 1);
  step->way_back = self;
  step->zcase = g_object_ref (zcase);
  g_set_weak_pointer (&step->question, question);
  step->was = g_strdup (was);
  step->undo = undo;
  step->before = before;
  step->after = zpi_case_get_generation (zcase);
  g_ptr_array_add (self->steps, step);
}

/**
 * zpi_way_back_take:
 * @below: a widget below a way back
 * @toast: one that was offered
 *
 * Undoes what @toast offers to undo, also when it is not on the screen any more.
 *
 * Returns: %FALSE when nothing came back: it was undone already, or forgotten
 */
gboolean
zpi_way_back_take (GtkWidget *below, AdwToast *toast)
{
  GtkWidget *self = gtk_widget_get_ancestor (below, ZPI_TYPE_WAY_BACK);
  GPtrArray *steps = self != NULL ? ZPI_WAY_BACK (self)->steps : NULL;

  for (guint i = 0; steps != NULL && i < steps->len; i++) {
    Step *step = steps->pdata[i];

    if (step->toast == toast)
      return take (step);
  }
  return FALSE;
}

/**
 * zpi_way_back_forget:
 *
 * The page lets go of its case: Ctrl+Z brings nothing of it back.
 */
void
zpi_way_back_forget (ZpiWayBack *self)
{
  g_return_if_fail (ZPI_IS_WAY_BACK (self));

  g_ptr_array_set_size (self->steps, 0);
}
