/* SPDX-License-Identifier: EUPL-1.2 */

#include "zpi-recovery-code.h"

#include "zpi-text.h"
#include "zpi-vault-private.h"

#include <string.h>

#define N_SYMBOLS 28
#define N_BYTES   (ZPI_RECOVERY_SEED_BYTES + 2) /* 140 bits, the last four of 18 bytes unused */

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* CRC-12 (x^12 + x^11 + x^3 + x^2 + x + 1): finds every error within twelve bits in a row, so any
 * one wrong character and any two neighbours that changed places. */
static guint
checksum (const guint8 *seed)
{
  guint crc = 0;

  for (guint bit = 0; bit < 8 * ZPI_RECOVERY_SEED_BYTES; bit++) {
    const guint in = (seed[bit / 8] >> (7 - bit % 8)) & 1;
    const guint out = (crc >> 11) & 1;

    crc = (crc << 1) & 0xfff;
    if (in != out)
      crc ^= 0x80f;
  }
  return crc;
}

/**
 * zpi_recovery_code_format:
 * @seed: 16 random bytes
 *
 * Returns: (transfer full): the code as it is printed, to be freed with zpi_secret_strfree()
 */
char *
zpi_recovery_code_format (const guint8 *seed)
{
  guint8 bytes[N_BYTES];
  const guint crc = checksum (seed);
  char *code = zpi_secret_text_new (N_SYMBOLS + N_SYMBOLS / 4);
  char *end = code;

  memcpy (bytes, seed, ZPI_RECOVERY_SEED_BYTES);
  bytes[ZPI_RECOVERY_SEED_BYTES] = crc >> 4;
  bytes[ZPI_RECOVERY_SEED_BYTES + 1] = (crc & 0xf) << 4;

  for (guint i = 0; i < N_SYMBOLS; i++) {
    guint value = 0;

    for (guint bit = 5 * i; bit < 5 * i + 5; bit++)
      value = value << 1 | ((bytes[bit / 8] >> (7 - bit % 8)) & 1);
    if (i > 0 && i % 4 == 0)
      *end++ = '-';
    *end++ = alphabet[value];
  }
  sodium_memzero (bytes, sizeof bytes);
  return code;
}

/* The value of a typed character; -1 for what may be skipped, -2 for what does not belong. What
 * looks alike counts as the same, as Crockford has it. */
static int
symbol_value (char c)
{
  const char *found;

  c = g_ascii_toupper (c);
  if (c == '-' || g_ascii_isspace (c))
    return -1;
  if (c == 'O')
    return 0;
  if (c == 'I' || c == 'L')
    return 1;
  found = strchr (alphabet, c);
  return found != NULL ? (int) (found - alphabet) : -2;
}

static gboolean
mistyped (const char *message, GError **error)
{
  g_set_error_literal (error, ZPI_ERROR, ZPI_ERROR_BAD_FORMAT, message);
  return FALSE;
}

static gboolean
read_symbols (const char *code, guint8 *bytes)
{
  guint n = 0;

  for (; *code != '\0'; code++) {
    const int value = symbol_value (*code);

    if (value == -1)
      continue;
    if (value < 0 || n == N_SYMBOLS)
      return FALSE;
    for (guint bit = 0; bit < 5; bit++)
      if (value >> (4 - bit) & 1)
        bytes[(5 * n + bit) / 8] |= 0x80 >> ((5 * n + bit) % 8);
    n++;
  }
  return n == N_SYMBOLS;
}

/**
 * zpi_recovery_code_parse:
 * @code: what was typed, or pasted from the page that was printed to a file
 * @seed: (out): 16 bytes
 * @error: return location for an error
 *
 * Returns: %FALSE with %ZPI_ERROR_BAD_FORMAT when this was never a code of this program: mistyped,
 *   too short or too long
 */
gboolean
zpi_recovery_code_parse (const char *code, guint8 *seed, GError **error)
{
  guint8 bytes[N_BYTES] = {0};
  g_autofree char *plain = zpi_text_line (code);
  gboolean complete = read_symbols (plain, bytes);
  gboolean right;

  sodium_memzero (plain, strlen (plain));
  if (!complete)
    return mistyped ("A recovery code has 28 letters and digits", error);

  right = checksum (bytes) ==
          ((guint) bytes[ZPI_RECOVERY_SEED_BYTES] << 4 | bytes[ZPI_RECOVERY_SEED_BYTES + 1] >> 4);
  if (right)
    memcpy (seed, bytes, ZPI_RECOVERY_SEED_BYTES);
  sodium_memzero (bytes, sizeof bytes);
  if (!right)
    return mistyped ("The recovery code is mistyped: its checksum is wrong", error);
  return TRUE;
}
