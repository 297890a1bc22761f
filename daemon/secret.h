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
/* The password in this file is the store's: libpq takes it where the connection string has none. */
void secret_give_store(const char *path);

#endif
