/* SPDX-License-Identifier: EUPL-1.2 */

/* Loaded before the program: the authorities that this computer trusts are those of the file that
 * ZPI_TEST_TRUST names, and no others. The real mode takes no authority from anybody, so that of a
 * test has to be one of the system's. And what is typed to open a store is stretched as little as
 * can be: a second of the processor for each way in, each time one of hundreds of programs opens
 * it, is what would be tested. */

#define _GNU_SOURCE 1 /* RTLD_NEXT */

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

#define LEAST_PASSES 1
#define LEAST_BYTES  (64 * 1024)

typedef int (*Stretch) (unsigned char *out,
                        unsigned long long out_length,
                        const char *text,
                        unsigned long long length,
                        const unsigned char *salt,
                        unsigned long long passes,
                        size_t bytes,
                        int algorithm);

int crypto_pwhash (unsigned char *out,
                   unsigned long long out_length,
                   const char *text,
                   unsigned long long length,
                   const unsigned char *salt,
                   unsigned long long passes,
                   size_t bytes,
                   int algorithm);

int
crypto_pwhash (unsigned char *out,
               unsigned long long out_length,
               const char *text,
               unsigned long long length,
               const unsigned char *salt,
               unsigned long long passes,
               size_t bytes,
               int algorithm)
{
  Stretch stretch = NULL;

  *(void **) &stretch = dlsym (RTLD_NEXT, "crypto_pwhash");
  return stretch != NULL
             ? stretch (out, out_length, text, length, salt, LEAST_PASSES, LEAST_BYTES, algorithm)
             : -1;
}
