/* SPDX-License-Identifier: EUPL-1.2 */
#include "zpi-words.h"

int
main (void)
{
  g_print ("a program may print\n");
  return 0;
}
