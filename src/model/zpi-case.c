/* SPDX-License-Identifier: EUPL-1.2 */

#define G_LOG_DOMAIN "zpi-case"

#include "zpi-case.h"

#include <string.h>

#include "zpi-case-private.h"
#include "zpi-overview.h"

enum {
  PROP_0,
  PROP_ID,
  PROP_KIND,
  PROP_STATE,
  PROP_GENERATION,
  PROP_SAVED_GENERATION,
  N_PROPS,
};

enum {
  ANSWER_CHANGED,
  ITEMS_CHANGED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ZpiCase, zpi_case, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (ZpiCaseKind,
                    zpi_case_kind,
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_APPLICATION, "application"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_LETTER, "letter"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_ACCOUNT, "account"))

G_DEFINE_ENUM_TYPE (ZpiCaseState,
                    zpi_case_state,
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_DRAFT, "draft"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_RECEIVED, "received"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_IN_ASSESSMENT, "in-assessment"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_MORE_INFORMATION, "more-information"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_GRANTED, "granted"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_PHOTOS, "photos"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_ISSUED, "issued"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_REJECTED, "rejected"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_WITHDRAWN, "withdrawn"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_ATTENTION, "attention"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_PAPER, "paper"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_HANDED_OVER, "handed-over"),
                    G_DEFINE_ENUM_VALUE (ZPI_CASE_CLOSED, "closed"))

static const char *
enum_to_nick (GType type, int value)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (type);
  GEnumValue *found = g_enum_get_value (class, value);

  g_return_val_if_fail (found != NULL, "");

  return found->value_nick;
}

static gboolean
enum_from_nick (GType type, const char *nick, int *value)
{
  g_autoptr (GEnumClass) class = g_type_class_ref (type);
  GEnumValue *found = nick != NULL ? g_enum_get_value_by_nick (class, nick) : NULL;

  if (found == NULL)
    return FALSE;
  *value = found->value;
  return TRUE;
}

/**
 * zpi_case_kind_to_nick:
 * @kind: a kind
 *
 * Returns: (transfer none): the word for @kind in the store
 */
const char *
zpi_case_kind_to_nick (ZpiCaseKind kind)
{
  return enum_to_nick (ZPI_TYPE_CASE_KIND, kind);
}

/**
 * zpi_case_kind_from_nick:
 * @nick: (nullable): a word
 * @kind: (out): the kind
 *
 * Returns: %FALSE, and @kind untouched, when @nick is no kind
 */
gboolean
zpi_case_kind_from_nick (const char *nick, ZpiCaseKind *kind)
{
  int value;

  g_return_val_if_fail (kind != NULL, FALSE);

  if (!enum_from_nick (ZPI_TYPE_CASE_KIND, nick, &value))
    return FALSE;
  *kind = value;
  return TRUE;
}

/**
 * zpi_case_state_to_nick:
 * @state: a state
 *
 * Returns: (transfer none): the word for @state in the store and in `zpictl` output
 */
const char *
zpi_case_state_to_nick (ZpiCaseState state)
{
  return enum_to_nick (ZPI_TYPE_CASE_STATE, state);
}

/**
 * zpi_case_state_from_wire:
 * @status: (nullable): where an application stands, in the municipality's word
 * @state: (out): the state
 *
 * Returns: %FALSE, and @state untouched, when @status is no such word
 */
gboolean
zpi_case_state_from_wire (const char *status, ZpiCaseState *state)
{
  static const struct {
    const char *status;
    ZpiCaseState state;
  } states[] = {
      {"in-verwerking", ZPI_CASE_SENDING},
      {"ontvangen", ZPI_CASE_RECEIVED},
      {"in-behandeling", ZPI_CASE_IN_ASSESSMENT},
      {"aanvulling-gevraagd", ZPI_CASE_MORE_INFORMATION},
      {"toegekend", ZPI_CASE_GRANTED},
      {"foto-gevraagd", ZPI_CASE_PHOTOS},
      {"pas-verstrekt", ZPI_CASE_ISSUED},
      {"afgewezen", ZPI_CASE_REJECTED},
      {"ingetrokken", ZPI_CASE_WITHDRAWN},
  };

  g_return_val_if_fail (state != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++) {
    if (g_strcmp0 (states[i].status, status) == 0) {
      *state = states[i].state;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * zpi_case_state_from_nick:
 * @nick: (nullable): a word
 * @state: (out): the state
 *
 * Returns: %FALSE, and @state untouched, when @nick is no state
 */
gboolean
zpi_case_state_from_nick (const char *nick, ZpiCaseState *state)
{
  int value;

  g_return_val_if_fail (state != NULL, FALSE);

  if (!enum_from_nick (ZPI_TYPE_CASE_STATE, nick, &value))
    return FALSE;
  *state = value;
  return TRUE;
}

static void
emit_detailed (ZpiCase *self, guint signal, const char *detail)
{
  /* A detail nobody ever connected to has no quark and needs none. */
  g_signal_emit (self, signals[signal], g_quark_try_string (detail), detail);
}

/* Everything is in place when this is called: raises the generation, then tells. */
void
zpi_case_announce (ZpiCase *self, guint64 generation, GPtrArray *keys, GPtrArray *lists)
{
  g_autoptr (ZpiCase) alive = g_object_ref (self);

  self->generation = generation;
  g_clear_pointer (&self->overview, zpi_overview_unref);
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    emit_detailed (self, ANSWER_CHANGED, g_ptr_array_index (keys, i));
  for (guint i = 0; lists != NULL && i < lists->len; i++)
    emit_detailed (self, ITEMS_CHANGED, g_ptr_array_index (lists, i));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GENERATION]);
}

static void
zpi_case_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ZpiCase *self = ZPI_CASE (object);

  switch (prop_id) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_KIND:
    g_value_set_enum (value, self->kind);
    break;
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_GENERATION:
    g_value_set_uint64 (value, self->generation);
    break;
  case PROP_SAVED_GENERATION:
    g_value_set_uint64 (value, self->saved_generation);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_case_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  ZpiCase *self = ZPI_CASE (object);

  switch (prop_id) {
  case PROP_ID:
    self->id = g_value_dup_string (value);
    break;
  case PROP_KIND:
    self->kind = g_value_get_enum (value);
    break;
  case PROP_STATE:
    zpi_case_set_state (self, g_value_get_enum (value));
    break;
  case PROP_SAVED_GENERATION:
    zpi_case_set_saved_generation (self, g_value_get_uint64 (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
zpi_case_constructed (GObject *object)
{
  ZpiCase *self = ZPI_CASE (object);

  G_OBJECT_CLASS (zpi_case_parent_class)->constructed (object);

  if (self->id == NULL)
    self->id = g_uuid_string_random ();
}

static void
zpi_case_finalize (GObject *object)
{
  ZpiCase *self = ZPI_CASE (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->attention, g_free);
  g_clear_pointer (&self->removed, g_hash_table_unref);
  g_clear_pointer (&self->overview, zpi_overview_unref);
  zpi_case_content_clear (&self->content);

  G_OBJECT_CLASS (zpi_case_parent_class)->finalize (object);
}

static void
zpi_case_class_init (ZpiCaseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags write = read | G_PARAM_WRITABLE;
  const GParamFlags construct = write | G_PARAM_CONSTRUCT_ONLY;

  object_class->get_property = zpi_case_get_property;
  object_class->set_property = zpi_case_set_property;
  object_class->constructed = zpi_case_constructed;
  object_class->finalize = zpi_case_finalize;

  /**
   * ZpiCase:id:
   *
   * The case's UUID; also the id of its application at the municipality.
   */
  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, construct);
  props[PROP_KIND] =
      g_param_spec_enum ("kind", NULL, NULL, ZPI_TYPE_CASE_KIND, ZPI_CASE_APPLICATION, construct);
  props[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, ZPI_TYPE_CASE_STATE, ZPI_CASE_DRAFT, write);
  /**
   * ZpiCase:generation:
   *
   * Goes up with every change of an answer.
   */
  props[PROP_GENERATION] = g_param_spec_uint64 ("generation", NULL, NULL, 0, G_MAXUINT64, 0, read);
  /**
   * ZpiCase:saved-generation:
   *
   * The generation that is safely on the disk.
   */
  props[PROP_SAVED_GENERATION] =
      g_param_spec_uint64 ("saved-generation", NULL, NULL, 0, G_MAXUINT64, 0, write);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * ZpiCase::answer-changed:
   * @self: the case
   * @key: the answer's key, also the detail
   *
   * An answer has another text now.
   */
  signals[ANSWER_CHANGED] = g_signal_new ("answer-changed",
                                          ZPI_TYPE_CASE,
                                          G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  /**
   * ZpiCase::items-changed:
   * @self: the case
   * @list: the list's name, also the detail
   *
   * An item was added, removed or moved.
   */
  signals[ITEMS_CHANGED] = g_signal_new ("items-changed",
                                         ZPI_TYPE_CASE,
                                         G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
zpi_case_init (ZpiCase *self)
{
  zpi_case_content_init (&self->content);
  self->removed =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
}

/**
 * zpi_case_new:
 * @kind: what the client came for
 *
 * Returns: (transfer full): an empty draft with an id of its own
 */
ZpiCase *
zpi_case_new (ZpiCaseKind kind)
{
  return g_object_new (ZPI_TYPE_CASE, "kind", kind, NULL);
}

/**
 * zpi_case_new_with_id:
 * @kind: what the client came for
 * @id: a UUID by which others know it
 *
 * Returns: (transfer full): an empty draft
 */
ZpiCase *
zpi_case_new_with_id (ZpiCaseKind kind, const char *id)
{
  g_return_val_if_fail (id != NULL && g_uuid_string_is_valid (id), NULL);

  return g_object_new (ZPI_TYPE_CASE, "id", id, "kind", kind, NULL);
}

/**
 * zpi_case_new_from_snapshot:
 * @snapshot: what [method@Case.snapshot] gave
 * @error: return location for an error
 *
 * The new case is a draft and counts as saved; its state is the store's to set. What a newer
 * version added to the snapshot is kept and written back.
 *
 * Returns: (transfer full): the case, or %NULL with %ZPI_ERROR_BAD_FORMAT or %ZPI_ERROR_TOO_LARGE
 */
ZpiCase *
zpi_case_new_from_snapshot (GBytes *snapshot, GError **error)
{
  g_autoptr (ZpiCaseSnapshot) parsed = NULL;
  ZpiCase *self;

  g_return_val_if_fail (snapshot != NULL, NULL);

  parsed = zpi_case_snapshot_parse (snapshot, error);
  if (parsed == NULL)
    return NULL;
  self = g_object_new (ZPI_TYPE_CASE, "id", parsed->id, "kind", parsed->kind, NULL);
  zpi_case_content_clear (&self->content);
  self->content = parsed->content;
  parsed->content = (ZpiCaseContent){0};
  self->generation = self->saved_generation = parsed->generation;
  return self;
}

/**
 * zpi_case_snapshot:
 * @self: a case
 *
 * The answers as bytes, for the store. The same answers at the same generation always give the
 * same bytes. The state is not in it.
 *
 * Returns: (transfer full): JSON, which may cross threads
 */
GBytes *
zpi_case_snapshot (ZpiCase *self)
{
  g_return_val_if_fail (ZPI_IS_CASE (self), NULL);

  return zpi_case_snapshot_write (&self->content, self->id, self->kind, self->generation);
}

/**
 * zpi_case_get_id:
 * @self: a case
 *
 * Returns: (transfer none): the case's UUID
 */
const char *
zpi_case_get_id (ZpiCase *self)
{
  g_return_val_if_fail (ZPI_IS_CASE (self), NULL);

  return self->id;
}

/**
 * zpi_case_get_kind:
 * @self: a case
 *
 * Returns: what the client came for
 */
ZpiCaseKind
zpi_case_get_kind (ZpiCase *self)
{
  g_return_val_if_fail (ZPI_IS_CASE (self), ZPI_CASE_APPLICATION);

  return self->kind;
}

/**
 * zpi_case_get_state:
 * @self: a case
 *
 * Returns: where the case is in its life
 */
ZpiCaseState
zpi_case_get_state (ZpiCase *self)
{
  g_return_val_if_fail (ZPI_IS_CASE (self), ZPI_CASE_DRAFT);

  return self->state;
}

/**
 * zpi_case_set_state:
 * @self: a case
 * @state: what the store says it is now
 *
 * Shows a state that was already stored; does not store it, and does not raise the generation.
 */
void
zpi_case_set_state (ZpiCase *self, ZpiCaseState state)
{
  g_return_if_fail (ZPI_IS_CASE (self));

  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

/**
 * zpi_case_get_attention:
 * @self: a case
 *
 * Returns: (transfer none) (nullable): why it needs a person
 */
const char *
zpi_case_get_attention (ZpiCase *self)
{
  g_return_val_if_fail (ZPI_IS_CASE (self), NULL);

  return self->attention;
}

/**
 * zpi_case_set_attention:
 * @self: a case
 * @reason: (nullable): a typed reason; empty is the same as %NULL
 */
void
zpi_case_set_attention (ZpiCase *self, const char *reason)
{
  g_return_if_fail (ZPI_IS_CASE (self));

  if (reason != NULL && *reason == '\0')
    reason = NULL;
  if (g_strcmp0 (self->attention, reason) == 0)
    return;
  g_free (self->attention);
  self->attention = g_strdup (reason);
}

/**
 * zpi_case_get_generation:
 * @self: a case
 *
 * Returns: a number that goes up with every change of an answer
 */
guint64
zpi_case_get_generation (ZpiCase *self)
{
  g_return_val_if_fail (ZPI_IS_CASE (self), 0);

  return self->generation;
}

/**
 * zpi_case_get_saved_generation:
 * @self: a case
 *
 * Returns: the generation that is on the disk
 */
guint64
zpi_case_get_saved_generation (ZpiCase *self)
{
  g_return_val_if_fail (ZPI_IS_CASE (self), 0);

  return self->saved_generation;
}

/**
 * zpi_case_set_saved_generation:
 * @self: a case
 * @generation: the generation that has been committed
 */
void
zpi_case_set_saved_generation (ZpiCase *self, guint64 generation)
{
  g_return_if_fail (ZPI_IS_CASE (self));

  if (self->saved_generation == generation)
    return;
  self->saved_generation = generation;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SAVED_GENERATION]);
}

/**
 * zpi_case_is_dirty:
 * @self: a case
 *
 * Returns: whether there is something that is not on the disk yet
 */
gboolean
zpi_case_is_dirty (ZpiCase *self)
{
  g_return_val_if_fail (ZPI_IS_CASE (self), FALSE);

  return self->saved_generation != self->generation;
}
