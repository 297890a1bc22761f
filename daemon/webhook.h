/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SL_DAEMON_WEBHOOK_H
#define SL_DAEMON_WEBHOOK_H

#include <stddef.h>

#include "base/arena.h"
#include "core/notice.h"

struct courier;
struct letter;

/* Webhooks as www.standardwebhooks.com has them. */
enum { WEBHOOK_SECRET_MIN = 24, WEBHOOK_SECRET_MAX = 64, WEBHOOK_SECRETS_MAX = 4 };

struct webhook_secret {
	unsigned char bytes[WEBHOOK_SECRET_MAX];
	size_t n;
};

/* All that are good at present: while a receiver changes to another it knows one of two. */
struct webhook_secrets {
	struct webhook_secret each[WEBHOOK_SECRETS_MAX];
	int n; /* 0: there is none */
};

/* "whsec_" and base64 of 24 to 64 bytes; false: it is not that. */
bool webhook_read_secret(struct webhook_secret *s, const char *text);
/* A line of the file each; false and why: it has none, too many, or a line that is none. */
bool webhook_load_secrets(struct webhook_secrets *s, const char *path, char *why, size_t size);

/* "v1,BASE64": HMAC-SHA-256 over id.timestamp.body */
const char *webhook_sign(struct arena *a, const struct webhook_secret *s, const char *id,
	int64_t timestamp_s, const char *body);

/* Writes the letter: body, headers, signed by every secret. id is the message's, the same at every try. */
void webhook_write(struct arena *a, const struct webhook_secrets *s, const char *id,
	const struct notice *first, int n, int64_t real_at, struct letter *out);

#endif
