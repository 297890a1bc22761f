/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_SECRET_H
#define SL_DAEMON_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* A new token: its text for the one who asked, its hash for the store. */
const char *secret_make(struct arena *a, unsigned char hash[32]);
void secret_hash(const char *text, unsigned char hash[32]);

/* The first line of a file; false: there is none, or nothing in it. */
bool secret_read_line(char *out, size_t size, const char *path);

/* What only a page of ours learns from a session: who has the token can make it, who has the store cannot. */
enum { SECRET_CSRF = 64 + 1 };
const char *secret_spell_csrf(char out[SECRET_CSRF], const char *token);
/* given NULL: not there. How long it takes says nothing about how near it is. */
bool secret_is_csrf(const char *given, const char *token);

#endif
