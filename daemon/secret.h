/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_SECRET_H
#define SL_DAEMON_SECRET_H

#include <stdbool.h>

#include "base/arena.h"

/* A new token: its text for the one who asked, its hash for the store. */
const char *secret_make(struct arena *a, unsigned char hash[32]);
void secret_hash(const char *text, unsigned char hash[32]);

/* What only a page of ours learns from a session: who has the token can make it, who has the store cannot. */
enum { SECRET_CSRF = 64 + 1 };
const char *secret_spell_csrf(char out[SECRET_CSRF], const char *token);
/* given NULL: not there. How long it takes says nothing about how near it is. */
bool secret_is_csrf(const char *given, const char *token);

#endif
