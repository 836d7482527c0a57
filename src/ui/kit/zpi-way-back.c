/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-way-back.h"

#include "zpi-i18n.h"
#include "zpi-message.h"

/* How long the toast stands there: long enough to read it and look what is gone. */
#define TOAST_SECONDS 20

struct _ZpiWayBack {
  AdwBin parent_instance;

  GPtrArray *steps;  /* (owned) (element-type Step): the last one last */
  GPtrArray *undone; /* (owned) (element-type Step): what was undone last, last */
  gboolean undoing;  /* or done again: what is chosen by that is no step of its own */
  gboolean redoing;
};

/* One removal, which the toast's button undoes, or one choice. */
typedef struct {
  ZpiWayBack *way_back;      /* (unowned): has this step */
  ZpiCase *zcase;            /* (owned) */
  AdwToast *toast;           /* (owned) (nullable): also when it is not on the screen any more */
  GtkWidget *question;       /* (nullable): weak; what was chosen, where there is no toast */
  char *was;                 /* (owned) (nullable): the answer before it, and after it */
  char *is;                  /* (owned) (nullable) */
  ZpiWayBackFunc show;       /* (nullable): of a choice */
  ZpiWayBackAgain again;     /* (nullable): of a removal */
  gpointer again_data;       /* (owned) (nullable) */
  GDestroyNotify again_free; /* (nullable) */
  guint64 before; /* the case's generation, before it and after it; then of its undoing */
  guint64 after;
  gboolean gone; /* the toast, from the screen */
  gboolean left; /* the page, since */
} Step;

G_DEFINE_FINAL_TYPE (ZpiWayBack, zpi_way_back, ADW_TYPE_BIN)

static void
drop_toast (Step *step)
{
  if (step->toast != NULL)
    g_signal_handlers_disconnect_by_data (step->toast, step);
  g_clear_object (&step->toast);
}

static void
step_free (gpointer data)
{
  Step *step = data;

  drop_toast (step);
  g_clear_weak_pointer (&step->question);
  g_free (step->was);
  g_free (step->is);
  if (step->again_free != NULL)
    step->again_free (step->again_data);
  g_object_unref (step->zcase);
  g_free (step);
}

static Step *
get_last (GPtrArray *steps)
{
  return steps->len > 0 ? steps->pdata[steps->len - 1] : NULL;
}

static Step *
steal (GPtrArray *steps, Step *step)
{
  guint position;

  return g_ptr_array_find (steps, step, &position) ? g_ptr_array_steal_index (steps, position)
                                                   : NULL;
}

/* The generation of the case at the click that is being answered: what comes after that is the
 * undo's. */
static guint64 clicked_at;

static void
note_click_cb (AdwToast *toast, ZpiCase *zcase)
{
  clicked_at = zpi_case_get_generation (zcase);
}

/* The last one of @steps can be undone or done again in its turn, if nothing but what is undone or
 * done again came after it. */
static void
go_on_from (GPtrArray *steps, guint64 as_it_was, guint64 now)
{
  Step *last = get_last (steps);

  if (last != NULL && last->after == as_it_was)
    last->after = now;
}

/* @before: the generation of the case before it was undone, or done again
 * @step: (transfer full): goes to @steps, where something came of it */
static void
pass_on (Step *step, GPtrArray *steps, guint64 before)
{
  step->before = before;
  step->after = zpi_case_get_generation (step->zcase);
  step->left = FALSE;
  if (step->after != before)
    g_ptr_array_add (steps, step);
  else
    step_free (step);
}

/* It was undone: the one before it can be undone in its turn; of an older one the last still can.
 */
static void
undone_cb (AdwToast *toast, Step *step)
{
  ZpiWayBack *self = step->way_back;
  guint64 now = zpi_case_get_generation (step->zcase);
  guint64 as_it_was = step == get_last (self->steps) ? step->before : clicked_at;

  steal (self->steps, step);
  drop_toast (step);
  go_on_from (self->steps, as_it_was, now);
  pass_on (step, self->undone, clicked_at);
}

static void
dismissed_cb (AdwToast *toast, Step *step)
{
  step->gone = TRUE;
}

/* Shows @answer at the question of @step. */
static void
show_choice (Step *step, const char *answer, gboolean again)
{
  g_autoptr (GtkWidget) question = g_object_ref (step->question);

  step->way_back->undoing = TRUE;
  step->show (question, answer, again);
  step->way_back->undoing = FALSE;
}

static void
take_choice (Step *step)
{
  ZpiWayBack *self = step->way_back;
  const guint64 generation = zpi_case_get_generation (step->zcase);

  steal (self->steps, step);
  show_choice (step, step->was, FALSE);
  go_on_from (self->steps, step->before, zpi_case_get_generation (step->zcase));
  pass_on (step, self->undone, generation);
}

/* What is removed again has a new toast, and is a new step by that. */
static void
do_again (Step *step)
{
  ZpiWayBack *self = step->way_back;
  const guint64 generation = zpi_case_get_generation (step->zcase);
  const guint64 as_it_was = step->before;

  steal (self->undone, step);
  self->redoing = TRUE;
  if (step->show != NULL)
    show_choice (step, step->is, TRUE);
  else
    step->again (step->again_data);
  self->redoing = FALSE;
  go_on_from (self->undone, as_it_was, zpi_case_get_generation (step->zcase));
  if (step->show != NULL)
    pass_on (step, self->steps, generation);
  else
    step_free (step);
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
get_next (GPtrArray *steps)
{
  Step *last = get_last (steps);

  while (last != NULL && (last->show != NULL ? last->question == NULL
                                             : last->toast == NULL && last->again == NULL)) {
    g_ptr_array_remove (steps, last);
    last = get_last (steps);
  }
  return last;
}

/* (nullable): what the key is for, and not for the text field with the focus: there is nothing
 * newer in that to undo, or to do again. */
static Step *
find_step (ZpiWayBack *self, GPtrArray *steps)
{
  Step *last = get_next (steps);

  if (last == NULL || (zpi_case_get_generation (last->zcase) != last->after &&
                       (last->was == NULL || last->left || is_typing (self))))
    return NULL;
  return last;
}

static gboolean
undo_key (ZpiWayBack *self)
{
  Step *step = find_step (self, self->steps);

  if (step == NULL)
    return GDK_EVENT_PROPAGATE;
  if (step->show == NULL)
    return take (step);
  take_choice (step);
  return GDK_EVENT_STOP;
}

static gboolean
redo_key (ZpiWayBack *self)
{
  Step *step = find_step (self, self->undone);

  if (step == NULL)
    return GDK_EVENT_PROPAGATE;
  do_again (step);
  return GDK_EVENT_STOP;
}

/* The keys of a text field, before it has them. */
static gboolean
key_pressed_cb (ZpiWayBack *self, guint keyval, guint keycode, GdkModifierType state)
{
  const guint key = gdk_keyval_to_lower (keyval);
  const GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();

  if (key == GDK_KEY_z && held == GDK_CONTROL_MASK)
    return undo_key (self);
  if ((key == GDK_KEY_z && held == (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) ||
      (key == GDK_KEY_y && held == GDK_CONTROL_MASK))
    return redo_key (self);
  return GDK_EVENT_PROPAGATE;
}

static void
leave (GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    ((Step *) steps->pdata[i])->left = TRUE;
}

static void
zpi_way_back_unmap (GtkWidget *widget)
{
  ZpiWayBack *self = ZPI_WAY_BACK (widget);

  leave (self->steps);
  leave (self->undone);
  GTK_WIDGET_CLASS (zpi_way_back_parent_class)->unmap (widget);
}

static void
zpi_way_back_finalize (GObject *object)
{
  ZpiWayBack *self = ZPI_WAY_BACK (object);

  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->undone);
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
  self->undone = g_ptr_array_new_with_free_func (step_free);
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

/* Something new: what was undone before it cannot be done again. */
static Step *
step_new (ZpiWayBack *self, ZpiCase *zcase, guint64 before)
{
  Step *step = g_new0 (Step, 1);

  step->way_back = self;
  step->zcase = g_object_ref (zcase);
  step->before = before;
  step->after = zpi_case_get_generation (zcase);
  if (!self->redoing)
    g_ptr_array_set_size (self->undone, 0);
  g_ptr_array_add (self->steps, step);
  return step;
}

/**
 * zpi_way_back_offer:
 * @below: a widget below a way back and a toast overlay
 * @toast: (transfer full): from zpi_way_back_new_toast(); its `button-clicked` is connected
 * @zcase: what it was removed from, now
 * @before: the generation of @zcase before that
 * @again: (scope notified): removes it again, and offers that anew
 * @data: (transfer full): for @again
 * @destroy: frees @data
 *
 * Shows @toast, and lets Ctrl+Z do what its button does, and Ctrl+Shift+Z do @again after that.
 */
void
zpi_way_back_offer (GtkWidget *below,
                    AdwToast *toast,
                    ZpiCase *zcase,
                    guint64 before,
                    ZpiWayBackAgain again,
                    gpointer data,
                    GDestroyNotify destroy)
{
  GtkWidget *self = gtk_widget_get_ancestor (below, ZPI_TYPE_WAY_BACK);

  g_return_if_fail (ADW_IS_TOAST (toast));
  g_return_if_fail (ZPI_IS_CASE (zcase));

  if (self != NULL) {
    Step *step = step_new (ZPI_WAY_BACK (self), zcase, before);

    step->toast = g_object_ref (toast);
    step->again = again;
    step->again_data = data;
    step->again_free = destroy;
    g_signal_connect (toast, "dismissed", G_CALLBACK (dismissed_cb), step);
    g_signal_connect (toast, "button-clicked", G_CALLBACK (undone_cb), step);
  } else {
    destroy (data);
  }
  zpi_message_add_toast (below, toast);
}

/**
 * zpi_way_back_note:
 * @question: a widget below a way back, or below none: then nothing is noted
 * @zcase: what it is about, now
 * @before: the generation of @zcase before that
 * @was: (nullable): the answer before that; %NULL for what only can be undone as long as nothing
 *   else changed
 * @is: (nullable): the answer now
 * @show: (scope notified): shows one of these at @question; called while @question is there
 *
 * Something was chosen that says so itself: Ctrl+Z undoes it, Ctrl+Shift+Z chooses it again.
 */
void
zpi_way_back_note (GtkWidget *question,
                   ZpiCase *zcase,
                   guint64 before,
                   const char *was,
                   const char *is,
                   ZpiWayBackFunc show)
{
  GtkWidget *around = gtk_widget_get_ancestor (question, ZPI_TYPE_WAY_BACK);
  ZpiWayBack *self = around != NULL ? ZPI_WAY_BACK (around) : NULL;
  Step *step;

  g_return_if_fail (ZPI_IS_CASE (zcase));
  g_return_if_fail (show != NULL);

  if (self == NULL || self->undoing)
    return;
  step = step_new (self, zcase, before);
  g_set_weak_pointer (&step->question, question);
  step->was = g_strdup (was);
  step->is = g_strdup (is);
  step->show = show;
}

/**
 * zpi_way_back_dup_said:
 * @answer: a question and its answer
 * @again: whether it was chosen again, rather than undone
 *
 * Returns: (transfer full): what is said of that
 */
char *
zpi_way_back_dup_said (const char *answer, gboolean again)
{
  if (again)
    /* Translators: what was undone was chosen again; the blank is the question and its answer. */
    return g_strdup_printf (_ ("Chosen again. %s"), answer);
  /* Translators: a choice was undone; the blank is the question and its answer before it. */
  return g_strdup_printf (_ ("As it was before. %s"), answer);
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
 * The page lets go of its case: Ctrl+Z brings nothing of it back, nor does Ctrl+Shift+Z.
 */
void
zpi_way_back_forget (ZpiWayBack *self)
{
  g_return_if_fail (ZPI_IS_WAY_BACK (self));

  g_ptr_array_set_size (self->steps, 0);
  g_ptr_array_set_size (self->undone, 0);
}
