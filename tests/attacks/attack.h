/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

/* A desk in real mode, and what somebody does to its data folder from outside. */

#include "service-fixture.h"

G_BEGIN_DECLS

#define ATTACK_PASSPHRASE "een lange wachtzin"

/* An organisation file that leads to @base_url. */
char *attack_organisation (const char *base_url);
void attack_plant (Desk *desk, const char *organisation);
/* Connected with @organisation and set up, with a passphrase. */
void attack_set_up (Desk *desk, const char *organisation);
gboolean attack_unlock (Desk *desk, const char *secret, GError **error);
/* Ends the program and starts it again, locked. */
void attack_restart (Desk *desk);
/* One application that waits to be sent; its id. */
char *attack_queue (Desk *desk);

/* The database from outside, while no program has it open; `kept` is one of the attacker's own. */
void attack_sql (Desk *desk, const char *sql);

/* "held", for whoever reads along. */
void attack_held (const char *what);

G_END_DECLS
