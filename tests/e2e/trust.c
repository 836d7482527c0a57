/* SPDX-License-Identifier: EUPL-1.2 */

/* Loaded before the program: the authorities that this computer trusts are those of the file that
 * ZPI_TEST_TRUST names, and no others. The real mode takes no authority from anybody, so that of a
 * test has to be one of the system's. */

#include <dlfcn.h>
#include <stdlib.h>

#define PEM 1

typedef int (*AddFile) (void *list,
                        const char *authorities,
                        const char *revoked,
                        int format,
                        unsigned int flags,
                        unsigned int verification);

int
gnutls_x509_trust_list_add_system_trust (void *list, unsigned int flags, unsigned int verification);

int
gnutls_x509_trust_list_add_system_trust (void *list, unsigned int flags, unsigned int verification)
{
  void *library = dlopen ("libgnutls.so.30", RTLD_NOW);
  AddFile add_file = NULL;

  *(void **) &add_file =
      library != NULL ? dlsym (library, "gnutls_x509_trust_list_add_trust_file") : NULL;
  return add_file != NULL
             ? add_file (list, getenv ("ZPI_TEST_TRUST"), NULL, PEM, flags, verification)
             : 0;
}
