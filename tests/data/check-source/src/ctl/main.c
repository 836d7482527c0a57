/* SPDX-License-Identifier: EUPL-1.2 */ /* expect: readme */
#include "zpi-words.h"

int
main (void)
{
  g_print ("a program may print\n");
  return 0;
}
