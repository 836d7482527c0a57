/* SPDX-License-Identifier: EUPL-1.2 */

/* ITU T.81, sections F.2 and G.2 (decoding) and B.2 (segments). What is not coded by Huffman's
 * tables, and what is broken, is not judged: where a decoder goes on there is its own matter. */

#include "zpi-metadata-scan.h"

#include "zpi-metadata-filter-private.h"

#include <string.h>

#define MOST_COMPONENTS 4
#define MOST_BLOCKS     10
#define MOST_TABLES     4
#define BLOCK_SIDE      8
#define BLOCK_NUMBERS   64
#define MOST_CODE_BITS  16
#define FAST_BITS       8
/* As many as the helper decodes. */
#define MOST_PIXELS (400 * 1000 * 1000)
/* No program writes more; each may go by all blocks with a few bytes. */
#define MOST_SCANS 64

typedef struct {
  guint8 fast_bits[1 << FAST_BITS]; /* 0: the code is longer, or none */
  guint8 fast_value[1 << FAST_BITS];
  gint32 most[MOST_CODE_BITS + 1];   /* the last code of so many bits, or −1 */
  gint32 offset[MOST_CODE_BITS + 1]; /* from a code to its place in @values */
  guint8 values[256];
  gboolean is_good;
} Huffman;

typedef struct {
  guint8 id;
  guint wide; /* blocks of each MCU */
  guint high;
  guint64 blocks_wide; /* when it is alone in a scan */
  guint64 blocks_high;
  guint64 *numbers; /* (owned) (nullable): of each block a bit for each number that is not zero */
} Component;

struct _ZpiMetadataScan {
  ZpiMetadataScanResult result;
  guint64 code; /* the bits that came and are not used, in its lowest @n_bits */
  guint n_bits;

  gboolean is_progressive;
  guint width;
  guint height;
  Component components[MOST_COMPONENTS];
  guint n_components;
  Huffman tables[2][MOST_TABLES]; /* of the first number of a block, and of the others */
  guint interval;

  guint n_scans;
  guint first;
  guint last;
  guint high; /* what came of each number before: none at 0 */
  guint low;
  Component *alone;                  /* of a scan with one component only */
  Huffman *of_block[2][MOST_BLOCKS]; /* in an MCU */
  guint n_blocks;
  guint64 mcu;
  guint64 n_mcus;
  guint64 mcus_wide; /* in a row of them */
  guint64 left_in_interval;
  guint8 next_restart;
  gboolean is_whole; /* everything is in one scan */

  guint block;
  guint number;
  guint run;         /* blocks without further numbers */
  gboolean in_zeros; /* correcting: on the way over zeros to a new number */
  gboolean is_fresh;
  int zeros;
};

ZpiMetadataScan *
zpi_metadata_scan_new (void)
{
  ZpiMetadataScan *self = g_new0 (ZpiMetadataScan, 1);

  self->result = ZPI_METADATA_SCAN_DONE;
  return self;
}

void
zpi_metadata_scan_free (ZpiMetadataScan *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < MOST_COMPONENTS; i++) {
    Component *component = &self->components[i];

    if (component->numbers != NULL)
      explicit_bzero (component->numbers,
                      component->blocks_wide * component->blocks_high * sizeof (guint64));
    g_free (component->numbers);
  }
  explicit_bzero (self, sizeof *self);
  g_free (self);
}

void
zpi_metadata_scan_lose (ZpiMetadataScan *self)
{
  self->result = ZPI_METADATA_SCAN_LOST;
}

ZpiMetadataScanResult
zpi_metadata_scan_get_result (const ZpiMetadataScan *self)
{
  return self->result;
}

guint8
zpi_metadata_scan_get_next_restart (const ZpiMetadataScan *self)
{
  return self->next_restart;
}

gboolean
zpi_metadata_scan_is_last (const ZpiMetadataScan *self)
{
  return self->result == ZPI_METADATA_SCAN_DONE && self->is_whole;
}

/* Segments. */

static void
read_frame (ZpiMetadataScan *self, const guint8 *data, gsize size)
{
  enum {
    HEAD_BYTES = 10,
    COMPONENT_BYTES = 3,
    DEPTH_AT = 4,
    HEIGHT_AT = 5,
    WIDTH_AT = 7,
    N_AT = 9
  };
  guint most_wide = 1;
  guint most_high = 1;
  guint n = size > N_AT ? data[N_AT] : 0;

  if (self->n_components > 0 || n == 0 || n > MOST_COMPONENTS ||
      size != HEAD_BYTES + (gsize) n * COMPONENT_BYTES || data[DEPTH_AT] != 8) {
    zpi_metadata_scan_lose (self);
    return;
  }
  self->is_progressive = data[1] == 0xc2;
  self->height = zpi_metadata_big16 (data + HEIGHT_AT);
  self->width = zpi_metadata_big16 (data + WIDTH_AT);
  self->n_components = n;
  for (guint i = 0; i < n; i++) {
    const guint8 *from = data + HEAD_BYTES + (gsize) i * COMPONENT_BYTES;
    Component *component = &self->components[i];

    component->id = from[0];
    component->wide = from[1] >> 4;
    component->high = from[1] & 15;
    if (component->wide < 1 || component->wide > 4 || component->high < 1 || component->high > 4)
      zpi_metadata_scan_lose (self);
    for (guint j = 0; j < i; j++)
      if (self->components[j].id == from[0])
        zpi_metadata_scan_lose (self);
    most_wide = MAX (most_wide, component->wide);
    most_high = MAX (most_high, component->high);
  }
  for (guint i = 0; i < n; i++) {
    Component *component = &self->components[i];
    guint across = most_wide * BLOCK_SIDE;
    guint down = most_high * BLOCK_SIDE;

    component->blocks_wide = ((guint64) self->width * component->wide + across - 1) / across;
    component->blocks_high = ((guint64) self->height * component->high + down - 1) / down;
  }
  if (self->width == 0 || self->height == 0 || (guint64) self->width * self->height > MOST_PIXELS)
    zpi_metadata_scan_lose (self);
}

/* @counts: of codes of one bit, of two bits … The codes are numbered one after the other. */
static gboolean
make_table (Huffman *table, const guint8 *counts, const guint8 *values, guint n_values)
{
  gint32 code = 0;
  gint32 at = 0;

  memset (table, 0, sizeof *table);
  memcpy (table->values, values, n_values);
  for (guint bits = 1; bits <= MOST_CODE_BITS; bits++) {
    gint32 n = counts[bits - 1];

    table->offset[bits] = at - code;
    if (code + n > 1 << bits)
      return FALSE;
    for (gint32 i = 0; i < n && bits <= FAST_BITS; i++) {
      guint fill = 1U << (FAST_BITS - bits);
      guint from = (guint) (code + i) << (FAST_BITS - bits);

      memset (table->fast_bits + from, (int) bits, fill);
      memset (table->fast_value + from, values[at + i], fill);
    }
    code += n;
    at += n;
    table->most[bits] = n > 0 ? code - 1 : -1;
    code <<= 1;
  }
  table->is_good = TRUE;
  return TRUE;
}

static void
read_tables (ZpiMetadataScan *self, const guint8 *data, gsize size)
{
  enum { HEAD_BYTES = 17 };

  for (gsize at = 4; at < size;) {
    guint n_values = 0;
    guint kind, place;

    if (size - at < HEAD_BYTES) {
      zpi_metadata_scan_lose (self);
      return;
    }
    kind = data[at] >> 4;
    place = data[at] & 15;
    for (guint i = 1; i < HEAD_BYTES; i++)
      n_values += data[at + i];
    if (kind > 1 || place >= MOST_TABLES || n_values > 256 || size - at - HEAD_BYTES < n_values ||
        !make_table (&self->tables[kind][place], data + at + 1, data + at + HEAD_BYTES, n_values)) {
      zpi_metadata_scan_lose (self);
      return;
    }
    at += HEAD_BYTES + n_values;
  }
}

static Component *
find_component (ZpiMetadataScan *self, guint8 id)
{
  for (guint i = 0; i < self->n_components; i++)
    if (self->components[i].id == id)
      return &self->components[i];
  return NULL;
}

static gboolean
add_component (ZpiMetadataScan *self, Component *component, guint n_blocks, guint8 tables)
{
  guint first = tables >> 4;
  guint other = tables & 15;

  if (component == NULL || first >= MOST_TABLES || other >= MOST_TABLES ||
      self->n_blocks + n_blocks > MOST_BLOCKS)
    return FALSE;
  for (guint i = 0; i < n_blocks; i++) {
    self->of_block[0][self->n_blocks] = &self->tables[0][first];
    self->of_block[1][self->n_blocks] = &self->tables[1][other];
    self->n_blocks++;
  }
  return TRUE;
}

static gboolean
add_components (ZpiMetadataScan *self, const guint8 *from, guint n)
{
  guint most_wide = 1;
  guint most_high = 1;

  self->alone = n == 1 ? find_component (self, from[0]) : NULL;
  self->n_blocks = 0;
  for (guint i = 0; i < n; i++) {
    Component *component = find_component (self, from[2 * i]);

    for (guint j = 0; j < i; j++)
      if (from[2 * j] == from[2 * i])
        return FALSE;
    if (!add_component (self,
                        component,
                        component == NULL || n == 1 ? 1 : component->wide * component->high,
                        from[2 * i + 1]))
      return FALSE;
  }
  for (guint i = 0; i < self->n_components; i++) {
    most_wide = MAX (most_wide, self->components[i].wide);
    most_high = MAX (most_high, self->components[i].high);
  }
  most_wide *= BLOCK_SIDE;
  most_high *= BLOCK_SIDE;
  self->mcus_wide =
      self->alone != NULL ? self->alone->blocks_wide : (self->width + most_wide - 1) / most_wide;
  self->n_mcus =
      self->mcus_wide *
      (self->alone != NULL ? self->alone->blocks_high : (self->height + most_high - 1) / most_high);
  return TRUE;
}

/* What a scan of a picture in layers says of itself (ITU T.81, G.1.1.1.1). */
static gboolean
is_layer (ZpiMetadataScan *self)
{
  if (self->first == 0
          ? self->last != 0
          : self->first > self->last || self->last >= BLOCK_NUMBERS || self->alone == NULL)
    return FALSE;
  if ((self->high != 0 && self->low + 1 != self->high) || self->low > 13)
    return FALSE;
  if (self->first > 0 && self->alone->numbers == NULL)
    self->alone->numbers = g_try_new0 (guint64, self->n_mcus);
  return self->first == 0 || self->alone->numbers != NULL;
}

/* Of tables that are used, there is one. */
static gboolean
has_tables (ZpiMetadataScan *self)
{
  gboolean firsts = !self->is_progressive || (self->first == 0 && self->high == 0);
  gboolean others = !self->is_progressive || self->first > 0;

  for (guint i = 0; i < self->n_blocks; i++)
    if ((firsts && !self->of_block[0][i]->is_good) || (others && !self->of_block[1][i]->is_good))
      return FALSE;
  return TRUE;
}

static void
begin_interval (ZpiMetadataScan *self)
{
  self->result = ZPI_METADATA_SCAN_MORE;
  self->left_in_interval = self->interval > 0 ? self->interval : G_MAXUINT64;
  self->n_bits = 0;
  self->block = 0;
  self->number = self->first;
  self->run = 0;
  self->in_zeros = FALSE;
}

static void
begin_scan (ZpiMetadataScan *self, const guint8 *data, gsize size)
{
  enum { HEAD_BYTES = 5, TAIL_BYTES = 3 };
  guint n = size > HEAD_BYTES ? data[HEAD_BYTES - 1] : 0;
  const guint8 *tail = data + HEAD_BYTES + 2 * (gsize) n;

  if (n == 0 || n > MOST_COMPONENTS || size != HEAD_BYTES + 2 * (gsize) n + TAIL_BYTES ||
      ++self->n_scans > MOST_SCANS || !add_components (self, data + HEAD_BYTES, n)) {
    zpi_metadata_scan_lose (self);
    return;
  }
  self->first = self->is_progressive ? tail[0] : 0;
  self->last = self->is_progressive ? tail[1] : BLOCK_NUMBERS - 1;
  self->high = self->is_progressive ? tail[2] >> 4 : 0;
  self->low = self->is_progressive ? tail[2] & 15 : 0;
  if ((self->is_progressive && !is_layer (self)) || !has_tables (self)) {
    zpi_metadata_scan_lose (self);
    return;
  }
  self->is_whole = !self->is_progressive && self->n_scans == 1 && n == self->n_components;
  self->mcu = 0;
  self->next_restart = 0xd0;
  begin_interval (self);
}

void
zpi_metadata_scan_segment (ZpiMetadataScan *self, const guint8 *data, gsize size)
{
  enum { INTERVAL_BYTES = 6 };

  if (self->result == ZPI_METADATA_SCAN_LOST)
    return;
  switch (data[1]) {
  case 0xc0:
  case 0xc1:
  case 0xc2:
    read_frame (self, data, size);
    break;
  case 0xc4:
    read_tables (self, data, size);
    break;
  case 0xda:
    begin_scan (self, data, size);
    break;
  case 0xdb:
  case 0xdc:
    break;
  case 0xdd:
    if (size == INTERVAL_BYTES)
      self->interval = zpi_metadata_big16 (data + 4);
    else
      zpi_metadata_scan_lose (self);
    break;
  default: /* coded in a way that is not read here */
    zpi_metadata_scan_lose (self);
    break;
  }
}

/* The coded picture. Each step uses as many bits as it needs, or none and says FALSE: so that less
 * than a byte is left when the last step is done. */

static guint
top_bits (const ZpiMetadataScan *self, guint n)
{
  return (guint) (self->code >> (self->n_bits - n)) & ((1U << n) - 1);
}

static gboolean
take_bits (ZpiMetadataScan *self, guint n)
{
  if (self->n_bits < n)
    return FALSE;
  self->n_bits -= n;
  return TRUE;
}

/* How many bits the next code has; 0 when it is not there yet. */
static guint
peek_code (ZpiMetadataScan *self, const Huffman *table, guint8 *value)
{
  guint from = 1;

  if (self->n_bits >= FAST_BITS) {
    guint top = top_bits (self, FAST_BITS);

    *value = table->fast_value[top];
    if (table->fast_bits[top] > 0)
      return table->fast_bits[top];
    from = FAST_BITS + 1;
  }
  for (guint bits = from; bits <= MIN (self->n_bits, MOST_CODE_BITS); bits++) {
    gint32 code = (gint32) top_bits (self, bits);

    if (code <= table->most[bits]) {
      *value = table->values[(code + table->offset[bits]) & 0xff];
      return bits;
    }
  }
  if (self->n_bits >= MOST_CODE_BITS)
    zpi_metadata_scan_lose (self);
  return 0;
}

/* @end: behind the last number that a block can have. No program goes beyond it: what does is
 * broken, and nobody can say where it ends. */
static void
end_block (ZpiMetadataScan *self, guint end)
{
  if (self->number > end) {
    zpi_metadata_scan_lose (self);
    return;
  }
  self->number = self->first;
  if (++self->block < self->n_blocks)
    return;
  self->block = 0;
  self->left_in_interval--;
  if (++self->mcu == self->n_mcus)
    self->result = ZPI_METADATA_SCAN_DONE;
  else if (self->left_in_interval == 0)
    self->result = ZPI_METADATA_SCAN_INTERVAL;
}

static gboolean
step_whole (ZpiMetadataScan *self)
{
  guint8 value = 0;
  guint bits = peek_code (self, self->of_block[self->number > 0][self->block], &value);
  guint more = self->number > 0 ? value & 15 : value;

  if (bits == 0)
    return FALSE;
  if (more > 15) {
    zpi_metadata_scan_lose (self);
    return FALSE;
  }
  if (!take_bits (self, bits + more))
    return FALSE;
  if (self->number == 0)
    self->number = 1;
  else if (more > 0 || value == 0xf0)
    self->number += (value >> 4) + 1U;
  else
    self->number = BLOCK_NUMBERS;
  if (self->number >= BLOCK_NUMBERS)
    end_block (self, BLOCK_NUMBERS);
  return TRUE;
}

/* The first number of each block: all but its last bits, then a bit at a time. */
static gboolean
step_first (ZpiMetadataScan *self)
{
  guint8 value = 0;
  guint bits = self->high > 0 ? 1 : peek_code (self, self->of_block[0][self->block], &value);

  if (bits == 0)
    return FALSE;
  if (value > 15) {
    zpi_metadata_scan_lose (self);
    return FALSE;
  }
  if (!take_bits (self, bits + value))
    return FALSE;
  end_block (self, self->first);
  return TRUE;
}

static void
note_number (ZpiMetadataScan *self, guint number)
{
  self->alone->numbers[self->mcu] |= G_GUINT64_CONSTANT (1) << MIN (number, BLOCK_NUMBERS - 1);
}

static gboolean
is_noted (const ZpiMetadataScan *self, guint number)
{
  return (self->alone->numbers[self->mcu] >> number & 1) != 0;
}

/* A code that says for how many blocks there is nothing more: @more bits behind @bits. */
static gboolean
take_run (ZpiMetadataScan *self, guint bits, guint more)
{
  if (!take_bits (self, bits + more))
    return FALSE;
  self->run = (1U << more) + ((guint) (self->code >> self->n_bits) & ((1U << more) - 1));
  return TRUE;
}

/* Over all blocks of which nothing comes, but for the last one before something ends. */
static void
skip_run (ZpiMetadataScan *self)
{
  guint64 n = MIN (self->run, MIN (self->left_in_interval, self->n_mcus - self->mcu)) - 1;

  self->run -= (guint) n + 1;
  self->mcu += n;
  self->left_in_interval -= n;
  end_block (self, self->last);
}

static gboolean
step_others (ZpiMetadataScan *self)
{
  guint8 value = 0;
  guint bits, more;

  if (self->run > 0) {
    skip_run (self);
    return TRUE;
  }
  bits = peek_code (self, self->of_block[1][0], &value);
  more = value & 15;
  if (bits == 0)
    return FALSE;
  if (more == 0 && value != 0xf0)
    return take_run (self, bits, value >> 4);
  if (more + self->low > 15) { /* may come to nothing */
    zpi_metadata_scan_lose (self);
    return FALSE;
  }
  if (!take_bits (self, bits + more))
    return FALSE;
  self->number += value >> 4;
  if (more > 0)
    note_number (self, self->number);
  if (++self->number > self->last)
    end_block (self, self->last + 1);
  return TRUE;
}

/* A bit for each number that came before, up to the end of the block. */
static gboolean
correct_rest (ZpiMetadataScan *self)
{
  guint64 noted = self->alone->numbers[self->mcu];

  noted &= G_MAXUINT64 >> (BLOCK_NUMBERS - 1 - self->last);
  for (noted &= G_MAXUINT64 << self->number; noted != 0; noted &= noted - 1)
    if (!take_bits (self, 1)) {
      self->number = (guint) __builtin_ctzll (noted);
      return FALSE;
    }
  self->run--;
  end_block (self, self->last + 1);
  return TRUE;
}

/* Over as many zeros as the code says, with a bit for each number between them. */
static gboolean
correct_over_zeros (ZpiMetadataScan *self)
{
  for (; self->number <= self->last; self->number++) {
    if (is_noted (self, self->number)) {
      if (!take_bits (self, 1))
        return FALSE;
    } else if (--self->zeros < 0) {
      break;
    }
  }
  if (self->is_fresh)
    note_number (self, self->number);
  self->in_zeros = FALSE;
  if (++self->number > self->last)
    end_block (self, self->last + 1);
  return TRUE;
}

static gboolean
step_correction (ZpiMetadataScan *self)
{
  guint8 value = 0;
  guint bits;

  if (self->in_zeros)
    return correct_over_zeros (self);
  if (self->run > 0)
    return correct_rest (self);
  bits = peek_code (self, self->of_block[1][0], &value);
  if (bits == 0)
    return FALSE;
  if ((value & 15) == 0 && value != 0xf0)
    return take_run (self, bits, value >> 4);
  if (!take_bits (self, bits + ((value & 15) > 0 ? 1 : 0)))
    return FALSE;
  self->is_fresh = (value & 15) > 0;
  self->zeros = value >> 4;
  self->in_zeros = TRUE;
  return TRUE;
}

static gboolean
step (ZpiMetadataScan *self)
{
  if (!self->is_progressive)
    return step_whole (self);
  if (self->first == 0)
    return step_first (self);
  return self->high == 0 ? step_others (self) : step_correction (self);
}

ZpiMetadataScanResult
zpi_metadata_scan_byte (ZpiMetadataScan *self, guint8 byte)
{
  self->code = self->code << 8 | byte;
  self->n_bits += 8;
  while (self->result == ZPI_METADATA_SCAN_MORE && step (self))
    ;
  return self->result;
}

ZpiMetadataScanResult
zpi_metadata_scan_restart (ZpiMetadataScan *self, guint8 marker)
{
  if (self->result != ZPI_METADATA_SCAN_INTERVAL || marker != self->next_restart) {
    zpi_metadata_scan_lose (self);
    return self->result;
  }
  self->next_restart = (guint8) (0xd0 + (marker + 1) % 8);
  begin_interval (self);
  return self->result;
}

gboolean
zpi_metadata_scan_goes_on (const ZpiMetadataScan *self, const guint8 *data, gsize size)
{
  ZpiMetadataScan on = *self;
  guint padding;

  on.result = ZPI_METADATA_SCAN_MORE;
  on.n_mcus = G_MAXUINT64;
  for (gsize i = 0; i < size && on.result == ZPI_METADATA_SCAN_MORE; i++) {
    zpi_metadata_scan_byte (&on, data[i]);
    if (data[i] == 0xff)
      i++; /* the zero behind it */
  }
  padding = (1U << on.n_bits % 8) - 1;
  return on.result == ZPI_METADATA_SCAN_MORE && on.mcu > self->mcu &&
         on.mcu - self->mcu < self->mcus_wide && on.block == 0 && on.number == on.first &&
         on.n_bits < 8 && (on.code & padding) == padding;
}
