/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "zpi-session.h"

G_BEGIN_DECLS

/* Papers that were brought with the code of a mail before anybody could say what is asked. Main
 * thread. */

/* Opens the answer for @task, with the papers of @letters (element-type utf8) in it: what each is
 * has to be said before it is sent. A letter that has none left goes. */
void zpi_papers_open_answer (ZpiSession *session,
                             const char *answer_id,
                             GPtrArray *letters,
                             GTask *task);

G_END_DECLS
