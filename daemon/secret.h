/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_SECRET_H
#define SL_DAEMON_SECRET_H

#include "base/arena.h"

/* A new token: its text for the one who asked, its hash for the store. */
const char *secret_make(struct arena *a, unsigned char hash[32]);
void secret_hash(const char *text, unsigned char hash[32]);

#endif
