/* SPDX-License-Identifier: EUPL-1.2 */

/* Who is at the other end of a connection within this computer. Every user of it can connect to
 * 127.0.0.1; the kernel knows whose socket that is. */

#define G_LOG_DOMAIN "zpi-base"

#include "zpi-peer.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One end of a connection over IPv4. */
typedef struct {
  guint32 address; /* network byte order */
  guint16 port;
} End;

static gboolean
get_end (GSocketAddress *address, End *end)
{
  struct sockaddr_in native;

  if (address == NULL || g_socket_address_get_family (address) != G_SOCKET_FAMILY_IPV4 ||
      !g_socket_address_to_native (address, &native, sizeof native, NULL))
    return FALSE;
  end->address = native.sin_addr.s_addr;
  end->port = ntohs (native.sin_port);
  return TRUE;
}

typedef struct {
  struct nlmsghdr header;
  struct inet_diag_req_v2 request;
} DiagQuestion;

static void
fill_question (DiagQuestion *question, const End *theirs, const End *ours)
{
  memset (question, 0, sizeof *question);
  question->header.nlmsg_len = sizeof *question;
  question->header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question->header.nlmsg_flags = NLM_F_REQUEST;
  question->request.sdiag_family = AF_INET;
  question->request.sdiag_protocol = IPPROTO_TCP;
  question->request.idiag_states = G_MAXUINT32;
  question->request.id.idiag_sport = htons (theirs->port);
  question->request.id.idiag_dport = htons (ours->port);
  question->request.id.idiag_src[0] = theirs->address;
  question->request.id.idiag_dst[0] = ours->address;
  question->request.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
  question->request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
}

/* The kernel is asked for this one socket. */
static gboolean
ask_kernel (const End *theirs, const End *ours, guint *uid)
{
  union {
    struct nlmsghdr header;
    char bytes[4096];
  } answer;
  DiagQuestion question;
  const int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  gssize size = -1;

  if (fd < 0)
    return FALSE;
  fill_question (&question, theirs, ours);
  if (send (fd, &question, sizeof question, 0) == sizeof question)
    size = recv (fd, &answer, sizeof answer, MSG_DONTWAIT);
  close (fd);
  if (size < (gssize) NLMSG_LENGTH (sizeof (struct inet_diag_msg)) ||
      answer.header.nlmsg_type != SOCK_DIAG_BY_FAMILY)
    return FALSE;
  *uid = ((const struct inet_diag_msg *) NLMSG_DATA (&answer.header))->idiag_uid;
  return TRUE;
}

/* A line of /proc/net/tcp: number, local, remote, state, queues, timer, retransmits, uid. */
static gboolean
read_line (const char *line, const End *theirs, const End *ours, guint *uid)
{
  guint from, from_port, to, to_port;

  return sscanf (line,
                 " %*u: %8X:%4X %8X:%4X %*X %*X:%*X %*X:%*X %*X %u",
                 &from,
                 &from_port,
                 &to,
                 &to_port,
                 uid) == 5 &&
         from == theirs->address && from_port == theirs->port && to == ours->address &&
         to_port == ours->port;
}

/* Where the kernel cannot be asked (a container without the module), its table is read. */
static gboolean
read_table (const End *theirs, const End *ours, guint *uid)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents ("/proc/net/tcp", &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (read_line (lines[i], theirs, ours, uid))
      return TRUE;
  return FALSE;
}

/**
 * zpi_peer_is_this_user:
 * @ours: (nullable): our end of a connection
 * @theirs: (nullable): the other end
 *
 * Returns: whether the other end is a socket of the user that this program runs as; %FALSE also
 *   when that cannot be said. Any thread.
 */
gboolean
zpi_peer_is_this_user (GSocketAddress *ours, GSocketAddress *theirs)
{
  End our_end, their_end;
  guint uid;

  if (!get_end (ours, &our_end) || !get_end (theirs, &their_end))
    return FALSE;
  if (!ask_kernel (&their_end, &our_end, &uid) && !read_table (&their_end, &our_end, &uid))
    return FALSE;
  return uid == getuid ();
}
