/* SPDX-License-Identifier: EUPL-1.2 */

/* libsoup 3.2's server keeps a reference to each socket it accepts and to its own address, and
 * libsecret 0.20 forgets the mark of its secrets file when it reads or writes it again. Under the
 * sanitizers this library, loaded before the others, tells the leak checker to leave them
 * alone. By name it could not: the stacks end in GLib, unless each takes ten times as long. */

#include <dlfcn.h>
#include <gio/gio.h>

void __lsan_ignore_object (const void *object) __attribute__ ((weak));

static gpointer
left_alone (gpointer object)
{
  if (object != NULL && __lsan_ignore_object != NULL)
    __lsan_ignore_object (object);
  return object;
}

GSocket *
g_socket_accept (GSocket *socket, GCancellable *cancellable, GError **error)
{
  GSocket *(*real) (GSocket *, GCancellable *, GError **) = dlsym (RTLD_NEXT, "g_socket_accept");

  return left_alone (real (socket, cancellable, error));
}

GSocketAddress *
g_socket_get_local_address (GSocket *socket, GError **error)
{
  GSocketAddress *(*real) (GSocket *, GError **) = dlsym (RTLD_NEXT, "g_socket_get_local_address");

  return left_alone (real (socket, error));
}

/* Nobody but libsecret asks for the mark (the etag) of a file. */
gboolean
g_file_load_contents_finish (GFile *file,
                             GAsyncResult *result,
                             char **contents,
                             gsize *length,
                             char **etag_out,
                             GError **error)
{
  gboolean (*real) (GFile *, GAsyncResult *, char **, gsize *, char **, GError **) =
      dlsym (RTLD_NEXT, "g_file_load_contents_finish");
  const gboolean loaded = real (file, result, contents, length, etag_out, error);

  if (loaded && etag_out != NULL)
    left_alone (*etag_out);
  return loaded;
}

gboolean
g_file_replace_contents_finish (GFile *file, GAsyncResult *result, char **new_etag, GError **error)
{
  gboolean (*real) (GFile *, GAsyncResult *, char **, GError **) =
      dlsym (RTLD_NEXT, "g_file_replace_contents_finish");
  const gboolean replaced = real (file, result, new_etag, error);

  if (replaced && new_etag != NULL)
    left_alone (*new_etag);
  return replaced;
}
