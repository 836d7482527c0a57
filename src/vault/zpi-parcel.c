/* SPDX-License-Identifier: EUPL-1.2 */

/* Format: "ZPIH", version (1), way (1: passphrase, 2: public key); for a passphrase 16 bytes of
 * salt, passes and KiB for Argon2id (32 bits each, little-endian), for a public key a sealed box
 * around the key; the head of libsodium's secretstream (XChaCha20-Poly1305); then pieces, each with
 * its length before it. The associated data of each is everything before the secretstream. */

#include "zpi-parcel.h"

#include <string.h>

#include "zpi-vault-private.h"

#define MAGIC          "ZPIH"
#define MAGIC_BYTES    4
#define VERSION        1
#define WAY_PASSPHRASE 1
#define WAY_PUBLIC_KEY 2
#define PASSES         3
#define MEMORY_KIB     (64 * 1024)
/* What a file may ask of us. */
#define MAX_PASSES     20
#define MAX_MEMORY_KIB (1024 * 1024)
#define BOX_BYTES      (crypto_box_SEALBYTES + ZPI_KEY_BYTES)
#define MAX_HEAD       (MAGIC_BYTES + 2 + MAX (crypto_pwhash_SALTBYTES + 8, BOX_BYTES))

G_STATIC_ASSERT (sizeof (ZpiKey) == crypto_secretstream_xchacha20poly1305_KEYBYTES);

struct _ZpiParcel {
  GOutputStream *out; /* (owned) (nullable) */
  GInputStream *in;   /* (owned) (nullable) */
  guint8 head[MAX_HEAD];
  gsize head_size;
  crypto_secretstream_xchacha20poly1305_state *state; /* in locked memory */
};

/**
 * zpi_parcel_free:
 * @self: (transfer full): a parcel
 */
void
zpi_parcel_free (ZpiParcel *self)
{
  if (self->state != NULL)
    sodium_free (self->state);
  g_clear_object (&self->out);
  g_clear_object (&self->in);
  g_free (self);
}

static ZpiParcel *
parcel_new (void)
{
  ZpiParcel *self = g_new0 (ZpiParcel, 1);

  zpi_sodium_ensure ();
  self->state = sodium_malloc (sizeof *self->state);
  g_assert (self->state != NULL);
  return self;
}

static void
put_number (guint8 *place, guint32 number)
{
  number = GUINT32_TO_LE (number);
  memcpy (place, &number, sizeof number);
}

static guint32
get_number (const guint8 *place)
{
  guint32 number;

  memcpy (&number, place, sizeof number);
  return GUINT32_FROM_LE (number);
}

static ZpiKey *
key_from_passphrase (const char *passphrase,
                     const guint8 *salt,
                     guint32 passes,
                     guint32 memory_kib,
                     GError **error)
{
  g_autoptr (ZpiKey) key = zpi_key_new ();

  if (crypto_pwhash (key->bytes,
                     sizeof key->bytes,
                     passphrase,
                     strlen (passphrase),
                     salt,
                     passes,
                     (gsize) memory_kib * 1024,
                     crypto_pwhash_ALG_ARGON2ID13) == 0)
    return g_steal_pointer (&key);
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_STORE_FAILED, "Not enough memory for a key");
  return NULL;
}

/* The way in and what belongs to it; the key that it leads to. */
static ZpiKey *
make_head (ZpiParcel *self, const char *passphrase, GBytes *public_key, GError **error)
{
  guint8 *at = self->head;
  g_autoptr (ZpiKey) key = NULL;

  memcpy (at, MAGIC, MAGIC_BYTES);
  at[MAGIC_BYTES] = VERSION;
  at[MAGIC_BYTES + 1] = passphrase != NULL ? WAY_PASSPHRASE : WAY_PUBLIC_KEY;
  at += MAGIC_BYTES + 2;
  if (passphrase != NULL) {
    randombytes_buf (at, crypto_pwhash_SALTBYTES);
    put_number (at + crypto_pwhash_SALTBYTES, PASSES);
    put_number (at + crypto_pwhash_SALTBYTES + 4, MEMORY_KIB);
    self->head_size = MAGIC_BYTES + 2 + crypto_pwhash_SALTBYTES + 8;
    return key_from_passphrase (passphrase, at, PASSES, MEMORY_KIB, error);
  }
  key = zpi_key_new_random ();
  self->head_size = MAGIC_BYTES + 2 + BOX_BYTES;
  if (g_bytes_get_size (public_key) == crypto_box_PUBLICKEYBYTES &&
      crypto_box_seal (at, key->bytes, sizeof key->bytes, g_bytes_get_data (public_key, NULL)) == 0)
    return g_steal_pointer (&key);
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, "This is no public key");
  return NULL;
}

/**
 * zpi_parcel_new:
 * @stream: where it goes
 * @passphrase: (nullable): what it opens with
 * @public_key: (nullable): or whom it opens for
 * @error: return location for an error
 *
 * Returns: (transfer full): a parcel to write pieces to; %NULL with %ZPI_ERROR_BAD_FORMAT for
 *   something that is no key, or when it cannot be written
 */
ZpiParcel *
zpi_parcel_new (GOutputStream *stream, const char *passphrase, GBytes *public_key, GError **error)
{
  g_autoptr (ZpiParcel) self = NULL;
  g_autoptr (ZpiKey) key = NULL;
  guint8 start[crypto_secretstream_xchacha20poly1305_HEADERBYTES];

  g_return_val_if_fail ((passphrase != NULL) != (public_key != NULL), NULL);

  self = parcel_new ();
  self->out = g_object_ref (stream);
  key = make_head (self, passphrase, public_key, error);
  if (key == NULL)
    return NULL;
  crypto_secretstream_xchacha20poly1305_init_push (self->state, start, key->bytes);
  if (!g_output_stream_write_all (stream, self->head, self->head_size, NULL, NULL, error) ||
      !g_output_stream_write_all (stream, start, sizeof start, NULL, NULL, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * zpi_parcel_write:
 * @self: a parcel
 * @piece: what comes next
 * @last: nothing comes after it
 * @error: return location for an error
 *
 * Returns: %FALSE when it cannot be written
 */
gboolean
zpi_parcel_write (ZpiParcel *self, GBytes *piece, gboolean last, GError **error)
{
  gsize size;
  const guint8 *plain = g_bytes_get_data (piece, &size);
  gsize sealed_size = size + crypto_secretstream_xchacha20poly1305_ABYTES;
  g_autofree guint8 *sealed = g_malloc (4 + sealed_size);

  g_return_val_if_fail (size <= ZPI_PARCEL_PIECE_BYTES, FALSE);

  put_number (sealed, (guint32) sealed_size);
  crypto_secretstream_xchacha20poly1305_push (self->state,
                                              sealed + 4,
                                              NULL,
                                              plain,
                                              size,
                                              self->head,
                                              self->head_size,
                                              last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                                                   : 0);
  return g_output_stream_write_all (self->out, sealed, 4 + sealed_size, NULL, NULL, error);
}

static gboolean
no_parcel (GError **error)
{
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_BAD_FORMAT,
                       "This file is no case of a desk. Name the file that the hand-over wrote");
  return FALSE;
}

static gboolean
broken (GError **error)
{
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_SEAL_BROKEN,
                       "Another passphrase or key, or the file is damaged");
  return FALSE;
}

/* No secret of this kind opens it. */
static gboolean
other_way (ZpiParcel *self, GError **error)
{
  g_set_error_literal (error,
                       ZPI_ERROR,
                       ZPI_ERROR_WRONG_SECRET,
                       self->head[MAGIC_BYTES + 1] == WAY_PUBLIC_KEY
                           ? "The file opens with the key of an organisation. Give its key file"
                           : "The file opens with a passphrase. Give that");
  return FALSE;
}

static gboolean
read_exactly (ZpiParcel *self, guint8 *place, gsize size)
{
  gsize got = 0;

  return g_input_stream_read_all (self->in, place, size, &got, NULL, NULL) && got == size;
}

static ZpiKey *
key_of_box (const guint8 *box, GBytes *secret_key, GError **error)
{
  g_autoptr (ZpiKey) key = zpi_key_new ();
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  const guint8 *secret = g_bytes_get_data (secret_key, NULL);

  if (g_bytes_get_size (secret_key) == crypto_box_SECRETKEYBYTES &&
      crypto_scalarmult_base (public_key, secret) == 0 &&
      crypto_box_seal_open (key->bytes, box, BOX_BYTES, public_key, secret) == 0)
    return g_steal_pointer (&key);
  broken (error);
  return NULL;
}

/* Reads the head; the key that it and the person's secret lead to. */
static ZpiKey *
read_head (ZpiParcel *self, const char *passphrase, GBytes *secret_key, GError **error)
{
  guint8 *at = self->head + MAGIC_BYTES + 2;
  guint32 passes, memory_kib;
  guint8 way;

  if (!read_exactly (self, self->head, MAGIC_BYTES + 2) ||
      memcmp (self->head, MAGIC, MAGIC_BYTES) != 0 || self->head[MAGIC_BYTES] != VERSION) {
    no_parcel (error);
    return NULL;
  }
  way = self->head[MAGIC_BYTES + 1];
  if (way != WAY_PASSPHRASE && way != WAY_PUBLIC_KEY) {
    no_parcel (error);
    return NULL;
  }
  if (way == WAY_PASSPHRASE ? passphrase == NULL : secret_key == NULL) {
    other_way (self, error);
    return NULL;
  }
  if (way == WAY_PUBLIC_KEY) {
    self->head_size = MAGIC_BYTES + 2 + BOX_BYTES;
    if (read_exactly (self, at, BOX_BYTES))
      return key_of_box (at, secret_key, error);
    no_parcel (error);
    return NULL;
  }
  self->head_size = MAGIC_BYTES + 2 + crypto_pwhash_SALTBYTES + 8;
  if (!read_exactly (self, at, crypto_pwhash_SALTBYTES + 8)) {
    no_parcel (error);
    return NULL;
  }
  passes = get_number (at + crypto_pwhash_SALTBYTES);
  memory_kib = get_number (at + crypto_pwhash_SALTBYTES + 4);
  if (passes < 1 || passes > MAX_PASSES || memory_kib < 8 || memory_kib > MAX_MEMORY_KIB) {
    no_parcel (error);
    return NULL;
  }
  return key_from_passphrase (passphrase, at, passes, memory_kib, error);
}

/**
 * zpi_parcel_open:
 * @stream: where it comes from
 * @passphrase: (nullable): what it may open with
 * @secret_key: (nullable): X25519, 32 bytes: or this
 * @error: return location for an error
 *
 * Returns: (transfer full): a parcel to read pieces from; %NULL with %ZPI_ERROR_BAD_FORMAT when it
 *   is none, %ZPI_ERROR_WRONG_SECRET when it opens with the other of the two,
 * %ZPI_ERROR_SEAL_BROKEN when it opens with another passphrase or key
 */
ZpiParcel *
zpi_parcel_open (GInputStream *stream, const char *passphrase, GBytes *secret_key, GError **error)
{
  g_autoptr (ZpiParcel) self = parcel_new ();
  g_autoptr (ZpiKey) key = NULL;
  guint8 start[crypto_secretstream_xchacha20poly1305_HEADERBYTES];

  self->in = g_object_ref (stream);
  key = read_head (self, passphrase, secret_key, error);
  if (key == NULL)
    return NULL;
  if (read_exactly (self, start, sizeof start) &&
      crypto_secretstream_xchacha20poly1305_init_pull (self->state, start, key->bytes) == 0)
    return g_steal_pointer (&self);
  broken (error);
  return NULL;
}

/**
 * zpi_parcel_read:
 * @self: a parcel
 * @last: (out): whether nothing may come after it
 * @error: return location for an error
 *
 * Returns: (transfer full): the next piece, in wiping memory; %NULL with %ZPI_ERROR_SEAL_BROKEN
 *   when it is not what was written there, or the file ends too soon
 */
GBytes *
zpi_parcel_read (ZpiParcel *self, gboolean *last, GError **error)
{
  guint8 length[4];
  g_autofree guint8 *sealed = NULL;
  guint8 *plain = NULL;
  GBytes *piece;
  guint32 size;
  guint8 tag = 0;

  if (!read_exactly (self, length, sizeof length)) {
    broken (error);
    return NULL;
  }
  size = get_number (length);
  if (size < crypto_secretstream_xchacha20poly1305_ABYTES ||
      size > ZPI_PARCEL_PIECE_BYTES + crypto_secretstream_xchacha20poly1305_ABYTES) {
    broken (error);
    return NULL;
  }
  sealed = g_malloc (size);
  if (!read_exactly (self, sealed, size)) {
    broken (error);
    return NULL;
  }
  piece = zpi_secret_bytes_new_uninitialized (size - crypto_secretstream_xchacha20poly1305_ABYTES,
                                              &plain);
  if (crypto_secretstream_xchacha20poly1305_pull (self->state,
                                                  plain,
                                                  NULL,
                                                  &tag,
                                                  sealed,
                                                  size,
                                                  self->head,
                                                  self->head_size) != 0) {
    g_bytes_unref (piece);
    broken (error);
    return NULL;
  }
  *last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  return piece;
}
